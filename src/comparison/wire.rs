//! A comparison for programs: the shape that `diff` and `changelog` share. Fields are
//! added here, never changed.

use serde::Serialize;

use super::{Change, Class, Comparison, Side};

/// What differs, by kind of unit.
#[derive(Debug, Serialize)]
pub struct Changes<'a> {
    fields: Vec<FieldChange<'a>>,
    steps: Vec<UnitChange<'a>>,
    statements: Vec<UnitChange<'a>>,
    sections: Vec<SectionChange<'a>>,
    prose: Vec<UnitChange<'a>>,
}

#[derive(Debug, Serialize)]
struct FieldChange<'a> {
    name: &'a str,
    old: Option<&'a str>,
    new: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct SectionChange<'a> {
    change: &'static str,
    old: Option<&'a str>,
    new: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct UnitChange<'a> {
    change: &'static str,
    old: Option<Place<'a>>,
    new: Option<Place<'a>>,
    also: [Place<'a>; 0],
    moved: bool,
    class: Class,
    effects: Vec<Effect<'a>>,
}

#[derive(Debug, Serialize)]
struct Place<'a> {
    number: Option<&'a str>,
    section: Option<&'a str>,
    text: &'a str,
    line: usize,
}

#[derive(Debug, Serialize)]
struct Effect<'a> {
    kind: &'static str,
    old: Option<&'a str>,
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
                    change: section.kind.name(),
                    old: section.old.as_deref(),
                    new: section.new.as_deref(),
                })
                .collect(),
            prose: comparison.prose().map(unit).collect(),
        }
    }
}

fn unit(change: &Change) -> UnitChange<'_> {
    UnitChange {
        change: change.kind.name(),
        old: change.old.as_ref().map(place),
        new: change.new.as_ref().map(place),
        also: [],
        moved: change.moved,
        class: change.class,
        effects: change
            .effects
            .iter()
            .map(|effect| Effect {
                kind: effect.kind.name(),
                old: effect.old.as_deref(),
                new: effect.new.as_deref(),
            })
            .collect(),
    }
}

fn place(side: &Side) -> Place<'_> {
    Place {
        number: side.number.as_deref(),
        section: side.section.as_deref(),
        text: &side.text,
        line: side.line,
    }
}
