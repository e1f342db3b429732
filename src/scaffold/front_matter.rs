//! The front matter of a new document.

use crate::config::{TypeConfig, VersionScheme};
use crate::data::toml_string;
use crate::document::id::DocumentId;
use crate::document::lifecycle::ReviewInterval;
use crate::template::Template;

use super::given::Given;

/// What a new document says about itself.
pub(super) struct Entries<'e> {
    pub(super) id: &'e DocumentId,
    pub(super) title: &'e str,
    pub(super) document_type: &'e TypeConfig,
    pub(super) versions: VersionScheme,
    pub(super) owner: Option<&'e str>,
    pub(super) implements: &'e [String],
    /// Further fields; of those with one key, the last counts.
    pub(super) given: &'e [Given],
    pub(super) template: &'e Template,
}

/// How often a document is reviewed where its type does not say.
const USUAL_INTERVAL: &str = "12 months";

/// What stands for an owner until there is one. An empty owner would be a fault of
/// the record; this is one of the places that are still to be filled in.
const NO_OWNER: &str = "TODO: who answers for this document?";

/// What stands for the reason that an exempt document must give.
const NO_REASON: &str = "TODO: why does this document need no review?";

/// The block in TOML, with its fences.
pub(super) fn written(entries: &Entries<'_>) -> String {
    let mut fields = Ordered::default();
    fields.set("id", toml_string(entries.id.as_str()));
    fields.set("title", toml_string(entries.title));
    fields.set("type", toml_string(&entries.document_type.name));
    fields.set("version", toml_string(first_version(entries.versions)));
    fields.set("status", toml_string("draft"));
    fields.set("owner", toml_string(entries.owner.unwrap_or(NO_OWNER)));
    fields.set("approvers", list(&[]));
    let interval = entries.document_type.review_interval;
    match interval {
        Some(ReviewInterval::None) => {
            fields.set("review_interval", toml_string("none"));
            fields.set("review_exempt_reason", toml_string(NO_REASON));
        }
        Some(interval @ ReviewInterval::Every(_)) => {
            fields.set("review_interval", toml_string(&interval.to_string()));
        }
        None => fields.set("review_interval", toml_string(USUAL_INTERVAL)),
    }
    if !entries.implements.is_empty() {
        fields.set("implements", list(entries.implements));
    }
    fields.set("audience", list(&[]));
    for (key, value) in &entries.template.fields {
        // A repository knows better than a template how often it reviews.
        let is_decided = interval.is_some() && key.starts_with("review_");
        if !is_decided {
            fields.set(key, value.clone());
        }
    }
    for Given { key, value } in entries.given {
        fields.set(key, value.clone());
    }
    fields.set("template", toml_string(&entries.template.label()));
    let lines = fields.entries.iter().map(|(key, value)| format!("{key} = {value}\n"));
    format!("+++\n{}+++\n", lines.collect::<String>())
}

/// Keys and values in the order in which they were first set.
#[derive(Default)]
struct Ordered {
    entries: Vec<(String, String)>,
}

impl Ordered {
    fn set(&mut self, key: &str, value: String) {
        match self.entries.iter_mut().find(|(known, _)| known == key) {
            Some((_, known)) => *known = value,
            None => self.entries.push((key.to_owned(), value)),
        }
    }
}

fn list(items: &[String]) -> String {
    let items: Vec<String> = items.iter().map(|item| toml_string(item)).collect();
    format!("[{}]", items.join(", "))
}

/// The version of a text that nobody has approved yet.
const fn first_version(scheme: VersionScheme) -> &'static str {
    match scheme {
        VersionScheme::MajorMinor => "0.1",
        VersionScheme::Integer => "1",
        VersionScheme::Letter => "A",
    }
}
