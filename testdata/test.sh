#!/usr/bin/env bash
# Runs every Go test beside a throw-away PostgreSQL and prints what was skipped and why. In CI a skip is a failure.
set -euo pipefail
cd "$(dirname "$0")/.."
out=$(mktemp)
trap 'rm -f "$out"' EXIT
status=0
mapfile -t packages < <(find testdata -name '*.go' -printf './%h\n' | sort -u) # wildcards pass over testdata
./testdata/postgres.sh go test -json ./... "${packages[@]}" >"$out" || status=$?
go run ./testdata/summary <"$out" || status=$?
exit "$status"
