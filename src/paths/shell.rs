//! Paths as they are typed: words of a command that somebody copies.

use super::RepoPath;

impl RepoPath {
    /// The path as an argument of git in a shell: taken as it is, not as a pattern.
    #[must_use]
    pub fn as_git_argument(&self) -> String {
        let path = self.as_str();
        let is_pattern = path.starts_with(':') || path.contains(['*', '?', '[', '\\']);
        if is_pattern { shell_word(&format!(":(literal){path}")) } else { shell_word(path) }
    }
}

/// A word that a POSIX shell takes as it is.
#[must_use]
pub fn shell_word(word: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '/' | '.' | '_' | '-' | '+' | '@');
    if !word.is_empty() && word.chars().all(is_plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_reaches_git_as_it_is() {
        for (path, expected) in [
            ("sops/a-1.md", "sops/a-1.md"),
            ("sops/a b.md", "'sops/a b.md'"),
            ("it's.md", r"'it'\''s.md'"),
            ("$(rm).md", "'$(rm).md'"),
            (":a[1].md", "':(literal):a[1].md'"),
        ] {
            assert_eq!(RepoPath::new(path).unwrap().as_git_argument(), expected);
        }
        assert_eq!(shell_word(""), "''");
    }
}
