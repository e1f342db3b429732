//! Everything that a report judged, one entry each: to sort, to filter and to look up.

use super::{Block, Column, Line, Row, Section, Table, Tone};

/// A table of all things, each with what is known of it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Catalogue {
    /// What an entry is: `document`.
    pub unit: &'static str,
    /// The columns.
    pub columns: Vec<CatalogueColumn>,
    /// The column by which the entries stand.
    pub sorted_by: usize,
    /// The entries.
    pub entries: Vec<CatalogueEntry>,
}

/// A column by which entries can be sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CatalogueColumn {
    /// Its name, and what becomes of it where space is short.
    pub column: Column,
    /// What its cells are.
    pub kind: CellKind,
    /// Whether its values are few, so that one of them can be chosen.
    pub is_choice: bool,
}

/// What the cells of a column are, which decides their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellKind {
    /// Words.
    Text,
    /// Whole numbers.
    Number,
    /// Days.
    Date,
    /// How the entry stands: ordered by [`CatalogueEntry::rank`].
    State,
}

/// One thing with what is known of it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CatalogueEntry {
    /// A cell for each column.
    pub cells: Vec<Line>,
    /// How urgent its state is; less comes first.
    pub rank: usize,
    /// Why it stands as it does, in a line.
    pub summary: Line,
    /// The evidence.
    pub details: Vec<Block>,
}

/// How many things are in a state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Total {
    /// How many.
    pub count: usize,
    /// The state, in the words of the catalogue's column.
    pub name: &'static str,
    /// How good or bad it is.
    pub tone: Tone,
}

impl Catalogue {
    /// The same in simpler blocks, for renderers that cannot fold anything away: a table of
    /// all entries, then the evidence of each below a heading of its own.
    #[must_use]
    pub fn unfolded(&self) -> Vec<Block> {
        let row = |entry: &CatalogueEntry| Row {
            cells: entry.cells.clone(),
            details: Some(entry.summary.clone())
                .filter(|line| !line.is_empty())
                .into_iter()
                .collect(),
        };
        let columns = self.columns.iter().map(|column| column.column).collect();
        let rows = self.entries.iter().map(row).collect();
        let mut blocks = vec![Block::Table(Table { columns, named: true, rows })];
        let evidence = self.entries.iter().filter(|entry| !entry.details.is_empty());
        blocks.extend(evidence.map(|entry| {
            Block::Section(Section {
                heading: entry.cells.first().cloned().unwrap_or_default(),
                blocks: entry.details.clone(),
                ..Section::default()
            })
        }));
        blocks
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_folded_away_stands_below_the_table_under_its_own_name() {
        let column = CatalogueColumn {
            column: Column::fixed("Document"),
            kind: CellKind::Text,
            is_choice: false,
        };
        let entry = |name: &str, details: Vec<Block>| CatalogueEntry {
            cells: vec![name.into()],
            summary: "overdue".into(),
            details,
            ..CatalogueEntry::default()
        };
        let evidence = vec![Block::Prose("in a1b2c3d".into())];
        let entries = vec![entry("SOP-001", evidence.clone()), entry("SOP-002", Vec::new())];
        let catalogue =
            Catalogue { unit: "document", columns: vec![column], sorted_by: 0, entries };
        let blocks = catalogue.unfolded();
        let Block::Table(table) = &blocks[0] else { panic!("{blocks:?}") };
        assert_eq!(table.rows.len(), 2);
        assert_eq!(table.rows[1].details, [Line::from("overdue")]);
        let section = Section { heading: "SOP-001".into(), blocks: evidence, ..Section::default() };
        assert_eq!(blocks[1..], [Block::Section(section)]);
    }
}
