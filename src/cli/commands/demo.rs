//! `sopctl demo`

use crate::answers::demo::{DemoError, Outcome as Written, TOUR, write};
use crate::calendar::{Date, TimeZone};

use super::super::Outcome;
use super::super::args::{DemoArguments, Global};
use super::super::changes::text_only;
use super::super::console::Console;
use super::super::error::Failure;
use super::super::session::today;

pub(in crate::cli) fn run(
    arguments: &DemoArguments,
    global: &Global,
    console: &Console,
) -> Result<Outcome, Failure> {
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
    text.push_str(&format!("\nA tour. Go there first:\n\n  cd {shown}\n"));
    for step in TOUR {
        text.push_str(&format!("\n  {}\n      {}\n", step.command, step.shows));
    }
    console.answer(&text)?;
    Ok(Outcome::Clean)
}
