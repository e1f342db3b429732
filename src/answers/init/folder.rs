//! The folders of the types.

use crate::config::IdPattern;
use crate::document::lifecycle::DocumentKind;
use crate::text::plain;
use crate::worktree::Listing;

use super::survey::{Place, Seen, kind_named};

/// Where the documents of a type stand, and how they are numbered.
pub(super) struct TypeFolder {
    pub(super) kind: DocumentKind,
    /// Its name, as it is written where it exists.
    pub(super) name: String,
    /// How it was found.
    pub(super) choice: Choice,
    /// What the numbers look like, where documents that are here have some already.
    pub(super) id: Option<IdPattern>,
}

/// How the folder of a type was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Choice {
    /// Somebody named it.
    Asked,
    /// It is there, and has the name of the type.
    Named,
    /// The documents here stand by topic, those of several types together.
    Shared,
    /// There is none yet.
    New,
    /// It is there and has the usual name.
    Usual,
}

impl TypeFolder {
    /// The folder of a kind, among documents that were chosen and the places where they stand.
    pub(super) fn of(
        kind: DocumentKind,
        asked: Option<&str>,
        chosen: &[&Seen<'_>],
        places: &[&Place],
        files: &Listing,
    ) -> Self {
        let found = |name: String, choice| Self { kind, name, choice, id: None };
        if let Some(asked) = asked {
            return found(asked.to_owned(), Choice::Asked);
        }
        if let Some(named) = named_folder(kind, chosen) {
            return found(named, Choice::Named);
        }
        let usual = usual(kind);
        let tops = || files.files.iter().filter_map(|file| file.path.as_str().split_once('/'));
        // Policies of a program, in files of another kind, do not make a folder of documents.
        let is_of_texts = |top: &str| {
            tops().filter(|(other, _)| *other == top).all(|(_, rest)| {
                plain(rest).rsplit_once('.').is_some_and(|(_, ending)| ending == "md")
            })
        };
        let usual_top = tops().map(|(top, _)| top).find(|top| plain(top) == usual);
        if let Some(top) = usual_top.filter(|top| is_of_texts(top)) {
            return found(top.to_owned(), Choice::Usual);
        }
        match shared_folder(kind, places) {
            Some(shared) => found(shared.to_owned(), Choice::Shared),
            None => found(usual.to_owned(), Choice::New),
        }
    }

    /// What the numbers of its documents begin with, where they have none yet.
    pub(super) const fn prefix(&self) -> &'static str {
        match self.kind {
            DocumentKind::Policy => "POL",
            DocumentKind::Sop => "SOP",
            DocumentKind::WorkInstruction => "WI",
        }
    }

    /// How often its documents are reviewed. Policies change less often than what
    /// carries them out.
    pub(super) const fn review_interval(&self) -> &'static str {
        match self.kind {
            DocumentKind::Policy => "24 months",
            DocumentKind::Sop | DocumentKind::WorkInstruction => "12 months",
        }
    }

    /// What belongs into the folder. Without a file, git would not keep it.
    pub(super) fn readme(&self) -> String {
        let (heading, what, command) = match self.kind {
            DocumentKind::Policy => (
                "Policies",
                "What must hold, and why: statements that bind people. Who does what and when \
                 belongs in a standard operating procedure.",
                "sopctl new policy \"Title\" --owner @who",
            ),
            DocumentKind::Sop => (
                "Standard operating procedures",
                "Who does what, and when: the stages of a procedure that several roles carry out. \
                 How one person does a single task belongs in a work instruction.",
                "sopctl new sop \"Title\" --owner @who --implements POL-001",
            ),
            DocumentKind::WorkInstruction => (
                "Work instructions",
                "How one person does one task: steps with their expected results. Who decides and \
                 who is responsible belongs in a standard operating procedure.",
                "sopctl new wi \"Title\" --owner @who --implements SOP-001",
            ),
        };
        format!(
            "# {heading}\n\n{what}\n\nOne file for each document. This command makes one with the \
             next free number:\n\n```sh\n{command}\n```\n"
        )
    }
}

/// What the folder of a kind is called where nothing is there.
const fn usual(kind: DocumentKind) -> &'static str {
    match kind {
        DocumentKind::Policy => "policies",
        DocumentKind::Sop => "sops",
        DocumentKind::WorkInstruction => "work-instructions",
    }
}

/// The folder that has the name of a kind and holds at least half of its documents: the one
/// with the most, and of two that hold the same the outer one.
fn named_folder(kind: DocumentKind, chosen: &[&Seen<'_>]) -> Option<String> {
    let of_kind: Vec<&str> = chosen
        .iter()
        .filter(|seen| seen.kind == Some(kind))
        .map(|seen| seen.member.path.folder())
        .collect();
    let holds = |folder: &str| {
        let is_below = |path: &&&str| {
            path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        of_kind.iter().filter(is_below).count()
    };
    let mut named: Vec<&str> = of_kind
        .iter()
        .flat_map(|folder| {
            let ends = folder.match_indices('/').map(|(at, _)| at).chain([folder.len()]);
            ends.filter_map(|end| folder.get(..end))
        })
        .filter(|folder| kind_named(folder.rsplit('/').next().unwrap_or_default()) == Some(kind))
        .collect();
    named.sort_by_key(|folder| (folder.len(), *folder));
    named.dedup();
    let best = named.into_iter().rev().max_by_key(|folder| holds(folder))?;
    (holds(best) * 2 >= of_kind.len()).then(|| best.to_owned())
}

/// The folder in which documents stand by topic, whatever their types: where most of that kind
/// are, or else most documents.
fn shared_folder<'p>(kind: DocumentKind, places: &[&'p Place]) -> Option<&'p str> {
    let of_kind = |place: &Place| {
        let counts = DocumentKind::ALL.into_iter().zip(place.kinds);
        counts.filter(|(known, _)| *known == kind).map(|(_, count)| count).sum::<usize>()
    };
    let is_by_topic = |place: &&&Place| {
        let name = place.folder.rsplit('/').next().unwrap_or_default();
        !name.is_empty() && kind_named(name).is_none()
    };
    let best =
        places.iter().filter(is_by_topic).max_by_key(|place| (of_kind(place), place.documents))?;
    Some(best.folder.as_str())
}
