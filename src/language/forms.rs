//! The forms of English verbs, told from the list of verbs and their endings.

use std::borrow::Cow;

use super::Language;

impl Language {
    /// Whether the lower-case word can begin an instruction, also with a prefix:
    /// `reopen`, `un-pair`.
    #[must_use]
    pub fn is_verb(&self, word: &str) -> bool {
        self.lists_verb(word)
            || (word.contains('-') && self.lists_verb(self.spelling(word).as_ref()))
            || ["re-", "un-", "pre-", "de-", "re", "un", "pre", "de", "dis", "mis"]
                .into_iter()
                .filter_map(|prefix| word.strip_prefix(prefix))
                .any(|stem| stem.len() > 2 && self.lists_verb(stem))
    }

    /// Whether a verb is a noun as well: `review`, `plan`.
    #[must_use]
    pub fn is_also_noun(&self, verb: &str) -> bool {
        self.noun_verbs.contains(verb)
    }

    /// `checks`, `pays`, `notifies`.
    #[must_use]
    pub fn is_third_person(&self, word: &str) -> bool {
        if matches!(word, "has" | "does" | "goes") {
            return true;
        }
        let Some(stem) = word.strip_suffix('s') else { return false };
        self.is_verb(stem)
            || stem.strip_suffix('e').is_some_and(|stem| {
                self.is_verb(stem)
                    || stem.strip_suffix('i').is_some_and(|stem| self.is_verb_on(stem, "y"))
            })
    }

    /// The form of a verb that gives an order, where the lower-case word is one: `check` of
    /// `checks` and `checked`, `close` of `closing`; otherwise the word itself.
    #[must_use]
    pub fn verb_base<'w>(&self, word: &'w str) -> Cow<'w, str> {
        if self.is_verb(word) {
            return Cow::Borrowed(word);
        }
        for ending in ["es", "s", "ed", "ing"] {
            let Some(stem) = word.strip_suffix(ending).filter(|stem| stem.len() > 1) else {
                continue;
            };
            if self.is_verb(stem) && ending != "es" {
                return Cow::Borrowed(stem);
            }
            if self.is_verb_on(stem, "e") {
                return Cow::Owned(format!("{stem}e"));
            }
            if self.is_verb(stem) {
                return Cow::Borrowed(stem);
            }
            if let Some(short) = stem.strip_suffix('i').filter(|short| self.is_verb_on(short, "y"))
            {
                return Cow::Owned(format!("{short}y"));
            }
            let doubled = matches!(stem.as_bytes(), [.., a, b] if a == b);
            if let Some(single) = stem.get(..stem.len() - 1).filter(|_| doubled)
                && self.is_verb(single)
            {
                return Cow::Borrowed(single);
            }
        }
        Cow::Borrowed(word)
    }

    /// `opening`, `closing`, `setting`.
    #[must_use]
    pub fn is_gerund(&self, word: &str) -> bool {
        word.strip_suffix("ing").is_some_and(|stem| self.is_stem(stem))
    }

    /// `opened`, `closed`, `sent`.
    #[must_use]
    pub fn is_participle(&self, word: &str) -> bool {
        self.participles.contains(word)
            || word.strip_suffix("ed").is_some_and(|stem| {
                self.is_stem(stem)
                    || stem.strip_suffix('i').is_some_and(|stem| self.is_verb_on(stem, "y"))
            })
    }

    /// What is left of a verb when its ending is taken off: `clos`, `sett`.
    fn is_stem(&self, stem: &str) -> bool {
        let bytes = stem.as_bytes();
        let is_doubled = matches!(bytes, [.., a, b] if a == b);
        stem.len() > 1
            && (self.is_verb(stem)
                || self.is_verb_on(stem, "e")
                || (is_doubled
                    && stem.get(..stem.len() - 1).is_some_and(|stem| self.is_verb(stem))))
    }

    fn is_verb_on(&self, stem: &str, ending: &str) -> bool {
        self.is_verb(&format!("{stem}{ending}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_told_from_the_verb() {
        let english = Language::english();
        for word in ["checks", "passes", "notifies", "closes"] {
            assert!(english.is_third_person(word), "{word}");
        }
        for word in ["opening", "closing", "setting", "reopening"] {
            assert!(english.is_gerund(word), "{word}");
        }
        for word in ["opened", "closed", "stopped", "notified", "sent"] {
            assert!(english.is_participle(word), "{word}");
        }
        for word in ["is", "this", "process", "bus", "thing", "red"] {
            assert!(!english.is_third_person(word) && !english.is_gerund(word), "{word}");
            assert!(!english.is_participle(word), "{word}");
        }
        for (form, base) in [
            ("checks", "check"),
            ("closes", "close"),
            ("passes", "pass"),
            ("notified", "notify"),
            ("setting", "set"),
            ("opened", "open"),
            ("valve", "valve"),
        ] {
            assert_eq!(english.verb_base(form), base);
        }
        assert!(english.is_verb("reopen") && english.is_also_noun("review"));
    }
}
