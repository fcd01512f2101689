"""The tutorial, followed word for word once sharebot is installed; from the very first line in tests/real."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from servers.mastodon import TOKEN, MastodonServer
from servers.web import Web
from tutorial import check, follow, person


def test_the_tutorial_leads_from_the_settings_to_a_post_and_a_network(tmp_path: Path) -> None:
    with Web() as web, Web() as door:
        mastodon = MastodonServer(door, lambda: datetime.now(UTC))
        somebody = person(tmp_path, web, mastodon.web.address, TOKEN)
        somebody.env["PATH"] = f"{Path(sys.executable).parent}:{somebody.env['PATH']}"
        said = follow(somebody, since="sharebot try")
    check(said)
