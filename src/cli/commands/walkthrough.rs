//! `sopctl walkthrough`

use std::fs;
use std::path::{Path, PathBuf};

use crate::answers::walkthrough::{
    File, Request, Sound, Walkthrough, WalkthroughError, manifest_of, walkthrough,
};
use crate::language::Language;
use crate::library::Member;
use crate::paths::RepoPath;
use crate::render::walkthrough::{captions, chapters, manifest, spoken, transcript};
use crate::render::walkthrough_page;
use crate::text::slug;
use crate::walkthrough::manifest::{FILE, FOLDER};
use crate::walkthrough::pictures::{LARGEST, LARGEST_ALL};
use crate::walkthrough::{Script, ScriptError};
use crate::worktree::{WorkTree, read_file_up_to};

use super::super::Outcome;
use super::super::args::{Global, WalkthroughArguments};
use super::super::console::Console;
use super::super::error::Failure;
use super::super::naming::{document, full_path};
use super::super::narration::narrated;
use super::super::rewriting::{Written, open_to_write};
use super::super::session::Session;

/// The largest file of an earlier run that is looked at, in bytes: a video.
const LARGEST_FILE: u64 = 1024 * 1024 * 1024;

/// The names of all files that a walkthrough may have, but for the manifest.
const NAMES: [&str; 8] = [
    "index.html",
    "script.txt",
    "transcript.md",
    "captions.vtt",
    "chapters.vtt",
    "audio.wav",
    "video.mp4",
    "make.sh",
];

pub(in crate::cli) fn run(
    arguments: &WalkthroughArguments,
    global: &Global,
    console: &Console,
) -> Result<Outcome, Failure> {
    // `-o` names the folder of the files here; the answer goes to the terminal.
    let global = Global { output: None, ..global.clone() };
    let session = open_to_write(Written::Fields, &global, console)?;
    // What cannot be shown afterwards is not done.
    session.format::<Walkthrough>()?;
    let library = session.library()?;
    let member = document(&arguments.document, &library, &session)?;
    let mut script = Script::of(&member.document, &member.path, Language::english())?;
    take_pictures(&mut script, &session.root);
    let place = Place::of(arguments.folder.as_deref(), member, &session)?;
    let there = place.standing()?;
    let mut heard = Vec::new();
    let mut sound = Sound::default();
    if arguments.audio.is_some() {
        let narrated = narrated(script, arguments, member, &session)?;
        (script, heard, sound) = (narrated.script, narrated.files, narrated.sound);
    }
    let mut files = texts(&script);
    files.append(&mut heard);
    let record = manifest_of(member, &files, &there);
    files.push(File { name: FILE.to_owned(), content: manifest(&record)?.into_bytes() });
    let outside = place.is_outside.then(|| place.tree.root().display().to_string());
    let folder = place.folder;
    let request = Request { member, script, folder, outside, files, there: &there, sound };
    let mut report = walkthrough(request, session.context(&library)?)?;
    if !arguments.dry_run {
        place.tree.write(&report.changeset())?;
        report = report.written();
    }
    session.emit(&report)
}

/// The files that every walkthrough has.
fn texts(script: &Script) -> Vec<File> {
    [
        ("index.html", walkthrough_page(script)),
        ("script.txt", spoken(script)),
        ("transcript.md", transcript(script)),
        ("captions.vtt", captions(script)),
        ("chapters.vtt", chapters(script)),
    ]
    .map(|(name, text)| File { name: name.to_owned(), content: text.into_bytes() })
    .into()
}

/// Takes in the pictures of the repository, as far as a page can carry them. What cannot be
/// read is told by its description, and the answer says so.
fn take_pictures(script: &mut Script, root: &Path) {
    let mut room = LARGEST_ALL;
    let pictures = script.scenes.iter_mut().flat_map(|scene| &mut scene.pictures);
    for picture in pictures {
        let Some(path) = &picture.path else { continue };
        // A link could lead anywhere.
        let file = fs::canonicalize(root.join(path.as_str()));
        let Some(file) = file.ok().filter(|file| file.starts_with(root) && file.is_file()) else {
            continue;
        };
        let most = LARGEST.min(room) as u64;
        if let Ok(bytes) = read_file_up_to(&file, most) {
            room -= bytes.len();
            picture.show(bytes);
        }
    }
}

/// Where the files of a walkthrough go.
struct Place {
    tree: WorkTree,
    /// From the root of the tree.
    folder: RepoPath,
    /// Whether it is another tree than that of the documents.
    is_outside: bool,
}

impl Place {
    /// The folder that is named, in the working tree or outside it; else one of the library,
    /// beside its documents, so that the walkthrough is kept with what it was made of.
    fn of(named: Option<&Path>, member: &Member, session: &Session<'_>) -> Result<Self, Failure> {
        let Some(named) = named else {
            let below = [session.folder.as_str(), FOLDER, &folder_name(member)];
            let parts = below.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>();
            let folder = RepoPath::new(&parts.join("/")).map_err(|error| Failure::of(&error))?;
            return Ok(Self { tree: session.tree.clone(), folder, is_outside: false });
        };
        let full = full_path(named, &session.here);
        let refuse = || {
            Failure::new(format!("the files cannot be written into {}", named.display()))
                .hint("name a folder whose parent is there")
        };
        let below = |root: &Path| -> Option<RepoPath> {
            RepoPath::new(full.strip_prefix(root).ok()?.to_str()?).ok()
        };
        if let Some(folder) = below(&session.root) {
            return Ok(Self { tree: session.tree.clone(), folder, is_outside: false });
        }
        if full == session.root {
            return Err(refuse().hint("name a folder below the root, such as -o walkthrough"));
        }
        // Outside, the parent is the tree, so that all files are written or none.
        let name = full.file_name().and_then(|name| name.to_str()).ok_or_else(refuse)?;
        let parent = full.parent().map(fs::canonicalize).ok_or_else(refuse)?;
        let parent: PathBuf = parent.map_err(|error| refuse().because(&error))?;
        let folder = RepoPath::new(name).map_err(|_| refuse())?;
        Ok(Self { tree: WorkTree::new(parent, None), folder, is_outside: true })
    }

    /// What stands there under the names that a walkthrough writes.
    fn standing(&self) -> Result<Vec<File>, Failure> {
        let folder = self.tree.root().join(self.folder.as_str());
        let mut found = Vec::new();
        for name in NAMES.into_iter().chain([FILE]) {
            let file = folder.join(name);
            if !file.symlink_metadata().is_ok_and(|about| about.is_file()) {
                continue;
            }
            let content = read_file_up_to(&file, LARGEST_FILE).map_err(|error| {
                Failure::new(format!("cannot read {}", file.display()))
                    .because(&error)
                    .hint("move it away, or name another folder with -o DIR")
            })?;
            found.push(File { name: name.to_owned(), content });
        }
        Ok(found)
    }
}

/// What the folder of a document is called: its number, where that can be the name of a folder.
fn folder_name(member: &Member) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let id = member.document.fields().id.value().map(ToString::to_string);
    match id {
        Some(id) if !id.is_empty() && id.chars().all(is_plain) => id,
        _ => slug(member.path.stem(), 80),
    }
}

impl From<ScriptError> for Failure {
    fn from(error: ScriptError) -> Self {
        let hint = match &error {
            ScriptError::NoSteps { .. } => {
                "a walkthrough shows one person what to do, step by step: write numbered steps, or name a work instruction that carries this document out"
            }
            ScriptError::TooManySteps { .. } => {
                "nobody follows so many at once: `sopctl extract` moves some of them into an instruction of their own"
            }
        };
        Self::of(&error).hint(hint)
    }
}

impl From<WalkthroughError> for Failure {
    fn from(error: WalkthroughError) -> Self {
        let hint = match &error {
            WalkthroughError::Foreign { path } => format!(
                "nothing was written; keep what is yours under another name, delete {path}, or name another folder with -o DIR"
            ),
            WalkthroughError::Path(_) => "name another folder with -o DIR".to_owned(),
        };
        Self::of(&error).hint(hint)
    }
}
