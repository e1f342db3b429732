//! The rules for people: a page for one, a list of all.

use crate::answers::check::rules::{Rule, Standing, THEMES, heeds_comments};
use crate::config::RuleLevel;
use crate::report::{
    Block, Column, Fact, Line, Listing, Piece, Row, Section, Severity, Table, Text, Tone, View,
};

use super::{Asked, Explanation};

/// One rule: what it finds, why, what that looks like, and how to turn it off or on.
pub(super) fn page(rule: &Rule, setting: Option<RuleLevel>) -> View {
    let mut facts = vec![
        Fact { name: "Finds", value: rule.summary.into() },
        Fact { name: "Severity", value: toned(rule.severity) },
        Fact { name: "By default", value: standing(rule.standing).into() },
    ];
    if let Some(setting) = setting {
        let value = Line::new().text(level(setting)).text(", by sopctl.toml");
        facts.push(Fact { name: "Here", value });
    }
    let mut blocks = vec![
        Block::Title(Line::new().text(rule.id)),
        Block::Facts(facts),
        Block::Section(section("Why it matters", vec![Block::Prose(rule.help.into())])),
        Block::Section(section("What it finds", files(rule.example.bad))),
        Block::Section(section("What it does not find", files(rule.example.good))),
    ];
    blocks.extend(turning(rule, setting));
    View { blocks }
}

fn section(heading: &'static str, blocks: Vec<Block>) -> Section {
    Section { heading: heading.into(), aside: Line::new(), tone: Tone::Plain, blocks }
}

fn files(files: &[(&str, &str)]) -> Vec<Block> {
    let named = files.iter().flat_map(|(path, text)| {
        let language = if *path == "sopctl.toml" { "toml" } else { "markdown" };
        let path = Line::new().with(Piece::Document(Text::from(*path)));
        [Block::Prose(path), Block::Listing(Listing { language, text: Text::from(*text) })]
    });
    named.collect()
}

fn turning(rule: &Rule, setting: Option<RuleLevel>) -> Vec<Block> {
    let is_on = match setting {
        Some(RuleLevel::Off) => false,
        Some(_) => true,
        None => rule.standing == Standing::Judges,
    };
    let listing = |language, text: String| Block::Listing(Listing { language, text: text.into() });
    if !is_on {
        let level = rule.severity.name();
        let set = format!("[check.rules]\n{} = \"{level}\"\n", rule.id);
        let blocks = vec![
            Block::Prose(Line::new().text("In ").code("sopctl.toml").text(":")),
            listing("toml", set),
        ];
        return vec![Block::Section(section("To turn it on", blocks))];
    }
    let off = format!("[check.rules]\n{} = \"off\"\n", rule.id);
    let ignore = format!(
        "[[check.ignore]]\npaths = [\"sops/supplier/**\"]\nrules = [\"{}\"]\n\
         reason = \"the supplier writes these\"\n",
        rule.id
    );
    let comment = format!("<!-- sopctl-ignore: {} the reason -->\n", rule.id);
    let mut blocks = vec![
        Block::Prose(Line::new().text("Everywhere, in ").code("sopctl.toml").text(":")),
        listing("toml", off),
        Block::Prose("In some documents, with a reason:".into()),
        listing("toml", ignore),
    ];
    if heeds_comments(rule) {
        blocks.push(Block::Prose(
            "In one place, by a comment above the block, or above the title for the whole \
             document:"
                .into(),
        ));
        blocks.push(listing("markdown", comment));
    }
    vec![Block::Section(section("To turn it off", blocks))]
}

/// Every rule, theme by theme.
pub(super) fn list(explanation: &Explanation) -> View {
    let mut blocks: Vec<Block> = THEMES
        .iter()
        .filter(|theme| !theme.rules.is_empty())
        .map(|theme| {
            let table = Table {
                columns: vec![
                    Column::fixed("Rule"),
                    Column::fixed("Severity"),
                    Column::wrapping("Finds"),
                ],
                named: false,
                rows: theme.rules.iter().map(|rule| row(rule, explanation)).collect(),
            };
            Block::Section(section(theme.title, vec![Block::Table(table)]))
        })
        .collect();
    let line = Line::new().code("sopctl explain RULE").text(" shows one of them with examples.");
    blocks.push(Block::Prose(line));
    View { blocks }
}

fn row(rule: &Rule, explanation: &Explanation) -> Row {
    let severity = match (explanation.setting(rule), rule.standing) {
        (Some(setting), _) => Line::new().faint(level(setting)),
        (None, Standing::OnRequest) => Line::new().faint("off"),
        (None, Standing::Judges) => toned(rule.severity),
    };
    let cells = vec![Line::new().code(rule.id), severity, rule.summary.into()];
    Row { cells, details: Vec::new() }
}

/// The same for spreadsheets.
pub(super) fn sheet(explanation: &Explanation) -> Table {
    let columns = ["rule", "theme", "severity", "standing", "configured", "summary", "help"];
    let rows = Asked::rules(explanation.asked).map(|(theme, rule)| Row {
        cells: vec![
            rule.id.into(),
            theme.into(),
            rule.severity.name().into(),
            rule.standing.name().into(),
            explanation.setting(rule).map(level).map(Line::from).unwrap_or_default(),
            rule.summary.into(),
            rule.help.into(),
        ],
        details: Vec::new(),
    });
    Table { columns: columns.map(Column::fixed).to_vec(), named: true, rows: rows.collect() }
}

fn toned(severity: Severity) -> Line {
    Line::new().toned(severity.tone(), severity.name())
}

const fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Judges => "on",
        Standing::OnRequest => "off, until sopctl.toml asks for it",
    }
}

pub(super) const fn level(level: RuleLevel) -> &'static str {
    match level {
        RuleLevel::Off => "off",
        RuleLevel::Suggestion => Severity::Suggestion.name(),
        RuleLevel::Warning => Severity::Warning.name(),
        RuleLevel::Error => Severity::Error.name(),
    }
}
