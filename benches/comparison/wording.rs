//! Edits of the words inside a unit.

use sopctl::comparison::EffectKind;
use sopctl::source::Span;
use sopctl::text::word_key;

use super::draft::{Draft, STRANGERS};
use super::page::Shape;
use super::random::Random;
use super::stock::{Stock, bag, likeness};

const OBLIGATIONS: &[&str] = &["must", "should", "may", "shall"];
const BEFORE_NOT: &[&str] =
    &["must", "should", "may", "shall", "can", "will", "is", "are", "was", "does"];
/// Verbs that stand behind an actor and are no nouns.
const VERBS: &[&str] = &[
    "must", "should", "may", "shall", "will", "can", "is", "has", "approves", "checks", "ensures",
    "moves", "needs", "performs", "verifies", "decides", "makes", "takes", "adds", "keeps",
];
const ROLES: &[&str] = &[
    "manager",
    "supervisor",
    "engineer",
    "administrator",
    "operator",
    "controller",
    "director",
    "owner",
    "auditor",
    "technician",
    "maintainer",
    "reviewer",
    "coordinator",
    "officer",
    "nurse",
    "researcher",
    "developer",
    "instructor",
];

/// A word of the source that can be written over.
struct Token<'t> {
    text: &'t str,
    span: Span,
}

/// The plain words of a unit in its source: letters only, outside code and tags.
fn tokens<'p>(draft: &Draft<'p>, unit: usize) -> Vec<Token<'p>> {
    let Some(place) = draft.page.place(unit) else { return Vec::new() };
    let text: &'p str =
        draft.page.body().get(place.words.start..place.words.end).unwrap_or_default();
    if place.shape == Shape::Code || place.shape == Shape::Image || text.contains(['<', '{']) {
        return Vec::new();
    }
    let mut tokens = Vec::new();
    let mut is_code = false;
    let mut at = 0;
    for word in text.split_inclusive(char::is_whitespace) {
        let (start, begins_in_code) = (place.words.start + at, is_code);
        at += word.len();
        is_code ^= word.matches('`').count() % 2 == 1;
        let left = word.trim_start_matches(['(', '"']);
        let bare = left.trim_end().trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '"']);
        let is_plain = !bare.is_empty() && bare.chars().all(char::is_alphanumeric);
        if is_plain && !begins_in_code && !is_code {
            let start = start + word.len() - left.len();
            tokens.push(Token { text: bare, span: Span::new(start, start + bare.len()) });
        }
    }
    tokens
}

/// Replaces tokens of a unit, and plans the words that it has then.
fn write(draft: &mut Draft<'_>, unit: usize, changes: Vec<(Span, String)>) -> Option<()> {
    let spans: Vec<Span> = changes.iter().map(|(span, _)| *span).collect();
    if !draft.fits(&spans) {
        return None;
    }
    let old = bag(&draft.page.unit(unit).text);
    let words = rewritten(draft, &old, &changes)?;
    if words == old {
        return None;
    }
    for (span, text) in changes {
        draft.patch(span, text);
    }
    draft.reword(unit, words);
    Some(())
}

/// The words of a unit after changes of its source; none where a word that is written
/// over is no word of the unit.
fn rewritten(draft: &Draft<'_>, old: &[String], changes: &[(Span, String)]) -> Option<Vec<String>> {
    let mut words = old.to_vec();
    for (span, text) in changes {
        for gone in word_key(draft.page.at(*span)) {
            let at = words.iter().position(|word| *word == gone)?;
            words.swap_remove(at);
        }
        words.extend(word_key(text));
    }
    words.sort_unstable();
    Some(words)
}

/// Replacements of a share of the words that leave the unit as alike as asked, and the
/// words that it has then.
fn rewording(
    draft: &Draft<'_>,
    unit: usize,
    stock: &Stock,
    random: &mut Random,
    count: usize,
    alike: std::ops::RangeInclusive<f64>,
) -> Option<Rewording> {
    let old = bag(&draft.page.unit(unit).text);
    // Words that mean more than wording stay, and numbers.
    let plain = |token: &Token<'_>| {
        token.text.len() >= 4
            && token.text.bytes().all(|byte| byte.is_ascii_lowercase())
            && !OBLIGATIONS.contains(&token.text)
    };
    let tokens: Vec<Token<'_>> = tokens(draft, unit).into_iter().filter(plain).collect();
    if tokens.len() < count || count == 0 {
        return None;
    }
    let mut changes = Vec::new();
    for token in random.shuffled(tokens).into_iter().take(count) {
        changes.push((token.span, stock.word(random, &old)?));
    }
    let words = rewritten(draft, &old, &changes)?;
    alike.contains(&likeness(&old, &words)).then_some((changes, words))
}

/// Replacements in the source, and the words of the unit after them.
type Rewording = (Vec<(Span, String)>, Vec<String>);

/// One to three words are others; most stay.
pub(crate) fn few_changes(
    draft: &Draft<'_>,
    unit: usize,
    stock: &Stock,
    random: &mut Random,
) -> Option<Rewording> {
    let words = bag(&draft.page.unit(unit).text).len();
    rewording(draft, unit, stock, random, (words / 7).clamp(1, 3), 0.60..=0.99)
}

/// Makes the changes of [`few_changes`].
pub(crate) fn few(d: &mut Draft<'_>, unit: usize, stock: &Stock, r: &mut Random) -> Option<()> {
    let (changes, _) = few_changes(d, unit, stock, r)?;
    write(d, unit, changes)
}

/// Half of the words are others.
pub(crate) fn half(d: &mut Draft<'_>, unit: usize, stock: &Stock, r: &mut Random) -> Option<()> {
    let words = bag(&d.page.unit(unit).text).len();
    let count = if words < 4 { 0 } else { words.div_ceil(2) };
    let (changes, _) = rewording(d, unit, stock, r, count, 0.30..=0.65)?;
    write(d, unit, changes)
}

/// A number is another.
pub(crate) fn number(draft: &mut Draft<'_>, unit: usize, random: &mut Random) -> Option<()> {
    let is_number = |token: &Token<'_>| {
        token.text.len() <= 6 && token.text.bytes().all(|byte| byte.is_ascii_digit())
    };
    let tokens: Vec<Token<'_>> = tokens(draft, unit).into_iter().filter(is_number).collect();
    let token = random.pick(&tokens)?;
    let number: u64 = token.text.parse().ok()?;
    let change = vec![(token.span, (number * 2 + 1).to_string())];
    write(draft, unit, change)?;
    draft.meanings.push((unit, &[EffectKind::Limit, EffectKind::Reference]));
    Some(())
}

/// `must` becomes `should`, or another of them.
pub(crate) fn obligation(draft: &mut Draft<'_>, unit: usize, random: &mut Random) -> Option<()> {
    let tokens = tokens(draft, unit).into_iter().filter(|t| OBLIGATIONS.contains(&t.text));
    let tokens: Vec<Token<'_>> = tokens.collect();
    let token = random.pick(&tokens)?;
    let others: Vec<&&str> = OBLIGATIONS.iter().filter(|other| **other != token.text).collect();
    let change = vec![(token.span, (**random.pick(&others)?).to_owned())];
    write(draft, unit, change)?;
    draft.meanings.push((unit, &[EffectKind::Obligation]));
    Some(())
}

/// Somebody else acts: a role before its verb.
pub(crate) fn actor(draft: &mut Draft<'_>, unit: usize, random: &mut Random) -> Option<()> {
    let all = tokens(draft, unit);
    let acts = |at: usize| {
        let is_verb = |next: &Token<'_>| {
            let is_third_person = next.text.len() > 3
                && next.text.ends_with('s')
                && !next.text.ends_with("ss")
                && next.text.bytes().all(|byte| byte.is_ascii_lowercase());
            VERBS.contains(&next.text) || is_third_person
        };
        // Nothing but one blank stands between them.
        all.get(at + 1).is_some_and(|next| next.span.start == all[at].span.end + 1 && is_verb(next))
    };
    let found: Vec<usize> =
        (0..all.len()).filter(|at| ROLES.contains(&all[*at].text) && acts(*at)).collect();
    let token = &all[*random.pick(&found)?];
    let others: Vec<&&str> = ROLES.iter().filter(|other| **other != token.text).collect();
    let change = vec![(token.span, (**random.pick(&others)?).to_owned())];
    write(draft, unit, change)?;
    draft.meanings.push((unit, &[EffectKind::Role]));
    Some(())
}

/// A "not" comes or goes.
pub(crate) fn negation(draft: &mut Draft<'_>, unit: usize, random: &mut Random) -> Option<()> {
    let all = tokens(draft, unit);
    let nots: Vec<&Token<'_>> = all.iter().filter(|token| token.text == "not").collect();
    let change = if let Some(not) = random.pick(&nots) {
        // The blank behind it goes as well.
        let behind = draft.page.at(Span::new(not.span.end, not.span.end + 1));
        let end = not.span.end + usize::from(behind == " ");
        (Span::new(not.span.start, end), String::new())
    } else {
        let verbs: Vec<&Token<'_>> =
            all.iter().filter(|token| BEFORE_NOT.contains(&token.text)).collect();
        let verb = random.pick(&verbs)?;
        (verb.span, format!("{} not", verb.text))
    };
    write(draft, unit, vec![change])?;
    // "must" that becomes "must not" is another obligation.
    draft.meanings.push((unit, &[EffectKind::Negation, EffectKind::Obligation]));
    Some(())
}

/// A bold, quoted or code token is another.
pub(crate) fn token(d: &mut Draft<'_>, unit: usize, stock: &Stock, r: &mut Random) -> Option<()> {
    let place = d.page.place(unit)?;
    if matches!(place.shape, Shape::Code | Shape::Image) {
        return None;
    }
    let text = d.page.at(place.words);
    let mut found = Vec::new();
    for sign in ["**", "`", "\""] {
        let places: Vec<usize> = text.match_indices(sign).map(|(at, _)| at).collect();
        if text.contains("```") || places.len() % 2 == 1 {
            continue;
        }
        for pair in places.chunks_exact(2) {
            let (start, end) = (pair[0] + sign.len(), pair[1]);
            let inner = &text[start..end];
            let is_plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_');
            if (2..=30).contains(&inner.len()) && inner.chars().all(is_plain) {
                found.push(Span::new(place.words.start + start, place.words.start + end));
            }
        }
    }
    let old = bag(&d.page.unit(unit).text);
    let span = *r.pick(&found)?;
    let change = vec![(span, stock.word(r, &old)?)];
    let words = rewritten(d, &old, &change)?;
    if likeness(&old, &words) < STRANGERS + 0.1 {
        return None;
    }
    write(d, unit, change)
}

/// The destination of a link is another; no word changes.
pub(crate) fn link(draft: &mut Draft<'_>, unit: usize, random: &mut Random) -> Option<()> {
    let place = draft.page.place(unit)?;
    if matches!(place.shape, Shape::Code | Shape::Image) {
        return None;
    }
    let text = draft.page.at(place.words);
    let mut found = Vec::new();
    for (at, _) in text.match_indices("](") {
        let start = at + 2;
        let opens = text[..at].rfind('[').unwrap_or(0);
        let is_picture = text[..opens].ends_with('!');
        if let Some(length) = text[start..].find([')', ' ', '\n', '<', '{', '('])
            && text[start + length..].starts_with(')')
            && length > 0
            && !is_picture
        {
            found.push(Span::new(place.words.start + start, place.words.start + start + length));
        }
    }
    let span = *random.pick(&found)?;
    if !draft.fits(&[span]) {
        return None;
    }
    draft.patch(span, "https://example.org/elsewhere");
    draft.remark(unit);
    draft.meanings.push((unit, &[EffectKind::Link, EffectKind::Target, EffectKind::Value]));
    Some(())
}

/// A cell of a row, not the first, says something else.
pub(crate) fn cell(d: &mut Draft<'_>, unit: usize, stock: &Stock, r: &mut Random) -> Option<()> {
    let place = d.page.place(unit)?;
    let Shape::Row(_) = place.shape else { return None };
    let line = d.page.at(place.words);
    if line.contains(['`', '\\', '<', '{']) {
        return None;
    }
    let bars: Vec<usize> = line.match_indices('|').map(|(at, _)| at).collect();
    let skipped = usize::from(line.starts_with('|')) + 1;
    let cells: Vec<Span> = bars
        .windows(2)
        .skip(skipped.saturating_sub(1))
        .map(|pair| Span::new(place.words.start + pair[0] + 1, place.words.start + pair[1]))
        .collect();
    let span = *r.pick(&cells)?;
    let old = bag(&d.page.unit(unit).text);
    let count = 1 + r.below(3);
    let new: Option<Vec<String>> = (0..count).map(|_| stock.word(r, &old)).collect();
    let change = vec![(span, format!(" {} ", new?.join(" ")))];
    let words = rewritten(d, &old, &change)?;
    if likeness(&old, &words) < 0.30 {
        return None;
    }
    write(d, unit, change)
}

/// A line of a code block is another.
pub(crate) fn code(draft: &mut Draft<'_>, unit: usize, random: &mut Random) -> Option<()> {
    let place = draft.page.place(unit)?;
    let text = draft.page.at(place.words);
    let lines: Vec<&str> = text.lines().collect();
    if place.shape != Shape::Code || !text.starts_with(['`', '~']) || lines.len() < 3 {
        return None;
    }
    let line = 1 + random.below(lines.len() - 2);
    let end = lines[..=line].last()?.as_ptr() as usize - text.as_ptr() as usize + lines[line].len();
    let at = Span::new(place.words.start + end, place.words.start + end);
    if lines[line].trim().is_empty() || !draft.fits(&[at]) {
        return None;
    }
    draft.patch(at, " --dry-run");
    draft.rewrite(unit);
    Some(())
}
