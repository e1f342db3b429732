//! `sopctl owners`: load and gaps, handing documents over, CODEOWNERS.

use std::fs;

use serde_json::{Value, json};

use crate::documents::{STEPS, ask};
use crate::git_repo::{ANA, BEN, GitRepo};
use crate::sandbox::Sandbox;

const PEOPLE: &str = "[people.'@ana']\nname = 'Ana Reyes'\nemails = ['ana@example.com']\n\
    [people.'@ben']\nemails = ['ben@example.com']\nleft = 2026-06-30\n\
    [people.'@eve']\nleft = 2027-01-01\n\
    [teams.'@quality']\nmembers = ['@ana', '@ben']\n[teams.'@old']\nmembers = ['@ben']\n";

fn owned(id: &str, fields: &str) -> String {
    format!(
        "+++\nid = \"{id}\"\ntitle = \"Procedure {id}\"\ntype = \"sop\"\nversion = \"1.0\"\n\
         status = \"effective\"\nreview_interval = \"1 year\"\n{fields}+++\n\n# Procedure {id}\n\n{STEPS}"
    )
}

/// One document for each kind of owner.
fn library(sandbox: &Sandbox) -> GitRepo<'_> {
    let repo = GitRepo::new(sandbox, "library");
    repo.write("sopctl.toml", PEOPLE);
    for (id, fields) in [
        ("SOP-001", "owner = \"@ana\"\nlast_reviewed = 2025-09-01\n"),
        ("SOP-002", "owner = \"Ana@Example.com\"\nlast_reviewed = 2026-01-01\n"),
        ("SOP-003", "owner = \"@ben\"\nlast_reviewed = 2026-01-01\n"),
        ("SOP-004", "owner = \"@quality\"\nlast_reviewed = 2025-10-20\n"),
        ("SOP-005", "owner = \"@old\"\nlast_reviewed = 2026-01-01\n"),
        ("SOP-006", "owner = \"Head of Labs\"\nlast_reviewed = 2026-01-01\n"),
        ("SOP-007", "last_reviewed = 2026-01-01\napprovers = [\"@ben\", \"@eve\"]\n"),
        ("SOP-008", "owner = \"@ana\"\nsuperseded_by = [\"SOP-001\"]\n"),
    ] {
        let text = owned(id, fields);
        let text = match id {
            "SOP-008" => text.replace("\"effective\"", "\"superseded\""),
            _ => text,
        };
        repo.write(&format!("sops/{id}.md"), &text);
    }
    repo.commit(ANA, "2025-09-01", "Write everything");
    repo
}

fn owners(repo: &GitRepo<'_>) -> Value {
    ask(repo, &["owners", "--as-of", "2026-10-01"])
}

fn of<'a>(answer: &'a Value, owner: &Value) -> &'a Value {
    let all = answer["owners"].as_array().unwrap();
    all.iter().find(|one| one["owner"] == *owner).unwrap_or_else(|| panic!("{owner} {answer:#}"))
}

#[test]
fn one_person_is_one_owner_by_whichever_name() {
    let sandbox = Sandbox::new();
    let answer = owners(&library(&sandbox));
    let ana = of(&answer, &json!("@ana"));
    assert_eq!(ana["summary"]["documents"], 2);
    assert_eq!(ana["summary"]["by_state"]["overdue"], 1);
    assert_eq!((&ana["name"], &ana["kind"]), (&json!("Ana Reyes"), &json!("person")));
    // What her team owns stands under the team.
    assert_eq!((&ana["teams"], &ana["summary"]["of_teams"]), (&json!(["@quality"]), &json!(1)));
    let team = of(&answer, &json!("@quality"));
    assert_eq!(team["summary"]["by_state"]["due-soon"], 1);
    assert_eq!(team["members"][1], json!({ "handle": "@ben", "name": null, "left": "2026-06-30" }));
    assert_eq!(answer["owners"][0]["owner"], "@ana", "who is overdue comes first");
    let summary = &answer["summary"];
    assert_eq!((&summary["documents"], &summary["out_of_use"]), (&json!(7), &json!(1)));
}

#[test]
fn a_gap_is_told_with_whom_it_is_about_and_since_when() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let answer = owners(&repo);
    let gaps: Vec<Value> = answer["gaps"]
        .as_array()
        .unwrap()
        .iter()
        .map(|gap| json!([gap["code"], gap["who"], gap["since"], gap["documents"][0]["id"]]))
        .collect();
    assert_eq!(
        gaps,
        [
            json!(["owner-missing", null, null, "SOP-007"]),
            json!(["owner-left", "@ben", "2026-06-30", "SOP-003"]),
            json!(["team-left", "@old", "2026-06-30", "SOP-005"]),
            json!(["owner-unknown", "Head of Labs", null, "SOP-006"]),
            json!(["approver-left", "@ben", "2026-06-30", "SOP-007"]),
        ]
    );
    let text = repo.sopctl(&["owners", "--as-of", "2026-10-01"]).run().success().stdout;
    assert!(text.contains("OWNER HAS LEFT 1: @ben, 2026-06-30"), "{text}");
    assert!(text.contains("sopctl owners --replace 'Head of Labs' NEW"), "{text}");
    assert!(text.contains("team of @ana, @ben left 2026-06-30"), "{text}");
    // Before they left, there was no gap.
    let before = ask(&repo, &["owners", "--as-of", "2026-06-29"]);
    assert_eq!(before["gaps"].as_array().unwrap().len(), 2);
    repo.sopctl(&["owners", "--exit-code"]).run().fails_with(1);
}

#[test]
fn without_anything_that_names_people_no_owner_is_unknown() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    repo.remove("sopctl.toml");
    let answer = owners(&repo);
    assert_eq!(answer["gaps"].as_array().unwrap().len(), 1, "{answer:#}");
    assert_eq!(of(&answer, &json!("@ben"))["kind"], "unlisted");
    repo.write("CODEOWNERS", "* @ben\n");
    assert_eq!(of(&owners(&repo), &json!("@ben"))["kind"], "code-owner");
}

#[test]
fn owners_are_counted_in_every_format_and_without_git() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let run = |format: &str| repo.sopctl(&["owners", "-f", format]).run().success().stdout;
    assert!(run("markdown").contains("| Owner | Documents |"));
    assert!(run("html").contains("Load by owner"));
    let csv = run("csv");
    assert_eq!(csv.lines().count(), 8, "{csv}");
    assert!(csv.contains("\r\n,none,,,SOP-007,sops/SOP-007.md,"), "{csv}");
    sandbox.write("loose/a.md", &owned("SOP-001", "owner = \"@ana\"\n"));
    let loose = sandbox.work().join("loose");
    let said = sandbox.sopctl_in(&loose, &["owners"]).run().success();
    assert!(said.stdout.contains("1 document of 1 owner"), "{said:?}");
}

#[test]
fn a_handover_changes_owner_and_approvers_and_no_other_byte() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let path = "sops/SOP-007.md";
    let before = fs::read_to_string(repo.folder().join(path)).unwrap();
    let asked = ["owners", "--replace", "ben@example.com", "@ana"];
    let shown = ask(&repo, &[&asked[..], &["--dry-run"]].concat());
    assert_eq!(repo.git(&["status", "--porcelain"]), "");
    let changed: Vec<&str> = shown["documents"]
        .as_array()
        .unwrap()
        .iter()
        .map(|document| document["id"].as_str().unwrap())
        .collect();
    assert_eq!(changed, ["SOP-003", "SOP-007"]);
    assert_eq!(shown["teams"], json!(["@quality", "@old"]));
    let text = repo.sopctl(&asked).run().success().stdout;
    assert!(text.contains("@ana is now owner of 1 document and approver of 1"), "{text}");
    let after = fs::read_to_string(repo.folder().join(path)).unwrap();
    assert_eq!(
        after,
        before.replace("[\"@ben\", \"@eve\"]", "[\"@eve\", \"@ana\"]"),
        "nothing else changes"
    );
    let nobody = repo.sopctl(&asked).run().fails_with(2);
    assert!(nobody.stderr.contains("no document has the owner or approver"), "{nobody:?}");
}

#[test]
fn a_handover_is_refused_where_it_would_mix_with_other_changes() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let text = owned("SOP-003", "owner = \"@ben\"\nlast_reviewed = 2026-02-02\n");
    repo.write("sops/SOP-003.md", &text);
    let asked = ["owners", "--replace", "@ben", "@ana"];
    let said = repo.sopctl(&asked).run().fails_with(2);
    assert!(said.stderr.contains("git commit -- sops/SOP-003.md"), "{said:?}");
    assert_eq!(fs::read_to_string(repo.folder().join("sops/SOP-003.md")).unwrap(), text);
    let shown = repo.sopctl(&[&asked[..], &["--dry-run"]].concat()).run().success();
    assert!(shown.stdout.contains("has changes that are not committed"), "{shown:?}");
    repo.commit(BEN, "2026-02-02", "Review it");
    repo.write("sops/SOP-010.md", &owned("SOP-010", "owner = \"@ben\"\n"));
    let said = repo.sopctl(&asked).run().success().stdout;
    let next = "`git add -- sops/SOP-010.md` and `git commit --message 'Hand over documents of \
                @ben to @ana' -- sops/SOP-003.md sops/SOP-007.md sops/SOP-010.md`";
    assert!(one_line(&said).contains(&next.replace('`', "")), "{said}");
    let gone = repo.sopctl(&["owners", "--replace", "@ana", "@ben"]).run().fails_with(2);
    assert!(gone.stderr.contains("@ben has left"), "{gone:?}");
    repo.sopctl(&["owners", "--dry-run"]).run().fails_with(2);
    repo.sopctl(&[&asked[..], &["--rev", "HEAD"]].concat()).run().fails_with(2);
}

#[test]
fn code_owners_get_what_the_documents_say_and_keep_the_rest() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let hand = "# by hand\n* @ops\n";
    repo.write(".github/CODEOWNERS", hand);
    let verify = ["owners", "--codeowners", "verify"];
    let said = repo.sopctl(&verify).run().fails_with(1);
    let expected = "CODEOWNERS names @ops (line 2), and the document @ana";
    assert!(said.stdout.contains(expected), "{said:?}");
    let write = ["owners", "--codeowners", "write"];
    repo.sopctl(&[&write[..], &["--dry-run"]].concat()).run().success();
    let file = repo.folder().join(".github/CODEOWNERS");
    assert_eq!(fs::read_to_string(&file).unwrap(), hand);
    repo.sopctl(&write).run().success();
    let written = fs::read_to_string(&file).unwrap();
    assert!(written.starts_with(&format!("{hand}\n# sopctl: begin\n")), "{written}");
    assert!(written.contains("\n/sops/SOP-002.md @ana\n"), "{written}");
    let said = repo.sopctl(&verify).run().success();
    assert!(said.stdout.contains("SOP-006 is left out: Head of Labs"), "{said:?}");
    let again = repo.sopctl(&write).run().success();
    assert!(again.stdout.contains("nothing to write"), "{again:?}");
    // A document that is gone, and one that changed hands.
    repo.remove("sops/SOP-001.md");
    repo.write("sops/SOP-004.md", &owned("SOP-004", "owner = \"@eve\"\n"));
    let answer = ask(&repo, &verify);
    let codes: Vec<&Value> =
        answer["differences"].as_array().unwrap().iter().map(|one| &one["code"]).collect();
    assert_eq!(codes, ["owner-differs", "entry-left-over"]);
    let sarif = repo.sopctl(&[&verify[..], &["-f", "github"]].concat()).run().fails_with(1);
    assert!(sarif.stdout.contains("::error file=sops/SOP-004.md,line=8"), "{sarif:?}");
    assert!(sarif.stdout.contains("file=.github/CODEOWNERS,line="), "{sarif:?}");
}

#[test]
fn a_file_written_by_hand_that_agrees_is_right() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "library");
    repo.write("sops/a.md", &owned("SOP-001", "owner = \"@finance\"\n"));
    repo.write("CODEOWNERS", "/sops/ @acme/finance @ops\n");
    repo.commit(ANA, "2026-01-01", "Begin");
    repo.sopctl(&["owners", "--codeowners", "verify"]).run().success();
    repo.sopctl(&["owners", "--codeowners", "verify", "--rev", "HEAD"]).run().success();
    repo.write("CODEOWNERS", "# sopctl: begin\n");
    let said = repo.sopctl(&["owners", "--codeowners", "write"]).run().fails_with(2);
    assert!(said.stderr.contains("CODEOWNERS: line 1 begins"), "{said:?}");
}

/// A text without its line breaks.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn each_library_of_a_repository_has_a_part_of_its_own() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "library");
    for (folder, id) in [("quality", "SOP-001"), ("lab", "SOP-002"), ("labs", "SOP-003")] {
        repo.write(&format!("{folder}/sopctl.toml"), "schema = 1\n");
        repo.write(&format!("{folder}/sops/{id}.md"), &owned(id, "owner = \"@ana\"\n"));
    }
    repo.commit(ANA, "2026-01-01", "Begin");
    let run = |folder: &str, task: &str| {
        repo.sopctl(&["-C", folder, "owners", "--codeowners", task]).run()
    };
    let read = || fs::read_to_string(repo.folder().join("CODEOWNERS")).unwrap();
    for folder in ["quality", "lab", "labs"] {
        run(folder, "write").success();
    }
    let all = read();
    for line in ["/quality/sops/SOP-001.md @ana", "/lab/sops/SOP-002.md @ana"] {
        assert!(all.contains(line), "{all}");
    }
    // The first one changes, and nothing but its own line does.
    repo.write("quality/sops/SOP-001.md", &owned("SOP-001", "owner = \"@eve\"\n"));
    run("quality", "write").success();
    let changed = all.replace("/quality/sops/SOP-001.md @ana", "/quality/sops/SOP-001.md @eve");
    assert_eq!(read(), changed);
    for folder in ["quality", "lab", "labs"] {
        run(folder, "verify").success();
    }
    // One that is not whole makes it impossible to tell what is whose.
    repo.write("CODEOWNERS", &changed.replace("# sopctl: end lab\n", ""));
    let said = run("quality", "write").fails_with(2);
    assert!(said.stderr.contains("begins"), "{said:?}");
}
