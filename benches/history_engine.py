#!/usr/bin/env python3
"""Compares the history engine with git: the same answers, and how long they take.

    cargo bench --bench history --no-run        (prints the path of the program)
    benches/history_engine.py --engine PROGRAM [--histories DIR] [--generated DIR]
                              [--folder FOLDER] [--runs 5] [--growth 5000 10000 20000 40000]

DIR of --histories holds git bundles or repositories; --generated is a repository
written by benches/generate_history.py. Each is cloned, packed as `git gc` packs
it, and measured without a commit-graph, with one, and with changed-path filters;
whole processes in turn, git, engine, git, engine, so that a slow moment of the
machine meets both. A ratio below 1 means that the engine is faster. Before
anything is timed the answers are compared:

- last changes with `git log -1 --format=%H -- PATH` for each document;
- timelines with `git log --format=%H -- PATH` without merges for each document.

Exit status 1 where an answer differs.
"""

import argparse
import collections
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


def busiest_folder(folder):
    """The top-level folder of HEAD that holds the most Markdown files."""
    paths = git(folder, "ls-tree", "-r", "-z", "--name-only", "HEAD").split("\0")
    above = collections.Counter(path.split("/")[0] for path in paths if path.endswith(".md") and "/" in path)
    return above.most_common(1)[0][0] if above else ""


def loop_of_git(folder, below, sample):
    """Seconds of `git log -1 -- PATH` for every document: of a sample, taken times what it stands for."""
    paths = git(folder, "ls-tree", "-r", "-z", "--name-only", "HEAD", "--", below or ".").split("\0")
    paths = [path for path in paths if path.endswith(".md")]
    step = max(1, len(paths) // sample)
    some = paths[::step]
    spent = sum(timed(["git", "-C", str(folder), "log", "-1", "--format=%H", "--", path])[0] for path in some)
    return spent * len(paths) / len(some), len(some), len(paths)


def row(name, title, mine, other, ratio, memory):
    print(f"{name:<16} {title:<62} {mine * 1000:9.1f} {other * 1000:11.1f} {ratio:8.4f} {memory:6.0f} MiB", flush=True)


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
    where = below or "whole tree"
    for title, (walk, command) in rows.items():
        ours = [engine, "--repository", str(folder), f"--{walk}", "--folder", below]
        theirs = ["git", "-C", str(folder), *command]
        mine, other, ratio, memory = paired(ours, theirs, runs)
        row(name, f"{where}: {title}", mine, other, ratio, memory)
        if walk == "last-changes":
            last = mine, memory
    other, some, all_of_them = loop_of_git(folder, below, 20)
    title = f"{where}: last changes : {all_of_them} x git log -1 (from {some})"
    row(name, title, last[0], other, last[0] / other, last[1])
    if "last-modified" not in help_text:
        print(f"{name:<16} git last-modified: this git has none (2.52 and later do)")


def growth(engine, scratch, counts, runs):
    """How time and memory grow with the number of commits."""
    generator = pathlib.Path(__file__).with_name("generate_history.py")
    print(f"\n{'commits':>8} {'last changes ms':>16} {'timelines ms':>14} {'us per commit':>14} {'peak':>10}")
    for count in counts:
        folder = scratch / f"of-{count}"
        subprocess.run([sys.executable, generator, folder, "--commits", str(count)], check=True, capture_output=True)
        git(folder, "repack", "-a", "-d", "-f", "-q")
        medians, peaks = [], []
        for walk in ("last-changes", "timelines"):
            runs_of_it = [timed([engine, "--repository", str(folder), f"--{walk}"]) for _ in range(runs)]
            medians.append(statistics.median(seconds for seconds, _ in runs_of_it))
            peaks.append(max(memory for _, memory in runs_of_it))
        each = medians[1] * 1_000_000 / count
        print(f"{count:>8} {medians[0] * 1000:>16.0f} {medians[1] * 1000:>14.0f} {each:>14.1f} {max(peaks):>6.0f} MiB", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--engine", required=True)
    parser.add_argument("--histories", type=pathlib.Path)
    parser.add_argument("--generated", type=pathlib.Path)
    parser.add_argument("--folder", help="besides the whole tree; the folder with most documents if not given")
    parser.add_argument("--growth", type=int, nargs="*", default=[], metavar="COMMITS", help="generate histories of these lengths")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--sample", type=int, default=100, help="documents to compare in each repository; 0 for all")
    arguments = parser.parse_args()
    sources = []
    if arguments.histories and arguments.histories.is_dir():
        sources += sorted(
            path
            for path in arguments.histories.iterdir()
            if path.suffix == ".bundle" or (path / ".git").exists() or (path / "HEAD").exists()
        )
    if arguments.generated and arguments.generated.is_dir():
        sources.append(arguments.generated)
    if not sources and not arguments.growth:
        print("skipped: give --histories DIR with git bundles or repositories, --generated DIR, or --growth 5000 10000")
        return 0
    engine = str(pathlib.Path(arguments.engine).resolve())
    failed = False
    with tempfile.TemporaryDirectory() as scratch:
        for source in sources:
            clone = pathlib.Path(scratch) / source.stem
            # A bundle need not say which branch is checked out.
            branch = ["-b", "main"] if source.suffix == ".bundle" else []
            command = ["git", "clone", "--quiet", "--no-checkout", *branch, str(source), str(clone)]
            subprocess.run(command, check=True, env=ENVIRONMENT)
            git(clone, "repack", "-a", "-d", "-f", "-q")
            print(f"\n{source.stem}: {git(clone, 'rev-list', '--count', 'HEAD').strip()} commits")
            print(f"{'':<16} {'':<62} {'engine ms':>9} {'git ms':>11} {'ratio':>8}   peak")
            below = busiest_folder(clone) if arguments.folder is None else arguments.folder
            for name, command in VARIANTS.items():
                if command:
                    git(clone, *command)
                different, compared = check_answers(engine, clone, "", arguments.sample)
                failed |= different > 0
                print(f"{name:<16} {compared} documents compared with git, {different} different")
                for scope in ["", below] if below else [""]:
                    measure(engine, clone, scope, arguments.runs, name)
        if arguments.growth:
            growth(engine, pathlib.Path(scratch), arguments.growth, arguments.runs)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
