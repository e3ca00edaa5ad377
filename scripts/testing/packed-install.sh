#!/usr/bin/env bash
# Packs the package, installs it in an empty folder as a user would, and runs it there.
set -euo pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

cd "$root"
tarball=$(npm pack --silent --pack-destination "$folder" | tail -n 1)

mkdir "$folder/user"
cd "$folder/user"
npm init --yes > /dev/null
npm install --no-audit --no-fund --omit=dev "$folder/$tarball"

for package in typescript ts-node; do
  if [ -e "node_modules/$package" ]; then
    echo "$package is installed, and must not be needed" >&2
    exit 1
  fi
done

npx payout-contract --version
npx payout-contract list --rules > /dev/null
time npx payout-contract run --out reports
test -s reports/run.json
test -s reports/junit.xml
test -s reports/events.ndjson
du -sh node_modules/payout-contract
