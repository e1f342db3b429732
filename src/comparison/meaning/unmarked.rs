//! What the hand looks for without any markup: combinations of keys (`Ctrl+S`) and paths of
//! menus (`Users > Add`); and addresses, which are one word whatever they hold.

use crate::document::blocks::MarkKind;
use crate::document::outline::Unit;
use crate::language::{Language, WordClass};
use crate::text::{Token, TokenKind, plain, tokens};

/// The name of an entry of a menu has no more tokens, blanks among them.
const LONGEST_ENTRY: usize = 9;

/// A range of bytes.
type Span = (usize, usize);

/// The combinations of keys and the paths of menus of a unit: where they stand, in order.
pub(super) fn targets(unit: &Unit, language: &Language) -> Vec<Span> {
    let mut found = spans(&unit.text, language);
    for span in &mut found {
        let (from, to) = *span;
        // A bold entry is known as a whole: "File > **Save as**".
        let bold = unit.marks.iter().filter(|mark| mark.kind == MarkKind::Strong);
        for mark in bold.filter(|mark| mark.start < to && from < mark.end) {
            *span = (mark.start.min(span.0), mark.end.max(span.1));
        }
    }
    found
}

/// The ranges of a text that are one word: keys, paths of menus, addresses.
pub(super) fn single_words(text: &str, language: &Language) -> Vec<Span> {
    let mut found = spans(text, language);
    let start_of = |word: &str| word.as_ptr().addr() - text.as_ptr().addr();
    let addresses = text.split_whitespace().filter_map(|word| {
        let sign = |c: char| !c.is_alphanumeric() && c != '/';
        let address = word.trim_matches(sign);
        (is_address(word) && !address.is_empty())
            .then(|| (start_of(address), start_of(address) + address.len()))
    });
    found.extend(addresses);
    found.sort_unstable();
    found
}

/// Whether a word is the address of a page or of somebody.
pub(super) fn is_address(word: &str) -> bool {
    word.contains("://") || word.starts_with("www.") || word.contains('@')
}

fn spans(text: &str, language: &Language) -> Vec<Span> {
    let mut at = 0;
    let mut places = Vec::new();
    let tokens = tokens(text);
    for token in &tokens {
        places.push(at);
        at += token.text.len();
    }
    places.push(at);
    let mut found = Vec::new();
    let mut index = 0;
    while index < tokens.len() {
        let run = keys(&tokens, index, language).or_else(|| path(&tokens, index, language));
        match run {
            // Places never run back: an entry before a sign may begin behind the last run.
            Some((from, end)) => {
                found.push((places[from], places[end]));
                index = end.max(index + 1);
            }
            None => index += 1,
        }
    }
    found
}

/// The combination of keys that begins at `index`: its first token and the one behind it.
fn keys(tokens: &[Token<'_>], index: usize, language: &Language) -> Option<(usize, usize)> {
    let first = tokens[index];
    if first.kind != TokenKind::Word || !language.is(WordClass::Key, &plain(first.text)) {
        return None;
    }
    let is_plus = |at: usize| tokens.get(at).is_some_and(|token| token.text == "+");
    let mut end = index + 1;
    while is_plus(end) && tokens.get(end + 1).is_some_and(|key| key.kind != TokenKind::Space) {
        end += 2;
    }
    (end > index + 1).then_some((index, end))
}

/// The path of menus whose first sign stands at `index`.
fn path(tokens: &[Token<'_>], index: usize, language: &Language) -> Option<(usize, usize)> {
    if !is_step_of_path(tokens, index) || index < 2 {
        return None;
    }
    let is_name = |at: usize| {
        let word = tokens.get(at).filter(|token| token.kind == TokenKind::Word);
        word.is_some_and(|word| word.text.starts_with(char::is_uppercase))
    };
    let mut from = index.checked_sub(2).filter(|at| is_name(*at))?;
    while from >= 2 && is_name(from - 2) && tokens[from - 1].kind == TokenKind::Space {
        from -= 2;
    }
    // "Open Users > Add": the capital letter of the first word is that of the sentence.
    let begins = tokens[..from].iter().all(|token| token.kind == TokenKind::Space)
        || tokens[..from]
            .iter()
            .rfind(|t| t.kind != TokenKind::Space)
            .is_some_and(|t| t.text == ".");
    if begins && from + 2 < index {
        from += 2;
    }
    let mut end = index + 1;
    loop {
        let entry = end + 1;
        let is_article = tokens
            .get(entry)
            .is_some_and(|word| language.is(WordClass::Determiner, &plain(word.text)));
        if !is_name(entry) || is_article {
            return (end > index + 1).then_some((from, end.saturating_sub(2).max(from + 1)));
        }
        let more = (entry..tokens.len().min(entry + LONGEST_ENTRY))
            .take_while(|at| {
                matches!(tokens[*at].kind, TokenKind::Word | TokenKind::Space)
                    || is_step_of_path(tokens, *at)
            })
            .find(|at| is_step_of_path(tokens, *at));
        if let Some(sign) = more {
            end = sign + 1;
            continue;
        }
        end = entry + 1;
        while is_name(end + 1) && tokens[end].kind == TokenKind::Space {
            end += 2;
        }
        return Some((from, end));
    }
}

/// Whether a sign between two blanks leads from one menu to the next.
fn is_step_of_path(tokens: &[Token<'_>], at: usize) -> bool {
    let is_blank = |at: usize| tokens.get(at).is_some_and(|token| token.kind == TokenKind::Space);
    matches!(tokens[at].text, ">" | "→" | "›" | "»")
        && is_blank(at + 1)
        && at.checked_sub(1).is_some_and(is_blank)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_and_menus_are_found() {
        for (text, found) in [
            ("Press Ctrl+S to keep it.", vec!["Ctrl+S"]),
            ("Press Ctrl+Alt+F4.", vec!["Ctrl+Alt+F4"]),
            ("Open Users > Add now.", vec!["Users > Add"]),
            (
                "Go to Settings > User accounts > Add and wait.",
                vec!["Settings > User accounts > Add"],
            ),
            ("Choose Stock → Print.", vec!["Stock → Print"]),
            ("Press Start → The lamp is green.", vec![]),
            ("Hold pressure > limit.", vec![]),
        ] {
            let spans = spans(text, Language::english());
            let said: Vec<&str> = spans.iter().map(|(start, end)| &text[*start..*end]).collect();
            assert_eq!(said, found, "{text}");
        }
    }
}
