//! Counts in a document what the signals are made of.

use std::collections::HashSet;

use crate::document::Document;
use crate::document::blocks::MarkKind;
use crate::document::outline::{Outline, Unit, UnitKind, content};
use crate::language::{Language, Theme, WordClass};
use crate::paths::RepoPath;
use crate::text::{TokenKind, Tokens, lower, plain_words};

use super::signal::Signal;

/// Densities of shorter texts are those of a text of this length: one word in a stub is no
/// habit.
const FEWEST_WORDS: usize = 150;
/// So many words of a text tell its language.
const TELLING_WORDS: usize = 400;
/// A text of fewer words says too little to be judged.
const ENOUGH_WORDS: usize = 25;
/// Of how many words at least one is an article, a preposition or the like in a text of the
/// language.
const ONE_SMALL_WORD_IN: usize = 8;

/// What was counted.
#[derive(Debug, Default)]
pub(super) struct Counted {
    words: usize,
    small_words: usize,
    /// By theme.
    coordination: usize,
    process: usize,
    interface: usize,
    norm: usize,
    advice: usize,
    duty: usize,
    named_roles: usize,
    acting_roles: HashSet<String>,
    steps: usize,
    orders: usize,
    commands: usize,
    tables: usize,
    links: usize,
    purpose_headings: usize,
    /// The types that title and path speak for.
    named: HashSet<&'static str>,
}

/// Counts; `None` where the text is in a language without word lists, or all but empty.
pub(super) fn read(document: &Document, path: &RepoPath, english: &Language) -> Option<Counted> {
    let language = match document.fields().language.value() {
        Some(tag) => Language::of_tag(tag).map(|_| english)?,
        None => english,
    };
    let mut counted = Counted::default();
    // What a document says it is must not change how it is read here.
    let outline = &*document.untyped_outline();
    counted.sections(outline, language);
    counted.units(outline, document.body(), language);
    if counted.words < ENOUGH_WORDS || !counted.is_in_language() {
        return None;
    }
    counted.steps(outline, language);
    let title = document.title().unwrap_or_default();
    for word in
        plain_words(&title).chain(path.as_str().split(['/', '_', '.']).flat_map(plain_words))
    {
        // `how-to-refund.md` is one word.
        let parts = word.split('-').chain(std::iter::once(word.as_ref()));
        for part in parts {
            counted.named.extend(language.types_spoken_for(part));
        }
    }
    Some(counted)
}

impl Counted {
    /// How much there is of a signal, in its unit.
    pub(super) fn amount(&self, signal: Signal) -> f64 {
        match signal {
            Signal::Coordination => self.density(self.coordination),
            Signal::ActingRoles => real(self.acting_roles.len()),
            Signal::NamedRoles => self.density(self.named_roles),
            Signal::ProcessWords => self.density(self.process),
            Signal::Steps => real(self.steps),
            Signal::Imperatives => real(self.orders) / real(self.steps.max(1)),
            Signal::InterfaceWords => self.density(self.interface),
            Signal::Commands => real(self.commands),
            Signal::NormWords => self.density(self.norm),
            Signal::Advice => self.density(self.advice),
            Signal::Duties => self.density(self.duty),
            Signal::Links => self.density(self.links),
            Signal::Tables => real(self.tables),
            Signal::PurposeHeadings => real(self.purpose_headings),
            Signal::NamedPolicy => self.named("policy"),
            Signal::NamedSop => self.named("sop"),
            Signal::NamedWorkInstruction => self.named("work-instruction"),
            Signal::NamedOther => self.named("other"),
        }
    }

    /// In 1,000 words.
    fn density(&self, count: usize) -> f64 {
        real(count) * 1000.0 / real(self.words.max(FEWEST_WORDS))
    }

    fn named(&self, name: &str) -> f64 {
        if self.named.contains(name) { 1.0 } else { 0.0 }
    }

    /// Every text has its articles and prepositions.
    fn is_in_language(&self) -> bool {
        let looked_at = self.words.min(TELLING_WORDS);
        self.small_words * ONE_SMALL_WORD_IN >= looked_at
    }

    /// The title of the document is no part of its body.
    fn sections(&mut self, outline: &Outline, language: &Language) {
        for section in outline.sections.iter().filter(|section| section.level > 1) {
            self.words_of(&section.title, language);
            let says = |word: &str| matches!(word, "purpose" | "scope");
            self.purpose_headings +=
                usize::from(plain_words(&section.title).any(|word| says(&word)));
        }
    }

    fn units(&mut self, outline: &Outline, body: &str, language: &Language) {
        let mut in_table = false;
        for unit in &outline.units {
            let is_row = unit.kind == UnitKind::Row;
            self.tables += usize::from(is_row && !in_table);
            in_table = is_row;
            match unit.kind {
                UnitKind::Image => continue,
                UnitKind::Code => {
                    self.commands += usize::from(holds_commands(unit, body));
                    continue;
                }
                UnitKind::Step
                | UnitKind::Statement
                | UnitKind::Paragraph
                | UnitKind::ExpectedResult
                | UnitKind::Row
                | UnitKind::Note
                | UnitKind::Warning => {}
            }
            // A heading that is a step was counted with the sections.
            if outline.is_heading(unit) || is_left_open(&unit.text) {
                continue;
            }
            let links = unit.marks.iter().filter(|mark| matches!(mark.kind, MarkKind::Link(_)));
            self.links += links.count();
            let roles = self.words_of(&unit.text, language);
            if roles > 0
                && !is_row
                && let Some(role) = content::actor(unit, language)
            {
                self.acting_roles.insert(role);
            }
        }
    }

    /// Counts the words of a text, and tells how many roles it names.
    fn words_of(&mut self, text: &str, language: &Language) -> usize {
        let before = self.named_roles;
        let mut tokens = Tokens::of(text);
        let mut behind_role = false;
        while let Some(token) = tokens.next() {
            if token.kind != TokenKind::Word {
                behind_role &= token.kind == TokenKind::Space;
                continue;
            }
            self.words += 1;
            let word = lower(token.text);
            if self.words <= TELLING_WORDS {
                let small = [WordClass::Determiner, WordClass::Preposition];
                let is_small = small.into_iter().any(|class| language.is(class, &word));
                self.small_words += usize::from(is_small);
            }
            // "Shift lead" and "team leads" are one role each.
            let is_role = language.is_role(&word);
            self.named_roles += usize::from(is_role && !behind_role);
            behind_role = is_role;
            let next = || plain_words(tokens.rest()).next();
            match language.theme(&word, next) {
                Some(Theme::Coordination) => self.coordination += 1,
                Some(Theme::Process) => self.process += 1,
                Some(Theme::Interface) => self.interface += 1,
                Some(Theme::Norm) => self.norm += 1,
                Some(Theme::Advice) => self.advice += 1,
                Some(Theme::Duty) => self.duty += 1,
                None => {}
            }
        }
        self.named_roles - before
    }

    fn steps(&mut self, outline: &Outline, language: &Language) {
        for step in outline.top_level_steps() {
            self.steps += 1;
            self.orders += usize::from(content::is_order(step, language));
        }
    }
}

/// Whether a text is still to be written: what a template asks says nothing about the answer.
fn is_left_open(text: &str) -> bool {
    ["TODO", "TBD", "{{"].into_iter().any(|mark| text.contains(mark))
}

/// Whether a block of code is for a shell: its fence says so, or it has none and its first
/// line begins as commands do.
fn holds_commands(unit: &Unit, body: &str) -> bool {
    const SHELLS: [&str; 11] = [
        "sh",
        "bash",
        "shell",
        "console",
        "zsh",
        "powershell",
        "ps1",
        "cmd",
        "bat",
        "terminal",
        "shell-session",
    ];
    let source = body.get(unit.span.start..unit.span.end).unwrap_or_default().trim_start();
    let fence = source.lines().next().unwrap_or_default().trim_start_matches(['`', '~']).trim();
    let is_fenced = source.starts_with("```") || source.starts_with("~~~");
    let info = fence.trim_start_matches(['{', '.']);
    let told = info.split(|c: char| !(c.is_alphanumeric() || c == '-')).next().unwrap_or_default();
    if is_fenced && !told.is_empty() {
        return SHELLS.iter().any(|shell| told.eq_ignore_ascii_case(shell));
    }
    let line = unit.text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default().trim();
    let mut words = line.split_whitespace();
    let first = words.next().unwrap_or_default();
    let is_command = first.len() > 1
        && first
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-_./".contains(&b));
    matches!(first, "$" | "#" | ">" | "%") || (is_command && words.next().is_some())
}

#[expect(clippy::cast_precision_loss, reason = "counts of words are far below 2^52")]
const fn real(count: usize) -> f64 {
    count as f64
}
