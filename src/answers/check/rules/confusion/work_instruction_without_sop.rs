//! `work-instruction-without-sop`: a work instruction that belongs to no process.

use super::{is_in_use, subject_place};
use crate::answers::check::rules::{Example, Fault, Rule, Standing};
use crate::answers::check::surroundings::Surroundings;
use crate::document::lifecycle::DocumentKind;
use crate::library::Member;
use crate::report::Severity;

pub(super) const RULE: Rule = Rule {
    id: "work-instruction-without-sop",
    severity: Severity::Warning,
    summary: "a work instruction implements nothing, and does not say why",
    help: "A work instruction tells how; its SOP tells who does it, when, and what it is for. Where \
           the two do not know each other, a change of the one never reaches the other. Judged \
           only in a library in which documents implement others.",
    standing: Standing::Judges,
    together: None,
    example: Example {
        bad: &[
            ("sops/till.md", TILL),
            ("work-instructions/count.md", COUNT),
            ("work-instructions/bank.md", "# Bring the cash to the bank\n\n1. Lock the bag.\n"),
        ],
        good: &[
            ("sops/till.md", TILL),
            ("work-instructions/count.md", COUNT),
            ("work-instructions/bank.md", BANK),
        ],
    },
    find,
};

const TILL: &str = "\
# Close the till

1. The cashier counts the cash and tells the shift lead.
";

const COUNT: &str = "\
+++
id = \"WI-002\"
title = \"Count the cash\"
type = \"work-instruction\"
status = \"draft\"
owner = \"@shop\"
implements = [\"SOP-001\"]
+++

# Count the cash
";

const BANK: &str = "\
+++
id = \"WI-003\"
title = \"Bring the cash to the bank\"
type = \"work-instruction\"
version = \"1.0\"
status = \"effective\"
owner = \"@shop\"
approved_by = [\"@lead\"]
approved_on = 2026-01-10
effective_date = 2026-01-15
implements = [\"SOP-001\"]
+++

# Bring the cash to the bank

1. Lock the bag.
";

fn find(surroundings: &Surroundings<'_>, member: &Member) -> Vec<Fault> {
    let is_asked = is_in_use(surroundings, member, DocumentKind::WorkInstruction);
    let fields = member.document.fields();
    if !is_asked || !fields.implements.is_missing() || !fields.standalone.is_missing() {
        return Vec::new();
    }
    let message = "this work instruction implements no SOP, and does not say why";
    let help = "name the SOP that it carries out: implements = [\"SOP-001\"]; or say in `standalone` \
                why there is none";
    vec![Fault::at(subject_place(member), message).about("implements").help(help)]
}
