//! A plan as replacements in the source of a document.
//!
//! What is not replaced stays byte by byte. Only where a number gets another digit do the lines
//! below it move by a column, without which they would no longer belong to their step.

use crate::data::splice::{Patch, applied};
use crate::paths::RepoPath;
use crate::source::Span;

use super::super::draft::{expected, indented, item, questions};
use super::super::pictures::Placed;
use super::plan::{Entry, Fate, Judged, Plan, Shown};
use super::steps::{Below, DOUBTED, List, Step, UNCONFIRMED, UNSEEN};
use super::wording::{SLOT, Verdict, Wording};

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
        let is_settled = |entry: &&Entry| matches!(entry, Entry::Old { is_moved: false, .. });
        let mut here = plan.entries.iter().find(is_settled).map_or(0, |entry| match entry {
            Entry::Old { at, .. } => steps[*at].0,
            Entry::New { .. } => 0,
        });
        for entry in &plan.entries {
            match entry {
                Entry::New { at } => {
                    self.added.push(new[*at].index);
                    pieces[here].push(Piece::New(&new[*at]));
                }
                Entry::Old { at, fate, is_moved } => {
                    let (list, step) = steps[*at];
                    here = if *is_moved { here } else { list };
                    let before = self.left.len();
                    let patches = self.inside(step, fate, new);
                    // It comes before its sub-steps, which have no number of their own.
                    left.extend(is_left(fate).then_some((before, here, pieces[here].len())));
                    pieces[here].push(Piece::Old { step, place: *at, patches });
                }
            }
        }
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
            for (at, list, rank) in left {
                self.left[at].number = match first_of_list[list] {
                    Numbers::From(first) => Some(first + rank as u64),
                    Numbers::Same(_) => Some(rank as u64 + 1),
                    Numbers::None => None,
                };
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
    fn inner_list(&self, room: &str, inner: &[Shown<'_>]) -> String {
        let mut text = String::new();
        for (rank, shown) in inner.iter().enumerate() {
            let marker = format!("{room}{}. ", rank + 1);
            text.push_str(&format!("\n\n{}", self.item(&marker, shown)));
            text.push_str(&self.inner_list(&blank(&marker), &shown.inner));
        }
        text
    }

    fn item(&self, marker: &str, shown: &Shown<'_>) -> String {
        let picture = self.pictures.iter().find(|picture| picture.sentence == shown.index);
        item(marker, shown.sentence, picture, self.document)
    }

    /// What changes inside a step.
    fn inside(&mut self, step: &Step, fate: &Fate, new: &[Shown<'_>]) -> Vec<Patch> {
        match fate {
            Fate::OutOfSight => {
                self.leave(step, Why::NotRecordable);
                Vec::new()
            }
            Fate::Unseen => {
                self.leave(step, Why::NotRecorded);
                let slot = format!("{UNSEEN} It is not in the recording that was imported last.");
                let is_there =
                    step.slots.iter().any(|below| self.source(below).starts_with(UNSEEN));
                if is_there {
                    Vec::new()
                } else {
                    self.appended(step, &[slot]).into_iter().collect()
                }
            }
            Fate::Shown { new: at, judged } => self.changed(step, &new[*at], judged),
        }
    }

    fn leave(&mut self, step: &Step, why: Why) {
        self.left.push(Left { number: None, text: step.text.clone(), why });
    }

    fn changed(&mut self, step: &Step, shown: &Shown<'_>, judged: &Judged) -> Vec<Patch> {
        let mut patches = Vec::new();
        let mut tail = Vec::new();
        let is_rewritten = judged.verdict == Verdict::Rewritten;
        let mut doubt = None;
        match &judged.verdict {
            Verdict::Same | Verdict::Other => {}
            Verdict::Renamed(names) => patches.extend(names.iter().map(|name| Patch {
                span: name.span.shifted(step.sentence.start),
                text: name.text.clone(),
            })),
            Verdict::Rewritten => patches.push(Patch {
                span: Span::from(step.sentence.clone()),
                text: shown.sentence.text.clone(),
            }),
            Verdict::Doubtful => {
                self.leave(step, Why::WordedByHand);
                doubt = Some(format!("{DOUBTED} The recording does this: {}", shown.sentence.text));
            }
        }
        patches.extend(self.code(step, shown, judged));
        tail.extend(self.results(step, shown, &mut patches));
        // What was asked and is settled goes; what is new to ask comes.
        let asked: Vec<String> = questions(shown.sentence).collect();
        let is_changed = is_rewritten || matches!(judged.verdict, Verdict::Renamed(_));
        let mut is_doubted = false;
        for slot in &step.slots {
            let text = self.source(slot);
            let is_settled = text.starts_with(UNSEEN)
                || text.starts_with(DOUBTED)
                || (text.starts_with(UNCONFIRMED) && !shown.sentence.expected.is_empty())
                || (is_question(text) && !asked.iter().any(|asked| asked == text));
            if doubt.as_deref() == Some(text) {
                is_doubted = true;
            } else if is_settled {
                patches.push(self.taken_out(slot));
            }
        }
        tail.extend(doubt.filter(|_| !is_doubted));
        if is_changed {
            let is_new = |asked: &String| step.slots.iter().all(|slot| self.source(slot) != asked);
            tail.extend(asked.into_iter().filter(is_new));
        }
        let inner: Vec<&Step> = step.lists.iter().flat_map(|list| &list.steps).collect();
        if inner.is_empty() && !shown.inner.is_empty() {
            tail.push(self.inner_list("", &shown.inner).trim_start().to_owned());
        } else if !shown.inner.is_empty() {
            let plan = Plan::of(self.body, &inner, &shown.inner);
            patches.extend(self.lists(&step.lists, &shown.inner, &plan, false));
        }
        patches.extend(self.appended(step, &tail));
        patches.sort_by_key(|patch| (patch.span.start, patch.span.end));
        patches
    }

    /// What is run or typed below the sentence.
    fn code(&self, step: &Step, shown: &Shown<'_>, judged: &Judged) -> Option<Patch> {
        let room = step.indentation(self.body);
        match (&step.code, &shown.sentence.block) {
            (Some(code), Some(block)) if judged.has_other_code => {
                let text = indented(block, &room);
                let text = self.lines(text.trim_start());
                Some(Patch { span: Span::from(code.span.clone()), text })
            }
            (None, Some(block)) if judged.verdict == Verdict::Rewritten => {
                let text = self.lines(&format!("\n\n{}", indented(block, &room)));
                let end = step.sentence.end;
                Some(Patch { span: Span::new(end, end), text })
            }
            (Some(code), None) if judged.verdict == Verdict::Rewritten => {
                let below = Below { span: code.span.clone(), has_code: false };
                Some(self.taken_out(&below))
            }
            _ => None,
        }
    }

    /// What is expected: what nobody has answered gets an answer, what a recording said is
    /// replaced by what this one says, and what this one does not show is asked about. Gives
    /// what is to be added.
    fn results(&self, step: &Step, shown: &Shown<'_>, patches: &mut Vec<Patch>) -> Option<String> {
        let seen = expected(shown.sentence);
        let Some(first) = step.results.first() else {
            return seen.filter(|_| !step.says_result);
        };
        let written = self.source(first);
        let wording = Wording::of(written);
        let is_open = wording.has_slot();
        let is_recorded = wording.is_recorded_result() && !first.has_code;
        let Some(seen) = seen else {
            let is_doubtful = shown.sentence.lacks_result && self.shows_results && is_recorded;
            let is_asked = self.asks(step, UNCONFIRMED);
            let slot = || format!("{UNCONFIRMED} The recording shows no result of this step.");
            return (is_doubtful && !is_open && !is_asked).then(slot);
        };
        // What a command prints is another thing on another day.
        let is_replaced = is_recorded && !seen.contains('\n') && !is_same(written, &seen);
        if is_open || is_replaced {
            let text = indented(&seen, &step.indentation(self.body));
            let text = self.lines(text.trim_start());
            patches.push(Patch { span: Span::from(first.span.clone()), text });
        }
        None
    }

    /// Whether a step has a slot that begins so.
    fn asks(&self, step: &Step, beginning: &str) -> bool {
        step.slots.iter().any(|slot| self.source(slot).starts_with(beginning))
    }

    /// Paragraphs at the end of a step.
    fn appended(&self, step: &Step, parts: &[String]) -> Option<Patch> {
        if parts.is_empty() {
            return None;
        }
        let room = step.indentation(self.body);
        let text: String =
            parts.iter().map(|part| format!("\n\n{}", indented(part, &room))).collect();
        let end = step.span.end;
        Some(Patch { span: Span::new(end, end), text: self.lines(&text) })
    }

    /// A paragraph taken out, with the blank lines before it.
    fn taken_out(&self, below: &Below) -> Patch {
        let before = self.body.get(..below.span.start).unwrap_or_default().trim_end().len();
        Patch { span: Span::new(before, below.span.end), text: String::new() }
    }

    fn source(&self, below: &Below) -> &str {
        self.body.get(below.span.clone()).unwrap_or_default()
    }

    /// Text with the line endings of the document.
    fn lines(&self, text: &str) -> String {
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

/// Whether a slot is one that recordings ask.
fn is_question(slot: &str) -> bool {
    let asked = slot.strip_prefix(SLOT).unwrap_or_default().trim_start();
    ["is **", "is this command needed?", "what is done in this program"]
        .into_iter()
        .any(|beginning| asked.starts_with(beginning))
}

/// Whether two paragraphs are the same but for where their lines end.
fn is_same(written: &str, seen: &str) -> bool {
    written.split_whitespace().eq(seen.split_whitespace())
}
