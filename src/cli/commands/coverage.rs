//! `sopctl coverage`

use crate::answers::coverage::{Extent, Request, Selection, coverage};
use crate::document::lifecycle::DocumentType;

use super::super::Outcome;
use super::super::args::{CoverageArguments, Global};
use super::super::console::Console;
use super::super::error::Failure;
use super::super::naming::document;
use super::super::narrowing::{require_owner, require_type, status_named, tell_unmatched};
use super::super::past::Past;
use super::super::session::{Needs, Session};

pub(in crate::cli) fn run(
    arguments: &CoverageArguments,
    global: &Global,
    console: &Console,
) -> Result<Outcome, Failure> {
    let mut session = Session::open(global, console, Needs::Folder)?;
    if let Some(at) = arguments.at.as_deref() {
        let past = Past::of(&session, Some(at))?;
        session.move_to(&past)?;
    }
    let status = arguments.status.as_deref().map(status_named).transpose()?;
    let document_type = arguments.document_type.as_deref().map(DocumentType::new);
    let library = session.library()?;
    tell_unmatched(&library, console);
    if let Some(owner) = &arguments.owner {
        require_owner(&library, owner)?;
    }
    if let Some(document_type) = &document_type {
        require_type(&library, document_type)?;
    }
    let root = match &arguments.document {
        Some(name) => Some(document(name, &library, &session)?.path.clone()),
        None => None,
    };
    let selection = Selection {
        document: root,
        document_type,
        owner: arguments.owner.clone(),
        status,
        in_force: arguments.in_force,
    };
    let request = Request {
        config: &session.config,
        as_of: &session.as_of,
        selection: &selection,
        extent: if arguments.gaps { Extent::Gaps } else { Extent::Map },
        fail_on_gaps: arguments.exit_code,
    };
    let context = session.context(&library)?;
    session.emit(&coverage(&library, &request, context))
}
