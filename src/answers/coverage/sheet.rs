//! The map for spreadsheets: a row for each document.

use crate::document::lifecycle::{DocumentKind, Status};
use crate::report::{Column, Line, Row, Table};

use super::Coverage;

/// The columns, called as in the JSON.
const COLUMNS: [&str; 11] = [
    "id",
    "path",
    "title",
    "type",
    "level",
    "status",
    "owner",
    "implements",
    "implemented_by",
    "gaps",
    "dangling",
];

/// Parts several values of one cell.
const BETWEEN: &str = " | ";

pub(super) fn of(report: &Coverage) -> Table {
    let row = |index: &usize| {
        let document = report.document(*index)?;
        let text = |text: Option<&str>| text.map(Line::from).unwrap_or_default();
        let named = |index: usize, part: Option<(usize, usize)>| {
            let name = report.document(index)?.name();
            let part = part.and_then(|(of, part)| report.document(of)?.parts.get(part));
            Some(match part {
                Some(part) => format!("{name}#{}", part.anchor),
                None => name.to_owned(),
            })
        };
        let joined = |all: Vec<String>| {
            let mut all = all;
            all.dedup();
            Line::joined(all.into_iter().map(Line::from).collect(), BETWEEN)
        };
        let up = report.links.iter().filter(|link| link.lower == *index);
        let up = up.filter_map(|link| named(link.upper, link.part.map(|part| (link.upper, part))));
        let down = report.links.iter().filter(|link| link.upper == *index);
        let down = down.filter_map(|link| named(link.lower, None));
        let gaps = report.gaps.iter().filter(|gap| gap.document == *index);
        let ties = report.ties.iter().filter(|tie| tie.document == *index);
        let cells = vec![
            text(document.id.as_deref()),
            Line::new().document(document.path.as_str()),
            document.title.as_str().into(),
            text(document.type_name.as_deref()),
            text(document.level.map(DocumentKind::as_str)),
            text(document.status.map(Status::as_str)),
            text(document.owner.as_deref()),
            joined(up.collect()),
            joined(down.collect()),
            joined(gaps.map(|gap| gap.code.name().to_owned()).collect()),
            joined(ties.map(|tie| tie.named.document.clone()).collect()),
        ];
        Some(Row { cells, details: Vec::new() })
    };
    Table {
        columns: COLUMNS.into_iter().map(Column::fixed).collect(),
        named: true,
        rows: report.asked.iter().filter_map(row).collect(),
    }
}
