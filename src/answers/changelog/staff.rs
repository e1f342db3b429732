//! What a release means to those who work by the documents, by their role.
//!
//! In their words: what to do differently, what to stop doing, what must be read. It knows no
//! commits and nothing editorial, and of nobody whether they have read anything.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::comparison::{Change, ChangeKind, Class, EffectKind, Extent, Side};
use crate::document::outline::UnitKind;
use crate::report::{ChangeRow, Line};

use super::entry::{Entry, Group};

/// How many changes of a document are told at most; the document has the rest.
const CHANGES: usize = 4;
/// So many changes fit on the screen of a role, so that many documents have fewer each.
const OF_ROLE: usize = 24;
/// Longer texts are told by their beginning, in characters.
const LONG: usize = 160;

/// What changes for a role.
#[derive(Debug)]
pub(super) struct Role<'e> {
    /// Its name; none for the documents that name no audience.
    pub(super) name: Option<&'e str>,
    pub(super) documents: Vec<Work<'e>>,
}

/// What a document changes in the work of a role.
#[derive(Debug)]
pub(super) struct Work<'e> {
    pub(super) entry: &'e Entry,
    /// Whether the role must read it again.
    pub(super) must_read: bool,
    pub(super) told: Vec<Told>,
}

/// One thing to know.
#[derive(Debug)]
pub(super) struct Told {
    /// What to do about it, in a word.
    pub(super) label: &'static str,
    pub(super) text: Line,
}

/// What changes for each role, roles by name; what names no audience comes last.
pub(super) fn roles(entries: &[Entry]) -> Vec<Role<'_>> {
    let mut roles: BTreeMap<(bool, Option<&str>), Vec<&Entry>> = BTreeMap::new();
    for entry in entries.iter().filter(|entry| is_felt(entry)) {
        let mut named: Vec<Option<&str>> =
            entry.audience.iter().map(|r| Some(r.as_str())).collect();
        named.sort_unstable();
        named.dedup();
        if named.is_empty() {
            named.push(None);
        }
        for role in named {
            roles.entry((role.is_none(), role)).or_default().push(entry);
        }
    }
    roles.into_iter().map(|((_, name), entries)| Role::of(name, &entries)).collect()
}

impl<'e> Role<'e> {
    fn of(name: Option<&'e str>, entries: &[&'e Entry]) -> Self {
        let most = (OF_ROLE / entries.len().max(1)).min(CHANGES);
        let work = |entry: &&'e Entry| Work {
            entry,
            must_read: must_read(entry, name),
            told: told(entry, most),
        };
        Self { name, documents: entries.iter().map(work).collect() }
    }
}

/// Whether anybody works differently: what was never in force has changed nothing yet.
fn is_felt(entry: &Entry) -> bool {
    match entry.group {
        Group::New => entry.is_in_force(),
        Group::Revised => {
            entry.is_in_force() && (entry.class == Class::Major || !changes(entry).is_empty())
        }
        Group::Retired | Group::Removed => entry.was_in_force,
        Group::Editorial | Group::ReviewedWithoutChange | Group::Moved | Group::RecordOnly => {
            entry.reading.required
        }
    }
}

fn must_read(entry: &Entry, role: Option<&str>) -> bool {
    let roles = &entry.reading.roles;
    entry.reading.required
        && (roles.is_empty() || role.is_some_and(|role| roles.iter().any(|named| named == role)))
}

fn told(entry: &Entry, most: usize) -> Vec<Told> {
    let one = |label, text: Line| vec![Told { label, text }];
    match entry.group {
        Group::Retired | Group::Removed => {
            let line = Line::new().text("working by this document");
            let instead = entry.superseded_by.iter().map(|id| Line::new().document(id.as_str()));
            let instead = Line::joined(instead.collect(), ", ");
            one("Stop", if instead.is_empty() { line } else { line.text("; use ").line(instead) })
        }
        Group::New => one("New", "read it before you do this work".into()),
        _ => {
            let mut changes = changes(entry);
            // What must be done otherwise comes before what is only said otherwise.
            changes.sort_by_key(|(change, _)| Reverse(change.class));
            let rest = changes.split_off(most.min(changes.len()));
            let mut told: Vec<Told> =
                changes.into_iter().filter_map(|(change, row)| Told::of(change, row)).collect();
            let plural = if rest.len() == 1 { "change" } else { "changes" };
            match (rest.len(), told.is_empty()) {
                (0, _) => {}
                (all, true) => {
                    let text = format!("{all} {plural}, in the document").into();
                    told.push(Told { label: "See", text });
                }
                (more, false) => {
                    let text = format!("{more} more {plural}, in the document").into();
                    told.push(Told { label: "And", text });
                }
            }
            told
        }
    }
}

/// The changes of the work, each with its words: links, pictures and typography are none.
fn changes(entry: &Entry) -> Vec<(&Change, ChangeRow)> {
    let is_aside = |kind: EffectKind| {
        matches!(kind, EffectKind::Link | EffectKind::Picture | EffectKind::Reference)
    };
    let Some(comparison) = &entry.comparison else { return Vec::new() };
    // The first rows are those of the changes, in their order.
    let rows = comparison.rows(Extent::Brief);
    let all = comparison.changes.iter().zip(rows);
    all.filter(|(change, _)| {
        let only_aside =
            !change.effects.is_empty() && change.effects.iter().all(|effect| is_aside(effect.kind));
        let side = change.new.as_ref().or(change.old.as_ref());
        // A picture with a caption is a paragraph that begins with the picture.
        let is_picture = change.unit == UnitKind::Image
            || side.is_some_and(|side| side.text.trim_start().starts_with("!["));
        change.class.is_meaningful() && !is_picture && !only_aside
    })
    .collect()
}

impl Told {
    /// `Do: Call within 24 hours`, `Stop: Fax the form`, `Change: Call within 24 48 hours`
    /// with the words that went and came marked.
    fn of(change: &Change, row: ChangeRow) -> Option<Self> {
        let is_work =
            matches!(change.unit, UnitKind::Step | UnitKind::Statement | UnitKind::Warning);
        let (label, text) = match (change.kind, &change.old, &change.new) {
            (ChangeKind::Added, _, Some(new)) => (if is_work { "Do" } else { "New" }, whole(new)),
            (ChangeKind::Removed, Some(old), _) => {
                (if is_work { "Stop" } else { "Gone" }, whole(old))
            }
            (ChangeKind::Moved, _, Some(new)) => {
                ("Order", Line::new().text("now ").line(place(change, new)))
            }
            (_, Some(_), Some(new)) => {
                ("Change", if change.also.is_empty() { row.text } else { whole(new) })
            }
            _ => return None,
        };
        Some(Self { label, text })
    }
}

/// `step 3: Call the customer`
fn place(change: &Change, side: &Side) -> Line {
    match side.step_number() {
        Some(number) if change.unit == UnitKind::Step => {
            Line::new().text(format!("step {number}: ")).line(whole(side))
        }
        _ => whole(side),
    }
}

fn whole(side: &Side) -> Line {
    let words: Vec<&str> = side.text.split_whitespace().collect();
    let text = words.join(" ");
    if text.chars().count() <= LONG {
        return text.into();
    }
    let cut: String = text.chars().take(LONG).collect();
    format!("{}…", cut.trim_end()).into()
}
