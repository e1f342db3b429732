//! Machines that are not as the program would like them.

use std::fs;
use std::path::Path;

use crate::git_repo::{ANA, GitRepo};
use crate::sandbox::{Output, Sandbox};

#[test]
fn a_library_begins_under_any_path_language_and_home() {
    let sandbox = Sandbox::new();
    for (name, language) in
        [("ğüş İzmir", "tr_TR.UTF-8"), ("it's \"so\" $HOME", "C"), ("文書 管理", "")]
    {
        let repo = GitRepo::new(&sandbox, name);
        let run = |arguments: &[&str]| -> Output {
            let bare = repo.sopctl(arguments).env("HOME", "/nonexistent").env("TERM", "");
            bare.env("LC_ALL", language).env("LANG", language).run()
        };
        run(&["init"]).success();
        run(&["new", "policy", "Para İadesi", "--owner", "@ana"]).success();
        run(&["new", "sop", "IĞDIR", "--owner", "@ana", "--implements", "POL-001"]).success();
        run(&["new", "wi", "返金", "--owner", "@ana", "--implements", "SOP-001"]).success();
        run(&["check"]).success();
        repo.commit(ANA, "2026-01-10", "Begin");
        run(&["stale"]).success();
        run(&["list", "--format", "html", "-o", "register.html"]).success();
        // git shows such names in octal digits unless it is told otherwise; sopctl never does.
        let renumbered = run(&["renumber", "WI-001", "WI-002"]).success().stdout;
        assert!(renumbered.contains("WI-001 → WI-002"), "{renumbered}");
        let next: Vec<&str> = renumbered
            .lines()
            .filter_map(|line| line.trim().strip_prefix("- "))
            .filter(|line| line.starts_with("git "))
            .collect();
        let next = next.join(" && ");
        let mut shell = sandbox.command(Path::new("/bin/sh"), repo.folder());
        let said = shell
            .args(["-c", &next])
            .env("GIT_AUTHOR_NAME", "Ana")
            .env("GIT_AUTHOR_EMAIL", "ana@example.com")
            .env("GIT_COMMITTER_NAME", "Ana")
            .env("GIT_COMMITTER_EMAIL", "ana@example.com")
            .output()
            .unwrap();
        assert!(said.status.success(), "{next}: {}", String::from_utf8_lossy(&said.stderr));
        assert_eq!(repo.git(&["status", "--short"]), "?? register.html");
    }
}

#[test]
fn where_git_does_not_know_who_works_nothing_is_guessed() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "library");
    repo.write("sopctl.toml", "schema = 1\n");
    repo.sopctl(&["new", "sop", "Close", "--owner", "@ana"]).run().success();
    repo.commit(ANA, "2026-01-10", "Begin");
    let anonymous = |arguments: &[&str]| {
        repo.sopctl(arguments).env("GIT_CONFIG_GLOBAL", "/dev/null").run().fails_with(2).stderr
    };
    let before = fs::read_to_string(repo.folder().join("sops/close.md")).unwrap();
    let review =
        anonymous(&["review", "SOP-001", "--outcome", "current", "--note", "Read", "--commit"]);
    assert_eq!(
        review,
        "error: git does not know who you are\nhint: say it with --by, or set git config user.name \
         and user.email\n"
    );
    assert_eq!(fs::read_to_string(repo.folder().join("sops/close.md")).unwrap(), before);
}
