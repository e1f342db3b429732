//! Names of commits: HEAD, branches, tags, revisions, and the controlled branch.

use gix::bstr::ByteSlice;

use crate::calendar::Moment;

use super::commits::moment;
use super::{CommitId, GitError, Repository};

/// Where HEAD stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Head {
    /// On a branch without any commit.
    Unborn {
        /// The short name of the branch.
        branch: String,
    },
    /// On a commit.
    Commit {
        /// The commit.
        id: CommitId,
        /// The short name of the checked-out branch; none when HEAD is detached.
        branch: Option<String>,
    },
}

/// A branch and its newest commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Branch {
    /// The short name: `main`, or `origin/main` for what was last fetched.
    pub name: String,
    /// The newest commit.
    pub tip: CommitId,
}

/// A tag and the commit it stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// The name without `refs/tags/`.
    pub name: String,
    /// The commit, also where the tag is an annotated one.
    pub commit: CommitId,
    /// When it was made, as an annotated one says.
    pub tagged: Option<Moment>,
    /// Whether an annotated one carries a signature, which is not verified.
    pub is_signed: bool,
}

impl Repository {
    /// Where HEAD stands.
    ///
    /// # Errors
    /// When HEAD cannot be read or does not lead to a commit.
    pub fn head(&self) -> Result<Head, GitError> {
        let mut head = self.inner.head().map_err(GitError::references)?;
        let branch = head.referent_name().map(|name| name.shorten().to_string());
        if head.is_unborn() {
            return Ok(Head::Unborn { branch: branch.unwrap_or_default() });
        }
        let id = head.peel_to_commit().map_err(GitError::references)?.id;
        Ok(Head::Commit { id: CommitId::from_gix(id), branch })
    }

    /// The commit that a revision as git writes it stands for: a branch, a tag,
    /// `HEAD~3`, or the beginning of a commit's name.
    ///
    /// # Errors
    /// When nothing, several objects, or something that is no commit has that name.
    pub fn resolve(&self, revision: &str) -> Result<CommitId, GitError> {
        let revision_owned = || revision.to_owned();
        let spec = match self.inner.rev_parse(revision) {
            Ok(spec) => spec,
            Err(cause) => return Err(self.explain_revision(revision, &cause)?),
        };
        let id =
            spec.single().ok_or_else(|| GitError::NotACommit { revision: revision_owned() })?;
        let object = self
            .inner
            .try_find_object(id)
            .map_err(|cause| GitError::damaged(CommitId::from_gix(id.detach()), cause))?
            .ok_or(GitError::MissingObject { id: CommitId::from_gix(id.detach()) })?;
        let commit = object
            .peel_to_commit()
            .map_err(|_| GitError::NotACommit { revision: revision_owned() })?;
        Ok(CommitId::from_gix(commit.id))
    }

    /// The branch whose first-parent line says when a text took effect: the
    /// configured one, else the one that `origin/HEAD` names, else the checked-out one.
    ///
    /// A configured branch means what `origin` has of it, where that was fetched: a
    /// local branch of that name is often weeks behind, and what nobody has pushed
    /// has not landed.
    ///
    /// # Errors
    /// When the configured branch does not exist, or none of the three does.
    pub fn controlled_branch(&self, configured: Option<&str>) -> Result<Branch, GitError> {
        if let Some(name) = configured {
            for full in [
                format!("refs/remotes/origin/{name}"),
                format!("refs/heads/{name}"),
                format!("refs/remotes/{name}"),
            ] {
                if let Some(branch) = self.branch_at(&full)? {
                    return Ok(branch);
                }
            }
            let candidates = self.branch_names()?;
            return Err(GitError::NoSuchBranch { name: name.to_owned(), candidates });
        }
        if let Some(branch) = self.branch_at("refs/remotes/origin/HEAD")? {
            return Ok(branch);
        }
        match self.head()? {
            Head::Commit { id, branch: Some(name) } => Ok(Branch { name, tip: id }),
            Head::Commit { branch: None, .. } => {
                Err(GitError::NoControlledBranch { candidates: self.branch_names()? })
            }
            Head::Unborn { branch } => {
                Err(GitError::Unborn { branch, others: self.branch_names()? })
            }
        }
    }

    /// All branches, those of this clone first, then those fetched from elsewhere;
    /// each part sorted by name.
    ///
    /// # Errors
    /// When references cannot be read.
    pub fn branches(&self) -> Result<Vec<Branch>, GitError> {
        let platform = self.inner.references().map_err(GitError::references)?;
        let mut branches = Vec::new();
        let local = platform.local_branches().map_err(GitError::references)?;
        let fetched = platform.remote_branches().map_err(GitError::references)?;
        for reference in local.chain(fetched) {
            let mut reference = reference.map_err(GitError::references)?;
            // `origin/HEAD` is another name for a branch that is listed anyway.
            if matches!(reference.target(), gix::refs::TargetRef::Symbolic(_)) {
                continue;
            }
            if let Ok(commit) = reference.peel_to_commit() {
                let tip = CommitId::from_gix(commit.id);
                branches.push(Branch { name: reference.name().shorten().to_string(), tip });
            }
        }
        Ok(branches)
    }

    /// Whether this clone knows branches that were fetched from elsewhere.
    ///
    /// # Errors
    /// When references cannot be read.
    pub fn has_fetched_branches(&self) -> Result<bool, GitError> {
        let platform = self.inner.references().map_err(GitError::references)?;
        let mut fetched = platform.remote_branches().map_err(GitError::references)?;
        Ok(fetched.next().is_some())
    }

    /// All tags that stand for a commit, sorted by name.
    ///
    /// # Errors
    /// When references cannot be read.
    pub fn tags(&self) -> Result<Vec<Tag>, GitError> {
        let platform = self.inner.references().map_err(GitError::references)?;
        let mut tags = Vec::new();
        for reference in platform.tags().map_err(GitError::references)? {
            let mut reference = reference.map_err(GitError::references)?;
            let (tagged, is_signed) = self.tagged(reference.target().try_id());
            if let Ok(commit) = reference.peel_to_commit() {
                let commit = CommitId::from_gix(commit.id);
                let name = reference.name().shorten().to_string();
                tags.push(Tag { name, commit, tagged, is_signed });
            }
        }
        Ok(tags)
    }

    /// When an annotated tag was made, and whether it carries a signature; neither where the
    /// object is no tag.
    fn tagged(&self, id: Option<&gix::oid>) -> (Option<Moment>, bool) {
        let object = id.and_then(|id| self.inner.try_find_object(id).ok().flatten());
        let Some(tag) = object.and_then(|object| object.try_into_tag().ok()) else {
            return (None, false);
        };
        let is_signed = tag.decode().is_ok_and(|tag| tag.signature().is_some());
        (tag.tagger().ok().flatten().map(moment), is_signed)
    }

    /// The branch that a full reference name leads to, if it exists and leads to a commit.
    fn branch_at(&self, full: &str) -> Result<Option<Branch>, GitError> {
        let Ok(name) = <&gix::refs::FullNameRef>::try_from(full) else { return Ok(None) };
        let mut next = self.inner.try_find_reference(name).map_err(GitError::references)?;
        // `origin/HEAD` names another branch, whose name is the one to show.
        while let Some(reference) = next {
            let Some(followed) = reference.follow() else {
                let mut reference = reference;
                let commit = reference.peel_to_commit().map_err(GitError::references)?;
                let name = reference.name().shorten().to_string();
                return Ok(Some(Branch { name, tip: CommitId::from_gix(commit.id) }));
            };
            next = followed.ok();
        }
        Ok(None)
    }

    fn branch_names(&self) -> Result<Vec<String>, GitError> {
        Ok(self.branches()?.into_iter().map(|branch| branch.name).collect())
    }

    fn explain_revision(&self, revision: &str, cause: &gix::Error) -> Result<GitError, GitError> {
        use gix::revision::spec::parse::Error as Parse;
        if let Some(Parse::AmbiguousPrefix { .. }) = cause.downcast_any_ref::<Parse>() {
            return Ok(GitError::Ambiguous { revision: revision.to_owned() });
        }
        let mut others = self.branch_names()?;
        if let Head::Unborn { branch } = self.head()?
            && (revision.starts_with("HEAD") || revision.starts_with('@') || revision == branch)
        {
            return Ok(GitError::Unborn { branch, others });
        }
        others.extend(self.tags()?.into_iter().map(|tag| tag.name));
        others.retain(|name| is_near(name, revision));
        Ok(GitError::NoSuchRevision { revision: revision.to_owned(), near: others })
    }
}

/// Whether somebody who wrote `revision` may have meant `name`: `develop` for
/// `origin/develop`, `V1` for `v1.0`, `mian` for `main`.
fn is_near(name: &str, revision: &str) -> bool {
    let name = name.to_lowercase();
    let revision = revision.to_lowercase();
    let letters = |text: &str| {
        let mut letters = text.as_bytes().to_vec();
        letters.sort_unstable();
        letters
    };
    !revision.is_empty()
        && (name.contains(&revision)
            || revision.contains(&name)
            || letters(&name) == letters(&revision)
            || name
                .as_bytes()
                .rsplit_once_str(b"/")
                .is_some_and(|(_, last)| letters(&last.to_str_lossy()) == letters(&revision)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::git::testing::Sandbox;

    fn names(branches: &[Branch]) -> Vec<&str> {
        branches.iter().map(|branch| branch.name.as_str()).collect()
    }

    #[test]
    fn an_unborn_head_names_its_branch_and_the_others() {
        let sandbox = Sandbox::new();
        let repository = sandbox.open();
        assert_eq!(repository.head().unwrap(), Head::Unborn { branch: "main".to_owned() });
        sandbox.commit_file("a.md", "A\n");
        sandbox.git(&["checkout", "--quiet", "--orphan", "empty"]);
        for error in [
            sandbox.open().resolve("HEAD").unwrap_err(),
            sandbox.open().controlled_branch(None).unwrap_err(),
        ] {
            let GitError::Unborn { branch, others } = error else { panic!("{error:?}") };
            assert_eq!((branch.as_str(), others), ("empty", vec!["main".to_owned()]));
        }
    }

    #[test]
    fn a_revision_is_what_git_makes_of_it() {
        let sandbox = Sandbox::new();
        let first = sandbox.commit_file("a.md", "A\n");
        sandbox.git(&["tag", "--annotate", "--message=one", "v1"]);
        let second = sandbox.commit_file("a.md", "B\n");
        let repository = sandbox.open();
        for (revision, commit) in
            [("v1", first), ("HEAD~1", first), ("main", second), (&second.short(), second)]
        {
            assert_eq!(repository.resolve(revision).unwrap(), commit, "{revision}");
        }
        let tags = repository.tags().unwrap();
        assert_eq!(tags.len(), 1);
        assert_eq!((tags[0].name.as_str(), tags[0].commit), ("v1", first));
        assert_eq!(tags[0].tagged, Some(repository.commit_info(first).unwrap().committer_time));
        for revision in ["HEAD:a.md", "v1..main"] {
            let error = repository.resolve(revision).unwrap_err();
            assert!(matches!(error, GitError::NotACommit { .. }), "{revision}: {error:?}");
        }
    }

    #[test]
    fn a_name_that_nothing_has_suggests_others() {
        let sandbox = Sandbox::new();
        sandbox.commit_file("a.md", "A\n");
        sandbox.git(&["tag", "Release-1"]);
        let repository = sandbox.open();
        for (revision, expected) in
            [("mian", &["main"][..]), ("release", &["Release-1"]), ("zzz", &[]), ("", &[])]
        {
            let error = repository.resolve(revision).unwrap_err();
            let GitError::NoSuchRevision { near, .. } = error else { panic!("{error:?}") };
            assert_eq!(near, expected, "{revision}");
        }
    }

    #[test]
    fn the_controlled_branch_is_configured_or_of_origin_or_checked_out() {
        let sandbox = Sandbox::new();
        let first = sandbox.commit_file("a.md", "A\n");
        assert_eq!(sandbox.open().controlled_branch(None).unwrap().name, "main");
        sandbox.git(&["branch", "draft"]);
        let clone = sandbox.clone_with("clone", &[]);
        let open = || Repository::discover_isolated(&clone).unwrap();
        sandbox.git_in(&clone, &["checkout", "--quiet", "-b", "mine"]);
        sandbox.git_in(&clone, &["commit", "--quiet", "--allow-empty", "--message=mine"]);
        let published = |name: &str| Branch { name: name.to_owned(), tip: first };
        assert_eq!(open().controlled_branch(None).unwrap(), published("origin/main"));
        assert_eq!(open().controlled_branch(Some("draft")).unwrap(), published("origin/draft"));
        let mine = open().controlled_branch(Some("mine")).unwrap();
        assert_eq!(mine.name, "mine");
        assert_ne!(mine.tip, first);
        assert_eq!(
            names(&open().branches().unwrap()),
            ["main", "mine", "origin/draft", "origin/main"]
        );
        let error = open().controlled_branch(Some("trunk")).unwrap_err();
        assert!(matches!(error, GitError::NoSuchBranch { name, .. } if name == "trunk"));
    }

    #[test]
    fn a_detached_head_controls_nothing() {
        let sandbox = Sandbox::new();
        sandbox.commit_file("a.md", "A\n");
        sandbox.git(&["checkout", "--quiet", "--detach"]);
        let error = sandbox.open().controlled_branch(None).unwrap_err();
        let GitError::NoControlledBranch { candidates } = error else { panic!("{error:?}") };
        assert_eq!(candidates, ["main"]);
    }
}
