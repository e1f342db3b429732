//! Taking a Markdown body apart at its headings.

use crate::document::blocks::{Block, BlockKind};
use crate::source::Span;

/// A part of a Markdown body: a heading with what stands below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) heading: String,
    /// Where its heading stands; empty for what stands before the first one.
    pub(super) head: Span,
    /// What stands below the heading.
    pub(super) below: Span,
}

/// The parts of a body, cut at the headings of this level and above; the first one is what
/// stands before them.
pub(super) fn parts(blocks: &[Block], end: usize, top: u8) -> Vec<Part> {
    let mut parts =
        vec![Part { heading: String::new(), head: Span::default(), below: Span::new(0, end) }];
    for block in blocks.iter().filter(|block| level(block).is_some_and(|level| level <= top)) {
        // The title of the template stays with what stands before its sections.
        if top == 2 && level(block) == Some(1) && parts.len() == 1 {
            continue;
        }
        if let Some(before) = parts.last_mut() {
            before.below.end = block.span.start;
        }
        let below = Span::new(block.span.end, end);
        parts.push(Part { heading: block.text.clone(), head: block.span, below });
    }
    parts
}

pub(super) fn level(block: &Block) -> Option<u8> {
    match block.kind {
        // A heading inside a list or a quote divides nothing.
        BlockKind::Heading { level, .. } if block.depth == 0 => Some(level),
        _ => None,
    }
}

/// The text of a span without the title, its headings moved such that the ones below `top` are
/// of level 3.
pub(super) fn relevelled(
    body: &str,
    span: Span,
    blocks: &[Block],
    top: u8,
    title: Option<Span>,
) -> String {
    let mut text = String::new();
    let mut from = span.start;
    let inside = |block: &&Block| span.start <= block.span.start && block.span.end <= span.end;
    for block in blocks.iter().filter(inside) {
        let Some(level) = level(block) else { continue };
        let wanted = usize::from(level.saturating_sub(top).saturating_add(2).min(6));
        let source = slice(body, block.span);
        text.push_str(body.get(from..block.span.start).unwrap_or_default());
        if Some(block.span) != title {
            text.push_str(&format!("{} {}\n", "#".repeat(wanted), heading_source(source)));
        }
        from = block.span.end;
    }
    text.push_str(body.get(from..span.end).unwrap_or_default());
    text
}

/// The words of a heading as they are written, without its marks; underlined ones included.
pub(super) fn heading_source(source: &str) -> String {
    let source = source.trim();
    if let Some(words) = source.strip_prefix('#') {
        return words.trim_start_matches('#').trim().trim_end_matches('#').trim_end().to_owned();
    }
    let lines: Vec<&str> = source.lines().map(str::trim).collect();
    let words = lines.len().saturating_sub(1).max(1);
    lines.iter().take(words).copied().collect::<Vec<_>>().join(" ")
}

pub(super) fn slice(text: &str, span: Span) -> &str {
    text.get(span.start..span.end).unwrap_or_default()
}

/// The text with at most one empty line in a row outside code.
pub(super) fn squeezed(text: &str) -> String {
    let mut squeezed = String::with_capacity(text.len());
    let mut is_code = false;
    let mut empty = 0;
    for line in text.lines() {
        let fence = line.trim_start();
        if fence.starts_with("```") || fence.starts_with("~~~") {
            is_code = !is_code;
        }
        empty = if line.trim().is_empty() && !is_code { empty + 1 } else { 0 };
        if empty < 2 {
            squeezed.push_str(line);
            squeezed.push('\n');
        }
    }
    squeezed.trim_end().to_owned()
}
