//! `import`: a recording of a demonstration becomes a draft work instruction.
//!
//! Computes the document and its pictures and writes nothing. What a recording cannot know
//! stays a `TODO` of the template; what it shows of secrets was masked before it came here.

mod draft;
mod pictures;
pub mod update;
mod view;
mod wire;

use crate::config::Config;
use crate::document::id::DocumentId;
use crate::library::{Library, Member};
use crate::paths::{PathError, RepoPath};
use crate::recording::{Mask, NameSource, Recording, Sentence, Take, sentences};
use crate::report::{Context, Format, Report, View};
use crate::scaffold::{self, NewDocument, ScaffoldError, scaffold};
use crate::template::Templates;
use crate::worktree::Changeset;

use pictures::{Album, Placed};

pub use pictures::Screenshot;

/// What is to be made of a recording.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The recording.
    pub recording: &'a Recording,
    /// The SHA-256 of its file, in hexadecimal.
    pub sha256: &'a str,
    /// The task that is wanted, counted from 1; all of them otherwise.
    pub take: Option<usize>,
    /// The type of the document, or a template.
    pub document_type: Option<&'a str>,
    /// What the document is called, where it is not what the recording is.
    pub title: Option<&'a str>,
    /// Its number, where it is not the next free one.
    pub id: Option<&'a DocumentId>,
    /// Who answers for it.
    pub owner: Option<&'a str>,
    /// The documents it carries out.
    pub implements: &'a [String],
    /// The roles that must know it.
    pub audience: &'a [String],
    /// Pictures that somebody took beside the recording, in their order.
    pub screenshots: &'a [Screenshot],
    /// The folder of the library inside the repository; empty at its root.
    pub folder: &'a str,
}

/// The answer.
#[derive(Debug)]
pub struct Import {
    context: Context,
    format: crate::recording::Format,
    sha256: String,
    title: Option<String>,
    documents: Vec<Imported>,
    masks: Vec<Mask>,
    is_written: bool,
}

/// A document that a task became.
#[derive(Debug)]
struct Imported {
    document: NewDocument,
    title: String,
    /// The task, counted from 1.
    take: usize,
    /// How many steps it has.
    steps: usize,
    /// The names of actions that are not known, in their order.
    unknown: Vec<String>,
    /// The names that were guessed.
    guessed: Vec<String>,
    pictures: Vec<Placed>,
    resembled: Option<Resembled>,
}

/// A document that has most of the steps of a recording.
#[derive(Debug)]
struct Resembled {
    /// Its number, else its path.
    document: String,
    /// How many steps of the recording it has.
    shared: usize,
}

/// Why nothing is imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// A document was made from the same recording.
    #[error("{document} was made from this recording")]
    Imported {
        /// Its number, else its path.
        document: String,
    },
    /// There are fewer tasks in the recording.
    #[error("the recording has {} tasks, and none with the number {asked}", names.len())]
    NoSuchTake {
        /// The number as asked for.
        asked: usize,
        /// What the tasks are called.
        names: Vec<String>,
    },
    /// Something was said that one document only can have.
    #[error("the recording has {} tasks, and {option} is for one document", names.len())]
    SeveralTakes {
        /// `--title` or `--id`.
        option: &'static str,
        /// What the tasks are called.
        names: Vec<String>,
    },
    /// Neither the recording nor anybody else says what the document is called.
    #[error("the recording has no title")]
    NoTitle,
    /// Two tasks of the recording would become one file.
    #[error("two tasks of the recording are called {title:?}")]
    SameTitle {
        /// That title.
        title: String,
    },
    /// There are more pictures than actions that they could belong to.
    #[error("there are {pictures} pictures for {steps} steps")]
    TooManyPictures {
        /// How many pictures were given.
        pictures: usize,
        /// How many steps there are.
        steps: usize,
    },
    /// The document cannot be made.
    #[error(transparent)]
    Scaffold(#[from] ScaffoldError),
    /// The folder for pictures is no path inside the repository.
    #[error(transparent)]
    Path(#[from] PathError),
}

/// Makes the documents.
///
/// # Errors
/// See [`ImportError`].
pub fn import(
    request: &Request<'_>,
    library: &Library,
    config: &Config,
    templates: &Templates,
    context: Context,
) -> Result<Import, ImportError> {
    let recording = request.recording;
    let option = match (request.title, request.id) {
        (Some(_), _) => Some("--title"),
        (None, Some(_)) => Some("--id"),
        (None, None) if !request.screenshots.is_empty() => Some("--screenshots"),
        (None, None) => None,
    };
    let takes = chosen(recording, request.take, option)?;
    let mut documents: Vec<Imported> = Vec::new();
    for (number, take) in takes {
        let of_several = (recording.takes.len() > 1).then_some(number);
        if let Some(member) = made_before(library, request.sha256, of_several) {
            return Err(ImportError::Imported { document: member.name().to_owned() });
        }
        let given: Vec<DocumentId> =
            documents.iter().map(|made| made.document.id.clone()).collect();
        let made = document(request, number, take, &given, library, config, templates)?;
        if documents.iter().any(|other| other.document.path == made.document.path) {
            return Err(ImportError::SameTitle { title: made.title });
        }
        documents.push(made);
    }
    let is_chosen = |mask: &&Mask| documents.iter().any(|made| made.take == mask.take + 1);
    Ok(Import {
        context,
        format: recording.format,
        sha256: request.sha256.to_owned(),
        title: recording.title.clone(),
        masks: recording.masks.iter().filter(is_chosen).cloned().collect(),
        documents,
        is_written: false,
    })
}

/// The tasks that are wanted, with their numbers: those of which something is known, unless
/// one is asked for; only one where `option` was said, which is for one document.
fn chosen<'a>(
    recording: &'a Recording,
    asked: Option<usize>,
    option: Option<&'static str>,
) -> Result<Vec<(usize, &'a Take)>, ImportError> {
    let takes = &recording.takes;
    let names = || {
        let name = |take: &Take| take.name.clone().unwrap_or_default();
        takes.iter().map(name).collect()
    };
    let numbered = takes.iter().enumerate().map(|(index, take)| (index + 1, take));
    if let Some(asked) = asked {
        let found: Vec<_> = numbered.filter(|(number, _)| *number == asked).collect();
        return if found.is_empty() {
            Err(ImportError::NoSuchTake { asked, names: names() })
        } else {
            Ok(found)
        };
    }
    let chosen: Vec<_> = numbered.filter(|(_, take)| !take.actions.is_empty()).collect();
    match option.filter(|_| chosen.len() > 1) {
        Some(option) => Err(ImportError::SeveralTakes { option, names: names() }),
        None => Ok(chosen),
    }
}

/// The document that was made from the same bytes, and the same task in them.
fn made_before<'l>(library: &'l Library, sha256: &str, take: Option<usize>) -> Option<&'l Member> {
    library.members.iter().find(|member| {
        member.document.fields().recorded_from.value().is_some_and(|from| {
            let of_take = from.take.as_deref().and_then(|take| take.parse().ok());
            from.sha256.as_deref() == Some(sha256) && of_take == take
        })
    })
}

fn document(
    request: &Request<'_>,
    number: usize,
    take: &Take,
    given: &[DocumentId],
    library: &Library,
    config: &Config,
    templates: &Templates,
) -> Result<Imported, ImportError> {
    let recording = request.recording;
    let said = request.title.or(take.name.as_deref()).or(recording.title.as_deref());
    let title = title(said.unwrap_or_default());
    if title.is_empty() {
        return Err(ImportError::NoTitle);
    }
    let sentences = sentences(take, recording.format);
    let of_several = (recording.takes.len() > 1).then_some(number);
    let fields = [recorded_from(request, of_several)];
    let made = |draft: &str| {
        let request = scaffold::Request {
            document_type: Some(request.document_type.unwrap_or("work-instruction")),
            id: request.id,
            given,
            title: Some(&title),
            owner: request.owner,
            implements: request.implements,
            audience: request.audience,
            fields: &fields,
            draft: Some(draft),
            folder: request.folder,
            ..scaffold::Request::default()
        };
        Ok::<_, ImportError>(scaffold(&request, library, config, templates)?.document)
    };
    // The pictures are named by the number, which is known once the document is.
    let bare = made("")?;
    let album = Album { document: &bare.path, name: bare.id.as_str(), prefix: "" };
    let pictures = pictures::placed(&sentences, request.screenshots, album)?;
    let document = made(&draft::written(&sentences, &pictures, &bare.path))?;
    let unknown = take.actions.iter().filter_map(|action| {
        let value = action.value.as_ref()?;
        let crate::recording::Value::Plain(name) = value else { return None };
        (action.kind == crate::recording::ActionKind::Unknown).then(|| name.clone())
    });
    Ok(Imported {
        document,
        title: title.clone(),
        take: number,
        steps: sentences.iter().filter(|sentence| sentence.depth == 0).count(),
        unknown: unknown.collect(),
        guessed: guessed(take),
        pictures,
        resembled: resembled(&sentences, library),
    })
}

/// The document that has the most steps of a recording, if these are two thirds of them or
/// more. Of documents that no recording was imported into, only those are looked at that name
/// the first address.
fn resembled(sentences: &[Sentence<'_>], library: &Library) -> Option<Resembled> {
    let steps = sentences.iter().filter(|sentence| sentence.depth == 0).count();
    let address = sentences.iter().find_map(|sentence| {
        let (_, behind) = sentence.text.split_once("<http")?;
        behind.split_once('>').map(|(address, _)| address)
    });
    let is_near = |member: &&Member| {
        let document = &member.document;
        let names_it = || address.is_some_and(|address| document.body().contains(address));
        !member.is_over() && (document.fields().recorded_from.value().is_some() || names_it())
    };
    let shared = library.members.iter().filter(is_near).filter_map(|member| {
        let shared = update::shared_steps(&member.document, sentences)?;
        Some(Resembled { document: member.name().to_owned(), shared })
    });
    // The first of several that have as many.
    shared
        .filter(|other| other.shared * 3 >= steps * 2)
        .reduce(|best, other| if other.shared > best.shared { other } else { best })
}

/// `recorded_from = { … }`, as a field is given.
fn recorded_from(request: &Request<'_>, take: Option<usize>) -> String {
    let take = take.map(|take| format!(", take = {take}")).unwrap_or_default();
    format!(
        "recorded_from={{ format = \"{}\", sha256 = \"{}\"{take} }}",
        request.recording.format.as_str(),
        request.sha256
    )
}

/// What a recording is called, as a title: one line that begins with a capital.
fn title(said: &str) -> String {
    /// The longest title of a document, in characters.
    const LONGEST: usize = 200;
    let line: Vec<&str> = said.split_whitespace().collect();
    let line = line.join(" ");
    let mut letters = line.chars().filter(|c| !c.is_control()).take(LONGEST);
    let first = letters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(letters).collect::<String>().trim_end().to_owned()
}

/// The names that were made from identifiers, each once.
fn guessed(take: &Take) -> Vec<String> {
    let mut guessed: Vec<String> = Vec::new();
    let targets = take.actions.iter().filter_map(|action| action.target.as_ref());
    for target in targets.filter(|target| target.found == NameSource::Identifier) {
        if let Some(name) = target.name.as_ref().filter(|name| !guessed.contains(name)) {
            guessed.push(name.clone());
        }
    }
    guessed
}

impl Import {
    /// The documents and their pictures.
    #[must_use]
    pub fn changeset(&self) -> Changeset {
        let files = self.documents.iter().flat_map(|made| {
            let pictures = made.pictures.iter().map(Placed::file);
            std::iter::once(made.document.file()).chain(pictures)
        });
        Changeset { changes: files.collect() }
    }

    /// The paths of the documents.
    pub fn paths(&self) -> impl Iterator<Item = &RepoPath> {
        self.documents.iter().map(|made| &made.document.path)
    }

    /// The same answer once its changeset is written.
    #[must_use]
    pub fn written(self) -> Self {
        Self { is_written: true, ..self }
    }
}

impl Report for Import {
    const NAME: &'static str = "import";
    const FORMATS: &'static [Format] = &[Format::Text, Format::Json, Format::Markdown];
    type Data<'a> = wire::ImportData<'a>;

    fn view(&self) -> View {
        view::of(self)
    }

    fn data(&self) -> wire::ImportData<'_> {
        wire::ImportData::of(self)
    }

    fn context(&self) -> &Context {
        &self.context
    }
}

/// Whether a step asks for a picture: one that stands by itself.
fn has_place(sentence: &Sentence<'_>) -> bool {
    sentence.depth == 0
}
