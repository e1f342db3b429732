//! `sopctl man`

use std::path::Path;

use clap::CommandFactory as _;
use clap::builder::Resettable;
use clap_mangen::Man;

use crate::worktree::write_answer;

use super::super::Outcome;
use super::super::args::{Arguments, Global, ManArguments};
use super::super::changes::text_only;
use super::super::console::Console;
use super::super::error::Failure;

pub(in crate::cli) fn run(
    arguments: &ManArguments,
    global: &Global,
    console: &Console,
) -> Result<Outcome, Failure> {
    text_only(global, "man")?;
    let folder = &arguments.folder;
    if !folder.is_dir() {
        return Err(Failure::new(format!("{} is not a folder", folder.display()))
            .hint("make it first; `man` looks below a folder called man1"));
    }
    let mut command = Arguments::command().disable_help_subcommand(true);
    command.build();
    let pages = write(&command, folder)?;
    console.answer(&format!("wrote {pages} pages to {}\n", folder.display()))?;
    Ok(Outcome::Clean)
}

/// Writes the page of a command and of those below it; how many there are.
fn write(command: &clap::Command, folder: &Path) -> Result<usize, Failure> {
    let man = Man::new(command.clone().after_help(Resettable::Reset));
    let mut page = Vec::new();
    man.render(&mut page)?;
    let mut page = String::from_utf8_lossy(&page).into_owned();
    if let Some(examples) = command.get_after_help() {
        page.push_str(&examples_of(&examples.to_string()));
    }
    write_answer(&folder.join(man.get_filename()), &page)?;
    let mut pages = 1;
    for below in command.get_subcommands().filter(|below| !below.is_hide_set()) {
        pages += write(below, folder)?;
    }
    Ok(pages)
}

/// What stands at the end of the help, line by line: a command that is broken over two lines
/// cannot be pasted.
fn examples_of(text: &str) -> String {
    let mut section = String::from(".SH EXAMPLES\n.nf\n");
    for line in text.lines().filter(|line| *line != "Examples:") {
        let line = line.replace('\\', "\\e").replace('-', "\\-");
        // A point or an apostrophe at the beginning would be a command to the formatter.
        let guard = if line.starts_with(['.', '\'']) { "\\&" } else { "" };
        section.push_str(&format!("{guard}{line}\n"));
    }
    section.push_str(".fi\n");
    section
}
