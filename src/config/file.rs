//! What a `sopctl.toml` may say, key by key: the source of its JSON Schema.
//!
//! The reader is written by hand, to tell every fault at its place, and so it does not
//! build these types. The tests below hold both together: each key that is described is
//! read, each key that is read is described, and so are the words and the defaults.

use std::collections::BTreeMap;

use schemars::{JsonSchema, Schema, json_schema};

use super::{ChangedOn, FailOn, InForceFrom, RuleLevel, Ruleset, VersionScheme};
use crate::calendar::{Date, Interval};
use crate::document::field::FieldName;
use crate::document::lifecycle::{DocumentKind, ReviewInterval};
use crate::document::profile::{DateForm, Identity, NextReviewFrom};

/// What a repository decides about its library of policies, SOPs and work instructions.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct ConfigFile {
    /// The form of this file.
    #[schemars(extend("const" = 1, "default" = 1))]
    pub schema: Option<u64>,
    /// Which files are documents.
    pub documents: Option<DocumentsSection>,
    /// The types of documents. `policy`, `sop` and `work-instruction` are there without
    /// being declared.
    #[schemars(extend("allOf" = [kinds()]))]
    #[schemars(extend("examples" = [{ "sop": { "prefix": "SOP", "review_interval": "12 months" } }]))]
    pub types: Option<BTreeMap<String, TypeSection>>,
    /// What versions look like.
    pub versions: Option<VersionsSection>,
    /// Where the controlled history is.
    pub history: Option<HistorySection>,
    /// Where days begin and end.
    pub calendar: Option<CalendarSection>,
    /// Who is who, by the handle that documents write.
    #[schemars(extend("examples" = [{ "@ana": { "emails": ["ana@example.com"] } }]))]
    pub people: Option<BTreeMap<String, PersonSection>>,
    /// Who works together, by the handle that documents write.
    #[schemars(extend("examples" = [{ "@shop": { "members": ["@ana"] } }]))]
    pub teams: Option<BTreeMap<String, TeamSection>>,
    /// What counts as stale.
    pub stale: Option<StaleSection>,
    /// What `sopctl check` checks.
    pub check: Option<CheckSection>,
    /// What releases are.
    pub changelog: Option<ChangelogSection>,
    /// Where the templates of this repository are.
    pub templates: Option<TemplatesSection>,
    /// Conventions of front matter, by name.
    #[schemars(extend("examples" = [{ "house": { "fields": { "last_reviewed": "checked" } } }]))]
    pub profiles: Option<BTreeMap<String, ProfileSection>>,
}

/// Which files are documents. Globs are relative to the folder of this file.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct DocumentsSection {
    /// The globs of the documents; without them, every Markdown file but READMEs and the
    /// like.
    #[schemars(extend("examples" = [["policies/**/*.md", "sops/**/*.md"]]))]
    pub include: Option<Vec<String>>,
    /// The globs of what is no document all the same.
    #[schemars(extend("default" = [], "examples" = [["**/README.md"]]))]
    pub exclude: Option<Vec<String>>,
    /// The convention of their front matter: `sopctl`, `govuk`, `mslearn`, `particular`,
    /// `comply`, or one that is declared under `[profiles]`. Without it, the one whose
    /// review keys occur most often.
    #[schemars(extend("examples" = ["govuk"]))]
    pub profile: Option<String>,
}

/// What `kind` has to be: that of a built-in type is its own, every other type says it.
fn kinds() -> Schema {
    let built_in = DocumentKind::ALL.map(|kind| (kind.as_str(), kind));
    let own: BTreeMap<&str, Schema> = built_in
        .into_iter()
        .chain([("wi", DocumentKind::WorkInstruction)])
        .map(|(name, kind)| {
            (name, json_schema!({ "properties": { "kind": { "const": kind.as_str() } } }))
        })
        .collect();
    json_schema!({ "properties": own, "additionalProperties": { "required": ["kind"] } })
}

/// A type of documents.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields, extend("not" = { "required": ["prefix", "id"] }))]
pub struct TypeSection {
    /// Whose rules its documents follow. Types that are not built in have to say it.
    pub kind: Option<DocumentKind>,
    /// The beginning of its document numbers: `SOP` is short for `id = "SOP-{n:03}"`.
    #[schemars(extend("examples" = ["SOP"]))]
    pub prefix: Option<String>,
    /// The pattern of its document numbers.
    #[schemars(extend("pattern" = r"\{n(:0[0-9]+)?\}", "examples" = ["SOP-QA-{n:03}"]))]
    pub id: Option<String>,
    /// Where new documents go.
    #[schemars(extend("examples" = ["sops"]))]
    pub folder: Option<String>,
    /// How often documents that say nothing else must be reviewed; `none` for never.
    #[schemars(extend("pattern" = ReviewInterval::pattern(), "examples" = ["12 months", "6 weeks", "P1Y", "annually", "none"]))]
    pub review_interval: Option<String>,
}

/// What versions look like.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct VersionsSection {
    /// How they are counted.
    #[schemars(extend("default" = "major.minor"))]
    pub scheme: Option<VersionScheme>,
}

/// Where the controlled history is.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct HistorySection {
    /// The controlled branch; without it, the default branch of the repository.
    #[schemars(extend("examples" = ["main"]))]
    pub branch: Option<String>,
    /// What makes a text the one in force.
    #[schemars(extend("default" = "branch"))]
    pub in_force_from: Option<InForceFrom>,
}

/// Where days begin and end.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct CalendarSection {
    /// A time zone of the IANA database.
    #[schemars(extend("default" = "UTC", "examples" = ["Europe/Madrid"]))]
    pub time_zone: Option<String>,
}

/// Somebody who owns, reviews or approves.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct PersonSection {
    /// The name.
    #[schemars(extend("examples" = ["Ana Reyes"]))]
    pub name: Option<String>,
    /// The addresses in commits.
    #[schemars(extend("examples" = [["ana@example.com"]]))]
    pub emails: Option<Vec<String>>,
    /// The last day, for somebody who has left.
    #[schemars(extend("examples" = ["2026-09-30"]))]
    pub left: Option<Date>,
}

/// A group that owns, reviews or approves.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct TeamSection {
    /// The handles of its members.
    #[schemars(extend("examples" = [["@ana", "@ben"]]))]
    pub members: Option<Vec<String>>,
}

/// What counts as stale.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct StaleSection {
    /// How long before its day a review is due soon.
    #[schemars(extend("pattern" = Interval::pattern(&[]), "default" = "30 days", "examples" = ["6 weeks"]))]
    pub due_soon: Option<String>,
    /// The states and reasons with which `sopctl stale` ends with status 1. Under the rule set
    /// `regulated`, `self-approved` is one of them unless this says otherwise.
    #[schemars(extend("default" = ["overdue", "unknown"], "examples" = [["any"]]))]
    pub fail_on: Option<Vec<StaleWord>>,
    /// The least change that counts as changed since a review.
    #[schemars(extend("default" = "minor"))]
    pub changed_on: Option<ChangedOn>,
    /// The file that names what is accepted for a while, so that only what is new makes
    /// `sopctl stale` fail; from the folder of this file.
    #[schemars(extend("examples" = ["sopctl-baseline.toml"]))]
    pub baseline: Option<String>,
}

/// A state, a code of a reason, `any` or `never`.
#[derive(Debug, JsonSchema)]
pub struct StaleWord(pub String);

/// What `sopctl check` checks.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct CheckSection {
    /// The least severity with which it ends with status 1.
    #[schemars(extend("default" = "error"))]
    pub fail_on: Option<FailOn>,
    /// The set of defaults.
    #[schemars(extend("default" = "general"))]
    pub ruleset: Option<Ruleset>,
    /// What the findings of single rules count as.
    #[schemars(extend(
        "propertyNames" = { "$ref": "#/$defs/RuleId" },
        "examples" = [{ "missing-field": "warning" }]
    ))]
    pub rules: Option<BTreeMap<String, RuleLevel>>,
    /// Findings that are tolerated.
    #[schemars(extend("examples" = [
        [{ "paths": ["sops/old/**"], "rules": ["missing-field"], "reason": "retired in May" }]
    ]))]
    pub ignore: Option<Vec<IgnoreSection>>,
    /// Words that the rules of `sopctl check` know beside their own, in English. What is a
    /// step is told by the built-in words alone.
    pub words: Option<WordsSection>,
    /// The file that names what is accepted for a while, so that only what is new makes
    /// `sopctl check` fail; from the folder of this file.
    #[schemars(extend("examples" = ["sopctl-baseline.toml"]))]
    pub baseline: Option<String>,
}

/// Words that are added to the lists of `sopctl check`.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct WordsSection {
    /// The last words of the names of roles: `quartermaster` of "deputy quartermaster".
    #[schemars(inner(regex(pattern = r"^\S+$")), extend("examples" = [["quartermaster"]]))]
    pub roles: Option<Vec<String>>,
    /// Verbs that begin a step, in the form that gives an order.
    #[schemars(inner(regex(pattern = r"^\S+$")), extend("examples" = [["degas"]]))]
    pub verbs: Option<Vec<String>>,
    /// Words that leave open when, how or which.
    #[schemars(inner(regex(pattern = r"^\S+$")), extend("examples" = [["timeously"]]))]
    pub vague: Option<Vec<String>>,
    /// Words for a screen and what one does on it.
    #[schemars(inner(regex(pattern = r"^\S+$")), extend("examples" = [["tile"]]))]
    pub interface: Option<Vec<String>>,
    /// What binds as "must" does, in one word or several.
    #[schemars(inner(regex(pattern = r"\S")), extend("examples" = [["needs to"]]))]
    pub obligations: Option<Vec<String>>,
}

/// The id of a rule of `sopctl check`.
#[derive(Debug, JsonSchema)]
pub struct RuleId(pub String);

/// Findings that are tolerated, and why.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct IgnoreSection {
    /// The globs of the files.
    #[schemars(length(min = 1), extend("examples" = [["sops/old/**"]]))]
    pub paths: Vec<String>,
    /// The rules.
    #[schemars(length(min = 1), extend("examples" = [["missing-field"]]))]
    pub rules: Vec<RuleId>,
    /// Why.
    #[schemars(length(min = 1), extend("examples" = ["retired in May"]))]
    pub reason: String,
}

/// What releases are.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct ChangelogSection {
    /// The glob of the names of release tags.
    #[schemars(extend("examples" = ["v*"]))]
    pub tags: Option<String>,
    /// How long after the day of a release its readers have to read what changed for them;
    /// without it, the changelog names no day.
    #[schemars(extend("pattern" = Interval::pattern(&[]), "examples" = ["14 days"]))]
    pub read_within: Option<String>,
}

/// Where the templates of this repository are.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct TemplatesSection {
    /// The folder that has a folder for each, with `template.toml` and `body.md.hbs`; from the
    /// folder of this file.
    #[schemars(extend("default" = ".sopctl/templates", "examples" = ["templates"]))]
    pub folder: Option<String>,
}

/// A convention of front matter.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct ProfileSection {
    /// What identifies a document.
    #[schemars(extend("default" = "id"))]
    pub id_from: Option<Identity>,
    /// How dates are written; `YYYY-MM-DD` is always read.
    #[schemars(extend("default" = "year-first"))]
    pub dates: Option<DateForm>,
    /// From which date the next review is counted.
    #[schemars(extend("default" = "latest"))]
    pub next_review_from: Option<NextReviewFrom>,
    /// Whether front matter may lack its opening fence.
    #[schemars(extend("default" = false))]
    pub headless: Option<bool>,
    /// The patterns for the names of its files.
    #[schemars(extend("default" = ["*.md"], "examples" = [["*.html.md.erb"]]))]
    pub file_names: Option<Vec<String>>,
    /// Under which keys the fields stand, or `own` for their own names.
    #[schemars(extend("examples" = ["own", { "owner": "ms.author", "last_reviewed": ["a", "b[].c"] }]))]
    pub fields: Option<FieldKeys>,
    /// The fields that a document must have.
    pub required: Option<RequiredSection>,
    /// How values are written back, where that differs from how they are read.
    pub write: Option<WriteSection>,
}

/// Under which keys the fields stand.
#[derive(Debug, JsonSchema)]
#[schemars(untagged)]
pub enum FieldKeys {
    /// Under their own names.
    Own(OwnNames),
    /// Under these: a key as it is written, or a path into tables and lists.
    Keys(BTreeMap<FieldName, KeyOrKeys>),
}

/// The word for it.
#[derive(Debug, JsonSchema)]
#[schemars(rename_all = "kebab-case")]
pub enum OwnNames {
    /// Fields have their own names.
    Own,
}

/// A key, or several of which the first that is there counts.
#[derive(Debug, JsonSchema)]
#[schemars(untagged)]
pub enum KeyOrKeys {
    /// The key.
    One(String),
    /// The keys, the preferred first.
    Several(Vec<String>),
}

/// The fields that a document must have.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct RequiredSection {
    /// Whatever its status.
    #[schemars(extend("examples" = [["title", "owner"]]))]
    pub always: Option<Vec<FieldName>>,
    /// From `approved` on.
    #[schemars(extend("examples" = [["approved_on"]]))]
    pub approved: Option<Vec<FieldName>>,
    /// From `effective` on.
    #[schemars(extend("examples" = [["effective_date"]]))]
    pub effective: Option<Vec<FieldName>>,
}

/// How values are written back.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct WriteSection {
    /// The form of dates; by default the one in which they are read, unless months are
    /// named, which can be done in several ways.
    #[schemars(extend("examples" = ["month-name"]))]
    pub dates: Option<DateForm>,
    /// The fields whose values are appended to a list instead of being set; their keys lead
    /// into one, such as `reviews[].date`.
    #[schemars(extend("examples" = [[]]))]
    pub append: Option<Vec<FieldName>>,
}

#[cfg(test)]
mod tests;
