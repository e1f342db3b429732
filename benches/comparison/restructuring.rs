//! Edits of whole units: they come, go, move, part and join.

use sopctl::document::outline::UnitKind;
use sopctl::source::Span;

use super::draft::{Draft, STRANGERS};
use super::page::{Place, Shape};
use super::random::Random;
use super::stock::{Stock, bag, likeness};
use super::wording;

/// A sentence of another document that no unit that went could have become.
pub(crate) fn stranger(
    draft: &Draft<'_>,
    page: usize,
    stock: &Stock,
    random: &mut Random,
) -> Option<String> {
    (0..12)
        .filter_map(|_| stock.sentence(random, page))
        .find(|sentence| draft.is_stranger(&bag(sentence)))
}

fn is_blank(line: &str) -> bool {
    line.trim_matches([' ', '\t', '>', '\n', '\r']).is_empty()
}

fn line_at(body: &str, start: usize) -> &str {
    body.get(start..).and_then(|rest| rest.split_inclusive('\n').next()).unwrap_or_default()
}

fn line_before(body: &str, start: usize) -> &str {
    body.get(..start)
        .and_then(|before| before.split_inclusive('\n').next_back())
        .unwrap_or_default()
}

/// How lines come in behind a unit: what stands before them and behind them.
fn joints(draft: &Draft<'_>, anchor: usize, place: &Place) -> (String, String) {
    let body = draft.page.body();
    let at = place.lines.end;
    let ends = body[..at].ends_with('\n');
    let mut before = if ends { String::new() } else { "\n".to_owned() };
    let next = line_at(body, at);
    let blank = format!("{}\n", place.prefix.trim_end());
    let mut behind = String::new();
    match place.shape {
        Shape::Row(_) => {}
        Shape::Item(_) => {
            // Items of a loose list have blank lines between them.
            let beside = |other: usize| draft.page.are_alike(anchor, other);
            let follows = place.end < draft.page.units().len() && beside(place.end);
            let above = line_before(body, place.lines.start);
            let precedes = anchor > 0 && (0..anchor).rev().any(beside);
            let is_loose =
                (follows && is_blank(next) && !next.is_empty()) || (precedes && is_blank(above));
            if is_loose {
                before.push_str(&blank);
            }
        }
        _ => {
            before.push_str(&blank);
            if !next.is_empty() && !is_blank(next) {
                behind = blank;
            }
        }
    }
    (before, behind)
}

/// A sentence of another document comes in behind a unit.
pub(crate) fn insert(
    draft: &mut Draft<'_>,
    anchor: usize,
    page: usize,
    stock: &Stock,
    random: &mut Random,
) -> Option<()> {
    let place = draft.page.place(anchor)?.clone();
    let at = Span::new(place.lines.end, place.lines.end);
    if !draft.fits(&[at]) {
        return None;
    }
    let sentence = stranger(draft, page, stock, random)?;
    let written = match place.shape {
        Shape::Paragraph | Shape::Item(_) => sentence.clone(),
        Shape::Row(_) if draft.kind(anchor) == UnitKind::Row => row(draft, &place, &sentence)?,
        _ => return None,
    };
    let (before, behind) = joints(draft, anchor, &place);
    let Place { prefix, marker, .. } = &place;
    let marker = marker.replace("[x]", "[ ]");
    draft.patch(at, format!("{before}{prefix}{marker}{written}\n{behind}"));
    draft.add(anchor, at.start, &written);
    Some(())
}

/// Inserts the words of the unit above, a few of them others: the case in which the wrong
/// one of two is most easily taken for the new one.
pub(crate) fn insert_copy(
    draft: &mut Draft<'_>,
    anchor: usize,
    stock: &Stock,
    random: &mut Random,
) -> Option<()> {
    let place = draft.page.place(anchor)?.clone();
    let at = Span::new(place.lines.end, place.lines.end);
    let is_text = matches!(place.shape, Shape::Paragraph | Shape::Item(_));
    if !is_text || place.end != anchor + 1 || !draft.fits(&[at]) {
        return None;
    }
    let (changes, words) = wording::few_changes(draft, anchor, stock, random)?;
    if !draft.is_stranger(&words) {
        return None;
    }
    let text = draft.page.patched_at(place.lines, &changes);
    let text = relined(&text, &place, &place.prefix, &place.marker);
    let (before, behind) = joints(draft, anchor, &place);
    draft.patch(at, format!("{before}{text}{behind}"));
    draft.add_words(anchor, at.start, words);
    Some(())
}

/// The words of a sentence in as many cells as another row has.
fn row(draft: &Draft<'_>, place: &Place, sentence: &str) -> Option<String> {
    let line = draft.page.at(place.words);
    if line.contains(['\\', '`']) || !line.starts_with('|') || !line.ends_with('|') {
        return None;
    }
    let cells = line.matches('|').count() - 1;
    let words: Vec<&str> = sentence.split(' ').collect();
    if cells == 0 || words.len() < cells {
        return None;
    }
    let each = words.len().div_ceil(cells);
    let mut written: Vec<String> = words.chunks(each).map(|cell| cell.join(" ")).collect();
    written.resize(cells, "so".to_owned());
    Some(format!("| {} |", written.join(" | ")))
}

/// The lines of a unit, with one blank line where it stands between two.
fn with_blank(draft: &Draft<'_>, place: &Place) -> Span {
    let body = draft.page.body();
    let mut span = place.lines;
    let next = line_at(body, span.end);
    let above = line_before(body, span.start);
    if !next.is_empty() && is_blank(next) && is_blank(above) {
        span.end += next.len();
    }
    span
}

/// A unit goes, with the few that stand in it.
pub(crate) fn delete(draft: &mut Draft<'_>, unit: usize) -> Option<()> {
    let place = draft.page.place(unit)?.clone();
    let span = with_blank(draft, &place);
    let is_small = place.end - unit <= 4;
    let all_can_go = (unit..place.end).all(|gone| draft.can_go(gone));
    if place.shape == Shape::Heading || !is_small || !all_can_go || !draft.fits(&[span]) {
        return None;
    }
    draft.patch(span, "");
    draft.remove(unit);
    Some(())
}

/// Writes the lines of a unit anew behind another prefix and marker.
fn relined(text: &str, place: &Place, prefix: &str, marker: &str) -> String {
    let indent = place.marker.trim_end_matches("[ ] ").trim_end_matches("[x] ").len();
    let mut written = String::new();
    for (number, line) in text.lines().enumerate() {
        let bare = line.strip_prefix(&place.prefix).unwrap_or_else(|| line.trim_start());
        if number == 0 {
            written.push_str(prefix);
            written.push_str(marker);
            written.push_str(bare.get(place.marker.len()..).unwrap_or_default());
        } else if bare.trim().is_empty() {
            written.push_str(prefix.trim_end());
        } else {
            let blanks = bare.bytes().take(indent).take_while(|byte| *byte == b' ').count();
            written.push_str(prefix);
            if blanks == indent {
                let wide = marker.trim_end_matches("[ ] ").trim_end_matches("[x] ").len();
                written.push_str(&" ".repeat(wide));
            }
            written.push_str(&bare[blanks..]);
        }
        written.push('\n');
    }
    written
}

/// How far a unit moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reach {
    Within,
    Elsewhere,
}

/// Moves a unit; with a stock of words a few of its own become others as well.
pub(crate) fn shift(
    draft: &mut Draft<'_>,
    unit: usize,
    random: &mut Random,
    reach: Reach,
    stock: Option<&Stock>,
) -> Option<()> {
    let page = draft.page;
    let place = page.place(unit)?.clone();
    if place.shape == Shape::Heading {
        return None;
    }
    let rewording = match stock {
        Some(stock) => Some(wording::few_changes(draft, unit, stock, random)?),
        None => None,
    };
    let anchors: Vec<usize> = (0..page.units().len())
        .filter(|anchor| {
            let Some(other) = page.place(*anchor) else { return false };
            let same_section = page.unit(*anchor).section == page.unit(unit).section;
            if (unit..place.end).contains(anchor) {
                return false;
            }
            if reach == Reach::Within {
                // Behind the unit above it, or below it, it would not have moved, or swapped.
                let steps_past = other.end < unit || *anchor > place.end;
                page.are_alike(unit, *anchor) && steps_past
            } else {
                let alike = match (place.shape, other.shape) {
                    (Shape::Item(a), Shape::Item(b)) => {
                        let sign = |marker: &str| marker.starts_with(|c: char| c.is_ascii_digit());
                        a != b && sign(&place.marker) == sign(&other.marker)
                    }
                    (Shape::Paragraph, Shape::Paragraph) => true,
                    _ => false,
                };
                let top = page.unit(*anchor).parent.is_none() && page.unit(unit).parent.is_none();
                alike && !same_section && top && other.prefix == place.prefix
            }
        })
        .collect();
    for anchor in random.shuffled(anchors).into_iter().take(6) {
        let other = page.place(anchor)?.clone();
        let from = with_blank(draft, &place);
        let at = Span::new(other.lines.end, other.lines.end);
        let apart = at.start < from.start || at.start > from.end;
        if !apart || !draft.fits(&[from, at]) || page.unit(anchor).kind != page.unit(unit).kind {
            continue;
        }
        let (before, behind) = joints(draft, anchor, &other);
        let marker = match place.shape {
            Shape::Item(_) => &other.marker,
            _ => &place.marker,
        };
        let text = match &rewording {
            Some((changes, _)) => page.patched_at(place.lines, changes),
            None => page.at(place.lines).to_owned(),
        };
        let lines = relined(&text, &place, &other.prefix, marker);
        draft.patch(from, "");
        draft.patch(at, format!("{before}{lines}{behind}"));
        draft.shift(unit, anchor, at.start);
        if let Some((_, words)) = rewording {
            draft.reword(unit, words);
        }
        return Some(());
    }
    None
}

/// The unit below, of the same list, table or run of paragraphs.
fn neighbour(draft: &Draft<'_>, unit: usize) -> Option<usize> {
    let next = draft.page.place(unit)?.end;
    (draft.page.are_alike(unit, next) && draft.is_free(next)).then_some(next)
}

/// A unit and the one below it change places.
pub(crate) fn swap(draft: &mut Draft<'_>, unit: usize) -> Option<()> {
    let next = neighbour(draft, unit)?;
    let (one, other) = (draft.page.place(unit)?.clone(), draft.page.place(next)?.clone());
    let same_words = bag(&draft.page.unit(unit).text) == bag(&draft.page.unit(next).text);
    let at_end = !draft.page.at(other.lines).ends_with('\n');
    if one.shape == Shape::Heading || same_words || at_end || !draft.fits(&[one.lines, other.lines])
    {
        return None;
    }
    let first = relined(draft.page.at(other.lines), &other, &one.prefix, &one.marker);
    let second = relined(draft.page.at(one.lines), &one, &other.prefix, &other.marker);
    draft.patch(one.lines, first);
    draft.patch(other.lines, second);
    draft.swap(unit, next);
    Some(())
}

/// Whether nothing is open at the end of a text that the rest closes.
fn is_closed(text: &str) -> bool {
    let count = |sign: char| text.matches(sign).count();
    count('`') % 2 == 0
        && count('*') % 2 == 0
        && count('_') % 2 == 0
        && count('"') % 2 == 0
        && count('~') == 0
        && count('[') == count(']')
        && count('(') == count(')')
        && count('<') == count('>')
        && count('{') == count('}')
}

/// A unit becomes two, at the end of a sentence where it has one near its middle.
pub(crate) fn split(draft: &mut Draft<'_>, unit: usize) -> Option<()> {
    let place = draft.page.place(unit)?.clone();
    if !matches!(place.shape, Shape::Item(_) | Shape::Paragraph) || place.end != unit + 1 {
        return None;
    }
    let text = draft.page.at(place.words).to_owned();
    let is_plain_start = |rest: &str| {
        rest.split_whitespace().take(3).filter(|w| w.chars().all(char::is_alphabetic)).count() == 3
            && rest.split_whitespace().next().is_some_and(|word| word.len() > 2)
    };
    let breaks: Vec<usize> = text
        .match_indices([' ', '\n'])
        .map(|(at, _)| at)
        .filter(|at| {
            let (left, right) = (&text[..*at], text[*at..].trim_start());
            left.split_whitespace().count() >= 4
                && right.split_whitespace().count() >= 4
                && left.ends_with(char::is_alphanumeric) | left.ends_with('.')
                && is_plain_start(right)
                && is_closed(left)
        })
        .collect();
    let middle = text.len() / 2;
    let ends_sentence = |at: &&usize| text[..**at].ends_with('.');
    let at = *breaks
        .iter()
        .filter(ends_sentence)
        .min_by_key(|at| at.abs_diff(middle))
        .or_else(|| breaks.iter().min_by_key(|at| at.abs_diff(middle)))?;
    let rest = text[at..].trim_start();
    let (before, _) = joints(draft, unit, &place);
    let before = before.strip_prefix('\n').unwrap_or(&before);
    let blank = if place.shape == Shape::Paragraph {
        format!("{}\n", place.prefix.trim_end())
    } else {
        before.to_owned()
    };
    let stop = if text[..at].ends_with('.') { "" } else { "." };
    let initial = rest.chars().next()?;
    let (prefix, marker) = (&place.prefix, &place.marker);
    let right = place.words.end - rest.len() + initial.len_utf8();
    let span = Span::new(place.words.start + at, right);
    if !draft.fits(&[span]) {
        return None;
    }
    draft.patch(span, format!("{stop}\n{blank}{prefix}{marker}{}", initial.to_uppercase()));
    draft.split(unit);
    Some(())
}

/// A unit and the one below it become one.
pub(crate) fn merge(draft: &mut Draft<'_>, unit: usize) -> Option<()> {
    let next = neighbour(draft, unit)?;
    let (one, other) = (draft.page.place(unit)?.clone(), draft.page.place(next)?.clone());
    let are_leaves = one.end == unit + 1 && other.end == next + 1;
    let is_text = matches!(one.shape, Shape::Item(_) | Shape::Paragraph);
    let texts = [draft.page.at(one.words), draft.page.at(other.words)];
    let is_long = texts.iter().all(|text| text.split_whitespace().count() >= 4);
    let begins_with_word = texts[1].starts_with(char::is_alphabetic);
    let span = Span::new(one.words.end, other.words.start);
    if !are_leaves || !is_text || !is_long || !begins_with_word || !draft.fits(&[span]) {
        return None;
    }
    let ends = texts[0].ends_with(['.', ':', ';', '!', '?']);
    draft.patch(span, if ends { " " } else { ". " });
    draft.merge(unit, next);
    Some(())
}

/// The words of a unit are written over with a sentence that shares next to none of them.
pub(crate) fn replace(
    draft: &mut Draft<'_>,
    unit: usize,
    page: usize,
    stock: &Stock,
    random: &mut Random,
) -> Option<()> {
    let place = draft.page.place(unit)?.clone();
    let is_text = matches!(place.shape, Shape::Item(_) | Shape::Paragraph);
    if !is_text || place.end != unit + 1 || !draft.fits(&[place.words]) || !draft.can_go(unit) {
        return None;
    }
    let words = bag(&draft.page.unit(unit).text);
    let sentence = (0..6)
        .filter_map(|_| stranger(draft, page, stock, random))
        .find(|sentence| likeness(&bag(sentence), &words) < STRANGERS)?;
    draft.patch(place.words, sentence.clone());
    draft.replace(unit, &sentence);
    Some(())
}
