//! `sopctl check`: what is left out, and what is said of suppressions that do nothing.

use serde_json::json;

use crate::documents::{ask, json as answer_of};
use crate::git_repo::{ANA, GitRepo};
use crate::sandbox::Sandbox;

/// A document without an owner, with something above its title.
fn ownerless(above: &str) -> String {
    format!(
        "+++\nid = \"SOP-001\"\ntitle = \"Close the till\"\ntype = \"sop\"\nstatus = \"draft\"\n\
         +++\n\n{above}# Close the till\n"
    )
}

#[test]
fn a_comment_with_a_reason_leaves_a_finding_out_and_is_counted() {
    let sandbox = Sandbox::new();
    sandbox.write("sopctl.toml", "schema = 1\n");
    let comment = "<!-- sopctl-ignore: missing-field the board names an owner in May -->\n";
    sandbox.write("sops/a.md", &ownerless(comment));
    let said = sandbox.sopctl(&["check"]).run().success();
    assert_eq!(said.stdout, "1 document checked: nothing to say; 1 suppressed\n");
    sandbox.write("sops/a.md", &ownerless("<!-- sopctl-ignore: missing-field -->\n"));
    let said = sandbox.sopctl(&["check"]).run().fails_with(1);
    assert!(said.stdout.contains("this suppression gives no reason"), "{}", said.stdout);
    assert!(said.stdout.contains("\n1 document checked: 1 error, 1 warning\n"), "{}", said.stdout);
}

#[test]
fn an_entry_that_tolerates_nothing_is_told_at_its_place_in_the_settings() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "library");
    let settings = "schema = 1\n\n[[check.ignore]]\npaths = [\"old/**\"]\n\
                    rules = [\"missing-field\", \"broken-link\"]\nreason = \"moved in as it is\"\n";
    let settings = settings.replace("broken-link", "duplicate-id");
    repo.write("quality/sopctl.toml", &settings);
    repo.write("quality/old/a.md", "# A\n").commit(ANA, "2026-01-05", "Begin");
    let folder = repo.folder().join("quality");
    let answer =
        answer_of(&sandbox.sopctl_in(&folder, &["check", "--format", "json"]).run().success());
    assert_eq!(answer["summary"]["suppressed"], json!(1));
    assert_eq!(answer["summary"]["documents"], json!(1));
    let finding = &answer["findings"][0];
    assert_eq!(
        (&finding["path"], &finding["line"], &finding["column"], &finding["rule"]),
        (&json!("quality/sopctl.toml"), &json!(5), &json!(27), &json!("unused-suppression"))
    );
    let tests = sandbox.sopctl_in(&folder, &["check", "-f", "junit"]).run().success();
    assert!(tests.stdout.contains("quality/sopctl.toml"), "{}", tests.stdout);
    // Part of the library says nothing of the rest.
    let part = sandbox.sopctl_in(&folder, &["check", "old"]).run().success();
    assert_eq!(part.stdout, "1 document checked: nothing to say; 1 suppressed\n");
    assert_eq!(ask(&repo, &["check", "-C", "quality", "--since", "HEAD"])["findings"], json!([]));
}

#[test]
fn a_rule_is_left_out_of_one_run() {
    let sandbox = Sandbox::new();
    sandbox.write("sopctl.toml", "schema = 1\n");
    sandbox.write("sops/a.md", &ownerless(""));
    sandbox.sopctl(&["check", "--ignore", "duplicate-id"]).run().fails_with(1);
    sandbox.sopctl(&["check", "--ignore", "duplicate-id,missing-field"]).run().success();
    let said = sandbox.sopctl(&["check", "--ignore", "mising-field"]).run().fails_with(2);
    assert_eq!(
        said.stderr,
        "error: there is no rule \"mising-field\"\nhint: did you mean missing-field?\n"
    );
    let said = sandbox
        .sopctl(&["check", "--ignore", "missing-field", "--write-baseline"])
        .run()
        .fails_with(2);
    assert!(said.stderr.contains("leave --ignore out"), "{}", said.stderr);
}
