//! What the snapshots of a trace tell about an action: where it was done, on what, and what was
//! seen then.

use std::collections::BTreeMap;

use crate::recording::masking::Raw;
use crate::recording::model::{ActionKind, Expectation, ExpectationKind, NameSource};

use super::dom::Seen;
use super::snapshots::{Phase, Scene};

/// The scenes from the beginning of an action to the beginning of the next one.
pub(super) struct Story<'s, 't> {
    scenes: &'s [Scene<'t>],
    call: &'t str,
}

impl<'s, 't> Story<'s, 't> {
    pub(super) fn of(scenes: &'s [Scene<'t>], call: &'t str, next: Option<&str>) -> Self {
        let first = scenes.iter().position(|scene| scene.call == call).unwrap_or(scenes.len());
        let behind = scenes.get(first..).unwrap_or_default();
        let end = next.and_then(|next| behind.iter().position(|scene| scene.call == next));
        // What is there before the next action is what was seen after this one.
        let end = end.map_or(behind.len(), |end| end + 1);
        Self { scenes: behind.get(..end).unwrap_or_default(), call }
    }

    /// The scene right before the action.
    fn before(&self) -> Option<&'s Scene<'t>> {
        self.scenes.iter().find(|scene| scene.is_page)
    }

    pub(super) fn page(&self) -> Option<&'t str> {
        self.before()?.page
    }

    pub(super) fn address(&self) -> Option<&'t str> {
        self.before()?.url
    }

    pub(super) fn target(&self) -> Option<Seen> {
        let mut own = self.scenes.iter().filter(|scene| scene.call == self.call);
        own.find_map(|scene| scene.target.clone())
    }

    /// Whether nothing was scrolled between the beginning of the action and the use of its
    /// target, as far as is known.
    pub(super) fn is_still(&self) -> bool {
        let own = || self.scenes.iter().filter(|scene| scene.call == self.call && scene.is_page);
        let used = own().find(|scene| scene.phase == Phase::Use);
        used.zip(self.before()).is_none_or(|(used, before)| used.scrolled == before.scrolled)
    }

    /// What was seen then that had not been there.
    pub(super) fn expectations(&self, kind: ActionKind) -> Vec<Expectation<Raw>> {
        let Some(before) = self.before() else { return Vec::new() };
        let page = self.scenes.iter().filter(|scene| scene.is_page && scene.page == before.page);
        let after: Vec<_> = page.skip(1).collect();
        let mut expected = Vec::new();
        let title = after.last().and_then(|last| last.title.as_deref());
        let is_elsewhere =
            |title: &&str| kind == ActionKind::Navigate || before.title.as_deref() != Some(*title);
        if let Some(title) = title.filter(is_elsewhere) {
            expected.push(seen(ExpectationKind::Opens, title));
        }
        let mut known: Vec<&str> = before.notices.iter().map(String::as_str).collect();
        for notice in after.iter().flat_map(|scene| &scene.notices) {
            // What goes away by itself is nothing to wait for.
            let is_passing = notice.ends_with(['\u{2026}', '.'])
                && notice.trim_end_matches(['\u{2026}', '.']).ends_with("ing");
            if !known.contains(&notice.as_str()) && !is_passing {
                known.push(notice);
                expected.push(seen(ExpectationKind::Shown, notice));
            }
        }
        expected
    }
}

fn seen(kind: ExpectationKind, words: &str) -> Expectation<Raw> {
    Expectation { kind, name: None, found: NameSource::Seen, words: Some(Raw::new(words)) }
}

/// Which of the pages of a browser is acted on.
#[derive(Default)]
pub(super) struct Tabs<'t> {
    first: Option<&'t str>,
    last: Option<&'t str>,
}

impl<'t> Tabs<'t> {
    /// Whether the page is another one than before; if so, whether it is the first one.
    pub(super) fn changes_to(&mut self, page: Option<&'t str>) -> Option<bool> {
        let page = page?;
        self.first = self.first.or(Some(page));
        let last = self.last.replace(page);
        last.filter(|last| *last != page).map(|_| self.first == Some(page))
    }
}

/// The addresses that the pages show, each with a number: what was typed at one may be seen
/// wherever it is shown again.
#[derive(Default)]
pub(super) struct Addresses {
    now: BTreeMap<String, usize>,
    numbers: BTreeMap<(String, String), usize>,
}

impl Addresses {
    /// Notes the address that a page shows now, where it is known.
    pub(super) fn are(&mut self, page: Option<&str>, address: Option<&str>) {
        let Some(address) = address else { return };
        let path = address.split(['?', '#']).next().unwrap_or(address);
        let page = page.unwrap_or_default().to_owned();
        let next = self.numbers.len();
        let number = *self.numbers.entry((page.clone(), path.to_owned())).or_insert(next);
        self.now.insert(page, number);
    }

    /// The number of the address that a page shows.
    pub(super) fn shown(&self, page: Option<&str>) -> Option<usize> {
        self.now.get(page.unwrap_or_default()).copied()
    }
}
