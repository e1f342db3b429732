//! What secrets look like where the name of a field says nothing: shapes of values.
//!
//! Suspicion is enough here, other than in documents: what was masked by mistake comes back
//! with one option, what was published does not.

use crate::recording::model::SecretKind;
use crate::text::secrets;

/// How tokens begin that are told by their beginning, with the fewest characters behind it.
const PREFIXES: [(&str, usize); 12] = [
    ("ghp_", 16),
    ("gho_", 16),
    ("ghs_", 16),
    ("github_pat_", 16),
    ("glpat-", 16),
    ("xoxb-", 16),
    ("xoxp-", 16),
    ("sk-", 16),
    ("sk_", 16),
    ("pk_live_", 16),
    ("AKIA", 12),
    ("eyJ", 16),
];

/// What a whole value is, by its shape.
pub(super) fn kind_of(value: &str) -> Option<SecretKind> {
    let value = value.trim();
    if let Some(secret) = secrets(value).first() {
        return Some(if secret.kind.contains("password") {
            SecretKind::Password
        } else {
            SecretKind::Token
        });
    }
    number(value).or_else(|| if value.contains(char::is_whitespace) { None } else { word(value) })
}

/// What one word of a text is, by its shape.
pub(super) fn word(word: &str) -> Option<SecretKind> {
    let bare = word.trim_matches(|c: char| ",;:!?\"'()<>[]".contains(c)).trim_end_matches('.');
    if is_email(bare) {
        return Some(SecretKind::EmailAddress);
    }
    (is_known_token(bare) || is_random(bare)).then_some(SecretKind::Token)
}

/// Numbers of people, cards and accounts, with the blanks and hyphens between their groups.
pub(super) fn number(value: &str) -> Option<SecretKind> {
    let is_grouped = |c: char| c.is_ascii_alphanumeric() || matches!(c, ' ' | '-');
    let compact: String = value.chars().filter(char::is_ascii_alphanumeric).collect();
    let digits = compact.chars().all(|c| c.is_ascii_digit());
    if value.chars().all(is_grouped) {
        if digits && (13..=19).contains(&compact.len()) && is_luhn(&compact) {
            return Some(SecretKind::CardNumber);
        }
        if is_iban(&compact) {
            return Some(SecretKind::AccountNumber);
        }
        let groups: Vec<usize> = value.split('-').map(str::len).collect();
        if digits && groups == [3, 2, 4] {
            return Some(SecretKind::SocialSecurityNumber);
        }
    }
    is_phone(value).then_some(SecretKind::PhoneNumber)
}

fn is_known_token(word: &str) -> bool {
    let is_body = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    PREFIXES.iter().any(|(prefix, fewest)| {
        let body = word.strip_prefix(prefix);
        body.is_some_and(|body| body.len() >= *fewest && body.chars().all(is_body))
    })
}

fn is_email(word: &str) -> bool {
    let Some((name, host)) = word.split_once('@') else { return false };
    let is_name = |c: char| c.is_alphanumeric() || "._%+-".contains(c);
    let is_host = |c: char| c.is_alphanumeric() || ".-".contains(c);
    let ending = host.rsplit_once('.').map(|(_, ending)| ending);
    !name.is_empty()
        && name.chars().all(is_name)
        && host.chars().all(is_host)
        && ending.is_some_and(|ending| ending.len() >= 2 && !ending.starts_with(char::is_numeric))
}

/// A number with its country, or with its area in parentheses.
fn is_phone(value: &str) -> bool {
    let value = value.trim();
    let digits = value.chars().filter(char::is_ascii_digit).count();
    let is_phone = |c: char| c.is_ascii_digit() || " -./()+".contains(c);
    let begins = value.starts_with('+') || value.starts_with("00");
    let area = value.strip_prefix('(').and_then(|rest| rest.split_once(')'));
    let has_area = area.is_some_and(|(area, _)| area.chars().all(|c| c.is_ascii_digit()));
    let groups: Vec<usize> = value.split(['-', '.', ' ']).map(str::len).collect();
    let is_american = groups == [3, 3, 4];
    (7..=15).contains(&digits)
        && value.chars().all(is_phone)
        && (begins && !value.contains('.') || has_area || is_american)
}

/// The check of Luhn, as card numbers have it (ISO/IEC 7812-1).
fn is_luhn(digits: &str) -> bool {
    let doubled = digits.bytes().rev().enumerate().map(|(index, byte)| {
        let digit = u32::from(byte - b'0');
        match (index % 2, digit * 2) {
            (0, _) => digit,
            (_, twice @ 0..=9) => twice,
            (_, twice) => twice - 9,
        }
    });
    let sum: u32 = doubled.sum();
    sum.is_multiple_of(10) && digits.bytes().any(|byte| byte != b'0')
}

/// The check of ISO 13616: the number with its beginning behind it is 1 modulo 97.
fn is_iban(compact: &str) -> bool {
    let bytes = compact.as_bytes();
    let begins = |at: usize, is: fn(&u8) -> bool| bytes.get(at).is_some_and(is);
    let has_head = begins(0, u8::is_ascii_uppercase)
        && begins(1, u8::is_ascii_uppercase)
        && begins(2, u8::is_ascii_digit)
        && begins(3, u8::is_ascii_digit);
    if !has_head || !(15..=34).contains(&bytes.len()) {
        return false;
    }
    let turned = bytes.iter().cycle().skip(4).take(bytes.len());
    let rest = turned.fold(0_u32, |rest, byte| match byte {
        b'0'..=b'9' => (rest * 10 + u32::from(byte - b'0')) % 97,
        _ => (rest * 100 + u32::from(byte.to_ascii_uppercase() - b'A') + 10) % 97,
    });
    rest == 1
}

/// Whether a word was drawn by lot: 16 characters or more of high entropy that are no names
/// joined by marks.
pub(super) fn is_random(word: &str) -> bool {
    const FEWEST: usize = 16;
    /// Bits for each character. English words joined together stay near it only when they are
    /// long, and those are told by their parts.
    const ENTROPY: f64 = 3.0;
    let is_token = |c: char| c.is_ascii_alphanumeric() || "-_+/=.".contains(c);
    if word.len() < FEWEST || !word.chars().all(is_token) || is_made_of_words(word) {
        return false;
    }
    entropy(word) >= ENTROPY
}

/// `quarterly-report_2024.pdf`, `/orders/open`, `PurchaseOrderNumber`: parts of letters or of
/// digits, as people and programs name things.
fn is_made_of_words(word: &str) -> bool {
    /// The longest part of one kind that is still a name.
    const LONGEST: usize = 14;
    word.split(['-', '_', '.', '/', '=', '+']).all(|part| {
        let letters = part.trim_end_matches(|c: char| c.is_ascii_digit());
        let number = part.len() - letters.len();
        if !letters.chars().all(|c| c.is_ascii_alphabetic()) {
            return false;
        }
        // Capitals begin words; many of them in a row or in turn do not.
        let words = letters.split_inclusive(|c: char| c.is_ascii_uppercase()).count();
        let is_plain = letters.chars().all(|c| c.is_ascii_lowercase())
            || letters.chars().all(|c| c.is_ascii_uppercase());
        let reads = is_plain || words * 3 <= letters.len() + 3;
        number <= 8 && reads && (letters.len() <= LONGEST || (!is_plain && words > 1))
    })
}

/// Shannon's entropy of the characters, in bits for each.
fn entropy(word: &str) -> f64 {
    let mut counts = [0_u32; 256];
    for byte in word.bytes() {
        counts[usize::from(byte)] += 1;
    }
    #[expect(clippy::cast_precision_loss, reason = "words are short")]
    let length = word.len() as f64;
    let parts = counts.iter().filter(|count| **count > 0).map(|count| f64::from(*count) / length);
    parts.map(|part| -part * part.log2()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_told_by_their_shape() {
        for (value, kind) in [
            ("4111 1111 1111 1111", SecretKind::CardNumber),
            ("5500-0000-0000-0004", SecretKind::CardNumber),
            ("GB82 WEST 1234 5698 7654 32", SecretKind::AccountNumber),
            ("078-05-1120", SecretKind::SocialSecurityNumber),
            ("+44 20 7946 0958", SecretKind::PhoneNumber),
            ("(555) 010-4477", SecretKind::PhoneNumber),
            ("555-010-4477", SecretKind::PhoneNumber),
            ("jo.doe+x@mail.example.org", SecretKind::EmailAddress),
            ("sk-9fJ2kLq8Zx1Vb7Nm", SecretKind::Token),
            ("ghp_a8Gk2LmPq9RsTuVw", SecretKind::Token),
            ("q7Rk2ZpL9xVb4NwT", SecretKind::Token),
            ("5f4dcc3b5aa765d61d8327deb882cf99", SecretKind::Token),
        ] {
            assert_eq!(kind_of(value), Some(kind), "{value}");
        }
    }

    #[test]
    fn ordinary_values_are_none() {
        for value in [
            "Tomato soup",
            "4111 1111 1111 1112",
            "2024-05-08",
            "12.50",
            "ORD-2024-000123",
            "quarterly-report_2024.pdf",
            "PurchaseOrderNumber",
            "https",
            "internationalization",
            "Straße 12, 10115 Berlin",
            "@ops",
            "",
        ] {
            assert_eq!(kind_of(value), None, "{value}");
        }
    }
}
