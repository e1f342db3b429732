//! A day at the beginning of a value: `3 March 2025 by Ann`.

use super::LONGEST;
use crate::calendar::{Date, DateError};

/// The day that a value begins with, or why it is not clear which; `None` where it
/// begins with none.
pub(super) fn stated_in(value: &str) -> Option<Result<Date, String>> {
    let words: Vec<&str> = value
        .split_whitespace()
        .skip_while(|word| word.trim_end_matches(',').to_lowercase().ends_with("day"))
        .take(3)
        .collect();
    let first = words.first()?.trim_matches(|c: char| !c.is_alphanumeric());
    if let Some(date) = Date::in_words(first) {
        return Some(Ok(date));
    }
    match Date::read(first) {
        Ok(reading) => return Some(Ok(reading.date)),
        Err(error @ (DateError::TwoReadings { .. } | DateError::NoSuchDay { .. })) => {
            return Some(Err(error.to_string()));
        }
        Err(DateError::Form { .. }) => {}
    }
    let joined = words.join(" ");
    let joined = joined.trim_end_matches(|c: char| !c.is_alphanumeric());
    if let Some(date) = Date::in_words(joined) {
        return Some(Ok(date));
    }
    let has_year = first_number(value).is_some_and(|number| number.len() == 4);
    let begins_so = first.starts_with(|c: char| c.is_ascii_digit()) || has_year;
    let unclear =
        || format!("{:?} is not clear as a day", value.chars().take(LONGEST).collect::<String>());
    (begins_so && value.len() <= LONGEST).then(|| Err(unclear()))
}

fn first_number(text: &str) -> Option<&str> {
    text.split(|c: char| !c.is_ascii_digit()).find(|number| !number.is_empty())
}
