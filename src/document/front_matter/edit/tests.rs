use proptest::prelude::*;

use super::*;
use crate::document::front_matter::{FieldState, Fields};

fn set(field: FieldName, text: &str) -> FieldEdit {
    FieldEdit::set(field, text)
}

fn reviewed(date: &str) -> FieldEdit {
    FieldEdit::set(FieldName::LastReviewed, Date::read(date).unwrap().date)
}

fn append(field: FieldName, item: &str) -> FieldEdit {
    FieldEdit::append(field, item)
}

fn take(field: FieldName, item: &str) -> FieldEdit {
    FieldEdit::remove_item(field, item)
}

fn remove(field: FieldName) -> FieldEdit {
    FieldEdit::remove(field)
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
fn fields_that_nobody_sees_get_no_second_block() {
    let text = "\u{feff}+++\rid = \"SOP-055\"\r+++\r\r# A\r";
    let edits = [FieldEdit::set(FieldName::Owner, "@shop")];
    let refused = edit(text, Profile::sopctl(), Syntax::Toml, &edits);
    assert_eq!(refused, Err(EditError::LoneCarriageReturn { at: Span::new(6, 7) }));
    assert!(edit("# A\n\nb\rc\n", Profile::sopctl(), Syntax::Toml, &edits).is_ok());
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
        ("approvers = ['@b', '@a']", "approvers = ['@b', '@x']"),
        ("approvers = ['@a', '@a', '@b', '@a'] # a", "approvers = ['@b', '@x'] # a"),
        ("approvers = ['@a' , # a\n '@b']", "approvers = ['@b',\n '@x']"),
        ("approvers = [\n  '@a', '@b',\n  '@a'\n]", "approvers = [\n  '@b',\n  '@x'\n]"),
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
fn a_list_that_is_set_keeps_the_comments_on_the_items_it_keeps() {
    let list = |items: &[&str]| {
        let items = items.iter().map(|item| (*item).to_owned()).collect();
        [FieldEdit { field: FieldName::Approvers, change: Change::Set(NewValue::List(items)) }]
    };
    let text = "---\napprovers:\n- coo # chief\n- qa # left\n# new ones below\n- lab\n---\n";
    assert_edited(
        text,
        &list(&["coo", "lab", "ops"]),
        "---\napprovers:\n- coo # chief\n# new ones below\n- lab\n- ops\n---\n",
    );
    assert_edited(text, &list(&["lab", "coo"]), "---\napprovers:\n- lab\n- coo\n---\n");
    assert_edited(text, &list(&[]), "---\napprovers: []\n---\n");
    let text = "+++\napprovers = ['coo', 'coo']\n+++\n";
    assert_edited(text, &list(&["coo", "qa"]), "+++\napprovers = ['coo', 'qa']\n+++\n");
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

fn refused(text: &str, edits: &[FieldEdit]) -> EditError {
    edit(text, Profile::sopctl(), Syntax::Yaml, edits).unwrap_err()
}

fn at(text: &str, span: Span) -> &str {
    &text[span.start..span.end]
}

#[test]
fn a_value_of_several_lines_is_replaced_as_a_whole() {
    for (before, after) in [
        ("note = \"\"\"\none\n# two\n\"\"\" # n", "note = \"new\" # n"),
        ("note = '''a'''", "note = \"new\""),
        ("note = [\n  'a', # x\n]", "note = \"new\""),
        ("note = { a = 1 } # n", "note = \"new\" # n"),
    ] {
        let document = |line: &str| {
            format!(
                "+++\nid = 'A-1'\n{}\nstatus = 'draft'\n+++\n",
                line.replace("note", "review_note")
            )
        };
        assert_edited(&document(before), &[set(FieldName::ReviewNote, "new")], &document(after));
    }
    for (before, after) in [
        ("note: | # why\n  one\n  # two\n", "note: new # why\n"),
        ("note: >-\n  one\n\n  two\n\n", "note: new\n\n"),
        ("note: long words\n  that go on # n\n", "note: new # n\n"),
        ("note:\n  'below\n   its key'\n", "note:\n  'new'\n"),
        ("note: # why\n  - a\n  # between\n  - b # last\n", "note: new # why\n"),
        ("note:\n- a\n", "note: new\n"),
        ("note:\n  by: ana\n  on: monday\n", "note: new\n"),
        ("note: &n !!str old # n\n", "note: &n !!str new # n\n"),
        ("note: !!seq\n- a\n", "note: new\n"),
        ("note: {by: ana}\n", "note: new\n"),
    ] {
        let document = |line: &str| {
            format!("---\nid: A-1\n{}status: draft\n---\n", line.replace("note", "review_note"))
        };
        assert_edited(&document(before), &[set(FieldName::ReviewNote, "new")], &document(after));
    }
}

#[test]
fn a_text_of_several_lines_keeps_the_notation_for_them() {
    let note = "First line.\n\nSecond: line # no comment";
    assert_edited(
        "---\nreview_note: |\n  old\nid: A-1\n---\n",
        &[set(FieldName::ReviewNote, note)],
        "---\nreview_note: |-\n  First line.\n\n  Second: line # no comment\nid: A-1\n---\n",
    );
    let toml = "+++\nreview_note = \"\"\"\nold\"\"\"\n+++\n";
    let edits = [set(FieldName::ReviewNote, "a \"b\"\nc")];
    assert_eq!(edited(toml, &edits), toml.replace("old", "a \\\"b\\\"\nc"));
    // With CRLF the line breaks of a TOML string would be others than asked for.
    let windows = toml.replace('\n', "\r\n");
    assert!(edited(&windows, &edits).contains("review_note = \"a \\\"b\\\"\\nc\"\r\n"));
    let edits = [set(FieldName::ReviewNote, note)];
    let after = edited("+++\nid = 'A-1'\n+++\n", &edits);
    assert!(after.contains("review_note = \"First line.\\n\\nSecond: line # no comment\"\n"));
}

#[test]
fn text_that_yaml_would_read_as_something_else_is_quoted() {
    for (text, written) in [
        ("yes", "\"yes\""),
        ("1.0", "\"1.0\""),
        ("2026-01-05", "\"2026-01-05\""),
        ("null", "\"null\""),
        ("@qa", "\"@qa\""),
        ("#ops", "\"#ops\""),
        ("*x", "\"*x\""),
        ("&x", "\"&x\""),
        ("!x", "\"!x\""),
        ("| x", "\"| x\""),
        ("> x", "\"> x\""),
        ("%x", "\"%x\""),
        ("a: b", "\"a: b\""),
        ("a #b", "\"a #b\""),
        ("- a", "\"- a\""),
        ("say \"hi\"", "say \"hi\""),
        ("it's", "it's"),
        ("SOP-001#kick-off", "SOP-001#kick-off"),
        ("", "\"\""),
    ] {
        let after = edited("---\nid: A-1\n---\n", &[set(FieldName::Owner, text)]);
        assert_eq!(after, format!("---\nid: A-1\nowner: {written}\n---\n"));
    }
    // As the other values are quoted.
    let after = edited("---\nid: 'A-1'\n---\n", &[set(FieldName::Owner, "@qa")]);
    assert!(after.contains("owner: '@qa'\n"));
}

#[test]
fn everything_around_a_block_stays_as_it_is() {
    for (before, after) in [
        ("\u{feff}---  \nid: A-1\n---\t\nText", "\u{feff}---  \nid: A-1\nowner: b\n---\t\nText"),
        ("---\nid: A-1\n...\nText\n", "---\nid: A-1\nowner: b\n...\nText\n"),
        ("---\n---", "---\nowner: b\n---"),
        ("+++\n# Nothing yet.\n\n+++\n", "+++\n# Nothing yet.\n\nowner = \"b\"\n+++\n"),
        ("---\n  id: A-1\n  # c\n---\n", "---\n  id: A-1\n  owner: b\n  # c\n---\n"),
        ("---\n{id: A-1}\n---\n", "---\n{id: A-1, owner: b}\n---\n"),
        ("---\n{\n  \"id\": \"A-1\"\n}\n---\n", "---\n{\n  \"id\": \"A-1\", owner: b\n}\n---\n"),
        ("---\nid: A-1\r\n\n---\n", "---\nid: A-1\r\nowner: b\r\n\n---\n"),
        (
            "+++\nid = 'A-1'\na.b = 1\n[c]\n+++\n",
            "+++\nid = 'A-1'\na.b = 1\nowner = \"b\"\n[c]\n+++\n",
        ),
        ("+++\n[c]\nd = 1\n+++\n", "+++\nowner = \"b\"\n[c]\nd = 1\n+++\n"),
    ] {
        assert_eq!(edited(before, &[set(FieldName::Owner, "b")]), after);
    }
    let braces = "---\n{owner: a, id: A-1, status: draft}\n---\n";
    let gone = [remove(FieldName::Id), remove(FieldName::Status), set(FieldName::Owner, "[b]")];
    assert_eq!(edited(braces, &gone), "---\n{owner: \"[b]\"}\n---\n");
}

#[test]
fn a_value_that_cannot_be_read_is_set_in_its_place() {
    for (before, after) in [
        ("---\nowner: @a # ours\nid: A-1\n---\n", "---\nowner: b # ours\nid: A-1\n---\n"),
        ("---\nowner: one: two\nid: A-1\n---\n", "---\nowner: b\nid: A-1\n---\n"),
        ("---\nowner: 'open # x\nid: A-1\n---\n", "---\nowner: b\nid: A-1\n---\n"),
        ("---\nowner: [a,\n  c\n# above\nid: A-1\n---\n", "---\nowner: b\n# above\nid: A-1\n---\n"),
        ("---\nid: A-1\nowner: @a\n\n# end\n---\n", "---\nid: A-1\nowner: b\n\n# end\n---\n"),
        ("---\n\"owner\" : @a\nid: 1\n---\n", "---\n\"owner\": b\nid: 1\n---\n"),
        ("+++\nowner = @a # x\nid = 1\n+++\n", "+++\nowner = \"b\" # x\nid = 1\n+++\n"),
        ("+++\nowner: \"a\"\nid = 1\n+++\n", "+++\nowner = \"b\"\nid = 1\n+++\n"),
        ("+++\nowner =\nid = 1\n+++\n", "+++\nowner = \"b\"\nid = 1\n+++\n"),
    ] {
        assert_eq!(edited(before, &[set(FieldName::Owner, "b")]), after);
        let without = edited(before, &[remove(FieldName::Owner)]);
        assert!(!without.contains("owner"), "{without}");
    }
    let broken = "---\nid: A-1\nstatus: [draft\nowner: a\n---\n";
    assert_edited(broken, &[set(FieldName::Owner, "b")], &broken.replace("owner: a", "owner: b"));
    let added = "---\nid: A-1\nstatus: [draft\nowner: a\nlast_reviewed: 2026-08-14\n---\n";
    assert_edited(broken, &[reviewed("2026-08-14")], added);
    let list = "---\napprovers: [a, b\nid: A-1\n---\n";
    let EditError::Refused { field, at: place, why } =
        refused(list, &[append(FieldName::Approvers, "c")])
    else {
        panic!("a list that cannot be read is replaced");
    };
    assert_eq!(
        (field, why.to_string()),
        (FieldName::Approvers, "`approvers` cannot be read".to_owned())
    );
    assert!(place.start > 4 && place.end <= list.len());
}

#[test]
fn a_value_that_is_used_again_is_not_changed_behind_its_users_backs() {
    let text =
        "---\nowner: &o ana # lead\nreviewed_by: *o\napproved_by: &p [x]\nrelated: [*o]\n---\n";
    for edits in [
        vec![set(FieldName::Owner, "b")],
        vec![remove(FieldName::Owner)],
        vec![append(FieldName::Owner, "b")],
        // Only the last step fails, and then nothing is changed.
        vec![set(FieldName::Title, "t"), set(FieldName::Owner, "b")],
    ] {
        let EditError::Refused { at: place, why: SpliceError::Aliased { anchor, .. }, .. } =
            refused(text, &edits)
        else {
            panic!("{edits:?}");
        };
        assert_eq!((at(text, place), anchor.as_str()), ("&o", "o"));
    }
    // The users may change, and what nobody uses as well.
    let edits = [set(FieldName::ReviewedBy, "b"), append(FieldName::ApprovedBy, "ben")];
    let after = text.replace("*o\napp", "b\napp").replace("[x]", "[x, ben]");
    assert_edited(text, &edits, &after);
    assert_edited(
        &after,
        &[remove(FieldName::Related), set(FieldName::Owner, "b")],
        "---\nowner: &o b # lead\nreviewed_by: b\napproved_by: &p [x, ben]\n---\n",
    );
}

#[test]
fn what_a_person_must_decide_is_refused_with_its_place() {
    for (text, place) in [
        ("# Till\n\n---\nid: A-1\nowner: b\n---\n", "id: A-1\nowner: b\n"),
        ("---\nid: A-1\n---\n---\nid: A-2\n---\n", "id: A-2\n"),
        ("---\nid: A-1\n\n# Till\n", "---"),
        ("name: Till\nowner: b\n---\n# Till\n", "name: Till\nowner: b\n"),
    ] {
        let error = refused(text, &[set(FieldName::Owner, "x")]);
        let (EditError::Misplaced { at: found }
        | EditError::Doubled { at: found }
        | EditError::Unclosed { at: found }
        | EditError::Headless { at: found }) = error
        else {
            panic!("{error}");
        };
        assert_eq!(at(text, found), place, "{error}");
    }
    let twice = "---\nowner: a\nowner: b\n---\n";
    assert_eq!(
        refused(twice, &[set(FieldName::Owner, "x")]).to_string(),
        "`owner` cannot be changed: `owner` is given twice"
    );
    let table = "+++\nsatisfies.X = 1\n+++\n";
    let error = refused(table, &[set(FieldName::Satisfies, "x")]);
    assert!(matches!(error, EditError::Refused { why: SpliceError::SpreadTable { .. }, .. }));
    let error = edit("Text", Profile::sopctl(), Syntax::Json, &[set(FieldName::Owner, "x")]);
    assert_eq!(error, Err(EditError::NotASyntax));
}

#[test]
fn a_table_is_written_on_one_line() {
    let entries = [("format", "asciinema"), ("sha256", "00ff")];
    let entries = entries.map(|(key, text)| (key.to_owned(), text.to_owned())).to_vec();
    let edit =
        FieldEdit { field: FieldName::RecordedFrom, change: Change::Set(NewValue::Table(entries)) };
    let edits = [edit];
    assert_edited(
        "+++\nid = 'A-1'\n+++\n",
        &edits,
        "+++\nid = 'A-1'\nrecorded_from = { format = \"asciinema\", sha256 = \"00ff\" }\n+++\n",
    );
    assert_edited(
        "---\nid: A-1\n---\n",
        &edits,
        "---\nid: A-1\nrecorded_from: {format: asciinema, sha256: \"00ff\"}\n---\n",
    );
}

#[test]
fn foreign_conventions_are_written_in_their_own_way() {
    let learn = Profile::named("mslearn").unwrap();
    let text = "---\ntitle: Add a user\nms.date: 01/05/2026\nauthor: ana\n---\n";
    let edits = [reviewed("2026-08-14"), set(FieldName::Owner, "ben")];
    let after = text.replace("01/05/2026", "08/14/2026").replace("ana", "ben");
    assert_eq!(edited_under(learn, text, &edits), after);
    let toml = "+++\n[ms]\ndate = \"01/05/2026\"\n+++\n";
    assert_eq!(edited_under(learn, toml, &edits[..1]), toml.replace("01/05", "08/14"));
    let toml = "+++\ntitle = 'x'\n+++\n";
    let after = "+++\ntitle = 'x'\n\"ms.date\" = \"08/14/2026\"\n+++\n";
    assert_eq!(edited_under(learn, toml, &edits[..1]), after);

    let comply = Profile::named("comply").unwrap();
    let text =
        "name: Access\nmajorRevisions:\n  - date: Jun 1 2018\n    comment: first\n---\n# Purpose\n";
    let after = "name: Access\nmajorRevisions:\n  - date: Jun 1 2018\n    comment: first\n  - date: Aug 14 2026\n---\n# Purpose\n";
    assert_eq!(edited_under(comply, text, &edits[..1]), after);
    assert_eq!(edited_under(comply, after, &edits[..1]), after);
    let with_comment = after.replace("2026\n", "2026\n    comment: yearly\n");
    assert_eq!(edited_under(comply, &with_comment, &edits[..1]), with_comment);
    let bare = "---\nname: Access\n---\n";
    let after = "---\nname: Access\nmajorRevisions: [{date: Aug 14 2026}]\n---\n";
    assert_eq!(edited_under(comply, bare, &edits[..1]), after);
}

#[test]
fn where_a_convention_does_not_say_how_nothing_is_written() {
    let comply = Profile::named("comply").unwrap();
    let text = "---\nname: Access\n---\n";
    let told = |profile: &Profile, edit_of: FieldEdit| {
        edit(text, profile, Syntax::Yaml, &[edit_of]).unwrap_err().to_string()
    };
    assert_eq!(
        told(comply, set(FieldName::Status, "draft")),
        "the profile \"comply\" does not say under which key `status` stands"
    );
    assert_eq!(
        told(comply, remove(FieldName::LastReviewed)),
        "the profile \"comply\" does not say how `majorRevisions[].date` is written"
    );
    let house = "dates = \"month-name\"\n[fields]\nlast_reviewed = \"checked\"\nnext_review = \"plan[].on\"";
    let house = Profile::read("house", &read(house, Syntax::Toml).entries).unwrap();
    assert_eq!(
        told(&house, reviewed("2026-08-14")),
        "the profile \"house\" does not say how dates are written"
    );
    let next = FieldEdit { field: FieldName::NextReview, ..set(FieldName::Id, "x") };
    assert_eq!(told(&house, next), "the profile \"house\" does not say how `plan[].on` is written");
}

/// A value that each field can have.
fn value_for(field: FieldName) -> NewValue {
    use FieldName as F;
    match field {
        F::ApprovedOn | F::EffectiveDate | F::LastReviewed | F::NextReview => {
            Date::new(2026, 8, 14).unwrap().into()
        }
        F::Approvers | F::ApprovedBy | F::ReviewedBy | F::Watches | F::Audience => {
            NewValue::List(vec!["@coo".to_owned(), "infra/crm/**".to_owned()])
        }
        F::Implements | F::Related | F::Supersedes | F::SupersededBy => {
            NewValue::List(vec!["SOP-001#kick-off".to_owned()])
        }
        F::RecordedFrom | F::Satisfies => {
            NewValue::Table(vec![("format".to_owned(), "yes".to_owned())])
        }
        F::Id => "SOP-001".into(),
        F::Status => "in-review".into(),
        F::ReviewOutcome => "needs-revision".into(),
        F::ReviewInterval => "12 months".into(),
        F::Version => "2.1".into(),
        _ => "Close the till: count, sign".into(),
    }
}

#[test]
fn every_field_is_read_as_it_was_set() {
    let edits: Vec<FieldEdit> =
        FieldName::ALL.into_iter().map(|field| FieldEdit::set(field, value_for(field))).collect();
    for syntax in [Syntax::Toml, Syntax::Yaml] {
        let edited = edit("# Till\n", Profile::sopctl(), syntax, &edits).unwrap();
        let divided = split(&edited.text);
        let block = divided.front_matter(Profile::sopctl()).unwrap();
        assert_eq!((block.problems.len(), block.entries.len()), (0, FieldName::ALL.len()));
        let fields = Fields::read(Some(block), Profile::sopctl());
        for field in FieldName::ALL {
            assert!(matches!(fields.state(field), FieldState::Given(_)), "{field} {}", edited.text);
        }
        assert_eq!(fields.remarks, []);
        assert_eq!(fields.last_reviewed.copied(), Date::new(2026, 8, 14));
        assert_eq!(fields.version.value().unwrap(), "2.1");
        assert_eq!(fields.watches.texts(), ["@coo", "infra/crm/**"]);
        assert_eq!(fields.implements.items()[0].value.stage.as_deref(), Some("kick-off"));
    }
}

fn any_edit() -> impl Strategy<Value = FieldEdit> {
    let fields = [FieldName::Id, FieldName::Status, FieldName::LastReviewed, FieldName::Approvers];
    let text = prop_oneof![Just("draft"), Just("yes"), Just("---"), Just("+++\n"), Just("a: b\nc")];
    (prop::sample::select(fields.to_vec()), text, 0..4_u8).prop_map(
        |(field, text, kind)| match kind {
            0 => FieldEdit::set(field, text),
            1 => FieldEdit::append(field, text),
            2 => FieldEdit::remove_item(field, text),
            _ => FieldEdit::remove(field),
        },
    )
}

proptest! {
    #[test]
    fn an_edited_document_has_the_same_body_and_the_same_other_fields(
        parts in prop::collection::vec(
            prop_oneof![
                Just("---\n"), Just("+++\n"), Just("...\n"), Just("\r\n"), Just("\n"),
                Just("id: SOP-1\n"), Just("last_reviewed: 2026-1-5\r\n"), Just("id = 'A-1'\n"),
                Just("# T\n"), Just("\u{feff}"), Just("Text"), Just("status: [draft\n"),
                Just("majorRevisions:\n - date: x\n"), Just("approvers: [a, b]\n"),
                Just("approvers = ['a']\n"), Just("\r"), Just("owner: &o x\n"), Just("title: *o\n"),
            ],
            0..12,
        ),
        edits in prop::collection::vec(any_edit(), 1..4),
        profile in prop::sample::select(Profile::built_in()),
        toml in any::<bool>(),
    ) {
        let text = parts.concat();
        let syntax = if toml { Syntax::Toml } else { Syntax::Yaml };
        let Ok(edited) = edit(&text, &profile, syntax, &edits) else { return Ok(()) };
        prop_assert_eq!(splice::applied(&text, &edited.patches), edited.text.as_str());
        let (before, after) = (split(&text), split(&edited.text));
        let body = |split: &Split, text: &str| text[split.body_start(&profile)..].to_owned();
        let (old, new) = (body(&before, &text), body(&after, &edited.text));
        prop_assert!(new.ends_with(old.trim_start_matches('\u{feff}')), "{:?} {:?}", text, edited.text);
        let others = |split: &Split, text: &str| -> Vec<(String, String)> {
            let values = split.front_matter(&profile).map(|block| block.values(text));
            let is_other = |key: &str| {
                profile.field_of(key).is_none_or(|field| edits.iter().all(|e| e.field != field))
            };
            values.unwrap_or_default().into_iter().filter(|(key, _)| is_other(key)).collect()
        };
        prop_assert_eq!(others(&before, &text), others(&after, &edited.text));
        let again = edit(&edited.text, &profile, syntax, &edits[edits.len() - 1..]);
        prop_assert_eq!(again.map(|again| again.text), Ok(edited.text));
    }
}
