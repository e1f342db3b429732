//! One page for browsers and paper. It loads nothing, and shows what strangers wrote as text
//! and never as markup. Where there is something to sort and to filter it runs one script of
//! its own, and no other; without that everything can be read all the same.

mod base64;
mod catalogue;
mod chart;
mod flow;
mod graph;
mod inline;
mod manuscript;
mod page;
mod table;
pub(super) mod walkthrough;

use std::fmt::Write as _;

use crate::report::{Block, ChangeRow, Entry, Label, Report, Section, Sign, Tone};

use super::{cleaned, short_commit, with_remarks};
use inline::{escaped, line};
use page::page;

pub(super) fn render<R: Report>(report: &R) -> String {
    page(R::NAME, &with_remarks(report.page(), report), report.context())
}

fn aside(section: &Section) -> String {
    if section.aside.is_empty() {
        return String::new();
    }
    format!(" <span class=\"aside {}\">{}</span>", tone(section.tone), line(&section.aside))
}

const fn tone(tone: Tone) -> &'static str {
    match tone {
        Tone::Plain => "plain",
        Tone::Good => "good",
        Tone::Notice => "notice",
        Tone::Warning => "warning",
        Tone::Bad => "bad",
    }
}

/// The mark of a change, with the word for who cannot see it.
fn sign(sign: Sign) -> String {
    let (mark, word, class) = match sign {
        Sign::Added => ("+", "added", "added"),
        Sign::Removed => ("−", "removed", "removed"),
        Sign::Changed => ("~", "changed", "changed"),
        Sign::Moved => ("↕", "moved", "moved"),
    };
    format!("<span class=\"sign {class}\" role=\"img\" aria-label=\"{word}\">{mark}</span>")
}

#[derive(Default)]
struct Writer {
    html: String,
    /// The list of headings, until it is written.
    contents: String,
    /// Sections at the outermost level so far.
    sections: usize,
    /// Flows so far: their moves are numbered each on its own.
    flows: usize,
    /// Whether the page has said what its marks mean.
    has_legend: bool,
    /// Whether there is a catalogue on the page, so that totals can lead to it.
    has_catalogue: bool,
    /// Catalogues so far.
    catalogues: usize,
    /// Whether the page has the patterns that bars are filled with.
    has_patterns: bool,
}

impl Writer {
    fn blocks(&mut self, blocks: &[Block], level: usize) {
        for (index, block) in blocks.iter().enumerate() {
            if matches!(block, Block::Section(_)) {
                self.list_contents();
            }
            // Charts that follow each other stand side by side.
            let is_chart =
                |block: Option<&Block>| block.is_some_and(|block| matches!(block, Block::Chart(_)));
            let before = index.checked_sub(1).and_then(|before| blocks.get(before));
            if is_chart(Some(block)) && !is_chart(before) {
                if !self.has_patterns {
                    self.html.push_str(chart::PATTERNS);
                    self.has_patterns = true;
                }
                self.html.push_str("<div class=\"charts\">\n");
            }
            match block {
                Block::Title(title) => self.element("h1", "", &line(title)),
                Block::Prose(prose) => self.element("p", "", &line(prose)),
                Block::Note(weight, note) | Block::Verdict(weight, note) => {
                    self.element("p", &format!("note {}", tone(*weight)), &line(note));
                }
                Block::Section(section) => self.section(section, level),
                Block::Table(table) => self.table(table),
                Block::Facts(facts) => {
                    self.html.push_str("<dl>");
                    for fact in facts {
                        let (name, value) = (escaped(fact.name), line(&fact.value));
                        let _ = write!(self.html, "<dt>{name}</dt><dd>{value}</dd>");
                    }
                    self.html.push_str("</dl>\n");
                }
                Block::Items(items) => {
                    self.html.push_str("<ul class=\"items\">\n");
                    for item in items {
                        self.element("li", "", &line(item));
                    }
                    self.html.push_str("</ul>\n");
                }
                Block::Entries(entries) => self.entries(entries),
                Block::Listing(listing) => {
                    let lines: Vec<String> =
                        listing.text.untrusted().lines().map(escaped).collect();
                    let _ = writeln!(self.html, "<pre>{}</pre>", lines.join("\n"));
                }
                Block::Marker(_) | Block::RunningHead(_) => {}
                Block::Manuscript(manuscript) => manuscript::write(manuscript, &mut self.html),
                Block::Changes(rows) => self.changes(rows),
                Block::Flow(passages) => {
                    let is_marked = passages.iter().any(|passage| passage.sign.is_some());
                    if is_marked && !self.has_legend {
                        self.html.push_str(flow::LEGEND);
                        self.has_legend = true;
                    }
                    self.flows += 1;
                    flow::write(passages, self.flows, &mut self.html);
                }
                Block::Totals(totals) => self.totals(totals),
                Block::Chart(chart) => {
                    chart::write(chart, &mut self.html);
                    if !is_chart(blocks.get(index + 1)) {
                        self.html.push_str("</div>\n");
                    }
                }
                Block::Catalogue(catalogue) => self.catalogue(catalogue, level),
                Block::Graph(graph) => self.graph(graph),
            }
        }
    }

    fn element(&mut self, name: &str, class: &str, content: &str) {
        let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
        let _ = writeln!(self.html, "<{name}{class}>{content}</{name}>");
    }

    fn list_contents(&mut self) {
        let contents = std::mem::take(&mut self.contents);
        self.html.push_str(&contents);
    }

    fn section(&mut self, section: &Section, level: usize) {
        let id = if level == 2 {
            self.sections += 1;
            format!(" id=\"s{}\"", self.sections)
        } else {
            String::new()
        };
        let level = level.min(6);
        // Where something stands beside the heading, that shows how bad the news is.
        let weight = if section.aside.is_empty() { tone(section.tone) } else { "plain" };
        let _ = writeln!(
            self.html,
            "<section{id}>\n<h{level} class=\"{weight}\">{}{}</h{level}>",
            line(&section.heading),
            aside(section)
        );
        self.blocks(&section.blocks, level + 1);
        self.html.push_str("</section>\n");
    }

    fn entries(&mut self, entries: &[Entry]) {
        self.html.push_str("<ul class=\"entries\">\n");
        for entry in entries {
            let label = match &entry.label {
                Label::None => String::new(),
                Label::Point => "<span class=\"label\">•</span> ".to_owned(),
                Label::Words(words) => {
                    format!("<span class=\"label\">{}</span> ", escaped(words.untrusted()))
                }
            };
            let _ = write!(
                self.html,
                "<li style=\"--depth:{}\">{label}{}",
                entry.depth,
                line(&entry.text)
            );
            for detail in &entry.details {
                let _ = write!(self.html, "<div class=\"faint\">{}</div>", line(detail));
            }
            self.html.push_str("</li>\n");
        }
        self.html.push_str("</ul>\n");
    }

    fn changes(&mut self, rows: &[ChangeRow]) {
        self.html.push_str("<ul class=\"changes\">\n");
        for row in rows {
            let meaning = if row.meaning.is_empty() {
                String::new()
            } else {
                format!("<div class=\"meaning\">{}</div>", line(&row.meaning))
            };
            let _ = writeln!(
                self.html,
                "<li>{} <span class=\"label\">{}</span> {}{meaning}</li>",
                sign(row.sign),
                escaped(row.place.untrusted()),
                line(&row.text)
            );
        }
        self.html.push_str("</ul>\n");
    }
}

#[cfg(test)]
mod tests;
