//! From what is typed to paths and documents.

use std::path::{Component, Path, PathBuf};

use crate::answers::check::{Rule, rules};
use crate::library::{FindError, Library, Member};
use crate::paths::RepoPath;
use crate::standing::ReasonCode;
use crate::text::nearest;

use super::error::Failure;
use super::session::Session;

/// A path as typed, from the root of the repository; `None` for the root itself.
pub(super) fn below_root(typed: &str, session: &Session<'_>) -> Result<Option<RepoPath>, Failure> {
    let outside = || {
        Failure::new(format!("{typed} is outside the library"))
            .hint(format!("name files and folders below {}", session.root.display()))
    };
    let full = full_path(typed, &session.here);
    let below = full.strip_prefix(&session.root).map_err(|_| outside())?;
    if below.as_os_str().is_empty() {
        return Ok(None);
    }
    let text = below.to_str().ok_or_else(outside)?;
    RepoPath::new(text).map(Some).map_err(|_| outside())
}

/// The file that is named by its path, if there is one and it stands outside the working
/// tree or folder of the session.
pub(super) fn file_elsewhere(typed: &str, session: &Session<'_>) -> Option<PathBuf> {
    let full = full_path(typed, &session.here);
    if full.starts_with(&session.root) || !full.is_file() {
        return None;
    }
    // Only the folder is followed: the file itself may be a link with another name.
    let folder = std::fs::canonicalize(full.parent()?).ok()?;
    let file = folder.join(full.file_name()?);
    (!file.starts_with(&session.root)).then_some(file)
}

/// A library of nothing but the file that is named by its path, where neither a repository
/// nor a sopctl.toml says what else belongs to it: its folder may be anybody's home.
pub(super) fn lone_file(typed: &str, session: &Session<'_>) -> Result<Option<Library>, Failure> {
    if session.repository.is_some() || session.declared.is_some() {
        return Ok(None);
    }
    match below_root(typed, session).ok().flatten() {
        Some(path) if session.root.join(path.as_str()).is_file() => {
            Ok(Some(Library::of_file(&session.root, path, session.settings()?)))
        }
        _ => Ok(None),
    }
}

/// The rule of `check` that is named.
pub(super) fn rule_named(typed: &str) -> Result<&'static Rule, Failure> {
    rules().find(|rule| rule.id == typed).ok_or_else(|| {
        let reason = ReasonCode::named(typed);
        let hint = match (reason, nearest(typed, rules().map(|rule| rule.id))) {
            (Some(reason), _) => {
                let said = reason.summary().trim_end_matches('.');
                format!("it is a reason of `sopctl stale`, not a rule of `check`: {said}")
            }
            (None, Some(near)) => format!("did you mean {near}?"),
            (None, None) => "`sopctl explain` lists the rules".to_owned(),
        };
        Failure::new(format!("there is no rule {typed:?}")).hint(hint)
    })
}

/// The document that is named: by its path from where the command was given or from the
/// root, by its number, or by the beginning of its number.
pub(super) fn document<'l>(
    typed: &str,
    library: &'l Library,
    session: &Session<'_>,
) -> Result<&'l Member, Failure> {
    let path = below_root(typed, session).ok().flatten();
    if let Some(member) = path.as_ref().and_then(|path| library.at(path)) {
        return Ok(member);
    }
    let unknown = match library.find(typed) {
        Ok(member) => return Ok(member),
        Err(unknown @ FindError::Unknown { .. }) => unknown,
        Err(several) => return Err(several.into()),
    };
    let is_named = |file: &str| file == typed || path.as_ref().is_some_and(|p| p.as_str() == file);
    if let Some(file) = library.unreadable.iter().find(|file| is_named(&file.path)) {
        return Err(Failure::new(format!("{} cannot be read: {}", file.path, file.why))
            .hint("documents are text in UTF-8, readable by whoever runs sopctl"));
    }
    match path {
        Some(path) if session.revision.is_none() && session.root.join(path.as_str()).is_file() => {
            let why = if session.declared.is_some() {
                "[documents] in sopctl.toml says which files are"
            } else {
                "without sopctl.toml, all Markdown is but READMEs and the like"
            };
            Err(Failure::new(format!("{path} is no document of this library"))
                .hint(format!("{why}; `sopctl list` shows them")))
        }
        _ => Err(unknown.into()),
    }
}

/// The same document, unless git has no revision of it yet.
pub(super) fn committed(member: &Member) -> Result<&Member, Failure> {
    if member.blob.is_some() {
        return Ok(member);
    }
    Err(Failure::new(format!("{} is in no commit yet", member.name()))
        .hint("commit it first: git add, then git commit"))
}

/// A path as typed in a folder, `.` and `..` resolved without asking the file system.
pub(super) fn full_path(typed: impl AsRef<Path>, here: &Path) -> PathBuf {
    let mut full = here.to_owned();
    for part in typed.as_ref().components() {
        match part {
            Component::ParentDir => {
                full.pop();
            }
            Component::CurDir => {}
            part => full.push(part),
        }
    }
    full
}
