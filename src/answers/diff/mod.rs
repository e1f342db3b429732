//! What changed between two texts of each document, in words: between two trees, between two
//! files, or since each document was last reviewed.

mod ends;
mod outlined;
mod page;
mod since_review;
mod view;
mod wire;

use crate::calendar::Date;
use crate::comparison::{Class, Comparison, Extent};
use crate::evolution::{Pair, pair};
use crate::git::{CommitId, GitError, Repository};
use crate::library::{Library, Member, Unreadable};
use crate::progress::Progress;
use crate::report::{Context, Format, Passage, Report, View};
use crate::standing::VouchedBy;

pub use ends::{End, Naming, diff_of_ends};
pub use outlined::outlined;
pub use since_review::diff_since_review;

/// The answer.
#[derive(Debug)]
pub struct DiffReport {
    context: Context,
    from: String,
    to: String,
    extent: Extent,
    documents: Vec<DocumentDiff>,
    /// The documents that could not be compared because an end of them cannot be read.
    unreadable: Vec<Unreadable>,
    /// The documents that nobody has vouched for yet, so that there is nothing to compare
    /// them with.
    unvouched: Vec<String>,
}

/// One document that differs.
#[derive(Debug)]
struct DocumentDiff {
    id: Option<String>,
    title: String,
    old_path: Option<String>,
    new_path: Option<String>,
    /// Whether it stands elsewhere.
    is_moved: bool,
    old_version: Option<String>,
    new_version: Option<String>,
    comparison: Comparison,
    class: Class,
    since: Option<Since>,
    /// Both texts as one, where they were asked for.
    redline: Option<Vec<Passage>>,
}

/// The last time somebody vouched for the older text, where every document has a day of
/// its own.
#[derive(Debug, Clone, Copy)]
struct Since {
    by: VouchedBy,
    date: Date,
    commit: CommitId,
}

/// What to compare.
#[derive(Debug)]
pub struct Request<'a> {
    /// How the older end is called.
    pub from: String,
    /// How the newer end is called.
    pub to: String,
    /// Only these documents, by their paths at the newer or the older end.
    pub only: Vec<&'a Member>,
    /// How much of a long text that changed is shown.
    pub extent: Extent,
    /// Whether the texts around the changes are wanted as well.
    pub depth: Depth,
    /// Whether a difference makes the report fail.
    pub fail_on_difference: bool,
}

/// How much of each document an answer holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// What changed.
    Changes,
    /// Each document from its beginning to its end, old and new in one, as a page shows it.
    /// It takes about as long as the comparison itself.
    Redline,
}

/// Compares the documents of two trees.
///
/// # Errors
/// When history cannot be read.
pub fn diff(
    old: &Library,
    new: &Library,
    repository: Option<&Repository>,
    request: &Request<'_>,
    context: Context,
    progress: &dyn Progress,
) -> Result<DiffReport, GitError> {
    let wanted = |pair: &Pair<'_>| {
        let is = |member: Option<&Member>| {
            member.is_some_and(|member| request.only.iter().any(|only| std::ptr::eq(*only, member)))
        };
        request.only.is_empty() || is(pair.old) || is(pair.new)
    };
    let documents = pair(old, new, repository, progress)?
        .iter()
        .filter(|pair| wanted(pair))
        .filter_map(|pair| {
            DocumentDiff::of(pair.old.map(End::of), pair.new.map(End::of), request.depth)
        })
        .collect();
    let unreadable = Pair::not_comparable(old, new)
        .into_iter()
        .filter(|file| {
            request.only.is_empty()
                || request.only.iter().any(|member| member.path.as_str() == file.path)
        })
        .collect();
    Ok(DiffReport::new(request, documents, unreadable, Vec::new(), context))
}

impl DiffReport {
    /// Whether nothing differs, and nothing is left that could.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.documents.is_empty() && self.unreadable.is_empty()
    }

    fn new(
        request: &Request<'_>,
        documents: Vec<DocumentDiff>,
        unreadable: Vec<Unreadable>,
        unvouched: Vec<String>,
        mut context: Context,
    ) -> Self {
        // What cannot be compared is not known to be the same.
        let is_same = documents.is_empty() && unreadable.is_empty();
        context.failed = request.fail_on_difference && !is_same;
        Self {
            context,
            from: request.from.clone(),
            to: request.to.clone(),
            extent: request.extent,
            documents,
            unreadable,
            unvouched,
        }
    }
}

impl Report for DiffReport {
    const NAME: &'static str = "diff";
    const FORMATS: &'static [Format] =
        &[Format::Text, Format::Json, Format::Markdown, Format::Html];
    type Data<'a> = wire::Diff<'a>;

    fn view(&self) -> View {
        view::of(self)
    }

    fn page(&self) -> View {
        page::of(self)
    }

    fn data(&self) -> wire::Diff<'_> {
        wire::Diff::of(self)
    }

    fn context(&self) -> &Context {
        &self.context
    }
}
