use super::*;
use crate::document::lifecycle::ReviewInterval;

const EVERYTHING: &str = r#"
schema = 1

[documents]
include = ["policies/**/*.md", "sops/**/*.md"]
exclude = ["**/README.md"]
profile = "house"

[types.sop]
prefix = "SP"
review_interval = "12 months"

[types.runbook]
kind = "work-instruction"
id = "RB-{n:04}"
folder = "ops/runbooks/"
review_interval = "none"

[versions]
scheme = "integer"

[history]
branch = "release"
in_force_from = "tags"

[calendar]
time_zone = "Europe/Madrid"

[people."@ana"]
name = "Ana"
emails = ["ana@example.com"]
left = 2026-09-30

[teams."@lead"]
members = ["@ana"]

[stale]
due_soon = "6 weeks"
fail_on = ["overdue"]
changed_on = "major"

[check]
fail_on = "warning"
ruleset = "regulated"

[check.rules]
step-too-long = "off"
may-not = "error"

[[check.ignore]]
paths = ["sops/old/**"]
rules = ["missing-field"]
reason = "retired next month"

[changelog]
tags = "v*"
read_within = "14 days"

[profiles.house]
fields = { title = "name", last_reviewed = "checked" }
"#;

#[test]
fn every_key_is_read() {
    let config = Config::read(EVERYTHING).unwrap();
    let path = |path: &str| RepoPath::new(path).unwrap();
    assert!(config.documents.select(&path("sops/a/b.md")));
    assert!(!config.documents.select(&path("sops/README.md")));
    assert!(!config.documents.select(&path("notes/a.md")));
    assert_eq!(config.documents.profile.as_deref(), Some("house"));
    assert_eq!(config.profile("house").unwrap().name, "house");
    assert_eq!(config.profile("govuk").unwrap().name, "govuk");

    let names: Vec<_> = config.types.iter().map(|t| t.name.as_str()).collect();
    assert_eq!(names, ["policy", "sop", "work-instruction", "runbook"]);
    let sop = config.type_of(&DocumentType::new("SOP")).unwrap();
    assert_eq!((sop.id.format(4), sop.folder.as_str()), ("SP-004".into(), "sops"));
    assert_eq!(sop.review_interval.unwrap().to_string(), "12 months");
    let runbook = config.type_of(&DocumentType::new("runbook")).unwrap();
    assert_eq!((runbook.id.format(4), runbook.folder.as_str()), ("RB-0004".into(), "ops/runbooks"));
    assert_eq!(runbook.review_interval, Some(ReviewInterval::None));
    assert_eq!(config.kind_of(&DocumentType::new("runbook")), Some(DocumentKind::WorkInstruction));
    assert_eq!(config.kind_of(&DocumentType::new("checklist")), None);
    let id = DocumentId::new("RB-0012").unwrap();
    assert_eq!(config.type_of_id(&id).unwrap().name, "runbook");

    assert_eq!(config.versions, VersionScheme::Integer);
    assert_eq!(config.history.branch.unwrap().value, "release");
    assert_eq!(config.history.in_force_from, InForceFrom::Tags);
    assert_eq!(config.time_zone.name(), "Europe/Madrid");
    assert_eq!(config.people[0].left.unwrap().to_string(), "2026-09-30");
    assert_eq!(config.people[0].emails, ["ana@example.com"]);
    assert_eq!(config.teams[0].members[0].value, "@ana");
    assert_eq!(config.stale.due_soon.to_string(), "6 weeks");
    assert_eq!(config.stale.fail_on.len(), 1);
    assert_eq!(config.stale.changed_on, ChangedOn::Major);
    assert_eq!((config.check.fail_on, config.check.ruleset), (FailOn::Warning, Ruleset::Regulated));
    assert_eq!(config.check.rules[0].level, RuleLevel::Off);
    let rule = &config.check.rules[1].rule;
    assert_eq!(&EVERYTHING[rule.span.start..rule.span.end], "may-not");
    assert!(config.check.ignore[0].matches(&path("sops/old/a.md")));
    assert_eq!(config.changelog.tags.unwrap().value, "v*");
    assert_eq!(config.changelog.read_within.unwrap().to_string(), "2 weeks");
}

#[test]
fn without_a_file_the_built_in_types_are_there_and_ask_for_no_review() {
    for config in [Config::default(), Config::read("").unwrap()] {
        let ids: Vec<_> = config.types.iter().map(|t| t.id.format(1)).collect();
        assert_eq!(ids, ["POL-001", "SOP-001", "WI-001"]);
        assert!(config.types.iter().all(|t| t.review_interval.is_none()));
        assert_eq!(config.stale.due_soon.to_string(), "30 days");
        let fail_on: Vec<_> = config.stale.fail_on.iter().map(|w| w.value.as_str()).collect();
        assert_eq!(fail_on, ["overdue", "unknown"]);
        assert!(config.documents.select(&RepoPath::new("any/where.md").unwrap()));
        assert_eq!(config.time_zone.name(), "UTC");
    }
}

/// Text at the fault, the reason, and what was meant.
fn told(text: &str) -> Vec<(&str, String, Option<String>)> {
    let meant = |help: Option<Help>| match help {
        Some(Help::Meant(meant)) => Some(meant),
        _ => None,
    };
    let errors = Config::read(text).unwrap_err();
    errors.into_iter().map(|e| (&text[e.span.start..e.span.end], e.why, meant(e.help))).collect()
}

fn assert_told(text: &str, at: &str, why: &str, meant: Option<&str>) {
    let told = told(text);
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!((told[0].0, told[0].2.as_deref()), (at, meant), "{told:?}");
    assert!(told[0].1.contains(why), "{told:?}");
}

#[test]
fn unknown_keys_are_told_with_the_nearest() {
    assert_told("[document]\n", "document", "no key `document`", Some("documents"));
    assert_told("[stale]\ndue_son = 1\n", "due_son", "[stale] has no key", Some("due_soon"));
    assert_told("[types.sop]\nprefx = \"S\"\n", "prefx", "[types.sop]", Some("prefix"));
    assert_told("[people.\"@a\"]\nmail = []\n", "mail", "[people.\"@a\"]", Some("emails"));
    assert_told(
        "[[check.ignore]]\npath=['a']\nrules=['b']\nreason='c'\npaths=['a']\n",
        "path",
        "[[check.ignore]]",
        Some("paths"),
    );
}

#[test]
fn wrong_values_are_told_where_they_stand() {
    assert_told("schema = 2\n", "2", "reads schema 1", None);
    assert_told("schema = '1'\n", "'1'", "must be a number, not text", None);
    assert_told("documents = 1\n", "1", "must be a table, not a plain value", None);
    assert_told("people = { a = 1 }\n", "1", "`people.a` must be a table", None);
    assert_told("[documents]\ninclude = ['a', 'b[']\n", "'b['", "not a valid glob", None);
    assert_told("[documents]\ninclude = 'a'\n", "'a'", "a list of texts", None);
    assert_told("[documents]\nprofile = 'govku'\n", "'govku'", "no profile", Some("govuk"));
    assert_told("[types.sop]\nreview_interval = 'often'\n", "'often'", "not an interval", None);
    assert_told("[calendar]\ntime_zone = 'Mars'\n", "'Mars'", "not a time zone", None);
    assert_told("[versions]\nscheme = 'leter'\n", "'leter'", "none of", Some("letter"));
    assert_told("[check.rules]\nx = 'of'\n", "'of'", "none of off", Some("off"));
    assert_told("[people.a]\nleft = '30/09/2026'\n", "'30/09/2026'", "not a date", None);
    assert_told("[changelog]\ntags = '['\n", "'['", "not a valid glob", None);
    let ignore = "[[check.ignore]]\npaths = ['a']\nrules = ['b']";
    assert_told(ignore, ignore, "a `reason`", None);
    assert_told("[profiles.govuk]\n", "govuk", "built in", None);
    assert_told(
        "[profiles.x]\ndates = 'year_first'\n",
        "'year_first'",
        "none of",
        Some("year-first"),
    );
    assert_told("[stale]\nfail_on = [overdue]\n", "overdue", "quoted", None);
}

#[test]
fn types_that_contradict_each_other_are_told() {
    let same = "[types.sop]\nprefix = \"X\"\n[types.policy]\nid = \"X-{n:05}\"\n";
    assert_told(same, "\"X-{n:05}\"", "policy and sop cannot be told apart", None);
    assert_told("[types.runbook]\n", "runbook", "needs `kind", None);
    assert_told("[types.sop]\nkind = 'policy'\n", "sop", "its own kind", None);
    assert_told("[types.sop]\nprefix = 'S'\nid = 'S-{n}'\n", "'S'", "short for `id`", None);
    assert_told("[types.sop]\nid = 'S'\n", "'S'", "must have the number once", None);
    assert_told("[types.sop]\nfolder = '../x'\n", "'../x'", "not a path inside", None);
    assert_told(
        "[types.wi]\n[types.work-instruction]\nprefix = 'W'\n",
        "work-instruction",
        "declared twice",
        None,
    );
    let taken = "[types.standard]\nkind = \"policy\"\nprefix = \"POL\"\n";
    let config = Config::read(taken).unwrap();
    let id = DocumentId::new("POL-003").unwrap();
    assert_eq!(config.type_of_id(&id).unwrap().name, "standard");
}

#[test]
fn one_fault_is_told_once() {
    // A profile that cannot be read is there, and what a bad glob leaves out is not missing.
    let profile = "[documents]\nprofile = 'house'\n[profiles.house]\ndates = 'x'\n";
    assert_told(profile, "'x'", "none of", None);
    let ignore = "[[check.ignore]]\npaths = ['a[']\nrules = ['b']\nreason = 'c'\n";
    assert_told(ignore, "'a['", "not a valid glob", None);
    let lost = "[history]\nbranch = 'main'\n[stale\ndue_soon = 'x'\n\n[chek]\n";
    let told = told(lost);
    assert_eq!(told.iter().map(|told| told.0).collect::<Vec<_>>(), ["", "chek"], "{told:?}");
    assert_told("schema = 2\n[new]\n", "2", "reads schema 1", None);
}

#[test]
fn where_no_key_is_near_all_of_them_are_named() {
    let errors = Config::read("[stale]\nwarn = true\n").unwrap_err();
    let help = errors[0].help.as_ref().map(ToString::to_string);
    assert_eq!(help.as_deref(), Some("there are due_soon, fail_on, changed_on, baseline"));
    let newer = Config::read("schema = 2\n").unwrap_err();
    assert!(matches!(newer[0].help, Some(Help::Advice(_))));
    let older = Config::read("schema = 0\n").unwrap_err();
    assert_eq!(older[0].help, None);
}

#[test]
fn all_faults_are_told_in_the_order_of_the_file() {
    let text = "[documnets]\n[stale]\ndue_soon = 'x'\nbroken\n[check]\nfail_on = 'x'\n";
    let told = told(text);
    assert_eq!(told.iter().map(|t| t.0).collect::<Vec<_>>(), ["documnets", "'x'", "broken", "'x'"]);
}

#[test]
fn words_are_single_ones_and_their_case_does_not_matter() {
    let text = "[check.words]\nroles = [\"Quartermaster\", \"cox\"]\nverbs = [\"degas\"]\n";
    let words = Config::read(text).unwrap().check.words;
    assert_eq!(words.roles.iter().collect::<Vec<_>>(), ["cox", "quartermaster"]);
    assert_eq!(words.verbs.iter().collect::<Vec<_>>(), ["degas"]);
    let bind = "[check.words]\nobligations = ['Needs  to']\nvague = ['timeously']\n";
    let words = Config::read(bind).unwrap().check.words;
    assert_eq!(words.obligations.iter().collect::<Vec<_>>(), ["needs to"]);
    assert_eq!(words.vague.iter().collect::<Vec<_>>(), ["timeously"]);
    let two = "[check.words]\nroles = ['shift lead']\n";
    assert_told(two, "'shift lead'", "is not one word", None);
    assert_told("[check.words]\nrole = ['a']\n", "role", "[check.words] has no key", Some("roles"));
}
