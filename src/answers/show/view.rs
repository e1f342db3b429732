//! One document for people: what it is, whether to trust it, what it says to do.

use crate::document::blocks::{Mark, MarkKind};
use crate::document::field::Field;
use crate::document::lifecycle::{DocumentType, Status};
use crate::genre::Certainty;
use crate::report::{
    Block, Column, Completeness, Entry, Fact, Label, Line, Row, Section as Heading, Table, Tone,
    View,
};
use crate::source::Spanned;
use crate::standing::{Reason, ReasonCode, State, plural};

use super::front_matter::WrittenField;
use super::in_force;
use super::outline::{Item, Section, Step};
use super::{LinkEnd, LinksFollowed, Show, ShownLink};

pub(super) fn of(show: &Show) -> View {
    if let Some(view) = absent(show) {
        return view;
    }
    let mut blocks = vec![Block::Title(title(show)), Block::Facts(facts(show))];
    if let Some(answer) = &show.in_force {
        blocks.push(in_force::section(answer, &show.context.time_zone));
    }
    blocks.push(review(show));
    blocks.extend(links(show));
    blocks.push(outline(show));
    if !show.written.is_empty() {
        let entries = show.written.iter().map(written).collect();
        blocks.push(section("Front matter", Line::new(), vec![Block::Entries(entries)]));
    }
    View { blocks }
}

/// A copy to print: which text it is, the text, and what speaks for it.
pub(super) fn page_of(show: &Show) -> View {
    if let Some(view) = absent(show) {
        return view;
    }
    let mut blocks = vec![
        Block::Title(title(show)),
        Block::RunningHead(running_head(show)),
        Block::Facts(facts(show)),
    ];
    if let Some(answer) = &show.in_force {
        blocks.push(in_force::section(answer, &show.context.time_zone));
    }
    blocks.push(section("Text", Line::new(), vec![Block::Manuscript(show.text.clone())]));
    blocks.push(review(show));
    blocks.extend(links(show));
    View { blocks }
}

/// Which text a sheet of paper belongs to: a single sheet must tell what it is a copy of.
fn running_head(show: &Show) -> Line {
    let fields = &show.fields;
    let mut parts = vec![title(show)];
    if let Some(version) = fields.version.value() {
        parts.push(Line::new().text("version ").text(version.as_str()));
    }
    parts.extend(fields.status.value().map(|status| Line::from(status.as_str())));
    parts.push(Line::from(format!("fingerprint {}", fingerprint(show))));
    Line::joined(parts, " · ")
}

/// Of a document that stood nowhere on the day, no more than that: its text of another day
/// could be taken for what held.
fn absent(show: &Show) -> Option<View> {
    let answer = show.in_force.as_ref().filter(|_| show.is_absent)?;
    let said = Block::Prose(in_force::nothing(answer));
    let section = in_force::section(answer, &show.context.time_zone);
    Some(View { blocks: vec![Block::Title(title(show)), said, section] })
}

fn title(show: &Show) -> Line {
    let line = match &show.id {
        Some(id) => Line::new().document(id.as_str()).text("  "),
        None => Line::new(),
    };
    line.text(show.title.as_str())
}

fn section(heading: &str, aside: Line, blocks: Vec<Block>) -> Block {
    Block::Section(Heading { heading: heading.into(), aside, tone: Tone::Plain, blocks })
}

fn facts(show: &Show) -> Vec<Fact> {
    let fields = &show.fields;
    let type_of = |document_type: &DocumentType| Line::new().text(document_type.as_str());
    let mut facts = vec![
        Fact { name: "Type", value: known(&fields.document_type, type_of) },
        Fact { name: "Version", value: known(&fields.version, |version| version.as_str().into()) },
        Fact { name: "Status", value: status(show) },
        Fact {
            name: "Owner",
            value: known(&fields.owner, |owner| Line::new().person(owner.as_str())),
        },
    ];
    if !fields.approved_on.is_missing() || !fields.approved_by.is_missing() {
        let on = known(&fields.approved_on, |date| {
            Line::new().date(*date).line(by(&fields.approved_by))
        });
        facts.push(Fact { name: "Approved", value: on });
    }
    facts.extend(looks_like(show));
    facts.push(Fact { name: "Path", value: Line::new().code(show.path.as_str()) });
    facts.push(Fact { name: "Fingerprint", value: Line::new().faint(fingerprint(show)) });
    facts
}

/// The first digits of it, behind the number of the canonical form.
fn fingerprint(show: &Show) -> String {
    format!("1:{}", show.fingerprint.short())
}

/// What it looks like and what speaks most for that: `an SOP, clearly: 13.2 names of roles
/// in 1,000 words, 5 different roles that act`.
fn looks_like(show: &Show) -> Option<Fact> {
    /// Programs are told all of them.
    const MOST: usize = 3;
    let verdict = &show.looks_like.as_ref()?.whole;
    let looks_like = verdict.looks_like();
    let line = match verdict.certainty() {
        Certainty::Unclear => Line::new().faint("unclear"),
        Certainty::Likely => Line::new().text(looks_like.in_words()).text(", likely"),
        Certainty::Clear => Line::new().text(looks_like.in_words()),
    };
    let reasons = verdict.reasons().take(MOST).map(|because| because.measure.to_string());
    let reasons: Vec<String> = reasons.collect();
    let line = match reasons.as_slice() {
        [] => line,
        reasons => line.faint(format!(" ({})", reasons.join(", "))),
    };
    Some(Fact { name: "Looks like", value: line })
}

/// A value, or that there is none.
fn known<T>(field: &Field<T>, show: impl FnOnce(&T) -> Line) -> Line {
    match field {
        Field::Given(given) => show(&given.value),
        Field::Missing => Line::new().faint("not given"),
        Field::Invalid { .. } => Line::new().toned(Tone::Bad, "cannot be read, see below"),
    }
}

/// ` by @ana, @ben`
fn by(people: &Field<Vec<Spanned<String>>>) -> Line {
    let people: Vec<Line> =
        people.texts().into_iter().map(|person| Line::new().person(person)).collect();
    if people.is_empty() {
        return Line::new();
    }
    Line::new().text(" by ").line(Line::joined(people, ", "))
}

/// `effective since 2026-02-01`
fn status(show: &Show) -> Line {
    let since = |status: &Status| {
        let line = Line::new().text(status.as_str());
        match show.fields.effective_date.copied() {
            Some(date) if date > show.context.as_of => line.text(", takes effect on ").date(date),
            Some(date) if *status == Status::Effective => line.text(" since ").date(date),
            _ => line,
        }
    };
    known(&show.fields.status, since)
}

fn review(show: &Show) -> Block {
    let standing = &show.standing;
    let mut facts = Vec::new();
    let coverage = standing.state;
    if !matches!(coverage, State::NotUnderReview | State::Exempt)
        || !show.fields.last_reviewed.is_missing()
    {
        let last = known(&show.fields.last_reviewed, |date| {
            Line::new().date(*date).line(by(&show.fields.reviewed_by))
        });
        facts.push(Fact { name: "Last", value: last });
    }
    if let Some(due) = standing.due {
        let every = standing.interval.map(|interval| format!(" (every {interval})"));
        let next = Line::new().date(due).faint(every.unwrap_or_default());
        facts.push(Fact { name: "Next", value: next });
    }
    if let Some(reason) = show.fields.review_exempt_reason.value() {
        facts.push(Fact { name: "Exempt", value: Line::new().text(reason.as_str()) });
    }
    let without_history = show.context.repository.history == Completeness::None;
    let reasons: Vec<Line> = standing
        .reasons
        .iter()
        .filter(|reason| !(without_history && reason.code == ReasonCode::HistoryIncomplete))
        .map(reason)
        .collect();
    let mut blocks = vec![Block::Facts(facts)];
    if !reasons.is_empty() {
        blocks.push(Block::Items(reasons));
    }
    if without_history {
        blocks.push(Block::Note(
            Tone::Notice,
            "There is no git history here, so nothing tells what changed since a review.".into(),
        ));
    }
    section("Review", Line::new().toned(tone(coverage), coverage.name()), blocks)
}

fn reason(reason: &Reason) -> Line {
    let mut line = Line::new().text(reason.message.as_str());
    if let Some(number) = reason.line {
        line = line.text(format!(" (line {number})"));
    }
    match reason.commits.first() {
        Some(commit) => line.text(" (").commit(commit).text(")"),
        None => line,
    }
}

const fn tone(state: State) -> Tone {
    match state {
        State::Overdue | State::Unknown => Tone::Bad,
        State::Suspect | State::Changed | State::NeverReviewed => Tone::Warning,
        State::DueSoon => Tone::Notice,
        State::Current => Tone::Good,
        State::Exempt | State::NotUnderReview => Tone::Plain,
    }
}

fn links(show: &Show) -> Option<Block> {
    let mut blocks = Vec::new();
    if !show.links.is_empty() {
        let columns = vec![
            Column::fixed("Relation"),
            Column::fixed("Document"),
            Column::flexible("Title"),
            Column::fixed("Fault"),
        ];
        let rows = show.links.iter().map(link).collect();
        blocks.push(Block::Table(Table { columns, named: false, rows }));
    }
    if show.links_followed == LinksFollowed::No {
        blocks.push(Block::Note(
            Tone::Notice,
            "Read alone: it is in no repository and below no sopctl.toml, so nobody knows the \
             documents around it."
                .into(),
        ));
    }
    (!blocks.is_empty()).then(|| section("Links", Line::new(), blocks))
}

fn link(link: &ShownLink) -> Row {
    let document = link.end.document();
    let name = document
        .map_or(link.name.as_str(), |document| document.id.as_deref().unwrap_or(&document.path));
    let mut named = Line::new().document(name);
    if let Some(stage) = &link.stage {
        named = named.text(format!("#{stage}"));
    }
    let title = document.map(|document| Line::new().text(document.title.as_str()));
    let fault = match link.end {
        LinkEnd::Document(_) | LinkEnd::Unknown => None,
        LinkEnd::NoStage(_) => Some("has no such stage".to_owned()),
        LinkEnd::Several(count) => Some(format!("is the number of {count} documents")),
        LinkEnd::Unreadable => Some("cannot be read".to_owned()),
        LinkEnd::Missing => Some("is not in this library".to_owned()),
    };
    let place = link.line.map(|line| format!(" (line {line})")).unwrap_or_default();
    let fault = fault.map(|fault| Line::new().toned(Tone::Bad, fault).text(place));
    let relation = Line::new().faint(link.relation.name());
    let cells = vec![relation, named, title.unwrap_or_default(), fault.unwrap_or_default()];
    Row { cells, details: Vec::new() }
}

fn outline(show: &Show) -> Block {
    let mut entries = Vec::new();
    for section in &show.outline {
        if section.title.as_deref() == Some(show.title.as_str()) {
            // The title stands above already.
            content(section, 0, &mut entries);
        } else {
            heading(section, 0, &mut entries);
        }
    }
    let steps = match show.step_count {
        0 => Line::new(),
        count => Line::new().text(plural(count, "step")),
    };
    let blocks = if entries.is_empty() {
        vec![Block::Prose("No headings, steps or statements.".into())]
    } else {
        vec![Block::Entries(entries)]
    };
    section("Outline", steps, blocks)
}

fn heading(section: &Section, depth: usize, entries: &mut Vec<Entry>) {
    let Some(title) = &section.title else {
        content(section, depth, entries);
        return;
    };
    let mut text = Line::new().strong(title.as_str());
    let besides = besides(section);
    if !besides.is_empty() {
        text = text.faint(format!("  {besides}"));
    }
    entries.push(Entry { depth, text, ..Entry::default() });
    content(section, depth + 1, entries);
}

fn content(section: &Section, depth: usize, entries: &mut Vec<Entry>) {
    items(&section.items, depth, entries);
    for inner in &section.sections {
        heading(inner, depth, entries);
    }
}

/// `3 rows, 1 picture`: what a section has and the outline does not show.
fn besides(section: &Section) -> String {
    let counted =
        [(section.rows, "row"), (section.code_blocks, "code block"), (section.pictures, "picture")];
    let parts: Vec<String> = counted
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| plural(count, what))
        .collect();
    parts.join(", ")
}

fn items(all: &[Item], depth: usize, entries: &mut Vec<Entry>) {
    for item in all {
        match item {
            Item::Step(step) => self::step(step, depth, entries),
            Item::Statement(statement) => entries.push(Entry {
                depth,
                label: Label::Point,
                text: Line::new().text(statement.text.as_str()),
                details: Vec::new(),
            }),
            Item::Warning(warning) => entries.push(Entry {
                depth,
                label: Label::Point,
                text: Line::new().toned(Tone::Warning, "warning: ").text(warning.text.as_str()),
                details: Vec::new(),
            }),
        }
    }
}

fn step(step: &Step, depth: usize, entries: &mut Vec<Entry>) {
    let label = match &step.number {
        Some(number) => Label::Words(number.as_str().into()),
        None => Label::Point,
    };
    let expected = step.expected_result.iter();
    let details = expected.map(|result| Line::new().text("expected: ").text(result.as_str()));
    entries.push(Entry {
        depth,
        label,
        text: marked(&step.text, &step.marks),
        details: details.collect(),
    });
    items(&step.items, depth + 1, entries);
}

/// A text with what is bold or code in it. Marks inside others are left to these.
fn marked(text: &str, marks: &[Mark]) -> Line {
    let mut line = Line::new();
    let mut at = 0;
    for mark in marks {
        let (Some(before), Some(inside)) =
            (text.get(at..mark.start), text.get(mark.start..mark.end))
        else {
            continue;
        };
        line = match mark.kind {
            MarkKind::Strong => line.text(before).strong(inside),
            MarkKind::Code => line.text(before).code(inside),
            MarkKind::Link(_) | MarkKind::Footnote(_) => continue,
        };
        at = mark.end;
    }
    line.text(text.get(at..).unwrap_or_default())
}

fn written(field: &WrittenField) -> Entry {
    let mut details = Vec::new();
    if let Some(fault) = &field.fault {
        let place = format!(" (line {}, column {})", fault.at.line, fault.at.column);
        details.push(Line::new().toned(Tone::Bad, fault.why.as_str()).text(place));
    }
    if let Some(meant) = &field.meant {
        let asked = Line::new().text("not a field that is read here; did you mean ");
        details.push(asked.code(meant.as_str()).text("?"));
    }
    let text = match field.text.as_str() {
        "" => Line::new().faint("empty"),
        text => Line::new().text(text),
    };
    Entry { depth: 0, label: Label::Words(field.key.as_str().into()), text, details }
}
