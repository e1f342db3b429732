#!/usr/bin/env python3
"""What `sopctl check` says of real documents, and how fast.

    benches/check_corpus.py --corpus DIR --sopctl PATH [--hits RULE [--sample N]] [--speed]

DIR holds `labels.tsv` (columns `file`, `title`, `true_type`) and
`documents/`. In a temporary folder every document gets the front matter of a sound, effective
document of its true type, as if it had been adopted; those that are neither policy, sop nor
work-instruction are left out. Then `check` runs there with the default rule set, but for the rules about links and pictures:
what a document that was taken out of its repository leads to is not there. The script prints

  - how many messages a document gets: median, 90th percentile, and the documents with most,
  - how many messages each rule gives, in how many documents,
  - with --hits RULE, N messages of that rule spread over the documents, each with its line,
    to be read by hand: which of them are right?
  - with --speed, documents per second on one core, the whole process with start and reading,
    on the same documents written twenty times.

Without DIR it says so and ends with status 0: there is nothing to measure.
"""

import argparse
import collections
import csv
import json
import os
import pathlib
import re
import resource
import subprocess
import sys
import tempfile

PREFIXES = {"policy": "POL", "sop": "SOP", "work-instruction": "WI"}
LINK_RULES = ("broken-link", "broken-anchor", "missing-image")
COPIES = 20
RUNS = 5


def adopted(body: str, kind: str, number: int, title: str) -> str:
    """The document as if it had been adopted as what it truly is."""
    title = title.replace("\\", "").replace('"', "'")
    return (
        f'+++\nid = "{PREFIXES[kind]}-{number:04}"\ntitle = "{title}"\ntype = "{kind}"\n'
        'version = "1.0"\nstatus = "effective"\nowner = "@owner"\napproved_by = ["@lead"]\n'
        f"approved_on = 2026-01-10\neffective_date = 2026-01-15\n+++\n\n{body}"
    )


def body_of(text: str) -> str:
    """The text behind its front matter."""
    text = text.removeprefix("\ufeff")
    found = re.match(r"(---|\+\+\+)[ \t]*\r?\n(.*?\n)?\1[ \t]*(\r?\n|$)", text, re.S)
    return text[found.end():] if found else text


def write_library(corpus: pathlib.Path, root: pathlib.Path, copies: int) -> int:
    """Writes the documents so often, each copy with its own numbers; returns how many."""
    with open(corpus / "labels.tsv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    number = 0
    for copy in range(copies):
        for row in rows:
            if row["true_type"] not in PREFIXES:
                continue
            number += 1
            source = corpus / "documents" / row["file"]
            body = body_of(source.read_text(encoding="utf-8", errors="replace"))
            text = adopted(body, row["true_type"], number, row["title"])
            folder = root / f"{copy:02}" / row["true_type"]
            folder.mkdir(parents=True, exist_ok=True)
            (folder / f"{pathlib.PurePath(row['file']).name}.md").write_text(text, encoding="utf-8")
    off = "".join(f'{rule} = "off"\n' for rule in LINK_RULES)
    config = f'schema = 1\n\n[documents]\ninclude = ["**/*.md"]\n\n[check.rules]\n{off}'
    (root / "sopctl.toml").write_text(config)
    return number


def checked(sopctl: str, root: pathlib.Path) -> dict:
    """The answer of `check`."""
    command = [sopctl, "check", "--format", "json"]
    run = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    if run.returncode not in (0, 1):
        sys.exit(f"{' '.join(command)} failed: {run.stderr}")
    return json.loads(run.stdout)


def percentile(values: list, share: float):
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def report(answer: dict, documents: int) -> None:
    by_document = collections.Counter(found["path"] for found in answer["findings"])
    counts = list(by_document.values()) + [0] * (documents - len(by_document))
    print(f"{documents} documents, {len(answer['findings'])} messages")
    print(f"a document: median {percentile(counts, 0.5)}, 90th percentile "
          f"{percentile(counts, 0.9)}, most {max(counts)}")
    for path, count in by_document.most_common(5):
        print(f"  {count:3}  {path}")
    rules = collections.defaultdict(list)
    for found in answer["findings"]:
        rules[found["rule"], found["severity"]].append(found["path"])
    print("messages  documents  rule")
    for (rule, severity), paths in sorted(rules.items(), key=lambda item: -len(item[1])):
        print(f"{len(paths):8}  {len(set(paths)):9}  {rule} ({severity})")


def hits(answer: dict, root: pathlib.Path, rule: str, sample: int) -> None:
    found = [found for found in answer["findings"] if found["rule"] == rule]
    print(f"\n{rule}: {min(sample, len(found))} of {len(found)}")
    step = max(1, len(found) / sample) if sample else 1
    for index in range(min(sample, len(found))):
        one = found[int(index * step)]
        lines = (root / one["path"]).read_text(encoding="utf-8").splitlines()
        line = lines[one["line"] - 1].strip()[:160] if one["line"] else ""
        print(f"\n{index + 1}. {one['path']}:{one['line']}\n   {one['message']}\n   | {line}")


def speed(sopctl: str, root: pathlib.Path, documents: int) -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    else:
        print("this system cannot keep a process on one core: other cores may help")
    times = []
    for _ in range(RUNS):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        checked(sopctl, root)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    best = min(times)
    print(f"\n{documents} documents in {best:.2f} s of one core (best of {RUNS}): "
          f"{documents / best:.0f} documents a second")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpus", type=pathlib.Path)
    parser.add_argument("--sopctl", required=True)
    parser.add_argument("--hits", metavar="RULE", action="append", default=[])
    parser.add_argument("--sample", type=int, default=15)
    parser.add_argument("--speed", action="store_true")
    asked = parser.parse_args()
    if asked.corpus is None or not (asked.corpus / "labels.tsv").is_file():
        print("SKIPPED: there is no corpus; name one with --corpus DIR")
        return
    sopctl = str(pathlib.Path(asked.sopctl).resolve())
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        documents = write_library(asked.corpus, root, 1)
        answer = checked(sopctl, root)
        report(answer, documents)
        for rule in asked.hits:
            hits(answer, root, rule, asked.sample)
    if asked.speed:
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            speed(sopctl, root, write_library(asked.corpus, root, COPIES))


main()
