//! The words in which the history is written down: who did what on which day.

use super::edit::{Edit, Slip};

/// A member of staff who commits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Person {
    /// The name in commits.
    pub name: &'static str,
    /// The address in commits.
    pub email: &'static str,
}

pub(super) const INES: Person = person("Inês Carvalho", "ines.carvalho@example.com");
pub(super) const LEILA: Person = person("Leila Haddad", "leila.haddad@example.com");
pub(super) const MARCUS: Person = person("Marcus Brandt", "marcus.brandt@example.com");
pub(super) const OWEN: Person = person("Owen Price", "owen.price@example.com");
pub(super) const PRIYA: Person = person("Priya Nair", "priya.nair@example.com");
pub(super) const TOMASZ: Person = person("Tomasz Wójcik", "tomasz.wojcik@example.com");

const fn person(name: &'static str, email: &'static str) -> Person {
    Person { name, email }
}

/// Something that happened, `days_ago` days before the story is told.
#[derive(Debug, Clone, Copy)]
pub(super) struct Event {
    pub(super) days_ago: i64,
    pub(super) by: Person,
    /// The message of the commit, the merge or the tag.
    pub(super) message: &'static str,
    pub(super) act: Act,
}

/// What happened.
#[derive(Debug, Clone, Copy)]
pub(super) enum Act {
    /// A commit on the named branch, which begins with its first commit; on
    /// `main` without a name.
    Commit { branch: Option<&'static str>, edits: &'static [Edit] },
    /// The named branch is merged into `main` and ends.
    Merge { branch: &'static str },
    /// The tip of `main` gets a tag.
    Tag { name: &'static str },
}

pub(super) const fn commit(
    days_ago: i64,
    by: Person,
    message: &'static str,
    edits: &'static [Edit],
) -> Event {
    Event { days_ago, by, message, act: Act::Commit { branch: None, edits } }
}

/// A commit on a branch.
pub(super) const fn on(
    branch: &'static str,
    days_ago: i64,
    by: Person,
    message: &'static str,
    edits: &'static [Edit],
) -> Event {
    Event { days_ago, by, message, act: Act::Commit { branch: Some(branch), edits } }
}

pub(super) const fn merge(
    branch: &'static str,
    days_ago: i64,
    by: Person,
    message: &'static str,
) -> Event {
    Event { days_ago, by, message, act: Act::Merge { branch } }
}

pub(super) const fn tag(
    name: &'static str,
    days_ago: i64,
    by: Person,
    message: &'static str,
) -> Event {
    Event { days_ago, by, message, act: Act::Tag { name } }
}

pub(super) const fn add(path: &'static str) -> Edit {
    Edit::Add(path)
}

pub(super) const fn rename(from: &'static str, to: &'static str) -> Edit {
    Edit::Rename { from, to }
}

pub(super) const fn replace(path: &'static str, old: &'static str, new: &'static str) -> Edit {
    Edit::Replace { path, old, new }
}

pub(super) const fn text(path: &'static str, key: &'static str, value: &'static str) -> Edit {
    Edit::Text { path, key, value }
}

pub(super) const fn list(path: &'static str, key: &'static str, value: &'static str) -> Edit {
    Edit::List { path, key, value }
}

pub(super) const fn version(path: &'static str, value: &'static str) -> Edit {
    text(path, "version", value)
}

pub(super) const fn because(path: &'static str, reason: &'static str) -> Edit {
    text(path, "change_reason", reason)
}

pub(super) const fn ticket(path: &'static str, reference: &'static str) -> Edit {
    text(path, "change_ref", reference)
}

/// Approved and in force on the day of the commit.
pub(super) const fn approve(path: &'static str, version: &'static str, by: &'static str) -> Edit {
    Edit::Approved { path, version, by, from: None }
}

/// Approved as version 1.0, in force with the first release.
pub(super) const fn approve_first(path: &'static str, by: &'static str) -> Edit {
    Edit::Approved { path, version: "1.0", by, from: Some(FIRST_RELEASE) }
}

/// The day of the first release, in days before the story is told.
pub(super) const FIRST_RELEASE: i64 = 610;

pub(super) const fn review(path: &'static str, by: &'static str) -> Edit {
    Edit::Reviewed { path, by, note: None }
}

pub(super) const fn review_noting(
    path: &'static str,
    by: &'static str,
    note: &'static str,
) -> Edit {
    Edit::Reviewed { path, by, note: Some(note) }
}

pub(super) const fn mistype(path: &'static str, by: &'static str, slip: Slip) -> Edit {
    Edit::Mistyped { path, by, slip }
}
