//! Approvals as the command line of a hosting service prints them.

use std::collections::HashMap;

use crate::calendar::{Date, Moment, TimeZone};
use crate::data::{Entry, Node, Syntax, Value, find, read};
use crate::source::Span;

/// The approvals of pull requests, by the number of the request.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HostedApprovals {
    by_request: HashMap<String, Vec<HostedApproval>>,
}

/// An approval that a hosting service knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostedApproval {
    /// The account that approved.
    pub by: String,
    /// The day.
    pub on: Option<Date>,
}

/// A file that cannot be read as such an answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HostedError {
    /// It is no JSON.
    #[error("{why}")]
    NotJson {
        /// Where.
        at: Span,
        /// Why, in words.
        why: String,
    },
    /// A pull request without its number.
    #[error("a pull request without its number")]
    NoNumber {
        /// Where.
        at: Span,
    },
    /// It has neither pull requests nor reviews.
    #[error("no pull requests with their reviews")]
    NoReviews {
        /// Where.
        at: Span,
    },
}

impl HostedError {
    /// Where in the text it went wrong, as a byte offset.
    #[must_use]
    pub const fn offset(&self) -> usize {
        match self {
            Self::NotJson { at, .. } | Self::NoNumber { at } | Self::NoReviews { at } => at.start,
        }
    }
}

/// What a list at the root is put into, so that it is read as part of an object.
const ROOT: &str = "{\"root\":";

/// The states of a review that say whether somebody approves; a comment says nothing.
const DECIDING: [&str; 3] = ["APPROVED", "CHANGES_REQUESTED", "DISMISSED"];

impl HostedApprovals {
    /// Reads what `gh pr view --json number,reviews`, `gh pr list --json number,reviews`,
    /// `gh api …/pulls/N/reviews` and `glab api …/merge_requests/N/approvals` print: one
    /// answer or a list of them. Of several reviews by one person the last counts that
    /// approves, asks for changes or was dismissed. Days are those of `zone`.
    ///
    /// # Errors
    /// When the text is no JSON, or names no pull request.
    pub fn read(text: &str, zone: &TimeZone) -> Result<Self, HostedError> {
        let is_list = text.trim_start_matches('\u{feff}').trim_start().starts_with('[');
        let wrapped = if is_list { format!("{ROOT}{text}}}") } else { text.to_owned() };
        let shift = if is_list { ROOT.len() } else { 0 };
        let back = |span: Span| {
            Span::new(span.start.saturating_sub(shift), span.end.saturating_sub(shift))
        };
        let reading = read(&wrapped, Syntax::Json);
        if let Some(problem) = reading.problems.first() {
            let (at, why) = (back(problem.span), problem.why.clone());
            return Err(HostedError::NotJson { at, why });
        }
        let mut found = Self::default();
        let outcome = match reading.entries.first() {
            Some(Entry { node: Node { value: Value::List(items), .. }, .. }) if is_list => {
                items.iter().try_for_each(|item| match &item.value {
                    Value::Table(entries) => found.take(entries, item.span, zone),
                    _ => Err(HostedError::NoReviews { at: item.span }),
                })
            }
            _ => found.take(&reading.entries, Span::new(0, 0), zone),
        };
        outcome.map_err(|error| match error {
            HostedError::NoNumber { at } => HostedError::NoNumber { at: back(at) },
            HostedError::NoReviews { at } => HostedError::NoReviews { at: back(at) },
            other @ HostedError::NotJson { .. } => other,
        })?;
        for approvals in found.by_request.values_mut() {
            approvals.sort_by(|one, other| one.by.cmp(&other.by));
        }
        Ok(found)
    }

    /// The approvals of a pull request: `#41`.
    #[must_use]
    pub fn of(&self, request: &str) -> &[HostedApproval] {
        let number = request.trim_start_matches(['#', '!']);
        self.by_request.get(number).map_or(&[], Vec::as_slice)
    }

    /// Takes a pull request with its reviews, or a review that names its pull request.
    fn take(&mut self, entries: &[Entry], at: Span, zone: &TimeZone) -> Result<(), HostedError> {
        let lists = ["reviews", "latestReviews", "approved_by"];
        let reviews = lists.iter().find_map(|key| match &find(entries, key)?.node.value {
            Value::List(reviews) => Some(reviews.as_slice()),
            _ => None,
        });
        let number = text(entries, "number").or_else(|| text(entries, "iid"));
        if let Some(reviews) = reviews {
            let number = number.ok_or(HostedError::NoNumber { at })?;
            self.by_request.entry(number.to_owned()).or_default();
            for review in reviews {
                if let Value::Table(review) = &review.value {
                    self.take_review(number, review, zone);
                }
            }
            return Ok(());
        }
        let url = text(entries, "pull_request_url").ok_or(HostedError::NoReviews { at })?;
        let number = url.rsplit('/').next().unwrap_or_default().to_owned();
        self.take_review(&number, entries, zone);
        Ok(())
    }

    /// Takes a review; those of one person come in the order in which they were given.
    fn take_review(&mut self, number: &str, review: &[Entry], zone: &TimeZone) {
        let approvals = self.by_request.entry(number.to_owned()).or_default();
        let accounts = ["author", "user"].into_iter().find_map(|key| table(review, key));
        let name = accounts
            .and_then(|account| text(account, "login").or_else(|| text(account, "username")));
        let Some(by) = name else { return };
        // What has no state is listed because it is an approval.
        let state = text(review, "state").unwrap_or("APPROVED");
        if !DECIDING.iter().any(|deciding| deciding.eq_ignore_ascii_case(state)) {
            return;
        }
        approvals.retain(|earlier| earlier.by != by);
        if state.eq_ignore_ascii_case("APPROVED") {
            let at = ["submittedAt", "submitted_at", "approved_at"]
                .into_iter()
                .find_map(|key| text(review, key));
            let on = at.and_then(|at| day_of(at, zone));
            approvals.push(HostedApproval { by: by.to_owned(), on });
        }
    }
}

fn text<'e>(entries: &'e [Entry], key: &str) -> Option<&'e str> {
    find(entries, key)?.node.scalar().map(|scalar| scalar.text.as_str())
}

fn table<'e>(entries: &'e [Entry], key: &str) -> Option<&'e [Entry]> {
    match &find(entries, key)?.node.value {
        Value::Table(entries) => Some(entries),
        _ => None,
    }
}

/// The day of `2026-03-01T23:30:00Z` in a zone; with any other offset, the day as written.
fn day_of(moment: &str, zone: &TimeZone) -> Option<Date> {
    let (day, time) = moment.split_once('T')?;
    let day = Date::read(day).ok()?.date;
    if !time.ends_with('Z') {
        return Some(day);
    }
    let mut parts = time.splitn(3, ':').map(|part| part.parse::<i8>().ok());
    let (hour, minute) = (parts.next()??, parts.next()??);
    Some(Moment::at(day, hour, minute).day_in(zone))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn approvals(text: &str, request: &str) -> Vec<(String, Option<String>)> {
        let hosted = HostedApprovals::read(text, &TimeZone::utc()).unwrap();
        let shown = |known: &HostedApproval| (known.by.clone(), known.on.map(|on| on.to_string()));
        hosted.of(request).iter().map(shown).collect()
    }

    #[test]
    fn every_command_line_is_read_as_it_prints() {
        let ben = vec![("ben".to_owned(), Some("2026-03-01".to_owned()))];
        let viewed = r#"{"number": 7, "reviews": [
            {"author": {"login": "ben"}, "state": "APPROVED", "submittedAt": "2026-03-01T09:00:00Z"}]}"#;
        assert_eq!(approvals(viewed, "#7"), ben);
        let asked = r#"[{"user": {"login": "ben"}, "state": "APPROVED",
            "submitted_at": "2026-03-01T09:00:00Z",
            "pull_request_url": "https://api.example.com/repos/o/r/pulls/7"}]"#;
        assert_eq!(approvals(asked, "#7"), ben);
        let merge_request = r#"{"iid": 7, "approved_by": [
            {"user": {"username": "ben"}, "approved_at": "2026-03-01T09:00:00.000Z"}]}"#;
        assert_eq!(approvals(merge_request, "!7"), ben);
        assert_eq!(approvals(merge_request, "#8"), []);
    }

    #[test]
    fn the_last_review_that_decides_counts() {
        let review =
            |state: &str| format!(r#"{{"author": {{"login": "ben"}}, "state": "{state}"}}"#);
        let after = |states: &[&str]| {
            let reviews: Vec<String> = states.iter().map(|state| review(state)).collect();
            let text = format!(r#"[{{"number": 7, "reviews": [{}]}}]"#, reviews.join(","));
            approvals(&text, "#7").len()
        };
        assert_eq!(after(&["APPROVED", "COMMENTED"]), 1);
        assert_eq!(after(&["APPROVED", "CHANGES_REQUESTED"]), 0);
        assert_eq!(after(&["CHANGES_REQUESTED", "APPROVED", "APPROVED"]), 1);
        assert_eq!(after(&["APPROVED", "DISMISSED"]), 0);
        assert_eq!(after(&["PENDING"]), 0);
    }

    #[test]
    fn a_day_is_that_of_the_zone() {
        let zone = TimeZone::named("Pacific/Auckland").unwrap();
        let day = |moment: &str| day_of(moment, &zone).map(|day| day.to_string());
        assert_eq!(day("2026-03-01T13:00:00Z").as_deref(), Some("2026-03-02"));
        assert_eq!(day("2026-03-01T13:00:00+02:00").as_deref(), Some("2026-03-01"));
        assert_eq!(day("yesterday"), None);
    }

    #[test]
    fn what_is_wrong_is_said_with_its_place() {
        let read = |text: &str| HostedApprovals::read(text, &TimeZone::utc()).unwrap_err();
        assert_eq!(read("[{\"reviews\": []}]"), HostedError::NoNumber { at: Span::new(1, 16) });
        assert!(matches!(read("[{}]"), HostedError::NoReviews { .. }));
        assert!(matches!(read("[{]"), HostedError::NotJson { .. }));
        assert!(read("[{]").offset() <= 3);
        assert!(HostedApprovals::read("[]", &TimeZone::utc()).is_ok());
    }
}
