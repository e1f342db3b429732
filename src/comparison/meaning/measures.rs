//! The numbers of a text with what they depend on: sign, comparator, currency, unit.
//!
//! Everything that could turn one limit into another is part of the measure, as
//! written: `-5 °C`, `< 5 bar`, `€5`, `5 MW`. Nothing here knows what changed.

use crate::document::blocks::MarkKind;
use crate::document::outline::Unit;
use crate::language::{Language, WordClass};
use crate::text::{Token, TokenKind, plain, tokens};

use super::names::{is_dotted, names};

/// So many signs stand before a number at most.
const LONGEST_LEAD: usize = 16;
/// So many tokens behind a reference its list may go on.
const FARTHEST_REFERENCE: usize = 40;

/// The numbers of a text, in order.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Measures {
    /// Numbers with what they count, days and frequencies, and comparators between words.
    pub(super) limits: Vec<String>,
    /// `step 4`, `§ 2`.
    pub(super) references: Vec<Reference>,
}

/// A number that names a place in a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reference {
    /// What it is a number of, in the singular.
    pub(super) word: String,
    /// The number as written, or a range of numbers.
    pub(super) number: String,
    /// Where the number stands in the text, in bytes.
    pub(super) at: usize,
}

impl Reference {
    /// `step 4`.
    pub(super) fn said(&self) -> String {
        format!("{} {}", self.word, self.number)
    }
}

impl Measures {
    /// Reads the measures of a unit. Numbers in names are none: in addresses, file names,
    /// versions, and code that is more than an amount.
    pub(super) fn of(unit: &Unit, language: &Language) -> Self {
        let codes = unit.marks.iter().filter(|mark| mark.kind == MarkKind::Code);
        let named = codes.filter(|mark| {
            let code = unit.text.get(mark.start..mark.end).unwrap_or_default();
            !is_amount(code, language)
        });
        let named: Vec<(usize, usize)> = named.map(|mark| (mark.start, mark.end)).collect();
        Self::read(&unit.text, &named, language)
    }

    /// Reads the measures of a text without marks.
    pub(super) fn of_text(text: &str, language: &Language) -> Self {
        Self::read(text, &[], language)
    }

    /// `named` are the ranges of bytes in which no number is an amount.
    fn read(text: &str, named: &[(usize, usize)], language: &Language) -> Self {
        let tokens = tokens(text);
        let names = names(text);
        let mut found = Self::default();
        let mut at = 0;
        let mut last_reference = None;
        for (index, token) in tokens.iter().enumerate() {
            let is_in = |ranges: &[(usize, usize)]| {
                let behind = ranges.partition_point(|(start, _)| *start <= at);
                behind > 0 && ranges[behind - 1].1 > at
            };
            if !is_in(named) && !is_in(&names) {
                match token.kind {
                    TokenKind::Number => {
                        found.number(&tokens, index, at, &mut last_reference, language);
                    }
                    TokenKind::Word => found.word(&tokens, index, language),
                    TokenKind::Mark => found.mark(&tokens, index),
                    TokenKind::Space => {}
                }
            }
            at += token.text.len();
        }
        found
    }

    fn number(
        &mut self,
        tokens: &[Token<'_>],
        index: usize,
        at: usize,
        last_reference: &mut Option<(String, usize)>,
        language: &Language,
    ) {
        let number = tokens[index].text;
        let unit = unit(&tokens[index + 1..], language);
        if let Some(word) = refers(tokens, index, last_reference.as_ref(), language)
            && unit.is_empty()
        {
            *last_reference = Some((word.clone(), index));
            self.references.push(Reference { word, number: number.to_owned(), at });
            return;
        }
        let before = solid(&tokens[..index]).last().map(|token| plain(token.text));
        let is_version =
            before.is_some_and(|word| language.is(WordClass::Version, &word) || word == "#");
        let is_glued = tokens.get(index + 1).is_some_and(|next| next.kind == TokenKind::Word);
        if is_version || is_dotted(number) || (is_glued && unit.is_empty()) {
            return;
        }
        self.limits.push(format!("{}{number}{unit}", lead(&tokens[..index], language)));
    }

    /// A number that is written as a word, a day of the week, or how often.
    fn word(&mut self, tokens: &[Token<'_>], index: usize, language: &Language) {
        let word = plain(tokens[index].text);
        let unit = || unit(&tokens[index + 1..], language);
        if let Some(digits) = language.number_word(&word) {
            self.limits.push(format!("{}{digits}{}", lead(&tokens[..index], language), unit()));
        } else if word == "one" {
            let unit = unit();
            if !unit.is_empty() {
                self.limits.push(format!("1{unit}"));
            }
        } else if language.is(WordClass::Weekday, &word) || language.is(WordClass::Frequency, &word)
        {
            self.limits.push(word);
        }
    }

    /// A comparator that no number follows (`pressure < limit`), and the sign behind a
    /// symbol (`O+`, `Na+`).
    fn mark(&mut self, tokens: &[Token<'_>], index: usize) {
        let mark = tokens[index].text;
        let before = index.checked_sub(1).map(|before| tokens[before]);
        let next = tokens.get(index + 1);
        if is_comparator(mark) {
            let is_arrow = mark == ">" && before.is_some_and(|t| matches!(t.text, "-" | "="));
            let goes_on = next.is_some_and(|next| is_comparator(next.text));
            let has_number = solid(&tokens[index + 1..])
                .take(LONGEST_LEAD)
                .find(|token| !is_lead(token.text))
                .is_some_and(|token| token.kind == TokenKind::Number);
            if !is_arrow && !goes_on && !has_number {
                self.limits.push(comparator(tokens, index));
            }
        } else if let Some(sign) = sign(mark)
            && let Some(symbol) = before.filter(|token| token.kind == TokenKind::Word)
            && symbol.text.chars().count() <= 2
            && symbol.text.starts_with(char::is_uppercase)
            && next.is_none_or(|next| next.kind != TokenKind::Word)
        {
            self.limits.push(format!("{}{sign}", symbol.text));
        }
    }
}

/// The tokens that are not white space.
fn solid<'a, 't>(tokens: &'a [Token<'t>]) -> impl DoubleEndedIterator<Item = &'a Token<'t>> {
    tokens.iter().filter(|token| token.kind != TokenKind::Space)
}

/// What stands before a number and belongs to it, from right to left: a decimal point,
/// a currency, a sign, an operator, a comparator.
fn lead(before: &[Token<'_>], language: &Language) -> String {
    let mut lead = String::new();
    let mut end = before.len();
    while let Some(at) = before[..end].iter().rposition(|token| token.kind != TokenKind::Space) {
        let mark = before[at].text;
        let touches = at + 1 == end;
        let outer = at.checked_sub(1).map(|outer| before[outer]);
        let begins = outer.is_none_or(|outer| {
            outer.kind == TokenKind::Space
                || (outer.kind == TokenKind::Mark
                    && !matches!(outer.text, "%" | "‰" | "°" | ")" | "]"))
        });
        if is_comparator(mark) {
            lead.insert(0, ' ');
            lead.insert_str(0, &comparator(before, at));
            break;
        }
        if let Some(sign) = sign(mark) {
            let compared = solid(&before[..at]).last().is_some_and(|t| is_comparator(t.text));
            if (touches && begins) || compared || (sign != "-" && !touches) {
                lead.insert_str(0, sign);
            } else {
                break;
            }
        } else if mark == "." && touches && begins && lead.is_empty() {
            lead.insert(0, '.');
        } else if is_currency(mark) || matches!(mark, "×" | "÷" | "^" | "*" | "/") {
            lead.insert_str(0, mark);
        } else {
            let is_code = mark.len() == 3 && mark.chars().all(|c| c.is_ascii_uppercase());
            // In "5 January 2026" the month belongs to the day.
            let day = solid(&before[..at]).last().is_some_and(|day| {
                day.kind == TokenKind::Number || language.is(WordClass::Ordinal, &plain(day.text))
            });
            if (is_code && language.is_unit(mark)) || (is_month(mark, language) && !day) {
                lead.insert_str(0, &format!("{mark} "));
            }
            break;
        }
        end = at;
    }
    lead
}

/// The run of comparators that ends at `last`, in one spelling.
fn comparator(tokens: &[Token<'_>], last: usize) -> String {
    let first = tokens[..last]
        .iter()
        .rposition(|token| !is_comparator(token.text) && token.text != "!")
        .map_or(0, |before| before + 1);
    let run: String = tokens[first..=last].iter().map(|token| token.text).collect();
    match run.as_str() {
        "<=" => "≤".to_owned(),
        ">=" => "≥".to_owned(),
        "!=" => "≠".to_owned(),
        _ => run,
    }
}

/// What stands behind a number and belongs to it, with a blank before it: ` %`, ` °C`,
/// ` mg/kg`. Symbols are as written; units that are whole words have no case.
fn unit(after: &[Token<'_>], language: &Language) -> String {
    let blank = usize::from(after.first().is_some_and(|token| token.kind == TokenKind::Space));
    let after = &after[blank..];
    let Some(first) = after.first() else { return String::new() };
    let word = |at: usize| after.get(at).filter(|token| token.kind == TokenKind::Word);
    let mut end = 1;
    let mut unit = match first.text {
        "°" => {
            end = 2;
            format!(" °{}", word(1).map_or("", |scale| scale.text))
        }
        "%" | "‰" | "‱" | "℃" | "℉" | "′" | "″" => format!(" {}", first.text),
        sign if is_currency(sign) => format!(" {sign}"),
        text if first.kind == TokenKind::Word => {
            let lower = plain(text);
            if blank == 0 && language.is(WordClass::Ordinal, &lower) {
                // "On the 5th of it" is a day, "a 3rd party" is not.
                let next = solid(&after[1..]).next().filter(|next| next.kind == TokenKind::Word);
                let is_day = next.is_none_or(|next| {
                    matches!(plain(next.text).as_str(), "of" | "day" | "working" | "business")
                        || is_month(next.text, language)
                });
                if !is_day {
                    return String::new();
                }
                let month =
                    after.iter().find(|token| token.kind != TokenKind::Space && token.text != text);
                let month = month.filter(|month| is_month(month.text, language));
                return format!(
                    "{lower}{}",
                    month.map_or(String::new(), |m| format!(" {}", m.text))
                );
            }
            if blank == 0 && !language.is_unit(text) && !language.is_unit(&lower) {
                return String::new();
            }
            if is_month(text, language) {
                format!(" {text}")
            } else if text.chars().count() >= 3 && language.is_unit(&lower) {
                // A word as people write it at the beginning of a line.
                format!(" {}", if language.is_unit(text) { text } else { &lower })
            } else if language.is_unit(text) || language.is_unit(&lower) || is_symbol(text) {
                format!(" {text}")
            } else {
                return String::new();
            }
        }
        _ => return String::new(),
    };
    while after.get(end).is_some_and(|token| matches!(token.text, "/" | "·"))
        && let Some(per) = word(end + 1)
    {
        unit.push_str(after[end].text);
        unit.push_str(per.text);
        end += 2;
    }
    unit
}

/// What the number at `index` is a number of, where it names a place: `step 4`, `§ 2`, and
/// the numbers that go on behind one: `steps 4, 5 and 7`.
fn refers(
    tokens: &[Token<'_>],
    index: usize,
    last: Option<&(String, usize)>,
    language: &Language,
) -> Option<String> {
    let before = solid(&tokens[..index]).last().map(|token| plain(token.text))?;
    if before == "§" || language.is(WordClass::Reference, &before) {
        let singular = before.strip_suffix('s').unwrap_or(&before);
        return Some(singular.to_owned());
    }
    let (word, last) = last?;
    if index - last > FARTHEST_REFERENCE {
        return None;
    }
    // "Sections 3 (second paragraph), 4 and 7": what stands in brackets is passed over.
    let mut brackets = 0_usize;
    let goes_on = solid(&tokens[last + 1..index]).all(|token| {
        match token.text {
            "(" => brackets += 1,
            ")" => brackets = brackets.saturating_sub(1),
            _ if brackets > 0 => {}
            "," | "-" | "–" => {}
            word => return matches!(plain(word).as_str(), "and" | "or" | "to" | "through"),
        }
        true
    });
    goes_on.then(|| word.clone())
}

/// Whether code is an amount and nothing else: `100`, `-5 °C`.
fn is_amount(code: &str, language: &Language) -> bool {
    let mut has_number = false;
    for token in tokens(code) {
        match token.kind {
            TokenKind::Number => has_number = true,
            TokenKind::Word if !language.is_unit(token.text) => return false,
            TokenKind::Mark if !is_lead(token.text) && !matches!(token.text, "%" | "°") => {
                return false;
            }
            _ => {}
        }
    }
    has_number
}

fn is_month(word: &str, language: &Language) -> bool {
    word.starts_with(char::is_uppercase) && language.is(WordClass::Month, &plain(word))
}

/// Whether a word looks like a unit that no list has: `m`, `mW`, `cm2`. A short word in
/// capital letters alone is a name.
fn is_symbol(word: &str) -> bool {
    let length = word.chars().count();
    let is_mixed = word.chars().any(char::is_lowercase)
        && word.chars().skip(1).any(|c| c.is_uppercase() || c.is_numeric());
    (length == 1 && !matches!(word, "a" | "A" | "I")) || (length <= 4 && is_mixed)
}

fn is_comparator(mark: &str) -> bool {
    matches!(mark, "<" | ">" | "≤" | "≥" | "=" | "≠" | "~" | "≈" | "≪" | "≫")
}

/// Plus, minus in its spellings, plus-minus.
fn sign(mark: &str) -> Option<&'static str> {
    match mark {
        "+" => Some("+"),
        "-" | "−" | "–" => Some("-"),
        "±" => Some("±"),
        "∓" => Some("∓"),
        _ => None,
    }
}

fn is_currency(mark: &str) -> bool {
    matches!(mark, "€" | "$" | "£" | "¥" | "¢" | "₹" | "₽" | "₩" | "₺" | "₴" | "₪" | "₫" | "₱")
}

/// Whether a mark can stand between a comparator and its number.
fn is_lead(mark: &str) -> bool {
    is_comparator(mark) || sign(mark).is_some() || is_currency(mark) || mark == "."
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_the_number_with_all_that_turns_it() {
        for (text, limit) in [
            ("Cool to -5 °C.", "-5 °C"),
            ("Cool to −5°C.", "-5 °C"),
            ("Keep it < 5 bar.", "< 5 bar"),
            ("Keep it >= 5 bar.", "≥ 5 bar"),
            ("Set x != 5.", "≠ 5"),
            ("Set x = -5.", "= -5"),
            ("Give .5 mg.", ".5 mg"),
            ("Give 5 mg/kg.", "5 mg/kg"),
            ("Wait 5 Days.", "5 days"),
            ("Feed 5 MW.", "5 MW"),
            ("Hold ±5 %.", "±5 %"),
            ("Pay EUR 5.", "EUR 5"),
            ("Take group O-.", "O-"),
        ] {
            assert_eq!(Measures::of_text(text, Language::english()).limits, [limit], "{text}");
        }
        let none = Measures::of_text("Go to File -> Save – now.", Language::english());
        assert_eq!(none, Measures::default());
    }

    #[test]
    fn a_number_in_a_name_is_no_limit() {
        for text in [
            "Use 18f-help-wanted.",
            "Install 1.2.3.",
            "Install v1.2.3 of it.",
            "Take version 2 of the form.",
            "Open https://a.example/2024/05.",
            "Read docs/2024/plan.md.",
            "Log in with 2FA.",
            "Ask a 3rd party.",
            "See #123.",
        ] {
            assert_eq!(Measures::of_text(text, Language::english()), Measures::default(), "{text}");
        }
    }

    #[test]
    fn days_frequencies_and_numbers_in_words_are_limits() {
        for (text, limits) in [
            ("By Friday.", vec!["friday"]),
            ("Check it monthly.", vec!["monthly"]),
            ("Two people sign.", vec!["2 people"]),
            ("Pay within one week.", vec!["1 week"]),
            ("On 5 January 2026.", vec!["5 January", "2026"]),
            ("On January 5.", vec!["January 5"]),
            ("On the 5th of it.", vec!["5th"]),
            ("On 01.02.2026.", vec!["01.02.2026"]),
            ("One of them signs.", vec![]),
        ] {
            assert_eq!(Measures::of_text(text, Language::english()).limits, limits, "{text}");
        }
    }

    #[test]
    fn references_go_on_behind_the_first() {
        let found = Measures::of_text("See steps 4, 5 and 7 within 8 days.", Language::english());
        let said: Vec<String> = found.references.iter().map(Reference::said).collect();
        assert_eq!(said, ["step 4", "step 5", "step 7"]);
        assert_eq!(found.limits, ["8 days"]);
    }
}
