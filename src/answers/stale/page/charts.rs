//! How many documents are due when, how old they are, and whose they are.

use crate::calendar::Date;
use crate::report::{Chart, Line, Series, Tone};
use crate::standing::{State, plural};

use super::super::{Judged, StaleReport};

const UNIT: &str = "documents";
const OVERDUE: Series = Series { name: "overdue", tone: Tone::Bad };
const DUE_SOON: Series = Series { name: "due soon", tone: Tone::Notice };

/// The charts of the page; none of which all bars would be the same one.
pub(super) fn of(report: &StaleReport) -> Vec<Chart> {
    let mut charts = Vec::new();
    charts.extend(due(report));
    charts.extend(age(report));
    charts.extend(owners(report));
    charts
}

fn is_under_review(document: &Judged) -> bool {
    !matches!(document.standing.state, State::Exempt | State::NotUnderReview)
}

/// The dates of next review.
fn due(report: &StaleReport) -> Option<Chart> {
    let today = report.context.as_of;
    let series = |due: Date| match due {
        due if due < today => 0,
        due if due <= today.plus(report.due_soon) => 1,
        _ => 2,
    };
    let reviewed = || report.documents.iter().filter(|one| is_under_review(one));
    let days: Vec<(Date, usize)> = reviewed()
        .filter_map(|document| document.standing.due)
        .map(|due| (due, series(due)))
        .collect();
    if days.is_empty() {
        return None;
    }
    let undated = reviewed().count() - days.len();
    let all = vec![OVERDUE, DUE_SOON, Series { name: "later", tone: Tone::Plain }];
    let chart = Chart::by_month("Next review by month", UNIT, all, &days, today);
    let undated = without(undated, "under review without a date of next review");
    let accepted = reviewed().filter(|one| {
        let is_over = one.standing.due.is_some_and(|due| due < today);
        is_over && report.open_state(one) != Some(State::Overdue)
    });
    let accepted = match accepted.count() {
        0 => Line::new(),
        number => Line::new().text(format!("Of what is overdue, {number} accepted.")),
    };
    let remarks = [chart.remark, accepted, undated].into_iter().filter(|remark| !remark.is_empty());
    Some(Chart { remark: Line::joined(remarks.collect(), " "), ..chart })
}

/// How long ago the documents last changed in substance.
fn age(report: &StaleReport) -> Option<Chart> {
    let days: Vec<(Date, usize)> = report
        .documents
        .iter()
        .filter_map(|document| document.changed_on(report))
        .map(|day| (day, 0))
        .collect();
    if days.is_empty() {
        return None;
    }
    let series = vec![Series { name: UNIT, tone: Tone::Notice }];
    let chart = Chart::by_age(
        "Since the last change in substance",
        UNIT,
        series,
        &days,
        report.context.as_of,
    );
    let unknown = report.count() - days.len();
    Some(Chart { remark: without(unknown, "without a change that is known"), ..chart })
}

/// Who has how much to do; none where nobody is named.
fn owners(report: &StaleReport) -> Option<Chart> {
    let is_ageing = report.ageing.is_some();
    let documents: Vec<&Judged> =
        report.documents.iter().filter(|one| is_ageing || is_under_review(one)).collect();
    let series = |document: &Judged| match report.open_state(document) {
        Some(State::Overdue) => 0,
        Some(State::Suspect | State::Changed | State::NeverReviewed | State::Unknown) => 1,
        Some(State::DueSoon) => 2,
        Some(State::Current | State::Exempt | State::NotUnderReview) | None => 3,
    };
    let named: Vec<(Option<&str>, usize)> = documents
        .iter()
        .map(|one| (one.fields.owner.value().map(String::as_str), series(one)))
        .collect();
    if named.iter().all(|(name, _)| name.is_none()) {
        return None;
    }
    let to_look_at = Series { name: "to look at", tone: Tone::Warning };
    let rest = Series { name: "the rest", tone: Tone::Plain };
    let all = vec![OVERDUE, to_look_at, DUE_SOON, rest];
    let chart = Chart::by_name("Load by owner", UNIT, "Owner", all, &named, "no owner");
    let left_out = report.documents.len() - documents.len();
    Some(Chart { remark: without(left_out, "not under review"), ..chart })
}

/// `3 documents without a change that is known are not shown here.`
fn without(number: usize, what: &str) -> Line {
    match number {
        0 => Line::new(),
        1 => Line::new().text(format!("1 document {what} is not shown here.")),
        _ => Line::new().text(format!("{} {what} are not shown here.", plural(number, "document"))),
    }
}
