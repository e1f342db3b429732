use super::page::STYLE;
use super::*;
use crate::calendar::Date;
use crate::report::{
    Catalogue, CatalogueColumn, CatalogueEntry, Category, CellKind, Chart, Column, Completeness,
    Context, Fact, Journey, Leg, Line, Passage, PassageKind, Piece, RepositoryFacts, Row, Scale,
    Series, Table, Total, View,
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

/// A page as `stale` gives it: totals, a chart of each kind, and a catalogue.
fn overview(title: &str, owner: &str) -> Vec<Block> {
    let series = vec![
        Series { name: "overdue", tone: Tone::Bad },
        Series { name: "later", tone: Tone::Plain },
    ];
    let category = |label: &str, tick: &str, values: [usize; 2]| Category {
        label: label.into(),
        tick: tick.into(),
        group: "2026".into(),
        values: values.to_vec(),
    };
    let due = Chart {
        title: "Next review by month",
        unit: "documents",
        axis: "Month",
        scale: Scale::Sequence,
        series: series.clone(),
        categories: vec![
            category("2026-10", "Oct", [1, 0]),
            category("2026-11", "Nov", [0, 0]),
            category("2026-12", "Dec", [0, 3]),
        ],
        remark: Line::new().text("1 document has no date: ").text(title),
    };
    let load = Chart {
        title: "Load by owner",
        axis: "Owner",
        scale: Scale::Names,
        categories: vec![category(owner, owner, [1, 3])],
        remark: Line::new(),
        ..due.clone()
    };
    let column = |column, kind, is_choice| CatalogueColumn { column, kind, is_choice };
    let columns = vec![
        column(Column::fixed("Document"), CellKind::Text, false),
        column(Column::flexible("Title"), CellKind::Text, false),
        column(Column::flexible("Owner"), CellKind::Text, true),
        column(Column::fixed("Next review"), CellKind::Date, false),
        column(Column::numeric("Steps"), CellKind::Number, false),
        column(Column::flexible("State"), CellKind::State, true),
    ];
    let day = Date::new(2026, 10, 1).unwrap();
    let entries = vec![
        CatalogueEntry {
            cells: vec![
                Line::new().document("SOP-004"),
                Line::new().text(title),
                Line::new().person(owner),
                Line::new().date(day),
                "12".into(),
                Line::new().toned(Tone::Bad, "overdue"),
            ],
            rank: 0,
            summary: Line::new().text("due ").date(day),
            details: vec![Block::Entries(vec![Entry {
                label: Label::Point,
                text: Line::new().text("limit ").text(title),
                details: vec![Line::new().text("in ").commit("0123456789abcdef")],
                ..Entry::default()
            }])],
        },
        CatalogueEntry {
            cells: vec![Line::new().document("WI-001"), Line::new().text(title)],
            rank: 6,
            summary: Line::new().text(title),
            details: Vec::new(),
        },
    ];
    let total = |count, name, tone| Total { count, name, tone };
    let totals = vec![total(1, "overdue", Tone::Bad), total(1, "current", Tone::Good)];
    vec![
        Block::Title("Status of documents".into()),
        Block::Totals(totals),
        Block::Chart(due),
        Block::Chart(load),
        Block::Section(Section {
            heading: "Documents".into(),
            blocks: vec![Block::Catalogue(Catalogue {
                unit: "document",
                columns,
                sorted_by: 5,
                entries,
            })],
            ..Section::default()
        }),
    ]
}

/// What stands between the first `<name` and the last `</name>`.
fn inside<'a>(html: &'a str, name: &str) -> &'a str {
    let (_, rest) = html.split_once(&format!("<{name}>")).unwrap();
    rest.rsplit_once(&format!("</{name}>")).unwrap().0
}

#[test]
fn an_overview_as_html() {
    let html = shown(overview("Refund approval", "@ana"));
    insta::assert_snapshot!(inside(&html, "main"));
}

#[test]
fn what_strangers_write_never_becomes_markup_on_an_overview() {
    for words in ["<script>alert(1)</script>", "\"><img src=x onerror=y>", "'&amp;</style></svg>"] {
        let html = shown(overview(words, words));
        // The same number of letters, for the drawing has another form for longer names.
        let letters = "x".repeat(words.chars().count());
        let plain = shown(overview(&letters, &letters));
        for sign in ['<', '>', '"'] {
            assert_eq!(html.matches(sign).count(), plain.matches(sign).count(), "{words} {sign}");
        }
        assert_eq!(html.matches("<script").count(), 1, "{words}");
    }
}

#[test]
fn a_page_runs_its_own_script_where_it_has_a_catalogue_and_no_other() {
    let html = shown(overview("Refund approval", "@ana"));
    assert!(html.contains("style-src 'unsafe-inline'; script-src 'sha256-"), "{html}");
    assert_eq!(html.matches("<script>").count(), 1);
    assert!(!html.contains(" onclick=") && !html.contains("http://") && !html.contains("https://"));
    let without_patterns = html.replace("url(#hatched)", "").replace("url(#dotted)", "");
    assert!(!without_patterns.contains("url("));
    let no_catalogue = shown(vec![Block::Prose("x".into())]);
    assert!(!no_catalogue.contains("script"), "{no_catalogue}");
}

#[test]
fn the_same_view_gives_the_same_bytes() {
    let page = || shown(overview("Refund approval", "@ana"));
    assert_eq!(page(), page());
}

#[test]
fn a_total_leads_to_the_documents_only_where_they_are() {
    let total = || vec![Total { count: 2, name: "overdue", tone: Tone::Bad }];
    let alone = shown(vec![Block::Totals(total())]);
    assert!(alone.contains("<strong>2</strong>") && !alone.contains("href="), "{alone}");
    let html = shown(overview("Refund approval", "@ana"));
    assert!(html.contains("href=\"#catalogue1\"") && html.contains("id=\"catalogue1\""));
}

#[test]
fn every_state_that_a_total_names_can_be_chosen() {
    let html = shown(overview("Refund approval", "@ana"));
    let chosen = "<option value=\"overdue\">overdue (1)</option>";
    assert!(html.contains("data-state=\"overdue\"") && html.contains(chosen), "{html}");
    // An entry without an owner is found as such, and last.
    assert!(html.contains("<option value=\"\">none (1)</option>\n</select>"), "{html}");
}

#[test]
fn light_and_dark_have_enough_contrast() {
    let dark = STYLE.split_once("prefers-color-scheme: dark").unwrap().1;
    let light = STYLE.split_once("@media").unwrap().0;
    for (name, style) in [("light", light), ("dark", dark)] {
        let paper = luminance(style, "paper");
        let tint = luminance(style, "tint");
        for colour in ["ink", "soft", "good", "notice", "warning", "bad", "move"] {
            for ground in [paper, tint] {
                let ratio = contrast(luminance(style, colour), ground);
                assert!(ratio >= 4.5, "--{colour} in the {name} style: {ratio:.2}");
            }
        }
        for colour in ["good", "notice", "warning", "bad", "in", "out", "move"] {
            let ground = luminance(style, &format!("{colour}-back"));
            let ratio = contrast(luminance(style, colour), ground);
            assert!(ratio >= 4.5, "--{colour} on its ground in the {name} style: {ratio:.2}");
        }
    }
}

/// Relative luminance of a colour of the style, as WCAG 2.2 defines it.
fn luminance(style: &str, name: &str) -> f64 {
    let (_, rest) = style.split_once(&format!("--{name}: #")).unwrap();
    let part = |at: usize| {
        let value = f64::from(u8::from_str_radix(&rest[at..at + 2], 16).unwrap()) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * part(0) + 0.7152 * part(2) + 0.0722 * part(4)
}

fn contrast(one: f64, other: f64) -> f64 {
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn a_table_says_what_its_parts_are_and_each_cell_the_name_of_its_column() {
    let table = Table {
        columns: vec![Column::fixed("Year"), Column::numeric("Reviews"), Column::fixed("Kind")],
        named: true,
        rows: vec![
            Row { cells: ["2026", "4", ""].map(Line::from).to_vec(), details: vec!["why".into()] },
            Row { cells: ["2025", "1", "a\"b"].map(Line::from).to_vec(), details: Vec::new() },
            Row {
                cells: vec![Line::new().date(context().as_of), Line::new(), Line::new()],
                details: Vec::new(),
            },
        ],
    };
    let page = shown(vec![Block::Table(table)]);
    for part in [
        "<table role=\"table\">",
        "<th scope=\"col\" role=\"columnheader\" class=\"fixed\">Year</th>",
        "<td role=\"cell\" class=\"fixed\">2026</td>",
        "<td role=\"cell\" class=\"fixed\" data-name=\"Year\"><time>2026-11-22</time></td>",
        "<td role=\"cell\" class=\"number\" data-name=\"Reviews\">4</td>",
        "<td role=\"cell\" class=\"fixed\" data-name=\"Kind\">a&quot;b</td>",
        "<tr role=\"row\" class=\"detail\"><td role=\"cell\" colspan=\"3\">why</td></tr>",
    ] {
        assert!(page.contains(part), "{part} in {page}");
    }
}

#[test]
fn a_path_may_be_broken_and_a_number_may_not() {
    let row = |name: &str| Row {
        cells: vec![Line::new().document(name), "x".into()],
        details: Vec::new(),
    };
    let columns = vec![Column::fixed("Document"), Column::fixed("State")];
    let rows = vec![row("sops/a-long-name.md"), row("SOP-001")];
    let html = shown(vec![Block::Table(Table { columns, named: false, rows })]);
    assert!(
        html.contains("<td role=\"cell\" class=\"path\"><span class=\"document\">sops/"),
        "{html}"
    );
    assert!(
        html.contains("<td role=\"cell\" class=\"fixed\"><span class=\"document\">SOP-"),
        "{html}"
    );
}
