//! The filters that the installed git writes, held against what `git diff-tree` says.

use std::collections::BTreeSet;
use std::io::Cursor;
use std::path::PathBuf;

use super::graph_file::GraphFile;
use super::{ChangedPaths, Hashing, PathKey};
use crate::git::testing::Sandbox;
use crate::git::{LastChange, ObjectId};
use crate::paths::RepoPath;
use crate::progress::Silent;

/// What the filters of a repository said.
#[derive(Debug, Default)]
struct Tally {
    commits: usize,
    without_filter: usize,
    /// Paths that a commit left alone, and of those the ones that its filter does not hold.
    unchanged: usize,
    surely_unchanged: usize,
}

/// Asks each commit's filter about every path that any commit changed, and all folders above,
/// and holds the answers against git's.
fn assert_never_wrong(sandbox: &Sandbox) -> Tally {
    let repository = sandbox.open();
    let filters = repository.changed_paths().unwrap().expect("git has written filters");
    let commits = sandbox.log(&["--all"]);
    let changes: Vec<BTreeSet<String>> =
        commits.iter().map(|commit| changed(sandbox, *commit)).collect();
    let all: BTreeSet<&String> = changes.iter().flatten().collect();
    let keys: Vec<_> = all.iter().map(|path| (*path, PathKey::new(path.as_bytes()))).collect();
    let mut tally = Tally::default();
    for (commit, changed) in commits.iter().zip(&changes) {
        tally.commits += 1;
        let Some(filter) = filters.of(commit.to_gix()) else {
            tally.without_filter += 1;
            continue;
        };
        for (path, key) in &keys {
            let is_changed = changed.contains(*path);
            let may_be = filter.may_hold(key);
            assert!(may_be || !is_changed, "{path:?} in {commit} was called unchanged");
            tally.unchanged += usize::from(!is_changed);
            tally.surely_unchanged += usize::from(!may_be);
        }
    }
    tally
}

/// The paths that differ between a commit and its first parent, with the folders above them.
fn changed(sandbox: &Sandbox, commit: ObjectId) -> BTreeSet<String> {
    let commit = commit.to_string();
    let parents = sandbox.git(&["rev-parse", &format!("{commit}^@")]);
    let first = parents.lines().next();
    let mut all = vec!["diff-tree", "-r", "-z", "--no-renames", "--no-commit-id", "--name-only"];
    match first {
        Some(parent) => all.extend([parent, &commit]),
        None => all.extend(["--root", &commit]),
    }
    let listed = sandbox.git(&all);
    let mut paths = BTreeSet::new();
    for path in listed.split('\0').filter(|path| !path.is_empty()) {
        paths.extend(path.match_indices('/').map(|(end, _)| path[..end].to_owned()));
        paths.insert(path.to_owned());
    }
    paths
}

fn write_filters(sandbox: &Sandbox, version: &str, more: &[&str]) {
    let version = format!("commitGraph.changedPathsVersion={version}");
    let mut all = vec!["-c", &version, "commit-graph", "write", "--reachable", "--changed-paths"];
    all.extend_from_slice(more);
    sandbox.git(&all);
}

fn graph_path(sandbox: &Sandbox) -> PathBuf {
    sandbox.root().join(".git/objects/info/commit-graph")
}

/// Folders, merges, a mode, a removal, an empty commit, a folder where a file stood.
fn history(arguments: &[&str]) -> Sandbox {
    let sandbox = Sandbox::with(arguments);
    for number in 0..12 {
        sandbox.write(&format!("sops/area-{number}/step.md"), "first\n");
    }
    sandbox.write("a.md", "A\n");
    sandbox.commit("base");
    sandbox.git(&["checkout", "--quiet", "-b", "side"]);
    sandbox.commit_file("sops/area-1/step.md", "side\n");
    sandbox.commit_file("sops/area-2/deep/er/x.md", "side\n");
    sandbox.git(&["checkout", "--quiet", "main"]);
    sandbox.commit_file("sops/area-3/step.md", "main\n");
    sandbox.merge("ort", &["side"]);
    sandbox.commit("nothing");
    sandbox.git(&["rm", "--quiet", "a.md"]);
    sandbox.commit_file("a.md/in.md", "a folder now\n");
    sandbox.git(&["update-index", "--chmod=+x", "sops/area-4/step.md"]);
    sandbox.git(&["commit", "--quiet", "--message=executable"]);
    sandbox.git(&["checkout", "--quiet", "-f", "side"]);
    sandbox.commit_file("sops/area-1/step.md", "side again\n");
    sandbox.merge("ours", &["main"]);
    sandbox.git(&["checkout", "--quiet", "main"]);
    sandbox
}

/// Paths whose bytes reach beyond ASCII at each place of a word and in the rest of one.
fn beyond_ascii(sandbox: &Sandbox) {
    for path in ["é.md", "xé.md", "xyé", "xyzé/ß.md", "Prüfung/überwachung.md", "手順/手.md"]
    {
        sandbox.commit_file(path, path);
    }
    sandbox.commit_file("a.txt", "other\n");
}

#[test]
fn filters_of_both_versions_never_lack_a_change_and_know_most_that_is_none() {
    for (version, hashing) in [("1", Hashing::AsTheCompilerHasThem), ("2", Hashing::Unsigned)] {
        let sandbox = history(&[]);
        beyond_ascii(&sandbox);
        write_filters(&sandbox, version, &[]);
        let tally = assert_never_wrong(&sandbox);
        assert_eq!(tally.without_filter, 0, "{tally:?}");
        assert!(tally.surely_unchanged * 100 > tally.unchanged * 95, "{tally:?}");
        let filters = sandbox.open();
        let filters = filters.changed_paths().unwrap().unwrap();
        let making = filters.of(sandbox.tip().to_gix()).unwrap().making;
        assert_eq!((making.hashing, making.probes), (hashing, 7));
    }
}

#[test]
fn version_1_is_read_as_compilers_of_either_kind_have_written_it() {
    let sandbox = history(&[]);
    beyond_ascii(&sandbox);
    // Version 2 called version 1 is what git wrote where `char` is unsigned.
    write_filters(&sandbox, "2", &[]);
    let path = graph_path(&sandbox);
    let mut bytes = std::fs::read(&path).unwrap();
    let settings = [0, 0, 0, 2, 0, 0, 0, 7, 0, 0, 0, 10];
    let at = bytes.windows(settings.len()).position(|window| window == settings).unwrap();
    bytes[at + 3] = 1;
    std::fs::remove_file(&path).unwrap();
    std::fs::write(&path, bytes).unwrap();
    let tally = assert_never_wrong(&sandbox);
    assert!(tally.surely_unchanged * 100 > tally.unchanged * 95, "{tally:?}");
}

#[test]
fn filters_of_a_sha_256_repository_are_read() {
    let sandbox = history(&["--object-format=sha256"]);
    write_filters(&sandbox, "1", &[]);
    let tally = assert_never_wrong(&sandbox);
    assert_eq!(tally.without_filter, 0, "{tally:?}");
    assert!(tally.surely_unchanged * 100 > tally.unchanged * 95, "{tally:?}");
}

#[test]
fn filters_of_a_chain_of_files_are_read() {
    let sandbox = history(&[]);
    write_filters(&sandbox, "1", &["--split=no-merge"]);
    for number in 0..4 {
        sandbox.commit_file(&format!("sops/area-{number}/step.md"), "later\n");
        write_filters(&sandbox, "1", &["--split=no-merge"]);
    }
    let chain = sandbox.root().join(".git/objects/info/commit-graphs/commit-graph-chain");
    assert_eq!(std::fs::read_to_string(chain).unwrap().lines().count(), 5);
    let tally = assert_never_wrong(&sandbox);
    assert_eq!((tally.commits, tally.without_filter), (14, 0), "{tally:?}");
    assert!(tally.surely_unchanged * 100 > tally.unchanged * 95, "{tally:?}");
}

#[test]
fn a_commit_of_too_many_changes_says_nothing_and_an_empty_one_all() {
    let sandbox = history(&[]);
    for number in 0..600 {
        sandbox.write(&format!("many/{number}.md"), "many\n");
    }
    let many = sandbox.commit("many");
    let empty = sandbox.commit("nothing");
    write_filters(&sandbox, "1", &[]);
    let repository = sandbox.open();
    let filters = repository.changed_paths().unwrap().unwrap();
    let key = PathKey::new(b"sops/area-1/step.md");
    assert!(filters.of(many.to_gix()).is_none_or(|filter| filter.may_hold(&key)));
    assert!(!filters.of(empty.to_gix()).unwrap().may_hold(&key));
}

#[test]
fn where_parents_or_folders_are_not_those_compared_there_are_no_filters() {
    let has = |sandbox: &Sandbox| sandbox.open().changed_paths().unwrap().is_some();
    let sandbox = history(&[]);
    assert!(!has(&sandbox));
    sandbox.git(&["commit-graph", "write", "--reachable"]);
    assert!(!has(&sandbox));
    write_filters(&sandbox, "1", &[]);
    assert!(has(&sandbox));

    for (name, value) in [
        ("core.commitGraph", "false"),
        ("commitGraph.readChangedPaths", "false"),
        ("commitGraph.changedPathsVersion", "0"),
    ] {
        sandbox.git(&["config", name, value]);
        assert!(!has(&sandbox), "{name}");
        sandbox.git(&["config", "--unset", name]);
    }

    let blob = |text: &str| {
        sandbox.write("text", text);
        sandbox.git(&["hash-object", "-w", "text"])
    };
    let (old, new) = (blob("old"), blob("new"));
    sandbox.git(&["replace", &old, &new]);
    assert!(!has(&sandbox));
    sandbox.git(&["replace", "--delete", &old]);
    assert!(has(&sandbox));

    for (file, line) in [("info/grafts", sandbox.tip()), ("shallow", sandbox.id("HEAD~1"))] {
        let path = sandbox.root().join(".git").join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, format!("{line}\n")).unwrap();
        assert!(!has(&sandbox), "{file}");
        std::fs::remove_file(&path).unwrap();
    }
    assert!(has(&sandbox));
}

#[test]
fn a_file_cut_off_or_with_any_bit_turned_never_panics() {
    let sandbox = history(&[]);
    write_filters(&sandbox, "1", &[]);
    let bytes = std::fs::read(graph_path(&sandbox)).unwrap();
    let commits = sandbox.log(&["--all"]);
    let key = PathKey::new(b"sops/area-1/step.md");
    let ask = |bytes: &[u8]| {
        let file = GraphFile::read(&mut Cursor::new(bytes), gix::hash::Kind::Sha1)?;
        let filters = commits.iter().filter_map(|commit| file.filter(commit.to_gix()));
        Some(filters.map(|filter| filter.may_hold(&key)).collect::<Vec<_>>())
    };
    let sound = ask(&bytes).unwrap();
    assert_eq!(sound.len(), commits.len());
    for length in 0..bytes.len() {
        // Not even the checksum at the end may be missing.
        assert_eq!(ask(&bytes[..length]), None, "{length} of {} bytes", bytes.len());
    }
    let mut refused = 0;
    for bit in 0..bytes.len() * 8 {
        let mut changed = bytes.clone();
        changed[bit / 8] ^= 1 << (bit % 8);
        refused += usize::from(ask(&changed).is_none());
    }
    assert!(refused > 0);
}

#[test]
fn filters_of_the_wrong_size_are_refused() {
    let sandbox = history(&[]);
    write_filters(&sandbox, "1", &[]);
    let bytes = std::fs::read(graph_path(&sandbox)).unwrap();
    let refused = |change: &dyn Fn(&mut Vec<u8>)| {
        let mut changed = bytes.clone();
        change(&mut changed);
        GraphFile::read(&mut Cursor::new(changed), gix::hash::Kind::Sha1).is_none()
    };
    assert!(!refused(&|_| {}));
    assert!(refused(&|bytes| bytes[4] = 2), "an unknown version of the file");
    assert!(refused(&|bytes| bytes[5] = 2), "names of another length");
    let settings = [0, 0, 0, 1, 0, 0, 0, 7, 0, 0, 0, 10];
    let at = bytes.windows(settings.len()).position(|window| window == settings).unwrap();
    assert!(refused(&|bytes| bytes[at + 3] = 3), "an unknown version of the filters");
    assert!(refused(&|bytes| bytes[at + 7] = 0), "no probes");
    assert!(refused(&|bytes| bytes[at + 4] = 1), "millions of probes");
    let end = bytes.len() - 20;
    assert!(refused(&|bytes| drop(bytes.splice(end..end, [0; 4]))), "bytes of no chunk");
    assert!(refused(&|bytes| drop(bytes.drain(end - 1..end))), "a byte too few");
    let row = bytes.windows(4).position(|window| window == b"BIDX").unwrap();
    let offset = u64::from_be_bytes(bytes[row + 4..row + 12].try_into().unwrap());
    let last = usize::try_from(offset).unwrap() + 4 * sandbox.log(&["--all"]).len() - 1;
    assert!(refused(&|bytes| bytes[last] += 1), "an end behind the filters");
    assert!(refused(&|bytes| bytes[last] -= 1), "filters behind the last end");
    assert!(refused(&|bytes| bytes[last - 5] = 0xff), "ends that do not ascend");
}

#[test]
fn a_chain_that_names_no_file_of_its_own_has_no_filters() {
    let folder = tempfile::tempdir().unwrap();
    let chain = folder.path().join("commit-graphs/commit-graph-chain");
    std::fs::create_dir_all(chain.parent().unwrap()).unwrap();
    let absent = "1".repeat(40);
    std::fs::write(&chain, format!("../../elsewhere\n{absent}\n")).unwrap();
    assert!(ChangedPaths::read(folder.path(), gix::hash::Kind::Sha1).is_none());
}

/// The walk passes a commit by its filter alone: the folders that it would have to compare
/// are not there any more.
#[test]
fn what_a_commit_surely_left_alone_is_not_looked_at() {
    let sandbox = history(&[]);
    let path = RepoPath::new("sops/area-5/step.md").unwrap();
    let changed = sandbox.commit_file(path.as_str(), "changed\n");
    sandbox.commit_file("sops/area-6/step.md", "other\n");
    sandbox.commit_file("sops/area-7/step.md", "other\n");
    let head = sandbox.tip();
    write_filters(&sandbox, "1", &[]);
    for tree in [format!("{head}^{{tree}}"), format!("{head}~1:sops")] {
        let id = sandbox.git(&["rev-parse", &tree]);
        let object = format!(".git/objects/{}/{}", &id[..2], &id[2..]);
        std::fs::remove_file(sandbox.root().join(object)).unwrap();
    }
    let last = || {
        let paths = std::slice::from_ref(&path);
        let repository = sandbox.open();
        let last = repository.last_changes(head, paths, &Silent).unwrap()[0];
        let timeline = repository.path_timelines(head, paths, &Silent).unwrap().remove(0);
        (last, timeline.revisions.first().map(|revision| revision.commit))
    };
    assert_eq!(last(), (LastChange::Commit(changed), Some(changed)));
    sandbox.git(&["config", "commitGraph.readChangedPaths", "false"]);
    let without = last();
    assert!(matches!(without, (LastChange::MissingObject(_), None)), "{without:?}");
}
