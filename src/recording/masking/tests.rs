use super::*;
use crate::recording::model::{ExpectationKind, NameSource, Role};

#[expect(clippy::unnecessary_wraps, reason = "actions may have none")]
fn field(name: &str) -> Option<RawTarget> {
    Some(RawTarget {
        name: Some(Raw::new(name)),
        role: Some(Role::Field),
        found: NameSource::Seen,
        selector: None,
        clues: Vec::new(),
    })
}

fn typed(place: usize, name: &str, value: &str) -> RawAction {
    RawAction::new(ActionKind::Type, Place(place)).on(field(name)).with(value)
}

fn mask(actions: Vec<RawAction>, keep: &[usize]) -> Recording {
    let takes = vec![RawTake { name: None, actions }];
    let demonstration = Demonstration { title: Some(Raw::new("Log in as hunter2")), takes };
    masked(demonstration, Format::ChromeRecorder, &keep.iter().copied().collect()).unwrap()
}

#[test]
fn a_masked_value_is_gone_from_everything_else() {
    let recording = mask(
        vec![
            typed(1, "User hunter2", "hunter2"),
            typed(2, "Password", "hunter2"),
            RawAction::new(ActionKind::Navigate, Place(3)).at("https://a.example/?x=hunter2"),
            RawAction::new(ActionKind::Assert, Place(4)).expecting(Expectation {
                kind: ExpectationKind::Says,
                found: NameSource::Seen,
                name: None,
                words: Some(Raw::new("Welcome hunter2!")),
            }),
        ],
        &[],
    );
    let told = format!("{recording:?}");
    assert!(!told.contains("hunter2"), "{told}");
    assert!(told.contains("Welcome (masked)!"));
    assert_eq!(recording.title.as_deref(), Some("Log in as (masked)"));
    let [mask] = recording.masks.as_slice() else { panic!("{:?}", recording.masks) };
    assert_eq!((mask.number, mask.place, mask.why), (1, Place(2), Why::Field));
    assert_eq!(mask.field.as_deref(), Some("Password"));
}

#[test]
fn what_is_kept_is_no_secret_anywhere() {
    let recording = mask(vec![typed(1, "Pass", "window"), typed(2, "Secret", "s3cr3t!!")], &[1]);
    let values: Vec<_> = recording.takes[0].actions.iter().map(|a| a.value.clone()).collect();
    assert_eq!(
        values,
        [Some(Value::Plain("window".to_owned())), Some(Value::Masked(SecretKind::Token))]
    );
    assert_eq!(recording.masks.iter().map(|m| m.is_kept).collect::<Vec<_>>(), [true, false]);
}

#[test]
fn what_was_typed_nobody_knows_where_is_masked() {
    let recording = mask(vec![RawAction::new(ActionKind::Type, Place(1)).with("tomatoes")], &[]);
    assert_eq!(recording.takes[0].actions[0].value, Some(Value::Masked(SecretKind::Other)));
    assert_eq!(recording.masks[0].why, Why::NoField);
}

#[test]
fn a_clearing_is_no_secret() {
    let recording = mask(vec![typed(1, "Password", "")], &[]);
    assert_eq!(recording.masks, []);
    assert_eq!(recording.takes[0].actions[0].value, Some(Value::Plain(String::new())));
}

#[test]
fn a_raw_word_does_not_show_itself() {
    assert_eq!(format!("{:?}", Raw::new("hunter2")), "Raw(7 bytes)");
}

#[test]
fn a_text_that_nobody_reads_is_told_by_its_length() {
    let recording = mask(vec![typed(1, "Notes", &"a ".repeat(20_000))], &[]);
    let value = recording.takes[0].actions[0].value.clone();
    assert_eq!(value, Some(Value::Plain("(40000 characters)".to_owned())));
}
