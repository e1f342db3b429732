//! The comment for people: one screen, what weighs most first, and counts for the rest.

mod documents;

use crate::comparison::Class;
use crate::evolution::not_compared;
use crate::library::described;
use crate::report::{Block, Line, Section, Tone, View};
use crate::reviews::{self, BULK, Brought};

use super::PullRequest;
use super::affected::Affected;
use super::change::{Changed, Kind};
use super::room::SCREEN;

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
    let documents = documents::documents(report, room);
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

/// `main, 1a2b3c4`
fn end(report: &PullRequest) -> Line {
    Line::new().revision(&report.rev, report.base)
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
    // What became of one alone stands in its line.
    if report.changed.len() > 1 {
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

fn people(names: &[String]) -> Line {
    Line::joined(names.iter().map(|name| Line::new().person(name.as_str())).collect(), ", ")
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
    let mut lines: Vec<Line> = Vec::new();
    if in_bulk {
        let named = alone.iter().take(NAMED).map(|c| Line::new().document(c.name.as_str()));
        let line = Line::new()
            .text(format!("{} documents: date changed, no text change, no note: ", alone.len()));
        lines.push(line.line(Line::joined(named.collect(), ", ")).text(", …"));
    }
    let others = all().filter(|(_, review)| !(in_bulk && is_date_only(review)));
    lines.extend(others.map(|(changed, review)| reviewed(changed, review)));
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
    /// Whether it becomes suspect: also where the same work changes it, because a change
    /// vouches for nothing.
    fn is_told_as_suspect(&self) -> bool {
        self.becomes_suspect
    }

    /// Whether somebody should look at it all the same.
    fn is_told_beside(&self) -> bool {
        !self.becomes_suspect && self.is_left_alone()
    }
}
