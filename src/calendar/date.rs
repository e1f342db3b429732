//! Calendar days without a time or a zone.

use std::fmt;

use jiff::ToSpan as _;
use jiff::civil;

use super::Interval;

/// A day of the Gregorian calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, schemars::JsonSchema)]
#[schemars(with = "String", inline, extend("format" = "date", "pattern" = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"))]
pub struct Date(civil::Date);

/// Why a text is not a date.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DateError {
    /// Not of the form `YYYY-MM-DD`.
    #[error("{text:?} is not a date of the form YYYY-MM-DD")]
    Form {
        /// The text as read.
        text: String,
    },
    /// The right form, but the calendar has no such day.
    #[error("{text:?} is not a day of the calendar")]
    NoSuchDay {
        /// The text as read.
        text: String,
    },
    /// Slashes: day and month cannot be told apart.
    #[error("{text:?} can be read as {month_first} or as {day_first}")]
    TwoReadings {
        /// The text as read.
        text: String,
        /// With the month first, as in the United States.
        month_first: Date,
        /// With the day first, as elsewhere.
        day_first: Date,
    },
}

/// A date as it was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DateReading {
    /// The day meant.
    pub date: Date,
    /// Whether month or day were typed with one digit only.
    pub loose: bool,
}

impl Date {
    /// The given day, if the calendar has it and the year is from 1 to 9999.
    #[must_use]
    pub fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        if year < 1 {
            return None;
        }
        civil::Date::new(year, month, day).ok().map(Self)
    }

    /// Reads `YYYY-MM-DD`, also with one-digit months and days.
    ///
    /// # Errors
    /// See [`DateError`].
    pub fn read(text: &str) -> Result<DateReading, DateError> {
        let trimmed = text.trim();
        let form = || DateError::Form { text: text.to_owned() };
        let missing = || DateError::NoSuchDay { text: text.to_owned() };
        // A TOML or YAML moment: the day as written is what its author meant.
        let day_part = match trimmed.as_bytes().get(10) {
            Some(b'T' | b't' | b' ') => &trimmed[..10],
            _ => trimmed,
        };
        if let Some((first, second, year)) = three_numbers(day_part, '/', (1, 2), (1, 2), (4, 4)) {
            let month_first = Self::from_numbers(year, first, second);
            let day_first = Self::from_numbers(year, second, first);
            return match (month_first, day_first) {
                (Some(a), Some(b)) if a != b => Err(DateError::TwoReadings {
                    text: text.to_owned(),
                    month_first: a,
                    day_first: b,
                }),
                (None, None) => Err(missing()),
                _ => Err(form()),
            };
        }
        let (year, month, day) =
            three_numbers(day_part, '-', (4, 4), (1, 2), (1, 2)).ok_or_else(form)?;
        let date = Self::from_numbers(year, month, day).ok_or_else(missing)?;
        Ok(DateReading { date, loose: day_part.len() < 10 })
    }

    /// Reads `MM/DD/YYYY`, for the profiles that say so.
    ///
    /// # Errors
    /// See [`DateError`].
    pub fn read_month_first(text: &str) -> Result<DateReading, DateError> {
        let trimmed = text.trim();
        match three_numbers(trimmed, '/', (1, 2), (1, 2), (4, 4)) {
            Some((month, day, year)) => Self::from_numbers(year, month, day)
                .map(|date| DateReading { date, loose: trimmed.len() < 10 })
                .ok_or_else(|| DateError::NoSuchDay { text: text.to_owned() }),
            None => Self::read(text),
        }
    }

    /// Reads a date with the name of its month in English: `Jun 1 2018`, `June 1, 2018`,
    /// `1 June 2018`, `1st June 2018`, `01-Jun-2018`. `None` where the text is none.
    #[must_use]
    pub fn in_words(text: &str) -> Option<Self> {
        const MONTHS: [&str; 12] = [
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
        ];
        let parts: Vec<&str> =
            text.split([' ', ',', '-']).map(str::trim).filter(|part| !part.is_empty()).collect();
        let month_of = |word: &str| {
            let word = word.trim_end_matches('.').to_lowercase();
            let month =
                MONTHS.iter().position(|month| word.len() > 2 && month.starts_with(&word))?;
            i8::try_from(month + 1).ok()
        };
        let day_of = |word: &str| -> Option<i8> {
            let ordinal =
                ["st", "nd", "rd", "th"].into_iter().find_map(|end| word.strip_suffix(end));
            ordinal.unwrap_or(word).parse().ok()
        };
        let [first, second, year] = parts[..] else { return None };
        let (month, day) = match month_of(first) {
            Some(month) => (month, second),
            None => (month_of(second)?, first),
        };
        Self::new(year.parse().ok().filter(|year| *year > 999)?, month, day_of(day)?)
    }

    fn from_numbers(year: u16, month: u16, day: u16) -> Option<Self> {
        Self::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?)
    }

    /// Days from this day to `other`; negative if `other` comes first.
    #[must_use]
    pub fn days_until(self, other: Self) -> i64 {
        let span = other.0 - self.0;
        i64::from(span.get_days())
    }

    /// Whole calendar months from this day to `other`; 0 if `other` comes first.
    #[must_use]
    pub fn months_until(self, other: Self) -> i64 {
        let months = 12 * (i64::from(other.year()) - i64::from(self.year()))
            + i64::from(other.month())
            - i64::from(self.month());
        let unfinished = i64::from(other.0.day() < self.0.day());
        (months - unfinished).max(0)
    }

    /// The day `days` later, or earlier if negative; the calendar's ends hold.
    #[must_use]
    pub fn plus_days(self, days: i64) -> Self {
        Self(self.0.saturating_add(days.clamp(-4_000_000, 4_000_000).days()))
    }

    /// The day one interval later; the end of a shorter month clamps.
    #[must_use]
    pub fn plus(self, interval: Interval) -> Self {
        let month_later = self.0.saturating_add(interval.months().months());
        Self(month_later).plus_days(i64::from(interval.days()))
    }

    /// The day one interval earlier; the end of a shorter month clamps.
    #[must_use]
    pub fn minus(self, interval: Interval) -> Self {
        let month_earlier = self.0.saturating_sub(interval.months().months());
        Self(month_earlier).plus_days(-i64::from(interval.days()))
    }

    /// The year.
    #[must_use]
    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// The month, from 1.
    #[must_use]
    pub fn month(self) -> i8 {
        self.0.month()
    }

    /// The day of the month, from 1.
    #[must_use]
    pub fn day(self) -> i8 {
        self.0.day()
    }

    pub(super) const fn from_jiff(date: civil::Date) -> Self {
        Self(date)
    }

    pub(super) const fn jiff(self) -> civil::Date {
        self.0
    }
}

/// Three runs of digits, each of a length in its range, joined by `between`.
fn three_numbers(
    text: &str,
    between: char,
    first: (usize, usize),
    second: (usize, usize),
    third: (usize, usize),
) -> Option<(u16, u16, u16)> {
    let mut parts = text.split(between);
    let mut number = |(least, most): (usize, usize)| -> Option<u16> {
        let part = parts.next()?;
        let fits = (least..=most).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        if fits { part.parse().ok() } else { None }
    };
    let numbers = (number(first)?, number(second)?, number(third)?);
    parts.next().is_none().then_some(numbers)
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.0.year(), self.0.month(), self.0.day())
    }
}

impl serde::Serialize for Date {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        Date::read(text).unwrap().date
    }

    #[test]
    fn dates_are_read_strictly_and_loosely() {
        assert_eq!(
            Date::read("2026-01-05").unwrap(),
            DateReading { date: day("2026-01-05"), loose: false }
        );
        assert_eq!(
            Date::read("2026-1-5").unwrap(),
            DateReading { date: day("2026-01-05"), loose: true }
        );
        assert_eq!(day("2026-01-05T10:00:00Z"), day("2026-01-05"));
        assert!(matches!(Date::read("2025-13-01"), Err(DateError::NoSuchDay { .. })));
        assert!(matches!(Date::read("2025-02-30"), Err(DateError::NoSuchDay { .. })));
        assert!(matches!(Date::read("March 2025"), Err(DateError::Form { .. })));
        assert!(matches!(Date::read("0000-01-01"), Err(DateError::NoSuchDay { .. })));
        assert!(matches!(Date::read(""), Err(DateError::Form { .. })));
    }

    #[test]
    fn slashes_name_both_readings_unless_the_profile_decides() {
        let Err(DateError::TwoReadings { month_first, day_first, .. }) = Date::read("03/04/2026")
        else {
            panic!("two readings");
        };
        assert_eq!((month_first, day_first), (day("2026-03-04"), day("2026-04-03")));
        assert!(matches!(Date::read("12/25/2026"), Err(DateError::Form { .. })));
        assert_eq!(Date::read_month_first("12/25/2026").unwrap().date, day("2026-12-25"));
        assert_eq!(Date::read_month_first("2026-12-25").unwrap().date, day("2026-12-25"));
    }

    #[test]
    fn months_may_have_names() {
        for text in [
            "Jun 1 2018",
            "June 1, 2018",
            "1 June 2018",
            "1st june 2018",
            "01-Jun-2018",
            "1 Jun. 2018",
        ] {
            assert_eq!(Date::in_words(text), Some(day("2018-06-01")), "{text}");
        }
        for text in ["June 2018", "31 June 2018", "1 Junior 2018", "1 Ju 2018", "2018-06-01", ""] {
            assert_eq!(Date::in_words(text), None, "{text}");
        }
    }

    #[test]
    fn intervals_clamp_to_the_end_of_the_month() {
        let month = Interval::read("1 month").unwrap();
        assert_eq!(day("2025-01-31").plus(month), day("2025-02-28"));
        assert_eq!(day("2024-02-29").plus(Interval::read("1 year").unwrap()), day("2025-02-28"));
        assert_eq!(day("2026-11-22").plus(Interval::read("2 weeks").unwrap()), day("2026-12-06"));
        assert_eq!(day("2026-03-31").minus(month), day("2026-02-28"));
        assert_eq!(day("2026-08-01").days_until(day("2026-11-22")), 113);
        assert_eq!(day("2016-09-30").months_until(day("2026-11-22")), 121);
        assert_eq!(day("2026-11-22").months_until(day("2026-11-22")), 0);
        assert_eq!(day("9999-12-31").plus_days(10), day("9999-12-31"));
    }
}
