//! What a rule may look at beside the document itself.

use std::collections::HashMap;

use crate::config::{Config, Ruleset};
use crate::document::field::{Field, FieldName};
use crate::document::front_matter::FrontMatter;
use crate::document::lifecycle::{DocumentKind, DocumentType};
use crate::document::outline::UnitKind;
use crate::genre::LooksLike;
use crate::language::Language;
use crate::library::{Branches, Collision, Files, Library, Member, in_parallel};
use crate::paths::RepoPath;
use crate::source::Span;

/// The library around a document: never the clock, never history.
pub(super) struct Surroundings<'l> {
    /// The documents and the convention of their front matter.
    pub(super) library: &'l Library,
    /// What the repository decided, where it has a `sopctl.toml`.
    pub(super) config: Option<&'l Config>,
    /// The files around them.
    pub(super) files: &'l Files,
    /// The documents before some work, where only that work is judged.
    before: Option<&'l Library>,
    /// The numbers that stand for several documents on other branches, in lower case, where
    /// these are looked at.
    collisions: HashMap<String, &'l Collision>,
    holders: HashMap<String, Vec<&'l str>>,
    /// The stages that others implement, by the name of the document in lower case; `None`
    /// for all of it.
    implemented: HashMap<String, Vec<Option<&'l str>>>,
    looks: HashMap<&'l RepoPath, LooksLike>,
    /// The words of the repository beside the built-in ones, where it adds any.
    extended: Option<Language>,
}

/// What stands around the documents that are judged.
#[derive(Clone, Copy)]
pub(super) struct Around<'l> {
    /// What the repository decided, where it has a `sopctl.toml`.
    pub(super) config: Option<&'l Config>,
    /// The files of the same tree.
    pub(super) files: &'l Files,
    /// The documents before some work, where only that work is judged.
    pub(super) before: Option<&'l Library>,
    /// What other branches say, where these are looked at.
    pub(super) branches: Option<&'l Branches>,
}

impl<'l> Surroundings<'l> {
    /// `judged` are the documents that are asked for: only of them it is told what they look
    /// like.
    pub(super) fn new(
        library: &'l Library,
        around: Around<'l>,
        judged: impl Iterator<Item = &'l Member>,
    ) -> Self {
        let mut holders: HashMap<String, Vec<&'l str>> = HashMap::new();
        for member in &library.members {
            if let Some(id) = member.document.fields().id.value() {
                holders.entry(id.as_str().to_lowercase()).or_default().push(member.path.as_str());
            }
        }
        let mut implemented: HashMap<String, Vec<Option<&'l str>>> = HashMap::new();
        for member in library.members.iter().filter(|member| !member.is_over()) {
            for reference in member.document.fields().implements.items() {
                let stages = implemented.entry(reference.value.document.to_lowercase());
                stages.or_default().push(reference.value.stage.as_deref());
            }
        }
        let Around { config, files, before, branches } = around;
        let collisions = branches.map_or(&[][..], |branches| branches.collisions.as_slice());
        let collisions =
            collisions.iter().map(|collision| (collision.id.to_lowercase(), collision)).collect();
        let added = config.map(|config| &config.check.words).filter(|words| !words.is_empty());
        let extended = added.cloned().map(Language::english_with);
        let english = extended.as_ref().unwrap_or_else(|| Language::english());
        let looks = in_parallel(judged.collect(), |member: &Member| {
            Some((&member.path, LooksLike::of_words(&member.document, &member.path, english)?))
        });
        Self {
            library,
            config,
            files,
            before,
            collisions,
            implemented,
            holders,
            looks: looks.into_iter().flatten().collect(),
            extended,
        }
    }

    /// What a document looks like; `None` where that is not judged.
    pub(super) fn looks_like(&self, member: &Member) -> Option<&LooksLike> {
        self.looks.get(&member.path)
    }

    /// What a document looks like, for the rules of type confusion: not under the rule set in
    /// which step-by-step SOPs are normal.
    pub(super) fn confusable(&self, member: &Member) -> Option<&LooksLike> {
        self.looks_like(member).filter(|_| self.ruleset() != Ruleset::Regulated)
    }

    /// The set of defaults that the repository chose.
    pub(super) fn ruleset(&self) -> Ruleset {
        self.config.map_or(Ruleset::General, |config| config.check.ruleset)
    }

    /// A document as it was before the work that is judged, by its number and otherwise by
    /// its path; `None` where it is new, or where not some work is judged.
    pub(super) fn former(&self, member: &Member) -> Option<&'l Member> {
        let before = self.before?;
        let id = member.document.fields().id.value();
        let numbered = id.and_then(|id| {
            let is_it = |other: &&Member| {
                let other = other.document.fields().id.value();
                other.is_some_and(|other| other.as_str().eq_ignore_ascii_case(id.as_str()))
            };
            let mut same = before.members.iter().filter(is_it);
            same.next().filter(|_| same.next().is_none())
        });
        numbered.or_else(|| before.at(member.committed_path()))
    }

    /// The words of the language that a document is written in; `None` where there are no word
    /// lists for it. A text that does not name its language has to look like one in ours, as
    /// far as it is long enough to look like anything.
    pub(super) fn language(&self, member: &Member) -> Option<&Language> {
        /// Fewer words tell no language.
        const TELLING_WORDS: usize = 25;
        if let Some(tag) = member.document.fields().language.value() {
            return Language::of_tag(tag).map(|_| self.english());
        }
        let words = || {
            let read = member.document.outline().units.iter();
            let prose = read.filter(|unit| unit.kind != UnitKind::Code);
            prose.flat_map(|unit| unit.text.split_whitespace()).take(TELLING_WORDS).count()
        };
        let is_read = self.looks_like(member).is_some() || words() < TELLING_WORDS;
        is_read.then(|| self.english())
    }

    fn english(&self) -> &Language {
        self.extended.as_ref().unwrap_or_else(|| Language::english())
    }

    /// The kind that a document says it is of, and where it says so.
    pub(super) fn declared_kind(&self, member: &Member) -> Option<(DocumentKind, Span)> {
        let Field::Given(given) = &member.document.fields().document_type else { return None };
        let kind = match self.config {
            Some(config) => config.kind_of(&given.value),
            None => DocumentType::kind(&given.value),
        };
        Some((kind?, given.span))
    }

    /// The paths of the documents with that number, whatever its case; sorted.
    pub(super) fn holders_of(&self, id: &str) -> &[&'l str] {
        self.holders.get(&id.to_lowercase()).map_or(&[], Vec::as_slice)
    }

    /// The documents that have that number on other branches, where it is given twice.
    pub(super) fn collision_of(&self, id: &str) -> Option<&'l Collision> {
        self.collisions.get(&id.to_lowercase()).copied()
    }

    /// The only document of that number, whatever its case.
    pub(super) fn numbered(&self, id: &str) -> Option<&'l Member> {
        match self.holders_of(id) {
            [only] => self.library.members.iter().find(|member| member.path.as_str() == *only),
            _ => None,
        }
    }

    /// Whether any document that is not over implements another one.
    pub(super) fn has_references(&self) -> bool {
        !self.implemented.is_empty()
    }

    /// The stages of a document that others implement, as they name them; `None` for one that
    /// implements all of it.
    pub(super) fn implementers_of(&self, member: &Member) -> &[Option<&'l str>] {
        self.implemented.get(&member.name().to_lowercase()).map_or(&[], Vec::as_slice)
    }

    /// The front matter of a document that counts here.
    pub(super) fn front_matter<'m>(&self, member: &'m Member) -> Option<&'m FrontMatter> {
        member.document.split().front_matter(&self.library.profile)
    }

    /// The key under which a document has a field, or should have it.
    pub(super) fn key_of<'s>(&'s self, member: &Member, field: FieldName) -> &'s str {
        let keys = self.library.profile.keys_of(field);
        let written = self.front_matter(member);
        let is_written = |key: &&String| {
            let top = key.split_once("[]").map_or(key.as_str(), |(top, _)| top);
            written.is_some_and(|front_matter| front_matter.keys().any(|known| known == top))
        };
        keys.iter().find(is_written).or(keys.first()).map_or(field.as_str(), String::as_str)
    }
}
