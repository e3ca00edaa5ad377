#!/usr/bin/env bash
# The packed package in the hands of others: publint and arethetypeswrong, TypeScript 5.4 and 6 under `strict`, the usual HTTP
# clients, pnpm and both Yarns, Node 20.19, 22 and 24, npx from the tarball, npm and npx from a git repository, a path with spaces, a read-only installation, no
# HOME; and its list of parts and its ctrf report against their schemas. Needs the npm registry.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
base=$(mktemp -d)
trap 'chmod -R u+w "$base"; rm -rf "$base"' EXIT
# The package is installed, and its program started, in a folder that has a space in its name.
work="$base/a folder"
mkdir "$work"

step() {
  local title=$1
  shift
  if ! "$@" >"$base/output" 2>&1; then
    echo "failed: $title" >&2
    tail -n 60 "$base/output" >&2
    exit 1
  fi
  echo "ok: $title"
}
# A project of its own with the files of `types/`, and what this folder's package.json says.
project() {
  mkdir "$work/$1"
  cd "$work/$1"
  printf '{ "name": "p", "version": "1.0.0", "private": true, "license": "MIT" }\n' >package.json
}
# What a user does first: the list, a run, and an entry of each kind.
works() {
  local command=("$@")
  "${command[@]}" --version
  "${command[@]}" run --case accept.documented --out reports/one
  test -s reports/one/report.html
  node -e "require('payout-contract').createChecker(); require('payout-contract/run').run"
  node --input-type=module -e "import { startSandbox } from 'payout-contract/sandbox'; (await startSandbox()).close()"
}

cd "$root"
step 'npm pack' npm pack --silent --pack-destination "$base"
tarball=$(ls "$base"/*.tgz)

step 'publint' npx --yes publint@0.3 --strict "$tarball"
# What is not JavaScript has no types.
step 'arethetypeswrong' npx --yes @arethetypeswrong/cli@0.18 "$tarball" --profile node16 \
  --exclude-entrypoints ./schemas/* ./openapi.yaml ./collection.json ./package.json

for version in 5.4 6; do
  project "typescript $version"
  step "TypeScript $version: install" npm install --no-audit --no-fund --prefer-offline "$tarball" \
    "typescript@$version" @types/node@20 jest@30 @types/jest@30 vitest@3
  cp "$root"/scripts/testing/instruments/types/* .
  # The types of Vitest and its dependencies do not compile with every TypeScript; those of the package must.
  step "TypeScript $version: CommonJS and ES modules, strict, with every library checked" npx --no-install tsc -p entries.json
  step "TypeScript $version: Jest without globals" npx --no-install tsc -p jest-globals.json
  step "TypeScript $version: Vitest" npx --no-install tsc -p vitest.json
done

project 'npm'
step 'npm: install' npm install --no-audit --no-fund --prefer-offline "$tarball"
step 'npm: works' works npx --no-install payout-contract
for version in 20.19.0 22 24; do
  step "Node $version" npx --yes -p "node@$version" node node_modules/payout-contract/dist/cli.js run --out "reports/node-$version"
done
step 'no HOME' env -u HOME "$(command -v node)" node_modules/payout-contract/dist/cli.js run --case accept.documented --out reports/homeless
chmod -R a-w node_modules
# Root may write anywhere.
if [ "$(id -u)" -eq 0 ] && command -v setpriv >/dev/null; then
  chmod a+rx "$base" "$work" "$work/npm"
  mkdir -m 777 "$base/elsewhere"
  step 'a read-only installation' setpriv --reuid 65534 --regid 65534 --clear-groups env HOME=/nonexistent \
    "$(command -v node)" node_modules/payout-contract/dist/cli.js run --case accept.documented --out "$base/elsewhere/reports"
else
  step 'a read-only installation' works npx --no-install payout-contract
fi

project 'clients'
step 'clients: install' npm install --no-audit --no-fund --prefer-offline "$tarball" \
  axios@1 got@14 ky@1 needle@3 node-fetch@3 superagent@10 supertest@7 undici@7 \
  typescript@6 @types/node@20 @types/superagent@8 @types/supertest@6
cp "$root"/scripts/testing/instruments/clients.mjs "$root"/scripts/testing/instruments/types/clients.* .
step 'clients: the responses of each are judged' node clients.mjs
step 'clients: the responses of each have the right type' npx --no-install tsc -p clients.json

project 'ctrf'
step 'ctrf: install' npm install --no-audit --no-fund --prefer-offline "$tarball" ctrf@0.3
cp "$root"/scripts/testing/instruments/ctrf.mjs .
step 'ctrf: the reports of a right and of a broken API are valid' node ctrf.mjs

project 'npx'
step 'npx from the tarball' npx --yes --package "$tarball" payout-contract run --case accept.documented --out reports/one

project 'git'
git clone --quiet --bare "$root" "$base/bare.git"
step 'git: install' npm install --no-audit --no-fund --prefer-offline "git+file://$base/bare.git"
step 'git: works' works npx --no-install payout-contract
step 'npx from git' npx --yes --prefer-offline "git+file://$base/bare.git" run --case accept.documented --out reports/two

project 'pnpm'
step 'pnpm: install' npx --yes pnpm@9 add "$tarball"
step 'pnpm: works' works npx --yes pnpm@9 exec payout-contract

project 'yarn classic'
step 'yarn 1: install' npx --yes yarn@1 add --non-interactive "$tarball"
step 'yarn 1: works' works npx --yes yarn@1 -s run payout-contract

project 'yarn berry'
printf 'nodeLinker: node-modules\nenableTelemetry: false\nenableGlobalCache: false\n' >.yarnrc.yml
touch yarn.lock
step 'yarn 4: install' npx --yes -p @yarnpkg/cli-dist@4 yarn add "payout-contract@file:$tarball"
step 'yarn 4: works' works npx --yes -p @yarnpkg/cli-dist@4 yarn run payout-contract
echo 'package: everyone can install it, read its types, and run it.'
