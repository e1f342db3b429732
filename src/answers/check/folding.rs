//! Several findings of one rule in one document, told as one.

use crate::report::{Edit, Finding, Fix, Location, Repeat};

use super::fixing::meet;
use super::rules;

/// More lines than these are counted only.
const MOST_PLACES: usize = 4;

/// Tells findings of one rule in one document as one, where the rule says in which words.
/// What a baseline accepts is never told with what it does not.
pub(super) fn folded(findings: Vec<Finding>) -> Vec<Finding> {
    let mut told: Vec<(Finding, &'static str)> = Vec::new();
    let mut single = Vec::new();
    for finding in findings {
        let Some(words) = together(&finding) else {
            single.push(finding);
            continue;
        };
        let is_same = |(first, _): &&mut (Finding, &'static str)| {
            first.path == finding.path
                && first.rule == finding.rule
                && first.severity == finding.severity
                && first.acceptance == finding.acceptance
        };
        match told.iter_mut().rev().find(is_same) {
            Some((first, _)) => {
                let Finding { key, location, fix, .. } = finding;
                first.fix = both(first.fix.take(), fix);
                first.repeated.push(Repeat { key, location });
            }
            None => told.push((finding, words)),
        }
    }
    single.extend(told.into_iter().map(|(finding, words)| counted(finding, words)));
    single.sort_by(|a, b| {
        (&a.path, a.location, a.rule, &a.key).cmp(&(&b.path, b.location, b.rule, &b.key))
    });
    single
}

/// Two fixes as one, under the name of the first. One that meets the other is left out.
fn both(first: Option<Fix>, second: Option<Fix>) -> Option<Fix> {
    let (mut first, second) = match (first, second) {
        (Some(first), Some(second)) => (first, second),
        (only, None) | (None, only) => return only,
    };
    let meets = |edit: &Edit| first.edits.iter().any(|other| meet(edit.span, other.span));
    if !second.edits.iter().any(meets) {
        first.edits.extend(second.edits);
        first.edits.sort_by_key(|edit| edit.span);
    }
    Some(first)
}

fn together(finding: &Finding) -> Option<&'static str> {
    rules().find(|rule| rule.id == finding.rule)?.together
}

/// `4 steps have more than 30 words (lines 12, 15, 18 and 22); the first: …`
fn counted(mut finding: Finding, words: &str) -> Finding {
    if finding.repeated.is_empty() {
        return finding;
    }
    let count = finding.repeated.len() + 1;
    let places = finding.repeated.iter().filter_map(|repeat| repeat.location);
    let mut lines: Vec<usize> =
        finding.location.into_iter().chain(places).map(Location::line).collect();
    lines.dedup();
    let named: Vec<String> = lines.iter().take(MOST_PLACES).map(ToString::to_string).collect();
    let places = match (named.as_slice(), lines.len().saturating_sub(MOST_PLACES)) {
        ([], _) => String::new(),
        ([only], _) => format!(" (line {only})"),
        ([firsts @ .., last], 0) => format!(" (lines {} and {last})", firsts.join(", ")),
        (named, more) => format!(" (lines {} and {more} more)", named.join(", ")),
    };
    let before = format!("{count} {words}{places}; the first: ");
    finding.message = finding.message.behind(&before);
    finding
}
