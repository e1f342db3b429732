//! The plan of reviews for people.

use crate::record::commit_of;
use crate::report::{Block, Column, Line, Row, Section, Table, Tone, View};
use crate::standing::plural;

use super::{Plan, Planned};

const MONTHS: [&str; 12] = [
    "JANUARY",
    "FEBRUARY",
    "MARCH",
    "APRIL",
    "MAY",
    "JUNE",
    "JULY",
    "AUGUST",
    "SEPTEMBER",
    "OCTOBER",
    "NOVEMBER",
    "DECEMBER",
];

/// How many documents without a date are named one by one.
const NAMED: usize = 12;

pub(super) fn of(plan: &Plan) -> View {
    let mut blocks = vec![Block::Prose(head(plan))];
    blocks.extend(body(plan));
    View { blocks }
}

pub(super) fn body(plan: &Plan) -> Vec<Block> {
    let mut blocks = match plan.tolerance {
        Some(_) => proposals(plan),
        None => months(plan),
    };
    blocks.extend(rest(plan));
    blocks
}

/// `14 reviews until 2027-10-31, 2 of them overdue on 2026-11-22`
pub(super) fn head(plan: &Plan) -> Line {
    let today = plan.context.as_of;
    let shown = plan.shown().count();
    let overdue = plan.shown().filter(|one| one.days_overdue.is_some()).count();
    let line = Line::new().text(plural(shown, "review")).text(" until ");
    let line = line.date(plan.last_day());
    let line = match overdue {
        0 => line.text(", none of them overdue on "),
        _ => line.text(format!(", {overdue} of them overdue on ")),
    };
    line.date(today)
}

/// The overdue ones, then a section for each month that has any.
fn months(plan: &Plan) -> Vec<Block> {
    let mut sections: Vec<(String, Tone, Vec<&Planned>)> = Vec::new();
    for one in plan.shown() {
        let Some(day) = one.day() else { continue };
        let (heading, tone) = if one.days_overdue.is_some() {
            ("OVERDUE".to_owned(), Tone::Bad)
        } else {
            let month = usize::try_from(day.month() - 1).unwrap_or_default();
            let name = MONTHS.get(month).copied().unwrap_or_default();
            (format!("{name} {}", day.year()), Tone::Plain)
        };
        match sections.last_mut() {
            Some((last, _, reviews)) if *last == heading => reviews.push(one),
            _ => sections.push((heading, tone, vec![one])),
        }
    }
    sections.into_iter().map(|(heading, tone, reviews)| section(&heading, tone, &reviews)).collect()
}

fn section(heading: &str, tone: Tone, reviews: &[&Planned]) -> Block {
    let columns = vec![
        Column::fixed("Due"),
        Column::fixed("Document"),
        Column::flexible("Title"),
        Column::fixed("Owner"),
    ];
    let rows = reviews.iter().map(|one| row(one)).collect();
    let table = Table { columns, named: false, rows };
    Block::Section(Section {
        heading: format!("{heading} {}", reviews.len()).into(),
        aside: by_owner(reviews),
        tone,
        blocks: vec![Block::Table(table)],
    })
}

/// `@marcus 3, @priya 1`, those with most first.
fn by_owner(reviews: &[&Planned]) -> Line {
    let mut counted: Vec<(Option<&str>, usize)> = Vec::new();
    for one in reviews {
        let owner = one.owner.as_deref();
        match counted.iter_mut().find(|(known, _)| *known == owner) {
            Some((_, number)) => *number += 1,
            None => counted.push((owner, 1)),
        }
    }
    counted.sort_by(|(one, few), (other, many)| many.cmp(few).then(one.cmp(other)));
    let parts = counted.into_iter().map(|(owner, number)| {
        let line = match owner {
            Some(owner) => Line::new().person(owner),
            None => Line::new().faint("no owner"),
        };
        line.text(format!(" {number}"))
    });
    Line::joined(parts.collect(), ", ")
}

fn row(one: &Planned) -> Row {
    let mut cells = vec![one.day().map(|day| Line::new().date(day)).unwrap_or_default()];
    cells.extend(named(one));
    Row { cells, details: Vec::new() }
}

/// Document, title, owner.
fn named(one: &Planned) -> [Line; 3] {
    let title = one.id.as_ref().map(|_| one.title.as_str().into()).unwrap_or_default();
    let owner = match &one.owner {
        Some(owner) => Line::new().person(owner.as_str()),
        None => Line::new().faint("no owner"),
    };
    [Line::new().document(one.name()), title, owner]
}

/// The proposals, each with the day on which it is due.
fn proposals(plan: &Plan) -> Vec<Block> {
    let rows: Vec<Row> = plan
        .proposals()
        .map(|one| {
            let day = |day: Option<_>| day.map(|day| Line::new().date(day)).unwrap_or_default();
            let earlier = one.proposed.zip(one.due).map(|(to, from)| to.days_until(from));
            let mut cells = named(one).to_vec();
            cells.extend([day(one.due), day(one.proposed)]);
            let earlier = earlier.map(|days| plural(days, "day")).unwrap_or_default();
            cells.push(earlier.into());
            Row { cells, details: Vec::new() }
        })
        .collect();
    let within = plan.tolerance.map(|tolerance| tolerance.to_string()).unwrap_or_default();
    if rows.is_empty() {
        let line = "No two reviews of one owner are due on one day: nothing to spread.";
        return vec![Block::Prose(line.into())];
    }
    let columns = vec![
        Column::fixed("Document"),
        Column::flexible("Title"),
        Column::fixed("Owner"),
        Column::fixed("Due"),
        Column::fixed("Next review"),
        Column::fixed("Earlier by"),
    ];
    let stage = if plan.is_written { "WRITTEN" } else { "PROPOSED" };
    let heading = format!("{stage} {}", rows.len());
    let aside = format!("at most {within} earlier, never later");
    let mut blocks = vec![Block::Table(Table { columns, named: true, rows })];
    blocks.extend(plan.refused.iter().map(|refused| {
        let mut line = Line::new().document(refused.path.as_str());
        if let Some(number) = refused.line {
            line = line.text(format!(" line {number}"));
        }
        Block::Note(Tone::Bad, line.text(" cannot be changed: ").text(refused.why.as_str()))
    }));
    blocks.push(Block::Prose(next(plan)));
    vec![Block::Section(Section {
        heading: heading.into(),
        aside: aside.into(),
        tone: Tone::Notice,
        blocks,
    })]
}

fn next(plan: &Plan) -> Line {
    if plan.is_written {
        let is_written =
            |one: &&Planned| plan.changeset.changes.iter().any(|change| change.path == one.path);
        let written = plan.reviews.iter().filter(is_written);
        let files = written.map(|one| (&one.path, one.uncommitted));
        return Line::new()
            .text("Look at it with ")
            .code("git diff")
            .text(", then ")
            .line(commit_of("Spread the reviews", files));
    }
    if !plan.can_be_written {
        let convention = plan.context.profile.as_str();
        return Line::new()
            .text(format!("The convention {convention} has no key for such a day; "))
            .code("sopctl plan --stagger --format ics")
            .text(" puts them into a calendar.");
    }
    Line::new()
        .text("To write these days into ")
        .code("next_review")
        .text(": ")
        .code("sopctl plan --stagger --write")
}

/// What the months do not hold.
fn rest(plan: &Plan) -> Vec<Block> {
    let mut blocks = Vec::new();
    let later = plan.reviews.len() - plan.shown().count();
    let mut parts = Vec::new();
    if later > 0 {
        parts.push(format!("{later} due later"));
    }
    if plan.not_under_review > 0 {
        parts.push(format!("{} not under review", plan.not_under_review));
    }
    if !parts.is_empty() {
        blocks.push(Block::Prose(format!("Not shown: {}.", parts.join(", ")).into()));
    }
    if !plan.undated.is_empty() {
        let names = plan.undated.iter().take(NAMED).map(|one| Line::new().document(one.name()));
        let more = plan.undated.len().saturating_sub(NAMED);
        let line = Line::new().text("Under review, and nothing says when it is next: ");
        let line = line.line(Line::joined(names.collect(), ", "));
        let line = if more > 0 { line.text(format!(" and {more} more")) } else { line };
        let line = line.text(". ").code("sopctl stale").text(" says why.");
        blocks.push(Block::Note(Tone::Warning, line));
    }
    blocks.extend(plan.unreadable.iter().map(|file| {
        let line = Line::new().document(file.path.as_str()).text(" could not be read: ");
        Block::Note(Tone::Bad, line.text(file.why.as_str()))
    }));
    blocks
}
