#!/usr/bin/env bash
# Does `sopctl stale` name the same last commit for every document as git does
# when it is asked for one document at a time? In a clone and in a bare clone.
#
#   benches/last_change.sh --histories DIR [--sopctl PATH]
#
# DIR holds git bundles with a branch `main`. The status is 1 if any differs.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/histories.sh"
read_options "$(sed -n '5s/^# *//p' "$0")" "$@"

# The path and the last commit of each document, each ended by a NUL.
last_changes='
import json, sys
for document in json.load(sys.stdin)["documents"]:
    change = document["last_change"]
    print(document["path"], change and change["commit"], sep="\0", end="\0")
'

any_different=0
printf '%-26s %-8s %9s %9s %9s\n' bundle clone documents equal different
for bundle in "${bundles[@]}"; do
    name=$(basename "$bundle" .bundle)
    unset expected
    declare -A expected=()
    for kind in working bare; do
        clone=$scratch/$name-$kind
        options=(-q -b main)
        [ "$kind" = bare ] && options+=(--bare)
        git clone "${options[@]}" "$bundle" "$clone" 2>/dev/null

        answer=$scratch/answer
        if ! "$sopctl" -C "$clone" stale --format json --fail-on never >"$answer"; then
            printf '%-26s %-8s sopctl failed\n' "$name" "$kind"
            any_different=1
            continue
        fi
        equal=0
        differences=()
        while IFS= read -r -d '' path && IFS= read -r -d '' commit; do
            if [ -z "${expected[$path]-}" ]; then
                expected[$path]=$(git -C "$clone" --literal-pathspecs log -1 --format=%H -- "$path")
            fi
            if [ "$commit" = "${expected[$path]}" ]; then
                equal=$((equal + 1))
            else
                differences+=("$path: sopctl $commit, git ${expected[$path]}")
            fi
        done < <(python3 -c "$last_changes" <"$answer")
        different=${#differences[@]}
        printf '%-26s %-8s %9d %9d %9d\n' \
            "$name" "$kind" $((equal + different)) "$equal" "$different"
        if [ "$different" -gt 0 ]; then
            any_different=1
            printf '    %s\n' "${differences[@]:0:10}"
        fi
        rm -rf "$clone"
    done
done
exit "$any_different"
