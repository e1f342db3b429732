//! Where something stands that moved: people find a place by what stands above it.

use crate::document::outline::{Outline, Unit};

use super::sections::home;
use super::shortening::first_words;

/// A place among the units of a section, the parts of a step, or the sections of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Spot {
    /// Before all others.
    Beginning,
    /// Behind another, which begins with these words.
    Below(String),
    /// Where it stood before, now as a part of another, which begins with these words.
    Into(String),
    /// Where it stood before, no longer as a part of another.
    Out,
}

impl Spot {
    /// What happened to what stands there: `moved below “Count the notes…”`, `moved to the
    /// beginning`, `now a part of “Count the notes…”`.
    #[must_use]
    pub fn told(&self) -> String {
        match self {
            Self::Beginning => "moved to the beginning".to_owned(),
            Self::Below(words) => format!("moved below “{words}”"),
            Self::Into(words) => format!("now a part of “{words}”"),
            Self::Out => "no longer a part of what stands above it".to_owned(),
        }
    }

    /// `a place below “Count the notes…”`, `the beginning`: what follows "moved to" and "moved
    /// from".
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Beginning => "the beginning".to_owned(),
            Self::Below(words) => format!("a place below “{words}”"),
            Self::Into(words) => format!("a place in “{words}”"),
            Self::Out => "the level around it".to_owned(),
        }
    }

    /// The spot of a unit: below the one before it that stands beside it, else below the one
    /// that it stands in.
    pub(super) fn of_unit(outline: &Outline, index: usize) -> Self {
        let unit = &outline.units[index];
        match beside(outline, index).or(unit.parent) {
            Some(above) => Self::below(&outline.units[above].text),
            None => Self::Beginning,
        }
    }

    /// The spot of a unit that stands behind the same one as before, and moved because it is
    /// now a part of another, or no longer is one.
    pub(super) fn of_level(outline: &Outline, unit: &Unit) -> Self {
        match unit.parent.map(|parent| &outline.units[parent]) {
            Some(parent) => Self::Into(first_words(&parent.text)),
            None => Self::Out,
        }
    }

    /// The spot of a section, told by the one before it that stands beside it, else by the one
    /// around it.
    pub(super) fn of_section(outline: &Outline, index: usize) -> Self {
        let section = &outline.sections[index];
        let before = outline.sections[..index].iter().enumerate().rev();
        let mut until_parent = before.take_while(|(at, _)| Some(*at) != section.parent);
        let above = until_parent.find(|(_, other)| other.parent == section.parent);
        match above.map(|(at, _)| at).or(section.parent) {
            Some(above) => Self::below(&outline.sections[above].title),
            None => Self::Beginning,
        }
    }

    fn below(text: &str) -> Self {
        Self::Below(first_words(text))
    }
}

/// The unit before another one in the same section and the same outer unit.
fn beside(outline: &Outline, index: usize) -> Option<usize> {
    let unit = &outline.units[index];
    let mut at = index.checked_sub(1)?;
    while outline.units[at].parent != unit.parent {
        at = outline.units[at].parent.filter(|outer| Some(*outer) != unit.parent)?;
    }
    let stands_in = |unit: &Unit| home(outline, unit);
    (stands_in(&outline.units[at]) == stands_in(unit)).then_some(at)
}
