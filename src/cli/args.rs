//! The command line as it is typed.

mod coverage;
mod history;
mod new;
mod owners;
mod record;
mod walkthrough;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use super::console::ColourChoice;

pub(super) use coverage::CoverageArguments;
pub(super) use history::{
    AuditArguments, BlameArguments, ChangelogArguments, ChangelogView, DiffArguments,
    GitDiffArguments, GitTextArguments, LogArguments, PrArguments, RefsArguments,
};
pub(super) use new::{ImportArguments, NewArguments, TemplateArguments, TemplateTask};
pub(super) use owners::{CodeOwnersTask, OwnersArguments, PlanArguments};
pub(super) use record::{
    Bump, CarryingOut, PromoteArguments, RenumberArguments, RetireArguments, ReviewArguments,
};
pub(super) use walkthrough::{SpeechTool, WalkthroughArguments};

/// Controlled documents as Markdown in git, and git history as the evidence.
#[derive(Debug, Parser)]
#[command(
    name = "sopctl",
    version,
    disable_help_subcommand = true,
    about = "Controlled documents as Markdown in git, and git history as the evidence",
    long_about = "Keeps policies, standard operating procedures (SOPs) and work instructions as Markdown in git. \
Scaffolds documents, says which of them can no longer be trusted and which commit proves it, compares procedures \
step by step, and writes the review changelog of a release.\n\n\
Works in any git repository with Markdown, without configuration.",
    after_help = "Start here:\n  sopctl demo             a small library with two years of history, and a tour\n  sopctl                  in a repository of your own: where it stands, and what to type next\n\nExit status: 0 clean, 1 something needs attention, 2 could not do it"
)]
pub(super) struct Arguments {
    #[command(flatten)]
    pub(super) global: Global,
    /// Without one, sopctl says where one stands and what to do next
    #[command(subcommand)]
    pub(super) command: Option<Command>,
}

/// Options of every command, before or after it.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of its own on the command line"
)]
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Options of every command")]
pub(super) struct Global {
    /// Work in this folder or bare repository
    #[arg(short = 'C', global = true, value_name = "DIR")]
    pub(super) directory: Option<PathBuf>,
    /// Use this configuration instead of the nearest sopctl.toml
    #[arg(long, global = true, value_name = "FILE", env = "SOPCTL_CONFIG")]
    pub(super) config: Option<PathBuf>,
    /// Read front matter by this convention instead of detecting one
    #[arg(long, global = true, value_name = "NAME", env = "SOPCTL_PROFILE")]
    pub(super) profile: Option<String>,
    /// Judge by this day instead of today
    #[arg(long, global = true, value_name = "YYYY-MM-DD", env = "SOPCTL_AS_OF")]
    pub(super) as_of: Option<String>,
    /// Read the documents of this revision instead of the working tree
    #[arg(long, global = true, value_name = "REV")]
    pub(super) rev: Option<String>,
    /// How to write the answer: text, json, markdown, html, csv; stale and check also sarif,
    /// github, gitlab, junit; plan also ics; coverage
    /// also mermaid, dot, svg
    #[arg(short = 'f', long, global = true, value_name = "FORMAT", env = "SOPCTL_FORMAT")]
    pub(super) format: Option<String>,
    /// Write the answer to this file
    #[arg(short = 'o', long, global = true, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
    /// Answer what can be answered in a shallow clone
    #[arg(long, global = true)]
    pub(super) allow_shallow: bool,
    /// Neither read nor write what earlier runs have kept in the git folder
    #[arg(long, global = true, env = "SOPCTL_NO_CACHE", value_parser = clap::builder::FalseyValueParser::new())]
    pub(super) no_cache: bool,
    /// Never ask; every question has an option
    #[arg(long, global = true)]
    pub(super) no_input: bool,
    /// When to use colours
    #[arg(long, global = true, value_name = "WHEN", value_enum, default_value_t)]
    pub(super) color: ColourChoice,
    /// Answers and errors only
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub(super) quiet: bool,
    /// Also say what was looked at
    #[arg(short, long, global = true)]
    pub(super) verbose: bool,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Write a small library with two years of history, and show a tour of it
    Demo(DemoArguments),
    /// Begin a library here: sopctl.toml and a folder for each type
    Init(InitArguments),
    /// Scaffold a document with the next free number
    New(NewArguments),
    /// Make a draft work instruction of a recorded demonstration
    Import(ImportArguments),
    /// Make a narrated walkthrough of a work instruction: captions, transcript, page, video
    Walkthrough(WalkthroughArguments),
    /// Move steps of an SOP into a new work instruction, and link it
    Extract(ExtractArguments),
    /// Give a document another number, and change every reference to it
    Renumber(RenumberArguments),
    /// Show the templates of documents, or take one over to change it
    Template(TemplateArguments),
    /// Bring Markdown that is there already under control
    Adopt(AdoptArguments),
    /// List the documents: the register
    #[command(visible_alias = "register")]
    List(ListArguments),
    /// Show one document: fields, steps, links both ways, review state
    Show(ShowArguments),
    /// Say which documents can no longer be trusted, and why
    Stale(StaleArguments),
    /// Show what changed in documents since their last review, and record a new one
    Review(ReviewArguments),
    /// Take a document to another status: in-review, approved, effective
    Promote(PromoteArguments),
    /// Take a document out of use, or replace it by another one
    Retire(RetireArguments),
    /// Say in words what changed between two revisions
    Diff(DiffArguments),
    /// List the revisions of a document, each with what it changed in words
    Log(LogArguments),
    /// Say of each step and statement which commit last changed its words
    #[command(visible_alias = "annotate")]
    Blame(BlameArguments),
    /// Write what a release changes, from the documents themselves
    Changelog(ChangelogArguments),
    /// List the review evidence: every review, when it landed and when it was due
    Audit(AuditArguments),
    /// Say who has how much to look after, and what nobody does
    Owners(OwnersArguments),
    /// Lay out the reviews that are due, by month and owner, and spread piles of them
    Plan(PlanArguments),
    /// Map which SOPs and work instructions carry out which policies, and what nothing does
    Coverage(CoverageArguments),
    /// Judge documents by rules, without clock or history
    Check(CheckArguments),
    /// Say what a rule of check finds, why, and how to turn it off; or list the rules
    Explain(ExplainArguments),
    /// Write the comment that a pull request gets: what it means for the documents
    Pr(PrArguments),
    /// Say which documents describe these files
    Refs(RefsArguments),
    /// Show what a file changes, called by git as an external diff
    #[command(hide = true)]
    GitDiff(GitDiffArguments),
    /// Write a document as lines to compare, called by git as a textconv
    #[command(hide = true)]
    GitText(GitTextArguments),
    /// Print the JSON Schema of sopctl.toml, of front matter, or of a report
    Schema(SchemaArguments),
    /// Print the script by which a shell completes numbers, rules, revisions and options
    Completions(CompletionsArguments),
    /// Write the manual pages into a folder
    Man(ManArguments),
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  sopctl demo\n  sopctl demo /tmp/library && cd /tmp/library && sopctl"
)]
pub(super) struct DemoArguments {
    /// Where to write it
    #[arg(value_name = "DIR", default_value = "sopctl-demo")]
    pub(super) folder: PathBuf,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  sopctl init --dry-run               what it would write, and why\n  sopctl init quality --ci github --pre-commit\n  sopctl init --include 'docs/sops/**/*.md' --folder sop=docs/sops\n  sopctl init --adopt                 and what `sopctl adopt` would write next\n  sopctl init --ci gitlab             beside an existing sopctl.toml, only what runs it"
)]
pub(super) struct InitArguments {
    /// The folder to begin in
    #[arg(value_name = "DIR", default_value = ".")]
    pub(super) folder: PathBuf,
    /// Documents are the files that this glob selects, instead of what is proposed; may be
    /// repeated
    #[arg(long, value_name = "GLOB")]
    pub(super) include: Vec<String>,
    /// What this glob selects is no document; may be repeated
    #[arg(long, value_name = "GLOB")]
    pub(super) exclude: Vec<String>,
    /// Where the documents of a type stand: sop=docs/sops; may be repeated
    #[arg(long = "folder", value_name = "TYPE=DIR")]
    pub(super) folders: Vec<String>,
    /// Write the workflow that runs sopctl in CI as well
    #[arg(long, value_enum, value_name = "SERVICE")]
    pub(super) ci: Option<CiService>,
    /// Write the hook that runs `sopctl check` before each commit as well
    #[arg(long)]
    pub(super) pre_commit: bool,
    /// Then show what `sopctl adopt` would write into the documents that are here
    #[arg(long, conflicts_with = "dry_run")]
    pub(super) adopt: bool,
    /// Show what would be written
    #[arg(long)]
    pub(super) dry_run: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum CiService {
    Github,
    Gitlab,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  sopctl extract SOP-007 4-19 --dry-run\n  sopctl extract SOP-007 4-19 --title \"Refund a payment\"\n  sopctl extract SOP-007#refunds 2-6      steps of the section \"Refunds\""
)]
pub(super) struct ExtractArguments {
    /// The SOP, by id or path; with `#section` where several sections have steps
    #[arg(value_name = "SOP")]
    pub(super) document: String,
    /// The steps, by the numbers that are shown: 4-19
    pub(super) steps: String,
    /// What the work instruction is called, if not as the section of the steps
    #[arg(long)]
    pub(super) title: Option<String>,
    /// Who answers for it, if not the owner of the SOP
    #[arg(long)]
    pub(super) owner: Option<String>,
    /// Show what would be written
    #[arg(long)]
    pub(super) dry_run: bool,
}

#[derive(Debug, Default, Args)]
#[command(
    after_help = "Examples:\n  sopctl adopt                        what would be written, and why\n  sopctl adopt docs/lab --type sop --write\n  sopctl adopt --only owner --write"
)]
pub(super) struct AdoptArguments {
    /// Only these files and folders
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<String>,
    /// Write the fields into the documents, and change no other byte
    #[arg(long)]
    pub(super) write: bool,
    /// Show what would be written; this is what happens without --write
    #[arg(long, conflicts_with = "write")]
    pub(super) dry_run: bool,
    /// Only this field; may be repeated
    #[arg(long, value_name = "FIELD")]
    pub(super) only: Vec<String>,
    /// The type of documents that have none: policy, sop, wi, or a type of sopctl.toml
    #[arg(long = "type", value_name = "TYPE")]
    pub(super) document_type: Option<String>,
    /// The status of documents that have none
    #[arg(long)]
    pub(super) status: Option<String>,
    /// Exit status 1 while a document is not under control
    #[arg(long)]
    pub(super) exit_code: bool,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  sopctl list\n  sopctl list --type sop --owner @finance-ops\n  sopctl list --in-force --at 2026-03-31   the register of that day\n  sopctl list --format csv -o register.csv"
)]
pub(super) struct ListArguments {
    /// Only documents of this type
    #[arg(long = "type", value_name = "TYPE")]
    pub(super) document_type: Option<String>,
    /// Only documents of this owner
    #[arg(long)]
    pub(super) owner: Option<String>,
    /// Only documents of this status
    #[arg(long)]
    pub(super) status: Option<String>,
    /// Only what is in force, each document in the text that is
    #[arg(long)]
    pub(super) in_force: bool,
    /// The text and the day: the controlled branch at the end of this day, judged on that day
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(super) at: Option<String>,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  sopctl show SOP-001\n  sopctl show sops/refund-approval.md --rev v1.1\n  sopctl show SOP-001 --at 2026-03-31   what was in force then\n  sopctl show WI-0                the beginning of a number, where it is the only one\n  sopctl show SOP-001 --format json"
)]
pub(super) struct ShowArguments {
    /// Its number, the beginning of its number, or its path
    #[arg(value_name = "DOC")]
    pub(super) document: String,
    /// The text that was in force on this day
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(super) at: Option<String>,
}

#[derive(Debug, Default, Args)]
#[command(
    after_help = "Examples:\n  sopctl stale\n  sopctl stale --within \"90 days\" --owner @finance-ops\n  sopctl stale --since main           what a branch touches or makes stale\n  sopctl stale --mine                 what is on your desk\n  sopctl stale --group-by owner --format markdown > notice.md\n  sopctl stale --format json --fail-on never > stale.json"
)]
pub(super) struct StaleArguments {
    /// Reasons or states that make the exit status 1: codes, any, never
    #[arg(long, value_name = "CODES", value_delimiter = ',', env = "SOPCTL_FAIL_ON")]
    pub(super) fail_on: Vec<String>,
    /// How long before its date a review counts as due soon
    #[arg(long, value_name = "INTERVAL")]
    pub(super) within: Option<String>,
    /// Only documents of this owner; with --mine, whose desk it is
    #[arg(long)]
    pub(super) owner: Option<String>,
    /// Only what you have to do something about: documents of yours and of your teams, and
    /// those that wait for your approval; and what to type next
    #[arg(long)]
    pub(super) mine: bool,
    /// Put the documents of each owner together, as a message to send (text, markdown)
    #[arg(long, value_name = "BY", value_enum, conflicts_with_all = ["mine", "reason"])]
    pub(super) group_by: Option<GroupBy>,
    /// Only this reason, by its code; may be repeated
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    pub(super) reason: Vec<String>,
    /// Only what was touched since the merge base with this revision, or rests on what was
    #[arg(long, value_name = "REV", conflicts_with = "at")]
    pub(super) since: Option<String>,
    /// Show every reason of every document, notes included, and the commits looked at
    #[arg(long)]
    pub(super) explain: bool,
    /// The text and the day: the controlled branch at the end of this day, judged on that day
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(super) at: Option<String>,
    #[command(flatten)]
    pub(super) accepting: BaselineArguments,
}

/// How documents stand together where people read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum GroupBy {
    /// By owner
    Owner,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  sopctl schema config > sopctl.schema.json\n  sopctl schema stale"
)]
pub(super) struct SchemaArguments {
    #[arg(value_name = "NAME", help = format!("One of {}", super::commands::schema::listed()))]
    pub(super) name: String,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  bash         sopctl completions bash > ~/.local/share/bash-completion/completions/sopctl\n  zsh          sopctl completions zsh > \"${fpath[1]}/_sopctl\"\n  fish         sopctl completions fish > ~/.config/fish/completions/sopctl.fish\n  PowerShell   sopctl completions powershell >> $PROFILE\n\nThe script asks sopctl itself at each Tab, so that it offers the documents that are here."
)]
pub(super) struct CompletionsArguments {
    /// The shell
    #[arg(value_enum)]
    pub(super) shell: Shell,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Shell {
    Bash,
    Zsh,
    Fish,
    Powershell,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  sopctl man ~/.local/share/man/man1\n  man sopctl-stale")]
pub(super) struct ManArguments {
    /// The folder, which is there: man looks below one called man1
    #[arg(value_name = "DIR")]
    pub(super) folder: PathBuf,
}

/// Which debt is accepted.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Accepted debt")]
pub(super) struct BaselineArguments {
    /// Accept what this file names until the day that it says; only what is new fails
    #[arg(long, value_name = "FILE")]
    pub(super) baseline: Option<PathBuf>,
    /// Write that file: accept all that fails now, for 90 days
    #[arg(long)]
    pub(super) write_baseline: bool,
    /// The last day on which it is accepted, if not in 90 days; also of what has expired
    #[arg(long, value_name = "YYYY-MM-DD", requires = "write_baseline")]
    pub(super) expires: Option<String>,
    /// Show what would be written
    #[arg(long)]
    pub(super) dry_run: bool,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  sopctl check\n  sopctl check --write-baseline       accept what fails now; from then on only what is new fails\n  sopctl check --baseline sopctl-baseline.toml --format github\n  sopctl check --fix --dry-run        what could be mended without asking you"
)]
pub(super) struct CheckArguments {
    /// Only these files and folders
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<String>,
    /// What makes the exit status 1: error (the default), warning, suggestion, never
    #[arg(long, value_name = "SEVERITY")]
    pub(super) fail_on: Option<String>,
    /// Only what was touched since the merge base with this revision, and what that broke
    #[arg(long, value_name = "REV")]
    pub(super) since: Option<String>,
    /// Leave this rule out; may be repeated
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub(super) ignore: Vec<String>,
    /// Also look for document numbers that another branch gives to another document
    #[arg(long)]
    pub(super) all_branches: bool,
    /// Mend what takes no judgment, and report what is left
    #[arg(long, conflicts_with_all = ["since", "write_baseline"])]
    pub(super) fix: bool,
    #[command(flatten)]
    pub(super) accepting: BaselineArguments,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  sopctl explain                      the rules, theme by theme\n  sopctl explain sop-is-work-instruction"
)]
pub(super) struct ExplainArguments {
    /// The rule, by its id; without one, all of them are listed
    #[arg(value_name = "RULE")]
    pub(super) rule: Option<String>,
}
