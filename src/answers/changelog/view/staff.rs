//! The changelog for those who work by the documents: one screen.

use crate::report::{Block, Entry as Item, Label, Line, Section, Tone, View};

use super::super::staff::{Work, roles};
use super::super::{ChangelogReport, Group};
use super::{called, name, range};

pub(super) fn of(report: &ChangelogReport) -> View {
    let is_release = !report.tags[1].is_empty();
    let title = Line::new().text("What changes for you");
    let title = if is_release {
        title.text(" with ").line(called(&report.to))
    } else {
        title.text(": ").line(range(report))
    };
    let lead = if is_release { "Released on " } else { "Not a release: the documents as of " };
    let mut lead = Line::new().text(lead).date(report.to.day).text(".");
    let roles = roles(&report.entries);
    let must_read = roles.iter().flat_map(|role| &role.documents).any(|work| work.must_read);
    if let Some(day) = report.read_by.filter(|_| must_read) {
        lead = lead.text(" What is to be read, please read by ").date(day).text(".");
    }
    let mut blocks = vec![Block::Title(title), Block::Prose(lead)];
    if roles.is_empty() {
        blocks.push(Block::Prose("Nothing changes in the way you work.".into()));
    }
    for role in roles {
        let (named, told): (Vec<_>, Vec<_>) =
            role.documents.iter().partition(|work| work.is_named_only);
        let mut items: Vec<Item> =
            told.into_iter().flat_map(|work| document(work, report)).collect();
        let (to_read, others): (Vec<_>, Vec<_>) = named.into_iter().partition(|w| w.must_read);
        items.extend(names("To be read as well: ", &to_read));
        items.extend(names("Changed as well, and not to be read again: ", &others));
        blocks.push(Block::Section(Section {
            heading: role.name.map_or_else(|| "For everybody".into(), Line::from),
            aside: Line::new(),
            tone: Tone::Plain,
            blocks: vec![Block::Entries(items)],
        }));
    }
    View { blocks }
}

/// Documents that are named and no more.
fn names(lead: &'static str, works: &[&Work<'_>]) -> Option<Item> {
    let names: Vec<Line> = works.iter().map(|work| name(work.entry)).collect();
    let text = Line::new().text(lead).line(Line::joined(names, "; ")).text(".");
    (!works.is_empty()).then(|| Item { text, ..Item::default() })
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
    if work.more > 0 {
        let all = work.told.len() + work.more;
        head = head.faint(match (work.told.len(), all) {
            (0, 1) => "; 1 change".to_owned(),
            (0, all) => format!("; {all} changes"),
            (told, all) => format!("; {told} of {all} changes:"),
        });
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
