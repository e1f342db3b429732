//! A comparison as rows that people read.

use crate::report::{ChangeRow, Line, Piece, Sign};
use crate::text::{WordRun, word_diff};

use super::{Change, ChangeKind, Comparison, SectionChange, Side, Spot, shortening, unit_name};
use crate::document::outline::UnitKind;

/// Units longer than this are shown around their changes only, in characters.
const LONG: usize = 240;
/// How much of an unchanged run is kept at each side of a change, in characters.
const AROUND: usize = 48;

/// How much of a long text a row shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Extent {
    /// What stands around its changes.
    #[default]
    Around,
    /// Every word.
    Whole,
}

impl Comparison {
    /// One row for each unit and each heading that differs, in reading order.
    #[must_use]
    pub fn rows(&self, extent: Extent) -> Vec<ChangeRow> {
        let mut rows: Vec<ChangeRow> =
            self.changes.iter().map(|change| row(change, extent)).collect();
        // A heading that is a step stands among the steps.
        let sections = self.sections.iter().filter(|section| !section.is_step);
        rows.extend(sections.map(|section| ChangeRow {
            sign: sign(section.kind),
            place: "heading".into(),
            text: match (&section.old, &section.new) {
                (Some(_), Some(new)) if section.kind == ChangeKind::Moved => {
                    moved(section.spot.as_ref()).faint(new.as_str())
                }
                (Some(old), Some(new)) => marked(old, new, extent),
                (old, new) => {
                    Line::new().text(old.as_ref().or(new.as_ref()).cloned().unwrap_or_default())
                }
            },
            meaning: section.meaning(),
        }));
        rows
    }

    /// The front matter that differs: `owner @finance → @finance-ops`.
    #[must_use]
    pub fn record(&self) -> Vec<Line> {
        self.fields
            .iter()
            .map(|field| {
                let line = Line::new().text(field.name.as_str()).text(" ");
                match (&field.old, &field.new) {
                    (Some(old), Some(new)) => {
                        let (old, new) = shortening::pair(old, new, LONG);
                        line.text(one_line(&old)).text(" → ").text(one_line(&new))
                    }
                    (None, Some(new)) => line.text(shortened(new)),
                    (Some(old), None) => line.with(Piece::Deleted(shortened(old).into())),
                    (None, None) => line,
                }
            })
            .collect()
    }
}

fn row(change: &Change, extent: Extent) -> ChangeRow {
    let side = change.new.as_ref().or(change.old.as_ref());
    let number = side.and_then(Side::step_number);
    let was = change.old.as_ref().and_then(Side::step_number);
    let name = match change.unit {
        UnitKind::Paragraph => "text",
        unit => unit_name(unit),
    };
    let place = match (change.unit, change.kind, &number, &was) {
        (UnitKind::Step, ChangeKind::Moved, _, Some(was)) => format!("{name} {was}"),
        (UnitKind::Step, _, Some(number), _) => format!("{name} {number}"),
        _ => name.to_owned(),
    };
    let text = match (&change.old, &change.new) {
        (Some(old), Some(new)) => match change.kind {
            ChangeKind::Split => marked(&old.text, &joined(new, &change.also), extent),
            ChangeKind::Merged => marked(&joined(old, &change.also), &new.text, extent),
            ChangeKind::Moved => {
                let to = match (&number, &new.section) {
                    (Some(number), _) if number_changed(old, new) => {
                        Line::new().text(format!("moved to {number}: "))
                    }
                    (_, Some(section)) if old.section != new.section => {
                        Line::new().text(format!("moved to “{section}”: "))
                    }
                    _ => moved(change.spot.as_ref()),
                };
                to.faint(held(&new.text, extent))
            }
            ChangeKind::Added | ChangeKind::Removed | ChangeKind::Changed => {
                marked(&old.text, &new.text, extent)
            }
        },
        (old, new) => {
            let text = new
                .as_ref()
                .or(old.as_ref())
                .map(|side| held(&side.text, extent))
                .unwrap_or_default();
            Line::new().text(text)
        }
    };
    ChangeRow { sign: sign(change.kind), place: place.into(), text, meaning: change.meaning() }
}

/// `moved below “Count the notes…”: `
fn moved(spot: Option<&Spot>) -> Line {
    let to = spot.map_or_else(String::new, |spot| format!(" {}", spot.towards()));
    Line::new().text(format!("moved{to}: "))
}

/// Whether the number alone tells that a step stands elsewhere.
fn number_changed(old: &Side, new: &Side) -> bool {
    old.number != new.number || old.number_within != new.number_within
}

const fn sign(kind: ChangeKind) -> Sign {
    match kind {
        ChangeKind::Added => Sign::Added,
        ChangeKind::Removed => Sign::Removed,
        ChangeKind::Moved => Sign::Moved,
        ChangeKind::Changed | ChangeKind::Split | ChangeKind::Merged => Sign::Changed,
    }
}

/// `split into 3 and 4`, `merged from 3 and 4`; without numbers, how many there are.
fn parts_of(change: &Change) -> Option<String> {
    let (verb, first) = match change.kind {
        ChangeKind::Split => ("split into", change.new.as_ref()?),
        ChangeKind::Merged => ("merged from", change.old.as_ref()?),
        ChangeKind::Added | ChangeKind::Removed | ChangeKind::Moved | ChangeKind::Changed => {
            return None;
        }
    };
    let parts = std::iter::once(first).chain(&change.also);
    let numbers: Option<Vec<String>> = parts.map(Side::step_number).collect();
    Some(match numbers.as_deref() {
        Some([begin @ .., last]) if !begin.is_empty() => {
            format!("{verb} {} and {last}", begin.join(", "))
        }
        _ => format!("{verb} {}", change.also.len() + 1),
    })
}

/// The parts of a split or merge as one text.
fn joined(first: &Side, also: &[Side]) -> String {
    let parts: Vec<&str> =
        std::iter::once(first).chain(also).map(|part| part.text.as_str()).collect();
    parts.join(" ")
}

/// The new text whole, with the words that came and went.
#[must_use]
pub fn changed_words(old: &str, new: &str) -> Line {
    marked(old, new, Extent::Whole)
}

impl SectionChange {
    /// What the change of a heading means, besides its words: `link /old → /new`.
    #[must_use]
    pub fn meaning(&self) -> Line {
        let levels = self.levels.map(|[was, is]| format!("level {was} → {is}"));
        let meanings: Vec<String> =
            levels.into_iter().chain(self.effects.iter().map(ToString::to_string)).collect();
        if meanings.is_empty() { Line::new() } else { Line::new().text(meanings.join(" · ")) }
    }
}

impl Change {
    /// What the change means, besides its words: `limit 100 EUR → 250 EUR`.
    #[must_use]
    pub fn meaning(&self) -> Line {
        let mut meanings: Vec<String> = parts_of(self).into_iter().collect();
        for effect in &self.effects {
            let said = effect.to_string();
            let tells = effect.old.is_some() || effect.new.is_some();
            if tells && !meanings.contains(&said) {
                meanings.push(said);
            }
        }
        if self.moved && self.kind != ChangeKind::Moved {
            let to =
                self.spot.as_ref().map_or_else(String::new, |spot| format!(" {}", spot.towards()));
            meanings.push(format!("moved{to}"));
        }
        let same_words = self.old.as_ref().zip(self.new.as_ref());
        if self.kind == ChangeKind::Changed
            && meanings.is_empty()
            && same_words.is_some_and(|(old, new)| old.text == new.text)
        {
            meanings.push("other markup, the same words".to_owned());
        }
        if meanings.is_empty() { Line::new() } else { Line::new().text(meanings.join(" · ")) }
    }
}

/// The new text with what came and went marked.
fn marked(old: &str, new: &str, extent: Extent) -> Line {
    let runs = word_diff(old, new);
    let is_long = extent == Extent::Around && new.chars().count().max(old.chars().count()) > LONG;
    let last = runs.len().saturating_sub(1);
    if let (Extent::Around, [WordRun::Same(text)]) = (extent, runs.as_slice()) {
        // What changed stands behind the words, such as where a link leads.
        return Line::new().text(shortened(text));
    }
    let mut line = Line::new();
    for (index, run) in runs.into_iter().enumerate() {
        line = match run {
            WordRun::Same(text) if is_long => line.text(elided(&text, index > 0, index < last)),
            WordRun::Same(text) => line.text(text),
            WordRun::Deleted(text) => line.with(Piece::Deleted(text.into())),
            WordRun::Inserted(text) => line.with(Piece::Inserted(text.into())),
        };
    }
    line
}

/// An unchanged run with its middle left out: its head is kept where a change stands
/// before it, its tail where one follows.
fn elided(text: &str, keep_head: bool, keep_tail: bool) -> String {
    let keeps = AROUND * (usize::from(keep_head) + usize::from(keep_tail));
    if text.chars().count() <= keeps + 8 {
        return text.to_owned();
    }
    let head = if keep_head { head_of(text, AROUND) } else { "" };
    let tail = if keep_tail { tail_of(text, AROUND) } else { "" };
    format!("{head}…{tail}")
}

fn head_of(text: &str, most: usize) -> &str {
    let end = text.char_indices().nth(most).map_or(text.len(), |(at, _)| at);
    let end = text[..end].rfind(' ').map_or(end, |blank| blank + 1);
    &text[..end]
}

fn tail_of(text: &str, most: usize) -> &str {
    let count = text.chars().count();
    let start = text.char_indices().nth(count.saturating_sub(most)).map_or(0, |(at, _)| at);
    let start = text[start..].find(' ').map_or(start, |blank| start + blank);
    &text[start..]
}

/// A text as a row shows it.
fn held(text: &str, extent: Extent) -> String {
    match extent {
        Extent::Around => shortened(text),
        Extent::Whole => one_line(text),
    }
}

/// A text cut at a blank to what a row can hold.
fn shortened(text: &str) -> String {
    if text.chars().count() <= LONG {
        return one_line(text);
    }
    one_line(&format!("{}…", head_of(text, LONG)))
}

fn one_line(text: &str) -> String {
    text.replace('\n', " ⏎ ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_shown_around_their_changes() {
        let old = format!("{}stops at 100 degrees {}", "before ".repeat(40), "after ".repeat(40));
        let new = old.replace("100", "120");
        let line = marked(&old, &new, Extent::Around);
        let Piece::Plain(first) = &line.pieces[0] else { panic!("text first") };
        assert!(*first == "… before before before before before stops at ".into(), "{first:?}");
        assert_eq!(line.pieces.len(), 4);
        assert_eq!(elided("short", true, true), "short");
    }
}
