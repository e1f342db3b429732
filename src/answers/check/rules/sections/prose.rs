//! The part of a body that people read as text, at its places in the body.

use crate::document::Document;
use crate::document::blocks::BlockKind;
use crate::source::Span;
use crate::text::{beginning, ending};

/// A body in which code blocks, comments and scripts are blank: as long as the body, so that
/// a place in it is the same place in the body.
pub(super) struct Prose {
    /// The text.
    pub(super) text: String,
    /// Where code within lines stands, its backticks included; in order.
    code: Vec<Span>,
}

impl Prose {
    pub(super) fn of(document: &Document) -> Self {
        let body = document.body();
        let is_hidden = |kind: &BlockKind| matches!(kind, BlockKind::Code { .. });
        let hidden = document
            .blocks()
            .iter()
            .filter(|block| is_hidden(&block.kind) || block.is_for_browsers(body))
            .map(|block| block.span);
        let text = blanked(body, hidden);
        let comments = comments(&text);
        let text = blanked(&text, comments.into_iter());
        let code = code_spans(&text);
        Self { text, code }
    }

    /// The code within a line that a place stands in.
    pub(super) fn code_around(&self, place: usize) -> Option<Span> {
        let behind = self.code.partition_point(|span| span.start <= place);
        let last = behind.checked_sub(1).and_then(|at| self.code.get(at)).copied();
        last.filter(|span| place < span.end)
    }

    /// The part of the line before a place, as far as it is looked at.
    pub(super) fn line_before(&self, place: usize) -> &str {
        let before = ending(self.text.get(..place).unwrap_or_default(), LOOKED_AT);
        before.rsplit('\n').next().unwrap_or_default()
    }

    /// The part of the line from a place on, as far as it is looked at.
    pub(super) fn line_from(&self, place: usize) -> &str {
        let rest = beginning(self.text.get(place..).unwrap_or_default(), LOOKED_AT);
        rest.split(['\n', '\r']).next().unwrap_or_default()
    }
}

/// So many bytes around a place tell what it is; a line can be as long as a file.
const LOOKED_AT: usize = 240;

/// The text with blanks instead of some parts; ends of lines stay.
fn blanked(text: &str, hidden: impl Iterator<Item = Span>) -> String {
    let mut written = String::with_capacity(text.len());
    for Span { start, end } in hidden {
        let start = start.max(written.len());
        let Some(part) = text.get(start..end) else { continue };
        written.push_str(&text[written.len()..start]);
        for c in part.chars() {
            match c {
                '\n' | '\r' => written.push(c),
                _ => written.extend(std::iter::repeat_n(' ', c.len_utf8())),
            }
        }
    }
    written.push_str(&text[written.len()..]);
    written
}

/// What is written for authors and for nobody else: comments in HTML, Liquid and ERB. One that
/// is never closed goes on to the end.
fn comments(text: &str) -> Vec<Span> {
    const SIGNS: [(&str, &str); 3] =
        [("<!--", "-->"), ("{% comment %}", "{% endcomment %}"), ("<%#", "%>")];
    let mut found = Vec::new();
    let mut from = 0;
    for (start, _) in text.match_indices(['<', '{']) {
        let rest = &text[start..];
        let Some((_, close)) = SIGNS.iter().find(|(open, _)| rest.starts_with(open)) else {
            continue;
        };
        if start >= from {
            from = rest.find(close).map_or(text.len(), |at| start + at + close.len());
            found.push(Span::new(start, from));
        }
    }
    found
}

/// Code within lines: between two equal runs of backticks of one paragraph.
fn code_spans(text: &str) -> Vec<Span> {
    let mut runs: Vec<Span> = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find('`').map(|found| at + found) {
        let length = text[start..].bytes().take_while(|byte| *byte == b'`').count();
        runs.push(Span::new(start, start + length));
        at = start + length;
    }
    let mut found = Vec::new();
    let mut index = 0;
    while let Some(open) = runs.get(index) {
        let close = runs[index + 1..].iter().position(|close| close.len() == open.len());
        let close = close.map(|at| index + 1 + at);
        let is_one_paragraph = |close: &Span| !text[open.end..close.start].contains("\n\n");
        match close.and_then(|at| Some((at, runs.get(at).filter(|c| is_one_paragraph(c))?))) {
            Some((at, close)) => {
                found.push(Span::new(open.start, close.end));
                index = at + 1;
            }
            None => index += 1,
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::profile::Profile;

    fn prose(body: &str) -> Prose {
        Prose::of(&Document::read(body.to_owned(), Profile::sopctl()))
    }

    #[test]
    fn what_nobody_reads_is_blank_and_places_stay() {
        let body = "Söhne <!-- ä -->x\n\n```\ncode <!--\n```\n\n{% comment %}y{% endcomment %}end <!-- open\n";
        let prose = prose(body);
        assert_eq!(prose.text.len(), body.len());
        assert_eq!(prose.text.split_whitespace().collect::<Vec<_>>(), ["Söhne", "x", "end"]);
        assert_eq!(prose.text.find("end"), body.find("end <!--"));
    }

    #[test]
    fn code_within_a_line_ends_with_its_paragraph() {
        let prose = prose("a `b` ``c ` d`` e `\n\nf `\n");
        let codes: Vec<_> =
            prose.code.iter().map(|span| &prose.text[span.start..span.end]).collect();
        assert_eq!(codes, ["`b`", "``c ` d``"]);
        assert!(prose.code_around(3).is_some() && prose.code_around(5).is_none());
    }
}
