//! The sound and the video of a walkthrough, by programs of this machine.
//!
//! Says which programs are missing and what they would be told; where they are here, runs them.

use crate::answers::walkthrough::{File, Sound};
use crate::library::Member;
use crate::paths::shell_word;
use crate::render::walkthrough::said;
use crate::walkthrough::sound::{LONGEST, Wave};
use crate::walkthrough::{Script, Speech};
use crate::worktree::Workshop;

use super::args::{SpeechTool, WalkthroughArguments};
use super::console::Console;
use super::error::Failure;
use super::naming::full_path;
use super::program::Program;
use super::session::Session;
use super::speech::Voice;
use super::video::{joining, three_letters, video};

/// A script and what is heard and seen of it.
pub(super) struct Narrated {
    /// At the speed of the voice, where there is one.
    pub(super) script: Script,
    /// The files that were made.
    pub(super) files: Vec<File>,
    pub(super) sound: Sound,
}

/// Has a script read aloud as it is asked for. Where a program is missing, the script stays as
/// it is, and what would be run becomes a file. A dry run runs nothing.
pub(super) fn narrated(
    script: Script,
    arguments: &WalkthroughArguments,
    member: &Member,
    session: &Session<'_>,
) -> Result<Narrated, Failure> {
    let plain = |script| Narrated { script, files: Vec::new(), sound: Sound::default() };
    let Some(tool) = arguments.audio else { return Ok(plain(script)) };
    // It runs in a folder of its own, where a relative path leads elsewhere.
    let model = |named: &str| full_path(named, &session.here).display().to_string();
    let named = match tool {
        SpeechTool::Piper => arguments.voice.as_deref().map(model),
        SpeechTool::EspeakNg | SpeechTool::Say => arguments.voice.clone(),
    };
    let language = member.document.fields().language.value().map(String::as_str);
    let voice = Voice::of(tool, named.as_deref(), language)?;
    let mut sound = planned(&voice, arguments.video, language, &script);
    if !sound.missing.is_empty() {
        let speak = sound.commands.first().map(String::as_str).unwrap_or_default();
        let content = script.shell(speak, arguments.video).into_bytes();
        let files = vec![File { name: "make.sh".to_owned(), content }];
        return Ok(Narrated { script, files, sound });
    }
    if arguments.dry_run {
        return Ok(Narrated { sound, ..plain(script) });
    }
    let (script, files) = aloud(script, &voice, arguments.video, language, session.console)?;
    sound.tool = Some(voice.program());
    Ok(Narrated { script, files, sound })
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
    let too_long = || {
        Failure::new("nobody listens to this for two hours")
            .hint("`sopctl extract` moves steps into an instruction of their own")
    };
    if script.length() > LONGEST {
        return Err(too_long());
    }
    let speaker = Program::find(voice.program()).ok_or_else(|| missing(voice.program()))?;
    let workshop = Workshop::open()?;
    let lines = said(&script);
    console.remark(&format!("{} reads {} sentences aloud", voice.program(), lines.len()));
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let waves = voice.read(&speaker, &lines, &workshop)?;
    let lengths: Vec<u64> = waves.iter().map(Wave::length).collect();
    let script = script.timed(Speech::Recorded(&lengths));
    if script.length() > LONGEST {
        return Err(too_long());
    }
    let track = Wave::track(&script, &waves).ok_or_else(|| {
        Failure::new(format!("{} changed the rate of its sound", voice.program()))
            .hint("name one voice with --voice")
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
