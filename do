#!/usr/bin/env bash
# The one task script: ./do run | test | bench | check. Installs what is missing.
set -euo pipefail
cd "$(dirname "$0")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

usage() { sed -n '2p' "$0"; exit 2; }

# Debian packages, only when their program is not there.
need() { # program package
  command -v "$1" >/dev/null 2>&1 || [ -n "$(ls -d $1 2>/dev/null | head -1)" ] && return
  echo "Đang cài $2 …" >&2
  (apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$2") >/dev/null
}

# A PostgreSQL server of its own for the tests, on a free port, gone when they end.
postgres() {
  need '/usr/lib/postgresql/*/bin/initdb' postgresql
  local bin; bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1)
  PGHOME=$(mktemp -d /tmp/khoyte-pg-XXXXXX); local port=$((20000 + RANDOM % 20000)) as=""
  if [ "$(id -u)" = 0 ]; then chown postgres "$PGHOME"; as="runuser -u postgres --"; fi
  $as "$bin/initdb" -D "$PGHOME/data" -A trust -U postgres -E UTF8 --locale=C.UTF-8 >/dev/null
  $as "$bin/pg_ctl" -D "$PGHOME/data" -o "-p $port -k $PGHOME -c fsync=off -c max_connections=200 -c listen_addresses=127.0.0.1" -l "$PGHOME/log" -w start >/dev/null
  trap "$as '$bin/pg_ctl' -D '$PGHOME/data' -m immediate stop >/dev/null 2>&1; rm -rf '$PGHOME'" EXIT
  export KHOYTE_TEST_POSTGRES="Host=127.0.0.1;Port=$port;Username=postgres"
}

case "${1:-}" in
  test)
    shift
    postgres
    dotnet build -c Release -v quiet
    dotnet artifacts/bin/HealthWarehouse.Tests/release/HealthWarehouse.Tests.dll "$@"
    ;;
  bench)
    shift
    dotnet build -c Release -v quiet bench/HealthWarehouse.Bench
    dotnet artifacts/bin/HealthWarehouse.Bench/release/HealthWarehouse.Bench.dll "$@"
    ;;
  *) usage ;;
esac
