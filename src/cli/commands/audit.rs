//! `sopctl audit`

use crate::answers::audit::{Period, Request, audit};
use crate::document::lifecycle::DocumentType;
use crate::library::Library;
use crate::paths::RepoPath;

use super::super::Outcome;
use super::super::approvals::hosted;
use super::super::args::{AuditArguments, Global};
use super::super::configuration::CONFIG_FILE;
use super::super::console::Console;
use super::super::error::Failure;
use super::super::narrowing::{day, require_owner, require_type, tell_unmatched};
use super::super::session::{Needs, Session};

pub(in crate::cli) fn run(
    arguments: &AuditArguments,
    global: &Global,
    console: &Console,
) -> Result<Outcome, Failure> {
    let session = Session::open(global, console, Needs::Repository)?;
    let period = period(arguments)?;
    let zone = &session.as_of.zone;
    let hosted = arguments.approvals.as_deref().map(|file| hosted(file, zone)).transpose()?;
    let history = session.history()?;
    let library = session.library()?;
    tell_unmatched(&library, console);
    let document_type = arguments.document_type.as_deref().map(DocumentType::new);
    if let Some(document_type) = &document_type {
        require_type(&library, document_type)?;
    }
    if let Some(owner) = &arguments.owner {
        require_owner(&library, owner)?;
    }
    let request = Request {
        repository: history.repository.name().unwrap_or_else(|| ".".to_owned()),
        config: &session.config,
        config_path: if global.config.is_some() { None } else { config_path(&session.folder) },
        period,
        document_type: document_type.as_ref(),
        owner: arguments.owner.as_deref(),
        by_person: arguments.by_person,
        hosted: hosted.as_ref(),
        places_left: Library::places_left(
            history.repository,
            history.start,
            session.settings()?,
            &session.progress,
        )?,
    };
    let context = session.context(&library)?;
    let ground = history.ground(&session.as_of);
    session.emit(&audit(&library, ground, &request, context, &session.progress)?)
}

fn period(arguments: &AuditArguments) -> Result<Period, Failure> {
    let (from, to) =
        (day("--from", arguments.from.as_deref())?, day("--to", arguments.to.as_deref())?);
    if let (Some(from), Some(to)) = (from, to)
        && from > to
    {
        return Err(Failure::new(format!("there is no day from {from} to {to}"))
            .hint("--from names the first day, --to the last"));
    }
    Ok(Period { from, to })
}

/// Where sopctl.toml stands, or would.
fn config_path(folder: &str) -> Option<RepoPath> {
    let path =
        if folder.is_empty() { CONFIG_FILE.to_owned() } else { format!("{folder}/{CONFIG_FILE}") };
    RepoPath::new(&path).ok()
}
