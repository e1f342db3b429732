//! The JSON of `template list` and `template show`. Fields are added here, never changed.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::document::lifecycle::DocumentKind;
use crate::template::Origin;

use super::{Asking, Broken, Listed, TemplateList, TemplateShow};

/// The body of the answer to `template list`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ListData<'t> {
    /// Where the templates of the repository are looked for, from its root.
    folder: &'t str,
    /// How many there are.
    summary: Summary,
    /// The templates, from policies down; of a kind the plain one first.
    templates: Vec<Template<'t>>,
    /// Those of the repository that cannot be used.
    broken: Vec<BrokenTemplate<'t>>,
}

/// The body of the answer to `template show`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ShowData<'t> {
    /// The template.
    template: Template<'t>,
    /// Fields of front matter that its documents begin with, each with its value in TOML.
    fields: BTreeMap<&'t str, &'t str>,
    /// Its sections, as a document that is made from it has them.
    sections: Vec<Section<'t>>,
    /// Its text in handlebars.
    text: &'t str,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Summary {
    /// All that can be used.
    templates: usize,
    /// Those that the repository has a file of.
    own: usize,
    /// Those that cannot be used.
    broken: usize,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Template<'t> {
    /// Its name.
    name: &'t str,
    /// Its version.
    version: u64,
    /// Whose rules its documents follow.
    kind: DocumentKind,
    /// What a document made from it is for.
    summary: &'t str,
    /// Where `template.toml` stands, from the root of the repository; `null` where it is
    /// built in.
    manifest: Option<&'t str>,
    /// Where `body.md.hbs` stands, from the root of the repository; `null` where it is built
    /// in.
    body: Option<&'t str>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct BrokenTemplate<'t> {
    /// Its name.
    name: &'t str,
    /// The file at fault, or the folder that lacks one.
    path: &'t str,
    /// What is wrong, in words.
    why: &'t str,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Section<'t> {
    /// Its heading.
    title: &'t str,
    /// 2 to 6.
    level: u8,
    /// The question that it answers; `null` where the template does not say.
    question: Option<&'t str>,
    /// How many places are to be filled in, those of the sections below it not counted.
    places: usize,
}

impl<'t> ListData<'t> {
    pub(super) fn of(list: &'t TemplateList) -> Self {
        let is_own = |template: &&Listed| {
            matches!(
                (&template.manifest, &template.body),
                (Origin::Own(_), _) | (_, Origin::Own(_))
            )
        };
        Self {
            folder: list.folder.as_str(),
            summary: Summary {
                templates: list.templates.len(),
                own: list.templates.iter().filter(is_own).count(),
                broken: list.broken.len(),
            },
            templates: list.templates.iter().map(Template::of).collect(),
            broken: list.broken.iter().map(BrokenTemplate::of).collect(),
        }
    }
}

impl<'t> ShowData<'t> {
    pub(super) fn of(show: &'t TemplateShow) -> Self {
        let fields = show.fields.iter().map(|(key, value)| (key.as_str(), value.as_str()));
        Self {
            template: Template::of(&show.template),
            fields: fields.collect(),
            sections: show.sections.iter().map(Section::of).collect(),
            text: &show.text,
        }
    }
}

impl<'t> Template<'t> {
    fn of(listed: &'t Listed) -> Self {
        let path = |origin: &'t Origin| match origin {
            Origin::BuiltIn => None,
            Origin::Own(path) => Some(path.as_str()),
        };
        Self {
            name: &listed.name,
            version: listed.version,
            kind: listed.kind,
            summary: &listed.summary,
            manifest: path(&listed.manifest),
            body: path(&listed.body),
        }
    }
}

impl<'t> BrokenTemplate<'t> {
    fn of(broken: &'t Broken) -> Self {
        Self { name: &broken.name, path: &broken.path, why: &broken.why }
    }
}

impl<'t> Section<'t> {
    fn of(asking: &'t Asking) -> Self {
        Self {
            title: &asking.title,
            level: asking.level,
            question: asking.question.as_deref(),
            places: asking.places,
        }
    }
}
