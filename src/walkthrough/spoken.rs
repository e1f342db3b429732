//! The spoken form of a sentence: what somebody says who reads it aloud to a colleague.
//!
//! What is on the screen to be read or copied (an address, a command, a path) is pointed at and
//! not spelled. Names of keys, signs and units are read out. Abbreviations are left: whoever
//! works there knows how they are said.

mod code;
mod keys;
mod units;

use super::sentences::{Run, Sentence, Style};
use code::{Said, address, mail_address, placeholder};

/// The sentence as it is said.
pub(super) fn spoken(sentence: &Sentence) -> String {
    let mut speech = Speech::default();
    for run in &sentence.runs {
        match run.style {
            Style::Code => speech.code(&run.text),
            Style::Link if address(run.text.trim()) => {
                speech.glue(&run.text, Said::Shown("address"));
            }
            Style::Label => speech.label(run),
            Style::Plain | Style::Link => speech.plain(&run.text),
        }
    }
    speech.finish()
}

/// How many words are said, as a speaker counts them.
pub(super) fn count(spoken: &str) -> u64 {
    let is_word = |word: &&str| word.contains(char::is_alphanumeric);
    u64::try_from(spoken.split_whitespace().filter(is_word).count()).unwrap_or(u64::MAX)
}

/// What is said so far, word by word.
#[derive(Default)]
struct Speech {
    words: Vec<String>,
    /// What was pointed at last, as long as its own name may follow: "the `ls` command".
    pointed_at: Option<&'static str>,
    /// Whether the next words belong to the last one, without a blank between.
    is_glued: bool,
}

impl Speech {
    fn code(&mut self, text: &str) {
        self.glue(text, code::said(text));
    }

    /// Says something in the place of a whole run.
    fn glue(&mut self, text: &str, said: Said) {
        match said {
            Said::Words(words) => self.plain(&words),
            Said::Shown(what) => self.point_at(what),
            Said::Yours(what) => {
                self.drop_article();
                self.push(&format!("your {what}"));
            }
        }
        self.is_glued = !text.ends_with(char::is_whitespace);
    }

    /// The name of a place is said as the way there.
    fn label(&mut self, run: &Run) {
        match keys::pressed(run.text.trim()) {
            Some(keys) => self.push(&keys),
            None => self.plain(&run.text),
        }
        self.is_glued = !run.text.ends_with(char::is_whitespace);
    }

    fn plain(&mut self, text: &str) {
        if text.starts_with(char::is_whitespace) {
            self.is_glued = false;
        }
        let words: Vec<&str> = text.split_whitespace().collect();
        let mut at = 0;
        while let Some(word) = words.get(at) {
            at += self.word(word, words.get(at + 1).copied().unwrap_or_default());
        }
        self.is_glued = !text.is_empty() && !text.ends_with(char::is_whitespace);
    }

    /// Says a word, and the next where they belong together. Says how many were taken.
    fn word(&mut self, word: &str, next: &str) -> usize {
        let (before, bare, behind) = trimmed(word);
        if self.repeats(bare, behind) {
            return 1;
        }
        if is_arrow(word) {
            // `> 5` compares, `A > B` leads on.
            let compares = word == ">" && units::is_number(trimmed(next).1);
            self.after(if compares { "more than" } else { "then" }, !compares);
            return 1;
        }
        if self.is_glued && before.is_empty() && bare.is_empty() {
            self.append(behind);
            return 1;
        }
        if let Some(said) = shown(bare) {
            self.open(before);
            let is_glued = std::mem::take(&mut self.is_glued);
            self.is_glued = is_glued && !before.is_empty();
            match said {
                Said::Words(words) => self.push(&words),
                Said::Shown(what) => self.point_at(what),
                Said::Yours(what) => {
                    self.drop_article();
                    self.push(&format!("your {what}"));
                }
            }
            self.append(behind);
            return 1;
        }
        if let Some((said, taken, rest)) = units::measured(bare, behind, next) {
            self.push(&format!("{before}{said}{rest}"));
            return taken;
        }
        match sign(word) {
            // A dash is a pause, and belongs to the word before it.
            Some(",") => self.pause(),
            Some(word) => self.push(word),
            None => {}
        }
        1
    }

    /// Whether this word says again what was just pointed at; its punctuation stays.
    fn repeats(&mut self, bare: &str, behind: &str) -> bool {
        let Some(what) = self.pointed_at.take() else { return false };
        let name = what.rsplit(' ').next().unwrap_or(what);
        let is_again = bare.to_lowercase() == name;
        if is_again {
            self.append(behind);
        }
        is_again
    }

    fn point_at(&mut self, what: &'static str) {
        self.drop_article();
        // "It shows the address shown" says the same twice.
        let shows = self.words.last().is_some_and(|last| last.starts_with("show"));
        self.push(&if shows { format!("the {what}") } else { format!("the {what} shown") });
        self.pointed_at = Some(what);
    }

    /// "the `x` file" is one file: what is pointed at brings its own article.
    fn drop_article(&mut self) {
        const ARTICLES: [&str; 7] = ["the", "a", "an", "your", "this", "that", "its"];
        let last = self.words.last().map(|last| last.to_lowercase());
        if last.is_some_and(|last| ARTICLES.contains(&last.as_str())) && !self.is_glued {
            self.words.pop();
        }
    }

    /// Says a word that leads on from what came before.
    fn after(&mut self, word: &str, with_comma: bool) {
        if let Some(last) = self.words.last_mut()
            && with_comma
            && !last.ends_with([',', '.', ':', ';'])
        {
            last.push(',');
        }
        self.is_glued = false;
        self.push(word);
    }

    fn pause(&mut self) {
        if let Some(last) = self.words.last_mut()
            && !last.ends_with([',', '.', ':', ';', '!', '?'])
        {
            last.push(',');
        }
        self.is_glued = false;
        self.pointed_at = None;
    }

    fn open(&mut self, before: &str) {
        if !before.is_empty() {
            self.push(before);
            self.is_glued = true;
        }
    }

    fn push(&mut self, word: &str) {
        match self.words.last_mut() {
            Some(last) if self.is_glued => last.push_str(word),
            _ => self.words.push(word.to_owned()),
        }
        self.is_glued = false;
        self.pointed_at = None;
    }

    fn append(&mut self, marks: &str) {
        if let Some(last) = self.words.last_mut() {
            last.push_str(marks);
        }
        self.is_glued = false;
        if !marks.is_empty() {
            self.pointed_at = None;
        }
    }

    fn finish(self) -> String {
        let mut said = self.words.join(" ");
        let end = said.trim_end_matches([':', ';', ',', ' ']).len();
        said.truncate(end);
        if !said.is_empty() && !said.ends_with(['.', '!', '?', '…', ')', '"', '”']) {
            said.push('.');
        }
        for generated in ["the ", "your ", "then "] {
            if said.starts_with(generated) {
                let first = said.remove(0).to_ascii_uppercase();
                said.insert(0, first);
            }
        }
        said
    }
}

/// A word without the punctuation around it, which is given as well.
fn trimmed(word: &str) -> (&str, &str, &str) {
    const BEFORE: [char; 6] = ['(', '[', '"', '“', '‘', '\''];
    const BEHIND: [char; 11] = ['.', ',', ';', ':', '!', '?', ')', ']', '"', '”', '’'];
    let rest = word.trim_start_matches(BEFORE);
    let bare = rest.trim_end_matches(BEHIND);
    (&word[..word.len() - rest.len()], bare, &rest[bare.len()..])
}

/// What leads from one name to the next.
fn is_arrow(word: &str) -> bool {
    matches!(word, ">" | "->" | "-->" | "=>" | "→" | "⇒" | "➔" | "➜" | "›" | "»" | "▸" | "▶" | ">>")
}

/// Words of plain text that are to be seen, not heard.
fn shown(bare: &str) -> Option<Said> {
    if let Some(said) = placeholder(bare) {
        return Some(said);
    }
    if address(bare) {
        return Some(Said::Shown("address"));
    }
    if mail_address(bare) {
        return Some(Said::Shown("e-mail address"));
    }
    if bare.contains('+')
        && let Some(keys) = keys::pressed(bare)
    {
        return Some(Said::Words(keys));
    }
    let is_path = bare.matches('/').count() > 1 && bare.contains(char::is_alphabetic)
        || (bare.starts_with('/') && bare.len() > 1);
    if is_path {
        return Some(Said::Shown("path"));
    }
    if bare.contains('_') && bare.contains(char::is_alphanumeric) {
        return Some(code::said(bare));
    }
    let handle = bare.strip_prefix('@').filter(|handle| !handle.is_empty())?;
    Some(Said::Words(handle.replace(['-', '_', '/'], " ")))
}

/// A sign between words as a word, and a word with a sign before it; `None` for what is silent.
fn sign(word: &str) -> Option<&str> {
    Some(match word {
        "&" => "and",
        "=" => "equals",
        "≥" | ">=" => "at least",
        "≤" | "<=" => "at most",
        "<" => "less than",
        "±" => "plus or minus",
        "~" | "≈" => "about",
        "×" | "x" => "by",
        "+" => "plus",
        "–" | "—" | "-" | "--" => ",",
        "…" | "..." | "•" | "|" | "~~" | "*" | "**" | "/" => return None,
        word => {
            let has_words =
                word.contains(|c: char| c.is_alphanumeric() || c.is_ascii_punctuation());
            return has_words.then_some(word);
        }
    })
}

#[cfg(test)]
mod tests {
    use super::super::sentences::sentences;
    use super::*;
    use crate::document::blocks::blocks;

    fn said(markdown: &str) -> String {
        let block = blocks(markdown).remove(0);
        let (found, _) = sentences(&block.text, &block.marks);
        found.iter().map(spoken).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn every_rule_says_what_a_person_would() {
        for (written, expected) in [
            // Marks of Markdown go.
            ("Click **Create** *now*.", "Click Create now."),
            // A way through menus.
            (
                "Open **Directory > Users > New user**.",
                "Open Directory, then Users, then New user.",
            ),
            ("Open **Directory** > **Users**.", "Open Directory, then Users."),
            ("Go to Settings → Users.", "Go to Settings, then Users."),
            // Keys.
            ("Press `Ctrl+Shift+S`.", "Press Control Shift S."),
            ("Press **Esc**, then Alt+F4.", "Press Escape, then Alt F4."),
            ("Press **⌘+C**.", "Press Command C."),
            // What is to be seen.
            ("Go to <https://a.example/x?y=1>.", "Go to the address shown."),
            ("Go to [the list](https://a.example/x).", "Go to the list."),
            ("Write to ana@example.com, please.", "Write to the e-mail address shown, please."),
            ("Run `kubectl get pods -n shop`.", "Run the command shown."),
            ("Run the `ls -l` command.", "Run the command shown."),
            ("Open `config/limits.toml`.", "Open the path shown."),
            ("`rm -rf x` removes it.", "The command shown removes it."),
            ("Enter `x7$kk#2` in **Key**.", "Enter the value shown in Key."),
            // What can be said.
            ("Set it to `Ready`.", "Set it to Ready."),
            ("Add the `order_lines` table.", "Add the order lines table."),
            (
                "Set **Second factor** to `required at first sign-in`.",
                "Set Second factor to required at first sign-in.",
            ),
            // Secrets and what the reader puts in.
            ("Enter `********` in **Password**.", "Enter your password in Password."),
            ("Enter `<password>`.", "Enter your password."),
            ("Open the `<cluster-name>` page.", "Open your cluster name page."),
            ("**E-mail** shows `ana@example.com`.", "E-mail shows the e-mail address."),
            ("A password – only you – have.", "A password, only you, have."),
            // Numbers and units.
            ("Heat it to 80 °C for 5 min.", "Heat it to 80 degrees Celsius for 5 minutes."),
            ("Cool it to -20°C.", "Cool it to minus 20 degrees Celsius."),
            ("Add 1 kg, or 2.5 kg.", "Add 1 kilogram, or 2.5 kilograms."),
            ("Keep 5-10 % of $50.", "Keep 5 to 10 percent of 50 dollars."),
            ("Only if > 5 items are left.", "Only if more than 5 items are left."),
            ("It is >5 mm, ≤ 10 mm.", "It is more than 5 millimetres, at most 10 millimetres."),
            ("From 2026-11-22 on.", "From 22 November 2026 on."),
            ("Salt & pepper, about ±2 g.", "Salt and pepper, about plus or minus 2 grams."),
            ("See step #5.", "See step number 5."),
            // People and abbreviations.
            ("Ask @service-desk.", "Ask service desk."),
            ("Ask the SOP owner, e.g. IT.", "Ask the SOP owner, e.g. IT."),
            // The end.
            ("Do the following:", "Do the following."),
            ("Names in order", "Names in order."),
            ("", "."),
        ] {
            if !written.is_empty() {
                assert_eq!(said(written), expected, "{written}");
            }
        }
    }

    #[test]
    fn words_are_counted_as_they_are_said() {
        assert_eq!(count("Click Create , now."), 3);
        assert_eq!(count(""), 0);
    }
}
