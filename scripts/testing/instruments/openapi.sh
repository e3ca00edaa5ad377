#!/usr/bin/env bash
# Types and clients from the published OpenAPI file, by openapi-typescript and @hey-api/openapi-ts, under `strict`.
# Needs `npm run build`, and the npm registry.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
work=$(mktemp -d)
sandbox=
trap '[ -z "$sandbox" ] || kill "$sandbox" 2>/dev/null || true; rm -rf "$work"' EXIT

cd "$work"
echo '{ "private": true, "type": "module" }' >package.json
npm install --silent --ignore-scripts --no-audit --no-fund --prefer-offline \
  openapi-typescript@7 openapi-fetch@0 @hey-api/openapi-ts@0 typescript@5.9 @types/node@20
npx --no-install openapi-typescript "$root/schemas/payout-identity.openapi.yaml" --output schema.d.ts
npx --no-install openapi-ts --input "$root/schemas/payout-identity.openapi.yaml" --output generated --client @hey-api/client-fetch
cp "$root/scripts/testing/instruments/openapi-client.mts" client.mts
cp "$root/scripts/testing/instruments/generated-client.mts" .
npx --no-install tsc --strict --skipLibCheck false --exactOptionalPropertyTypes --noUncheckedIndexedAccess \
  --module nodenext --target es2022 --types node client.mts
# As its documentation says, its output is for a bundler.
npx --no-install tsc --strict --skipLibCheck false --noUncheckedIndexedAccess --module esnext --moduleResolution bundler \
  --target es2022 --types node --outDir built generated-client.mts
"$root/node_modules/.bin/esbuild" built/generated-client.mjs --bundle --platform=node --format=esm --outfile=generated-client.mjs

mkfifo line
node "$root/dist/cli.js" sandbox --port 0 --json >line &
sandbox=$!
read -r SANDBOX <line
SANDBOX=$SANDBOX node client.mjs
SANDBOX=$SANDBOX node generated-client.mjs
echo 'openapi: the types compile under strict, and the clients work with the sandbox.'
