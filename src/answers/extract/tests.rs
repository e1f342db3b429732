//! Steps that move, and such that stay.

use super::*;
use crate::document::profile::Profile;
use crate::template::OwnFile;

const HEAD: &str = "+++\nid = \"SOP-007\"\ntitle = \"Refunds\"\ntype = \"sop\"\nstatus = \"draft\"\n\
                    owner = \"@shop\"\n+++\n\n# Refunds\n\n";

const STEPS: &str = "## Procedure\n\n\
    1. The cashier records the request.\n\
    2. Open the **Payments** menu.\n\
    3. Click **Refund**, see [the list](list.md).\n\n   ![menu](img/menu.png)\n\n   ```sh\n   refund --all\n   ```\n\n   1. Enter the amount.\n   2. Enter the reason.\n\
    4. Click **Submit**.\n\
    5. The lead approves the refund.\n\
    6. The lead closes the request of step 1.\n\n\
    ## Records\n\nThe list of refunds; see step 5.\n";

fn library(body: &str) -> Library {
    Library::of_texts(Profile::sopctl(), &[("sops/refunds.md", &format!("{HEAD}{body}"))])
}

fn extracted(
    body: &str,
    stage: Option<&str>,
    steps: &str,
) -> Result<(String, String, Extraction), ExtractError> {
    let library = library(body);
    let request =
        Request { sop: &library.members[0], stage, steps, title: None, owner: None, folder: "" };
    let found = extract(&request, &library, &Config::default(), &Templates::with(Vec::new()))?;
    let [new, old] = found.changeset.changes.as_slice() else { panic!("two files") };
    let ChangeKind::Create { content } = &new.kind else { panic!("{new:?}") };
    let ChangeKind::Replace { content: left, .. } = &old.kind else { panic!("{old:?}") };
    let left = String::from_utf8(left.clone()).unwrap();
    let content = String::from_utf8(content.clone()).unwrap();
    Ok((content, left, found))
}

fn refused(body: &str, stage: Option<&str>, steps: &str) -> String {
    extracted(body, stage, steps).unwrap_err().to_string()
}

#[test]
fn steps_move_word_by_word_with_what_stands_in_them() {
    let (new, _, found) = extracted(STEPS, None, "2-4").unwrap();
    assert_eq!(
        (found.id.as_str(), found.path.as_str(), found.count),
        ("WI-001", "work-instructions/refunds.md", 3)
    );
    assert!(
        new.contains("implements = [\"SOP-007\"]\n") && new.contains("owner = \"@shop\"\n"),
        "{new}"
    );
    assert!(
        new.contains("template = \"work-instruction@1\"\n")
            && new.contains("## Before you start\n")
    );
    let moved = "## Steps\n\n1. Open the **Payments** menu.\n\
        2. Click **Refund**, see [the list](../sops/list.md).\n\n   ![menu](../sops/img/menu.png)\n\n   ```sh\n   refund --all\n   ```\n\n   1. Enter the amount.\n   2. Enter the reason.\n\
        3. Click **Submit**.\n\n## Done when\n";
    assert!(new.contains(moved), "{new}");
}

#[test]
fn one_step_stands_in_their_place_and_every_other_byte_stays() {
    let (_, left, found) = extracted(STEPS, None, "2-4").unwrap();
    let start = STEPS.find("2. Open").unwrap();
    let end = STEPS.find("\n5. The lead").unwrap();
    let behind = STEPS[end..].replace("\n5. ", "\n3. ").replace("\n6. ", "\n4. ");
    let expected = format!(
        "{HEAD}{}2. Follow [Refunds (WI-001)](../work-instructions/refunds.md).{behind}",
        &STEPS[..start]
    );
    assert_eq!(left, expected);
    let line = left.lines().position(|line| line.contains("see step 5")).unwrap() + 1;
    assert_eq!(found.naming_steps, [line]);
}

#[test]
fn what_is_left_reads_as_one_step_fewer_for_each_that_moved() {
    for (steps, count) in [("1", 6), ("1-6", 1), ("2-4", 4), ("5-6", 5), ("2,3-4", 4)] {
        let (new, left, _) = extracted(STEPS, None, steps).unwrap();
        let read = |text: String| crate::document::Document::read(text, Profile::sopctl());
        let (new, left) = (read(new), read(left));
        assert_eq!(left.outline().top_level_steps().count(), count, "{steps}");
        assert_eq!(new.outline().top_level_steps().count(), 7 - count, "{steps}");
    }
}

#[test]
fn items_with_one_number_and_bullets_keep_their_markers() {
    let ones =
        STEPS.replace("\n2. O", "\n1. O").replace("\n3. C", "\n1. C").replace("\n4. C", "\n1. C");
    let ones = ones.replace("\n5. ", "\n1. ").replace("\n6. ", "\n1. ");
    let (new, left, _) = extracted(&ones, None, "2-4").unwrap();
    assert!(new.contains("1. Open") && new.contains("\n1. Click **Submit**."), "{new}");
    assert!(left.contains("\n1. Follow [") && left.contains("\n1. The lead approves"), "{left}");
    let ticks =
        "## Procedure\n\n- [ ] Open the menu.\n- [ ] Click **Refund**.\n- [ ] Close the menu.\n";
    let (new, left, _) = extracted(ticks, None, "2-3").unwrap();
    assert!(new.contains("## Steps\n\n- [ ] Click **Refund**.\n- [ ] Close the menu.\n"), "{new}");
    assert!(left.ends_with("- [ ] Open the menu.\n- [ ] Follow [Refunds (WI-001)](../work-instructions/refunds.md).\n"), "{left}");
}

#[test]
fn a_procedure_is_named_by_its_section() {
    let list = "1. Open the menu.\n2. Click **Refund**.\n3. Close the menu.\n";
    let two = format!("## Refund procedure\n\n{list}\n## Closing the day procedure\n\n{list}");
    assert!(refused(&two, None, "2-3").contains("has 2 procedures with these steps"));
    let (new, left, _) = extracted(&two, Some("refund-procedure"), "2-3").unwrap();
    assert!(new.contains("implements = [\"SOP-007#refund-procedure\"]"), "{new}");
    assert!(new.contains("title = \"Refund procedure\""), "{new}");
    assert!(left.ends_with(&format!("## Closing the day procedure\n\n{list}")), "{left}");
    assert!(refused(&two, Some("none"), "2-3").contains("has no steps in a section #none"));
    let uneven = format!("{two}4. Lock the door.\n");
    assert!(extracted(&uneven, None, "3-4").is_ok());
}

#[test]
fn what_cannot_be_moved_is_refused_with_its_reason() {
    for (steps, why) in [
        ("4-9", "there is no step 9 in sops/refunds.md"),
        ("2,4", "step 3 of sops/refunds.md would stay between the steps that move"),
        ("x", "\"x\" names no steps"),
        ("4-2", "\"4-2\" names no steps"),
    ] {
        assert_eq!(refused(STEPS, None, steps), why);
    }
    let gap = "## Procedure\n\n1. Open the menu.\n2. Click **Refund**.\n5. Close the menu.\n";
    assert!(refused(gap, None, "1-5").starts_with("there is no step 3 in"));
    assert!(refused("Only words.\n", None, "1").contains("has no steps"));
    let table = "## Procedure\n\n| Step | Action |\n|---|---|\n| 1 | Open the menu. |\n| 2 | Click Refund. |\n| 3 | Close it. |\n";
    assert!(refused(table, None, "1-2").contains("is a row of a table: only items of lists"));
    let lists = "1. Open the menu.\n2. Click **Refund**.\n";
    let two = format!(
        "## Refund procedure\n\n{lists}3. Close it.\n\n## Other procedure\n\n{lists}3. Close it.\n4. Lock it.\n5. Leave.\n"
    );
    assert!(extracted(&two, None, "3-5").is_ok());
}

#[test]
fn only_an_sop_with_a_number_has_work_instructions() {
    let text = HEAD.replace("type = \"sop\"", "type = \"policy\"");
    let library = Library::of_texts(Profile::sopctl(), &[("a.md", &format!("{text}{STEPS}"))]);
    let request = Request {
        sop: &library.members[0],
        stage: None,
        steps: "1",
        title: None,
        owner: None,
        folder: "",
    };
    let error =
        extract(&request, &library, &Config::default(), &Templates::with(Vec::new())).unwrap_err();
    assert!(
        matches!(
            error,
            ExtractError::NoSteps { .. } | ExtractError::Scaffold(ScaffoldError::WrongKind { .. })
        ),
        "{error}"
    );
}

#[test]
fn carriage_returns_stay_in_the_sop() {
    let crlf = STEPS.replace('\n', "\r\n");
    let (new, left, _) = extracted(&crlf, None, "2-4").unwrap();
    assert!(!new.contains('\r'), "{new}");
    assert!(left.contains("\r\n3. The lead approves the refund.\r\n"), "{left}");
}

#[test]
fn the_work_instruction_is_made_from_the_template_of_the_repository() {
    let library = library(STEPS);
    let request = Request {
        sop: &library.members[0],
        stage: None,
        steps: "2-4",
        title: None,
        owner: None,
        folder: "",
    };
    let own = |text: &str| {
        let path = RepoPath::new("forms/work-instruction/body.md.hbs").unwrap();
        Templates::with(vec![OwnFile { path, text: text.to_owned() }])
    };
    let ours = own("# {{heading}}\n\n## Ours\n\nFor {{id}}.\n\n## Steps\n\nTODO: which?\n");
    let found = extract(&request, &library, &Config::default(), &ours).unwrap();
    let ChangeKind::Create { content } = &found.changeset.changes[0].kind else {
        panic!("{found:?}")
    };
    let content = std::str::from_utf8(content).unwrap();
    let head =
        "\n# Refunds\n\n## Ours\n\nFor WI-001.\n\n## Steps\n\n1. Open the **Payments** menu.\n";
    assert!(content.contains(head) && !content.contains("TODO: which?"), "{content}");
    let refused = extract(&request, &library, &Config::default(), &own("{{#if"));
    assert!(
        matches!(refused, Err(ExtractError::Scaffold(ScaffoldError::NoTemplate(_)))),
        "{refused:?}"
    );
}
