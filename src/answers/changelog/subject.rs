//! What the subject of a commit says about why a document changed.
//!
//! Reads the words; whether they are true is for the comparison.

/// What the subject of a commit is worth as a reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Worth {
    /// It may say why.
    Reason,
    /// It says that nothing but the form changed.
    CallsEditorial,
    /// A tool wrote it, or it could stand above any change: `Update sops/7.md`, `Small fixes`.
    Nothing,
}

/// The words that call a change one of form alone, in any case.
const OF_FORM: [&str; 12] = [
    "cosmetic",
    "editorial",
    "formatting",
    "grammar",
    "indentation",
    "lint",
    "linting",
    "punctuation",
    "spelling",
    "typo",
    "typos",
    "whitespace",
];

/// The words with which web editors begin a subject before the name of a file.
const OF_EDITORS: [&str; 10] = [
    "add", "added", "create", "created", "delete", "deleted", "rename", "update", "updated", "edit",
];

/// Words that say nothing where a subject has no others: `Wording update`, `Small fixes`.
const FILLERS: [&str; 25] = [
    "a",
    "and",
    "change",
    "changed",
    "changes",
    "clarification",
    "cleanup",
    "edit",
    "edits",
    "fix",
    "fixed",
    "fixes",
    "minor",
    "misc",
    "more",
    "another",
    "other",
    "small",
    "some",
    "tweak",
    "tweaks",
    "update",
    "updates",
    "wip",
    "wording",
];

/// The beginnings of what tools write.
const OF_TOOLS: [&str; 5] = [
    "Merge branch ",
    "Merge remote-tracking branch ",
    "Merge pull request ",
    "Add files via upload",
    "Apply suggestions from code review",
];

impl Worth {
    pub(super) fn of(subject: &str) -> Self {
        let is_of_tool = OF_TOOLS.iter().any(|beginning| subject.starts_with(beginning));
        if is_of_tool || names_a_file(subject) || is_filler(subject) {
            Self::Nothing
        } else if calls_editorial(subject) {
            Self::CallsEditorial
        } else {
            Self::Reason
        }
    }
}

/// Whether a text says that nothing but the form changed.
pub(super) fn calls_editorial(text: &str) -> bool {
    let mut words = text.split(|c: char| !c.is_alphanumeric());
    words.any(|word| OF_FORM.iter().any(|form| word.eq_ignore_ascii_case(form)))
}

/// Whether a subject has no word that says anything.
fn is_filler(subject: &str) -> bool {
    let is_request = |word: &str| word.starts_with("(#");
    let words = subject.split_whitespace().filter(|word| !is_request(word));
    let mut words = words.map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
    words.all(|word| FILLERS.iter().any(|filler| word.eq_ignore_ascii_case(filler)))
}

/// Whether a subject is a verb and the name of a file: `Update team.md (#12)`.
fn names_a_file(subject: &str) -> bool {
    let mut words = subject.split_whitespace().filter(|word| !word.starts_with("(#"));
    let verb = words.next().unwrap_or_default();
    let is_file = |word: &str| word.contains('.') && !word.ends_with('.');
    let rest: Vec<&str> = words.collect();
    OF_EDITORS.iter().any(|known| verb.eq_ignore_ascii_case(known))
        && match rest.as_slice() {
            [file] => is_file(file),
            [from, "to", to] => is_file(from) || is_file(to),
            _ => false,
        }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_gives_a_reason_or_calls_it_form_or_says_nothing() {
        for (subject, worth) in [
            ("Answer within a day", Worth::Reason),
            ("Update the limits of refunds", Worth::Reason),
            ("The editorials move", Worth::Reason),
            ("Formatting fix", Worth::CallsEditorial),
            ("Mend a typo (#12)", Worth::CallsEditorial),
            ("Update team.md", Worth::Nothing),
            ("Update team.md (#12)", Worth::Nothing),
            ("Rename a.md to b.md", Worth::Nothing),
            ("Merge branch 'main' into work", Worth::Nothing),
            ("Update it.", Worth::Reason),
            ("Wording update", Worth::Nothing),
            ("Small fixes (#12)", Worth::Nothing),
            ("Update the wording of refunds", Worth::Reason),
        ] {
            assert_eq!(Worth::of(subject), worth, "{subject}");
        }
    }
}
