//! `sopctl extract`

use crate::answers::extract::{ExtractError, Request, extract};
use crate::scaffold::ScaffoldError;

use super::super::Outcome;
use super::super::args::{ExtractArguments, Global};
use super::super::changes::{Mode, carry_out, text_only, tree_to_number};
use super::super::console::Console;
use super::super::error::Failure;
use super::super::naming::document;
use super::super::own_templates::{no_template, templates};
use super::super::records::require_restorable;
use super::super::rewriting::{Written, open_to_write};

pub(in crate::cli) fn run(
    arguments: &ExtractArguments,
    global: &Global,
    console: &Console,
) -> Result<Outcome, Failure> {
    text_only(global, "extract")?;
    let session = open_to_write(Written::Fields, global, console)?;
    let templates = templates(&session)?;
    let mode = Mode::of(arguments.dry_run);
    let tree = tree_to_number(&session.tree, mode)?;
    let library = session.library_to_number()?;
    let (name, stage) = match arguments.document.split_once('#') {
        Some((name, stage)) => (name, Some(stage)),
        None => (arguments.document.as_str(), None),
    };
    let sop = document(name, &library, &session)?;
    let request = Request {
        sop,
        stage,
        steps: &arguments.steps,
        title: arguments.title.as_deref(),
        owner: arguments.owner.as_deref(),
        folder: &session.folder,
    };
    let extraction =
        extract(&request, &library, &session.config, &templates).map_err(|error| match error {
            ExtractError::Scaffold(ScaffoldError::NoTemplate(error)) => {
                no_template(&error, &templates)
            }
            other => other.into(),
        })?;
    if mode == Mode::Write {
        require_restorable(&sop.path, sop.uncommitted)?;
    }
    let next = next(&extraction.path, sop.name(), &extraction.naming_steps);
    carry_out(&extraction.changeset, &tree, mode, &next, console)
}

/// What to do when the steps have been moved.
fn next(path: &crate::paths::RepoPath, sop: &str, naming_steps: &[usize]) -> String {
    let lines: Vec<String> = naming_steps.iter().map(ToString::to_string).collect();
    let named = match lines.as_slice() {
        [] => String::new(),
        [line] => {
            format!("; line {line} of {sop} names a step by its number, which may have changed")
        }
        [firsts @ .., last] => format!(
            "; lines {} and {last} of {sop} name steps by their numbers, which may have changed",
            firsts.join(", ")
        ),
    };
    format!(
        "answer what is marked TODO in {path}, and have the changed text of {sop} approved{named}"
    )
}

impl From<ExtractError> for Failure {
    fn from(error: ExtractError) -> Self {
        let hint = match error {
            ExtractError::Scaffold(error) => return error.into(),
            ExtractError::Unreadable { .. } => {
                "name steps by the numbers that are shown: 4-19, or 4,5-8".to_owned()
            }
            ExtractError::NoSteps { ref path, .. } => {
                format!("`sopctl show {path}` shows the sections and the steps")
            }
            ExtractError::NoSuchStep { ref known, .. } => {
                format!("it has the steps {}", known.join(", "))
            }
            ExtractError::TwoProcedures { .. } => {
                "move the steps of each procedure into a work instruction of its own".to_owned()
            }
            ExtractError::SeveralProcedures { ref stages, .. } => {
                let mut stages: Vec<String> =
                    stages.iter().map(|stage| format!("#{stage}")).collect();
                stages.dedup();
                match stages.as_slice() {
                    [_] => "give each list a heading of its own, and name it behind the document: \
                            SOP-001#heading"
                        .to_owned(),
                    _ => format!("name the section behind the document: {}", stages.join(", ")),
                }
            }
            ExtractError::Gap { left, .. } => {
                format!(
                    "take step {left} along, or extract the steps before and behind it one after the other"
                )
            }
            ExtractError::NoItem { .. } => "write the steps as a numbered list first".to_owned(),
        };
        Self::of(&error).hint(hint)
    }
}
