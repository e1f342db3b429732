//! The answer to `blame` for programs. Fields are added here, never changed.

use schemars::JsonSchema;
use serde::Serialize;

use crate::calendar::{Date, Moment};
use crate::document::outline::UnitKind;
use crate::evolution::Origin;
use crate::git::{CommitId, End, Person};

use super::{Blame, BlamedUnit, Review};

/// The body of the answer.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Units<'a> {
    /// The document.
    document: Document<'a>,
    /// Its steps and statements in reading order; with `--all` everything else as well.
    units: Vec<BlameUnit<'a>>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Document<'a> {
    /// Its number; `null` where it has none.
    id: Option<&'a str>,
    /// Where it stands, from the root of the repository.
    path: &'a str,
    /// Its title.
    title: &'a str,
    /// The last review or approval; `null` where there is none.
    review: Option<LastReview>,
    /// Whether the first version is among those that the clone knows.
    complete: bool,
}

#[derive(Debug, Serialize, JsonSchema)]
struct LastReview {
    /// The date that was recorded.
    date: Date,
    /// The commit that recorded it.
    commit: CommitId,
}

#[derive(Debug, Serialize, JsonSchema)]
struct BlameUnit<'a> {
    /// What it is.
    kind: Kind,
    /// The number of a step as shown; `null` where it has none.
    number: Option<&'a str>,
    /// The heading that it stands under.
    section: Option<&'a str>,
    /// Its words.
    text: &'a str,
    /// Its line in the file, from 1.
    line: usize,
    /// Where its words come from.
    origin: OriginKind,
    /// The commit that last changed its words; `null` where there is none or none is known.
    commit: Option<CommitId>,
    /// When the author of that commit says that it was written.
    date: Option<Moment>,
    /// When it reached the controlled branch; `null` where that cannot be told.
    landed: Option<Moment>,
    /// Who wrote it, after `.mailmap`.
    author: Option<&'a Person>,
    /// The first paragraph of the message of that commit.
    subject: Option<&'a str>,
    /// Whether its words are others than those that were reviewed last; `null` where nobody
    /// has reviewed any, or that text cannot be read.
    since_review: Option<bool>,
    /// Whether the answer may be wrong: an older version cannot be read, or `landed` cannot be
    /// relied on.
    uncertain: bool,
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Kind {
    Step,
    Statement,
    Paragraph,
    ExpectedResult,
    TableRow,
    Code,
    Picture,
    Note,
    Warning,
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum OriginKind {
    /// A commit.
    Commit,
    /// The working tree.
    Uncommitted,
    /// A commit, or one before it: an older version cannot be read.
    Unreadable,
    /// A commit that the clone does not hold.
    BeyondHistory,
}

impl<'a> Units<'a> {
    pub(super) fn of(blame: &'a Blame) -> Self {
        Self {
            document: Document {
                id: blame.id.as_deref(),
                path: &blame.path,
                title: &blame.title,
                review: blame.review.map(|Review { date, commit, .. }| LastReview { date, commit }),
                complete: blame.end == End::Created,
            },
            units: blame.units.iter().map(unit).collect(),
        }
    }
}

fn unit(unit: &BlamedUnit) -> BlameUnit<'_> {
    let commit = unit.commit.as_deref();
    BlameUnit {
        kind: kind(unit.kind),
        number: unit.number.as_deref(),
        section: unit.section.as_deref(),
        text: &unit.text,
        line: unit.line,
        origin: match unit.origin {
            Origin::Commit(_) => OriginKind::Commit,
            Origin::Uncommitted => OriginKind::Uncommitted,
            Origin::Unreadable(_) => OriginKind::Unreadable,
            Origin::Beyond(_) => OriginKind::BeyondHistory,
        },
        commit: commit.map(|commit| commit.id),
        date: commit.map(|commit| commit.author_time),
        landed: unit.landed,
        author: commit.map(|commit| &commit.author),
        subject: commit.map(|commit| commit.subject.as_str()),
        since_review: unit.since_review,
        uncertain: !unit.is_certain
            || matches!(unit.origin, Origin::Unreadable(_) | Origin::Beyond(_)),
    }
}

const fn kind(kind: UnitKind) -> Kind {
    match kind {
        UnitKind::Step => Kind::Step,
        UnitKind::Statement => Kind::Statement,
        UnitKind::Paragraph => Kind::Paragraph,
        UnitKind::ExpectedResult => Kind::ExpectedResult,
        UnitKind::Row => Kind::TableRow,
        UnitKind::Code => Kind::Code,
        UnitKind::Image => Kind::Picture,
        UnitKind::Note => Kind::Note,
        UnitKind::Warning => Kind::Warning,
    }
}
