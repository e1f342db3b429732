//! Which headings say the same, whatever their words.

use std::borrow::Cow;

use crate::text::plain_words;

/// What headings are called that say the same: the first word or words of each line are those of
/// the templates.
const SAME: [&[&str]; 23] = [
    &[
        "purpose",
        "objective",
        "objectives",
        "goal",
        "goals",
        "aim",
        "introduction",
        "overview",
        "why",
    ],
    &["scope", "applicability", "audience", "coverage"],
    &[
        "roles and responsibilities",
        "roles",
        "responsibilities",
        "raci",
        "who does what",
        "contacts",
    ],
    &["definitions", "glossary", "terms", "terminology", "abbreviations", "acronyms"],
    &["inputs and outputs", "inputs", "outputs", "triggers", "trigger", "deliverables"],
    &["procedure", "process", "procedures", "workflow", "stages", "process steps"],
    &[
        "steps",
        "procedure",
        "instructions",
        "process",
        "how to",
        "method",
        "checklist",
        "step by step",
    ],
    &["compliance", "requirements", "regulations", "governing documents"],
    &["exceptions and escalation", "exceptions", "escalation", "deviations"],
    &["records", "documentation", "evidence", "retention"],
    &["success criteria", "metrics", "kpis", "indicators", "measures"],
    &["references", "related documents", "see also", "links", "further reading", "resources"],
    &["when to use", "purpose", "overview", "introduction", "scope", "goal", "when"],
    &[
        "before you start",
        "prerequisites",
        "requirements",
        "before you begin",
        "preparation",
        "tools",
        "what you need",
    ],
    &["done when", "verification", "verify", "expected result", "result", "completion"],
    &[
        "if something goes wrong",
        "troubleshooting",
        "known issues",
        "problems",
        "escalate",
        "escalation",
    ],
    &["undo", "rollback", "roll back", "reverting"],
    &["policy statements", "policy", "statements", "rules", "requirements", "principles"],
    &["impact", "effect", "user impact", "severity"],
    &["check", "diagnosis", "diagnose", "investigation", "verify"],
    &["mitigate", "mitigation", "remediation", "resolution", "fix", "steps", "procedure"],
    &["escalate", "escalation", "contacts", "who to call"],
    &["checklist", "steps", "tasks", "points", "procedure"],
];

/// The sections that hold what is done, whatever the template.
const DOING: [&str; 4] = ["procedure", "steps", "mitigate", "checklist"];

/// Whether two headings say the same.
pub(super) fn is_same(of_template: &str, of_draft: &str) -> bool {
    let words = |heading: &str| {
        let words: Vec<String> = plain_words(heading)
            .filter(|word| !word.chars().all(|c| c.is_ascii_digit()))
            .map(Cow::into_owned)
            .collect();
        words.join(" ")
    };
    let (of_template, of_draft) = (words(of_template), words(of_draft));
    if of_draft.is_empty() {
        return false;
    }
    let says_both = |line: &&[&str]| {
        line.first().is_some_and(|first| *first == of_template) && line.contains(&of_draft.as_str())
    };
    of_template == of_draft || SAME.iter().any(says_both)
}

pub(super) fn does(heading: &str) -> bool {
    let heading = heading.to_lowercase();
    DOING.contains(&heading.as_str())
}
