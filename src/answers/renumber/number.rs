//! Which number a document gets.

use crate::config::{Config, IdPattern};
use crate::document::id::DocumentId;
use crate::library::{Held, HeldBy, Library, Member, Numbers};
use crate::paths::RepoPath;

use super::RenumberError;

/// The number that is asked for, or else the next free one of the type.
///
/// # Errors
/// When the document has no number, or that number cannot be its own.
pub fn number(
    member: &Member,
    asked: Option<&str>,
    library: &Library,
    config: &Config,
) -> Result<DocumentId, RenumberError> {
    let Some(old) = member.document.fields().id.value() else {
        return Err(RenumberError::WithoutNumber { path: member.path.clone() });
    };
    let pattern = pattern(member, old, config);
    let Some(asked) = asked else {
        let used_up = || RenumberError::UsedUp { old: old.clone() };
        let pattern = pattern.or_else(|| own_pattern(old)).ok_or_else(used_up)?;
        return Numbers::of(library).take_next(&pattern).ok_or_else(used_up);
    };
    let new = DocumentId::new(asked)?;
    if new == *old {
        return Err(RenumberError::Same { id: new });
    }
    if let Some(pattern) = pattern
        && pattern.number_of(&new).is_none()
    {
        return Err(RenumberError::Unfit { id: new, pattern: pattern.to_string() });
    }
    Ok(new)
}

/// Refuses a number that another document has or had.
pub(super) fn require_free(
    new: &DocumentId,
    member: &Member,
    library: &Library,
    held: &[Held],
) -> Result<(), RenumberError> {
    let has_it = |other: &&Member| {
        other.path != member.path && other.name().eq_ignore_ascii_case(new.as_str())
    };
    if let Some(other) = library.members.iter().find(has_it) {
        return Err(RenumberError::Taken { id: new.clone(), path: other.path.clone() });
    }
    // A number that this very document had may be given back to it.
    let is_own = |path: &RepoPath| *path == member.path || path == member.committed_path();
    match held.iter().find(|held| !is_own(&held.path)) {
        Some(Held { path, by }) => Err(RenumberError::Held {
            id: new.clone(),
            path: path.clone(),
            by: match by {
                HeldBy::Head => "in the commit that is checked out".to_owned(),
                HeldBy::Branch(name) => format!("on {name}"),
                HeldBy::Tag(name) => format!("in the tag {name}"),
                HeldBy::Removed => "which was removed".to_owned(),
            },
        }),
        None => Ok(()),
    }
}

/// The pattern of its type: of the one that it names, else of the one whose numbers look like
/// its own.
fn pattern(member: &Member, old: &DocumentId, config: &Config) -> Option<IdPattern> {
    let named = member.document.fields().document_type.value();
    let declared = named.and_then(|name| config.type_of(name));
    declared.or_else(|| config.type_of_id(old)).map(|declared| declared.id.clone())
}

/// Numbers that look like this one.
fn own_pattern(old: &DocumentId) -> Option<IdPattern> {
    let rest = old.as_str().strip_prefix(old.prefix())?;
    let digits = rest.chars().take_while(char::is_ascii_digit).count();
    let behind = &rest[digits..];
    IdPattern::new(&format!("{}{{n:0{digits}}}{behind}", old.prefix())).ok()
}

/// Where the file of the document belongs: its name carries the new number where it carried
/// the old one.
pub(super) fn renamed(path: &RepoPath, old: &DocumentId, new: &DocumentId) -> Option<RepoPath> {
    let name = path.file_name();
    let begun = name.get(..old.as_str().len())?;
    let rest = &name[begun.len()..];
    let is_whole = !rest.starts_with(char::is_alphanumeric);
    if !begun.eq_ignore_ascii_case(old.as_str()) || !is_whole {
        return None;
    }
    let begun = crate::document::mentions::written_as(begun, new.as_str());
    let folder = path.folder();
    let name = format!("{begun}{rest}");
    RepoPath::new(&if folder.is_empty() { name } else { format!("{folder}/{name}") }).ok()
}
