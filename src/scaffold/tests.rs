use super::*;
use crate::document::Document;
use crate::library::{FindError, Unreadable};
use crate::worktree::ChangeKind;

fn library(files: &[(&str, &str)]) -> Library {
    Library::of_texts(Profile::sopctl(), files)
}

fn document(id: &str, document_type: &str) -> String {
    format!("+++\nid = \"{id}\"\ntitle = \"x\"\ntype = \"{document_type}\"\n+++\n")
}

fn request<'a>(document_type: &'a str, title: &'a str) -> Request<'a> {
    Request { document_type: Some(document_type), title: Some(title), ..Request::default() }
}

fn new(
    request: &Request<'_>,
    library: &Library,
    config: &Config,
) -> Result<Scaffold, ScaffoldError> {
    scaffold(request, library, config, &Templates::with(Vec::new()))
}

fn text_of(scaffold: &Scaffold) -> String {
    match scaffold.changeset().changes.as_slice() {
        [change] => match &change.kind {
            ChangeKind::Create { content } if change.path == scaffold.document.path => {
                String::from_utf8(content.clone()).unwrap()
            }
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    }
}

fn made(document_type: &str, title: &str, library: &Library, config: &str) -> Scaffold {
    new(&request(document_type, title), library, &Config::read(config).unwrap()).unwrap()
}

fn refused(request: &Request<'_>, library: &Library) -> ScaffoldError {
    new(request, library, &Config::default()).unwrap_err()
}

#[test]
fn a_new_document_has_its_number_place_and_fields() {
    let policy = format!("{}\n# x\n\n## Limits\n", document("POL-003", "policy"));
    let library = library(&[("policies/a.md", &policy)]);
    let implements = ["pol-003".to_owned(), "POL-003#limits".to_owned(), "POL-003".to_owned()];
    let request = Request {
        owner: Some("@cs-leads"),
        implements: &implements,
        ..request("sop", "Customer onboarding")
    };
    let config = Config::read("[types.sop]\nreview_interval = \"6 months\"\n").unwrap();
    let new = new(&request, &library, &config).unwrap();
    assert_eq!(new.document.path.as_str(), "sops/customer-onboarding.md");
    assert_eq!(new.document.id.as_str(), "SOP-001");
    let text = text_of(&new);
    let (front_matter, body) = text.split_at(text.find("\n# ").unwrap());
    assert_eq!(
        front_matter,
        "+++\nid = \"SOP-001\"\ntitle = \"Customer onboarding\"\ntype = \"sop\"\n\
         version = \"0.1\"\nstatus = \"draft\"\nowner = \"@cs-leads\"\napprovers = []\n\
         review_interval = \"6 months\"\nimplements = [\"POL-003\", \"POL-003#limits\"]\n\
         audience = []\ntemplate = \"sop@1\"\n+++\n"
    );
    assert!(body.starts_with("\n# Customer onboarding\n\n<!--"));
    assert!(body.contains("implements POL-003, POL-003#limits."));
}

#[test]
fn what_is_written_reads_back_as_it_was_asked_for() {
    let policy = format!("{}\n# x\n\n## Größe\n", document("POL-1.2-3", "policy"));
    let library = library(&[("policies/a.md", &policy)]);
    let implements = ["POL-1.2-3#größe".to_owned()];
    for title in [
        "Close the till",
        "The \"big\" one",
        "C:\\Windows\\System32",
        "'''tr\u{ed}ple''' quotes \"\"\"",
        "返品 手順",
        "Launch 🚀 — naïve",
        "+++",
        "--- # no comment",
        "*stars* and <b>tags</b> {#x}",
        "con",
        "…",
    ] {
        let request =
            Request { owner: Some(title), implements: &implements, ..request("SOP", title) };
        let new = new(&request, &library, &Config::default()).unwrap();
        let document = Document::read(text_of(&new), Profile::sopctl());
        let fields = document.fields();
        assert_eq!(fields.id.value(), Some(&new.document.id));
        assert_eq!(fields.title.value().map(String::as_str), Some(title));
        assert_eq!(fields.owner.value().map(String::as_str), Some(title));
        let back = &fields.implements.items()[0].value;
        assert_eq!((back.document.as_str(), back.stage.as_deref()), ("POL-1.2-3", Some("größe")));
        assert_eq!((fields.faults().count(), fields.remarks.len()), (0, 0), "{title}");
        assert!(document.body().starts_with("\n# "), "{title}");
    }
}

#[test]
fn the_next_number_is_behind_every_number_that_was_taken() {
    let config = Config::default();
    let next = |files: &[(&str, &str)]| {
        let library = library(files);
        Numbers::of(&library).take_next(&config.types[1].id).unwrap().to_string()
    };
    let sop = |id: &str| document(id, "sop");
    assert_eq!(next(&[]), "SOP-001");
    assert_eq!(next(&[("a.md", &sop("SOP-001")), ("b.md", &sop("SOP-007"))]), "SOP-008");
    assert_eq!(next(&[("a.md", &sop("sop-4")), ("b.md", &sop("SOP-QA-099"))]), "SOP-005");
    assert_eq!(next(&[("a.md", &sop("SOP-999"))]), "SOP-1000");
    assert_eq!(next(&[("sops/sop-012-refunds.md", "no front matter")]), "SOP-013");
    assert_eq!(next(&[("sops/SOP-012.md", &sop("SOP-003"))]), "SOP-004");
    let gone = "+++\nid = \"SOP-001\"\nsupersedes = [\"SOP-020\"]\n+++\n";
    assert_eq!(next(&[("a.md", gone)]), "SOP-021");

    let mut broken = library(&[]);
    let why = "it is not UTF-8".to_owned();
    broken.unreadable.push(Unreadable { path: "sops/SOP-030.md".to_owned(), why });
    assert_eq!(Numbers::of(&broken).take_next(&config.types[1].id).unwrap().as_str(), "SOP-031");
    let last = library(&[("a.md", &sop("SOP-18446744073709551615"))]);
    assert!(matches!(refused(&request("sop", "x"), &last), ScaffoldError::NumbersUsedUp { .. }));
}

#[test]
fn the_file_is_named_by_the_title() {
    let path = |title: &str| made("wi", title, &library(&[]), "").document.path.to_string();
    assert_eq!(path("Issue a Refund"), "work-instructions/issue-a-refund.md");
    assert_eq!(path("🚀"), "work-instructions/wi-001.md");
    assert_eq!(path("Nul"), "work-instructions/nul-wi-001.md");
    assert_eq!(path("COM1"), "work-instructions/com1-wi-001.md");
    assert_eq!(path("Console"), "work-instructions/console.md");
    assert_eq!(path("../../../etc"), "work-instructions/etc.md");
    assert!(path(&"long ".repeat(40)).len() <= "work-instructions/.md".len() + 80);
    let inside = Request { folder: "docs/procedures", ..request("policy", "Data") };
    let new = new(&inside, &library(&[]), &Config::default()).unwrap();
    assert_eq!(new.document.path.as_str(), "docs/procedures/policies/data.md");
}

#[test]
fn a_declared_type_follows_its_kind() {
    let config = "[types.runbook]\nkind = \"work-instruction\"\nid = \"RB-{n:04}\"\nfolder = \".\"\n\
                  review_interval = \"none\"\n[versions]\nscheme = \"letter\"\n";
    let new = made("Runbook", "Restart", &library(&[]), config);
    let text = text_of(&new);
    let made = &new.document;
    assert_eq!((made.path.as_str(), made.id.as_str()), ("restart.md", "RB-0001"));
    for line in [
        "type = \"runbook\"",
        "version = \"A\"",
        "review_interval = \"none\"",
        "review_exempt_reason = \"TODO",
        "template = \"runbook@1\"",
        "## Mitigate",
    ] {
        assert!(text.contains(&format!("\n{line}")), "{line}");
    }
}

#[test]
fn an_unknown_type_is_told_with_the_nearest() {
    let told = |name| match refused(&request(name, "x"), &library(&[])) {
        ScaffoldError::UnknownType { near, known, .. } => (near, known.len()),
        other => panic!("{other:?}"),
    };
    let all = Templates::built_in().len();
    assert_eq!(told("polcy"), (Some("policy".to_owned()), all));
    assert_eq!(told("handbook"), (None, all));
}

#[test]
fn a_title_is_words_on_one_line() {
    let library = library(&[]);
    let refused = |title: &str| refused(&request("sop", title), &library);
    assert!(matches!(refused(" \t"), ScaffoldError::Empty { what: "title" }));
    assert!(matches!(refused("a\nb"), ScaffoldError::ControlCharacter { character: '\n', .. }));
    assert!(matches!(refused("a\u{1b}[31m"), ScaffoldError::ControlCharacter { .. }));
    assert!(matches!(refused(&"x".repeat(201)), ScaffoldError::TooLong { length: 201, .. }));
    let owner = Request { owner: Some(""), ..request("sop", "x") };
    assert!(matches!(self::refused(&owner, &library), ScaffoldError::Empty { what: "owner" }));
}

#[test]
fn a_document_implements_what_stands_one_level_above_it() {
    let library = library(&[
        ("p.md", &document("POL-001", "policy")),
        ("s.md", &document("SOP-001", "sop")),
        ("t.md", "# Without a number\n"),
    ]);
    let told = |document_type, implements: &str| {
        let implements = [implements.to_owned()];
        let request = Request { implements: &implements, ..request(document_type, "x") };
        new(&request, &library, &Config::default())
            .map_or_else(|e| e.to_string(), |_| String::new())
    };
    assert_eq!(told("wi", "SOP-001"), "");
    assert_eq!(told("sop", "POL-001"), "");
    assert_eq!(
        told("wi", "POL-001"),
        "a work instruction implements SOPs, and POL-001 is a policy"
    );
    assert_eq!(told("sop", "SOP-001"), "an SOP implements policies, and SOP-001 is an SOP");
    assert_eq!(
        told("policy", "SOP-001"),
        "a policy implements no other document, and SOP-001 is an SOP"
    );
    assert_eq!(told("wi", "t.md"), "t.md has no document number that another document could name");
    let implements = ["SOP-0001".to_owned()];
    let request = Request { implements: &implements, ..request("wi", "x") };
    let ScaffoldError::NoSuchDocument(FindError::Unknown { near, .. }) =
        refused(&request, &library)
    else {
        panic!("it is not in the library");
    };
    assert_eq!(near.as_deref(), Some("SOP-001"));
}

#[test]
fn a_stage_that_is_not_there_is_refused_with_what_was_meant() {
    let sop = format!("{}\n# x\n\n## Deploy\n\n1. Do it.\n", document("SOP-001", "sop"));
    let library = library(&[("sops/a.md", &sop)]);
    let told = |implements: &str| {
        let implements = [implements.to_owned()];
        let request = Request { implements: &implements, ..request("wi", "x") };
        new(&request, &library, &Config::default()).map_or_else(
            |error| match error {
                ScaffoldError::NoStage { document, stage, near } => {
                    format!("{document} {stage} {near:?}")
                }
                other => other.to_string(),
            },
            |_| String::new(),
        )
    };
    assert_eq!(told("sop-001#deploy"), "");
    assert_eq!(told("SOP-001#deplay"), "SOP-001 deplay Some(\"deploy\")");
    assert_eq!(told("SOP-001#refund-the-customer"), "SOP-001 refund-the-customer None");
}

#[test]
fn nothing_that_is_there_is_overwritten() {
    let taken = library(&[("sops/refunds.md", "# Refunds\n")]);
    assert!(matches!(refused(&request("sop", "Refunds"), &taken), ScaffoldError::Exists { .. }));
}

#[test]
fn what_would_not_be_a_document_is_not_made() {
    let config = Config::read("[documents]\ninclude = [\"policies/**/*.md\"]\n").unwrap();
    let outside = new(&request("sop", "x"), &library(&[]), &config);
    assert!(matches!(outside, Err(ScaffoldError::NotSelected { .. })));
    let mut foreign = library(&[]);
    foreign.profile = Profile::named("govuk").unwrap().clone();
    assert!(matches!(
        refused(&request("sop", "x"), &foreign),
        ScaffoldError::ForeignProfile { .. }
    ));
}
