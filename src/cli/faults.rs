//! Faults in a file, shown where they stand.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use crate::config::ConfigError;
use crate::render::{Colour, Page, steers};
use crate::source::{LineIndex, Span};

use super::error::visible;

/// What is wrong with one file, in its order.
#[derive(Debug)]
pub(super) struct Faults {
    /// The file, as it is called in messages.
    pub(super) path: String,
    /// What it says.
    pub(super) text: String,
    pub(super) found: Vec<ConfigError>,
}

impl Faults {
    /// Each fault with its place, its line and what to do, a blank line between them.
    pub(super) fn shown(&self, page: Page) -> String {
        let renderer = match page.colour {
            Colour::On => Renderer::styled(),
            Colour::Off => Renderer::plain(),
        };
        let renderer = renderer.term_width(page.width);
        let lines = LineIndex::new(&self.text);
        let path = visible(&self.path);
        let shown: Vec<String> = self
            .found
            .iter()
            .map(|fault| {
                let (line, marked) = first_line(&self.text, fault.span);
                let snippet = Snippet::source(line)
                    .line_start(lines.line(fault.span.start))
                    .path(path.as_str())
                    .annotation(AnnotationKind::Primary.span(marked));
                let mut group = Group::with_title(Level::ERROR.primary_title(visible(&fault.why)))
                    .element(snippet);
                if let Some(help) = &fault.help {
                    let help = visible(&help.to_string());
                    group = group.element(Level::HELP.with_name("hint").message(help));
                }
                renderer.render(&[group])
            })
            .collect();
        shown.join("\n\n")
    }
}

/// The line on which a span begins, and where on it the span lies. What could steer a
/// terminal is replaced, and a byte-order mark left out: editors do not count it.
fn first_line(text: &str, span: Span) -> (String, Range<usize>) {
    let start = boundary(text, span.start);
    let end = boundary(text, span.end).max(start);
    let from = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let to = text[start..].find('\n').map_or(text.len(), |at| start + at);
    let before = clean(text[from..start].trim_start_matches('\u{feff}'));
    let marked = clean(text[start..end.min(to)].trim_end_matches('\r'));
    let behind = clean(text[end.min(to)..to].trim_end_matches('\r'));
    let place = before.len()..before.len() + marked.len();
    (format!("{before}{marked}{behind}"), place)
}

/// The offset, or the nearest before it that does not cut a character.
fn boundary(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

fn clean(text: &str) -> String {
    text.chars().map(|c| if steers(c) && c != '\t' { '\u{fffd}' } else { c }).collect()
}

#[cfg(test)]
mod tests;
