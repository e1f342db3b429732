#!/usr/bin/env python3
"""Compares the history engine with git: the same answers, and how long they take.

    cargo bench --bench history --no-run        (prints the path of the program)
    benches/history_engine.py --engine PROGRAM [--histories DIR] [--generated DIR]
                              [--folder FOLDER] [--runs 5]

DIR of --histories holds git bundles; --generated is a repository written by
benches/generate_history.py. Each is measured without a commit-graph, with one,
and with changed-path filters; whole processes in turn, git, engine, git, engine,
so that a slow moment of the machine meets both. A ratio below 1 means that the
engine is faster. Before anything is timed the answers are compared:

- last changes with `git log -1 --format=%H -- PATH` for each document;
- timelines with `git log --format=%H -- PATH` without merges for each document.

Exit status 1 where an answer differs.
"""

import argparse
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

ENVIRONMENT = {**os.environ, "LC_ALL": "C", "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
VARIANTS = {
    "no commit-graph": None,
    "commit-graph": ["commit-graph", "write", "--reachable"],
    "changed paths": ["commit-graph", "write", "--reachable", "--changed-paths"],
}


def git(folder, *arguments):
    done = subprocess.run(["git", "-C", str(folder), *arguments], check=True, capture_output=True, env=ENVIRONMENT)
    return done.stdout.decode()


def timed(command):
    """Seconds of wall time, and the peak of memory in MiB of that process."""
    begin = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=ENVIRONMENT)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begin
    if status != 0:
        sys.exit(f"failed: {' '.join(map(str, command))}")
    return seconds, usage.ru_maxrss / 1024


def paired(left, right, runs):
    """Medians of both, and the median ratio left : right."""
    timed(left), timed(right)
    pairs = [(timed(left), timed(right)) for _ in range(runs)]
    ratio = statistics.median(a[0] / b[0] for a, b in pairs)
    return (
        statistics.median(a[0] for a, _ in pairs),
        statistics.median(b[0] for _, b in pairs),
        ratio,
        max(a[1] for a, _ in pairs),
    )


def answers(engine, folder, below, walk):
    command = [engine, "--repository", str(folder), f"--{walk}", "--folder", below]
    return subprocess.run(command, check=True, capture_output=True, env=ENVIRONMENT).stdout.decode().splitlines()


def check_answers(engine, folder, below, sample):
    """How many documents differ from git, of how many that were compared."""
    different = 0
    last = dict(line.split("\t")[::-1] for line in answers(engine, folder, below, "last-changes"))
    lines = {}
    for line in answers(engine, folder, below, "timelines"):
        commit, _, path = line.split("\t")
        lines.setdefault(path, []).append(commit)
    paths = sorted(last)[:: max(1, len(last) // sample)] if sample else sorted(last)
    for path in paths:
        newest = git(folder, "log", "-1", "--format=%H", "--", path).strip()
        every = git(folder, "log", "--no-merges", "--format=%H", "--", path).split()
        if newest != last[path] or sorted(every) != sorted(lines.get(path, [])):
            different += 1
            print(f"  differs: {path}")
    return different, len(paths)


def measure(engine, folder, below, runs, name):
    scope = below or "."
    rows = {
        "last changes : git log --name-only": ("last-changes", ["log", "--name-only", "--format=%H", "--", scope]),
        "timelines : git log --full-history --no-merges": (
            "timelines",
            ["log", "--full-history", "--no-merges", "--name-only", "--format=%H", "--", scope],
        ),
    }
    help_text = subprocess.run(["git", "help", "-a"], capture_output=True, env=ENVIRONMENT).stdout.decode()
    if "last-modified" in help_text:
        rows["last changes : git last-modified"] = ("last-changes", ["last-modified", "-r", "--", scope])
    for title, (walk, command) in rows.items():
        ours = [engine, "--repository", str(folder), f"--{walk}", "--folder", below]
        theirs = ["git", "-C", str(folder), *command]
        mine, other, ratio, memory = paired(ours, theirs, runs)
        print(f"{name:<22} {title:<48} {mine * 1000:9.1f} {other * 1000:9.1f} {ratio:7.2f} {memory:6.0f} MiB")
    if "last-modified" not in help_text:
        print(f"{name:<22} git last-modified: this git has none (2.52 and later do)")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--engine", required=True)
    parser.add_argument("--histories", type=pathlib.Path)
    parser.add_argument("--generated", type=pathlib.Path)
    parser.add_argument("--folder", default="")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--sample", type=int, default=100, help="documents to compare in each repository; 0 for all")
    arguments = parser.parse_args()
    sources = []
    if arguments.histories and arguments.histories.is_dir():
        sources += sorted(arguments.histories.glob("*.bundle"))
    if arguments.generated and arguments.generated.is_dir():
        sources.append(arguments.generated)
    if not sources:
        print("skipped: give --histories DIR with git bundles, or --generated DIR")
        return 0
    engine = str(pathlib.Path(arguments.engine).resolve())
    failed = False
    with tempfile.TemporaryDirectory() as scratch:
        for source in sources:
            clone = pathlib.Path(scratch) / source.stem
            subprocess.run(["git", "clone", "--quiet", "-b", "main", str(source), str(clone)], check=True, env=ENVIRONMENT)
            print(f"\n{source.stem}: {git(clone, 'rev-list', '--count', 'HEAD').strip()} commits")
            print(f"{'':<22} {'':<48} {'engine ms':>9} {'git ms':>9} {'ratio':>7}   peak")
            for name, command in VARIANTS.items():
                if command:
                    git(clone, *command)
                different, compared = check_answers(engine, clone, arguments.folder, arguments.sample)
                failed |= different > 0
                print(f"{name:<22} {compared} documents compared with git, {different} different")
                measure(engine, clone, arguments.folder, arguments.runs, name)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
