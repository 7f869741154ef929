#!/usr/bin/env bash
# Runs every fuzz target of the tree, one after the other, for the given time each (default 60s).
set -euo pipefail
cd "$(dirname "$0")/.."
time=${1:-60s}
count=0
while IFS=: read -r file target; do
    count=$((count + 1))
    echo "== $target in $(dirname "$file"), $time"
    go test "./$(dirname "$file")" -run '^$' -fuzz "^$target\$" -fuzztime "$time" -fuzzminimizetime 1s
done < <(grep -rhoE --include='*_test.go' --with-filename 'func (Fuzz[A-Za-z0-9_]+)' . | sed -E 's/func //; s|^\./||' | sort)
echo "$count fuzz targets, nothing found"
