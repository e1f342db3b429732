//! What is typed about what carries out what.

use clap::Args;

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  sopctl coverage\n  sopctl coverage --gaps --exit-code      in CI: fails while there is a gap\n  sopctl coverage POL-001                 one policy, and all that carries it out\n  sopctl coverage --at 2026-03-31         as it was then\n  sopctl coverage --format html -o coverage.html\n  sopctl coverage --format mermaid >> README.md"
)]
pub(in crate::cli) struct CoverageArguments {
    /// Only this document and what carries it out: its number, the beginning of it, or its path
    #[arg(value_name = "DOC")]
    pub(in crate::cli) document: Option<String>,
    /// Only documents of this type
    #[arg(long = "type", value_name = "TYPE")]
    pub(in crate::cli) document_type: Option<String>,
    /// Only documents of this owner
    #[arg(long)]
    pub(in crate::cli) owner: Option<String>,
    /// Only documents of this status
    #[arg(long)]
    pub(in crate::cli) status: Option<String>,
    /// Only what is in force on the day, by status and effective date
    #[arg(long)]
    pub(in crate::cli) in_force: bool,
    /// Only gaps and what is wrong, without the map
    #[arg(long)]
    pub(in crate::cli) gaps: bool,
    /// The text and the day: the controlled branch at the end of this day, judged on that day
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(in crate::cli) at: Option<String>,
    /// Exit status 1 while there is a gap, a dangling reference or a circle
    #[arg(long)]
    pub(in crate::cli) exit_code: bool,
}
