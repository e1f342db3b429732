//! `sopctl new`

use std::path::Path;

use crate::document::lifecycle::DocumentType;
use crate::document::relinked::Moved;
use crate::paths::RepoPath;
use crate::scaffold::{Request, Scaffold, ScaffoldError, scaffold, title_of};
use crate::template::Templates;
use crate::worktree::read_file;

use super::super::Outcome;
use super::super::args::{Global, NewArguments};
use super::super::ask::{Dialogue, is_somebody_there};
use super::super::changes::{Mode, carry_out, text_only, tree_to_number};
use super::super::configuration::decoded;
use super::super::console::Console;
use super::super::editor::Editor;
use super::super::error::Failure;
use super::super::interview::Wanted;
use super::super::own_templates::{no_template, templates};
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
    let editor = arguments.edit.then(Editor::of_user).transpose()?;
    let session = Session::open(global, console, Needs::Folder)?;
    if session.revision.is_some() {
        return Err(Failure::new("a bare repository has no working tree to write into")
            .hint("clone it first"));
    }
    let templates = templates(&session)?;
    let draft = arguments.from.as_deref().map(|file| draft(file, &session)).transpose()?;
    let wanted = wanted(arguments, draft.as_deref(), &templates, &session)?;
    let mode = Mode::of(arguments.dry_run);
    let tree = tree_to_number(&session.tree, mode)?;
    let library = session.library_to_number()?;
    let request = Request {
        document_type: wanted.document_type.as_deref(),
        template: wanted.template.as_deref(),
        id: None,
        given: &[],
        title: wanted.title.as_deref(),
        owner: wanted.owner.as_deref(),
        implements: &arguments.implements,
        audience: &arguments.audience,
        fields: &arguments.set,
        instructions: &wanted.instructions,
        draft: draft.as_deref(),
        folder: &session.folder,
    };
    let made = |request: &Request<'_>| {
        scaffold(request, &library, &session.config, &templates).map_err(|error| match error {
            ScaffoldError::NoTemplate(error) => no_template(&error, &templates),
            other => other.into(),
        })
    };
    let mut new = made(&request)?;
    let from = arguments.from.as_deref().and_then(|file| path_of_draft(file, &session));
    if let (Some(draft), Some(from)) = (&draft, from) {
        // Only now it is known where its links and pictures are to be seen from.
        let moved = Moved { from: &from, to: &new.document.path }.rewritten(draft);
        new = made(&Request { draft: Some(&moved), ..request })?;
    }
    let outcome = carry_out(&new.changeset(), &tree, mode, &next(&new), console)?;
    if let Some(editor) = editor {
        let files = new.documents().map(|new| session.root.join(new.path.as_str()));
        editor.open(&files.collect::<Vec<_>>())?;
    }
    Ok(outcome)
}

fn next(new: &Scaffold) -> String {
    if new.instructions.is_empty() {
        format!("answer what is marked TODO in {}, then `sopctl check`", new.document.path)
    } else {
        "answer what is marked TODO in each of them, then `sopctl check`".to_owned()
    }
}

/// What is to be made: what was typed, and what somebody answers where that is not enough.
fn wanted(
    arguments: &NewArguments,
    draft: Option<&str>,
    templates: &Templates,
    session: &Session<'_>,
) -> Result<Wanted, Failure> {
    let (document_type, title) = match (&arguments.document_type, &arguments.title) {
        // A template says what type it is for: what is typed beside it is the title then.
        (Some(word), None) if arguments.template.is_some() && !is_type(word, session) => {
            (None, Some(word.clone()))
        }
        (document_type, title) => (document_type.clone(), title.clone()),
    };
    let typed = Wanted {
        document_type,
        template: arguments.template.clone(),
        title: title.or_else(|| draft.and_then(title_of)),
        owner: arguments.owner.clone(),
        instructions: arguments.with_wi.clone(),
    };
    if typed.is_complete() {
        return Ok(typed);
    }
    if !is_somebody_there(session.global) {
        let lacks = match (typed.document_type.is_some() || typed.template.is_some(), &typed.title)
        {
            (false, None) => "a type and a title",
            (false, Some(_)) => "a type",
            (true, _) => "a title",
        };
        return Err(Failure::new(format!("a new document needs {lacks}")).hint(
            "sopctl new sop \"Customer onboarding\"; `sopctl template list` shows what there is beside policy, sop and wi",
        ));
    }
    let answered = typed.complete(templates, &mut Dialogue::at_terminal())?;
    answered.ok_or_else(|| {
        Failure::new("nothing was begun: a question was left open")
            .hint("sopctl new TYPE \"Title\" asks nothing")
    })
}

fn is_type(word: &str, session: &Session<'_>) -> bool {
    session.config.type_of(&DocumentType::new(word)).is_some()
}

/// Where a draft stands in the working tree; `None` where it stands elsewhere.
fn path_of_draft(file: &Path, session: &Session<'_>) -> Option<RepoPath> {
    let file = std::fs::canonicalize(session.here.join(file)).ok()?;
    RepoPath::new(file.strip_prefix(&session.root).ok()?.to_str()?).ok()
}

/// The text of a draft: a file that is named by whoever begins the document, wherever it is.
fn draft(file: &Path, session: &Session<'_>) -> Result<String, Failure> {
    let shown = file.display().to_string();
    let path = session.here.join(file);
    let failure = || Failure::new(format!("cannot read {shown}"));
    let bytes = read_file(&path).map_err(|error| {
        failure().because(&error).hint("--from takes a text file, from where you are")
    })?;
    decoded(bytes, &shown)
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
            ScaffoldError::NoStage { near: Some(near), .. } => format!("did you mean #{near}?"),
            ScaffoldError::NoStage { .. } => {
                "name a heading of that document, in lower case with hyphens".to_owned()
            }
            ScaffoldError::WrongKind { .. } => {
                "work instructions carry out SOPs, SOPs carry out policies".to_owned()
            }
            ScaffoldError::TemplateOfKind { template, .. } => {
                format!("leave the type out: sopctl new {template} \"Title\"")
            }
            ScaffoldError::InstructionsUnder { .. } => {
                "leave --with-wi out, or begin an SOP".to_owned()
            }
            ScaffoldError::NoPlaceForInstructions { .. } => {
                "let its body say {{#each instructions}}[{{id}}]({{link}}){{/each}}".to_owned()
            }
            ScaffoldError::NoField { .. } => {
                "--set takes KEY=VALUE, such as language=en".to_owned()
            }
            ScaffoldError::ClosedField { .. } => {
                "it is said by an option of its own, or recorded later by review and promote"
                    .to_owned()
            }
            ScaffoldError::MisspeltField { near, .. } => format!("did you mean {near}?"),
            ScaffoldError::Value { .. } => {
                "`sopctl schema front-matter` says what each field takes".to_owned()
            }
            ScaffoldError::NumberTaken { .. } => {
                "leave --id out to get the next free number".to_owned()
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
            ScaffoldError::NoTemplate(_) | ScaffoldError::Template(_) => return Self::of(&error),
        };
        Self::of(&error).hint(hint)
    }
}
