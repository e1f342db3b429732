//! What a redline shows of two texts.

use proptest::prelude::*;

use super::*;
use crate::comparison::compare;
use crate::document::profile::Profile;

fn flow(old: &str, new: &str) -> Vec<Passage> {
    let read = |text: &str| Document::read(text.to_owned(), Profile::sopctl());
    let (old, new) = (read(old), read(new));
    redline(&old, &new, &compare(&old, &new))
}

/// A sign, a number and the words of each passage, deletions and insertions marked.
fn said(passages: &[Passage]) -> Vec<String> {
    let words = |line: &Line| -> String {
        line.pieces
            .iter()
            .map(|piece| match piece {
                Piece::Deleted(words) => format!("[-{}-]", words.untrusted()),
                Piece::Inserted(words) => format!("{{+{}+}}", words.untrusted()),
                Piece::Plain(words) | Piece::Strong(words) | Piece::Code(words) => {
                    words.untrusted().to_owned()
                }
                other => panic!("{other:?}"),
            })
            .collect()
    };
    let one = |passage: &Passage| {
        let sign = match (passage.sign, passage.journey.as_ref().map(|j| j.leg)) {
            (None, _) => '=',
            (Some(Sign::Added), _) => '+',
            (Some(Sign::Removed), _) => '-',
            (Some(Sign::Changed), _) => '~',
            (Some(Sign::Moved), Some(Leg::Left)) => '<',
            (Some(Sign::Moved), _) => '>',
        };
        let lines: Vec<String> = passage.lines.iter().map(words).collect();
        format!("{sign}{} {}", passage.label.untrusted(), lines.join("|"))
    };
    passages.iter().map(one).collect()
}

const OLD: &str = "# Till\n\nCount it daily.\n\n## Steps\n\n1. Open the till.\n2. Count the **notes** twice.\n3. Enter the sum in the ledger.\n4. Close the till.\n\n## Contacts\n\nAsk the shift lead.\n";

#[test]
fn a_text_and_itself_flow_unmarked() {
    assert_eq!(
        said(&flow(OLD, OLD)),
        [
            "= Till",
            "= Count it daily.",
            "= Steps",
            "=1 Open the till.",
            "=2 Count the notes twice.",
            "=3 Enter the sum in the ledger.",
            "=4 Close the till.",
            "= Contacts",
            "= Ask the shift lead.",
        ]
    );
}

#[test]
fn everything_old_and_everything_new_is_in_the_flow_once() {
    let new = OLD
        .replace("daily", "weekly")
        .replace("3. Enter the sum in the ledger.", "3. Phone your colleague at the bank.")
        .replace("## Contacts\n\nAsk the shift lead.\n", "## Records\n\nKeep every slip.\n");
    assert_eq!(
        said(&flow(OLD, &new)),
        [
            "= Till",
            "~ Count it [-daily-]{+weekly+}.",
            "= Steps",
            "=1 Open the till.",
            "=2 Count the notes twice.",
            "-3 Enter the sum in the ledger.",
            "+3 Phone your colleague at the bank.",
            "=4 Close the till.",
            "~ [-Contacts-]{+Records+}",
            "- Ask the shift lead.",
            "+ Keep every slip.",
        ]
    );
}

#[test]
fn a_move_is_seen_where_it_began_and_where_it_ended() {
    let new = "# Till\n\nCount it daily.\n\n## Steps\n\n1. Count the **notes** twice.\n2. Enter the sum in the ledger.\n3. Close the till.\n4. Open the till.\n\n## Contacts\n\nAsk the shift lead.\n";
    let passages = flow(OLD, new);
    assert_eq!(
        said(&passages)[2..8],
        [
            "= Steps",
            "<1 Open the till.",
            "=1 Count the notes twice.",
            "=2 Enter the sum in the ledger.",
            "=3 Close the till.",
            ">4 Open the till.",
        ]
    );
    let ends: Vec<_> = passages.iter().filter_map(|passage| passage.journey.as_ref()).collect();
    assert_eq!((ends[0].number, ends[0].place.untrusted()), (ends[1].number, "step 4"));
    assert_eq!(ends[1].place.untrusted(), "step 1");
}

#[test]
fn rows_change_cell_by_cell() {
    let table = |limit: &str| {
        format!("| Who | What |\n|---|---|\n| Lead | up to {limit} EUR |\n| Head | the rest |\n")
    };
    let passages = flow(&table("100"), &table("250"));
    assert_eq!(
        said(&passages),
        ["= Who|What", "~ Lead|up to [-100-]{+250+} EUR", "= Head|the rest"]
    );
}

#[test]
fn a_step_that_was_split_is_cut_where_its_parts_end() {
    let parts = ["Open the till.", "Count the notes.", "Lock it."];
    let line = |line: &Line| {
        let words = line.pieces.iter().map(|piece| match piece {
            Piece::Plain(words) => words.untrusted().to_owned(),
            Piece::Deleted(words) => format!("[-{}-]", words.untrusted()),
            Piece::Inserted(words) => format!("{{+{}+}}", words.untrusted()),
            other => panic!("{other:?}"),
        });
        words.collect::<String>()
    };
    let said = |old: &str| -> Vec<String> { split_lines(old, &parts).iter().map(line).collect() };
    assert_eq!(said("Open the till. Count the notes. Lock it."), parts);
    assert_eq!(
        said("Open the till, count the notes. Lock the box."),
        ["Open the till[-, count-]{+.+}", "{+Count+} the notes.", "Lock [-the box-]{+it+}."]
    );
    // In every case, what is not taken out are the parts.
    let old = "1. Open the till with your key before you count the notes and the coins.";
    let new = "1. Open the till with your key.\n2. Count the notes and the coins.";
    let texts: Vec<String> = flow(old, new).iter().map(|passage| words_at(passage, true)).collect();
    assert_eq!(texts, ["Open the till with your key.", "Count the notes and the coins."]);
}

#[test]
fn a_change_of_markup_alone_takes_no_word_away() {
    let old =
        format!("{}See [the list](a.md).\n", "Read all of this before you begin. ".repeat(12));
    let passages = flow(&old, &old.replace("a.md", "b.md"));
    assert_eq!(words_at(&passages[0], true).matches("Read all of this").count(), 12);
    assert_eq!(passages[0].sign, Some(Sign::Changed));
}

#[test]
fn a_text_that_is_new_is_put_in_whole() {
    assert!(said(&flow("", OLD)).iter().all(|passage| passage.starts_with('+')));
    assert!(said(&flow(OLD, "")).iter().all(|passage| passage.starts_with('-')));
}

/// The words of a passage at one end.
fn words_at(passage: &Passage, is_new: bool) -> String {
    let line = |line: &Line| -> String {
        line.pieces
            .iter()
            .map(|piece| match piece {
                Piece::Deleted(_) if is_new => "",
                Piece::Inserted(_) if !is_new => "",
                Piece::Plain(words)
                | Piece::Strong(words)
                | Piece::Code(words)
                | Piece::Deleted(words)
                | Piece::Inserted(words) => words.untrusted(),
                other => panic!("{other:?}"),
            })
            .collect()
    };
    passage.lines.iter().map(line).collect::<Vec<_>>().join(BAR)
}

/// The texts of an outline in reading order.
fn texts(outline: &Outline) -> Vec<String> {
    let text = |part: Part| match part {
        Part::Heading(section) => outline.sections[section].title.clone(),
        Part::Unit(unit) => outline.units[unit].text.clone(),
    };
    parts(outline).into_iter().map(text).collect()
}

/// A document of a few headings and steps, of words that repeat.
fn body() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "open", "close", "count", "the", "till", "safe", "notes", "twice", "10", "guard",
    ]);
    let text = prop::collection::vec(words, 1..7).prop_map(|words| words.join(" "));
    let part = (0..6_u8, text).prop_map(|(kind, text)| match kind {
        0 => format!("## {text}\n\n"),
        1 => format!("{text}.\n\n"),
        2 => format!("| {text} | {text} |\n|---|---|\n| a | {text} |\n\n"),
        _ => format!("1. {text}.\n"),
    });
    prop::collection::vec(part, 0..14).prop_map(|parts| parts.concat())
}

proptest! {
    /// Without what was taken out, a redline is the new text from its beginning to its end.
    #[test]
    fn the_new_text_is_there_in_its_order(old in body(), new in body()) {
        let read = |text: &str| Document::read(text.to_owned(), Profile::sopctl());
        let (old, new) = (read(&old), read(&new));
        let passages = redline(&old, &new, &compare(&old, &new));
        let stays = |passage: &&Passage| {
            let left = passage.journey.as_ref().is_some_and(|journey| journey.leg == Leg::Left);
            passage.sign != Some(Sign::Removed) && !left
        };
        let said: Vec<String> =
            passages.iter().filter(stays).map(|passage| words_at(passage, true)).collect();
        prop_assert_eq!(said, texts(new.outline()));
        // And of each move both ends are there, once.
        let ends = |leg| {
            let journeys = passages.iter().filter_map(|passage| passage.journey.as_ref());
            let mut numbers: Vec<usize> =
                journeys.filter(|journey| journey.leg == leg).map(|j| j.number).collect();
            numbers.sort_unstable();
            numbers
        };
        prop_assert_eq!(ends(Leg::Left), ends(Leg::Arrived));
    }

    /// Without what was put in, it has every step and paragraph of the old one, each as often.
    #[test]
    fn the_old_text_is_there_as_often(old in body(), new in body()) {
        let read = |text: &str| Document::read(text.to_owned(), Profile::sopctl());
        let (old, new) = (read(&old), read(&new));
        let comparison = compare(&old, &new);
        prop_assume!(!comparison.changes.iter().any(|change| !change.also.is_empty()));
        let stood = |passage: &&Passage| {
            let arrived =
                passage.journey.as_ref().is_some_and(|journey| journey.leg == Leg::Arrived);
            passage.sign != Some(Sign::Added) && !arrived
        };
        let passages = redline(&old, &new, &comparison);
        let mut said: Vec<String> =
            passages.iter().filter(stood).map(|passage| words_at(passage, false)).collect();
        // A comparison tells headings by their titles, of which several can be the same.
        for unit in &old.outline().units {
            let at = said.iter().position(|words| *words == unit.text);
            prop_assert!(at.is_some(), "{:?} is not in {:?}", unit.text, said);
            said.swap_remove(at.unwrap_or_default());
        }
    }
}
