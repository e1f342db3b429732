//! `pr`: what some work means for the documents, as a comment for its pull request.
//!
//! Compares two trees and reads no history but for renames, so that a shallow clone will do.
//! It judges nobody and knows no clock: what is overdue anyway is the business of `stale`.

mod affected;
mod approval;
mod change;
mod room;
mod view;
mod wire;

use crate::config::Config;
use crate::evolution::{Pair, pair};
use crate::git::{CommitId, GitError, Repository};
use crate::library::{Library, Touched, Unreadable};
use crate::progress::Progress;
use crate::report::{Context, Format, Report, View};

use affected::Affected;
use change::Changed;

/// The answer.
#[derive(Debug)]
pub struct PullRequest {
    context: Context,
    rev: String,
    base: CommitId,
    /// Files that the work touched, documents or not.
    touched_files: usize,
    /// Documents of the library, the unreadable ones included.
    in_library: usize,
    /// The documents that the work changes, heaviest first.
    changed: Vec<Changed>,
    /// The documents that rest on what it changes.
    affected: Vec<Affected>,
    /// The documents that could not be compared because an end of them cannot be read.
    unreadable: Vec<Unreadable>,
}

/// The work to tell of.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The repository.
    pub repository: &'a Repository,
    /// What holds for the documents.
    pub config: &'a Config,
    /// The revision from which the work parted, as it is called.
    pub rev: &'a str,
    /// Where it parted.
    pub base: CommitId,
    /// The files that it touched.
    pub touched: &'a Touched,
}

/// Tells what some work does to the documents, from before it to after it.
///
/// # Errors
/// When the repository cannot be read.
pub fn pull_request(
    before: &Library,
    after: &Library,
    request: Request<'_>,
    context: Context,
    progress: &dyn Progress,
) -> Result<PullRequest, GitError> {
    let pairs = pair(before, after, Some(request.repository), progress)?;
    let mut changed: Vec<Changed> =
        pairs.iter().filter_map(|pair| Changed::of(pair, request.config)).collect();
    let affected = affected::affected(&changed, after, request);
    changed.sort_by_key(Changed::weight);
    Ok(PullRequest {
        context,
        rev: request.rev.to_owned(),
        base: request.base,
        touched_files: request.touched.len(),
        in_library: after.count(),
        changed,
        affected,
        unreadable: Pair::not_comparable(before, after),
    })
}

impl Report for PullRequest {
    const NAME: &'static str = "pr";
    const FORMATS: &'static [Format] = &[Format::Markdown, Format::Json, Format::Text];
    type Data<'a> = wire::PullRequestData<'a>;

    fn view(&self) -> View {
        view::of(self)
    }

    fn data(&self) -> wire::PullRequestData<'_> {
        wire::PullRequestData::of(self)
    }

    fn context(&self) -> &Context {
        &self.context
    }
}
