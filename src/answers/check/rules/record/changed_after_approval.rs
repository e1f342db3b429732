//! `changed-after-approval`: a text that is not the one that was approved.

use crate::answers::check::rules::{Example, Fault, Rule, Standing};
use crate::answers::check::surroundings::Surroundings;
use crate::document::field::Field;
use crate::document::fingerprint::Fingerprint;
use crate::document::lifecycle::Status;
use crate::library::Member;
use crate::report::Severity;

use super::severity_of_approvals;

pub(super) const RULE: Rule = Rule {
    id: "changed-after-approval",
    severity: Severity::Warning,
    summary: "the text is not the one whose approval is recorded",
    help: "`approved_text` is the fingerprint of the words that were approved. Where the text has \
           another one, people follow words that nobody approved. Typing and layout do not count. \
           Under the rule set `regulated` it is an error.",
    standing: Standing::Judges,
    together: None,
    example: Example { bad: &[("sops/till.md", BAD)], good: &[("sops/till.md", GOOD)] },
    find,
};

const BAD: &str = "\
+++
id = \"SOP-001\"
title = \"Close the till\"
type = \"sop\"
version = \"1.0\"
status = \"effective\"
owner = \"@shop\"
approved_by = [\"@lead\"]
approved_on = 2026-01-10
approved_text = \"1:d117790a00baad82f9a13ee547c10f8f\"
effective_date = 2026-01-15
+++

# Close the till

1. The cashier counts the cash at 9 pm.
";

const GOOD: &str = "\
+++
id = \"SOP-001\"
title = \"Close the till\"
type = \"sop\"
version = \"1.0\"
status = \"effective\"
owner = \"@shop\"
approved_by = [\"@lead\"]
approved_on = 2026-01-10
approved_text = \"1:d117790a00baad82f9a13ee547c10f8f\"
effective_date = 2026-01-15
+++

# Close the till

1. The cashier counts the cash at 8 pm.
";

fn find(surroundings: &Surroundings<'_>, member: &Member) -> Vec<Fault> {
    let fields = member.document.fields();
    // A draft is on its way to the next approval.
    let is_approved = fields.status.copied().is_some_and(Status::is_approved);
    let Field::Given(given) = &fields.approved_text else { return Vec::new() };
    let Some(approved) = Fingerprint::read(&given.value).filter(|_| is_approved) else {
        return Vec::new();
    };
    let is = member.document.fingerprint();
    if is == approved {
        return Vec::new();
    }
    let message = format!(
        "the text has changed since it was approved: its fingerprint is {}, and {} was approved",
        is.short(),
        approved.short()
    );
    let help = "let the new text be approved: `sopctl promote` records who and when; \
                `sopctl log` tells what changed";
    let fault = Fault::at(given.span, message).about("approved_text").help(help);
    vec![fault.counts_as(severity_of_approvals(surroundings))]
}
