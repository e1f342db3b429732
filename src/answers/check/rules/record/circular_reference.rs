//! `circular-reference`: documents that rest on each other in a circle.

use std::collections::{HashMap, VecDeque};

use crate::answers::check::rules::{Example, Fault, Rule, Standing};
use crate::answers::check::surroundings::Surroundings;
use crate::library::{Library, Member, Relation};
use crate::paths::RepoPath;
use crate::report::Severity;

use super::key_of;

pub(super) const RULE: Rule = Rule {
    id: "circular-reference",
    severity: Severity::Error,
    summary: "documents implement, or replace, each other in a circle",
    help: "A work instruction carries out an SOP, and an SOP a policy: the way leads up and ends. In \
           a circle nothing is carried out, and of documents that replace each other none holds.",
    standing: Standing::Judges,
    together: None,
    example: Example {
        bad: &[("sops/till.md", TILL), ("sops/cash.md", BAD)],
        good: &[("sops/till.md", TILL), ("sops/cash.md", GOOD)],
    },
    find,
};

const TILL: &str = "\
+++
id = \"SOP-001\"
title = \"Close the till\"
type = \"sop\"
status = \"draft\"
owner = \"@shop\"
supersedes = [\"SOP-002\"]
+++

# Close the till
";

const BAD: &str = "\
+++
id = \"SOP-002\"
title = \"Count the cash\"
type = \"sop\"
status = \"draft\"
owner = \"@shop\"
supersedes = [\"SOP-001\"]
+++

# Count the cash
";

const GOOD: &str = "\
+++
id = \"SOP-002\"
title = \"Count the cash\"
type = \"sop\"
status = \"superseded\"
owner = \"@shop\"
superseded_by = [\"SOP-001\"]
+++

# Count the cash
";

/// The relations that lead one way.
const ONE_WAY: [Relation; 4] =
    [Relation::Implements, Relation::Supersedes, Relation::SupersededBy, Relation::TranslationOf];

fn find(surroundings: &Surroundings<'_>, member: &Member) -> Vec<Fault> {
    let references = member.references().into_iter();
    references
        .filter(|(relation, _)| ONE_WAY.contains(relation))
        .filter_map(|(relation, reference)| {
            let library = surroundings.library;
            let next = library.follow(&reference.value).member()?;
            let way = way_back(library, next, member, relation)?;
            let key = key_of(surroundings, member, relation);
            let message = if next.path == member.path {
                format!("`{key}` names the document itself")
            } else {
                let circle: Vec<&str> = [member].into_iter().chain(way).map(Member::name).collect();
                format!("`{key}` leads back to this document: {}", circle.join(" → "))
            };
            let help = "take out the entry that points the wrong way";
            Some(Fault::at(reference.span, message).about(next.name()).help(help))
        })
        .collect()
}

/// The shortest way from one document to another, both included; `None` where there is none.
/// What replaces what may be said on either side: a document is replaced by those that it
/// names, and by those that name it as replaced.
fn way_back<'l>(
    library: &'l Library,
    from: &'l Member,
    to: &Member,
    relation: Relation,
) -> Option<Vec<&'l Member>> {
    let mut came_from: HashMap<&RepoPath, Option<&'l Member>> = HashMap::from([(&from.path, None)]);
    let mut open = VecDeque::from([from]);
    while let Some(member) = open.pop_front() {
        if member.path == to.path {
            let back = std::iter::successors(Some(member), |at| {
                came_from.get(&at.path).copied().flatten()
            });
            let mut way: Vec<&Member> = back.collect();
            way.reverse();
            return Some(way);
        }
        for next in reached(library, member, relation) {
            if !came_from.contains_key(&next.path) {
                came_from.insert(&next.path, Some(member));
                open.push_back(next);
            }
        }
    }
    None
}

/// The documents to which a relation leads from one, by its own words and, where both sides
/// say it, by theirs.
fn reached<'l>(library: &'l Library, member: &Member, relation: Relation) -> Vec<&'l Member> {
    let own = member.references().into_iter().filter(|(kind, _)| *kind == relation);
    let own = own.filter_map(|(_, reference)| library.follow(&reference.value).member());
    if !matches!(relation, Relation::Supersedes | Relation::SupersededBy) {
        return own.collect();
    }
    let names_it = |other: &&Member| {
        other.references().iter().any(|(kind, reference)| {
            *kind == relation.reversed()
                && reference.value.document.eq_ignore_ascii_case(member.name())
        })
    };
    own.chain(library.members.iter().filter(names_it)).collect()
}
