#!/usr/bin/env bash
# Runs sopctl for a step of a workflow, and tells its exit status as an output.
#
#   SOPCTL_ARGUMENTS      the command and its arguments, quoted as in a shell
#   SOPCTL_FAIL_ON        --fail-on, if not empty
#   SOPCTL_ANSWER_FORMAT  --format, if not empty
#   SOPCTL_JOB_SUMMARY    true: the report is added to the summary of the job
set -euo pipefail

# Quotes are taken away, and nothing else is understood: no variables, no commands.
words=$(mktemp)
trap 'rm -f "$words"' EXIT
printf '%s' "$SOPCTL_ARGUMENTS" | xargs printf '%s\0' >"$words" || {
    printf '::error title=sopctl::A quote in args is not closed.\n'
    exit 2
}
arguments=()
while IFS= read -r -d '' word; do
    arguments+=("$word")
done <"$words"
[ -z "$SOPCTL_FAIL_ON" ] || arguments+=(--fail-on "$SOPCTL_FAIL_ON")
[ -z "$SOPCTL_ANSWER_FORMAT" ] || arguments+=(--format "$SOPCTL_ANSWER_FORMAT")
[ "$SOPCTL_JOB_SUMMARY" = true ] || unset GITHUB_STEP_SUMMARY

status=0
sopctl --no-input "${arguments[@]}" || status=$?
printf 'exit-code=%s\n' "$status" >>"$GITHUB_OUTPUT"
if [ "$status" -eq 2 ] && [ "$(git rev-parse --is-shallow-repository 2>/dev/null)" = true ]; then
    printf '::error title=sopctl::This clone is shallow, and history is the evidence. Give actions/checkout the input fetch-depth: 0.\n'
fi
exit "$status"
