//! Which paths a commit surely left alone, from the filters that git keeps beside a
//! commit-graph (`git commit-graph write --changed-paths`).
//!
//! A filter holds every path that differs between a commit and its first parent, and every
//! folder above one. It can hold others by chance, about one in a hundred, but never lacks
//! one: "not in the filter" is certain, "in the filter" means that somebody has to look.
//! Nothing here compares trees, and nothing is written.
//!
//! The library that reads the commit-graph does not read these chunks of it. A file that is
//! damaged, cut off or of an unknown version counts for nothing; that the bits of a sound
//! file are those that git wrote is believed, as git believes it.

mod graph_file;
mod path_key;

use std::fs::File;
use std::path::Path;

use graph_file::GraphFile;

use super::{GitError, Repository};

pub(super) use path_key::PathKey;

/// The filters of a repository.
pub(super) struct ChangedPaths {
    /// One file, or the files of a chain. Each names its own commits and says how its filters
    /// were made, so that none depends on another.
    files: Vec<GraphFile>,
}

/// The filter of one commit against its first parent.
#[derive(Debug, Clone, Copy)]
pub(super) struct Filter<'a> {
    /// At least one byte.
    bits: &'a [u8],
    making: Making,
}

/// How filters were made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Making {
    hashing: Hashing,
    /// How many bits stand for a path.
    probes: u32,
}

/// How bytes from 0x80 on went into a hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Hashing {
    /// Version 1: as the signed or the unsigned `char` of the C compiler of that git.
    AsTheCompilerHasThem,
    /// Version 2: unsigned.
    Unsigned,
}

impl ChangedPaths {
    /// The filter of a commit, where there is one.
    pub(super) fn of(&self, commit: gix::ObjectId) -> Option<Filter<'_>> {
        self.files.iter().find_map(|file| file.filter(commit))
    }

    /// The filters below the `objects/info` of a repository, if there are any.
    fn read(info: &Path, hash: gix::hash::Kind) -> Option<Self> {
        let graph = |path: &Path| GraphFile::read(&mut File::open(path).ok()?, hash);
        let single = info.join("commit-graph");
        let files: Vec<GraphFile> = if single.exists() {
            graph(&single).into_iter().collect()
        } else {
            let folder = info.join("commit-graphs");
            let chain = std::fs::read_to_string(folder.join("commit-graph-chain")).ok()?;
            // Only what can be a name of git's is made part of a path.
            let names =
                chain.lines().filter(|line| gix::ObjectId::from_hex(line.as_bytes()).is_ok());
            names.filter_map(|name| graph(&folder.join(format!("graph-{name}.graph")))).collect()
        };
        (!files.is_empty()).then_some(Self { files })
    }
}

impl Filter<'_> {
    /// Whether the commit may have changed what stands at a path. False is certain.
    pub(super) fn may_hold(&self, path: &PathKey) -> bool {
        let Making { hashing, probes } = self.making;
        path.hashes(hashing).any(|hash| hash.probes(probes).all(|probe| self.has(probe)))
    }

    fn has(&self, probe: u32) -> bool {
        let bit = u64::from(probe) % (self.bits.len() as u64 * 8);
        let byte = usize::try_from(bit / 8).ok().and_then(|at| self.bits.get(at));
        byte.is_none_or(|byte| byte & (1 << (bit % 8)) != 0)
    }
}

impl Repository {
    /// The filters, read when they are first asked for. None where there are none, where the
    /// configuration forbids them, and, as in git, where a shallow clone, a graft or a
    /// replaced object makes parents or folders others than those that were compared.
    pub(super) fn changed_paths(&self) -> Result<Option<&ChangedPaths>, GitError> {
        if let Some(known) = self.changed_paths.get() {
            return Ok(known.as_ref());
        }
        let objects = self.inner.objects.store_ref();
        let usable = self.boundary()?.is_empty()
            && self.grafts_text().trim().is_empty()
            && objects.replacements().next().is_none()
            && self.wants_changed_paths();
        let read = || ChangedPaths::read(&objects.path().join("info"), self.inner.object_hash());
        let found = if usable { read() } else { None };
        Ok(self.changed_paths.get_or_init(|| found).as_ref())
    }

    /// What the configuration says of commit-graphs and their filters.
    fn wants_changed_paths(&self) -> bool {
        let config = self.inner.config_snapshot();
        config.boolean("core.commitGraph").unwrap_or(true)
            && config.boolean("commitGraph.readChangedPaths").unwrap_or(true)
            && config.integer("commitGraph.changedPathsVersion") != Some(0)
    }
}

#[cfg(test)]
mod tests;
