use super::*;
use crate::recording::model::SecretKind;

#[expect(clippy::unnecessary_wraps, reason = "actions may have none")]
fn on(name: &str, role: Role) -> Option<Target> {
    Some(Target {
        name: Some(name.to_owned()),
        role: Some(role),
        found: NameSource::Seen,
        selector: None,
    })
}

fn action(kind: ActionKind, target: Option<Target>) -> Action {
    Action {
        kind,
        target,
        value: None,
        then: None,
        url: None,
        expected: Vec::new(),
        picture: None,
        highlight: None,
        depth: 0,
        words: None,
        note: None,
        doubt: None,
        place: Place(7),
    }
}

fn with(kind: ActionKind, target: Option<Target>, value: &str) -> Action {
    Action { value: Some(Value::Plain(value.to_owned())), ..action(kind, target) }
}

fn told(actions: Vec<Action>) -> Vec<String> {
    let take = Take { name: None, actions };
    sentences(&take, Format::SeleniumIde).into_iter().map(|sentence| sentence.text).collect()
}

#[test]
fn every_kind_of_action_is_one_imperative_sentence() {
    use ActionKind::{
        Assert, Check, Click, CloseWindow, DoubleClick, Drag, Hover, Navigate, Press, RightClick,
        Run, Select, SwitchWindow, Type, Uncheck, Unknown, Upload,
    };
    let field = || on("City", Role::Field);
    let masked = Action {
        value: Some(Value::Masked(SecretKind::Password)),
        ..action(Type, on("Password", Role::Field))
    };
    let entered = Action { then: Some("Enter".to_owned()), ..with(Type, field(), "Oslo") };
    let opened =
        Action { url: Some("https://shop.example/orders".to_owned()), ..action(Navigate, None) };
    assert_eq!(
        told(vec![
            opened,
            action(Click, on("Save *all*", Role::Button)),
            action(Click, on("By post", Role::RadioButton)),
            action(Click, on("Address", Role::Tab)),
            action(DoubleClick, on("Row", Role::Other)),
            action(RightClick, on("Row", Role::Other)),
            with(Type, field(), "Oslo"),
            entered,
            with(Type, field(), ""),
            masked,
            with(Select, on("Country", Role::List), "Norway"),
            action(Check, on("Agree", Role::CheckBox)),
            action(Uncheck, on("Agree", Role::CheckBox)),
            with(Press, None, "Control+s"),
            with(Press, on("Country", Role::List), "ArrowDown"),
            with(Upload, on("Invoice", Role::Field), "invoice.pdf"),
            action(Hover, on("Help", Role::Button)),
            with(Drag, on("Card", Role::Other), "Done"),
            with(Run, None, "make"),
            with(SwitchWindow, None, "Orders"),
            action(CloseWindow, None),
            action(Assert, None),
            with(Unknown, None, "customStep"),
        ]),
        [
            "Go to <https://shop.example/orders>.",
            "Click **Save \\*all\\***.",
            "Select the **By post** option.",
            "Click the **Address** tab.",
            "Double-click **Row**.",
            "Right-click **Row**.",
            "Enter `Oslo` in **City**.",
            "Enter `Oslo` in **City** and press **Enter**.",
            "Clear **City**.",
            "Enter your password in **Password**.",
            "In **Country**, select **Norway**.",
            "Select the **Agree** check box.",
            "Clear the **Agree** check box.",
            "Press **Ctrl+S**.",
            "In **Country**, press **Down**.",
            "Attach `invoice.pdf` in **Invoice**.",
            "Point to **Help**.",
            "Drag **Card** to **Done**.",
            "Run:",
            "Go to the **Orders** tab.",
            "Close the browser tab.",
            "Make sure that TODO: what is seen?",
            "TODO: write what is done here. The recording has `customStep` (command 7), which is not known to sopctl.",
        ]
    );
}

#[test]
fn what_has_no_name_is_asked_for_by_what_it_is() {
    use ActionKind::{Check, Click, Select, Type};
    let unnamed = |role| {
        let target = on("", Role::Other).unwrap();
        Some(Target { name: None, role, selector: Some("#f".to_owned()), ..target })
    };
    let only = "(the recording only has `#f`)";
    assert_eq!(
        told(vec![
            action(Check, unnamed(None)),
            action(Click, unnamed(Some(Role::Tab))),
            with(Select, unnamed(None), "Two"),
            with(Type, unnamed(None), "x"),
            action(Click, unnamed(None)),
        ]),
        [
            format!("Select TODO: which check box? {only}."),
            format!("Click TODO: which tab? {only}."),
            format!("In TODO: which list? {only}, select **Two**."),
            format!("Enter `x` in TODO: which field? {only}."),
            format!("Click TODO: which element? {only}."),
        ]
    );
}

#[test]
fn clicks_through_a_menu_are_one_step() {
    use ActionKind::{Click, Hover};
    let entry = |name| on(name, Role::MenuItem);
    assert_eq!(
        told(vec![
            action(Click, on("File", Role::Button)),
            action(Hover, entry("Export")),
            action(Click, entry("PDF")),
            action(Click, on("Close", Role::Button)),
        ]),
        ["Click **File** > **Export** > **PDF**.", "Click **Close**."]
    );
}

#[test]
fn a_guessed_name_is_asked_about_once() {
    let guessed = Target {
        name: Some("Order total".to_owned()),
        role: None,
        found: NameSource::Identifier,
        selector: Some("#orderTotal".to_owned()),
    };
    let actions = vec![
        action(ActionKind::Click, Some(guessed.clone())),
        action(ActionKind::Hover, Some(guessed)),
    ];
    let take = Take { name: None, actions };
    let questions: Vec<_> =
        sentences(&take, Format::SeleniumIde).into_iter().map(|one| one.questions).collect();
    assert_eq!(
        questions,
        [
            vec!["is **Order total** what stands on the screen? The recording only has `#orderTotal`.".to_owned()],
            vec![]
        ]
    );
}

#[test]
fn what_was_seen_is_a_sentence() {
    use ExpectationKind::{Gone, Opens, Says, Shown};
    let seen = |kind, name: &str, said: &str| {
        result(&Expectation {
            kind,
            name: (!name.is_empty()).then(|| name.to_owned()),
            found: NameSource::Seen,
            words: (!said.is_empty()).then(|| said.to_owned()),
        })
    };
    assert_eq!(seen(Opens, "", "Orders").unwrap(), "The **Orders** page opens.");
    assert_eq!(seen(Says, "Total", "12 EUR").unwrap(), "**Total** says “12 EUR”.");
    assert_eq!(seen(Shown, "", "Saved\n\u{d7}").unwrap(), "“Saved ×” is shown.");
    assert_eq!(seen(Gone, "Spinner", "").unwrap(), "**Spinner** is no longer shown.");
    assert_eq!(seen(Shown, "", ""), None);
}
