//! The register as a page: to look documents up, to sort and to print them.

use crate::document::lifecycle::DocumentType;
use crate::report::{
    Block, Catalogue, CatalogueColumn, CatalogueEntry, CellKind, Column, Line, Section, Total, View,
};
use crate::standing::State;

use super::{Register, Registered, in_force_since};

pub(super) fn of(register: &Register) -> View {
    let is_in_force = register.left_out.is_some();
    let title = if is_in_force { "Documents in force on " } else { "Register of documents on " };
    let title = Line::new().text(title).date(register.context.as_of);
    let mut blocks = vec![Block::Title(title), Block::Facts(register.context.facts())];
    blocks.extend(register.not_listed());
    if register.rows.is_empty() {
        blocks.push(Block::Prose("No documents here.".into()));
        return View { blocks };
    }
    blocks.push(Block::Totals(totals(register)));
    blocks.push(Block::Section(Section {
        heading: "Documents".into(),
        blocks: vec![Block::Catalogue(catalogue(register))],
        ..Section::default()
    }));
    View { blocks }
}

fn totals(register: &Register) -> Vec<Total> {
    let total = |state: State| Total {
        count: register.rows.iter().filter(|row| row.state == state).count(),
        name: state.words(),
        tone: state.tone(),
    };
    State::ALL.into_iter().map(total).filter(|total| total.count > 0).collect()
}

fn catalogue(register: &Register) -> Catalogue {
    let is_numbered = register.rows.iter().all(|row| row.id.is_some());
    let name = if is_numbered { Column::fixed("Document") } else { Column::flexible("Document") };
    let column = |column, kind, is_choice| CatalogueColumn { column, kind, is_choice };
    let status = if register.left_out.is_some() {
        column(Column::fixed("In force since"), CellKind::Date, false)
    } else {
        column(Column::fixed("Status"), CellKind::Text, true)
    };
    let columns = vec![
        column(name, CellKind::Text, false),
        column(Column::flexible("Title"), CellKind::Text, false),
        column(Column::flexible("Type"), CellKind::Text, true),
        column(Column::fixed("Version"), CellKind::Text, false),
        status,
        column(Column::flexible("Owner"), CellKind::Text, true),
        column(Column::fixed("Next review"), CellKind::Date, false),
        column(Column::flexible("State"), CellKind::State, true),
    ];
    let entries = register.rows.iter().map(entry).collect();
    Catalogue { unit: "document", columns, sorted_by: 0, entries }
}

fn entry(document: &Registered) -> CatalogueEntry {
    let fields = &document.fields;
    let text = |text: Option<&str>| text.map(Line::from).unwrap_or_default();
    let cells = vec![
        Line::new().document(document.id.as_deref().unwrap_or(&document.path)),
        Line::new().text(document.title.as_str()),
        text(fields.document_type.value().map(DocumentType::as_str)),
        text(fields.version.value().map(String::as_str)),
        match &document.in_force {
            Some(answer) => in_force_since(answer),
            None => text(fields.status.value().map(|status| status.as_str())),
        },
        fields.owner.value().map(|owner| Line::new().person(owner.as_str())).unwrap_or_default(),
        document.due.map(|due| Line::new().date(due)).unwrap_or_default(),
        Line::new().toned(document.state.tone(), document.state.words()),
    ];
    let mut summary = Line::new();
    if document.id.is_some() {
        summary = summary.code(document.path.as_str()).text(" · ");
    }
    let parts = [("effective ", &fields.effective_date), ("reviewed ", &fields.last_reviewed)];
    for (name, field) in parts {
        if let Some(day) = field.copied() {
            summary = summary.text(name).date(day).text(" · ");
        }
    }
    summary = summary.text(format!("text 1:{}", document.fingerprint.short()));
    CatalogueEntry { cells, rank: document.state.rank(), summary, details: Vec::new() }
}
