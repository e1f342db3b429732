#!/usr/bin/env python3
"""Compares the paths of each document's history with those of `git log --follow`.

    benches/renames.py --sopctl PROGRAM --histories DIR

DIR holds git bundles. For each document at the head of each: the paths that it had,
newest first, by `sopctl log --all` and by `git log --follow --name-status -M50%`. Prints
how many agree, and each document where the two differ, with both lines of paths, each
path with the commit that renamed it. A difference is not a fault: `--follow` looks at one
path at a time, so that one file that went can become several that came, and it goes on
past a commit in the order of dates, whatever its parents are. So a referee is asked for
the first commit in which the two differ: `git diff-tree -M50%`, which pairs all
files of the commit at once, as sopctl does.
"""

import argparse
import collections
import json
import os
import pathlib
import subprocess
import sys
import tempfile

ENVIRONMENT = {**os.environ, "LC_ALL": "C", "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}


def run(*command):
    done = subprocess.run(command, check=True, capture_output=True, env=ENVIRONMENT)
    return done.stdout.decode()


def by_git(folder, path):
    """The paths, newest first, each with the commit that gave it."""
    text = run("git", "-C", str(folder), "log", "--follow", "-M50%", "--name-status", "--format=%x01%H", "-z", "--", path)
    paths = [(path, "")]
    for commit in text.split("\x01")[1:]:
        parts = commit.split("\0")
        for at, part in enumerate(parts):
            if part.strip().startswith("R") and part.strip()[1:].isdigit():
                paths.append((parts[at + 1], parts[0]))
    return paths


def by_sopctl(program, folder):
    answer = json.loads(run(program, "-C", str(folder), "--no-cache", "log", "--all", "--format", "json"))
    found = {document["path"]: [(document["path"], "")] for document in answer["documents"]}
    for revision in answer["revisions"]:
        before = revision["renamed_from"]
        line = found[revision["document"]]
        # Lines of history that were merged can hold the same rename twice.
        if before and before != line[-1][0]:
            line.append((before, revision["commit"]))
    return found


def referee(folder, line, theirs):
    """What `git diff-tree` says of the commit in which the two lines of paths part."""
    shared = 0
    while shared < min(len(line), len(theirs)) and line[shared][0] == theirs[shared][0]:
        shared += 1
    path = line[shared - 1][0]
    ours, other = (whole[shared] if shared < len(whole) else (None, None) for whole in (line, theirs))
    commit = ours[1] or other[1]
    parents = run("git", "-C", str(folder), "rev-list", "--parents", "-n1", commit).split()[1:]
    if len(parents) > 1:
        return f"{commit[:8]} is a merge"
    if ours[1] and other[1] and ours[1] != other[1]:
        return f"another commit: {ours[1][:8]} and {other[1][:8]}"
    parts = run("git", "-C", str(folder), "diff-tree", "-r", "-z", "-M50%", "-l0", "--name-status", parents[0], commit).split("\0")
    before, at, seen = None, 0, False
    while at < len(parts) - 1:
        renamed = parts[at][0] == "R"
        if renamed and parts[at + 2] == path:
            before = parts[at + 1]
        seen |= parts[at + 1 + renamed] == path
        at += 3 if renamed else 2
    if not seen:
        return f"{commit[:8]} has no such path: --follow went on past where the file began"
    verdict = "sopctl" if before == ours[0] else "--follow" if before == other[0] else "neither"
    return f"diff-tree agrees with {verdict}: {commit[:8]} {'renamed ' + before if before else 'added the file'}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sopctl", required=True)
    parser.add_argument("--histories", type=pathlib.Path)
    arguments = parser.parse_args()
    bundles = sorted(arguments.histories.glob("*.bundle")) if arguments.histories else []
    if not bundles:
        print("skipped: give --histories DIR with git bundles")
        return 0
    with tempfile.TemporaryDirectory() as scratch:
        for bundle in bundles:
            clone = pathlib.Path(scratch) / bundle.stem
            run("git", "clone", "--quiet", "-b", "main", str(bundle), str(clone))
            ours = by_sopctl(arguments.sopctl, clone)
            renamed, different = 0, []
            for path, line in sorted(ours.items()):
                theirs = by_git(clone, path)
                renamed += len(theirs) > 1
                if [path for path, _ in line] != [path for path, _ in theirs]:
                    different.append((line, theirs))
            print(f"{bundle.stem}: {len(ours)} documents, {renamed} renamed by git, {len(different)} different")
            verdicts = collections.Counter()
            for line, theirs in different:
                verdict = referee(clone, line, theirs)
                verdicts[verdict.split(":")[0] if verdict.startswith(("diff-tree", "another")) else verdict.split(" ", 1)[1]] += 1
                print(f"  {verdict}")
                print(f"    sopctl    {'  <-  '.join(f'{path} {commit[:8]}'.strip() for path, commit in line)}")
                print(f"    --follow  {'  <-  '.join(f'{path} {commit[:8]}'.strip() for path, commit in theirs)}")
            for verdict, count in verdicts.most_common():
                print(f"  {count:>4}  {verdict}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
