use super::*;
use crate::calendar::Date;
use crate::document::profile::Profile;
use crate::language::Language;
use crate::library::Library;

const PATH: &str = "wi/weigh.md";

fn library(step: &str) -> Library {
    let text = format!("+++\nid = \"WI-007\"\n+++\n# Weigh it\n\n## Steps\n\n1. {step}\n");
    Library::of_texts(Profile::sopctl(), &[(PATH, &text)])
}

fn file(name: &str, content: &str) -> File {
    File { name: name.to_owned(), content: content.as_bytes().to_vec() }
}

fn made(
    library: &Library,
    files: Vec<File>,
    there: &[File],
) -> Result<Walkthrough, WalkthroughError> {
    let member = library.at(&RepoPath::new(PATH).unwrap()).unwrap();
    let script = Script::of(&member.document, &member.path, Language::english()).unwrap();
    let folder = RepoPath::new("walkthroughs/WI-007").unwrap();
    let sound = Sound::default();
    let request = Request { member, script, folder, outside: None, files, there, sound };
    walkthrough(request, Context::outside_git(Date::new(2026, 11, 22).unwrap()))
}

/// A manifest that names one file by what it holds.
fn manifest(name: &str, content: &str) -> File {
    let sum = sha256(content.as_bytes());
    let text = format!(
        r#"{{ "schema": "{}", "tool": {{ "name": "sopctl", "version": "0" }},
        "document": {{ "id": null, "path": "{PATH}", "version": null,
        "fingerprint": "1:000102030405060708090a0b0c0d0e0f" }},
        "files": [{{ "name": "{name}", "sha256": "{sum}" }}] }}"#,
        manifest::SCHEMA
    );
    file(manifest::FILE, &text)
}

fn kinds(walkthrough: &Walkthrough) -> Vec<(String, &'static str)> {
    let kind = |change: &FileChange| match change.kind {
        ChangeKind::Create { .. } => "create",
        ChangeKind::Replace { .. } => "replace",
        ChangeKind::Move { .. } => "move",
    };
    let changes = walkthrough.changeset().changes;
    changes.iter().map(|change| (change.path.to_string(), kind(change))).collect()
}

#[test]
fn a_file_that_is_as_an_earlier_run_wrote_it_is_replaced() {
    let library = library("Open it.");
    let there = [file("captions.vtt", "old"), manifest("captions.vtt", "old")];
    let files = vec![file("captions.vtt", "new"), file("chapters.vtt", "x")];
    let answer = made(&library, files, &there).unwrap();
    assert_eq!(
        kinds(&answer),
        [
            ("walkthroughs/WI-007/captions.vtt".to_owned(), "replace"),
            ("walkthroughs/WI-007/chapters.vtt".to_owned(), "create"),
        ]
    );
}

#[test]
fn what_somebody_has_changed_is_never_replaced() {
    let library = library("Open it.");
    let files = || vec![file("captions.vtt", "new")];
    let changed = [file("captions.vtt", "mine"), manifest("captions.vtt", "old")];
    let without_manifest = [file("captions.vtt", "old")];
    let other_manifest = [file("captions.vtt", "old"), file(manifest::FILE, "{}")];
    for there in [&changed[..], &without_manifest, &other_manifest] {
        let error = made(&library, files(), there).unwrap_err();
        assert!(matches!(error, WalkthroughError::Foreign { .. }), "{error}");
    }
    let same = [file("captions.vtt", "new")];
    assert_eq!(kinds(&made(&library, files(), &same).unwrap()), []);
}

#[test]
fn files_that_are_not_made_again_stay_known() {
    let library = library("Open it.");
    let member = library.at(&RepoPath::new(PATH).unwrap()).unwrap();
    let there = [file("audio.wav", "old"), manifest("audio.wav", "old")];
    let record = manifest_of(member, &[file("captions.vtt", "x")], &there);
    let names: Vec<&str> = record.files.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["captions.vtt", "audio.wav"]);
    let answer = made(&library, vec![file("captions.vtt", "x")], &there).unwrap();
    assert_eq!(answer.kept, ["audio.wav"]);
}

#[test]
fn a_record_is_read_as_it_is_written() {
    let library = library("Open it.");
    let member = library.at(&RepoPath::new(PATH).unwrap()).unwrap();
    let record = manifest_of(member, &[file("captions.vtt", "x")], &[]);
    assert_eq!(record.id.as_deref(), Some("WI-007"));
    assert_eq!(record.fingerprint, member.document.fingerprint());
    assert_eq!(record.sha256_of("captions.vtt"), Some(sha256(b"x").as_str()));
}
