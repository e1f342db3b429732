//! `sop-without-work-instruction`: an SOP, or stages of it, of which nobody is told how.

use std::collections::HashSet;

use super::{is_in_use, subject_place};
use crate::answers::check::rules::{Example, Fault, Rule, Standing};
use crate::answers::check::surroundings::Surroundings;
use crate::config::Ruleset;
use crate::document::field::Field;
use crate::document::front_matter::NoWorkInstruction;
use crate::document::lifecycle::DocumentKind;
use crate::document::outline::Section;
use crate::language::Language;
use crate::library::Member;
use crate::report::Severity;
use crate::text::heading_anchor;

pub(super) const RULE: Rule = Rule {
    id: "sop-without-work-instruction",
    severity: Severity::Warning,
    summary: "no work instruction tells how an SOP, or a stage of it, is done",
    help: "An SOP says who does what and when. Who has to do it asks how: a work instruction tells, \
           or the SOP says why none is needed. Judged only in a library in which documents \
           implement others, and not under the rule set `regulated`, where an SOP tells it itself.",
    standing: Standing::Judges,
    together: None,
    example: Example {
        bad: &[
            ("sops/till.md", TILL),
            ("sops/refund.md", "# Refund a payment\n\n1. The cashier asks the shift lead.\n"),
            ("work-instructions/count.md", COUNT),
        ],
        good: &[("sops/till.md", TILL), ("work-instructions/count.md", COUNT)],
    },
    find,
};

const TILL: &str = "\
# Close the till

1. The cashier counts the cash and tells the shift lead.
";

const COUNT: &str = "\
+++
id = \"WI-003\"
title = \"Count the cash\"
type = \"work-instruction\"
status = \"draft\"
owner = \"@shop\"
implements = [\"SOP-001\"]
+++

# Count the cash
";

/// More stages are counted only.
const MOST_NAMED: usize = 3;

fn find(surroundings: &Surroundings<'_>, member: &Member) -> Vec<Fault> {
    if surroundings.ruleset() == Ruleset::Regulated
        || !is_in_use(surroundings, member, DocumentKind::Sop)
    {
        return Vec::new();
    }
    let mut covered = HashSet::new();
    match &member.document.fields().no_work_instruction {
        Field::Missing => {}
        Field::Given(given) => match &given.value {
            NoWorkInstruction::Whole(_) => return Vec::new(),
            NoWorkInstruction::Stages(stages) => {
                covered.extend(stages.iter().map(|(stage, _)| bare(&stage.value)));
            }
        },
        Field::Invalid { .. } => return Vec::new(),
    }
    for stage in surroundings.implementers_of(member) {
        match stage {
            Some(stage) => covered.insert(bare(stage)),
            None => return Vec::new(),
        };
    }
    let (message, help) = if covered.is_empty() {
        let help = format!(
            "name it in the work instruction that tells how: implements = [{:?}]; or say in \
             `no_work_instruction` why none is needed",
            member.name()
        );
        ("no work instruction implements this SOP, and it does not say why".to_owned(), help)
    } else {
        let stages = stages(member, &covered);
        let open: Vec<&str> =
            stages.iter().copied().filter(|title| !is_among(title, &covered)).collect();
        let named = open.iter().take(MOST_NAMED).copied().collect::<Vec<_>>().join(", ");
        let more = match open.len().saturating_sub(MOST_NAMED) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let Some(first) = open.first() else { return Vec::new() };
        let help = format!(
            "name the stage in a work instruction: implements = [\"{}#{}\"]; or give the reason in \
             `no_work_instruction`, as stage = reason",
            member.name(),
            heading_anchor(first)
        );
        let message = format!(
            "{} of {} stages have no work instruction, and no reason: {named}{more}",
            open.len(),
            stages.len()
        );
        (message, help)
    };
    vec![Fault::at(subject_place(member), message).about("implements").help(help)]
}

/// The stages of an SOP: the headings beside those that are known to be stages, but for what
/// every document has, such as its scope. None in a language without word lists.
fn stages<'m>(member: &'m Member, known: &HashSet<String>) -> Vec<&'m str> {
    let tag = member.document.fields().language.value();
    let Some(language) = tag.map_or(Some(Language::english()), |tag| Language::of_tag(tag)) else {
        return Vec::new();
    };
    let sections = &member.document.outline().sections;
    let rank = |section: &Section| (section.parent, section.level);
    let ranks: Vec<_> =
        sections.iter().filter(|section| is_among(&section.title, known)).map(rank).collect();
    let is_stage = |section: &&Section| {
        let announced = language.announced_by(&section.title);
        let is_apart =
            announced.frame || announced.lists || announced.outside || announced.question;
        ranks.contains(&rank(section)) && (!is_apart || is_among(&section.title, known))
    };
    sections.iter().filter(is_stage).map(|section| section.title.as_str()).collect()
}

fn is_among(title: &str, known: &HashSet<String>) -> bool {
    known.contains(&bare(&heading_anchor(title)))
}

/// An anchor without its number before and behind, as stages are told apart.
fn bare(anchor: &str) -> String {
    anchor.trim_start_matches(|c: char| c.is_numeric() || c == '-').to_owned()
}
