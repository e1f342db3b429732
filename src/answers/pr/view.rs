//! The comment for people: one screen, what weighs most first, and counts for the rest.

use std::cmp::Reverse;

use crate::comparison::{Class, Extent};
use crate::document::lifecycle::Status;
use crate::evolution::not_compared;
use crate::library::described;
use crate::paths::RepoPath;
use crate::report::{Block, ChangeRow, Entry, Label, Line, Section, Sign, Tone, View};
use crate::reviews::{self, BULK, Brought};

use super::PullRequest;
use super::affected::Affected;
use super::approval::Approval;
use super::change::{Changed, Kind};
use super::room::{SCREEN, shared};

/// By this the comment is found again, to be renewed.
const MARKER: &str = "sopctl:pr";

/// So many lines the marker, the heading and the line of counts take, with blank lines.
const HEAD: usize = 6;

/// So many lines a heading takes, with the blank lines around it and behind its list.
const HEADING: usize = 3;

/// So many entries the lists below the documents have at most: of those that may be out of
/// date, those to look at, and reviews.
const MOST_LISTED: [usize; 3] = [7, 4, 5];

/// So many documents a line names.
const NAMED: usize = 3;

/// So many documents that need no look one by one are named by themselves all the same.
const ALONE: usize = 2;

pub(super) fn of(report: &PullRequest) -> View {
    let mut blocks = vec![Block::Marker(MARKER)];
    let suspects: Vec<Line> =
        report.affected.iter().filter(|a| a.is_told_as_suspect()).map(affected).collect();
    let others: Vec<Line> =
        report.affected.iter().filter(|a| a.is_told_beside()).map(affected).collect();
    if report.changed.is_empty() && suspects.is_empty() && others.is_empty() {
        blocks.push(Block::Prose(nothing(report)));
        blocks.extend(notes(report));
        return View { blocks };
    }
    let lists = [
        list("May be out of date when this lands", Tone::Warning, suspects, MOST_LISTED[0]),
        list("Look at these as well", Tone::Plain, others, MOST_LISTED[1]),
        list("Reviews recorded here", Tone::Plain, reviews(report), MOST_LISTED[2]),
    ];
    let notes = notes(report);
    let below: usize = lists.iter().flatten().map(|(_, lines)| lines).sum();
    let room = SCREEN.saturating_sub(HEAD + below + 2 * notes.len() + 1);
    let mut inner: Vec<Block> = counts(report).map(Block::Prose).into_iter().collect();
    let documents = documents(report, room);
    if !documents.is_empty() {
        inner.push(Block::Entries(documents));
    }
    inner.extend(notes);
    inner.extend(lists.into_iter().flatten().map(|(section, _)| section));
    blocks.push(Block::Section(Section {
        heading: Line::new().text(match report.changed.len() {
            0 => "No document changes".to_owned(),
            1 => "1 document changes".to_owned(),
            many => format!("{many} documents change"),
        }),
        aside: Line::new().text("since ").line(end(report)),
        tone: Tone::Plain,
        blocks: inner,
    }));
    View { blocks }
}

/// `main 1a2b3c4`
fn end(report: &PullRequest) -> Line {
    Line::new().code(report.rev.as_str()).text(", ").commit(report.base)
}

fn nothing(report: &PullRequest) -> Line {
    let line = Line::new().text(match report.touched_files {
        0 => "Nothing changes since ",
        _ => "No document changes, and none describes what does, since ",
    });
    line.line(end(report)).text(".")
}

fn notes(report: &PullRequest) -> Vec<Block> {
    if report.unreadable.is_empty() {
        return Vec::new();
    }
    let named = &report.unreadable[..report.unreadable.len().min(NAMED)];
    let more = report.unreadable.len() - named.len();
    let line = not_compared(named);
    let line = if more > 0 { line.text(format!(", and {more} more")) } else { line };
    vec![Block::Note(Tone::Warning, line)]
}

/// `1 major, 1 minor, 1 new · 1 approval missing · 2 documents may be out of date`
fn counts(report: &PullRequest) -> Option<Line> {
    let count = |is: &dyn Fn(&Changed) -> bool| report.changed.iter().filter(|c| is(c)).count();
    let mut kinds = Vec::new();
    for class in [Class::Major, Class::Minor, Class::Editorial, Class::Record] {
        let name = if class == Class::Record { "of the record only" } else { class.name() };
        let is_it = |c: &Changed| c.kind == Kind::Modified && c.class == class;
        kinds.push((count(&|c| is_it(c) && !c.is_only_reviewed()), name));
    }
    kinds.push((count(&Changed::is_only_reviewed), "reviewed without change"));
    kinds.push((count(&|c| c.kind == Kind::Added), "new"));
    kinds.push((count(&|c| c.kind == Kind::Removed), "removed"));
    kinds.push((count(&|c| c.kind == Kind::Moved), "moved"));
    let kinds: Vec<String> = kinds
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, name)| format!("{count} {name}"))
        .collect();
    let mut parts: Vec<Line> = Vec::new();
    if !kinds.is_empty() {
        parts.push(Line::new().text(kinds.join(", ")));
    }
    let mut warn = |count: usize, one: &str, many: &str| {
        if count > 0 {
            let words = format!("{count} {}", if count == 1 { one } else { many });
            parts.push(Line::new().toned(Tone::Warning, words));
        }
    };
    let suspects = report.affected.iter().filter(|a| a.is_told_as_suspect()).count();
    warn(count(&|c| c.approval.is_missing()), "approval missing", "approvals missing");
    warn(count(&Changed::keeps_version), "version not raised", "versions not raised");
    warn(suspects, "document may be out of date", "documents may be out of date");
    (!parts.is_empty()).then(|| Line::joined(parts, " · "))
}

/// The documents that changed, in so many lines.
fn documents(report: &PullRequest, room: usize) -> Vec<Entry> {
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

fn people(names: &[String]) -> Line {
    Line::joined(names.iter().map(|name| Line::new().person(name.as_str())).collect(), ", ")
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

/// A list below its heading, with the number of lines that it takes; none where it is empty.
fn list(heading: &str, tone: Tone, mut items: Vec<Line>, most: usize) -> Option<(Block, usize)> {
    if items.is_empty() {
        return None;
    }
    let left = items.len().saturating_sub(most);
    if left > 1 {
        items.truncate(most);
        items.push(Line::new().faint(format!("and {left} more")));
    }
    let lines = HEADING + items.len();
    let section = Section {
        heading: Line::new().text(heading),
        tone,
        blocks: vec![Block::Items(items)],
        ..Section::default()
    };
    Some((Block::Section(section), lines))
}

/// `SOP-012 Deploy, @ops: describes config/limits.toml: refund.max 100 → 250`
fn affected(affected: &Affected) -> Line {
    let line = match &affected.id {
        Some(id) => Line::new().document(id.as_str()).text(" ").text(affected.title.as_str()),
        None => Line::new().document(affected.path.as_str()),
    };
    let line = match &affected.owner {
        Some(owner) => line.text(", ").person(owner.as_str()),
        None => line,
    };
    let upstream = affected.upstream.iter().map(|upstream| upstream.told(", changed here"));
    let files = described(&affected.matches).into_iter();
    let reasons = upstream.chain(files.map(|files| Line::new().text("describes ").line(files)));
    line.text(": ").line(Line::joined(reasons.collect(), "; "))
}

/// The reviews that came with the work; dates that changed alone in many documents as one.
fn reviews(report: &PullRequest) -> Vec<Line> {
    let all = || report.changed.iter().filter_map(|c| c.review.as_ref().map(|r| (c, r)));
    let is_date_only = |review: &Brought| review.kind == reviews::Kind::DateOnly;
    let alone: Vec<&Changed> =
        all().filter(|(_, review)| is_date_only(review)).map(|(changed, _)| changed).collect();
    let in_bulk = alone.len() >= BULK;
    let mut lines: Vec<Line> = all()
        .filter(|(_, review)| !(in_bulk && is_date_only(review)))
        .map(|(changed, review)| reviewed(changed, review))
        .collect();
    if in_bulk {
        let named = alone.iter().take(NAMED).map(|c| Line::new().document(c.name.as_str()));
        let line = Line::new()
            .text(format!("{} documents: date changed, no text change, no note: ", alone.len()));
        lines.push(line.line(Line::joined(named.collect(), ", ")).text(", …"));
    }
    lines
}

/// `POL-001 Returns: 2026-11-20 by @coo, current: read with the board`
fn reviewed(changed: &Changed, review: &Brought) -> Line {
    let line = Line::new().document(changed.name.as_str());
    let line = match &changed.id {
        Some(_) => line.text(" ").text(changed.title.as_str()),
        None => line,
    };
    let line = line.text(": ").date(review.on);
    let line = if review.by.is_empty() { line } else { line.text(" by ").line(people(&review.by)) };
    let line = match review.outcome {
        Some(outcome) => line.text(", ").text(outcome.as_str()),
        None => line,
    };
    match (&review.note, review.kind) {
        (Some(note), _) => line.text(": ").text(note.as_str()),
        (None, reviews::Kind::DateOnly) => line.text(", date changed, no text change, no note"),
        (None, reviews::Kind::Initial) => line.text(", its first date of review"),
        (None, reviews::Kind::Reverted) => line.text(", the date went back"),
        (None, _) => line.text(", with the change"),
    }
}

impl Affected {
    /// Whether it becomes suspect and nobody has looked at it in this work.
    fn is_told_as_suspect(&self) -> bool {
        self.becomes_suspect && self.is_left_alone()
    }

    /// Whether somebody should look at it all the same.
    fn is_told_beside(&self) -> bool {
        !self.becomes_suspect && self.is_left_alone()
    }
}
