//! From one status to another: which ways there are, and which fields say so.

use crate::calendar::Date;
use crate::document::field::{Field, FieldName};
use crate::document::front_matter::{FieldEdit, FieldState, NewValue};
use crate::document::lifecycle::Status;
use crate::document::profile::Profile;
use crate::library::{Library, Member};
use crate::record::{Entry, Message, Subject};

use super::LifecycleError;
use super::approval::Approval;

/// A step in the life of a document.
#[derive(Debug, Clone)]
pub struct Step {
    /// The status it gets.
    pub to: Status,
    /// Who approves it; nobody where that is not said.
    pub by: Vec<String>,
    /// The day of the approval, where one is named.
    pub on: Option<Date>,
    /// From when on it binds, where that is said.
    pub effective: Option<Date>,
    /// What replaces it, by number or path.
    pub superseded_by: Vec<String>,
    /// Why.
    pub reason: Option<String>,
}

impl Step {
    /// The fields that the step writes or takes out, whatever they hold.
    #[must_use]
    pub fn fields(&self) -> Vec<FieldName> {
        let mut fields = vec![FieldName::Status];
        if !self.to.is_over() {
            fields.extend([FieldName::ApprovedBy, FieldName::ApprovedOn, FieldName::ApprovedText]);
        }
        for (field, is_written) in [
            (FieldName::EffectiveDate, self.effective.is_some()),
            (FieldName::SupersededBy, !self.superseded_by.is_empty()),
            (FieldName::ChangeReason, self.reason.is_some()),
        ] {
            if is_written {
                fields.push(field);
            }
        }
        fields
    }

    /// The fields that the step writes into the documents that replace it.
    #[must_use]
    pub fn fields_of_successors() -> [FieldName; 1] {
        [FieldName::Supersedes]
    }

    /// Where the document stands, if the step begins there.
    pub(super) fn start(&self, member: &Member) -> Result<Option<Status>, LifecycleError> {
        let document = || member.name().to_owned();
        let to = self.to;
        for (option, is_given, is_of_use) in [
            ("--by", !self.by.is_empty(), to.is_approved()),
            ("--on", self.on.is_some(), to.is_approved()),
            ("--effective", self.effective.is_some(), to.is_approved()),
            ("--superseded-by", !self.superseded_by.is_empty(), to == Status::Superseded),
        ] {
            if is_given && !is_of_use {
                return Err(LifecycleError::Idle { option, to });
            }
        }
        if self.superseded_by.iter().any(|name| name == member.name()) {
            return Err(LifecycleError::OwnSuccessor { document: document() });
        }
        let status = match &member.document.fields().status {
            Field::Given(status) => Some(status.value),
            Field::Missing => None,
            Field::Invalid { .. } => {
                return Err(LifecycleError::UnreadableStatus { document: document() });
            }
        };
        // A document that does not say how far it has come is being written.
        let from = status.unwrap_or(Status::Draft);
        if from == to && !to.is_approved() {
            return Err(LifecycleError::There { document: document(), status: to });
        }
        if !self.is_way(from) {
            return Err(LifecycleError::NoWay { document: document(), from, to });
        }
        Ok(status)
    }

    /// Whether the life of a document goes that way. Steps may be passed over where all that
    /// they take is given at once.
    fn is_way(&self, from: Status) -> bool {
        use Status::{Approved, Draft, Effective, InReview, Retired, Superseded};
        match (from, self.to) {
            (Superseded | Retired, _) => false,
            // What is in force stays so until the new text binds.
            (Effective, Approved) => self.effective.is_some(),
            // Rejected.
            (InReview | Approved, Draft)
            | (Draft, InReview)
            | (Draft | InReview | Approved, Approved | Effective)
            | (Effective, Effective)
            | (Approved | Effective, Superseded)
            | (_, Retired) => true,
            _ => false,
        }
    }

    /// The fields that say where the document stands now.
    pub(super) fn edits(&self, member: &Member, approval: Option<&Approval>) -> Vec<FieldEdit> {
        let fields = member.document.fields();
        let mut edits = vec![FieldEdit::set(FieldName::Status, self.to.as_str())];
        if let Some(approval) = approval {
            edits.push(FieldEdit::set(FieldName::ApprovedBy, NewValue::List(approval.by.clone())));
            edits.push(FieldEdit::set(FieldName::ApprovedOn, approval.on));
            edits.push(FieldEdit::set(FieldName::ApprovedText, approval.text.to_string()));
        }
        if matches!(self.to, Status::Draft | Status::InReview) {
            // An approval that was taken back must not pass for one of the next text.
            for field in [FieldName::ApprovedBy, FieldName::ApprovedOn, FieldName::ApprovedText] {
                if !matches!(fields.state(field), FieldState::Missing) {
                    edits.push(FieldEdit::remove(field));
                }
            }
        }
        if let Some(effective) = self.effective {
            edits.push(FieldEdit::set(FieldName::EffectiveDate, effective));
        }
        if !self.superseded_by.is_empty() {
            let successors = NewValue::List(self.superseded_by.clone());
            edits.push(FieldEdit::set(FieldName::SupersededBy, successors));
        }
        if let Some(reason) = &self.reason {
            edits.push(FieldEdit::set(FieldName::ChangeReason, reason.as_str()));
        }
        edits
    }

    /// Refuses a document that lacks what every document of that status has.
    pub(super) fn require_fields(
        &self,
        member: &Member,
        edits: &[FieldEdit],
        profile: &Profile,
    ) -> Result<(), LifecycleError> {
        let fields = member.document.fields();
        let is_there = |field: &FieldName| {
            matches!(fields.state(*field), FieldState::Given(_))
                || edits.iter().any(|edit| edit.field == *field)
        };
        let mut missing: Vec<FieldName> =
            profile.required(Some(self.to)).filter(|field| !is_there(field)).collect();
        if self.to == Status::Superseded && !is_there(&FieldName::SupersededBy) {
            missing.push(FieldName::SupersededBy);
        }
        if missing.is_empty() {
            return Ok(());
        }
        let document = member.name().to_owned();
        Err(LifecycleError::Missing { document, to: self.to, missing })
    }

    /// The message of the commit that carries it.
    pub(super) fn message(&self, entry: &Entry, approval: Option<&Approval>) -> Message {
        let name = entry.name();
        let mut message = match self.to {
            Status::Retired => Message::new(&format!("Retire {name}")),
            Status::Superseded => {
                Message::new(&format!("Supersede {name} by {}", self.superseded_by.join(", ")))
            }
            to => Message::new(&format!("Promote {name}: {}", to.as_str())),
        };
        if let Some(reason) = &self.reason {
            message = message.paragraph(reason);
        }
        if let Some(approval) = approval {
            for by in &approval.by {
                message = message.trailer("Approved-by", by);
            }
            message = message.trailer("Sopctl-Approved-Text", &approval.text.to_string());
        }
        message
    }
}

/// What a document that replaces another one says of that.
pub(super) fn succession(
    successor: &Subject<'_>,
    replaced: &Subject<'_>,
    library: &Library,
) -> Result<Entry, LifecycleError> {
    let fields = successor.member.document.fields();
    if let Some(status) = fields.status.copied().filter(|status| status.is_over()) {
        let successor = successor.member.name().to_owned();
        return Err(LifecycleError::SuccessorOver { successor, status });
    }
    let name = replaced.member.name();
    let known = fields.supersedes.items().iter().map(|reference| match &reference.value.stage {
        Some(stage) => format!("{}#{stage}", reference.value.document),
        None => reference.value.document.clone(),
    });
    let mut all: Vec<String> = known.collect();
    if !all.iter().any(|known| known.eq_ignore_ascii_case(name)) {
        all.push(name.to_owned());
    }
    let edits = [FieldEdit::set(FieldName::Supersedes, NewValue::List(all))];
    Ok(Entry::of(successor, &library.profile, &edits)?)
}
