//! `sopctl list`

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::answers::register::{LeftOut, Part, Selection, register};
use crate::document::lifecycle::DocumentType;
use crate::evolution::Evolution;
use crate::git::CommitId;
use crate::library::Library;
use crate::paths::RepoPath;
use crate::standing::{Detail, Ground, InForce, Rule, in_force};

use super::super::Outcome;
use super::super::args::{Global, ListArguments};
use super::super::console::Console;
use super::super::error::Failure;
use super::super::narrowing::{require_owner, require_type, status_named, tell_unmatched};
use super::super::past::Past;
use super::super::session::{Needs, Session};

pub(in crate::cli) fn run(
    arguments: &ListArguments,
    global: &Global,
    console: &Console,
) -> Result<Outcome, Failure> {
    let mut session = Session::open(global, console, Needs::Folder)?;
    let at = arguments.at.as_deref();
    let past = match (at, arguments.in_force) {
        (None, false) => None,
        _ => Some(Past::of(&session, at)?),
    };
    if let Some(past) = &past {
        session.move_to(past)?;
    }
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
    let whole = Part { library: &library, ground, in_force: None };
    let judged = |parts: Vec<Part<'_>>| {
        let (config, as_of) = (&session.config, &session.as_of);
        register(parts, config, as_of, &selection, context, &session.progress)
    };
    let Some(past) = past.filter(|_| arguments.in_force) else {
        return session.emit(&judged(vec![whole])?);
    };
    let found = in_force_then(&library, &past, &session)?;
    let is_selected = |path: &&RepoPath| {
        library.at(path).is_none_or(|member| selection.selects(member.document.fields()))
    };
    let left_out = LeftOut {
        not_in_force: found.without.iter().filter(is_selected).count(),
        undecided: found.undecided.iter().filter(is_selected).cloned().collect(),
    };
    // Texts that are in force and that another has followed on the branch since.
    let mut older = Vec::new();
    for (tree, answers) in found.elsewhere {
        let then = session.library_at(tree)?;
        for path in answers.keys().filter(|path| then.at(path).is_none()) {
            console.remark(&format!(
                "note: {path} as of {} was in force, and is no document that could be read there",
                tree.short()
            ));
        }
        older.push((tree, then, answers));
    }
    let mut parts = vec![Part { in_force: Some(found.here), ..whole }];
    parts.extend(older.iter().map(|(tree, library, answers)| Part {
        library,
        ground: ground.map(|ground| Ground { start: *tree, ..ground }),
        in_force: Some(answers.clone()),
    }));
    session.emit(&judged(parts)?.without(left_out))
}

/// What was in force, by where its text stands.
#[derive(Default)]
struct Found {
    /// In the tree of the day.
    here: HashMap<RepoPath, InForce>,
    /// In older trees.
    elsewhere: BTreeMap<CommitId, HashMap<RepoPath, InForce>>,
    /// Documents of the day without a text in force.
    without: BTreeSet<RepoPath>,
    /// Those of which nothing tells.
    undecided: BTreeSet<RepoPath>,
}

fn in_force_then(library: &Library, past: &Past, session: &Session<'_>) -> Result<Found, Failure> {
    let evolution = Evolution::of_library(session.require_repository()?, library);
    let documents = past.documents(session, library, &evolution)?;
    let day = past.day();
    let mut found = Found::default();
    for (path, editions) in documents.all() {
        let answer = in_force(editions, &day, &evolution, Detail::Text)?;
        let on_branch = path.and_then(|path| library.at(path));
        match &answer.text {
            None if answer.rule == Rule::Unknown || answer.is_uncertain() => {
                let came_at = editions.all.last().map(|edition| &edition.path);
                found.undecided.extend(path.or(came_at).cloned());
            }
            None => found.without.extend(path.cloned()),
            Some(text)
                if on_branch.is_some_and(|member| {
                    member.blob == Some(text.blob) && member.path == text.path
                }) =>
            {
                found.here.insert(text.path.clone(), answer);
            }
            Some(text) => {
                let tree = found.elsewhere.entry(text.tree).or_default();
                tree.insert(text.path.clone(), answer);
            }
        }
    }
    Ok(found)
}
