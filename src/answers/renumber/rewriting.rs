//! One text with a number in it, and the same text with the other one.
//!
//! What points at the document changes: its id, the fields that refer to it, links to its
//! file, and its number where a text names it. What tells of the past stays as it was said,
//! and so does code; both are listed.

use crate::data::splice::{Patch, applied};
use crate::document::Document;
use crate::document::blocks::{Block, BlockKind};
use crate::document::destinations::{destinations, resolved};
use crate::document::field::Field;
use crate::document::id::DocumentId;
use crate::document::mentions::{mentions, occurrences, written_as};
use crate::paths::{RepoPath, percent_decoded};
use crate::source::Span;
use crate::text::heading_anchor;

/// What becomes of what.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rewriting<'a> {
    pub(super) old: &'a DocumentId,
    pub(super) new: &'a DocumentId,
    pub(super) old_path: &'a RepoPath,
    pub(super) new_path: &'a RepoPath,
    /// Whether another document keeps the old number, so that it may be the one that is named.
    pub(super) is_shared: bool,
}

/// A text of the library.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// The document that gets the number.
    Itself,
    /// Another document, or Markdown around the documents.
    Other,
    /// Markdown that tells what happened.
    Chronicle,
}

/// A text as it becomes.
#[derive(Debug)]
pub(super) struct Rewritten {
    pub(super) text: String,
    /// How many places of it are rewritten.
    pub(super) places: usize,
    /// What stays, in order: the offset in the text as it was, and why.
    pub(super) left: Vec<(usize, Why)>,
}

/// Why a place that names the old number stays as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Why {
    /// It is code.
    Code,
    /// It tells what happened before.
    History,
    /// It is a field that refers to no document, such as a note of a review.
    Field,
    /// Another document has the number as well, and may be meant.
    Shared,
    /// It stands in a file of settings, where only exact paths are rewritten.
    Settings,
}

impl Why {
    pub(super) const fn told(self) -> &'static str {
        match self {
            Self::Code => "code stays as it is",
            Self::History => "it tells what happened before",
            Self::Field => "the field refers to no document",
            Self::Shared => "another document has the number too, and may be meant",
            Self::Settings => "of settings, only the exact path is rewritten",
        }
    }
}

impl Rewriting<'_> {
    /// A Markdown text.
    pub(super) fn markdown(&self, document: &Document, path: &RepoPath, role: Role) -> Rewritten {
        let (text, start) = (document.text(), document.body_start());
        let mut patches = self.in_front_matter(document, role);
        let mut left: Vec<(usize, Why)> = Vec::new();
        let is_patched =
            |patches: &[Patch], span: Span| patches.iter().any(|patch| meets(patch.span, span));
        for span in mentions(&text[..start], self.old.as_str()) {
            // The number of another document is its own.
            let is_own = document.fields().id.span().is_some_and(|own| meets(own, span));
            if !is_own && !is_patched(&patches, span) {
                let names_document = role != Role::Itself && refers(document, span);
                left.push((span.start, if names_document { Why::Shared } else { Why::Field }));
            }
        }

        let body = &text[start..];
        let blocks = document.blocks();
        let code: Vec<Span> = blocks
            .iter()
            .filter(|block| matches!(block.kind, BlockKind::Code { .. }))
            .map(|block| block.span)
            .collect();
        let history = histories(blocks, body.len());
        let destinations = destinations(body);
        let within = |spans: &[Span], at: Span| spans.iter().any(|span| meets(*span, at));
        let mut in_body = Vec::new();
        for destination in destinations.iter().filter(|at| !within(&code, **at)) {
            in_body.extend(self.in_destination(body, *destination, path, role));
        }
        for span in mentions(body, self.old.as_str()) {
            let why = if within(&destinations, span) {
                continue;
            } else if within(&code, span) {
                Why::Code
            } else if role == Role::Chronicle || within(&history, span) {
                Why::History
            } else if self.is_shared && role != Role::Itself {
                Why::Shared
            } else {
                in_body.push(self.named_anew(body, span));
                continue;
            };
            left.push((start + span.start, why));
        }
        let moved = |patch: Patch| Patch {
            span: Span::new(start + patch.span.start, start + patch.span.end),
            ..patch
        };
        patches.extend(in_body.into_iter().map(moved));
        patches.sort_by_key(|patch| patch.span.start);
        left.sort_by_key(|(at, _)| *at);
        Rewritten { text: applied(text, &patches), places: patches.len(), left }
    }

    /// A file of settings: exact paths, quoted or standing alone, change. `folder` is where its
    /// paths are counted from.
    pub(super) fn settings(&self, text: &str, folder: &str) -> Rewritten {
        let below = |path: &RepoPath| match folder {
            "" => Some(path.as_str().to_owned()),
            folder => path.as_str().strip_prefix(folder)?.strip_prefix('/').map(str::to_owned),
        };
        let mut patches = Vec::new();
        if let (Some(old), Some(new)) = (below(self.old_path), below(self.new_path))
            && old != new
        {
            for (at, _) in text.match_indices(&old) {
                let span = Span::new(at, at + old.len());
                if stands_alone(text, span) {
                    patches.push(Patch { span, text: new.clone() });
                }
            }
        }
        let (lower, id) = (text.to_ascii_lowercase(), self.old.as_str().to_ascii_lowercase());
        let ends = |at: usize| {
            let next = text[at + id.len()..].chars().next();
            let before = text[..at].chars().next_back();
            !next.is_some_and(char::is_alphanumeric) && !before.is_some_and(char::is_alphanumeric)
        };
        let left = lower
            .match_indices(&id)
            .map(|(at, _)| at)
            .filter(|at| ends(*at))
            .filter(|at| {
                !patches.iter().any(|patch| patch.span.start <= *at && *at < patch.span.end)
            })
            .map(|at| (at, Why::Settings))
            .collect();
        Rewritten { text: applied(text, &patches), places: patches.len(), left }
    }

    fn in_front_matter(&self, document: &Document, role: Role) -> Vec<Patch> {
        let (text, fields) = (document.text(), document.fields());
        let end = document.body_start();
        let mut patches = Vec::new();
        let mut by_number = |span: Span| {
            let inside = text.get(span.start..span.end.min(end)).unwrap_or_default();
            let found = occurrences(inside, self.old.as_str()).into_iter();
            patches.extend(found.map(|at| {
                self.named_anew(text, Span::new(span.start + at.start, span.start + at.end))
            }));
        };
        if role == Role::Itself
            && let Some(span) = fields.id.span()
        {
            by_number(span);
        }
        if role == Role::Itself || !self.is_shared {
            for span in references(document).chain(fields.title.span()) {
                by_number(span);
            }
        }
        let watched = fields.watches.items().iter().map(|item| (item.span, item.value.as_str()));
        let referred =
            every_reference(document).map(|(span, reference)| (span, reference.document.as_str()));
        let old = self.old_path.as_str();
        for (span, _) in watched.chain(referred).filter(|(_, named)| *named == old) {
            let inside = text.get(span.start..span.end.min(end)).unwrap_or_default();
            if let Some(at) = inside.find(old) {
                let span = Span::new(span.start + at, span.start + at + old.len());
                patches.push(Patch { span, text: self.new_path.to_string() });
            }
        }
        patches
    }

    /// What a link to the document becomes: the name of the file, and an anchor that its number
    /// begins.
    fn in_destination(&self, body: &str, at: Span, path: &RepoPath, role: Role) -> Vec<Patch> {
        let destination = &body[at.start..at.end];
        let end = destination.find(['#', '?']).unwrap_or(destination.len());
        let (file, behind) = destination.split_at(end);
        let leads_here = if file.is_empty() {
            role == Role::Itself
        } else {
            let plain = decoded(file);
            let found = match plain.strip_prefix('/') {
                Some(absolute) => resolved("", absolute),
                None => resolved(path.folder(), &plain),
            };
            found.as_deref() == Some(self.old_path.as_str())
        };
        if !leads_here {
            return Vec::new();
        }
        let mut patches = Vec::new();
        if !file.is_empty() && self.old_path != self.new_path {
            let name = file.rfind('/').map_or(0, |slash| slash + 1);
            let kept = self.new_path.file_name().len() - self.rest_of_name().len();
            let old_name = self.old_path.file_name();
            let begun = old_name.len() - self.rest_of_name().len();
            let is_plain = file[name..].get(..begun) == old_name.get(..begun);
            let new_name = self.new_path.file_name();
            let (length, text) = if is_plain {
                (begun, new_name[..kept].to_owned())
            } else {
                (file.len() - name, new_name.replace(' ', "%20"))
            };
            let start = at.start + name;
            patches.push(Patch { span: Span::new(start, start + length), text });
        }
        let anchor = heading_anchor(self.old.as_str());
        if let Some(fragment) = behind.strip_prefix('#')
            && let Some(rest) = fragment.strip_prefix(&anchor)
            && (rest.is_empty() || rest.starts_with('-'))
        {
            let start = at.start + end + 1;
            let span = Span::new(start, start + anchor.len());
            patches.push(Patch { span, text: heading_anchor(self.new.as_str()) });
        }
        patches
    }

    /// What the name of the file has behind the number.
    fn rest_of_name(&self) -> &str {
        let name = self.old_path.file_name();
        name.get(self.old.as_str().len()..).unwrap_or_default()
    }

    fn named_anew(&self, text: &str, span: Span) -> Patch {
        let mention = text.get(span.start..span.end).unwrap_or_default();
        Patch { span, text: written_as(mention, self.new.as_str()) }
    }
}

type Referring<'d> = (Span, &'d crate::document::front_matter::Reference);

fn every_reference(document: &Document) -> impl Iterator<Item = Referring<'_>> {
    let fields = document.fields();
    let lists = [&fields.implements, &fields.related, &fields.supersedes, &fields.superseded_by];
    let listed = lists
        .into_iter()
        .flat_map(Field::items)
        .map(|reference| (reference.span, &reference.value));
    let original = fields.translation_of.span().zip(fields.translation_of.value());
    listed.chain(original)
}

fn references(document: &Document) -> impl Iterator<Item = Span> {
    every_reference(document).map(|(span, _)| span)
}

fn refers(document: &Document, span: Span) -> bool {
    let title = document.fields().title.span();
    references(document).chain(title).any(|reference| meets(reference, span))
}

/// The sections of a body that tell what happened, by their headings.
fn histories(blocks: &[Block], end: usize) -> Vec<Span> {
    let headings: Vec<(u8, &Block)> = blocks
        .iter()
        .filter_map(|block| match block.kind {
            BlockKind::Heading { level, .. } => Some((level, block)),
            _ => None,
        })
        .collect();
    let sections = headings.iter().enumerate().filter(|(_, (_, block))| is_history(&block.text));
    sections
        .map(|(index, (level, block))| {
            let next = headings[index + 1..].iter().find(|(next, _)| next <= level);
            Span::new(block.span.start, next.map_or(end, |(_, next)| next.span.start))
        })
        .collect()
}

/// Whether a heading, or the name of a file, says that what happened follows.
pub(super) fn is_history(name: &str) -> bool {
    let name = name.to_lowercase().replace(['-', '_'], " ");
    let words: Vec<&str> = name.split_whitespace().collect();
    let last = words.last().map(|word| word.trim_end_matches([':', '.']));
    matches!(last, Some("history" | "changelog" | "revisions" | "releases"))
        || words.windows(2).any(|pair| matches!(pair, ["change", "log"] | ["revision", "record"]))
}

fn meets(one: Span, other: Span) -> bool {
    one.start < other.end && other.start < one.end
}

/// Whether a path in a file of settings is all of a word.
fn stands_alone(text: &str, span: Span) -> bool {
    let is_edge = |c: char| c.is_whitespace() || matches!(c, '"' | '\'');
    let before = text[..span.start].strip_suffix('/').unwrap_or(&text[..span.start]);
    before.chars().next_back().is_none_or(is_edge)
        && text[span.end..].chars().next().is_none_or(is_edge)
}

/// A destination without percent-encoding, as well as it can be decoded.
fn decoded(destination: &str) -> String {
    String::from_utf8(percent_decoded(destination)).unwrap_or_else(|_| destination.to_owned())
}
