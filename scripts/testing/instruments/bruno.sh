#!/usr/bin/env bash
# See bruno.mjs. Needs `npm run build`, and the npm registry.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
work=$(mktemp -d)
sandbox=
trap '[ -z "$sandbox" ] || kill "$sandbox" 2>/dev/null || true; rm -rf "$work"' EXIT
cd "$work"
echo '{ "private": true, "type": "module" }' >package.json
npm install --silent --ignore-scripts --no-audit --no-fund --prefer-offline @usebruno/converters@0 @usebruno/cli@4
cp "$root/scripts/testing/instruments/bruno.mjs" .
mkdir collection
node bruno.mjs "$root/collections/payout-identity.postman_collection.json" collection

mkfifo line
node "$root/dist/cli.js" sandbox --port 0 --json >line &
sandbox=$!
read -r settings <line
url=$(node -p 'JSON.parse(process.argv[1]).url' "$settings")
cd collection
# Its scripts parse and run there, and say that nothing was checked: the run is red, after one request.
if ../node_modules/.bin/bru run -r --sandbox developer --env-var "baseUrl=$url" --env-var hmacPath=/v1/identity/hmac \
  >../run.txt 2>&1; then
  echo 'failed: a run that checks nothing is green in Bruno'
  exit 1
fi
for text in 'This client cannot judge the contract' 'Requests *│ *1 (1 Failed)'; do
  grep -q "$text" ../run.txt || { tail -50 ../run.txt; echo "failed: Bruno's runner does not say: $text"; exit 1; }
done
echo "bruno: the scripts run in Bruno's runner, and say that they do not judge there."
