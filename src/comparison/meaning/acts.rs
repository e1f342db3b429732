//! What a step tells somebody to do: its verb and the object of it, and words that turn a
//! sentence into its opposite.

use std::collections::HashSet;

use crate::comparison::{Effect, EffectKind};
use crate::document::outline::{Unit, UnitKind};
use crate::language::{Language, WordClass};
use crate::text::{beginning, word_key};

use super::actors::{asked, is_actor, without_roles};
use super::difference::{in_order, without};
use super::sentence::{Word, begins, predicate, sentences};
use super::targets::targets;

/// Only so many bytes of a step are looked at.
const LOOKED_AT: usize = 1_200;
/// An object has no more words.
const LONGEST_OBJECT: usize = 6;

/// The action effects of two versions of a unit.
pub(super) fn effects(
    was: &Unit,
    is: &Unit,
    old_words: &[String],
    new_words: &[String],
    language: &Language,
    found: &mut Vec<Effect>,
) {
    // A limit that names both of two opposites tells them: "at least 5" to "at most 5".
    let limits = found.iter().filter(|effect| effect.kind == EffectKind::Limit);
    let limits = limits.flat_map(|effect| [&effect.old, &effect.new]);
    let mut said: Vec<String> = limits.flatten().cloned().collect();
    if (was.kind, is.kind) == (UnitKind::Step, UnitKind::Step) {
        let limit_words: Vec<String> = said.iter().flat_map(|limit| word_key(limit)).collect();
        let (old, new) = (acts(&was.text, language), acts(&is.text, language));
        for (old, new) in pairs(&old, &new) {
            let (Some(old), Some(new)) = (old, new) else {
                found.extend(came_or_went(old, old_words, new, new_words, language));
                continue;
            };
            let Some((before, now)) = old.differs(new, old_words, new_words, language) else {
                continue;
            };
            let on_targets = old.acts_on_one_of(was, language)
                && new.acts_on_one_of(is, language)
                && old.does_as(new);
            let is_limit = |these: &str, those: &str| {
                let mut only =
                    these.split(' ').filter(|word| !those.split(' ').any(|w| w == *word));
                only.all(|word| limit_words.iter().any(|limit| limit == word))
            };
            let is_told = on_targets || (is_limit(&before, &now) && is_limit(&now, &before));
            if !is_told {
                said.extend([before.clone(), now.clone()]);
                found.push(Effect::new(EffectKind::Action, Some(before), Some(now)));
            }
        }
    }
    // Few words have an opposite, so that a text of any length is done with soon.
    let only_in = |these: &[String], those: &[String]| -> Vec<String> {
        let mut words = without(these, those);
        words.retain(|word| language.has_opposite(word));
        let mut seen = HashSet::new();
        words.retain(|word| seen.insert(word.clone()));
        words
    };
    let come = only_in(new_words, old_words);
    for gone in only_in(old_words, new_words) {
        let is_said = |word: &str| said.iter().any(|act| act.split(' ').any(|part| part == word));
        let opposite = come.iter().find(|word| language.are_opposites(&gone, word));
        if let Some(opposite) = opposite
            && !(is_said(&gone) && is_said(opposite))
        {
            said.extend([gone.clone(), opposite.clone()]);
            found.push(Effect::new(EffectKind::Action, Some(gone), Some(opposite.clone())));
        }
    }
}

/// Each act of the old text with the one of the new text that stands in its place: what is
/// equal at the beginning and at the end is left out.
fn pairs<'a>(old: &'a [Act], new: &'a [Act]) -> Vec<(Option<&'a Act>, Option<&'a Act>)> {
    let shorter = old.len().min(new.len());
    if shorter == 0 {
        // Of a text without a verb nobody knows what it tells to do.
        return Vec::new();
    }
    if old.len() == new.len() {
        return old.iter().map(Some).zip(new.iter().map(Some)).collect();
    }
    let head = (0..shorter).take_while(|at| old[*at].does_as(&new[*at])).count();
    let is_same_tail = |back: &usize| old[old.len() - 1 - back].does_as(&new[new.len() - 1 - back]);
    let tail = (0..shorter - head).take_while(is_same_tail).count();
    let same = (0..head).map(|at| (at, at));
    let at_end = (0..tail).rev().map(|back| (old.len() - 1 - back, new.len() - 1 - back));
    let same = same.chain(at_end).map(|(a, b)| (Some(&old[a]), Some(&new[b])));
    let rest = |acts: &'a [Act]| acts[head..acts.len() - tail].iter().collect::<Vec<_>>();
    same.chain(in_order(rest(old), rest(new))).collect()
}

/// An act that only one text has, where none of the words of the other one says it.
fn came_or_went(
    old: Option<&Act>,
    old_words: &[String],
    new: Option<&Act>,
    new_words: &[String],
    language: &Language,
) -> Option<Effect> {
    let is_new = |act: &&Act, other: &[String]| {
        act.is_sure && !other.iter().any(|word| language.verb_base(word) == act.base.as_str())
    };
    let said = |act: &Act| match act.object.last() {
        Some(object) => format!("{} {object}", act.said()),
        None => act.said(),
    };
    let old = old.filter(|act| is_new(act, new_words)).map(said);
    let new = new.filter(|act| is_new(act, old_words)).map(said);
    (old.is_some() || new.is_some()).then(|| Effect::new(EffectKind::Action, old, new))
}

/// An act: `turn off`, `the pump`.
#[derive(Debug, PartialEq, Eq)]
struct Act {
    /// As it is said.
    verb: String,
    /// In the form that gives an order, in one spelling.
    base: String,
    particle: Option<String>,
    /// The words of the object, without what stands before it.
    object: Vec<String>,
    /// Whether its verb cannot be a noun where it stands.
    is_sure: bool,
}

/// The acts of a text in order: of each sentence that with which it begins or that its actor
/// does, and those that go on behind "and", "or", "then", "otherwise" and "to".
fn acts(text: &str, language: &Language) -> Vec<Act> {
    let mut found = Vec::new();
    for words in sentences(&without_roles(beginning(text, LOOKED_AT), language), language) {
        let from = begins(&words, language);
        let predicate = predicate(&words, from, language);
        let Some(first) = predicate.and_then(|predicate| predicate.verb) else { continue };
        found.push(Act::at(&words, first, true, language));
        for at in first + 1..words.len() {
            if let Some(is_sure) = goes_on(&words, at, language) {
                found.push(Act::at(&words, at, is_sure, language));
            }
        }
    }
    found
}

/// Whether another act begins at a word, and whether that is sure.
fn goes_on(words: &[Word], at: usize, language: &Language) -> Option<bool> {
    let (word, before) = (words[at].text.as_str(), words[at - 1].text.as_str());
    let is_order = language.is_verb(word);
    let is_verb = is_order || language.is_third_person(word);
    let base = language.verb_base(word);
    let is_noun = language.is_also_noun(&base) || words[at].is_actor(language);
    let next = words.get(at + 1).filter(|_| !words[at].ends).map(|next| next.text.as_str());
    let has_object = next.is_some_and(|next| {
        language.is(WordClass::Determiner, next) || matches!(next, "it" | "them")
    });
    let follows = match before {
        "to" => is_order,
        "and" | "or" | "then" | "otherwise" => is_verb,
        // "Close the lid, lock the door": a list of acts.
        _ => words[at - 1].ends && is_verb && has_object,
    };
    let is_behind_name = next.is_some_and(|next| matches!(next, "of" | "is" | "are" | "must"));
    (follows && !(is_noun && is_behind_name)).then_some(!is_noun || has_object)
}

impl Act {
    /// The act whose verb stands at `verb`.
    fn at(words: &[Word], verb: usize, is_sure: bool, language: &Language) -> Self {
        let said = words[verb].text.clone();
        let mut behind = verb + 1;
        let particle = words
            .get(behind)
            .filter(|next| !words[verb].ends && language.is(WordClass::Particle, &next.text))
            .map(|next| next.text.clone());
        behind += usize::from(particle.is_some());
        let is_open = words.get(behind - 1).is_some_and(|last| !last.ends);
        let tells = language.is(WordClass::Tell, &language.verb_base(&said));
        let mut object = if is_open {
            object(words.get(behind..).unwrap_or_default(), language)
        } else {
            Vec::new()
        };
        if tells && object.last().is_some_and(|last| is_actor(last, language)) {
            // Who is told is a role.
            object.clear();
        }
        let base = language.verb_base(&said);
        let base = language.spelling(&base).into_owned();
        Self { base, verb: said, particle, object, is_sure }
    }

    fn said(&self) -> String {
        match &self.particle {
            Some(particle) => format!("{} {particle}", self.verb),
            None => self.verb.clone(),
        }
    }

    /// Whether the object is a word of a target, which is told by itself.
    fn acts_on_one_of(&self, unit: &Unit, language: &Language) -> bool {
        let object = self.object.last().map(String::as_str).unwrap_or_default();
        let is_of = |target: &String| {
            target.to_lowercase() == object || word_key(target).iter().any(|word| word == object)
        };
        targets(unit, language).iter().any(is_of)
    }

    /// Whether the verbs are the same.
    fn does_as(&self, other: &Self) -> bool {
        let other_particle =
            matches!((&self.particle, &other.particle), (Some(a), Some(b)) if a != b);
        self.base == other.base && !other_particle
    }

    /// What was done and what is done now, where these are not the same.
    fn differs(
        &self,
        new: &Self,
        old_words: &[String],
        new_words: &[String],
        language: &Language,
    ) -> Option<(String, String)> {
        if !self.does_as(new) {
            return Some((self.said(), new.said()));
        }
        let (was, is) = (self.object.last()?, new.object.last()?);
        let stays = |word: &String, words: &[String]| words.contains(word);
        if !is_one_word(was, is, language) {
            let both_stay = stays(was, new_words) && stays(is, old_words);
            return (!both_stay)
                .then(|| (format!("{} {was}", self.said()), format!("{} {is}", new.said())));
        }
        // "the inlet valve" and "the drain valve"
        let has_own = |these: &[String], those: &[String], words: &[String]| {
            these.iter().any(|word| {
                !stays(word, words) && !those.iter().any(|other| is_one_word(word, other, language))
            })
        };
        let is_other = has_own(&self.object, &new.object, new_words)
            && has_own(&new.object, &self.object, old_words);
        let said = |act: &Self| format!("{} {}", act.said(), act.object.join(" "));
        is_other.then(|| (said(self), said(new)))
    }
}

/// Whether two words are the same but for spelling and number.
fn is_one_word(a: &str, b: &str, language: &Language) -> bool {
    let stem = |word: &str| {
        let word = language.spelling(word).into_owned();
        word.strip_suffix('s').map_or(word.clone(), str::to_owned)
    };
    stem(a) == stem(b)
}

/// The words of what stands behind a verb. Somebody who is asked to do something is no
/// object: he acts.
fn object(words: &[Word], language: &Language) -> Vec<String> {
    let mut object = Vec::new();
    if asked(words, language).is_some() {
        return object;
    }
    let words = words.iter().skip_while(|word| language.is(WordClass::Determiner, &word.text));
    for word in words.take(LONGEST_OBJECT) {
        let text = word.text.as_str();
        let is_behind = word.is_number
            || word.is_address
            || language.is(WordClass::Preposition, text)
            || language.is(WordClass::Particle, text)
            || language.is(WordClass::Frequency, text)
            || language.is(WordClass::Determiner, text)
            || language.period_of(text).is_some()
            || text.ends_with("ly");
        if is_behind {
            break;
        }
        if language.number_word(text).is_none() {
            object.push(word.text.clone());
        }
        if word.ends {
            break;
        }
    }
    object
}

#[cfg(test)]
mod tests {
    use super::*;

    fn act(text: &str) -> Option<(String, Option<String>)> {
        let act = acts(text, Language::english()).into_iter().next()?;
        let verb = match act.particle {
            Some(particle) => format!("{} {particle}", act.base),
            None => act.base,
        };
        Some((verb, act.object.into_iter().next_back()))
    }

    #[test]
    fn a_step_has_a_verb_and_an_object() {
        for (text, verb, object) in [
            ("Open the main valve slowly.", "open", Some("valve")),
            ("Then turn off the pump.", "turn off", Some("pump")),
            ("If it leaks, close the valve.", "close", Some("valve")),
            ("The shift lead signs the log twice.", "sign", Some("log")),
            ("Finance must pay the invoice within 5 days.", "pay", Some("invoice")),
            ("The ticket is closed by the agent.", "close", None),
            ("Do not touch the lamp.", "touch", Some("lamp")),
        ] {
            let expected = Some((verb.to_owned(), object.map(str::to_owned)));
            assert_eq!(act(text), expected, "{text}");
        }
        assert_eq!(act("A list of keys"), None);
    }

    #[test]
    fn every_verb_that_goes_on_is_an_act() {
        let bases = |text: &str| -> Vec<String> {
            acts(text, Language::english()).into_iter().map(|act| act.base).collect()
        };
        for (text, verbs) in [
            ("The agent opens the box and copies the label.", vec!["open", "copy"]),
            ("If it is red, close it, otherwise reopen it.", vec!["close", "reopen"]),
            ("Ask a guest to read the form. Send it back.", vec!["ask", "read", "send"]),
            ("Send it to https://a.example/refunds now.", vec!["send"]),
            ("E-mail the list.", vec!["email"]),
        ] {
            assert_eq!(bases(text), verbs, "{text}");
        }
    }
}
