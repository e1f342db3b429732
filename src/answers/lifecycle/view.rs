//! The answer of `promote` and `retire` for people.

use crate::document::lifecycle::Status;
use crate::library::{Library, Member, Relation};
use crate::paths::shell_word;
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
    for successor in promotion.successors.iter().filter(|entry| entry.change.is_some()) {
        let value = Line::new().document(successor.name()).text(": ");
        let value = value.line(Line::joined(successor.lines(), " · "));
        facts.push(Fact { name: "and in", value });
    }
    if let Some(commit) = entry.commit {
        facts.push(Fact { name: "committed as", value: Line::new().commit(commit) });
    }
    let mut blocks = vec![Block::Facts(facts)];
    for replaced in &promotion.replaced {
        let status = replaced.status.map_or("without a status", Status::as_str);
        let line = Line::new().document(replaced.name.as_str());
        let line = line.text(format!(", which it replaces, is {status} still: "));
        let command = format!(
            "sopctl retire {} --superseded-by {}",
            shell_word(&replaced.name),
            shell_word(entry.name())
        );
        blocks.push(Block::Note(Tone::Notice, line.code(command)));
    }
    if !promotion.orphans.is_empty() {
        let names = promotion.orphans.iter().map(|orphan| {
            let status = orphan.status.map_or("without a status", Status::as_str);
            Line::new().document(orphan.name.as_str()).text(format!(" ({status})"))
        });
        let line =
            Line::new().text("These rest on it or name it in their steps, and are not over: ");
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
        is_settled: promotion.orphans.is_empty() && promotion.replaced.is_empty(),
        stage: promotion.stage,
        entries: &[entry],
        subjects: vec![message.subject()],
        onward: &promotion.onward,
    }));
    View { blocks: all }
}

/// The documents that a document says it replaces, and that are not over.
pub(super) fn replaced(member: &Member, library: &Library) -> Vec<Orphan> {
    of_relation(member, library, |relation| relation == Relation::Supersedes)
}

/// The documents that carry out a document, translate it or name it in their steps, and are not
/// over themselves.
pub(super) fn orphans(member: &Member, library: &Library) -> Vec<Orphan> {
    let mut orphans = of_relation(member, library, |relation| {
        matches!(relation, Relation::ImplementedBy | Relation::Translation)
    });
    let names_it = |other: &&Member| {
        let mut named = library.named_in_steps(other).into_iter();
        named.any(|(named, _)| named.path == member.path)
    };
    let naming = library.members.iter().filter(|other| !other.is_over()).filter(names_it);
    orphans.extend(naming.map(orphan));
    sorted(orphans)
}

fn of_relation(
    member: &Member,
    library: &Library,
    is_meant: impl Fn(Relation) -> bool,
) -> Vec<Orphan> {
    let links = library.links_of(member).into_iter().filter(|link| is_meant(link.relation));
    let others = links.filter_map(|link| link.target.member());
    sorted(others.filter(|other| !other.is_over()).map(orphan).collect())
}

fn orphan(member: &Member) -> Orphan {
    let status = member.document.fields().status.copied();
    Orphan { name: member.name().to_owned(), status }
}

fn sorted(mut orphans: Vec<Orphan>) -> Vec<Orphan> {
    orphans.sort_by(|a, b| a.name.cmp(&b.name));
    orphans.dedup_by(|a, b| a.name == b.name);
    orphans
}
