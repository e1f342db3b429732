//! Words that a repository adds to the lists, each under the name of its list.
//!
//! A list can be added to here if whoever looks words up in it is told of the repository: one
//! set, and a look into it where the list is looked into.

use std::collections::BTreeSet;

use super::Language;

/// The added words, in lower case.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AddedWords {
    /// Last words of the names of roles: `quartermaster`.
    pub roles: BTreeSet<String>,
    /// Verbs in the form that gives an order: `degas`.
    pub verbs: BTreeSet<String>,
}

impl AddedWords {
    /// Whether nothing is added.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let Self { roles, verbs } = self;
        roles.is_empty() && verbs.is_empty()
    }
}

impl Language {
    /// English, with words of a repository.
    #[must_use]
    pub fn english_with(added: AddedWords) -> Self {
        Self::read_english(added)
    }

    pub(super) fn lists_role(&self, word: &str) -> bool {
        self.roles.contains(word) || self.added.roles.contains(word)
    }

    pub(super) fn lists_verb(&self, word: &str) -> bool {
        self.verbs.contains(word) || self.added.verbs.contains(word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn added_words_are_known_beside_the_others() {
        let set = |word: &str| BTreeSet::from([word.to_owned()]);
        let added = AddedWords { roles: set("quartermaster"), verbs: set("degas") };
        assert!(!added.is_empty() && AddedWords::default().is_empty());
        let own = Language::english_with(added);
        for (language, is_known) in [(&own, true), (Language::english(), false)] {
            assert_eq!(language.is_role("quartermaster"), is_known);
            assert_eq!(language.is_verb("degas"), is_known);
            assert_eq!(language.is_verb("re-degas"), is_known);
            assert!(language.is_role("manager") && language.is_verb("open"));
        }
    }
}
