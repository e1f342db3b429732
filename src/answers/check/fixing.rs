//! Mending what takes no judgment: what a rule proposes, and all of it as one changeset.
//!
//! A fix says what it means: fields of the front matter, which are changed as everywhere else,
//! or places in the text. Where two fixes meet, the first wins; the other is due the next time.

use std::collections::HashMap;

use crate::data::Syntax;
use crate::data::splice::{Patch, applied};
use crate::document::front_matter::{FieldEdit, edit};
use crate::document::profile::Profile;
use crate::library::{Library, Member};
use crate::report::{Edit, Finding, Location, Text};
use crate::source::Span;
use crate::worktree::{ChangeKind, Changeset, FileChange};

/// What a rule proposes to do about a fault.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fix {
    label: String,
    means: Means,
}

#[derive(Debug, PartialEq, Eq)]
enum Means {
    Fields(Vec<FieldEdit>),
    Text(Vec<Patch>),
}

impl Fix {
    /// Changes fields of the front matter.
    pub(super) fn fields(label: impl Into<String>, edits: Vec<FieldEdit>) -> Self {
        Self { label: label.into(), means: Means::Fields(edits) }
    }

    /// Replaces text, at places of the document.
    pub(super) fn text(label: impl Into<String>, patches: Vec<Patch>) -> Self {
        Self { label: label.into(), means: Means::Text(patches) }
    }

    /// The fix as edits of the file; `None` where the front matter cannot be edited so.
    pub(super) fn prepared(self, member: &Member, profile: &Profile) -> Option<crate::report::Fix> {
        let (text, lines) = (member.document.text(), member.document.lines());
        let mut patches = match self.means {
            Means::Text(patches) => patches,
            Means::Fields(edits) => edit(text, profile, Syntax::Toml, &edits).ok()?.patches,
        };
        patches.sort_by_key(|patch| patch.span);
        let edits: Vec<Edit> = patches
            .into_iter()
            .map(|Patch { span, text: new }| Edit {
                span,
                start: lines.position(text, span.start),
                end: lines.position(text, span.end),
                text: new,
            })
            .collect();
        let label = Text::from(self.label);
        (!edits.is_empty()).then_some(crate::report::Fix { label, edits })
    }
}

/// The fixes of a report, ready to be written.
#[derive(Debug, Clone, Default)]
pub struct Fixing {
    /// The documents with their fixes made.
    pub changeset: Changeset,
    pub(super) mended: Vec<Mended>,
    /// How many fixes have to wait for the next time.
    pub(super) postponed: usize,
    /// Whether they have been made.
    pub(super) is_written: bool,
}

/// One fix that is made.
#[derive(Debug, Clone)]
pub(super) struct Mended {
    pub(super) path: Text,
    pub(super) line: Option<usize>,
    pub(super) rule: &'static str,
    pub(super) label: Text,
}

impl Fixing {
    /// Puts the fixes of findings together; `findings` are sorted by path.
    pub(super) fn of(findings: &[Finding], library: &Library) -> Self {
        let mut fixing = Self::default();
        if findings.iter().all(|finding| finding.fix.is_none()) {
            return fixing;
        }
        let members: HashMap<Text, &Member> =
            library.members.iter().map(|member| (Text::new(&member.path), member)).collect();
        for found in findings.chunk_by(|a, b| a.path == b.path) {
            let of_path = found.first().and_then(|finding| members.get(&finding.path));
            let Some(member) = of_path.copied() else { continue };
            let mut taken: Vec<&Edit> = Vec::new();
            for finding in found {
                let Some(fix) = &finding.fix else { continue };
                let meets = |edit: &Edit| taken.iter().any(|other| meet(edit.span, other.span));
                if fix.edits.iter().any(meets) {
                    fixing.postponed += 1;
                    continue;
                }
                taken.extend(&fix.edits);
                fixing.mended.push(Mended {
                    path: finding.path.clone(),
                    line: finding.location.map(Location::line),
                    rule: finding.rule,
                    label: fix.label.clone(),
                });
            }
            if !taken.is_empty() {
                fixing.changeset.changes.push(mended(member, taken));
            }
        }
        fixing
    }

    /// The same, after it has been written.
    #[must_use]
    pub fn written(self) -> Self {
        Self { is_written: true, ..self }
    }
}

fn mended(member: &Member, mut edits: Vec<&Edit>) -> FileChange {
    edits.sort_by_key(|edit| edit.span);
    let patches: Vec<Patch> =
        edits.into_iter().map(|edit| Patch { span: edit.span, text: edit.text.clone() }).collect();
    let text = member.document.text();
    let kind = ChangeKind::Replace {
        expected: text.as_bytes().to_vec(),
        content: applied(text, &patches).into_bytes(),
    };
    FileChange { path: member.path.clone(), kind }
}

/// Whether two replacements cannot be made independently of each other.
pub(super) fn meet(a: Span, b: Span) -> bool {
    a.start == b.start || (a.start < b.end && b.start < a.end)
}
