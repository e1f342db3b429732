//! `sopctl diff`: which two texts are compared, and which documents of them.

use serde_json::Value;

use crate::documents::{STEPS, ask, json, named, reviewed};
use crate::git_repo::{ANA, BEN, GitRepo};
use crate::sandbox::Sandbox;

/// `v1`, then a change on main (`v2`), and a branch `work` that began at `v1`.
fn library(sandbox: &Sandbox) -> GitRepo<'_> {
    let repo = GitRepo::new(sandbox, "library");
    repo.write("sops/calls.md", &reviewed("SOP-001", "2026-03-01", STEPS));
    repo.write(
        "sops/letters.md",
        &reviewed("SOP-002", "2026-03-01", "1. Open the letter.\n2. Scan it.\n"),
    );
    repo.commit(ANA, "2026-03-01", "Write two");
    repo.tag("v1");
    repo.branch("work");
    let branch = "1. Open the letter.\n2. Stamp it.\n3. Scan it.\n";
    repo.write("sops/letters.md", &reviewed("SOP-002", "2026-03-01", branch));
    repo.commit(BEN, "2026-04-02", "Stamp letters");
    repo.switch("main");
    let main = STEPS.replace("Call the customer", "Call the customer within 2 days");
    repo.write("sops/calls.md", &reviewed("SOP-001", "2026-03-01", &main));
    repo.commit(ANA, "2026-04-01", "Set a limit");
    repo.tag("v2");
    repo
}

fn changed(answer: &Value) -> Vec<&str> {
    answer["documents"].as_array().unwrap().iter().map(|d| d["id"].as_str().unwrap()).collect()
}

fn diff(repo: &GitRepo<'_>, arguments: &[&str]) -> Value {
    ask(repo, &[&["diff"], arguments].concat())
}

#[test]
fn two_dots_compare_the_ends_and_three_what_a_branch_changes() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let answer = diff(&repo, &["v1..v2"]);
    assert_eq!(changed(&answer), ["SOP-001"]);
    assert_eq!((&answer["from"], &answer["to"]), (&"v1".into(), &"v2".into()));
    let both = diff(&repo, &["v2..work"]);
    assert_eq!(changed(&both), ["SOP-001", "SOP-002"]);
    assert_eq!(changed(&diff(&repo, &["v2...work"])), ["SOP-002"]);
    assert_eq!(changed(&diff(&repo, &["v1.."])), ["SOP-001"]);
    assert_eq!(changed(&diff(&repo, &["...work"])), ["SOP-002"]);
}

#[test]
fn a_change_is_said_in_steps_and_effects() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let answer = diff(&repo, &["v2...work"]);
    let document = named(&answer, "SOP-002");
    assert_eq!((&document["change"], &document["class"]), (&"modified".into(), &"major".into()));
    let steps = document["steps"].as_array().unwrap();
    assert_eq!(steps.len(), 1, "a renumbered step is no change: {steps:#?}");
    assert_eq!(
        (&steps[0]["change"], &steps[0]["new"]["text"]),
        (&"added".into(), &"Stamp it.".into())
    );
    assert!(steps[0]["old"].is_null());
    // The reverse takes the step away, and nothing else.
    let back = diff(&repo, &["work..v1"]);
    let steps = named(&back, "SOP-002")["steps"].as_array().unwrap();
    assert_eq!((steps.len(), &steps[0]["change"]), (1, &"removed".into()));
    let limit = diff(&repo, &["v1..v2"]);
    let effects = named(&limit, "SOP-001")["steps"][0]["effects"].as_array().unwrap();
    let limit = effects.iter().find(|effect| effect["kind"] == "limit").expect("a limit came in");
    assert!(limit["old"].is_null() && limit["new"].as_str().unwrap().contains('2'), "{limit:#}");
    let text = repo.sopctl(&["diff", "v1..v2"]).run().success().stdout;
    assert!(text.contains("{+ within 2 days+}"), "{text}");
}

#[test]
fn one_revision_is_compared_with_the_working_tree() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    assert_eq!(changed(&diff(&repo, &[])), [""; 0]);
    repo.sopctl(&["diff", "--exit-code"]).run().success();
    repo.write("sops/letters.md", &reviewed("SOP-002", "2026-03-01", "1. Burn the letter.\n"));
    repo.write("sops/new.md", &reviewed("SOP-003", "2026-03-01", STEPS));
    repo.remove("sops/calls.md");
    for arguments in [&[][..], &["HEAD"]] {
        let answer = diff(&repo, arguments);
        assert_eq!(answer["repository"]["dirty"], 3, "modified, new and removed");
        let change = |id| named(&answer, id)["change"].as_str().unwrap().to_owned();
        assert_eq!(["SOP-001", "SOP-002", "SOP-003"].map(change), ["removed", "modified", "added"]);
    }
    repo.sopctl(&["diff", "--exit-code"]).run().fails_with(1);
    repo.sopctl(&["diff"]).run().success();
    assert_eq!(changed(&diff(&repo, &["SOP-003"])), ["SOP-003"]);
}

#[test]
fn a_document_is_named_by_number_or_path() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    for name in ["SOP-002", "sop-002", "sops/letters.md", "./sops/letters.md"] {
        assert_eq!(changed(&diff(&repo, &["v2..work", name])), ["SOP-002"], "{name}");
        assert_eq!(changed(&diff(&repo, &["v2..work", "--", name])), ["SOP-002"], "{name}");
    }
    // In a subfolder, a path is that of a file there, or one from the root.
    for name in ["letters.md", "../sops/letters.md", "sops/letters.md"] {
        let folder = repo.folder().join("sops");
        for arguments in [&["diff", "v2..work", name][..], &["diff", "v2..work", "--", name]] {
            let said = sandbox.sopctl_in(&folder, &[&["-f", "json"], arguments].concat()).run();
            assert_eq!(changed(&json(&said)), ["SOP-002"], "{name}");
        }
        let said = sandbox.sopctl_in(&folder, &["diff", name, "--exit-code"]).run().success();
        assert!(said.stdout.contains("No document differs"), "{said:?}");
    }
    let two = diff(&repo, &["v2..work", "SOP-002", "SOP-001"]);
    assert_eq!(changed(&two), ["SOP-001", "SOP-002"]);
    let said = repo.sopctl(&["diff", "v2..work", "SOP-020"]).run().fails_with(2);
    assert!(said.stderr.contains("no document \"SOP-020\""), "{said:?}");
    assert!(said.stderr.contains("hint: did you mean SOP-00"), "{said:?}");
    let said = repo.sopctl(&["diff", "v2..work", "SOP"]).run().fails_with(2);
    assert!(said.stderr.contains("SOP-001") && said.stderr.contains("SOP-002"), "{said:?}");
}

#[test]
fn a_name_of_both_a_revision_and_a_document_is_refused_with_both_spellings() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    repo.git(&["branch", "SOP-001", "v1"]);
    let said = repo.sopctl(&["diff", "SOP-001"]).run().fails_with(2);
    assert!(said.stderr.contains("both a revision and a document"), "{said:?}");
    for spelling in ["sopctl diff SOP-001..", "sopctl diff HEAD -- SOP-001"] {
        assert!(said.stderr.contains(spelling), "{said:?}");
    }
    assert_eq!(changed(&diff(&repo, &["SOP-001.."])), ["SOP-001"]);
    assert_eq!(changed(&diff(&repo, &["HEAD", "--", "SOP-001"])), [""; 0]);
    assert_eq!(changed(&diff(&repo, &["v1", "--", "SOP-001"])), ["SOP-001"]);
}

#[test]
fn a_renamed_document_is_one_document() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    repo.write("sops/plain.md", &format!("# Plain\n\n{STEPS}"));
    repo.commit(ANA, "2026-05-01", "Write one without a number");
    repo.rename("sops/letters.md", "post/letters.md");
    repo.rename("sops/plain.md", "post/simple.md");
    repo.commit(BEN, "2026-05-02", "Move the post");
    let answer = diff(&repo, &["HEAD~1..HEAD"]);
    for (old, new) in [("sops/letters.md", "post/letters.md"), ("sops/plain.md", "post/simple.md")]
    {
        let document = named(&answer, new);
        assert_eq!((&document["old_path"], &document["new_path"]), (&old.into(), &new.into()));
        assert_eq!(
            (&document["change"], &document["class"]),
            (&"unchanged".into(), &"none".into())
        );
    }
    // And it is found by the name that it had.
    for name in ["sops/letters.md", "post/letters.md", "SOP-002"] {
        let only = diff(&repo, &["v2..HEAD", name]);
        assert_eq!(only["documents"].as_array().unwrap().len(), 1, "{name}");
    }
    let edited = format!("# Plain\n\n{}", STEPS.replace("Close", "Then close"));
    repo.write("post/simple.md", &edited).commit(BEN, "2026-05-03", "Edit it after the move");
    let across = diff(&repo, &["HEAD~2..HEAD", "post/simple.md"]);
    let document = named(&across, "post/simple.md");
    assert_eq!(
        (&document["old_path"], &document["change"]),
        (&"sops/plain.md".into(), &"modified".into())
    );
}

#[test]
fn fields_are_a_record_and_no_change_of_the_text() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let text = reviewed("SOP-002", "2026-06-01", "1. Open the letter.\n2. Scan it.\n");
    repo.write("sops/letters.md", &text).commit(BEN, "2026-06-01", "Review letters");
    let answer = diff(&repo, &["HEAD~1..HEAD"]);
    let document = named(&answer, "SOP-002");
    assert_eq!(document["class"], "record");
    let field =
        serde_json::json!({"name": "last_reviewed", "old": "2026-03-01", "new": "2026-06-01"});
    assert_eq!(document["fields"], serde_json::json!([field]));
    assert_eq!(document["steps"], serde_json::json!([]));
}

#[test]
fn a_revision_that_is_not_there_is_named_with_what_is_near() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    for (range, missing) in
        [("v9..v2", "v9"), ("v1..v22", "v22"), ("wrok", "wrok"), ("main...wrok", "wrok")]
    {
        let said = repo.sopctl(&["diff", range]).run().fails_with(2);
        assert!(said.stderr.contains(&format!("no revision named \"{missing}\"")), "{said:?}");
        assert!(said.stderr.contains("\nhint: "), "{said:?}");
    }
    let said = repo.sopctl(&["diff", "main...wrok"]).run().fails_with(2);
    assert!(said.stderr.contains("did you mean work?"), "{said:?}");
}

#[test]
fn histories_that_have_nothing_in_common_have_no_merge_base() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    repo.git(&["switch", "--quiet", "--orphan", "other"]);
    repo.write("a.md", "# A\n").commit(BEN, "2026-05-01", "Begin again");
    let said = repo.sopctl(&["diff", "main...other"]).run().fails_with(2);
    assert!(said.stderr.contains("no common history"), "{said:?}");
    assert_eq!(diff(&repo, &["main..other"])["documents"].as_array().unwrap().len(), 3);
}
