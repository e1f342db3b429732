use proptest::prelude::*;

use super::*;

/// The text below each key, by its span, and the compact value.
fn shown(text: &str, syntax: Syntax) -> Vec<(String, String, String)> {
    let reading = read(text, syntax);
    assert_eq!(reading.problems, [], "{text}");
    let one = |entry: &Entry| {
        let Span { start, end } = entry.node.span;
        (entry.key.value.clone(), text[start..end].to_owned(), entry.node.compact())
    };
    reading.entries.iter().map(one).collect()
}

fn assert_shown(text: &str, syntax: Syntax, expected: &[(&str, &str, &str)]) {
    let shown = shown(text, syntax);
    let shown: Vec<_> = shown.iter().map(|(k, s, c)| (&**k, &**s, &**c)).collect();
    assert_eq!(shown, expected);
}

const YAML: &str = "\
# Controlled document
id: SOP-014   # never reused
title: \"Supplier: approval\"
owner: &lead '@purchasing'
reviewed_by: *lead
next_review:
retired: ~
approvers:
- '@coo'
- \"@qa\"

# what it carries out
implements: [POL-003, POL-004] # two
note: >-
  Checked against
  the contract.

summary: |
  First line

  Second line
steps:
  prepare: nothing needed
  list:
    - a
    -
last: 2026-01-20
";

#[test]
fn yaml_values_have_exact_places() {
    let expected = [
        ("id", "SOP-014", "SOP-014"),
        ("title", "\"Supplier: approval\"", "Supplier: approval"),
        ("owner", "'@purchasing'", "@purchasing"),
        ("reviewed_by", "*lead", "*lead"),
        ("next_review", "", ""),
        ("retired", "~", ""),
        ("approvers", "- '@coo'\n- \"@qa\"", "[@coo, @qa]"),
        ("implements", "[POL-003, POL-004]", "[POL-003, POL-004]"),
        ("note", ">-\n  Checked against\n  the contract.", "Checked against the contract."),
        ("summary", "|\n  First line\n\n  Second line", "First line  Second line"),
        (
            "steps",
            "prepare: nothing needed\n  list:\n    - a\n    -",
            "{prepare: nothing needed, list: [a, ~]}",
        ),
        ("last", "2026-01-20", "2026-01-20"),
    ];
    assert_shown(YAML, Syntax::Yaml, &expected);
    let reading = read(YAML, Syntax::Yaml);
    let empty = &find(&reading.entries, "next_review").unwrap().node;
    assert_eq!(&YAML[empty.span.start - 1..empty.span.start], ":");
}

#[test]
fn windows_line_endings_move_only_the_places() {
    let windows = YAML.replace('\n', "\r\n");
    let places = shown(&windows, Syntax::Yaml);
    for (unix, windows) in shown(YAML, Syntax::Yaml).into_iter().zip(places) {
        assert_eq!(unix.1, windows.1.replace("\r\n", "\n"));
        assert_eq!((unix.0, unix.2), (windows.0, windows.2));
    }
}

#[test]
fn block_scalars_are_found_behind_anchors_comments_and_blank_lines() {
    let expected = [
        ("a", "|-", ""),
        ("b", "|+ # a | b\n\n  x", "x"),
        ("c", "- >\n    folded\n  - |\n    kept", "[\"folded\\n\", \"kept\\n\"]"),
        ("d", "|", ""),
    ];
    let text =
        "a: |-\nb: &n|x !!str |+ # a | b\n\n  x\n\nc:\n  - >\n    folded\n  - |\n    kept\nd: |";
    assert_shown(text, Syntax::Yaml, &expected);
}

const TOML: &str = "\
# Controlled document
id = \"SOP-014\" # never reused
effective_date = 2026-02-01
count = 1_000
standalone = false
approvers = [
  \"@coo\", # chief
  '@qa',
]
satisfies.SOC2 = [\"CC6.1\"]
note = \"\"\"
Two
lines\"\"\"
satisfies.\"ISO 9001\" = []

[recorded_from]
format = \"asciinema\"
sha256 = \"00ff\"

[[change]]
n = 1
[[change]]
n = 2
";

#[test]
fn toml_values_have_exact_places() {
    let expected = [
        ("id", "\"SOP-014\"", "SOP-014"),
        ("effective_date", "2026-02-01", "2026-02-01"),
        ("count", "1_000", "1_000"),
        ("standalone", "false", "false"),
        ("approvers", "[\n  \"@coo\", # chief\n  '@qa',\n]", "[@coo, @qa]"),
        (
            "satisfies",
            &TOML[TOML.find("satisfies").unwrap()..TOML.find("\n\n[rec").unwrap()],
            "{SOC2: [CC6.1], ISO 9001: []}",
        ),
        ("note", "\"\"\"\nTwo\nlines\"\"\"", "Two lines"),
        (
            "recorded_from",
            "[recorded_from]\nformat = \"asciinema\"\nsha256 = \"00ff\"",
            "{format: asciinema, sha256: 00ff}",
        ),
        ("change", "[[change]]\nn = 1\n[[change]]\nn = 2", "[{n: 1}, {n: 2}]"),
    ];
    assert_shown(TOML, Syntax::Toml, &expected);
    let text = "\u{feff}a = 1\r\nb.c = 'x'\r\n";
    assert_shown(text, Syntax::Toml, &[("a", "1", "1"), ("b", "b.c = 'x'", "{c: x}")]);
}

/// Key, text at the place, and reason of a problem.
type Told = (Option<String>, String, String);

/// The keys that were read, and what was not.
fn recovered(text: &str, syntax: Syntax) -> (Vec<String>, Vec<Told>) {
    let reading = read(text, syntax);
    let keys = reading.entries.iter().map(|entry| entry.key.value.clone()).collect();
    let problem = |p: Problem| (p.key, text[p.span.start..p.span.end].to_owned(), p.why);
    (keys, reading.problems.into_iter().map(problem).collect())
}

#[test]
fn one_bad_yaml_line_hides_only_its_own_entry() {
    let text = "\
id: SOP-001
title: Onboarding: the first week
owner: @cs-leads
approvers: [a, b
status: draft
note: 'open
related: *gone
steps:
  - one
";
    let (keys, problems) = recovered(text, Syntax::Yaml);
    assert_eq!(keys, ["id", "status", "related", "steps"]);
    let problems: Vec<_> =
        problems.iter().map(|(k, at, why)| (k.as_deref().unwrap(), &**at, &**why)).collect();
    assert_eq!(problems[0], ("title", ":", "a second colon on the line; put the value in quotes"));
    assert_eq!(problems[1], ("owner", "@", "a value cannot begin with @ unless it is in quotes"));
    assert_eq!((problems[2].0, problems[3].0), ("approvers", "note"));
    assert_eq!(problems.len(), 4);
}

#[test]
fn one_bad_toml_line_hides_only_its_own_entry() {
    let text = "\
id = \"SOP-001\"
title: \"Onboarding\"
owner = @cs-leads
approvers = [\"a\", \"b\"
note = \"\"\"
status = \"not this one\"
\"\"\"
last_reviewed = 2026-1-5
status = \"draft\"
satisfies.a = 1
satisfies.b = 2
[recorded_from]
format = \"asciinema\"
[[change]]
n = 1
[change.by]
who = \"x\"
[[change]]
n = 2
";
    let (keys, problems) = recovered(text, Syntax::Toml);
    assert_eq!(keys, ["id", "note", "status", "satisfies", "recorded_from", "change"]);
    let failed: Vec<_> =
        problems.iter().map(|(k, at, _)| (k.as_deref().unwrap(), at.as_str())).collect();
    assert_eq!(
        failed,
        [("title", ""), ("owner", "@cs-leads"), ("approvers", ""), ("last_reviewed", "2026-1-5")]
    );
    let entries = read(text, Syntax::Toml).entries;
    let compact = |key: &str| find(&entries, key).unwrap().node.compact();
    assert_eq!(compact("satisfies"), "{a: 1, b: 2}");
    assert_eq!(compact("change"), "[{n: 1, by: {who: x}}, {n: 2}]");
}

#[test]
fn a_stray_line_leaves_the_entry_above_it_alone() {
    for (syntax, text) in [
        (Syntax::Yaml, "\u{feff}stray\nid: 1\nstray words\nowner: b\n"),
        (Syntax::Toml, "\u{feff}stray\nid = 1\nstray words\nowner = 2\n"),
    ] {
        let (keys, problems) = recovered(text, syntax);
        assert_eq!(keys, ["id", "owner"]);
        let at: Vec<_> = problems.iter().map(|(_, at, _)| at.as_str()).collect();
        assert_eq!(at, ["stray", "stray words"]);
    }
}

#[test]
fn a_key_given_twice_is_a_problem_at_its_second_place() {
    for (syntax, text) in [
        (Syntax::Yaml, "status: draft\nid: 1\nstatus: effective\n"),
        (Syntax::Toml, "status = 'draft'\nid = 1\nstatus = 'effective'\n"),
    ] {
        let reading = read(text, syntax);
        assert_eq!(find(&reading.entries, "status").unwrap().node.compact(), "draft");
        let problem = reading.problem_of("status").unwrap();
        assert_eq!(problem.span.start, text.rfind("status").unwrap());
        assert_eq!(problem.why, "`status` is given twice");
        assert_eq!(reading.problems.len(), 1);
    }
    let nested = read("a:\n  x: 1\n  x: 2\nb: 1\n", Syntax::Yaml);
    assert_eq!((nested.entries.len(), nested.problems.len()), (1, 1));
    let tables = read("[a]\nx = 1\n[b]\n[a]\nx = 2\n", Syntax::Toml);
    assert_eq!(tables.problem_of("a").unwrap().why, "`x` is given twice");
}

#[test]
fn a_root_that_is_no_table_is_a_problem() {
    for text in ["- a\n- b\n", "just words\n", "a: 1\n---\nb: 2\n", "%YAML 1.2\n"] {
        assert_eq!(read(text, Syntax::Yaml).problems.len(), 1, "{text}");
    }
    for text in ["", "# only a comment\n", "\n\n", "\u{feff}"] {
        assert_eq!(read(text, Syntax::Yaml), Reading::default(), "{text:?}");
        assert_eq!(read(text, Syntax::Toml), Reading::default(), "{text:?}");
    }
}

#[test]
fn hostile_nesting_costs_neither_the_stack_nor_time() {
    for syntax in [Syntax::Toml, Syntax::Yaml] {
        let sign = if syntax == Syntax::Toml { "=" } else { ":" };
        for piece in ["[", "{", "{a=", "{a: ", "{a.b.c.d.e=", "[[", "- ", "? ", "a.", "a: ", "\""] {
            let bad = piece.repeat(100_000 / piece.len());
            let text = format!("id{sign} 1\nbad{sign} {bad}\nowner{sign} 2\n");
            let reading = read(&text, syntax);
            // A hundred thousand dots are a word in YAML.
            let bad = usize::from(reading.problem_of("bad").is_none());
            assert_eq!(bad, usize::from(syntax == Syntax::Yaml && piece == "a."), "{piece}");
            assert_eq!(reading.entries.len(), 2 + bad, "{syntax:?} {piece}");
        }
        let many = format!("a{sign} 1\n").repeat(20_000);
        assert_eq!(read(&many, syntax).problems.len(), 19_999);
    }
    let deep: Vec<String> = (0..200).map(|i| format!("{}a:\n", " ".repeat(i))).collect();
    let deep = deep.concat();
    assert!(read(&deep, Syntax::Yaml).problems[0].why.contains("64 levels"));
}

fn lie_inside(entries: &[Entry], text: &str) {
    for entry in entries {
        assert!(text.get(entry.key.span.start..entry.key.span.end).is_some());
        node_lies_inside(&entry.node, text);
    }
}

fn node_lies_inside(node: &Node, text: &str) {
    assert!(text.get(node.span.start..node.span.end).is_some());
    match &node.value {
        Value::Empty | Value::Scalar(_) => {}
        Value::List(items) => items.iter().for_each(|item| node_lies_inside(item, text)),
        Value::Table(entries) => lie_inside(entries, text),
    }
}

fn scraps() -> impl Strategy<Value = String> {
    let scrap = prop_oneof![
        Just("\n".to_owned()),
        Just("\r\n".to_owned()),
        Just("id: ".to_owned()),
        Just("a = ".to_owned()),
        "[a-c.é]{1,3}",
        Just("{\"a\": ".to_owned()),
        Just("\"b\": [".to_owned()),
        Just("// ".to_owned()),
        "[\\[\\]{}:,=|>&*!#'\"?@%`~ \\t-]{1,4}",
        "[0-9:-]{1,10}",
        "\\PC{0,4}",
        Just("\"\"\"".to_owned()),
        Just("\u{feff}".to_owned()),
        Just("\r".to_owned()),
        Just("  - ".to_owned()),
        Just("|\n ".to_owned()),
    ];
    prop::collection::vec(scrap, 0..40).prop_map(|scraps| scraps.concat())
}

proptest! {
    #[test]
    fn reading_never_panics_and_places_lie_inside(text in scraps()) {
        for syntax in [Syntax::Toml, Syntax::Yaml, Syntax::Json] {
            let reading = read(&text, syntax);
            lie_inside(&reading.entries, &text);
            for problem in &reading.problems {
                prop_assert!(text.get(problem.span.start..problem.span.end).is_some());
            }
        }
    }
}
