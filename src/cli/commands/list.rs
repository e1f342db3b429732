//! `sopctl list`

use crate::answers::register::{Selection, register};
use crate::document::lifecycle::DocumentType;

use super::super::Outcome;
use super::super::args::{Global, ListArguments};
use super::super::console::Console;
use super::super::error::Failure;
use super::super::narrowing::{require_owner, require_type, status_named, tell_unmatched};
use super::super::session::{Needs, Session};

pub(in crate::cli) fn run(
    arguments: &ListArguments,
    global: &Global,
    console: &Console,
) -> Result<Outcome, Failure> {
    let session = Session::open(global, console, Needs::Folder)?;
    let status = arguments.status.as_deref().map(status_named).transpose()?;
    let selection = Selection {
        document_type: arguments.document_type.as_deref().map(DocumentType::new),
        owner: arguments.owner.clone(),
        status,
    };
    let library = session.library()?;
    tell_unmatched(&library, console);
    if let Some(owner) = &selection.owner {
        require_owner(&library, owner)?;
    }
    if let Some(document_type) = &selection.document_type {
        require_type(&library, document_type)?;
    }
    let history = session.history_of(&library)?;
    let context = session.context(&library)?;
    let ground = history.as_ref().map(|history| history.ground(&session.as_of));
    let report = register(
        &library,
        ground,
        &session.config,
        &session.as_of,
        &selection,
        context,
        &session.progress,
    )?;
    session.emit(&report)
}
