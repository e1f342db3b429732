//! `sopctl promote` and `sopctl retire`

use crate::answers::check;
use crate::answers::lifecycle::{LifecycleError, Promotion, Request, Step, promote};
use crate::config::FailOn;
use crate::document::field::FieldName;
use crate::document::lifecycle::Status;
use crate::library::{Library, Member};
use crate::record::{Pending, Subject};
use crate::report::Format;
use crate::worktree::Changeset;

use super::super::Outcome;
use super::super::args::{CarryingOut, Global, PromoteArguments, RetireArguments};
use super::super::console::Console;
use super::super::error::Failure;
use super::super::naming::document;
use super::super::narrowing::day;
use super::super::records;
use super::super::session::Session;

pub(in crate::cli) fn run(
    arguments: &PromoteArguments,
    global: &Global,
    console: &Console,
) -> Result<Outcome, Failure> {
    let to = Status::read(&arguments.to).map_err(|error| {
        let known = Status::ALL.map(Status::as_str);
        Failure::of(&error).hint(format!("--to takes {}", known.join(", ")))
    })?;
    let step = Step {
        to,
        by: records::people(&arguments.by),
        on: day("--on", arguments.on.as_deref())?,
        effective: day("--effective", arguments.effective.as_deref())?,
        superseded_by: arguments.superseded_by.clone(),
        reason: None,
    };
    take(&arguments.document, step, arguments.carrying, &records::open(global, console)?)
}

pub(in crate::cli) fn run_retire(
    arguments: &RetireArguments,
    global: &Global,
    console: &Console,
) -> Result<Outcome, Failure> {
    let is_replaced = !arguments.superseded_by.is_empty();
    let step = Step {
        to: if is_replaced { Status::Superseded } else { Status::Retired },
        by: Vec::new(),
        on: None,
        effective: None,
        superseded_by: arguments.superseded_by.clone(),
        reason: records::given(arguments.reason.as_ref()),
    };
    take(&arguments.document, step, arguments.carrying, &records::open(global, console)?)
}

/// Takes one document a step further.
fn take(
    name: &str,
    mut step: Step,
    carrying: CarryingOut,
    session: &Session<'_>,
) -> Result<Outcome, Failure> {
    // What cannot be shown afterwards is not done.
    session.format::<Promotion>()?;
    let library = session.library()?;
    let member = document(name, &library, session)?;
    if carrying.commit {
        records::require_tracked(&[member])?;
    }
    let successors = successors(&step.superseded_by, &library, session)?;
    step.superseded_by = successors.iter().map(|member| member.name().to_owned()).collect();
    if carrying.commit {
        refuse_uncommitted(&successors)?;
    }
    let committed = records::committed(&[member], &library, session)?;
    let repository = session.require_repository()?;
    let fields = step.fields();
    let subject = Subject::of(member, committed.as_ref(), &library.profile, &fields, repository)?;
    let fields = Step::fields_of_successors();
    let successors = successors
        .into_iter()
        .map(|member| Subject::of(member, None, &library.profile, &fields, repository))
        .collect::<Result<Vec<Subject<'_>>, _>>()?;
    let context = session.context(&library)?;
    let (to, pending) = (step.to, subject.pending);
    let request = Request {
        subject,
        step,
        successors,
        library: &library,
        config: &session.config,
        user: records::user(session)?,
        onward: records::onward(session, context.repository.branch.as_ref())?,
    };
    let mut report = promote(request, context)?;
    if to.is_approved() {
        refuse_unfit(member, to, &report.changeset(), session)?;
    }
    if carrying.commit {
        records::require_settled(member.name(), &member.path, pending)?;
    }
    if !carrying.dry_run {
        session.tree.write(&report.changeset())?;
        report = report.written();
    }
    if carrying.commit {
        let made = records::commit_all(session, &[report.commit()])?;
        report = report.committed(made.first().copied());
    }
    session.emit(&report)
}

/// What replaces a document, by number or path.
fn successors<'l>(
    named: &[String],
    library: &'l Library,
    session: &Session<'_>,
) -> Result<Vec<&'l Member>, Failure> {
    named.iter().map(|name| document(name, library, session)).collect()
}

/// Refuses to commit along what somebody is still writing in the document that replaces one.
fn refuse_uncommitted(successors: &[&Member]) -> Result<(), Failure> {
    successors.iter().try_for_each(|member| {
        let pending = member.uncommitted.map(Pending::from);
        records::require_settled(member.name(), &member.path, pending)
    })
}

/// Refuses to bring a text into force that breaks the record or has open places, as `check`
/// would find it afterwards.
fn refuse_unfit(
    member: &Member,
    to: Status,
    changes: &Changeset,
    session: &Session<'_>,
) -> Result<(), Failure> {
    let library = session.library()?.foreseeing(changes);
    let files = session.files(&library)?;
    let request = check::Request {
        config: session.declared.as_ref(),
        folder: &session.folder,
        config_file: &session.config_file(),
        files: &files,
        without: &[],
        paths: std::slice::from_ref(&member.path),
        fail_on: FailOn::Error,
        baseline: None,
        before: None,
        branches: None,
        fetched: None,
    };
    let context = session.context(&library)?;
    let Some(obstacles) = check::check(&library, &request, context).obstacles() else {
        return Ok(());
    };
    let shown = session.rendered(&obstacles, Format::Text)?;
    let name = member.name();
    Err(Failure::new(format!("{name} cannot become {} like this", to.as_str()))
        .shown_by(shown)
        .hint(
            "mend it and commit that; where a finding does not apply, say why beside it: \
             <!-- sopctl-ignore: RULE reason -->",
        ))
}

impl From<LifecycleError> for Failure {
    fn from(error: LifecycleError) -> Self {
        let hint = match error {
            LifecycleError::Entry(error) => return error.into(),
            LifecycleError::Git(error) => return error.into(),
            LifecycleError::UnreadableStatus { .. } => {
                "`sopctl check` says where it stands; mend it first".to_owned()
            }
            LifecycleError::NoWay { from, to, .. } => way_on(from, to).to_owned(),
            LifecycleError::There { .. } => "there is nothing to record".to_owned(),
            LifecycleError::Idle { .. } => "leave it out".to_owned(),
            LifecycleError::Uncommitted { ref path, how, .. } => {
                let hint = records::until_committed(path, how);
                if how == Pending::Staged { hint } else { format!("{hint}; then approve it") }
            }
            LifecycleError::Nobody { .. } => records::UNKNOWN_USER.to_owned(),
            LifecycleError::NotApproved { ref approver, .. } => {
                format!("add --by {approver}, or somebody of that team, once they have approved it")
            }
            LifecycleError::OtherText { .. } => {
                "--by names who approves the text as it stands now".to_owned()
            }
            LifecycleError::InFuture { .. } => "--on takes the day of the approval".to_owned(),
            LifecycleError::BeforeApproval { .. } => {
                "--on takes the day of the approval, --effective that day or a later one".to_owned()
            }
            LifecycleError::NotYet { effective, .. } => format!(
                "--to approved --effective {effective}: it becomes effective on that day by itself"
            ),
            LifecycleError::OwnSuccessor { .. } => {
                "--superseded-by takes the document that replaces it".to_owned()
            }
            LifecycleError::SuccessorOver { .. } => {
                "--superseded-by takes a document that is not over".to_owned()
            }
            LifecycleError::Missing { ref missing, .. } => missing_hint(missing),
        };
        Self::of(&error).hint(hint)
    }
}

fn way_on(from: Status, to: Status) -> &'static str {
    match (from, to) {
        (Status::Superseded | Status::Retired, _) => {
            "what is over stays over; `sopctl new` begins a document that replaces it"
        }
        (Status::Effective, Status::Approved) => {
            "--effective names the day from which its new text binds; until then the old one is in force"
        }
        (Status::Effective, Status::Draft | Status::InReview) => {
            "it stays in force while its next text is written on a branch; that is approved with --to approved --effective DAY"
        }
        (_, Status::Superseded) => {
            "only what was in force is superseded; `sopctl retire` takes the rest out of use"
        }
        _ => "a document goes from draft over in-review and approved to effective",
    }
}

fn missing_hint(missing: &[FieldName]) -> String {
    let options: Vec<&str> = missing
        .iter()
        .filter_map(|field| match field {
            FieldName::EffectiveDate => Some("--effective DAY"),
            FieldName::SupersededBy => Some("--superseded-by DOC"),
            _ => None,
        })
        .collect();
    if options.is_empty() {
        "fill them in, and commit that first".to_owned()
    } else {
        format!("give {}", options.join(" and "))
    }
}
