//! Steps cut out of a text: what moves, what stays, and the numbers of both.
//!
//! Works on the source, so that every byte that is not cut and no number stays.

use std::ops::{Range, RangeInclusive};

use crate::document::outline::{Outline, Procedure};

/// Steps to cut out of a body.
#[derive(Debug)]
pub(super) struct Cut<'b> {
    body: &'b str,
    /// What is cut: whole lines, without the white space behind the last.
    region: Range<usize>,
    /// The markers of the steps that move.
    moving: Vec<Marker>,
    /// The markers of the steps behind them.
    later: Vec<Marker>,
    /// Whether all items have the same number, which Markdown counts by itself.
    is_constant: bool,
}

/// What stands before the words of an item.
#[derive(Debug, Clone)]
struct Marker {
    /// Of its line.
    line: usize,
    /// Where it begins, behind the indentation.
    start: usize,
    /// The number in it, if it has one.
    digits: Option<(Range<usize>, u64)>,
    /// Where the words begin, behind a box to tick.
    text: usize,
}

/// A step that cannot be cut.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Refused {
    /// Its place in the procedure.
    pub(super) place: usize,
    /// What it is.
    pub(super) shape: &'static str,
}

impl<'b> Cut<'b> {
    /// Cuts the steps at these places of a procedure.
    pub(super) fn of(
        body: &'b str,
        outline: &Outline,
        procedure: &Procedure,
        places: RangeInclusive<usize>,
    ) -> Result<Self, Refused> {
        let marker = |place: usize| {
            let (unit, _) = procedure.steps[place];
            Marker::at(body, outline.units[unit].span.start)
                .map_err(|shape| Refused { place, shape })
        };
        let moving = places.clone().map(marker).collect::<Result<Vec<_>, _>>()?;
        let later = places.end() + 1..procedure.steps.len();
        let later = later.map(marker).collect::<Result<Vec<_>, _>>()?;
        let numbers: Vec<u64> = (0..procedure.steps.len())
            .filter_map(|place| marker(place).ok()?.digits.map(|(_, number)| number))
            .collect();
        let is_constant = numbers.len() > 1 && numbers.windows(2).all(|pair| pair[0] == pair[1]);
        let (last, _) = procedure.steps[*places.end()];
        let end = end_of(outline, last);
        let start = moving.first().map_or(end, |marker| marker.line);
        let region = start..start + body[start..end.max(start)].trim_end().len();
        Ok(Self { body, region, moving, later, is_constant })
    }

    /// The steps as they stand in the work instruction: numbered from 1, without the
    /// indentation of their list.
    pub(super) fn moved(&self) -> String {
        let numbered = self.moving.iter().zip(1..).filter_map(|(marker, number)| {
            let (digits, _) = marker.digits.clone().filter(|_| !self.is_constant)?;
            Some((digits, number))
        });
        let text = self.renumbered(self.region.clone(), numbered);
        let indent = self.indent();
        let lines = text.lines().map(|line| line.strip_prefix(indent).unwrap_or(line));
        lines.map(|line| format!("{line}\n")).collect()
    }

    /// The body with one step in the place of those that move, and the numbers behind it in
    /// order.
    pub(super) fn left(&self, step: &str) -> String {
        let marker = self.moving.first().map_or("", |first| &self.body[first.start..first.text]);
        let gone = u64::try_from(self.moving.len()).unwrap_or(u64::MAX).saturating_sub(1);
        let numbered = self.later.iter().filter_map(|marker| {
            let (digits, number) = marker.digits.clone().filter(|_| !self.is_constant)?;
            Some((digits, number.saturating_sub(gone)))
        });
        let before = &self.body[..self.region.start];
        let behind = self.renumbered(self.region.end..self.body.len(), numbered);
        format!("{before}{}{marker}{step}{behind}", self.indent())
    }

    fn indent(&self) -> &'b str {
        self.moving.first().map_or("", |first| &self.body[first.line..first.start])
    }

    /// A part of the body with other numbers at some places.
    fn renumbered(
        &self,
        part: Range<usize>,
        numbers: impl Iterator<Item = (Range<usize>, u64)>,
    ) -> String {
        let mut text = String::with_capacity(part.len());
        let mut at = part.start;
        for (digits, number) in numbers {
            text.push_str(&self.body[at..digits.start]);
            text.push_str(&number.to_string());
            at = digits.end;
        }
        text.push_str(&self.body[at..part.end]);
        text
    }
}

impl Marker {
    /// The marker of the item that begins at a place.
    fn at(body: &str, place: usize) -> Result<Self, &'static str> {
        let rest = &body[place..];
        let start = place + (rest.len() - rest.trim_start_matches([' ', '\t']).len());
        let line = body[..start].rfind('\n').map_or(0, |end| end + 1);
        let source = &body[start..];
        let digits = source.bytes().take_while(u8::is_ascii_digit).count();
        let number = source[..digits].parse::<u64>().ok();
        let sign = if digits > 0 { digits + 1 } else { 1 };
        let is_sign = match number {
            Some(_) => source[digits..].starts_with(['.', ')']),
            None => source.starts_with(['-', '*', '+']),
        };
        let is_marker = is_sign && source[sign..].starts_with([' ', '\t']);
        if !is_marker || !body[line..start].trim().is_empty() {
            return Err(match source.chars().next() {
                Some('#') => "a heading",
                Some('|') => "a row of a table",
                _ => "a line of a paragraph",
            });
        }
        let behind = source[sign..].trim_start_matches([' ', '\t']);
        let ticked = ["[ ]", "[x]", "[X]"].into_iter().find_map(|tick| behind.strip_prefix(tick));
        let words = ticked.map_or(behind, |words| words.trim_start_matches(' '));
        let text = start + (source.len() - words.len());
        Ok(Self { line, start, digits: number.map(|number| (start..start + digits, number)), text })
    }
}

/// Where a step ends, with everything that stands in it.
fn end_of(outline: &Outline, step: usize) -> usize {
    let unit = &outline.units[step];
    let inner = outline.units[step + 1..].iter().take_while(|inner| inner.depth > unit.depth);
    inner.map(|inner| inner.span.end).fold(unit.span.end, usize::max)
}
