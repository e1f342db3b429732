//! `numbering-broken`: numbers of steps that do not follow each other.

use super::instructions::Instructions;
use crate::answers::check::fixing::Fix;
use crate::answers::check::rules::{Example, Fault, Rule, Standing};
use crate::answers::check::surroundings::Surroundings;
use crate::data::splice::Patch;
use crate::document::blocks::{Block, BlockKind};
use crate::document::renumbering::renumbered;
use crate::library::Member;
use crate::report::Severity;

pub(super) const RULE: Rule = Rule {
    id: "numbering-broken",
    severity: Severity::Suggestion,
    summary: "the numbers of a list do not follow each other",
    help: "Markdown numbers a list anew, whatever stands in the file: whoever reads the source and \
           whoever reads the page then speak of different steps. The same number on every item is \
           no fault.",
    standing: Standing::OnRequest,
    together: Some("numbers do not follow the one before"),
    example: Example {
        bad: &[(
            "work-instructions/scale.md",
            "\
# Check the scale of the packing bench

## Steps

1. Switch on the scale and wait for the zero.
2. Put the 500 g weight on the plate.
2. Read the display and write the value on the card.
5. Take the weight off the plate.
",
        )],
        good: &[(
            "work-instructions/scale.md",
            "\
# Check the scale of the packing bench

## Steps

1. Switch on the scale and wait for the zero.
2. Put the 500 g weight on the plate.
3. Read the display and write the value on the card.
4. Take the weight off the plate.
",
        )],
    },
    find,
};

fn find(surroundings: &Surroundings<'_>, member: &Member) -> Vec<Fault> {
    let Some(instructions) = Instructions::of(surroundings, member) else { return Vec::new() };
    let body = member.document.body();
    // By list: the numbers that are typed, in order.
    let mut lists: Vec<(usize, Vec<(u64, &Block)>)> = Vec::new();
    for block in member.document.blocks() {
        let BlockKind::Item { list, ordinal: Some(_), .. } = block.kind else { continue };
        let Some(number) = typed_number(body, block) else { continue };
        match lists.iter_mut().find(|(known, _)| *known == list) {
            Some((_, items)) => items.push((number, block)),
            None => lists.push((list, vec![(number, block)])),
        }
    }
    let mut faults = Vec::new();
    let start = member.document.body_start();
    for (list, items) in lists {
        let is_constant = items.windows(2).all(|pair| pair[0].0 == pair[1].0);
        let broken = items.windows(2).find(|pair| pair[1].0 != pair[0].0 + 1);
        if let Some([(before, _), (number, block)]) = broken.filter(|_| !is_constant) {
            let message = format!("the number {number} follows {before}");
            let help = format!("number the steps one by one: here {}", before + 1);
            let fault = instructions.fault_at(block.span, message).help(help);
            let patches = renumbered(body, member.document.blocks(), list).map(|patches| {
                let placed = patches
                    .into_iter()
                    .map(|Patch { span, text }| Patch { span: span.shifted(start), text });
                placed.collect()
            });
            faults.push(match patches {
                Some(patches) => {
                    fault.fix(Fix::text("number the items as they are shown", patches))
                }
                None => fault,
            });
        }
    }
    faults
}

/// The number in the marker of an item.
fn typed_number(body: &str, block: &Block) -> Option<u64> {
    let source = body.get(block.span.start..block.span.end)?.trim_start();
    let digits = source.bytes().take_while(u8::is_ascii_digit).count();
    source[..digits].parse().ok()
}
