//! `sopctl check`: links and watches against the files of a working tree, a revision and a
//! folder without git.

use serde_json::Value;

use crate::documents::{STEPS, document};
use crate::git_repo::{ANA, GitRepo};
use crate::sandbox::{Run, Sandbox};

/// `rule: message` of the findings about files.
fn found(run: Run) -> Vec<String> {
    const RULES: [&str; 3] = ["broken-link", "missing-image", "watched-path-missing"];
    let said = run.run();
    let answer: Value = serde_json::from_str(&said.stdout).unwrap();
    let all = answer["findings"].as_array().unwrap().iter();
    let of_rules = all.filter(|f| RULES.contains(&f["rule"].as_str().unwrap()));
    of_rules
        .map(|f| format!("{}: {}", f["rule"].as_str().unwrap(), f["message"].as_str().unwrap()))
        .collect()
}

fn linking(watches: &str, links: &str) -> String {
    document("SOP-001", &format!("status = \"draft\"\nwatches = {watches}\n"), STEPS) + links
}

const JSON: [&str; 3] = ["check", "--format", "json"];

#[test]
fn what_is_on_disk_is_there_ignored_or_hidden() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "library");
    repo.write("sopctl.toml", "schema = 1\n").write(".gitignore", "build/\n");
    repo.write(".github/workflows/till.yml", "name: till\nlimit: 5\n");
    let watches = "[\".github/workflows/*.yml\", \".github/workflows/till.yml#limit\"]";
    let links = "\n[a](../build/manual.pdf) ![The till](till.png)\n";
    repo.write("sops/a.md", &linking(watches, links)).commit(ANA, "2026-01-05", "Begin");
    assert_eq!(
        found(repo.sopctl(&JSON)),
        [
            "broken-link: ../build/manual.pdf is not there",
            "missing-image: the picture till.png is not there",
        ]
    );
    repo.write("build/manual.pdf", "x").write("sops/till.png", "x");
    assert_eq!(found(repo.sopctl(&JSON)), [""; 0]);
}

#[test]
fn a_revision_has_its_own_files() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "library");
    repo.write("sopctl.toml", "schema = 1\n").write("limits.toml", "[refund]\nmax = 5\n");
    repo.write("sops/till.png", "x");
    let text = linking("[\"limits.toml#refund.max\"]", "\n![The till](till.png)\n");
    repo.write("sops/a.md", &text).commit(ANA, "2026-01-05", "Begin");
    let first = repo.head();
    repo.write("limits.toml", "[refund]\nleast = 5\n").remove("sops/till.png");
    repo.commit(ANA, "2026-01-06", "Break both");
    let at = |rev: &str| found(repo.sopctl(&["check", "--format", "json", "--rev", rev]));
    assert_eq!(at(&first), [""; 0]);
    assert_eq!(
        at("HEAD"),
        [
            "watched-path-missing: describes refund.max in limits.toml, where there is no such key",
            "missing-image: the picture till.png is not there",
        ]
    );
    assert_eq!(at("HEAD"), found(repo.sopctl(&JSON)));
}

#[test]
fn work_answers_for_a_link_that_it_broke_elsewhere() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "library");
    repo.write("sopctl.toml", "schema = 1\n");
    repo.write("sops/a.md", &linking("[]", "\n[plan](../plan.pdf) [old](../gone.pdf)\n"));
    repo.write("plan.pdf", "x").commit(ANA, "2026-01-05", "Begin");
    repo.branch("work");
    repo.remove("plan.pdf").commit(ANA, "2026-01-06", "Tidy up");
    let said = found(repo.sopctl(&["check", "--format", "json", "--since", "main"]));
    assert_eq!(said, ["broken-link: ../plan.pdf is not there"]);
}

#[test]
fn a_folder_without_git_has_files_as_well() {
    let sandbox = Sandbox::new();
    sandbox.write("sopctl.toml", "schema = 1\n");
    sandbox.write("infra/a.tf", "x");
    sandbox.write("sops/a.md", &linking("[\"infra/*.tf\", \"erp/*.tf\"]", "\n[x](b.md)\n"));
    assert_eq!(
        found(sandbox.sopctl(&JSON)),
        [
            "watched-path-missing: describes erp/*.tf, which is not there",
            "broken-link: b.md is not there",
        ]
    );
}
