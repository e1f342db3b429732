//! The JSON of `adopt`. Fields are added here, never changed.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::calendar::Date;
use crate::document::front_matter::NewValue;
use crate::library::{Uncommitted, Unreadable};

use super::proposal::{Certainty, Proposal, Undecided};
use super::{Adopted, Alone, LeftAlone, Refused, Stage};

/// The body of the answer.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Adoption<'a> {
    /// Whether the proposals stand in the files.
    written: bool,
    /// How many there are of each kind.
    summary: Summary,
    /// The documents with something to propose or to decide.
    documents: Vec<Document<'a>>,
    /// The documents that are left as they are, and why.
    left_alone: Vec<WireAlone<'a>>,
    /// The documents that could not be read.
    unreadable: &'a [Unreadable],
}

#[derive(Debug, Serialize, JsonSchema)]
struct Summary {
    /// All that were looked at.
    documents: usize,
    /// With at least one proposal.
    proposed: usize,
    /// With at least one field that is left to people.
    undecided: usize,
    /// Whose front matter cannot be edited safely.
    refused: usize,
    /// That have all they need.
    complying: usize,
    /// That are left as they are.
    left_alone: usize,
    /// That could not be read.
    unreadable: usize,
    /// Proposals by field.
    by_field: BTreeMap<&'static str, usize>,
    /// Proposals by how certain they are.
    by_certainty: BTreeMap<&'static str, usize>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Document<'a> {
    /// Its number; `null` where it has none yet.
    id: Option<&'a str>,
    /// Where it stands, from the root of the repository.
    path: &'a str,
    /// Its title, or the name of the file.
    title: &'a str,
    /// Whether the working tree has something else than the commit.
    uncommitted: Option<&'static str>,
    /// What would be written.
    proposals: Vec<WireProposal<'a>>,
    /// What it lacks and only people can decide.
    undecided: Vec<WireUndecided<'a>>,
    /// Why its front matter cannot be edited.
    refused: Option<WireRefused<'a>>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct WireProposal<'a> {
    /// The field, by sopctl's name for it.
    field: &'static str,
    /// The key under which it is written.
    key: &'a str,
    /// What would be written.
    value: Value<'a>,
    /// Where the value comes from, in words.
    because: &'a str,
    /// The line of the document that says so.
    line: Option<usize>,
    /// `stated`, `configured` or `guess`.
    certainty: &'static str,
}

/// A list where the field is one, else a text.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(untagged)]
enum Value<'a> {
    Text(&'a str),
    Date(Date),
    List(&'a [String]),
    Table(BTreeMap<&'a str, &'a str>),
}

#[derive(Debug, Serialize, JsonSchema)]
struct WireUndecided<'a> {
    /// The field, by sopctl's name for it.
    field: &'static str,
    /// The key under which it is written.
    key: &'a str,
    /// What is missing, in words.
    because: &'a str,
    /// The line of the document in question.
    line: Option<usize>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct WireRefused<'a> {
    /// What is wrong, in words.
    because: &'a str,
    /// The line of the document in question.
    line: Option<usize>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct WireAlone<'a> {
    /// Where it stands.
    path: &'a str,
    /// Why, in words.
    because: &'static str,
}

impl<'a> Adoption<'a> {
    pub(super) fn of(adoption: &'a super::Adoption) -> Self {
        let documents = &adoption.documents;
        let count = |is: fn(&Adopted) -> bool| documents.iter().filter(|one| is(one)).count();
        let mut by_field = BTreeMap::new();
        let mut by_certainty = Certainty::ALL.map(|certainty| (certainty.name(), 0)).into();
        for (_, proposal) in documents.iter().flat_map(|document| &document.proposals) {
            *by_field.entry(proposal.field.as_str()).or_default() += 1;
            count_one(&mut by_certainty, proposal.certainty.name());
        }
        let (complying, left_alone) = (adoption.complying, adoption.left_alone.len());
        Self {
            written: adoption.stage != Stage::Proposed,
            summary: Summary {
                documents: documents.len() + complying + left_alone + adoption.unreadable.len(),
                proposed: count(|document| !document.proposals.is_empty()),
                undecided: count(|document| !document.undecided.is_empty()),
                refused: count(|document| document.refused.is_some()),
                complying,
                left_alone,
                unreadable: adoption.unreadable.len(),
                by_field,
                by_certainty,
            },
            documents: documents.iter().map(Document::of).collect(),
            left_alone: adoption.left_alone.iter().map(alone).collect(),
            unreadable: &adoption.unreadable,
        }
    }
}

fn count_one(counts: &mut BTreeMap<&'static str, usize>, name: &'static str) {
    *counts.entry(name).or_default() += 1;
}

impl<'a> Document<'a> {
    fn of(document: &'a Adopted) -> Self {
        let proposals = document.proposals.iter().map(|(key, proposal)| proposed(key, proposal));
        let undecided = document.undecided.iter().map(|(key, undecided)| open(key, undecided));
        Self {
            id: document.id.as_deref(),
            path: document.path.as_str(),
            title: &document.title,
            uncommitted: document.uncommitted.map(|uncommitted| match uncommitted {
                Uncommitted::Modified => "modified",
                Uncommitted::Untracked => "untracked",
            }),
            proposals: proposals.collect(),
            undecided: undecided.collect(),
            refused: document
                .refused
                .as_ref()
                .map(|Refused { because, line }| WireRefused { because, line: *line }),
        }
    }
}

fn proposed<'a>(key: &'a str, proposal: &'a Proposal) -> WireProposal<'a> {
    WireProposal {
        field: proposal.field.as_str(),
        key,
        value: match &proposal.value {
            NewValue::Text(text) => Value::Text(text),
            NewValue::Date(date) => Value::Date(*date),
            NewValue::List(items) => Value::List(items),
            NewValue::Table(entries) => Value::Table(
                entries.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect(),
            ),
        },
        because: &proposal.because,
        line: proposal.line,
        certainty: proposal.certainty.name(),
    }
}

fn open<'a>(key: &'a str, undecided: &'a Undecided) -> WireUndecided<'a> {
    WireUndecided {
        field: undecided.field.as_str(),
        key,
        because: &undecided.because,
        line: undecided.line,
    }
}

fn alone(left: &LeftAlone) -> WireAlone<'_> {
    WireAlone { path: left.path.as_str(), because: left.because.name() }
}

impl Alone {
    const fn name(self) -> &'static str {
        match self {
            Self::NoText => "no-text",
            Self::NoFrontMatter => "no-front-matter",
        }
    }
}
