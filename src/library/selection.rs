//! Which files are documents.

use crate::config::Config;
use crate::document::profile::Profile;
use crate::paths::{Globs, RepoPath};
use crate::walkthrough::manifest::is_of_walkthrough;

/// Files that any folder has and that are no controlled documents, by the beginning of
/// their name, in lower case.
const OF_ANY_FOLDER: [&str; 2] = ["readme", "changelog"];

/// The same of a repository as a whole. In a folder they are documents like others
/// (`policies/security.md`), unless they shout.
const OF_THE_REPOSITORY: [&str; 6] =
    ["contributing", "code_of_conduct", "code-of-conduct", "license", "security", "support"];

/// How a file stands to the library, as far as its path tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Candidate {
    /// A document.
    Document,
    /// A conventional file: a document only if it carries a review key.
    Conventional,
    /// No document.
    No,
}

/// The rule by which paths are told apart.
#[derive(Debug)]
pub(super) enum Selection<'c> {
    /// The globs of sopctl.toml.
    Configured(&'c Config),
    /// All Markdown but the conventional files and what git attributes call vendored.
    Everything { vendored: Globs },
}

impl<'c> Selection<'c> {
    pub(super) fn of(config: Option<&'c Config>, attributes: Option<&str>) -> Self {
        match config {
            Some(config) => Self::Configured(config),
            None => Self::Everything { vendored: vendored(attributes.unwrap_or_default()) },
        }
    }

    pub(super) fn judge(&self, path: &RepoPath) -> Candidate {
        match self {
            _ if is_of_walkthrough(path) => Candidate::No,
            Self::Configured(config) => {
                let documents = &config.documents;
                let declared = || config.profiles.iter().any(|profile| profile.matches(path));
                if !documents.select(path) || !(is_markdown(path) || declared()) {
                    Candidate::No
                } else if !documents.include.is_empty() {
                    Candidate::Document
                } else if is_hidden(path) {
                    Candidate::No
                } else if is_conventional(path) {
                    Candidate::Conventional
                } else {
                    Candidate::Document
                }
            }
            Self::Everything { vendored } => {
                if !is_markdown(path)
                    || is_hidden(path)
                    || is_foreign(path)
                    || vendored.matches(path)
                {
                    Candidate::No
                } else if is_conventional(path) {
                    Candidate::Conventional
                } else {
                    Candidate::Document
                }
            }
        }
    }
}

/// Whether a file is Markdown by its name, under any profile.
fn is_markdown(path: &RepoPath) -> bool {
    Profile::built_in().iter().any(|profile| profile.matches(path))
}

/// `docs/readme.md`, `SECURITY.md` anywhere, and `security.md` at the root; but neither
/// `policies/security.md` nor `security-policy.md`: a longer name is conventional only where
/// it shouts.
pub(crate) fn is_conventional(path: &RepoPath) -> bool {
    let name = path.stem();
    let is_at_the_root = path.folder().is_empty();
    let shouts = |conventional: &str| {
        let longer = name.strip_prefix(conventional.to_uppercase().as_str());
        longer.is_some_and(|rest| rest.is_empty() || rest.starts_with(['-', '_']))
    };
    let is = |conventional: &&str| name.eq_ignore_ascii_case(conventional);
    OF_ANY_FOLDER.iter().chain(&OF_THE_REPOSITORY).any(|name| shouts(name))
        || OF_ANY_FOLDER.iter().any(is)
        || (is_at_the_root && OF_THE_REPOSITORY.iter().any(is))
}

fn is_hidden(path: &RepoPath) -> bool {
    path.parts().any(|part| part.starts_with('.'))
}

fn is_foreign(path: &RepoPath) -> bool {
    path.folder().split('/').any(|part| matches!(part, "node_modules" | "vendor" | "third_party"))
}

/// The patterns that the `.gitattributes` at the root marks as `linguist-vendored`.
fn vendored(attributes: &str) -> Globs {
    let patterns: Vec<String> = attributes
        .lines()
        .filter_map(|line| {
            let mut words = line.split_whitespace();
            let pattern = words.next().filter(|pattern| !pattern.starts_with(['#', '!', '"']))?;
            let marked =
                words.any(|word| matches!(word, "linguist-vendored" | "linguist-vendored=true"));
            marked.then(|| match pattern.strip_prefix('/') {
                Some(rooted) => rooted.to_owned(),
                None if pattern.contains('/') => pattern.to_owned(),
                None => format!("**/{pattern}"),
            })
        })
        .collect();
    // A pattern that is no glob of ours selects nothing; git treats it alike.
    let valid: Vec<String> =
        patterns.into_iter().filter(|pattern| Globs::new(&[pattern]).is_ok()).collect();
    Globs::new(&valid).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(path: &str) -> Candidate {
        Selection::of(None, Some("third/** linguist-vendored\n*.gen.md linguist-vendored=true\n"))
            .judge(&RepoPath::new(path).unwrap())
    }

    #[test]
    fn without_configuration_every_own_markdown_file_is_a_document() {
        for path in [
            "a.md",
            "docs/b.html.md.erb",
            "docs/readability.md",
            "licensing/terms.md",
            "x/supporters.md",
            "policies/security-policy.md",
            "policies/security.md",
            "runbooks/support.md",
            "sops/license.md",
        ] {
            assert_eq!(judged(path), Candidate::Document, "{path}");
        }
        for path in [
            "README.md",
            "docs/README.md",
            "CONTRIBUTING.md",
            "LICENSE-docs.md",
            "code_of_conduct.md",
            "security.md",
            "docs/readme.md",
            "docs/Changelog.md",
            "docs/SECURITY.md",
            "docs/CODE_OF_CONDUCT.md",
        ] {
            assert_eq!(judged(path), Candidate::Conventional, "{path}");
        }
        for path in [
            "a.txt",
            ".github/a.md",
            "vendor/a.md",
            "third/x/a.md",
            "docs/a.gen.md",
            "x/node_modules/y/a.md",
            "walkthroughs/WI-001/transcript.md",
        ] {
            assert_eq!(judged(path), Candidate::No, "{path}");
        }
    }

    #[test]
    fn a_configuration_says_which_files_are_documents() {
        let judged = |config: &str, path: &str| {
            let config = Config::read(config).unwrap();
            Selection::of(Some(&config), None).judge(&RepoPath::new(path).unwrap())
        };
        let named = "[documents]\ninclude = ['sops/**/*.md']\nexclude = ['**/README.md']\n";
        assert_eq!(judged(named, "sops/a.md"), Candidate::Document);
        assert_eq!(judged(named, "sops/SECURITY.md"), Candidate::Document);
        assert_eq!(judged(named, "sops/README.md"), Candidate::No);
        assert_eq!(judged(named, "policies/a.md"), Candidate::No);
        assert_eq!(judged("", "any/where.md"), Candidate::Document);
        assert_eq!(judged("", "README.md"), Candidate::Conventional);
        assert_eq!(judged("", "any/where.txt"), Candidate::No);
        assert_eq!(judged("", "docs/walkthroughs/WI-001/transcript.md"), Candidate::No);
    }
}
