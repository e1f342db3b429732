//! sopctl as git's own diff: the real git calls it.

use crate::documents::{STEPS, reviewed};
use crate::git_repo::{ANA, BEN, GitRepo};
use crate::sandbox::Sandbox;

/// A repository whose git asks sopctl about Markdown, by this setting of the driver.
fn library<'s>(sandbox: &'s Sandbox, setting: &str, command: &str) -> GitRepo<'s> {
    let repo = GitRepo::new(sandbox, "library");
    repo.git(&["config", setting, &format!("'{}' {command}", env!("CARGO_BIN_EXE_sopctl"))]);
    repo.write(".gitattributes", "*.md diff=sopctl\n");
    repo.write("sops/calls.md", &reviewed("SOP-001", "2026-01-10", STEPS));
    repo.write("notes.txt", "one\n");
    repo.commit(ANA, "2026-01-10", "Write it");
    let changed = STEPS.replace("Call the customer", "Call the customer within 2 days");
    repo.write("sops/calls.md", &reviewed("SOP-001", "2026-01-10", &changed));
    repo.write("notes.txt", "two\n");
    repo
}

fn with_driver(sandbox: &Sandbox) -> GitRepo<'_> {
    library(sandbox, "diff.sopctl.command", "git-diff")
}

#[test]
fn git_shows_steps_for_documents_and_lines_for_the_rest() {
    let sandbox = Sandbox::new();
    let repo = with_driver(&sandbox);
    let diff = repo.git(&["diff"]);
    assert!(diff.contains("sopctl diff sops/calls.md\nSOP-001  Procedure SOP-001"), "{diff}");
    assert!(diff.contains("~ step 1  Call the customer{+ within 2 days+}."), "{diff}");
    assert!(diff.contains("-one\n+two"), "{diff}");
    repo.commit(BEN, "2026-02-01", "Set a limit");
    let log = repo.git(&["log", "-p", "--ext-diff", "--format=%s"]);
    let (second, first) = log.split_once("Write it").unwrap();
    assert!(second.contains("{+ within 2 days+}"), "{log}");
    assert!(first.contains("new, version 1.0\n  sops/calls.md, 3 steps"), "{log}");
    assert!(!repo.git(&["diff", "--no-ext-diff", "HEAD~1"]).contains("step 1"));
}

#[test]
fn renames_removals_and_formatting_are_told() {
    let sandbox = Sandbox::new();
    let repo = with_driver(&sandbox);
    repo.commit(BEN, "2026-02-01", "Set a limit");
    let formatted =
        STEPS.replace(". ", ".  ").replace("the customer", "the customer within 2 days");
    repo.write("sops/calls.md", &reviewed("SOP-001", "2026-01-10", &formatted));
    assert!(repo.git(&["diff"]).contains("nothing but formatting"));
    let shorter = formatted.replace("3.  Close the ticket.\n", "");
    repo.write("sops/calls.md", &reviewed("SOP-001", "2026-01-10", &shorter));
    repo.rename("sops/calls.md", "phone/calls.md");
    repo.git(&["add", "--all"]);
    let diff = repo.git(&["diff", "--cached", "--find-renames"]);
    assert!(diff.contains("moved from sops/calls.md to phone/calls.md"), "{diff}");
    assert!(diff.contains("- step 3  Close the ticket."), "{diff}");
    repo.remove("phone/calls.md");
    repo.git(&["add", "--all"]);
    let diff = repo.git(&["diff", "--cached"]);
    assert!(diff.contains("removed, version 1.0"), "{diff}");
}

#[test]
fn git_goes_on_where_a_document_cannot_be_shown() {
    let sandbox = Sandbox::new();
    let repo = with_driver(&sandbox);
    std::fs::write(repo.folder().join("sops/calls.md"), b"# \xff\n").unwrap();
    let diff = repo.git(&["diff"]);
    assert!(diff.contains("could not be compared: sops/calls.md (it is not UTF-8"), "{diff}");
    assert!(diff.contains("-one\n+two"), "{diff}");
    // Not even a configuration that cannot be read stops it.
    repo.write("sopctl.toml", "schema = ");
    assert!(repo.git(&["diff"]).contains("-one\n+two"));
}

#[cfg(unix)]
#[test]
fn a_link_has_no_text_to_compare() {
    let sandbox = Sandbox::new();
    let repo = with_driver(&sandbox);
    let ends = ["git-diff", "x.md", "notes.txt", "0", "120000", "sops/calls.md", "0", "100644"];
    let said = repo.sopctl(&ends).run().success();
    assert_eq!(said.stdout, "sopctl diff x.md\n  a link, not a file\n\n");
    repo.remove("sops/calls.md");
    std::os::unix::fs::symlink("../notes.txt", repo.folder().join("sops/calls.md")).unwrap();
    assert!(repo.git(&["diff", "--", "sops"]).contains("sopctl diff sops/calls.md"));
}

#[test]
fn a_path_that_is_not_merged_is_told() {
    let sandbox = Sandbox::new();
    let repo = with_driver(&sandbox);
    let said = repo.sopctl(&["git-diff", "sops/calls.md"]).run().success();
    assert_eq!(said.stdout, "sopctl diff sops/calls.md\n  not merged yet\n\n");
    let said = repo.sopctl(&["git-diff"]).run().fails_with(2);
    assert!(said.stderr.contains("hint: git config diff.sopctl.command"), "{said:?}");
}

#[test]
fn behind_the_pager_of_git_there_are_colours() {
    let sandbox = Sandbox::new();
    let repo = with_driver(&sandbox);
    let ends = ["git-diff", "x.md", "/dev/null", ".", ".", "sops/calls.md", "0", "100644"];
    let plain = repo.sopctl(&ends).run().success().stdout;
    assert!(plain.contains("new, version 1.0") && !plain.contains('\u{1b}'), "{plain:?}");
    let paged = || repo.sopctl(&ends).env("GIT_PAGER_IN_USE", "true").env("TERM", "xterm");
    assert!(paged().run().success().stdout.contains('\u{1b}'));
    assert!(!paged().env("NO_COLOR", "1").run().success().stdout.contains('\u{1b}'));
}

#[test]
fn as_a_textconv_it_makes_every_step_a_line() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox, "diff.sopctl.textconv", "git-text");
    repo.commit(BEN, "2026-02-01", "Set a limit");
    let inserted = "1. Call the customer\n   within 2 days.\n2. Say your name.\n3. Write down the number.\n4. Close the ticket.\n";
    repo.write("sops/calls.md", &reviewed("SOP-001", "2026-02-01", inserted));
    let diff = repo.git(&["diff", "--unified=0"]);
    let lines: Vec<&str> = diff
        .lines()
        .filter(|line| {
            line.starts_with(['+', '-']) && !line.starts_with("+++") && !line.starts_with("---")
        })
        .collect();
    assert_eq!(
        lines,
        ["-last_reviewed: 2026-01-10", "+last_reviewed: 2026-02-01", "+  step  Say your name.",]
    );
    // What is no text is shown as it is.
    std::fs::write(repo.folder().join("raw.md"), b"# \xff\n").unwrap();
    assert_eq!(repo.sopctl(&["git-text", "raw.md"]).run().success().stdout, "# \u{fffd}\n");
    repo.sopctl(&["git-text", "gone.md"]).run().fails_with(2);
}
