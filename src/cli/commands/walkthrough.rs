//! `sopctl walkthrough`

use std::fs;
use std::path::{Path, PathBuf};

use crate::answers::walkthrough::{
    File, Request, Sound, Walkthrough, WalkthroughError, manifest_of, walkthrough,
};
use crate::language::Language;
use crate::library::Member;
use crate::paths::{RepoPath, shell_word};
use crate::render::walkthrough::{captions, chapters, manifest, said, spoken, transcript};
use crate::render::walkthrough_page;
use crate::text::slug;
use crate::walkthrough::manifest::{FILE, FOLDER};
use crate::walkthrough::pictures::{LARGEST, LARGEST_ALL};
use crate::walkthrough::sound::Wave;
use crate::walkthrough::{Script, ScriptError, Speech};
use crate::worktree::{WorkTree, Workshop, read_file_up_to};

use super::super::Outcome;
use super::super::args::{Global, WalkthroughArguments};
use super::super::console::Console;
use super::super::error::Failure;
use super::super::naming::{document, full_path};
use super::super::program::Program;
use super::super::rewriting::{Written, open_to_write};
use super::super::session::Session;
use super::super::speech::Voice;
use super::super::video::{joining, three_letters, video};

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
    let mut sound = Sound::default();
    let mut heard = Vec::new();
    if let Some(tool) = arguments.audio {
        let language = member.document.fields().language.value().map(String::as_str);
        let voice = Voice::of(tool, arguments.voice.as_deref(), language)?;
        sound = planned(&voice, arguments.video, language, &script);
        if sound.missing.is_empty() && !arguments.dry_run {
            (script, heard) = aloud(script, &voice, arguments.video, language, console)?;
            sound.tool = Some(voice.program());
        } else if !sound.missing.is_empty() {
            let speak = sound.commands.first().map(String::as_str).unwrap_or_default();
            let text = script.shell(speak, arguments.video);
            heard.push(File { name: "make.sh".to_owned(), content: text.into_bytes() });
        }
    }
    let mut files = texts(&script);
    files.append(&mut heard);
    let record = manifest_of(member, &files, &there);
    files.push(File { name: FILE.to_owned(), content: manifest(&record)?.into_bytes() });
    let request = Request { member, script, folder: place.folder, files, there: &there, sound };
    let mut report = walkthrough(request, session.context(&library)?)?;
    if !arguments.dry_run {
        place.tree.write(&report.changeset())?;
        report = report.written();
    }
    session.emit(&report)
}

/// Which programs are needed and not here, and what would be run.
fn planned(voice: &Voice, with_video: bool, language: Option<&str>, script: &Script) -> Sound {
    let mut needed = vec![voice.program()];
    let (said, is_input) = voice.arguments("line.txt", "line.wav");
    let input = if is_input { " < line.txt" } else { "" };
    let words = |program: &str, arguments: &[String]| {
        let arguments: Vec<_> = arguments.iter().map(|word| shell_word(word)).collect();
        format!("{program} {}", arguments.join(" "))
    };
    let mut commands = vec![format!("{}{input}", words(voice.program(), &said))];
    if with_video {
        needed.push("ffmpeg");
        commands.push(words("ffmpeg", &joining(three_letters(language), script.length())));
    }
    needed.retain(|name| Program::find(name).is_none());
    Sound { tool: None, missing: needed, commands }
}

/// The script at the speed of the voice, and the files that are heard and seen.
fn aloud(
    script: Script,
    voice: &Voice,
    with_video: bool,
    language: Option<&str>,
    console: &Console,
) -> Result<(Script, Vec<File>), Failure> {
    let missing = |name: &str| {
        Failure::new(format!("{name} is not here any more")).hint("see that it is on PATH")
    };
    let speaker = Program::find(voice.program()).ok_or_else(|| missing(voice.program()))?;
    let workshop = Workshop::open()?;
    let lines = said(&script);
    console.remark(&format!("{} reads {} sentences aloud", voice.program(), lines.len()));
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let waves = voice.read(&speaker, &lines, &workshop)?;
    let lengths: Vec<u64> = waves.iter().map(Wave::length).collect();
    let script = script.timed(Speech::Recorded(&lengths));
    let track = Wave::track(&script, &waves).ok_or_else(|| {
        Failure::new("what was read aloud cannot be put together")
            .hint("a walkthrough takes two hours at most: `sopctl extract` makes several of one")
    })?;
    let track = track.written();
    let mut files = Vec::new();
    if with_video {
        let ffmpeg = Program::find("ffmpeg").ok_or_else(|| missing("ffmpeg"))?;
        workshop.put("audio.wav", &track)?;
        console.remark("ffmpeg makes the video");
        let content = video(&script, three_letters(language), &ffmpeg, &workshop)?;
        files.push(File { name: "video.mp4".to_owned(), content });
    }
    files.insert(0, File { name: "audio.wav".to_owned(), content: track });
    Ok((script, files))
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
}

impl Place {
    /// The folder that is named, in the working tree or outside it; else one of the library,
    /// beside its documents, so that the walkthrough is kept with what it was made of.
    fn of(named: Option<&Path>, member: &Member, session: &Session<'_>) -> Result<Self, Failure> {
        let Some(named) = named else {
            let below = [session.folder.as_str(), FOLDER, &folder_name(member)];
            let parts = below.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>();
            let folder = RepoPath::new(&parts.join("/")).map_err(|error| Failure::of(&error))?;
            return Ok(Self { tree: session.tree.clone(), folder });
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
            return Ok(Self { tree: session.tree.clone(), folder });
        }
        if full == session.root {
            return Err(refuse().hint("name a folder below the root, such as -o walkthrough"));
        }
        // Outside, the parent is the tree, so that all files are written or none.
        let name = full.file_name().and_then(|name| name.to_str()).ok_or_else(refuse)?;
        let parent = full.parent().map(fs::canonicalize).ok_or_else(refuse)?;
        let parent: PathBuf = parent.map_err(|error| refuse().because(&error))?;
        let folder = RepoPath::new(name).map_err(|_| refuse())?;
        Ok(Self { tree: WorkTree::new(parent, None), folder })
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
