//! Of which type the new document is, and from which template it is made.

use crate::config::{Config, TypeConfig};
use crate::document::lifecycle::{DocumentKind, DocumentType};
use crate::template::{NoTemplate, Template, Templates};
use crate::text::nearest;

use super::ScaffoldError;

/// A type and a template that fits it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Choice<'c> {
    pub(super) document_type: &'c TypeConfig,
    pub(super) template: &'c Template,
}

/// What is asked for by the name of a type, by that of a template, or by both. A type that has
/// the name of a template of its kind is made from that; a template alone is for the type of its
/// name, else for the built-in type of its kind.
pub(super) fn choose<'c>(
    document_type: Option<&str>,
    template: Option<&str>,
    config: &'c Config,
    templates: &'c Templates,
) -> Result<Choice<'c>, ScaffoldError> {
    let (document_type, template) = match (document_type, template) {
        (Some(name), Some(template)) => {
            (type_named(name, config).ok_or_else(|| unknown(name, config, None))?, template)
        }
        (None, Some(template)) => return of_template(templates.find(template)?, config),
        (Some(name), None) => {
            let Some(found) = type_named(name, config) else {
                return match templates.find(name) {
                    Ok(template) => of_template(template, config),
                    Err(error @ NoTemplate::Broken { .. }) => Err(error.into()),
                    Err(NoTemplate::Unknown { .. }) => Err(unknown(name, config, Some(templates))),
                };
            };
            let own = templates.find(&found.name).ok();
            let own = own.filter(|template| template.kind == found.kind);
            let template = own.map_or(found.kind.as_str(), |template| &template.name);
            (found, template)
        }
        (None, None) => return Err(ScaffoldError::Empty { what: "type" }),
    };
    let template = templates.find(template)?;
    if template.kind == document_type.kind {
        return Ok(Choice { document_type, template });
    }
    Err(ScaffoldError::TemplateOfKind {
        template: template.name.clone(),
        template_kind: template.kind,
        document_type: document_type.name.clone(),
        kind: document_type.kind,
    })
}

/// The plain choice of a kind.
pub(super) fn of_kind<'c>(
    kind: DocumentKind,
    config: &'c Config,
    templates: &'c Templates,
) -> Result<Choice<'c>, ScaffoldError> {
    choose(Some(kind.as_str()), None, config, templates)
}

fn of_template<'c>(
    template: &'c Template,
    config: &'c Config,
) -> Result<Choice<'c>, ScaffoldError> {
    let of_name = config.types.iter().find(|known| known.name == template.name);
    let of_name = of_name.filter(|known| known.kind == template.kind);
    let kind = template.kind.as_str();
    let document_type =
        of_name.or_else(|| type_named(kind, config)).ok_or_else(|| unknown(kind, config, None))?;
    Ok(Choice { document_type, template })
}

fn type_named<'c>(name: &str, config: &'c Config) -> Option<&'c TypeConfig> {
    let asked = DocumentType::new(name);
    config.types.iter().find(|known| known.name.eq_ignore_ascii_case(asked.as_str()))
}

/// No type is called so, and where templates count as well, none of them either.
fn unknown(name: &str, config: &Config, templates: Option<&Templates>) -> ScaffoldError {
    let types = config.types.iter().map(|known| known.name.as_str());
    let templates = templates.map(Templates::all).unwrap_or_default();
    let mut known: Vec<&str> = types.collect();
    for template in templates {
        if !known.contains(&template.name.as_str()) {
            known.push(&template.name);
        }
    }
    ScaffoldError::UnknownType {
        name: name.to_owned(),
        near: nearest(name, known.iter().copied().chain(["wi"])).map(str::to_owned),
        known: known.into_iter().map(str::to_owned).collect(),
    }
}
