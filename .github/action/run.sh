#!/usr/bin/env bash
# Runs sopctl for a step of a workflow, and tells its exit status as an output.
#
#   ACTION_ARGUMENTS    the command and its arguments, quoted as in a shell
#   ACTION_FAIL_ON      --fail-on, if not empty and not among the arguments
#   ACTION_FORMAT       --format, likewise; annotations where the command has them
#   ACTION_JOB_SUMMARY  true: the report is added to the summary of the job
set -euo pipefail

ended() {
    printf 'exit-code=%s\n' "$1" >>"$GITHUB_OUTPUT"
    exit "$1"
}

# Quotes are taken away, and nothing else is understood: no variables, no commands.
words=$(mktemp)
trap 'rm -f "$words"' EXIT
printf '%s' "$ACTION_ARGUMENTS" | xargs printf '%s\0' >"$words" 2>/dev/null || {
    printf '::error title=sopctl::A quote in args is not closed on its line.\n'
    ended 2
}
command=
arguments=()
has_fail_on=false
while IFS= read -r -d '' word; do
    case $word in
    --format | --format=* | -f*) ACTION_FORMAT=given ;;
    --fail-on | --fail-on=*) has_fail_on=true ;;
    esac
    if [ -z "$command" ] && [[ $word != -* ]]; then
        command=$word
    fi
    arguments+=("$word")
done <"$words"

# Options go before the rest, where a -- among the arguments does not reach them.
options=(--no-input)
if [ -z "$ACTION_FORMAT" ] && [[ $command = stale || $command = check ]]; then
    ACTION_FORMAT=github
fi
[ -z "$ACTION_FORMAT" ] || [ "$ACTION_FORMAT" = given ] || options+=(--format "$ACTION_FORMAT")
if [ -n "$ACTION_FAIL_ON" ] && [ "$has_fail_on" = false ] && [ "${arguments[0]:-}" = "$command" ]; then
    arguments=("$command" --fail-on "$ACTION_FAIL_ON" "${arguments[@]:1}")
fi
[ "$ACTION_JOB_SUMMARY" = true ] || unset GITHUB_STEP_SUMMARY

status=0
sopctl "${options[@]}" "${arguments[@]}" || status=$?
if [ "$status" -eq 2 ] && [ "$(git rev-parse --is-shallow-repository 2>/dev/null)" = true ]; then
    printf '::error title=sopctl::This clone is shallow, and history is the evidence. Give actions/checkout the input fetch-depth: 0.\n'
fi
ended "$status"
