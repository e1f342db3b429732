//! What a heading, a title or a sentence before a list says of what follows.

use std::borrow::Cow;

use crate::text::plain_words;

use super::word_hash::{WordMap, WordSet};
use super::{Language, lines};

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
    pub task: bool,
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

    fn has_head(&self, heads: &[&str]) -> bool {
        heads.iter().any(|head| self.words.contains(head))
    }
}

impl Language {
    /// What a heading says of what stands below it.
    #[must_use]
    pub fn announced_by(&self, heading: &str) -> Announced {
        let headings = &self.headings;
        let mut words: Vec<Cow<'_, str>> = plain_words(heading).collect();
        if words.first().is_some_and(|first| matches!(first.as_ref(), "the" | "a" | "an" | "our")) {
            words.remove(0);
        }
        let heads = heads(heading, &words);
        let mut found = Announced {
            question: heading.trim_end().ends_with('?'),
            several: headings.several.has_head(&heads),
            ..Announced::default()
        };
        let asks_how = matches!(words.as_slice(), [how, to, ..] if how == "how" && matches!(to.as_ref(), "to" | "do" | "can"));
        let orders = words.first().is_some_and(|first| {
            words.len() > 1
                && (self.is_gerund(first)
                    || (first.ends_with("ing") && orders_by(&words[1]))
                    || self.is_verb(first) && (!self.is_also_noun(first) || orders_by(&words[1])))
        });
        let names_itself = |word: &str| heads.first().is_some_and(|head| *head == word);
        found.frame = !orders && headings.frame_any.has_head(&heads)
            || headings.frame.is_phrase(&words)
            || words.first().is_some_and(|first| {
                !orders && names_itself(first) && headings.frame.words.contains(first.as_ref())
            });
        found.outside = headings.outside.has_phrase(&words)
            || headings.outside.has_head(&heads) && heads.len() < 3;
        found.stage = words.len() > 1 && headings.stages.has_head(&heads);
        found.nothing_but_steps = !words.is_empty()
            && words.iter().all(|word| {
                headings.steps.words.contains(word.as_ref())
                    || matches!(
                        word.as_ref(),
                        "standard" | "operating" | "detailed" | "by" | "and" | "general"
                    )
            })
            && heads.iter().any(|head| headings.steps.words.contains(head));
        if found.outside || headings.lists.has_phrase(&words) {
            found.lists = true;
            return found;
        }
        if asks_how {
            found.task = true;
            return found;
        }
        if headings.steps.has_phrase(&words) {
            found.steps = true;
        } else if orders {
            found.task = true;
        } else if headings.steps.has_head(&heads) {
            found.steps = true;
        } else if headings.lists.has_head(&heads) {
            found.lists = true;
        } else if heads.iter().any(|head| self.is_role(head)) {
            // A heading that names a role says who, and is no stage.
            found.frame = true;
        } else if headings.tasks.has_head(&heads) {
            found.task = true;
        } else if let [only] = words.as_slice() {
            found.task = self.is_gerund(only) || (self.is_verb(only) && !self.is_also_noun(only));
        }
        found
    }

    /// What the title of a document says it is.
    #[must_use]
    pub fn sense_of_title(&self, title: &str) -> TitleSense {
        let words: Vec<Cow<'_, str>> = plain_words(title).collect();
        let numbers = words.iter().take_while(|word| word.parse::<u32>().is_ok()).count();
        let title = title.trim_start_matches(|c: char| !c.is_alphabetic());
        let words = words.get(numbers..).unwrap_or_default();
        // What a title is about stands at its end, what it is often at its beginning.
        let mut heads = heads(title, words);
        heads.extend(words.first().map(AsRef::as_ref));
        let says = |entries: &Entries| entries.has_head(&heads) || entries.has_phrase(words);
        let mut found = TitleSense {
            procedure: says(&self.headings.procedure_titles),
            rules: says(&self.headings.rule_titles),
        };
        if words.windows(2).any(|pair| pair[0] == "standard" && pair[1] == "operating") {
            found.rules = false;
        }
        if !found.rules && !found.procedure {
            found.procedure = self.announced_by(title).task;
        }
        found
    }

    /// What the sentence directly before a list says of it.
    #[must_use]
    pub fn announced_by_lead(&self, sentence: &str) -> Announced {
        let headings = &self.headings;
        // The end of a long paragraph is what leads to the list.
        let from = sentence.trim_end().len().saturating_sub(1);
        let last = sentence
            .get(..from)
            .and_then(|text| text.rfind(['.', '!', '?']))
            .map_or(0, |at| at + 1);
        let last = sentence.get(last..).unwrap_or(sentence);
        let words: Vec<Cow<'_, str>> = plain_words(last).collect();
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

/// Whether a word behind a verb that is a noun as well makes it an order.
fn orders_by(word: &str) -> bool {
    matches!(
        word,
        "the"
            | "a"
            | "an"
            | "your"
            | "all"
            | "any"
            | "each"
            | "every"
            | "and"
            | "to"
            | "with"
            | "for"
            | "up"
            | "out"
            | "in"
            | "on"
            | "this"
            | "that"
            | "it"
            | "its"
            | "their"
            | "our"
    )
}

/// The nouns that a heading is about: the last word before a preposition, of each part
/// that "and" or punctuation divides.
fn heads<'w>(heading: &str, words: &'w [Cow<'_, str>]) -> Vec<&'w str> {
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
    heads
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
            assert!(announced(heading).task && !announced(heading).lists, "{heading}");
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
