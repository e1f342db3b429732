#!/usr/bin/env python3
"""Are the due dates of `sopctl stale` right under the govuk convention?

    benches/due_dates.py --repository DIR --as-of YYYY-MM-DD [--sopctl PATH]

Computes them a second time from the same files, with nothing but the standard
library: due = last_reviewed_on + review_in in calendar months, clamped to the
end of a shorter month; overdue from the day after. The status is 1 if any
document differs.
"""

import argparse
import calendar
import datetime
import json
import os
import re
import shutil
import subprocess
import sys

DUE_SOON_DAYS = 30
SHOWN = 20
NAMES = (".md", ".html.md.erb", ".htm.md.erb")
FIELD = re.compile(r"^(last_reviewed_on|review_in)[ \t]*:[ \t]*(.*)$", re.MULTILINE)
INTERVAL = re.compile(r"^(\d+)[ -]*(year|month|week|day)s?$", re.IGNORECASE)
DATE = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})$")


def main():
    options = read_options()
    skipped = why_not(options)
    if skipped:
        print(f"skipped: {skipped}")
        return 0
    command = [options.sopctl, "-C", options.repository, "stale", "--format", "json"]
    command += ["--fail-on", "never", "--as-of", options.as_of.isoformat()]
    answer = subprocess.run(command, stdout=subprocess.PIPE, check=False)
    if answer.returncode != 0:
        print(f"sopctl ended with status {answer.returncode}")
        return 1
    documents = json.loads(answer.stdout)["documents"]

    counts = {"documents": len(documents), "with a due date": 0, "overdue": 0, "equal": 0}
    differences = []
    for document in documents:
        due = due_date(os.path.join(options.repository, document["path"]))
        counts["with a due date"] += due is not None
        counts["overdue"] += due is not None and due < options.as_of
        wrong = compare(document, due, options.as_of)
        counts["equal"] += not wrong
        differences += [f"{document['path']}: {what}" for what in wrong]
    listed = {document["path"] for document in documents}
    for path in documents_with_due_date(options.repository):
        if path not in listed:
            differences.append(f"{path}: has both fields, but sopctl does not list it")

    for name, count in counts.items():
        print(f"{name}: {count}")
    print(f"differences: {len(differences)}")
    for difference in differences[:SHOWN]:
        print(f"    {difference}")
    return 1 if differences else 0


def read_options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repository", metavar="DIR")
    parser.add_argument("--sopctl", metavar="PATH", default="target/release/sopctl")
    parser.add_argument("--as-of", metavar="DATE", type=datetime.date.fromisoformat, required=True)
    return parser.parse_args()


def why_not(options):
    if not options.repository:
        return "no --repository DIR was given"
    if not os.path.isdir(options.repository):
        return f"there is no folder {options.repository}"
    if not shutil.which(options.sopctl):
        return f"there is no program {options.sopctl}; build it with: cargo build --release"
    return None


def compare(document, due, as_of):
    """What sopctl says of a document that is not what it should say."""
    wrong = []

    def expect(name, expected):
        if document[name] != expected:
            wrong.append(f"{name} is {document[name]!r}, expected {expected!r}")

    expect("due", due and due.isoformat())
    days = (as_of - due).days if due else 0
    if days > 0:
        expect("days_overdue", days)
        expect("state", "overdue")
    elif document["state"] == "overdue":
        wrong.append(f"state is 'overdue', expected another one: due {due}")
    elif due and document["state"] in ("current", "due-soon"):
        expect("state", "due-soon" if -days <= DUE_SOON_DAYS else "current")
    return wrong


def due_date(path):
    """The day, or None where the fields are missing or cannot be read."""
    fields = {name: bare(value) for name, value in FIELD.findall(front_matter(path))}
    date = DATE.match(fields.get("last_reviewed_on", ""))
    interval = INTERVAL.match(fields.get("review_in", ""))
    if not date or not interval:
        return None
    try:
        last = datetime.date(*map(int, date.groups()))
    except ValueError:
        return None
    number, unit = int(interval[1]), interval[2].lower()
    if unit in ("day", "week"):
        return last + datetime.timedelta(days=number * (7 if unit == "week" else 1))
    return plus_months(last, number * (12 if unit == "year" else 1))


def plus_months(date, months):
    month = date.month - 1 + months
    year, month = date.year + month // 12, month % 12 + 1
    return date.replace(year, month, min(date.day, calendar.monthrange(year, month)[1]))


def front_matter(path):
    with open(path, encoding="utf-8-sig", errors="replace") as file:
        lines = file.read().splitlines()
    if not lines or lines[0].rstrip() != "---":
        return ""
    end = next((at for at, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), 0)
    return "\n".join(lines[1:end])


def bare(value):
    """The value without quotes and without a comment behind it."""
    quoted = re.match(r"^(['\"])(.*?)\1\s*(#.*)?$", value)
    return (quoted[2] if quoted else re.sub(r"\s+#.*$", "", value)).strip()


def documents_with_due_date(repository):
    for folder, folders, files in os.walk(repository):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            path = os.path.join(folder, name)
            if name.endswith(NAMES) and not os.path.islink(path) and due_date(path):
                yield os.path.relpath(path, repository).replace(os.sep, "/")


if __name__ == "__main__":
    sys.exit(main())
