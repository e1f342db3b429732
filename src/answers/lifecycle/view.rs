//! The answer of `promote` and `retire` for people.

use crate::document::lifecycle::Status;
use crate::library::{Library, Member, Relation};
use crate::record::{Advice, Stage, advice};
use crate::report::{Block, Fact, Line, Section, Tone, View};

use super::{Orphan, Promotion};

pub(super) fn of(promotion: &Promotion) -> View {
    let entry = &promotion.entry;
    let mut recorded = Line::joined(entry.lines(), " · ");
    if recorded.is_empty() {
        recorded = "as it stands already".into();
    }
    let name = if promotion.stage == Stage::Proposed { "would record" } else { "recorded" };
    let mut facts = vec![Fact { name, value: recorded }];
    if let Some(commit) = entry.commit {
        facts.push(Fact { name: "committed as", value: Line::new().commit(commit) });
    }
    let mut blocks = vec![Block::Facts(facts)];
    if !promotion.orphans.is_empty() {
        let names = promotion.orphans.iter().map(|orphan| {
            let status = orphan.status.map_or("without a status", Status::as_str);
            Line::new().document(orphan.name.as_str()).text(format!(" ({status})"))
        });
        let line = Line::new().text("These rest on it and are not over: ");
        let names = Line::joined(names.collect(), ", ");
        blocks.push(Block::Note(Tone::Warning, line.line(names).text(".")));
    }
    let heading = match &entry.id {
        Some(id) => Line::new().document(id.as_str()).text("  ").text(entry.title.as_str()),
        None => Line::new().document(entry.path.as_str()),
    };
    let from = promotion.from.map_or_else(String::new, |from| format!("{} → ", from.as_str()));
    let aside = Line::new().text(format!("{from}{}", promotion.step.to.as_str()));
    let tone = if promotion.step.to.is_over() { Tone::Notice } else { Tone::Good };
    let (_, message) = promotion.commit();
    let mut all = vec![Block::Section(Section { heading, aside, tone, blocks })];
    all.extend(advice(&Advice {
        is_settled: true,
        stage: promotion.stage,
        entries: &[entry],
        subjects: vec![message.subject()],
        onward: &promotion.onward,
    }));
    View { blocks: all }
}

/// The documents that carry out a document or translate it, and are not over themselves.
pub(super) fn orphans(member: &Member, library: &Library) -> Vec<Orphan> {
    let mut orphans = Vec::new();
    for link in library.links_of(member) {
        let rests = matches!(link.relation, Relation::ImplementedBy | Relation::Translation);
        let Some(other) = link.target.member().filter(|_| rests) else { continue };
        let status = other.document.fields().status.copied();
        if !status.is_some_and(Status::is_over) {
            orphans.push(Orphan { name: other.name().to_owned(), status });
        }
    }
    orphans.sort_by(|a, b| a.name.cmp(&b.name));
    orphans.dedup_by(|a, b| a.name == b.name);
    orphans
}
