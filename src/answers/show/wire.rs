//! One document for programs. Fields are added here, never changed.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::calendar::Date;
use crate::data::{Node, Value};
use crate::document::lifecycle::{DocumentType, Status};
use crate::genre::LooksLikeData;
use crate::library::Relation;
use crate::standing::{InForceData, State};

use super::front_matter::WrittenField;
use super::outline::{self, Item};
use super::{LinkEnd, Show, ShownLink};

/// The body of the answer.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ShowData<'a> {
    /// Its number; `null` where it has none.
    id: Option<&'a str>,
    /// Where it stands, from the root of the repository.
    path: &'a str,
    /// Its title: from the front matter, else its first heading, else the name of the file.
    title: &'a str,
    /// `policy`, `sop`, `work-instruction`, or a type of sopctl.toml.
    #[serde(rename = "type")]
    document_type: Option<&'a str>,
    /// Its version, as written.
    version: Option<&'a str>,
    /// How far it has come.
    status: Option<Status>,
    /// The one accountable owner.
    owner: Option<&'a str>,
    /// The day from which it binds.
    effective_date: Option<Date>,
    /// The day of the last review.
    last_reviewed: Option<Date>,
    /// The day of the next review.
    due: Option<Date>,
    /// Whether it can be trusted.
    state: State,
    /// What it says, whatever its typing: `1:` and 32 hexadecimal digits.
    fingerprint: String,
    /// All of its front matter, in the order in which it is written.
    fields: Vec<Field<'a>>,
    /// Steps that stand in no other step.
    step_count: usize,
    /// What it tells people to do, by section.
    outline: Vec<Section<'a>>,
    /// What it looks like, whatever it says it is; `null` where nobody judged that.
    looks_like: Option<LooksLikeData>,
    /// The documents it stands in relation to.
    links: Links<'a>,
    /// Which text was in force on the day of `--at`; `null` where that was not asked.
    in_force: Option<InForceData<'a>>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Field<'a> {
    /// Its key, as written.
    name: &'a str,
    /// Its value as it is structured; as written where it cannot be read, and `null` where
    /// it is empty.
    value: Option<FieldValue<'a>>,
    /// The line of its key, from 1.
    line: usize,
    /// The character on that line, from 1.
    column: usize,
    /// Why it does not count; `null` where it does.
    invalid: Option<Fault<'a>>,
    /// The field that an unknown key was probably meant to be.
    meant: Option<&'a str>,
}

/// A value as it is structured; single values are text as written, without quotes.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(untagged)]
enum FieldValue<'a> {
    Text(&'a str),
    List(Vec<Option<FieldValue<'a>>>),
    Table(BTreeMap<&'a str, Option<FieldValue<'a>>>),
}

#[derive(Debug, Serialize, JsonSchema)]
struct Fault<'a> {
    /// Where: the line, from 1.
    line: usize,
    /// The character on that line, from 1.
    column: usize,
    /// Why, in words.
    why: &'a str,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Section<'a> {
    /// The heading without its number; `null` above the first heading.
    title: Option<&'a str>,
    /// The level of the heading, 1 to 6; 0 above the first heading.
    level: u8,
    /// Its line in the file, from 1.
    line: usize,
    /// The steps below it.
    steps: Vec<Step<'a>>,
    /// The requirements below it, those inside steps as well.
    statements: Vec<Statement<'a>>,
    /// The sections inside it.
    sections: Vec<Section<'a>>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Step<'a> {
    /// The number as shown.
    number: Option<&'a str>,
    /// Its words.
    text: &'a str,
    /// Its line in the file, from 1.
    line: usize,
    /// Who acts.
    roles: &'a [String],
    /// What the hand or the eye looks for.
    targets: &'a [String],
    /// Addresses and what is to be entered.
    values: &'a [String],
    /// What it should lead to.
    expected_result: Option<&'a str>,
    /// The steps inside it.
    steps: Vec<Step<'a>>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Statement<'a> {
    /// Its words.
    text: &'a str,
    /// The words that bind, such as `must not`.
    obligation: Option<&'a str>,
    /// Whom they bind.
    actor: Option<&'a str>,
    /// Its line in the file, from 1.
    line: usize,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Links<'a> {
    /// What it carries out.
    implements: Vec<Link<'a>>,
    /// What carries it out.
    implemented_by: Vec<Link<'a>>,
    /// What else to read, whichever of the two says so.
    related: Vec<Link<'a>>,
    /// What it replaces.
    supersedes: Vec<Link<'a>>,
    /// What replaces it.
    superseded_by: Vec<Link<'a>>,
    /// What it is a translation of.
    translation_of: Vec<Link<'a>>,
    /// What is a translation of it.
    translations: Vec<Link<'a>>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Link<'a> {
    /// The other document, as it is written.
    name: &'a str,
    /// The stage that is named.
    stage: Option<&'a str>,
    /// Its number; `null` where it has none or is not found.
    id: Option<&'a str>,
    /// Where it stands; `null` where it is not found.
    path: Option<&'a str>,
    /// Its title; `null` where it is not found.
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
            status: fields.status.copied(),
            owner: fields.owner.value().map(String::as_str),
            effective_date: fields.effective_date.copied(),
            last_reviewed: fields.last_reviewed.copied(),
            due: show.standing.due,
            state: show.standing.state,
            fingerprint: show.fingerprint.to_string(),
            fields: show.written.iter().map(field).collect(),
            step_count: show.step_count,
            outline: show.outline.iter().map(section).collect(),
            looks_like: show.looks_like.as_ref().map(LooksLikeData::of),
            links: links(show),
            in_force: show.in_force.as_ref().map(InForceData::of),
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
            roles: &step.roles,
            targets: &step.targets,
            values: &step.values,
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
