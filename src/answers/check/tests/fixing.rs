//! What is mended without anybody's judgment.

use super::*;
use crate::worktree::ChangeKind;

/// The text of a document after all of its fixes.
fn mended(text: &str) -> String {
    let library = library(&[("sops/a.md", text)]);
    let fixing = checked(&library, "").fixing(&library);
    match fixing.changeset.changes.first().map(|change| &change.kind) {
        Some(ChangeKind::Replace { expected, content }) => {
            assert_eq!(expected, text.as_bytes());
            String::from_utf8(content.clone()).unwrap()
        }
        Some(other) => panic!("a fix only edits: {other:?}"),
        None => text.to_owned(),
    }
}

#[test]
fn loosely_written_values_are_written_as_they_are_understood() {
    let text = SOUND
        .replace("\"draft\"", "\"In review\" # soon")
        .replace("owner =", "last_reviewed = \"2026-3-4\"\nnext_review = \"2027-3-4\"\nowner =");
    let expected = SOUND.replace("\"draft\"", "\"in-review\" # soon").replace(
        "owner =",
        "last_reviewed = \"2026-03-04\"\nnext_review = \"2027-03-04\"\nowner =",
    );
    let mended_text = mended(&text);
    assert_eq!(
        mended_text
            .replace(" = 2026-03-04", " = \"2026-03-04\"")
            .replace(" = 2027-03-04", " = \"2027-03-04\""),
        expected
    );
    assert_eq!(mended(&mended_text), mended_text, "a second time changes nothing");
}

#[test]
fn a_missing_title_is_the_heading_and_a_missing_owner_a_slot() {
    let text = SOUND.replace("owner = \"@shop\"\n", "").replace("title = \"Close the till\"\n", "");
    let mended_text = mended(&text);
    assert!(mended_text.contains("title = \"Close the till\"\n"), "{mended_text}");
    assert!(mended_text.contains("owner = \"TODO: who owns it?\"\n"), "{mended_text}");
    assert!(mended_text.ends_with("+++\n\n# Close the till\n"));
    assert_eq!(mended(&mended_text), mended_text);
}

#[test]
fn the_heading_of_a_part_is_no_title() {
    let text = SOUND.replace("title = \"Close the till\"\n", "");
    let text = text.replace("# Close the till\n", "Once a day.\n\n## Overview\n\nCount it.\n");
    assert_eq!(mended(&text), text);
}

#[test]
fn a_slip_of_a_key_is_no_missing_owner_to_fill_in() {
    let text = SOUND.replace("owner =", "onwer =");
    assert_eq!(mended(&text), text);
}

#[test]
fn numbers_states_and_approvals_are_never_made_up() {
    let text = SOUND.replace("id = \"SOP-001\"\n", "").replace("\"draft\"", "\"effective\"");
    assert_eq!(mended(&text), text);
    assert_eq!(mended("# Nothing but text\n"), "# Nothing but text\n");
}

#[test]
fn a_value_that_can_mean_two_things_stays() {
    let text = SOUND.replace("owner =", "last_reviewed = \"03/04/2026\"\nowner =");
    assert_eq!(mended(&text), text);
}

#[test]
fn a_comment_that_does_nothing_goes_with_its_line() {
    let comment = "<!-- sopctl-ignore: missing-field later -->";
    assert_eq!(mended(&SOUND.replace("# Close", &format!("{comment}\n# Close"))), SOUND);
    let inline = SOUND.replace("the till\n", &format!("the till {comment}\n"));
    assert_eq!(mended(&inline), SOUND.replace("# Close the till\n", "# Close the till \n"));
    let two = comment.replace("missing-field", "missing-field, duplicate-id");
    let two = SOUND.replace("# Close", &format!("{two}\n# Close"));
    assert_eq!(mended(&two), two);
}

#[test]
fn line_endings_and_everything_else_stay() {
    let text = SOUND.replace("owner = \"@shop\"\n", "").replace('\n', "\r\n");
    let expected = text.replace(
        "status = \"draft\"\r\n",
        "status = \"draft\"\r\nowner = \"TODO: who owns it?\"\r\n",
    );
    assert_eq!(mended(&text), expected);
}

#[test]
fn of_fixes_that_meet_the_first_wins_and_the_other_waits() {
    let text = SOUND.replace("\"draft\"", "\"Draft\"");
    let library = library(&[("sops/a.md", &text)]);
    let mut report = checked(&library, "");
    let again = report.findings[0].clone();
    report.findings.push(again);
    let fixing = report.fixing(&library);
    assert_eq!((fixing.mended.len(), fixing.postponed), (1, 1));
}

#[test]
fn a_fix_is_told_with_its_places_and_what_stands_there_afterwards() {
    let text = SOUND.replace("\"draft\"", "\"Draft\"");
    let report = checked(&library(&[("sops/a.md", &text)]), "");
    let data = crate::render::render(&report, Format::Json, PAGE).unwrap();
    let expected = "\"fix\": {\n        \"label\": \"write draft instead of Draft\",\n        \
        \"edits\": [\n          {\n            \"line\": 5,\n            \"column\": 10,\n            \
        \"end_line\": 5,\n            \"end_column\": 17,\n            \"text\": \"\\\"draft\\\"\"";
    assert!(data.contains(expected), "{data}");
    let sarif = crate::render::render(&report, Format::Sarif, PAGE).unwrap();
    assert!(sarif.contains("\"deletedRegion\""), "{sarif}");
    let said = crate::render::render(&report, Format::Text, PAGE).unwrap();
    assert!(said.ends_with("\nsopctl check --fix helps with 1 of them.\n"), "{said}");
}
