//! `sopctl blame`

use crate::answers::blame::{Breadth, blame};

use super::super::Outcome;
use super::super::args::{BlameArguments, Global};
use super::super::console::Console;
use super::super::error::Failure;
use super::super::naming::{committed, document};
use super::super::session::{Needs, Session};

pub(in crate::cli) fn run(
    arguments: &BlameArguments,
    global: &Global,
    console: &Console,
) -> Result<Outcome, Failure> {
    let session = Session::open(global, console, Needs::Repository)?;
    let history = session.history()?;
    let library = session.library()?;
    let member = committed(document(&arguments.document, &library, &session)?)?;
    let breadth = if arguments.all { Breadth::Everything } else { Breadth::StepsAndStatements };
    let context = session.context(&library)?;
    let ground = history.ground(&session.as_of);
    session.emit(&blame(member, &library, ground, breadth, context, &session.progress)?)
}
