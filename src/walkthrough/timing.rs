//! When each sentence is said, and how long each scene stands.

use super::captions::{SHORTEST_CUE, fit};
use super::{Role, Scene, Script};

/// Words in a minute, as a narrator speaks who gives people time to follow.
const WORDS_A_MINUTE: u64 = 150;
/// Between two sentences.
const PAUSE: u64 = 500;
/// Behind a sentence that tells people to do something: they look for it.
const ACTION: u64 = 1_500;
/// No scene is over before it has been seen.
const SHORTEST_SCENE: u64 = 2_500;

/// How long the sentences are said, in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Speech<'l> {
    /// Nobody has said them yet: as long as their words take.
    Estimated,
    /// As long as each of them was when it was read aloud, in the order of the script.
    Recorded(&'l [u64]),
}

impl Script {
    /// The script at the speed of a voice.
    #[must_use]
    pub fn timed(mut self, speech: Speech<'_>) -> Self {
        let mut at = 0;
        let mut number = 0;
        for scene in &mut self.scenes {
            at = timed(scene, at, &mut number, speech);
        }
        self
    }
}

/// Times a scene that begins at `start`; says when it ends.
fn timed(scene: &mut Scene, start: u64, number: &mut usize, speech: Speech<'_>) -> u64 {
    let mut at = start;
    for (index, sentence) in scene.sentences.iter_mut().enumerate() {
        if index > 0 {
            at = at.saturating_add(PAUSE);
        }
        let read = match speech {
            Speech::Estimated => None,
            Speech::Recorded(lengths) => lengths.get(*number).copied(),
        };
        *number += 1;
        let said = read.unwrap_or_else(|| estimated(sentence.words));
        let shown = SHORTEST_CUE.saturating_mul(sentence.cues.len() as u64);
        sentence.start = at;
        sentence.end = at.saturating_add(said.max(shown));
        fit(&mut sentence.cues, sentence.start, sentence.end);
        at = sentence.end;
        if sentence.role == Role::Do {
            at = at.saturating_add(ACTION);
        }
    }
    scene.start = start;
    scene.end = at.max(start.saturating_add(SHORTEST_SCENE));
    scene.end
}

const fn estimated(words: u64) -> u64 {
    words.saturating_mul(60_000 / WORDS_A_MINUTE)
}

/// A length as people say it: `about 3 minutes`.
pub(super) fn in_words(milliseconds: u64) -> String {
    match milliseconds.saturating_add(30_000) / 60_000 {
        0 | 1 => "about a minute".to_owned(),
        minutes => format!("about {minutes} minutes"),
    }
}
