use super::*;
use crate::comparison::Class;
use crate::document::outline::{Outline, Reading};

/// The effects of changing the only step of a procedure.
fn said(old: &str, new: &str) -> Vec<String> {
    let outline = |text: &str| {
        let body = format!("1. {text}\n");
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
        let text = format!("+++\nid = \"A\"\ntype = \"sop\"\n+++\n\n# A\n\n1. {step}\n");
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
