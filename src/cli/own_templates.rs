//! The templates of the repository, from what is judged: the working tree, or a revision.

use std::path::Path;

use crate::data::Misfit;
use crate::git::FileKind;
use crate::paths::RepoPath;
use crate::template::{BrokenTemplate, NoTemplate, OwnFile, TemplateFault, Templates, is_part};
use crate::worktree::{Breadth, FileKind as WorkKind, list, read};

use super::configuration::decoded;
use super::error::Failure;
use super::faults::Faults;
use super::session::Session;

/// Where the templates of the repository stand, from its root.
pub(super) fn folder(session: &Session<'_>) -> Result<RepoPath, Failure> {
    let folder = session.config.templates.folder.as_str();
    let whole = match session.folder.as_str() {
        "" => folder.to_owned(),
        library => format!("{library}/{folder}"),
    };
    RepoPath::new(&whole).map_err(|error| Failure::of(&error))
}

/// The built-in templates, overlaid by those of the repository.
pub(super) fn templates(session: &Session<'_>) -> Result<Templates, Failure> {
    let folder = folder(session)?;
    let files = match (session.revision, &session.repository) {
        (Some(commit), Some(repository)) => {
            let mut files = Vec::new();
            for file in repository.files(commit)?.files {
                if !is_template_file(&file.path, &folder) {
                    continue;
                }
                if file.kind != FileKind::File {
                    return Err(leads_elsewhere(&file.path));
                }
                let text = decoded(repository.blob(file.blob)?, file.path.as_str())?;
                files.push(OwnFile { path: file.path, text });
            }
            files
        }
        _ => in_folder(&session.root, &folder)?,
    };
    Ok(Templates::with(files))
}

fn in_folder(root: &Path, folder: &RepoPath) -> Result<Vec<OwnFile>, Failure> {
    let place = root.join(folder.as_str());
    if !place.is_dir() {
        return Ok(Vec::new());
    }
    let is_inside = |path: &Path| {
        Ok::<_, std::io::Error>(
            std::fs::canonicalize(path)?.starts_with(std::fs::canonicalize(root)?),
        )
    };
    if !is_inside(&place)? {
        return Err(leads_elsewhere(folder));
    }
    let listing = list(&place, Breadth::Everything).map_err(|error| Failure::of(&error))?;
    let mut files = Vec::new();
    for file in listing.files {
        let path = RepoPath::new(&format!("{folder}/{}", file.path));
        let path = path.map_err(|error| Failure::of(&error))?;
        if !is_template_file(&path, folder) {
            continue;
        }
        if file.kind == WorkKind::Symlink {
            return Err(leads_elsewhere(&path));
        }
        let bytes = read(root, &path).map_err(|error| {
            Failure::new(format!("cannot read {path}")).because(&error).hint("mend the file")
        })?;
        files.push(OwnFile { text: decoded(bytes, path.as_str())?, path });
    }
    Ok(files)
}

/// `FOLDER/NAME/template.toml`, `FOLDER/NAME/body.md.hbs`.
fn is_template_file(path: &RepoPath, folder: &RepoPath) -> bool {
    let below = path.as_str().strip_prefix(folder.as_str()).and_then(|rest| rest.strip_prefix('/'));
    below.is_some_and(|below| below.split('/').count() == 2) && is_part(path.file_name())
}

fn leads_elsewhere(path: &RepoPath) -> Failure {
    Failure::new(format!("{path} is a link that leads elsewhere"))
        .hint("put the templates themselves there")
}

/// Why there is no such template; of a broken one, every fault in it.
pub(super) fn no_template(error: &NoTemplate, templates: &Templates) -> Failure {
    match error {
        NoTemplate::Unknown { near, known, .. } => {
            let listed = format!("there are {}", known.join(", "));
            Failure::of(error).hint(match near {
                Some(near) => format!("did you mean {near}? {listed}"),
                None => listed,
            })
        }
        NoTemplate::Broken { name } => {
            let broken = templates.broken().iter().find(|broken| broken.name == *name);
            broken.map_or_else(|| Failure::of(error), |broken| unusable(broken, error))
        }
    }
}

fn unusable(broken: &BrokenTemplate, error: &NoTemplate) -> Failure {
    match &broken.why {
        TemplateFault::Manifest { text, misfits } => Faults {
            path: broken.path.clone(),
            text: text.clone(),
            found: misfits.iter().map(|misfit: &Misfit| misfit.clone().into()).collect(),
        }
        .into(),
        TemplateFault::Lacks { lacking } => {
            Failure::new(format!("{error}: {} has no {lacking}", broken.path)).hint(
                "`sopctl template export` writes both files of a template to begin with".to_owned(),
            )
        }
        TemplateFault::Body(fault) => Failure::of(fault).hint("mend that line"),
    }
}
