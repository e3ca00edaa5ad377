#!/usr/bin/env bash
# Prism between the suite and the sandbox: no response differs from the published OpenAPI file. Needs `npm run build`, and
# the npm registry. What Prism does not forward as it is, such as a body that is not JSON, is left out.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
work=$(mktemp -d)
sandbox=
prism=
trap 'for each in $prism $sandbox; do kill "$each" 2>/dev/null || true; done; rm -rf "$work"' EXIT
cd "$work"
echo '{ "private": true }' >package.json
npm install --silent --ignore-scripts --no-audit --no-fund --prefer-offline @stoplight/prism-cli@5
mkfifo line
node "$root/dist/cli.js" sandbox --port 0 --json >line &
sandbox=$!
read -r settings <line
field() { node -p 'JSON.parse(process.argv[1])[process.argv[2]]' "$settings" "$1"; }
# Prism cannot choose a port itself.
port=$(node -e "const s = require('net').createServer().listen(0, () => { console.log(s.address().port); s.close(); })")
node node_modules/@stoplight/prism-cli/dist/index.js proxy "$root/schemas/payout-identity.openapi.yaml" "$(field url)" \
  --port "$port" >prism.txt 2>&1 &
prism=$!
for _ in $(seq 240); do
  grep -q 'Prism is listening' prism.txt && break
  sleep 0.5
done
IMBURSE_PUBLIC_KEY=$(field IMBURSE_PUBLIC_KEY) IMBURSE_PRIVATE_KEY=$(field IMBURSE_PRIVATE_KEY) \
  node "$root/dist/cli.js" run --target "http://127.0.0.1:$port" --out report --case 'hmac.*,accept.*,options.*,auth.*,refuse.*' \
  >run.txt 2>&1 || { tail -40 run.txt; echo 'failed: the run through Prism'; exit 1; }
forwarded=$(grep -c 'Received forward response' prism.txt)
if grep -B3 'Violation: response' prism.txt; then
  echo 'failed: Prism found a response that differs from the OpenAPI file'
  exit 1
fi
[ "$forwarded" -ge 200 ] || { echo "failed: Prism forwarded only $forwarded requests"; exit 1; }
echo "prism: no violation in $forwarded exchanges"
