//! Claims about headings, places, numbers and what no unit shows.

use super::*;

fn compared(old: &str, new: &str) -> Comparison {
    compare(&read(old), &read(new))
}

/// The rows as people read them.
fn rows(comparison: &Comparison) -> Vec<String> {
    let rows = comparison.rows(Extent::Around).into_iter();
    rows.map(|row| {
        let meaning = words(&row.meaning);
        let meaning = if meaning.is_empty() { meaning } else { format!(" ({meaning})") };
        format!("{}: {}{meaning}", row.place.untrusted(), words(&row.text))
    })
    .collect()
}

fn words(line: &crate::report::Line) -> String {
    use crate::report::Piece;
    line.pieces
        .iter()
        .map(|piece| match piece {
            Piece::Plain(words) | Piece::Faint(words) => words.untrusted().to_owned(),
            Piece::Deleted(words) => format!("[-{}-]", words.untrusted()),
            Piece::Inserted(words) => format!("{{+{}+}}", words.untrusted()),
            other => panic!("{other:?}"),
        })
        .collect()
}

#[test]
fn an_ordered_list_in_another_language_is_steps_whose_words_are_major() {
    let german = |act: &str| {
        format!(
            "+++\ntype = \"wi\"\nlanguage = \"de\"\n+++\n\n# Ofen\n\n## Ablauf\n\n\
             1. Die Klappe {act}.\n2. Den Rost wischen.\n"
        )
    };
    let comparison = compared(&german("schliessen"), &german("abnehmen"));
    assert_eq!(comparison.class, Class::Major);
    assert_eq!(comparison.steps().count(), 1, "{:?}", comparison.changes);
    let japanese = german("開ける").replace("\"de\"", "\"ja\"");
    let comparison = compared(&japanese, &japanese.replace("開ける", "閉める"));
    assert_eq!((comparison.class, comparison.steps().count()), (Class::Major, 1));
}

#[test]
fn a_heading_of_another_level_is_the_same_heading() {
    let old = "# Till\n\n## Who\n\nThe cashier counts.\n\n## Exceptions\n\n### Holidays\n\nNobody is there.\n";
    let new = old.replace("## Exceptions", "### Exceptions").replace("#### H", "### H");
    let comparison = compared(old, &new);
    let kinds: Vec<ChangeKind> = comparison.sections.iter().map(|section| section.kind).collect();
    assert!(kinds.iter().all(|kind| *kind == ChangeKind::Moved), "{:?}", comparison.sections);
    assert!(
        rows(&comparison)
            .contains(&"heading: moved below “Who”: Exceptions (level 2 → 3)".to_owned()),
        "{:?}",
        rows(&comparison)
    );
}

#[test]
fn other_text_below_a_heading_of_another_level_makes_no_other_heading() {
    let old = "# Till\n\n## Who\n\nThe cashier.\n\n## Exceptions\n\nOn Sundays nobody counts.\n";
    let new =
        "# Till\n\n## Who\n\nThe cashier.\n\n### Exceptions\n\nSee the calendar of the shop.\n";
    let comparison = compared(old, new);
    let titles: Vec<_> =
        comparison.sections.iter().map(|section| (section.kind, section.old.as_deref())).collect();
    assert_eq!(titles, [(ChangeKind::Moved, Some("Exceptions"))]);
}

#[test]
fn a_link_in_a_heading_has_a_row() {
    let old = "# Till\n\n## See [the list](/old/list)\n\nCount.\n";
    let comparison = compared(old, &old.replace("/old/", "/new/"));
    assert_eq!(comparison.class, Class::Editorial);
    assert_eq!(rows(&comparison), ["heading: See the list (link /old/list → /new/list)"]);
    assert!(
        comparison.summary().contains("link /old/list → /new/list"),
        "{}",
        comparison.summary()
    );
}

#[test]
fn no_class_stands_without_a_change() {
    let old = "# Till\n\nBefore:\n\n- Count the notes.\n\n> [!TIP]\n> Twice.\n";
    for (new, said) in [
        (old.replace("- Count", "Count"), "text: Count the notes. (other markup, the same words)"),
        (old.replace("TIP", "NOTE"), "text: [-tip-]{+note+}"),
    ] {
        let comparison = compared(old, &new);
        assert_eq!(comparison.class, Class::Minor, "{new}");
        assert_eq!(rows(&comparison), [said], "{new}");
        let effects: Vec<EffectKind> =
            comparison.prose().flat_map(|change| &change.effects).map(|e| e.kind).collect();
        assert_eq!(effects, [EffectKind::Wording]);
    }
}

#[test]
fn a_move_within_a_section_is_told_by_its_neighbour() {
    let lines = ["Ask the guests to leave.", "Count the notes twice.", "Lock the front door."];
    let body = |order: [usize; 3]| {
        let items: Vec<String> = order.iter().map(|at| format!("- {}\n", lines[*at])).collect();
        format!("# Till\n\n## Rules\n\n{}", items.concat())
    };
    let told = |order| rows(&compared(&body([0, 1, 2]), &body(order)));
    assert_eq!(
        told([1, 2, 0]),
        ["text: moved below “Lock the front door.”: Ask the guests to leave."]
    );
    assert_eq!(told([2, 0, 1]), ["text: moved to the beginning: Lock the front door."]);
    let elsewhere = body([0, 1, 2]).replace("- Ask the guests to leave.\n", "")
        + "\n## Guests\n\nBe kind.\n\nAsk the guests to leave.\n";
    assert!(
        rows(&compared(&body([0, 1, 2]), &elsewhere))
            .contains(&"text: moved to “Guests”: Ask the guests to leave.".to_owned())
    );
}

#[test]
fn a_row_that_moved_stands_below_another_row() {
    let table = |rows: [&str; 3]| {
        let rows: String = rows.iter().map(|row| format!("| {row} | yes |\n")).collect();
        format!("# Till\n\n| Coin | Kept |\n|---|---|\n{rows}")
    };
    let comparison = compared(&table(["one", "five", "eleven"]), &table(["five", "eleven", "one"]));
    assert_eq!(rows(&comparison), ["table row: moved below “eleven | yes”: one | yes"]);
}

#[test]
fn a_step_that_moved_is_told_by_its_number_where_that_is_another() {
    let steps = |order: [&str; 3]| {
        let items: String =
            order.iter().enumerate().map(|(at, act)| format!("{}. {act}\n", at + 1)).collect();
        typed("sop", &format!("## Procedure\n\n{items}"))
    };
    let (open, count, lock) = ("Open the till.", "Count all of the notes.", "Lock.");
    let comparison = compared(&steps([open, count, lock]), &steps([lock, open, count]));
    assert_eq!(rows(&comparison), ["step 3: moved to 1: Lock."]);
}

#[test]
fn a_number_that_several_sections_have_is_told_with_its_section() {
    let old = typed(
        "sop",
        "## Procedure\n\n### Check\n\n1. Open the request.\n2. Read the receipt.\n\n\
         ### Approve\n\n1. Ask the team lead.\n2. Sign the form.\n3. Send the form.\n",
    );
    let new = old.replace("Sign the form", "Sign the blue form").replace("Send the", "Post the");
    let said = rows(&compared(&old, &new));
    assert!(said[0].starts_with("step 2 of Approve: "), "{said:?}");
    assert!(said[1].starts_with("step 3: "), "{said:?}");
    let summary = compared(&old, &old.replace("Sign the", "Sign this")).summary();
    assert!(summary.starts_with("step 2 of Approve changed"), "{summary}");
}

#[test]
fn another_kind_of_box_is_said_in_words() {
    let old = "# Oven\n\n!!! warning\n    The door is hot.\n";
    let comparison = compared(old, &old.replace("warning", "note"));
    assert_eq!(comparison.class, Class::Major);
    assert_eq!(rows(&comparison), ["note: The door is hot. (warning → note)"]);
    let plain = old.replace("!!! warning\n    ", "");
    assert_eq!(rows(&compared(&plain, old)), ["warning: The door is hot. (plain text → warning)"]);
}

#[test]
fn what_only_changed_its_level_did_not_move_below_what_it_stood_below() {
    let flat = "# Network\n\nThe network is set up so:\n\n- Use it with care.\n\nAll data is encrypted.\n\nPasswords change every quarter.\n";
    let nested = flat.replace("\nAll data", "\n  All data");
    let comparison = compare(&read(flat), &read(&nested));
    let told: Vec<String> =
        comparison.rows(Extent::Around).iter().map(crate::report::ChangeRow::words).collect();
    assert_eq!(told, ["text: now a part of “Use it with care.”: All data is encrypted."]);
    let comparison = compare(&read(&nested), &read(flat));
    let told: Vec<String> =
        comparison.rows(Extent::Around).iter().map(crate::report::ChangeRow::words).collect();
    assert_eq!(told, ["text: no longer a part of what stands above it: All data is encrypted."]);
}
