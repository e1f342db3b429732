//! A trace: events, one JSON object a line, and the pictures that they name.

use std::collections::BTreeMap;

use crate::data::Entry;
use crate::recording::error::ReadError;
use crate::recording::format::Format;
use crate::recording::masking::{Demonstration, Part, Raw, RawAction, RawTake, asked_for};
use crate::recording::model::{ActionKind, ExpectationKind, NameSource, Place, Point, Role};
use crate::recording::tree::{Object, text, whole};
use crate::recording::{MAX_ACTIONS, Reader, Source};
use crate::text::beginning;

use super::archive::{Archive, is_trace};
use super::dom::Seen;
use super::snapshots::{self, Scene};
use super::story::{Addresses, Story, Tabs};
use super::{calls, resolved};

pub(in crate::recording) const READER: Reader =
    Reader { format: Format::PlaywrightTrace, detects, read };

/// The versions of the format that are known.
const OLDEST: u64 = 3;
const NEWEST: u64 = 10;

/// Events that say what was done and seen.
const EVENTS: [&str; 8] = [
    "context-options",
    "before",
    "input",
    "after",
    "action",
    "screencast-frame",
    "log",
    "frame-snapshot",
];

/// What a log says that matters here.
const MESSAGES: [&str; 2] = ["resolved to ", "navigated to "];

/// The most events that are kept of a trace.
const MAX_EVENTS: usize = 200_000;

fn detects(source: &Source<'_>) -> bool {
    is_trace(source.bytes)
}

fn read(source: &Source<'_>) -> Result<Demonstration, ReadError> {
    let format = Format::PlaywrightTrace;
    let mut archive = Archive::open(source.bytes)?;
    let mut title = None;
    let mut actions = Vec::new();
    for text in archive.texts()? {
        let events = Events::of(&text)?;
        let tape = Tape::of(&events)?;
        title = title.or(tape.title.map(Raw::new));
        tape.tell(&mut archive, &mut actions);
        if actions.len() > MAX_ACTIONS {
            return Err(ReadError::TooMany { format, what: "calls", most: MAX_ACTIONS });
        }
    }
    Ok(Demonstration { title, takes: vec![RawTake { name: None, actions }] })
}

/// The events of a text that are looked at.
#[derive(Default)]
struct Events {
    told: Vec<Vec<Entry>>,
    snapshots: Vec<Vec<Entry>>,
}

impl Events {
    fn of(text: &str) -> Result<Self, ReadError> {
        /// As much of a line as has its type in it, in bytes.
        const ENOUGH: usize = 100;
        let format = Format::PlaywrightTrace;
        let mut events = Self::default();
        let mut read = 0;
        for (index, line) in text.lines().enumerate() {
            let start = beginning(line, ENOUGH);
            let is = |kind: &str| start.contains(&format!("\"type\":\"{kind}\""));
            let is_silent = is("log") && !MESSAGES.iter().any(|message| line.contains(message));
            if is_silent || !EVENTS.iter().any(|kind| is(kind)) {
                continue;
            }
            if events.told.len() + events.snapshots.len() >= MAX_EVENTS {
                return Err(ReadError::TooMany { format, what: "events", most: MAX_EVENTS });
            }
            let is_snapshot = is("frame-snapshot");
            if is_snapshot && !snapshots::has_room(read, line.len()) {
                read = usize::MAX;
                continue;
            }
            match (whole(line, format), is_snapshot) {
                (Ok(event), false) => events.told.push(event),
                (Ok(event), true) => {
                    read += line.len();
                    events.snapshots.push(event);
                }
                // Those behind it refer to it: from here on less is known, which is no fault.
                (Err(_), true) => read = usize::MAX,
                (Err(ReadError::Faulty { why, .. }), false) => {
                    return Err(ReadError::Faulty { format, line: Some(index + 1), why });
                }
                (Err(other), false) => return Err(other),
            }
        }
        Ok(events)
    }
}

/// A call, put together from its events.
struct Call<'t> {
    id: &'t str,
    object: Object<'t>,
    params: Option<Object<'t>>,
    start: f64,
    end: f64,
    has_failed: bool,
    input: Input,
    messages: Vec<&'t str>,
}

/// Where on the page a call had its effect, in pixels of the page.
#[derive(Debug, Clone, Copy, Default)]
struct Input {
    point: Option<(f64, f64)>,
    /// Left, top, width and height of what was acted on; since version 10.
    area: Option<[f64; 4]>,
}

/// A picture and when it was taken.
struct Frame<'t> {
    page: Option<&'t str>,
    /// Its path in the archive.
    file: String,
    time: f64,
    size: (f64, f64),
}

#[derive(Default)]
struct Tape<'t> {
    title: Option<&'t str>,
    calls: Vec<Call<'t>>,
    frames: Vec<Frame<'t>>,
    ids: BTreeMap<&'t str, usize>,
    scenes: Vec<Scene<'t>>,
}

impl<'t> Tape<'t> {
    fn of(events: &'t Events) -> Result<Self, ReadError> {
        let mut tape = Self::default();
        for event in &events.told {
            tape.event(Object::of(event))?;
        }
        tape.scenes = snapshots::scenes(&events.snapshots);
        tape.frames.sort_by(|a, b| a.time.total_cmp(&b.time));
        Ok(tape)
    }

    fn event(&mut self, event: Object<'t>) -> Result<(), ReadError> {
        match event.text("type").unwrap_or_default() {
            "context-options" => {
                check(event)?;
                self.title = self.title.or(event.words("title"));
            }
            "before" => self.call(event, "callId"),
            // Version 3 has one event for a call, and all of it in one place.
            "action" => {
                if let Some(call) = event.object("metadata").or(Some(event)) {
                    self.call(call, if call.text("id").is_some() { "id" } else { "callId" });
                }
            }
            "screencast-frame" => {
                let size = (event.number("width"), event.number("height"));
                let in_folder = event.words("sha1").map(|name| format!("resources/{name}"));
                // Since version 10 with its folder.
                let file = in_folder.or_else(|| event.words("file").map(str::to_owned));
                if let (Some(file), Some(time)) = (file, event.number("timestamp")) {
                    let size = (size.0.unwrap_or(0.0), size.1.unwrap_or(0.0));
                    self.frames.push(Frame { page: event.text("pageId"), file, time, size });
                }
            }
            // What happened in a call.
            _ => {
                let id = event.text("callId").unwrap_or_default();
                let index = self.ids.get(id).copied();
                if let Some(call) = index.and_then(|index| self.calls.get_mut(index)) {
                    call.goes_on(event);
                }
            }
        }
        Ok(())
    }

    fn call(&mut self, object: Object<'t>, id: &str) {
        let index = self.calls.len();
        let id = object.text(id).unwrap_or_default();
        self.ids.insert(id, index);
        let start = object.number("startTime").unwrap_or(0.0);
        let mut call = Call {
            id,
            object,
            params: object.object("params"),
            start,
            end: start,
            has_failed: false,
            input: Input::default(),
            messages: Vec::new(),
        };
        call.goes_on(object);
        self.calls.push(call);
    }

    /// Tells what people do of the calls.
    fn tell(self, archive: &mut Archive<'_>, actions: &mut Vec<RawAction>) {
        let mut told: Vec<(usize, RawAction)> = Vec::new();
        for (index, call) in self.calls.iter().enumerate() {
            if self.is_nested(call) || call.has_failed || !call.is_of_page() {
                continue;
            }
            let Some(params) = call.params else { continue };
            let method = call.object.text("method").unwrap_or_default();
            if let Some(action) = calls::action(method, params, Place(index + 1)) {
                told.push((index, action));
            }
            if told.len() > MAX_ACTIONS {
                break;
            }
        }
        let starts: Vec<usize> = told.iter().map(|(index, _)| *index).collect();
        let mut tabs = Tabs::default();
        let mut addresses = Addresses::default();
        for (order, (index, mut action)) in told.into_iter().enumerate() {
            let Some(call) = self.calls.get(index) else { continue };
            let next = starts.get(order + 1).and_then(|next| self.calls.get(*next));
            let story = Story::of(&self.scenes, call.id, next.map(|next| next.id));
            let page = call.object.text("pageId").or(story.page());
            if let Some(is_first) = tabs.changes_to(page) {
                actions.push(calls::switched(is_first, action.place));
            }
            // Both say what kind of value belongs there; the snapshot knows names better.
            let logged = call.messages.iter().filter_map(|message| resolved::seen(message));
            for seen in story.target().into_iter().chain(logged) {
                learn(&mut action, seen);
            }
            action.expected.extend(story.expectations(action.kind));
            addresses.are(page, story.address());
            action.shown = addresses.shown(page);
            self.picture(&mut action, call, page, story.is_still(), archive);
            for message in &call.messages {
                addresses.are(page, navigated(message));
            }
            if action.kind == ActionKind::Navigate {
                addresses.are(page, call.params.and_then(|params| params.text("url")));
            }
            actions.push(action);
        }
    }

    fn is_nested(&self, call: &Call<'_>) -> bool {
        call.object.text("parentId").is_some_and(|parent| self.ids.contains_key(parent))
    }

    /// The pictures before an action and after typing, and where in them it happens.
    fn picture(
        &self,
        action: &mut RawAction,
        call: &Call<'_>,
        page: Option<&str>,
        is_still: bool,
        archive: &mut Archive<'_>,
    ) {
        let is_of_page = |frame: &&Frame<'_>| match (page, frame.page) {
            (Some(here), Some(there)) => here == there,
            // Which of several pages is acted on is not known.
            _ => self.frames.iter().all(|other| other.page == frame.page),
        };
        if action.kind == ActionKind::Navigate {
            // What was shown before is another page.
            return;
        }
        let mut frames = self.frames.iter().filter(is_of_page);
        let Some(frame) = frames.clone().rev().find(|frame| frame.time <= call.start) else {
            return;
        };
        // What has moved since the picture was taken is shown elsewhere in it.
        let input = if is_still { call.input } else { Input::default() };
        action.area = input.area.and_then(|area| part(area, frame.size));
        action.picture =
            archive.picture(&frame.file, input.point.and_then(|at| point(at, frame.size)));
        let is_entered =
            matches!(action.kind, ActionKind::Type | ActionKind::Press | ActionKind::Select);
        if is_entered && action.area.is_some() {
            let after = frames.find(|frame| frame.time >= call.end);
            action.after = after.and_then(|frame| archive.picture(&frame.file, None));
        }
    }
}

impl<'t> Call<'t> {
    fn is_of_page(&self) -> bool {
        // Version 3 calls the class a type.
        let class = self.object.text("class").or_else(|| self.object.text("type"));
        matches!(class, Some("Page" | "Frame" | "ElementHandle"))
    }

    /// Takes what an event says about the call.
    fn goes_on(&mut self, event: Object<'t>) {
        self.has_failed |= event.object("error").is_some();
        self.end = event.number("endTime").unwrap_or(self.end);
        let inside = |object: Object<'_>| Some((object.number("x")?, object.number("y")?));
        let input = Input {
            point: event.object("point").and_then(inside),
            area: event.object("box").and_then(|area| {
                let (x, y) = inside(area)?;
                Some([x, y, area.number("width")?, area.number("height")?])
            }),
        };
        self.input.point = self.input.point.or(input.point);
        self.input.area = self.input.area.or(input.area);
        let matters = |message: &&str| MESSAGES.iter().any(|known| message.contains(known));
        let logged = event.list("log").iter().filter_map(text);
        self.messages.extend(event.text("message").into_iter().chain(logged).filter(matters));
    }
}

/// Adds what is known of the thing that was acted on; what people see is a better name than
/// an identifier.
fn learn(action: &mut RawAction, seen: Seen) {
    let is_secret = seen.clues.iter().any(|clue| asked_for(clue).is_some());
    if let Some(expected) = action.expected.last_mut().filter(|_| is_secret) {
        // What a field for passwords holds is no less a password than what is typed there.
        expected.kind = ExpectationKind::Shown;
        action.unseen.extend(expected.words.take());
    }
    if let Some(expected) = action.expected.last_mut().filter(|_| action.target.is_none()) {
        if let (Some(name), NameSource::Identifier) = (&seen.name, expected.found) {
            expected.name = Some(Raw::new(name.clone()));
            expected.found = NameSource::Seen;
        }
        return;
    }
    let Some(target) = &mut action.target else { return };
    let is_guessed = target.name.is_none() || target.found == NameSource::Identifier;
    if let Some(name) = seen.name.filter(|_| is_guessed) {
        target.name = Some(Raw::new(name));
        target.found = NameSource::Seen;
    }
    target.role = target.role.filter(|role| *role != Role::Other).or(seen.role).or(target.role);
    target.clues.extend(seen.clues.into_iter().map(Raw::new));
    action.name_option(&seen.options);
}

/// The address in a message that tells of another page.
fn navigated(message: &str) -> Option<&str> {
    let (_, address) = message.split_once("navigated to \"")?;
    address.split('"').next()
}

fn check(event: Object<'_>) -> Result<(), ReadError> {
    let format = Format::PlaywrightTrace;
    let version = event.text("version").and_then(|version| version.parse::<u64>().ok());
    let Some(version) = version else {
        return Err(ReadError::Faulty { format, line: None, why: "it has no format version" });
    };
    if (OLDEST..=NEWEST).contains(&version) {
        Ok(())
    } else {
        Err(ReadError::Version { format, version, oldest: OLDEST, newest: NEWEST })
    }
}

fn point((x, y): (f64, f64), (width, height): (f64, f64)) -> Option<Point> {
    let point = Point { across: x / width, down: y / height };
    let part = 0.0..=1.0;
    let is_inside = width > 0.0 && height > 0.0;
    (is_inside && part.contains(&point.across) && part.contains(&point.down)).then_some(point)
}

/// An area of the page as a part of its picture; none where it does not stand in it.
fn part([left, top, wide, high]: [f64; 4], (width, height): (f64, f64)) -> Option<Part> {
    let upper = point((left.max(0.0), top.max(0.0)), (width, height))?;
    let right = ((left + wide) / width).min(1.0);
    let bottom = ((top + high) / height).min(1.0);
    let part = Part {
        left: upper.across,
        top: upper.down,
        width: right - upper.across,
        height: bottom - upper.down,
    };
    (part.width > 0.0 && part.height > 0.0).then_some(part)
}
