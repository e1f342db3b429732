//! Who acts: a role effect needs another actor, not any other role in the text.

use std::borrow::Cow;

use crate::comparison::{Effect, EffectKind};
use crate::document::outline::{Unit, UnitKind};
use crate::language::{Language, WordClass};
use crate::text::{beginning, plain, word_key};

use super::BAR;
use super::difference::differences;
use super::sentence::{Word, begins, predicate, sentences};

/// Only so many bytes of a text are looked at.
const LOOKED_AT: usize = 2_000;
/// Before its verb a subject has at most so many words that count.
const LONGEST: usize = 3;

/// The role effects of two versions of a unit.
pub(super) fn effects(was: &Unit, is: &Unit, language: &Language, found: &mut Vec<Effect>) {
    if [was, is].iter().all(|unit| unit.text.contains(BAR)) {
        found.extend(cells(was, is, language));
        if is.kind == UnitKind::Row {
            return;
        }
    }
    let before = found.len();
    let (old_text, new_text) =
        (without_roles(&was.text, language), without_roles(&is.text, language));
    let (old, new) = (actors(&old_text, language), actors(&new_text, language));
    let places = |actors: &[Actor]| actors.iter().map(|actor| actor.place).collect::<Vec<_>>();
    if places(&old) == places(&new) {
        let pairs = old.iter().zip(&new).filter(|(old, new)| {
            let both_short = old.is_capital && new.is_capital;
            (old.is_role || new.is_role || both_short) && !old.is_same(new, language)
        });
        found.extend(pairs.map(|(old, new)| {
            Effect::new(EffectKind::Role, Some(old.name.clone()), Some(new.name.clone()))
        }));
    } else if matches!(is.kind, UnitKind::Step | UnitKind::Statement) {
        // Sentences came or went: whom a text leaves open it may name elsewhere, so that only
        // a name that the other text does not have counts.
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
    told_effects(&old_text, &new_text, before, language, found);
    for effect in found.iter_mut().skip(before) {
        effect.old = effect.old.take().map(|name| as_written(&name, &was.text));
        effect.new = effect.new.take().map(|name| as_written(&name, &is.text));
    }
}

/// A name whose words have capital letters throughout where the text writes them so: `CISO`.
fn as_written(name: &str, text: &str) -> String {
    let is_capital = |word: &&str| word.len() > 1 && word.chars().all(char::is_uppercase);
    let capitals: Vec<&str> =
        text.split(|c: char| !c.is_alphanumeric()).filter(is_capital).collect();
    let words = name.split(' ').map(|word| {
        let written = capitals.iter().find(|capital| plain(capital) == word);
        written.map_or_else(|| word.to_owned(), |capital| (*capital).to_owned())
    });
    words.collect::<Vec<_>>().join(" ")
}

/// Whom the texts say to inform, where both name as many and no effect behind `before` names
/// them already.
fn told_effects(old: &str, new: &str, before: usize, language: &Language, found: &mut Vec<Effect>) {
    let (old, new) = (told(old, language), told(new, language));
    if old.len() != new.len() {
        return;
    }
    for (old, new) in old.into_iter().zip(new) {
        let effect = Effect::new(EffectKind::Role, Some(old.name), Some(new.name));
        let is_same = singular(effect.old.as_deref().unwrap_or_default())
            == singular(effect.new.as_deref().unwrap_or_default());
        if !is_same && !found[before..].contains(&effect) {
            found.push(effect);
        }
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
    /// Whether it is one word in capital letters: `RSO`.
    is_capital: bool,
    place: Place,
}

/// Where an actor stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Subject,
    /// Behind "by".
    By,
    /// Told or asked something.
    Told,
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
/// where it is a role, or somebody by whom something is done.
fn actors(text: &str, language: &Language) -> Vec<Actor> {
    let mut found = Vec::new();
    for sentence in sentences(beginning(text, LOOKED_AT), language) {
        let from = begins(&sentence, language);
        let label = sentence.iter().take(from).position(|word| word.is_label);
        found.extend(label.and_then(|at| named(&sentence[..=at], Place::Subject, language)));
        if let Some(predicate) = predicate(&sentence, from, language) {
            found.extend(named(&sentence[from..predicate.begins], Place::Subject, language));
            if predicate.begins == from {
                found.extend(asked(&sentence[from + 1..], language));
            }
        }
        for at in (0..sentence.len()).filter(|at| sentence[*at].text == "by") {
            let behind = &sentence[at + 1..];
            let is_done = at.checked_sub(1).is_some_and(|before| {
                language.is_participle(&sentence[before].text) && !sentence[before].ends
            });
            let is_somebody = is_done
                && behind
                    .first()
                    .is_some_and(|word| matches!(word.text.as_str(), "the" | "a" | "an"));
            let actor = role_in(behind, Place::By, language);
            let other = || named(behind.get(..2).filter(|_| is_somebody)?, Place::By, language);
            found.extend(actor.or_else(other));
        }
    }
    found
}

/// The roles that a text says to inform, or to hand something to.
fn told(text: &str, language: &Language) -> Vec<Actor> {
    let mut found = Vec::new();
    for sentence in sentences(beginning(text, LOOKED_AT), language) {
        let mut hands = false;
        for (at, word) in sentence.iter().enumerate() {
            let base = language.verb_base(&word.text);
            hands |= language.is(WordClass::Hand, &base);
            let tells = language.is(WordClass::Tell, &base) && !word.ends;
            if tells || (hands && word.text == "to") {
                found.extend(role_in(&sentence[at + 1..], Place::Told, language));
            }
        }
    }
    found
}

/// The role with which a run of words begins: up to the word that ends its name, and an
/// office behind "of".
fn role_in(words: &[Word], place: Place, language: &Language) -> Option<Actor> {
    let ends = words.iter().take(LONGEST + 1).position(|word| word.is_actor(language))?;
    let more = words[ends + 1..].iter().take_while(|word| word.is_actor(language)).count();
    let mut last = ends + if words[ends].ends { 0 } else { more };
    let is_of = !words[last].ends && words.get(last + 1).is_some_and(|word| word.text == "of");
    if is_of && last + 2 < words.len() {
        last += 2;
    }
    let is_name = |word: &Word| {
        word.text == "of" || (!word.is_number && !language.is(WordClass::Preposition, &word.text))
    };
    let words = words.get(..=last).filter(|words| words.iter().all(is_name))?;
    named(words, place, language).filter(|actor| actor.is_role)
}

/// The role that stands behind the verb of an order and before "to": "ask the lead to sign".
pub(super) fn asked(behind: &[Word], language: &Language) -> Option<Actor> {
    let to = behind.iter().take(2 + LONGEST + 1).position(|word| word.text == "to")?;
    let words = &behind[..to];
    let is_name = |word: &Word| {
        !word.ends && !word.is_number && !language.is(WordClass::Preposition, &word.text)
    };
    let words = words.iter().all(is_name).then_some(words)?;
    let actor = named(words, Place::Told, language)?;
    actor.is_role.then_some(actor)
}

/// The name that a few words are: up to a preposition or a sign, without articles. An office
/// goes on behind "of": "head of finance".
fn named(words: &[Word], place: Place, language: &Language) -> Option<Actor> {
    let mut name: Vec<&Word> = Vec::new();
    let mut office = None;
    for word in words {
        let text = word.text.as_str();
        let joins = matches!(text, "and" | "or");
        let is_office = text == "of" && name.last().is_some_and(|head| head.is_actor(language));
        if is_office && office.is_none() {
            office = Some(name.len());
        } else if language.is(WordClass::Preposition, text) && !joins && !name.is_empty() {
            break;
        }
        let is_lead = language.is(WordClass::Determiner, text)
            || text.ends_with("ly")
            || (name.is_empty() && language.is_gerund(text));
        if !is_lead {
            name.push(word);
        }
        if word.ends {
            break;
        }
    }
    let is_role = office.is_some() || name.last()?.is_actor(language);
    let is_whole = name.iter().any(|word| matches!(word.text.as_str(), "and" | "or"));
    let longest = if office.is_some() { 2 * LONGEST } else { LONGEST };
    let from = if is_whole { 0 } else { name.len().saturating_sub(longest) };
    let is_capital = matches!(name[..], [only] if only.is_capital);
    let name: Vec<&str> = name[from..].iter().map(|word| word.text.as_str()).collect();
    Some(Actor { name: name.join(" "), is_role, is_capital, place })
}

pub(super) fn is_actor(word: &str, language: &Language) -> bool {
    language.is_role(word) || language.is(WordClass::Actor, word)
}

/// A text without the cells that hold nothing but a role.
pub(super) fn without_roles<'t>(text: &'t str, language: &Language) -> Cow<'t, str> {
    if !text.contains(BAR) {
        return Cow::Borrowed(text);
    }
    let cells = text.split(BAR).filter(|cell| role(cell, language).is_none());
    Cow::Owned(cells.collect::<Vec<_>>().join(BAR))
}

/// The role that a cell is.
fn role(cell: &str, language: &Language) -> Option<String> {
    let words = word_key(cell);
    let head = words.iter().position(|word| word == "of").unwrap_or(words.len());
    let ends_role = words[..head].last().is_some_and(|last| is_actor(last, language));
    (ends_role && words.len() <= LONGEST + 2).then(|| words.join(" "))
}

/// Cells that hold nothing but a role.
fn cells(was: &Unit, is: &Unit, language: &Language) -> Vec<Effect> {
    let (old, new): (Vec<&str>, Vec<&str>) =
        (was.text.split(BAR).collect(), is.text.split(BAR).collect());
    if old.len() != new.len() {
        return Vec::new();
    }
    let pairs = old.into_iter().zip(new).filter_map(|(old, new)| {
        let (was, is) = (role(old, language), role(new, language));
        // Beside a role, another short name is one too.
        let name = |cell: &str| {
            let words = word_key(cell);
            let is_name = (1..=LONGEST).contains(&words.len())
                && cell.trim_start().starts_with(char::is_uppercase)
                && !cell.contains(|c: char| c.is_ascii_digit());
            is_name.then(|| words.join(" "))
        };
        let (old, new) = match (was, is) {
            (Some(was), is) => (was, is.or_else(|| name(new))?),
            (None, Some(is)) => (name(old)?, is),
            (None, None) => return None,
        };
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
            ("The Head of Finance signs it.", vec!["head of finance"]),
            ("Night guard: lock the gate.", vec!["night guard"]),
            ("It is read by the visitor.", vec!["it", "visitor"]),
        ] {
            let found = actors(text, Language::english());
            let found: Vec<&str> = found.iter().map(|actor| actor.name.as_str()).collect();
            assert_eq!(found, names, "{text}");
        }
    }
}
