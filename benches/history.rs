//! The two walks of the history engine as a program of their own, so that they can be timed
//! and compared with git without what the commands do around them.
//!
//! `cargo bench --bench history -- --repository DIR (--last-changes | --timelines)
//! [--folder FOLDER]`; `benches/history_engine.py` runs it.
//!
//! Prints one line for each document (`COMMIT<TAB>PATH`) or for each of its changes that is
//! no merge (`COMMIT<TAB>BLOB<TAB>PATH`), for all Markdown files of HEAD, or those below
//! FOLDER. Without a repository it says so and does nothing.

#![expect(clippy::print_stdout, reason = "printing is what a measurement is for")]

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use sopctl::git::{GitError, LastChange, Repository};
use sopctl::paths::RepoPath;
use sopctl::progress::Silent;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Walk {
    LastChanges,
    Timelines,
}

fn main() -> ExitCode {
    let mut repository = None;
    let mut folder = String::new();
    let mut walk = Walk::LastChanges;
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--repository" => repository = arguments.next().map(PathBuf::from),
            "--folder" => folder = arguments.next().unwrap_or_default(),
            "--timelines" => walk = Walk::Timelines,
            // `cargo bench` adds --bench of its own.
            _ => {}
        }
    }
    let Some(repository) = repository else {
        println!("skipped: no --repository DIR was given");
        return ExitCode::SUCCESS;
    };
    match answers(&repository, &folder, walk) {
        Ok(lines) => {
            let written = std::io::stdout().lock().write_all(lines.as_bytes());
            ExitCode::from(u8::from(written.is_err()))
        }
        Err(error) => {
            println!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn answers(folder: &std::path::Path, below: &str, walk: Walk) -> Result<String, GitError> {
    let repository = Repository::discover(folder)?;
    let head = repository.resolve("HEAD")?;
    let below =
        if below.is_empty() { String::new() } else { format!("{}/", below.trim_matches('/')) };
    let paths: Vec<RepoPath> = repository
        .files(head)?
        .files
        .into_iter()
        .map(|file| file.path)
        .filter(|path| {
            path.as_str().starts_with(&below) && path.as_str().rsplit('.').next() == Some("md")
        })
        .collect();
    let mut lines = String::new();
    match walk {
        Walk::LastChanges => {
            for (path, change) in paths.iter().zip(repository.last_changes(head, &paths, &Silent)?)
            {
                if let LastChange::Commit(commit) = change {
                    lines.push_str(&format!("{commit}\t{path}\n"));
                }
            }
        }
        Walk::Timelines => {
            for (path, timeline) in
                paths.iter().zip(repository.path_timelines(head, &paths, &Silent)?)
            {
                for revision in timeline.revisions.iter().filter(|revision| !revision.is_merge()) {
                    let blob =
                        revision.blob.map_or_else(|| "-".to_owned(), |blob| blob.to_string());
                    lines.push_str(&format!("{}\t{blob}\t{path}\n", revision.commit));
                }
            }
        }
    }
    Ok(lines)
}
