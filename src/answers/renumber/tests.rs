use super::rewriting::{Rewriting, Role, Why};
use super::*;
use crate::calendar::Date;
use crate::config::Config;
use crate::document::profile::Profile;

fn context() -> Context {
    Context::outside_git(Date::new(2026, 11, 22).unwrap())
}

fn library(files: &[(&str, &str)]) -> Library {
    Library::of_texts(Profile::sopctl(), files)
}

fn renumbered(
    library: &Library,
    path: &str,
    new: Option<&str>,
    around: &[Around],
) -> Result<Renumbering, RenumberError> {
    let member = library.at(&RepoPath::new(path).unwrap()).unwrap();
    let new = number(member, new, library, &Config::default())?;
    renumber(&Request { member, new, held: &[], library, around }, context())
}

/// Path and text of each file as it becomes.
fn texts(report: &Renumbering) -> Vec<(String, String)> {
    let changes = report.changeset().changes.into_iter();
    let text = |change: &FileChange| String::from_utf8(change.kind.content().to_vec()).unwrap();
    changes.map(|change| (change.path.to_string(), text(&change))).collect()
}

fn left(report: &Renumbering) -> Vec<(String, usize, Why)> {
    report.left.iter().map(|left| (left.path.to_string(), left.line, left.why)).collect()
}

/// What becomes of the body of another document in `wis/`.
fn body(text: &str) -> String {
    let id = |text: &str| DocumentId::new(text).unwrap();
    let path = |text: &str| RepoPath::new(text).unwrap();
    let (old, new) = (id("SOP-003"), id("SOP-012"));
    let (old_path, new_path) =
        (path("sops/sop-003-card refunds.md"), path("sops/sop-012-card refunds.md"));
    let rewriting = Rewriting {
        old: &old,
        new: &new,
        old_path: &old_path,
        new_path: &new_path,
        is_shared: false,
    };
    let document = Document::read(text.to_owned(), Profile::sopctl());
    rewriting.markdown(&document, &path("wis/pay.md"), Role::Other).text
}

#[test]
fn a_document_gets_the_number_with_its_file_and_everything_that_points_at_it() {
    let library = library(&[
        (
            "sops/sop-003-refunds.md",
            "+++\nid = \"SOP-003\"\ntitle = \"SOP-003 Refunds\"\n+++\n\n# SOP-003 Refunds\n\nSee [below](#sop-003-refunds) and [WI](../wis/wi-001.md).\n",
        ),
        (
            "wis/wi-001.md",
            "+++\nid = 'WI-001'\nimplements = ['sop-003#pay', \"POL-001\"]\nwatches = [\"sops/sop-003-refunds.md\"]\n+++\n\nAs [SOP-003](../sops/sop-003-refunds.md#sop-003-refunds) says; not SOP-0031.\n",
        ),
        ("zzz.md", "# Nothing here\n"),
    ]);
    let report = renumbered(&library, "sops/sop-003-refunds.md", Some("SOP-012"), &[]).unwrap();
    let expected = [
        (
            "sops/sop-012-refunds.md",
            "+++\nid = \"SOP-012\"\ntitle = \"SOP-012 Refunds\"\n+++\n\n# SOP-012 Refunds\n\nSee [below](#sop-012-refunds) and [WI](../wis/wi-001.md).\n",
        ),
        (
            "wis/wi-001.md",
            "+++\nid = 'WI-001'\nimplements = ['sop-012#pay', \"POL-001\"]\nwatches = [\"sops/sop-012-refunds.md\"]\n+++\n\nAs [SOP-012](../sops/sop-012-refunds.md#sop-012-refunds) says; not SOP-0031.\n",
        ),
    ];
    let expected = expected.map(|(path, text)| (path.to_owned(), text.to_owned()));
    assert_eq!(texts(&report), expected);
    assert_eq!(left(&report), []);
}

#[test]
fn links_are_followed_however_they_are_written() {
    for (before, after) in [
        ("[a](../sops/sop-003-card%20refunds.md)", "[a](../sops/sop-012-card%20refunds.md)"),
        ("[a](<../sops/sop-003-card refunds.md#x>)", "[a](<../sops/sop-012-card refunds.md#x>)"),
        ("[a](/sops/sop-003-card%20refunds.md)", "[a](/sops/sop-012-card%20refunds.md)"),
        (
            "[r]: ../sops/sop-003-card%20refunds.md 't'\n",
            "[r]: ../sops/sop-012-card%20refunds.md 't'\n",
        ),
        ("[a](..%2Fsops%2Fx.md) sop-003-card", "[a](..%2Fsops%2Fx.md) sop-003-card"),
        ("[a](sop-003-card%20refunds.md)", "[a](sop-003-card%20refunds.md)"),
        ("[a](https://x.example/SOP-003)", "[a](https://x.example/SOP-003)"),
    ] {
        assert_eq!(body(before), after);
    }
}

#[test]
fn what_was_said_before_and_code_stay_and_are_listed() {
    let library = library(&[
        ("sop-003.md", "+++\nid = \"SOP-003\"\n+++\n"),
        (
            "wi.md",
            "+++\nid = \"WI-001\"\nchange_reason = \"Split from SOP-003\"\n+++\n# Pay\n\n```sh\nrun SOP-003\n```\n\n## Change history\n\n- 1.1: after SOP-003\n\n## Steps\n\n1. See SOP-003.\n",
        ),
    ]);
    let report = renumbered(&library, "sop-003.md", None, &[]).unwrap();
    assert_eq!(report.new.as_str(), "SOP-004");
    assert_eq!(
        left(&report),
        [
            ("wi.md".to_owned(), 3, Why::Field),
            ("wi.md".to_owned(), 8, Why::Code),
            ("wi.md".to_owned(), 13, Why::History),
        ]
    );
    let (_, text) = &texts(&report)[1];
    assert_eq!(text.matches("SOP-004").count(), 1, "{text}");
    assert!(text.ends_with("1. See SOP-004.\n"));
}

#[test]
fn of_two_documents_with_one_number_only_links_say_which_is_meant() {
    let library = library(&[
        ("sops/sop-003-cash.md", "+++\nid = \"SOP-003\"\n+++\n# Cash\n"),
        ("sops/sop-003-refunds.md", "+++\nid = \"SOP-003\"\n+++\n# Refunds, SOP-003\n"),
        (
            "wi.md",
            "+++\nid = \"WI-001\"\nimplements = [\"SOP-003\"]\n+++\nSOP-003, [it](sops/sop-003-refunds.md)\n",
        ),
    ]);
    let report = renumbered(&library, "sops/sop-003-refunds.md", None, &[]).unwrap();
    let texts = texts(&report);
    assert_eq!(texts.len(), 2);
    assert!(texts[0].1.ends_with("# Refunds, SOP-004\n"));
    assert!(texts[1].1.ends_with("SOP-003, [it](sops/sop-004-refunds.md)\n"));
    let left = left(&report);
    assert_eq!(left, [("wi.md".to_owned(), 3, Why::Shared), ("wi.md".to_owned(), 5, Why::Shared)]);
}

#[test]
fn settings_change_where_they_name_the_very_file() {
    let library = library(&[("docs/sop-003-a.md", "+++\nid = \"SOP-003\"\n+++\n")]);
    let around = |path: &str, folder: &str, text: &str| Around {
        path: RepoPath::new(path).unwrap(),
        text: text.to_owned(),
        kind: AroundKind::Settings { folder: folder.to_owned() },
    };
    let files = [
        around("docs/sopctl.toml", "docs", "paths = [\"sop-003-a.md\", \"sop-003-*\"] # SOP-003\n"),
        around("CODEOWNERS", "", "/docs/sop-003-a.md @ana\nx/docs/sop-003-a.md.bak @ben\n"),
        around("other", "", "nothing\n"),
    ];
    let report = renumbered(&library, "docs/sop-003-a.md", None, &files).unwrap();
    let texts = texts(&report);
    assert_eq!(texts[1].1, "paths = [\"sop-004-a.md\", \"sop-003-*\"] # SOP-003\n");
    assert_eq!(texts[2].1, "/docs/sop-004-a.md @ana\nx/docs/sop-003-a.md.bak @ben\n");
    assert_eq!(texts.len(), 3);
    let lines: Vec<usize> = left(&report).into_iter().map(|(_, line, _)| line).collect();
    assert_eq!(lines, [1, 1, 2]);
}

#[test]
fn an_approval_of_the_text_as_it_was_is_said_to_be_open() {
    let text = "+++\nid = \"WI-001\"\napproved_text = \"TEXT\"\n+++\n\n1. See SOP-003.\n";
    let fingerprint = Document::read(text.to_owned(), Profile::sopctl()).fingerprint();
    let approved = text.replace("TEXT", &fingerprint.to_string());
    let library =
        library(&[("sop-003.md", "+++\nid = \"SOP-003\"\n+++\n"), ("wi.md", approved.as_str())]);
    let report = renumbered(&library, "sop-003.md", None, &[]).unwrap();
    let unsettled: Vec<_> = report.unsettled.iter().map(|u| (u.name.as_str(), u.record)).collect();
    assert_eq!(unsettled, [("WI-001", "approval")]);
    assert!(texts(&report)[1].1.contains(&fingerprint.to_string()));
}

#[test]
fn a_number_that_cannot_be_its_own_is_refused() {
    let library = library(&[
        ("a.md", "+++\nid = \"SOP-001\"\n+++\n"),
        ("b.md", "+++\nid = \"SOP-002\"\n+++\n"),
        ("c.md", "# Without\n"),
    ]);
    let said = |path: &str, new: Option<&str>| {
        renumbered(&library, path, new, &[]).unwrap_err().to_string()
    };
    assert_eq!(
        said("a.md", Some("sop-002")),
        "sop-002 is no number for a document of that type, which look like SOP-{n:03}"
    );
    assert_eq!(said("a.md", Some("SOP-002")), "SOP-002 is the number of b.md");
    assert_eq!(said("a.md", Some("SOP-001")), "the number is SOP-001 already");
    assert_eq!(
        said("a.md", Some("WI-009")),
        "WI-009 is no number for a document of that type, which look like SOP-{n:03}"
    );
    assert_eq!(said("c.md", None), "c.md has no number to change");
    assert!(said("a.md", Some("SOP")).contains("has no number"));
}
