//! Which parts of a document are told in which scene.
//!
//! Knows headings and the place of units; what is said of them is for `scenes`.

use crate::document::Document;
use crate::document::outline::{Outline, Unit, UnitKind};
use crate::language::{Language, Topic};
use crate::report::Text;

use super::SceneKind;

/// The units of a document by the scene in which they are told.
pub(super) struct Parts<'d> {
    outline: &'d Outline,
    /// The scenes of the procedure, in order.
    pub(super) steps: Vec<StepPart>,
    /// The sections that answer what the kinds of scene ask, each with its index.
    told: Vec<(SceneKind, usize)>,
    /// What stands between title and first section.
    opening: Vec<usize>,
    /// Headings of sections that answer nothing a walkthrough asks.
    left_out: Vec<Text>,
}

/// A step of the procedure with what belongs to it.
#[derive(Debug, Default)]
pub(super) struct StepPart {
    /// The step.
    pub(super) unit: usize,
    /// What is said before it: warnings and notes above the first step of a section.
    pub(super) before: Vec<usize>,
    /// Units in it, and what stands behind it without being in it.
    pub(super) behind: Vec<usize>,
    /// The section that begins with it, where the procedure has several.
    pub(super) section: Option<usize>,
}

impl<'d> Parts<'d> {
    pub(super) fn of(document: &'d Document, language: &Language) -> Self {
        let outline = document.outline();
        let topics = topics(outline, document.title().as_deref(), language);
        let mut parts = Self {
            outline,
            steps: Vec::new(),
            told: Vec::new(),
            opening: Vec::new(),
            left_out: Vec::new(),
        };
        parts.procedure(&topics);
        parts.sections(&topics);
        parts
    }

    /// The sections of a kind of scene, each with its units that stand in no other.
    pub(super) fn told(&self, kind: SceneKind) -> impl Iterator<Item = (usize, &[Unit])> {
        let of_kind = self.told.iter().filter(move |(other, _)| *other == kind);
        of_kind.map(|(_, section)| (*section, self.outline.units_below(Some(*section))))
    }

    /// What stands between the title and the first section, as far as somebody would say it.
    pub(super) fn opening(&self) -> impl Iterator<Item = &Unit> {
        self.opening.iter().map(|unit| &self.outline.units[*unit])
    }

    /// The headings of what is not told.
    pub(super) fn left_out(self) -> Vec<Text> {
        self.left_out
    }

    fn procedure(&mut self, topics: &[Topics]) {
        let units = &self.outline.units;
        let is_aside = |unit: &Unit| {
            let kind = unit.section.and_then(|section| topics[section].kind);
            matches!(kind, Some(SceneKind::Troubles | SceneKind::Undo))
        };
        let tops = tops(units);
        let is_top = |index: usize| tops[index] == Some(index);
        let all_aside = (0..units.len()).filter(|i| is_top(*i)).all(|i| is_aside(&units[i]));
        let is_step = |index: usize| is_top(index) && (all_aside || !is_aside(&units[index]));
        let mut before: Vec<usize> = Vec::new();
        let mut section = None;
        for (index, unit) in units.iter().enumerate() {
            if is_step(index) {
                let is_new = self.steps.is_empty() || unit.section != section;
                section = unit.section;
                self.steps.push(StepPart {
                    unit: index,
                    before: std::mem::take(&mut before),
                    behind: Vec::new(),
                    section: section.filter(|_| is_new && !self.outline.is_heading(unit)),
                });
            } else if let Some(top) = tops[index] {
                if let Some(step) = self.steps.last_mut().filter(|step| step.unit == top) {
                    step.behind.push(index);
                }
            } else if let Some(of) = unit.section.filter(|of| topics[*of].has_steps) {
                let is_told = topics[of].kind.is_none() || !is_aside(unit);
                match self.steps.last_mut() {
                    Some(step) if section == Some(of) && is_told => step.behind.push(index),
                    _ if is_told => before.push(index),
                    _ => {}
                }
            }
        }
        // Of one list of steps, nobody has to be told which it is.
        if self.steps.iter().filter(|step| step.section.is_some()).count() == 1 {
            self.steps.iter_mut().for_each(|step| step.section = None);
        }
    }

    fn sections(&mut self, topics: &[Topics]) {
        let outline = self.outline;
        for (index, section) in outline.sections.iter().enumerate() {
            let units = outline.units_below(Some(index));
            if units.is_empty() || self.steps.iter().any(|step| step.unit_is_in(units, outline)) {
                continue;
            }
            match topics[index].kind {
                _ if topics[index].is_title => {
                    let first = outline.units.partition_point(|unit| unit.section < Some(index));
                    let shown =
                        (first..first + units.len()).filter(|unit| is_prose(&outline.units[*unit]));
                    self.opening.extend(shown);
                }
                Some(kind) => self.told.push((kind, index)),
                None => self.left_out.push(Text::new(&section.title)),
            }
        }
    }
}

impl StepPart {
    /// Whether the step stands among these units, which are a part of all.
    fn unit_is_in(&self, units: &[Unit], outline: &Outline) -> bool {
        let own = &outline.units[self.unit];
        units.first().zip(units.last()).is_some_and(|(first, last)| {
            first.section == own.section && last.section == own.section
        })
    }
}

/// What is known of a section.
#[derive(Debug, Clone, Copy, Default)]
struct Topics {
    /// What it answers by its heading, or by that of the section around it.
    kind: Option<SceneKind>,
    /// Whether steps of the procedure stand directly below its heading.
    has_steps: bool,
    /// Whether its heading is the title of the document.
    is_title: bool,
}

fn topics(outline: &Outline, title: Option<&str>, language: &Language) -> Vec<Topics> {
    let mut found: Vec<Topics> = Vec::with_capacity(outline.sections.len());
    let mut was_step = vec![false; outline.sections.len()];
    for unit in outline.top_level_steps() {
        if let Some(section) = unit.section {
            was_step[section] = true;
        }
    }
    let first_step = was_step.iter().position(|has_steps| *has_steps).unwrap_or(0);
    for (index, section) in outline.sections.iter().enumerate() {
        let is_title = index == 0 && (section.level == 1 || title == Some(&section.title));
        let own = answered(&section.title, index < first_step, language);
        let outer = section.parent.and_then(|outer| found.get(outer)).filter(|o| !o.is_title);
        found.push(Topics {
            kind: if is_title { None } else { own.or_else(|| outer.and_then(|outer| outer.kind)) },
            has_steps: was_step[index],
            is_title,
        });
    }
    found
}

/// What a heading says that is answered below it. Before the steps, "Checks" are something to
/// do before; behind them, they are how one sees the end.
fn answered(heading: &str, is_before_steps: bool, language: &Language) -> Option<SceneKind> {
    const BEFORE: [(Topic, SceneKind); 2] =
        [(Topic::Preparation, SceneKind::Preparation), (Topic::WhenToUse, SceneKind::WhenToUse)];
    const BEHIND: [(Topic, SceneKind); 4] = [
        (Topic::Undo, SceneKind::Undo),
        (Topic::Troubles, SceneKind::Troubles),
        (Topic::Exceptions, SceneKind::Troubles),
        (Topic::Done, SceneKind::Done),
    ];
    let of = |known: &[(Topic, SceneKind)]| {
        let mut known = known.iter();
        known.find(|(topic, _)| language.is_heading_of(*topic, heading)).map(|(_, kind)| *kind)
    };
    // A list of things to read is none of these, whatever else its heading says.
    if language.is_heading_of(Topic::References, heading) {
        return None;
    }
    if is_before_steps {
        of(&BEFORE).or_else(|| of(&BEHIND))
    } else {
        of(&BEHIND).or_else(|| of(&BEFORE))
    }
}

/// For each unit, the outermost step that it is or stands in.
fn tops(units: &[Unit]) -> Vec<Option<usize>> {
    let mut tops: Vec<Option<usize>> = Vec::with_capacity(units.len());
    for (index, unit) in units.iter().enumerate() {
        let outer = unit.parent.and_then(|parent| tops[parent]);
        tops.push(outer.or((unit.kind == UnitKind::Step).then_some(index)));
    }
    tops
}

const fn is_prose(unit: &Unit) -> bool {
    matches!(
        unit.kind,
        UnitKind::Paragraph | UnitKind::Statement | UnitKind::Note | UnitKind::Warning
    )
}
