//! The numbers of the documents of a library: which are taken, and the next free one.

use std::collections::HashMap;

use crate::config::IdPattern;
use crate::document::field::Field;
use crate::document::id::DocumentId;
use crate::paths::RepoPath;

use super::{Elsewhere, Library};

/// Hands out free numbers, each once. A gap is a document that was removed, and its
/// number is not given again.
///
/// Taken are the numbers of the documents at hand and of those that they name; beside
/// these only what [`Library::look_elsewhere`] has found.
#[derive(Debug)]
pub struct Numbers<'l> {
    library: &'l Library,
    highest: HashMap<IdPattern, u64>,
}

impl<'l> Numbers<'l> {
    /// The numbers that a library leaves free.
    #[must_use]
    pub fn of(library: &'l Library) -> Self {
        Self { library, highest: HashMap::new() }
    }

    /// The id behind the highest number that is known to be taken; from then on it is taken
    /// as well. `None` behind the last number.
    pub fn take_next(&mut self, pattern: &IdPattern) -> Option<DocumentId> {
        let highest = self.highest_of(pattern);
        *highest = highest.checked_add(1)?;
        DocumentId::new(&pattern.format(*highest)).ok()
    }

    /// Takes a number that a document has had before it was said in its front matter.
    pub fn take(&mut self, pattern: &IdPattern, id: &DocumentId) {
        if let Some(number) = pattern.number_of(id) {
            let highest = self.highest_of(pattern);
            *highest = number.max(*highest);
        }
    }

    /// The highest number that is known to be taken; 0 where none is.
    pub fn highest(&mut self, pattern: &IdPattern) -> u64 {
        *self.highest_of(pattern)
    }

    fn highest_of(&mut self, pattern: &IdPattern) -> &mut u64 {
        let library = self.library;
        self.highest.entry(pattern.clone()).or_insert_with(|| highest_in(library, pattern))
    }
}

fn highest_in(library: &Library, pattern: &IdPattern) -> u64 {
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
        for reference in lists.into_iter().flat_map(Field::items) {
            take(number_of(pattern, &reference.value.document));
        }
    }
    for unreadable in &library.unreadable {
        if let Ok(path) = RepoPath::new(&unreadable.path) {
            take(number_in_name(pattern, path.stem()));
        }
    }
    for elsewhere in &library.elsewhere {
        take(match elsewhere {
            Elsewhere::Numbered(id) => number_of(pattern, id),
            Elsewhere::Named(name) => number_in_name(pattern, name),
        });
    }
    highest
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::profile::Profile;

    #[test]
    fn a_number_is_given_once() {
        let library = Library::of_texts(
            Profile::sopctl(),
            &[
                ("a.md", "+++\nid = \"sop-002\"\nsupersedes = [\"SOP-004\"]\n+++\n"),
                ("SOP-003-old.md", "# Old\n"),
            ],
        );
        let pattern = IdPattern::of_prefix("SOP").unwrap();
        let mut numbers = Numbers::of(&library);
        let mut next = || numbers.take_next(&pattern).unwrap().to_string();
        assert_eq!((next(), next()), ("SOP-005".to_owned(), "SOP-006".to_owned()));
        numbers.take(&pattern, &DocumentId::new("SOP-12").unwrap());
        assert_eq!(numbers.take_next(&pattern).unwrap().as_str(), "SOP-013");
        let last = DocumentId::new("SOP-18446744073709551615").unwrap();
        numbers.take(&pattern, &last);
        assert_eq!(numbers.take_next(&pattern), None);
    }
}
