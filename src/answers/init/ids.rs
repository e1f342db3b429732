//! How the documents that are there are numbered.

use std::collections::BTreeMap;

use crate::config::IdPattern;
use crate::document::id::DocumentId;
use crate::document::lifecycle::DocumentKind;

use super::survey::Seen;

/// The pattern of the numbers of each kind, where documents of it have any: the one that most
/// of them follow. No two kinds get the same, since numbers are counted by type.
pub(super) fn patterns(seen: &[&Seen<'_>]) -> BTreeMap<&'static str, IdPattern> {
    let mut by_prefix: BTreeMap<&str, Vec<(&str, Option<DocumentKind>)>> = BTreeMap::new();
    for seen in seen {
        let Some(id) = &seen.id else { continue };
        let (prefix, digits) = id.as_str().split_at(id.prefix().len());
        if !prefix.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) {
            by_prefix.entry(prefix).or_default().push((digits, seen.kind));
        }
    }
    let mut found: BTreeMap<&'static str, (usize, IdPattern)> = BTreeMap::new();
    for (prefix, ids) in by_prefix {
        let of_kind = |kind| ids.iter().filter(|(_, of)| *of == Some(kind)).count();
        let Some(kind) = DocumentKind::ALL.into_iter().rev().max_by_key(|kind| of_kind(*kind))
        else {
            continue;
        };
        let digits = ids.iter().map(|(digits, _)| digits.len()).min().unwrap_or(1);
        let Ok(pattern) = IdPattern::new(&written(prefix, digits)) else { continue };
        let best = found.get(kind.as_str()).map_or(0, |(count, _)| *count);
        if of_kind(kind) > 0 && ids.len() > best {
            found.insert(kind.as_str(), (ids.len(), pattern));
        }
    }
    found.into_iter().map(|(kind, (_, pattern))| (kind, pattern)).collect()
}

/// `SOP-{n:03}`: as many digits as the shortest number has.
fn written(prefix: &str, digits: usize) -> String {
    match digits {
        0 | 1 => format!("{prefix}{{n}}"),
        digits => format!("{prefix}{{n:0{digits}}}"),
    }
}

/// The number that the name of a file begins with, in capitals so that it is not `step-2`:
/// `SOP-014` of `SOP-014_refunds`.
pub(super) fn number_of_name(stem: &str) -> Option<DocumentId> {
    let letters = stem.find(|c: char| !(c.is_ascii_uppercase() || c == '-'))?;
    let rest = stem.get(letters..)?;
    let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let is_end = rest.get(digits..)?.chars().next().is_none_or(|c| "-_ .".contains(c));
    let has_name = stem.get(..letters)?.trim_end_matches('-').len() > 1;
    let is_number = has_name && digits > 0 && is_end && stem.get(..letters)?.ends_with('-');
    is_number.then(|| DocumentId::new(stem.get(..letters + digits)?).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_has_a_number_only_behind_capitals() {
        let number = |stem: &str| number_of_name(stem).map(|id| id.to_string());
        assert_eq!(number("SOP-014_refunds").as_deref(), Some("SOP-014"));
        assert_eq!(number("QP-LAB-7 Weighing").as_deref(), Some("QP-LAB-7"));
        assert_eq!(number("WI-3").as_deref(), Some("WI-3"));
        for stem in ["step-2", "A-1", "SOP", "SOP-", "SOP-1a", "01-introduction", "", "ISO27001"] {
            assert_eq!(number(stem), None, "{stem}");
        }
    }
}
