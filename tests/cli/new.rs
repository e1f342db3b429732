//! `sopctl new`: a document with the next free number, and nothing overwritten.

use std::fs;
use std::thread;

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
fn two_at_the_same_moment_get_two_numbers() {
    let sandbox = Sandbox::new();
    GitRepo::new(&sandbox, "work").write("sopctl.toml", "schema = 1\n");
    let work = sandbox.work();
    thread::scope(|scope| {
        for number in 1..=6 {
            let title = format!("Task {number}");
            let run = sandbox.sopctl_in(&work, &["new", "sop", &title]);
            scope.spawn(|| run.run().success());
        }
    });
    let text = |number: u8| read(&sandbox, &format!("sops/task-{number}.md"));
    let mut given: Vec<String> =
        (1..=6).filter_map(|number| text(number).lines().nth(1).map(str::to_owned)).collect();
    given.sort_unstable();
    let numbers: Vec<String> = (1..=6).map(|number| format!("id = \"SOP-00{number}\"")).collect();
    assert_eq!(given, numbers);
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

#[test]
fn a_template_names_the_type_by_itself() {
    let sandbox = Sandbox::new();
    sandbox.write("sopctl.toml", "schema = 1\n");
    for arguments in [
        &["runbook", "Disk full"][..],
        &["--template", "runbook", "Disk slow"],
        &["wi", "Disk gone", "--template", "runbook"],
    ] {
        let said = new(&sandbox, arguments);
        assert!(said.starts_with("created work-instructions/disk-"), "{said}");
    }
    let text = read(&sandbox, "work-instructions/disk-gone.md");
    assert!(text.contains("template = \"runbook@1\"\n") && text.contains("\n## Escalate\n"));
    let told = sandbox.sopctl(&["new", "sop", "x", "--template", "runbook"]).run().fails_with(2);
    assert!(
        told.stderr.contains("the template runbook is for work instructions, and sop is an SOP"),
        "{}",
        told.stderr
    );
}

#[test]
fn an_sop_and_its_work_instructions_are_made_at_once_with_links_both_ways() {
    let sandbox = Sandbox::new();
    sandbox.write("sopctl.toml", "schema = 1\n");
    new(
        &sandbox,
        &[
            "sop",
            "Customer onboarding",
            "--owner",
            "@cs",
            "--with-wi",
            "Create the account",
            "--with-wi",
            "Purpose",
            "--with-wi",
            "Say hello (twice)",
        ],
    );
    let sop = read(&sandbox, "sops/customer-onboarding.md");
    assert!(sop.contains("\n### Create the account\n"), "{sop}");
    assert!(sop.contains("[WI-001](../work-instructions/create-the-account.md)"), "{sop}");
    for (path, implements) in [
        ("create-the-account", "SOP-001#create-the-account"),
        // There is a section of that name before it.
        ("purpose", "SOP-001#purpose-1"),
        ("say-hello-twice", "SOP-001#say-hello-twice"),
    ] {
        let text = read(&sandbox, &format!("work-instructions/{path}.md"));
        assert!(text.contains(&format!("implements = [\"{implements}\"]\n")), "{text}");
        assert!(text.contains("owner = \"@cs\"\n"), "{text}");
    }
    // Nothing but what is still to be filled in.
    let checked = sandbox.sopctl(&["check", "--fail-on", "warning"]).run().success().stdout;
    assert_eq!(checked.matches("  suggestion  placeholder  ").count(), 4, "{checked}");
    assert!(checked.ends_with("\n4 documents checked: 4 suggestions\n"), "{checked}");
    let shown = sandbox.sopctl(&["show", "SOP-001"]).run().success().stdout;
    for id in ["WI-001", "WI-002", "WI-003"] {
        assert!(shown.contains(id), "{shown}");
    }
    // Where the stages are the template's, the work instructions carry out the whole.
    new(&sandbox, &["onboarding", "Newcomers", "--with-wi", "Order the laptop"]);
    let order = read(&sandbox, "work-instructions/order-the-laptop.md");
    assert!(order.contains("implements = [\"SOP-002\"]\n"), "{order}");
}

#[test]
fn a_set_is_written_whole_or_not_at_all() {
    let sandbox = Sandbox::new();
    sandbox.write("sopctl.toml", "schema = 1\n");
    let told = |arguments: &[&str]| {
        let mut all = vec!["new"];
        all.extend(arguments);
        sandbox.sopctl(&all).run().fails_with(2).stderr
    };
    let twice = told(&["sop", "A", "--with-wi", "B", "--with-wi", "b"]);
    assert!(twice.contains("work-instructions/b.md exists already"), "{twice}");
    let under = told(&["policy", "A", "--with-wi", "B"]);
    assert!(under.contains("work instructions are made with an SOP, and policy is a policy"));
    assert!(told(&["sop", "A", "--with-wi", " "]).contains("the title is empty"));
    sandbox.write(".sopctl/templates/sop/body.md.hbs", "# {{heading}}\n");
    let place = told(&["sop", "A", "--with-wi", "B"]);
    assert!(place.contains("the template sop has no place for the work instruction \"B\""));
    assert!(place.contains("hint: let its body say {{#each instructions}}"), "{place}");
    for folder in ["sops", "work-instructions", "policies"] {
        assert!(!sandbox.work().join(folder).exists(), "{folder}");
    }
}

#[test]
fn a_draft_gives_its_text_and_none_of_its_evidence() {
    let sandbox = Sandbox::new();
    sandbox.write("sopctl.toml", "schema = 1\n");
    sandbox.write(
        "notes/draft.txt",
        "---\nid: SOP-777\ntitle: Refunds\nowner: '@cs'\nversion: '3.2'\nstatus: effective\n\
         approved_by: ['@coo']\napproved_on: 2026-01-20\neffective_date: 2026-02-01\n\
         last_reviewed: 2026-03-01\nreviewed_by: '@cs'\naudience: [cashiers, shift-leads]\n---\n\
         # Refunds\n\nMoney goes back.\n\n## Responsibilities\n\nThe shift lead decides.\n\n\
         ## Paying out\n\n1. The cashier opens the till.\n2. The cashier pays.\n\n## Prices\n\nNone.\n",
    );
    new(&sandbox, &["sop", "--from", "notes/draft.txt"]);
    let text = read(&sandbox, "sops/refunds.md");
    assert!(text.contains("id = \"SOP-001\"\n") && text.contains("version = \"0.1\"\n"), "{text}");
    assert!(text.contains("owner = \"@cs\"\n"), "{text}");
    assert!(text.contains("audience = [\"cashiers\", \"shift-leads\"]\n"), "{text}");
    assert!(text.contains("status = \"draft\"\n"), "{text}");
    for evidence in ["approved", "effective", "reviewed", "SOP-777", "3.2"] {
        assert!(!text.contains(evidence), "{evidence}: {text}");
    }
    for said in [
        "## Purpose\n\nMoney goes back.\n\n",
        "## Roles and responsibilities\n\nThe shift lead decides.\n\n",
        "## Procedure\n\n### Paying out\n\n1. The cashier opens the till.\n2. The cashier pays.\n\n",
        "\n\n## Prices\n\nNone.\n",
        "## Records\n\n<!--",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    let missing = sandbox.sopctl(&["new", "sop", "x", "--from", "none.md"]).run().fails_with(2);
    assert!(missing.stderr.contains("cannot read none.md"), "{}", missing.stderr);
}

#[test]
fn the_pictures_and_links_of_a_draft_are_seen_from_its_new_place() {
    let sandbox = Sandbox::new();
    sandbox.write("sopctl.toml", "schema = 1\n");
    sandbox.write(
        "notes/draft.txt",
        "# Refunds\n\n1. Open ![the till](till.png).\n2. See [the limits](limits.md#cash).\n",
    );
    new(&sandbox, &["sop", "--from", "notes/draft.txt"]);
    let text = read(&sandbox, "sops/refunds.md");
    assert!(text.contains("![the till](../notes/till.png)"), "{text}");
    assert!(text.contains("[the limits](../notes/limits.md#cash)"), "{text}");
}

#[test]
fn further_fields_are_set_and_the_record_is_not() {
    let sandbox = Sandbox::new();
    sandbox.write("sopctl.toml", "schema = 1\n");
    new(
        &sandbox,
        &[
            "sop",
            "Refunds",
            "--audience",
            "cashiers,shift-leads",
            "--set",
            "review_interval=6 months",
            "--set",
            "department=Shops",
            "--set",
            "approvers=@coo, @cfo",
        ],
    );
    let text = read(&sandbox, "sops/refunds.md");
    for line in [
        "audience = [\"cashiers\", \"shift-leads\"]",
        "review_interval = \"6 months\"",
        "department = \"Shops\"",
        "approvers = [\"@coo\", \"@cfo\"]",
    ] {
        assert!(text.contains(&format!("\n{line}\n")), "{line}: {text}");
    }
    for (set, said) in [
        ("approved_on=2026-01-01", "`approved_on` is not set when a document begins"),
        ("audiense=x", "hint: did you mean audience?"),
        ("review_interval=soon", "`review_interval` cannot be \"soon\""),
        ("nothing", "\"nothing\" sets no field"),
    ] {
        let told = sandbox.sopctl(&["new", "sop", "x", "--set", set]).run().fails_with(2).stderr;
        assert!(told.contains(said), "{told}");
    }
}

#[test]
fn nobody_is_asked_where_nobody_is_there() {
    let sandbox = Sandbox::new();
    sandbox.write("sopctl.toml", "schema = 1\n");
    for (arguments, lacks) in [
        (&["new"][..], "a type and a title"),
        (&["new", "sop"], "a title"),
        (&["new", "--template", "sop", "--no-input"], "a title"),
    ] {
        let told = sandbox.sopctl(arguments).run().fails_with(2).stderr;
        assert!(told.contains(&format!("error: a new document needs {lacks}\n")), "{told}");
        assert!(told.contains("hint: sopctl new sop \"Customer onboarding\"; "), "{told}");
    }
}

#[test]
fn what_was_written_is_opened_in_the_editor() {
    let sandbox = Sandbox::new();
    sandbox.write("sopctl.toml", "schema = 1\n");
    let none = sandbox.sopctl(&["new", "sop", "Refunds", "--edit"]).run().fails_with(2).stderr;
    assert!(none.contains("neither VISUAL nor EDITOR"), "{none}");
    assert!(!sandbox.work().join("sops").exists());
    // The only program there is: it says the name of what it was given.
    let edit = |title: &str, editor: &str| {
        sandbox.sopctl(&["new", "sop", title, "--edit"]).env("EDITOR", editor).run()
    };
    let opened = edit("Refunds", "git hash-object").success().stdout;
    let name = opened.lines().last().unwrap();
    assert!(name.len() == 40 && name.chars().all(|c| c.is_ascii_hexdigit()), "{opened}");
    let failed = edit("Returns", "git no-such-command").fails_with(2).stderr;
    assert!(failed.contains("hint: what was written stays"), "{failed}");
    assert!(sandbox.work().join("sops/returns.md").is_file());
}
