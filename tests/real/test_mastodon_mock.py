"""The account against somebody else's idea of Mastodon's API, behind a proxy that lets it commit and loses the answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from platforms.test_mastodon import LOOPBACK, PICTURE, Settings, a_post
from servers.mastodon_mock import LosingProxy, MastodonMock
from servers.means import ShortMemory, means
from servers.network import World
from sharebot.errors import Locked, OutcomeUnknown, Rejected
from sharebot.http import Http
from sharebot.model import State
from sharebot.platforms import mastodon
from sharebot.ports import GuaranteeKind, Queue, Removal
from sharebot.queue import open_queue
from test_delivery_laws import live, queue_one

pytestmark = [pytest.mark.real, pytest.mark.xdist_group("mastodon-mock")]


@dataclass
class Today(World):
    """The world begins when the test does: the server's clock is the machine's."""

    begin: datetime = field(default_factory=lambda: datetime.now(UTC))

    def now(self) -> datetime:
        return self.begin + timedelta(seconds=self.seconds + self.wall_offset)


@pytest.fixture(scope="module")
def mock() -> Iterator[MastodonMock]:
    with MastodonMock() as running:
        yield running


@pytest.fixture
def proxy(mock: MastodonMock) -> Iterator[LosingProxy]:
    with LosingProxy(mock) as running:
        yield running


@pytest.fixture
def http() -> Iterator[Http]:
    with Http(private_hosts=LOOPBACK) as client:
        yield client


@pytest.fixture
def queue(tmp_path: Path) -> Iterator[Queue]:
    opened = open_queue(f"sqlite:///{tmp_path / 'sharebot.db'}")
    yield opened
    opened.close()


def connect(proxy: LosingProxy, http: Http, token: str) -> mastodon.Mastodon:
    world = Today()
    settings = Settings({"URL": proxy.address, "ACCESS_TOKEN": token})
    given = means(Path(), http=http, memory=ShortMemory(), clock=world)
    platform = mastodon.connect(settings, mastodon.RULES, given, sleep=world.pass_time)
    platform.world, platform.account = world, "mastodon-real"
    return platform


@pytest.mark.parametrize("fault", ["lost", "cut", "503"])
def test_an_answer_lost_after_the_commit_leaves_one_copy(
    fault: str, proxy: LosingProxy, http: Http, mock: MastodonMock, queue: Queue
) -> None:
    account = connect(proxy, http, mock.token)
    account.learn()
    assert account.guarantee.kind is GuaranteeKind.KEY
    before = {status["id"] for status in proxy.statuses()}
    proxy.faults = [fault]
    post = live(queue, account, queue_one(queue, account))
    new = {status["id"] for status in proxy.statuses()} - before
    assert post.state is State.SENT
    assert post.receipt is not None
    assert new == {post.receipt.remote_id}
    assert len([request for request in proxy.asked("/api/v1/statuses") if request.method == "POST"]) == 2


def test_a_lost_post_with_a_picture_is_found_by_looking(proxy: LosingProxy, http: Http, mock: MastodonMock) -> None:
    account = connect(proxy, http, mock.token)
    proxy.faults = ["lost"]
    payload = account.prepare(a_post(), PICTURE)
    with pytest.raises(OutcomeUnknown):
        account.publish(payload)
    found = account.look_up(payload)
    assert found is not None
    newest = proxy.statuses()[0]
    assert (found.remote_id, found.url) == (newest["id"], newest["url"])
    assert newest["media_attachments"][0]["description"] == PICTURE.alt
    assert account.look_up(account.prepare(a_post("Something else altogether"))) is None


def test_it_is_understood_what_the_server_refuses(proxy: LosingProxy, http: Http, mock: MastodonMock) -> None:
    account = connect(proxy, http, mock.token)
    with pytest.raises(Rejected):
        account.publish(account.prepare(a_post(text="", link="")))
    with pytest.raises(Locked):
        connect(proxy, http, "wrong").check()


def test_a_check_of_the_account_tells_its_handle(proxy: LosingProxy, http: Http, mock: MastodonMock) -> None:
    found = connect(proxy, http, mock.token).check()
    assert found.handle.startswith("alice@")
    assert found.faults == ()


def test_a_status_is_taken_back_once_and_is_gone_already_after_that(
    proxy: LosingProxy, http: Http, mock: MastodonMock
) -> None:
    account = connect(proxy, http, mock.token)
    receipt = account.publish(account.prepare(a_post("To be taken back", link="")))
    assert receipt.remote_id in {status["id"] for status in proxy.statuses()}
    assert account.remove(replace(receipt, remote_id="", url=f"{proxy.address}/@alice/{receipt.remote_id}")) is (
        Removal.REMOVED
    )
    assert receipt.remote_id not in {status["id"] for status in proxy.statuses()}
    assert account.remove(receipt) is Removal.GONE
