//! Globs of `[documents] include` that match nothing: a slip that looks like an empty
//! library.

use std::collections::BTreeSet;

use crate::config::Config;
use crate::paths::{Globs, RepoPath};
use crate::text::nearest;

/// A glob of `[documents] include` that matches no file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnmatchedInclude {
    /// The glob, as written.
    pub pattern: String,
    /// The folder that was probably meant, where the glob begins with one that is not there.
    pub near: Option<String>,
}

/// The globs that match none of all files, documents or not; paths are from the folder of
/// the library.
pub(super) fn unmatched(config: Option<&Config>, paths: &[RepoPath]) -> Vec<UnmatchedInclude> {
    let patterns = config.map_or(&[][..], |config| config.documents.include.as_slice());
    let is_unmatched = |pattern: &&String| {
        // The reader of the configuration has refused what is no glob.
        Globs::new(&[pattern]).is_ok_and(|globs| !paths.iter().any(|path| globs.matches(path)))
    };
    let unmatched = patterns.iter().filter(is_unmatched);
    unmatched.map(|p| UnmatchedInclude { pattern: p.clone(), near: near(p, paths) }).collect()
}

fn near(pattern: &str, paths: &[RepoPath]) -> Option<String> {
    let fixed = pattern.split(['*', '?', '[', '{', '\\']).next().unwrap_or_default();
    let (folder, _) = fixed.rsplit_once('/')?;
    let mut folders = BTreeSet::new();
    for path in paths {
        let mut above = path.folder();
        while !above.is_empty() && folders.insert(above) {
            above = above.rsplit_once('/').map_or("", |(above, _)| above);
        }
    }
    if folders.contains(folder) {
        return None;
    }
    nearest(folder, folders).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_glob_without_files_is_told_with_the_folder_that_was_meant() {
        let config = "[documents]\ninclude = ['sop/**/*.md', 'policies/*.md', 'ops/x/*.md', \
                      'nowhere/*.md', '*.rst']\n";
        let config = Config::read(config).unwrap();
        let paths: Vec<_> =
            ["sops/a.md", "policies/deep/a.md", "ops/xy/a.md", "policies/b.txt", "a.rst"]
                .iter()
                .map(|path| RepoPath::new(path).unwrap())
                .collect();
        let told: Vec<_> = unmatched(Some(&config), &paths)
            .into_iter()
            .map(|unmatched| (unmatched.pattern, unmatched.near))
            .collect();
        let expected = [
            ("sop/**/*.md", Some("sops")),
            ("policies/*.md", None),
            ("ops/x/*.md", Some("ops/xy")),
            ("nowhere/*.md", None),
        ];
        let expected = expected.map(|(a, b)| (a.to_owned(), b.map(str::to_owned)));
        assert_eq!(told, expected);
        assert_eq!(unmatched(None, &paths), []);
    }
}
