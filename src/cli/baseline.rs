//! The file of accepted debt: which one it is, reading it, writing it again.

use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::path::Path;

use crate::calendar::Date;
use crate::config::ConfigError;
use crate::data::toml_string;
use crate::paths::RepoPath;
use crate::report::{Baseline, Finding, Ledger, Report, Rewriting};
use crate::worktree::{ChangeKind, Changeset, FileChange};

use super::Outcome;
use super::args::BaselineArguments;
use super::changes::{Mode, carry_out, text_only};
use super::configuration::{decoded, in_folder, in_revision, unreadable};
use super::error::Failure;
use super::faults::Faults;
use super::naming::full_path;
use super::session::Session;

/// The file that is written where none is named, beside sopctl.toml.
const DEFAULT: &str = "sopctl-baseline.toml";

/// For how many days new debt is accepted, unless another day is given.
const ACCEPTED_FOR: i64 = 90;

/// The baseline of one run, and where it stands.
pub(super) struct Accepting {
    pub(super) baseline: Baseline,
    /// What the file holds; `None` where it is not there yet.
    content: Option<Vec<u8>>,
    /// Where it is written; `None` outside the working tree.
    path: Option<RepoPath>,
    /// Whether sopctl.toml names it, so that it counts without being named.
    is_configured: bool,
}

/// Reads the baseline that is named by an option or by sopctl.toml, or the one that is to be
/// written; none where neither is asked for.
pub(super) fn accepting<R: Report>(
    arguments: &BaselineArguments,
    configured: Option<&RepoPath>,
    session: &Session<'_>,
) -> Result<Option<Accepting>, Failure> {
    let is_configured = arguments.baseline.is_none() && configured.is_some();
    let (shown, path, content) = match (&arguments.baseline, configured) {
        (Some(typed), _) => named(typed, session)?,
        (None, Some(configured)) => in_library(configured.as_str(), session)?,
        (None, None) if arguments.write_baseline => in_library(DEFAULT, session)?,
        (None, None) => return Ok(None),
    };
    let Some(bytes) = content else {
        if !arguments.write_baseline {
            let named = if is_configured { ", which sopctl.toml names," } else { "" };
            return Err(Failure::new(format!("the baseline {shown}{named} is not there"))
                .hint(format!("`sopctl {} --write-baseline` writes it", R::NAME)));
        }
        let baseline = Baseline::unwritten(shown, R::NAME);
        return Ok(Some(Accepting { baseline, content: None, path, is_configured }));
    };
    let text = decoded(bytes.clone(), &shown)?;
    let baseline = Baseline::read(shown.as_str(), &text, R::NAME).map_err(|misfits| {
        let found = misfits.into_iter().map(ConfigError::from).collect();
        Faults { path: shown, text, found }
    })?;
    Ok(Some(Accepting { baseline, content: Some(bytes), path, is_configured }))
}

/// Refuses to write a baseline where what fails is not looked at in full, or not in the
/// working tree. `narrowing` are the options that were given and leave documents out.
pub(super) fn refuse_part(
    arguments: &BaselineArguments,
    narrowing: &[&str],
    session: &Session<'_>,
) -> Result<(), Failure> {
    if !arguments.write_baseline {
        if arguments.dry_run {
            return Err(Failure::new("there is nothing to write")
                .hint("--dry-run goes with an option that writes, such as --write-baseline"));
        }
        return Ok(());
    }
    if let Some(option) = narrowing.first() {
        return Err(Failure::new("a baseline is written for the whole library")
            .hint(format!("leave {option} out: what it leaves out would no longer be accepted")));
    }
    if session.revision.is_some() {
        return Err(Failure::new("a baseline is written for the working tree")
            .hint("leave --rev and --at out, and run this in a working tree"));
    }
    Ok(())
}

impl Accepting {
    /// Writes the file anew, so that it accepts all that fails in a report. What it accepts
    /// already stays as long as the report knows of it, failing or not.
    pub(super) fn write<R: Report>(
        &self,
        report: &R,
        arguments: &BaselineArguments,
        session: &Session<'_>,
    ) -> Result<Outcome, Failure> {
        text_only(session.global, "--write-baseline")?;
        let today = session.as_of.day;
        let asked = arguments.expires.as_deref().map(|text| expiry(text, today)).transpose()?;
        let expires = asked.unwrap_or_else(|| today.plus_days(ACCEPTED_FOR));
        let findings = report.findings();
        let failing = findings.iter().filter(|finding| finding.fails);
        let keys: BTreeSet<&str> = failing.flat_map(Finding::keys).collect();
        let unused = report.ledger().map_or_else(Default::default, Ledger::unused);
        let settled: BTreeSet<&str> = unused.iter().map(String::as_str).collect();
        let rewriting =
            self.baseline.rewritten(&keys, &settled, expires, asked, today).map_err(|error| {
                Failure::of(&error).hint("give each entry a table of its own: [report.\"key\"]")
            })?;
        let file = &self.baseline.file;
        if self.content.is_none() && keys.is_empty() {
            session.console.answer("nothing fails: there is nothing to accept\n")?;
            return Ok(Outcome::Clean);
        }
        let content = rewriting.text.clone().into_bytes();
        if self.content.as_ref() == Some(&content) {
            session
                .console
                .answer(&format!("{file} is as it should be: {}\n", told(&rewriting)))?;
        } else {
            session.console.remark(&format!("{file}: {}", told(&rewriting)));
            let next = self.next(R::NAME, &session.folder);
            let mode = Mode::of(arguments.dry_run);
            carry_out(&self.change(content)?, &session.tree, mode, &next, session.console)?;
        }
        if rewriting.expired > 0 {
            session.console.remark(&format!(
                "note: expired and counting again: {}; --expires DAY accepts them anew",
                rewriting.expired
            ));
        }
        Ok(Outcome::Clean)
    }

    fn change(&self, content: Vec<u8>) -> Result<Changeset, Failure> {
        let file = &self.baseline.file;
        let path = self.path.clone().ok_or_else(|| {
            Failure::new(format!("{file} is outside the library"))
                .hint("name a file below the root of the repository")
        })?;
        let kind = match &self.content {
            Some(expected) => ChangeKind::Replace { expected: expected.clone(), content },
            None => ChangeKind::Create { content },
        };
        Ok(Changeset { changes: vec![FileChange { path, kind }] })
    }

    /// `folder` is that of sopctl.toml, in which files are named from there.
    fn next(&self, report: &str, folder: &str) -> String {
        let file = &self.baseline.file;
        if self.is_configured {
            return format!("commit {file}; `sopctl {report}` fails on what is new");
        }
        let below = file.strip_prefix(folder).map(|below| below.trim_start_matches('/'));
        let setting = toml_string(below.unwrap_or(file));
        format!(
            "commit {file}, and name it in sopctl.toml ([{report}] baseline = {setting}) or with \
             --baseline: then `sopctl {report}` fails on what is new"
        )
    }
}

/// `12 new, 3 kept, 1 no longer needed`
fn told(rewriting: &Rewriting) -> String {
    let parts = [
        (rewriting.added, "new"),
        (rewriting.kept - rewriting.renewed, "kept"),
        (rewriting.renewed, "renewed"),
        (rewriting.removed, "no longer needed"),
    ];
    let parts: Vec<String> = parts
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{count} {what}"))
        .collect();
    if parts.is_empty() { "no entries".to_owned() } else { parts.join(", ") }
}

fn expiry(text: &str, today: Date) -> Result<Date, Failure> {
    let example = today.plus_days(ACCEPTED_FOR);
    let hint = format!("--expires takes a day that is still to come, such as {example}");
    let day = Date::read(text).map_err(|error| Failure::of(&error).hint(hint.as_str()))?.date;
    if day < today {
        return Err(Failure::new(format!("{day} is over")).hint(hint));
    }
    Ok(day)
}

/// How a file is called, where it may be written, and what it holds.
type Found = (String, Option<RepoPath>, Option<Vec<u8>>);

/// The file as it was typed, from where the command was given.
fn named(typed: &Path, session: &Session<'_>) -> Result<Found, Failure> {
    let file = full_path(typed, &session.here);
    let below = file.strip_prefix(&session.root).ok().and_then(Path::to_str);
    let path = below.and_then(|below| RepoPath::new(below).ok());
    let shown = path.as_ref().map_or_else(|| typed.display().to_string(), ToString::to_string);
    match std::fs::read(&file) {
        Ok(bytes) => Ok((shown, path, Some(bytes))),
        Err(error) if error.kind() == ErrorKind::NotFound && !file.is_symlink() => {
            Ok((shown, path, None))
        }
        Err(error) => Err(unreadable(&file, &shown, &error)),
    }
}

/// The file below the folder of the library, in the tree that is judged.
fn in_library(name: &str, session: &Session<'_>) -> Result<Found, Failure> {
    let folder = &session.folder;
    let shown = if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
    let path = RepoPath::new(&shown).map_err(|error| Failure::of(&error))?;
    let content = match (session.revision, &session.repository) {
        (Some(commit), Some(repository)) => in_revision(repository, commit, &shown)?,
        _ => in_folder(&session.root, Path::new(&shown), &shown)?,
    };
    Ok((shown, Some(path), content))
}
