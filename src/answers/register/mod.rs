//! The register: every document of the library and where it stands.

mod page;
mod sheet;
mod wire;

use std::collections::HashMap;

use crate::calendar::{AsOf, Date};
use crate::config::Config;
use crate::document::fingerprint::Fingerprint;
use crate::document::front_matter::Fields;
use crate::document::lifecycle::{DocumentType, Status};
use crate::git::GitError;
use crate::library::{Library, Member, Rank, Unreadable};
use crate::paths::RepoPath;
use crate::progress::Progress;
use crate::report::{
    Block, Column, Completeness, Context, Format, Line, Report, Row, Table, Tone, View,
};
use crate::standing::{Evidence, Ground, InForce, Rule, Rules, State, gather_for, judge, plural};

/// The answer.
#[derive(Debug)]
pub struct Register {
    context: Context,
    rows: Vec<Registered>,
    unreadable: Vec<Unreadable>,
    /// What is not listed because it was not in force, where that was asked.
    left_out: Option<LeftOut>,
}

/// The documents that a list of what was in force does not have.
#[derive(Debug, Clone, Default)]
pub struct LeftOut {
    /// How many were not in force.
    pub not_in_force: usize,
    /// Where those stand of which nothing tells.
    pub undecided: Vec<RepoPath>,
}

/// A document of the register.
#[derive(Debug)]
pub(super) struct Registered {
    id: Option<String>,
    path: String,
    title: String,
    fields: Fields,
    due: Option<Date>,
    state: State,
    fingerprint: Fingerprint,
    in_force: Option<InForce>,
}

/// Documents to list, by the tree that they stand in.
#[derive(Debug)]
pub struct Part<'a> {
    /// The tree.
    pub library: &'a Library,
    /// Where evidence about its documents is looked for.
    pub ground: Option<Ground<'a>>,
    /// Those that are listed, with what makes their text the one in force; all of them where
    /// that was not asked.
    pub in_force: Option<HashMap<RepoPath, InForce>>,
}

/// Which documents to list.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    /// Only of this type.
    pub document_type: Option<DocumentType>,
    /// Only of this owner.
    pub owner: Option<String>,
    /// Only of this status.
    pub status: Option<Status>,
}

/// Lists the documents of one tree, or, where texts of several days are in force, of several.
/// The first part is the library that the others belong to.
///
/// # Errors
/// When history cannot be read.
pub fn register(
    parts: Vec<Part<'_>>,
    config: &Config,
    as_of: &AsOf,
    selection: &Selection,
    context: Context,
    progress: &dyn Progress,
) -> Result<Register, GitError> {
    let rules = Rules { config, as_of, due_soon: config.stale.due_soon };
    let mut unreadable = None;
    let mut rows: Vec<(Rank, Registered)> = Vec::new();
    for mut part in parts {
        unreadable.get_or_insert_with(|| part.library.unreadable.clone());
        let listed = |member: &&Member| {
            selection.selects(member.document.fields())
                && part.in_force.as_ref().is_none_or(|all| all.contains_key(&member.path))
        };
        let members: Vec<&Member> = part.library.members.iter().filter(listed).collect();
        let evidence = match part.ground {
            Some(ground) => gather_for(&members, part.library, ground, progress)?,
            None => vec![Evidence::without_history(&part.library.source); members.len()],
        };
        for (member, evidence) in members.into_iter().zip(evidence) {
            let in_force = part.in_force.as_mut().and_then(|all| all.remove(&member.path));
            let standing = judge(member, &evidence, part.library, rules);
            rows.push((
                member.rank(),
                Registered {
                    id: member.document.fields().id.value().map(|id| id.as_str().to_owned()),
                    path: member.path.to_string(),
                    title: member.title(),
                    fields: member.document.fields().clone(),
                    due: standing.due,
                    state: standing.state,
                    fingerprint: member.document.fingerprint(),
                    in_force,
                },
            ));
        }
    }
    rows.sort_by(|(one, _), (other, _)| one.cmp(other));
    let rows = rows.into_iter().map(|(_, row)| row).collect();
    let unreadable = unreadable.unwrap_or_default();
    Ok(Register { context, rows, unreadable, left_out: None })
}

impl Register {
    /// Says that this is a list of what was in force, and what it leaves out.
    #[must_use]
    pub fn without(self, left_out: LeftOut) -> Self {
        Self { left_out: Some(left_out), ..self }
    }

    /// What the list does not have, and why.
    fn not_listed(&self) -> Vec<Block> {
        let left_out = self.left_out.iter().flat_map(|all| all.blocks(self.context.as_of));
        let unreadable = self.unreadable.iter().map(|file| {
            let line = Line::new().document(file.path.as_str()).text(" could not be read: ");
            Block::Note(Tone::Bad, line.text(file.why.as_str()))
        });
        left_out.chain(unreadable).chain(self.lacking()).collect()
    }

    /// Why states are unknown, where the clone is the reason.
    fn lacking(&self) -> Option<Block> {
        let (what, remedy) = match self.context.repository.history {
            Completeness::Shallow => ("shallow", "git fetch --unshallow"),
            Completeness::Partial => ("partial", "git fetch --refetch --no-filter"),
            Completeness::Complete | Completeness::None => return None,
        };
        let unknown = self.rows.iter().filter(|row| row.state == State::Unknown).count();
        let line = Line::new()
            .text(format!("{unknown} unknown: this clone is {what} and may lack what would tell; "))
            .code(remedy)
            .text(" fetches it.");
        (unknown > 0).then_some(Block::Note(Tone::Warning, line))
    }
}

impl LeftOut {
    fn blocks(&self, on: Date) -> Vec<Block> {
        let mut blocks = Vec::new();
        if self.not_in_force > 0 {
            let documents = plural(self.not_in_force, "document");
            let line = Line::new().text(format!("{documents} not in force on "));
            blocks.push(Block::Prose(line.date(on)));
        }
        if !self.undecided.is_empty() {
            let named = self.undecided.iter().map(|path| Line::new().document(path.as_str()));
            let line = Line::new().text("nothing here tells whether these were in force: ");
            let line = line.line(Line::joined(named.collect(), ", "));
            blocks.push(Block::Note(Tone::Bad, line));
        }
        blocks
    }
}

impl Selection {
    /// Whether a document with these fields is listed.
    #[must_use]
    pub fn selects(&self, fields: &Fields) -> bool {
        self.document_type.as_ref().is_none_or(|t| fields.document_type.value() == Some(t))
            && self.owner.as_ref().is_none_or(|owner| fields.owner.value() == Some(owner))
            && self.status.is_none_or(|status| fields.status.copied() == Some(status))
    }
}

impl Report for Register {
    const NAME: &'static str = "list";
    const FORMATS: &'static [Format] =
        &[Format::Text, Format::Json, Format::Markdown, Format::Html, Format::Csv];
    type Data<'a> = wire::List<'a>;

    fn view(&self) -> View {
        let numbered = self.rows.iter().any(|row| row.id.is_some());
        let is_in_force = self.left_out.is_some();
        let columns = vec![
            Column::fixed(if numbered { "ID" } else { "Document" }),
            Column::flexible("Title"),
            Column::fixed("Type"),
            Column::fixed("Version"),
            Column::fixed(if is_in_force { "In force since" } else { "Status" }),
            Column::fixed("Owner"),
            Column::fixed("Next review"),
            Column::fixed("State"),
        ];
        let rows: Vec<Row> = self.rows.iter().map(row).collect();
        let mut blocks = match (rows.is_empty(), is_in_force) {
            (false, _) => vec![Block::Table(Table { columns, named: true, rows })],
            (true, false) => vec![Block::Prose("No documents here.".into())],
            (true, true) => {
                let on = Line::new().text("Nothing was in force on ").date(self.context.as_of);
                vec![Block::Prose(on.text("."))]
            }
        };
        blocks.extend(self.not_listed());
        View { blocks }
    }

    fn sheet(&self) -> Table {
        sheet::of(self)
    }

    fn page(&self) -> View {
        page::of(self)
    }

    fn data(&self) -> wire::List<'_> {
        wire::List::of(self)
    }

    fn context(&self) -> &Context {
        &self.context
    }
}

fn row(document: &Registered) -> Row {
    let fields = &document.fields;
    let text = |text: Option<&str>| Line::new().text(text.unwrap_or_default());
    let cells = vec![
        Line::new().document(document.id.as_deref().unwrap_or(&document.path)),
        Line::new().text(document.title.as_str()),
        text(fields.document_type.value().map(short_type)),
        text(fields.version.value().map(String::as_str)),
        match &document.in_force {
            Some(answer) => in_force_since(answer),
            None => text(fields.status.value().map(|status| status.as_str())),
        },
        fields.owner.value().map(|owner| Line::new().person(owner.as_str())).unwrap_or_default(),
        document.due.map(|due| Line::new().date(due)).unwrap_or_default(),
        Line::new().toned(document.state.tone(), document.state.name()),
    ];
    Row { cells, details: Vec::new() }
}

/// `2026-03-01`, `undated`, or either with a question mark.
fn in_force_since(answer: &InForce) -> Line {
    let since = answer.text.as_ref().and_then(|text| text.since);
    let line = match (answer.rule, since) {
        (Rule::EffectiveDate, Some(day)) => Line::new().date(day),
        (Rule::EffectiveDate, None) => Line::new().faint("not known"),
        _ => Line::new().faint("undated"),
    };
    let is_doubted = answer.text.as_ref().is_some_and(|text| text.since_doubt.is_some());
    if answer.is_uncertain() || is_doubted { line.toned(Tone::Warning, "?") } else { line }
}

/// `wi` for work instructions, as people type it.
fn short_type(document_type: &DocumentType) -> &str {
    match document_type.as_str() {
        "work-instruction" => "wi",
        other => other,
    }
}
