//! Whether the sections that a reader looks for are there and filled in.

mod expected;
mod not_applicable_without_reason;
mod placeholder;
mod prose;
mod section_empty;
mod section_missing;
mod slots;
mod template_text_unchanged;

use crate::answers::check::surroundings::Surroundings;
use crate::document::lifecycle::Status;
use crate::language::Language;
use crate::library::Member;
use crate::report::Severity;
use crate::text::plain_words;

use super::Rule;

/// The rule that finds places which are still to be filled in.
pub(in crate::answers::check) const UNFILLED: &str = placeholder::RULE.id;

pub(super) const RULES: &[Rule] = &[
    not_applicable_without_reason::RULE,
    placeholder::RULE,
    section_empty::RULE,
    section_missing::RULE,
    template_text_unchanged::RULE,
];

/// The words by which a document is looked through for what is not filled in. A text that is
/// hardly begun does not show its language, and is no less unfinished for that.
fn words_for<'s>(surroundings: &'s Surroundings<'_>, member: &Member) -> Option<&'s Language> {
    let is_told = member.document.fields().language.value().is_some();
    let english = || (!is_told).then(Language::english);
    surroundings.language(member).or_else(english)
}

/// Whether a document is one to be filled in by others, so that its slots are what it is for:
/// its file, its folder or its title says so.
fn is_template(member: &Member, language: &Language) -> bool {
    let path = member.path.as_str();
    let (folder, _) = path.rsplit_once('/').unwrap_or_default();
    let is_named = |name: &str| {
        let words: Vec<String> =
            name.split(['-', '_', '.']).flat_map(plain_words).map(String::from).collect();
        words.last().is_some_and(|last| language.is_template_word(last))
    };
    is_named(member.path.stem())
        || folder.split('/').any(is_named)
        || member.document.title().is_some_and(|title| is_named(&title))
}

/// What something that is not filled in counts as: nobody has been promised that a draft is
/// complete.
fn unfinished(member: &Member, severity: Severity) -> Severity {
    match member.document.fields().status.value() {
        Some(Status::Draft) => Severity::Suggestion,
        _ => severity,
    }
}
