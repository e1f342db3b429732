#!/usr/bin/env python3
"""Does every document that git says changed stand in exactly one group of the changelog?

    benches/changelog_groups.py --sopctl target/release/sopctl --histories DIR [--pairs 10]

DIR holds clones. Of each, pairs of commits of the first-parent line are taken at even
distances. For every pair, `git diff --no-renames --name-only` names the files that differ,
`sopctl list` the documents at both ends; each of them must be the path or the old path of
exactly one entry, or differ in nothing but its typing (`sopctl diff` says class none), or be
named as unreadable. Entries that git knows nothing of are faults as well. Exits with 1 where
any fault is found, and says so aloud where there is no folder to look at.
"""

import argparse
import collections
import json
import pathlib
import subprocess
import sys


def output(*command):
    done = subprocess.run(command, capture_output=True)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(command)}: {done.stderr.decode(errors='replace')}")
    return done.stdout


def ask(sopctl, repository, *arguments):
    command = [sopctl, "-C", str(repository), *arguments, "--format", "json"]
    return json.loads(output(*command))


def documents_at(sopctl, repository, commit):
    return {d["path"] for d in ask(sopctl, repository, "list", "--rev", commit)["documents"]}


def faults_between(sopctl, repository, old, new):
    span = f"{old}..{new}"
    names = output("git", "-C", str(repository), "diff", "--no-renames", "--name-only", "-z", old, new)
    differing = {name.decode(errors="replace") for name in names.split(b"\0") if name}
    known = documents_at(sopctl, repository, old) | documents_at(sopctl, repository, new)
    changelog = ask(sopctl, repository, "changelog", span)
    told = collections.Counter()
    entries = [entry for group in changelog["groups"].values() for entry in group]
    for entry in entries:
        told.update({entry["path"], entry["old_path"] or entry["path"]})
    unreadable = {file["path"] for file in changelog["unreadable"]}
    faults = []
    missing = {path for path in differing & known if told[path] == 0} - unreadable
    if missing:
        compared = ask(sopctl, repository, "diff", span)["documents"]
        same = {d["new_path"] for d in compared if d["class"] == "none"}
        compared_at_all = {d["new_path"] for d in compared}
        for path in sorted(missing):
            # What `diff` leaves out differs in nothing that it compares.
            if path in compared_at_all and path not in same:
                faults.append(f"{path} differs and is not told")
    # A path can be left by one document and taken by another one.
    faults += [f"{path} is told {n} times" for path, n in told.items() if n > 2]
    ids = collections.Counter(entry["path"] for entry in entries)
    faults += [f"{path} stands in {n} groups" for path, n in ids.items() if n > 1]
    for entry in entries:
        if not {entry["path"], entry["old_path"]} & differing:
            faults.append(f"{entry['path']} is told and does not differ")
    return len(differing & known), len(entries), len(missing), faults


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sopctl", default="target/release/sopctl")
    parser.add_argument("--histories", type=pathlib.Path, required=True)
    parser.add_argument("--pairs", type=int, default=10)
    arguments = parser.parse_args()
    if not arguments.histories.is_dir():
        print(f"skipped: there is no folder {arguments.histories}")
        return 0
    sopctl = str(pathlib.Path(arguments.sopctl).resolve())
    failed = False
    for repository in sorted(arguments.histories.iterdir()):
        line = output("git", "-C", str(repository), "rev-list", "--first-parent", "HEAD").decode().split()
        line.reverse()
        step = max(1, (len(line) - 1) // arguments.pairs)
        ends = line[:: step][: arguments.pairs + 1]
        totals = [0, 0, 0]
        found = []
        for old, new in zip(ends, ends[1:]):
            *counts, faults = faults_between(sopctl, repository, old, new)
            totals = [a + b for a, b in zip(totals, counts)]
            found += [f"  {old[:7]}..{new[:7]} {fault}" for fault in faults]
        print(
            f"{repository.name}: {len(ends) - 1} pairs, {totals[0]} documents differ, "
            f"{totals[1]} entries, {totals[2]} in typing only, {len(found)} faults"
        )
        print("\n".join(found[:20]), end="\n" if found else "")
        failed |= bool(found)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
