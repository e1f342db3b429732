//! The signals: what is measured, from which levels on, and how to say it.

use std::fmt;

use crate::document::Document;
use crate::language::Language;
use crate::paths::RepoPath;

use super::reading;

/// Something that is measured in a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Signal {
    /// Words of agreeing with others, in 1,000 words of prose.
    Coordination,
    /// Different roles that act.
    ActingRoles,
    /// Roles that are named, in 1,000 words.
    NamedRoles,
    /// Words for a course of stages, in 1,000 words.
    ProcessWords,
    /// Top-level steps.
    Steps,
    /// The share of the steps that are orders, from 0 to 1.
    Imperatives,
    /// Words for a screen and what one does on it, in 1,000 words.
    InterfaceWords,
    /// Blocks of commands.
    Commands,
    /// Words for rules, in 1,000 words.
    NormWords,
    /// `should`, `may`, `consider` and the like, in 1,000 words.
    Advice,
    /// `must` and `shall`, in 1,000 words.
    Duties,
    /// Links, in 1,000 words.
    Links,
    /// Tables.
    Tables,
    /// Headings that say purpose or scope.
    PurposeHeadings,
    /// Which of title and path say policy.
    NamedPolicy,
    /// Which of title and path say SOP or procedure.
    NamedSop,
    /// Which of title and path say how-to or work instruction.
    NamedWorkInstruction,
    /// Which of title and path say that it is none of these.
    NamedOther,
}

impl Signal {
    /// All of them, in the order of the points.
    pub const ALL: [Self; 18] = [
        Self::Coordination,
        Self::ActingRoles,
        Self::NamedRoles,
        Self::ProcessWords,
        Self::Steps,
        Self::Imperatives,
        Self::InterfaceWords,
        Self::Commands,
        Self::NormWords,
        Self::Advice,
        Self::Duties,
        Self::Links,
        Self::Tables,
        Self::PurposeHeadings,
        Self::NamedPolicy,
        Self::NamedSop,
        Self::NamedWorkInstruction,
        Self::NamedOther,
    ];

    /// Its name, as `points.toml` and JSON have it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Coordination => "coordination",
            Self::ActingRoles => "acting-roles",
            Self::NamedRoles => "named-roles",
            Self::ProcessWords => "process-words",
            Self::Steps => "steps",
            Self::Imperatives => "imperatives",
            Self::InterfaceWords => "interface-words",
            Self::Commands => "commands",
            Self::NormWords => "norm-words",
            Self::Advice => "advice",
            Self::Duties => "duties",
            Self::Links => "links",
            Self::Tables => "tables",
            Self::PurposeHeadings => "purpose-headings",
            Self::NamedPolicy => "named-policy",
            Self::NamedSop => "named-sop",
            Self::NamedWorkInstruction => "named-work-instruction",
            Self::NamedOther => "named-other",
        }
    }

    /// From which amounts on its levels begin: level 1 at the first, and so on. They were
    /// measured on 213 public documents, and are coarse on purpose.
    #[must_use]
    pub const fn thresholds(self) -> &'static [f64] {
        match self {
            Self::Coordination => &[3.0, 7.0, 14.0],
            Self::ActingRoles => &[1.0, 2.0, 4.0],
            Self::NamedRoles => &[3.0, 8.0, 20.0],
            Self::ProcessWords => &[2.0, 6.0, 12.0],
            Self::Steps => &[1.0, 4.0, 10.0],
            Self::Imperatives => &[0.2, 0.5, 0.8],
            Self::InterfaceWords => &[1.0, 4.0, 10.0],
            Self::Commands => &[1.0, 3.0, 6.0],
            Self::NormWords => &[3.0, 8.0, 16.0],
            Self::Advice => &[3.0, 8.0, 16.0],
            Self::Duties => &[1.0, 4.0, 10.0],
            Self::Links => &[10.0, 25.0, 50.0],
            Self::Tables => &[1.0, 3.0],
            Self::PurposeHeadings => &[1.0],
            Self::NamedPolicy | Self::NamedSop | Self::NamedWorkInstruction | Self::NamedOther => {
                &[1.0]
            }
        }
    }

    /// Whether it is part of the body, so that it counts in both sums.
    #[must_use]
    pub const fn is_in_body(self) -> bool {
        !matches!(
            self,
            Self::NamedPolicy | Self::NamedSop | Self::NamedWorkInstruction | Self::NamedOther
        )
    }

    /// What was measured, for people: `9.1 coordination words in 1,000`.
    #[must_use]
    pub fn said(self, amount: f64) -> String {
        let dense = |what: &str| format!("{amount:.1} {what} in 1,000 words");
        let counted = |one: &str, many: &str| {
            format!("{amount:.0} {}", if amount < 1.5 { one } else { many })
        };
        match self {
            Self::Coordination => dense("words of agreeing with others"),
            Self::ActingRoles => counted("role that acts", "different roles that act"),
            Self::NamedRoles => dense("names of roles"),
            Self::ProcessWords => dense("words for stages and processes"),
            Self::Steps => counted("step", "steps"),
            Self::Imperatives => format!("{:.0} % of the steps are orders", amount * 100.0),
            Self::InterfaceWords => dense("words for a screen"),
            Self::Commands => counted("block of commands", "blocks of commands"),
            Self::NormWords => dense("words for rules"),
            Self::Advice => dense("words of advice"),
            Self::Duties => dense("times must or shall"),
            Self::Links => dense("links"),
            Self::Tables => counted("table", "tables"),
            Self::PurposeHeadings => "a heading says purpose or scope".to_owned(),
            Self::NamedPolicy => "title or path says policy".to_owned(),
            Self::NamedSop => "title or path says procedure".to_owned(),
            Self::NamedWorkInstruction => "title or path says how-to".to_owned(),
            Self::NamedOther => "title or path says neither".to_owned(),
        }
    }
}

/// One signal, measured.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measure {
    /// What.
    pub signal: Signal,
    /// How much, in the unit of the signal.
    pub amount: f64,
}

impl fmt::Display for Measure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.signal.said(self.amount))
    }
}

impl Measure {
    /// How many thresholds it reaches.
    #[must_use]
    pub fn level(&self) -> usize {
        self.signal.thresholds().iter().filter(|least| self.amount >= **least).count()
    }
}

/// All that was measured in a document, one measure for each signal, in their order.
#[derive(Debug, Clone, PartialEq)]
pub struct Measures(Vec<Measure>);

impl Measures {
    /// Measures a document, an English one by these words; `None` where there are no word lists for its language, and
    /// where there is next to no text.
    #[must_use]
    pub fn of(document: &Document, path: &RepoPath, english: &Language) -> Option<Self> {
        let read = reading::read(document, path, english)?;
        let measures = Signal::ALL.into_iter();
        Some(Self(measures.map(|signal| Measure { signal, amount: read.amount(signal) }).collect()))
    }

    /// How much there is of a signal, in its unit.
    #[must_use]
    pub fn amount(&self, signal: Signal) -> f64 {
        self.iter().find(|measure| measure.signal == signal).map_or(0.0, |found| found.amount)
    }

    /// The measures in the order of [`Signal::ALL`].
    pub fn iter(&self) -> impl Iterator<Item = &Measure> {
        self.0.iter()
    }
}
