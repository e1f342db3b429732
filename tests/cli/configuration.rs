//! sopctl.toml as it is met by commands; what it may say is tested with its reader.

use std::fs;

use crate::documents::{STEPS, json, named, reviewed, stale_on};
use crate::git_repo::{ANA, BEN, GitRepo};
use crate::sandbox::Sandbox;

fn library<'s>(sandbox: &'s Sandbox, config: &str) -> GitRepo<'s> {
    let repo = GitRepo::new(sandbox, "library");
    repo.write("sops/a.md", &reviewed("SOP-001", "2026-03-01", STEPS));
    repo.write("sops/drafts/b.md", &reviewed("SOP-002", "2026-03-01", STEPS));
    repo.write("sopctl.toml", config).commit(ANA, "2026-03-01", "Begin");
    repo
}

#[test]
fn a_fault_is_shown_where_it_stands_with_the_nearest_key() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox, "[stale]\ndue_sonn = \"30 days\"\n");
    for command in
        [&["stale"][..], &["list"], &["diff", "HEAD~0..HEAD"], &["changelog", "HEAD~0..HEAD"]]
    {
        let said = repo.sopctl(command).run().fails_with(2);
        let shown = "\
error: [stale] has no key `due_sonn`
 --> sopctl.toml:2:1
  |
2 | due_sonn = \"30 days\"
  | ^^^^^^^^
  |
  = hint: did you mean due_soon?
";
        assert_eq!(said.stderr, shown);
        assert_eq!(said.stdout, "");
    }
}

#[test]
fn every_kind_of_fault_names_its_line() {
    let sandbox = Sandbox::new();
    let faults = [
        ("[stale\ndue_soon = \"30 days\"\n", "sopctl.toml:1:"),
        ("[stale]\ndue_soon = \"soonish\"\n", "sopctl.toml:2:12"),
        ("[calendar]\ntime_zone = \"Europe/Atlantis\"\n", "sopctl.toml:2:13"),
        ("schema = 99\n", "sopctl.toml:1:10"),
        ("\u{feff}[documents]\r\nprofile = \"govuck\"\r\n", "sopctl.toml:2:11"),
        ("[documents]\ninclude = [\"a/**\", \"b/{\"]\n", "sopctl.toml:2:"),
        ("größe = \"ü\"\n[stale]\nfail_on = 3\n", "sopctl.toml:1:3"),
    ];
    for (config, place) in faults {
        let repo = library(&sandbox, config);
        let said = repo.sopctl(&["stale"]).run().fails_with(2);
        assert!(said.stderr.contains(&format!("\n --> {place}")), "{config}: {said:?}");
    }
}

#[test]
fn a_word_in_fail_on_is_checked_as_one_that_is_typed() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox, "[stale]\nfail_on = [\"chnaged\"]\n");
    let said = repo.sopctl(&["stale"]).run().fails_with(2);
    assert!(said.stderr.contains("hint: did you mean changed?"), "{said:?}");
    let repo = library(&sandbox, "[stale]\nfail_on = [\"due-soon\"]\ndue_soon = \"1 year\"\n");
    repo.sopctl(&["stale", "--as-of", "2026-11-22"]).run().fails_with(1);
    repo.sopctl(&["stale", "--as-of", "2026-11-22", "--fail-on", "never"]).run().success();
}

#[test]
fn every_command_tells_all_faults_at_once() {
    let sandbox = Sandbox::new();
    let config = "[stale]\nfail_on = [\"overdeu\"]\n[check.rules]\nmissing-feild = \"off\"\n\n[[check.ignore]]\npaths = [\"a\"]\nrules = [\"unparsable\"]\n";
    let repo = library(&sandbox, config);
    for command in
        [&["stale"][..], &["list"], &["show", "SOP-001"], &["check"], &["new", "sop", "A"]]
    {
        let said = repo.sopctl(command).run().fails_with(2);
        assert_eq!(said.stdout, "");
        for told in [
            "error: \"overdeu\" is neither a reason nor a state\n --> sopctl.toml:2:12\n",
            "  = hint: did you mean overdue?\n",
            "error: there is no rule \"missing-feild\"\n --> sopctl.toml:4:1\n",
            "  = hint: did you mean missing-field?\n",
            "error: [[check.ignore]] needs `paths`, `rules` and a `reason`\n --> sopctl.toml:6:1\n",
        ] {
            assert!(said.stderr.contains(told), "{told}: {said:?}");
        }
    }
}

#[test]
fn faults_are_coloured_only_where_that_is_asked_for() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox, "[stale]\ndue_sonn = 1\n");
    let plain = repo.sopctl(&["list"]).run().fails_with(2);
    assert!(!plain.stderr.contains('\u{1b}'), "{plain:?}");
    let coloured = repo.sopctl(&["list", "--color", "always"]).run().fails_with(2);
    assert!(coloured.stderr.contains('\u{1b}'), "{coloured:?}");
}

#[test]
fn another_file_can_be_named() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox, "");
    let other = sandbox.write("other.toml", "[documents]\nexclude = [\"**/drafts/**\"]\n");
    let named = other.display().to_string();
    let asked = ["stale", "--as-of", "2026-11-22", "-f", "json", "--config", &named];
    assert_eq!(json(&repo.sopctl(&asked).run().success())["summary"]["documents"], 1);
    let by_variable = repo.sopctl(&asked[..5]).env("SOPCTL_CONFIG", &named).run().success();
    assert_eq!(json(&by_variable)["summary"]["documents"], 1);
    let missing = repo.sopctl(&["stale", "--config", "gone.toml"]).run().fails_with(2);
    assert!(missing.stderr.contains("cannot read gone.toml"), "{missing:?}");
}

#[test]
fn days_begin_in_the_zone_that_is_configured() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox, "[calendar]\ntime_zone = \"Pacific/Auckland\"\n");
    let answer = stale_on(&repo, "2026-11-22");
    assert_eq!(answer["time_zone"], "Pacific/Auckland");
    let text = repo.sopctl(&["stale", "--as-of", "2026-11-22"]).run().success().stdout;
    assert!(text.contains("(Pacific/Auckland)"), "{text}");
}

#[test]
fn the_settings_of_a_revision_are_those_that_it_had() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox, "[documents]\nexclude = [\"**/drafts/**\"]\n");
    repo.write("sopctl.toml", "").commit(ANA, "2026-04-01", "Count drafts as well");
    assert_eq!(stale_on(&repo, "2026-11-22")["summary"]["documents"], 2);
    let asked = ["stale", "--as-of", "2026-11-22", "--rev", "HEAD~1", "-f", "json"];
    let then = json(&repo.sopctl(&asked).run().success());
    assert_eq!(then["summary"]["documents"], 1);
    assert_eq!(named(&then, "SOP-001")["state"], "current");
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_repository_is_refused_and_nothing_behind_it_is_shown() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox, "");
    sandbox.write("secret.txt", "password hunter2\n");
    repo.remove("sopctl.toml");
    std::os::unix::fs::symlink("../secret.txt", repo.folder().join("sopctl.toml")).unwrap();
    let refused = |arguments: &[&str]| {
        let said = repo.sopctl(arguments).run().fails_with(2);
        assert!(!said.stderr.contains("hunter2"), "{said:?}");
        assert!(said.stderr.contains("hint: "), "{said:?}");
        said.stderr
    };
    assert!(refused(&["list"]).contains("sopctl.toml is a link that leads outside"));
    repo.commit(BEN, "2026-04-02", "Link");
    assert!(refused(&["list", "--rev", "HEAD"]).contains("sopctl.toml is no file"));

    repo.remove("sopctl.toml");
    std::os::unix::fs::symlink("gone.toml", repo.folder().join("sopctl.toml")).unwrap();
    assert!(refused(&["list"]).contains("hint: it is a link that leads nowhere"));

    // One that stays inside is followed, and a file that is named may be anywhere.
    repo.write("settings/own.toml", "[stale]\nwrong = 1\n").remove("sopctl.toml");
    std::os::unix::fs::symlink("settings/own.toml", repo.folder().join("sopctl.toml")).unwrap();
    assert!(refused(&["list"]).contains("[stale] has no key `wrong`"));
    sandbox.write("outside.toml", "");
    repo.sopctl(&["list", "--config", "../outside.toml"]).run().success();
}

#[test]
fn a_file_that_cannot_be_read_is_told_with_what_to_do() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox, "");
    let said = |arguments: &[&str]| repo.sopctl(arguments).run().fails_with(2).stderr;
    let file = repo.folder().join("sopctl.toml");
    fs::write(&file, b"schema = 1\n# caf\xe9\n").unwrap();
    let not_utf_8 =
        "error: sopctl.toml:2 is not UTF-8: byte 6 of the line\nhint: save the file as UTF-8\n";
    assert_eq!(said(&["list"]), not_utf_8);
    repo.commit(BEN, "2026-04-02", "Latin");
    assert_eq!(said(&["list", "--rev", "HEAD"]), not_utf_8);
    fs::remove_file(&file).unwrap();
    fs::create_dir(&file).unwrap();
    assert!(said(&["list"]).contains("hint: a folder has that name"));
    assert!(said(&["list", "--config", "sops"]).contains("hint: a folder has that name"));
    assert!(said(&["list", "--config", "gone.toml"]).contains("hint: give the path"));
}

#[test]
fn a_glob_that_matches_no_file_is_told_on_the_side() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox, "[documents]\ninclude = [\"sop/**/*.md\", \"sops/a.md\"]\n");
    let note = "note: include \"sop/**/*.md\" matches no file; did you mean \"sops\"?\n";
    for command in
        [&["list"][..], &["check", "--fail-on", "never"], &["stale", "--fail-on", "never"]]
    {
        let said = repo.sopctl(command).run().success();
        assert_eq!(said.stderr, note, "{command:?}");
        let quiet = repo.sopctl(&[command, &["--quiet"]].concat()).run().success();
        assert_eq!(quiet.stderr, "");
        let then = repo.sopctl(&[command, &["--rev", "HEAD"]].concat()).run().success();
        assert_eq!(then.stderr, note, "{command:?}");
    }
    let repo = library(&sandbox, "[documents]\ninclude = [\"../x/*.md\"]\n");
    let said = repo.sopctl(&["list"]).run().fails_with(2);
    assert!(said.stderr.contains(" --> sopctl.toml:2:12\n"), "{said:?}");
}
