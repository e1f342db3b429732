//! `image-without-alt`: a picture that says nothing to those who do not see it.

use crate::answers::check::rules::{Example, Fault, Rule, Standing};
use crate::answers::check::surroundings::Surroundings;
use crate::document::links::LinkKind;
use crate::library::Member;
use crate::report::Severity;

pub(super) const RULE: Rule = Rule {
    id: "image-without-alt",
    severity: Severity::Suggestion,
    summary: "a picture has no description",
    help: "Who uses a screen reader, has no network or searches the text gets nothing of it. A picture \
           that only decorates says so in HTML: `alt=\"\"`.",
    standing: Standing::Judges,
    together: Some("pictures have no description"),
    example: Example {
        bad: &[
            ("sops/till.md", "# Close the till\n\n![](img/drawer.png)\n"),
            ("sops/img/drawer.png", ""),
        ],
        good: &[
            ("sops/till.md", "# Close the till\n\n![The open drawer](img/drawer.png)\n"),
            ("sops/img/drawer.png", ""),
        ],
    },
    find,
};

fn find(_: &Surroundings<'_>, member: &Member) -> Vec<Fault> {
    if member.is_over() {
        return Vec::new();
    }
    let links = member.document.links().links.iter();
    links
        .filter(|link| link.kind == LinkKind::Image { is_described: false })
        .map(|link| {
            Fault::in_body(member, link.span, "this picture has no description")
                .about(link.destination.as_str())
                .help("say in the brackets what the reader should see: ![The open drawer](…)")
        })
        .collect()
}
