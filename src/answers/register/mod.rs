//! The register: every document of the library and where it stands.

mod wire;

use crate::calendar::{AsOf, Date};
use crate::config::Config;
use crate::document::fingerprint::Fingerprint;
use crate::document::front_matter::Fields;
use crate::document::lifecycle::{DocumentType, Status};
use crate::git::GitError;
use crate::library::{Library, Unreadable};
use crate::progress::Progress;
use crate::report::{Block, Column, Context, Format, Line, Report, Row, Table, Tone, View};
use crate::standing::{Evidence, Ground, Rules, State, gather, judge};

/// The answer.
#[derive(Debug)]
pub struct Register {
    context: Context,
    rows: Vec<Registered>,
    unreadable: Vec<Unreadable>,
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

/// Lists the documents of a library.
///
/// # Errors
/// When history cannot be read.
pub fn register(
    library: &Library,
    ground: Option<Ground<'_>>,
    config: &Config,
    as_of: &AsOf,
    selection: &Selection,
    context: Context,
    progress: &dyn Progress,
) -> Result<Register, GitError> {
    let evidence = match ground {
        Some(ground) => gather(library, ground, progress)?,
        None => vec![Evidence::without_history(&library.source); library.members.len()],
    };
    let rules = Rules { config, as_of, due_soon: config.stale.due_soon };
    let wanted = |fields: &Fields| {
        selection.document_type.as_ref().is_none_or(|t| fields.document_type.value() == Some(t))
            && selection.owner.as_ref().is_none_or(|owner| fields.owner.value() == Some(owner))
            && selection.status.is_none_or(|status| fields.status.copied() == Some(status))
    };
    let mut members: Vec<_> = library.members.iter().zip(evidence).collect();
    members.sort_by_cached_key(|(member, _)| member.rank());
    let rows = members
        .into_iter()
        .filter(|(member, _)| wanted(member.document.fields()))
        .map(|(member, evidence)| {
            let standing = judge(member, &evidence, library, rules);
            Registered {
                id: member.document.fields().id.value().map(|id| id.as_str().to_owned()),
                path: member.path.to_string(),
                title: member.title(),
                fields: member.document.fields().clone(),
                due: standing.due,
                state: standing.state,
                fingerprint: member.document.fingerprint(),
            }
        })
        .collect();
    Ok(Register { context, rows, unreadable: library.unreadable.clone() })
}

impl Report for Register {
    const NAME: &'static str = "list";
    const FORMATS: &'static [Format] = &[Format::Text, Format::Json, Format::Markdown];
    type Data<'a> = wire::List<'a>;

    fn view(&self) -> View {
        let numbered = self.rows.iter().any(|row| row.id.is_some());
        let columns = vec![
            Column::fixed(if numbered { "ID" } else { "Document" }),
            Column::flexible("Title"),
            Column::fixed("Type"),
            Column::fixed("Version"),
            Column::fixed("Status"),
            Column::fixed("Owner"),
            Column::fixed("Next review"),
            Column::fixed("State"),
        ];
        let rows = self.rows.iter().map(row).collect();
        let mut blocks = vec![Block::Table(Table { columns, named: true, rows })];
        if self.rows.is_empty() {
            blocks = vec![Block::Prose("No documents here.".into())];
        }
        for file in &self.unreadable {
            blocks.push(Block::Note(
                Tone::Bad,
                Line::new()
                    .document(file.path.as_str())
                    .text(" could not be read: ")
                    .text(file.why.as_str()),
            ));
        }
        View { blocks }
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
        text(fields.status.value().map(|status| status.as_str())),
        fields.owner.value().map(|owner| Line::new().person(owner.as_str())).unwrap_or_default(),
        document.due.map(|due| Line::new().date(due)).unwrap_or_default(),
        Line::new().toned(tone(document.state), document.state.name()),
    ];
    Row { cells, details: Vec::new() }
}

/// `wi` for work instructions, as people type it.
fn short_type(document_type: &DocumentType) -> &str {
    match document_type.as_str() {
        "work-instruction" => "wi",
        other => other,
    }
}

const fn tone(state: State) -> Tone {
    match state {
        State::Overdue | State::Unknown => Tone::Bad,
        State::Suspect | State::Changed | State::NeverReviewed => Tone::Warning,
        State::DueSoon => Tone::Notice,
        State::Current => Tone::Good,
        State::Exempt | State::NotUnderReview => Tone::Plain,
    }
}
