#!/usr/bin/env bash
# What others make of the files of a run against a hostile target: jq, Python's json and XML, xmllint with Jenkins' schema,
# and two Markdown renderers. They read every file, find the same numbers in each, and nothing that a terminal obeys. With
# an argument, the hostile texts are those in this file. Needs `npm run build`, jq, python3, xmllint, and the npm registry.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
here="$root/scripts/testing/instruments"
work=$(mktemp -d)
trap 'exec 3>&- || true; rm -rf "$work"' EXIT
for program in jq python3 xmllint; do
  command -v "$program" >/dev/null || { echo "failed: $program is not installed" >&2; exit 1; }
done

cd "$work"
echo '{ "private": true, "type": "module" }' >package.json
npm install --silent --ignore-scripts --no-audit --no-fund --prefer-offline markdown-it@14 marked@15
cp "$here/render-markdown.mjs" .

# It ends when this script closes its input.
mkfifo input line
(cd "$root" && exec node -r ts-node/register/transpile-only "$here/hostile-target.ts" "$@") <input >line &
exec 3>input
read -r settings <line
while read -r setting; do export "${setting?}"; done < <(jq -r 'to_entries[] | "\(.key)=\(.value)"' <<<"$settings")

contract=(node "$root/dist/cli.js")
reporters=console,json,junit,html,markdown,ctrf
ends_with() {
  local expected=$1 code=0
  shift
  "$@" || code=$?
  [ "$code" -eq "$expected" ] || { echo "failed: exit code $code of $*" >&2; exit 1; }
}
ends_with 1 "${contract[@]}" run --out whole --retries 0 --strict --explore 20 --reporter "$reporters,ndjson" >whole.txt
ends_with 0 "${contract[@]}" run --out load --retries 0 --tag smoke --duration 5 --reporter "$reporters,ndjson" >load.txt
mkdir half
"${contract[@]}" run --out half --retries 0 --reporter ndjson >half.log 2>&1 &
run=$!
until [ "$(grep -c '"case-finished"' half/events.ndjson 2>/dev/null)" -ge 30 ] 2>/dev/null; do sleep 0.1; done
kill -9 "$run"
wait "$run" 2>/dev/null || true
"${contract[@]}" report half/events.ndjson --out killed --reporter "$reporters" >killed.txt || true

for folder in whole load killed; do
  for file in run.json ctrf-report.json; do jq --exit-status . "$folder/$file" >/dev/null; done
  # Every line by itself, as a program that follows the file reads it.
  jq --exit-status --raw-input 'fromjson | has("type")' "$folder/events.ndjson" >/dev/null 2>&1 || [ "$folder" = killed ]
  xmllint --noout --schema "$root/scripts/testing/jenkins-junit.xsd" "$folder/junit.xml" 2>"$folder.xml" || { cat "$folder.xml" >&2; exit 1; }
  python3 "$here/outputs.py" "$folder" "$folder.txt"
  node render-markdown.mjs "$folder/summary.md"
  echo "ok: $folder"
done
echo 'outputs: every program reads every file, and finds the same numbers.'
