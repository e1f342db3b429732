//! The steps as the page holds them for programs: `UserActionData`, `EachAction` and what is
//! inside. Its names are those of the recorder, the same in every language of Windows.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::escape::{resolve_predefined_entity, unescape};
use quick_xml::events::{BytesRef, BytesStart, Event};

use crate::recording::MAX_ACTIONS;
use crate::recording::error::ReadError;

use super::{FORMAT, faulty};

/// The most windows and controls inside one another that are kept of a step, from the inside.
const MAX_LEVELS: usize = 32;

/// What was recorded.
#[derive(Debug, Default)]
pub(super) struct Report {
    pub(super) steps: Vec<Step>,
    /// How many actions the recorder says that it missed.
    pub(super) missed: usize,
}

/// A step as it was recorded; what it has not is empty.
#[derive(Debug, Default)]
pub(super) struct Step {
    /// The program, such as `NOTEPAD.EXE`.
    pub(super) program: String,
    /// What was done, as a sentence in the language of Windows.
    pub(super) description: String,
    /// What was done, in a few words of that language.
    pub(super) action: String,
    /// What the one who recorded wrote.
    pub(super) comment: String,
    /// Where the pointer was, `x,y`.
    pub(super) cursor: String,
    /// What the picture shows, `x,y,width,height`.
    pub(super) screen: String,
    /// The name of its picture.
    pub(super) picture: String,
    /// What was acted on, and what that is inside of, from the inside.
    pub(super) levels: Vec<Level>,
}

/// A control, or a window.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Level {
    pub(super) name: String,
    /// How its program calls it.
    pub(super) id: String,
    /// Its kind by number, see [`super::controls`].
    pub(super) kind: Option<u32>,
    /// Its kind for its program.
    pub(super) class: String,
    /// `x,y,width,height`
    pub(super) bounds: String,
}

/// Reads the steps of a page.
pub(super) fn read(page: &str) -> Result<Report, ReadError> {
    let start = page.find("<UserActionData").ok_or(faulty("it has no steps for programs"))?;
    let data = page.get(start..).unwrap_or_default();
    let end = data.find(END).ok_or(faulty("it breaks off"))?;
    let data = data.get(..end + END.len()).unwrap_or_default();
    let mut xml = Reader::from_str(data);
    let mut report = Report::default();
    let mut open: Option<Step> = None;
    let mut field: Option<Field> = None;
    loop {
        match xml.read_event().map_err(|_| faulty("its XML is faulty"))? {
            Event::Start(tag) => {
                match tag.local_name().as_ref() {
                    b"EachAction" => open = Some(begun(&tag)),
                    b"Level" => level(open.as_mut(), &tag),
                    b"RecordSession" => report.missed = missed(&tag),
                    _ => {}
                }
                field = Field::of(tag.local_name().as_ref());
            }
            Event::Empty(tag) => match tag.local_name().as_ref() {
                b"EachAction" => report.steps.push(begun(&tag)),
                b"Level" => level(open.as_mut(), &tag),
                _ => {}
            },
            Event::End(tag) => {
                field = None;
                if tag.local_name().as_ref() == b"EachAction" {
                    report.steps.extend(open.take());
                }
            }
            Event::Text(text) => add(open.as_mut(), field, &text.decode().unwrap_or_default()),
            Event::CData(text) => add(open.as_mut(), field, &text.decode().unwrap_or_default()),
            Event::GeneralRef(name) => add(open.as_mut(), field, &resolved(&name)),
            Event::DocType(_) => return Err(faulty("it defines entities")),
            Event::Eof => return Ok(report),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
        }
        if report.steps.len() > MAX_ACTIONS {
            return Err(ReadError::TooMany { format: FORMAT, what: "steps", most: MAX_ACTIONS });
        }
    }
}

const END: &str = "</UserActionData>";

/// What the text inside a tag is.
#[derive(Debug, Clone, Copy)]
enum Field {
    Description,
    Action,
    Comment,
    Cursor,
    Screen,
    Picture,
}

impl Field {
    fn of(tag: &[u8]) -> Option<Self> {
        Some(match tag {
            b"Description" => Self::Description,
            b"Action" => Self::Action,
            b"UserComment" => Self::Comment,
            b"CursorCoordsXY" => Self::Cursor,
            b"ScreenCoordsXYWH" => Self::Screen,
            b"ScreenshotFileName" => Self::Picture,
            _ => return None,
        })
    }
}

fn add(open: Option<&mut Step>, field: Option<Field>, text: &str) {
    let (Some(step), Some(field)) = (open, field) else { return };
    let to = match field {
        Field::Description => &mut step.description,
        Field::Action => &mut step.action,
        Field::Comment => &mut step.comment,
        Field::Cursor => &mut step.cursor,
        Field::Screen => &mut step.screen,
        Field::Picture => &mut step.picture,
    };
    to.push_str(text);
}

fn begun(tag: &BytesStart<'_>) -> Step {
    Step { program: attribute(tag, "FileName"), ..Step::default() }
}

fn level(open: Option<&mut Step>, tag: &BytesStart<'_>) {
    let Some(step) = open.filter(|step| step.levels.len() < MAX_LEVELS) else { return };
    step.levels.push(Level {
        name: attribute(tag, "Name"),
        id: attribute(tag, "AutomationId"),
        kind: attribute(tag, "ControlType").parse().ok(),
        class: attribute(tag, "ClassName"),
        bounds: attribute(tag, "BoundingRectangle"),
    });
}

fn missed(tag: &BytesStart<'_>) -> usize {
    attribute(tag, "MissedActionCount").parse().unwrap_or(0)
}

/// The value of an attribute, its references resolved as far as XML itself defines them.
fn attribute(tag: &BytesStart<'_>, name: &str) -> String {
    let Ok(Some(attribute)) = tag.try_get_attribute(name) else { return String::new() };
    let raw = String::from_utf8_lossy(&attribute.value);
    unescape(&raw).unwrap_or(Cow::Borrowed(&raw)).into_owned()
}

/// What a reference stands for; one that only a definition could explain stays as it is.
fn resolved(reference: &BytesRef<'_>) -> String {
    if let Ok(Some(c)) = reference.resolve_char_ref() {
        return c.to_string();
    }
    let name = reference.decode().unwrap_or_default();
    resolve_predefined_entity(&name).map_or_else(|| format!("&{name};"), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_read_with_what_they_were_done_on() {
        let page = "<html><script><Report><UserActionData><RecordSession MissedActionCount=\"2\">\
            <EachAction ActionNumber=\"1\" FileName=\"NOTEPAD.EXE\"><Description>User left click on \
            &quot;Find &amp; replace&#x21; (button)&quot; &unknown;</Description><Action><![CDATA[Mouse <Left> Click]]></Action>\
            <CursorCoordsXY>1,2</CursorCoordsXY><UIAStack><Level Name=\"a &lt; b\" ControlType=\"50000\"/>\
            <Level Name=\"w\"></Level></UIAStack></EachAction><EachAction><UserComment>so</UserComment>\
            </EachAction></RecordSession></UserActionData></Report></script>";
        let report = read(page).unwrap();
        let [first, second] = report.steps.as_slice() else { panic!("{report:?}") };
        assert_eq!(first.description, "User left click on \"Find & replace! (button)\" &unknown;");
        assert_eq!(first.action, "Mouse <Left> Click");
        assert_eq!((first.program.as_str(), first.cursor.as_str()), ("NOTEPAD.EXE", "1,2"));
        let names: Vec<_> = first.levels.iter().map(|level| level.name.as_str()).collect();
        assert_eq!(names, ["a < b", "w"]);
        assert_eq!((second.comment.as_str(), report.missed), ("so", 2));
    }

    #[test]
    fn entities_are_not_defined_by_a_recording() {
        for page in [
            "<UserActionData><!DOCTYPE a [<!ENTITY b \"ccc\">]></UserActionData>",
            "<UserActionData><EachAction></UserActionData>",
            "<UserActionData><EachAction>",
            "<html>",
        ] {
            assert!(matches!(read(page), Err(ReadError::Faulty { .. })), "{page}");
        }
    }
}
