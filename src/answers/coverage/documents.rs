//! The documents of a library, as far as they carry out others or are carried out.

use crate::calendar::{AsOf, Date};
use crate::config::Config;
use crate::document::field::Field;
use crate::document::front_matter::{Fields, NoWorkInstruction};
use crate::document::lifecycle::{DocumentKind, Status};
use crate::library::Member;

/// A document.
#[derive(Debug)]
pub(super) struct Covered {
    pub(super) id: Option<String>,
    pub(super) path: String,
    pub(super) title: String,
    /// As front matter has it, in its canonical form.
    pub(super) type_name: Option<String>,
    /// Where it stands: by its type, else by its number, else below what it carries out.
    pub(super) level: Option<DocumentKind>,
    pub(super) version: Option<String>,
    pub(super) owner: Option<String>,
    pub(super) status: Option<Status>,
    pub(super) force: Force,
    /// Why it carries out nothing, or is carried out by nothing.
    pub(super) standalone: Option<String>,
    pub(super) work_instructions: Need,
    /// Whether it says what it carries out, or tries to.
    pub(super) says_what_it_implements: bool,
    /// Whether it is another document in another language, whose links count.
    pub(super) is_translation: bool,
    /// Its stages, or the sections of a policy, in the order of the text.
    pub(super) parts: Vec<Part>,
}

/// A part of a document that others can carry out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) title: String,
    /// As `implements` names it.
    pub(super) anchor: String,
    pub(super) line: usize,
    /// Why it needs no work instruction.
    pub(super) reason: Option<String>,
    /// The number of its section in the outline.
    pub(super) section: usize,
}

/// Whether a document binds anybody on the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Force {
    /// It does.
    Now,
    /// It will, from that day on.
    From(Date),
    /// Not yet: it is still that.
    NotYet(Status),
    /// No more.
    Over(Status),
    /// It has no status that can be read.
    Unsaid,
}

/// Whether an SOP needs work instructions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Need {
    /// It says nothing else.
    Open,
    /// It says why not.
    None(String),
    /// It says something that cannot be read.
    Unreadable,
}

impl Covered {
    pub(super) fn of(member: &Member, config: &Config, as_of: &AsOf) -> Self {
        let fields = member.document.fields();
        let work_instructions = match &fields.no_work_instruction {
            Field::Given(given) => match &given.value {
                NoWorkInstruction::Whole(reason) => Need::None(reason.clone()),
                NoWorkInstruction::Stages(_) => Need::Open,
            },
            Field::Missing => Need::Open,
            Field::Invalid { .. } => Need::Unreadable,
        };
        Self {
            id: fields.id.value().map(|id| id.as_str().to_owned()),
            path: member.path.to_string(),
            title: member.title(),
            type_name: fields.document_type.value().map(|t| t.as_str().to_owned()),
            level: level(fields, config),
            version: fields.version.value().cloned(),
            owner: fields.owner.value().cloned(),
            status: fields.status.copied(),
            force: Force::of(fields, as_of.day),
            standalone: fields.standalone.value().cloned(),
            work_instructions,
            says_what_it_implements: !fields.implements.is_missing(),
            is_translation: fields.translation_of.is_given(),
            parts: Vec::new(),
        }
    }

    /// Its number, or its path where it has none.
    pub(super) fn name(&self) -> &str {
        self.id.as_deref().unwrap_or(&self.path)
    }
}

/// By the type, as the configuration declares it; else by what its number looks like.
fn level(fields: &Fields, config: &Config) -> Option<DocumentKind> {
    match &fields.document_type {
        Field::Given(given) => config.kind_of(&given.value),
        Field::Invalid { .. } => None,
        Field::Missing => config.type_of_id(fields.id.value()?).map(|by_id| by_id.kind),
    }
}

impl Force {
    fn of(fields: &Fields, day: Date) -> Self {
        let Some(status) = fields.status.copied() else { return Self::Unsaid };
        match (status, fields.effective_date.copied()) {
            (Status::Superseded | Status::Retired, _) => Self::Over(status),
            (Status::Draft | Status::InReview, _) => Self::NotYet(status),
            (_, Some(from)) if from > day => Self::From(from),
            // An approved text binds from its effective date on.
            (Status::Approved, None) => Self::NotYet(status),
            (Status::Approved | Status::Effective, _) => Self::Now,
        }
    }

    /// Whether people act by it: where no status is said, what is there is meant.
    pub(super) const fn binds(self) -> bool {
        matches!(self, Self::Now | Self::Unsaid)
    }

    pub(super) const fn is_over(self) -> bool {
        matches!(self, Self::Over(_))
    }

    /// In words; none where nothing is said.
    pub(super) fn words(self) -> Option<String> {
        Some(match self {
            Self::Now => "in force".to_owned(),
            Self::From(day) => format!("in force from {day}"),
            Self::NotYet(Status::Approved) => "approved, not in force".to_owned(),
            Self::NotYet(Status::InReview) => "in review".to_owned(),
            Self::NotYet(status) | Self::Over(status) => status.as_str().to_owned(),
            Self::Unsaid => return None,
        })
    }
}
