//! `sopctl check --fix`: what takes no judgment is mended, the rest is reported.

use std::fs;

use serde_json::json;

use crate::documents::json as answer_of;
use crate::sandbox::Sandbox;

/// A document with a date and a status that are written loosely, and no number.
const LOOSE: &str = "---\ntitle: Close the till # at night\ntype: sop\nstatus: Draft\n\
                     owner: \"@shop\"\nlast_reviewed: 2026-3-4\n---\n\n# Close the till\n";

fn library() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("sopctl.toml", "schema = 1\n");
    sandbox.write("sops/a.md", LOOSE);
    sandbox
}

fn text(sandbox: &Sandbox) -> String {
    fs::read_to_string(sandbox.work().join("sops/a.md")).unwrap()
}

#[test]
fn what_is_mended_is_written_and_what_is_left_decides() {
    let sandbox = library();
    let said = sandbox.sopctl(&["check", "--fix"]).run().fails_with(1).stdout;
    let expected = LOOSE.replace("Draft", "draft").replace("2026-3-4", "2026-03-04");
    assert_eq!(text(&sandbox), expected);
    assert_eq!(
        said,
        "sops/a.md\n  1:1  error  missing-field  `id` is missing\n\n\
         Mended: 2\n\
         \x20 sops/a.md:4  invalid-field  write draft instead of Draft\n\
         \x20 sops/a.md:6  invalid-field  write 2026-03-04 instead of 2026-3-4\n\n\
         1 document checked: 1 error\n"
    );
    let again = sandbox.sopctl(&["check", "--fix", "-f", "json"]).run().fails_with(1);
    let answer = answer_of(&again);
    assert_eq!(answer["fixed"], json!({ "written": false, "fixes": [], "postponed": 0 }));
    assert_eq!(text(&sandbox), expected);
}

#[test]
fn a_dry_run_says_what_would_be_mended_and_writes_nothing() {
    let sandbox = library();
    let said = sandbox.sopctl(&["check", "--fix", "--dry-run"]).run().fails_with(1).stdout;
    assert!(said.contains("\nWould be mended: 2\n"), "{said}");
    assert_eq!(text(&sandbox), LOOSE);
    let answer = answer_of(&sandbox.sopctl(&["check", "--fix", "--dry-run", "-f", "json"]).run());
    assert_eq!(answer["fixed"]["written"], json!(false));
    assert_eq!(
        answer["fixed"]["fixes"][0],
        json!({
            "path": "sops/a.md", "line": 4, "rule": "invalid-field",
            "label": "write draft instead of Draft"
        })
    );
}

#[test]
fn only_what_is_asked_for_is_mended() {
    let sandbox = library();
    sandbox.write("sops/b.md", LOOSE);
    sandbox.sopctl(&["check", "--fix", "sops/b.md"]).run().fails_with(1);
    assert_eq!(text(&sandbox), LOOSE);
    sandbox.sopctl(&["check", "--fix", "--ignore", "invalid-field"]).run().fails_with(1);
    assert_eq!(text(&sandbox), LOOSE);
}

#[test]
fn options_that_do_not_go_together_are_refused() {
    let sandbox = library();
    for arguments in [
        &["check", "--fix", "--since", "main"][..],
        &["check", "--fix", "--write-baseline"],
        &["check", "--fix", "--rev", "HEAD"],
        &["check", "--dry-run"],
        &["stale", "--dry-run"],
        &["check", "--fix", "-f", "ics"],
    ] {
        let said = sandbox.sopctl(arguments).run().fails_with(2);
        assert!(said.stdout.is_empty(), "{arguments:?}: {said:?}");
        assert_eq!(text(&sandbox), LOOSE);
    }
}

#[test]
fn a_baseline_knows_findings_that_have_a_fix_like_all_others() {
    let sandbox = library();
    sandbox.sopctl(&["check", "--write-baseline"]).run().success();
    let said = sandbox.sopctl(&["check", "--baseline", "sopctl-baseline.toml"]).run().success();
    assert!(said.stdout.contains("2 suggestions"), "{}", said.stdout);
    let said =
        sandbox.sopctl(&["check", "--fix", "--baseline", "sopctl-baseline.toml"]).run().success();
    assert!(said.stdout.starts_with("Mended: 2\n"), "{}", said.stdout);
}

#[test]
fn numbers_that_do_not_follow_each_other_are_written_as_they_are_shown() {
    let sandbox = Sandbox::new();
    sandbox.write("sopctl.toml", "[check.rules]\nnumbering-broken = \"warning\"\n");
    let steps = "# Close the till\n\nUse this at the end of the day, when the shop is closed and nobody waits.\n\n\
                 ## Steps\n\n1. Open the **drawer**.\n2. Count the notes and the coins in it.\n\
                 4. Write the sum on the card.\n5. Lock the drawer.\n";
    let text = format!(
        "+++\nid = \"WI-001\"\ntitle = \"Close the till\"\ntype = \"work-instruction\"\n\
         status = \"draft\"\nowner = \"@shop\"\n+++\n\n{steps}"
    );
    sandbox.write("work-instructions/till.md", &text);
    let said = sandbox.sopctl(&["check", "--fix"]).run().stdout;
    assert!(said.contains("numbering-broken  number the items as they are shown"), "{said}");
    let written = fs::read_to_string(sandbox.work().join("work-instructions/till.md")).unwrap();
    assert_eq!(written, text.replace("4. Write", "3. Write").replace("5. Lock", "4. Lock"));
}

#[test]
fn an_owner_who_is_to_be_found_is_asked_for_until_somebody_is_named() {
    let sandbox = Sandbox::new();
    sandbox.write("sopctl.toml", "schema = 1\n");
    let document = "+++\nid = \"SOP-001\"\ntitle = \"Close the till\"\ntype = \"sop\"\n\
                version = \"1.0\"\nstatus = \"approved\"\napproved_by = [\"@lead\"]\n\
                approved_on = 2026-01-10\n+++\n\n# Close the till\n";
    sandbox.write("sops/a.md", document);
    let said = sandbox.sopctl(&["check", "--fix"]).run().fails_with(1).stdout;
    assert!(said.contains("error") && said.contains("placeholder"), "{said}");
    assert!(text(&sandbox).contains("TODO: who owns it?"));
}
