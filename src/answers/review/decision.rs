//! What the reviewers decided, as fields of front matter and as the message of a commit.

use crate::calendar::Date;
use crate::config::{Config, Raise};
use crate::document::field::FieldName;
use crate::document::fingerprint::Fingerprint;
use crate::document::front_matter::{FieldEdit, NewValue};
use crate::document::lifecycle::ReviewOutcome;
use crate::record::{Entry, Message};

use super::{Reading, ReviewError, Since};

/// What the reviewers decided about every document that is before them.
#[derive(Debug, Clone)]
pub struct Decision {
    /// What the review came to.
    pub outcome: ReviewOutcome,
    /// What they noted.
    pub note: Option<String>,
    /// Who they are; at least one.
    pub by: Vec<String>,
    /// The day of the review.
    pub on: Date,
    /// Where a review outside git is recorded.
    pub evidence: Option<String>,
    /// How much the version is raised.
    pub raise: Option<Raise>,
}

impl Decision {
    /// Refuses what no document could record.
    pub(super) fn check(&self, day: Date) -> Result<(), ReviewError> {
        if self.on > day {
            return Err(ReviewError::InFuture { on: self.on, day });
        }
        let has_reference = self.note.is_some() || self.evidence.is_some();
        if self.outcome == ReviewOutcome::NeedsRevision && !has_reference {
            return Err(ReviewError::NoReference);
        }
        Ok(())
    }

    /// The fields that record the review of one document.
    pub(super) fn edits(
        &self,
        reading: &Reading<'_>,
        config: &Config,
    ) -> Result<Vec<FieldEdit>, ReviewError> {
        let member = reading.subject.member;
        let document = || member.name().to_owned();
        if let (ReviewOutcome::Current, Some(how)) = (self.outcome, reading.subject.pending) {
            let path = member.path.clone();
            return Err(ReviewError::Uncommitted { document: document(), path, how });
        }
        let fields = member.document.fields();
        // A date that lay in the future was mistyped and may be put right.
        let shown = fields.last_reviewed.copied().filter(|shown| *shown <= reading.day);
        if let Some(shown) = shown.filter(|shown| *shown > self.on) {
            return Err(ReviewError::GoesBack { document: document(), shown });
        }
        let text = member.document.fingerprint();
        let is_same_text =
            fields.reviewed_text.value().and_then(|text| Fingerprint::read(text)) == Some(text);
        let is_same_note = fields.review_note.value() == self.note.as_ref();
        if shown == Some(self.on) && is_same_text && is_same_note {
            return Err(ReviewError::Recorded { document: document(), on: self.on });
        }
        if self.outcome == ReviewOutcome::Revised && reading.is_same {
            return Err(ReviewError::NotRevised { document: document() });
        }
        let is_known = match &reading.since {
            Since::Unchanged(_) => Some(true),
            Since::Unknown(_) => Some(false),
            Since::Changed(..) | Since::Never => None,
        };
        if let (None, Some(is_known)) = (&self.note, is_known) {
            return Err(ReviewError::NoNote { document: document(), is_known });
        }
        let by = match self.by.as_slice() {
            [only] => NewValue::Text(only.clone()),
            several => NewValue::List(several.to_vec()),
        };
        let mut edits = Vec::new();
        if let Some(by) = self.raise {
            let version = fields.version.value();
            let raised = version.and_then(|version| config.versions.raised(version, by));
            let raised = raised.ok_or_else(|| ReviewError::NoVersion {
                document: document(),
                version: version.cloned(),
            })?;
            edits.push(FieldEdit::set(FieldName::Version, raised));
        }
        edits.push(FieldEdit::set(FieldName::LastReviewed, self.on));
        edits.push(FieldEdit::set(FieldName::ReviewedBy, by));
        edits.push(FieldEdit::set(FieldName::ReviewOutcome, self.outcome.as_str()));
        // What an earlier review left behind must not pass for part of this one.
        for (field, value, is_missing) in [
            (FieldName::ReviewNote, &self.note, fields.review_note.is_missing()),
            (FieldName::ReviewEvidence, &self.evidence, fields.review_evidence.is_missing()),
        ] {
            match value {
                Some(value) => edits.push(FieldEdit::set(field, value.as_str())),
                None if is_missing => {}
                None => edits.push(FieldEdit::remove(field)),
            }
        }
        edits.push(FieldEdit::set(FieldName::ReviewedText, text.to_string()));
        Ok(edits)
    }

    /// The message of the commit that carries the record of these documents.
    pub(super) fn message(&self, entries: &[&Entry]) -> Message {
        let outcome = self.outcome.as_str();
        let mut message = match entries {
            [only] => Message::new(&format!("Review {}: {outcome}", only.name())),
            several => {
                let names: Vec<&str> = several.iter().map(|entry| entry.name()).collect();
                Message::new(&format!("Review {} documents: {outcome}", several.len()))
                    .paragraph(&names.join("\n"))
            }
        };
        if let Some(note) = &self.note {
            message = message.paragraph(note);
        }
        for by in &self.by {
            message = message.trailer("Reviewed-by", by);
        }
        message = message.trailer("Review-Outcome", outcome);
        if let Some(evidence) = &self.evidence {
            message = message.trailer("Review-Evidence", evidence);
        }
        for entry in entries {
            let text = match entries {
                [_] => entry.text.to_string(),
                _ => format!("{} {}", entry.text, entry.name()),
            };
            message = message.trailer("Sopctl-Reviewed-Text", &text);
        }
        message
    }
}
