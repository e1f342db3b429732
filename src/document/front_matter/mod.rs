//! The block of fields at the beginning of a document.
//!
//! [`split`] finds it, [`Fields::read`] says what it means under a profile; neither
//! fails: what is wrong becomes part of the answer. [`edit`] changes fields in place.
//! Nothing here touches a file.

mod convention;
mod edit;
mod fields;
mod lookup;
mod reader;
mod unknown;
mod written;

pub use convention::{carries_review, detect};
pub use edit::{Change, EditError, Edited, FieldEdit, NewValue, edit};
pub use fields::{
    FieldState, Fields, NoWorkInstruction, RecordedFrom, Reference, Remark, SatisfiedStandard,
};
pub use unknown::{UnknownKey, unknown_keys};
pub use written::WrittenFields;

use super::field::FieldName;
use super::profile::Profile;
use crate::data::{self, Entry, Problem, Syntax};
use crate::source::{Span, Spanned};

/// A block of front matter. All spans are offsets into the whole document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrontMatter {
    /// TOML between `+++` lines, YAML between `---` lines.
    pub syntax: Syntax,
    /// What stands between the fences, with its last line break.
    pub span: Span,
    /// Where the body begins: the line below the closing fence.
    pub body_start: usize,
    /// The top-level entries as written.
    pub entries: Vec<Entry>,
    /// What could not be read.
    pub problems: Vec<Problem>,
    /// A second block that follows at once, which is not read.
    pub second_block: Option<Span>,
}

/// What stands at the beginning of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Split {
    /// No front matter.
    None {
        /// Where the body begins: behind a byte-order mark.
        body_start: usize,
    },
    /// Front matter between two fences.
    Found(FrontMatter),
    /// Keys without an opening fence, then a `---` line. Only some profiles read
    /// that as front matter; for CommonMark it is a heading.
    Headless(FrontMatter),
    /// An opening fence with keys below it that is never closed. All of it is body.
    Unclosed {
        /// The opening fence.
        fence: Span,
        /// What the fence announces.
        syntax: Syntax,
    },
    /// A block that does not stand at the very beginning, so that it is body.
    Misplaced {
        /// The block, read as if it were in place.
        block: FrontMatter,
        /// Where the body begins, which is before the block.
        body_start: usize,
        /// What stands above it.
        below: Above,
    },
}

/// What stands above misplaced front matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Above {
    /// Blank lines only.
    BlankLines,
    /// A heading or a comment.
    HeadingOrComment,
}

impl Split {
    /// The front matter that counts under a profile.
    #[must_use]
    pub fn front_matter(&self, profile: &Profile) -> Option<&FrontMatter> {
        match self {
            Self::Found(found) => Some(found),
            Self::Headless(found) if profile.headless => Some(found),
            _ => None,
        }
    }

    /// Where the body begins under a profile.
    #[must_use]
    pub fn body_start(&self, profile: &Profile) -> usize {
        match self {
            Self::None { body_start } | Self::Misplaced { body_start, .. } => *body_start,
            Self::Found(found) => found.body_start,
            Self::Headless(found) if profile.headless => found.body_start,
            Self::Headless(found) => found.span.start,
            Self::Unclosed { fence, .. } => fence.start,
        }
    }
}

impl FrontMatter {
    /// The top-level keys, of entries that cannot be read as well.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        let read = self.entries.iter().map(|entry| entry.key.value.as_str());
        read.chain(self.problems.iter().filter_map(|problem| problem.key.as_deref()))
    }

    /// The problem that a top-level key has.
    #[must_use]
    pub fn problem_of(&self, key: &str) -> Option<&Problem> {
        self.problems.iter().find(|problem| problem.key.as_deref() == Some(key))
    }

    /// Whether it has keys and no lines without one: elsewhere than at the very
    /// beginning, dashes are thematic breaks around text more often than not.
    fn has_only_keys(&self) -> bool {
        !self.entries.is_empty() && self.problems.iter().all(|problem| problem.key.is_some())
    }

    /// All fields as text on one line each, in the order in which they are written:
    /// for showing them, and for telling which of them a change changed. Syntax and
    /// quoting do not show; an entry that cannot be read is as written. `text` is
    /// the document.
    #[must_use]
    pub fn values(&self, text: &str) -> Vec<(String, String)> {
        let read = self
            .entries
            .iter()
            .map(|entry| (entry.key.span.start, entry.key.value.clone(), entry.node.compact()));
        let unread = self.problems.iter().filter_map(|problem| {
            let (key, lines) = (problem.key.as_ref()?, problem.entry?);
            let written = text.get(lines.start..lines.end).unwrap_or_default();
            let value = written.split_once([':', '=']).map_or(written, |(_, value)| value);
            let lines: Vec<&str> = value.trim().lines().map(str::trim).collect();
            Some((lines_start(problem), key.clone(), lines.join(" ")))
        });
        let mut all: Vec<_> = read.chain(unread).collect();
        all.sort_by_key(|(start, ..)| *start);
        all.into_iter().map(|(_, key, value)| (key, value)).collect()
    }
}

fn lines_start(problem: &Problem) -> usize {
    problem.entry.unwrap_or(problem.span).start
}

/// Finds the front matter of a document.
///
/// A byte-order mark, CRLF and blanks behind fences are tolerated; YAML may end
/// with `...`. Two thematic breaks around text without keys are no front matter.
#[must_use]
pub fn split(text: &str) -> Split {
    let start = text.len() - text.strip_prefix('\u{feff}').unwrap_or(text).len();
    match block_at(text, start) {
        Block::Closed(mut found) => {
            found.second_block = match block_at(text, next_content(text, found.body_start)) {
                Block::Closed(second) if second.has_only_keys() => Some(second.span),
                _ => None,
            };
            return Split::Found(found);
        }
        Block::Unclosed { fence, syntax } => return Split::Unclosed { fence, syntax },
        Block::None => {}
    }
    if let Some(found) = headless(text, start) {
        return Split::Headless(found);
    }
    misplaced(text, start).unwrap_or(Split::None { body_start: start })
}

enum Block {
    None,
    Closed(FrontMatter),
    Unclosed { fence: Span, syntax: Syntax },
}

/// Front matter whose opening fence is the line at `start`.
fn block_at(text: &str, start: usize) -> Block {
    let mut lines = lines_from(text, start);
    let Some(opening) = lines.next() else { return Block::None };
    let syntax = match opening.value.trim_end() {
        "---" => Syntax::Yaml,
        "+++" => Syntax::Toml,
        _ => return Block::None,
    };
    let mut first_is_key = None;
    let mut keys = 0;
    let mut names_a_field = false;
    let mut indent = None;
    for line in lines {
        if closes(line.value, syntax) {
            // Text between thematic breaks may hold a line such as `Note: …`, and
            // front matter may begin with a faulty line: what names a field is meant.
            return if first_is_key.unwrap_or(true) || keys > 1 || names_a_field {
                let span = Span::new(opening.span.end, line.span.start);
                Block::Closed(read_block(text, syntax, span, line.span.end))
            } else {
                Block::None
            };
        }
        let content = line.value.trim();
        if content.is_empty() || content.starts_with('#') {
            continue;
        }
        // A YAML mapping may be indented as a whole.
        let blanks = line.value.len() - line.value.trim_start_matches(' ').len();
        let indent = *indent.get_or_insert(if syntax == Syntax::Yaml { blanks } else { 0 });
        let unindented = if blanks >= indent { &line.value[indent..] } else { line.value };
        let key = data::key_of_line(unindented, syntax);
        let is_flow_or_complex = content.starts_with('{') || content.starts_with("? ");
        first_is_key.get_or_insert(key.is_some() || is_flow_or_complex);
        names_a_field |=
            first_is_key == Some(false) && key.as_deref().is_some_and(is_key_of_a_field);
        keys += usize::from(key.is_some_and(|key| is_word(&key)));
    }
    if first_is_key == Some(true) {
        let fence = Span::new(start, start + opening.value.trim_end().len());
        return Block::Unclosed { fence, syntax };
    }
    Block::None
}

fn read_block(text: &str, syntax: Syntax, span: Span, body_start: usize) -> FrontMatter {
    let reading = data::read_part(text, span, syntax);
    FrontMatter {
        syntax,
        span,
        body_start,
        entries: reading.entries,
        problems: reading.problems,
        second_block: None,
    }
}

/// Keys from the first line on, closed by `---`, all of which can be read.
fn headless(text: &str, start: usize) -> Option<FrontMatter> {
    let first = lines_from(text, start).next()?;
    data::key_of_line(first.value, Syntax::Yaml).filter(|key| is_word(key))?;
    let fence = lines_from(text, start).find(|line| line.value.trim_end() == "---")?;
    let span = Span::new(start, fence.span.start);
    let found = read_block(text, Syntax::Yaml, span, fence.span.end);
    // Fewer keys are a heading underlined with dashes.
    let likely = found.problems.is_empty() && found.entries.len() > 1;
    let words = found.entries.iter().all(|entry| is_word(&entry.key.value));
    (likely && words).then_some(found)
}

/// A block below blank lines, headings and comments.
fn misplaced(text: &str, start: usize) -> Option<Split> {
    let mut below = Above::BlankLines;
    let mut in_comment = false;
    for line in lines_from(text, start) {
        let content = line.value.trim();
        if in_comment {
            in_comment = !content.ends_with("-->");
        } else if content == "---" || content == "+++" {
            let Block::Closed(block) = block_at(text, line.span.start) else { return None };
            let misplaced = block.has_only_keys();
            return misplaced.then_some(Split::Misplaced { block, body_start: start, below });
        } else if content.starts_with("<!--") {
            below = Above::HeadingOrComment;
            in_comment = !content.ends_with("-->");
        } else if content.starts_with('#') {
            below = Above::HeadingOrComment;
        } else if !content.is_empty() {
            return None;
        }
    }
    None
}

/// Whether some convention has a field under this key.
fn is_key_of_a_field(key: &str) -> bool {
    let names = |profile: &Profile| {
        FieldName::ALL.into_iter().any(|field| profile.keys_of(field).iter().any(|own| own == key))
    };
    Profile::built_in().iter().any(names)
}

/// Whether a key is one word, unlike the beginning of a sentence with a colon.
fn is_word(key: &str) -> bool {
    key.chars().all(|c| c.is_alphanumeric() || "_-.".contains(c))
}

fn closes(line: &str, syntax: Syntax) -> bool {
    let line = line.trim_end();
    match syntax {
        Syntax::Toml => line == "+++",
        Syntax::Yaml | Syntax::Json => line == "---" || line == "...",
    }
}

/// The start of the first line from `start` on that is not blank.
fn next_content(text: &str, start: usize) -> usize {
    lines_from(text, start)
        .find(|line| !line.value.trim().is_empty())
        .map_or(text.len(), |line| line.span.start)
}

/// The lines from `start` on, with their line breaks and places.
fn lines_from(text: &str, start: usize) -> impl Iterator<Item = Spanned<&str>> {
    let mut at = start;
    text.get(start..).unwrap_or_default().split_inclusive('\n').map(move |line| {
        let span = Span::new(at, at + line.len());
        at = span.end;
        Spanned::new(line, span)
    })
}

#[cfg(test)]
mod tests;
