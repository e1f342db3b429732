//! `sopctl new`

use crate::scaffold::{Request, ScaffoldError, scaffold};

use super::super::Outcome;
use super::super::args::{Global, NewArguments};
use super::super::changes::{Mode, carry_out, text_only};
use super::super::console::Console;
use super::super::error::Failure;
use super::super::session::{Needs, Session};

pub(in crate::cli) fn run(
    arguments: &NewArguments,
    global: &Global,
    console: &Console,
) -> Result<Outcome, Failure> {
    text_only(global, "new")?;
    if global.rev.is_some() {
        return Err(Failure::new(
            "a new document is written into the working tree, not into a revision",
        )
        .hint("leave --rev out"));
    }
    let session = Session::open(global, console, Needs::Folder)?;
    if session.revision.is_some() {
        return Err(Failure::new("a bare repository has no working tree to write into")
            .hint("clone it first"));
    }
    let library = session.library_to_number()?;
    let request = Request {
        document_type: &arguments.document_type,
        title: &arguments.title,
        owner: arguments.owner.as_deref(),
        implements: &arguments.implements,
        folder: &session.folder,
    };
    let new = scaffold(&request, &library, &session.config)?;
    let mode = Mode::of(arguments.dry_run);
    let next = format!("answer what is marked TODO in {}, then `sopctl check`", new.path);
    carry_out(&new.changeset(), &session.root, mode, &next, console)
}

impl From<ScaffoldError> for Failure {
    fn from(error: ScaffoldError) -> Self {
        let hint = match &error {
            ScaffoldError::NoSuchDocument(error) => return error.clone().into(),
            ScaffoldError::UnknownType { near: Some(near), .. } => format!("did you mean {near}?"),
            ScaffoldError::UnknownType { known, .. } => format!("there are {}", known.join(", ")),
            ScaffoldError::Empty { what } => format!("give a {what} in words"),
            ScaffoldError::TooLong { .. } | ScaffoldError::ControlCharacter { .. } => {
                "one short line of text".to_owned()
            }
            ScaffoldError::WithoutNumber { .. } => "give that document an id first".to_owned(),
            ScaffoldError::WrongKind { .. } => {
                "work instructions carry out SOPs, SOPs carry out policies".to_owned()
            }
            ScaffoldError::NumbersUsedUp { .. } => {
                "declare a longer pattern for the type in sopctl.toml: id = \"SOP-{n:04}\""
                    .to_owned()
            }
            ScaffoldError::Exists { .. } => {
                "choose another title, or edit what is there".to_owned()
            }
            ScaffoldError::NotSelected { .. } => "add its folder to [documents] include".to_owned(),
            ScaffoldError::ForeignProfile { .. } => {
                "write the document as the others here are written, or name --profile sopctl"
                    .to_owned()
            }
            ScaffoldError::Path(_) => "correct the folder of the type in sopctl.toml".to_owned(),
            ScaffoldError::Template(_) => return Self::of(&error),
        };
        Self::of(&error).hint(hint)
    }
}
