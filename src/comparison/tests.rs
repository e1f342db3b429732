mod properties;
mod structure;

use super::*;
use crate::document::profile::Profile;

const OLD: &str = "+++\nid = \"SOP-004\"\ntitle = \"Refund approval\"\ntype = \"sop\"\nowner = \"@finance\"\n+++\n\n# Refund approval\n\n## Scope\n\nRefunds to shops.\n\n## Purpose\n\nRefunds to customers.\n\n## Procedure\n\n1. Open the request.\n2. The agent checks the receipt.\n3. The team lead approves refunds above 100 EUR.\n4. Finance must pay within 5 days.\n";

fn read(text: &str) -> Document {
    Document::read(text.to_owned(), Profile::sopctl())
}

fn said(old: &str, new: &str) -> (Class, Vec<String>) {
    let comparison = compare(&read(old), &read(new));
    let lines = comparison.changes.iter().map(|change| {
        let side = change.new.as_ref().or(change.old.as_ref()).unwrap();
        let effects: Vec<String> = change.effects.iter().map(ToString::to_string).collect();
        format!(
            "{} {} {}",
            change.kind.name(),
            side.number.as_deref().unwrap_or("-"),
            effects.join("; ")
        )
        .trim()
        .to_owned()
    });
    (comparison.class, lines.collect())
}

#[test]
fn a_document_and_itself_have_no_difference() {
    assert!(compare(&read(OLD), &read(OLD)).is_empty());
    let retyped = OLD
        .replace("2. ", "1. ")
        .replace('\n', "\r\n")
        .replace("Refunds to customers.", "Refunds\r\nto customers.");
    assert!(compare(&read(OLD), &read(&retyped)).is_empty());
}

#[test]
fn an_inserted_step_is_one_change() {
    let new = OLD
        .replace("3. The team", "3. Attach the receipt.\n4. The team")
        .replace("4. Finance", "5. Finance");
    assert_eq!(said(OLD, &new), (Class::Major, vec!["added 3".to_owned()]));
    assert_eq!(said(&new, OLD), (Class::Major, vec!["removed 3".to_owned()]));
}

#[test]
fn limits_and_obligations_are_major() {
    let new = OLD.replace("100 EUR", "250 EUR").replace("must pay", "should pay");
    assert_eq!(
        said(OLD, &new),
        (
            Class::Major,
            vec![
                "changed 3 limit 100 EUR → 250 EUR".to_owned(),
                "changed 4 obligation weakened: must → should".to_owned()
            ]
        )
    );
}

#[test]
fn a_moved_step_moves_nothing_else() {
    let new = OLD.replace(
        "1. Open the request.\n2. The agent checks the receipt.\n",
        "1. The agent checks the receipt.\n2. Open the request.\n",
    );
    let (class, changes) = said(OLD, &new);
    assert_eq!(class, Class::Major);
    assert_eq!(changes.len(), 1, "{changes:?}");
    assert!(changes[0].starts_with("moved"), "{changes:?}");
}

#[test]
fn the_record_and_typography_weigh_little() {
    assert_eq!(said(OLD, &OLD.replace("@finance", "@finance-ops")), (Class::Record, vec![]));
    assert_eq!(
        said(OLD, &OLD.replace("Refunds to customers.", "Refunds to customers")).0,
        Class::Editorial
    );
    assert_eq!(
        said(OLD, &OLD.replace("Refunds to customers.", "Refunds to guests.")).0,
        Class::Minor
    );
    let scope = OLD.replace("Refunds to shops.", "Refunds to shops and branches.");
    assert_eq!(said(OLD, &scope).0, Class::Major);
    assert_eq!(
        said(OLD, &OLD.replace("title = \"Refund approval\"", "title = \"Refunds\"")).0,
        Class::Minor
    );
}

#[test]
fn a_new_heading_moves_nothing() {
    let new = OLD.replace("## Procedure", "## How refunds are approved");
    let comparison = compare(&read(OLD), &read(&new));
    assert!(comparison.changes.is_empty(), "{:?}", comparison.changes);
    assert_eq!(comparison.sections.len(), 1);
    assert_eq!(comparison.class, Class::Minor);
}

#[test]
fn what_is_given_for_the_first_time_is_the_record() {
    for line in ["title = \"Refund approval\"\n", "type = \"sop\"\n"] {
        let without = OLD.replace(line, "");
        assert_eq!(compare(&read(&without), &read(OLD)).class, Class::Record, "{line}");
    }
    let audience = OLD.replace("owner =", "audience = [\"@agents\"]\nowner =");
    assert_eq!(compare(&read(OLD), &read(&audience)).class, Class::Record);
}

/// The steps of a work instruction or another kind of document, below a title.
fn typed(kind: &str, body: &str) -> String {
    format!("+++\nid = \"A-1\"\ntype = \"{kind}\"\n+++\n\n# A title\n\n{body}")
}

fn class(kind: &str, old: &str, new: &str) -> Class {
    compare(&read(&typed(kind, old)), &read(&typed(kind, new))).class
}

#[test]
fn a_reference_that_follows_an_insertion_is_no_change() {
    let steps =
        "## Steps\n\n1. Open the lid.\n2. If it is dirty, go to step 3.\n3. Wipe the drum.\n";
    let inserted = "## Steps\n\n1. Open the lid.\n2. Pull the plug.\n3. If it is dirty, go to step 4.\n4. Wipe the drum.\n";
    let (old, new) = (typed("sop", steps), typed("sop", inserted));
    assert_eq!(said(&old, &new), (Class::Major, vec!["added 2".to_owned()]));
    let elsewhere = steps.replace("go to step 3", "go to step 1");
    let (class, changes) = said(&old, &typed("sop", &elsewhere));
    assert_eq!(
        (class, changes),
        (Class::Minor, vec!["changed 2 reference step 3 → step 1".to_owned()])
    );
}

#[test]
fn an_anchor_that_follows_a_heading_is_no_change() {
    let text = "See [the end](#closing).\n\n## Closing\n\nLock the door.\n\n## Fire\n\nRun.\n";
    let renamed = text.replace("#closing", "#at-night").replace("## Closing", "## At night");
    let comparison = compare(&read(&typed("sop", text)), &read(&typed("sop", &renamed)));
    assert!(comparison.changes.is_empty(), "{:?}", comparison.changes);
    let elsewhere = text.replace("#closing", "#fire");
    let (_, changes) = said(&typed("sop", text), &typed("sop", &elsewhere));
    assert_eq!(changes, ["changed - reference #closing → #fire"]);
}

#[test]
fn the_class_of_a_word_is_that_of_its_place() {
    let step = |word: &str| format!("## Steps\n\n1. Open the lid {word}.\n2. Wipe the drum.\n");
    assert_eq!(class("work-instruction", &step("slowly"), &step("gently")), Class::Major);
    assert_eq!(class("sop", &step("slowly"), &step("gently")), Class::Minor);
    let result =
        |word: &str| format!("## Steps\n\n1. Open the lid. Expected result: a {word} lamp.\n");
    assert_eq!(class("work-instruction", &result("red"), &result("green")), Class::Minor);
    let statement = |word: &str| format!("Staff must lock {word} doors.\n");
    assert_eq!(class("policy", &statement("all"), &statement("glass")), Class::Major);
    assert_eq!(class("sop", &statement("wooden"), &statement("glass")), Class::Minor);
    let code = |word: &str| format!("## Steps\n\n1. Run it.\n\n   ```sh\n   {word}\n   ```\n");
    assert_eq!(class("work-instruction", &code("ls"), &code("ls -l")), Class::Major);
    assert_eq!(class("sop", &code("ls"), &code("ls -l")), Class::Minor);
    assert_eq!(class("sop", &code("ls"), &code("ls  ")), Class::None);
}

#[test]
fn scripts_for_browsers_are_read_by_nobody() {
    let body = "# Backups\n\n1. Start the job.\n2. Wait.\n";
    let script =
        "<script>\n  window.dataLayer = [];\n</script>\n\n<style>p { color: red }</style>\n";
    for (old, new) in [
        (body.to_owned(), format!("{script}\n{body}")),
        (format!("{body}\n{script}"), body.to_owned()),
        (format!("{script}\n{body}"), format!("{}\n{body}", script.replace("[]", "[1]"))),
    ] {
        let comparison = compare(&read(&old), &read(&new));
        assert_eq!(comparison.class, Class::Editorial, "{old} to {new}: {comparison:#?}");
        assert_eq!(comparison.changes.len(), 1);
    }
    // What stands in another element is read.
    let shown = format!("<div>\n{}</div>\n\n{body}", "Stop at noon.\n");
    assert!(compare(&read(body), &read(&shown)).class.is_meaningful());
}

#[test]
fn spelling_variants_are_editorial_and_mistakes_are_not() {
    let text = |words: &str| format!("Please {words} the list by e-mail.\n");
    assert_eq!(class("sop", &text("organise"), &text("organize")), Class::Editorial);
    let joined = text("send").replace("e-mail", "email");
    assert_eq!(class("sop", &text("send"), &joined), Class::Editorial);
    assert_eq!(class("sop", &text("hypotension"), &text("hypertension")), Class::Minor);
}

#[test]
fn a_warning_that_comes_goes_or_changes_is_major() {
    let text = |last: &str| format!("Wipe the drum.\n\n{last}");
    let warning = text("> [!WARNING]\n> The drum is hot.\n");
    assert_eq!(class("sop", &text(""), &warning), Class::Major);
    assert_eq!(class("sop", &warning, &text("")), Class::Major);
    assert_eq!(class("sop", &warning, &warning.replace("hot", "sharp")), Class::Major);
    assert_eq!(class("sop", &warning, &text("> The drum is hot.\n")), Class::Major);
    assert_eq!(class("sop", &text("A hint.\n"), &text("Caution: a hint.\n")), Class::Major);
}

#[test]
fn words_that_are_struck_out_no_longer_hold() {
    let text = |words: &str| format!("## Steps\n\n1. Open the lid.\n2. {words}\n");
    let (class, changes) =
        said(&typed("sop", &text("Pay 5 EUR.")), &typed("sop", &text("~~Pay 5 EUR.~~")));
    assert_eq!((class, changes), (Class::Major, vec!["changed 2 limit 5 EUR removed".to_owned()]));
}

#[test]
fn the_cells_of_a_row_carry_effects() {
    let table = |row: &str| format!("| Who | Up to | From |\n|---|---|---|\n{row}\n");
    let (_, changes) = said(
        &typed("sop", &table("| Agent | 50 EUR | 10 EUR |")),
        &typed("sop", &table("| Agent | 10 EUR | 50 EUR |")),
    );
    assert_eq!(changes, ["changed - limit 50 EUR → 10 EUR; limit 10 EUR → 50 EUR"]);
    let (_, changes) = said(
        &typed("sop", &table("| Refund | Team lead | 10 EUR |")),
        &typed("sop", &table("| Refund | Shift manager | 10 EUR |")),
    );
    assert_eq!(changes, ["changed - role team lead → shift manager"]);
}

#[test]
fn a_document_in_another_language_is_read_with_care() {
    let german = |words: &str| {
        let body =
            format!("## Step 1: Deckel {words}\n\nEnde {words}.\n\n## Step 2: Trommel wischen\n");
        typed("sop", &body).replace("type =", "language = \"de\"\ntype =")
    };
    let comparison = compare(&read(&german("schliessen")), &read(&german("reinigen")));
    let classes: Vec<(UnitKind, Class)> =
        comparison.changes.iter().map(|change| (change.unit, change.class)).collect();
    assert_eq!(classes, [(UnitKind::Step, Class::Major), (UnitKind::Paragraph, Class::Minor)]);
    assert_eq!(comparison.unread_language.as_deref(), Some("de"));
    assert_eq!(
        compare(&read(OLD), &read(&german("öffnen"))).unread_language.as_deref(),
        Some("de")
    );
    assert_eq!(compare(&read(OLD), &read(OLD)).unread_language, None);
}

#[test]
fn a_section_that_stands_elsewhere_is_told_and_not_its_units() {
    let parts = [
        "## Open\n\n1. Unlock the door.\n2. Turn on the light.\n\n",
        "## Count\n\n1. Count the notes.\n2. Count the coins.\n\n",
    ];
    let (old, new) = (parts.concat(), [parts[1], parts[0]].concat());
    let comparison = compare(&read(&typed("sop", &old)), &read(&typed("sop", &new)));
    assert!(comparison.changes.is_empty(), "{:?}", comparison.changes);
    let sections: Vec<(ChangeKind, Class)> =
        comparison.sections.iter().map(|section| (section.kind, section.class)).collect();
    assert_eq!(sections, [(ChangeKind::Moved, Class::Major)]);
}

#[test]
fn a_heading_in_the_middle_of_a_section_moves_nothing() {
    let text = "## Close\n\nAsk everybody to leave.\n\nCount the notes.\n\nLock the door.\n";
    let divided = text.replace("Count the", "## Money\n\nCount the");
    let comparison = compare(&read(&typed("sop", text)), &read(&typed("sop", &divided)));
    assert!(comparison.changes.is_empty(), "{:?}", comparison.changes);
    assert_eq!(comparison.sections.len(), 1);
    assert_eq!(comparison.class, Class::Minor);
}

#[test]
fn a_step_that_is_a_heading_moves_as_a_step() {
    let step =
        |number: usize, act: &str| format!("### Step {number}: {act}\n\nTake your time.\n\n");
    let body = |acts: [&str; 3]| {
        let steps = acts.iter().enumerate().map(|(index, act)| step(index + 1, act));
        format!("## Procedure\n\n{}", steps.collect::<String>())
    };
    let old = body(["Open the till", "Count the notes and coins", "Close the till"]);
    let new = body(["Count the notes and coins", "Open the till", "Close the till"]);
    let comparison = compare(&read(&typed("sop", &old)), &read(&typed("sop", &new)));
    let kinds: Vec<ChangeKind> = comparison.steps().map(|change| change.kind).collect();
    assert_eq!(kinds, [ChangeKind::Moved], "{:?}", comparison.changes);
    assert!(
        comparison.rows(Extent::Around).len() == comparison.changes.len(),
        "{:?}",
        comparison.sections
    );
}
