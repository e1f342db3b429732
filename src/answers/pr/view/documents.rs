//! The documents of the comment: a line for each, what changed in it below, counts for the rest.

use std::cmp::Reverse;

use crate::comparison::{Class, Extent};
use crate::document::lifecycle::Status;
use crate::paths::RepoPath;
use crate::report::{ChangeRow, Entry, Label, Line, Sign, Tone};

use super::super::PullRequest;
use super::super::approval::Approval;
use super::super::change::{Changed, Kind};
use super::super::room::shared;
use super::{NAMED, people};

/// So many documents that need no look one by one are named by themselves all the same.
const ALONE: usize = 2;

/// The documents that changed, in so many lines.
pub(super) fn documents(report: &PullRequest, room: usize) -> Vec<Entry> {
    // A review by itself is told among the reviews.
    let mut told: Vec<&Changed> = report.changed.iter().filter(|c| !c.is_only_reviewed()).collect();
    let mut together = Vec::new();
    for (hush, heading) in [
        (Hush::Editorial, "editorial only"),
        (Hush::Record, "of the record only"),
        (Hush::Moved, "moved"),
    ] {
        let is_meant = |changed: &Changed| Hush::of(changed) == Some(hush);
        let quiet: Vec<&Changed> = told.iter().copied().filter(|c| is_meant(c)).collect();
        if quiet.len() > ALONE {
            together.push(point(group(&quiet, heading)));
            told.retain(|changed| !is_meant(changed));
        }
    }
    let rows: Vec<Vec<ChangeRow>> =
        told.iter().map(|changed| changed.comparison.rows(Extent::Brief)).collect();
    let counts: Vec<usize> = rows.iter().map(Vec::len).collect();
    let shown = shared(room.saturating_sub(together.len()), &counts);
    let mut entries = Vec::new();
    for ((changed, rows), shown) in told.iter().zip(rows).zip(&shown) {
        entries.push(document(changed, rows.is_empty() || rows.len() > *shown));
        entries.extend(heaviest(changed, rows, *shown));
    }
    let left = told.get(shown.len()..).unwrap_or_default();
    if !left.is_empty() {
        entries.push(point(Line::new().text(rest(left))));
    }
    entries.extend(together);
    entries
}

/// Documents that need no look one by one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Hush {
    Editorial,
    Record,
    Moved,
}

impl Hush {
    fn of(changed: &Changed) -> Option<Self> {
        let is_loud = changed.ends_or_begins() || changed.approval.is_missing();
        match (changed.kind, changed.class) {
            _ if is_loud => None,
            (Kind::Moved, _) => Some(Self::Moved),
            (Kind::Modified, Class::Editorial) => Some(Self::Editorial),
            (Kind::Modified, Class::Record) => Some(Self::Record),
            _ => None,
        }
    }
}

fn point(text: Line) -> Entry {
    Entry { label: Label::Point, text, ..Entry::default() }
}

/// `18 documents, editorial only: a.md, b.md, c.md, …`
fn group(quiet: &[&Changed], heading: &str) -> Line {
    let named = quiet.iter().take(NAMED).map(|c| Line::new().document(c.name.as_str()));
    let line = Line::new().text(format!("{} documents, {heading}: ", quiet.len()));
    let line = line.line(Line::joined(named.collect(), ", "));
    if quiet.len() > NAMED { line.text(", …") } else { line }
}

/// `**SOP-004** Refund approval: major, 2.0 → 2.1 · approval missing: @coo`
fn document(changed: &Changed, with_summary: bool) -> Entry {
    let mut parts = vec![what_became(changed)];
    parts.extend(life(changed));
    parts.extend(approval(changed));
    if let (Some(old), Some(new)) = (&changed.old_path, &changed.new_path)
        && old != new
        && changed.kind != Kind::Moved
    {
        parts.push(Line::new().text("moved from ").code(old.as_str()));
    }
    // What a step in its life changes beside the status is the record of that step.
    let is_told = changed.class == Class::Record && changed.ends_or_begins();
    if with_summary && changed.kind == Kind::Modified && !is_told {
        parts.push(Line::new().text(changed.comparison.summary()));
    }
    let title = match &changed.id {
        Some(_) => Line::new().text(changed.title.as_str()).text(": "),
        None => Line::new().text("· "),
    };
    Entry {
        depth: 0,
        label: Label::Words(changed.name.as_str().into()),
        text: title.line(Line::joined(parts, " · ")),
        details: Vec::new(),
    }
}

/// `effective → retired, replaced by SOP-007`
fn life(changed: &Changed) -> Option<Line> {
    if !changed.ends_or_begins() {
        return None;
    }
    let line = match (changed.old_status, changed.status) {
        (Some(old), Some(new)) => Line::new().strong(format!("{old} → {new}")),
        (None, Some(new)) => Line::new().strong(new.as_str()),
        (Some(old), None) => Line::new().strong(format!("no longer {old}")),
        (None, None) => return None,
    };
    let over = changed.status.is_some_and(Status::is_over) && !changed.superseded_by.is_empty();
    let others = changed.superseded_by.iter().map(|name| Line::new().document(name.as_str()));
    Some(if over {
        line.text(", replaced by ").line(Line::joined(others.collect(), ", "))
    } else {
        line
    })
}

/// `major, 2.0 → 2.1`, `new, draft, 7 steps`, `moved from a.md`
fn what_became(changed: &Changed) -> Line {
    let owner = || {
        let owner = changed.owner.as_ref();
        owner.map(|owner| Line::new().text(", ").person(owner.as_str())).unwrap_or_default()
    };
    let line = Line::new();
    match changed.kind {
        Kind::Moved => {
            let old = changed.old_path.as_ref().map_or("", RepoPath::as_str);
            line.text("moved from ").code(old)
        }
        Kind::Added => {
            let status = changed.status.map(|status| format!(", {status}")).unwrap_or_default();
            line.strong("new").text(status).text(extent(changed)).line(owner())
        }
        Kind::Removed => line.toned(Tone::Bad, "removed").text(extent(changed)).line(owner()),
        Kind::Modified => {
            let class = changed.class.name();
            let line = match changed.class {
                Class::Major => line.toned(Tone::Warning, class),
                _ => line.text(class),
            };
            match (&changed.old_version, &changed.new_version) {
                (Some(old), Some(new)) if old != new => line.text(format!(", {old} → {new}")),
                (Some(same), _) if changed.keeps_version() => {
                    line.text(", ").toned(Tone::Warning, format!("version {same} not raised"))
                }
                (None, Some(new)) => line.text(format!(", version {new}")),
                _ => line,
            }
        }
    }
}

fn extent(changed: &Changed) -> String {
    let counted = |count: usize, noun: &str| match count {
        0 => String::new(),
        1 => format!(", 1 {noun}"),
        many => format!(", {many} {noun}s"),
    };
    counted(changed.extent.steps, "step") + &counted(changed.extent.statements, "statement")
}

fn approval(changed: &Changed) -> Option<Line> {
    match &changed.approval {
        Approval::NotAsked => None,
        Approval::Given { by } => {
            changed.is_approved_anew.then(|| Line::new().text("approved by ").line(people(by)))
        }
        Approval::Missing { by, is_of_another_text } => {
            let line = Line::new().toned(Tone::Warning, "approval missing");
            let line = if by.is_empty() { line } else { line.text(": ").line(people(by)) };
            Some(if *is_of_another_text {
                line.faint(" (approved was another text)")
            } else {
                line
            })
        }
    }
}

/// The rows of a document that weigh most, in reading order.
fn heaviest(changed: &Changed, rows: Vec<ChangeRow>, shown: usize) -> Vec<Entry> {
    let class = |index: usize| {
        let change = changed.comparison.changes.get(index);
        change.map_or(Class::Minor, |change| change.class)
    };
    let mut order: Vec<usize> = (0..rows.len()).collect();
    order.sort_by_key(|index| Reverse(class(*index)));
    order.truncate(shown);
    let chosen = rows.into_iter().enumerate().filter(|(index, _)| order.contains(index));
    chosen.map(|(_, row)| Entry { depth: 1, ..point(told(row)) }).collect()
}

/// A change as a line: `step 3 changed: … (limit 100 EUR → 250 EUR)`
fn told(row: ChangeRow) -> Line {
    let verb = match row.sign {
        Sign::Added => " added",
        Sign::Removed => " removed",
        Sign::Changed => " changed",
        // The text says where to.
        Sign::Moved => "",
    };
    let colon = match row.sign {
        _ if row.text.is_empty() => "",
        Sign::Moved => " ",
        Sign::Added | Sign::Removed | Sign::Changed => ": ",
    };
    let line = Line::new().strong(row.place).text(verb).text(colon).line(row.text);
    if row.meaning.is_empty() { line } else { line.text(" (").line(row.meaning).text(")") }
}

/// `12 more documents: 3 minor, 9 of the record only`
fn rest(left: &[&Changed]) -> String {
    let mut kinds: Vec<(&str, usize)> = Vec::new();
    for changed in left {
        let name = match changed.kind {
            Kind::Added => "new",
            Kind::Removed => "removed",
            Kind::Moved => "moved",
            Kind::Modified if changed.class == Class::Record => "of the record only",
            Kind::Modified => changed.class.name(),
        };
        match kinds.iter_mut().find(|(known, _)| *known == name) {
            Some((_, count)) => *count += 1,
            None => kinds.push((name, 1)),
        }
    }
    let kinds: Vec<String> = kinds.iter().map(|(name, count)| format!("{count} {name}")).collect();
    let noun = if left.len() == 1 { "document" } else { "documents" };
    format!("{} more {noun}: {}", left.len(), kinds.join(", "))
}
