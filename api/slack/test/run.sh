#!/usr/bin/env bash
# Holds the bot, and the fake Slack it is tested with, against Slack's own
# packages: the Web API client, Bolt as a twin, and the types of blocks and
# manifests. Exit status 77: not run, because npm is missing or cannot install.
# Packages are kept in LIMBER_SLACK_CACHE (default: the user's cache folder).
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cache=${LIMBER_SLACK_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/limber/slack}
command -v npm >/dev/null || { echo "Slack's own packages: not run: no npm"; exit 77; }

mkdir -p "$cache" || exit 1
cp "$here"/package.json "$here"/package-lock.json "$here"/*.mjs "$here"/fixtures.json "$cache"/ || exit 1
if ! cmp -s "$here/package-lock.json" "$cache/installed"; then
  if ! (cd "$cache" && npm ci --no-audit --no-fund --ignore-scripts >install.log 2>&1); then
    echo "Slack's own packages: not run: npm could not install them"
    tail -n 3 "$cache/install.log"
    exit 77
  fi
  cp "$here/package-lock.json" "$cache/installed"
fi
cd "$here/.." && LIMBER_SLACK_NODE=$cache go test -count=1 -v -run '^TestOfficialClients$' .
