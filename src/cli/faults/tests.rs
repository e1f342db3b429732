use super::super::configuration::parsed;
use super::*;
use crate::render::Colour;

const PAGE: Page = Page { width: 80, colour: Colour::Off };

/// What is wrong with sopctl.toml, each time it is wrong.
const CASES: &[(&str, &str)] = &[
    ("an unknown key of the file", "[document]\ninclude = []\n"),
    ("an unknown key of a section", "[stale]\n# a week\ndue_sonn = \"30 days\"\n"),
    ("an unknown key that is near no other", "[stale]\nwarn = true\n"),
    ("an unknown key of a type", "[types.sop]\nprefx = \"SOP\"\n"),
    ("an unknown key of a person", "[people.\"@ana\"]\nmail = [\"ana@example.com\"]\n"),
    ("an unknown key of a team", "[teams.\"@leads\"]\nmember = []\n"),
    ("an unknown key of a profile", "[profiles.house]\nhedless = true\n"),
    ("an unknown field of a profile", "[profiles.house]\nfields = { onwer = \"by\" }\n"),
    ("an unknown key of what is ignored", IGNORED_WITH_UNKNOWN_KEY),
    ("a value of the wrong type", "[documents]\ninclude = \"sops/**\"\n"),
    ("a list with a number in it", "[documents]\ninclude = [\"a\", 2]\n"),
    ("a section that is no table", "history = \"main\"\n"),
    ("a bad glob", "[documents]\ninclude = [\"sops/**/*.md\", \"b[\"]\n"),
    ("a glob that leads outside", "[documents]\ninclude = [\"../x/*.md\"]\n"),
    ("a glob from the root", "[documents]\ninclude = [\"/sops/*.md\"]\n"),
    ("a glob from here", "[documents]\nexclude = [\"a.md\", \"./sops/*.md\"]\n"),
    ("a bad interval", "[types.sop]\nreview_interval = \"soonish\"\n"),
    ("a bad time zone", "[calendar]\ntime_zone = \"Europe/Atlantis\"\n"),
    ("a bad day", "[people.\"@ana\"]\nleft = \"30/09/2026\"\n"),
    ("a day that no calendar has", "[people.\"@ana\"]\nleft = 2026-02-30\n"),
    ("a bad pattern of numbers", "[types.sop]\nid = \"SOP\"\n"),
    ("a folder outside", "[types.sop]\nfolder = \"../sops\"\n"),
    ("the same prefix twice", "[types.sop]\nprefix = \"X\"\n\n[types.policy]\nprefix = \"X\"\n"),
    ("the same numbers", "[types.sop]\nid = \"X-{n:03}\"\n[types.policy]\nid = \"X-{n}\"\n"),
    ("a type without a kind", "[types.runbook]\nprefix = \"RB\"\n"),
    ("a kind that there is not", "[types.runbook]\nkind = \"polic\"\n"),
    ("a profile that there is not", "[documents]\nprofile = \"govuck\"\n"),
    ("a profile that is near no other", "[documents]\nprofile = \"hospital\"\n"),
    ("two profiles of one name", "[profiles.house]\n[profiles.house]\nheadless = true\n"),
    ("a profile called as a built-in one", "[profiles.govuk]\n"),
    ("a rule that there is not", "[check.rules]\nmissing-feild = \"off\"\n"),
    ("a severity that there is not", "[check.rules]\nmissing-field = \"of\"\n"),
    ("a rule to ignore that there is not", IGNORED_WITH_UNKNOWN_RULE),
    (
        "something to ignore without a reason",
        "[[check.ignore]]\npaths = [\"a\"]\nrules = [\"unparsable\"]\n",
    ),
    ("a reason that there is not", "[stale]\nfail_on = [\"overdue\", \"chnaged\"]\n"),
    ("a word where only words stand", "[versions]\nscheme = 2\n"),
    ("a table that is never closed", "[stale\ndue_soon = \"30 days\"\n"),
    ("text without quotes", "[stale]\nfail_on = [overdue]\n"),
    ("a text that is never closed", "[history]\nbranch = \"main\n"),
    ("a key without a value", "[history]\nbranch\n"),
    ("a key twice", "[history]\nbranch = \"main\"\nbranch = \"trunk\"\n"),
    ("a newer schema", "schema = 2\n[something]\nnew = true\n"),
    ("a schema that never was", "schema = 0\n"),
    (
        "several faults",
        "[documnets]\n[stale]\ndue_soon = 'x'\nbroken\n[check.rules]\nunparsible = 'off'\n",
    ),
    (
        "a byte-order mark, CRLF and letters with accents",
        "\u{feff}größe = \"ü\"\r\n[documents]\r\nprofile = \"üü\"\r\n",
    ),
    ("a line that steers the terminal", "[stale]\n\"\\u001b[31m\" = 1 # \u{1b}[2J\u{202e}\u{9b}\n"),
    ("a value over several lines", "[stale]\nfail_on = [\n  \"overdue\",\n  7,\n]\n"),
];

const IGNORED_WITH_UNKNOWN_KEY: &str =
    "[[check.ignore]]\npaths = [\"a\"]\nrules = [\"unparsable\"]\nreason = \"b\"\nreasn = \"c\"\n";
const IGNORED_WITH_UNKNOWN_RULE: &str = "[[check.ignore]]\npaths = [\"a\"]\nrules = [\"unparsable\", \"unparseable\"]\nreason = \"b\"\n";

fn shown(text: &str, page: Page) -> String {
    parsed(text, "sopctl.toml").map_or_else(|failure| failure.shown(page), |_| String::new())
}

#[test]
fn every_fault_is_shown_where_it_stands_with_what_to_do() {
    let mut all = String::new();
    for (what, text) in CASES {
        let shown = shown(text, PAGE);
        assert!(shown.contains("--> sopctl.toml:"), "{what}: {shown:?}");
        all.push_str(&format!("## {what}\n\n{shown}\n\n"));
    }
    insta::assert_snapshot!(all);
}

#[test]
fn all_faults_of_a_file_are_shown_in_its_order() {
    let text = "[stale]\nfail_on = ['chnaged']\ndue_soon = 'x'\n[check.rules]\nno-rule = 'off'\n[calender]\n";
    let said = shown(text, PAGE);
    let places: Vec<_> = said.lines().filter(|line| line.contains("-->")).map(str::trim).collect();
    let expected = [
        "--> sopctl.toml:2:12",
        "--> sopctl.toml:3:12",
        "--> sopctl.toml:5:1",
        "--> sopctl.toml:6:2",
    ];
    assert_eq!(places, expected, "{said}");
}

#[test]
fn colours_only_where_they_are_asked_for() {
    let text = "[stale]\ndue_sonn = \"30 days\"\n";
    assert!(!shown(text, PAGE).contains('\u{1b}'));
    assert!(shown(text, Page { colour: Colour::On, ..PAGE }).contains("\u{1b}["));
}

#[test]
fn a_long_line_is_cut_around_its_fault() {
    let text =
        format!("[stale]\ndue_soon = \"{}\"\nbad = 1 # {}\n", "x".repeat(5), "y".repeat(5000));
    let said = shown(&text, PAGE);
    assert!(said.lines().all(|line| line.chars().count() <= 100), "{said}");
}
