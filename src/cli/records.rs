//! What `review`, `promote` and `retire` have in common: whose record it is, of which day, and
//! how it is committed.

use crate::git::{CommitId, Head};
use crate::library::{Library, Member, Uncommitted};
use crate::ownership::People;
use crate::paths::RepoPath;
use crate::record::{EntryError, Message, Onward, Pending};
use crate::worktree::{CommitError, commit};

use super::args::Global;
use super::console::Console;
use super::error::Failure;
use super::rewriting::{Written, open_to_write};
use super::session::Session;

/// Refuses to change a document that git does not have as it is: only what git holds can be had
/// back.
pub(super) fn require_restorable(
    path: &RepoPath,
    uncommitted: Option<Uncommitted>,
) -> Result<(), Failure> {
    let Some(how) = uncommitted else { return Ok(()) };
    let said = format!("{path} would be changed, and git does not have it as it is");
    Err(Failure::new(said).hint(until_committed(path, how.into())))
}

/// Opens a working tree to record something in it.
pub(super) fn open<'a>(global: &'a Global, console: &'a Console) -> Result<Session<'a>, Failure> {
    open_to_write(Written::Record, global, console)
}

/// Whoever works here, by the name that documents use.
pub(super) fn user(session: &Session<'_>) -> Result<Option<String>, Failure> {
    let user = session.require_repository()?.user();
    Ok(user.and_then(|user| People::of(&session.config).name_of(&user)))
}

/// The people who are named.
pub(super) fn people(named: &[String]) -> Vec<String> {
    named.iter().filter_map(|name| given(Some(name))).collect()
}

/// What is given and not blank.
pub(super) fn given(text: Option<&String>) -> Option<String> {
    text.map(|text| text.trim()).filter(|text| !text.is_empty()).map(str::to_owned)
}

/// How a commit gets from here to the controlled branch.
pub(super) fn onward(
    session: &Session<'_>,
    controlled: Option<&String>,
) -> Result<Onward, Failure> {
    let repository = session.require_repository()?;
    let branch = match repository.head()? {
        Head::Commit { branch, .. } => branch,
        Head::Unborn { branch } => Some(branch),
    };
    Ok(Onward {
        is_at_root: session.here == session.root,
        branch,
        controlled: controlled.cloned(),
        has_remote: repository.has_remote(),
    })
}

/// The documents as HEAD has them, where one of these is modified.
pub(super) fn committed(
    members: &[&Member],
    library: &Library,
    session: &Session<'_>,
) -> Result<Option<Library>, Failure> {
    let is_modified = |member: &&Member| member.uncommitted == Some(Uncommitted::Modified);
    let head = library.source.commit().filter(|_| members.iter().any(is_modified));
    head.map(|head| session.library_at(head)).transpose()
}

/// Refuses to commit a file that git does not know: it would take the whole document along.
pub(super) fn require_tracked(members: &[&Member]) -> Result<(), Failure> {
    let Some(unknown) = members.iter().find(|member| member.blob.is_none()) else { return Ok(()) };
    Err(unknown_to_git(&unknown.path))
}

/// What is said of a file that git does not know.
pub(super) fn unknown_to_git(path: &RepoPath) -> Failure {
    Failure::new(format!("git does not know {path} yet"))
        .hint(until_committed(path, Pending::Untracked))
}

/// Refuses to commit a record together with what somebody is still writing in the same file.
pub(super) fn require_settled(
    name: &str,
    path: &RepoPath,
    pending: Option<Pending>,
) -> Result<(), Failure> {
    let Some(how) = pending else { return Ok(()) };
    Err(Failure::new(format!("{name} has uncommitted changes, which would be committed along"))
        .hint(until_committed(path, how)))
}

/// What to do so that git holds the text of a document.
pub(super) fn until_committed(path: &RepoPath, how: Pending) -> String {
    let command = to_commit(path, how);
    match how {
        Pending::Modified => format!("commit them first: {command}"),
        Pending::Untracked => format!("commit it first: {command}"),
        Pending::Staged => format!("something else is staged than the file holds: {command}"),
    }
}

/// The command after which git holds what a file says; what is staged instead is put back.
pub(super) fn to_commit(path: &RepoPath, how: Pending) -> String {
    let path = path.as_git_argument();
    match how {
        Pending::Modified => format!("git commit -- {path}"),
        Pending::Untracked => format!("git add -- {path} && git commit -- {path}"),
        Pending::Staged => format!("git restore --staged -- {path}"),
    }
}

/// Makes one commit after another, and gives them.
pub(super) fn commit_all(
    session: &Session<'_>,
    commits: &[(Vec<RepoPath>, Message)],
) -> Result<Vec<CommitId>, Failure> {
    let mut made = Vec::with_capacity(commits.len());
    for (index, (paths, message)) in commits.iter().enumerate() {
        if let Err(error) = commit(&session.root, paths, &message.paragraphs()) {
            let left: Vec<String> = commits
                .iter()
                .skip(index)
                .flat_map(|(paths, _)| paths)
                .map(RepoPath::as_git_argument)
                .collect();
            return Err(not_committed(&error, &left, made.len()));
        }
        match session.require_repository()?.head()? {
            Head::Commit { id, .. } => made.push(id),
            Head::Unborn { .. } => {}
        }
    }
    Ok(made)
}

fn not_committed(error: &CommitError, left: &[String], made: usize) -> Failure {
    let left = left.join(" ");
    let before = match made {
        0 => String::new(),
        1 => " (one commit was made before)".to_owned(),
        made => format!(" ({made} commits were made before)"),
    };
    let failure =
        Failure::new(format!("the record stands in {left}, but is not committed{before}"));
    let hint = match error {
        CommitError::NotStarted { .. } => format!("install git, then git commit -- {left}"),
        CommitError::Refused { .. } => {
            format!("what git said stands above; mend it, then git commit -- {left}")
        }
    };
    failure.because(error).hint(hint)
}

/// What to do where a record has no author.
pub(super) const UNKNOWN_USER: &str =
    "say it with --by, or set git config user.name and user.email";

impl From<EntryError> for Failure {
    fn from(error: EntryError) -> Self {
        Self::of(&error).hint(
            "nothing was written; mend the front matter, or name the key under [profiles] in sopctl.toml",
        )
    }
}
