//! The documents that rest on what a release changes: they carry it out or are related to it.

use std::collections::{BTreeMap, HashMap};

use crate::document::front_matter::Fields;
use crate::library::{Library, Member};

use super::entry::{Entry, Group};

/// A document that rests on another one that changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Affected {
    /// Its number, or its path where it has none.
    pub(super) name: String,
    pub(super) relation: Relation,
    /// Whether the release changes what it says as well.
    pub(super) is_changed: bool,
    /// Whether the release brings a review of it.
    pub(super) is_reviewed: bool,
}

/// How it stands to the document that changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Relation {
    /// It carries it out.
    Implements,
    /// One of both names the other.
    Related,
}

/// Names of the documents that each entry affects, by the place of the entry. Editorial and
/// record changes affect nobody, nor does a document out of use depend on anything.
pub(super) fn affected(entries: &[Entry], library: &Library) -> Vec<Vec<Affected>> {
    let by_path: HashMap<&str, &Entry> =
        entries.iter().map(|entry| (entry.path.as_str(), entry)).collect();
    let naming = Naming::of(library);
    entries
        .iter()
        .map(|entry| {
            let is_felt = match entry.group {
                Group::Revised | Group::Retired | Group::Removed => true,
                Group::New
                | Group::Editorial
                | Group::ReviewedWithoutChange
                | Group::Moved
                | Group::RecordOnly => false,
            };
            if !is_felt {
                return Vec::new();
            }
            let mut found = naming.of_document(entry);
            found.retain(|_, (member, _)| member.path.as_str() != entry.path);
            found
                .into_values()
                .map(|(member, relation)| {
                    let own = by_path.get(member.path.as_str());
                    Affected {
                        name: member.name().to_owned(),
                        relation,
                        is_changed: own.is_some_and(|own| own.says_else()),
                        is_reviewed: own.is_some_and(|own| own.reviewed.is_some()),
                    }
                })
                .collect()
        })
        .collect()
}

/// Which documents name which, by names without case.
struct Naming<'l> {
    members: HashMap<String, &'l Member>,
    named: HashMap<String, Vec<(&'l Member, Relation)>>,
}

impl<'l> Naming<'l> {
    fn of(library: &'l Library) -> Self {
        let mut named: HashMap<String, Vec<(&Member, Relation)>> = HashMap::new();
        let mut members = HashMap::new();
        for member in library.members.iter().filter(|member| !member.is_over()) {
            members.insert(member.name().to_lowercase(), member);
            let fields = member.document.fields();
            for reference in fields.implements.items() {
                let to = reference.value.document.to_lowercase();
                named.entry(to).or_default().push((member, Relation::Implements));
            }
            for to in related(fields) {
                named.entry(to).or_default().push((member, Relation::Related));
            }
        }
        Self { members, named }
    }

    /// Those that rest on a document, in the order of reports, each once.
    fn of_document(&self, entry: &Entry) -> BTreeMap<crate::library::Rank, (&'l Member, Relation)> {
        let mut found = BTreeMap::new();
        let naming = self.named.get(&entry.name().to_lowercase()).into_iter().flatten().copied();
        let named = entry.related.iter().filter_map(|name| self.members.get(name));
        for (member, relation) in naming.chain(named.map(|member| (*member, Relation::Related))) {
            found.entry(member.rank()).or_insert((member, relation));
        }
        found
    }
}

/// The documents that the fields call related, by names without case.
pub(super) fn related(fields: &Fields) -> Vec<String> {
    fields.related.items().iter().map(|item| item.value.document.to_lowercase()).collect()
}
