//! Keys that no profile knows, and which known key was probably meant.

use super::FrontMatter;
use crate::data::Value;
use crate::document::field::FieldName;
use crate::document::profile::Profile;
use crate::source::Spanned;
use crate::text::nearest;

/// A top-level key that the profile does not know. It is kept and shown, and is
/// no fault unless it looks like a slip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownKey {
    /// The key and its place.
    pub key: Spanned<String>,
    /// The known key it was probably meant to be. Never one that the document has
    /// as well: whoever writes `owner` and `owners` means two things.
    pub meant: Option<String>,
}

/// The keys of a document that its profile does not know, as written.
#[must_use]
pub fn unknown_keys(front_matter: &FrontMatter, profile: &Profile) -> Vec<UnknownKey> {
    let absent: Vec<&str> =
        profile.known_keys().filter(|known| front_matter.keys().all(|key| key != *known)).collect();
    front_matter
        .entries
        .iter()
        .filter(|entry| profile.field_of(&entry.key.value).is_none())
        .map(|entry| UnknownKey {
            key: entry.key.clone(),
            meant: nearest(&entry.key.value, absent.iter().copied())
                .filter(|meant| may_hold(profile.field_of(meant), &entry.node.value))
                .map(str::to_owned),
        })
        .collect()
}

/// A table is no slip of a field that never holds one: `versions` of a site
/// generator is not our `version`.
fn may_hold(field: Option<FieldName>, value: &Value) -> bool {
    let of_tables = [FieldName::NoWorkInstruction, FieldName::RecordedFrom, FieldName::Satisfies];
    !matches!(value, Value::Table(_)) || field.is_some_and(|field| of_tables.contains(&field))
}
