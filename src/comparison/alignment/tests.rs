use super::*;
use crate::document::outline::{Outline, Reading};
use crate::language::Language;

fn units(body: &str) -> Vec<Unit> {
    Outline::read(body, None, Reading::Procedure, Language::english()).units
}

fn links(old: &str, new: &str) -> Vec<Link> {
    align(&units(old), &units(new))
}

fn pairs(old: &str, new: &str) -> Vec<(usize, usize)> {
    links(old, new).into_iter().map(|link| (link.old, link.new)).collect()
}

const OLD: &str = "1. Open the till with your key.\n2. Count the notes twice.\n3. Enter the sum in the ledger.\n4. Close the till.\n";

#[test]
fn an_inserted_step_moves_no_link() {
    let new = OLD.replace("2. Count", "2. Ask a colleague to watch.\n3. Count");
    assert_eq!(pairs(OLD, &new), [(0, 0), (1, 2), (2, 3), (3, 4)]);
}

#[test]
fn a_moved_and_a_reworded_step_are_found() {
    let moved = "1. Count the notes twice.\n2. Enter the sum in the ledger.\n3. Open the till with your key.\n4. Close the till.\n";
    assert_eq!(pairs(OLD, moved), [(1, 0), (2, 1), (0, 2), (3, 3)]);
    let reworded =
        OLD.replace("Enter the sum in the ledger", "Write the total sum into the ledger");
    assert_eq!(pairs(OLD, &reworded), [(0, 0), (1, 1), (2, 2), (3, 3)]);
}

#[test]
fn a_step_that_was_moved_and_reworded_is_found() {
    let new = "1. Count the notes twice.\n2. Enter the sum in the ledger.\n3. Open the big till with your own key.\n4. Close the till.\n";
    assert_eq!(pairs(OLD, new), [(1, 0), (2, 1), (0, 2), (3, 3)]);
}

#[test]
fn a_replaced_step_is_not_the_old_one() {
    let replaced = OLD.replace("Enter the sum in the ledger", "Phone your shift lead");
    assert_eq!(pairs(OLD, &replaced), [(0, 0), (1, 1), (3, 3)]);
}

#[test]
fn a_split_step_and_its_merge_are_one_link() {
    let new = OLD.replace(
        "2. Count the notes twice.\n3. Enter the sum in the ledger.\n",
        "2. Count the notes twice and enter the sum in the ledger.\n",
    );
    let merged = links(OLD, &new);
    assert_eq!(merged[1], Link { old: 1, new: 1, parts: Parts::Merged(vec![2]) });
    assert_eq!(merged.len(), 3);
    let split = links(&new, OLD);
    assert_eq!(split[1], Link { old: 1, new: 1, parts: Parts::Split(vec![2]) });
    assert_eq!(split.len(), 3);
}

#[test]
fn a_step_that_grew_beside_a_new_one_is_no_split() {
    let new = OLD.replace(
        "2. Count the notes twice.",
        "2. Count the notes and the coins twice.\n3. Lock the drawer.",
    );
    assert_eq!(pairs(OLD, &new), [(0, 0), (1, 1), (2, 3), (3, 4)]);
}

#[test]
fn a_row_is_known_by_its_first_cell() {
    let table = |rows: &str| format!("| Fault | Act |\n|---|---|\n{rows}");
    let old = table("| Jam | Open the lid. |\n| Leak | Call service. |\n");
    let new = table(
        "| Leak | Wipe it, then go on. |\n| Smoke | Call service. |\n| Jam | Turn it off and phone the desk. |\n",
    );
    let found = pairs(&old, &new);
    assert!(found.contains(&(1, 3)) && found.contains(&(2, 1)), "{found:?}");
}

#[test]
fn equal_steps_are_linked_within_their_gap() {
    let old =
        "1. Press Next.\n2. Choose a size.\n3. Press Next.\n4. Choose a colour.\n5. Press Next.\n";
    let new = "1. Choose a size.\n2. Press Next.\n3. Choose a colour.\n4. Press Next.\n";
    assert_eq!(pairs(old, new), [(1, 0), (2, 1), (3, 2), (4, 3)]);
}

#[test]
fn repeated_items_cost_no_more_than_their_number() {
    let many = "1. Press the button.\n".repeat(5_000);
    assert_eq!(pairs(&many, &many).len(), 5_000);
    let other = "1. Pull the lever.\n".repeat(5_000);
    assert!(pairs(&many, &other).len() <= 5_000);
}
