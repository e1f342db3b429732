#!/usr/bin/env python3
"""How long the program takes to start, and how large it is.

    benches/start.py --sopctl PATH [--runs 30] [--documents 250]

Writes a library of documents into a temporary folder, and runs by turns `sopctl --version`,
`sopctl list`, `sopctl list` without the cache, and `git ls-tree -r HEAD` beside them, each as
a whole process. Prints the least and the median time of each, and its ratio to git's.
"""

import argparse
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

TEXT = """+++
id = "SOP-{n:03}"
title = "Procedure {n}"
type = "sop"
version = "1.0"
status = "effective"
owner = "@team-{team}"
approved_by = ["@lead"]
approved_on = 2026-01-10
effective_date = 2026-01-12
last_reviewed = 2026-01-12
review_interval = "12 months"
+++

# Procedure {n}

## Procedure

""" + "".join(f"{step}. The Clerk enters value {step} in the register within 2 working days.\n\n"
              for step in range(1, 25))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--sopctl", required=True, type=Path)
    parser.add_argument("--runs", type=int, default=30)
    parser.add_argument("--documents", type=int, default=250)
    told = parser.parse_args()
    sopctl = told.sopctl.resolve()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "sopctl.toml").write_text("schema = 1\n")
        (root / "sops").mkdir()
        for n in range(1, told.documents + 1):
            (root / "sops" / f"procedure-{n}.md").write_text(TEXT.format(n=n, team=n % 9))
        git = ["git", "-C", folder, "-c", "user.name=Ana", "-c", "user.email=ana@example.com"]
        for arguments in (["init", "-q", "-b", "main"], ["add", "."], ["commit", "-qm", "Begin"]):
            subprocess.run([*git, *arguments], check=True)
        commands = {
            "git ls-tree -r HEAD": ["git", "-C", folder, "ls-tree", "-r", "HEAD"],
            "sopctl --version": [sopctl, "--version"],
            "sopctl list": [sopctl, "-C", folder, "list"],
            "sopctl list --no-cache": [sopctl, "-C", folder, "--no-cache", "list"],
            "sopctl": [sopctl, "-C", folder],
        }
        times = {name: [] for name in commands}
        for run in range(told.runs + 1):
            for name, command in commands.items():
                start = time.perf_counter()
                subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                if run:  # the first run warms caches
                    times[name].append(1000 * (time.perf_counter() - start))
        git_least = min(times["git ls-tree -r HEAD"])
        print(f"{told.documents} documents, {told.runs} runs each; {sopctl.stat().st_size / 1e6:.1f} MB")
        print(f"{'command':24}{'least':>9}{'median':>9}{'to git':>8}")
        for name, taken in times.items():
            least, median = min(taken), statistics.median(taken)
            print(f"{name:24}{least:7.1f}ms{median:7.1f}ms{least / git_least:8.1f}")


main()
