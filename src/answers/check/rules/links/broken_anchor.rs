//! `broken-anchor`: a link to a heading that is not there.

use super::address::Address;
use super::target::{Target, target};
use crate::answers::check::rules::{Example, Fault, Rule, Standing};
use crate::answers::check::surroundings::Surroundings;
use crate::document::links::LinkKind;
use crate::library::Member;
use crate::report::Severity;
use crate::text::{heading_anchor, nearest};

pub(super) const RULE: Rule = Rule {
    id: "broken-anchor",
    severity: Severity::Warning,
    summary: "a link leads to a heading that is not there",
    help: "The link opens the document at its beginning, and the reader looks for the place that was \
           meant. It breaks in silence when a heading is reworded.",
    standing: Standing::Judges,
    together: Some("links lead to headings that are not there"),
    example: Example {
        bad: &[(
            "sops/till.md",
            "# Close the till\n\nSee [what to do](#if-cash-is-missing) if the sum is wrong.\n\n## If something is missing\n\nThe cashier tells the shift lead.\n",
        )],
        good: &[(
            "sops/till.md",
            "# Close the till\n\nSee [what to do](#if-something-is-missing) if the sum is wrong.\n\n## If something is missing\n\nThe cashier tells the shift lead.\n",
        )],
    },
    find,
};

fn find(surroundings: &Surroundings<'_>, member: &Member) -> Vec<Fault> {
    if member.is_over() {
        return Vec::new();
    }
    let links = member.document.links().links.iter();
    links
        .filter(|link| link.kind == LinkKind::Link)
        .filter_map(|link| {
            let address = Address::of(&link.destination);
            let Target::Document(other, Some(fragment)) = target(surroundings, member, &address)
            else {
                return None;
            };
            let is_judged = is_anchor(&fragment) && !is_made_by_a_template(other);
            if !is_judged || other.document.links().has_anchor(&fragment) {
                return None;
            }
            if other.path == member.path && stands_in_a_neighbour(surroundings, member, &fragment) {
                return None;
            }
            let message = if other.path == member.path {
                format!("there is no heading for #{fragment}")
            } else {
                format!("{} has no heading for #{fragment}", other.path)
            };
            let help = match nearest_anchor(other, &fragment) {
                Some(meant) => format!("did you mean #{meant}?"),
                None => "name a heading in lower case with hyphens, or take the #… out".to_owned(),
            };
            let fault = Fault::in_body(member, link.span, message);
            Some(fault.about(link.destination.as_str()).help(help))
        })
        .collect()
}

/// Whether a document of the same folder has the anchor: some sites put the documents of a
/// folder together as one page.
fn stands_in_a_neighbour(surroundings: &Surroundings<'_>, member: &Member, fragment: &str) -> bool {
    let members = surroundings.library.members.iter();
    let mut neighbours = members.filter(|other| other.path.folder() == member.path.folder());
    neighbours.any(|other| other.document.links().has_anchor(fragment))
}

/// Whether a fragment names a place, and is nothing that a browser or a script reads.
fn is_anchor(fragment: &str) -> bool {
    let is_note = ["fn", "_ftn", "_edn"].iter().any(|note| fragment.starts_with(note));
    !fragment.eq_ignore_ascii_case("top")
        && !fragment.starts_with(['/', '!'])
        && !fragment.contains(['=', '&', ':'])
        && !is_note
        // Not written yet, which is another finding.
        && !fragment.to_uppercase().starts_with("TODO")
}

/// Whether parts of a document come from elsewhere, headings perhaps among them; or whether it
/// is `MyST`, in which anchors hold across documents.
fn is_made_by_a_template(member: &Member) -> bool {
    const MARKS: [&str; 6] = ["{%", "{{", "<%", "--8<--", "```{", ")=\n"];
    let body = member.document.body();
    MARKS.iter().any(|mark| body.contains(mark))
}

fn nearest_anchor(member: &Member, fragment: &str) -> Option<String> {
    let sections = &member.document.outline().sections;
    let anchors: Vec<String> = sections
        .iter()
        .map(|section| {
            let number = section.number.as_deref().unwrap_or_default();
            heading_anchor(format!("{number} {}", section.title).trim())
        })
        .collect();
    nearest(fragment, anchors.iter().map(String::as_str)).map(str::to_owned)
}
