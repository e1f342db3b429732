//! `sopctl renumber`

use crate::answers::renumber::{
    OtherFile, OtherKind, RenumberError, Renumbering, Request, renumber,
};
use crate::document::id::DocumentId;
use crate::library::Library;
use crate::paths::RepoPath;
use crate::worktree::{Breadth, FileKind, list, read};

use super::super::Outcome;
use super::super::args::{Global, RenumberArguments};
use super::super::console::Console;
use super::super::error::Failure;
use super::super::naming::document;
use super::super::rewriting::{Written, open_to_write};
use super::super::session::Session;

/// Where hosting services look for code owners.
const CODE_OWNERS: [&str; 4] =
    ["CODEOWNERS", ".github/CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS"];

pub(in crate::cli) fn run(
    arguments: &RenumberArguments,
    global: &Global,
    console: &Console,
) -> Result<Outcome, Failure> {
    let session = open_to_write(Written::Fields, global, console)?;
    // What cannot be shown afterwards is not done.
    session.format::<Renumbering>()?;
    let new = arguments.new.as_deref().map(DocumentId::new).transpose().map_err(|error| {
        Failure::of(&error).hint("leave it out for the next free number of the type")
    })?;
    let library = session.library_to_number()?;
    let member = document(&arguments.old, &library, &session)?;
    let held = match (&new, &session.repository) {
        (Some(new), Some(repository)) => library.held_elsewhere(
            new.as_str(),
            repository,
            session.settings()?,
            &session.progress,
        )?,
        _ => Vec::new(),
    };
    let others = others(&library, &session)?;
    let request = Request {
        member,
        new: new.as_ref(),
        held: &held,
        library: &library,
        config: &session.config,
        others: &others,
    };
    let mut report = renumber(&request, session.context(&library)?)?;
    if !arguments.dry_run {
        session.tree.write(report.changeset())?;
        report = report.written();
    }
    session.emit(&report)
}

/// The files that may name a document and are none: other Markdown, the configuration, the
/// baselines, CODEOWNERS. One that is not text names nobody.
fn others(library: &Library, session: &Session<'_>) -> Result<Vec<OtherFile>, Failure> {
    let files = list(&session.root, Breadth::OwnFiles).map_err(|error| Failure::of(&error))?;
    let is_document = |path: &RepoPath| library.at(path).is_some();
    let is_markdown = |path: &RepoPath| {
        let ending = path.file_name().rsplit_once('.').map(|(_, ending)| ending.to_lowercase());
        ending.is_some_and(|ending| ending == "md" || ending == "markdown")
    };
    let markdown = files
        .files
        .into_iter()
        .filter(|file| file.kind == FileKind::File && is_markdown(&file.path))
        .filter(|file| !is_document(&file.path))
        .map(|file| (file.path, OtherKind::Markdown));
    let below = |name: &str| match session.folder.as_str() {
        "" => name.to_owned(),
        folder => format!("{folder}/{name}"),
    };
    let baselines = [&session.config.stale.baseline, &session.config.check.baseline];
    let mut listings: Vec<String> =
        baselines.into_iter().flatten().map(|baseline| below(baseline.as_str())).collect();
    listings.push(below("sopctl.toml"));
    listings.extend(CODE_OWNERS.map(str::to_owned));
    listings.sort();
    listings.dedup();
    let listings = listings
        .iter()
        .filter_map(|path| RepoPath::new(path).ok())
        .filter(|path| session.root.join(path.as_str()).is_file())
        .map(|path| (path, OtherKind::Listing));
    let mut others = Vec::new();
    for (path, kind) in markdown.chain(listings) {
        let bytes = read(&session.root, &path).map_err(|error| Failure::of(&error))?;
        if let Ok(text) = String::from_utf8(bytes) {
            others.push(OtherFile { path, text, kind });
        }
    }
    Ok(others)
}

impl From<RenumberError> for Failure {
    fn from(error: RenumberError) -> Self {
        let hint = match &error {
            RenumberError::Unnumbered { .. } => {
                "`sopctl adopt` gives documents their first number".to_owned()
            }
            RenumberError::Same { .. } => "there is nothing to change".to_owned(),
            RenumberError::OtherType { example, .. } => {
                format!("its numbers look like {example}; leave it out for the next free one")
            }
            RenumberError::Taken { .. } | RenumberError::TakenElsewhere { .. } => {
                "numbers are given once; leave it out for the next free one".to_owned()
            }
            RenumberError::NoNext { .. } => "name the new number".to_owned(),
            RenumberError::InTheWay { .. } => {
                "nothing was written; move that file first".to_owned()
            }
            RenumberError::Path(_) => "choose another number".to_owned(),
            RenumberError::Edit { .. } => "nothing was written; mend the front matter".to_owned(),
        };
        Self::of(&error).hint(hint)
    }
}
