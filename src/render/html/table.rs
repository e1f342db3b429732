//! Tables: what is said of a row stands below it, and on a narrow screen each row is a block
//! whose cells say the names of their columns. Laid out so, a table is none any more to some
//! browsers: so its parts say what they are.

use std::fmt::Write as _;

use crate::report::{Fit, Piece, Table};

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
        self.html.push_str("<div class=\"scroll\"><table role=\"table\">\n<thead role=\"rowgroup\"><tr role=\"row\">");
        for column in used.iter().map(|index| &table.columns[*index]) {
            let _ = write!(
                self.html,
                "<th scope=\"col\" role=\"columnheader\"{}>{}</th>",
                class(column.fit),
                escaped(column.name)
            );
        }
        self.html.push_str("</tr></thead>\n");
        for row in &table.rows {
            self.html.push_str("<tbody role=\"rowgroup\"><tr role=\"row\">");
            for (position, index) in used.iter().enumerate() {
                let content = row.cells.get(*index);
                let cell = content.map(line).unwrap_or_default();
                let column = &table.columns[*index];
                // The first cell is the name of the row, but a day may be the day of anything.
                let is_day =
                    content.is_some_and(|line| matches!(line.pieces[..], [Piece::Date(_)]));
                let name = match position {
                    _ if cell.is_empty() => String::new(),
                    0 if !is_day => String::new(),
                    _ => format!(" data-name=\"{}\"", escaped(column.name)),
                };
                // A path may be longer than the page, and no blank is in it to break it at.
                let is_path = content.is_some_and(|line| match line.pieces[..] {
                    [Piece::Document(ref name), ..] => name.untrusted().contains('/'),
                    _ => false,
                });
                let class = if is_path { " class=\"path\"" } else { class(column.fit) };
                let _ = write!(self.html, "<td role=\"cell\"{class}{name}>{cell}</td>");
            }
            self.html.push_str("</tr>\n");
            for detail in &row.details {
                let _ = writeln!(
                    self.html,
                    "<tr role=\"row\" class=\"detail\"><td role=\"cell\" colspan=\"{}\">{}</td></tr>",
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
