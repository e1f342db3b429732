//! What a new document begins with: a template for each kind; and templates for answers.
//!
//! A template is a folder in `templates/` with a `template.toml` that names it and a
//! `body.md.hbs`. It has the text below the front matter and nothing else; what is
//! put in comes from the caller, and is never read as a template itself.

mod report;

use std::error::Error;
use std::sync::LazyLock;

use handlebars::Handlebars;
use include_dir::{Dir, include_dir};
use serde::Serialize;

use crate::data::{Misfit, Syntax, TableReader, read};
use crate::document::lifecycle::DocumentKind;

pub use report::ReportTemplate;

/// A text with places to fill in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// Its name, such as `sop`.
    pub name: String,
    /// Its version; raised whenever its sections change.
    pub version: u64,
    /// What a document made from it is for.
    pub summary: String,
    body: String,
}

/// What is put into a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Values<'v> {
    /// The title, as Markdown for a heading.
    pub heading: &'v str,
    /// The numbers of the documents that the new one carries out.
    pub implements: &'v [String],
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

static BUILT_IN: LazyLock<Vec<Template>> = LazyLock::new(|| {
    DocumentKind::ALL
        .into_iter()
        .map(|kind| {
            let file = |name: &str| {
                let path = format!("{kind}/{name}");
                let text = FOLDER.get_file(&path).and_then(|file| file.contents_utf8());
                text.expect("every kind has a template")
            };
            Template::read(file("template.toml"), file("body.md.hbs"))
                .expect("built-in templates are valid")
        })
        .collect()
});

/// A file that is written as it is, by its path below `templates/`; empty where there is
/// none of that name, which a test would see.
#[must_use]
pub fn file(path: &str) -> &'static str {
    FOLDER.get_file(path).and_then(|file| file.contents_utf8()).unwrap_or_default()
}

impl Template {
    /// The built-in templates, from policies down.
    #[must_use]
    pub fn built_in() -> &'static [Self] {
        &BUILT_IN
    }

    /// The built-in template of a kind.
    #[must_use]
    pub fn of_kind(kind: DocumentKind) -> &'static Self {
        match kind {
            DocumentKind::Policy => &BUILT_IN[0],
            DocumentKind::Sop => &BUILT_IN[1],
            DocumentKind::WorkInstruction => &BUILT_IN[2],
        }
    }

    /// Name and version, as the field `template` has them: `sop@1`.
    #[must_use]
    pub fn label(&self) -> String {
        format!("{}@{}", self.name, self.version)
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
        engine.render_template(&self.body, values).map_err(|error| TemplateError {
            template: self.name.clone(),
            line: error.line_no.unwrap_or(0),
            source: error.into(),
        })
    }

    fn read(about: &str, body: &str) -> Result<Self, Vec<Misfit>> {
        let mut misfits = Vec::new();
        let reading = read(about, Syntax::Toml);
        let mut table = TableReader::new("template.toml", &reading.entries, &mut misfits);
        let name = table.text("name").map(|name| name.value.to_owned());
        let version = table.number("version").map(|version| version.value);
        let summary = table.text("summary").map(|summary| summary.value.to_owned());
        table.finish();
        misfits.extend(
            reading.problems.into_iter().map(|problem| Misfit::new(problem.span, problem.why)),
        );
        match (name, version, summary) {
            (Some(name), Some(version), Some(summary)) if misfits.is_empty() => {
                Ok(Self { name, version, summary, body: body.to_owned() })
            }
            _ => Err(misfits),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;
    use crate::document::profile::Profile;

    fn sections(kind: DocumentKind, implements: &[String]) -> Vec<String> {
        let text = Template::of_kind(kind).fill(&Values { heading: "Name", implements }).unwrap();
        let document = Document::read(text, Profile::sopctl());
        let outline = document.outline();
        let second = outline.sections.iter().filter(|section| section.level == 2);
        second.map(|section| section.title.clone()).collect()
    }

    #[test]
    fn every_kind_has_its_template_with_the_sections_that_readers_look_for() {
        let labels: Vec<String> = Template::built_in().iter().map(Template::label).collect();
        assert_eq!(labels, ["policy@1", "sop@1", "work-instruction@1"]);
        for kind in DocumentKind::ALL {
            assert_eq!(Template::of_kind(kind).name, kind.as_str());
        }
        assert_eq!(
            sections(DocumentKind::Policy, &[]),
            [
                "Purpose",
                "Scope",
                "Policy statements",
                "Roles",
                "Exceptions",
                "Enforcement",
                "Related procedures"
            ]
        );
        assert_eq!(
            sections(DocumentKind::Sop, &["POL-001".to_owned()]),
            [
                "Purpose",
                "Scope",
                "Roles and responsibilities",
                "Definitions",
                "Inputs and outputs",
                "Procedure",
                "Compliance",
                "Exceptions and escalation",
                "Records",
                "Success criteria",
                "References"
            ]
        );
        assert_eq!(
            sections(DocumentKind::WorkInstruction, &[]),
            [
                "When to use",
                "Before you start",
                "Steps",
                "Done when",
                "If something goes wrong",
                "Undo"
            ]
        );
    }

    #[test]
    fn every_section_holds_a_place_to_fill_in() {
        for template in Template::built_in() {
            let text = template.fill(&Values { heading: "Name", implements: &[] }).unwrap();
            assert!(text.starts_with("# Name\n") && text.ends_with('\n'), "{text}");
            assert!(!text.contains("{{") && !text.contains("\n\n\n"), "{text}");
            for section in text.split("\n## ").skip(1) {
                assert!(section.contains("TODO: "), "{section}");
                assert!(section.contains("<!--"), "{section}");
            }
        }
    }

    #[test]
    fn what_is_implemented_is_named() {
        let implements = ["POL-001".to_owned(), "POL-002".to_owned()];
        let values = Values { heading: "Name", implements: &implements };
        let filled = |kind| Template::of_kind(kind).fill(&values).unwrap();
        let sop = filled(DocumentKind::Sop);
        assert!(sop.contains("\nThis procedure implements POL-001, POL-002.\n\n## Exc"), "{sop}");
        let wi = filled(DocumentKind::WorkInstruction);
        assert!(wi.contains("\n\nIt carries out POL-001, POL-002.\n\n## Before"), "{wi}");
    }

    #[test]
    fn values_are_put_in_as_they_are_and_never_filled_in_themselves() {
        let values = Values { heading: "<b> & {{implements}} \"'`", implements: &[] };
        let text = Template::of_kind(DocumentKind::Sop).fill(&values).unwrap();
        assert!(text.starts_with("# <b> & {{implements}} \"'`\n"), "{text}");
    }

    #[test]
    fn a_faulty_template_is_told_with_its_line() {
        let about = "name = 'x'\nversion = 1\nsummary = 'y'\n";
        let fill = |body: &str| {
            Template::read(about, body).unwrap().fill(&Values { heading: "", implements: &[] })
        };
        assert_eq!(fill("a\n{{nobody}}\n").unwrap_err().line, 2);
        assert!(fill("{{#if implements}}").is_err());
        assert!(Template::read("name = 'x'\nverion = 1\n", "").is_err());
    }
}
