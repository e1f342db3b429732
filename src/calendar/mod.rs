//! Days, moments, review intervals, and the day a report judges by.
//!
//! Nothing here reads the clock: the day comes in as an [`AsOf`].

mod date;
mod interval;
mod moment;

pub use date::{Date, DateError, DateReading};
pub use interval::{Interval, IntervalError};
pub use moment::{Moment, TimeZone, TimeZoneError};

/// The day a report judges by, and the zone in which days begin and end.
#[derive(Debug, Clone, PartialEq)]
pub struct AsOf {
    /// The day.
    pub day: Date,
    /// Where moments are turned into days.
    pub zone: TimeZone,
}
