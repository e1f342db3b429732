//! What is typed to begin documents, and about what they are made from.

use std::path::PathBuf;

use clap::{Args, Subcommand};

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  sopctl new                          asks who will read it, and recommends what to write\n  sopctl new sop \"Customer onboarding\" --owner @cs-leads --implements POL-001\n  sopctl new sop \"Onboarding\" --with-wi \"Create the account\" --with-wi \"Send the welcome mail\"\n  sopctl new runbook \"Disk full\" --owner @ops --edit\n  sopctl new wi \"Create the account\" --implements SOP-001 --from notes.md --dry-run"
)]
pub(in crate::cli) struct NewArguments {
    /// policy, sop, wi, a type of sopctl.toml, or a template: `sopctl template list`
    #[arg(value_name = "TYPE")]
    pub(in crate::cli) document_type: Option<String>,
    /// What the document is called
    pub(in crate::cli) title: Option<String>,
    /// Who answers for it: a handle, team, e-mail or role
    #[arg(long)]
    pub(in crate::cli) owner: Option<String>,
    /// The document it carries out; may be repeated
    #[arg(long, value_name = "ID")]
    pub(in crate::cli) implements: Vec<String>,
    /// A role that must know it; may be repeated
    #[arg(long, value_name = "ROLE", value_delimiter = ',')]
    pub(in crate::cli) audience: Vec<String>,
    /// Make it from this template
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) template: Option<String>,
    /// Give it a further field; may be repeated
    #[arg(long, value_name = "KEY=VALUE")]
    pub(in crate::cli) set: Vec<String>,
    /// Make a work instruction of this title below the SOP, each linked with the other; may be
    /// repeated
    #[arg(long, value_name = "TITLE")]
    pub(in crate::cli) with_wi: Vec<String>,
    /// Take the text of this draft into the sections of the template
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) from: Option<PathBuf>,
    /// Open what was written in $VISUAL or $EDITOR
    #[arg(long, conflicts_with = "dry_run")]
    pub(in crate::cli) edit: bool,
    /// Show what would be written
    #[arg(long)]
    pub(in crate::cli) dry_run: bool,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Takes recordings of the Chrome DevTools Recorder (JSON), Playwright (trace.zip, codegen jsonl),\nSelenium IDE (.side), asciinema (.cast), script (typescript) and the Steps Recorder of Windows (.zip, .mht), and\nthe history of bash, zsh and fish. Passwords, tokens and the like are masked before anything is written.\n\nExamples:\n  sopctl import refund.json --dry-run\n  sopctl import deploy.cast --title \"Deploy the shop\" --owner @ops --implements SOP-003#deploy\n  sopctl import typescript --timing timing.log\n  sopctl import ~/.bash_history --last 12 --title \"Rotate the logs\"\n  sopctl import --update WI-012 refund-2.json         shows what has changed in the task\n  sopctl import --update WI-012 refund-2.json --write"
)]
pub(in crate::cli) struct ImportArguments {
    /// The recording; its format is told by its content
    pub(in crate::cli) file: PathBuf,
    /// wi, a type of sopctl.toml, or a template; a work instruction otherwise
    #[arg(long = "type", value_name = "TYPE")]
    pub(in crate::cli) document_type: Option<String>,
    /// What the document is called, if not as the recording
    #[arg(long)]
    pub(in crate::cli) title: Option<String>,
    /// Its number, if not the next free one
    #[arg(long)]
    pub(in crate::cli) id: Option<String>,
    /// Who answers for it: a handle, team, e-mail or role
    #[arg(long)]
    pub(in crate::cli) owner: Option<String>,
    /// The document it carries out; may be repeated
    #[arg(long, value_name = "ID")]
    pub(in crate::cli) implements: Vec<String>,
    /// A role that must know it; may be repeated
    #[arg(long, value_name = "ROLE", value_delimiter = ',')]
    pub(in crate::cli) audience: Vec<String>,
    /// Only this task of a recording that holds several, counted from 1
    #[arg(long, value_name = "N")]
    pub(in crate::cli) take: Option<usize>,
    /// Pictures of the steps, named step-01.png or in the order of their names
    #[arg(long, value_name = "DIR")]
    pub(in crate::cli) screenshots: Option<PathBuf>,
    /// How the prompt of the shell ends, where it is not found in a terminal recording
    #[arg(long, value_name = "TEXT")]
    pub(in crate::cli) prompt: Option<String>,
    /// Only the last commands of a shell's history
    #[arg(long, value_name = "N")]
    pub(in crate::cli) last: Option<usize>,
    /// Only the commands of a shell's history from this day on
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(in crate::cli) since: Option<String>,
    /// The timing file that `script` wrote beside the typescript
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) timing: Option<PathBuf>,
    /// The keys that `script --log-in` wrote beside the typescript
    #[arg(long, value_name = "FILE", requires = "timing")]
    pub(in crate::cli) log_in: Option<PathBuf>,
    /// What was masked under this number is no secret; may be repeated
    #[arg(long, value_name = "NO", value_delimiter = ',')]
    pub(in crate::cli) keep_value: Vec<usize>,
    /// Show what would be written
    #[arg(long)]
    pub(in crate::cli) dry_run: bool,
    /// The document that the recording is to be compared with, instead of making a new one
    #[arg(long, value_name = "DOC", conflicts_with_all = ["document_type", "title", "id", "owner", "implements", "audience"])]
    pub(in crate::cli) update: Option<String>,
    /// With --update, write the changes into the document
    #[arg(long, requires = "update", conflicts_with = "dry_run")]
    pub(in crate::cli) write: bool,
    /// With --update, show the changes as a patch for git apply
    #[arg(long, requires = "update", conflicts_with_all = ["dry_run", "write"])]
    pub(in crate::cli) patch: bool,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  sopctl template list\n  sopctl template show runbook\n  sopctl template export sop          writes its files where they replace the built-in ones"
)]
pub(in crate::cli) struct TemplateArguments {
    #[command(subcommand)]
    pub(in crate::cli) task: TemplateTask,
}

/// What to do with templates.
#[derive(Debug, Subcommand)]
pub(in crate::cli) enum TemplateTask {
    /// List the templates, and where each comes from
    List,
    /// Show what a template asks
    Show {
        /// Its name
        name: String,
    },
    /// Write the files of a template, to change them; nothing is overwritten
    Export {
        /// Its name
        name: String,
        /// The folder to write a folder of that name to, if not the one of this repository
        #[arg(long, value_name = "DIR")]
        to: Option<PathBuf>,
        /// Show what would be written
        #[arg(long)]
        dry_run: bool,
    },
}
