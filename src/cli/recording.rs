//! What `review`, `promote` and `retire` have in common: whose record it is, of which day, and
//! how it is committed.

use crate::calendar::Date;
use crate::git::{CommitId, Head};
use crate::ownership::People;
use crate::paths::RepoPath;
use crate::record::{EntryError, Message, Onward};
use crate::worktree::{CommitError, commit};

use super::args::Global;
use super::console::Console;
use super::error::Failure;
use super::session::{Needs, Session};

/// Opens a working tree to record something in it.
pub(super) fn open<'a>(global: &'a Global, console: &'a Console) -> Result<Session<'a>, Failure> {
    if global.rev.is_some() {
        return Err(Failure::new("a record is written into the working tree, not into a revision")
            .hint("leave --rev out"));
    }
    let session = Session::open(global, console, Needs::Repository)?;
    if session.revision.is_some() {
        return Err(Failure::new("a bare repository has no working tree to write into")
            .hint("clone it first"));
    }
    Ok(session)
}

/// Who is named, else whoever works here, by the name that documents use.
pub(super) fn by(named: &[String], session: &Session<'_>) -> Result<Vec<String>, Failure> {
    let named: Vec<String> = named.iter().filter_map(|name| given(Some(name))).collect();
    if !named.is_empty() {
        return Ok(named);
    }
    let user = session.require_repository()?.user();
    let name = user.and_then(|user| People::of(&session.config).name_of(&user));
    name.map(|name| vec![name]).ok_or_else(|| {
        Failure::new("git does not know who you are")
            .hint("say it with --by, or set git config user.name and user.email")
    })
}

/// The day that is named, else the day that is judged by.
pub(super) fn on(named: Option<&str>, session: &Session<'_>) -> Result<Date, Failure> {
    let Some(text) = named else { return Ok(session.as_of.day) };
    let reading = Date::read(text)
        .map_err(|error| Failure::of(&error).hint("--on takes a day such as 2026-11-22"))?;
    Ok(reading.date)
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

impl From<EntryError> for Failure {
    fn from(error: EntryError) -> Self {
        Self::of(&error).hint(
            "nothing was written; mend the front matter, or name the key under [profiles] in sopctl.toml",
        )
    }
}
