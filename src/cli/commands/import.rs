//! `sopctl import`

use std::fs;
use std::path::Path;

use crate::answers::import::update::{self, Update, UpdateError};
use crate::answers::import::{Import, ImportError, Request, Screenshot, import};
use crate::calendar::Moment;
use crate::document::fingerprint::sha256;
use crate::document::id::DocumentId;
use crate::recording::{
    MAX_RECORDING, Picture, PictureKind, ReadError, Recording, Settings, picture_kind, read,
};
use crate::scaffold::ScaffoldError;
use crate::worktree::read_file_up_to;

use super::super::Outcome;
use super::super::args::{Global, ImportArguments};
use super::super::changes::{Mode, text_only, tree_to_number};
use super::super::console::Console;
use super::super::error::Failure;
use super::super::naming::document;
use super::super::narrowing::day;
use super::super::own_templates::{no_template, templates};
use super::super::records::require_restorable;
use super::super::session::{Needs, Session};

/// The largest picture that is taken along, in bytes.
const MAX_PICTURE: u64 = 16 * 1024 * 1024;

/// The most pictures of a folder that are looked at.
const MAX_PICTURES: usize = 500;

pub(in crate::cli) fn run(
    arguments: &ImportArguments,
    global: &Global,
    console: &Console,
) -> Result<Outcome, Failure> {
    if global.rev.is_some() {
        return Err(Failure::new(
            "a document is imported into the working tree, not into a revision",
        )
        .hint("leave --rev out"));
    }
    let session = Session::open(global, console, Needs::Folder)?;
    if session.revision.is_some() {
        return Err(Failure::new("a bare repository has no working tree to write into")
            .hint("clone it first"));
    }
    // What cannot be shown afterwards is not done.
    if arguments.patch {
        text_only(global, "import --patch")?;
    }
    match arguments.update {
        Some(_) => session.format::<Update>()?,
        None => session.format::<Import>()?,
    };
    let shown = arguments.file.display().to_string();
    let bytes = read_file_up_to(&session.here.join(&arguments.file), MAX_RECORDING)
        .map_err(|error| no_file(&shown, &error))?;
    let settings = settings(arguments, &session)?;
    let recording = read(&bytes, &settings).map_err(|error| unreadable(&shown, &error))?;
    let id = arguments
        .id
        .as_deref()
        .map(DocumentId::new)
        .transpose()
        .map_err(|error| Failure::of(&error).hint("--id takes a number such as WI-012"))?;
    let screenshots = match &arguments.screenshots {
        Some(folder) => pictures(&session.here.join(folder))?,
        None => Vec::new(),
    };
    let sha256 = sha256(&bytes);
    if let Some(name) = &arguments.update {
        let new =
            NewRecording { recording: &recording, sha256: &sha256, screenshots: &screenshots };
        return compared(name, &new, arguments, &session);
    }
    let templates = templates(&session)?;
    let mode = Mode::of(arguments.dry_run);
    let tree = tree_to_number(&session.tree, mode)?;
    let library = session.library_to_number()?;
    let request = Request {
        recording: &recording,
        sha256: &sha256,
        take: arguments.take,
        document_type: arguments.document_type.as_deref(),
        title: arguments.title.as_deref(),
        id: id.as_ref(),
        owner: arguments.owner.as_deref(),
        implements: &arguments.implements,
        audience: &arguments.audience,
        screenshots: &screenshots,
        folder: &session.folder,
    };
    let context = session.context(&library)?;
    let mut report =
        import(&request, &library, &session.config, &templates, context).map_err(|error| {
            match error {
                ImportError::Scaffold(ScaffoldError::NoTemplate(error)) => {
                    no_template(&error, &templates)
                }
                other => other.into(),
            }
        })?;
    if mode == Mode::Write {
        tree.write(&report.changeset())?;
        report = report.written();
    }
    session.emit(&report)
}

/// A recording of a task whose instruction exists.
struct NewRecording<'a> {
    recording: &'a Recording,
    sha256: &'a str,
    screenshots: &'a [Screenshot],
}

/// Compares a document with a new recording, and writes the changes where that is asked for.
fn compared(
    name: &str,
    new: &NewRecording<'_>,
    arguments: &ImportArguments,
    session: &Session<'_>,
) -> Result<Outcome, Failure> {
    let library = session.library()?;
    let member = document(name, &library, session)?;
    let request = update::Request {
        member,
        recording: new.recording,
        sha256: new.sha256,
        take: arguments.take,
        screenshots: new.screenshots,
    };
    let mut report = update::update(&request, &library, session.context(&library)?)?;
    if arguments.patch {
        session.console.answer(&report.patch())?;
        return Ok(Outcome::Clean);
    }
    let changes = report.changeset();
    if arguments.write && !changes.changes.is_empty() {
        require_restorable(&member.path, report.uncommitted())?;
        session.tree.write(&changes)?;
        report = report.written();
    }
    session.emit(&report)
}

fn no_file(shown: &str, error: &dyn std::error::Error) -> Failure {
    Failure::new(format!("cannot read {shown}"))
        .because(error)
        .hint("name a file that is there and that you may read")
}

/// What is said about the recording.
fn settings(arguments: &ImportArguments, session: &Session<'_>) -> Result<Settings, Failure> {
    let timing = match &arguments.timing {
        Some(file) => {
            let shown = file.display().to_string();
            let bytes = read_file_up_to(&session.here.join(file), MAX_RECORDING)
                .map_err(|error| no_file(&shown, &error))?;
            Some(String::from_utf8(bytes).map_err(|_| {
                Failure::new(format!("{shown} is no timing file of script"))
                    .hint("--timing takes the file that `script --log-timing` wrote")
            })?)
        }
        None => None,
    };
    let keys = match &arguments.log_in {
        Some(file) => Some(
            read_file_up_to(&session.here.join(file), MAX_RECORDING)
                .map_err(|error| no_file(&file.display().to_string(), &error))?,
        ),
        None => None,
    };
    let since = day("--since", arguments.since.as_deref())?;
    Ok(Settings {
        keep: arguments.keep_value.iter().copied().collect(),
        prompt: arguments.prompt.clone(),
        last: arguments.last,
        // A day begins when the one before it has ended.
        since: since.map(|day| Moment::end_of(day.plus_days(-1), &session.as_of.zone).seconds + 1),
        timing,
        keys,
    })
}

fn unreadable(shown: &str, error: &ReadError) -> Failure {
    let hint = match error {
        ReadError::UnknownFormat => {
            "it takes Chrome DevTools Recorder JSON, Playwright, Selenium IDE, asciinema, script, shell history and the Steps Recorder of Windows"
        }
        ReadError::NoPrompt { .. } => {
            "say how the prompt ends, as in --prompt '$ '; or record with a shell that marks its prompts"
        }
        ReadError::Mixed { .. } => {
            "name the timing file with --timing; script --log-timing writes it"
        }
        ReadError::TooLarge { .. } | ReadError::TooMany { .. } => "record one task at a time",
        ReadError::Faulty { .. } => "export it again, or record it again",
        ReadError::Version { version, newest, .. } if version > newest => {
            "record it with an older version of that tool, or get a newer sopctl"
        }
        ReadError::Version { .. } => "record it again with a newer version of that tool",
        ReadError::Empty { .. } => "record what is to be done, from its beginning",
    };
    Failure::new(format!("cannot import {shown}")).because(error).hint(hint)
}

/// The pictures of a folder in the order of their names.
fn pictures(folder: &Path) -> Result<Vec<Screenshot>, Failure> {
    let failure = || {
        Failure::new(format!("cannot read the pictures of {}", folder.display()))
            .hint("--screenshots takes a folder with PNG and JPEG pictures")
    };
    let entries = fs::read_dir(folder).map_err(|error| failure().because(&error))?;
    let mut files = Vec::new();
    for entry in entries {
        let entry = entry.map_err(|error| failure().because(&error))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.path().is_file() && kind_by_name(&name).is_some() {
            files.push((name, entry.path()));
        }
    }
    files.sort();
    if files.len() > MAX_PICTURES {
        return Err(failure().hint(format!("there are more than {MAX_PICTURES}")));
    }
    let mut screenshots = Vec::new();
    for (name, path) in files {
        let content = read_file_up_to(&path, MAX_PICTURE)
            .map_err(|error| failure().because(&error).hint(name.clone()))?;
        let Some(kind) = picture_kind(&content) else {
            return Err(failure().hint(format!("{name} is neither PNG nor JPEG")));
        };
        let picture = Picture { kind, content, point: None };
        screenshots.push(Screenshot { step: step_in(&name), picture });
    }
    // Names say which step they show only where all of them do, and each another one.
    let mut steps: Vec<usize> = screenshots.iter().filter_map(|one| one.step).collect();
    steps.sort_unstable();
    steps.dedup();
    if steps.len() < screenshots.len() {
        for screenshot in &mut screenshots {
            screenshot.step = None;
        }
    }
    Ok(screenshots)
}

fn kind_by_name(name: &str) -> Option<PictureKind> {
    let (_, ending) = name.rsplit_once('.')?;
    match ending.to_ascii_lowercase().as_str() {
        "png" => Some(PictureKind::Png),
        "jpg" | "jpeg" => Some(PictureKind::Jpeg),
        _ => None,
    }
}

/// The number behind `step` in a name such as `step-03.png`.
fn step_in(name: &str) -> Option<usize> {
    let lower = name.to_ascii_lowercase();
    let (_, behind) = lower.split_once("step")?;
    let digits: String = behind
        .trim_start_matches(['-', '_', ' '])
        .chars()
        .take_while(char::is_ascii_digit)
        .collect();
    digits.parse().ok()
}

impl From<ImportError> for Failure {
    fn from(error: ImportError) -> Self {
        let hint = match &error {
            ImportError::Imported { document } => {
                format!(
                    "`sopctl show {document}` shows it; where the task has changed, record it again: \
                     sopctl import --update {document} FILE"
                )
            }
            ImportError::NoSuchTake { names, .. } => format!("there are {}", listed(names)),
            ImportError::SeveralTakes { names, .. } => {
                format!("choose one with --take N: {}", listed(names))
            }
            ImportError::NoTitle => "say what is done with --title \"Issue a refund\"".to_owned(),
            ImportError::SameTitle { .. } => {
                "import them one by one, with --take N and --title".to_owned()
            }
            ImportError::TooManyPictures { .. } => {
                "--screenshots takes one picture for each step, named step-01.png or in order"
                    .to_owned()
            }
            ImportError::Scaffold(ScaffoldError::Exists { path }) => format!(
                "choose another --title; where it is the same task: sopctl import --update {} FILE",
                path.as_git_argument()
            ),
            ImportError::Scaffold(_) => match error {
                ImportError::Scaffold(error) => return error.into(),
                other => return Self::of(&other),
            },
            ImportError::Path(_) => "correct the folder of the type in sopctl.toml".to_owned(),
        };
        Self::of(&error).hint(hint)
    }
}

impl From<UpdateError> for Failure {
    fn from(error: UpdateError) -> Self {
        let hint = match &error {
            UpdateError::Over { .. } => {
                "nobody follows it any more; import the recording as a new document".to_owned()
            }
            UpdateError::NoSteps { document } => {
                format!("`sopctl show {document}` shows how it is read; leave --update out to import the recording as a new document")
            }
            UpdateError::NoItem { .. } => "write the steps as a numbered list first".to_owned(),
            UpdateError::NothingInCommon { .. } => {
                "name the document of the same task, or leave --update out to import the recording as a new one".to_owned()
            }
            UpdateError::Unsafe { .. } => {
                "nothing was written; leave --write out, and make the changes that are shown by hand".to_owned()
            }
            UpdateError::FrontMatter { .. } => {
                "nothing was written; mend the front matter, or name the key under [profiles] in sopctl.toml".to_owned()
            }
            UpdateError::Import(_) => match error {
                UpdateError::Import(error) => return error.into(),
                other => return Self::of(&other),
            },
        };
        Self::of(&error).hint(hint)
    }
}

/// `1 Log in, 2 Log out`
fn listed(names: &[String]) -> String {
    let numbered = names.iter().enumerate().map(|(index, name)| format!("{} {name}", index + 1));
    numbered.collect::<Vec<_>>().join(", ")
}
