//! The boundary behind which there are no secrets.
//!
//! Readers hand over [`Raw`] words, which only this module opens. What leaves it is
//! [`Recording`], in which a value is plain or masked, and from whose every other word the
//! masked values are gone as well. Masked is on suspicion: by the name of the field, by the
//! shape of the value, and where nothing says what was typed into.

mod addresses;
mod commands;
mod fields;
mod found;
mod pictures;
mod printed;
mod raw;
mod redaction;
mod typing;
mod values;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use super::error::ReadError;
use super::format::Format;
use super::model::{
    Action, ActionKind, Expectation, ExpectationKind, Place, Recording, SecretKind, Take, Target,
    Value,
};
use found::{Found, without};
use redaction::Redaction;

pub(super) use raw::{Demonstration, Part, Raw, RawAction, RawTake, RawTarget};

/// What a question of a program asks for that nobody may read.
pub(super) fn asked_for(question: &str) -> Option<SecretKind> {
    fields::kind_of(question)
}

/// Something that was masked, or would have been.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mask {
    /// Its number, from 1, by which it is taken off.
    pub number: usize,
    /// The task, counted from 0.
    pub take: usize,
    /// The action.
    pub place: Place,
    /// What it seems to be.
    pub kind: SecretKind,
    /// The name of the field it was typed into, where that is known.
    pub field: Option<String>,
    /// Why it was masked.
    pub why: Why,
    /// Whether somebody has said that it is none, so that it stands in the text.
    pub is_kept: bool,
}

/// Why something is masked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// The field is called so.
    Field,
    /// The recording says that it is a secret.
    Recorded,
    /// It looks like one.
    Shape,
    /// Nothing says what it was typed into.
    NoField,
    /// It stands in an address.
    Address,
    /// It stands in a command.
    Command,
    /// It stands in other words.
    Words,
}

impl Why {
    /// The reason in words, to go on with after "masked because".
    #[must_use]
    pub const fn described(self) -> &'static str {
        match self {
            Self::Field => "the field is called so",
            Self::Recorded => "it was not shown when it was typed",
            Self::Shape => "it looks like one",
            Self::NoField => "nothing says what it was typed into",
            Self::Address => "it is part of an address",
            Self::Command => "it is part of a command",
            Self::Words => "it looks like one",
        }
    }
}

/// The longest text that a recording may hold in one place, in bytes; nobody reads more in a
/// step, and looking for every secret in it would take long.
const LONGEST: usize = 20_000;

/// Takes the secrets out of a demonstration.
///
/// # Errors
/// When it has more secrets than can be looked for.
pub(super) fn masked(
    demonstration: Demonstration,
    format: Format,
    keep: &BTreeSet<usize>,
) -> Result<Recording, ReadError> {
    let takes: Vec<RawTake> = demonstration
        .takes
        .into_iter()
        .map(|take| RawTake { actions: typing::joined(take.actions), ..take })
        .collect();
    let mut desk = Desk { keep, masks: Vec::new(), redaction: Redaction::default() };
    // First everything is judged, so that what is typed last is gone from the first title.
    let title = demonstration.title.as_ref().map(|title| desk.words(title, None));
    let mut judged: Vec<Take> = Vec::new();
    for (number, take) in takes.iter().enumerate() {
        let name = take.name.as_ref().map(|name| desk.words(name, None));
        let judge = |action: &RawAction| desk.action(action, number);
        judged.push(Take { name, actions: take.actions.iter().map(judge).collect() });
    }
    let Desk { mut masks, redaction, .. } = desk;
    if redaction.is_full() {
        let what = "values that have to be masked";
        return Err(ReadError::TooMany { format, what, most: Redaction::MOST });
    }
    let clean = |text: String| redaction.applied(text);
    for take in &mut judged {
        take.name = take.name.take().map(clean);
        for action in &mut take.actions {
            redact(action, &redaction);
        }
    }
    for (raw, take) in takes.iter().zip(&mut judged) {
        pictures::retouch(&raw.actions, &mut take.actions);
    }
    for mask in &mut masks {
        mask.field = mask.field.take().map(clean);
    }
    Ok(Recording { format, title: title.map(clean), takes: judged, masks })
}

/// What judges the words of a recording, one after the other.
struct Desk<'d> {
    keep: &'d BTreeSet<usize>,
    masks: Vec<Mask>,
    redaction: Redaction,
}

impl Desk<'_> {
    fn action(&mut self, raw: &RawAction, take: usize) -> Action {
        self.forget(raw);
        let spot = Spot { take, place: raw.place, field: None };
        let target = raw.target.as_ref().map(|target| self.target(target, &spot));
        let field = target.as_ref().and_then(|target| target.name.clone());
        let spot = Spot { field, ..spot };
        let value = raw.value.as_ref().map(|value| self.value(raw, value, &spot));
        let url = raw.url.as_ref().map(|url| {
            let url = short(url.open());
            self.without(&url, addresses::found(&url), Why::Address, Some(&spot))
        });
        let expected = raw.expected.iter().map(|one| Expectation {
            kind: one.kind,
            found: one.found,
            name: one.name.as_ref().map(|name| self.words(name, Some(&spot))),
            words: one.words.as_ref().map(|words| match one.kind {
                ExpectationKind::Printed | ExpectationKind::Prints => self.printed(words, &spot),
                _ => self.words(words, Some(&spot)),
            }),
        });
        Action {
            kind: raw.kind,
            value,
            then: None,
            url,
            expected: expected.collect(),
            picture: raw.picture.clone(),
            highlight: None,
            depth: raw.depth,
            words: raw.words.as_ref().map(|words| self.words(words, Some(&spot))),
            note: raw.note.as_ref().map(|note| self.printed(note, &spot)),
            doubt: raw.doubt,
            place: raw.place,
            target,
        }
    }

    /// Secrets that belong to no action are gone from all of them.
    fn forget(&mut self, raw: &RawAction) {
        for unseen in &raw.unseen {
            self.redaction.add(unseen.open());
        }
        for command in &raw.left_out {
            let line = short(command.open());
            for one in commands::found(&line) {
                self.redaction.add(line.get(one.span.start..one.span.end).unwrap_or_default());
            }
        }
    }

    fn target(&mut self, raw: &RawTarget, spot: &Spot) -> Target {
        Target {
            name: raw.name.as_ref().map(|name| self.words(name, Some(spot))),
            role: raw.role,
            found: raw.found,
            selector: raw.selector.as_ref().map(|selector| self.words(selector, Some(spot))),
        }
    }

    /// What was typed, chosen or run.
    fn value(&mut self, action: &RawAction, raw: &Raw, spot: &Spot) -> Value {
        let value = short(raw.open());
        let is_entered = matches!(action.kind, ActionKind::Type | ActionKind::Select);
        let suspicion = match action.secret {
            Some(kind) => Some((kind, Why::Recorded)),
            None if is_entered && !value.trim().is_empty() => suspicion(action, &value),
            None => None,
        };
        if let Some((kind, why)) = suspicion {
            if !self.mask(kind, why, Some(spot)) {
                self.redaction.add(raw.open());
                return Value::Masked(kind);
            }
            return Value::Plain(value);
        }
        let (found, why) = match action.kind {
            ActionKind::Run => (commands::found(&value), Why::Command),
            // What was typed somewhere may be meant for a shell.
            ActionKind::Type => (commands::found(&value), Why::Words),
            // Only the name of a file says what is attached.
            ActionKind::Press => (Vec::new(), Why::Words),
            _ => (found::in_words(&value), Why::Words),
        };
        Value::Plain(self.without(&value, found, why, Some(spot)))
    }

    fn words(&mut self, raw: &Raw, spot: Option<&Spot>) -> String {
        let text = short(raw.open());
        let found = found::in_words(&text);
        self.without(&text, found, Why::Words, spot)
    }

    /// What a command printed, or somebody noted: lines that may name what they tell.
    fn printed(&mut self, raw: &Raw, spot: &Spot) -> String {
        let text = short(raw.open());
        let found = printed::found(&text);
        self.without(&text, found, Why::Words, Some(spot))
    }

    /// The text without what was found in it, unless somebody keeps that.
    fn without(
        &mut self,
        text: &str,
        mut found: Vec<Found>,
        why: Why,
        spot: Option<&Spot>,
    ) -> String {
        found.sort_by_key(|one| one.span);
        found.dedup_by_key(|one| one.span);
        found.retain(|one| {
            let secret = text.get(one.span.start..one.span.end).unwrap_or_default();
            // What was masked elsewhere is one secret, and goes without a number of its own.
            if self.redaction.has(secret) {
                return true;
            }
            let is_kept = self.mask(one.kind, why, spot);
            if !is_kept {
                self.redaction.add(secret);
            }
            !is_kept
        });
        without(text, &found)
    }

    /// Notes a mask; says whether it is taken off.
    fn mask(&mut self, kind: SecretKind, why: Why, spot: Option<&Spot>) -> bool {
        let number = self.masks.len() + 1;
        let is_kept = self.keep.contains(&number);
        self.masks.push(Mask {
            number,
            take: spot.map_or(0, |spot| spot.take),
            place: spot.map_or(Place(0), |spot| spot.place),
            kind,
            field: spot.and_then(|spot| spot.field.clone()),
            why,
            is_kept,
        });
        is_kept
    }
}

/// Where in a recording something stands.
struct Spot {
    take: usize,
    place: Place,
    field: Option<String>,
}

/// Why a value that was entered may be a secret.
fn suspicion(action: &RawAction, value: &str) -> Option<(SecretKind, Why)> {
    let Some(target) = &action.target else { return Some((SecretKind::Other, Why::NoField)) };
    let names = target.name.iter().chain(&target.selector).chain(&target.clues).map(Raw::open);
    let by_field = names.clone().find_map(fields::kind_of);
    let phone = || names.clone().find_map(|name| fields::phone(name, value));
    by_field
        .map(|kind| (kind, Why::Field))
        .or_else(|| values::kind_of(value).map(|kind| (kind, Why::Shape)))
        .or_else(|| phone().map(|kind| (kind, Why::Field)))
}

/// A text of a length that a step can have.
fn short(text: &str) -> String {
    if text.len() <= LONGEST {
        return text.to_owned();
    }
    // Not its beginning: a secret that is cut in two is not found any more.
    format!("({} characters)", text.chars().count())
}

fn redact(action: &mut Action, redaction: &Redaction) {
    let clean = |text: &mut Option<String>| *text = text.take().map(|text| redaction.applied(text));
    if let Some(target) = &mut action.target {
        clean(&mut target.name);
        clean(&mut target.selector);
    }
    // A value that somebody keeps is not among the secrets.
    if let Some(Value::Plain(value)) = &mut action.value
        && action.kind != ActionKind::Press
    {
        *value = redaction.applied(std::mem::take(value));
    }
    clean(&mut action.url);
    clean(&mut action.words);
    clean(&mut action.note);
    for expected in &mut action.expected {
        clean(&mut expected.name);
        clean(&mut expected.words);
    }
}
