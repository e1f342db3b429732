//! A trace: events, one JSON object a line, and the pictures that they name.

use std::collections::BTreeMap;

use crate::data::Entry;
use crate::recording::error::ReadError;
use crate::recording::format::Format;
use crate::recording::masking::{Demonstration, Raw, RawAction, RawTake};
use crate::recording::model::{Place, Point};
use crate::recording::tree::{Object, whole};
use crate::recording::{MAX_ACTIONS, Reader, Source};
use crate::text::beginning;

use super::archive::{Archive, is_trace};
use super::calls;

pub(in crate::recording) const READER: Reader =
    Reader { format: Format::PlaywrightTrace, detects, read };

/// The versions of the format that are known.
const OLDEST: u64 = 3;
const NEWEST: u64 = 10;

/// Events that say what was done and seen; snapshots of pages are many times as long.
const EVENTS: [&str; 6] =
    ["context-options", "before", "input", "after", "action", "screencast-frame"];

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
        let events = events(&text)?;
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
fn events(text: &str) -> Result<Vec<Vec<Entry>>, ReadError> {
    /// As much of a line as has its type in it, in bytes.
    const ENOUGH: usize = 100;
    let format = Format::PlaywrightTrace;
    let mut events = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let start = beginning(line, ENOUGH);
        if !EVENTS.iter().any(|kind| start.contains(&format!("\"type\":\"{kind}\""))) {
            continue;
        }
        if events.len() >= MAX_EVENTS {
            return Err(ReadError::TooMany { format, what: "events", most: MAX_EVENTS });
        }
        events.push(whole(line, format).map_err(|error| match error {
            ReadError::Faulty { why, .. } => {
                ReadError::Faulty { format, line: Some(index + 1), why }
            }
            other => other,
        })?);
    }
    Ok(events)
}

/// A call, put together from its events.
struct Call<'t> {
    object: Object<'t>,
    params: Option<Object<'t>>,
    start: f64,
    has_failed: bool,
    at: Option<(f64, f64)>,
}

/// A picture and when it was taken.
struct Frame<'t> {
    page: Option<&'t str>,
    file: &'t str,
    time: f64,
    size: (f64, f64),
}

#[derive(Default)]
struct Tape<'t> {
    title: Option<&'t str>,
    calls: Vec<Call<'t>>,
    frames: Vec<Frame<'t>>,
    ids: BTreeMap<&'t str, usize>,
}

impl<'t> Tape<'t> {
    fn of(events: &'t [Vec<Entry>]) -> Result<Self, ReadError> {
        let mut tape = Self::default();
        for event in events {
            tape.event(Object::of(event))?;
        }
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
            "input" | "after" => {
                let id = event.text("callId").unwrap_or_default();
                let index = self.ids.get(id).copied();
                if let Some(call) = index.and_then(|index| self.calls.get_mut(index)) {
                    call.has_failed |= event.object("error").is_some();
                    call.at = call.at.or_else(|| place_of(event));
                }
            }
            _ => {
                let size = (event.number("width"), event.number("height"));
                let file = event.words("sha1").or_else(|| event.words("file"));
                if let (Some(file), Some(time)) = (file, event.number("timestamp")) {
                    let size = (size.0.unwrap_or(0.0), size.1.unwrap_or(0.0));
                    self.frames.push(Frame { page: event.text("pageId"), file, time, size });
                }
            }
        }
        Ok(())
    }

    fn call(&mut self, object: Object<'t>, id: &str) {
        let index = self.calls.len();
        if let Some(id) = object.text(id) {
            self.ids.insert(id, index);
        }
        self.calls.push(Call {
            object,
            params: object.object("params"),
            start: object.number("startTime").unwrap_or(0.0),
            has_failed: object.object("error").is_some(),
            at: place_of(object),
        });
    }

    /// Tells what people do of the calls.
    fn tell(mut self, archive: &mut Archive<'_>, actions: &mut Vec<RawAction>) {
        self.frames.sort_by(|a, b| a.time.total_cmp(&b.time));
        let mut first: Option<&str> = None;
        let mut page: Option<&str> = None;
        for (index, call) in self.calls.iter().enumerate() {
            let is_nested =
                call.object.text("parentId").is_some_and(|parent| self.ids.contains_key(parent));
            // Version 3 calls the class a type.
            let class = call.object.text("class").or_else(|| call.object.text("type"));
            let is_of_page = matches!(class, Some("Page" | "Frame" | "ElementHandle"));
            let (true, Some(params)) = (is_of_page && !is_nested && !call.has_failed, call.params)
            else {
                continue;
            };
            let place = Place(index + 1);
            let method = call.object.text("method").unwrap_or_default();
            let Some(mut action) = calls::action(method, params, place) else { continue };
            let here = call.object.text("pageId");
            if here.is_some() && here != page {
                if page.is_some() {
                    actions.push(calls::switched(here == first, place));
                }
                first = first.or(here);
                page = here;
            }
            let before = |frame: &&Frame<'_>| {
                frame.time <= call.start
                    && (here.is_none() || frame.page.is_none() || frame.page == here)
            };
            if let Some(frame) = self.frames.iter().rev().find(before) {
                action.picture = archive.picture(frame.file, point(call.at, frame.size));
            }
            actions.push(action);
            if actions.len() > MAX_ACTIONS {
                return;
            }
        }
    }
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

/// Where on the page an action happened, in pixels of the page.
fn place_of(event: Object<'_>) -> Option<(f64, f64)> {
    let inside = |object: Object<'_>| Some((object.number("x")?, object.number("y")?));
    if let Some(point) = event.object("point") {
        return inside(point);
    }
    let area = event.object("box")?;
    let (x, y) = inside(area)?;
    Some((x + area.number("width")? / 2.0, y + area.number("height")? / 2.0))
}

fn point(at: Option<(f64, f64)>, (width, height): (f64, f64)) -> Option<Point> {
    let (x, y) = at.filter(|_| width > 0.0 && height > 0.0)?;
    let point = Point { across: x / width, down: y / height };
    let part = 0.0..=1.0;
    (part.contains(&point.across) && part.contains(&point.down)).then_some(point)
}
