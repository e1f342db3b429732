//! Points in time, as git records them.

use std::fmt;

use jiff::Timestamp;
use jiff::tz;

use super::Date;

/// A second of history and the offset from UTC at which it was recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, schemars::JsonSchema)]
#[schemars(with = "String", inline, extend("format" = "date-time"))]
pub struct Moment {
    /// Seconds since 1970-01-01T00:00:00Z.
    pub seconds: i64,
    /// Seconds east of UTC.
    pub offset: i32,
}

/// A time zone by its IANA name.
#[derive(Debug, Clone, PartialEq)]
pub struct TimeZone {
    name: String,
    zone: tz::TimeZone,
}

/// A zone name that the time zone database does not have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{name:?} is not a time zone of the IANA database")]
pub struct TimeZoneError {
    /// The name as given.
    pub name: String,
}

impl TimeZone {
    /// Coordinated Universal Time.
    #[must_use]
    pub fn utc() -> Self {
        Self { name: "UTC".to_owned(), zone: tz::TimeZone::UTC }
    }

    /// A zone such as `Europe/Madrid`.
    ///
    /// # Errors
    /// When the database has no zone of that name.
    pub fn named(name: &str) -> Result<Self, TimeZoneError> {
        if name.eq_ignore_ascii_case("utc") {
            return Ok(Self::utc());
        }
        tz::TimeZone::get(name)
            .map(|zone| Self { name: name.to_owned(), zone })
            .map_err(|_| TimeZoneError { name: name.to_owned() })
    }

    /// The name, as reports show it.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl Moment {
    /// The day that the moment falls on in `zone`.
    #[must_use]
    pub fn day_in(self, zone: &TimeZone) -> Date {
        Date::from_jiff(self.timestamp().to_zoned(zone.zone.clone()).date())
    }

    /// The day that it was for whoever recorded the moment.
    #[must_use]
    pub fn day_where_recorded(self) -> Date {
        let offset = tz::Offset::from_seconds(self.offset).unwrap_or(tz::Offset::UTC);
        Date::from_jiff(offset.to_datetime(self.timestamp()).date())
    }

    /// The moment `hour`:`minute` of `day` in UTC.
    #[must_use]
    pub fn at(day: Date, hour: i8, minute: i8) -> Self {
        let seconds = day
            .jiff()
            .at(hour.clamp(0, 23), minute.clamp(0, 59), 0, 0)
            .to_zoned(tz::TimeZone::UTC)
            .map_or(0, |zoned| zoned.timestamp().as_second());
        Self { seconds, offset: 0 }
    }

    /// The last second of `day` in `zone`.
    #[must_use]
    pub fn end_of(day: Date, zone: &TimeZone) -> Self {
        let next = day.plus_days(1);
        let seconds = next
            .jiff()
            .to_zoned(zone.zone.clone())
            .map_or(i64::MAX, |zoned| zoned.timestamp().as_second() - 1);
        Self { seconds, offset: 0 }
    }

    /// Commits can claim any number of seconds; what no calendar holds is clamped.
    fn timestamp(self) -> Timestamp {
        let clamped = self.seconds.clamp(Timestamp::MIN.as_second(), Timestamp::MAX.as_second());
        Timestamp::from_second(clamped).unwrap_or(Timestamp::UNIX_EPOCH)
    }
}

impl fmt::Display for Moment {
    /// RFC 3339 with the recorded offset.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let offset = tz::Offset::from_seconds(self.offset).unwrap_or(tz::Offset::UTC);
        let at = offset.to_datetime(self.timestamp());
        let minutes = offset.seconds() / 60;
        let sign = if minutes < 0 { '-' } else { '+' };
        let minutes = minutes.abs();
        write!(
            f,
            "{}{sign}{:02}:{:02}",
            at.strftime("%Y-%m-%dT%H:%M:%S"),
            minutes / 60,
            minutes % 60
        )
    }
}

impl serde::Serialize for Moment {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_falls_on_different_days_in_different_zones() {
        let late = Moment { seconds: 1_767_223_800, offset: 3_600 };
        assert_eq!(late.to_string(), "2026-01-01T00:30:00+01:00");
        assert_eq!(late.day_in(&TimeZone::utc()).to_string(), "2025-12-31");
        assert_eq!(
            late.day_in(&TimeZone::named("Europe/Madrid").unwrap()).to_string(),
            "2026-01-01"
        );
        assert!(TimeZone::named("Mars/Olympus").is_err());
    }

    #[test]
    fn impossible_claims_are_clamped_not_believed() {
        let far = Moment { seconds: i64::MAX, offset: 0 };
        assert_eq!(far.day_in(&TimeZone::utc()).year(), 9999);
    }

    #[test]
    fn a_day_has_an_end() {
        let day = Date::new(2026, 11, 22).unwrap();
        assert_eq!(Moment::end_of(day, &TimeZone::utc()).to_string(), "2026-11-22T23:59:59+00:00");
        assert_eq!(Moment::at(day, 9, 30).to_string(), "2026-11-22T09:30:00+00:00");
    }
}
