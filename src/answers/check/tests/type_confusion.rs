//! Documents that are not what they say they are.

use super::*;
use crate::genre::Genre;

/// What one person does at one screen.
const CLICKS: &str = "# Register a visitor\n\nUse this at the front desk.\n\n## Steps\n\n\
    1. Open the **Visitors** menu and click **New**.\n\
    2. Enter the name of the visitor and select the host.\n\
    3. Click **Print badge**.\n\
    4. Open the **Badges** tab and check that the badge is listed.\n\
    5. Select **Notify host** and click **Send**.\n\
    6. Click **Close** to go back to the menu.\n";

/// Who does what, over several people.
const PROCESS: &str = "# Visitors\n\n## Purpose\n\nThis process covers visitors to the workshop.\n\n\
    ## Scope\n\nAll visitors and all sites.\n\n## Procedure\n\n\
    1. The host assigns a contact and notifies the shift lead of the visit.\n\
    2. The shift lead reviews the request and escalates visits to the paint shop to the safety officer.\n\
    3. The safety officer approves or declines the visit at the weekly meeting.\n\
    4. The site manager is responsible for the review of each stage of this process.\n\n\
    | Stage | Responsible |\n|---|---|\n| Request | Host |\n| Decision | Safety officer |\n";

/// What holds, and for whom.
const RULES_OF_THE_HOUSE: &str = "# Visitors\n\n## Scope\n\nThis policy applies to every site.\n\n\
    ## Requirements\n\n\
    - Visitors must wear a badge. Photographs are prohibited without permission.\n\
    - Visitors must not enter the paint shop. Exceptions are permitted to fire services alone.\n\
    - Violations of this policy end the visit. Every host must comply with this standard.\n\
    - Records of visits shall meet the requirements of the privacy policy.\n";

fn typed(kind: &str, text: &str) -> String {
    let id = match kind {
        "policy" => "POL-001",
        "sop" => "SOP-001",
        _ => "WI-001",
    };
    format!(
        "+++\nid = \"{id}\"\ntitle = \"Visitors\"\ntype = \"{kind}\"\nstatus = \"draft\"\n\
         owner = \"@desk\"\n+++\n\n{text}"
    )
}

/// `severity rule: message (help)` of each finding.
fn found_under(config: &str, kind: &str, text: &str) -> Vec<String> {
    let text = typed(kind, text);
    let told = told(&checked(&library(&[("a.md", text.as_str())]), config)).into_iter();
    told.map(|line| line.split_once(' ').unwrap().1.to_owned()).collect()
}

fn found(kind: &str, text: &str) -> Vec<String> {
    found_under("", kind, text)
}

#[test]
fn a_document_that_is_what_it_says_has_no_finding() {
    for (kind, text) in
        [("sop", PROCESS), ("work-instruction", CLICKS), ("policy", RULES_OF_THE_HOUSE)]
    {
        assert_eq!(found(kind, text), [""; 0], "{kind}");
    }
}

#[test]
fn clicks_in_an_sop_are_told_with_the_steps_to_move() {
    let found = found("sop", CLICKS);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(
        found[0]
            .starts_with("error sop-is-work-instruction: this SOP reads like a work instruction"),
        "{found:?}"
    );
    assert!(found[0].contains("words for a screen in 1,000 words"), "{found:?}");
    assert!(found[0].contains("move the 6 steps on lines 15 to 20"), "{found:?}");
    assert!(found[0].contains("(`sopctl extract SOP-001 1-6`)"), "{found:?}");
}

#[test]
fn a_process_is_no_work_instruction() {
    for (text, like) in [(PROCESS, "an SOP"), (RULES_OF_THE_HOUSE, "a policy")] {
        let found = found("work-instruction", text);
        let message =
            format!("work-instruction-is-sop: this work instruction reads like {like}, by");
        assert!(found.iter().any(|line| line.contains(&message)), "{found:?}");
    }
}

#[test]
fn a_policy_with_steps_is_told() {
    for (text, like) in [(PROCESS, "an SOP"), (CLICKS, "a work instruction")] {
        let found = found("policy", text);
        assert_eq!(found.len(), 1, "{found:?}");
        let message = format!("warning policy-is-procedure: this policy reads like {like}, by");
        assert!(found[0].starts_with(&message), "{found:?}");
    }
}

#[test]
fn a_how_to_without_steps_is_told_by_its_type_or_its_title() {
    let talk = "The scanner reads labels. It is old, and it is slow when it is cold. There are \
                three of them in the hall, and one more in the office next to the stairs. They \
                were bought together with the shelves, some years ago.\n";
    let of_type = found("work-instruction", &format!("# Scanner\n\n{talk}"));
    let promised = "warning how-to-without-steps: a work instruction promises steps, and there are \
                    none";
    assert!(of_type.iter().any(|line| line.starts_with(promised)), "{of_type:?}");
    let of_title = told_of(&format!("# How to clean the scanner\n\n{talk}"));
    assert!(
        of_title.iter().any(|line| line.starts_with(
            "a.md:1:1 warning how-to-without-steps: the title promises steps, and there are none"
        )),
        "{of_title:?}"
    );
    for titled in ["# The scanner", "# How to clean it\n\n1. Open the lid.\n2. Wipe the glass.\n"] {
        let others = told_of(&format!("{titled}\n\n{talk}"));
        assert!(others.iter().all(|line| !line.contains("how-to")), "{others:?}");
    }
}

#[test]
fn under_the_regulated_rule_set_no_type_is_confused() {
    let regulated = "[check]\nruleset = \"regulated\"\n";
    for (kind, text) in [("sop", CLICKS), ("work-instruction", PROCESS), ("policy", PROCESS)] {
        assert_eq!(found_under(regulated, kind, text), [""; 0], "{kind}");
    }
}

#[test]
fn a_declared_type_has_the_rules_of_its_kind() {
    let config = "[types.procedure]\nkind = \"sop\"\nprefix = \"QP\"\n";
    let text = typed("procedure", CLICKS).replace("WI-001", "QP-001");
    let told = told(&checked(&library(&[("a.md", text.as_str())]), config));
    assert!(told.iter().any(|line| line.contains(" sop-is-work-instruction: ")), "{told:?}");
}

#[test]
fn a_language_without_word_lists_is_not_judged() {
    let german = CLICKS.replace("# Register", "# Anmelden");
    let text = typed("sop", &german).replace("owner", "language = \"de\"\nowner");
    let report = checked(&library(&[("a.md", text.as_str())]), "");
    assert_eq!(told(&report), [""; 0]);
    assert!(report.verdicts.is_empty());
}

#[test]
fn the_verdict_stands_beside_what_the_document_says() {
    let text = typed("sop", CLICKS);
    let report = checked(&library(&[("a.md", text.as_str())]), "");
    let [verdict] = report.verdicts.as_slice() else { panic!("one verdict") };
    let declared = verdict.declared_type.as_ref().unwrap().untrusted();
    assert_eq!((declared, verdict.looks_like), ("sop", Genre::WorkInstruction));
    assert!(verdict.confidence > 0.5 && verdict.lead >= 15, "{verdict:?}");
}

#[test]
fn a_verb_of_the_repository_begins_a_step() {
    let clicks = CLICKS.replace("2. Enter", "2. Degas");
    assert!(clicks.contains("2. Degas"), "{clicks}");
    let text = typed("sop", &clicks);
    let help = |config: &str| {
        let report = checked(&library(&[("sops/a.md", &text)]), config);
        let found = report.findings.iter().find(|f| f.rule == "sop-is-work-instruction").unwrap();
        found.help.as_ref().unwrap().untrusted().split(" on lines").next().unwrap().to_owned()
    };
    let without = help("");
    let with = help("[check.words]\nverbs = [\"degas\"]\n");
    let count = |said: &str| said.split(' ').find_map(|word| word.parse::<usize>().ok()).unwrap();
    // Without it, the longest run of orders begins behind that step.
    assert_eq!(count(&with), count(&without) + 2, "{with:?} {without:?}");
}
