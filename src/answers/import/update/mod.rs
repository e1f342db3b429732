//! `import --update`: a new recording of a task whose instruction exists, as changes of that
//! instruction.
//!
//! Computes the text and writes nothing. Of the document, only what a recording can know is
//! changed: sentences of steps, what is typed and run in them, expected results that nobody has
//! worded, the order of steps, and `recorded_from`. What a person wrote stays as it is; where
//! the recording contradicts it, a `TODO` asks.

mod inside;
mod names;
mod plan;
mod proposed;
mod steps;
mod view;
mod wire;
mod wording;
mod writing;

#[cfg(test)]
mod tests;

use crate::comparison::{Comparison, compare};
use crate::data::Syntax;
use crate::data::splice::applied;
use crate::document::Document;
use crate::document::field::FieldName;
use crate::document::front_matter::{EditError, FieldEdit, NewValue, edit};
use crate::document::lifecycle::Status;
use crate::document::mentions::lines_naming_steps;
use crate::document::profile::Profile;
use crate::library::{Library, Member, Uncommitted};
use crate::paths::RepoPath;
use crate::recording::{Format as RecordingFormat, Mask, Recording, Sentence, sentences};
use crate::report::{Context, Format, Report, View};
use crate::text::patch;
use crate::worktree::{ChangeKind, Changeset, FileChange};

use super::pictures::{self, Album, Placed, Screenshot};
use super::{ImportError, chosen, made_before};
use plan::{Entry, Plan, Shown};
use proposed::Proposed;
use steps::{List, Step};
use writing::{Left, Writing};

/// What is to be compared.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The document.
    pub member: &'a Member,
    /// The new recording.
    pub recording: &'a Recording,
    /// The SHA-256 of its file, in hexadecimal.
    pub sha256: &'a str,
    /// The task in it that is meant, counted from 1.
    pub take: Option<usize>,
    /// Pictures that somebody took beside the recording, in their order.
    pub screenshots: &'a [Screenshot],
}

/// The answer.
#[derive(Debug)]
pub struct Update {
    context: Context,
    format: RecordingFormat,
    sha256: String,
    take: usize,
    path: RepoPath,
    id: Option<String>,
    title: String,
    uncommitted: Option<Uncommitted>,
    /// Whether the document was made from this very recording, so that nothing was compared.
    is_known: bool,
    before: Document,
    after: Document,
    comparison: Comparison,
    counts: Counts,
    proposed: Vec<Proposed>,
    left: Vec<Left>,
    /// The lines of the new text that name steps by numbers which may have become others'.
    naming_steps: Vec<usize>,
    pictures: Vec<Placed>,
    masks: Vec<Mask>,
    /// Whether somebody approved the text as it was.
    was_approved: bool,
    status: Option<Status>,
    is_written: bool,
}

/// How many steps a recording and a document have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Counts {
    /// Steps of the recording.
    recorded: usize,
    /// Of these, those that the document has.
    shared: usize,
}

/// Why nothing can be compared.
#[derive(Debug, thiserror::Error)]
pub enum UpdateError {
    /// Its text binds nobody any more.
    #[error("{document} is {}", status.as_str())]
    Over {
        /// Its number, else its path.
        document: String,
        /// `superseded` or `retired`.
        status: Status,
    },
    /// It has no steps.
    #[error("{document} has no steps that a recording could be compared with")]
    NoSteps {
        /// Its number, else its path.
        document: String,
    },
    /// A step is no item of a list.
    #[error("{path}:{line}: a step is {shape}, and only items of lists are changed")]
    NoItem {
        /// The document.
        path: RepoPath,
        /// The line of the step.
        line: usize,
        /// `a heading`, `a row of a table`, `a line of a paragraph`.
        shape: &'static str,
    },
    /// No step of the recording is one of the document.
    #[error("the recording has no step in common with {document}")]
    NothingInCommon {
        /// Its number, else its path.
        document: String,
    },
    /// The changed text would not have the steps that it should have.
    #[error("{path}: the steps cannot be changed without changing what else the text says")]
    Unsafe {
        /// The document.
        path: RepoPath,
    },
    /// The front matter cannot be edited.
    #[error("{}: the front matter cannot be edited", place(path, *line))]
    FrontMatter {
        /// The document.
        path: RepoPath,
        /// The line in question, from 1.
        line: Option<usize>,
        /// Why.
        #[source]
        why: EditError,
    },
    /// The recording cannot be used.
    #[error(transparent)]
    Import(#[from] ImportError),
}

fn place(path: &RepoPath, line: Option<usize>) -> String {
    line.map_or_else(|| path.to_string(), |line| format!("{path}:{line}"))
}

/// Compares a document with a new recording of its task.
///
/// # Errors
/// See [`UpdateError`].
pub fn update(
    request: &Request<'_>,
    library: &Library,
    context: Context,
) -> Result<Update, UpdateError> {
    let Request { member, recording, sha256, .. } = *request;
    let document = &member.document;
    let name = || member.name().to_owned();
    let status = document.fields().status.value().copied();
    if let Some(status) = status.filter(|status| status.is_over()) {
        return Err(UpdateError::Over { document: name(), status });
    }
    let takes = chosen(recording, request.take, Some("--update"))?;
    let Some((number, take)) = takes.into_iter().next() else {
        return Err(UpdateError::NothingInCommon { document: name() });
    };
    let of_several = (recording.takes.len() > 1).then_some(number);
    let made = made_before(library, sha256, of_several);
    if let Some(other) = made.filter(|made| made.path != member.path) {
        return Err(ImportError::Imported { document: other.name().to_owned() }.into());
    }
    let masks: Vec<Mask> =
        recording.masks.iter().filter(|mask| mask.take + 1 == number).cloned().collect();
    let sentences = sentences(take, recording.format);
    // Whoever has edited the document since has done so knowingly.
    let is_known = made.is_some() && masks.iter().all(|mask| !mask.is_kept);
    let proposal = if is_known {
        Proposal::nothing(document)
    } else {
        let is_kept = |sentence: &Sentence<'_>| {
            masks.iter().any(|mask| mask.is_kept && sentence.places.contains(&mask.place))
        };
        let album = Album {
            document: &member.path,
            name: member.document.fields().id.value().map_or(member.path.stem(), |id| id.as_str()),
            prefix: &format!("{}-", sha256.get(..8).unwrap_or(sha256)),
        };
        let pictures = pictures::placed(&sentences, request.screenshots, album)?;
        let shown = Shown::tree(&sentences, &is_kept);
        Proposal::of(member, &shown, &pictures, &library.profile)?
    };
    let text = if is_known {
        document.text().to_owned()
    } else {
        with_origin(request, of_several, &proposal.text, &library.profile)?
    };
    let after = Document::read(text, &library.profile);
    let comparison = compare(document, &after);
    let naming_steps = proposal
        .first_elsewhere
        .map(|first| lines_naming_steps(after.text(), after.body_start(), first))
        .unwrap_or_default();
    let fields = document.fields();
    Ok(Update {
        context,
        format: recording.format,
        sha256: sha256.to_owned(),
        take: number,
        path: member.path.clone(),
        id: fields.id.value().map(|id| id.as_str().to_owned()),
        title: member.title(),
        uncommitted: member.uncommitted,
        is_known,
        before: Document::read(document.text().to_owned(), &library.profile),
        naming_steps,
        after,
        comparison,
        counts: proposal.counts,
        left: proposal.left,
        proposed: proposal.proposed,
        pictures: proposal.pictures,
        masks,
        was_approved: fields.approved_on.value().is_some(),
        status,
        is_written: false,
    })
}

/// What a recording would make of a document.
#[derive(Debug)]
struct Proposal {
    /// The text, with its front matter as it was.
    text: String,
    counts: Counts,
    left: Vec<Left>,
    proposed: Vec<Proposed>,
    /// The pictures of new steps.
    pictures: Vec<Placed>,
    /// From which number on steps have other numbers than before.
    first_elsewhere: Option<u64>,
}

impl Proposal {
    fn nothing(document: &Document) -> Self {
        Self {
            text: document.text().to_owned(),
            counts: Counts::default(),
            left: Vec::new(),
            proposed: Vec::new(),
            pictures: Vec::new(),
            first_elsewhere: None,
        }
    }

    fn of(
        member: &Member,
        shown: &[Shown<'_>],
        pictures: &[Placed],
        profile: &Profile,
    ) -> Result<Self, UpdateError> {
        let document = &member.document;
        let body = document.body();
        let procedures = steps::procedures(document).map_err(|no_item| UpdateError::NoItem {
            path: member.path.clone(),
            line: document.line_in_body(no_item.at),
            shape: no_item.shape,
        })?;
        let name = || member.name().to_owned();
        if procedures.is_empty() {
            return Err(UpdateError::NoSteps { document: name() });
        }
        let procedures_before = count(&procedures);
        let lists = demonstrated(body, procedures, shown)
            .ok_or_else(|| UpdateError::NothingInCommon { document: name() })?;
        let old: Vec<&Step> = lists.iter().flat_map(|list| &list.steps).collect();
        let plan = Plan::of(body, &old, shown);
        let newline = if body.contains("\r\n") { "\r\n" } else { "\n" };
        let mut writing = Writing {
            body,
            newline,
            document: &member.path,
            pictures,
            shows_results: shown.iter().any(Shown::has_result),
            left: Vec::new(),
            proposed: Vec::new(),
            added: Vec::new(),
        };
        let patches = writing.lists(&lists, shown, &plan, true);
        let Writing { left, proposed, added, .. } = writing;
        let front = document.text().get(..document.body_start()).unwrap_or_default();
        let text = format!("{front}{}", applied(body, &patches));
        let whole = Document::read(text.clone(), profile);
        if !has_steps(&whole, procedures_before, &plan) {
            return Err(UpdateError::Unsafe { path: member.path.clone() });
        }
        let is_added = |picture: &&Placed| added.contains(&picture.sentence);
        Ok(Self {
            counts: Counts { recorded: shown.len(), shared: plan.shown().count() },
            left,
            proposed,
            pictures: pictures.iter().filter(is_added).cloned().collect(),
            first_elsewhere: plan.first_elsewhere(),
            text,
        })
    }
}

fn count(procedures: &[Vec<List>]) -> usize {
    procedures.iter().flatten().map(|list| list.steps.len()).sum()
}

/// Whether a text has as many steps as it should: what was meant as one is read as one.
fn has_steps(after: &Document, before: usize, plan: &Plan) -> bool {
    let is_new = |entry: &&Entry| matches!(entry, Entry::New { .. });
    let added = plan.entries.iter().filter(is_new).count();
    let is_right =
        |procedures: Vec<Vec<List>>| count(&procedures) + plan.removed.len() == before + added;
    steps::procedures(after).is_ok_and(is_right)
}

/// How many steps of a recording are steps of a document, whatever else it has; none where its
/// steps cannot be compared.
pub(super) fn shared_steps(document: &Document, sentences: &[Sentence<'_>]) -> Option<usize> {
    let shown = Shown::tree(sentences, &|_| false);
    let procedures = steps::procedures(document).ok()?;
    let lists = demonstrated(document.body(), procedures, &shown)?;
    let old: Vec<&Step> = lists.iter().flat_map(|list| &list.steps).collect();
    Some(Plan::of(document.body(), &old, &shown).shown().count())
}

/// The lists of the procedures that the recording shows; none where it shows none. It shows
/// those of which half of the steps or more are in it as they are, and the one with the most.
/// What else a document explains step by step was not demonstrated, and stays as it is.
fn demonstrated(body: &str, procedures: Vec<Vec<List>>, shown: &[Shown<'_>]) -> Option<Vec<List>> {
    let mut owners = Vec::new();
    let mut old: Vec<&Step> = Vec::new();
    for (owner, lists) in procedures.iter().enumerate() {
        for step in lists.iter().flat_map(|list| &list.steps) {
            owners.push(owner);
            old.push(step);
        }
    }
    let mut sure = vec![0; procedures.len()];
    for (at, _) in Plan::of(body, &old, shown).shown().filter(|(_, is_same)| *is_same) {
        sure[owners[at]] += 1;
    }
    let most = sure.iter().copied().max().filter(|most| *most > 0)?;
    let is_shown = |lists: &[List], sure: usize| {
        let steps: usize = lists.iter().map(|list| list.steps.len()).sum();
        sure == most || (sure > 0 && sure * 2 >= steps)
    };
    let shown = procedures.into_iter().zip(sure).filter(|(lists, sure)| is_shown(lists, *sure));
    Some(shown.flat_map(|(lists, _)| lists).collect())
}

/// The text with the new recording in its front matter.
fn with_origin(
    request: &Request<'_>,
    take: Option<usize>,
    text: &str,
    profile: &Profile,
) -> Result<String, UpdateError> {
    let mut origin = vec![
        ("format".to_owned(), request.recording.format.as_str().to_owned()),
        ("sha256".to_owned(), request.sha256.to_owned()),
    ];
    origin.extend(take.map(|take| ("take".to_owned(), take.to_string())));
    let edits = [FieldEdit::set(FieldName::RecordedFrom, NewValue::Table(origin))];
    let edited = edit(text, profile, Syntax::Toml, &edits).map_err(|why| {
        let lines = request.member.document.lines();
        let line = why.place().map(|at| lines.line(at.start));
        UpdateError::FrontMatter { path: request.member.path.clone(), line, why }
    })?;
    Ok(edited.text)
}

impl Update {
    /// The document and the pictures of new steps.
    #[must_use]
    pub fn changeset(&self) -> Changeset {
        let mut changes = Vec::new();
        if self.before.text() != self.after.text() {
            changes.push(FileChange {
                path: self.path.clone(),
                kind: ChangeKind::Replace {
                    expected: self.before.text().as_bytes().to_vec(),
                    content: self.after.text().as_bytes().to_vec(),
                },
            });
        }
        changes.extend(self.pictures.iter().map(Placed::file));
        Changeset { changes }
    }

    /// The changes of the document as `git apply` takes them; empty where nothing changes.
    #[must_use]
    pub fn patch(&self) -> String {
        let path = self.path.as_str();
        patch([self.before.text(), self.after.text()], [&format!("a/{path}"), &format!("b/{path}")])
    }

    /// How the document differs from what git has, where it does.
    #[must_use]
    pub const fn uncommitted(&self) -> Option<Uncommitted> {
        self.uncommitted
    }

    /// The same answer once its changeset is written.
    #[must_use]
    pub fn written(self) -> Self {
        Self { is_written: true, ..self }
    }

    /// What people call the document.
    fn name(&self) -> &str {
        self.id.as_deref().unwrap_or(self.path.as_str())
    }
}

impl Report for Update {
    const NAME: &'static str = "import-update";
    const FORMATS: &'static [Format] = &[Format::Text, Format::Json, Format::Markdown];
    type Data<'a> = wire::UpdateData<'a>;

    fn view(&self) -> View {
        view::of(self)
    }

    fn data(&self) -> wire::UpdateData<'_> {
        wire::UpdateData::of(self)
    }

    fn context(&self) -> &Context {
        &self.context
    }
}
