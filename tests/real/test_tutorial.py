"""The tutorial from its very first line: cloned, installed, followed word for word, in an empty home."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from servers.mastodon import TOKEN, MastodonServer
from servers.web import Web
from tutorial import check, follow, person

pytestmark = [pytest.mark.real, pytest.mark.timeout(1800)]


def test_the_tutorial_leads_from_nothing_to_a_post_and_a_network(tmp_path: Path) -> None:
    with Web() as web, Web() as door:
        mastodon = MastodonServer(door, lambda: datetime.now(UTC))
        check(follow(person(tmp_path, web, mastodon.web.address, TOKEN)))
