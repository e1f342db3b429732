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
    /// Words that leave open when, how or which: `timeously`.
    pub vague: BTreeSet<String>,
    /// Words for a screen and what one does on it: `tile`.
    pub interface: BTreeSet<String>,
    /// What binds as `must` does, in one word or several: `needs to`.
    pub obligations: BTreeSet<String>,
}

impl AddedWords {
    /// Whether nothing is added.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let Self { roles, verbs, vague, interface, obligations } = self;
        [roles, verbs, vague, interface, obligations].into_iter().all(BTreeSet::is_empty)
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

    /// Whether the first of some lower-case words is an added one that leaves something open.
    pub(super) fn adds_vague(&self, words: &[impl AsRef<str>]) -> bool {
        words.first().is_some_and(|word| self.added.vague.contains(word.as_ref()))
    }

    pub(super) fn adds_interface(&self, word: &str) -> bool {
        self.added.interface.contains(word)
    }

    /// The added obligation with which lower-case words begin, and how many of them it has.
    pub(super) fn added_obligation<W: AsRef<str>>(
        &self,
        words: &(impl Iterator<Item = W> + Clone),
    ) -> Option<(&str, usize)> {
        let begins = |phrase: &&String| {
            let mut said = words.clone();
            phrase.split(' ').all(|word| said.next().is_some_and(|next| next.as_ref() == word))
        };
        let phrases = self.added.obligations.iter().filter(begins);
        let phrase = phrases.max_by_key(|phrase| phrase.len())?;
        Some((phrase, phrase.split(' ').count()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::{StepSense, Theme};

    #[test]
    fn added_words_are_known_beside_the_others() {
        let set = |word: &str| BTreeSet::from([word.to_owned()]);
        let added = AddedWords {
            roles: set("quartermaster"),
            verbs: set("degas"),
            vague: set("timeously"),
            interface: set("tile"),
            obligations: set("needs to"),
        };
        assert!(!added.is_empty() && AddedWords::default().is_empty());
        let own = Language::english_with(added);
        for (language, is_known) in [(&own, true), (Language::english(), false)] {
            assert_eq!(language.is_role("quartermaster"), is_known);
            assert_eq!(language.is_verb("degas"), is_known);
            assert_eq!(language.is_verb("re-degas"), is_known);
            assert!(language.is_role("manager") && language.is_verb("open"));
            let words = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
            let reply = words("timeously reply");
            assert_eq!(language.vague_time(&reply), is_known.then_some(1));
            assert_eq!(language.ambiguous(&reply), is_known.then_some(1));
            assert_eq!(language.step_words(StepSense::Vague, &reply), usize::from(is_known));
            assert_eq!(
                language.theme("tile", || None::<&str>),
                is_known.then_some(Theme::Interface)
            );
            let said = language.obligations(&words("the clerk needs to sign"));
            assert_eq!(said.len(), usize::from(is_known));
            assert_eq!(language.binds("The clerk needs to sign."), is_known);
            assert!(!language.binds("The clerk needs a pen."));
        }
    }
}
