//! What nobody carries out, and what carries out nothing.
//!
//! Only what binds somebody can have a gap: a draft may wait for the documents that belong to
//! it. Nothing is asked of a level that the library does not have.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Serialize;

use crate::config::{Config, Ruleset};
use crate::document::lifecycle::DocumentKind;

use super::documents::{Covered, Need};
use super::links::{Link, Saying};

/// Something that is missing around a document.
#[derive(Debug, Clone)]
pub(super) struct Gap {
    pub(super) code: GapCode,
    /// The number of the document.
    pub(super) document: usize,
    /// The numbers of its parts that nobody carries out, where others are.
    pub(super) parts: Vec<usize>,
    /// The numbers of the documents that will carry it out, once they are in force.
    pub(super) planned: Vec<usize>,
}

/// What is missing. Where a rule of `check` finds it as well, it has the name of that rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) enum GapCode {
    /// A policy that nothing in force carries out.
    PolicyWithoutProcedure,
    /// Sections of a policy that nothing carries out, while others are.
    SectionWithoutProcedure,
    /// An SOP that carries out no policy.
    SopWithoutPolicy,
    /// An SOP that no work instruction in force carries out.
    SopWithoutWorkInstruction,
    /// Stages of an SOP that no work instruction carries out, while others are.
    StageWithoutWorkInstruction,
    /// A work instruction that belongs to no SOP.
    WorkInstructionWithoutSop,
}

impl GapCode {
    /// The name in JSON.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::PolicyWithoutProcedure => "policy-without-procedure",
            Self::SectionWithoutProcedure => "section-without-procedure",
            Self::SopWithoutPolicy => "sop-without-policy",
            Self::SopWithoutWorkInstruction => "sop-without-work-instruction",
            Self::StageWithoutWorkInstruction => "stage-without-work-instruction",
            Self::WorkInstructionWithoutSop => "work-instruction-without-sop",
        }
    }

    /// How headings for people call it.
    pub(super) const fn heading(self) -> &'static str {
        match self {
            Self::PolicyWithoutProcedure => "POLICY WITHOUT PROCEDURE",
            Self::SectionWithoutProcedure => "SECTION WITHOUT PROCEDURE",
            Self::SopWithoutPolicy => "SOP WITHOUT POLICY",
            Self::SopWithoutWorkInstruction => "SOP WITHOUT WORK INSTRUCTION",
            Self::StageWithoutWorkInstruction => "STAGE WITHOUT WORK INSTRUCTION",
            Self::WorkInstructionWithoutSop => "WORK INSTRUCTION WITHOUT SOP",
        }
    }

    /// What to do about it, with the field to write.
    pub(super) const fn hint(self) -> &'static str {
        match self {
            Self::PolicyWithoutProcedure => {
                "name the policy in the SOP that carries it out: `implements = [\"POL-001\"]`; or say \
                 in its `standalone` why it needs none"
            }
            Self::SectionWithoutProcedure => {
                "name the section in an SOP: `implements = [\"POL-001#section\"]`"
            }
            Self::SopWithoutPolicy => {
                "name the policy that it carries out: `implements = [\"POL-001\"]`; or say in \
                 `standalone` why there is none"
            }
            Self::SopWithoutWorkInstruction => {
                "name the SOP in a work instruction: `implements = [\"SOP-001\"]`; or say in its \
                 `no_work_instruction` why it needs none"
            }
            Self::StageWithoutWorkInstruction => {
                "name the stage in a work instruction: `implements = [\"SOP-001#stage\"]`; or give \
                 the reason in `no_work_instruction`, as stage = reason"
            }
            Self::WorkInstructionWithoutSop => {
                "name the SOP that it belongs to: `implements = [\"SOP-001\"]`; or say in \
                 `standalone` why there is none"
            }
        }
    }
}

impl Gap {
    /// What is missing, as a sentence without its end.
    pub(super) fn message(&self, documents: &[Covered]) -> String {
        let planned: Vec<String> = self
            .planned
            .iter()
            .filter_map(|index| documents.get(*index))
            .map(|planned| {
                let words = planned.force.words().unwrap_or_default();
                format!("{} ({words})", planned.name())
            })
            .collect();
        let parts: Vec<&str> = self
            .parts
            .iter()
            .filter_map(|part| documents.get(self.document)?.parts.get(*part))
            .map(|part| part.title.as_str())
            .collect();
        let parts = parts.join(", ");
        let until = |said: &str| match planned.as_slice() {
            [] => said.to_owned(),
            planned => format!("nothing in force carries it out yet: {}", planned.join(", ")),
        };
        match self.code {
            GapCode::PolicyWithoutProcedure => until("no document implements it"),
            GapCode::SopWithoutWorkInstruction => until("no work instruction implements it"),
            GapCode::SectionWithoutProcedure => format!("no document implements {parts}"),
            GapCode::StageWithoutWorkInstruction => format!("no work instruction for {parts}"),
            GapCode::SopWithoutPolicy => "implements no policy".to_owned(),
            GapCode::WorkInstructionWithoutSop => "belongs to no SOP".to_owned(),
        }
    }
}

/// By kind, then in the order of the documents.
pub(super) fn of(documents: &[Covered], links: &[Link], config: &Config) -> Vec<Gap> {
    let mut below: BTreeMap<usize, Vec<&Link>> = BTreeMap::new();
    for link in links {
        below.entry(link.upper).or_default().push(link);
    }
    let named: BTreeSet<usize> = links.iter().map(|link| link.lower).collect();
    let has = |level| documents.iter().any(|d| d.level == Some(level) && !d.force.is_over());
    let is_on_its_own = |document: &Covered| document.standalone.is_some();
    let mut gaps = Vec::new();
    for (index, document) in documents.iter().enumerate() {
        if !document.force.binds() || document.is_translation {
            continue;
        }
        let links = below.get(&index).map_or(&[][..], Vec::as_slice);
        let of = |code| Gap { code, document: index, parts: Vec::new(), planned: Vec::new() };
        let says_nothing = !document.says_what_it_implements && !is_on_its_own(document);
        match document.level {
            Some(DocumentKind::Policy) if has(DocumentKind::Sop) && !is_on_its_own(document) => {
                let codes = (GapCode::PolicyWithoutProcedure, GapCode::SectionWithoutProcedure);
                gaps.extend(uncarried(of(codes.0), codes.1, document, links, documents));
            }
            Some(DocumentKind::Sop) => {
                if has(DocumentKind::Policy) && says_nothing {
                    gaps.push(of(GapCode::SopWithoutPolicy));
                }
                // Under this rule set, an SOP tells it itself.
                let is_asked = config.check.ruleset != Ruleset::Regulated
                    && document.work_instructions == Need::Open
                    && !is_on_its_own(document);
                if has(DocumentKind::WorkInstruction) && is_asked {
                    let codes =
                        (GapCode::SopWithoutWorkInstruction, GapCode::StageWithoutWorkInstruction);
                    gaps.extend(uncarried(of(codes.0), codes.1, document, links, documents));
                }
            }
            Some(DocumentKind::WorkInstruction)
                if has(DocumentKind::Sop) && says_nothing && !named.contains(&index) =>
            {
                gaps.push(of(GapCode::WorkInstructionWithoutSop));
            }
            _ => {}
        }
    }
    gaps.sort_by_key(|gap| gap.code);
    gaps
}

/// Whether nothing carries out a document, or some of its parts while others are.
fn uncarried(
    whole: Gap,
    of_parts: GapCode,
    document: &Covered,
    links: &[&Link],
    documents: &[Covered],
) -> Option<Gap> {
    let binds = |link: &&&Link| documents.get(link.lower).is_some_and(|d| d.force.binds());
    let is_excused =
        !document.parts.is_empty() && document.parts.iter().all(|part| part.reason.is_some());
    if !links.iter().any(|link| binds(&link)) {
        let mut planned: Vec<usize> = links.iter().map(|link| link.lower).collect();
        planned.dedup();
        return (!is_excused).then_some(Gap { planned, ..whole });
    }
    // Where somebody carries out the whole, no part is left. What a step only names says no
    // more than that it is needed there.
    let declared = || links.iter().filter(|link| link.saying == Saying::Declared);
    if declared().all(|link| link.part.is_none())
        || links.iter().any(|link| link.part.is_none() && link.saying == Saying::Declared)
    {
        return None;
    }
    let carried: BTreeSet<usize> = links.iter().filter_map(|link| link.part).collect();
    let is_open = |(index, _): &(usize, &super::documents::Part)| !carried.contains(index);
    let open = document.parts.iter().enumerate().filter(is_open);
    let parts: Vec<usize> =
        open.filter(|(_, part)| part.reason.is_none()).map(|(index, _)| index).collect();
    (!parts.is_empty()).then_some(Gap { code: of_parts, parts, ..whole })
}
