//! The references between documents: what a document names, and what names it.
//!
//! Follows the fields of front matter. Links in the text are not references.

use std::collections::HashMap;

use crate::document::blocks::BlockKind;
use crate::document::field::{Field, FieldName};
use crate::document::front_matter::{Fields, Reference};
use crate::source::{Span, Spanned};
use crate::text::heading_anchor;

use super::{Library, Member};

/// How a document stands to another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// It carries out the other one.
    Implements,
    /// The other one carries it out.
    ImplementedBy,
    /// Read both; whichever says so.
    Related,
    /// It replaces the other one.
    Supersedes,
    /// The other one replaces it.
    SupersededBy,
    /// It says the same as the other one, in another language.
    TranslationOf,
    /// The other one says the same in another language.
    Translation,
}

impl Relation {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 7] = [
        Self::Implements,
        Self::ImplementedBy,
        Self::Related,
        Self::Supersedes,
        Self::SupersededBy,
        Self::TranslationOf,
        Self::Translation,
    ];

    /// In words, as in "SOP-001 … POL-001".
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Implements => "implements",
            Self::ImplementedBy => "implemented by",
            Self::Related => "related to",
            Self::Supersedes => "supersedes",
            Self::SupersededBy => "superseded by",
            Self::TranslationOf => "translation of",
            Self::Translation => "translated by",
        }
    }

    /// The field in which a document says so; `None` where only the other one does.
    #[must_use]
    pub const fn field(self) -> Option<FieldName> {
        match self {
            Self::Implements => Some(FieldName::Implements),
            Self::Related => Some(FieldName::Related),
            Self::Supersedes => Some(FieldName::Supersedes),
            Self::SupersededBy => Some(FieldName::SupersededBy),
            Self::TranslationOf => Some(FieldName::TranslationOf),
            Self::ImplementedBy | Self::Translation => None,
        }
    }

    /// The same relation, seen from the other document.
    #[must_use]
    pub const fn reversed(self) -> Self {
        match self {
            Self::Implements => Self::ImplementedBy,
            Self::ImplementedBy => Self::Implements,
            Self::Related => Self::Related,
            Self::Supersedes => Self::SupersededBy,
            Self::SupersededBy => Self::Supersedes,
            Self::TranslationOf => Self::Translation,
            Self::Translation => Self::TranslationOf,
        }
    }
}

/// A reference from or to a document.
#[derive(Debug, Clone)]
pub struct Link<'l> {
    /// How the document stands to the other one.
    pub relation: Relation,
    /// The other document as it is written; what it is called, where it is the one that
    /// names this document.
    pub name: String,
    /// The stage that is named: of the other document, or of this one, where the other
    /// one names it.
    pub stage: Option<String>,
    /// Where it leads.
    pub target: Target<'l>,
    /// Where this document names the other one; `None` where only the other one does.
    pub span: Option<Span>,
}

/// Where a reference leads.
#[derive(Debug, Clone, Copy)]
pub enum Target<'l> {
    /// To a document.
    Found(&'l Member),
    /// To a document that has no such stage.
    NoStage(&'l Member),
    /// To no one document: so many have that number.
    Several(usize),
    /// To a file that cannot be read.
    Unreadable,
    /// Nowhere.
    Missing,
}

impl<'l> Target<'l> {
    /// The document, where there is one.
    #[must_use]
    pub const fn member(self) -> Option<&'l Member> {
        match self {
            Self::Found(member) | Self::NoStage(member) => Some(member),
            Self::Several(_) | Self::Unreadable | Self::Missing => None,
        }
    }
}

impl Member {
    /// The other documents that it names, field by field.
    #[must_use]
    pub fn references(&self) -> Vec<(Relation, &Spanned<Reference>)> {
        let fields: &Fields = self.document.fields();
        let lists = [
            (Relation::Implements, &fields.implements),
            (Relation::Related, &fields.related),
            (Relation::Supersedes, &fields.supersedes),
            (Relation::SupersededBy, &fields.superseded_by),
        ];
        let mut named: Vec<_> = lists
            .into_iter()
            .flat_map(|(relation, field)| field.items().iter().map(move |item| (relation, item)))
            .collect();
        if let Field::Given(original) = &fields.translation_of {
            named.push((Relation::TranslationOf, original));
        }
        named
    }
}

impl Library {
    /// Where a reference leads. Numbers are told apart without their case, as people
    /// write them.
    #[must_use]
    pub fn follow(&self, reference: &Reference) -> Target<'_> {
        let name = &reference.document;
        let named = self.names.get_or_init(|| self.named()).get(&name.to_ascii_lowercase());
        match named.map_or(&[][..], Vec::as_slice) {
            [only] => match (self.members.get(*only), &reference.stage) {
                (Some(member), Some(stage)) if !has_stage(member, stage) => Target::NoStage(member),
                (Some(member), _) => Target::Found(member),
                (None, _) => Target::Missing,
            },
            [] if self.unreadable.iter().any(|file| file.path == *name) => Target::Unreadable,
            [] => Target::Missing,
            several => Target::Several(several.len()),
        }
    }

    /// The documents by what they are called, in lower case: references of many documents are
    /// followed in a large library.
    fn named(&self) -> HashMap<String, Vec<usize>> {
        let mut named: HashMap<String, Vec<usize>> = HashMap::new();
        for (index, member) in self.members.iter().enumerate() {
            named.entry(member.name().to_ascii_lowercase()).or_default().push(index);
        }
        named
    }

    /// The documents that carry out or translate the one of that name, each with where it says
    /// so, in the order of reports. Those that are superseded or retired rest on nothing any
    /// more.
    #[must_use]
    pub fn resting_on(&self, name: &str) -> Vec<(&Member, Relation, &Reference)> {
        let mut found: Vec<(&Member, Relation, &Reference)> = Vec::new();
        for member in self.members.iter().filter(|member| !member.is_over()) {
            let fields = member.document.fields();
            let carried_out = fields.implements.items().iter().map(|item| &item.value);
            let named = carried_out
                .map(|reference| (Relation::Implements, reference))
                .chain(fields.translation_of.value().map(|r| (Relation::TranslationOf, r)))
                .filter(|(_, reference)| reference.document.eq_ignore_ascii_case(name));
            found.extend(named.map(|(relation, reference)| (member, relation, reference)));
        }
        found.sort_by_cached_key(|(member, ..)| member.rank());
        found
    }

    /// Every reference from and to a document: by relation, first those that the document
    /// names itself, in its order, then the others in that of reports. A pair that name
    /// each other come once.
    #[must_use]
    pub fn links_of<'l>(&'l self, member: &Member) -> Vec<Link<'l>> {
        let mut links: Vec<Link<'l>> = member
            .references()
            .into_iter()
            .map(|(relation, reference)| Link {
                relation,
                name: reference.value.document.clone(),
                stage: reference.value.stage.clone(),
                target: self.follow(&reference.value),
                span: Some(reference.span),
            })
            .collect();
        let mut others: Vec<&Member> =
            self.members.iter().filter(|other| other.path != member.path).collect();
        others.sort_by_cached_key(|other| other.rank());
        for other in others {
            for (relation, reference) in other.references() {
                let relation = relation.reversed();
                let is_meant = reference.value.document.eq_ignore_ascii_case(member.name());
                let is_known = links.iter().any(|known| {
                    known.relation == relation
                        && known.target.member().is_some_and(|known| known.path == other.path)
                        && (known.span.is_some() || known.stage == reference.value.stage)
                });
                if is_meant && !is_known {
                    links.push(Link {
                        relation,
                        name: other.name().to_owned(),
                        stage: reference.value.stage.clone(),
                        target: Target::Found(other),
                        span: None,
                    });
                }
            }
        }
        links.sort_by_key(|link| link.relation);
        links
    }
}

/// Whether a document has a heading of that anchor: explicit, or made of its words with
/// or without its number. Of headings with the same words, the later ones have `-1`, `-2`
/// behind them.
fn has_stage(member: &Member, stage: &str) -> bool {
    let bare = match stage.rsplit_once('-') {
        Some((bare, count)) if count.bytes().all(|b| b.is_ascii_digit()) => bare,
        _ => stage,
    };
    let is_named = |words: &str| {
        let anchor = heading_anchor(words);
        anchor == stage || anchor == bare
    };
    let by_heading = member.document.blocks().iter().any(|block| match &block.kind {
        BlockKind::Heading { anchor, .. } => {
            anchor.as_deref() == Some(stage) || is_named(&block.text)
        }
        _ => false,
    });
    by_heading || member.document.outline().sections.iter().any(|section| is_named(&section.title))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::profile::Profile;

    fn library(files: &[(&str, &str)]) -> Library {
        Library::of_texts(Profile::sopctl(), files)
    }

    fn links(library: &Library, id: &str) -> Vec<String> {
        let member = library.find(id).unwrap();
        let shown = |link: Link<'_>| {
            let stage = link.stage.map(|stage| format!("#{stage}")).unwrap_or_default();
            let end = match link.target {
                Target::Found(member) => format!("at {}", member.path),
                Target::NoStage(_) => "without that stage".to_owned(),
                Target::Several(count) => format!("one of {count}"),
                Target::Unreadable => "unreadable".to_owned(),
                Target::Missing => "missing".to_owned(),
            };
            format!("{} {}{stage} {end}", link.relation.name(), link.name)
        };
        library.links_of(member).into_iter().map(shown).collect()
    }

    #[test]
    fn references_are_followed_both_ways() {
        let library = library(&[
            ("p.md", "+++\nid = 'POL-1'\n+++\n"),
            ("s.md", "+++\nid = 'SOP-1'\nimplements = ['pol-1']\nrelated = 'SOP-2'\n+++\n"),
            ("t.md", "+++\nid = 'SOP-2'\nrelated = 'SOP-1'\nsupersedes = ['SOP-0']\n+++\n"),
            ("w.md", "+++\nid = 'WI-1'\nimplements = ['SOP-1#close']\n+++\n"),
        ]);
        assert_eq!(links(&library, "POL-1"), ["implemented by SOP-1 at s.md"]);
        assert_eq!(
            links(&library, "SOP-1"),
            [
                "implements pol-1 at p.md",
                "implemented by WI-1#close at w.md",
                "related to SOP-2 at t.md",
            ]
        );
        assert_eq!(
            links(&library, "SOP-2"),
            ["related to SOP-1 at s.md", "supersedes SOP-0 missing"]
        );
        assert_eq!(links(&library, "WI-1"), ["implements SOP-1#close without that stage"]);
    }

    #[test]
    fn a_stage_is_a_heading_with_or_without_its_number() {
        let text = "+++\nid = 'SOP-1'\n+++\n## 1. Kick off\n## Close {#end}\n## Notes\n## Notes\n";
        let library = library(&[("s.md", text)]);
        let found = |stage: &str| {
            let reference = Reference::new(&format!("SOP-1#{stage}"));
            matches!(library.follow(&reference), Target::Found(_))
        };
        for stage in ["kick-off", "1-kick-off", "end", "close", "notes", "notes-1"] {
            assert!(found(stage), "{stage}");
        }
        assert!(!found("open"));
    }

    #[test]
    fn a_number_that_was_given_twice_leads_to_no_one_document() {
        let library = library(&[
            ("a.md", "+++\nid = 'SOP-1'\n+++\n"),
            ("b.md", "+++\nid = 'SOP-1'\n+++\n"),
            ("w.md", "+++\nid = 'WI-1'\nimplements = ['SOP-1']\n+++\n"),
        ]);
        assert_eq!(links(&library, "WI-1"), ["implements SOP-1 one of 2"]);
    }
}
