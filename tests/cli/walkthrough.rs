//! `sopctl walkthrough`: a work instruction becomes files that people follow.

use std::fs;
use std::path::Path;

use crate::documents::json;
use crate::git_repo::{ANA, GitRepo};
use crate::sandbox::Sandbox;

const INSTRUCTION: &str = "+++
id = \"WI-001\"
title = \"Weigh a parcel\"
type = \"work-instruction\"
version = \"1.0\"
status = \"draft\"
owner = \"@hall\"
+++

# Weigh a parcel

## Steps

1. Put the parcel on the scale.

   ![The scale](scale.png)

   Expected result: **Ready** is lit.

2. Press **Weigh > Print**.
";

/// The smallest PNG that there can be.
const DOT: &[u8] =
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\0\0\0\
    \rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\0\x05\0\x01\xff\x89\x99=\x1d\0\0\0\0IEND\xaeB`\x82";

fn library(sandbox: &Sandbox) -> GitRepo<'_> {
    let repo = GitRepo::new(sandbox, "library");
    repo.write("sopctl.toml", "schema = 1\n");
    repo.write("wi/weigh.md", INSTRUCTION);
    fs::write(repo.folder().join("wi/scale.png"), DOT).unwrap();
    repo.commit(ANA, "2026-01-05", "Begin");
    repo
}

fn text(folder: &Path, name: &str) -> String {
    fs::read_to_string(folder.join(name)).unwrap()
}

#[test]
fn a_work_instruction_becomes_files_beside_the_library() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let folder = repo.folder().join("walkthroughs/WI-001");
    let dry = repo.sopctl(&["walkthrough", "WI-001", "--dry-run"]).run().success().stdout;
    assert!(dry.contains("would create walkthroughs/WI-001/index.html"), "{dry}");
    assert!(!folder.exists());

    let made = repo.sopctl(&["walkthrough", "WI-001"]).run().success().stdout;
    assert!(made.contains("WI-001 Weigh a parcel: 2 steps, about a minute"), "{made}");
    assert!(text(&folder, "captions.vtt").contains("Press <b>Weigh &gt; Print</b>."));
    assert!(text(&folder, "script.txt").contains("\nPress Weigh, then Print.\n"));
    assert!(text(&folder, "transcript.md").starts_with("# Weigh a parcel\n"));
    assert!(text(&folder, "chapters.vtt").contains("\nStep 2: Press Weigh &gt; Print\n"));
    assert!(text(&folder, "index.html").contains("data:image/png;base64,"));

    // The same document gives the same bytes, and the transcript is no document.
    let again = json(&repo.sopctl(&["walkthrough", "WI-001", "--format", "json"]).run().success());
    let files = again["files"].as_array().unwrap();
    assert!(files.iter().all(|file| file["change"] == "unchanged"), "{again:#}");
    let list = json(&repo.sopctl(&["list", "--format", "json"]).run().success());
    assert_eq!(list["documents"].as_array().unwrap().len(), 1);
}

#[test]
fn what_somebody_wrote_is_never_replaced() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    repo.sopctl(&["walkthrough", "WI-001"]).run().success();
    repo.write("wi/weigh.md", &INSTRUCTION.replace("Print", "Label"));
    let again = repo.sopctl(&["walkthrough", "WI-001"]).run().success().stdout;
    assert!(again.contains("replaced walkthroughs/WI-001/captions.vtt"), "{again}");

    let script = repo.folder().join("walkthroughs/WI-001/script.txt");
    fs::write(&script, "Mine.\n").unwrap();
    repo.write("wi/weigh.md", INSTRUCTION);
    let refused = repo.sopctl(&["walkthrough", "WI-001"]).run().fails_with(2);
    assert!(refused.stderr.contains("script.txt would be replaced"), "{}", refused.stderr);
    assert!(refused.stderr.contains("hint: nothing was written"), "{}", refused.stderr);
    assert_eq!(fs::read_to_string(&script).unwrap(), "Mine.\n");
    let captions = text(script.parent().unwrap(), "captions.vtt");
    assert!(captions.contains("Label"), "nothing else was written: {captions}");
}

#[test]
fn a_folder_of_ones_own_may_stand_anywhere() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    repo.sopctl(&["walkthrough", "WI-001", "-o", "site/weigh"]).run().success();
    assert!(repo.folder().join("site/weigh/captions.vtt").is_file());
    repo.sopctl(&["walkthrough", "WI-001", "-o", "../outside"]).run().success();
    assert!(sandbox.work().join("outside/captions.vtt").is_file());
    let nowhere = repo.sopctl(&["walkthrough", "WI-001", "-o", "../a/b"]).run().fails_with(2);
    assert!(nowhere.stderr.contains("cannot be written into ../a/b"), "{}", nowhere.stderr);
}

#[test]
fn check_tells_of_a_walkthrough_that_shows_another_text() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    repo.sopctl(&["walkthrough", "WI-001"]).run().success();
    let found = |repo: &GitRepo<'_>, more: &[&str]| {
        let arguments = [&["check", "--format", "json", "--fail-on", "never"], more].concat();
        let answer = json(&repo.sopctl(&arguments).run().success());
        let findings = answer["findings"].as_array().unwrap().clone();
        let rule = "walkthrough-outdated";
        findings.into_iter().filter(|finding| finding["rule"] == rule).collect::<Vec<_>>()
    };
    assert!(found(&repo, &[]).is_empty());
    // Another spelling is the same text; another button is not.
    repo.write("wi/weigh.md", &INSTRUCTION.replace("2. Press", "2.  Press"));
    assert!(found(&repo, &[]).is_empty());
    repo.write("wi/weigh.md", &INSTRUCTION.replace("Print", "Label"));
    let outdated = found(&repo, &[]);
    assert_eq!(outdated.len(), 1);
    assert_eq!(outdated[0]["path"], "wi/weigh.md");
    assert_eq!(outdated[0]["help"], "make it anew: sopctl walkthrough WI-001");
    repo.commit(ANA, "2026-02-01", "Rename a button");
    assert_eq!(found(&repo, &["--rev", "HEAD"]).len(), 1);

    fs::rename(repo.folder().join("wi/weigh.md"), sandbox.work().join("weigh.md")).unwrap();
    let gone = found(&repo, &[]);
    assert_eq!(gone[0]["path"], "walkthroughs/WI-001/manifest.json", "{gone:?}");
}

#[test]
fn what_tells_nobody_to_do_anything_has_no_walkthrough() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    repo.write(
        "policies/till.md",
        "+++\nid = \"POL-001\"\ntype = \"policy\"\n+++\n# Tills\n\nBe kind.\n",
    );
    let refused = repo.sopctl(&["walkthrough", "POL-001"]).run().fails_with(2);
    assert!(refused.stderr.contains("policies/till.md has no steps"), "{}", refused.stderr);
    let steps = "1. Open the door.\n".repeat(10_000);
    repo.write("wi/long.md", &format!("# Doors\n\n## Steps\n\n{steps}"));
    let refused = repo.sopctl(&["walkthrough", "wi/long.md"]).run().fails_with(2);
    assert!(refused.stderr.contains("has 10000 steps"), "{}", refused.stderr);
}

#[test]
fn programs_that_are_not_here_are_named_with_what_they_would_do() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let asked = ["walkthrough", "WI-001", "--audio", "espeak-ng", "--video"];
    let answer = repo.sopctl(&asked).run().success().stdout;
    assert!(answer.contains("Not here: espeak-ng, ffmpeg."), "{answer}");
    assert!(answer.contains("espeak-ng -s 150 -w line.wav -f line.txt"), "{answer}");
    let shell = text(&repo.folder().join("walkthroughs/WI-001"), "make.sh");
    assert!(shell.starts_with("#!/bin/sh\n") && shell.contains("video.mp4"), "{shell}");
    let piper = repo.sopctl(&["walkthrough", "WI-001", "--audio", "piper"]).run().fails_with(2);
    assert!(piper.stderr.contains("piper needs the file of a voice"), "{}", piper.stderr);
}

#[test]
fn pictures_outside_the_repository_are_never_taken_in() {
    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    fs::write(sandbox.work().join("secret.png"), DOT).unwrap();
    let reaching = INSTRUCTION.replace("(scale.png)", "(../../secret.png)");
    repo.write("wi/weigh.md", &reaching);
    repo.sopctl(&["walkthrough", "WI-001"]).run().success();
    let page = repo.folder().join("walkthroughs/WI-001/index.html");
    assert!(!fs::read_to_string(&page).unwrap().contains("data:image/png"));
    #[cfg(unix)]
    {
        let link = repo.folder().join("wi/link.png");
        std::os::unix::fs::symlink(sandbox.work().join("secret.png"), link).unwrap();
        repo.write("wi/weigh.md", &INSTRUCTION.replace("(scale.png)", "(link.png)"));
        repo.sopctl(&["walkthrough", "WI-001"]).run().success();
        assert!(!fs::read_to_string(&page).unwrap().contains("data:image/png"));
    }
}

/// A program that says nothing, in as many samples as its text has bytes, twenty times over.
#[cfg(unix)]
#[test]
fn the_times_of_captions_are_those_of_the_voice() {
    use std::os::unix::fs::PermissionsExt as _;

    let sandbox = Sandbox::new();
    let repo = library(&sandbox);
    let programs = sandbox.work().join("voices");
    fs::create_dir(&programs).unwrap();
    let voice = programs.join("espeak-ng");
    // One second at 1000 samples a second: 2000 bytes of silence behind the head of the file.
    let head = "RIFF\\364\\007\\000\\000WAVEfmt \\020\\000\\000\\000\\001\\000\\001\\000\\350\\003\\000\\000\
                \\320\\007\\000\\000\\002\\000\\020\\000data\\320\\007\\000\\000";
    let zeros = "\\000".repeat(2_000);
    fs::write(&voice, format!("#!/bin/sh\nprintf '{head}{zeros}' > line.wav\n")).unwrap();
    fs::set_permissions(&voice, fs::Permissions::from_mode(0o755)).unwrap();
    let run = repo.sopctl(&["walkthrough", "WI-001", "--audio", "espeak-ng", "--format", "json"]);
    let answer = json(&run.env("PATH", &programs).run().success());
    assert_eq!(answer["audio"], "espeak-ng");
    let card = answer["scenes"][0].clone();
    let sentences = card["spoken"].as_array().unwrap().len() as u64;
    assert_eq!(card["end"], sentences * 1_000 + (sentences - 1) * 500);
    let sound = fs::read(repo.folder().join("walkthroughs/WI-001/audio.wav")).unwrap();
    assert_eq!(sound.len() as u64, 44 + 2 * answer["length"].as_u64().unwrap());
}
