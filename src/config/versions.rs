//! The version that follows another one.

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
                let (major, minor) = version.split_once('.').unwrap_or((version, "0"));
                let (major, minor) = (number(major)?, number(minor)?);
                Some(match by {
                    Raise::Major => format!("{}.0", major.checked_add(1)?),
                    Raise::Minor => format!("{major}.{}", minor.checked_add(1)?),
                })
            }
            Self::Integer => Some(number(version)?.checked_add(1)?.to_string()),
            Self::Letter => next_letters(version),
        }
    }
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
}
