#!/usr/bin/env python3
"""Makes the pictures of the README from the demonstration library.

    docs/pictures/make.py --sopctl target/release/sopctl [--browser chromium]

terminal.svg is what `sopctl stale` prints there, with its colours; report.png the page that
`sopctl stale --format html` writes, taken by a headless browser. Without --browser only the
first is made. Needs nothing but Python and, for the page, Chromium or Chrome.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
from html import escape
from pathlib import Path

HERE = Path(__file__).resolve().parent
DAY = "2026-11-22"
WIDTH = 96  # columns
CELL, LINE, MARGIN, BAR = 7.8, 18, 18, 34  # pixels

# How a dark terminal shows the eight colours, and text that is bold, faint or plain.
COLOURS = {"31": "#ff7b72", "32": "#7ee787", "33": "#f2cc60", "34": "#79c0ff", "35": "#d2a8ff",
           "36": "#76e3ea", "37": "#e6edf3", "90": "#8b949e", "91": "#ffa198", "92": "#aff5b4",
           "93": "#f8e3a1", "94": "#a5d6ff", "95": "#e2c5ff", "96": "#b3f0ff"}


def run(sopctl, *arguments, **more):
    """What sopctl prints; statuses 0 and 1 are both answers."""
    done = subprocess.run([sopctl, *arguments], capture_output=True, text=True, check=False, **more)
    if done.returncode not in (0, 1):
        sys.exit(f"{' '.join(map(str, done.args))}\n{done.stderr}")
    return done.stdout


def spans(line):
    """The parts of a line with their style, as (text, attributes)."""
    style = {}
    for piece in re.split(r"(\x1b\[[0-9;]*m)", line):
        code = re.fullmatch(r"\x1b\[([0-9;]*)m", piece)
        if not code:
            if piece:
                yield piece, dict(style)
            continue
        for number in code.group(1).split(";"):
            if number in ("", "0"):
                style = {}
            elif number == "1":
                style["font-weight"] = "bold"
            elif number == "2":
                style["fill"] = "#8b949e"
            elif number == "4":
                style["text-decoration"] = "underline"
            elif number == "9":
                style["text-decoration"] = "line-through"
            elif number in COLOURS:
                style["fill"] = COLOURS[number]
            elif number == "39":
                style.pop("fill", None)
            elif number == "22":
                style.pop("font-weight", None)


def terminal(command, text):
    """A terminal window as SVG."""
    lines = [f"\x1b[32m$\x1b[0m \x1b[1m{command}\x1b[0m", *text.rstrip("\n").split("\n")]
    width = round(2 * MARGIN + WIDTH * CELL)
    height = BAR + LINE * len(lines) + MARGIN
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" role="img" aria-label="{escape(command)} in a terminal">',
        f'<rect width="{width}" height="{height}" rx="8" fill="#0d1117"/>',
        *(f'<circle cx="{MARGIN + 16 * n}" cy="17" r="5" fill="{fill}"/>'
          for n, fill in enumerate(("#ff5f57", "#febc2e", "#28c840"))),
        '<g font-family="ui-monospace,SFMono-Regular,Menlo,Consolas,\'DejaVu Sans Mono\',monospace" '
        'font-size="13" fill="#e6edf3" xml:space="preserve">',
    ]
    for number, line in enumerate(lines):
        column = 0
        y = BAR + LINE * (number + 1) - 5
        for piece, style in spans(line):
            shown = piece.rstrip(" ")
            if shown.strip(" "):
                lead = len(piece) - len(piece.lstrip(" "))
                x = round(MARGIN + (column + lead) * CELL, 1)
                attributes = "".join(f' {name}="{value}"' for name, value in style.items())
                # The length is said, so that another font does not move what follows.
                length = round((len(shown) - lead) * CELL, 1)
                parts.append(f'<text x="{x}" y="{y}" textLength="{length}"{attributes}>'
                             f"{escape(shown.lstrip(' '), quote=False)}</text>")
            column += len(piece)
    return "\n".join([*parts, "</g>", "</svg>", ""])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--sopctl", required=True, type=Path)
    parser.add_argument("--browser", help="Chromium or Chrome; without it no report.png is made")
    told = parser.parse_args()
    sopctl = told.sopctl.resolve()
    with tempfile.TemporaryDirectory() as folder:
        library = Path(folder, "library")
        run(sopctl, "demo", library, "--as-of", DAY, cwd=folder)
        env = {**os.environ, "COLUMNS": str(WIDTH), "SOPCTL_AS_OF": DAY}
        text = run(sopctl, "--color", "always", "stale", cwd=library, env=env)
        (HERE / "terminal.svg").write_text(terminal("sopctl stale", text))
        if told.browser:
            page = Path(folder, "report.html")
            run(sopctl, "stale", "--format", "html", "-o", page, cwd=library, env=env)
            subprocess.run(
                [told.browser, "--headless", "--no-sandbox", "--hide-scrollbars",
                 "--force-device-scale-factor=1", "--window-size=1120,720",
                 f"--screenshot={HERE / 'report.png'}", page.as_uri()],
                check=True, capture_output=True)
    for picture in sorted(HERE.glob("*.svg")) + sorted(HERE.glob("*.png")):
        print(f"{picture.name}: {picture.stat().st_size} bytes")


main()
