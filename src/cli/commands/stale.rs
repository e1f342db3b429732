//! `sopctl stale`

use std::collections::BTreeSet;

use crate::answers::stale::{Desk, Grouping, Request, Scope, StaleReport, stale};
use crate::library::{Library, Member, Touched};
use crate::standing::{FailOn, ReasonCode, State, plural};
use crate::text::nearest;

use super::super::Outcome;
use super::super::args::{Global, GroupBy, StaleArguments};
use super::super::baseline::{accepting, refuse_part};
use super::super::console::Console;
use super::super::error::Failure;
use super::super::narrowing::{due_soon, require_owner, tell_unmatched};
use super::super::past::Past;
use super::super::records::user;
use super::super::session::{Needs, Session};

pub(in crate::cli) fn run(
    arguments: &StaleArguments,
    global: &Global,
    console: &Console,
) -> Result<Outcome, Failure> {
    let mut session = Session::open(global, console, Needs::Repository)?;
    if let Some(at) = &arguments.at {
        let past = Past::of(&session, Some(at))?;
        session.move_to(&past)?;
    }
    let due_soon = due_soon("--within", arguments.within.as_deref(), &session)?;
    let fail_on = fail_on(arguments, &session)?;
    refuse_part(&arguments.accepting, &narrowing(arguments), &session)?;
    let configured = session.config.stale.baseline.as_ref();
    let accepting = accepting::<StaleReport>(&arguments.accepting, configured, &session)?;
    // What a branch touches is mostly told by the branch itself, however little of the
    // history below it is here; where it is not, the verdict says so.
    let history = match &arguments.since {
        Some(_) => session.known_history()?,
        None => session.history()?,
    };
    let library = session.library()?;
    let scope = arguments.since.as_deref().map(|rev| scope(rev, &session, &library)).transpose()?;
    tell_unmatched(&library, console);
    let desk = if arguments.mine { Some(desk(arguments, &session)?) } else { None };
    let reasons = reasons(&arguments.reason)?;
    let owner = arguments.owner.as_deref().filter(|_| desk.is_none());
    if let Some(owner) = owner {
        require_owner(&library, owner)?;
        let left_out = library.unreadable.len();
        if left_out > 0 {
            let documents = plural(left_out, "document");
            console.remark(&format!(
                "note: {documents} could not be read, so that nobody knows whose they are; \
                 `sopctl stale` without --owner names them"
            ));
        }
    }
    let request = Request {
        config: &session.config,
        as_of: &session.as_of,
        due_soon,
        fail_on,
        owner,
        desk: desk.as_ref(),
        reasons: &reasons,
        grouping: match arguments.group_by {
            Some(GroupBy::Owner) => Grouping::Owner,
            None => Grouping::State,
        },
        scope: scope.as_ref(),
        show_due_soon: arguments.within.is_some(),
        explain: arguments.explain,
        baseline: accepting.as_ref().map(|accepting| &accepting.baseline),
    };
    let context = session.context(&library)?;
    let report =
        stale(&library, history.ground(&session.as_of), &request, context, &session.progress)?;
    if let Some(newest) = report.newest_review()
        && newest > session.as_of.day
        && global.as_of.is_some()
    {
        console.remark(&format!(
            "note: the newest review is of {newest}; --as-of only sets the day to judge by. \
             --at {} judges the documents as they were then.",
            session.as_of.day
        ));
    }
    match accepting {
        Some(accepting) if arguments.accepting.write_baseline => {
            accepting.write(&report, &arguments.accepting, &session)
        }
        _ => session.emit(&report),
    }
}

/// The options that were given and leave documents out.
fn narrowing(arguments: &StaleArguments) -> Vec<&'static str> {
    let options = [
        ("--owner", arguments.owner.is_some()),
        ("--mine", arguments.mine),
        ("--reason", !arguments.reason.is_empty()),
        ("--since", arguments.since.is_some()),
    ];
    options.into_iter().filter_map(|(option, is_given)| is_given.then_some(option)).collect()
}

/// What was touched since a revision parted from the present one.
fn scope(rev: &str, session: &Session<'_>, library: &Library) -> Result<Scope, Failure> {
    let since = session.since(rev)?;
    let repository = session.require_repository()?;
    let touched = Touched::between(repository, since.base, since.tip)?;
    let describing = library.describing(&touched, Some(repository));
    let describing = describing.iter().map(|found| found.member.path.clone()).collect();
    let names = |library: &Library| -> BTreeSet<String> {
        library.members.iter().map(|member: &Member| member.name().to_lowercase()).collect()
    };
    let now = names(library);
    let rests_on_nothing = library.members.iter().any(|member| {
        let fields = member.document.fields();
        let upstream = fields.implements.items().iter().map(|reference| &reference.value);
        upstream
            .chain(fields.translation_of.value())
            .any(|reference| !now.contains(&reference.document.to_lowercase()))
    });
    // The documents before are read only where one of them can be what somebody misses.
    let gone = if rests_on_nothing {
        &names(&session.library_at(since.base)?) - &now
    } else {
        BTreeSet::new()
    };
    Ok(Scope { rev: since.rev, base: since.base, touched, describing, gone })
}

/// Whose desk `--mine` means: that of `--owner`, else of whoever commits here.
fn desk(arguments: &StaleArguments, session: &Session<'_>) -> Result<Desk, Failure> {
    let named = arguments.owner.clone();
    let who = match named {
        Some(owner) => Some(owner),
        None => user(session)?,
    };
    let Some(who) = who else {
        return Err(Failure::new("git does not say who you are")
            .hint("set user.name and user.email, or name yourself with --owner"));
    };
    Ok(Desk::of(&who, &session.config))
}

fn reasons(named: &[String]) -> Result<Vec<ReasonCode>, Failure> {
    let code = |name: &String| {
        let known = || ReasonCode::ALL.iter().map(|code| code.name());
        ReasonCode::ALL.iter().copied().find(|code| code.name() == name).ok_or_else(|| {
            let hint = match nearest(name, known()) {
                Some(near) => format!("did you mean {near}?"),
                None => format!("--reason takes {}", known().collect::<Vec<_>>().join(", ")),
            };
            Failure::new(format!("there is no reason {name:?}")).hint(hint)
        })
    };
    named.iter().map(code).collect()
}

fn fail_on(arguments: &StaleArguments, session: &Session<'_>) -> Result<FailOn, Failure> {
    let names: Vec<String> = if arguments.fail_on.is_empty() {
        session.config.stale.fail_on.iter().map(|name| name.value.clone()).collect()
    } else {
        arguments.fail_on.clone()
    };
    FailOn::read(&names).map_err(|error| {
        let known = FailOn::words();
        let is_state = State::ALL.iter().any(|state| state.name() == error.name);
        let near = nearest(&error.name, known.iter().copied()).filter(|_| !is_state);
        let hint = match near {
            Some(near) => format!("did you mean {near}?"),
            None => format!("--fail-on takes {}", known.join(", ")),
        };
        Failure::of(&error).hint(hint)
    })
}
