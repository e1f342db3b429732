//! `sopctl new`: a document with the next free number, and nothing overwritten.

use std::fs;

use crate::git_repo::{ANA, GitRepo};
use crate::sandbox::Sandbox;

fn read(sandbox: &Sandbox, path: &str) -> String {
    fs::read_to_string(sandbox.work().join(path)).unwrap()
}

fn new(sandbox: &Sandbox, arguments: &[&str]) -> String {
    let mut all = vec!["new"];
    all.extend(arguments);
    sandbox.sopctl(&all).run().success().stdout
}

#[test]
fn documents_are_numbered_one_behind_the_other_and_linked() {
    let sandbox = Sandbox::new();
    sandbox.write("sopctl.toml", "schema = 1\n");
    let said = new(&sandbox, &["policy", "Customer money", "--owner", "@finance"]);
    assert!(said.starts_with("created policies/customer-money.md\n"), "{said}");
    new(&sandbox, &["sop", "Refund approval", "--owner", "@cs", "--implements", "POL-001"]);
    new(&sandbox, &["sop", "Complaints", "--owner", "@cs", "--implements", "pol-001"]);
    new(&sandbox, &["wi", "Issue a refund", "--owner", "@cs", "--implements", "SOP-001"]);

    let refunds = read(&sandbox, "sops/refund-approval.md");
    assert!(refunds.starts_with(
        "+++\nid = \"SOP-001\"\ntitle = \"Refund approval\"\ntype = \"sop\"\nversion = \"0.1\"\n\
         status = \"draft\"\nowner = \"@cs\"\napprovers = []\nreview_interval = \"12 months\"\n\
         implements = [\"POL-001\"]\naudience = []\ntemplate = \"sop@1\"\n+++\n\n\
         # Refund approval\n"
    ));
    let complaints = read(&sandbox, "sops/complaints.md");
    assert!(complaints.contains("id = \"SOP-002\"\n"));
    assert!(complaints.contains("implements = [\"POL-001\"]\n"));
    let steps = read(&sandbox, "work-instructions/issue-a-refund.md");
    assert!(steps.contains("id = \"WI-001\"\n") && steps.contains("## Before you start\n"));

    let checked = sandbox.sopctl(&["check", "--fail-on", "warning"]).run().success();
    let counts = "4 documents checked: 4 suggestions\n";
    assert!(checked.stdout.ends_with(counts), "{}", checked.stdout);
    let listed = sandbox.sopctl(&["list"]).run().success();
    for id in ["POL-001", "SOP-001", "SOP-002", "WI-001"] {
        assert!(listed.stdout.contains(id), "{}", listed.stdout);
    }
}

#[test]
fn a_dry_run_shows_the_document_and_writes_nothing() {
    let sandbox = Sandbox::new();
    sandbox.write("sopctl.toml", "schema = 1\n");
    let shown = new(&sandbox, &["sop", "Refunds", "--dry-run"]);
    assert!(shown.contains("sops/refunds.md") && shown.contains("id = \"SOP-001\""), "{shown}");
    assert!(!sandbox.work().join("sops").exists());
}

#[test]
fn nothing_is_overwritten() {
    let sandbox = Sandbox::new();
    sandbox.write("sopctl.toml", "schema = 1\n[documents]\nexclude = [\"sops/old-*.md\"]\n");
    sandbox.write("sops/refunds.md", "mine\n");
    let said = sandbox.sopctl(&["new", "sop", "Refunds"]).run().fails_with(2);
    assert!(said.stderr.contains("sops/refunds.md exists already"), "{}", said.stderr);
    assert!(said.stderr.contains("\nhint: "), "{}", said.stderr);
    assert_eq!(read(&sandbox, "sops/refunds.md"), "mine\n");
    let excluded = sandbox.sopctl(&["new", "sop", "Old refunds"]).run().fails_with(2);
    assert!(excluded.stderr.contains("sopctl.toml does not include it"), "{}", excluded.stderr);
    assert_eq!(fs::read_dir(sandbox.work().join("sops")).unwrap().count(), 1);
}

#[test]
fn what_cannot_be_done_is_told_with_what_was_meant() {
    let sandbox = Sandbox::new();
    sandbox.write("sopctl.toml", "schema = 1\n");
    new(&sandbox, &["policy", "Data"]);
    let told = |arguments: &[&str]| {
        let mut all = vec!["new"];
        all.extend(arguments);
        sandbox.sopctl(&all).run().fails_with(2).stderr
    };
    let unknown = told(&["sopp", "x"]);
    assert!(unknown.contains("no document type \"sopp\""), "{unknown}");
    assert!(unknown.contains("did you mean sop?"), "{unknown}");
    let missing = told(&["sop", "x", "--implements", "POL-002"]);
    assert!(missing.contains("\"POL-002\"") && missing.contains("POL-001"), "{missing}");
    let level = told(&["wi", "x", "--implements", "POL-001"]);
    assert!(
        level.contains("a work instruction implements SOPs, and POL-001 is a policy"),
        "{level}"
    );
    assert!(told(&["sop", " "]).contains("the title is empty"));
    assert!(told(&["sop", "a\u{1b}[31mb"]).contains("control character"));
    assert!(!told(&["sop", "a\u{1b}[31mb"]).contains('\u{1b}'));
    assert!(!sandbox.work().join("sops").exists());
}

#[test]
fn titles_of_every_script_are_written_and_read_back() {
    let sandbox = Sandbox::new();
    sandbox.write("sopctl.toml", "schema = 1\n");
    for (title, path) in [
        ("The \"big\" \\ one", "sops/the-big-one.md"),
        ("返品 手順", "sops/返品-手順.md"),
        ("🚀", "sops/sop-003.md"),
        ("Con", "sops/con-sop-004.md"),
        ("../../outside", "sops/outside.md"),
    ] {
        assert!(new(&sandbox, &["sop", title]).starts_with(&format!("created {path}\n")));
    }
    let listed = sandbox.sopctl(&["list", "--format", "json"]).run().success().stdout;
    let listed: serde_json::Value = serde_json::from_str(&listed).unwrap();
    let titles: Vec<&str> = listed["documents"]
        .as_array()
        .unwrap()
        .iter()
        .map(|document| document["title"].as_str().unwrap())
        .collect();
    for title in ["The \"big\" \\ one", "返品 手順", "🚀", "Con", "../../outside"] {
        assert!(titles.contains(&title), "{titles:?}");
    }
}

#[test]
fn a_library_below_the_root_keeps_its_documents() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "repository");
    repo.write("quality/sopctl.toml", "schema = 1\n");
    repo.write("other.md", "+++\nid = \"SOP-041\"\n+++\n");
    repo.commit(ANA, "2026-01-05", "Begin");
    let inside = repo.folder().join("quality");
    let said = sandbox.sopctl_in(&inside, &["new", "sop", "Refunds"]).run().success();
    assert!(said.stdout.starts_with("created quality/sops/refunds.md\n"), "{}", said.stdout);
    let text = fs::read_to_string(inside.join("sops/refunds.md")).unwrap();
    assert!(text.contains("id = \"SOP-001\""), "the other document is of another library");
}

#[test]
fn a_number_is_not_given_again_while_a_broken_document_may_have_it() {
    let sandbox = Sandbox::new();
    sandbox.write("sopctl.toml", "schema = 1\n");
    sandbox.write("sops/SOP-007-returns.md", "+++\nid = \"SOP-007\"\n");
    fs::write(sandbox.work().join("sops/SOP-009.md"), b"\xff\xfe").unwrap();
    assert!(new(&sandbox, &["sop", "Refunds", "--dry-run"]).contains("id = \"SOP-010\""));
}

#[test]
fn a_number_of_another_branch_or_of_a_removed_document_is_not_given_again() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "library");
    let numbered = |id: &str| format!("+++\nid = \"{id}\"\n+++\n\n# {id}\n");
    let next = || {
        let said = repo.sopctl(&["new", "sop", "Refunds", "--dry-run"]).run().success().stdout;
        let adopted = repo.sopctl(&["adopt", "sops/a.md", "--type", "sop"]).run().success().stdout;
        let id = said.split("id = \"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        assert!(adopted.contains(&id), "{id}: {adopted}");
        id
    };
    repo.write("sopctl.toml", "").write("sops/a.md", "# A\n");
    assert_eq!(next(), "SOP-001", "before the first commit");
    repo.commit(ANA, "2026-01-01", "Begin");
    repo.write("sops/b.md", &numbered("SOP-002")).commit(ANA, "2026-01-02", "Add");
    repo.remove("sops/b.md");
    assert_eq!(next(), "SOP-003", "removed, but not yet committed");
    repo.commit(ANA, "2026-01-03", "Remove");
    assert_eq!(next(), "SOP-003", "removed");
    repo.branch("other");
    repo.write("sops/c.md", &numbered("SOP-004")).commit(ANA, "2026-01-04", "Add");
    repo.write("notes/x.txt", &numbered("SOP-900")).commit(ANA, "2026-01-05", "No document");
    repo.switch("main");
    assert_eq!(next(), "SOP-005", "on another branch");
    repo.branch("gone");
    repo.write("sops/SOP-007-d.md", "# D\n").commit(ANA, "2026-01-06", "Add");
    repo.tag("v1");
    repo.switch("main");
    repo.git(&["branch", "--quiet", "-D", "gone"]);
    assert_eq!(next(), "SOP-008", "under a tag, in the name of a file");
    let fetched = repo.git(&["rev-parse", "other"]);
    repo.git(&["branch", "--quiet", "-D", "other"]);
    repo.git(&["tag", "--delete", "v1"]);
    assert_eq!(next(), "SOP-003", "nobody has it");
    repo.git(&["update-ref", "refs/remotes/origin/other", &fetched]);
    assert_eq!(next(), "SOP-005", "fetched from elsewhere");
}
