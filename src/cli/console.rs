//! Where answers and remarks go: standard output, standard error, their colours.

use std::io::{self, IsTerminal as _, Write as _};

use crate::render::{Colour, Page};

use super::error::Failure;

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub(super) enum ColourChoice {
    /// On a terminal, unless `NO_COLOR` is set.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// Width of answers that go into pipes and files: the same everywhere, so that the
/// same question gives the same bytes.
const PIPE_WIDTH: usize = 100;

/// Standard output and standard error.
#[derive(Debug)]
pub(super) struct Console {
    page: Page,
    complaints: Page,
    quiet: bool,
}

impl Console {
    pub(super) fn new(choice: ColourChoice, quiet: bool) -> Self {
        Self {
            page: Page {
                width: width(terminal_size::terminal_size_of(io::stdout())),
                colour: colour(choice, io::stdout().is_terminal()),
            },
            complaints: Page {
                width: width(terminal_size::terminal_size_of(io::stderr())),
                colour: colour(choice, io::stderr().is_terminal()),
            },
            quiet,
        }
    }

    /// Where git's own diff is shown: behind the pager that git has started, which takes
    /// colours although it is a pipe. None where git has started none, or colours were
    /// decided on.
    pub(super) fn of_git(choice: ColourChoice, quiet: bool) -> Option<Self> {
        let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let is_plain = std::env::var_os("TERM").is_none_or(|term| term == "dumb");
        let is_paged = choice == ColourChoice::Auto && is_set("GIT_PAGER_IN_USE");
        (is_paged && !is_set("NO_COLOR") && !is_plain)
            .then(|| Self::new(ColourChoice::Always, quiet))
    }

    /// How answers are laid out.
    pub(super) fn page(&self) -> Page {
        self.page
    }

    /// Writes an answer. A reader that has seen enough (a closed pipe) is no error.
    pub(super) fn answer(&self, text: &str) -> io::Result<()> {
        let mut out = anstream::AutoStream::new(io::stdout().lock(), escapes(self.page.colour));
        let written = out.write_all(text.as_bytes()).and_then(|()| out.flush());
        match written {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            other => other,
        }
    }

    /// Says something on the side, unless it was asked to be quiet.
    pub(super) fn remark(&self, text: &str) {
        if !self.quiet {
            let _ = writeln!(io::stderr().lock(), "{text}");
        }
    }

    /// Says what must be known to understand the answer, quiet or not.
    #[expect(clippy::unused_self, reason = "whoever writes to a terminal does so by its console")]
    pub(super) fn warn(&self, text: &str) {
        let _ = writeln!(io::stderr().lock(), "{text}");
    }

    /// Says why a command could not be carried out, quiet or not.
    pub(super) fn complain(&self, failure: &Failure) {
        let choice = escapes(self.complaints.colour);
        let mut out = anstream::AutoStream::new(io::stderr().lock(), choice);
        let _ = writeln!(out, "{}", failure.shown(self.complaints));
    }
}

/// Colours have been decided on already; old consoles have them translated.
const fn escapes(colour: Colour) -> anstream::ColorChoice {
    match colour {
        Colour::On => anstream::ColorChoice::AlwaysAnsi,
        Colour::Off => anstream::ColorChoice::Never,
    }
}

fn colour(choice: ColourChoice, is_terminal: bool) -> Colour {
    let plain_terminal = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    match choice {
        ColourChoice::Always => Colour::On,
        ColourChoice::Auto if is_terminal && !refused && !plain_terminal => Colour::On,
        ColourChoice::Auto | ColourChoice::Never => Colour::Off,
    }
}

/// Narrower pages have no room for words behind their indentation; lines that are longer than
/// [`WIDEST`] are hard to read.
const NARROWEST: usize = 40;
const WIDEST: usize = 160;

fn width(measured: Option<(terminal_size::Width, terminal_size::Height)>) -> usize {
    let asked = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse::<usize>().ok());
    let measured = measured.map(|(width, _)| usize::from(width.0));
    asked.or(measured).map_or(PIPE_WIDTH, |width| width.clamp(NARROWEST, WIDEST))
}
