//! The Markdown that was there before the library, by the places where it stands.
//!
//! Counts what is there and says of each place whether it looks like controlled documents. It
//! reads no history, and decides nothing that a person has not the last word on.

use std::collections::BTreeMap;

use crate::config::Config;
use crate::document::field::FieldName;
use crate::document::front_matter::FieldState;
use crate::document::id::DocumentId;
use crate::document::lifecycle::{DocumentKind, DocumentType};
use crate::document::profile::Profile;
use crate::genre::{Certainty, LooksLike};
use crate::language::Language;
use crate::library::{Library, Member, in_parallel};
use crate::paths::Globs;

use super::ids::number_of_name;

/// Documents below one folder, by the pattern of their names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The glob that selects them.
    pub glob: String,
    /// The folder, without a final slash; empty for the root.
    pub folder: String,
    /// How many it selects.
    pub documents: usize,
    /// How many of them look like a policy, an SOP or a work instruction, in the order of
    /// [`DocumentKind::ALL`].
    pub kinds: [usize; DocumentKind::ALL.len()],
    /// Whether it is proposed to bring them in, and why.
    pub standing: Standing,
}

/// Why a place belongs to the library, or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// So many of its documents have a number or review dates.
    Recorded(usize),
    /// The name of the folder says which documents stand in it.
    Named,
    /// Enough of them look like policies, SOPs or work instructions.
    Alike,
    /// The name of the folder says that it holds something else.
    OtherPurpose,
    /// Elsewhere here documents follow a convention of review; these do not.
    Unrecorded,
    /// Too few of them look like any of the types.
    Unlike,
    /// Somebody wants it all the same.
    Wanted,
    /// Somebody does not want it all the same.
    Declined,
}

impl Standing {
    /// Whether such a place is proposed.
    #[must_use]
    pub const fn belongs(self) -> bool {
        matches!(self, Self::Recorded(_) | Self::Named | Self::Alike | Self::Wanted)
    }
}

/// A document that was there.
pub(super) struct Seen<'l> {
    pub(super) member: &'l Member,
    /// What it says it is, or else looks like.
    pub(super) kind: Option<DocumentKind>,
    /// The number that it has in its front matter, or else in the name of its file.
    pub(super) id: Option<DocumentId>,
}

/// What was there.
pub struct Survey<'l> {
    pub(super) library: Option<&'l Library>,
    pub(super) seen: Vec<Seen<'l>>,
    /// The places, by their globs.
    pub places: Vec<Place>,
}

/// A place belongs to the library where one of so many documents looks like a policy, an SOP
/// or a work instruction. Of five repositories of handbooks and procedures, each of whose main
/// folders holds such documents, the lowest share was 42 %, since much of what is short or
/// mixed looks like nothing; below a quarter are folders of reference pages.
const ONE_IN: usize = 4;

/// Folders that hold something other than documents in force, by their names in lower case
/// and without a leading `_`: what is generated, borrowed, quoted or a record of something.
const OTHER_PURPOSES: [&str; 29] = [
    "adr",
    "adrs",
    "architecture-decision-record",
    "architecture-decision-records",
    "archive",
    "archived",
    "blog",
    "bower_components",
    "build",
    "changelogs",
    "decision-records",
    "decisions",
    "dist",
    "drafts",
    "example",
    "examples",
    "fixtures",
    "includes",
    "meeting-notes",
    "meetings",
    "minutes",
    "partials",
    "posts",
    "release-notes",
    "snippets",
    "template",
    "templates",
    "testdata",
    "tests",
];

impl<'l> Survey<'l> {
    /// Looks at the documents of a folder as they are read without a configuration; `None`
    /// where the folder is not there yet.
    #[must_use]
    pub fn of(library: Option<&'l Library>) -> Self {
        let members = library.map_or(&[][..], |library| library.members.as_slice());
        let numbers = library.is_some_and(is_numbering);
        let looks = in_parallel(members.iter().collect(), |member: &Member| looks_like(member));
        let seen: Vec<Seen<'l>> = members
            .iter()
            .zip(looks)
            .map(|(member, looks)| {
                let id = member.document.fields().id.value().cloned();
                let id =
                    id.or_else(|| numbers.then(|| number_of_name(member.path.stem())).flatten());
                Seen { member, kind: kind_of(member, id.as_ref()).or(looks), id }
            })
            .collect();
        let mut survey = Self { library, seen, places: Vec::new() };
        survey.places = survey.found_places();
        survey
    }

    /// Whether so few documents carry the review keys of the convention that was detected that
    /// it is none of the library as a whole: under one in four of them.
    #[must_use]
    pub fn follows_nothing(&self) -> bool {
        let recorded = self.seen.iter().filter(|seen| carries_record(seen.member)).count();
        let is_foreign = self.library.is_some_and(|library| !is_numbering(library));
        is_foreign && recorded * ONE_IN < self.seen.len()
    }

    fn found_places(&self) -> Vec<Place> {
        let own = self.library.map(|library| &library.profile);
        let patterns: Vec<(&str, Globs)> = own
            .into_iter()
            .chain(Profile::built_in())
            .flat_map(|profile| &profile.file_names)
            .filter_map(|name| Some((name.as_str(), Globs::new(&[format!("**/{name}")]).ok()?)))
            .collect();
        let mut found: BTreeMap<(String, &str), Vec<&Seen<'l>>> = BTreeMap::new();
        for seen in &self.seen {
            let pattern = patterns.iter().find(|(_, globs)| globs.matches(&seen.member.path));
            let Some((pattern, _)) = pattern else { continue };
            let place = place_of(seen.member.path.folder());
            found.entry((place, *pattern)).or_default().push(seen);
        }
        let is_foreign = self.library.is_some_and(|library| !is_numbering(library));
        let has_records = self.seen.iter().any(|seen| carries_record(seen.member));
        let mut places: Vec<Place> = found
            .into_iter()
            .map(|((place, pattern), seen)| {
                let standing = standing(&place, &seen, is_foreign && has_records);
                let folder = match standing {
                    Standing::Named | Standing::OtherPurpose => place,
                    _ => common_folder(&seen),
                };
                let kinds = counts(seen.iter().copied());
                let glob = glob(&folder, pattern);
                Place { glob, folder, documents: seen.len(), kinds, standing }
            })
            .collect();
        // What stands at the root of a repository describes the repository, unless there is
        // nothing else.
        if places.iter().any(|place| !place.folder.is_empty() && place.standing.belongs()) {
            for place in places.iter_mut().filter(|place| place.folder.is_empty()) {
                if place.standing == Standing::Alike {
                    place.standing = Standing::Unlike;
                }
            }
        }
        places.sort_by(|a, b| a.glob.cmp(&b.glob));
        places
    }
}

/// How many documents are of each kind, in the order of [`DocumentKind::ALL`].
pub(super) fn counts<'s, 'l: 's>(
    seen: impl Iterator<Item = &'s Seen<'l>>,
) -> [usize; DocumentKind::ALL.len()] {
    let mut counts = [0; DocumentKind::ALL.len()];
    for kind in seen.filter_map(|seen| seen.kind) {
        for (count, known) in counts.iter_mut().zip(DocumentKind::ALL) {
            *count += usize::from(known == kind);
        }
    }
    counts
}

/// The kind of document that a name promises, a number before it left out: `how-to` and
/// `policies` do, `3. Travel policy` does.
pub(super) fn kind_named(name: &str) -> Option<DocumentKind> {
    let is_number = |word: &&str| word.bytes().all(|byte| byte.is_ascii_digit());
    let words: Vec<String> = name
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .skip_while(is_number)
        .map(str::to_lowercase)
        .collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    DocumentKind::named(Language::english().type_named(&words)?)
}

/// A name in which nothing selects but itself.
pub(super) fn literally(name: &str) -> String {
    name.chars().fold(String::new(), |mut glob, c| {
        if "*?[]{}!\\".contains(c) {
            glob.push('\\');
        }
        glob.push(c);
        glob
    })
}

/// The folder by which a document is counted: the outermost one above it that has another
/// purpose, and else the outermost one.
fn place_of(folder: &str) -> String {
    let parts: Vec<&str> = folder.split('/').collect();
    let other = parts.iter().position(|part| has_other_purpose(part));
    parts.get(..=other.unwrap_or(0)).unwrap_or_default().join("/")
}

fn has_other_purpose(name: &str) -> bool {
    let name = name.to_lowercase();
    OTHER_PURPOSES.contains(&name.trim_start_matches('_'))
}

fn standing(place: &str, seen: &[&Seen<'_>], is_by_record: bool) -> Standing {
    let recorded = seen.iter().filter(|seen| carries_record(seen.member)).count();
    let name = place.rsplit('/').next().unwrap_or_default();
    let alike: usize = counts(seen.iter().copied()).iter().sum();
    if recorded > 0 {
        Standing::Recorded(recorded)
    } else if has_other_purpose(name) {
        Standing::OtherPurpose
    } else if is_by_record {
        Standing::Unrecorded
    } else if kind_named(name).is_some() {
        Standing::Named
    } else if alike * ONE_IN >= seen.len() {
        Standing::Alike
    } else {
        Standing::Unlike
    }
}

/// The innermost folder that holds all of them.
fn common_folder(seen: &[&Seen<'_>]) -> String {
    let mut folders = seen.iter().map(|seen| seen.member.path.folder());
    let first = folders.next().unwrap_or_default();
    let common = folders.fold(first, |common, folder| {
        let mut end = 0;
        for (part, other) in common.split('/').zip(folder.split('/')) {
            if part != other {
                break;
            }
            end += part.len() + usize::from(end > 0);
        }
        common.get(..end).unwrap_or_default()
    });
    common.to_owned()
}

fn glob(folder: &str, pattern: &str) -> String {
    match folder {
        "" => pattern.to_owned(),
        folder => format!("{}/**/{pattern}", literally(folder)),
    }
}

/// Whether documents have numbers under the convention of a library, as under ours.
pub(super) fn is_numbering(library: &Library) -> bool {
    !library.profile.keys_of(FieldName::Id).is_empty()
}

/// Whether a document has what only controlled documents have.
fn carries_record(member: &Member) -> bool {
    let fields = member.document.fields();
    [FieldName::Id, FieldName::LastReviewed, FieldName::ReviewInterval, FieldName::NextReview]
        .into_iter()
        .any(|field| matches!(fields.state(field), FieldState::Given(_)))
}

/// The kind that a document says, or that its number, its title, the name of its file or the
/// nearest folder tells, in this order, which is that of `adopt`.
fn kind_of(member: &Member, id: Option<&DocumentId>) -> Option<DocumentKind> {
    let said = member.document.fields().document_type.value().and_then(DocumentType::kind);
    let numbered =
        || id.and_then(|id| Config::default().type_of_id(id).map(|of_type| of_type.kind));
    said.or_else(numbered)
        .or_else(|| kind_named(&member.document.title()?))
        .or_else(|| kind_named(member.path.stem()))
        .or_else(|| member.path.folder().split('/').rev().find_map(kind_named))
}

fn looks_like(member: &Member) -> Option<DocumentKind> {
    let verdict = LooksLike::of(&member.document, &member.path)?.whole;
    verdict.looks_like().kind().filter(|_| verdict.certainty() >= Certainty::Likely)
}
