//! `sopctl stale`: what it judges, and by which exit status it says so.

use serde_json::Value;

use crate::documents::{
    STEPS, ask, document, json, named, reasons, reviewed, sop, stale_on, state,
};
use crate::git_repo::{ANA, BEN, CLARA, GitRepo};
use crate::sandbox::Sandbox;

/// A procedure that was reviewed on 2026-03-01, and with it the text that it had then.
fn reviewed_library<'s>(sandbox: &'s Sandbox, name: &str) -> GitRepo<'s> {
    let repo = GitRepo::new(sandbox, name);
    repo.write("sops/calls.md", &reviewed("SOP-001", "2025-03-01", STEPS));
    repo.commit(ANA, "2025-03-01", "Write the procedure for calls");
    repo.write("sops/calls.md", &reviewed("SOP-001", "2026-03-01", STEPS));
    repo.commit(ANA, "2026-03-01", "Review calls");
    repo
}

fn change_a_step(repo: &GitRepo<'_>) {
    let changed = STEPS.replace("the customer", "the customer twice");
    repo.write("sops/calls.md", &reviewed("SOP-001", "2026-03-01", &changed));
}

/// The commits that prove a reason.
fn commits<'a>(answer: &'a Value, name: &str, code: &str) -> Vec<&'a str> {
    let reasons = named(answer, name)["reasons"].as_array().unwrap();
    let reason = reasons.iter().find(|reason| reason["code"] == code).expect(code);
    reason["commits"].as_array().unwrap().iter().map(|commit| commit.as_str().unwrap()).collect()
}

#[test]
fn a_document_is_overdue_from_the_day_after_its_review_was_due() {
    let sandbox = Sandbox::new();
    let repo = reviewed_library(&sandbox, "library");
    let on_the_day = repo.sopctl(&["stale", "--as-of", "2027-03-01", "-f", "json"]).run().success();
    assert_eq!(state(&json(&on_the_day), "SOP-001"), "due-soon");
    let after = repo.sopctl(&["stale", "--as-of", "2027-03-02", "-f", "json"]).run().fails_with(1);
    let answer = json(&after);
    let document = named(&answer, "SOP-001");
    assert_eq!(document["state"], "overdue");
    assert_eq!((&document["due"], &document["days_overdue"]), (&"2027-03-01".into(), &1.into()));
    assert_eq!(document["reasons"][0]["key"], "SOP-001/overdue/2027-03-01");
    assert_eq!(answer["failed"], true);
    assert_eq!(answer["fail_on"], serde_json::json!(["overdue", "unknown"]));
}

#[test]
fn a_review_is_due_soon_within_30_days_or_as_asked() {
    let sandbox = Sandbox::new();
    let repo = reviewed_library(&sandbox, "library");
    assert_eq!(state(&stale_on(&repo, "2027-01-29"), "SOP-001"), "current");
    assert_eq!(state(&stale_on(&repo, "2027-01-30"), "SOP-001"), "due-soon");
    let within = |interval| ["stale", "--as-of", "2026-12-10", "--within", interval];
    assert_eq!(state(&ask(&repo, &within("90 days")), "SOP-001"), "due-soon");
    assert_eq!(state(&ask(&repo, &within("10 weeks")), "SOP-001"), "current");
    let shown = repo.sopctl(&within("90 days")).run().success();
    assert!(shown.stdout.contains("SOP-001") && shown.stdout.contains("2027-03-01"), "{shown:?}");
    let said = repo.sopctl(&within("soonish")).run().fails_with(2);
    assert!(said.stderr.contains("hint: --within takes"), "{said:?}");
}

/// A library in which every reason that a whole clone can give is there once or more.
fn library_with_every_reason(sandbox: &Sandbox) -> GitRepo<'_> {
    let repo = GitRepo::new(sandbox, "everything");
    let reviewed_in_june = "last_reviewed = 2026-06-01\n";
    let fields = |more: &str| format!("{reviewed_in_june}{more}");
    repo.write("config/limits.yaml", "limit: 100\n");
    repo.write("sops/upper.md", &reviewed("SOP-001", "2026-06-01", STEPS));
    repo.write("sops/lower.md", &sop("SOP-002", &fields("implements = [\"SOP-001\"]\n"), STEPS));
    let watches = "watches = [\"config/limits.yaml\"]\n";
    repo.write("sops/watching.md", &sop("SOP-003", &fields(watches), STEPS));
    let lost = "watches = [\"config/gone.yaml\"]\n";
    repo.write("sops/lost.md", &sop("SOP-004", &fields(lost), STEPS));
    let wanting = "review_outcome = \"needs-revision\"\nreview_note = \"Step 2 is unclear\"\n";
    repo.write("sops/wanting.md", &sop("SOP-005", &fields(wanting), STEPS));
    let approved = "approved_on = 2026-06-01\napproved_by = [\"@ben\"]\n";
    repo.write("sops/approved.md", &sop("SOP-006", approved, STEPS));
    repo.write("sops/never.md", &sop("SOP-007", "", STEPS));
    repo.write("sops/mistyped.md", &reviewed("SOP-008", "\"2026-13-01\"", STEPS));
    repo.write("sops/broken.md", "+++\nid = \"SOP-009\nstatus effective\n+++\n\n# Broken\n");
    repo.write("sops/future.md", &reviewed("SOP-010", "2062-06-01", STEPS));
    repo.write("sops/soon.md", &reviewed("SOP-011", "2025-12-10", STEPS));
    repo.write("sops/old.md", &reviewed("SOP-012", "2024-12-10", STEPS));
    let ownerless = reviewed("SOP-013", "2026-06-01", STEPS).replace("owner = \"@ana\"\n", "");
    repo.write("sops/ownerless.md", &ownerless);
    let coming = fields("effective_date = 2027-01-01\n");
    repo.write("sops/coming.md", &sop("SOP-014", &coming, STEPS));
    repo.write("sops/edited.md", &reviewed("SOP-015", "2026-06-01", STEPS));
    repo.commit(ANA, "2026-06-01", "Write everything");

    let limited = STEPS.replace("Call", "Never call");
    repo.write("config/limits.yaml", "limit: 250\n");
    repo.write("sops/upper.md", &reviewed("SOP-001", "2026-06-01", &limited));
    repo.write("sops/approved.md", &sop("SOP-006", approved, &limited));
    repo.commit(BEN, "2026-07-01", "Change what others rest on");
    repo.write("sops/edited.md", &reviewed("SOP-015", "2026-06-01", &format!("{STEPS}\nDone.\n")));
    repo
}

#[test]
fn every_reason_and_every_state_can_be_what_fails() {
    let sandbox = Sandbox::new();
    let bad = library_with_every_reason(&sandbox);
    let good = reviewed_library(&sandbox, "good");
    let noted = "last_reviewed = 2026-03-01\nreview_note = \"read at the desk\"\n";
    good.write("sops/calls.md", &sop("SOP-001", noted, STEPS));
    good.commit(ANA, "2026-03-01", "Say how it was reviewed");
    let answer = stale_on(&bad, "2026-11-22");
    let expected = [
        ("SOP-001", "changed", "changed-since-review"),
        ("SOP-002", "suspect", "upstream-changed"),
        ("SOP-003", "suspect", "watched-path-changed"),
        ("SOP-004", "suspect", "watched-path-missing"),
        ("SOP-005", "suspect", "needs-revision"),
        ("SOP-006", "changed", "changed-after-approval"),
        ("SOP-007", "never-reviewed", "never-reviewed"),
        ("SOP-008", "unknown", "invalid-field"),
        ("sops/broken.md", "unknown", "unparsable"),
        ("SOP-010", "unknown", "review-date-in-future"),
        ("SOP-011", "due-soon", "due-soon"),
        ("SOP-012", "overdue", "overdue"),
        ("SOP-013", "current", "owner-missing"),
        ("SOP-014", "current", "not-yet-effective"),
        ("SOP-015", "changed", "uncommitted-change"),
    ];
    for (name, expected_state, code) in expected {
        assert_eq!(state(&answer, name), expected_state, "{name}");
        assert!(reasons(&answer, name).contains(&code), "{name} {:?}", reasons(&answer, name));
    }
    let states = expected.iter().map(|(_, state, _)| *state).filter(|state| *state != "current");
    for word in expected.iter().map(|(.., code)| *code).chain(states).chain(["any"]) {
        let asked = |repo: &GitRepo<'_>| {
            repo.sopctl(&["stale", "--as-of", "2026-11-22", "--fail-on", word]).run().status
        };
        assert_eq!((asked(&bad), asked(&good)), (Some(1), Some(0)), "{word}");
    }
    let never = ["stale", "--as-of", "2026-11-22", "--fail-on", "never"];
    bad.sopctl(&never).run().success();
    let two = ["stale", "--as-of", "2026-11-22", "--fail-on", "changed,due-soon"];
    bad.sopctl(&two).run().fails_with(1);
}

#[test]
fn counts_add_up() {
    let sandbox = Sandbox::new();
    let answer = stale_on(&library_with_every_reason(&sandbox), "2026-11-22");
    let summary = &answer["summary"];
    let documents = answer["documents"].as_array().unwrap();
    let sum = |counts: &Value| -> u64 {
        counts.as_object().unwrap().values().map(|count| count.as_u64().unwrap()).sum()
    };
    assert_eq!(summary["documents"], 15);
    assert_eq!((documents.len(), sum(&summary["by_state"])), (15, 15));
    let given: usize = documents.iter().map(|d| d["reasons"].as_array().unwrap().len()).sum();
    assert_eq!(sum(&summary["by_reason"]), given as u64);
    let parts =
        ["judged", "not_under_review", "unknown"].map(|part| summary[part].as_u64().unwrap());
    assert_eq!(parts.iter().sum::<u64>(), 15);
}

#[test]
fn a_word_that_is_no_reason_is_refused_with_the_nearest() {
    let sandbox = Sandbox::new();
    let repo = reviewed_library(&sandbox, "library");
    let said = repo.sopctl(&["stale", "--fail-on", "overdu"]).run().fails_with(2);
    assert!(said.stderr.contains("\"overdu\"") && said.stdout.is_empty(), "{said:?}");
    assert!(said.stderr.contains("hint: did you mean overdue?"), "{said:?}");
    let said = repo.sopctl(&["stale", "--fail-on", "zebra"]).run().fails_with(2);
    assert!(said.stderr.contains("hint: --fail-on takes overdue, "), "{said:?}");
}

#[test]
fn a_change_after_the_review_is_found_however_it_landed() {
    let sandbox = Sandbox::new();
    for way in ["commit", "merge", "squash", "rebase"] {
        let repo = reviewed_library(&sandbox, way);
        repo.branch("change");
        change_a_step(&repo);
        let made = repo.commit(BEN, "2026-05-01", "Call twice");
        repo.switch("main");
        repo.write("other.txt", "x").commit(CLARA, "2026-05-02", "Do something else");
        let proof = match way {
            "merge" => {
                repo.merge("change", ANA, "2026-05-03");
                made
            }
            "squash" => repo.squash("change", ANA, "2026-05-03", "Call twice (#7)"),
            "rebase" => repo.rebase_in("change", ANA, "2026-05-03"),
            _ => {
                change_a_step(&repo);
                repo.commit(BEN, "2026-05-03", "Call twice")
            }
        };
        let answer = stale_on(&repo, "2026-11-22");
        assert_eq!(state(&answer, "SOP-001"), "changed", "{way}");
        assert_eq!(commits(&answer, "SOP-001", "changed-since-review"), [proof], "{way}");
        let by_default = repo.sopctl(&["stale", "--as-of", "2026-11-22"]).run().success();
        assert!(by_default.stdout.contains("step 1 changed"), "{way}: {by_default:?}");
    }
}

#[test]
fn a_change_that_was_taken_back_is_no_change() {
    let sandbox = Sandbox::new();
    let repo = reviewed_library(&sandbox, "library");
    change_a_step(&repo);
    let change = repo.commit(BEN, "2026-05-01", "Call twice");
    let revert = repo.revert(&change, ANA, "2026-05-02");
    assert_eq!(state(&stale_on(&repo, "2026-11-22"), "SOP-001"), "current");
    let again = repo.revert(&revert, ANA, "2026-05-03");
    let answer = stale_on(&repo, "2026-11-22");
    assert_eq!(state(&answer, "SOP-001"), "changed");
    assert_eq!(commits(&answer, "SOP-001", "changed-since-review")[0], again);
}

#[test]
fn what_a_review_came_with_is_reviewed() {
    let sandbox = Sandbox::new();
    let repo = reviewed_library(&sandbox, "library");
    repo.branch("review");
    let changed = STEPS.replace("Call", "Ring");
    repo.write("sops/calls.md", &reviewed("SOP-001", "2026-06-01", &changed));
    repo.commit(BEN, "2026-06-01", "Review calls");
    let answered = changed.replace("Close", "Then close");
    repo.write("sops/calls.md", &reviewed("SOP-001", "2026-06-01", &answered));
    repo.commit(BEN, "2026-06-02", "Answer the comments");
    repo.switch("main");
    repo.write("other.txt", "x").commit(CLARA, "2026-06-02", "Do something else");
    repo.merge("review", ANA, "2026-06-03");
    let answer = stale_on(&repo, "2026-11-22");
    assert_eq!(state(&answer, "SOP-001"), "current");
    assert_eq!(named(&answer, "SOP-001")["review"]["landed"], "2026-06-03T09:00:05+00:00");
}

#[test]
fn a_mass_reformat_changes_nothing() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "library");
    let numbers = 1..=6;
    let path = |number: usize| format!("sops/{number}.md");
    let body =
        "Read this first, and read all of it.\n\n- Call the customer.\n- Close the ticket.\n";
    for number in numbers.clone() {
        repo.write(&path(number), &reviewed(&format!("SOP-00{number}"), "2026-03-01", body));
    }
    let written = repo.commit(ANA, "2026-03-01", "Write six procedures");
    let again =
        "Read this first,\nand read all of it.\n\n\n* Call the customer.\n* Close the\n  ticket.\n";
    for number in numbers.clone() {
        repo.write(&path(number), &reviewed(&format!("SOP-00{number}"), "2026-03-01", again));
    }
    let formatted = repo.commit(BEN, "2026-04-01", "Format all documents");
    let answer = stale_on(&repo, "2026-11-22");
    for number in numbers {
        let document = named(&answer, &path(number));
        assert_eq!(document["state"], "current");
        assert_eq!(document["last_change"]["commit"], formatted.as_str());
        assert_eq!(document["last_meaningful_change"]["commit"], written.as_str());
        assert_eq!(document["last_meaningful_change"]["author"]["name"], "Ana Reyes");
    }
}

#[test]
fn a_renamed_document_keeps_its_review() {
    let sandbox = Sandbox::new();
    let repo = reviewed_library(&sandbox, "library");
    let review = repo.head();
    repo.rename("sops/calls.md", "procedures/phone/calls.md");
    let renamed = repo.commit(BEN, "2026-05-01", "Move it");
    let answer = stale_on(&repo, "2026-11-22");
    let document = named(&answer, "procedures/phone/calls.md");
    assert_eq!((&document["state"], &document["due"]), (&"current".into(), &"2027-03-01".into()));
    assert_eq!(document["review"]["commit"], review.as_str());
    assert_eq!(document["last_change"]["commit"], renamed.as_str());
}

#[test]
fn what_is_not_committed_is_marked() {
    let sandbox = Sandbox::new();
    let repo = reviewed_library(&sandbox, "library");
    change_a_step(&repo);
    repo.write("sops/new.md", &reviewed("SOP-002", "2026-03-01", STEPS));
    let answer = stale_on(&repo, "2026-11-22");
    assert_eq!(answer["repository"]["dirty"], 2);
    let (modified, untracked) = (named(&answer, "SOP-001"), named(&answer, "SOP-002"));
    assert_eq!(
        (&modified["uncommitted"], &modified["state"]),
        (&"modified".into(), &"changed".into())
    );
    assert_eq!(untracked["uncommitted"], "untracked");
    assert!(untracked["last_change"].is_null() && untracked["review"].is_null());
    let text = repo.sopctl(&["stale", "--as-of", "2026-11-22"]).run().success().stdout;
    assert!(text.contains("not committed"), "{text}");
}

#[test]
fn a_revision_sets_the_text_and_a_day_only_the_day() {
    let sandbox = Sandbox::new();
    let repo = reviewed_library(&sandbox, "library");
    repo.tag("v1");
    change_a_step(&repo);
    repo.commit(BEN, "2026-05-01", "Call twice");
    repo.write("sops/new.md", "# New\n");
    let then = ask(&repo, &["stale", "--as-of", "2026-11-22", "--rev", "v1"]);
    assert_eq!((state(&then, "SOP-001"), &then["repository"]["rev"]), ("current", &"v1".into()));
    assert_eq!(then["summary"]["documents"], 1);
    assert_eq!(then["repository"]["head"], repo.git(&["rev-parse", "v1"]));
    let early = repo.sopctl(&["stale", "--as-of", "2025-06-01", "-f", "json"]).run().fails_with(1);
    assert_eq!(
        reasons(&json(&early), "SOP-001"),
        ["changed-since-review", "review-date-in-future", "date-only-review"]
    );
    assert!(early.stderr.contains("--as-of only sets the day"), "{early:?}");
    let said = repo.sopctl(&["stale", "--as-of", "2026-02-30"]).run().fails_with(2);
    assert!(said.stderr.contains("hint: --as-of takes a day"), "{said:?}");
}

#[test]
fn only_the_documents_of_an_owner_are_judged_when_asked() {
    let sandbox = Sandbox::new();
    let repo = reviewed_library(&sandbox, "library");
    let old = reviewed("SOP-002", "2020-03-01", STEPS).replace("@ana", "@ben");
    repo.write("sops/old.md", &old).commit(BEN, "2026-04-01", "Write another");
    let of = |owner| repo.sopctl(&["stale", "--as-of", "2026-11-22", "--owner", owner]).run();
    of("@ben").fails_with(1);
    let ana = of("@ana").success();
    assert!(!ana.stdout.contains("SOP-002"), "{ana:?}");
}

#[test]
fn drafts_retired_and_exempt_documents_stand_apart() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "library");
    let old = "review_interval = \"1 year\"\nlast_reviewed = 2020-01-01\n";
    repo.write("sops/draft.md", &document("SOP-001", &format!("status = \"draft\"\n{old}"), STEPS));
    repo.write(
        "sops/retired.md",
        &document("SOP-002", &format!("status = \"retired\"\n{old}"), STEPS),
    );
    let exempt =
        "status = \"effective\"\nreview_interval = \"none\"\nreview_exempt_reason = \"law\"\n";
    repo.write("sops/exempt.md", &document("SOP-003", exempt, STEPS));
    repo.write("sops/calls.md", &reviewed("SOP-004", "2026-03-01", STEPS));
    repo.commit(ANA, "2026-03-01", "Write four");
    let answer = stale_on(&repo, "2026-11-22");
    let states = ["SOP-001", "SOP-002", "SOP-003", "SOP-004"].map(|id| state(&answer, id));
    assert_eq!(states, ["not-under-review", "not-under-review", "exempt", "current"]);
}

#[test]
fn the_convention_of_the_uk_government_is_read_as_it_is() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "docs");
    let page = |on: &str, more: &str| {
        format!(
            "---\ntitle: Incidents\nowner_slack: \"#ops\"\nlast_reviewed_on: {on}\nreview_in: 6 months\n{more}---\n\n# Incidents\n\n{STEPS}"
        )
    };
    repo.write("source/incidents.html.md.erb", &page("2026-01-31", ""));
    repo.write("source/old.html.md.erb", &page("2025-08-30", "effective_date: 2026-08-30\n"));
    repo.write("source/plain.html.md.erb", "---\ntitle: Plain\n---\n\n# Plain\n");
    repo.commit(ANA, "2026-01-31", "Write pages");
    let answer = stale_on(&repo, "2026-07-31");
    assert_eq!(answer["profile"], "govuk");
    let facts = |path: &str| {
        let document = named(&answer, path);
        (
            document["state"].as_str().unwrap().to_owned(),
            document["due"].as_str().map(str::to_owned),
        )
    };
    assert_eq!(
        facts("source/incidents.html.md.erb"),
        ("due-soon".into(), Some("2026-07-31".into()))
    );
    assert_eq!(facts("source/old.html.md.erb"), ("overdue".into(), Some("2026-02-28".into())));
    assert_eq!(facts("source/plain.html.md.erb"), ("not-under-review".into(), None));
    assert_eq!(named(&answer, "source/old.html.md.erb")["owner"], "#ops");
}

#[test]
fn a_change_that_the_reviewer_of_a_branch_could_not_see_is_proved_by_its_commit() {
    let sandbox = Sandbox::new();
    let repo = reviewed_library(&sandbox, "library");
    repo.branch("review");
    repo.switch("main");
    change_a_step(&repo);
    let change = repo.commit(BEN, "2026-04-10", "Call twice");
    repo.switch("review");
    repo.write("sops/calls.md", &reviewed("SOP-001", "2026-04-15", STEPS));
    repo.commit(ANA, "2026-04-15", "Review calls");
    repo.switch("main");
    repo.merge("review", ANA, "2026-04-20");
    let answer = stale_on(&repo, "2026-11-22");
    assert_eq!(state(&answer, "SOP-001"), "changed");
    assert_eq!(commits(&answer, "SOP-001", "changed-since-review"), [change]);
}
