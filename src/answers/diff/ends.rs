//! Two texts of one document, and what differs between them.

use crate::comparison::{Class, Comparison, compare, redline};
use crate::document::Document;
use crate::document::profile::Profile;
use crate::library::{Member, Unreadable};
use crate::report::Context;

use super::{Depth, DiffReport, DocumentDiff, Request};

/// A text of a document, with the path that it is called by.
#[derive(Debug, Clone, Copy)]
pub struct End<'a> {
    /// Where it stands.
    pub path: &'a str,
    /// What it says.
    pub document: &'a Document,
}

impl<'a> End<'a> {
    /// The text of a library's document.
    #[must_use]
    pub fn of(member: &'a Member) -> Self {
        Self { path: member.path.as_str(), document: &member.document }
    }

    /// The title, or else the name of the file.
    fn title(&self) -> String {
        self.document.title().unwrap_or_else(|| {
            let name = self.path.rsplit('/').next().unwrap_or(self.path);
            let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
            stem.replace(['-', '_'], " ")
        })
    }

    fn version(&self) -> Option<String> {
        self.document.fields().version.value().cloned()
    }
}

/// What it means that two ends have different paths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Naming {
    /// The document was moved.
    Places,
    /// Nothing: they are two files with names of their own.
    Files,
}

/// Compares two texts that are one document because somebody says so; an end that is none
/// came or went. `unreadable` are ends that there are and that cannot be read: they are told,
/// and nothing is compared.
#[must_use]
pub fn diff_of_ends(
    old: Option<End<'_>>,
    new: Option<End<'_>>,
    naming: Naming,
    unreadable: Vec<Unreadable>,
    request: &Request<'_>,
    context: Context,
) -> DiffReport {
    let found = DocumentDiff::of(old, new, request.depth)
        .filter(|found| naming == Naming::Places || !found.comparison.is_empty())
        .filter(|_| unreadable.is_empty())
        .map(|found| DocumentDiff {
            is_moved: found.is_moved && naming == Naming::Places,
            ..found
        });
    DiffReport::new(request, found.into_iter().collect(), unreadable, Vec::new(), context)
}

impl DocumentDiff {
    /// What differs between two ends; `None` where nothing does and the path is the same.
    pub(super) fn of(old: Option<End<'_>>, new: Option<End<'_>>, depth: Depth) -> Option<Self> {
        let either = new.or(old)?;
        let nothing = Document::read(String::new(), Profile::sopctl());
        let was = old.map_or(&nothing, |old| old.document);
        let is = new.map_or(&nothing, |new| new.document);
        let comparison =
            if was.text() == is.text() { Comparison::default() } else { compare(was, is) };
        let path = |end: Option<End<'_>>| end.map(|end| end.path.to_owned());
        let (old_path, new_path) = (path(old), path(new));
        if comparison.is_empty() && old_path == new_path {
            return None;
        }
        // A document that came or went has no parts that changed.
        let class = if old.is_some() && new.is_some() { comparison.class } else { Class::Major };
        let is_moved = old_path.is_some() && new_path.is_some() && old_path != new_path;
        Some(Self {
            is_moved,
            id: either.document.fields().id.value().map(|id| id.as_str().to_owned()),
            title: either.title(),
            old_version: old.and_then(|end| end.version()),
            new_version: new.and_then(|end| end.version()),
            old_path,
            new_path,
            redline: (depth == Depth::Redline).then(|| redline(was, is, &comparison)),
            comparison,
            class,
            since: None,
        })
    }
}
