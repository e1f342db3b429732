//! `sopctl check`

use crate::answers::check::check;
use crate::config::FailOn;

use super::super::Outcome;
use super::super::args::{CheckArguments, Global};
use super::super::console::Console;
use super::super::error::Failure;
use super::super::naming::below_root;
use super::super::session::{Needs, Session};

pub(in crate::cli) fn run(
    arguments: &CheckArguments,
    global: &Global,
    console: &Console,
) -> Result<Outcome, Failure> {
    let session = Session::open(global, console, Needs::Folder)?;
    let fail_on = match &arguments.fail_on {
        Some(name) => severity(name)?,
        None => session.config.check.fail_on,
    };
    let mut paths = Vec::new();
    let mut everything = false;
    for typed in &arguments.paths {
        match below_root(typed, &session)? {
            Some(path) => paths.push(path),
            None => everything = true,
        }
    }
    if everything {
        paths.clear();
    }
    let library = session.library()?;
    let context = session.context(&library)?;
    let report = check(&library, session.declared.as_ref(), &paths, fail_on, context);
    for path in &report.without_documents {
        if !session.root.join(path.as_str()).exists() {
            return Err(Failure::new(format!("there is no document at {path}"))
                .hint("`sopctl list` shows the documents"));
        }
        // Hooks hand over every file that is committed.
        console.remark(&format!("note: {path} is no document of this library"));
    }
    session.emit(&report)
}

fn severity(name: &str) -> Result<FailOn, Failure> {
    match name {
        "error" => Ok(FailOn::Error),
        "warning" => Ok(FailOn::Warning),
        "suggestion" => Ok(FailOn::Suggestion),
        "never" => Ok(FailOn::Never),
        _ => Err(Failure::new(format!("{name:?} is no severity"))
            .hint("--fail-on takes error, warning, suggestion or never")),
    }
}
