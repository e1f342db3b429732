//! The findings for people: a section for each document that has any.

use crate::report::{
    Block, Column, Finding, Line, Location, Row, Section, Severity, Table, Tone, View,
};

use super::CheckReport;

pub(super) fn view(report: &CheckReport) -> View {
    let counting: Vec<&Finding> =
        report.findings.iter().filter(|finding| !finding.is_accepted()).collect();
    let mut blocks: Vec<Block> = counting
        .chunk_by(|a, b| a.path == b.path)
        .map(|findings| Block::Section(section(findings)))
        .collect();
    blocks.push(closing(report));
    if let Some(since) = &report.since {
        let line =
            Line::new().text("Only what was touched since ").revision(&since.rev, since.base);
        let line = line.text(", and what that broke elsewhere.");
        blocks.push(Block::Note(Tone::Plain, line));
    }
    View { blocks }
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
