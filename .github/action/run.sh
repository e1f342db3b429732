#!/usr/bin/env bash
# Runs sopctl for a step of a workflow, and tells its exit status as an output.
#
#   ACTION_ARGUMENTS    the command and its arguments, quoted as in a shell
#   ACTION_FAIL_ON      --fail-on, if not empty
#   ACTION_FORMAT       --format, if not empty
#   ACTION_JOB_SUMMARY  true: the report is added to the summary of the job
set -euo pipefail

# Quotes are taken away, and nothing else is understood: no variables, no commands.
words=$(mktemp)
trap 'rm -f "$words"' EXIT
printf '%s' "$ACTION_ARGUMENTS" | xargs printf '%s\0' >"$words" || {
    printf '::error title=sopctl::A quote in args is not closed.\n'
    exit 2
}
arguments=()
while IFS= read -r -d '' word; do
    arguments+=("$word")
done <"$words"
[ -z "$ACTION_FAIL_ON" ] || arguments+=(--fail-on "$ACTION_FAIL_ON")
[ -z "$ACTION_FORMAT" ] || arguments+=(--format "$ACTION_FORMAT")
[ "$ACTION_JOB_SUMMARY" = true ] || unset GITHUB_STEP_SUMMARY

status=0
sopctl --no-input "${arguments[@]}" || status=$?
printf 'exit-code=%s\n' "$status" >>"$GITHUB_OUTPUT"
if [ "$status" -eq 2 ] && [ "$(git rev-parse --is-shallow-repository 2>/dev/null)" = true ]; then
    printf '::error title=sopctl::This clone is shallow, and history is the evidence. Give actions/checkout the input fetch-depth: 0.\n'
fi
exit "$status"
