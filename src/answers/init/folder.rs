//! The folder of a type.

use crate::document::lifecycle::DocumentKind;
use crate::text::plain;
use crate::worktree::Listing;

/// Where the documents of a type stand.
pub(super) struct TypeFolder {
    pub(super) kind: DocumentKind,
    /// Its name, as it is written where it exists.
    pub(super) name: String,
    /// Whether it says already what belongs there.
    pub(super) has_readme: bool,
}

impl TypeFolder {
    /// The folder of a kind beside these files. `SOPs` is taken for `sops`: some file
    /// systems cannot hold both.
    pub(super) fn of(kind: DocumentKind, files: &Listing) -> Self {
        let usual = match kind {
            DocumentKind::Policy => "policies",
            DocumentKind::Sop => "sops",
            DocumentKind::WorkInstruction => "work-instructions",
        };
        let below = files.files.iter().filter_map(|file| file.path.as_str().split_once('/'));
        let existing = below.clone().map(|(top, _)| top).find(|top| plain(top) == usual);
        let name = existing.unwrap_or(usual).to_owned();
        let has_readme =
            below.filter(|(top, _)| *top == name).any(|(_, rest)| plain(rest) == "readme.md");
        Self { kind, name, has_readme }
    }

    /// What the numbers of its documents begin with.
    pub(super) const fn prefix(&self) -> &'static str {
        match self.kind {
            DocumentKind::Policy => "POL",
            DocumentKind::Sop => "SOP",
            DocumentKind::WorkInstruction => "WI",
        }
    }

    /// How often its documents are reviewed. Policies change less often than what
    /// carries them out.
    pub(super) const fn review_interval(&self) -> &'static str {
        match self.kind {
            DocumentKind::Policy => "24 months",
            DocumentKind::Sop | DocumentKind::WorkInstruction => "12 months",
        }
    }

    /// What belongs into the folder. Without a file, git would not keep it.
    pub(super) fn readme(&self) -> String {
        let (heading, what, command) = match self.kind {
            DocumentKind::Policy => (
                "Policies",
                "What must hold, and why: statements that bind people. Who does what and when \
                 belongs in a standard operating procedure.",
                "sopctl new policy \"Title\" --owner @who",
            ),
            DocumentKind::Sop => (
                "Standard operating procedures",
                "Who does what, and when: the stages of a procedure that several roles carry out. \
                 How one person does a single task belongs in a work instruction.",
                "sopctl new sop \"Title\" --owner @who --implements POL-001",
            ),
            DocumentKind::WorkInstruction => (
                "Work instructions",
                "How one person does one task: steps with their expected results. Who decides and \
                 who is responsible belongs in a standard operating procedure.",
                "sopctl new wi \"Title\" --owner @who --implements SOP-001",
            ),
        };
        format!(
            "# {heading}\n\n{what}\n\nOne file for each document. This command makes one with the \
             next free number:\n\n```sh\n{command}\n```\n"
        )
    }
}
