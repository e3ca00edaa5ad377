#!/usr/bin/env bash
# Portman's tests from the published OpenAPI file against the sandbox. Needs `npm run build`, and the npm registry.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
work=$(mktemp -d)
sandbox=
trap '[ -z "$sandbox" ] || kill "$sandbox" 2>/dev/null || true; rm -rf "$work"' EXIT
cd "$work"
echo '{ "private": true, "type": "module" }' >package.json
npm install --silent --ignore-scripts --no-audit --no-fund --prefer-offline @apideck/portman@1 tslib@2
mkfifo line
node "$root/dist/cli.js" sandbox --port 0 --json >line &
sandbox=$!
read -r settings <line
SANDBOX=$settings node "$root/scripts/testing/instruments/portman.mjs" >config.json
url=$(node -p 'JSON.parse(process.argv[1]).url' "$settings")
npx --no-install portman --local "$root/schemas/payout-identity.openapi.yaml" --baseUrl "$url" \
  --portmanConfigFile config.json --output collection.json --includeTests true --runNewman >run.txt 2>&1 ||
  { tail -80 run.txt; echo 'failed: Portman'; exit 1; }
passed=$(grep -c '✓' run.txt)
[ "$passed" -ge 50 ] || { echo "failed: Portman made only $passed tests"; exit 1; }
echo "portman: $passed of $passed tests passed"
