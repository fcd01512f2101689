"""Every byte that leaves goes through the guarded client, whichever room sends it."""

from __future__ import annotations

import ast
import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

import sharebot
from sharebot import platforms
from sharebot.bot.identities import Forgetful
from sharebot.clock import SystemClock
from sharebot.errors import SendError, SharebotError
from sharebot.feed import Feeds
from sharebot.http import Http
from sharebot.model import FeedState, Post, Share, State
from sharebot.platforms import Means
from sharebot.settings import load

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
SOURCE = Path(sharebot.__file__).parent
NETWORK = {
    *("socket", "ssl", "urllib.request", "http.client", "ftplib", "smtplib", "asyncio", "aiohttp", "httpx", "httpx2"),
    *("requests", "requests_oauthlib", "tweepy", "urllib3"),
}
ALLOWED = {
    "app/rooms.py": {"socket"},  # the machine's name
    "bot/heartbeat.py": {"socket"},  # the same
    "daemon/listener.py": {"socket"},  # it is asked, and asks nobody
    "daemon/notify.py": {"socket"},  # the service manager's, on this machine
    "platforms/_x_wire.py": {"requests", "tweepy"},  # they sign; the session that sends is ours
    "platforms/_x_guide.py": {"requests_oauthlib"},
}
SECRETS = {
    "SHAREBOT_MASTODON_ACCESS_TOKEN": "t0ken",
    "SHAREBOT_BLUESKY_HANDLE": "blog.example",
    "SHAREBOT_BLUESKY_APP_PASSWORD": "passw0rd",
    "SHAREBOT_X_API_KEY": "k3y",
    "SHAREBOT_X_API_SECRET": "s3cret",
    "SHAREBOT_X_ACCESS_TOKEN": "t0ken",
    "SHAREBOT_X_ACCESS_TOKEN_SECRET": "s3cret",
}


def imported(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found & NETWORK


def test_no_room_but_the_client_opens_connections() -> None:
    found = {path.relative_to(SOURCE).as_posix(): imported(path) for path in SOURCE.rglob("*.py")}
    beside = {name: what for name, what in found.items() if what and not name.startswith("http/")}
    assert beside == ALLOWED


def test_of_the_machines_sockets_only_its_name_is_asked_for() -> None:
    uses = {
        node.attr
        for room in ("app/rooms.py", "bot/heartbeat.py")
        for node in ast.walk(ast.parse((SOURCE / room).read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "socket"
    }
    assert uses == {"gethostname"}


@pytest.fixture
def inside() -> Iterator[socket.socket]:
    """A server on a private address, which nobody may reach."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        server.setblocking(False)
        yield server


def refused(server: socket.socket) -> bool:
    try:
        server.accept()
    except BlockingIOError:
        return True
    return False


def post_for(account: str) -> Post:
    share = Share(text="A story", length=7, limit=280, link="")
    return Post(
        id=1, entry_id=None, account=account, round=0, state=State.QUEUED, share=share, created_at=NOW, updated_at=NOW
    )


@pytest.mark.parametrize("network", ["mastodon", "bluesky", "x"])
def test_no_network_is_asked_at_a_private_address(tmp_path: Path, inside: socket.socket, network: str) -> None:
    url = f"http://127.0.0.1:{inside.getsockname()[1]}"
    environ = SECRETS | {"SHAREBOT_ACCOUNTS": network, f"SHAREBOT_{network.upper()}_URL": url}
    settings = load(environ | {"SHAREBOT_HOME": str(tmp_path)}, cwd=tmp_path)
    client = Http()
    means = Means(home=tmp_path, http=lambda: client, memory=Forgetful, clock=SystemClock())
    platform = platforms.connect(settings.accounts[0], means)
    with pytest.raises(SendError, match=r"127\.0\.0\.1"):
        platform.publish(platform.prepare(post_for(network)))
    client.close()
    assert refused(inside)


def test_no_feed_page_or_picture_is_read_at_a_private_address(inside: socket.socket) -> None:
    url = f"http://127.0.0.1:{inside.getsockname()[1]}/"
    client = Http()
    feeds = Feeds(client)
    assert feeds.poll(FeedState(address=url), SystemClock().now()).error
    assert feeds.page(url).detail
    with pytest.raises(SharebotError):
        feeds.file(url)
    client.close()
    assert refused(inside)
