use proptest::prelude::*;

use super::typing::{Node, Typing, Word, document, typed, typing, without_notes};
use super::*;
use crate::data::{Syntax, Value, find, read};
use crate::document::Document;
use crate::document::blocks::blocks;
use crate::document::profile::Profile;

fn of(body: &str) -> Fingerprint {
    Fingerprint::of_form(&form(body))
}

fn form(body: &str) -> CanonicalForm {
    CanonicalForm::of(&blocks(body), &SubstanceFields::default())
}

/// The forty documents hold canonical form 1 as it is: a difference here is a fault of
/// the change that caused it, never of the entry.
#[test]
fn forty_documents_keep_their_fingerprints_for_ever() {
    let text = include_str!("vectors.toml").replace("\r\n", "\n");
    let vectors = read(&text, Syntax::Toml);
    assert!(vectors.problems.is_empty(), "{:?}", vectors.problems);
    let Value::List(documents) = &find(&vectors.entries, "documents").unwrap().node.value else {
        panic!("the vectors are a list");
    };
    assert_eq!(documents.len(), 40);
    for vector in documents {
        let Value::Table(entries) = &vector.value else { panic!("a vector is a table") };
        let text =
            |key: &str| find(entries, key).and_then(|entry| entry.node.scalar()).map(|s| &*s.text);
        let Value::List(records) = &find(entries, "records").unwrap().node.value else {
            panic!("records are a list");
        };
        let records: Vec<&str> = records.iter().map(|r| &*r.scalar().unwrap().text).collect();
        let profile =
            text("profile").map_or(Profile::sopctl(), |name| Profile::named(name).unwrap());
        let document = Document::read(text("text").unwrap().to_owned(), profile);
        let name = text("name").unwrap();
        let shown = document.canonical_form().to_string();
        assert_eq!(shown.lines().collect::<Vec<_>>(), records, "{name}");
        assert_eq!(document.fingerprint().to_string(), text("fingerprint").unwrap(), "{name}");
    }
}

/// The bytes, sixteen a line: offset, hexadecimal digits, ASCII.
fn hex_dump(bytes: &[u8]) -> String {
    let line = |(index, line): (usize, &[u8])| {
        let hex: Vec<String> = line.iter().map(|byte| format!("{byte:02x}")).collect();
        let shown = |byte: &u8| if (32..127).contains(byte) { char::from(*byte) } else { '.' };
        let text: String = line.iter().map(shown).collect();
        format!("{:08x}  {:<47}  |{text}|\n", index * 16, hex.join(" "))
    };
    bytes.chunks(16).enumerate().map(line).collect()
}

#[test]
fn the_example_in_the_manual_is_true() {
    let page = include_str!("../../../docs/reference/canonical-form.md").replace("\r\n", "\n");
    let shown = |part: &str| {
        let (_, behind) = page.split_once(&format!("<!-- example: {part} -->\n```")).unwrap();
        let (_, block) = behind.split_once('\n').unwrap();
        block.split_once("```\n").unwrap().0.to_owned()
    };
    let document = Document::read(shown("document"), Profile::sopctl());
    let form = document.canonical_form();
    let mut bytes = Vec::new();
    form.write(|part| bytes.extend_from_slice(part));
    assert_eq!(form.to_string(), shown("records"));
    assert_eq!(hex_dump(&bytes), shown("bytes"));
    assert_eq!(format!("{}\n", document.fingerprint()), shown("fingerprint"));
}

const PROCEDURE: &str = "# Close the till\n\n## Step 1: Count\n\n1. Count the **notes**.\n2. Count the coins, see [the table](coins.md).\n\nStop at 18:00.\n";

#[test]
fn ways_of_typing_do_not_count() {
    let same = [
        PROCEDURE.replace('\n', "\r\n"),
        PROCEDURE.replace("2. ", "1. "),
        PROCEDURE.replace("1. ", "- ").replace("2. ", "- "),
        PROCEDURE.replace("1. ", "* [x] ").replace("2. ", "* [ ] "),
        PROCEDURE.replace("\n2.", "\n\n2."),
        PROCEDURE.replace("**", "__"),
        PROCEDURE.replace("# Close the till\n", "Close the till\n===\n"),
        PROCEDURE.replace("Count the coins", "Count\n   the   coins"),
        PROCEDURE.replace("Step 1: Count", "1. Count"),
        PROCEDURE.replace("Step 1: Count", "(a) Count"),
        PROCEDURE.replace("Stop", "<!-- why -->\n\nStop"),
        PROCEDURE.replace("(coins.md)", "[1]") + "\n[1]: coins.md 'Coins'\n",
        PROCEDURE.replace("\n\n", "\n\n***\n\n"),
    ];
    for text in same {
        assert_eq!(form(&text), form(PROCEDURE), "{text}");
    }
}

#[test]
fn words_order_and_structure_count() {
    let other = [
        PROCEDURE.replace("notes", "Notes"),
        PROCEDURE.replace("18:00", "18:30"),
        PROCEDURE.replace("18:00.", "18:00"),
        PROCEDURE.replace("coins.md", "money.md"),
        PROCEDURE.replace("(coins.md).", "(coins.md.)"),
        PROCEDURE.replace("2. Count", "   1. Count"),
        PROCEDURE.replace("Stop at 18:00.\n", ""),
        PROCEDURE.replace("Stop at", "> Stop at"),
        PROCEDURE.replace("Stop at 18:00.", "~~Stop at 18:00.~~"),
        PROCEDURE.replace("18:00.", "18:00.[^1]") + "\n[^1]: Or later.\n",
        PROCEDURE.replace("## Step", "# Step"),
        PROCEDURE.replace("**notes**", "![notes](notes.png)"),
        "1. Count the coins\n2. Count the notes\n".to_owned(),
    ];
    for text in other {
        assert_ne!(form(&text), form(PROCEDURE), "{text}");
    }
}

#[test]
fn labels_of_lines_may_be_typed_in_every_style() {
    let styles: [fn(usize, &str) -> String; 6] = [
        |n, line| format!("{n}. {line}"),
        |n, line| format!("**{n})** {line}"),
        |n, line| format!("({}) {line}", ["", "a", "b", "c"][n]),
        |n, line| format!("Step {n}: {line}"),
        |n, line| format!("{}. {line}", ["", "I", "II", "III"][n]),
        |n, line| format!("4.{n} {line}"),
    ];
    let lines = ["Weigh", "Sift", "Bake"];
    // A number and a sign at the start of a line would be a list.
    let expected = form("*To do:*\nWeigh\nSift\nBake\n");
    for style in styles {
        let typed: Vec<String> =
            lines.iter().enumerate().map(|(index, line)| style(index + 1, line)).collect();
        let body = format!("*To do:*\n{}\n", typed.join("\n"));
        if !body.contains("\n1. ") {
            assert_eq!(form(&body), expected, "{body}");
        }
        let apart = form(&typed.join("\n\n"));
        assert_eq!(apart.records().len(), 3);
        assert!(apart.records().iter().zip(lines).all(|(record, line)| record.text == line));
    }
}

#[test]
fn fields_count_and_their_order_does_not() {
    let audience = ["b".to_owned(), "a".to_owned()];
    let turned = ["a".to_owned(), "b".to_owned(), " a".to_owned()];
    let none = SubstanceFields::default();
    let with = |fields: SubstanceFields<'_>| Fingerprint::of(&[], &fields);
    assert_eq!(
        with(SubstanceFields { audience: &audience, ..none }),
        with(SubstanceFields { audience: &turned, ..none })
    );
    let different = [
        none,
        SubstanceFields { audience: &audience, ..none },
        SubstanceFields { implements: &audience, ..none },
        SubstanceFields { title: Some("a"), ..none },
        SubstanceFields { title: Some("A"), ..none },
        SubstanceFields { document_type: Some("a"), ..none },
    ];
    let mut found: Vec<_> = different.map(with).to_vec();
    found.sort_unstable();
    found.dedup();
    assert_eq!(found.len(), different.len());
}

#[test]
fn administrative_fields_do_not_count() {
    let document = |fields: &str| {
        let text = format!("+++\ntitle = \"Bake\"\n{fields}+++\nWeigh.\n");
        Document::read(text, Profile::sopctl()).fingerprint()
    };
    for field in [
        "id = \"SOP-001\"\n",
        "owner = \"@bakery\"\n",
        "status = \"effective\"\n",
        "version = \"2.0\"\n",
        "effective_date = 2026-01-05\n",
        "last_reviewed = 2026-01-05\n",
        "review_interval = \"6 months\"\n",
        "approved_by = [\"@ana\"]\n",
        "anything = { else = 1 }\n",
    ] {
        assert_eq!(document(field), document(""), "{field}");
    }
    for field in ["type = \"sop\"\n", "audience = [\"shop\"]\n", "implements = [\"POL-001\"]\n"] {
        assert_ne!(document(field), document(""), "{field}");
    }
}

#[test]
fn the_written_form_is_read_back() {
    let fingerprint = of(PROCEDURE);
    assert_eq!(Fingerprint::read(&fingerprint.to_string()), Some(fingerprint));
    assert_eq!(fingerprint.short().len(), 12);
    for bad in
        ["", "1:", "2:00000000000000000000000000000000", "1:zz000000000000000000000000000000"]
    {
        assert_eq!(Fingerprint::read(bad), None, "{bad}");
    }
}

/// Input that is made to stop a reader, with the number of its records.
#[test]
fn hostile_documents_have_a_fingerprint() {
    let notes = (0..60_000).map(|n| format!("{}!!! note\n", "    ".repeat(n % 9)));
    let texts: [(String, usize); 14] = [
        ((1..=100_000).map(|n| format!("{n}. item\n")).collect(), 100_000),
        ("> ".repeat(500_000) + "x", 500_001),
        ("- ".repeat(500_000) + "x", 1),
        ("> - ".repeat(200_000) + "x", 200_001),
        ("[".repeat(1_000_000), 1),
        ("*".repeat(1_000_000), 0),
        ("<".repeat(1_000_000), 1),
        ("<a href=\"".repeat(100_000), 1),
        ("![a".repeat(300_000), 1),
        ("# a\n".repeat(200_000), 200_000),
        (notes.collect(), 60_000),
        ("!!! note\n\n\n\n".repeat(100_000), 100_000),
        ((0..150_000).map(|n| format!("{}.{} x\n", n % 900, n % 7)).collect(), 1),
        ("[^a] ".repeat(200_000) + "\n\n[^a]: x\n", 2),
    ];
    for (text, records) in texts {
        let start: String = text.chars().take(20).collect();
        assert_eq!(form(&text).records().len(), records, "{start}");
    }
}

/// Every word of a document, wherever it stands.
fn words(nodes: &mut [Node]) -> Vec<&mut String> {
    fn of_words(words: &mut [Word]) -> impl Iterator<Item = &mut String> {
        words.iter_mut().flat_map(|word| match word {
            Word::Plain(text) | Word::Emphasis(text) | Word::Strong(text) | Word::Code(text) => {
                vec![text]
            }
            Word::Link(text, to) => vec![text, to],
        })
    }
    let mut found = Vec::new();
    for node in nodes {
        match node {
            Node::Heading(_, inner) | Node::Paragraph(inner) => found.extend(of_words(inner)),
            Node::List(items) => {
                for (inner, nodes) in items {
                    found.extend(of_words(inner));
                    found.extend(words(nodes));
                }
            }
            Node::Quote(_, nodes) => found.extend(words(nodes)),
            Node::Code(lines) => found.extend(lines),
            Node::Table(rows) => found.extend(rows.iter_mut().flat_map(|row| of_words(row))),
            Node::Image(to, alt) => {
                found.push(to);
                found.extend(of_words(std::slice::from_mut(alt)));
            }
            Node::Note(title, nodes) => {
                found.extend(of_words(std::slice::from_mut(title)));
                found.extend(words(nodes));
            }
        }
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_document_is_the_same_however_it_is_typed(document in document(), typing in typing()) {
        let plain = typed(&document, &Typing::plain());
        let other = typed(&document, &typing);
        prop_assert_eq!(form(&other).to_string(), form(&plain).to_string(), "{}", other);
    }

    #[test]
    fn every_word_counts(document in document(), which in any::<prop::sample::Index>()) {
        let mut changed = document.clone();
        let mut words = words(&mut changed);
        let at = which.index(words.len());
        words[at].insert(0, 'X');
        let plain = Typing::plain();
        prop_assert_ne!(of(&typed(&changed, &plain)), of(&typed(&document, &plain)));
    }

    #[test]
    fn case_counts(document in document(), which in any::<prop::sample::Index>()) {
        let mut changed = document.clone();
        let mut words = words(&mut changed);
        let at = which.index(words.len());
        let turned: String = words[at].chars().map(|c| if c.is_lowercase() {
            c.to_ascii_uppercase()
        } else {
            c.to_ascii_lowercase()
        }).collect();
        prop_assume!(turned != *words[at]);
        *words[at] = turned;
        let plain = Typing::plain();
        prop_assert_ne!(of(&typed(&changed, &plain)), of(&typed(&document, &plain)));
    }

    #[test]
    fn the_order_of_blocks_counts(document in document(), which in any::<prop::sample::Index>()) {
        prop_assume!(document.len() > 1);
        let at = which.index(document.len() - 1);
        let mut changed = document.clone();
        changed.swap(at, at + 1);
        let plain = Typing::plain();
        let records = |node: &Node| form(&typed(std::slice::from_ref(node), &plain));
        prop_assume!(records(&document[at]) != records(&document[at + 1]));
        prop_assert_ne!(of(&typed(&changed, &plain)), of(&typed(&document, &plain)));
    }

    #[test]
    fn a_block_that_moves_into_an_item_or_a_quote_counts(document in document()) {
        let nested = [
            Node::Quote(None, without_notes(document.clone())),
            Node::Quote(Some("NOTE"), without_notes(document.clone())),
            Node::List(vec![(vec![Word::Plain("Item".to_owned())], document.clone())]),
        ];
        let plain = Typing::plain();
        let mut found: Vec<_> =
            nested.iter().map(|node| of(&typed(std::slice::from_ref(node), &plain))).collect();
        found.push(of(&typed(&document, &plain)));
        found.sort_unstable();
        found.dedup();
        prop_assert_eq!(found.len(), 4);
    }

    #[test]
    fn no_text_is_without_a_fingerprint(body in "[-a1 >*_\\[\\]()!`~<|:=\n\r\t\u{301}é\"]{0,120}") {
        if !body.contains('\r') {
            prop_assert_eq!(of(&body), of(&body.replace('\n', "\r\n")));
        }
        for block in blocks(&body) {
            prop_assert!(body.get(block.span.start..block.span.end).is_some());
            for mark in block.marks {
                prop_assert!(block.text.get(mark.start..mark.end).is_some());
            }
            for start in block.lines.iter().map(|line| line.at) {
                prop_assert!(start > 0 && block.text.is_char_boundary(start));
            }
        }
    }
}
