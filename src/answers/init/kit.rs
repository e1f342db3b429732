//! The files that run sopctl on every change: workflows of hosting services, and the hook
//! of pre-commit.

use crate::data::toml_string;
use crate::paths::{PathError, RepoPath, shell_word};
use crate::template;

/// What to run sopctl by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Kit {
    /// The service whose CI runs it.
    pub service: Option<Service>,
    /// Whether pre-commit runs it before each commit.
    pub pre_commit: bool,
}

/// A hosting service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Service {
    /// GitHub, and what understands its workflows.
    GitHub,
    /// GitLab.
    GitLab,
}

/// A file at the root of a repository.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KitFile {
    /// Which.
    pub path: RepoPath,
    /// What belongs into it.
    pub content: String,
    /// What to do where there is such a file already, which is never touched; none where
    /// it can only be an earlier one of this kind.
    pub otherwise: Option<&'static str>,
}

/// The branch that most repositories are kept on.
const MAIN: &str = "main";

const ADD_THE_JOB: &str = "add `.gitlab/sopctl.yml` to the `include:` of your .gitlab-ci.yml as `- local: .gitlab/sopctl.yml`";
const ADD_THE_HOOK: &str = "add the hook to the `repos:` of your .pre-commit-config.yaml; `sopctl init --pre-commit --dry-run` in an empty folder shows it";

impl Kit {
    /// Whether there is anything to write.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.service.is_none() && !self.pre_commit
    }

    /// The files, for a library in `folder`, relative to the root of the repository and
    /// empty for the root itself, whose record is `branch`; `main` where that is not known.
    ///
    /// # Errors
    /// Never for the names that the program has.
    pub fn files(self, folder: &str, branch: Option<&str>) -> Result<Vec<KitFile>, PathError> {
        let mut names: Vec<(&str, &str, Option<&'static str>)> = Vec::new();
        match self.service {
            Some(Service::GitHub) => {
                names.push((".github/workflows/sopctl.yml", "ci/github.yml", None));
            }
            Some(Service::GitLab) => {
                names.push((".gitlab/sopctl.yml", "ci/gitlab.yml", None));
                names.push((".gitlab-ci.yml", "ci/gitlab-ci.yml", Some(ADD_THE_JOB)));
            }
            None => {}
        }
        if self.pre_commit {
            names.push((".pre-commit-config.yaml", "ci/pre-commit.yaml", Some(ADD_THE_HOOK)));
        }
        names
            .into_iter()
            .map(|(path, template, otherwise)| {
                let content = written(template::file(template), folder, branch.unwrap_or(MAIN));
                Ok(KitFile { path: RepoPath::new(path)?, content, otherwise })
            })
            .collect()
    }
}

/// A file of the kit for one library and for this program. A string of TOML in double
/// quotes is one of YAML as well.
fn written(text: &str, folder: &str, branch: &str) -> String {
    let version = toml_string(env!("CARGO_PKG_VERSION"));
    let text = text
        .replace("SOPCTL_VERSION: \"0.0.0\"", &format!("SOPCTL_VERSION: {version}"))
        .replace("branches: [\"main\"]", &format!("branches: [{}]", toml_string(branch)));
    if folder.is_empty() {
        return text;
    }
    // pre-commit names files from the root, and the library is read from its own folder.
    let check = toml_string(&format!("sopctl -C {} check", shell_word(folder)));
    text.replace("LIBRARY: \".\"", &format!("LIBRARY: {}", toml_string(folder)))
        .replace("entry: sopctl check", &format!("entry: {check}\n        pass_filenames: false"))
}
