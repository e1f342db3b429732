//! The JSON of `refs`. Fields are added here, never changed.

use schemars::JsonSchema;
use serde::Serialize;

use crate::git::CommitId;
use crate::library::{Match, Unreadable};

use super::{Asked, Referring, Refs, Upstream};

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
    matches: Vec<WireMatch<'r>>,
    /// The documents that it carries out.
    implements: Vec<WireUpstream<'r>>,
}

#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Match")]
struct WireMatch<'r> {
    /// The entry of `watches` that names the file.
    watch: &'r str,
    /// The file, from the root of the repository.
    path: &'r str,
    /// The line of the document on which the watch stands, from 1.
    line: usize,
    /// The value that the watch names, where both ends of the work tell it; else `null`.
    value: Option<Value<'r>>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Value<'r> {
    /// Its dotted key.
    key: &'r str,
    /// As it was; `null` where there was none.
    old: Option<&'r str>,
    /// As it is.
    new: Option<&'r str>,
}

#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Upstream")]
struct WireUpstream<'r> {
    /// The number of the document, or its path where it has none.
    document: &'r str,
    /// The stage that is carried out; `null` where none is named.
    stage: Option<&'r str>,
    /// Whether the document is gone, or has another name now.
    gone: bool,
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
        matches: referring.matches.iter().map(wire_match).collect(),
        implements: referring.upstream.iter().map(upstream).collect(),
    }
}

fn wire_match(found: &Match) -> WireMatch<'_> {
    WireMatch {
        watch: &found.watch,
        path: found.path.as_str(),
        line: found.line,
        value: found.value.as_ref().map(|value| Value {
            key: &value.key,
            old: value.old.as_deref(),
            new: value.new.as_deref(),
        }),
    }
}

fn upstream(upstream: &Upstream) -> WireUpstream<'_> {
    WireUpstream {
        document: &upstream.document,
        stage: upstream.stage.as_deref(),
        gone: upstream.is_gone,
    }
}
