#!/bin/sh
# Brings mastodon-mock (PyPI; speaks Mastodon's API and remembers) into .peers in this folder, for the tests; starts
# nothing. Quick if it is there already. It has an environment of its own: sharebot's shall hold nothing of it.
set -eu
version=0.6.1
root=$(cd "$(dirname "$0")/../.." && pwd)
folder=$root/.peers/mastodon-mock
python=$folder/bin/python

present() {
    [ -x "$python" ] && "$python" -c "import mastodon_mock.testing" 2>/dev/null
}

present && exit 0
for given in "$root/.venv/bin/python" python3; do
    if command -v "$given" >/dev/null 2>&1; then
        "$given" -m venv "$folder" && break
    fi
done
log=$(mktemp)
trap 'rm -f "$log"' EXIT
timeout 300 "$python" -m pip install --quiet --disable-pip-version-check "mastodon-mock==$version" >"$log" 2>&1 || {
    echo "SKIPPED: mastodon-mock could not be installed, so its tests did not run: $(tail -n 1 "$log")" >&2
    exit 1
}
present
