//! `sopctl changelog`

use std::path::Path;

use crate::answers::changelog::{Audience, ChangelogReport, End, Request, changelog, prepended};
use crate::git::CommitId;
use crate::paths::RepoPath;
use crate::record::Pending;
use crate::render::{fill, render};
use crate::report::Format;
use crate::template::ReportTemplate;
use crate::worktree::{ChangeKind, Changeset, FileChange, write_answer};

use super::super::Outcome;
use super::super::approvals::hosted;
use super::super::args::{ChangelogArguments, ChangelogView, Global};
use super::super::changes::{Mode, carry_out};
use super::super::console::Console;
use super::super::error::Failure;
use super::super::naming::below_root;
use super::super::range::refuse_rev;
use super::super::records;
use super::super::session::{Needs, Session};

pub(in crate::cli) fn run(
    arguments: &ChangelogArguments,
    global: &Global,
    console: &Console,
) -> Result<Outcome, Failure> {
    if let Some(name) = &arguments.export_template {
        console.answer(built_in(name)?)?;
        return Ok(Outcome::Clean);
    }
    refuse_rev(global, "sopctl changelog A..REV")?;
    refuse_format(arguments, global)?;
    let mut session = Session::open(global, console, Needs::Repository)?;
    session.refuse_shallow()?;
    let range = session.release(arguments)?;
    session.judge_at(range.to.commit)?;
    session.doubts.clone_from(&range.doubts);
    let old = range.from.as_ref().map(|from| session.library_of(from)).transpose()?;
    let new = session.library_of(&range.to)?;
    let Some(controlled) = session.history_of(&new)? else {
        return Err(Failure::new(format!("{} is no commit", range.to.name)));
    };
    let zone = &session.as_of.zone;
    let end = |name: String, commit: Option<CommitId>| -> Result<End, Failure> {
        let commit = commit.ok_or_else(|| Failure::new(format!("{name} is no commit")))?;
        let info = controlled.repository.commit_info(commit)?;
        Ok(End { name, commit, day: info.committer_time.day_in(zone) })
    };
    let hosted = arguments.approvals.as_deref().map(|file| hosted(file, zone)).transpose()?;
    let audience = match (arguments.check, arguments.view) {
        (true, _) => Audience::Versions,
        (false, ChangelogView::Auditor) => Audience::Auditor,
        (false, ChangelogView::Staff) => Audience::Staff,
    };
    let request = Request {
        repository: controlled.repository,
        from: range.from.map(|from| end(from.name, from.commit)).transpose()?,
        to: end(range.to.name, range.to.commit)?,
        landing: &controlled.landing,
        config: &session.config,
        hosted: hosted.as_ref(),
        audience,
        zone,
    };
    let context = session.context(&new)?;
    let report = changelog(old.as_ref(), &new, request, context, &session.progress)?;
    if let Some(file) = &arguments.prepend {
        let text = written(&report, arguments, &session)?;
        return prepend(file, &text, &report, arguments, &session);
    }
    if arguments.context {
        return show(&render(&report, Format::Json, console.page())?, &session);
    }
    match &arguments.template {
        Some(_) => show(&written(&report, arguments, &session)?, &session),
        None => session.emit(&report),
    }
}

/// A template and the context have the form that they have.
fn refuse_format(arguments: &ChangelogArguments, global: &Global) -> Result<(), Failure> {
    let option = if arguments.template.is_some() {
        "--template"
    } else if arguments.context {
        "--context"
    } else if arguments.prepend.is_some() {
        "--prepend"
    } else {
        return Ok(());
    };
    match global.format.as_deref() {
        Some(format) if !(format == "markdown" && option == "--prepend") => {
            Err(Failure::new(format!("{option} cannot be written as {format:?}"))
                .hint("leave --format (or SOPCTL_FORMAT) out"))
        }
        _ => Ok(()),
    }
}

fn built_in(name: &str) -> Result<&'static str, Failure> {
    ReportTemplate::built_in("changelog", name).ok_or_else(|| {
        Failure::new(format!("there is no changelog template {name:?}"))
            .hint("there are auditor and staff")
    })
}

/// The changelog as Markdown: by the template where one is named, else as it is shown.
fn written(
    report: &ChangelogReport,
    arguments: &ChangelogArguments,
    session: &Session<'_>,
) -> Result<String, Failure> {
    let Some(file) = &arguments.template else {
        return Ok(render(report, Format::Markdown, session.console.page())?);
    };
    let shown = file.display().to_string();
    let text = std::fs::read_to_string(file).map_err(|error| {
        Failure::new(format!("cannot read {shown}"))
            .because(&error)
            .hint("`sopctl changelog --export-template auditor` prints one to begin with")
    })?;
    fill(&ReportTemplate::new(&shown, text), report).map_err(|error| {
        Failure::of(&error).hint("`sopctl changelog --context` prints what there is to fill in")
    })
}

fn show(text: &str, session: &Session<'_>) -> Result<Outcome, Failure> {
    match &session.global.output {
        Some(path) => write_answer(path, text)?,
        None => session.console.answer(text)?,
    }
    Ok(Outcome::Clean)
}

/// Inserts the changelog into a file of the working tree.
fn prepend(
    file: &Path,
    text: &str,
    report: &ChangelogReport,
    arguments: &ChangelogArguments,
    session: &Session<'_>,
) -> Result<Outcome, Failure> {
    let typed = file.to_string_lossy();
    let Some(path) = below_root(&typed, session)? else {
        return Err(Failure::new(format!("{typed} is a folder"))
            .hint("--prepend takes a Markdown file, such as CHANGELOG.md"));
    };
    let before = read(&session.root.join(path.as_str()), &path)?;
    let Some(content) = prepended(before.as_deref(), text, report.to()) else {
        session.console.answer(&format!(
            "{path} has the changelog of {} already: nothing was written\n",
            report.to().name
        ))?;
        return Ok(Outcome::Clean);
    };
    let kind = match before {
        Some(before) => {
            ChangeKind::Replace { expected: before.into_bytes(), content: content.into_bytes() }
        }
        None => ChangeKind::Create { content: content.into_bytes() },
    };
    // git commits no file by name that it does not know.
    let is_known = session.require_repository()?.staged(&path)?.is_some();
    let how = if is_known { Pending::Modified } else { Pending::Untracked };
    let next = records::to_commit(&path, how);
    let changes = Changeset { changes: vec![FileChange { path, kind }] };
    carry_out(&changes, &session.tree, Mode::of(arguments.dry_run), &next, session.console)
}

fn read(file: &Path, path: &RepoPath) -> Result<Option<String>, Failure> {
    let bytes = match std::fs::read(file) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(Failure::new(format!("cannot read {path}")).because(&error)),
    };
    String::from_utf8(bytes).map(Some).map_err(|_| {
        Failure::new(format!("{path} is not UTF-8"))
            .hint("--prepend takes a Markdown file, such as CHANGELOG.md")
    })
}
