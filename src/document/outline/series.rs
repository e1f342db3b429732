//! The structures of a document that could be its procedure.
//!
//! A series is a row of siblings: the items of a list, headings of one level below one
//! heading, lines with labels in sequence, the rows of a table that counts steps. All
//! are gathered; which are steps is for the score.

use std::collections::{HashMap, HashSet};

use crate::document::blocks::{BlockKind, CELL, MarkKind};
use crate::language::{Announced, Language};
use crate::text::word_key;

use super::parts::Part;
use super::typed::Style;

/// Siblings that could be steps.
#[derive(Debug, Clone)]
pub(super) struct Series {
    pub(super) kind: SeriesKind,
    pub(super) members: Vec<Member>,
    /// The heading above them.
    pub(super) heading: Option<usize>,
    /// The paragraph that stands directly before them.
    pub(super) lead: Option<usize>,
    /// How many headings stand beside each other, with those that are no members.
    pub(super) siblings: usize,
    /// How many of these are sections that every document has, and how many parts stand in
    /// them.
    pub(super) frames: usize,
    pub(super) framed_parts: usize,
    /// The headings among its siblings that announce the steps below them.
    pub(super) announcing: Vec<Member>,
    /// Whether its members are the titles of headings that follow: a table of contents.
    pub(super) repeats_headings: bool,
    /// Whether a table of contents links to these headings.
    pub(super) is_linked: bool,
    /// Whether a list before these headings has their titles as its items.
    pub(super) is_listed: bool,
}

/// A part that could be a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Member {
    pub(super) part: usize,
    /// Behind the last part that belongs to it.
    pub(super) end: usize,
}

/// The shapes of a series.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SeriesKind {
    /// An ordered list.
    Ordered,
    /// Check boxes.
    Tasks,
    /// A list without numbers.
    Bullets,
    /// Lines, items or paragraphs with typed labels.
    Typed { style: Style, bold: bool },
    /// Headings that say "Step 3".
    StepHeadings,
    /// Headings with numbers.
    NumberedHeadings,
    /// Headings without.
    Headings,
    /// Rows of a table with a column that counts; whether it says "step".
    Rows { says_step: bool },
}

impl SeriesKind {
    pub(super) const fn is_headings(self) -> bool {
        matches!(self, Self::StepHeadings | Self::NumberedHeadings | Self::Headings)
    }
}

/// All series of a document, in the order of their first members.
pub(super) fn series(parts: &[Part], announced: &[Announced], language: &Language) -> Vec<Series> {
    let mut found = lists(parts);
    found.extend(typed(parts));
    let mut headings = headings(parts, announced);
    mark_contents(&mut found, &mut headings, parts);
    found.extend(headings);
    found.extend(tables(parts, language));
    found.retain(|series| !in_box(&parts[series.members[0].part]));
    found.sort_by_key(|series| {
        let first = series.members[0];
        (first.part, std::cmp::Reverse(first.end))
    });
    found
}

/// Steps inside a note, warning or quotation belong to that note.
fn in_box(part: &Part) -> bool {
    part.boxed.is_some()
}

fn of(kind: SeriesKind, first: usize, parts: &[Part]) -> Series {
    Series {
        kind,
        members: Vec::new(),
        heading: parts[first].heading,
        lead: lead(first, parts),
        siblings: 1,
        frames: 0,
        framed_parts: 0,
        announcing: Vec::new(),
        repeats_headings: false,
        is_linked: false,
        is_listed: false,
    }
}

/// The paragraph or item text directly before a part, in its container and section.
fn lead(first: usize, parts: &[Part]) -> Option<usize> {
    let part = &parts[first];
    let mut before = first.checked_sub(1)?;
    loop {
        let candidate = &parts[before];
        let skip = candidate.is_markup
            || matches!(candidate.kind, BlockKind::Image { .. } | BlockKind::Html);
        if skip && candidate.parent == part.parent {
            before = before.checked_sub(1)?;
            continue;
        }
        if Some(before) == part.parent {
            return Some(before);
        }
        let is_text = matches!(candidate.kind, BlockKind::Paragraph);
        let same_place = candidate.parent == part.parent && candidate.heading == part.heading;
        return (is_text && same_place).then_some(before);
    }
}

fn lists(parts: &[Part]) -> Vec<Series> {
    let mut found: Vec<Series> = Vec::new();
    let mut of_list: HashMap<usize, usize> = HashMap::new();
    for (index, part) in parts.iter().enumerate() {
        let BlockKind::Item { list, ordinal, task } = part.kind else { continue };
        let place = *of_list.entry(list).or_insert_with(|| {
            found.push(of(SeriesKind::Bullets, index, parts));
            found.len() - 1
        });
        let series = &mut found[place];
        if task {
            series.kind = SeriesKind::Tasks;
        } else if ordinal.is_some() && series.kind == SeriesKind::Bullets {
            series.kind = SeriesKind::Ordered;
        }
        if part.run.is_none() {
            series.members.push(Member { part: index, end: part.end });
        }
    }
    found.retain(|series| !series.members.is_empty());
    found
}

fn typed(parts: &[Part]) -> Vec<Series> {
    let mut found: Vec<Series> = Vec::new();
    let mut of_run: HashMap<usize, usize> = HashMap::new();
    for (index, part) in parts.iter().enumerate() {
        let (Some((run, bold)), Some(label)) = (part.run, &part.label) else { continue };
        let place = *of_run.entry(run).or_insert_with(|| {
            found.push(of(SeriesKind::Typed { style: label.style, bold }, index, parts));
            found.len() - 1
        });
        let series = &mut found[place];
        if let Some(last) = series.members.last_mut() {
            last.end = last.end.min(index);
        }
        let is_item = part.list().is_some();
        let end = if is_item { part.end } else { own_end(index, bold, label.style, parts) };
        series.members.push(Member { part: index, end });
    }
    found
}

/// How far what follows a labelled line belongs to it: up to the next heading or label,
/// or the end of its container. Below a plain line, text of its own ends it.
fn own_end(index: usize, bold: bool, style: Style, parts: &[Part]) -> usize {
    let part = &parts[index];
    let takes_text = bold || style == Style::Word;
    let mut end = index + 1;
    while let Some(next) = parts.get(end) {
        let is_outside =
            next.parent != part.parent && next.parent.is_none_or(|parent| parent < index);
        let is_text = matches!(next.kind, BlockKind::Paragraph) && !next.is_markup;
        if is_outside
            || next.level().is_some()
            || is_of_outer_run(next, part)
            || (is_text && !takes_text && next.parent == part.parent)
        {
            break;
        }
        end += 1;
    }
    end
}

/// Runs are numbered as they begin, so that an inner one has the higher number.
fn is_of_outer_run(next: &Part, part: &Part) -> bool {
    match (next.run, part.run) {
        (Some((next_run, _)), Some((run, _))) => next_run <= run && next.parent == part.parent,
        _ => false,
    }
}

fn headings(parts: &[Part], announced: &[Announced]) -> Vec<Series> {
    // Siblings: headings of one level below one heading, in one container.
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut of_group: HashMap<(Option<usize>, Option<usize>, u8), usize> = HashMap::new();
    for (index, part) in parts.iter().enumerate() {
        let Some(level) = part.level() else { continue };
        let place = *of_group.entry((part.heading, part.parent, level)).or_insert_with(|| {
            groups.push(Vec::new());
            groups.len() - 1
        });
        groups[place].push(index);
    }
    let mut found = Vec::new();
    for group in groups {
        let with = |is: &dyn Fn(&Part) -> bool| -> Vec<usize> {
            group.iter().copied().filter(|index| is(&parts[*index])).collect()
        };
        let is_word =
            |part: &Part| part.label.as_ref().is_some_and(|label| label.style == Style::Word);
        let is_numbered = |part: &Part| part.label.is_some() && !is_word(part);
        let says_step = |index: &usize| is_word(&parts[*index]) || announced[*index].stage;
        let words: Vec<usize> = group.iter().copied().filter(says_step).collect();
        let numbered = with(&is_numbered);
        let below_steps = parts[group[0]].heading.is_some_and(|above| announced[above].steps);
        let frames = || group.iter().filter(|part| announced[**part].frame);
        let framed_parts = frames().map(|part| parts[*part].end - part).sum();
        let frames = frames().count();
        let announcing: Vec<Member> = group
            .iter()
            .filter(|part| announced[**part].steps)
            .map(|part| Member { part: *part, end: parts[*part].end })
            .collect();
        let (kind, mut members) = if !words.is_empty() && words.len() * 3 >= group.len() {
            // Where nearly all headings in sequence say "phase", the others are phases too.
            let all = words.len() * 3 >= numbered.len() * 2 && numbered.len() == group.len();
            (SeriesKind::StepHeadings, if all { numbered } else { words })
        } else if numbered.len() >= 2 {
            (SeriesKind::NumberedHeadings, numbered)
        } else {
            (SeriesKind::Headings, group.clone())
        };
        if kind == SeriesKind::Headings || (kind == SeriesKind::NumberedHeadings && below_steps) {
            members = stages(members, announced);
        }
        let mut series = of(kind, members[0], parts);
        series.frames = frames;
        series.framed_parts = framed_parts;
        series.siblings = group.len();
        series.announcing = announcing;
        series
            .members
            .extend(members.into_iter().map(|part| Member { part, end: parts[part].end }));
        found.push(series);
    }
    found
}

/// Leaves out of a row of headings what is no stage: "Overview" or "Roles" among the stages
/// of a process. Where most headings are such, they stay together.
fn stages(members: Vec<usize>, announced: &[Announced]) -> Vec<usize> {
    let is_stage = |part: &usize| !announced[*part].frame && !announced[*part].nothing_but_steps;
    let stages: Vec<usize> = members.iter().copied().filter(is_stage).collect();
    if stages.len() * 2 > members.len() { stages } else { members }
}

/// Finds lists that have the titles of later headings as their items, and those headings.
fn mark_contents(lists: &mut [Series], headings: &mut [Series], parts: &[Part]) {
    let mut place_of: HashMap<String, (usize, usize)> = HashMap::new();
    for (place, series) in headings.iter().enumerate() {
        for member in &series.members {
            place_of.insert(title_key(&parts[member.part].text), (place, member.part));
        }
    }
    place_of.remove("");
    // No item that is much longer than all titles is one.
    let longest = place_of.keys().map(String::len).max().unwrap_or(0) + 16;
    let key_of = |part: &Part| {
        (part.text.len() <= longest)
            .then(|| place_of.get(&title_key(&part.text)).copied())
            .flatten()
    };
    for list in lists.iter_mut() {
        let found: Vec<(usize, usize)> = list
            .members
            .iter()
            .filter_map(|member| key_of(&parts[member.part]))
            .filter(|(_, part)| *part > list.members[0].part)
            .collect();
        if found.len() < 2 || found.len() * 10 < list.members.len() * 6 {
            continue;
        }
        list.repeats_headings = true;
        let place = found[0].0;
        let repeated: HashSet<usize> =
            found.iter().filter(|(other, _)| *other == place).map(|(_, part)| *part).collect();
        let is_list_of_links = parts[list.members[0].part]
            .marks
            .iter()
            .any(|mark| matches!(mark.kind, MarkKind::Link(_)));
        let series = &mut headings[place];
        series.is_linked |= is_list_of_links;
        if !is_list_of_links && repeated.len() * 10 >= series.members.len() * 6 {
            series.is_listed = true;
            series.members.retain(|member| repeated.contains(&member.part));
        }
    }
}

fn title_key(text: &str) -> String {
    word_key(text.get(..text.len().min(120)).unwrap_or(text)).join(" ")
}

fn tables(parts: &[Part], language: &Language) -> Vec<Series> {
    let mut found: Vec<Series> = Vec::new();
    let mut current: Option<usize> = None;
    for (index, part) in parts.iter().enumerate() {
        let BlockKind::Row { header, .. } = part.kind else { continue };
        if header {
            current = counting(&part.text, language).map(|says_step| {
                found.push(of(SeriesKind::Rows { says_step }, index, parts));
                found.len() - 1
            });
        } else if let Some(place) = current
            && part.text.chars().any(|c| c != CELL && !c.is_whitespace())
        {
            found[place].members.push(Member { part: index, end: part.end });
        }
    }
    found.retain(|series| !series.members.is_empty());
    found
}

/// Whether the first column of a table counts, and whether it says "step".
fn counting(header: &str, language: &Language) -> Option<bool> {
    let first = header.split(CELL).next()?.trim().to_lowercase();
    let first = first.trim_end_matches(['.', ':']);
    let says_step = matches!(
        first,
        "step" | "steps" | "step #" | "step no" | "step number" | "stage" | "phase" | "step n°"
    );
    let counts =
        matches!(first, "#" | "no" | "nr" | "number" | "n°" | "seq" | "order" | "sequence");
    let acts = header.split(CELL).skip(1).any(|cell| language.names_acts(cell));
    (says_step || (counts && acts)).then_some(says_step)
}
