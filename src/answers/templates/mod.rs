//! `template`: which templates there are, what one of them asks, and its files to change.
//!
//! Says where each comes from; what is made of them is the business of `new`.

mod view;
mod wire;

#[cfg(test)]
mod tests;

use crate::document::Document;
use crate::document::lifecycle::DocumentKind;
use crate::document::profile::Profile;
use crate::paths::{PathError, RepoPath};
use crate::report::{Context, Format, Report, Table, View};
use crate::template::{
    BODY, MANIFEST, NoTemplate, Origin, Part, Template, TemplateError, Templates, Values,
};
use crate::worktree::{ChangeKind, Changeset, FileChange};

/// The answer to `template list`.
#[derive(Debug)]
pub struct TemplateList {
    context: Context,
    /// Where those of the repository are looked for, from its root.
    folder: RepoPath,
    templates: Vec<Listed>,
    broken: Vec<Broken>,
}

/// The answer to `template show`.
#[derive(Debug)]
pub struct TemplateShow {
    context: Context,
    template: Listed,
    sections: Vec<Asking>,
    fields: Vec<(String, String)>,
    text: String,
}

/// Why a template cannot be shown.
#[derive(Debug, thiserror::Error)]
pub enum ShowError {
    /// There is none of that name that can be used.
    #[error(transparent)]
    NoTemplate(#[from] NoTemplate),
    /// It asks for a value that there is not.
    #[error(transparent)]
    Template(#[from] TemplateError),
}

/// A template, as lists have it.
#[derive(Debug)]
struct Listed {
    name: String,
    label: String,
    version: u64,
    kind: DocumentKind,
    summary: String,
    manifest: Origin,
    body: Origin,
}

/// A template that cannot be used.
#[derive(Debug)]
struct Broken {
    name: String,
    path: String,
    why: String,
}

/// A section, and what it asks.
#[derive(Debug)]
struct Asking {
    title: String,
    level: u8,
    question: Option<String>,
    /// How many places are to be filled in, those of the sections below it not counted.
    places: usize,
}

/// What marks a place to fill in.
const PLACE: &str = "TODO: ";

/// Lists the templates. `folder` is where those of the repository are looked for.
#[must_use]
pub fn list(templates: &Templates, folder: RepoPath, context: Context) -> TemplateList {
    let broken = templates.broken().iter().map(|broken| Broken {
        name: broken.name.clone(),
        path: broken.path.clone(),
        why: broken.why.to_string(),
    });
    TemplateList {
        context,
        folder,
        templates: templates.all().iter().map(Listed::of).collect(),
        broken: broken.collect(),
    }
}

/// Shows the template of that name.
///
/// # Errors
/// See [`ShowError`].
pub fn show(
    name: &str,
    templates: &Templates,
    context: Context,
) -> Result<TemplateShow, ShowError> {
    let template = templates.find(name)?;
    let filled = template.fill(&Values::of("Title"))?;
    Ok(TemplateShow {
        context,
        template: Listed::of(template),
        sections: sections(&filled, template),
        fields: template.fields.clone(),
        text: template.body.text.clone(),
    })
}

/// The two files of a template, to be written into a folder of its name below `folder`.
///
/// # Errors
/// When there is no such template, or its name is none that a file could have.
pub fn export(name: &str, templates: &Templates, folder: &str) -> Result<Changeset, ExportError> {
    let template = templates.find(name)?;
    let separator = if folder.is_empty() { "" } else { "/" };
    let create = |file: &str, part: &Part| {
        let path = RepoPath::new(&format!("{folder}{separator}{}/{file}", template.name))?;
        let content = part.text.clone().into_bytes();
        Ok::<_, PathError>(FileChange { path, kind: ChangeKind::Create { content } })
    };
    let changes = vec![create(MANIFEST, &template.manifest)?, create(BODY, &template.body)?];
    Ok(Changeset { changes })
}

/// Why a template cannot be exported.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// There is none of that name that can be used.
    #[error(transparent)]
    NoTemplate(#[from] NoTemplate),
    /// Its folder is none that it can be written to.
    #[error(transparent)]
    Path(#[from] PathError),
}

impl Listed {
    fn of(template: &Template) -> Self {
        Self {
            name: template.name.clone(),
            label: template.label(),
            version: template.version,
            kind: template.kind,
            summary: template.summary.clone(),
            manifest: template.manifest.origin.clone(),
            body: template.body.origin.clone(),
        }
    }
}

/// The sections of a document as it is made, the title left out.
fn sections(filled: &str, template: &Template) -> Vec<Asking> {
    let document = Document::read(filled.to_owned(), Profile::sopctl());
    let all = &document.outline().sections;
    let ends = all.iter().skip(1).map(|next| next.span.start).chain([filled.len()]);
    all.iter()
        .zip(ends)
        .filter(|(section, _)| section.level > 1)
        .map(|(section, end)| {
            let text = filled.get(section.span.start..end).unwrap_or_default();
            Asking {
                title: section.title.clone(),
                level: section.level,
                question: template.question_of(&section.title).map(str::to_owned),
                places: text.matches(PLACE).count(),
            }
        })
        .collect()
}

impl Report for TemplateList {
    const NAME: &'static str = "templates";
    const FORMATS: &'static [Format] =
        &[Format::Text, Format::Json, Format::Markdown, Format::Csv, Format::Html];
    type Data<'a> = wire::ListData<'a>;

    fn view(&self) -> View {
        view::of_list(self)
    }

    fn sheet(&self) -> Table {
        view::sheet(self)
    }

    fn data(&self) -> wire::ListData<'_> {
        wire::ListData::of(self)
    }

    fn context(&self) -> &Context {
        &self.context
    }
}

impl Report for TemplateShow {
    const NAME: &'static str = "template";
    const FORMATS: &'static [Format] =
        &[Format::Text, Format::Json, Format::Markdown, Format::Html];
    type Data<'a> = wire::ShowData<'a>;

    fn view(&self) -> View {
        view::of_template(self)
    }

    fn data(&self) -> wire::ShowData<'_> {
        wire::ShowData::of(self)
    }

    fn context(&self) -> &Context {
        &self.context
    }
}
