//! `sopctl completions`

use std::io;

use clap_complete::env::{Bash, EnvCompleter, Fish, Powershell, Zsh};

use super::super::Outcome;
use super::super::args::{CompletionsArguments, Global, Shell};
use super::super::changes::text_only;
use super::super::completion::VARIABLE;
use super::super::console::Console;
use super::super::error::Failure;

pub(in crate::cli) fn run(
    arguments: &CompletionsArguments,
    global: &Global,
    console: &Console,
) -> Result<Outcome, Failure> {
    text_only(global, "completions")?;
    let shell: &dyn EnvCompleter = match arguments.shell {
        Shell::Bash => &Bash,
        Shell::Zsh => &Zsh,
        Shell::Fish => &Fish,
        Shell::Powershell => &Powershell,
    };
    let mut script = Vec::new();
    shell.write_registration(VARIABLE, "sopctl", "sopctl", "sopctl", &mut script)?;
    let script = String::from_utf8(script)
        .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))?;
    console.answer(&script)?;
    Ok(Outcome::Clean)
}
