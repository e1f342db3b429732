//! The answer of `review` for people.

use crate::comparison::{Class, Extent};
use crate::document::id::DocumentId;
use crate::document::lifecycle::{ReviewOutcome, Status};
use crate::library::Member;
use crate::paths::shell_word;
use crate::record::{Advice, Stage, advice};
use crate::report::{Block, Fact, Line, Section, Tone, View};
use crate::standing::VouchedBy;

use super::since::Vouched;
use super::{Grouping, Review, Reviewed, Shown, Since};

pub(super) fn of(review: &Review) -> View {
    let documents = review.documents.iter();
    let mut blocks: Vec<Block> = documents.map(|document| section(document, review)).collect();
    let commits = review.commits();
    let entries: Vec<_> = review.documents.iter().map(|document| &document.entry).collect();
    blocks.extend(advice(&Advice {
        stage: review.stage,
        entries: &entries,
        subjects: commits.iter().map(|(_, message)| message.subject()).collect(),
        onward: &review.onward,
        is_settled: review.documents.iter().all(|document| is_settled(document, review)),
    }));
    View { blocks }
}

/// A document before anything is decided about it.
pub(super) fn before(member: &Member, since: &Since) -> Block {
    let id = member.document.fields().id.value().map(DocumentId::as_str);
    let (heading, blocks) = (heading(id, &member.title(), member.path.as_str()), changes(since));
    let (tone, aside) = weight(since);
    Block::Section(Section { heading, aside, tone, blocks })
}

fn section(document: &Reviewed, review: &Review) -> Block {
    let entry = &document.entry;
    let mut blocks = match review.shown {
        Shown::Here => changes(&document.since),
        Shown::Before => Vec::new(),
    };
    let mut recorded = Line::joined(entry.lines(), " · ");
    if recorded.is_empty() {
        recorded = "as it stands already".into();
    }
    let name = if review.stage == Stage::Proposed { "would record" } else { "recorded" };
    let mut facts = vec![Fact { name, value: recorded }];
    if let Some(commit) = entry.commit {
        let together = review.grouping == Grouping::Together && review.documents.len() > 1;
        let with = if together { " together with the others" } else { "" };
        let value = Line::new().commit(commit).text(with);
        facts.push(Fact { name: "committed as", value });
    }
    blocks.push(Block::Facts(facts));
    if let Some(due) = document.still_due {
        let line = Line::new()
            .text("The document names its next review itself, on ")
            .date(due)
            .text(": that day counts until somebody moves or removes it.");
        blocks.push(Block::Note(Tone::Warning, line));
    }
    blocks.extend(outlook(document, review.decision.outcome));
    let (tone, aside) = weight(&document.since);
    let heading = heading(entry.id.as_deref(), &entry.title, entry.path.as_str());
    Block::Section(Section { heading, aside, tone, blocks })
}

/// Whether the review leaves nothing to do for the document.
fn is_settled(document: &Reviewed, review: &Review) -> bool {
    match review.decision.outcome {
        ReviewOutcome::NeedsRevision => false,
        ReviewOutcome::Retire => document.status.is_some_and(Status::is_over),
        ReviewOutcome::Current | ReviewOutcome::Revised => true,
    }
}

/// What the review does not settle.
fn outlook(document: &Reviewed, outcome: ReviewOutcome) -> Option<Block> {
    let is_over = document.status.is_some_and(Status::is_over);
    let line = match (outcome, document.status) {
        (ReviewOutcome::NeedsRevision, _) => {
            let command =
                format!("sopctl review {} --outcome revised", shell_word(document.entry.name()));
            Line::new()
                .text("It stays suspect until its text changes in substance; then: ")
                .code(command)
        }
        (ReviewOutcome::Retire, _) if !is_over => Line::new()
            .text("It stays in use until somebody retires it: ")
            .code(format!("sopctl retire {}", shell_word(document.entry.name()))),
        (_, Some(status @ (Status::Draft | Status::Retired | Status::Superseded))) => {
            Line::new().text(format!("Its status is {}: it is not under review.", status.as_str()))
        }
        _ => return None,
    };
    Some(Block::Note(Tone::Notice, line))
}

fn heading(id: Option<&str>, title: &str, path: &str) -> Line {
    match id {
        Some(id) => Line::new().document(id).text("  ").text(title),
        None => Line::new().document(path),
    }
}

fn weight(since: &Since) -> (Tone, Line) {
    match since {
        Since::Changed(_, comparison) => {
            let tone = if comparison.class == Class::Major { Tone::Warning } else { Tone::Notice };
            (tone, comparison.class.name().into())
        }
        Since::Unchanged(_) => (Tone::Good, "unchanged".into()),
        Since::Never => (Tone::Notice, "never reviewed".into()),
        Since::Unknown(_) => (Tone::Warning, "not known".into()),
    }
}

fn changes(since: &Since) -> Vec<Block> {
    match since {
        Since::Changed(vouched, comparison) => {
            let line = Line::new().faint("since ").line(vouching(vouched)).faint(":");
            let mut blocks = vec![Block::Prose(line)];
            let rows = comparison.rows(Extent::Around);
            if !rows.is_empty() {
                blocks.push(Block::Changes(rows));
            }
            let record = comparison.record();
            if !record.is_empty() {
                let record = Line::joined(record, " · ");
                blocks.push(Block::Prose(Line::new().faint("record: ").line(record)));
            }
            blocks
        }
        Since::Unchanged(vouched) => vec![Block::Prose(
            Line::new()
                .text("Nothing that it says has changed since ")
                .line(vouching(vouched))
                .text("."),
        )],
        Since::Never => vec![Block::Prose(
            "Nobody has reviewed or approved it yet, so there is nothing to compare it with."
                .into(),
        )],
        Since::Unknown(why) => vec![Block::Note(
            Tone::Warning,
            format!("What changed since its last review cannot be told: {why}.").into(),
        )],
    }
}

/// `the review of 2026-03-01 in 1a2b3c4`
fn vouching(vouched: &Vouched) -> Line {
    let line = Line::new().text(match vouched.by {
        VouchedBy::Review => "the review of ",
        VouchedBy::Approval => "the approval of ",
        VouchedBy::InitialDate => "its first date of review, ",
    });
    line.date(vouched.date).text(" in ").commit(vouched.commit)
}
