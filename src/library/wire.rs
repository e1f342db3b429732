//! What rests on touched files, for programs: the same in every report. Fields are added
//! here, never changed.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Relation, describing};

/// A touched file that a document describes.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Match<'m> {
    /// The entry of `watches` that names the file.
    watch: &'m str,
    /// The file, from the root of the repository.
    path: &'m str,
    /// The line of the document on which the watch stands, from 1.
    line: usize,
    /// The value that the watch names, where both ends of the work tell it; else `null`.
    value: Option<Value<'m>>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Value<'m> {
    /// Its dotted key.
    key: &'m str,
    /// As it was; `null` where there was none.
    old: Option<&'m str>,
    /// As it is.
    new: Option<&'m str>,
}

/// A touched document that another one carries out or translates.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Upstream<'u> {
    /// What the other one calls it.
    document: &'u str,
    /// The stage that is carried out; `null` where none is named.
    stage: Option<&'u str>,
    /// Whether the document is gone, or has another name now.
    gone: bool,
    /// What became of it.
    fate: describing::Fate,
}

impl<'m> From<&'m describing::Match> for Match<'m> {
    fn from(found: &'m describing::Match) -> Self {
        Self {
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
}

impl<'u> From<&'u describing::Upstream> for Upstream<'u> {
    fn from(upstream: &'u describing::Upstream) -> Self {
        Self {
            document: &upstream.document,
            stage: upstream.stage.as_deref(),
            gone: upstream.fate == describing::Fate::Gone,
            fate: upstream.fate,
        }
    }
}

/// Those of the documents that another one carries out.
#[must_use]
pub fn carried_out(all: &[describing::Upstream]) -> Vec<Upstream<'_>> {
    of_relation(all, Relation::Implements)
}

/// Those that it translates.
#[must_use]
pub fn translated(all: &[describing::Upstream]) -> Vec<Upstream<'_>> {
    of_relation(all, Relation::TranslationOf)
}

fn of_relation(all: &[describing::Upstream], relation: Relation) -> Vec<Upstream<'_>> {
    all.iter().filter(|upstream| upstream.relation == relation).map(Upstream::from).collect()
}
