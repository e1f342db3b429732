//! A plan as replacements in the source of a document.
//!
//! What is not replaced stays byte by byte. Only where a number gets another digit do the lines
//! below it move by a column, without which they would no longer belong to their step.

use crate::data::splice::{Patch, applied};
use crate::paths::RepoPath;
use crate::source::Span;

use super::super::draft::item;
use super::super::pictures::Placed;
use super::plan::{Entry, Fate, Plan, Shown};
use super::proposed::Proposed;
use super::steps::{List, Step};
use super::wording::Verdict;

/// What is written, and what is left to people.
#[derive(Debug)]
pub(super) struct Writing<'a> {
    pub(super) body: &'a str,
    /// `\n` or `\r\n`.
    pub(super) newline: &'static str,
    pub(super) document: &'a RepoPath,
    pub(super) pictures: &'a [Placed],
    /// Whether the recording shows what some of its steps lead to, so that it tells something
    /// where it does not.
    pub(super) shows_results: bool,
    /// The steps that stay for a person to decide, in order.
    pub(super) left: Vec<Left>,
    /// What becomes of the steps, in order.
    pub(super) proposed: Vec<Proposed>,
    /// The sentences that became new steps.
    pub(super) added: Vec<usize>,
}

/// A step that stays for a person to decide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Left {
    /// Its number afterwards; none for a sub-step and in a list without numbers.
    pub(super) number: Option<u64>,
    /// What it says.
    pub(super) text: String,
    pub(super) why: Why,
}

/// Why a step stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Why {
    /// It is not in the recording, and a person has written in it.
    NotRecorded,
    /// No recording could show it.
    NotRecordable,
    /// The recording does something else there, and a person has worded it.
    WordedByHand,
}

/// A step at its place in a list.
enum Piece<'p> {
    Old { step: &'p Step, place: usize, patches: Vec<Patch> },
    New(&'p Shown<'p>),
}

/// How numbers of a list are written.
#[derive(Debug, Clone, Copy)]
enum Numbers {
    None,
    Same(u64),
    From(u64),
}

impl Writing<'_> {
    /// The replacements that make some lists be what is planned, in order and apart.
    pub(super) fn lists(
        &mut self,
        lists: &[List],
        new: &[Shown<'_>],
        plan: &Plan,
        is_outermost: bool,
    ) -> Vec<Patch> {
        let steps: Vec<(usize, &Step)> = lists
            .iter()
            .enumerate()
            .flat_map(|(list, of)| of.steps.iter().map(move |step| (list, step)))
            .collect();
        let mut pieces: Vec<Vec<Piece<'_>>> = lists.iter().map(|_| Vec::new()).collect();
        // For each entry that is left to people, its list and its rank in there.
        let mut left: Vec<(usize, usize, usize)> = Vec::new();
        // The same for those of which something is told.
        let mut told: Vec<(usize, usize, usize)> = Vec::new();
        let mut gone = plan.removed.iter().map(|at| (*at, steps[*at].1)).peekable();
        let is_settled = |entry: &&Entry| matches!(entry, Entry::Old { is_moved: false, .. });
        let mut here = plan.entries.iter().find(is_settled).map_or(0, |entry| match entry {
            Entry::Old { at, .. } => steps[*at].0,
            Entry::New { .. } => 0,
        });
        for entry in &plan.entries {
            match entry {
                Entry::New { at } => {
                    self.added.push(new[*at].index);
                    told.push((self.proposed.len(), here, pieces[here].len()));
                    self.propose_new(&new[*at]);
                    pieces[here].push(Piece::New(&new[*at]));
                }
                Entry::Old { at, fate, is_moved } => {
                    let (list, step) = steps[*at];
                    here = if *is_moved { here } else { list };
                    while let Some((_, step)) = gone.next_if(|(gone, _)| !is_moved && gone < at) {
                        self.proposed.push(Proposed::removed(self.body, step));
                    }
                    let (before, place) = (self.left.len(), self.proposed.len());
                    let patches = self.inside(step, fate, new);
                    // It comes before its sub-steps, which have no number of their own.
                    let rank = pieces[here].len();
                    left.extend(is_left(fate).then_some((before, here, rank)));
                    let after = self.numbered(step, &patches, None);
                    if let Some(changed) = Proposed::changed(self.body, step, &after, *is_moved) {
                        self.proposed.insert(place, changed);
                        told.push((place, here, rank));
                    }
                    pieces[here].push(Piece::Old { step, place: *at, patches });
                }
            }
        }
        self.proposed.extend(gone.map(|(_, step)| Proposed::removed(self.body, step)));
        let mut patches = Vec::new();
        let mut first_of_list = Vec::new();
        let mut next = None;
        let mut place = 0;
        for (list, pieces) in lists.iter().zip(pieces) {
            let numbers = numbers_of(list, next);
            first_of_list.push(numbers);
            if let Numbers::From(first) = numbers {
                next = Some(first.saturating_add(pieces.len() as u64));
            }
            let is_as_it_was = matches!((numbers, list.first_number()), (Numbers::From(a), Some(b)) if a == b)
                || !matches!(numbers, Numbers::From(_));
            let places = place..place + list.steps.len();
            let is_same = pieces.iter().map(|piece| match piece {
                Piece::Old { place, .. } => Some(*place),
                Piece::New(_) => None,
            });
            if is_as_it_was && is_same.eq(places.clone().map(Some)) {
                patches.extend(pieces.into_iter().flat_map(|piece| match piece {
                    Piece::Old { patches, .. } => patches,
                    Piece::New(_) => Vec::new(),
                }));
            } else {
                patches.extend(self.rebuilt(list, pieces, numbers, places.start));
            }
            place = places.end;
        }
        if is_outermost {
            let number = |list: usize, rank: usize| match first_of_list[list] {
                Numbers::From(first) => Some(first + rank as u64),
                Numbers::Same(_) => Some(rank as u64 + 1),
                Numbers::None => None,
            };
            for (at, list, rank) in left {
                self.left[at].number = number(list, rank);
            }
            for (at, list, rank) in told {
                self.proposed[at].number = number(list, rank);
            }
        }
        patches
    }

    /// A list with its items in another order, or with others.
    fn rebuilt(
        &self,
        list: &List,
        pieces: Vec<Piece<'_>>,
        numbers: Numbers,
        first_place: usize,
    ) -> Option<Patch> {
        let (first, last) = (list.steps.first()?, list.steps.last()?);
        let mut text = String::new();
        let mut before: Option<usize> = None;
        for (rank, piece) in pieces.into_iter().enumerate() {
            let number = match numbers {
                Numbers::None => None,
                Numbers::Same(number) => Some(number),
                Numbers::From(first) => Some(first.saturating_add(rank as u64)),
            };
            let place = match &piece {
                Piece::Old { place, .. } => Some(*place),
                Piece::New(_) => None,
            };
            if rank > 0 {
                let was_next = before.zip(place).filter(|(before, place)| before + 1 == *place);
                let gap = was_next
                    .and_then(|(before, _)| self.gap(list, before.checked_sub(first_place)?));
                text.push_str(&gap.unwrap_or_else(|| self.usual_gap(list)));
            }
            before = place;
            match piece {
                Piece::Old { step, patches, .. } => {
                    text.push_str(&self.numbered(step, &patches, number));
                }
                Piece::New(shown) => text.push_str(&self.item_like(first, shown, number)),
            }
        }
        let mut end = last.span.end;
        if text.is_empty() {
            // Nothing is left of the list, nor of the blank line behind it.
            let rest = self.body.get(end..).unwrap_or_default();
            end += rest.len() - rest.trim_start_matches(['\r', '\n']).len();
        }
        Some(Patch { span: Span::new(first.span.start, end), text })
    }

    /// What stands between an item of a list and the next one.
    fn gap(&self, list: &List, rank: usize) -> Option<String> {
        let (step, next) = (list.steps.get(rank)?, list.steps.get(rank + 1)?);
        self.body.get(step.span.end..next.span.start).map(str::to_owned)
    }

    /// A blank line, unless no items of the list have one between them.
    fn usual_gap(&self, list: &List) -> String {
        let mut gaps = (0..list.steps.len()).filter_map(|rank| self.gap(list, rank)).peekable();
        let is_tight = gaps.peek().is_some() && gaps.all(|gap| gap.matches('\n').count() < 2);
        if is_tight { self.newline.to_owned() } else { self.newline.repeat(2) }
    }

    /// A step that was there, with what changes in it and another number.
    fn numbered(&self, step: &Step, patches: &[Patch], number: Option<u64>) -> String {
        let source = self.body.get(step.span.clone()).unwrap_or_default();
        let start = step.span.start;
        let inside: Vec<Patch> = patches
            .iter()
            .map(|Patch { span, text }| Patch {
                span: Span::new(span.start - start, span.end - start),
                text: text.clone(),
            })
            .collect();
        let text = applied(source, &inside);
        let Some(((digits, old), new)) =
            step.digits.clone().zip(number).filter(|((_, old), new)| old != new)
        else {
            return text;
        };
        let (old, new) = (digits.end - digits.start, (old, new.to_string()).1);
        let (before, behind) = (&text[..digits.start - start], &text[digits.end - start..]);
        let wider = new.len().saturating_sub(old);
        // The mark behind the number, and the blanks behind that.
        let (mark, words) = behind.split_at(behind.len().min(1));
        let blanks = words.len() - words.trim_start_matches(' ').len();
        if wider == 0 || blanks > wider {
            return format!("{before}{new}{mark}{}", &words[wider..]);
        }
        let mut lines = words.split_inclusive('\n');
        let first = lines.next().unwrap_or_default();
        let room = " ".repeat(wider);
        let rest = lines.map(|line| {
            if line.trim().is_empty() { line.to_owned() } else { format!("{room}{line}") }
        });
        format!("{before}{new}{mark}{first}{}", rest.collect::<String>())
    }

    /// A step that only the recording has, as an item like another one.
    fn item_like(&self, like: &Step, shown: &Shown<'_>, number: Option<u64>) -> String {
        let lead = self.body.get(like.span.start..like.sentence.start).unwrap_or_default();
        let lead = lead.replace("[x]", "[ ]").replace("[X]", "[ ]");
        let (marker, tick) = lead.split_at(lead.find('[').unwrap_or(lead.len()));
        let marker = match (&like.digits, number) {
            (Some((digits, _)), Some(number)) => {
                let digits = digits.start - like.span.start..digits.end - like.span.start;
                format!("{}{number}{}", &marker[..digits.start], &marker[digits.end..])
            }
            _ => marker.to_owned(),
        };
        let room = blank(&marker);
        let text = self.item(&marker, shown);
        let text = format!("{marker}{tick}{}", text.strip_prefix(&marker).unwrap_or(&text));
        let inner = self.inner_list(&room, &shown.inner);
        self.lines(&format!("{text}{inner}"))
    }

    /// The sub-steps of a new step, with a blank line before each.
    pub(super) fn inner_list(&self, room: &str, inner: &[Shown<'_>]) -> String {
        let mut text = String::new();
        for (rank, shown) in inner.iter().enumerate() {
            let marker = format!("{room}{}. ", rank + 1);
            text.push_str(&format!("\n\n{}", self.item(&marker, shown)));
            text.push_str(&self.inner_list(&blank(&marker), &shown.inner));
        }
        text
    }

    fn propose_new(&mut self, shown: &Shown<'_>) {
        let text = self.item("1. ", shown);
        self.proposed.push(Proposed::added(&text));
        for inner in &shown.inner {
            self.propose_new(inner);
        }
    }

    fn item(&self, marker: &str, shown: &Shown<'_>) -> String {
        let picture = self.pictures.iter().find(|picture| picture.sentence == shown.index);
        item(marker, shown.sentence, picture, self.document)
    }

    /// Text with the line endings of the document.
    pub(super) fn lines(&self, text: &str) -> String {
        if self.newline == "\n" { text.to_owned() } else { text.replace('\n', self.newline) }
    }
}

fn numbers_of(list: &List, next: Option<u64>) -> Numbers {
    match list.first_number() {
        None => Numbers::None,
        Some(number) if list.is_constant() => Numbers::Same(number),
        Some(number) => Numbers::From(next.filter(|_| list.continues).unwrap_or(number)),
    }
}

/// Whether a step is left to a person, whatever stands in it.
fn is_left(fate: &Fate) -> bool {
    match fate {
        Fate::Unseen | Fate::OutOfSight => true,
        Fate::Shown { judged, .. } => judged.verdict == Verdict::Doubtful,
    }
}

/// Blanks as wide as a marker.
fn blank(marker: &str) -> String {
    marker.chars().map(|c| if c == '\t' { '\t' } else { ' ' }).collect()
}
