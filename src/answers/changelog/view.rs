//! The changelog for people: by default the change notice that an auditor reads.

mod staff;
mod versions;

use crate::comparison::{Class, Comparison, Extent};
use crate::evolution::not_compared;
use crate::git::Tag;
use crate::report::{Block, Fact, Line, Section, Tone, View};
use crate::reviews::{ApprovalSource, Kind};

use super::entry::ReasonSource;
use super::overdue::Overdue;
use super::reading::RULE;
use super::trail::Review;
use super::{Audience, ChangelogReport, Entry, Group};

/// How many commit subjects stand in for a reason.
const SUBJECTS: usize = 3;

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
    let mut blocks = vec![
        Block::Title(
            Line::new().text(title).line(called(&report.from)).text(" → ").line(called(&report.to)),
        ),
        Block::Facts(vec![
            Fact { name: "Baseline", value: end(&report.from, old_tags) },
            Fact { name: "Release", value: end(&report.to, new_tags) },
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
    blocks
}

/// An end as it was asked for; a commit by its short name.
fn called(end: &super::End) -> Line {
    if is_commit(end) { Line::new().commit(end.commit) } else { end.name.as_str().into() }
}

/// Whether the end was named by the commit itself, in full.
fn is_commit(end: &super::End) -> bool {
    end.name == end.commit.to_string()
}

/// `v2.0, 2026-04-08, 1a2b3c4; tag v2.0 carries a signature, not verified`
fn end(end: &super::End, tags: &[Tag]) -> Line {
    let mut line = called(end).text(", ").date(end.day);
    if !is_commit(end) {
        line = line.text(", ").commit(end.commit);
    }
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

fn facts(entry: &Entry) -> Vec<Fact> {
    let mut facts = Vec::new();
    let mut add = |name: &'static str, value: Line| {
        if !value.is_empty() {
            facts.push(Fact { name, value });
        }
    };
    add("Why", why(entry));
    add("Record", record(entry));
    add("Approved", approvals(entry));
    add("Reviewed", entry.reviewed.as_ref().map(review).unwrap_or_default());
    add("Effective", effective(entry));
    add(
        "In force before",
        entry
            .in_force_before
            .as_ref()
            .filter(|before| entry.old_version.as_ref() != Some(*before))
            .map(|before| Line::new().text(format!("version {before}")))
            .unwrap_or_default(),
    );
    add("Must be read by", reading(entry));
    add("For", audience(entry));
    add(
        "Owner",
        entry.owner.as_ref().map(|owner| Line::new().person(owner.as_str())).unwrap_or_default(),
    );
    add("Written by", people(entry));
    add("Replaced by", listed(&entry.superseded_by));
    add("Affects", affected(entry));
    add(
        "Moved from",
        entry.old_path.as_ref().map(|path| Line::new().code(path.as_str())).unwrap_or_default(),
    );
    add("Proof", proof(entry));
    facts
}

/// The keys that other facts tell in words.
const TOLD: [&str; 15] = [
    "title",
    "version",
    "status",
    "effective_date",
    "change_reason",
    "change_ref",
    "approved_by",
    "approved_on",
    "approved_text",
    "last_reviewed",
    "reviewed_by",
    "reviewed_text",
    "review_note",
    "review_outcome",
    "review_evidence",
];

/// What else changed in the record of a revised document.
fn record(entry: &Entry) -> Line {
    let Some(comparison) = entry.comparison.as_ref().filter(|_| entry.group == Group::Revised)
    else {
        return Line::new();
    };
    let is_told = |name: &str| TOLD.contains(&name);
    let fields = comparison.fields.iter().filter(|field| !is_told(&field.name)).cloned().collect();
    let rest = Comparison { fields, ..Comparison::default() };
    Line::joined(rest.record(), " · ")
}

fn effective(entry: &Entry) -> Line {
    match (entry.effective_date, entry.is_newly_effective) {
        (Some(day), true) => Line::new().date(day),
        (Some(day), false) if entry.group == Group::Revised => {
            Line::new().date(day).faint(" (the day of an earlier text; not set anew)")
        }
        (Some(day), false) => Line::new().date(day),
        (None, _) => Line::new(),
    }
}

fn why(entry: &Entry) -> Line {
    let mut line = match &entry.reason {
        Some(reason) => {
            let line = Line::new().text(reason.text.as_str());
            match reason.source {
                ReasonSource::FrontMatter => line,
                ReasonSource::Trailer => Line::new().faint("from trailers: ").line(line),
            }
        }
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
            let line = match approval.on {
                Some(day) => by.text(" on ").date(day),
                None => by,
            };
            match approval.source {
                ApprovalSource::FrontMatter => line,
                source => line.faint(format!(" ({})", source.words())),
            }
        })
        .collect();
    let substantive =
        matches!(entry.group, Group::New | Group::Revised) && entry.class.is_meaningful();
    if !approvals.is_empty() {
        let line = Line::joined(approvals, ", ");
        return if entry.is_approval_of_another_text {
            line.text("; ").toned(Tone::Warning, "of another text than this one")
        } else if entry.unapproved.is_empty() || !substantive {
            line
        } else {
            let commits = entry.unapproved.iter().map(|commit| Line::new().commit(commit));
            line.text("; ")
                .toned(Tone::Warning, "no approval recorded for ")
                .line(Line::joined(commits.collect(), ", "))
        };
    }
    match (substantive, requests(entry)) {
        (true, Some(requests)) => Line::new().text("not recorded in git; ").line(requests),
        (true, None) => Line::new().text("not recorded in git"),
        (false, _) => Line::new(),
    }
}

/// `pull request #41`, `merge requests !41, !43`
fn requests(entry: &Entry) -> Option<Line> {
    let all = &entry.merge_requests;
    let kind = if all.first()?.starts_with('!') { "merge" } else { "pull" };
    let plural = if all.len() == 1 { "" } else { "s" };
    Some(Line::new().text(format!("{kind} request{plural} ")).text(all.join(", ")))
}

/// `2026-04-01 by @ben: walked through it`; who wrote the commit where nobody is named.
fn review(review: &Review) -> Line {
    let mut line = Line::new().date(review.on).text(" by ");
    line = if review.by.is_empty() {
        line.text(review.author.name.as_str()).faint(" (author of the commit)")
    } else {
        let by = review.by.iter().map(|by| Line::new().person(by.as_str()));
        line.line(Line::joined(by.collect(), ", "))
    };
    if let Some(outcome) = review.outcome {
        line = line.text(", ").text(outcome.as_str());
    }
    line = match (&review.note, review.kind) {
        (Some(note), _) => line.text(": ").text(note.as_str()),
        (None, Kind::DateOnly) => line.text("; a change of the date alone, without a note"),
        (None, Kind::BulkDateOnly) => {
            let others = review.together.saturating_sub(1);
            line.text(format!(
                "; a change of the date alone, without a note, with {others} other documents"
            ))
        }
        (None, _) => line,
    };
    line.text(", ").commit(review.commit)
}

fn reading(entry: &Entry) -> Line {
    if !entry.reading.required {
        return Line::new();
    }
    if entry.reading.roles.is_empty() {
        return Line::new().text("everybody who works by it (it names no audience)");
    }
    Line::new().text(entry.reading.roles.join(", "))
}

/// For whom it is, where nobody has to read it again.
fn audience(entry: &Entry) -> Line {
    if entry.reading.required || entry.audience.is_empty() {
        return Line::new();
    }
    Line::new().text(entry.audience.join(", ")).faint(format!(" ({})", entry.reading.because))
}

/// `WI-007, changed as well; WI-009, neither changed nor reviewed`
fn affected(entry: &Entry) -> Line {
    let shown = entry.affected.iter().map(|affected| {
        let line = Line::new().document(affected.name.as_str());
        match (affected.is_changed, affected.is_reviewed) {
            (true, true) => line.text(" (changed and reviewed)"),
            (true, false) => line.text(" (changed)"),
            (false, true) => line.text(" (reviewed)"),
            (false, false) => line.text(" (neither changed nor reviewed)"),
        }
    });
    Line::joined(shown.collect(), ", ")
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
