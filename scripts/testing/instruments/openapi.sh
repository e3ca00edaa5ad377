#!/usr/bin/env bash
# Types and a client from the published OpenAPI file, by openapi-typescript and openapi-fetch, under `strict`.
# Needs `npm run build`, and the npm registry.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
work=$(mktemp -d)
sandbox=
trap '[ -z "$sandbox" ] || kill "$sandbox" 2>/dev/null || true; rm -rf "$work"' EXIT

cd "$work"
echo '{ "private": true, "type": "module" }' >package.json
npm install --silent --ignore-scripts --no-audit --no-fund --prefer-offline \
  openapi-typescript@7 openapi-fetch@0 typescript@5.9 @types/node@20
npx --no-install openapi-typescript "$root/schemas/payout-identity.openapi.yaml" --output schema.d.ts
cp "$root/scripts/testing/instruments/openapi-client.mts" client.mts
npx --no-install tsc --strict --skipLibCheck false --exactOptionalPropertyTypes --noUncheckedIndexedAccess \
  --module nodenext --target es2022 --types node client.mts

mkfifo line
node "$root/dist/cli.js" sandbox --port 0 --json >line &
sandbox=$!
read -r SANDBOX <line
SANDBOX=$SANDBOX node client.mjs
echo 'openapi: the types compile under strict, and the client works with the sandbox.'
