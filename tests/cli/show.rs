//! `sopctl show`: how a document is named, and what is said where little can be known.

use std::fs;

use crate::documents::{STEPS, ask, json, reviewed, sop};
use crate::git_repo::{ANA, GitRepo};
use crate::sandbox::Sandbox;

const DAY: &str = "2026-11-22";

/// Two SOPs and a work instruction, committed.
fn library(sandbox: &Sandbox) -> GitRepo<'_> {
    let repo = GitRepo::new(sandbox, "library");
    repo.write("sops/calls.md", &reviewed("SOP-001", "2026-03-01", STEPS));
    repo.write("sops/mail.md", &sop("SOP-002", "related = [\"SOP-9\"]\n", STEPS));
    repo.write("wi/dial.md", &sop("WI-001", "implements = [\"SOP-001\"]\n", STEPS));
    repo.commit(ANA, "2026-03-01", "Begin");
    repo
}

#[test]
fn a_document_is_found_by_number_beginning_and_path() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let names = ["SOP-001", "sop-001", "sops/calls.md", "./sops/calls.md"];
    let answer = ask(&repo, &["show", "SOP-001", "--as-of", DAY]);
    assert_eq!((&answer["schema"], &answer["id"]), (&"sopctl.show.v1".into(), &"SOP-001".into()));
    for name in names {
        assert_eq!(ask(&repo, &["show", name, "--as-of", DAY]), answer, "{name}");
    }
    assert_eq!(ask(&repo, &["show", "wi-", "--as-of", DAY])["id"], "WI-001");
    let absolute = repo.folder().join("sops/calls.md");
    assert_eq!(ask(&repo, &["show", &absolute.display().to_string()])["id"], "SOP-001");

    // In a subfolder, a path is that of a file there, or one from the root.
    for name in ["calls.md", "sops/calls.md", "../sops/calls.md"] {
        let folder = repo.folder().join("sops");
        let said = sandbox.sopctl_in(&folder, &["show", name, "-f", "json"]).run().success();
        assert_eq!(json(&said)["id"], "SOP-001", "{name}");
    }
}

#[test]
fn a_beginning_that_several_share_names_them() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let said = repo.sopctl(&["show", "SOP"]).run().fails_with(2);
    assert!(said.stderr.contains("\"SOP\" could be any of 2 documents"), "{said:?}");
    assert!(said.stderr.contains("hint: one of SOP-001, SOP-002"), "{said:?}");
    let said = repo.sopctl(&["show", "SOP-01"]).run().fails_with(2);
    assert!(said.stderr.contains("hint: did you mean SOP-001?"), "{said:?}");
    for number in 10..40 {
        repo.write(&format!("more/{number}.md"), &sop(&format!("SOP-0{number}"), "", STEPS));
    }
    let said = repo.sopctl(&["show", "SOP-0"]).run().fails_with(2);
    assert!(said.stderr.ends_with(" and 20 more\n"), "{said:?}");
}

#[test]
fn an_answer_has_what_the_contract_says() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let answer = ask(&repo, &["show", "SOP-001", "--as-of", DAY]);
    for (field, value) in [
        ("path", "sops/calls.md"),
        ("title", "Procedure SOP-001"),
        ("type", "sop"),
        ("version", "1.0"),
        ("status", "effective"),
        ("owner", "@ana"),
        ("last_reviewed", "2026-03-01"),
        ("due", "2027-03-01"),
        ("state", "current"),
    ] {
        assert_eq!(answer[field], value, "{field}");
    }
    assert!(answer["looks_like"].is_null() && answer.get("looks_like").is_some());
    assert_eq!(answer["step_count"], 3);
    let steps = answer["outline"][0]["steps"].as_array().unwrap();
    assert_eq!((&steps[1]["number"], &steps[1]["line"]), (&"2".into(), &15.into()));
    assert_eq!(answer["links"]["implemented_by"][0]["path"], "wi/dial.md");
    let listed = ask(&repo, &["list", "--as-of", DAY]);
    for (field, value) in listed["documents"][0].as_object().unwrap() {
        assert_eq!(&answer[field], value, "{field}");
    }
}

#[test]
fn a_reference_that_leads_nowhere_is_marked() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let text = repo.sopctl(&["show", "SOP-002", "--as-of", DAY]).run().success().stdout;
    assert!(text.contains("related to  SOP-9  is not in this library (line 9)\n"), "{text}");
    assert_eq!(ask(&repo, &["show", "SOP-002"])["links"]["related"][0]["found"], false);
}

#[test]
fn a_bare_repository_shows_the_text_of_a_revision() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    repo.tag("v1");
    repo.write("sops/calls.md", &reviewed("SOP-001", "2026-03-01", "1. Write a letter.\n"));
    repo.commit(ANA, "2026-04-01", "No more calls");
    let bare = repo.bare_clone("bare.git");
    assert_eq!(ask(&bare, &["show", "SOP-001", "--as-of", DAY])["step_count"], 1);
    let then = ask(&bare, &["show", "sops/calls.md", "--rev", "v1", "--as-of", DAY]);
    assert_eq!((&then["step_count"], &then["repository"]["rev"]), (&3.into(), &"v1".into()));
}

#[test]
fn a_file_in_no_repository_is_shown_without_history() {
    let sandbox = Sandbox::new();
    let file = sandbox.write("elsewhere/note.md", &reviewed("SOP-007", "2026-03-01", STEPS));
    let file = file.display().to_string();
    let repo = library(&sandbox);
    for said in [
        sandbox.sopctl(&["show", "elsewhere/note.md", "--as-of", DAY]).run().success(),
        repo.sopctl(&["show", &file, "--as-of", DAY]).run().success(),
        repo.sopctl(&["show", "../elsewhere/note.md", "--as-of", DAY]).run().success(),
    ] {
        assert!(said.stdout.starts_with("SOP-007  Procedure SOP-007\n"), "{said:?}");
        assert!(said.stdout.contains("There is no git history here"), "{said:?}");
        assert!(said.stdout.contains("Read alone"), "{said:?}");
        assert!(!said.stdout.contains("unshallow"), "{said:?}");
    }
    let said = repo.sopctl(&["show", &file, "-f", "json"]).run().success();
    assert_eq!(json(&said)["repository"]["history"], "none");
}

#[test]
fn a_file_of_another_repository_is_shown_as_that_has_it() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let other = GitRepo::new(&sandbox, "other");
    other.write("sopctl.toml", "").write("a.md", &sop("SOP-050", "", STEPS));
    other.commit(ANA, "2026-03-01", "Begin");
    let file = other.folder().join("a.md").display().to_string();
    let answer = ask(&repo, &["show", &file]);
    assert_eq!(answer["id"], "SOP-050");
    assert_eq!(answer["repository"]["head"], other.head());
}

#[test]
fn a_folder_without_git_but_with_settings_is_a_library() {
    let sandbox = Sandbox::new();
    sandbox.write("plain/sopctl.toml", "");
    sandbox.write("plain/sops/a.md", &sop("SOP-001", "", STEPS));
    sandbox.write("plain/wi/b.md", &sop("WI-001", "implements = \"SOP-001\"\n", STEPS));
    let folder = sandbox.work().join("plain/sops");
    let text = sandbox.sopctl_in(&folder, &["show", "a.md"]).run().success().stdout;
    assert!(text.contains("implemented by  WI-001  Procedure WI-001\n"), "{text}");
    assert!(!text.contains("Read alone") && text.contains("no git history"), "{text}");
}

#[test]
fn what_is_no_document_and_what_cannot_be_read_is_told_apart() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    repo.write("README.md", "# Library\n").write("notes.txt", "notes\n");
    fs::write(repo.folder().join("sops/broken.md"), b"# Caf\xe9\n").unwrap();
    let said = repo.sopctl(&["show", "sops/broken.md"]).run().fails_with(2);
    assert!(said.stderr.contains("sops/broken.md cannot be read: it is not UTF-8"), "{said:?}");
    for name in ["README.md", "notes.txt"] {
        let said = repo.sopctl(&["show", name]).run().fails_with(2);
        let expected = format!("{name} is no document of this library");
        assert!(said.stderr.contains(&expected) && said.stderr.contains("hint: "), "{said:?}");
    }
    for name in ["gone.md", "../outside.md", ""] {
        let said = repo.sopctl(&["show", name]).run().fails_with(2);
        assert!(said.stderr.contains("hint: ") && said.stdout.is_empty(), "{name}: {said:?}");
    }
    let said = sandbox.sopctl(&["show", "library/sops/broken.md"]).run().fails_with(2);
    assert!(said.stderr.contains("it is not UTF-8"), "{said:?}");
}

#[test]
fn a_title_cannot_steer_the_terminal() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let hostile = "+++\nid = \"SOP-003\"\ntitle = \"A\\u001b[2Jb \\u202ec\"\nx = \"\\u001b]0;y\"\n+++\n\n1. Stop \u{1b}[31m.\n";
    repo.write("sops/hostile.md", hostile);
    for format in ["text", "markdown", "json"] {
        let said = repo.sopctl(&["show", "SOP-003", "-f", format]).run().success();
        let steers = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
        assert!(!said.stdout.contains(steers), "{said:?}");
    }
}

#[test]
fn a_page_is_a_copy_to_print_with_the_fingerprint_and_the_whole_text() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let page = repo.sopctl(&["show", "SOP-001", "-f", "html"]).run().success().stdout;
    let fingerprint = ask(&repo, &["show", "SOP-001"])["fingerprint"].as_str().unwrap().to_owned();
    assert!(page.contains(&fingerprint[..14]), "{fingerprint}: {page}");
    for line in STEPS.lines() {
        let words = line.split_once(' ').unwrap().1;
        assert_eq!(page.matches(words).count(), 1, "{words}: {page}");
    }
    assert_eq!(page.matches("<h1>").count(), 1);
}

#[test]
fn a_printable_copy_has_the_numbers_the_boxes_and_the_pictures_of_the_text() {
    let sandbox = Sandbox::new();
    let repo = GitRepo::new(&sandbox, "library");
    repo.write("sopctl.toml", "schema = 1\n");
    repo.write("sops/img/till.gif", "GIF89a\u{2}\0\u{1}\0");
    let text = "# Calls\n\n1. Cash, see b.\n2. Cards\n\n## Steps\n\na) One\nb) Two\n\n\
                > [!WARNING]\n> Hot.\n\n- [ ] Ready\n\nOpen ![the till](img/till.gif), not \
                ![the safe](img/safe.png).\n";
    let front = "+++\nid = \"POL-001\"\ntitle = \"Calls\"\ntype = \"policy\"\nversion = \"2.1\"\n\
                 status = \"draft\"\nowner = \"@ana\"\n+++\n\n";
    repo.write("sops/calls.md", &format!("{front}{text}"));
    repo.commit(ANA, "2026-03-01", "Begin");
    let page = |more: &[&str]| {
        let arguments = [&["show", "POL-001", "-f", "html", "--as-of", DAY], more].concat();
        repo.sopctl(&arguments).run().success().stdout
    };
    let html = page(&[]);
    for said in [
        "<span class=\"mark\">2.</span><div>Cards",
        "a) One<br>\nb) Two",
        "<p class=\"name\">Warning</p>",
        "aria-label=\"to do\">☐</span>",
        "Open <img alt=\"the till\" width=\"2\" height=\"1\" src=\"data:image/gif;base64,R0lGODlh",
        "[Picture: the safe]",
        "img-src data:",
    ] {
        assert!(html.contains(said), "{said}: {html}");
    }
    assert_eq!(html.matches(">Calls<").count(), 0, "the title stands above already: {html}");
    // What a sheet of paper belongs to stands on every sheet.
    let running = html.split("<div class=\"running\"").nth(1).unwrap();
    let running = running.split("</p>").next().unwrap();
    assert!(running.contains("POL-001") && running.contains("version 2.1"), "{running}");
    assert!(running.contains("fingerprint 1:"), "{running}");

    // The pictures are those of the tree that the text is of.
    fs::remove_file(repo.folder().join("sops/img/till.gif")).unwrap();
    assert!(page(&[]).contains("[Picture: the till]"));
    let html = page(&["--rev", "HEAD"]);
    assert!(html.contains("src=\"data:image/gif;base64,R0lGODlh"), "{html}");
    assert!(html.contains("[Picture: the safe]"), "{html}");
}
