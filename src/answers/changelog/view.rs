//! The changelog for people: a change notice.

use crate::comparison::{Class, Extent};
use crate::document::lifecycle::Status;
use crate::evolution::not_compared;
use crate::report::{Block, Fact, Line, Section, Tone, View};

use super::entry::Review;
use super::{ChangelogReport, Entry, Group};

/// How many commit subjects stand in for a reason.
const SUBJECTS: usize = 3;

pub(super) fn of(report: &ChangelogReport) -> View {
    let mut blocks = vec![
        Block::Title(
            Line::new()
                .text("Review changelog ")
                .text(report.from.name.as_str())
                .text(" → ")
                .text(report.to.name.as_str()),
        ),
        Block::Facts(vec![
            Fact { name: "Baseline", value: end(&report.from) },
            Fact { name: "Release", value: end(&report.to) },
            Fact { name: "Documents", value: counts(report) },
        ]),
    ];
    if report.diverged {
        blocks.push(Block::Note(
            Tone::Warning,
            Line::new().text(format!(
                "{} is not an ancestor of {}: changes that only the former has are shown as undone.",
                report.from.name, report.to.name
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
    for group in Group::READING_ORDER {
        blocks.extend(section(report, group));
    }
    View { blocks }
}

fn end(end: &super::End) -> Line {
    Line::new().text(end.name.as_str()).text(", ").date(end.day).text(", ").commit(end.commit)
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

fn document(entry: &Entry) -> Section {
    let mut blocks = Vec::new();
    let mut rows = Vec::new();
    if let Some(comparison) = &entry.comparison {
        rows = comparison.rows(Extent::Around);
    }
    if !rows.is_empty() {
        blocks.push(Block::Changes(rows));
    }
    blocks.push(Block::Facts(facts(entry)));
    Section { heading: name(entry), aside: aside(entry), tone: tone(entry), blocks }
}

fn name(entry: &Entry) -> Line {
    match &entry.id {
        Some(id) => Line::new().document(id.as_str()).text(" ").text(entry.title.as_str()),
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
    Line::new().text(parts.join(", "))
}

fn versions(entry: &Entry) -> Option<String> {
    match (&entry.old_version, &entry.new_version) {
        (Some(old), Some(new)) if old != new => Some(format!("{old} → {new}")),
        (Some(same), Some(_)) if entry.version_not_raised => {
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

fn facts(entry: &Entry) -> Vec<Fact> {
    let mut facts = Vec::new();
    let mut add = |name: &'static str, value: Line| {
        if !value.is_empty() {
            facts.push(Fact { name, value });
        }
    };
    add("Why", why(entry));
    add("Approved", approvals(entry));
    add("Reviewed", entry.reviewed.as_ref().map(review).unwrap_or_default());
    add("Effective", entry.effective_date.map(|day| Line::new().date(day)).unwrap_or_default());
    add("Read again by", reading(entry));
    add(
        "Owner",
        entry.owner.as_ref().map(|owner| Line::new().person(owner.as_str())).unwrap_or_default(),
    );
    add("Written by", people(entry));
    add("Replaced by", listed(&entry.superseded_by));
    add("Affects", listed(&entry.affected));
    add(
        "Moved from",
        entry.old_path.as_ref().map(|path| Line::new().code(path.as_str())).unwrap_or_default(),
    );
    add("Proof", proof(entry));
    facts
}

fn why(entry: &Entry) -> Line {
    let mut line = match &entry.reason {
        Some(reason) => Line::new().text(reason.as_str()),
        None if entry.subjects.is_empty() => return Line::new(),
        None => {
            let shown: Vec<&str> =
                entry.subjects.iter().take(SUBJECTS).map(String::as_str).collect();
            let more = entry.subjects.len().saturating_sub(SUBJECTS);
            let line = Line::new().faint("from the commits: ").text(shown.join("; "));
            if more > 0 { line.text(format!("; {more} more")) } else { line }
        }
    };
    if let Some(reference) = &entry.reference {
        line = line.text(" (").text(reference.as_str()).text(")");
    }
    line
}

fn approvals(entry: &Entry) -> Line {
    let approvals: Vec<Line> = entry
        .approvals
        .iter()
        .map(|approval| {
            let by = Line::new().person(approval.by.as_str());
            match approval.on {
                Some(day) => by.text(" on ").date(day),
                None => by,
            }
        })
        .collect();
    if !approvals.is_empty() {
        return Line::joined(approvals, ", ");
    }
    let substantive =
        matches!(entry.group, Group::New | Group::Revised) && entry.class.is_meaningful();
    match (substantive, entry.merge_requests.last()) {
        (true, Some(request)) => {
            Line::new().text(format!("not recorded in git; pull request {request}"))
        }
        (true, None) => Line::new().text("not recorded in git"),
        (false, _) => Line::new(),
    }
}

fn review(review: &Review) -> Line {
    let mut line = Line::new().date(review.on);
    if !review.by.is_empty() {
        line = line.text(" by ").line(Line::joined(
            review.by.iter().map(|by| Line::new().person(by.as_str())).collect(),
            ", ",
        ));
    }
    match &review.note {
        Some(note) => line.text(": ").text(note.as_str()),
        None => line,
    }
}

fn reading(entry: &Entry) -> Line {
    if !entry.requires_reading() {
        return Line::new();
    }
    if entry.audience.is_empty() {
        return Line::new().text("no audience is named");
    }
    Line::new().text(entry.audience.join(", "))
}

fn people(entry: &Entry) -> Line {
    Line::joined(
        entry.authors.iter().map(|person| Line::new().text(person.name.as_str())).collect(),
        ", ",
    )
}

fn listed(names: &[String]) -> Line {
    Line::joined(names.iter().map(|name| Line::new().document(name.as_str())).collect(), ", ")
}

fn proof(entry: &Entry) -> Line {
    let commits = entry.commits.iter().map(|commit| Line::new().commit(commit));
    let requests = entry.merge_requests.iter().map(|request| Line::new().text(request.as_str()));
    Line::joined(commits.chain(requests).collect(), ", ")
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
            let record = entry
                .comparison
                .as_ref()
                .map(crate::comparison::Comparison::record)
                .unwrap_or_default();
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

impl Entry {
    /// Whether its audience must read it again: after every change of class major, and
    /// when it is new. Nobody must read what is not in force.
    pub(super) fn requires_reading(&self) -> bool {
        self.is_in_force()
            && match self.group {
                Group::New => true,
                Group::Revised => self.class == Class::Major,
                _ => false,
            }
    }

    /// Whether it is approved or effective; a record without a status takes no part in a
    /// lifecycle and binds as it stands.
    pub(super) fn is_in_force(&self) -> bool {
        self.status.is_none_or(Status::is_approved)
    }
}
