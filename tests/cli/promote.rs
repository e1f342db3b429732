//! `sopctl promote` and `sopctl retire`: each step takes what it must, and an approval is of a
//! text that git holds.

use std::fs;

use serde_json::Value;

use crate::git_repo::{ANA, GitRepo};
use crate::review::{DAY, run};
use crate::sandbox::{Output, Sandbox};

const DRAFT: &str = "+++\nid = \"SOP-001\"\ntitle = \"Refunds\"\ntype = \"sop\"\nversion = \"1.0\"\n\
                     status = \"draft\"\nowner = \"@ana\"\napprovers = [\"@coo\", \"@finance\"]\n\
                     review_interval = \"12 months\"\n+++\n\n# Refunds\n\n1. Open the ticket.\n";

const CONFIG: &str = "schema = 1\n[people.\"@ana\"]\nemails = [\"ana@example.com\"]\n\
                      [teams.\"@finance\"]\nmembers = [\"@cy\"]\n";

fn library<'s>(sandbox: &'s Sandbox, name: &str, text: &str) -> GitRepo<'s> {
    let repo = GitRepo::new(sandbox, name);
    repo.write("sopctl.toml", CONFIG).write("sops/refunds.md", text);
    repo.write(
        "sops/online.md",
        "+++\nid = \"SOP-002\"\ntitle = \"Online refunds\"\nstatus = \"effective\"\n+++\n\n1. Click.\n",
    );
    repo.write(
        "wis/refund.md",
        "+++\nid = \"WI-001\"\nstatus = \"effective\"\nimplements = [\"SOP-001\"]\n+++\n\n1. Pay.\n",
    );
    repo.commit(ANA, "2026-01-05", "Write the refunds");
    repo
}

fn promote(repo: &GitRepo<'_>, arguments: &[&str]) -> Output {
    run(repo, ANA, &[&["promote", "SOP-001"], arguments].concat()).run()
}

fn retire(repo: &GitRepo<'_>, arguments: &[&str]) -> Output {
    run(repo, ANA, &[&["retire", "SOP-001"], arguments].concat()).run()
}

fn read(repo: &GitRepo<'_>) -> String {
    fs::read_to_string(repo.folder().join("sops/refunds.md")).unwrap()
}

#[track_caller]
fn refused(said: Output, error: &str, hint: &str) {
    let said = said.fails_with(2);
    assert_eq!(said.stderr, format!("error: {error}\nhint: {hint}\n"));
}

fn in_status(status: &str, more: &str) -> String {
    DRAFT.replace("status = \"draft\"\n", &format!("status = \"{status}\"\n{more}"))
}

const APPROVED: &str = "approved_by = [\"@coo\", \"@cy\"]\napproved_on = 2026-02-01\n";

#[test]
fn a_document_goes_from_draft_to_effective_with_its_approval() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox, "library", DRAFT);
    promote(&repo, &["--to", "in-review", "--commit"]).success();
    assert_eq!(repo.git(&["log", "-1", "--format=%B"]), "Promote SOP-001: in-review");
    let approval = ["--to", "approved", "--by", "@coo", "--by", "@cy", "--effective", "2026-11-22"];
    let said = promote(&repo, &[&approval[..], &["--commit"]].concat()).success().stdout;
    assert!(said.contains("in-review → approved"), "{said}");
    let shown = repo.sopctl(&["show", "SOP-001", "--format", "json"]).run().success();
    let shown: Value = serde_json::from_str(&shown.stdout).unwrap();
    let fingerprint = shown["fingerprint"].as_str().unwrap();
    let text = read(&repo);
    for line in [
        "status = \"approved\"",
        "approved_by = [\"@coo\", \"@cy\"]",
        "approved_on = 2026-11-22",
        &format!("approved_text = \"{fingerprint}\""),
        "effective_date = 2026-11-22",
    ] {
        assert!(text.lines().any(|found| found == line), "{line}: {text}");
    }
    let message = repo.git(&["log", "-1", "--format=%B"]);
    assert_eq!(
        message,
        format!(
            "Promote SOP-001: approved\n\nApproved-by: @coo\nApproved-by: @cy\n\
             Sopctl-Approved-Text: {fingerprint}"
        )
    );
    // The approval is there: nobody has to give it again.
    let said = promote(&repo, &["--to", "effective", "--commit", "--format", "json"]).success();
    let report: Value = serde_json::from_str(&said.stdout).unwrap();
    let document = &report["documents"][0];
    assert_eq!(report["schema"], "sopctl.promote.v1");
    assert_eq!((&document["from"], &document["to"]), (&"approved".into(), &"effective".into()));
    assert_eq!(document["approved_text"], Value::Null);
    assert_eq!(document["fields"].as_array().unwrap().len(), 1);
    assert_eq!(document["commit"].as_str(), Some(repo.head().as_str()));
    let stale = repo.sopctl(&["stale", "--as-of", DAY, "--format", "json"]).run();
    let stale: Value = serde_json::from_str(&stale.stdout).unwrap();
    let documents = stale["documents"].as_array().unwrap();
    let document = documents.iter().find(|document| document["id"] == "SOP-001").unwrap();
    assert_eq!(document["state"], "current");
}

#[test]
fn all_approvers_have_to_approve_and_a_team_does_so_by_one_of_it() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox, "library", DRAFT);
    let hint =
        |who: &str| format!("add --by {who}, or somebody of that team, once they have approved it");
    let to = ["--to", "approved"];
    refused(promote(&repo, &to), "SOP-001 must be approved by @coo", &hint("@coo"));
    refused(
        promote(&repo, &[&to[..], &["--by", "@coo"]].concat()),
        "SOP-001 must be approved by @finance",
        &hint("@finance"),
    );
    promote(&repo, &[&to[..], &["--by", "@coo", "--by", "@finance"]].concat()).success();
}

#[test]
fn an_approval_is_of_a_text_that_git_holds() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox, "library", DRAFT);
    repo.write("sops/refunds.md", &DRAFT.replace("ticket", "case"));
    let approval = ["--to", "approved", "--by", "@coo", "--by", "@cy"];
    refused(
        promote(&repo, &approval),
        "SOP-001 has uncommitted changes, and an approval is of what git holds",
        "commit them first: git commit -- sops/refunds.md; then approve it",
    );
    // Reviewers may be asked about it all the same.
    promote(&repo, &["--to", "in-review"]).success();
    assert!(read(&repo).contains("case") && read(&repo).contains("in-review"));
}

#[test]
fn a_text_that_changed_after_its_approval_needs_another_one() {
    let sandbox = Sandbox::new();
    let approved = format!(
        "{APPROVED}approved_text = \"1:00000000000000000000000000000000\"\neffective_date = 2026-03-01\n"
    );
    let repo = library(&sandbox, "library", &in_status("approved", &approved));
    let to = ["--to", "effective"];
    refused(
        promote(&repo, &to),
        "the text of SOP-001 is not the one that was approved",
        "--by names who approves the text as it stands now",
    );
    let by = [&to[..], &["--by", "@coo", "--by", "@cy"]].concat();
    refused(
        promote(&repo, &by),
        "2026-03-01 is before 2026-11-22, the day of the approval: no text binds before it is \
         approved",
        "--on takes the day of the approval, --effective that day or a later one",
    );
    promote(&repo, &[&by[..], &["--effective", "2026-11-22"]].concat()).success();
    assert!(!read(&repo).contains("1:0000"), "{}", read(&repo));
}

#[test]
fn no_text_is_effective_before_its_day_or_its_approval() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox, "library", &in_status("approved", APPROVED));
    refused(
        promote(&repo, &["--to", "effective"]),
        "SOP-001 cannot become effective without effective_date",
        "give --effective DAY",
    );
    refused(
        promote(&repo, &["--to", "effective", "--effective", "2026-12-01"]),
        "SOP-001 is effective from 2026-12-01 on, which is yet to come",
        "--to approved --effective 2026-12-01: it becomes effective on that day by itself",
    );
    let approval = ["--to", "effective", "--by", "@coo", "--by", "@cy"];
    refused(
        promote(&repo, &[&approval[..], &["--effective", "2026-11-01"]].concat()),
        "2026-11-01 is before 2026-11-22, the day of the approval: no text binds before it is approved",
        "--on takes the day of the approval, --effective that day or a later one",
    );
    refused(
        promote(
            &repo,
            &[&approval[..], &["--effective", "2026-11-22", "--on", "2026-11-23"]].concat(),
        ),
        "2026-11-23 is after 2026-11-22: an approval cannot be recorded before it is given",
        "--on takes the day of the approval",
    );
    promote(&repo, &["--to", "effective", "--effective", "2026-11-22"]).success();
}

#[test]
fn only_some_ways_lead_on() {
    let sandbox = Sandbox::new();
    let in_force = format!("{APPROVED}effective_date = 2026-03-01\n");
    let branch = "it stays in force while its next text is written on a branch; that is approved with --to approved --effective DAY";
    for (name, from, more, to, hint) in [
        (
            "a",
            "retired",
            "",
            "draft",
            "what is over stays over; `sopctl new` begins a document that replaces it",
        ),
        ("b", "effective", in_force.as_str(), "draft", branch),
        ("c", "effective", in_force.as_str(), "in-review", branch),
        (
            "d",
            "effective",
            in_force.as_str(),
            "approved",
            "--effective names the day from which its new text binds; until then the old one is in force",
        ),
        (
            "e",
            "approved",
            APPROVED,
            "in-review",
            "a document goes from draft over in-review and approved to effective",
        ),
    ] {
        let repo = library(&sandbox, name, &in_status(from, more));
        let error = format!("SOP-001 is {from}, and does not become {to} from there");
        refused(promote(&repo, &["--to", to]), &error, hint);
        assert_eq!(repo.git(&["status", "--porcelain"]), "");
    }
    let repo = library(&sandbox, "f", &in_status("in-review", ""));
    refused(
        promote(&repo, &["--to", "in-review"]),
        "SOP-001 is in-review already",
        "there is nothing to record",
    );
    refused(
        promote(&repo, &["--to", "draft", "--by", "@coo"]),
        "--by has no meaning for a document that becomes draft",
        "leave it out",
    );
    refused(
        promote(&repo, &["--to", "done"]),
        "\"done\" is none of draft, in-review, approved, effective, superseded, retired",
        "--to takes draft, in-review, approved, effective, superseded, retired",
    );
    let repo = library(&sandbox, "g", &in_status("aproved", ""));
    refused(
        promote(&repo, &["--to", "approved"]),
        "the status of SOP-001 cannot be read",
        "`sopctl check` says where it stands; mend it first",
    );
}

#[test]
fn what_is_sent_back_loses_its_approval() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox, "library", &in_status("approved", APPROVED));
    promote(&repo, &["--to", "draft"]).success();
    assert_eq!(read(&repo), DRAFT);
}

#[test]
fn the_next_text_of_a_document_in_force_is_approved_for_a_day() {
    let sandbox = Sandbox::new();
    let in_force = format!("{APPROVED}effective_date = 2026-03-01\n");
    let repo = library(&sandbox, "library", &in_status("effective", &in_force));
    let approval = ["--to", "approved", "--by", "@coo", "--by", "@cy", "--effective", "2026-12-01"];
    promote(&repo, &[&approval[..], &["--commit"]].concat()).success();
    assert!(read(&repo).contains("effective_date = 2026-12-01"));
    let shown = repo.sopctl(&["show", "SOP-001", "--at", "2026-11-21"]).run().success();
    assert!(shown.stdout.contains("2026-03-01"), "{}", shown.stdout);
}

#[test]
fn what_is_required_of_the_status_has_to_be_there() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox, "library", &DRAFT.replace("version = \"1.0\"\n", ""));
    refused(
        promote(&repo, &["--to", "approved", "--by", "@coo", "--by", "@cy"]),
        "SOP-001 cannot become approved without version",
        "fill them in, and commit that first",
    );
}

#[test]
fn a_retired_document_names_what_still_rests_on_it() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox, "library", DRAFT);
    let said = retire(&repo, &["--reason", "Booked online now", "--commit"]).success().stdout;
    assert!(said.contains("WI-001 (effective)"), "{said}");
    let text = read(&repo);
    assert!(
        text.contains("status = \"retired\"")
            && text.contains("change_reason = \"Booked online now\"")
    );
    assert_eq!(repo.git(&["log", "-1", "--format=%B"]), "Retire SOP-001\n\nBooked online now");
    assert_eq!(repo.git(&["show", "--format=", "--name-only"]), "sops/refunds.md");
}

#[test]
fn a_document_is_superseded_by_another_one_that_there_is() {
    let sandbox = Sandbox::new();
    let in_force = format!("{APPROVED}effective_date = 2026-03-01\n");
    let repo = library(&sandbox, "library", &in_status("effective", &in_force));
    refused(
        retire(&repo, &["--superseded-by", "SOP-001"]),
        "SOP-001 cannot replace itself",
        "--superseded-by takes the document that replaces it",
    );
    let said = retire(&repo, &["--superseded-by", "SOP-009"]).fails_with(2);
    assert!(said.stderr.starts_with("error: no document \"SOP-009\""), "{}", said.stderr);
    refused(
        promote(&repo, &["--to", "superseded"]),
        "SOP-001 cannot become superseded without superseded_by",
        "give --superseded-by DOC",
    );
    retire(&repo, &["--superseded-by", "sops/online.md", "--commit"]).success();
    assert!(read(&repo).contains("superseded_by = [\"SOP-002\"]"), "{}", read(&repo));
    assert_eq!(repo.git(&["log", "-1", "--format=%s"]), "Supersede SOP-001 by SOP-002");
    let draft = library(&sandbox, "draft", DRAFT);
    refused(
        retire(&draft, &["--superseded-by", "SOP-002"]),
        "SOP-001 is draft, and does not become superseded from there",
        "only what was in force is superseded; `sopctl retire` takes the rest out of use",
    );
}

#[test]
fn a_dry_run_writes_nothing_and_a_second_run_replaces_the_first() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox, "library", DRAFT);
    let approval = ["--to", "approved", "--by", "@coo", "--by", "@cy"];
    let said = promote(&repo, &[&approval[..], &["--dry-run"]].concat()).success().stdout;
    assert!(said.contains("would record") && said.contains("Nothing is written"), "{said}");
    assert_eq!(repo.git(&["status", "--porcelain"]), "");
    let said = promote(&repo, &approval).success().stdout;
    let next = "git commit --message 'Promote SOP-001: approved' -- sops/refunds.md";
    assert!(said.contains(next), "{said}");
    promote(&repo, &[&approval[..], &["--on", "2026-11-20", "--commit"]].concat()).success();
    assert!(read(&repo).contains("approved_on = 2026-11-20"));
    assert_eq!(repo.git(&["status", "--porcelain"]), "");
}

#[test]
fn the_document_that_replaces_another_one_says_so_in_the_same_commit() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox, "library", &in_status("effective", APPROVED));
    let other = || fs::read_to_string(repo.folder().join("sops/online.md")).unwrap();
    let said = retire(&repo, &["--superseded-by", "SOP-002", "--commit"]).success().stdout;
    assert!(said.contains("and in        SOP-002: supersedes [SOP-001]"), "{said}");
    assert!(other().contains("supersedes = [\"SOP-001\"]\n"), "{}", other());
    assert_eq!(
        repo.git(&["show", "--name-only", "--format=%s"]),
        "Supersede SOP-001 by SOP-002\n\nsops/online.md\nsops/refunds.md"
    );
    repo.sopctl(&["check", "--fail-on", "never"]).run().success();

    // What somebody is writing there is not committed along.
    let repo = library(&sandbox, "busy", &in_status("effective", APPROVED));
    let text = fs::read_to_string(repo.folder().join("sops/online.md")).unwrap();
    repo.write("sops/online.md", &text.replace("Click", "Tap"));
    let to = ["--superseded-by", "SOP-002", "--commit"];
    refused(
        retire(&repo, &to),
        "SOP-002 has uncommitted changes, which would be committed along",
        "commit them first: git commit -- sops/online.md",
    );
    assert!(read(&repo).contains("status = \"effective\""));

    let over = text.replace("effective", "retired");
    repo.write("sops/online.md", &over).commit(ANA, "2026-02-01", "Take it out of use");
    refused(
        retire(&repo, &to),
        "SOP-002 is retired itself and replaces nothing",
        "--superseded-by takes a document that is not over",
    );
}

#[test]
fn what_comes_into_force_while_the_old_one_is_says_how_to_end_that() {
    let sandbox = Sandbox::new();
    let replacing = in_status("approved", &format!("{APPROVED}supersedes = [\"SOP-002\"]\n"));
    let repo = library(&sandbox, "library", &replacing);
    let said = promote(&repo, &["--to", "effective", "--effective", "2026-03-01"]).success().stdout;
    assert!(
        said.contains(
            "SOP-002, which it replaces, is effective still: \
             sopctl retire SOP-002 --superseded-by SOP-001"
        ),
        "{said}"
    );
}

#[test]
fn an_unfinished_text_does_not_come_into_force() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox, "library", &DRAFT.replace("Open", "TODO: which? Open"));
    let approval = ["--to", "approved", "--by", "@coo", "--by", "@cy"];
    let said = promote(&repo, &approval).fails_with(2).stderr;
    for part in [
        "sops/refunds.md  SOP-001\n",
        "placeholder",
        "error: SOP-001 cannot become approved like this\nhint: mend it and commit that; where a \
         finding does not apply, say why beside it: <!-- sopctl-ignore: RULE reason -->\n",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert!(read(&repo).contains("status = \"draft\""));
    // Reviewers may look at it before it is finished, and a dry run tells as much.
    promote(&repo, &["--to", "in-review", "--dry-run"]).success();
    promote(&repo, &[&approval[..], &["--dry-run"]].concat()).fails_with(2);

    let finished = read(&repo).replace("TODO: which? ", "");
    repo.write("sops/refunds.md", &finished).commit(ANA, "2026-02-01", "Finish it");
    promote(&repo, &approval).success();
}

#[test]
fn a_record_is_committed_without_what_somebody_is_still_writing() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox, "library", DRAFT);
    let head = repo.head();
    repo.write("sops/refunds.md", &DRAFT.replace("ticket", "tick"));
    let error = "SOP-001 has uncommitted changes, which would be committed along";
    let hint = "commit them first: git commit -- sops/refunds.md";
    refused(promote(&repo, &["--to", "in-review", "--commit"]), error, hint);
    refused(retire(&repo, &["--commit"]), error, hint);
    let review =
        ["review", "SOP-001", "--outcome", "needs-revision", "--note", "CHG-1", "--commit"];
    refused(run(&repo, ANA, &review).run(), error, hint);
    assert_eq!(repo.head(), head);
    assert_eq!(read(&repo), DRAFT.replace("ticket", "tick"));
    // A record that was written and not committed is no such text.
    repo.write("sops/refunds.md", DRAFT);
    promote(&repo, &["--to", "in-review"]).success();
    retire(&repo, &["--commit"]).success();
    assert_eq!(repo.git(&["status", "--short"]), "");
}

#[test]
fn what_names_a_document_in_its_steps_is_told_of_when_that_is_over() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox, "library", DRAFT);
    repo.write(
        "sops/online.md",
        "+++\nid = \"SOP-002\"\ntitle = \"Online refunds\"\nstatus = \"effective\"\n+++\n\n\
         # Online refunds\n\n1. Open the order.\n2. Pay as [told](../wis/refund.md).\n3. Close it.\n",
    );
    repo.write(
        "wis/refund.md",
        "+++\nid = \"WI-001\"\ntitle = \"Pay\"\ntype = \"work-instruction\"\nstatus = \"effective\"\n\
         owner = \"@ana\"\n+++\n\n# Pay\n\n1. Pay.\n",
    );
    repo.commit(ANA, "2026-01-06", "Send them to the instruction");
    let said = run(&repo, ANA, &["retire", "WI-001", "--commit"]).run().success().stdout;
    let expected = "name it in their steps, and are not over: SOP-002 (effective).";
    assert!(said.contains(expected), "{said}");
    assert!(!said.contains("Nothing else to do"), "{said}");
}
