//! `sopctl show`

use std::fs;
use std::path::Path;

use crate::answers::show::{Grounds, LinksFollowed, Show, show};
use crate::evolution::Evolution;
use crate::git::FileKind;
use crate::library::{Library, Source};
use crate::report::Format;
use crate::standing::{Detail, InForce, Rule, in_force};
use crate::worktree::read_file_up_to;

use super::super::Outcome;
use super::super::args::{Global, ShowArguments};
use super::super::console::Console;
use super::super::error::Failure;
use super::super::naming::{document, file_elsewhere, lone_file};
use super::super::past::Past;
use super::super::session::{Needs, Session};

pub(in crate::cli) fn run(
    arguments: &ShowArguments,
    global: &Global,
    console: &Console,
) -> Result<Outcome, Failure> {
    let name = arguments.document.as_str();
    let mut session = Session::open(global, console, Needs::Folder)?;
    if let Some(at) = &arguments.at {
        return answer_at(name, at, &mut session);
    }
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
    session.emit(&with_pictures(report, &library, session)?)
}

/// A page shows the pictures of the tree that its text was read from. One that cannot be read
/// is told by its description.
fn with_pictures(report: Show, library: &Library, session: &Session<'_>) -> Result<Show, Failure> {
    if session.format::<Show>()? != Format::Html {
        return Ok(report);
    }
    let Source::Revision { commit } = library.source else {
        return Ok(report.with_pictures(|path, most| {
            // A link could lead anywhere.
            let file = fs::canonicalize(session.root.join(path.as_str())).ok()?;
            let is_own = file.starts_with(&session.root) && file.is_file();
            read_file_up_to(&file, most as u64).ok().filter(|_| is_own)
        }));
    };
    let Some(repository) = &session.repository else { return Ok(report) };
    Ok(report.with_pictures(|path, most| {
        let file = repository.file(commit, path).ok().flatten()?;
        let size = repository.blob_size(file.blob).ok()?;
        let is_read = file.kind == FileKind::File && size <= most as u64;
        is_read.then(|| repository.blob(file.blob).ok()).flatten()
    }))
}

/// The text that was in force on a day; where none was, the text on the branch that day.
fn answer_at(name: &str, at: &str, session: &mut Session<'_>) -> Result<Outcome, Failure> {
    let past = Past::of(session, Some(at))?;
    session.move_to_or_before(&past)?;
    let library = session.library()?;
    let repository = session.require_repository()?;
    let evolution = Evolution::of_library(repository, &library);
    let mut documents = past.documents(session, &library, &evolution)?;
    let named = document(name, &library, session).map(|member| documents.numbered_at(&member.path));
    let number = match named.map(|number| number.ok_or_else(|| gone(name, at))) {
        Ok(Ok(number)) => number,
        Ok(Err(unknown)) | Err(unknown) => {
            past.find(name, unknown, &mut documents, session, &evolution)?
        }
    };
    let editions = documents.numbered(number).ok_or_else(|| gone(name, at))?;
    let day = past.day();
    let mut answer = in_force(editions, &day, &evolution, Detail::Surroundings)?;
    if let Some(text) = &mut answer.text {
        text.find_author(repository, &session.progress)?;
    }
    // The text in force, else the one on the branch.
    let on_branch = day.shown(editions).and_then(|edition| Some((&edition.path, edition.blob?)));
    let (path, elsewhere) = match (&answer.text, on_branch) {
        (Some(text), Some((path, blob))) if text.blob == blob && text.path == *path => (path, None),
        (Some(text), _) => (&text.path, Some(text.tree)),
        (None, Some((path, _))) => (path, None),
        (None, None) if answer.rule == Rule::Unknown => return Err(unknown(name, &answer)),
        (None, None) => {
            let nearest = past.nearest_text(editions).ok_or_else(|| gone(name, at))?;
            (nearest.1, Some(nearest.0))
        }
    };
    let was_there = on_branch.is_some() || answer.text.is_some();
    let library = match elsewhere {
        Some(tree) => {
            session.revision = Some(tree);
            session.library()?
        }
        None => library,
    };
    let member = library.at(path).ok_or_else(|| match answer.rule {
        Rule::Unknown => unknown(name, &answer),
        _ => Failure::new(format!("{path} cannot be read as a document of {at}"))
            .hint(format!("`sopctl list --at {at}` shows what could be read")),
    })?;
    let history = session.history()?;
    let grounds = Grounds {
        history: Some(history.ground(&session.as_of)),
        config: &session.config,
        as_of: &session.as_of,
        links: LinksFollowed::InLibrary,
    };
    let context = session.context(&library)?;
    let report = show(member, &library, grounds, context, &session.progress)?;
    let report = if was_there { report } else { report.of_absent() };
    session.emit(&with_pictures(report, &library, session)?.with_in_force(answer))
}

fn gone(name: &str, at: &str) -> Failure {
    Failure::new(format!("nothing is known of {name} on {at}"))
        .hint(format!("`sopctl list --at {at}` shows the documents of that day"))
}

/// Where nothing tells whether there was a text on that day.
fn unknown(name: &str, answer: &InForce) -> Failure {
    let on = answer.on;
    Failure::new(format!("nothing here tells which text of {name} was in force on {on}"))
        .hint("git fetch --unshallow, or in a partial clone git fetch --refetch --no-filter")
}
