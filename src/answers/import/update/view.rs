//! A proposal for people: what becomes of each step, and what is left to them.

use crate::comparison::{ChangeKind, Class};
use crate::document::lifecycle::Status;
use crate::report::{Block, ChangeRow, Line, Section, Tone, View};
use crate::standing::plural;

use super::super::view::masked;
use super::Update;
use super::proposed::Proposed;
use super::writing::{Left, Why};

pub(super) fn of(update: &Update) -> View {
    let heading = Line::new().document(update.name()).text("  ").text(update.title.as_str());
    let mut blocks = vec![Block::Prose(head(update))];
    blocks.extend(doubt(update));
    if !update.is_known {
        let rows: Vec<ChangeRow> = update.proposed.iter().flat_map(Proposed::rows).collect();
        if !rows.is_empty() {
            blocks.push(Block::Changes(rows));
        }
        let origin = Line::new().faint("record: ").text("recorded_from names the new recording");
        blocks.push(Block::Prose(origin));
    }
    let aside = if update.is_known { Line::new() } else { update.comparison.class.name().into() };
    let mut all = vec![Block::Section(Section { heading, aside, tone: tone(update), blocks })];
    all.extend(left(update));
    all.extend(references(update));
    let of_several = false;
    all.extend(masked(&update.masks, update.format, of_several));
    all.extend(next(update));
    View { blocks: all }
}

/// `would change 4 steps: 1 added, 1 removed, 2 changed`
fn head(update: &Update) -> Line {
    if update.is_known {
        let said = "It was made from this very recording, which has nothing new.";
        return Line::new().text(said);
    }
    let kinds = [
        (ChangeKind::Added, "added"),
        (ChangeKind::Removed, "removed"),
        (ChangeKind::Moved, "moved"),
        (ChangeKind::Changed, "changed"),
    ];
    let of = |kind| update.proposed.iter().filter(|step| step.change == kind).count();
    let counted: Vec<String> = kinds
        .into_iter()
        .map(|(kind, name)| (of(kind), name))
        .filter(|(count, _)| *count > 0)
        .map(|(count, name)| format!("{count} {name}"))
        .collect();
    let line = Line::new().code(update.path.as_str());
    if counted.is_empty() {
        return line.text(format!(": the steps are as in {}", update.format));
    }
    line.text(format!(", by {}; steps: {}", update.format, counted.join(", ")))
}

/// That the recording may be one of another task.
fn doubt(update: &Update) -> Option<Block> {
    let counts = update.counts;
    let is_far = !update.is_known && counts.shared * 3 < counts.recorded;
    is_far.then(|| {
        let said = format!(
            "Of {} in the recording, only {} of {}: is it the same task?",
            plural(counts.recorded, "step"),
            if counts.shared == 1 {
                "1 is one".to_owned()
            } else {
                format!("{} are steps", counts.shared)
            },
            update.name()
        );
        Block::Note(Tone::Warning, said.into())
    })
}

fn tone(update: &Update) -> Tone {
    match update.comparison.class {
        Class::Major => Tone::Warning,
        Class::Minor => Tone::Notice,
        Class::Editorial | Class::Record | Class::None => Tone::Plain,
    }
}

/// What stays for people to decide.
fn left(update: &Update) -> Option<Block> {
    if update.left.is_empty() {
        return None;
    }
    let told = |left: &Left| {
        let number = left.number.map_or_else(|| "sub-step".to_owned(), |n| format!("step {n}"));
        let why = match left.why {
            Why::NotRecorded => "not in the recording, and written by hand: marked TODO",
            Why::NotRecordable => "not in the recording, where it could not be seen",
            Why::WordedByHand => "the recording does something else: marked TODO",
        };
        Line::new().faint(number).text("  ").text(left.text.as_str()).text("  ").faint(why)
    };
    Some(Block::Section(Section {
        heading: "Left as written".into(),
        tone: Tone::Notice,
        blocks: vec![Block::Items(update.left.iter().map(told).collect())],
        ..Section::default()
    }))
}

/// What names steps by their numbers.
fn references(update: &Update) -> Option<Block> {
    let lines: Vec<String> = update.naming_steps.iter().map(ToString::to_string).collect();
    let (noun, verb) = if lines.len() == 1 { ("line", "names") } else { ("lines", "name") };
    let said =
        format!("{noun} {} {verb} a step by its number, which may have changed", lines.join(", "));
    (!lines.is_empty()).then(|| Block::Note(Tone::Notice, said.into()))
}

fn next(update: &Update) -> Vec<Block> {
    if update.is_known {
        return vec![Block::Prose("Nothing to change.".into())];
    }
    if !update.is_written {
        return vec![Block::Note(Tone::Notice, "Nothing is written: --write does it.".into())];
    }
    let is_in_force = matches!(update.status, Some(Status::Approved | Status::Effective));
    if update.comparison.class <= Class::Record || !(is_in_force && update.was_approved) {
        let line = Line::new().text("next: answer what is marked TODO, then ").code("sopctl check");
        return vec![Block::Prose(line)];
    }
    let name = update.name();
    let said = "The text is changed since its approval. Once what is marked TODO is answered:";
    vec![
        Block::Note(Tone::Warning, said.into()),
        Block::Items(vec![
            Line::new().code(format!("git commit -- {}", update.path.as_git_argument())),
            Line::new().code(format!("sopctl diff --since-review {name}")),
            Line::new()
                .code(format!("sopctl promote {name} --to approved --by WHO --effective DAY")),
        ]),
    ]
}
