//! Histories of every shape, on which the walks must answer what `git log` answers.

use std::collections::BTreeSet;

use crate::git::testing::Sandbox;
use crate::git::{BlobId, CommitId, End, LastChange, Repository, Revision};
use crate::paths::RepoPath;
use crate::progress::Silent;

/// Every path that history has ever known, and one that it has not.
fn paths(sandbox: &Sandbox) -> Vec<RepoPath> {
    let listed = sandbox.git(&["log", "--all", "-m", "--no-renames", "--name-only", "--format="]);
    let mut paths: BTreeSet<_> = listed.lines().filter(|line| !line.is_empty()).collect();
    paths.insert("never/was.md");
    paths.into_iter().map(|path| RepoPath::new(path).unwrap()).collect()
}

/// Compares both walks with git for every path; in the order of `git log`, or, where
/// clocks are wrong, in any order.
fn assert_agrees(sandbox: &Sandbox, ordered: bool) {
    let (repository, head) = (sandbox.open(), sandbox.tip());
    let paths = paths(sandbox);
    let last = repository.last_changes(head, &paths, &Silent).unwrap();
    let timelines = repository.path_timelines(head, &paths, &Silent).unwrap();
    for ((path, last), timeline) in paths.iter().zip(last).zip(timelines) {
        let expected = sandbox.log(&["--", path.as_str()]);
        let newest = sandbox.log(&["-1", "--", path.as_str()]);
        let newest = newest.first().map_or(LastChange::Never, |id| LastChange::Commit(*id));
        assert_eq!(last, newest, "last change of {path}");
        let found: Vec<CommitId> = timeline.revisions.iter().map(|r| r.commit).collect();
        let found_set: BTreeSet<_> = found.iter().copied().collect();
        let expected_set: BTreeSet<_> = expected.iter().copied().collect();
        assert_eq!(found.len(), found_set.len(), "a commit twice in {path}");
        assert_eq!(found_set, expected_set, "timeline of {path}");
        assert!(!ordered || found == expected, "order of {path}: {found:?}, not {expected:?}");
        assert_eq!(timeline.end, End::Created);
        for revision in &timeline.revisions {
            let blob = |commit| repository.file(commit, path).unwrap().map(|file| file.blob);
            assert_eq!(revision.blob, blob(revision.commit), "{path} in {}", revision.commit);
            let parents = sandbox.git(&["rev-parse", &format!("{}^@", revision.commit)]);
            let parents = parents.lines().map(|id| CommitId::from_hex(id).unwrap());
            let previous: Vec<_> = parents.map(blob).collect();
            assert_eq!(revision.previous, previous, "{path} before {}", revision.commit);
        }
    }
}

/// What one commit did to one path: the content before, and the content after.
type Change = (CommitId, String, Option<BlobId>, Option<BlobId>);

/// The changes that git itself lists, merges aside.
fn raw_changes(sandbox: &Sandbox, arguments: &[&str]) -> BTreeSet<Change> {
    let fixed = ["log", "--raw", "--no-merges", "--no-renames", "--no-abbrev", "--format=%H"];
    let listed = sandbox.git(&[&fixed[..], arguments].concat());
    let blob =
        |hex: &str| Some(BlobId::from_hex(hex).unwrap()).filter(|_| hex.contains(|c| c != '0'));
    let mut changes = BTreeSet::new();
    let mut commit = None;
    for line in listed.lines().filter(|line| !line.is_empty()) {
        let Some((change, path)) = line.strip_prefix(':').and_then(|line| line.split_once('\t'))
        else {
            commit = Some(CommitId::from_hex(line).unwrap());
            continue;
        };
        let words: Vec<_> = change.split(' ').collect();
        changes.insert((commit.unwrap(), path.to_owned(), blob(words[2]), blob(words[3])));
    }
    changes
}

/// The changes that are not merges are those of `git log --raw`: every one of them is in
/// the full history, and none of the simplified one is left out.
fn assert_agrees_with_raw(sandbox: &Sandbox) {
    let full = raw_changes(sandbox, &["--full-history"]);
    let paths = paths(sandbox);
    let timelines = sandbox.open().path_timelines(sandbox.tip(), &paths, &Silent).unwrap();
    let mut found = BTreeSet::new();
    let mut simplified = BTreeSet::new();
    for (path, timeline) in paths.iter().zip(timelines) {
        let changes = timeline.revisions.iter().filter(|revision| !revision.is_merge());
        found.extend(changes.map(|revision| {
            let old = revision.previous.first().copied().flatten();
            (revision.commit, revision.path.to_string(), old, revision.blob)
        }));
        simplified.extend(raw_changes(sandbox, &["--", path.as_str()]));
    }
    assert!(!found.is_empty() && found.is_subset(&full), "{:?}", found.difference(&full));
    assert_eq!(found, simplified);
}

/// A base of two documents, and a branch `side` at it.
fn two_documents() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("sops/a.md", "one\ntwo\nthree\nfour\nfive\n");
    sandbox.write("sops/deep/b.md", "B\n");
    sandbox.commit("base");
    sandbox.git(&["branch", "side"]);
    sandbox
}

fn switch(sandbox: &Sandbox, branch: &str) {
    sandbox.git(&["checkout", "--quiet", branch]);
}

#[test]
fn a_linear_history() {
    let sandbox = two_documents();
    sandbox.commit_file("sops/a.md", "A\n");
    sandbox.commit_file("c.md", "C\n");
    sandbox.commit("nothing");
    sandbox.commit_file("sops/a.md", "AA\n");
    assert_agrees(&sandbox, true);
}

#[test]
fn a_merge_that_takes_one_side() {
    for strategy in ["ours", "ort"] {
        let sandbox = two_documents();
        switch(&sandbox, "side");
        sandbox.commit_file("sops/a.md", "side\n");
        switch(&sandbox, "main");
        sandbox.commit_file("sops/deep/b.md", "main\n");
        sandbox.merge(strategy, &["side"]);
        sandbox.commit_file("c.md", "C\n");
        assert_agrees(&sandbox, true);
    }
}

#[test]
fn both_sides_make_the_same_change() {
    let sandbox = two_documents();
    switch(&sandbox, "side");
    sandbox.commit_file("sops/a.md", "same\n");
    switch(&sandbox, "main");
    sandbox.commit_file("sops/a.md", "same\n");
    sandbox.merge("ort", &["side"]);
    assert_agrees(&sandbox, true);
}

#[test]
fn a_merge_that_joins_both_sides() {
    let sandbox = two_documents();
    switch(&sandbox, "side");
    sandbox.commit_file("sops/a.md", "ONE\ntwo\nthree\nfour\nfive\n");
    switch(&sandbox, "main");
    sandbox.commit_file("sops/a.md", "one\ntwo\nthree\nfour\nFIVE\n");
    let merge = sandbox.merge("ort", &["side"]);
    assert_agrees(&sandbox, true);
    let path = RepoPath::new("sops/a.md").unwrap();
    let timelines = sandbox.open().path_timelines(merge, &[path], &Silent).unwrap();
    let merges: Vec<_> = timelines[0].revisions.iter().map(Revision::is_merge).collect();
    assert_eq!(merges, [true, false, false, false]);
}

#[test]
fn a_merge_that_changes_what_neither_side_did() {
    let sandbox = two_documents();
    switch(&sandbox, "side");
    sandbox.commit_file("sops/a.md", "side\n");
    switch(&sandbox, "main");
    sandbox.commit_file("c.md", "C\n");
    sandbox.merge("ort", &["side"]);
    sandbox.write("sops/deep/b.md", "evil\n");
    sandbox.git(&["commit", "--quiet", "--all", "--amend", "--no-edit"]);
    assert_agrees(&sandbox, true);
}

#[test]
fn a_merge_of_three() {
    let sandbox = two_documents();
    for (branch, path) in [("side", "sops/a.md"), ("other", "sops/deep/b.md")] {
        sandbox.git(&["checkout", "--quiet", "-B", branch, "main"]);
        sandbox.commit_file(path, branch);
    }
    switch(&sandbox, "main");
    sandbox.commit_file("c.md", "C\n");
    sandbox.merge("octopus", &["side", "other"]);
    assert_agrees(&sandbox, true);
}

#[test]
fn branches_that_merge_each_other() {
    let sandbox = two_documents();
    switch(&sandbox, "side");
    sandbox.commit_file("sops/a.md", "side\n");
    sandbox.git(&["tag", "side-1"]);
    switch(&sandbox, "main");
    sandbox.commit_file("sops/deep/b.md", "main\n");
    sandbox.git(&["tag", "main-1"]);
    sandbox.merge("ort", &["side-1"]);
    sandbox.commit_file("sops/a.md", "main after\n");
    switch(&sandbox, "side");
    sandbox.merge("ort", &["main-1"]);
    sandbox.commit_file("sops/deep/b.md", "side after\n");
    switch(&sandbox, "main");
    sandbox.merge("ort", &["side"]);
    assert_agrees(&sandbox, true);
}

#[test]
fn clocks_that_are_years_wrong() {
    let sandbox = two_documents();
    sandbox.skip(-90_000_000);
    sandbox.commit_file("sops/a.md", "past\n");
    switch(&sandbox, "side");
    sandbox.skip(200_000_000);
    sandbox.commit_file("sops/a.md", "future\n");
    sandbox.skip(-300_000_000);
    sandbox.commit_file("sops/deep/b.md", "past\n");
    switch(&sandbox, "main");
    sandbox.merge("ours", &["side"]);
    sandbox.skip(150_000_000);
    sandbox.commit_file("sops/deep/b.md", "now\n");
    sandbox.git(&["checkout", "--quiet", "-b", "third", "HEAD~2"]);
    sandbox.commit_file("sops/a.md", "third\n");
    sandbox.merge("ours", &["main"]);
    assert_agrees(&sandbox, false);
}

#[test]
fn a_revert_and_its_revert() {
    let sandbox = two_documents();
    sandbox.commit_file("sops/a.md", "A\n");
    sandbox.git(&["revert", "--no-edit", "HEAD"]);
    sandbox.git(&["revert", "--no-edit", "HEAD"]);
    assert_agrees(&sandbox, true);
}

#[test]
fn a_document_removed_and_written_again() {
    let sandbox = two_documents();
    sandbox.git(&["rm", "--quiet", "sops/a.md"]);
    sandbox.commit("remove");
    sandbox.commit_file("c.md", "C\n");
    sandbox.commit_file("sops/a.md", "again\n");
    sandbox.git(&["rm", "--quiet", "c.md"]);
    sandbox.commit("remove c");
    assert_agrees(&sandbox, true);
}

#[test]
fn a_folder_where_a_document_stood() {
    let sandbox = two_documents();
    sandbox.git(&["rm", "--quiet", "sops/a.md"]);
    sandbox.commit_file("sops/a.md/readme.txt", "folder\n");
    sandbox.commit_file("sops/a.md/readme.txt", "changed\n");
    sandbox.git(&["rm", "--quiet", "-r", "sops/a.md"]);
    sandbox.commit_file("sops/a.md", "a document again\n");
    let (repository, head) = (sandbox.open(), sandbox.tip());
    let path = RepoPath::new("sops/a.md").unwrap();
    let timelines = repository.path_timelines(head, &[path], &Silent).unwrap();
    let found: Vec<_> = timelines[0].revisions.iter().map(|r| r.commit).collect();
    assert_eq!(found, sandbox.log(&["--", "sops/a.md"]));
    let blobs: Vec<_> = timelines[0].revisions.iter().map(|r| r.blob.is_some()).collect();
    assert_eq!(blobs, [true, false, false, true]);
}

#[test]
fn a_change_of_permission_only() {
    let sandbox = two_documents();
    sandbox.git(&["update-index", "--chmod=+x", "sops/a.md"]);
    sandbox.git(&["commit", "--quiet", "--message=executable"]);
    assert_agrees(&sandbox, true);
}

#[test]
fn unrelated_histories_and_names_that_sort_unlike_bytes() {
    let sandbox = two_documents();
    for path in ["sops/a.md-old", "sops/a", "sops/deep.md", "sops/deep-er/x.md", "sops/ä.md"] {
        sandbox.commit_file(path, path);
    }
    sandbox.git(&["checkout", "--quiet", "--orphan", "other"]);
    sandbox.commit_file("sops/deep.md", "other\n");
    sandbox.git(&["merge", "--quiet", "--strategy=ours", "--allow-unrelated-histories", "main"]);
    assert_agrees(&sandbox, true);
}

#[test]
fn random_histories_agree() {
    // A small generator, so that the histories are the same everywhere.
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = move |below: u64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state % below
    };
    for _ in 0..3 {
        let sandbox = two_documents();
        let files = ["sops/a.md", "sops/deep/b.md", "c.md", "sops/d.md"];
        for _ in 0..25 {
            switch(&sandbox, if next(2) == 0 { "main" } else { "side" });
            if next(4) == 0 {
                let strategy = if next(2) == 0 { "ours" } else { "resolve" };
                let other = if sandbox.git(&["branch", "--show-current"]) == "main" {
                    "side"
                } else {
                    "main"
                };
                if sandbox.try_merge(strategy, other) {
                    continue;
                }
            }
            let file = files[usize::try_from(next(4)).unwrap()];
            if next(5) == 0 && sandbox.root().join(file).exists() {
                std::fs::remove_file(sandbox.root().join(file)).unwrap();
            } else {
                sandbox.write(file, &format!("{}\n", next(3)));
            }
            sandbox.commit("step");
        }
        assert_agrees(&sandbox, true);
        assert_agrees_with_raw(&sandbox);
        sandbox.git(&["commit-graph", "write", "--reachable"]);
        assert_agrees(&sandbox, true);
        sandbox.git(&["commit-graph", "write", "--reachable", "--changed-paths"]);
        assert_agrees(&sandbox, true);
    }
}

#[test]
fn replaced_and_grafted_commits_have_their_new_parents() {
    let sandbox = two_documents();
    sandbox.commit_file("sops/a.md", "A\n");
    let middle = sandbox.commit_file("sops/a.md", "AA\n");
    let tip = sandbox.commit_file("c.md", "C\n");
    sandbox.git(&["commit-graph", "write", "--reachable"]);
    sandbox.git(&["replace", "--graft", &tip.to_string(), &format!("{middle}~2")]);
    assert_agrees(&sandbox, true);
    sandbox.git(&["replace", "--delete", &tip.to_string()]);
    let info = sandbox.root().join(".git/info");
    std::fs::create_dir_all(&info).unwrap();
    std::fs::write(info.join("grafts"), format!("{tip} {}\n", sandbox.id("HEAD~3"))).unwrap();
    assert_agrees(&sandbox, true);
}

#[test]
fn packed_objects_and_sha_256() {
    let sandbox = Sandbox::with(&["--object-format=sha256"]);
    for number in 0..20 {
        sandbox.commit_file("sops/a.md", &format!("{number}\n"));
        sandbox.commit_file("sops/b.md", &format!("{number}\n"));
    }
    sandbox.git(&["gc", "--quiet"]);
    assert_agrees(&sandbox, true);
}

#[test]
fn beyond_a_shallow_clone_nothing_is_claimed() {
    let sandbox = two_documents();
    sandbox.commit_file("c.md", "C\n");
    let boundary = sandbox.commit_file("sops/deep/b.md", "BB\n");
    let newest = sandbox.commit_file("c.md", "CC\n");
    let added = sandbox.commit_file("d.md", "D\n");
    let shallow = sandbox.clone_with("shallow", &["--depth=3"]);
    let repository = Repository::discover_isolated(&shallow).unwrap();
    let paths = paths(&sandbox);
    let names: Vec<_> = paths.iter().map(RepoPath::as_str).collect();
    assert_eq!(names, ["c.md", "d.md", "never/was.md", "sops/a.md", "sops/deep/b.md"]);
    let unknown = LastChange::Boundary(boundary);
    assert_eq!(
        repository.last_changes(added, &paths, &Silent).unwrap(),
        [LastChange::Commit(newest), LastChange::Commit(added), unknown, unknown, unknown]
    );
    let timelines = repository.path_timelines(added, &paths, &Silent).unwrap();
    let end = End::Boundary(boundary);
    assert_eq!(
        timelines.iter().map(|t| t.end).collect::<Vec<_>>(),
        [end, End::Created, end, end, end]
    );
    let counts: Vec<_> = timelines.iter().map(|t| t.revisions.len()).collect();
    assert_eq!(counts, [1, 1, 0, 0, 0]);
}

#[test]
fn a_clone_without_files_knows_every_date() {
    let sandbox = two_documents();
    sandbox.commit_file("sops/a.md", "A\n");
    let clone = sandbox.clone_with("partial", &["--bare", "--filter=blob:none"]);
    let repository = Repository::discover_isolated(&clone).unwrap();
    let (paths, head) = (paths(&sandbox), sandbox.tip());
    assert_eq!(
        repository.last_changes(head, &paths, &Silent).unwrap(),
        sandbox.open().last_changes(head, &paths, &Silent).unwrap()
    );
    assert_eq!(
        repository.path_timelines(head, &paths, &Silent).unwrap(),
        sandbox.open().path_timelines(head, &paths, &Silent).unwrap()
    );
}

#[test]
fn a_clone_without_folders_says_what_is_missing() {
    let sandbox = two_documents();
    let head = sandbox.commit_file("sops/a.md", "A\n");
    let clone = sandbox.clone_with("partial", &["--bare", "--filter=tree:0"]);
    let repository = Repository::discover_isolated(&clone).unwrap();
    let path = RepoPath::new("sops/a.md").unwrap();
    let last = repository.last_changes(head, std::slice::from_ref(&path), &Silent).unwrap();
    assert!(matches!(last[..], [LastChange::MissingObject(_)]), "{last:?}");
    let timelines = repository.path_timelines(head, &[path], &Silent).unwrap();
    assert!(matches!(timelines[0].end, End::MissingObject(_)));
}

#[test]
fn a_path_named_twice_is_answered_twice() {
    let sandbox = two_documents();
    let path = RepoPath::new("sops/a.md").unwrap();
    let twice = [path.clone(), path];
    let last = sandbox.open().last_changes(sandbox.tip(), &twice, &Silent).unwrap();
    assert_eq!(last, [LastChange::Commit(sandbox.tip()); 2]);
    let timelines = sandbox.open().path_timelines(sandbox.tip(), &twice, &Silent).unwrap();
    assert_eq!(timelines[0], timelines[1]);
    assert!(sandbox.open().last_changes(sandbox.tip(), &[], &Silent).unwrap().is_empty());
}
