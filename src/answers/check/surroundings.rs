//! What a rule may look at beside the document itself.

use std::collections::HashMap;

use crate::config::Config;
use crate::document::field::FieldName;
use crate::document::front_matter::FrontMatter;
use crate::library::{Library, Member};

/// The library around a document: never the clock, never history.
pub(super) struct Surroundings<'l> {
    /// The documents and the convention of their front matter.
    pub(super) library: &'l Library,
    /// What the repository decided, where it has a `sopctl.toml`.
    pub(super) config: Option<&'l Config>,
    holders: HashMap<String, Vec<&'l str>>,
}

impl<'l> Surroundings<'l> {
    pub(super) fn new(library: &'l Library, config: Option<&'l Config>) -> Self {
        let mut holders: HashMap<String, Vec<&'l str>> = HashMap::new();
        for member in &library.members {
            if let Some(id) = member.document.fields().id.value() {
                holders.entry(id.as_str().to_lowercase()).or_default().push(member.path.as_str());
            }
        }
        Self { library, config, holders }
    }

    /// The paths of the documents with that number, whatever its case; sorted.
    pub(super) fn holders_of(&self, id: &str) -> &[&'l str] {
        self.holders.get(&id.to_lowercase()).map_or(&[], Vec::as_slice)
    }

    /// The front matter of a document that counts here.
    pub(super) fn front_matter<'m>(&self, member: &'m Member) -> Option<&'m FrontMatter> {
        member.document.split().front_matter(&self.library.profile)
    }

    /// The key under which a document has a field, or should have it.
    pub(super) fn key_of<'s>(&'s self, member: &Member, field: FieldName) -> &'s str {
        let keys = self.library.profile.keys_of(field);
        let written = self.front_matter(member);
        let is_written = |key: &&String| {
            let top = key.split_once("[]").map_or(key.as_str(), |(top, _)| top);
            written.is_some_and(|front_matter| front_matter.keys().any(|known| known == top))
        };
        keys.iter().find(is_written).or(keys.first()).map_or(field.as_str(), String::as_str)
    }
}
