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
mod order;
mod redline;
mod rows;
mod sections;
mod summary;
mod units;
pub mod wire;

use std::collections::HashMap;

use crate::document::fingerprint::{Fingerprint, SubstanceFields};
use crate::document::outline::UnitKind;
use crate::document::{Document, Substance};
use crate::language::Language;
use crate::text::heading_anchor;

use matching::Matching;

pub use class::Class;
pub use effect::{Effect, EffectKind};
pub use links::{Link, Links};
pub use redline::redline;
pub use rows::{Extent, changed_words};
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
    /// The title of its section.
    pub section: Option<String>,
    /// Its words.
    pub text: String,
    /// The line it begins on, from 1, in the file.
    pub line: usize,
    /// Where it begins in the body, in bytes.
    pub start: usize,
}

/// A section that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionChange {
    /// Added, removed, moved, or changed: a new title.
    pub kind: ChangeKind,
    /// The title before.
    pub old: Option<String>,
    /// The title after.
    pub new: Option<String>,
    /// The weight: a section with steps or statements that stands elsewhere is major.
    pub class: Class,
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
    let tag = new.fields().language.value().or(old.fields().language.value());
    let language = tag.map_or(Some(Language::english()), |tag| Language::of_tag(tag));
    let fields = field_changes(old, new);
    let mut changes = Vec::new();
    let mut sections = Vec::new();
    let mut class = fields.iter().map(|field| field.class).max().unwrap_or(Class::None);
    if old.fingerprint() != new.fingerprint() {
        let matching = Matching::of(old.outline(), new.outline());
        changes = units::changes(old, new, &matching, language);
        sections = matching.sections.changes(matching.old, matching.new);
        let weights = changes.iter().map(|change| change.class);
        let weights = weights.chain(sections.iter().map(|section| section.class));
        class = weights.max().unwrap_or(Class::None).max(class);
        let is_unseen = changes.is_empty() && sections.is_empty() && class <= Class::Record;
        if is_unseen && !has_same_body(old, new) {
            // Something differs that no unit shows, such as a template tag.
            class = class.max(Class::Minor);
        }
    }
    let unread_language = tag.filter(|_| language.is_none()).cloned();
    Comparison { class, changes, sections, fields, unread_language }
}

/// Whether only the front matter differs: a first title is a matter of the record.
fn has_same_body(old: &Document, new: &Document) -> bool {
    let body =
        |document: &Document| Fingerprint::of(document.blocks(), &SubstanceFields::default());
    body(old) == body(new)
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
mod tests {
    use super::*;
    use crate::document::profile::Profile;

    const OLD: &str = "+++\nid = \"SOP-004\"\ntitle = \"Refund approval\"\ntype = \"sop\"\nowner = \"@finance\"\n+++\n\n# Refund approval\n\n## Scope\n\nRefunds to shops.\n\n## Purpose\n\nRefunds to customers.\n\n## Procedure\n\n1. Open the request.\n2. The agent checks the receipt.\n3. The team lead approves refunds above 100 EUR.\n4. Finance must pay within 5 days.\n";

    fn read(text: &str) -> Document {
        Document::read(text.to_owned(), Profile::sopctl())
    }

    fn said(old: &str, new: &str) -> (Class, Vec<String>) {
        let comparison = compare(&read(old), &read(new));
        let lines = comparison.changes.iter().map(|change| {
            let side = change.new.as_ref().or(change.old.as_ref()).unwrap();
            let effects: Vec<String> = change.effects.iter().map(ToString::to_string).collect();
            format!(
                "{} {} {}",
                change.kind.name(),
                side.number.as_deref().unwrap_or("-"),
                effects.join("; ")
            )
            .trim()
            .to_owned()
        });
        (comparison.class, lines.collect())
    }

    #[test]
    fn a_document_and_itself_have_no_difference() {
        assert!(compare(&read(OLD), &read(OLD)).is_empty());
        let retyped = OLD
            .replace("2. ", "1. ")
            .replace('\n', "\r\n")
            .replace("Refunds to customers.", "Refunds\r\nto customers.");
        assert!(compare(&read(OLD), &read(&retyped)).is_empty());
    }

    #[test]
    fn an_inserted_step_is_one_change() {
        let new = OLD
            .replace("3. The team", "3. Attach the receipt.\n4. The team")
            .replace("4. Finance", "5. Finance");
        assert_eq!(said(OLD, &new), (Class::Major, vec!["added 3".to_owned()]));
        assert_eq!(said(&new, OLD), (Class::Major, vec!["removed 3".to_owned()]));
    }

    #[test]
    fn limits_and_obligations_are_major() {
        let new = OLD.replace("100 EUR", "250 EUR").replace("must pay", "should pay");
        assert_eq!(
            said(OLD, &new),
            (
                Class::Major,
                vec![
                    "changed 3 limit 100 EUR → 250 EUR".to_owned(),
                    "changed 4 obligation weakened: must → should".to_owned()
                ]
            )
        );
    }

    #[test]
    fn a_moved_step_moves_nothing_else() {
        let new = OLD.replace(
            "1. Open the request.\n2. The agent checks the receipt.\n",
            "1. The agent checks the receipt.\n2. Open the request.\n",
        );
        let (class, changes) = said(OLD, &new);
        assert_eq!(class, Class::Major);
        assert_eq!(changes.len(), 1, "{changes:?}");
        assert!(changes[0].starts_with("moved"), "{changes:?}");
    }

    #[test]
    fn the_record_and_typography_weigh_little() {
        assert_eq!(said(OLD, &OLD.replace("@finance", "@finance-ops")), (Class::Record, vec![]));
        assert_eq!(
            said(OLD, &OLD.replace("Refunds to customers.", "Refunds to customers")).0,
            Class::Editorial
        );
        assert_eq!(
            said(OLD, &OLD.replace("Refunds to customers.", "Refunds to guests.")).0,
            Class::Minor
        );
        let scope = OLD.replace("Refunds to shops.", "Refunds to shops and branches.");
        assert_eq!(said(OLD, &scope).0, Class::Major);
        assert_eq!(
            said(OLD, &OLD.replace("title = \"Refund approval\"", "title = \"Refunds\"")).0,
            Class::Minor
        );
    }

    #[test]
    fn a_new_heading_moves_nothing() {
        let new = OLD.replace("## Procedure", "## How refunds are approved");
        let comparison = compare(&read(OLD), &read(&new));
        assert!(comparison.changes.is_empty(), "{:?}", comparison.changes);
        assert_eq!(comparison.sections.len(), 1);
        assert_eq!(comparison.class, Class::Minor);
    }

    #[test]
    fn what_is_given_for_the_first_time_is_the_record() {
        for line in ["title = \"Refund approval\"\n", "type = \"sop\"\n"] {
            let without = OLD.replace(line, "");
            assert_eq!(compare(&read(&without), &read(OLD)).class, Class::Record, "{line}");
        }
        let audience = OLD.replace("owner =", "audience = [\"@agents\"]\nowner =");
        assert_eq!(compare(&read(OLD), &read(&audience)).class, Class::Record);
    }
}
