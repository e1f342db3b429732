//! `init`: the beginning of a library: its configuration, and a folder for each type.
//!
//! Looks at the Markdown that is there, proposes what of it belongs to the library and how it
//! is numbered, and computes what would be created. It writes nothing and never replaces a
//! file; what the documents themselves lack is for `adopt`.

mod configuration;
mod folder;
mod ids;
mod kit;
mod left_over;
mod survey;

#[cfg(test)]
mod tests;

use crate::config::{Config, ConfigError};
use crate::document::front_matter::FieldState;
use crate::document::lifecycle::DocumentKind;
use crate::paths::{GlobError, Globs, PathError, RepoPath};
use crate::worktree::{ChangeKind, Changeset, FileChange, Listing};

use configuration::Decisions;
use folder::{Choice, TypeFolder};
use survey::{Seen, counts, is_numbering};

pub use kit::{Kit, KitFile, Service};
pub use survey::{Place, Standing, Survey};

/// The name of the configuration file.
const CONFIGURATION: &str = "sopctl.toml";

/// A library that has begun, not yet written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Init {
    /// The files to create.
    pub changeset: Changeset,
    /// How many documents that were here belong to it.
    pub documents: usize,
    /// How many of these lack a field that every document must have.
    pub lacking: usize,
    /// The convention that they follow, where it is not ours.
    pub profile: Option<String>,
    /// The folders in which documents of each kind stand, in the order of
    /// [`DocumentKind::ALL`].
    pub folders: Vec<String>,
}

/// What somebody decided otherwise than it is proposed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wishes {
    /// The globs of the documents, instead of the places that are proposed.
    pub include: Vec<String>,
    /// Globs of files that are no documents, beside those that are found.
    pub exclude: Vec<String>,
    /// The folders of kinds.
    pub folders: Vec<(DocumentKind, String)>,
    /// Whether the convention by which the survey was made is not the one that is detected.
    pub is_profile_named: bool,
}

/// Why no library begins here.
#[derive(Debug, thiserror::Error)]
pub enum InitError {
    /// One has begun here already.
    #[error("{path} exists already")]
    Configured {
        /// The configuration.
        path: RepoPath,
    },
    /// A wish that is no glob.
    #[error(transparent)]
    Glob(#[from] GlobError),
    /// The configuration that would be written cannot be read back.
    #[error("no configuration can be made of this: {}", first(why))]
    Configuration {
        /// What is wrong with it.
        why: Vec<ConfigError>,
    },
    /// A name that the program makes is no path. It never is one that people give.
    #[error(transparent)]
    Path(#[from] PathError),
}

fn first(why: &[ConfigError]) -> String {
    why.first().map_or_else(String::new, |error| error.why.clone())
}

/// Begins a library in the folder that holds `files` and of which `survey` was made. The paths
/// of all of these, and of the answer, are relative to that folder.
///
/// # Errors
/// When there is a `sopctl.toml` already, or a wish is no glob.
pub fn init(files: &Listing, survey: &Survey<'_>, wishes: &Wishes) -> Result<Init, InitError> {
    let path = RepoPath::new(CONFIGURATION)?;
    if files.files.iter().any(|file| file.path == path) {
        return Err(InitError::Configured { path });
    }
    Globs::new(&wishes.exclude)?;
    let asked = Globs::new(&wishes.include)?;
    let is_asked = |place: &&Place| wishes.include.is_empty() && place.standing.belongs();
    let places: Vec<&Place> = survey.places.iter().filter(is_asked).collect();
    let globs: Vec<&str> = places.iter().map(|place| place.glob.as_str()).collect();
    let included = if wishes.include.is_empty() { Globs::new(&globs)? } else { asked };
    let left_out: Vec<&Place> = survey
        .places
        .iter()
        .filter(|place| wishes.include.is_empty() && !place.standing.belongs())
        .collect();
    let excluded = excluded_by(&left_out, &included, wishes)?;
    let chosen: Vec<&Seen<'_>> = survey
        .seen
        .iter()
        .filter(|seen| included.matches(&seen.member.path) && !excluded.matches(&seen.member.path))
        .collect();
    let folders = type_folders(survey, wishes, &chosen, &places, files);
    let profile = survey.library.map(|library| library.profile.name.as_str());
    let mut decisions = Decisions {
        folders: &folders,
        includes: includes(&places, &chosen, &folders, wishes),
        left_out: &left_out,
        excludes: Vec::new(),
        profile: profile
            .filter(|name| wishes.is_profile_named || (*name != "sopctl" && !chosen.is_empty())),
        chosen: counts(chosen.iter().copied()),
    };
    decisions.excludes = left_over::excludes(&decisions, &chosen, wishes, files, survey.library)?;
    let text = configuration::written(&decisions);
    read_back(&text)?;
    let mut changeset = Changeset::creating(path, text);
    let new = folders.iter().filter(|folder| matches!(folder.choice, Choice::New | Choice::Asked));
    for folder in new.filter(|folder| folder.name != "." && !is_there(&folder.name, files)) {
        let path = RepoPath::new(&format!("{}/README.md", folder.name))?;
        if changeset.changes.iter().all(|change| change.path != path) {
            let kind = ChangeKind::Create { content: folder.readme().into_bytes() };
            changeset.changes.push(FileChange { path, kind });
        }
    }
    Ok(Init {
        documents: chosen.len(),
        lacking: lacking(survey, &chosen),
        profile: decisions.profile.map(str::to_owned),
        folders: folders.iter().map(|folder| folder.name.clone()).collect(),
        changeset,
    })
}

/// What is left out of what would be included: by a wish, or since a folder in it has another
/// purpose.
fn excluded_by(left_out: &[&Place], included: &Globs, wishes: &Wishes) -> Result<Globs, InitError> {
    let mut excluded = wishes.exclude.clone();
    for place in left_out {
        let inside = RepoPath::new(&format!("{}/any.md", place.folder)).ok();
        if inside.is_some_and(|path| included.matches(&path)) {
            excluded.push(format!("{}/**", survey::literally(&place.folder)));
        }
    }
    Ok(Globs::new(&excluded)?)
}

fn type_folders(
    survey: &Survey<'_>,
    wishes: &Wishes,
    chosen: &[&Seen<'_>],
    places: &[&Place],
    files: &Listing,
) -> Vec<TypeFolder> {
    let numbers = survey.library.is_none_or(is_numbering);
    let patterns = if numbers { ids::patterns(chosen) } else { std::collections::BTreeMap::new() };
    DocumentKind::ALL
        .into_iter()
        .map(|kind| {
            let asked = wishes.folders.iter().find(|(of, _)| *of == kind);
            let asked = asked.map(|(_, folder)| match folder.trim_matches('/') {
                "" => ".",
                folder => folder,
            });
            let mut folder = TypeFolder::of(kind, asked, chosen, places, files);
            folder.id = patterns.get(kind.as_str()).cloned();
            folder
        })
        .collect()
}

/// The globs that are written, each with how many documents it brings in.
fn includes(
    places: &[&Place],
    chosen: &[&Seen<'_>],
    folders: &[TypeFolder],
    wishes: &Wishes,
) -> Vec<(String, usize)> {
    if wishes.include.is_empty() {
        let glob = |place: &&Place| (widened(place, places, folders), place.documents);
        return places.iter().map(glob).collect();
    }
    let count = |glob: &String| {
        let globs = Globs::new(&[glob]).unwrap_or_default();
        chosen.iter().filter(|seen| globs.matches(&seen.member.path)).count()
    };
    wishes.include.iter().map(|glob| (glob.clone(), count(glob))).collect()
}

/// The glob of a place; where `sopctl new` writes into it and its documents are not called
/// `.md`, one that selects both.
fn widened(place: &Place, places: &[&Place], folders: &[TypeFolder]) -> String {
    const NEW: &str = "*.md";
    let written = folders.iter().any(|folder| {
        let inside = folder.name.strip_prefix(&place.folder);
        inside.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    });
    let is_alone = places.iter().filter(|other| other.folder == place.folder).count() == 1;
    match place.glob.rsplit_once("/*.") {
        Some((above, name)) if written && is_alone && format!("*.{name}") != NEW => {
            format!("{above}/*.{{{name},md}}")
        }
        _ => place.glob.clone(),
    }
}

fn is_there(folder: &str, files: &Listing) -> bool {
    let below = |path: &str| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
    files.files.iter().any(|file| below(file.path.as_str()))
}

/// How many documents lack a field that every document of their status must have.
fn lacking(survey: &Survey<'_>, chosen: &[&Seen<'_>]) -> usize {
    let Some(library) = survey.library else { return 0 };
    let lacks = |seen: &&&Seen<'_>| {
        let fields = seen.member.document.fields();
        let mut required = library.profile.required(fields.status.copied());
        required.any(|field| fields.state(field) == FieldState::Missing)
    };
    chosen.iter().filter(lacks).count()
}

/// The configuration as it will be read.
fn read_back(text: &str) -> Result<Config, InitError> {
    Config::read(text).map_err(|why| InitError::Configuration { why })
}
