//! Captions: a sentence in pieces that can be read while it is said.
//!
//! The measures are those that broadcasters give for subtitles: two lines of 42 characters, no
//! less than a second, no more than seven.

use crate::report::{Line, Piece};

use super::Cue;
use super::sentences::{Sentence, Style};

/// Lines of a caption.
pub const MOST_LINES: usize = 2;
/// Characters of a line.
pub const MOST_CHARACTERS: usize = 42;
/// The shortest time that a caption is shown, in milliseconds.
pub(super) const SHORTEST_CUE: u64 = 1_000;
/// The longest time that a caption is shown, in milliseconds.
const LONGEST_CUE: u64 = 7_000;

/// The captions of a sentence, without times. A label is never divided between two of them
/// where it fits into one.
pub(super) fn cues(sentence: &Sentence) -> Vec<Cue> {
    let mut cues: Vec<Vec<Word>> = Vec::new();
    let mut open: Vec<Word> = Vec::new();
    for group in groups(words(sentence)) {
        if lines(open.iter().chain(&group)).len() <= MOST_LINES {
            open.extend(group);
            continue;
        }
        cues.extend((!open.is_empty()).then(|| std::mem::take(&mut open)));
        if lines(group.iter()).len() <= MOST_LINES {
            open = group;
            continue;
        }
        // A label longer than a caption.
        for word in group {
            if lines(open.iter().chain([&word])).len() > MOST_LINES {
                cues.push(std::mem::take(&mut open));
            }
            open.push(word);
        }
    }
    cues.extend((!open.is_empty()).then_some(open));
    let lined = |words: &Vec<Word>| lines(words.iter()).iter().map(|line| written(line)).collect();
    cues.iter().map(|words| Cue { start: 0, end: 0, lines: lined(words) }).collect()
}

/// Gives the captions of a sentence their times: by their length, within their bounds. There
/// is room for the shortest time of each.
pub(super) fn fit(cues: &mut [Cue], start: u64, end: u64) {
    let length = |cue: &Cue| -> u64 {
        let words: usize = cue.lines.iter().map(|line| line.words().chars().count()).sum();
        words.max(1) as u64
    };
    let all: u64 = cues.iter().map(length).sum();
    let spare = (end - start).saturating_sub(SHORTEST_CUE * cues.len() as u64);
    let (mut at, mut before) = (start, 0);
    for (index, cue) in cues.iter_mut().enumerate() {
        before += length(cue);
        cue.start = at;
        at = start + SHORTEST_CUE * (index as u64 + 1) + spare * before / all;
        cue.end = at.min(cue.start + LONGEST_CUE);
    }
}

/// Characters without a blank between them, in pieces of one style.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Word {
    pieces: Vec<(Style, String)>,
    /// The label that it is a part of, by its place among the runs.
    label: Option<usize>,
}

impl Word {
    fn width(&self) -> usize {
        self.pieces.iter().map(|(_, text)| text.chars().count()).sum()
    }
}

/// The words of a sentence; what is wider than a line is cut.
fn words(sentence: &Sentence) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut is_open = false;
    for (number, run) in sentence.runs.iter().enumerate() {
        let label = (run.style == Style::Label).then_some(number);
        for (index, part) in run.text.split(char::is_whitespace).enumerate() {
            is_open &= index == 0;
            if part.is_empty() {
                continue;
            }
            for piece in pieces(part) {
                match words.last_mut().filter(|word| {
                    is_open && word.width() + piece.chars().count() <= MOST_CHARACTERS
                }) {
                    Some(word) => {
                        word.pieces.push((run.style, piece));
                        word.label = word.label.or(label);
                    }
                    None => words.push(Word { pieces: vec![(run.style, piece)], label }),
                }
                is_open = true;
            }
        }
    }
    words
}

/// A word in pieces that fit into a line: paths and addresses behind one of their signs.
fn pieces(word: &str) -> Vec<String> {
    let characters: Vec<char> = word.chars().collect();
    let mut rest = characters.as_slice();
    let mut pieces = Vec::new();
    while rest.len() > MOST_CHARACTERS {
        let signs = |c: &char| matches!(c, '/' | '\\' | '?' | '&' | '=' | '-' | '_' | '.');
        let sign = rest[..MOST_CHARACTERS].iter().rposition(signs);
        let end = sign.map_or(MOST_CHARACTERS, |sign| sign + 1);
        // A short end would stand alone.
        let end = if end * 2 < MOST_CHARACTERS { MOST_CHARACTERS } else { end };
        pieces.push(rest[..end].iter().collect());
        rest = &rest[end..];
    }
    pieces.push(rest.iter().collect());
    pieces
}

/// The words that stay together: those of one label.
fn groups(words: Vec<Word>) -> Vec<Vec<Word>> {
    let mut groups: Vec<Vec<Word>> = Vec::new();
    for word in words {
        match groups.last_mut() {
            Some(group)
                if word.label.is_some() && group.last().is_some_and(|w| w.label == word.label) =>
            {
                group.push(word);
            }
            _ => groups.push(vec![word]),
        }
    }
    groups
}

/// The words line by line, each line as full as it can be.
fn lines<'w>(words: impl Iterator<Item = &'w Word>) -> Vec<Vec<&'w Word>> {
    let mut lines: Vec<Vec<&Word>> = Vec::new();
    let mut width = 0;
    for word in words {
        let wider = width + 1 + word.width();
        if let Some(line) = lines.last_mut().filter(|_| wider <= MOST_CHARACTERS) {
            line.push(word);
            width = wider;
        } else {
            lines.push(vec![word]);
            width = word.width();
        }
    }
    lines
}

/// A line as it is shown; words of one style that follow each other are one piece.
fn written(words: &[&Word]) -> Line {
    let mut runs: Vec<(Style, String)> = Vec::new();
    for (index, word) in words.iter().enumerate() {
        for (place, (style, text)) in word.pieces.iter().enumerate() {
            let blank = if index > 0 && place == 0 { " " } else { "" };
            match runs.last_mut() {
                Some((last, run)) if last == style => run.push_str(&format!("{blank}{text}")),
                Some((Style::Plain | Style::Link, run)) => {
                    run.push_str(blank);
                    runs.push((*style, text.clone()));
                }
                Some(_) if !blank.is_empty() && matches!(style, Style::Plain | Style::Link) => {
                    runs.push((*style, format!("{blank}{text}")));
                }
                Some(_) if !blank.is_empty() => {
                    runs.push((Style::Plain, blank.to_owned()));
                    runs.push((*style, text.clone()));
                }
                _ => runs.push((*style, text.clone())),
            }
        }
    }
    runs.into_iter().fold(Line::new(), |line, (style, text)| {
        line.with(match style {
            Style::Plain | Style::Link => Piece::Plain(text.into()),
            Style::Label => Piece::Strong(text.into()),
            Style::Code => Piece::Code(text.into()),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::super::sentences::{Sentence, sentences};
    use super::*;
    use crate::document::blocks::blocks;

    fn shown(markdown: &str) -> Vec<Vec<String>> {
        let block = blocks(markdown).remove(0);
        let sentence: Sentence = sentences(&block.text, &block.marks).0.remove(0);
        let cue = |cue: Cue| cue.lines.iter().map(Line::words).collect();
        cues(&sentence).into_iter().map(cue).collect()
    }

    #[test]
    fn a_caption_has_two_lines_of_42_characters() {
        let long = "Put the grey box on the left scale and wait until the green light has stopped \
                    to blink, and then a little longer, so that nothing moves any more at all";
        let found = shown(long);
        assert!(found.len() > 1);
        for cue in &found {
            assert!(cue.len() <= MOST_LINES, "{cue:?}");
            assert!(cue.iter().all(|line| line.chars().count() <= MOST_CHARACTERS), "{cue:?}");
        }
        assert_eq!(found.concat().join(" "), long);
        let address = format!("Open https://a.example/{}", "x".repeat(100));
        assert!(shown(&address).concat().iter().all(|line| line.chars().count() <= 42));
    }

    #[test]
    fn a_label_stays_in_one_caption_where_it_fits() {
        let label = "Accounts receivable > Outgoing payments > Reversals";
        let text = format!(
            "In the menu at the top of the screen with all the names open **{label}**, please."
        );
        let found = shown(&text);
        let whole: Vec<String> = found.iter().map(|cue| cue.join(" ")).collect();
        assert!(whole.iter().any(|cue| cue.contains(label)), "{found:?}");
        let longer = format!("Open **{}**.", "very long name ".repeat(9).trim());
        assert!(shown(&longer).iter().all(|cue| cue.len() <= MOST_LINES));
    }

    #[test]
    fn times_lie_within_bounds_and_never_overlap() {
        let cue = |words: &str| Cue { start: 0, end: 0, lines: vec![words.into()] };
        let mut found = [cue("short"), cue("a much longer one than that"), cue("x")];
        fit(&mut found, 10_000, 40_000);
        assert_eq!(found[0].start, 10_000);
        for pair in found.windows(2) {
            assert!(pair[0].end <= pair[1].start);
        }
        for cue in &found {
            assert!((SHORTEST_CUE..=LONGEST_CUE).contains(&(cue.end - cue.start)), "{cue:?}");
        }
    }
}
