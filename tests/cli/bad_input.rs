//! What is broken, hostile or not there. Every run ends with 0, 1 or 2 and never with a
//! panic, which `Run::run` sees to; here stands what is said instead.

use std::fs::{self, File};

use serde_json::Value;

use crate::documents::{STEPS, ask, json, named, reasons, reviewed, stale_on, state};
use crate::git_repo::{ANA, BEN, GitRepo};
use crate::sandbox::{Output, Sandbox};

const DAY: &str = "2026-11-22";

/// One document in order, so that the library speaks of reviews.
fn library(sandbox: &Sandbox) -> GitRepo<'_> {
    let repo = GitRepo::new(sandbox, "library");
    repo.write("sops/calls.md", &reviewed("SOP-001", "2026-03-01", STEPS));
    repo.commit(ANA, "2026-03-01", "Write the procedure for calls");
    repo
}

/// Asks everything that reads documents, of the working tree and of the commit.
fn ask_everything(repo: &GitRepo<'_>) -> Vec<Output> {
    let commands = [
        &["stale"][..],
        &["stale", "--explain"],
        &["stale", "--rev", "HEAD"],
        &["list"],
        &["list", "--rev", "HEAD"],
        &["diff"],
        &["diff", "HEAD~1..HEAD"],
        &["changelog", "HEAD~1..HEAD"],
    ];
    let mut outputs = Vec::new();
    for command in commands {
        for format in ["text", "json", "markdown"] {
            let asked = [&["--as-of", DAY, "--format", format], command].concat();
            outputs.push(repo.sopctl(&asked).run());
        }
    }
    outputs
}

fn reason<'a>(answer: &'a Value, name: &str) -> &'a str {
    named(answer, name)["reasons"][0]["message"].as_str().unwrap()
}

#[test]
fn where_there_is_no_repository_the_hint_says_so() {
    let sandbox = Sandbox::new();
    for command in [&["stale"][..], &["diff"], &["changelog", "a..b"]] {
        let said = sandbox.sopctl(command).run().fails_with(2);
        assert!(said.stderr.starts_with("error: "), "{said:?}");
        assert!(said.stderr.contains("hint: change into a repository"), "{said:?}");
    }
    let said = sandbox.sopctl(&["list", "--rev", "HEAD"]).run().fails_with(2);
    assert!(said.stderr.contains("--rev needs a git repository"), "{said:?}");
}

#[test]
fn an_empty_repository_has_no_history_yet() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "empty");
    repo.write("sops/calls.md", &reviewed("SOP-001", "2026-03-01", STEPS));
    for command in [&["stale"][..], &["diff"], &["changelog", "HEAD~1..HEAD"]] {
        let said = repo.sopctl(command).run().fails_with(2);
        assert!(said.stderr.contains("\nhint: "), "{said:?}");
    }
    let said = repo.sopctl(&["stale"]).run().fails_with(2);
    assert!(said.stderr.contains("hint: commit something first"), "{said:?}");
    let listed = ask(&repo, &["list", "--as-of", DAY]);
    assert_eq!(named(&listed, "SOP-001")["due"], "2027-03-01");
    let bare = GitRepo::new(&sandbox, "source").bare_clone("bare.git");
    bare.sopctl(&["stale"]).run().fails_with(2);
    bare.sopctl(&["list"]).run().fails_with(2);
}

#[test]
fn an_unborn_head_beside_another_branch_names_that_branch() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    repo.git(&["symbolic-ref", "HEAD", "refs/heads/trunk"]);
    let said = repo.sopctl(&["stale"]).run().fails_with(2);
    assert!(said.stderr.contains("hint: look at another branch with --rev main"), "{said:?}");
}

#[test]
fn a_missing_revision_is_named() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    repo.tag("v1.0");
    for command in ["stale", "list"] {
        let said = repo.sopctl(&[command, "--rev", "v1.1"]).run().fails_with(2);
        assert!(said.stderr.contains("no revision named \"v1.1\""), "{said:?}");
        assert!(said.stderr.contains("\nhint: "), "{said:?}");
    }
    for rev in ["", "-n", "..", "HEAD:sops", "HEAD^{tree}", "@{upstream}", "HEAD~99", "\u{1b}[31m"]
    {
        let said = repo.sopctl(&["stale", &format!("--rev={rev}")]).run().fails_with(2);
        assert!(said.stderr.starts_with("error: ") && !said.stderr.contains('\u{1b}'), "{said:?}");
    }
}

#[test]
fn front_matter_that_cannot_be_read_leaves_a_document_that_is_unknown() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let broken = [
        ("never-closed.md", "+++\nid = \"SOP-002\"\nreview_interval = \"1 year\"\n\n# Text\n", 1),
        ("no-key.md", "+++\nid = \"SOP-003\nstatus effective\n+++\n\n# Text\n", 3),
        ("tab.md", "---\nid: SOP-004\n\treview_interval: 1 year\n---\n\n# Text\n", 2),
        ("open-yaml.md", "---\nid: SOP-005\nlast_reviewed: 2020-01-01\n\n# Text\n", 1),
    ];
    for (path, text, _) in broken {
        repo.write(path, text);
    }
    let open_quote =
        "+++\nid = \"SOP-006\"\nreview_interval = \"1 year\nlast_reviewed = 2020-01-01\n+++\n";
    repo.write("open-quote.md", open_quote);
    repo.commit(BEN, "2026-04-01", "Break things");
    let said = repo.sopctl(&["stale", "--as-of", DAY, "-f", "json"]).run().fails_with(1);
    let answer = json(&said);
    assert_eq!(answer["summary"]["documents"], 6);
    assert_eq!(answer["summary"]["unknown"], 5);
    for (path, _, line) in broken {
        let document = named(&answer, path);
        assert_eq!(document["state"], "unknown", "{path}");
        assert_eq!(document["reasons"][0]["code"], "unparsable", "{path}");
        assert_eq!(document["reasons"][0]["line"], line, "{path}");
    }
    assert_eq!(reasons(&answer, "SOP-006")[0], "invalid-field");
    assert_eq!(state(&answer, "SOP-006"), "unknown");
    let text = repo.sopctl(&["stale", "--as-of", DAY]).run().fails_with(1).stdout;
    assert!(text.contains("COULD NOT BE JUDGED 5"), "{text}");
    ask_everything(&repo);
}

#[test]
fn a_document_that_is_not_utf_8_is_counted_and_named() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    fs::write(repo.folder().join("sops/latin.md"), b"# R\xe9sum\xe9\n").unwrap();
    repo.commit(BEN, "2026-04-01", "Write in Latin-1");
    for rev in [&[][..], &["--rev", "HEAD"]] {
        let asked = [&["stale", "--as-of", DAY, "-f", "json"], rev].concat();
        let answer = json(&repo.sopctl(&asked).run().fails_with(1));
        assert_eq!(state(&answer, "sops/latin.md"), "unknown");
        assert_eq!(reason(&answer, "sops/latin.md"), "it is not UTF-8: byte 4 cannot be read");
        assert_eq!(answer["summary"]["documents"], 2);
    }
    ask_everything(&repo);
}

#[test]
fn a_file_of_50_mb_is_not_read() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let huge = File::create(repo.folder().join("sops/huge.md")).unwrap();
    huge.set_len(50 * 1024 * 1024).unwrap();
    for command in ["stale", "list"] {
        let said = repo.sopctl(&[command, "--as-of", DAY]).run();
        assert!(said.stdout.contains("sops/huge.md"), "{said:?}");
        assert!(said.stdout.contains("larger than 16 MiB"), "{said:?}");
    }
    repo.commit(BEN, "2026-04-01", "Commit it as well");
    let answer = ask(&repo, &["stale", "--as-of", DAY, "--rev", "HEAD"]);
    assert_eq!(reason(&answer, "sops/huge.md"), "it is larger than 16 MiB (52428800 bytes)");
    ask_everything(&repo);
}

#[test]
fn no_text_of_a_stranger_steers_the_terminal() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let escape = "\u{1b}[2J\u{1b}]0;owned\u{7}\u{202e}evil\u{2066}\u{9b}31m";
    let title = format!("A{escape}B");
    let quoted = title.replace('\u{1b}', "\\u001b").replace('\u{7}', "\\u0007");
    let hostile =
        reviewed("SOP-002", "2020-03-01", &format!("1. Step {escape} one.\n\nText {escape}\n"))
            .replace("\"Procedure SOP-002\"", &format!("\"{quoted}\""))
            .replace("@ana", &quoted.replace('A', "@a"));
    let name = format!("sops/{}.md", title.replace(['/', '\u{9b}'], ""));
    repo.write(&name, &hostile);
    repo.write(&format!("bad{escape}.md"), "+++\nno key\n+++\n");
    repo.commit(BEN, "2026-04-01", &format!("Write {escape}"));
    repo.write(&name, &hostile.replace("one", "two"));
    repo.git(&["branch", "other"]);
    let mut outputs = ask_everything(&repo);
    for arguments in [
        &["diff", &title][..],
        &["diff", "HEAD", "--", &name, &title],
        &["stale", "--fail-on", &title],
        &["stale", "--within", &title],
        &["stale", "--rev", &title],
        &["list", "--status", &title],
        &["list", "--format", &title],
        &["list", "--as-of", &title],
        &["list", "--profile", &title],
        &["list", "--config", &title],
        &["changelog", &title],
        &["-C", &title, "list"],
        &["list", "-o", &format!("{escape}/x")],
    ] {
        outputs.push(repo.sopctl(arguments).run());
    }
    repo.write("sopctl.toml", &format!("[stale]\n\"{quoted}\" = 1 # {escape}\n"));
    outputs.push(repo.sopctl(&["list"]).run().fails_with(2));
    let harmful = |c: char| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    for output in outputs {
        for said in [&output.stdout, &output.stderr] {
            assert!(!said.contains(harmful), "{output:?}");
        }
    }
}

#[cfg(unix)]
#[test]
fn a_folder_without_permission_is_said_to_be_unreadable() {
    use std::os::unix::fs::PermissionsExt as _;
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    repo.write("closed/a.md", "# A\n");
    let closed = repo.folder().join("closed");
    let allow = |mode| fs::set_permissions(&closed, fs::Permissions::from_mode(mode)).unwrap();
    allow(0o000);
    if fs::read_dir(&closed).is_ok() {
        // The superuser may read everything, so there is nothing to see here.
        eprintln!("skipped: permissions do not hold for this user");
        allow(0o755);
        return;
    }
    let outputs = ask_everything(&repo);
    let answer = stale_on(&repo, DAY);
    allow(0o755);
    assert!(outputs.iter().all(|output| !output.stdout.is_empty()));
    assert_eq!(state(&answer, "closed"), "unknown");
}

#[cfg(unix)]
#[test]
fn links_are_no_documents() {
    use std::os::unix::fs::symlink;
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let secret = sandbox.write("outside/secret.md", &reviewed("SOP-099", "2020-01-01", STEPS));
    symlink("..", repo.folder().join("sops/loop")).unwrap();
    symlink("self.md", repo.folder().join("sops/self.md")).unwrap();
    symlink(&secret, repo.folder().join("sops/secret.md")).unwrap();
    symlink(secret.parent().unwrap(), repo.folder().join("outside")).unwrap();
    symlink("calls.md", repo.folder().join("sops/again.md")).unwrap();
    for committed in [false, true] {
        if committed {
            repo.commit(BEN, "2026-04-01", "Commit links");
            repo.sopctl(&["stale", "--as-of", DAY, "--rev", "HEAD"]).run().success();
        }
        let answer = json(&repo.sopctl(&["stale", "--as-of", DAY, "-f", "json"]).run().success());
        assert_eq!(answer["summary"]["documents"], 1, "{answer:#}");
    }
    let outputs = ask_everything(&repo);
    assert!(outputs.iter().all(|output| !output.stdout.contains("SOP-099")));
}

#[test]
fn the_documents_of_a_submodule_are_its_own() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let other = GitRepo::new(&sandbox, "other");
    other.write("theirs.md", "# Theirs\n").commit(BEN, "2026-01-01", "Begin");
    let source = other.folder().display().to_string();
    repo.git(&["clone", "--quiet", &source, "sub"]);
    repo.write(".gitmodules", "[submodule \"sub\"]\n\tpath = sub\n\turl = ../other\n");
    repo.commit(ANA, "2026-04-01", "Add a submodule");
    assert!(repo.git(&["ls-tree", "HEAD", "sub"]).starts_with("160000 commit"));
    for rev in [&[][..], &["--rev", "HEAD"]] {
        let answer = ask(&repo, &[&["list", "--as-of", DAY], rev].concat());
        assert_eq!(answer["documents"].as_array().unwrap().len(), 1, "{answer:#}");
    }
    ask_everything(&repo);
}

#[test]
fn odd_files_are_documents_like_others() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let fields = reviewed("SOP-003", "2026-03-01", "");
    let only_fields = &fields[..fields.rfind("+++").unwrap() + 3];
    repo.write("empty.md", "");
    repo.write("blank.md", "\n\n \n");
    repo.write("only-fields.md", only_fields);
    repo.write("fence.md", "+++");
    repo.write("marked.md", "\u{feff}# With a byte-order mark\n");
    repo.write("nul.md", "# A\0B\n");
    repo.write("dos.md", &reviewed("SOP-004", "2026-03-01", STEPS).replace('\n', "\r\n"));
    repo.write("mac.md", &reviewed("SOP-005", "2026-03-01", STEPS).replace('\n', "\r"));
    repo.write("template.md", "# <%= title %>\n\n{% if x %}\n1. {{ step }}\n{% endif %}\n");
    repo.write("long.md", &format!("# Long\n\n{}\n", "word ".repeat(200_000)));
    repo.write("year.md", &reviewed("SOP-006", "9999-12-31", STEPS));
    let forever = reviewed("SOP-007", "2026-03-01", STEPS).replace("1 year", "99999999999 years");
    repo.write("forever.md", &forever);
    repo.commit(BEN, "2026-04-01", "Write odd files");
    ask_everything(&repo);
    let answer = stale_on(&repo, DAY);
    assert_eq!(answer["summary"]["documents"], 13);
    for id in ["SOP-003", "SOP-004"] {
        assert_eq!(
            (state(&answer, id), &named(&answer, id)["due"]),
            ("current", &"2027-03-01".into())
        );
    }
    for id in ["SOP-006", "SOP-007"] {
        assert_eq!(state(&answer, id), "unknown", "{id}");
    }
}

#[test]
fn nesting_without_end_ends() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    repo.write("nested.md", &"- ".repeat(100_000));
    repo.write("quoted.md", &"> ".repeat(100_000));
    repo.write("bracketed.md", &"[".repeat(200_000));
    repo.write("table.md", &format!("+++\nx = {}\n+++\n", "[".repeat(100_000)));
    repo.write("yaml.md", &format!("---\nx: {}\n---\n", "[".repeat(100_000)));
    repo.write("deep.md", &format!("---\n{}\n---\n", "- ".repeat(50_000)));
    repo.commit(BEN, "2026-04-01", "Nest");
    repo.write("nested.md", &"- ".repeat(100_001));
    ask_everything(&repo);
}

#[test]
fn a_hundred_thousand_equal_items_are_compared() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    repo.write("items.md", &format!("# Items\n\n{}", "- Check it.\n".repeat(100_000)));
    repo.commit(ANA, "2026-04-01", "Write many items");
    repo.write("items.md", &format!("# Items\n\n{}", "- Check it.\n".repeat(99_000)));
    repo.commit(BEN, "2026-04-02", "Write fewer items");
    let answer = ask(&repo, &["diff", "HEAD~1..HEAD"]);
    assert_eq!(named(&answer, "items.md")["change"], "modified");
    repo.sopctl(&["stale", "--as-of", DAY]).run().success();
}

#[cfg(target_os = "linux")]
#[test]
fn a_name_that_is_not_utf_8_is_counted_where_it_is_a_document() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let write = |name: &[u8]| {
        fs::write(repo.folder().join(OsStr::from_bytes(name)), "# R\u{e9}sum\u{e9}\n").unwrap();
    };
    write(b"photo\xe9.png");
    let unaffected = json(&repo.sopctl(&["stale", "--as-of", DAY, "-f", "json"]).run().success());
    assert_eq!(unaffected["summary"]["documents"], 1, "{unaffected:#}");
    write(b"r\xe9sum\xe9.md");
    for committed in [false, true] {
        if committed {
            repo.commit(BEN, "2026-04-01", "Write with a name in Latin-1");
        }
        for rev in [&[][..], &["--rev", "HEAD"]] {
            if !committed && !rev.is_empty() {
                continue;
            }
            let asked = [&["stale", "--as-of", DAY, "-f", "json"], rev].concat();
            let answer = json(&repo.sopctl(&asked).run().fails_with(1));
            assert_eq!(answer["summary"]["documents"], 2, "{answer:#}");
            assert_eq!(state(&answer, "r\u{fffd}sum\u{fffd}.md"), "unknown");
        }
    }
    ask_everything(&repo);
}

#[test]
fn what_a_damaged_repository_cannot_tell_is_unknown() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    repo.write("sops/more.md", "# More\n").commit(BEN, "2026-04-01", "Write more");
    let object = |revision: &str| {
        let id = repo.git(&["rev-parse", revision]);
        repo.folder().join(".git/objects").join(&id[..2]).join(&id[2..])
    };
    let (commit, tree, blob) =
        (object("HEAD~1"), object("HEAD^{tree}"), object("HEAD:sops/calls.md"));
    fs::remove_file(commit).unwrap();
    let answer = json(&repo.sopctl(&["stale", "--as-of", DAY, "-f", "json"]).run().fails_with(1));
    assert_eq!(reasons(&answer, "SOP-001"), ["history-incomplete"]);
    fs::remove_file(&blob).unwrap();
    let answer = json(&repo.sopctl(&["list", "--rev", "HEAD", "-f", "json"]).run());
    assert_eq!(answer["unreadable"][0]["path"], "sops/calls.md", "{answer:#}");
    fs::write(&blob, "no object").unwrap();
    ask_everything(&repo);
    fs::remove_file(tree).unwrap();
    let said = repo.sopctl(&["list", "--rev", "HEAD"]).run().fails_with(2);
    assert!(said.stderr.starts_with("error: "), "{said:?}");
}
