//! How much speaks for a series being the steps of a procedure.
//!
//! A sum of points, each with its reason, so that a verdict can be shown and argued
//! with. The points are whole and coarse, set by hand: nothing is fitted.

use crate::document::blocks::BlockKind;
use crate::language::{Announced, Language, TitleSense};
use crate::text::word_key;

use super::parts::Part;
use super::phrasing::Phrasing;
use super::series::{Member, Series, SeriesKind};
use super::typed::Style;

/// A reason for or against a series, and its weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Point {
    /// What was found.
    pub why: &'static str,
    /// Positive where it speaks for steps.
    pub points: i32,
}

/// What is known of the whole document.
#[derive(Debug)]
pub(super) struct Surroundings {
    pub(super) title: TitleSense,
    /// What each heading announces; empty for parts that are no headings.
    pub(super) announced: Vec<Announced>,
    /// The heading that is the title: the first, with all others below it.
    title_heading: Option<usize>,
    /// Whether the text speaks of "step 2" and the like.
    refers_to_steps: bool,
}

impl Surroundings {
    /// Reads the headings, the title and the references of a document.
    pub(super) fn of(parts: &[Part], title: Option<&str>, language: &Language) -> Self {
        let announced = parts.iter().map(|part| match part.kind {
            BlockKind::Heading { .. } => language.announced_by(&part.text),
            _ => Announced::default(),
        });
        let refers_to_steps = parts.iter().any(|part| {
            matches!(part.kind, BlockKind::Paragraph | BlockKind::Item { .. })
                && refers_to_step(&part.text)
        });
        let title_heading = title_heading(parts);
        Self {
            title: title.map(|title| language.sense_of_title(title)).unwrap_or_default(),
            announced: announced.collect(),
            title_heading,
            refers_to_steps,
        }
    }

    /// What the headings above a place announce: the nearest that says anything counts,
    /// except that below an appendix all is outside.
    /// What the headings above a series announce. Stages stand directly below the heading
    /// that announces them; lists may stand in a part of it.
    pub(super) fn above_series(&self, series: &Series, parts: &[Part]) -> Announced {
        let above = self.above(series.heading, parts);
        let directly = || series.heading.is_some_and(|nearest| self.announced[nearest].steps);
        if series.kind.is_headings() && above.steps && !directly() {
            return Announced { steps: false, several: false, ..above };
        }
        above
    }

    /// Whether a heading is the title and announces one process: then its sections may
    /// be the stages.
    fn is_title_of_process(&self, heading: Option<usize>) -> bool {
        let title = heading.filter(|heading| self.title_heading == Some(*heading));
        title.is_some_and(|title| self.announced[title].steps && !self.announced[title].several)
    }

    fn above(&self, mut heading: Option<usize>, parts: &[Part]) -> Announced {
        let mut orders = false;
        let mut nearest = None;
        while let Some(index) = heading {
            let said = self.announced[index];
            if self.title_heading == Some(index) {
                // It says what the document is, not what stands in a section.
                break;
            }
            if said.outside {
                return said;
            }
            let speaks = said.steps || said.lists || said.question;
            if speaks && nearest.is_none() {
                nearest = Some(said);
            }
            orders |= (said.orders || said.names_act) && nearest.is_none();
            heading = parts[index].heading;
        }
        let nearest = nearest.unwrap_or_default();
        Announced { orders: orders || nearest.orders || nearest.names_act, ..nearest }
    }
}

/// The first heading, where all others stand below it.
pub(super) fn title_heading(parts: &[Part]) -> Option<usize> {
    let mut headings = parts.iter().enumerate().filter(|(_, part)| part.level().is_some());
    let (first, title) = headings.next()?;
    let holds_all = headings.all(|(_, other)| other.level() > title.level());
    holds_all.then_some(first)
}

/// "step 3" in a text, other than at its beginning.
fn refers_to_step(text: &str) -> bool {
    if !text.as_bytes().windows(4).any(|four| four == b"tep ") {
        return false;
    }
    let mut rest = text;
    while let Some(at) = rest.find("tep ") {
        let before = rest[..at].chars().next_back();
        let behind = rest[at + 4..].chars().next();
        if at > 1 && matches!(before, Some('s' | 'S')) && behind.is_some_and(|c| c.is_ascii_digit())
        {
            return true;
        }
        rest = &rest[at + 4..];
    }
    false
}

/// So many members of a long series are read.
const SAMPLE: usize = 200;

/// How the members of a series are phrased, in hundredths of all.
#[derive(Debug, Default)]
struct Shares {
    act: usize,
    duty: usize,
    question: usize,
    ban: usize,
    definition: usize,
    link: usize,
    name: usize,
}

impl Shares {
    fn of(series: &Series, parts: &[Part], around: &Surroundings, language: &Language) -> Self {
        let mut shares = Self::default();
        let mut count = 0;
        for member in series.members.iter().take(SAMPLE) {
            let part = &parts[member.part];
            let found = match series.kind {
                SeriesKind::Rows { .. } => row_phrasing(&part.text, language),
                _ => Phrasing::of(&part.text, &part.marks, language),
            };
            count += 1;
            let mut act = usize::from(found.act) * 25;
            if series.kind.is_headings() && found.act < 3 {
                // "Closing the till", "Approval", and names such as "Review period".
                let said = around.announced[member.part];
                let is_task = said.orders || said.names_act;
                act = if found.gerund {
                    75
                } else if is_task {
                    50
                } else {
                    act / 2
                };
            }
            shares.act += act;
            shares.duty += usize::from(found.duty) * 100;
            shares.question += usize::from(found.question) * 100;
            shares.ban += usize::from(found.ban) * 100;
            shares.definition += usize::from(found.definition) * 100;
            shares.link += usize::from(found.link) * 100;
            shares.name += usize::from(found.name) * 100;
        }
        let all = [
            &mut shares.act,
            &mut shares.duty,
            &mut shares.question,
            &mut shares.ban,
            &mut shares.definition,
            &mut shares.link,
            &mut shares.name,
        ];
        for share in all {
            *share /= count.max(1);
        }
        shares
    }
}

/// Of the cells of a row, the one that acts most.
fn row_phrasing(text: &str, language: &Language) -> Phrasing {
    let cells = text.split(crate::document::blocks::CELL).skip(1).take(4);
    let read = cells.map(|cell| Phrasing::of(cell.trim(), &[], language));
    read.max_by_key(|found| found.act).unwrap_or_default()
}

/// The reasons for and against a series.
pub(super) fn points(
    series: &Series,
    parts: &[Part],
    around: &Surroundings,
    language: &Language,
) -> Vec<Point> {
    let mut found = Vec::new();
    let mut say = |why: &'static str, points: i32| {
        if points != 0 {
            found.push(Point { why, points });
        }
    };
    let shares = Shares::of(series, parts, around, language);
    let above = around.above_series(series, parts);
    let is_headings = series.kind.is_headings();
    match series.kind {
        SeriesKind::Ordered => say("ordered list", 4),
        SeriesKind::Tasks => say("check boxes", 7),
        SeriesKind::Bullets => say("bullets", -3),
        SeriesKind::Typed { style: Style::Word, .. } => say("lines say Step", 9),
        SeriesKind::Typed { bold: true, .. } => say("bold numbers", 4),
        SeriesKind::Typed { .. } => say("typed labels", 3),
        SeriesKind::StepHeadings => say("headings say Step", 11),
        SeriesKind::NumberedHeadings => say("numbered headings", 3),
        SeriesKind::Headings if above.steps && !above.several => {}
        SeriesKind::Headings => say("headings without numbers", -2),
        SeriesKind::Rows { says_step: true } => say("a column of steps", 8),
        SeriesKind::Rows { says_step: false } => say("a column of numbers", 3),
    }

    // How the members are phrased. Stages of a process have names: below a heading that
    // announces steps, and where each says "step", a name is as good as an order.
    let says_step = matches!(
        series.kind,
        SeriesKind::StepHeadings
            | SeriesKind::Rows { says_step: true }
            | SeriesKind::Typed { style: Style::Word, .. }
    );
    match shares.act {
        80.. => say("nearly all give an order or say who acts", 6),
        60.. => say("most give an order or say who acts", 5),
        40.. => say("many give an order or say who acts", 3),
        25.. => say("some give an order or say who acts", 1),
        _ if says_step || (is_headings && above.steps) => {}
        1.. => say("few give an order or say who acts", -3),
        0 => say("none gives an order or says who acts", -5),
    }
    if shares.duty >= 50 && !says_step {
        let is_procedure = above.steps || (around.title.procedure && !around.title.rules);
        say("statements of duty", if is_procedure { -1 } else { -4 });
    }
    if shares.question >= 40 {
        say("questions", -5);
    }
    if shares.ban >= 30 {
        say("many forbid", -4);
    }
    if shares.definition >= 50 && !above.steps {
        say("terms with explanations", -4);
    }
    // A box to check off is to be done, also where it is a link.
    if shares.link >= 60 && series.kind != SeriesKind::Tasks {
        say("links", -7);
    }
    if shares.name >= 60 && !is_headings && !says_step {
        say("names", -2);
    }

    place(series, parts, around, language, &mut say);
    match series.members.len() {
        // Check boxes often stand alone below a sentence; a list of one counts nothing.
        1 => say("one alone", if series.kind == SeriesKind::Tasks { -4 } else { -7 }),
        2 => say("only two", if is_headings && !above.steps { -3 } else { -1 }),
        _ => {}
    }
    if !is_headings && is_shown(series, parts) {
        say("pictures or commands go with it", 3);
    }
    if series.repeats_headings {
        say("it repeats headings that follow", -9);
    }
    if is_headings && around.is_title_of_process(series.heading) {
        say("directly below a title that announces one process", 2);
    }
    if is_headings {
        headings(series, parts, above, shares.act, &mut say);
    }
    found
}

/// Where the series stands: the headings and the sentence above it, and the title.
fn place(
    series: &Series,
    parts: &[Part],
    around: &Surroundings,
    language: &Language,
    say: &mut impl FnMut(&'static str, i32),
) {
    let above = around.above_series(series, parts);
    let is_headings = series.kind.is_headings();
    if above.steps {
        say("below a heading that announces steps", 5);
    } else if above.lists {
        let is_nearest = series.heading.is_some_and(|nearest| around.announced[nearest].lists);
        let points = if is_nearest || above.outside { -6 } else { -3 };
        say("below a heading that announces a list", points);
    } else if above.question {
        say("below a question", -1);
    } else if above.orders {
        say("below a heading that says what is done", 2);
    }
    if let Some(lead) = series.lead.map(|lead| &parts[lead]).filter(|lead| lead.level().is_none())
        && !is_headings
    {
        let said = language.announced_by_lead(&lead.text);
        if said.steps {
            say("the sentence before leads to steps", 4);
        } else if said.lists {
            say("the sentence before leads to a list", -5);
        } else if said.question {
            say("the sentence before asks", -3);
        }
    }
    if around.title.procedure && !around.title.rules {
        say("the title says what to do", 2);
    } else if around.title.rules && !around.title.procedure {
        say("the title says what is so", -5);
    }
    let is_numbered = !matches!(series.kind, SeriesKind::Bullets | SeriesKind::Headings);
    if around.refers_to_steps && is_numbered {
        say("the text speaks of steps by number", 2);
    }
}

/// What speaks only of headings: what their siblings announce, what stands below them.
fn headings(
    series: &Series,
    parts: &[Part],
    above: Announced,
    act: usize,
    say: &mut impl FnMut(&'static str, i32),
) {
    let count = series.members.len();
    let is_timed = times_of(series, parts) * 2 >= count;
    if is_timed {
        say("each has its time", 4);
    }
    if series.kind != SeriesKind::StepHeadings {
        let share = series.frames * 100 / series.siblings;
        let is_numbered = series.kind == SeriesKind::NumberedHeadings;
        if share >= 50 || (is_numbered && series.frames > 1 && share >= 20 && !above.steps) {
            say("sections of every document", -9);
        } else if share >= 30 && series.kind == SeriesKind::Headings && act < 80 && !is_timed {
            say("many sections of every document", -7);
        }
    }
    if series.is_listed {
        say("a list before them repeats them", 5);
    }
    if series.kind == SeriesKind::Headings {
        if series.is_linked {
            say("a table of contents links to them", -2);
        }
        let covered: usize = series.members.iter().map(|member| member.end - member.part).sum();
        if count > 2 && covered * 10 >= (parts.len() - series.framed_parts) * 6 {
            say("they hold most of the document", 3);
        }
    }
}

/// How many headings say when: "Monday", "Day 2", "two weeks before".
fn times_of(series: &Series, parts: &[Part]) -> usize {
    const DAYS: [&str; 7] =
        ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    const SPANS: [&str; 10] =
        ["day", "days", "week", "weeks", "month", "months", "hour", "hours", "minutes", "year"];
    let says_when = |member: &&Member| {
        let words = word_key(&parts[member.part].text);
        let is_number = |word: &String| word.starts_with(|c: char| c.is_ascii_digit());
        let relates =
            |word: &String| matches!(word.as_str(), "before" | "after" | "first" | "last");
        words.iter().any(|word| DAYS.contains(&word.as_str()))
            || (words.iter().any(|word| SPANS.contains(&word.as_str()))
                && words.iter().any(|word| is_number(word) || relates(word)))
    };
    series.members.iter().take(SAMPLE).filter(says_when).count()
}

/// Whether pictures or blocks of code stand among the members of a list.
fn is_shown(series: &Series, parts: &[Part]) -> bool {
    let (Some(first), Some(last)) = (series.members.first(), series.members.last()) else {
        return false;
    };
    let inside = parts[first.part..last.end].iter().take(SAMPLE * 4);
    let shown =
        inside.filter(|part| matches!(part.kind, BlockKind::Code { .. } | BlockKind::Image { .. }));
    shown.count() * 5 >= series.members.len().min(SAMPLE)
}
