//! Who acts: a role effect needs another actor, not any other role in the text.

use crate::comparison::{Effect, EffectKind};
use crate::document::outline::{Unit, UnitKind};
use crate::language::{Language, WordClass};
use crate::text::{beginning, word_key};

use super::BAR;
use super::difference::differences;
use super::sentence::{Word, begins, predicate, sentences};

/// Only so many bytes of a text are looked at.
const LOOKED_AT: usize = 2_000;
/// Before its verb a subject has at most so many words that count.
const LONGEST: usize = 3;

/// The role effects of two versions of a unit.
pub(super) fn effects(was: &Unit, is: &Unit, language: &Language, found: &mut Vec<Effect>) {
    if (was.kind, is.kind) == (UnitKind::Row, UnitKind::Row) {
        found.extend(cells(was, is, language));
        return;
    }
    let (old, new) = (actors(&was.text, language), actors(&is.text, language));
    if old.len() == new.len() {
        let pairs = old
            .iter()
            .zip(&new)
            .filter(|(old, new)| (old.is_role || new.is_role) && !old.is_same(new, language));
        found.extend(pairs.map(|(old, new)| {
            Effect::new(EffectKind::Role, Some(old.name.clone()), Some(new.name.clone()))
        }));
        return;
    }
    // Sentences came or went: whom a text leaves open it may name elsewhere, so that only a
    // name that the other text does not have counts.
    if matches!(is.kind, UnitKind::Step | UnitKind::Statement) {
        let only = |these: &[Actor], text: &str| -> Vec<String> {
            let words = word_key(text);
            let is_new = |actor: &&Actor| {
                let head = singular(actor.name.rsplit(' ').next().unwrap_or_default());
                actor.is_role && !words.iter().any(|word| singular(word) == head)
            };
            these.iter().filter(is_new).map(|actor| actor.name.clone()).collect()
        };
        differences(EffectKind::Role, &only(&old, &is.text), &only(&new, &was.text), found);
    }
}

fn singular(word: &str) -> &str {
    word.strip_suffix('s').filter(|stem| stem.len() > 2 && !stem.ends_with('s')).unwrap_or(word)
}

/// Who or what stands before a verb, or behind "by".
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Actor {
    /// In lower case, without an article: `support agent`.
    name: String,
    /// Whether it ends as roles do.
    is_role: bool,
}

impl Actor {
    /// Whether two names differ in spelling or number alone.
    fn is_same(&self, other: &Self, language: &Language) -> bool {
        let spelt = |name: &str| -> Vec<String> {
            name.split(' ').map(|word| language.spelling(word).into_owned()).collect()
        };
        spelt(singular(&self.name)) == spelt(singular(&other.name))
    }
}

/// The actors of a text, sentence by sentence, each subject in its place; what follows "by"
/// only where it is a role.
fn actors(text: &str, language: &Language) -> Vec<Actor> {
    let mut found = Vec::new();
    for sentence in sentences(beginning(text, LOOKED_AT)) {
        let from = begins(&sentence, language);
        if let Some(predicate) = predicate(&sentence, from, language) {
            found.extend(named(&sentence[from..predicate.begins], language));
            if predicate.begins == from {
                found.extend(asked(&sentence[from + 1..], language));
            }
        }
        for at in (0..sentence.len()).filter(|at| sentence[*at].text == "by") {
            let behind = &sentence[at + 1..sentence.len().min(at + 2 + LONGEST)];
            let is_end = |word: &Word| is_actor(&word.text, language);
            if let Some(first) = behind.iter().position(is_end) {
                let more = behind[first + 1..].iter().take_while(|word| is_end(word)).count();
                let actor = named(&behind[..=first + more], language);
                found.extend(actor.filter(|actor| actor.is_role));
            }
        }
    }
    found
}

/// The role that stands behind the verb of an order and before "to": "ask the lead to sign".
pub(super) fn asked(behind: &[Word], language: &Language) -> Option<Actor> {
    let to = behind.iter().take(2 + LONGEST + 1).position(|word| word.text == "to")?;
    let words = &behind[..to];
    let is_name = |word: &Word| {
        !word.ends && !word.is_number && !language.is(WordClass::Preposition, &word.text)
    };
    let actor = named(words.iter().all(is_name).then_some(words)?, language)?;
    actor.is_role.then_some(actor)
}

/// The name that a few words are: up to a preposition or a sign, without articles.
fn named(words: &[Word], language: &Language) -> Option<Actor> {
    let mut name: Vec<&str> = Vec::new();
    for word in words {
        let text = word.text.as_str();
        let joins = matches!(text, "and" | "or");
        if language.is(WordClass::Preposition, text) && !joins && !name.is_empty() {
            break;
        }
        let is_lead = language.is(WordClass::Determiner, text)
            || text.ends_with("ly")
            || (name.is_empty() && language.is_gerund(text));
        if !is_lead {
            name.push(text);
        }
        if word.ends {
            break;
        }
    }
    let last = name.last()?;
    let is_role = is_actor(last, language);
    let from = if name.iter().any(|word| matches!(*word, "and" | "or")) {
        0
    } else {
        name.len().saturating_sub(LONGEST)
    };
    Some(Actor { name: name[from..].join(" "), is_role })
}

fn is_actor(word: &str, language: &Language) -> bool {
    language.is_role(word) || language.is(WordClass::Actor, word)
}

/// Cells that hold nothing but a role.
fn cells(was: &Unit, is: &Unit, language: &Language) -> Vec<Effect> {
    let (old, new): (Vec<&str>, Vec<&str>) =
        (was.text.split(BAR).collect(), is.text.split(BAR).collect());
    if old.len() != new.len() {
        return Vec::new();
    }
    let role = |cell: &str| {
        let words = word_key(cell);
        let ends_role = words.last().is_some_and(|last| is_actor(last, language));
        (ends_role && words.len() <= 4).then(|| words.join(" "))
    };
    let pairs = old.into_iter().zip(new).filter_map(|(old, new)| {
        let (old, new) = (role(old)?, role(new)?);
        (singular(&old) != singular(&new))
            .then(|| Effect::new(EffectKind::Role, Some(old), Some(new)))
    });
    pairs.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_actor_stands_before_the_verb_or_behind_by() {
        for (text, names) in [
            ("The support agent signs the form.", vec!["support agent"]),
            ("Every process owner is responsible for it.", vec!["process owner"]),
            ("Refunds are approved by the team lead.", vec!["refunds", "team lead"]),
            ("The agent and the clerk must sign.", vec!["agent and clerk"]),
            ("Ask a second support agent to read it.", vec!["support agent"]),
            ("Use a password manager.", vec![]),
            ("If the till is empty, the manager fills it.", vec!["manager"]),
            ("The owner, with the board, will sell it.", vec!["owner"]),
        ] {
            let found = actors(text, Language::english());
            let found: Vec<&str> = found.iter().map(|actor| actor.name.as_str()).collect();
            assert_eq!(found, names, "{text}");
        }
    }
}
