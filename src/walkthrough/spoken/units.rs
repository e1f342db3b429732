//! Numbers, units, money and days as they are said.

/// Units as they are written, said of one and of several. A bare m is left: it may be minutes.
const UNITS: [(&str, &str, &str); 49] = [
    ("%", "percent", "percent"),
    ("‰", "per mille", "per mille"),
    ("°", "degree", "degrees"),
    ("°C", "degree Celsius", "degrees Celsius"),
    ("℃", "degree Celsius", "degrees Celsius"),
    ("°F", "degree Fahrenheit", "degrees Fahrenheit"),
    ("K", "kelvin", "kelvins"),
    ("ms", "millisecond", "milliseconds"),
    ("s", "second", "seconds"),
    ("sec", "second", "seconds"),
    ("secs", "second", "seconds"),
    ("min", "minute", "minutes"),
    ("mins", "minute", "minutes"),
    ("h", "hour", "hours"),
    ("hr", "hour", "hours"),
    ("hrs", "hour", "hours"),
    ("d", "day", "days"),
    ("nm", "nanometre", "nanometres"),
    ("µm", "micrometre", "micrometres"),
    ("μm", "micrometre", "micrometres"),
    ("mm", "millimetre", "millimetres"),
    ("cm", "centimetre", "centimetres"),
    ("km", "kilometre", "kilometres"),
    ("µg", "microgram", "micrograms"),
    ("μg", "microgram", "micrograms"),
    ("mg", "milligram", "milligrams"),
    ("g", "gram", "grams"),
    ("kg", "kilogram", "kilograms"),
    ("t", "tonne", "tonnes"),
    ("µL", "microlitre", "microlitres"),
    ("μL", "microlitre", "microlitres"),
    ("µl", "microlitre", "microlitres"),
    ("μl", "microlitre", "microlitres"),
    ("mL", "millilitre", "millilitres"),
    ("ml", "millilitre", "millilitres"),
    ("L", "litre", "litres"),
    ("l", "litre", "litres"),
    ("kB", "kilobyte", "kilobytes"),
    ("KB", "kilobyte", "kilobytes"),
    ("MB", "megabyte", "megabytes"),
    ("GB", "gigabyte", "gigabytes"),
    ("TB", "terabyte", "terabytes"),
    ("V", "volt", "volts"),
    ("W", "watt", "watts"),
    ("kW", "kilowatt", "kilowatts"),
    ("Hz", "hertz", "hertz"),
    ("bar", "bar", "bar"),
    ("rpm", "turn a minute", "turns a minute"),
    ("€", "euro", "euros"),
];

const MONEY: [(char, &str, &str); 4] = [
    ('€', "euro", "euros"),
    ('$', "dollar", "dollars"),
    ('£', "pound", "pounds"),
    ('¥', "yen", "yen"),
];

/// Signs before a number.
const SIGNS: [(&str, &str); 10] = [
    (">=", "at least "),
    ("<=", "at most "),
    ("≥", "at least "),
    ("≤", "at most "),
    (">", "more than "),
    ("<", "less than "),
    ("±", "plus or minus "),
    ("~", "about "),
    ("≈", "about "),
    ("#", "number "),
];

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Whether a word is a number: digits with separators in them.
pub(super) fn is_number(word: &str) -> bool {
    let digits = word.strip_prefix(['-', '−']).unwrap_or(word);
    digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.ends_with(|c: char| c.is_ascii_digit())
        && digits.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ','))
}

/// A number with its sign, range, money or unit as it is said, how many words it took, and the
/// punctuation behind it. `None` for what is said as it is written.
pub(super) fn measured<'w>(
    bare: &str,
    behind: &'w str,
    next: &'w str,
) -> Option<(String, usize, &'w str)> {
    if let Some(day) = day(bare) {
        return Some((day, 1, behind));
    }
    let (sign, rest) = SIGNS
        .iter()
        .find_map(|(sign, said)| Some((*said, bare.strip_prefix(sign)?)))
        .filter(|(_, rest)| rest.starts_with(|c: char| c.is_ascii_digit()))
        .unwrap_or(("", bare));
    let (money, rest) = match rest.chars().next() {
        Some(first) if MONEY.iter().any(|(sign, ..)| *sign == first) => {
            (MONEY.iter().find(|(sign, ..)| *sign == first), &rest[first.len_utf8()..])
        }
        _ => (None, rest),
    };
    let ends = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '–' | '−');
    let (number, glued) = rest.split_at(rest.find(|c| !ends(c)).unwrap_or(rest.len()));
    let said = range(number)?;
    let is_one = number == "1";
    if let Some((_, one, several)) = money {
        let name = if is_one { one } else { several };
        return glued.is_empty().then(|| (format!("{sign}{said} {name}"), 1, behind));
    }
    let unit = |written: &str| {
        let found = UNITS.iter().find(|(unit, ..)| *unit == written)?;
        Some(if is_one { found.1 } else { found.2 })
    };
    if !glued.is_empty() {
        return Some((format!("{sign}{said} {}", unit(glued)?), 1, behind));
    }
    let (before, word, marks) = super::trimmed(next);
    if behind.is_empty()
        && before.is_empty()
        && let Some(unit) = unit(word)
    {
        return Some((format!("{sign}{said} {unit}"), 2, marks));
    }
    (said != number || !sign.is_empty()).then(|| (format!("{sign}{said}"), 1, behind))
}

/// A number, or two with a dash between; a minus is said.
fn range(number: &str) -> Option<String> {
    if is_number(number) {
        let digits = number.strip_prefix(['-', '−']);
        return Some(digits.map_or_else(|| number.to_owned(), |digits| format!("minus {digits}")));
    }
    let (from, to) = number.split_once(['-', '–'])?;
    (is_number(from) && is_number(to) && !to.starts_with('-')).then(|| format!("{from} to {to}"))
}

/// `2026-11-22` as a day.
fn day(word: &str) -> Option<String> {
    let mut parts = word.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || year.len() != 4 || month.len() != 2 || day.len() != 2 {
        return None;
    }
    let (year, day): (u16, u8) = (year.parse().ok()?, day.parse().ok()?);
    let month = MONTHS.get(month.parse::<usize>().ok()?.checked_sub(1)?)?;
    (1..=31).contains(&day).then(|| format!("{day} {month} {year}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_without_a_unit_is_left_as_it_is() {
        for word in ["5", "2.1", "1,000", "24/7", "5-axis", "v2", "", "-", "2026-13-01", "1-2-3"] {
            assert_eq!(measured(word, "", "items"), None, "{word}");
        }
    }

    #[test]
    fn punctuation_behind_a_unit_stays() {
        assert_eq!(measured("5", "", "min,"), Some(("5 minutes".to_owned(), 2, ",")));
        assert_eq!(measured("5", ",", "min"), None);
        assert_eq!(measured("10kg", ".", ""), Some(("10 kilograms".to_owned(), 1, ".")));
    }
}
