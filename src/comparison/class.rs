//! How much a change weighs: by rule, never by taste.

use std::fmt;

use schemars::JsonSchema;
use serde::Serialize;

use crate::document::lifecycle::DocumentKind;
use crate::document::outline::UnitKind;

use super::effect::{Effect, EffectKind};

/// The weight of a change, from nothing to what must be approved again.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    /// The same fingerprint and the same record.
    #[default]
    None,
    /// Only front matter that is not part of the substance.
    Record,
    /// Punctuation, typography, case, link destinations outside steps.
    Editorial,
    /// Words in prose, notes, the title, a picture.
    Minor,
    /// A step or a statement, a limit, an obligation, a role.
    Major,
}

impl Class {
    /// The name in JSON and in texts.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Record => "record",
            Self::Editorial => "editorial",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }

    /// Whether reviews given before the change are still of the same text.
    #[must_use]
    pub const fn is_meaningful(self) -> bool {
        matches!(self, Self::Minor | Self::Major)
    }
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The class of a unit whose words changed with these effects.
#[must_use]
pub fn of_changed(
    unit: UnitKind,
    effects: &[Effect],
    only_typography: bool,
    document: Option<DocumentKind>,
) -> Class {
    if effects.iter().any(|effect| effect.kind.is_major()) {
        return Class::Major;
    }
    if only_typography
        && effects
            .iter()
            .all(|effect| matches!(effect.kind, EffectKind::Wording | EffectKind::Link))
    {
        return Class::Editorial;
    }
    let only_references = effects.iter().all(|effect| effect.kind == EffectKind::Reference);
    match (unit, document) {
        (UnitKind::Step | UnitKind::Code, Some(DocumentKind::WorkInstruction))
        | (UnitKind::Statement, Some(DocumentKind::Policy))
            if !only_references =>
        {
            Class::Major
        }
        _ => Class::Minor,
    }
}

/// The class of a unit that came, went or stands elsewhere.
#[must_use]
pub fn of_whole(unit: UnitKind, document: Option<DocumentKind>) -> Class {
    match (unit, document) {
        (UnitKind::Step | UnitKind::Statement | UnitKind::Warning, _)
        | (UnitKind::Code, Some(DocumentKind::WorkInstruction)) => Class::Major,
        _ => Class::Minor,
    }
}
