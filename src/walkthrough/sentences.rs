//! The text of a unit, taken apart into sentences and, in them, into runs of one style.

use std::ops::Range;

use crate::document::blocks::{Mark, MarkKind};
use crate::report::Line;
use crate::text::beginning;

/// Of one unit so many bytes are told; what is longer is no step but a chapter.
pub(super) const LONGEST_UNIT: usize = 4_000;

/// A sentence, or what stands for one: a cell of a table, a few words.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Sentence {
    /// Its words, in order.
    pub(super) runs: Vec<Run>,
}

/// Words of one style.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) style: Style,
    pub(super) text: String,
}

/// What words are marked as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Style {
    /// Nothing.
    Plain,
    /// The name of something to find on the screen or on the bench.
    Label,
    /// Something to enter, or the name of something in a program.
    Code,
    /// Words that lead elsewhere.
    Link,
}

impl Sentence {
    /// A sentence of the program's own, without marks.
    pub(super) fn plain(text: impl Into<String>) -> Self {
        Self { runs: vec![Run { style: Style::Plain, text: text.into() }] }
    }

    /// As it is shown.
    pub(super) fn line(&self) -> Line {
        self.runs.iter().fold(Line::new(), |line, run| match run.style {
            Style::Plain | Style::Link => line.text(run.text.as_str()),
            Style::Label => line.strong(run.text.as_str()),
            Style::Code => line.code(run.text.as_str()),
        })
    }

    /// Its bare words.
    pub(super) fn words(&self) -> String {
        self.runs.iter().map(|run| run.text.as_str()).collect()
    }
}

/// The sentences of a unit, and whether it was too long to be told whole.
pub(super) fn sentences(text: &str, marks: &[Mark]) -> (Vec<Sentence>, bool) {
    let told = beginning(text, LONGEST_UNIT);
    let styles = styles(told, marks);
    let found = ranges(told, &styles).into_iter().map(|range| cut(told, &styles, range));
    let found = found.filter(|sentence| !sentence.words().trim().is_empty()).collect();
    (found, told.len() < text.len())
}

/// The runs of a text, each with where it stands. Code in bold is code; bold in a link is bold.
fn styles(text: &str, marks: &[Mark]) -> Vec<(Style, Range<usize>)> {
    let marked = marks.iter().filter_map(|mark| {
        let style = match mark.kind {
            MarkKind::Strong => Style::Label,
            MarkKind::Code => Style::Code,
            MarkKind::Link(_) => Style::Link,
            MarkKind::Footnote(_) => return None,
        };
        let end = mark.end.min(text.len());
        (mark.start < end && text.is_char_boundary(mark.start)).then_some((style, mark.start, end))
    });
    let mut edges: Vec<(usize, Style, bool)> = Vec::new();
    for (style, start, end) in marked {
        edges.push((start, style, true));
        edges.push((end, style, false));
    }
    edges.sort_by_key(|(at, _, opens)| (*at, *opens));
    let (mut code, mut label, mut link) = (0_usize, 0_usize, 0_usize);
    let mut found: Vec<(Style, Range<usize>)> = Vec::new();
    let mut from = 0;
    let mut push = |style: Style, range: Range<usize>| {
        if range.is_empty() {
            return;
        }
        match found.last_mut() {
            Some((last, before)) if *last == style && style == Style::Plain => {
                before.end = range.end;
            }
            _ => found.push((style, range)),
        }
    };
    for (at, style, opens) in edges {
        let open = match (code, label, link) {
            (1.., _, _) => Style::Code,
            (_, 1.., _) => Style::Label,
            (_, _, 1..) => Style::Link,
            _ => Style::Plain,
        };
        push(open, from..at);
        from = at;
        let count = match style {
            Style::Code => &mut code,
            Style::Label => &mut label,
            Style::Link | Style::Plain => &mut link,
        };
        *count = if opens { *count + 1 } else { count.saturating_sub(1) };
    }
    push(Style::Plain, from..text.len());
    found
}

/// Where the sentences stand. A bar between cells ends one and belongs to none.
fn ranges(text: &str, styles: &[(Style, Range<usize>)]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut codes = styles.iter().filter(|(style, _)| *style == Style::Code).peekable();
    for (at, c) in text.char_indices() {
        while codes.next_if(|(_, code)| code.end <= at).is_some() {}
        if codes.peek().is_some_and(|(_, code)| code.contains(&at)) || at < start {
            continue;
        }
        let behind = &text[at + c.len_utf8()..];
        if c == '|' && text[..at].ends_with(' ') && behind.starts_with(' ') {
            found.push(start..at);
            start = at + 1;
        } else if matches!(c, '.' | '!' | '?') && ends_sentence(&text[start..at], c, behind) {
            let closing = behind.chars().take_while(|c| matches!(c, ')' | '”' | '"' | '’'));
            let end = at + c.len_utf8() + closing.map(char::len_utf8).sum::<usize>();
            found.push(start..end);
            start = end;
        }
    }
    found.push(start..text.len());
    found
}

/// Whether a mark ends the sentence that stands before it.
fn ends_sentence(before: &str, mark: char, behind: &str) -> bool {
    /// A full stop behind these is part of the word.
    const SHORTENED: [&str; 22] = [
        "e.g", "i.e", "etc", "approx", "vs", "no", "fig", "figs", "cf", "dr", "mr", "mrs", "ms",
        "st", "max", "min", "incl", "resp", "vol", "sec", "ca", "tel",
    ];
    let behind = behind.trim_start_matches([')', '”', '"', '’']);
    let next = behind.trim_start();
    if !behind.starts_with(char::is_whitespace) || next.is_empty() {
        return false;
    }
    let last = before.rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or_default();
    let last = last.trim_start_matches(['"', '“', '(']).to_lowercase();
    let is_initial = last.chars().count() == 1 && last.chars().all(char::is_alphabetic);
    if mark == '.' && (SHORTENED.contains(&last.as_str()) || is_initial) {
        // `etc. The` ends a sentence all the same.
        return last == "etc" && next.starts_with(char::is_uppercase);
    }
    !next.starts_with(char::is_lowercase)
}

/// The runs of a part of a text, without blanks at its ends.
fn cut(text: &str, styles: &[(Style, Range<usize>)], range: Range<usize>) -> Sentence {
    let part = &text[range.clone()];
    let start = range.start + (part.len() - part.trim_start().len());
    let end = range.start + part.trim_end().len();
    let first = styles.partition_point(|(_, run)| run.end <= start);
    let runs = styles[first..].iter().take_while(|(_, run)| run.start < end);
    let runs = runs.filter_map(|(style, run)| {
        let words = text.get(run.start.max(start)..run.end.min(end))?;
        (!words.is_empty()).then(|| Run { style: *style, text: words.to_owned() })
    });
    Sentence { runs: runs.collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::blocks::blocks;

    fn told(markdown: &str) -> Vec<String> {
        let block = blocks(markdown).remove(0);
        let (found, _) = sentences(&block.text, &block.marks);
        found.iter().map(Sentence::words).collect()
    }

    #[test]
    fn a_sentence_ends_where_another_begins() {
        assert_eq!(
            told("Open it. Close it (twice.) Now!"),
            ["Open it.", "Close it (twice.)", "Now!"]
        );
        for whole in [
            "Use a tool, e.g. a knife.",
            "Wait approx. 5 minutes.",
            "Open version 2.5 of it.",
            "Enter `a. B` in it",
            "Ask Dr. Who.",
            "See Fig. 3 for it.",
        ] {
            assert_eq!(told(whole), [whole.replace('`', "")], "{whole}");
        }
        assert_eq!(told("Paper, pens etc. Then go."), ["Paper, pens etc.", "Then go."]);
        assert_eq!(told("Press **OK.** Then wait."), ["Press OK.", "Then wait."]);
        assert_eq!(told("Open it | It opens"), ["Open it", "It opens"]);
    }

    #[test]
    fn runs_keep_their_style() {
        let block = blocks("Open **Users > `New`** at [the list](https://a.example).").remove(0);
        let (found, _) = sentences(&block.text, &block.marks);
        let runs: Vec<_> = found[0].runs.iter().map(|run| (run.style, run.text.as_str())).collect();
        assert_eq!(
            runs,
            [
                (Style::Plain, "Open "),
                (Style::Label, "Users > "),
                (Style::Code, "New"),
                (Style::Plain, " at "),
                (Style::Link, "the list"),
                (Style::Plain, "."),
            ]
        );
    }

    #[test]
    fn a_unit_of_any_length_is_bounded() {
        let text = "word ".repeat(30_000);
        let (found, is_cut) = sentences(&text, &[]);
        assert!(is_cut && found[0].words().len() <= LONGEST_UNIT, "{}", found[0].words().len());
    }
}
