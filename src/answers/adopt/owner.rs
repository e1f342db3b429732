//! Who probably answers for a document: by CODEOWNERS, else by who has changed it most.

use std::collections::HashMap;

use super::proposal::{Certainty, Proposal, Source};
use crate::calendar::Date;
use crate::document::field::FieldName;
use crate::document::front_matter::NewValue;
use crate::evolution::Evolution;
use crate::git::{CommitId, End, GitError, Person, Repository, Timeline};
use crate::library::{Library, Member};
use crate::ownership::{Owners, People};
use crate::paths::RepoPath;
use crate::progress::Progress;
use crate::standing::BULK;

/// How often each person changed what a document says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Authors {
    /// In commits about this document, or few others; the newest author first.
    own: Vec<(Person, usize)>,
    own_changes: usize,
    /// In commits that changed at least [`BULK`] documents.
    mass: Vec<(Person, usize)>,
    mass_changes: usize,
    /// The clone holds newer changes only.
    pub(super) is_short: bool,
}

/// The owner that CODEOWNERS names.
pub(super) fn by_code_owners(path: &RepoPath, owners: &Owners) -> Option<Proposal> {
    let (owners, line) = owners.of(path)?;
    let first = owners.first()?;
    let value = NewValue::Text(first.as_str().to_owned());
    let (certainty, because) = match owners.len() {
        1 => (Certainty::Configured, format!("CODEOWNERS line {line}")),
        // One of them is accountable, and the file does not say which.
        count => (Certainty::Guess, format!("the first of {count} in CODEOWNERS line {line}")),
    };
    Some(Proposal::new(FieldName::Owner, value, (Source::CodeOwners, certainty), because))
}

/// Who changed what each of these documents says, from `start` back.
///
/// # Errors
/// When history cannot be read.
pub(super) fn authors(
    repository: &Repository,
    start: CommitId,
    library: &Library,
    members: &[&Member],
    progress: &dyn Progress,
) -> Result<HashMap<RepoPath, Authors>, GitError> {
    let committed: Vec<&Member> =
        members.iter().copied().filter(|member| member.blob.is_some()).collect();
    let paths: Vec<RepoPath> =
        committed.iter().map(|member| member.committed_path().clone()).collect();
    let timelines = repository.timelines(start, &paths, progress)?;
    let mut touched: HashMap<CommitId, usize> = HashMap::new();
    for revision in timelines.iter().flat_map(|timeline| &timeline.revisions) {
        *touched.entry(revision.commit).or_default() += 1;
    }
    let evolution = Evolution::new(repository, &library.profile);
    progress.begin("authors", Some(committed.len() as u64));
    let mut all = HashMap::new();
    for (member, timeline) in committed.iter().zip(&timelines) {
        let authors = authors_of(timeline, &touched, &evolution)?;
        all.insert(member.path.clone(), authors);
        progress.advance(1);
    }
    progress.finish();
    Ok(all)
}

fn authors_of(
    timeline: &Timeline,
    touched: &HashMap<CommitId, usize>,
    evolution: &Evolution<'_>,
) -> Result<Authors, GitError> {
    let mut authors = Authors { is_short: timeline.end != End::Created, ..Authors::default() };
    for revision in &timeline.revisions {
        // Whoever merges joins what others have written.
        if revision.is_merge() || !evolution.changes_substance(revision)? {
            continue;
        }
        let is_mass = touched.get(&revision.commit).is_some_and(|count| *count >= BULK);
        let (counts, changes) = if is_mass {
            (&mut authors.mass, &mut authors.mass_changes)
        } else {
            (&mut authors.own, &mut authors.own_changes)
        };
        *changes += 1;
        let commit = evolution.commit(revision.commit)?;
        let people = std::iter::once(&commit.author).chain(&commit.co_authors);
        for person in people.filter(|person| !People::is_bot(person)) {
            match counts.iter_mut().find(|(known, _)| is_same(known, person)) {
                Some((_, count)) => *count += 1,
                None => counts.push((person.clone(), 1)),
            }
        }
    }
    Ok(authors)
}

/// People change the spelling of their names more often than their addresses.
fn is_same(a: &Person, b: &Person) -> bool {
    if a.email.is_empty() { a == b } else { a.email.eq_ignore_ascii_case(&b.email) }
}

impl Authors {
    /// The author of most changes among those who are still there on a day; of several,
    /// the one who changed the document last. Mass edits count where there is nothing else.
    pub(super) fn guess(&self, people: People<'_>, on: Date) -> Option<Proposal> {
        let (source, name, count, changes) = most(&self.own, people, on)
            .map(|(name, count)| (Source::Changes, name, count, self.own_changes))
            .or_else(|| {
                most(&self.mass, people, on)
                    .map(|(name, count)| (Source::MassEdits, name, count, self.mass_changes))
            })?;
        let what = match source {
            Source::MassEdits => "mass edits, and there are no other changes",
            _ if changes == 1 => "change in substance",
            _ => "changes in substance",
        };
        let known = if self.is_short { " that this clone holds" } else { "" };
        let because = format!("{count} of {changes} {what}{known}");
        let value = NewValue::Text(name);
        Some(Proposal::new(FieldName::Owner, value, (source, Certainty::Guess), because))
    }
}

/// The first of those who changed most and have not left, and how often.
fn most(counts: &[(Person, usize)], people: People<'_>, on: Date) -> Option<(String, usize)> {
    let mut most: Option<(String, usize)> = None;
    for (person, count) in counts {
        let Some(name) = people.name_of(person) else { continue };
        let is_more = most.as_ref().is_none_or(|(_, known)| count > known);
        if is_more && !people.has_left(&name, on) {
            most = Some((name, *count));
        }
    }
    most
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::ownership::Place;

    fn person(name: &str) -> Person {
        Person { name: name.to_owned(), email: format!("{name}@example.com") }
    }

    fn counts(counts: &[(&str, usize)]) -> Vec<(Person, usize)> {
        counts.iter().map(|(name, count)| (person(name), *count)).collect()
    }

    fn guessed(authors: &Authors, config: &str) -> Option<(String, String)> {
        let config = Config::read(config).unwrap();
        let on = Date::new(2026, 11, 22).unwrap();
        let guess = authors.guess(People::of(&config), on)?;
        assert_eq!(guess.certainty, Certainty::Guess);
        Some((guess.shown(), guess.because))
    }

    #[test]
    fn most_changes_make_the_owner_of_several_the_newest() {
        let authors = Authors {
            own: counts(&[("ben", 2), ("ana", 2), ("cy", 1)]),
            own_changes: 5,
            mass: counts(&[("dee", 9)]),
            mass_changes: 9,
            is_short: false,
        };
        let (owner, because) = guessed(&authors, "").unwrap();
        assert_eq!(
            (owner.as_str(), because.as_str()),
            ("ben@example.com", "2 of 5 changes in substance")
        );
        let left = "[people.'@ben']\nemails = ['ben@example.com']\nleft = 2026-01-01\n";
        assert_eq!(guessed(&authors, left).unwrap().0, "ana@example.com");
    }

    #[test]
    fn mass_edits_count_where_there_is_nothing_else() {
        let authors = Authors {
            mass: counts(&[("dee", 2)]),
            mass_changes: 3,
            is_short: true,
            ..Authors::default()
        };
        let (owner, because) = guessed(&authors, "").unwrap();
        assert_eq!(owner, "dee@example.com");
        assert_eq!(
            because,
            "2 of 3 mass edits, and there are no other changes that this clone holds"
        );
        assert_eq!(guessed(&Authors::default(), ""), None);
    }

    #[test]
    fn of_several_owners_the_first_is_a_guess() {
        let (owners, _) = Owners::read("/a.md @ana\n/b.md @ana @ben\n", Place::Root);
        let of = |path: &str| by_code_owners(&RepoPath::new(path).unwrap(), &owners);
        let (a, b) = (of("a.md").unwrap(), of("b.md").unwrap());
        assert_eq!((a.shown(), a.certainty), ("@ana".to_owned(), Certainty::Configured));
        assert_eq!((b.shown(), b.certainty), ("@ana".to_owned(), Certainty::Guess));
        assert_eq!(b.because, "the first of 2 in CODEOWNERS line 2");
        assert!(of("c.md").is_none());
    }
}
