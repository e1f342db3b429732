//! A walkthrough for people.

use crate::report::{Block, Column, Line, Row, Section, Table, Tone, View};
use crate::standing::plural;
use crate::walkthrough::Scene;

use super::{Fate, Made, Walkthrough};

pub(super) fn of(walkthrough: &Walkthrough) -> View {
    let mut blocks = vec![Block::Prose(head(walkthrough)), Block::Table(scenes(walkthrough))];
    blocks.extend(remarks(walkthrough).into_iter().map(|line| Block::Note(Tone::Notice, line)));
    if !walkthrough.sound.missing.is_empty() {
        blocks.push(commands(walkthrough));
    }
    blocks.push(Block::Section(Section {
        heading: "Files".into(),
        blocks: vec![Block::Items(
            walkthrough.files.iter().map(|m| file(m, walkthrough)).collect(),
        )],
        ..Section::default()
    }));
    blocks.push(Block::Prose(next(walkthrough)));
    View { blocks }
}

/// `WI-005 Create a staff account: 8 steps, about 3 minutes`
fn head(walkthrough: &Walkthrough) -> Line {
    let script = &walkthrough.script;
    let line = match &walkthrough.id {
        Some(id) => Line::new().document(id.as_str()).text(" "),
        None => Line::new(),
    };
    let steps = plural(script.steps(), "step");
    line.text(script.card.title.clone()).text(format!(": {steps}, {}", script.card.length))
}

fn scenes(walkthrough: &Walkthrough) -> Table {
    let row = |scene: &Scene| {
        let seconds = scene.start / 1_000;
        let at = format!("{}:{:02}", seconds / 60, seconds % 60);
        Row { cells: vec![at.into(), scene.title.clone()], details: Vec::new() }
    };
    Table {
        columns: vec![Column::numeric("At"), Column::flexible("Scene")],
        named: true,
        rows: walkthrough.script.scenes.iter().map(row).collect(),
    }
}

/// What is not told, and what stays from before.
fn remarks(walkthrough: &Walkthrough) -> Vec<Line> {
    let mut lines = Vec::new();
    if !walkthrough.script.left_out.is_empty() {
        let names = walkthrough.script.left_out.iter().map(|name| Line::new().text(name.clone()));
        let names = Line::joined(names.collect(), ", ");
        lines.push(Line::new().text("Not told, because it is no part of the work: ").line(names));
    }
    let unseen = walkthrough.unseen().count();
    if unseen > 0 {
        lines.push(Line::new().text(format!(
            "{} told by description only: not in the repository, no PNG, JPEG, GIF or WebP, or \
             too large",
            are(unseen, "picture")
        )));
    }
    if !walkthrough.kept.is_empty() {
        let names = walkthrough.kept.join(", ");
        lines.push(Line::new().text("Left as an earlier run made it: ").code(names));
    }
    lines
}

fn are(count: usize, unit: &str) -> String {
    format!("{} {}", plural(count, unit), if count == 1 { "is" } else { "are" })
}

/// What to run where the tools are.
fn commands(walkthrough: &Walkthrough) -> Block {
    let sound = &walkthrough.sound;
    let said = format!(
        "Not here: {}. What they would be told, the first for each sentence:",
        sound.missing.join(", ")
    );
    let shell = Line::new().code("make.sh").text(" does it where they are, without pictures.");
    Block::Section(Section {
        heading: "Audio and video".into(),
        tone: Tone::Notice,
        blocks: vec![
            Block::Prose(said.into()),
            Block::Items(sound.commands.iter().map(|it| Line::new().code(it.as_str())).collect()),
            Block::Prose(shell),
        ],
        ..Section::default()
    })
}

fn file(made: &Made, walkthrough: &Walkthrough) -> Line {
    let verb = match (&made.fate, walkthrough.is_written) {
        (Fate::Created, true) => "created",
        (Fate::Created, false) => "would create",
        (Fate::Replaced { .. }, true) => "replaced",
        (Fate::Replaced { .. }, false) => "would replace",
        (Fate::Unchanged, _) => "unchanged",
    };
    Line::new().text(format!("{verb} ")).code(walkthrough.shown(&made.path))
}

fn next(walkthrough: &Walkthrough) -> Line {
    if walkthrough.is_written {
        let folder = walkthrough.shown(&walkthrough.folder);
        return Line::new().text("Next: open ").code(format!("{folder}/index.html"));
    }
    Line::new().text("Nothing is written.")
}
