//! The changelog for those who work by the documents: one screen.

use crate::report::{Block, Entry as Item, Label, Line, Section, Tone, View};

use super::super::staff::{Work, roles};
use super::super::{ChangelogReport, Group};
use super::{called, name};

pub(super) fn of(report: &ChangelogReport) -> View {
    let title = Line::new().text("What changes for you with ").line(called(&report.to));
    let roles = roles(&report.entries);
    let mut lead = Line::new().text("Released on ").date(report.to.day).text(".");
    let must_read = roles.iter().flat_map(|role| &role.documents).any(|work| work.must_read);
    if let Some(day) = report.read_by.filter(|_| must_read) {
        lead = lead.text(" What is to be read, please read by ").date(day).text(".");
    }
    let mut blocks = vec![Block::Title(title), Block::Prose(lead)];
    if roles.is_empty() {
        blocks.push(Block::Prose("Nothing changes in the way you work.".into()));
    }
    for role in roles {
        let items = role.documents.iter().flat_map(|work| document(work, report)).collect();
        blocks.push(Block::Section(Section {
            heading: role.name.map_or_else(|| "For everybody".into(), Line::from),
            aside: Line::new(),
            tone: Tone::Plain,
            blocks: vec![Block::Entries(items)],
        }));
    }
    View { blocks }
}

fn document(work: &Work<'_>, report: &ChangelogReport) -> Vec<Item> {
    let entry = work.entry;
    let (said, day) = match entry.group {
        Group::New => ("new", entry.binds_from()),
        Group::Retired | Group::Removed => ("no longer in use", None),
        Group::Revised => ("changed", entry.binds_from()),
        _ => ("now for you as well", None),
    };
    let mut head = Line::new().line(name(entry)).text(", ").text(said);
    if let Some(day) = day {
        head = head.text(", from ").date(day);
    }
    if work.must_read {
        head = head.text(", ").strong("to be read");
        if let Some(day) = report.read_by {
            head = head.text(" by ").date(day);
        }
    }
    let mut items = vec![Item { text: head, ..Item::default() }];
    items.extend(work.told.iter().map(|told| Item {
        depth: 1,
        label: Label::Words(told.label.into()),
        text: told.text.clone(),
        details: Vec::new(),
    }));
    items
}
