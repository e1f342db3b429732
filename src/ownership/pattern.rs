//! The patterns of CODEOWNERS as globs.
//!
//! They look like those of `.gitignore` and differ in detail, and the two hosting
//! services differ from each other:
//! GitHub: <https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners>,
//! GitLab: <https://docs.gitlab.com/user/project/codeowners/reference/>.

use crate::paths::{GlobError, Globs, RepoPath};

/// Whose rules a file follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    /// A folder means all that is in it; a slash in the middle binds to the root.
    GitHub,
    /// Only a final slash means a folder; only a leading slash binds to the root.
    GitLab,
}

/// A pattern of CODEOWNERS.
#[derive(Debug, Clone)]
pub(super) struct Pattern {
    globs: Globs,
}

/// Why a pattern selects nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PatternError {
    /// There is no name in it.
    #[error("{pattern:?} names no file")]
    Empty {
        /// The pattern as written.
        pattern: String,
    },
    /// `[a-z]`, which GitHub does not read.
    #[error("{pattern:?} has a range of characters, which GitHub does not read")]
    Range {
        /// The pattern as written.
        pattern: String,
    },
    /// It is no glob.
    #[error("{pattern:?} is no pattern: {why}")]
    Glob {
        /// The pattern as written.
        pattern: String,
        /// What is wrong with it.
        why: String,
    },
}

impl Pattern {
    /// Reads a pattern; escaped blanks still have their backslash.
    pub(super) fn read(pattern: &str, dialect: Dialect) -> Result<Self, PatternError> {
        let written = || pattern.to_owned();
        if dialect == Dialect::GitHub && has_range(pattern) {
            return Err(PatternError::Range { pattern: written() });
        }
        let mut parts: Vec<String> = split(pattern);
        let is_rooted = parts.first().is_some_and(String::is_empty);
        if is_rooted {
            parts.remove(0);
        }
        let is_folder = parts.last().is_some_and(String::is_empty);
        if is_folder {
            parts.pop();
        }
        let Some(last) = parts.last().cloned() else {
            return Err(PatternError::Empty { pattern: written() });
        };
        let is_bound = match dialect {
            Dialect::GitHub => is_rooted || parts.len() > 1,
            Dialect::GitLab => is_rooted,
        };
        let mut path = parts.join("/");
        if !is_bound && parts.first().is_none_or(|first| first != "**") {
            path = format!("**/{path}");
        }
        let means_its_content = match dialect {
            // `docs/*` means the files of the folder and none below.
            Dialect::GitHub => last != "*" && last != "**",
            Dialect::GitLab => false,
        };
        let globs = if is_folder {
            vec![format!("{path}/**")]
        } else if means_its_content {
            vec![format!("{path}/**"), path]
        } else {
            vec![path]
        };
        match Globs::new(&globs) {
            Ok(globs) => Ok(Self { globs }),
            Err(GlobError { why, .. }) => Err(PatternError::Glob { pattern: written(), why }),
        }
    }

    pub(super) fn matches(&self, path: &RepoPath) -> bool {
        self.globs.matches(path)
    }
}

fn has_range(pattern: &str) -> bool {
    let mut is_escaped = false;
    pattern.chars().any(|c| {
        let found = c == '[' && !is_escaped;
        is_escaped = c == '\\' && !is_escaped;
        found
    })
}

/// The names between the slashes, each as a glob of ours: braces mean themselves in
/// CODEOWNERS, and two stars are special only where they are a whole name.
fn split(pattern: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut rest = pattern.chars();
    while let Some(c) = rest.next() {
        let Some(part) = parts.last_mut() else { break };
        match c {
            '/' => parts.push(String::new()),
            '\\' => part.extend(rest.next().into_iter().flat_map(literal)),
            '{' | '}' => part.extend(literal(c)),
            _ => part.push(c),
        }
    }
    for part in parts.iter_mut().filter(|part| *part != "**") {
        while part.contains("**") {
            *part = part.replace("**", "*");
        }
    }
    parts
}

/// A character that means itself.
fn literal(c: char) -> impl Iterator<Item = char> {
    let is_special = matches!(c, '*' | '?' | '[' | ']' | '{' | '}' | '\\' | '!');
    is_special.then_some('\\').into_iter().chain([c])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(dialect: Dialect, pattern: &str, path: &str) -> bool {
        Pattern::read(pattern, dialect).unwrap().matches(&RepoPath::new(path).unwrap())
    }

    #[test]
    fn github_reads_a_pattern_as_its_manual_says() {
        for (pattern, inside, outside) in [
            ("*", &["a.md", "x/y/a.md"][..], &[][..]),
            ("*.md", &["a.md", "x/y/a.md", ".hidden.md"], &["a.txt", "md"]),
            ("/*.md", &["a.md"], &["x/a.md"]),
            ("/*", &["a.md"], &["x/a.md"]),
            ("/docs/", &["docs/a.md", "docs/x/a.md"], &["x/docs/a.md", "docs"]),
            ("docs/", &["docs/a.md", "x/docs/y/a.md"], &["docs", "documents/a.md"]),
            ("docs/*", &["docs/a.md"], &["docs/x/a.md", "x/docs/a.md"]),
            ("docs/*.md", &["docs/a.md"], &["docs/x/a.md", "x/docs/a.md"]),
            ("docs", &["docs", "docs/a.md", "x/docs/a.md"], &["docs2/a.md", "xdocs"]),
            ("/docs", &["docs/a.md"], &["x/docs/a.md"]),
            ("docs/sops", &["docs/sops/a.md", "docs/sops"], &["x/docs/sops/a.md"]),
            ("**/sops", &["sops/a.md", "x/y/sops/z/a.md"], &["sopsy/a.md"]),
            ("docs/**", &["docs/a.md", "docs/x/y.md"], &["x/docs/a.md"]),
            ("docs/**/a.md", &["docs/a.md", "docs/x/y/a.md"], &["docs/x/b.md"]),
            ("a?.md", &["ab.md", "x/ac.md"], &["a.md", "abc.md"]),
            ("a**.md", &["a.md", "x/abc.md"], &["a/b.md"]),
            (r"my\ sops/", &["my sops/a.md"], &["my/a.md", "sops/a.md"]),
            ("{a,b}.md", &["{a,b}.md"], &["a.md"]),
            (r"\*.md", &["*.md"], &["a.md"]),
        ] {
            for path in inside {
                assert!(matches(Dialect::GitHub, pattern, path), "{pattern} owns {path}");
            }
            for path in outside {
                assert!(!matches(Dialect::GitHub, pattern, path), "{pattern} does not own {path}");
            }
        }
    }

    #[test]
    fn gitlab_binds_less_to_the_root_and_means_folders_only_by_a_slash() {
        for (pattern, inside, outside) in [
            ("*", &["a.md", "x/a.md"][..], &[][..]),
            ("internal/README.md", &["internal/README.md", "x/internal/README.md"], &["README.md"]),
            ("/docs/", &["docs/a.md", "docs/x/a.md"], &["x/docs/a.md"]),
            ("/docs/*", &["docs/a.md"], &["docs/x/a.md"]),
            ("/docs/**/*.md", &["docs/a.md", "docs/x/y/a.md"], &["docs/a.txt"]),
            ("/docs", &["docs"], &["docs/a.md"]),
        ] {
            for path in inside {
                assert!(matches(Dialect::GitLab, pattern, path), "{pattern} owns {path}");
            }
            for path in outside {
                assert!(!matches(Dialect::GitLab, pattern, path), "{pattern} does not own {path}");
            }
        }
    }

    #[test]
    fn what_is_no_pattern_is_told_why() {
        let told = |pattern: &str| Pattern::read(pattern, Dialect::GitHub).unwrap_err();
        assert!(matches!(told("[a-z].md"), PatternError::Range { .. }));
        assert!(matches!(told("/"), PatternError::Empty { .. }));
        assert!(Pattern::read(r"\[a].md", Dialect::GitHub).is_ok());
        assert!(matches!(
            Pattern::read("[a", Dialect::GitLab).unwrap_err(),
            PatternError::Glob { .. }
        ));
    }
}
