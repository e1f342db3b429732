//! What a new document begins with: a template for each kind, and for what teams often write;
//! and templates for answers.
//!
//! A template is a folder in `templates/` with a `template.toml` that says what it is for, and a
//! `body.md.hbs`. It has the text below the front matter, and the fields that only documents of
//! its sort have; what is put in comes from the caller, and is never read as a template itself.
//! Which files a repository has is for the caller to find out.

mod manifest;
mod registry;
mod report;

use std::error::Error;
use std::fmt;

use handlebars::Handlebars;
use include_dir::{Dir, include_dir};
use serde::Serialize;

use crate::data::Misfit;
use crate::document::lifecycle::DocumentKind;
use crate::paths::RepoPath;

pub use manifest::{fault, is_open};
pub use registry::{BrokenTemplate, NoTemplate, OwnFile, TemplateFault, Templates, is_part};
pub use report::ReportTemplate;

/// The name of the file in which a template says what it is.
pub const MANIFEST: &str = "template.toml";

/// The name of the file with the text of a template.
pub const BODY: &str = "body.md.hbs";

/// A text with places to fill in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// Its name, such as `runbook`: that of its folder.
    pub name: String,
    /// Its version; raised whenever its sections change.
    pub version: u64,
    /// Whose rules the documents follow that are made from it.
    pub kind: DocumentKind,
    /// What a document made from it is for.
    pub summary: String,
    /// Headings of its sections, each with the question that the section answers.
    pub questions: Vec<(String, String)>,
    /// Fields of front matter that its documents begin with, each with its value in TOML.
    pub fields: Vec<(String, String)>,
    /// What it says about itself.
    pub manifest: Part,
    /// Its text.
    pub body: Part,
}

/// A file of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Where it comes from.
    pub origin: Origin,
    /// What it says.
    pub text: String,
}

/// Where a file of a template comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// From this program.
    BuiltIn,
    /// From the repository.
    Own(RepoPath),
}

/// What is put into a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Values<'v> {
    /// The title, as Markdown for a heading.
    pub heading: &'v str,
    /// The number of the document.
    pub id: &'v str,
    /// Who answers for the document.
    pub owner: Option<&'v str>,
    /// The numbers of the documents that the new one carries out.
    pub implements: &'v [String],
    /// The work instructions that are made with it, in their order.
    pub instructions: &'v [Instruction],
}

/// A work instruction that is made with the SOP it carries out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Instruction {
    /// Its number.
    pub id: String,
    /// Its title, as Markdown for a heading.
    pub heading: String,
    /// Where it stands, from the document that names it, as the destination of a link.
    pub link: String,
}

/// A template that cannot be filled in.
#[derive(Debug, thiserror::Error)]
#[error("the template {template} cannot be filled in, line {line}")]
pub struct TemplateError {
    /// The name of the template, or its file.
    pub template: String,
    /// The line of its body, from 1; 0 where it is not known.
    pub line: usize,
    /// What is wrong with it.
    #[source]
    pub source: Box<dyn Error + Send + Sync>,
}

static FOLDER: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/templates");

/// A file that is written as it is, by its path below `templates/`; empty where there is
/// none of that name, which a test would see.
#[must_use]
pub fn file(path: &str) -> &'static str {
    FOLDER.get_file(path).and_then(|file| file.contents_utf8()).unwrap_or_default()
}

impl Template {
    /// The template in these two files.
    ///
    /// # Errors
    /// Everything in the manifest that cannot be read.
    pub fn new(name: &str, manifest: Part, body: Part) -> Result<Self, Vec<Misfit>> {
        let about = manifest::Manifest::read(name, &manifest.text)?;
        Ok(Self {
            name: name.to_owned(),
            version: about.version,
            kind: about.kind,
            summary: about.summary,
            questions: about.questions,
            fields: about.fields,
            manifest,
            body,
        })
    }

    /// Name and version, as the field `template` has them: `sop@1`.
    #[must_use]
    pub fn label(&self) -> String {
        format!("{}@{}", self.name, self.version)
    }

    /// The question that the section of this heading answers, where the template says it.
    #[must_use]
    pub fn question_of(&self, heading: &str) -> Option<&str> {
        let of_heading = self.questions.iter().find(|(known, _)| known == heading);
        of_heading.map(|(_, question)| question.as_str())
    }

    /// The body with the values in their places.
    ///
    /// # Errors
    /// When the template is faulty, or asks for a value that there is not.
    pub fn fill(&self, values: &Values<'_>) -> Result<String, TemplateError> {
        let mut engine = Handlebars::new();
        engine.set_strict_mode(true);
        // Markdown is no HTML; the caller escapes what Markdown would read.
        engine.register_escape_fn(handlebars::no_escape);
        engine
            .render_template(&self.body.text, values)
            .map_err(|error| self.fault(error.line_no, error.into()))
    }

    /// Whether the body can be filled in, as far as that can be told before it is.
    ///
    /// # Errors
    /// When it is no handlebars.
    pub fn examine(&self) -> Result<(), TemplateError> {
        match handlebars::Template::compile(&self.body.text) {
            Ok(_) => Ok(()),
            Err(error) => {
                let line = error.pos().map(|(line, _)| line);
                Err(self.fault(line, error.into()))
            }
        }
    }

    fn fault(&self, line: Option<usize>, source: Box<dyn Error + Send + Sync>) -> TemplateError {
        let template = match &self.body.origin {
            Origin::BuiltIn => self.name.clone(),
            Origin::Own(path) => path.to_string(),
        };
        TemplateError { template, line: line.unwrap_or(0), source }
    }
}

impl Part {
    /// A file of the repository. Line endings and a byte-order mark are those of the editor, not
    /// of the documents to come.
    fn own(file: &OwnFile) -> Self {
        let text = file.text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
        Self { origin: Origin::Own(file.path.clone()), text }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BuiltIn => f.write_str("built in"),
            Self::Own(path) => path.fmt(f),
        }
    }
}

impl<'v> Values<'v> {
    /// A document of this title, as Markdown for a heading, of which nothing else is known.
    #[must_use]
    pub fn of(heading: &'v str) -> Self {
        Self { heading, id: "", owner: None, implements: &[], instructions: &[] }
    }
}

#[cfg(test)]
mod tests;
