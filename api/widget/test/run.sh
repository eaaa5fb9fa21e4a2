#!/usr/bin/env bash
# Checks the widget: types, lint, a fresh bundle, and the browser tests against
# the real program. Needs Go, Node.js 20.19 or newer, npm and Chromium.
set -euo pipefail
cd "$(dirname "$0")"
not_run() { echo "browser tests: not run: $1"; exit 1; }

export LIMBER_CHROMIUM=${LIMBER_CHROMIUM:-$(command -v chromium || command -v chromium-browser || true)}
[ -n "$LIMBER_CHROMIUM" ] || not_run "Chromium is not installed"
command -v npm >/dev/null || not_run "npm is not installed"

npm ci --no-audit --no-fund --prefix ..
npm ci --no-audit --no-fund

npm run --silent --prefix .. types && echo "types: passed"
npm run --silent --prefix .. lint && echo "lint: passed"
(cd ../../.. && go test -count=1 ./api/widget/build)

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
(cd ../../.. && go build -o "$work/limber" ./cmd/limber)
LIMBER_BINARY="$work/limber" node --test --test-concurrency=1 --test-force-exit --test-timeout=1200000 --test-reporter=spec ./*.test.mjs
