//! Tables: what is said of a row stands below it, and on a narrow screen each row is a block.

use std::fmt::Write as _;

use crate::report::{Fit, Table};

use super::Writer;
use super::inline::{escaped, line};

impl Writer {
    pub(super) fn table(&mut self, table: &Table) {
        if table.rows.is_empty() {
            return;
        }
        // A column in which nothing stands says nothing.
        let is_used = |column: &usize| {
            table.rows.iter().any(|row| row.cells.get(*column).is_some_and(|cell| !cell.is_empty()))
        };
        let used: Vec<usize> = (0..table.columns.len()).filter(is_used).collect();
        self.html.push_str("<div class=\"scroll\"><table>\n<thead><tr>");
        for column in used.iter().map(|index| &table.columns[*index]) {
            let _ = write!(
                self.html,
                "<th scope=\"col\"{}>{}</th>",
                class(column.fit),
                escaped(column.name)
            );
        }
        self.html.push_str("</tr></thead>\n");
        for row in &table.rows {
            self.html.push_str("<tbody><tr>");
            for index in &used {
                let cell = row.cells.get(*index).map(line).unwrap_or_default();
                let _ = write!(self.html, "<td{}>{cell}</td>", class(table.columns[*index].fit));
            }
            self.html.push_str("</tr>\n");
            for detail in &row.details {
                let _ = writeln!(
                    self.html,
                    "<tr class=\"detail\"><td colspan=\"{}\">{}</td></tr>",
                    used.len(),
                    line(detail)
                );
            }
            self.html.push_str("</tbody>\n");
        }
        self.html.push_str("</table></div>\n");
    }
}

/// The class of the cells of a column, as an attribute.
pub(super) const fn class(fit: Fit) -> &'static str {
    match fit {
        Fit::Numeric => " class=\"number\"",
        Fit::Fixed => " class=\"fixed\"",
        Fit::Wrapping => " class=\"wrapping\"",
        Fit::Flexible => "",
    }
}
