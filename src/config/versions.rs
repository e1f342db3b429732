//! The version that follows another one.

use std::cmp::Ordering;

use super::VersionScheme;

/// How much a version is raised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Raise {
    /// For a change that must be approved again.
    Major,
    /// For any other change.
    Minor,
}

impl VersionScheme {
    /// The next version: `2.1` becomes `3.0` or `2.2`; a single number or letter becomes the
    /// next one by either. `None` where the version is not written by this scheme, or there
    /// is no next number.
    #[must_use]
    pub fn raised(self, version: &str, by: Raise) -> Option<String> {
        let version = version.trim();
        match self {
            Self::MajorMinor => {
                let (major, minor) = two_numbers(version)?;
                Some(match by {
                    Raise::Major => format!("{}.0", major.checked_add(1)?),
                    Raise::Minor => format!("{major}.{}", minor.checked_add(1)?),
                })
            }
            Self::Integer => Some(number(version)?.checked_add(1)?.to_string()),
            Self::Letter => next_letters(version),
        }
    }

    /// Whether a version is written by this scheme.
    #[must_use]
    pub fn reads(self, version: &str) -> bool {
        self.order(version, version).is_some()
    }

    /// How versions are written, for a message.
    #[must_use]
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::MajorMinor => "two numbers, as in `2.1`",
            Self::Integer => "one number, as in `3`",
            Self::Letter => "capital letters, as in `C`",
        }
    }

    /// Which of two versions comes later; `None` where one of them is not written by this
    /// scheme.
    #[must_use]
    pub fn order(self, one: &str, other: &str) -> Option<Ordering> {
        let (one, other) = (one.trim(), other.trim());
        match self {
            Self::MajorMinor => Some(two_numbers(one)?.cmp(&two_numbers(other)?)),
            Self::Integer => Some(number(one)?.cmp(&number(other)?)),
            // `Z` comes before `AA`.
            Self::Letter => {
                next_letters(one)?;
                next_letters(other)?;
                Some((one.len(), one).cmp(&(other.len(), other)))
            }
        }
    }

    /// Whether a version tells of a change that must be approved again; `None` where one of
    /// them is not written by this scheme. Before `1.0` the first number says nothing, and
    /// single numbers and letters tell no changes apart.
    #[must_use]
    pub fn tells_major(self, old: &str, new: &str) -> Option<bool> {
        match self {
            Self::MajorMinor => {
                let ((before, _), (after, _)) =
                    (two_numbers(old.trim())?, two_numbers(new.trim())?);
                Some(before == 0 || before < after)
            }
            Self::Integer | Self::Letter => self.order(old, new).map(Ordering::is_lt),
        }
    }
}

/// `2.1`; `2` is `2.0`.
fn two_numbers(version: &str) -> Option<(u64, u64)> {
    let (major, minor) = version.split_once('.').unwrap_or((version, "0"));
    Some((number(major)?, number(minor)?))
}

fn number(text: &str) -> Option<u64> {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().ok()).flatten()
}

/// `C` becomes `D`, `Z` becomes `AA`, as the columns of a sheet are counted.
fn next_letters(version: &str) -> Option<String> {
    if version.is_empty() || !version.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return None;
    }
    let kept = version.trim_end_matches('Z');
    let restarted = "A".repeat(version.len() - kept.len());
    let mut next = kept.to_owned();
    match next.pop() {
        Some(last) => next.extend(('A'..='Z').find(|letter| *letter > last)),
        None => next.push('A'),
    }
    Some(next + &restarted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_scheme_counts_on_in_its_own_way() {
        use VersionScheme::{Integer, Letter, MajorMinor};
        for (scheme, version, major, minor) in [
            (MajorMinor, "2.1", Some("3.0"), Some("2.2")),
            (MajorMinor, "0.9", Some("1.0"), Some("0.10")),
            (MajorMinor, "4", Some("5.0"), Some("4.1")),
            (MajorMinor, "2.1.3", None, None),
            (MajorMinor, "v2", None, None),
            (MajorMinor, "18446744073709551615.0", None, Some("18446744073709551615.1")),
            (Integer, "9", Some("10"), Some("10")),
            (Integer, "9.1", None, None),
            (Letter, "C", Some("D"), Some("D")),
            (Letter, "AZ", Some("BA"), Some("BA")),
            (Letter, "ZZ", Some("AAA"), Some("AAA")),
            (Letter, "c", None, None),
            (Letter, "", None, None),
        ] {
            assert_eq!(scheme.raised(version, Raise::Major).as_deref(), major, "{version}");
            assert_eq!(scheme.raised(version, Raise::Minor).as_deref(), minor, "{version}");
        }
    }

    #[test]
    fn versions_are_ordered_by_their_numbers_and_not_by_their_letters() {
        use Ordering::{Equal, Greater, Less};
        use VersionScheme::{Integer, Letter, MajorMinor};
        for (scheme, one, other, order) in [
            (MajorMinor, "2.9", "2.10", Some(Less)),
            (MajorMinor, "3.0", "2.10", Some(Greater)),
            (MajorMinor, "3", "3.0", Some(Equal)),
            (MajorMinor, "v3", "3.0", None),
            (Integer, "9", "10", Some(Less)),
            (Letter, "Z", "AA", Some(Less)),
            (Letter, "C", "B", Some(Greater)),
            (Letter, "c", "B", None),
        ] {
            assert_eq!(scheme.order(one, other), order, "{one} {other}");
        }
    }

    #[test]
    fn only_the_first_number_tells_of_a_major_change() {
        use VersionScheme::{Integer, MajorMinor};
        for (scheme, old, new, tells) in [
            (MajorMinor, "2.1", "2.2", Some(false)),
            (MajorMinor, "2.1", "3.0", Some(true)),
            (MajorMinor, "0.1", "0.2", Some(true)),
            (MajorMinor, "2.1", "next", None),
            (Integer, "2", "3", Some(true)),
            (Integer, "2", "2", Some(false)),
        ] {
            assert_eq!(scheme.tells_major(old, new), tells, "{old} {new}");
        }
    }
}
