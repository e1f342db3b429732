use super::*;
use crate::calendar::{Date, TimeZone};
use crate::document::profile::Profile;
use crate::render::{Colour, Page, render};

const SOP: &str = "\
+++
id = \"SOP-001\"
title = \"Close the shop\"
type = \"sop\"
version = \"2.1\"
status = \"effective\"
owner = \"@shop-leads\"
approved_by = [\"@coo\"]
approved_on = 2026-13-20
effective_date = 2026-02-01
review_interval = \"12 months\"
last_reviewed = 2026-01-10
reviewed_by = \"@ana\"
implements = [\"POL-001#cash\", \"POL-009\"]
related = [\"SOP-002\"]
reviewed_last = \"yes\"
colour = { wall = \"blue\", door = [\"red\", 7] }
+++

# Close the shop

Every till must be counted.

## Roles

| Role | Does |
|---|---|
| Team lead | counts |

## 2. Procedure

1. The Team lead opens **Cash** with `F4`.

   Expected result: the drawer is open.

   1. Turn the key.
   2. Lift the tray.

2. Open [the form](https://forms.example/till).

> [!WARNING]
> Never leave the safe open.

- [ ] Lock the door
- [ ] Set the alarm
";

const FILES: [(&str, &str); 5] = [
    ("policies/cash.md", "+++\nid = \"POL-001\"\ntitle = \"Money\"\n+++\n\n## Cash\n"),
    ("sops/a.md", SOP),
    ("sops/b.md", "+++\nid = \"SOP-002\"\ntitle = \"Open the shop\"\nrelated = \"SOP-001\"\n+++\n"),
    (
        "wi/ten.md",
        "+++\nid = \"WI-10\"\ntitle = \"Set the alarm\"\nimplements = \"SOP-001\"\n+++\n",
    ),
    (
        "wi/two.md",
        "+++\nid = \"WI-2\"\ntitle = \"Count\"\nimplements = \"SOP-001#procedure\"\n+++\n",
    ),
];

fn shown_in(files: &[(&str, &str)], path: &str, links: LinksFollowed) -> Show {
    let library = Library::of_texts(Profile::sopctl(), files);
    let as_of = AsOf { day: Date::new(2026, 11, 22).unwrap(), zone: TimeZone::utc() };
    let config = Config::default();
    let grounds = Grounds { history: None, config: &config, as_of: &as_of, links };
    let context = Context::outside_git(as_of.day);
    show(library.find(path).unwrap(), &library, grounds, context, &crate::progress::Silent).unwrap()
}

fn rendered(show: &Show, format: Format) -> String {
    render(show, format, Page { width: 80, colour: Colour::Off }).unwrap()
}

/// Without what other tests hold: the version, and the fingerprint.
fn snapshot(show: &Show, format: Format) -> String {
    let version = format!("\"version\": \"{}\"", env!("CARGO_PKG_VERSION"));
    let shown = rendered(show, format).replacen(&version, "\"version\": \"…\"", 1);
    let short = format!("1:{}", show.fingerprint.short());
    shown.replacen(&show.fingerprint.to_string(), "1:…", 1).replacen(&short, "1:…", 1)
}

fn alone(text: &str) -> Show {
    shown_in(&[("a.md", text)], "a.md", LinksFollowed::No)
}

#[test]
fn a_document_as_text() {
    let show = shown_in(&FILES, "SOP-001", LinksFollowed::InLibrary);
    insta::assert_snapshot!(snapshot(&show, Format::Text));
}

#[test]
fn a_document_as_markdown() {
    let show = shown_in(&FILES, "SOP-001", LinksFollowed::InLibrary);
    insta::assert_snapshot!(snapshot(&show, Format::Markdown));
}

#[test]
fn a_document_as_json() {
    let show = shown_in(&FILES, "SOP-001", LinksFollowed::InLibrary);
    insta::assert_snapshot!(snapshot(&show, Format::Json));
}

#[test]
fn a_file_with_nothing_in_it_is_shown_as_it_is() {
    insta::assert_snapshot!(snapshot(&alone(""), Format::Text));
}

#[test]
fn what_is_read_alone_has_links_that_nobody_followed() {
    let show = alone("+++\nid = \"WI-1\"\nimplements = [\"SOP-7\"]\n+++\n\n1. Stop.\n");
    let text = rendered(&show, Format::Text);
    assert!(text.contains("implements  SOP-7\n") && text.contains("Read alone"), "{text}");
    assert!(!text.contains("not in this library"), "{text}");
    assert!(rendered(&show, Format::Json).contains("\"found\": null"));
}

#[test]
fn text_above_the_first_heading_has_a_section_of_its_own() {
    let show = alone(
        "1. Open the till.\n2. Count the notes.\n\n## Then\n\n### Close\n\n1. Lock it.\n2. Hang up the key.\n",
    );
    let titles: Vec<_> = show.outline.iter().map(|section| section.title.as_deref()).collect();
    assert_eq!(titles, [None, Some("Then")]);
    assert_eq!((show.outline[0].line, show.outline[0].items.len()), (1, 2));
    assert_eq!(show.outline[1].sections[0].title.as_deref(), Some("Close"));
    assert_eq!((show.step_count, show.outline[1].sections[0].items.len()), (4, 2));
}

#[test]
fn steps_nested_without_end_are_shown_side_by_side_from_some_depth_on() {
    let deep: String =
        (0..300).map(|depth| format!("{}1. Open it\n", "   ".repeat(depth))).collect();
    let show = alone(&format!("## Steps\n\n{deep}2. Close it\n"));
    let text = rendered(&show, Format::Text);
    assert_eq!(text.matches("Open").count(), 300, "{text}");
    assert_eq!(rendered(&show, Format::Json).matches("\"text\": \"Open it\"").count(), 300);
}

#[test]
fn a_field_that_is_given_twice_is_shown_twice_with_its_fault() {
    let show = alone("---\ntitle: One\nowner: '@a'\ntitle: Two\n---\n");
    let told: Vec<_> = show
        .written
        .iter()
        .map(|field| (field.key.as_str(), field.at.line, field.fault.is_some()))
        .collect();
    assert_eq!(told, [("title", 2, false), ("owner", 3, false), ("title", 4, true)]);
}

#[test]
fn the_words_of_a_step_keep_their_marks() {
    let step = "1. Press **Save *now*** or `F4`, see [**this**](https://a.example/x).\n";
    let outline = outline::of(&crate::document::Document::read(
        format!("## Steps\n\n{step}2. Close it.\n"),
        Profile::sopctl(),
    ));
    let outline::Item::Step(step) = &outline[0].items[0] else { panic!("{outline:?}") };
    assert_eq!(step.targets, ["Save now", "F4", "this"]);
    assert_eq!(step.values, ["https://a.example/x"]);
}
