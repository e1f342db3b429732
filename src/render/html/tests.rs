use super::*;
use crate::calendar::Date;
use crate::report::{
    Column, Completeness, Fact, Journey, Leg, Line, Passage, PassageKind, Piece, RepositoryFacts,
    Row,
};

fn context() -> Context {
    Context {
        as_of: Date::new(2026, 11, 22).unwrap(),
        library: ".".to_owned(),
        time_zone: "UTC".to_owned(),
        repository: RepositoryFacts {
            head: Some("0123456789abcdef".to_owned()),
            rev: None,
            branch: None,
            on_branch: None,
            dirty: 0,
            history: Completeness::Complete,
        },
        profile: "sopctl".to_owned(),
        origin: None,
        doubts: Vec::new(),
        failed: false,
        fail_on: Vec::new(),
    }
}

fn shown(blocks: Vec<Block>) -> String {
    page("diff", &View { blocks }, &context())
}

/// Every block and piece with the same hostile words in it.
fn hostile(words: &str) -> Vec<Block> {
    let line = || {
        Line::new()
            .text(words)
            .strong(words)
            .faint(words)
            .code(words)
            .document(words)
            .person(words)
            .commit(words)
            .with(Piece::Deleted(words.into()))
            .with(Piece::Inserted(words.into()))
            .toned(Tone::Bad, words)
    };
    let section = |blocks| {
        Block::Section(Section { heading: line(), aside: line(), tone: Tone::Warning, blocks })
    };
    let passage = |kind, sign, leg| Passage {
        kind,
        label: words.into(),
        sign: Some(sign),
        lines: vec![line(), line()],
        meaning: line(),
        journey: Some(Journey { number: 1, leg, place: words.into() }),
        ..Passage::default()
    };
    let row = ChangeRow { sign: Sign::Added, place: words.into(), text: line(), meaning: line() };
    let entry =
        Entry { depth: 1, label: Label::Words(words.into()), text: line(), details: vec![line()] };
    let table = Table {
        columns: vec![Column::fixed("a")],
        named: true,
        rows: vec![Row { cells: vec![line()], details: vec![line()] }],
    };
    vec![
        Block::Title(line()),
        Block::Prose(line()),
        Block::Note(Tone::Bad, line()),
        section(vec![Block::Facts(vec![Fact { name: "x", value: line() }])]),
        section(vec![Block::Items(vec![line()]), Block::Entries(vec![entry])]),
        section(vec![
            Block::Table(table),
            Block::Changes(vec![row]),
            Block::Flow(vec![
                passage(PassageKind::Code, Sign::Added, Leg::Left),
                passage(PassageKind::Row, Sign::Moved, Leg::Arrived),
                passage(PassageKind::Heading(2), Sign::Moved, Leg::Left),
            ]),
        ]),
    ]
}

#[test]
fn what_strangers_write_never_becomes_markup() {
    let plain = shown(hostile("x"));
    let tags = |html: &str| html.matches('<').count();
    for words in ["<script>alert(1)</script>", "\"><img src=x onerror=y>", "'&amp;</style></pre>"] {
        let html = shown(hostile(words));
        assert_eq!(tags(&html), tags(&plain), "{words}");
        assert!(!html.contains("<script") && !html.contains("<img"), "{words}");
        let quotes = |html: &str| html.matches('"').count();
        assert_eq!(quotes(&html), quotes(&plain), "{words}");
    }
    assert!(!shown(hostile("a\u{202e}b\u{1b}[0m")).contains(['\u{202e}', '\u{1b}']));
}

#[test]
fn a_page_loads_nothing() {
    let html = shown(hostile("x"));
    for loading in ["src=", "<link", "<script", "@import", "url(", "http://", "https://"] {
        assert!(!html.contains(loading), "{loading}");
    }
    assert!(html.contains("default-src 'none'"));
}

#[test]
fn both_ends_of_a_move_lead_to_each_other() {
    let end = |leg| Passage {
        kind: PassageKind::Step,
        sign: Some(Sign::Moved),
        lines: vec!["Count.".into()],
        journey: Some(Journey { number: 7, leg, place: "step 2".into() }),
        ..Passage::default()
    };
    let html = shown(vec![Block::Flow(vec![end(Leg::Left), end(Leg::Arrived)])]);
    for (id, link) in [("f1m7a", "f1m7b"), ("f1m7b", "f1m7a")] {
        assert!(
            html.contains(&format!("id=\"{id}\"")) && html.contains(&format!("href=\"#{link}\""))
        );
    }
    assert!(html.contains("moved to step 2") && html.contains("moved from step 2"));
    // Only the place that it left is struck out.
    assert_eq!(html.matches("<del>Count.</del>").count(), 1);
}

#[test]
fn marks_are_more_than_colours() {
    let added =
        Passage { sign: Some(Sign::Added), lines: vec!["Wait.".into()], ..Passage::default() };
    let html = shown(vec![Block::Flow(vec![added])]);
    assert!(html.contains("aria-label=\"added\">+</span>") && html.contains("<ins>Wait.</ins>"));
    let ruled = |element: &str, line: &str| {
        STYLE.lines().any(|rule| rule.starts_with(element) && rule.contains(line))
    };
    assert!(ruled("ins {", "underline") && ruled("del {", "line-through"));
}

#[test]
fn the_lines_of_code_stay_lines() {
    let code = Passage {
        kind: PassageKind::Code,
        lines: vec![Line::new().text("a < b\n  c")],
        ..Passage::default()
    };
    assert!(shown(vec![Block::Flow(vec![code])]).contains("<pre>a &lt; b\n  c</pre>"));
}

#[test]
fn a_column_in_which_nothing_stands_is_left_out() {
    let table = Table {
        columns: vec![Column::fixed("Document"), Column::fixed("Fault")],
        named: true,
        rows: vec![Row { cells: vec!["SOP-001".into(), Line::new()], details: Vec::new() }],
    };
    let html = shown(vec![Block::Table(table)]);
    assert!(html.contains(">Document</th>") && !html.contains("Fault"), "{html}");
}

#[test]
fn long_pages_begin_with_their_headings() {
    let section =
        |name: &str| Block::Section(Section { heading: name.into(), ..Section::default() });
    let three = shown(vec![section("A"), section("B"), section("C")]);
    assert!(three.contains("<nav") && three.contains("<a href=\"#s3\">C</a>"), "{three}");
    assert!(!shown(vec![section("A"), section("B")]).contains("<nav"));
}
