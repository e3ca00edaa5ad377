#!/usr/bin/env bash
# The texts of JSONTestSuite and of the Big List of Naughty Strings as responses, tokens, requests, references, headers and
# arguments: all are read as what they are, and no output obeys one. Ajv's strict mode with the published schemas. Needs
# `npm run build`, the npm registry, GitHub or a folder with copies of both repositories in CORPORA, and what outputs.sh needs.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
here="$root/scripts/testing/instruments"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{ "private": true, "type": "module" }' >package.json
npm install --silent --ignore-scripts --no-audit --no-fund --prefer-offline ajv@8 ajv-formats@3
cp "$here/ajv-strict.mjs" .
node ajv-strict.mjs "$root/schemas"

# The files of a repository at a commit. Packages have only some of them, and not as bytes.
corpus() {
  local name=${1#*/}
  if [ -n "${CORPORA:-}" ]; then
    ln -s "$CORPORA/$name" "$name"
    return
  fi
  git init --quiet "$name"
  git -C "$name" fetch --quiet --depth 1 "https://github.com/$1" "$2"
  git -C "$name" checkout --quiet FETCH_HEAD
}
corpus nst/JSONTestSuite 1ef36fa01286573e846ac449e8683f8833c5b26a
corpus minimaxir/big-list-of-naughty-strings db33ec7b1d5d9616a88c76394b7d0897bd0b97eb
(cd "$root" && node -r ts-node/register/transpile-only "$here/json-suites.ts" "$work/JSONTestSuite/test_parsing" \
  "$work/big-list-of-naughty-strings/blns.json" "$work/texts.json")
bash "$here/outputs.sh" "$work/texts.json"
