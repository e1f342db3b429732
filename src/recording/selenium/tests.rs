use crate::recording::{ReadError, Settings, Value, read, sentences};

fn project(tests: &str) -> String {
    format!(
        "{{\"id\": \"1\", \"version\": \"2.0\", \"name\": \"Shop\", \"url\": \"https://shop.example\",
        \"tests\": [{tests}], \"suites\": []}}"
    )
}

/// A test of commands, each `command | target | value | other locator | comment`.
fn test(name: &str, commands: &str) -> String {
    let commands: Vec<String> = commands
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| {
            let mut parts = line.split('|').map(str::trim);
            let mut part = || parts.next().unwrap_or_default().replace('"', "\\\"");
            let (command, target, value, other) = (part(), part(), part(), part());
            let targets = if other.is_empty() { String::new() } else { format!("[\"{other}\", \"x\"]") };
            format!(
                "{{\"id\": \"2\", \"comment\": \"{}\", \"command\": \"{command}\", \"target\": \"{target}\",
                \"targets\": [{targets}], \"value\": \"{value}\"}}",
                part()
            )
        })
        .collect();
    format!("{{\"id\": \"3\", \"name\": \"{name}\", \"commands\": [{}]}}", commands.join(","))
}

fn told(commands: &str) -> Vec<String> {
    told_of(&project(&test("t", commands)), 0)
}

fn told_of(text: &str, take: usize) -> Vec<String> {
    let recording = read(text.as_bytes(), &Settings::default()).unwrap();
    let sentences = sentences(&recording.takes[take], recording.format);
    let told = sentences.into_iter().map(|one| {
        let indent = "  ".repeat(one.depth);
        format!("{indent}{} {}", one.text, one.expected.join(" ")).trim_end().to_owned()
    });
    told.collect()
}

#[test]
fn a_test_reads_as_somebody_would_tell_it() {
    assert_eq!(
        told(
            "open | /login
            setWindowSize | 1200x900
            click | id=user-name
            type | id=user-name | ann
            type | name=password | hunter2
            click | css=.btn | | linkText=Sign in
            assertTitle | Your orders
            select | id=language | label=Norsk
            check | name=newsletter
            //click | linkText=Delete everything
            mouseOver | linkText=Reports
            sendKeys | name=search | boots${KEY_ENTER}
            waitForElementPresent | css=[aria-label='Results'] | 3000
            assertText | id=flash | Saved\\\\nWell done
            takeCoffee | id=cup"
        ),
        [
            "Go to <https://shop.example/login>.",
            "Enter `ann` in **User name**.",
            "Enter your password in **Password**.",
            "Click **Sign in**. The **Your orders** page opens.",
            "In **Language**, select **Norsk**.",
            "Select the **Newsletter** check box.",
            "Point to **Reports**.",
            "Enter `boots` in **Search** and press **Enter**. **Results** is shown. **Flash** says “Saved Well done” (TODO: is it called so on the screen?).",
            "TODO: write what is done here. The recording has `takeCoffee` (command 15), which is not known to sopctl.",
        ]
    );
}

#[test]
fn conditions_and_repetitions_hold_what_stands_in_them() {
    assert_eq!(
        told(
            "if | ${lang} === \"nb\"
            click | linkText=Norsk
            elseIf | ${lang} === \"de\"
            click | linkText=Deutsch
            else
            click | linkText=English
            end
            do
            click | linkText=Next
            times | 2
            click | linkText=Up
            end
            repeatIf | ${more}
            close
            click | linkText=Home"
        ),
        [
            "If `${lang} === \"nb\"`:",
            "  Click **Norsk**.",
            "Otherwise, if `${lang} === \"de\"`:",
            "  Click **Deutsch**.",
            "Otherwise:",
            "  Click **English**.",
            "Repeat, `while ${more}`:",
            "  Click **Next**.",
            "  Repeat, `2 times`:",
            "    Click **Up**.",
            "Close the browser tab.",
            "Click **Home**.",
        ]
    );
}

#[test]
fn a_test_is_an_instruction_with_the_tests_that_it_runs() {
    let text = project(
        &[
            test("Sign in", "open | /\nrun | Sign in\nrun | Pay"),
            test("Pay", "run | Sign in\nclick | linkText=Pay"),
        ]
        .join(","),
    );
    let pays = told_of(&text, 1);
    assert_eq!(pays[0], "Go to <https://shop.example/>.");
    assert!(pays[1].contains("`run` (command 1)"), "{pays:?}");
    assert_eq!(pays.last().unwrap(), "Click **Pay**.");
    let recording = read(text.as_bytes(), &Settings::default()).unwrap();
    let names: Vec<_> = recording.takes.iter().filter_map(|take| take.name.as_deref()).collect();
    assert_eq!(names, ["Sign in", "Pay"]);
}

#[test]
fn what_is_stored_stands_where_it_is_used() {
    assert_eq!(
        told(
            "store | Two | option
            select | id=size | ${option}
            type | id=note | ${unknown} ${option"
        ),
        ["In **Size**, select **Two**.", "Enter `${unknown} ${option` in **Note**."]
    );
}

#[test]
fn keys_that_are_sent_go_on_with_what_was_typed() {
    assert_eq!(
        told("type | id=city | Os\nsendKeys | id=city | l\nsendKeys | id=city | o${KEY_TAB}"),
        ["Enter `Oslo` in **City**."]
    );
}

#[test]
fn a_button_that_goes_down_and_up_is_a_click_or_a_drag() {
    assert_eq!(
        told(
            "mouseDownAt | linkText=Card | 1,1
            mouseMoveAt | linkText=Done | 2,2
            mouseUpAt | linkText=Done | 3,3
            mouseDown | linkText=Save
            mouseUp | linkText=Save
            click | linkText=Save
            dragAndDropToObject | linkText=Card | id=archive"
        ),
        ["Drag **Card** to **Done**.", "Click **Save**.", "Drag **Card** to **Archive**."]
    );
}

#[test]
fn a_question_is_answered_after_what_brings_it_up() {
    assert_eq!(
        told(
            "chooseOkOnNextConfirmation
            click | linkText=Delete
            assertConfirmation | Really?
            click | linkText=Leave
            webdriverChooseCancelOnVisibleConfirmation"
        ),
        [
            "Click **Delete**.",
            "Click **OK**. “Really?” is shown.",
            "Click **Leave**.",
            "Click **Cancel**."
        ]
    );
}

#[test]
fn secrets_are_found_by_the_names_of_fields_and_of_variables() {
    let text = project(&test(
        "t",
        "store | hunter2 | dbPassword
        type | id=field-a | ${dbPassword}
        assertValue | id=password | correct-horse
        click | linkText=Show hunter2 and correct-horse | | | it is hunter2",
    ));
    let recording = read(text.as_bytes(), &Settings::default()).unwrap();
    let all = format!("{recording:?}");
    assert!(!all.contains("hunter2") && !all.contains("correct-horse"), "{all}");
    assert!(matches!(recording.takes[0].actions[0].value, Some(Value::Masked(_))));
}

#[test]
fn tests_that_run_each_other_come_to_an_end() {
    let runs = |others: &[usize]| {
        let lines = others.iter().map(|other| format!("run | t{other}\n").repeat(60));
        lines.collect::<String>()
    };
    let tests: Vec<String> = (0..7)
        .map(|number| test(&format!("t{number}"), &runs(&[(number + 1) % 7, (number + 2) % 7])))
        .collect();
    let result = read(project(&tests.join(",")).as_bytes(), &Settings::default());
    assert!(matches!(result, Err(ReadError::TooMany { .. })), "{result:?}");
}

#[test]
fn a_project_in_which_nothing_is_done_is_refused() {
    let result = read(project("").as_bytes(), &Settings::default());
    assert!(matches!(result, Err(ReadError::Empty { .. })), "{result:?}");
    let broken = project(&test("t", "type | id=password | hunter2"));
    let broken = &broken[..broken.len() - 20];
    let error = read(broken.as_bytes(), &Settings::default()).unwrap_err();
    assert!(!error.to_string().contains("hunter2"), "{error}");
}
