//! What the front matter says, against the library around it.

use super::*;

/// The front matter of an effective document, with more fields.
fn effective(id: &str, kind: &str, more: &str) -> String {
    format!(
        "+++\nid = \"{id}\"\ntitle = \"Till\"\ntype = \"{kind}\"\nversion = \"1.0\"\n\
         status = \"effective\"\nowner = \"@shop\"\napproved_by = [\"@lead\"]\n\
         approved_on = 2026-01-10\neffective_date = 2026-01-15\n{more}+++\n\n# Till\n"
    )
}

/// The same of a draft.
fn draft(id: &str, kind: &str, more: &str) -> String {
    format!(
        "+++\nid = \"{id}\"\ntitle = \"Till\"\ntype = \"{kind}\"\nstatus = \"draft\"\n\
         owner = \"@shop\"\n{more}+++\n\n# Till\n"
    )
}

/// `path: severity message (help)` of the findings of one rule.
fn found(rule: &str, config: &str, files: &[(&str, &str)]) -> Vec<String> {
    let report = checked(&library(files), config);
    let of_rule = report.findings.iter().filter(|finding| finding.rule == rule);
    of_rule
        .map(|finding| {
            let help = finding.help.as_ref().map_or("", |help| help.untrusted());
            format!(
                "{}: {} {} ({help})",
                finding.path.untrusted(),
                finding.severity.name(),
                finding.message.untrusted()
            )
        })
        .collect()
}

#[test]
fn lines_that_end_in_a_carriage_return_alone_are_told_and_nothing_else_of_the_fields() {
    let text = draft("SOP-055", "sop", "").replace('\n', "\r");
    let files = [("a.md", text.as_str())];
    assert_eq!(
        found("unparsable", "", &files),
        [
            "a.md: error a line ends in a carriage return alone, so that it and the next are read as \
          one (save the file with the line ends of Unix (LF) or Windows (CRLF))"
        ]
    );
    assert_eq!(found("missing-field", "", &files), Vec::<String>::new());
    let sound = draft("SOP-055", "sop", "").replace('\n', "\r\n");
    assert_eq!(found("unparsable", "", &[("a.md", &sound)]), Vec::<String>::new());
}

#[test]
fn a_reference_to_nothing_is_told_with_what_was_meant() {
    let files = [
        ("a.md", draft("SOP-001", "sop", "")),
        ("b.md", draft("WI-002", "sop", "implements = [\"SOP-OO1\", \"SOP-001#close\"]\n")),
        ("c.md", draft("WI-003", "sop", "related = [\"a.md\", \"https://a.example/x\"]\n")),
        ("d.md", draft("SOP-004", "sop", "supersedes = [\"QP-900\"]\n")),
    ];
    let files = files.each_ref().map(|(path, text)| (*path, text.as_str()));
    assert_eq!(
        found("dangling-reference", "", &files),
        [
            "b.md: error `implements` names SOP-OO1, which is not there (did you mean SOP-001?)",
            "b.md: error `implements` names #close, and SOP-001 has no such heading (name a \
             heading of a.md, in lower case with hyphens)",
            "c.md: error `related` names a.md, which is not there (name it by its number: SOP-001)",
            "d.md: warning `supersedes` names QP-900, which is not there (name a document of this \
             library by its number, or take the entry out)",
        ]
    );
}

#[test]
fn what_is_in_force_rests_on_nothing_that_is_not() {
    let retired = effective("SOP-001", "sop", "superseded_by = [\"SOP-005\"]\n")
        .replace("effective\"", "superseded\"");
    let files = [
        ("a.md", retired),
        ("b.md", draft("SOP-002", "sop", "")),
        ("c.md", effective("WI-003", "sop", "implements = [\"SOP-001\", \"SOP-002\"]\n")),
        ("d.md", draft("WI-004", "sop", "implements = [\"SOP-002\"]\nrelated = [\"SOP-001\"]\n")),
        ("e.md", effective("SOP-005", "sop", "supersedes = [\"SOP-001\"]\n")),
    ];
    let files = files.each_ref().map(|(path, text)| (*path, text.as_str()));
    assert_eq!(
        found("reference-to-inactive", "", &files),
        [
            "c.md: warning `implements` names SOP-001, which is superseded (name SOP-005 instead)",
            "c.md: warning `implements` names SOP-002, which is a draft (bring SOP-002 into force \
             first, or take the entry out)",
            "d.md: suggestion `related` names SOP-001, which is superseded (name SOP-005 instead)",
        ]
    );
}

#[test]
fn a_step_sends_nobody_to_what_is_out_of_use() {
    let retired = effective("WI-001", "work-instruction", "").replace("effective\"", "retired\"");
    let steps = "\n## Steps\n\n1. Count the cash as WI-001 says.\n2. See WI-001 again.\n\n\
                 ## References\n\nWI-001 was used until 2026.\n";
    let naming = |more: &str| effective("SOP-002", "sop", more) + steps;
    let (silent, listed) = (naming(""), naming("supersedes = [\"WI-001\"]\n"));
    let found = |text: &str| {
        found("reference-to-inactive", "", &[("a.md", retired.as_str()), ("b.md", text)])
    };
    assert_eq!(
        found(&silent),
        ["b.md: warning a step names WI-001, which is retired (name what replaces WI-001, or \
             take it out)"]
    );
    assert_eq!(found(&listed), [""; 0]);
    let references = silent.replace("## Steps", "## Scope").replace("as WI-001 says", "");
    assert_eq!(found(&references.replace("2. See WI-001 again.\n", "")), [""; 0]);
}

#[test]
fn a_circle_is_told_at_each_of_its_documents_with_the_way() {
    let files = [
        ("a.md", draft("SOP-001", "sop", "implements = [\"SOP-002\"]\n")),
        ("b.md", draft("SOP-002", "sop", "implements = [\"SOP-003\"]\n")),
        ("c.md", draft("SOP-003", "sop", "implements = [\"SOP-001\"]\n")),
        ("d.md", draft("SOP-004", "sop", "implements = [\"SOP-001\"]\nsupersedes = \"SOP-004\"\n")),
    ];
    let files = files.each_ref().map(|(path, text)| (*path, text.as_str()));
    let told = found("circular-reference", "", &files);
    assert_eq!(told.len(), 4, "{told:?}");
    assert!(
        told[0].starts_with(
            "a.md: error `implements` leads back to this document: \
             SOP-001 → SOP-002 → SOP-003 → SOP-001"
        ),
        "{told:?}"
    );
    assert!(told[3].starts_with("d.md: error `supersedes` names the document itself"), "{told:?}");
}

#[test]
fn what_replaces_what_is_one_circle_whichever_side_says_so() {
    let pair = [
        ("a.md", draft("SOP-001", "sop", "supersedes = [\"SOP-002\"]\n")),
        ("b.md", draft("SOP-002", "sop", "superseded_by = [\"SOP-001\"]\n")),
    ];
    let pair = pair.each_ref().map(|(path, text)| (*path, text.as_str()));
    assert_eq!(found("circular-reference", "", &pair), [""; 0]);
    let mixed = [
        ("a.md", draft("SOP-001", "sop", "supersedes = [\"SOP-002\"]\n")),
        ("b.md", draft("SOP-002", "sop", "supersedes = [\"SOP-003\"]\n")),
        ("c.md", draft("SOP-003", "sop", "")),
        (
            "d.md",
            draft("SOP-004", "sop", "supersedes = [\"SOP-001\"]\nsuperseded_by = [\"SOP-003\"]\n"),
        ),
    ];
    let mixed = mixed.each_ref().map(|(path, text)| (*path, text.as_str()));
    let told = found("circular-reference", "", &mixed);
    assert_eq!(told.len(), 4, "{told:?}");
    assert!(told[0].contains("SOP-001 → SOP-002 → SOP-003 → SOP-004 → SOP-001"), "{told:?}");
    assert!(told[3].contains("`superseded_by` leads back to this document"), "{told:?}");
}

#[test]
fn an_approval_that_is_missing_is_a_warning_and_where_it_is_regulated_an_error() {
    let bare = effective("SOP-001", "sop", "")
        .replace("approved_by = [\"@lead\"]\n", "")
        .replace("approved_on = 2026-01-10\n", "");
    let told = found("effective-without-approval", "", &[("a.md", &bare)]);
    assert_eq!(told.len(), 1);
    assert!(told[0].contains("warning in force without a recorded approval"), "{told:?}");
    let regulated = "[check]\nruleset = \"regulated\"\n";
    let told = found("effective-without-approval", regulated, &[("a.md", &bare)]);
    assert!(told[0].contains("error in force without"), "{told:?}");
    assert_eq!(found("missing-field", "", &[("a.md", &bare)]), [""; 0]);
}

#[test]
fn everybody_who_must_approve_has() {
    let approvers = effective("SOP-001", "sop", "approvers = [\"@lead\", \"@qa\"]\n");
    let told = found("effective-without-approval", "", &[("a.md", &approvers)]);
    assert_eq!(told.len(), 1);
    assert!(told[0].contains("without the approval of @qa, who must"), "{told:?}");
    let team = "[teams.\"@qa\"]\nmembers = [\"@lead\"]\n";
    assert_eq!(found("effective-without-approval", team, &[("a.md", &approvers)]), [""; 0]);
}

#[test]
fn the_day_of_approval_may_be_the_day_of_effect() {
    for (effect, count) in [("2026-01-09", 1), ("2026-01-10", 0), ("2026-01-11", 0)] {
        let text = effective("SOP-001", "sop", "").replace("2026-01-15", effect);
        let told = found("effective-before-approval", "", &[("a.md", &text)]);
        assert_eq!(told.len(), count, "{effect}");
    }
}

#[test]
fn layout_is_no_change_after_approval() {
    let text = effective("SOP-001", "sop", "");
    let fingerprint = library(&[("a.md", &text)]).members[0].document.fingerprint();
    let approved = effective("SOP-001", "sop", &format!("approved_text = \"{fingerprint}\"\n"));
    let laid_out = approved.replace("# Till\n", "Till\n====\n");
    let reworded = approved.replace("# Till", "# The till");
    assert_eq!(found("changed-after-approval", "", &[("a.md", &laid_out)]), [""; 0]);
    let told = found("changed-after-approval", "", &[("a.md", &reworded)]);
    assert!(told[0].contains("the text has changed since it was approved"), "{told:?}");
    let in_work = reworded.replace("\"effective\"", "\"draft\"");
    assert_eq!(found("changed-after-approval", "", &[("a.md", &in_work)]), [""; 0]);
}

#[test]
fn a_reason_is_that_of_its_version() {
    let version = |version: &str, reason: &str| {
        draft("SOP-001", "sop", &format!("version = \"{version}\"\nchange_reason = \"{reason}\"\n"))
    };
    let count = |old: &str, new: &str| {
        let report = checked_since(&library(&[("old.md", old)]), &library(&[("a.md", new)]), "");
        report.findings.iter().filter(|found| found.rule == "change-reason-unchanged").count()
    };
    assert_eq!(count(&version("1.0", "First"), &version("1.1", "First")), 1);
    assert_eq!(count(&version("1.0", "First"), &version("1.1", "Second")), 0);
    assert_eq!(count(&version("1.0", "First"), &version("1.0", "First")), 0);
    assert_eq!(count(&version("1.1", "First"), &version("1.0", "First")), 0);
}

#[test]
fn a_version_is_written_by_the_scheme() {
    let text = draft("SOP-001", "sop", "version = \"v2.1\"\n");
    let told = found("version-format", "", &[("a.md", &text)]);
    assert_eq!(
        told,
        ["a.md: error `version`: \"v2.1\" is not two numbers, as in `2.1` (write 2.1)"]
    );
    let letters = "[versions]\nscheme = \"letter\"\n";
    assert_eq!(found("version-format", letters, &[("a.md", &text)]).len(), 1);
    let unconfigured = judged(&library(&[("a.md", &text)]), None, &[], FailOn::Error);
    assert!(unconfigured.findings.iter().all(|finding| finding.rule != "version-format"));
}

#[test]
fn the_interval_of_a_type_is_told_once() {
    let config = "[types.sop]\nreview_interval = \"5 years\"\n";
    let files = [
        ("a.md", draft("SOP-001", "sop", "review_interval = \"36 months\"\n")),
        ("b.md", draft("SOP-002", "sop", "")),
        ("c.md", draft("SOP-003", "sop", "")),
        ("d.md", draft("SOP-004", "sop", "review_interval = \"48 months\"\n")),
    ];
    let files = files.each_ref().map(|(path, text)| (*path, text.as_str()));
    let told = found("review-interval-too-long", config, &files);
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told[0].starts_with("b.md: warning documents of type sop are reviewed"), "{told:?}");
    assert!(told[1].starts_with("d.md: warning `review_interval` is 48 months"), "{told:?}");
}

#[test]
fn a_type_is_declared_where_types_are() {
    let text = draft("RB-001", "runbok", "");
    let declared = "[types.runbook]\nkind = \"work-instruction\"\nprefix = \"RB\"\n";
    let told = found("unknown-type", declared, &[("a.md", &text)]);
    assert_eq!(told, ["a.md: error there is no type \"runbok\" (did you mean `runbook`?)"]);
    let unconfigured = judged(&library(&[("a.md", &text)]), None, &[], FailOn::Error);
    assert!(unconfigured.findings.iter().all(|finding| finding.rule != "unknown-type"));
}

#[test]
fn only_a_folder_that_somebody_said_binds_a_type() {
    let text = draft("SOP-001", "sop", "");
    assert_eq!(found("wrong-folder", "", &[("docs/a.md", &text)]), [""; 0]);
    let said = "[types.sop]\nfolder = \"sops\"\n";
    let told = found("wrong-folder", said, &[("docs/a.md", &text), ("sops/till/b.md", &text)]);
    assert_eq!(
        told,
        [
            "docs/a.md: warning this document of type sop stands in docs, not in sops (move it below \
          sops, or give it the type of its folder)"
        ]
    );
    let over = text.replace("\"draft\"", "\"retired\"");
    assert_eq!(found("wrong-folder", said, &[("archive/a.md", &over)]), [""; 0]);
}

#[test]
fn what_is_watched_is_there() {
    let watching = |entry: &str| draft("SOP-001", "sop", &format!("watches = [\"{entry}\"]\n"));
    let told = |entry: &str| {
        let text = watching(entry);
        found("watched-path-missing", "", &[("a.md", &text), ("infra/crm/main.tf", "x")])
    };
    assert_eq!(told("infra/**/*.tf"), [""; 0]);
    let missing = told("infra/erp/**");
    assert_eq!(missing.len(), 1);
    assert!(missing[0].contains("describes infra/erp/**, which is not there"), "{missing:?}");
}

#[test]
fn a_secret_is_told_and_never_repeated() {
    let password = "Kx7-plum9";
    let text = format!("{SOUND}\nLog in with password: {password}\n");
    let report = checked(&library(&[("a.md", &text)]), "");
    assert_eq!(told(&report).len(), 1);
    assert!(told(&report)[0].starts_with("a.md:11:23 error secret-in-document: a password"));
    for format in [Format::Json, Format::Sarif, Format::Text, Format::Gitlab, Format::Csv] {
        let shown = crate::render::render(&report, format, PAGE).unwrap();
        assert!(!shown.contains(password), "{shown}");
    }
}

#[test]
fn a_fingerprint_is_one_or_of_a_later_form() {
    for (written, count) in [
        ("1:9f2c41d07ab3e5f6a1b2c3d4e5f60718", 0),
        ("2:something-new", 0),
        ("1:9f2c41d0", 1),
        ("approved", 1),
    ] {
        let text = draft("SOP-001", "sop", &format!("approved_text = \"{written}\"\n"));
        let told = found("invalid-field", "", &[("a.md", &text)]);
        assert_eq!(told.len(), count, "{written}");
    }
}

#[test]
fn a_walkthrough_is_outdated_when_its_document_changed_or_is_gone() {
    let text = draft("WI-001", "work-instruction", "");
    let record = |id: &str, fingerprint: &str| {
        format!(
            "{{ \"schema\": \"sopctl.walkthrough-manifest.v1\", \"document\": {{ \"id\": \"{id}\", \
             \"path\": \"a.md\", \"version\": \"1.0\", \"fingerprint\": \"{fingerprint}\" }}, \
             \"files\": [] }}"
        )
    };
    let of_now = library(&[("a.md", &text)]).members[0].document.fingerprint().to_string();
    let other = "1:00000000000000000000000000000000";
    let judged = |id: &str, fingerprint: &str| {
        let record = record(id, fingerprint);
        found(
            "walkthrough-outdated",
            "",
            &[("a.md", &text), ("walkthroughs/WI-001/manifest.json", &record)],
        )
    };
    assert_eq!(judged("WI-001", &of_now), [""; 0]);
    assert_eq!(
        judged("WI-001", other),
        ["a.md: warning walkthroughs/WI-001 shows the text of version 1.0, and the document \
             has changed in substance since (make it anew: sopctl walkthrough WI-001)"]
    );
    assert_eq!(
        judged("WI-009", &of_now),
        ["walkthroughs/WI-001/manifest.json: warning walkthroughs/WI-001 shows WI-009, and \
             there is no such document any more (take the folder away, or give the document its \
             number back)"]
    );
}
