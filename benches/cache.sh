#!/usr/bin/env bash
# What is the cache worth, and does it ever change an answer?
#
#   benches/cache.sh --histories DIR [--sopctl PATH]
#
# For each bundle: `sopctl stale` without a cache, with an empty one and with a
# full one, beside git's own walk `git log --full-history --no-merges
# --name-only`, whole processes in turn. Then stale, list, changelog and diff,
# each without a cache, with what is in it, and once more, at three places of
# history one after the other: the outputs have to be the same, byte for byte.
# The status is 1 if any differs.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/histories.sh"
read_options "$(sed -n '4s/^# *//p' "$0")" "$@"

runs=7
[ -n "${EPOCHREALTIME-}" ] || skip 'bash 5 is needed for its clock'

stale() { "$sopctl" -C "$clone" stale --format json --fail-on never "$@"; }
git_log() { git -C "$clone" log --full-history --no-merges --name-only --format=%H; }
empty_cache() { rm -rf "$clone/.git/sopctl"; }

# Microseconds of one run.
time_of() {
    local start=${EPOCHREALTIME/./}
    "$@" >/dev/null
    printf '%s\n' $((${EPOCHREALTIME/./} - start))
}

median() { sort -n "$1" | sed -n "$(((runs + 1) / 2))p"; }
milliseconds() { awk "BEGIN { printf \"%.1f\", $1 / 1000 }"; }

# same ARGUMENT...: one command without a cache, and twice with it; says if they differ.
same() {
    local attempt
    "$sopctl" -C "$clone" --no-cache "$@" >"$scratch/expected" 2>&1 || true
    for attempt in 1 2; do
        "$sopctl" -C "$clone" "$@" >"$scratch/found" 2>&1 || true
        compared=$((compared + 1))
        if ! cmp -s "$scratch/expected" "$scratch/found"; then
            different=$((different + 1))
            printf '    differs with a cache, run %d: sopctl %s\n' "$attempt" "$*"
        fi
    done
}

any_different=0
printf 'medians of %d runs in milliseconds\n' "$runs"
printf '%-26s %9s %9s %9s %9s %9s %9s %9s %9s\n' \
    bundle documents 'no cache' cold warm git cold/git kB different
for bundle in "${bundles[@]}"; do
    name=$(basename "$bundle" .bundle)
    clone=$scratch/$name
    git clone -q -b main "$bundle" "$clone"
    documents=$(stale --no-cache |
        python3 -c 'import json, sys; print(len(json.load(sys.stdin)["documents"]))')
    for way in plain cold warm git; do : >"$scratch/$way"; done
    for ((run = 0; run < runs; run++)); do
        time_of stale --no-cache >>"$scratch/plain"
        empty_cache
        time_of stale >>"$scratch/cold"
        time_of stale >>"$scratch/warm"
        time_of git_log >>"$scratch/git"
    done
    size=$(du -sk "$clone/.git/sopctl" | cut -f1)

    compared=0 different=0
    empty_cache
    # The first-parent line, so that each place is an ancestor of the next.
    mapfile -t line < <(git -C "$clone" rev-list --first-parent --max-count=200 HEAD)
    oldest=${line[${#line[@]} - 1]}
    for place in $((${#line[@]} / 2)) $((${#line[@]} / 4)) 0; do
        git -C "$clone" checkout -q --detach "${line[place]}"
        same stale --format json --fail-on never --explain
        same list --format json
        same changelog "$oldest..HEAD" --format json
        same diff "$oldest..HEAD" --format json
    done
    [ "$different" -eq 0 ] || any_different=1
    cold=$(median "$scratch/cold") theirs=$(median "$scratch/git")
    printf '%-26s %9d %9s %9s %9s %9s %9s %9d %9s\n' "$name" "$documents" \
        "$(milliseconds "$(median "$scratch/plain")")" "$(milliseconds "$cold")" \
        "$(milliseconds "$(median "$scratch/warm")")" "$(milliseconds "$theirs")" \
        "$(awk "BEGIN { printf \"%.2f\", $cold / $theirs }")" "$size" "$different/$compared"
    rm -rf "$clone"
done
exit "$any_different"
