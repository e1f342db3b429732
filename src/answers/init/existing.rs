//! The Markdown that was there before the library.

use std::collections::BTreeMap;

use crate::document::field::FieldName;
use crate::document::front_matter::FieldState;
use crate::library::{Library, Member};
use crate::paths::Globs;

/// Documents below one folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The glob that selects them.
    pub glob: String,
    /// How many it selects.
    pub documents: usize,
}

/// The documents outside the folders of the types, by top-level folder and by the
/// pattern of their names: those among which some have a number or review dates, and
/// those among which none has.
pub(super) fn groups(library: &Library, type_folders: &[&str]) -> (Vec<Group>, Vec<Group>) {
    let patterns: Vec<(&str, Globs)> = library
        .profile
        .file_names
        .iter()
        .filter_map(|name| Some((name.as_str(), Globs::new(&[format!("**/{name}")]).ok()?)))
        .collect();
    let mut found: BTreeMap<(&str, &str), (usize, bool)> = BTreeMap::new();
    for member in &library.members {
        let folder = member.path.as_str().split_once('/').map_or("", |(top, _)| top);
        let pattern = patterns.iter().find(|(_, globs)| globs.matches(&member.path));
        let Some((pattern, _)) = pattern else { continue };
        if type_folders.contains(&folder) {
            continue;
        }
        let (documents, is_controlled) = found.entry((folder, *pattern)).or_default();
        *documents += 1;
        *is_controlled |= carries_record(member);
    }
    let mut controlled = Vec::new();
    let mut proposed = Vec::new();
    for ((folder, pattern), (documents, is_controlled)) in found {
        let glob = match folder {
            "" => pattern.to_owned(),
            folder => format!("{}/**/{pattern}", literally(folder)),
        };
        let groups = if is_controlled { &mut controlled } else { &mut proposed };
        groups.push(Group { glob, documents });
    }
    (controlled, proposed)
}

/// Whether a document has what only controlled documents have.
fn carries_record(member: &Member) -> bool {
    let fields = member.document.fields();
    [FieldName::Id, FieldName::LastReviewed, FieldName::ReviewInterval, FieldName::NextReview]
        .into_iter()
        .any(|field| matches!(fields.state(field), FieldState::Given(_)))
}

/// A name in which nothing selects but itself.
fn literally(name: &str) -> String {
    name.chars().fold(String::new(), |mut glob, c| {
        if "*?[]{}!\\".contains(c) {
            glob.push('\\');
        }
        glob.push(c);
        glob
    })
}
