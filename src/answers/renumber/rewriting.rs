//! Texts with another number in the place of one.

use crate::data::Syntax;
use crate::data::splice::{Patch, applied};
use crate::document::destinations::{destinations, relative, resolved};
use crate::document::field::FieldName;
use crate::document::front_matter::{EditError, FieldEdit, edit};
use crate::document::mentions::{mentions, written_as};
use crate::document::profile::Profile;
use crate::library::Member;
use crate::paths::RepoPath;
use crate::source::{LineIndex, Span};

use super::{LeftWhy, OtherFile, OtherKind};

/// From which number to which, and from which path to which.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rewriter<'a> {
    pub(super) old: &'a str,
    pub(super) new: &'a str,
    pub(super) from: &'a RepoPath,
    pub(super) to: &'a RepoPath,
    /// Whether another document has the old number as well: then only links tell who is meant.
    pub(super) is_shared: bool,
}

/// Whose text it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reader {
    /// The document that is renumbered.
    Itself,
    /// Another one.
    Other,
}

/// A text that was rewritten.
#[derive(Debug)]
pub(super) struct Rewritten {
    pub(super) text: String,
    /// In how many places.
    pub(super) places: usize,
    /// The lines that keep the old number.
    pub(super) left: Vec<(usize, LeftWhy)>,
}

impl Rewriter<'_> {
    /// A document: what it names in its fields, and all of its body.
    pub(super) fn document(
        &self,
        member: &Member,
        reader: Reader,
        profile: &Profile,
    ) -> Result<Rewritten, EditError> {
        let document = &member.document;
        let (text, start) = (document.text(), document.body_start());
        let mut found = self.in_markdown(&text[start..], start, member.path.folder());
        let decided = !self.is_shared || reader == Reader::Itself;
        let named = member.references();
        let named = named.iter().map(|(_, reference)| reference);
        for reference in named.filter(|named| named.value.document.eq_ignore_ascii_case(self.old)) {
            let span = reference.span;
            let within = mentions(text.get(span.start..span.end).unwrap_or_default(), self.old);
            found.extend(within.into_iter().map(|at| self.patch(text, shifted(at, span.start))));
        }
        let lines = LineIndex::new(text);
        let mut left = Vec::new();
        if !decided {
            let (kept, shared): (Vec<Patch>, Vec<Patch>) =
                found.into_iter().partition(|patch| is_link(patch, self));
            found = kept;
            left.extend(shared.iter().map(|at| (lines.line(at.span.start), LeftWhy::Shared)));
        }
        // The number and the title of the document itself are fields of their own.
        let own = if reader == Reader::Itself { self.own_fields(member) } else { Vec::new() };
        if decided {
            let kept = if reader == Reader::Itself { own_spans(member) } else { Vec::new() };
            let records = mentions(&text[..start], self.old).into_iter().filter(|span| {
                let is_in = |other: &Span| other.start <= span.start && span.end <= other.end;
                !found.iter().map(|patch| &patch.span).chain(&kept).any(is_in)
            });
            left.extend(records.map(|span| (lines.line(span.start), LeftWhy::Record)));
        }
        found.sort_by_key(|patch| patch.span.start);
        found.dedup_by_key(|patch| patch.span.start);
        let places = found.len() + own.len();
        let mut text = applied(text, &found);
        if !own.is_empty() {
            text = edit(&text, profile, Syntax::Toml, &own)?.text;
        }
        left.sort_by_key(|(line, _)| *line);
        Ok(Rewritten { text, places, left })
    }

    /// A file that is no document.
    pub(super) fn other(&self, file: &OtherFile) -> Rewritten {
        let text = file.text.as_str();
        let found = match file.kind {
            OtherKind::Markdown => self.in_markdown(text, 0, file.path.folder()),
            OtherKind::Listing => self.in_listing(text),
        };
        let (found, left) = if self.is_shared {
            let (kept, shared): (Vec<Patch>, Vec<Patch>) =
                found.into_iter().partition(|patch| is_link(patch, self));
            let lines = LineIndex::new(text);
            let at = |patch: &Patch| (lines.line(patch.span.start), LeftWhy::Shared);
            let left = shared.iter().map(at).collect();
            (kept, left)
        } else {
            (found, Vec::new())
        };
        Rewritten { text: applied(text, &found), places: found.len(), left }
    }

    /// Mentions and links, with their places shifted by where the text begins.
    fn in_markdown(&self, text: &str, start: usize, folder: &str) -> Vec<Patch> {
        let mut found = Vec::new();
        for span in destinations(text) {
            let destination = text.get(span.start..span.end).unwrap_or_default();
            let end = destination.find(['#', '?']).unwrap_or(destination.len());
            let (path, behind) = destination.split_at(end);
            let leads_here = !path.is_empty()
                && !path.contains("://")
                && self.from != self.to
                && led_to(folder, path).is_some_and(|led| led == self.from.as_str());
            if leads_here {
                let is_from_root = path.starts_with('/');
                let to = if is_from_root {
                    format!("/{}", self.to)
                } else {
                    relative(folder, self.to.as_str())
                };
                let (span, text) = (shifted(span, start), format!("{to}{behind}"));
                found.push(Patch { span, text });
            }
        }
        for span in mentions(text, self.old) {
            let at = shifted(span, start);
            let is_in_link =
                found.iter().any(|link| link.span.start <= at.start && at.end <= link.span.end);
            if !is_in_link {
                let mention = text.get(span.start..span.end).unwrap_or_default();
                found.push(Patch { span: at, text: written_as(mention, self.new) });
            }
        }
        found.sort_by_key(|patch| patch.span.start);
        found
    }

    /// Paths as words of their own, and keys that begin with the number.
    fn in_listing(&self, text: &str) -> Vec<Patch> {
        let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | '*');
        let mut found = Vec::new();
        if self.from != self.to {
            for (at, path) in text.match_indices(self.from.as_str()) {
                let before = text[..at].trim_end_matches('/').chars().next_back();
                let behind = text[at + path.len()..].chars().next();
                if !before.is_some_and(is_part) && !behind.is_some_and(is_part) {
                    let span = Span::new(at, at + path.len());
                    found.push(Patch { span, text: self.to.to_string() });
                }
            }
        }
        for quote in ['"', '\''] {
            let key = format!("{quote}{}/", self.old);
            for (at, _) in text.match_indices(&key) {
                let span = Span::new(at + 1, at + 1 + self.old.len());
                found.push(Patch { span, text: self.new.to_owned() });
            }
        }
        found.sort_by_key(|patch| patch.span.start);
        found
    }

    fn own_fields(&self, member: &Member) -> Vec<FieldEdit> {
        let mut edits = vec![FieldEdit::set(FieldName::Id, self.new)];
        if let Some(title) = member.document.fields().title.value() {
            let places = mentions(title, self.old);
            if !places.is_empty() {
                let patches: Vec<Patch> =
                    places.into_iter().map(|span| self.patch(title, span)).collect();
                edits.push(FieldEdit::set(FieldName::Title, applied(title, &patches)));
            }
        }
        edits
    }

    fn patch(&self, text: &str, span: Span) -> Patch {
        let mention = text.get(span.start..span.end).unwrap_or_default();
        Patch { span, text: written_as(mention, self.new) }
    }
}

/// Where a relative path leads from a folder, and one from the root.
fn led_to(folder: &str, path: &str) -> Option<String> {
    let plain = path.replace("%20", " ");
    match plain.strip_prefix('/') {
        Some(from_root) => resolved("", from_root),
        None => resolved(folder, &plain),
    }
}

/// Whether a patch is one of a link: it holds a path and no number.
fn is_link(patch: &Patch, rewriter: &Rewriter<'_>) -> bool {
    !patch.text.eq_ignore_ascii_case(rewriter.new)
}

fn own_spans(member: &Member) -> Vec<Span> {
    let fields = member.document.fields();
    [fields.id.span(), fields.title.span()].into_iter().flatten().collect()
}

fn shifted(span: Span, by: usize) -> Span {
    Span::new(span.start + by, span.end + by)
}
