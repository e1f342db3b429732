//! What is typed to make a walkthrough.

use std::path::PathBuf;

use clap::Args;

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  sopctl walkthrough WI-005 --dry-run       the scenes and when each begins\n  sopctl walkthrough WI-005                 captions, transcript and a page in walkthroughs/WI-005\n  sopctl walkthrough WI-005 -o site/wi-005\n  sopctl walkthrough WI-005 --audio espeak-ng --video\n  sopctl walkthrough WI-005 --audio piper --voice en_GB-alba-medium.onnx"
)]
pub(in crate::cli) struct WalkthroughArguments {
    /// The document, by id or path
    #[arg(value_name = "DOC")]
    pub(in crate::cli) document: String,
    /// Write the files into this folder instead of walkthroughs/ID beside sopctl.toml
    #[arg(id = "output", short = 'o', long = "output", value_name = "DIR")]
    pub(in crate::cli) folder: Option<PathBuf>,
    /// Have it read aloud by this program
    #[arg(long, value_enum, value_name = "TOOL")]
    pub(in crate::cli) audio: Option<SpeechTool>,
    /// The voice, by the name that the program knows; for piper, the file of its model
    #[arg(long, value_name = "VOICE", requires = "audio")]
    pub(in crate::cli) voice: Option<String>,
    /// Make a video of it, with ffmpeg
    #[arg(long, requires = "audio")]
    pub(in crate::cli) video: bool,
    /// Show what would be written, and run no other program
    #[arg(long)]
    pub(in crate::cli) dry_run: bool,
}

/// A program that reads a text aloud.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(in crate::cli) enum SpeechTool {
    /// eSpeak NG: small, everywhere
    EspeakNg,
    /// Piper: a voice model on this machine, see --voice
    Piper,
    /// What macOS has
    Say,
}
