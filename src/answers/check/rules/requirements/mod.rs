//! Whether what a document demands can be met and checked.

mod ambiguous_word;
mod duty_without_actor;
mod may_not;
mod no_time_limit;
mod obligation_words_mixed;
mod statement_without_obligation;
mod undeclared_role;
mod undefined_acronym;

use crate::answers::check::surroundings::Surroundings;
use crate::answers::check::wording::sentences;
use crate::document::lifecycle::DocumentKind;
use crate::document::outline::{Unit, UnitKind};
use crate::language::{Language, WordClass};
use crate::library::Member;
use crate::text::word_key;

use super::Rule;

pub(super) const RULES: &[Rule] = &[
    ambiguous_word::RULE,
    duty_without_actor::RULE,
    may_not::RULE,
    no_time_limit::RULE,
    obligation_words_mixed::RULE,
    statement_without_obligation::RULE,
    undeclared_role::RULE,
    undefined_acronym::RULE,
];

/// The kind and the words of a policy or an SOP that is in force or on its way there.
fn judged<'s>(
    surroundings: &'s Surroundings<'_>,
    member: &Member,
) -> Option<(DocumentKind, &'s Language)> {
    let (kind, _) = surroundings.declared_kind(member)?;
    let is_judged = kind != DocumentKind::WorkInstruction && !member.is_over();
    Some((kind, surroundings.language(member).filter(|_| is_judged)?))
}

/// A sentence of a document, as its words in lower case.
struct Sentence<'m> {
    unit: &'m Unit,
    words: Vec<String>,
}

/// The sentences of a document that say something in its own name: no code, no pictures, no
/// headings, no text of links.
fn sentences_of(member: &Member) -> impl Iterator<Item = Sentence<'_>> {
    let outline = member.document.outline();
    let units = outline.units.iter().filter(|unit| {
        !matches!(unit.kind, UnitKind::Code | UnitKind::Image) && !outline.is_heading(unit)
    });
    units.flat_map(|unit| {
        let found = sentences(&unit.text).into_iter();
        found.map(move |sentence| Sentence { unit, words: word_key(sentence) })
    })
}

/// Whether a lower-case word names somebody who can act.
fn is_somebody(language: &Language, word: &str) -> bool {
    let is_known = |word: &str| {
        language.is_role(word) || language.is(WordClass::Actor, word) || language.is_somebody(word)
    };
    is_known(word) || word.strip_suffix('s').is_some_and(is_known)
}
