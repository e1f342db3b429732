//! The numbers of a text with what they depend on: sign, comparator, currency, unit.
//!
//! Everything that could turn one limit into another is part of the measure, as
//! written: `-5 °C`, `< 5 bar`, `€5`, `5 MW`. Nothing here knows what changed.

mod amounts;
mod names;

use std::hash::{Hash, Hasher};

use crate::document::outline::Unit;
use crate::language::{Bound, Language, WordClass};
use crate::text::{Token, TokenKind, plain, tokens};

use amounts::{comparator, is_comparator, is_lead, lead, other_end, per, range, sign, solid, unit};
pub(super) use names::phones;

/// Before a number, a bound has no more words.
const LONGEST_BOUND: usize = 4;
/// So many signs stand before a number at most.
const LONGEST_LEAD: usize = 16;
/// So many tokens behind a reference its list may go on.
const FARTHEST_REFERENCE: usize = 40;

/// The numbers of a text, in order.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Measures {
    /// Numbers with what they count, days and frequencies, and comparators between words.
    pub(super) limits: Vec<Measure>,
    /// `step 4`, `§ 2`.
    pub(super) references: Vec<Reference>,
}

/// An amount, a day or how often, and the side of it on which to stay.
#[derive(Debug, Clone)]
pub(super) struct Measure {
    /// In the form in which it is compared: `1 per month` for `monthly`.
    amount: String,
    /// As it is told.
    said: String,
    bound: Option<Bound>,
    /// Whether the bound stands behind the amount: `5 or more`.
    is_bound_behind: bool,
}

impl PartialEq for Measure {
    /// Whether both set the same limit, in whatever words.
    fn eq(&self, other: &Self) -> bool {
        self.amount == other.amount && self.sense() == other.sense()
    }
}

impl Eq for Measure {}

impl Hash for Measure {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.amount.as_str(), self.sense()).hash(state);
    }
}

impl Measure {
    fn plain(said: String) -> Self {
        Self { amount: said.clone(), said, bound: None, is_bound_behind: false }
    }

    /// On which side to stay; empty where the text does not say.
    pub(super) fn sense(&self) -> &'static str {
        self.bound.as_ref().map_or("", |bound| bound.sense)
    }

    /// The amount without its bound: `5 days`.
    pub(super) fn said(&self) -> &str {
        &self.said
    }

    /// The amount with its bound: `up to 5 days`.
    pub(super) fn said_bounded(&self) -> String {
        match &self.bound {
            Some(bound) if bound.sense == "between" => self.said.clone(),
            Some(bound) if self.is_bound_behind => format!("{} {}", self.said, bound.phrase),
            Some(bound) => format!("{} {}", bound.phrase, self.said),
            None => self.said.clone(),
        }
    }
}

/// A number that names a place in a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reference {
    /// What it is a number of, in the singular.
    pub(super) word: String,
    /// The number as written, or a range of numbers.
    pub(super) number: String,
    /// Where the number stands in the text, in bytes.
    pub(super) at: usize,
}

impl Reference {
    /// `step 4`.
    pub(super) fn said(&self) -> String {
        format!("{} {}", self.word, self.number)
    }
}

impl Measures {
    /// Reads the measures of a unit. Numbers in names are none: in addresses, file names,
    /// versions, telephone numbers, and code that is more than an amount.
    pub(super) fn of(unit: &Unit, language: &Language) -> Self {
        Self::read(&unit.text, &names::named_code(unit, language), language)
    }

    /// Reads the measures of a text without marks.
    pub(super) fn of_text(text: &str, language: &Language) -> Self {
        Self::read(text, &[], language)
    }

    /// `named` are the ranges of bytes in which no number is an amount.
    fn read(text: &str, named: &[(usize, usize)], language: &Language) -> Self {
        let tokens = tokens(text);
        let names = names::names(text, language);
        let mut reading =
            Reading { tokens: &tokens, language, last_reference: None, found: Self::default() };
        // Behind the tokens of the last measure.
        let mut behind = 0;
        let mut at = 0;
        for (index, token) in tokens.iter().enumerate() {
            let is_in = |ranges: &[(usize, usize)]| {
                let behind = ranges.partition_point(|(start, _)| *start <= at);
                behind > 0 && ranges[behind - 1].1 > at
            };
            if index >= behind && !is_in(named) && !is_in(&names) {
                behind = match token.kind {
                    TokenKind::Number => reading.number(index, at),
                    TokenKind::Word => reading.word(index),
                    TokenKind::Mark => reading.mark(index),
                    TokenKind::Space => index,
                };
            }
            at += token.text.len();
        }
        reading.found
    }
}

/// A text whose measures are being read. Each part tells the index of the token behind it.
struct Reading<'a, 't> {
    tokens: &'a [Token<'t>],
    language: &'a Language,
    last_reference: Option<(String, usize)>,
    found: Measures,
}

impl Reading<'_, '_> {
    fn number(&mut self, index: usize, at: usize) -> usize {
        let (tokens, language) = (self.tokens, self.language);
        let number = tokens[index].text;
        let has_unit = !unit(tokens, index + 1, language).said.is_empty();
        if let Some(word) = refers(tokens, index, self.last_reference.as_ref(), language)
            && !has_unit
        {
            self.last_reference = Some((word.clone(), index));
            self.found.references.push(Reference { word, number: number.to_owned(), at });
            return index;
        }
        let before = solid(&tokens[..index]).next_back().map(|token| plain(token.text));
        let is_version =
            before.is_some_and(|word| language.is(WordClass::Version, &word) || word == "#");
        let is_glued = tokens.get(index + 1).is_some_and(|next| next.kind == TokenKind::Word);
        if is_version || names::is_dotted(number) || (is_glued && !has_unit) {
            return index;
        }
        self.measure(index, self.behind_number(index, number), &range(number))
    }

    /// The index of the token behind the number at `index`, which a bracket may say again, as
    /// contracts do: `thirty (30) days`.
    fn behind_number(&self, index: usize, digits: &str) -> usize {
        let begins = index + 1 + usize::from(self.is_space(index + 1));
        let again = match self.tokens.get(begins..begins + 3) {
            Some([open, number, close]) if open.text == "(" && close.text == ")" => number.text,
            _ => return index + 1,
        };
        let is_same =
            |word: &str| word == digits || self.language.number_word(word) == Some(digits);
        if is_same(&plain(again)) { begins + 3 } else { index + 1 }
    }

    fn is_space(&self, index: usize) -> bool {
        self.tokens.get(index).is_some_and(|token| token.kind == TokenKind::Space)
    }

    /// The measure whose number stands at `index` and ends before `behind`.
    fn measure(&mut self, index: usize, behind: usize, digits: &str) -> usize {
        let (tokens, language) = (self.tokens, self.language);
        let (lead, from) = lead(&tokens[..index], language);
        let unit_of_first = unit(tokens, behind, language);
        let (mut bound, mut end) = (self.bound_before(from), unit_of_first.end);
        let is_between = bound.as_ref().is_some_and(|bound| bound.sense == "between");
        let first = format!("{lead}{digits}");
        let mut amount = format!("{first}{}", unit_of_first.said);
        let mut said = amount.clone();
        if let Some(second) = other_end(tokens, end, is_between, language) {
            let number = tokens[second].text;
            let digits = language.number_word(&plain(number)).unwrap_or(number);
            let last = unit(tokens, second + 1, language);
            end = last.end;
            let (lead, _) = amounts::lead(&tokens[..second], language);
            let from = if unit_of_first.said == last.said { first } else { amount };
            amount = format!("{from}–{lead}{digits}{}", last.said);
            said = if is_between {
                format!("between {from} and {lead}{digits}{}", last.said)
            } else {
                amount.clone()
            };
        }
        let mut is_bound_behind = false;
        if bound.is_none()
            && let Some(behind) = self.bound_behind(end)
        {
            is_bound_behind = true;
            bound = Some(behind);
        }
        self.found.limits.push(Measure { amount, said, bound, is_bound_behind });
        end
    }

    /// The bound that stands before the token at `from`.
    fn bound_before(&self, from: usize) -> Option<Bound> {
        let before = solid(&self.tokens[..from]).rev();
        // "max. 5"
        let before = before.enumerate().skip_while(|(at, token)| *at == 0 && token.text == ".");
        let words = before
            .map_while(|(_, token)| (token.kind == TokenKind::Word).then(|| plain(token.text)));
        let mut words: Vec<String> = words.take(LONGEST_BOUND).collect();
        words.reverse();
        let is_end = self.tokens[..from].iter().rfind(|t| t.kind != TokenKind::Space);
        let is_end = is_end.is_some_and(|token| token.text == ".");
        self.language
            .bound_before(&words)
            .filter(|bound| !is_end || matches!(bound.phrase, "max" | "min"))
            .cloned()
    }

    /// The bound that stands behind the token before `end`.
    fn bound_behind(&self, end: usize) -> Option<Bound> {
        let behind = solid(self.tokens.get(end..)?);
        let words =
            behind.map_while(|token| (token.kind == TokenKind::Word).then(|| plain(token.text)));
        let words: Vec<String> = words.take(LONGEST_BOUND).collect();
        self.language.bound_behind(&words).cloned()
    }

    /// A number that is written as a word, a day of the week, or how often.
    fn word(&mut self, index: usize) -> usize {
        let (tokens, language) = (self.tokens, self.language);
        let word = plain(tokens[index].text);
        if let Some(digits) = language.number_word(&word) {
            return self.measure(index, self.behind_number(index, digits), digits);
        }
        if word == "one" {
            if !unit(tokens, index + 1, language).said.is_empty() {
                return self.measure(index, index + 1, "1");
            }
            return index;
        }
        if let Some((amount, end)) = self.rate(&word, index) {
            let words = tokens[index..end].iter().map(|token| plain(token.text));
            let said = words.collect::<String>();
            self.limit(Measure { amount, ..Measure::plain(said) }, index);
            return end;
        }
        let day = word.strip_suffix('s').unwrap_or(&word);
        if language.is(WordClass::Weekday, day) {
            let said = tokens[index].text.to_owned();
            self.limit(Measure { amount: day.to_owned(), ..Measure::plain(said) }, index);
        } else if language.is(WordClass::Frequency, &word) && (word != "once" || self.ends(index)) {
            self.limit(Measure::plain(word), index);
        }
        index
    }

    fn limit(&mut self, measure: Measure, from: usize) {
        let bound = self.bound_before(from);
        self.found.limits.push(Measure { bound, ..measure });
    }

    /// How often: `monthly`, `every month` and `once a month` are `1 per month`.
    fn rate(&self, word: &str, index: usize) -> Option<(String, usize)> {
        let (tokens, language) = (self.tokens, self.language);
        if let Some(period) = language.period_of(word) {
            return Some((format!("1 per {period}"), index + 1));
        }
        let times = match word {
            "once" => "1",
            "twice" => "2",
            "thrice" => "3",
            "every" | "each" => return self.each(index),
            _ => return None,
        };
        // "twice a day", "twice daily"
        let (period, end) = per(tokens, index + 1, language).or_else(|| {
            let next = tokens.get(index + 2).filter(|_| self.is_space(index + 1))?;
            Some((language.period_of(&plain(next.text))?.to_owned(), index + 3))
        })?;
        Some((format!("{times} per {period}"), end))
    }

    /// `every month`, `every other week`.
    fn each(&self, index: usize) -> Option<(String, usize)> {
        let word = |at: usize| {
            let token = self.tokens.get(at).filter(|token| token.kind == TokenKind::Word)?;
            Some(plain(token.text))
        };
        let is_period = |word: &String| self.language.is(WordClass::Period, word);
        let first = word(index + 2)?;
        // "each shift leader" is somebody.
        let is_name = |at: usize| {
            word(at + 2).is_some_and(|next| {
                self.language.is_role(&next) || self.language.is(WordClass::Actor, &next)
            })
        };
        if let Some(period) = word(index + 4).filter(is_period)
            && matches!(first.as_str(), "other" | "second" | "third" | "fourth")
        {
            let nth = if first == "other" { "second" } else { &first };
            return Some((format!("every {nth} {period}"), index + 5));
        }
        (is_period(&first) && !is_name(index + 2)).then(|| (format!("1 per {first}"), index + 3))
    }

    /// Whether no word follows, and no "at" stands before: neither "Once it is red" nor "at
    /// once" says how often.
    fn ends(&self, index: usize) -> bool {
        let before = solid(&self.tokens[..index]).next_back();
        before.is_none_or(|before| plain(before.text) != "at")
            && solid(&self.tokens[index + 1..])
                .next()
                .is_none_or(|next| next.kind == TokenKind::Mark)
    }

    /// A comparator that no number follows (`pressure < limit`), and the sign behind a
    /// symbol (`O+`, `Na+`).
    fn mark(&mut self, index: usize) -> usize {
        let tokens = self.tokens;
        let mark = tokens[index].text;
        let before = index.checked_sub(1).map(|before| tokens[before]);
        let next = tokens.get(index + 1);
        if is_comparator(mark) {
            let is_arrow = mark == ">" && before.is_some_and(|t| matches!(t.text, "-" | "="));
            let goes_on = next.is_some_and(|next| is_comparator(next.text));
            let has_number = solid(&tokens[index + 1..])
                .take(LONGEST_LEAD)
                .find(|token| !is_lead(token.text))
                .is_some_and(|token| token.kind == TokenKind::Number);
            let is_path = mark == ">" && self.leads_to_name(index);
            if !(is_arrow || goes_on || has_number || is_path) {
                self.found.limits.push(Measure::plain(comparator(tokens, index)));
            }
        } else if let Some(sign) = sign(mark)
            && let Some(symbol) = before.filter(|token| token.kind == TokenKind::Word)
            && symbol.text.chars().count() <= 2
            && symbol.text.starts_with(char::is_uppercase)
            && next.is_none_or(|next| next.kind != TokenKind::Word)
        {
            self.found.limits.push(Measure::plain(format!("{}{sign}", symbol.text)));
        }
        index
    }

    /// Whether what follows is the name of something to choose, as in a path of menus:
    /// `Users > Add`.
    fn leads_to_name(&self, index: usize) -> bool {
        solid(&self.tokens[index + 1..]).next().is_none_or(|next| {
            next.kind != TokenKind::Word
                || (next.text.starts_with(char::is_uppercase) && next.text.chars().count() > 1)
        })
    }
}

/// What the number at `index` is a number of, where it names a place: `step 4`, `§ 2`, and
/// the numbers that go on behind one: `steps 4, 5 and 7`.
fn refers(
    tokens: &[Token<'_>],
    index: usize,
    last: Option<&(String, usize)>,
    language: &Language,
) -> Option<String> {
    let before = solid(&tokens[..index]).next_back().map(|token| plain(token.text))?;
    if before == "§" || language.is(WordClass::Reference, &before) {
        let singular = before.strip_suffix('s').unwrap_or(&before);
        return Some(singular.to_owned());
    }
    let (word, last) = last?;
    if index - last > FARTHEST_REFERENCE {
        return None;
    }
    // "Sections 3 (second paragraph), 4 and 7": what stands in brackets is passed over.
    let mut brackets = 0_usize;
    let goes_on = solid(&tokens[last + 1..index]).all(|token| {
        match token.text {
            "(" => brackets += 1,
            ")" => brackets = brackets.saturating_sub(1),
            _ if brackets > 0 => {}
            "," | "-" | "–" => {}
            word => return matches!(plain(word).as_str(), "and" | "or" | "to" | "through"),
        }
        true
    });
    goes_on.then(|| word.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Vec<String> {
        let found = Measures::of_text(text, Language::english());
        found.limits.iter().map(Measure::said_bounded).collect()
    }

    #[test]
    fn a_measure_has_its_whole_unit_and_its_side() {
        for (text, limit) in [
            ("Answer within two business days.", "within 2 business days"),
            ("Pay at most 5 working days later.", "at most 5 working days"),
            ("Tighten it to 12 Nm.", "12 Nm"),
            ("Rest it for 10 min.", "10 min"),
            ("It begins on 1 March 2026.", "1 March 2026"),
            ("Choose between 12 and 64 characters.", "between 12 and 64 characters"),
            ("Soak it for 5 to 10 days.", "5–10 days"),
            ("Soak it for 5-10 days.", "5–10 days"),
            ("Soak it for 5–10 days.", "5–10 days"),
            ("Bring 3 or more people.", "3 or more"),
            ("Rinse it twice a week.", "twice a week"),
            ("Give 10 mg per day.", "10 mg per day"),
            ("Work a 24-hour shift.", "24 hour"),
            ("Ask within thirty (30) days.", "within 30 days"),
            ("Ask within 30 (thirty) days.", "within 30 days"),
            ("Keep 5nm apart.", "5 nm"),
            ("Rinse it twice daily.", "twice daily"),
            ("Rinse it on Monday.", "Monday"),
        ] {
            assert_eq!(said(text), [limit], "{text}");
        }
    }

    #[test]
    fn other_words_for_one_limit_are_the_same() {
        let limits = |text: &str| Measures::of_text(text, Language::english()).limits;
        for (a, b) in [
            ("Test it every quarter.", "Test it quarterly."),
            ("Test it each quarter.", "Test it once per quarter."),
            ("Bin it on Mondays.", "Bin it on Monday."),
            ("Pay up to 5 EUR.", "Pay no more than 5 EUR."),
            ("Soak it for 5 to 10 days.", "Soak it for 5-10 days."),
        ] {
            assert_eq!(limits(a), limits(b), "{a} {b}");
        }
        for (a, b) in [
            ("Test it once a month.", "Test it once a week."),
            ("Test it every other week.", "Test it every week."),
            ("Bin it on Mondays.", "Bin it on Tuesdays."),
            ("Pay up to 5 EUR.", "Pay over 5 EUR."),
            ("Wait 5 working days.", "Wait 5 business days."),
        ] {
            assert_ne!(limits(a), limits(b), "{a} {b}");
        }
    }

    #[test]
    fn a_limit_is_the_number_with_all_that_turns_it() {
        for (text, limit) in [
            ("Cool to -5 °C.", "-5 °C"),
            ("Cool to −5°C.", "-5 °C"),
            ("Keep it < 5 bar.", "< 5 bar"),
            ("Keep it >= 5 bar.", "≥ 5 bar"),
            ("Set x != 5.", "≠ 5"),
            ("Set x = -5.", "= -5"),
            ("Give .5 mg.", ".5 mg"),
            ("Give 5 mg/kg.", "5 mg/kg"),
            ("Wait 5 Days.", "5 days"),
            ("Feed 5 MW.", "5 MW"),
            ("Hold ±5 %.", "±5 %"),
            ("Pay EUR 5.", "EUR 5"),
            ("Take group O-.", "O-"),
        ] {
            assert_eq!(said(text), [limit], "{text}");
        }
        let none = Measures::of_text("Go to File -> Save – now.", Language::english());
        assert_eq!(none, Measures::default());
    }

    #[test]
    fn a_number_in_a_name_is_no_limit() {
        for text in [
            "Use 18f-help-wanted.",
            "Install 1.2.3.",
            "Install v1.2.3 of it.",
            "Take version 2 of the form.",
            "Open https://a.example/2024/05.",
            "Read docs/2024/plan.md.",
            "Log in with 2FA.",
            "Ask a 3rd party.",
            "See #123.",
            "Call +49 30 901820.",
            "Taxi to 12R/30L.",
            "Choose Users > Add.",
            "Once it is red, stop.",
        ] {
            assert_eq!(Measures::of_text(text, Language::english()), Measures::default(), "{text}");
        }
    }

    #[test]
    fn days_frequencies_and_numbers_in_words_are_limits() {
        for (text, limits) in [
            ("By Friday.", vec!["by Friday"]),
            ("Check it monthly.", vec!["monthly"]),
            ("Read it once.", vec!["once"]),
            ("Two people sign.", vec!["2 people"]),
            ("Pay within one week.", vec!["within 1 week"]),
            ("On 5 January 2026.", vec!["5 January 2026"]),
            ("On January 5.", vec!["January 5"]),
            ("On the 5th of it.", vec!["5th"]),
            ("On 01.02.2026.", vec!["01.02.2026"]),
            ("One of them signs.", vec![]),
        ] {
            assert_eq!(said(text), limits, "{text}");
        }
    }

    #[test]
    fn references_go_on_behind_the_first() {
        let found = Measures::of_text("See steps 4, 5 and 7 within 8 days.", Language::english());
        let said: Vec<String> = found.references.iter().map(Reference::said).collect();
        assert_eq!(said, ["step 4", "step 5", "step 7"]);
        assert_eq!(found.limits[0].said(), "8 days");
    }
}
