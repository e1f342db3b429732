//! `front-matter-misplaced`: fields that stand where nobody reads them.

use crate::answers::check::rules::{Example, Fault, Rule, Standing};
use crate::answers::check::surroundings::Surroundings;
use crate::document::front_matter::{Above, Split};
use crate::library::Member;
use crate::report::Severity;

pub(super) const RULE: Rule = Rule {
    id: "front-matter-misplaced",
    severity: Severity::Error,
    summary: "front matter does not begin the file, or comes twice",
    help: "Front matter counts only at the very beginning of a file, and once. Anywhere else its \
           fields are text: nobody is told when the document is due, or who owns it.",
    standing: Standing::Judges,
    together: None,
    example: Example {
        bad: &[(
            "handbook/till.md",
            "\
# Close the till

---
id: SOP-001
title: Close the till
type: sop
status: draft
owner: \"@shop\"
---
",
        )],
        good: &[(
            "handbook/till.md",
            "\
---
id: SOP-001
title: Close the till
type: sop
status: draft
owner: \"@shop\"
---

# Close the till
",
        )],
    },
    find,
};

fn find(surroundings: &Surroundings<'_>, member: &Member) -> Vec<Fault> {
    if let Split::Misplaced { block, below, .. } = member.document.split() {
        let above = match below {
            Above::BlankLines => "blank lines stand above the front matter",
            Above::HeadingOrComment => "a heading or a comment stands above the front matter",
        };
        let message = format!("{above}, so that it counts as text");
        let fault = Fault::at(block.span, message).about("front-matter");
        return vec![fault.help("move it to the first line of the file")];
    }
    let second = surroundings.front_matter(member).and_then(|found| found.second_block);
    second
        .map(|span| {
            Fault::at(span, "this is a second block of front matter, which nobody reads")
                .about("second-block")
                .help("move its fields into the first block")
        })
        .into_iter()
        .collect()
}
