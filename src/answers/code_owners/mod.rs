//! CODEOWNERS by what documents say: the part of the file that is written from their owners,
//! and where the file as a whole says something else.
//!
//! Hosting services ask the owner whom the last matching line names. What counts is therefore
//! whom the whole file names for a document, and not whether the written part is there: a
//! file that was written by hand and agrees is right.

mod findings;
mod sheet;
mod view;
mod wire;

use crate::config::Config;
use crate::library::{Library, Member};
use crate::ownership::{
    BlockEntry, BlockError, CodeOwnersFile, EntryError, Owners, People, Place, block_lines,
    with_block,
};
use crate::paths::{PathError, RepoPath};
use crate::report::{Context, Criterion, Finding, Format, Report, Subject, Table, View};
use crate::worktree::{ChangeKind, Changeset, FileChange};

/// What is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Task {
    /// The part is written.
    Write,
    /// Nothing is written; differences make the report fail.
    Verify,
}

/// The file and what is wanted of it.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The configuration, or what holds without one.
    pub config: &'a Config,
    /// The folder of the library, empty for the root: each has a part of its own.
    pub folder: &'a str,
    /// What is wanted.
    pub task: Task,
    /// The file that is there.
    pub file: Option<&'a CodeOwnersFile>,
    /// Where a new one goes.
    pub new_place: Place,
}

/// The answer.
#[derive(Debug)]
pub struct CodeOwners {
    context: Context,
    task: Task,
    /// Where the file stands; none where there is none and none is to be written.
    place: Option<Place>,
    entries: Vec<BlockEntry>,
    left_out: Vec<LeftOut>,
    /// Of the file as it is, or as it becomes.
    differences: Vec<Difference>,
    subjects: Vec<Subject>,
    is_written: bool,
    /// The edit of the file; none where it is as it should be.
    pub changeset: Changeset,
}

/// A document that the part does not have.
#[derive(Debug)]
struct LeftOut {
    path: RepoPath,
    id: Option<String>,
    owner: Option<String>,
    why: Option<EntryError>,
}

/// Something in which the file and the documents differ.
#[derive(Debug)]
struct Difference {
    kind: DifferenceKind,
    path: RepoPath,
    id: Option<String>,
    /// Where the document names its owner.
    line: Option<usize>,
    /// The owner, as the file would name them; none of a file that is no document.
    owner: Option<String>,
    /// Whom CODEOWNERS names, and in which line.
    named: Vec<String>,
    named_at: Option<usize>,
}

/// How they differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum DifferenceKind {
    /// The file names somebody else, or nobody, for a document.
    OwnerDiffers,
    /// The written part has a line for what is no document with an owner.
    EntryLeftOver,
}

/// A file that cannot be renewed.
#[derive(Debug, thiserror::Error)]
pub enum CodeOwnersError {
    /// Its marks cannot be told apart.
    #[error("{}: {source}", place.path())]
    Block {
        /// Which file.
        place: Place,
        /// Why.
        #[source]
        source: BlockError,
    },
    /// It is not text, so that writing it back would change it.
    #[error("{} is not in UTF-8", place.path())]
    NotUtf8 {
        /// Which file.
        place: Place,
    },
    /// The place is none.
    #[error(transparent)]
    Path(#[from] PathError),
}

/// Compares CODEOWNERS with the documents, and works out the part that is written from them.
///
/// # Errors
/// When the file cannot be read in one way.
pub fn code_owners(
    library: &Library,
    request: &Request<'_>,
    mut context: Context,
) -> Result<CodeOwners, CodeOwnersError> {
    let people = People::of(request.config);
    let mut entries = Vec::new();
    let mut left_out = Vec::new();
    for member in &library.members {
        match entry(member, people) {
            Ok(entry) => entries.push(entry),
            Err(without) => left_out.push(without),
        }
    }
    entries.sort();
    let place = request.file.map_or(request.new_place, |file| file.place);
    let old = match request.file {
        None => String::new(),
        Some(file) => {
            String::from_utf8(file.bytes.clone()).map_err(|_| CodeOwnersError::NotUtf8 { place })?
        }
    };
    let block = |source| CodeOwnersError::Block { place, source };
    let judged = match request.task {
        Task::Write => with_block(&old, place, request.folder, &entries).map_err(block)?,
        Task::Verify => old.clone(),
    };
    let differences =
        differences(library, request.folder, &entries, &judged, place).map_err(block)?;
    let mut changeset = Changeset::default();
    if judged != old || (request.file.is_none() && request.task == Task::Write) {
        let kind = match request.file {
            None => ChangeKind::Create { content: judged.into_bytes() },
            Some(file) => {
                ChangeKind::Replace { expected: file.bytes.clone(), content: judged.into_bytes() }
            }
        };
        changeset.changes.push(FileChange { path: RepoPath::new(place.path())?, kind });
    }
    context.failed = !differences.is_empty();
    let there = request.file.is_some() || request.task == Task::Write;
    Ok(CodeOwners {
        context,
        task: request.task,
        place: there.then_some(place),
        entries,
        left_out,
        differences,
        subjects: library.members.iter().map(findings::subject).collect(),
        is_written: false,
        changeset,
    })
}

/// The line of a document, or why it has none.
fn entry(member: &Member, people: People<'_>) -> Result<BlockEntry, LeftOut> {
    let fields = member.document.fields();
    let owner = fields.named_owner();
    let without = |why| LeftOut {
        path: member.path.clone(),
        id: fields.id.value().map(|id| id.as_str().to_owned()),
        owner: owner.map(str::to_owned),
        why,
    };
    let Some(owner) = owner else { return Err(without(None)) };
    let handle = people.handle_of(owner);
    // Who has no handle that hosting services know may have an address.
    let addresses = people.person(owner).map_or(&[][..], |person| person.emails.as_slice());
    let names = [handle].into_iter().chain(addresses.iter().map(String::as_str));
    let mut first = None;
    for name in names {
        match BlockEntry::new(&member.path, name) {
            Ok(entry) => return Ok(entry),
            Err(why) => first = first.or(Some(why)),
        }
    }
    Err(without(first))
}

/// What a text of CODEOWNERS says otherwise than the entries.
fn differences(
    library: &Library,
    folder: &str,
    entries: &[BlockEntry],
    text: &str,
    place: Place,
) -> Result<Vec<Difference>, BlockError> {
    let (owners, _) = Owners::read(text, place);
    let mut found = Vec::new();
    for entry in entries {
        let (named, named_at) = match owners.of(&entry.path) {
            Some((named, line)) => (named, Some(line)),
            None => (&[][..], None),
        };
        let named: Vec<String> = named.iter().map(|owner| owner.as_str().to_owned()).collect();
        if named.iter().any(|name| is_called(name, &entry.owner)) {
            continue;
        }
        let member = library.at(&entry.path);
        found.push(Difference {
            kind: DifferenceKind::OwnerDiffers,
            path: entry.path.clone(),
            id: member.and_then(|member| {
                member.document.fields().id.value().map(|id| id.as_str().to_owned())
            }),
            line: member.and_then(|member| {
                let at = member.document.fields().owner.span()?;
                Some(member.document.lines().line(at.start))
            }),
            owner: Some(entry.owner.clone()),
            named,
            named_at,
        });
    }
    found.extend(left_over(folder, entries, text)?);
    Ok(found)
}

/// The lines of the written part for files that have no entry any more.
fn left_over(
    folder: &str,
    entries: &[BlockEntry],
    text: &str,
) -> Result<Vec<Difference>, BlockError> {
    let Some((first, last)) = block_lines(text, folder)? else { return Ok(Vec::new()) };
    let lines = text.lines().enumerate().map(|(index, line)| (index + 1, line.trim()));
    let inside = lines.filter(|(number, _)| (first..last).contains(number));
    let read = inside.filter_map(|(number, line)| {
        let written = line.strip_prefix('/')?.replace("\\ ", "\u{0}");
        let mut words = written.split_whitespace();
        let path = RepoPath::new(&words.next()?.replace('\u{0}', " ")).ok()?;
        let named: Vec<String> = words.map(str::to_owned).collect();
        entries.iter().all(|entry| entry.path != path).then_some(Difference {
            kind: DifferenceKind::EntryLeftOver,
            path,
            id: None,
            line: None,
            owner: None,
            named,
            named_at: Some(number),
        })
    });
    Ok(read.collect())
}

/// Whether CODEOWNERS means an owner; a team is known by its own name too: `@acme/quality`
/// is `@quality`.
fn is_called(named: &str, owner: &str) -> bool {
    let team = named.rsplit_once('/').map(|(_, team)| team);
    named.eq_ignore_ascii_case(owner)
        || team.is_some_and(|team| {
            owner.strip_prefix('@').is_some_and(|owner| owner.eq_ignore_ascii_case(team))
        })
}

impl CodeOwners {
    /// The same answer once its changeset is written.
    #[must_use]
    pub fn written(self) -> Self {
        Self { is_written: true, ..self }
    }
}

impl Report for CodeOwners {
    const NAME: &'static str = "codeowners";
    const FORMATS: &'static [Format] = Format::OF_FINDINGS;
    type Data<'a> = wire::CodeOwnersData<'a>;

    fn view(&self) -> View {
        view::of(self)
    }

    fn sheet(&self) -> Table {
        sheet::of(self)
    }

    fn findings(&self) -> Vec<Finding> {
        findings::of(self)
    }

    fn criteria(&self) -> Vec<Criterion> {
        findings::criteria()
    }

    fn subjects(&self) -> Vec<Subject> {
        self.subjects.clone()
    }

    fn data(&self) -> wire::CodeOwnersData<'_> {
        wire::CodeOwnersData::of(self)
    }

    fn context(&self) -> &Context {
        &self.context
    }
}
