//! The map for programs. Fields are added here, never changed.

use schemars::JsonSchema;
use serde::Serialize;

use crate::document::lifecycle::{DocumentKind, Status};
use crate::library::Unreadable;

use super::Coverage;
use super::documents::{Covered, Force, Need};
use super::gaps::{Gap, GapCode};
use super::links::{Link, Saying};
use super::ties::{Also, NamedBy, Tie};

/// The body of the answer.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CoverageData<'a> {
    /// How many there are of what.
    summary: Summary,
    /// The documents that were asked for, in the order of reports.
    documents: Vec<Document<'a>>,
    /// What nobody carries out, and what carries out nothing.
    gaps: Vec<WireGap<'a>>,
    /// References that do not hold, by document and line.
    dangling: Vec<Dangling<'a>>,
    /// Documents that carry each other out, each circle once: every document carries out the
    /// next one, and the last one the first.
    circular: Vec<Vec<Name<'a>>>,
    /// Parts that several documents in force claim by name.
    also: Vec<WireAlso<'a>>,
    /// The documents that could not be read, so that nobody knows what they carry out.
    unreadable: &'a [Unreadable],
}

#[derive(Debug, Serialize, JsonSchema)]
struct Summary {
    /// Documents that were asked for.
    documents: usize,
    /// Those that state what must be.
    policies: usize,
    /// Those that say who does what, and when.
    sops: usize,
    /// Those that tell how, step by step.
    work_instructions: usize,
    /// Those of which nothing says what they are.
    untyped: usize,
    /// Superseded and retired documents of the library.
    out_of_use: usize,
    /// Documents that could not be read.
    unreadable: usize,
    /// Those that neither carry out another document nor are carried out.
    without_links: usize,
    /// How often a document carries out another one or a part of it.
    links: usize,
    /// How many gaps there are.
    gaps: usize,
    /// How many references do not hold.
    dangling: usize,
    /// How many circles there are.
    circular: usize,
    /// How many parts several documents claim.
    also: usize,
}

/// A document by its names.
#[derive(Debug, Serialize, JsonSchema)]
struct Name<'a> {
    /// Its number; `null` where it has none.
    id: Option<&'a str>,
    /// Where it stands, from the root of the repository.
    path: &'a str,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Document<'a> {
    /// Its number; `null` where it has none.
    id: Option<&'a str>,
    /// Where it stands, from the root of the repository.
    path: &'a str,
    /// Its title: from the front matter, else its first heading, else the name of the file.
    title: &'a str,
    /// `policy`, `sop`, `work-instruction`, or a type of sopctl.toml.
    #[serde(rename = "type")]
    document_type: Option<&'a str>,
    /// Whose place it has: by its type, else by its number, else below what it carries out.
    level: Option<DocumentKind>,
    /// Its version, as written.
    version: Option<&'a str>,
    /// How far it has come.
    status: Option<Status>,
    /// The one accountable owner.
    owner: Option<&'a str>,
    /// Whether it is in force on the day, by its status and its effective date; `null` where
    /// it has no status.
    in_force: Option<bool>,
    /// What it carries out.
    implements: Vec<WireLink<'a>>,
    /// What carries it out.
    implemented_by: Vec<WireLink<'a>>,
    /// Its parts: the stages of an SOP; of a policy the sections, where one of them is named.
    stages: Vec<Stage<'a>>,
    /// Why it carries out nothing, or is carried out by nothing.
    standalone: Option<&'a str>,
    /// Why it needs no work instruction.
    no_work_instruction: Option<&'a str>,
}

#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "CoverageLink")]
struct WireLink<'a> {
    /// The number of the other document.
    id: Option<&'a str>,
    /// Where it stands, from the root of the repository.
    path: &'a str,
    /// The part of the document that is carried out, as `implements` names it; `null` for all
    /// of it.
    stage: Option<&'a str>,
    /// Who says so.
    said_by: SaidBy,
}

/// Who says that a document carries out another one.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum SaidBy {
    /// Its field `implements`.
    Field,
    /// Its field, and a step of the other document names it.
    FieldAndStep,
    /// Only a step of the other document, which names it.
    Step,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Stage<'a> {
    /// Its heading without the number.
    title: &'a str,
    /// As `implements` names it.
    anchor: &'a str,
    /// The line of the heading.
    line: usize,
    /// What carries it out.
    implemented_by: Vec<Name<'a>>,
    /// Why it needs no work instruction.
    reason: Option<&'a str>,
}

#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "CoverageGap")]
struct WireGap<'a> {
    /// What is missing.
    code: GapCode,
    /// What is missing, in words.
    message: String,
    /// The number of the document.
    document: Option<&'a str>,
    /// Where it stands, from the root of the repository.
    path: &'a str,
    /// Who answers for it.
    owner: Option<&'a str>,
    /// The anchors of its parts that nobody carries out, while others are.
    stages: Vec<&'a str>,
    /// What will carry it out, once it is in force.
    planned: Vec<Name<'a>>,
    /// What to do about it.
    hint: &'static str,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Dangling<'a> {
    /// Why it does not hold: `dangling-reference`, `reference-to-inactive`, `duplicate-id` or
    /// `unparsable`, as the rule of `check` is called.
    code: &'static str,
    /// The same in words.
    message: String,
    /// The number of the document that names another one.
    document: Option<&'a str>,
    /// Where it stands, from the root of the repository.
    path: &'a str,
    /// The line on which it does.
    line: Option<usize>,
    /// What it names, as written.
    reference: String,
    /// Whether `implements` names it; else a step does.
    in_field: bool,
}

#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Also")]
struct WireAlso<'a> {
    /// The number of the document with the part.
    document: Option<&'a str>,
    /// Where it stands, from the root of the repository.
    path: &'a str,
    /// The part, as `implements` names it.
    stage: &'a str,
    /// What claims it.
    implemented_by: Vec<Name<'a>>,
}

impl<'a> CoverageData<'a> {
    pub(super) fn of(report: &'a Coverage) -> Self {
        let documents: Vec<Document<'a>> = report
            .asked
            .iter()
            .filter_map(|index| Some(document(report, *index, report.document(*index)?)))
            .collect();
        let gaps = report.gaps.iter().filter_map(|gap| wire_gap(report, gap));
        let dangling = report.ties.iter().filter_map(|tie| wire_tie(report, tie));
        let also = report.also.iter().filter_map(|also| wire_also(report, also));
        let circular = report.circles.iter().map(|circle| names(report, circle));
        Self {
            summary: Summary {
                documents: report.asked.len(),
                policies: report.count(Some(DocumentKind::Policy)),
                sops: report.count(Some(DocumentKind::Sop)),
                work_instructions: report.count(Some(DocumentKind::WorkInstruction)),
                untyped: report.count(None),
                out_of_use: report.documents.iter().filter(|d| d.force.is_over()).count(),
                unreadable: report.unreadable.len(),
                without_links: report.without_links().len(),
                links: report.shown_links().count(),
                gaps: report.gaps.len(),
                dangling: report.ties.len(),
                circular: report.circles.len(),
                also: report.also.len(),
            },
            documents,
            gaps: gaps.collect(),
            dangling: dangling.collect(),
            circular: circular.collect(),
            also: also.collect(),
            unreadable: &report.unreadable,
        }
    }
}

fn document<'a>(report: &'a Coverage, index: usize, document: &'a Covered) -> Document<'a> {
    let links = |wanted: &dyn Fn(&&Link) -> bool, other: &dyn Fn(&Link) -> usize| {
        let found = report.links.iter().filter(wanted);
        found.filter_map(|link| wire_link(report, link, other(link))).collect::<Vec<_>>()
    };
    let stage = |(number, part): (usize, &'a super::documents::Part)| {
        let here = |link: &&Link| link.upper == index && link.part == Some(number);
        let by: Vec<usize> = report.links.iter().filter(here).map(|link| link.lower).collect();
        Stage {
            title: &part.title,
            anchor: &part.anchor,
            line: part.line,
            implemented_by: names(report, &by),
            reason: part.reason.as_deref(),
        }
    };
    Document {
        id: document.id.as_deref(),
        path: &document.path,
        title: &document.title,
        document_type: document.type_name.as_deref(),
        level: document.level,
        version: document.version.as_deref(),
        status: document.status,
        owner: document.owner.as_deref(),
        in_force: (document.force != Force::Unsaid).then_some(document.force == Force::Now),
        implements: links(&|link| link.lower == index, &|link| link.upper),
        implemented_by: links(&|link| link.upper == index, &|link| link.lower),
        stages: document.parts.iter().enumerate().map(stage).collect(),
        standalone: document.standalone.as_deref(),
        no_work_instruction: match &document.work_instructions {
            Need::None(reason) => Some(reason),
            Need::Open | Need::Unreadable => None,
        },
    }
}

fn wire_link<'a>(report: &'a Coverage, link: &Link, other: usize) -> Option<WireLink<'a>> {
    let part = link.part.and_then(|part| report.document(link.upper)?.parts.get(part));
    let other = report.document(other)?;
    Some(WireLink {
        id: other.id.as_deref(),
        path: &other.path,
        stage: part.map(|part| part.anchor.as_str()),
        said_by: match link.saying {
            Saying::Declared => SaidBy::Field,
            Saying::Located => SaidBy::FieldAndStep,
            Saying::Named => SaidBy::Step,
        },
    })
}

fn name(document: &Covered) -> Name<'_> {
    Name { id: document.id.as_deref(), path: &document.path }
}

fn names<'a>(report: &'a Coverage, indices: &[usize]) -> Vec<Name<'a>> {
    indices.iter().filter_map(|index| report.document(*index)).map(name).collect()
}

fn wire_gap<'a>(report: &'a Coverage, gap: &Gap) -> Option<WireGap<'a>> {
    let document = report.document(gap.document)?;
    let stages = gap.parts.iter().filter_map(|part| document.parts.get(*part));
    Some(WireGap {
        code: gap.code,
        message: gap.message(&report.documents),
        document: document.id.as_deref(),
        path: &document.path,
        owner: document.owner.as_deref(),
        stages: stages.map(|part| part.anchor.as_str()).collect(),
        planned: names(report, &gap.planned),
        hint: gap.code.hint(),
    })
}

fn wire_tie<'a>(report: &'a Coverage, tie: &Tie) -> Option<Dangling<'a>> {
    let document = report.document(tie.document)?;
    let stage = tie.named.stage.as_ref().map(|stage| format!("#{stage}")).unwrap_or_default();
    Some(Dangling {
        code: tie.code.name(),
        message: tie.message(&report.documents),
        document: document.id.as_deref(),
        path: &document.path,
        line: tie.line,
        reference: format!("{}{stage}", tie.named.document),
        in_field: tie.by == NamedBy::Field,
    })
}

fn wire_also<'a>(report: &'a Coverage, also: &Also) -> Option<WireAlso<'a>> {
    let document = report.document(also.document)?;
    Some(WireAlso {
        document: document.id.as_deref(),
        path: &document.path,
        stage: &document.parts.get(also.part)?.anchor,
        implemented_by: names(report, &also.by),
    })
}
