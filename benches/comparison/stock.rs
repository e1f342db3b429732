//! Words and sentences to write into a document: those of the other documents.

use sopctl::document::outline::UnitKind;
use sopctl::text::word_key;

use super::page::Page;
use super::random::Random;

/// What all documents have to give.
pub(crate) struct Stock {
    words: Vec<String>,
    /// The page and the text.
    sentences: Vec<(usize, String)>,
    titles: Vec<(usize, String)>,
}

/// Words that mean more than wording.
const WEIGHTY: &[&str] = &[
    "must", "should", "shall", "may", "can", "cannot", "need", "needs", "required", "never",
    "except", "only", "unless", "without", "warning", "caution", "note", "step", "steps", "result",
    "expected", "neither", "none", "hours", "days", "weeks", "months", "years", "minutes",
];

impl Stock {
    pub(crate) fn of(pages: &[Page]) -> Self {
        let mut words = Vec::new();
        let mut sentences = Vec::new();
        let mut titles = Vec::new();
        for (index, page) in pages.iter().enumerate() {
            for unit in page.units() {
                let is_told = !matches!(
                    unit.kind,
                    UnitKind::Code | UnitKind::Image | UnitKind::Row | UnitKind::Warning
                );
                words.extend(
                    unit.text.split_whitespace().filter(|word| is_plain(word)).map(str::to_owned),
                );
                if let Some(sentence) = Some(plain_sentence(&unit.text)).filter(|_| is_told)
                    && (6..=30).contains(&sentence.split(' ').count())
                {
                    sentences.push((index, sentence));
                }
            }
            for section in &page.document.outline().sections {
                let title = plain_sentence(&section.title);
                if (2..=6).contains(&title.split(' ').count()) {
                    titles.push((index, title));
                }
            }
        }
        words.sort_unstable();
        words.dedup();
        Self { words, sentences, titles }
    }

    /// A word that is none of `besides`.
    pub(crate) fn word(&self, random: &mut Random, besides: &[String]) -> Option<String> {
        (0..8)
            .filter_map(|_| random.pick(&self.words))
            .find(|word| !besides.contains(word))
            .cloned()
    }

    /// A sentence of another page.
    pub(crate) fn sentence(&self, random: &mut Random, page: usize) -> Option<String> {
        Self::other(&self.sentences, random, page)
    }

    /// A title of another page.
    pub(crate) fn title(&self, random: &mut Random, page: usize) -> Option<String> {
        Self::other(&self.titles, random, page)
    }

    fn other(from: &[(usize, String)], random: &mut Random, page: usize) -> Option<String> {
        let found = (0..8).filter_map(|_| random.pick(from)).find(|(other, _)| *other != page);
        found.map(|(_, text)| text.clone())
    }
}

fn is_plain(word: &str) -> bool {
    (4..=12).contains(&word.len())
        && word.bytes().all(|byte| byte.is_ascii_lowercase())
        && !WEIGHTY.contains(&word)
}

/// A text without signs that Markdown could read; it begins with a word.
fn plain_sentence(text: &str) -> String {
    let is_kept = |c: char| c.is_alphanumeric() || matches!(c, ' ' | ',' | '.' | '\'' | '-');
    let kept: String = text.chars().filter(|c| is_kept(*c)).collect();
    let begins_with_word =
        |word: &&str| !(word.chars().all(char::is_alphabetic) && word.chars().count() > 2);
    let words: Vec<&str> = kept.split_whitespace().skip_while(begins_with_word).collect();
    words.join(" ")
}

/// Dice's coefficient of two multisets of words, each counting alike: an own measure,
/// not the comparison's.
pub(crate) fn likeness(a: &[String], b: &[String]) -> f64 {
    let (mut a, mut b) = (a.to_vec(), b.to_vec());
    a.sort_unstable();
    b.sort_unstable();
    let total = a.len() + b.len();
    let mut common = 0_usize;
    let mut others = b.iter().peekable();
    for word in &a {
        while others.next_if(|other| *other < word).is_some() {}
        if others.next_if(|other| *other == word).is_some() {
            common += 1;
        }
    }
    if total == 0 { 1.0 } else { 2.0 * common as f64 / total as f64 }
}

/// The words of a text as a multiset.
pub(crate) fn bag(text: &str) -> Vec<String> {
    let mut words = word_key(text);
    words.sort_unstable();
    words
}
