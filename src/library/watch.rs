//! What a document says it describes.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Bound;

use crate::data;
use crate::paths::{GlobError, Globs, RepoPath};

/// An entry of `watches`: a file, a glob or a folder, and possibly one value in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Watch<'d> {
    /// The file, glob or folder.
    pub pattern: &'d str,
    /// The dotted key of the value that counts; the whole file where there is none.
    pub key: Option<&'d str>,
}

impl<'d> Watch<'d> {
    /// Reads `config/**` or `config/limits.toml#refund.max`.
    #[must_use]
    pub fn read(entry: &'d str) -> Self {
        match entry.split_once('#') {
            Some((pattern, key)) => Self { pattern, key: Some(key) },
            None => Self { pattern: entry, key: None },
        }
    }

    /// The paths that it names: those of the glob, and all below it where it is a folder.
    ///
    /// # Errors
    /// When the pattern does not parse.
    pub fn globs(&self) -> Result<Globs, GlobError> {
        let folder = format!("{}/**", self.pattern.trim_end_matches('/'));
        Globs::new(&[self.pattern, &folder])
    }

    /// What tells the paths that it names. Most watches name one file or folder, which needs
    /// no glob.
    ///
    /// # Errors
    /// When the pattern does not parse.
    pub fn selector(&self) -> Result<Selector, GlobError> {
        if let Some(path) = self.path() {
            return Ok(Selector { below: Some(path), globs: None });
        }
        let literal = self.pattern.split(['*', '?', '[', '{', '\\']).next().unwrap_or_default();
        let folder = literal.rsplit_once('/').and_then(|(folder, _)| RepoPath::new(folder).ok());
        Ok(Selector { below: folder, globs: Some(self.globs()?) })
    }

    /// Why there is no value at its key in any of the files that it names; `None` where it
    /// names none by a key, where one of them has it, or where one cannot be looked at.
    ///
    /// # Errors
    /// Those of `content`.
    pub fn lacks_value<'f, E>(
        &self,
        files: impl IntoIterator<Item = &'f RepoPath>,
        mut content: impl FnMut(&RepoPath) -> Result<Content, E>,
    ) -> Result<Option<Absence>, E> {
        let Some(key) = self.key else { return Ok(None) };
        let mut unreadable = None;
        for path in files {
            let text = match content(path)? {
                Content::Text(text) => text,
                Content::Unknown => return Ok(None),
            };
            if value_in(path.file_name(), &text, key).is_some() {
                return Ok(None);
            }
            if !is_readable(path.file_name(), &text) {
                unreadable = unreadable.or(Some(path.clone()));
            }
        }
        let key = key.to_owned();
        Ok(Some(match unreadable {
            Some(path) => Absence::Unreadable { key, path },
            None => Absence::Key { key, pattern: self.pattern.to_owned() },
        }))
    }

    /// The one path that it names, where it is no glob; it may be a folder.
    #[must_use]
    pub fn path(&self) -> Option<RepoPath> {
        let is_plain = !self.pattern.contains(['*', '?', '[', '{']);
        RepoPath::new(self.pattern).ok().filter(|_| is_plain)
    }
}

/// The content of a file in which a value is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// Its text; empty where it is none.
    Text(String),
    /// Not here, so that nothing can be said of it.
    Unknown,
}

/// What a watch names that is not there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Absence {
    /// No such file or folder, or none that the glob matches.
    Path {
        /// The file, folder or glob.
        pattern: String,
    },
    /// No such value.
    Key {
        /// Its dotted key.
        key: String,
        /// The file, or the glob of files, that should have it.
        pattern: String,
    },
    /// The file that should have the value does not parse.
    Unreadable {
        /// The dotted key of the value.
        key: String,
        /// The file.
        path: RepoPath,
    },
    /// It is no pattern.
    Pattern {
        /// Why, in words.
        why: String,
    },
}

impl fmt::Display for Absence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Path { pattern } => write!(f, "describes {pattern}, which is not there"),
            Self::Key { key, pattern } => {
                write!(f, "describes {key} in {pattern}, where there is no such key")
            }
            Self::Unreadable { key, path } => {
                write!(f, "describes {key} in {path}, which cannot be read")
            }
            Self::Pattern { why } => write!(f, "what it describes is unknown: {why}"),
        }
    }
}

/// What a watch names.
#[derive(Debug, Clone)]
pub struct Selector {
    /// Nothing but this file, or what stands below this folder.
    below: Option<RepoPath>,
    /// Only what these match.
    globs: Option<Globs>,
}

impl Selector {
    /// Whether a file is among it.
    #[must_use]
    pub fn selects(&self, path: &RepoPath) -> bool {
        self.below.as_ref().is_none_or(|above| stands_at_or_below(path, above))
            && self.globs.as_ref().is_none_or(|globs| globs.matches(path))
    }

    /// Those of sorted files that are among it. Only those are looked at that stand below the
    /// folder that the watch begins with, if it begins with one.
    pub(super) fn among<'f, T>(
        &'f self,
        files: &'f BTreeMap<RepoPath, T>,
    ) -> impl Iterator<Item = (&'f RepoPath, &'f T)> {
        let first = self.below.clone().map_or(Bound::Unbounded, Bound::Included);
        // What stands below a folder comes right behind it.
        let near = files.range((first, Bound::Unbounded)).take_while(|(path, _)| {
            self.below.as_ref().is_none_or(|above| stands_at_or_below(path, above))
        });
        near.filter(|(path, _)| self.globs.as_ref().is_none_or(|globs| globs.matches(path)))
    }
}

fn stands_at_or_below(path: &RepoPath, above: &RepoPath) -> bool {
    let rest = path.as_str().strip_prefix(above.as_str());
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The value at a dotted key in the text of a TOML, YAML or JSON file, on one line; `None`
/// where the text has no such key.
#[must_use]
pub fn value_in(file_name: &str, text: &str, key: &str) -> Option<String> {
    let reading = data::read(text, syntax_of(file_name));
    let mut entries = reading.entries.as_slice();
    let mut parts = key.split('.').peekable();
    while let Some(part) = parts.next() {
        let entry = data::find(entries, part)?;
        if parts.peek().is_none() {
            return Some(entry.node.compact());
        }
        match &entry.node.value {
            data::Value::Table(inner) => entries = inner,
            _ => return None,
        }
    }
    None
}

/// Whether all of a TOML, YAML or JSON file parses, so that a key which is not found in it is
/// not there.
#[must_use]
pub fn is_readable(file_name: &str, text: &str) -> bool {
    data::read(text, syntax_of(file_name)).problems.is_empty()
}

fn syntax_of(file_name: &str) -> data::Syntax {
    // Many files of settings are YAML under a name of their own.
    data::Syntax::of_file(file_name).unwrap_or(data::Syntax::Yaml)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_watch_is_a_file_a_glob_a_folder_or_a_value() {
        let file = |path| RepoPath::new(path).unwrap();
        let value = Watch::read("config/limits.toml#refund.max");
        assert_eq!((value.pattern, value.key), ("config/limits.toml", Some("refund.max")));
        assert_eq!(value.path(), Some(file("config/limits.toml")));
        for pattern in ["infra/crm", "infra/crm/", "infra/**", "infra/*/x.tf"] {
            let globs = Watch::read(pattern).globs().unwrap();
            assert!(globs.matches(&file("infra/crm/x.tf")), "{pattern}");
            assert!(!globs.matches(&file("other/crm/x.tf")), "{pattern}");
        }
        assert_eq!(Watch::read("infra/**").path(), None);
        assert!(Watch::read("infra/[").globs().is_err());
    }

    #[test]
    fn a_value_is_found_by_its_dotted_key_in_any_syntax() {
        let value = |name: &str, text: &str| value_in(name, text, "refund.max");
        assert_eq!(value("a.toml", "[refund]\nmax = 100\n").as_deref(), Some("100"));
        assert_eq!(value("a.json", "{\"refund\": {\"max\": 100}}").as_deref(), Some("100"));
        assert_eq!(value("settings", "refund:\n  max: 100\n").as_deref(), Some("100"));
        assert_eq!(value("a.toml", "refund = 100\n"), None);
        assert_eq!(value("a.toml", "[refund]\nmin = 1\n"), None);
    }
}
