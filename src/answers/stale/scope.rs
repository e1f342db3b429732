//! What can have become stale by the work since a revision.

use std::collections::BTreeSet;

use crate::git::CommitId;
use crate::library::{Library, Member, Touched};
use crate::paths::RepoPath;

/// The documents that the work since a revision touched, and those whose verdict can rest on
/// it: they describe a file, or carry out or translate a document, that it touched.
#[derive(Debug, Clone)]
pub struct Scope {
    /// The revision as asked.
    pub rev: String,
    /// The commit from which on work counts: where the revision and the present one parted.
    pub base: CommitId,
    /// The files that were touched; the working tree counts beside them.
    pub touched: Touched,
    /// The paths of the documents that describe something of what was touched: where they
    /// watch a value of a file, that value.
    pub describing: BTreeSet<RepoPath>,
    /// What the documents were called, in lower case, that it took away or called otherwise.
    pub gone: BTreeSet<String>,
}

impl Scope {
    /// Whether a document belongs to it.
    pub(super) fn covers(&self, member: &Member, library: &Library) -> bool {
        self.touches(member)
            || self.describing.contains(&member.path)
            || self.touches_upstream(member, library)
    }

    /// Whether it touched the file of that name.
    pub(super) fn names(&self, path: &str) -> bool {
        RepoPath::new(path).is_ok_and(|path| self.touched.contains(&path))
    }

    /// Whether it touched a document, or the working tree does.
    fn touches(&self, member: &Member) -> bool {
        member.uncommitted.is_some() || self.touched.contains(member.committed_path())
    }

    fn touches_upstream(&self, member: &Member, library: &Library) -> bool {
        let fields = member.document.fields();
        let upstream = fields.implements.items().iter().map(|reference| &reference.value);
        upstream.chain(fields.translation_of.value()).any(|reference| {
            let is_it = |other: &&Member| other.name().eq_ignore_ascii_case(&reference.document);
            match library.members.iter().find(is_it) {
                Some(upper) => self.touches(upper),
                None => self.gone.contains(&reference.document.to_lowercase()),
            }
        })
    }
}
