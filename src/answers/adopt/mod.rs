//! `adopt`: brings Markdown that is there already under control.
//!
//! Proposes the fields that a document lacks, each with the reason, and the edits that
//! would write them. What nothing says is left to people: no placeholder is written, and
//! a review date only where the document itself states one, never from a commit. What a
//! document has in its front matter is not judged; that is for `check`.

mod candidate;
mod document_type;
mod number;
mod numbering;
mod owner;
mod proposal;
mod record;
mod stated;
mod title;
mod view;
mod wire;

#[cfg(test)]
mod tests;

use std::collections::HashSet;

use crate::calendar::AsOf;
use crate::config::{Config, TypeConfig};
use crate::data::Syntax;
use crate::document::field::FieldName;
use crate::document::front_matter::{Change, EditError, FieldEdit, Split, edit};
use crate::document::lifecycle::Status;
use crate::git::{CommitId, GitError, Repository};
use crate::library::{Library, Uncommitted, Unreadable};
use crate::ownership::{Owners, People};
use crate::paths::RepoPath;
use crate::progress::Progress;
use crate::report::{Context, Format, Report, View};
use crate::worktree::{ChangeKind, Changeset, FileChange};

use candidate::Candidate;
use numbering::Unnumbered;
use proposal::{Proposal, Undecided};

pub use candidate::PROPOSED;
pub use wire::Adoption as AdoptData;

/// What is to be brought under control, and what is known beside the documents.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The documents at and below these; none means all.
    pub paths: &'a [RepoPath],
    /// Only these fields, also of documents that need none; none means what is required,
    /// and what goes with it.
    pub only: &'a [FieldName],
    /// The type of documents that have none.
    pub document_type: Option<&'a TypeConfig>,
    /// The status of documents that have none.
    pub status: Option<Status>,
    /// The decisions of the library.
    pub config: &'a Config,
    /// The folder of the library inside the repository; empty at its root.
    pub folder: &'a str,
    /// The day, before which reviews lie.
    pub as_of: &'a AsOf,
    /// What CODEOWNERS says, where it is there.
    pub owners: Option<&'a Owners>,
    /// The history, and the commit from which back it is read.
    pub history: Option<(&'a Repository, CommitId)>,
    /// Whether the report fails while a document is not under control.
    pub fail_on_rest: bool,
    /// Whether to leave out the single documents where people read.
    pub summary_only: bool,
}

/// The answer.
#[derive(Debug)]
pub struct Adoption {
    context: Context,
    documents: Vec<Adopted>,
    complying: usize,
    left_alone: Vec<LeftAlone>,
    unreadable: Vec<Unreadable>,
    /// The paths asked for below which there is no document.
    pub without_documents: Vec<RepoPath>,
    /// The documents with uncommitted changes that get no field.
    also_changed: Vec<RepoPath>,
    /// The edits, one for each document that gets any field.
    pub changeset: Changeset,
    stage: Stage,
    summary_only: bool,
    fails_on_rest: bool,
}

/// How far it has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stage {
    /// Nothing is written.
    Proposed,
    /// The edits are written.
    Written {
        /// Whether there is a `.git-blame-ignore-revs` to name the commit in; `None`
        /// outside a repository.
        ignores_revisions: Option<bool>,
    },
}

/// A document that is not under control, and what is proposed for it.
#[derive(Debug)]
struct Adopted {
    path: RepoPath,
    /// Its number before.
    id: Option<String>,
    title: String,
    uncommitted: Option<Uncommitted>,
    /// In the order in which fields are written; each with its key.
    proposals: Vec<(String, Proposal)>,
    undecided: Vec<(String, Undecided)>,
    refused: Option<Refused>,
}

/// Why a document cannot be edited.
#[derive(Debug)]
struct Refused {
    because: String,
    line: Option<usize>,
}

/// A document that is none of ours.
#[derive(Debug)]
struct LeftAlone {
    path: RepoPath,
    because: Alone,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Alone {
    /// There is no text below the front matter.
    NoText,
    /// It does not follow the convention of the others.
    NoFrontMatter,
}

/// Proposes what the documents lack.
///
/// # Errors
/// When history cannot be read.
pub fn adopt(
    library: &Library,
    request: &Request<'_>,
    context: Context,
    progress: &dyn Progress,
) -> Result<Adoption, GitError> {
    let is_asked = |path: &str| {
        request.paths.is_empty() || request.paths.iter().any(|asked| stands_below(path, asked))
    };
    let mut adoption = Adoption {
        context,
        documents: Vec::new(),
        complying: 0,
        left_alone: Vec::new(),
        unreadable: library
            .unreadable
            .iter()
            .filter(|unreadable| is_asked(&unreadable.path))
            .cloned()
            .collect(),
        without_documents: Vec::new(),
        also_changed: Vec::new(),
        changeset: Changeset::default(),
        stage: Stage::Proposed,
        summary_only: request.summary_only,
        fails_on_rest: request.fail_on_rest,
    };
    let mut candidates = Vec::new();
    for member in library.members.iter().filter(|member| is_asked(member.path.as_str())) {
        match Candidate::of(member, library, request) {
            candidate::Judged::Complies => adoption.complying += 1,
            candidate::Judged::Alone(because) => {
                adoption.left_alone.push(LeftAlone { path: member.path.clone(), because });
            }
            candidate::Judged::Candidate(candidate) => candidates.push(*candidate),
        }
    }
    candidates.sort_by_cached_key(|candidate| natural(candidate.member.path.as_str()));
    number(&mut candidates, library);
    find_owners(&mut candidates, library, request, progress)?;
    let syntax = syntax_of(library);
    for candidate in candidates {
        let (document, change) = finished(&candidate, library, request, syntax);
        adoption.changeset.changes.extend(change);
        adoption.documents.push(document);
    }
    adoption.also_changed = also_changed(library, &adoption.changeset);
    let is_empty = |asked: &&RepoPath| {
        let known = library.members.iter().map(|member| member.path.as_str());
        let unreadable = library.unreadable.iter().map(|unreadable| unreadable.path.as_str());
        !known.chain(unreadable).any(|path| stands_below(path, asked))
    };
    adoption.without_documents = request.paths.iter().filter(is_empty).cloned().collect();
    Ok(adoption.judged())
}

/// The documents with changes that are no edits of ours, removed ones as well.
fn also_changed(library: &Library, edits: &Changeset) -> Vec<RepoPath> {
    let edited: HashSet<&RepoPath> = edits.changes.iter().map(|change| &change.path).collect();
    let changed = library.members.iter().filter(|member| member.uncommitted.is_some());
    let others = changed.map(|member| &member.path).filter(|path| !edited.contains(path));
    others.chain(&library.removed).cloned().collect()
}

/// Whether `path` is that file, or stands in that folder.
fn stands_below(path: &str, asked: &RepoPath) -> bool {
    let rest = path.strip_prefix(asked.as_str());
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// An order in which `play-2` stands before `play-10`: a run of digits counts as a number,
/// which its length decides first.
fn natural(path: &str) -> Vec<(bool, usize, String)> {
    let parts = path.as_bytes().chunk_by(|a, b| a.is_ascii_digit() == b.is_ascii_digit());
    parts
        .map(|part| {
            let text = String::from_utf8_lossy(part);
            if text.starts_with(|c: char| c.is_ascii_digit()) {
                let number = text.trim_start_matches('0');
                (false, number.len(), number.to_owned())
            } else {
                (true, 0, text.into_owned())
            }
        })
        .collect()
}

/// Gives numbers to the candidates that lack one and can be edited.
fn number(candidates: &mut [Candidate<'_>], library: &Library) {
    let waiting: Vec<usize> = (0..candidates.len())
        .filter(|index| candidates.get(*index).is_some_and(Candidate::wants_number))
        .collect();
    let unnumbered: Vec<Unnumbered<'_>> = waiting
        .iter()
        .filter_map(|index| candidates.get(*index))
        .map(|candidate| Unnumbered {
            path: &candidate.member.path,
            claim: &candidate.claim,
            document_type: candidate.document_type(),
        })
        .collect();
    let numbers = numbering::numbered(&unnumbered, library);
    for (index, number) in waiting.into_iter().zip(numbers) {
        if let Some(candidate) = candidates.get_mut(index) {
            candidate.number = Some(number);
        }
    }
}

/// Looks into history for the owners that nothing else names.
fn find_owners(
    candidates: &mut [Candidate<'_>],
    library: &Library,
    request: &Request<'_>,
    progress: &dyn Progress,
) -> Result<(), GitError> {
    let (Some((repository, start)), people) = (request.history, People::of(request.config)) else {
        return Ok(());
    };
    let ownerless: Vec<_> = candidates
        .iter()
        .filter(|candidate| candidate.wants_author())
        .map(|candidate| candidate.member)
        .collect();
    if ownerless.is_empty() {
        return Ok(());
    }
    let authors = owner::authors(repository, start, library, &ownerless, progress)?;
    for candidate in candidates {
        let known = authors.get(&candidate.member.path);
        candidate.author = known.and_then(|authors| authors.guess(people, request.as_of.day));
        candidate.is_history_short = known.is_some_and(|authors| authors.is_short);
    }
    Ok(())
}

/// What becomes of a candidate, and the edit of its file.
fn finished(
    candidate: &Candidate<'_>,
    library: &Library,
    request: &Request<'_>,
    syntax: Syntax,
) -> (Adopted, Option<FileChange>) {
    let member = candidate.member;
    let key = |field: FieldName| {
        library.profile.keys_of(field).first().map_or(field.as_str(), String::as_str).to_owned()
    };
    let mut document = Adopted {
        path: member.path.clone(),
        id: member.document.fields().id.value().map(|id| id.as_str().to_owned()),
        title: member.title(),
        uncommitted: member.uncommitted,
        proposals: Vec::new(),
        undecided: Vec::new(),
        refused: None,
    };
    let text = member.document.text();
    let refused = |error: &EditError| Refused {
        because: error.to_string(),
        line: error.place().map(|at| member.document.lines().line(at.start)),
    };
    // Whether anything can be written there at all.
    if let Err(error) = edit(text, &library.profile, syntax, &[]) {
        document.refused = Some(refused(&error));
        return (document, None);
    }
    let (proposals, undecided) = candidate.proposals(request);
    document.undecided =
        undecided.into_iter().map(|undecided| (key(undecided.field), undecided)).collect();
    let edits: Vec<FieldEdit> = proposals
        .iter()
        .map(|proposal| FieldEdit {
            field: proposal.field,
            change: Change::Set(proposal.value.clone()),
        })
        .collect();
    let edited = match edit(text, &library.profile, syntax, &edits) {
        Ok(edited) => edited,
        Err(error) => {
            document.refused = Some(refused(&error));
            return (document, None);
        }
    };
    document.proposals =
        proposals.into_iter().map(|proposal| (key(proposal.field), proposal)).collect();
    let change = (!edited.patches.is_empty()).then(|| FileChange {
        path: member.path.clone(),
        kind: ChangeKind::Replace {
            expected: text.as_bytes().to_vec(),
            content: edited.text.into_bytes(),
        },
    });
    (document, change)
}

/// The syntax of most front matter here; ours where there is none.
fn syntax_of(library: &Library) -> Syntax {
    let count = |syntax: Syntax| {
        let found = library.members.iter().filter(
            |member| matches!(member.document.split(), Split::Found(found) if found.syntax == syntax),
        );
        found.count()
    };
    if count(Syntax::Yaml) > count(Syntax::Toml) { Syntax::Yaml } else { Syntax::Toml }
}

impl Adoption {
    /// The same answer after its changeset was written.
    #[must_use]
    pub fn written(self, ignores_revisions: Option<bool>) -> Self {
        Self { stage: Stage::Written { ignores_revisions }, ..self }.judged()
    }

    /// Fails, where that is asked for, while a document is not under control.
    fn judged(mut self) -> Self {
        if self.fails_on_rest {
            let is_written = self.stage != Stage::Proposed;
            let is_rest = |document: &Adopted| {
                !is_written || document.refused.is_some() || !document.undecided.is_empty()
            };
            self.context.failed = self.documents.iter().any(is_rest);
            self.context.fail_on = vec!["any".to_owned()];
        }
        self
    }

    fn proposed(&self) -> impl Iterator<Item = &Adopted> {
        self.documents.iter().filter(|document| !document.proposals.is_empty())
    }
}

impl Report for Adoption {
    const NAME: &'static str = "adopt";
    const FORMATS: &'static [Format] = &[Format::Text, Format::Json, Format::Markdown];
    type Data<'a> = wire::Adoption<'a>;

    fn view(&self) -> View {
        view::of(self)
    }

    fn data(&self) -> wire::Adoption<'_> {
        wire::Adoption::of(self)
    }

    fn context(&self) -> &Context {
        &self.context
    }
}
