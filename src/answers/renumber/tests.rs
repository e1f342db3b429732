use crate::calendar::Date;
use crate::document::profile::Profile;
use crate::report::{Completeness, RepositoryFacts};

use super::*;

fn context() -> Context {
    Context {
        as_of: Date::new(2026, 11, 22).unwrap(),
        library: ".".to_owned(),
        time_zone: "UTC".to_owned(),
        repository: RepositoryFacts {
            head: None,
            rev: None,
            branch: None,
            on_branch: None,
            dirty: 0,
            history: Completeness::None,
        },
        profile: "sopctl".to_owned(),
        origin: None,
        doubts: Vec::new(),
        failed: false,
        fail_on: Vec::new(),
    }
}

fn renumbered(
    files: &[(&str, &str)],
    others: &[OtherFile],
    what: &str,
    new: Option<&str>,
) -> Result<Renumbering, RenumberError> {
    let library = Library::of_texts(Profile::sopctl(), files);
    let new = new.map(|new| DocumentId::new(new).unwrap());
    let member = library.at(&RepoPath::new(what).unwrap()).unwrap();
    let config = Config::default();
    let request = Request {
        member,
        new: new.as_ref(),
        held: &[],
        library: &library,
        config: &config,
        others,
    };
    renumber(&request, context())
}

fn text_of(report: &Renumbering, path: &str) -> String {
    let change = report.changeset.changes.iter().find(|change| change.path.as_str() == path);
    String::from_utf8(change.expect(path).kind.content().to_vec()).unwrap()
}

const SOP: &str = "+++\nid = \"SOP-001\"\ntitle = \"SOP-001 Refunds\"\ntype = \"sop\"\n\
                   review_note = \"SOP-001 as it was\"\n+++\n\n# SOP-001 Refunds\n\n\
                   See [above](SOP-001-refunds.md#a), sop-001 and SOP-0010.\n";

#[test]
fn a_document_its_file_and_all_references_change() {
    let wi = "---\nid: WI-001\nimplements:\n  - SOP-001#pay\nrelated: [SOP-0010]\n---\n\
              As [SOP-001](../sops/SOP-001-refunds.md \"t\") says.\n\n```\nsopctl show SOP-001\n```\n";
    let readme = OtherFile {
        path: RepoPath::new("README.md").unwrap(),
        text: "- [SOP-001](/sops/SOP-001-refunds.md)\n- <https://x.example/SOP-001>\n".to_owned(),
        kind: OtherKind::Markdown,
    };
    let baseline = OtherFile {
        path: RepoPath::new("sopctl-baseline.toml").unwrap(),
        text: "[stale.\"SOP-001/overdue/2026-08-01\"]\n# sops/SOP-001-refunds.md\n\
               [stale.\"SOP-0010/overdue/2026-08-01\"]\n"
            .to_owned(),
        kind: OtherKind::Listing,
    };
    let report = renumbered(
        &[("sops/SOP-001-refunds.md", SOP), ("wi/pay.md", wi)],
        &[readme, baseline],
        "sops/SOP-001-refunds.md",
        Some("SOP-014"),
    )
    .unwrap();
    assert_eq!(
        text_of(&report, "sops/SOP-014-refunds.md"),
        "+++\nid = \"SOP-014\"\ntitle = \"SOP-014 Refunds\"\ntype = \"sop\"\n\
         review_note = \"SOP-001 as it was\"\n+++\n\n# SOP-014 Refunds\n\n\
         See [above](SOP-014-refunds.md#a), sop-014 and SOP-0010.\n"
    );
    assert_eq!(
        text_of(&report, "wi/pay.md"),
        "---\nid: WI-001\nimplements:\n  - SOP-014#pay\nrelated: [SOP-0010]\n---\n\
         As [SOP-014](../sops/SOP-014-refunds.md \"t\") says.\n\n```\nsopctl show SOP-014\n```\n"
    );
    assert_eq!(
        text_of(&report, "README.md"),
        "- [SOP-014](/sops/SOP-014-refunds.md)\n- <https://x.example/SOP-001>\n"
    );
    assert_eq!(
        text_of(&report, "sopctl-baseline.toml"),
        "[stale.\"SOP-014/overdue/2026-08-01\"]\n# sops/SOP-014-refunds.md\n\
         [stale.\"SOP-0010/overdue/2026-08-01\"]\n"
    );
    let left: Vec<(usize, LeftWhy)> =
        report.left.iter().map(|left| (left.line, left.why)).collect();
    assert_eq!(left, [(5, LeftWhy::Record)]);
}

#[test]
fn where_two_documents_have_one_number_only_links_tell_who_is_meant() {
    let twin = SOP.replace("Refunds", "Returns");
    let wi = "+++\nid = \"WI-001\"\nimplements = [\"SOP-001\"]\n+++\n\n\
              See [it](sop-001.md) and SOP-001.\n";
    let report = renumbered(
        &[("sop-001.md", SOP), ("twin.md", &twin), ("pay.md", wi)],
        &[],
        "sop-001.md",
        None,
    )
    .unwrap();
    assert_eq!(report.new.as_str(), "SOP-002");
    assert!(text_of(&report, "sop-002.md").contains("id = \"SOP-002\""));
    assert_eq!(
        text_of(&report, "pay.md"),
        "+++\nid = \"WI-001\"\nimplements = [\"SOP-001\"]\n+++\n\n\
         See [it](sop-002.md) and SOP-001.\n"
    );
    let shared: Vec<String> = report
        .left
        .iter()
        .filter(|left| left.why == LeftWhy::Shared && left.path.as_str() == "pay.md")
        .map(|left| left.line.to_string())
        .collect();
    assert_eq!(shared, ["3", "6"]);
    assert!(report.changeset.changes.iter().all(|change| change.path.as_str() != "twin.md"));
}

#[test]
fn a_number_that_is_taken_or_of_another_type_is_refused() {
    let files = [("a.md", SOP), ("b.md", "+++\nid = \"SOP-002\"\n+++\n"), ("c.md", "# C\n")];
    let refused = |what: &str, new: &str| {
        renumbered(&files, &[], what, Some(new)).map(drop).unwrap_err().to_string()
    };
    assert_eq!(refused("a.md", "sop-002"), "sop-002 is no number of the type sop");
    assert_eq!(refused("a.md", "SOP-002"), "SOP-002 is the number of b.md");
    assert_eq!(refused("a.md", "WI-007"), "WI-007 is no number of the type sop");
    assert_eq!(refused("a.md", "SOP-001"), "a.md is SOP-001 already");
    assert_eq!(refused("c.md", "SOP-009"), "c.md has no number");
}
