#!/bin/sh
# Brings Debian's Chromium, in which the pages of shares are looked at, onto this machine (as root); starts nothing.
# Quick if a Chromium is there already. Where it cannot be had it says so in one line, and the tests skip.
set -eu

for program in chromium chromium-browser google-chrome; do
    command -v "$program" >/dev/null 2>&1 && exit 0
done
skip() {
    echo "SKIPPED: the pages of shares will not be looked at in a browser: $1" >&2
    exit 0
}
[ "$(id -u)" = 0 ] || skip "there is no Chromium, and only root can install one"
command -v apt-get >/dev/null 2>&1 || skip "there is no Chromium, and no apt-get to install one"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
export DEBIAN_FRONTEND=noninteractive
timeout 600 apt-get install -y --no-install-recommends chromium >"$log" 2>&1 ||
    { apt-get update >"$log" 2>&1 && timeout 600 apt-get install -y --no-install-recommends chromium >"$log" 2>&1; } ||
    skip "apt-get could not install it: $(tail -n 1 "$log")"
