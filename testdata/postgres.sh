#!/usr/bin/env bash
# Runs a command with CALLGATE_TEST_PG set to the URL of a throw-away PostgreSQL, which it starts and stops.
# PostgreSQL refuses to run as root, so root runs it as the user postgres.
set -euo pipefail
bindir=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1 || true)
if [ -z "$bindir" ]; then
    echo "SKIP PostgreSQL: no server is installed" >&2
    exec "$@"
fi
data=$(mktemp -d)
as=()
if [ "$(id -u)" = 0 ]; then
    chown postgres "$data"
    as=(runuser -u postgres --)
fi
cd "$data"
"${as[@]}" "$bindir/initdb" -D "$data/db" -U postgres -A trust -E UTF8 --locale=C.UTF-8 >/dev/null
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
"${as[@]}" "$bindir/pg_ctl" -D "$data/db" -w -l "$data/log" start \
    -o "-p $port -k $data -c listen_addresses=127.0.0.1 -c fsync=off -c timezone=UTC" >/dev/null
cd - >/dev/null
trap '"${as[@]}" "$bindir/pg_ctl" -D "$data/db" -m immediate stop >/dev/null; rm -rf "$data"' EXIT
CALLGATE_TEST_PG="postgres://postgres@127.0.0.1:$port/postgres" "$@"
