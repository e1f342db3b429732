//! The report of `stale` for people.

use crate::calendar::{Date, TimeZone};
use crate::report::{Acceptance, Block, Column, Line, Row, Section, Table, Text, Tone, View};
use crate::standing::{Link, Reason, ReasonCode, Severity, State, VouchedBy, Vouching, plural};

use super::{Ageing, Judged, StaleReport};

/// How many documents the ageing report lists unless all are asked for.
const OLDEST: usize = 10;

/// What a library has whose documents say nothing of reviews.
pub(super) const NO_DATES: &str =
    "No document carries a review date, so this is how long ago each last changed in substance.";

/// What a document is called of which a baseline accepts all there is to say.
pub(super) const ACCEPTED: &str = "accepted";

/// The states that are listed document by document, in this order.
pub(super) const LISTED: [State; 5] =
    [State::Overdue, State::Suspect, State::Changed, State::NeverReviewed, State::Unknown];

pub(super) fn of(report: &StaleReport) -> View {
    let mut blocks = vec![Block::Prose(head(report))];
    blocks.extend(remarks(report));
    if report.count() == 0 {
        blocks.push(Block::Prose("No documents here.".into()));
        return View { blocks };
    }
    match &report.ageing {
        Some(ageing) => {
            blocks.push(Block::Prose(NO_DATES.into()));
            blocks.extend(oldest(report, ageing));
            blocks.extend(spread(report, ageing));
        }
        None => blocks.extend(verdicts(report)),
    }
    View { blocks }
}

/// What there is to know of the whole: what was looked at, and what was left out.
pub(super) fn remarks(report: &StaleReport) -> Vec<Block> {
    let mut blocks = Vec::new();
    if let Some(remark) = considered(report) {
        blocks.push(Block::Note(Tone::Notice, remark));
    }
    if let Some(scope) = &report.scope {
        blocks.push(Block::Note(
            Tone::Notice,
            Line::new()
                .text("Only what was touched since ")
                .strong(scope.rev.as_str())
                .text(" (")
                .commit(scope.base)
                .text("), or rests on what was: ")
                .text(format!("{} of {}.", report.count(), plural(report.in_library, "document"))),
        ));
    }
    if !report.removed.is_empty() {
        let paths = report.removed.iter().map(|path| Line::new().document(path.as_str())).collect();
        let line = Line::new().text("Removed in the working tree, not committed: ");
        blocks.push(Block::Note(Tone::Warning, line.line(Line::joined(paths, ", "))));
    }
    blocks
}

/// `41 documents on main at a1b2c3d, judged on 2026-11-22 (UTC)`
pub(super) fn head(report: &StaleReport) -> Line {
    let context = &report.context;
    let mut line = Line::new().text(plural(report.count(), "document"));
    match (&context.repository.rev, &context.repository.branch) {
        (Some(rev), _) => line = line.text(" in ").strong(rev.as_str()),
        (None, Some(branch)) if context.repository.on_branch != Some(false) => {
            line = line.text(" on ").strong(branch.as_str());
        }
        (None, _) => {}
    }
    if let Some(head) = &context.repository.head {
        line = line.text(" at ").commit(head);
    }
    if let (Some(false), Some(branch)) = (context.repository.on_branch, &context.repository.branch)
    {
        line = line.text(", which is not on ").strong(branch.as_str()).text(" yet");
    }
    line = line.text(", judged on ").date(context.as_of).text(format!(" ({})", context.time_zone));
    if context.profile != "sopctl" {
        line = line.text(format!(", front matter read as {}", context.profile));
    }
    match context.repository.dirty {
        0 => line,
        dirty => line.text(format!(", {dirty} with uncommitted changes")),
    }
}

fn considered(report: &StaleReport) -> Option<Line> {
    let considered = report.considered;
    (!considered.configured).then(|| {
        Line::new().message(&Text::from(format!(
            "No sopctl.toml: all Markdown counts, {} of {} in {}. `sopctl init` narrows that.",
            plural(report.in_library, "document"),
            plural(considered.files, "file"),
            plural(considered.folders, "folder"),
        )))
    })
}

fn verdicts(report: &StaleReport) -> Vec<Block> {
    let mut blocks = Vec::new();
    for state in LISTED {
        blocks.extend(section(report, state));
    }
    blocks.extend(failing_beside(report));
    if report.show_due_soon || report.explain {
        blocks.extend(section(report, State::DueSoon));
    }
    if report.explain {
        for state in [State::Current, State::Exempt, State::NotUnderReview] {
            blocks.extend(section(report, state));
        }
    }
    let totals = totals(report);
    if !totals.is_empty() {
        blocks.push(Block::Prose(totals));
    }
    blocks.push(verdict(report));
    blocks
}

fn section(report: &StaleReport, state: State) -> Option<Block> {
    let mut documents: Vec<&Judged> = report
        .documents
        .iter()
        .filter(|document| shown_state(document, report) == Some(state))
        .collect();
    if matches!(state, State::Overdue | State::DueSoon) {
        documents.sort_by_key(|document| document.standing.due);
    }
    let mut rows: Vec<Row> = documents.into_iter().map(|document| row(document, report)).collect();
    if state == State::Unknown {
        let unread = report.unreadable.iter();
        let unread =
            unread.filter(|(file, reason)| report.explain || !report.accepts(&file.path, reason));
        rows.extend(unread.map(|(file, reason)| Row {
            cells: vec![
                Line::new().document(file.path.as_str()),
                Line::new(),
                Line::new(),
                Line::new(),
            ],
            details: vec![acceptable(
                Line::new().message(&reason.message.as_str().into()),
                report.acceptance(&file.path, reason),
            )],
        }));
    }
    (!rows.is_empty()).then(|| listed(state.heading(), state.tone(), rows))
}

/// The documents that make the report fail by a reason that leads to no listed state, so that
/// nobody has to search for what failed. Where all is explained they stand there.
fn failing_beside(report: &StaleReport) -> Option<Block> {
    let is_beside = |document: &&Judged| {
        let state = shown_state(document, report);
        !state.is_some_and(|state| LISTED.contains(&state)) && fails(document, report)
    };
    let documents = report.documents.iter().filter(is_beside);
    let rows: Vec<Row> = documents.map(|document| row(document, report)).collect();
    (!report.explain && !rows.is_empty()).then(|| listed("Failing besides", Tone::Bad, rows))
}

fn fails(document: &Judged, report: &StaleReport) -> bool {
    let reasons = &document.standing.reasons;
    reasons.iter().any(|one| report.fails(one) && !report.accepts(&document.called, one))
}

fn listed(heading: &str, tone: Tone, rows: Vec<Row>) -> Block {
    let table = Table {
        columns: vec![
            Column::fixed("Document"),
            Column::flexible("Title"),
            Column::fixed("Owner"),
            Column::fixed("Why"),
        ],
        named: false,
        rows,
    };
    let number = table.rows.len();
    Block::Section(Section {
        heading: Line::new().text(format!("{heading} {number}")),
        aside: Line::new(),
        tone,
        blocks: vec![Block::Table(table)],
    })
}

/// The state under which a document is shown; none where a baseline accepts all there is to
/// say of it: that is only counted.
fn shown_state(document: &Judged, report: &StaleReport) -> Option<State> {
    if report.explain { Some(document.standing.state) } else { report.open_state(document) }
}

/// The reasons that a row tells.
fn told<'d>(document: &'d Judged, report: &'d StaleReport) -> impl Iterator<Item = &'d Reason> {
    let explain = report.explain;
    let is_open = move |reason: &&Reason| {
        let leads_to_state = reason.severity > Severity::Note && reason.code.state().is_some();
        (leads_to_state || report.fails(reason)) && !report.accepts(&document.called, reason)
    };
    let reasons = &document.standing.reasons;
    reasons.iter().filter(move |reason| {
        explain || (is_open(reason) && !is_told_already(document, reason, is_open))
    })
}

/// Whether a reason is the same change as another one that is told: one after a review and
/// after an approval is told once.
pub(super) fn is_told_already(
    document: &Judged,
    reason: &Reason,
    is_told: impl Fn(&&Reason) -> bool,
) -> bool {
    reason.code == ReasonCode::ChangedAfterApproval
        && approved_before(document).is_some()
        && document
            .standing
            .reasons
            .iter()
            .filter(is_told)
            .any(|other| other.code == ReasonCode::ChangedSinceReview)
}

/// The approval, where what changed after it is what changed since the review.
fn approved_before(document: &Judged) -> Option<&Vouching> {
    let review = vouching(document, ReasonCode::ChangedSinceReview)?;
    let approval = vouching(document, ReasonCode::ChangedAfterApproval)?;
    let is_same = (review.changed_on, &review.summary) == (approval.changed_on, &approval.summary);
    is_same.then_some(approval)
}

fn row(document: &Judged, report: &StaleReport) -> Row {
    let reasons = told(document, report);
    let main = match shown_state(document, report) {
        None | Some(State::Current | State::Exempt | State::NotUnderReview) => None,
        state => document.standing.reasons.iter().find(|reason| reason.code.state() == state),
    };
    // What is dated stands in the row; what needs a sentence stands below it.
    let mut details: Vec<Line> = Vec::new();
    let why = match (main, document.standing.due) {
        (Some(reason), _) if is_dated(reason.code) => headline(document, reason, report),
        (Some(reason), _) => {
            details.push(headline(document, reason, report));
            Line::new()
        }
        (None, Some(due)) => Line::new().text("due ").date(due),
        (None, None) => Line::new(),
    };
    details.extend(main.map(|reason| proof(document, reason)).unwrap_or_default());
    for reason in reasons {
        if main != Some(reason) {
            details.push(headline(document, reason, report));
            details.extend(proof(document, reason));
        }
    }
    if report.explain
        && let Some((change, info)) = &document.evidence.last_in_substance
    {
        let day = info.author_time.day_in(&zone(report));
        let said = change
            .gist
            .as_ref()
            .map_or_else(|| "first version".to_owned(), |gist| gist.summary.clone());
        details.push(
            Line::new()
                .text("last changed in substance ")
                .date(day)
                .text(" in ")
                .commit(change.commit)
                .text(": ")
                .text(said),
        );
    }
    details.extend(document.evidence.chain.iter().map(|link| looked_at(link, &zone(report))));
    // A document without a number is called by its path, which says more than its title.
    let title =
        if document.id.is_some() { Line::new().text(document.title.as_str()) } else { Line::new() };
    let owner = match document.fields.owner.value() {
        Some(owner) => Line::new().person(owner.as_str()),
        None => Line::new().faint("no owner"),
    };
    Row { cells: vec![Line::new().document(document.name()), title, owner, why], details }
}

/// `a1b2c3d 2026-05-01 skipped, formatting only`
pub(super) fn looked_at(link: &Link, zone: &TimeZone) -> Line {
    let line = Line::new()
        .commit(link.commit.id)
        .text(" ")
        .date(link.commit.author_time.day_in(zone))
        .text(" ");
    let words = link.kind.words();
    let line = if link.kind.is_skipped() { line.faint(words) } else { line.text(words) };
    if link.summary.is_empty() { line } else { line.text(": ").text(link.summary.as_str()) }
}

/// The zone in which the report counts days.
pub(super) fn zone(report: &StaleReport) -> TimeZone {
    TimeZone::named(&report.context.time_zone).unwrap_or_else(|_| TimeZone::utc())
}

const fn is_dated(code: ReasonCode) -> bool {
    matches!(
        code,
        ReasonCode::Overdue
            | ReasonCode::DueSoon
            | ReasonCode::ChangedSinceReview
            | ReasonCode::ChangedAfterApproval
    )
}

/// A reason in one short line, with what a baseline says of it.
pub(super) fn headline(document: &Judged, reason: &Reason, report: &StaleReport) -> Line {
    acceptable(said(document, reason), report.acceptance(&document.called, reason))
}

/// A reason in words, with what a baseline says of it.
pub(super) fn acceptable(line: Line, acceptance: Option<&Acceptance>) -> Line {
    match acceptance {
        None => line,
        Some(acceptance) => {
            let words =
                if acceptance.is_expired { ", accepted only until " } else { ", accepted until " };
            let line = line.faint(words).date(acceptance.expires);
            match &acceptance.reason {
                Some(why) => line.faint(": ").text(why.clone()),
                None => line,
            }
        }
    }
}

fn said(document: &Judged, reason: &Reason) -> Line {
    match reason.code {
        ReasonCode::ChangedSinceReview | ReasonCode::ChangedAfterApproval => {
            let Some(vouching) = vouching(document, reason.code) else {
                return Line::new().message(&reason.message.as_str().into());
            };
            let verb = match vouching.by {
                VouchedBy::Approval => "approved ",
                VouchedBy::Review => "reviewed ",
                // Nobody has looked at it again since it was written.
                VouchedBy::InitialDate => "first dated ",
            };
            let line = Line::new().text(verb).date(vouching.date).text(", changed ");
            match (vouching.changed_on, vouching.changes.first()) {
                (Some(day), Some(commit)) => line.date(day).text(" (").commit(commit).text(")"),
                _ => line.text("since"),
            }
        }
        _ => {
            let mut line = Line::new().message(&reason.message.as_str().into());
            if let Some(number) = reason.line {
                line = line.text(format!(" (line {number})"));
            }
            if let Some(commit) = reason.commits.first() {
                line = line.text(" (").commit(commit).text(")");
            }
            line
        }
    }
}

/// What is said below a reason.
pub(super) fn proof(document: &Judged, reason: &Reason) -> Vec<Line> {
    let Some(vouching) = vouching(document, reason.code) else { return Vec::new() };
    let mut lines = vec![Line::new().text(vouching.summary.as_str())];
    if reason.code == ReasonCode::ChangedSinceReview
        && let Some(approval) = approved_before(document)
    {
        lines.push(Line::new().text("not approved since ").date(approval.date));
    }
    lines
}

/// What it is that a reason says the text has changed since.
pub(super) fn vouching(document: &Judged, code: ReasonCode) -> Option<&Vouching> {
    let evidence = &document.evidence;
    let mut all = [&evidence.vouching, &evidence.approval].into_iter().flatten();
    match code {
        ReasonCode::ChangedAfterApproval => all.find(|v| v.by == VouchedBy::Approval),
        ReasonCode::ChangedSinceReview => all.find(|v| v.by != VouchedBy::Approval),
        _ => None,
    }
}

/// `33 current · 1 due within 30 days · 3 not under review · 2 accepted`, by what no baseline
/// accepts: how many there are of what is not listed.
fn totals(report: &StaleReport) -> Line {
    let mut parts = Vec::new();
    let number = |state| report.in_open_state(state);
    let mut add = |state, text: String, tone| {
        if number(state) > 0 {
            parts.push(Line::new().toned(tone, text));
        }
    };
    add(State::Current, format!("{} current", number(State::Current)), Tone::Good);
    add(
        State::DueSoon,
        format!("{} due within {}", number(State::DueSoon), report.due_soon),
        Tone::Notice,
    );
    add(
        State::NotUnderReview,
        format!("{} not under review ({})", number(State::NotUnderReview), why_not(report)),
        Tone::Plain,
    );
    add(State::Exempt, format!("{} exempt", number(State::Exempt)), Tone::Plain);
    let accepted = report.accepted_count();
    if accepted > 0 {
        parts.push(Line::new().toned(Tone::Plain, format!("{accepted} {ACCEPTED}")));
    }
    Line::joined(parts, " · ")
}

fn why_not(report: &StaleReport) -> String {
    let mut reasons: Vec<&str> = report
        .documents
        .iter()
        .filter(|document| document.standing.state == State::NotUnderReview)
        .map(|document| match document.fields.status.value() {
            Some(status) if !status.is_approved() => status.as_str(),
            _ => "no interval",
        })
        .collect();
    reasons.sort_unstable();
    reasons.dedup();
    reasons.join(", ")
}

/// What makes the exit status what it is: `2 overdue, 1 unknown`, or why what is listed
/// above does not.
pub(super) fn verdict(report: &StaleReport) -> Block {
    let mut parts = Vec::new();
    for state in LISTED {
        let number = report.in_open_state(state);
        if number > 0 {
            parts.push(format!("{number} {state}"));
        }
    }
    let listed = parts.join(", ");
    let asked = report.context.fail_on.join(",");
    let (tone, said) = match (report.context.failed, parts.is_empty()) {
        (true, false) => (Tone::Bad, listed),
        (true, true) => (Tone::Bad, format!("This report fails by --fail-on {asked}.")),
        (false, false) => {
            (Tone::Notice, format!("{listed}: none of these fails this report (--fail-on {asked})"))
        }
        (false, true) => (Tone::Good, "Nothing here fails this report.".to_owned()),
    };
    Block::Verdict(tone, Line::new().text(said))
}

/// The oldest documents one by one.
fn oldest(report: &StaleReport, ageing: &Ageing) -> Option<Block> {
    let shown = if report.explain { ageing.oldest_first.len() } else { OLDEST };
    let rows: Vec<Row> = ageing
        .oldest_first
        .iter()
        .take(shown)
        .map(|(index, day)| {
            let document = &report.documents[*index];
            let commit = document
                .evidence
                .last_in_substance
                .as_ref()
                .map(|(change, _)| Line::new().commit(change.commit))
                .unwrap_or_default();
            Row {
                cells: vec![
                    Line::new().date(*day),
                    Line::new().text(age(*day, report.context.as_of)),
                    Line::new().document(document.name()),
                    commit,
                ],
                details: Vec::new(),
            }
        })
        .collect();
    let total = ageing.oldest_first.len();
    if rows.is_empty() {
        return None;
    }
    let aside = if shown < total { format!("{shown} of {total}") } else { total.to_string() };
    let columns = ["Changed", "Age", "Document", "In"].map(Column::fixed).to_vec();
    Some(Block::Section(Section {
        heading: Line::new().text(format!("OLDEST {aside}")),
        aside: Line::new(),
        tone: Tone::Notice,
        blocks: vec![Block::Table(Table { columns, named: false, rows })],
    }))
}

/// How the ages spread, and what would tell more than age.
pub(super) fn spread(report: &StaleReport, ageing: &Ageing) -> Vec<Block> {
    let total = ageing.oldest_first.len();
    let mut blocks = Vec::new();
    if let Some([first, median, third]) = ageing.quartiles {
        blocks.push(Block::Prose(
            Line::new()
                .text("A quarter last changed by ")
                .date(first)
                .text(", half by ")
                .date(median)
                .text(", three quarters by ")
                .date(third)
                .text("."),
        ));
    }
    if ageing.bulk_only > 0 {
        let share = ageing.bulk_only * 100 / total.max(1);
        blocks.push(Block::Prose(Line::new().text(format!(
            "{} of {total} ({share} %) were only ever touched by commits that changed {} or more documents at once.",
            ageing.bulk_only,
            crate::standing::BULK,
        ))));
    }
    if ageing.unknown + report.unreadable.len() > 0 {
        blocks.push(Block::Note(
            Tone::Warning,
            Line::new().text(format!(
                "{} could not be judged: not committed, not readable, or beyond a shallow clone.",
                plural(ageing.unknown + report.unreadable.len(), "document")
            )),
        ));
    }
    blocks.push(Block::Note(
        Tone::Notice,
        Line::new()
            .text("To be told when a review is due, give documents last_reviewed and review_interval, or a type an interval in sopctl.toml (")
            .code("sopctl init")
            .text(")."),
    ));
    blocks
}

/// `3 years 2 months`, `5 months`, `12 days`.
fn age(from: Date, to: Date) -> String {
    let months = from.months_until(to);
    match (months / 12, months % 12) {
        (0, 0) => plural(from.days_until(to).max(0), "day"),
        (0, months) => plural(months, "month"),
        (years, 0) => plural(years, "year"),
        (years, months) => format!("{} {}", plural(years, "year"), plural(months, "month")),
    }
}
