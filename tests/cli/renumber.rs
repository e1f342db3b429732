//! `sopctl renumber`, and what it is for: two clones that gave one number to two documents.

use std::fs;

use serde_json::Value;

use crate::documents::json;
use crate::git_repo::{ANA, BEN, GitRepo};
use crate::sandbox::Sandbox;

const CONFIG: &str = "schema = 1\n[types.sop]\nfolder = \"sops\"\n";

fn sop(id: &str, title: &str, more: &str) -> String {
    format!(
        "+++\nid = \"{id}\"\ntitle = \"{title}\"\ntype = \"sop\"\nstatus = \"draft\"\nowner = \"@ana\"\n\
         {more}+++\n\n# {title}\n\n1. The clerk closes the till.\n"
    )
}

fn library(sandbox: &Sandbox) -> GitRepo<'_> {
    let repo = GitRepo::new(sandbox, "library");
    repo.write("sopctl.toml", CONFIG);
    repo.write("sops/SOP-001-close.md", &sop("SOP-001", "Close the till", ""));
    repo.write("sops/open.md", &sop("SOP-002", "Open", "related = [\"SOP-001\"]\n"));
    repo.write("README.md", "# Us\n\n[Closing](sops/SOP-001-close.md)\n");
    repo.commit(ANA, "2026-01-05", "Write them down");
    repo
}

#[test]
fn history_and_links_follow_a_number_that_changes() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let before = repo.sopctl(&["check", "-f", "json"]).run();
    let dry = repo.sopctl(&["renumber", "SOP-001", "SOP-010", "--dry-run"]).run().success().stdout;
    assert!(dry.contains("would move  sops/SOP-001-close.md → sops/SOP-010-close.md"), "{dry}");
    assert_eq!(repo.git(&["status", "--short"]), "");

    let said = repo.sopctl(&["renumber", "SOP-001", "SOP-010"]).run().success().stdout;
    assert!(said.contains("- git add --all -- sops/SOP-010-close.md"), "{said}");
    repo.git(&["add", "--all"]);
    repo.commit(ANA, "2026-02-05", "Renumber SOP-001 as SOP-010");
    let read = |path: &str| fs::read_to_string(repo.folder().join(path)).unwrap();
    assert!(read("sops/open.md").contains("related = [\"SOP-010\"]"));
    assert!(read("README.md").contains("(sops/SOP-010-close.md)"));
    assert!(!repo.folder().join("sops/SOP-001-close.md").exists());
    let after = repo.sopctl(&["check", "-f", "json"]).run();
    let count = |said: &crate::sandbox::Output| -> usize {
        serde_json::from_str::<Value>(&said.stdout).unwrap()["findings"].as_array().unwrap().len()
    };
    assert_eq!(count(&after), count(&before));
    let log = json(&repo.sopctl(&["log", "SOP-010", "-f", "json"]).run().success());
    assert_eq!(log["revisions"].as_array().unwrap().len(), 2, "{log}");

    // A number that was given is not given again, not even when its document has another.
    let again = repo.sopctl(&["renumber", "SOP-002", "SOP-001"]).run().fails_with(2).stderr;
    assert!(again.contains("error: SOP-001 is taken: sops/SOP-001-close.md"), "{again}");
}

#[test]
fn what_cannot_be_meant_is_told() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let said = |arguments: &[&str]| repo.sopctl(arguments).run().fails_with(2).stderr;
    let unknown = said(&["renumber", "SOP-01"]);
    assert!(unknown.contains("SOP-01"), "{unknown}");
    let unlike = said(&["renumber", "SOP-001", "WI-001"]);
    assert_eq!(
        unlike,
        "error: WI-001 is no number of the type sop\nhint: its numbers look like SOP-001; leave it \
         out for the next free one\n"
    );
    let none = said(&["renumber", "SOP-001", "ten"]);
    assert!(none.contains("has no number"), "{none}");
    repo.sopctl(&["renumber", "SOP-001", "-f", "html"]).run().fails_with(2);
    assert_eq!(repo.git(&["status", "--short"]), "");
}

#[test]
fn two_clones_that_gave_one_number_twice_see_it_before_they_merge_and_mend_it() {
    let sandbox = Sandbox::new();
    let origin = library(&sandbox).bare_clone("origin.git");
    let source = origin.folder().display().to_string();
    let (ana, ben) = (origin.clone_with(&[&source], "ana"), origin.clone_with(&[&source], "ben"));
    for (clone, branch, who, titles) in [
        (&ana, "cash", ANA, ["Count the cash", "Bank the cash", "Change money"]),
        (&ben, "keys", BEN, ["Hand over keys", "Replace a lock", "Lose a key"]),
    ] {
        clone.branch(branch);
        for title in titles {
            clone.sopctl(&["new", "sop", title, "--owner", "@ana"]).run().success();
        }
        clone.commit(who, "2026-03-01", "Write three");
    }
    ana.git(&["push", "--quiet", "origin", "cash"]);
    ben.git(&["fetch", "--quiet", "origin"]);

    // Each tree is sound by itself; together they are not.
    let alone = ben.sopctl(&["check", "--fail-on", "error"]).run().success();
    assert!(!alone.stdout.contains("duplicate-id"), "{}", alone.stdout);
    let both = ben.sopctl(&["check", "--all-branches"]).run().fails_with(1).stdout;
    for (number, place) in
        [("SOP-003", "count-the-cash"), ("SOP-004", "bank"), ("SOP-005", "change")]
    {
        assert!(both.contains("duplicate-id") && both.contains(number), "{both}");
        assert!(both.contains(place), "{place}: {both}");
    }
    for (number, next) in [("SOP-003", "SOP-006"), ("SOP-004", "SOP-007"), ("SOP-005", "SOP-008")] {
        let said = ben.sopctl(&["renumber", number]).run().success().stdout;
        assert!(said.contains(&format!("{number} → {next}")), "{said}");
    }
    ben.git(&["add", "--all"]);
    ben.commit(BEN, "2026-03-02", "Give them numbers of their own");
    let mended = ben.sopctl(&["check", "--all-branches", "--fail-on", "error"]).run().success();
    assert!(!mended.stdout.contains("duplicate-id"), "{}", mended.stdout);
    ben.merge("origin/cash", BEN, "2026-03-03");
    ben.sopctl(&["check", "--fail-on", "error"]).run().success();
    let list = json(&ben.sopctl(&["list", "-f", "json"]).run().success());
    assert_eq!(list["documents"].as_array().unwrap().len(), 8);
}

#[test]
fn a_number_that_a_merge_brought_twice_is_told_apart_by_its_path() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    repo.write("sops/twin.md", &sop("SOP-001", "Twin", ""));
    repo.commit(ANA, "2026-02-01", "Merge badly");
    let both = repo.sopctl(&["renumber", "SOP-001"]).run().fails_with(2).stderr;
    assert!(both.contains("2 documents"), "{both}");
    let said = repo.sopctl(&["renumber", "sops/twin.md"]).run().success().stdout;
    assert!(said.contains("SOP-001 → SOP-003"), "{said}");
    assert!(said.contains("another document has this number as well"), "{said}");
    repo.sopctl(&["check"]).run().success();
}
