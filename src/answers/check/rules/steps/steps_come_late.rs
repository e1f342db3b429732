//! `steps-come-late`: a work instruction that talks before it instructs.

use super::instructions::Instructions;
use crate::answers::check::rules::{Example, Fault, Rule, Standing};
use crate::answers::check::surroundings::Surroundings;
use crate::document::blocks::MarkKind;
use crate::document::outline::{Unit, UnitKind, content};
use crate::language::StepSense;
use crate::library::Member;
use crate::report::Severity;
use crate::text::{plain_words, word_key};

pub(super) const RULE: Rule = Rule {
    id: "steps-come-late",
    severity: Severity::Suggestion,
    summary: "much prose stands before the first step of a work instruction",
    help: "Whoever opens a work instruction has a task at hand. Two sentences say whether this is the \
           right one; the rest can stand behind the steps. What is needed before the start \
           (prerequisites, tools, safety) is not counted. More than 300 words or 5 paragraphs are a \
           warning, from 150 words or 3 paragraphs on it is a suggestion.",
    standing: Standing::Judges,
    together: None,
    example: Example {
        bad: &[(
            "work-instructions/plants.md",
            "\
# Water the plants of the office

The plants of the office were bought when the new hall was built. They stand at the windows.

Plants need water, light and air. Without water they die within a few weeks, and the office looks sad.

Many colleagues have asked who waters the plants. For a long time it was the team of the reception.

Since the summer everybody can water them. It takes ten minutes in the week.

## Steps

1. Fill the green can at the sink.
2. Give each pot one cup of water.
3. Put the can back below the sink.
",
        )],
        good: &[(
            "work-instructions/plants.md",
            "\
# Water the plants of the office

Use this once a week, for the plants that stand at the windows of the office.

## Steps

1. Fill the green can at the sink.
2. Give each pot one cup of water.
3. Put the can back below the sink.

## Background

The plants of the office were bought when the new hall was built.
",
        )],
    },
    find,
};

/// From so many words or paragraphs on, it is told.
const SOME: (usize, usize) = (150, 3);
/// Above so many, it is a warning.
const MANY: (usize, usize) = (300, 5);
/// A paragraph of fewer words only leads to what follows it.
const FEWEST_WORDS: usize = 15;

fn find(surroundings: &Surroundings<'_>, member: &Member) -> Vec<Fault> {
    // An SOP is read from its beginning; it has its purpose and its scope before the steps.
    let of = Instructions::of(surroundings, member);
    let Some(instructions) = of.filter(|instructions| !instructions.is_sop) else {
        return Vec::new();
    };
    let units = &instructions.outline.units;
    let Some(first) = units.iter().position(|unit| unit.kind == UnitKind::Step) else {
        return Vec::new();
    };
    // Where code stands before the first step, the document has begun to instruct.
    if units[..first].iter().any(|unit| unit.kind == UnitKind::Code) {
        return Vec::new();
    }
    let before = units[..first].iter().filter(|unit| is_talk(&instructions, unit));
    let (mut words, mut paragraphs) = (0, 0);
    for unit in before {
        let count = plain_words(&unit.text).count();
        words += count;
        let is_paragraph = unit.depth == 0 && count >= FEWEST_WORDS && !instructions.is_item(unit);
        paragraphs += usize::from(is_paragraph);
    }
    let severity = if words > MANY.0 || paragraphs > MANY.1 {
        Severity::Warning
    } else if words >= SOME.0 || paragraphs >= SOME.1 {
        Severity::Suggestion
    } else {
        return Vec::new();
    };
    let counted =
        if paragraphs == 1 { "1 paragraph".to_owned() } else { format!("{paragraphs} paragraphs") };
    let message = format!("the first step comes behind {words} words in {counted}");
    let help = "keep two sentences that say when to use this, and move the rest behind the steps or \
                into the SOP";
    let fault = instructions.fault_at(units[first].span, message);
    vec![fault.about("introduction").help(help).counts_as(severity)]
}

/// Whether a unit is prose that no reader needs before the start.
fn is_talk(instructions: &Instructions<'_>, unit: &Unit) -> bool {
    let is_prose = matches!(unit.kind, UnitKind::Paragraph | UnitKind::Statement | UnitKind::Note);
    let is_markup = unit.text.starts_with(['<', '{', '%', ':', '!'])
        || instructions.source(unit).starts_with('<');
    let links = unit.marks.iter().filter(|mark| matches!(mark.kind, MarkKind::Link(_)));
    let linked: usize = links.map(|mark| mark.end - mark.start).sum();
    is_prose
        && !content::is_order(unit, instructions.language)
        && !is_markup
        && linked * 10 < unit.text.len() * 9
        && !is_preparation(instructions, unit)
}

/// Whether a unit stands in a section that belongs before the steps.
fn is_preparation(instructions: &Instructions<'_>, unit: &Unit) -> bool {
    let sections = &instructions.outline.sections;
    let mut outer = std::iter::successors(unit.section, |section| sections[*section].parent);
    outer.any(|section| {
        let words = word_key(&sections[section].title);
        // The title of the document names its subject.
        sections[section].level > 1
            && (0..words.len()).any(|at| {
                instructions.language.step_words(StepSense::Preparation, &words[at..]) > 0
            })
    })
}
