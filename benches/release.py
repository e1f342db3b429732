#!/usr/bin/env python3
"""How long a release takes: `sopctl changelog A..B` where about 500 documents changed.

    benches/release.py [--generated DIR] [--sopctl PATH] [--documents 500] [--runs 5]
                       [--save FILE | --compare FILE]

DIR is a repository written by benches/generate_history.py. It is cloned, packed as
`git gc` packs it, and left without a commit-graph. B is its newest commit, and A the
newest on the first-parent line of B since which so many Markdown files differ. The
release is written as JSON and as Markdown, by whole processes:

- `--no-cache`: nothing is kept, nothing is read;
- empty cache: the folder of the cache is removed before each run;
- warm cache: the run before filled it.

Told are the smallest processor time (user and system) of all runs, which other work on
the machine disturbs least, the smallest wall time, and the most memory. `--save` keeps
fingerprints of the answers and `--compare` holds them against those of another program;
the status is 1 where one differs.
"""

import argparse
import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

ENVIRONMENT = {**os.environ, "LC_ALL": "C", "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
# The answer names the day; it is the same in every run and every year.
AS_OF = "2026-01-01"


def git(folder, *arguments):
    done = subprocess.run(["git", "-C", str(folder), *arguments], check=True, capture_output=True, env=ENVIRONMENT)
    return done.stdout.decode()


def differing(folder, older):
    """How many Markdown files differ between a commit and HEAD."""
    names = git(folder, "diff", "--no-renames", "--name-only", "-z", older, "HEAD", "--", "*.md")
    return names.count("\0")


def older_end(folder, wanted):
    """The newest commit of the line since which so many documents differ, and how many do."""
    line = git(folder, "rev-list", "--first-parent", "HEAD").split()
    low, high = 0, len(line) - 1
    # More commits change more documents, but for what is changed back.
    while low < high:
        middle = (low + high) // 2
        if differing(folder, line[middle]) < wanted:
            low = middle + 1
        else:
            high = middle
    return line[low], differing(folder, line[low])


def run(command):
    """Seconds of the processor and of the wall, the peak of memory in MiB, and the answer."""
    begin = time.perf_counter()
    with tempfile.TemporaryFile() as answer:
        process = subprocess.Popen(command, stdout=answer, stderr=subprocess.DEVNULL, env=ENVIRONMENT)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begin
        if status != 0:
            sys.exit(f"failed: {' '.join(map(str, command))}")
        answer.seek(0)
        return usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024, answer.read()


def measure(sopctl, folder, release, form, runs):
    """Prints a row for each way, and returns the fingerprint of the answer."""
    command = [sopctl, "-C", folder, "--as-of", AS_OF, "changelog", release, "--format", form]
    cache = folder / ".git" / "sopctl"
    answers = set()
    for way in ["--no-cache", "empty cache", "warm cache"]:
        rows = []
        for _ in range(runs):
            if way == "empty cache":
                shutil.rmtree(cache, ignore_errors=True)
            *row, answer = run([*command, "--no-cache"] if way == "--no-cache" else command)
            rows.append(row)
            answers.add(hashlib.sha256(answer).hexdigest())
        processor, wall, memory = (list(column) for column in zip(*rows))
        print(f"{form:<10} {way:<12} {min(processor):>13.2f} {min(wall):>9.2f} {max(memory):>6.0f} MiB", flush=True)
    if len(answers) != 1:
        sys.exit(f"the {form} answer is not always the same")
    return answers.pop()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--generated", type=pathlib.Path)
    parser.add_argument("--sopctl", type=pathlib.Path, default=pathlib.Path("target/release/sopctl"))
    parser.add_argument("--documents", type=int, default=500)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--save", type=pathlib.Path)
    parser.add_argument("--compare", type=pathlib.Path)
    arguments = parser.parse_args()
    if not (arguments.generated and arguments.generated.is_dir()):
        print("skipped: give --generated DIR with a repository of benches/generate_history.py")
        return 0
    if not arguments.sopctl.is_file():
        print(f"skipped: there is no program {arguments.sopctl}; build it with: cargo build --release")
        return 0
    sopctl = str(arguments.sopctl.resolve())
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch) / "history"
        subprocess.run(["git", "clone", "--quiet", str(arguments.generated), str(folder)], check=True, env=ENVIRONMENT)
        git(folder, "repack", "-a", "-d", "-f", "-q")
        older, documents = older_end(folder, arguments.documents)
        release = f"{older}..HEAD"
        commits = git(folder, "rev-list", "--count", release).strip()
        of_all = git(folder, "rev-list", "--count", "HEAD").strip()
        print(f"{documents} documents differ over {commits} of {of_all} commits, {older[:12]}..HEAD")
        print(f"{'':<23} {'processor s':>13} {'wall s':>9} {'peak':>10}")
        answers = {form: measure(sopctl, folder, release, form, arguments.runs) for form in ["json", "markdown"]}
    if arguments.save:
        arguments.save.write_text(json.dumps(answers, indent=1) + "\n")
    if arguments.compare:
        before = json.loads(arguments.compare.read_text())
        for form in (form for form in answers if answers[form] != before.get(form)):
            print(f"{form}: another answer than in {arguments.compare}")
        if answers != before:
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
