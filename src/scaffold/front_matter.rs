//! The front matter of a new document.

use crate::config::{TypeConfig, VersionScheme};
use crate::data::toml_string;
use crate::document::id::DocumentId;
use crate::document::lifecycle::ReviewInterval;

/// What a new document says about itself.
pub(super) struct Entries<'e> {
    pub(super) id: &'e DocumentId,
    pub(super) title: &'e str,
    pub(super) document_type: &'e TypeConfig,
    pub(super) versions: VersionScheme,
    pub(super) owner: Option<&'e str>,
    pub(super) implements: &'e [String],
    pub(super) template: &'e str,
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
    let mut fields = vec![
        ("id", toml_string(entries.id.as_str())),
        ("title", toml_string(entries.title)),
        ("type", toml_string(&entries.document_type.name)),
        ("version", toml_string(first_version(entries.versions))),
        ("status", toml_string("draft")),
        ("owner", toml_string(entries.owner.unwrap_or(NO_OWNER))),
        ("approvers", list(&[])),
    ];
    match entries.document_type.review_interval {
        Some(ReviewInterval::None) => {
            fields.push(("review_interval", toml_string("none")));
            fields.push(("review_exempt_reason", toml_string(NO_REASON)));
        }
        Some(interval @ ReviewInterval::Every(_)) => {
            fields.push(("review_interval", toml_string(&interval.to_string())));
        }
        None => fields.push(("review_interval", toml_string(USUAL_INTERVAL))),
    }
    if !entries.implements.is_empty() {
        fields.push(("implements", list(entries.implements)));
    }
    fields.push(("audience", list(&[])));
    fields.push(("template", toml_string(entries.template)));
    let lines: String = fields.iter().map(|(key, value)| format!("{key} = {value}\n")).collect();
    format!("+++\n{lines}+++\n")
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
