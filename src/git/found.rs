//! Makes a new git repository: objects, branch, tags, working tree and index,
//! without a git binary and without any configuration but its own.
//!
//! The same commits give the same ids on every machine. The repository is built
//! in a temporary folder beside its place and appears there only when it is
//! complete. Nothing here changes a repository that exists; [`Found`] reads one
//! back far enough to tell whether anybody has worked in it.

mod read_back;

use std::error::Error;
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, UNIX_EPOCH};

use gix::objs::tree::EntryKind;
use gix::refs::transaction::PreviousValue;

use crate::calendar::Moment;
use crate::paths::RepoPath;

pub use read_back::Found;

/// The branch that a new repository has, whatever `init.defaultBranch` says.
const BRANCH: &str = "refs/heads/main";

/// Local answers to everything in a global configuration that could make an
/// untouched working tree look changed.
const CONFIG: &str = "\
[core]
\trepositoryformatversion = 0
\tbare = false
\tfilemode = false
\tlogallrefupdates = true
\tautocrlf = false
\tsafecrlf = false
\teol = lf
\tfsmonitor = false
\tsparseCheckout = false
";

/// Attributes of this file rank above those of any global attributes file.
const ATTRIBUTES: &str = "* -text -filter -ident -working-tree-encoding\n";

/// A repository in the making. Dropping it before [`NewRepository::finish`]
/// leaves nothing behind.
#[derive(Debug)]
pub struct NewRepository {
    /// Where the repository will stand.
    folder: PathBuf,
    /// Whether the folder was there already, empty.
    existed: bool,
    staging: tempfile::TempDir,
    repository: gix::Repository,
}

/// A commit of a [`NewRepository`]; shown as its full id in hex.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct FoundCommit(gix::ObjectId);

/// A name and an e-mail address, as commits carry them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signature<'a> {
    /// The name.
    pub name: &'a str,
    /// The e-mail address.
    pub email: &'a str,
}

/// Everything about a commit but its files.
#[derive(Debug, Clone, Copy)]
pub struct CommitNote<'a> {
    /// The commits it follows; none for the first, two or more for a merge.
    pub parents: &'a [FoundCommit],
    /// Who wrote and committed it.
    pub author: Signature<'a>,
    /// When it was written and committed.
    pub at: Moment,
    /// Subject, and body after an empty line.
    pub message: &'a str,
}

/// What an annotated tag carries.
#[derive(Debug, Clone, Copy)]
pub struct TagNote<'a> {
    /// Who set the tag.
    pub tagger: Signature<'a>,
    /// When it was set.
    pub at: Moment,
    /// Why.
    pub message: &'a str,
}

/// Why a repository could not be made or read back.
#[derive(Debug, thiserror::Error)]
pub enum FoundError {
    /// The place is taken.
    #[error("{} is not an empty folder", folder.display())]
    NotEmpty {
        /// The place.
        folder: PathBuf,
    },
    /// A file or folder could not be read or written.
    #[error("cannot {action} {}", path.display())]
    Io {
        /// What was tried.
        action: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// What the operating system says.
        source: io::Error,
    },
    /// An object, a reference or the index could not be written or read.
    #[error("cannot {action} in the repository {}", folder.display())]
    Git {
        /// What was tried.
        action: &'static str,
        /// The working tree.
        folder: PathBuf,
        /// What the git library says.
        source: Box<dyn Error + Send + Sync>,
    },
}

impl NewRepository {
    /// Starts a repository that will stand in `folder`, which does not exist or
    /// is empty. Folders above it are made.
    ///
    /// # Errors
    /// When the folder holds anything, or cannot be written.
    pub fn create(folder: &Path) -> Result<Self, FoundError> {
        let existed = is_empty_folder(folder)?;
        let beside = if existed { folder } else { parent_of(folder) };
        fs::create_dir_all(beside).map_err(failed("make the folder", beside))?;
        let staging = tempfile::Builder::new()
            .prefix(".sopctl-new-")
            .tempdir_in(beside)
            .map_err(failed("make a folder in", beside))?;
        // The temporary folder is closed to others; what moves into place is not.
        let worktree = staging.path().join("repository");
        lay_out(&worktree)?;
        let mut repository = open_isolated(&worktree)?;
        // A reflog names its committer, and a new repository has none.
        repository.refs.write_reflog = gix::refs::store::WriteReflog::Disable;
        Ok(Self { folder: folder.to_owned(), existed, staging, repository })
    }

    /// Writes a commit whose files are exactly `files`.
    ///
    /// # Errors
    /// When an object cannot be written.
    pub fn commit<'f>(
        &mut self,
        files: impl IntoIterator<Item = (&'f RepoPath, &'f str)>,
        note: CommitNote<'_>,
    ) -> Result<FoundCommit, FoundError> {
        let failed = |e: gix::Error| self.git_failed("write a commit", e);
        let empty = gix::ObjectId::empty_tree(self.repository.object_hash());
        let mut tree = self.repository.edit_tree(empty).map_err(failed)?;
        for (path, text) in files {
            let blob = self.repository.write_blob(text).map_err(failed)?;
            tree.upsert(path.as_str(), EntryKind::Blob, blob).map_err(failed)?;
        }
        let tree = tree.write().map_err(failed)?.detach();
        let by = signature(note.author, note.at);
        let commit = gix::objs::Commit {
            tree,
            parents: note.parents.iter().map(|parent| parent.0).collect(),
            author: by.clone(),
            committer: by,
            encoding: None,
            message: with_final_newline(note.message).into(),
            extra_headers: Vec::new(),
        };
        let id = self.repository.write_object(&commit).map_err(failed)?;
        Ok(FoundCommit(id.detach()))
    }

    /// Sets the tag `name` on a commit: annotated with a note, else a light one.
    ///
    /// # Errors
    /// When the name is not a tag name, is taken, or cannot be written.
    pub fn tag(
        &mut self,
        name: &str,
        target: FoundCommit,
        note: Option<TagNote<'_>>,
    ) -> Result<(), FoundError> {
        let failed = |e: gix::Error| self.git_failed("set a tag", e);
        let target = match note {
            None => target.0,
            Some(note) => {
                let tag = gix::objs::Tag {
                    target: target.0,
                    target_kind: gix::objs::Kind::Commit,
                    name: name.into(),
                    tagger: Some(signature(note.tagger, note.at)),
                    message: with_final_newline(note.message).into(),
                    signature: None,
                };
                self.repository.write_object(&tag).map_err(failed)?.detach()
            }
        };
        self.repository.tag_reference(name, target, PreviousValue::MustNotExist).map_err(failed)?;
        Ok(())
    }

    /// Leaves a file of that name in the git folder, for [`Found::mark`].
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn mark(&mut self, name: &str, text: &str) -> Result<(), FoundError> {
        write(&self.repository.git_dir().join(name), text.as_bytes())
    }

    /// Points `main` at `head`, writes its files and the index, and moves the
    /// repository into its place. Gives the number of files.
    ///
    /// # Errors
    /// When anything cannot be written; then the place is as it was before.
    pub fn finish(self, head: FoundCommit) -> Result<usize, FoundError> {
        self.repository
            .reference(BRANCH, head.0, PreviousValue::MustNotExist, "")
            .map_err(|e| self.git_failed("set the branch", e))?;
        let files = self.check_out(head)?;
        let Self { folder, existed, staging, repository } = self;
        // An open repository holds files open, which some systems refuse to move.
        let built = staging.path().join("repository");
        drop(repository);
        if existed {
            move_entries(&built, &folder)?;
        } else {
            fs::rename(&built, &folder).map_err(failed("move into place", &folder))?;
        }
        Ok(files)
    }

    /// Writes the files of `head`, and an index that knows them by their stat
    /// data. Each file gets the time of the commit, so that none is as young as
    /// the index and git need not read any of them again.
    fn check_out(&self, head: FoundCommit) -> Result<usize, FoundError> {
        let failed_git = |e: gix::Error| self.git_failed("check out the files", e);
        let commit = self.repository.find_commit(head.0).map_err(failed_git)?;
        let seconds = commit.time().map_err(failed_git)?.seconds;
        let tree = commit.tree_id().map_err(failed_git)?;
        let mut index = self.repository.index_from_tree(&tree).map_err(failed_git)?;
        let worktree = self.staging.path().join("repository");
        let mut files = 0;
        for (entry, path) in index.entries_mut_with_paths() {
            let blob = self.repository.find_blob(entry.id).map_err(failed_git)?;
            let file = worktree.join(path.to_string());
            let parent = parent_of(&file);
            fs::create_dir_all(parent).map_err(failed("make the folder", parent))?;
            write(&file, &blob.data)?;
            set_modified(&file, seconds)?;
            let metadata = gix::index::fs::Metadata::from_path_no_follow(&file)
                .map_err(failed("read", &file))?;
            entry.stat = gix::index::entry::Stat::from_fs(&metadata)
                .map_err(|e| self.git_failed("write the index", e))?;
            files += 1;
        }
        index
            .write(gix::index::write::Options::default())
            .map_err(|e| self.git_failed("write the index", e))?;
        Ok(files)
    }

    fn git_failed(
        &self,
        action: &'static str,
        source: impl Error + Send + Sync + 'static,
    ) -> FoundError {
        FoundError::Git { action, folder: self.folder.clone(), source: Box::new(source) }
    }
}

impl fmt::Display for FoundCommit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// The skeleton of a repository, as git describes it in gitrepository-layout.
fn lay_out(worktree: &Path) -> Result<(), FoundError> {
    let git = worktree.join(".git");
    for part in ["objects/info", "objects/pack", "refs/heads", "refs/tags", "info"] {
        let path = git.join(part);
        fs::create_dir_all(&path).map_err(failed("make the folder", &path))?;
    }
    write(&git.join("HEAD"), format!("ref: {BRANCH}\n").as_bytes())?;
    write(&git.join("config"), CONFIG.as_bytes())?;
    write(&git.join("info/attributes"), ATTRIBUTES.as_bytes())
}

fn open_isolated(worktree: &Path) -> Result<gix::Repository, FoundError> {
    gix::open_opts(worktree, gix::open::Options::isolated()).map_err(|e| FoundError::Git {
        action: "open the objects",
        folder: worktree.to_owned(),
        source: Box::new(e),
    })
}

/// Whether the folder is there, which it may be only if it is empty.
fn is_empty_folder(folder: &Path) -> Result<bool, FoundError> {
    match fs::read_dir(folder) {
        Ok(mut entries) => match entries.next() {
            None => Ok(true),
            Some(_) => Err(FoundError::NotEmpty { folder: folder.to_owned() }),
        },
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(e) if e.kind() == io::ErrorKind::NotADirectory => {
            Err(FoundError::NotEmpty { folder: folder.to_owned() })
        }
        Err(source) => Err(FoundError::Io { action: "read", path: folder.to_owned(), source }),
    }
}

/// Moves everything from one folder into another, empty but for the staging
/// folder. The git folder goes last: until then there is no repository. If one
/// entry cannot be moved, the others go back.
fn move_entries(from: &Path, to: &Path) -> Result<(), FoundError> {
    let mut names = Vec::new();
    for entry in fs::read_dir(from).map_err(failed("read", from))? {
        names.push(entry.map_err(failed("read", from))?.file_name());
    }
    names.sort_by_key(|name| name == ".git");
    for (moved, name) in names.iter().enumerate() {
        if let Err(source) = fs::rename(from.join(name), to.join(name)) {
            for back in &names[..moved] {
                let path = to.join(back);
                fs::rename(&path, from.join(back)).map_err(failed("take back", &path))?;
            }
            return Err(FoundError::Io { action: "move into place", path: to.join(name), source });
        }
    }
    Ok(())
}

fn signature(who: Signature<'_>, at: Moment) -> gix::actor::Signature {
    gix::actor::Signature {
        name: who.name.into(),
        email: who.email.into(),
        time: gix::date::Time { seconds: at.seconds, offset: at.offset },
    }
}

fn with_final_newline(message: &str) -> String {
    format!("{}\n", message.trim_end())
}

/// A bare name stands in the current folder.
fn parent_of(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn set_modified(path: &Path, seconds: i64) -> Result<(), FoundError> {
    let seconds = u64::try_from(seconds).unwrap_or(0);
    fs::File::options()
        .write(true)
        .open(path)
        .and_then(|file| file.set_modified(UNIX_EPOCH + Duration::from_secs(seconds)))
        .map_err(failed("set the time of", path))
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), FoundError> {
    fs::write(path, bytes).map_err(failed("write", path))
}

fn failed(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> FoundError {
    move |source| FoundError::Io { action, path: path.to_owned(), source }
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::*;
    use crate::calendar::Date;

    const HOSTILE: &str = "\
[init]\n\tdefaultBranch = evil\n\ttemplateDir = /nowhere\n\
[core]\n\tautocrlf = true\n\teol = crlf\n\tfileMode = true\n\thooksPath = /nowhere\n\
\tsparseCheckout = true\n\tattributesFile = HOME/attributes\n\
[commit]\n\tgpgSign = true\n[filter \"shout\"]\n\tclean = tr a-z A-Z\n\trequired = true\n";

    const ANA: Signature<'static> = Signature { name: "Ana Ruiz", email: "ana@example.com" };

    /// Runs git with nothing of this machine but a hostile global configuration.
    fn git(home: &Path, folder: &Path, arguments: &[&str]) -> String {
        fs::write(home.join("attributes"), "* text=auto eol=crlf filter=shout ident\n").unwrap();
        let config = HOSTILE.replace("HOME", home.to_str().unwrap());
        fs::write(home.join("gitconfig"), config).unwrap();
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

    fn path(text: &str) -> RepoPath {
        RepoPath::new(text).unwrap()
    }

    fn note<'a>(parents: &'a [FoundCommit], day: i8, message: &'a str) -> CommitNote<'a> {
        let at = Moment::at(Date::new(2026, 3, day).unwrap(), 9, 0);
        CommitNote { parents, author: ANA, at, message }
    }

    /// Three commits, the last one a merge, and two tags.
    fn found(folder: &Path) -> (FoundCommit, usize) {
        let (readme, sop, sops) = (path("README.md"), path("sops/a.md"), path("sops.txt"));
        let mut new = NewRepository::create(folder).unwrap();
        let first = new.commit([(&readme, "One\n")], note(&[], 1, "Start")).unwrap();
        let side = new
            .commit([(&readme, "One\n"), (&sop, "# A\n")], note(&[first], 2, "Add an SOP"))
            .unwrap();
        let tagged = TagNote { tagger: ANA, at: note(&[], 3, "").at, message: "First release" };
        new.tag("v1.0", side, Some(tagged)).unwrap();
        new.tag("light", first, None).unwrap();
        let files = [(&sops, "a\r\nb\n"), (&readme, "One\n"), (&sop, "# A\n")];
        let merge = new.commit(files, note(&[first, side], 4, "Merge branch 'side'")).unwrap();
        new.mark("founder", "here").unwrap();
        (merge, new.finish(merge).unwrap())
    }

    #[test]
    fn a_new_repository_is_clean_under_a_hostile_global_configuration() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("library");
        let (head, files) = found(&folder);
        assert_eq!(files, 3);
        let git = |arguments: &[&str]| git(home.path(), &folder, arguments);
        assert_eq!(git(&["status", "--porcelain"]), "");
        assert_eq!(git(&["symbolic-ref", "HEAD"]), "refs/heads/main\n");
        assert_eq!(git(&["rev-parse", "HEAD"]).trim(), head.to_string());
        assert_eq!(git(&["fsck", "--strict"]), "");
        assert_eq!(git(&["tag", "-n1"]), "light           Start\nv1.0            First release\n");
        assert_eq!(git(&["log", "--format=%p|%an|%aI", "-1"]).matches(' ').count(), 2);
        assert_eq!(git(&["ls-tree", "-r", "HEAD"]).matches("100644").count(), 3);
        // Also when git has to read the files again.
        for file in ["README.md", "sops.txt"] {
            set_modified(&folder.join(file), 1_800_000_000).unwrap();
        }
        assert_eq!(git(&["status", "--porcelain"]), "");
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 3, "nothing is left beside it");
    }

    #[test]
    fn the_same_commits_have_the_same_ids() {
        let home = tempfile::tempdir().unwrap();
        let (a, _) = found(&home.path().join("a"));
        let (b, _) = found(&home.path().join("b/c"));
        assert_eq!(a, b);
        assert_eq!(a.to_string(), "2929e9f1070be8e839aae3a3d233f423344090ce");
    }

    #[test]
    fn an_empty_folder_is_filled_and_any_other_refused() {
        let home = tempfile::tempdir().unwrap();
        found(home.path());
        assert_eq!(git(home.path(), home.path(), &["status", "--porcelain", "-uno"]), "");
        let again = NewRepository::create(home.path()).unwrap_err();
        assert!(matches!(again, FoundError::NotEmpty { .. }), "{again}");
        let file = NewRepository::create(&home.path().join("README.md")).unwrap_err();
        assert!(matches!(file, FoundError::NotEmpty { .. }), "{file}");
    }

    #[test]
    fn a_repository_given_up_leaves_nothing() {
        let home = tempfile::tempdir().unwrap();
        let mut new = NewRepository::create(&home.path().join("library")).unwrap();
        new.commit([(&path("a"), "a")], note(&[], 1, "Start")).unwrap();
        drop(new);
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 0);
    }
}
