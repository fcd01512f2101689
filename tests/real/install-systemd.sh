#!/bin/sh
# Brings systemd-analyze to this machine, which judges units without systemd running; starts nothing. Quick if it is
# there already. Where it cannot be had it says so in one line, and the tests skip.
set -eu

present() {
    command -v systemd-analyze >/dev/null 2>&1
}

skip() {
    echo "SKIPPED: systemd's tests will not run: $1" >&2
    exit 0
}

present && exit 0
command -v apt-get >/dev/null 2>&1 || skip "no systemd-analyze here and no apt-get to install it"
[ "$(id -u)" -eq 0 ] || skip "systemd is missing; run as root: $0"

export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
trap 'rm -f "$log"' EXIT
timeout 120 apt-get update -o DPkg::Lock::Timeout=60 >"$log" 2>&1 || skip "the package registry does not answer: $(tail -n 1 "$log")"
timeout 300 apt-get install -y --no-install-recommends -o DPkg::Lock::Timeout=120 systemd >"$log" 2>&1 ||
    skip "systemd could not be installed: $(tail -n 1 "$log")"
present || skip "systemd is installed and yet systemd-analyze is missing; see $0"
