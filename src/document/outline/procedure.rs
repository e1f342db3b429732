//! Which blocks are steps.
//!
//! Not every numbered list is a procedure: definitions, criteria and options are
//! numbered too. The heading above a list, and the share of its items that give an
//! order or name an actor, decide.

use std::collections::HashMap;

use crate::document::blocks::{Block, BlockKind};
use crate::document::label::read_label;
use crate::language::Language;
use crate::text::word_key;

use super::Reading;

/// One entry per block: whether it is a step.
pub(super) fn step_blocks(blocks: &[Block], reading: Reading, language: &Language) -> Vec<bool> {
    let mut steps = vec![false; blocks.len()];
    if reading == Reading::Policy {
        return steps;
    }
    let lists = lists(blocks, language);
    for (index, block) in blocks.iter().enumerate() {
        if let BlockKind::Item { list, .. } = block.kind {
            let nested_in_step = block.parent.is_some_and(|parent| steps[parent]);
            steps[index] = lists.get(&list).is_some_and(|list| {
                if nested_in_step { list.ordered } else { list.is_procedure(reading) }
            }) && !in_aside(block, blocks);
        }
    }
    let labelled = |block: &Block| {
        matches!(block.kind, BlockKind::Heading { .. })
            && read_label(&block.text).is_some_and(|label| label.word)
    };
    if blocks.iter().filter(|block| labelled(block)).count() >= 2 {
        for (index, block) in blocks.iter().enumerate() {
            steps[index] |= labelled(block);
        }
    }
    steps
}

/// What is known of one list.
#[derive(Debug, Default)]
struct List {
    ordered: bool,
    tasks: bool,
    items: usize,
    orders: usize,
    heading: Heading,
}

#[derive(Debug, Default, Clone, Copy, PartialEq)]
enum Heading {
    Steps,
    NotSteps,
    #[default]
    Silent,
}

impl List {
    fn is_procedure(&self, reading: Reading) -> bool {
        if !self.ordered && !self.tasks {
            return false;
        }
        let share_of_orders = self.orders * 2 >= self.items;
        match (self.heading, reading) {
            (Heading::NotSteps, _) => false,
            (Heading::Steps, _) => true,
            (Heading::Silent, Reading::Procedure) => self.orders * 3 >= self.items,
            (Heading::Silent, _) => share_of_orders,
        }
    }
}

fn lists(blocks: &[Block], language: &Language) -> HashMap<usize, List> {
    let mut lists: HashMap<usize, List> = HashMap::new();
    let mut heading = Heading::Silent;
    for block in blocks {
        match &block.kind {
            BlockKind::Heading { .. } => {
                let words = word_key(&block.text);
                heading = if language.announces_steps(&words) {
                    Heading::Steps
                } else if language.announces_list(&words) {
                    Heading::NotSteps
                } else {
                    Heading::Silent
                };
            }
            BlockKind::Item { list, ordinal, task } => {
                let list =
                    lists.entry(*list).or_insert_with(|| List { heading, ..List::default() });
                list.ordered |= ordinal.is_some();
                list.tasks |= task;
                list.items += 1;
                list.orders += usize::from(gives_order(&block.text, language));
            }
            _ => {}
        }
    }
    lists
}

/// Whether a text tells somebody to do something: a verb first, or after a short
/// condition ("If the lamp is red, stop"), or an actor who acts.
fn gives_order(text: &str, language: &Language) -> bool {
    const LEAD_WORDS: [&str; 6] = ["then", "next", "finally", "now", "first", "please"];
    let words = word_key(text);
    let begins = |words: &[String]| {
        let words = match words {
            [lead, rest @ ..] if LEAD_WORDS.contains(&lead.as_str()) => rest,
            all => all,
        };
        words.first().is_some_and(|word| {
            language.is_verb(word)
                || word.split_once('-').is_some_and(|(stem, _)| stem == "re" || stem == "un")
        })
    };
    if begins(&words) {
        return true;
    }
    if let Some((condition, rest)) = text.split_once(", ")
        && word_key(condition).first().is_some_and(|word| {
            matches!(
                word.as_str(),
                "if" | "when"
                    | "once"
                    | "after"
                    | "before"
                    | "in"
                    | "on"
                    | "under"
                    | "from"
                    | "to"
                    | "for"
                    | "using"
            )
        })
    {
        return begins(&word_key(rest));
    }
    words.first().is_some_and(|word| word == "you")
        || words.iter().take(4).any(|word| language.is_role(word))
}

/// Steps inside a note, warning or quotation belong to that note.
fn in_aside(block: &Block, blocks: &[Block]) -> bool {
    let mut outer = block.parent;
    while let Some(index) = outer {
        if matches!(blocks[index].kind, BlockKind::Quote { .. }) {
            return true;
        }
        outer = blocks[index].parent;
    }
    false
}
