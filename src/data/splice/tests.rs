//! Properties of edits over generated blocks; single cases stand with the fields, in
//! `document::front_matter`.

use proptest::prelude::*;

use super::*;
use crate::data::Node;

/// Lines of one entry; `KEY` is where its key stands.
const YAML: [&str; 28] = [
    "KEY: plain\n",
    "KEY:   two words   # a comment\n",
    "KEY: 'it''s' # 'c'\n",
    "KEY: \"a \\\"b\\\" # no comment\"\n",
    "KEY:\n",
    "KEY: # nothing\n",
    "KEY: ~\n",
    "KEY: 2026-01-05\n",
    "KEY: 1.0\n",
    "KEY: yes\n",
    "KEY: |\n  first\n\n  second\n",
    "KEY: >- # folded\n  one\n  two\n",
    "KEY: |+\n  kept\n\n\n",
    "KEY: |2-\n    indented\n  less\n",
    "KEY: [a, 'b', \"c, d\"] # three\n",
    "KEY: []\n",
    "KEY: [\n  a, # first\n  # between\n  b,\n]\n",
    "KEY:\n- a\n- 'b' # b\n",
    "KEY:\n    - a\n    # between\n    - b: 1\n      c: 2\n",
    "KEY: # above\n  sub: 1 # s\n  list:\n    - x\n",
    "KEY: {a: 1, b: [c]}\n",
    "KEY: long words\n  that go on\n",
    "KEY: \"long words\n  that go on\"\n",
    "KEY:\n  below its key\n",
    "KEY: !!str tagged\n",
    "\"KEY\": quoted key\n",
    "KEY: &ANCHOR anchored\n",
    "KEY: &ANCHOR\n  - anchored\n  - list\n",
];

/// What uses the anchor of the entry before.
const YAML_USES: [&str; 2] = ["KEY: *ANCHOR\n", "KEY: [x, *ANCHOR ]\n"];

const TOML: [&str; 20] = [
    "KEY = \"plain\"\n",
    "KEY='x'#c\n",
    "KEY   =   \"a \\\"b\\\" # no comment\" # one\n",
    "KEY = 2026-01-05\n",
    "KEY = 1_000\n",
    "KEY = true\n",
    "KEY = \"\"\"\nfirst\nKEY = second\n\"\"\" # end\n",
    "KEY = '''[x]'''\n",
    "KEY = ['a', \"b, c\"] # two\n",
    "KEY = []\n",
    "KEY = [\n  'a', # first\n  # between\n  'b'\n]\n",
    "KEY = [\n  'a',\n  'b', # last\n]\n",
    "KEY = [ 'a', 'b', ]\n",
    "KEY = [[1, 2], ['x']]\n",
    "KEY = { a = 1, b = ['c'] } # table\n",
    "KEY.a = 1\nKEY.\"b c\" = 2\n",
    "\"KEY\" = 'quoted key'\n",
    "  KEY = 'indented'\n",
    "KEY = 12:30:00\n",
    "KEY = 1.5e3\n",
];

/// Entries with headers, which stand behind all others.
const TOML_TABLES: [&str; 4] = [
    "# Its own.\n[KEY]\na = 1 # a\nb = \"x\"\n",
    "[KEY.sub] # s\n\na = [\n  1,\n]\n",
    "[[KEY]]\nn = 1\n[[KEY]]\nn = 2\n",
    "[KEY]\n",
];

/// The comments that stand in blocks but in none of their values.
const COMMENTS: [&str; 4] =
    ["# A comment: with = signs", "# the end", "# the beginning", "# Its own."];

const BETWEEN: [&str; 4] = ["", "", "# A comment: with = signs\n", "\n"];

const VALUES: [&str; 18] = [
    "",
    "plain",
    "two words",
    "yes",
    "1.0",
    "2026-01-05",
    "@handle",
    "# hash",
    "a: b",
    "x #y",
    "it's",
    "say \"hi\"",
    "*star",
    "- dash",
    "[a, b]",
    " padded ",
    "two\nlines",
    "é 返品",
];

#[derive(Debug, Clone)]
struct Made {
    syntax: Syntax,
    text: String,
    keys: Vec<String>,
}

fn made() -> impl Strategy<Value = Made> {
    let yaml =
        (prop::collection::vec((0..YAML.len(), 0..BETWEEN.len(), 0..4_usize), 0..8), 0..7_usize)
            .prop_map(|(shapes, ending)| (yaml_of(&shapes), ending));
    let toml = (
        prop::collection::vec((0..TOML.len(), 0..BETWEEN.len()), 0..6),
        prop::collection::vec((0..TOML_TABLES.len(), 0..BETWEEN.len()), 0..3),
        0..6_usize,
    )
        .prop_map(|(shapes, tables, ending)| (toml_of(&shapes, &tables), ending));
    prop_oneof![yaml, toml].prop_map(|(mut made, ending)| {
        match ending {
            1 => made.text = made.text.replace('\n', "\r\n"),
            2 => made.text.push_str("\n# the end\n"),
            3 => made.text.insert_str(0, "# the beginning\n\n"),
            4 => made.text.insert(0, '\u{feff}'),
            // Every other line ends in its own way.
            5 => made.text = made.text.replace('\n', "\r\n").replacen("\r\n", "\n", 3),
            6 => made.text = indented(&made.text),
            _ => {}
        }
        made
    })
}

/// A YAML block may be indented as a whole.
fn indented(text: &str) -> String {
    text.split_inclusive('\n')
        .map(|line| if line.trim().is_empty() { line.to_owned() } else { format!("  {line}") })
        .collect()
}

fn yaml_of(shapes: &[(usize, usize, usize)]) -> Made {
    let (mut text, mut keys) = (String::new(), Vec::new());
    let mut add = |shape: &str, between: usize, anchor: usize| {
        let key = format!("key_{}", keys.len());
        let shape = shape.replace("KEY", &key).replace("ANCHOR", &format!("a{anchor}"));
        text.push_str(BETWEEN[between]);
        text.push_str(&shape);
        keys.push(key);
    };
    for (i, (shape, between, uses)) in shapes.iter().enumerate() {
        let shape = YAML[*shape];
        add(shape, *between, i);
        if shape.contains("ANCHOR")
            && let Some(used) = YAML_USES.get(*uses)
        {
            add(used, 0, i);
        }
    }
    Made { syntax: Syntax::Yaml, text, keys }
}

fn toml_of(shapes: &[(usize, usize)], tables: &[(usize, usize)]) -> Made {
    let (mut text, mut keys) = (String::new(), Vec::new());
    let shapes = shapes.iter().map(|(shape, between)| (TOML[*shape], between));
    let tables = tables.iter().map(|(shape, between)| (TOML_TABLES[*shape], between));
    for (shape, between) in shapes.chain(tables) {
        let key = format!("key_{}", keys.len());
        text.push_str(BETWEEN[*between]);
        text.push_str(&shape.replace("KEY", &key));
        keys.push(key);
    }
    Made { syntax: Syntax::Toml, text, keys }
}

fn value() -> impl Strategy<Value = NewValue> {
    let text = prop_oneof![
        prop::sample::select(VALUES.as_slice()).prop_map(str::to_owned),
        "\\PC{0,8}",
        "[a-z:#,'\"\\[\\]{} \\n-]{0,8}",
    ];
    prop_oneof![
        4 => text.clone().prop_map(NewValue::Text),
        1 => Just(NewValue::Bare("2026-08-14".to_owned())),
        1 => prop::collection::vec(text, 0..3).prop_map(NewValue::texts),
    ]
}

fn nodes(text: &str, syntax: Syntax) -> Vec<(String, Node)> {
    let reading = read(text, syntax);
    assert_eq!(reading.problems, [], "{text}");
    reading.entries.into_iter().map(|entry| (entry.key.value, entry.node)).collect()
}

/// Everything beside a key, without places.
fn beside(text: &str, syntax: Syntax, key: &str) -> Vec<(String, String)> {
    let others = nodes(text, syntax).into_iter().filter(|(other, _)| other != key);
    others.map(|(key, node)| (key, node.compact())).collect()
}

/// What of a text its replacements leave, and the text with them.
fn spliced(made: &Made, key: &str, change: &Change) -> Result<String, SpliceError> {
    let patches = splice(&made.text, made.syntax, &[key], change, "\n")?;
    for pair in patches.windows(2) {
        assert!(pair[0].span.end <= pair[1].span.start, "{patches:?}");
    }
    Ok(applied(&made.text, &patches))
}

/// The refusals that a person can see the reason of in the document.
fn is_fair(error: &SpliceError) -> bool {
    matches!(
        error,
        SpliceError::Aliased { .. }
            | SpliceError::NotAList { .. }
            | SpliceError::SpreadTable { .. }
    )
}

/// The comments that were made, on lines of their own.
fn comments(text: &str) -> Vec<&str> {
    let lines = text.trim_start_matches('\u{feff}').lines();
    lines.map(str::trim).filter(|line| COMMENTS.contains(line)).collect()
}

#[test]
fn hostile_texts_cost_neither_the_stack_nor_time() {
    const PIECES: [&str; 10] =
        ["x = [\n", "&a *a ", "a: &a *b\n", "- ", "[", "{a: ", "\"", "'''", "[a.", "\n# c"];
    for syntax in [Syntax::Toml, Syntax::Yaml] {
        let sign = if syntax == Syntax::Toml { "=" } else { ":" };
        for piece in PIECES {
            let hostile = piece.repeat(20_000 / piece.len());
            let text = format!("id{sign} 1\nbad{sign} {hostile}\nowner{sign} 2\n");
            for key in ["id", "bad", "owner", "new"] {
                for change in [Change::Set(NewValue::Text("x".to_owned())), Change::Remove] {
                    // Whether it can be changed is another question.
                    if let Ok(patches) = splice(&text, syntax, &[key], &change, "\n") {
                        assert!(applied(&text, &patches).len() <= text.len() + 32);
                    }
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn a_value_that_was_set_is_read_and_nothing_else_changes(
        made in made(), at in 0..9_usize, value in value(),
    ) {
        let key = made.keys.get(at).cloned().unwrap_or_else(|| "added".to_owned());
        let change = Change::Set(value.clone());
        match spliced(&made, &key, &change) {
            Err(error) => prop_assert!(is_fair(&error), "{error}: {key}\n{}", made.text),
            Ok(text) => {
                let after = nodes(&text, made.syntax);
                let (_, node) = after.iter().find(|(name, _)| *name == key).unwrap();
                prop_assert!(proof::is(node, &value), "{text}");
                prop_assert_eq!(
                    beside(&text, made.syntax, &key),
                    beside(&made.text, made.syntax, &key)
                );
                prop_assert_eq!(comments(&text), comments(&made.text));
                let lone = |text: &str| text.replace("\r\n", "").contains('\n');
                prop_assert!(!made.text.contains('\r') || lone(&made.text) || !lone(&text));
                let again = Made { text: text.clone(), ..made };
                prop_assert_eq!(spliced(&again, &key, &change).unwrap(), text);
            }
        }
    }

    #[test]
    fn what_is_removed_is_gone_and_can_be_added_again(made in made(), at in 0..8_usize) {
        let Some(key) = made.keys.get(at) else { return Ok(()) };
        match spliced(&made, key, &Change::Remove) {
            Err(error) => prop_assert!(is_fair(&error), "{error}: {key}\n{}", made.text),
            Ok(text) => {
                let others = beside(&made.text, made.syntax, key);
                prop_assert_eq!(beside(&text, made.syntax, "") , others.clone());
                // A header takes no comment with it, nor does an entry those above it.
                prop_assert_eq!(comments(&text), comments(&made.text));
                let without = Made { text, ..made.clone() };
                let added = Change::Set(NewValue::Text("again".to_owned()));
                let text = spliced(&without, key, &added).unwrap();
                prop_assert_eq!(beside(&text, made.syntax, key), others);
            }
        }
    }

    #[test]
    fn lists_gain_and_lose_items_and_keep_the_others(
        made in made(), at in 0..9_usize, item in value(),
    ) {
        let NewValue::Text(item) = item else { return Ok(()) };
        let key = made.keys.get(at).cloned().unwrap_or_else(|| "added".to_owned());
        let append = Change::Append(NewValue::Text(item.clone()));
        let others = beside(&made.text, made.syntax, &key);
        let longer = match spliced(&made, &key, &append) {
            Err(error) => {
                prop_assert!(is_fair(&error), "{error}: {key}\n{}", made.text);
                return Ok(());
            }
            Ok(text) => Made { text, ..made.clone() },
        };
        prop_assert_eq!(beside(&longer.text, made.syntax, &key), others.clone());
        prop_assert_eq!(spliced(&longer, &key, &append).unwrap(), longer.text.as_str());
        let shorter = spliced(&longer, &key, &Change::RemoveItem(item)).unwrap();
        prop_assert_eq!(beside(&shorter, made.syntax, &key), others);
        prop_assert_eq!(comments(&shorter), comments(&made.text));
    }

    #[test]
    fn no_text_makes_an_edit_panic(
        text in "([a-c]{1,2}[:=] ?|\\[|\\]|\\{|\\}|'|\"|#|\\||- |&a|\\*a|\r?\n|  |,|é|\u{feff}|x){0,24}",
        key in "[a-c]{1,2}",
        value in value(),
    ) {
        for syntax in [Syntax::Toml, Syntax::Yaml] {
            for change in [
                Change::Set(value.clone()),
                Change::Append(value.clone()),
                Change::RemoveItem("x".to_owned()),
                Change::Remove,
            ] {
                if let Ok(patches) = splice(&text, syntax, &[&key], &change, "\n") {
                    prop_assert!(patches.iter().all(|p| text.get(p.span.start..p.span.end).is_some()));
                }
            }
        }
    }
}
