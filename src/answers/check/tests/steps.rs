//! Steps that one person can follow, and such that nobody can.

use super::*;

/// The findings of a rule in a document with these steps, without the path: `line:column
/// severity rule: message (help)`.
fn found_under(config: &str, kind: &str, rule: &str, body: &str) -> Vec<String> {
    let id = if kind == "sop" { "SOP-001" } else { "WI-001" };
    let text = format!(
        "+++\nid = \"{id}\"\ntitle = \"Store the samples\"\ntype = \"{kind}\"\nstatus = \"draft\"\n\
         owner = \"@lab\"\n+++\n\n# Store the samples\n\nUse this in the laboratory, when a box of \
         samples is at the door of the cold room and nobody has taken it in yet.\n\n{body}"
    );
    let told = told(&checked(&library(&[("a.md", text.as_str())]), config)).into_iter();
    let named = format!(" {rule}: ");
    told.filter(|line| line.contains(&named))
        .map(|line| line.split_once(':').unwrap().1.to_owned())
        .collect()
}

fn found(rule: &str, body: &str) -> Vec<String> {
    found_under("", "work-instruction", rule, body)
}

/// Steps as a numbered list, between two that nobody objects to.
fn steps(middle: &str) -> String {
    format!(
        "## Steps\n\n1. Open the cold room.\n2. {middle}\n3. Close the door of the cold room.\n"
    )
}

/// Whether a rule finds a fault in a step.
fn blames(rule: &str, step: &str) -> bool {
    !found(rule, &steps(step)).is_empty()
}

#[test]
fn a_condition_behind_the_act_is_told_with_the_order_to_write() {
    let told =
        found("condition-after-action", &steps("Put the box on shelf 3 if the seal is whole."));
    assert_eq!(
        told,
        [
            "16:1 suggestion condition-after-action: whether to put comes behind it: \"if the seal is \
          whole\" (put the condition first: if the seal is whole, put the box on shelf 3)"
        ]
    );
    let lasting =
        found("condition-after-action", &steps("Delete the entry unless the seal is whole."));
    assert!(lasting[0].contains(" warning condition-after-action: "), "{lasting:?}");
    for step in [
        "If the seal is whole, put the box on shelf 3.",
        "Check if the seal is whole.",
        "Look at the display to see if the room is cold.",
        "Put the box on shelf 3, and if the seal is broken, call the lead.",
        "Wipe the shelf if necessary.",
        "Click **Delete if empty**.",
        "Wait until the lamp is green.",
    ] {
        assert!(!blames("condition-after-action", step), "{step}");
    }
}

#[test]
fn a_step_that_tells_what_is_orders_nothing() {
    for step in [
        "The box should be put on shelf 3.",
        "You will need to put the box on shelf 3.",
        "If the lamp is green, you can put the box on the shelf.",
    ] {
        assert!(blames("step-not-imperative", step), "{step}");
    }
    for step in [
        "Put the box on shelf 3.",
        "The lamp is green now. Put the box on shelf 3.",
        "Once the lamp is green, put the box on shelf 3.",
        "**Shelf 3**: the box of the day.",
        "Do not touch the lamp.",
        "Is the lamp green?",
        "[ ] The lamp is green.",
        "Shelf 3 for boxes",
    ] {
        assert!(!blames("step-not-imperative", step), "{step}");
    }
}

#[test]
fn a_step_of_an_sop_may_say_who_acts() {
    let regulated = "[check]\nruleset = \"regulated\"\n";
    let sop = |step: &str| found_under(regulated, "sop", "step-not-imperative", &steps(step));
    assert_eq!(sop("The technician puts the box on shelf 3."), [""; 0]);
    assert_eq!(sop("IT creates the list."), [""; 0]);
    assert_eq!(sop("The box must be put on shelf 3."), [""; 0]);
    assert_eq!(sop("You can put the box on shelf 3.").len(), 1);
    assert_eq!(sop("The box is put on shelf 3.").len(), 1);
    let general = |step: &str| found_under("", "sop", "step-not-imperative", &steps(step));
    assert_eq!(general("You should put the box on shelf 3."), [""; 0]);
}

#[test]
fn three_actions_are_several_and_two_are_one_step() {
    let told = found(
        "step-several-actions",
        &steps(
            "Take the box from the trolley, scan the label of the box and put the box on the lowest free shelf.",
        ),
    );
    assert!(told[0].contains("this step asks for 3 actions: take, scan and put"), "{told:?}");
    for step in [
        "Open the **Samples** menu and click **Store**.",
        "Take the box from the trolley that stands beside the door and put the box on the lowest free shelf.",
        "Click **Edit**, enter the number and click **Save**.",
        "Use the scanner of the cold room to read the label, count the samples and find the shelf for them.",
    ] {
        assert!(!blames("step-several-actions", step), "{step}");
    }
}

#[test]
fn vague_words_are_told_where_nothing_explains_them() {
    for (step, said) in [
        ("Inform the relevant team.", "\"the relevant team\" leaves open which one"),
        ("Wipe the shelf as appropriate.", "\"as appropriate\" leaves open when or how"),
        ("Handle the box.", "\"Handle the box\" leaves open what to do"),
    ] {
        let told = found("step-vague", &steps(step));
        assert!(told.iter().any(|line| line.contains(said)), "{step}: {told:?}");
    }
    for step in [
        "Inform the relevant team (see the list at the door).",
        "Inform the relevant team:\n   - the night shift for frozen samples\n   - the day shift for the others",
        "Wipe the shelf with the blue cloth.",
        "Handle the box with both hands and the grey gloves on.",
        "The software adapts the list as appropriate.",
    ] {
        assert!(!blames("step-vague", step), "{step}");
    }
}

#[test]
fn a_value_that_only_the_writer_knows_is_told() {
    for step in [
        "Select the appropriate option.",
        "Enter the correct storage temperature.",
        "Fill in the details.",
    ] {
        assert!(blames("step-value-unspecified", step), "{step}");
    }
    for step in [
        "Select the appropriate option: `frozen` or `cold`.",
        "Enter the values of the label.",
        "Enter `-20`.",
        "Select the option **Frozen**.",
    ] {
        assert!(!blames("step-value-unspecified", step), "{step}");
    }
}

#[test]
fn code_and_addresses_count_as_one_word() {
    let word = "cold ".repeat(26);
    assert!(!blames("step-too-long", &format!("Put the {word}`a b c d e f g h`.")));
    assert!(blames("step-too-long", &format!("Put the {word} box on the shelf.")));
}

#[test]
fn a_step_that_is_hard_to_take_back_says_what_is_seen() {
    let rule = "step-without-expected-result";
    let told = found(rule, &steps("Delete the entry of the old box."));
    assert!(
        told[0].contains("seen when this has worked: \"Delete the entry of the old box\""),
        "{told:?}"
    );
    for body in [
        steps("Put the box on shelf 3."),
        steps("Delete the entry of the old box.\n\n   Expected result: the list is empty.\n"),
        steps("Delete the entry. The list should be empty."),
        steps("Delete the entry of the old box.\n3. Check that the list is empty."),
        format!(
            "{}\n## Done when\n\nThe list is empty.\n",
            steps("Delete the entry of the old box.")
        ),
    ] {
        assert_eq!(found(rule, &body), [""; 0], "{body}");
    }
}

#[test]
fn where_some_steps_have_results_most_should() {
    let some = "## Steps\n\n1. Open the room.\n\n   Expected result: the lamp is on.\n\n2. Take the box.\n\n   Expected result: the lamp is red.\n\n\
                3. Put it on the shelf.\n4. Close the room.\n5. Write the shelf into the book.\n";
    let told = found("step-without-expected-result", some);
    assert!(told[0].contains("only 2 of 5 steps say what is seen"), "{told:?}");
}

#[test]
fn talk_before_the_first_step_is_counted_without_preparations() {
    let talk = "The cold room was built some years ago, and the samples have been stored there ever \
                since that time.\n\n";
    let late =
        |before: &str| found("steps-come-late", &format!("{before}{}", steps("Take the box.")));
    let three = talk.repeat(3);
    assert!(
        late(&three)[0].contains("suggestion steps-come-late: the first step comes behind"),
        "{three}"
    );
    assert!(late(&talk.repeat(6))[0].contains(" warning steps-come-late: "));
    assert_eq!(late(talk), [""; 0]);
    assert_eq!(late(&format!("## Before you start\n\n{three}")), [""; 0]);
    assert_eq!(late(&format!("{three}```sh\nstore --all\n```\n\n")), [""; 0]);
}

#[test]
fn more_than_twenty_steps_are_many_and_more_than_forty_an_error() {
    let list = |count: usize| {
        let steps: String =
            (1..=count).map(|n| format!("{n}. Put box {n} on the shelf.\n")).collect();
        format!("## Steps\n\n{steps}")
    };
    assert_eq!(found("too-many-steps", &list(20)), [""; 0]);
    let told = found("too-many-steps", &list(21));
    assert!(
        told[0].starts_with("35:1 warning too-many-steps: this procedure has 21 steps"),
        "{told:?}"
    );
    assert!(found("too-many-steps", &list(41))[0].contains(" error too-many-steps: "));
    let parts = format!("{}\n{}", list(15), list(15).replace("## Steps", "## More steps"));
    assert_eq!(found("too-many-steps", &parts), [""; 0]);
}

#[test]
fn a_warning_stands_before_its_act() {
    let boxed = |text: &str| format!("Open the flask.\n\n   > [!WARNING]\n   > {text}\n");
    assert!(blames("warning-after-step", &boxed("Never touch the neck of the flask.")));
    assert!(blames("warning-after-step", "Open the flask. Warning: the neck is cold."));
    for step in [
        boxed("The flask is older than the others."),
        boxed("You must wear gloves in the next step."),
        "Warning: the neck is cold. Open the flask with the gloves on.".to_owned(),
    ] {
        assert!(!blames("warning-after-step", &step), "{step}");
    }
}

#[test]
fn a_number_of_a_step_that_there_is_not_is_told() {
    let rule = "step-reference-broken";
    let told = found(rule, &steps("If the box is warm, repeat steps 1 to 7."));
    assert!(told[0].contains("there is no step 7 here; the last number is 3"), "{told:?}");
    assert!(blames(rule, "As WI-001, step 9 says."), "its own number");
    assert!(blames(rule, "Put it on -80, then do step 9."), "no number of a document");
    for step in [
        "If the box is warm, repeat step 1.",
        "Do step 9 of SOP-002.",
        "Do [step 9](other.md).",
        "As SOP-002, step 9 says.",
        "See QA-SOP-002 (step 9).",
        "Set `step 9`.",
        "Take the next step in 9 minutes.",
    ] {
        assert!(!blames(rule, step), "{step}");
    }
}

#[test]
fn on_request_numbers_follow_each_other_and_steps_stand_in_two_others_at_most() {
    let ask = |rule: &str, body: &str| {
        let config = format!("[check.rules]\n{rule} = \"suggestion\"\n");
        found_under(&config, "work-instruction", rule, body)
    };
    let gap = "## Steps\n\n1. Open the room.\n2. Take the box.\n4. Close the room.\n";
    assert!(ask("numbering-broken", gap)[0].contains("the number 4 follows 2"));
    assert_eq!(found("numbering-broken", gap), [""; 0]);
    let ones = "## Steps\n\n1. Open the room.\n1. Take the box.\n1. Close the room.\n";
    assert_eq!(ask("numbering-broken", ones), [""; 0]);
    let deep = "## Steps\n\n1. Open the room.\n   1. Take the key.\n      1. Open the box.\n         \
                1. Press the button.\n         2. Wait for it.\n2. Close the room.\n";
    assert_eq!(ask("nested-too-deep", deep).len(), 1);
}

#[test]
fn under_the_software_rule_set_code_says_what_to_do() {
    let software = "[check]\nruleset = \"software\"\n";
    let step = steps("You will need to run `store --all`.");
    assert_eq!(found_under(software, "work-instruction", "step-not-imperative", &step), [""; 0]);
    assert_eq!(found("step-not-imperative", &step).len(), 1);
}

#[test]
fn nobody_is_told_about_the_steps_of_what_is_over_or_no_work_instruction() {
    let step = steps("You will need to put the box on shelf 3.");
    for (from, to) in [
        ("status = \"draft\"", "status = \"retired\""),
        ("type = \"work-instruction\"", "tags = \"none\""),
        ("owner =", "language = \"de\"\nowner ="),
    ] {
        let text = format!(
            "+++\nid = \"WI-001\"\ntitle = \"Store\"\ntype = \"work-instruction\"\nstatus = \"draft\"\n\
             owner = \"@lab\"\n+++\n\n# Store the samples in the cold room\n\nUse this for a box.\n\n{step}"
        );
        let told = told(&checked(&library(&[("a.md", &text.replace(from, to))]), ""));
        assert!(told.iter().all(|line| !line.contains("step-")), "{told:?}");
    }
}
