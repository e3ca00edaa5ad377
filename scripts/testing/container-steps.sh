#!/usr/bin/env bash
# Runs the steps of the Dockerfile without a container runtime: the files that .dockerignore lets through are built in an
# empty folder, copied into a fresh root, and run there by a user without rights, on a read-only root file system.
# Needs root, unshare and chroot. What only a runtime shows (layers, the base image, signals to process 1) is not tried.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fail() {
  echo "failed: $1" >&2
  exit 1
}
[ "$(id -u)" -eq 0 ] || fail 'this needs root, to change the root folder'

echo '== build'
mkdir "$work/build" "$work/root"
cd "$root"
# .dockerignore excludes everything, and lets through what starts with an exclamation mark.
sed -n 's/^!//p' .dockerignore | xargs tar -c | tar -x -C "$work/build"
run_lines() { sed -n "/^FROM .* AS build/,/^FROM [^ ]*\$/s/^RUN //p" Dockerfile; }
run_lines | while IFS= read -r line; do
  echo "  $line"
  (cd "$work/build" && PATH="$PATH" npm_config_update_notifier=false bash -c "$line")
done

echo '== copy into a fresh root'
mkdir -p "$work/root"/{app,work,tmp,proc,dev,etc}
sed -n 's/^COPY --from=build //p' Dockerfile | while read -r -a words; do
  target=${words[-1]}
  for source in "${words[@]:0:${#words[@]}-1}"; do
    if [ "$target" = ./ ]; then cp -r "$work/build/${source#/build/}" "$work/root/app/"; else cp -r "$work/build/${source#/build/}" "$work/root/app/$target"; fi
  done
done
[ ! -e "$work/root/app/node_modules/typescript" ] || fail 'the image holds development dependencies'
# The base image: Node and the libraries that it needs.
node=$(readlink -f "$(node -p process.execPath)")
{
  echo "$node"
  ldd "$node" | grep -oE '/[^ ]+' || true
} | sort -u | while IFS= read -r file; do
  mkdir -p "$work/root$(dirname "$file")"
  cp -L "$file" "$work/root$file"
done
echo 'node:x:1000:1000::/work:/bin/false' >"$work/root/etc/passwd"
echo '127.0.0.1 localhost' >"$work/root/etc/hosts"
chown 1000:1000 "$work/root/work"

echo '== run as user 1000, with a read-only root and no network but this machine'
inside() {
  unshare --mount --net --pid --fork bash -euc '
    root=$1 node=$2; shift 2
    mount --bind "$root" "$root"
    mount --bind "$root/work" "$root/work"
    mount -t tmpfs tmpfs "$root/tmp"
    mount -t proc proc "$root/proc"
    mount -t tmpfs tmpfs "$root/dev"
    for device in null zero urandom; do touch "$root/dev/$device"; mount --bind "/dev/$device" "$root/dev/$device"; done
    mount -o remount,bind,ro "$root"
    if command -v ip >/dev/null; then ip link set lo up; fi
    exec chroot --userspec=1000:1000 "$root" "$node" -e "process.chdir(\"/work\"); process.argv.splice(1, 0, \"/app/dist/cli.js\"); require(\"/app/dist/cli.js\")" -- "$@"
  ' inside "$work/root" "$node" "$@"
}
inside --version
inside list --json >"$work/list"
grep -q accept.documented "$work/list" || fail 'list prints no cases'
if command -v ip >/dev/null; then
  inside run --out reports | tail -n 12
  [ "$(stat -c %u "$work/root/work/reports/run.json")" = 1000 ] || fail 'the report is not of user 1000'
else
  echo 'not tried: a run, because "ip" is missing to start the loopback interface'
fi
code=0
inside run --out /app/reports >"$work/refused" 2>&1 || code=$?
[ "$code" -eq 2 ] || { cat "$work/refused"; fail "a folder that cannot be written ended with $code"; }
echo 'The steps of the container work.'
