//! Whether a text that some work changes is approved by those who must.

use crate::config::Config;
use crate::document::fingerprint::Fingerprint;
use crate::document::front_matter::Fields;
use crate::document::lifecycle::Status;
use crate::library::Member;
use crate::ownership::People;

/// How the approval of a changed document stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Approval {
    /// None is asked for: the document is a draft or out of use, its words are the same as
    /// before, or nobody ever approves it.
    NotAsked,
    /// This text is approved by all who must.
    Given {
        /// Who approved it.
        by: Vec<String>,
    },
    /// It is not, or not by all.
    Missing {
        /// Who has still to approve it; empty where the document names nobody.
        by: Vec<String>,
        /// Whether the recorded approval is of another text.
        is_of_another_text: bool,
    },
}

impl Approval {
    /// Judges the newer text of a document. `says_else` tells whether it says anything else
    /// than the older one, in class minor or major.
    pub(super) fn of(old: Option<&Member>, new: &Member, says_else: bool, config: &Config) -> Self {
        let fields = new.document.fields();
        let was = old.map(|old| old.document.fields());
        let status = fields.status.copied();
        let is_out = matches!(status, Some(Status::Draft | Status::Retired | Status::Superseded));
        let is_promoted = status.is_some_and(Status::is_approved)
            && was.is_none_or(|was| !was.status.copied().is_some_and(Status::is_approved));
        let approvers = fields.approvers.texts();
        let approved_by = fields.approved_by.texts();
        let is_ever_approved =
            !approvers.is_empty() || !approved_by.is_empty() || fields.approved_on.is_given();
        if is_out || !is_ever_approved || !(says_else || is_promoted) {
            return Self::NotAsked;
        }
        let owned =
            |names: Vec<&str>| -> Vec<String> { names.into_iter().map(str::to_owned).collect() };
        let approved_text = fields.approved_text.value().and_then(|text| Fingerprint::read(text));
        let is_of_this_text = match approved_text {
            Some(approved) => approved == new.document.fingerprint(),
            None => is_newly_approved(was, fields),
        };
        if !is_of_this_text {
            let is_of_another_text = approved_text.is_some();
            return Self::Missing { by: owned(approvers), is_of_another_text };
        }
        let people = People::of(config);
        let mut missing = approvers;
        missing.retain(|approver| !people.are_among(approver, &approved_by));
        if missing.is_empty() {
            Self::Given { by: owned(approved_by) }
        } else {
            Self::Missing { by: owned(missing), is_of_another_text: false }
        }
    }

    pub(super) const fn is_missing(&self) -> bool {
        matches!(self, Self::Missing { .. })
    }
}

/// Whether an approval came with the newer text: a later day than before.
fn is_newly_approved(was: Option<&Fields>, is: &Fields) -> bool {
    let before = was.and_then(|was| was.approved_on.copied());
    is.approved_on.copied().is_some_and(|on| before.is_none_or(|before| before < on))
}
