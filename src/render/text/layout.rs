//! Widths, padding and line breaks of styled text.

use anstyle::Style;
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

/// Characters of one style.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Run {
    pub(super) text: String,
    pub(super) style: Style,
}

impl Run {
    pub(super) const fn new(text: String, style: Style) -> Self {
        Self { text, style }
    }
}

/// Columns that the runs take on a terminal.
pub(super) fn width_of(runs: &[Run]) -> usize {
    runs.iter().map(|run| run.text.width()).sum()
}

/// The cell with blanks up to `width`; the last cell of a row needs none behind it.
pub(super) fn padded(mut cell: Vec<Run>, width: usize, right: bool, last: bool) -> Vec<Run> {
    let blanks = Run::new(" ".repeat(width.saturating_sub(width_of(&cell))), Style::new());
    if right {
        cell.insert(0, blanks);
    } else if !last {
        cell.push(blanks);
    }
    cell
}

/// The cell cut to `width` columns, the last of them an ellipsis.
pub(super) fn shortened(cell: &[Run], width: usize) -> Vec<Run> {
    let mut left = width.saturating_sub(1);
    let mut cut = Vec::new();
    for run in cell {
        let mut kept = String::new();
        for c in run.text.chars() {
            let taken = c.width().unwrap_or(0);
            if taken > left {
                left = 0;
                break;
            }
            left -= taken;
            kept.push(c);
        }
        let done = kept.len() < run.text.len();
        cut.push(Run::new(kept, run.style));
        if done {
            break;
        }
    }
    if let Some(last) = cut.last_mut() {
        last.text.truncate(last.text.trim_end().len());
        last.text.push('…');
    }
    cut
}

/// Breaks runs into rows at blanks. The first row is indented by `first`, the others
/// by `hanging`. A word that is longer than the page stands alone and whole.
pub(super) fn wrap(runs: &[Run], first: usize, hanging: usize, width: usize) -> Vec<Vec<Run>> {
    let indent = |by: usize| Run::new(" ".repeat(by), Style::new());
    let mut rows = vec![vec![indent(first)]];
    let mut used = first;
    let mut has_word = false;
    for word in words(runs) {
        let taken = width_of(&word.runs);
        let blank = word.blank_before.chars().count();
        if has_word && used + blank + taken > width {
            rows.push(vec![indent(hanging)]);
            used = hanging + taken;
        } else {
            if !word.blank_before.is_empty() {
                let style = word.runs.first().map_or(Style::new(), |run| run.style);
                if let Some(row) = rows.last_mut() {
                    row.push(Run::new(word.blank_before.clone(), style));
                }
            }
            used += blank + taken;
        }
        has_word = true;
        if let Some(row) = rows.last_mut() {
            row.extend(word.runs);
        }
    }
    rows
}

/// A word may be made of several runs: `[-100-]{+250+}`.
#[derive(Default)]
struct Word {
    blank_before: String,
    runs: Vec<Run>,
}

fn words(runs: &[Run]) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut current = Word::default();
    for run in runs {
        for c in run.text.chars() {
            if c == ' ' {
                if !current.runs.is_empty() {
                    words.push(std::mem::take(&mut current));
                }
                current.blank_before.push(c);
                continue;
            }
            match current.runs.last_mut() {
                Some(last) if last.style == run.style => last.text.push(c),
                _ => current.runs.push(Run::new(c.to_string(), run.style)),
            }
        }
    }
    if !current.runs.is_empty() {
        words.push(current);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> Vec<Run> {
        vec![Run::new(text.to_owned(), Style::new())]
    }

    fn rows(text: &str, first: usize, hanging: usize, width: usize) -> Vec<String> {
        wrap(&plain(text), first, hanging, width)
            .iter()
            .map(|row| row.iter().map(|run| run.text.as_str()).collect())
            .collect()
    }

    #[test]
    fn lines_break_at_blanks_and_hang() {
        assert_eq!(rows("aa bb cc", 0, 2, 5), ["aa bb", "  cc"]);
        assert_eq!(rows("abcdefgh ij", 1, 2, 4), [" abcdefgh", "  ij"]);
        assert_eq!(rows("", 2, 2, 10), ["  "]);
    }

    #[test]
    fn wide_characters_count_twice() {
        assert_eq!(width_of(&plain("日本")), 4);
        let cut: String =
            shortened(&plain("日本語"), 4).iter().map(|run| run.text.as_str()).collect();
        assert_eq!(cut, "日…");
    }
}
