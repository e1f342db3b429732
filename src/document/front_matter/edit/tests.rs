use super::*;

fn set(field: FieldName, text: &str) -> FieldEdit {
    FieldEdit { field, change: Change::Set(NewValue::Text(text.to_owned())) }
}

fn reviewed(date: &str) -> FieldEdit {
    let date = Date::read(date).unwrap().date;
    FieldEdit { field: FieldName::LastReviewed, change: Change::Set(NewValue::Date(date)) }
}

fn append(field: FieldName, item: &str) -> FieldEdit {
    FieldEdit { field, change: Change::Append(item.to_owned()) }
}

fn take(field: FieldName, item: &str) -> FieldEdit {
    FieldEdit { field, change: Change::RemoveItem(item.to_owned()) }
}

fn remove(field: FieldName) -> FieldEdit {
    FieldEdit { field, change: Change::Remove }
}

fn edited(text: &str, edits: &[FieldEdit]) -> String {
    edited_under(Profile::sopctl(), text, edits)
}

fn edited_under(profile: &Profile, text: &str, edits: &[FieldEdit]) -> String {
    match edit(text, profile, Syntax::Toml, edits) {
        Ok(edited) => {
            assert_eq!(splice::applied(text, &edited.patches), edited.text);
            edited.text
        }
        Err(error) => panic!("{error}: {text}"),
    }
}

/// Asserts that an edit turns the first into the second, with every line break.
fn assert_edited(before: &str, edits: &[FieldEdit], after: &str) {
    assert_eq!(edited(before, edits), after);
    let windows = |text: &str| text.replace('\n', "\r\n");
    assert_eq!(edited(&windows(before), edits), windows(after));
    assert_eq!(edited(after, edits), after, "a second time");
}

#[test]
fn a_value_is_set_in_its_own_notation_and_nothing_else_changes() {
    let toml = "+++\n# Ours.\nid = \"SOP-1\"   # never reused\nowner = '@a' # ours\nlast_reviewed = 2026-01-05\n\n[house]\nowner = 1\n+++\nText\n";
    let edits = [set(FieldName::Owner, "@b"), reviewed("2026-08-14")];
    let after = toml.replace("'@a'", "'@b'").replace("2026-01-05", "2026-08-14");
    assert_edited(toml, &edits, &after);
    let yaml = "---\n# Ours.\nowner:   '@a' # ours\nlast_reviewed: \"2026-01-05\"\nversion: 1.0\ntitle: Till\n---\nText\n";
    let edits = [
        set(FieldName::Owner, "@b"),
        reviewed("2026-08-14"),
        set(FieldName::Version, "1.1"),
        set(FieldName::Title, "Till: open it"),
    ];
    let after = yaml
        .replace("'@a'", "'@b'")
        .replace("2026-01-05", "2026-08-14")
        .replace("1.0", "1.1")
        .replace("Till", "\"Till: open it\"");
    assert_edited(yaml, &edits, &after);
}

#[test]
fn a_new_field_stands_below_the_last_and_above_tables() {
    assert_edited(
        "+++\nid = \"SOP-1\"\n\n# Where it comes from.\n[recorded_from]\nformat = 'x'\n+++\n",
        &[reviewed("2026-08-14")],
        "+++\nid = \"SOP-1\"\nlast_reviewed = 2026-08-14\n\n# Where it comes from.\n[recorded_from]\nformat = 'x'\n+++\n",
    );
    assert_edited(
        "---\nid: SOP-1\nrelated:\n- a\n- b # last\n\n# end\n---\n",
        &[set(FieldName::Owner, "@a"), append(FieldName::Approvers, "coo")],
        "---\nid: SOP-1\nrelated:\n- a\n- b # last\nowner: \"@a\"\napprovers:\n- coo\n\n# end\n---\n",
    );
}

#[test]
fn a_removed_field_takes_its_lines_and_leaves_the_comments_above() {
    assert_edited(
        "+++\n# a\nid = 'A-1' # b\n# c\nsatisfies.X = [\n  'y', # z\n]\nsatisfies.Z = 1\nowner = 'o'\n+++\n",
        &[remove(FieldName::Satisfies), remove(FieldName::Id)],
        "+++\n# a\n# c\nowner = 'o'\n+++\n",
    );
    assert_edited(
        "---\n# a\nid: A-1 # b\n# c\nrelated: # d\n  - x\n  # e\n  - y # f\nowner: o\n---\n",
        &[remove(FieldName::Related), remove(FieldName::Id)],
        "---\n# a\n# c\nowner: o\n---\n",
    );
}

#[test]
fn lists_are_edited_item_by_item() {
    let edits = [append(FieldName::Approvers, "@x"), take(FieldName::Approvers, "@a")];
    for (before, after) in [
        ("approvers = ['@a', '@b']", "approvers = ['@b', '@x']"),
        ("approvers = [ \"@b\", ]", "approvers = [ \"@b\", \"@x\", ]"),
        ("approvers = []", "approvers = [\"@x\"]"),
        ("approvers = '@b' # one", "approvers = ['@b', '@x'] # one"),
        (
            "approvers = [\n  \"@a\", # chief\n  # quality\n  \"@b\" # q\n] # c",
            "approvers = [\n  # quality\n  \"@b\", # q\n  \"@x\"\n] # c",
        ),
        ("approvers = [\n\t'@b',\n]", "approvers = [\n\t'@b',\n\t'@x',\n]"),
    ] {
        let document = |line: &str| format!("+++\n{line}\nid = 'A-1'\n+++\n");
        assert_edited(&document(before), &edits, &document(after));
    }
    for (before, after) in [
        ("approvers: ['@a', '@b']", "approvers: ['@b', '@x']"),
        ("approvers:\n- '@a' # chief\n- '@b' # q", "approvers:\n- '@b' # q\n- '@x'"),
        ("approvers:\n    - \"@b\"", "approvers:\n    - \"@b\"\n    - \"@x\""),
        ("approvers: # none", "approvers: [\"@x\"] # none"),
        ("approvers: b", "approvers: [b, \"@x\"]"),
    ] {
        let document = |line: &str| format!("---\n{line}\nid: A-1\n---\n");
        assert_edited(&document(before), &edits, &document(after));
    }
}

#[test]
fn a_document_without_front_matter_gets_a_block() {
    assert_edited(
        "# Till\n\nText",
        &[set(FieldName::Id, "SOP-1"), reviewed("2026-08-14")],
        "+++\nid = \"SOP-1\"\nlast_reviewed = 2026-08-14\n+++\n\n# Till\n\nText",
    );
    assert_eq!(
        edited("\u{feff}\nText", &[set(FieldName::Id, "A-1")]),
        "\u{feff}+++\nid = \"A-1\"\n+++\n\nText"
    );
    assert_eq!(edited("Text", &[remove(FieldName::Id)]), "Text");
}
