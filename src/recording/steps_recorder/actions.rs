//! Steps as actions: on what, in which window, with which keys.

use crate::recording::MAX_ACTIONS;
use crate::recording::error::ReadError;
use crate::recording::masking::{Raw, RawAction, RawTarget, asked_for};
use crate::recording::model::{
    ActionKind, Expectation, ExpectationKind, NameSource, Place, Point, Role, SecretKind,
};
use crate::recording::naming::of_identifier;

use super::FORMAT;
use super::controls::by_word;
use super::deeds::{self, Deed};
use super::keys::{Pressed, pressed};
use super::pictures::Pictures;
use super::report::{Level, Report, Step};

/// What was done in all steps.
pub(super) fn told(
    report: &Report,
    pictures: &mut Pictures<'_, '_>,
) -> Result<Vec<RawAction>, ReadError> {
    let mut tale = Tale::of(pictures);
    if report.missed > 0 {
        tale.notes
            .push((0, format!("The recorder says that it missed {} actions.", report.missed)));
    }
    for (index, step) in report.steps.iter().enumerate() {
        tale.step(step, Place(index + 1));
        if tale.actions.len() > MAX_ACTIONS {
            return Err(ReadError::TooMany { format: FORMAT, what: "actions", most: MAX_ACTIONS });
        }
    }
    Ok(tale.annotated())
}

struct Tale<'t, 'm, 'b> {
    pictures: &'t mut Pictures<'m, 'b>,
    actions: Vec<RawAction>,
    /// What is noted about actions, by their places among them.
    notes: Vec<(usize, String)>,
    window: Window,
    /// Where a drag that has not ended stands among the actions.
    drag: Option<usize>,
}

impl<'t, 'm, 'b> Tale<'t, 'm, 'b> {
    fn of(pictures: &'t mut Pictures<'m, 'b>) -> Self {
        let window = Window::default();
        Self { pictures, actions: Vec::new(), notes: Vec::new(), window, drag: None }
    }

    fn step(&mut self, step: &Step, place: Place) {
        let deed = deeds::of(step);
        match deed {
            Some(Deed::Comment) => return self.comment(&step.comment),
            Some(Deed::Wheel) => return,
            _ => {}
        }
        let said = Said::of(&step.description);
        let thing = Thing::of(step, &said);
        let target = thing.as_ref().map(|thing| thing.target.clone());
        let drag = self.drag.take().filter(|_| deed == Some(Deed::DragEnd));
        if let Some(start) = drag.and_then(|at| self.actions.get_mut(at)) {
            // Text is selected by a drag inside of one thing.
            let is_elsewhere = start.target != target;
            start.value = target.filter(|_| is_elsewhere).and_then(|target| target.name);
            return;
        }
        self.go_to(step, &said, place);
        let first = self.actions.len();
        let act = |kind| RawAction::new(kind, place).on(target.clone());
        match deed {
            Some(Deed::Click) => self.actions.push(act(ActionKind::Click)),
            Some(Deed::DoubleClick) => self.actions.push(act(ActionKind::DoubleClick)),
            Some(Deed::RightClick) => self.actions.push(act(ActionKind::RightClick)),
            Some(Deed::DragStart | Deed::DragEnd) => {
                self.drag = Some(first);
                self.actions.push(act(ActionKind::Drag));
            }
            Some(Deed::Keys) => {
                self.keys(step, thing.or_else(|| Thing::window(said.window)), place);
            }
            Some(Deed::MiddleClick | Deed::Comment | Deed::Wheel) | None => {
                let words = [step.action.trim(), step.description.trim()];
                let words = words.into_iter().find(|words| !words.is_empty()).unwrap_or("nothing");
                self.actions.push(act(ActionKind::Unknown).with(words));
            }
        }
        if let Some(action) = self.actions.get_mut(first) {
            action.picture = self.pictures.take(&step.picture, point(step));
        }
    }

    /// What was typed and pressed.
    fn keys(&mut self, step: &Step, thing: Option<Thing>, place: Place) {
        let asked = thing.as_ref().and_then(|thing| thing.asked);
        let mut field = thing.map(|thing| (thing.target, asked));
        for one in pressed(&step.description) {
            let target = field.as_ref().map(|(target, _)| target.clone());
            match one {
                Pressed::Text => {
                    let mut typed = RawAction::new(ActionKind::Type, place).on(target);
                    // What was typed is not there; that it is a secret is known all the same.
                    typed.secret = field.as_ref().and_then(|(_, asked)| *asked);
                    typed.value = typed.secret.map(|_| Raw::new(""));
                    self.actions.push(typed);
                }
                Pressed::Tab => field = Some((nameless(Some(Role::Field)), None)),
                Pressed::Key(key, times) => {
                    if times > 1 {
                        self.notes.push((self.actions.len(), format!("Press it {times} times.")));
                    }
                    let press = RawAction::new(ActionKind::Press, place).on(target).with(key);
                    self.actions.push(press);
                }
            }
        }
    }

    /// What was written belongs to what was just done, else to what is done next.
    fn comment(&mut self, words: &str) {
        let words = words.trim().trim_matches('"').trim();
        self.notes.push((self.actions.len().saturating_sub(1), words.to_owned()));
    }

    /// Tells which window this is done in, where it is another one than before.
    fn go_to(&mut self, step: &Step, said: &Said<'_>, place: Place) {
        let (title, last) = match (self.window.enter(step, said), self.actions.last_mut()) {
            (Entered::Same, _) => return,
            (Entered::Opened(title), Some(last)) => (title, Some(last)),
            (Entered::Opened(title), None) | (Entered::Other(title), _) => (title, None),
        };
        match last {
            Some(last) => last.expected.push(Expectation {
                kind: ExpectationKind::Shown,
                name: Some(Raw::new(title)),
                found: NameSource::Seen,
                words: None,
            }),
            None => self.actions.push(RawAction::new(ActionKind::SwitchWindow, place).with(title)),
        }
    }

    /// The actions with what is noted about each.
    fn annotated(mut self) -> Vec<RawAction> {
        for (index, action) in self.actions.iter_mut().enumerate() {
            let notes = self.notes.iter().filter(|(at, _)| *at == index);
            let notes: Vec<&str> = notes.map(|(_, note)| note.as_str()).collect();
            action.note = (!notes.is_empty()).then(|| Raw::new(notes.join(" ")));
        }
        self.actions
    }
}

/// The window that one is in.
#[derive(Debug, Default)]
struct Window {
    seen: Vec<String>,
    now: Option<(String, String)>,
    /// Whether what was done last was done on the desktop, where programs are opened.
    was_on_desktop: bool,
}

/// How one came into a window of this title.
enum Entered {
    Same,
    /// It appeared because of what was done before.
    Opened(String),
    /// It belongs to another program, and may have been there.
    Other(String),
}

impl Window {
    fn enter(&mut self, step: &Step, said: &Said<'_>) -> Entered {
        let by_level =
            || step.levels.iter().rfind(|level| level.is_window() && !level.name.is_empty());
        let title = said.window.or_else(|| by_level().map(|level| level.name.as_str()));
        // A star before the title says that something is not saved.
        let title = title.unwrap_or_default().trim_start_matches(['*', '●']).trim();
        let is_desktop = step.is_on_desktop();
        let was_on_desktop = std::mem::replace(&mut self.was_on_desktop, is_desktop);
        let is_same = self.now.as_ref().is_some_and(|(now, _)| now == title);
        if is_desktop || title.is_empty() || (is_same && !was_on_desktop) {
            return Entered::Same;
        }
        let title = title.to_owned();
        let program = step.program.to_ascii_lowercase();
        let is_same_program = self.now.as_ref().is_some_and(|(_, now)| *now == program);
        let is_new = !self.seen.contains(&title);
        self.now = Some((title.clone(), program));
        if is_new {
            self.seen.push(title.clone());
        }
        match (was_on_desktop, is_same_program) {
            (true, _) => Entered::Opened(title),
            (false, true) if is_new => Entered::Opened(title),
            // A window that was left by closing another one.
            (false, true) => Entered::Same,
            (false, false) => Entered::Other(title),
        }
    }
}

/// The names in a description.
#[derive(Debug, Default, PartialEq, Eq)]
struct Said<'d> {
    /// What was acted on, and what that is.
    target: Option<(&'d str, Option<&'d str>)>,
    window: Option<&'d str>,
}

impl<'d> Said<'d> {
    /// `… on "Save (button)" in "Untitled - Notepad" [...]`, as English has it.
    fn of(description: &'d str) -> Self {
        let Some((before, rest)) = description.split_once('"') else { return Self::default() };
        let Some((names, _)) = rest.rsplit_once('"') else { return Self::default() };
        if before.ends_with(" in ") {
            return Self { target: None, window: Some(names) };
        }
        if !before.ends_with(" on ") {
            return Self::default();
        }
        let (target, window) = match names.rsplit_once("\" in \"") {
            Some((target, window)) => (target, Some(window)),
            None => (names, None),
        };
        let parted = target.strip_suffix(')').and_then(|target| target.rsplit_once('('));
        let target = match parted {
            Some((name, role)) => (name.trim_end(), Some(role)),
            None => (target, None),
        };
        Self { target: Some(target).filter(|(name, _)| !name.is_empty()), window }
    }
}

/// What was acted on.
struct Thing {
    target: RawTarget,
    /// What is typed there that nobody may read.
    asked: Option<SecretKind>,
}

impl Thing {
    fn of(step: &Step, said: &Said<'_>) -> Option<Self> {
        let inner = step.levels.first();
        // Text and pictures on a button stand inside it.
        let mut inside = step.levels.iter().take_while(|level| !level.is_frame());
        let named = inside.find(|level| !level.name.trim().is_empty());
        let id = inner.map(|level| level.id.as_str()).filter(|id| !id.trim().is_empty());
        let (name, role, found) = if let Some((name, word)) = said.target {
            let same = step.levels.iter().find(|level| level.name == name);
            let role = same.and_then(Level::role).or_else(|| word.map(by_word));
            (Some(name.to_owned()), role, NameSource::Seen)
        } else if let Some(level) = named {
            (Some(level.name.clone()), level.role(), NameSource::Seen)
        } else if let Some((guess, role)) = id.and_then(of_identifier) {
            let role = inner.and_then(Level::role).or(role);
            (Some(guess.name), role, NameSource::Identifier)
        } else {
            (None, inner?.role(), NameSource::Seen)
        };
        let clues = inner.into_iter().flat_map(|level| [&level.id, &level.class, &level.name]);
        let clues: Vec<&String> = clues.filter(|clue| !clue.trim().is_empty()).collect();
        let asked = name.iter().chain(clues.iter().copied()).find_map(|clue| asked_for(clue));
        let target = RawTarget {
            name: name.map(Raw::new),
            found,
            selector: id.map(Raw::new),
            clues: clues.into_iter().map(Raw::new).collect(),
            ..nameless(role)
        };
        Some(Self { target, asked })
    }

    /// The window, where nothing is told of what in it keys went to.
    fn window(title: Option<&str>) -> Option<Self> {
        let title = title.filter(|title| !title.trim().is_empty())?;
        let target = RawTarget { name: Some(Raw::new(title)), ..nameless(Some(Role::Other)) };
        Some(Self { target, asked: asked_for(title) })
    }
}

const fn nameless(role: Option<Role>) -> RawTarget {
    RawTarget { name: None, role, found: NameSource::Seen, selector: None, clues: Vec::new() }
}

/// Where in its picture a step was done, where it is certain: inside what was acted on, if
/// that has a place, and inside the picture.
fn point(step: &Step) -> Option<Point> {
    let [x, y] = numbers(&step.cursor)?;
    let [left, top, width, height] = numbers(&step.screen)?;
    if let Some([left, top, width, height]) =
        step.levels.first().and_then(|level| numbers(&level.bounds))
    {
        let is_inside = (left..=left + width).contains(&x) && (top..=top + height).contains(&y);
        if !is_inside {
            return None;
        }
    }
    let part = |at: f64, from: f64, length: f64| {
        let part = (at - from) / length;
        (length > 0.0 && (0.0..=1.0).contains(&part)).then_some(part)
    };
    Some(Point { across: part(x, left, width)?, down: part(y, top, height)? })
}

fn numbers<const N: usize>(text: &str) -> Option<[f64; N]> {
    let numbers = text.split(',').map(|number| number.trim().parse::<f64>().ok());
    let numbers: Option<Vec<f64>> = numbers.collect();
    let numbers: [f64; N] = numbers?.try_into().ok()?;
    numbers.iter().all(|number| number.is_finite()).then_some(numbers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_description_names_a_control_and_its_window() {
        for (description, target, window) in [
            (
                "User left click on \"Save (button)\" in \"Untitled - Notepad\"",
                Some(("Save", Some("button"))),
                Some("Untitled - Notepad"),
            ),
            (
                "User left click on \"Say \"hi\" (now) (menu item)\"",
                Some(("Say \"hi\" (now)", Some("menu item"))),
                None,
            ),
            (
                "User left click on \"(pane)\" in \"a\" in \"b\"",
                Some(("(pane)\" in \"a", None)),
                Some("b"),
            ),
            ("User keyboard input in \"Run\" [... Enter]", None, Some("Run")),
            ("User left click", None, None),
            ("Clic gauche sur « OK »", None, None),
        ] {
            assert_eq!(Said::of(description), Said { target, window }, "{description}");
        }
    }

    #[test]
    fn a_point_is_told_where_it_is_certain() {
        let step = |cursor: &str, bounds: &str| Step {
            cursor: cursor.to_owned(),
            screen: "-100,0,400,200".to_owned(),
            levels: vec![Level { bounds: bounds.to_owned(), ..Level::default() }],
            ..Step::default()
        };
        assert_eq!(point(&step("0,100", "-10,90,20,20")), Some(Point { across: 0.25, down: 0.5 }));
        assert_eq!(point(&step("0,100", "")), Some(Point { across: 0.25, down: 0.5 }));
        for (cursor, bounds) in [("0,100", "50,50,5,5"), ("0,300", ""), ("0", ""), ("NaN,1", "")] {
            assert_eq!(point(&step(cursor, bounds)), None, "{cursor} {bounds}");
        }
    }
}
