//! One document for programs. Fields are added here, never changed.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::calendar::Date;
use crate::data::{Node, Value};
use crate::document::lifecycle::DocumentType;
use crate::library::Relation;

use super::front_matter::WrittenField;
use super::outline::{self, Item};
use super::{LinkEnd, Show, ShownLink};

/// The body of the answer.
#[derive(Debug, Serialize)]
pub struct ShowData<'a> {
    id: Option<&'a str>,
    path: &'a str,
    title: &'a str,
    #[serde(rename = "type")]
    document_type: Option<&'a str>,
    version: Option<&'a str>,
    status: Option<&'static str>,
    owner: Option<&'a str>,
    effective_date: Option<Date>,
    last_reviewed: Option<Date>,
    due: Option<Date>,
    state: &'static str,
    fingerprint: String,
    fields: Vec<Field<'a>>,
    step_count: usize,
    outline: Vec<Section<'a>>,
    /// Nobody judges that yet, and it is always there.
    looks_like: Option<()>,
    links: Links<'a>,
}

#[derive(Debug, Serialize)]
struct Field<'a> {
    name: &'a str,
    value: Option<FieldValue<'a>>,
    line: usize,
    column: usize,
    invalid: Option<Fault<'a>>,
    meant: Option<&'a str>,
}

/// A value as it is structured; single values are text as written, without quotes.
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum FieldValue<'a> {
    Text(&'a str),
    List(Vec<Option<FieldValue<'a>>>),
    Table(BTreeMap<&'a str, Option<FieldValue<'a>>>),
}

#[derive(Debug, Serialize)]
struct Fault<'a> {
    line: usize,
    column: usize,
    why: &'a str,
}

#[derive(Debug, Serialize)]
struct Section<'a> {
    title: Option<&'a str>,
    level: u8,
    line: usize,
    steps: Vec<Step<'a>>,
    statements: Vec<Statement<'a>>,
    sections: Vec<Section<'a>>,
}

#[derive(Debug, Serialize)]
struct Step<'a> {
    number: Option<&'a str>,
    text: &'a str,
    line: usize,
    roles: &'a [String],
    targets: &'a [String],
    values: &'a [String],
    expected_result: Option<&'a str>,
    steps: Vec<Step<'a>>,
}

#[derive(Debug, Serialize)]
struct Statement<'a> {
    text: &'a str,
    obligation: Option<&'a str>,
    actor: Option<&'a str>,
    line: usize,
}

#[derive(Debug, Serialize)]
struct Links<'a> {
    implements: Vec<Link<'a>>,
    implemented_by: Vec<Link<'a>>,
    related: Vec<Link<'a>>,
    supersedes: Vec<Link<'a>>,
    superseded_by: Vec<Link<'a>>,
    translation_of: Vec<Link<'a>>,
    translations: Vec<Link<'a>>,
}

#[derive(Debug, Serialize)]
struct Link<'a> {
    name: &'a str,
    stage: Option<&'a str>,
    id: Option<&'a str>,
    path: Option<&'a str>,
    title: Option<&'a str>,
    /// Whether it leads to one document, and to a stage that this has; `null` where the
    /// document was read alone.
    found: Option<bool>,
    /// Where this document names the other one; `null` where only the other one does.
    line: Option<usize>,
}

impl<'a> ShowData<'a> {
    pub(super) fn of(show: &'a Show) -> Self {
        let fields = &show.fields;
        Self {
            id: show.id.as_deref(),
            path: &show.path,
            title: &show.title,
            document_type: fields.document_type.value().map(DocumentType::as_str),
            version: fields.version.value().map(String::as_str),
            status: fields.status.value().map(|status| status.as_str()),
            owner: fields.owner.value().map(String::as_str),
            effective_date: fields.effective_date.copied(),
            last_reviewed: fields.last_reviewed.copied(),
            due: show.standing.due,
            state: show.standing.state.name(),
            fingerprint: show.fingerprint.to_string(),
            fields: show.written.iter().map(field).collect(),
            step_count: show.step_count,
            outline: show.outline.iter().map(section).collect(),
            looks_like: None,
            links: links(show),
        }
    }
}

fn field(written: &WrittenField) -> Field<'_> {
    Field {
        name: &written.key,
        value: match &written.node {
            Some(node) => value(node),
            None => Some(FieldValue::Text(&written.text)),
        },
        line: written.at.line,
        column: written.at.column,
        invalid: written.fault.as_ref().map(|fault| Fault {
            line: fault.at.line,
            column: fault.at.column,
            why: &fault.why,
        }),
        meant: written.meant.as_deref(),
    }
}

/// The tree of values is never deeper than [`crate::data::DEEPEST`].
fn value(node: &Node) -> Option<FieldValue<'_>> {
    match &node.value {
        Value::Empty => None,
        Value::Scalar(scalar) => Some(FieldValue::Text(&scalar.text)),
        Value::List(items) => Some(FieldValue::List(items.iter().map(value).collect())),
        Value::Table(entries) => Some(FieldValue::Table(
            entries.iter().map(|entry| (entry.key.value.as_str(), value(&entry.node))).collect(),
        )),
    }
}

fn section(section: &outline::Section) -> Section<'_> {
    let mut statements = Vec::new();
    collect_statements(&section.items, &mut statements);
    Section {
        title: section.title.as_deref(),
        level: section.level,
        line: section.line,
        steps: steps(&section.items),
        statements,
        sections: section.sections.iter().map(self::section).collect(),
    }
}

fn steps(items: &[Item]) -> Vec<Step<'_>> {
    let steps = items.iter().filter_map(|item| match item {
        Item::Step(step) => Some(step),
        Item::Statement(_) | Item::Warning(_) => None,
    });
    steps
        .map(|step| Step {
            number: step.number.as_deref(),
            text: &step.text,
            line: step.line,
            roles: &step.content.roles,
            targets: &step.content.targets,
            values: &step.content.values,
            expected_result: step.expected_result.as_deref(),
            steps: self::steps(&step.items),
        })
        .collect()
}

/// The statements of a section, those inside its steps as well.
fn collect_statements<'a>(items: &'a [Item], to: &mut Vec<Statement<'a>>) {
    for item in items {
        match item {
            Item::Statement(statement) => to.push(Statement {
                text: &statement.text,
                obligation: statement.obligation.as_deref(),
                actor: statement.actor.as_deref(),
                line: statement.line,
            }),
            Item::Step(step) => collect_statements(&step.items, to),
            Item::Warning(_) => {}
        }
    }
}

fn links(show: &Show) -> Links<'_> {
    let of = |relation: Relation| {
        show.links.iter().filter(|link| link.relation == relation).map(link).collect()
    };
    Links {
        implements: of(Relation::Implements),
        implemented_by: of(Relation::ImplementedBy),
        related: of(Relation::Related),
        supersedes: of(Relation::Supersedes),
        superseded_by: of(Relation::SupersededBy),
        translation_of: of(Relation::TranslationOf),
        translations: of(Relation::Translation),
    }
}

fn link(link: &ShownLink) -> Link<'_> {
    let document = link.end.document();
    Link {
        name: &link.name,
        stage: link.stage.as_deref(),
        id: document.and_then(|document| document.id.as_deref()),
        path: document.map(|document| document.path.as_str()),
        title: document.map(|document| document.title.as_str()),
        found: match link.end {
            LinkEnd::Unknown => None,
            LinkEnd::Document(_) => Some(true),
            LinkEnd::NoStage(_) | LinkEnd::Several(_) | LinkEnd::Unreadable | LinkEnd::Missing => {
                Some(false)
            }
        },
        line: link.line,
    }
}
