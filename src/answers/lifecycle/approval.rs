//! Who approves a text, and whether that will do.

use crate::calendar::Date;
use crate::config::Config;
use crate::document::field::FieldName;
use crate::document::fingerprint::Fingerprint;
use crate::document::front_matter::Fields;
use crate::document::lifecycle::Status;
use crate::ownership::People;
use crate::record::Subject;

use super::{LifecycleError, Step};

/// An approval that a step records.
#[derive(Debug)]
pub(super) struct Approval {
    pub(super) by: Vec<String>,
    pub(super) on: Date,
    pub(super) text: Fingerprint,
}

impl Step {
    /// The approval that the step records: none where it takes none, or the document has the
    /// one that it takes and nobody gives another.
    pub(super) fn approval(
        &self,
        subject: &Subject<'_>,
        from: Option<Status>,
        config: &Config,
        user: Option<String>,
        day: Date,
    ) -> Result<Option<Approval>, LifecycleError> {
        if !self.to.is_approved() {
            return Ok(None);
        }
        let member = subject.member;
        let document = || member.name().to_owned();
        let fields = member.document.fields();
        let text = member.document.fingerprint();
        let effective = self.effective.or(fields.effective_date.copied());
        if self.to == Status::Effective {
            match effective {
                Some(effective) if effective > day => {
                    return Err(LifecycleError::NotYet { document: document(), effective });
                }
                Some(_) => {}
                None => {
                    let missing = vec![FieldName::EffectiveDate];
                    let (document, to) = (document(), self.to);
                    return Err(LifecycleError::Missing { document, to, missing });
                }
            }
        }
        if from.is_some_and(Status::is_approved) && self.is_silent() && is_given(fields) {
            let approved = fields.approved_text.value().and_then(|text| Fingerprint::read(text));
            return if approved.is_none_or(|approved| approved == text) {
                Ok(None)
            } else {
                Err(LifecycleError::OtherText { document: document() })
            };
        }
        if let Some(how) = subject.pending {
            let path = member.path.clone();
            return Err(LifecycleError::Uncommitted { document: document(), path, how });
        }
        let on = self.on.unwrap_or(day);
        if on > day {
            return Err(LifecycleError::InFuture { on, day });
        }
        if let Some(effective) = effective.filter(|effective| *effective < on) {
            return Err(LifecycleError::BeforeApproval { effective, on });
        }
        let by = match (self.by.as_slice(), user) {
            ([], Some(user)) => vec![user],
            ([], None) => return Err(LifecycleError::Nobody { document: document() }),
            (named, _) => named.to_vec(),
        };
        let approvers = fields.approvers.value().into_iter().flatten();
        let mut approvers = approvers.map(|name| &name.value);
        if let Some(missing) = approvers.find(|name| !People::of(config).are_among(name, &by)) {
            let approver = missing.clone();
            return Err(LifecycleError::NotApproved { document: document(), approver });
        }
        Ok(Some(Approval { by, on, text }))
    }

    /// Whether nobody says anything about an approval.
    fn is_silent(&self) -> bool {
        self.by.is_empty() && self.on.is_none()
    }
}

/// Whether a document says who approved it, and when.
fn is_given(fields: &Fields) -> bool {
    fields.approved_by.is_given() && fields.approved_on.is_given()
}
