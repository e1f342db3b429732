//! A document from its beginning to its end, old and new in one flow: what is there stands
//! where it stands now, what went and what moved away where it stood.

use std::collections::{HashMap, HashSet};

use crate::document::Document;
use crate::document::blocks::{Mark, MarkKind};
use crate::document::outline::{Outline, Section, Unit, UnitKind};
use crate::report::{Journey, Leg, Line, Passage, PassageKind, Piece, Sign};
use crate::source::Span;
use crate::text::{WordRun, word_diff};

use super::numbers::RepeatedNumbers;
use super::{
    Change, ChangeKind, Comparison, Links, SectionChange, Side, Spot, changed_words, unit_name,
};

/// Between the cells of a row, as the outline joins them.
const BAR: &str = " | ";

/// The flow of two versions of a document, which `comparison` compares. Of a document and
/// itself, with a comparison that found nothing, it is the text as it is.
#[must_use]
pub fn redline(old: &Document, new: &Document, comparison: &Comparison) -> Vec<Passage> {
    let (old, new) = (old.outline(), new.outline());
    let links = Links::of(comparison, old, new);
    let repeated = [RepeatedNumbers::of(old), RepeatedNumbers::of(new)];
    let mut flow = Flow { old, new, repeated, comparison, links, titles: titles(comparison) };
    let mut gone = flow.gone();
    let mut passages = gone.remove(&None).unwrap_or_default();
    for part in parts(new) {
        match part {
            Part::Heading(section) => passages.push(flow.heading(&new.sections[section])),
            Part::Unit(unit) => passages.push(flow.unit(unit)),
        }
        passages.extend(gone.remove(&Some(part)).unwrap_or_default());
    }
    passages
}

/// A smallest part of an outline, by its index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Part {
    Heading(usize),
    Unit(usize),
}

/// Headings and units in reading order. A step that is a heading counts as the step.
fn parts(outline: &Outline) -> Vec<Part> {
    let steps: HashSet<Span> = outline.units.iter().map(|unit| unit.span).collect();
    let mut parts: Vec<(usize, Part)> = outline
        .sections
        .iter()
        .enumerate()
        .filter(|(_, section)| !steps.contains(&section.span))
        .map(|(index, section)| (section.span.start, Part::Heading(index)))
        .collect();
    let units = outline.units.iter().enumerate();
    parts.extend(units.map(|(index, unit)| (unit.span.start, Part::Unit(index))));
    // The order of units is theirs: an item begins where the picture in it may begin too.
    parts.sort_by_key(|(start, part)| (*start, !matches!(part, Part::Heading(_))));
    parts.into_iter().map(|(_, part)| part).collect()
}

struct Flow<'a> {
    old: &'a Outline,
    new: &'a Outline,
    /// Of the old and of the new version.
    repeated: [RepeatedNumbers<'a>; 2],
    comparison: &'a Comparison,
    links: Links,
    titles: Titles<'a>,
}

/// What became of titles: of the new ones, and of those that are gone. Of equal titles each
/// is used once.
struct Titles<'a> {
    of_new: HashMap<&'a str, Vec<&'a SectionChange>>,
    gone: HashMap<&'a str, usize>,
}

fn titles(comparison: &Comparison) -> Titles<'_> {
    let mut titles = Titles { of_new: HashMap::new(), gone: HashMap::new() };
    for section in comparison.sections.iter().filter(|section| !section.is_step) {
        match (section.old.as_deref(), section.new.as_deref()) {
            (_, Some(new)) => titles.of_new.entry(new).or_default().push(section),
            (Some(old), None) => *titles.gone.entry(old).or_default() += 1,
            (None, None) => {}
        }
    }
    titles
}

impl Flow<'_> {
    /// What is not where it was, by the part of the new text that it stands behind: the
    /// nearest one before it that stayed.
    fn gone(&mut self) -> HashMap<Option<Part>, Vec<Passage>> {
        let mut gone: HashMap<Option<Part>, Vec<Passage>> = HashMap::new();
        let kept = self.kept_headings();
        let mut behind = None;
        for part in parts(self.old) {
            let passage = match part {
                Part::Heading(section) => self.removed_heading(&self.old.sections[section]),
                Part::Unit(unit) => self.left(unit),
            };
            match (passage, part) {
                (Some(passage), _) => gone.entry(behind).or_default().push(passage),
                (None, Part::Unit(unit)) => {
                    behind = self.links.of_old[unit].other.map(Part::Unit).or(behind);
                }
                (None, Part::Heading(section)) => {
                    behind = kept.get(&section).copied().or(behind);
                }
            }
        }
        gone
    }

    /// The new headings by the old ones that they are, whatever their titles were.
    fn kept_headings(&self) -> HashMap<usize, Part> {
        let renamed: HashMap<&str, &str> = self
            .comparison
            .sections
            .iter()
            .filter_map(|section| section.old.as_deref().zip(section.new.as_deref()))
            .collect();
        let mut waiting: HashMap<&str, Vec<usize>> = HashMap::new();
        for (index, section) in self.new.sections.iter().enumerate().rev() {
            waiting.entry(section.title.as_str()).or_default().push(index);
        }
        let steps: HashMap<Span, usize> =
            self.new.units.iter().enumerate().map(|(index, unit)| (unit.span, index)).collect();
        let mut kept = HashMap::new();
        for (index, section) in self.old.sections.iter().enumerate() {
            let title = section.title.as_str();
            let now = renamed.get(title).copied().unwrap_or(title);
            if let Some(same) = waiting.get_mut(now).and_then(Vec::pop) {
                let step = steps.get(&self.new.sections[same].span).copied();
                kept.insert(index, step.map_or(Part::Heading(same), Part::Unit));
            }
        }
        kept
    }

    fn removed_heading(&mut self, section: &Section) -> Option<Passage> {
        let left = self.titles.gone.get_mut(section.title.as_str()).filter(|left| **left > 0)?;
        *left -= 1;
        Some(Passage {
            sign: Some(Sign::Removed),
            lines: vec![section.title.as_str().into()],
            ..heading(section)
        })
    }

    /// The old place of a unit that was removed or moved.
    fn left(&self, index: usize) -> Option<Passage> {
        let unit = &self.old.units[index];
        let link = self.links.of_old[index];
        let change = &self.comparison.changes[link.change?];
        let passage =
            |sign| Passage { sign: Some(sign), lines: plain(unit), ..frame(self.old, unit) };
        match (change.kind, link.other) {
            (ChangeKind::Removed, _) => Some(passage(Sign::Removed)),
            // Of several units that became one, the first tells where they went.
            (_, Some(new)) if is_move(change) && begins(change.old.as_ref(), unit) => {
                let to = self.place(End::New, index, new);
                let journey =
                    Journey { number: link.change? + 1, leg: Leg::Left, place: to.into() };
                Some(Passage { journey: Some(journey), ..passage(Sign::Moved) })
            }
            _ => None,
        }
    }

    fn heading(&mut self, section: &Section) -> Passage {
        let title = section.title.as_str();
        let waiting = self.titles.of_new.get_mut(title).filter(|olds| !olds.is_empty());
        let Some(change) = waiting.map(|changes| changes.remove(0)) else {
            return Passage { lines: vec![title.into()], ..heading(section) };
        };
        let (sign, line) = match change.old.as_deref() {
            None => (Sign::Added, title.into()),
            Some(old) => (Sign::Changed, changed_words(old, title)),
        };
        let meaning = change.meaning();
        Passage { sign: Some(sign), lines: vec![line], meaning, ..heading(section) }
    }

    /// A unit of the new text.
    fn unit(&self, index: usize) -> Passage {
        let unit = &self.new.units[index];
        let link = self.links.of_new[index];
        let frame = frame(self.new, unit);
        let Some(number) = link.change else { return Passage { lines: plain(unit), ..frame } };
        let change = &self.comparison.changes[number];
        let came = || {
            let from = link.other.map(|old| self.place(End::Old, old, index))?;
            Some(Journey { number: number + 1, leg: Leg::Arrived, place: from.into() })
        };
        let is_first = begins(change.new.as_ref(), unit);
        let (sign, lines) = match (change.kind, &change.old) {
            (ChangeKind::Moved, _) => (Sign::Moved, plain(unit)),
            (ChangeKind::Split, Some(old)) => {
                (Sign::Changed, vec![part_of_split(&old.text, change, unit)])
            }
            (ChangeKind::Merged, Some(first)) => {
                let parts = std::iter::once(first).chain(&change.also);
                let was = parts.map(|side| side.text.as_str()).collect::<Vec<_>>().join(" ");
                (Sign::Changed, vec![changed_words(&was, &unit.text)])
            }
            (_, Some(old)) => (Sign::Changed, changed(unit.kind, &old.text, &unit.text)),
            (_, None) => (Sign::Added, plain(unit)),
        };
        let journey = if is_move(change) && is_first { came() } else { None };
        let meaning = if is_first { change.meaning() } else { Line::new() };
        Passage { sign: Some(sign), lines, meaning, journey, ..frame }
    }
}

/// One of the two versions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Old,
    New,
}

impl Flow<'_> {
    /// How people find a unit that moved, at one of its ends: `step 5`, the heading that it
    /// stands under, or what it stands below where both ends have these in common.
    fn place(&self, end: End, old: usize, new: usize) -> String {
        let (was, is) = (&self.old.units[old], &self.new.units[new]);
        let (outline, index, unit, repeated) = match end {
            End::Old => (self.old, old, was, &self.repeated[0]),
            End::New => (self.new, new, is, &self.repeated[1]),
        };
        let name = unit_name(unit.kind);
        let within = [self.repeated[0].section_of(was), self.repeated[1].section_of(is)];
        let has_other_number = was.number != is.number || within[0] != within[1];
        let titles = [self.old.section_title(was), self.new.section_title(is)];
        match (&unit.number, outline.section_title(unit)) {
            (Some(number), _) if has_other_number => match repeated.section_of(unit) {
                Some(section) => format!("{name} {number} of {section}"),
                None => format!("{name} {number}"),
            },
            (_, Some(title)) if titles[0] != titles[1] => format!("“{title}”"),
            (_, None) if titles[0] != titles[1] => format!("a {name} before the first heading"),
            _ => Spot::of_unit(outline, index).name(),
        }
    }
}

fn is_move(change: &Change) -> bool {
    change.moved || change.kind == ChangeKind::Moved
}

/// Whether a side of a change is this unit, rather than one of its further parts.
fn begins(side: Option<&Side>, unit: &Unit) -> bool {
    side.is_some_and(|side| side.start == unit.span.start && side.text == unit.text)
}

/// What a split unit became, one line for each part: compared with the whole as it was, and
/// cut where a part ends. What was taken out there stands at the end of the part.
fn split_lines(old: &str, parts: &[&str]) -> Vec<Line> {
    let mut lines = vec![Line::new()];
    let mut ends = parts.iter().map(|part| part.len());
    let mut left = ends.next().unwrap_or(usize::MAX);
    for run in word_diff(old, &parts.join(" ")) {
        let (mut words, piece): (&str, fn(&str) -> Piece) = match &run {
            WordRun::Same(words) => (words, |words| Piece::Plain(words.into())),
            WordRun::Inserted(words) => (words, |words| Piece::Inserted(words.into())),
            WordRun::Deleted(words) => {
                push(&mut lines, Piece::Deleted(words.as_str().into()));
                continue;
            }
        };
        while words.len() > left {
            let (here, rest) = words.split_at(left);
            if !here.is_empty() {
                push(&mut lines, piece(here));
            }
            // The blank between two parts belongs to neither.
            words = rest.strip_prefix(' ').unwrap_or(rest);
            lines.push(Line::new());
            left = ends.next().unwrap_or(usize::MAX);
        }
        left = left.saturating_sub(words.len());
        if !words.is_empty() {
            push(&mut lines, piece(words));
        }
    }
    lines
}

fn push(lines: &mut [Line], piece: Piece) {
    if let Some(line) = lines.last_mut() {
        line.pieces.push(piece);
    }
}

/// The line of one of the parts.
fn part_of_split(old: &str, change: &Change, unit: &Unit) -> Line {
    let sides: Vec<_> = change.new.iter().chain(&change.also).collect();
    let texts: Vec<&str> = sides.iter().map(|side| side.text.as_str()).collect();
    let which = sides.iter().position(|side| side.start == unit.span.start);
    let line = which.and_then(|which| split_lines(old, &texts).into_iter().nth(which));
    line.unwrap_or_else(|| unit.text.as_str().into())
}

fn heading(section: &Section) -> Passage {
    Passage {
        kind: PassageKind::Heading(section.level),
        label: section.number.clone().unwrap_or_default().into(),
        ..Passage::default()
    }
}

/// A passage without its words.
fn frame(outline: &Outline, unit: &Unit) -> Passage {
    let kind = match unit.kind {
        UnitKind::Step if outline.is_heading(unit) => {
            PassageKind::Heading(unit.section.map_or(3, |section| outline.sections[section].level))
        }
        UnitKind::Step => PassageKind::Step,
        UnitKind::Statement => PassageKind::Statement,
        UnitKind::Paragraph => PassageKind::Paragraph,
        UnitKind::ExpectedResult => PassageKind::Result,
        UnitKind::Row => PassageKind::Row,
        UnitKind::Code => PassageKind::Code,
        UnitKind::Image => PassageKind::Picture,
        UnitKind::Note => PassageKind::Note,
        UnitKind::Warning => PassageKind::Warning,
    };
    Passage {
        kind,
        depth: unit.depth,
        label: unit.number.clone().unwrap_or_default().into(),
        ..Passage::default()
    }
}

/// The words of a unit as they are, cell by cell where it is a row.
fn plain(unit: &Unit) -> Vec<Line> {
    match unit.kind {
        UnitKind::Row => unit.text.split(BAR).map(Line::from).collect(),
        UnitKind::Code => vec![unit.text.as_str().into()],
        _ => vec![with_marks(&unit.text, &unit.marks)],
    }
}

/// Words with what is bold and what is code in them.
fn with_marks(text: &str, marks: &[Mark]) -> Line {
    let mut line = Line::new();
    let mut at = 0;
    for mark in marks {
        let (Some(before), Some(marked)) =
            (text.get(at..mark.start), text.get(mark.start..mark.end))
        else {
            // A mark within a mark.
            continue;
        };
        let piece = match mark.kind {
            MarkKind::Strong => Piece::Strong(marked.into()),
            MarkKind::Code => Piece::Code(marked.into()),
            MarkKind::Link(_) | MarkKind::Footnote(_) => continue,
        };
        if !before.is_empty() {
            line = line.text(before);
        }
        line = line.with(piece);
        at = mark.end;
    }
    match text.get(at..) {
        Some(rest) if !rest.is_empty() => line.text(rest),
        _ => line,
    }
}

fn changed(kind: UnitKind, old: &str, new: &str) -> Vec<Line> {
    if kind == UnitKind::Row {
        let (was, is): (Vec<_>, Vec<_>) = (old.split(BAR).collect(), new.split(BAR).collect());
        if was.len() == is.len() {
            return was.into_iter().zip(is).map(|(was, is)| changed_words(was, is)).collect();
        }
    }
    vec![changed_words(old, new)]
}

#[cfg(test)]
mod tests;
