//! `sopctl review`

use crate::answers::review::{
    Decision, Grouping, Reading, Request, Review, ReviewError, Shown, Since, preview, read, record,
};
use crate::config::Raise;
use crate::document::lifecycle::ReviewOutcome;
use crate::library::Member;
use crate::record::Pending;
use crate::render::render_view;

use super::super::Outcome;
use super::super::args::{Bump, Global, ReviewArguments};
use super::super::ask::{Dialogue, is_somebody_there};
use super::super::console::Console;
use super::super::error::Failure;
use super::super::naming::document;
use super::super::narrowing::day;
use super::super::records;
use super::super::session::Session;

pub(in crate::cli) fn run(
    arguments: &ReviewArguments,
    global: &Global,
    console: &Console,
) -> Result<Outcome, Failure> {
    let session = records::open(global, console)?;
    // What cannot be shown afterwards is not done.
    session.format::<Review>()?;
    let outcome = arguments.outcome.as_deref().map(outcome_named).transpose()?;
    let history = session.history()?;
    let library = session.library()?;
    let mut members: Vec<&Member> = Vec::new();
    for name in &arguments.documents {
        let member = document(name, &library, &session)?;
        if !members.iter().any(|known| std::ptr::eq(*known, member)) {
            members.push(member);
        }
    }
    let ground = history.ground(&session.as_of);
    let committed = records::committed(&members, &library, &session)?;
    let readings = read(&members, &library, committed.as_ref(), ground, &session.progress)?;
    if arguments.carrying.commit {
        records::require_tracked(&members)?;
    }
    let answers = Answers { outcome, note: records::given(arguments.note.as_ref()) };
    let (answers, shown) = answers.completed(&readings, global, console)?;
    let decision = Decision {
        outcome: answers.outcome.ok_or_else(|| no_outcome(&members))?,
        note: answers.note,
        by: by(&arguments.by, &session)?,
        on: day("--on", arguments.on.as_deref())?.unwrap_or(session.as_of.day),
        evidence: records::given(arguments.evidence.as_ref()),
        raise: arguments.bump.map(|bump| match bump {
            Bump::Major => Raise::Major,
            Bump::Minor => Raise::Minor,
        }),
    };
    // A revision is committed with its review; any other outcome is of the text that git has.
    let pending: Vec<(&Member, Option<Pending>)> = match decision.outcome {
        ReviewOutcome::Revised => Vec::new(),
        _ => readings.iter().map(|one| (one.subject.member, one.subject.pending)).collect(),
    };
    let context = session.context(&library)?;
    let request = Request {
        decision,
        library: &library,
        config: &session.config,
        grouping: if arguments.together { Grouping::Together } else { Grouping::Apart },
        onward: records::onward(&session, context.repository.branch.as_ref())?,
        shown,
    };
    let mut report = record(readings, request, context)?;
    if arguments.carrying.commit {
        for (member, pending) in pending {
            records::require_settled(member.name(), &member.path, pending)?;
        }
    }
    if !arguments.carrying.dry_run {
        session.tree.write(&report.changeset())?;
        report = report.written();
    }
    if arguments.carrying.commit {
        let commits = records::commit_all(&session, &report.commits())?;
        report = report.committed(&commits);
    }
    session.emit(&report)
}

/// What has been answered so far.
struct Answers {
    outcome: Option<ReviewOutcome>,
    note: Option<String>,
}

impl Answers {
    /// Asks for what no option answers, where somebody is there.
    fn completed(
        mut self,
        readings: &[Reading<'_>],
        global: &Global,
        console: &Console,
    ) -> Result<(Self, Shown), Failure> {
        let is_needed = self.note.is_none() && readings.iter().any(wants_note);
        if (self.outcome.is_some() && !is_needed) || !is_somebody_there(global) {
            return Ok((self, Shown::Here));
        }
        let mut person = Dialogue::at_terminal();
        person.show(&render_view(&preview(readings), console.page()))?;
        if self.outcome.is_none() {
            let choices = ReviewOutcome::ALL.map(|outcome| (outcome.as_str(), outcome));
            self.outcome = person.choose("What did the review come to?", &choices)?;
        }
        if self.note.is_none() && self.outcome.is_some() {
            let question =
                if is_needed { "What was looked at, and found?" } else { "A note (may be empty)" };
            self.note = person.text(question)?;
        }
        Ok((self, Shown::Before))
    }
}

/// Whether nothing that changed speaks for a review.
fn wants_note(reading: &Reading<'_>) -> bool {
    matches!(reading.since, Since::Unchanged(_) | Since::Unknown(_))
}

/// Who is named, else whoever works here.
fn by(named: &[String], session: &Session<'_>) -> Result<Vec<String>, Failure> {
    let named = records::people(named);
    if !named.is_empty() {
        return Ok(named);
    }
    records::user(session)?
        .map(|user| vec![user])
        .ok_or_else(|| Failure::new("git does not know who you are").hint(records::UNKNOWN_USER))
}

fn outcome_named(text: &str) -> Result<ReviewOutcome, Failure> {
    ReviewOutcome::read(text).map_err(|error| {
        let known = ReviewOutcome::ALL.map(ReviewOutcome::as_str);
        Failure::of(&error).hint(format!("--outcome takes {}", known.join(", ")))
    })
}

fn no_outcome(members: &[&Member]) -> Failure {
    let known = ReviewOutcome::ALL.map(ReviewOutcome::as_str);
    let names: Vec<&str> = members.iter().map(|member| member.name()).collect();
    Failure::new("nothing says what the review came to").hint(format!(
        "--outcome takes {}; `sopctl diff --since-review {}` shows what changed",
        known.join(", "),
        names.join(" ")
    ))
}

impl From<ReviewError> for Failure {
    fn from(error: ReviewError) -> Self {
        let hint = match error {
            ReviewError::Entry(error) => return error.into(),
            ReviewError::Git(error) => return error.into(),
            ReviewError::NoNote { .. } => {
                "say with --note what was looked at, and found".to_owned()
            }
            ReviewError::NotRevised { .. } => {
                "--outcome current, with a --note; or revise the text first".to_owned()
            }
            ReviewError::NoReference => "--note \"See CHG-141\", or --evidence".to_owned(),
            ReviewError::Uncommitted { ref path, how, .. } => {
                let hint = records::until_committed(path, how);
                match how {
                    Pending::Modified => {
                        format!("{hint}; or say --outcome revised, which takes them along")
                    }
                    Pending::Untracked | Pending::Staged => hint,
                }
            }
            ReviewError::InFuture { .. } => "--on takes the day of the review".to_owned(),
            ReviewError::GoesBack { shown, .. } => {
                format!("--on {shown} or later; git log shows who recorded that")
            }
            ReviewError::Recorded { .. } => {
                "a second review of that day needs a note of its own".to_owned()
            }
            ReviewError::NoVersion { .. } => {
                "leave --bump out, or mend the version; [versions] scheme says how it is counted"
                    .to_owned()
            }
        };
        Self::of(&error).hint(hint)
    }
}
