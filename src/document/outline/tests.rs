use std::fs;
use std::path::Path;

use proptest::prelude::*;

use super::*;
use crate::document::Document;
use crate::document::profile::Profile;

fn outline(body: &str, reading: Reading) -> Outline {
    Outline::read(body, None, reading, Language::english())
}

fn line(step: &Unit) -> String {
    format!("{} {}", step.number.as_deref().unwrap_or("-"), step.text)
}

fn steps(body: &str, reading: Reading) -> Vec<String> {
    let outline = outline(body, reading);
    outline.units.iter().filter(|unit| unit.kind == UnitKind::Step).map(line).collect()
}

/// Each `NAME.md` in `tests/outlines` has its top-level steps in `NAME.steps`, one a line.
#[test]
fn documents_of_every_shape_have_the_steps_that_a_reader_sees() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/outlines");
    let mut wrong = Vec::new();
    let mut count = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "md") {
            continue;
        }
        count += 1;
        let expected = fs::read_to_string(path.with_extension("steps")).unwrap();
        let document = Document::read(fs::read_to_string(&path).unwrap(), Profile::sopctl());
        let outline = document.outline();
        let found: Vec<String> = outline.top_level_steps().map(line).collect();
        if found != expected.lines().collect::<Vec<_>>() {
            wrong.push(format!("{}\n{found:#?}\n{:#?}", path.display(), outline.candidates));
        }
    }
    assert!(count >= 50, "only {count} documents");
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn sub_steps_nest_and_carry_the_number_of_their_step() {
    let body = "# Till\n\n## Steps\n\n1. Open **Cash**.\n   1. Turn the key.\n2. Count the notes.\n\n   The drawer must be shut.\n";
    assert_eq!(
        steps(body, Reading::Procedure),
        ["1 Open Cash.", "1.1 Turn the key.", "2 Count the notes."]
    );
    let outline = outline(body, Reading::Procedure);
    assert_eq!(outline.top_level_steps().count(), 2);
    let last = outline.units.last().unwrap();
    assert_eq!(
        (last.kind, last.parent, outline.section_title(last)),
        (UnitKind::Statement, Some(2), Some("Steps"))
    );
}

#[test]
fn what_stands_below_a_heading_that_is_a_step_belongs_to_it() {
    let body = "## Step 1: Open the till\n\nTurn the key.\n\n1. To the left.\n\n## Step 2: Count\n\nTwice.\n";
    let outline = outline(body, Reading::Procedure);
    let found: Vec<_> = outline.units.iter().map(|unit| (unit.kind, unit.parent)).collect();
    let (step, text) = (UnitKind::Step, UnitKind::Paragraph);
    assert_eq!(
        found,
        [(step, None), (text, Some(0)), (text, Some(0)), (step, None), (text, Some(3))]
    );
    assert!(outline.is_heading(&outline.units[0]) && !outline.is_heading(&outline.units[1]));
}

#[test]
fn an_expected_result_is_known_by_its_label() {
    let outline = outline(
        "1. Open the till.\n\n   Expected result: the drawer must be open.\n",
        Reading::Procedure,
    );
    assert_eq!(outline.units[1].kind, UnitKind::ExpectedResult);
    assert_eq!(outline.units[1].parent, Some(0));
}

#[test]
fn the_marks_of_a_row_stand_where_its_words_do() {
    let outline =
        outline("| a | b | c |\n|---|---|---|\n| x | **y** | see `z` |\n", Reading::Untyped);
    let row = &outline.units[1];
    let marked: Vec<_> = row.marks.iter().map(|mark| &row.text[mark.start..mark.end]).collect();
    assert_eq!((row.text.as_str(), marked), ("x | y | see z", vec!["y", "z"]));
}

#[test]
fn markup_is_kept_as_text_that_can_change() {
    let outline =
        outline("{% if shop %}\n1. Open the till.\n{% endif %}\n2. Count.\n", Reading::Procedure);
    let found: Vec<_> = outline.units.iter().map(|unit| (unit.kind, unit.text.as_str())).collect();
    assert_eq!(
        found,
        [
            (UnitKind::Paragraph, "{% if shop %}"),
            (UnitKind::Step, "Open the till."),
            (UnitKind::Paragraph, "{% endif %}"),
            (UnitKind::Step, "Count."),
        ]
    );
}

#[test]
fn every_verdict_has_its_reasons() {
    let outline = outline("## Steps\n\n1. Open the till.\n2. Count.\n", Reading::Untyped);
    for candidate in &outline.candidates {
        let sum: i32 = candidate.points.iter().map(|point| point.points).sum();
        assert_eq!(sum, candidate.total, "{candidate:?}");
    }
    assert_eq!(outline.candidates.iter().filter(|candidate| candidate.chosen).count(), 1);
}

#[test]
fn what_cannot_be_read_as_meant_is_told() {
    let kinds = |body: &str| -> Vec<RemarkKind> {
        outline(body, Reading::Untyped).remarks.iter().map(|remark| remark.kind).collect()
    };
    assert_eq!(kinds("a\rb\r\n"), [RemarkKind::LoneCarriageReturn]);
    assert_eq!(kinds("a\r\n\r\n```sh\r\nb\r\n"), [RemarkKind::UnclosedCode]);
    assert_eq!(kinds(&format!("{}x", "- ".repeat(80))), [RemarkKind::NestedTooDeep]);
    assert_eq!(kinds("# a\n\n```\nb\n```\n"), []);
}

#[test]
fn depth_of_nesting_is_bounded() {
    let outline = outline(&format!("{}x", "1. ".repeat(5_000)), Reading::Procedure);
    assert!(outline.units.iter().all(|unit| unit.depth < MOST_NESTED));
}

/// Lines that procedures are made of, and lines that break them.
fn line_of_a_document() -> impl Strategy<Value = String> {
    let start = prop_oneof![
        Just(""),
        Just("# "),
        Just("## "),
        Just("1. "),
        Just("2. "),
        Just("- "),
        Just("- [ ] "),
        Just("a. "),
        Just("i. "),
        Just("Step 1: "),
        Just("**1. "),
        Just("1.1 "),
        Just("> "),
        Just("> [!NOTE] "),
        Just("| 1 | "),
        Just("!!! danger "),
        Just("=== \""),
        Just(":::note "),
        Just(":::"),
        Just("<details>"),
        Just("</details>"),
        Just("<!-- "),
        Just("-->"),
        Just("{% note %}"),
        Just("{% endnote %}"),
        Just("{{ "),
        Just("```"),
        Just("|---|---|"),
    ];
    let rest = prop_oneof![
        Just(""),
        Just("Open the till"),
        Just("procedure"),
        Just("é\u{301}\u{200b}"),
        Just("**bold** `code`"),
        Just("a\rb"),
        Just("must"),
        Just("~~"),
        Just("| x |"),
    ];
    ("[ \t]{0,9}", start, rest).prop_map(|(indent, start, rest)| format!("{indent}{start}{rest}"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_document_has_an_outline_that_holds_together(
        lines in prop::collection::vec(line_of_a_document(), 0..24),
        ending in prop_oneof![Just("\n"), Just("\r\n")],
    ) {
        let body = lines.join(ending);
        for reading in [Reading::Procedure, Reading::Policy, Reading::Untyped] {
            let outline = outline(&body, reading);
            for (index, unit) in outline.units.iter().enumerate() {
                prop_assert!(body.get(unit.span.start..unit.span.end).is_some(), "{unit:?}");
                prop_assert!(unit.parent.is_none_or(|parent| parent < index));
                prop_assert!(unit.section.is_none_or(|section| section < outline.sections.len()));
                prop_assert!(unit.depth < MOST_NESTED);
                for mark in &unit.marks {
                    prop_assert!(unit.text.get(mark.start..mark.end).is_some(), "{unit:?}");
                }
            }
            for (index, section) in outline.sections.iter().enumerate() {
                prop_assert!(body.get(section.span.start..section.span.end).is_some());
                prop_assert!(section.parent.is_none_or(|parent| parent < index));
            }
            let places: Vec<usize> =
                outline.top_level_steps().map(|step| step.span.start).collect();
            prop_assert!(places.is_sorted(), "{places:?}");
            prop_assert!(reading != Reading::Policy || places.is_empty());
            for remark in &outline.remarks {
                prop_assert!(body.get(remark.span.start..remark.span.end).is_some());
            }
        }
    }

    #[test]
    fn any_text_has_an_outline(body in "\\PC{0,200}") {
        let _ = outline(&body, Reading::Untyped);
    }
}

#[test]
fn in_a_language_without_word_lists_the_longest_ordered_list_is_the_steps() {
    let steps = |body: &str| -> Vec<String> {
        let outline = outline(body, Reading::ProcedureUnread);
        let steps = outline.units.iter().filter(|unit| unit.kind == UnitKind::Step);
        steps.filter_map(|step| step.number.clone()).collect()
    };
    let german = "# Kasse schliessen\n\n## Begriffe\n\n1. Lade: Fach der Kasse.\n2. Beleg: Papier.\n\n\
                  ## Ablauf\n\n1. Die Lade leeren.\n2. Das Geld z\u{e4}hlen.\n   1. Die Scheine.\n   2. Die M\u{fc}nzen.\n\
                  3. Die Kasse sperren.\n\n> 1. Nie\n> 2. allein\n> 3. z\u{e4}hlen\n> 4. lassen\n";
    assert_eq!(steps(german), ["1", "2", "2.1", "2.2", "3"]);
    let japanese = "# レジ締め\n\n## 手順\n\n1. 引き出しを空にする。\n2. 現金を数える。\n3. レジを施錠する。\n";
    assert_eq!(steps(japanese), ["1", "2", "3"]);
    assert_eq!(steps("# Ablage\n\n- Ordner\n- Regal\n"), Vec::<String>::new());
}

#[test]
fn the_marker_of_a_box_is_no_text_and_its_title_is() {
    let units = |body: &str| -> Vec<(UnitKind, String)> {
        let outline = outline(body, Reading::Untyped);
        outline.units.into_iter().map(|unit| (unit.kind, unit.text)).collect()
    };
    let warning = |words: &str| (UnitKind::Warning, words.to_owned());
    assert_eq!(units("!!! warning\n    Hot.\n"), [warning("Hot.")]);
    assert_eq!(units("!!! warning \"Mind\"\n    Hot.\n"), [warning("Mind"), warning("Hot.")]);
    assert_eq!(units("???+ warning \"Mind\"\n    Hot.\n"), [warning("Mind"), warning("Hot.")]);
    assert_eq!(units(":::warning[Mind]\nHot.\n:::\n"), [warning("Mind"), warning("Hot.")]);
    assert_eq!(units(":::warning\nHot.\n:::\n"), [warning("Hot.")]);
}

#[test]
fn read_in_two_ways_at_once_is_read_twice() {
    let numbered = "# Refunds\n\n1. Ask for the receipt.\n2. Pay.\n\n- Cash\n- Card\n";
    let heading = "# Till\n\n## Steps\n\n### Count\n\nCount it.\n\n### Lock\n\n1. Lock it.\n";
    let mut other_steps = 0;
    for body in [numbered, heading, "# Words\n\n1. till: a box\n2. float: its cash\n"] {
        for reading in [Reading::Procedure, Reading::ProcedureUnread, Reading::Policy] {
            let both = [reading, Reading::Untyped];
            let (typed, untyped) = Outline::read_both(body, None, both, Language::english());
            assert_eq!(typed, outline(body, reading));
            other_steps += usize::from(untyped.is_some());
            let untyped = untyped.unwrap_or(typed);
            let alone = outline(body, Reading::Untyped);
            assert_eq!(
                (untyped.sections, untyped.units, untyped.remarks),
                (alone.sections, alone.units, alone.remarks)
            );
        }
    }
    assert!(other_steps > 0, "some are read otherwise");
}
