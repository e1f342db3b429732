//! Reading tables whose keys are fixed: configuration and profiles.
//!
//! Front matter keeps what it does not know. Here an unknown key is a fault, with
//! its place and the key that was probably meant, and so is a value of the wrong
//! kind. Reading goes on after a fault, so that all of them are told at once.

use std::fmt::{self, Display};

use super::{Entry, Node, Value, find};
use crate::source::{Span, Spanned};
use crate::text::nearest;

/// Something that does not fit where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misfit {
    /// Where.
    pub span: Span,
    /// What is wrong, in words.
    pub why: String,
    /// What could stand there instead.
    pub help: Option<Help>,
}

/// What to do about a misfit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Help {
    /// Write the key or word that was probably meant.
    Meant(String),
    /// Choose one of all that there are.
    Known(Vec<String>),
    /// Do this, in words.
    Advice(&'static str),
}

impl Misfit {
    /// A fault without a better proposal.
    #[must_use]
    pub fn new(span: Span, why: impl Into<String>) -> Self {
        Self { span, why: why.into(), help: None }
    }

    /// A word that is none of those there are: the nearest of them was probably meant.
    #[must_use]
    pub fn unknown<'k>(
        word: &Spanned<impl AsRef<str>>,
        why: impl Into<String>,
        known: impl IntoIterator<Item = &'k str>,
    ) -> Self {
        let known: Vec<&str> = known.into_iter().collect();
        let help = match nearest(word.value.as_ref(), known.iter().copied()) {
            Some(meant) => Help::Meant(meant.to_owned()),
            None => Help::Known(known.into_iter().map(str::to_owned).collect()),
        };
        Self { span: word.span, why: why.into(), help: Some(help) }
    }

    /// The key or word that was probably meant.
    #[must_use]
    pub fn meant(&self) -> Option<&str> {
        match &self.help {
            Some(Help::Meant(meant)) => Some(meant),
            Some(Help::Known(_) | Help::Advice(_)) | None => None,
        }
    }
}

impl Display for Help {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        /// A longer list is no help.
        const MOST: usize = 16;
        match self {
            Self::Meant(meant) => write!(f, "did you mean {meant}?"),
            Self::Known(known) => {
                let first: Vec<&str> = known.iter().take(MOST).map(String::as_str).collect();
                write!(f, "there are {}", first.join(", "))?;
                match known.len().saturating_sub(MOST) {
                    0 => Ok(()),
                    more => write!(f, " and {more} more"),
                }
            }
            Self::Advice(words) => f.write_str(words),
        }
    }
}

/// One table, asked for its keys one by one; [`Self::finish`] reports the others.
#[derive(Debug)]
pub struct TableReader<'e, 'm> {
    name: String,
    entries: &'e [Entry],
    asked: Vec<&'static str>,
    misfits: &'m mut Vec<Misfit>,
}

impl<'e, 'm> TableReader<'e, 'm> {
    /// Begins to read a table; `name` is how it is called in messages, such as `[stale]`.
    pub fn new(name: &str, entries: &'e [Entry], misfits: &'m mut Vec<Misfit>) -> Self {
        Self { name: name.to_owned(), entries, asked: Vec::new(), misfits }
    }

    /// The value of a key, whatever it is.
    pub fn node(&mut self, key: &'static str) -> Option<&'e Node> {
        if !self.asked.contains(&key) {
            self.asked.push(key);
        }
        find(self.entries, key).map(|entry| &entry.node)
    }

    /// A text.
    pub fn text(&mut self, key: &'static str) -> Option<Spanned<&'e str>> {
        let node = self.node(key)?;
        self.fitting(node, key, "text in quotes", text_of)
    }

    /// A text that `read` turns into something.
    pub fn read<T, E: Display>(
        &mut self,
        key: &'static str,
        read: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<Spanned<T>> {
        let text = self.text(key)?;
        match read(text.value) {
            Ok(value) => Some(Spanned::new(value, text.span)),
            Err(error) => {
                self.misfit(Misfit::new(text.span, error.to_string()));
                None
            }
        }
    }

    /// As [`Self::read`], with something to do about a text that cannot be read.
    pub fn read_or<T, E: Display>(
        &mut self,
        key: &'static str,
        advice: &'static str,
        read: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<Spanned<T>> {
        let before = self.misfits.len();
        let value = self.read(key, read);
        self.advise(before, advice);
        value
    }

    /// One of a few words.
    pub fn word<T: Copy>(&mut self, key: &'static str, words: &[(&str, T)]) -> Option<T> {
        let text = self.text(key)?;
        self.word_in(&text, words)
    }

    /// One of a few words, where the text has been read already.
    pub fn word_in<T: Copy>(&mut self, text: &Spanned<&str>, words: &[(&str, T)]) -> Option<T> {
        let found = words.iter().find(|(word, _)| *word == text.value).map(|(_, value)| *value);
        if found.is_none() {
            let all: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            let why = format!("{:?} is none of {}", text.value, all.join(", "));
            let mut misfit = Misfit::unknown(text, why, all);
            // All that there are have been named already.
            misfit.help.take_if(|help| matches!(help, Help::Known(_)));
            self.misfit(misfit);
        }
        found
    }

    /// A list of texts. What is no text in it is told one by one; the others stand.
    pub fn texts(&mut self, key: &'static str) -> Option<Vec<Spanned<&'e str>>> {
        let node = self.node(key)?;
        let before = self.misfits.len();
        let items =
            self.fitting(node, key, "a list of texts in quotes", |node| match &node.value {
                Value::List(items) => Some(items),
                _ => None,
            });
        if node.scalar().is_some() {
            self.advise(before, "put it in brackets, also where it is only one: [\"…\"]");
        }
        let items = items?;
        let texts = items.iter().filter_map(|item| {
            let text = text_of(item);
            if text.is_none() {
                let why = format!("`{key}` must hold texts in quotes, not {}", item.kind());
                self.misfits.push(Misfit::new(item.span, why));
            }
            text
        });
        Some(texts.collect())
    }

    /// A whole number.
    pub fn number(&mut self, key: &'static str) -> Option<Spanned<u64>> {
        let node = self.node(key)?;
        self.fitting(node, key, "a number", |node| {
            let plain = node.scalar().filter(|scalar| !scalar.quoted)?;
            let number = plain.text.replace('_', "").parse().ok()?;
            Some(Spanned::new(number, node.span))
        })
    }

    /// `true` or `false`.
    pub fn truth(&mut self, key: &'static str) -> Option<bool> {
        let node = self.node(key)?;
        self.fitting(node, key, "true or false", |node| {
            node.scalar().filter(|scalar| !scalar.quoted)?.text.parse().ok()
        })
    }

    /// The entries of a table.
    pub fn table(&mut self, key: &'static str) -> Option<&'e [Entry]> {
        let node = self.node(key)?;
        self.fitting(node, key, "a table", table_of)
    }

    /// A text, in quotes or not: dates stand either way.
    pub fn value(&mut self, key: &'static str) -> Option<Spanned<&'e str>> {
        let node = self.node(key)?;
        self.fitting(node, key, "one value", |node| {
            Some(Spanned::new(node.scalar()?.text.as_str(), node.span))
        })
    }

    /// The tables inside a table whose keys are free names, such as `[people]`.
    pub fn named_tables(&mut self, key: &'static str) -> Vec<(&'e Spanned<String>, &'e [Entry])> {
        let mut tables = Vec::new();
        for entry in self.table(key).unwrap_or_default() {
            if let Some(entries) = table_of(&entry.node) {
                tables.push((&entry.key, entries));
            } else {
                let (name, kind) = (&entry.key.value, entry.node.kind());
                let why = format!("`{key}.{name}` must be a table, not {kind}");
                self.misfit(Misfit::new(entry.node.span, why));
            }
        }
        tables
    }

    /// The tables of a list of tables.
    pub fn tables(&mut self, key: &'static str) -> Option<Vec<Spanned<&'e [Entry]>>> {
        let node = self.node(key)?;
        self.fitting(node, key, "a list of tables", |node| match &node.value {
            Value::List(items) => {
                items.iter().map(|item| Some(Spanned::new(table_of(item)?, item.span))).collect()
            }
            _ => None,
        })
    }

    /// Records a fault that the caller found.
    pub fn misfit(&mut self, misfit: Misfit) {
        self.misfits.push(misfit);
    }

    /// The list that faults go to, for reading a table inside this one.
    pub fn misfits(&mut self) -> &mut Vec<Misfit> {
        self.misfits
    }

    /// Reports every key that was not asked for.
    pub fn finish(self) {
        for Entry { key, .. } in self.entries {
            if self.asked.contains(&key.value.as_str()) {
                continue;
            }
            let why = format!("{} has no key `{}`", self.name, key.value);
            self.misfits.push(Misfit::unknown(key, why, self.asked.iter().copied()));
        }
    }

    /// Says what to do about the faults recorded since there were so many.
    fn advise(&mut self, before: usize, advice: &'static str) {
        for misfit in self.misfits.iter_mut().skip(before) {
            misfit.help.get_or_insert(Help::Advice(advice));
        }
    }

    fn fitting<T>(
        &mut self,
        node: &'e Node,
        key: &str,
        expected: &str,
        fit: impl FnOnce(&'e Node) -> Option<T>,
    ) -> Option<T> {
        let fitted = fit(node);
        if fitted.is_none() {
            let why = format!("`{key}` must be {expected}, not {}", node.kind());
            self.misfit(Misfit::new(node.span, why));
        }
        fitted
    }
}

fn text_of(node: &Node) -> Option<Spanned<&str>> {
    let scalar = node.scalar().filter(|scalar| scalar.quoted)?;
    Some(Spanned::new(scalar.text.as_str(), node.span))
}

fn table_of(node: &Node) -> Option<&[Entry]> {
    match &node.value {
        Value::Table(entries) => Some(entries),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{Syntax, read};

    #[test]
    fn all_faults_are_told_at_once_and_with_what_was_meant() {
        let text = "name = 'x'\ncolour = 'rde'\nsize = 'big'\nnaem = 1\nparts = ['a', 2]\n";
        let reading = read(text, Syntax::Toml);
        let mut misfits = Vec::new();
        let mut table = TableReader::new("[thing]", &reading.entries, &mut misfits);
        assert_eq!(table.text("name").map(|name| name.value), Some("x"));
        assert_eq!(table.word("colour", &[("red", 1), ("blue", 2)]), None);
        assert_eq!(table.number("size"), None);
        assert_eq!(table.texts("parts").map(|parts| parts.len()), Some(1));
        assert_eq!(table.truth("absent"), None);
        table.finish();
        let told: Vec<_> = misfits
            .iter()
            .map(|m| (&text[m.span.start..m.span.end], m.why.as_str(), m.meant()))
            .collect();
        assert_eq!(
            told,
            [
                ("'rde'", "\"rde\" is none of red, blue", Some("red")),
                ("'big'", "`size` must be a number, not text", None),
                ("2", "`parts` must hold texts in quotes, not a plain value", None),
                ("naem", "[thing] has no key `naem`", Some("name")),
            ]
        );
    }
}
