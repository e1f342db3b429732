//! Which document gets which number.
//!
//! A number that people know a document by already stays. Where another document is known
//! by it as well, people say whose it is. The others get the next free ones in the order
//! of their paths.

use std::collections::{HashMap, HashSet};

use super::number::{bare_number, number_at_start_of, stem};
use super::proposal::{Certainty, Proposal, Source, Undecided};
use super::stated::{Stated, Statements};
use super::title::Title;
use crate::config::{Config, TypeConfig};
use crate::document::field::FieldName;
use crate::document::front_matter::NewValue;
use crate::document::id::DocumentId;
use crate::library::{Library, Numbers};
use crate::paths::RepoPath;

/// The number that a document has already, as far as it shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Claim {
    /// None.
    Nothing,
    /// A whole number.
    Number { id: DocumentId, because: &'static str, line: Option<usize> },
    /// A bare number, which is one among the documents of a type.
    Bare { number: u64, because: &'static str },
    /// Several that differ; none of them is free.
    Contradiction { why: String, numbers: Vec<DocumentId> },
}

/// A document without a number.
#[derive(Debug)]
pub(super) struct Unnumbered<'c> {
    pub(super) path: &'c RepoPath,
    pub(super) claim: &'c Claim,
    pub(super) document_type: Option<&'c TypeConfig>,
}

impl Claim {
    /// Reads the number from what the document says, its title and its file name.
    pub(super) fn of(
        statements: &Statements,
        title: &Title,
        path: &RepoPath,
        config: &Config,
    ) -> Self {
        let whole = |value: &str| {
            let written = number_at_start_of(value, config)?;
            written.rest.is_empty().then_some(written.id)
        };
        let read = |value: &str| whole(value).or_else(|| DocumentId::new(value).ok());
        match statements.number(read, |value| whole(value).is_some()) {
            Stated::Clearly { value: id, line, .. } => {
                return Self::Number { id, because: "number in the text", line: Some(line) };
            }
            Stated::Unclearly { why, .. } => {
                return Self::Contradiction { why, numbers: statements.numbers(read) };
            }
            Stated::Nothing => {}
        }
        let in_title = number_at_start_of(&title.text, config).filter(|_| title.line.is_some());
        let in_name = number_at_start_of(stem(path), config);
        match (in_title, in_name) {
            (Some(title), Some(name)) if !is_same(&title.id, &name.id) => Self::Contradiction {
                why: format!("the title has {}, the file name has {}", title.id, name.id),
                numbers: vec![title.id, name.id],
            },
            (Some(found), _) => {
                Self::Number { id: found.id, because: "number in the title", line: title.line }
            }
            (None, Some(found)) => {
                Self::Number { id: found.id, because: "number in the file name", line: None }
            }
            (None, None) => match (bare_number(stem(path)), bare_number(&title.text)) {
                (Some((number, _)), _) => Self::Bare { number, because: "number in the file name" },
                (None, Some((number, _))) => Self::Bare { number, because: "number in the title" },
                (None, None) => Self::Nothing,
            },
        }
    }
}

fn is_same(a: &DocumentId, b: &DocumentId) -> bool {
    a.as_str().eq_ignore_ascii_case(b.as_str())
}

/// A number for each of the documents, in their order, or why there is none.
pub(super) fn numbered<'l>(
    documents: &[Unnumbered<'l>],
    library: &'l Library,
) -> Vec<Result<Proposal, Undecided>> {
    let mut numbering = Numbering::of(documents, library);
    let mut ids: Vec<Option<Result<Proposal, Undecided>>> =
        documents.iter().map(|document| numbering.written(document)).collect();
    let bare = numbering.bare(documents, &ids);
    for (id, bare) in ids.iter_mut().zip(bare) {
        *id = id.take().or(bare.map(Ok));
    }
    let rest = documents.iter().zip(ids);
    rest.map(|(document, id)| id.unwrap_or_else(|| numbering.next_free(document))).collect()
}

struct Numbering<'l> {
    numbers: Numbers<'l>,
    /// The numbers of documents, in lower case, and what has them.
    taken: HashMap<String, &'l str>,
    /// The documents that claim a number, by the number in lower case.
    claims: HashMap<String, Vec<&'l str>>,
}

impl<'l> Numbering<'l> {
    fn of(documents: &[Unnumbered<'l>], library: &'l Library) -> Self {
        let taken = library.members.iter().filter_map(|member| {
            let id = member.document.fields().id.value()?;
            Some((key(id), member.path.as_str()))
        });
        let taken = taken.collect();
        let mut claims: HashMap<String, Vec<&str>> = HashMap::new();
        for document in documents {
            let ids = match document.claim {
                Claim::Nothing | Claim::Bare { .. } => &[],
                Claim::Number { id, .. } => std::slice::from_ref(id),
                Claim::Contradiction { numbers, .. } => numbers.as_slice(),
            };
            for id in ids {
                claims.entry(key(id)).or_default().push(document.path.as_str());
            }
        }
        Self { numbers: Numbers::of(library), taken, claims }
    }

    /// The number that a document has already; not sure where something else has it.
    fn written(&mut self, document: &Unnumbered<'l>) -> Option<Result<Proposal, Undecided>> {
        let (id, because, line) = match document.claim {
            Claim::Nothing | Claim::Bare { .. } => return None,
            Claim::Contradiction { why, numbers } => {
                for id in numbers {
                    self.take(id, document);
                }
                return Some(Err(Undecided::new(FieldName::Id, why.as_str())));
            }
            Claim::Number { id, because, line } => (id, because, line),
        };
        let own = document.path.as_str();
        let claims = self.claims.get(&key(id)).into_iter().flatten();
        let others = self.taken.get(&key(id)).into_iter().chain(claims);
        let other = others.copied().find(|path| *path != own);
        self.take(id, document);
        if let Some(other) = other {
            let why = format!("{because}: {id}, which is also that of {other}");
            let undecided = Undecided::new(FieldName::Id, why);
            return Some(Err(line.iter().fold(undecided, |open, line| open.at_line(*line))));
        }
        let proposal =
            proposal(id, Source::WrittenNumber, Certainty::Stated, (*because).to_owned());
        Some(Ok(line.iter().fold(proposal, |proposal, line| proposal.at_line(*line))))
    }

    /// The bare numbers of the documents of each type, unless two of them have the same:
    /// then they count something else, such as the chapters of a folder.
    fn bare(
        &mut self,
        documents: &[Unnumbered<'l>],
        known: &[Option<Result<Proposal, Undecided>>],
    ) -> Vec<Option<Proposal>> {
        let waiting = || {
            documents.iter().zip(known).filter(|(_, known)| known.is_none()).filter_map(
                |(document, _)| match (document.claim, document.document_type) {
                    (Claim::Bare { number, .. }, Some(of)) => Some((of.name.as_str(), *number)),
                    _ => None,
                },
            )
        };
        let mut seen = HashSet::new();
        let ambiguous: HashSet<&str> =
            waiting().filter(|bare| !seen.insert(*bare)).map(|(name, _)| name).collect();
        let mut highest: HashMap<&str, u64> = HashMap::new();
        for document_type in documents.iter().filter_map(|document| document.document_type) {
            let before = self.numbers.highest(&document_type.id);
            highest.insert(&document_type.name, before);
        }
        let mut given = Vec::with_capacity(documents.len());
        for (document, known) in documents.iter().zip(known) {
            let bare = match (document.claim, document.document_type, known) {
                (Claim::Bare { number, because }, Some(of), None) => Some((*number, *because, of)),
                _ => None,
            };
            given.push(bare.and_then(|(number, because, of)| {
                let is_free = !ambiguous.contains(of.name.as_str())
                    && highest.get(of.name.as_str()).is_some_and(|before| number > *before);
                let id = DocumentId::new(&of.id.format(number)).ok();
                let id = id.filter(|id| is_free && !self.taken.contains_key(&key(id)))?;
                self.take(&id, document);
                Some(proposal(&id, Source::WrittenNumber, Certainty::Guess, because.to_owned()))
            }));
        }
        given
    }

    fn next_free(&mut self, document: &Unnumbered<'_>) -> Result<Proposal, Undecided> {
        let Some(document_type) = document.document_type else {
            let why = "its type is not known here, and numbers are counted by type";
            return Err(Undecided::new(FieldName::Id, why));
        };
        let Some(id) = self.numbers.take_next(&document_type.id) else {
            let why = format!("the numbers {} are used up", document_type.id);
            return Err(Undecided::new(FieldName::Id, why));
        };
        Ok(proposal(&id, Source::NextFree, Certainty::Configured, "next free number".to_owned()))
    }

    fn take(&mut self, id: &DocumentId, document: &Unnumbered<'l>) {
        self.taken.entry(key(id)).or_insert(document.path.as_str());
        if let Some(document_type) = document.document_type {
            self.numbers.take(&document_type.id, id);
        }
    }
}

/// Numbers that differ only in case are one number to people.
fn key(id: &DocumentId) -> String {
    id.as_str().to_lowercase()
}

fn proposal(id: &DocumentId, source: Source, certainty: Certainty, because: String) -> Proposal {
    let value = NewValue::Text(id.as_str().to_owned());
    Proposal::new(FieldName::Id, value, (source, certainty), because)
}
