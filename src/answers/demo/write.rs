//! Makes a repository of the story, or finds the one that was made earlier.

use std::path::{Path, PathBuf};

use crate::calendar::Date;
use crate::git::found::{
    CommitNote, Found, FoundCommit, FoundError, NewRepository, Signature, TagNote,
};

use super::edit::is_document;
use super::script::Person;
use super::story::{Story, StoryError};

/// The file in the git folder that says which story was written.
const MARK: &str = "sopctl-demo";

/// The story may differ between versions of the program.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// What stands in the folder now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// The working tree.
    pub folder: PathBuf,
    /// Whether it was written or found.
    pub outcome: Outcome,
    /// The day that its story is told.
    pub as_of: Date,
    /// Full id of the tip of `main`.
    pub head: String,
}

/// How an example came to stand in its folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It was written just now.
    Written {
        /// How many commits.
        commits: usize,
        /// How many policies, SOPs and work instructions at the end.
        documents: usize,
    },
    /// An earlier one of the same day and content stands there untouched.
    Kept,
    /// An earlier one of another day, or of another version of the program,
    /// stands there untouched.
    KeptOther,
}

/// Why there is no example in the folder.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// The folder holds something else.
    #[error("{} is not empty and holds no example library", folder.display())]
    Occupied {
        /// The folder.
        folder: PathBuf,
    },
    /// Somebody has worked in the example, which is theirs now.
    #[error("the example library in {} has been changed", folder.display())]
    Changed {
        /// The folder.
        folder: PathBuf,
    },
    /// The story cannot be told.
    #[error(transparent)]
    Story(#[from] StoryError),
    /// The repository cannot be made or read.
    #[error(transparent)]
    Repository(FoundError),
}

/// Writes the story as of a day into `folder`, which is empty or does not exist;
/// an untouched earlier example in it is kept. Nothing is left half done.
///
/// # Errors
/// See [`DemoError`]; the folder is then as it was.
pub fn write(as_of: Date, folder: &Path) -> Result<Summary, DemoError> {
    if let Some(found) = Found::open(folder)?
        && let Some(mark) = found.mark(MARK)?.as_deref().and_then(Mark::read)
    {
        return keep(as_of, folder, &found, mark);
    }
    let story = Story::as_of(as_of)?;
    let mut repository = NewRepository::create(folder)?;
    let commits = commit_all(&mut repository, &story)?;
    let (Some(head), Some(last)) = (commits.last(), story.commits.last()) else {
        return Err(StoryError::NoCommit { message: "main" }.into());
    };
    let mark = Mark { as_of, version: VERSION.to_owned(), head: head.to_string() };
    repository.mark(MARK, &mark.text())?;
    repository.finish(*head)?;
    let documents = last.files.keys().filter(|path| is_document(path)).count();
    let outcome = Outcome::Written { commits: commits.len(), documents };
    Ok(Summary { folder: folder.to_owned(), outcome, as_of, head: mark.head })
}

fn keep(as_of: Date, folder: &Path, found: &Found, mark: Mark) -> Result<Summary, DemoError> {
    let folder = folder.to_owned();
    if !found.is_untouched_at(&mark.head)? {
        return Err(DemoError::Changed { folder });
    }
    let same = mark.as_of == as_of && mark.version == VERSION;
    let outcome = if same { Outcome::Kept } else { Outcome::KeptOther };
    Ok(Summary { folder, outcome, as_of: mark.as_of, head: mark.head })
}

fn commit_all(
    repository: &mut NewRepository,
    story: &Story,
) -> Result<Vec<FoundCommit>, FoundError> {
    let mut commits: Vec<FoundCommit> = Vec::with_capacity(story.commits.len());
    for commit in &story.commits {
        let parents: Vec<_> = commit.parents.iter().map(|parent| commits[*parent]).collect();
        let author = signature(commit.author);
        let note = CommitNote { parents: &parents, author, at: commit.at, message: commit.message };
        commits.push(repository.commit(commit.files.iter().map(|(p, t)| (p, &**t)), note)?);
    }
    for tag in &story.tags {
        let note = TagNote { tagger: signature(tag.tagger), at: tag.at, message: tag.message };
        repository.tag(tag.name, commits[tag.commit], Some(note))?;
    }
    Ok(commits)
}

fn signature(person: Person) -> Signature<'static> {
    Signature { name: person.name, email: person.email }
}

/// What [`MARK`] holds: three lines.
struct Mark {
    as_of: Date,
    version: String,
    head: String,
}

impl Mark {
    fn text(&self) -> String {
        format!("{}\n{}\n{}\n", self.as_of, self.version, self.head)
    }

    fn read(text: &str) -> Option<Self> {
        let mut lines = text.lines().map(str::to_owned);
        let as_of = Date::read(&lines.next()?).ok()?.date;
        Some(Self { as_of, version: lines.next()?, head: lines.next()? })
    }
}

impl From<FoundError> for DemoError {
    fn from(error: FoundError) -> Self {
        match error {
            FoundError::NotEmpty { folder } => Self::Occupied { folder },
            other => Self::Repository(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::process::Command;

    use super::*;

    const HOSTILE: &str = "\
[init]\n\tdefaultBranch = evil\n\ttemplateDir = /nowhere\n\
[core]\n\tautocrlf = true\n\teol = crlf\n\tfileMode = true\n\thooksPath = /nowhere\n\
[commit]\n\tgpgSign = true\n";

    fn day(day: i8) -> Date {
        Date::new(2026, 11, day).unwrap()
    }

    fn git(home: &Path, folder: &Path, arguments: &[&str]) -> String {
        fs::write(home.join("gitconfig"), HOSTILE).unwrap();
        let output = Command::new("git")
            .args(arguments)
            .current_dir(folder)
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap())
            .env("HOME", home)
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_CONFIG_GLOBAL", home.join("gitconfig"))
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "git {arguments:?}: {said}");
        String::from_utf8_lossy(&output.stdout).into_owned() + &said
    }

    #[test]
    fn the_example_is_a_sound_and_clean_repository() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("sopctl-demo");
        let summary = write(day(22), &folder).unwrap();
        let git = |arguments: &[&str]| git(home.path(), &folder, arguments);
        assert_eq!(git(&["status", "--porcelain"]), "");
        assert_eq!(git(&["fsck", "--strict", "--no-dangling"]), "");
        assert_eq!(git(&["rev-parse", "main"]).trim(), summary.head);
        let Outcome::Written { commits, documents } = summary.outcome else {
            panic!("{summary:?}")
        };
        assert_eq!(git(&["rev-list", "--count", "main"]).trim(), commits.to_string());
        assert_eq!(documents, 20);
        assert_eq!(git(&["tag", "--list"]), "v1.0\nv1.1\nv2.0\n");
        assert!(
            git(&["rev-list", "--count", "--merges", "main"]).trim().parse::<u32>().unwrap() > 5
        );
        assert_eq!(git(&["log", "-1", "--format=%cs", "main"]).trim(), "2026-11-19");
    }

    #[test]
    fn the_same_day_gives_the_same_commits() {
        let home = tempfile::tempdir().unwrap();
        let head = |name: &str, on| write(on, &home.path().join(name)).unwrap().head;
        assert_eq!(head("a", day(22)), "434770295e31c4d29247276651499bca4698dce8");
        assert_eq!(head("b", day(22)), head("c", day(22)));
        assert_ne!(head("d", day(23)), head("e", day(22)));
    }

    #[test]
    fn an_untouched_example_is_kept_and_any_other_folder_refused() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("sopctl-demo");
        let first = write(day(22), &folder).unwrap();
        let again = write(day(22), &folder).unwrap();
        assert_eq!((again.outcome, &again.head), (Outcome::Kept, &first.head));
        let later = write(day(23), &folder).unwrap();
        assert_eq!((later.outcome, later.as_of), (Outcome::KeptOther, day(22)));
        fs::write(folder.join("README.md"), "Mine\n").unwrap();
        let changed = write(day(22), &folder).unwrap_err();
        assert!(matches!(changed, DemoError::Changed { .. }), "{changed}");
        fs::remove_dir_all(folder.join(".git")).unwrap();
        let occupied = write(day(22), &folder).unwrap_err();
        assert!(matches!(occupied, DemoError::Occupied { .. }), "{occupied}");
        assert_eq!(fs::read_to_string(folder.join("README.md")).unwrap(), "Mine\n");
    }
}
