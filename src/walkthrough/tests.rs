use super::*;
use crate::document::Document;
use crate::document::profile::Profile;
use crate::language::Language;

const TEXT: &str = "+++
id = \"WI-007\"
title = \"Weigh a parcel\"
type = \"work-instruction\"
version = \"1.2\"
status = \"effective\"
effective_date = 2026-03-01
audience = [\"Packer\", \"Shift lead\"]
+++

# Weigh a parcel

For every parcel that leaves the hall.

## When to use

The parcel is closed.

## Before you start

- The scale is level.
- You wear gloves.

## Steps

Follow these steps:

> [!CAUTION]
> The belt moves.

1. Put the parcel on the scale.

   ![The scale](img/scale.png#xywh=10,10,20,20)

   Expected result: **Ready** is lit.

2. Press **Weigh > Print**. Wait.

   > [!WARNING]
   > The printer is hot.

   - Take the label.

   ```sh
   print --again
   ```

## Done when

The label is on the parcel.

## If something goes wrong

Call the shift lead.

## History

Written in spring.
";

fn script(text: &str) -> Result<Script, ScriptError> {
    let document = Document::read(text.to_owned(), Profile::sopctl());
    let path = RepoPath::new("work-instructions/weigh.md").unwrap();
    Script::of(&document, &path, Language::english())
}

fn told(scene: &Scene) -> Vec<(Role, String)> {
    let shown = |sentence: &Sentence| (sentence.role, sentence.shown.words());
    scene.sentences.iter().map(shown).collect()
}

fn said(sentence: &Sentence) -> Text {
    sentence.spoken.clone()
}

#[test]
fn scenes_follow_the_work_and_not_the_document() {
    let script = script(TEXT).unwrap();
    let scenes: Vec<(&str, String)> =
        script.scenes.iter().map(|scene| (scene.kind.name(), scene.title.words())).collect();
    let expected = [
        ("card", "Weigh a parcel"),
        ("when-to-use", "When to use"),
        ("preparation", "Before you start"),
        ("step", "Step 1: Put the parcel on the scale"),
        ("step", "Step 2: Press Weigh > Print"),
        ("done", "Done when"),
        ("troubles", "If something goes wrong"),
        ("source", "Where it is written"),
    ];
    assert_eq!(scenes, expected.map(|(kind, title)| (kind, title.to_owned())));
    assert_eq!(script.left_out, [Text::new("History")]);
    assert_eq!(script.steps(), 2);
}

#[test]
fn a_card_says_what_the_front_matter_says() {
    let script = script(TEXT).unwrap();
    let words: Vec<String> = told(&script.scenes[0]).into_iter().map(|(_, words)| words).collect();
    assert_eq!(
        words,
        [
            "Weigh a parcel",
            "Work instruction WI-007, version 1.2.",
            "In force from 2026-03-01.",
            "For: Packer and Shift lead.",
            "This takes about a minute.",
        ]
    );
    let draft = self::script(&TEXT.replace("effective\"", "draft\"")).unwrap();
    assert!(draft.scenes[0].sentences.iter().any(|sentence| sentence.role == Role::Warning));
}

#[test]
fn whoever_is_warned_is_warned_before_the_action() {
    let script = script(TEXT).unwrap();
    let roles: Vec<(Role, String)> = told(&script.scenes[3]);
    assert_eq!(roles[0].1, "Step 1 of 2.");
    assert_eq!(roles[1], (Role::Warning, "The belt moves.".to_owned()));
    assert_eq!(roles[2].0, Role::Do);
    assert_eq!(roles[3].0, Role::Expect);
    let second = &script.scenes[4];
    let order: Vec<Role> = second.sentences.iter().map(|sentence| sentence.role).collect();
    assert_eq!(
        order,
        [Role::Heading, Role::Warning, Role::Do, Role::Do, Role::Do, Role::Code],
        "{:?}",
        told(second)
    );
    assert_eq!(said(&second.sentences[1]), Text::new("Warning: The printer is hot."));
    assert_eq!(second.sentences[1].announced().words(), "Warning: The printer is hot.");
    assert_eq!(second.sentences[1].cues[0].lines[0].words(), "Warning: The printer is hot.");
    assert_eq!(said(&second.sentences[2]), Text::new("Press Weigh, then Print."));
    assert_eq!(second.sentences[5].code, Some(Text::new("print --again")));
    assert_eq!(second.target, Some(Text::new("Weigh > Print")));
}

#[test]
fn a_picture_is_found_beside_its_document() {
    let script = script(TEXT).unwrap();
    let picture = &script.scenes[3].pictures[0];
    assert_eq!(picture.description, Text::new("The scale"));
    assert_eq!(
        picture.path.as_ref().map(RepoPath::as_str),
        Some("work-instructions/img/scale.png")
    );
    assert_eq!(picture.highlight.map(|highlight| highlight.number), Some(1));
}

#[test]
fn times_follow_one_another() {
    let script = script(TEXT).unwrap();
    let mut at = 0;
    for scene in &script.scenes {
        assert_eq!(scene.start, at);
        assert!(scene.end >= scene.start + 2_500, "{scene:?}");
        let mut said = scene.start;
        for sentence in &scene.sentences {
            assert!(sentence.start >= said && sentence.end > sentence.start, "{sentence:?}");
            said = sentence.end;
        }
        assert!(said <= scene.end);
        at = scene.end;
    }
    // 4 words at 150 a minute.
    let sentence = &script.scenes[1].sentences[2];
    assert_eq!(sentence.end - sentence.start, 1_600);
    let lengths = vec![10_000; script.sentences().count()];
    let read = script.clone().timed(Speech::Recorded(&lengths));
    assert!(read.sentences().all(|sentence| sentence.end - sentence.start == 10_000));
    assert_eq!(read.timed(Speech::Estimated), script);
}

#[test]
fn what_has_no_steps_is_refused_and_what_has_too_many_as_well() {
    assert!(matches!(script("# A\n\nText.\n"), Err(ScriptError::NoSteps { .. })));
    let steps = "1. Open the door.\n".repeat(10_000);
    let error = script(&format!("# A\n\n## Steps\n\n{steps}")).unwrap_err();
    assert!(matches!(error, ScriptError::TooManySteps { steps: 10_000, .. }), "{error}");
}

#[test]
fn a_step_of_any_length_is_bounded_and_says_that_it_is_cut() {
    let long = "Open the door and then the other one. ".repeat(3_000);
    let script = script(&format!("# A\n\n## Steps\n\n1. {long}\n2. Close it.\n")).unwrap();
    let first = script.scenes.iter().find(|scene| scene.kind == SceneKind::Step).unwrap();
    assert!(first.sentences.len() <= 61, "{}", first.sentences.len());
    let last = first.sentences.last().unwrap();
    assert_eq!(said(last), Text::new("The rest stands in the written instruction."));
    assert!(first.title.words().len() < 100);
}

#[test]
fn procedures_of_several_lists_say_which_one_begins() {
    let text = "# A\n\n## Open the till\n\n1. Turn the key.\n2. Enter your code.\n\n\
                ## Close the till\n\n1. Count the cash.\n2. Take the key.\n";
    let script = script(text).unwrap();
    let steps: Vec<String> = script
        .scenes
        .iter()
        .filter(|scene| scene.kind == SceneKind::Step)
        .map(|scene| scene.sentences[0].shown.words())
        .collect();
    assert_eq!(steps, ["Open the till", "Step 2.", "Close the till", "Step 2."]);
}

#[test]
fn a_row_of_a_table_is_one_sentence() {
    let text = "# A\n\n## Before you start\n\n| Tool | Size |\n|---|---|\n| Key | 5 mm |\n\n\
                ## Steps\n\n1. Open the door.\n2. Close it.\n";
    let script = script(text).unwrap();
    let scene = script.scenes.iter().find(|scene| scene.kind == SceneKind::Preparation).unwrap();
    assert_eq!(told(scene)[1], (Role::Say, "Key, 5 mm".to_owned()));
    assert_eq!(said(&scene.sentences[1]), Text::new("Key, 5 millimetres."));
}

#[test]
fn where_it_is_written_is_shown_and_not_spelled() {
    let script = script(TEXT).unwrap();
    let last = script.scenes.last().unwrap();
    let sentence = &last.sentences[1];
    let shown = "The written instruction is WI-007, at work-instructions/weigh.md.";
    assert_eq!(sentence.shown.words(), shown);
    let spoken = "The written instruction is WI-007, at the path shown.";
    assert_eq!(said(sentence), Text::new(spoken));
}
