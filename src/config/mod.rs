//! `sopctl.toml`: what a repository decides about its library.
//!
//! [`Config`] is the only shape the rest of the program sees, with every default
//! filled in. This module reads a text that it is given; which file that is, and
//! what flags and environment override, is not decided here. Names of rules,
//! states and reasons are kept with their places: whoever knows them checks them.

mod file;
mod id_pattern;
mod reading;
mod types;
mod versions;

pub use file::ConfigFile;
pub use id_pattern::{IdPattern, IdPatternError};
pub use types::TypeConfig;
pub use versions::Raise;

use schemars::JsonSchema;

use crate::calendar::{Date, Interval, TimeZone};
use crate::data::{Help, Misfit};
use crate::document::id::DocumentId;
use crate::document::lifecycle::{DocumentKind, DocumentType};
use crate::document::profile::Profile;
use crate::language::AddedWords;
use crate::paths::{Globs, RepoPath};
use crate::source::{Span, Spanned};

/// The decisions of one library.
#[derive(Debug, Clone)]
pub struct Config {
    /// Which files are documents.
    pub documents: Documents,
    /// The types of documents: the built-in ones, then those declared beside them.
    pub types: Vec<TypeConfig>,
    /// What versions look like.
    pub versions: VersionScheme,
    /// Where the controlled history is.
    pub history: History,
    /// Where days begin and end.
    pub time_zone: TimeZone,
    /// Who is who.
    pub people: Vec<Person>,
    /// Who works together.
    pub teams: Vec<Team>,
    /// What counts as stale.
    pub stale: Stale,
    /// What `check` checks.
    pub check: Check,
    /// What releases are.
    pub changelog: Changelog,
    /// Where the templates of the repository are.
    pub templates: Templates,
    /// Conventions of front matter that are declared here.
    pub profiles: Vec<Profile>,
    /// What all of this was read from, to tell places in it.
    pub text: String,
}

/// Something in `sopctl.toml` that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{why}")]
pub struct ConfigError {
    /// Where, in the text of the file.
    pub span: Span,
    /// What is wrong, in words.
    pub why: String,
    /// What could stand there instead.
    pub help: Option<Help>,
}

impl From<Misfit> for ConfigError {
    fn from(misfit: Misfit) -> Self {
        Self { span: misfit.span, why: misfit.why, help: misfit.help }
    }
}

/// Which files are documents; paths are relative to the folder of the file.
#[derive(Debug, Clone, Default)]
pub struct Documents {
    /// The globs of `include` as written; none means every Markdown file.
    pub include: Vec<String>,
    /// The globs of `exclude` as written.
    pub exclude: Vec<String>,
    /// The convention of their front matter, where one is named.
    pub profile: Option<String>,
    included: Globs,
    excluded: Globs,
}

/// What versions look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, JsonSchema)]
#[schemars(rename_all = "kebab-case")]
pub enum VersionScheme {
    /// `2.1`: a major change raises the first number, any other the second.
    #[default]
    #[schemars(rename = "major.minor")]
    MajorMinor,
    /// `3`: every change raises it.
    Integer,
    /// `C`: every change raises it.
    Letter,
}

/// Where the controlled history is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct History {
    /// The controlled branch, where it is named.
    pub branch: Option<Spanned<String>>,
    /// What makes a text the one in force.
    pub in_force_from: InForceFrom,
}

/// What makes a text the one in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, JsonSchema)]
#[schemars(rename_all = "kebab-case")]
pub enum InForceFrom {
    /// Landing on the controlled branch.
    #[default]
    Branch,
    /// A release tag.
    Tags,
}

/// Somebody who owns, reviews or approves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The handle, as documents write it.
    pub handle: Spanned<String>,
    /// The name, where it is given.
    pub name: Option<String>,
    /// The addresses in commits.
    pub emails: Vec<String>,
    /// The last day, for somebody who has left.
    pub left: Option<Date>,
}

/// A group that owns, reviews or approves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Team {
    /// The handle, as documents write it.
    pub handle: Spanned<String>,
    /// The handles of its members.
    pub members: Vec<Spanned<String>>,
}

/// What counts as stale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stale {
    /// How long before its day a review is due soon.
    pub due_soon: Interval,
    /// The states and reasons with which `stale` fails.
    pub fail_on: Vec<Spanned<String>>,
    /// The least change that counts as changed since review.
    pub changed_on: ChangedOn,
    /// The file of what is accepted for a while, from the folder of this file.
    pub baseline: Option<RepoPath>,
}

/// The least change that counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, JsonSchema)]
#[schemars(rename_all = "kebab-case")]
pub enum ChangedOn {
    /// Minor and major changes.
    #[default]
    Minor,
    /// Major changes only.
    Major,
}

/// What `check` checks.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Check {
    /// The least severity with which `check` fails.
    pub fail_on: FailOn,
    /// The set of defaults.
    pub ruleset: Ruleset,
    /// The severities of single rules.
    pub rules: Vec<RuleSetting>,
    /// What is tolerated, and why.
    pub ignore: Vec<Ignore>,
    /// What is added to the lists of words.
    pub words: AddedWords,
    /// The file of what is accepted for a while, from the folder of this file.
    pub baseline: Option<RepoPath>,
}

/// The least severity with which `check` fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, JsonSchema)]
#[schemars(rename_all = "kebab-case")]
pub enum FailOn {
    /// Errors.
    #[default]
    Error,
    /// Warnings and errors.
    Warning,
    /// Any finding.
    Suggestion,
    /// Nothing.
    Never,
}

/// The defaults of a field of work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, JsonSchema)]
#[schemars(rename_all = "kebab-case")]
pub enum Ruleset {
    /// For everybody.
    #[default]
    General,
    /// Good manufacturing practice, laboratories.
    Regulated,
    /// Runbooks.
    Software,
}

/// The severity of one rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleSetting {
    /// The id of the rule.
    pub rule: Spanned<String>,
    /// What its findings count as.
    pub level: RuleLevel,
}

/// What the findings of a rule count as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, JsonSchema)]
#[schemars(rename_all = "kebab-case")]
pub enum RuleLevel {
    /// The rule is not run.
    Off,
    /// Style.
    Suggestion,
    /// Misleads a reader.
    Warning,
    /// Breaks the record.
    Error,
}

/// Findings that are tolerated.
#[derive(Debug, Clone)]
pub struct Ignore {
    /// Where it says so.
    pub span: Span,
    /// The globs of the files, as written.
    pub paths: Vec<String>,
    /// The ids of the rules.
    pub rules: Vec<Spanned<String>>,
    /// Why.
    pub reason: String,
    matching: Globs,
}

/// What releases are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changelog {
    /// The glob of the names of release tags.
    pub tags: Option<Spanned<String>>,
    /// How long after a release its readers have to read what changed for them.
    pub read_within: Option<Interval>,
}

/// Where the templates of the repository are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Templates {
    /// The folder with a folder for each, from the folder of this file.
    pub folder: RepoPath,
}

impl Config {
    /// Reads the text of a `sopctl.toml`.
    ///
    /// # Errors
    /// Everything that cannot be read, in the order of the file.
    pub fn read(text: &str) -> Result<Self, Vec<ConfigError>> {
        let (config, errors) = Self::examine(text);
        if errors.is_empty() { Ok(config) } else { Err(errors) }
    }

    /// Reads the text of a `sopctl.toml` as far as it can be read, and says what is wrong
    /// with the rest, in the order of the file. For whoever has something to add: the
    /// names of rules and of reasons are not checked here.
    #[must_use]
    pub fn examine(text: &str) -> (Self, Vec<ConfigError>) {
        reading::examine(text)
    }

    /// The declared or built-in type that a document says it has.
    #[must_use]
    pub fn type_of(&self, document_type: &DocumentType) -> Option<&TypeConfig> {
        self.types.iter().find(|t| t.name == document_type.as_str())
    }

    /// The kind whose rules a document of that type follows.
    #[must_use]
    pub fn kind_of(&self, document_type: &DocumentType) -> Option<DocumentKind> {
        self.type_of(document_type).map(|t| t.kind)
    }

    /// The type whose ids look like this one; declared types come first.
    #[must_use]
    pub fn type_of_id(&self, id: &DocumentId) -> Option<&TypeConfig> {
        let fits = |t: &&TypeConfig| t.id.number_of(id).is_some();
        let mut fitting = self.types.iter().filter(fits);
        fitting.clone().find(|t| t.declared_at.is_some()).or_else(|| fitting.next())
    }

    /// The profile of that name, declared here or built in.
    #[must_use]
    pub fn profile(&self, name: &str) -> Option<&Profile> {
        self.profiles.iter().find(|profile| profile.name == name).or_else(|| Profile::named(name))
    }
}

impl Default for Config {
    /// What holds without a `sopctl.toml`.
    fn default() -> Self {
        Self {
            documents: Documents::default(),
            types: types::built_in(),
            versions: VersionScheme::default(),
            history: History::default(),
            time_zone: TimeZone::utc(),
            people: Vec::new(),
            teams: Vec::new(),
            stale: Stale::default(),
            check: Check::default(),
            changelog: Changelog::default(),
            templates: Templates::default(),
            profiles: Vec::new(),
            text: String::new(),
        }
    }
}

impl Documents {
    /// Whether a path is included and not excluded. Whether it is a Markdown file
    /// at all is the profile's to say.
    #[must_use]
    pub fn select(&self, path: &RepoPath) -> bool {
        (self.include.is_empty() || self.included.matches(path)) && !self.excluded.matches(path)
    }
}

impl Ignore {
    /// Whether findings in this file are meant.
    #[must_use]
    pub fn matches(&self, path: &RepoPath) -> bool {
        self.matching.matches(path)
    }
}

impl PartialEq for Ignore {
    fn eq(&self, other: &Self) -> bool {
        self.span == other.span
            && self.paths == other.paths
            && self.rules == other.rules
            && self.reason == other.reason
    }
}

impl Eq for Ignore {}

impl Default for Templates {
    /// Out of the way of documents: whatever lies below a dot is none.
    fn default() -> Self {
        Self { folder: RepoPath::new(".sopctl/templates").expect("it is a path") }
    }
}

impl Default for Stale {
    fn default() -> Self {
        Self::under(Ruleset::default())
    }
}

impl Stale {
    /// What counts where a library says nothing of it. A typo in a date must not turn a red
    /// build green, so unknown fails as well; where two pairs of eyes are the rule, so does an
    /// approval by the author alone.
    #[must_use]
    pub fn under(ruleset: Ruleset) -> Self {
        let fail_on: &[&str] = match ruleset {
            Ruleset::General | Ruleset::Software => &["overdue", "unknown"],
            Ruleset::Regulated => &["overdue", "unknown", "self-approved"],
        };
        let nowhere = |word: &&str| Spanned::new((*word).to_owned(), Span::default());
        Self {
            due_soon: Interval::THIRTY_DAYS,
            fail_on: fail_on.iter().map(nowhere).collect(),
            changed_on: ChangedOn::default(),
            baseline: None,
        }
    }
}

#[cfg(test)]
mod tests;
