//! What a release means to those who work by the documents, by their role.
//!
//! In their words: what to do differently, what to stop doing, what must be read. It knows no
//! commits and nothing editorial, and of nobody whether they have read anything.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashSet};

use crate::comparison::{Change, ChangeKind, Class, EffectKind, Extent, Side};
use crate::document::outline::UnitKind;
use crate::report::{ChangeRow, Line, Piece};

use super::entry::{Entry, Group};

/// How many changes of a document are told at most; the document has the rest.
const CHANGES: usize = 4;
/// So many lines are a screen, or a sheet of paper: what a role is told has about as many.
const SCREEN: usize = 40;
/// So many documents are told with their changes; where more changed, the others are named.
const DOCUMENTS: usize = 12;
/// So many sections that came or went are named at most.
const SECTIONS: usize = 3;
/// Longer texts are told by their beginning, in characters.
const LONG: usize = 160;
/// A text of fewer words, such as the title of a box, says little by itself.
const TELLING: usize = 4;
/// A text of so many words at most is told with its heading.
const FEW: usize = 5;

/// What changes for a role.
#[derive(Debug)]
pub(super) struct Role<'e> {
    /// Its name; none for the documents that name no audience.
    pub(super) name: Option<&'e str>,
    /// What must be read comes first.
    pub(super) documents: Vec<Work<'e>>,
}

/// What a document changes in the work of a role.
#[derive(Debug)]
pub(super) struct Work<'e> {
    pub(super) entry: &'e Entry,
    /// Whether the role must read it again.
    pub(super) must_read: bool,
    /// Whether it is one of so many that it is named and no more.
    pub(super) is_named_only: bool,
    pub(super) told: Vec<Told>,
    /// How many changes of it are not told.
    pub(super) more: usize,
}

/// One thing to know.
#[derive(Debug)]
pub(super) struct Told {
    /// What to do about it, in a word or two.
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
    roles.into_iter().map(|((_, name), entries)| Role::of(name, entries)).collect()
}

impl<'e> Role<'e> {
    fn of(name: Option<&'e str>, mut entries: Vec<&'e Entry>) -> Self {
        // What asks something of somebody comes first, then what fell away.
        entries.sort_by_key(|entry| {
            let is_over = matches!(entry.group, Group::Retired | Group::Removed);
            (Reverse(must_read(entry, name)), Reverse(is_over))
        });
        let told_in_full = entries.len().min(DOCUMENTS);
        let most = (SCREEN / told_in_full.max(1)).saturating_sub(1).min(CHANGES);
        let work = |(index, entry): (usize, &&'e Entry)| {
            let is_named_only = index >= DOCUMENTS;
            let (told, more) = if is_named_only { (Vec::new(), 0) } else { told(entry, most) };
            Work { entry, must_read: must_read(entry, name), is_named_only, told, more }
        };
        Self { name, documents: entries.iter().enumerate().map(work).collect() }
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

/// What is told of a document, and how many of its changes are not.
fn told(entry: &Entry, most: usize) -> (Vec<Told>, usize) {
    match entry.group {
        Group::Retired | Group::Removed => {
            let line = Line::new().text("working by this document");
            let instead = entry.superseded_by.iter().map(|id| Line::new().document(id.as_str()));
            let instead = Line::joined(instead.collect(), ", ");
            let text = if instead.is_empty() { line } else { line.text("; use ").line(instead) };
            (vec![Told { label: "Stop", text }], 0)
        }
        // The line of the document says that it is new.
        Group::New => (Vec::new(), 0),
        _ => {
            let mut changes = changes(entry);
            let of_sections = sections(entry, &mut changes);
            let all = of_sections.len() + changes.len();
            // What must be done otherwise comes before what is only said otherwise, and what is
            // said in two places is told once; all of it in the order of the document.
            let mut ranks: Vec<usize> = (0..changes.len()).collect();
            ranks.sort_by_key(|at| Reverse(weight(changes[*at].0)));
            let mut said = HashSet::new();
            ranks.retain(|at| said.insert(changes[*at].1.text.words()));
            ranks.truncate(most.saturating_sub(of_sections.len()));
            let mut chosen = ranks;
            chosen.sort_unstable();
            let mut place = 0..;
            changes.retain(|_| place.next().is_some_and(|at| chosen.binary_search(&at).is_ok()));
            let changes = changes.into_iter().filter_map(|(change, row)| Told::of(change, row));
            let told: Vec<Told> = of_sections.into_iter().chain(changes).take(most).collect();
            let more = all - told.len();
            (told, more)
        }
    }
}

/// How much a change means to those who work by the document.
fn weight(change: &Change) -> (Class, bool, bool, bool) {
    let side = change.new.as_ref().or(change.old.as_ref());
    let is_telling =
        side.is_some_and(|side| side.text.split_whitespace().nth(TELLING - 1).is_some());
    let has_effect = change.effects.iter().any(|effect| effect.kind.is_major());
    let binds = matches!(change.unit, UnitKind::Step | UnitKind::Statement | UnitKind::Warning);
    (change.class, is_telling, has_effect, binds)
}

/// The changes of the work, each with its words: links, pictures, typography, the heads of
/// tables and another order of what is no step are none.
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
        let is_head = side.is_some_and(|side| side.is_header);
        // Of a box, "Important" alone is its title.
        let is_title = matches!(change.unit, UnitKind::Warning | UnitKind::Note)
            && side.is_some_and(|side| side.text.split_whitespace().nth(1).is_none());
        let is_order = change.kind == ChangeKind::Moved && change.unit != UnitKind::Step;
        let is_form = is_picture || only_aside || is_head || is_title || is_order;
        change.class.is_meaningful() && !is_form
    })
    .collect()
}

/// The sections that came and went, in a line each; the changes that lie in them need none.
fn sections(entry: &Entry, changes: &mut Vec<(&Change, ChangeRow)>) -> Vec<Told> {
    let Some(comparison) = &entry.comparison else { return Vec::new() };
    let mut told = Vec::new();
    for (kind, label) in [(ChangeKind::Added, "New"), (ChangeKind::Removed, "No longer")] {
        let sections = comparison.sections.iter().filter(|s| s.kind == kind && !s.is_step);
        let titles: Vec<&str> =
            sections.filter_map(|s| s.new.as_deref().or(s.old.as_deref())).collect();
        let within = |change: &Change| {
            let side = change.new.as_ref().or(change.old.as_ref());
            let title = side.and_then(|side| side.section.as_deref());
            change.kind == kind && title.is_some_and(|title| titles.contains(&title))
        };
        let before = changes.len();
        changes.retain(|(change, _)| !within(change));
        if before > changes.len() {
            told.push(Told { label, text: named_sections(&titles).into() });
        }
    }
    told
}

/// `section “Weather”`, `sections “Weather”, “Yoga” and 3 more`
fn named_sections(titles: &[&str]) -> String {
    let named: Vec<String> =
        titles.iter().take(SECTIONS).map(|title| format!("“{title}”")).collect();
    let plural = if titles.len() == 1 { "" } else { "s" };
    let more = titles.len().saturating_sub(SECTIONS);
    let more = if more == 0 { String::new() } else { format!(" and {more} more") };
    format!("section{plural} {}{more}", named.join(", "))
}

impl Told {
    /// `Do: step 3: Call within 24 hours`, `No longer: Fax the form`, `Change: step 3: Call
    /// within 24 48 hours` with the words that went and came marked.
    fn of(change: &Change, row: ChangeRow) -> Option<Self> {
        let side = change.new.as_ref().or(change.old.as_ref())?;
        // Only what is counted is certainly something to do, one after the other.
        let is_to_do = change.unit == UnitKind::Step && side.number.is_some();
        let label = match (change.kind, is_to_do) {
            (ChangeKind::Added, true) => "Do",
            (ChangeKind::Added, false) => "New",
            (ChangeKind::Removed, true) => "Stop",
            (ChangeKind::Removed, false) => "No longer",
            (ChangeKind::Moved, _) => "Order",
            (ChangeKind::Changed | ChangeKind::Split | ChangeKind::Merged, _) => "Change",
        };
        if change.unit == UnitKind::Code {
            return Some(Self { label, text: code(side) });
        }
        let number = side.step_number().filter(|_| change.unit == UnitKind::Step);
        let place = match (&number, change.kind) {
            // A step that is gone has no number any more.
            (Some(_), ChangeKind::Removed) => String::new(),
            (None, _) => below_heading(side),
            (Some(number), ChangeKind::Moved) => format!("now step {number}: "),
            (Some(number), _) => format!("step {number}: "),
        };
        let place = Line::new().text(place);
        let text = match label {
            "Change" => place.line(marked_or_explained(change, row)),
            _ => place.line(whole(side)),
        };
        Some(Self { label, text })
    }
}

/// The words of a change. Where none of them is marked, too many are others, or the change
/// lies behind the words.
fn marked_or_explained(change: &Change, row: ChangeRow) -> Line {
    let is_marked =
        row.text.pieces.iter().any(|piece| matches!(piece, Piece::Deleted(_) | Piece::Inserted(_)));
    let has_same_words = match (&change.old, &change.new) {
        (Some(old), Some(new)) => old.text == new.text,
        _ => false,
    };
    match (is_marked, has_same_words) {
        (true, _) => row.text,
        (false, true) if row.meaning.is_empty() => row.text,
        (false, true) => row.text.text(" (").line(row.meaning).text(")"),
        (false, false) => Line::new().text("now: ").line(row.text),
    }
}

/// Few words, such as the name of a document, need the heading that they stand under:
/// `under “Records”: `.
fn below_heading(side: &Side) -> String {
    let is_short = side.text.split_whitespace().nth(FEW).is_none();
    let heading = side.section.as_deref().filter(|_| is_short);
    heading.map_or_else(String::new, |heading| format!("under “{heading}”: "))
}

/// Code says nothing by its beginning; the document shows it.
fn code(side: &Side) -> Line {
    let line = Line::new().text("lines to enter or code");
    match &side.section {
        Some(section) => line.text(format!(" under “{section}”")),
        None => line,
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
