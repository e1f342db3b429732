use super::links::Saying;
use super::*;
use crate::calendar::{Date, TimeZone};
use crate::config::Config;
use crate::document::profile::Profile;
use crate::render::{Colour, Page, render};

/// Front matter and body of a document in force.
fn text(id: &str, title: &str, more: &str, body: &str) -> String {
    let document_type = match id.split('-').next() {
        Some("POL") => "policy",
        Some("SOP") => "sop",
        _ => "work-instruction",
    };
    let status = if more.contains("status") { "" } else { "status = \"effective\"\n" };
    format!(
        "+++\nid = \"{id}\"\ntitle = \"{title}\"\ntype = \"{document_type}\"\n{status}owner = \"@shop\"\n{more}+++\n\n{body}"
    )
}

/// Stages with steps, each by its heading and its first step.
fn stages(all: &[(&str, &str)]) -> String {
    let stage = |(title, step): &(&str, &str)| {
        format!("### {title}\n\n1. The clerk opens the order.\n2. The clerk {step}.\n\n")
    };
    format!("## Procedure\n\n{}", all.iter().map(stage).collect::<String>())
}

fn asked(files: &[(&str, String)], config: &str, selection: &Selection, fails: bool) -> Coverage {
    let files: Vec<(&str, &str)> =
        files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let library = Library::of_texts(Profile::sopctl(), &files);
    let config = match config {
        "" => Config::default(),
        text => Config::read(text).unwrap(),
    };
    let as_of = AsOf { day: Date::new(2026, 11, 22).unwrap(), zone: TimeZone::utc() };
    let context = Context::outside_git(as_of.day);
    let request = Request {
        config: &config,
        as_of: &as_of,
        selection,
        extent: Extent::Map,
        fail_on_gaps: fails,
    };
    coverage(&library, &request, context)
}

fn of(files: &[(&str, String)]) -> Coverage {
    asked(files, "", &Selection::default(), false)
}

fn rendered(coverage: &Coverage, format: Format) -> String {
    render(coverage, format, Page { width: 90, colour: Colour::Off }).unwrap()
}

/// A library with something of everything.
fn shop() -> Vec<(&'static str, String)> {
    let refund =
        stages(&[("Check", "reads it"), ("Approve", "asks"), ("Pay", "pays as WI-001 says")]);
    let close = stages(&[("Count", "counts"), ("Lock", "locks")]);
    let none = "no_work_instruction = { lock = \"one key\" }\n";
    vec![
        ("p/money.md", text("POL-001", "Money", "", "## Cash\n\nCash must be counted.\n")),
        ("p/travel.md", text("POL-002", "Travel", "", "")),
        ("s/refund.md", text("SOP-001", "Refund", "implements = [\"POL-001\"]\n", &refund)),
        (
            "s/close.md",
            text(
                "SOP-002",
                "Close the shop",
                &format!("implements = [\"POL-001#cash\"]\n{none}"),
                &close,
            ),
        ),
        (
            "s/open.md",
            text(
                "SOP-003",
                "Open the shop",
                "status = \"draft\"\nimplements = [\"POL-002\"]\n",
                "",
            ),
        ),
        ("s/old.md", text("SOP-004", "Old", "status = \"retired\"\n", "")),
        ("w/pay.md", text("WI-001", "Pay out", "implements = [\"SOP-001\"]\n", "")),
        ("w/count.md", text("WI-002", "Count cash", "implements = [\"SOP-002#count\"]\n", "")),
        ("w/alone.md", text("WI-003", "Sweep", "", "")),
        ("w/lost.md", text("WI-004", "Lost", "implements = [\"SOP-004\", \"SOP-099\"]\n", "")),
    ]
}

fn gaps(coverage: &Coverage) -> Vec<String> {
    let name = |index| coverage.document(index).unwrap().name().to_owned();
    coverage
        .gaps
        .iter()
        .map(|gap| format!("{} {}", name(gap.document), gap.message(&coverage.documents)))
        .collect()
}

fn ties(coverage: &Coverage) -> Vec<String> {
    let name = |index| coverage.document(index).unwrap().name().to_owned();
    let said = |tie: &Tie| format!("{} {}", name(tie.document), tie.message(&coverage.documents));
    coverage.ties.iter().map(said).collect()
}

fn snapshot(format: Format) -> String {
    let version = format!("\"version\": \"{}\"", env!("CARGO_PKG_VERSION"));
    rendered(&of(&shop()), format).replacen(&version, "\"version\": \"…\"", 1)
}

#[test]
fn a_map_as_text() {
    insta::assert_snapshot!(snapshot(Format::Text));
}

#[test]
fn a_map_as_markdown() {
    insta::assert_snapshot!(snapshot(Format::Markdown));
}

#[test]
fn a_map_as_json() {
    insta::assert_snapshot!(snapshot(Format::Json));
}

#[test]
fn a_map_as_csv() {
    insta::assert_snapshot!(snapshot(Format::Csv));
}

#[test]
fn a_map_as_mermaid() {
    insta::assert_snapshot!(snapshot(Format::Mermaid));
}

#[test]
fn a_map_as_dot() {
    insta::assert_snapshot!(snapshot(Format::Dot));
}

#[test]
fn a_map_as_svg() {
    let svg = snapshot(Format::Svg);
    let (head, rest) = svg.split_once("<style>").unwrap();
    let (_, drawing) = rest.split_once("</style>").unwrap();
    insta::assert_snapshot!(format!("{head}…{drawing}"));
}

#[test]
fn a_page_has_the_drawing_and_the_same_as_a_list() {
    let page = rendered(&of(&shop()), Format::Html);
    assert_eq!(page.matches("<svg").count(), 1);
    assert!(page.contains("THE SAME AS A LIST") && page.contains("href=\"./w/pay.md\""), "{page}");
    assert!(!page.contains("<script"), "{page}");
}

#[test]
fn a_policy_that_only_drafts_implement_has_a_gap_that_names_them() {
    let found = gaps(&of(&shop()));
    assert!(
        found.contains(&"POL-002 nothing in force carries it out yet: SOP-003 (draft)".to_owned()),
        "{found:?}"
    );
}

#[test]
fn what_a_step_names_is_placed_at_its_stage() {
    let coverage = of(&shop());
    let placed: Vec<_> = coverage
        .links
        .iter()
        .filter(|link| coverage.documents[link.upper].name() == "SOP-001")
        .map(|link| {
            (coverage.documents[link.upper].parts[link.part.unwrap()].title.clone(), link.saying)
        })
        .collect();
    assert_eq!(placed, [("Pay".to_owned(), Saying::Located)]);
}

#[test]
fn an_open_stage_is_a_gap_only_where_work_instructions_are_told_by_stage() {
    let body = stages(&[("Count", "counts"), ("Lock", "locks")]);
    let sop = ("s.md", text("SOP-1", "Close", "", &body));
    let wi = |reference: &str| {
        ("w.md", text("WI-1", "Count", &format!("implements = [\"{reference}\"]\n"), ""))
    };
    assert_eq!(
        gaps(&of(&[sop.clone(), wi("SOP-1#count")])),
        ["SOP-1 no work instruction for Lock"]
    );
    assert!(gaps(&of(&[sop, wi("SOP-1")])).is_empty(), "the whole of it is told");
}

#[test]
fn a_reason_closes_a_gap() {
    let body = stages(&[("Count", "counts"), ("Lock", "locks")]);
    let whole = text(
        "SOP-1",
        "Close",
        "no_work_instruction = \"a child could\"\nstandalone = \"ours\"\n",
        &body,
    );
    let policy = text("POL-1", "Money", "standalone = \"a statement\"\n", "");
    let alone = text("WI-1", "Sweep", "standalone = \"for guests\"\n", "");
    let linked = text(
        "SOP-2",
        "Open",
        "implements = [\"POL-1\"]\nno_work_instruction = { lock = \"x\" }\n",
        &body,
    );
    let wi = text("WI-2", "Count", "implements = [\"SOP-2#count\"]\n", "");
    let files =
        [("p.md", policy), ("s.md", whole), ("t.md", linked), ("v.md", alone), ("w.md", wi)];
    assert_eq!(gaps(&of(&files)), Vec::<String>::new());
}

#[test]
fn nothing_is_asked_of_a_level_that_is_not_there_nor_where_nothing_is_linked() {
    let linked = [
        ("s.md", text("SOP-1", "Close", "", "")),
        ("w.md", text("WI-1", "Count", "implements = [\"SOP-1\"]\n", "")),
    ];
    assert!(gaps(&of(&linked)).is_empty(), "there are no policies");
    let unlinked =
        [("p.md", text("POL-1", "Money", "", "")), ("s.md", text("SOP-1", "Close", "", ""))];
    let coverage = asked(&unlinked, "", &Selection::default(), true);
    assert!(coverage.gaps.is_empty() && coverage.context.failed, "nothing is known, nothing clean");
    assert!(rendered(&coverage, Format::Text).contains("None of these documents says"));
}

#[test]
fn references_that_lead_nowhere_or_to_what_is_out_of_use_are_told_with_their_line() {
    let coverage = of(&shop());
    assert_eq!(
        ties(&coverage),
        [
            "WI-004 `implements` names SOP-004, which is retired",
            "WI-004 `implements` names SOP-099, which is not there",
        ]
    );
    assert_eq!(coverage.ties[0].line, Some(7));
}

#[test]
fn a_step_that_names_a_work_instruction_which_is_not_there_is_told() {
    let body = stages(&[("Count", "counts as WI-7 says"), ("Lock", "locks, see ISO-9001")]);
    let files = [
        ("s.md", text("SOP-1", "Close", "", &body)),
        ("w.md", text("WI-1", "Count", "implements = [\"SOP-1\"]\n", "")),
    ];
    assert_eq!(ties(&of(&files)), ["SOP-1 the stage \"Count\" names WI-7, which is not there"]);
}

#[test]
fn a_link_to_the_file_places_a_work_instruction_as_well() {
    let body = stages(&[("Count", "counts as [told](../w/count%20it.md#then)"), ("Lock", "locks")]);
    let files = [
        ("s/close.md", text("SOP-1", "Close", "", &body)),
        ("w/count it.md", text("WI-1", "Count", "", "")),
    ];
    let coverage = of(&files);
    assert_eq!(coverage.links.len(), 1);
    assert_eq!((coverage.links[0].part, coverage.links[0].saying), (Some(0), Saying::Named));
    assert!(gaps(&coverage).is_empty(), "it belongs to the SOP that names it");
}

#[test]
fn documents_that_carry_each_other_out_are_a_circle_and_still_in_the_map() {
    let files = [
        ("a.md", text("SOP-1", "One", "implements = [\"SOP-2\"]\n", "")),
        ("b.md", text("SOP-2", "Two", "implements = [\"SOP-1\"]\n", "")),
        ("w.md", text("WI-1", "Count", "implements = [\"SOP-1\"]\n", "")),
    ];
    let coverage = of(&files);
    assert_eq!(coverage.circles, [[0, 1]]);
    let shown = rendered(&coverage, Format::Text);
    assert!(shown.contains("SOP-1 → SOP-2 → SOP-1") && shown.contains("SOP-2  Two"), "{shown}");
}

#[test]
fn two_that_claim_one_stage_are_told_unless_its_steps_name_both() {
    let files = |step: &str| {
        let body = stages(&[("Count", step), ("Lock", "locks")]);
        let claim = "implements = [\"SOP-1#count\"]\n";
        [
            ("s.md", text("SOP-1", "Close", "no_work_instruction = { lock = \"x\" }\n", &body)),
            ("v.md", text("WI-1", "Count notes", claim, "")),
            ("w.md", text("WI-2", "Count coins", claim, "")),
        ]
    };
    let told = of(&files("counts"));
    assert_eq!(told.also.iter().map(|also| also.by.clone()).collect::<Vec<_>>(), [[1, 2]]);
    assert!(of(&files("counts by WI-1 and WI-2")).also.is_empty());
}

#[test]
fn levels_are_those_of_the_configuration_else_of_the_number_else_below_what_is_carried_out() {
    let config = "schema = 1\n[types.runbook]\nkind = 'work-instruction'\nprefix = 'RB'\n";
    let untyped = |id: &str, more: &str| format!("+++\n{id}{more}+++\n\n# It\n");
    let files = [
        ("a.md", untyped("id = 'SOP-1'\n", "")),
        ("b.md", untyped("id = 'RB-001'\ntype = 'runbook'\n", "implements = 'SOP-1'\n")),
        ("c.md", untyped("", "implements = 'SOP-1'\n")),
        ("d.md", untyped("", "")),
    ];
    let coverage = asked(&files, config, &Selection::default(), false);
    let levels: Vec<_> = coverage.documents.iter().map(|d| (d.path.as_str(), d.level)).collect();
    let (sop, wi) = (Some(DocumentKind::Sop), Some(DocumentKind::WorkInstruction));
    assert_eq!(levels, [("b.md", wi), ("a.md", sop), ("c.md", wi), ("d.md", None)]);
}

#[test]
fn a_selection_is_shown_below_what_it_carries_out() {
    let only = |selection: Selection| {
        let coverage = asked(&shop(), "", &selection, false);
        let names = |all: &BTreeSet<usize>| -> Vec<String> {
            all.iter().map(|index| coverage.documents[*index].name().to_owned()).collect()
        };
        (names(&coverage.asked), names(&coverage.shown))
    };
    let document = RepoPath::new("s/refund.md").ok();
    let (asked, shown) = only(Selection { document, ..Selection::default() });
    assert_eq!(asked, ["SOP-001", "WI-001"]);
    assert_eq!(shown, ["POL-001", "SOP-001", "WI-001"]);
    let (asked, _) = only(Selection { status: Some(Status::Retired), ..Selection::default() });
    assert_eq!(asked, ["SOP-004"]);
    let (asked, _) = only(Selection { in_force: true, ..Selection::default() });
    assert!(!asked.contains(&"SOP-003".to_owned()) && asked.len() == 8, "{asked:?}");
}

#[test]
fn a_document_is_in_force_by_its_status_and_its_effective_date() {
    let force = |fields: &str| {
        let coverage = of(&[("s.md", text("SOP-1", "Close", fields, ""))]);
        coverage.documents[0].force.words()
    };
    let said = |words: &str| Some(words.to_owned());
    assert_eq!(force("status = \"approved\"\neffective_date = 2026-11-22\n"), said("in force"));
    assert_eq!(force("effective_date = 2026-11-23\n"), said("in force from 2026-11-23"));
    assert_eq!(force("status = \"approved\"\n"), said("approved, not in force"));
    assert_eq!(force("status = \"soon\"\n"), None);
}

#[test]
fn many_documents_without_links_do_not_bury_the_map() {
    let names: Vec<String> = (0..40).map(|number| format!("w/{number}.md")).collect();
    let mut files: Vec<(&str, String)> = shop();
    for (number, name) in names.iter().enumerate() {
        files.push((name, text(&format!("WI-{}", number + 100), "Sweep", "", "")));
    }
    let coverage = of(&files);
    let shown = rendered(&coverage, Format::Text);
    assert!(
        shown.contains("WORK INSTRUCTION WITHOUT SOP 41") && shown.contains("and 29 more"),
        "{shown}"
    );
    assert!(shown.lines().count() < 70, "{shown}");
    assert_eq!(rendered(&coverage, Format::Csv).lines().count(), 50);
}
