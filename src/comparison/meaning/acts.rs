//! What a step tells somebody to do: its verb and the object of it, and words that turn a
//! sentence into its opposite.

use std::collections::HashSet;

use crate::comparison::{Effect, EffectKind};
use crate::document::outline::{Unit, UnitKind, content};
use crate::language::{Language, WordClass};
use crate::text::{beginning, word_key};

use super::actors::asked;
use super::difference::without;
use super::sentence::{Word, begins, predicate, sentences};

/// Only so many bytes of a step are looked at.
const LOOKED_AT: usize = 400;
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
    let mut said: Vec<String> = Vec::new();
    if (was.kind, is.kind) == (UnitKind::Step, UnitKind::Step)
        && let (Some(old), Some(new)) = (Act::of(&was.text, language), Act::of(&is.text, language))
        && let Some((said_before, said_now)) = old.differs(&new, old_words, new_words)
        && !(old.acts_on_one_of(was) && new.acts_on_one_of(is) && old.does_as(&new))
    {
        let (old, new) = (said_before, said_now);
        said.extend([old.clone(), new.clone()]);
        found.push(Effect::new(EffectKind::Action, Some(old), Some(new)));
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

/// An act: `turn off`, `the pump`.
#[derive(Debug, PartialEq, Eq)]
struct Act {
    /// As it is said.
    verb: String,
    /// In the form that gives an order.
    base: String,
    particle: Option<String>,
    /// The last word of the object, without what stands before it.
    object: Option<String>,
}

impl Act {
    /// The act that a text begins with, or that its actor does.
    fn of(text: &str, language: &Language) -> Option<Self> {
        let words = sentences(beginning(text, LOOKED_AT)).into_iter().next()?;
        let from = begins(&words, language);
        let verb = predicate(&words, from, language)?.verb?;
        let said = words[verb].text.clone();
        let mut behind = verb + 1;
        let particle = words
            .get(behind)
            .filter(|next| !words[verb].ends && language.is(WordClass::Particle, &next.text))
            .map(|next| next.text.clone());
        behind += usize::from(particle.is_some());
        let is_open =
            behind.checked_sub(1).and_then(|last| words.get(last)).is_some_and(|last| !last.ends);
        let object = is_open.then(|| object(&words[behind.min(words.len())..], language)).flatten();
        Some(Self { base: language.verb_base(&said).into_owned(), verb: said, particle, object })
    }

    /// Whether the object is a word of a target, which is told by itself.
    fn acts_on_one_of(&self, unit: &Unit) -> bool {
        let object = self.object.as_deref().unwrap_or_default();
        content::targets(unit).iter().any(|target| word_key(target).iter().any(|w| w == object))
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
    ) -> Option<(String, String)> {
        let verb = |act: &Self| match &act.particle {
            Some(particle) => format!("{} {particle}", act.verb),
            None => act.verb.clone(),
        };
        if !self.does_as(new) {
            return Some((verb(self), verb(new)));
        }
        let (was, is) = (self.object.as_ref()?, new.object.as_ref()?);
        let stem = |word: &str| word.strip_suffix('s').unwrap_or(word).to_owned();
        let stays = new_words.contains(was) && old_words.contains(is);
        (stem(was) != stem(is) && !stays)
            .then(|| (format!("{} {was}", verb(self)), format!("{} {is}", verb(new))))
    }
}

/// The last word of what stands behind a verb. Somebody who is asked to do something is
/// no object: he acts.
fn object(words: &[Word], language: &Language) -> Option<String> {
    if asked(words, language).is_some() {
        return None;
    }
    let mut head = None;
    let words = words.iter().skip_while(|word| language.is(WordClass::Determiner, &word.text));
    for word in words.take(LONGEST_OBJECT) {
        let text = word.text.as_str();
        let is_behind = word.is_number
            || language.is(WordClass::Preposition, text)
            || language.is(WordClass::Particle, text)
            || language.is(WordClass::Frequency, text)
            || text.ends_with("ly");
        if is_behind {
            break;
        }
        head = Some(word.text.clone());
        if word.ends {
            break;
        }
    }
    head
}

#[cfg(test)]
mod tests {
    use super::*;

    fn act(text: &str) -> Option<(String, Option<String>)> {
        let act = Act::of(text, Language::english())?;
        let verb = match act.particle {
            Some(particle) => format!("{} {particle}", act.base),
            None => act.base,
        };
        Some((verb, act.object))
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
}
