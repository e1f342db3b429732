//! `missing-image`: a picture that is not there.

use super::address::Address;
use super::target::picture;
use crate::answers::check::rules::{Example, Fault, Rule, Standing};
use crate::answers::check::surroundings::Surroundings;
use crate::document::links::LinkKind;
use crate::library::Member;
use crate::report::Severity;

pub(super) const RULE: Rule = Rule {
    id: "missing-image",
    severity: Severity::Warning,
    summary: "a picture is not there",
    help: "Where a step shows what to click, the reader sees an empty frame. Pictures on other sites \
           are not looked at.",
    standing: Standing::Judges,
    together: Some("pictures are not there"),
    example: Example {
        bad: &[("sops/till.md", SHOWN)],
        good: &[("sops/till.md", SHOWN), ("sops/img/drawer.png", "")],
    },
    find,
};

const SHOWN: &str = "\
# Close the till

The drawer opens:

![The open drawer, with the tray on the left](img/drawer.png)
";

fn find(surroundings: &Surroundings<'_>, member: &Member) -> Vec<Fault> {
    if member.is_over() {
        return Vec::new();
    }
    let links = member.document.links().links.iter();
    links
        .filter(|link| matches!(link.kind, LinkKind::Image { .. }))
        .filter_map(|link| {
            let path = picture(surroundings, member, &Address::of(&link.destination))?;
            let message = format!("the picture {} is not there", link.destination);
            let fault = Fault::in_body(member, link.span, message);
            let help = format!("put it at {path}, or name where it is");
            Some(fault.about(link.destination.as_str()).help(help))
        })
        .collect()
}
