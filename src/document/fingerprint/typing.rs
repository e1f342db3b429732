//! Generated documents, and the many ways in which the same document can be typed.

use proptest::prelude::*;

use crate::text::nfc;

/// A block of a generated document.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Node {
    Heading(u8, Vec<Word>),
    Paragraph(Vec<Word>),
    List(Vec<(Vec<Word>, Vec<Node>)>),
    Quote(Option<&'static str>, Vec<Node>),
    Code(Vec<String>),
    Table(Vec<[Word; 2]>),
    Image(String, Word),
    Note(Word, Vec<Node>),
}

/// A word, and how it stands out.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Word {
    Plain(String),
    Emphasis(String),
    Strong(String),
    Code(String),
    Link(String, String),
}

/// How a document is typed.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is a habit of its own")]
pub(super) struct Typing {
    pub(super) line_end: &'static str,
    byte_order_mark: bool,
    width: usize,
    marker: Marker,
    loose: bool,
    underscores: bool,
    underlined: bool,
    fence: &'static str,
    decomposed: bool,
    comments: bool,
    trailing: &'static str,
}

#[derive(Debug, Clone, Copy)]
enum Marker {
    Bullet(char),
    Numbers(char),
    Ones,
    From(usize),
    Box(&'static str),
}

fn letters() -> impl Strategy<Value = String> {
    "[A-Zaé][a-zéü]{2,7}[.,!]?".prop_map(|word| nfc(&word))
}

fn path() -> impl Strategy<Value = String> {
    "[a-zé]{1,6}\\.(md|png)".prop_map(|path| nfc(&path))
}

fn word() -> impl Strategy<Value = Word> {
    prop_oneof![
        6 => letters().prop_map(Word::Plain),
        1 => letters().prop_map(Word::Emphasis),
        1 => letters().prop_map(Word::Strong),
        1 => letters().prop_map(Word::Code),
        1 => (letters(), path()).prop_map(|(text, to)| Word::Link(text, to)),
    ]
}

fn words() -> impl Strategy<Value = Vec<Word>> {
    prop::collection::vec(word(), 1..9)
}

fn node() -> impl Strategy<Value = Node> {
    let code = prop::collection::vec("[a-zé] {0,2}[a-z]{1,5}", 1..4);
    let leaf = prop_oneof![
        3 => words().prop_map(Node::Paragraph),
        1 => code.prop_map(Node::Code),
        1 => prop::collection::vec([word(), word()], 2..4).prop_map(Node::Table),
        1 => (path(), letters().prop_map(Word::Plain)).prop_map(|(to, alt)| Node::Image(to, alt)),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        let inside = || prop::collection::vec(inner.clone(), 0..3);
        let alerts = prop::sample::select(vec![None, Some("NOTE"), Some("WARNING")]);
        let full = || prop::collection::vec(inner.clone(), 1..3);
        prop_oneof![
            prop::collection::vec((words(), inside()), 1..4).prop_map(Node::List),
            (alerts, full()).prop_map(|(alert, inside)| Node::Quote(alert, without_notes(inside))),
            (letters().prop_map(Word::Plain), full())
                .prop_map(|(title, inside)| Node::Note(title, inside)),
        ]
    })
}

/// A marker in a quote is none: what would be its body stands there without it.
pub(super) fn without_notes(nodes: Vec<Node>) -> Vec<Node> {
    nodes
        .into_iter()
        .flat_map(|node| match node {
            Node::Note(_, inside) => without_notes(inside),
            Node::Quote(alert, inside) => vec![Node::Quote(alert, without_notes(inside))],
            Node::List(items) => {
                let items = items.into_iter().map(|(words, inside)| (words, without_notes(inside)));
                vec![Node::List(items.collect())]
            }
            node => vec![node],
        })
        .collect()
}

/// Documents of a few blocks.
pub(super) fn document() -> impl Strategy<Value = Vec<Node>> {
    let heading = (1_u8..5, words()).prop_map(|(level, words)| Node::Heading(level, words));
    prop::collection::vec(prop_oneof![1 => heading, 4 => node()], 1..7)
}

pub(super) fn typing() -> impl Strategy<Value = Typing> {
    let marker = prop_oneof![
        prop::sample::select(vec!['-', '*', '+']).prop_map(Marker::Bullet),
        prop::sample::select(vec!['.', ')']).prop_map(Marker::Numbers),
        Just(Marker::Ones),
        (2_usize..20).prop_map(Marker::From),
        prop::sample::select(vec!["[ ]", "[x]", "[X]"]).prop_map(Marker::Box),
    ];
    let line_end = prop::sample::select(vec!["\n", "\r\n", "\r"]);
    let fence = prop::sample::select(vec!["```", "````sh", "~~~ text"]);
    let trailing = prop::sample::select(vec!["", " ", "  ", "\t"]);
    let choices = (any::<[bool; 5]>(), any::<bool>());
    (marker, line_end, fence, trailing, 1_usize..80, choices).prop_map(
        |(marker, line_end, fence, trailing, width, choices)| {
            let ([byte_order_mark, loose, underscores, underlined, decomposed], comments) = choices;
            Typing {
                line_end,
                byte_order_mark,
                width,
                marker,
                loose,
                underscores,
                underlined,
                fence,
                decomposed,
                comments,
                trailing,
            }
        },
    )
}

/// Types a document.
pub(super) fn typed(document: &[Node], typing: &Typing) -> String {
    let mut lines = Vec::new();
    for node in document {
        if typing.comments {
            lines.extend(["<!-- TODO:".to_owned(), "all -->".to_owned(), String::new()]);
        }
        lines.extend(typing.node(node));
        lines.push(String::new());
    }
    let mut text: String =
        lines.iter().flat_map(|line| [line.as_str(), typing.trailing, typing.line_end]).collect();
    if typing.decomposed {
        text = text.replace('é', "e\u{301}").replace('ü', "u\u{308}");
    }
    if typing.byte_order_mark {
        text.insert(0, '\u{feff}');
    }
    text
}

impl Typing {
    /// The plainest way.
    pub(super) const fn plain() -> Self {
        Self {
            line_end: "\n",
            byte_order_mark: false,
            width: 80,
            marker: Marker::Bullet('-'),
            loose: false,
            underscores: false,
            underlined: false,
            fence: "```",
            decomposed: false,
            comments: false,
            trailing: "",
        }
    }

    fn node(&self, node: &Node) -> Vec<String> {
        match node {
            Node::Heading(level, words) => {
                let text = self.line(words);
                match level {
                    1 if self.underlined => vec![text, "===".to_owned()],
                    2 if self.underlined => vec![text, "-----".to_owned()],
                    _ => vec![format!("{} {text}", "#".repeat(usize::from(*level)))],
                }
            }
            Node::Paragraph(words) => self.wrapped(words),
            Node::List(items) => self.list(items),
            Node::Quote(alert, inside) => {
                // The blank line lets a list of any number begin.
                let alert = alert.map(|alert| [format!("[!{alert}]"), String::new()]);
                let lines = alert.into_iter().flatten().chain(self.nodes(inside));
                lines.map(|line| format!("> {line}")).collect()
            }
            Node::Code(lines) => {
                let close: String = self.fence.chars().filter(|c| "`~".contains(*c)).collect();
                let inner = lines.iter().cloned();
                std::iter::once(self.fence.to_owned()).chain(inner).chain([close]).collect()
            }
            Node::Table(rows) => {
                let row = |[first, second]: &[Word; 2]| {
                    format!("| {} | {} |", self.word(first), self.word(second))
                };
                let mut lines: Vec<String> = rows.iter().map(row).collect();
                lines.insert(1, "|---|:-:|".to_owned());
                lines
            }
            Node::Image(to, alt) => vec![format!("![{}]({to})", self.word(alt))],
            Node::Note(title, inside) => {
                let mut lines = vec![format!("!!! note \"{}\"", self.word(title))];
                if self.loose {
                    lines.push(String::new());
                }
                lines.extend(indented(self.nodes(inside), 4));
                lines
            }
        }
    }

    fn nodes(&self, nodes: &[Node]) -> Vec<String> {
        let mut lines = Vec::new();
        for node in nodes {
            lines.extend(self.node(node));
            lines.push(String::new());
        }
        lines.pop();
        lines
    }

    fn list(&self, items: &[(Vec<Word>, Vec<Node>)]) -> Vec<String> {
        let mut lines = Vec::new();
        for (index, (words, inside)) in items.iter().enumerate() {
            let marker = match self.marker {
                Marker::Bullet(bullet) => format!("{bullet} "),
                Marker::Numbers(sign) => format!("{}{sign} ", index + 1),
                Marker::Ones => "1. ".to_owned(),
                Marker::From(first) => format!("{}.  ", first + index),
                Marker::Box(_) => "- ".to_owned(),
            };
            let mut own = self.wrapped(words);
            if let (Marker::Box(state), Some(first)) = (self.marker, own.first_mut()) {
                *first = format!("{state} {first}");
            }
            if !inside.is_empty() {
                own.push(String::new());
                own.extend(self.nodes(inside));
            }
            let own = indented(own, marker.len()).enumerate().map(|(at, line)| {
                if at == 0 { format!("{marker}{}", line.trim_start()) } else { line }
            });
            lines.extend(own);
            if self.loose || !inside.is_empty() {
                lines.push(String::new());
            }
        }
        if lines.last().is_some_and(String::is_empty) {
            lines.pop();
        }
        lines
    }

    fn line(&self, words: &[Word]) -> String {
        words.iter().map(|word| self.word(word)).collect::<Vec<_>>().join(" ")
    }

    fn wrapped(&self, words: &[Word]) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for word in words.iter().map(|word| self.word(word)) {
            match lines.last_mut().filter(|line| line.len() + word.len() < self.width) {
                Some(line) => {
                    line.push(' ');
                    line.push_str(&word);
                }
                None => lines.push(word),
            }
        }
        lines
    }

    fn word(&self, word: &Word) -> String {
        match word {
            Word::Plain(text) => text.clone(),
            Word::Emphasis(text) if self.underscores => format!("_{text}_"),
            Word::Emphasis(text) => format!("*{text}*"),
            Word::Strong(text) if self.underscores => format!("__{text}__"),
            Word::Strong(text) => format!("**{text}**"),
            Word::Code(text) => format!("`{text}`"),
            Word::Link(text, to) => format!("[{text}]({to})"),
        }
    }
}

fn indented(lines: Vec<String>, columns: usize) -> impl Iterator<Item = String> {
    lines.into_iter().map(move |line| {
        if line.is_empty() { line } else { format!("{}{line}", " ".repeat(columns)) }
    })
}
