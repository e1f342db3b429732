//! `extract`: moves steps of an SOP into a new work instruction, and names it in their place.
//!
//! Computes both texts and writes nothing. The steps move word by word; what is added is one
//! step in the SOP and the sections of the work instruction that somebody still has to write.

mod cut;
mod selection;

#[cfg(test)]
mod tests;

use crate::config::Config;
use crate::document::destinations::definitions;
use crate::document::id::DocumentId;
use crate::document::mentions::lines_naming_steps;
use crate::document::outline::{Outline, Procedure, Reading};
use crate::document::relinked::Moved;
use crate::language::Language;
use crate::library::{Library, Member};
use crate::paths::RepoPath;
use crate::scaffold::{self, NewDocument, ScaffoldError, escaped, link, scaffold};
use crate::template::Templates;
use crate::worktree::{ChangeKind, Changeset, FileChange};

use cut::Cut;
use selection::Selection;

/// What is to be moved.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The SOP.
    pub sop: &'a Member,
    /// The anchor of the section whose steps are meant, where it is named.
    pub stage: Option<&'a str>,
    /// The numbers of the steps as the SOP shows them: `4-19`.
    pub steps: &'a str,
    /// What the work instruction is called; otherwise as the section of the steps, or the SOP.
    pub title: Option<&'a str>,
    /// Who answers for it; otherwise who answers for the SOP.
    pub owner: Option<&'a str>,
    /// The folder of the library inside the repository; empty at its root.
    pub folder: &'a str,
}

/// Steps moved, not yet written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extraction {
    /// The work instruction to create and the SOP to replace.
    pub changeset: Changeset,
    /// The number of the work instruction.
    pub id: DocumentId,
    /// Where it will stand.
    pub path: RepoPath,
    /// How many steps move.
    pub count: usize,
    /// The lines of the SOP, as it will be, that name steps by numbers which may have become
    /// those of others.
    pub naming_steps: Vec<usize>,
}

/// Why no steps are moved.
#[derive(Debug, thiserror::Error)]
pub enum ExtractError {
    /// What stands for the steps is no list of numbers.
    #[error("{text:?} names no steps")]
    Unreadable {
        /// As given.
        text: String,
    },
    /// The document has no steps, or none in that section.
    #[error("{path} has no steps{}", stage.as_ref().map(|stage| format!(" in a section #{stage}")).unwrap_or_default())]
    NoSteps {
        /// The document.
        path: RepoPath,
        /// The section that was asked for.
        stage: Option<String>,
    },
    /// No step has that number.
    #[error("there is no step {number} in {path}")]
    NoSuchStep {
        /// The document.
        path: RepoPath,
        /// The number.
        number: u64,
        /// The steps there are, as ranges.
        known: Vec<String>,
    },
    /// The steps stand in different procedures.
    #[error("the steps {first} and {last} of {path} belong to two procedures")]
    TwoProcedures {
        /// The document.
        path: RepoPath,
        /// The first number.
        first: u64,
        /// The first number of the other procedure.
        last: u64,
    },
    /// Several procedures have steps of these numbers.
    #[error("{path} has {} procedures with these steps", stages.len())]
    SeveralProcedures {
        /// The document.
        path: RepoPath,
        /// The anchors of their sections.
        stages: Vec<String>,
    },
    /// A step between those that move would stay.
    #[error("step {left} of {path} would stay between the steps that move")]
    Gap {
        /// The document.
        path: RepoPath,
        /// The number of the step.
        left: u64,
    },
    /// A step is no item of a list.
    #[error("step {number}, {path} line {line}, is {shape}: only items of lists can be moved")]
    NoItem {
        /// The document.
        path: RepoPath,
        /// The number of the step.
        number: u64,
        /// Its line in the file.
        line: usize,
        /// `a heading`, `a row of a table`, `a line of a paragraph`.
        shape: &'static str,
    },
    /// The work instruction cannot be made.
    #[error(transparent)]
    Scaffold(#[from] ScaffoldError),
}

/// Moves the steps.
///
/// # Errors
/// See [`ExtractError`].
pub fn extract(
    request: &Request<'_>,
    library: &Library,
    config: &Config,
    templates: &Templates,
) -> Result<Extraction, ExtractError> {
    let sop = request.sop;
    let outline = sop.document.outline();
    let Selection { procedure, places } = selection::select(request)?;
    let new = made(request, &procedure, library, config, templates)?;

    let moved = Moved { from: &sop.path, to: &new.path };
    let body = sop.document.body();
    let cut = Cut::of(body, outline, &procedure, places.clone()).map_err(|refused| {
        let (unit, number) = procedure.steps[refused.place];
        ExtractError::NoItem {
            path: sop.path.clone(),
            number,
            line: sop.document.line_in_body(outline.units[unit].span.start),
            shape: refused.shape,
        }
    })?;
    let title = title(request, &procedure);
    let destination = link(&sop.path, &new.path);
    let left =
        cut.left(&format!("Follow [{} ({})]({destination}).", escaped(title.trim()), new.id));
    let mut steps = moved.rewritten(&cut.moved());
    for definition in definitions(body, &steps) {
        steps.push_str(&format!("\n{}", moved.rewritten(&definition)));
    }
    let text = sop.document.text();
    let front = sop.document.body_start();
    let replaced = format!("{}{left}", &text[..front]);
    let naming_steps = lines_naming_steps(&replaced, front, procedure.steps[*places.start()].1);
    let new = NewDocument { body: with_steps(&new.body, &steps), ..new };
    let changeset = Changeset {
        changes: vec![
            new.file(),
            FileChange {
                path: sop.path.clone(),
                kind: ChangeKind::Replace {
                    expected: text.as_bytes().to_vec(),
                    content: replaced.into_bytes(),
                },
            },
        ],
    };
    Ok(Extraction { changeset, id: new.id, path: new.path, count: places.count(), naming_steps })
}

/// The work instruction as its template has it.
fn made(
    request: &Request<'_>,
    procedure: &Procedure,
    library: &Library,
    config: &Config,
    templates: &Templates,
) -> Result<NewDocument, ScaffoldError> {
    let fields = request.sop.document.fields();
    let Some(id) = fields.id.value() else {
        return Err(ScaffoldError::WithoutNumber { path: request.sop.path.clone() });
    };
    let implemented = match request.stage {
        Some(stage) => format!("{id}#{stage}"),
        None => id.to_string(),
    };
    let owner = fields.owner.value().map(String::as_str);
    let title = title(request, procedure);
    let request = scaffold::Request {
        document_type: Some("work-instruction"),
        title: Some(&title),
        owner: request.owner.or(owner),
        implements: &[implemented],
        folder: request.folder,
        ..scaffold::Request::default()
    };
    Ok(scaffold(&request, library, config, templates)?.document)
}

/// What the work instruction is called: as asked for; as the section of the steps, where that
/// says more than that steps follow; else as the SOP.
fn title(request: &Request<'_>, procedure: &Procedure) -> String {
    if let Some(title) = request.title {
        return title.to_owned();
    }
    let document = &request.sop.document;
    let section = procedure.section.map(|section| &document.outline().sections[section]);
    let says_more = section.filter(|section| {
        let announced = Language::english().announced_by(&section.title);
        section.level > 1 && !announced.nothing_but_steps && !announced.frame
    });
    says_more.map_or_else(|| request.sop.title(), |section| section.title.clone())
}

/// The text of the template with these steps below its heading for steps.
fn with_steps(body: &str, steps: &str) -> String {
    let steps = steps.trim_end();
    let language = Language::english();
    let outline = Outline::read(body, None, Reading::Procedure, language);
    let at = outline
        .sections
        .iter()
        .position(|section| section.level > 1 && language.announced_by(&section.title).steps);
    let Some(at) = at else {
        return format!("{}\n\n## Steps\n\n{steps}\n", body.trim_end());
    };
    let heading = &outline.sections[at];
    let next = outline.sections[at + 1..].iter().find(|next| next.level <= heading.level);
    let end = next.map_or(body.len(), |next| next.span.start);
    let head = body[..heading.span.end].trim_end();
    let rest = if end < body.len() { format!("\n{}", &body[end..]) } else { String::new() };
    format!("{head}\n\n{steps}\n{rest}")
}
