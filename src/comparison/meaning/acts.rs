//! What a step tells somebody to do: its verb and the object of it, and words that turn a
//! sentence into its opposite.

use crate::comparison::{Effect, EffectKind};
use crate::document::outline::{Unit, UnitKind, content};
use crate::language::{Language, WordClass};
use crate::text::{TokenKind, Tokens, beginning, plain, word_key};

use super::difference::without;

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
    let come = without(new_words, old_words);
    for gone in without(old_words, new_words) {
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

struct Word {
    text: String,
    /// Whether a comma, a stop or a bracket stands behind it.
    ends: bool,
    is_number: bool,
}

impl Act {
    /// The act that a text begins with, or that its actor does.
    fn of(text: &str, language: &Language) -> Option<Self> {
        let words = words_of(beginning(text, LOOKED_AT));
        let from = begins(&words, language);
        let verb = verb_at(&words, from, language)?;
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
            .then(|| (format!("{} {was}", self.verb), format!("{} {is}", new.verb)))
    }
}

fn words_of(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    for token in Tokens::of(text) {
        match token.kind {
            TokenKind::Word | TokenKind::Number => words.push(Word {
                text: plain(token.text),
                ends: false,
                is_number: token.kind == TokenKind::Number,
            }),
            TokenKind::Mark => {
                if let Some(last) = words.last_mut()
                    && matches!(
                        token.text,
                        "," | ";" | ":" | "." | "!" | "?" | "(" | ")" | "–" | "—"
                    )
                {
                    last.ends = true;
                }
            }
            TokenKind::Space => {}
        }
    }
    words
}

/// Where the act begins: behind words such as "then" and behind a condition.
fn begins(words: &[Word], language: &Language) -> usize {
    let skip = |mut at: usize| {
        while words.get(at).is_some_and(|word| {
            language.is(WordClass::Lead, &word.text)
                || (word.text.ends_with("ly") && !language.is_verb(&word.text))
                || matches!(word.text.as_str(), "not" | "do" | "don't" | "never")
        }) {
            at += 1;
        }
        at
    };
    let from = skip(0);
    let is_condition =
        words.get(from).is_some_and(|word| language.is(WordClass::Condition, &word.text));
    if !is_condition {
        return from;
    }
    let comma = words.iter().skip(from).position(|word| word.ends);
    comma.map_or(words.len(), |comma| skip(from + comma + 1))
}

/// The verb of an order, or the one behind who acts.
fn verb_at(words: &[Word], from: usize, language: &Language) -> Option<usize> {
    if words.get(from).is_some_and(|word| language.is_verb(&word.text)) {
        return Some(from);
    }
    let sentence: Vec<String> = words.iter().map(|word| word.text.clone()).collect();
    for at in from + 1..words.len().min(from + 9) {
        let text = sentence[at].as_str();
        let behind = &sentence[at..(at + 5).min(sentence.len())];
        let duty = language
            .obligations(behind)
            .into_iter()
            .next()
            .filter(|duty| duty.phrase.split(' ').next() == behind.first().map(String::as_str));
        let auxiliaries = match duty {
            Some(duty) => duty.phrase.split(' ').count(),
            None if matches!(text, "will" | "can" | "is" | "are") => 1,
            None => 0,
        };
        if auxiliaries > 0 {
            let mut verb = at + auxiliaries;
            while sentence.get(verb).is_some_and(|word| {
                matches!(word.as_str(), "not" | "be" | "then" | "also") || word.ends_with("ly")
            }) {
                verb += 1;
            }
            let is_verb = |word: &String| language.is_verb(&language.verb_base(word));
            return sentence.get(verb).filter(|word| is_verb(word)).map(|_| verb);
        }
        let before = &sentence[at - 1];
        let is_name = language.is(WordClass::Determiner, before)
            || language.is(WordClass::Preposition, before);
        if language.is_third_person(text) && !language.is_role(text) && !is_name {
            return Some(at);
        }
        if words[at - 1].ends {
            return None;
        }
    }
    None
}

/// The last word of what stands behind a verb.
fn object(words: &[Word], language: &Language) -> Option<String> {
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
