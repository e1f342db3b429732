//! Comma-separated values (RFC 4180): the sheet of a report, for spreadsheets.
//!
//! Every line ends with CR and LF, the text is UTF-8 without a mark at its beginning, dates
//! are ISO 8601 and commits are whole. What a spreadsheet would run as a formula begins with
//! an apostrophe, which makes it text there.

use crate::report::{Row, Table};

use super::words;

/// The name of the column for what stands below rows.
const DETAILS: &str = "details";

/// Parts what is said below one row.
const BETWEEN_DETAILS: &str = " | ";

pub(super) fn render(sheet: &Table) -> String {
    let with_details = sheet.rows.iter().any(|row| !row.details.is_empty());
    let names = sheet.columns.iter().map(|column| column.name.to_owned());
    let mut page = String::new();
    record(names.chain(with_details.then(|| DETAILS.to_owned())), &mut page);
    for row in &sheet.rows {
        let details = with_details.then(|| details(row));
        record(row.cells.iter().map(words).chain(details), &mut page);
    }
    page
}

fn details(row: &Row) -> String {
    row.details.iter().map(words).collect::<Vec<_>>().join(BETWEEN_DETAILS)
}

fn record(cells: impl Iterator<Item = String>, page: &mut String) {
    for (index, cell) in cells.enumerate() {
        if index > 0 {
            page.push(',');
        }
        quoted(&defused(cell), page);
    }
    page.push_str("\r\n");
}

/// A cell as it is, or in quotes where something in it would be taken for the end of a cell
/// here, or by programs that part cells by semicolons.
fn quoted(cell: &str, page: &mut String) {
    let is_plain = !cell.contains(['"', ',', ';']) && cell.trim() == cell;
    if is_plain {
        page.push_str(cell);
    } else {
        page.push('"');
        page.push_str(&cell.replace('"', "\"\""));
        page.push('"');
    }
}

/// A cell that no spreadsheet runs. The wide forms of the signs count as the signs where
/// they are typed (OWASP, "CSV Injection"); blanks before a sign are skipped by some readers.
fn defused(cell: String) -> String {
    let starts = ['=', '+', '-', '@', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'];
    if cell.trim_start().starts_with(starts) { format!("'{cell}") } else { cell }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Date;
    use crate::report::{Block, Column, Line, Section, View};

    fn shown(cells: Vec<Line>) -> String {
        let columns = (0..cells.len()).map(|_| Column::fixed("c")).collect();
        let rows = vec![Row { cells, details: Vec::new() }];
        let page = render(&Table { columns, named: false, rows });
        page.split_once("\r\n").unwrap().1.to_owned()
    }

    #[test]
    fn values_are_whole() {
        let commit = "0123456789abcdef0123456789abcdef01234567";
        let day = Date::new(2026, 11, 22).unwrap();
        let cells = vec![Line::new().date(day), Line::new().commit(commit), Line::new()];
        assert_eq!(shown(cells), format!("2026-11-22,{commit},\r\n"));
    }

    #[test]
    fn quotes_and_separators_stay_inside_their_cell() {
        let cells = ["a \"b\"", "c, d", "e; f", " g", "h"].map(Line::from).to_vec();
        assert_eq!(shown(cells), "\"a \"\"b\"\"\",\"c, d\",\"e; f\",\" g\",h\r\n");
    }

    #[test]
    fn a_stranger_can_neither_run_a_formula_nor_begin_a_row() {
        let hostile = [
            "=cmd|' /C calc'!A0",
            "+1",
            "-1",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            "\u{ff1d}1",
            "x\r\n=1",
            "\u{202e}=1",
        ];
        let page = shown(hostile.map(Line::from).to_vec());
        assert_eq!(page.matches("\r\n").count(), 1);
        assert_eq!(
            page,
            "'=cmd|' /C calc'!A0,'+1,'-1,'@SUM(A1),' =1,' =1,'\u{ff1d}1,x  =1,'=1\r\n"
        );
    }

    #[test]
    fn what_stands_below_a_row_has_a_column_of_its_own() {
        let row = |details: &[&str]| Row {
            cells: vec!["a".into()],
            details: details.iter().map(|detail| (*detail).into()).collect(),
        };
        let columns = vec![Column::fixed("name")];
        let rows = vec![row(&["one", "two"]), row(&[])];
        let page = render(&Table { columns, named: false, rows });
        assert_eq!(page, "name,details\r\na,one | two\r\na,\r\n");
    }

    #[test]
    fn the_sheet_is_the_first_table_wherever_it_stands() {
        let table = Table { columns: vec![Column::fixed("a")], ..Table::default() };
        let section = Section { blocks: vec![Block::Table(table.clone())], ..Section::default() };
        let view = View { blocks: vec![Block::Prose("x".into()), Block::Section(section)] };
        assert_eq!(view.into_first_table(), table);
        assert_eq!(View::default().into_first_table(), Table::default());
    }

    /// The cells of a row, read by the rules of RFC 4180.
    fn read(row: &str) -> Vec<String> {
        let mut cells = vec![String::new()];
        let mut characters = row.chars().peekable();
        let mut is_quoted = false;
        while let Some(c) = characters.next() {
            let cell = cells.last_mut().unwrap();
            match c {
                '"' if is_quoted && characters.next_if_eq(&'"').is_some() => cell.push('"'),
                '"' => is_quoted = !is_quoted,
                ',' if !is_quoted => cells.push(String::new()),
                c => cell.push(c),
            }
        }
        cells
    }

    proptest::proptest! {
        #[test]
        fn whatever_the_cells_they_are_read_as_they_were_meant(
            texts in proptest::collection::vec("(.|[\"=,\n+@-])*", 1..5),
        ) {
            let row = shown(texts.iter().map(|text| Line::from(text.as_str())).collect());
            let row = row.strip_suffix("\r\n").unwrap();
            proptest::prop_assert!(!row.contains(['\r', '\n']));
            let read = read(row);
            proptest::prop_assert_eq!(read.len(), texts.len());
            for (cell, text) in read.iter().zip(&texts) {
                let text = super::super::cleaned(text);
                let is_same = *cell == text || *cell == format!("'{text}");
                proptest::prop_assert!(is_same, "{:?} {:?}", cell, text);
                proptest::prop_assert!(!cell.trim_start().starts_with(['=', '+', '-', '@']));
            }
        }
    }
}
