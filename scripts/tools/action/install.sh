#!/usr/bin/env bash
# Installs the package for action.yml, without credentials in its environment: the commit of the action itself, or one
# exact version from the registry (VERSION).
set -euo pipefail

fail() {
  echo "::error title=payout-contract::$1"
  exit 2
}
node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' ||
  fail "Node 20.19 or later is needed, and this is $(node --version): use actions/setup-node before this action"

if [ -n "${VERSION:-}" ]; then
  [[ $VERSION =~ ^[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?$ ]] || fail 'version must be exact, such as 1.2.3'
  folder=$(mktemp -d "${RUNNER_TEMP:-/tmp}/payout-contract.XXXXXX")
  npm install --prefix "$folder" --ignore-scripts --no-audit --no-fund "payout-contract@$VERSION"
  cli=$folder/node_modules/payout-contract/dist/cli.js
else
  cli=$GITHUB_ACTION_PATH/dist/cli.js
  if [ ! -f "$cli" ]; then
    cd "$GITHUB_ACTION_PATH"
    npm ci --ignore-scripts --no-audit --no-fund
    npm run -s build
  fi
fi
echo "cli=$cli" >>"$GITHUB_OUTPUT"
