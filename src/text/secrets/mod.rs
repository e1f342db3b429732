//! Secrets in a text: keys, tokens and passwords that nobody meant to publish.
//!
//! Prefers being right to finding everything: what may stand for another value is no
//! secret. Says of which kind a secret is and where it stands, and never repeats it.

mod shapes;

use crate::source::Span;

use shapes::{Alphabet, KEYS, PASSWORDS, PLACEHOLDERS, SHAPES};

/// A secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Secret {
    /// What it is, with its article: `a GitHub token`.
    pub kind: &'static str,
    /// Where it stands.
    pub span: Span,
}

/// The secrets of a text, in order; no two overlap.
#[must_use]
pub fn secrets(text: &str) -> Vec<Secret> {
    let mut found = Vec::new();
    private_keys(text, &mut found);
    tokens(text, &mut found);
    web_tokens(text, &mut found);
    addresses(text, &mut found);
    assignments(text, &mut found);
    found.sort_by_key(|secret| secret.span);
    let mut end = 0;
    found.retain(|secret| {
        let is_apart = secret.span.start >= end;
        end = end.max(secret.span.end);
        is_apart
    });
    found
}

/// `-----BEGIN … PRIVATE KEY-----` with a key behind it.
fn private_keys(text: &str, found: &mut Vec<Secret>) {
    const BEGIN: &str = "-----BEGIN ";
    /// Fewer characters are no key but the sketch of one.
    const LEAST: usize = 64;
    /// So far behind its first line a key has shown that it is one.
    const REACH: usize = 600;
    for (start, _) in text.match_indices(BEGIN) {
        let rest = &text[start + BEGIN.len()..];
        let Some((label, behind)) = rest.split_once("-----") else { continue };
        let is_key = label.ends_with("PRIVATE KEY") || label.ends_with("PRIVATE KEY BLOCK");
        if label.len() > 40 || !is_key {
            continue;
        }
        let body = beginning_of(behind, REACH).split("-----END").next().unwrap_or_default();
        // In JSON the lines of a key are joined by `\n`; headers have a colon.
        let lines = body.split(['\n', '\\']).map(|line| line.trim().trim_start_matches(['n', 'r']));
        let key: String = lines.filter(|line| !line.contains(':')).collect();
        let is_base64 = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '=');
        if key.len() >= LEAST && key.chars().all(|c| is_base64(c) || c == '"') && is_varied(&key) {
            let end = text.len() - behind.len();
            found.push(Secret { kind: "a private key", span: Span::new(start, end) });
        }
    }
}

/// Tokens that are told by how they begin.
fn tokens(text: &str, found: &mut Vec<Secret>) {
    for shape in &SHAPES {
        for (start, _) in text.match_indices(shape.prefix) {
            let body = run(text, start + shape.prefix.len(), shape.body);
            let fits = body.len() >= shape.least && body.len() <= shape.most;
            if fits && begins_word(text, start) && is_random(body) {
                let end = start + shape.prefix.len() + body.len();
                found.push(Secret { kind: shape.kind, span: Span::new(start, end) });
            }
        }
    }
}

/// JSON web tokens: three parts in base64, of which the first two are objects.
fn web_tokens(text: &str, found: &mut Vec<Secret>) {
    /// What the tutorials of the format show, `{"sub":"1234567890`; and what GitHub puts into
    /// the addresses of pictures for some minutes, `{"iss":"github.com`.
    const HARMLESS: [&str; 2] = ["eyJzdWIiOiIxMjM0NTY3ODkw", "eyJpc3MiOiJnaXRodWIuY29t"];
    for (start, _) in text.match_indices("eyJ") {
        let token = run(text, start, Alphabet::Dotted);
        let parts: Vec<&str> = token.split('.').collect();
        if let [header, payload, signature] = parts.as_slice()
            && header.len() >= 10
            && payload.len() >= 10
            && payload.starts_with("eyJ")
            && !HARMLESS.iter().any(|harmless| payload.starts_with(harmless))
            && signature.len() >= 20
            && begins_word(text, start)
            && is_random(signature)
        {
            let span = Span::new(start, start + token.len());
            found.push(Secret { kind: "a JSON web token", span });
        }
    }
}

/// `scheme://user:password@host`.
fn addresses(text: &str, found: &mut Vec<Secret>) {
    for (scheme_end, separator) in text.match_indices("://") {
        let start = scheme_end + separator.len();
        let rest = &text[start..];
        let end = rest.find(|c: char| c.is_whitespace() || "/\"'`<>()".contains(c));
        let authority = &rest[..end.unwrap_or(rest.len())];
        let Some((login, host)) = authority.rsplit_once('@') else { continue };
        let Some((user, password)) = login.split_once(':') else { continue };
        let is_sketch = is_placeholder(host) || password.eq_ignore_ascii_case(user);
        if !is_sketch && is_password(password) {
            let at = start + user.len() + 1;
            let span = Span::new(at, at + password.len());
            found.push(Secret { kind: "a password in an address", span });
        }
    }
}

/// `password: …`, `api_key = "…"`, `| Password | … |`, `the password is …`.
fn assignments(text: &str, found: &mut Vec<Secret>) {
    let marks = text.match_indices([':', '=', '|']).chain(text.match_indices(" is "));
    for (at, mark) in marks {
        let name = name_before(&text[..at]);
        let ends_with = |names: &[&str]| names.iter().any(|known| name.ends_with(known));
        let is_for_people = ends_with(&PASSWORDS);
        if !is_for_people && !ends_with(&KEYS) {
            continue;
        }
        let Some(span) = value_behind(text, at + mark.len()) else { continue };
        let value = &text[span.start..span.end];
        let (kind, is_real) = if is_for_people {
            ("a password", is_password(value))
        } else {
            ("an access key", value.len() >= 16 && is_random(value))
        };
        if is_real {
            found.push(Secret { kind, span });
        }
    }
}

/// The word or words before a `:` or `=`, as far as they name something, in lower case and
/// without `-`, `_`, blanks and marks.
fn name_before(text: &str) -> String {
    /// The longest of the names that are looked for, with blanks and marks.
    const REACH: usize = 32;
    let line = text.rsplit('\n').next().unwrap_or_default();
    let backwards = line.chars().rev().take(REACH);
    let letters = backwards.filter(|c| !matches!(c, '-' | '_' | ' ' | '*' | '`' | '"' | '\''));
    let mut name: Vec<char> = letters.flat_map(char::to_lowercase).collect();
    name.reverse();
    name.into_iter().collect()
}

/// As much of a text as ends at or before a byte.
fn beginning_of(text: &str, most: usize) -> &str {
    let end = (0..=most.min(text.len())).rev().find(|end| text.is_char_boundary(*end));
    text.get(..end.unwrap_or(0)).unwrap_or_default()
}

/// The value behind a `:` or `=`: what stands in quotation marks, else one word.
fn value_behind(text: &str, at: usize) -> Option<Span> {
    let rest = text.get(at..)?;
    let line = rest.split('\n').next()?;
    let value = line.trim_start_matches([' ', '\t', '=', '>', '*']);
    let start = at + (line.len() - value.len());
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'));
    let (start, value) = if let Some(quote) = quote {
        (start + 1, value[1..].split(quote).next()?)
    } else {
        let word = value.split(|c: char| c.is_whitespace() || "\"'`|<,;".contains(c)).next()?;
        (start, word.trim_end_matches(['.', ')', '*']))
    };
    Some(Span::new(start, start + value.len()))
}

/// Whether a value is a password that somebody uses: small letters and digits, capitals or
/// marks, and no word that stands for one. Names of variables, numbers of documents, file
/// names and addresses have not all of these, or say what they are.
fn is_password(value: &str) -> bool {
    let has = |kind: fn(char) -> bool| value.chars().any(kind);
    let is_mark = |c: char| c.is_ascii_punctuation() && !matches!(c, '-' | '_' | '.' | '/');
    let is_mail = value.split_once('@').is_some_and(|(_, host)| host.contains('.'));
    let begins_with_number =
        value.split_once('-').is_some_and(|(first, _)| first.bytes().all(|b| b.is_ascii_digit()));
    (8..=128).contains(&value.len())
        && has(|c| c.is_ascii_digit())
        && has(|c| c.is_ascii_lowercase())
        && (has(|c| c.is_ascii_uppercase()) || has(is_mark))
        && !value.contains(char::is_whitespace)
        && !value.starts_with(['/', '.', '~', '#', '-', '['])
        && !value.ends_with([':', '('])
        && !is_mail
        && !begins_with_number
        && !is_placeholder(value)
        && !is_call(value)
}

/// Whether a value was drawn by lot: letters and digits, varied, and no word that stands for
/// another one.
fn is_random(value: &str) -> bool {
    let has = |kind: fn(&u8) -> bool| value.bytes().any(|byte| kind(&byte));
    has(u8::is_ascii_digit)
        && has(u8::is_ascii_alphabetic)
        && is_varied(value)
        && !is_placeholder(value)
        && !is_call(value)
}

/// Whether enough different characters stand in a value, and no run of the same.
fn is_varied(value: &str) -> bool {
    const DIFFERENT: usize = 8;
    const RUN: usize = 4;
    let bytes = value.as_bytes();
    let mut seen = [false; 256];
    for byte in bytes {
        seen[usize::from(*byte)] = true;
    }
    let different = seen.iter().filter(|seen| **seen).count();
    let has_run = bytes.windows(RUN).any(|run| run.iter().all(|byte| *byte == run[0]));
    different >= DIFFERENT && !has_run
}

/// Whether a value says that it stands for another one.
fn is_placeholder(value: &str) -> bool {
    let lower = value.to_lowercase();
    PLACEHOLDERS.iter().any(|word| lower.contains(word))
        || lower.starts_with("my")
        || value.contains(['<', '>', '{', '}', '$', '%'])
}

/// `getenv("X")`, `secrets.KEY`, `a/b/c`: code or a path that says where the value is.
fn is_call(value: &str) -> bool {
    /// Names are shorter than what is drawn.
    const LONGEST_NAME: usize = 20;
    let is_name = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_alphabetic()) && part.len() < LONGEST_NAME
    };
    let is_dotted_name = value.contains('.') && value.split('.').all(is_name);
    value.contains('(') || is_dotted_name || value.matches('/').count() > 2
}

/// The characters of an alphabet from a place on.
fn run(text: &str, start: usize, alphabet: Alphabet) -> &str {
    let rest = text.get(start..).unwrap_or_default();
    let length = rest.bytes().take_while(|byte| alphabet.has(*byte)).count();
    rest.get(..length).unwrap_or_default().trim_end_matches(['.', '-'])
}

/// Whether nothing that could belong to a token stands before it.
fn begins_word(text: &str, start: usize) -> bool {
    let before = text[..start].chars().next_back();
    before.is_none_or(|c| !(c.is_alphanumeric() || matches!(c, '_' | '-' | '/' | '+')))
}

#[cfg(test)]
mod tests;
