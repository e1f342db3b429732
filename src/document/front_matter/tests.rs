use proptest::prelude::*;

use super::*;
use crate::calendar::Date;
use crate::document::field::FieldName;
use crate::document::lifecycle::{DocumentKind, ReviewInterval, ReviewOutcome, Status};

const TOML: &str = "\
+++
# Customer success owns this.
id = \"SOP-014\"
title = \"Supplier onboarding\"
type = \"sop\"
version = 2.1
status = \"effective\"
owner = \"@purchasing\"
approvers = [\"@coo\", \"@qa\"]
approved_by = \"@coo\"
approved_on = 2026-01-20
effective_date = 2026-02-01
review_interval = \"12 months\"
last_reviewed = \"2026-08-14\"
review_outcome = \"needs revision\"
implements = [\"POL-003\", \"SOP-001#kickoff-call\"]
watches = [\"infra/crm/**\", \"config/limits.toml#refund.max\"]
no_work_instruction = { kickoff-call = \"one meeting\" }
satisfies = { SOC2 = [\"CC6.1\"], \"ISO 9001\" = \"8.4\" }
recorded_from = { format = \"asciinema\", sha256 = \"00ff\" }
house_style = { margin = 2 }
+++
# Supplier onboarding
";

const YAML: &str = "\
---
# Customer success owns this.
id: SOP-014
title: \"Supplier onboarding\"
type: sop
version: 2.1
status: effective
owner: '@purchasing'
approvers:
  - '@coo'
  - '@qa'
approved_by: '@coo'
approved_on: 2026-01-20
effective_date: 2026-02-01
review_interval: 12 months
last_reviewed: 2026-08-14
review_outcome: needs revision
implements: [POL-003, SOP-001#kickoff-call]
watches:
- infra/crm/**
- config/limits.toml#refund.max
no_work_instruction:
  kickoff-call: one meeting
satisfies:
  SOC2: [CC6.1]
  ISO 9001: '8.4'
recorded_from: {format: asciinema, sha256: 00ff}
house_style: {margin: 2}
---
# Supplier onboarding
";

fn found(text: &str) -> FrontMatter {
    match split(text) {
        Split::Found(found) => found,
        other => panic!("no front matter: {other:?}"),
    }
}

fn fields(text: &str) -> Fields {
    Fields::read(Some(&found(text)), Profile::sopctl())
}

fn day(text: &str) -> Date {
    Date::read(text).unwrap().date
}

fn at(text: &str, span: Span) -> &str {
    &text[span.start..span.end]
}

#[test]
fn a_block_that_begins_with_a_faulty_line_is_front_matter_if_it_names_a_field() {
    let faulty = "---\ntitle Refunds\nlast_reviewed: 2026-01-05\n---\n# Refunds\n";
    let Split::Found(found) = split(faulty) else { panic!("{:?}", split(faulty)) };
    assert_eq!(found.keys().collect::<Vec<_>>(), ["last_reviewed"]);
    assert_eq!(&faulty[found.body_start..], "# Refunds\n");
    let complex = "---\n? complex\n: value\ntitle: y\n---\n";
    assert!(matches!(split(complex), Split::Found(_)));
    let text = "---\nSome words.\nNote: more words.\n---\n";
    assert!(matches!(split(text), Split::None { .. }));
}

#[test]
fn a_block_may_be_indented_as_a_whole() {
    let text = "---\n  title: Night shift\n  owner: ana\n---\nText.\n";
    let split = split(text);
    let fields = Fields::read(split.front_matter(Profile::sopctl()), Profile::sopctl());
    assert_eq!(fields.title.value().map(String::as_str), Some("Night shift"));
    assert_eq!(fields.owner.value().map(String::as_str), Some("ana"));
    assert_eq!(&text[split.body_start(Profile::sopctl())..], "Text.\n");
}

#[test]
fn both_syntaxes_say_the_same() {
    let (toml, yaml) = (fields(TOML), fields(YAML));
    for fields in [&toml, &yaml] {
        assert_eq!(fields.faults().collect::<Vec<_>>(), []);
        assert_eq!(fields.id.value().unwrap().as_str(), "SOP-014");
        assert_eq!(fields.document_type.value().unwrap().kind(), Some(DocumentKind::Sop));
        assert_eq!(fields.version.value().unwrap(), "2.1");
        assert_eq!(fields.status.copied(), Some(Status::Effective));
        assert_eq!(fields.approvers.items().len(), 2);
        assert_eq!(fields.approved_by.items()[0].value, "@coo");
        assert_eq!(fields.approved_on.copied(), Some(day("2026-01-20")));
        assert_eq!(fields.last_reviewed.copied(), Some(day("2026-08-14")));
        assert_eq!(fields.review_outcome.copied(), Some(ReviewOutcome::NeedsRevision));
        assert_eq!(fields.remarks.len(), 1);
        assert_eq!(fields.remarks[0].what, "write needs-revision instead of needs revision");
        let stage = &fields.implements.items()[1].value;
        assert_eq!((&*stage.document, stage.stage.as_deref()), ("SOP-001", Some("kickoff-call")));
        assert_eq!(fields.satisfies.items()[1].clauses[0].value, "8.4");
        assert_eq!(fields.recorded_from.value().unwrap().format.as_deref(), Some("asciinema"));
        assert!(matches!(
            fields.no_work_instruction.value(),
            Some(NoWorkInstruction::Stages(stages)) if stages[0].1 == "one meeting"
        ));
        assert!(fields.next_review.is_missing());
    }
    assert_eq!(at(TOML, toml.owner.span().unwrap()), "\"@purchasing\"");
    assert_eq!(at(YAML, yaml.approvers.items()[1].span), "'@qa'");
    assert_eq!(found(TOML).values(TOML), found(YAML).values(YAML));
    let values = found(TOML).values(TOML);
    assert_eq!(values[0], ("id".to_owned(), "SOP-014".to_owned()));
    assert!(values.contains(&("house_style".to_owned(), "{margin: 2}".to_owned())));
}

#[test]
fn the_body_begins_below_the_closing_fence() {
    for text in [TOML.to_owned(), YAML.to_owned(), YAML.replace("---\n# S", "...  \n# S")] {
        for text in [text.clone(), text.replace('\n', "\r\n"), format!("\u{feff}{text}")] {
            let found = found(&text);
            assert!(text[found.body_start..].starts_with("# Supplier"), "{text}");
            assert!(text[..found.span.start].trim_end().ends_with(['+', '-']));
            let fields = Fields::read(Some(&found), Profile::sopctl());
            assert_eq!(fields.owner.value().unwrap(), "@purchasing");
            assert!(at(&text, fields.title.span().unwrap()).starts_with('"'));
        }
    }
    let empty = "---\n---\nBody\n";
    assert_eq!((found(empty).span, found(empty).body_start), (Span::new(4, 4), 8));
    assert_eq!(found("+++\n# only a comment\n+++").body_start, 24);
}

#[test]
fn a_bad_value_makes_only_its_own_field_invalid() {
    let text = "\
---
id: SOP
title: [a]
status: overdue
owner: @cs-leads
approved_on: 03/04/2026
effective_date: 2026-13-01
last_reviewed: 2026-1-5
review_interval: sometimes
next_review: *date
implements: [POL-1, {a: b}]
audience:
version: ''
type: WI
change_ref: T-1
change_ref: T-2
---
";
    let fields = fields(text);
    let told: Vec<_> =
        fields.faults().map(|(field, span, why)| (field.as_str(), at(text, span), why)).collect();
    let dates = "\"03/04/2026\" can be read as 2026-03-04 or as 2026-04-03";
    let status =
        "\"overdue\" is none of draft, in-review, approved, effective, superseded, retired";
    let interval = "\"sometimes\" is not an interval such as \"12 months\", \"6 weeks\", \"P1Y\" or \
                    \"annually\"";
    let number = "\"SOP\" has no number; document numbers look like SOP-001";
    assert_eq!(
        told,
        [
            ("id", "SOP", number),
            ("title", "[a]", "expected one value, found a list"),
            ("status", "overdue", status),
            ("owner", "@", "a value cannot begin with @ unless it is in quotes"),
            ("approved_on", "03/04/2026", dates),
            ("effective_date", "2026-13-01", "\"2026-13-01\" is not a day of the calendar"),
            ("review_interval", "sometimes", interval),
            ("next_review", "*date", "this is a YAML alias; write the value itself"),
            ("implements", "{a: b}", "expected one value, found a table"),
            ("change_ref", "change_ref", "`change_ref` is given twice"),
        ]
    );
    assert!(fields.audience.is_missing() && fields.version.is_missing());
    assert_eq!(fields.document_type.value().unwrap().as_str(), "work-instruction");
    assert_eq!(fields.last_reviewed.copied(), Some(day("2026-01-05")));
    assert_eq!(fields.remarks[0].what, "write 2026-01-05 instead of 2026-1-5");
    let values = found(text).values(text);
    assert!(values.contains(&("owner".to_owned(), "@cs-leads".to_owned())));
    assert_eq!(values.iter().filter(|(key, _)| key == "change_ref").count(), 2);
}

#[test]
fn dates_are_read_in_every_notation() {
    for (written, read, remark) in [
        ("2026-01-05", "2026-01-05", None),
        ("'2026-01-05'", "2026-01-05", None),
        ("\"2026-1-5\"", "2026-01-05", Some("write 2026-01-05 instead of 2026-1-5")),
        ("2026-01-05T10:00:00Z", "2026-01-05", None),
        ("2026-01-05 10:00:00", "2026-01-05", None),
    ] {
        for text in [
            format!("+++\nlast_reviewed = {written}\n+++\n"),
            format!("---\nlast_reviewed: {written}\n---\n"),
        ] {
            let fields = fields(&text);
            assert_eq!(fields.last_reviewed.copied(), Some(day(read)), "{text}");
            assert_eq!(fields.remarks.first().map(|remark| remark.what.as_str()), remark);
        }
    }
    let faulty = |text: &str| fields(text).last_reviewed.fault().unwrap().1.to_owned();
    let two = "\"01/05/2026\" can be read as 2026-01-05 or as 2026-05-01";
    for text in
        ["---\nlast_reviewed: 01/05/2026\n---\n", "+++\nlast_reviewed = '01/05/2026'\n+++\n"]
    {
        assert_eq!(faulty(text), two);
    }
    assert!(faulty("+++\nlast_reviewed = 2026-1-5\n+++\n").starts_with("dates are written like"));
    assert!(faulty("+++\nlast_reviewed = 10:30:00\n+++\n").contains("not a date"));
    assert!(faulty("+++\nlast_reviewed = 2026\n+++\n").contains("not a date"));
    assert!(fields("---\nlast_reviewed: ''\n---\n").last_reviewed.is_missing());
}

#[test]
fn intervals_are_read_in_every_notation() {
    for (written, read) in [
        ("6 months", "6 months"),
        ("1 year", "12 months"),
        ("2 weeks", "2 weeks"),
        ("90 days", "90 days"),
        ("P6M", "6 months"),
        ("quarterly", "3 months"),
        ("Annually", "12 months"),
    ] {
        for text in [
            format!("+++\nreview_interval = \"{written}\"\n+++\n"),
            format!("---\nreview_interval: {written}\n---\n"),
        ] {
            assert_eq!(fields(&text).review_interval.value().unwrap().to_string(), read);
        }
    }
    // A number says no unit.
    assert!(fields("---\nreview_interval: 12\n---\n").review_interval.is_invalid());
}

#[test]
fn a_dotted_key_that_cannot_be_read_is_invalid_and_not_missing() {
    let learn = Profile::named("mslearn").unwrap();
    let text = "+++\nms.date = 01/05/2026\nms.author = \"ana\"\n+++\n";
    let fields = Fields::read(Some(&found(text)), learn);
    assert_eq!(at(text, fields.last_reviewed.span().unwrap()), "01/05/2026");
    assert!(fields.last_reviewed.is_invalid());
}

#[test]
fn exempt_from_review_is_something_that_can_be_said() {
    let fields = fields("+++\nreview_interval = \"none\"\nreview_exempt_reason = \"law\"\n+++\n");
    assert_eq!(fields.review_interval.copied(), Some(ReviewInterval::None));
    assert_eq!(fields.state(FieldName::ReviewExemptReason), FieldState::Given(Span::new(52, 57)));
    assert_eq!(fields.state(FieldName::Id), FieldState::Missing);
}

#[test]
fn what_is_no_front_matter_is_body() {
    for text in [
        "",
        "# Title\n\nText\n",
        "---\nJust a quotation between rules.\n---\n",
        "---\nSome words.\nNote: not a field\n---\n",
        "---\n\n# Title\n",
        "---",
        "Title: the first\n---\nText\n",
        "----\nid: 1\n----\n",
        "# Title\n\nText\n\n---\nid: 1\nowner: x\n---\n",
    ] {
        assert_eq!(split(text), Split::None { body_start: 0 }, "{text:?}");
    }
    assert_eq!(split("\u{feff}# T\n"), Split::None { body_start: 3 });
    assert_eq!(Fields::read(None, Profile::sopctl()), Fields::default());
}

#[test]
fn an_unclosed_fence_is_told_by_its_place() {
    let split = split("\u{feff}+++\nid = \"SOP-1\"\n\n# Title\n\n---\n");
    assert_eq!(split, Split::Unclosed { fence: Span::new(3, 6), syntax: Syntax::Toml });
    assert_eq!(split.body_start(Profile::sopctl()), 3);
}

#[test]
fn front_matter_below_something_else_is_body_and_told() {
    for (text, above) in [
        ("\n\n---\nid: SOP-1\n---\nText\n", Above::BlankLines),
        ("# Title\n\n+++\nid = \"SOP-1\"\n+++\nText\n", Above::HeadingOrComment),
        ("<!-- draft -->\n---\nid: SOP-1\n---\nText\n", Above::HeadingOrComment),
        ("<!--\nLicence: free\n---\n-->\n---\nid: A-1\n---\n", Above::HeadingOrComment),
    ] {
        let split = split(text);
        let Split::Misplaced { block, body_start: 0, below } = &split else {
            panic!("{text:?}: {split:?}");
        };
        assert_eq!((*below, block.entries.len()), (above, 1));
        assert!(split.front_matter(Profile::sopctl()).is_none());
        assert_eq!(split.body_start(Profile::sopctl()), 0);
    }
}

#[test]
fn a_second_block_is_told_by_its_place() {
    let text = "---\nid: SOP-1\n---\n\n---\ntitle: again\n---\nText\n";
    assert_eq!(at(text, found(text).second_block.unwrap()), "title: again\n");
    assert_eq!(found(YAML).second_block, None);
    let rules = "---\nid: SOP-1\n---\n\n---\nText\nNote: a\nTip: b\n\n---\n";
    assert_eq!(found(rules).second_block, None);
    assert_eq!(found("---\nstray\nid: SOP-1\nowner: x\n---\n").entries.len(), 2);
}

#[test]
fn a_missing_opening_fence_counts_only_where_the_profile_says_so() {
    let text = "\
id: access
name: Access policy
satisfies:
  TSC: [CC6.1, CC6.2]
majorRevisions:
  - date: Jun 1 2018
    comment: first
  - date: March 12, 2019
  - date: 2 January 2017
---
# Purpose
";
    let split = split(text);
    let comply = detect(Profile::built_in(), std::slice::from_ref(&split)).unwrap();
    assert_eq!(comply.name, "comply");
    let fields = Fields::read(split.front_matter(comply), comply);
    assert_eq!(fields.title.value().unwrap(), "Access policy");
    assert_eq!(fields.last_reviewed.copied(), Some(day("2019-03-12")));
    assert_eq!(at(text, fields.last_reviewed.span().unwrap()), "March 12, 2019");
    assert!(fields.id.is_missing());
    assert!(text[split.body_start(comply)..].starts_with("# Purpose"));
    assert_eq!(split.body_start(Profile::sopctl()), 0);
    assert!(split.front_matter(Profile::sopctl()).is_none());
}

#[test]
fn foreign_profiles_read_their_own_keys_and_dates() {
    let govuk = "---\ntitle: Add a user\nowner_slack: '#platform'\nlast_reviewed_on: 2026-05-02\n\
                 review_in: 6 months\nstatus: published\n---\n";
    let profile = detect(Profile::built_in(), &[split(govuk)]).unwrap();
    let fields = Fields::read(Some(&found(govuk)), profile);
    assert_eq!(
        (profile.name.as_str(), fields.owner.value().unwrap().as_str()),
        ("govuk", "#platform")
    );
    assert_eq!(fields.last_reviewed.copied(), Some(day("2026-05-02")));
    assert_eq!(fields.review_interval.value().unwrap().to_string(), "6 months");
    assert!(fields.status.is_missing() && fields.faults().next().is_none());

    let learn = "---\nms.date: 04/03/2026\nms.update-cycle: 180-days\nauthor: someone\n---\n";
    let profile = detect(Profile::built_in(), &[split(learn)]).unwrap();
    let fields = Fields::read(Some(&found(learn)), profile);
    assert_eq!(fields.last_reviewed.copied(), Some(day("2026-04-03")));
    assert_eq!(fields.owner.value().unwrap(), "someone");
    assert_eq!(fields.review_interval.value().unwrap().to_string(), "180 days");
}

#[test]
fn slips_in_keys_are_told_and_other_keys_are_kept() {
    let text = "---\nreviewed_last: 2026-01-01\nowner: '@a'\nowners: [b]\nlayout: page\nTitle: x\nversions: {a: 1}\nreview-interval: x\nnextReview: y\nstatsu: z\n---\n";
    let unknown = unknown_keys(&found(text), Profile::sopctl());
    let told: Vec<_> = unknown.iter().map(|u| (u.key.value.as_str(), u.meant.as_deref())).collect();
    assert_eq!(
        told,
        [
            ("reviewed_last", Some("last_reviewed")),
            ("owners", None),
            ("layout", None),
            ("Title", Some("title")),
            ("versions", None),
            ("review-interval", Some("review_interval")),
            ("nextReview", Some("next_review")),
            ("statsu", Some("status")),
        ]
    );
    assert_eq!(at(text, unknown[0].key.span), "reviewed_last");
}

#[test]
fn a_text_too_long_for_its_field_is_not_repeated() {
    let text = format!("---\nstatus: {}\ntitle: {}\n---\n", "x".repeat(5_000), "y".repeat(5_000));
    let fields = fields(&text);
    assert_eq!(fields.status.fault().unwrap().1, "5000 characters are too long here");
    assert!(fields.title.is_given());
}

#[test]
fn hostile_nesting_leaves_the_other_fields_alone() {
    for open in ["[", "{a: ", "- "] {
        let text = format!("---\nid: SOP-1\nbad: {}\nowner: x\n---\n", open.repeat(100_000));
        let fields = fields(&text);
        assert!(fields.id.is_given() && fields.owner.is_given(), "{open}");
    }
}

proptest! {
    #[test]
    fn splitting_never_panics_and_places_lie_inside(
        parts in prop::collection::vec(
            prop_oneof![
                Just("---\n"), Just("+++\n"), Just("...\n"), Just("\r\n"), Just("\n"),
                Just("id: SOP-1\n"), Just("last_reviewed: 2026-1-5\r\n"), Just("id = 'A-1'\n"),
                Just("# T\n"), Just("\u{feff}"), Just("é"), Just("status: [draft\n"),
                Just("majorRevisions:\n - date: x\n"), Just("satisfies: {a: [b]}\n"), Just("\r"),
            ],
            0..20,
        )
    ) {
        let text = parts.concat();
        let split = split(&text);
        for profile in Profile::built_in() {
            prop_assert!(text.get(split.body_start(profile)..).is_some());
            let front_matter = split.front_matter(profile);
            let fields = Fields::read(front_matter, profile);
            for (_, at, _) in fields.faults() {
                prop_assert!(text.get(at.start..at.end).is_some());
            }
            for field in FieldName::ALL {
                if let FieldState::Given(at) = fields.state(field) {
                    prop_assert!(text.get(at.start..at.end).is_some());
                }
            }
            if let Some(front_matter) = front_matter {
                let entries = front_matter.entries.len();
                prop_assert!(front_matter.values(&text).len() >= entries);
                prop_assert!(unknown_keys(front_matter, profile).len() <= entries);
            }
        }
    }
}
