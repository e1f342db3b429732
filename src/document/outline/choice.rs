//! Which series are the steps of the document.
//!
//! From the outside in: what has enough points and stands in no chosen step is a
//! procedure; numbered lists inside a step are its sub-steps.

use crate::language::Language;

use super::parts::Part;
use super::score::{Point, Surroundings, points};
use super::series::{Member, Series, SeriesKind, series};
use super::{Candidate, Reading};

/// Points from which a series is steps, where nothing is known of the document.
const ENOUGH: i32 = 6;
/// The same in a document that says it is an SOP or a work instruction.
const ENOUGH_IN_PROCEDURE: i32 = 3;
/// Points from which what is numbered inside a step is its sub-steps.
const LEAST_INSIDE: i32 = -4;
/// A series so far behind the best one is something beside the procedure.
const FAR_BEHIND: i32 = 10;

/// What was chosen.
#[derive(Debug, Default)]
pub(super) struct Choice {
    /// The steps and how far each reaches, in reading order.
    pub(super) steps: Vec<Member>,
    pub(super) candidates: Vec<Candidate>,
}

/// Chooses the steps.
pub(super) fn choose(
    parts: &[Part],
    title: Option<&str>,
    reading: Reading,
    language: &Language,
) -> Choice {
    let enough = match reading {
        Reading::Policy => return Choice::default(),
        Reading::Procedure => ENOUGH_IN_PROCEDURE,
        Reading::Untyped => ENOUGH,
    };
    let around = Surroundings::of(parts, title, language);
    let all = series(parts, &around.announced, language);
    let mut judged: Vec<Judged> = all
        .into_iter()
        .map(|series| {
            let points = points(&series, parts, &around, language);
            let total = points.iter().map(|point| point.points).sum();
            Judged { series, points, total, role: Role::None }
        })
        .collect();
    give_way(&mut judged, parts, &around, enough);
    let best = judged.iter().map(|one| one.total).max().unwrap_or(0);
    let numbered = judged.iter().any(|one| {
        one.total >= enough
            && !matches!(one.series.kind, SeriesKind::Bullets | SeriesKind::Headings)
    });
    // Outer series stand before inner ones.
    let mut inside = vec![false; parts.len()];
    for one in &mut judged {
        let first = one.series.members[0].part;
        let fits = one.total >= enough && one.total + FAR_BEHIND >= best;
        let is_beside = numbered && one.series.kind == SeriesKind::Bullets;
        one.role = if inside[first] {
            if is_sub_steps(&one.series) && one.total >= LEAST_INSIDE {
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

/// Headings without numbers give way to numbered steps below them: then each is a
/// procedure of its own. Not so below a heading that announces one process.
fn give_way(judged: &mut [Judged], parts: &[Part], around: &Surroundings, enough: i32) {
    // In order of their places, as series are.
    let places = |is: fn(SeriesKind) -> bool| -> Vec<usize> {
        let inner = judged.iter().filter(|one| one.total >= enough && is(one.series.kind));
        inner.map(|one| one.series.members[0].part).collect()
    };
    let numbered = places(is_numbered);
    let headings = places(|kind| is_numbered(kind) && kind.is_headings());
    for one in judged.iter_mut().filter(|one| one.series.kind == SeriesKind::Headings) {
        let above = around.above(one.series.heading, parts);
        let is_one_process = above.steps && !above.several;
        let inner = if is_one_process { &headings } else { &numbered };
        let with_steps = one.series.members.iter().filter(|member| {
            let next = inner.partition_point(|place| *place <= member.part);
            inner.get(next).is_some_and(|place| *place < member.end)
        });
        if with_steps.count() * 3 >= one.series.members.len() {
            one.points.push(Point { why: "numbered steps stand below them", points: -6 });
            one.total -= 6;
        }
    }
}

const fn is_numbered(kind: SeriesKind) -> bool {
    !matches!(kind, SeriesKind::Bullets | SeriesKind::Headings)
}

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

/// What is numbered inside a step is a part of it.
fn is_sub_steps(series: &Series) -> bool {
    match series.kind {
        SeriesKind::Ordered | SeriesKind::Tasks | SeriesKind::Typed { .. } => true,
        SeriesKind::StepHeadings | SeriesKind::NumberedHeadings | SeriesKind::Rows { .. } => true,
        SeriesKind::Bullets | SeriesKind::Headings => false,
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
