#!/usr/bin/env bash
# The one task script: ./do run | test | bench | check | supply | lighthouse. Installs what is missing.
set -euo pipefail
cd "$(dirname "$0")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
WEB=src/HealthWarehouse.Web KHOYTE=artifacts/bin/HealthWarehouse.Web/release/khoyte.dll

# What must be there before anything else, in one sentence each.
ready() {
  local sdk; sdk=$(dotnet --list-sdks 2>/dev/null | cut -d. -f1 | sort -n | tail -1 || true)
  [ "${sdk:-0}" -ge 10 ] || { echo "Cần .NET SDK 10 (https://dotnet.microsoft.com/download): máy này ${sdk:+chỉ có bản }${sdk:-chưa có}." >&2; exit 1; }
  local node; node=$(node --version 2>/dev/null | tr -d v | cut -d. -f1 || true)
  [ "${node:-0}" -ge 20 ] || { echo "Cần Node 20 trở lên (https://nodejs.org): máy này ${node:+chỉ có bản }${node:-chưa có}." >&2; exit 1; }
}

usage() { sed -n '2p' "$0"; exit 2; }

# Debian packages, only when their program is not there.
need() { # program package option…
  command -v "$1" >/dev/null 2>&1 || [ -n "$(ls -d $1 2>/dev/null | head -1)" ] && return
  echo "Đang cài $2 …" >&2
  (apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "${@:3}" "$2") >/dev/null
}

# Whether a file is missing or older than anything in the folders after it.
stale() { # file folder…
  [ ! -e "$1" ] || [ -n "$(find "${@:2}" -type f -newer "$1" -not -path '*/node_modules/*' -not -path '*/wwwroot/*' -print -quit)" ]
}

# Styles, script, icons and font of the pages, from npm packages.
client() {
  local modules=$WEB/Client/node_modules
  if stale "$modules/.package-lock.json" $WEB/Client/package-lock.json; then
    echo "Đang cài gói npm …" >&2
    (cd $WEB/Client && npm ci --ignore-scripts --silent --no-audit --no-fund && touch node_modules/.package-lock.json)
  fi
  if stale $WEB/wwwroot/dist/icons.svg $WEB; then (cd $WEB/Client && node build.mjs); fi
}

# Clients nobody here wrote, which the tests run against a portal; never part of what is delivered.
clients() {
  local modules=tests/clients/node_modules
  if stale "$modules/.package-lock.json" tests/clients/package-lock.json; then
    echo "Đang cài gói npm của bài kiểm thử …" >&2
    (cd tests/clients && npm ci --ignore-scripts --silent --no-audit --no-fund && touch node_modules/.package-lock.json)
  fi
}

build() { # project…
  for project in "$@"; do dotnet build -c Release -v quiet -p:RestoreLockedMode=true "$project"; done
}

# The serif of printed forms, which the build copies beside the program; without it forms are printed in that of the client.
faces() { need '/usr/share/fonts/truetype/liberation2/LiberationSerif-Regular.ttf' fonts-liberation2 || echo "Không cài được fonts-liberation2: biểu in bằng DejaVu Serif." >&2; }

portal() {
  client
  faces
  if stale "$KHOYTE" src catalogue warehouse Directory.Build.props Directory.Packages.props; then build $WEB; touch "$KHOYTE"; fi
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

case "${1:-}" in run | test | bench | check | supply | lighthouse) ready ;; esac
case "${1:-}" in
  run)
    portal
    export KHOYTE_DATA=${KHOYTE_DATA:-$PWD/data}
    [ -e "$KHOYTE_DATA/demo-logins.txt" ] || dotnet "$KHOYTE" demo
    echo "Kho Y tế: http://localhost:5080 (Ctrl-C để dừng)"
    cat "$KHOYTE_DATA/demo-logins.txt"
    echo "Cột: tài khoản, mật khẩu, mã bước hai (nhập khi bật xác thực hai bước hoặc thêm khoá truy cập ở trang Tài khoản)."
    exec dotnet "$KHOYTE" serve --urls http://localhost:5080
    ;;
  test)
    shift
    need chromium-headless-shell chromium-headless-shell || need chromium chromium
    need soffice libreoffice-calc-nogui --no-install-recommends
    need /usr/lib/libreoffice/program/libswlo.so libreoffice-writer-nogui --no-install-recommends
    { need php php-cli --no-install-recommends && need '/usr/lib/php/*/curl.so' php-curl --no-install-recommends; } \
      || echo "Không cài được php-cli, php-curl: các bài thử phần mềm gửi bằng PHP được bỏ qua." >&2
    postgres
    client
    clients
    faces
    # The house is tried while the portal is still being built, then both side by side, each on a core: browser and disk of one are waited
    # for while the other works. KHOYTE_TESTS=full looks at everything.
    mkdir -p artifacts/tests; failed=0; running=()
    run_tests() { # assembly option…
      dotnet "artifacts/bin/$1/release/$1.dll" -noColor -result-xml "artifacts/tests/$1.xml" "${@:2}" >"artifacts/tests/$1.log" 2>&1 & running+=($!)
    }
    build tests/HealthWarehouse.Tests
    run_tests HealthWarehouse.Tests "$@"
    build HealthWarehouse.slnx
    run_tests HealthWarehouse.Web.Tests "$@"
    for test in "${running[@]}"; do wait "$test" || failed=1; done
    [ $failed = 0 ] || grep -hA30 -E '\[FAIL\]|Unhandled exception' artifacts/tests/*.log || tail -n 40 artifacts/tests/*.log
    node tests/times.mjs artifacts/tests/*.xml
    exit $failed
    ;;
  bench)
    shift
    build bench/HealthWarehouse.Bench
    dotnet artifacts/bin/HealthWarehouse.Bench/release/HealthWarehouse.Bench.dll "$@"
    ;;
  check)
    portal
    dotnet "$KHOYTE" check
    (cd $WEB/Client && npx tsc --noEmit)
    node tests/supply.mjs
    ;;
  supply) node tests/supply.mjs ;;
  lighthouse)
    portal
    need chromium chromium
    export KHOYTE_DATA=${KHOYTE_DATA:-$PWD/data}
    [ -e "$KHOYTE_DATA/demo-logins.txt" ] || dotnet "$KHOYTE" demo
    mkdir -p artifacts/lighthouse && cp bench/lighthouse.mjs artifacts/lighthouse/ && cd artifacts/lighthouse
    [ -d node_modules/lighthouse ] || npm install --silent --no-audit --no-fund lighthouse@12
    dotnet "../../$KHOYTE" serve --urls http://localhost:5081 & server=$!
    trap 'kill $server' EXIT
    CHROME_PATH=$(command -v chromium) node lighthouse.mjs http://localhost:5081 du-lieu "$(awk '/^du-lieu/{print $2}' "$KHOYTE_DATA/demo-logins.txt")"
    ;;
  *) usage ;;
esac
