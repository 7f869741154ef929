#!/usr/bin/env bash
# Installs what the tests need and what is missing, by name, with the ordinary clients: PostgreSQL from Debian, the Python drivers into a virtual
# environment, the Node.js and Java drivers into .cache. What cannot be installed is said, and its tests skip with that reason.
set -uo pipefail
cd "$(dirname "$0")/.."
mkdir -p .cache
missing() { echo "SETUP: $1 cannot be installed here: $2"; }

if ! ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || ! command -v psql >/dev/null; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q postgresql postgresql-client; } >.cache/apt.log 2>&1 ||
            missing PostgreSQL "see .cache/apt.log"
    else
        missing PostgreSQL "needs root and apt-get"
    fi
fi

requirements=testdata/clients/python/requirements.txt
if ! cmp -s "$requirements" .cache/venv/requirements.txt; then
    { python3 -m venv .cache/venv && .cache/venv/bin/pip install -q -r "$requirements" && cp "$requirements" .cache/venv/; } >.cache/pip.log 2>&1 ||
        missing "the Python drivers" "see .cache/pip.log"
fi

if ! cmp -s testdata/clients/node/package.json .cache/node/package.json; then
    mkdir -p .cache/node
    { command -v npm >/dev/null && npm install --silent --no-audit --no-fund --no-package-lock --prefix .cache/node "pg@$(sed -E 's/.*"pg": "([^"]+)".*/\1/' testdata/clients/node/package.json)" &&
        cp testdata/clients/node/package.json .cache/node/package.json; } >.cache/npm.log 2>&1 || missing "the Node.js driver" "see .cache/npm.log"
fi

jdbc=42.7.8
if [ ! -f ".cache/java/postgresql-$jdbc.jar" ]; then
    mkdir -p .cache/java
    { command -v mvn >/dev/null && mvn -q -B dependency:copy -Dartifact="org.postgresql:postgresql:$jdbc" -DoutputDirectory="$PWD/.cache/java"; } >.cache/mvn.log 2>&1 ||
        missing "the Java driver" "see .cache/mvn.log"
fi
exit 0
