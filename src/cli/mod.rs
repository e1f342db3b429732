//! The command line: arguments in, answers out. The only module that prints, reads
//! the environment and the clock, and decides the exit status.

mod answer_place;
mod approvals;
mod args;
mod ask;
mod baseline;
mod changes;
mod code_owners;
mod commands;
mod completion;
mod configuration;
mod console;
mod editor;
mod error;
mod faults;
mod interview;
mod loose;
mod naming;
mod narration;
mod narrowing;
mod own_templates;
mod past;
mod placement;
mod program;
mod progress;
mod range;
mod records;
mod release;
mod rewriting;
mod session;
mod since;
mod speech;
mod step_summary;
mod unfinished;
mod video;

use std::process::ExitCode;

use clap::{CommandFactory as _, FromArgMatches as _};

use args::{AdoptArguments, Arguments, Command, StaleArguments};
use console::Console;
use error::Failure;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// Nothing needs attention.
    Clean,
    /// Something needs attention.
    Attention,
}

/// Runs the command that the arguments of the process name.
#[must_use]
pub fn run() -> ExitCode {
    match completion::answered() {
        Ok(false) => {}
        Ok(true) => return ExitCode::SUCCESS,
        Err(error) => return ExitCode::from(if error.print().is_ok() { 2 } else { 1 }),
    }
    let arguments = match arguments() {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version are answers; everything else could not be done.
            let asked = !error.use_stderr();
            let printed = error.print().is_ok();
            return ExitCode::from(if asked && printed { 0 } else { 2 });
        }
    };
    let console = Console::new(arguments.global.color, arguments.global.quiet);
    match dispatch(&arguments, &console) {
        Ok(Outcome::Clean) => ExitCode::SUCCESS,
        Ok(Outcome::Attention) => ExitCode::from(1),
        Err(failure) => {
            console.complain(&failure);
            ExitCode::from(2)
        }
    }
}

/// The arguments of the process. A variable that is set to nothing is not set: pipelines hand
/// on what nobody has given.
fn arguments() -> Result<Arguments, clap::Error> {
    let mut command = heedless_of_empty_variables(Arguments::command());
    let matches = command.try_get_matches_from_mut(std::env::args_os())?;
    Arguments::from_arg_matches(&matches).map_err(|error| error.format(&mut command))
}

fn heedless_of_empty_variables(command: clap::Command) -> clap::Command {
    let is_empty = |name: &std::ffi::OsStr| std::env::var_os(name).is_some_and(|it| it.is_empty());
    command
        .mut_args(|argument| match argument.get_env() {
            Some(name) if is_empty(name) => argument.env(None),
            _ => argument,
        })
        .mut_subcommands(heedless_of_empty_variables)
}

fn dispatch(arguments: &Arguments, console: &Console) -> Result<Outcome, Failure> {
    let global = &arguments.global;
    let Some(command) = &arguments.command else {
        return commands::overview::run(global, console);
    };
    match command {
        Command::Demo(demo) => {
            let visit = commands::demo::run(demo, global, console)?;
            // The debt of the example is no failure of the demo.
            commands::stale::run(&StaleArguments::default(), &visit.there, console)?;
            console.answer(&visit.tour)?;
            Ok(Outcome::Clean)
        }
        Command::Stale(stale) => commands::stale::run(stale, global, console),
        Command::Diff(diff) => commands::diff::run(diff, global, console),
        Command::Log(log) => commands::log::run(log, global, console),
        Command::Blame(blame) => commands::blame::run(blame, global, console),
        Command::GitDiff(call) => commands::git_diff::run_diff(call, global, console),
        Command::GitText(file) => commands::git_diff::run_text(file, global, console),
        Command::List(list) => commands::list::run(list, global, console),
        Command::Show(show) => commands::show::run(show, global, console),
        Command::Changelog(changelog) => commands::changelog::run(changelog, global, console),
        Command::Audit(audit) => commands::audit::run(audit, global, console),
        Command::Owners(owners) => commands::owners::run(owners, global, console),
        Command::Plan(plan) => commands::plan::run(plan, global, console),
        Command::Coverage(coverage) => commands::coverage::run(coverage, global, console),
        Command::Adopt(adopt) => commands::adopt::run(adopt, global, console),
        Command::Review(review) => commands::review::run(review, global, console),
        Command::Promote(step) => commands::promote::run(step, global, console),
        Command::Retire(step) => commands::promote::run_retire(step, global, console),
        Command::New(new) => commands::new::run(new, global, console),
        Command::Renumber(renumber) => commands::renumber::run(renumber, global, console),
        Command::Import(import) => commands::import::run(import, global, console),
        Command::Walkthrough(walk) => commands::walkthrough::run(walk, global, console),
        Command::Extract(extract) => commands::extract::run(extract, global, console),
        Command::Template(template) => commands::template::run(template, global, console),
        Command::Check(check) => commands::check::run(check, global, console),
        Command::Explain(rule) => commands::explain::run(rule, global, console),
        Command::Pr(pr) => commands::pr::run(pr, global, console),
        Command::Refs(refs) => commands::refs::run(refs, global, console),
        Command::Schema(schema) => commands::schema::run(schema, global, console),
        Command::Completions(shell) => commands::completions::run(shell, global, console),
        Command::Man(man) => commands::man::run(man, global, console),
        Command::Init(init) => match commands::init::run(init, global, console)? {
            // What is not under control yet is no failure of its beginning.
            Some(there) => {
                commands::adopt::run(&AdoptArguments::default(), &there, console)?;
                Ok(Outcome::Clean)
            }
            None => Ok(Outcome::Clean),
        },
    }
}
