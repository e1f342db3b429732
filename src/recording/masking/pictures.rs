//! Pictures show what was typed. What is masked is covered in every picture of the page that it
//! was typed on; where a picture may show it at another place, it is left out.

use std::collections::BTreeMap;

use crate::recording::model::{Action, ActionKind, Picture, Point, Value};
use crate::recording::retouching::Canvas;

use super::found::MASK;
use super::raw::{Part, RawAction};

/// The most pixels that are opened for one recording: a thousand large screens.
const MOST_PIXELS: u64 = 4_000_000_000;

/// The side of the square that marks a point, as a part of the shorter side of a picture whose
/// sides are as 4 to 3.
const MARK: f64 = 0.04;

/// Where a picture of a page may show what nobody may read.
struct Hidden {
    /// The action with which it was entered.
    action: usize,
    /// The first action before which it may be seen, and the first before which it may not,
    /// where the reader does not number pages.
    from: usize,
    to: usize,
    /// The field and what was seen right after typing; none where that is not known.
    field: Option<Part>,
}

/// Covers what is masked, frames what is acted on, and leaves out what cannot be told.
pub(super) fn retouch(raw: &[RawAction], actions: &mut [Action]) {
    let hidden: Vec<Hidden> = (0..actions.len())
        .filter(|index| is_masked(&actions[*index]) || tells(&actions[*index]))
        .map(|index| hidden(raw, actions, index))
        .collect();
    let mut darkroom = Darkroom { left: MOST_PIXELS, references: BTreeMap::new() };
    for (index, (raw_action, action)) in raw.iter().zip(actions.iter_mut()).enumerate() {
        let Some(mut picture) = action.picture.take() else { continue };
        let shown: Vec<&Hidden> =
            hidden.iter().filter(|hidden| may_show(raw, hidden, index)).collect();
        let mark = raw_action.area.or_else(|| picture.point.and_then(around));
        if shown.is_empty() && mark.is_none() {
            action.picture = Some(picture);
            continue;
        }
        let Some(mut canvas) = darkroom.open(&picture) else {
            // Nothing has to be hidden in it: it is good enough without a frame.
            action.picture = Some(picture).filter(|_| shown.is_empty());
            continue;
        };
        let covers: Option<Vec<Part>> =
            shown.iter().map(|hidden| darkroom.place(hidden, raw, &canvas)).collect();
        let Some(covers) = covers else { continue };
        for cover in covers {
            canvas.cover(cover);
        }
        action.highlight = mark.and_then(|mark| canvas.frame(mark));
        if let Some(content) = canvas.packed() {
            picture.content = content;
            action.picture = Some(picture);
        }
    }
}

fn is_masked(action: &Action) -> bool {
    matches!(action.value, Some(Value::Masked(_)))
}

/// Whether something is masked in the words that are seen then, or in what was typed: what
/// stands there stands in the picture as well.
fn tells(action: &Action) -> bool {
    let name = action.target.as_ref().and_then(|target| target.name.as_ref());
    let typed = match &action.value {
        Some(Value::Plain(typed)) => Some(typed),
        _ => None,
    };
    let seen = action.expected.iter().flat_map(|one| one.name.iter().chain(&one.words));
    name.into_iter().chain(typed).chain(seen).any(|words| words.contains(MASK))
}

/// A square around a point.
fn around(point: Point) -> Option<Part> {
    let (width, height) = (MARK * 0.75, MARK);
    let part = Part {
        left: (point.across - width / 2.0).max(0.0),
        top: (point.down - height / 2.0).max(0.0),
        width,
        height,
    };
    (part.left + width <= 1.0 && part.top + height <= 1.0).then_some(part)
}

fn hidden(raw: &[RawAction], actions: &[Action], index: usize) -> Hidden {
    let page = |action: &Action| {
        action.url.as_deref().map(|url| url.split(['?', '#']).next().unwrap_or(url).to_owned())
    };
    let masked_on = actions.get(index).and_then(page);
    // Until another page is opened.
    let leaves = |action: &Action| action.url.is_some() && page(action) != masked_on;
    let behind = actions.iter().skip(index + 1).position(leaves);
    // What was typed over may have stood there since the page was opened.
    let before = actions.get(..index).unwrap_or_default();
    let opened = before.iter().rposition(|action| action.kind == ActionKind::Navigate);
    let field =
        raw.get(index).filter(|action| action.after.is_some() && is_masked(&actions[index]));
    Hidden {
        action: index,
        from: opened.map_or(0, |opened| opened + 1),
        to: behind.map_or(actions.len(), |behind| index + 1 + behind),
        field: field.and_then(|action| action.area),
    }
}

/// Whether the picture before an action may show what is hidden.
fn may_show(raw: &[RawAction], hidden: &Hidden, index: usize) -> bool {
    let page = |at: usize| raw.get(at).and_then(|action| action.shown);
    match (page(hidden.action), page(index)) {
        (Some(typed_on), Some(here)) => typed_on == here,
        _ => (hidden.from..hidden.to).contains(&index),
    }
}

/// Where pictures are opened.
struct Darkroom {
    /// How many pixels may still be opened.
    left: u64,
    /// What was seen after typing, by the action; none where that cannot be opened.
    references: BTreeMap<usize, Option<Canvas>>,
}

impl Darkroom {
    fn open(&mut self, picture: &Picture) -> Option<Canvas> {
        let canvas = Canvas::open(picture).filter(|_| self.left > 0)?;
        self.left = self.left.saturating_sub(canvas.size());
        Some(canvas)
    }

    /// Where in a picture stands what is hidden; none where that cannot be told.
    fn place(&mut self, hidden: &Hidden, raw: &[RawAction], picture: &Canvas) -> Option<Part> {
        let field = hidden.field?;
        if !self.references.contains_key(&hidden.action) {
            let after = raw.get(hidden.action).and_then(|action| action.after.as_ref());
            let canvas = after.and_then(|after| self.open(after));
            self.references.insert(hidden.action, canvas);
        }
        let reference = self.references.get(&hidden.action)?.as_ref()?;
        picture.shows_there(reference, field).then_some(field)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::recording::format::Format;
    use crate::recording::masking::masked;
    use crate::recording::masking::raw::{Demonstration, Raw, RawTake, RawTarget};
    use crate::recording::model::{NameSource, Place, Role};
    use crate::recording::retouching::tests::page;

    const FIELD: Part = Part { left: 0.3, top: 0.4, width: 0.3, height: 0.1 };

    fn action(kind: ActionKind, name: &str, shown: Option<usize>, picture: Picture) -> RawAction {
        let target = RawTarget {
            name: Some(Raw::new(name)),
            role: Some(Role::Field),
            found: NameSource::Seen,
            selector: None,
            clues: Vec::new(),
        };
        let mut action = RawAction::new(kind, Place(1)).on(Some(target));
        action.picture = Some(picture);
        action.shown = shown;
        action
    }

    /// A password is typed at 120 pixels from the top.
    fn typing(shown: Option<usize>) -> RawAction {
        let mut typing = action(ActionKind::Type, "Password", shown, page(120, 0)).with("hunter2");
        typing.area = Some(FIELD);
        typing.after = Some(page(120, 7));
        typing
    }

    fn retouched(actions: Vec<RawAction>) -> Vec<Option<Picture>> {
        let takes = vec![RawTake { name: None, actions }];
        let demonstration = Demonstration { title: None, takes };
        let recording = masked(demonstration, Format::PlaywrightTrace, &BTreeSet::new()).unwrap();
        recording.takes[0].actions.iter().map(|action| action.picture.clone()).collect()
    }

    #[test]
    fn a_masked_field_is_covered_where_it_stood_and_the_picture_is_left_out_where_it_moved() {
        let click = |down, typed| action(ActionKind::Click, "Next", Some(1), page(down, typed));
        let pictures =
            retouched(vec![click(120, 0), typing(Some(1)), click(120, 7), click(150, 7)]);
        let is_there: Vec<bool> = pictures.iter().map(Option::is_some).collect();
        assert_eq!(is_there, [true, true, true, false]);
        let mut covered = Canvas::open(&page(120, 0)).unwrap();
        covered.cover(FIELD);
        assert_eq!(pictures[0].as_ref().unwrap().content, covered.packed().unwrap());
    }

    #[test]
    fn another_page_shows_nothing_of_it() {
        let other = action(ActionKind::Click, "Next", Some(2), page(150, 7));
        let pictures = retouched(vec![typing(Some(1)), other]);
        assert_eq!(pictures[1], Some(page(150, 7)));
    }

    #[test]
    fn where_the_field_is_not_known_pictures_are_left_out_until_another_page_is_opened() {
        let click = || action(ActionKind::Click, "Next", None, page(120, 7));
        let open = |url: &str| action(ActionKind::Navigate, "", None, page(90, 0)).at(url);
        let mut typing = typing(None);
        typing.after = None;
        let pictures = retouched(vec![
            open("https://a.example/1"),
            click(),
            typing,
            click(),
            open("https://a.example/2"),
        ]);
        let is_there: Vec<bool> = pictures.iter().map(Option::is_some).collect();
        assert_eq!(is_there, [true, false, false, false, true]);
    }

    #[test]
    fn a_page_that_shows_a_secret_in_its_words_has_no_picture() {
        let told = action(ActionKind::Click, "Key ghp_a8Gk2LmPq9RsTuVw", Some(1), page(120, 0));
        let other = action(ActionKind::Click, "Next", Some(1), page(120, 0));
        assert_eq!(retouched(vec![told, other]), [None, None]);
    }

    #[test]
    fn a_secret_that_stands_in_another_field_as_well_is_in_no_picture() {
        let same = action(ActionKind::Type, "Name", Some(1), page(90, 7)).with("hunter2");
        let next = action(ActionKind::Click, "Next", Some(2), page(120, 0));
        let pictures = retouched(vec![same, typing(Some(1)), next]);
        assert_eq!(pictures.iter().map(Option::is_some).collect::<Vec<_>>(), [false, false, true]);
    }

    #[test]
    fn a_picture_that_cannot_be_opened_is_shown_only_where_nothing_is_hidden() {
        let broken = Picture { content: vec![0xff, 0xd8, 0xff], ..page(120, 0) };
        let mut one = action(ActionKind::Click, "Next", Some(2), broken.clone());
        one.area = Some(FIELD);
        let two = action(ActionKind::Click, "Next", Some(1), broken.clone());
        assert_eq!(retouched(vec![typing(Some(1)), one, two])[1..], [Some(broken), None]);
    }
}
