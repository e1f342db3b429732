//! Whatever goes wrong, the tree is as before or as after.

use std::collections::BTreeMap;

use super::*;
use crate::worktree::changeset::{ChangeKind, FileChange};
use crate::worktree::disk::{Fault, FaultyDisk};
use crate::worktree::recovery::{Recovery, RecoveryError, recover};

fn path(text: &str) -> RepoPath {
    RepoPath::new(text).unwrap()
}

fn create(at: &str, content: &str) -> FileChange {
    FileChange { path: path(at), kind: ChangeKind::Create { content: content.into() } }
}

fn replace(at: &str, expected: &str, content: &str) -> FileChange {
    let kind = ChangeKind::Replace { expected: expected.into(), content: content.into() };
    FileChange { path: path(at), kind }
}

fn relocate(from: &str, to: &str, expected: &str, content: &str) -> FileChange {
    let (from, expected, content) = (path(from), expected.into(), content.into());
    FileChange { path: path(to), kind: ChangeKind::Move { from, expected, content } }
}

/// A tree of its own, with git's folder beside it.
struct Ground {
    folder: tempfile::TempDir,
    tree: WorkTree,
}

impl Ground {
    /// Three documents.
    fn new() -> Self {
        Self::with("git")
    }

    /// The same, with git's folder where it is as a rule: in the tree.
    fn usual() -> Self {
        Self::with("tree/.git")
    }

    fn with(git: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap().join("tree");
        fs::create_dir_all(root.join("sops")).unwrap();
        fs::create_dir_all(folder.path().join(git).join("sopctl-writing")).unwrap();
        for (path, text) in [("sops/a.md", "A"), ("sops/b.md", "B"), ("c.md", "C")] {
            fs::write(root.join(path), text).unwrap();
        }
        let tree = WorkTree::new(root, Some(folder.path().join(git)));
        Self { folder, tree }
    }

    /// Every file and empty folder, those in git's folder included.
    fn state(&self) -> BTreeMap<PathBuf, Option<String>> {
        let mut state = BTreeMap::new();
        let mut folders = vec![self.folder.path().to_owned()];
        while let Some(folder) = folders.pop() {
            let entries: Vec<PathBuf> =
                fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
            if entries.is_empty() {
                state.insert(folder, None);
            }
            for entry in entries {
                if entry.is_dir() {
                    folders.push(entry);
                } else {
                    let text = fs::read_to_string(&entry).unwrap();
                    state.insert(entry, Some(text));
                }
            }
        }
        let own = self.folder.path();
        state.into_iter().map(|(k, v)| (k.strip_prefix(own).unwrap().to_owned(), v)).collect()
    }

    fn write(&self, set: &Changeset, disk: &dyn Disk) -> Result<(), WriteError> {
        write(&self.tree, set, disk)
    }
}

fn set(changes: Vec<FileChange>) -> Changeset {
    Changeset { changes }
}

/// A changeset of each kind.
fn sets() -> Vec<Changeset> {
    vec![
        set(vec![create("sops/deep/er/new.md", "new")]),
        set(vec![replace("sops/a.md", "A", "A2")]),
        set(vec![create("wis/new.md", "new"), replace("sops/a.md", "A", "A2")]),
        set(vec![
            replace("sops/a.md", "A", "A2"),
            replace("sops/b.md", "B", "B2"),
            replace("c.md", "C", ""),
        ]),
        set(vec![relocate("sops/a.md", "sops/d.md", "A", "D")]),
        set(vec![
            replace("sops/b.md", "B", "B2"),
            relocate("sops/a.md", "new/a.md", "A", "D"),
            replace("c.md", "C", "C2"),
        ]),
    ]
}

/// The states before and after a changeset that meets no obstacle.
fn ends(set: &Changeset) -> [BTreeMap<PathBuf, Option<String>>; 2] {
    ends_on(&Ground::new(), set)
}

fn ends_on(ground: &Ground, set: &Changeset) -> [BTreeMap<PathBuf, Option<String>>; 2] {
    let before = ground.state();
    ground.write(set, &FaultyDisk::sound()).unwrap();
    let after = ground.state();
    assert_ne!(before, after);
    [before, after]
}

#[test]
fn after_death_at_any_point_the_next_program_makes_it_all_or_nothing() {
    for set in sets() {
        let [before, after] = ends(&set);
        let mut seen = [false; 2];
        for at in 0.. {
            let ground = Ground::new();
            let disk = FaultyDisk::new(Fault::Dies, at);
            let written = ground.write(&set, &disk);
            if !disk.has_struck() {
                written.unwrap();
                break;
            }
            let recovered = recover(&ground.tree, &FaultyDisk::sound()).unwrap();
            let state = ground.state();
            assert!(state == before || state == after, "{at}: {state:?}");
            seen[usize::from(state == after)] = true;
            match recovered {
                Recovery::Finished { .. } => assert_eq!(state, after, "{at}"),
                Recovery::TakenBack => assert_eq!(state, before, "{at}"),
                Recovery::Nothing => {}
            }
            assert_eq!(recover(&ground.tree, &FaultyDisk::sound()).unwrap(), Recovery::Nothing);
        }
        assert_eq!(seen, [true; 2], "{set:?}");
    }
}

#[test]
fn nobody_who_looks_into_the_tree_takes_a_temporary_file_for_a_document() {
    for set in sets() {
        let ends = ends_on(&Ground::usual(), &set);
        for at in 0.. {
            let ground = Ground::usual();
            let disk = FaultyDisk::new(Fault::Dies, at);
            drop(ground.write(&set, &disk));
            let is_seen = |file: &PathBuf| {
                let name = file.file_name().unwrap_or_default().to_string_lossy();
                name.contains("tmp") && !file.starts_with("tree/.git")
            };
            assert!(!ground.state().keys().any(is_seen), "{at}: {:?}", ground.state());
            recover(&ground.tree, &FaultyDisk::sound()).unwrap();
            assert!(ends.contains(&ground.state()), "{at}: {:?}", ground.state());
            if !disk.has_struck() {
                break;
            }
        }
    }
}

/// A disk on which a file cannot go from one folder to another in one step, as between disks.
struct Apart(FaultyDisk);

impl Apart {
    fn check(from: &Path, to: &Path) -> io::Result<()> {
        if from.parent() == to.parent() {
            return Ok(());
        }
        Err(io::ErrorKind::CrossesDevices.into())
    }
}

impl Disk for Apart {
    fn create_folder(&self, path: &Path) -> io::Result<()> {
        self.0.create_folder(path)
    }

    fn write_new(&self, path: &Path, content: &[u8], access: Access<'_>) -> io::Result<()> {
        self.0.write_new(path, content, access)
    }

    fn replace(&self, from: &Path, to: &Path) -> io::Result<()> {
        Self::check(from, to)?;
        self.0.replace(from, to)
    }

    fn place(&self, from: &Path, to: &Path) -> io::Result<()> {
        Self::check(from, to)?;
        self.0.place(from, to)
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        self.0.remove_file(path)
    }

    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        self.0.remove_folder(path)
    }

    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        self.0.sync_folder(path)
    }
}

#[test]
fn where_gits_folder_is_on_another_disk_the_tree_is_written_all_the_same() {
    for set in sets() {
        let ends = ends_on(&Ground::usual(), &set);
        for at in 0.. {
            let ground = Ground::usual();
            let disk = Apart(FaultyDisk::new(Fault::Dies, at));
            let written = ground.write(&set, &disk);
            if !disk.0.has_struck() {
                written.unwrap();
                assert_eq!(ground.state(), ends[1]);
                break;
            }
            recover(&ground.tree, &Apart(FaultyDisk::sound())).unwrap();
            assert!(ends.contains(&ground.state()), "{at}: {:?}", ground.state());
        }
    }
}

#[test]
fn a_recovery_that_dies_or_fails_is_done_again() {
    let Some(set) = sets().pop() else { unreachable!("there are sets") };
    let [before, after] = ends(&set);
    for at in 0.. {
        let dying = |ground: &Ground| {
            let disk = FaultyDisk::new(Fault::Dies, at);
            drop(ground.write(&set, &disk));
            disk.has_struck()
        };
        if !dying(&Ground::new()) {
            break;
        }
        for fault in [Fault::Dies, Fault::Fails] {
            for then in 0.. {
                let ground = Ground::new();
                dying(&ground);
                let disk = FaultyDisk::new(fault, then);
                let first = recover(&ground.tree, &disk);
                recover(&ground.tree, &FaultyDisk::sound()).unwrap();
                let state = ground.state();
                assert!(state == before || state == after, "{at}, {then}: {state:?}");
                if !disk.has_struck() {
                    first.unwrap();
                    break;
                }
            }
        }
    }
}

#[test]
fn after_one_failure_at_any_point_the_tree_is_as_before() {
    for set in sets() {
        let [before, _] = ends(&set);
        for at in 0.. {
            let ground = Ground::new();
            let disk = FaultyDisk::new(Fault::Fails, at);
            let written = ground.write(&set, &disk);
            if !disk.has_struck() {
                written.unwrap();
                break;
            }
            let error = written.unwrap_err();
            assert!(matches!(error, WriteError::Io { .. }), "{at}: {error:?}");
            assert_eq!(ground.state(), before, "{at}");
        }
    }
}

#[test]
fn a_disk_that_keeps_failing_leaves_what_the_next_program_can_finish() {
    for set in sets() {
        let [before, after] = ends(&set);
        for at in 0.. {
            let ground = Ground::new();
            let disk = FaultyDisk::new(Fault::KeepsFailing, at);
            let written = ground.write(&set, &disk);
            if !disk.has_struck() {
                written.unwrap();
                break;
            }
            let error = written.unwrap_err();
            recover(&ground.tree, &FaultyDisk::sound()).unwrap();
            let state = ground.state();
            match error {
                WriteError::Io { .. } => assert_eq!(state, before, "{at}"),
                WriteError::Unfinished { .. } => assert_eq!(state, after, "{at}"),
                other => panic!("{at}: {other:?}"),
            }
        }
    }
}

/// A ground on which a change of two files is decided, and the first is in its place.
fn interrupted(set: &Changeset) -> Ground {
    for at in 0.. {
        let ground = Ground::new();
        drop(ground.write(set, &FaultyDisk::new(Fault::Dies, at)));
        let half = fs::read(ground.tree.root().join("sops/a.md")).unwrap() == b"A2";
        if half {
            return ground;
        }
    }
    unreachable!("the first file is written at some point")
}

#[test]
fn what_the_user_has_changed_meanwhile_is_not_lost() {
    let set = set(vec![replace("sops/a.md", "A", "A2"), replace("sops/b.md", "B", "B2")]);
    let ground = interrupted(&set);
    let theirs = ground.tree.root().join("sops/b.md");
    fs::write(&theirs, "mine").unwrap();
    for _ in 0..2 {
        let error = recover(&ground.tree, &FaultyDisk::sound()).unwrap_err();
        assert!(matches!(error, RecoveryError::Changed { path, .. } if path == theirs));
        assert_eq!(fs::read_to_string(&theirs).unwrap(), "mine");
    }
    fs::write(&theirs, "B").unwrap();
    let paths = vec![path("sops/a.md"), path("sops/b.md")];
    assert_eq!(recover(&ground.tree, &FaultyDisk::sound()).unwrap(), Recovery::Finished { paths });
    assert_eq!(fs::read_to_string(&theirs).unwrap(), "B2");
}

#[test]
fn the_temporary_files_are_not_needed_to_finish() {
    let set = set(vec![replace("sops/a.md", "A", "A2"), replace("sops/b.md", "B", "B2")]);
    let [_, after] = ends(&set);
    let ground = interrupted(&set);
    for entry in fs::read_dir(ground.tree.root().join("sops")).unwrap() {
        let entry = entry.unwrap();
        if entry.file_name().to_string_lossy().starts_with(".sopctl") {
            fs::remove_file(entry.path()).unwrap();
        }
    }
    recover(&ground.tree, &FaultyDisk::sound()).unwrap();
    assert_eq!(ground.state(), after);
}

#[test]
fn a_note_of_another_version_stops_everything() {
    let ground = Ground::new();
    fs::write(ground.tree.journal(), "sopctl journal 2\n").unwrap();
    let before = ground.state();
    let error = recover(&ground.tree, &FaultyDisk::sound()).unwrap_err();
    assert!(matches!(error, RecoveryError::Unreadable { .. }), "{error:?}");
    assert_eq!(ground.state(), before);
}

#[cfg(unix)]
#[test]
fn recovery_never_follows_a_link() {
    let set = set(vec![replace("sops/a.md", "A", "A2"), create("new/x.md", "X")]);
    let ground = interrupted(&set);
    let outside = tempfile::tempdir().unwrap();
    let new = ground.tree.root().join("new");
    fs::remove_dir_all(&new).unwrap();
    std::os::unix::fs::symlink(outside.path(), &new).unwrap();
    let error = recover(&ground.tree, &FaultyDisk::sound()).unwrap_err();
    assert!(matches!(error, RecoveryError::Symlink { path, .. } if path == new));
    assert_eq!(fs::read_dir(outside.path()).unwrap().count(), 0);
}

#[test]
fn a_new_file_never_replaces_another() {
    let ground = Ground::new();
    let set = |name: &str| set(vec![create(name, "new")]);
    ground.write(&set("sops/new.md"), &FaultyDisk::sound()).unwrap();
    let before = ground.state();
    let again = ground.write(&set("sops/new.md"), &FaultyDisk::sound());
    assert!(matches!(again, Err(WriteError::Exists { .. })), "{again:?}");
    let folded = ground.write(&set("sops/NEW.md"), &FaultyDisk::sound());
    assert!(matches!(folded, Err(WriteError::Collides { .. })), "{folded:?}");
    assert_eq!(ground.state(), before);
}

#[test]
fn one_obstacle_keeps_the_whole_set_out() {
    let ground = Ground::new();
    let before = ground.state();
    let exists = set(vec![create("new/x.md", "x"), create("c.md", "y")]);
    assert!(matches!(ground.write(&exists, &FaultyDisk::sound()), Err(WriteError::Exists { .. })));
    let twice = set(vec![create("new/x.md", "x"), create("new/x.md", "y")]);
    assert!(matches!(ground.write(&twice, &FaultyDisk::sound()), Err(WriteError::Twice { .. })));
    let changed = set(vec![create("x.md", "x"), replace("c.md", "old", "y")]);
    assert!(matches!(
        ground.write(&changed, &FaultyDisk::sound()),
        Err(WriteError::Changed { .. })
    ));
    let gone = set(vec![create("x.md", "x"), relocate("gone.md", "y.md", "C", "y")]);
    assert!(matches!(ground.write(&gone, &FaultyDisk::sound()), Err(WriteError::Changed { .. })));
    assert_eq!(ground.state(), before);
}

#[test]
fn a_file_may_move_to_a_name_that_only_case_tells_apart() {
    let ground = Ground::new();
    ground.write(&set(vec![relocate("c.md", "C.md", "C", "C")]), &FaultyDisk::sound()).unwrap();
    let names: Vec<PathBuf> = ground.state().into_keys().collect();
    assert!(names.contains(&PathBuf::from("tree/C.md")) && !names.contains(&"tree/c.md".into()));
}

#[cfg(unix)]
#[test]
fn a_link_never_leads_out() {
    let ground = Ground::new();
    let outside = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink(outside.path(), ground.tree.root().join("out")).unwrap();
    let refused = ground.write(&set(vec![create("out/a.md", "x")]), &FaultyDisk::sound());
    assert!(matches!(refused, Err(WriteError::Symlink { .. })), "{refused:?}");
    assert_eq!(fs::read_dir(outside.path()).unwrap().count(), 0);
}

#[cfg(unix)]
#[test]
fn a_file_keeps_its_permissions() {
    use std::os::unix::fs::PermissionsExt as _;
    let ground = Ground::new();
    let file = ground.tree.root().join("c.md");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
    ground.write(&set(vec![replace("c.md", "C", "C2")]), &FaultyDisk::sound()).unwrap();
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);
}
