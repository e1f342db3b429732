use super::*;
use crate::comparison::Class;
use crate::document::outline::{Outline, Reading};

/// The effects of changing the first step of a procedure.
fn said(old: &str, new: &str) -> Vec<String> {
    let outline = |text: &str| {
        let body = format!("1. {text}\n2. Open the box.\n3. Close the lid.\n");
        Outline::read(&body, None, Reading::Procedure, Language::english())
    };
    let (old, new) = (outline(old), outline(new));
    effects(&old, &new)
}

/// The effects of changing the first unit of an outline into that of another.
fn effects(old: &Outline, new: &Outline) -> Vec<String> {
    let matching = Matching::of(old, new);
    let meanings = Meanings::of(&matching, Some(Language::english()));
    let version = |outline| -> Version<'_> {
        let outline: &Outline = outline;
        Version { unit: &outline.units[0], index: 0 }
    };
    let meaning = meanings.of_change(version(old), version(new));
    meaning.effects.iter().map(ToString::to_string).collect()
}

#[test]
fn limits_carry_their_units() {
    assert_eq!(
        said(
            "The team lead approves refunds above 100 EUR.",
            "The team lead approves refunds above 250 EUR."
        ),
        ["limit 100 EUR → 250 EUR"]
    );
    assert_eq!(said("Wait 24 hours.", "Wait 48 hours."), ["limit 24 hours → 48 hours"]);
    assert_eq!(said("Pay €5.", "Pay €10."), ["limit €5 → €10"]);
    assert_eq!(said("Fill to 80 %.", "Fill to 90 %."), ["limit 80 % → 90 %"]);
    assert_eq!(said("Check again.", "Check again after 5 minutes."), ["limit 5 minutes added"]);
}

#[test]
fn a_reference_is_no_limit() {
    assert_eq!(said("Go on with step 4.", "Go on with step 5."), ["reference step 4 → step 5"]);
}

#[test]
fn obligations_grow_and_shrink() {
    assert_eq!(
        said("Finance must pay.", "Finance should pay."),
        ["obligation weakened: must → should"]
    );
    assert_eq!(said("You may stop.", "You must stop."), ["obligation strengthened: may → must"]);
    // What is told plainly binds no less than what should be.
    assert_eq!(said("The clerk stops.", "The clerk should stop."), ["obligation should added"]);
    assert_eq!(
        said("Staff must share keys.", "Staff must not share keys."),
        ["obligation reversed: must → must not", "negation “not” added"]
    );
}

#[test]
fn roles_actions_and_targets() {
    assert_eq!(
        said("The support agent signs it.", "The team lead signs it."),
        ["role support agent → team lead"]
    );
    assert_eq!(said("Open the valve.", "Close the valve."), ["action open → close"]);
    assert_eq!(
        said("Click **Save**.", "Click **Save and close**."),
        ["target Save → Save and close"]
    );
    assert_eq!(said("Click **Save**.", "Click **Keep**."), ["target Save → Keep"]);
    assert_eq!(said("Click Save.", "Click **Save**."), Vec::<String>::new());
    assert_eq!(said("Count the notes.", "Count the notes carefully."), ["wording"]);
}

/// The class of changing a step of an SOP.
fn class_of_step(old: &str, new: &str) -> Class {
    use crate::comparison::compare;
    use crate::document::Document;
    use crate::document::profile::Profile;
    let read = |step: &str| {
        let text =
            format!("+++\nid = \"A\"\ntype = \"sop\"\n+++\n\n# A\n\n1. {step}\n2. Open it.\n");
        Document::read(text, Profile::sopctl())
    };
    compare(&read(old), &read(new)).class
}

#[test]
fn a_sign_a_comparator_a_unit_and_code_are_no_typography() {
    for (old, new) in [
        ("Cool to -5 °C.", "Cool to 5 °C."),
        ("Add +3 to it.", "Add -3 to it."),
        ("Keep it < 5 bar.", "Keep it > 5 bar."),
        ("Keep it ≤ 5 bar.", "Keep it ≥ 5 bar."),
        ("Keep it \\<= 5 bar.", "Keep it >= 5 bar."),
        ("Hold pressure < limit.", "Hold pressure > limit."),
        ("Check that x = 5.", "Check that x != 5."),
        ("Pay $5.", "Pay €5."),
        ("Fill to 5 %.", "Fill to 5 ‰."),
        ("Feed 5 mW.", "Feed 5 MW."),
        ("Heat to 5 °C.", "Heat to 5 C."),
        ("Give .5 mg.", "Give 5 mg."),
        ("Hang group O+.", "Hang group O-."),
        ("Run `git branch -d`.", "Run `git branch -D`."),
        ("Enter `admin`.", "Enter `Admin`."),
        ("Run `rm a/*`.", "Run `rm a/ *`."),
        ("Click **Save**.", "Click **SAVE**."),
    ] {
        assert_eq!(class_of_step(old, new).name(), "major", "{old} → {new}");
    }
}

#[test]
fn typography_is_editorial() {
    for (old, new) in [
        ("Count the notes", "Count the notes."),
        ("Say \"yes\", don't wait.", "Say “yes”, don’t wait."),
        ("Count the notes.", "Count the Notes."),
        ("Use a read-only copy.", "Use a read–only copy."),
        ("Count the notes - twice.", "Count the notes – twice."),
        ("Wait 5 days, then go.", "Wait 5 Days; then go."),
        ("Keep it <= 5 bar.", "Keep it ≤ 5 bar."),
        ("Click **Save:** then wait.", "Click **Save**, then wait."),
    ] {
        assert_eq!(class_of_step(old, new).name(), "editorial", "{old} → {new}");
    }
}

#[test]
fn an_address_in_a_step_is_a_value() {
    assert_eq!(
        said("Open https://a.example/x.", "Open https://b.example/x."),
        ["value https://a.example/x → https://b.example/x"]
    );
}

#[test]
fn an_expected_result_says_so_beside_its_limit() {
    let outline = |text: &str| {
        Outline::read(&format!("{text}\n"), None, Reading::Procedure, Language::english())
    };
    let kinds = |old: &str, new: &str| effects(&outline(old), &outline(new));
    assert_eq!(kinds("Expected: it is red.", "Expected: it is green."), ["expected-result"]);
    assert_eq!(
        kinds("Expected: 5 bar.", "Expected: 6 bar."),
        ["limit 5 bar → 6 bar", "expected-result"]
    );
    assert_eq!(kinds("Expected: red.", "Expected: red"), ["wording"]);
}

#[test]
fn an_address_that_is_its_own_link_is_a_value_and_major() {
    for (old, new) in [
        ("Open <https://desk.example/hats>.", "Open <https://desk.example/coats>."),
        ("Open https://desk.example/hats.", "Open https://desk.example/coats."),
    ] {
        let values = ["value https://desk.example/hats → https://desk.example/coats"];
        assert_eq!(said(old, new), values, "{old}");
        assert_eq!(class_of_step(old, new), Class::Major, "{old}");
    }
    assert_eq!(
        said("Open [it](https://desk.example/hats).", "Open [it](https://desk.example/coats)."),
        ["target https://desk.example/hats → https://desk.example/coats"]
    );
    assert_eq!(said("Dial 0800 123456.", "Dial 0800 654321."), ["value 0800 123456 → 0800 654321"]);
}

#[test]
fn the_side_of_a_limit_is_part_of_it() {
    for (old, new, limit) in [
        ("Pay up to 90 EUR.", "Pay over 90 EUR.", "limit up to 90 EUR → over 90 EUR"),
        (
            "Answer within 6 hours.",
            "Answer after at least 6 hours.",
            "limit within 6 hours → at least 6 hours",
        ),
        ("Use at least 7 pins.", "Use at most 7 pins.", "limit at least 7 → at most 7"),
        ("Pay by Friday.", "Pay after Friday.", "limit by Friday → after Friday"),
        ("Call 3 or more people.", "Call 3 or fewer people.", "limit 3 or more → 3 or fewer"),
    ] {
        let found = said(old, new);
        assert_eq!(found, [limit], "{old} {new}");
        assert_eq!(class_of_step(old, new), Class::Major, "{old}");
    }
    assert_eq!(said("Pay up to 90 EUR.", "Pay no more than 90 EUR."), ["wording"]);
}

#[test]
fn how_often_is_a_limit() {
    for (old, new, limit) in [
        ("Test it once a month.", "Test it once a week.", "once a month → once a week"),
        ("Test it every quarter.", "Test it every year.", "every quarter → every year"),
        ("Test it on Mondays.", "Test it on Tuesdays.", "Mondays → Tuesdays"),
        ("Rest it 5 working days.", "Rest it 5 business days.", "5 working days → 5 business days"),
    ] {
        assert_eq!(said(old, new), [format!("limit {limit}")], "{old}");
    }
    assert_eq!(said("Test it every quarter.", "Test it quarterly."), ["wording"]);
    assert_eq!(class_of_step("Rest it 5–10 days.", "Rest it 5-10 days."), Class::Editorial);
}

#[test]
fn a_negation_is_the_word_that_came_or_went() {
    assert_eq!(
        said("Never open it without gloves.", "Never open it with gloves."),
        ["negation “without” removed", "action without → with"]
    );
    assert_eq!(
        said("Staff must sign it.", "Staff need not sign it."),
        ["obligation weakened: must → need not", "negation “not” added"]
    );
    let found = said("Staff must not open it.", "Staff cannot open it.");
    assert!(found.iter().all(|effect| !effect.contains("weakened")), "{found:?}");
}

#[test]
fn every_act_of_a_step_is_compared() {
    for (old, new, act) in [
        (
            "The agent opens the box and copies the label.",
            "The agent opens the box and deletes the label.",
            "copies → deletes",
        ),
        (
            "If it is red, close it, otherwise close the lid.",
            "If it is red, close it, otherwise reopen the lid.",
            "close → reopen",
        ),
        ("Ask a guest to read the form.", "Ask a guest to sign the form.", "read → sign"),
        (
            "Close the lid, rinse the tray, and lock the door.",
            "Close the lid, burn the tray, and lock the door.",
            "rinse → burn",
        ),
        ("Open the inlet valve.", "Open the drain valve.", "open inlet valve → open drain valve"),
        ("Wipe the drum.", "Wipe the drum and oil the shaft.", "oil shaft added"),
    ] {
        assert_eq!(said(old, new), [format!("action {act}")], "{old}");
        assert_eq!(class_of_step(old, new), Class::Major, "{old}");
    }
    assert_eq!(said("Wipe the drum.", "Wipe the whole drum."), ["wording"]);
    assert_eq!(said("E-mail the list.", "Email the whole list."), ["wording"]);
}

#[test]
fn a_role_is_told_where_it_acts_or_is_told_something() {
    for (old, new, roles) in [
        ("The CISO signs the list.", "The CTO signs the list.", "CISO → CTO"),
        ("QA signs the list.", "QP signs the list.", "QA → QP"),
        ("The RSO signs the list.", "The LSO signs the list.", "RSO → LSO"),
        (
            "Night guard: lock the gate.",
            "Receptionist: lock the gate.",
            "night guard → receptionist",
        ),
        (
            "The shift supervisor locks the gate.",
            "The plant manager locks the gate.",
            "shift supervisor → plant manager",
        ),
        (
            "The Head of Stores signs the list.",
            "The Head of Sales signs the list.",
            "head of stores → head of sales",
        ),
        ("It is read by an employee.", "It is read by a guard.", "employee → guard"),
        (
            "Escalate it to the Legal department.",
            "Escalate it to the team lead.",
            "legal department → team lead",
        ),
        ("Inform the cashier.", "Inform the shift lead.", "cashier → shift lead"),
        ("Lock the safe. | Shift manager", "Lock the safe. | Cashier", "shift manager → cashier"),
    ] {
        assert_eq!(said(old, new), [format!("role {roles}")], "{old}");
        assert_eq!(class_of_step(old, new), Class::Major, "{old}");
    }
    let passive =
        said("The team lead approves the refund.", "The refund is approved by the team lead.");
    assert!(!passive.iter().any(|effect| effect.starts_with("role")), "{passive:?}");
}

#[test]
fn a_citation_a_room_and_a_number_said_twice_are_no_other_limits() {
    let limits = |old: &str, new: &str| -> Vec<String> {
        said(old, new).into_iter().filter(|effect| effect.starts_with("limit")).collect()
    };
    assert_eq!(limits("164.308a3iiB Clearance", "164.308(a)(3)(ii)(B) Clearance"), [""; 0]);
    assert_eq!(limits("Taxi to runway 32.", "Taxi to runway 30."), [""; 0]);
    assert_eq!(limits("Ask within 30 days.", "Ask within thirty (30) days."), [""; 0]);
    assert_eq!(
        limits("Ask within thirty (30) days.", "Ask within ninety (90) days."),
        ["limit 30 days → 90 days"]
    );
    assert_eq!(limits("Stay 5nm away.", "Stay 10nm away."), ["limit 5 nm → 10 nm"]);
    assert_eq!(
        limits("Test it bi-annually.", "Test it annually."),
        ["limit bi-annually → annually"]
    );
}

#[test]
fn a_list_that_goes_on_forbids_nothing() {
    let (old, new) = ("Bad manners include:", "Bad manners include, but are not limited to:");
    assert_eq!(said(old, new), ["wording"]);
    let (old, new) = ("Access is limited to staff.", "Access is not limited to staff.");
    assert!(said(old, new).contains(&"negation “not” added".to_owned()));
}

#[test]
fn keys_and_menus_are_targets() {
    for (old, new, target) in [
        ("Press Ctrl+S to keep it.", "Press Ctrl+Q to keep it.", "Ctrl+S → Ctrl+Q"),
        ("Open Users > Add.", "Open Users > Remove.", "Users > Add → Users > Remove"),
    ] {
        let found = said(old, new);
        assert!(found.contains(&format!("target {target}")), "{found:?}");
        assert!(!found.iter().any(|effect| effect.starts_with("limit")), "{found:?}");
        assert_eq!(class_of_step(old, new), Class::Major, "{old}");
    }
}

#[test]
fn how_something_looks_is_no_limit() {
    let (old, new) = ("Open the lid. { width=\"40\" }", "Open the lid. { width=\"60\" }");
    let found = said(old, new);
    assert!(!found.iter().any(|effect| effect.starts_with("limit")), "{found:?}");
}
