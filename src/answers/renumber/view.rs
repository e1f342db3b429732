//! The answer of `renumber` for people.

use crate::paths::shell_word;
use crate::report::{Block, Column, Fact, Line, Row, Section, Table, Tone, View};

use super::{LeftWhy, Renumbering};

/// How many places that keep the old number are named.
const NAMED: usize = 10;

pub(super) fn of(report: &Renumbering) -> View {
    let heading = Line::new()
        .document(report.old.as_str())
        .text(" → ")
        .document(report.new.as_str())
        .text("  ")
        .text(report.title.as_str());
    let mut facts = Vec::new();
    if report.from != report.to {
        let value = Line::new().document(report.from.as_str()).text(" → ");
        let name = if report.is_written { "moved" } else { "would move" };
        facts.push(Fact { name, value: value.document(report.to.as_str()) });
    }
    let mut blocks = vec![Block::Facts(facts)];
    let rows = report.changed.iter().map(|changed| Row {
        cells: vec![
            Line::new().document(changed.path.as_str()),
            Line::from(changed.places.to_string()),
        ],
        details: Vec::new(),
    });
    blocks.push(Block::Table(Table {
        columns: vec![
            Column::flexible(if report.is_written { "Changed" } else { "Would change" }),
            Column::numeric("Places"),
        ],
        named: true,
        rows: rows.collect(),
    }));
    for (why, told) in [
        (LeftWhy::Shared, "another document has this number as well; whom do they mean?"),
        (LeftWhy::Record, "they say what was, and keep the old number"),
    ] {
        let places: Vec<Line> = report
            .left
            .iter()
            .filter(|left| left.why == why)
            .map(|left| Line::new().document(left.path.as_str()).text(format!(":{}", left.line)))
            .collect();
        if places.is_empty() {
            continue;
        }
        let more = places.len().saturating_sub(NAMED);
        let mut line = Line::joined(places.into_iter().take(NAMED).collect(), ", ");
        if more > 0 {
            line = line.text(format!(" and {more} more"));
        }
        let tone = if why == LeftWhy::Shared { Tone::Warning } else { Tone::Notice };
        blocks.push(Block::Note(tone, Line::new().text(format!("{told}: ")).line(line)));
    }
    if report.is_written {
        let mut paths: Vec<String> =
            report.changed.iter().map(|changed| changed.path.as_git_argument()).collect();
        if report.from != report.to {
            paths.push(report.from.as_git_argument());
        }
        let message = shell_word(&format!("Renumber {} as {}", report.old, report.new));
        let paths = paths.join(" ");
        let said = "Look at the changes with `git diff`. To commit them, from the root:";
        blocks.push(Block::Prose(Line::from(said)));
        blocks.push(Block::Items(vec![
            Line::new().code(format!("git add --all -- {paths}")),
            Line::new().code(format!("git commit --message {message} -- {paths}")),
        ]));
    }
    View { blocks: vec![Block::Section(Section { heading, blocks, ..Section::default() })] }
}
