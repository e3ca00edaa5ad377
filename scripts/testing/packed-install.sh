#!/usr/bin/env bash
# Packs the package, installs it in an empty folder as a user would, and runs it there, without TypeScript or ts-node.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

now() { node -p 'Date.now()'; }
# Says what is done, does it, and says how long it took.
step() {
  local title=$1 started
  shift
  started=$(now)
  if ! "$@" >"$work/output" 2>&1; then
    echo "failed: $title" >&2
    cat "$work/output" >&2
    exit 1
  fi
  printf '%6d ms  %s\n' "$(($(now) - started))" "$title"
}
fail() {
  echo "failed: $1" >&2
  exit 1
}
has() { grep -qF -- "$1" "$work/output" || fail "the output lacks: $1"; }

cd "$root"
step 'npm pack' npm pack --silent --pack-destination "$work"
tarball=$(ls "$work"/*.tgz)
printf '%6d KiB %s\n' "$(($(wc -c <"$tarball") / 1024))" "$(basename "$tarball")"
tar -tzf "$tarball" >"$work/files"
if grep -vE '/dist/library/[a-z-]+\.d\.ts$' "$work/files" | grep -E '\.test\.|/testing/|\.ts$|\.tsbuildinfo$'; then fail 'the package holds tests or sources'; fi
if grep -E '/tools/([^/]*$|bench/|library/|nightly/|ts-node/)' "$work/files"; then fail 'the package holds what only a checkout uses'; fi

mkdir "$work/empty"
cd "$work/empty"
echo '{ "private": true }' >package.json
step 'npm install' npm install --omit=dev --no-audit --no-fund --prefer-offline "$tarball"
for package in typescript ts-node @swc/core jest; do
  if [ -e "node_modules/$package" ]; then fail "$package was installed"; fi
done

step '--version' npx --no-install payout-contract --version
has "$(node -p "require('$root/package.json').version")"
step 'list' npx --no-install payout-contract list
has 'accept.documented'
step 'run' npx --no-install payout-contract run --out reports/first
has 'Contract held'
for file in run.json events.ndjson junit.xml; do
  if [ ! -s "reports/first/$file" ]; then fail "reports/first/$file was not written"; fi
done
step 'the library in a bundle' node "$root/scripts/testing/bundled-library.cjs" "$PWD" run sandbox jest node
step 'run, the command alone' node_modules/.bin/payout-contract run --out reports/second
cat >own.json <<'EOF'
{
  "info": { "name": "Own", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json" },
  "item": [
    {
      "name": "Options",
      "request": {
        "method": "GET",
        "url": "{{baseUrl}}/v1/payout/options",
        "header": [{ "key": "Authorization", "value": "Bearer {{managementToken}}" }]
      }
    }
  ]
}
EOF
step 'run --collection' npx --no-install payout-contract run --collection own.json --out reports/own
step 'mutants --grep expires-seconds' npx --no-install payout-contract mutants --grep expires-seconds
has 'Survivors: none'
if npx --no-install payout-contract generate >"$work/output" 2>&1; then fail 'generate works outside a checkout'; fi
has 'in a checkout'

# An ES module gets every name, of each entry that needs no test framework.
cat >names.mjs <<'END'
import { checkExchange, createChecker } from 'payout-contract';
import { assertKeepsPayoutContract, assertPayoutToken, assertUsedCorrectly } from 'payout-contract/node';
import { defineReporter } from 'payout-contract/reporter';
import { checkCredentials, run } from 'payout-contract/run';
import { startSandbox } from 'payout-contract/sandbox';
const all = { checkExchange, createChecker, assertKeepsPayoutContract, assertPayoutToken, assertUsedCorrectly };
for (const [name, value] of Object.entries({ ...all, defineReporter, checkCredentials, run, startSandbox }))
  if (typeof value !== 'function') throw new Error(`${name} is not exported`);
END
step 'names of ES modules' node names.mjs

# Each example passes against a right sandbox, and fails against a wrong one, with the evidence.
for example in "$root"/examples/*/; do
  name=$(basename "$example")
  cp -R "$example" "$work/$name"
  cd "$work/$name"
  npm pkg set "devDependencies.payout-contract=file:$tarball"
  step "examples/$name: npm install" npm install --no-audit --no-fund --prefer-offline
  step "examples/$name" npm test
  if [ "$name" = run-sqlite ] && ! node -e "require('node:sqlite')" 2>/dev/null; then
    echo "skipped: $name needs node:sqlite"
    continue
  fi
  if FAULT=expires-seconds npm test >"$work/output" 2>&1; then fail "examples/$name does not notice a fault"; fi
  has 'do not hold the same time'
done

cd "$work/empty"
printf '%s\n' 'module.exports = () => ({ onReport() { throw new Error("mine broke"); } });' >mine.js
if npx --no-install payout-contract run --case 'accept.documented' --out reports/third --reporter json,./mine.js >"$work/output" 2>&1; then
  fail 'a reporter that failed was not noticed'
fi
has 'mine broke'
[ -s reports/third/run.json ] || fail 'a reporter that failed lost run.json'
echo 'The packed package works.'
