//! Sections that are missing, empty or left as a template has them.

use super::*;
use crate::answers::check::rules::THEMES;
use crate::template::{Templates, Values};

/// A document of a kind in a status, with what else its front matter has.
pub(super) fn typed(kind: &str, status: &str, more: &str, text: &str) -> String {
    let prefix = match kind {
        "policy" => "POL",
        "sop" => "SOP",
        _ => "WI",
    };
    format!(
        "+++\nid = \"{prefix}-001\"\ntitle = \"Visitors\"\ntype = \"{kind}\"\nversion = \"1.0\"\n\
         status = \"{status}\"\nowner = \"@desk\"\napproved_by = [\"@lead\"]\n\
         approved_on = 2026-01-10\neffective_date = 2026-01-15\n{more}+++\n\n{text}"
    )
}

/// `line severity rule: message (help)` of what the rules of a theme find.
pub(super) fn found_by(theme: &str, config: &str, path: &str, text: &str) -> Vec<String> {
    let rules = THEMES.into_iter().find(|known| known.title == theme).unwrap().rules;
    let report = checked(&library(&[(path, text)]), config);
    let lines = told(&report).into_iter().zip(&report.findings);
    let ours = lines.filter(|(_, finding)| rules.iter().any(|rule| rule.id == finding.rule));
    ours.map(|(line, _)| {
        let line = line.strip_prefix(path).unwrap().trim_start_matches(':');
        let (place, rest) = line.split_once(' ').unwrap();
        format!("{} {rest}", place.split(':').next().unwrap())
    })
    .collect()
}

fn found(kind: &str, text: &str) -> Vec<String> {
    found_by("Sections", "", "a.md", &typed(kind, "effective", "", text))
}

/// Whether exactly one finding of a rule is there, with these words in it.
fn is_only(found: &[String], rule: &str, words: &str) -> bool {
    found.len() == 1 && found[0].contains(&format!(" {rule}: ")) && found[0].contains(words)
}

const PROCESS: &str = "# Visitors\n\n## Procedure\n\n\
    1. The host tells the front desk of the visit one day before.\n\
    2. The front desk records each visitor in the register.\n\n\
    ## Exceptions\n\nA visitor without a host waits at the gate until the shift lead decides.\n";

#[test]
fn a_mark_is_a_place_to_fill_in_and_speaking_of_one_is_none() {
    for left in [
        "TODO: name the host.",
        "The host waits at TODO: which door?",
        "The deadline is TBD.",
        "Tell `TODO: add the number` at once.",
        "Wear {{BADGE_COLOUR}} badges.",
        "Call [insert number] first.",
        "Write to <insert address> first.",
        "Keep it for XX days.",
        "Keep it for ___ months.",
        "Lorem ipsum dolor sit amet.",
        "| Role | Task |\n|---|---|\n| Host | TBC |",
        "- FIXME",
        "TODO describe the badge",
    ] {
        let found = found("sop", &format!("{PROCESS}\n## Badges\n\n{left}\n"));
        assert!(is_only(&found, "placeholder", "warning"), "{left}: {found:?}");
    }
    for spoken in [
        "Go through the TODO items of the meeting.",
        "Add it to your to-do list.",
        "Write `TODO` into the chat.",
        "See [the list](#TODO-list) and #TODO.",
        "The number is VIS-XXXX.",
        "Keep [the badge](badge.md) and [x] it.",
        "```\nname: {{NAME}} # TODO: later\n```",
        "<!-- TODO: ask Ann -->\nThe desk is open.",
        "Dear visitor, the answer is `{{ answer }}`.",
        "{% if open %}\nThe desk of {{SITE}} is open.\n{% endif %}",
        "Signature: ________",
        "The tower is TBD. TBD answers on 123.05, and TBD 2 is closed.",
        "Say \"wait XX minutes\" to the visitor.",
        "The desk is open.{% comment %}TODO: ask Ann{% endcomment %}",
        "### Sample letter\n\nDear visitor, come on [insert date].",
        "> Dear [insert name], your badge is ready.",
    ] {
        let found = found("sop", &format!("{PROCESS}\n## Badges\n\n{spoken}\n"));
        assert_eq!(found, [""; 0], "{spoken}");
    }
}

#[test]
fn an_abbreviation_that_is_explained_is_no_place_to_fill_in() {
    let text = format!(
        "{PROCESS}\n## Glossary\n\n| Word | Meaning |\n|---|---|\n| TODO | A pending task |\n\
         | TBD | To be determined |\n"
    );
    assert_eq!(found("sop", &text), [""; 0]);
}

#[test]
fn values_of_a_reader_at_work_are_no_places_to_fill_in() {
    let text = "# Register\n\n## Steps\n\n1. Enter [your name] and check that the badge opens.\n\
                2. If it fails, call the desk.\n";
    assert_eq!(found("work-instruction", text), [""; 0]);
    let asked = format!("{PROCESS}\n## Desk\n\nThe desk of [your company] is open.\n");
    assert!(is_only(&found("sop", &asked), "placeholder", "\"[your company]\" is still"));
}

#[test]
fn places_to_fill_in_are_told_as_one_with_their_lines() {
    let text = format!("{PROCESS}\n## Badges\n\nTODO: which colour?\n\nTODO: whose?\n");
    let found = found("sop", &text);
    assert!(
        is_only(&found, "placeholder", "2 places are still to be filled in (lines 26 and 28)"),
        "{found:?}"
    );
}

#[test]
fn in_a_draft_what_is_left_open_is_a_suggestion() {
    let text = format!("{PROCESS}\n## Badges\n\nTODO: which colour?\n\n## Doors\n");
    let severities = |status: &str| -> Vec<String> {
        let text = typed("sop", status, "change_reason = \"TBD\"\n", &text);
        let text = text.replace("\"@desk\"", "\"TODO: who owns it?\"");
        let found = found_by("Sections", "", "a.md", &text);
        found.iter().map(|line| line.split(' ').take(2).collect::<Vec<_>>().join(" ")).collect()
    };
    assert_eq!(severities("draft"), ["7 suggestion", "29 suggestion"]);
    // Nobody owns what binds.
    assert_eq!(severities("effective"), ["7 error", "11 warning", "29 warning"]);
}

#[test]
fn a_template_and_what_is_over_are_not_asked() {
    let text = format!("{PROCESS}\n## Badges\n\nTODO: which colour?\n\n## Doors\n");
    let effective = typed("sop", "effective", "", &text);
    for path in ["templates/visit.md", "visit-template.md", "sops/visit_template.md"] {
        assert_eq!(found_by("Sections", "", path, &effective), [""; 0], "{path}");
    }
    let retired = typed("sop", "retired", "", &text);
    assert_eq!(found_by("Sections", "", "a.md", &retired), [""; 0]);
    let german = typed("sop", "effective", "language = \"de\"\n", &text);
    assert_eq!(found_by("Sections", "", "a.md", &german), [""; 0]);
}

#[test]
fn a_heading_with_nothing_but_comments_below_it_is_empty() {
    let text = format!("{PROCESS}\n## Records\n\n<!-- Which ones? -->\n\n## Badges\n\nRed ones.\n");
    let found = found("sop", &text);
    assert!(is_only(&found, "section-empty", "below the heading \"Records\""), "{found:?}");
    assert!(found[0].starts_with("24 warning"), "{found:?}");
}

#[test]
fn a_heading_is_not_empty_that_holds_others_or_is_a_step() {
    for text in [
        format!("{PROCESS}\n## Doors\n\n### Gate\n\nIt is locked at 18:00.\n"),
        format!("{PROCESS}\n## Map\n\n![The way to the gate](map.png)\n"),
        "# Visitors\n\n## Step 1: Open the gate\n\n## Step 2: Call the desk\n\n\
         ## Step 3: Record the visitor, and escalate to the shift lead if there is no host\n"
            .to_owned(),
    ] {
        assert_eq!(found("sop", &text), [""; 0], "{text}");
    }
}

#[test]
fn a_heading_holds_what_its_number_says() {
    for text in [
        "## 3.1 Badges\n\n## 3.1.1 Red badges\n\nFor guests.\n",
        "## Steps\n\n## 1. Red badges\n\nFor guests.\n\n## 2. Blue badges\n\nFor staff.\n",
        "## The desk is open every day.\n\n## Red badges\n\nFor guests.\n",
    ] {
        assert_eq!(found("sop", &format!("{PROCESS}\n{text}")), [""; 0], "{text}");
    }
}

#[test]
fn a_section_that_does_not_apply_says_why() {
    let with = |text: &str| found("sop", &format!("{PROCESS}\n## Records\n\n{text}\n"));
    for bare in ["N/A", "Not applicable.", "- n/a"] {
        let found = with(bare);
        assert!(is_only(&found, "not-applicable-without-reason", "suggestion"), "{found:?}");
    }
    for said in ["Not applicable: the register is one.", "None.", "N/A\n\nThe register is one."] {
        assert_eq!(with(said), [""; 0], "{said}");
    }
}

#[test]
fn what_the_template_asks_is_no_answer() {
    let text =
        format!("{PROCESS}\n## Purpose\n\nWhat does this procedure accomplish, and for whom?\n");
    let found = found("sop", &text);
    assert!(is_only(&found, "template-text-unchanged", "What does this procedure"), "{found:?}");
}

#[test]
fn an_sop_without_stages_and_a_policy_without_statements_are_warnings() {
    let talk = "# Visitors\n\nThe workshop has many visitors. Some of them come to buy, some of them \
                to learn, and some only want to see the old machines in the hall.\n";
    let sop = found("sop", talk);
    assert!(is_only(&sop, "section-missing", "open: who does what, and when?"), "{sop:?}");
    let policy = found("policy", talk);
    assert!(is_only(&policy, "section-missing", "open: what must hold?"), "{policy:?}");
    assert!(sop[0].contains(" warning ") && policy[0].contains(" warning "));
    let draft = typed("sop", "draft", "", talk);
    assert_eq!(found_by("Sections", "", "a.md", &draft), [""; 0]);
}

#[test]
fn what_else_is_left_open_is_one_suggestion_with_the_sections_to_add() {
    let text = "# Visitors\n\n## Procedure\n\n1. The host greets the visitor at the gate.\n\
                2. The host walks with the visitor to the hall and back, and says goodbye at the gate, \
                where the badge goes into the red box.\n";
    let found = found("sop", text);
    assert!(
        is_only(
            &found,
            "section-missing",
            "this SOP leaves 2 questions open: what happens when something goes wrong? what proves \
             that it was followed? (add the sections \"Exceptions and escalation\" and \"Records\";"
        ),
        "{found:?}"
    );
    assert!(found[0].contains(" suggestion "), "{found:?}");
}

#[test]
fn a_document_made_from_a_template_is_asked_for_its_sections() {
    let text = typed("sop", "effective", "template = \"sop@1\"\n", PROCESS);
    let found = found_by("Sections", "", "a.md", &text);
    assert!(is_only(&found, "section-missing", "leaves 9 questions open"), "{found:?}");
    let regulated = "[check]\nruleset = \"regulated\"\n";
    let text = typed("sop", "effective", "", PROCESS);
    let found = found_by("Sections", regulated, "a.md", &text);
    assert!(is_only(&found, "section-missing", "warning"), "{found:?}");
}

#[test]
fn a_step_that_deletes_needs_a_way_back() {
    let steps = |act: &str| {
        format!(
            "# Remove an old visitor\n\n## Steps\n\n1. Open the **Visitors** menu.\n2. {act}\n\
             3. Check that the visitor is gone from the list. If not, call the desk, tell the \
             number of the visitor, and wait for the answer of the desk.\n"
        )
    };
    for act in ["Delete the visitor.", "Click **Delete**.", "Revoke the badge of the visitor."] {
        let found = found("work-instruction", &steps(act));
        assert!(
            is_only(&found, "section-missing", "nothing says how it is taken back"),
            "{act}: {found:?}"
        );
        assert!(found[0].starts_with("18 warning"), "{found:?}");
    }
    let with_way = steps("Delete the visitor.") + "\n## Undo\n\nRegister the visitor again.\n";
    let with_word = steps("Delete the visitor; this cannot be undone.");
    for text in [with_way, with_word, steps("Close the window.")] {
        assert_eq!(found("work-instruction", &text), [""; 0], "{text}");
    }
}

/// The text of a template with a sentence in each of its slots, as an author might write it.
fn filled(template: &str) -> String {
    let mut text = String::new();
    for line in template.lines() {
        let is_short = line.starts_with(['#', '|']);
        let mut rest = line;
        while let Some((before, slot)) = rest.split_once("TODO: ") {
            text.push_str(before);
            let end = slot.find(['|', '*']).unwrap_or(slot.len());
            let is_label = slot[end..].starts_with('*');
            text.push_str(match (is_short, is_label, line.starts_with("It ")) {
                (true, ..) => "Shift lead ",
                (_, true, _) => "Badge:",
                (.., true) => "the visitors of every site, from the gate to the way out.",
                _ => "the shift lead checks each entry within 2 days and signs the register.",
            });
            rest = &slot[end..];
        }
        text.push_str(rest);
        text.push('\n');
    }
    text
}

#[test]
fn a_template_is_told_while_its_slots_are_open_and_no_longer_when_they_are_filled() {
    for template in Templates::built_in() {
        let kind = template.kind.as_str();
        let body = template.fill(&Values::of("Visitors")).unwrap();
        let more = format!("template = \"{}\"\n", template.label());
        let open = found_by("Sections", "", "a.md", &typed(kind, "effective", &more, &body));
        let slots = body.matches("TODO: ").count();
        assert!(is_only(&open, "placeholder", &format!("{slots} places are still")), "{open:?}");
        let text = typed(kind, "effective", &more, &filled(&body));
        for theme in ["Sections", "Requirements"] {
            let found = found_by(theme, "", "a.md", &text);
            assert_eq!(found, [""; 0], "{}: {text}", template.name);
        }
    }
}
