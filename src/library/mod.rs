//! The documents of a tree: of the working tree, of a revision, or of a folder that
//! knows no git.
//!
//! Says which documents there are and what each of them says. It judges nothing and
//! knows no history.

mod branches;
mod by_number;
mod describing;
mod elsewhere;
mod files;
mod foreseen;
mod held;
mod mentions;
mod moved;
mod numbers;
mod parallel;
mod references;
mod removed;
mod revision;
mod selection;
mod touched;
mod unmatched;
mod watch;
pub mod wire;
mod working_tree;

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::OnceLock;

use crate::config::Config;
use crate::document::Document;
use crate::document::front_matter;
use crate::document::id::DocumentId;
use crate::document::profile::Profile;
use crate::git::{BlobId, CommitId, GitError};
use crate::paths::RepoPath;
use crate::text::nearest;
use crate::worktree::ListError;

pub use branches::{Branches, Collision, Holder};
pub use by_number::ByNumber;
pub use describing::{Describing, Fate, Match, Upstream, ValueChange, described};
use elsewhere::Elsewhere;
pub use files::Files;
pub use held::{Held, HeldBy};
pub use mentions::{Mention, Named};
pub use numbers::Numbers;
pub(crate) use parallel::in_parallel;
pub use references::{Link, Relation, Target};
pub(crate) use selection::is_conventional;
pub use touched::{Touch, Touched};
pub use unmatched::UnmatchedInclude;
pub use watch::{Absence, Content, Selector, Watch, is_readable, value_in};

/// The documents of a tree.
#[derive(Debug)]
pub struct Library {
    /// The documents that could be read, sorted by path.
    pub members: Vec<Member>,
    /// The documents that could not, sorted by path. They are counted in every report.
    pub unreadable: Vec<Unreadable>,
    /// Documents of HEAD that the working tree has removed, sorted.
    pub removed: Vec<RepoPath>,
    /// The convention by which front matter was read.
    pub profile: Profile,
    /// What was looked at to find them.
    pub considered: Considered,
    /// Where the text comes from.
    pub source: Source,
    /// The globs of the configuration that match no file.
    pub unmatched: Vec<UnmatchedInclude>,
    /// What is known of documents beside this tree.
    elsewhere: Vec<Elsewhere>,
    /// Which of the members have a name, in lower case; made when a reference is first
    /// followed.
    names: OnceLock<HashMap<String, Vec<usize>>>,
}

/// A document of a library.
#[derive(Debug)]
pub struct Member {
    /// Where it stands, from the root of the repository.
    pub path: RepoPath,
    /// What it says.
    pub document: Document,
    /// Where the commit has it, where the working tree has moved it.
    pub moved_from: Option<RepoPath>,
    /// Its content as git has it in the commit that the library is compared with.
    pub blob: Option<BlobId>,
    /// Whether the working tree has something else than that commit.
    pub uncommitted: Option<Uncommitted>,
    /// Whether the text is that content byte for byte, so that what is known of the one is
    /// known of the other.
    pub is_verbatim: bool,
}

/// How the working tree differs from the commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Uncommitted {
    /// The text differs, not only in its line endings.
    Modified,
    /// The commit does not have the file.
    Untracked,
}

/// A document that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
pub struct Unreadable {
    /// Where it stands; not UTF-8 shown as well as it can be.
    pub path: String,
    /// Why, in words.
    pub why: String,
}

/// What was looked at to find the documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Considered {
    /// Number of files.
    pub files: usize,
    /// Number of folders that hold a document.
    pub folders: usize,
    /// Whether sopctl.toml says which files are documents.
    pub configured: bool,
}

/// Where the text of a library comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// The working tree, compared with this commit, if there is one.
    WorkingTree {
        /// The commit of HEAD.
        head: Option<CommitId>,
    },
    /// A revision.
    Revision {
        /// Its commit.
        commit: CommitId,
    },
    /// A folder outside any repository.
    Folder,
}

impl Source {
    /// The commit that the library is, or is compared with.
    #[must_use]
    pub const fn commit(&self) -> Option<CommitId> {
        match self {
            Self::WorkingTree { head } => *head,
            Self::Revision { commit } => Some(*commit),
            Self::Folder => None,
        }
    }
}

/// How to read a library.
#[derive(Debug, Clone, Copy)]
pub struct Settings<'a> {
    /// The configuration, where there is one.
    pub config: Option<&'a Config>,
    /// The folder of the library inside the repository; empty at its root.
    pub folder: &'a str,
    /// The convention to read front matter by, instead of detecting one.
    pub profile: Option<&'a Profile>,
}

/// A library that could not be read at all.
#[derive(Debug, thiserror::Error)]
pub enum LibraryError {
    /// The folder cannot be listed.
    #[error(transparent)]
    List(#[from] ListError),
    /// The repository could not answer.
    #[error(transparent)]
    Git(#[from] GitError),
    /// The folder of the library does not exist.
    #[error("there is no folder {}", folder.display())]
    NoFolder {
        /// The folder.
        folder: PathBuf,
    },
}

/// A name that does not lead to one document.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FindError {
    /// No document has that number or path.
    #[error("no document {name:?}")]
    Unknown {
        /// The name as given.
        name: String,
        /// A number or path that is near.
        near: Option<String>,
    },
    /// Several documents have that number, or begin with it.
    #[error("{name:?} could be any of {} documents", candidates.len())]
    Several {
        /// The name as given.
        name: String,
        /// The documents.
        candidates: Vec<String>,
    },
}

impl Member {
    /// What people call the document: its number, or its path where it has none.
    #[must_use]
    pub fn name(&self) -> &str {
        self.document.fields().id.value().map_or(self.path.as_str(), |id| id.as_str())
    }

    /// Where the commit has it.
    #[must_use]
    pub fn committed_path(&self) -> &RepoPath {
        self.moved_from.as_ref().unwrap_or(&self.path)
    }

    /// Whether it is superseded or retired, so that its text binds nobody any more.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.document.fields().status.value().is_some_and(|status| status.is_over())
    }

    /// Where reports name the document.
    #[must_use]
    pub fn rank(&self) -> Rank {
        let id = self.document.fields().id.value();
        Rank {
            unnumbered: id.is_none(),
            prefix: id.map(|id| id.prefix().to_owned()).unwrap_or_default(),
            number: id.and_then(DocumentId::number),
            name: self.name().to_owned(),
        }
    }

    /// The title, or else the name of the file.
    #[must_use]
    pub fn title(&self) -> String {
        self.document.title().unwrap_or_else(|| self.path.stem().replace(['-', '_'], " "))
    }
}

/// The order in which reports name documents: by number, then the unnumbered by path.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rank {
    unnumbered: bool,
    prefix: String,
    number: Option<u64>,
    name: String,
}

impl Library {
    /// What each document is called where its name has to stay and to be its own, in the order
    /// of the members: its number, or its path where it has none or another has the same one.
    #[must_use]
    pub fn unshared_names(&self) -> Vec<&str> {
        let number = |member: &Member| {
            member.document.fields().id.value().map(|id| id.as_str().to_lowercase())
        };
        let mut holders: HashMap<String, usize> = HashMap::new();
        for number in self.members.iter().filter_map(number) {
            *holders.entry(number).or_default() += 1;
        }
        let name = |member| match number(member) {
            Some(number) if holders.get(&number) == Some(&1) => member.name(),
            _ => member.path.as_str(),
        };
        self.members.iter().map(name).collect()
    }

    /// The number of documents, the unreadable ones included.
    #[must_use]
    pub fn count(&self) -> usize {
        self.members.len() + self.unreadable.len()
    }

    /// How many documents the working tree has otherwise than the commit.
    #[must_use]
    pub fn uncommitted(&self) -> usize {
        let changed = self.members.iter().filter(|member| member.uncommitted.is_some()).count();
        changed + self.removed.len()
    }

    /// Where the commit has the documents that it has, in the order of the members.
    #[must_use]
    pub fn committed_paths(&self) -> Vec<RepoPath> {
        let committed = self.members.iter().filter(|member| member.blob.is_some());
        committed.map(|member| member.committed_path().clone()).collect()
    }

    /// The document at a path.
    #[must_use]
    pub fn at(&self, path: &RepoPath) -> Option<&Member> {
        self.members
            .binary_search_by(|member| member.path.cmp(path))
            .ok()
            .map(|index| &self.members[index])
    }

    /// The document at that path or of that number, or the only one whose number begins so.
    ///
    /// # Errors
    /// When there is none, or more than one: a number that was given twice names no
    /// document, and neither does a beginning that several share.
    pub fn find(&self, name: &str) -> Result<&Member, FindError> {
        let path = name.trim_start_matches("./");
        if let Some(member) = self.members.iter().find(|member| member.path.as_str() == path) {
            return Ok(member);
        }
        let numbered = |wanted: &dyn Fn(&str) -> bool| -> Vec<&Member> {
            let is_wanted = |member: &&Member| {
                member.document.fields().id.value().is_some_and(|id| wanted(id.as_str()))
            };
            self.members.iter().filter(is_wanted).collect()
        };
        let several = |members: &[&Member], called: fn(&Member) -> &str| FindError::Several {
            name: name.to_owned(),
            candidates: members.iter().map(|member| called(member).to_owned()).collect(),
        };
        match numbered(&|id| id.eq_ignore_ascii_case(name)).as_slice() {
            [] => {}
            [only] => return Ok(only),
            same => return Err(several(same, |member| member.path.as_str())),
        }
        let upper = name.to_uppercase();
        match numbered(&|id| id.to_uppercase().starts_with(&upper)).as_slice() {
            [] => {
                let names =
                    self.members.iter().flat_map(|member| [member.name(), member.path.as_str()]);
                let near = nearest(name, names).map(str::to_owned);
                Err(FindError::Unknown { name: name.to_owned(), near })
            }
            [only] => Ok(only),
            begun => Err(several(begun, Member::name)),
        }
    }
}

#[cfg(test)]
impl Library {
    /// A library of these paths and texts, outside any repository.
    pub(crate) fn of_texts(profile: &Profile, files: &[(&str, &str)]) -> Self {
        let members = files.iter().map(|(path, text)| Member {
            path: RepoPath::new(path).unwrap(),
            document: Document::read((*text).to_owned(), profile),
            moved_from: None,
            blob: None,
            uncommitted: None,
            is_verbatim: false,
        });
        Self {
            members: members.collect(),
            removed: Vec::new(),
            unreadable: Vec::new(),
            profile: profile.clone(),
            considered: Considered::default(),
            source: Source::Folder,
            unmatched: Vec::new(),
            elsewhere: Vec::new(),
            names: OnceLock::new(),
        }
    }
}

/// The bytes of a file that may be a document.
struct RawFile {
    path: RepoPath,
    content: Result<Vec<u8>, String>,
    blob: Option<BlobId>,
    uncommitted: Option<Uncommitted>,
    is_verbatim: bool,
    conventional: bool,
}

/// Reads documents from raw files: detects the profile first, since it decides what
/// the front matter means.
fn assemble(
    files: Vec<RawFile>,
    mut unreadable: Vec<Unreadable>,
    considered: usize,
    source: Source,
    settings: Settings<'_>,
) -> Library {
    let mut texts = Vec::with_capacity(files.len());
    for mut file in files {
        match std::mem::replace(&mut file.content, Ok(Vec::new())).and_then(decoded) {
            Ok(text) => texts.push((file, text)),
            Err(why) if !file.conventional => {
                unreadable.push(Unreadable { path: file.path.to_string(), why });
            }
            // A README that cannot be read carries no review key either.
            Err(_) => {}
        }
    }
    let (files, splits): (Vec<_>, Vec<_>) = in_parallel(texts, |(file, text)| {
        let split = front_matter::split(&text);
        ((file, text), split)
    })
    .into_iter()
    .unzip();
    let profile = settings.profile.cloned().unwrap_or_else(|| detected(settings.config, &splits));
    let documents: Vec<_> = files
        .into_iter()
        .zip(splits)
        .filter(|((file, _), split)| !file.conventional || front_matter::carries_review(split))
        .collect();
    let mut members = in_parallel(documents, |((file, text), split)| Member {
        path: file.path,
        document: Document::read_split(text, split, &profile),
        moved_from: None,
        blob: file.blob,
        uncommitted: file.uncommitted,
        is_verbatim: file.is_verbatim,
    });
    members.sort_by(|a, b| a.path.cmp(&b.path));
    unreadable.sort_by(|a, b| a.path.cmp(&b.path));
    let mut folders: Vec<&str> = members.iter().map(|member| member.path.folder()).collect();
    folders.sort_unstable();
    folders.dedup();
    let folders = folders.len();
    let considered =
        Considered { files: considered, folders, configured: settings.config.is_some() };
    Library {
        members,
        unreadable,
        removed: Vec::new(),
        profile,
        considered,
        source,
        unmatched: Vec::new(),
        elsewhere: Vec::new(),
        names: OnceLock::new(),
    }
}

/// The convention whose review keys occur most often, among those that the configuration
/// declares and the built-in ones.
fn detected(config: Option<&Config>, splits: &[front_matter::Split]) -> Profile {
    let declared = config.map_or(&[][..], |config| config.profiles.as_slice());
    let known: Vec<Profile> = declared.iter().chain(Profile::built_in()).cloned().collect();
    front_matter::detect(&known, splits).unwrap_or_else(|| Profile::sopctl()).clone()
}

/// A document's text, or why its bytes are none.
pub(crate) fn decoded(bytes: Vec<u8>) -> Result<String, String> {
    String::from_utf8(bytes).map_err(|error| {
        format!("it is not UTF-8: byte {} cannot be read", error.utf8_error().valid_up_to() + 1)
    })
}
