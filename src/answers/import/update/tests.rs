//! A document, edited by hand, and new recordings of its task.

use proptest::prelude::*;

use super::writing::Why;
use super::*;
use crate::recording::{
    Action, ActionKind, Expectation, ExpectationKind, NameSource, Place, Role, Take, Target, Value,
};

/// What is done in a step, in short: a click on a label, or a value typed into a field.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Deed {
    Click(String),
    Opens(String, String),
    Type(String, String),
    Run(String),
}

fn click(label: &str) -> Deed {
    Deed::Click(label.to_owned())
}

fn opens(label: &str, page: &str) -> Deed {
    Deed::Opens(label.to_owned(), page.to_owned())
}

fn types(value: &str, label: &str) -> Deed {
    Deed::Type(value.to_owned(), label.to_owned())
}

fn runs(command: &str) -> Deed {
    Deed::Run(command.to_owned())
}

fn take(deeds: &[Deed]) -> Take {
    let actions = deeds.iter().enumerate().map(|(index, deed)| {
        let target = |label: &String, role| {
            Some(Target {
                name: Some(label.clone()),
                role: Some(role),
                found: NameSource::Seen,
                selector: None,
            })
        };
        let (kind, target, value, page) = match deed {
            Deed::Click(label) => (ActionKind::Click, target(label, Role::Button), None, None),
            Deed::Opens(label, page) => {
                (ActionKind::Click, target(label, Role::Button), None, Some(page.clone()))
            }
            Deed::Type(value, label) => {
                (ActionKind::Type, target(label, Role::Field), Some(value.clone()), None)
            }
            Deed::Run(command) => (ActionKind::Run, None, Some(command.clone()), None),
        };
        let opened = |page| Expectation {
            kind: ExpectationKind::Opens,
            name: None,
            found: NameSource::Seen,
            words: Some(page),
        };
        Action {
            kind,
            target,
            value: value.map(Value::Plain),
            then: None,
            url: None,
            expected: page.map(opened).into_iter().collect(),
            picture: None,
            highlight: None,
            depth: 0,
            words: None,
            note: None,
            doubt: None,
            place: Place(index + 1),
        }
    });
    Take { name: None, actions: actions.collect() }
}

const HEAD: &str = "+++\nid = \"WI-001\"\ntitle = \"Refund\"\ntype = \"work-instruction\"\n+++\n\n# Refund\n\n## Steps\n\n";
const TAIL: &str = "\n## Done when\n\nThe mail is there.\n";

fn path() -> RepoPath {
    RepoPath::new("work-instructions/refund.md").unwrap()
}

/// The document that a recording becomes.
fn imported(deeds: &[Deed]) -> String {
    let take = take(deeds);
    let sentences = sentences(&take, RecordingFormat::ChromeRecorder);
    let steps = super::super::draft::written(&sentences, &[], &path());
    let steps = steps.trim_start_matches("## Steps\n\n").trim_end();
    format!("{HEAD}{steps}\n{TAIL}")
}

fn member(text: &str) -> Member {
    Member {
        path: path(),
        document: Document::read(text.to_owned(), Profile::sopctl()),
        moved_from: None,
        blob: None,
        uncommitted: None,
        is_verbatim: false,
    }
}

/// What becomes of a document, and why steps are left to people.
fn proposed(text: &str, deeds: &[Deed]) -> Result<(String, Vec<Why>), UpdateError> {
    let take = take(deeds);
    let sentences = sentences(&take, RecordingFormat::ChromeRecorder);
    let shown = Shown::tree(&sentences, &|_| false);
    let proposal = Proposal::of(&member(text), &shown, &[], Profile::sopctl())?;
    Ok((proposal.text, proposal.left.iter().map(|left| left.why).collect()))
}

/// The steps of a changed document, which must be the same when they are compared again.
#[track_caller]
fn steps_after(text: &str, deeds: &[Deed]) -> String {
    let (after, _) = proposed(text, deeds).unwrap();
    let (again, _) = proposed(&after, deeds).unwrap();
    assert_eq!(again, after, "a proposal that was followed has nothing left to propose");
    let (before, steps) = after.split_once("## Steps\n\n").unwrap();
    assert!(HEAD.starts_with(before), "{after}");
    steps.strip_suffix(TAIL).unwrap_or(steps).to_owned()
}

fn refund() -> Vec<Deed> {
    vec![
        opens("Orders", "Orders"),
        types("4711", "Order number"),
        click("Refund"),
        click("Confirm"),
    ]
}

#[test]
fn the_same_demonstration_changes_nothing() {
    let text = imported(&refund());
    assert_eq!(proposed(&text, &refund()).unwrap().0, text);
}

#[test]
fn a_new_step_stands_where_it_was_done_and_the_numbers_go_on() {
    let text = imported(&refund());
    let mut deeds = refund();
    deeds.insert(2, types("late", "Reason"));
    let after = steps_after(&text, &deeds);
    assert!(after.contains("2. Enter `4711` in **Order number**.\n\n3. Enter `late` in **Reason**.\n\n4. Click **Refund**.\n"), "{after}");
    assert!(after.contains("\n5. Click **Confirm**.\n"), "{after}");
}

#[test]
fn lists_that_count_by_themselves_and_tight_lists_stay_so() {
    let ones =
        format!("{HEAD}1. Click **Orders**.\n1. Click **Refund**.\n1. Click **Confirm**.\n{TAIL}");
    let deeds = [click("Orders"), types("late", "Reason"), click("Refund"), click("Confirm")];
    let after = steps_after(&ones, &deeds);
    assert_eq!(
        after,
        "1. Click **Orders**.\n1. Enter `late` in **Reason**.\n1. Click **Refund**.\n1. Click **Confirm**.\n"
    );
    let bracketed = ones.replace("\n1.", "\n  1)").replace("1) Click **R", "2) Click **R");
    let after = steps_after(&bracketed.replace("1) Click **C", "3) Click **C"), &deeds);
    assert!(
        after.contains("  2) Enter `late` in **Reason**.\n  3) Click **Refund**.\n  4) C"),
        "{after}"
    );
    let crlf = ones.replace('\n', "\r\n");
    let (after, _) = proposed(&crlf, &deeds).unwrap();
    assert!(after.contains("\r\n1. Enter `late` in **Reason**.\r\n1. Click"), "{after:?}");
    assert_eq!(after.matches('\n').count(), after.matches("\r\n").count());
}

#[test]
fn a_tenth_step_moves_what_hangs_on_it_by_a_column() {
    let labels: Vec<Deed> = ('A'..='I').map(|label| click(&format!("Label {label}"))).collect();
    let text = imported(&labels).replace(
        "9. Click **Label I**.\n",
        "9. Click **Label I**.\n\n   - a point\n     of two lines\n\n   ```text\n   code\n   ```\n",
    );
    let mut deeds = labels;
    deeds.insert(0, click("New"));
    let after = steps_after(&text, &deeds);
    assert!(
        after.contains("10. Click **Label I**.\n\n    - a point\n      of two lines\n\n    ```text\n    code\n    ```\n"),
        "{after}"
    );
}

#[test]
fn a_renamed_button_keeps_what_hangs_on_its_step() {
    let note = "   > [!WARNING]\n   > It cannot be taken back.\n";
    let text = imported(&refund())
        .replace("3. Click **Refund**.\n", &format!("3. Click **Refund** at the top.\n\n{note}"));
    let mut deeds = refund();
    deeds[2] = click("Issue refund");
    let after = steps_after(&text, &deeds);
    assert!(after.contains(&format!("3. Click **Issue refund** at the top.\n\n{note}")), "{after}");
}

#[test]
fn a_step_that_is_gone_goes_unless_somebody_wrote_in_it() {
    let text = imported(&refund());
    let mut deeds = refund();
    deeds.remove(2);
    let after = steps_after(&text, &deeds);
    assert!(!after.contains("Refund") && after.contains("\n3. Click **Confirm**."), "{after}");

    let noted = text.replace("3. Click **Refund**.\n", "3. Click **Refund**.\n\n   Only once.\n");
    let (after, why) = proposed(&noted, &deeds).unwrap();
    assert_eq!(why, [Why::NotRecorded]);
    assert!(after.contains("   Only once.\n"), "{after}");
    assert!(after.contains("   TODO: is this step still needed?"), "{after}");
    assert_eq!(proposed(&after, &deeds).unwrap().0, after);
    // It is done again in the next recording, which answers the question.
    assert_eq!(proposed(&after, &refund()).unwrap().0, noted);
}

#[test]
fn a_step_that_no_recording_can_show_stays_at_its_place() {
    let text = imported(&refund()).replace("\n4. ", "\n5. ").replace("\n3. ", "\n4. ").replace(
        "\n4. Click **Refund**",
        "\n3. Ask the customer for the reason.\n\n4. Click **Refund**",
    );
    let mut deeds = refund();
    deeds.insert(2, click("Open"));
    let (after, why) = proposed(&text, &deeds).unwrap();
    assert_eq!(why, [Why::NotRecordable]);
    assert!(
        after.contains("3. Click **Open**.\n")
            && after.contains("\n4. Ask the customer for the reason.\n\n5. Click **Refund**"),
        "{after}"
    );
}

#[test]
fn what_was_answered_stays_and_what_was_not_takes_what_is_seen() {
    let text = imported(&refund());
    let mut deeds = refund();
    deeds[2] = opens("Refund", "Refunded");
    let after = steps_after(&text, &deeds);
    assert!(
        after
            .contains("3. Click **Refund**.\n\n   Expected result: The **Refunded** page opens.\n"),
        "{after}"
    );

    let answered = text.replacen("TODO: what do you see when it worked?", "A green line.", 1);
    let after = steps_after(&answered, &deeds);
    assert!(
        after.contains("3. Click **Refund**.\n\n   Expected result: A green line.\n"),
        "{after}"
    );
}

#[test]
fn a_result_of_a_recording_follows_the_next_one() {
    let text = imported(&refund());
    let mut deeds = refund();
    deeds[0] = opens("Orders", "All orders");
    let after = steps_after(&text, &deeds);
    assert!(after.contains("Expected result: The **All orders** page opens.\n"), "{after}");
    // A recording that shows results, but not this one, leaves a question.
    deeds[0] = click("Orders");
    deeds[3] = opens("Confirm", "Done");
    let after = steps_after(&text, &deeds);
    assert!(
        after.contains("The **Orders** page opens.\n\n   TODO: is this still what you see? "),
        "{after}"
    );
    let (settled, _) = proposed(&format!("{HEAD}{after}{TAIL}"), &refund()).unwrap();
    assert!(settled.contains("The **Orders** page opens.\n\n2. "), "{settled}");
}

#[test]
fn steps_that_changed_places_move_with_what_hangs_on_them() {
    let text =
        imported(&refund()).replace("3. Click **Refund**.\n", "3. Click **Refund**.\n\n   Wait.\n");
    let deeds =
        [refund()[2].clone(), refund()[0].clone(), refund()[1].clone(), refund()[3].clone()];
    let after = steps_after(&text, &deeds);
    assert!(after.starts_with("1. Click **Refund**.\n\n   Wait.\n"), "{after}");
    assert!(after.contains("\n2. Click **Orders**.\n"), "{after}");
}

#[test]
fn commands_are_compared_by_what_is_run() {
    let deeds = [runs("make test"), runs("kubectl apply -f shop.yaml"), runs("kubectl get pods")];
    let text = imported(&deeds).replacen("Run:", "On the build host, run:", 1);
    let mut changed = deeds.to_vec();
    changed[1] = runs("kubectl apply -f shop.yaml --wait");
    let after = steps_after(&text, &changed);
    assert!(
        after.contains("1. On the build host, run:\n\n   ```sh\n   make test\n   ```\n"),
        "{after}"
    );
    assert!(
        after.contains("2. Run:\n\n   ```sh\n   kubectl apply -f shop.yaml --wait\n   ```\n"),
        "{after}"
    );
    let generalised = text.replace("shop.yaml", "<service>.yaml");
    assert_eq!(proposed(&generalised, &deeds).unwrap().0, generalised);
}

#[test]
fn each_command_is_told_by_itself() {
    let text = imported(&[runs("make lint"), runs("make test"), runs("make install")]);
    let take = take(&[runs("make lint"), runs("make docs"), runs("make install --quiet")]);
    let sentences = sentences(&take, RecordingFormat::ShellHistory);
    let shown = Shown::tree(&sentences, &|_| false);
    let proposal = Proposal::of(&member(&text), &shown, &[], Profile::sopctl()).unwrap();
    let told: Vec<String> =
        proposal.proposed.iter().flat_map(Proposed::rows).map(|row| row.words()).collect();
    assert_eq!(
        told,
        ["step 2: Run: make [-test-]{+docs+}", "step 3: Run: make install{+ --quiet+}",]
    );
}

#[test]
fn a_document_that_was_never_recorded_is_compared_too() {
    let text = format!(
        "{HEAD}1. Open the **Orders** page.\n2. Type the number of the order into **Order number**.\n\
         3. Press **Refund**, and tell the customer.\n4. Click **Confirm**.\n5. Close the drawer.\n{TAIL}"
    );
    let deeds =
        [click("Orders"), types("4711", "Order number"), click("Pay back"), click("Confirm")];
    let (after, why) = proposed(&text, &deeds).unwrap();
    assert!(after.contains("\n3. Press **Pay back**, and tell the customer.\n"), "{after}");
    assert!(
        after.contains("\n2. Type the number of the order into **Order number**.\n"),
        "{after}"
    );
    assert!(
        after.contains("\n5. Close the drawer.\n\n   TODO: is this step still needed?"),
        "{after}"
    );
    assert_eq!(why, [Why::NotRecorded]);
}

#[test]
fn other_lists_and_other_documents_are_left_alone() {
    let undo = "\n## Undo procedure\n\n1. Click **Stornos**.\n2. Click **Take back**.\n";
    let text = imported(&refund()).replace(TAIL, &format!("{undo}{TAIL}"));
    let mut deeds = refund();
    deeds.push(click("Print"));
    let (after, _) = proposed(&text, &deeds).unwrap();
    assert!(after.contains(undo) && after.contains("\n5. Click **Print**."), "{after}");

    let other = [types("Ana", "Name"), runs("make"), click("Storno")];
    let nothing = proposed(&imported(&refund()), &other).unwrap_err();
    assert!(matches!(nothing, UpdateError::NothingInCommon { .. }), "{nothing}");
    let headings =
        format!("{HEAD}### Step 1: Click **Orders**\n\n### Step 2: Click **Refund**\n{TAIL}");
    let refused = proposed(&headings, &refund()).unwrap_err();
    assert!(matches!(refused, UpdateError::NoItem { shape: "a heading", .. }), "{refused}");
}

/// Deeds of a small world, so that labels come more than once.
fn deed() -> impl Strategy<Value = Deed> {
    let label = prop::sample::select(vec![
        "Save",
        "Orders",
        "Refund",
        "Print label",
        "Close",
        "Next",
        "Order number",
        "Reason",
        "Amount",
        "Customer",
        "Ship to",
        "Archive",
    ]);
    (label, 0..4_u8, 0..3_u8).prop_map(|(label, kind, other)| match kind {
        0 => types(&format!("v{other}"), label),
        1 => opens(label, &format!("Page {other}")),
        _ => click(label),
    })
}

/// A change of a demonstration.
#[derive(Debug, Clone)]
enum Edit {
    Insert(usize, Deed),
    Remove(usize),
    Swap(usize),
    Replace(usize, Deed),
}

fn edit_of_deeds() -> impl Strategy<Value = Edit> {
    prop_oneof![
        (any::<usize>(), deed()).prop_map(|(at, deed)| Edit::Insert(at, deed)),
        any::<usize>().prop_map(Edit::Remove),
        any::<usize>().prop_map(Edit::Swap),
        (any::<usize>(), deed()).prop_map(|(at, deed)| Edit::Replace(at, deed)),
    ]
}

fn edited(mut deeds: Vec<Deed>, edits: Vec<Edit>) -> Vec<Deed> {
    for edit in edits {
        let count = deeds.len();
        match edit {
            Edit::Insert(at, deed) => deeds.insert(at % (count + 1), deed),
            Edit::Remove(at) if count > 2 => drop(deeds.remove(at % count)),
            Edit::Swap(at) if count > 1 => deeds.swap(at % (count - 1), at % (count - 1) + 1),
            Edit::Replace(at, deed) if count > 0 => deeds[at % count] = deed,
            _ => {}
        }
    }
    deeds
}

/// Whether no step was done more than twice.
fn are_few(deeds: &[Deed]) -> bool {
    deeds.iter().all(|deed| deeds.iter().filter(|other| *other == deed).count() <= 2)
}

/// Whether no step stands in a document more than twice.
fn is_told_apart(text: &str) -> bool {
    let steps: Vec<&str> = text.lines().filter_map(|line| Some(line.split_once(". ")?.1)).collect();
    steps.iter().all(|step| steps.iter().filter(|other| *other == step).count() <= 2)
}

/// A line that only a person writes, below some steps.
fn annotated(text: &str, notes: &[bool]) -> (String, Vec<String>) {
    let mut lines = Vec::new();
    let mut step = 0;
    let mut written = String::new();
    for line in text.lines() {
        written.push_str(&format!("{line}\n"));
        let digits = line.bytes().take_while(u8::is_ascii_digit).count();
        if digits > 0 {
            if notes.get(step).copied().unwrap_or_default() {
                let note = format!("Mind the gap number {step} here.");
                written.push_str(&format!("\n{}{note}\n", " ".repeat(digits + 2)));
                lines.push(note);
            }
            step += 1;
        }
    }
    (written, lines)
}

/// The numbers before the items of the outermost list of steps.
fn numbers(text: &str) -> Vec<usize> {
    let steps = text.split("## Steps").nth(1).unwrap().split("## Done").next().unwrap();
    let number = |line: &str| line.split_once(". ").and_then(|(number, _)| number.parse().ok());
    steps.lines().filter_map(number).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn whatever_changes_what_people_wrote_stays_and_following_it_settles_it(
        deeds in prop::collection::vec(deed(), 3..14),
        edits in prop::collection::vec(edit_of_deeds(), 0..5),
        notes in prop::collection::vec(any::<bool>(), 0..14),
    ) {
        let (text, lines) = annotated(&imported(&deeds), &notes);
        let new = edited(deeds, edits);
        let Ok((after, _)) = proposed(&text, &new) else {
            // Nothing in common: nothing is proposed.
            return Ok(());
        };
        for line in &lines {
            prop_assert_eq!(after.matches(line.as_str()).count(), 1, "{}\n{}", line, after);
        }
        prop_assert!(after.starts_with(HEAD) && after.ends_with(TAIL), "{}", after);
        let numbers = numbers(&after);
        prop_assert!(numbers.iter().copied().eq(1..=numbers.len()), "{:?}\n{}", numbers, after);
        // Of a step that was done three times and more, another one may be taken the next time.
        if are_few(&new) && is_told_apart(&text) {
            let (again, _) = proposed(&after, &new).unwrap();
            prop_assert_eq!(&again, &after);
        }
        // Each step of the recording stands there, in its order.
        let take = take(&new);
        let mut rest = after.as_str();
        for sentence in sentences(&take, RecordingFormat::ChromeRecorder) {
            let step = format!(". {}\n", sentence.text);
            let found = rest.find(&step);
            prop_assert!(found.is_some(), "{} is missing or elsewhere in\n{}", step, after);
            rest = &rest[found.unwrap_or_default() + step.len()..];
        }
    }

    #[test]
    fn any_text_is_compared_without_a_panic(
        steps in "(([0-9]{1,2}[.)]|-|  +1\\.|>|#|```|\\||<!--|:::|\\*\\*|`|TODO:|Expected result:|Click|\\*\\*Save\\*\\*|\\[ \\]|é|\t| )( |\n|\r\n)?){0,40}",
    ) {
        let text = format!("{HEAD}{steps}");
        if let Ok((after, _)) = proposed(&text, &[click("Save"), types("é", "Ré`son")]) {
            prop_assert!(after.starts_with(HEAD.trim_end()));
        }
    }
}
