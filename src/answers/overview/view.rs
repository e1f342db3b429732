//! The overview for people: one line on what there is, and what to type next.

use crate::report::{Block, Column, Line, Row, Section, Table, Tone, View};
use crate::standing::{State, plural};

use super::{Census, Overview, Place};

pub(super) fn of(overview: &Overview) -> View {
    let mut blocks = vec![Block::Prose(standing(&overview.place))];
    if let Place::Library(census) = &overview.place
        && let Some(states) = states(census)
    {
        blocks.push(states);
    }
    blocks.push(Block::Section(Section {
        heading: Line::from("What to type next"),
        blocks: vec![Block::Table(Table {
            columns: vec![Column::fixed("Command"), Column::wrapping("Why")],
            named: false,
            rows: overview
                .next
                .iter()
                .map(|advice| Row {
                    cells: vec![
                        Line::new().code(advice.command.as_str()),
                        Line::from(advice.why.as_str()),
                    ],
                    details: Vec::new(),
                })
                .collect(),
        })],
        ..Section::default()
    }));
    let help =
        "`sopctl --help` lists the commands, `sopctl COMMAND --help` explains one with examples.";
    blocks.push(Block::Prose(Line::from(help)));
    View { blocks }
}

fn standing(place: &Place) -> Line {
    Line::from(match place {
        Place::Folder => {
            "Neither a git repository nor a library: history is the evidence, so a library lives in git."
                .to_owned()
        }
        Place::Repository => "A git repository, and no documents yet.".to_owned(),
        Place::Library(census) => {
            let documents = plural(census.documents, "document");
            let declared = if census.is_declared {
                String::new()
            } else {
                ", and no sopctl.toml yet".to_owned()
            };
            let unreadable = match census.unreadable {
                0 => String::new(),
                count => format!(", {count} of which could not be read"),
            };
            format!("{documents} here{unreadable}{declared}.")
        }
    })
}

/// How many documents want what; what needs attention, then what is well.
fn states(census: &Census) -> Option<Block> {
    let count = |state: State| census.states.get(&state).copied().unwrap_or_default();
    if census.states.is_empty() {
        return None;
    }
    let attention: Vec<String> =
        census.needing_attention().map(|(state, n)| format!("{n} {}", state.name())).collect();
    let well: Vec<String> = [
        (State::Current, "current"),
        (State::DueSoon, "due soon"),
        (State::Exempt, "exempt from review"),
        (State::NotUnderReview, "not under review"),
    ]
    .into_iter()
    .filter(|(state, _)| count(*state) > 0)
    .map(|(state, words)| format!("{} {words}", count(state)))
    .collect();
    let well = well.join(", ");
    let tone = if attention.is_empty() { Tone::Good } else { Tone::Warning };
    let parts = [attention.join(", "), well];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    Some(Block::Verdict(tone, Line::from(parts.join("; "))))
}
