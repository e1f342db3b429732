#!/usr/bin/env python3
"""Do the formats for other programs fit what those programs publish?

    benches/validate_formats.py --library DIR --as-of YYYY-MM-DD [--sopctl PATH]
                                [--sarif SCHEMA.json] [--junit SCHEMA.xsd]

Asks `stale` and `check` of the library in every such format, with and without a
baseline that accepts all that fails, and reads the answers with other readers
than sopctl's own: SARIF against its JSON Schema, JUnit against an XSD, CSV with
Python's reader, GitLab's report field by field, and workflow commands by the
runner's rules. Nothing is fetched: the schemas are files that are named, and a
check without one is skipped aloud. Needs the modules jsonschema and xmlschema
for those two. Exit status 1 where anything does not fit.
"""

import argparse
import csv
import io
import json
import pathlib
import re
import subprocess
import sys
import tempfile

SEVERITIES = {"info", "minor", "major", "critical", "blocker"}
COMMAND = re.compile(r"^::(error|warning|notice) ([^:]*)::.*$")


def main():
    options = read_options()
    if not options.library.is_dir():
        print(f"skipped: {options.library} is no folder")
        return 0
    readers = {
        "sarif": sarif_reader(options.sarif),
        "junit": junit_reader(options.junit),
        "csv": read_csv,
        "gitlab": read_gitlab,
        "github": read_github,
    }
    faults = 0
    with tempfile.TemporaryDirectory() as folder:
        for command in ("stale", "check"):
            accepted = pathlib.Path(folder, f"{command}.toml")
            write_baseline(options, command, accepted)
            for baseline in ([], ["--baseline", str(accepted)]):
                for name, reader in readers.items():
                    faults += report(options, command, baseline, name, reader)
    return 1 if faults else 0


def read_options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--library", type=pathlib.Path, required=True)
    parser.add_argument("--as-of", required=True)
    parser.add_argument("--sopctl", default="sopctl")
    parser.add_argument("--sarif", type=pathlib.Path)
    parser.add_argument("--junit", type=pathlib.Path)
    return parser.parse_args()


def ask(options, command, *arguments):
    call = [options.sopctl, "-C", str(options.library), command, "--as-of", options.as_of]
    done = subprocess.run([*call, *arguments], stdout=subprocess.PIPE, check=False)
    if done.returncode not in (0, 1):
        sys.exit(f"sopctl {command} ended with status {done.returncode}")
    return done.stdout.decode("utf-8")


def write_baseline(options, command, file):
    """A baseline outside the library, from the JSON: the library stays as it is."""
    answer = json.loads(ask(options, command, "--format", "json"))
    found = answer.get("findings") or [r for d in answer.get("documents", []) for r in d["reasons"]]
    day = f"{int(options.as_of[:4]) + 1}{options.as_of[4:]}"
    entries = {f"[{command}.{json.dumps(one['key'])}]\nexpires = {day}\n" for one in found}
    file.write_text("\n".join(sorted(entries)), encoding="utf-8")


def report(options, command, baseline, name, reader):
    text = ask(options, command, *baseline, "--format", name)
    if text != ask(options, command, *baseline, "--format", name):
        print(f"{command} {name}: two runs differ")
        return 1
    faults = reader(text)
    kind = "with a baseline" if baseline else "without"
    if faults is None:
        print(f"{command} {name} {kind}: skipped, no schema or no module")
        return 0
    print(f"{command} {name} {kind}: {len(text)} characters, {len(faults)} faults")
    for fault in faults[:5]:
        print(f"  {fault}")
    return len(faults)


def sarif_reader(file):
    try:
        import jsonschema
    except ImportError:
        file = None
    if file is None:
        return lambda text: None
    schema = json.loads(file.read_text(encoding="utf-8"))
    validator = jsonschema.validators.validator_for(schema)(
        schema, format_checker=jsonschema.FormatChecker()
    )
    return lambda text: [
        f"{list(error.absolute_path)}: {error.message}"
        for error in validator.iter_errors(json.loads(text))
    ]


def junit_reader(file):
    try:
        import xmlschema
    except ImportError:
        file = None
    if file is None:
        return lambda text: None
    schema = xmlschema.XMLSchema(str(file))
    return lambda text: [str(error.reason) for error in schema.iter_errors(common(text))]


def common(text):
    """The document without what no published schema has and common readers take: how many
    tests of all were skipped, and the file of a test, which GitLab links to."""
    text = re.sub(r'(<testsuites [^>]*?) skipped="\d+"', r"\1", text)
    return re.sub(r'(<testcase [^>]*?) file="[^"]*"', r"\1", text)


def read_csv(text):
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    faults = [f"{len(row)} cells: {row}" for row in rows if len(row) != len(rows[0])]
    faults += [f"formula: {cell}" for row in rows for cell in row if cell.startswith(tuple("=+-@"))]
    if not text.endswith("\r\n"):
        faults.append("the last line does not end")
    return faults


def read_gitlab(text):
    faults = []
    violations = json.loads(text)
    for one in violations:
        if set(one) != {"description", "check_name", "fingerprint", "severity", "location"}:
            faults.append(f"fields {sorted(one)}")
        elif one["severity"] not in SEVERITIES or one["location"]["lines"]["begin"] < 1:
            faults.append(f"values of {one}")
    if len({one["fingerprint"] for one in violations}) != len(violations):
        faults.append("two violations have one fingerprint")
    return faults


def read_github(text):
    *commands, last = text.splitlines()
    faults = [f"no command: {line}" for line in commands if not COMMAND.match(line)]
    return faults + ([] if last.startswith("sopctl ") else [f"last line: {last}"])


if __name__ == "__main__":
    sys.exit(main())
