//! A comparison in one line, for people.

use std::collections::HashSet;

use super::{Change, ChangeKind, Comparison, FieldChange, Side};
use crate::document::outline::UnitKind;

/// How many effects a summary names.
const NAMED_EFFECTS: usize = 2;
/// Values of front matter that are longer, in characters, are not shown.
const LONGEST_VALUE: usize = 24;

impl Comparison {
    /// What changed, in one line: `step 3 changed, limit 100 EUR → 250 EUR`.
    #[must_use]
    pub fn summary(&self) -> String {
        let mut parts = Vec::new();
        let steps: Vec<&Change> = self.steps().collect();
        let statements: Vec<&Change> = self.statements().collect();
        match steps.as_slice() {
            [only] => parts.push(single(only, "step")),
            many => parts.extend(counted(many, "step")),
        }
        parts.extend(counted(&statements, "statement"));
        let mut effects: Vec<String> = self
            .changes
            .iter()
            .flat_map(|change| &change.effects)
            .filter(|effect| {
                effect.kind.is_major() && (effect.old.is_some() || effect.new.is_some())
            })
            .map(ToString::to_string)
            .collect();
        let mut seen = HashSet::new();
        effects.retain(|effect| seen.insert(effect.clone()));
        let unnamed = effects.len().saturating_sub(NAMED_EFFECTS);
        parts.extend(effects.into_iter().take(NAMED_EFFECTS));
        if unnamed > 0 {
            parts.push(format!(
                "{unnamed} more {}",
                if unnamed == 1 { "effect" } else { "effects" }
            ));
        }
        match self.prose().collect::<Vec<_>>().as_slice() {
            [] => {}
            [only] => parts.push(format!("1 {} {}", unit_name(only.unit), only.kind.name())),
            many => parts.push(format!("{} other passages changed", many.len())),
        }
        if parts.is_empty() {
            parts.extend(self.sections.first().map(|section| match (&section.old, &section.new) {
                (Some(same), Some(new)) if same == new => match section.effects.first() {
                    _ if section.kind == ChangeKind::Moved => format!("heading “{new}” moved"),
                    Some(effect) => format!("heading “{new}” {effect}"),
                    None => format!("heading “{new}” changed"),
                },
                (Some(old), Some(new)) => format!("heading “{old}” → “{new}”"),
                (Some(old), None) => format!("heading “{old}” removed"),
                (None, Some(new)) => format!("heading “{new}” added"),
                (None, None) => "headings changed".to_owned(),
            }));
            parts.extend(self.fields.iter().map(field_change));
        }
        if parts.is_empty() && !self.is_empty() {
            parts.push("only markup changed".to_owned());
        }
        parts.join(", ")
    }
}

/// `owner @finance → @finance-ops`; of long values the name alone.
fn field_change(field: &FieldChange) -> String {
    let name = &field.name;
    let is_short = |value: &str| value.chars().count() <= LONGEST_VALUE;
    match (field.old.as_deref().filter(|old| !old.is_empty()), field.new.as_deref()) {
        (Some(old), Some(new)) if is_short(old) && is_short(new) => {
            format!("{name} {old} → {new}")
        }
        (None, Some(new)) if is_short(new) => format!("{name} {new}"),
        (None, Some(_)) => format!("{name} added"),
        (Some(_), None) => format!("{name} removed"),
        (Some(_), Some(_)) | (None, None) => format!("{name} changed"),
    }
}

fn single(change: &Change, name: &str) -> String {
    let side = change.new.as_ref().or(change.old.as_ref());
    let number = side.and_then(Side::step_number);
    let unit = number.map_or_else(|| format!("1 {name}"), |number| format!("{name} {number}"));
    format!("{unit} {}", change.kind.name())
}

fn counted(changes: &[&Change], name: &str) -> Vec<String> {
    const KINDS: [ChangeKind; 6] = [
        ChangeKind::Added,
        ChangeKind::Removed,
        ChangeKind::Changed,
        ChangeKind::Split,
        ChangeKind::Merged,
        ChangeKind::Moved,
    ];
    KINDS
        .into_iter()
        .filter_map(|kind| {
            let count = changes.iter().filter(|change| change.kind == kind).count();
            let plural = if count == 1 { "" } else { "s" };
            (count > 0).then(|| format!("{count} {name}{plural} {}", kind.name()))
        })
        .collect()
}

/// How people call a unit of a kind.
#[must_use]
pub const fn unit_name(kind: UnitKind) -> &'static str {
    match kind {
        UnitKind::Step => "step",
        UnitKind::Statement => "statement",
        UnitKind::Paragraph => "paragraph",
        UnitKind::ExpectedResult => "result",
        UnitKind::Row => "table row",
        UnitKind::Code => "code",
        UnitKind::Image => "picture",
        UnitKind::Note => "note",
        UnitKind::Warning => "warning",
    }
}
