//! A step's text word by word: where sentences end, what is marked, which words order.

use std::borrow::Cow;

use crate::document::blocks::MarkKind;
use crate::document::outline::{Unit, content};
use crate::language::{Language, WordClass};
use crate::source::Span;
use crate::text::{TokenKind, Tokens, lower};

/// What stands between a word and the word before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gap {
    /// Nothing but a blank.
    Blank,
    /// A comma.
    Comma,
    /// The end of a sentence, a semicolon, or the border of a table's cell.
    Sentence,
    /// A colon, a dash, an arrow, a parenthesis.
    Other,
}

/// A word of a step.
#[derive(Debug, Clone)]
pub(super) struct Word<'t> {
    /// In lower case; code as it is written.
    pub(super) text: Cow<'t, str>,
    /// Where it stands in the text of the unit.
    pub(super) span: Span,
    /// What stands before it.
    pub(super) gap: Gap,
    /// Code, bold words, a quotation or a link begin here.
    pub(super) begins_mark: bool,
    /// It belongs to a name: it stands in code, bold, quotation marks or parentheses.
    pub(super) is_named: bool,
    /// It is code or part of a link.
    pub(super) is_pointer: bool,
}

impl AsRef<str> for Word<'_> {
    fn as_ref(&self) -> &str {
        &self.text
    }
}

/// The words of a unit.
pub(super) fn words(unit: &Unit) -> Vec<Word<'_>> {
    let mut reading = Reading { words: Vec::new(), gap: Gap::Blank, ended: false };
    let (mut parentheses, mut is_quoted, mut begins_quote) = (0_usize, false, false);
    let (mut at, mut skip_to) = (0, 0);
    let mut tokens = Tokens::of(&unit.text);
    while let Some(token) = tokens.next() {
        let span = Span::new(at, at + token.text.len());
        at = span.end;
        if span.start < skip_to {
            continue;
        }
        let here = |kind: fn(&MarkKind) -> bool| {
            unit.marks.iter().find(move |mark| {
                kind(&mark.kind) && mark.start <= span.start && mark.end > span.start
            })
        };
        if let Some(code) = here(|kind| *kind == MarkKind::Code) {
            let text = unit.text.get(span.start..code.end).unwrap_or_default();
            skip_to = code.end;
            reading.push(Word {
                text: Cow::Borrowed(text),
                span: Span::new(span.start, code.end),
                gap: Gap::Blank,
                begins_mark: true,
                is_named: true,
                is_pointer: true,
            });
            continue;
        }
        match token.kind {
            TokenKind::Word | TokenKind::Number => {
                let strong = here(|kind| *kind == MarkKind::Strong);
                let link = here(|kind| matches!(kind, MarkKind::Link(_)));
                let begins = strong.or(link).is_some_and(|mark| mark.start == span.start);
                reading.push(Word {
                    text: lower(token.text),
                    span,
                    gap: Gap::Blank,
                    begins_mark: begins || begins_quote || token.text.starts_with("http"),
                    is_named: strong.is_some() || is_quoted || parentheses > 0,
                    is_pointer: link.is_some() || token.text.starts_with("http"),
                });
                begins_quote = false;
            }
            TokenKind::Mark => {
                match token.text {
                    "(" | "[" => parentheses += 1,
                    ")" | "]" => parentheses = parentheses.saturating_sub(1),
                    "\"" => (is_quoted, begins_quote) = (!is_quoted, !is_quoted),
                    "“" | "«" | "„" => (is_quoted, begins_quote) = (true, true),
                    "”" | "»" => is_quoted = false,
                    _ => {}
                }
                let ends = tokens.rest().chars().next().is_none_or(char::is_whitespace);
                reading.mark(token.text, ends);
            }
            TokenKind::Space => {}
        }
    }
    reading.words
}

struct Reading<'t> {
    words: Vec<Word<'t>>,
    gap: Gap,
    /// A full stop stands before the next word; a capital letter says that it ended a sentence.
    ended: bool,
}

impl<'t> Reading<'t> {
    fn mark(&mut self, mark: &str, ends: bool) {
        let gap = match mark {
            "." | "!" | "?" | "…" => {
                // Behind "e.g." no sentence ends.
                let is_short = self.words.last().is_some_and(|word| word.span.len() == 1);
                self.ended |= ends && !is_short;
                return;
            }
            ";" | "|" => Gap::Sentence,
            "," => Gap::Comma,
            ":" | "–" | "—" | "→" | "(" | ")" => Gap::Other,
            "-" if ends => Gap::Other,
            _ => return,
        };
        if self.gap != Gap::Sentence {
            self.gap = gap;
        }
    }

    fn push(&mut self, word: Word<'t>) {
        let begins = word.begins_mark || !is_lower(&word);
        let ends_before = self.words.is_empty() || (self.ended && begins);
        let gap = if ends_before { Gap::Sentence } else { self.gap };
        self.words.push(Word { gap, ..word });
        (self.gap, self.ended) = (Gap::Blank, false);
    }
}

/// Whether a word was written without a capital letter: then nothing had to be lowered.
fn is_lower(word: &Word<'_>) -> bool {
    matches!(word.text, Cow::Borrowed(text) if !text.starts_with(|c: char| c.is_ascii_digit()))
}

/// The sentences of a text; none is empty.
pub(super) fn sentences<'w, 't>(words: &'w [Word<'t>]) -> impl Iterator<Item = &'w [Word<'t>]> {
    words.chunk_by(|_, next| next.gap != Gap::Sentence)
}

/// Whether a sentence of the unit tells its reader to do something.
pub(super) fn is_order(unit: &Unit, sentence: &[Word<'_>], language: &Language) -> bool {
    let (Some(first), Some(last)) = (sentence.first(), sentence.last()) else { return false };
    content::is_order_within(unit, Span::new(first.span.start, last.span.end), language)
}

/// The place of the verb that a sentence orders by: its first word, or the first behind words
/// such as "then", and behind a condition.
pub(super) fn first_verb(sentence: &[Word<'_>], language: &Language) -> Option<usize> {
    (0..sentence.len()).find(|at| {
        let leads = at.checked_sub(1).is_none_or(|before| {
            let said = sentence[before].text.as_ref();
            sentence[*at].gap != Gap::Blank
                || language.is(WordClass::Lead, said)
                || (said.ends_with("ly") && !language.is_verb(said))
        });
        leads && language.is_verb(&sentence[*at].text)
    })
}

/// The places of the verbs that a sentence of the unit orders by: the first, and those behind
/// "and", "then" or a comma that have an object. A verb of a purpose ("to count and to note")
/// orders nothing.
pub(super) fn ordered_verbs(unit: &Unit, sentence: &[Word<'_>], language: &Language) -> Vec<usize> {
    if !is_order(unit, sentence, language) {
        return Vec::new();
    }
    let Some(first) = first_verb(sentence, language) else { return Vec::new() };
    let mut found = vec![first];
    let mut is_purpose = false;
    for at in first + 1..sentence.len() {
        let (word, before) = (&sentence[at], sentence[at - 1].text.as_ref());
        if word.is_named || !language.is_verb(&word.text) {
            continue;
        }
        if matches!(before, "to" | "that" | "which" | "who" | "can" | "will" | "you" | "by") {
            is_purpose = true;
            continue;
        }
        is_purpose &= before != "then";
        let is_joined = matches!(before, "and" | "then") || word.gap == Gap::Comma;
        if is_joined && !is_purpose && has_object(&sentence[at + 1..], language) {
            found.push(at);
        }
    }
    found
}

/// An article, a name or an address, also behind "on" and the like.
fn has_object(behind: &[Word<'_>], language: &Language) -> bool {
    let is_object =
        |word: &Word<'_>| word.begins_mark || language.is(WordClass::Determiner, &word.text);
    match behind {
        [first, ..] if is_object(first) => first.gap == Gap::Blank,
        [first, second, ..] => {
            let is_small = language.is(WordClass::Particle, &first.text)
                || language.is(WordClass::Preposition, &first.text);
            is_small && is_object(second)
        }
        _ => false,
    }
}

/// The sentence without a condition before it.
pub(super) fn main_clause<'w, 't>(sentence: &'w [Word<'t>], language: &Language) -> &'w [Word<'t>] {
    let is_condition =
        sentence.first().is_some_and(|word| language.is(WordClass::Condition, &word.text));
    let comma = sentence.iter().position(|word| word.gap == Gap::Comma);
    match comma {
        Some(comma) if is_condition => &sentence[comma..],
        _ => sentence,
    }
}

/// How a clause tells something instead of ordering it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Telling {
    /// "You can open it", "the box is opened": nobody is told to act, and nobody acts.
    Nobody,
    /// "The lead opens the box", "the box must stand": somebody or something acts.
    Somebody,
}

/// How a clause tells something; `None` where it has no subject with a verb, as a title or an
/// order.
pub(super) fn telling(clause: &[Word<'_>], language: &Language) -> Option<Telling> {
    /// The verb stands among so many words.
    const VERB_AMONG: usize = 9;
    const VERBS: [&str; 14] = [
        "is", "are", "was", "were", "has", "have", "will", "should", "must", "can", "may", "needs",
        "could", "shall",
    ];
    let first = clause.first()?;
    if first.is_named && !first.begins_mark {
        return None;
    }
    let among = clause.get(1..clause.len().min(VERB_AMONG)).unwrap_or_default();
    // Behind these a clause of its own begins: "the box that is open".
    let end = among.iter().position(|word| {
        matches!(word.text.as_ref(), "that" | "which" | "who" | "if" | "when" | "where" | "whether")
            || word.gap == Gap::Other
    });
    let among = &among[..end.unwrap_or(among.len())];
    let said = first.text.as_ref();
    if matches!(said, "you" | "we" | "i") {
        return among.first().filter(|word| !word.is_named).map(|_| Telling::Nobody);
    }
    // "IT creates it" is no "it is".
    if matches!(said, "it" | "they") {
        return among
            .first()
            .filter(|word| VERBS.contains(&word.text.as_ref()))
            .map(|_| Telling::Nobody);
    }
    if !language.is(WordClass::Determiner, said) {
        return None;
    }
    let at = (0..among.len()).find(|at| {
        let word = &among[*at];
        let is_finite = word.gap == Gap::Blank && VERBS.contains(&word.text.as_ref());
        let acts = *at > 0
            && language.is_third_person(&word.text)
            && among.get(at + 1).is_some_and(|next| {
                next.gap == Gap::Blank && language.is(WordClass::Determiner, &next.text)
            });
        !word.is_named && (is_finite || acts)
    })?;
    let behind = &among[at + 1..];
    let is_be = |word: &Word<'_>| {
        matches!(word.text.as_ref(), "is" | "are" | "was" | "were" | "be" | "been")
    };
    // "Is opened", "must be opened", "should now be opened".
    let done = match behind {
        _ if is_be(&among[at]) => behind,
        [be, behind @ ..] | [_, be, behind @ ..] if is_be(be) => behind,
        _ => return Some(Telling::Somebody),
    };
    let is_passive = done.iter().take(2).any(|word| language.is_participle(&word.text));
    Some(if is_passive { Telling::Nobody } else { Telling::Somebody })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::outline::{Outline, Reading as Read, UnitKind};

    fn step(text: &str) -> Unit {
        let body = format!("## Steps\n\n1. {text}\n2. Close the lid.\n3. Open the lid.\n");
        let outline = Outline::read(&body, None, Read::Procedure, Language::english());
        outline.units.into_iter().find(|unit| unit.kind == UnitKind::Step).unwrap()
    }

    fn verbs(text: &str) -> Vec<String> {
        let unit = step(text);
        let words = words(&unit);
        let english = Language::english();
        let of = |sentence: &[Word<'_>]| -> Vec<String> {
            let verbs = ordered_verbs(&unit, sentence, english);
            verbs.into_iter().map(|at| sentence[at].text.to_string()).collect()
        };
        sentences(&words).flat_map(of).collect()
    }

    #[test]
    fn verbs_with_an_object_order() {
        for (text, expected) in [
            ("Open the till and count the notes.", &["open", "count"][..]),
            ("Open the till, e.g. with a key. Then count the notes.", &["open", "count"]),
            ("Open **Payments**, enter `500` and click **Save**.", &["open", "enter", "click"]),
            ("Use the key to open the till and count the notes.", &["use"]),
            ("If the lamp is red, stop the belt and press the button", &["stop", "press"]),
            ("Click \"Save and close the till\".", &["click"]),
            ("The lead opens the till and counts the notes.", &[]),
            ("Run `open the till and close the till`.", &["run"]),
            ("Read the search and rescue plan.", &["read"]),
        ] {
            assert_eq!(verbs(text), expected, "{text}");
        }
    }

    #[test]
    fn a_clause_tells_by_its_subject_and_its_verb() {
        for (text, expected) in [
            ("The box is put on the shelf.", Some(Telling::Nobody)),
            ("You can put the box on the shelf.", Some(Telling::Nobody)),
            ("The lead puts the box on the shelf.", Some(Telling::Somebody)),
            ("The box should stand on the shelf.", Some(Telling::Somebody)),
            ("Any box that is open", None),
            ("Put the box on the shelf.", None),
        ] {
            let unit = step(text);
            assert_eq!(telling(&words(&unit), Language::english()), expected, "{text}");
        }
    }

    #[test]
    fn a_full_stop_before_a_capital_letter_ends_a_sentence() {
        let unit = step("Open v1.2 of the form, i.e. the old one. Fill it in; sign it.");
        let words = words(&unit);
        let firsts: Vec<_> = sentences(&words).map(|sentence| sentence[0].text.as_ref()).collect();
        assert_eq!(firsts, ["open", "fill", "sign"]);
    }
}
