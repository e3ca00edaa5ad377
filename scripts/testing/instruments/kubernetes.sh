#!/usr/bin/env bash
# The manifests of deploy/ and docs/ against the schemas of Kubernetes and KEDA. Needs the npm registry.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cd "$work"
printf '{ "private": true, "type": "module" }\n' >package.json
npm install --silent --no-audit --no-fund --ignore-scripts kubernetes-models@5 @kubernetes-models/keda@2 yaml@2 \
  typescript@6
cp "$root/scripts/testing/instruments/kubernetes.mjs" .
node kubernetes.mjs "$root"
npx --no-install tsc --noEmit --strict --skipLibCheck --module nodenext --target es2022 manifests.mts
echo 'No manifest has a field that its type does not know.'
