#!/usr/bin/env bash
# Prints what a release brings: its section of CHANGELOG.md.
#
#   notes.sh vVERSION
#
# Ends with 1 where CHANGELOG.md has no such section: a release without notes is none.
set -euo pipefail

[ $# -eq 1 ] || {
    sed -n '2,6s/^# \{0,1\}//p' "$0" >&2
    exit 2
}
root=$(cd "$(dirname "$0")/../.." && pwd)
awk -v version="${1#v}" '
    /^## / { inside = index($0, "## [" version "]") == 1; found = found || inside; next }
    inside { print }
    END { if (!found) { print "CHANGELOG.md has no section [" version "]" > "/dev/stderr"; exit 1 } }
' "$root/CHANGELOG.md"
