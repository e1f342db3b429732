//! `walkthrough`: the files of a narrated walkthrough, and what happens to those that are there.
//!
//! Takes files that are rendered already and says which of them may be written. Only a file that
//! an earlier run has written, and that nobody has changed since, is replaced. Reads no file,
//! writes none and runs no tool.

mod view;
mod wire;

use crate::document::fingerprint::sha256;
use crate::library::Member;
use crate::paths::{PathError, RepoPath};
use crate::report::{Context, Format, Report, Text, View};
use crate::walkthrough::Script;
use crate::walkthrough::manifest::{self, Manifest};
use crate::worktree::{ChangeKind, Changeset, FileChange};

/// A file of a walkthrough.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its name in the folder of the walkthrough.
    pub name: String,
    /// What it holds.
    pub content: Vec<u8>,
}

/// What a walkthrough is made of.
#[derive(Debug)]
pub struct Request<'a> {
    /// The document.
    pub member: &'a Member,
    /// What is shown and said of it.
    pub script: Script,
    /// Where the files go, from the folder that the changeset is written in.
    pub folder: RepoPath,
    /// That folder, where it is not the root of the working tree.
    pub outside: Option<String>,
    /// The files that were made, the manifest last.
    pub files: Vec<File>,
    /// The files of the same names that stand there now.
    pub there: &'a [File],
    /// How the speech was made.
    pub sound: Sound,
}

/// How the sound of a walkthrough is made.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sound {
    /// The program that read it aloud.
    pub tool: Option<&'static str>,
    /// Programs that were asked for and are not here.
    pub missing: Vec<&'static str>,
    /// The commands that would be run where they are.
    pub commands: Vec<String>,
}

/// The answer.
#[derive(Debug)]
pub struct Walkthrough {
    context: Context,
    id: Option<String>,
    path: RepoPath,
    script: Script,
    folder: RepoPath,
    outside: Option<String>,
    files: Vec<Made>,
    /// Files of an earlier run that this one does not make.
    kept: Vec<String>,
    sound: Sound,
    is_written: bool,
}

/// A file and what happens to it.
#[derive(Debug)]
struct Made {
    file: File,
    path: RepoPath,
    fate: Fate,
}

/// What happens to a file.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Fate {
    /// There is none of its name.
    Created,
    /// An earlier run has written the one that is there.
    Replaced { expected: Vec<u8> },
    /// The one that is there is the same.
    Unchanged,
}

/// Why a walkthrough is not written.
#[derive(Debug, thiserror::Error)]
pub enum WalkthroughError {
    /// Somebody else has written what would be replaced.
    #[error("{path} would be replaced, and is not as sopctl wrote it")]
    Foreign {
        /// The file.
        path: RepoPath,
    },
    /// The folder cannot hold the files.
    #[error(transparent)]
    Path(#[from] PathError),
}

/// The record of a walkthrough: of which text it was made, and which files it is. Files of an
/// earlier run that this one does not make stay in it, so that a later run may replace them.
#[must_use]
pub fn manifest_of(member: &Member, files: &[File], there: &[File]) -> Manifest {
    let fields = member.document.fields();
    let hashed = |file: &File| (file.name.clone(), sha256(&file.content));
    let mut listed: Vec<(String, String)> = files.iter().map(hashed).collect();
    if let Some(earlier) = earlier(there) {
        let kept = earlier.files.iter().filter(|(name, sum)| {
            let is_there = |file: &&File| file.name == *name && sha256(&file.content) == *sum;
            files.iter().all(|file| file.name != *name) && there.iter().any(|f| is_there(&f))
        });
        listed.extend(kept.cloned());
    }
    Manifest {
        id: fields.id.value().map(ToString::to_string),
        path: member.path.to_string(),
        version: fields.version.value().cloned(),
        fingerprint: member.document.fingerprint(),
        files: listed,
    }
}

fn earlier(there: &[File]) -> Option<Manifest> {
    let found = there.iter().find(|file| file.name == manifest::FILE)?;
    Manifest::read(std::str::from_utf8(&found.content).ok()?)
}

/// Decides what happens to each file.
///
/// # Errors
/// See [`WalkthroughError`].
pub fn walkthrough(
    request: Request<'_>,
    context: Context,
) -> Result<Walkthrough, WalkthroughError> {
    let Request { member, script, folder, outside, files, there, sound } = request;
    let earlier = earlier(there);
    let mut made = Vec::new();
    for file in files {
        let path = RepoPath::new(&format!("{folder}/{}", file.name))?;
        let standing = there.iter().find(|there| there.name == file.name);
        let fate = match standing {
            None => Fate::Created,
            Some(standing) if standing.content == file.content => Fate::Unchanged,
            Some(standing) => {
                let is_own = earlier.as_ref().is_some_and(|earlier| {
                    file.name == manifest::FILE
                        || earlier.sha256_of(&file.name) == Some(&sha256(&standing.content))
                });
                if !is_own {
                    return Err(WalkthroughError::Foreign { path });
                }
                Fate::Replaced { expected: standing.content.clone() }
            }
        };
        made.push(Made { file, path, fate });
    }
    let is_made = |name: &String| made.iter().any(|made| made.file.name == *name);
    let names = earlier.iter().flat_map(|earlier| earlier.files.iter().map(|(name, _)| name));
    let kept = names
        .filter(|name| !is_made(name))
        .filter(|name| there.iter().any(|file| file.name == **name));
    let kept = kept.cloned().collect();
    Ok(Walkthrough {
        context,
        id: member.document.fields().id.value().map(ToString::to_string),
        path: member.path.clone(),
        script,
        folder,
        outside,
        files: made,
        kept,
        sound,
        is_written: false,
    })
}

impl Walkthrough {
    /// The files that are new or different.
    #[must_use]
    pub fn changeset(&self) -> Changeset {
        let changes = self.files.iter().filter_map(|made| {
            let content = made.file.content.clone();
            let kind = match &made.fate {
                Fate::Created => ChangeKind::Create { content },
                Fate::Replaced { expected } => {
                    ChangeKind::Replace { expected: expected.clone(), content }
                }
                Fate::Unchanged => return None,
            };
            Some(FileChange { path: made.path.clone(), kind })
        });
        Changeset { changes: changes.collect() }
    }

    /// The same answer once its changeset is written.
    #[must_use]
    pub fn written(self) -> Self {
        Self { is_written: true, ..self }
    }

    /// A path as somebody finds it.
    fn shown(&self, path: &RepoPath) -> String {
        match &self.outside {
            Some(outside) => format!("{outside}/{path}"),
            None => path.to_string(),
        }
    }

    /// The pictures that are told by their description only.
    fn unseen(&self) -> impl Iterator<Item = &Text> {
        let pictures = self.script.scenes.iter().flat_map(|scene| &scene.pictures);
        pictures.filter(|picture| picture.content.is_none()).map(|picture| &picture.description)
    }
}

impl Report for Walkthrough {
    const NAME: &'static str = "walkthrough";
    const FORMATS: &'static [Format] = &[Format::Text, Format::Json, Format::Markdown];
    type Data<'a> = wire::WalkthroughData<'a>;

    fn view(&self) -> View {
        view::of(self)
    }

    fn data(&self) -> wire::WalkthroughData<'_> {
        wire::WalkthroughData::of(self)
    }

    fn context(&self) -> &Context {
        &self.context
    }
}

#[cfg(test)]
mod tests;
