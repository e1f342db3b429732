//! `sopctl refs`: which documents describe files, in one tree and between two.

use serde_json::{Value, json};

use crate::documents::{STEPS, ask, document, named, sop};
use crate::git_repo::{ANA, BEN, GitRepo};
use crate::sandbox::Sandbox;

const SETTINGS: &str = "[refund]\nmax = 100\nmin = 1\n";

/// Documents that describe files, folders and one value, and two that carry out others.
fn library(sandbox: &Sandbox) -> GitRepo<'_> {
    let repo = GitRepo::new(sandbox, "library");
    repo.write("config/limits.toml", SETTINGS).write("infra/crm/x.tf", "a\n");
    let watching = |id: &str, watches: &str| sop(id, &format!("watches = {watches}\n"), STEPS);
    repo.write("docs/value.md", &watching("SOP-001", "[\"config/limits.toml#refund.max\"]"));
    repo.write("docs/folder.md", &watching("SOP-002", "[\"infra\", \"config/*.toml\"]"));
    repo.write("docs/glob.md", &watching("SOP-003", "[\"**/*.tf\"]"));
    repo.write("docs/upper.md", &sop("SOP-004", "", STEPS));
    repo.write("docs/lower.md", &sop("SOP-005", "implements = [\"SOP-004#steps\"]\n", STEPS));
    repo.commit(ANA, "2026-01-10", "Write everything");
    repo
}

fn found(answer: &Value) -> Vec<&str> {
    let all = answer["documents"].as_array().unwrap().iter();
    all.map(|document| document["id"].as_str().unwrap_or("-")).collect()
}

fn refs(repo: &GitRepo<'_>, arguments: &[&str]) -> Value {
    ask(repo, &[&["refs"], arguments].concat())
}

#[test]
fn files_folders_and_values_lead_to_the_documents_that_describe_them() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    assert_eq!(found(&refs(&repo, &["config/limits.toml"])), ["SOP-001", "SOP-002"]);
    assert_eq!(found(&refs(&repo, &["config/limits.toml#refund.min"])), ["SOP-002"]);
    assert_eq!(found(&refs(&repo, &["config/limits.toml#refund"])), ["SOP-001", "SOP-002"]);
    // A folder stands for the files below it, and a file may be gone already.
    assert_eq!(found(&refs(&repo, &["infra/"])), ["SOP-002", "SOP-003"]);
    assert_eq!(found(&refs(&repo, &["infra/crm/gone.tf"])), ["SOP-002", "SOP-003"]);
    assert_eq!(found(&refs(&repo, &["."])), ["SOP-001", "SOP-002", "SOP-003", "SOP-005"]);
    let answer = refs(&repo, &["infra/crm/x.tf"]);
    assert_eq!(
        named(&answer, "SOP-003")["matches"],
        json!([{ "watch": "**/*.tf", "path": "infra/crm/x.tf", "line": 9, "value": null }])
    );
    assert_eq!(named(&answer, "SOP-003")["owner"], "@ana");
    let nothing = repo.sopctl(&["refs", "infra/y.txt", "README"]).run().success();
    assert_eq!(nothing.stderr.matches("there is no file").count(), 2, "{nothing:?}");
}

#[test]
fn a_document_leads_to_those_that_carry_it_out() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let answer = refs(&repo, &["docs/upper.md"]);
    assert_eq!(found(&answer), ["SOP-005"]);
    assert_eq!(
        named(&answer, "SOP-005")["implements"],
        json!([{ "document": "SOP-004", "stage": "steps", "gone": false, "fate": "touched" }])
    );
    let text = repo.sopctl(&["refs", "docs/upper.md"]).run().success().stdout;
    assert!(text.contains("implements SOP-004#steps"), "{text}");
}

#[test]
fn paths_are_looked_up_without_git_and_in_a_revision() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    repo.tag("before");
    repo.remove("infra/crm/x.tf").commit(BEN, "2026-02-01", "Remove it");
    // The folder is only there in the older tree.
    assert_eq!(found(&refs(&repo, &["infra", "--rev", "before"])), ["SOP-002", "SOP-003"]);
    let bare = repo.bare_clone("bare.git");
    assert_eq!(found(&refs(&bare, &["config"])), ["SOP-001", "SOP-002"]);
    sandbox.write("loose/a.md", &sop("SOP-001", "watches = [\"x/**\"]\n", STEPS));
    let loose = sandbox.work().join("loose");
    let said = sandbox.sopctl_in(&loose, &["refs", "x/y", "--exit-code"]).run().fails_with(1);
    assert!(said.stdout.contains("SOP-001"), "{said:?}");
    sandbox.sopctl_in(&loose, &["refs", "z", "--exit-code"]).run().success();
    sandbox.sopctl_in(&loose, &["refs", "--since", "HEAD"]).run().fails_with(2);
    sandbox.sopctl_in(&loose, &["refs"]).run().fails_with(2);
}

#[test]
fn a_watched_value_counts_only_where_the_work_changed_it() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    repo.branch("work");
    repo.write("config/limits.toml", &SETTINGS.replace("min = 1", "min = 2"));
    repo.commit(BEN, "2026-02-01", "Raise the other limit");
    assert_eq!(found(&refs(&repo, &["--since", "main"])), ["SOP-002"]);
    repo.write("config/limits.toml", &SETTINGS.replace("100", "250"));
    repo.commit(BEN, "2026-02-02", "Raise the limit");
    let answer = refs(&repo, &["--since", "main"]);
    assert_eq!(found(&answer), ["SOP-001", "SOP-002"]);
    assert_eq!(
        named(&answer, "SOP-001")["matches"][0]["value"],
        json!({ "key": "refund.max", "old": "100", "new": "250" })
    );
    let said = repo.sopctl(&["refs", "--since", "main", "--exit-code"]).run().fails_with(1);
    assert!(said.stdout.contains("config/limits.toml: refund.max 100 → 250"), "{said:?}");
    repo.remove("config/limits.toml").commit(BEN, "2026-02-03", "Remove the settings");
    let gone = refs(&repo, &["--since", "main"]);
    assert_eq!(named(&gone, "SOP-001")["matches"][0]["value"]["new"], Value::Null);
}

#[test]
fn the_work_begins_where_it_parted_from_the_revision() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let base = repo.head();
    repo.branch("work");
    repo.write("infra/crm/x.tf", "b\n").commit(BEN, "2026-02-01", "Change the server");
    repo.switch("main");
    repo.write("config/limits.toml", "[refund]\nmax = 9\n").commit(ANA, "2026-02-02", "Lower it");
    repo.switch("work");
    let answer = refs(&repo, &["--since", "main"]);
    assert_eq!(found(&answer), ["SOP-002", "SOP-003"]);
    assert_eq!(answer["since"], json!({ "rev": "main", "base": base }));
    // As a checkout of the merge has it, with no history but its parents.
    repo.switch("main");
    repo.merge("work", ANA, "2026-02-03");
    let shallow = repo.shallow_clone("shallow", 2);
    assert_eq!(found(&refs(&shallow, &["--since", "HEAD^1"])), ["SOP-002", "SOP-003"]);
    let bare = repo.bare_clone("bare.git");
    assert_eq!(found(&refs(&bare, &["--since", "main~1"])), ["SOP-002", "SOP-003"]);
}

#[test]
fn only_who_carries_out_a_text_that_changed_or_went_is_named() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    repo.tag("before");
    repo.rename("docs/upper.md", "docs/first.md");
    repo.write("docs/first.md", &sop("SOP-004", "last_reviewed = 2026-02-01\n", STEPS));
    repo.commit(BEN, "2026-02-01", "Review and move it");
    assert_eq!(found(&refs(&repo, &["--since", "before"])), [""; 0]);
    repo.write("docs/first.md", &sop("SOP-004", "", &STEPS.replace("ticket.", "ticket!")));
    assert_eq!(found(&refs(&repo, &["--since", "before"])), [""; 0], "typography");
    // What is not committed yet counts as well.
    repo.write("docs/first.md", &sop("SOP-004", "", &STEPS.replace("ticket", "case")));
    let answer = refs(&repo, &["--since", "before"]);
    assert_eq!(
        (found(&answer), &answer["documents"][0]["touched"]),
        (vec!["SOP-005"], &json!(false))
    );
    repo.remove("docs/first.md").commit(BEN, "2026-02-02", "Remove it");
    let answer = refs(&repo, &["--since", "before"]);
    let upstream = &named(&answer, "SOP-005")["implements"][0];
    assert_eq!((&upstream["document"], &upstream["gone"]), (&json!("SOP-004"), &json!(true)));
}

#[test]
fn documents_whose_watches_cannot_be_read_are_told() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    repo.write("docs/bad.md", &document("SOP-009", "watches = [\"infra/[\"]\n", STEPS));
    let said = repo.sopctl(&["refs", "infra/crm/x.tf"]).run().success();
    assert!(said.stdout.contains("nobody can tell what they describe: docs/bad.md"), "{said:?}");
    let answer = refs(&repo, &["infra/crm/x.tf"]);
    assert_eq!((&answer["summary"]["unreadable"], found(&answer).len()), (&json!(1), 2));
}

#[test]
fn a_path_from_strangers_is_no_markup() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    repo.write("infra/crm/`<b>`.tf", "x\n").commit(BEN, "2026-02-01", "Be clever");
    let said = repo.sopctl(&["refs", "--since", "HEAD~1", "-f", "markdown"]).run().success();
    assert!(
        said.stdout.contains("`` infra/crm/`<b>`.tf ``")
            || said.stdout.contains("``infra/crm/`<b>`.tf``"),
        "{said:?}"
    );
}

#[test]
fn a_library_in_a_folder_describes_the_files_of_the_whole_repository() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "mono");
    repo.write("ops/sopctl.toml", "schema = 1\n").write("src/pay/limits.toml", "max = 100\n");
    repo.write("ops/sops/a.md", &sop("SOP-001", "watches = [\"src/pay\"]\n", STEPS));
    repo.write("src/notes.md", &sop("SOP-001", "watches = [\"src\"]\n", STEPS));
    repo.commit(ANA, "2026-01-10", "Write everything");
    repo.write("src/pay/limits.toml", "max = 250\n").commit(BEN, "2026-02-01", "Raise it");
    let ops = repo.folder().join("ops");
    let arguments: [&[&str]; 3] =
        [&["refs", "../src/pay/limits.toml"], &["refs", "--since", "HEAD~1"], &["refs", "../src"]];
    for arguments in arguments {
        let run = sandbox.sopctl_in(&ops, &[arguments, &["-f", "json"]].concat()).run().success();
        let answer: Value = crate::documents::json(&run);
        assert_eq!(found(&answer), ["SOP-001"], "{arguments:?}");
        assert_eq!(answer["documents"][0]["path"], "ops/sops/a.md");
    }
    let outside = sandbox.sopctl_in(&ops, &["refs", "../../elsewhere"]).run().fails_with(2);
    assert!(outside.stderr.contains("hint: "), "{outside:?}");
    let comment = sandbox.sopctl_in(&ops, &["pr", "--since", "HEAD~1"]).run().success().stdout;
    assert!(comment.contains("SOP-001 Procedure SOP-001, `@ana`: describes"), "{comment}");
}

#[test]
fn a_sheet_has_its_columns_also_where_no_document_is() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let sheet = |path: &str| repo.sopctl(&["refs", path, "-f", "csv"]).run().success().stdout;
    assert_eq!(sheet("elsewhere.txt"), "id,path,title,owner,why\r\n");
    let rows = sheet("infra/crm/x.tf");
    let rows: Vec<&str> = rows.lines().collect();
    assert_eq!(rows.len(), 3, "{rows:?}");
    assert!(rows[1].starts_with("SOP-002,docs/folder.md,"), "{rows:?}");
    assert!(rows[2].starts_with("SOP-003,docs/glob.md,"), "{rows:?}");
}

#[test]
fn a_folder_counts_by_its_files_and_answers_when_it_is_gone() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "folders");
    repo.write("src/limits.txt", "100\n");
    repo.write("sops/a.md", &sop("SOP-001", "watches = [\"src/\"]\n", STEPS));
    repo.commit(ANA, "2026-01-10", "Write them");
    let paths = || -> Vec<String> {
        let answer = ask(&repo, &["refs", "src"]);
        let matches = named(&answer, "SOP-001")["matches"].as_array().unwrap().clone();
        matches.iter().map(|found| found["path"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(paths(), ["src/limits.txt"]);
    repo.remove("src/limits.txt");
    assert_eq!(paths(), ["src/limits.txt"]);
    repo.commit(ANA, "2026-01-12", "Remove the limits");
    assert_eq!(paths(), ["src/limits.txt"]);
}
