//! The kinds of edit.

use sopctl::document::outline::UnitKind;

use super::draft::Draft;
use super::random::Random;
use super::restructuring::{self, Reach};
use super::stock::Stock;
use super::{headings, wording};

/// So many units are tried before an edit is given up in a document.
const TRIES: usize = 60;

/// What can be done to a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum EditKind {
    Insert,
    InsertCopy,
    Delete,
    MoveWithin,
    MoveElsewhere,
    MoveReworded,
    Swap,
    RewordFew,
    RewriteHalf,
    Number,
    Obligation,
    Negation,
    Actor,
    Token,
    Link,
    Cell,
    Code,
    Split,
    Merge,
    Replace,
    RenameHeading,
    AddSection,
    RemoveSection,
}

/// What an edit was made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Edited {
    Unit(UnitKind),
    Section,
}

impl EditKind {
    pub(crate) const ALL: [Self; 23] = [
        Self::Insert,
        Self::InsertCopy,
        Self::Delete,
        Self::MoveWithin,
        Self::MoveElsewhere,
        Self::MoveReworded,
        Self::Swap,
        Self::RewordFew,
        Self::RewriteHalf,
        Self::Number,
        Self::Obligation,
        Self::Negation,
        Self::Actor,
        Self::Token,
        Self::Link,
        Self::Cell,
        Self::Code,
        Self::Split,
        Self::Merge,
        Self::Replace,
        Self::RenameHeading,
        Self::AddSection,
        Self::RemoveSection,
    ];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Insert => "insert",
            Self::InsertCopy => "insert a near copy",
            Self::Delete => "delete",
            Self::MoveWithin => "move within the section",
            Self::MoveElsewhere => "move to another section",
            Self::MoveReworded => "move and reword",
            Self::Swap => "swap neighbours",
            Self::RewordFew => "reword a few words",
            Self::RewriteHalf => "rewrite half the words",
            Self::Number => "change a number",
            Self::Obligation => "must, should, may, shall",
            Self::Negation => "add or remove not",
            Self::Actor => "change the actor",
            Self::Token => "change a marked token",
            Self::Link => "change a link",
            Self::Cell => "change a cell",
            Self::Code => "change a line of code",
            Self::Split => "split in two",
            Self::Merge => "merge two",
            Self::Replace => "replace by a stranger",
            Self::RenameHeading => "rename a heading",
            Self::AddSection => "add a section",
            Self::RemoveSection => "remove a section",
        }
    }

    /// Makes one edit of this kind somewhere in the document, away from those before.
    /// Tells what was edited; none where there is no place for it.
    pub(crate) fn make(
        self,
        draft: &mut Draft<'_>,
        page: usize,
        stock: &Stock,
        random: &mut Random,
    ) -> Option<Edited> {
        if matches!(self, Self::RenameHeading | Self::AddSection | Self::RemoveSection) {
            return self.make_section(draft, page, stock, random).map(|()| Edited::Section);
        }
        let units: Vec<usize> = (0..draft.page.units().len())
            .filter(|unit| draft.page.place(*unit).is_some() && draft.is_free(*unit))
            .collect();
        for unit in random.shuffled(units).into_iter().take(TRIES) {
            let made = match self {
                Self::Insert => restructuring::insert(draft, unit, page, stock, random),
                Self::InsertCopy => restructuring::insert_copy(draft, unit, stock, random),
                Self::Delete => restructuring::delete(draft, unit),
                Self::MoveWithin => restructuring::shift(draft, unit, random, Reach::Within, None),
                Self::MoveElsewhere => {
                    restructuring::shift(draft, unit, random, Reach::Elsewhere, None)
                }
                Self::MoveReworded => {
                    let reach = if random.below(2) == 0 { Reach::Within } else { Reach::Elsewhere };
                    restructuring::shift(draft, unit, random, reach, Some(stock))
                }
                Self::Swap => restructuring::swap(draft, unit),
                Self::RewordFew => wording::few(draft, unit, stock, random),
                Self::RewriteHalf => wording::half(draft, unit, stock, random),
                Self::Number => wording::number(draft, unit, random),
                Self::Obligation => wording::obligation(draft, unit, random),
                Self::Negation => wording::negation(draft, unit, random),
                Self::Actor => wording::actor(draft, unit, random),
                Self::Token => wording::token(draft, unit, stock, random),
                Self::Link => wording::link(draft, unit, random),
                Self::Cell => wording::cell(draft, unit, stock, random),
                Self::Code => wording::code(draft, unit, random),
                Self::Split => restructuring::split(draft, unit),
                Self::Merge => restructuring::merge(draft, unit),
                Self::Replace => restructuring::replace(draft, unit, page, stock, random),
                Self::RenameHeading | Self::AddSection | Self::RemoveSection => None,
            };
            if made.is_some() {
                return Some(Edited::Unit(draft.kind(unit)));
            }
        }
        None
    }

    fn make_section(
        self,
        draft: &mut Draft<'_>,
        page: usize,
        stock: &Stock,
        random: &mut Random,
    ) -> Option<()> {
        let count = draft.page.document.outline().sections.len();
        for section in random.shuffled((0..count).collect()).into_iter().take(TRIES) {
            let made = match self {
                Self::RenameHeading => headings::rename(draft, section, page, stock, random),
                Self::AddSection => headings::add(draft, section, page, stock, random),
                _ => headings::remove(draft, section),
            };
            if made.is_some() {
                return Some(());
            }
        }
        None
    }
}
