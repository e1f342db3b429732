//! `promote` and `retire`: a document moves on in its life, with what that takes.
//!
//! An approval names who gave it, when, and which text: it is given to a text that git holds,
//! by all who must give it. A document that is over stays over; one in force is not reopened,
//! its next text is approved while it stays in force.

mod approval;
mod step;
mod view;
mod wire;

use crate::calendar::Date;
use crate::config::Config;
use crate::document::field::FieldName;
use crate::document::lifecycle::Status;
use crate::git::{CommitId, GitError};
use crate::library::Library;
use crate::paths::RepoPath;
use crate::record::{Entry, EntryError, Message, Onward, Pending, Stage, Subject};
use crate::report::{Context, Format, Report, View};
use crate::worktree::Changeset;

use approval::Approval;

pub use step::Step;

/// The answer.
#[derive(Debug)]
pub struct Promotion {
    context: Context,
    step: Step,
    from: Option<Status>,
    entry: Entry,
    /// The approval that the step records.
    approval: Option<Approval>,
    /// What the documents that replace it say of that from now on.
    successors: Vec<Entry>,
    /// The documents that carry out this one or translate it, and are not over, where it is.
    orphans: Vec<Orphan>,
    /// The documents that it replaces and that are in force still, once it is itself.
    replaced: Vec<Orphan>,
    stage: Stage,
    onward: Onward,
}

/// A document that rests on one that is over.
#[derive(Debug)]
struct Orphan {
    name: String,
    status: Option<Status>,
}

/// What is to be done with which document.
#[derive(Debug)]
pub struct Request<'a> {
    /// The document.
    pub subject: Subject<'a>,
    /// Where it goes.
    pub step: Step,
    /// The documents that replace it, where it is superseded.
    pub successors: Vec<Subject<'a>>,
    /// All documents, and the convention by which they are written.
    pub library: &'a Library,
    /// Who belongs to which team.
    pub config: &'a Config,
    /// Who works here, and so approves where nobody else is named.
    pub user: Option<String>,
    /// How the commit gets to the controlled branch.
    pub onward: Onward,
}

/// A step that is not taken.
#[derive(Debug, thiserror::Error)]
pub enum LifecycleError {
    /// The status of the document is not one.
    #[error("the status of {document} cannot be read")]
    UnreadableStatus {
        /// The document.
        document: String,
    },
    /// The life of a document does not go that way.
    #[error("{document} is {}, and does not become {to} from there", from.as_str(), to = to.as_str())]
    NoWay {
        /// The document.
        document: String,
        /// Where it stands.
        from: Status,
        /// Where it was to go.
        to: Status,
    },
    /// It stands there already, and nothing else would be recorded.
    #[error("{document} is {} already", status.as_str())]
    There {
        /// The document.
        document: String,
        /// Its status.
        status: Status,
    },
    /// An option that such a step has no use for.
    #[error("{option} has no meaning for a document that becomes {}", to.as_str())]
    Idle {
        /// The option.
        option: &'static str,
        /// Where the document was to go.
        to: Status,
    },
    /// The text is not the one that git has.
    #[error("{document} has uncommitted changes, and an approval is of what git holds")]
    Uncommitted {
        /// The document.
        document: String,
        /// Where it stands.
        path: RepoPath,
        /// How it differs.
        how: Pending,
    },
    /// Nobody is named, and git does not know who works here.
    #[error("nothing says who approves {document}")]
    Nobody {
        /// The document.
        document: String,
    },
    /// Somebody who must approve has not.
    #[error("{document} must be approved by {approver}")]
    NotApproved {
        /// The document.
        document: String,
        /// Who is missing.
        approver: String,
    },
    /// The text is not the one that was approved.
    #[error("the text of {document} is not the one that was approved")]
    OtherText {
        /// The document.
        document: String,
    },
    /// The day is yet to come.
    #[error("{on} is after {day}: an approval cannot be recorded before it is given")]
    InFuture {
        /// The day of the approval.
        on: Date,
        /// The day that is judged by.
        day: Date,
    },
    /// It would bind before it was approved.
    #[error(
        "{effective} is before {on}, the day of the approval: no text binds before it is approved"
    )]
    BeforeApproval {
        /// From when on it was to bind.
        effective: Date,
        /// The day of the approval.
        on: Date,
    },
    /// It does not bind yet.
    #[error("{document} is effective from {effective} on, which is yet to come")]
    NotYet {
        /// The document.
        document: String,
        /// From when on it binds.
        effective: Date,
    },
    /// It would replace itself.
    #[error("{document} cannot replace itself")]
    OwnSuccessor {
        /// The document.
        document: String,
    },
    /// What is to replace it is over itself.
    #[error("{successor} is {} itself and replaces nothing", status.as_str())]
    SuccessorOver {
        /// The document that was to replace it.
        successor: String,
        /// Its status.
        status: Status,
    },
    /// What every document of that status has is missing.
    #[error("{document} cannot become {} without {}", to.as_str(), named(missing))]
    Missing {
        /// The document.
        document: String,
        /// Where it was to go.
        to: Status,
        /// The fields.
        missing: Vec<FieldName>,
    },
    /// The fields cannot be written.
    #[error(transparent)]
    Entry(#[from] EntryError),
    /// The repository could not answer.
    #[error(transparent)]
    Git(#[from] GitError),
}

fn named(fields: &[FieldName]) -> String {
    fields.iter().map(|field| field.as_str()).collect::<Vec<_>>().join(", ")
}

/// Takes a document to another status; nothing is written.
///
/// # Errors
/// When the step is not allowed, or something that it takes is missing.
pub fn promote(request: Request<'_>, context: Context) -> Result<Promotion, LifecycleError> {
    let Request { subject, step, successors, library, config, user, onward } = request;
    let from = step.start(subject.member)?;
    let approval = step.approval(&subject, from, config, user, context.as_of)?;
    let edits = step.edits(subject.member, approval.as_ref());
    step.require_fields(subject.member, &edits, &library.profile)?;
    let entry = Entry::of(&subject, &library.profile, &edits)?;
    let successors = successors
        .iter()
        .map(|successor| step::succession(successor, &subject, library))
        .collect::<Result<Vec<Entry>, LifecycleError>>()?;
    if entry.fields.is_empty() && !subject.is_replaced() {
        let document = entry.name().to_owned();
        return Err(LifecycleError::There { document, status: step.to });
    }
    let orphans =
        if step.to.is_over() { view::orphans(subject.member, library) } else { Vec::new() };
    let replaced = if step.to == Status::Effective {
        view::replaced(subject.member, library)
    } else {
        Vec::new()
    };
    Ok(Promotion {
        context,
        step,
        from,
        entry,
        approval,
        successors,
        orphans,
        replaced,
        stage: Stage::Proposed,
        onward,
    })
}

impl Promotion {
    /// The edits of the document and of those that replace it.
    #[must_use]
    pub fn changeset(&self) -> Changeset {
        Changeset { changes: self.entries().filter_map(|entry| entry.change.clone()).collect() }
    }

    /// The commit that carries it: its files and its message.
    #[must_use]
    pub fn commit(&self) -> (Vec<RepoPath>, Message) {
        let message = self.step.message(&self.entry, self.approval.as_ref());
        let successors = self.successors.iter().filter(|entry| entry.change.is_some());
        let paths = std::iter::once(&self.entry).chain(successors).map(|entry| entry.path.clone());
        (paths.collect(), message)
    }

    fn entries(&self) -> impl Iterator<Item = &Entry> {
        std::iter::once(&self.entry).chain(&self.successors)
    }

    /// The same answer once its changeset is written.
    #[must_use]
    pub fn written(mut self) -> Self {
        self.stage = Stage::Written;
        self
    }

    /// The same answer once this commit carries it.
    #[must_use]
    pub fn committed(mut self, commit: Option<CommitId>) -> Self {
        self.stage = Stage::Committed;
        self.entry.commit = commit;
        self
    }
}

impl Report for Promotion {
    const NAME: &'static str = "promote";
    const FORMATS: &'static [Format] = &[Format::Text, Format::Json, Format::Markdown];
    type Data<'a> = wire::PromotionData<'a>;

    fn view(&self) -> View {
        view::of(self)
    }

    fn data(&self) -> wire::PromotionData<'_> {
        wire::PromotionData::of(self)
    }

    fn context(&self) -> &Context {
        &self.context
    }
}
