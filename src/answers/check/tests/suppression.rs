//! What comments and `[[check.ignore]]` leave out, and what is said of those that do nothing.

use super::*;

/// A document whose steps are those of one person at a screen.
const CLICKS: &str = "# Refund a payment

## Steps

1. Open the **Payments** menu and click **Refund**.
2. Enter the amount and select the reason.
3. Click **Submit**.
4. Open the **Refunds** tab and check that the refund is listed.
5. Select **Notify customer** and click **Send**.
6. Click **Close** to go back to the menu.
";

fn framed(fields: &str, body: &str) -> String {
    format!(
        "+++\nid = \"SOP-001\"\ntitle = \"Refund\"\ntype = \"sop\"\nstatus = \"draft\"\n\
         {fields}+++\n\n{body}"
    )
}

/// `rule: message` for each finding, and how many were left out.
fn found(text: &str, config: &str) -> (Vec<String>, usize) {
    let report = checked(&library(&[("sops/a.md", text)]), config);
    let said = |f: &Finding| format!("{}: {}", f.rule, f.message.untrusted());
    (report.findings.iter().map(said).collect(), report.suppressed)
}

fn with_comment(comment: &str) -> (Vec<String>, usize) {
    found(&framed("owner = \"@shop\"\n", &format!("{comment}\n{CLICKS}")), "")
}

#[test]
fn a_comment_above_the_title_is_about_the_whole_document() {
    let (all, _) = with_comment("");
    assert_eq!(all.len(), 1, "{all:?}");
    assert!(all[0].starts_with("sop-is-work-instruction: "));
    let reasoned = "<!-- sopctl-ignore: sop-is-work-instruction a shop of one -->";
    assert_eq!(with_comment(reasoned), (vec![], 1));
    let both = "<!-- sopctl-ignore: missing-field, sop-is-work-instruction a shop of one -->\n";
    assert_eq!(found(&framed("", &format!("{both}{CLICKS}")), ""), (vec![], 2));
}

#[test]
fn without_a_reason_nothing_is_left_out() {
    let (said, suppressed) = with_comment("<!-- sopctl-ignore: sop-is-work-instruction -->");
    assert_eq!((said.len(), suppressed), (2, 0), "{said:?}");
    assert_eq!(
        said[1],
        "unused-suppression: this suppression gives no reason, so that it does not count"
    );
}

#[test]
fn a_slip_in_a_comment_is_told_with_its_place() {
    let text =
        framed("owner = \"@shop\"\n", "# A\n\n<!-- sopctl-ignore: mising-field x y -->\nB\n");
    assert_eq!(
        told(&checked(&library(&[("a.md", &text)]), "")),
        ["a.md:11:21 warning unused-suppression: there is no rule `mising-field` \
             (did you mean `missing-field`?)"]
    );
    let nothing = framed("owner = \"@shop\"\n", "# A\n\n<!-- sopctl-ignore -->\nB\n");
    assert_eq!(found(&nothing, "").0, ["unused-suppression: this suppression names no rule"]);
    let last = framed("owner = \"@shop\"\n", "# A\n\n<!-- sopctl-ignore: missing-field x -->\n");
    assert_eq!(
        found(&last, "").0,
        ["unused-suppression: no block follows that this suppression could be about"]
    );
    let in_code = framed("owner = \"@shop\"\n", "# A\n\n`<!-- sopctl-ignore -->`\n");
    assert_eq!(found(&in_code, ""), (vec![], 0));
}

#[test]
fn a_block_hides_nothing_of_another_place() {
    let text = framed("", "# A\n\n<!-- sopctl-ignore: missing-field later -->\nB\n");
    let (said, suppressed) = found(&text, "");
    assert_eq!((said.len(), suppressed), (2, 0));
    assert_eq!(
        said[1],
        "unused-suppression: `missing-field` finds nothing here that could be left out"
    );
}

#[test]
fn the_suppression_of_a_rule_that_is_off_is_not_unused() {
    let text = framed("owner = \"@shop\"\n", "<!-- sopctl-ignore: missing-field later -->\n# A\n");
    assert_eq!(found(&text, "").0.len(), 1);
    assert_eq!(found(&text, "[check.rules]\nmissing-field = \"off\"\n").0, [""; 0]);
    assert_eq!(found(&text, "[check.rules]\nunused-suppression = \"off\"\n").0, [""; 0]);
    let report = judged_without(
        &library(&[("a.md", &text)]),
        None,
        &[],
        FailOn::Error,
        &["missing-field".to_owned()],
    );
    assert_eq!(told(&report), [""; 0]);
    let retired = text.replace("\"draft\"", "\"retired\"");
    assert_eq!(found(&retired, "").0, [""; 0]);
}

#[test]
fn a_rule_can_be_left_out_of_one_run() {
    let bare = library(&[("a.md", "# A\n")]);
    let config = Config::default();
    let without = |rule: &str| {
        let rules = [rule.to_owned()];
        judged_without(&bare, Some(&config), &[], FailOn::Error, &rules).findings.len()
    };
    assert_eq!((without("missing-field"), without("duplicate-id")), (0, 1));
}

#[test]
fn an_entry_of_the_configuration_that_tolerates_nothing_is_told_at_its_place() {
    let files = [("old/a.md", "# a\n"), ("b.md", SOUND)];
    let library = library(&files);
    let entry = |paths: &str, rules: &str| {
        format!("[[check.ignore]]\npaths = [\"{paths}\"]\nrules = [{rules}]\nreason = \"x\"\n")
    };
    let needed = checked(&library, &entry("old/**", "\"missing-field\""));
    assert_eq!((told(&needed), needed.suppressed), (vec![], 1));
    let config = entry("old/**", "\"missing-field\", \"duplicate-id\"");
    assert_eq!(
        told(&checked(&library, &config)),
        ["sopctl.toml:3:27 warning unused-suppression: `duplicate-id` finds nothing in the \
             documents that `paths` selects (remove the rule from this entry)"]
    );
    let nowhere = checked(&library, &entry("new/**", "\"missing-field\""));
    assert!(
        told(&nowhere)[1]
            .starts_with("sopctl.toml:1:1 warning unused-suppression: `paths` selects no document")
    );
    assert_eq!((nowhere.checked, nowhere.subjects.len()), (2, 3));
    // Part of a library says nothing of the rest.
    let config = Config::read(&config).unwrap();
    let part = judged(&library, Some(&config), &[RepoPath::new("b.md").unwrap()], FailOn::Error);
    assert_eq!(told(&part), [""; 0]);
}
