//! How to commit what was written, and nothing else.
//!
//! Names the files one by one. A folder with many of them is named by a pattern, where no
//! other document that the pattern covers has changes.

use std::collections::BTreeMap;

use super::super::{Adopted, Adoption};
use super::MANY;
use crate::library::Uncommitted;
use crate::paths::{RepoPath, shell_word};
use crate::report::{Block, Line};

/// The commands. A commit that takes other changes along is not to be kept out of blame.
pub(super) fn advice(adoption: &Adoption, is_ignore_file_there: bool) -> Vec<Block> {
    let is_pure = adoption.proposed().all(|document| document.uncommitted.is_none());
    let blame = match (is_pure, is_ignore_file_there) {
        (false, _) => "",
        (true, true) => {
            ", and to keep the commit out of `git blame` by .git-blame-ignore-revs, which is there already"
        }
        (true, false) => {
            ", and to keep the commit out of `git blame` by .git-blame-ignore-revs, which is new"
        }
    };
    let said = format!(
        "Look at the changes with `git diff`. To commit only these documents{blame}, from the root of the repository:"
    );
    let untracked: Vec<String> = adoption
        .proposed()
        .filter(|document| is_untracked(document))
        .map(|document| document.path.as_git_argument())
        .collect();
    let mut commands = Vec::new();
    if !untracked.is_empty() {
        commands.push(Line::new().code(format!("git add -- {}", untracked.join(" "))));
    }
    let all = pathspecs(adoption).join(" ");
    commands.push(Line::new().code(format!("git commit --message \"Adopt documents\" -- {all}")));
    if is_pure {
        commands.push(Line::new().code("git rev-parse HEAD >> .git-blame-ignore-revs"));
    }
    vec![Block::Prose(Line::new().text(said)), Block::Items(commands)]
}

fn is_untracked(document: &Adopted) -> bool {
    document.uncommitted == Some(Uncommitted::Untracked)
}

/// What git is to commit: a pattern for the documents of a folder, or their paths.
fn pathspecs(adoption: &Adoption) -> Vec<String> {
    let mut by_pattern: BTreeMap<(&str, &str), Vec<&RepoPath>> = BTreeMap::new();
    for document in adoption.proposed() {
        by_pattern.entry(place(document.path.as_str())).or_default().push(&document.path);
    }
    let mut specs = Vec::new();
    for ((folder, ending), paths) in by_pattern {
        let is_shared =
            adoption.also_changed.iter().any(|path| place(path.as_str()) == (folder, ending));
        let is_plain = !folder.contains(['*', '?', '[', '\\']) && !folder.is_empty();
        if paths.len() >= MANY && is_plain && !is_shared {
            specs.push(shell_word(&format!(":(glob){folder}/*.{ending}")));
        } else {
            specs.extend(paths.into_iter().map(RepoPath::as_git_argument));
        }
    }
    specs
}

/// The folder of a path, and the ending of its file.
fn place(path: &str) -> (&str, &str) {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    (folder, name.rsplit_once('.').map_or("", |(_, ending)| ending))
}
