//! Everything that was judged: a table whose entries open by themselves, and which the page's
//! script can sort and filter. What only the script can do is hidden until it runs.
//!
//! The table is laid out as a grid, which hides from some browsers that it is a table: so its
//! parts say what they are.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::report::{Catalogue, CatalogueColumn, CatalogueEntry, CellKind, Fit, Total};

use super::inline::{bare, escaped, line};
use super::{Writer, table, tone};

/// A column that can be narrowed asks for no more room than so many letters,
const MOST: usize = 40;
/// and gets at least half of what it asks for, and as much as names commonly take.
const LEAST: usize = 12;

impl Writer {
    /// How many are in which state; each leads to those, where they stand on the same page.
    pub(super) fn totals(&mut self, totals: &[Total]) {
        self.html.push_str("<ul class=\"totals\">\n");
        for total in totals {
            let (weight, name) = (tone(total.tone), escaped(total.name));
            let said = format!("<strong>{}</strong> <span>{name}</span>", total.count);
            let _ = if self.has_catalogue {
                writeln!(
                    self.html,
                    "<li class=\"{weight}\"><a href=\"#catalogue1\" data-state=\"{name}\">{said}</a></li>"
                )
            } else {
                writeln!(self.html, "<li class=\"{weight}\">{said}</li>")
            };
        }
        self.html.push_str("</ul>\n");
    }

    pub(super) fn catalogue(&mut self, catalogue: &Catalogue, level: usize) {
        if catalogue.entries.is_empty() {
            return;
        }
        self.catalogues += 1;
        let used = used(catalogue);
        let unit = escaped(catalogue.unit);
        let _ = writeln!(
            self.html,
            "<div class=\"catalogue\" id=\"catalogue{}\" data-unit=\"{unit}\">",
            self.catalogues
        );
        self.controls(catalogue, &used);
        let count = catalogue.entries.len();
        let units = if count == 1 { unit.clone() } else { format!("{unit}s") };
        let _ = writeln!(self.html, "<p class=\"count\" role=\"status\">{count} {units}</p>");
        let _ = writeln!(
            self.html,
            "<table role=\"table\" style=\"--columns:{}\">\n<caption>The {unit}s that were judged; the line below each says more.</caption>\n<thead role=\"rowgroup\"><tr role=\"row\">",
            template(catalogue, &used)
        );
        for index in &used {
            let column = &catalogue.columns[*index];
            let order = if *index == catalogue.sorted_by { " aria-sort=\"ascending\"" } else { "" };
            let _ = write!(
                self.html,
                "<th scope=\"col\" role=\"columnheader\"{} data-kind=\"{}\"{order}>{}</th>",
                table::class(column.column.fit),
                kind(column.kind),
                escaped(column.column.name)
            );
        }
        self.html.push_str("</tr></thead>\n");
        for entry in &catalogue.entries {
            self.entry(entry, catalogue, &used, level);
        }
        self.html.push_str("</table>\n</div>\n");
    }

    fn entry(
        &mut self,
        entry: &CatalogueEntry,
        catalogue: &Catalogue,
        used: &[usize],
        level: usize,
    ) {
        let _ = write!(
            self.html,
            "<tbody role=\"rowgroup\" data-rank=\"{}\"><tr role=\"row\">",
            entry.rank
        );
        for (position, index) in used.iter().enumerate() {
            let column = &catalogue.columns[*index];
            let cell = entry.cells.get(*index).map(line).unwrap_or_default();
            let class = table::class(column.column.fit);
            if position == 0 {
                let _ =
                    write!(self.html, "<th scope=\"row\" role=\"rowheader\"{class}>{cell}</th>");
            } else {
                // A narrow screen has no head: what is no word needs its name beside it.
                let name = match column.kind {
                    CellKind::Date | CellKind::Number if !cell.is_empty() => {
                        format!(" data-name=\"{}\"", escaped(column.column.name))
                    }
                    _ => String::new(),
                };
                let _ = write!(self.html, "<td role=\"cell\"{class}{name}>{cell}</td>");
            }
        }
        self.html.push_str("</tr>\n");
        let summary = line(&entry.summary);
        if !entry.details.is_empty() {
            let summary = if summary.is_empty() { "Evidence".to_owned() } else { summary };
            let _ = write!(
                self.html,
                "<tr role=\"row\" class=\"why\"><td role=\"cell\" colspan=\"{}\"><details><summary>{summary}</summary><div>",
                used.len()
            );
            self.blocks(&entry.details, level + 1);
            self.html.push_str("</div></details></td></tr>\n");
        } else if !summary.is_empty() {
            let _ = writeln!(
                self.html,
                "<tr role=\"row\" class=\"why\"><td role=\"cell\" colspan=\"{}\">{summary}</td></tr>",
                used.len()
            );
        }
        self.html.push_str("</tbody>\n");
    }

    /// What filters and, where there is no head, sorts.
    fn controls(&mut self, catalogue: &Catalogue, used: &[usize]) {
        self.html.push_str(
            "<form hidden role=\"search\">\n\
             <label>Find <input type=\"search\" name=\"words\" autocomplete=\"off\" spellcheck=\"false\"></label>\n",
        );
        for (position, index) in used.iter().enumerate() {
            let column = &catalogue.columns[*index];
            let choices = choices(catalogue, *index, column);
            if !column.is_choice || choices.len() < 2 {
                continue;
            }
            let name = escaped(column.column.name);
            let _ = writeln!(
                self.html,
                "<label>{name} <select data-column=\"{position}\" data-kind=\"{}\" data-name=\"{name}\">\n<option value=\"\">all</option>",
                kind(column.kind)
            );
            for (value, count) in choices {
                let shown = if value.is_empty() { "none".to_owned() } else { escaped(&value) };
                let value = escaped(&value);
                let _ = writeln!(self.html, "<option value=\"{value}\">{shown} ({count})</option>");
            }
            self.html.push_str("</select></label>\n");
        }
        self.html.push_str("<label class=\"sort\">Sort by <select name=\"sort\">\n");
        for (position, index) in used.iter().enumerate() {
            let chosen = if *index == catalogue.sorted_by { " selected" } else { "" };
            let name = escaped(catalogue.columns[*index].column.name);
            let _ = writeln!(self.html, "<option value=\"{position}\"{chosen}>{name}</option>");
        }
        self.html
            .push_str("</select></label>\n<button type=\"reset\">Show all</button>\n</form>\n");
    }
}

/// The widths of the columns, in the words of a grid. A table whose widths follow from all its
/// cells has to be laid out whole before any of it is shown; these widths follow from the
/// lengths of the words, so that a browser can leave out what is not on the screen.
fn template(catalogue: &Catalogue, used: &[usize]) -> String {
    let width = |index: &usize| {
        let column = &catalogue.columns[*index].column;
        let cells = catalogue.entries.iter().filter_map(|entry| entry.cells.get(*index));
        let longest = cells.map(|cell| bare(cell).chars().count()).max().unwrap_or(0);
        // The names of columns stand in smaller letters, and one of them has an arrow behind it.
        let longest = longest.max(column.name.chars().count() * 9 / 10 + 1) + 1;
        match column.fit {
            Fit::Fixed | Fit::Numeric => format!("{longest}ch"),
            Fit::Flexible | Fit::Wrapping => {
                let most = longest.min(MOST);
                format!("minmax({}ch,{most}ch)", (most / 2).max(most.min(LEAST)))
            }
        }
    };
    used.iter().map(width).collect::<Vec<_>>().join(" ")
}

/// The columns in which something stands.
fn used(catalogue: &Catalogue) -> Vec<usize> {
    let is_used = |column: &usize| {
        let cell = |entry: &CatalogueEntry| entry.cells.get(*column).is_some_and(|c| !c.is_empty());
        catalogue.entries.iter().any(cell)
    };
    (0..catalogue.columns.len()).filter(is_used).collect()
}

/// The values of a column with how many entries have them: states by rank, words by the
/// alphabet, and no value at all last.
fn choices(catalogue: &Catalogue, index: usize, column: &CatalogueColumn) -> Vec<(String, usize)> {
    let mut counted: BTreeMap<(bool, usize, String, String), usize> = BTreeMap::new();
    for entry in &catalogue.entries {
        let value = entry.cells.get(index).map(bare).unwrap_or_default().trim().to_owned();
        let rank = if column.kind == CellKind::State { entry.rank } else { 0 };
        *counted.entry((value.is_empty(), rank, value.to_lowercase(), value)).or_default() += 1;
    }
    counted.into_iter().map(|((.., value), count)| (value, count)).collect()
}

/// The kind as the script knows it.
const fn kind(kind: CellKind) -> &'static str {
    match kind {
        CellKind::Text => "text",
        CellKind::Number => "number",
        CellKind::Date => "date",
        CellKind::State => "state",
    }
}
