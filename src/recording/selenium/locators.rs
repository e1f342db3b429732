//! Locators such as `linkText=Sign in` and `css=#user`: what they say about the name.

use crate::recording::masking::{Raw, RawTarget, asked_for};
use crate::recording::model::{NameSource, Role, SecretKind};
use crate::recording::naming::{self, Named};
use crate::recording::tree::{list, text};

use super::Command;

/// What a command acts on, in all the ways in which the recording finds it.
pub(super) struct Located<'t> {
    locators: Vec<&'t str>,
}

impl<'t> Located<'t> {
    /// Of the target of a command, and what the recorder would have taken instead of it.
    pub(super) fn of(command: &Command<'t>) -> Self {
        let others =
            command.object.list("targets").iter().filter_map(|one| text(list(one).first()?));
        Self { locators: Some(command.target).into_iter().chain(others).collect() }
    }

    pub(super) fn single(locator: &'t str) -> Self {
        Self { locators: vec![locator] }
    }

    /// Where something is entered: the words inside of a field are its content, not its name.
    pub(super) fn without_content(mut self) -> Self {
        let is_content =
            |locator: &&str| locator.contains("contains(.") || locator.contains("text()");
        self.locators.retain(|locator| !is_content(locator));
        self
    }

    /// Whether a file is handed to it.
    pub(super) fn takes_files(&self) -> bool {
        let marks = ["type=file", "type='file'", "type=\"file\""];
        self.locators.iter().any(|locator| marks.iter().any(|mark| locator.contains(mark)))
    }

    /// What kind of secret it holds, as it is called.
    pub(super) fn secret(&self) -> Option<SecretKind> {
        self.locators.iter().find_map(|locator| asked_for(locator))
    }

    /// None where the command has no target.
    pub(super) fn target(&self) -> Option<RawTarget> {
        let chosen = self.locators.iter().find(|locator| !locator.is_empty())?;
        let mut role = None;
        let mut seen = None;
        let mut guessed = None;
        for locator in &self.locators {
            let (named, said) = name(locator);
            role = role.or(said);
            match named {
                Some(named) if named.found == NameSource::Seen => seen = seen.or(Some(named)),
                named => guessed = guessed.or(named),
            }
        }
        let named = seen.or(guessed);
        Some(RawTarget {
            found: named.as_ref().map_or(NameSource::Seen, |named| named.found),
            name: named.map(|named| Raw::new(named.name)),
            role,
            selector: Some(Raw::new(*chosen)),
            clues: self.locators.iter().map(|locator| Raw::new(*locator)).collect(),
        })
    }
}

fn name(locator: &str) -> (Option<Named>, Option<Role>) {
    let (strategy, place) = locator.split_once('=').unwrap_or(("", locator));
    match strategy {
        "linkText" | "link" | "partialLinkText" => {
            let words = place.split_whitespace().collect::<Vec<_>>().join(" ");
            let words = words.strip_prefix("exact:").unwrap_or(&words).to_owned();
            let named = Named { name: words, found: NameSource::Seen };
            (Some(named).filter(|named| !named.name.is_empty()), Some(Role::Link))
        }
        "id" | "name" | "identifier" => {
            let (named, role) = naming::of_identifier(place).unzip();
            (named, role.flatten())
        }
        "css" => naming::of_css(place),
        "xpath" => naming::of_xpath(place),
        _ if locator.starts_with('/') || locator.starts_with("(/") => naming::of_xpath(locator),
        _ => (None, None),
    }
}
