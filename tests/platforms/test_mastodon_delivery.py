"""Mastodon and its kin under the real Deliverer: whatever becomes of answers, one copy at the most, and nothing lost."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from platforms.test_mastodon import LOOPBACK, Settings
from servers.mastodon import TOKEN, MastodonServer, Status, as_markdown
from servers.means import ShortMemory, means
from servers.network import BEGIN, World
from servers.web import Web
from sharebot.http import Http
from sharebot.model import State
from sharebot.platforms import mastodon
from sharebot.ports import Queue
from sharebot.queue import open_queue
from test_delivery_laws import live, must_keep_the_laws, one_round, queue_one, worker

KINDS: dict[str, dict[str, Any]] = {
    "mastodon 4.5": {},
    "mastodon 4.6.0": {"version": "4.6.0", "repeats_are_500": True},
    "gotosocial": {"software": "gotosocial", "keeps_keys": False, "list_lag": timedelta(minutes=2)},
    "snac": {"software": "snac", "keeps_keys": False, "knows_max_id": False, "render": as_markdown},
}
FAULTS = (
    "fine",
    "lost",
    "cut",
    "503 after",
    "page after",
    "500 before",
    "unanswered",
    "422",
    "401",
    "403",
    "throttled",
)
_numbers = itertools.count(1)


@dataclass
class Account:
    """An account as the laws' own network is one: a platform with its world, and with the posts that are public."""

    platform: mastodon.Mastodon
    server: MastodonServer
    world: World
    account: str

    def __getattr__(self, name: str) -> Any:
        return getattr(self.platform, name)

    @property
    def posts(self) -> list[Status]:
        return self.server.statuses


@dataclass
class Place:
    web: Web
    http: Http
    queue: Queue

    def account(self, kind: str, *faults: str) -> Account:
        world = World()
        server = MastodonServer(self.web, lambda: BEGIN + timedelta(seconds=world.seconds), **KINDS[kind])
        settings = Settings({"URL": self.web.address, "ACCESS_TOKEN": TOKEN})
        given = means(Path(), http=self.http, memory=ShortMemory(), clock=world)
        platform = mastodon.connect(settings, mastodon.RULES, given, sleep=world.pass_time)
        platform.learn()
        self.web.requests.clear()
        server.faults = [*faults]
        return Account(platform, server, world, f"mastodon-{next(_numbers)}")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    queue = open_queue(f"sqlite:///{tmp_path_factory.mktemp('mastodon') / 'sharebot.db'}")
    with Web() as web, Http(private_hosts=LOOPBACK) as http:
        yield Place(web, http, queue)
    queue.close()


def test_a_lost_answer_is_asked_for_again_under_the_key_after_a_minute(place: Place) -> None:
    account = place.account("mastodon 4.5", "lost")
    post_id = queue_one(place.queue, account)
    one_round(worker(place.queue, account, "this"))
    account.world.pass_time(59)
    one_round(worker(place.queue, account, "this"))
    assert len(account.server.posts) == 1, "the server may still be at work on the first"
    post = live(place.queue, account, post_id)
    assert (post.state, len(account.posts)) == (State.SENT, 1)
    first, second = account.server.posts
    assert first.headers["idempotency-key"] == second.headers["idempotency-key"]
    assert first.body == second.body
    assert post.receipt is not None
    assert (post.receipt.remote_id, post.receipt.found) == (account.posts[0].id, "answered")


def test_a_server_that_answers_500_to_a_repeat_is_looked_at_after_one(place: Place) -> None:
    account = place.account("mastodon 4.6.0", "lost")
    post = live(place.queue, account, queue_one(place.queue, account))
    assert (post.state, len(account.posts), len(account.server.posts)) == (State.SENT, 1, 2)
    assert post.receipt is not None
    assert (post.receipt.remote_id, post.receipt.found) == (account.posts[0].id, "looked up")


def test_after_half_an_hour_nothing_is_repeated_but_looked_up(place: Place) -> None:
    account = place.account("mastodon 4.5", "lost")
    post_id = queue_one(place.queue, account)
    one_round(worker(place.queue, account, "this"))
    account.world.pass_time(31 * 60)
    post = live(place.queue, account, post_id)
    assert (post.state, len(account.posts), len(account.server.posts)) == (State.SENT, 1, 1)


def test_a_server_that_ignores_keys_is_looked_at_and_asked_nothing_twice(place: Place) -> None:
    for kind in ("gotosocial", "snac"):
        account = place.account(kind, "lost")
        post = live(place.queue, account, queue_one(place.queue, account))
        assert (post.state, len(account.posts), len(account.server.posts)) == (State.SENT, 1, 1)


def test_what_three_looks_did_not_find_is_sent_again(place: Place) -> None:
    account = place.account("gotosocial", "unanswered")
    post_id = queue_one(place.queue, account)
    post = live(place.queue, account, post_id)
    assert (post.state, len(account.posts), len(account.server.posts)) == (State.SENT, 1, 2)
    assert len(place.web.asked("/api/v1/accounts/7/statuses?limit=40&exclude_reblogs=true")) == 3
    assert account.world.seconds >= timedelta(minutes=13).total_seconds()


def test_a_revoked_token_loses_no_post(place: Place) -> None:
    account = place.account("mastodon 4.5", "401")
    post_id = queue_one(place.queue, account)
    one_round(worker(place.queue, account, "this"))
    assert place.queue.post(post_id).state is State.QUEUED
    assert "The access token was revoked" in place.queue.account(account.account).reason
    assert live(place.queue, account, post_id).state is State.SENT


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("first", FAULTS)
def test_every_pair_of_faults_leaves_one_copy_at_the_most(place: Place, kind: str, first: str) -> None:
    for second in FAULTS:
        account = place.account(kind, first, second)
        post = live(place.queue, account, queue_one(place.queue, account))
        must_keep_the_laws(post, account)
        assert post.state in ({State.SENT} if account.posts else {State.FAILED, State.UNSURE})
