//! `sopctl adopt`

use crate::answers::adopt::{Adoption, PROPOSED, Request, adopt};
use crate::config::{Config, TypeConfig};
use crate::document::field::FieldName;
use crate::document::lifecycle::DocumentType;
use crate::document::profile::Profile;
use crate::text::nearest;

use super::super::Outcome;
use super::super::args::{AdoptArguments, Global};
use super::super::code_owners::code_owners;
use super::super::console::Console;
use super::super::error::Failure;
use super::super::narrowing::{paths_below_root, status_named, tell_without_documents};
use super::super::rewriting::{Written, open_to_write};

/// The file that names commits which `git blame` passes over.
const IGNORED_REVISIONS: &str = ".git-blame-ignore-revs";

pub(in crate::cli) fn run(
    arguments: &AdoptArguments,
    global: &Global,
    console: &Console,
) -> Result<Outcome, Failure> {
    let session = open_to_write(Written::Fields, global, console)?;
    let paths = paths_below_root(&arguments.paths, &session)?;
    let status = arguments.status.as_deref().map(status_named).transpose()?;
    let document_type =
        arguments.document_type.as_deref().map(|name| type_named(name, &session.config));
    let document_type = document_type.transpose()?;
    let library = session.library_to_number()?;
    let only = fields_named(&arguments.only, &library.profile)?;
    for (option, field, is_given) in [
        ("--type", FieldName::Type, document_type.is_some()),
        ("--status", FieldName::Status, status.is_some()),
    ] {
        if is_given {
            require_key(option, field, &library.profile)?;
        }
    }
    let owners = code_owners(&session)?;
    let request = Request {
        paths: &paths,
        only: &only,
        document_type,
        status,
        config: &session.config,
        folder: &session.folder,
        as_of: &session.as_of,
        owners: owners.as_ref(),
        history: session.repository.as_ref().zip(library.source.commit()),
        fail_on_rest: arguments.exit_code,
        summary_only: global.quiet,
    };
    let context = session.context(&library)?;
    let mut report = adopt(&library, &request, context, &session.progress)?;
    tell_without_documents(&report.without_documents, &session)?;
    // What cannot be shown afterwards is not done.
    session.format::<Adoption>()?;
    if arguments.write && !report.changeset.changes.is_empty() {
        session.tree.write(&report.changeset)?;
        let ignored = session.root.join(IGNORED_REVISIONS).is_file();
        report = report.written(session.repository.is_some().then_some(ignored));
    }
    session.emit(&report)
}

fn type_named<'c>(name: &str, config: &'c Config) -> Result<&'c TypeConfig, Failure> {
    config.type_of(&DocumentType::new(name)).ok_or_else(|| {
        let known = || config.types.iter().map(|known| known.name.as_str());
        let hint = match nearest(name, known().chain(["wi"])) {
            Some(near) => format!("did you mean {near}?"),
            None => format!("there are {}", known().collect::<Vec<_>>().join(", ")),
        };
        Failure::new(format!("there is no document type {name:?}")).hint(hint)
    })
}

/// The fields of `--only`, by our names or by the keys of the convention.
fn fields_named(names: &[String], profile: &Profile) -> Result<Vec<FieldName>, Failure> {
    let mut fields = Vec::new();
    for name in names {
        let field = FieldName::named(name).or_else(|| profile.field_of(name));
        let Some(field) = field.filter(|field| PROPOSED.contains(field)) else {
            let known = || PROPOSED.iter().map(|field| field.as_str());
            let hint = match nearest(name, known()) {
                Some(near) if near != name => format!("did you mean {near}?"),
                _ => format!("--only takes {}", known().collect::<Vec<_>>().join(", ")),
            };
            return Err(
                Failure::new(format!("{name:?} is no field that adopt proposes")).hint(hint)
            );
        };
        require_key("--only", field, profile)?;
        fields.push(field);
    }
    Ok(fields)
}

/// Refuses an option that would be ignored.
fn require_key(option: &str, field: FieldName, profile: &Profile) -> Result<(), Failure> {
    if !profile.keys_of(field).is_empty() {
        return Ok(());
    }
    Err(Failure::new(format!(
        "{option} has no meaning here: the convention {} has no {field}",
        profile.name
    ))
    .hint("leave it out, or name --profile sopctl"))
}
