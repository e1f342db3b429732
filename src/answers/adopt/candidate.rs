//! A document that may be brought under control: what it lacks, and what is known of it.

use std::collections::BTreeSet;

use super::document_type::{Seen, Told, instruction_told_as_sop, looked_like, told};
use super::number::{bare_number, number_at_start_of};
use super::numbering::Claim;
use super::owner::by_code_owners;
use super::proposal::{Certainty, Proposal, Source, Undecided};
use super::record::Record;
use super::stated::{Itself, Stated, Statements};
use super::title::Title;
use super::{Alone, Request};
use crate::config::TypeConfig;
use crate::document::Document;
use crate::document::field::{Field, FieldName};
use crate::document::front_matter::{FieldState, NewValue};
use crate::document::lifecycle::ReviewInterval;
use crate::document::profile::Profile;
use crate::library::{Library, Member};
use crate::paths::RepoPath;

/// The fields that can be proposed.
pub const PROPOSED: [FieldName; 12] = [
    FieldName::Id,
    FieldName::Title,
    FieldName::Type,
    FieldName::Version,
    FieldName::Status,
    FieldName::Owner,
    FieldName::ApprovedBy,
    FieldName::ApprovedOn,
    FieldName::EffectiveDate,
    FieldName::LastReviewed,
    FieldName::ReviewInterval,
    FieldName::NextReview,
];

/// A document that lacks something.
#[derive(Debug)]
pub(super) struct Candidate<'l> {
    pub(super) member: &'l Member,
    /// The number that it has already without saying so in its front matter.
    pub(super) claim: Claim,
    /// Its number, once it was looked for.
    pub(super) number: Option<Result<Proposal, Undecided>>,
    /// The author of most changes, once history was asked.
    pub(super) author: Option<Proposal>,
    /// Whether the clone lacks the commits that would show more authors.
    pub(super) is_history_short: bool,
    /// The fields that are looked for: those that it lacks.
    lacking: BTreeSet<FieldName>,
    /// The fields that it must have.
    required: BTreeSet<FieldName>,
    /// Fields that are asked for and whose value cannot be read, as undecided as missing
    /// ones: what stands there is nothing to overwrite.
    invalid: Vec<Undecided>,
    statements: Statements,
    title: Title,
    /// The type that it says it has, where that is declared.
    given_type: Option<&'l TypeConfig>,
    told_type: Option<Told<'l>>,
    record: Record,
    code_owners: Option<Proposal>,
    /// Whether every field is asked for that brings it under control.
    is_whole: bool,
}

/// What a document is to `adopt`.
pub(super) enum Judged<'l> {
    /// It has what it must have.
    Complies,
    /// It is none of ours.
    Alone(Alone),
    /// It lacks something.
    Candidate(Box<Candidate<'l>>),
}

impl<'l> Candidate<'l> {
    pub(super) fn of(member: &'l Member, library: &Library, request: &Request<'l>) -> Judged<'l> {
        let (document, profile) = (&member.document, &library.profile);
        let fields = document.fields();
        // A place for a name is no owner; whoever is found takes it.
        let is_missing = |field: FieldName| match field {
            FieldName::Owner => !fields.owner.is_invalid() && fields.named_owner().is_none(),
            field => fields.state(field) == FieldState::Missing,
        };
        let statements = statements_of(member, library, request);
        let record = Record::of(fields, &statements, request);
        let required: BTreeSet<FieldName> = profile.required(Some(record.status())).collect();
        let is_whole = request.only.is_empty();
        let invalid = unreadable(document, &required, request.only);
        let is_there = profile.required(fields.status.copied()).all(|field| !is_missing(field));
        if is_whole && is_there && invalid.is_empty() {
            return Judged::Complies;
        }
        let lacking: BTreeSet<FieldName> =
            wanted(profile, &required, request.only).filter(|field| is_missing(*field)).collect();
        if lacking.is_empty() && invalid.is_empty() {
            return Judged::Complies;
        }
        if document.blocks().is_empty() {
            return Judged::Alone(Alone::NoText);
        }
        let is_foreign = !is_numbering(profile);
        let is_unwritten = document.split().front_matter(profile).is_none();
        if is_whole && is_foreign && is_unwritten && request.paths.is_empty() {
            return Judged::Alone(Alone::NoFrontMatter);
        }
        let title = match &fields.title {
            Field::Given(given) => {
                Title::given(&given.value, document.lines().line(given.span.start))
            }
            Field::Missing | Field::Invalid { .. } => match statements.text(FieldName::Title) {
                Stated::Clearly { value, line, words } => {
                    Title { because: format!("{words:?}"), ..Title::given(&value, line) }
                }
                Stated::Unclearly { .. } | Stated::Nothing => Title::of(document, &member.path),
            },
        };
        let claim = Claim::of(&statements, &title, &member.path, request.config);
        let (given_type, told_type) = types_of(document, &member.path, &title, &claim, request);
        let code_owners = request.owners.and_then(|owners| by_code_owners(&member.path, owners));
        Judged::Candidate(Box::new(Self {
            member,
            claim,
            number: None,
            author: None,
            is_history_short: false,
            lacking,
            required,
            invalid,
            statements,
            title,
            given_type,
            told_type,
            record,
            code_owners,
            is_whole,
        }))
    }

    /// Its type, whether it says so or is told by something else.
    pub(super) fn document_type(&self) -> Option<&'l TypeConfig> {
        self.given_type.or(self.told_type.as_ref().map(|told| told.document_type))
    }

    /// Whether a number is to be looked for.
    pub(super) fn wants_number(&self) -> bool {
        self.lacking.contains(&FieldName::Id) && !(self.is_whole && self.lacks_type())
    }

    /// Whether history is to be asked for the owner.
    pub(super) fn wants_author(&self) -> bool {
        self.lacking.contains(&FieldName::Owner)
            && self.code_owners.is_none()
            && self.statements.owner() == Stated::Nothing
            && !self.is_beyond_control()
    }

    fn lacks_type(&self) -> bool {
        self.lacking.contains(&FieldName::Type) && self.document_type().is_none()
    }

    /// Whether a document cannot be brought under control: nobody could name it.
    fn is_beyond_control(&self) -> bool {
        let lacks_number =
            self.lacking.contains(&FieldName::Id) && !matches!(self.number, Some(Ok(_)));
        self.is_whole && (lacks_number || self.lacks_type())
    }

    /// What is proposed, in the order in which fields are written, and what is left to
    /// people.
    pub(super) fn proposals(&self, request: &Request<'_>) -> (Vec<Proposal>, Vec<Undecided>) {
        let mut found = (Vec::new(), Vec::new());
        found.1.extend(self.invalid.iter().cloned());
        if self.is_beyond_control() {
            let undecided = if self.lacks_type() { self.of_type() } else { self.of_id() };
            found.1.extend(undecided.err());
            return found;
        }
        for field in self.lacking.iter().copied() {
            let answer = match field {
                FieldName::Id => self.of_id().map(Some),
                FieldName::Title => Ok(Some(self.of_title(request))),
                FieldName::Type => self.of_type().map(Some),
                FieldName::Owner => self.of_owner(request).map(Some),
                FieldName::ReviewInterval => self.of_interval(),
                FieldName::LastReviewed => self.of_last_review(request),
                FieldName::NextReview => self.of_next_review(request),
                _ => self.record.proposal(field, self.is_asked(field), request),
            };
            match answer {
                Ok(proposal) => found.0.extend(proposal),
                Err(undecided) => found.1.push(undecided),
            }
        }
        found
    }

    /// Whether the field must have a value.
    fn is_asked(&self, field: FieldName) -> bool {
        self.required.contains(&field) || !self.is_whole
    }

    fn of_id(&self) -> Result<Proposal, Undecided> {
        let unknown = || {
            Undecided::new(
                FieldName::Id,
                "its type is not known here, and numbers are counted by type",
            )
        };
        self.number.clone().unwrap_or_else(|| Err(unknown()))
    }

    fn of_type(&self) -> Result<Proposal, Undecided> {
        let Some(told) = &self.told_type else {
            let why = "neither number, folder, title nor file name tells it";
            return Err(Undecided::new(FieldName::Type, why));
        };
        let value = NewValue::Text(told.document_type.name.clone());
        let (source, because) = (told.source, told.because.as_str());
        Ok(Proposal::new(FieldName::Type, value, (source, told.certainty), because))
    }

    fn of_title(&self, request: &Request<'_>) -> Proposal {
        let mut title = self.title.clone();
        if let Some(Ok(number)) = &self.number
            && number.source == Source::WrittenNumber
        {
            let written = number_at_start_of(&self.title.text, request.config)
                .map(|written| written.rest)
                .or_else(|| bare_number(&self.title.text).map(|(_, rest)| rest));
            title = title.without(written);
        }
        let sure = (title.source, title.certainty);
        let value = NewValue::Text(title.text);
        let proposal = Proposal::new(FieldName::Title, value, sure, title.because);
        title.line.into_iter().fold(proposal, Proposal::at_line)
    }

    fn of_owner(&self, request: &Request<'_>) -> Result<Proposal, Undecided> {
        match self.statements.owner() {
            Stated::Clearly { value, line, words } => {
                let value = NewValue::Text(value);
                return Ok(stated(FieldName::Owner, value, line, &words));
            }
            Stated::Unclearly { why, line } => {
                return Err(Undecided::new(FieldName::Owner, why).at_line(line));
            }
            Stated::Nothing => {}
        }
        self.code_owners.clone().or_else(|| self.author.clone()).ok_or_else(|| {
            let why = match (request.history, self.member.blob) {
                (None, _) => "there is no history that shows who works on it",
                (Some(_), None) => "it is in no commit yet",
                _ if self.is_history_short => "this clone lacks the commits that would show it",
                (Some(_), Some(_)) => "no person is seen to have changed it",
            };
            Undecided::new(FieldName::Owner, why)
        })
    }

    fn of_interval(&self) -> Result<Option<Proposal>, Undecided> {
        let every = |text: &str| match ReviewInterval::read(text) {
            // Without a reason, which is not looked for, `none` exempts nobody.
            Ok(interval @ ReviewInterval::Every(_)) => Some(interval),
            Ok(ReviewInterval::None) | Err(_) => None,
        };
        let field = FieldName::ReviewInterval;
        match self.statements.parsed(field, every) {
            Stated::Clearly { value, line, words } => {
                return Ok(Some(stated(field, NewValue::Text(value.to_string()), line, &words)));
            }
            Stated::Unclearly { why, line } => {
                return Err(Undecided::new(field, why).at_line(line));
            }
            Stated::Nothing => {}
        }
        let known = self.document_type().and_then(|of| Some((of, of.review_interval?)));
        Ok(match known {
            Some((of, interval @ ReviewInterval::Every(_))) => {
                let value = NewValue::Text(interval.to_string());
                let sure = (Source::TypeDefault, Certainty::Configured);
                Some(Proposal::new(field, value, sure, format!("default of {}", of.name)))
            }
            Some((_, ReviewInterval::None)) | None => None,
        })
    }

    fn of_last_review(&self, request: &Request<'_>) -> Result<Option<Proposal>, Undecided> {
        let (review, is_sure) = self.statements.last_review(request.as_of.day);
        of_review(FieldName::LastReviewed, review, is_sure)
            .and_then(|proposal| self.require(FieldName::LastReviewed, proposal))
    }

    fn of_next_review(&self, request: &Request<'_>) -> Result<Option<Proposal>, Undecided> {
        let (review, is_sure) = self.statements.next_review(request.as_of.day);
        of_review(FieldName::NextReview, review, is_sure)
    }

    /// A review that must be there and that nothing states is for people to say.
    fn require(
        &self,
        field: FieldName,
        proposal: Option<Proposal>,
    ) -> Result<Option<Proposal>, Undecided> {
        if proposal.is_none() && self.required.contains(&field) {
            return Err(Undecided::new(field, "nothing in the document states a review"));
        }
        Ok(proposal)
    }
}

/// The fields that are looked for: those asked for, else the required ones and, where
/// documents have numbers, whatever can be found beside them.
fn wanted<'a>(
    profile: &'a Profile,
    required: &'a BTreeSet<FieldName>,
    only: &'a [FieldName],
) -> impl Iterator<Item = FieldName> + 'a {
    PROPOSED.into_iter().filter(move |field| {
        let is_asked = if only.is_empty() {
            required.contains(field) || is_numbering(profile)
        } else {
            only.contains(field)
        };
        is_asked && !profile.keys_of(*field).is_empty()
    })
}

/// The fields with a value that cannot be read, of those that must have one or are asked
/// for.
fn unreadable(
    document: &Document,
    required: &BTreeSet<FieldName>,
    only: &[FieldName],
) -> Vec<Undecided> {
    let is_asked = |field: &FieldName| match only {
        [] => required.contains(field),
        only => only.contains(field),
    };
    let unreadable = |field: FieldName| match document.fields().state(field) {
        FieldState::Invalid { at, why } => {
            let why = format!("its value cannot be read: {why}");
            Some(Undecided::new(field, why).at_line(document.lines().line(at.start)))
        }
        FieldState::Missing | FieldState::Given(_) => None,
    };
    PROPOSED.into_iter().filter(is_asked).filter_map(unreadable).collect()
}

/// Whether documents have numbers of their own under a convention, as under ours.
fn is_numbering(profile: &Profile) -> bool {
    !profile.keys_of(FieldName::Id).is_empty()
}

/// What a document says of itself, and not of others.
fn statements_of(member: &Member, library: &Library, request: &Request<'_>) -> Statements {
    let Member { document, path, .. } = member;
    let fields = document.fields();
    let title = match &fields.title {
        Field::Given(given) => Title::given(&given.value, 1),
        Field::Missing | Field::Invalid { .. } => Title::of(document, path),
    };
    let claim = Claim::of(&Statements::none(), &title, path, request.config);
    let mut types: Vec<String> = Vec::new();
    match types_of(document, path, &title, &claim, request) {
        (Some(given), _) => types.push(given.name.clone()),
        (None, Some(told)) => types.push(told.document_type.name.clone()),
        (None, None) => {}
    }
    // A title may name a type as well, where something else has told it.
    if let Some(told) = told(Seen { path, title: Some(&title.text), number: None }, request.config)
    {
        types.push(told.document_type.name.clone());
    }
    let own = match &claim {
        Claim::Number { id, .. } => Some(id),
        _ => fields.id.value(),
    };
    let is_another = |text: &str| {
        let number = number_at_start_of(text, request.config).map(|written| written.id);
        number.is_some_and(|number| {
            own.is_none_or(|own| !own.as_str().eq_ignore_ascii_case(number.as_str()))
        })
    };
    Statements::of(document, &library.profile, &Itself { types, is_another: &is_another })
}

/// The type that a document gives, and else the one that something tells.
fn types_of<'l>(
    document: &Document,
    path: &RepoPath,
    title: &Title,
    claim: &Claim,
    request: &Request<'l>,
) -> (Option<&'l TypeConfig>, Option<Told<'l>>) {
    if let Some(given) = document.fields().document_type.value() {
        return (request.config.type_of(given), None);
    }
    if let Some(document_type) = request.document_type {
        let told = Told {
            document_type,
            source: Source::CommandLine,
            certainty: Certainty::Configured,
            because: "as asked".to_owned(),
        };
        return (None, Some(told));
    }
    let below = path.as_str().strip_prefix(request.folder);
    let local = below.and_then(|below| RepoPath::new(below.trim_start_matches('/')).ok());
    let number = match claim {
        Claim::Number { id, .. } => Some(id),
        _ => document.fields().id.value(),
    };
    // The words of a file name are looked at as such.
    let title = title.line.map(|_| title.text.as_str());
    let seen = Seen { path: local.as_ref().unwrap_or(path), title, number };
    let told = match told(seen, request.config) {
        Some(told) => {
            let text = instruction_told_as_sop(&told, document, seen, request.config);
            Some(text.unwrap_or(told))
        }
        None => looked_like(document, seen, request.config),
    };
    (None, told)
}

fn of_review(
    field: FieldName,
    review: Stated<crate::calendar::Date>,
    is_sure: bool,
) -> Result<Option<Proposal>, Undecided> {
    match review {
        Stated::Nothing => Ok(None),
        Stated::Unclearly { why, line } => Err(Undecided::new(field, why).at_line(line)),
        Stated::Clearly { value, line, words } => {
            let mut proposal = stated(field, NewValue::Date(value), line, &words);
            if !is_sure {
                proposal.certainty = Certainty::Guess;
                proposal.because.push_str(", which may mean the last review or the next");
            }
            Ok(Some(proposal))
        }
    }
}

/// What the document says itself.
pub(super) fn stated(field: FieldName, value: NewValue, line: usize, words: &str) -> Proposal {
    let sure = (Source::OwnWords, Certainty::Stated);
    Proposal::new(field, value, sure, format!("{words:?}")).at_line(line)
}
