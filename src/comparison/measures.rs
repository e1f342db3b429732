//! The numbers of a text with what they depend on: sign, comparator, currency, unit.
//!
//! Everything that could turn one limit into another is part of the measure, as
//! written: `-5 °C`, `< 5 bar`, `€5`, `5 MW`. Nothing here knows what changed.

use crate::language::Language;
use crate::text::{Token, TokenKind, plain, tokens};

/// The numbers of a text, in order.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Measures {
    /// Numbers with what they count, and comparators between words.
    pub(super) limits: Vec<String>,
    /// `step 4`, `§ 2`.
    pub(super) references: Vec<String>,
}

const REFERENCE_WORDS: [&str; 9] =
    ["step", "steps", "section", "table", "figure", "chapter", "clause", "appendix", "page"];

impl Measures {
    /// Reads the measures of a text.
    pub(super) fn of(text: &str, language: &Language) -> Self {
        let tokens = tokens(text);
        let mut found = Self::default();
        for (index, token) in tokens.iter().enumerate() {
            match token.kind {
                TokenKind::Number => found.number(&tokens, index, language),
                TokenKind::Mark => found.mark(&tokens, index),
                TokenKind::Word | TokenKind::Space => {}
            }
        }
        found
    }

    fn number(&mut self, tokens: &[Token<'_>], index: usize, language: &Language) {
        let number = tokens[index].text;
        let before = solid(&tokens[..index]).last();
        if let Some(word) = before.map(|token| plain(token.text))
            && (REFERENCE_WORDS.contains(&word.as_str()) || word == "§")
        {
            self.references.push(format!("{word} {number}"));
            return;
        }
        self.limits.push(format!(
            "{}{number}{}",
            lead(&tokens[..index], language),
            unit(&tokens[index + 1..], language)
        ));
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
            if is_code && language.is_unit(mark) {
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
            if text.chars().count() >= 3 && language.is_unit(&lower) {
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

/// Whether a word looks like a unit that no list has: `m`, `mW`, `cm2`.
fn is_symbol(word: &str) -> bool {
    let length = word.chars().count();
    length == 1 || (length <= 4 && word.chars().skip(1).any(|c| c.is_uppercase() || c.is_numeric()))
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
            assert_eq!(Measures::of(text, Language::english()).limits, [limit], "{text}");
        }
        let none = Measures::of("Go to File -> Save – now.", Language::english());
        assert_eq!(none, Measures::default());
    }
}
