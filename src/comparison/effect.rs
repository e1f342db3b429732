//! What a change of words means: a limit, an obligation, a role, a target.

use std::collections::HashMap;
use std::fmt;

use schemars::JsonSchema;
use serde::Serialize;

use crate::document::blocks::MarkKind;
use crate::document::outline::{Unit, UnitKind};
use crate::language::Language;
use crate::text::{TokenKind, plain, tokens, word_key};

use super::measures::Measures;

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
    let typography = only_typography(old, new, language);
    let other_words = old_words != new_words && !typography;
    // Signs, comparators and units weigh even where the words are the same.
    let (was, is) = (Measures::of(&old.text, language), Measures::of(&new.text, language));
    differences(EffectKind::Limit, &was.limits, &is.limits, &mut found);
    differences(EffectKind::Reference, &was.references, &is.references, &mut found);
    if other_words {
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
    let (old_urls, new_urls) = (urls(&old.text), urls(&new.text));
    if is_step {
        let (gone, come) =
            if other_words { (targets(old), targets(new)) } else { marked_anew(old, new, targets) };
        differences(EffectKind::Target, &gone, &come, &mut found);
        differences(EffectKind::Value, &old_urls, &new_urls, &mut found);
    }
    // In a step, a destination that is its own text is a value already.
    let links = |unit: &Unit, said: &[String]| -> Vec<String> {
        unit.marks
            .iter()
            .filter_map(|mark| match &mark.kind {
                MarkKind::Link(destination) => Some(destination),
                _ => None,
            })
            .filter(|destination| !is_step || !said.contains(destination))
            .cloned()
            .collect()
    };
    let link_kind = if is_step { EffectKind::Target } else { EffectKind::Link };
    differences(link_kind, &links(old, &old_urls), &links(new, &new_urls), &mut found);
    if old.text != new.text && !typography {
        match (old.kind, new.kind) {
            (_, UnitKind::Warning) => found.push(Effect::new(EffectKind::Warning, None, None)),
            (UnitKind::ExpectedResult, _) | (_, UnitKind::ExpectedResult) => {
                found.push(Effect::new(EffectKind::ExpectedResult, None, None));
            }
            _ => {}
        }
    }
    if found.is_empty() && old.text != new.text {
        found.push(Effect::new(EffectKind::Wording, None, None));
    }
    found
}

/// Whether nothing but the case of words and the punctuation between them differs:
/// numbers with their signs and units, and code, are the same as written.
#[must_use]
pub fn only_typography(old: &Unit, new: &Unit, language: &Language) -> bool {
    // A hyphen and a dash between two words are the same.
    let words = |unit: &Unit| -> Vec<String> {
        word_key(&unit.text).iter().flat_map(|w| w.split('-')).map(str::to_owned).collect()
    };
    old.kind != UnitKind::Code
        && words(old) == words(new)
        && Measures::of(&old.text, language) == Measures::of(&new.text, language)
        && marked_anew(old, new, codes) == (Vec::new(), Vec::new())
}

/// What is marked on one side and stands on the other in other characters: markup that
/// came or went around the same characters is no change.
fn marked_anew(
    old: &Unit,
    new: &Unit,
    marked: impl Fn(&Unit) -> Vec<String>,
) -> (Vec<String>, Vec<String>) {
    let (was, is) = (marked(old), marked(new));
    let only_in = |these: &[String], those: &[String], text: &str| -> Vec<String> {
        without(these, those).into_iter().filter(|mark| !text.contains(mark.as_str())).collect()
    };
    (only_in(&was, &is, &new.text), only_in(&is, &was, &old.text))
}

/// The addresses that a text spells out.
fn urls(text: &str) -> Vec<String> {
    text.split_whitespace()
        .filter_map(|word| {
            let at = word.find("https://").or_else(|| word.find("http://"))?;
            Some(word[at..].trim_end_matches(['.', ',', ';', ':', ')', '>', ']', '"', '\'', '”']))
        })
        .map(str::to_owned)
        .collect()
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
    let mut left: HashMap<&String, usize> = HashMap::new();
    for item in other {
        *left.entry(item).or_default() += 1;
    }
    all.iter()
        .filter(|item| match left.get_mut(item) {
            Some(count) if *count > 0 => {
                *count -= 1;
                false
            }
            _ => true,
        })
        .cloned()
        .collect()
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

/// The bold and code tokens of a step: what the hand or the eye looks for. Code is as
/// written; punctuation at the end of bold words is not what they name.
fn targets(unit: &Unit) -> Vec<String> {
    unit.marks
        .iter()
        .filter_map(|mark| {
            let text = unit.text.get(mark.start..mark.end)?;
            match mark.kind {
                MarkKind::Code => Some(text.to_owned()),
                MarkKind::Strong => Some(text.trim_end_matches(['.', ',', ':', ';']).to_owned()),
                MarkKind::Link(_) | MarkKind::Footnote(_) => None,
            }
        })
        .collect()
}

/// The code tokens, as written.
fn codes(unit: &Unit) -> Vec<String> {
    unit.marks
        .iter()
        .filter(|mark| mark.kind == MarkKind::Code)
        .filter_map(|mark| unit.text.get(mark.start..mark.end))
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests;
