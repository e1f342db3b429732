//! Whether the words of a document changed, told without finding out which unit became which.
//!
//! For who asks of thousands of revisions whether they are meaningful, and not how. A yes is
//! certain; without one only the whole comparison can tell.

use std::collections::HashSet;

use crate::document::Document;
use crate::document::outline::{Unit, UnitKind};
use crate::language::Language;

use super::measures::Measures;
use super::places::Reread;
use super::{Extent, code, words};

/// Whether it is certain that the comparison of two versions is of class minor or major.
///
/// A unit whose words no unit of the other version has came, went, was joined or divided, or
/// changed in its words, whichever unit it is matched with, and each of that weighs so much.
#[must_use]
pub fn is_reworded(old: &Document, new: &Document) -> bool {
    if old.fingerprint() == new.fingerprint() {
        return false;
    }
    let language = super::super::language_of(old, new);
    let (was, is) = (&old.outline().units, &new.outline().units);
    has_words_of_its_own(was, is, language) || has_words_of_its_own(is, was, language)
}

/// Whether one of these units has words that none of the others has, whatever its references
/// may lead to.
fn has_words_of_its_own(units: &[Unit], others: &[Unit], language: Option<&Language>) -> bool {
    let texts: HashSet<&str> = others.iter().map(|unit| unit.text.as_str()).collect();
    let is_asked = |unit: &&Unit| !is_verbatim(unit) && !texts.contains(unit.text.as_str());
    let mut asked = units.iter().filter(is_asked).peekable();
    if asked.peek().is_none() {
        return false;
    }
    let said = |unit: &Unit| words::words(&words::holding(unit).text, language, &Reread::default());
    let said_by_others: HashSet<Vec<String>> = others.iter().map(said).collect();
    let symbols = language.unwrap_or(Language::english());
    asked.any(|unit| {
        let is_code = |other: &Unit| code(unit, other).extent == Extent::Nothing;
        !said_by_others.contains(&said(unit))
            // A number that leads to the same place as before is no other word.
            && Measures::of(&words::holding(unit), symbols).references.is_empty()
            && !others.iter().any(|other| is_verbatim(other) && is_code(other))
    })
}

/// Whether a unit is compared as it stands, and not by its words.
fn is_verbatim(unit: &Unit) -> bool {
    matches!(unit.kind, UnitKind::Code | UnitKind::Image)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::comparison::compare;
    use crate::document::profile::Profile;

    fn document(body: &str) -> Document {
        let text = format!("+++\ntype = \"sop\"\n+++\n\n# Till\n\n{body}\n");
        Document::read(text, Profile::sopctl())
    }

    fn reworded(old: &str, new: &str) -> bool {
        is_reworded(&document(old), &document(new))
    }

    #[test]
    fn another_word_is_seen_and_another_sign_is_not() {
        let steps = "1. Count the notes.\n2. Sign the list.";
        assert!(reworded(steps, &steps.replace("list", "sheet")));
        assert!(reworded(steps, &format!("{steps}\n3. Lock the drawer.")));
        assert!(reworded(&format!("{steps}\n3. Lock the drawer."), steps));
        assert!(!reworded(steps, &steps.replace("notes.", "notes")));
        assert!(!reworded(steps, &steps.replace("Sign", "sign")));
        assert!(!reworded(steps, steps));
    }

    #[test]
    fn what_the_comparison_has_to_tell_is_left_to_it() {
        let steps = "1. Count the notes.\n2. Go back to step 1.";
        // The step that is meant may be the same one.
        assert!(!reworded(steps, &steps.replace("step 1", "step 2")));
        let swapped = "1. Go back to step 2.\n2. Count the notes.";
        assert!(!reworded(steps, swapped));
        assert!(!reworded("```\ncount notes\n```", "```\ncount  notes\n```"));
    }

    fn bodies() -> impl Strategy<Value = String> {
        let words = ["Count", "the", "notes", "see step 1", "*now*", "e-mail", "email", "5 kg"];
        let line = (
            prop::sample::select(vec!["1. ", "- ", "", "    ", "> ", "## ", "| "]),
            prop::collection::vec(prop::sample::select(words.to_vec()), 1..5),
            prop::sample::select(vec![".", "", ":", "~~old~~"]),
        );
        let line = line.prop_map(|(sign, words, end)| format!("{sign}{}{end}", words.join(" ")));
        prop::collection::vec(line, 0..6).prop_map(|lines| lines.join("\n\n"))
    }

    proptest! {
        #[test]
        fn a_yes_is_what_the_comparison_says(old in bodies(), new in bodies()) {
            let (old, new) = (document(&old), document(&new));
            if is_reworded(&old, &new) {
                let comparison = compare(&old, &new);
                prop_assert!(comparison.class.is_meaningful(), "{:?}", comparison);
            }
        }
    }
}
