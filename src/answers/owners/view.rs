//! The load of owners for people.

use crate::paths::shell_word;
use crate::report::{Block, Chart, Column, Line, Row, Section, Series, Table, Tone, View};
use crate::standing::{State, plural};

use super::gaps::{Gap, GapCode};
use super::load::{Load, TeamMember};
use super::{Held, OwnersReport};

/// The states that somebody has to do something about, each with the name of its column.
const STATES: [(State, &str); 6] = [
    (State::Overdue, "Overdue"),
    (State::Suspect, "Suspect"),
    (State::Changed, "Changed"),
    (State::NeverReviewed, "Never reviewed"),
    (State::Unknown, "Unknown"),
    (State::DueSoon, "Due soon"),
];

/// How many documents of a gap are named one by one.
const NAMED: usize = 12;

pub(super) fn of(report: &OwnersReport) -> View {
    let mut blocks = vec![Block::Prose(head(report))];
    blocks.extend(body(report));
    View { blocks }
}

/// The same with the head of a page, and the load as a chart.
pub(super) fn page(report: &OwnersReport) -> View {
    let title = Line::new().text("Owners of documents on ").date(report.context.as_of);
    let mut blocks = vec![Block::Title(title), Block::Facts(report.context.facts())];
    blocks.push(Block::Prose(head(report)));
    blocks.extend(chart(report).map(Block::Chart));
    blocks.extend(body(report));
    View { blocks }
}

fn body(report: &OwnersReport) -> Vec<Block> {
    let mut blocks = Vec::new();
    if report.count() > 0 {
        blocks.push(Block::Table(table(report)));
    }
    blocks.extend(report.gaps.iter().map(section));
    blocks.extend(left_out(report));
    blocks
}

/// `19 documents of 6 owners on 2026-11-22; due soon is within 30 days`
fn head(report: &OwnersReport) -> Line {
    let owners = report.loads.iter().filter(|load| load.owner.is_some()).count();
    let documents = plural(report.count(), "document");
    let said = match owners {
        0 => format!("{documents}, none of which names its owner, on "),
        _ => format!("{documents} of {} on ", plural(owners, "owner")),
    };
    Line::new()
        .text(said)
        .date(report.context.as_of)
        .text(format!("; due soon is within {}", report.due_soon))
}

fn table(report: &OwnersReport) -> Table {
    let shown: Vec<(State, &str)> = STATES
        .into_iter()
        .filter(|(state, _)| report.loads.iter().any(|load| load.in_state(*state) > 0))
        .collect();
    let mut columns =
        vec![Column::fixed("Owner"), Column::numeric("Documents"), Column::numeric("Under review")];
    columns.extend(shown.iter().map(|(_, name)| Column::numeric(name)));
    let rows = report.loads.iter().map(|load| row(load, &shown)).collect();
    Table { columns, named: true, rows }
}

fn row(load: &Load, shown: &[(State, &str)]) -> Row {
    let number = |number: usize| Line::new().text(number.to_string());
    let mut cells = vec![owner(load), number(load.documents.len()), number(load.under_review())];
    cells.extend(shown.iter().map(|(state, _)| match load.in_state(*state) {
        0 => Line::new(),
        some => Line::new().toned(state.tone(), some.to_string()),
    }));
    let mut details = Vec::new();
    if !load.members.is_empty() {
        let members = load.members.iter().map(member).collect();
        details.push(Line::new().faint("team of ").line(Line::joined(members, ", ")));
    }
    if load.of_teams > 0 {
        let teams = load.teams.iter().map(|team| Line::new().person(team.as_str())).collect();
        let more = plural(load.of_teams, "document");
        details.push(Line::new().faint(format!("and {more} of ")).line(Line::joined(teams, ", ")));
    }
    Row { cells, details }
}

fn owner(load: &Load) -> Line {
    let Some(owner) = &load.owner else { return Line::new().toned(Tone::Warning, "no owner") };
    let line = Line::new().person(owner.as_str());
    match load.left {
        Some(_) => line.toned(Tone::Warning, " (left)"),
        None => line,
    }
}

fn member(member: &TeamMember) -> Line {
    let line = Line::new().person(member.handle.as_str());
    match member.left {
        Some(day) => line.toned(Tone::Warning, " left ").date(day),
        None => line,
    }
}

fn section(gap: &Gap) -> Block {
    let mut heading = Line::new().text(format!("{} {}", gap.code.heading(), gap.documents.len()));
    if let Some(who) = &gap.who {
        heading = heading.text(": ").person(who.as_str());
    }
    if let Some(since) = gap.since {
        heading = heading.text(", ").date(since);
    }
    let row = |held: &Held| Row {
        cells: vec![
            Line::new().document(held.name()),
            // A document without a number is called by its path, which says more.
            held.id.as_ref().map(|_| held.title.as_str().into()).unwrap_or_default(),
            Line::new().toned(held.state.tone(), held.state.words()),
        ],
        details: Vec::new(),
    };
    let columns =
        vec![Column::fixed("Document"), Column::flexible("Title"), Column::fixed("State")];
    let rows = gap.documents.iter().take(NAMED).map(row).collect();
    let mut blocks = vec![Block::Table(Table { columns, named: false, rows })];
    let more = gap.documents.len().saturating_sub(NAMED);
    if more > 0 {
        let more = format!("and {more} more: `--format json` or `csv` has all of them");
        blocks.push(Block::Prose(Line::new().message(&more.into())));
    }
    blocks.push(Block::Prose(advice(gap)));
    Block::Section(Section { heading, aside: Line::new(), tone: Tone::Warning, blocks })
}

/// What to do about a gap.
pub(super) fn advice(gap: &Gap) -> Line {
    let hand_over = |who: &str| {
        let who = shell_word(who);
        Line::new().text("Hand them over: ").code(format!("sopctl owners --replace {who} NEW"))
    };
    match (gap.code, &gap.who) {
        (GapCode::OwnerMissing, _) | (_, None) => Line::new()
            .text("Name an owner in each; ")
            .code("sopctl adopt --only owner")
            .text(" proposes one from CODEOWNERS and history."),
        (GapCode::OwnerLeft | GapCode::ApproverLeft, Some(who)) => hand_over(who),
        (GapCode::TeamLeft, Some(who)) => {
            hand_over(who).text(", or name new members in [teams] of sopctl.toml.")
        }
        (GapCode::OwnerUnknown, Some(who)) => hand_over(who)
            .text(", or name them in [people], [teams] or CODEOWNERS if the name is right."),
    }
}

fn left_out(report: &OwnersReport) -> Vec<Block> {
    let mut blocks = Vec::new();
    if report.out_of_use > 0 {
        let documents = plural(report.out_of_use, "document");
        let line = format!("Not counted: {documents} superseded or retired.");
        blocks.push(Block::Prose(line.into()));
    }
    blocks.extend(report.unreadable.iter().map(|file| {
        let line = Line::new().document(file.path.as_str());
        let line = line.text(" could not be read, so that nobody knows whose it is: ");
        Block::Note(Tone::Bad, line.text(file.why.as_str()))
    }));
    blocks
}

/// Who has how much; none where nobody is named.
fn chart(report: &OwnersReport) -> Option<Chart> {
    if report.loads.iter().all(|load| load.owner.is_none()) {
        return None;
    }
    let series = |state: State| match state {
        State::Overdue => 0,
        State::Suspect | State::Changed | State::NeverReviewed | State::Unknown => 1,
        State::DueSoon => 2,
        State::Current => 3,
        State::Exempt | State::NotUnderReview => 4,
    };
    let all = [
        ("overdue", Tone::Bad),
        ("to look at", Tone::Warning),
        ("due soon", Tone::Notice),
        ("current", Tone::Good),
        ("not under review", Tone::Plain),
    ];
    let all = all.into_iter().map(|(name, tone)| Series { name, tone }).collect();
    let named: Vec<(Option<&str>, usize)> = report
        .loads
        .iter()
        .flat_map(|load| load.documents.iter().map(|held| (load.owner.as_deref(), held)))
        .map(|(owner, held)| (owner, series(held.state)))
        .collect();
    Some(Chart::by_name("Load by owner", "documents", "Owner", all, &named, "no owner"))
}
