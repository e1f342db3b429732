//! Requirements that nobody has to meet, or that nobody can check.

use super::sections::{found_by, typed};

fn found(kind: &str, text: &str) -> Vec<String> {
    let text = typed(kind, "effective", "", text);
    found_by("Requirements", "", "a.md", &text)
}

/// What is found in the statements of a policy.
fn of_statements(statements: &str) -> Vec<String> {
    found("policy", &format!("# Visitors\n\n## Policy statements\n\n{statements}\n"))
}

fn asked(rule: &str, text: &str) -> Vec<String> {
    let config = format!("[check.rules]\n{rule} = \"suggestion\"\n");
    found_by("Requirements", &config, "a.md", &typed("sop", "effective", "", text))
}

fn is_only(found: &[String], rule: &str, words: &str) -> bool {
    found.len() == 1 && found[0].contains(&format!(" {rule}: ")) && found[0].contains(words)
}

#[test]
fn a_duty_of_nobody_is_told_at_its_words() {
    let found = of_statements("- The list of visits **must be\n  formally reviewed** every month.");
    assert!(
        is_only(&found, "duty-without-actor", "of visits must be formally reviewed\": by whom?"),
        "{found:?}"
    );
    assert!(found[0].starts_with("17 warning"), "{found:?}");
}

#[test]
fn a_duty_has_an_actor_where_its_section_names_one() {
    for statements in [
        "- The list must be reviewed by the shift lead.",
        "- The list must be reviewed by reception.",
        "The shift lead keeps the list.\n\n- The list must be reviewed every month.",
        "| Duty | Role |\n|---|---|\n| The list must be reviewed | Shift lead |",
        "- Passwords must be unique and must be changed when they leak.",
        "- The list must not be reviewed.",
    ] {
        assert_eq!(of_statements(statements), [""; 0], "{statements}");
    }
    let titled = "# Visitors\n\n## Shift lead\n\n### List\n\nThe list must be reviewed.\n";
    assert_eq!(found("sop", titled), [""; 0]);
    let until = of_statements("- The list must be reviewed by 1 May.");
    assert!(is_only(&until, "duty-without-actor", ""), "{until:?}");
}

#[test]
fn a_time_without_a_number_is_told_with_what_to_write() {
    let found = of_statements(
        "- The shift lead must tell the desk as soon as possible.\n\
         - The shift lead must review the list periodically.",
    );
    assert!(
        is_only(&found, "no-time-limit", "2 times have no number (lines 17 and 18)"),
        "{found:?}"
    );
    assert!(found[0].contains("give a limit: `within 2 days`"), "{found:?}");
}

#[test]
fn a_time_is_given_where_the_sentence_has_a_number_or_an_interval() {
    for statements in [
        "- The shift lead must tell the desk promptly, within 2 hours.",
        "- The shift lead must review the list regularly, at least every month.",
        "- The shift lead must review the list regularly (quarterly).",
        "- The shift lead must attend the regularly scheduled training.",
        "- If visitors come regularly, the host must order a badge.",
    ] {
        assert_eq!(of_statements(statements), [""; 0], "{statements}");
    }
    let purpose = "# Visitors\n\n## Purpose\n\nThe shift lead must see that visits end in a timely \
                   manner.\n";
    assert_eq!(found("sop", purpose), [""; 0]);
}

#[test]
fn two_words_for_a_duty_are_told_with_both_counts() {
    let mixed = "- The host must wait.\n- The host must sign.\n- The host must leave.\n\
                 - The desk shall call.\n- The desk shall write.\n- The desk shall wait.";
    let found = of_statements(mixed);
    assert!(
        is_only(&found, "obligation-words-mixed", "\"must\" (3 times) and \"shall\" (3 times)"),
        "{found:?}"
    );
    assert!(found[0].contains("write \"must\" for every duty"), "{found:?}");
    assert!(found[0].starts_with("20 suggestion"), "{found:?}");
    let cited = format!("Words are meant as in RFC 2119.\n\n{mixed}");
    let twice = mixed.replace("- The desk shall write.", "");
    let defined = mixed.replace("- The desk shall write.", "- Desk shall have this meaning.");
    for text in [cited.as_str(), twice.as_str(), defined.as_str()] {
        assert_eq!(of_statements(text), [""; 0], "{text}");
    }
}

#[test]
fn may_not_is_told_where_it_forbids() {
    for text in ["- Visitors may not open the gate.", "- Badges may not be shared."] {
        let found = of_statements(text);
        assert!(is_only(&found, "may-not", "write \"must not\""), "{text}: {found:?}");
    }
    for text in [
        "- Visitors may not be able to open the gate.",
        "- Visitors may or may not open the gate.",
        "- The badge may not work at first.",
        "- Visitors must not open the gate.",
    ] {
        assert_eq!(of_statements(text), [""; 0], "{text}");
    }
}

#[test]
fn a_statement_that_binds_nobody_is_told_among_those_that_do() {
    let found = of_statements(
        "- Visitors must wear a badge.\n- Hosts must wait at the gate.\n- A red badge for guests.\n\
         - Never share a badge.",
    );
    assert!(
        is_only(&found, "statement-without-obligation", "\"A red badge for guests."),
        "{found:?}"
    );
    for text in [
        "- Visitors must wear a badge.\n- A red badge.\n- A blue badge.",
        "Visitors must have:\n\n- a badge\n- a host\n\n- Hosts must wait.\n- Hosts must sign.",
    ] {
        assert_eq!(of_statements(text), [""; 0], "{text}");
    }
}

#[test]
fn on_request_roles_abbreviations_and_vague_words_are_looked_at() {
    let text = "# Visitors\n\n## Roles\n\n- Host: waits at the gate.\n- Shift lead: decides.\n\n\
                ## Procedure\n\n1. The night supervisor opens the QRX within 1 hour.\n\
                2. The shift lead closes the QRX and the front door (FD). FD stays shut.\n";
    assert_eq!(found("sop", text), [""; 0]);
    let roles = asked("undeclared-role", text);
    assert!(is_only(&roles, "undeclared-role", "\"night supervisor\" acts here"), "{roles:?}");
    let short = asked("undefined-acronym", text);
    assert!(is_only(&short, "undefined-acronym", "QRX is never explained"), "{short:?}");
    assert_eq!(asked("ambiguous-word", text), [""; 0]);
    let vague = "# Visitors\n\nStaff take appropriate care, use suitable badges, and keep adequate \
                 and sufficient notes.\n";
    let found = asked("ambiguous-word", vague);
    assert!(is_only(&found, "ambiguous-word", "4 of 13 words"), "{found:?}");
}

#[test]
fn a_work_instruction_and_what_is_over_make_no_requirements() {
    let text = "# Visitors\n\nThe list must be reviewed periodically and may not be shared.\n";
    assert_eq!(found("work-instruction", text), [""; 0]);
    let retired = typed("sop", "retired", "", text);
    assert_eq!(found_by("Requirements", "", "a.md", &retired), [""; 0]);
}
