use super::*;
use crate::calendar::TimeZone;
use crate::document::profile::Profile;
use crate::render::{Colour, Page, render};
use crate::report::{Block, Completeness, RepositoryFacts};

const FILES: [(&str, &str); 5] = [
    (
        "sops/calls.md",
        "+++\nid = \"SOP-001\"\ntitle = \"Answer calls\"\nstatus = \"effective\"\nowner = \"@ana\"\n\
         last_reviewed = 2025-01-10\nreview_interval = \"1 year\"\n+++\n# Answer calls\n",
    ),
    (
        "sops/orders.md",
        "+++\nid = \"SOP-002\"\ntitle = \"Take orders\"\nstatus = \"effective\"\nowner = \"@ben\"\n\
         effective_date = 2025-12-10\nlast_reviewed = 2025-03-01\nreview_interval = \"1 year\"\n\
         +++\n# Take orders\n",
    ),
    ("sops/returns.md", "+++\nid = \"SOP-003\"\ntitle = \"Take back\"\nstatus = \"draft\"\n+++\n"),
    (
        "sops/terms.md",
        "+++\nid = \"POL-001\"\ntitle = \"Terms\"\nstatus = \"effective\"\nowner = \"@ana\"\n\
         review_interval = \"none\"\nreview_exempt_reason = \"fixed by law\"\n+++\n",
    ),
    (
        "sops/till.md",
        "+++\nid = \"SOP-004\"\ntitle = \"Close the till\"\nstatus = \"effective\"\n\
         last_reviewed = 2026-06-01\nnext_review = 2026-11-01\n+++\n",
    ),
];

/// The report of a library that is in no git, with a file that cannot be read.
fn report(fail_on: &[&str], baseline: Option<&str>) -> StaleReport {
    let library = Library::of_texts(Profile::sopctl(), &FILES);
    let (config, as_of) =
        (Config::default(), AsOf { day: Date::new(2026, 11, 22).unwrap(), zone: TimeZone::utc() });
    let rules = Rules { config: &config, as_of: &as_of, due_soon: config.stale.due_soon };
    let judged = |member: &Member| {
        let evidence = Evidence::default();
        let standing = standing::judge(member, &evidence, &library, rules);
        Judged {
            id: member.document.fields().id.value().map(|id| id.as_str().to_owned()),
            path: member.path.to_string(),
            called: member.name().to_owned(),
            title: member.title(),
            owner: owner_of(member, &config),
            on_desk: None,
            fields: member.document.fields().clone(),
            uncommitted: None,
            lines: places::lines(member, &standing),
            standing,
            evidence,
        }
    };
    let documents: Vec<Judged> = library.members.iter().map(judged).collect();
    let file = Unreadable { path: "sops/latin.md".to_owned(), why: "it is not UTF-8".to_owned() };
    let reason = Reason::new(ReasonCode::Unparsable, "file", file.why.clone());
    let unreadable = vec![(file, reason)];
    let baseline = baseline.map(|text| Baseline::read("accepted.toml", text, "stale").unwrap());
    let keys: Vec<String> = keyed(&documents, &unreadable).map(|(_, key)| key).collect();
    let ledger = baseline.map(|baseline| {
        Ledger::new(&baseline, keys.iter().map(String::as_str), as_of.day, Reach::Whole)
    });
    let repository = RepositoryFacts {
        head: Some("0123456789abcdef0123456789abcdef01234567".to_owned()),
        rev: None,
        branch: Some("main".to_owned()),
        on_branch: Some(true),
        dirty: 0,
        history: Completeness::Complete,
    };
    let fail_on = FailOn::read(fail_on).unwrap();
    StaleReport {
        context: Context {
            as_of: as_of.day,
            library: ".".to_owned(),
            time_zone: "UTC".to_owned(),
            repository,
            profile: "sopctl".to_owned(),
            origin: Some("https://example.org/shop/library.git".to_owned()),
            doubts: Vec::new(),
            failed: true,
            fail_on: fail_on.names().to_vec(),
        },
        in_library: documents.len() + unreadable.len(),
        documents,
        unreadable,
        ageing: None,
        considered: library.considered,
        removed: Vec::new(),
        fail_on,
        ledger,
        due_soon: config.stale.due_soon,
        scope: None,
        desk: None,
        only: Vec::new(),
        grouping: Grouping::State,
        teams: BTreeMap::new(),
        show_due_soon: false,
        explain: false,
    }
}

const BASELINE: &str = "[stale.\"SOP-001/overdue/2026-01-10\"]\nexpires = 2027-02-20\n\
    reason = \"waits for the new limits\"\n\n[stale.\"SOP-004/overdue/2026-11-01\"]\n\
    expires = 2026-11-21\n\n[stale.\"SOP-009/overdue/2026-01-01\"]\nexpires = 2027-02-20\n";

fn rules_of(findings: &[Finding]) -> Vec<(&str, Option<usize>, bool)> {
    findings
        .iter()
        .map(|finding| {
            let line = finding.location.map(crate::report::Location::line);
            (finding.rule, line, finding.is_failing())
        })
        .collect()
}

#[test]
fn findings_stand_at_the_line_of_their_field_and_notes_only_where_they_fail() {
    assert_eq!(
        rules_of(&report(&["overdue"], None).findings()),
        [("overdue", Some(6), true), ("unparsable", None, false), ("overdue", Some(6), true)]
    );
    let due_soon = report(&["due-soon", "owner-missing"], None).findings();
    assert_eq!(
        rules_of(&due_soon),
        [
            ("overdue", Some(6), false),
            ("unparsable", None, false),
            // From the effective date, which is later than the review.
            ("due-soon", Some(6), true),
            ("overdue", Some(6), false),
            ("owner-missing", None, true),
        ]
    );
}

#[test]
fn an_accepted_finding_fails_until_its_day_is_over_only() {
    let findings = report(&["overdue"], Some(BASELINE)).findings();
    let of = |key: &str| findings.iter().find(|finding| finding.key == key).unwrap();
    let (accepted, expired) = (of("SOP-001/overdue/2026-01-10"), of("SOP-004/overdue/2026-11-01"));
    assert!(accepted.fails && accepted.is_accepted() && !accepted.is_failing());
    assert!(expired.acceptance.is_some() && expired.is_failing());
}

#[test]
fn every_document_is_a_subject_and_says_why_it_was_left_out() {
    let report = report(&["overdue"], None);
    let left_out: Vec<_> = report
        .subjects()
        .into_iter()
        .map(|subject| {
            let why = subject.left_out.map(|why| why.untrusted().to_owned());
            (subject.path.untrusted().to_owned(), why)
        })
        .collect();
    let why = |path: &str| left_out.iter().find(|(of, _)| of == path).unwrap().1.as_deref();
    assert_eq!(left_out.len(), report.count());
    assert_eq!(why("sops/returns.md"), Some("not under review: draft"));
    assert_eq!(why("sops/terms.md"), Some("exempt: fixed by law"));
    assert_eq!([why("sops/calls.md"), why("sops/latin.md")], [None, None]);
}

#[test]
fn the_next_reviews_are_events_in_the_order_of_their_days() {
    let events = report(&["overdue"], None).events();
    let told: Vec<_> =
        events.iter().map(|event| (event.key.as_str(), event.day.to_string())).collect();
    let expected = [
        ("SOP-001/review", "2026-01-10"),
        ("SOP-004/review", "2026-11-01"),
        ("SOP-002/review", "2026-12-10"),
    ];
    assert_eq!(told, expected.map(|(key, day)| (key, day.to_owned())));
}

#[test]
fn every_code_is_described_as_a_criterion() {
    let criteria = report(&["overdue"], None).criteria();
    assert_eq!(criteria.len(), ReasonCode::ALL.len());
    for criterion in criteria {
        assert!(!criterion.summary.is_empty() && !criterion.summary.ends_with('.'));
        assert!(criterion.help.ends_with('.'), "{criterion:?}");
    }
}

#[test]
fn one_report_in_the_formats_of_other_programs() {
    let report = report(&["overdue", "unknown"], Some(BASELINE));
    let page = Page { width: 100, colour: Colour::Off };
    for format in
        [Format::Text, Format::Csv, Format::Sarif, Format::Github, Format::Gitlab, Format::Junit]
    {
        let shown = render(&report, format, page).unwrap();
        // The rules are described elsewhere, and the version is another one soon.
        let shown = shown.replace(env!("CARGO_PKG_VERSION"), "VERSION").replace('\r', "");
        let shown = if format == Format::Sarif { without_rules(&shown) } else { shown };
        insta::assert_snapshot!(format!("the_report_as_{}", format.name()), shown);
    }
}

#[test]
fn every_result_of_a_log_has_a_line() {
    let page = Page { width: 100, colour: Colour::Off };
    let log = render(&report(&["overdue", "unknown"], None), Format::Sarif, page).unwrap();
    let log: serde_json::Value = serde_json::from_str(&log).unwrap();
    let results = log["runs"][0]["results"].as_array().unwrap();
    let line = |result: &serde_json::Value| {
        let place = &result["locations"][0]["physicalLocation"];
        (
            place["artifactLocation"]["uri"].as_str().unwrap().to_owned(),
            place["region"]["startLine"].as_u64(),
        )
    };
    let lines: Vec<_> = results.iter().map(line).collect();
    assert!(lines.contains(&("sops/latin.md".to_owned(), Some(1))), "{lines:?}");
    assert!(lines.iter().all(|(_, line)| line.is_some()), "{lines:?}");
}

fn without_rules(log: &str) -> String {
    let mut log: serde_json::Value = serde_json::from_str(log).unwrap();
    let rules = &mut log["runs"][0]["tool"]["driver"]["rules"];
    assert_eq!(rules.as_array().map(Vec::len), Some(ReasonCode::ALL.len()));
    *rules = "…".into();
    serde_json::to_string_pretty(&log).unwrap()
}

/// The words of the verdict, and those of the totals.
fn outcome(view: &View) -> (Vec<String>, Vec<String>) {
    let verdict = view.blocks.iter().filter_map(|block| match block {
        Block::Verdict(_, line) => Some(line.words()),
        _ => None,
    });
    let totals = view.blocks.iter().filter_map(|block| match block {
        Block::Totals(totals) => Some(totals),
        _ => None,
    });
    let totals = totals.flatten().map(|total| format!("{} {}", total.count, total.name));
    (verdict.collect(), totals.collect())
}

#[test]
fn a_page_counts_what_is_accepted_apart_as_the_text_does() {
    let latin = "[stale.\"sops/latin.md/unparsable/file\"]\nexpires = 2027-02-20\n";
    let one = report(&["overdue", "unknown"], Some(&format!("{BASELINE}\n{latin}")));
    let (verdict, totals) = outcome(&one.page());
    assert_eq!(
        verdict,
        ["1 of 6 documents needs attention. The report fails on: overdue, unknown."]
    );
    assert_eq!(totals, ["1 overdue", "1 due soon", "1 exempt", "1 not under review", "2 accepted"]);
    let page = Page { width: 100, colour: Colour::Off };
    let text = render(&one, Format::Text, page).unwrap();
    assert!(text.contains("OVERDUE 1") && text.contains("· 2 accepted\n"), "{text}");
    assert!(!text.contains("could not be judged"), "{text}");
    let html = render(&one, Format::Html, page).unwrap();
    let row = html.split("<tbody").find(|row| row.contains("SOP-001")).unwrap();
    assert!(row.contains(">accepted</td>"), "{row}");
    assert!(row.contains("accepted until </span><time>2027-02-20</time>"), "{row}");
    let file = html.split("<tbody").find(|row| row.contains("sops/latin.md")).unwrap();
    assert!(file.contains(">accepted</td>") && file.contains("<time>2027-02-20</time>"), "{file}");
    // Programs are told the true state.
    let json: serde_json::Value =
        serde_json::from_str(&render(&one, Format::Json, page).unwrap()).unwrap();
    assert_eq!(json["documents"][0]["state"], "overdue");
}
