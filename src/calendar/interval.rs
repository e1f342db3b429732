//! Review intervals: "12 months", "P1Y", "quarterly".

use std::fmt;

/// A span of calendar months and days; never zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Interval {
    months: i32,
    days: i32,
}

/// Why a text is not an interval.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is not an interval such as \"12 months\", \"6 weeks\", \"P1Y\" or \"annually\"")]
pub struct IntervalError {
    /// The text as read.
    pub text: String,
}

/// The longest interval that is believed: a hundred years, against slips such as `12000 months`.
const MOST_MONTHS: i32 = 1_200;

/// Frequencies, in months.
const FREQUENCIES: [(&str, i32); 10] = [
    ("monthly", 1),
    ("quarterly", 3),
    ("half-yearly", 6),
    ("semi-annually", 6),
    ("semiannually", 6),
    ("biannually", 6),
    ("yearly", 12),
    ("annually", 12),
    ("annual", 12),
    ("biennially", 24),
];

/// Units without the s of the plural, in months and in days.
const UNITS: [(&str, i32, i32); 10] = [
    ("year", 12, 0),
    ("yr", 12, 0),
    ("y", 12, 0),
    ("month", 1, 0),
    ("mo", 1, 0),
    ("week", 0, 7),
    ("wk", 0, 7),
    ("w", 0, 7),
    ("day", 0, 1),
    ("d", 0, 1),
];

/// Numbers in words.
const NUMBERS: [(&str, i32); 14] = [
    ("a", 1),
    ("an", 1),
    ("one", 1),
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
    ("eleven", 11),
    ("twelve", 12),
];

impl Interval {
    /// About a month, however long the months are.
    pub const THIRTY_DAYS: Self = Self { months: 0, days: 30 };

    /// So many days.
    #[must_use]
    pub fn of_days(days: u16) -> Option<Self> {
        (days > 0).then_some(Self { months: 0, days: i32::from(days) })
    }

    /// So many calendar months.
    #[must_use]
    pub fn of_months(months: u16) -> Option<Self> {
        (months > 0).then_some(Self { months: i32::from(months), days: 0 })
    }

    /// Reads a number and a unit, an ISO 8601 duration of whole days or longer, or a frequency.
    ///
    /// # Errors
    /// When the text is none of these, is zero, or is longer than a hundred years.
    pub fn read(text: &str) -> Result<Self, IntervalError> {
        let wrong = || IntervalError { text: text.to_owned() };
        let lower = text.trim().to_lowercase();
        let interval = frequency(&lower)
            .or_else(|| iso_8601(&lower))
            .or_else(|| number_and_unit(&lower))
            .ok_or_else(wrong)?;
        let in_range = interval.months <= MOST_MONTHS && interval.days <= MOST_MONTHS * 31;
        if in_range && (interval.months > 0 || interval.days > 0) {
            Ok(interval)
        } else {
            Err(wrong())
        }
    }

    /// The regular expression of what is read, or of one of `words` in its place; made for
    /// JSON Schema, in which letters cannot be told to be of either case. Amounts that are
    /// zero or too long fit it all the same.
    #[must_use]
    pub fn pattern(words: &[&str]) -> String {
        let numbers = any_of(NUMBERS.iter().map(|(word, _)| *word));
        let units = any_of(UNITS.iter().map(|(unit, ..)| *unit));
        let words = any_of(FREQUENCIES.iter().map(|(word, _)| word).chain(words).copied());
        format!(
            r"^\s*({words}|[Pp]([0-9]+[YyMmWwDd])+|([0-9]+|({numbers})\s)[ \t-]*({units})[Ss]*)\s*$"
        )
    }

    /// The part in calendar months.
    #[must_use]
    pub const fn months(self) -> i32 {
        self.months
    }

    /// The part in days.
    #[must_use]
    pub const fn days(self) -> i32 {
        self.days
    }
}

fn frequency(text: &str) -> Option<Interval> {
    let (_, months) = FREQUENCIES.into_iter().find(|(word, _)| *word == text)?;
    Some(Interval { months, days: 0 })
}

/// Words of which each letter may be of either case.
fn any_of<'w>(words: impl Iterator<Item = &'w str>) -> String {
    let either = |c: char| match c {
        'a'..='z' => format!("[{}{c}]", c.to_ascii_uppercase()),
        _ => c.to_string(),
    };
    words.map(|word| word.chars().map(either).collect()).collect::<Vec<String>>().join("|")
}

fn iso_8601(text: &str) -> Option<Interval> {
    let mut rest = text.strip_prefix('p')?;
    let mut interval = Interval { months: 0, days: 0 };
    while !rest.is_empty() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let number: i32 = rest[..digits].parse().ok()?;
        let unit = rest[digits..].chars().next()?;
        match unit {
            'y' => interval.months = interval.months.checked_add(number.checked_mul(12)?)?,
            'm' => interval.months = interval.months.checked_add(number)?,
            'w' => interval.days = interval.days.checked_add(number.checked_mul(7)?)?,
            'd' => interval.days = interval.days.checked_add(number)?,
            _ => return None,
        }
        rest = &rest[digits + 1..];
    }
    Some(interval)
}

fn number_and_unit(text: &str) -> Option<Interval> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = if digits == 0 {
        let (word, unit) = text.split_once(char::is_whitespace)?;
        (number_word(word)?, unit)
    } else {
        (text[..digits].parse::<i32>().ok()?, &text[digits..])
    };
    let unit = unit.trim_start_matches([' ', '-', '\t']);
    let unit = unit.trim_end_matches('s');
    let (_, months, days) = UNITS.into_iter().find(|(known, ..)| *known == unit)?;
    Some(Interval { months: number.checked_mul(months)?, days: number.checked_mul(days)? })
}

fn number_word(word: &str) -> Option<i32> {
    NUMBERS.into_iter().find(|(known, _)| *known == word).map(|(_, number)| number)
}

impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let part = |number: i32, unit: &str| match number {
            1 => format!("1 {unit}"),
            _ => format!("{number} {unit}s"),
        };
        match (self.months, self.days) {
            (0, days) if days % 7 == 0 => f.write_str(&part(days / 7, "week")),
            (0, days) => f.write_str(&part(days, "day")),
            (months, 0) => f.write_str(&part(months, "month")),
            (months, days) => write!(f, "{} {}", part(months, "month"), part(days, "day")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_accepted_shape() {
        for (text, months, days) in [
            ("6 months", 6, 0),
            ("1 month", 1, 0),
            ("12 Months", 12, 0),
            ("1 year", 12, 0),
            ("2 weeks", 0, 14),
            ("90 days", 0, 90),
            ("P6M", 6, 0),
            ("P1Y", 12, 0),
            ("P2W", 0, 14),
            ("p1y6m", 18, 0),
            ("quarterly", 3, 0),
            ("annually", 12, 0),
            ("six months", 6, 0),
            ("a year", 12, 0),
        ] {
            assert_eq!(Interval::read(text), Ok(Interval { months, days }), "{text}");
        }
    }

    #[test]
    fn zero_nonsense_and_centuries_are_refused() {
        for text in [
            "",
            "0 months",
            "P",
            "months",
            "6",
            "6 fortnights",
            "none",
            "99999 years",
            "P1H",
            "-3 months",
        ] {
            assert!(Interval::read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn the_pattern_has_every_word_in_either_case() {
        let pattern = Interval::pattern(&["none"]);
        for word in ["[Aa][Nn][Nn][Uu][Aa][Ll][Ll][Yy]", "[Mm][Oo]", "[Ww][Kk]", "[Nn][Oo][Nn][Ee]"]
        {
            assert!(pattern.contains(word), "{word}: {pattern}");
        }
        assert!(!Interval::pattern(&[]).contains("[Nn][Oo][Nn][Ee]"));
    }

    #[test]
    fn intervals_are_shown_in_words() {
        let shown = |text: &str| Interval::read(text).unwrap().to_string();
        assert_eq!(shown("P1Y"), "12 months");
        assert_eq!(shown("14 days"), "2 weeks");
        assert_eq!(shown("1 day"), "1 day");
        assert_eq!(shown("P1M3D"), "1 month 3 days");
    }
}
