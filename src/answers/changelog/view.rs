//! The changelog for people: by default the change notice that an auditor reads.

mod facts;
mod staff;
mod versions;

use crate::comparison::{Class, Comparison, Extent, Passage};
use crate::evolution::not_compared;
use crate::git::Tag;
use crate::report::{Block, Column, Fact, Line, Row, Section, Table, Tone, View};

use super::entry::Naming;
use super::overdue::Overdue;
use super::reading::RULE;
use super::{Audience, ChangelogReport, Entry, Group};
use facts::{facts, requests, review};

pub(super) use facts::why;

/// Of more new documents, each has a row of a table instead of a section.
const NEW: usize = 8;
/// How many documents of a list are named where each has a line.
const LISTED: usize = 20;

pub(super) fn of(report: &ChangelogReport) -> View {
    match report.audience {
        Audience::Auditor => notice(report),
        Audience::Staff => staff::of(report),
        Audience::Versions => versions::of(report),
    }
}

fn notice(report: &ChangelogReport) -> View {
    let mut blocks = head(report, "Review changelog ");
    if report.entries.iter().any(|entry| entry.reading.required) {
        blocks.push(Block::Prose(Line::new().faint(RULE)));
    }
    for group in Group::READING_ORDER {
        blocks.extend(section(report, group));
    }
    blocks.extend(overdue(report));
    blocks.extend(unreviewed(report));
    View { blocks }
}

/// The title, both ends, and what there is to know of all of it.
fn head(report: &ChangelogReport, title: &'static str) -> Vec<Block> {
    let [old_tags, new_tags] = &report.tags;
    let baseline = match &report.from {
        Some(from) => end(from, old_tags),
        None => "none: this is the first release, and every document is new".into(),
    };
    let mut blocks = vec![
        Block::Title(Line::new().text(title).line(range(report))),
        Block::Facts(vec![
            Fact { name: "Baseline", value: baseline },
            Fact { name: "Release", value: end(&report.to, new_tags) },
            Fact { name: "Documents", value: counts(report) },
        ]),
    ];
    if let (true, Some(from)) = (report.diverged, &report.from) {
        blocks.push(Block::Note(
            Tone::Warning,
            Line::new().text(format!(
                "{} is not an ancestor of {}: changes that only the former has are shown as undone.",
                from.name, report.to.name
            )),
        ));
    }
    if !report.unreadable.is_empty() {
        blocks.push(Block::Note(Tone::Warning, not_compared(&report.unreadable)));
    }
    if report.entries.is_empty() {
        blocks.push(Block::Prose(
            if report.unreadable.is_empty() {
                "No document changes."
            } else {
                "No document that can be read changes."
            }
            .into(),
        ));
    }
    blocks
}

/// `v1.1 → v2.0`; of a first release its name alone.
fn range(report: &ChangelogReport) -> Line {
    match &report.from {
        Some(from) => called(from).text(" → ").line(called(&report.to)),
        None => called(&report.to),
    }
}

/// An end as it was asked for; a commit by its short name.
fn called(end: &super::End) -> Line {
    if is_commit(end) { Line::new().commit(end.commit) } else { end.name.as_str().into() }
}

/// Whether the end was named by the commit itself, in full.
fn is_commit(end: &super::End) -> bool {
    end.name == end.commit.to_string()
}

/// `v2.0, 1a2b3c4 of 2026-04-08; tag v2.0 carries a signature, not verified`
fn end(end: &super::End, tags: &[Tag]) -> Line {
    let name = if is_commit(end) { Line::new() } else { called(end).text(", ") };
    let mut line = name.commit(end.commit).text(" of ").date(end.day);
    for tag in tags {
        let says = if tag.is_signed {
            "carries a signature, not verified"
        } else {
            "carries no signature"
        };
        line = line.text("; tag ").text(tag.name.as_str()).text(format!(" {says}"));
    }
    line
}

/// `20 in the release; 1 new, 8 revised, 1 retired`
fn counts(report: &ChangelogReport) -> Line {
    let parts: Vec<String> = Group::READING_ORDER
        .into_iter()
        .filter_map(|group| {
            let count = report.in_group(group).count();
            (count > 0).then(|| format!("{count} {}", group.counted()))
        })
        .collect();
    let changes = if parts.is_empty() { "none changed".to_owned() } else { parts.join(", ") };
    Line::new().text(format!("{} in the release; {changes}", report.documents))
}

fn section(report: &ChangelogReport, group: Group) -> Option<Block> {
    let entries: Vec<&Entry> = report.in_group(group).collect();
    if entries.is_empty() {
        return None;
    }
    let blocks = match group {
        Group::New if entries.len() > NEW => vec![Block::Table(new_documents(&entries))],
        Group::New | Group::Revised | Group::Retired | Group::Removed => {
            entries.into_iter().map(|entry| Block::Section(document(entry))).collect()
        }
        Group::ReviewedWithoutChange | Group::Moved | Group::Editorial | Group::RecordOnly => {
            vec![Block::Items(entries.into_iter().map(brief).collect())]
        }
    };
    Some(Block::Section(Section {
        heading: group.heading().into(),
        aside: Line::new(),
        tone: Tone::Plain,
        blocks,
    }))
}

/// Many new documents, a row each. What nobody filled in has no column.
fn new_documents(entries: &[&Entry]) -> Table {
    const COLUMNS: [Column; 6] = [
        Column::flexible("Document"),
        Column::fixed("Version"),
        Column::fixed("Effective"),
        Column::fixed("Proof"),
        Column::flexible("Approved"),
        Column::wrapping("Must be read by"),
    ];
    let text = |value: Option<&String>| value.map_or_else(Line::new, |v| v.as_str().into());
    let cells = |entry: &Entry| {
        let everybody = if entry.reading.required { "everybody" } else { "" };
        let readers = match entry.reading.roles.join(", ") {
            roles if roles.is_empty() && everybody.is_empty() => Line::new(),
            roles if roles.is_empty() => everybody.into(),
            roles => roles.into(),
        };
        let effective = entry.effective_date.map_or_else(Line::new, |day| Line::new().date(day));
        let proof = entry.commits.first().map_or_else(Line::new, |id| Line::new().commit(id));
        let approved = entry.approvals.iter().map(|one| Line::new().person(one.by.as_str()));
        let approved = Line::joined(approved.collect(), ", ");
        [name(entry), text(entry.new_version.as_ref()), effective, proof, approved, readers]
    };
    let rows: Vec<_> = entries.iter().map(|entry| cells(entry)).collect();
    let is_filled = |column: usize| rows.iter().any(|row| !row[column].is_empty());
    let filled: Vec<usize> = (0..COLUMNS.len()).filter(|column| is_filled(*column)).collect();
    Table {
        columns: filled.iter().map(|column| COLUMNS[*column]).collect(),
        named: true,
        rows: rows
            .iter()
            .map(|row| Row {
                cells: filled.iter().map(|column| row[*column].clone()).collect(),
                details: Vec::new(),
            })
            .collect(),
    }
}

/// The documents whose review was overdue on the day of the release.
fn overdue(report: &ChangelogReport) -> Option<Block> {
    let shown = |overdue: &Overdue| {
        let line = match &overdue.id {
            Some(id) => Line::new().document(id.as_str()).text(" "),
            None => Line::new(),
        };
        let line = line.text(overdue.title.as_str()).text(", due ").date(overdue.due);
        match &overdue.owner {
            Some(owner) => line.text(", ").person(owner.as_str()),
            None => line,
        }
    };
    let lead = Line::new()
        .text("By the dates that the documents had in the release, on ")
        .date(report.to.day)
        .text(".");
    listing("Overdue for review at release", lead, report.overdue.iter().map(shown).collect())
}

/// The documents that say something else, and nobody has vouched for it.
fn unreviewed(report: &ChangelogReport) -> Option<Block> {
    let entries = report.entries.iter().filter(|entry| entry.is_unreviewed());
    if !report.records_reviews {
        let said = "No document of this release records a review or an approval, and none is \
                    named in a commit.";
        let is_any = entries.count() > 0;
        return is_any.then(|| Block::Note(Tone::Notice, said.into()));
    }
    let shown = |entry: &Entry| match requests(entry) {
        Some(requests) => name(entry).text(", ").line(requests),
        None => name(entry),
    };
    let lead = "New or changed in substance, and git holds neither a review nor an approval of \
                it from this release.";
    listing("Changed without a recorded review", lead.into(), entries.map(shown).collect())
}

fn listing(heading: &'static str, lead: Line, mut lines: Vec<Line>) -> Option<Block> {
    if lines.is_empty() {
        return None;
    }
    let count = lines.len();
    if count > LISTED {
        lines.truncate(LISTED);
        lines.push(Line::new().faint(format!("and {} more", count - LISTED)));
    }
    Some(Block::Section(Section {
        heading: heading.into(),
        aside: Line::new().text(count.to_string()),
        tone: Tone::Warning,
        blocks: vec![Block::Prose(lead), Block::Items(lines)],
    }))
}

fn document(entry: &Entry) -> Section {
    let mut blocks = Vec::new();
    if let Some(comparison) = &entry.comparison {
        let (weighty, typography) = comparison.in_substance();
        let passages = weighty.passages(Extent::Around);
        blocks.extend(passages.into_iter().flat_map(Passage::into_blocks));
        if typography > 0 {
            let plural = if typography == 1 { "change" } else { "changes" };
            let said = format!(
                "Beside that, {typography} {plural} of form alone: punctuation, case, spelling, \
                 where a link leads."
            );
            blocks.push(Block::Prose(Line::new().faint(said)));
        }
    }
    blocks.push(Block::Facts(facts(entry)));
    Section { heading: name(entry), aside: aside(entry), tone: tone(entry), blocks }
}

fn name(entry: &Entry) -> Line {
    match &entry.id {
        Some(id) => Line::new().document(id.as_str()).text(" ").text(entry.title.as_str()),
        None if entry.naming == Naming::TitleAndPath => {
            Line::new().text(entry.title.as_str()).text(format!(" ({})", entry.path))
        }
        None => Line::new().text(entry.title.as_str()),
    }
}

fn aside(entry: &Entry) -> Line {
    let mut parts = Vec::new();
    if entry.group == Group::Revised {
        parts.push(entry.class.name().to_owned());
    }
    parts.extend(versions(entry));
    if let (Group::New | Group::Revised, Some(status), false) =
        (entry.group, entry.status, entry.is_in_force())
    {
        parts.push(format!("{}, not in force", status.as_str()));
    }
    if parts.is_empty() { Line::new() } else { Line::new().text(parts.join(", ")) }
}

fn versions(entry: &Entry) -> Option<String> {
    match (&entry.old_version, &entry.new_version) {
        (Some(old), Some(new)) if old != new => Some(match entry.version_problem {
            Some(problem) => format!("{old} → {new}: {}", problem.words()),
            None => format!("{old} → {new}"),
        }),
        (Some(same), Some(_)) if entry.keeps_version() => {
            Some(format!("version {same} not raised"))
        }
        (_, Some(version)) | (Some(version), None) => Some(format!("version {version}")),
        (None, None) => None,
    }
}

fn tone(entry: &Entry) -> Tone {
    match (entry.group, entry.class) {
        (Group::New, _) => Tone::Good,
        (Group::Retired | Group::Removed, _) => Tone::Bad,
        (_, Class::Major) => Tone::Warning,
        _ => Tone::Notice,
    }
}

/// One line for a document that changes nothing for its readers.
fn brief(entry: &Entry) -> Line {
    let line = name(entry);
    match entry.group {
        Group::ReviewedWithoutChange => match &entry.reviewed {
            Some(reviewed) => line.text(", ").line(review(reviewed)),
            None => line,
        },
        Group::Moved => match &entry.old_path {
            Some(old) => {
                line.text(", from ").code(old.as_str()).text(" to ").code(entry.path.as_str())
            }
            None => line,
        },
        _ => {
            let record = entry.comparison.as_ref().map(Comparison::record).unwrap_or_default();
            let line = match versions(entry) {
                Some(versions) => line.text(", ").text(versions),
                None => line,
            };
            if record.is_empty() {
                line
            } else {
                line.text(": ").line(Line::joined(record, " · "))
            }
        }
    }
}
