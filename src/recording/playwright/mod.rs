//! Playwright: traces (`trace.zip`, format versions 3 to 10), and what its code generator
//! writes for the target `jsonl`.
//!
//! Both find things by the same selectors, which name what people see. A trace has pictures,
//! and tells of everything that a program did; calls that only ask or wait are no actions.

mod archive;
mod calls;
mod codegen;
mod dom;
mod resolved;
mod selectors;
mod snapshots;
mod story;
mod trace;

pub(super) use codegen::READER as CODEGEN;
pub(super) use trace::READER as TRACE;

use super::masking::{Raw, RawAction, RawTarget, asked_for};
use super::model::{Expectation, ExpectationKind, NameSource};

/// The action with what was seen of its target; a secret that a field holds is not told.
fn seeing(
    action: RawAction,
    kind: ExpectationKind,
    target: Option<RawTarget>,
    selector: &str,
    words: Option<&str>,
) -> RawAction {
    let mut action = action;
    let words = words.map(str::trim).filter(|words| !words.is_empty());
    let is_secret = words.is_some() && asked_for(selector).is_some();
    if is_secret {
        action.unseen.extend(words.map(Raw::new));
    }
    let kind = if is_secret { ExpectationKind::Shown } else { kind };
    let words = words.filter(|_| !is_secret).map(Raw::new);
    let is_lonely = words.is_none() || kind == ExpectationKind::Holds;
    let found = target.as_ref().map_or(NameSource::Seen, |target| target.found);
    let (name, selector) = target.map_or((None, None), |target| (target.name, target.selector));
    // What has no name is called by how it is found, and asked about.
    let (name, found) = match name {
        None if is_lonely => (selector, NameSource::Identifier),
        name => (name, found),
    };
    action.expecting(Expectation { kind, name, found, words })
}

/// The name of a file, without the folder that it lay in.
fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

#[cfg(test)]
mod tests;
