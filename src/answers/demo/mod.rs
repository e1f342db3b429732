//! An example library with two years of history, to try everything on.
//!
//! [`Story::as_of`] tells the history of one company, dated back from a day;
//! [`write()`] makes a repository of it; [`TOUR`] is what to look at. The
//! documents as they were first written are files in `library/`; what happened
//! to them is the script in `first_year` and `second_year`. Nothing here prints
//! or runs a command of the tour.

mod edit;
mod first_year;
mod library;
mod reformat;
mod script;
mod second_year;
mod story;
mod tour;
mod write;

pub use edit::EditError;
pub use script::Person;
pub use story::{Files, Story, StoryCommit, StoryError, StoryTag};
pub use tour::{TOUR, TourStep};
pub use write::{DemoError, Outcome, Summary, write};
