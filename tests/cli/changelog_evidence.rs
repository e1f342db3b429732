//! `sopctl changelog`: why a document changed, who vouched for it, who must read it, and
//! whether its version keeps step.

use serde_json::{Value, json};

use crate::documents::{STEPS, ask, document, reviewed, sop};
use crate::git_repo::{ANA, BEN, CLARA, GitRepo};
use crate::sandbox::Sandbox;

const OTHER: &str =
    "1. Call the customer twice.\n2. Write down the number.\n3. Close the ticket.\n";

fn start(sandbox: &Sandbox) -> GitRepo<'_> {
    let repo = GitRepo::new(sandbox, "library");
    repo.write("sops/1.md", &reviewed("SOP-001", "2026-03-01", STEPS));
    repo.write("sops/2.md", &reviewed("SOP-002", "2026-03-01", STEPS));
    repo.commit(ANA, "2026-03-01", "Write two");
    repo.tag("v1");
    repo
}

fn entry<'a>(answer: &'a Value, group: &str, id: &str) -> &'a Value {
    let entries = answer["groups"][group].as_array().unwrap();
    let found = entries.iter().find(|entry| entry["id"] == id);
    found.unwrap_or_else(|| panic!("no {id} in {group} of {answer:#}"))
}

fn since_v1(repo: &GitRepo<'_>) -> Value {
    ask(repo, &["changelog", "v1..HEAD"])
}

#[test]
fn a_first_date_and_one_that_goes_back_are_no_reviews() {
    let sandbox = Sandbox::new();
    let repo = start(&sandbox);
    repo.write("sops/3.md", &reviewed("SOP-003", "2026-04-01", STEPS));
    repo.write("sops/1.md", &reviewed("SOP-001", "2026-02-01", STEPS));
    repo.write("sops/2.md", &reviewed("SOP-002", "2026-04-02", STEPS));
    repo.commit(BEN, "2026-04-02", "Set dates");
    let answer = since_v1(&repo);
    assert_eq!(entry(&answer, "new", "SOP-003")["reviewed_on"], Value::Null);
    assert_eq!(entry(&answer, "record_only", "SOP-001")["reviewed_on"], Value::Null);
    let reviewed = entry(&answer, "reviewed_without_change", "SOP-002");
    assert_eq!(
        (&reviewed["review_kind"], &reviewed["reviewed_by"]),
        (&json!("date-only"), &json!([]))
    );
    assert_eq!(reviewed["review_author"]["name"], "Ben Okoro");
    let text = repo.sopctl(&["changelog", "v1..HEAD", "-f", "text"]).run().success().stdout;
    assert!(text.contains("by Ben Okoro (author of the commit)"), "{text}");
}

#[test]
fn a_reason_comes_from_the_document_else_from_trailers_else_from_subjects() {
    let sandbox = Sandbox::new();
    let repo = start(&sandbox);
    repo.write("sops/1.md", &reviewed("SOP-001", "2026-03-01", OTHER));
    repo.commit(BEN, "2026-04-01", "Call twice (#12)\n\nChange-Reason: Nobody answers at once");
    repo.write("sops/2.md", &reviewed("SOP-002", "2026-03-01", OTHER));
    repo.commit(BEN, "2026-04-02", "Call twice");
    let answer = since_v1(&repo);
    let by_trailer = entry(&answer, "revised", "SOP-001");
    assert_eq!(by_trailer["reason"], "Nobody answers at once");
    assert_eq!(by_trailer["reason_source"], "trailer");
    assert_eq!(by_trailer["merge_requests"], json!(["#12"]));
    let by_subject = entry(&answer, "revised", "SOP-002");
    assert_eq!((&by_subject["reason"], &by_subject["reason_source"]), (&Value::Null, &Value::Null));
    let text = repo.sopctl(&["changelog", "v1..HEAD", "-f", "text"]).run().success().stdout;
    assert!(text.contains("from the commits: Call twice"), "{text}");
    assert!(text.contains("from trailers: Nobody answers"), "{text}");

    let stated =
        sop("SOP-002", "last_reviewed = 2026-03-01\nchange_reason = \"An audit\"\n", OTHER);
    repo.write("sops/2.md", &stated).commit(BEN, "2026-04-03", "Say why");
    let answer = since_v1(&repo);
    let stated = entry(&answer, "revised", "SOP-002");
    assert_eq!(
        (&stated["reason"], &stated["reason_source"]),
        (&json!("An audit"), &json!("front-matter"))
    );
    // What was said of an earlier version is no reason for this one.
    repo.tag("v2");
    repo.write("sops/2.md", &sop("SOP-002", "change_reason = \"An audit\"\n", STEPS));
    repo.commit(BEN, "2026-04-04", "Call once");
    let answer = ask(&repo, &["changelog", "v2..HEAD"]);
    assert_eq!(entry(&answer, "revised", "SOP-002")["reason"], Value::Null);
}

#[test]
fn a_subject_that_calls_substance_a_matter_of_form_is_no_reason() {
    let sandbox = Sandbox::new();
    let repo = start(&sandbox);
    let said = |id: &str| {
        let text = repo.sopctl(&["changelog", "v1..HEAD"]).run().success().stdout;
        let (_, behind) = text.split_once(id).unwrap();
        let why = behind.lines().find(|line| line.starts_with("- Why: ")).unwrap();
        why.to_owned()
    };
    repo.write("sops/1.md", &reviewed("SOP-001", "2026-03-01", OTHER));
    repo.commit(BEN, "2026-04-01", "Formatting fix");
    repo.write("sops/2.md", &reviewed("SOP-002", "2026-03-01", OTHER));
    repo.commit(BEN, "2026-04-01", "Update 2.md");
    let form = "- Why: not given; **the commits call it a matter of form**: Formatting fix";
    assert_eq!(said("SOP-001"), form);
    assert_eq!(said("SOP-002"), "- Why: not given; the commits say: Update 2.md");
    repo.write("sops/1.md", &reviewed("SOP-001", "2026-03-01", &OTHER.replace("twice", "thrice")));
    repo.commit(BEN, "2026-04-02", "Nobody answers at once");
    assert_eq!(said("SOP-001"), "- Why: from the commits: Nobody answers at once");
}

#[test]
fn a_merge_request_is_told_by_its_number_from_a_merge_and_from_a_squash() {
    let sandbox = Sandbox::new();
    let repo = start(&sandbox);
    repo.write("sops/1.md", &reviewed("SOP-001", "2026-03-01", OTHER));
    repo.commit(BEN, "2026-04-01", "Call twice\n\nSee merge request care/handbook!41");
    repo.branch("work");
    repo.write("sops/2.md", &reviewed("SOP-002", "2026-03-01", OTHER));
    repo.commit(BEN, "2026-04-02", "Call twice");
    repo.switch("main");
    repo.git(&[
        "merge",
        "--quiet",
        "--no-ff",
        "-m",
        "Merge branch 'work' into 'main'\n\nCall twice\n\nSee merge request care/handbook!42",
        "work",
    ]);
    let answer = since_v1(&repo);
    let requests = |id: &str| entry(&answer, "revised", id)["merge_requests"].clone();
    assert_eq!((requests("SOP-001"), requests("SOP-002")), (json!(["!41"]), json!(["!42"])));
    let text = repo.sopctl(&["changelog", "v1..HEAD", "-f", "text"]).run().success().stdout;
    assert!(text.contains("not recorded in git; merge request !42"), "{text}");
}

#[test]
fn approvals_come_from_the_first_source_that_has_any_and_what_lacks_one_is_named() {
    let sandbox = Sandbox::new();
    let repo = start(&sandbox);
    repo.write("sops/1.md", &reviewed("SOP-001", "2026-03-01", OTHER));
    repo.commit(BEN, "2026-04-01", "Call twice\n\nApproved-by: Clara Vogt <clara@example.com>");
    repo.write("sops/1.md", &reviewed("SOP-001", "2026-03-01", &OTHER.replace("twice", "thrice")));
    let unapproved = repo.commit(BEN, "2026-04-02", "Call thrice");
    repo.write("sops/2.md", &reviewed("SOP-002", "2026-03-01", OTHER));
    repo.commit(BEN, "2026-04-03", "Call twice (#7)");
    let answer = since_v1(&repo);
    let first = entry(&answer, "revised", "SOP-001");
    let clara =
        json!([{ "by": "Clara Vogt <clara@example.com>", "on": null, "source": "trailer" }]);
    assert_eq!((&first["approvals"], &first["unapproved"]), (&clara, &json!([unapproved])));
    assert_eq!(entry(&answer, "revised", "SOP-002")["approvals"], json!([]));
    assert_eq!(answer["summary"]["without_review"], 1);
    let text = repo.sopctl(&["changelog", "v1..HEAD", "-f", "text"]).run().success().stdout;
    assert!(text.contains("not recorded in git; pull request #7"), "{text}");
    assert!(text.contains("no approval recorded for"), "{text}");

    let known = r#"[{"number": 7, "reviews": [{"author": {"login": "clara"}, "state": "APPROVED", "submittedAt": "2026-04-03T09:00:00Z"}]}]"#;
    let file = sandbox.write("approvals.json", known);
    let file = file.to_str().unwrap();
    let answer = ask(&repo, &["changelog", "v1..HEAD", "--approvals", file]);
    let second = entry(&answer, "revised", "SOP-002");
    let hosted = json!([{ "by": "clara", "on": "2026-04-03", "source": "hosting-service" }]);
    assert_eq!(second["approvals"], hosted);
    assert_eq!(answer["summary"]["without_review"], 0);
}

#[test]
fn an_approval_of_another_text_is_told() {
    let sandbox = Sandbox::new();
    let repo = start(&sandbox);
    let approved = "approved_by = [\"@clara\"]\napproved_on = 2026-04-01\n";
    let text = "0".repeat(64);
    let fields =
        format!("last_reviewed = 2026-03-01\n{approved}approved_text = \"sha256:{text}\"\n");
    let shown = ask(&repo, &["show", "SOP-001"])["fingerprint"].as_str().unwrap().to_owned();
    let named = fields.replace(&format!("sha256:{text}"), &shown);
    repo.write("sops/1.md", &sop("SOP-001", &named, OTHER));
    repo.commit(BEN, "2026-04-01", "Approve, then change");
    let answer = since_v1(&repo);
    assert_eq!(entry(&answer, "revised", "SOP-001")["approval_of_another_text"], true);
}

#[test]
fn what_rests_on_a_change_is_named_with_what_became_of_it() {
    let sandbox = Sandbox::new();
    let repo = start(&sandbox);
    let below = |id: &str, on: &str, field: &str, body: &str| {
        sop(id, &format!("last_reviewed = {on}\n{field} = [\"SOP-001\"]\n"), body)
    };
    repo.write("wis/1.md", &below("WI-001", "2026-03-01", "implements", STEPS));
    repo.write("wis/2.md", &below("WI-002", "2026-03-01", "implements", STEPS));
    repo.write("wis/3.md", &below("WI-003", "2026-03-01", "related", STEPS));
    repo.commit(ANA, "2026-03-02", "Write three");
    repo.tag("v2");
    repo.write("sops/1.md", &reviewed("SOP-001", "2026-03-01", OTHER));
    repo.write("wis/1.md", &below("WI-001", "2026-03-01", "implements", OTHER));
    repo.write("wis/3.md", &below("WI-003", "2026-04-01", "related", STEPS));
    repo.commit(BEN, "2026-04-01", "Call twice");
    let answer = ask(&repo, &["changelog", "v2..HEAD"]);
    let affected = &entry(&answer, "revised", "SOP-001")["affected"];
    let other = |document: &str, relation: &str, changed: bool, reviewed: bool| json!({ "document": document, "relation": relation, "changed": changed, "reviewed": reviewed });
    let expected = [
        other("WI-001", "implements", true, false),
        other("WI-002", "implements", false, false),
        other("WI-003", "related", false, true),
    ];
    assert_eq!(affected, &json!(expected));
}

#[test]
fn the_check_names_versions_that_do_not_keep_step() {
    let sandbox = Sandbox::new();
    let repo = start(&sandbox);
    repo.sopctl(&["changelog", "v1..HEAD", "--check"]).run().success();
    let version = |id: &str, version: &str, more: &str, body: &str| {
        sop(id, more, body).replace("version = \"1.0\"", &format!("version = \"{version}\""))
    };
    let at = |number: u32| (format!("sops/{number}.md"), format!("SOP-00{number}"));
    for number in 1..=6 {
        let (path, id) = at(number);
        repo.write(&path, &version(&id, "2.0", "", STEPS));
    }
    repo.commit(ANA, "2026-03-02", "Begin");
    repo.tag("v2");
    for (number, to, more, body) in [
        (1, "2.0", "", OTHER),
        (2, "1.9", "", STEPS),
        (3, "2.1", "", OTHER),
        (4, "3.0", "change_reason = \"Editorial\"\n", OTHER),
        (5, "3.0", "change_reason = \"Nobody answers\"\n", OTHER),
    ] {
        let (path, id) = at(number);
        repo.write(&path, &version(&id, to, more, body));
    }
    let draft = document("SOP-006", "status = \"draft\"\n", OTHER).replace("1.0", "2.0");
    repo.write("sops/6.md", &draft);
    repo.commit(BEN, "2026-04-01", "Revise");
    let answer = ask(&repo, &["changelog", "v2..HEAD", "--check"]);
    let told: Vec<(Value, Value, Value)> = ["revised", "record_only"]
        .iter()
        .flat_map(|group| answer["groups"][group].as_array().unwrap())
        .map(|e| (e["id"].clone(), e["version_problem"].clone(), e["proposed_version"].clone()))
        .collect();
    let expected = |id: &str, problem: Value, proposed: Value| (json!(id), problem, proposed);
    assert_eq!(
        told,
        [
            expected("SOP-001", json!("not-raised"), json!("3.0")),
            expected("SOP-003", json!("raised-too-little"), json!("3.0")),
            expected("SOP-004", json!("called-editorial"), json!("3.0")),
            expected("SOP-005", Value::Null, json!("3.0")),
            expected("SOP-006", Value::Null, Value::Null),
            expected("SOP-002", json!("backwards"), Value::Null),
        ]
    );
    let said = repo.sopctl(&["changelog", "v2..HEAD", "--check", "-f", "text"]).run().fails_with(1);
    assert!(said.stdout.contains("SOP-001") && said.stdout.contains("3.0"), "{said:?}");
    let (wrong, right) = said.stdout.split_once("Versions that stand").unwrap();
    assert!(!wrong.contains("SOP-005") && !wrong.contains("SOP-006"), "{said:?}");
    assert!(right.contains("SOP-005") && right.contains("draft, not in force"), "{said:?}");
    // The same changes without the check are no failure.
    repo.sopctl(&["changelog", "v2..HEAD"]).run().success();
}

#[test]
fn a_draft_is_held_to_what_misleads_and_documents_without_a_version_are_counted() {
    let sandbox = Sandbox::new();
    let repo = start(&sandbox);
    let draft = |version: &str, body: &str| {
        document("SOP-003", "status = \"draft\"\n", body)
            .replace("version = \"1.0\"", &format!("version = \"{version}\""))
    };
    repo.write("sops/3.md", &draft("0.2", STEPS)).write("notes/a.md", "# Plain\n\nCall once.\n");
    repo.commit(ANA, "2026-03-02", "Begin");
    repo.tag("v2");
    repo.write("sops/3.md", &draft("0.2", OTHER)).write("notes/a.md", "# Plain\n\nCall twice.\n");
    repo.commit(BEN, "2026-04-01", "Go on");
    let check = ["changelog", "v2..HEAD", "--check", "-f", "text"];
    let said = repo.sopctl(&check).run().success().stdout;
    assert!(said.contains("1 changed document has no version to judge"), "{said}");
    repo.write("sops/3.md", &draft("0.1", OTHER)).commit(BEN, "2026-04-02", "Go back");
    let said = repo.sopctl(&check).run().fails_with(1).stdout;
    assert!(said.contains("its version went backwards"), "{said}");
}

#[test]
fn overdue_documents_and_signed_tags_are_told_at_the_release() {
    let sandbox = Sandbox::new();
    let repo = start(&sandbox);
    repo.write("sops/1.md", &reviewed("SOP-001", "2027-03-01", OTHER));
    repo.commit(CLARA, "2027-03-02", "Call twice");
    repo.tag_on("v2", "2027-03-02", CLARA);
    let answer = ask(&repo, &["changelog", "v1..v2"]);
    let overdue: Vec<&Value> =
        answer["overdue"].as_array().unwrap().iter().map(|o| &o["id"]).collect();
    assert_eq!(overdue, ["SOP-002"]);
    assert_eq!(answer["to"]["tags"], json!([{ "name": "v2", "signed": false }]));
    let signed = repo.git(&["cat-file", "tag", "v2"])
        + "\n-----BEGIN PGP SIGNATURE-----\n\niQEz\n-----END PGP SIGNATURE-----\n";
    let file = sandbox.write("tag", &signed);
    let object = repo.git(&["hash-object", "-t", "tag", "-w", file.to_str().unwrap()]);
    repo.git(&["update-ref", "refs/tags/v2", object.trim()]);
    let text = repo.sopctl(&["changelog", "v1..v2", "-f", "text"]).run().success().stdout;
    let said = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("tag v2 carries a signature, not verified"), "{text}");
    assert!(said.contains("Overdue for review at release"), "{text}");
}

/// The work on a branch: two commits to one document, a rename, and a new document.
fn work(repo: &GitRepo<'_>) {
    repo.branch("work");
    repo.write("sops/1.md", &reviewed("SOP-001", "2026-03-01", &OTHER.replace("twice", "soon")));
    repo.commit(BEN, "2026-04-01", "Call soon");
    repo.write("sops/1.md", &reviewed("SOP-001", "2026-04-02", OTHER));
    repo.commit(BEN, "2026-04-02", "Call twice");
    repo.rename("sops/2.md", "moved/2.md").commit(BEN, "2026-04-03", "Move SOP-002");
    repo.write("sops/3.md", &reviewed("SOP-003", "2026-04-04", STEPS));
    repo.commit(BEN, "2026-04-04", "Write SOP-003");
    repo.switch("main");
    // Something lands meanwhile, so that nothing can be fast-forwarded.
    repo.write("README.md", "Ours\n").commit(ANA, "2026-04-05", "Say whose it is");
}

#[test]
fn squashed_rebased_and_merged_work_changes_the_same_documents() {
    let told = |land: &dyn Fn(&GitRepo<'_>)| {
        let sandbox = Sandbox::new();
        let repo = start(&sandbox);
        work(&repo);
        land(&repo);
        let mut answer = since_v1(&repo);
        let groups = answer["groups"].take();
        let mut told = Vec::new();
        for (group, entries) in groups.as_object().unwrap() {
            for entry in entries.as_array().unwrap() {
                let facts = [
                    "id",
                    "path",
                    "old_path",
                    "class",
                    "changes",
                    "reading",
                    "reviewed_on",
                    "authors",
                    "version_problem",
                ];
                let facts: Vec<Value> = facts.iter().map(|fact| entry[fact].clone()).collect();
                told.push((group.clone(), facts));
            }
        }
        told
    };
    let merged = told(&|repo| {
        repo.merge("work", ANA, "2026-04-06");
    });
    let ids: Vec<&Value> = merged.iter().map(|(_, facts)| &facts[0]).collect();
    assert_eq!(ids.len(), 3, "{merged:?}");
    let rebased = told(&|repo| {
        repo.rebase_in("work", ANA, "2026-04-06");
    });
    assert_eq!(rebased, merged);
    let squashed = told(&|repo| {
        repo.squash("work", BEN, "2026-04-06", "Call twice (#9)");
    });
    assert_eq!(squashed, merged);
}
