//! `sopctl demo`

use std::path::PathBuf;

use crate::answers::demo::{DemoError, Outcome as Written, Summary, TOUR, write};
use crate::calendar::{Date, TimeZone};

use super::super::args::{DemoArguments, Global};
use super::super::changes::text_only;
use super::super::console::Console;
use super::super::error::Failure;
use super::super::session::today;

/// What to show once the library stands there.
pub(in crate::cli) struct Visit {
    /// The options that look into it on its day.
    pub(in crate::cli) there: Global,
    /// What to look at.
    pub(in crate::cli) tour: String,
}

pub(in crate::cli) fn run(
    arguments: &DemoArguments,
    global: &Global,
    console: &Console,
) -> Result<Visit, Failure> {
    text_only(global, "demo")?;
    let base = global.directory.clone().unwrap_or_default();
    let folder = base.join(&arguments.folder);
    let as_of = match &global.as_of {
        Some(text) => Date::read(text).map_err(|error| Failure::of(&error))?.date,
        None => today(&TimeZone::utc()),
    };
    let summary = write(as_of, &folder).map_err(|error| {
        let failure = Failure::of(&error);
        match error {
            DemoError::Occupied { .. } => failure.hint("name another folder: sopctl demo DIR"),
            DemoError::Changed { .. } => failure
                .hint("it is yours now; name another folder for a fresh one: sopctl demo DIR"),
            DemoError::Story(_) | DemoError::Repository(_) => failure,
        }
    })?;
    let shown = folder.display();
    let mut text = match &summary.outcome {
        Written::Written { commits, documents } => format!(
            "Wrote {shown}: the library of Larkspur Home, {documents} documents, {commits} commits over two years.\n"
        ),
        Written::Kept => format!("{shown} is there already and as it was written.\n"),
        Written::KeptOther => {
            format!(
                "{shown} is there already, written for {}; remove it for a fresh one.\n",
                summary.as_of
            )
        }
    };
    text.push_str("\nThis is what `sopctl stale` says there:\n\n");
    console.answer(&text)?;
    let there = Global {
        directory: Some(summary.folder.clone()),
        as_of: Some(summary.as_of.to_string()),
        config: None,
        profile: None,
        rev: None,
        output: None,
        ..global.clone()
    };
    Ok(Visit { there, tour: tour(&summary) })
}

fn tour(summary: &Summary) -> String {
    let mut text = format!("\nA tour. Go there first:\n\n  cd {}\n", summary.folder.display());
    if let Some(program) = program_off_path() {
        text.push_str(&format!("  alias sopctl='{}'\n", program.display()));
    }
    for step in TOUR {
        text.push_str(&format!("\n  {}\n      {}\n", step.command, step.shows));
    }
    text
}

/// Where this program is, if typing `sopctl` would not find it.
fn program_off_path() -> Option<PathBuf> {
    let program = std::env::current_exe().ok()?;
    let name = program.file_name()?.to_owned();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path).any(|folder| folder.join(&name).is_file());
    (!found).then_some(program)
}
