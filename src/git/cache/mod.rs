//! Answers that can be computed again, kept in the repository's own folder.
//!
//! A key and some bytes: what they mean is the affair of whoever keeps them. A file is
//! believed only where everything about it is as it was written: the key, which names
//! this very build of the program, the length, and a checksum over all of it. Anything
//! else, and a folder that cannot be read or written, is the same as no cache.
//!
//! The folder is `sopctl` beside the objects, so that linked worktrees share it and no
//! `git status` shows it. A file is written under another name and then renamed: two
//! programs at once see either one's file, never a mixture.

mod bytes;

use std::fs;
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::{GitError, Repository};

pub use bytes::{Reader, Writer};

/// The folder inside the one that holds the objects.
const FOLDER: &str = "sopctl";

const MAGIC: &[u8; 8] = b"sopctl\0\x01";

/// Bytes of a key's hash, and of the checksum at the end: SHA-256.
const HASH: usize = 32;

/// Magic, hash of the key, length of the content as a little-endian number.
const HEADER: usize = MAGIC.len() + HASH + 8;

/// Larger contents are not kept: 64 MiB is ten times what 100,000 commits and 1,000
/// documents take.
const LARGEST: usize = 64 << 20;

/// Files beyond these bounds are removed, the oldest first. A repository has three or
/// four for each convention of front matter and each build of the program in use.
const MOST_FILES: usize = 24;
const MOST_BYTES: u64 = 256 << 20;

/// The place where a repository keeps answers.
#[derive(Debug, Clone)]
pub(super) struct Cache {
    folder: PathBuf,
    /// What every key begins with.
    build: Vec<u8>,
}

impl Repository {
    /// From now on answers are kept beside the objects, and believed where they were kept
    /// by this very program. Without this call a repository is only read.
    pub fn use_cache(&mut self) {
        self.cache = Some(Cache::of(self, env!("SOPCTL_BUILD")));
    }

    /// What was kept under a name and a key, if it is there and whole.
    #[must_use]
    pub fn kept(&self, name: &'static str, key: &[u8]) -> Option<Vec<u8>> {
        self.cache.as_ref()?.read(name, key)
    }

    /// Keeps bytes under a name and a key. A cache that cannot be written is none; nobody
    /// needs to know.
    pub fn keep(&self, name: &'static str, key: &[u8], content: &[u8]) {
        if let Some(cache) = &self.cache {
            drop(cache.write(name, key, content));
        }
    }

    /// Whether answers are kept at all.
    #[must_use]
    pub fn has_cache(&self) -> bool {
        self.cache.is_some()
    }

    /// What history looks like from this clone, besides its commits: where it is cut off,
    /// and which commits stand for others. A part of the key of whatever walks history.
    pub(super) fn circumstances(&self) -> Result<Vec<u8>, GitError> {
        let mut writer = Writer::default();
        let mut boundary = self.boundary()?;
        boundary.sort_unstable();
        writer.number(boundary.len());
        for id in &boundary {
            writer.bytes(id.as_slice());
        }
        writer.bytes(self.grafts_text().as_bytes());
        for (old, new) in self.inner.objects.store_ref().replacements() {
            writer.bytes(old.as_slice());
            writer.bytes(new.as_slice());
        }
        Ok(writer.into_bytes())
    }
}

impl Cache {
    fn of(repository: &Repository, build: &str) -> Self {
        let mut key = Writer::default();
        key.text(build);
        key.text(&repository.inner.object_hash().to_string());
        Self { folder: repository.inner.common_dir().join(FOLDER), build: key.into_bytes() }
    }

    fn read(&self, name: &str, key: &[u8]) -> Option<Vec<u8>> {
        let key = self.hash_of(name, key)?;
        let file = fs::File::open(self.path(name, &key)).ok()?;
        let length = usize::try_from(file.metadata().ok()?.len()).ok()?;
        if !(HEADER + HASH..=HEADER + LARGEST + HASH).contains(&length) {
            return None;
        }
        let mut bytes = Vec::with_capacity(length);
        file.take(length as u64).read_to_end(&mut bytes).ok()?;
        content_of(bytes, &key)
    }

    fn write(&self, name: &str, key: &[u8], content: &[u8]) -> io::Result<()> {
        let Some(key) = self.hash_of(name, key).filter(|_| content.len() <= LARGEST) else {
            return Ok(());
        };
        let mut bytes = Vec::with_capacity(HEADER + content.len() + HASH);
        bytes.extend_from_slice(MAGIC);
        bytes.extend_from_slice(&key);
        bytes.extend_from_slice(&(content.len() as u64).to_le_bytes());
        bytes.extend_from_slice(content);
        let Some(checksum) = sha256(&bytes) else { return Ok(()) };
        bytes.extend_from_slice(&checksum);
        fs::create_dir_all(&self.folder)?;
        let mut builder = tempfile::Builder::new();
        builder.prefix("new-");
        #[cfg(unix)]
        {
            // Readable for whoever may read the repository: the umask decides, as for
            // what git writes.
            use std::os::unix::fs::PermissionsExt as _;
            builder.permissions(fs::Permissions::from_mode(0o666));
        }
        let mut file = builder.tempfile_in(&self.folder)?;
        file.write_all(&bytes)?;
        file.persist(self.path(name, &key)).map_err(|error| error.error)?;
        remove_old(&self.folder)
    }

    fn path(&self, name: &str, key: &[u8; HASH]) -> PathBuf {
        let digits: String = key.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        self.folder.join(format!("{name}-{digits}"))
    }

    fn hash_of(&self, name: &str, key: &[u8]) -> Option<[u8; HASH]> {
        let mut whole = Writer::default();
        whole.bytes(&self.build);
        whole.text(name);
        whole.bytes(key);
        sha256(&whole.into_bytes())
    }
}

/// The content of a file, where the file is what was written.
fn content_of(mut bytes: Vec<u8>, key: &[u8; HASH]) -> Option<Vec<u8>> {
    let end = bytes.len().checked_sub(HASH)?;
    let (header, rest) = bytes.get(..end)?.split_at_checked(HEADER)?;
    let (magic, behind) = header.split_at_checked(MAGIC.len())?;
    let (written_key, length) = behind.split_at_checked(HASH)?;
    let length = u64::from_le_bytes(length.try_into().ok()?);
    let is_whole = magic == MAGIC
        && written_key == key
        && length == rest.len() as u64
        && bytes.get(end..)? == sha256(bytes.get(..end)?)?;
    if !is_whole {
        return None;
    }
    bytes.truncate(end);
    bytes.drain(..HEADER);
    Some(bytes)
}

fn sha256(bytes: &[u8]) -> Option<[u8; HASH]> {
    let mut hasher = gix::hash::hasher(gix::hash::Kind::Sha256);
    hasher.update(bytes);
    hasher.try_finalize().ok()?.as_slice().try_into().ok()
}

/// Keeps the folder within its bounds. A file that another program removes meanwhile is
/// as good as removed here.
fn remove_old(folder: &Path) -> io::Result<()> {
    let mut files: Vec<(SystemTime, u64, PathBuf)> = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if let Ok(metadata) = entry.metadata()
            && metadata.is_file()
        {
            let time = metadata.modified().unwrap_or(SystemTime::UNIX_EPOCH);
            files.push((time, metadata.len(), entry.path()));
        }
    }
    files.sort_by(|a, b| b.cmp(a));
    let mut total = 0;
    for (index, (_, length, path)) in files.iter().enumerate() {
        total += length;
        if index >= MOST_FILES || total > MOST_BYTES {
            drop(fs::remove_file(path));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::git::testing::Sandbox;

    fn cache(sandbox: &Sandbox, build: &str) -> Cache {
        Cache::of(&sandbox.open(), build)
    }

    fn only_file(sandbox: &Sandbox) -> PathBuf {
        let folder = sandbox.root().join(".git/sopctl");
        let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
        assert_eq!(files.len(), 1, "{files:?}");
        files.remove(0)
    }

    #[test]
    fn what_was_kept_is_found_by_the_same_build_name_and_key_only() {
        let sandbox = Sandbox::new();
        let ours = cache(&sandbox, "one");
        assert_eq!(ours.read("facts", b"key"), None);
        ours.write("facts", b"key", b"content").unwrap();
        assert_eq!(ours.read("facts", b"key").unwrap(), b"content");
        assert_eq!(ours.read("facts", b"other"), None);
        assert_eq!(ours.read("history", b"key"), None);
        assert_eq!(cache(&sandbox, "two").read("facts", b"key"), None);
        ours.write("facts", b"key", b"").unwrap();
        assert_eq!(ours.read("facts", b"key").unwrap(), b"");
    }

    #[test]
    fn a_file_of_another_key_under_the_same_name_is_not_believed() {
        let sandbox = Sandbox::new();
        let ours = cache(&sandbox, "one");
        ours.write("facts", b"key", b"content").unwrap();
        let other = ours.path("facts", &ours.hash_of("facts", b"other").unwrap());
        fs::rename(only_file(&sandbox), other).unwrap();
        assert_eq!(ours.read("facts", b"other"), None);
    }

    #[test]
    fn no_part_of_a_file_is_believed() {
        let sandbox = Sandbox::new();
        let ours = cache(&sandbox, "one");
        ours.write("facts", b"key", b"some content").unwrap();
        let file = only_file(&sandbox);
        let whole = fs::read(&file).unwrap();
        for length in 0..whole.len() {
            fs::write(&file, &whole[..length]).unwrap();
            assert_eq!(ours.read("facts", b"key"), None, "{length} bytes");
        }
        fs::write(&file, [whole.as_slice(), b"x"].concat()).unwrap();
        assert_eq!(ours.read("facts", b"key"), None);
        fs::write(&file, &whole).unwrap();
        assert_eq!(ours.read("facts", b"key").unwrap(), b"some content");
    }

    #[test]
    fn no_changed_bit_is_believed() {
        let sandbox = Sandbox::new();
        let ours = cache(&sandbox, "one");
        ours.write("facts", b"key", b"some content").unwrap();
        let key = ours.hash_of("facts", b"key").unwrap();
        let whole = fs::read(only_file(&sandbox)).unwrap();
        for bit in 0..whole.len() * 8 {
            let mut bytes = whole.clone();
            bytes[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(content_of(bytes, &key), None, "bit {bit}");
        }
        assert_eq!(content_of(whole, &key).unwrap(), b"some content");
    }

    #[test]
    fn a_repository_without_a_cache_is_only_read() {
        let sandbox = Sandbox::new();
        let repository = sandbox.open();
        repository.keep("facts", b"key", b"content");
        assert_eq!(repository.kept("facts", b"key"), None);
        assert!(!sandbox.root().join(".git/sopctl").exists());
    }

    #[test]
    fn linked_worktrees_share_a_cache_and_status_does_not_see_it() {
        let sandbox = Sandbox::new();
        sandbox.commit_file("a.md", "A\n");
        let linked = sandbox.beside("linked");
        sandbox.git(&["worktree", "add", "--quiet", "-b", "draft", linked.to_str().unwrap()]);
        let mut there = Repository::discover_isolated(&linked).unwrap();
        there.use_cache();
        there.keep("facts", b"key", b"content");
        let mut here = sandbox.open();
        here.use_cache();
        assert_eq!(here.kept("facts", b"key").unwrap(), b"content");
        assert_eq!(sandbox.git(&["status", "--porcelain", "--ignored"]), "");
        assert_eq!(sandbox.git_in(&linked, &["status", "--porcelain", "--ignored"]), "");
    }

    #[test]
    fn where_nothing_can_be_written_nothing_is_kept() {
        let sandbox = Sandbox::new();
        // A file where the folder should be stops even those who may write everywhere.
        fs::write(sandbox.root().join(".git/sopctl"), "mine").unwrap();
        let mut repository = sandbox.open();
        repository.use_cache();
        repository.keep("facts", b"key", b"content");
        assert_eq!(repository.kept("facts", b"key"), None);
        assert_eq!(fs::read(sandbox.root().join(".git/sopctl")).unwrap(), b"mine");
    }

    #[test]
    fn the_folder_stays_within_its_bounds() {
        let sandbox = Sandbox::new();
        let ours = cache(&sandbox, "one");
        for number in 0..MOST_FILES + 5 {
            ours.write("facts", &number.to_le_bytes(), b"content").unwrap();
        }
        let files = fs::read_dir(sandbox.root().join(".git/sopctl")).unwrap().count();
        assert_eq!(files, MOST_FILES);
    }
}
