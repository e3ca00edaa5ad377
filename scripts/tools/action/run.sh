#!/usr/bin/env bash
# Runs one command for action.yml. Inputs are variables and reach the command as single arguments, never as a script.
# Ends with 0 if the command could be started: the exit code is an output, so that reports are uploaded in any case.
set -euo pipefail

fail() {
  echo "::error title=payout-contract::$1"
  exit 2
}
# A line break in an output would add another output.
[[ $OUT != *[$'\n\r']* && -n $OUT ]] || fail 'out must be the name of a folder'

args=()
while IFS= read -r line || [ -n "$line" ]; do
  line=${line%$'\r'}
  [ -z "$line" ] || args+=("$line")
done <<<"${ARGUMENTS:-}"
[ -z "${TARGET:-}" ] || args=(--target "$TARGET" ${args[@]+"${args[@]}"})

case $COMMAND in
  run | fleet) args=(--out "$OUT" ${args[@]+"${args[@]}"}) ;;
  check-credentials)
    mkdir -p "$OUT"
    args=(--bundle "$OUT/check-credentials.json" ${args[@]+"${args[@]}"})
    ;;
  *) fail 'command must be run, check-credentials or fleet' ;;
esac

code=0
node "$CLI" "$COMMAND" "${args[@]}" || code=$?
case $code in
  0) verdict=held ;;
  1) verdict=broken ;;
  2) verdict=usage ;;
  4) verdict=credentials-refused ;;
  130 | 143) verdict=interrupted ;;
  *) verdict=no-verdict ;;
esac
{
  echo "exit-code=$code"
  echo "verdict=$verdict"
  echo "report=$OUT"
} >>"$GITHUB_OUTPUT"
