//! The findings for people: a section for each document that has any.

use crate::calendar::Date;
use crate::report::{
    Block, Column, Finding, Line, Location, Row, Section, Severity, Table, Tone, View,
};

use super::{Beside, CheckReport, Fixing};

pub(super) fn view(report: &CheckReport) -> View {
    let counting: Vec<&Finding> =
        report.findings.iter().filter(|finding| !finding.is_accepted()).collect();
    let mut blocks: Vec<Block> = counting
        .chunk_by(|a, b| a.path == b.path)
        .map(|findings| Block::Section(section(findings)))
        .collect();
    blocks.extend(report.fixing.as_ref().map(fixed));
    blocks.push(closing(report));
    let fixable = counting.iter().filter(|finding| finding.fix.is_some()).count();
    if report.fixing.is_none() && fixable > 0 {
        let line =
            Line::new().code("sopctl check --fix").text(format!(" helps with {fixable} of them."));
        blocks.push(Block::Note(Tone::Plain, line));
    }
    if let Some(since) = &report.since {
        let line =
            Line::new().text("Only what was touched since ").revision(&since.rev, since.base);
        let line = line.text(", and what that broke elsewhere.");
        blocks.push(Block::Note(Tone::Plain, line));
    }
    blocks.extend(report.beside.iter().flat_map(|beside| branches(beside, report.context.as_of)));
    View { blocks }
}

/// Which branches were looked at, and how old what is known of them is.
fn branches(beside: &Beside, day: Date) -> Vec<Block> {
    let looked_at = match beside.branches {
        1 => "Document numbers of 1 other branch were looked at".to_owned(),
        count => format!("Document numbers of {count} other branches were looked at"),
    };
    let fetched = match beside.fetched.map(|fetched| (fetched, fetched.days_until(day))) {
        None => String::new(),
        Some((_, 0)) => "; fetched today".to_owned(),
        Some((fetched, days @ 1..)) => {
            format!("; fetched {} ago, on {fetched}", counted_days(days))
        }
        Some((fetched, _)) => format!("; fetched on {fetched}"),
    };
    let mut blocks = vec![Block::Note(Tone::Plain, format!("{looked_at}{fetched}.").into())];
    if !beside.unknown.is_empty() {
        let line = Line::new()
            .text("Not compared, since this clone lacks the commits: ")
            .text(beside.unknown.join(", "))
            .text(".");
        blocks.push(Block::Note(Tone::Warning, line));
    }
    blocks
}

fn counted_days(days: i64) -> String {
    if days == 1 { "1 day".to_owned() } else { format!("{days} days") }
}

/// What was mended, or would be, and what has to wait.
fn fixed(fixing: &Fixing) -> Block {
    let count = fixing.mended.len();
    let heading = match (count, fixing.is_written) {
        (0, _) => "Nothing to mend".to_owned(),
        (_, true) => format!("Mended: {count}"),
        (_, false) => format!("Would be mended: {count}"),
    };
    let rows = fixing.mended.iter().map(|mended| {
        let line = mended.line.map(|line| format!(":{line}")).unwrap_or_default();
        let place = Line::new().document(mended.path.clone()).faint(line);
        let cells = vec![place, Line::new().faint(mended.rule), Line::new().message(&mended.label)];
        Row { cells, details: Vec::new() }
    });
    let columns =
        vec![Column::fixed("Place"), Column::fixed("Rule"), Column::wrapping("What is done")];
    let table = Table { columns, named: false, rows: rows.collect() };
    let mut blocks = vec![Block::Table(table)];
    if fixing.postponed > 0 {
        let said = format!("{} more at the next run: they meet others.", fixing.postponed);
        blocks.push(Block::Note(Tone::Plain, said.into()));
    }
    Block::Section(Section {
        heading: heading.into(),
        aside: Line::new(),
        tone: Tone::Plain,
        blocks,
    })
}

fn section(findings: &[&Finding]) -> Section {
    let mut heading = Line::new();
    if let Some(first) = findings.first() {
        heading = heading.text(first.path.clone());
        if let Some(document) = &first.document {
            heading = heading.text("  ").document(document.clone());
        }
    }
    let table = Table {
        columns: vec![
            Column::fixed("Place"),
            Column::fixed("Severity"),
            Column::fixed("Rule"),
            Column::fixed("Finding"),
        ],
        named: false,
        rows: findings.iter().map(|finding| row(finding)).collect(),
    };
    Section { heading, aside: Line::new(), tone: Tone::Plain, blocks: vec![Block::Table(table)] }
}

/// The message stands last: it is as long as its evidence.
fn row(finding: &Finding) -> Row {
    let place = match finding.location {
        Some(Location::Range { start, .. }) => format!("{}:{}", start.line, start.column),
        Some(Location::Line(line)) => line.to_string(),
        None => "file".to_owned(),
    };
    Row {
        cells: vec![
            Line::new().faint(place),
            Line::new().toned(finding.severity.tone(), finding.severity.name()),
            Line::new().faint(finding.rule),
            Line::new().message(&finding.message),
        ],
        details: finding.help.iter().map(|help| Line::new().message(help)).collect(),
    }
}

/// `14 documents checked: 2 errors, 1 warning`; what a baseline accepts is told beside it.
fn closing(report: &CheckReport) -> Block {
    let counting = || report.findings.iter().filter(|finding| !finding.is_accepted());
    let count = |severity| counting().filter(|finding| finding.severity == severity).count();
    let counts: Vec<String> = Severity::ALL
        .into_iter()
        .filter_map(|severity| match count(severity) {
            0 => None,
            count => Some(counted(count, severity.name())),
        })
        .collect();
    let checked = counted(report.checked, "document");
    let worst = counting().map(|finding| finding.severity).max();
    let outcome = match report.findings.is_empty() {
        _ if !counts.is_empty() => counts.join(", "),
        true => "nothing to say".to_owned(),
        false => "nothing new".to_owned(),
    };
    let suppressed = match report.suppressed {
        0 => String::new(),
        count => format!("; {count} suppressed"),
    };
    Block::Verdict(
        worst.map_or(Tone::Good, Severity::tone),
        format!("{checked} checked: {outcome}{suppressed}").into(),
    )
}

fn counted(count: usize, what: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {what}{plural}")
}
