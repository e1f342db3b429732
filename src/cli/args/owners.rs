//! What is typed about owners and what they have to do.

use clap::Args;

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  sopctl owners\n  sopctl owners --exit-code           fails while a document has no owner who is here\n  sopctl owners --format html -o owners.html\n  sopctl owners --replace @leila @noor --dry-run\n  sopctl owners --codeowners verify   fails where CODEOWNERS and documents differ"
)]
pub(in crate::cli) struct OwnersArguments {
    /// How long before its date a review counts as due soon
    #[arg(long, value_name = "INTERVAL")]
    pub(in crate::cli) within: Option<String>,
    /// Exit status 1 while a document has nobody who looks after it
    #[arg(long)]
    pub(in crate::cli) exit_code: bool,
    /// Write NEW for OLD, as owner and approver, into every document
    #[arg(long, num_args = 2, value_names = ["OLD", "NEW"], conflicts_with_all = ["within", "exit_code"])]
    pub(in crate::cli) replace: Vec<String>,
    /// Write the owners of documents into CODEOWNERS, or say where it differs from them
    #[arg(long, value_name = "TASK", value_enum, conflicts_with_all = ["replace", "within", "exit_code"])]
    pub(in crate::cli) codeowners: Option<CodeOwnersTask>,
    /// Show what would be written
    #[arg(long)]
    pub(in crate::cli) dry_run: bool,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  sopctl plan\n  sopctl plan --owner @marcus --format ics -o reviews.ics\n  sopctl plan --stagger               earlier days for reviews of one owner that are due on one day\n  sopctl plan --stagger --tolerance \"6 weeks\" --write"
)]
pub(in crate::cli) struct PlanArguments {
    /// How many months are planned, this one included
    #[arg(long, value_name = "NUMBER", default_value_t = 12, value_parser = clap::value_parser!(u16).range(1..=120))]
    pub(in crate::cli) months: u16,
    /// Only the reviews of this owner
    #[arg(long)]
    pub(in crate::cli) owner: Option<String>,
    /// Propose earlier days where several reviews of one owner are due on one day
    #[arg(long)]
    pub(in crate::cli) stagger: bool,
    /// How much earlier at most; without it, as long as `due_soon` in sopctl.toml, or 30 days
    #[arg(long, value_name = "INTERVAL", requires = "stagger")]
    pub(in crate::cli) tolerance: Option<String>,
    /// Write the proposed days into the documents, as `next_review`
    #[arg(long, requires = "stagger")]
    pub(in crate::cli) write: bool,
}

/// What to do with CODEOWNERS.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(in crate::cli) enum CodeOwnersTask {
    /// Write the lines between `# sopctl: begin` and `# sopctl: end`, and no other
    Write,
    /// Exit status 1 where the file names others than the documents
    Verify,
}
