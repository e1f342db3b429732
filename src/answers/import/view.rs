//! An import for people.

use crate::recording::{Format, Mask};
use crate::report::{Block, Column, Line, Listing, Row, Section, Table, Text, Tone, View};
use crate::standing::plural;

use super::{Import, Imported, Resembled};

pub(super) fn of(import: &Import) -> View {
    let mut blocks = Vec::new();
    for made in &import.documents {
        blocks.push(Block::Prose(head(made, import)));
        blocks.extend(remarks(made));
        if !import.is_written {
            let text = format!("{}\n{}", made.document.front_matter, made.document.body);
            blocks.push(Block::Listing(Listing { language: "markdown", text: Text::new(text) }));
        }
    }
    blocks.extend(masked(&import.masks, import.format, import.documents.len() > 1));
    blocks.push(Block::Prose(next(import)));
    View { blocks }
}

/// `WI-004 work-instructions/refund.md: 12 steps of a Playwright trace, with 3 pictures`
fn head(made: &Imported, import: &Import) -> Line {
    let verb = if import.is_written { "created " } else { "would create " };
    let pictures = match made.pictures.len() {
        0 => String::new(),
        count => format!(", with {}", plural(count, "picture")),
    };
    Line::new()
        .text(verb)
        .document(made.document.id.as_str())
        .text(" ")
        .code(made.document.path.as_str())
        .text(format!(": {} from {}{pictures}", plural(made.steps, "step"), import.format))
}

/// What a person has to look at.
fn remarks(made: &Imported) -> Vec<Block> {
    let mut remarks = Vec::new();
    if !made.unknown.is_empty() {
        let line = Line::new()
            .text(format!("{} not known and marked TODO: ", are(made.unknown.len(), "action")))
            .text(made.unknown.join(", "));
        remarks.push(Block::Note(Tone::Warning, line));
    }
    if !made.guessed.is_empty() {
        let names = made.guessed.len();
        let line = Line::new()
            .text(format!("{} made from identifiers and marked TODO: ", are(names, "name")))
            .text(made.guessed.join(", "));
        remarks.push(Block::Note(Tone::Notice, line));
    }
    if let Some(Resembled { document, shared }) = &made.resembled {
        let line = Line::new()
            .document(document.as_str())
            .text(format!(
                " has {shared} of these {}. Where it is the same task: ",
                plural(made.steps, "step")
            ))
            .code(format!("sopctl import --update {document} FILE"));
        remarks.push(Block::Note(Tone::Warning, line));
    }
    remarks
}

fn are(count: usize, unit: &str) -> String {
    let verb = if count == 1 { "is" } else { "are" };
    format!("{} {verb}", plural(count, unit))
}

/// What was masked, where and why; nothing where nothing was.
pub(super) fn masked(masks: &[Mask], format: Format, of_several: bool) -> Option<Block> {
    if masks.is_empty() {
        return None;
    }
    let columns = vec![
        Column::numeric("No"),
        Column::fixed("Where"),
        Column::flexible("Field"),
        Column::fixed("Masked as"),
        Column::wrapping("Because"),
    ];
    let row = |mask: &Mask| {
        let place = match mask.place.0 {
            0 => "the title".to_owned(),
            place => format!("{} {place}", format.unit()),
        };
        let take = if of_several { format!("task {}, {place}", mask.take + 1) } else { place };
        let why = if mask.is_kept {
            "kept: you said that it is none".to_owned()
        } else {
            mask.why.described().to_owned()
        };
        let field = mask.field.as_deref().unwrap_or_default();
        Row {
            cells: vec![
                mask.number.to_string().into(),
                take.into(),
                field.into(),
                mask.kind.described().into(),
                why.into(),
            ],
            details: Vec::new(),
        }
    };
    let rows = masks.iter().map(row).collect();
    let note =
        Line::new().text("What is no secret comes back with ").code("--keep-value NO").text(".");
    Some(Block::Section(Section {
        heading: "Masked".into(),
        tone: Tone::Notice,
        blocks: vec![Block::Table(Table { columns, named: true, rows }), Block::Prose(note)],
        ..Section::default()
    }))
}

fn next(import: &Import) -> Line {
    if !import.is_written {
        return Line::new().text("Nothing is written.");
    }
    let these = if import.documents.len() == 1 { "it" } else { "each of them" };
    Line::new()
        .text(format!("Next: answer what is marked TODO in {these}, then "))
        .code("sopctl check")
}
