//! What a change of words can mean: a limit, an obligation, a role, a target.

use std::fmt;

use schemars::JsonSchema;
use serde::Serialize;

use crate::language::Language;
use crate::text::word_key;

use super::shortening;

/// The strength of `should`.
const RECOMMENDED: i8 = 2;

/// Values are shown with so many characters at most, such as long addresses.
const LONGEST_VALUE: usize = 72;

/// One meaning of a change, with the words on both sides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effect {
    /// What it concerns.
    pub kind: EffectKind,
    /// Before.
    pub old: Option<String>,
    /// After.
    pub new: Option<String>,
}

/// What a change can concern.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum EffectKind {
    /// The verb of a step or its object, or a word that is now its opposite.
    Action,
    /// A number, unit, duration, date or percentage.
    Limit,
    /// The number behind "step", "section", "table", or the anchor of a link.
    Reference,
    /// must, should, may, must not.
    Obligation,
    /// Who acts.
    Role,
    /// An address or what is to be entered, in a step.
    Value,
    /// A bold, quoted or code token of a step, or where its link leads.
    Target,
    /// not, never, except, only, unless.
    Negation,
    /// What a step should lead to.
    ExpectedResult,
    /// A warning came, went or changed.
    Warning,
    /// A picture's path or description.
    Picture,
    /// The destination of a link outside steps.
    Link,
    /// None of the others.
    Wording,
}

impl EffectKind {
    /// The name in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Action => "action",
            Self::Limit => "limit",
            Self::Reference => "reference",
            Self::Obligation => "obligation",
            Self::Role => "role",
            Self::Value => "value",
            Self::Target => "target",
            Self::Negation => "negation",
            Self::ExpectedResult => "expected-result",
            Self::Warning => "warning",
            Self::Picture => "picture",
            Self::Link => "link",
            Self::Wording => "wording",
        }
    }

    /// Whether this effect alone makes a change major.
    #[must_use]
    pub const fn is_major(self) -> bool {
        matches!(
            self,
            Self::Action
                | Self::Limit
                | Self::Obligation
                | Self::Negation
                | Self::Role
                | Self::Value
                | Self::Target
                | Self::Warning
        )
    }
}

impl Effect {
    pub(super) fn new(kind: EffectKind, old: Option<String>, new: Option<String>) -> Self {
        Self { kind, old, new }
    }

    /// For obligations: whether the new text binds more or less than the old.
    #[must_use]
    pub fn strength(&self, language: &Language) -> Option<&'static str> {
        if self.kind != EffectKind::Obligation {
            return None;
        }
        let strength = |words: &Option<String>| {
            let words = words.as_deref()?;
            language.obligations(&word_key(words)).first().map(|found| found.strength)
        };
        let (old, new) = match (strength(&self.old), strength(&self.new)) {
            // "The picker grades" asks for no less than "the picker should grade".
            (None, Some(word)) | (Some(word), None) if word.abs() == RECOMMENDED => return None,
            (old, new) => (old.unwrap_or(0), new.unwrap_or(0)),
        };
        if old.abs().max(new.abs()) < 2 {
            // A permission that comes or goes binds nobody more or less.
            return None;
        }
        match new.abs().cmp(&old.abs()) {
            _ if old.signum() * new.signum() < 0 => Some("reversed"),
            std::cmp::Ordering::Less => Some("weakened"),
            std::cmp::Ordering::Greater => Some("strengthened"),
            std::cmp::Ordering::Equal => None,
        }
    }
}

impl fmt::Display for Effect {
    /// `limit 100 EUR → 250 EUR`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.kind.name();
        let weight =
            self.strength(Language::english()).map(|word| format!(" {word}:")).unwrap_or_default();
        let (old, new) = match (self.old.as_deref(), self.new.as_deref()) {
            (Some(old), Some(new)) => {
                let (old, new) = shortening::pair(old, new, LONGEST_VALUE);
                (Some(old), Some(new))
            }
            (old, new) => {
                let brief = |value: &str| shortening::beginning(value, LONGEST_VALUE);
                (old.map(brief), new.map(brief))
            }
        };
        match (old, new) {
            // The kinds of box name themselves.
            (Some(old), Some(new)) if self.kind == EffectKind::Warning => {
                write!(f, "{old} → {new}")
            }
            (Some(old), Some(new)) => write!(f, "{name}{weight} {old} → {new}"),
            // "negation not added" would say the opposite.
            (Some(old), None) if self.kind == EffectKind::Negation => {
                write!(f, "{name} “{old}” removed")
            }
            (None, Some(new)) if self.kind == EffectKind::Negation => {
                write!(f, "{name} “{new}” added")
            }
            (Some(old), None) => write!(f, "{name}{weight} {old} removed"),
            (None, Some(new)) => write!(f, "{name}{weight} {new} added"),
            (None, None) => f.write_str(name),
        }
    }
}
