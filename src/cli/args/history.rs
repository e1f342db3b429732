//! What is typed about history: comparisons, releases, evidence, pull requests.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::Args;

#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of its own on the command line"
)]
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  sopctl diff v1.1..v2.0\n  sopctl diff main...HEAD SOP-004     what a branch changes in one document\n  sopctl diff HEAD                    what is not committed yet\n  sopctl diff --since-review          each document against the text that was last reviewed\n  sopctl diff --no-index old.md new.md"
)]
pub(in crate::cli) struct DiffArguments {
    /// A..B, A...B, or one revision to compare with the working tree; then documents by id or path
    #[arg(value_name = "A..B [DOC]")]
    pub(in crate::cli) arguments: Vec<String>,
    /// Documents only, where a name is both a revision and a document
    #[arg(last = true, value_name = "DOC")]
    pub(in crate::cli) documents: Vec<String>,
    /// Compare each document with its text at its last review or approval
    #[arg(long, conflicts_with = "no_index")]
    pub(in crate::cli) since_review: bool,
    /// Compare any two files or folders, also outside git
    #[arg(long)]
    pub(in crate::cli) no_index: bool,
    /// Show long texts whole, not only around the words that changed
    #[arg(long)]
    pub(in crate::cli) words: bool,
    /// Exit status 1 when anything differs
    #[arg(long)]
    pub(in crate::cli) exit_code: bool,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  sopctl log SOP-004\n  sopctl log SOP-004 --substance      without formatting, moves and dates of review\n  sopctl log --all --limit 20"
)]
pub(in crate::cli) struct LogArguments {
    /// The document, by id or path; also a path that was removed
    #[arg(value_name = "DOC", required_unless_present = "all", conflicts_with = "all")]
    pub(in crate::cli) document: Option<String>,
    /// The revisions of every document, newest first
    #[arg(long)]
    pub(in crate::cli) all: bool,
    /// Only revisions that changed what a document says
    #[arg(long)]
    pub(in crate::cli) substance: bool,
    /// At most this many revisions
    #[arg(short = 'n', long, value_name = "NUMBER")]
    pub(in crate::cli) limit: Option<usize>,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  sopctl blame SOP-004\n  sopctl blame SOP-004 --all          paragraphs, table rows, notes and code as well\n  sopctl blame SOP-004 --rev v1.1"
)]
pub(in crate::cli) struct BlameArguments {
    /// The document, by id or path
    #[arg(value_name = "DOC")]
    pub(in crate::cli) document: String,
    /// Everything that it says, not only steps and statements
    #[arg(long)]
    pub(in crate::cli) all: bool,
}

#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of its own on the command line"
)]
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  sopctl changelog                     since the last release tag\n  sopctl changelog --latest --view staff\n  sopctl changelog v1.1..v2.0 --format json -o changelog.json\n  sopctl changelog 2026-01-01..2026-06-30\n  sopctl changelog --check             whose version does not keep step with its text\n  sopctl changelog --latest --prepend CHANGELOG.md"
)]
pub(in crate::cli) struct ChangelogArguments {
    /// Two revisions A..B, or A...B for what B changes since both parted; a day stands for the
    /// controlled branch at its end
    #[arg(value_name = "A..B")]
    pub(in crate::cli) range: Option<String>,
    /// From the last release tag to HEAD; this is what happens without a range
    #[arg(long, conflicts_with_all = ["range", "latest"])]
    pub(in crate::cli) unreleased: bool,
    /// From the release tag before the last one to the last one
    #[arg(long, conflicts_with = "range")]
    pub(in crate::cli) latest: bool,
    /// For whom it is written
    #[arg(long, value_name = "WHOM", value_enum, default_value_t)]
    pub(in crate::cli) view: ChangelogView,
    /// Say whose version does not keep step with its text; exit status 1 if there are any
    #[arg(long, conflicts_with_all = ["view", "template", "prepend"])]
    pub(in crate::cli) check: bool,
    /// Reviews of pull requests, as the command line of a hosting service prints them
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) approvals: Option<PathBuf>,
    /// Insert it below the title of this Markdown file, once for each release
    #[arg(long, value_name = "FILE", conflicts_with = "context")]
    pub(in crate::cli) prepend: Option<PathBuf>,
    /// Show what would be written
    #[arg(long, requires = "prepend")]
    pub(in crate::cli) dry_run: bool,
    /// Write it by this handlebars template
    #[arg(long, value_name = "FILE", conflicts_with = "context")]
    pub(in crate::cli) template: Option<PathBuf>,
    /// Print what templates are filled in from, as JSON
    #[arg(long)]
    pub(in crate::cli) context: bool,
    /// Print a template to begin with: auditor, staff
    #[arg(long, value_name = "NAME", exclusive = true)]
    pub(in crate::cli) export_template: Option<String>,
}

/// For whom a changelog is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub(in crate::cli) enum ChangelogView {
    /// Those who check a release: every document, with the proof
    #[default]
    Auditor,
    /// Those who work by the documents: what to do differently, and from when
    Staff,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  sopctl audit --from 2026-01-01 --to 2026-12-31 --format html -o evidence.html\n  sopctl audit --type policy --format csv -o reviews.csv\n  gh pr list --state merged --limit 1000 --json number,reviews > approvals.json\n  sopctl audit --approvals approvals.json"
)]
pub(in crate::cli) struct AuditArguments {
    /// Only what landed on this day or later
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(in crate::cli) from: Option<String>,
    /// Only what landed on this day or earlier
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(in crate::cli) to: Option<String>,
    /// Only documents of this type
    #[arg(long = "type", value_name = "TYPE")]
    pub(in crate::cli) document_type: Option<String>,
    /// Only documents of this owner
    #[arg(long)]
    pub(in crate::cli) owner: Option<String>,
    /// Also add up the reviews of each person
    #[arg(long)]
    pub(in crate::cli) by_person: bool,
    /// Reviews of pull requests, as the command line of a hosting service prints them
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) approvals: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  sopctl refs infra/crm config/limits.toml#refund.max\n  sopctl refs --since main            for what a branch touches\n  git diff --cached --name-only -z | xargs -0r sopctl refs"
)]
pub(in crate::cli) struct RefsArguments {
    /// Files and folders, there or not; FILE#KEY for one value in a file
    #[arg(value_name = "PATH", required_unless_present = "since", conflicts_with = "since")]
    pub(in crate::cli) paths: Vec<String>,
    /// What was touched since the merge base with this revision
    #[arg(long, value_name = "REV")]
    pub(in crate::cli) since: Option<String>,
    /// Exit status 1 when a document describes any of it
    #[arg(long)]
    pub(in crate::cli) exit_code: bool,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  sopctl pr                           what this branch changes since it left the controlled one\n  sopctl pr --since HEAD^1            in a checkout of the merge\n  sopctl pr -o comment.md             the comment begins with <!-- sopctl:pr -->, to find it again"
)]
pub(in crate::cli) struct PrArguments {
    /// Since the merge base with this revision, if not with the controlled branch
    #[arg(long, value_name = "REV")]
    pub(in crate::cli) since: Option<String>,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct GitDiffArguments {
    /// path old-file old-hex old-mode new-file new-hex new-mode, as git gives them
    #[arg(value_name = "ARGUMENT", trailing_var_arg = true, allow_hyphen_values = true)]
    pub(in crate::cli) call: Vec<OsString>,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct GitTextArguments {
    /// The file, as git gives it
    #[arg(allow_hyphen_values = true)]
    pub(in crate::cli) file: PathBuf,
}
