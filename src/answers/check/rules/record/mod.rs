//! What the front matter says, and whether it can be relied on.

mod change_reason_unchanged;
mod changed_after_approval;
mod circular_reference;
mod dangling_reference;
mod duplicate_id;
mod effective_before_approval;
mod effective_without_approval;
mod front_matter_misplaced;
mod invalid_field;
mod missing_field;
mod reference_to_inactive;
mod review_interval_too_long;
mod secret_in_document;
mod unknown_field;
mod unknown_type;
mod unparsable;
mod version_format;
mod walkthrough_outdated;
mod watched_path_missing;
mod wrong_folder;

use crate::answers::check::surroundings::Surroundings;
use crate::config::Ruleset;
use crate::document::field::FieldName;
use crate::document::front_matter::{FieldState, Split};
use crate::library::{Collision, Member, Relation, Unreadable};
use crate::paths::RepoPath;
use crate::report::Severity;
use crate::source::lone_carriage_return;
use crate::walkthrough::manifest::Manifest;

use super::{Fault, Rule};

pub(super) const RULES: &[Rule] = &[
    change_reason_unchanged::RULE,
    changed_after_approval::RULE,
    circular_reference::RULE,
    dangling_reference::RULE,
    duplicate_id::RULE,
    effective_before_approval::RULE,
    effective_without_approval::RULE,
    front_matter_misplaced::RULE,
    invalid_field::RULE,
    missing_field::RULE,
    reference_to_inactive::RULE,
    review_interval_too_long::RULE,
    secret_in_document::RULE,
    unknown_field::RULE,
    unknown_type::RULE,
    unparsable::RULE,
    version_format::RULE,
    walkthrough_outdated::RULE,
    watched_path_missing::RULE,
    wrong_folder::RULE,
];

/// The rule and the fault of a document that cannot be read at all.
pub(in crate::answers::check) fn judge_unreadable(
    unreadable: &Unreadable,
) -> (&'static Rule, Fault) {
    (&unparsable::RULE, unparsable::unreadable(unreadable))
}

/// The rule and the fault of a number that several documents have on other branches, and none
/// of this tree.
pub(in crate::answers::check) fn judge_collision(collision: &Collision) -> (&'static Rule, Fault) {
    (&duplicate_id::RULE, duplicate_id::elsewhere(collision))
}

/// The rule and the fault of a walkthrough whose document is gone.
pub(in crate::answers::check) fn judge_orphan(
    path: &RepoPath,
    record: &Manifest,
) -> (&'static Rule, Fault) {
    (&walkthrough_outdated::RULE, walkthrough_outdated::orphaned(path, record))
}

/// Whether anything is required of the document. What cannot be read has another
/// finding, and may hold what seems to be missing. Who never configured sopctl has
/// not agreed to its fields: there, only a document that carries its own number or
/// review fields is asked for the rest.
fn is_asked(surroundings: &Surroundings<'_>, member: &Member) -> bool {
    let profile = &surroundings.library.profile;
    let readable = match member.document.split() {
        Split::Unclosed { .. } | Split::Misplaced { .. } => false,
        Split::Headless(_) => profile.headless,
        Split::Found(found) => found.problems.iter().all(|problem| problem.key.is_some()),
        // Fields whose lines end so are read as text.
        Split::None { .. } => lone_carriage_return(member.document.text()).is_none(),
    };
    if !readable || surroundings.config.is_some() {
        return readable;
    }
    let fields = member.document.fields();
    let speaks = [FieldName::Id, FieldName::LastReviewed, FieldName::ReviewInterval]
        .into_iter()
        .any(|field| matches!(fields.state(field), FieldState::Given(_)));
    surroundings.front_matter(member).is_some() && (profile.name != "sopctl" || speaks)
}

/// The key under which a document names others of that relation.
fn key_of<'s>(surroundings: &'s Surroundings<'_>, member: &Member, relation: Relation) -> &'s str {
    relation.field().map_or(relation.name(), |field| surroundings.key_of(member, field))
}

/// What a missing approval, or one of another text, counts as.
fn severity_of_approvals(surroundings: &Surroundings<'_>) -> Severity {
    match surroundings.ruleset() {
        Ruleset::Regulated => Severity::Error,
        Ruleset::General | Ruleset::Software => Severity::Warning,
    }
}

/// `` `owner` is missing ``, or `` 2 fields are missing: `owner` and `version` ``.
fn listed<'k>(keys: impl Iterator<Item = &'k str>) -> String {
    let keys: Vec<String> = keys.map(|key| format!("`{key}`")).collect();
    match keys.as_slice() {
        [] => String::new(),
        [only] => format!("{only} is missing"),
        [firsts @ .., last] => {
            format!("{} fields are missing: {} and {last}", keys.len(), firsts.join(", "))
        }
    }
}
