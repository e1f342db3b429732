//! What is to become of each step: which steps of a document a recording shows, which not, and
//! in which order.
//!
//! Decides and writes nothing. A step that a person wrote, or on which something hangs that a
//! person wrote, never goes.

use crate::comparison::{Pair, moved, paired};
use crate::data::splice::Patch;
use crate::document::blocks::blocks;
use crate::recording::Sentence;
use crate::source::Span;

use super::names::stands_for;
use super::steps::Step;
use super::wording::{Known, Verdict, Wording};

/// A step that a recording shows, with the steps in it.
#[derive(Debug, Clone)]
pub(super) struct Shown<'a> {
    /// Its place among the sentences.
    pub(super) index: usize,
    pub(super) sentence: &'a Sentence<'a>,
    /// The steps in it.
    pub(super) inner: Vec<Shown<'a>>,
    /// The sentence as it is read.
    text: String,
    /// What is run or typed below it.
    pub(super) command: Option<String>,
    known: Known,
}

/// The steps of a list, or of several that follow each other, in the order in which they
/// should stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Plan {
    pub(super) entries: Vec<Entry>,
    /// The steps that go, by their places before.
    pub(super) removed: Vec<usize>,
}

/// A step that should stand there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Entry {
    /// One that was there.
    Old {
        /// Its place before.
        at: usize,
        fate: Fate,
        /// Whether it stands elsewhere than before.
        is_moved: bool,
    },
    /// One that only the recording has, by its place there.
    New { at: usize },
}

/// What becomes of a step that was there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fate {
    /// The recording shows it too.
    Shown {
        /// Its place there.
        new: usize,
        /// What has to change.
        judged: Judged,
    },
    /// It is not in the recording, and a person has written in it.
    Unseen,
    /// No recording could show it.
    OutOfSight,
}

/// How a step differs from what the recording shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Judged {
    pub(super) verdict: Verdict,
    /// Whether what is run or typed below the sentence is something else.
    pub(super) has_other_code: bool,
}

impl<'a> Shown<'a> {
    /// The steps of a recording as a tree. `is_kept` tells of a sentence whether its value is
    /// said to be no secret.
    pub(super) fn tree(
        sentences: &'a [Sentence<'a>],
        is_kept: &dyn Fn(&Sentence<'_>) -> bool,
    ) -> Vec<Self> {
        let mut open: Vec<Vec<Self>> = vec![Vec::new()];
        for (index, sentence) in sentences.iter().enumerate() {
            // A step stands in the one before it that is less deep, whatever is said.
            let has_outer =
                |open: &Vec<Vec<Self>>| open.last().is_some_and(|list| !list.is_empty());
            let depth = sentence.depth.min(open.len() - usize::from(!has_outer(&open)));
            while open.len() > depth + 1 {
                close(&mut open);
            }
            if open.len() == depth {
                open.push(Vec::new());
            }
            let shown = Self::of(index, sentence, is_kept(sentence));
            if let Some(list) = open.last_mut() {
                list.push(shown);
            }
        }
        while open.len() > 1 {
            close(&mut open);
        }
        open.pop().unwrap_or_default()
    }

    fn of(index: usize, sentence: &'a Sentence<'a>, is_kept: bool) -> Self {
        let read = |source: &str| {
            blocks(source).into_iter().next().map(|block| block.text).unwrap_or_default()
        };
        let is_guess = sentence.questions.iter().any(|question| question.starts_with("is **"));
        Self {
            index,
            sentence,
            inner: Vec::new(),
            text: read(&sentence.text),
            command: sentence.block.as_deref().map(|block| read(block).trim_end().to_owned()),
            known: Known { is_guess, is_kept },
        }
    }

    /// Whether the recording shows what it leads to, or what a step in it leads to.
    pub(super) fn has_result(&self) -> bool {
        !self.sentence.expected.is_empty() || self.inner.iter().any(Self::has_result)
    }

    fn words(&self) -> String {
        match &self.command {
            Some(command) => format!("{} {command}", self.text),
            None => self.text.clone(),
        }
    }
}

/// Hands the innermost open list to the step that it stands in.
fn close(open: &mut Vec<Vec<Shown<'_>>>) {
    if let Some(list) = open.pop()
        && let Some(outer) = open.last_mut().and_then(|outer| outer.last_mut())
    {
        outer.inner = list;
    }
}

impl Plan {
    /// Plans the steps of a document whose `body` they stand in.
    pub(super) fn of(body: &str, old: &[&Step], new: &[Shown<'_>]) -> Self {
        let wordings: Vec<Wording<'_>> = old
            .iter()
            .map(|step| Wording::of(body.get(step.sentence.clone()).unwrap_or_default()))
            .collect();
        let in_sight: Vec<usize> = (0..old.len())
            .filter(|at| old[*at].code.is_some() || !wordings[*at].is_out_of_sight())
            .collect();
        let words = |at: &usize| match wordings[*at].act() {
            Some(act) => format!("{act} {}", old[*at].words_behind_first()),
            None => old[*at].words(),
        };
        let old_words: Vec<String> = in_sight.iter().map(words).collect();
        let new_words: Vec<String> = new.iter().map(Shown::words).collect();
        let mut pairs = paired(&old_words, &new_words);
        prefer_written(&mut pairs, &old_words, |at| old[in_sight[at]].weight(body));
        let (pairs, judged): (Vec<Pair>, Vec<Judged>) = pairs
            .into_iter()
            .map(|pair| Pair { old: in_sight[pair.old], ..pair })
            .filter_map(|pair| {
                let judged = judged(old[pair.old], &wordings[pair.old], &new[pair.new]);
                (judged.verdict != Verdict::Other).then_some((pair, judged))
            })
            .unzip();
        let is_moved = moved(&pairs);
        let mut removed = Vec::new();
        // What stays though the recording does not show it, in the order of the document.
        let mut kept = Vec::new();
        let mut is_shown = vec![false; old.len()];
        for pair in &pairs {
            is_shown[pair.old] = true;
        }
        for at in (0..old.len()).filter(|at| !is_shown[*at]) {
            if in_sight.binary_search(&at).is_err() {
                kept.push((at, Fate::OutOfSight));
            } else if old[at].is_by_hand(body) {
                kept.push((at, Fate::Unseen));
            } else {
                removed.push(at);
            }
        }
        let mut kept = kept.into_iter().peekable();
        let mut entries = Vec::new();
        let mut linked = pairs.iter().zip(judged).zip(is_moved).peekable();
        for at in 0..new.len() {
            let Some(((pair, judged), is_moved)) = linked.next_if(|((pair, _), _)| pair.new == at)
            else {
                entries.push(Entry::New { at });
                continue;
            };
            // It stays before the step that it stood before.
            while let Some((at, fate)) = kept.next_if(|(at, _)| !is_moved && *at < pair.old) {
                entries.push(Entry::Old { at, fate, is_moved: false });
            }
            let fate = Fate::Shown { new: at, judged };
            entries.push(Entry::Old { at: pair.old, fate, is_moved });
        }
        entries.extend(kept.map(|(at, fate)| Entry::Old { at, fate, is_moved: false }));
        Self { entries, removed }
    }

    /// From which number on steps have other numbers than before; none where all keep theirs.
    pub(super) fn first_elsewhere(&self) -> Option<u64> {
        let stays =
            |(rank, entry): (usize, &Entry)| matches!(entry, Entry::Old { at, .. } if *at == rank);
        let kept = self.entries.iter().enumerate().take_while(|one| stays(*one)).count();
        let is_whole = kept == self.entries.len() && self.removed.is_empty();
        (!is_whole).then_some(kept as u64 + 1)
    }

    /// The places before of the steps that the recording shows too, and whether each says so
    /// already.
    pub(super) fn shown(&self) -> impl Iterator<Item = (usize, bool)> + '_ {
        self.entries.iter().filter_map(|entry| match entry {
            Entry::Old { at, fate: Fate::Shown { judged, .. }, .. } => {
                Some((*at, judged.verdict == Verdict::Same && !judged.has_other_code))
            }
            _ => None,
        })
    }
}

/// Of steps in the same words, takes those in which somebody has written: where another one
/// would have to move, or where nothing but such steps stands between them in the recording.
fn prefer_written(pairs: &mut [Pair], old_words: &[String], weight: impl Fn(usize) -> u8) {
    /// Each round takes a step that weighs more; more are not needed by any real document.
    const MOST_ROUNDS: usize = 64;
    for _ in 0..MOST_ROUNDS {
        let mut pair_of = vec![None; old_words.len()];
        for (index, pair) in pairs.iter().enumerate() {
            pair_of[pair.old] = Some(index);
        }
        let is_moved = moved(pairs);
        let better = |free: usize| {
            let lighter =
                |at: &usize| old_words[*at] == old_words[free] && weight(*at) < weight(free);
            let beside = |places: &mut dyn Iterator<Item = usize>| {
                let run: Vec<usize> = places
                    .filter(|at| pair_of[*at].is_some())
                    .take_while(|at| old_words[*at] == old_words[free])
                    .collect();
                let end = run.iter().position(lighter)?;
                Some(run[..=end].to_vec())
            };
            let moving = || {
                let moving = pairs.iter().zip(&is_moved).filter(|(_, is_moved)| **is_moved);
                moving.map(|(pair, _)| pair.old).find(lighter).map(|at| vec![at])
            };
            beside(&mut (0..free).rev())
                .or_else(|| beside(&mut (free + 1..old_words.len())))
                .or_else(moving)
        };
        let mut free = (0..old_words.len()).filter(|at| pair_of[*at].is_none() && weight(*at) > 0);
        let Some((free, run)) = free.find_map(|free| Some((free, better(free)?))) else {
            return;
        };
        // The last one of the run is let go; those between it and the free one keep their order.
        let mut places: Vec<usize> = run.iter().filter_map(|at| pair_of[*at]).collect();
        let mut olds: Vec<usize> = run[..run.len() - 1].to_vec();
        olds.push(free);
        olds.sort_unstable();
        places.sort_unstable();
        for (place, old) in places.into_iter().zip(olds) {
            pairs[place].old = old;
        }
    }
}

fn judged(old: &Step, wording: &Wording<'_>, new: &Shown<'_>) -> Judged {
    let shown = Wording::of(&new.sentence.text);
    let same = |verdict| Judged { verdict, has_other_code: false };
    let is_command = |command: &str, written: &str| {
        let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        words(command) == words(written) || stands_for(written, command)
    };
    match (&new.command, &old.code) {
        (Some(command), Some(code)) => {
            let has_other_code = !is_command(command, &code.text);
            let verdict = match wording.against(&shown, new.known) {
                // How a command is announced is nobody's business but the writer's.
                _ if names_nothing(&shown) => Verdict::Same,
                verdict => verdict,
            };
            Judged { verdict, has_other_code }
        }
        (Some(command), None) if names_nothing(&shown) => match wording.only_value() {
            Some((written, _)) if is_command(command, written) => same(Verdict::Same),
            Some((_, span)) if !command.contains(['\n', '`']) => {
                let patch = Patch { span: Span::from(span), text: format!("`{command}`") };
                same(Verdict::Renamed(vec![patch]))
            }
            _ => same(Verdict::Other),
        },
        _ => same(wording.against(&shown, new.known)),
    }
}

fn names_nothing(wording: &Wording<'_>) -> bool {
    wording.names.is_empty()
}
