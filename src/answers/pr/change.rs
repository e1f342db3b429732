//! One document that some work changes.

use std::cmp::Reverse;

use crate::comparison::{Class, Comparison, compare};
use crate::config::Config;
use crate::document::lifecycle::Status;
use crate::document::outline::UnitKind;
use crate::evolution::Pair;
use crate::library::Member;
use crate::paths::RepoPath;
use crate::reviews::{Brought, brought};

use super::approval::Approval;

/// A document that some work changes.
#[derive(Debug)]
pub(super) struct Changed {
    pub(super) id: Option<String>,
    /// What other documents call it: its number, else its path, after the work or before it.
    pub(super) name: String,
    /// What they called it before, if that was another name.
    pub(super) former_name: Option<String>,
    pub(super) title: String,
    pub(super) document_type: Option<String>,
    pub(super) owner: Option<String>,
    pub(super) old_path: Option<RepoPath>,
    pub(super) new_path: Option<RepoPath>,
    pub(super) status: Option<Status>,
    pub(super) old_status: Option<Status>,
    pub(super) old_version: Option<String>,
    pub(super) new_version: Option<String>,
    pub(super) kind: Kind,
    pub(super) class: Class,
    /// What replaces it.
    pub(super) superseded_by: Vec<String>,
    /// What differs; empty where the document came or went.
    pub(super) comparison: Comparison,
    /// Its top-level steps and its statements, where it came or went.
    pub(super) extent: Extent,
    pub(super) approval: Approval,
    /// The review that came with it, of whatever worth; never of a new document.
    pub(super) review: Option<Brought>,
    /// Whether an approval with a later date came with it.
    pub(super) is_approved_anew: bool,
}

/// What becomes of a document; the lightest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// It stands elsewhere and says the same.
    Moved,
    /// Something in it differs.
    Modified,
    /// It is new.
    Added,
    /// It is gone.
    Removed,
}

/// How much a document says.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Extent {
    pub(super) steps: usize,
    pub(super) statements: usize,
}

impl Changed {
    /// What the work does to a document; `None` where it leaves it as it is.
    pub(super) fn of(pair: &Pair<'_>, config: &Config) -> Option<Self> {
        let either = pair.either()?;
        let (comparison, kind) = match (pair.old, pair.new) {
            (Some(old), Some(new)) => {
                let is_same = old.document.text() == new.document.text();
                let comparison = if is_same {
                    Comparison::default()
                } else {
                    compare(&old.document, &new.document)
                };
                let is_moved = old.path != new.path;
                match (comparison.is_empty(), is_moved) {
                    (true, false) => return None,
                    (true, true) => (comparison, Kind::Moved),
                    (false, _) => (comparison, Kind::Modified),
                }
            }
            (None, _) => (Comparison::default(), Kind::Added),
            (Some(_), None) => (Comparison::default(), Kind::Removed),
        };
        let class = match kind {
            Kind::Added | Kind::Removed => Class::Major,
            Kind::Moved | Kind::Modified => comparison.class,
        };
        let fields = either.document.fields();
        let was = pair.old.map(|old| old.document.fields());
        let version = |member: Option<&Member>| {
            member.and_then(|member| member.document.fields().version.value().cloned())
        };
        let says_else = class.is_meaningful();
        let approval = pair
            .new
            .map_or(Approval::NotAsked, |new| Approval::of(pair.old, new, says_else, config));
        let review = match (was, pair.new) {
            (Some(was), Some(_)) => brought(was, fields, class >= Class::Editorial),
            _ => None,
        };
        let approved_on = |member: Option<&Member>| {
            member.and_then(|member| member.document.fields().approved_on.copied())
        };
        let former_name = pair.old.map(Member::name).filter(|name| *name != either.name());
        Some(Self {
            id: fields.id.value().map(|id| id.as_str().to_owned()),
            name: either.name().to_owned(),
            former_name: former_name.map(str::to_owned),
            title: either.title(),
            document_type: fields.document_type.value().map(|t| t.as_str().to_owned()),
            owner: fields.owner.value().cloned(),
            old_path: pair.old.map(|old| old.path.clone()),
            new_path: pair.new.map(|new| new.path.clone()),
            status: fields.status.copied(),
            old_status: was.and_then(|was| was.status.copied()),
            old_version: version(pair.old),
            new_version: version(pair.new),
            extent: match kind {
                Kind::Added | Kind::Removed => Extent::of(either),
                Kind::Moved | Kind::Modified => Extent::default(),
            },
            superseded_by: fields
                .superseded_by
                .items()
                .iter()
                .map(|reference| reference.value.document.clone())
                .collect(),
            is_approved_anew: approved_on(pair.new) > approved_on(pair.old),
            kind,
            class,
            comparison,
            approval,
            review,
        })
    }

    /// The order in which people should look: what weighs most first.
    pub(super) fn weight(&self) -> (Reverse<Class>, Reverse<Kind>) {
        (
            Reverse(if self.goes_out_of_use() { Class::Major } else { self.class }),
            Reverse(self.kind),
        )
    }

    /// The name under which nothing is found any more: that of a document that is gone, or the
    /// former one of a document that is called otherwise now.
    pub(super) fn name_that_went(&self) -> Option<&str> {
        if self.kind == Kind::Removed { Some(&self.name) } else { self.former_name.as_deref() }
    }

    /// Whether it says something else than before, so that whoever wrote that has looked at it.
    pub(super) fn says_else(&self) -> bool {
        self.kind == Kind::Added || self.class.is_meaningful()
    }

    /// Whether somebody vouches for it in the same work.
    pub(super) fn is_vouched_for(&self) -> bool {
        self.is_approved_anew || self.review.as_ref().is_some_and(|review| review.kind.is_review())
    }

    /// Whether it changed in class minor or major and has the version that it had.
    pub(super) fn keeps_version(&self) -> bool {
        self.kind == Kind::Modified
            && self.class.is_meaningful()
            && self.old_version.is_some()
            && self.old_version == self.new_version
    }

    /// Whether it takes or leaves force, or any other step in its life.
    pub(super) fn ends_or_begins(&self) -> bool {
        self.old_path.is_some() && self.new_path.is_some() && self.status != self.old_status
    }

    /// Whether it is superseded or retired with this work.
    pub(super) fn goes_out_of_use(&self) -> bool {
        self.ends_or_begins() && self.status.is_some_and(Status::is_over)
    }

    /// Whether nothing came but a review, which is told by itself.
    pub(super) fn is_only_reviewed(&self) -> bool {
        self.review.is_some()
            && self.kind == Kind::Modified
            && self.class == Class::Record
            && !self.ends_or_begins()
    }
}

impl Extent {
    fn of(member: &Member) -> Self {
        let outline = member.document.outline();
        let statements = outline.units.iter().filter(|unit| unit.kind == UnitKind::Statement);
        Self { steps: outline.top_level_steps().count(), statements: statements.count() }
    }
}
