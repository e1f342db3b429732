//! The note of a change that is under way: what there is to clean up, and, once it has been
//! decided, what there is to do.
//!
//! It holds the texts themselves, before and after, so that whoever finds it needs nothing
//! else. It is read only by the version of sopctl that wrote it, or one that knows its format.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::paths::RepoPath;

use super::disk::{Access, Disk};

/// What is under way.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Journal {
    /// Folders that are made for it, the outermost first. Those that stay empty go again.
    pub(super) folders: Vec<RepoPath>,
    /// Files that hold a content until it is put in its place.
    pub(super) temporary: Vec<RepoPath>,
    /// What is done, in this order. Nothing as long as it can still come to nothing.
    pub(super) steps: Vec<Step>,
}

/// One file becomes another content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Step {
    /// Which file.
    pub(super) path: RepoPath,
    /// What it holds before; nothing where it is not there.
    pub(super) before: Option<Vec<u8>>,
    /// What it holds afterwards; nothing where it is gone.
    pub(super) after: Option<Vec<u8>>,
}

/// The first line. The number is that of the format.
const MAGIC: &[u8] = b"sopctl journal 1\n";
/// The last field: what stands before it has been written whole.
const END: &[u8] = b"end";

impl Journal {
    /// Reads the note; none where nothing is under way. Something else than a note is an
    /// error of the kind [`io::ErrorKind::InvalidData`].
    pub(super) fn read(path: &Path) -> io::Result<Option<Self>> {
        match fs::read(path) {
            Ok(bytes) => Self::decode(&bytes).map(Some).ok_or_else(|| {
                io::Error::new(io::ErrorKind::InvalidData, "this version cannot read it")
            }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Writes the note in one step: whoever reads finds the old one or this one.
    pub(super) fn write(&self, path: &Path, disk: &dyn Disk) -> io::Result<()> {
        let draft = draft_of(path);
        remove_if_there(&draft, disk)?;
        disk.write_new(&draft, &self.encode(), Access::Private)?;
        disk.replace(&draft, path)?;
        sync_above(path, disk)
    }

    /// Takes the note away: nothing is under way any more.
    pub(super) fn remove(path: &Path, disk: &dyn Disk) -> io::Result<()> {
        if !Self::is_there(path) {
            return Ok(());
        }
        remove_if_there(&draft_of(path), disk)?;
        remove_if_there(path, disk)?;
        sync_above(path, disk)
    }

    /// Whether there is something to clean up or to finish. What cannot be looked at counts.
    pub(super) fn is_there(path: &Path) -> bool {
        [path, &draft_of(path)].into_iter().any(|file| {
            !fs::symlink_metadata(file).is_err_and(|error| error.kind() == io::ErrorKind::NotFound)
        })
    }

    fn encode(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        for folder in &self.folders {
            put(&mut bytes, &[b"folder", folder.as_str().as_bytes()]);
        }
        for file in &self.temporary {
            put(&mut bytes, &[b"temporary", file.as_str().as_bytes()]);
        }
        for step in &self.steps {
            put(&mut bytes, &[b"step", step.path.as_str().as_bytes()]);
            for content in [&step.before, &step.after] {
                match content {
                    Some(content) => put(&mut bytes, &[b"file", content]),
                    None => put(&mut bytes, &[b"nothing"]),
                }
            }
        }
        put(&mut bytes, &[END]);
        bytes
    }

    fn decode(bytes: &[u8]) -> Option<Self> {
        let mut fields = Fields { rest: bytes.strip_prefix(MAGIC)? };
        let mut journal = Self::default();
        loop {
            match fields.next()? {
                b"folder" => journal.folders.push(fields.path()?),
                b"temporary" => journal.temporary.push(fields.path()?),
                b"step" => journal.steps.push(Step {
                    path: fields.path()?,
                    before: fields.content()?.into_file(),
                    after: fields.content()?.into_file(),
                }),
                END => return fields.rest.is_empty().then_some(journal),
                _ => return None,
            }
        }
    }
}

/// Each field as `length:bytes` and an end of line, which only people need.
fn put(bytes: &mut Vec<u8>, fields: &[&[u8]]) {
    for field in fields {
        bytes.extend_from_slice(format!("{}:", field.len()).as_bytes());
        bytes.extend_from_slice(field);
        bytes.push(b'\n');
    }
}

struct Fields<'b> {
    rest: &'b [u8],
}

impl<'b> Fields<'b> {
    fn next(&mut self) -> Option<&'b [u8]> {
        let colon = self.rest.iter().position(|byte| *byte == b':')?;
        let (length, rest) = self.rest.split_at_checked(colon)?;
        let length: usize = std::str::from_utf8(length).ok()?.parse().ok()?;
        let (field, rest) = rest.strip_prefix(b":")?.split_at_checked(length)?;
        self.rest = rest.strip_prefix(b"\n")?;
        Some(field)
    }

    fn path(&mut self) -> Option<RepoPath> {
        RepoPath::new(std::str::from_utf8(self.next()?).ok()?).ok()
    }

    fn content(&mut self) -> Option<Noted> {
        match self.next()? {
            b"file" => Some(Noted::File(self.next()?.to_vec())),
            b"nothing" => Some(Noted::Nothing),
            _ => None,
        }
    }
}

/// What a note says a path held, or will hold.
enum Noted {
    File(Vec<u8>),
    Nothing,
}

impl Noted {
    fn into_file(self) -> Option<Vec<u8>> {
        match self {
            Self::File(content) => Some(content),
            Self::Nothing => None,
        }
    }
}

/// Where a note stands until it is whole.
fn draft_of(path: &Path) -> PathBuf {
    path.with_extension("tmp")
}

/// Takes a file away that may be gone already.
pub(super) fn remove_if_there(path: &Path, disk: &dyn Disk) -> io::Result<()> {
    // Looked at first: a disk that cannot be written to still says that nothing is there.
    if fs::symlink_metadata(path).is_err_and(|error| error.kind() == io::ErrorKind::NotFound) {
        return Ok(());
    }
    disk.remove_file(path)
}

fn sync_above(path: &Path, disk: &dyn Disk) -> io::Result<()> {
    path.parent().map_or(Ok(()), |folder| disk.sync_folder(folder))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::worktree::disk::RealDisk;

    fn path(text: &str) -> RepoPath {
        RepoPath::new(text).unwrap()
    }

    fn journal() -> Journal {
        Journal {
            folders: vec![path("a"), path("a/b c")],
            temporary: vec![path("a/.sopctl-0.tmp"), path("é\n1:x.tmp")],
            steps: vec![
                Step { path: path("a/x.md"), before: None, after: Some(b"\0\xff\n".to_vec()) },
                Step { path: path("y.md"), before: Some(Vec::new()), after: None },
            ],
        }
    }

    #[test]
    fn a_note_is_read_as_it_was_written() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("journal");
        assert_eq!(Journal::read(&file).unwrap(), None);
        for journal in [journal(), Journal::default()] {
            journal.write(&file, &RealDisk).unwrap();
            assert_eq!(Journal::read(&file).unwrap(), Some(journal));
        }
        Journal::remove(&file, &RealDisk).unwrap();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_note_that_is_not_whole_is_none() {
        let whole = journal().encode();
        for end in 0..whole.len() {
            assert_eq!(Journal::decode(&whole[..end]), None, "{end}");
        }
        assert_eq!(Journal::decode(&[whole.as_slice(), b"\n"].concat()), None);
        assert_eq!(Journal::decode(&whole), Some(journal()));
    }

    #[test]
    fn a_note_never_leads_out_of_the_tree() {
        let leading_out = |field: &str| {
            let mut bytes = MAGIC.to_vec();
            put(&mut bytes, &[b"temporary", field.as_bytes(), END]);
            Journal::decode(&bytes)
        };
        assert_eq!(leading_out("../x"), None);
        assert_eq!(leading_out("/etc/x"), None);
        assert!(leading_out("x").is_some());
    }
}
