//! `sopctl show`

use std::path::Path;

use crate::answers::show::{Grounds, LinksFollowed, show};

use super::super::Outcome;
use super::super::args::{Global, ShowArguments};
use super::super::console::Console;
use super::super::error::Failure;
use super::super::naming::{document, file_elsewhere, lone_file};
use super::super::session::{Needs, Session};

pub(in crate::cli) fn run(
    arguments: &ShowArguments,
    global: &Global,
    console: &Console,
) -> Result<Outcome, Failure> {
    let name = arguments.document.as_str();
    let session = Session::open(global, console, Needs::Folder)?;
    match file_elsewhere(name, &session) {
        Some(file) => {
            let folder = file.parent().map(Path::to_owned);
            let there = Global { directory: folder, ..global.clone() };
            let session = Session::open(&there, console, Needs::Folder)?;
            answer(&file.to_string_lossy(), &session)
        }
        None => answer(name, &session),
    }
}

fn answer(name: &str, session: &Session<'_>) -> Result<Outcome, Failure> {
    let (library, links) = match lone_file(name, session)? {
        Some(alone) => (alone, LinksFollowed::No),
        None => (session.library()?, LinksFollowed::InLibrary),
    };
    let member = document(name, &library, session)?;
    let history = session.history_of(&library)?;
    let grounds = Grounds {
        history: history.as_ref().map(|history| history.ground(&session.as_of)),
        config: &session.config,
        as_of: &session.as_of,
        links,
    };
    let context = session.context(&library)?;
    let report = show(member, &library, grounds, context, &session.progress)?;
    session.emit(&report)
}
