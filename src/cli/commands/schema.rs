//! `sopctl schema`

use crate::answers::adopt::Adoption;
use crate::answers::audit::Audit;
use crate::answers::blame::Blame;
use crate::answers::changelog::ChangelogReport;
use crate::answers::check::{CheckReport, Explanation, rules};
use crate::answers::code_owners::CodeOwners;
use crate::answers::coverage::Coverage;
use crate::answers::diff::DiffReport;
use crate::answers::handover::Handover;
use crate::answers::import::Import;
use crate::answers::import::update::Update;
use crate::answers::lifecycle::Promotion;
use crate::answers::log::Log;
use crate::answers::overview::Overview;
use crate::answers::owners::OwnersReport;
use crate::answers::plan::Plan;
use crate::answers::pr::PullRequest;
use crate::answers::refs::Refs;
use crate::answers::register::Register;
use crate::answers::renumber::Renumbering;
use crate::answers::review::Review;
use crate::answers::show::Show;
use crate::answers::stale::StaleReport;
use crate::answers::templates::{TemplateList, TemplateShow};
use crate::answers::walkthrough::Walkthrough;
use crate::config::ConfigFile;
use crate::document::front_matter::WrittenFields;
use crate::render::{RenderError, answer_schema, input_schema};
use crate::standing::FailOn;
use crate::text::nearest;
use crate::worktree::write_answer;

use super::super::Outcome;
use super::super::args::{Global, SchemaArguments};
use super::super::console::Console;
use super::super::error::Failure;
use super::super::session::{Needs, Session};

type Schema = (&'static str, fn() -> Result<String, RenderError>);

/// What there are schemas of: what people write, then the reports in the order of their
/// commands.
const SCHEMAS: &[Schema] = &[
    ("config", config),
    ("front-matter", || {
        input_schema::<WrittenFields>("front-matter", "Front matter of sopctl documents", &[])
    }),
    ("list", answer_schema::<Register>),
    ("show", answer_schema::<Show>),
    ("stale", answer_schema::<StaleReport>),
    ("diff", answer_schema::<DiffReport>),
    ("log", answer_schema::<Log>),
    ("blame", answer_schema::<Blame>),
    ("changelog", answer_schema::<ChangelogReport>),
    ("audit", answer_schema::<Audit>),
    ("owners", answer_schema::<OwnersReport>),
    ("handover", answer_schema::<Handover>),
    ("codeowners", answer_schema::<CodeOwners>),
    ("plan", answer_schema::<Plan>),
    ("coverage", answer_schema::<Coverage>),
    ("check", answer_schema::<CheckReport>),
    ("explain", answer_schema::<Explanation>),
    ("pr", answer_schema::<PullRequest>),
    ("refs", answer_schema::<Refs>),
    ("adopt", answer_schema::<Adoption>),
    ("review", answer_schema::<Review>),
    ("promote", answer_schema::<Promotion>),
    ("renumber", answer_schema::<Renumbering>),
    ("templates", answer_schema::<TemplateList>),
    ("template", answer_schema::<TemplateShow>),
    ("overview", answer_schema::<Overview>),
    ("import", answer_schema::<Import>),
    ("walkthrough", answer_schema::<Walkthrough>),
    ("import-update", answer_schema::<Update>),
];

/// Their names.
pub(in crate::cli) fn names() -> impl Iterator<Item = &'static str> {
    SCHEMAS.iter().map(|(name, _)| *name)
}

/// The same in a sentence.
pub(in crate::cli) fn listed() -> String {
    names().collect::<Vec<_>>().join(", ")
}

pub(in crate::cli) fn run(
    arguments: &SchemaArguments,
    global: &Global,
    console: &Console,
) -> Result<Outcome, Failure> {
    if let Some(format) = global.format.as_deref().filter(|format| *format != "json") {
        return Err(Failure::new(format!("schema cannot be written as {format:?}"))
            .hint("schemas are JSON: leave --format (or SOPCTL_FORMAT) out"));
    }
    let name = arguments.name.as_str();
    let Some((_, schema)) = SCHEMAS.iter().find(|(known, _)| *known == name) else {
        let listed = format!("there are {}", listed());
        let hint = match nearest(name, names()) {
            Some(near) => format!("did you mean {near}? {listed}"),
            None => listed,
        };
        return Err(Failure::new(format!("there is no schema {name:?}")).hint(hint));
    };
    let text = schema()?;
    match &global.output {
        Some(path) => {
            if path.is_file() {
                // Refuses to replace a document.
                Session::open(global, console, Needs::Folder)?;
            }
            write_answer(path, &text)?;
        }
        None => console.answer(&text)?,
    }
    Ok(Outcome::Clean)
}

/// The names of rules and reasons are known here, where all modules are.
fn config() -> Result<String, RenderError> {
    let mut rules: Vec<&str> = rules().map(|rule| rule.id).collect();
    rules.sort_unstable();
    let vocabularies = [("RuleId", rules), ("StaleWord", FailOn::words())];
    input_schema::<ConfigFile>("config", "sopctl.toml", &vocabularies)
}
