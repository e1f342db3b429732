//! What becomes of each step, told step by step.
//!
//! A document is compared with what it was by the comparison of documents; here it is known
//! which step is which, also where all of them read `Run:`.

use crate::comparison::{ChangeKind, changed_words};
use crate::document::blocks::{BlockKind, blocks};
use crate::report::{ChangeRow, Line, Sign};

use super::steps::Step;

/// A step that came, went, moved or changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Proposed {
    pub(super) change: ChangeKind,
    /// Its number before; none where it is new, in a step, or without a number.
    pub(super) was: Option<u64>,
    /// Its number afterwards; none where it goes, stands in a step, or has none.
    pub(super) number: Option<u64>,
    /// What it said, with what is run or typed below it.
    pub(super) old: Option<String>,
    /// What it says.
    pub(super) new: Option<String>,
    /// What stood below it and goes.
    pub(super) gone: Vec<String>,
    /// What comes below it.
    pub(super) come: Vec<String>,
}

impl Proposed {
    /// A new step, by its item.
    pub(super) fn added(item: &str) -> Self {
        let (new, come) = said(item);
        Self {
            change: ChangeKind::Added,
            was: None,
            number: None,
            old: None,
            new: Some(new),
            gone: Vec::new(),
            come,
        }
    }

    /// A step that goes.
    pub(super) fn removed(body: &str, step: &Step) -> Self {
        Self {
            change: ChangeKind::Removed,
            was: step.digits.as_ref().map(|(_, number)| *number),
            number: None,
            old: Some(said(body.get(step.span.clone()).unwrap_or_default()).0),
            new: None,
            gone: Vec::new(),
            come: Vec::new(),
        }
    }

    /// A step that was there, as its source is afterwards; none where nothing becomes of it.
    pub(super) fn changed(body: &str, step: &Step, after: &str, is_moved: bool) -> Option<Self> {
        let (old, below) = said(body.get(step.span.clone()).unwrap_or_default());
        let (new, below_after) = said(after);
        let gone = without(&below, &below_after);
        let come = without(&below_after, &below);
        let is_changed = old != new || !gone.is_empty() || !come.is_empty();
        (is_changed || is_moved).then(|| Self {
            change: if is_changed { ChangeKind::Changed } else { ChangeKind::Moved },
            was: step.digits.as_ref().map(|(_, number)| *number),
            number: None,
            old: Some(old),
            new: Some(new),
            gone,
            come,
        })
    }

    /// The rows that show it.
    pub(super) fn rows(&self) -> Vec<ChangeRow> {
        let name = |number: Option<u64>| {
            number.map_or_else(|| "sub-step".to_owned(), |number| format!("step {number}"))
        };
        let place = name(if self.change == ChangeKind::Removed { self.was } else { self.number });
        let row = |sign, place: &str, text| ChangeRow {
            sign,
            place: place.into(),
            text,
            meaning: Line::new(),
        };
        let plain = |text: Option<&str>| Line::new().text(text.unwrap_or_default());
        let mut rows = Vec::new();
        match (self.change, &self.old, &self.new) {
            (ChangeKind::Added, ..) => {
                rows.push(row(Sign::Added, &place, plain(self.new.as_deref())));
            }
            (ChangeKind::Removed, ..) => {
                rows.push(row(Sign::Removed, &place, plain(self.old.as_deref())));
            }
            (ChangeKind::Moved, ..) => {
                let from = self.was.map(|was| format!("from {was}: ")).unwrap_or_default();
                let text = Line::new().faint(from).line(plain(self.new.as_deref()));
                rows.push(row(Sign::Moved, &place, text));
            }
            (_, Some(old), Some(new)) if old != new => {
                rows.push(row(Sign::Changed, &place, changed_words(old, new)));
            }
            _ if self.come.is_empty() && self.gone.is_empty() => {}
            _ => rows.push(row(
                Sign::Changed,
                &place,
                Line::new().faint(first_words(self.new.as_deref().unwrap_or_default())),
            )),
        }
        match (self.gone.as_slice(), self.come.as_slice()) {
            ([old], [new]) => rows.push(row(Sign::Changed, "", changed_words(old, new))),
            (gone, come) => {
                let line = |text: &String| Line::new().text(text.as_str());
                rows.extend(gone.iter().map(|text| row(Sign::Removed, "", line(text))));
                rows.extend(come.iter().map(|text| row(Sign::Added, "", line(text))));
            }
        }
        rows
    }
}

/// The beginning of a step that is named only to say where something stands.
fn first_words(text: &str) -> String {
    /// Characters; a sentence of a recording with its label.
    const ENOUGH: usize = 60;
    match text.char_indices().nth(ENOUGH) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default().trim_end()),
        None => text.to_owned(),
    }
}

/// The texts that are not among the others, each as often as there are more of it.
fn without(texts: &[String], others: &[String]) -> Vec<String> {
    let mut left: Vec<&String> = others.iter().collect();
    let mut only = Vec::new();
    for text in texts {
        match left.iter().position(|other| *other == text) {
            Some(at) => drop(left.swap_remove(at)),
            None => only.push(text.clone()),
        }
    }
    only
}

/// What an item says: its sentence with what is run or typed below it, and what else stands
/// in it but sub-steps.
fn said(item: &str) -> (String, Vec<String>) {
    let mut sentence = String::new();
    let mut below = Vec::new();
    for (index, block) in blocks(item.trim_start()).into_iter().enumerate() {
        let text = block.text.trim_end();
        let is_sub_step = matches!(block.kind, BlockKind::Item { ordinal: Some(_), .. });
        match block.kind {
            _ if index == 0 => text.clone_into(&mut sentence),
            BlockKind::Code { .. } if index == 1 && sentence.ends_with(':') => {
                sentence = format!("{sentence} {text}");
            }
            _ if block.parent == Some(0) && !is_sub_step && !text.is_empty() => {
                below.push(text.to_owned());
            }
            _ => {}
        }
    }
    (sentence, below)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_below_a_step_is_told_apart_from_its_sentence() {
        let item = "3. Run:\n\n   ```sh\n   make\n   ```\n\n   A note.\n\n   1. Wait.\n";
        assert_eq!(said(item), ("Run: make".to_owned(), vec!["A note.".to_owned()]));
        let texts =
            |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        assert_eq!(without(&texts(&["a", "b", "a"]), &texts(&["a"])), texts(&["b", "a"]));
    }
}
