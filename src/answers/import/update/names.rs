//! What a sentence in Markdown names: labels, values and addresses, and where they stand.

use std::ops::Range;

/// Something that a sentence names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Name {
    pub(super) kind: NameKind,
    /// Where it stands in the source, with its marks.
    pub(super) whole: Range<usize>,
    /// The same without its marks.
    pub(super) inner: Range<usize>,
    /// As it is read.
    pub(super) text: String,
}

/// The kinds of name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NameKind {
    /// What stands on the screen: bold, or between quotation marks.
    Label,
    /// What is typed: code.
    Value,
    /// An address.
    Address,
}

/// Whether a value that a person wrote stands for any such value: `<order number>`,
/// `deploy/{name}`, `$HOST`.
pub(super) fn stands_for(written: &str, recorded: &str) -> bool {
    let mut rest = written;
    let mut literals = Vec::new();
    while let Some((start, end)) = placeholder(rest) {
        literals.push(&rest[..start]);
        rest = &rest[end..];
    }
    if literals.is_empty() {
        return false;
    }
    let mut at = 0;
    for (index, literal) in literals.iter().enumerate() {
        let Some(found) = recorded.get(at..).and_then(|left| left.find(literal)) else {
            return false;
        };
        if index == 0 && found > 0 {
            return false;
        }
        at += found + literal.len();
    }
    recorded.get(at..).is_some_and(|left| left.ends_with(rest))
}

/// The first place of a text that is to be filled in.
fn placeholder(text: &str) -> Option<(usize, usize)> {
    let between = |open: char, close: char| {
        let start = text.find(open)?;
        let length = text[start..].find(close)?;
        let inside = &text[start + open.len_utf8()..start + length];
        let is_named = inside.chars().any(char::is_alphanumeric)
            && inside.chars().all(|c| c.is_alphanumeric() || " _-.".contains(c));
        is_named.then_some((start, start + length + close.len_utf8()))
    };
    let variable = || {
        let start = text.find('$')?;
        let name = text[start + 1..]
            .bytes()
            .take_while(|byte| byte.is_ascii_uppercase() || *byte == b'_')
            .count();
        (name > 0).then_some((start, start + 1 + name))
    };
    [between('<', '>'), between('{', '}'), variable()].into_iter().flatten().min()
}

/// What a sentence names, in order and apart.
pub(super) fn names(source: &str) -> Vec<Name> {
    let mut names = Vec::new();
    let mut at = 0;
    while let Some(rest) = source.get(at..).filter(|rest| !rest.is_empty()) {
        if let Some(name) = name_at(source, at) {
            at = name.whole.end;
            names.push(name);
            continue;
        }
        let escaped = rest.strip_prefix('\\').and_then(|behind| behind.chars().next());
        let first = rest.chars().next().map_or(1, char::len_utf8);
        at += first + escaped.map_or(0, char::len_utf8);
    }
    names
}

fn name_at(source: &str, at: usize) -> Option<Name> {
    let rest = source.get(at..)?;
    let made = |kind, open: usize, length: usize, close: usize| {
        let inner = at + open..at + open + length;
        let text = source.get(inner.clone()).unwrap_or_default();
        let text = if kind == NameKind::Label { unescaped(text) } else { text.trim().to_owned() };
        let is_said = !text.trim().is_empty();
        is_said.then(|| Name { kind, whole: at..at + open + length + close, inner, text })
    };
    if rest.starts_with('`') {
        let marks = rest.len() - rest.trim_start_matches('`').len();
        let fence = &rest[..marks];
        let mut from = marks;
        loop {
            let found = from + rest.get(from..)?.find(fence)?;
            let run = rest[found..].len() - rest[found..].trim_start_matches('`').len();
            if run == marks {
                return made(NameKind::Value, marks, found - marks, marks);
            }
            from = found + run;
        }
    }
    for mark in ["**", "__"] {
        if let Some(inside) = rest.strip_prefix(mark) {
            return made(NameKind::Label, 2, unescaped_end(inside, mark)?, 2);
        }
    }
    for (open, close) in [('“', '”'), ('"', '"')] {
        if let Some(inside) = rest.strip_prefix(open) {
            let length = inside.find(close)?;
            return made(NameKind::Label, open.len_utf8(), length, close.len_utf8());
        }
    }
    let is_address = |text: &str| text.starts_with("https://") || text.starts_with("http://");
    if let Some(inside) = rest.strip_prefix('<').filter(|inside| is_address(inside)) {
        return made(NameKind::Address, 1, inside.find('>')?, 1);
    }
    if is_address(rest) {
        let end = rest.find(|c: char| c.is_whitespace() || ")]>\"*".contains(c));
        let whole = &rest[..end.unwrap_or(rest.len())];
        return made(NameKind::Address, 0, whole.trim_end_matches(['.', ',', ';', ':']).len(), 0);
    }
    None
}

/// Where a mark ends what it began.
fn unescaped_end(inside: &str, mark: &str) -> Option<usize> {
    let mut is_escaped = false;
    for (at, c) in inside.char_indices() {
        if !is_escaped && inside[at..].starts_with(mark) {
            return Some(at);
        }
        is_escaped = c == '\\' && !is_escaped;
    }
    None
}

/// The words without the backslashes that keep them from being marks.
fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        match letters.peek() {
            Some(next) if c == '\\' && next.is_ascii_punctuation() => {}
            _ => plain.push(c),
        }
        if c == '\\'
            && let Some(next) = letters.next_if(char::is_ascii_punctuation)
        {
            plain.push(next);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(source: &str) -> Vec<(NameKind, String)> {
        names(source).into_iter().map(|name| (name.kind, name.text)).collect()
    }

    #[test]
    fn names_are_read_without_their_marks() {
        let source = "Open <https://a.example>, type ``a `b` `` in **Save \\[all\\]** or \"Send\".";
        let expected = [
            (NameKind::Address, "https://a.example"),
            (NameKind::Value, "a `b`"),
            (NameKind::Label, "Save [all]"),
            (NameKind::Label, "Send"),
        ];
        assert_eq!(named(source), expected.map(|(kind, text)| (kind, text.to_owned())));
        assert_eq!(named("2 \\* 3 ** and `open"), []);
    }

    #[test]
    fn a_placeholder_stands_for_any_value_and_the_rest_for_itself() {
        assert!(stands_for("kubectl restart deploy/{name}", "kubectl restart deploy/shop"));
        assert!(stands_for("ssh $HOST uptime", "ssh web-1 uptime"));
        assert!(!stands_for("kubectl get {name}", "kubectl delete shop"));
        assert!(!stands_for("4711", "4712"));
    }
}
