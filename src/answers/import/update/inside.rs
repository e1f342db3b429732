//! What changes inside one step: its sentence, what is run or typed below it, what is expected,
//! and what is asked about it.

use crate::data::splice::Patch;
use crate::source::Span;

use super::super::draft::{expected, indented, questions};
use super::plan::{Fate, Judged, Plan, Shown};
use super::steps::{Below, DOUBTED, Step, UNCONFIRMED, UNSEEN};
use super::wording::{SLOT, Verdict, Wording};
use super::writing::{Left, Why, Writing};

impl Writing<'_> {
    /// What changes inside a step.
    pub(super) fn inside(&mut self, step: &Step, fate: &Fate, new: &[Shown<'_>]) -> Vec<Patch> {
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
