//! One field of a document: missing, invalid or given.
//!
//! A bad value never hides a document; it makes one field invalid, with the place
//! and the reason, and everything else still works.

use std::fmt;

use crate::source::{Span, Spanned};

/// What a document says in one field.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Field<T> {
    /// Not there, or empty.
    #[default]
    Missing,
    /// There, but it cannot be what it should be.
    Invalid {
        /// Where, in the text of the document.
        at: Span,
        /// Why, in words.
        why: String,
    },
    /// Given.
    Given(Spanned<T>),
}

impl<T> Field<T> {
    /// The value, if one is given.
    #[must_use]
    pub const fn value(&self) -> Option<&T> {
        match self {
            Self::Given(given) => Some(&given.value),
            Self::Missing | Self::Invalid { .. } => None,
        }
    }

    /// A copy of the value, if one is given.
    #[must_use]
    pub fn copied(&self) -> Option<T>
    where
        T: Copy,
    {
        self.value().copied()
    }

    /// Where the value or the fault stands.
    #[must_use]
    pub const fn span(&self) -> Option<Span> {
        match self {
            Self::Missing => None,
            Self::Invalid { at, .. } => Some(*at),
            Self::Given(given) => Some(given.span),
        }
    }

    /// The place and the reason, if the field is invalid.
    #[must_use]
    pub fn fault(&self) -> Option<(Span, &str)> {
        match self {
            Self::Invalid { at, why } => Some((*at, why)),
            Self::Missing | Self::Given(_) => None,
        }
    }

    /// Whether there is no such field, or nothing in it.
    #[must_use]
    pub const fn is_missing(&self) -> bool {
        matches!(self, Self::Missing)
    }

    /// Whether there is a value that cannot be read.
    #[must_use]
    pub const fn is_invalid(&self) -> bool {
        matches!(self, Self::Invalid { .. })
    }

    /// Whether there is a value.
    #[must_use]
    pub const fn is_given(&self) -> bool {
        matches!(self, Self::Given(_))
    }

    /// Reads the value further; an error makes the field invalid at the same place.
    #[must_use]
    pub fn and_then<U, E: fmt::Display>(self, read: impl FnOnce(T) -> Result<U, E>) -> Field<U> {
        match self {
            Self::Missing => Field::Missing,
            Self::Invalid { at, why } => Field::Invalid { at, why },
            Self::Given(Spanned { value, span }) => match read(value) {
                Ok(value) => Field::Given(Spanned::new(value, span)),
                Err(error) => Field::Invalid { at: span, why: error.to_string() },
            },
        }
    }
}

impl<T> Field<Vec<T>> {
    /// The items; none if the field is missing or invalid.
    #[must_use]
    pub fn items(&self) -> &[T] {
        self.value().map_or(&[], Vec::as_slice)
    }
}

impl Field<Vec<Spanned<String>>> {
    /// The items of a list as bare texts; none where the field has no value.
    #[must_use]
    pub fn texts(&self) -> Vec<&str> {
        self.items().iter().map(|item| item.value.as_str()).collect()
    }
}

/// The fields that sopctl knows, by their meaning.
///
/// A [profile](super::profile) says under which keys a document has them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, schemars::JsonSchema)]
#[schemars(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each is the field of its name in `Fields`, described there")]
pub enum FieldName {
    Id,
    Title,
    Type,
    Version,
    Status,
    Owner,
    Approvers,
    ApprovedBy,
    ApprovedOn,
    ApprovedText,
    EffectiveDate,
    LastReviewed,
    ReviewedBy,
    ReviewOutcome,
    ReviewNote,
    ReviewEvidence,
    ReviewedText,
    ReviewInterval,
    NextReview,
    ReviewExemptReason,
    Implements,
    Related,
    Supersedes,
    SupersededBy,
    Watches,
    Audience,
    Standalone,
    NoWorkInstruction,
    Template,
    RecordedFrom,
    Language,
    TranslationOf,
    Satisfies,
    ChangeReason,
    ChangeRef,
}

impl FieldName {
    /// All of them, in the order in which `new` writes them.
    pub const ALL: [Self; 35] = [
        Self::Id,
        Self::Title,
        Self::Type,
        Self::Version,
        Self::Status,
        Self::Owner,
        Self::Approvers,
        Self::ApprovedBy,
        Self::ApprovedOn,
        Self::ApprovedText,
        Self::EffectiveDate,
        Self::LastReviewed,
        Self::ReviewedBy,
        Self::ReviewOutcome,
        Self::ReviewNote,
        Self::ReviewEvidence,
        Self::ReviewedText,
        Self::ReviewInterval,
        Self::NextReview,
        Self::ReviewExemptReason,
        Self::Implements,
        Self::Related,
        Self::Supersedes,
        Self::SupersededBy,
        Self::Watches,
        Self::Audience,
        Self::Standalone,
        Self::NoWorkInstruction,
        Self::Template,
        Self::RecordedFrom,
        Self::Language,
        Self::TranslationOf,
        Self::Satisfies,
        Self::ChangeReason,
        Self::ChangeRef,
    ];

    /// The key of the field under our own profile.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Title => "title",
            Self::Type => "type",
            Self::Version => "version",
            Self::Status => "status",
            Self::Owner => "owner",
            Self::Approvers => "approvers",
            Self::ApprovedBy => "approved_by",
            Self::ApprovedOn => "approved_on",
            Self::ApprovedText => "approved_text",
            Self::EffectiveDate => "effective_date",
            Self::LastReviewed => "last_reviewed",
            Self::ReviewedBy => "reviewed_by",
            Self::ReviewOutcome => "review_outcome",
            Self::ReviewNote => "review_note",
            Self::ReviewEvidence => "review_evidence",
            Self::ReviewedText => "reviewed_text",
            Self::ReviewInterval => "review_interval",
            Self::NextReview => "next_review",
            Self::ReviewExemptReason => "review_exempt_reason",
            Self::Implements => "implements",
            Self::Related => "related",
            Self::Supersedes => "supersedes",
            Self::SupersededBy => "superseded_by",
            Self::Watches => "watches",
            Self::Audience => "audience",
            Self::Standalone => "standalone",
            Self::NoWorkInstruction => "no_work_instruction",
            Self::Template => "template",
            Self::RecordedFrom => "recorded_from",
            Self::Language => "language",
            Self::TranslationOf => "translation_of",
            Self::Satisfies => "satisfies",
            Self::ChangeReason => "change_reason",
            Self::ChangeRef => "change_ref",
        }
    }

    /// The field of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.as_str() == name)
    }
}

impl fmt::Display for FieldName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_keeps_its_place_on_the_way() {
        let span = Span::new(3, 7);
        let given = Field::Given(Spanned::new("12".to_owned(), span));
        let number = given.clone().and_then(|text| text.parse::<u8>());
        assert_eq!(number.copied(), Some(12));
        let fault = given.and_then(|_| Err::<u8, _>("no"));
        assert_eq!(fault.fault(), Some((span, "no")));
        assert_eq!(fault.span(), Some(span));
        assert!(Field::<u8>::Missing.and_then(Ok::<_, String>).is_missing());
    }

    #[test]
    fn schemas_call_the_fields_as_documents_do() {
        let schema = schemars::schema_for!(FieldName).to_value();
        let names: Vec<_> = FieldName::ALL.into_iter().map(FieldName::as_str).collect();
        assert_eq!(schema["enum"], serde_json::json!(names));
    }

    #[test]
    fn every_field_is_found_by_its_name() {
        for field in FieldName::ALL {
            assert_eq!(FieldName::named(field.as_str()), Some(field));
        }
    }
}
