//! Which series are the steps of the document.
//!
//! From the outside in: what has enough points and stands in no chosen step is a
//! procedure; numbered lists inside a step are its sub-steps.

use crate::language::Language;

use super::parts::Part;
use super::score::{Point, Surroundings, points, title_heading};
use super::series::{Member, Series, SeriesKind, series};
use super::{Candidate, Reading};

/// Points from which a series is steps, where nothing is known of the document.
const ENOUGH: i32 = 6;
/// The same in a document that says it is an SOP or a work instruction.
const ENOUGH_IN_PROCEDURE: i32 = 3;
/// Points from which what is numbered inside a step is its sub-steps.
const LEAST_INSIDE: i32 = -4;
/// The same for bullets, which hold choices and examples as often as acts.
const LEAST_OF_BULLETS: i32 = 1;
/// A series so far behind the best one is something beside the procedure.
const FAR_BEHIND: i32 = 10;
/// Points of what must be the steps where no words tell: they outweigh all that English
/// words could say by chance, and leave other series [`FAR_BEHIND`].
const BY_SHAPE: i32 = 100;

/// What was chosen.
#[derive(Debug, Default)]
pub(super) struct Choice {
    /// The steps and how far each reaches, in reading order.
    pub(super) steps: Vec<Member>,
    pub(super) candidates: Vec<Candidate>,
}

/// The series of a document, with what speaks for each however the document is read.
pub(super) struct Weighed {
    around: Surroundings,
    judged: Vec<Judged>,
}

/// Finds what could be steps. All that is read of the text is read here. Without a title, the
/// first heading of the first level counts, or else the one that all others stand below.
pub(super) fn weigh(parts: &[Part], title: Option<&str>, language: &Language) -> Weighed {
    let heading = || {
        let first = parts.iter().find(|part| part.level() == Some(1));
        first.or_else(|| title_heading(parts).map(|heading| &parts[heading]))
    };
    let title = title.or_else(|| heading().map(|part| part.text.as_str()));
    let around = Surroundings::of(parts, title, language);
    let all = series(parts, &around.announced, language);
    let judged = all.into_iter().map(|series| {
        let points = points(&series, parts, &around, language);
        let total = points.iter().map(|point| point.points).sum();
        Judged { series, points, total, role: Role::None }
    });
    Weighed { judged: judged.collect(), around }
}

/// Chooses the steps, as the type of the document has it read.
pub(super) fn choose(parts: &[Part], weighed: &Weighed, reading: Reading) -> Choice {
    let enough = match reading {
        Reading::Policy => return Choice::default(),
        Reading::Procedure | Reading::ProcedureUnread => ENOUGH_IN_PROCEDURE,
        Reading::Untyped => ENOUGH,
    };
    let around = &weighed.around;
    let mut judged = weighed.judged.clone();
    give_way(&mut judged, parts, around, enough);
    if reading == Reading::ProcedureUnread {
        prefer_longest(&mut judged, parts);
    }
    let best = judged.iter().map(|one| one.total).max().unwrap_or(0);
    let numbered = judged.iter().any(|one| {
        one.total >= enough
            && !matches!(one.series.kind, SeriesKind::Bullets | SeriesKind::Headings)
    });
    let names_process = judged.iter().any(|one| {
        one.total >= enough
            && one.series.kind == SeriesKind::NumberedHeadings
            && around.above_series(&one.series, parts).steps
    });
    // Outer series stand before inner ones.
    let mut inside = vec![false; parts.len()];
    for one in &mut judged {
        let first = one.series.members[0].part;
        let fits = one.total >= enough && one.total + FAR_BEHIND >= best;
        let is_beside = match one.series.kind {
            SeriesKind::Bullets => numbered,
            // A document that names its process has its stages there.
            SeriesKind::Headings | SeriesKind::NumberedHeadings => {
                names_process && !around.above_series(&one.series, parts).steps
            }
            _ => false,
        };
        one.role = if inside[first] {
            if least_inside(one.series.kind).is_some_and(|least| one.total >= least) {
                Role::SubSteps
            } else {
                Role::None
            }
        } else if fits && !is_beside {
            Role::Steps
        } else {
            Role::None
        };
        if one.role == Role::Steps {
            for member in &one.series.members {
                inside[member.part + 1..member.end].fill(true);
            }
        }
    }
    let mut steps: Vec<Member> = judged
        .iter()
        .filter(|one| one.role != Role::None)
        .flat_map(|one| one.series.members.iter().copied())
        .collect();
    steps.sort_by_key(|member| member.part);
    steps.dedup_by_key(|member| member.part);
    let candidates = judged.into_iter().map(|one| one.candidate(parts)).collect();
    Choice { steps, candidates }
}

/// Headings give way where steps stand below one of them that announces steps, and
/// headings without numbers also to numbered steps below them: then each is a procedure
/// of its own, unless the heading above all of them announces one process.
fn give_way(judged: &mut [Judged], parts: &[Part], around: &Surroundings, enough: i32) {
    // In order of their places, as series are.
    let places = |is: fn(SeriesKind) -> bool| -> Vec<usize> {
        let inner = judged.iter().filter(|one| one.total >= enough && is(one.series.kind));
        inner.map(|one| one.series.members[0].part).collect()
    };
    let all = places(|_| true);
    let numbered = places(is_numbered);
    let headings = places(|kind| is_numbered(kind) && kind.is_headings());
    let has = |places: &[usize], member: &Member| {
        let next = places.partition_point(|place| *place <= member.part);
        places.get(next).is_some_and(|place| *place < member.end)
    };
    for one in judged.iter_mut().filter(|one| one.series.kind.is_headings()) {
        let kind = one.series.kind;
        if kind != SeriesKind::StepHeadings
            && !one.series.is_listed
            && one.series.announcing.iter().any(|member| has(&all, member))
        {
            one.add("the steps stand below one of them", -7);
        }
        if kind == SeriesKind::Headings {
            let above = around.above_series(&one.series, parts);
            let is_one_process = above.steps && !above.several && one.series.members.len() > 2;
            let inner = if is_one_process { &headings } else { &numbered };
            let with_steps = one.series.members.iter().filter(|member| has(inner, member));
            if with_steps.count() * 3 >= one.series.members.len() {
                one.add("numbered steps stand below them", -6);
            }
        }
    }
}

/// Where no words tell, the longest ordered list that stands in nothing else is the steps;
/// of several that are as long, each.
fn prefer_longest(judged: &mut [Judged], parts: &[Part]) {
    let could_be = |series: &Series| {
        series.kind == SeriesKind::Ordered
            && !series.repeats_headings
            && parts[series.members[0].part].parent.is_none()
    };
    let lengths = judged.iter().map(|one| &one.series).filter(|series| could_be(series));
    let Some(longest) = lengths.map(|series| series.members.len()).max() else { return };
    for one in judged.iter_mut().filter(|one| could_be(&one.series)) {
        if one.series.members.len() == longest {
            one.add("the longest ordered list, in a language without word lists", BY_SHAPE);
        }
    }
}

const fn is_numbered(kind: SeriesKind) -> bool {
    !matches!(kind, SeriesKind::Bullets | SeriesKind::Headings)
}

#[derive(Debug, Clone)]
struct Judged {
    series: Series,
    points: Vec<Point>,
    total: i32,
    role: Role,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    None,
    Steps,
    SubSteps,
}

impl Judged {
    fn add(&mut self, why: &'static str, points: i32) {
        self.points.push(Point { why, points });
        self.total += points;
    }

    fn candidate(self, parts: &[Part]) -> Candidate {
        Candidate {
            shape: shape(self.series.kind),
            items: self.series.members.len(),
            span: parts[self.series.members[0].part].span,
            points: self.points,
            total: self.total,
            chosen: self.role == Role::Steps,
        }
    }
}

/// The points from which a series inside a step is its sub-steps: what is numbered nearly
/// always is, bullets where most of them say what to do.
const fn least_inside(kind: SeriesKind) -> Option<i32> {
    match kind {
        SeriesKind::Ordered | SeriesKind::Tasks | SeriesKind::Typed { .. } => Some(LEAST_INSIDE),
        SeriesKind::StepHeadings | SeriesKind::NumberedHeadings | SeriesKind::Rows { .. } => {
            Some(LEAST_INSIDE)
        }
        SeriesKind::Bullets => Some(LEAST_OF_BULLETS),
        SeriesKind::Headings => None,
    }
}

const fn shape(kind: SeriesKind) -> &'static str {
    match kind {
        SeriesKind::Ordered => "ordered list",
        SeriesKind::Tasks => "check boxes",
        SeriesKind::Bullets => "bullets",
        SeriesKind::Typed { .. } => "typed labels",
        SeriesKind::StepHeadings => "step headings",
        SeriesKind::NumberedHeadings => "numbered headings",
        SeriesKind::Headings => "headings",
        SeriesKind::Rows { .. } => "table rows",
    }
}
