//! Numbers that documents have in their titles and file names already.
//!
//! `SOP-012 Closing.md` and `# QP 4.2 Purchasing` were numbered before they came under
//! control, and people cite those numbers: they are taken over rather than replaced.

use crate::config::Config;
use crate::document::id::DocumentId;
use crate::paths::RepoPath;

/// A document number at the beginning of a title or a file name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct WrittenNumber<'t> {
    pub(super) id: DocumentId,
    /// What follows it: the title proper.
    pub(super) rest: &'t str,
}

/// The most groups of letters before a number: `HR-POL-007` has two.
const MOST_GROUPS: usize = 3;

/// Upper-case words with a number behind them that are no document numbers: standards,
/// laws, protocols, diseases and quarters.
const NAMES: [&str; 38] = [
    "AES", "ANSI", "API", "AS", "ASTM", "BS", "CFR", "CIS", "COVID", "CVE", "CWE", "DIN", "EC",
    "EN", "FIPS", "FY", "GDPR", "GMP", "HTML", "HTTP", "IEC", "IEEE", "IPV", "ISO", "ITIL", "NIST",
    "PCI", "PEP", "PR", "RFC", "RSA", "SHA", "SOC", "TLS", "UTF", "WCAG", "CQ", "QQ",
];

/// The number at the beginning of a text: one of a type in any spelling (`sop_012`,
/// `SOP012`), or any other that looks like one (`QP 4.2`).
pub(super) fn number_at_start_of<'t>(text: &'t str, config: &Config) -> Option<WrittenNumber<'t>> {
    let text = text.trim_start();
    let spelled = Spelled::read(text)?;
    let rest = text.get(spelled.end..)?.trim_start_matches(|c: char| {
        c.is_whitespace() || matches!(c, '-' | '_' | ':' | '.' | '–' | '—')
    });
    let glued = format!("{}{}", spelled.letters, spelled.number);
    let joined = format!("{}-{}", spelled.letters, spelled.number);
    let spellings = [joined.to_uppercase(), glued.to_uppercase(), joined.to_lowercase()];
    let of_a_type = spellings
        .iter()
        .filter_map(|id| DocumentId::new(id).ok())
        .find(|id| config.type_of_id(id).is_some());
    let id = match of_a_type {
        Some(id) => id,
        None if spelled.is_likely() => {
            DocumentId::new(if spelled.is_glued { &glued } else { &joined }).ok()?
        }
        None => return None,
    };
    Some(WrittenNumber { id, rest })
}

/// A bare number at the beginning of a file name or title: 3 for `03-refunds` and
/// `3. Refunds`. A year is none.
pub(super) fn bare_number(text: &str) -> Option<(u64, &str)> {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, rest) = text.split_at(digits);
    let behind = rest.trim_start_matches(['-', '_', '.', ')', ' ']);
    // `3rd party` begins a title, `05-minutes` goes on with a date.
    let words = behind.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_apart = behind.len() < rest.len() && words.starts_with(char::is_alphabetic);
    let number = number.parse().ok().filter(|_| (1..=4).contains(&digits) && is_apart)?;
    (1..1000).contains(&number).then_some((number, behind))
}

/// The name of a file without the ending that makes it a document.
pub(super) fn stem(path: &RepoPath) -> &str {
    let name = path.file_name();
    let ending = [".html.md.erb", ".htm.md.erb", ".md.erb", ".markdown", ".md"]
        .into_iter()
        .find(|ending| name.to_ascii_lowercase().ends_with(ending));
    name.get(..name.len() - ending.map_or(0, str::len)).unwrap_or(name)
}

/// Letters and a number, taken apart.
struct Spelled {
    /// The groups of letters, joined by `-`.
    letters: String,
    /// `012`, `4.2.3-01`.
    number: String,
    is_glued: bool,
    end: usize,
}

impl Spelled {
    fn read(text: &str) -> Option<Self> {
        let mut groups: Vec<&str> = Vec::new();
        let mut at = 0;
        let mut is_glued = false;
        loop {
            let rest = text.get(at..)?;
            let letters = run(rest, |c| c.is_ascii_alphabetic());
            if letters == 0 {
                break;
            }
            groups.push(&rest[..letters]);
            if groups.len() > MOST_GROUPS || letters > 8 {
                return None;
            }
            let behind = &rest[letters..];
            let gap = run(behind, |c| matches!(c, '-' | '_' | '.' | ' ' | '#')).min(2);
            is_glued = gap == 0;
            at += letters + gap;
        }
        let digits = number(text.get(at..)?);
        let end = at + digits;
        let is_whole = !text.get(end..)?.starts_with(char::is_alphanumeric);
        (!groups.is_empty() && digits > 0 && is_whole).then(|| Self {
            letters: groups.join("-"),
            number: text[at..end].to_owned(),
            is_glued,
            end,
        })
    }

    /// Whether people would take it for a document number where no type has such numbers.
    fn is_likely(&self) -> bool {
        let groups: Vec<&str> = self.letters.split('-').collect();
        let looks_so = groups.iter().all(|group| {
            (2..=5).contains(&group.len()) && group.bytes().all(|b| b.is_ascii_uppercase())
        });
        let is_name = groups.iter().any(|group| NAMES.contains(group));
        let is_year = self.number.len() == 4 && self.number.starts_with(['1', '2']);
        // `EC2` is a product; `SOP0003` is a number.
        let is_product = self.is_glued && self.number.len() < 3;
        looks_so && !is_name && !is_year && !is_product
    }
}

/// The length of what begins with digits and goes on with `.2` and `-01`.
fn number(text: &str) -> usize {
    let mut end = run(text, |c| c.is_ascii_digit());
    while end > 0 {
        let more =
            text[end..].strip_prefix(['.', '-']).map(|rest| run(rest, |c| c.is_ascii_digit()));
        match more {
            Some(digits) if digits > 0 => end += 1 + digits,
            _ => break,
        }
    }
    end
}

fn run(text: &str, belongs: impl Fn(char) -> bool) -> usize {
    text.len() - text.trim_start_matches(belongs).len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Option<(String, String)> {
        let config = Config::default();
        number_at_start_of(text, &config)
            .map(|found| (found.id.as_str().to_owned(), found.rest.to_owned()))
    }

    proptest::proptest! {
        #[test]
        fn any_text_may_begin_with_a_number(text in "(SOP|QP|[a-zé ._–-]|[0-9]){0,12}") {
            let config = Config::default();
            if let Some(found) = number_at_start_of(&text, &config) {
                proptest::prop_assert!(text.ends_with(found.rest));
            }
            if let Some((_, rest)) = bare_number(&text) {
                proptest::prop_assert!(text.ends_with(rest));
            }
        }
    }

    #[test]
    fn a_number_is_known_in_any_spelling() {
        for (text, id, rest) in [
            ("SOP-012 Closing", "SOP-012", "Closing"),
            ("SOP-012: Closing", "SOP-012", "Closing"),
            ("sop-012-closing", "SOP-012", "closing"),
            ("SOP012_Closing", "SOP-012", "Closing"),
            ("Sop 12 – Closing", "SOP-12", "Closing"),
            ("SOP-006--Outsourced_Work", "SOP-006", "Outsourced_Work"),
            ("SOP-012", "SOP-012", ""),
            ("QP 4.2 Purchasing", "QP-4.2", "Purchasing"),
            ("QSP-4.2.3-01 Records", "QSP-4.2.3-01", "Records"),
            ("HR-POL-007 Leave", "HR-POL-007", "Leave"),
            ("LAB-SOP0003_mixing", "LAB-SOP0003", "mixing"),
        ] {
            assert_eq!(found(text), Some((id.to_owned(), rest.to_owned())), "{text}");
        }
    }

    #[test]
    fn what_merely_has_a_number_is_not_numbered() {
        for text in [
            "COVID-19 policy",
            "ISO 27001 scope",
            "EC2 instances",
            "FY 2026 plan",
            "IT 2026 plan",
            "Top 10 mistakes",
            "closing-the-till-2",
            "Section 508",
            "18F handbook",
            "S3 buckets",
            "SOP-12b",
            "Refunds",
            "Änderung 3",
            "",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
    }

    #[test]
    fn a_bare_number_stands_apart() {
        for (text, expected) in [
            ("03-refunds", Some((3, "refunds"))),
            ("0012_refunds", Some((12, "refunds"))),
            ("3. Refunds", Some((3, "Refunds"))),
            ("2026-01-05-minutes", None),
            ("2026-plan", None),
            ("18f", None),
            ("21-3rd_party", Some((21, "3rd_party"))),
            ("01-05-minutes", None),
            ("3.2 Refunds", None),
            ("refunds", None),
            ("000-none", None),
        ] {
            assert_eq!(bare_number(text), expected, "{text}");
        }
    }

    #[test]
    fn the_stem_keeps_dots_of_the_name() {
        let stem = |path: &str| stem(&RepoPath::new(path).unwrap()).to_owned();
        assert_eq!(stem("x/QP-4.2 Purchasing.md"), "QP-4.2 Purchasing");
        assert_eq!(stem("x/add.html.md.erb"), "add");
        assert_eq!(stem("x/a.txt"), "a.txt");
    }
}
