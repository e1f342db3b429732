//! Documents that rest on what is not there any more, or cannot be read.

use serde_json::Value;

use crate::documents::{STEPS, ask, named, reasons, reviewed, sop, stale_on, state};
use crate::git_repo::{ANA, BEN, GitRepo};
use crate::sandbox::Sandbox;

fn resting(id: &str, on: &str) -> String {
    sop(id, &format!("last_reviewed = 2026-01-10\n{on}\n"), STEPS)
}

/// The messages of the reasons of a document that have this code.
#[track_caller]
fn messages(answer: &Value, name: &str, code: &str) -> Vec<String> {
    let all = named(answer, name)["reasons"].as_array().unwrap().iter();
    let of_code = all.filter(|reason| reason["code"] == code);
    of_code.map(|reason| reason["message"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn what_implements_a_removed_document_stays_suspect() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "library");
    repo.write("sops/upper.md", &reviewed("SOP-004", "2026-01-10", STEPS));
    repo.write("sops/lower.md", &resting("SOP-005", "implements = [\"SOP-004\"]"));
    repo.write("sops/slip.md", &resting("SOP-006", "implements = [\"SOP-999\"]"));
    repo.commit(ANA, "2026-01-10", "Write them");
    repo.branch("work");
    repo.remove("sops/upper.md");
    let answer = stale_on(&repo, "2026-02-01");
    assert_eq!(state(&answer, "SOP-005"), "suspect", "not committed yet: {answer:#}");

    let removal = repo.commit(BEN, "2026-01-20", "Remove SOP-004");
    let whole = stale_on(&repo, "2026-02-01");
    let since = ask(&repo, &["stale", "--since", "main", "--as-of", "2026-02-01"]);
    for answer in [&whole, &since] {
        assert_eq!(state(answer, "SOP-005"), "suspect", "{answer:#}");
        let said = messages(answer, "SOP-005", "upstream-changed");
        assert_eq!(said, ["SOP-004, which it implements, is gone"]);
        assert!(named(answer, "SOP-005").to_string().contains(&removal), "{answer:#}");
    }
    // A number that never was is a fault of the document: nothing has changed.
    assert_eq!(state(&whole, "SOP-006"), "current", "{whole:#}");
}

#[test]
fn a_watched_key_that_is_not_in_the_file_is_missing() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "library");
    repo.write("limits.yaml", "refund:\n  max: 100\n");
    repo.write("sops/a.md", &resting("SOP-001", "watches = [\"limits.yaml#refund.maximum\"]"));
    repo.write("sops/b.md", &resting("SOP-002", "watches = [\"limits.yaml#refund.max\"]"));
    repo.commit(ANA, "2026-01-10", "Write them");
    let answer = stale_on(&repo, "2026-02-01");
    assert_eq!(
        messages(&answer, "SOP-001", "watched-path-missing"),
        ["describes refund.maximum in limits.yaml, where there is no such key"]
    );
    assert_eq!(state(&answer, "SOP-002"), "current", "{answer:#}");

    repo.write("limits.yaml", "refund:\n  max: [100\n");
    repo.commit(BEN, "2026-01-12", "Break the file");
    let answer = stale_on(&repo, "2026-02-01");
    let said = messages(&answer, "SOP-002", "watched-path-changed");
    assert!(said.first().is_some_and(|said| said.contains("100 → cannot be read")), "{said:?}");
}

#[test]
fn a_watched_file_that_was_removed_is_named_with_its_removal() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "library");
    repo.write("limits.txt", "100\n");
    repo.write("sops/a.md", &resting("SOP-001", "watches = [\"limits.txt\"]"));
    repo.commit(ANA, "2026-01-10", "Write them");
    repo.remove("limits.txt");
    let removal = repo.commit(BEN, "2026-01-12", "Remove the limits");
    let answer = stale_on(&repo, "2026-02-01");
    assert_eq!(reasons(&answer, "SOP-001").first(), Some(&"watched-path-missing"));
    assert!(named(&answer, "SOP-001")["reasons"][0].to_string().contains(&removal), "{answer:#}");
}
