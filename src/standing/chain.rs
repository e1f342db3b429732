//! The chain of evidence: which commits were looked at, and which of them count.

use std::rc::Rc;

use schemars::JsonSchema;
use serde::Serialize;

use crate::comparison::Class;
use crate::evolution::{Alteration, Evolution};
use crate::git::{CommitInfo, GitError, Timeline};

use super::evidence::{Evidence, Ground, VouchedBy};

/// A commit that was looked at.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// The commit.
    pub commit: Rc<CommitInfo>,
    /// What it was found to be.
    pub kind: LinkKind,
    /// What it did, in one line; empty where the kind says it all.
    pub summary: String,
}

/// What a commit was found to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum LinkKind {
    /// It vouches for the text that it shows: everything below is vouched for.
    Review,
    /// As a review, by an approval.
    Approval,
    /// As a review, by a first date of review where there is neither.
    FirstDate,
    /// It changed what the document says.
    Change,
    /// It wrote the first version.
    FirstVersion,
    /// It changed neither word nor field: skipped.
    Formatting,
    /// It changed fields that say nothing of the procedure: skipped.
    Administrative,
    /// It moved the file: skipped.
    Rename,
    /// `.git-blame-ignore-revs` names it: skipped.
    Ignored,
    /// It removed the file.
    Removal,
    /// What it did cannot be read.
    Unreadable,
}

impl LinkKind {
    /// The words for it.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Review => "review",
            Self::Approval => "approval",
            Self::FirstDate => "first date",
            Self::Change => "change",
            Self::FirstVersion => "first version",
            Self::Formatting => "skipped, formatting only",
            Self::Administrative => "skipped, administrative fields only",
            Self::Rename => "skipped, moved only",
            Self::Ignored => "skipped, in .git-blame-ignore-revs",
            Self::Removal => "removed",
            Self::Unreadable => "cannot be read",
        }
    }

    /// Whether it was passed over because nothing that counts changed.
    #[must_use]
    pub const fn is_skipped(self) -> bool {
        matches!(self, Self::Formatting | Self::Administrative | Self::Rename | Self::Ignored)
    }
}

/// The commits down to the one that vouches for the text; where nothing does, down to the
/// last change in substance. Newest first.
pub(super) fn chain(
    timeline: &Timeline,
    evidence: &Evidence,
    ground: Ground<'_>,
    evolution: &Evolution<'_>,
) -> Result<Vec<Link>, GitError> {
    let vouched = evidence.vouching.as_ref().map(|vouching| (vouching.by, vouching.commit));
    let substance = evidence.last_in_substance.as_ref().map(|(change, _)| change.commit);
    let last = vouched.map(|(_, commit)| commit).or(substance);
    let mut links = Vec::new();
    for (index, revision) in timeline.revisions.iter().enumerate() {
        let by = vouched.filter(|(_, commit)| *commit == revision.commit).map(|(by, _)| by);
        let (kind, summary) = match by {
            Some(VouchedBy::Review) => (LinkKind::Review, String::new()),
            Some(VouchedBy::Approval) => (LinkKind::Approval, String::new()),
            Some(VouchedBy::InitialDate) => (LinkKind::FirstDate, String::new()),
            None if ground.ignored.contains(revision.commit) => (LinkKind::Ignored, String::new()),
            None => looked_at(timeline, index, evolution)?,
        };
        links.push(Link { commit: evolution.commit(revision.commit)?, kind, summary });
        if last == Some(revision.commit) {
            break;
        }
    }
    Ok(links)
}

fn looked_at(
    timeline: &Timeline,
    index: usize,
    evolution: &Evolution<'_>,
) -> Result<(LinkKind, String), GitError> {
    let is_moved =
        timeline.revisions.get(index).is_some_and(|revision| revision.renamed_from.is_some());
    Ok(match evolution.alteration(timeline, index)? {
        Alteration::Created => (LinkKind::FirstVersion, String::new()),
        Alteration::Removed => (LinkKind::Removal, String::new()),
        Alteration::Unreadable => (LinkKind::Unreadable, String::new()),
        Alteration::Changed(gist) => match gist.class {
            Class::None if is_moved => (LinkKind::Rename, String::new()),
            Class::None => (LinkKind::Formatting, String::new()),
            Class::Record => (LinkKind::Administrative, gist.summary.clone()),
            Class::Editorial | Class::Minor | Class::Major => {
                (LinkKind::Change, gist.summary.clone())
            }
        },
    })
}
