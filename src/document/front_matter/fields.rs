//! What the front matter says, field by field.

use super::FrontMatter;
use super::reader::Reader;
use crate::calendar::Date;
use crate::document::field::{Field, FieldName};
use crate::document::id::DocumentId;
use crate::document::lifecycle::{DocumentType, ReviewInterval, ReviewOutcome, Status};
use crate::document::profile::Profile;
use crate::language::Language;
use crate::source::{Span, Spanned};

/// The fields of one document under one profile.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Fields {
    /// The document number.
    pub id: Field<DocumentId>,
    /// The title.
    pub title: Field<String>,
    /// The type, built in or declared by the repository.
    pub document_type: Field<DocumentType>,
    /// The version as written; the configuration says what it must look like.
    pub version: Field<String>,
    /// How far the document has come.
    pub status: Field<Status>,
    /// The one accountable owner.
    pub owner: Field<String>,
    /// Who must approve.
    pub approvers: Field<Vec<Spanned<String>>>,
    /// Who did approve.
    pub approved_by: Field<Vec<Spanned<String>>>,
    /// When it was approved.
    pub approved_on: Field<Date>,
    /// The fingerprint of the approved text.
    pub approved_text: Field<String>,
    /// From when on it binds.
    pub effective_date: Field<Date>,
    /// When it was last reviewed.
    pub last_reviewed: Field<Date>,
    /// Who reviewed it.
    pub reviewed_by: Field<Vec<Spanned<String>>>,
    /// What the review came to.
    pub review_outcome: Field<ReviewOutcome>,
    /// What the reviewer noted.
    pub review_note: Field<String>,
    /// Where a review outside git is recorded.
    pub review_evidence: Field<String>,
    /// The fingerprint of the reviewed text.
    pub reviewed_text: Field<String>,
    /// How often it must be reviewed.
    pub review_interval: Field<ReviewInterval>,
    /// When it must be reviewed next, at the latest.
    pub next_review: Field<Date>,
    /// Why it need not be reviewed.
    pub review_exempt_reason: Field<String>,
    /// What it carries out: WI → SOP, SOP → policy.
    pub implements: Field<Vec<Spanned<Reference>>>,
    /// What else to read.
    pub related: Field<Vec<Spanned<Reference>>>,
    /// What it replaces.
    pub supersedes: Field<Vec<Spanned<Reference>>>,
    /// What replaces it.
    pub superseded_by: Field<Vec<Spanned<Reference>>>,
    /// The files it describes: globs, or `path#key.path`.
    pub watches: Field<Vec<Spanned<String>>>,
    /// The roles that must know it.
    pub audience: Field<Vec<Spanned<String>>>,
    /// Why a work instruction implements nothing.
    pub standalone: Field<String>,
    /// Why an SOP, or stages of it, need no work instruction.
    pub no_work_instruction: Field<NoWorkInstruction>,
    /// The template and version it was made from, such as `sop@1`.
    pub template: Field<String>,
    /// The recording it was imported from.
    pub recorded_from: Field<RecordedFrom>,
    /// The language, as BCP 47 writes it.
    pub language: Field<String>,
    /// The document it is a translation of.
    pub translation_of: Field<Reference>,
    /// Which clauses of which standards it satisfies.
    pub satisfies: Field<Vec<SatisfiedStandard>>,
    /// Why this version exists.
    pub change_reason: Field<String>,
    /// The ticket, CAPA or audit finding behind it.
    pub change_ref: Field<String>,
    /// What is readable but should be written differently.
    pub remarks: Vec<Remark>,
}

/// Another document, as a document names it. Whether it exists is not known here.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Reference {
    /// The number of the document; under foreign profiles its path.
    pub document: String,
    /// One stage of it: the slug of a heading, as in `SOP-001#kickoff-call`.
    pub stage: Option<String>,
}

/// Why there is no work instruction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoWorkInstruction {
    /// For the whole document, with the reason.
    Whole(String),
    /// For single stages, with a reason each.
    Stages(Vec<(Spanned<String>, String)>),
}

/// Where an imported document comes from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RecordedFrom {
    /// The format of the recording.
    pub format: Option<String>,
    /// Its SHA-256, in hex.
    pub sha256: Option<String>,
    /// When it was recorded, as written.
    pub recorded_at: Option<String>,
    /// Which task of the recording it is, as written, where that holds several.
    pub take: Option<String>,
}

/// A standard and the clauses of it that a document satisfies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SatisfiedStandard {
    /// The standard.
    pub standard: Spanned<String>,
    /// Its clauses.
    pub clauses: Vec<Spanned<String>>,
}

/// Something that is understood but should be written differently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// The field.
    pub field: FieldName,
    /// Where its value stands.
    pub span: Span,
    /// What to write instead, in words.
    pub what: String,
}

/// Whether a field is there, whatever it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldState<'f> {
    /// Not there, or empty.
    Missing,
    /// There, but not what it should be.
    Invalid {
        /// Where.
        at: Span,
        /// Why, in words.
        why: &'f str,
    },
    /// Given, at this place.
    Given(Span),
}

impl Fields {
    /// Who answers for the document; `None` also where the field only keeps the place for a
    /// name, such as `TODO: who owns it?`.
    #[must_use]
    pub fn named_owner(&self) -> Option<&str> {
        let owner = self.owner.value().map(String::as_str);
        owner.filter(|owner| !Language::english().is_place_for_value(owner))
    }

    /// Reads every field that the profile knows. Without front matter all are missing.
    #[must_use]
    pub fn read(front_matter: Option<&FrontMatter>, profile: &Profile) -> Self {
        let Some(front_matter) = front_matter else { return Self::default() };
        let mut reader = Reader::new(front_matter, profile);
        Self {
            id: reader.parsed(FieldName::Id, DocumentId::new),
            title: reader.text(FieldName::Title),
            document_type: reader.document_type(),
            version: reader.text(FieldName::Version),
            status: reader.status(),
            owner: reader.text(FieldName::Owner),
            approvers: reader.texts(FieldName::Approvers),
            approved_by: reader.texts(FieldName::ApprovedBy),
            approved_on: reader.date(FieldName::ApprovedOn),
            approved_text: reader.text(FieldName::ApprovedText),
            effective_date: reader.date(FieldName::EffectiveDate),
            last_reviewed: reader.date(FieldName::LastReviewed),
            reviewed_by: reader.texts(FieldName::ReviewedBy),
            review_outcome: reader.review_outcome(),
            review_note: reader.text(FieldName::ReviewNote),
            review_evidence: reader.text(FieldName::ReviewEvidence),
            reviewed_text: reader.text(FieldName::ReviewedText),
            review_interval: reader.parsed(FieldName::ReviewInterval, ReviewInterval::read),
            next_review: reader.date(FieldName::NextReview),
            review_exempt_reason: reader.text(FieldName::ReviewExemptReason),
            implements: reader.references(FieldName::Implements),
            related: reader.references(FieldName::Related),
            supersedes: reader.references(FieldName::Supersedes),
            superseded_by: reader.references(FieldName::SupersededBy),
            watches: reader.texts(FieldName::Watches),
            audience: reader.texts(FieldName::Audience),
            standalone: reader.text(FieldName::Standalone),
            no_work_instruction: reader.no_work_instruction(),
            template: reader.text(FieldName::Template),
            recorded_from: reader.recorded_from(),
            language: reader.text(FieldName::Language),
            translation_of: reader
                .parsed(FieldName::TranslationOf, |text| Ok::<_, String>(Reference::new(text))),
            satisfies: reader.satisfies(),
            change_reason: reader.text(FieldName::ChangeReason),
            change_ref: reader.text(FieldName::ChangeRef),
            remarks: reader.remarks,
        }
    }

    /// Whether a field is missing, invalid or given.
    #[must_use]
    pub fn state(&self, field: FieldName) -> FieldState<'_> {
        match field {
            FieldName::Id => state(&self.id),
            FieldName::Title => state(&self.title),
            FieldName::Type => state(&self.document_type),
            FieldName::Version => state(&self.version),
            FieldName::Status => state(&self.status),
            FieldName::Owner => state(&self.owner),
            FieldName::Approvers => state(&self.approvers),
            FieldName::ApprovedBy => state(&self.approved_by),
            FieldName::ApprovedOn => state(&self.approved_on),
            FieldName::ApprovedText => state(&self.approved_text),
            FieldName::EffectiveDate => state(&self.effective_date),
            FieldName::LastReviewed => state(&self.last_reviewed),
            FieldName::ReviewedBy => state(&self.reviewed_by),
            FieldName::ReviewOutcome => state(&self.review_outcome),
            FieldName::ReviewNote => state(&self.review_note),
            FieldName::ReviewEvidence => state(&self.review_evidence),
            FieldName::ReviewedText => state(&self.reviewed_text),
            FieldName::ReviewInterval => state(&self.review_interval),
            FieldName::NextReview => state(&self.next_review),
            FieldName::ReviewExemptReason => state(&self.review_exempt_reason),
            FieldName::Implements => state(&self.implements),
            FieldName::Related => state(&self.related),
            FieldName::Supersedes => state(&self.supersedes),
            FieldName::SupersededBy => state(&self.superseded_by),
            FieldName::Watches => state(&self.watches),
            FieldName::Audience => state(&self.audience),
            FieldName::Standalone => state(&self.standalone),
            FieldName::NoWorkInstruction => state(&self.no_work_instruction),
            FieldName::Template => state(&self.template),
            FieldName::RecordedFrom => state(&self.recorded_from),
            FieldName::Language => state(&self.language),
            FieldName::TranslationOf => state(&self.translation_of),
            FieldName::Satisfies => state(&self.satisfies),
            FieldName::ChangeReason => state(&self.change_reason),
            FieldName::ChangeRef => state(&self.change_ref),
        }
    }

    /// The invalid fields, each with its place and reason.
    pub fn faults(&self) -> impl Iterator<Item = (FieldName, Span, &str)> {
        FieldName::ALL.into_iter().filter_map(|field| match self.state(field) {
            FieldState::Invalid { at, why } => Some((field, at, why)),
            FieldState::Missing | FieldState::Given(_) => None,
        })
    }
}

impl Reference {
    /// Takes a reference apart; any text is one.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let (document, stage) = match text.split_once('#') {
            Some((document, stage)) => (document, Some(stage.trim().to_owned())),
            None => (text, None),
        };
        Self {
            document: document.trim().to_owned(),
            stage: stage.filter(|stage| !stage.is_empty()),
        }
    }

    /// The document's number, unless what is written is none.
    #[must_use]
    pub fn id(&self) -> Option<DocumentId> {
        DocumentId::new(&self.document).ok()
    }
}

fn state<T>(field: &Field<T>) -> FieldState<'_> {
    match field {
        Field::Missing => FieldState::Missing,
        Field::Invalid { at, why } => FieldState::Invalid { at: *at, why },
        Field::Given(given) => FieldState::Given(given.span),
    }
}
