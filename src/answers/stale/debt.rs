//! What is left of the reasons where a baseline accepts some of them.

use crate::report::Acceptance;
use crate::standing::{Reason, State};

use super::{Judged, StaleReport};

impl StaleReport {
    /// What the baseline says of a reason of a document, if anything. The document is named
    /// as keys name it.
    pub(super) fn acceptance(&self, document: &str, reason: &Reason) -> Option<&Acceptance> {
        self.ledger.as_ref()?.acceptance(&reason.key(document))
    }

    /// Whether the baseline accepts a reason today.
    pub(super) fn accepts(&self, document: &str, reason: &Reason) -> bool {
        self.acceptance(document, reason).is_some_and(|acceptance| !acceptance.is_expired)
    }

    /// The state of a document by what is not accepted; none where all there is to say of it
    /// is.
    pub(super) fn open_state(&self, document: &Judged) -> Option<State> {
        let state = document.standing.state;
        if matches!(state, State::Current | State::Exempt | State::NotUnderReview) {
            return Some(state);
        }
        let is_open = |reason: &&Reason| !self.accepts(&document.called, reason);
        let open = document.standing.reasons.iter().filter(is_open);
        open.filter_map(|reason| reason.code.state()).min()
    }

    /// How many documents are accepted in all that there is to say of them.
    pub(super) fn accepted_count(&self) -> usize {
        let judged = self.documents.iter().filter(|d| self.open_state(d).is_none()).count();
        let unread = self.unreadable.iter();
        judged + unread.filter(|(file, reason)| self.accepts(&file.path, reason)).count()
    }

    /// How many documents are in a state by what is not accepted.
    pub(super) fn in_open_state(&self, state: State) -> usize {
        let judged = self.documents.iter().filter(|d| self.open_state(d) == Some(state)).count();
        let unread = self.unreadable.iter();
        let unread = unread.filter(|(file, reason)| !self.accepts(&file.path, reason)).count();
        judged + if state == State::Unknown { unread } else { 0 }
    }
}
