//! Having a script read aloud by a program of this machine, sentence by sentence.

use crate::walkthrough::sound::Wave;
use crate::worktree::Workshop;

use super::args::SpeechTool;
use super::error::Failure;
use super::program::Program;

/// Words in a minute, as the timing of a script counts on.
const SPEED: &str = "150";

/// A program that reads aloud, and how it is to sound.
#[derive(Debug, Clone)]
pub(super) struct Voice {
    tool: SpeechTool,
    /// As the program knows it.
    name: Option<String>,
}

impl Voice {
    /// The voice that is asked for; without one, that of the language for programs that know
    /// them.
    pub(super) fn of(
        tool: SpeechTool,
        asked: Option<&str>,
        language: Option<&str>,
    ) -> Result<Self, Failure> {
        if tool == SpeechTool::Piper && asked.is_none() {
            return Err(Failure::new("piper needs the file of a voice")
                .hint("name it with --voice en_GB-alba-medium.onnx"));
        }
        if asked.is_some_and(|asked| asked.starts_with('-')) {
            return Err(Failure::new("a voice is no option").hint("--voice takes a name or a file"));
        }
        let is_plain = |tag: &&str| {
            tag.len() <= 12 && tag.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
        };
        let language = language.filter(|_| tool == SpeechTool::EspeakNg).filter(is_plain);
        Ok(Self { tool, name: asked.or(language).map(str::to_owned) })
    }

    /// The name of the program.
    pub(super) const fn program(&self) -> &'static str {
        match self.tool {
            SpeechTool::EspeakNg => "espeak-ng",
            SpeechTool::Piper => "piper",
            SpeechTool::Say => "say",
        }
    }

    /// The arguments that make a file of another, and whether the text comes on the standard
    /// input. The text itself is never an argument.
    pub(super) fn arguments(&self, text: &str, sound: &str) -> (Vec<String>, bool) {
        let name = |option: &str| {
            let named = self.name.iter().flat_map(|name| [option.to_owned(), name.clone()]);
            named.collect::<Vec<String>>()
        };
        let own = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        match self.tool {
            SpeechTool::EspeakNg => {
                ([own(&["-s", SPEED, "-w", sound, "-f", text]), name("-v")].concat(), false)
            }
            SpeechTool::Piper => ([own(&["--output_file", sound]), name("--model")].concat(), true),
            SpeechTool::Say => {
                let format = "--data-format=LEI16@22050";
                ([own(&["-r", SPEED, format, "-o", sound, "-f", text]), name("-v")].concat(), false)
            }
        }
    }

    /// Reads every line aloud.
    pub(super) fn read(
        &self,
        program: &Program,
        lines: &[&str],
        workshop: &Workshop,
    ) -> Result<Vec<Wave>, Failure> {
        let mut said = Vec::with_capacity(lines.len());
        for line in lines {
            // Both programs take what stands in such brackets for orders to themselves.
            let line = line.replace("[[", "[").replace("]]", "]");
            workshop.put("line.txt", format!("{line}\n"))?;
            let (arguments, is_input) = self.arguments("line.txt", "line.wav");
            program.run(&arguments, workshop.path(), is_input.then_some("line.txt"))?;
            let wave = Wave::read(&workshop.take("line.wav")?).ok_or_else(|| {
                Failure::new(format!("{} wrote no sound that can be read", self.program()))
                    .hint("it has to write WAVE files with 16-bit samples")
            })?;
            said.push(wave);
        }
        Ok(said)
    }
}

impl From<crate::worktree::WorkshopError> for Failure {
    fn from(error: crate::worktree::WorkshopError) -> Self {
        Self::of(&error).hint("is there room left on the disk?")
    }
}
