//! Words, and what two texts have in common word by word.

use std::borrow::Cow;

use similar::{Algorithm, DiffOp, capture_diff_slices};
use unicode_normalization::UnicodeNormalization as _;

/// What a token is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// Letters, with inner apostrophes and hyphens.
    Word,
    /// Digits, with inner separators: `1,000.5`, `24/7`, `2.1`.
    Number,
    /// One character that is none of the others.
    Mark,
    /// White space.
    Space,
}

/// A piece of a text; the tokens of a text, joined, are the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token<'t> {
    /// The characters.
    pub text: &'t str,
    /// What they are.
    pub kind: TokenKind,
}

/// Cuts a text into its tokens.
#[must_use]
pub fn tokens(text: &str) -> Vec<Token<'_>> {
    Tokens::of(text).collect()
}

/// The tokens of a text, one after the other.
#[derive(Debug, Clone)]
pub struct Tokens<'t> {
    rest: &'t str,
}

impl<'t> Tokens<'t> {
    /// Begins before the first token.
    #[must_use]
    pub const fn of(text: &'t str) -> Self {
        Self { rest: text }
    }

    /// What lies behind the tokens that were taken.
    #[must_use]
    pub const fn rest(&self) -> &'t str {
        self.rest
    }
}

impl<'t> Iterator for Tokens<'t> {
    type Item = Token<'t>;

    fn next(&mut self) -> Option<Token<'t>> {
        let (kind, length) = match ascii_token(self.rest.as_bytes()) {
            Some(token) => token,
            None => token(self.rest)?,
        };
        let (text, rest) = self.rest.split_at(length);
        self.rest = rest;
        Some(Token { text, kind })
    }
}

/// The kind and length of the first token, where it and what follows it are ASCII; most
/// text is, and bytes are quicker to tell apart.
fn ascii_token(bytes: &[u8]) -> Option<(TokenKind, usize)> {
    let run = |belongs: fn(u8) -> bool, joins: fn(u8) -> bool| {
        let mut length = 1;
        loop {
            match bytes.get(length) {
                Some(byte) if belongs(*byte) => length += 1,
                Some(byte) if !byte.is_ascii() => return None,
                Some(byte) if joins(*byte) => match bytes.get(length + 1) {
                    Some(next) if belongs(*next) => length += 2,
                    Some(next) if !next.is_ascii() => return None,
                    _ => return Some(length),
                },
                _ => return Some(length),
            }
        }
    };
    let is_blank = |byte: u8| matches!(byte, b' ' | b'\t'..=b'\r');
    let first = *bytes.first()?;
    if first.is_ascii_alphabetic() {
        let joins = |byte: u8| matches!(byte, b'\'' | b'-' | b'_');
        Some((TokenKind::Word, run(|byte| byte.is_ascii_alphanumeric(), joins)?))
    } else if is_blank(first) {
        Some((TokenKind::Space, run(is_blank, |_| false)?))
    } else if first.is_ascii_digit() {
        let joins = |byte: u8| matches!(byte, b'.' | b',' | b':' | b'/' | b'-');
        Some((TokenKind::Number, run(|byte| byte.is_ascii_digit(), joins)?))
    } else {
        first.is_ascii().then_some((TokenKind::Mark, 1))
    }
}

/// The kind and length of the first token of any text.
fn token(rest: &str) -> Option<(TokenKind, usize)> {
    let first = rest.chars().next()?;
    Some(if first.is_whitespace() {
        (TokenKind::Space, run(rest, |c, _| c.is_whitespace()))
    } else if first.is_numeric() {
        let belongs = |c: char, next: &dyn Fn() -> Option<char>| {
            let joins = matches!(c, '.' | ',' | ':' | '/' | '-');
            c.is_numeric() || (joins && next().is_some_and(char::is_numeric))
        };
        (TokenKind::Number, run(rest, belongs))
    } else if first.is_alphabetic() {
        let belongs = |c: char, next: &dyn Fn() -> Option<char>| {
            let joins = matches!(c, '\'' | '’' | '-' | '_');
            c.is_alphanumeric()
                || is_mark(c)
                || (joins && next().is_some_and(char::is_alphanumeric))
        };
        (TokenKind::Word, run(rest, belongs))
    } else {
        (TokenKind::Mark, first.len_utf8())
    })
}

/// The words and numbers of a text, lower-cased, without punctuation.
pub fn plain_words(text: &str) -> impl Iterator<Item = Cow<'_, str>> + Clone {
    Tokens::of(text)
        .filter(|token| matches!(token.kind, TokenKind::Word | TokenKind::Number))
        .map(|token| lower(token.text))
}

/// The beginning of a text, of at most so many bytes.
#[must_use]
pub fn beginning(text: &str, most: usize) -> &str {
    let mut end = text.len().min(most);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// The end of a text, of at most so many bytes.
#[must_use]
pub fn ending(text: &str, most: usize) -> &str {
    let mut start = text.len().saturating_sub(most);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    &text[start..]
}

/// Combining marks belong to the letter before them.
const fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// How long the run of characters is that belong together; the first always does.
fn run(text: &str, belongs: impl Fn(char, &dyn Fn() -> Option<char>) -> bool) -> usize {
    let mut chars = text.chars();
    chars.next();
    loop {
        let at = text.len() - chars.as_str().len();
        let Some(c) = chars.next() else { return text.len() };
        let rest = chars.as_str();
        if !belongs(c, &|| rest.chars().next()) {
            return at;
        }
    }
}

/// The words and numbers of a text, lower-cased, without punctuation: what two
/// texts are compared by when their wording alone counts.
#[must_use]
pub fn word_key(text: &str) -> Vec<String> {
    plain_words(text).map(Cow::into_owned).collect()
}

/// NFC, lower case, straight apostrophes.
#[must_use]
pub fn plain(text: &str) -> String {
    lower(text).into_owned()
}

/// As [`plain`], without a copy where nothing changes.
#[must_use]
pub fn lower(text: &str) -> Cow<'_, str> {
    // Nearly every word is ASCII, and then normal already.
    if text.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
        return Cow::Borrowed(text);
    }
    if text.is_ascii() {
        return Cow::Owned(text.to_ascii_lowercase());
    }
    Cow::Owned(
        text.nfc().map(|c| if c == '’' { '\'' } else { c }).flat_map(char::to_lowercase).collect(),
    )
}

/// Unicode normalisation form C.
#[must_use]
pub fn nfc(text: &str) -> String {
    text.nfc().collect()
}

/// Whether the text is in normalisation form C already; cheap for ASCII.
#[must_use]
pub fn is_nfc(text: &str) -> bool {
    text.is_ascii() || unicode_normalization::is_nfc(text)
}

/// A run of a word diff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WordRun {
    /// In both texts.
    Same(String),
    /// Only in the old text.
    Deleted(String),
    /// Only in the new text.
    Inserted(String),
}

/// Two texts with more pairs of words than this, twenty thousand tokens each, are not
/// compared word by word.
const MOST_COMPARED: usize = 400_000_000;

/// What changed between two texts, as runs of whole words; deletions stand before
/// the insertions that replace them. Runs that only white space separates are joined.
#[must_use]
pub fn word_diff(old: &str, new: &str) -> Vec<WordRun> {
    let old_tokens: Vec<&str> = tokens(old).iter().map(|t| t.text).collect();
    let new_tokens: Vec<&str> = tokens(new).iter().map(|t| t.text).collect();
    let mut runs: Vec<WordRun> = Vec::new();
    let mut deleted = String::new();
    let mut inserted = String::new();
    let operations = if old_tokens.len().saturating_mul(new_tokens.len()) > MOST_COMPARED {
        whole_difference(&old_tokens, &new_tokens)
    } else {
        capture_diff_slices(Algorithm::Myers, &old_tokens, &new_tokens)
    };
    for (index, operation) in operations.iter().enumerate() {
        match *operation {
            DiffOp::Equal { old_index, len, .. } => {
                let same = old_tokens[old_index..old_index + len].concat();
                let bridges = index > 0 && index + 1 < operations.len() && same.trim().is_empty();
                if bridges {
                    deleted.push_str(&same);
                    inserted.push_str(&same);
                } else {
                    flush(&mut runs, &mut deleted, &mut inserted);
                    runs.push(WordRun::Same(same));
                }
            }
            DiffOp::Delete { old_index, old_len, .. } => {
                deleted.push_str(&old_tokens[old_index..old_index + old_len].concat());
            }
            DiffOp::Insert { new_index, new_len, .. } => {
                inserted.push_str(&new_tokens[new_index..new_index + new_len].concat());
            }
            DiffOp::Replace { old_index, old_len, new_index, new_len } => {
                deleted.push_str(&old_tokens[old_index..old_index + old_len].concat());
                inserted.push_str(&new_tokens[new_index..new_index + new_len].concat());
            }
        }
    }
    flush(&mut runs, &mut deleted, &mut inserted);
    runs
}

/// Of texts so long that comparing every word would take too long: the common beginning,
/// the common end, and all that lies between as one replacement.
fn whole_difference(old: &[&str], new: &[&str]) -> Vec<DiffOp> {
    let head = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let tail = old[head..].iter().rev().zip(new[head..].iter().rev());
    let tail = tail.take_while(|(a, b)| a == b).count();
    let (old_len, new_len) = (old.len() - head - tail, new.len() - head - tail);
    let equal = |old_index, new_index, len| DiffOp::Equal { old_index, new_index, len };
    let changed = DiffOp::Replace { old_index: head, old_len, new_index: head, new_len };
    let mut operations = vec![equal(0, 0, head), changed];
    operations.push(equal(old.len() - tail, new.len() - tail, tail));
    operations.retain(|operation| match operation {
        DiffOp::Equal { len, .. } => *len > 0,
        _ => old_len + new_len > 0,
    });
    operations
}

fn flush(runs: &mut Vec<WordRun>, deleted: &mut String, inserted: &mut String) {
    if !deleted.is_empty() {
        runs.push(WordRun::Deleted(std::mem::take(deleted)));
    }
    if !inserted.is_empty() {
        runs.push(WordRun::Inserted(std::mem::take(inserted)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(old: &str, new: &str) -> String {
        word_diff(old, new)
            .into_iter()
            .map(|run| match run {
                WordRun::Same(text) => text,
                WordRun::Deleted(text) => format!("[-{text}-]"),
                WordRun::Inserted(text) => format!("{{+{text}+}}"),
            })
            .collect()
    }

    #[test]
    fn bytes_and_characters_tell_the_same_tokens() {
        for text in [
            "Pay 2.5 % to O'Neil-Smith_2, 1,000.5; 24/7 (x) a- -b 3. 4.x",
            "l'été à 5° 1.é é1 x’y x-é 2-é\u{a0}z\tq\u{b}r",
        ] {
            let mut rest = text;
            while let Some((kind, length)) = token(rest) {
                if let Some(quick) = ascii_token(rest.as_bytes()) {
                    assert_eq!(quick, (kind, length), "{rest:?}");
                }
                rest = &rest[length..];
            }
        }
    }

    #[test]
    fn a_text_is_cut_between_characters() {
        assert_eq!((beginning("aéb", 2), beginning("aéb", 9)), ("a", "aéb"));
        assert_eq!((ending("aéb", 2), ending("aéb", 9)), ("b", "aéb"));
    }

    #[test]
    fn tokens_joined_are_the_text() {
        for text in
            ["", "Don't pay 1,000.50 EUR (24/7)!", "naïve  e\u{301}tat\t→ x_y", "…", "3.2.1."]
        {
            assert_eq!(tokens(text).iter().map(|t| t.text).collect::<String>(), text);
        }
        let kinds: Vec<_> = tokens("Pay 2.5 %").iter().map(|t| (t.text, t.kind)).collect();
        assert_eq!(kinds[2], ("2.5", TokenKind::Number));
    }

    #[test]
    fn whole_words_are_marked() {
        assert_eq!(
            marked("approves above 100 EUR.", "approves above 250 EUR."),
            "approves above [-100-]{+250+} EUR."
        );
        assert_eq!(
            marked("Finance must pay", "Finance should pay"),
            "Finance [-must-]{+should+} pay"
        );
        assert_eq!(marked("a b c d", "a x y d"), "a [-b c-]{+x y+} d");
        assert_eq!(marked("same", "same"), "same");
        assert_eq!(marked("", "new"), "{+new+}");
    }

    #[test]
    fn texts_of_any_length_are_compared() {
        let old = format!("begin {}end", "a ".repeat(15_000));
        let new = format!("begin {}end", "b ".repeat(15_000));
        let runs = word_diff(&old, &new);
        assert_eq!(runs.first(), Some(&WordRun::Same("begin ".to_owned())));
        assert_eq!(runs.last(), Some(&WordRun::Same(" end".to_owned())));
        assert_eq!(runs.len(), 4);
        assert_eq!(word_diff(&old, &old), [WordRun::Same(old)]);
    }

    #[test]
    fn the_key_knows_no_case_and_no_punctuation() {
        assert_eq!(word_key("Don’t PAY, 1.5%"), ["don't", "pay", "1.5"]);
    }
}
