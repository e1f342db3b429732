//! Where a text names a document by its number.
//!
//! A number counts where it stands as a word of its own. `SOP-001` is none in `SOP-0011`,
//! `SOP-001-A` or `SOP-001.2`, which are other numbers, and none in an address or in the name
//! of a file: these lead to a file, which is called as it is called.
//!
//! A number without a letter, such as `7` or `4.2`, is none in a text: nobody can tell it from
//! an amount, a day or a step. Only a field that refers to a document means it.

use crate::source::Span;
use crate::text::word_key;

/// The places in a text where a document is named by its number, in any case, in order; none
/// for a number without a letter.
#[must_use]
pub fn mentions(text: &str, id: &str) -> Vec<Span> {
    if id.contains(char::is_alphabetic) { occurrences(text, id) } else { Vec::new() }
}

/// The places where a number stands, whatever it looks like: for a value that can only be the
/// number of a document.
#[must_use]
pub fn occurrences(text: &str, id: &str) -> Vec<Span> {
    let (upper, wanted) = (text.to_ascii_uppercase(), id.to_ascii_uppercase());
    if wanted.is_empty() {
        return Vec::new();
    }
    let found = upper.match_indices(&wanted).map(|(at, _)| Span::new(at, at + wanted.len()));
    found.filter(|span| is_word(text, *span) && !is_in_address(text, *span)).collect()
}

/// The text that takes the place of a mention: in lower case where that is.
#[must_use]
pub fn written_as(mention: &str, new: &str) -> String {
    let is_lower =
        mention.chars().any(char::is_lowercase) && !mention.chars().any(char::is_uppercase);
    if is_lower { new.to_lowercase() } else { new.to_owned() }
}

/// The lines of a text, from 1, below its front matter that name a step by a number from `first`
/// on: `step 4`, `steps 2-5`.
#[must_use]
pub fn lines_naming_steps(text: &str, body_start: usize, first: u64) -> Vec<usize> {
    let (front, body) = text.split_at_checked(body_start).unwrap_or((text, ""));
    let before = front.lines().count();
    let names = |line: &str| {
        word_key(line).windows(2).any(|pair| {
            matches!(pair[0].as_str(), "step" | "steps")
                && pair[1].split('-').any(|part| part.parse::<u64>().is_ok_and(|n| n >= first))
        })
    };
    let lines = body.lines().enumerate().filter(|(_, line)| names(line));
    lines.map(|(index, _)| before + index + 1).collect()
}

fn is_word(text: &str, span: Span) -> bool {
    let before = text.get(..span.start).unwrap_or_default();
    let behind = text.get(span.end..).unwrap_or_default();
    let joins = |c: char| c.is_alphanumeric() || c == '_';
    let begins = match before.chars().next_back() {
        // `A-SOP-001` is another number; `– SOP-001` and `/ SOP-001` are not joined to it.
        Some('-' | '.') => !before.chars().rev().nth(1).is_some_and(joins),
        Some(c) => !joins(c),
        None => true,
    };
    let mut next = behind.chars();
    let ends = match next.next() {
        Some('-' | '.') => !next.next().is_some_and(joins),
        Some(c) => !joins(c),
        None => true,
    };
    begins && ends
}

/// Whether the word around it, from blank to blank, is a path or an address.
fn is_in_address(text: &str, span: Span) -> bool {
    let is_end = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '<' | '>' | '`');
    let before = text.get(..span.start).unwrap_or_default();
    let before = before.rsplit(is_end).next().unwrap_or_default();
    let behind = text.get(span.end..).unwrap_or_default();
    // `SOP-001/SOP-002` are two numbers; `docs/SOP-001` and `SOP-001/index.md` are paths.
    let is_below = before
        .strip_suffix('/')
        .is_some_and(|above| !above.ends_with(|c: char| c.is_ascii_digit()));
    let is_above = behind
        .strip_prefix('/')
        .is_some_and(|below| below.starts_with(|c: char| !c.is_uppercase() && !c.is_whitespace()));
    before.contains("://") || is_below || is_above
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> usize {
        mentions(text, "SOP-001").len()
    }

    #[test]
    fn a_number_is_a_word_of_its_own() {
        for text in [
            "SOP-001",
            "See SOP-001.",
            "(sop-001)",
            "**SOP-001**, then",
            "SOP-001#kick-off",
            "\"SOP-001\"",
            "SOP-001: Refunds",
            "[SOP-001][x]",
            "`SOP-001`",
            "SOP-001/SOP-002",
            "SOP-002/SOP-001",
            "SOP-001 - the first",
            "– SOP-001",
        ] {
            assert_eq!(found(text), 1, "{text}");
        }
        for text in [
            "SOP-0011",
            "SOP-001-A",
            "SOP-001.2",
            "SOP-001_x",
            "XSOP-001",
            "QA-SOP-001",
            "sop-001-refunds.md",
            "SOP-001.md",
            "docs/SOP-001",
            "SOP-001/index.md",
            "https://dms.example/?id=SOP-001",
            "SOP-001é",
        ] {
            assert_eq!(found(text), 0, "{text}");
        }
        assert_eq!(found("SOP-001 and SOP-001 and sop-001"), 3);
        assert_eq!(mentions("x", ""), []);
    }

    #[test]
    fn a_number_without_a_letter_is_named_in_fields_only() {
        for id in ["7", "4.2", "12-7"] {
            assert_eq!(mentions(&format!("1. Wait {id} days."), id), [], "{id}");
            assert_eq!(occurrences(&format!("\"{id}#close\""), id).len(), 1, "{id}");
        }
    }

    #[test]
    fn a_mention_keeps_its_case() {
        assert_eq!(written_as("sop-001", "SOP-010"), "sop-010");
        assert_eq!(written_as("SOP-001", "SOP-010"), "SOP-010");
        assert_eq!(written_as("Sop-001", "SOP-010"), "SOP-010");
    }
}
