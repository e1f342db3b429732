mod fixing;
mod links;
mod map;
mod record;
mod requirements;
mod sections;
mod steps;
mod suppression;
mod type_confusion;

use super::*;
use crate::calendar::Date;
use crate::document::profile::Profile;
use crate::git::CommitId;
use crate::library::{Touched, Unreadable};

const SOUND: &str = "+++\nid = \"SOP-001\"\ntitle = \"Close the till\"\ntype = \"sop\"\n\
                     status = \"draft\"\nowner = \"@shop\"\n+++\n\n# Close the till\n";

pub(super) fn library(files: &[(&str, &str)]) -> Library {
    library_under(Profile::sopctl(), files)
}

fn library_under(profile: &Profile, files: &[(&str, &str)]) -> Library {
    Library::of_texts(profile, files)
}

fn context() -> Context {
    Context::outside_git(Date::new(2026, 11, 22).unwrap())
}

pub(super) fn checked(library: &Library, config: &str) -> CheckReport {
    let config = Config::read(config).unwrap();
    judged(library, Some(&config), &[], config.check.fail_on)
}

/// What some work is answerable for that touched every document.
pub(super) fn checked_since(before: &Library, now: &Library, config: &str) -> CheckReport {
    let config = Config::read(config).unwrap();
    let (former, files) = (Files::of_documents(before), Files::of_documents(now));
    let mut touched = Touched::default();
    now.members.iter().for_each(|member| touched.name(member.path.clone(), None));
    let before = Before {
        rev: "main",
        base: CommitId::from_bytes(&[1; 20]).unwrap(),
        library: before,
        files: &former,
        config: Some(&config),
        touched: &touched,
    };
    let request = Request {
        config: Some(&config),
        folder: "",
        files: &files,
        config_file: "sopctl.toml",
        without: &[],
        paths: &[],
        fail_on: config.check.fail_on,
        baseline: None,
        before: Some(before),
        branches: None,
        fetched: None,
    };
    check(now, &request, context())
}

fn judged(
    library: &Library,
    config: Option<&Config>,
    paths: &[RepoPath],
    fail_on: FailOn,
) -> CheckReport {
    judged_without(library, config, paths, fail_on, &[])
}

fn judged_without(
    library: &Library,
    config: Option<&Config>,
    paths: &[RepoPath],
    fail_on: FailOn,
    without: &[String],
) -> CheckReport {
    let (files, config_file) = (Files::of_documents(library), "sopctl.toml");
    let request = Request {
        config,
        folder: "",
        files: &files,
        config_file,
        without,
        paths,
        fail_on,
        baseline: None,
        before: None,
        branches: None,
        fetched: None,
    };
    check(library, &request, context())
}

/// `path:line:column severity rule: message (help)` for each finding.
fn told(report: &CheckReport) -> Vec<String> {
    let told = report.findings.iter().map(|finding| {
        let place = finding.location.map_or(String::new(), |location| {
            let (start, _) = location.range().unwrap();
            format!(":{}:{}", start.line, start.column)
        });
        let help =
            finding.help.as_ref().map_or(String::new(), |help| format!(" ({})", help.untrusted()));
        format!(
            "{}{place} {} {}: {}{help}",
            finding.path.untrusted(),
            finding.severity.name(),
            finding.rule,
            finding.message.untrusted()
        )
    });
    told.collect()
}

fn told_of(text: &str) -> Vec<String> {
    told(&checked(&library(&[("a.md", text)]), ""))
}

#[test]
fn a_sound_document_has_no_finding() {
    let report = checked(&library(&[("a.md", SOUND)]), "");
    assert_eq!(told(&report), [""; 0]);
    assert!(!report.context().failed);
    assert_eq!((report.checked, report.context().fail_on.join(",")), (1, "error".to_owned()));
}

#[test]
fn an_invalid_field_is_told_with_its_place() {
    let text = SOUND.replace("\"draft\"", "\"efective\"");
    let told = told_of(&text);
    assert_eq!(told.len(), 1);
    assert!(
        told[0].starts_with("a.md:5:10 error invalid-field: `status`: \"efective\" is none of")
    );
    assert!(told[0].ends_with("(did you mean `effective`?)"));
    let broken = SOUND.replace("\"@shop\"", "\"@shop");
    assert_eq!(told_of(&broken).len(), 1, "{:?}", told_of(&broken));
    assert!(told_of(&broken)[0].starts_with("a.md:6:"));
}

#[test]
fn what_is_understood_but_loosely_written_is_a_suggestion() {
    let text = SOUND.replace("owner =", "last_reviewed = \"2026-3-4\"\nowner =");
    let report = checked(&library(&[("a.md", &text)]), "");
    assert_eq!(
        told(&report),
        ["a.md:6:17 suggestion invalid-field: `last_reviewed`: \
          write 2026-03-04 instead of 2026-3-4"]
    );
    assert!(!report.context().failed);
}

#[test]
fn what_a_status_asks_for_is_told_in_one_finding() {
    let text = SOUND.replace("\"draft\"", "\"approved\"").replace("owner = \"@shop\"\n", "");
    assert_eq!(
        told_of(&text),
        ["a.md:1:1 error missing-field: 4 fields are missing: \
          `owner`, `version`, `approved_by` and `approved_on`"]
    );
    assert_eq!(
        told_of("# Only text\n"),
        ["a.md:1:1 error missing-field: 5 fields are missing: \
          `id`, `title`, `type`, `status` and `owner`"]
    );
    let empty = SOUND.replace("\"@shop\"", "\" \"");
    assert_eq!(told_of(&empty), ["a.md:1:1 error missing-field: `owner` is missing"]);
}

#[test]
fn without_configuration_only_those_that_speak_our_convention_are_asked() {
    let free = |text: &str| {
        let library = library(&[("a.md", text)]);
        told(&judged(&library, None, &[], FailOn::Error))
    };
    assert_eq!(free("# Only text\n"), [""; 0]);
    assert_eq!(free("---\ntitle: Of a site generator\n---\n"), [""; 0]);
    assert_eq!(
        free("---\nid: SOP-1\ntitle: x\ntype: sop\nstatus: draft\n---\n"),
        ["a.md:1:1 error missing-field: `owner` is missing"]
    );
}

#[test]
fn a_foreign_convention_is_judged_by_what_it_asks_for() {
    let govuk = Profile::named("govuk").unwrap();
    let text = "---\nlast_reviewed_on: 2026-13-01\nreview_in: 6 months\n---\n";
    let library = library_under(govuk, &[("a.md", text)]);
    let report = judged(&library, None, &[], FailOn::Error);
    assert_eq!(
        told(&report),
        [
            "a.md:1:1 error missing-field: `title` is missing",
            "a.md:2:19 error invalid-field: `last_reviewed_on`: \
             \"2026-13-01\" is not a day of the calendar",
        ]
    );
}

#[test]
fn front_matter_that_nobody_reads_hides_no_missing_field() {
    let unclosed = SOUND.replacen("+++\n\n", "\n", 1);
    assert_eq!(
        told_of(&unclosed),
        ["a.md:1:1 error unparsable: the front matter that `+++` opens is never closed \
          (close it with a line `+++`)"]
    );
    let below = format!("# Title\n\n{SOUND}");
    assert_eq!(told_of(&below).len(), 1);
    assert!(told_of(&below)[0].contains("error front-matter-misplaced: a heading or a comment"));
    let twice = SOUND.replacen("+++\n\n", "+++\n\n---\ntitle: x\nowner: y\n---\n\n", 1);
    assert_eq!(told_of(&twice).len(), 1, "{:?}", told_of(&twice));
    assert!(told_of(&twice)[0].contains("front-matter-misplaced: this is a second block"));
    let headless = "title: x\nowner: y\n---\n\n# x\n";
    assert_eq!(told_of(headless).len(), 1);
    assert!(told_of(headless)[0].contains("unparsable: these fields have no opening fence"));
}

#[test]
fn a_line_that_is_no_field_is_told() {
    let text = SOUND.replace("owner =", "just words\nowner =");
    let told = told_of(&text);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].starts_with("a.md:6:") && told[0].contains(" unparsable: "), "{told:?}");
    let unknown = SOUND.replace("owner =", "tags = [\"a\"\nowner =");
    let told = told_of(&unknown);
    assert!(told.iter().any(|told| told.contains("unparsable: `tags`: ")), "{told:?}");
}

#[test]
fn a_document_that_cannot_be_read_is_told_and_counted() {
    let mut library = library(&[("b.md", SOUND)]);
    let why = "it is not UTF-8: byte 3 cannot be read".to_owned();
    library.unreadable.push(Unreadable { path: "a.md".to_owned(), why });
    let report = checked(&library, "");
    assert_eq!(report.checked, 2);
    assert_eq!(
        told(&report),
        ["a.md error unparsable: the document cannot be read: \
          it is not UTF-8: byte 3 cannot be read"]
    );
    assert!(report.context().failed);
}

#[test]
fn one_number_belongs_to_one_document_whatever_its_case() {
    let lower = SOUND.replace("SOP-001", "sop-001");
    let other = SOUND.replace("SOP-001", "SOP-002");
    let library = library(&[("a.md", SOUND), ("b.md", &lower), ("c.md", &other)]);
    let report = checked(&library, "");
    let told = told(&report);
    assert_eq!(told.len(), 2);
    assert!(
        told[0].starts_with("a.md:2:6 error duplicate-id: the number SOP-001 is also that of b.md")
    );
    assert!(
        told[1].starts_with("b.md:2:6 error duplicate-id: the number sop-001 is also that of a.md")
    );

    let config = Config::default();
    let only = judged(&library, Some(&config), &[RepoPath::new("b.md").unwrap()], FailOn::Error);
    assert_eq!((only.checked, only.findings.len()), (1, 1));
}

#[test]
fn a_slip_in_a_key_is_a_warning() {
    let text = SOUND.replace("owner =", "onwer =");
    let told = told_of(&text);
    assert_eq!(
        told,
        [
            "a.md:1:1 error missing-field: `owner` is missing",
            "a.md:6:1 warning unknown-field: `onwer` is not a field that is read here \
             (did you mean `owner`?)",
        ]
    );
}

#[test]
fn the_configuration_turns_rules_off_and_up_and_tolerates() {
    let files = [("old/a.md", "# a\n"), ("b.md", "# b\n")];
    let library = library(&files);
    let off = checked(&library, "[check.rules]\nmissing-field = \"off\"\n");
    assert_eq!(off.findings, []);
    let down = checked(&library, "[check.rules]\nmissing-field = \"warning\"\n");
    assert_eq!((down.count(Severity::Warning), down.context().failed), (2, false));
    let strict = "[check]\nfail_on = \"warning\"\n[check.rules]\nmissing-field = \"warning\"\n";
    assert!(checked(&library, strict).context().failed);
    let ignore =
        "[[check.ignore]]\npaths = [\"old/**\"]\nrules = [\"missing-field\"]\nreason = \"x\"\n";
    assert_eq!(checked(&library, ignore).findings.len(), 1);
}

#[test]
fn a_folder_selects_what_stands_below_it() {
    let library = library(&[("sops-old/a.md", "x"), ("sops/a.md", "x"), ("sops/b/c.md", "x")]);
    let paths = ["sops", "none.md"].map(|path| RepoPath::new(path).unwrap());
    let report = judged(&library, None, &paths, FailOn::Never);
    assert_eq!((report.checked, report.without_documents.len()), (2, 1));
    assert_eq!(report.context().fail_on, ["never"]);
}

#[test]
fn the_data_has_every_field_of_the_contract() {
    let text = SOUND.replace("\"draft\"", "\"efective\"");
    let mut library = library(&[("a.md", &text)]);
    library.unreadable.push(Unreadable { path: "b.md".to_owned(), why: "x".to_owned() });
    let report = checked(&library, "");
    let data = crate::render::render(&report, Format::Json, PAGE).unwrap();
    for part in [
        "\"schema\": \"sopctl.check.v1\"",
        "\"documents\": 2,\n    \"errors\": 2,\n    \"warnings\": 0,\n    \"suggestions\": 0,\n    \"suppressed\": 0",
        "\"line\": 5,\n      \"column\": 10,\n      \"end_line\": 5,\n      \"end_column\": 20",
        "\"document\": \"SOP-001\"",
        "\"line\": null",
        "\"help\": null,\n      \"fix\": null",
        "\"verdicts\": []",
        "\"failed\": true",
    ] {
        assert!(data.contains(part), "{part} is missing in {data}");
    }
}

const PAGE: crate::render::Page =
    crate::render::Page { width: 100, colour: crate::render::Colour::Off };

#[test]
fn people_read_findings_by_document_and_a_closing_line() {
    let text = SOUND.replace("owner =", "onwer =");
    let library = library(&[("sops/a.md", &text), ("sops/b.md", &SOUND.replace("001", "002"))]);
    let shown = crate::render::render(&checked(&library, ""), Format::Text, PAGE).unwrap();
    assert_eq!(
        shown,
        "sops/a.md  SOP-001\n\
         \x20 1:1  error    missing-field  `owner` is missing\n\
         \x20 6:1  warning  unknown-field  `onwer` is not a field that is read here\n\
         \x20      did you mean `owner`?\n\
         \n\
         2 documents checked: 1 error, 1 warning\n"
    );
    let sound = checked(&super::tests::library(&[("a.md", SOUND)]), "");
    let shown = crate::render::render(&sound, Format::Text, PAGE).unwrap();
    assert_eq!(shown, "1 document checked: nothing to say\n");
}
