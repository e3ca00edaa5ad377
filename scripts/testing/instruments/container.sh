#!/usr/bin/env bash
# The image of the Dockerfile, built and run as the manifests of deploy/ run it: by user 1000 without rights, on a read-only
# root file system, here also without a network. Needs docker, or what RUNTIME names, such as podman; BUILD_OPTIONS and
# RUN_OPTIONS are for machines that need some.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
runtime=${RUNTIME:-docker}
image="payout-contract:test-$$"
name="payout-contract-test-$$"
work=$(mktemp -d)
cleanup() {
  $runtime rm -f "$name" >/dev/null 2>&1 || true
  $runtime rmi -f "$image" >/dev/null 2>&1 || true
  rm -rf "$work"
}
trap cleanup EXIT
fail() {
  echo "failed: $1" >&2
  [ ! -s "$work/output" ] || tail -n 40 "$work/output" >&2
  exit 1
}
options=(--network none --read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges --memory 512m)
# shellcheck disable=SC2206
options+=(-v "$work/reports:/work" ${RUN_OPTIONS:-})
# Runs a command, and compares its exit code.
ends_with() {
  local wanted=$1 code=0
  shift
  $runtime run --rm "${options[@]}" "$image" "$@" >"$work/output" 2>&1 || code=$?
  [ "$code" -eq "$wanted" ] || fail "$* ended with $code instead of $wanted"
  echo "ok: $* ends with $wanted"
}

mkdir -m 777 "$work/reports"
# shellcheck disable=SC2086
$runtime build ${BUILD_OPTIONS:-} -t "$image" "$root" >"$work/output" 2>&1 || fail 'the build'
echo 'ok: the image is built'

ends_with 0 --version
ends_with 0 run --out first
[ -s "$work/reports/first/report.html" ] || fail 'run writes no report'
[ "$(stat -c %u "$work/reports/first/run.json")" = 1000 ] || fail 'the report is not of user 1000'
ends_with 2 run --out /app/reports
ends_with 2 no-such-command

inside='const fs = require("fs");
const held = ["typescript", "jest", "ts-node"].filter((name) => fs.existsSync(`/app/node_modules/${name}`));
if (process.getuid() !== 1000 || held.length > 0 || fs.existsSync("/app/scripts")) throw new Error(`user ${process.getuid()}, ${held}`);'
$runtime run --rm "${options[@]}" --entrypoint node "$image" -e "$inside" >"$work/output" 2>&1 || fail 'the image holds more than it needs'
echo 'ok: user 1000, without sources and development dependencies'

# What Kubernetes does to a pod that it stops: the command is process 1, which gets SIGTERM only if it listens.
$runtime run -d --name "$name" "${options[@]}" "$image" run --out stopped --rate 2 >"$work/output" 2>&1 || fail 'a run in the background'
for _ in $(seq 60); do
  ! grep -qs case-finished "$work/reports/stopped/events.ndjson" || break
  sleep 1
done
$runtime stop -t 30 "$name" >"$work/output" 2>&1 || fail 'stop'
code=$($runtime inspect -f '{{.State.ExitCode}}' "$name")
[ "$code" -eq 143 ] || fail "a stopped run ended with $code"
grep -q '"stopped": *"terminated"' "$work/reports/stopped/run.json" || fail 'a stopped run writes no report'
echo 'ok: a stopped run ends with 143, and with its report'
echo 'container: the image works.'
