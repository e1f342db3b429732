//! The files of a commit.

use gix::objs::{Kind, TreeRefIter};

use crate::paths::RepoPath;

use super::{BlobId, CommitId, GitError, ObjectId, Repository};

/// No real repository comes near it; a hostile one, whose folders all name the same
/// folder, would not end.
const MOST_FILES: usize = 5_000_000;

/// All files of a commit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Files {
    /// What can be named, sorted by path.
    pub files: Vec<TreeFile>,
    /// Paths that are not UTF-8, or that no working tree can hold, shown as well as
    /// they can be; sorted.
    pub unreadable: Vec<String>,
}

/// One file of a commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TreeFile {
    /// Where it stands.
    pub path: RepoPath,
    /// Its content; for a submodule the name of a commit that is not in this repository.
    pub blob: BlobId,
    /// What it is.
    pub kind: FileKind,
}

/// What an entry of a commit is, folders aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FileKind {
    /// An ordinary file, executable or not.
    File,
    /// A symbolic link; its content is the path it points to.
    Symlink,
    /// A commit of another repository.
    Submodule,
}

impl Repository {
    /// All files of a commit.
    ///
    /// # Errors
    /// When the commit or one of its folders is missing or damaged.
    pub fn files(&self, commit: CommitId) -> Result<Files, GitError> {
        let mut found = Files::default();
        let mut folders = vec![(Vec::new(), self.tree_of(commit)?)];
        while let Some((folder, tree)) = folders.pop() {
            let tree = self.object(tree, Kind::Tree)?;
            for entry in TreeRefIter::from_bytes(&tree.data, tree.id.kind()) {
                let entry =
                    entry.map_err(|cause| GitError::damaged(ObjectId::from_gix(tree.id), cause))?;
                let path = joined(&folder, entry.filename);
                if entry.mode.is_tree() {
                    folders.push((path, entry.oid.to_owned()));
                    continue;
                }
                match as_path(&path) {
                    Some(path) => found.files.push(TreeFile {
                        path,
                        blob: BlobId::from_gix(entry.oid.to_owned()),
                        kind: kind_of(entry.mode),
                    }),
                    None => found.unreadable.push(String::from_utf8_lossy(&path).into_owned()),
                }
            }
            let count = found.files.len() + found.unreadable.len() + folders.len();
            if count > MOST_FILES {
                return Err(GitError::TooManyFiles { id: commit, limit: MOST_FILES });
            }
        }
        found.files.sort_by(|a, b| a.path.cmp(&b.path));
        found.unreadable.sort();
        Ok(found)
    }

    /// One file of a commit; none when nothing or a folder stands there.
    ///
    /// # Errors
    /// When the commit or a folder above the file is missing or damaged.
    pub fn file(&self, commit: CommitId, path: &RepoPath) -> Result<Option<TreeFile>, GitError> {
        let mut id = self.tree_of(commit)?;
        let mut parts = path.parts().peekable();
        while let Some(part) = parts.next() {
            let tree = self.object(id, Kind::Tree)?;
            let mut entries = TreeRefIter::from_bytes(&tree.data, tree.id.kind());
            let entry = entries.find(|entry| match entry {
                Ok(entry) => entry.filename == part.as_bytes(),
                Err(_) => true,
            });
            let Some(entry) = entry else { return Ok(None) };
            let entry =
                entry.map_err(|cause| GitError::damaged(ObjectId::from_gix(tree.id), cause))?;
            if parts.peek().is_none() {
                return Ok((!entry.mode.is_tree()).then(|| TreeFile {
                    path: path.clone(),
                    blob: BlobId::from_gix(entry.oid.to_owned()),
                    kind: kind_of(entry.mode),
                }));
            }
            if !entry.mode.is_tree() {
                return Ok(None);
            }
            id = entry.oid.to_owned();
        }
        Ok(None)
    }

    /// The root folder of a commit.
    pub(super) fn tree_of(&self, commit: CommitId) -> Result<gix::ObjectId, GitError> {
        let object = self.object(commit.to_gix(), Kind::Commit)?;
        let commit = gix::objs::CommitRefIter::from_bytes(&object.data, object.id.kind()).tree_id();
        commit.map_err(|cause| GitError::damaged(CommitId::from_gix(object.id), cause))
    }
}

/// The path as the rest of the program knows it, unless that would be another path:
/// a hostile tree can hold `..` or an empty name.
pub(super) fn as_path(path: &[u8]) -> Option<RepoPath> {
    let text = std::str::from_utf8(path).ok()?;
    RepoPath::new(text).ok().filter(|path| path.as_str() == text)
}

pub(super) fn joined(folder: &[u8], name: &[u8]) -> Vec<u8> {
    let mut path = Vec::with_capacity(folder.len() + 1 + name.len());
    if !folder.is_empty() {
        path.extend_from_slice(folder);
        path.push(b'/');
    }
    path.extend_from_slice(name);
    path
}

pub(super) fn kind_of(mode: gix::objs::tree::EntryMode) -> FileKind {
    if mode.is_link() {
        FileKind::Symlink
    } else if mode.is_commit() {
        FileKind::Submodule
    } else {
        FileKind::File
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::git::testing::Sandbox;

    #[test]
    fn files_are_sorted_and_folders_left_out() {
        let sandbox = Sandbox::new();
        sandbox.write("b.md", "B\n");
        sandbox.write("sops/x/a.md", "A\n");
        let commit = sandbox.commit("two files");
        let repository = sandbox.open();
        let files = repository.files(commit).unwrap();
        let paths: Vec<_> = files.files.iter().map(|file| file.path.as_str()).collect();
        assert_eq!(paths, ["b.md", "sops/x/a.md"]);
        for file in &files.files {
            assert_eq!(repository.file(commit, &file.path).unwrap().as_ref(), Some(file));
        }
        for absent in ["sops", "sops/y.md", "b.md/c.md"] {
            let path = RepoPath::new(absent).unwrap();
            assert_eq!(repository.file(commit, &path).unwrap(), None, "{absent}");
        }
    }

    #[test]
    fn links_and_submodules_are_told_apart() {
        let sandbox = Sandbox::new();
        let first = sandbox.commit_file("a.md", "A\n");
        let blob = sandbox.git(&["hash-object", "-w", "a.md"]);
        let link = format!("120000,{blob},link.md");
        let submodule = format!("160000,{first},module");
        sandbox.git(&["update-index", "--add", "--cacheinfo", &link]);
        sandbox.git(&["update-index", "--add", "--cacheinfo", &submodule]);
        sandbox.git(&["commit", "--quiet", "--message=both"]);
        let kinds: Vec<_> =
            sandbox.open().files(sandbox.tip()).unwrap().files.iter().map(|f| f.kind).collect();
        assert_eq!(kinds, [FileKind::File, FileKind::Symlink, FileKind::Submodule]);
    }

    #[test]
    fn a_path_that_is_not_utf_8_is_counted() {
        let sandbox = Sandbox::new();
        sandbox.commit_file("a.md", "A\n");
        let blob = sandbox.git(&["hash-object", "-w", "a.md"]);
        std::fs::write(
            sandbox.root().join("tree"),
            [format!("100644 blob {blob}\t").as_bytes(), b"caf\xe9.md\0"].concat(),
        )
        .unwrap();
        let tree = sandbox.git_from(&["mktree", "-z"], "tree");
        let commit = sandbox.git(&["commit-tree", "-m", "latin", &tree]);
        let files = sandbox.open().files(CommitId::from_hex(&commit).unwrap()).unwrap();
        assert!(files.files.is_empty());
        assert_eq!(files.unreadable, ["caf\u{fffd}.md"]);
    }

    #[test]
    fn a_path_that_leaves_the_repository_is_unreadable() {
        assert_eq!(as_path(b"../a.md"), None);
        assert_eq!(as_path(b"a//b.md"), None);
        assert_eq!(as_path(b"a/b.md").unwrap().as_str(), "a/b.md");
    }

    #[test]
    fn a_missing_file_is_its_own_error() {
        let sandbox = Sandbox::new();
        let commit = sandbox.commit_file("a.md", "A\n");
        let clone = sandbox.clone_with("partial", &["--bare", "--filter=blob:none"]);
        let repository = Repository::discover_isolated(&clone).unwrap();
        let blob = repository.files(commit).unwrap().files[0].blob;
        for error in [repository.blob(blob).unwrap_err(), repository.blob_size(blob).unwrap_err()] {
            assert!(matches!(error, GitError::MissingObject { id } if id == blob), "{error:?}");
        }
        assert_eq!(sandbox.open().blob_size(blob).unwrap(), 2);
        assert!(matches!(
            sandbox.open().blob(commit).unwrap_err(),
            GitError::WrongKind { expected: "blob", .. }
        ));
    }
}
