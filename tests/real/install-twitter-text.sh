#!/bin/sh
# Brings twitter-text (npm), by which X's lengths and tags are checked, into .peers/twitter-text; starts nothing.
# Quick if it is there already. Where it cannot be had it says so in one line, and the tests skip.
set -eu
version=3.1.0
root=$(cd "$(dirname "$0")/../.." && pwd)
there=$root/.peers/twitter-text

skip() {
    echo "SKIPPED: X's lengths will not be compared with twitter-text: $1" >&2
    exit 0
}

[ "$(cat "$there/installed" 2>/dev/null)" = "$version" ] && exit 0
for program in node npm; do
    command -v "$program" >/dev/null 2>&1 || skip "$program is missing"
done
mkdir -p "$there"
cd "$there"
echo '{"private": true}' >package.json
log=$(mktemp)
trap 'rm -f "$log"' EXIT
timeout 300 npm install --ignore-scripts --no-audit --no-fund --loglevel=error "twitter-text@$version" >"$log" 2>&1 ||
    skip "npm could not install it: $(tail -n 1 "$log")"
echo "$version" >installed
