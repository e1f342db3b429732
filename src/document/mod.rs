//! One document: what it is, what its front matter says, what its text says.
//!
//! This module reads a text that it is given. It knows no files, no history and
//! no other document.

pub mod id;
pub mod lifecycle;
pub mod field;
pub mod profile;
pub mod front_matter;
pub mod label;
pub mod relined;
pub mod canonical_text;
pub mod blocks;
pub mod comments;
pub mod destinations;
pub mod relinked;
pub mod outline;
pub mod links;
pub mod mentions;
pub mod manuscript;
pub mod fingerprint;
pub mod renumbering;

use std::borrow::Cow;
use std::sync::OnceLock;

use crate::language::Language;
use crate::source::LineIndex;

use blocks::{Block, BlockKind, Mark, MarkKind};
use comments::Comment;
use field::FieldName;
use fingerprint::{CanonicalForm, Fingerprint, SubstanceFields};
use front_matter::{Fields, Split};
use label::read_label;
use lifecycle::DocumentKind;
use links::Links;
use outline::{Outline, Reading};
use profile::Profile;

/// A document, read. What costs time is computed when it is first asked for.
#[derive(Debug)]
pub struct Document {
    text: String,
    split: Split,
    fields: Fields,
    body_start: usize,
    lines: OnceLock<LineIndex>,
    values: Vec<(String, String)>,
    substance_keys: Vec<(String, Substance)>,
    blocks: OnceLock<Vec<Block>>,
    outline: OnceLock<Outline>,
    links: OnceLock<Links>,
    fingerprint: OnceLock<Fingerprint>,
    title: OnceLock<Option<String>>,
}

/// How a field of the front matter belongs to the substance of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Substance {
    /// The title.
    Title,
    /// What says whom and what the document concerns: type, audience, implements.
    Reach,
}

impl Document {
    /// Reads a document under a profile. Never fails: what is wrong with the text is
    /// part of what is read.
    #[must_use]
    pub fn read(text: String, profile: &Profile) -> Self {
        let split = front_matter::split(&text);
        Self::read_split(text, split, profile)
    }

    /// As [`Document::read`], where the front matter of the text has been found before.
    #[must_use]
    pub fn read_split(text: String, split: Split, profile: &Profile) -> Self {
        let front_matter = split.front_matter(profile);
        let fields = Fields::read(front_matter, profile);
        let values = front_matter.map(|found| found.values(&text)).unwrap_or_default();
        let substance_keys = [
            (FieldName::Title, Substance::Title),
            (FieldName::Type, Substance::Reach),
            (FieldName::Audience, Substance::Reach),
            (FieldName::Implements, Substance::Reach),
        ]
        .into_iter()
        .flat_map(|(field, substance)| {
            profile.keys_of(field).iter().map(move |key| (key.clone(), substance))
        })
        .collect();
        Self {
            body_start: split.body_start(profile),
            lines: OnceLock::new(),
            split,
            fields,
            values,
            substance_keys,
            text,
            blocks: OnceLock::new(),
            outline: OnceLock::new(),
            links: OnceLock::new(),
            fingerprint: OnceLock::new(),
            title: OnceLock::new(),
        }
    }

    /// The whole text, as it stands in the file.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text below the front matter.
    #[must_use]
    pub fn body(&self) -> &str {
        self.text.get(self.body_start..).unwrap_or_default()
    }

    /// What stands at the beginning of the text.
    #[must_use]
    pub fn split(&self) -> &Split {
        &self.split
    }

    /// The fields of the front matter.
    #[must_use]
    pub fn fields(&self) -> &Fields {
        &self.fields
    }

    /// Where the body begins in the text: places in the body are counted from there.
    #[must_use]
    pub const fn body_start(&self) -> usize {
        self.body_start
    }

    /// All of the front matter as key and text, in the order in which it is written.
    #[must_use]
    pub fn values(&self) -> &[(String, String)] {
        &self.values
    }

    /// How the top-level key belongs to the substance; `None` for administrative keys.
    #[must_use]
    pub fn substance_of(&self, key: &str) -> Option<Substance> {
        self.substance_keys.iter().find(|(name, _)| name == key).map(|(_, substance)| *substance)
    }

    /// Lines and columns of the whole text.
    #[must_use]
    pub fn lines(&self) -> &LineIndex {
        self.lines.get_or_init(|| LineIndex::new(&self.text))
    }

    /// The line in the file, from 1, of an offset into the body.
    #[must_use]
    pub fn line_in_body(&self, offset: usize) -> usize {
        self.lines().line(self.body_start + offset)
    }

    /// The kind that the front matter gives, where it is a built-in one.
    #[must_use]
    pub fn kind(&self) -> Option<DocumentKind> {
        self.fields.document_type.value().and_then(lifecycle::DocumentType::kind)
    }

    /// The block structure of the body.
    pub fn blocks(&self) -> &[Block] {
        self.blocks.get_or_init(|| blocks::blocks(self.body()))
    }

    /// The HTML comments of the body, made anew on each call.
    #[must_use]
    pub fn comments(&self) -> Vec<Comment> {
        comments::comments(self.body(), self.blocks())
    }

    /// What the body leads to, and where it can be led to.
    pub fn links(&self) -> &Links {
        self.links.get_or_init(|| Links::read(self.body()))
    }

    /// What the document says.
    pub fn outline(&self) -> &Outline {
        self.outline.get_or_init(|| {
            let title = self.fields.title.value().map(String::as_str);
            Outline::read(self.body(), title, self.reading(), Language::english())
        })
    }

    /// What it says where nothing is known of its type. What its candidates weigh may be told
    /// as for the type. It costs least where [`Document::outline`] has not been asked for yet.
    pub fn untyped_outline(&self) -> Cow<'_, Outline> {
        let (reading, language) = (self.reading(), Language::english());
        let title = self.fields.title.value().map(String::as_str);
        if reading == Reading::Untyped {
            return Cow::Borrowed(self.outline());
        }
        if self.outline.get().is_some() {
            return Cow::Owned(Outline::read(self.body(), title, Reading::Untyped, language));
        }
        let both = [reading, Reading::Untyped];
        let (typed, untyped) = Outline::read_both(self.body(), title, both, language);
        let typed = self.outline.get_or_init(|| typed);
        untyped.map_or(Cow::Borrowed(typed), Cow::Owned)
    }

    /// How the type has the document read.
    fn reading(&self) -> Reading {
        match self.kind() {
            Some(DocumentKind::Policy) => Reading::Policy,
            Some(_) if self.is_in_unread_language() => Reading::ProcedureUnread,
            Some(DocumentKind::Sop | DocumentKind::WorkInstruction) => Reading::Procedure,
            None => Reading::Untyped,
        }
    }

    /// Whether the front matter names a language that there are no word lists for.
    fn is_in_unread_language(&self) -> bool {
        self.fields.language.value().is_some_and(|tag| Language::of_tag(tag).is_none())
    }

    /// The fingerprint of the substance.
    pub fn fingerprint(&self) -> Fingerprint {
        *self.fingerprint.get_or_init(|| Fingerprint::of_form(&self.canonical_form()))
    }

    /// What the fingerprint is the hash of, made anew on each call.
    #[must_use]
    pub fn canonical_form(&self) -> CanonicalForm {
        let audience: Vec<String> =
            self.fields.audience.texts().into_iter().map(str::to_owned).collect();
        let implements: Vec<String> =
            self.fields.implements.items().iter().map(|item| written(&item.value)).collect();
        CanonicalForm::of(
            self.blocks(),
            &SubstanceFields {
                title: self.fields.title.value().map(String::as_str),
                document_type: self
                    .fields
                    .document_type
                    .value()
                    .map(lifecycle::DocumentType::as_str),
                audience: &audience,
                implements: &implements,
            },
        )
    }

    /// The title: from the front matter, else the first heading of the first level, else the
    /// bold line that the text begins with, else the first heading at all.
    #[must_use]
    pub fn title(&self) -> Option<String> {
        self.title.get_or_init(|| self.find_title()).clone()
    }

    /// Takes over what was worked out before about the very same text, read under the same
    /// profile. What has been worked out meanwhile stays.
    pub fn recall(&self, fingerprint: Option<Fingerprint>, title: Option<Option<String>>) {
        if let Some(fingerprint) = fingerprint {
            self.fingerprint.get_or_init(|| fingerprint);
        }
        if let Some(title) = title {
            self.title.get_or_init(|| title);
        }
    }

    /// The fingerprint, where it has been worked out.
    #[must_use]
    pub fn known_fingerprint(&self) -> Option<Fingerprint> {
        self.fingerprint.get().copied()
    }

    /// The heading that says what the whole document is called: the first of the first level, or
    /// the one that everything stands below. A heading in the middle of the text is that of a
    /// part, and one with a place to be filled in says nothing.
    #[must_use]
    pub fn title_heading(&self) -> Option<&Block> {
        let level = |block: &Block| match block.kind {
            BlockKind::Heading { level, .. } => Some(level),
            _ => None,
        };
        let is_plain = |block: &&Block| is_plain(&block.text);
        let blocks = self.blocks();
        let first = || blocks.first().filter(|first| level(first).is_some());
        let of_level_one = blocks.iter().filter(is_plain).find(|block| level(block) == Some(1));
        of_level_one.or_else(first).filter(is_plain)
    }

    fn find_title(&self) -> Option<String> {
        if let Some(title) = self.fields.title.value() {
            return Some(title.clone());
        }
        let headings = || {
            self.blocks().iter().filter_map(|block| match block.kind {
                BlockKind::Heading { level, .. } if !block.text.is_empty() => {
                    Some((level, &block.text))
                }
                _ => None,
            })
        };
        headings()
            .find(|(level, _)| *level == 1)
            .map(|(_, text)| text.clone())
            .or_else(|| self.bold_title().map(|block| block.text.clone()))
            .or_else(|| headings().next().map(|(_, text)| text.clone()))
    }

    /// The paragraph that the text begins with, where all of it is bold and reads as a title:
    /// what becomes of a title of a word processor. One with a number is the heading of a part.
    #[must_use]
    pub fn bold_title(&self) -> Option<&Block> {
        /// In bytes; longer ones are sentences.
        const LONGEST: usize = 150;
        let block = self.blocks().first().filter(|block| block.kind == BlockKind::Paragraph)?;
        let is_bold = |mark: &Mark| {
            mark.kind == MarkKind::Strong && mark.start == 0 && mark.end == block.text.len()
        };
        let text = block.text.as_str();
        let is_title = text.len() <= LONGEST
            && text.contains(char::is_alphabetic)
            && is_plain(text)
            && !text.contains(':')
            && !text.ends_with(['.', '!', '?'])
            && read_label(text).is_none();
        (is_title && block.marks.iter().any(is_bold)).then_some(block)
    }
}

/// Whether a title is words and not the place for them.
fn is_plain(title: &str) -> bool {
    title.contains(char::is_alphanumeric)
        && !["{{", "{%", "<%"].into_iter().any(|tag| title.contains(tag))
}

/// A reference in its canonical form: `SOP-001#kickoff-call`.
fn written(reference: &front_matter::Reference) -> String {
    match &reference.stage {
        Some(stage) => format!("{}#{stage}", reference.document),
        None => reference.document.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(text: &str) -> Document {
        Document::read(text.to_owned(), Profile::sopctl())
    }

    const TEXT: &str = "+++\nid = \"SOP-001\"\ntitle = \"Close the till\"\ntype = \"sop\"\nowner = \"@shop\"\n+++\n\n# Till\n\n## Steps\n\n1. Count the notes.\n";

    #[test]
    fn an_administrative_field_is_no_substance_and_a_title_is() {
        let original = document(TEXT).fingerprint();
        assert_eq!(document(&TEXT.replace("@shop", "@store")).fingerprint(), original);
        assert_eq!(
            document(&TEXT.replace("+++", "+++ ").replace('\n', "\r\n")).fingerprint(),
            original
        );
        assert_ne!(document(&TEXT.replace("Close the", "Open the")).fingerprint(), original);
        assert_eq!(document(TEXT).substance_of("title"), Some(Substance::Title));
        assert_eq!(document(TEXT).substance_of("owner"), None);
    }

    #[test]
    fn the_syntax_of_front_matter_is_no_substance() {
        let yaml = "---\nid: SOP-001\ntitle: Close the till\ntype: SOP\nowner: '@shop'\n---\n\n# Till\n\n## Steps\n\n- Count the notes.\n";
        assert_eq!(document(yaml).fingerprint(), document(TEXT).fingerprint());
    }

    #[test]
    fn the_title_falls_back_to_the_headings() {
        assert_eq!(document(TEXT).title().as_deref(), Some("Close the till"));
        assert_eq!(document("## a\n\n# b\n").title().as_deref(), Some("b"));
        assert_eq!(document("## a\n").title().as_deref(), Some("a"));
        assert_eq!(document("text\n").title(), None);
    }

    #[test]
    fn a_bold_line_at_the_beginning_is_the_title() {
        for (text, title) in [
            ("**Handling of complaints**\n\n## 1. PURPOSE\n", Some("Handling of complaints")),
            ("**Handling of\ncomplaints**\n", Some("Handling of complaints")),
            ("**Bold**\n\n# Heading\n", Some("Heading")),
            ("**1. PURPOSE**\n\n## Scope\n", Some("Scope")),
            ("**Warning:** hot\n\n## Scope\n", Some("Scope")),
            ("**Version: 2**\n\n## Scope\n", Some("Scope")),
            ("**Never touch it.**\n\n## Scope\n", Some("Scope")),
            ("Text.\n\n**Bold**\n\n## Scope\n", Some("Scope")),
        ] {
            assert_eq!(document(text).title().as_deref(), title, "{text}");
        }
    }

    #[test]
    fn lines_count_from_the_beginning_of_the_file() {
        let document = document(TEXT);
        assert_eq!(document.line_in_body(document.outline().units[0].span.start), 12);
    }
}
