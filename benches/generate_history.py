#!/usr/bin/env python3
"""Writes a large documentation history, the same one every time, without network.

    benches/generate_history.py DIR [--commits 20000] [--documents 2000] [--seed 1] [--recorded]

DIR becomes a git repository: documents in 40 folders under docs/, half as many
other files again under src/, work on side branches that are merged, merges that
throw one side away, renames with and without changes, mass edits of many
documents, and a clock that is wrong once in a while. Standard library and git
only. With --recorded documents have numbers, versions and a status, many edits raise the
version, and some record a review. The same arguments give the same commit ids.
"""

import argparse
import datetime
import pathlib
import random
import subprocess
import sys

FOLDERS = 40
PEOPLE = [f"Writer {n} <writer{n}@example.com>" for n in range(1, 25)]
WORDS = (
    "check the order call customer write number ledger open valve close door count "
    "stock sign form tell lead pay refund record date label box scale lamp filter "
    "clean sample report deviation approve release batch store key return parcel"
).split()
# Of a hundred commits on the main line: so many do each of these.
MERGES, RENAMES, REMOVALS = 12, 2, 1
MASS_EDIT_EVERY = 400
MASS_EDIT_SIZE = 150
# With --recorded, of a hundred edits so many raise the version, and so many are reviews.
RAISES, REVIEWS = 60, 15


class History:
    """The tree as it grows, and the stream that makes git repeat it."""

    def __init__(self, stream, seed, is_recorded):
        self.random = random.Random(seed)
        self.is_recorded = is_recorded
        self.stream = stream
        self.tree = {}
        self.mark = 0
        self.clock = 1_500_000_000
        self.serial = 0

    def line(self):
        words = [self.random.choice(WORDS) for _ in range(self.random.randint(5, 12))]
        return " ".join(words).capitalize() + "."

    def document(self):
        self.serial += 1
        head = ["---", f"title: Procedure {self.serial}", f"last_reviewed: {2017 + self.serial % 6}-03-01",
                "owner: team", "---", "", f"# Procedure {self.serial}", ""]
        if self.is_recorded:
            head[1:1] = [f"id: SOP-{self.serial:05}", "type: sop", "version: 1.0", "status: effective"]
        steps = [f"{n}. {self.line()}" for n in range(1, self.random.randint(8, 30))]
        return head + ["## Steps", ""] + steps

    def commit(self, ref, changes, message, parent, merged=None):
        """`changes`: path -> lines, or None for a removal."""
        self.mark += 1
        self.clock += self.random.randint(60, 7200)
        # One committer in a hundred has a clock that is a day slow.
        when = self.clock - (86_400 if self.random.random() < 0.01 else 0)
        who = self.random.choice(PEOPLE)
        out = [f"commit {ref}", f"mark :{self.mark}", f"author {who} {when} +0100",
               f"committer {who} {when} +0100", f"data {len(message.encode())}", message]
        if parent:
            out.append(f"from :{parent}")
        if merged:
            out.append(f"merge :{merged}")
        for path, lines in changes.items():
            if lines is None:
                out.append(f"D {path}")
            else:
                text = "\n".join(lines) + "\n"
                out += [f"M 100644 inline {path}", f"data {len(text.encode())}", text]
        self.stream.write(("\n".join(out) + "\n\n").encode())
        return self.mark

    def edited(self, lines):
        lines = self.recorded(list(lines)) if self.is_recorded else list(lines)
        marks = [at for at, line in enumerate(lines) if line.rstrip() == "---"]
        body = marks[1] + 2 if marks else 6
        at = self.random.randrange(body, len(lines)) if len(lines) > body + 1 else len(lines) - 1
        roll = self.random.random()
        if roll < 0.6:
            lines[at] = self.line()
        elif roll < 0.9 or len(lines) < 12:
            lines.insert(at, self.line())
        else:
            del lines[at]
        return lines

    def recorded(self, lines):
        """What the front matter says of the edit."""
        for at, line in enumerate(lines):
            if line.startswith("version: ") and self.random.randrange(100) < RAISES:
                major, minor = line.removeprefix("version: ").rstrip().split(".")
                lines[at] = f"version: {major}.{int(minor) + 1}"
            if line.startswith("last_reviewed: ") and self.random.randrange(100) < REVIEWS:
                day = datetime.datetime.fromtimestamp(self.clock, datetime.timezone.utc).date()
                lines[at] = f"last_reviewed: {day}"
        return lines

    def edits(self, documents, others):
        """Work of a day: mostly on other files, sometimes on documents."""
        pick = documents if self.random.random() < 0.35 else others
        paths = self.random.sample(pick, self.random.randint(1, 3))
        return {path: self.edited(self.tree[path]) for path in paths}


class Library:
    """What happens to the documents, commit by commit."""

    def __init__(self, history, commits, documents):
        self.history = history
        self.random = history.random
        self.commits = commits
        self.target = documents
        self.others = [f"src/part-{n % 60:02}/file-{n:05}.txt" for n in range(documents * 3 // 2)]
        self.documents = []
        self.main = None
        self.made = 0

    def new_path(self):
        area = self.random.randrange(FOLDERS)
        return f"docs/area-{area:02}/procedure-{self.history.serial + 1:05}.md"

    def land(self, changes, message, merged=None):
        if not changes and not merged:
            return
        ref = "refs/heads/main"
        self.main = self.history.commit(ref, changes, message, self.main, merged)
        for path, lines in changes.items():
            if lines is None:
                del self.history.tree[path]
                self.documents.remove(path)
            else:
                if path.startswith("docs/") and path not in self.history.tree:
                    self.documents.append(path)
                self.history.tree[path] = lines
        self.made += 1

    def begin(self):
        files = {"README.md": ["# Library"]}
        for path in self.others:
            files[path] = [self.history.line() for _ in range(12)]
        for _ in range(self.target // 2):
            files[self.new_path()] = self.history.document()
        self.land(files, "Begin")

    def merge(self):
        """Work on a side branch, other work on main meanwhile, and the merge."""
        side, work = self.main, {}
        for _ in range(self.random.randint(1, 6)):
            edits = self.history.edits(self.documents, self.others)
            fresh = {path: lines for path, lines in edits.items() if path not in work}
            if fresh:
                side = self.history.commit("refs/heads/side", fresh, "Work on the side", side)
                work.update(fresh)
                self.made += 1
        edits = self.history.edits(self.documents, self.others)
        self.land({path: lines for path, lines in edits.items() if path not in work}, "Work")
        # One merge in ten throws the side's work away.
        kept = {} if self.random.random() < 0.1 else work
        self.land(kept, "Merge branch 'side'", side)

    def move(self):
        old = self.random.choice(self.documents)
        new = f"docs/area-{self.random.randrange(FOLDERS):02}/{old.rsplit('/', 1)[1]}"
        if new != old:
            lines = self.history.tree[old]
            text = self.history.edited(lines) if self.random.random() < 0.5 else lines
            self.land({old: None, new: text}, "Move a procedure")

    def format_many(self, tail):
        paths = self.random.sample(self.documents, min(len(self.documents), MASS_EDIT_SIZE))
        tree = self.history.tree
        changes = {path: [line.rstrip() + (tail if line else "") for line in tree[path]] for path in paths}
        self.land(changes, "Format all alike")

    def run(self):
        self.begin()
        mass_edits = 0
        while self.made < self.commits:
            planned = self.target // 2 + self.target // 2 * self.made // self.commits
            roll = self.random.randrange(100)
            if self.made // MASS_EDIT_EVERY > mass_edits:
                mass_edits += 1
                self.format_many(" " if mass_edits % 2 else "")
            elif len(self.documents) < planned:
                self.land({self.new_path(): self.history.document()}, "Add a procedure")
            elif roll < MERGES and self.commits - self.made > 8:
                self.merge()
            elif roll < MERGES + RENAMES:
                self.move()
            elif roll < MERGES + RENAMES + REMOVALS:
                self.land({self.random.choice(self.documents): None}, "Retire a procedure")
            else:
                self.land(self.history.edits(self.documents, self.others), "Work")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--commits", type=int, default=20_000)
    parser.add_argument("--documents", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--recorded", action="store_true")
    arguments = parser.parse_args()
    if arguments.folder.exists():
        sys.exit(f"{arguments.folder} exists already; name a folder that does not")
    git = ["git", "-C", str(arguments.folder)]
    subprocess.run(["git", "init", "--quiet", "--initial-branch=main", str(arguments.folder)], check=True)
    importer = subprocess.Popen([*git, "fast-import", "--quiet"], stdin=subprocess.PIPE)
    history = History(importer.stdin, arguments.seed, arguments.recorded)
    Library(history, arguments.commits, arguments.documents).run()
    importer.stdin.close()
    if importer.wait() != 0:
        sys.exit("git fast-import failed")
    subprocess.run([*git, "branch", "--quiet", "-D", "side"], check=False)
    subprocess.run([*git, "checkout", "--quiet", "main"], check=True)
    count = subprocess.run([*git, "rev-list", "--count", "HEAD"], check=True, capture_output=True, text=True)
    files = subprocess.run([*git, "ls-files", "docs"], check=True, capture_output=True, text=True)
    print(f"{arguments.folder}: {count.stdout.strip()} commits, {len(files.stdout.splitlines())} documents")


if __name__ == "__main__":
    main()
