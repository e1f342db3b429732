//! HTML comments of a body, each with what it is about: the block behind it.
//!
//! What a comment says is not read here. Comments in code are code.

use pulldown_cmark::{Event, Parser, Tag};

use crate::source::Span;

use super::blocks::{self, Block, BlockKind};
use super::canonical_text::CanonicalText;

const OPENS: &str = "<!--";
const CLOSES: &str = "-->";

/// A comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// What stands between its marks, without blanks around it.
    pub text: String,
    /// Where it stands in the body, with its marks.
    pub span: Span,
    /// What it is about.
    pub about: About,
}

/// What a comment is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// The whole document: it stands above the first block.
    Document,
    /// The block that it stands in or directly above, from the beginning of its first line;
    /// above a list or a table, all of it.
    Block(Span),
    /// Nothing: no block follows.
    Nothing,
}

/// The comments of a body that is made of these blocks, in order.
#[must_use]
pub(super) fn comments(body: &str, blocks: &[Block]) -> Vec<Comment> {
    if !body.contains(OPENS) {
        return Vec::new();
    }
    let canonical = CanonicalText::of(body);
    let text = canonical.text();
    let mut comments = Vec::new();
    for (event, range) in Parser::new_ext(text.text(), blocks::OPTIONS).into_offset_iter() {
        let is_alone = match event {
            Event::Start(Tag::HtmlBlock) => true,
            Event::InlineHtml(_) => false,
            _ => continue,
        };
        let html = text.text().get(range.clone()).unwrap_or_default();
        for (start, end) in within(html) {
            let span = text.original(Span::new(range.start + start, range.start + end));
            let inside = html[start + OPENS.len()..end].trim_end_matches(CLOSES);
            let about =
                if is_alone { below(span, body, blocks) } else { around(span, body, blocks) };
            comments.push(Comment { text: inside.trim().to_owned(), span, about });
        }
    }
    comments
}

/// The comments in a piece of HTML, from their first mark to behind their last.
fn within(html: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = html[at..].find(OPENS).map(|start| at + start) {
        let inside = start + OPENS.len();
        let end = html[inside..].find(CLOSES).map(|end| inside + end + CLOSES.len());
        let Some(end) = end else { break };
        found.push((start, end));
        at = end;
    }
    found
}

fn around(comment: Span, body: &str, blocks: &[Block]) -> About {
    let inside = blocks.iter().rev().find(|block| block.span.contains(comment));
    inside.map_or(About::Nothing, |block| About::Block(whole_lines(block.span, body)))
}

fn below(comment: Span, body: &str, blocks: &[Block]) -> About {
    let is_text = |block: &&Block| !is_comment(block, body);
    let Some(at) =
        blocks.iter().position(|block| block.span.start >= comment.end && !is_comment(block, body))
    else {
        return About::Nothing;
    };
    let (before, behind) = blocks.split_at(at);
    if !before.iter().any(|block| is_text(&block)) {
        return About::Document;
    }
    let Some(next) = behind.first() else { return About::Nothing };
    let last = match next.kind {
        // Between two items of a list, it is the next that is meant.
        BlockKind::Item { .. } if follows_an_item(next, before, body) => next,
        BlockKind::Item { list: whole, .. } => behind
            .iter()
            .rfind(|b| matches!(b.kind, BlockKind::Item { list, .. } if list == whole))
            .unwrap_or(next),
        BlockKind::Row { table: whole, .. } => behind
            .iter()
            .rfind(|b| matches!(b.kind, BlockKind::Row { table, .. } if table == whole))
            .unwrap_or(next),
        _ => next,
    };
    About::Block(whole_lines(Span::new(next.span.start, last.span.end), body))
}

/// Whether what stands directly before an item, beside it in the same container, is an item.
fn follows_an_item(item: &Block, before: &[Block], body: &str) -> bool {
    let beside = before.iter().rfind(|b| b.parent == item.parent && !is_comment(b, body));
    beside.is_some_and(|block| matches!(block.kind, BlockKind::Item { .. }))
}

fn is_comment(block: &Block, body: &str) -> bool {
    let source = body.get(block.span.start..block.span.end).unwrap_or_default();
    block.kind == BlockKind::Html && block.text.is_empty() && source.trim().starts_with(OPENS)
}

fn whole_lines(span: Span, body: &str) -> Span {
    let above = body.get(..span.start).unwrap_or_default();
    Span::new(above.rfind(['\n', '\r']).map_or(0, |at| at + 1), span.end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::blocks::blocks;

    /// What each comment says, and the text that it is about.
    fn told(body: &str) -> Vec<(String, String)> {
        comments(body, &blocks(body))
            .into_iter()
            .map(|comment| {
                let about = match comment.about {
                    About::Document => "all".to_owned(),
                    About::Nothing => String::new(),
                    About::Block(span) => body[span.start..span.end].trim_end().to_owned(),
                };
                (comment.text, about)
            })
            .collect()
    }

    fn about(body: &str) -> String {
        let told = told(body);
        assert_eq!(told.len(), 1, "{told:?}");
        told[0].1.clone()
    }

    #[test]
    fn a_comment_above_everything_is_about_the_document() {
        assert_eq!(
            told("<!-- a -->\n\n<!-- b -->\n# Title\n\nText.\n"),
            [("a".to_owned(), "all".to_owned()), ("b".to_owned(), "all".to_owned())]
        );
        assert_eq!(about("# Title\n\n<!-- a\n b -->\n\nText.\n\nMore.\n"), "Text.");
        assert_eq!(about("Text.\n\n<!-- a -->\n"), "");
        assert_eq!(about("<!-- a -->\n"), "");
    }

    #[test]
    fn above_a_list_or_table_all_of_it_is_meant_and_between_items_one() {
        let list = "1. One\n   - Sub\n2. Two";
        assert_eq!(about(&format!("Text.\n\n<!-- a -->\n{list}\n\nEnd.\n")), list);
        assert_eq!(about("Text.\n\n1. One\n<!-- a -->\n2. Two\n3. Three\n"), "2. Two");
        assert_eq!(about("Text.\n\n1. One\n\n   <!-- a -->\n2. Two\n3. Three\n"), "2. Two");
        assert_eq!(about("1. One\n   <!-- a -->\n   - Sub\n   - Other\n"), "   - Sub\n   - Other");
        let table = "| a | b |\n|---|---|\n| 1 | 2 |";
        assert_eq!(about(&format!("Text.\n\n<!-- a -->\n\n{table}\n\nEnd.\n")), table);
    }

    #[test]
    fn within_a_block_it_is_that_block() {
        assert_eq!(about("Text.\n\n1. One\n2. Two <!-- a -->\n"), "2. Two <!-- a -->");
        let row = "| 1 | 2 <!-- a --> |";
        assert_eq!(about(&format!("| a | b |\n|---|---|\n{row}\n| 3 | 4 |\n")), row);
    }

    #[test]
    fn what_stands_in_code_is_no_comment() {
        assert_eq!(told("`<!-- a -->`\n\n```html\n<!-- b -->\n```\n\n    <!-- c -->\n"), []);
        assert_eq!(told("<!-- never closed\n\nText\n"), []);
    }

    #[test]
    fn places_stay_true_behind_other_line_endings() {
        let body = "# A\r\n\r\nText.\r\n\r\n<!-- a -->\r\n\r\n!!! note\r\n    Hot.\r\n";
        assert_eq!(about(body), "!!! note");
    }
}
