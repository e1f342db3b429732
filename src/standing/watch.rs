//! What a document says it describes.

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

    /// The one path that it names, where it is no glob; it may be a folder.
    #[must_use]
    pub fn path(&self) -> Option<RepoPath> {
        let is_plain = !self.pattern.contains(['*', '?', '[', '{']);
        RepoPath::new(self.pattern).ok().filter(|_| is_plain)
    }
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
}
