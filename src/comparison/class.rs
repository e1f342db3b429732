//! How much a change weighs: by rule, never by taste.

use std::fmt;

use schemars::JsonSchema;
use serde::Serialize;

use crate::document::lifecycle::DocumentKind;
use crate::document::outline::UnitKind;

use super::effect::{Effect, EffectKind};
use super::meaning::{Extent, Meaning};

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
    /// Punctuation, typography, case, spelling variants, link destinations outside steps.
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

/// Where a change stands, as far as that decides its class.
#[derive(Debug, Clone, Copy)]
pub(super) struct Setting {
    pub(super) unit: UnitKind,
    /// The kind of the document.
    pub(super) document: Option<DocumentKind>,
    /// Whether it stands in a section that says to what the document applies.
    pub(super) in_scope: bool,
    /// Whether there are word lists for the language of the document.
    pub(super) knows_words: bool,
}

/// The class of a unit that changed.
pub(super) fn of_changed(setting: Setting, meaning: &Meaning) -> Class {
    let has = |kind: EffectKind| meaning.effects.iter().any(|effect| effect.kind == kind);
    if meaning.effects.iter().any(|effect| effect.kind.is_major()) {
        return Class::Major;
    }
    match meaning.extent {
        Extent::Nothing => return Class::None,
        Extent::Typography => return Class::Editorial,
        Extent::Words => {}
    }
    let is_aside = has(EffectKind::ExpectedResult)
        || meaning.effects.iter().all(|effect| effect.kind == EffectKind::Reference);
    match (setting.unit, setting.document) {
        _ if setting.in_scope => Class::Major,
        _ if is_aside => Class::Minor,
        (UnitKind::Step, _) if !setting.knows_words => Class::Major,
        (UnitKind::Step | UnitKind::Code, Some(DocumentKind::WorkInstruction))
        | (UnitKind::Statement, Some(DocumentKind::Policy)) => Class::Major,
        _ => Class::Minor,
    }
}

/// The class of a unit that came, went, was split or merged, or stands elsewhere.
pub(super) fn of_whole(setting: Setting, effects: &[Effect]) -> Class {
    let warns = effects.iter().any(|effect| effect.kind == EffectKind::Warning);
    match (setting.unit, setting.document) {
        _ if setting.in_scope || warns => Class::Major,
        (UnitKind::Step | UnitKind::Statement | UnitKind::Warning, _)
        | (UnitKind::Code, Some(DocumentKind::WorkInstruction)) => Class::Major,
        _ => Class::Minor,
    }
}
