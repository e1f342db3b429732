//! Why a document can, or can no longer, be trusted: codes, states, severities.

use std::fmt;

use schemars::JsonSchema;
use serde::Serialize;

use crate::calendar::Date;
use crate::config::{ConfigError, Stale};
use crate::data::Misfit;
use crate::git::CommitId;
use crate::paths::RepoPath;
use crate::report::Tone;

/// Why a document stands where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Reason {
    /// What it is.
    pub code: ReasonCode,
    /// How bad it is: as its code says, unless the library is stricter.
    pub severity: Severity,
    /// What it concerns: a date, a number, a watch or a field; part of the stable key.
    pub subject: String,
    /// What happened, in words, with its numbers.
    pub message: String,
    /// Since when.
    pub since: Option<Date>,
    /// The line of the front matter that it is about.
    pub line: Option<usize>,
    /// What to do about it.
    pub hint: Option<String>,
    /// The commits that prove it, newest first.
    pub commits: Vec<CommitId>,
    /// The files it is about.
    pub paths: Vec<RepoPath>,
    /// Other documents it is about.
    pub documents: Vec<String>,
}

impl Reason {
    /// A reason without proof yet.
    #[must_use]
    pub fn new(code: ReasonCode, subject: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.severity(),
            subject: subject.into(),
            message: message.into(),
            since: None,
            line: None,
            hint: None,
            commits: Vec::new(),
            paths: Vec::new(),
            documents: Vec::new(),
        }
    }

    /// The stable name of the reason: document, code and subject, never a commit.
    #[must_use]
    pub fn key(&self, document: &str) -> String {
        format!("{document}/{}/{}", self.code, self.subject)
    }
}

/// How bad a reason is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// Misleads a reader.
    Warning,
    /// Breaks the record.
    Error,
}

impl Severity {
    /// The name in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// Where a document stands, worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Its review is past due.
    Overdue,
    /// What it rests on has changed.
    Suspect,
    /// Its text has changed since somebody vouched for it.
    Changed,
    /// Nobody ever vouched for it.
    NeverReviewed,
    /// It cannot be told.
    Unknown,
    /// Its review is due before long.
    DueSoon,
    /// It can be trusted.
    Current,
    /// It is exempt from review for a reason that it gives.
    Exempt,
    /// It is a draft, retired or superseded, or nothing says when to review it.
    NotUnderReview,
}

impl State {
    /// All of them, worst first.
    pub const ALL: [Self; 9] = [
        Self::Overdue,
        Self::Suspect,
        Self::Changed,
        Self::NeverReviewed,
        Self::Unknown,
        Self::DueSoon,
        Self::Current,
        Self::Exempt,
        Self::NotUnderReview,
    ];

    /// The name in JSON and in `--fail-on`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Overdue => "overdue",
            Self::Suspect => "suspect",
            Self::Changed => "changed",
            Self::NeverReviewed => "never-reviewed",
            Self::Unknown => "unknown",
            Self::DueSoon => "due-soon",
            Self::Current => "current",
            Self::Exempt => "exempt",
            Self::NotUnderReview => "not-under-review",
        }
    }

    /// Whether any reason leads to it.
    #[must_use]
    pub fn has_reasons(self) -> bool {
        ReasonCode::ALL.iter().any(|code| code.state() == Some(self))
    }

    /// How headings for people call it.
    #[must_use]
    pub const fn heading(self) -> &'static str {
        match self {
            Self::Overdue => "OVERDUE",
            Self::Suspect => "MAY BE OUT OF DATE",
            Self::Changed => "CHANGED SINCE REVIEW",
            Self::NeverReviewed => "NEVER REVIEWED",
            Self::Unknown => "COULD NOT BE JUDGED",
            Self::DueSoon => "DUE SOON",
            Self::Current => "CURRENT",
            Self::Exempt => "EXEMPT",
            Self::NotUnderReview => "NOT UNDER REVIEW",
        }
    }

    /// How sentences and tables for people call it.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Overdue => "overdue",
            Self::Suspect => "may be out of date",
            Self::Changed => "changed since review",
            Self::NeverReviewed => "never reviewed",
            Self::Unknown => "could not be judged",
            Self::DueSoon => "due soon",
            Self::Current => "current",
            Self::Exempt => "exempt",
            Self::NotUnderReview => "not under review",
        }
    }

    /// How good or bad it is.
    #[must_use]
    pub const fn tone(self) -> Tone {
        match self {
            Self::Overdue | Self::Unknown => Tone::Bad,
            Self::Suspect | Self::Changed | Self::NeverReviewed => Tone::Warning,
            Self::DueSoon => Tone::Notice,
            Self::Current => Tone::Good,
            Self::Exempt | Self::NotUnderReview => Tone::Plain,
        }
    }

    /// Its place among all states, the worst first.
    #[must_use]
    pub const fn rank(self) -> usize {
        self as usize
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

macro_rules! reason_codes {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal, $state:expr, $severity:ident;)+) => {
        /// What a reason is. The name is stable; the state is that of a document whose
        /// worst reason it is, and `None` for notes that do not touch the state.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
        pub enum ReasonCode { $($(#[doc = $doc])+ #[serde(rename = $name)] $variant,)+ }

        impl ReasonCode {
            /// All of them, in the order of the table of reasons.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The name in JSON and in `--fail-on`.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            /// The state that it leads to.
            #[must_use]
            pub const fn state(self) -> Option<State> {
                match self { $(Self::$variant => $state,)+ }
            }

            /// What it says, in a sentence.
            #[must_use]
            pub fn summary(self) -> &'static str {
                match self { $(Self::$variant => concat!($($doc),+).trim(),)+ }
            }

            /// How bad it is.
            #[must_use]
            pub const fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity,)+ }
            }
        }
    };
}

reason_codes! {
    /// The next review lies before the day.
    Overdue = "overdue", Some(State::Overdue), Error;
    /// A document that this one implements has changed in a step or statement.
    UpstreamChanged = "upstream-changed", Some(State::Suspect), Warning;
    /// A file that the document describes has changed.
    WatchedPathChanged = "watched-path-changed", Some(State::Suspect), Warning;
    /// A file that the document describes is not there.
    WatchedPathMissing = "watched-path-missing", Some(State::Suspect), Warning;
    /// The last review asked for a revision that has not come.
    NeedsRevision = "needs-revision", Some(State::Suspect), Warning;
    /// The text has changed since the last review.
    ChangedSinceReview = "changed-since-review", Some(State::Changed), Warning;
    /// The text has changed since it was approved.
    ChangedAfterApproval = "changed-after-approval", Some(State::Changed), Warning;
    /// Under review, and without any date to count from.
    NeverReviewed = "never-reviewed", Some(State::NeverReviewed), Warning;
    /// A date or an interval cannot be read.
    InvalidField = "invalid-field", Some(State::Unknown), Error;
    /// The document cannot be read.
    Unparsable = "unparsable", Some(State::Unknown), Error;
    /// The clone does not hold the commits that would tell.
    HistoryIncomplete = "history-incomplete", Some(State::Unknown), Error;
    /// The date of last review lies after the day.
    ReviewDateInFuture = "review-date-in-future", Some(State::Unknown), Error;
    /// The next review is near.
    DueSoon = "due-soon", Some(State::DueSoon), Note;
    /// Nobody answers for the document.
    OwnerMissing = "owner-missing", None, Note;
    /// Nothing that names people names its owner.
    OwnerUnknown = "owner-unknown", None, Note;
    /// Its owner has left.
    OwnerLeft = "owner-left", None, Note;
    /// The last review changed the date and nothing else.
    DateOnlyReview = "date-only-review", None, Note;
    /// The last review did so in many documents at once.
    BulkDateOnlyReview = "bulk-date-only-review", None, Note;
    /// The last review landed long after the day that it claims.
    ReviewBackDated = "review-back-dated", None, Note;
    /// A draft that was effective before, and stays under review.
    EffectiveReopened = "effective-reopened", None, Note;
    /// Approved, and its effective date is still to come.
    NotYetEffective = "not-yet-effective", None, Note;
    /// What it is a translation of has changed since.
    TranslationBehind = "translation-behind", None, Note;
    /// Who approved it approved nothing but their own change.
    SelfApproved = "self-approved", None, Note;
    /// The working tree has another text than the commit.
    UncommittedChange = "uncommitted-change", None, Note;
}

impl ReasonCode {
    /// The code of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.name() == name)
    }
}

impl fmt::Display for ReasonCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What makes a report fail: reason codes and states.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FailOn {
    names: Vec<String>,
    codes: Vec<ReasonCode>,
}

/// A word that is neither a reason nor a state that has one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{name:?} is {}", self.fault())]
pub struct UnknownReason {
    /// The word as given.
    pub name: String,
}

impl UnknownReason {
    fn fault(&self) -> &'static str {
        if State::ALL.iter().any(|state| state.name() == self.name) {
            "a state without a reason, on which nothing can fail"
        } else {
            "neither a reason nor a state"
        }
    }
}

impl FailOn {
    /// Every word that there is: reasons, the states that have reasons, `any` and `never`.
    /// Some states are called by the reason for them. Nothing can fail on a state in which
    /// a document is for want of a reason.
    #[must_use]
    pub fn words() -> Vec<&'static str> {
        let mut words: Vec<&str> = ReasonCode::ALL.iter().map(|code| code.name()).collect();
        let states = State::ALL.iter().filter(|state| state.has_reasons());
        for word in states.map(|state| state.name()).chain(["any", "never"]) {
            if !words.contains(&word) {
                words.push(word);
            }
        }
        words
    }

    /// The words of `[stale] fail_on` that there are not, with their places.
    #[must_use]
    pub fn unknown_words(stale: &Stale) -> Vec<ConfigError> {
        let words = Self::words();
        let unknown = stale.fail_on.iter().filter(|word| !words.contains(&word.value.trim()));
        unknown
            .map(|word| {
                let why = UnknownReason { name: word.value.clone() }.to_string();
                Misfit::unknown(word, why, words.iter().copied()).into()
            })
            .collect()
    }

    /// Reads codes and states; `any` means every reason, `never` none.
    ///
    /// # Errors
    /// Names the first word that is neither.
    pub fn read<S: AsRef<str>>(names: &[S]) -> Result<Self, UnknownReason> {
        let mut read = Self::default();
        for name in names.iter().map(|name| name.as_ref().trim()) {
            let codes: Vec<ReasonCode> = match name {
                "never" => Vec::new(),
                "any" => ReasonCode::ALL.to_vec(),
                _ => match (
                    State::ALL.iter().find(|state| state.has_reasons() && state.name() == name),
                    ReasonCode::named(name),
                ) {
                    (Some(state), _) => ReasonCode::ALL
                        .iter()
                        .copied()
                        .filter(|code| code.state() == Some(*state))
                        .collect(),
                    (None, Some(code)) => vec![code],
                    (None, None) => return Err(UnknownReason { name: name.to_owned() }),
                },
            };
            read.codes.extend(codes);
            read.names.push(name.to_owned());
        }
        Ok(read)
    }

    /// The words as given.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// Whether a reason makes the report fail.
    #[must_use]
    pub fn matches(&self, code: ReasonCode) -> bool {
        self.codes.contains(&code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_stands_for_all_its_reasons() {
        let fail_on = FailOn::read(&["overdue", "unknown"]).unwrap();
        assert!(fail_on.matches(ReasonCode::InvalidField) && fail_on.matches(ReasonCode::Overdue));
        assert!(!fail_on.matches(ReasonCode::ChangedSinceReview));
        assert!(ReasonCode::ALL.iter().all(|code| FailOn::read(&["any"]).unwrap().matches(*code)));
        assert!(
            ReasonCode::ALL.iter().all(|code| !FailOn::read(&["never"]).unwrap().matches(*code))
        );
        assert_eq!(FailOn::read(&["overdu"]).unwrap_err().name, "overdu");
        for state in [State::Current, State::Exempt, State::NotUnderReview] {
            let refused = FailOn::read(&[state.name()]).unwrap_err().to_string();
            assert!(refused.ends_with("a state without a reason, on which nothing can fail"));
        }
    }

    #[test]
    fn every_word_is_read_and_no_other() {
        for word in FailOn::words() {
            assert!(FailOn::read(&[word]).is_ok(), "{word}");
        }
        let config =
            crate::config::Config::read("[stale]\nfail_on = ['any', 'overdeu']\n").unwrap();
        let unknown = FailOn::unknown_words(&config.stale);
        assert_eq!(unknown.len(), 1);
        assert_eq!(unknown[0].why, "\"overdeu\" is neither a reason nor a state");
        assert_eq!((unknown[0].span.start, unknown[0].span.end), (26, 35));
    }

    #[test]
    fn states_and_codes_are_written_as_they_are_called() {
        for state in State::ALL {
            assert_eq!(serde_json::to_value(state).unwrap(), state.name());
        }
        for code in ReasonCode::ALL {
            assert_eq!(serde_json::to_value(code).unwrap(), code.name());
            assert_eq!(serde_json::to_value(code.severity()).unwrap(), code.severity().name());
        }
    }

    #[test]
    fn sentences_and_headings_call_a_state_the_same() {
        for (place, state) in State::ALL.into_iter().enumerate() {
            assert_eq!(state.words(), state.heading().to_lowercase());
            assert_eq!(state.rank(), place);
        }
    }

    #[test]
    fn a_key_names_no_commit() {
        let reason = Reason::new(ReasonCode::Overdue, "2026-08-01", "due");
        assert_eq!(reason.key("SOP-004"), "SOP-004/overdue/2026-08-01");
    }
}
