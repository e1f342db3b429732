//! The JSON of `refs`. Fields are added here, never changed.

use schemars::JsonSchema;
use serde::Serialize;

use crate::git::CommitId;
use crate::library::Unreadable;
use crate::library::wire::{Match, Upstream, carried_out, translated};

use super::{Asked, Referring, Refs};

/// The body of the answer.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RefsData<'r> {
    /// The files and folders asked about, as they were typed; `null` with `--since`.
    paths: Option<&'r [String]>,
    /// The work asked about; `null` where paths were named.
    since: Option<Since<'r>>,
    /// How many there are.
    summary: Summary,
    /// The documents that describe what was touched, or carry out a document among it.
    documents: Vec<Document<'r>>,
    /// The documents of which nobody can tell what they describe.
    unreadable: &'r [Unreadable],
}

#[derive(Debug, Serialize, JsonSchema)]
struct Since<'r> {
    /// The revision as it was asked for.
    rev: &'r str,
    /// The commit from which on work counts, in full.
    base: CommitId,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Summary {
    /// Documents of the library, the unreadable ones included.
    documents: usize,
    /// Documents that describe what was touched.
    describing: usize,
    /// Documents that carry out one that was touched.
    implementing: usize,
    /// Documents of which nobody can tell.
    unreadable: usize,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Document<'r> {
    /// Its number; `null` where it has none.
    id: Option<&'r str>,
    /// Where it stands, from the root of the repository.
    path: &'r str,
    /// Its title: from the front matter, else its first heading, else the name of the file.
    title: &'r str,
    /// The one accountable owner.
    owner: Option<&'r str>,
    /// Whether it was touched itself.
    touched: bool,
    /// The files that it describes.
    matches: Vec<Match<'r>>,
    /// The documents that it carries out.
    implements: Vec<Upstream<'r>>,
    /// The documents that it is a translation of.
    translates: Vec<Upstream<'r>>,
}

impl<'r> RefsData<'r> {
    pub(super) fn of(refs: &'r Refs) -> Self {
        let count = |is: fn(&Referring) -> bool| {
            refs.documents.iter().filter(|referring| is(referring)).count()
        };
        let (paths, since) = match &refs.asked {
            Asked::Paths(paths) => (Some(paths.as_slice()), None),
            Asked::Since { rev, base } => (None, Some(Since { rev, base: *base })),
        };
        Self {
            paths,
            since,
            summary: Summary {
                documents: refs.in_library,
                describing: count(|referring| !referring.matches.is_empty()),
                implementing: count(|referring| !referring.upstream.is_empty()),
                unreadable: refs.unknown.len(),
            },
            documents: refs.documents.iter().map(document).collect(),
            unreadable: &refs.unknown,
        }
    }
}

fn document(referring: &Referring) -> Document<'_> {
    Document {
        id: referring.id.as_deref(),
        path: referring.path.as_str(),
        title: &referring.title,
        owner: referring.owner.as_deref(),
        touched: referring.is_touched,
        matches: referring.matches.iter().map(Match::from).collect(),
        implements: carried_out(&referring.upstream),
        translates: translated(&referring.upstream),
    }
}
