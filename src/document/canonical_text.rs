//! A body as canonical form 1 parses it: the one rule it has beyond `CommonMark`.
//!
//! Indented text behind a line that starts with `!!!`, `???` or `===` is the body of a
//! note or a tab for the site generators that many manuals are written for, and a
//! code block for `CommonMark`. It is dedented where it stands, so that one text is
//! parsed once and the blocks lie at the level of the marker, inside its list item.
//!
//! The rule is part of canonical form 1 and never changes; the manual states it in
//! `docs/reference/canonical-form.md`. Conventions that need not be frozen are for a
//! reader of outlines to rewrite on top of this text.

use crate::source::Span;

use super::relined::{Line, Relined, Relining, indentation, lines_from};

/// Bodies in bodies: deeper markers are ordinary lines.
const MOST_OPEN: usize = 8;
/// By how many columns a body is indented behind its marker.
const BODY_INDENT: usize = 4;
/// By how many columns a fence may be indented in its list item.
const FENCE_INDENT: usize = 3;

/// A body with LF line endings, without a byte-order mark and tabs at the end of lines,
/// and with the bodies of notes and tabs dedented.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CanonicalText<'t> {
    text: Relined<'t>,
    insets: Vec<Inset>,
}

/// The indented body of a note or a tab.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inset {
    /// What announces it.
    pub marker: Marker,
    /// The first word behind the marker, in lower case: `note`, `warning`. Empty for a
    /// tab, and where only a title in quotes stands there.
    pub word: String,
    /// How many other insets enclose it.
    pub depth: usize,
    /// The line with the marker, in the original, without its line ending.
    pub marker_span: Span,
    /// From the first line of the body to the end of its last line that is not blank,
    /// in the original.
    pub span: Span,
}

/// The lines that announce an inset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Marker {
    /// `!!! note`: a box.
    Note,
    /// `??? note` or `???+ note`: a box that folds.
    Foldable,
    /// `=== "Linux"`: one of several tabs.
    Tab,
}

impl<'t> CanonicalText<'t> {
    /// Rewrites a body. Takes time in proportion to its length.
    #[must_use]
    pub fn of(body: &'t str) -> Self {
        // One pass over the bytes is quicker than one search for each marker.
        let has_marker = body
            .as_bytes()
            .windows(3)
            .any(|three| matches!(three, b"!!!" | b"???" | b"===" | [_, b'\t', b'\n']));
        let rule = body.starts_with(BOM) || body.contains('\r') || body.starts_with("\t\n");
        if rule || has_marker || body.ends_with('\t') {
            Rewriter::new(body).rewrite()
        } else {
            Self { text: Relined::unchanged(body), insets: Vec::new() }
        }
    }

    /// The text to parse, with the way back to the body.
    #[must_use]
    pub fn text(&self) -> &Relined<'t> {
        &self.text
    }

    /// The bodies that were dedented, in the order of their markers.
    #[must_use]
    pub fn insets(&self) -> &[Inset] {
        &self.insets
    }
}

const BOM: char = '\u{feff}';

struct Rewriter<'t> {
    body: &'t str,
    out: Relining<'t>,
    insets: Vec<Inset>,
    open: Vec<Open>,
    fence: Option<Fence>,
    /// Whether the last line was blank; true at the beginning.
    below_blank: bool,
    /// Behind the last line that was not blank.
    content_end: usize,
}

/// An inset whose body is being read.
struct Open {
    inset: usize,
    /// The least indentation of its lines, in columns of the original.
    columns: usize,
}

/// Fenced code, in which no line is a marker.
struct Fence {
    mark: u8,
    length: usize,
    /// The indentation of its line.
    columns: usize,
    /// How many insets were open where it began; it ends with the innermost of them.
    open: usize,
}

impl<'t> Rewriter<'t> {
    fn new(body: &'t str) -> Self {
        Self {
            body,
            out: Relining::of(body),
            insets: Vec::new(),
            open: Vec::new(),
            fence: None,
            below_blank: true,
            content_end: 0,
        }
    }

    fn rewrite(mut self) -> CanonicalText<'t> {
        let start = if self.body.starts_with(BOM) { BOM.len_utf8() } else { 0 };
        for mut line in lines_from(self.body, start) {
            self.drop_last_tab(&mut line);
            if is_blank(line.content(self.body)) {
                self.out.dedent(line, BODY_INDENT * self.open.len());
                self.below_blank = true;
            } else {
                self.line(line);
                self.content_end = line.content.end;
            }
        }
        self.close(0);
        CanonicalText { text: self.out.finish(), insets: self.insets }
    }

    /// Blanks at the end of a line mean nothing where they hold a tab, but the parser
    /// takes a closing fence with a tab behind it for code.
    fn drop_last_tab(&self, line: &mut Line) {
        let content = line.content(self.body);
        let kept = content.trim_end_matches(BLANKS).len();
        if content[kept..].contains('\t') {
            line.content.end = line.content.start + kept;
        }
    }

    /// A line that is not blank.
    fn line(&mut self, line: Line) {
        let content = line.content(self.body);
        let columns = indentation(content);
        let still_open = self.open.partition_point(|open| open.columns <= columns);
        if still_open < self.open.len() {
            self.close(still_open);
            self.separate(line);
        }
        let in_fence = self.reads_code(content, columns);
        let marker = if in_fence { None } else { self.marker(line, columns) };
        if marker.is_some() {
            self.separate(line);
        }
        self.out.dedent(line, BODY_INDENT * self.open.len());
        self.below_blank = false;
        if let Some(inset) = marker {
            // The body must not continue the paragraph of the marker.
            self.out.insert_blank(line.end);
            self.below_blank = true;
            self.open.push(Open { inset: self.insets.len(), columns: columns + BODY_INDENT });
            self.insets.push(inset);
        }
    }

    /// A blank line above this one, unless there is one.
    fn separate(&mut self, line: Line) {
        if !self.below_blank {
            self.out.insert_blank(line.content.start);
            self.below_blank = true;
        }
    }

    /// The inset that a line announces: it has a marker, and the next line that is not
    /// blank is indented behind it.
    fn marker(&self, line: Line, columns: usize) -> Option<Inset> {
        if self.open.len() == MOST_OPEN {
            return None;
        }
        let (marker, word) = read_marker(line.content(self.body).trim_start_matches(BLANKS))?;
        let first = lines_from(self.body, line.end)
            .find(|below| !is_blank(below.content(self.body)))
            .filter(|below| indentation(below.content(self.body)) >= columns + BODY_INDENT)?;
        Some(Inset {
            marker,
            word: word.to_lowercase(),
            depth: self.open.len(),
            marker_span: line.content,
            span: first.content,
        })
    }

    /// Ends all insets but the outermost `keep`.
    fn close(&mut self, keep: usize) {
        for open in self.open.drain(keep..) {
            self.insets[open.inset].span.end = self.content_end;
        }
        if self.fence.as_ref().is_some_and(|fence| fence.open > keep) {
            self.fence = None;
        }
    }

    /// Whether a line that is indented by `columns` stands in fenced code or opens it.
    fn reads_code(&mut self, content: &str, columns: usize) -> bool {
        // The fence of a list item ends with the item.
        self.fence.take_if(|fence| columns + FENCE_INDENT < fence.columns);
        if let Some(fence) = &self.fence {
            let line = content.trim_start_matches([' ', '\t', '>']).trim_end_matches(BLANKS);
            if line.len() >= fence.length && line.bytes().all(|b| b == fence.mark) {
                self.fence = None;
            }
            return true;
        }
        self.fence = opening_fence(content).map(|(mark, length)| Fence {
            mark,
            length,
            columns,
            open: self.open.len(),
        });
        self.fence.is_some()
    }
}

const BLANKS: [char; 2] = [' ', '\t'];

fn is_blank(line: &str) -> bool {
    line.trim_matches(BLANKS).is_empty()
}

/// The marker at the start of a line without its indentation, and the word behind it.
///
/// A line of `=` alone underlines a heading, so that a tab needs its title.
fn read_marker(line: &str) -> Option<(Marker, &str)> {
    if let Some(rest) = line.strip_prefix("===") {
        let rest = rest.trim_start_matches(['+', '!']);
        let title = rest.trim_start_matches(BLANKS);
        return (title.len() < rest.len() && title.starts_with('"')).then_some((Marker::Tab, ""));
    }
    let (marker, rest) = if let Some(rest) = line.strip_prefix("!!!") {
        (Marker::Note, rest)
    } else {
        let rest = line.strip_prefix("???")?;
        (Marker::Foldable, rest.strip_prefix('+').unwrap_or(rest))
    };
    let rest = rest.trim_start_matches(BLANKS);
    let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-') || !c.is_ascii();
    let word = &rest[..rest.find(|c| !is_word(c)).unwrap_or(rest.len())];
    (!word.is_empty() || rest.starts_with('"')).then_some((marker, word))
}

/// The character of an opening code fence and how often it stands there; the fence
/// may stand behind the marks of quotes and list items.
fn opening_fence(line: &str) -> Option<(u8, usize)> {
    let mut rest = line.trim_start_matches(BLANKS);
    while let Some(inside) = behind_container(rest) {
        rest = inside.trim_start_matches(BLANKS);
    }
    let mark = *rest.as_bytes().first().filter(|first| matches!(first, b'`' | b'~'))?;
    let length = rest.bytes().take_while(|byte| *byte == mark).count();
    let info_fits = mark == b'~' || !rest[length..].contains('`');
    (length >= 3 && info_fits).then_some((mark, length))
}

/// The text behind the mark of a quote or of a list item.
fn behind_container(text: &str) -> Option<&str> {
    if let Some(quoted) = text.strip_prefix('>') {
        return Some(quoted);
    }
    let digits = text.bytes().take(9).take_while(u8::is_ascii_digit).count();
    let marks: &[char] = if digits > 0 { &['.', ')'] } else { &['-', '*', '+'] };
    text[digits..].strip_prefix(marks).filter(|rest| rest.starts_with(BLANKS))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rewritten(body: &str) -> String {
        CanonicalText::of(body).text().text().to_owned()
    }

    /// Each inset as its marker word, depth and lines.
    fn insets(body: &str) -> Vec<(String, usize, &str)> {
        CanonicalText::of(body)
            .insets()
            .iter()
            .map(|inset| (inset.word.clone(), inset.depth, &body[inset.span.start..inset.span.end]))
            .collect()
    }

    #[test]
    fn a_body_stands_at_the_level_of_its_marker() {
        let body = "Text.\n!!! note \"Read\"\n    First.\n\n        code\n\nText.\n";
        assert_eq!(rewritten(body), "Text.\n\n!!! note \"Read\"\n\nFirst.\n\n    code\n\nText.\n");
        assert_eq!(insets(body), [("note".into(), 0, "    First.\n\n        code")]);
        let item = "1. Open.\n\n    ??? danger\n        Hot.\n2. Close.\n";
        assert_eq!(rewritten(item), "1. Open.\n\n    ??? danger\n\n    Hot.\n\n2. Close.\n");
    }

    #[test]
    fn bodies_in_bodies_lose_the_columns_of_each() {
        let body =
            "=== \"Linux\"\n\n    Run.\n\n    !!! Warning\n\n        Stop.\n\n    Go.\nEnd.\n";
        assert_eq!(
            rewritten(body),
            "=== \"Linux\"\n\n\nRun.\n\n!!! Warning\n\n\nStop.\n\nGo.\n\nEnd.\n"
        );
        assert_eq!(
            insets(body),
            [
                (String::new(), 0, "    Run.\n\n    !!! Warning\n\n        Stop.\n\n    Go."),
                ("warning".into(), 1, "        Stop."),
            ]
        );
    }

    #[test]
    fn tabs_count_as_columns() {
        assert_eq!(rewritten("!!! note\n\tOne\n\t\tcode\n"), "!!! note\n\nOne\n\tcode\n");
        assert_eq!(rewritten("!!! note\n  \tOne\n"), "!!! note\n\nOne\n");
    }

    #[test]
    fn what_is_no_marker_stays() {
        for body in [
            "Heading\n===\n\n    code\n",
            "Heading\n=== \n\n    code\n",
            "===\"no blank\"\n    code\n",
            "=== words\n    code\n",
            "!!!\n    code\n",
            "!!!! note\n    code\n",
            "??\n    code\n",
            "!!! note\nText, not indented.\n",
            "!!! note\n   three columns\n",
            "> !!! note\n>     code\n",
            "```\n!!! note\n    code\n```\n",
            "1. ~~~ text\n   !!! note\n       code\n   ~~~\n",
            "!!! note",
        ] {
            assert_eq!(rewritten(body), body);
            assert!(insets(body).is_empty(), "{body}");
        }
    }

    #[test]
    fn a_fence_ends_with_the_body_it_stands_in() {
        let body = "!!! note\n    ```\n    x\n!!! tip\n    y\n";
        assert_eq!(rewritten(body), "!!! note\n\n```\nx\n\n!!! tip\n\ny\n");
    }

    #[test]
    fn a_fence_ends_with_its_list_item() {
        let body = "1. Run:\n    ```\n    x\n\n!!! tip\n    y\n";
        assert!(rewritten(body).ends_with("!!! tip\n\ny\n"));
        let inside = "1. Run:\n    ```\n !!! tip\n     y\n    ```\n";
        assert_eq!(rewritten(inside), inside);
    }

    #[test]
    fn the_ninth_marker_is_a_line() {
        let marker = |depth: usize| format!("{}!!! note\n", "    ".repeat(depth));
        let body: String = (0..10).map(marker).collect();
        let found = insets(&body);
        assert_eq!(found.len(), MOST_OPEN);
        assert!(rewritten(&body).ends_with("!!! note\n\n!!! note\n    !!! note\n"));
    }

    #[test]
    fn tabs_at_the_end_of_a_line_go() {
        assert_eq!(rewritten("```\nx\n```\t\ny \t"), "```\nx\n```\ny");
        assert_eq!(rewritten("a  \nb\t\n"), "a  \nb\n");
    }

    #[test]
    fn line_endings_and_the_byte_order_mark_go() {
        assert_eq!(rewritten("\u{feff}a\r\nb\rc"), "a\nb\nc");
        assert_eq!(rewritten("!!! note\r\n    a\r\n"), "!!! note\n\na\n");
    }
}
