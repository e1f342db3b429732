//! What is known of a document in a release: why, who, from when, for whom, and the proof.

use crate::comparison::Comparison;
use crate::report::{Fact, Line, Tone};
use crate::reviews::{ApprovalSource, Kind};

use super::super::entry::ReasonSource;
use super::super::subject::Worth;
use super::super::trail::Review;
use super::super::{Entry, Group};

/// How many commit subjects stand in for a reason.
const SUBJECTS: usize = 3;

/// The facts that stand below the changes of a document.
pub(super) fn facts(entry: &Entry) -> Vec<Fact> {
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
    if entry.id.is_none() {
        add("File", Line::new().code(entry.path.as_str()));
    }
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
    // Under a convention of its own the day of review has another name.
    let reviewed_on = entry.reviewed.as_ref().map(|review| review.on.to_string());
    let fields = comparison
        .fields
        .iter()
        .filter(|field| !is_told(&field.name))
        .filter(|field| reviewed_on.is_none() || field.new != reviewed_on)
        .cloned()
        .collect();
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

/// Why it changed.
pub(in super::super) fn why(entry: &Entry) -> Line {
    let mut line = match &entry.reason {
        Some(reason) => {
            let line = Line::new().text(reason.text.as_str());
            match reason.source {
                ReasonSource::FrontMatter => line,
                ReasonSource::Trailer => Line::new().faint("from trailers: ").line(line),
            }
        }
        None if entry.subjects.is_empty() => return Line::new(),
        None => from_subjects(entry),
    };
    if let Some(reference) = &entry.reference {
        line = line.text(" (").text(reference.as_str()).text(")");
    }
    line
}

/// What the commits say, where nobody gave a reason: the best of their subjects. One that
/// calls a change of substance a matter of form is no reason, and neither is one that a tool
/// wrote.
fn from_subjects(entry: &Entry) -> Line {
    let of = |worth: Worth| -> Vec<&str> {
        let subjects = entry.subjects.iter().map(String::as_str);
        subjects.filter(|subject| Worth::of(subject) == worth).collect()
    };
    let named = |subjects: &[&str]| {
        let shown: Vec<&str> = subjects.iter().take(SUBJECTS).copied().collect();
        let more = subjects.len().saturating_sub(SUBJECTS);
        let line = Line::new().text(shown.join("; "));
        if more > 0 { line.text(format!("; {more} more")) } else { line }
    };
    let (reasons, of_form) = (of(Worth::Reason), of(Worth::CallsEditorial));
    if !reasons.is_empty() {
        return Line::new().faint("from the commits: ").line(named(&reasons));
    }
    if of_form.is_empty() {
        return Line::new().text("not given; the commits say: ").line(named(&of(Worth::Nothing)));
    }
    if !entry.class.is_meaningful() {
        return Line::new().faint("from the commits: ").line(named(&of_form));
    }
    Line::new()
        .text("not given; ")
        .toned(Tone::Warning, "the commits call it a matter of form")
        .text(": ")
        .line(named(&of_form))
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
pub(super) fn requests(entry: &Entry) -> Option<Line> {
    let all = &entry.merge_requests;
    let kind = if all.first()?.starts_with('!') { "merge" } else { "pull" };
    let plural = if all.len() == 1 { "" } else { "s" };
    Some(Line::new().text(format!("{kind} request{plural} ")).text(all.join(", ")))
}

/// `2026-04-01 by @ben: walked through it`; who wrote the commit where nobody is named.
pub(super) fn review(review: &Review) -> Line {
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
