//! What every command needs: the repository, the configuration, the day, the library.

use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::calendar::{AsOf, Date, Moment, TimeZone};
use crate::config::Config;
use crate::document::profile::Profile;
use crate::evolution::IgnoredRevisions;
use crate::git::{Branch, CommitId, GitError, Head, History, Landing, Repository};
use crate::library::{ByNumber, Files, FindError, Library, LibraryError, Settings};
use crate::render::{RenderError, render};
use crate::report::{Completeness, Context, DayDoubt, Format, Report, RepositoryFacts};
use crate::standing::Ground;
use crate::worktree::{WorkTree, write_answer};

use super::Outcome;
use super::answer_place::refuse_controlled;
use super::args::Global;
use super::configuration::{CONFIG_FILE, configuration};
use super::console::Console;
use super::error::Failure;
use super::progress::Bar;
use super::step_summary;
use super::unfinished;

/// One run of one command.
pub(super) struct Session<'a> {
    pub(super) global: &'a Global,
    pub(super) console: &'a Console,
    pub(super) repository: Option<Repository>,
    /// The root of the working tree, or the folder itself outside a repository.
    pub(super) root: PathBuf,
    /// The same, to be written to.
    pub(super) tree: WorkTree,
    /// Where the command was given, for paths that are typed.
    pub(super) here: PathBuf,
    /// The folder of the library below the root; empty at the root.
    pub(super) folder: String,
    /// What sopctl.toml says, where there is one.
    pub(super) declared: Option<Config>,
    /// What sopctl.toml says, or what holds without it.
    pub(super) config: Config,
    pub(super) as_of: AsOf,
    /// The revision of `--rev`.
    pub(super) revision: Option<CommitId>,
    /// Why another commit may have been the one of the day of `--at`.
    pub(super) doubts: Vec<DayDoubt>,
    pub(super) progress: Bar,
}

/// Whether a command can do without a repository.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Needs {
    /// It reads history.
    Repository,
    /// A folder is enough.
    Folder,
}

impl<'a> Session<'a> {
    /// Opens what `-C`, `--config`, `--rev` and `--as-of` name.
    pub(super) fn open(
        global: &'a Global,
        console: &'a Console,
        needs: Needs,
    ) -> Result<Self, Failure> {
        let start = global.directory.clone().unwrap_or_else(|| PathBuf::from("."));
        let here = std::fs::canonicalize(&start).map_err(|error| {
            Failure::new(format!("cannot look into {}", start.display()))
                .because(&error)
                .hint("name another folder with -C DIR")
        })?;
        let repository = match Repository::discover(&here) {
            Ok(mut repository) => {
                if !global.no_cache {
                    repository.use_cache();
                }
                Some(repository)
            }
            Err(GitError::NotARepository { .. }) if needs == Needs::Folder => None,
            Err(error) => return Err(error.into()),
        };
        let root = match repository.as_ref().and_then(Repository::workdir) {
            Some(workdir) => std::fs::canonicalize(workdir)?,
            None => library_root(&here),
        };
        let own_folder = repository.as_ref().map(|repository| repository.own_folder().to_owned());
        let tree = WorkTree::new(root.clone(), own_folder);
        if !repository.as_ref().is_some_and(Repository::is_bare) {
            unfinished::finish(&tree, console)?;
        }
        let revision = match (&global.rev, &repository) {
            (Some(rev), Some(repository)) => Some(repository.resolve(rev)?),
            (Some(_), None) => {
                return Err(Failure::new("--rev needs a git repository")
                    .hint("change into one, or leave --rev out"));
            }
            (None, Some(repository)) if repository.is_bare() => match repository.head()? {
                Head::Commit { id, .. } => Some(id),
                Head::Unborn { branch } => return Err(unborn(repository, branch)),
            },
            (None, _) => None,
        };
        let (folder, declared) =
            configuration(global, repository.as_ref(), revision, &root, &here)?;
        let config = declared.clone().unwrap_or_default();
        let as_of = as_of(global, &config.time_zone)?;
        let mut session = Self {
            global,
            console,
            repository,
            root,
            tree,
            here,
            folder,
            declared,
            config,
            as_of,
            revision,
            doubts: Vec::new(),
            progress: Bar::new(global.quiet),
        };
        session.know_documents_by_number();
        // Before anything is done that could not be shown afterwards.
        if let Some(output) = &global.output {
            refuse_controlled(output, &session)?;
        }
        Ok(session)
    }

    /// Has history followed by the numbers of documents. A profile that does not exist is the
    /// fault of whoever reads a library by it.
    fn know_documents_by_number(&mut self) {
        let name = self.global.profile.as_ref().or(self.config.documents.profile.as_ref());
        let profile = name.and_then(|name| self.config.profile(name));
        let by_number = ByNumber::new(profile, &self.config);
        if let Some(repository) = &mut self.repository {
            repository.identify_by(Box::new(by_number));
        }
    }

    /// Reads the configuration from the newer end of a range, which is what is judged, and
    /// the day in its time zone.
    pub(super) fn judge_at(&mut self, commit: Option<CommitId>) -> Result<(), Failure> {
        let (folder, declared) =
            configuration(self.global, self.repository.as_ref(), commit, &self.root, &self.here)?;
        self.folder = folder;
        self.config = declared.clone().unwrap_or_default();
        self.declared = declared;
        self.as_of = as_of(self.global, &self.config.time_zone)?;
        self.know_documents_by_number();
        Ok(())
    }

    /// The documents: of `--rev`, else of the working tree or folder.
    pub(super) fn library(&self) -> Result<Library, Failure> {
        let library = match (self.revision, &self.repository) {
            (Some(commit), _) => self.library_at(commit)?,
            (None, Some(repository)) => {
                Library::of_working_tree(&self.root, repository, self.settings()?)?
            }
            (None, None) => Library::of_folder(&self.root, self.settings()?)?,
        };
        if self.global.verbose {
            let declared = if self.declared.is_some() { CONFIG_FILE } else { "no configuration" };
            self.console.remark(&format!(
                "looked at {} files below {}: {} documents by {declared}, front matter read as {}",
                library.considered.files,
                self.root.join(&self.folder).display(),
                library.count(),
                library.profile.name,
            ));
        }
        Ok(library)
    }

    /// The files around the documents.
    pub(super) fn files(&self, library: &Library) -> Result<Files, Failure> {
        let files = match (self.revision, &self.repository) {
            (Some(_), Some(repository)) => Files::of_revision(repository, library)?,
            (_, repository) => Files::on_disk(&self.root, repository.as_ref(), library)?,
        };
        Ok(files)
    }

    /// The documents, with all that is known of numbers that must not be given again.
    pub(super) fn library_to_number(&self) -> Result<Library, Failure> {
        let mut library = self.library()?;
        if let Some(repository) = &self.repository {
            library.look_elsewhere(repository, self.settings()?, &self.progress)?;
        }
        Ok(library)
    }

    /// The documents of a commit, by the same configuration.
    pub(super) fn library_at(&self, commit: CommitId) -> Result<Library, Failure> {
        Library::of_revision(self.require_repository()?, commit, self.settings()?)
            .map_err(Failure::from)
    }

    /// How documents are read here.
    pub(super) fn settings(&self) -> Result<Settings<'_>, Failure> {
        let profile = match self.global.profile.as_ref().or(self.config.documents.profile.as_ref())
        {
            Some(name) => Some(self.config.profile(name).ok_or_else(|| {
                let known: Vec<&str> = self
                    .config
                    .profiles
                    .iter()
                    .chain(Profile::built_in())
                    .map(|profile| profile.name.as_str())
                    .collect();
                Failure::new(format!("no profile named {name:?}"))
                    .hint(format!("there are {}", known.join(", ")))
            })?),
            None => None,
        };
        Ok(Settings { config: self.declared.as_ref(), folder: &self.folder, profile })
    }

    /// The history of the controlled branch, for commands whose answers rest on it: they
    /// refuse a shallow clone unless they are told to answer all the same.
    pub(super) fn history(&self) -> Result<Controlled<'_>, Failure> {
        self.refuse_shallow()?;
        self.known_history()
    }

    /// Refuses a shallow clone, unless it was said that it will do.
    pub(super) fn refuse_shallow(&self) -> Result<(), Failure> {
        let shallow = self.require_repository()?.history()? == History::Shallow;
        if shallow && !self.global.allow_shallow {
            return Err(Failure::new(
                "this clone is shallow: the commits that would prove the answer are not here",
            )
            .hint(shallow_hint()));
        }
        Ok(())
    }

    /// As much of that history as the clone holds.
    pub(super) fn known_history(&self) -> Result<Controlled<'_>, Failure> {
        let repository = self.require_repository()?;
        self.history_on(repository, &repository.controlled_branch(self.configured_branch())?)
    }

    /// The history of documents, as it landed on a branch.
    fn history_on<'s>(
        &self,
        repository: &'s Repository,
        branch: &Branch,
    ) -> Result<Controlled<'s>, Failure> {
        let start = self.judged_commit()?;
        let landing = repository.landing(branch)?.in_zone(&self.as_of.zone);
        let ignored = IgnoredRevisions::of(repository, start)?;
        if let Some(complaint) = ignored.complaint() {
            self.console.remark(&complaint);
        }
        Ok(Controlled { repository, landing, ignored, start })
    }

    /// The commit that is judged, or with which the working tree is compared.
    pub(super) fn judged_commit(&self) -> Result<CommitId, Failure> {
        let repository = self.require_repository()?;
        match (self.revision, repository.head()?) {
            (Some(revision), _) => Ok(revision),
            (None, Head::Commit { id, .. }) => Ok(id),
            (None, Head::Unborn { branch }) => Err(unborn(repository, branch)),
        }
    }

    /// As much history as there is behind a library; none in a folder without git, or before
    /// the first commit. For answers that say unknown where they cannot tell.
    ///
    /// A checkout of a pull request often has no branch at all, not even the one that the
    /// configuration names: then the history of the commit itself has to do, aloud.
    pub(super) fn history_of(&self, library: &Library) -> Result<Option<Controlled<'_>>, Failure> {
        let Some(tip) = library.source.commit() else { return Ok(None) };
        let repository = self.require_repository()?;
        let branch = match repository.controlled_branch(self.configured_branch()) {
            Err(
                why @ (GitError::NoControlledBranch { .. }
                | GitError::NoSuchBranch { .. }
                | GitError::Unborn { .. }),
            ) => {
                self.console.remark(&format!("{why}; judged by the history of {}", tip.short()));
                Branch { name: tip.to_string(), tip }
            }
            found => found?,
        };
        self.history_on(repository, &branch).map(Some)
    }

    /// How the file that declares the library is called, from the root.
    pub(super) fn config_file(&self) -> String {
        match (&self.global.config, self.folder.as_str()) {
            (Some(typed), _) => typed.display().to_string(),
            (None, "") => CONFIG_FILE.to_owned(),
            (None, folder) => format!("{folder}/{CONFIG_FILE}"),
        }
    }

    /// The controlled branch, where sopctl.toml names it.
    pub(super) fn configured_branch(&self) -> Option<&str> {
        self.config.history.branch.as_ref().map(|branch| branch.value.as_str())
    }

    /// What the answers say about where they come from.
    pub(super) fn context(&self, library: &Library) -> Result<Context, Failure> {
        let history = match &self.repository {
            None => Completeness::None,
            Some(repository) => match repository.history()? {
                History::Complete => Completeness::Complete,
                History::Shallow => Completeness::Shallow,
                History::Partial => Completeness::Partial,
                History::None => Completeness::None,
            },
        };
        let head = library.source.commit();
        let mut on_branch = None;
        let branch = match (&self.repository, history) {
            (Some(repository), known) if known != Completeness::None => {
                match repository.controlled_branch(self.configured_branch()) {
                    Ok(branch) => {
                        on_branch = match head.map(|head| repository.is_ancestor(head, branch.tip))
                        {
                            Some(Ok(is_on_it)) => Some(is_on_it),
                            None | Some(Err(GitError::MissingObject { .. })) => None,
                            Some(Err(error)) => return Err(error.into()),
                        };
                        Some(branch.name)
                    }
                    // A detached HEAD, a clone of another branch: there is none to name.
                    Err(
                        GitError::NoControlledBranch { .. }
                        | GitError::NoSuchBranch { .. }
                        | GitError::Unborn { .. },
                    ) => None,
                    Err(error) => return Err(error.into()),
                }
            }
            _ => None,
        };
        Ok(Context {
            as_of: self.as_of.day,
            library: if self.folder.is_empty() { ".".to_owned() } else { self.folder.clone() },
            time_zone: self.as_of.zone.name().to_owned(),
            repository: RepositoryFacts {
                head: head.map(|commit| commit.to_string()),
                rev: self.global.rev.clone(),
                branch,
                on_branch,
                dirty: library.uncommitted(),
                history,
            },
            profile: library.profile.name.clone(),
            origin: self.repository.as_ref().and_then(Repository::origin),
            doubts: self.doubts.clone(),
            failed: false,
            fail_on: Vec::new(),
        })
    }

    /// The same for answers that look at neither documents nor history.
    pub(super) fn bare_context(&self) -> Context {
        Context {
            as_of: self.as_of.day,
            library: if self.folder.is_empty() { ".".to_owned() } else { self.folder.clone() },
            time_zone: self.as_of.zone.name().to_owned(),
            repository: RepositoryFacts {
                head: None,
                rev: self.global.rev.clone(),
                branch: None,
                on_branch: None,
                dirty: 0,
                history: Completeness::None,
            },
            profile: "sopctl".to_owned(),
            origin: None,
            doubts: Vec::new(),
            failed: false,
            fail_on: Vec::new(),
        }
    }

    /// An answer in a format.
    pub(super) fn rendered<R: Report>(
        &self,
        report: &R,
        format: Format,
    ) -> Result<String, Failure> {
        Ok(render(report, format, self.console.page())?)
    }

    /// Writes an answer in the format asked for.
    pub(super) fn emit<R: Report>(&self, report: &R) -> Result<Outcome, Failure> {
        let format = self.format::<R>()?;
        let text = self.rendered(report, format)?;
        match &self.global.output {
            Some(path) => write_answer(path, &text)?,
            None => self.console.answer(&text)?,
        }
        if format == Format::Github {
            step_summary::add(report, self.console)?;
        }
        Ok(if report.context().failed { Outcome::Attention } else { Outcome::Clean })
    }

    /// The format asked for.
    pub(super) fn format<R: Report>(&self) -> Result<Format, Failure> {
        let Some(name) = &self.global.format else {
            return Ok(R::FORMATS.first().copied().unwrap_or(Format::Text));
        };
        Format::named(name).filter(|format| R::FORMATS.contains(format)).ok_or_else(|| {
            let known: Vec<&str> = R::FORMATS.iter().map(|format| format.name()).collect();
            Failure::new(format!("{} cannot be written as {name:?}", R::NAME))
                .hint(format!("--format takes {}", known.join(", ")))
        })
    }
}

/// The controlled history.
pub(super) struct Controlled<'s> {
    pub(super) repository: &'s Repository,
    pub(super) landing: Landing,
    /// What `.git-blame-ignore-revs` names.
    pub(super) ignored: IgnoredRevisions,
    pub(super) start: CommitId,
}

impl Controlled<'_> {
    /// Where evidence is looked for.
    pub(super) fn ground<'g>(&'g self, as_of: &'g AsOf) -> Ground<'g> {
        Ground {
            repository: self.repository,
            start: self.start,
            landing: &self.landing,
            ignored: &self.ignored,
            as_of,
        }
    }
}

/// Outside a repository, the nearest folder upwards that declares a library; else here.
fn library_root(here: &Path) -> PathBuf {
    here.ancestors().find(|folder| folder.join(CONFIG_FILE).is_file()).unwrap_or(here).to_owned()
}

fn unborn(repository: &Repository, branch: String) -> Failure {
    let others = repository
        .branches()
        .map(|all| all.into_iter().map(|b| b.name).collect())
        .unwrap_or_default();
    GitError::Unborn { branch, others }.into()
}

/// What to do about a shallow clone, in the words of the CI that runs this.
fn shallow_hint() -> String {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let remedy = if is_set("GITHUB_ACTIONS") {
        "give actions/checkout `fetch-depth: 0`"
    } else if is_set("GITLAB_CI") {
        "set the variable GIT_DEPTH: 0"
    } else {
        "git fetch --unshallow"
    };
    format!("{remedy}; --allow-shallow answers what front matter alone can")
}

fn as_of(global: &Global, zone: &TimeZone) -> Result<AsOf, Failure> {
    let day = match &global.as_of {
        Some(text) => {
            Date::read(text)
                .map_err(|error| {
                    Failure::of(&error).hint("--as-of takes a day such as 2026-11-22")
                })?
                .date
        }
        None => today(zone),
    };
    Ok(AsOf { day, zone: zone.clone() })
}

/// The one place that reads the clock.
pub(super) fn today(zone: &TimeZone) -> Date {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    Moment { seconds: i64::try_from(seconds).unwrap_or(i64::MAX), offset: 0 }.day_in(zone)
}

impl From<LibraryError> for Failure {
    fn from(error: LibraryError) -> Self {
        match error {
            LibraryError::Git(error) => error.into(),
            other => Self::of(&other),
        }
    }
}

impl From<FindError> for Failure {
    fn from(error: FindError) -> Self {
        let hint = match &error {
            FindError::Unknown { near: Some(near), .. } => format!("did you mean {near}?"),
            FindError::Unknown { near: None, .. } => "`sopctl list` shows the documents".to_owned(),
            FindError::Several { candidates, .. } => format!("one of {}", listed(candidates)),
        };
        Self::of(&error).hint(hint)
    }
}

/// The first names of a list that may be long.
fn listed(names: &[String]) -> String {
    const MOST: usize = 12;
    match names.split_at_checked(MOST) {
        Some((first, rest)) if !rest.is_empty() => {
            format!("{} and {} more", first.join(", "), rest.len())
        }
        _ => names.join(", "),
    }
}

impl From<RenderError> for Failure {
    fn from(error: RenderError) -> Self {
        Self::of(&error)
    }
}
