//! Documents that belong together and do not know each other.

use super::*;

const RULES: [&str; 3] =
    ["policy-without-procedure", "sop-without-work-instruction", "work-instruction-without-sop"];

fn document(id: &str, kind: &str, more: &str, body: &str) -> String {
    format!(
        "+++\nid = \"{id}\"\ntitle = \"Till\"\ntype = \"{kind}\"\nversion = \"1.0\"\n\
         status = \"effective\"\nowner = \"@shop\"\napproved_by = [\"@lead\"]\n\
         approved_on = 2026-01-10\neffective_date = 2026-01-15\n{more}+++\n\n{body}"
    )
}

fn found(config: &str, files: &[(&str, String)]) -> Vec<String> {
    let files: Vec<(&str, &str)> =
        files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let report = checked(&library(&files), config);
    let of_rules = report.findings.iter().filter(|found| RULES.contains(&found.rule));
    of_rules
        .map(|found| format!("{}: {}", found.path.untrusted(), found.message.untrusted()))
        .collect()
}

const STAGES: &str = "# Till\n\n## Purpose\n\nThe till is closed.\n\n## Count\n\n1. The cashier counts the cash.\n\n## Bring away\n\n\
                      1. The shift lead brings the cash to the bank.\n\n## Report\n\n\
                      1. The shift lead reports the sum to the office.\n";

#[test]
fn who_implements_nothing_anywhere_has_no_map() {
    let files = [
        ("p.md", document("POL-001", "policy", "", "")),
        ("s.md", document("SOP-001", "sop", "", "")),
        ("w.md", document("WI-001", "work-instruction", "", "")),
    ];
    assert_eq!(found("", &files), [""; 0]);
}

#[test]
fn each_kind_is_told_what_it_lacks() {
    let files = [
        ("p.md", document("POL-001", "policy", "", "")),
        ("q.md", document("POL-002", "policy", "", "")),
        ("s.md", document("SOP-001", "sop", "implements = [\"POL-001\"]\n", "")),
        ("w.md", document("WI-001", "work-instruction", "", "")),
    ];
    assert_eq!(
        found("", &files),
        [
            "q.md: no document implements this policy",
            "s.md: no work instruction implements this SOP, and it does not say why",
            "w.md: this work instruction implements no SOP, and does not say why",
        ]
    );
    let regulated = "[check]\nruleset = \"regulated\"\n";
    assert_eq!(found(regulated, &files).len(), 2);
}

#[test]
fn a_reason_is_enough() {
    let files = [
        ("p.md", document("POL-001", "policy", "standalone = \"Binds by itself\"\n", "")),
        (
            "s.md",
            document("SOP-001", "sop", "no_work_instruction = \"One meeting, no tools\"\n", ""),
        ),
        (
            "t.md",
            document(
                "SOP-002",
                "sop",
                "implements = [\"SOP-001\"]\nno_work_instruction = \"Spoken\"\n",
                "",
            ),
        ),
        ("w.md", document("WI-001", "work-instruction", "standalone = \"For guests\"\n", "")),
    ];
    assert_eq!(found("", &files), [""; 0]);
}

#[test]
fn stages_that_nobody_tells_how_to_do_are_counted_in_one_message() {
    let with = |sop: &str, instruction: &str| {
        [
            ("s.md", document("SOP-001", "sop", sop, STAGES)),
            ("w.md", document("WI-001", "work-instruction", instruction, "")),
        ]
    };
    let one = with("", "implements = [\"SOP-001#count\"]\n");
    assert_eq!(
        found("", &one),
        ["s.md: 2 of 3 stages have no work instruction, and no reason: Bring away, Report"]
    );
    let reason = "[no_work_instruction]\nreport = \"One call\"\nbring-away = \"Walk\"\n";
    assert_eq!(found("", &with(reason, "implements = [\"SOP-001#count\"]\n")), [""; 0]);
    assert_eq!(found("", &with("", "implements = [\"SOP-001\"]\n")), [""; 0]);
}

#[test]
fn a_draft_may_wait_for_its_documents() {
    let drafted = |text: String| text.replace("\"effective\"", "\"draft\"");
    let files = [
        ("s.md", drafted(document("SOP-001", "sop", "", ""))),
        ("t.md", drafted(document("SOP-002", "sop", "implements = [\"SOP-001\"]\n", ""))),
        ("w.md", drafted(document("WI-001", "work-instruction", "", ""))),
    ];
    assert_eq!(found("", &files), [""; 0]);
}
