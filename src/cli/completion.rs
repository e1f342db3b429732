//! What the shell offers when somebody presses Tab.
//!
//! The script of `sopctl completions` calls the program itself, so that what is offered is
//! what is there: numbers and titles of this library, its owners, branches and tags, the
//! rules and reasons of this version. A faulty library offers nothing and says nothing:
//! whoever presses Tab has asked no question yet.

use std::ffi::{OsStr, OsString};
use std::iter;

use clap::{CommandFactory as _, Parser as _};
use clap_complete::engine::{ArgValueCandidates, ArgValueCompleter, CompletionCandidate};
use clap_complete::env::CompleteEnv;

use crate::answers::check::rules;
use crate::document::lifecycle::Status;
use crate::document::profile::Profile;
use crate::library::Library;
use crate::render::steers;
use crate::report::Format;
use crate::standing::{FailOn, ReasonCode};

use super::args::{Arguments, Global};
use super::commands::schema;
use super::console::Console;
use super::own_templates::templates;
use super::session::{Needs, Session};

/// The variable by which the shell's script asks.
pub(super) const VARIABLE: &str = "SOPCTL_COMPLETE";

/// Answers the shell, if it is the shell that asks.
///
/// # Errors
/// When the shell is not known or does not listen.
pub(super) fn answered() -> clap::error::Result<bool> {
    let folder = std::env::current_dir().ok();
    CompleteEnv::with_factory(|| with_candidates(Arguments::command()))
        .var(VARIABLE)
        .bin("sopctl")
        .try_complete(std::env::args_os(), folder.as_deref())
}

/// All that a value may be; the shell's answer keeps what begins as was typed.
type Candidates = fn() -> Vec<CompletionCandidate>;

/// What a value may be, by its name in the help: one name, one kind of thing.
const BY_VALUE_NAME: &[(&str, Candidates)] = &[
    ("DOC", documents),
    ("SOP", documents),
    ("ID", documents),
    ("A..B [DOC]", documents),
    ("REV", revisions),
    ("TYPE", types),
    ("RULE", rule_ids),
    ("CODE", reasons),
    ("CODES", failing),
    ("STATUS", statuses),
    ("FORMAT", formats),
];

/// Where the name of the value says less than the option.
const BY_OPTION: &[(&str, Candidates)] = &[
    ("owner", owners),
    ("by", owners),
    ("replace", owners),
    ("template", template_names),
    ("profile", profiles),
    ("status", statuses),
];

/// Where options of the same name mean different things, by command.
const BY_COMMAND: &[(&str, &str, Candidates)] =
    &[("schema", "name", schema_names), ("explain", "rule", rule_ids)];

fn with_candidates(command: clap::Command) -> clap::Command {
    let name = command.get_name().to_owned();
    command
        .mut_args(|argument| {
            let takes_range = value_name(&argument).is_some_and(|value| value.starts_with("A..B"));
            match candidates(&name, &argument) {
                Some(others) if takes_range => {
                    argument.add(ArgValueCompleter::new(move |typed: &OsStr| range(typed, others)))
                }
                None if takes_range => {
                    argument.add(ArgValueCompleter::new(|typed: &OsStr| range(typed, Vec::new)))
                }
                Some(candidates) => argument.add(ArgValueCandidates::new(candidates)),
                None => argument,
            }
        })
        .mut_subcommands(with_candidates)
}

fn candidates(command: &str, argument: &clap::Arg) -> Option<Candidates> {
    let id = argument.get_id().as_str();
    let value = value_name(argument);
    let by_command = BY_COMMAND.iter().find(|(of, option, _)| *of == command && *option == id);
    // `changelog --template` and `new --template` take a file and a name.
    let is_file = matches!(value, Some("FILE" | "DIR" | "PATH"));
    let by_option = BY_OPTION.iter().find(|(option, _)| *option == id).filter(|_| !is_file);
    let by_value = BY_VALUE_NAME.iter().find(|(name, _)| Some(*name) == value);
    by_command
        .map(|(_, _, offer)| *offer)
        .or_else(|| by_option.map(|(_, offer)| *offer))
        .or_else(|| by_value.map(|(_, offer)| *offer))
}

fn value_name(argument: &clap::Arg) -> Option<&str> {
    argument.get_value_names().and_then(|names| names.first()).map(clap::builder::Str::as_str)
}

/// The second end of a range whose first is typed; else a first end, or `others`.
fn range(typed: &OsStr, others: Candidates) -> Vec<CompletionCandidate> {
    let Some(typed) = typed.to_str() else { return Vec::new() };
    let first = typed.rfind("..").map(|dots| &typed[..dots + 2]).unwrap_or_default();
    let ends = revisions().into_iter().map(|end| end.add_prefix(first));
    let others = if first.is_empty() { others() } else { Vec::new() };
    let all = others.into_iter().chain(ends);
    all.filter(|one| one.get_value().to_string_lossy().starts_with(typed)).collect()
}

/// Asks something of the library that the words typed so far are about.
fn ask<T: Default>(question: impl FnOnce(&Session<'_>) -> Option<T>) -> T {
    let global = global(std::env::args_os());
    let console = Console::new(global.color, true);
    let session = Session::open(&global, &console, Needs::Folder).ok();
    session.as_ref().and_then(question).unwrap_or_default()
}

/// The options of every command among the words typed so far, which end in the middle of
/// something: the few that say where to look, and nothing else.
fn global(words: impl Iterator<Item = OsString>) -> Global {
    let typed: Vec<OsString> = words.skip_while(|word| word != "--").skip(2).collect();
    let mut told: Vec<OsString> = vec!["sopctl".into(), "--quiet".into()];
    for pair in typed.windows(2) {
        if [OsStr::new("-C"), OsStr::new("--config")].contains(&pair[0].as_os_str()) {
            told.extend(pair.iter().cloned());
        }
    }
    Arguments::try_parse_from(told)
        .unwrap_or_else(|_| Arguments::parse_from(["sopctl", "--quiet"]))
        .global
}

fn library(session: &Session<'_>) -> Option<Library> {
    session.library().ok()
}

fn documents() -> Vec<CompletionCandidate> {
    let mut all = ask(|session| {
        let library = library(session)?;
        let named = library.members.iter().map(|member| (member.name(), member.title()));
        Some(named.map(|(name, title)| candidate(name, &title)).collect::<Vec<_>>())
    });
    all.sort_by(|a, b| a.get_value().cmp(b.get_value()));
    all
}

fn owners() -> Vec<CompletionCandidate> {
    let mut names: Vec<String> = ask(|session| {
        let library = library(session)?;
        let owner =
            |member: &crate::library::Member| member.document.fields().owner.value().cloned();
        Some(library.members.iter().filter_map(owner).collect())
    });
    names.sort_unstable();
    names.dedup();
    plain(names)
}

fn types() -> Vec<CompletionCandidate> {
    ask(|session| {
        Some(session.config.types.iter().map(|declared| candidate(&declared.name, "")).collect())
    })
}

fn template_names() -> Vec<CompletionCandidate> {
    plain(ask(|session| {
        let all = templates(session).ok()?;
        Some(all.all().iter().map(|template| template.name.clone()).collect::<Vec<_>>())
    }))
}

fn profiles() -> Vec<CompletionCandidate> {
    ask(|session| {
        let all = session.config.profiles.iter().chain(Profile::built_in());
        Some(all.map(|profile| candidate(&profile.name, "")).collect())
    })
}

/// Tags before branches: who names a revision mostly means a release.
fn revisions() -> Vec<CompletionCandidate> {
    ask(|session| {
        let repository = session.repository.as_ref()?;
        let tags = repository.tags().ok()?.into_iter().map(|tag| candidate(&tag.name, "tag"));
        let branches = repository.branches().ok()?;
        let branches = branches.iter().map(|branch| candidate(&branch.name, "branch"));
        let head = iter::once(candidate("HEAD", "what is checked out"));
        Some(tags.chain(branches).chain(head).collect())
    })
}

fn rule_ids() -> Vec<CompletionCandidate> {
    rules().map(|rule| candidate(rule.id, rule.summary)).collect()
}

fn reasons() -> Vec<CompletionCandidate> {
    ReasonCode::ALL.iter().map(|code| candidate(code.name(), code.summary())).collect()
}

fn failing() -> Vec<CompletionCandidate> {
    plain(FailOn::words())
}

fn statuses() -> Vec<CompletionCandidate> {
    plain(Status::ALL.iter().map(|status| status.as_str()))
}

fn formats() -> Vec<CompletionCandidate> {
    plain(Format::ALL.iter().map(|format| format.name()))
}

fn schema_names() -> Vec<CompletionCandidate> {
    plain(schema::names())
}

fn plain<S: AsRef<str>>(names: impl IntoIterator<Item = S>) -> Vec<CompletionCandidate> {
    names.into_iter().map(|name| candidate(name.as_ref(), "")).collect()
}

/// A value with what it stands for. Titles come from strangers, and the shell prints them.
fn candidate(value: &str, help: &str) -> CompletionCandidate {
    let shown = |text: &str| text.chars().filter(|c| !steers(*c)).collect::<String>();
    let help = shown(help);
    CompletionCandidate::new(shown(value)).help((!help.is_empty()).then(|| help.into()))
}
