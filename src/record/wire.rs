//! What is written, for programs. Fields are added here, never changed.

use schemars::JsonSchema;
use serde::Serialize;

use super::Entry;

/// A key of the front matter that is written.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FieldData<'a> {
    /// The key, as the document has it.
    name: &'a str,
    /// The value before; `null` where it is new.
    old: Option<&'a str>,
    /// The value after; `null` where it goes.
    new: Option<&'a str>,
}

/// The keys that an entry writes.
#[must_use]
pub fn fields_data(entry: &Entry) -> Vec<FieldData<'_>> {
    let fields = entry.fields.iter();
    fields
        .map(|field| FieldData {
            name: &field.name,
            old: field.old.as_deref(),
            new: field.new.as_deref(),
        })
        .collect()
}
