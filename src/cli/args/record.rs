//! What is typed to record something: reviews, approvals, the end of a document.

use clap::Args;

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  sopctl review SOP-004              shows what changed, then asks\n  sopctl review SOP-004 --outcome current --note \"Walked through it with the night shift\" --commit\n  sopctl review SOP-004 WI-007 --outcome needs-revision --note \"See CHG-141\"\n  sopctl review POL-001 --outcome current --note \"Board meeting\" --on 2026-11-20 --by @coo --by @cfo --evidence https://dms.example/minutes/17"
)]
pub(in crate::cli) struct ReviewArguments {
    /// The documents, by id or path
    #[arg(value_name = "DOC", required = true)]
    pub(in crate::cli) documents: Vec<String>,
    /// What the review came to: current, revised, needs-revision, retire
    #[arg(long)]
    pub(in crate::cli) outcome: Option<String>,
    /// What was looked at and found; needed where nothing changed
    #[arg(long, value_name = "TEXT")]
    pub(in crate::cli) note: Option<String>,
    /// Who reviewed it, if not you; may be repeated
    #[arg(long, value_name = "WHO")]
    pub(in crate::cli) by: Vec<String>,
    /// The day of the review, if not today
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(in crate::cli) on: Option<String>,
    /// Where a review outside git is recorded
    #[arg(long, value_name = "REFERENCE")]
    pub(in crate::cli) evidence: Option<String>,
    /// Raise the version
    #[arg(long, value_name = "HOW MUCH", value_enum)]
    pub(in crate::cli) bump: Option<Bump>,
    /// One commit for all documents instead of one for each
    #[arg(long)]
    pub(in crate::cli) together: bool,
    #[command(flatten)]
    pub(in crate::cli) carrying: CarryingOut,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  sopctl promote SOP-004 --to in-review\n  sopctl promote SOP-004 --to approved --by @coo --effective 2026-12-01 --commit\n  sopctl promote SOP-004 --to draft          sent back by its approvers"
)]
pub(in crate::cli) struct PromoteArguments {
    /// The document, by id or path
    #[arg(value_name = "DOC")]
    pub(in crate::cli) document: String,
    /// Where it goes: draft, in-review, approved, effective, superseded, retired
    #[arg(long, value_name = "STATUS")]
    pub(in crate::cli) to: String,
    /// Who approves it, if not you; may be repeated
    #[arg(long, value_name = "WHO")]
    pub(in crate::cli) by: Vec<String>,
    /// The day of the approval, if not today
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(in crate::cli) on: Option<String>,
    /// From when on it binds
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(in crate::cli) effective: Option<String>,
    /// What replaces it; may be repeated
    #[arg(long, value_name = "DOC")]
    pub(in crate::cli) superseded_by: Vec<String>,
    #[command(flatten)]
    pub(in crate::cli) carrying: CarryingOut,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  sopctl retire SOP-003 --reason \"Returns are booked online now\" --commit\n  sopctl retire SOP-003 --superseded-by SOP-007"
)]
pub(in crate::cli) struct RetireArguments {
    /// The document, by id or path
    #[arg(value_name = "DOC")]
    pub(in crate::cli) document: String,
    /// What replaces it; may be repeated
    #[arg(long, value_name = "DOC")]
    pub(in crate::cli) superseded_by: Vec<String>,
    /// Why
    #[arg(long, value_name = "TEXT")]
    pub(in crate::cli) reason: Option<String>,
    #[command(flatten)]
    pub(in crate::cli) carrying: CarryingOut,
}

/// How much a version is raised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(in crate::cli) enum Bump {
    /// For a change that must be approved again
    Major,
    /// For any other change
    Minor,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  sopctl renumber SOP-004                    to the next free number of its type\n  sopctl renumber SOP-004 SOP-012 --dry-run\n  sopctl renumber sops/returns.md            where two documents have one number"
)]
pub(in crate::cli) struct RenumberArguments {
    /// The document, by its number or its path
    #[arg(value_name = "DOC")]
    pub(in crate::cli) document: String,
    /// The number that it gets, if not the next free one of its type
    #[arg(value_name = "NEW")]
    pub(in crate::cli) new: Option<String>,
    #[command(flatten)]
    pub(in crate::cli) carrying: CarryingOut,
}

/// How far a record is carried.
#[derive(Debug, Clone, Copy, Args)]
pub(in crate::cli) struct CarryingOut {
    /// Commit the record, and nothing else, with your own git; nothing is pushed
    #[arg(long)]
    pub(in crate::cli) commit: bool,
    /// Show what would be written
    #[arg(long, conflicts_with = "commit")]
    pub(in crate::cli) dry_run: bool,
}
