#!/usr/bin/env bash
# See bruno.mjs. Needs the npm registry.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{ "private": true, "type": "module" }' >package.json
npm install --silent --ignore-scripts --no-audit --no-fund --prefer-offline @usebruno/converters@0
cp "$root/scripts/testing/instruments/bruno.mjs" .
node bruno.mjs "$root/collections/payout-identity.postman_collection.json"
