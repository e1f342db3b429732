//! What a heading, a title or a sentence before a list says of what follows.

use std::borrow::Cow;

use crate::text::{beginning, ending, plain_words};

use super::word_hash::{WordMap, WordSet};
use super::{Language, lines};

/// Of headings and sentences so many bytes are read; longer ones are no headings.
const LOOKED_AT: usize = 240;

/// What a heading says of the text below it.
#[expect(clippy::struct_excessive_bools, reason = "a heading can announce several things at once")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Announced {
    /// Steps: "Procedure", "Refund process".
    pub steps: bool,
    /// Several procedures, each with steps of its own: "Procedures".
    pub several: bool,
    /// A list that is not steps: "Definitions", "Roles and responsibilities".
    pub lists: bool,
    /// A section that documents of every kind have: "Purpose", "Process overview".
    pub frame: bool,
    /// Nothing but steps: "Procedure", "Process steps", "Standard operating procedure".
    pub nothing_but_steps: bool,
    /// One stage of several: "Containment phase".
    pub stage: bool,
    /// Something beside the procedure, with all that stands below: "Appendix", "Examples".
    pub outside: bool,
    /// Something to do: "How to close the till", "Closing the till", "Close the till".
    pub orders: bool,
    /// The name of something that is done: "Approval", "Root cause analysis".
    pub names_act: bool,
    /// A question.
    pub question: bool,
}

/// What the title of a document says it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TitleSense {
    /// It tells what to do: procedure, guide, checklist.
    pub procedure: bool,
    /// It tells what is so: policy, standard, principles.
    pub rules: bool,
}

#[derive(Debug)]
pub(super) struct HeadingWords {
    steps: Entries,
    several: Entries,
    lists: Entries,
    frame: Entries,
    frame_any: Entries,
    stages: Entries,
    outside: Entries,
    tasks: Entries,
    procedure_titles: Entries,
    rule_titles: Entries,
    lead_steps: Entries,
    lead_lists: Entries,
    act_columns: Entries,
    results: Entries,
}

impl HeadingWords {
    /// Whether a word can stand in a heading that says nothing but that steps follow.
    fn is_said_of_steps(&self, word: &str) -> bool {
        self.steps.words.contains(word)
            || matches!(word, "standard" | "operating" | "detailed" | "by" | "and" | "general")
    }
}

/// Single words, and words that stand together.
#[derive(Debug, Default)]
struct Entries {
    words: WordSet,
    /// By their first words.
    phrases: WordMap<Vec<Vec<&'static str>>>,
}

impl HeadingWords {
    pub(super) fn read(file: &'static str) -> Self {
        let entries = |name: &str| {
            let mut entries = Entries::default();
            let of_name = lines(file).filter_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
            for entry in of_name.flat_map(|line| line.split('|')).map(str::trim) {
                let words: Vec<&str> = entry.split(' ').collect();
                match words.as_slice() {
                    [word] => drop(entries.words.insert(word)),
                    [first, ..] => entries.phrases.entry(first).or_default().push(words),
                    [] => {}
                }
            }
            entries
        };
        Self {
            steps: entries("steps"),
            several: entries("several"),
            lists: entries("lists"),
            frame: entries("frame"),
            frame_any: entries("frame-any"),
            stages: entries("stages"),
            outside: entries("outside"),
            tasks: entries("tasks"),
            procedure_titles: entries("procedure-titles"),
            rule_titles: entries("rule-titles"),
            lead_steps: entries("lead-steps"),
            lead_lists: entries("lead-lists"),
            act_columns: entries("act-columns"),
            results: entries("results"),
        }
    }
}

impl Entries {
    /// The phrases that stand in a row of words, each with its place and its length.
    fn phrases_in(&self, words: &[Cow<'_, str>]) -> impl Iterator<Item = usize> {
        words.iter().enumerate().filter_map(|(at, word)| {
            let begun = self.phrases.get(word.as_ref())?;
            let said = begun.iter().find(|phrase| {
                words.len() - at >= phrase.len()
                    && phrase.iter().zip(&words[at..]).all(|(a, b)| a == b)
            })?;
            Some(said.len())
        })
    }

    fn has_phrase(&self, words: &[Cow<'_, str>]) -> bool {
        self.phrases_in(words).next().is_some()
    }

    /// Whether the words are one of the phrases, with at most one word more.
    fn is_phrase(&self, words: &[Cow<'_, str>]) -> bool {
        self.phrases_in(words).any(|length| words.len() <= length + 1)
    }

    fn has_any(&self, words: &[Cow<'_, str>]) -> bool {
        words.iter().any(|word| self.words.contains(word.as_ref())) || self.has_phrase(words)
    }

    fn has_head(&self, heads: &[String]) -> bool {
        heads.iter().any(|head| self.words.contains(head.as_str()))
    }
}

impl Language {
    /// What a heading says of what stands below it.
    #[must_use]
    pub fn announced_by(&self, heading: &str) -> Announced {
        let heading = beginning(heading, LOOKED_AT);
        let Heading { words, heads, orders, asks_how } = Heading::read(heading, self);
        let known = &self.headings;
        let first = words.first().map_or("", AsRef::as_ref);
        let is_frame = known.frame.is_phrase(&words)
            || !orders
                && (known.frame_any.has_head(&heads)
                    || (heads.first().is_some_and(|head| head == first)
                        && known.frame.words.contains(first)));
        let is_outside =
            known.outside.has_phrase(&words) || (known.outside.has_head(&heads) && heads.len() < 3);
        let mut found = Announced {
            question: heading.trim_end().ends_with('?'),
            several: known.several.has_head(&heads),
            outside: is_outside,
            frame: is_frame,
            stage: words.len() > 1 && known.stages.has_head(&heads),
            nothing_but_steps: known.steps.has_head(&heads)
                && words.iter().all(|word| known.is_said_of_steps(word)),
            ..Announced::default()
        };
        // The first that fits.
        if is_outside || known.lists.has_phrase(&words) {
            found.lists = true;
        } else if asks_how {
            found.orders = true;
        } else if known.steps.has_phrase(&words) {
            found.steps = true;
        } else if orders {
            found.orders = true;
        } else if known.steps.has_head(&heads) {
            found.steps = true;
        } else if known.lists.has_head(&heads) {
            found.lists = true;
        } else if heads.iter().any(|head| self.is_role(head)) {
            // A heading that names a role says who, and is no stage.
            found.frame = true;
        } else {
            found.names_act = known.tasks.has_head(&heads);
        }
        found
    }

    /// What the title of a document says it is.
    #[must_use]
    pub fn sense_of_title(&self, title: &str) -> TitleSense {
        let title = beginning(title, LOOKED_AT);
        let words: Vec<Cow<'_, str>> = plain_words(title).collect();
        let numbers = words.iter().take_while(|word| word.parse::<u32>().is_ok()).count();
        let title = title.trim_start_matches(|c: char| !c.is_alphabetic());
        let words = words.get(numbers..).unwrap_or_default();
        // What a title is about stands at its end, what it is often at its beginning.
        let mut heads = heads(title, words);
        heads.extend(words.first().map(|first| first.clone().into_owned()));
        let says = |entries: &Entries| entries.has_head(&heads) || entries.has_phrase(words);
        let mut found = TitleSense {
            procedure: says(&self.headings.procedure_titles),
            rules: says(&self.headings.rule_titles),
        };
        if words.windows(2).any(|pair| pair[0] == "standard" && pair[1] == "operating") {
            found.rules = false;
        }
        if !found.rules && !found.procedure {
            found.procedure = self.announced_by(title).orders;
        }
        found
    }

    /// What the sentence directly before a list says of it.
    #[must_use]
    pub fn announced_by_lead(&self, sentence: &str) -> Announced {
        let headings = &self.headings;
        // The last sentence is what leads to the list.
        let end = ending(sentence.trim_end(), LOOKED_AT);
        let before = end.get(..end.len().saturating_sub(1)).unwrap_or_default();
        let from = before.rfind(['.', '!', '?']).map_or(0, |at| at + 1);
        let words: Vec<Cow<'_, str>> = plain_words(&end[from..]).collect();
        let lists = headings.lead_lists.has_any(&words);
        let steps = headings.lead_steps.has_any(&words);
        let purpose = words.first().is_some_and(|first| first == "to")
            && words
                .iter()
                .skip(1)
                .find(|word| !word.ends_with("ly"))
                .is_some_and(|verb| self.is_verb(verb))
            && sentence.trim_end().ends_with(':');
        Announced {
            steps: steps || (purpose && !lists),
            lists: lists && !steps,
            question: sentence.trim_end().ends_with('?'),
            ..Announced::default()
        }
    }

    /// Whether the name of a table's column says that something is done there.
    #[must_use]
    pub fn names_acts(&self, column: &str) -> bool {
        let words: Vec<Cow<'_, str>> = plain_words(column).collect();
        self.headings.act_columns.has_any(&words)
    }

    /// Whether a text announces what a step should lead to: `Expected result: …`.
    #[must_use]
    pub fn announces_result(&self, text: &str) -> bool {
        let Some((label, _)) = text.split_once(':') else { return false };
        if label.len() > 40 {
            return false;
        }
        let label = label.trim().to_lowercase();
        let results = &self.headings.results;
        let words: Vec<Cow<'_, str>> = plain_words(&label).collect();
        results.words.contains(label.as_str())
            || results.phrases_in(&words).any(|length| length == words.len())
    }
}

/// A heading, taken apart.
struct Heading<'h> {
    /// In lower case, without an article before them.
    words: Vec<Cow<'h, str>>,
    /// What it is about.
    heads: Vec<String>,
    /// It begins as an order does, or with the name of an act: "Close", "Closing the".
    orders: bool,
    /// "How to", "How do I".
    asks_how: bool,
}

impl<'h> Heading<'h> {
    fn read(heading: &'h str, language: &Language) -> Self {
        let mut words: Vec<Cow<'_, str>> = plain_words(heading).collect();
        let heads = heads(heading, &words);
        let is_article = |word: &str| matches!(word, "the" | "a" | "an" | "our");
        let has_article = words.first().is_some_and(|first| is_article(first));
        let orders = match words.as_slice() {
            [only] => {
                language.is_gerund(only) || (language.is_verb(only) && !language.is_also_noun(only))
            }
            [first, second, ..] => {
                let has_object = takes_object(second);
                language.is_gerund(first)
                    || (first.ends_with("ing") && has_object)
                    || (language.is_verb(first) && (!language.is_also_noun(first) || has_object))
            }
            [] => false,
        };
        let asks_how = matches!(
            words.as_slice(),
            [how, then, ..] if how == "how" && matches!(then.as_ref(), "to" | "do" | "can")
        );
        if has_article {
            words.remove(0);
        }
        Self { words, heads, orders, asks_how }
    }
}

/// Whether a word behind a verb makes it an order, where the verb is a noun as well:
/// "review the", but "review period".
fn takes_object(word: &str) -> bool {
    const SMALL: [&str; 22] = [
        "the", "a", "an", "your", "all", "any", "each", "every", "and", "to", "with", "for", "up",
        "out", "in", "on", "this", "that", "it", "its", "their", "our",
    ];
    SMALL.contains(&word)
}

/// The nouns that a heading is about: the last word before a preposition, of each part
/// that "and" or punctuation divides.
fn heads(heading: &str, words: &[Cow<'_, str>]) -> Vec<String> {
    const ENDS: [&str; 19] = [
        "for", "of", "to", "when", "in", "on", "with", "by", "at", "from", "during", "after",
        "before", "if", "that", "which", "about", "between", "per",
    ];
    let mut heads = Vec::new();
    let mut head: Option<&str> = None;
    let mut ended = false;
    // A colon or dash divides too; where it stands is told by counting words before it.
    let divided: Vec<usize> = heading
        .match_indices([':', '–', '—', '/', '&', ',', '('])
        .map(|(at, _)| plain_words(&heading[..at]).count())
        .collect();
    for (index, word) in words.iter().enumerate() {
        if word == "and" || word == "or" || divided.contains(&index) {
            heads.extend(head.take());
            ended = false;
            if word == "and" || word == "or" {
                continue;
            }
        }
        ended |= ENDS.contains(&word.as_ref());
        if !ended {
            head = Some(word);
        }
    }
    heads.extend(head);
    heads.into_iter().map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn announced(heading: &str) -> Announced {
        Language::english().announced_by(heading)
    }

    #[test]
    fn the_head_of_a_heading_tells() {
        for heading in ["Procedure", "Refund process", "Steps for refunds", "Procedure: refunds"] {
            assert!(announced(heading).steps, "{heading}");
        }
        for heading in [
            "Definitions",
            "Roles and responsibilities",
            "Process overview",
            "Best practices for tills",
        ] {
            assert!(announced(heading).lists && !announced(heading).steps, "{heading}");
        }
        for heading in ["How to close the till", "Closing the till", "Review the requirements"] {
            assert!(announced(heading).orders && !announced(heading).lists, "{heading}");
        }
        assert!(announced("Procedures").several);
        assert_eq!(announced("Tills"), Announced::default());
    }

    #[test]
    fn a_sentence_leads_to_steps_or_to_a_list() {
        let lead = |text: &str| Language::english().announced_by_lead(text);
        assert!(lead("Follow these steps:").steps);
        assert!(lead("To close the till:").steps);
        assert!(lead("The till must meet the following criteria:").lists);
        assert_eq!(lead("The till stands at the door."), Announced::default());
    }

    #[test]
    fn titles_say_what_a_document_is() {
        let title = |text: &str| Language::english().sense_of_title(text);
        assert!(title("Standard Operating Procedure: Tills").procedure);
        assert!(title("Closing the till").procedure);
        assert!(title("Password policy").rules);
        assert_eq!(title("Tills"), TitleSense::default());
    }
}
