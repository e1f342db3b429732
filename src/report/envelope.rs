//! The envelope that every JSON answer comes in, and the facts it is made of.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Serialize;

use crate::calendar::Date;

use super::{Block, Fact, Line, Tone};

/// How much of the history could be looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Completeness {
    /// Down to the first commit.
    Complete,
    /// A shallow clone: commits are missing.
    Shallow,
    /// A partial clone: contents are missing.
    Partial,
    /// No repository, or no commit yet.
    None,
}

/// The repository as the answer saw it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RepositoryFacts {
    /// The commit of HEAD or of `--rev`, in full.
    pub head: Option<String>,
    /// The revision as it was asked for.
    pub rev: Option<String>,
    /// The controlled branch.
    pub branch: Option<String>,
    /// Whether `head` is on that branch; `null` where there is none, or where it cannot be
    /// told.
    pub on_branch: Option<bool>,
    /// Number of documents with uncommitted changes.
    pub dirty: usize,
    /// How much history there is.
    pub history: Completeness,
}

/// Why the commit that an answer is about may not be the one that was meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum LineDoubt {
    /// The dates on the controlled branch are out of order around the day.
    DatesOutOfOrder,
    /// The branch was merged into itself around the day, so that nothing tells when what
    /// stands there came to it.
    MergedIntoItself,
}

impl LineDoubt {
    /// What to know of it, in a sentence: the parts before and after the day.
    const fn explained(self) -> (&'static str, &'static str) {
        match self {
            Self::DatesOutOfOrder => (
                "The dates on the controlled branch are out of order around ",
                ": what counts is the last commit before the first one that is dated after it, and \
                 that is uncertain.",
            ),
            Self::MergedIntoItself => (
                "The controlled branch was merged into itself (a pull, then a push) around ",
                ", so that it is uncertain which of its commits was the last by then.",
            ),
        }
    }
}

/// A day of which it is uncertain which commit was the last one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayDoubt {
    /// The day.
    pub day: Date,
    /// Why.
    pub why: LineDoubt,
}

/// The program that answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Tool {
    /// `sopctl`.
    pub name: &'static str,
    /// Its version.
    pub version: &'static str,
}

impl Default for Tool {
    fn default() -> Self {
        Self { name: "sopctl", version: env!("CARGO_PKG_VERSION") }
    }
}

/// What an answer is about and how it ended; the same for every report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Context {
    /// The day judged by.
    pub as_of: Date,
    /// The folder of the library, relative to the repository; `.` at its root.
    pub library: String,
    /// The zone in which days begin and end.
    pub time_zone: String,
    /// The repository.
    pub repository: RepositoryFacts,
    /// The front matter convention that was read.
    pub profile: String,
    /// Where the repository can be fetched from, without secrets; none where that is not known.
    pub origin: Option<String>,
    /// Why another commit may have been the one of a day, where a day named it.
    pub doubts: Vec<DayDoubt>,
    /// Whether the answer asks for a non-zero exit status.
    pub failed: bool,
    /// What was to fail on.
    pub fail_on: Vec<String>,
}

impl Context {
    /// What stands above any answer for people: why all of it is uncertain, if it is.
    #[must_use]
    pub fn remarks(&self) -> Vec<Block> {
        let remark = |doubt: &DayDoubt| {
            let (before, after) = doubt.why.explained();
            Block::Note(Tone::Warning, Line::new().text(before).date(doubt.day).text(after))
        };
        self.doubts.iter().map(remark).collect()
    }

    /// What the answer is about, for the head of a page: which folder of which revision, and
    /// by which day.
    #[must_use]
    pub fn facts(&self) -> Vec<Fact> {
        let library = match self.library.as_str() {
            "." => Line::new().text("the whole repository"),
            folder => Line::new().code(format!("{folder}/")),
        };
        let mut facts = vec![Fact { name: "Library", value: library }];
        facts.extend(self.repository.named().map(|value| Fact { name: "Revision", value }));
        let day = Line::new().date(self.as_of).text(format!(" ({})", self.time_zone));
        facts.push(Fact { name: "Judged on", value: day });
        let lacking = match self.repository.history {
            Completeness::Complete => None,
            Completeness::Shallow => Some("shallow: commits are missing"),
            Completeness::Partial => Some("partial: contents are missing"),
            Completeness::None => Some("none"),
        };
        facts.extend(lacking.map(|lacking| Fact { name: "History", value: lacking.into() }));
        if self.profile != "sopctl" {
            let value = Line::new().text("read as ").text(self.profile.as_str());
            facts.push(Fact { name: "Front matter", value });
        }
        facts
    }
}

impl RepositoryFacts {
    /// `main at a1b2c3d, 2 documents with uncommitted changes`; none before the first commit.
    fn named(&self) -> Option<Line> {
        let head = self.head.as_ref()?;
        let name = match (&self.rev, &self.branch) {
            (Some(rev), _) => Some(rev),
            (None, branch) => branch.as_ref().filter(|_| self.on_branch != Some(false)),
        };
        let line = match name {
            Some(name) => Line::new().strong(name.as_str()).text(" at ").commit(head),
            None => Line::new().commit(head),
        };
        let line = match &self.branch {
            Some(branch) if self.on_branch == Some(false) => {
                line.text(", which is not on ").strong(branch.as_str()).text(" yet")
            }
            _ => line,
        };
        Some(match self.dirty {
            0 => line,
            1 => line.text(", and 1 document with uncommitted changes"),
            dirty => line.text(format!(", and {dirty} documents with uncommitted changes")),
        })
    }
}

/// A JSON answer.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Envelope<'a, Data> {
    /// Which answer this is, and the version of its form.
    schema: String,
    /// The day judged by.
    as_of: Date,
    /// The program that answered.
    tool: Tool,
    /// The folder of the library, from the root of the repository; `.` at the root.
    library: &'a str,
    /// The zone in which days begin and end.
    time_zone: &'a str,
    /// The repository as the answer saw it.
    repository: &'a RepositoryFacts,
    /// The convention by which front matter was read.
    profile: &'a str,
    /// Whether another commit may have been the one of a day that was named.
    uncertain: bool,
    /// Why it may; empty where it is certain or no day was named.
    uncertain_because: Vec<LineDoubt>,
    /// Whether the exit status is 1.
    failed: bool,
    /// What was to make it 1.
    fail_on: &'a [String],
    #[serde(flatten)]
    data: Data,
}

impl<'a, Data: Serialize> Envelope<'a, Data> {
    /// Puts the data of the report `name` into its envelope.
    pub fn new(name: &str, context: &'a Context, data: Data) -> Self {
        let whys: BTreeSet<LineDoubt> = context.doubts.iter().map(|doubt| doubt.why).collect();
        Self {
            schema: format!("sopctl.{name}.v1"),
            as_of: context.as_of,
            tool: Tool::default(),
            library: &context.library,
            time_zone: &context.time_zone,
            repository: &context.repository,
            profile: &context.profile,
            uncertain: !context.doubts.is_empty(),
            uncertain_because: whys.into_iter().collect(),
            failed: context.failed,
            fail_on: &context.fail_on,
            data,
        }
    }
}

#[cfg(test)]
impl Context {
    /// That of documents outside any repository, judged on this day.
    pub(crate) fn outside_git(as_of: Date) -> Self {
        Self {
            as_of,
            library: ".".to_owned(),
            time_zone: "UTC".to_owned(),
            repository: RepositoryFacts {
                head: None,
                rev: None,
                branch: None,
                on_branch: None,
                dirty: 0,
                history: Completeness::None,
            },
            profile: "sopctl".to_owned(),
            origin: None,
            doubts: Vec::new(),
            failed: false,
            fail_on: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Piece;

    fn context(library: &str, repository: RepositoryFacts) -> Context {
        Context {
            as_of: Date::new(2026, 11, 22).unwrap(),
            library: library.to_owned(),
            time_zone: "Europe/Lisbon".to_owned(),
            repository,
            profile: "govuk".to_owned(),
            origin: None,
            doubts: Vec::new(),
            failed: false,
            fail_on: Vec::new(),
        }
    }

    fn written(facts: &[Fact]) -> Vec<String> {
        let words = |piece: &Piece| match piece {
            Piece::Plain(text) | Piece::Strong(text) | Piece::Code(text) | Piece::Commit(text) => {
                text.untrusted().to_owned()
            }
            Piece::Date(date) => date.to_string(),
            other => format!("{other:?}"),
        };
        let line = |fact: &Fact| -> String { fact.value.pieces.iter().map(words).collect() };
        facts.iter().map(|fact| format!("{}: {}", fact.name, line(fact))).collect()
    }

    #[test]
    fn the_head_of_a_page_says_what_was_judged_and_what_was_missing() {
        let work = RepositoryFacts {
            head: Some("a1b2c3d".to_owned()),
            rev: None,
            branch: Some("main".to_owned()),
            on_branch: Some(false),
            dirty: 2,
            history: Completeness::Shallow,
        };
        assert_eq!(
            written(&context("docs", work.clone()).facts()),
            [
                "Library: docs/",
                "Revision: a1b2c3d, which is not on main yet, and 2 documents with uncommitted changes",
                "Judged on: 2026-11-22 (Europe/Lisbon)",
                "History: shallow: commits are missing",
                "Front matter: read as govuk",
            ]
        );
        let tagged = RepositoryFacts {
            rev: Some("v1.0".to_owned()),
            on_branch: Some(true),
            dirty: 0,
            ..work.clone()
        };
        assert_eq!(written(&context(".", tagged).facts())[1], "Revision: v1.0 at a1b2c3d");
        let unborn = RepositoryFacts { head: None, history: Completeness::None, ..work };
        assert_eq!(
            written(&context(".", unborn).facts())[..2],
            ["Library: the whole repository", "Judged on: 2026-11-22 (Europe/Lisbon)"]
        );
    }
}
