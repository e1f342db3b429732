//! What a reader hands over: the words of a recording before anybody has looked for secrets.

use std::fmt;

use crate::recording::model::{
    ActionKind, Doubt, Expectation, NameSource, Picture, Place, Role, SecretKind,
};

/// Words of a recording that may be, or hold, a secret. Readers make them; only the mask
/// opens them, and `Debug` says no more than how long they are.
#[derive(Clone, PartialEq, Eq)]
pub(in crate::recording) struct Raw(String);

impl Raw {
    pub(in crate::recording) fn new(words: impl Into<String>) -> Self {
        Self(words.into())
    }

    pub(super) fn open(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Raw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Raw({} bytes)", self.0.len())
    }
}

/// What a reader makes of a recording.
#[derive(Debug, Clone, Default, PartialEq)]
pub(in crate::recording) struct Demonstration {
    pub(in crate::recording) title: Option<Raw>,
    pub(in crate::recording) takes: Vec<RawTake>,
}

/// One task.
#[derive(Debug, Clone, Default, PartialEq)]
pub(in crate::recording) struct RawTake {
    pub(in crate::recording) name: Option<Raw>,
    pub(in crate::recording) actions: Vec<RawAction>,
}

/// One action; its fields are those of [`Action`](crate::recording::Action).
#[derive(Debug, Clone, PartialEq)]
pub(in crate::recording) struct RawAction {
    pub(in crate::recording) kind: ActionKind,
    pub(in crate::recording) target: Option<RawTarget>,
    pub(in crate::recording) value: Option<Raw>,
    pub(in crate::recording) url: Option<Raw>,
    pub(in crate::recording) expected: Vec<Expectation<Raw>>,
    pub(in crate::recording) picture: Option<Picture>,
    /// Where what is acted on stands in the picture.
    pub(in crate::recording) area: Option<Part>,
    /// What was seen right after typing.
    pub(in crate::recording) after: Option<Picture>,
    /// Which page the picture shows, by a number of the reader.
    pub(in crate::recording) shown: Option<usize>,
    pub(in crate::recording) depth: usize,
    pub(in crate::recording) words: Option<Raw>,
    pub(in crate::recording) note: Option<Raw>,
    pub(in crate::recording) doubt: Option<Doubt>,
    /// Set where the recording itself says that the value is a secret, such as what was typed
    /// while nothing was echoed.
    pub(in crate::recording) secret: Option<SecretKind>,
    /// What was typed unseen somewhere in the recording, and is to stand in no other words.
    pub(in crate::recording) unseen: Vec<Raw>,
    /// Commands that are no steps; what they hold in confidence is to stand in no other words.
    pub(in crate::recording) left_out: Vec<Raw>,
    pub(in crate::recording) place: Place,
}

impl RawAction {
    pub(in crate::recording) const fn new(kind: ActionKind, place: Place) -> Self {
        Self {
            kind,
            target: None,
            value: None,
            url: None,
            expected: Vec::new(),
            picture: None,
            area: None,
            after: None,
            shown: None,
            depth: 0,
            words: None,
            note: None,
            doubt: None,
            secret: None,
            unseen: Vec::new(),
            left_out: Vec::new(),
            place,
        }
    }

    pub(in crate::recording) fn on(mut self, target: Option<RawTarget>) -> Self {
        self.target = target;
        self
    }

    pub(in crate::recording) fn with(mut self, value: impl Into<String>) -> Self {
        self.value = Some(Raw::new(value));
        self
    }

    /// Calls what was chosen by the words that stand in the list, where only its value is known.
    pub(in crate::recording) fn name_option(&mut self, options: &[(String, String)]) {
        if self.kind != ActionKind::Select {
            return;
        }
        let chosen = self.value.as_ref().and_then(|chosen| {
            let is_shown = options.iter().any(|(_, shown)| *shown == chosen.0);
            let named =
                options.iter().find(|(value, shown)| *value == chosen.0 && !shown.is_empty());
            if is_shown { Some(chosen.0.clone()) } else { named.map(|(_, shown)| shown.clone()) }
        });
        if let Some(chosen) = chosen {
            self.value = Some(Raw(chosen));
            self.doubt = None;
        }
    }

    pub(in crate::recording) fn at(mut self, url: impl Into<String>) -> Self {
        self.url = Some(Raw::new(url));
        self
    }

    pub(in crate::recording) fn expecting(mut self, expected: Expectation<Raw>) -> Self {
        self.expected.push(expected);
        self
    }
}

/// An area of a picture, as parts of its width and height.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::recording) struct Part {
    pub(in crate::recording) left: f64,
    pub(in crate::recording) top: f64,
    pub(in crate::recording) width: f64,
    pub(in crate::recording) height: f64,
}

/// What is acted on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::recording) struct RawTarget {
    pub(in crate::recording) name: Option<Raw>,
    pub(in crate::recording) role: Option<Role>,
    pub(in crate::recording) found: NameSource,
    pub(in crate::recording) selector: Option<Raw>,
    /// All that may say what kind of value belongs there: other selectors, labels, types.
    pub(in crate::recording) clues: Vec<Raw>,
}
