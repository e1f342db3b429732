#!/usr/bin/env python3
"""Does `sopctl audit` list every change of a review date that `git log -p` shows?

    benches/review_dates.py --histories DIR [--repository NAME] [--sopctl PATH]

Reads the changes of `last_reviewed_on` a second time, from the patches of git and
with nothing but the standard library, and compares them with the events of `audit`,
commit by commit and file by file. What differs is listed with the reason that the
rules give for it, where there is one: another notation of the same day, front matter
that could not be read, a file that is no document by its name or never came to the
branch. Then it compares the kinds: whether the patch of the whole landing holds
anything but the date, and the due dates, worked out from the file as the branch had it
just before the landing. The status is 1 if anything differs without a reason. DIR
holds one clone in each folder; those whose documents have no such key are passed
over.
"""

import argparse
import calendar
import collections
import datetime
import json
import os
import re
import shutil
import subprocess
import sys

KEY = re.compile(r"^([-+])last_reviewed_on[ \t]*:[ \t]*(.*?)[ \t]*$")
FIELD = re.compile(r"^[-+][a-z_]+[ \t]*:[ \t]*.*$|^[-+](---)?[ \t]*$")
DOCUMENTS = ("*.md", "*.erb", "*.markdown")
NAMED = (".md", ".markdown", ".html.md.erb", ".htm.md.erb")
DATE = re.compile(r"^['\"]?(\d{4})-(\d{1,2})-(\d{1,2})['\"]?$")
INTERVAL = re.compile(r"^['\"]?(\d+)[ -]*(year|month|week|day)s?['\"]?$", re.IGNORECASE)
SHOWN = 40


def main():
    options = read_options()
    skipped = why_not(options)
    if skipped:
        print(f"skipped: {skipped}")
        return 0
    faults = compared = 0
    for name in sorted(os.listdir(options.histories)):
        folder = os.path.join(options.histories, name)
        is_asked = options.repository in (None, name)
        if is_asked and os.path.exists(os.path.join(folder, ".git")):
            faults += compare(name, folder, options.sopctl)
            compared += 1
    if not compared:
        print(f"skipped: no clone below {options.histories} (git clone -b main NAME.bundle)")
    return 1 if faults else 0


def read_options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--histories", metavar="DIR")
    parser.add_argument("--repository", metavar="NAME")
    parser.add_argument("--sopctl", metavar="PATH", default="target/release/sopctl")
    return parser.parse_args()


def why_not(options):
    if not options.histories:
        return "no --histories DIR was given"
    if not os.path.isdir(options.histories):
        return f"there is no folder {options.histories}"
    if not shutil.which(options.sopctl):
        return f"there is no program {options.sopctl}; build it with: cargo build --release"
    return None


def compare(name, folder, sopctl):
    """Prints what was found in one repository; gives the number of faults."""
    changes = changes_by_git(folder)
    if not changes:
        return 0
    command = [sopctl, "-C", folder, "audit", "--format", "json"]
    answer = subprocess.run(command, stdout=subprocess.PIPE, check=False)
    if answer.returncode != 0:
        print(f"{name}: sopctl ended with status {answer.returncode}")
        return 1
    answer = json.loads(answer.stdout)
    events = answer["reviews"]
    by_commit = collections.defaultdict(list)
    for event in events:
        by_commit[event["commit"]].append(event)

    commits = {change.commit for change in changes}
    print(f"{name}: {len(changes)} changes of a review date in {len(commits)} commits")
    print(f"    audit: {len(events)} events in {len(by_commit)} commits")
    found, faults, reasons = 0, [], collections.Counter()
    taken = set()
    for change in changes:
        event = matching(change, by_commit[change.commit], taken)
        if event is not None:
            found += 1
            taken.add(id(event))
            continue
        reason = reason_of(folder, change)
        reasons[reason or "none"] += 1
        if reason is None:
            faults.append(f"git shows, audit does not: {change}")
    for event in events:
        if id(event) not in taken:
            reason = reason_of_event(folder, event)
            reasons[reason or "none"] += 1
            if reason is None:
                faults.append(f"audit shows, git does not: {shown(event)}")
    print(f"    in both: {found}")
    for reason, count in reasons.most_common():
        print(f"    {count} {reason}")
    kinds(answer["summary"])
    compare_kinds(folder, events)
    faults += compare_due(folder, events)
    for fault in faults[:SHOWN]:
        print(f"    {fault}")
    print(f"    without a reason: {len(faults)}")
    return len(faults)


Change = collections.namedtuple("Change", "commit path old new")


def changes_by_git(folder):
    """Every commit and file in whose patch a line with the key came or went."""
    patches = git(
        folder, "log", "--format=commit %H", "-p", "--unified=0", "--no-merges", "--no-color",
        "--no-ext-diff", "--find-renames", "--", *DOCUMENTS,
    )
    changes, commit, path, old, new = [], None, None, None, None

    def close():
        if commit and path and (old or new) and old != new:
            changes.append(Change(commit, path, old, new))

    for line in patches.split("\n"):
        if line.startswith("commit "):
            close()
            commit, path, old, new = line[7:], None, None, None
        elif line.startswith("diff --git "):
            close()
            path, old, new = line.rsplit(" b/", 1)[-1], None, None
        elif line.startswith(("---", "+++")) and line[3:4] in (" ", ""):
            continue
        elif line[:1] in ("-", "+"):
            match = KEY.match(line)
            if match and match[1] == "-":
                old = old or match[2]
            elif match:
                new = new or match[2]
    close()
    return changes


def git(folder, *arguments):
    command = ["git", "-C", folder, "-c", "core.quotePath=false", *arguments]
    answer = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    return answer.stdout.decode("utf-8", "replace")


def day_of(text):
    match = DATE.match(text or "")
    if match is None:
        return None
    try:
        return datetime.date(*(int(part) for part in match.groups()))
    except ValueError:
        return None


def matching(change, events, taken):
    """The event of that commit with that date; documents may have moved since."""
    day = day_of(change.new)
    if day is None:
        return None
    fitting = [e for e in events if e["claimed_date"] == day.isoformat() and id(e) not in taken]
    same = [e for e in fitting if e["path"] == change.path]
    return (same or fitting or [None])[0]


def reason_of(folder, change):
    if change.new is None:
        return "git shows that a date went: no event"
    if day_of(change.new) is None:
        return "no date of the calendar: no event"
    if day_of(change.old) == day_of(change.new):
        return "another notation of the same day: no event"
    if not change.path.endswith(NAMED):
        return "no document by its name"
    if not is_readable(folder, change.commit, change.path):
        return "front matter that cannot be read there"
    if not git(folder, "log", "--first-parent", "-m", "--format=%h", "--", change.path):
        return "never came to the branch"
    return None


def reason_of_event(folder, event):
    """Why audit has an event where no patch sets that date."""
    parents = git(folder, "rev-list", "--parents", "-1", event["commit"]).split()[1:]
    if len(parents) > 1:
        return "a merge that differs from its sides: git log -p shows no patch"
    if parents and not is_readable(folder, parents[0], event["path"]):
        return "front matter that could not be read before"
    return None


def is_readable(folder, commit, path):
    command = ["git", "-C", folder, "show", f"{commit}:{path}"]
    text = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
    lines = text.stdout.decode("utf-8", "replace").lstrip("\ufeff").splitlines()
    return bool(lines) and lines[0].strip() == "---" and "---" in [l.strip() for l in lines[1:]]


def shown(event):
    commit, day = event["commit"][:9], event["claimed_date"]
    return f"{commit} {event['path']} {day} {event['kind']}"


def kinds(summary):
    reviews = summary["reviews"]
    alone = summary["date_only"] + summary["bulk_date_only"]
    share = 100 * alone / reviews if reviews else 0
    bulk = summary["bulk_date_only"]
    print(f"    reviews: {reviews}, of the date alone {alone} ({share:.0f} %), in bulk {bulk}")
    print(f"    on time {summary['on_time']}, late {summary['late']}, back-dated {summary['back_dated']}")


def compare_kinds(folder, events):
    """Does the patch of the landing hold more than fields exactly where audit says so?"""
    touched = body_lines(folder)
    table, differing = collections.Counter(), []
    for event in events:
        says = {"with-change": True, "date-only": False, "bulk-date-only": False}
        says = says.get(event["kind"])
        lines = touched.get((event["landed_in"], event["path"]))
        if says is None or lines is None:
            continue
        table[(says, lines > 0)] += 1
        if says != (lines > 0):
            differing.append(f"{lines} lines of text, {shown(event)} landed in {event['landed_in'][:9]}")
    print(f"    kinds as the patches of the landings: {table[(True, True)]} with a change, "
          f"{table[(False, False)]} of the date alone")
    print(f"    the patch changes the text, audit says date alone: {table[(False, True)]}")
    print(f"    audit says with a change, the patch has none: {table[(True, False)]}")
    for line in differing[:SHOWN]:
        print(f"        {line}")


def compare_due(folder, events):
    """Was due what the file said before the landing? Gives what differs."""
    compared, elsewhere, differing = 0, 0, []
    with subprocess.Popen(
        ["git", "-C", folder, "cat-file", "--batch"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as batch:
        for event in events:
            if not event["is_review"] or not event["landed_in"]:
                continue
            text = content(batch, f"{event['landed_in']}^1:{event['path']}")
            if text is None:
                elsewhere += 1
                continue
            compared += 1
            due = due_of(text)
            late = None if due is None else (datetime.date.fromisoformat(utc_day(event)) - due).days
            mine = (due and due.isoformat(), late if late and late > 0 else None)
            if mine != (event["due_then"], event["days_late"]):
                theirs = (event["due_then"], event["days_late"])
                differing.append(f"due {mine}, audit {theirs}: {shown(event)}")
        batch.stdin.close()
    print(f"    due dates compared: {compared}, differing: {len(differing)}")
    print(f"    not compared, because the file stood elsewhere before: {elsewhere}")
    for line in differing[:SHOWN]:
        print(f"        {line}")
    return differing


def content(batch, name):
    batch.stdin.write(f"{name}\n".encode())
    batch.stdin.flush()
    head = batch.stdout.readline().split()
    if head[-1] == b"missing":
        return None
    text = batch.stdout.read(int(head[-1]) + 1)
    return text.decode("utf-8", "replace")


def due_of(text):
    fields = dict(re.findall(r"^(last_reviewed_on|review_in)[ \t]*:[ \t]*(.*?)[ \t]*$", text, re.MULTILINE))
    last, interval = day_of(fields.get("last_reviewed_on")), INTERVAL.match(fields.get("review_in", ""))
    if last is None or interval is None:
        return None
    number, unit = int(interval[1]), interval[2].lower()
    if unit in ("day", "week"):
        return last + datetime.timedelta(days=number * (7 if unit == "week" else 1))
    months = last.year * 12 + last.month - 1 + number * (12 if unit == "year" else 1)
    year, month = divmod(months, 12)
    return datetime.date(year, month + 1, min(last.day, calendar.monthrange(year, month + 1)[1]))


def utc_day(event):
    landed = datetime.datetime.fromisoformat(event["landed"])
    return landed.astimezone(datetime.timezone.utc).date().isoformat()


def body_lines(folder):
    """How many lines that are no fields each landing changed of each file, blanks aside."""
    patches = git(
        folder, "log", "--first-parent", "-m", "--format=commit %H", "-p", "--unified=0",
        "--ignore-all-space", "--ignore-blank-lines", "--no-color", "--no-ext-diff",
        "--find-renames", "--", *DOCUMENTS,
    )
    found, commit, path = collections.Counter(), None, None
    for line in patches.split("\n"):
        if line.startswith("commit "):
            commit, path = line[7:], None
        elif line.startswith("diff --git "):
            path = line.rsplit(" b/", 1)[-1]
            found[(commit, path)] += 0
        elif line.startswith(("--- ", "+++ ")):
            continue
        elif path and line[:1] in ("-", "+") and not FIELD.match(line):
            found[(commit, path)] += 1
    return found


if __name__ == "__main__":
    sys.exit(main())
