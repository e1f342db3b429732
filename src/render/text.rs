//! Text for a terminal and for pipes.

mod chart;
mod flow;
mod layout;
mod table;

use anstyle::{AnsiColor, Effects, Style};

use crate::report::{
    Block, ChangeRow, Entry, Label, Line, Listing, Piece, Section, Tone, Total, View,
};

use super::{cleaned, short_commit};
use layout::{Run, padded, width_of, wrap};

/// Whether to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colour {
    /// Colours and strike-through.
    On,
    /// Signs only: `[-old-]{+new+}`.
    Off,
}

/// The page that text is laid out on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// Columns; lines are wrapped to it.
    pub width: usize,
    /// Whether to use colours.
    pub colour: Colour,
}

const INDENT: usize = 2;
const GAP: usize = 2;
/// Where the end of a heading's line stands, so that headings read as a table.
const ASIDE_COLUMN: usize = 48;
const DETAIL_INDENT: usize = 12;
/// Labels longer than this push their own text to the right, not that of others.
const LONGEST_LABEL: usize = 28;
/// Deeper entries are not indented further: their words need the room.
const DEEPEST_INDENT: usize = 12;

pub(super) fn render(view: &View, page: Page) -> String {
    let mut writer = Writer { page, lines: Vec::new() };
    writer.blocks(&view.blocks, 0);
    while writer.lines.last().is_some_and(String::is_empty) {
        writer.lines.pop();
    }
    let mut text = writer.lines.join("\n");
    text.push('\n');
    text
}

struct Writer {
    page: Page,
    lines: Vec<String>,
}

impl Writer {
    fn blocks(&mut self, blocks: &[Block], indent: usize) {
        for (index, block) in blocks.iter().enumerate() {
            if index > 0 && matches!(block, Block::Section(_)) {
                self.blank();
            }
            match block {
                Block::Title(line) => {
                    self.line(line, indent, indent, bold());
                    self.blank();
                }
                Block::Prose(line) => self.line(line, indent, indent, Style::new()),
                Block::Note(tone, line) | Block::Verdict(tone, line) => {
                    self.line(line, indent, indent, toned(*tone));
                }
                Block::Section(section) => self.section(section, indent),
                Block::Table(table) => self.table(table, indent),
                Block::Facts(facts) => {
                    let widest = facts.iter().map(|fact| fact.name.len()).max().unwrap_or(0);
                    for fact in facts {
                        let name = Line::new().faint(format!("{:widest$}", fact.name)).text("  ");
                        self.line(
                            &name.line(fact.value.clone()),
                            indent,
                            indent + widest + GAP,
                            Style::new(),
                        );
                    }
                }
                Block::Items(items) => {
                    for item in items {
                        let line = Line::new().text("- ").line(item.clone());
                        // A command is for copying: half of it is another command.
                        if matches!(item.pieces.as_slice(), [Piece::Code(_)]) {
                            let runs = self.runs(&line, Style::new());
                            self.unbroken(&runs, indent);
                            continue;
                        }
                        self.line(&line, indent, indent + 2, Style::new());
                    }
                }
                Block::Entries(entries) => self.entries(entries, indent),
                Block::Changes(rows) => self.changes(rows, indent),
                Block::Flow(passages) => self.flow(passages, indent),
                Block::Listing(listing) => self.listing(listing, indent + INDENT),
                Block::Marker(_)
                | Block::Graph(_)
                | Block::Manuscript(_)
                | Block::RunningHead(_) => {}
                Block::Totals(totals) => {
                    let total = |total: &Total| {
                        Line::new().toned(total.tone, format!("{} {}", total.count, total.name))
                    };
                    let line = Line::joined(totals.iter().map(total).collect(), " · ");
                    self.line(&line, indent, indent, Style::new());
                }
                Block::Chart(chart) => self.chart(chart, indent),
                Block::Catalogue(catalogue) => self.blocks(&catalogue.unfolded(), indent),
            }
        }
    }

    /// A heading at the margin is followed by indented content and a blank line.
    fn section(&mut self, section: &Section, indent: usize) {
        let mut heading = section.heading.clone();
        let used = indent + width_of(&self.runs(&heading, bold()));
        let gap = ASIDE_COLUMN.saturating_sub(used).max(GAP);
        let aside = width_of(&self.runs(&section.aside, bold()));
        let fits = used + gap + aside <= self.page.width;
        if fits && aside > 0 {
            heading = heading.text(" ".repeat(gap)).line(section.aside.clone());
        }
        let style =
            if section.tone == Tone::Plain { bold() } else { toned(section.tone) | Effects::BOLD };
        self.line(&heading, indent, indent + INDENT, style);
        if !fits && aside > 0 {
            self.line(&section.aside, indent + INDENT, indent + INDENT, style);
        }
        self.blocks(&section.blocks, indent + INDENT);
        if indent == 0 {
            self.blank();
        }
    }

    fn blank(&mut self) {
        if self.lines.last().is_some_and(|line| !line.is_empty()) {
            self.lines.push(String::new());
        }
    }

    fn line(&mut self, line: &Line, first: usize, hanging: usize, style: Style) {
        let runs = self.runs(line, style);
        for row in wrap(&runs, first, hanging, self.page.width) {
            self.lines.push(self.painted(&row));
        }
    }

    /// Lines are not broken: they are for copying. A blank line parts them from what follows.
    fn listing(&mut self, listing: &Listing, indent: usize) {
        for line in listing.text.untrusted().lines() {
            self.unbroken(&[Run::new(cleaned(line), Style::new())], indent);
        }
        self.blank();
    }

    fn entries(&mut self, entries: &[Entry], indent: usize) {
        for (entry, width) in entries.iter().zip(label_widths(entries)) {
            let first = indent + entry.depth.min(DEEPEST_INDENT) * INDENT;
            let mut runs = Vec::new();
            let mut hanging = first;
            if let Some(label) = label_of(entry) {
                runs = padded(vec![label], width, false, false);
                runs.push(Run::new(" ".repeat(GAP), Style::new()));
                hanging += width + GAP;
            }
            runs.extend(self.runs(&entry.text, Style::new()));
            self.wrapped(&runs, first, hanging);
            for detail in &entry.details {
                self.line(detail, hanging, hanging + INDENT, faint());
            }
        }
    }

    fn changes(&mut self, rows: &[ChangeRow], indent: usize) {
        let widest = rows
            .iter()
            .map(|row| cleaned(row.place.untrusted()).chars().count())
            .max()
            .unwrap_or(0);
        for row in rows {
            let (sign, tone) = flow::mark(row.sign);
            let place = cleaned(row.place.untrusted());
            let pad = " ".repeat(widest - place.chars().count() + GAP);
            let mut runs = vec![
                Run::new(
                    format!("{sign} "),
                    Style::new().fg_color(Some(tone.into())) | Effects::BOLD,
                ),
                Run::new(format!("{place}{pad}"), faint()),
            ];
            runs.extend(self.runs(&row.text, Style::new()));
            let hanging = indent + 2 + widest + GAP;
            let meaning =
                self.runs(&row.meaning, Style::new().fg_color(Some(AnsiColor::Cyan.into())));
            let together = indent + width_of(&runs) + 2 * GAP + width_of(&meaning);
            if !meaning.is_empty() && together <= self.page.width {
                runs.push(Run::new(" ".repeat(2 * GAP), Style::new()));
                runs.extend(meaning);
                self.wrapped(&runs, indent, hanging);
            } else {
                self.wrapped(&runs, indent, hanging);
                if !meaning.is_empty() {
                    self.wrapped(&meaning, hanging + INDENT, hanging + INDENT);
                }
            }
        }
    }

    fn wrapped(&mut self, runs: &[Run], first: usize, hanging: usize) {
        for row in wrap(runs, first, hanging, self.page.width) {
            let painted = self.painted(&row);
            self.lines.push(painted);
        }
    }

    fn unbroken(&mut self, runs: &[Run], indent: usize) {
        for row in wrap(runs, indent, indent, usize::MAX) {
            let painted = self.painted(&row);
            self.lines.push(painted);
        }
    }

    /// Pieces as styled runs, cleaned of everything that could steer a terminal.
    fn runs(&self, line: &Line, base: Style) -> Vec<Run> {
        line.pieces
            .iter()
            .map(|piece| match piece {
                Piece::Plain(text) => Run::new(cleaned(text.untrusted()), base),
                Piece::Strong(text) => Run::new(cleaned(text.untrusted()), base | Effects::BOLD),
                Piece::Faint(text) => Run::new(cleaned(text.untrusted()), faint()),
                Piece::Code(text) => {
                    Run::new(cleaned(text.untrusted()), coloured(base, AnsiColor::Cyan))
                }
                Piece::Quoted(text) => Run::new(format!("`{}`", cleaned(text.untrusted())), base),
                Piece::Document(text) => Run::new(cleaned(text.untrusted()), base | Effects::BOLD),
                Piece::Person(text) => {
                    Run::new(cleaned(text.untrusted()), coloured(base, AnsiColor::Blue))
                }
                Piece::Date(date) => Run::new(date.to_string(), base),
                Piece::Commit(id) => Run::new(
                    short_commit(&cleaned(id.untrusted())).to_owned(),
                    coloured(base, AnsiColor::Yellow),
                ),
                Piece::Deleted(text) => {
                    self.struck(text.untrusted(), "[-", "-]", AnsiColor::Red, base)
                }
                Piece::Inserted(text) => {
                    self.struck(text.untrusted(), "{+", "+}", AnsiColor::Green, base)
                }
                Piece::Toned(tone, text) => Run::new(cleaned(text.untrusted()), toned(*tone)),
            })
            .filter(|run| !run.text.is_empty())
            .collect()
    }

    fn struck(&self, text: &str, open: &str, close: &str, colour: AnsiColor, base: Style) -> Run {
        let clean = cleaned(text);
        match self.page.colour {
            Colour::Off => Run::new(format!("{open}{clean}{close}"), base),
            Colour::On if colour == AnsiColor::Red => {
                Run::new(clean, coloured(base, colour) | Effects::STRIKETHROUGH)
            }
            Colour::On => Run::new(clean, coloured(base, colour) | Effects::UNDERLINE),
        }
    }

    fn painted(&self, runs: &[Run]) -> String {
        let mut text = String::new();
        for run in runs {
            if self.page.colour == Colour::On && run.style != Style::new() {
                text.push_str(&run.style.render().to_string());
                text.push_str(&run.text);
                text.push_str(&run.style.render_reset().to_string());
            } else {
                text.push_str(&run.text);
            }
        }
        text.trim_end().to_owned()
    }
}

fn label_of(entry: &Entry) -> Option<Run> {
    match &entry.label {
        Label::None => None,
        Label::Point => Some(Run::new("•".to_owned(), faint())),
        Label::Words(words) => Some(Run::new(cleaned(words.untrusted()), faint())),
    }
}

/// For each entry, the width of the labels that it stands with: of its siblings.
fn label_widths(entries: &[Entry]) -> Vec<usize> {
    let mut widths: Vec<usize> = Vec::new();
    // The group of siblings that is open at each depth, and the group of each entry.
    let mut open: Vec<usize> = Vec::new();
    let mut groups = Vec::with_capacity(entries.len());
    for entry in entries {
        open.truncate(entry.depth + 1);
        while open.len() <= entry.depth {
            open.push(widths.len());
            widths.push(0);
        }
        let group = open[entry.depth];
        let width = label_of(entry).map_or(0, |label| width_of(&[label]));
        widths[group] = widths[group].max(width.min(LONGEST_LABEL));
        groups.push(group);
    }
    groups.into_iter().map(|group| widths[group]).collect()
}

fn bold() -> Style {
    Style::new() | Effects::BOLD
}

fn faint() -> Style {
    Style::new() | Effects::DIMMED
}

fn coloured(base: Style, colour: AnsiColor) -> Style {
    base.fg_color(Some(colour.into()))
}

fn toned(tone: Tone) -> Style {
    match tone {
        Tone::Plain => Style::new(),
        Tone::Good => coloured(Style::new(), AnsiColor::Green),
        Tone::Notice => coloured(Style::new(), AnsiColor::Cyan),
        Tone::Warning => coloured(Style::new(), AnsiColor::Yellow),
        Tone::Bad => coloured(Style::new(), AnsiColor::Red),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Column, Row, Sign, Table};

    const PAGE: Page = Page { width: 60, colour: Colour::Off };

    fn shown(blocks: Vec<Block>) -> String {
        render(&View { blocks }, PAGE)
    }

    #[test]
    fn a_section_with_rows_and_details() {
        let row = |id: &str, title: &str| Row {
            cells: vec![
                Line::new().document(id),
                Line::new().text(title),
                Line::from("due 2026-08-01"),
            ],
            details: vec![Line::from("limit 100 EUR → 250 EUR")],
        };
        let table = Table {
            columns: vec![Column::fixed("id"), Column::flexible("title"), Column::fixed("due")],
            named: false,
            rows: vec![
                row("SOP-004", "Refund approval"),
                row("WI-7", "A title that is much too long for the page it is on"),
            ],
        };
        let section = Section {
            heading: "OVERDUE 2".into(),
            aside: Line::new(),
            tone: Tone::Bad,
            blocks: vec![Block::Table(table)],
        };
        assert_eq!(
            shown(vec![Block::Prose("2 documents".into()), Block::Section(section)]),
            "2 documents\n\nOVERDUE 2\n  \
             SOP-004  Refund approval                    due 2026-08-01\n           limit 100 EUR → 250 EUR\n  \
             WI-7     A title that is much too long fo…  due 2026-08-01\n           limit 100 EUR → 250 EUR\n"
        );
    }

    #[test]
    fn entries_stand_under_each_other_with_their_siblings() {
        let entry = |depth, label: &str, text: &str| Entry {
            depth,
            label: if label.is_empty() { Label::None } else { Label::Words(label.into()) },
            text: text.into(),
            details: Vec::new(),
        };
        let mut second =
            entry(1, "2", "Count the notes, all of them, and write the sum on the slip.");
        second.details.push("expected: the sum of the till".into());
        let entries = vec![
            entry(0, "", "Close"),
            entry(1, "1", "Open the till."),
            entry(2, "1.1", "Turn the key."),
            second,
            entry(0, "", "Lock"),
            entry(1, "10", "Lock the door."),
        ];
        assert_eq!(
            shown(vec![Block::Entries(entries)]),
            "Close\n  1  Open the till.\n    1.1  Turn the key.\n  2  Count the notes, all of them, and write the sum on the\n     slip.\n     expected: the sum of the till\nLock\n  10  Lock the door.\n"
        );
    }

    #[test]
    fn changes_wrap_under_their_text() {
        let row = ChangeRow {
            sign: Sign::Changed,
            place: "step 3".into(),
            text: Line::new()
                .text("The team lead approves refunds above ")
                .with(Piece::Deleted("100".into()))
                .with(Piece::Inserted("250".into()))
                .text(" EUR."),
            meaning: "limit 100 EUR → 250 EUR".into(),
        };
        assert_eq!(
            shown(vec![Block::Changes(vec![row])]),
            "~ step 3  The team lead approves refunds above\n          [-100-]{+250+} EUR.\n            limit 100 EUR → 250 EUR\n"
        );
    }

    #[test]
    fn colours_only_where_they_are_asked_for() {
        let line = Line::new().strong("x").with(Piece::Deleted("y".into()));
        let view = View { blocks: vec![Block::Prose(line)] };
        assert_eq!(render(&view, PAGE), "x[-y-]\n");
        let coloured = render(&view, Page { colour: Colour::On, ..PAGE });
        assert!(coloured.contains("\u{1b}[1m") && coloured.contains("\u{1b}[9m"), "{coloured:?}");
    }
}
