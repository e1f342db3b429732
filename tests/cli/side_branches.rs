//! Reviews and text that come together in a merge.

use serde_json::Value;

use crate::git_repo::{ANA, BEN, GitRepo};
use crate::sandbox::Sandbox;

#[test]
fn work_beside_a_review_is_not_covered_by_it() {
    // The branch was begun before the review and merged after it: its text was never
    // before the reviewer, although the merge shows the date of the review.
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "library");
    let text = |date: &str, limit: &str, tail: &str| {
        format!(
            "+++\nid = \"SOP-001\"\ntitle = \"Refunds\"\ntype = \"sop\"\nstatus = \"effective\"\nowner = \"@ana\"\n\
             review_interval = \"24 months\"\nlast_reviewed = {date}\n+++\n\n# Refunds\n\n## Procedure\n\n\
             1. Pay up to {limit} EUR.\n2. Write it down.\n\n## Records\n\nKept {tail}.\n"
        )
    };
    repo.write("sops/a.md", &text("2026-01-10", "100", "in the ledger"));
    repo.commit(ANA, "2026-01-10", "Add SOP-001");
    repo.branch("limit");
    repo.write("sops/a.md", &text("2026-01-10", "250", "in the ledger"));
    repo.commit(BEN, "2026-03-01", "Raise the limit");
    repo.switch("main");
    repo.write("sops/a.md", &text("2026-02-20", "100", "in the ledger"));
    repo.commit(ANA, "2026-02-20", "Review SOP-001");
    repo.merge("limit", BEN, "2026-03-05");
    let output =
        sandbox.sopctl_in(repo.folder(), &["stale", "--as-of", "2026-04-01", "-f", "json"]).run();
    let answer: Value = serde_json::from_str(&output.stdout).unwrap();
    let document = &answer["documents"][0];
    assert_eq!(document["state"], "changed", "{}", output.stdout);
    assert_eq!(document["review"]["claimed_date"], "2026-02-20");
}
