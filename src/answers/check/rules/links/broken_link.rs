//! `broken-link`: a link to a file or a document that is not there.

use super::address::Address;
use super::target::{Target, may_be_a_route, target};
use crate::answers::check::rules::{Example, Fault, Rule, Standing};
use crate::answers::check::surroundings::Surroundings;
use crate::document::links::LinkKind;
use crate::library::Member;
use crate::paths::RepoPath;
use crate::report::Severity;
use crate::text::nearest;

pub(super) const RULE: Rule = Rule {
    id: "broken-link",
    severity: Severity::Warning,
    summary: "a link leads to a file that is not there",
    help: "Who follows a link in the middle of a task and finds nothing guesses, or stops. Links to \
           other sites are not looked at.",
    standing: Standing::Judges,
    together: Some("links lead to files that are not there"),
    example: Example {
        bad: &[
            (
                "sops/till.md",
                "# Close the till\n\nCount as in [Count the cash](counting-cash.md).\n",
            ),
            ("sops/count-cash.md", "# Count the cash\n\nThe cashier counts twice.\n"),
        ],
        good: &[
            ("sops/till.md", "# Close the till\n\nCount as in [Count the cash](count-cash.md).\n"),
            ("sops/count-cash.md", "# Count the cash\n\nThe cashier counts twice.\n"),
        ],
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
            let Target::Missing { path } = target(surroundings, member, &address) else {
                return None;
            };
            let destination = &link.destination;
            let (message, help) = if destination.contains("://") {
                let message = format!("{destination} leads to a file, which is not there");
                (message, "write the address alone, without marks around it".to_owned())
            } else if is_host(destination) {
                let message = format!("{destination} leads to a file, which is not there");
                (message, format!("for a page of another site write https://{destination}"))
            } else if may_be_a_route(&path) {
                return None;
            } else {
                let message = format!("{destination} is not there");
                (message, help_for(surroundings, &path))
            };
            let fault = Fault::in_body(member, link.span, message);
            Some(fault.about(destination.as_str()).help(help))
        })
        .collect()
}

/// `www.example.com`, `github.com/a/b`: an address without its scheme.
fn is_host(destination: &str) -> bool {
    const DOMAINS: [&str; 8] = ["com", "org", "net", "io", "gov", "edu", "uk", "eu"];
    let host = destination.split(['/', '?', '#']).next().unwrap_or_default();
    let domain = host.rsplit_once('.').map_or("", |(_, domain)| domain);
    let is_domain = DOMAINS.contains(&domain) && !host.starts_with('.');
    host.starts_with("www.") || is_domain
}

fn help_for(surroundings: &Surroundings<'_>, path: &RepoPath) -> String {
    let members = || surroundings.library.members.iter();
    let namesake = members()
        .find(|member| member.path.file_name().eq_ignore_ascii_case(path.file_name()))
        .map(|member| member.path.as_str());
    let neighbours = || {
        members()
            .filter(|member| member.path.folder() == path.folder())
            .map(|member| member.path.file_name())
    };
    match (namesake, nearest(path.file_name(), neighbours())) {
        (Some(namesake), _) => format!("a document of that name stands at {namesake}"),
        (None, Some(near)) => format!("did you mean {near}?"),
        (None, None) => format!("there is no {path}; name what replaced it, or take the link out"),
    }
}
