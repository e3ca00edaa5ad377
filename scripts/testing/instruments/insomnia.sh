#!/usr/bin/env bash
# What Insomnia's importer leaves out of the collection is what docs/postman.md says. Needs the npm registry.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{ "private": true, "type": "module" }' >package.json
npm install --silent --ignore-scripts --no-audit --no-fund --prefer-offline insomnia-importers@3.6.0
cp "$root/scripts/testing/instruments/insomnia.mjs" .
node insomnia.mjs "$root/collections/payout-identity.postman_collection.json"
