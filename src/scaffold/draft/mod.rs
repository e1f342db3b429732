//! A draft that somebody has written already: its text goes into the sections of the template.
//!
//! Nothing of the text is lost: what belongs to no section stays, under its own heading, at the
//! end. Of its front matter only what still holds for a new document is taken: never a number, a
//! version, a status, or what reviews and approvals have recorded.

mod headings;
mod parts;

use crate::document::Document;
use crate::document::field::FieldName;
use crate::document::lifecycle::DocumentKind;
use crate::document::profile::Profile;
use crate::source::Span;

use super::given::Given;
use headings::{does, is_same};
use parts::{heading_source, level, parts, relevelled, slice, squeezed};

/// A text to begin with.
#[derive(Debug)]
pub(super) struct Draft {
    document: Document,
    title: Option<String>,
}

/// What a draft is called, by its front matter or its first heading.
#[must_use]
pub fn title_of(draft: &str) -> Option<String> {
    Draft::read(draft).title
}

impl Draft {
    pub(super) fn read(text: &str) -> Self {
        let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
        let document = Document::read(text, Profile::sopctl());
        let title = document.title();
        Self { document, title }
    }

    /// What it is called, by its front matter or its first heading.
    pub(super) fn title(&self) -> Option<&str> {
        self.title.as_deref()
    }

    pub(super) fn owner(&self) -> Option<&str> {
        self.document.fields().owner.value().map(String::as_str)
    }

    /// What of its front matter holds for a new document as well, beside title and owner.
    pub(super) fn fields(&self) -> Vec<Given> {
        let fields = self.document.fields();
        let mut given = Vec::new();
        for (field, items) in [
            (FieldName::Audience, fields.audience.texts()),
            (FieldName::Watches, fields.watches.texts()),
        ] {
            if !items.is_empty() {
                given.push(Given::list(field, items));
            }
        }
        if let Some(language) = fields.language.value() {
            given.push(Given::text(FieldName::Language, language));
        }
        given
    }

    /// The text of the template with that of the draft in its sections. A section that links to
    /// other documents keeps what it says, and the text of the draft comes behind it.
    pub(super) fn put_into(&self, body: &str, kind: DocumentKind) -> String {
        let template = Document::read(body.to_owned(), Profile::sopctl());
        let sections = parts(template.blocks(), body.len(), 2);
        let mut filled: Vec<Vec<String>> = vec![Vec::new(); sections.len()];
        let mut rest: Vec<String> = Vec::new();
        for piece in self.pieces() {
            let named =
                sections.iter().position(|section| is_same(&section.heading, &piece.heading));
            let doing = || {
                let place = sections.iter().position(|section| does(&section.heading));
                place.filter(|_| piece.has_steps && kind != DocumentKind::Policy)
            };
            match (named, doing()) {
                (Some(place), _) => filled[place].push(piece.text),
                // What stands before every heading says what the document is for.
                (None, None) if piece.heading.is_empty() && sections.len() > 1 => {
                    filled[1].push(piece.text);
                }
                (None, Some(place)) if piece.heading.is_empty() => filled[place].push(piece.text),
                (None, Some(place)) => {
                    filled[place].push(format!("### {}\n\n{}", piece.title, piece.text));
                }
                (None, None) => rest.push(format!("## {}\n\n{}", piece.title, piece.text)),
            }
        }
        let mut text = String::new();
        for (section, filled) in sections.iter().zip(&filled) {
            let head = slice(body, section.head);
            let below = slice(body, section.below);
            let keeps = filled.is_empty() || below.contains("](");
            text.push_str(head);
            if keeps {
                text.push_str(below);
            } else {
                text.push('\n');
            }
            for filled in filled {
                text.push_str(filled.trim_matches('\n'));
                text.push_str("\n\n");
            }
        }
        for rest in rest {
            text.push_str(&format!("\n{}\n", rest.trim_end()));
        }
        format!("{}\n", squeezed(text.trim_end()))
    }

    /// The heading that is the title: the one that says it, or the only one of the first level.
    fn title_heading(&self) -> Option<usize> {
        let blocks = self.document.blocks();
        let mut first = (0..blocks.len()).filter(|index| level(&blocks[*index]) == Some(1));
        let said = first.clone().find(|index| Some(blocks[*index].text.as_str()) == self.title());
        said.or_else(|| first.next().filter(|_| first.next().is_none()))
    }

    /// What the draft says, heading by heading, without its title.
    fn pieces(&self) -> Vec<Piece> {
        let body = self.document.body();
        let blocks = self.document.blocks();
        let title = self.title_heading();
        let top = blocks
            .iter()
            .enumerate()
            .filter(|(index, _)| Some(*index) != title)
            .filter_map(|(_, block)| level(block))
            .min()
            .unwrap_or(2);
        let mut parts = parts(blocks, body.len(), top);
        let title = title.map(|title| blocks[title].span);
        for part in parts.iter_mut().filter(|part| Some(part.head) == title) {
            part.heading.clear();
        }
        let first_step =
            self.document.outline().top_level_steps().map(|step| step.span.start).min();
        let mut pieces = Vec::new();
        for part in parts {
            let has_steps = |span: Span| {
                let outline = self.document.outline();
                outline
                    .top_level_steps()
                    .any(|step| span.start <= step.span.start && step.span.end <= span.end)
            };
            let cut = first_step.filter(|_| part.heading.is_empty() && has_steps(part.below));
            let cut = cut.filter(|cut| (part.below.start..part.below.end).contains(cut));
            let spans = match cut {
                Some(cut) => vec![Span::new(part.below.start, cut), Span::new(cut, part.below.end)],
                None => vec![part.below],
            };
            for span in spans {
                let text = relevelled(body, span, blocks, top, title);
                if text.trim().is_empty() && part.heading.is_empty() {
                    continue;
                }
                pieces.push(Piece {
                    heading: part.heading.clone(),
                    title: heading_source(slice(body, part.head)),
                    has_steps: has_steps(span),
                    text,
                });
            }
        }
        pieces
    }
}

/// A part of a draft, ready for its place.
struct Piece {
    /// The words of its heading; empty for what stands before the first one.
    heading: String,
    /// The heading as Markdown.
    title: String,
    text: String,
    has_steps: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEMPLATE: &str = "# Refunds\n\n<!-- Guidance -->\n\n## Purpose\n\n<!-- Why? -->\n\nTODO: why?\n\n\
        ## Procedure\n\nTODO: what?\n\n## Records\n\nTODO: which?\n";

    fn put(draft: &str) -> String {
        Draft::read(draft).put_into(TEMPLATE, DocumentKind::Sop)
    }

    #[test]
    fn what_a_draft_says_stands_in_the_sections_of_the_template() {
        let text = put(
            "# Refunds\n\n## Goal\n\nMoney goes back.\n\n## Process\n\n### Decide\n\n1. Decide on it.\n\n\
             ## Prices\n\n| a | b |\n|---|---|\n| 1 | 2 |\n",
        );
        assert_eq!(
            text,
            "# Refunds\n\n<!-- Guidance -->\n\n## Purpose\n\nMoney goes back.\n\n## Procedure\n\n\
             ### Decide\n\n1. Decide on it.\n\n## Records\n\nTODO: which?\n\n## Prices\n\n\
             | a | b |\n|---|---|\n| 1 | 2 |\n"
        );
    }

    #[test]
    fn a_draft_without_headings_is_cut_before_its_first_step() {
        let text =
            put("Money goes back.\n\n1. Open the till.\n2. Count the notes.\n3. Write it down.\n");
        assert!(
            text.contains(
                "## Purpose\n\nMoney goes back.\n\n## Procedure\n\n1. Open the till.\n2. "
            )
        );
    }

    #[test]
    fn nothing_of_a_draft_is_lost() {
        for draft in [
            "Intro\n\nTitle\n=====\n\nText *a*\n\nSub\n---\n\n- x\n\n##### Deep ##\n\ny\n",
            "# A\n\n# B\n\nb\n\n# C\n\n## D\n\nd\n",
            "### Only\n\nthird\n\n```sh\n## no heading\n\n\n\nls\n```\n",
            "> # quoted\n\nz\n",
            "",
        ] {
            let text = put(draft);
            let words = |text: &str| {
                let document = Document::read(text.to_owned(), Profile::sopctl());
                let texts = document.blocks().iter().map(|block| block.text.clone());
                texts.filter(|text| !text.is_empty()).collect::<Vec<_>>()
            };
            let found = words(&text);
            let title = Draft::read(draft).title;
            for said in words(draft).into_iter().filter(|said| Some(said) != title.as_ref()) {
                assert!(found.contains(&said), "{said:?} of {draft:?} is not in\n{text}");
            }
        }
    }

    #[test]
    fn a_section_that_links_to_other_documents_keeps_them() {
        let template = TEMPLATE.replace("TODO: what?", "[WI-001](w.md) tells how.");
        let draft = Draft::read("## Procedure\n\nThe cashier asks.\n");
        let text = draft.put_into(&template, DocumentKind::Sop);
        assert!(
            text.contains(
                "## Procedure\n\n[WI-001](w.md) tells how.\n\nThe cashier asks.\n\n## Rec"
            )
        );
    }
}
