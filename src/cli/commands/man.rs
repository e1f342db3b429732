//! `sopctl man`

use std::path::Path;

use clap::CommandFactory as _;
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
    let man = Man::new(command.clone());
    let mut page = Vec::new();
    man.render(&mut page)?;
    write_answer(&folder.join(man.get_filename()), &String::from_utf8_lossy(&page))?;
    let mut pages = 1;
    for below in command.get_subcommands().filter(|below| !below.is_hide_set()) {
        pages += write(below, folder)?;
    }
    Ok(pages)
}
