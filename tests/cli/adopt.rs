//! `sopctl adopt`: proposals with reasons, edits that keep every other byte, and nothing
//! left to propose afterwards.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::git_repo::{ANA, BEN, CLARA, GitRepo, Person};
use crate::sandbox::{Output, Sandbox};

const REFUNDS: &str = "# Refunds\n\nLast reviewed: 3 March 2025\n\n1. Open the ticket.\n";

/// A repository in which Ana wrote most of the refunds, and Ben the rest.
fn library(sandbox: &Sandbox) -> GitRepo<'_> {
    let repo = GitRepo::new(sandbox, "library");
    repo.write("sops/refunds.md", REFUNDS).commit(BEN, "2024-01-05", "Write the refunds");
    let more = format!("{REFUNDS}2. Check the amount.\n");
    repo.write("sops/refunds.md", &more).commit(ANA, "2024-02-05", "Check the amount");
    let all = format!("{more}3. Pay.\n");
    repo.write("sops/refunds.md", &all).commit(ANA, "2024-03-05", "Pay");
    repo.write("policies/money.md", "# Customer money\n\nMoney must be counted.\n");
    repo.write("notes/tills.md", "# Tills\n\nThey are green.\n");
    repo.commit(CLARA, "2024-04-05", "Write the policy");
    repo
}

fn adopt(repo: &GitRepo<'_>, arguments: &[&str]) -> Output {
    let mut all = vec!["adopt", "--as-of", "2026-11-22"];
    all.extend(arguments);
    repo.sopctl(&all).run().success()
}

fn json(repo: &GitRepo<'_>, arguments: &[&str]) -> Value {
    let mut all = arguments.to_vec();
    all.extend(["--format", "json"]);
    serde_json::from_str(&adopt(repo, &all).stdout).unwrap()
}

fn read(folder: &Path, path: &str) -> String {
    fs::read_to_string(folder.join(path)).unwrap()
}

#[test]
fn without_write_proposals_are_shown_with_reasons_and_nothing_is_written() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let said = adopt(&repo, &[]).stdout;
    let lines: Vec<&str> = said.lines().map(str::trim).collect();
    assert_eq!(lines[0], "3 documents: 2 to adopt, 1 for you to decide");
    for line in [
        "POL-001  policies/money.md",
        "title \"Customer money\" (first heading, line 1)",
        "type policy (guess: folder policies)",
        "owner clara@example.com (guess: 1 of 1 change in substance)",
        "SOP-001  sops/refunds.md",
        "owner ana@example.com (guess: 2 of 3 changes in substance)",
        "last_reviewed 2025-03-03 (\"Last reviewed: 3 March 2025\", line 3)",
        "notes/tills.md  type: neither number, folder, title nor file name tells it",
    ] {
        assert!(lines.contains(&line), "{line}\n{said}");
    }
    assert!(said.contains("Nothing is written yet."), "{said}");
    assert_eq!(adopt(&repo, &["--dry-run"]).stdout, said);
    assert_eq!(repo.git(&["status", "--porcelain"]), "");
}

#[test]
fn what_is_written_is_front_matter_only_and_needs_nothing_more() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let before = read(repo.folder(), "sops/refunds.md");
    let said = adopt(&repo, &["--write"]).stdout;
    assert!(said.starts_with("3 documents: 2 adopted, 1 for you to decide\n"), "{said}");
    let commit = "git commit --message \"Adopt documents\" -- policies/money.md sops/refunds.md";
    assert!(said.contains(commit), "{said}");
    assert!(said.contains("git rev-parse HEAD >> .git-blame-ignore-revs"), "{said}");
    assert_eq!(
        read(repo.folder(), "sops/refunds.md"),
        format!(
            "+++\nid = \"SOP-001\"\ntitle = \"Refunds\"\ntype = \"sop\"\nstatus = \"draft\"\n\
             owner = \"ana@example.com\"\nlast_reviewed = 2025-03-03\n+++\n\n{before}"
        )
    );
    assert_eq!(repo.git(&["diff", "--numstat"]), "8\t0\tpolicies/money.md\n9\t0\tsops/refunds.md");
    assert_eq!(read(repo.folder(), "notes/tills.md"), "# Tills\n\nThey are green.\n");
    repo.sopctl(&["check", "--fail-on", "suggestion"]).run().success();
    repo.sopctl(&["stale", "--as-of", "2026-11-22"]).run().success();
    let again = adopt(&repo, &["--write"]).stdout;
    assert!(again.starts_with("3 documents: 2 comply, 1 for you to decide\n"), "{again}");
    assert!(again.ends_with("Nothing to write.\n"), "{again}");

    repo.commit(CLARA, "2026-11-22", "Adopt documents");
    let listed = repo.sopctl(&["stale", "--explain", "--as-of", "2026-11-22"]).run();
    assert!(listed.stdout.contains("last changed in substance 2024-03-05"), "{}", listed.stdout);
}

#[test]
fn the_commit_that_is_recommended_takes_no_other_work_along() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    for name in ["a", "b", "c", "d", "e"] {
        repo.write(&format!("many/{name}.md"), "# A\n").write(&format!("mixed/{name}.md"), "# A\n");
    }
    repo.commit(ANA, "2026-01-05", "Write more");
    repo.write("notes/tills.md", "# Tills\n\nThey are blue.\n").write("sops/new.md", "# New\n");
    repo.write("mixed/e.md", "# A\n\nText.\n");
    let paths = ["sops", "many", "mixed/a.md", "mixed/b.md", "mixed/c.md", "mixed/d.md"];
    let said = adopt(&repo, &[&["--write", "--type", "sop"], &paths[..]].concat()).stdout;
    assert!(said.contains("git add -- sops/new.md\n"), "{said}");
    let commit = "git commit --message \"Adopt documents\" -- ':(glob)many/*.md' mixed/a.md \
                  mixed/b.md mixed/c.md mixed/d.md sops/new.md sops/refunds.md";
    assert!(said.contains(commit), "{said}");
    assert!(!said.contains("ignore-revs"), "{said}");
    repo.git(&["add", "--", "sops/new.md"]);
    let specs = [":(glob)many/*.md", "mixed/a.md", "mixed/b.md", "mixed/c.md", "mixed/d.md"];
    let command = ["commit", "--quiet", "--message", "Adopt documents", "--"];
    let all = [&command[..], &specs[..], &["sops/new.md", "sops/refunds.md"]].concat();
    repo.git(&all);
    assert_eq!(repo.git(&["status", "--porcelain"]), " M mixed/e.md\n M notes/tills.md");
}

#[test]
fn a_library_with_sopctl_toml_is_clean_afterwards() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    repo.write(
        "sopctl.toml",
        "[types.sop]\nreview_interval = \"6 months\"\n[people.\"@ana\"]\nemails = [\"ana@example.com\"]\n\
         [people.\"@clara\"]\nemails = [\"clara@example.com\"]\nleft = 2025-01-31\n",
    );
    adopt(&repo, &["--write", "sops", "notes/tills.md", "--type", "sop"]);
    let refunds = read(repo.folder(), "sops/refunds.md");
    assert!(refunds.contains("owner = \"@ana\"\n"), "{refunds}");
    assert!(refunds.contains("review_interval = \"6 months\"\n"), "{refunds}");
    let tills = read(repo.folder(), "notes/tills.md");
    assert!(tills.contains("id = \"SOP-001\"\n") && !tills.contains("owner"), "{tills}");
    let checked = repo.sopctl(&["check", "sops"]).run().success();
    assert!(checked.stdout.contains("nothing to say"), "{}", checked.stdout);
    let open = json(&repo, &["notes"]);
    assert_eq!(open["documents"][0]["undecided"][0]["field"], "owner");
    assert_eq!(
        open["documents"][0]["undecided"][0]["because"],
        "no person is seen to have changed it"
    );
    assert!(!read(repo.folder(), "policies/money.md").contains("+++"));
}

#[test]
fn code_owners_come_before_authors() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    repo.write(".github/CODEOWNERS", "*.md @acme/quality\n/sops/ @ben @ana\n[x] @nobody\n");
    let said = adopt(&repo, &["--only", "owner"]);
    assert!(said.stdout.contains("owner @acme/quality (CODEOWNERS line 1)"), "{}", said.stdout);
    let several = "owner @ben (guess: the first of 2 in CODEOWNERS line 2)";
    assert!(said.stdout.contains(several), "{}", said.stdout);
    assert!(said.stderr.contains("note: .github/CODEOWNERS:3: "), "{}", said.stderr);
    adopt(&repo, &["--only", "owner", "--write"]);
    assert_eq!(
        read(repo.folder(), "notes/tills.md"),
        "+++\nowner = \"@acme/quality\"\n+++\n\n# Tills\n\nThey are green.\n"
    );
}

#[test]
fn programs_are_no_owners_and_co_authors_are_authors() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "library");
    let bot = Person { name: "Renovate Bot", email: "bot@example.com" };
    for (by, day, text) in [
        (bot, "2024-01-05", "# Refunds\n\n1. Use version 1.\n"),
        (bot, "2024-02-05", "# Refunds\n\n1. Use version 2.\n"),
        (ANA, "2024-03-05", "# Refunds\n\n1. Use version 2, please.\n"),
    ] {
        let message = "Change\n\nCo-authored-by: Ben Okoro <ben@example.com>";
        repo.write("sops/refunds.md", text).commit(by, day, message);
    }
    let said = adopt(&repo, &[]).stdout;
    assert!(said.contains("owner ben@example.com (guess: 3 of 3 changes in substance)"), "{said}");
    let shallow = repo.shallow_clone("shallow", 1);
    let said = adopt(&shallow, &[]).stdout;
    assert!(said.contains("owner is for you to decide: this clone lacks the commits"), "{said}");
}

#[test]
fn a_mass_edit_makes_nobody_an_owner_who_has_company() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "library");
    let all = ["a", "b", "c", "d", "e"];
    for (by, day, text) in [(ANA, "2024-01-05", "Once."), (CLARA, "2024-02-05", "Twice.")] {
        for name in all {
            repo.write(&format!("sops/{name}.md"), &format!("# {name}\n\n{text}\n"));
        }
        repo.commit(by, day, "All of them");
    }
    repo.write("sops/a.md", "# a\n\nThrice.\n").commit(BEN, "2024-03-05", "One of them");
    let said = adopt(&repo, &[]).stdout;
    let own = "owner ben@example.com (guess: 1 of 1 change in substance)";
    let mass = "owner clara@example.com (guess: 1 of 2 mass edits, and there are no other changes)";
    assert_eq!((said.matches(own).count(), said.matches(mass).count()), (1, 4), "{said}");
}

#[test]
fn a_library_below_the_root_is_adopted_by_its_own_folders() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "repository");
    repo.write("CODEOWNERS", "/quality/lab/ @lab\n");
    repo.write("quality/sopctl.toml", "[types.sop]\nfolder = \"lab\"\n");
    repo.write("quality/lab/mix.md", "# Mix\n\nText.\n").write("lab/other.md", "# Other\n");
    repo.commit(ANA, "2026-01-05", "Begin");
    let inside = repo.folder().join("quality/lab");
    let said = sandbox.sopctl_in(&inside, &["adopt", "--write", "mix.md"]).run().success().stdout;
    assert!(said.contains("type sop (folder of the type, lab)"), "{said}");
    assert!(said.contains("owner @lab (CODEOWNERS line 1)"), "{said}");
    assert!(read(repo.folder(), "quality/lab/mix.md").starts_with("+++\nid = \"SOP-001\"\n"));
    assert_eq!(read(repo.folder(), "lab/other.md"), "# Other\n");
}

#[test]
fn the_json_is_the_contract() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let answer = json(&repo, &["sops"]);
    assert_eq!(answer["schema"], "sopctl.adopt.v1");
    assert_eq!(answer["written"], false);
    assert_eq!(answer["summary"]["documents"], 1);
    assert_eq!(answer["summary"]["by_certainty"]["guess"], 3);
    let document = &answer["documents"][0];
    assert_eq!(document["path"], "sops/refunds.md");
    assert_eq!((&document["id"], &document["refused"]), (&Value::Null, &Value::Null));
    let review = &document["proposals"][5];
    assert_eq!(review["field"], "last_reviewed");
    assert_eq!(review["key"], "last_reviewed");
    assert_eq!(review["value"], "2025-03-03");
    assert_eq!(review["because"], "\"Last reviewed: 3 March 2025\"");
    assert_eq!((&review["line"], &review["certainty"]), (&Value::from(3), &Value::from("stated")));
    assert_eq!(json(&repo, &["sops", "--write"])["written"], true);
    let markdown = adopt(&repo, &["--format", "markdown"]).stdout;
    assert!(markdown.contains("## PROPOSED 1"), "{markdown}");
}

#[test]
fn line_endings_comments_and_uncommitted_words_stay() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let text = "---\r\ntags: [a]   # ours\r\nowner:\r\n---\r\n\r\n# Close\r\n\r\nMine.";
    repo.write("sops/close.md", text);
    let said = adopt(&repo, &["sops/close.md", "--write", "--status", "in-review"]).stdout;
    assert!(said.contains("sops/close.md  not committed"), "{said}");
    let written = read(repo.folder(), "sops/close.md");
    assert!(!written.replace("\r\n", "").contains('\n'), "{written:?}");
    assert!(written.starts_with("---\r\ntags: [a]   # ours\r\nowner:\r\n"), "{written:?}");
    assert!(
        written.ends_with("status: in-review\r\n---\r\n\r\n# Close\r\n\r\nMine."),
        "{written:?}"
    );
    let open = json(&repo, &["sops/close.md"]);
    assert_eq!(open["documents"][0]["uncommitted"], "untracked");
    assert_eq!(open["documents"][0]["undecided"][0]["because"], "it is in no commit yet");
}

#[test]
fn what_cannot_be_edited_is_told_and_stays_as_it_is() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let broken = "# Title\n\n---\nid: SOP-009\nowner: x\n---\n";
    repo.write("sops/broken.md", broken).write("sops/open.md", "+++\nid = \"SOP-008\"\n");
    let said = adopt(&repo, &["--write", "sops"]).stdout;
    assert!(said.contains("NOT TOUCHED 2"), "{said}");
    assert!(said.contains("sops/broken.md"), "{said}");
    assert_eq!(read(repo.folder(), "sops/broken.md"), broken);
    let failed = ["adopt", "--exit-code", "sops"];
    repo.sopctl(&failed).run().fails_with(1);
    repo.remove("sops/broken.md").remove("sops/open.md");
    repo.sopctl(&failed).run().success();
}

#[test]
fn a_foreign_convention_keeps_its_keys() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "docs");
    let dated = "---\nlast_reviewed_on: 2026-03-03\nreview_in: 6 months\n---\n\n# Restart\n";
    repo.write("a.md", dated).write("b.md", "# No document of theirs\n");
    repo.commit(ANA, "2026-03-03", "Write");
    let said = adopt(&repo, &["--write"]).stdout;
    assert!(
        said.starts_with("2 documents, front matter read as govuk: 1 adopted, 1 left alone\n"),
        "{said}"
    );
    assert_eq!(read(repo.folder(), "a.md"), dated.replace("months\n", "months\ntitle: Restart\n"));
    assert_eq!(read(repo.folder(), "b.md"), "# No document of theirs\n");
    let refused = repo.sopctl(&["adopt", "--type", "sop"]).run().fails_with(2);
    assert!(refused.stderr.contains("the convention govuk has no type"), "{}", refused.stderr);
    let moved = adopt(&repo, &["--profile", "sopctl", "--type", "sop", "a.md"]).stdout;
    assert!(
        moved.contains("last_reviewed 2026-03-03 (\"last_reviewed_on: 2026-03-03\""),
        "{moved}"
    );
}

#[test]
fn outside_git_the_owner_is_left_to_people() {
    let sandbox = Sandbox::new();
    sandbox.write("sopctl.toml", "schema = 1\n");
    let file = sandbox.write("sops/refunds.md", REFUNDS);
    let said = sandbox.sopctl(&["adopt", "--write"]).run().success().stdout;
    assert!(said.contains("owner is for you to decide: there is no history"), "{said}");
    assert!(!said.contains("git commit"), "{said}");
    let written = fs::read_to_string(file).unwrap();
    assert!(written.contains("last_reviewed = 2025-03-03\n") && !written.contains("owner"));
    let again = sandbox.sopctl(&["adopt", "--write"]).run().success().stdout;
    assert!(again.ends_with("Nothing to write.\n"), "{again}");
}

#[cfg(unix)]
#[test]
fn links_and_what_lies_outside_are_never_touched() {
    let sandbox = Sandbox::new();
    let outside = sandbox.write("outside.md", "# Outside\n");
    let repo = library(&sandbox);
    std::os::unix::fs::symlink(&outside, repo.folder().join("sops/link.md")).unwrap();
    repo.commit(ANA, "2026-01-05", "Link");
    let named = repo.sopctl(&["adopt", "--write", "sops/link.md"]).run().success();
    assert!(named.stderr.contains("sops/link.md is no document"), "{}", named.stderr);
    adopt(&repo, &["--write"]);
    let refused = repo.sopctl(&["adopt", "--write", "../outside.md"]).run().fails_with(2);
    assert!(refused.stderr.contains("is outside the library"), "{}", refused.stderr);
    assert_eq!(fs::read_to_string(outside).unwrap(), "# Outside\n");
}

#[test]
fn what_would_be_ignored_is_refused() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let told = |arguments: &[&str]| {
        let mut all = vec!["adopt"];
        all.extend(arguments);
        repo.sopctl(&all).run().fails_with(2).stderr
    };
    assert!(told(&["--only", "ownr"]).contains("did you mean owner?"));
    assert!(told(&["--only", "audience"]).contains("no field that adopt proposes"));
    assert!(told(&["--type", "sopp"]).contains("did you mean sop?"));
    assert!(told(&["--status", "done"]).contains("--status takes draft"));
    assert!(told(&["--rev", "HEAD"]).contains("leave --rev out"));
    assert!(told(&["--write", "--dry-run"]).contains("cannot be used with"));
    assert!(told(&["--write", "--format", "csv"]).contains("cannot be written as"));
    assert_eq!(repo.git(&["status", "--porcelain"]), "");
    assert!(told(&["nowhere"]).contains("there is no document at nowhere"));
}
