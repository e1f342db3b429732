//! A comparison as people read it through: what changed, below the headings under which it
//! stands.
//!
//! Puts rows in order and together; what a row says is for `rows`.

use std::collections::HashSet;

use crate::document::outline::UnitKind;
use crate::report::{Block, ChangeRow, Line, Sign};

use super::rows::changed_words;
use super::shortening::first_words;
use super::{Change, ChangeKind, Class, Comparison, Extent, SectionChange, Spot, unit_name};

/// From so many changes on, they are shown below the headings under which they stand.
const MANY: usize = 6;
/// So many neighbours that moved together are told in one row, for a list that was sorted
/// would fill a page.
const TOGETHER: usize = 3;
/// Of those, so many are named.
const NAMED: usize = 2;

/// The changes below one heading.
#[derive(Debug, Clone, PartialEq)]
pub struct Passage {
    /// The heading, and what became of it; empty before the first heading, and where there
    /// are so few changes that none is needed.
    pub heading: Line,
    /// The changes, in reading order.
    pub rows: Vec<ChangeRow>,
}

impl Comparison {
    /// The changes of the text from its beginning to its end. Steps are counted anew under
    /// each heading, so that where steps of several headings changed, a number alone does not
    /// say which.
    #[must_use]
    pub fn passages(&self, extent: Extent) -> Vec<Passage> {
        let of_steps: HashSet<_> = self.steps().map(heading_of).collect();
        if of_steps.len() < 2 && self.changes.len() < MANY {
            let mut rows = self.rows(extent);
            let of_headings = rows.split_off(self.changes.len());
            let changes: Vec<&Change> = self.changes.iter().collect();
            let mut rows = together(&changes, rows);
            rows.extend(of_headings);
            let passage = Passage { heading: Line::new(), rows };
            return if passage.rows.is_empty() { Vec::new() } else { vec![passage] };
        }
        let mut rows = self.clone().under_headings().rows(extent);
        let mut of_headings = rows.split_off(self.changes.len());
        let mut headings = Headings::of(&self.sections);
        let mut passages = Vec::new();
        let mut rows = rows.into_iter();
        for changes in self.changes.chunk_by(|a, b| heading_of(a) == heading_of(b)) {
            let title = changes.first().and_then(heading_of);
            let heading = title.map(|title| headings.take(title, changes)).unwrap_or_default();
            let rows = rows.by_ref().take(changes.len()).collect();
            let changes: Vec<&Change> = changes.iter().collect();
            passages.push(Passage { heading, rows: together(&changes, rows) });
        }
        let mut told = headings.told.into_iter();
        of_headings.retain(|_| !told.next().unwrap_or_default());
        if !of_headings.is_empty() {
            passages.push(Passage { heading: Line::new(), rows: of_headings });
        }
        passages
    }

    /// The same without what only touches typography, and how many changes that are.
    #[must_use]
    pub fn in_substance(&self) -> (Self, usize) {
        let mut rest = self.clone();
        let weighs = |class: Class| class > Class::Editorial;
        rest.changes.retain(|change| weighs(change.class));
        rest.sections.retain(|section| weighs(section.class));
        let all = self.changes.len() + self.sections.len();
        let left = rest.changes.len() + rest.sections.len();
        (rest, all - left)
    }
}

impl Passage {
    /// The blocks that show it.
    #[must_use]
    pub fn into_blocks(self) -> Vec<Block> {
        let heading = Some(self.heading).filter(|heading| !heading.is_empty());
        heading.map(Block::Prose).into_iter().chain([Block::Changes(self.rows)]).collect()
    }
}

/// The title of the section in which a change is read.
fn heading_of(change: &Change) -> Option<&str> {
    let side = change.new.as_ref().or(change.old.as_ref())?;
    side.section.as_deref()
}

/// The headings that differ, which are told where their changes stand.
struct Headings<'c> {
    /// Those that are no steps, in the order of their rows.
    sections: Vec<&'c SectionChange>,
    /// Which of them have been told.
    told: Vec<bool>,
}

impl<'c> Headings<'c> {
    fn of(sections: &'c [SectionChange]) -> Self {
        let sections: Vec<_> = sections.iter().filter(|section| !section.is_step).collect();
        Self { told: vec![false; sections.len()], sections }
    }

    /// The heading above some changes, with what became of it.
    fn take(&mut self, title: &str, changes: &[Change]) -> Line {
        let heading = Line::new().strong(title);
        let is = |section: &SectionChange| match section.kind {
            ChangeKind::Added => {
                // What was under a heading of this name before is not under a new one.
                let came = |change: &Change| match &change.old {
                    Some(old) => change.new.is_some() && old.section.as_deref() != Some(title),
                    None => true,
                };
                section.new.as_deref() == Some(title) && changes.iter().all(came)
            }
            ChangeKind::Removed => {
                let went = |change: &Change| change.kind == ChangeKind::Removed;
                section.old.as_deref() == Some(title) && changes.iter().all(went)
            }
            ChangeKind::Changed => {
                section.new.as_deref() == Some(title)
                    && section.old != section.new
                    && section.effects.is_empty()
            }
            ChangeKind::Moved | ChangeKind::Split | ChangeKind::Merged => false,
        };
        let mut left = self.sections.iter().zip(&mut self.told);
        let Some((section, told)) = left.find(|(section, told)| !**told && is(section)) else {
            return heading;
        };
        *told = true;
        match (section.kind, &section.old) {
            (ChangeKind::Added, _) => heading.faint(" (new section)"),
            (ChangeKind::Removed, _) => heading.faint(" (section removed)"),
            (_, Some(old)) => changed_words(old, title).faint(" (heading changed)"),
            (_, None) => heading,
        }
    }
}

/// Rows of which neighbours that moved together are one. Steps keep a row each: their order
/// is what is done.
fn together(changes: &[&Change], rows: Vec<ChangeRow>) -> Vec<ChangeRow> {
    let goes_along = |a: &&Change, b: &&Change| {
        let is_moved =
            |change: &Change| change.kind == ChangeKind::Moved && change.unit != UnitKind::Step;
        is_moved(a) && is_moved(b) && a.unit == b.unit
    };
    let mut rows = rows.into_iter();
    let mut told = Vec::new();
    for run in changes.chunk_by(goes_along) {
        let of_run: Vec<ChangeRow> = rows.by_ref().take(run.len()).collect();
        match run.first() {
            Some(first) if run.len() >= TOGETHER => told.push(moved_together(first, run)),
            _ => told.extend(of_run),
        }
    }
    told
}

fn moved_together(first: &Change, run: &[&Change]) -> ChangeRow {
    let words: Vec<String> = run
        .iter()
        .filter_map(|change| change.new.as_ref())
        .map(|side| first_words(&side.text))
        .collect();
    let follows = |(above, change): (&String, &&Change)| matches!(&change.spot, Some(Spot::Below(words)) if words == above);
    let are_one_block = words.iter().zip(run.iter().skip(1)).all(follows);
    let to = match first.spot.as_ref().filter(|_| are_one_block) {
        Some(spot) => format!("{}: ", spot.told()),
        None => "stand in another order: ".to_owned(),
    };
    let named: Vec<String> = words.iter().take(NAMED).map(|word| format!("“{word}”")).collect();
    let more = words.len().saturating_sub(NAMED);
    let names = format!("{} and {more} more", named.join(", "));
    let unit = match first.unit {
        UnitKind::Paragraph => "text",
        unit => unit_name(unit),
    };
    ChangeRow {
        sign: Sign::Moved,
        place: format!("{} {unit}s", run.len()).into(),
        text: Line::new().text(to).faint(names),
        meaning: Line::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::comparison::compare;
    use crate::document::Document;
    use crate::document::profile::Profile;

    fn comparison(old: &str, new: &str) -> Comparison {
        let read = |text: &str| Document::read(format!("# Guide\n\n{text}"), Profile::sopctl());
        compare(&read(old), &read(new))
    }

    fn told(comparison: &Comparison) -> Vec<(String, Vec<String>)> {
        let words = |passage: Passage| {
            let rows = passage.rows.iter().map(ChangeRow::words).collect();
            (passage.heading.words(), rows)
        };
        comparison.passages(Extent::Around).into_iter().map(words).collect()
    }

    /// So many paragraphs that changed stand below headings.
    fn paragraphs(word: &str) -> String {
        (0..MANY).map(|n| format!("Shelf {n} of the store is {word}.\n\n")).collect()
    }

    #[test]
    fn what_became_of_a_heading_is_told_above_its_changes() {
        let old = format!("## Store\n\n{}## Old\n\nThe van leaves at noon.\n", paragraphs("red"));
        let new = format!(
            "## Shop\n\n{}## Guests\n\nA guest signs in.\n\n## Keys\n\nThe desk has them.\n",
            paragraphs("blue")
        );
        let told = told(&comparison(&old, &new));
        let headings: Vec<&str> = told.iter().map(|(heading, _)| heading.as_str()).collect();
        assert_eq!(
            headings,
            [
                "[-Store-]{+Shop+} (heading changed)",
                "Old (section removed)",
                "Guests (new section)",
                "Keys (new section)"
            ]
        );
        assert_eq!(told[2].1, ["text added: A guest signs in."]);
        assert!(told.iter().all(|(_, rows)| rows.iter().all(|row| !row.starts_with("heading"))));
    }

    #[test]
    fn few_changes_need_no_headings() {
        let old = "## Store\n\nIt is red.\n\n## Van\n\nIt is white.\n";
        let new = "## Store\n\nIt is blue.\n\n## Car\n\nIt is white.\n";
        let told = told(&comparison(old, new));
        assert_eq!(told.len(), 1);
        assert_eq!((told[0].0.as_str(), told[0].1.len()), ("", 2), "{told:?}");
    }

    #[test]
    fn a_list_that_was_sorted_is_one_row_and_steps_keep_theirs() {
        let lines =
            ["Zoo of letters", "Yard and fence", "Well of water", "Alley of trees", "Bay of boats"];
        let list = |mark: &dyn Fn(usize) -> String, order: &[usize]| -> String {
            let item = |(at, line): (usize, &usize)| format!("{} {}\n", mark(at), lines[*line]);
            order.iter().enumerate().map(item).collect()
        };
        let bullet = |_: usize| "-".to_owned();
        let (before, after) = ([0, 1, 2, 3, 4], [3, 4, 2, 1, 0]);
        let of_list = told(&comparison(&list(&bullet, &before), &list(&bullet, &after)));
        let rows = &of_list[0].1;
        assert_eq!(rows.len(), 1, "{rows:?}");
        assert!(rows[0].starts_with("3 texts: moved below “Bay of boats”: “"), "{rows:?}");
        let number = |at: usize| format!("{}.", at + 1);
        let text = |order: &[usize]| {
            list(&number, order)
                .replace("Zoo", "Open the zoo")
                .replace("Yard", "Close the yard")
                .replace("Well", "Clean the well")
                .replace("Alley", "Sweep the alley")
                .replace("Bay", "Watch the bay")
        };
        let of_steps = told(&comparison(&text(&before), &text(&after)));
        assert!(of_steps[0].1.len() >= TOGETHER, "{of_steps:?}");
    }

    #[test]
    fn what_only_touches_form_is_counted() {
        let old =
            "It is red – mostly.\n\nIt is cold.\n\n| A | B |\n|---|---|\n| 1 | 2 |\n|  |  |\n";
        let new = "It is red - mostly.\n\nIt is hot.\n\n| A | B |\n|---|---|\n| 1 | 2 |\n";
        let (rest, of_form) = comparison(old, new).in_substance();
        // The dash, and the empty row of the table.
        assert_eq!((rest.changes.len(), of_form), (1, 2), "{rest:?}");
    }
}
