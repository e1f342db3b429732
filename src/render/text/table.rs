//! Tables: as wide as their cells where that fits, else narrowed column by column.

use anstyle::Style;

use crate::report::{Fit, Table};

use super::layout::{Run, padded, shortened, width_of, wrap};
use super::{DETAIL_INDENT, GAP, INDENT, Writer, faint};

/// A flexible column is not shortened below this width.
const NARROWEST: usize = 16;
/// On pages below this width, rows that are wider than the page are broken between their cells.
/// Wider pages are often no screens but files for programs, which read line by line.
const FOLDED_BELOW: usize = 80;
/// Sentences that have less room than this behind the other columns stand below them.
const LEAST_FOR_SENTENCES: usize = 36;

impl Writer {
    pub(super) fn table(&mut self, table: &Table, indent: usize) {
        let mut rows: Vec<Vec<Vec<Run>>> = table
            .rows
            .iter()
            .map(|row| row.cells.iter().map(|cell| self.runs(cell, Style::new())).collect())
            .collect();
        if table.named && !rows.is_empty() {
            let names =
                table.columns.iter().map(|c| vec![Run::new(c.name.to_owned(), faint())]).collect();
            rows.insert(0, names);
        }
        let sentences = table
            .columns
            .len()
            .checked_sub(1)
            .filter(|last| table.columns[*last].fit == Fit::Wrapping);
        let (widths, used) = self.widths(table, &rows, sentences, indent);
        let taken = used.iter().map(|column| widths[*column] + GAP).sum::<usize>();
        if self.page.width < FOLDED_BELOW && indent + taken > self.page.width + GAP {
            self.folded_table(table, indent);
            return;
        }
        // Details stand under the second column, unless the first is a long one.
        let detail_indent =
            indent + used.first().map_or(0, |first| widths[*first] + GAP).min(DETAIL_INDENT);
        let headings = rows.len() - table.rows.len();
        for (index, mut cells) in rows.into_iter().enumerate() {
            let sentence = sentences.map(|column| cells.split_off(column.min(cells.len())));
            let mut row: Vec<Run> = vec![Run::new(" ".repeat(indent), Style::new())];
            for (position, column) in used.iter().enumerate() {
                let Some(cell) = cells.get(*column) else { continue };
                let fit = table.columns[*column].fit;
                let cell = if width_of(cell) > widths[*column] && fit == Fit::Flexible {
                    shortened(cell, widths[*column])
                } else {
                    cell.clone()
                };
                let last = position + 1 == used.len() && sentence.is_none();
                row.extend(padded(cell, widths[*column], fit == Fit::Numeric, last));
                if !last {
                    row.push(Run::new(" ".repeat(GAP), Style::new()));
                }
            }
            match sentence {
                Some(sentence) => self.with_sentence(row, &sentence.concat(), detail_indent),
                None => self.push_row(&row),
            }
            if index >= headings {
                for detail in &table.rows[index - headings].details {
                    self.line(detail, detail_indent, detail_indent + INDENT, faint());
                }
            }
        }
    }

    /// Rows whose cells stand one behind the other, on as many lines as they need. What would
    /// stand above a column stands before its cells.
    fn folded_table(&mut self, table: &Table, indent: usize) {
        let hanging = indent + 2 * INDENT;
        for row in &table.rows {
            let mut line = vec![Run::new(" ".repeat(indent), Style::new())];
            let mut used = indent;
            let filled = row.cells.iter().zip(&table.columns).filter(|(cell, _)| !cell.is_empty());
            for (position, (cell, column)) in filled.enumerate() {
                let mut cell = self.runs(cell, Style::new());
                if table.named && position > 0 {
                    cell.insert(0, Run::new(format!("{} ", column.name.to_lowercase()), faint()));
                }
                if position > 0 && used + GAP + width_of(&cell) > self.page.width {
                    self.push_row(&line);
                    (line, used) = (Vec::new(), hanging);
                } else if position > 0 {
                    line.push(Run::new(" ".repeat(GAP), Style::new()));
                    used += GAP;
                } else {
                    line.clear();
                }
                let mut lines = wrap(&cell, used, hanging, self.page.width);
                if !line.is_empty() {
                    // The indentation of the first line is what stands on it already.
                    let first = lines.first_mut().map(std::mem::take).unwrap_or_default();
                    line.extend(first.into_iter().skip(1));
                    if let Some(first) = lines.first_mut() {
                        *first = line;
                    }
                }
                line = lines.pop().unwrap_or_default();
                for line in &lines {
                    self.push_row(line);
                }
                used = width_of(&line);
            }
            self.push_row(&line);
            for detail in &row.details {
                self.line(detail, hanging, hanging + INDENT, faint());
            }
        }
    }

    /// The width of each column but that of sentences, and the columns that are shown: those
    /// without a word in any row take no room.
    fn widths(
        &self,
        table: &Table,
        rows: &[Vec<Vec<Run>>],
        sentences: Option<usize>,
        indent: usize,
    ) -> (Vec<usize>, Vec<usize>) {
        let widest = |column: usize| {
            rows.iter().map(|row| row.get(column).map_or(0, |c| width_of(c))).max().unwrap_or(0)
        };
        let mut widths: Vec<usize> =
            (0..sentences.unwrap_or(table.columns.len())).map(widest).collect();
        let used: Vec<usize> = (0..widths.len()).filter(|column| widths[*column] > 0).collect();
        let room = self.page.width.saturating_sub(indent);
        let total = |widths: &[usize]| {
            used.iter().map(|column| widths[*column]).sum::<usize>()
                + GAP * used.len().saturating_sub(1)
        };
        let mut excess = total(&widths).saturating_sub(room);
        while excess > 0 {
            let flexible = used.iter().copied().filter(|column| {
                table.columns[*column].fit == Fit::Flexible && widths[*column] > NARROWEST
            });
            let Some(widest) = flexible.max_by_key(|column| widths[*column]) else { break };
            widths[widest] -= 1;
            excess -= 1;
        }
        (widths, used)
    }

    /// A row whose last cell is a sentence: behind the others, or below them.
    fn with_sentence(&mut self, mut row: Vec<Run>, sentence: &[Run], below: usize) {
        let begin = width_of(&row);
        if begin + LEAST_FOR_SENTENCES.min(width_of(sentence)) > self.page.width {
            self.push_row(&row);
            self.wrapped(sentence, below, below + INDENT);
            return;
        }
        let mut lines = wrap(sentence, begin, begin, self.page.width).into_iter();
        // The indentation of the first line is the row itself.
        row.extend(lines.next().into_iter().flatten().skip(1));
        self.push_row(&row);
        for line in lines {
            self.push_row(&line);
        }
    }

    fn push_row(&mut self, row: &[Run]) {
        let painted = self.painted(row);
        self.lines.push(painted.trim_end().to_owned());
    }
}

#[cfg(test)]
mod tests {
    use crate::render::text::{Colour, Page, render};
    use crate::report::{Block, Column, Line, Row, Table, View};

    fn shown(width: usize, document: &str) -> String {
        let cells = vec![
            Line::new().document(document),
            Line::new().text("major"),
            Line::new().text("limit 100 EUR to 250 EUR, and two further steps changed"),
        ];
        let columns =
            vec![Column::fixed("Document"), Column::fixed("Class"), Column::wrapping("What")];
        let table = Table { columns, named: false, rows: vec![Row { cells, details: Vec::new() }] };
        render(&View { blocks: vec![Block::Table(table)] }, Page { width, colour: Colour::Off })
    }

    #[test]
    fn a_sentence_is_broken_under_its_column_and_never_cut() {
        assert_eq!(
            shown(60, "SOP-1"),
            "SOP-1  major  limit 100 EUR to 250 EUR, and two further\n              steps changed\n"
        );
    }

    #[test]
    fn a_row_without_room_is_broken_between_its_cells() {
        let row = |id: &str, title: &str, state: &str| Row {
            cells: vec![Line::new().document(id), title.into(), Line::new(), state.into()],
            details: vec!["due 2026-08-01, 12 days ago, and nobody was told".into()],
        };
        let table = Table {
            columns: vec![
                Column::fixed("ID"),
                Column::fixed("Title"),
                Column::fixed("Owner"),
                Column::fixed("State"),
            ],
            named: true,
            rows: vec![
                row("SOP-001", "Refunds above the limit of a shop", "overdue"),
                row("WI-1", "A title that needs more than one line of so narrow a page", "current"),
            ],
        };
        let page = Page { width: 40, colour: Colour::Off };
        let shown = render(&View { blocks: vec![Block::Table(table.clone())] }, page);
        assert_eq!(
            shown,
            "SOP-001\n    title Refunds above the limit of a\n    shop  state overdue\n    due 2026-08-01, 12 days ago, and\n      nobody was told\n\
             WI-1\n    title A title that needs more than\n    one line of so narrow a page\n    state current\n    due 2026-08-01, 12 days ago, and\n      nobody was told\n"
        );
        let wide = Page { width: 100, colour: Colour::Off };
        let shown = render(&View { blocks: vec![Block::Table(table)] }, wide);
        assert!(shown.starts_with("ID       Title  "), "{shown}");
    }

    #[test]
    fn a_sentence_without_room_stands_below() {
        assert_eq!(
            shown(40, "sops/a-long-name.md"),
            "sops/a-long-name.md  major\n            limit 100 EUR to 250 EUR,\n              and two further steps\n              changed\n"
        );
    }
}
