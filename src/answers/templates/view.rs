//! The templates for people.

use crate::document::lifecycle::DocumentKind;
use crate::report::{Block, Column, Fact, Line, Row, Table, Tone, View};
use crate::template::Origin;

use super::{Asking, Listed, TemplateList, TemplateShow};

pub(super) fn of_list(list: &TemplateList) -> View {
    let columns = vec![
        Column::fixed("Template"),
        Column::fixed("Kind"),
        Column::fixed("From"),
        Column::wrapping("For"),
    ];
    let rows = list.templates.iter().map(|template| Row {
        cells: vec![
            Line::new().code(template.label.as_str()),
            kind(template.kind),
            from(template),
            template.summary.as_str().into(),
        ],
        details: Vec::new(),
    });
    let mut blocks = vec![Block::Table(Table { columns, named: true, rows: rows.collect() })];
    for broken in &list.broken {
        let line = Line::new()
            .text(format!("{} cannot be used: ", broken.name))
            .code(broken.path.as_str())
            .text(format!(": {}", broken.why));
        blocks.push(Block::Note(Tone::Bad, line));
    }
    let use_one = Line::new()
        .code("sopctl new TEMPLATE \"Title\"")
        .text(" begins a document; ")
        .code("sopctl template export TEMPLATE")
        .text(" writes its files into ")
        .code(list.folder.as_str())
        .text(", where they replace the built-in ones.");
    blocks.push(Block::Prose(use_one));
    View { blocks }
}

/// The same for spreadsheets.
pub(super) fn sheet(list: &TemplateList) -> Table {
    let rows = list.templates.iter().map(|template| Row {
        cells: vec![
            template.name.as_str().into(),
            template.version.to_string().into(),
            kind(template.kind),
            template.manifest.to_string().into(),
            template.body.to_string().into(),
            template.summary.as_str().into(),
        ],
        details: Vec::new(),
    });
    Table {
        columns: ["name", "version", "kind", "manifest", "body", "summary"]
            .map(Column::fixed)
            .to_vec(),
        named: true,
        rows: rows.collect(),
    }
}

pub(super) fn of_template(show: &TemplateShow) -> View {
    let template = &show.template;
    let title =
        Line::new().code(template.label.as_str()).text("  ").text(template.summary.as_str());
    let places: usize = show.sections.iter().map(|section| section.places).sum();
    let mut facts = vec![
        Fact { name: "Kind", value: kind(template.kind) },
        Fact { name: "From", value: from(template) },
        Fact { name: "To fill in", value: format!("{places} places").into() },
    ];
    if !show.fields.is_empty() {
        let fields = show.fields.iter();
        let fields = fields.map(|(key, value)| Line::new().code(format!("{key} = {value}")));
        facts.push(Fact { name: "Fields", value: Line::joined(fields.collect(), ", ") });
    }
    let rows = show.sections.iter().filter(|asking| asking.level == 2 || asking.places > 0);
    let asked = Table {
        columns: vec![
            Column::fixed("Section"),
            Column::numeric("To fill in"),
            Column::wrapping("Answers"),
        ],
        named: true,
        rows: rows.map(row).collect(),
    };
    let next = Line::new()
        .code(format!("sopctl new {} \"Title\"", template.name))
        .text(" begins a document; ")
        .code(format!("sopctl template export {}", template.name))
        .text(" writes its text, to change it.");
    let blocks =
        vec![Block::Title(title), Block::Facts(facts), Block::Table(asked), Block::Prose(next)];
    View { blocks }
}

fn row(asking: &Asking) -> Row {
    let places = if asking.places > 0 { asking.places.to_string() } else { String::new() };
    // A heading may be a place to fill in itself.
    let title = format!("{}{}", "  ".repeat(usize::from(asking.level - 2)), asking.title);
    let question = asking.question.as_deref().unwrap_or_default();
    Row { cells: vec![title.into(), places.into(), question.into()], details: Vec::new() }
}

fn kind(kind: DocumentKind) -> Line {
    Line::from(kind.as_str())
}

fn from(template: &Listed) -> Line {
    match (&template.manifest, &template.body) {
        (Origin::BuiltIn, Origin::BuiltIn) => Line::new().faint("built in"),
        (Origin::Own(_), Origin::Own(path)) => Line::new().code(path.folder()),
        (Origin::Own(path), Origin::BuiltIn) | (Origin::BuiltIn, Origin::Own(path)) => {
            Line::new().code(path.as_str())
        }
    }
}
