//! `sopctl pr`: the comment that a pull request gets.

use serde_json::{Value, json};

use crate::documents::{STEPS, ask, document, named, reviewed, sop};
use crate::git_repo::{ANA, BEN, GitRepo};
use crate::sandbox::Sandbox;

const SETTINGS: &str = "[refund]\nmax = 100\nmin = 1\n";

fn changed() -> String {
    STEPS.replace("the customer", "the customer twice")
}

/// An SOP, documents that rest on it or on a setting, and one that stands alone.
fn library(sandbox: &Sandbox) -> GitRepo<'_> {
    let repo = GitRepo::new(sandbox, "library");
    let on = |more: &str| format!("last_reviewed = 2026-01-10\n{more}");
    repo.write("config/limits.toml", SETTINGS);
    repo.write("sops/upper.md", &reviewed("SOP-001", "2026-01-10", STEPS));
    repo.write("sops/lower.md", &sop("SOP-002", &on("implements = [\"SOP-001\"]\n"), STEPS));
    let watch = on("watches = [\"config/limits.toml#refund.max\"]\n");
    repo.write("sops/limits.md", &sop("SOP-003", &watch, STEPS));
    let draft = "status = \"draft\"\nimplements = [\"SOP-001\"]\n";
    repo.write("sops/draft.md", &document("SOP-004", draft, STEPS));
    repo.write("sops/alone.md", &reviewed("SOP-005", "2026-01-10", STEPS));
    repo.commit(ANA, "2026-01-10", "Write everything");
    repo.branch("work");
    repo
}

fn pr(repo: &GitRepo<'_>) -> Value {
    ask(repo, &["pr", "--since", "main"])
}

fn comment(repo: &GitRepo<'_>) -> String {
    repo.sopctl(&["pr", "--since", "main"]).run().success().stdout
}

/// The documents that the work affects, with whether they become suspect.
fn affected(answer: &Value) -> Vec<(&str, bool)> {
    let all = answer["affected"].as_array().unwrap().iter();
    all.map(|a| (a["id"].as_str().unwrap(), a["becomes_suspect"].as_bool().unwrap())).collect()
}

#[test]
fn a_comment_says_what_changes_and_what_rests_on_it() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let base = repo.head();
    let text = changed();
    repo.write("sops/upper.md", &reviewed("SOP-001", "2026-01-10", &text));
    repo.write("config/limits.toml", &SETTINGS.replace("100", "250"));
    repo.commit(BEN, "2026-02-01", "Call twice");
    let short = &base[..7];
    assert_eq!(
        comment(&repo),
        format!(
            "<!-- sopctl:pr -->\n\n\
             ## 1 document changes (since `main`, `{short}`)\n\n\
             **1 version not raised** · **2 documents may be out of date**\n\n\
             - **SOP-001** Procedure SOP-001: **major**, **version 1.0 not raised**\n\
             \x20 - **step 1** changed: Call the customer **twice**. (limit twice added)\n\n\
             ### May be out of date when this lands\n\n\
             - SOP-002 Procedure SOP-002, `@ana`: implements SOP-001, changed here\n\
             - SOP-003 Procedure SOP-003, `@ana`: describes `config/limits.toml`: refund.max 100 → 250\n\n\
             ### Look at these as well\n\n\
             - SOP-004 Procedure SOP-004, `@ana`: implements SOP-001, changed here\n"
        )
    );
    let answer = pr(&repo);
    assert_eq!(answer["since"]["base"], json!(base));
    assert_eq!(affected(&answer), [("SOP-002", true), ("SOP-003", true), ("SOP-004", false)]);
    let document = named(&answer, "SOP-001");
    assert_eq!((&document["class"], &document["change"]), (&json!("major"), &json!("modified")));
    assert_eq!(document["version_not_raised"], json!(true));
    assert_eq!(document["steps"].as_array().unwrap().len(), 1);
    // What it foretells comes true.
    repo.switch("main");
    repo.merge("work", ANA, "2026-02-02");
    let stale = ask(&repo, &["stale", "--as-of", "2026-02-03", "--fail-on", "never"]);
    for id in ["SOP-002", "SOP-003"] {
        assert_eq!(named(&stale, id)["state"], "suspect", "{id}");
    }
    assert_eq!(named(&stale, "SOP-004")["state"], "not-under-review");
}

#[test]
fn work_without_documents_gets_a_line() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let short = &repo.head()[..7];
    let nothing = format!("<!-- sopctl:pr -->\n\nNothing changes since `main`, `{short}`.\n");
    assert_eq!(comment(&repo), nothing);
    repo.write("config/limits.toml", &SETTINGS.replace("min = 1", "min = 2"));
    repo.commit(BEN, "2026-02-01", "Raise the other limit");
    let other = "No document changes, and none describes what does, since";
    assert!(comment(&repo).contains(other), "{}", comment(&repo));
}

#[test]
fn the_controlled_branch_is_where_work_begins_unless_another_is_named() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    repo.write("sopctl.toml", "schema = 1\n[history]\nbranch = \"main\"\n");
    repo.write("sops/new.md", &document("SOP-006", "status = \"draft\"\n", STEPS));
    repo.commit(BEN, "2026-02-01", "Write another");
    let said = repo.sopctl(&["pr"]).run().success();
    assert!(
        said.stdout.contains("**SOP-006** Procedure SOP-006: **new**, draft, 3 steps, `@ana`"),
        "{said:?}"
    );
    assert_eq!(said.stderr, "");
    // On the branch itself there is nothing to tell, and that is said.
    repo.switch("main");
    let said = repo.sopctl(&["pr"]).run().success();
    assert!(said.stdout.contains("Nothing changes since"), "{said:?}");
    assert!(said.stderr.contains("--since REV"), "{said:?}");
    // A checkout of a merge commit, as continuous integration makes it.
    repo.merge("work", ANA, "2026-02-02");
    let shallow = repo.shallow_clone("shallow", 2);
    shallow.git(&["checkout", "--quiet", "--detach"]);
    shallow.git(&["branch", "--delete", "--force", "main"]);
    shallow.git(&["remote", "remove", "origin"]);
    let lost = shallow.sopctl(&["pr"]).run().fails_with(2);
    assert!(lost.stderr.contains("--since HEAD^1"), "{lost:?}");
    let answer = ask(&shallow, &["pr", "--since", "HEAD^1"]);
    assert_eq!(named(&answer, "SOP-006")["change"], "added");
    let bare = repo.bare_clone("bare.git");
    let answer = ask(&bare, &["pr", "--since", "main~1"]);
    assert_eq!(named(&answer, "SOP-006")["change"], "added");
}

#[test]
fn documents_that_come_go_and_move_are_told_apart() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    repo.rename("sops/alone.md", "sops/moved/alone.md").remove("sops/upper.md");
    repo.write(
        "sops/limits.md",
        &document("SOP-003", "status = \"retired\"\nsuperseded_by = [\"SOP-005\"]\n", STEPS),
    );
    repo.commit(BEN, "2026-02-01", "Tidy up");
    let said = comment(&repo);
    for line in [
        "- **SOP-001** Procedure SOP-001: **removed**, 3 steps, `@ana`",
        "- **SOP-003** Procedure SOP-003: record · **effective → retired**, replaced by SOP-005",
        "- **SOP-005** Procedure SOP-005: moved from `sops/alone.md`",
        "- SOP-002 Procedure SOP-002, `@ana`: implements SOP-001, which is gone",
    ] {
        assert!(said.contains(line), "{line}\n{said}");
    }
    let answer = pr(&repo);
    let moved = named(&answer, "SOP-005");
    assert_eq!(
        (&moved["change"], &moved["old_path"], &moved["new_path"]),
        (&json!("unchanged"), &json!("sops/alone.md"), &json!("sops/moved/alone.md"))
    );
    // What is gone makes nothing suspect: `check` finds the reference that leads nowhere.
    assert_eq!(affected(&answer), [("SOP-002", false), ("SOP-004", false)]);
}

#[test]
fn an_approval_is_missing_until_all_who_must_approve_this_text() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    repo.switch("main");
    let approved = |text: &str, approval: &str, body: &str| {
        let fields =
            format!("status = \"effective\"\napprovers = [\"@coo\", \"@night\"]\n{approval}{text}");
        document("SOP-007", &fields, body)
    };
    let of_old = "approved_by = [\"@coo\", \"@ben\"]\napproved_on = 2026-01-09\n";
    repo.write("sopctl.toml", "schema = 1\n[teams]\n\"@night\" = { members = [\"@ben\"] }\n");
    repo.write("sops/strict.md", &approved("", of_old, STEPS)).commit(
        ANA,
        "2026-01-11",
        "Write it",
    );
    let state = |answer: &Value| named(answer, "SOP-007")["approval"].clone();
    let missing = |who: &[&str], differs: bool| json!({ "state": "missing", "given_by": [], "missing": who, "approved_text_differs": differs });
    repo.branch("strict");
    repo.write("sops/strict.md", &approved("", of_old, &changed()));
    assert_eq!(state(&pr(&repo)), missing(&["@coo", "@night"], false));
    assert!(
        comment(&repo).contains("**approval missing**: `@coo`, `@night`"),
        "{}",
        comment(&repo)
    );
    // One of a team approves for it.
    let later = of_old.replace("01-09", "02-01");
    repo.write("sops/strict.md", &approved("", &later, &changed()));
    assert_eq!(state(&pr(&repo))["state"], "given");
    repo.write("sops/strict.md", &approved("", &later.replace("@ben", "@cfo"), &changed()));
    assert_eq!(state(&pr(&repo)), missing(&["@night"], false));
    let other = "approved_text = \"1:00000000000000000000000000000000\"\n";
    repo.write("sops/strict.md", &approved(other, &later, &changed()));
    assert_eq!(state(&pr(&repo)), missing(&["@coo", "@night"], true));
    // Typography and drafts need none.
    repo.write("sops/strict.md", &approved("", of_old, &STEPS.replace("customer.", "customer!")));
    assert_eq!(state(&pr(&repo))["state"], "not-asked");
    let draft = approved("", of_old, &changed()).replace("\"effective\"", "\"draft\"");
    repo.write("sops/strict.md", &draft);
    assert_eq!(state(&pr(&repo))["state"], "not-asked");
}

#[test]
fn a_review_recorded_here_is_told_and_vouches() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let noted = "last_reviewed = 2026-02-01\nreviewed_by = [\"@cfo\"]\nreview_outcome = \"current\"\nreview_note = \"Read with <b>all</b>\"\n";
    repo.write(
        "sops/lower.md",
        &sop("SOP-002", &format!("{noted}implements = [\"SOP-001\"]\n"), STEPS),
    );
    repo.write("sops/alone.md", &reviewed("SOP-005", "2026-02-01", STEPS));
    repo.write("sops/upper.md", &reviewed("SOP-001", "2026-02-01", &changed()));
    repo.commit(BEN, "2026-02-01", "Change and review");
    let said = comment(&repo);
    for line in [
        "### Reviews recorded here",
        "- SOP-001 Procedure SOP-001: 2026-02-01, with the change",
        "- SOP-002 Procedure SOP-002: 2026-02-01 by `@cfo`, current: Read with &lt;b&gt;all&lt;/b&gt;",
        "- SOP-005 Procedure SOP-005: 2026-02-01, date changed, no text change, no note",
        "1 major, 2 reviewed without change",
    ] {
        assert!(said.contains(line), "{line}\n{said}");
    }
    assert!(!said.contains("May be out of date"), "{said}");
    assert_eq!(affected(&pr(&repo)), [("SOP-002", false), ("SOP-004", false)]);
    assert_eq!(named(&pr(&repo), "SOP-005")["review"]["kind"], "date-only");
}

#[test]
fn dates_that_changed_alone_in_many_documents_are_one_line() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "library");
    let write = |on: &str| {
        for number in 1..8 {
            let id = format!("SOP-00{number}");
            repo.write(&format!("{id}.md"), &reviewed(&id, on, STEPS));
        }
    };
    write("2026-01-10");
    repo.commit(ANA, "2026-01-10", "Write everything");
    repo.branch("work");
    write("2026-02-10");
    repo.commit(BEN, "2026-02-10", "Review everything");
    let said = comment(&repo);
    let line = "- 7 documents: date changed, no text change, no note: SOP-001, SOP-002, SOP-003, …";
    assert!(said.contains(line), "{said}");
    assert_eq!(said.lines().count(), 9, "{said}");
}

#[test]
fn a_comment_is_one_screen_however_much_changes() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "library");
    let write = |body: &str, on: &str| {
        for number in 1..=60 {
            let id = format!("SOP-{number:03}");
            let upper =
                format!("last_reviewed = {on}\nimplements = [\"SOP-{:03}\"]\n", number % 60 + 1);
            let body = if number <= 40 { body } else { STEPS };
            repo.write(&format!("sops/{id}.md"), &sop(&id, &upper, body));
        }
    };
    write(STEPS, "2026-01-10");
    repo.commit(ANA, "2026-01-10", "Write everything");
    repo.branch("work");
    let long: String = (1..=12)
        .map(|step| format!("{step}. Press key {step} and wait for {step} minutes.\n"))
        .collect();
    write(&long, "2026-02-10");
    repo.commit(BEN, "2026-02-10", "Rewrite most");
    let said = comment(&repo);
    assert!(said.lines().count() <= 50, "{}\n{said}", said.lines().count());
    assert!(said.contains("more documents: "), "{said}");
    let longest = said.lines().map(|line| line.chars().count()).max();
    assert!(longest.is_some_and(|most| most < 400), "{said}");
    assert_eq!(pr(&repo)["documents"].as_array().unwrap().len(), 60);
}

#[test]
fn only_a_major_change_of_the_stage_that_is_carried_out_counts() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    repo.switch("main");
    let stages = "## Open\n\n1. Open the shop.\n\n## Close\n\n1. Close the shop.\n";
    repo.write("sops/stages.md", &reviewed("SOP-008", "2026-01-10", stages));
    let lower = "last_reviewed = 2026-01-10\nimplements = [\"SOP-008#close\"]\n";
    repo.write("sops/close.md", &sop("SOP-009", lower, STEPS));
    repo.commit(ANA, "2026-01-12", "Write stages");
    repo.branch("stages");
    let with = |from: &str, to: &str| reviewed("SOP-008", "2026-01-10", &stages.replace(from, to));
    repo.write(
        "sops/stages.md",
        &with("Open the shop.", "Open the shop.\n2. Switch on the light."),
    );
    assert_eq!(affected(&pr(&repo)), []);
    repo.write("sops/stages.md", &with("Close the shop.", "Close the shop.\n2. Lock the door."));
    assert_eq!(affected(&pr(&repo)), [("SOP-009", true)]);
    assert!(comment(&repo).contains("implements SOP-008\\#close, changed here"));
}

#[test]
fn a_translation_of_what_changes_is_told_and_becomes_no_suspect() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    repo.switch("main");
    let german = "last_reviewed = 2026-01-10\ntranslation_of = \"SOP-005\"\n";
    repo.write("sops/german.md", &sop("SOP-010", german, STEPS)).commit(
        ANA,
        "2026-01-12",
        "Translate",
    );
    repo.branch("translated");
    repo.write("sops/alone.md", &reviewed("SOP-005", "2026-02-01", STEPS));
    assert_eq!(affected(&pr(&repo)), []);
    repo.write("sops/alone.md", &reviewed("SOP-005", "2026-01-10", &changed()));
    let answer = pr(&repo);
    assert_eq!(affected(&answer), [("SOP-010", false)]);
    let upstream = &answer["affected"][0];
    assert_eq!(upstream["translates"][0]["document"], "SOP-005");
    assert_eq!(upstream["implements"], json!([]));
    let line = "- SOP-010 Procedure SOP-010, `@ana`: translation of SOP-005, changed here";
    assert!(comment(&repo).contains(line), "{}", comment(&repo));
    let refs = ask(&repo, &["refs", "--since", "main"]);
    assert_eq!(named(&refs, "SOP-010")["translates"][0]["fate"], "touched");
}

#[test]
fn what_cannot_be_read_is_told() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    std::fs::write(repo.folder().join("sops/alone.md"), b"# Caf\xe9\n").unwrap();
    repo.commit(BEN, "2026-02-01", "Write it in Latin");
    let said = comment(&repo);
    assert!(said.contains("could not be compared: sops/alone.md"), "{said}");
    assert_eq!(pr(&repo)["summary"]["unreadable"], json!(1));
}

#[test]
fn strangers_write_neither_markup_nor_mentions_nor_markers() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let hostile = "\"--> <!-- sopctl:pr --> @everyone\\n# Big **x** [a](b)\"";
    let title = "\"Procedure SOP-001\"";
    let upper = reviewed("SOP-001", "2026-01-10", &changed()).replace(title, hostile);
    let fields = "status = \"draft\"\nwatches = [\"`<i>`/x\"]\napprovers = [\"@a`b\"]\n";
    let owned = document("SOP-006", fields, STEPS).replace("@ana", "<img src=x>");
    repo.write("sops/upper.md", &upper).write("sops/new.md", &owned).write("`<i>`/x", "x\n");
    repo.commit(BEN, "2026-02-01", "Be clever");
    let said = comment(&repo);
    assert_eq!(said.matches("<!--").count(), 1, "{said}");
    for words in ["@everyone", "<img src=x>**", "**x**", "[a]", "\n# Big"] {
        assert!(!said.contains(words), "{words}: {said}");
    }
    for words in ["--&gt; &lt;\\!-- sopctl:pr --&gt;", "`<img src=x>`", "\\*\\*x\\*\\*"] {
        assert!(said.contains(words), "{words}: {said}");
    }
}

#[test]
fn the_newer_end_is_the_revision_that_is_looked_at() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    repo.write("sops/upper.md", &reviewed("SOP-001", "2026-01-10", &changed()));
    repo.commit(BEN, "2026-02-01", "Call twice");
    let tip = repo.head();
    repo.write("sops/new.md", &document("SOP-006", "status = \"draft\"\n", STEPS));
    repo.commit(BEN, "2026-02-02", "Write another");
    let answer = ask(&repo, &["pr", "--since", "main", "--rev", &tip]);
    assert_eq!(answer["summary"]["changed"], json!(1));
    // The name of a commit is shown short, and once.
    let base = repo.git(&["rev-parse", "main"]);
    let said = repo.sopctl(&["pr", "--since", &base]).run().success().stdout;
    let heading = format!("## 2 documents change (since `{}`)\n", &base[..7]);
    assert!(said.contains(&heading), "{said}");
    let text = repo.sopctl(&["pr", "--since", "main", "-f", "text"]).run().success().stdout;
    assert!(text.starts_with("2 documents change") && !text.contains("sopctl:pr"), "{text}");
    repo.sopctl(&["pr", "--since", "main", "-f", "html"]).run().fails_with(2);
}

#[test]
fn whoever_carries_out_what_goes_out_of_use_is_told() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let retired = reviewed("SOP-001", "2026-01-10", &changed()).replace("effective", "retired");
    repo.write("sops/upper.md", &retired).commit(BEN, "2026-02-01", "Retire it");
    let said = comment(&repo);
    for line in [
        "- **SOP-001** Procedure SOP-001: **major**, **version 1.0 not raised** · **effective → retired**",
        "- SOP-002 Procedure SOP-002, `@ana`: implements SOP-001, which goes out of use",
    ] {
        assert!(said.contains(line), "{line}\n{said}");
    }
    let answer = pr(&repo);
    let upstream = |answer: &Value| answer["affected"][0]["implements"].clone();
    let expected = json!([{ "document": "SOP-001", "stage": null, "gone": false, "fate": "over" }]);
    assert_eq!(upstream(&answer), expected);
    let refs = ask(&repo, &["refs", "--since", "main"]);
    assert_eq!(named(&refs, "SOP-002")["implements"], expected);
    // `stale` looks at texts that differ, and does so whatever binds.
    assert_eq!(affected(&answer), [("SOP-002", true), ("SOP-004", false)]);
    let retired = reviewed("SOP-001", "2026-01-10", STEPS).replace("effective", "retired");
    repo.write("sops/upper.md", &retired);
    assert_eq!(affected(&pr(&repo)), [("SOP-002", false), ("SOP-004", false)]);
}

#[test]
fn a_document_that_changes_itself_is_told_as_suspect_too() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let watch = "last_reviewed = 2026-01-10\nwatches = [\"config/limits.toml#refund.max\"]\n";
    repo.write("sops/limits.md", &sop("SOP-003", watch, &changed()));
    repo.write("config/limits.toml", &SETTINGS.replace("100", "250"));
    repo.commit(BEN, "2026-02-01", "Raise the limit");
    let answer = pr(&repo);
    assert_eq!(affected(&answer), [("SOP-003", true)]);
    assert_eq!(answer["summary"]["become_suspect"], 1);
    let said = comment(&repo);
    assert!(said.contains("1 document may be out of date"), "{said}");
    assert!(said.contains("refund.max 100 → 250"), "{said}");
}
