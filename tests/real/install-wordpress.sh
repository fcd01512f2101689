#!/bin/sh
# Brings WordPress, PHP, MariaDB's server program and libfaketime to this machine, for the tests; starts nothing. Quick if they are
# there already. Where they cannot be had it says so in one line, and the tests skip.
set -eu
PATH=$PATH:/usr/sbin # where Debian keeps mariadbd, and where only root looks

present() {
    for program in php mariadbd setpriv; do
        command -v "$program" >/dev/null 2>&1 || return 1
    done
    ls /usr/share/wordpress/wp-load.php /usr/lib/*/faketime/libfaketime.so.1 >/dev/null 2>&1 &&
        php -r 'exit(extension_loaded("mysqli") && extension_loaded("mbstring") && extension_loaded("xml") ? 0 : 1);' &&
        ls /usr/share/wordpress/wp-content/themes/*/style.css >/dev/null 2>&1
}

skip() {
    echo "SKIPPED: WordPress's tests will not run: $1" >&2
    exit 0
}

present && exit 0
command -v apt-get >/dev/null 2>&1 || skip "no WordPress here and no apt-get to install it"
[ "$(id -u)" -eq 0 ] || skip "its packages are missing; run as root: $0"

# micro-httpd and php-cgi only satisfy the packages' wish for a web server, which would be Apache otherwise; neither is
# run, and php-cgi must be there before php is asked for. The theme is what this Debian's WordPress recommends.
install() {
    theme=$(apt-cache depends wordpress | sed -n 's/.*Recommends: *\(wordpress-theme-.*\)/\1/p' | head -n 1)
    fetch micro-httpd php-cgi php-cli php-mysql php-xml php-mbstring mariadb-server-core libfaketime &&
        fetch php wordpress ${theme:+"$theme"}
}

fetch() {
    timeout 300 apt-get install -y --no-install-recommends -o DPkg::Lock::Timeout=120 "$@"
}

export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
trap 'rm -f "$log"' EXIT
timeout 120 apt-get update -o DPkg::Lock::Timeout=60 >"$log" 2>&1 || skip "the package registry does not answer: $(tail -n 1 "$log")"
install >"$log" 2>&1 || skip "its packages could not be installed: $(tail -n 1 "$log")"
present || skip "its packages are installed and yet something is missing; see $0"
