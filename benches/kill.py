#!/usr/bin/env python3
"""Kills sopctl while it writes, and looks at what is left.

    benches/kill.py --sopctl PATH [--times 100] [--seed 1]

For each command that writes several files, or one that matters, a library is made, the command
is started and killed (SIGKILL) after a random part of the time that it takes, and `sopctl list`
is run as the next command. The files of the library must then be as before the command or as
after it, with nothing left over. With strace on the PATH, every rename, fsync and write of a
run is made to fail as well, one at a time. Ends with 1 where anything else came out.
"""

import argparse
import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

DOCUMENT = """+++
id = "{id}"
title = "{title}"
type = "{type}"
version = "1.0"
status = "{status}"
owner = "@ana"
review_interval = "12 months"
{more}+++

# {title}

## Procedure

1. The Clerk enters the amount, as SOP-001 says.
2. The Clerk closes the [till](../sops/SOP-001-close.md).
"""

COMMANDS = {
    "new": ["new", "sop", "Count the cash", "--owner", "@ana"],
    "new with work instructions": ["new", "sop", "Bank the cash", "--owner", "@ana",
                                   "--with-wi", "Fill the bag", "--with-wi", "Carry the bag"],
    "renumber": ["renumber", "SOP-001", "SOP-090"],
    "promote": ["promote", "SOP-002", "--to", "in-review"],
    "retire": ["retire", "SOP-003", "--superseded-by", "SOP-004"],
    "adopt": ["adopt", "--write"],
    "review": ["review", "SOP-003", "SOP-004", "--outcome", "current", "--note", "Read", "--by", "@ana",
               "--together"],
}


def make(folder):
    """A library of sixty documents, ten of them without a record."""
    (folder / "sops").mkdir()
    (folder / "sopctl.toml").write_text("schema = 1\n[types.sop]\nfolder = \"sops\"\n")
    for number in range(1, 51):
        name = "SOP-001-close.md" if number == 1 else f"sop-{number}.md"
        more = "" if number < 3 else "effective_date = 2025-01-10\n"
        (folder / "sops" / name).write_text(DOCUMENT.format(
            id=f"SOP-{number:03}", title=f"Procedure {number}", type="sop", more=more,
            status="draft" if number < 3 else "effective"))
    for number in range(10):
        (folder / "sops" / f"new-{number}.md").write_text(f"# Something new {number}\n\n1. Begin.\n")
    (folder / "README.md").write_text("[Close](sops/SOP-001-close.md)\n")
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "Begin")


def git(folder, *arguments):
    subprocess.run(["git", "-C", folder, "-c", "user.name=Ana", "-c", "user.email=ana@example.com",
                    *arguments], check=True, stdout=subprocess.DEVNULL)


def state(folder):
    """The files of a library, by what they hold; those of git are its own business."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if ".git" not in path.relative_to(folder).parts and path.is_file():
            found[str(path.relative_to(folder))] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def run(command, folder, env):
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)


def difference(found, before, after):
    """What tells a state from the one before and the one after."""
    if found in (before, after):
        return None
    changed = [path for path in {*found, *after} if found.get(path) != after.get(path)]
    return f"neither before nor after: {sorted(changed)[:5]}"


class Trial:
    def __init__(self, sopctl, name, arguments, base):
        self.sopctl, self.name, self.arguments, self.base = sopctl, name, arguments, base
        self.env = {**os.environ, "SOPCTL_AS_OF": "2026-11-22", "GIT_AUTHOR_NAME": "Ana",
                    "GIT_AUTHOR_EMAIL": "ana@example.com", "GIT_COMMITTER_NAME": "Ana",
                    "GIT_COMMITTER_EMAIL": "ana@example.com"}
        self.faults = []
        with self.copy() as folder:
            self.before = state(Path(folder))
            start = time.perf_counter()
            done = run([sopctl, *arguments], folder, self.env)
            self.took = time.perf_counter() - start
            if done.returncode:
                sys.exit(f"{name}: {done.stderr}")
            self.after = state(Path(folder))
            if self.after == self.before:
                sys.exit(f"{name}: it changes nothing, so there is nothing to interrupt")

    def copy(self):
        folder = tempfile.TemporaryDirectory()
        shutil.copytree(self.base, folder.name, dirs_exist_ok=True)
        return folder

    def look(self, folder, what):
        told = run([self.sopctl, "list"], folder, self.env)
        found = state(Path(folder))
        fault = difference(found, self.before, self.after)
        if told.returncode or fault:
            self.faults.append(f"{what}: {fault or told.stderr}")
        return found == self.after

    def kill(self, times):
        counts = {"before": 0, "after": 0}
        for at in range(times):
            with self.copy() as folder:
                process = subprocess.Popen([self.sopctl, *self.arguments], cwd=folder, env=self.env,
                                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                # Most of the time goes into reading; what is written comes at the end.
                time.sleep(self.took * random.uniform(0.3, 1.1))
                process.send_signal(signal.SIGKILL)
                process.wait()
                counts["after" if self.look(folder, f"kill {at}") else "before"] += 1
        return counts

    def fail(self):
        """Has each call of a kind fail in its turn, and then be the last; how many there were."""
        tried = 0
        for calls, how in [("rename,renameat,renameat2", "error=EIO"), ("fsync,fdatasync", "error=EIO"),
                           ("unlink,unlinkat,rmdir", "error=EIO"), ("write,pwrite64", "error=ENOSPC"),
                           ("rename,renameat,renameat2", "signal=KILL"), ("fsync,fdatasync", "signal=KILL"),
                           ("unlink,unlinkat,rmdir", "signal=KILL")]:
            for when in range(1, 400):
                with self.copy() as folder:
                    log = Path(folder, ".git", "strace.log")
                    run(["strace", "-f", "-qq", "-o", log, "-e", f"trace={calls}",
                         "-e", f"inject={calls}:{how}:when={when}",
                         self.sopctl, *self.arguments], folder, self.env)
                    was_hit = "INJECTED" in log.read_text(errors="replace") or "SIGKILL" in log.read_text(errors="replace")
                    if was_hit:
                        tried += 1
                    self.look(folder, f"{how} at {calls.split(',')[0]} {when}")
                if not was_hit:
                    break
        return tried


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--sopctl", required=True, type=Path)
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", help="the name of one command")
    told = parser.parse_args()
    random.seed(told.seed)
    has_strace = shutil.which("strace") is not None
    if not has_strace:
        print("strace is not on the PATH: calls are not made to fail")
    faulty = False
    with tempfile.TemporaryDirectory() as base:
        make(Path(base))
        for name, arguments in COMMANDS.items():
            if told.only not in (None, name):
                continue
            trial = Trial(told.sopctl.resolve(), name, arguments, base)
            counts = trial.kill(told.times)
            failed = trial.fail() if has_strace else 0
            print(f"{name:28} killed {told.times}: {counts['before']} as before, {counts['after']} as "
                  f"after; {failed} calls failed; {len(trial.faults)} faults", flush=True)
            for fault in trial.faults[:10]:
                print(f"  {fault}")
            faulty = faulty or bool(trial.faults)
    sys.exit(1 if faulty else 0)


main()
