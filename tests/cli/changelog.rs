//! `sopctl changelog`: what a release changes, in groups.

use serde_json::Value;

use crate::documents::{STEPS, ask, document, reviewed, sop};
use crate::git_repo::{ANA, BEN, CLARA, GitRepo};
use crate::sandbox::Sandbox;

/// From `v1` to `v2` there is one document for every group.
fn library(sandbox: &Sandbox) -> GitRepo<'_> {
    let repo = GitRepo::new(sandbox, "library");
    let path = |number: u32| format!("sops/{number}.md");
    let id = |number: u32| format!("SOP-00{number}");
    for number in 1..=8 {
        repo.write(&path(number), &reviewed(&id(number), "2026-03-01", STEPS));
    }
    repo.commit(ANA, "2026-03-01", "Write eight");
    repo.tag("v1");
    let revised = "version = \"2.0\"\nlast_reviewed = 2026-04-01\nreviewed_by = [\"@ben\"]\nchange_reason = \"Two people answer now\"\nchange_ref = \"CHG-7\"\n";
    let text = sop("SOP-001", revised, &STEPS.replace("Call", "Never call"));
    repo.write(&path(1), &text.replacen("version = \"1.0\"\n", "", 1));
    repo.commit(BEN, "2026-04-01", "Revise calls (#12)");
    repo.write(&path(2), &reviewed("SOP-002", "2026-03-01", &STEPS.replace("ticket.", "ticket;")));
    repo.commit(ANA, "2026-04-02", "Mend a full stop");
    repo.write(&path(3), &reviewed("SOP-003", "2026-04-03", STEPS));
    repo.commit(CLARA, "2026-04-03", "Review SOP-003");
    repo.rename(&path(4), "moved/4.md").commit(ANA, "2026-04-04", "Move SOP-004");
    let retired = document(
        "SOP-005",
        "status = \"retired\"\nlast_reviewed = 2026-03-01\nreview_interval = \"1 year\"\n",
        STEPS,
    );
    repo.write(&path(5), &retired).commit(ANA, "2026-04-05", "Retire SOP-005");
    repo.remove(&path(6)).commit(ANA, "2026-04-06", "Remove SOP-006");
    let owner = reviewed("SOP-007", "2026-03-01", STEPS).replace("@ana", "@clara");
    repo.write(&path(7), &owner).commit(ANA, "2026-04-07", "Hand SOP-007 over");
    repo.write("sops/9.md", &reviewed("SOP-009", "2026-04-08", STEPS));
    repo.commit(CLARA, "2026-04-08", "Write SOP-009");
    repo.tag("v2");
    repo
}

fn group<'a>(answer: &'a Value, name: &str) -> Vec<&'a str> {
    let entries = answer["groups"][name].as_array().unwrap_or_else(|| panic!("no group {name}"));
    entries.iter().map(|entry| entry["id"].as_str().unwrap()).collect()
}

#[test]
fn every_document_stands_in_one_group() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let answer = ask(&repo, &["changelog", "v1..v2"]);
    for (name, id) in [
        ("new", "SOP-009"),
        ("revised", "SOP-001"),
        ("editorial", "SOP-002"),
        ("reviewed_without_change", "SOP-003"),
        ("moved", "SOP-004"),
        ("retired", "SOP-005"),
        ("removed", "SOP-006"),
        ("record_only", "SOP-007"),
    ] {
        assert_eq!(group(&answer, name), [id], "{name}");
    }
    assert_eq!(answer["groups"].as_object().unwrap().len(), 8);
    // SOP-008 did not change.
    for format in ["text", "markdown"] {
        let shown = repo.sopctl(&["changelog", "v1..v2", "-f", format]).run().success().stdout;
        for number in (1..=9).filter(|number| *number != 8) {
            assert!(shown.contains(&format!("SOP-00{number}")), "{number} in {shown}");
        }
        assert!(!shown.contains("SOP-008"), "{shown}");
    }
}

#[test]
fn an_entry_says_what_why_and_who() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let answer = ask(&repo, &["changelog", "v1..v2"]);
    let entry = &answer["groups"]["revised"][0];
    for (field, value) in [
        ("title", "Procedure SOP-001"),
        ("type", "sop"),
        ("owner", "@ana"),
        ("path", "sops/1.md"),
        ("old_version", "1.0"),
        ("new_version", "2.0"),
        ("class", "major"),
        ("reason", "Two people answer now"),
        ("reference", "CHG-7"),
    ] {
        assert_eq!(entry[field], value, "{field}");
    }
    assert!(entry["changes"].to_string().contains("Never call"), "{entry:#}");
    assert!(entry["authors"].to_string().contains("ben@example.com"), "{entry:#}");
    let made = repo.git(&["rev-list", "-1", "v2", "--", "sops/1.md"]);
    assert_eq!(entry["commits"], serde_json::json!([made]));
    assert!(entry["merge_requests"].to_string().contains("12"), "{entry:#}");
    assert_eq!(answer["groups"]["moved"][0]["old_path"], "sops/4.md");
}

#[test]
fn both_ends_are_named_with_their_commits() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let answer = ask(&repo, &["changelog", "v1..v2"]);
    for (end, tag) in [("from", "v1"), ("to", "v2")] {
        let said = answer[end].to_string();
        assert!(said.contains(tag) && said.contains(&repo.git(&["rev-parse", tag])), "{said}");
    }
    let nothing = repo.sopctl(&["changelog", "v2..v2"]).run().success();
    assert!(!nothing.stdout.is_empty(), "{nothing:?}");
    let back = ask(&repo, &["changelog", "v2..v1"]);
    assert_eq!((group(&back, "new"), group(&back, "removed")), (vec!["SOP-006"], vec!["SOP-009"]));
    let text = repo.sopctl(&["changelog", "v2..v1"]).run().success().stdout;
    assert!(text.contains("not an ancestor"), "{text}");
}

#[test]
fn what_is_no_range_is_refused_with_an_example() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let said = repo.sopctl(&["changelog", "v1"]).run().fails_with(2);
    assert!(said.stderr.contains("is not a range") && said.stderr.contains("hint: "), "{said:?}");
    let said = repo.sopctl(&["changelog", "v1..v3"]).run().fails_with(2);
    assert!(said.stderr.contains("no revision named \"v3\""), "{said:?}");
}

#[test]
fn titles_cannot_write_markup_of_their_own() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let hostile = reviewed("SOP-010", "2026-03-01", STEPS)
        .replace("Procedure SOP-010", "A](http://x.example) <script>alert(1)</script> `b` | c");
    repo.write("sops/10.md", &hostile).commit(BEN, "2026-05-01", "Write SOP-010");
    let shown = repo.sopctl(&["changelog", "v2..HEAD", "-f", "markdown"]).run().success().stdout;
    assert!(!shown.contains("<script>") && !shown.contains("A](http"), "{shown}");
}
