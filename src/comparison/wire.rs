//! A comparison for programs: the shape that `diff` and `changelog` share. Fields are
//! added here, never changed.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Change, ChangeKind, Class, Comparison, EffectKind, Side};

/// What differs, by kind of unit.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Changes<'a> {
    /// Fields of the front matter that differ.
    fields: Vec<FieldChange<'a>>,
    /// Steps that differ. One that is only renumbered does not.
    steps: Vec<UnitChange<'a>>,
    /// Requirements that differ.
    statements: Vec<UnitChange<'a>>,
    /// Headings that differ.
    sections: Vec<SectionChange<'a>>,
    /// Paragraphs, table rows, code, notes and pictures that differ.
    prose: Vec<UnitChange<'a>>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct FieldChange<'a> {
    /// Its key, as written.
    name: &'a str,
    /// The value before; `null` where it is new.
    old: Option<&'a str>,
    /// The value after; `null` where it is gone.
    new: Option<&'a str>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct SectionChange<'a> {
    /// What happened to it.
    change: ChangeKind,
    /// The heading before; `null` where it is new.
    old: Option<&'a str>,
    /// The heading after; `null` where it is gone.
    new: Option<&'a str>,
    /// How much the change weighs.
    class: Class,
    /// What the change means, such as a link that leads elsewhere.
    effects: Vec<Effect<'a>>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct UnitChange<'a> {
    /// What happened to it.
    change: ChangeKind,
    /// How it was; `null` where it is new.
    old: Option<Place<'a>>,
    /// How it is; `null` where it is gone.
    new: Option<Place<'a>>,
    /// Further parts, in order: new ones where one was split, old ones where several were
    /// merged.
    also: Vec<Place<'a>>,
    /// Whether it stands elsewhere as well.
    moved: bool,
    /// How much the change weighs.
    class: Class,
    /// What the change means.
    effects: Vec<Effect<'a>>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Place<'a> {
    /// The number as shown.
    number: Option<&'a str>,
    /// The heading it stands under.
    section: Option<&'a str>,
    /// Its words.
    text: &'a str,
    /// Its line in the file, from 1.
    line: usize,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Effect<'a> {
    /// What it concerns.
    kind: EffectKind,
    /// Before.
    old: Option<&'a str>,
    /// After.
    new: Option<&'a str>,
}

impl<'a> From<&'a Comparison> for Changes<'a> {
    fn from(comparison: &'a Comparison) -> Self {
        Self {
            fields: comparison
                .fields
                .iter()
                .map(|field| FieldChange {
                    name: &field.name,
                    old: field.old.as_deref(),
                    new: field.new.as_deref(),
                })
                .collect(),
            steps: comparison.steps().map(unit).collect(),
            statements: comparison.statements().map(unit).collect(),
            sections: comparison
                .sections
                .iter()
                .map(|section| SectionChange {
                    change: section.kind,
                    old: section.old.as_deref(),
                    new: section.new.as_deref(),
                    class: section.class,
                    effects: section.effects.iter().map(effect).collect(),
                })
                .collect(),
            prose: comparison.prose().map(unit).collect(),
        }
    }
}

fn unit(change: &Change) -> UnitChange<'_> {
    UnitChange {
        change: change.kind,
        old: change.old.as_ref().map(place),
        new: change.new.as_ref().map(place),
        also: change.also.iter().map(place).collect(),
        moved: change.moved,
        class: change.class,
        effects: change.effects.iter().map(effect).collect(),
    }
}

fn effect(effect: &super::Effect) -> Effect<'_> {
    Effect { kind: effect.kind, old: effect.old.as_deref(), new: effect.new.as_deref() }
}

fn place(side: &Side) -> Place<'_> {
    Place {
        number: side.number.as_deref(),
        section: side.section.as_deref(),
        text: &side.text,
        line: side.line,
    }
}
