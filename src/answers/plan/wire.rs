//! The plan of reviews for programs. Fields are added here, never changed.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::calendar::Date;
use crate::library::Unreadable;
use crate::standing::State;

use super::{Plan, Planned};

/// The body of the answer.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PlanData<'p> {
    /// How many there are of what.
    summary: Summary,
    /// The last day that is planned.
    until: Date,
    /// How much earlier a review may come, where piles are spread; `null` where that was not
    /// asked.
    tolerance: Option<String>,
    /// Whether the proposals are written.
    written: bool,
    /// The months that have a review, the first one first; a review that is overdue counts in
    /// the month in which it was due.
    months: Vec<Month<'p>>,
    /// The reviews, the first one first.
    reviews: Vec<Review<'p>>,
    /// Documents under review of which nothing says when it is next.
    undated: Vec<Review<'p>>,
    /// Documents whose proposed day cannot be written.
    refused: Vec<WireRefused<'p>>,
    /// The documents that could not be read.
    unreadable: &'p [Unreadable],
}

#[derive(Debug, Serialize, JsonSchema)]
struct Summary {
    /// Reviews until the last day that is planned.
    reviews: usize,
    /// Those that are overdue.
    overdue: usize,
    /// Reviews for which an earlier day is proposed.
    proposed: usize,
    /// Reviews behind the last day that is planned.
    later: usize,
    /// Documents under review of which nothing says when it is next.
    undated: usize,
    /// Documents that need no review.
    not_under_review: usize,
    /// Documents that could not be read.
    unreadable: usize,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Month<'p> {
    /// `YYYY-MM`.
    month: String,
    /// Its reviews.
    reviews: usize,
    /// Its reviews by owner, those with most first.
    owners: Vec<OwnerOfMonth<'p>>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct OwnerOfMonth<'p> {
    /// The owner; `null` for the documents without one.
    owner: Option<&'p str>,
    /// Their reviews in the month.
    reviews: usize,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Review<'p> {
    /// The number of the document; `null` where it has none.
    id: Option<&'p str>,
    /// Where it stands, from the root of the repository.
    path: &'p str,
    /// Its title: from the front matter, else its first heading, else the name of the file.
    title: &'p str,
    /// The owner, by the handle of sopctl.toml where it has one.
    owner: Option<&'p str>,
    /// Whether it can be trusted.
    state: State,
    /// The day on which it was last reviewed.
    last_reviewed: Option<Date>,
    /// The day of the next review.
    due: Option<Date>,
    /// Days since then; `null` where it is still to come.
    days_overdue: Option<i64>,
    /// The earlier day that is proposed; `null` where it stays.
    proposed: Option<Date>,
}

#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Refused")]
struct WireRefused<'p> {
    /// Where it stands, from the root of the repository.
    path: &'p str,
    /// The line at which it cannot be changed.
    line: Option<usize>,
    /// Why, in words.
    why: &'p str,
}

impl<'p> PlanData<'p> {
    pub(super) fn of(plan: &'p Plan) -> Self {
        let shown: Vec<&Planned> = plan.shown().collect();
        Self {
            summary: Summary {
                reviews: shown.len(),
                overdue: shown.iter().filter(|one| one.days_overdue.is_some()).count(),
                proposed: plan.proposals().count(),
                later: plan.reviews.len() - shown.len(),
                undated: plan.undated.len(),
                not_under_review: plan.not_under_review,
                unreadable: plan.unreadable.len(),
            },
            until: plan.last_day(),
            tolerance: plan.tolerance.map(|tolerance| tolerance.to_string()),
            written: plan.is_written,
            months: months(&shown),
            reviews: shown.into_iter().map(review).collect(),
            undated: plan.undated.iter().map(review).collect(),
            refused: plan
                .refused
                .iter()
                .map(|refused| WireRefused {
                    path: refused.path.as_str(),
                    line: refused.line,
                    why: &refused.why,
                })
                .collect(),
            unreadable: &plan.unreadable,
        }
    }
}

fn months<'p>(shown: &[&'p Planned]) -> Vec<Month<'p>> {
    let mut counted: BTreeMap<String, BTreeMap<Option<&str>, usize>> = BTreeMap::new();
    for one in shown {
        let Some(day) = one.day() else { continue };
        let month = format!("{:04}-{:02}", day.year(), day.month());
        *counted.entry(month).or_default().entry(one.owner.as_deref()).or_default() += 1;
    }
    counted
        .into_iter()
        .map(|(month, by_owner)| {
            let mut owners: Vec<OwnerOfMonth<'_>> = by_owner
                .into_iter()
                .map(|(owner, reviews)| OwnerOfMonth { owner, reviews })
                .collect();
            // The sort is stable: equals stay in the order of their names.
            owners.sort_by_key(|owner| std::cmp::Reverse(owner.reviews));
            Month { month, reviews: owners.iter().map(|owner| owner.reviews).sum(), owners }
        })
        .collect()
}

fn review(one: &Planned) -> Review<'_> {
    Review {
        id: one.id.as_deref(),
        path: one.path.as_str(),
        title: &one.title,
        owner: one.owner.as_deref(),
        state: one.state,
        last_reviewed: one.last_reviewed,
        due: one.due,
        days_overdue: one.days_overdue,
        proposed: one.proposed,
    }
}
