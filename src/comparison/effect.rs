//! What a change of words means: a limit, an obligation, a role, a target.

use std::fmt;

use crate::document::blocks::MarkKind;
use crate::document::outline::{Unit, UnitKind};
use crate::language::Language;
use crate::text::{TokenKind, plain, tokens, word_key};

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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EffectKind {
    /// The verb of a step.
    Action,
    /// A number, unit, duration, date or percentage.
    Limit,
    /// The number behind "step", "section", "table".
    Reference,
    /// must, should, may, must not.
    Obligation,
    /// Who acts.
    Role,
    /// A URL.
    Value,
    /// A bold, quoted or code token of a step.
    Target,
    /// not, never, except, only, unless.
    Negation,
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
    fn new(kind: EffectKind, old: Option<String>, new: Option<String>) -> Self {
        Self { kind, old, new }
    }

    /// For obligations: whether the new text binds more or less than the old.
    #[must_use]
    pub fn strength(&self, language: &Language) -> Option<&'static str> {
        if self.kind != EffectKind::Obligation {
            return None;
        }
        let strength = |words: &Option<String>| {
            words
                .as_deref()
                .and_then(|words| {
                    language.obligations(&word_key(words)).first().map(|o| o.strength)
                })
                .unwrap_or(0)
        };
        let (old, new) = (strength(&self.old), strength(&self.new));
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
        let (old, new) = (self.old.as_deref().map(brief), self.new.as_deref().map(brief));
        match (old, new) {
            (Some(old), Some(new)) => write!(f, "{name}{weight} {old} → {new}"),
            (Some(old), None) => write!(f, "{name}{weight} {old} removed"),
            (None, Some(new)) => write!(f, "{name}{weight} {new} added"),
            (None, None) => f.write_str(name),
        }
    }
}

/// A value as a line can hold it: a long address keeps its beginning.
fn brief(value: &str) -> String {
    const MOST: usize = 72;
    match value.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &value[..end]),
        None => value.to_owned(),
    }
}

/// The effects of changing `old` into `new`, two versions of one unit; empty when
/// nothing differs, not even punctuation.
#[must_use]
pub fn effects(old: &Unit, new: &Unit, language: &Language) -> Vec<Effect> {
    let mut found = Vec::new();
    if old.text == new.text && old.marks == new.marks {
        return found;
    }
    if new.kind == UnitKind::Image {
        if old.text != new.text {
            found.push(Effect::new(
                EffectKind::Picture,
                Some(old.text.clone()),
                Some(new.text.clone()),
            ));
        }
        return found;
    }
    let is_step = new.kind == UnitKind::Step;
    let (old_words, new_words) = (word_key(&old.text), word_key(&new.text));
    if old_words != new_words {
        let read = |unit: &Unit| numbers(&unit.text, language);
        let ((old_limits, old_references), (new_limits, new_references)) = (read(old), read(new));
        differences(EffectKind::Limit, &old_limits, &new_limits, &mut found);
        differences(EffectKind::Reference, &old_references, &new_references, &mut found);
        let obligations = |words: &[String]| {
            language.obligations(words).into_iter().map(|o| o.phrase).collect::<Vec<_>>()
        };
        differences(
            EffectKind::Obligation,
            &obligations(&old_words),
            &obligations(&new_words),
            &mut found,
        );
        negations(&old_words, &new_words, language, &mut found);
        differences(
            EffectKind::Role,
            &roles(&old.text, language),
            &roles(&new.text, language),
            &mut found,
        );
        if is_step && old_words.first() != new_words.first() {
            let verb = |words: &[String]| words.first().filter(|w| language.is_verb(w)).cloned();
            if let (Some(old), Some(new)) = (verb(&old_words), verb(&new_words)) {
                found.push(Effect::new(EffectKind::Action, Some(old), Some(new)));
            }
        }
    }
    if is_step && old_words != new_words {
        differences(EffectKind::Target, &targets(old), &targets(new), &mut found);
    }
    let links = |unit: &Unit| -> Vec<String> {
        unit.marks
            .iter()
            .filter_map(|mark| match &mark.kind {
                MarkKind::Link(destination) => Some(destination.clone()),
                _ => None,
            })
            .collect()
    };
    let link_kind = if is_step { EffectKind::Target } else { EffectKind::Link };
    differences(link_kind, &links(old), &links(new), &mut found);
    if new.kind == UnitKind::Warning && old_words != new_words {
        found.push(Effect::new(EffectKind::Warning, None, None));
    }
    if found.is_empty() && old.text != new.text {
        found.push(Effect::new(EffectKind::Wording, None, None));
    }
    found
}

/// Whether nothing but case and punctuation between words differs.
#[must_use]
pub fn only_typography(old: &Unit, new: &Unit) -> bool {
    word_key(&old.text) == word_key(&new.text) && old.kind != UnitKind::Code
}

/// Pairs what only one side has, in order.
fn differences(kind: EffectKind, old: &[String], new: &[String], found: &mut Vec<Effect>) {
    let mut gone = without(old, new).into_iter();
    let mut come = without(new, old).into_iter();
    loop {
        match (gone.next(), come.next()) {
            (None, None) => return,
            (old, new) => found.push(Effect::new(kind, old, new)),
        }
    }
}

/// The multiset difference `all` − `other`, in the order of `all`.
fn without(all: &[String], other: &[String]) -> Vec<String> {
    let mut other: Vec<&String> = other.iter().collect();
    all.iter()
        .filter(|item| match other.iter().position(|o| o == item) {
            Some(at) => {
                other.swap_remove(at);
                false
            }
            None => true,
        })
        .cloned()
        .collect()
}

/// The limits (numbers with what they count) and the references (`step 4`) of a text.
fn numbers(text: &str, language: &Language) -> (Vec<String>, Vec<String>) {
    const REFERENCE_WORDS: [&str; 9] =
        ["step", "steps", "section", "table", "figure", "chapter", "clause", "appendix", "page"];
    const CURRENCY_SIGNS: [&str; 4] = ["€", "$", "£", "¥"];
    let tokens: Vec<_> = tokens(text).into_iter().filter(|t| t.kind != TokenKind::Space).collect();
    let (mut limits, mut references) = (Vec::new(), Vec::new());
    for (index, token) in tokens.iter().enumerate() {
        if token.kind != TokenKind::Number {
            continue;
        }
        let before = index.checked_sub(1).map(|before| tokens[before].text);
        if let Some(word) = before.map(plain)
            && (REFERENCE_WORDS.contains(&word.as_str()) || word == "§")
        {
            references.push(format!("{word} {}", token.text));
            continue;
        }
        let after = tokens.get(index + 1).map(|after| after.text);
        limits.push(match (before, after) {
            (Some(sign), _) if CURRENCY_SIGNS.contains(&sign) => format!("{sign}{}", token.text),
            (_, Some("%")) => format!("{} %", token.text),
            (_, Some(sign)) if CURRENCY_SIGNS.contains(&sign) => format!("{} {sign}", token.text),
            (_, Some(unit)) if language.is_unit(unit) || language.is_unit(&plain(unit)) => {
                format!("{} {unit}", token.text)
            }
            _ => token.text.to_owned(),
        });
    }
    (limits, references)
}

fn negations(old: &[String], new: &[String], language: &Language, found: &mut Vec<Effect>) {
    let groups = |words: &[String]| {
        let mut groups: Vec<(usize, String)> = words
            .iter()
            .filter_map(|word| Some((language.negation(word)?, word.clone())))
            .collect();
        groups.sort();
        groups.dedup_by_key(|(group, _)| *group);
        groups
    };
    let (old, new) = (groups(old), groups(new));
    let only_in = |these: &[(usize, String)], those: &[(usize, String)]| -> Vec<String> {
        these
            .iter()
            .filter(|(group, _)| !those.iter().any(|(other, _)| other == group))
            .map(|(_, w)| w.clone())
            .collect()
    };
    differences(EffectKind::Negation, &only_in(&old, &new), &only_in(&new, &old), found);
}

/// The roles that a text names: up to two words before a word that ends a role.
fn roles(text: &str, language: &Language) -> Vec<String> {
    let tokens: Vec<_> = tokens(text).into_iter().filter(|t| t.kind != TokenKind::Space).collect();
    let mut found: Vec<String> = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        let last = plain(token.text);
        let ends_role = token.kind == TokenKind::Word && language.is_role(&last);
        let goes_on = tokens.get(index + 1).is_some_and(|next| language.is_role(&plain(next.text)));
        if !ends_role || goes_on {
            continue;
        }
        let mut from = index;
        while from > 0 && index - from < 2 && is_role_part(tokens[from - 1].text, language) {
            from -= 1;
        }
        let role = tokens[from..=index].iter().map(|t| plain(t.text)).collect::<Vec<_>>().join(" ");
        if !found.contains(&role) {
            found.push(role);
        }
    }
    found
}

/// Whether a word can stand inside a role's name: not an article, verb or preposition.
fn is_role_part(word: &str, language: &Language) -> bool {
    const NEVER: [&str; 34] = [
        "the", "a", "an", "of", "to", "by", "with", "and", "or", "for", "in", "on", "from", "is",
        "are", "each", "every", "any", "all", "your", "our", "their", "this", "that", "another",
        "second", "must", "should", "may", "shall", "as", "at", "if", "when",
    ];
    let lower = plain(word);
    word.chars().all(|c| c.is_alphabetic() || c == '-')
        && !NEVER.contains(&lower.as_str())
        && (!language.is_verb(&lower) || language.is_role(&lower))
}

/// The bold and code tokens of a step: what the hand or the eye looks for.
fn targets(unit: &Unit) -> Vec<String> {
    unit.marks
        .iter()
        .filter(|mark| matches!(mark.kind, MarkKind::Strong | MarkKind::Code))
        .filter_map(|mark| unit.text.get(mark.start..mark.end))
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::blocks::blocks;
    use crate::document::outline::{Outline, Reading};

    fn said(old: &str, new: &str) -> Vec<String> {
        let unit = |text: &str| {
            Outline::of(&blocks(&format!("1. {text}\n")), Reading::Procedure, Language::english())
                .units
                .remove(0)
        };
        effects(&unit(old), &unit(new), Language::english())
            .iter()
            .map(ToString::to_string)
            .collect()
    }

    #[test]
    fn limits_carry_their_units() {
        assert_eq!(
            said(
                "The team lead approves refunds above 100 EUR.",
                "The team lead approves refunds above 250 EUR."
            ),
            ["limit 100 EUR → 250 EUR"]
        );
        assert_eq!(said("Wait 24 hours.", "Wait 48 hours."), ["limit 24 hours → 48 hours"]);
        assert_eq!(said("Pay €5.", "Pay €10."), ["limit €5 → €10"]);
        assert_eq!(said("Fill to 80 %.", "Fill to 90 %."), ["limit 80 % → 90 %"]);
        assert_eq!(said("Check again.", "Check again after 5 minutes."), ["limit 5 minutes added"]);
    }

    #[test]
    fn a_reference_is_no_limit() {
        assert_eq!(said("Go on with step 4.", "Go on with step 5."), ["reference step 4 → step 5"]);
    }

    #[test]
    fn obligations_grow_and_shrink() {
        assert_eq!(
            said("Finance must pay.", "Finance should pay."),
            ["obligation weakened: must → should"]
        );
        assert_eq!(
            said("You may stop.", "You must stop."),
            ["obligation strengthened: may → must"]
        );
        assert_eq!(
            said("Staff must share keys.", "Staff must not share keys."),
            ["obligation reversed: must → must not", "negation not added"]
        );
    }

    #[test]
    fn roles_actions_and_targets() {
        assert_eq!(
            said("The support agent signs it.", "The team lead signs it."),
            ["role support agent → team lead"]
        );
        assert_eq!(said("Open the valve.", "Close the valve."), ["action open → close"]);
        assert_eq!(
            said("Click **Save**.", "Click **Save and close**."),
            ["target Save → Save and close"]
        );
        assert_eq!(said("Click **Save**.", "Click **Keep**."), ["target Save → Keep"]);
        assert_eq!(said("Click Save.", "Click **Save**."), Vec::<String>::new());
        assert_eq!(said("Count the notes.", "Count the notes carefully."), ["wording"]);
    }
}
