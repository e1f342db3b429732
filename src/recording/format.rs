//! The formats that are read, by the names under which people know them.

use std::fmt;

use schemars::JsonSchema;
use serde::Serialize;

/// What made a recording.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// The Recorder panel of the Chrome developer tools, exported as JSON.
    ChromeRecorder,
    /// A project of Selenium IDE, `.side`.
    SeleniumIde,
    /// A trace of Playwright, `trace.zip`.
    PlaywrightTrace,
    /// What Playwright's code generator writes for the target `jsonl`.
    PlaywrightCodegen,
    /// A terminal session, as asciinema records it.
    Asciinema,
    /// A terminal session, as `script` records it.
    Typescript,
    /// The commands that a shell remembers.
    ShellHistory,
    /// The Steps Recorder of Windows (`psr.exe`), `.mht`, or `.zip` around it.
    StepsRecorder,
}

impl Format {
    /// The name that stands in `recorded_from` and in answers for programs.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ChromeRecorder => "chrome-recorder",
            Self::SeleniumIde => "selenium-ide",
            Self::PlaywrightTrace => "playwright-trace",
            Self::PlaywrightCodegen => "playwright-codegen",
            Self::Asciinema => "asciinema",
            Self::Typescript => "typescript",
            Self::ShellHistory => "shell-history",
            Self::StepsRecorder => "steps-recorder",
        }
    }

    /// What one action of the recording is called: `step`, `command`, `line`.
    #[must_use]
    pub const fn unit(self) -> &'static str {
        match self {
            Self::ChromeRecorder | Self::StepsRecorder => "step",
            Self::SeleniumIde => "command",
            Self::PlaywrightTrace => "call",
            Self::PlaywrightCodegen | Self::Typescript | Self::ShellHistory => "line",
            Self::Asciinema => "event",
        }
    }
}

/// With its article, for sentences: `a Playwright trace`.
impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ChromeRecorder => "a recording of the Chrome DevTools Recorder",
            Self::SeleniumIde => "a Selenium IDE project",
            Self::PlaywrightTrace => "a Playwright trace",
            Self::PlaywrightCodegen => "a recording of Playwright's code generator",
            Self::Asciinema => "an asciinema recording",
            Self::Typescript => "a typescript of `script`",
            Self::ShellHistory => "the history of a shell",
            Self::StepsRecorder => "a recording of the Steps Recorder of Windows",
        })
    }
}
