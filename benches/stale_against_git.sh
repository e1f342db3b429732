#!/usr/bin/env bash
# How long does all of `sopctl stale` take against git's own single pass over
# the same history, `git log --name-only --format=%H -- .`?
#
#   benches/stale_against_git.sh --histories DIR [--sopctl PATH] [-- OPTION...]
#
# Whole processes in turn, A B A B, so that a slow moment of the machine meets
# both. A first run of each is not counted; it also fills sopctl's cache, so
# give `-- --no-cache` to measure without. OPTIONs go to `sopctl stale`.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/histories.sh"
read_options "$(sed -n '5s/^# *//p' "$0")" "$@"

runs=7

stale() { "$sopctl" -C "$clone" stale --format json --fail-on never ${extra[@]+"${extra[@]}"}; }
single_pass() { git -C "$clone" log --name-only --format=%H -- .; }

# Microseconds of one run.
time_of() {
    local start=${EPOCHREALTIME/./}
    "$@" >/dev/null
    printf '%s\n' $((${EPOCHREALTIME/./} - start))
}

median() { sort -n | sed -n "$(((runs + 1) / 2))p"; }

[ -n "${EPOCHREALTIME-}" ] || skip 'bash 5 is needed for its clock'
failures=0
printf 'medians of %d runs in milliseconds\n' "$runs"
printf '%-26s %9s %9s %9s %9s %9s\n' bundle commits documents sopctl git ratio
for bundle in "${bundles[@]}"; do
    name=$(basename "$bundle" .bundle)
    clone=$scratch/$name
    git clone -q -b main "$bundle" "$clone"
    commits=$(git -C "$clone" rev-list --count HEAD)
    if ! stale >"$scratch/answer"; then
        printf '%-26s %9d sopctl failed\n' "$name" "$commits"
        failures=1
        continue
    fi
    documents=$(python3 -c 'import json, sys; print(len(json.load(sys.stdin)["documents"]))' \
        <"$scratch/answer")
    time_of single_pass >/dev/null
    : >"$scratch/sopctl" >"$scratch/git"
    for ((run = 0; run < runs; run++)); do
        time_of stale >>"$scratch/sopctl"
        time_of single_pass >>"$scratch/git"
    done
    ours=$(median <"$scratch/sopctl")
    theirs=$(median <"$scratch/git")
    printf '%-26s %9d %9d %9s %9s %9s\n' "$name" "$commits" "$documents" \
        "$(awk "BEGIN { printf \"%.1f\", $ours / 1000 }")" \
        "$(awk "BEGIN { printf \"%.1f\", $theirs / 1000 }")" \
        "$(awk "BEGIN { printf \"%.2f\", $ours / $theirs }")"
    rm -rf "$clone"
done
exit "$failures"
