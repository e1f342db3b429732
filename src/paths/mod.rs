//! Paths inside a repository, and the globs that select them.
//!
//! A [`RepoPath`] is what git writes into a tree: relative, with `/`, in UTF-8.
//! It can never name anything outside the repository.

mod address;
mod percent;
mod shell;

use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

use camino::{Utf8Component, Utf8Path, Utf8PathBuf};
use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

pub use address::{resolved, unescaped};
pub use percent::percent_decoded;
pub use shell::shell_word;

/// A file inside the repository: relative, `/` between the parts, no `.` or `..`.
///
/// A folder sorts before what only begins with its name: `a/b` before `a-b`. A clone
/// shares the text: the same few paths stand in thousands of revisions.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RepoPath(Arc<str>);

/// Why a string is not a path inside the repository.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("{path:?} is not a path inside the repository")]
pub struct PathError {
    /// The string as given.
    pub path: String,
}

impl RepoPath {
    /// Takes a relative path; `.` parts are dropped.
    ///
    /// # Errors
    /// When the path is empty, absolute, or leaves the repository through `..`.
    pub fn new(path: &str) -> Result<Self, PathError> {
        let refuse = || PathError { path: path.to_owned() };
        let mut parts = Utf8PathBuf::new();
        for component in Utf8Path::new(path).components() {
            match component {
                Utf8Component::Normal(part) if !part.contains(['\\', '\0']) => parts.push(part),
                Utf8Component::CurDir => {}
                _ => return Err(refuse()),
            }
        }
        if parts.as_str().is_empty() {
            return Err(refuse());
        }
        Ok(Self(parts.as_str().replace(std::path::MAIN_SEPARATOR, "/").into()))
    }

    /// The path with `/` between its parts.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last part.
    #[must_use]
    pub fn file_name(&self) -> &str {
        self.0.rsplit_once('/').map_or(&self.0, |(_, name)| name)
    }

    /// The last part without anything from its first dot on.
    #[must_use]
    pub fn stem(&self) -> &str {
        let name = self.file_name();
        name.split_once('.').map_or(name, |(stem, _)| if stem.is_empty() { name } else { stem })
    }

    /// The folder that holds the file; empty at the root of the repository.
    #[must_use]
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// The parts from the root down, the file name last.
    pub fn parts(&self) -> impl Iterator<Item = &str> {
        self.0.split('/')
    }
}

impl Ord for RepoPath {
    /// Part by part. No part holds a NUL, so that this is the order of the bytes with the
    /// separator before all others.
    fn cmp(&self, other: &Self) -> Ordering {
        let folded = |byte: &u8| if *byte == b'/' { 0 } else { *byte };
        self.0.as_bytes().iter().map(folded).cmp(other.0.as_bytes().iter().map(folded))
    }
}

impl PartialOrd for RepoPath {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for RepoPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl AsRef<Utf8Path> for RepoPath {
    fn as_ref(&self) -> &Utf8Path {
        Utf8Path::new(self.as_str())
    }
}

/// A set of glob patterns over [`RepoPath`]s; `*` stops at `/`, `**` does not.
#[derive(Debug, Clone, Default)]
pub struct Globs {
    set: GlobSet,
}

/// A pattern that is not a glob.
#[derive(Debug, thiserror::Error)]
#[error("{pattern:?} is not a valid glob: {why}")]
pub struct GlobError {
    /// The pattern as given.
    pub pattern: String,
    /// What is wrong with it.
    pub why: String,
}

impl Globs {
    /// Compiles the patterns; a set of none matches nothing.
    ///
    /// # Errors
    /// Names the first pattern that does not parse.
    pub fn new<S: AsRef<str>>(patterns: &[S]) -> Result<Self, GlobError> {
        let mut builder = GlobSetBuilder::new();
        for pattern in patterns {
            let pattern = pattern.as_ref();
            let glob = GlobBuilder::new(pattern)
                .literal_separator(true)
                .backslash_escape(true)
                .build()
                .map_err(|e| GlobError {
                    pattern: pattern.to_owned(),
                    why: e.kind().to_string(),
                })?;
            builder.add(glob);
        }
        let set = builder.build().map_err(|e| GlobError {
            pattern: e.glob().unwrap_or_default().to_owned(),
            why: e.kind().to_string(),
        })?;
        Ok(Self { set })
    }

    /// Whether any pattern matches the whole path.
    #[must_use]
    pub fn matches(&self, path: &RepoPath) -> bool {
        self.set.is_match(path.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_never_leaves_the_repository() {
        for bad in ["", ".", "../x", "a/../../x", "/etc/passwd", "a/..", "a\0b"] {
            assert!(RepoPath::new(bad).is_err(), "{bad:?}");
        }
        assert_eq!(RepoPath::new("./sops/a.md").unwrap().as_str(), "sops/a.md");
    }

    #[test]
    fn the_parts_of_a_path() {
        let path = RepoPath::new("docs/runbooks/add-a-user.html.md.erb").unwrap();
        assert_eq!(path.file_name(), "add-a-user.html.md.erb");
        assert_eq!(path.stem(), "add-a-user");
        assert_eq!(path.folder(), "docs/runbooks");
    }

    #[test]
    fn paths_sort_part_by_part() {
        let paths =
            ["a", "a.md", "a/b", "a/b/c", "a-b", "a b/c", "b", "b/\u{1}", "b/a", "ä/a", "b!"];
        for (a, b) in paths.iter().flat_map(|a| paths.iter().map(move |b| (*a, *b))) {
            let [left, right] = [a, b].map(|path| RepoPath::new(path).unwrap());
            assert_eq!(left.cmp(&right), Utf8Path::new(a).cmp(Utf8Path::new(b)), "{a} and {b}");
        }
    }

    #[test]
    fn a_star_stops_at_a_slash() {
        let globs = Globs::new(&["sops/*.md", "policies/**/*.md"]).unwrap();
        assert!(globs.matches(&RepoPath::new("sops/a.md").unwrap()));
        assert!(!globs.matches(&RepoPath::new("sops/x/a.md").unwrap()));
        assert!(globs.matches(&RepoPath::new("policies/x/a.md").unwrap()));
        assert!(globs.matches(&RepoPath::new("policies/a.md").unwrap()));
        assert_eq!(Globs::new(&["a[b"]).unwrap_err().pattern, "a[b");
    }
}
