//! What the shell gets: scripts that complete, manual pages, and an answer to `sopctl` alone.

use std::fs;

use crate::documents::json;
use crate::git_repo::{ANA, GitRepo};
use crate::sandbox::Sandbox;

/// What the shell is offered for the words typed so far, the last of them in the middle.
fn offered(repo: &GitRepo<'_>, typed: &[&str]) -> Vec<String> {
    let words: Vec<&str> = ["--", "sopctl"].iter().chain(typed).copied().collect();
    let said = repo.sopctl(&words).env("SOPCTL_COMPLETE", "fish").run().success();
    said.stdout.lines().map(|line| line.split('\t').next().unwrap().to_owned()).collect()
}

/// Two documents, one of them by nobody, and a release.
fn library(sandbox: &Sandbox) -> GitRepo<'_> {
    let repo = GitRepo::new(sandbox, "library");
    repo.write("sopctl.toml", "schema = 1\n");
    let sop = "+++\nid = \"SOP-001\"\ntype = \"sop\"\ntitle = \"Close \\u001b[31mthe till\"\n\
               owner = \"@ana\"\nstatus = \"effective\"\nlast_reviewed = 2025-01-15\n\
               review_interval = \"12 months\"\n+++\n\n# Close the till\n";
    repo.write("sops/close.md", sop).write("sops/open.md", "# Open the shop\n");
    repo.commit(ANA, "2025-01-15", "Write them down");
    repo.tag("v1.0");
    repo
}

#[test]
fn documents_are_offered_by_number_and_by_path() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    assert_eq!(offered(&repo, &["show", "SO"]), ["SOP-001"]);
    assert_eq!(offered(&repo, &["show", "sops/"]), ["sops/open.md"]);
    assert_eq!(offered(&repo, &["list", "--owner", "@"]), ["@ana"]);
    let elsewhere = repo.folder().join("sops");
    let words = ["--", "sopctl", "-C", elsewhere.to_str().unwrap(), "log", "SOP"];
    let said = sandbox.sopctl(&words).env("SOPCTL_COMPLETE", "fish").run().success();
    assert_eq!(
        said.stdout.trim_end(),
        "SOP-001\tClose [31mthe till",
        "a title cannot steer the terminal"
    );
}

#[test]
fn revisions_are_offered_at_both_ends_of_a_range() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    assert_eq!(offered(&repo, &["stale", "--since", "v"]), ["v1.0"]);
    assert_eq!(offered(&repo, &["changelog", "v"]), ["v1.0"]);
    assert_eq!(offered(&repo, &["diff", "v1.0..m"]), ["v1.0..main"]);
    assert_eq!(offered(&repo, &["diff", "SOP"]), ["SOP-001"]);
}

#[test]
fn rules_reasons_types_and_templates_are_offered() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    assert_eq!(offered(&repo, &["explain", "duplicate"]), ["duplicate-id"]);
    assert_eq!(offered(&repo, &["check", "--ignore", "duplicate"]), ["duplicate-id"]);
    assert_eq!(offered(&repo, &["stale", "--reason", "overd"]), ["overdue"]);
    assert_eq!(offered(&repo, &["stale", "--fail-on", "nev"]), ["never-reviewed", "never"]);
    assert_eq!(offered(&repo, &["new", "so"]), ["sop"]);
    assert_eq!(offered(&repo, &["new", "--template", "run"]), ["runbook"]);
    assert_eq!(offered(&repo, &["schema", "front"]), ["front-matter"]);
    assert_eq!(offered(&repo, &["promote", "SOP-001", "--to", "in"]), ["in-review"]);
    assert_eq!(offered(&repo, &["list", "--format", "js"]), ["json"]);
}

#[test]
fn a_faulty_library_offers_nothing_and_says_nothing() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    repo.write("sopctl.toml", "schema = \n");
    let words = ["--", "sopctl", "show", "SO"];
    let said = repo.sopctl(&words).env("SOPCTL_COMPLETE", "fish").run().success();
    assert_eq!((said.stdout.as_str(), said.stderr.as_str()), ("", ""));
}

#[test]
fn each_shell_has_its_script() {
    let sandbox = Sandbox::new();
    for (shell, part) in [
        ("bash", "complete -o"),
        ("zsh", "#compdef sopctl"),
        ("fish", "complete --keep-order"),
        ("powershell", "Register-ArgumentCompleter"),
    ] {
        let said = sandbox.sopctl(&["completions", shell]).run().success();
        assert!(said.stdout.contains(part), "{shell}: {}", said.stdout);
        assert!(said.stdout.contains("SOPCTL_COMPLETE"), "{shell}: {}", said.stdout);
    }
    sandbox.sopctl(&["completions", "csh"]).run().fails_with(2);
}

#[test]
fn every_command_has_a_manual_page_and_examples() {
    let sandbox = Sandbox::new();
    let folder = sandbox.work().join("man1");
    let missing = sandbox.sopctl(&["man", "man1"]).run().fails_with(2);
    assert!(missing.stderr.contains("hint: make it first"), "{}", missing.stderr);
    fs::create_dir(&folder).unwrap();
    sandbox.sopctl(&["man", "man1"]).run().success();
    let help = sandbox.sopctl(&["--help"]).run().success().stdout;
    let commands: Vec<&str> = help
        .lines()
        .skip_while(|line| !line.starts_with("Commands:"))
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert!(commands.len() > 20, "{commands:?}");
    for command in commands {
        let page = fs::read_to_string(folder.join(format!("sopctl-{command}.1"))).unwrap();
        assert!(page.contains(".SH DESCRIPTION"), "{command}: {page}");
        assert!(!page.contains(".SH EXTRA"), "{command}: {page}");
        let help = sandbox.sopctl(&[command, "--help"]).run().success().stdout;
        assert!(
            help.contains("Examples:\n  ") || help.contains("Commands:\n"),
            "{command}: {help}"
        );
    }
    let stale = fs::read_to_string(folder.join("sopctl-stale.1")).unwrap();
    assert!(stale.contains(".SH EXAMPLES\n.nf\n  sopctl stale\n"), "{stale}");
    assert!(folder.join("sopctl-template-show.1").is_file());
    assert!(!folder.join("sopctl-git-diff.1").exists(), "git calls it, nobody types it");
}

#[test]
fn sopctl_alone_says_where_one_stands_and_what_to_type_next() {
    let sandbox = Sandbox::new();
    let alone = sandbox.sopctl::<&str>(&[]).run().success().stdout;
    assert!(alone.contains("git init && sopctl init"), "{alone}");

    let repo = GitRepo::new(&sandbox, "empty");
    let empty = repo.sopctl(&[]).run().success().stdout;
    assert!(empty.starts_with("A git repository, and no documents yet."), "{empty}");
    repo.write("sopctl.toml", "schema = 1\n");
    let begun = repo.sopctl(&[]).run().success().stdout;
    assert!(begun.contains("0 documents here.") && begun.contains("  sopctl new"), "{begun}");

    repo.write("sops/a.md", "---\nid: SOP-001\nstatus: draft\n---\n\n# A\n");
    repo.write("sops/b.md", "---\nid: SOP-001\nstatus: draft\n---\n\n# B\n");
    let unborn = repo.sopctl(&[]).run().success().stdout;
    assert!(!unborn.contains("sopctl diff") && !unborn.contains("sopctl stale"), "{unborn}");
    // Two documents with one number are told apart by their paths.
    assert!(unborn.contains("  sopctl promote sops/a.md --to in-review"), "{unborn}");

    let repo = library(&sandbox);
    let said = repo.sopctl(&["--as-of", "2026-11-22"]).run().success().stdout;
    let lines: Vec<&str> = said.lines().take(6).collect();
    assert_eq!(
        lines,
        [
            "2 documents here.",
            "1 overdue; 1 not under review",
            "",
            "What to type next",
            "  sopctl stale           which documents need attention, and what proves it",
            "  sopctl review SOP-001  what changed in it since its last review; then records one",
        ]
    );
    let data = json(&repo.sopctl(&["--as-of", "2026-11-22", "-f", "json"]).run().success());
    assert_eq!(data["schema"], "sopctl.overview.v1");
    assert_eq!(data["documents"]["by_state"]["overdue"], 1);
    assert_eq!(data["next"][1]["command"], "sopctl review SOP-001");
}

#[test]
fn a_slip_of_the_fingers_is_told_what_was_meant() {
    let sandbox = Sandbox::new();
    let command = sandbox.sopctl(&["stael"]).run().fails_with(2).stderr;
    assert!(command.contains("'stale'"), "{command}");
    let option = sandbox.sopctl(&["stale", "--fail_on", "any"]).run().fails_with(2).stderr;
    assert!(option.contains("'--fail-on'"), "{option}");
}
