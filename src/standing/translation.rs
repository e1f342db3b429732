//! Whether a translation says what its source says.

use crate::calendar::Date;
use crate::git::{CommitId, GitError};
use crate::library::Member;

use super::reason::{Reason, ReasonCode};
use super::suspicion::Suspicions;

impl Suspicions<'_> {
    /// The source of a translation, where it has changed in substance since the translation
    /// was last `written`, or vouched for if that was later: who reviewed a translation has
    /// seen what it is to say.
    pub(super) fn translation(
        &self,
        member: &Member,
        written: Option<CommitId>,
        vouched: Option<(Date, CommitId)>,
    ) -> Result<Option<Reason>, GitError> {
        let Some(source) = member.document.fields().translation_of.value() else {
            return Ok(None);
        };
        let is_source = |other: &&Member| other.name().eq_ignore_ascii_case(&source.document);
        let Some(source) = self.library.members.iter().find(is_source) else { return Ok(None) };
        let path = source.committed_path();
        let Some(timeline) = self.timelines.get(path) else { return Ok(None) };
        let vouched = vouched.map(|(_, commit)| commit);
        let since = match (written, vouched) {
            (Some(written), Some(vouched)) => {
                if self.evolution.builds_on(vouched, written)? {
                    vouched
                } else {
                    written
                }
            }
            (one, other) => match one.or(other) {
                Some(commit) => commit,
                None => return Ok(None),
            },
        };
        let Some(then) = self.blob_at(since, path, timeline)? else { return Ok(None) };
        let Some(gist) = self.evolution.since(then, source)? else { return Ok(None) };
        if !gist.class.is_meaningful() {
            return Ok(None);
        }
        let name = source.name();
        let message = format!("{name}, which it translates, has changed since: {}", gist.summary);
        let mut reason = Reason::new(ReasonCode::TranslationBehind, name, message);
        reason.documents = vec![name.to_owned()];
        reason.commits = self.changes_since(then, timeline)?;
        reason.hint = Some(format!("bring it up to {name}"));
        Ok(Some(reason))
    }
}
