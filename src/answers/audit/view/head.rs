//! What stands above the evidence: what it is of, what counts, and what it may lack.

use crate::report::{Block, Fact, Line, Tone};
use crate::reviews::BULK;
use crate::standing::{BACK_DATED, plural};

use super::super::Audit;
use super::super::totals::Totals;

/// What the answer is about: the repository, the commit, the period, and how much there is.
pub(super) fn facts(audit: &Audit, totals: &Totals) -> Vec<Fact> {
    let context = &audit.context;
    let mut facts =
        vec![Fact { name: "Repository", value: Line::new().strong(audit.repository.as_str()) }];
    if context.library != "." {
        facts.push(Fact { name: "Library", value: Line::new().code(context.library.as_str()) });
    }
    if let Some(branch) = &context.repository.branch {
        // Evidence is the same where the branch stands and in a clone that fetched it.
        let branch = branch.strip_prefix("origin/").unwrap_or(branch);
        facts.push(Fact { name: "Branch", value: Line::new().strong(branch) });
    }
    if let Some(head) = &context.repository.head {
        let mut value = Line::new().code(head.as_str());
        if context.repository.on_branch == Some(false) {
            value = value.text(", which is not on that branch yet");
        }
        facts.push(Fact { name: "Commit", value });
    }
    facts.push(Fact { name: "Period", value: period(audit) });
    let day = Line::new().date(context.as_of).text(format!(" ({})", context.time_zone));
    facts.push(Fact { name: "Day of this report", value: day });
    let removed = audit.documents.iter().filter(|document| document.removed_in.is_some()).count();
    let mut documents = (audit.documents.len() - removed).to_string();
    if removed > 0 {
        documents.push_str(&format!(", and {removed} that have been removed since"));
    }
    let mut documents = Line::new().text(documents);
    if let Some(only) = &audit.only_type {
        documents = documents.text(", of type ").strong(only.as_str()).text(" only");
    }
    if let Some(only) = &audit.only_owner {
        documents = documents.text(", of ").person(only.as_str()).text(" only");
    }
    facts.push(Fact { name: "Documents", value: documents });
    facts.push(Fact { name: "Reviews", value: kinds(totals) });
    facts
}

fn period(audit: &Audit) -> Line {
    let landed = || audit.events().filter_map(|(_, event)| event.landed_on(&audit.zone));
    let line = Line::new();
    let line = match (audit.period.from, audit.period.to) {
        (None, None) => line.text("all of history"),
        (Some(from), Some(to)) => line.date(from).text(" to ").date(to),
        (Some(from), None) => line.text("from ").date(from),
        (None, Some(to)) => line.text("up to ").date(to),
    };
    match landed().min().zip(landed().max()) {
        Some((first, last)) => {
            line.text("; what is listed landed from ").date(first).text(" to ").date(last)
        }
        None => line,
    }
}

/// `102: 30 recorded, 48 with a change of the text, 24 of the date alone (23 %); of 80 with a
/// due date 3 late`
fn kinds(totals: &Totals) -> Line {
    let parts = [
        (totals.recorded, "recorded"),
        (totals.with_change, "with a change of the text"),
        (totals.unknown, "of unknown kind"),
    ];
    let mut kinds: Vec<String> = parts
        .iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, what)| format!("{number} {what}"))
        .collect();
    let alone = totals.date_only + totals.bulk_date_only;
    if alone > 0 {
        let share = alone * 100 / totals.reviews.max(1);
        let bulk = match totals.bulk_date_only {
            0 => String::new(),
            bulk => format!("; {bulk} of these in bulk"),
        };
        kinds.push(format!("{alone} of the date alone ({share} %{bulk})"));
    }
    let mut text = totals.reviews.to_string();
    if !kinds.is_empty() {
        text.push_str(&format!(": {}", kinds.join(", ")));
    }
    let due = totals.on_time + totals.late;
    if due > 0 {
        text.push_str(&format!("; of {due} with a due date {} late", totals.late));
    }
    Line::new().text(text)
}

/// What counts, so that the answer can be read without a manual.
pub(super) fn rules() -> [Block; 2] {
    let counts = "A review is a commit that set the date of last review of a document later than it \
                  had ever been, or to the same day with a new note or fingerprint. A first date \
                  without a fingerprint of the text, a date that went back and one that returned \
                  are listed, and are no reviews. Of several dates in one landing the last counts.";
    let kinds = format!(
        "Landed is the day on which it came to the branch; claimed is the date that it set; due is \
         the day that the document, its interval and the configuration gave just before. \
         date-only: nothing but the date changed; bulk-date-only: so it did in {BULK} or more \
         documents of one landing. Back-dated: landed more than {BACK_DATED} days after the \
         claimed date, without evidence."
    );
    [Block::Prose(counts.into()), Block::Prose(Line::new().text(kinds))]
}

/// Where the answer may lack something.
pub(super) fn doubts(audit: &Audit, totals: &Totals) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut warn = |line: Line| blocks.push(Block::Note(Tone::Warning, line));
    let incomplete: Vec<Line> = audit
        .documents
        .iter()
        .filter(|document| document.is_incomplete)
        .map(|document| Line::new().document(document.name()))
        .collect();
    if !incomplete.is_empty() {
        let line = Line::new().text("The clone does not hold the whole history of ");
        warn(line.line(Line::joined(incomplete, ", ")).text(": older reviews may be missing."));
    }
    if totals.not_landed > 0 {
        warn(Line::new().text(format!(
            "{} listed that {} not on the controlled branch.",
            plural(totals.not_landed, "event"),
            if totals.not_landed == 1 { "is" } else { "are" },
        )));
    }
    let uncertain = audit.events().filter(|(_, event)| event.is_uncertain()).count();
    if uncertain > 0 {
        warn(Line::new().text(format!(
            "The day of landing is uncertain for {}: the branch was merged into itself, or its \
             dates are out of order there.",
            plural(uncertain, "event"),
        )));
    }
    let dirty = audit.context.repository.dirty;
    if dirty > 0 {
        warn(Line::new().text(format!(
            "What {} {} as an uncommitted change is no evidence, and is not listed.",
            plural(dirty, "document"),
            if dirty == 1 { "has" } else { "have" },
        )));
    }
    if !audit.unreadable.is_empty() {
        let paths = audit.unreadable.iter().map(|file| Line::new().document(file.path.as_str()));
        let line = Line::new().text("Could not be read, and is not listed: ");
        warn(line.line(Line::joined(paths.collect(), ", ")));
    }
    if totals.reviews > 0 && totals.approved == 0 && audit.approvals().next().is_none() {
        let text = if audit.has_hosted {
            "No approval is recorded, neither in git nor in the file that was given."
        } else {
            "No approval is recorded in git; where a pull request is named, it is the place to look."
        };
        blocks.push(Block::Note(Tone::Notice, text.into()));
    }
    blocks
}
