//! The next free number of a type.

use crate::config::IdPattern;
use crate::document::id::DocumentId;
use crate::library::Library;
use crate::paths::RepoPath;

/// The id behind the highest number that is, or was, taken: a gap is a document that
/// was removed, and its number is never given again. `None` behind the last number.
pub(super) fn next_free(pattern: &IdPattern, library: &Library) -> Option<DocumentId> {
    let mut highest = 0;
    let mut take = |number: Option<u64>| highest = highest.max(number.unwrap_or(0));
    for member in &library.members {
        let fields = member.document.fields();
        take(match fields.id.value() {
            Some(id) => number_of(pattern, id.as_str()),
            None => number_in_name(pattern, member.path.stem()),
        });
        // A document may name one that is gone.
        let lists =
            [&fields.implements, &fields.related, &fields.supersedes, &fields.superseded_by];
        for reference in lists.into_iter().flat_map(crate::document::field::Field::items) {
            take(number_of(pattern, &reference.value.document));
        }
    }
    for unreadable in &library.unreadable {
        if let Ok(path) = RepoPath::new(&unreadable.path) {
            take(number_in_name(pattern, path.stem()));
        }
    }
    DocumentId::new(&pattern.format(highest.checked_add(1)?)).ok()
}

/// The number of an id, whatever its case: `sop-007` and `SOP-007` are one number.
fn number_of(pattern: &IdPattern, id: &str) -> Option<u64> {
    [id.to_owned(), id.to_uppercase(), id.to_lowercase()]
        .iter()
        .filter_map(|id| DocumentId::new(id).ok())
        .find_map(|id| pattern.number_of(&id))
}

/// The number that the name of a file begins with: 7 for `sop-007-refunds`.
fn number_in_name(pattern: &IdPattern, name: &str) -> Option<u64> {
    let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let ends = name.char_indices().map(|(at, c)| at + c.len_utf8());
    ends.filter(|end| !is_digit(name[*end..].chars().next()))
        .find_map(|end| number_of(pattern, &name[..end]))
}
