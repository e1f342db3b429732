//! What belongs to a number: what stands before it, its unit, how often, and the other
//! end of a range.

use crate::language::{Language, WordClass};
use crate::text::{Token, TokenKind, plain};

/// The tokens that are not white space.
pub(super) fn solid<'a, 't>(
    tokens: &'a [Token<'t>],
) -> impl DoubleEndedIterator<Item = &'a Token<'t>> {
    tokens.iter().filter(|token| token.kind != TokenKind::Space)
}

/// What stands before a number and belongs to it, from right to left: a decimal point,
/// a currency, a sign, an operator, a comparator; and the index of the token it begins with.
pub(super) fn lead(before: &[Token<'_>], language: &Language) -> (String, usize) {
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
            end = at;
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
                end = at;
            }
            break;
        }
        end = at;
    }
    (lead, end)
}

/// The run of comparators that ends at `last`, in one spelling.
pub(super) fn comparator(tokens: &[Token<'_>], last: usize) -> String {
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

/// What stands behind a number and belongs to it.
#[derive(Debug, Default)]
pub(super) struct Unit {
    /// With a blank before it: ` %`, ` °C`, ` mg/kg`, ` working days`, ` times per week`.
    pub(super) said: String,
    /// The index of the first token behind it.
    pub(super) end: usize,
}

/// The unit of a number, which begins at `from`. Symbols are as written; units that are
/// whole words have no case.
pub(super) fn unit(tokens: &[Token<'_>], from: usize, language: &Language) -> Unit {
    let (mut said, mut behind) = simple_unit(&tokens[from..], language);
    if said.is_empty()
        && let Some((modifier, at)) = modifier(&tokens[from..], language)
    {
        let (unit, length) = simple_unit(&tokens[from + at..], language);
        if unit.chars().count() > 2 {
            (said, behind) = (format!(" {modifier}{unit}"), at + length);
        }
    }
    if let Some((period, end)) = per(tokens, from + behind, language)
        && !said.is_empty()
    {
        return Unit { said: format!("{said} per {period}"), end };
    }
    Unit { said, end: from + behind }
}

/// `working` of "5 working days", and how many tokens it takes.
fn modifier(after: &[Token<'_>], language: &Language) -> Option<(String, usize)> {
    let [blank, word, ..] = after else { return None };
    let text = plain(word.text);
    let is_one = blank.kind == TokenKind::Space && language.is(WordClass::Modifier, &text);
    is_one.then_some((text, 2))
}

/// The unit at the beginning of `after` and how many tokens it takes.
fn simple_unit(after: &[Token<'_>], language: &Language) -> (String, usize) {
    let none = || (String::new(), 0);
    let blank = usize::from(after.first().is_some_and(|token| token.kind == TokenKind::Space));
    let rest = &after[blank..];
    let Some(first) = rest.first() else { return none() };
    let word = |at: usize| rest.get(at).filter(|token| token.kind == TokenKind::Word);
    let mut end = 1;
    let mut unit = match first.text {
        "°" => {
            let scale = word(1).map_or("", |scale| scale.text);
            end += usize::from(!scale.is_empty());
            format!(" °{scale}")
        }
        "%" | "‰" | "‱" | "℃" | "℉" | "′" | "″" => format!(" {}", first.text),
        // "a 24-hour shift"
        "-" if blank == 0 => match word(1) {
            Some(unit) if language.is_unit(&plain(unit.text)) => {
                end = 2;
                format!(" {}", plain(unit.text))
            }
            _ => return none(),
        },
        sign if is_currency(sign) => format!(" {sign}"),
        text if first.kind == TokenKind::Word => {
            let lower = plain(text);
            let is_ordinal = blank == 0 && language.is(WordClass::Ordinal, &lower);
            if is_ordinal {
                // "On the 5th of it" is a day, "a 3rd party" is not.
                let next = solid(&rest[1..]).next().filter(|next| next.kind == TokenKind::Word);
                let is_day = next.is_none_or(|next| {
                    matches!(plain(next.text).as_str(), "of" | "day" | "working" | "business")
                        || is_month(next.text, language)
                });
                if !is_day {
                    return none();
                }
                let (month, length) = month(&rest[1..], language);
                return (format!("{lower}{month}"), 1 + length);
            }
            if is_month(text, language) {
                return month(after, language);
            }
            if blank == 0 && !language.is_unit(text) && !language.is_unit(&lower) {
                return none();
            }
            if text.chars().count() >= 3 && language.is_unit(&lower) {
                // A word as people write it at the beginning of a line.
                format!(" {}", if language.is_unit(text) { text } else { &lower })
            } else if language.is_unit(text) || language.is_unit(&lower) || is_symbol(text) {
                format!(" {text}")
            } else {
                return none();
            }
        }
        _ => return none(),
    };
    while rest.get(end).is_some_and(|token| matches!(token.text, "/" | "·"))
        && let Some(per) = word(end + 1)
    {
        unit.push_str(rest[end].text);
        unit.push_str(per.text);
        end += 2;
    }
    (unit, blank + end)
}

/// The month behind a day, with its year: ` March 2026`.
fn month(after: &[Token<'_>], language: &Language) -> (String, usize) {
    let blank = usize::from(after.first().is_some_and(|token| token.kind == TokenKind::Space));
    let Some(month) = after.get(blank).filter(|word| is_month(word.text, language)) else {
        return (String::new(), 0);
    };
    match &after[blank + 1..] {
        [space, year, ..]
            if space.kind == TokenKind::Space
                && year.kind == TokenKind::Number
                && year.text.len() == 4 =>
        {
            (format!(" {} {}", month.text, year.text), blank + 3)
        }
        _ => (format!(" {}", month.text), blank + 1),
    }
}

/// The period of "a week", "per week", "each week" at `from`, and the token behind it.
pub(super) fn per(
    tokens: &[Token<'_>],
    from: usize,
    language: &Language,
) -> Option<(String, usize)> {
    let [blank, each, space, period, ..] = tokens.get(from..)? else { return None };
    let (each, period) = (plain(each.text), plain(period.text));
    let is_per = matches!(each.as_str(), "a" | "an" | "per" | "each" | "every" | "in");
    let are_blank = blank.kind == TokenKind::Space && space.kind == TokenKind::Space;
    (is_per && are_blank && language.is(WordClass::Period, &period)).then_some((period, from + 4))
}

/// The index of the number that ends a range which goes on at `from`: behind a dash, "to",
/// or, of "between", "and".
pub(super) fn other_end(
    tokens: &[Token<'_>],
    from: usize,
    is_between: bool,
    language: &Language,
) -> Option<usize> {
    let is_blank = |at: usize| tokens.get(at).is_some_and(|token| token.kind == TokenKind::Space);
    let spaced = is_blank(from);
    let joint = from + usize::from(spaced);
    let joins = match plain(tokens.get(joint)?.text).as_str() {
        "-" | "–" | "—" => true,
        "to" => spaced,
        "and" => spaced && is_between,
        _ => false,
    };
    if !joins || is_blank(joint + 1) != spaced {
        return None;
    }
    let mut number = joint + 1 + usize::from(spaced);
    while tokens
        .get(number)
        .is_some_and(|token| sign(token.text).is_some() || is_currency(token.text))
    {
        number += 1;
    }
    let last = tokens.get(number)?;
    let is_number = match last.kind {
        TokenKind::Number => !last.text.contains('/') && !has_leading_zero(last.text),
        TokenKind::Word => language.number_word(&plain(last.text)).is_some(),
        _ => false,
    };
    is_number.then_some(number)
}

/// A range in one number, `5-10`, with the dash that ranges have.
pub(super) fn range(number: &str) -> String {
    let ends: Vec<&str> = number.split('-').collect();
    match ends[..] {
        [from, to] if !has_leading_zero(from) && !has_leading_zero(to) => format!("{from}–{to}"),
        _ => number.to_owned(),
    }
}

fn has_leading_zero(number: &str) -> bool {
    number.starts_with('0')
        && number[1..].starts_with(|c: char| c.is_ascii_digit())
        && !number.contains(':')
}

pub(super) fn is_month(word: &str, language: &Language) -> bool {
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

pub(super) fn is_comparator(mark: &str) -> bool {
    matches!(mark, "<" | ">" | "≤" | "≥" | "=" | "≠" | "~" | "≈" | "≪" | "≫")
}

/// Plus, minus in its spellings, plus-minus.
pub(super) fn sign(mark: &str) -> Option<&'static str> {
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
pub(super) fn is_lead(mark: &str) -> bool {
    is_comparator(mark) || sign(mark).is_some() || is_currency(mark) || mark == "."
}
