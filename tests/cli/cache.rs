//! What is kept in the git folder makes answers fast and never another answer.

use std::fs;
use std::path::PathBuf;
use std::thread;

use crate::documents::{STEPS, named, reviewed, sop, stale_on};
use crate::git_repo::{ANA, BEN, CLARA, GitRepo};
use crate::sandbox::Sandbox;

/// What happens to the bytes of a cache file.
type Damage = fn(&mut Vec<u8>);

const DAY: &str = "2026-11-22";

/// A library with a merge that joins two changes, renames, a review, an upstream document
/// and a watched file.
fn library(sandbox: &Sandbox) -> GitRepo<'_> {
    let repo = GitRepo::new(sandbox, "library");
    repo.write("config/limits.yaml", "limit: 100\n");
    repo.write("sops/upper.md", &reviewed("SOP-001", "2026-02-01", STEPS));
    let lower = "last_reviewed = 2026-03-01\nimplements = [\"SOP-001\"]\n";
    repo.write("sops/lower.md", &sop("SOP-002", lower, STEPS));
    let watching = "last_reviewed = 2026-03-01\nwatches = [\"config/limits.yaml\"]\n";
    repo.write("old/watching.md", &sop("SOP-003", watching, STEPS));
    repo.write("sops/plain.md", "# Plain\n\n1. Do it.\n2. Say so.\n");
    repo.commit(ANA, "2026-03-01", "Begin");
    repo.tag("v1");
    repo.branch("work");
    change(&repo, "sops/upper.md", "1. Call", "1. Always call");
    repo.commit(BEN, "2026-04-01", "Always call");
    repo.switch("main");
    change(&repo, "sops/upper.md", "3. Close", "3. Later close");
    repo.commit(CLARA, "2026-04-02", "Close later");
    repo.merge("work", ANA, "2026-04-03");
    repo.rename("old/watching.md", "sops/watching.md");
    repo.write("config/limits.yaml", "limit: 200\n");
    repo.commit(BEN, "2026-05-01", "Move, and raise the limit");
    repo
}

fn change(repo: &GitRepo<'_>, path: &str, old: &str, new: &str) {
    let text = fs::read_to_string(repo.folder().join(path)).unwrap();
    assert!(text.contains(old), "{text}");
    repo.write(path, &text.replacen(old, new, 1));
}

fn kept(repo: &GitRepo<'_>) -> PathBuf {
    repo.folder().join(".git/sopctl")
}

/// Every command that reads a library says the same, byte for byte: without the cache, with
/// what is in it, and with what that run has left in it.
#[track_caller]
fn assert_same(repo: &GitRepo<'_>) {
    let commands: [&[&str]; 11] = [
        &["stale", "--as-of", DAY, "--explain"],
        &["stale", "--as-of", DAY, "--format", "json"],
        &["list", "--as-of", DAY, "--format", "json"],
        &["list", "--rev", "v1", "--as-of", DAY],
        &["diff", "v1..", "--format", "json"],
        &["diff", "HEAD", "--format", "json"],
        &["changelog", "v1..HEAD", "--format", "json"],
        &["changelog", "v1..HEAD", "--format", "markdown"],
        &["check", "--format", "json"],
        &["show", "SOP-001", "--at", DAY, "--format", "json"],
        &["list", "--in-force", "--at", "2026-04-15", "--format", "json"],
    ];
    for command in commands {
        let said = |more: &[&str]| {
            let output = repo.sopctl(&[command, more].concat()).run();
            (output.status, output.stdout, output.stderr)
        };
        let expected = said(&["--no-cache"]);
        assert_ne!(expected.0, Some(2), "{command:?}: {}", expected.2);
        assert_eq!(said(&[]), expected, "{command:?}");
        assert_eq!(said(&[]), expected, "{command:?} once more");
    }
}

#[test]
fn every_command_says_the_same_while_history_goes_on() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    assert_same(&repo);
    assert!(kept(&repo).is_dir());
    repo.write("sops/new.md", &reviewed("SOP-004", "2026-06-01", STEPS));
    change(&repo, "sops/plain.md", "Say so.", "Say it twice.");
    assert_same(&repo);
    repo.commit(CLARA, "2026-06-01", "Add and change");
    assert_same(&repo);
    repo.branch("more");
    repo.rename("sops/plain.md", "sops/simple.md");
    repo.commit(ANA, "2026-06-02", "Call it simple");
    repo.switch("main");
    change(&repo, "sops/upper.md", "2. Write", "2. Neatly write");
    repo.commit(BEN, "2026-06-03", "Neatly");
    repo.merge("more", ANA, "2026-06-04");
    assert_same(&repo);
    repo.remove("sops/lower.md");
    assert_same(&repo);
    assert_eq!(repo.git(&["status", "--porcelain"]), " D sops/lower.md");
}

#[test]
fn every_command_says_the_same_after_history_was_rewritten() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    repo.branch("draft");
    change(&repo, "sops/upper.md", "the ticket", "every ticket");
    repo.commit(BEN, "2026-06-01", "Every ticket");
    assert_same(&repo);
    repo.switch("main");
    change(&repo, "sops/lower.md", "the number", "both numbers");
    repo.commit(ANA, "2026-06-02", "Both numbers");
    repo.rebase_in("draft", BEN, "2026-06-03");
    assert_same(&repo);
    // A forced push: the branch goes back and on from there, and the rest is collected.
    repo.git(&["branch", "--quiet", "-D", "draft"]);
    repo.git(&["reset", "--quiet", "--hard", "HEAD~2"]);
    repo.git(&["reflog", "expire", "--expire=all", "--all"]);
    repo.git(&["gc", "--quiet", "--prune=now"]);
    assert_same(&repo);
    change(&repo, "sops/upper.md", "1. Always call", "1. Never call");
    repo.commit(CLARA, "2026-06-04", "Never call");
    assert_same(&repo);
}

#[test]
fn every_command_says_the_same_under_another_configuration() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    for configuration in [
        "[documents]\ninclude = [\"sops/*.md\"]\n",
        "[documents]\ninclude = [\"sops/upper.md\", \"config/*\"]\n",
        "[documents]\nprofile = \"govuk\"\n",
        "[stale]\nchanged_on = \"major\"\n",
    ] {
        repo.write("sopctl.toml", configuration);
        assert_same(&repo);
    }
    repo.commit(ANA, "2026-06-01", "Configure");
    assert_same(&repo);
}

#[test]
fn what_is_damaged_is_not_believed() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    assert_same(&repo);
    let files = || {
        let entries = fs::read_dir(kept(&repo)).unwrap();
        let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
        files.sort();
        files
    };
    let damages: [Damage; 5] = [
        Vec::clear,
        |bytes| bytes.truncate(bytes.len() / 2),
        |bytes| bytes.push(0),
        |bytes| {
            let middle = bytes.len() / 2;
            bytes[middle] ^= 0x40;
        },
        |bytes| bytes.iter_mut().for_each(|byte| *byte = 0xff),
    ];
    for damage in damages {
        for file in files() {
            let mut bytes = fs::read(&file).unwrap();
            damage(&mut bytes);
            fs::write(file, bytes).unwrap();
        }
        assert_same(&repo);
    }
    // Whole files that stand under each other's names.
    let all = files();
    let contents: Vec<_> = all.iter().map(|file| fs::read(file).unwrap()).collect();
    for (file, content) in all.iter().zip(contents.iter().cycle().skip(1)) {
        fs::write(file, content).unwrap();
    }
    assert_same(&repo);
}

#[test]
fn where_nothing_can_be_kept_the_answer_is_the_same() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    // A file in the way stops even those who may write everywhere.
    fs::write(kept(&repo), "in the way").unwrap();
    assert_same(&repo);
    assert_eq!(fs::read_to_string(kept(&repo)).unwrap(), "in the way");
    fs::remove_file(kept(&repo)).unwrap();
    fs::create_dir(kept(&repo)).unwrap();
    let mut permissions = fs::metadata(kept(&repo)).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(kept(&repo), permissions).unwrap();
    assert_same(&repo);
}

#[test]
fn nothing_is_kept_by_those_who_do_not_want_it() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let ask = ["stale", "--as-of", DAY, "--fail-on", "never"];
    repo.sopctl(&[&ask[..], &["--no-cache"]].concat()).run().success();
    repo.sopctl(&ask).env("SOPCTL_NO_CACHE", "1").run().success();
    assert!(!kept(&repo).exists());
    repo.sopctl(&ask).env("SOPCTL_NO_CACHE", "0").run().success();
    assert!(kept(&repo).exists());
}

#[test]
fn linked_worktrees_and_a_bare_clone_keep_beside_their_objects() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let linked = repo.worktree("linked", "draft");
    change(&linked, "sops/upper.md", "the ticket", "every ticket");
    linked.commit(BEN, "2026-06-01", "Every ticket");
    assert_same(&linked);
    assert!(kept(&repo).is_dir());
    assert_same(&repo);
    assert_eq!(linked.git(&["status", "--porcelain", "--ignored"]), "");
    let bare = repo.bare_clone("bare.git");
    let ask = ["stale", "--as-of", DAY, "--format", "json"];
    let plain = bare.sopctl(&[&ask[..], &["--no-cache"]].concat()).run();
    assert!(!bare.folder().join("sopctl").exists());
    for _ in ["the first time", "again"] {
        assert_eq!(bare.sopctl(&ask).run().stdout, plain.stdout);
    }
    assert!(bare.folder().join("sopctl").is_dir());
}

#[test]
fn several_programs_at_once_say_what_one_says() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let folder = repo.folder().to_owned();
    let ask = ["stale", "--as-of", DAY, "--format", "json"];
    for round in 0..3 {
        if round > 0 {
            change(&repo, "sops/plain.md", "2. ", "2. Then ");
            repo.commit(CLARA, "2026-06-01", "Say it again");
        }
        let expected = repo.sopctl(&[&ask[..], &["--no-cache"]].concat()).run().stdout;
        thread::scope(|scope| {
            let runs: Vec<_> = (0..6)
                .map(|_| scope.spawn(|| sandbox.sopctl_in(&folder, &ask).run().stdout))
                .collect();
            for run in runs {
                assert_eq!(run.join().unwrap(), expected);
            }
        });
        assert_same(&repo);
    }
    let left = fs::read_dir(kept(&repo)).unwrap();
    let names = left.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    assert!(!names.into_iter().any(|name| name.starts_with("new-")));
}

#[test]
fn commits_that_are_to_be_ignored_are_no_change_in_substance() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let last = |name: &str| {
        let answer = stale_on(&repo, DAY);
        named(&answer, name)["last_meaningful_change"]["commit"].as_str().unwrap().to_owned()
    };
    let before = last("SOP-002");
    change(&repo, "sops/lower.md", "the number", "both numbers");
    let mass_edit = repo.commit(BEN, "2026-06-01", "Number everything anew");
    assert_eq!(last("SOP-002"), mass_edit);
    // What the working tree says is not committed and counts for nothing.
    repo.write(".git-blame-ignore-revs", &format!("# Numbers\n{mass_edit}\n"));
    assert_eq!(last("SOP-002"), mass_edit);
    repo.commit(BEN, "2026-06-02", "Ignore it");
    assert_eq!(last("SOP-002"), before);
    assert_same(&repo);
    repo.write(".git-blame-ignore-revs", &format!("{}\n", &mass_edit[..10]));
    repo.commit(BEN, "2026-06-03", "Be brief");
    assert_eq!(last("SOP-002"), mass_edit);
    let said = repo.sopctl(&["stale", "--as-of", DAY, "--fail-on", "never"]).run().success();
    assert!(said.stderr.contains(".git-blame-ignore-revs:1: not the whole name"), "{said:?}");
    assert_same(&repo);
}
