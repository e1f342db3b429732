//! `sopctl template`

use std::path::Path;

use crate::answers::templates::{ExportError, ShowError, export, list, show};

use super::super::Outcome;
use super::super::args::{Global, TemplateArguments, TemplateTask};
use super::super::changes::{Mode, carry_out, text_only, tree_at};
use super::super::console::Console;
use super::super::error::Failure;
use super::super::own_templates::{folder, no_template, templates};
use super::super::session::{Needs, Session};

pub(in crate::cli) fn run(
    arguments: &TemplateArguments,
    global: &Global,
    console: &Console,
) -> Result<Outcome, Failure> {
    let session = Session::open(global, console, Needs::Folder)?;
    let templates = templates(&session)?;
    match &arguments.task {
        TemplateTask::List => {
            let context = session.context(&session.library()?)?;
            session.emit(&list(&templates, folder(&session)?, context))
        }
        TemplateTask::Show { name } => {
            let context = session.context(&session.library()?)?;
            let shown = show(name, &templates, context).map_err(|error| match error {
                ShowError::NoTemplate(error) => no_template(&error, &templates),
                ShowError::Template(error) => Failure::of(&error).hint("mend that line"),
            })?;
            session.emit(&shown)
        }
        TemplateTask::Export { name, to, dry_run } => {
            text_only(global, "template export")?;
            let own = folder(&session)?;
            let (tree, below) = match to {
                // Whoever names a folder may mean one outside the repository.
                Some(to) => (tree_at(&session.here.join(to))?, ""),
                None if session.revision.is_some() => {
                    return Err(Failure::new("a revision is not written into")
                        .hint("name a folder with --to DIR"));
                }
                None => (session.tree.clone(), own.as_str()),
            };
            let changes = export(name, &templates, below).map_err(|error| match error {
                ExportError::NoTemplate(error) => no_template(&error, &templates),
                ExportError::Path(_) => Failure::of(&error),
            })?;
            let next = next(name, to.as_deref());
            carry_out(&changes, &tree, Mode::of(*dry_run), &next, console)
        }
    }
}

fn next(name: &str, to: Option<&Path>) -> String {
    match to {
        Some(_) => {
            "change them, and name their folder in sopctl.toml: [templates] folder".to_owned()
        }
        None => format!("change them, raise the version, then `sopctl new {name} \"Title\"`"),
    }
}
