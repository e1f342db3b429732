//! What was in force, for programs. Fields are added here, never changed.

use schemars::JsonSchema;
use serde::Serialize;

use crate::calendar::{Date, Moment};
use crate::document::lifecycle::Status;
use crate::git::CommitId;

use super::{DatedText, Doubt, InForce, Rule, Turn, TurnKind};

/// Which text was in force on a day, and why.
#[derive(Debug, Serialize, JsonSchema)]
pub struct InForceData<'a> {
    /// The day.
    on: Date,
    /// By which rule a text is in force, or none is.
    rule: Rule,
    /// The text in force; `null` where none was.
    text: Option<DatedTextData<'a>>,
    /// The text that was in force before; `null` where none was, or nobody asked.
    before: Option<DatedTextData<'a>>,
    /// How the document had gone out of use; `null` where it had not.
    ended: Option<TurnData<'a>>,
    /// What came next; `null` where nothing has come yet, or nobody asked.
    after: Option<TurnData<'a>>,
    /// Whether the answer may be another one.
    uncertain: bool,
    /// Why it may; empty where it is certain.
    because: &'a [Doubt],
}

/// A text that is or was in force.
#[derive(Debug, Serialize, JsonSchema)]
struct DatedTextData<'a> {
    /// The commit that wrote it, in full; `null` where nobody asked or the clone does not tell.
    commit: Option<CommitId>,
    /// The commit of the controlled branch that brought it, in full, whatever moved it since;
    /// `null` where a shallow clone does not tell.
    landing: Option<CommitId>,
    /// When that commit landed, as it says; `null` where a shallow clone does not tell.
    landed: Option<Moment>,
    /// Whether it may have landed on another day, because the branch was merged into itself
    /// or its dates are out of order there.
    landed_uncertain: bool,
    /// The release that brought it; `null` where releases do not count.
    released: Option<ReleaseData<'a>>,
    /// The tag of that release.
    tag: Option<&'a str>,
    /// Where it stood, from the root of the repository.
    path: &'a str,
    /// Its version, as written.
    version: Option<&'a str>,
    /// How far it says it has come.
    status: Option<Status>,
    /// The day from which it says it binds.
    effective_date: Option<Date>,
    /// The first day on which its substance was in force; `null` where the clone does not tell.
    since: Option<Date>,
    /// Whether `since` may be another day, for the same reasons.
    since_uncertain: bool,
    /// Who approved it, as its front matter says.
    approvals: Vec<ApprovalData<'a>>,
    /// What it says, whatever its typing: `1:` and 32 hexadecimal digits.
    fingerprint: Option<&'a str>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct ReleaseData<'a> {
    /// Its tag.
    tag: &'a str,
    /// The day on which it was made: that of the tag where it says so, else of its commit.
    day: Date,
}

#[derive(Debug, Serialize, JsonSchema)]
struct ApprovalData<'a> {
    /// Who approved.
    by: &'a str,
    /// When.
    on: Option<Date>,
    /// Where that is recorded.
    source: &'static str,
}

#[derive(Debug, Serialize, JsonSchema)]
struct TurnData<'a> {
    /// In which way what is in force changes.
    change: TurnKind,
    /// From which day on.
    on: Date,
    /// Whether that may be another day, because the branch was merged into itself or its
    /// dates are out of order there.
    uncertain: bool,
    /// The commit of the controlled branch that brought it, in full.
    landing: CommitId,
    /// The version that it brought, as written.
    version: Option<&'a str>,
}

impl<'a> InForceData<'a> {
    /// The answer as programs read it.
    #[must_use]
    pub fn of(answer: &'a InForce) -> Self {
        Self {
            on: answer.on,
            rule: answer.rule,
            text: answer.text.as_ref().map(text),
            before: answer.before.as_ref().map(text),
            ended: answer.ended.as_ref().map(turn),
            after: answer.after.as_ref().map(turn),
            uncertain: answer.is_uncertain(),
            because: &answer.doubts,
        }
    }
}

fn text(text: &DatedText) -> DatedTextData<'_> {
    let fields = &text.fields;
    let release = text.released.as_ref();
    let on = fields.approved_on.copied();
    let approvals = fields.approved_by.texts().into_iter();
    DatedTextData {
        commit: text.commit,
        landing: text.landing,
        landed: text.landed,
        landed_uncertain: text.landing_doubt.is_some(),
        released: release.map(|release| ReleaseData { tag: &release.tag, day: release.on }),
        tag: release.map(|release| release.tag.as_str()),
        path: text.path.as_str(),
        version: fields.version.value().map(String::as_str),
        status: fields.status.copied(),
        effective_date: fields.effective_date.copied(),
        since: text.since,
        since_uncertain: text.since_doubt.is_some(),
        approvals: approvals.map(|by| ApprovalData { by, on, source: "front matter" }).collect(),
        fingerprint: text.fingerprint.as_deref(),
    }
}

fn turn(turn: &Turn) -> TurnData<'_> {
    TurnData {
        change: turn.kind,
        on: turn.on,
        uncertain: turn.doubt.is_some(),
        landing: turn.landing,
        version: turn.version.as_deref(),
    }
}
