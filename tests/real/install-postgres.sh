#!/bin/sh
# Brings PostgreSQL's server programs to this machine, for the tests; starts nothing. Quick if they are there already.
set -eu

has_server() {
    command -v initdb >/dev/null 2>&1 || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1
}

has_server && exit 0

if ! command -v apt-get >/dev/null 2>&1; then
    echo "SKIPPED: no PostgreSQL here and no apt-get to install it; install PostgreSQL's server programs by hand" >&2
    exit 1
fi
if [ "$(id -u)" -ne 0 ]; then
    echo "SKIPPED: PostgreSQL's tests need its server programs; run as root: apt-get install postgresql" >&2
    exit 1
fi

# The package would make and start a cluster of its own otherwise.
mkdir -p /etc/postgresql-common
[ -e /etc/postgresql-common/createcluster.conf ] ||
    echo "create_main_cluster = false" >/etc/postgresql-common/createcluster.conf

export DEBIAN_FRONTEND=noninteractive
install() {
    timeout 300 apt-get install -y --no-install-recommends postgresql >/dev/null
}
install 2>/dev/null || { timeout 120 apt-get update >/dev/null && install; } || {
    echo "SKIPPED: the package registry does not answer, so PostgreSQL's tests did not run" >&2
    exit 1
}
has_server
