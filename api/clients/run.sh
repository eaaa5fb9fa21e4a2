#!/usr/bin/env bash
# Runs the official clients against the built program. Usage: run.sh BINARY
# Exit status 77: not run, because something it needs is missing.
# Packages are kept in LIMBER_CLIENTS_CACHE (default: the user's cache folder).
set -uo pipefail
limber=$(realpath "$1")
here=$(cd "$(dirname "$0")" && pwd)
cache=${LIMBER_CLIENTS_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/limber/clients}
command -v npm >/dev/null || { echo "official clients: not run: no npm"; exit 77; }

mkdir -p "$cache" || exit 1
cp "$here"/package.json "$here"/package-lock.json "$here"/*.mjs "$cache"/
if ! cmp -s "$here/package-lock.json" "$cache/installed"; then
  if ! (cd "$cache" && npm ci --no-audit --no-fund --ignore-scripts >install.log 2>&1); then
    echo "official clients: not run: npm could not install them"
    tail -n 3 "$cache/install.log"
    exit 77
  fi
  cp "$here/package-lock.json" "$cache/installed"
fi

out=$(mktemp)
LIMBER_RATE_LIMIT=0 "$limber" serve --addr 127.0.0.1:0 >"$out" 2>/dev/null &
server=$!
trap 'kill $server 2>/dev/null; rm -f "$out"' EXIT
for _ in $(seq 200); do
  url=$(grep -oE 'http://[0-9.:]+' "$out") && break
  kill -0 $server 2>/dev/null || { echo "the server did not start"; exit 1; }
  sleep 0.05
done
status=0
(cd "$cache" && LIMBER_URL=$url node --test clients.test.mjs) || status=1
(cd "$here/../.." && LIMBER_CLIENTS_NODE=$cache go test -count=1 -run '^TestOfficialClient$' ./retrieval/embedfake) || status=1
exit $status
