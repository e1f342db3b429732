//! What carries out what: by the field `implements`, and by the work instructions that the
//! steps of an SOP name.

use std::collections::{BTreeSet, HashMap};

use crate::config::Config;
use crate::document::lifecycle::DocumentKind;
use crate::library::{self, Library, Member, Named, Target};
use crate::paths::RepoPath;

use super::documents::{Covered, Force};
use super::parts;
use super::ties::{NamedBy, Tie, TieCode};

/// A document carries out another one, or a part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Link {
    /// The number of the document that carries out.
    pub(super) lower: usize,
    /// The number of the one that is carried out.
    pub(super) upper: usize,
    /// The number of its part; none for all of it.
    pub(super) part: Option<usize>,
    pub(super) saying: Saying,
}

/// Who says that a document carries out another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Saying {
    /// It does.
    Declared,
    /// It does, and a step of the other one says so, too, and where.
    Located,
    /// Only a step of the other one, which names it.
    Named,
}

/// The links of a library, and the references that are none.
pub(super) struct Links {
    pub(super) links: Vec<Link>,
    pub(super) ties: Vec<Tie>,
}

/// An entry of `implements`.
struct Claim {
    lower: usize,
    upper: usize,
    /// The section that is named.
    section: Option<usize>,
}

/// Follows all references, tells documents without a type by what they carry out, and finds
/// the parts of those that are carried out.
pub(super) fn follow(
    members: &[&Member],
    documents: &mut [Covered],
    library: &Library,
    config: &Config,
) -> Links {
    let numbers: HashMap<&RepoPath, usize> =
        members.iter().enumerate().map(|(index, member)| (&member.path, index)).collect();
    let mut ties = Vec::new();
    let mut claims = Vec::new();
    for (lower, member) in members.iter().enumerate().filter(|(_, member)| !member.is_over()) {
        for reference in member.document.fields().implements.items() {
            let named = &reference.value;
            // An address leads out of the library.
            if named.document.contains("://") {
                continue;
            }
            let target = library.follow(named);
            let upper = target.member().and_then(|upper| numbers.get(&upper.path).copied());
            let line = Some(member.document.lines().line(reference.span.start));
            let force = upper.and_then(|upper| documents.get(upper)).map(|upper| upper.force);
            let of = |code| Tie {
                code,
                document: lower,
                line,
                named: named.clone(),
                target: upper,
                by: NamedBy::Field,
            };
            match target {
                Target::Missing => ties.push(of(TieCode::Missing)),
                Target::Several(count) => ties.push(of(TieCode::Several(count))),
                Target::Unreadable => ties.push(of(TieCode::Unreadable)),
                Target::NoStage(_) => ties.push(of(TieCode::NoStage)),
                Target::Found(_) => {}
            }
            let (Some(upper), Some(force)) = (upper, force) else { continue };
            match force {
                // What is out of use cannot be carried out.
                Force::Over(status) => {
                    ties.push(of(TieCode::Inactive(status)));
                    continue;
                }
                // What is written together comes into force together.
                Force::NotYet(status)
                    if documents.get(lower).is_some_and(|l| l.force == Force::Now) =>
                {
                    ties.push(of(TieCode::Inactive(status)));
                }
                _ => {}
            }
            let section = named.stage.as_ref().zip(members.get(upper));
            let section = section.and_then(|(stage, upper)| parts::section_of(upper, stage));
            claims.push(Claim { lower, upper, section });
        }
    }
    infer_levels(documents, &claims);
    let mut named_sections: HashMap<usize, BTreeSet<usize>> = HashMap::new();
    for claim in &claims {
        if let Some(section) = claim.section {
            named_sections.entry(claim.upper).or_default().insert(section);
        }
    }
    let none = BTreeSet::new();
    for (index, (member, document)) in members.iter().zip(documents.iter_mut()).enumerate() {
        if let Some(level) = document.level
            && !document.force.is_over()
        {
            document.parts = parts::of(member, level, named_sections.get(&index).unwrap_or(&none));
        }
    }
    let mut links: Vec<Link> = Vec::new();
    for claim in claims {
        let part = claim.section.and_then(|section| {
            let parts = &documents.get(claim.upper)?.parts;
            parts.iter().position(|part| part.section == section)
        });
        let Claim { lower, upper, .. } = claim;
        let link = Link { lower, upper, part, saying: Saying::Declared };
        if !links.contains(&link) {
            links.push(link);
        }
    }
    name_in_steps(members, documents, config, &mut links, &mut ties);
    links.sort_by_key(|link| (link.upper, link.part, link.lower));
    ties.sort_by_key(|tie| (tie.document, tie.line));
    Links { links, ties }
}

/// What has no type stands below what it carries out.
fn infer_levels(documents: &mut [Covered], claims: &[Claim]) {
    for claim in claims {
        let above = documents.get(claim.upper).and_then(|upper| upper.level);
        let Some(lower) = documents.get_mut(claim.lower) else { continue };
        if lower.level.is_none() && lower.type_name.is_none() {
            lower.level = above.map(|above| match above {
                DocumentKind::Policy => DocumentKind::Sop,
                DocumentKind::Sop | DocumentKind::WorkInstruction => DocumentKind::WorkInstruction,
            });
        }
    }
}

/// Finds the work instructions that steps of SOPs name, by number or by a link to the file.
fn name_in_steps(
    members: &[&Member],
    documents: &[Covered],
    config: &Config,
    links: &mut Vec<Link>,
    ties: &mut Vec<Tie>,
) {
    let is_instruction = |document: &Covered| document.level == Some(DocumentKind::WorkInstruction);
    let instructions =
        || documents.iter().enumerate().filter(|(_, document)| is_instruction(document));
    let mut numbered: HashMap<String, Vec<usize>> = HashMap::new();
    for (index, document) in instructions() {
        numbered.entry(document.name().to_lowercase()).or_default().push(index);
    }
    // Numbers of a type that the library does not have are those of others.
    let types: BTreeSet<&str> = instructions()
        .map(|(_, document)| document.type_name.as_deref())
        .map(|name| name.unwrap_or(DocumentKind::WorkInstruction.as_str()))
        .collect();
    let paths: HashMap<&str, usize> =
        instructions().map(|(index, document)| (document.path.as_str(), index)).collect();
    for (upper, (member, document)) in members.iter().zip(documents).enumerate() {
        if document.level != Some(DocumentKind::Sop) || document.force.is_over() {
            continue;
        }
        let mut seen = BTreeSet::new();
        for mention in mentions(member, document) {
            let found = match &mention.named {
                Named::Number(number) => {
                    match numbered.get(&number.as_str().to_lowercase()).map(Vec::as_slice) {
                        Some([only]) => Some(*only),
                        // Several documents with one number are told of elsewhere.
                        Some(_) => None,
                        None => {
                            let of_type = config.type_of_id(number);
                            let is_ours = of_type.is_some_and(|of_type| {
                                of_type.kind == DocumentKind::WorkInstruction
                                    && types.contains(of_type.name.as_str())
                            });
                            if is_ours && seen.insert((mention.part, number.as_str().to_owned())) {
                                ties.push(Tie::in_text(
                                    TieCode::Missing,
                                    upper,
                                    &mention,
                                    number.as_str(),
                                    None,
                                ));
                            }
                            None
                        }
                    }
                }
                Named::File(path) => paths.get(path.as_str()).copied(),
            };
            let Some(lower) = found else { continue };
            let Some(other) = documents.get(lower) else { continue };
            if !seen.insert((mention.part, other.name().to_owned())) {
                continue;
            }
            if let Force::Over(status) = other.force {
                ties.push(Tie::in_text(
                    TieCode::Inactive(status),
                    upper,
                    &mention,
                    other.name(),
                    Some(lower),
                ));
                continue;
            }
            locate(links, lower, upper, mention.part);
        }
    }
}

/// Adds that a step of a part names a document: whoever carries out the whole has a place then.
fn locate(links: &mut Vec<Link>, lower: usize, upper: usize, part: Option<usize>) {
    let between = |link: &Link| link.lower == lower && link.upper == upper;
    if let Some(known) = links.iter_mut().find(|link| between(link) && link.part == part) {
        if known.saying == Saying::Declared && part.is_some() {
            known.saying = Saying::Located;
        }
        return;
    }
    let declares =
        |link: &&mut Link| between(link) && link.part.is_none() && link.saying == Saying::Declared;
    if let Some(whole) = links.iter_mut().find(declares) {
        whole.part = part;
        whole.saying = Saying::Located;
        return;
    }
    let is_located = links.iter().any(|link| between(link) && link.saying == Saying::Located);
    let saying = if is_located { Saying::Located } else { Saying::Named };
    links.push(Link { lower, upper, part, saying });
}

/// A document that a step names.
pub(super) struct Mention {
    named: Named,
    pub(super) part: Option<usize>,
    pub(super) line: usize,
}

/// What the steps of an SOP name, and what stands in its parts otherwise.
fn mentions(member: &Member, document: &Covered) -> Vec<Mention> {
    let outline = member.document.outline();
    let part_of = |section: Option<usize>| {
        section.and_then(|section| parts::around(&document.parts, outline, section))
    };
    let with_steps = member.sections_with_steps();
    let is_meant = |section: Option<usize>| {
        (section.is_some() && with_steps.contains(&section)) || part_of(section).is_some()
    };
    let mention = |mention: library::Mention| Mention {
        named: mention.named,
        part: part_of(mention.section),
        line: member.document.line_in_body(mention.span.start),
    };
    member.mentions(is_meant).into_iter().map(mention).collect()
}
