//! `dangling-reference`: a reference that names no document, or no part of one.

use crate::answers::check::rules::{Example, Fault, Rule, Standing};
use crate::answers::check::surroundings::Surroundings;
use crate::document::front_matter::Reference;
use crate::library::{Library, Member, Relation, Target};
use crate::report::Severity;
use crate::text::{heading_anchor, nearest};

use super::key_of;

pub(super) const RULE: Rule = Rule {
    id: "dangling-reference",
    severity: Severity::Error,
    summary: "a field names a document, or a stage of one, that is not there",
    help: "Whoever asks what carries out a policy, or what replaced a document, follows these \
           fields. One that leads nowhere says that something exists which nobody can find.",
    standing: Standing::Judges,
    together: None,
    example: Example {
        bad: &[("sops/till.md", TILL), ("work-instructions/count.md", BAD)],
        good: &[("sops/till.md", TILL), ("work-instructions/count.md", GOOD)],
    },
    find,
};

const TILL: &str = "\
# Close the till

## Count the cash

1. The cashier counts the cash and tells the shift lead.
";

const BAD: &str = "\
+++
id = \"WI-002\"
title = \"Count the cash\"
type = \"work-instruction\"
status = \"draft\"
owner = \"@shop\"
implements = [\"SOP-001#count-the-money\"]
+++

# Count the cash
";

const GOOD: &str = "\
+++
id = \"WI-002\"
title = \"Count the cash\"
type = \"work-instruction\"
status = \"draft\"
owner = \"@shop\"
implements = [\"SOP-001#count-the-cash\"]
+++

# Count the cash
";

fn find(surroundings: &Surroundings<'_>, member: &Member) -> Vec<Fault> {
    let library = surroundings.library;
    let references = member.references().into_iter();
    // An address leads out of the library.
    let own = references.filter(|(_, reference)| !reference.value.document.contains("://"));
    own.filter_map(|(relation, reference)| {
        let named = &reference.value;
        let key = key_of(surroundings, member, relation);
        let (message, help) = match library.follow(named) {
            Target::Found(_) | Target::Several(_) | Target::Unreadable => return None,
            Target::Missing => {
                let message = format!("`{key}` names {}, which is not there", named.document);
                (message, help_for_document(library, member, named))
            }
            Target::NoStage(other) => {
                let stage = named.stage.as_deref().unwrap_or_default();
                let message =
                    format!("`{key}` names #{stage}, and {} has no such heading", other.name());
                (message, help_for_stage(other, stage))
            }
        };
        let fault = Fault::at(reference.span, message).about(subject(named));
        let fault = if relation == Relation::Supersedes {
            // What was replaced may have been removed, which is bad custom but no slip.
            fault.counts_as(Severity::Warning)
        } else {
            fault
        };
        Some(fault.help(help))
    })
    .collect()
}

fn subject(named: &Reference) -> String {
    match &named.stage {
        Some(stage) => format!("{}#{stage}", named.document),
        None => named.document.clone(),
    }
}

fn help_for_document(library: &Library, member: &Member, named: &Reference) -> String {
    let by_path = library.members.iter().find(|other| other.path.as_str() == named.document);
    if let Some(other) = by_path {
        return format!("name it by its number: {}", other.name());
    }
    let others = library.members.iter().filter(|other| other.path != member.path);
    match nearest(&named.document, others.map(Member::name)) {
        Some(meant) => format!("did you mean {meant}?"),
        None => "name a document of this library by its number, or take the entry out".to_owned(),
    }
}

fn help_for_stage(other: &Member, stage: &str) -> String {
    let sections = &other.document.outline().sections;
    let anchors: Vec<String> =
        sections.iter().map(|section| heading_anchor(&section.title)).collect();
    match nearest(stage, anchors.iter().map(String::as_str)) {
        Some(meant) => format!("did you mean #{meant}?"),
        None => format!("name a heading of {}, in lower case with hyphens", other.path),
    }
}
