//! What changed between two versions of a document, in words.
//!
//! The one change model behind `diff`, `log`, `changelog`, "changed since review"
//! and "last change in substance". It compares units (steps, statements, paragraphs,
//! rows), never lines.

mod alignment;
pub mod class;
pub mod effect;
mod links;
mod matching;
mod meaning;
mod moves;
mod numbers;
mod order;
mod paired;
mod passages;
mod redline;
mod rows;
mod sections;
mod shortening;
mod spot;
mod summary;
mod units;
mod unseen;
pub mod wire;

use std::collections::HashMap;

use crate::document::outline::UnitKind;
use crate::document::{Document, Substance};
use crate::language::Language;
use crate::text::heading_anchor;

use matching::Matching;

pub use class::Class;
pub use effect::{Effect, EffectKind};
pub use links::{Link, Links};
pub use meaning::is_reworded;
pub use paired::{Pair, moved, paired};
pub use passages::Passage;
pub use redline::redline;
pub use rows::{Extent, changed_words};
pub use spot::Spot;
pub use summary::unit_name;

/// Everything that differs between two versions of a document.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Comparison {
    /// The weight of the whole: the heaviest of its changes.
    pub class: Class,
    /// Units that came, went, moved or changed, in reading order of the new version;
    /// what went stands where it was.
    pub changes: Vec<Change>,
    /// Sections that came, went, or have a new title.
    pub sections: Vec<SectionChange>,
    /// Front matter that differs.
    pub fields: Vec<FieldChange>,
    /// The language of the document, as it names it, where there are no word lists for it:
    /// then no effect that needs words is told, and changed words are major in steps and
    /// minor elsewhere.
    pub unread_language: Option<String>,
}

/// One unit that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What happened to it.
    pub kind: ChangeKind,
    /// What it is: in the new version, or in the old one if it went.
    pub unit: UnitKind,
    /// As it was.
    pub old: Option<Side>,
    /// As it is.
    pub new: Option<Side>,
    /// Further parts, in reading order: of a split, the new ones behind [`Change::new`];
    /// of a merge, the old ones behind [`Change::old`]. Empty for every other kind.
    pub also: Vec<Side>,
    /// Whether it stands elsewhere, besides having changed.
    pub moved: bool,
    /// Where it stands now among the units of its section, if it moved.
    pub spot: Option<Spot>,
    /// The weight.
    pub class: Class,
    /// What the change of words means.
    pub effects: Vec<Effect>,
}

/// What happened to a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ChangeKind {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It stands elsewhere, in the same words.
    Moved,
    /// Its words changed.
    Changed,
    /// It became two or more units, one after the other.
    Split,
    /// It was two or more units, one after the other.
    Merged,
}

impl ChangeKind {
    /// The name in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Moved => "moved",
            Self::Changed => "changed",
            Self::Split => "split",
            Self::Merged => "merged",
        }
    }
}

/// A unit as it stands in one version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    /// The number of a step as shown.
    pub number: Option<String>,
    /// The title of the section that must be named with the number of a step, because a step
    /// of another section has the same.
    pub number_within: Option<String>,
    /// The title of its section.
    pub section: Option<String>,
    /// Its words.
    pub text: String,
    /// Whether it is the row of a table that names the columns.
    pub is_header: bool,
    /// The line it begins on, from 1, in the file.
    pub line: usize,
    /// Where it begins in the body, in bytes.
    pub start: usize,
}

impl Side {
    /// The number of a step as people find it: `3`, or `3 of Approve` where steps of several
    /// sections have the number.
    #[must_use]
    pub fn step_number(&self) -> Option<String> {
        let number = self.number.as_deref()?;
        Some(match &self.number_within {
            Some(section) => format!("{number} of {section}"),
            None => number.to_owned(),
        })
    }
}

/// A section that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionChange {
    /// Added, removed, moved, or changed: a new title, or another link in it.
    pub kind: ChangeKind,
    /// The title before.
    pub old: Option<String>,
    /// The title after.
    pub new: Option<String>,
    /// The weight: a section with steps or statements that stands elsewhere is major.
    pub class: Class,
    /// What else the change of its heading means.
    pub effects: Vec<Effect>,
    /// The levels of its heading before and after, where it moved and they differ.
    pub levels: Option<[u8; 2]>,
    /// Where it stands now among the sections beside it, if it moved.
    pub spot: Option<Spot>,
    /// Whether its heading is a step, which is told among the changes as well.
    pub is_step: bool,
}

/// A field of the front matter that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldChange {
    /// Its key as written.
    pub name: String,
    /// The value before, as written.
    pub old: Option<String>,
    /// The value after.
    pub new: Option<String>,
    /// `record`, or what it weighs as part of the substance.
    pub class: Class,
}

impl Comparison {
    /// Whether nothing differs at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.class == Class::None
    }

    /// The part of the comparison that lies in one section, named by the anchor of its
    /// heading.
    #[must_use]
    pub fn within_section(mut self, anchor: &str) -> Self {
        let is_there = |side: &Option<Side>| {
            let title = side.as_ref().and_then(|side| side.section.as_deref());
            title.is_some_and(|title| heading_anchor(title) == anchor)
        };
        self.changes.retain(|change| is_there(&change.old) || is_there(&change.new));
        self.sections.clear();
        self.fields.clear();
        self.class = self.changes.iter().map(|change| change.class).max().unwrap_or(Class::None);
        self
    }

    /// The same for a reader who sees the heading above each unit: a step that stayed under
    /// its heading need not name it.
    #[must_use]
    pub fn under_headings(mut self) -> Self {
        for change in &mut self.changes {
            let sections = [&change.old, &change.new]
                .map(|side| side.as_ref().and_then(|side| side.section.clone()));
            if matches!(&sections, [Some(old), Some(new)] if old != new) {
                continue;
            }
            for side in change.old.iter_mut().chain(&mut change.new).chain(&mut change.also) {
                if side.number_within == side.section {
                    side.number_within = None;
                }
            }
        }
        self
    }

    /// The changes of steps.
    pub fn steps(&self) -> impl Iterator<Item = &Change> {
        self.changes.iter().filter(|change| change.unit == UnitKind::Step)
    }

    /// The changes of statements.
    pub fn statements(&self) -> impl Iterator<Item = &Change> {
        self.changes.iter().filter(|change| change.unit == UnitKind::Statement)
    }

    /// The changes of everything else.
    pub fn prose(&self) -> impl Iterator<Item = &Change> {
        self.changes
            .iter()
            .filter(|change| !matches!(change.unit, UnitKind::Step | UnitKind::Statement))
    }
}

/// Compares two versions of a document.
#[must_use]
pub fn compare(old: &Document, new: &Document) -> Comparison {
    let language = language_of(old, new);
    let fields = field_changes(old, new);
    let mut changes = Vec::new();
    let mut sections = Vec::new();
    let mut class = fields.iter().map(|field| field.class).max().unwrap_or(Class::None);
    if old.fingerprint() != new.fingerprint() {
        let matching = Matching::of(old.outline(), new.outline());
        changes = units::changes(old, new, &matching, language);
        sections = matching.sections.changes(matching.old, matching.new);
        if changes.is_empty() && sections.is_empty() {
            // Something may differ that no unit shows, such as a template tag.
            changes.extend(unseen::change(old, new));
        }
        let weights = changes.iter().map(|change| change.class);
        let weights = weights.chain(sections.iter().map(|section| section.class));
        class = weights.max().unwrap_or(Class::None).max(class);
    }
    let unread_language = language_tag(old, new).filter(|_| language.is_none()).cloned();
    Comparison { class, changes, sections, fields, unread_language }
}

/// The language of both versions; `None` where there are no word lists for it.
fn language_of(old: &Document, new: &Document) -> Option<&'static Language> {
    language_tag(old, new).map_or(Some(Language::english()), |tag| Language::of_tag(tag))
}

fn language_tag<'d>(old: &'d Document, new: &'d Document) -> Option<&'d String> {
    new.fields().language.value().or(old.fields().language.value())
}

/// Fields that are part of the substance weigh; the rest is the record.
fn field_changes(old: &Document, new: &Document) -> Vec<FieldChange> {
    let (before, after) = (old.values(), new.values());
    let (old_values, new_values) = (by_name(before), by_name(after));
    let names = after
        .iter()
        .chain(before.iter().filter(|(name, _)| !new_values.contains_key(name.as_str())));
    names
        .filter_map(|(name, _)| {
            let value = |values: &HashMap<&str, &str>| {
                values.get(name.as_str()).map(|value| (*value).to_owned())
            };
            let (old_value, new_value) = (value(&old_values), value(&new_values));
            (old_value != new_value).then(|| {
                let replaced = old_value.is_some() && new_value.is_some();
                let class = match old.substance_of(name).or(new.substance_of(name)) {
                    Some(Substance::Title) if replaced => Class::Minor,
                    Some(Substance::Reach) if replaced => Class::Major,
                    _ => Class::Record,
                };
                FieldChange { name: name.clone(), old: old_value, new: new_value, class }
            })
        })
        .collect()
}

/// The values by their keys; of a key written twice, the first counts.
fn by_name(fields: &[(String, String)]) -> HashMap<&str, &str> {
    let mut values = HashMap::new();
    for (name, value) in fields {
        values.entry(name.as_str()).or_insert(value.as_str());
    }
    values
}

#[cfg(test)]
mod tests;
