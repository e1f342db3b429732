//! What documents look like, told by texts that say it plainly.

use super::*;
use crate::document::profile::Profile;

const POLICY: &str = "# Laptops\n\n## Scope\n\nThis policy applies to all employees.\n\n\
    ## Requirements\n\n- Laptops must be encrypted. Exceptions are prohibited.\n\
    - Users must not share passwords. A violation of this standard has consequences.\n\
    - Personal use is permitted where it complies with this policy.\n\
    - The requirements of the standard must be met before access is permitted.\n";
const SOP: &str = "# Refunds\n\n## Purpose\n\nThis process covers refunds over 200 EUR.\n\n\
    | Stage | Who |\n|---|---|\n| Decision | Finance manager |\n\n## Procedure\n\n\
    1. The support agent opens a request and notifies the team lead.\n\
    2. The team lead reviews the request and escalates it to the finance manager.\n\
    3. The finance manager approves the refund in the weekly meeting.\n\
    4. The quality manager is responsible for the review of every decision.\n";
const INSTRUCTION: &str = "# Reset a card reader\n\n1. Open the **Settings** menu.\n\
    2. Click **Devices** and select the reader.\n3. Click the **Reset** button.\n\
    4. Run the self-test:\n\n   ```sh\n   reader test --all\n   ```\n\n\
    5. Select the **Tests** tab and check that the lamp is green.\n";

fn looks_like(text: &str, path: &str) -> Option<LooksLike> {
    let document = Document::read(text.to_owned(), Profile::sopctl());
    LooksLike::of(&document, &RepoPath::new(path).unwrap())
}

#[test]
fn the_body_tells_what_a_document_is() {
    for (text, expected) in
        [(POLICY, Genre::Policy), (SOP, Genre::Sop), (INSTRUCTION, Genre::WorkInstruction)]
    {
        let found = looks_like(text, "docs/a.md").unwrap();
        assert_eq!(found.body.looks_like(), expected, "{:?}", found.body);
        assert!(found.body.certainty() >= Certainty::Likely, "{:?}", found.body);
        assert!(found.body.reasons().next().is_some());
    }
}

#[test]
fn what_it_says_it_is_changes_nothing() {
    for text in [POLICY, SOP, INSTRUCTION] {
        let plain = looks_like(text, "docs/a.md");
        for kind in DocumentKind::ALL {
            let typed = format!("---\ntype: {}\n---\n{text}", kind.as_str());
            assert_eq!(looks_like(&typed, "docs/a.md"), plain, "{kind:?}");
        }
    }
}

#[test]
fn the_path_speaks_in_the_whole_sum_and_never_in_that_of_the_body() {
    let (here, there) = (
        looks_like(INSTRUCTION, "docs/a.md").unwrap(),
        looks_like(INSTRUCTION, "policies/a.md").unwrap(),
    );
    assert_eq!(here.body, there.body);
    let policy = |verdict: &Verdict| verdict.sums[Genre::Policy.place()];
    assert!(policy(&there.whole) > policy(&here.whole));
}

#[test]
fn a_language_without_word_lists_is_not_judged() {
    let named = format!("---\nlanguage: de\n---\n{SOP}");
    assert_eq!(looks_like(&named, "a.md"), None);
    assert!(looks_like(&format!("---\nlanguage: en-GB\n---\n{SOP}"), "a.md").is_some());
    let unnamed = "# Rückgaben\n\n".to_owned()
        + &"Die Ware wird geprüft und dann zurück ins Lager gestellt. ".repeat(8);
    assert_eq!(looks_like(&unnamed, "a.md"), None);
}

#[test]
fn next_to_no_text_is_not_judged() {
    for text in ["", "# How to count the till\n", "# A\n\n1. Open it.\n2. Close it.\n"] {
        assert_eq!(looks_like(text, "runbooks/a.md"), None, "{text}");
    }
}

#[test]
fn what_a_template_asks_is_not_judged() {
    let asked = "# Visitors\n\n".to_owned()
        + &"- TODO: what can do harm, who may be asked, and what must be at hand?\n".repeat(9);
    assert_eq!(looks_like(&asked, "runbooks/a.md"), None);
    assert!(looks_like(&asked.replace("TODO: ", ""), "runbooks/a.md").is_some());
}

#[test]
fn every_point_of_a_sum_is_told() {
    for text in [POLICY, SOP, INSTRUCTION] {
        let found = looks_like(text, "runbooks/a.md").unwrap();
        for (scale, verdict) in [(Scale::Whole, &found.whole), (Scale::Body, &found.body)] {
            let mut sums = Points::built_in().start(scale);
            for because in &verdict.because {
                for (sum, points) in sums.iter_mut().zip(because.points) {
                    *sum += points;
                }
            }
            assert_eq!(sums, verdict.sums);
        }
    }
}

#[test]
fn the_confidence_is_that_of_the_points() {
    let verdict = Verdict { sums: [10, 0, 0, -1000], because: Vec::new() };
    let expected = 1.0 / (1.0 + 2.0 * (-1.0_f64).exp());
    assert!((verdict.confidence() - expected).abs() < 1e-9);
    assert_eq!((verdict.looks_like(), verdict.lead()), (Genre::Policy, 10));
    assert_eq!(verdict.certainty(), Certainty::Likely);
}

#[test]
fn a_lead_of_four_points_never_warns() {
    let of = |sums| Verdict { sums, because: Vec::new() };
    let others = [Genre::Sop, Genre::WorkInstruction];
    assert_eq!(of([0, 4, 3, 0]).confusion_with(&others), None);
    assert_eq!(
        of([0, 5, 3, 0]).confusion_with(&others),
        Some(Confusion { genre: Genre::Sop, lead: 5 })
    );
    assert_eq!(of([9, 5, 3, 0]).confusion_with(&others), None);
}
