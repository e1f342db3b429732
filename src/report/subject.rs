//! What a report judged, and the days that it knows of.

use crate::calendar::Date;

use super::Text;

/// One document that a report judged, whatever it came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// The file, from the root of the repository; findings about it have the same path.
    pub path: Text,
    /// The number of the document, where it has one.
    pub document: Option<Text>,
    /// Its title, where it could be read.
    pub title: Option<Text>,
    /// Why it was not judged; `None` where it was.
    pub left_out: Option<Text>,
}

/// Something that falls on a day: an entry of a calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// What it is, by a name that stays; with the day it names one event.
    pub key: String,
    /// The day.
    pub day: Date,
    /// What falls on it, in a few words.
    pub summary: Text,
    /// The file that it is about, from the root of the repository.
    pub path: Text,
    /// The number of the document, where it has one.
    pub document: Option<Text>,
    /// Whose it is.
    pub owner: Option<Text>,
}
