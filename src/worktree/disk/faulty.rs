//! A disk on which one operation goes wrong. It waits for nothing to be synced: what is tried
//! here is the order of operations, thousands of times.

use std::cell::Cell;
use std::io;
use std::path::Path;

use super::{Access, Disk, RealDisk, write_unsynced};

/// What happens at the chosen operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::worktree) enum Fault {
    /// It fails, and the next ones work again.
    Fails,
    /// It fails, and so does everything from then on.
    KeepsFailing,
    /// The program dies: it and everything after it does not happen.
    Dies,
}

/// Works until an operation is reached.
#[derive(Debug)]
pub(in crate::worktree) struct FaultyDisk {
    fault: Fault,
    at: usize,
    count: Cell<usize>,
}

impl FaultyDisk {
    /// The operation with this number goes wrong, counted from 0.
    pub(in crate::worktree) fn new(fault: Fault, at: usize) -> Self {
        Self { fault, at, count: Cell::new(0) }
    }

    /// Nothing goes wrong.
    pub(in crate::worktree) fn sound() -> Self {
        Self::new(Fault::Fails, usize::MAX)
    }

    /// Whether that operation has been reached.
    pub(in crate::worktree) fn has_struck(&self) -> bool {
        self.count.get() > self.at
    }

    fn next(&self) -> Result<(), Struck> {
        let number = self.count.replace(self.count.get() + 1);
        let is_hit = match self.fault {
            Fault::Fails => number == self.at,
            Fault::KeepsFailing | Fault::Dies => number >= self.at,
        };
        // Of a file that is being written, a part may have arrived.
        if is_hit { Err(Struck { leaves_a_part: number == self.at }) } else { Ok(()) }
    }

    fn step(&self, operation: impl FnOnce() -> io::Result<()>) -> io::Result<()> {
        match self.next() {
            Ok(()) => operation(),
            Err(_) => Err(failure()),
        }
    }
}

struct Struck {
    leaves_a_part: bool,
}

fn failure() -> io::Error {
    io::Error::other("the disk is faulty")
}

impl Disk for FaultyDisk {
    fn create_folder(&self, path: &Path) -> io::Result<()> {
        self.step(|| RealDisk.create_folder(path))
    }

    fn write_new(&self, path: &Path, content: &[u8], access: Access<'_>) -> io::Result<()> {
        match self.next() {
            Ok(()) => write_unsynced(path, content, access).map(drop),
            Err(struck) => {
                if struck.leaves_a_part {
                    write_unsynced(path, &content[..content.len() / 2], access)?;
                }
                Err(failure())
            }
        }
    }

    fn replace(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step(|| RealDisk.replace(from, to))
    }

    fn place(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step(|| RealDisk.place(from, to))
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        self.step(|| RealDisk.remove_file(path))
    }

    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        self.step(|| RealDisk.remove_folder(path))
    }

    fn sync_folder(&self, _path: &Path) -> io::Result<()> {
        self.step(|| Ok(()))
    }
}
