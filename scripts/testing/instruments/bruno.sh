#!/usr/bin/env bash
# See bruno.mjs. Needs `npm run build`, and the npm registry. With the argument `short`, one run, as pinned.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{ "private": true, "type": "module" }' >package.json
versions=(@usebruno/converters@0 @usebruno/cli@4)
[ "${1:-}" = short ] && versions=(@usebruno/converters@0.23.0 @usebruno/cli@4.1.0)
npm install --silent --ignore-scripts --no-audit --no-fund --prefer-offline "${versions[@]}"
cp "$root/scripts/testing/instruments/bruno.mjs" .
node bruno.mjs "$root" "${CLI:-$root/dist/cli.js}" "${1:-}"
