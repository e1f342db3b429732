//! What to type next, once a record is shown, written or committed.

use crate::library::Uncommitted;
use crate::paths::{RepoPath, shell_word};
use crate::report::{Block, Line, Tone};

use super::{Entry, Stage};

/// What is known of where the record goes.
#[derive(Debug)]
pub struct Advice<'a> {
    /// How far it has come.
    pub stage: Stage,
    /// What is on record.
    pub entries: &'a [&'a Entry],
    /// The first lines of the commits, one for each entry, or one for all.
    pub subjects: Vec<&'a str>,
    /// Where commits go from here.
    pub onward: &'a Onward,
    /// Whether nothing is left to do for the documents themselves.
    pub is_settled: bool,
}

/// How a commit gets from here to the controlled branch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Onward {
    /// Whether the command was given at the root of the working tree, from where paths count.
    pub is_at_root: bool,
    /// The checked-out branch; none where HEAD is detached.
    pub branch: Option<String>,
    /// The controlled branch, where there is one.
    pub controlled: Option<String>,
    /// Whether there is another repository to push to.
    pub has_remote: bool,
}

/// The next commands to type.
#[must_use]
pub fn advice(advice: &Advice<'_>) -> Vec<Block> {
    match advice.stage {
        Stage::Proposed => vec![Block::Note(
            Tone::Notice,
            "Nothing is written: leave --dry-run out to record this.".into(),
        )],
        Stage::Written => to_commit(advice),
        Stage::Committed => vec![Block::Note(Tone::Good, onward(advice))],
    }
}

/// The commands that commit these files as they stand, and nothing else: what git does not know
/// is made known to it first.
#[must_use]
pub fn commit_of<'p>(
    subject: &str,
    files: impl Iterator<Item = (&'p RepoPath, Option<Uncommitted>)>,
) -> Line {
    let (mut all, mut untracked) = (Vec::new(), Vec::new());
    for (path, uncommitted) in files {
        let path = path.as_git_argument();
        if uncommitted == Some(Uncommitted::Untracked) {
            untracked.push(path.clone());
        }
        all.push(path);
    }
    let mut line = Line::new();
    if !untracked.is_empty() {
        line = line.code(format!("git add -- {}", untracked.join(" "))).text(" and ");
    }
    line.code(format!("git commit --message {} -- {}", shell_word(subject), all.join(" ")))
}

fn to_commit(advice: &Advice<'_>) -> Vec<Block> {
    let mut blocks = Vec::new();
    let is_more = advice.entries.iter().any(|entry| entry.uncommitted.is_some());
    if is_more {
        let said = "The commit takes along the other changes of the file.";
        blocks.push(Block::Note(Tone::Notice, said.into()));
    }
    let mut lead = "next, to commit it and nothing else".to_owned();
    if !advice.onward.is_at_root {
        lead.push_str(", from the root of the repository");
    }
    let untracked: Vec<String> = advice
        .entries
        .iter()
        .filter(|entry| entry.uncommitted == Some(Uncommitted::Untracked))
        .map(|entry| entry.path.as_git_argument())
        .collect();
    let mut commands = Vec::new();
    if !untracked.is_empty() {
        commands.push(Line::new().code(format!("git add -- {}", untracked.join(" "))));
    }
    let commit = |subject: &str, entries: &[&Entry]| {
        let paths: Vec<String> = entries.iter().map(|entry| entry.path.as_git_argument()).collect();
        let (subject, paths) = (shell_word(subject), paths.join(" "));
        Line::new().code(format!("git commit --message {subject} -- {paths}"))
    };
    match advice.subjects.as_slice() {
        [all] => commands.push(commit(all, advice.entries)),
        each => commands.extend(
            each.iter()
                .zip(advice.entries)
                .map(|(subject, entry)| commit(subject, std::slice::from_ref(entry))),
        ),
    }
    blocks.push(Block::Prose(Line::new().text(lead).text(":")));
    blocks.push(Block::Items(commands));
    blocks
}

/// How the commit reaches the controlled branch.
fn onward(advice: &Advice<'_>) -> Line {
    let onward = advice.onward;
    let line = Line::new().text("next: ");
    let Some(branch) = &onward.branch else {
        return line
            .code("git switch --create BRANCH")
            .text(": HEAD is on no branch, and the commit is lost without one.");
    };
    // What was fetched of the controlled branch is called after where it came from.
    let controlled = onward.controlled.as_deref().unwrap_or(branch);
    let controlled = controlled.strip_prefix("origin/").unwrap_or(controlled);
    match (controlled == branch, onward.has_remote) {
        (true, false) if !advice.is_settled => Line::new().text("It stands on the controlled branch."),
        (true, false) => Line::new().text("Nothing else to do: it stands on the controlled branch."),
        (true, true) => line
            .code("git push")
            .text("; where the branch takes no direct pushes, push it as another branch and open a pull request into ")
            .code(controlled)
            .text("."),
        (false, false) => line
            .text("it counts once it is merged into ")
            .code(controlled)
            .text("."),
        (false, true) => line
            .code(format!("git push --set-upstream origin {}", shell_word(branch)))
            .text("; it counts once it is merged into ")
            .code(controlled)
            .text("."),
    }
}
