//! One page for browsers and paper. It loads nothing, runs nothing, and shows what strangers
//! wrote as text and never as markup.

mod flow;
mod inline;

use std::fmt::Write as _;

use crate::report::{
    Block, ChangeRow, Context, Entry, Fit, Label, Report, Section, Sign, Table, Tone, View,
};

use super::{cleaned, short_commit, with_remarks};
use inline::{escaped, line};

/// Kept apart so that it can be read as what it is.
const STYLE: &str = include_str!("html/page.css");

/// From so many headings on, a page begins with a list of them.
const LISTED_FROM: usize = 3;

pub(super) fn render<R: Report>(report: &R) -> String {
    page(R::NAME, &with_remarks(report.page(), report), report.context())
}

fn page(name: &str, view: &View, context: &Context) -> String {
    let mut writer = Writer::default();
    let title = match view.blocks.first() {
        Some(Block::Title(title)) => inline::bare(title),
        _ => format!("sopctl {name}"),
    };
    if !matches!(view.blocks.first(), Some(Block::Title(_))) {
        let _ = writeln!(writer.html, "<h1>{}</h1>", escaped(&title));
    }
    writer.contents = contents(view);
    writer.blocks(&view.blocks, 2);
    writer.list_contents();
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n\
         <title>{}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n{}</main>\n{}</body>\n</html>\n",
        escaped(&title),
        writer.html,
        footer(name, context),
    )
}

/// Where the answer comes from, so that a printed page can be asked for again.
fn footer(name: &str, context: &Context) -> String {
    let mut parts = vec![format!("sopctl {name} {}", env!("CARGO_PKG_VERSION"))];
    parts.push(format!(
        "judged on <time>{}</time> ({})",
        context.as_of,
        escaped(&context.time_zone)
    ));
    if let Some(head) = &context.repository.head {
        parts.push(format!("commit <code>{}</code>", escaped(short_commit(head))));
    }
    if context.repository.dirty > 0 {
        parts.push(format!("{} uncommitted", context.repository.dirty));
    }
    format!("<footer>{}</footer>\n", parts.join(" · "))
}

/// The headings of the outermost sections with what stands beside them.
fn contents(view: &View) -> String {
    let sections: Vec<&Section> = view
        .blocks
        .iter()
        .filter_map(|block| match block {
            Block::Section(section) => Some(section),
            _ => None,
        })
        .collect();
    if sections.len() < LISTED_FROM {
        return String::new();
    }
    let mut html = String::from("<nav aria-label=\"Contents\">\n<ul>\n");
    for (index, section) in sections.iter().enumerate() {
        let _ = writeln!(
            html,
            "<li><a href=\"#s{}\">{}</a>{}</li>",
            index + 1,
            line(&section.heading),
            aside(section)
        );
    }
    html.push_str("</ul>\n</nav>\n");
    html
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
}

impl Writer {
    fn blocks(&mut self, blocks: &[Block], level: usize) {
        for block in blocks {
            if matches!(block, Block::Section(_)) {
                self.list_contents();
            }
            match block {
                Block::Title(title) => self.element("h1", "", &line(title)),
                Block::Prose(prose) => self.element("p", "", &line(prose)),
                Block::Note(weight, note) => {
                    self.element("p", &format!("note {}", tone(*weight)), &line(note));
                }
                Block::Section(section) => self.section(section, level),
                Block::Table(table) => self.table(table),
                Block::Facts(facts) => {
                    self.html.push_str("<dl>\n");
                    for fact in facts {
                        let (name, value) = (escaped(fact.name), line(&fact.value));
                        let _ = writeln!(self.html, "<dt>{name}</dt><dd>{value}</dd>");
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
                Block::Marker(_) => {}
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

    fn table(&mut self, table: &Table) {
        if table.rows.is_empty() {
            return;
        }
        let class = |fit: Fit| match fit {
            Fit::Numeric => " class=\"number\"",
            Fit::Fixed => " class=\"fixed\"",
            Fit::Wrapping => " class=\"wrapping\"",
            Fit::Flexible => "",
        };
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
