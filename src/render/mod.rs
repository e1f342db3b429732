//! From answers to bytes: one renderer a format.
//!
//! A renderer knows reports and nothing else: no documents, no git, no terminal.

mod csv;
mod html;
mod json;
mod markdown;
mod text;

use crate::report::{Block, Format, Report, View};

pub use json::{Vocabulary, answer_schema, input_schema};
pub use text::{Colour, Page};

/// Writes a report in a format. `page` matters to the text format only.
///
/// # Errors
/// When a value cannot be written as JSON.
pub fn render<R: Report>(report: &R, format: Format, page: Page) -> Result<String, RenderError> {
    match format {
        Format::Text => Ok(text::render(&with_remarks(report.view(), report), page)),
        Format::Markdown => Ok(markdown::render(&with_remarks(report.view(), report))),
        Format::Json => json::render(report),
        Format::Html => Ok(html::render(report)),
        Format::Csv => Ok(csv::render(&report.sheet())),
    }
}

/// A view of a report, with what there is to know of all of it at the top, below the title
/// where it has one.
fn with_remarks<R: Report>(mut view: View, report: &R) -> View {
    let is_head = |block: &&Block| matches!(block, Block::Marker(_) | Block::Title(_));
    let at = view.blocks.iter().take_while(is_head).count();
    view.blocks.splice(at..at, report.context().remarks());
    view
}

/// Writes a view as text, for what is part of another program's answer and no report of its
/// own.
#[must_use]
pub fn render_view(view: &View, page: Page) -> String {
    text::render(view, page)
}

/// An answer that could not be written.
#[derive(Debug, thiserror::Error)]
#[error("the answer could not be written as JSON")]
pub struct RenderError(#[source] Box<dyn std::error::Error + Send + Sync>);

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
    use super::cleaned;

    #[test]
    fn nothing_steers_the_terminal() {
        assert_eq!(cleaned("a\u{1b}[31mb\u{7}\nc\u{202e}d\u{9b}2J"), "a[31mb cd2J");
    }
}
