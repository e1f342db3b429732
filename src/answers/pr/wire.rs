//! The JSON of `pr`. Fields are added here, never changed.

use schemars::JsonSchema;
use serde::Serialize;

use crate::calendar::Date;
use crate::comparison::Class;
use crate::comparison::wire::Changes;
use crate::document::lifecycle::{ReviewOutcome, Status};
use crate::git::CommitId;
use crate::library::Unreadable;
use crate::library::wire::{Match, Upstream, carried_out, translated};
use crate::paths::RepoPath;
use crate::reviews::{self, Brought};

use super::PullRequest;
use super::affected::Affected;
use super::approval::Approval;
use super::change::{Changed, Kind};

/// The body of the answer.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PullRequestData<'r> {
    /// The work that is told of.
    since: Since<'r>,
    /// How many there are.
    summary: Summary,
    /// The documents that the work changes, heaviest first.
    documents: Vec<Document<'r>>,
    /// The documents that describe a file of it, or carry out a document of it.
    affected: Vec<WireAffected<'r>>,
    /// The documents that could not be compared.
    unreadable: &'r [Unreadable],
}

#[derive(Debug, Serialize, JsonSchema)]
struct Since<'r> {
    /// The revision as it was asked for, or the controlled branch.
    rev: &'r str,
    /// The commit from which on work counts, in full.
    base: CommitId,
    /// Files that were touched, documents or not.
    touched_files: usize,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Summary {
    /// Documents of the library, the unreadable ones included.
    documents: usize,
    /// Documents that the work changes.
    changed: usize,
    /// Changed documents whose text is not approved by all who must.
    approvals_missing: usize,
    /// Documents that changed in class minor or major and have the version that they had.
    versions_not_raised: usize,
    /// Documents that `stale` calls suspect once the work has landed.
    become_suspect: usize,
    /// Reviews that came with the work.
    reviews: usize,
    /// Documents that could not be compared.
    unreadable: usize,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Document<'r> {
    /// Its number; `null` where it has none.
    id: Option<&'r str>,
    /// Its title: from the front matter, else its first heading, else the name of the file.
    title: &'r str,
    /// `policy`, `sop`, `work-instruction`, or a type of sopctl.toml.
    #[serde(rename = "type")]
    document_type: Option<&'r str>,
    /// The one accountable owner.
    owner: Option<&'r str>,
    /// Where it stood; `null` where it is new.
    old_path: Option<&'r str>,
    /// Where it stands; `null` where it is gone.
    new_path: Option<&'r str>,
    /// What happened to it. One that was only moved is unchanged and has two paths.
    change: DocumentChange,
    /// How much the whole change weighs.
    class: Class,
    /// Its status before.
    old_status: Option<Status>,
    /// Its status after.
    status: Option<Status>,
    /// Its version before.
    old_version: Option<&'r str>,
    /// Its version after.
    new_version: Option<&'r str>,
    /// Whether the version should have been raised and was not.
    version_not_raised: bool,
    /// Whether this text is approved.
    approval: WireApproval<'r>,
    /// The review that came with the work; `null` where none did.
    review: Option<Review<'r>>,
    /// What changed, in one line; `null` where it came or went.
    summary: Option<String>,
    /// What changed, as in `diff`.
    #[serde(flatten)]
    changes: Changes<'r>,
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum DocumentChange {
    Added,
    Removed,
    Modified,
    Unchanged,
}

/// Whether the text is approved by all who must.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Approval")]
struct WireApproval<'r> {
    /// `not-asked`, `given` or `missing`.
    state: ApprovalState,
    /// Who approved this text.
    given_by: &'r [String],
    /// Who has still to approve it.
    missing: &'r [String],
    /// Whether the recorded approval is of another text.
    approved_text_differs: bool,
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum ApprovalState {
    /// A draft, out of use, the same words as before, or never approved by anybody.
    NotAsked,
    Given,
    Missing,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Review<'r> {
    /// The date of the review.
    on: Date,
    /// Who reviewed it, where that is recorded.
    by: &'r [String],
    /// What it came to.
    outcome: Option<ReviewOutcome>,
    /// What was noted.
    note: Option<&'r str>,
    /// What kind of event it is, as far as two texts tell.
    kind: reviews::Kind,
}

#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Affected")]
struct WireAffected<'r> {
    /// Its number; `null` where it has none.
    id: Option<&'r str>,
    /// Where it stands, from the root of the repository.
    path: &'r str,
    /// Its title.
    title: &'r str,
    /// The one accountable owner.
    owner: Option<&'r str>,
    /// Whether the work changes what it says as well.
    changed: bool,
    /// Whether somebody reviewed or approved it in the same work.
    vouched_for: bool,
    /// Whether `stale` calls it suspect once the work has landed.
    becomes_suspect: bool,
    /// The files that it describes, as in `refs`.
    matches: Vec<Match<'r>>,
    /// The documents that it carries out.
    implements: Vec<Upstream<'r>>,
    /// The documents that it is a translation of.
    translates: Vec<Upstream<'r>>,
}

impl<'r> PullRequestData<'r> {
    pub(super) fn of(report: &'r PullRequest) -> Self {
        let changed = |is: fn(&Changed) -> bool| report.changed.iter().filter(|c| is(c)).count();
        Self {
            since: Since {
                rev: &report.rev,
                base: report.base,
                touched_files: report.touched_files,
            },
            summary: Summary {
                documents: report.in_library,
                changed: report.changed.len(),
                approvals_missing: changed(|changed| changed.approval.is_missing()),
                versions_not_raised: changed(Changed::keeps_version),
                become_suspect: report.affected.iter().filter(|a| a.becomes_suspect).count(),
                reviews: changed(|changed| {
                    changed.review.as_ref().is_some_and(|review| review.kind.is_review())
                }),
                unreadable: report.unreadable.len(),
            },
            documents: report.changed.iter().map(document).collect(),
            affected: report.affected.iter().map(affected).collect(),
            unreadable: &report.unreadable,
        }
    }
}

fn document(changed: &Changed) -> Document<'_> {
    Document {
        id: changed.id.as_deref(),
        title: &changed.title,
        document_type: changed.document_type.as_deref(),
        owner: changed.owner.as_deref(),
        old_path: changed.old_path.as_ref().map(RepoPath::as_str),
        new_path: changed.new_path.as_ref().map(RepoPath::as_str),
        change: match changed.kind {
            Kind::Added => DocumentChange::Added,
            Kind::Removed => DocumentChange::Removed,
            Kind::Modified => DocumentChange::Modified,
            Kind::Moved => DocumentChange::Unchanged,
        },
        class: changed.class,
        old_status: changed.old_status,
        status: changed.status,
        old_version: changed.old_version.as_deref(),
        new_version: changed.new_version.as_deref(),
        version_not_raised: changed.keeps_version(),
        approval: approval(&changed.approval),
        review: changed.review.as_ref().map(review),
        summary: (changed.kind == Kind::Modified).then(|| changed.comparison.summary()),
        changes: Changes::from(&changed.comparison),
    }
}

fn approval(approval: &Approval) -> WireApproval<'_> {
    let (state, given_by, missing, approved_text_differs): (_, &[String], &[String], _) =
        match approval {
            Approval::NotAsked => (ApprovalState::NotAsked, &[], &[], false),
            Approval::Given { by } => (ApprovalState::Given, by, &[], false),
            Approval::Missing { by, is_of_another_text } => {
                (ApprovalState::Missing, &[], by, *is_of_another_text)
            }
        };
    WireApproval { state, given_by, missing, approved_text_differs }
}

fn review(review: &Brought) -> Review<'_> {
    Review {
        on: review.on,
        by: &review.by,
        outcome: review.outcome,
        note: review.note.as_deref(),
        kind: review.kind,
    }
}

fn affected(affected: &Affected) -> WireAffected<'_> {
    WireAffected {
        id: affected.id.as_deref(),
        path: affected.path.as_str(),
        title: &affected.title,
        owner: affected.owner.as_deref(),
        changed: affected.says_else,
        vouched_for: affected.is_vouched_for,
        becomes_suspect: affected.becomes_suspect,
        matches: affected.matches.iter().map(Match::from).collect(),
        implements: carried_out(&affected.upstream),
        translates: translated(&affected.upstream),
    }
}
