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
    let due_soon = match count(State::DueSoon) {
        0 => String::new(),
        n => format!(", {n} due soon"),
    };
    let well = format!("{} current{due_soon}", count(State::Current));
    Some(if attention.is_empty() {
        Block::Verdict(Tone::Good, Line::from(well))
    } else {
        Block::Verdict(Tone::Warning, Line::from(format!("{}; {well}", attention.join(", "))))
    })
}
