//! From answers to bytes: one renderer a format.
//!
//! A renderer knows reports and nothing else: no documents, no git, no terminal.

mod csv;
mod dot;
pub mod frames;
mod github;
mod gitlab;
mod html;
mod ics;
mod json;
mod junit;
mod markdown;
mod mermaid;
mod sarif;
mod svg;
mod text;
pub mod walkthrough;

use std::fmt::Write as _;

use serde::Serialize;

use crate::report::{Block, Envelope, Finding, Format, Graph, Ledger, Line, Report, Text, View};
use crate::template::{ReportTemplate, TemplateError};
use crate::walkthrough::Script;

pub use json::{Vocabulary, answer_schema, input_schema};
pub use text::{Colour, Page};

/// Writes a report in a format. `page` matters to the text format only.
///
/// # Errors
/// When a value cannot be written as JSON or XML.
pub fn render<R: Report>(report: &R, format: Format, page: Page) -> Result<String, RenderError> {
    match format {
        Format::Text => Ok(text::render(&with_remarks(report.view(), report), page)),
        Format::Markdown => Ok(markdown::render(&with_remarks(report.view(), report))),
        Format::Json => json::render(report),
        Format::Html => Ok(html::render(report)),
        Format::Csv => Ok(csv::render(&report.sheet())),
        Format::Sarif => sarif::render(report),
        Format::Github => Ok(github::render(report)),
        Format::Gitlab => gitlab::render(report),
        Format::Junit => junit::render(report),
        Format::Ics => Ok(ics::render(report)),
        Format::Mermaid => Ok(mermaid::render(&report.graph())),
        Format::Dot => Ok(dot::render(&report.graph())),
        Format::Svg => Ok(svg::render(&report.graph())),
    }
}

/// A view of a report, with what there is to know of all of it at the top, below the title
/// where it has one, and what a baseline accepts at the end.
fn with_remarks<R: Report>(mut view: View, report: &R) -> View {
    let is_head = |block: &&Block| matches!(block, Block::Marker(_) | Block::Title(_));
    let at = view.blocks.iter().take_while(is_head).count();
    view.blocks.splice(at..at, report.context().remarks());
    view.blocks.extend(report.ledger().map(Ledger::remarks).unwrap_or_default());
    view
}

/// Fills a template in from what the JSON answer says; `{{md …}}` in it writes a value so that
/// Markdown and HTML leave it alone.
///
/// # Errors
/// When the template is faulty, or asks for a value that there is not.
pub fn fill<R: Report>(template: &ReportTemplate, report: &R) -> Result<String, TemplateError> {
    template.fill(&Envelope::new(R::NAME, report.context(), report.data()), markdown::escaped)
}

/// Writes a view as text, for what is part of another program's answer and no report of its
/// own.
#[must_use]
pub fn render_view(view: &View, page: Page) -> String {
    text::render(view, page)
}

/// The page of a walkthrough: one file for browsers and paper, which loads nothing.
#[must_use]
pub fn walkthrough_page(script: &Script) -> String {
    html::walkthrough::page(script)
}

/// An answer that could not be written.
#[derive(Debug, thiserror::Error)]
#[error("the answer could not be written in this format")]
pub struct RenderError(#[source] Box<dyn std::error::Error + Send + Sync>);

/// A value as JSON, in several lines and with one at its end. What could steer a terminal is
/// written as an escape: such characters stand in strings only, where JSON allows that, and
/// an answer may be read on a terminal.
fn json_text<T: Serialize>(value: &T) -> Result<String, RenderError> {
    let text = serde_json::to_string_pretty(value).map_err(|error| RenderError(error.into()))?;
    let mut shown = String::with_capacity(text.len() + 1);
    for c in text.chars() {
        if c != '\n' && steers(c) {
            let _ = write!(shown, "\\u{:04x}", u32::from(c));
        } else {
            shown.push(c);
        }
    }
    shown.push('\n');
    Ok(shown)
}

/// A view as Markdown, to stand in a file of its own.
fn in_markdown(view: &View) -> String {
    markdown::render(view)
}

/// The width of words in a letter height, both in pixels.
fn width(words: &str, size: f64) -> f64 {
    svg::letters::width(words, size)
}

/// Words, or as much of them as there is room for, with a sign that there were more.
fn fitted(words: &str, size: f64, room: f64) -> String {
    svg::letters::fitted(words, size, room)
}

/// A graph as a flowchart that GitHub and GitLab draw; none where it is too large for them.
fn flowchart(graph: &Graph) -> Option<String> {
    mermaid::embedded(graph)
}

/// A graph as a drawing to stand in a page.
fn drawing(graph: &Graph) -> String {
    svg::inline(graph)
}

/// The address of a document beside the answer. It begins with a dot, so that nothing before a
/// colon in its name is taken for a protocol, and has no character that ends it.
fn address(path: &Text) -> String {
    let mut address = String::from("./");
    for byte in cleaned(path.untrusted()).bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'_' | b'.' | b'~') {
            address.push(char::from(byte));
        } else {
            let _ = write!(address, "%{byte:02X}");
        }
    }
    address
}

/// A line as bare words: dates as they are, commits whole.
fn words(line: &Line) -> String {
    cleaned(&line.words())
}

/// What a finding says, in one line: what is wrong and what to do about it.
fn told(finding: &Finding) -> String {
    let message = cleaned(finding.message.untrusted());
    match &finding.help {
        Some(help) => format!("{message} ({})", cleaned(help.untrusted())),
        None => message,
    }
}

/// What a baseline says of a finding, in one line; none where it says nothing.
fn accepted(finding: &Finding) -> Option<String> {
    let acceptance = finding.acceptance.as_ref()?;
    let words = if acceptance.is_expired { "accepted only until" } else { "accepted until" };
    let until = format!("{words} {}", acceptance.expires);
    Some(match &acceptance.reason {
        Some(reason) => format!("{until}: {}", cleaned(reason.untrusted())),
        None => until,
    })
}

/// What a finding says and what a baseline says of it, in one line.
fn told_with_acceptance(finding: &Finding) -> String {
    match accepted(finding) {
        Some(accepted) => format!("{} ({accepted})", told(finding)),
        None => told(finding),
    }
}

/// Text from strangers without what could steer a terminal or turn a line around; line
/// breaks become blanks.
fn cleaned(text: &str) -> String {
    text.chars()
        .filter_map(|c| match c {
            '\n' | '\r' | '\t' => Some(' '),
            c => (!steers(c)).then_some(c),
        })
        .collect()
}

/// Whether a character can steer a terminal or turn a line around: control characters,
/// and the marks and overrides of bidirectional text.
#[must_use]
pub fn steers(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{61c}')
}

/// The first digits of a commit's name, as people say it.
fn short_commit(id: &str) -> &str {
    id.get(..7).unwrap_or(id)
}

#[cfg(test)]
mod tests {
    use super::{address, cleaned};

    #[test]
    fn an_address_is_beside_the_answer_and_ends_nothing() {
        let path = |path: &str| address(&path.into());
        assert_eq!(path("sops/close the till.md"), "./sops/close%20the%20till.md");
        assert_eq!(path("javascript:alert(1).md"), "./javascript%3Aalert%281%29.md");
        assert_eq!(path("a\"><b>é#?.md"), "./a%22%3E%3Cb%3E%C3%A9%23%3F.md");
    }

    #[test]
    fn nothing_steers_the_terminal() {
        assert_eq!(cleaned("a\u{1b}[31mb\u{7}\nc\u{202e}d\u{9b}2J"), "a[31mb cd2J");
    }
}
