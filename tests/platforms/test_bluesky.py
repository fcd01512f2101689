"""What is special about Bluesky: keys of our own, facets in bytes, pictures named before they are sent, and sessions."""

from __future__ import annotations

import json
import weakref
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import product
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from contract.test_platforms import Troubles
from servers.means import ShortMemory, means
from servers.network import World, deliverer
from servers.paper import MONDAY, PaperClock
from servers.pds import COMMITTED, DID, HANDLE, NOTHING_COMMITTED, PASSWORD, Member, Pds, answer, refusal
from servers.web import html, resetting
from sharebot import platforms
from sharebot.errors import Locked, OutcomeUnknown, Rejected, SendError, SettingsError, Throttled, Unavailable
from sharebot.http import Http
from sharebot.model import Card, Image, NewPost, Picture, Post, Receipt, Share, Span, State
from sharebot.platforms._bluesky_record import cid_of
from sharebot.platforms.bluesky import Bluesky
from sharebot.ports import Clock, GuaranteeKind, Platform, Queue, Removal
from sharebot.queue import open_queue

ADA = "did:plc:adaadaadaadaadaadaadaada"
LINK = "https://blog.example/1"
TEXT = f"冬の夜 👩‍👩‍👧 — by Ada (@ada.example)\n\n{LINK} #HarmReduction"
CARD = Card(url=LINK, title="A title", description="What it is about.", image=Image(url="https://blog.example/1.png"))
PIXEL = Picture(data=b"\x89PNG of a kind", media_type="image/png", width=4, height=3, alt="A lighthouse.")


@dataclass(frozen=True)
class Settings:
    """The account's settings, as a person wrote them."""

    fields: Mapping[str, str]
    name: str = "bluesky"
    platform: str = "bluesky"

    def get(self, name: str, default: str = "") -> str:
        return self.fields.get(name, default)

    def need(self, name: str) -> str:
        return self.fields[name]


def settings(pds: Pds, **changes: str) -> Settings:
    here = {"URL": pds.door.address, "HANDLE": HANDLE, "APP_PASSWORD": PASSWORD, "DIRECTORY": pds.door.address}
    return Settings(here | changes)


@dataclass
class House:
    """A machine with sharebot on it: each `bluesky` is a process anew, with the same memory."""

    home: Path
    http: Http
    pds: Pds
    memory: ShortMemory = field(default_factory=ShortMemory)
    clock: Clock = field(default_factory=PaperClock)

    def bluesky(self, **changes: str) -> Bluesky:
        how = means(self.home, http=self.http, memory=self.memory, clock=self.clock)
        platform = platforms.connect(settings(self.pds, **changes), how)
        assert isinstance(platform, Bluesky)
        return platform


@pytest.fixture
def pds() -> Iterator[Pds]:
    with Pds() as server:
        yield server


@pytest.fixture
def house(pds: Pds, tmp_path: Path) -> Iterator[House]:
    with Http(private_hosts=frozenset({"127.0.0.1"}), within=timedelta(seconds=20)) as http:
        yield House(tmp_path, http, pds)


def troubles_for_contract(home: Path) -> Troubles:
    stack = ExitStack()
    pds, http = stack.enter_context(Pds()), stack.enter_context(Http(private_hosts=frozenset({"127.0.0.1"})))
    platform = House(home, http, pds).bluesky()
    weakref.finalize(platform, stack.close)
    return Troubles(
        platform,
        lambda: pds.faults.append("lost"),
        "https://bsky.app/profile/somebody.test/post/3laaaaaaaaa2a",
        lambda: pds.faults.append("deactivated"),
    )


def connect_for_contract(home: Path) -> Platform:
    """The server stops when the platform is let go of."""
    stack = ExitStack()
    pds, http = stack.enter_context(Pds()), stack.enter_context(Http(private_hosts=frozenset({"127.0.0.1"})))
    platform = House(home, http, pds).bluesky()
    weakref.finalize(platform, stack.close)
    return platform


def span(kind: str, shown: str, target: str, text: str = TEXT, **more: str) -> Span:
    start = text.index(shown)
    return Span(kind=kind, start=start, end=start + len(shown), target=target, **more)


def a_share(**changes: Any) -> Share:
    spans = (
        span("mention", "@ada.example", "ada.example", id=ADA),
        span("link", LINK, LINK),
        span("hashtag", "#HarmReduction", "HarmReduction"),
    )
    made = Share(text=TEXT, length=70, limit=300, link=LINK, mentions=("ada.example",), spans=spans, card=CARD)
    return replace(made, **changes)


def a_post(share: Share | None = None) -> Post:
    return Post(
        id=1, entry_id=1, account="bluesky", round=0, state=State.SENDING, share=share or a_share(), due_at=MONDAY,
        created_at=MONDAY, updated_at=MONDAY,
    )  # fmt: skip


# Sending --------------------------------------------------------------------------------------------------------------


def test_records_go_to_the_server_that_the_accounts_document_names_and_the_password_never_does(
    house: House, pds: Pds
) -> None:
    bluesky = house.bluesky()
    payload = bluesky.prepare(a_post(), PIXEL)
    receipt = bluesky.publish(payload)
    assert receipt.remote_id == f"at://{DID}/app.bsky.feed.post/{payload.key}"
    assert receipt.url == f"https://bsky.app/profile/{HANDLE}/post/{payload.key}"
    assert pds.records[payload.key] == json.loads(payload.body)["record"]
    assert not any(PASSWORD.encode() in request.body for request in pds.store.requests)


def test_the_handle_may_be_written_with_an_at_sign_and_is_no_address_for_mail(house: House) -> None:
    assert house.bluesky(HANDLE=f"@{HANDLE}").check().handle == HANDLE
    with pytest.raises(SettingsError, match=r"SHAREBOT_BLUESKY_HANDLE: an e-mail address is no handle"):
        house.bluesky(HANDLE="dana@harborlight.test")


@pytest.mark.parametrize("address", ["bsky.social", "https://bsky.social/xrpc", "https://user:secret@bsky.social"])
def test_an_address_that_is_no_servers_is_refused_without_showing_it(house: House, address: str) -> None:
    with pytest.raises(SettingsError, match="SHAREBOT_BLUESKY_URL: this is not the address of a server") as refused:
        house.bluesky(URL=address)
    assert "secret" not in str(refused.value)


def test_what_is_sent_is_what_was_frozen_to_the_byte(house: House, pds: Pds) -> None:
    bluesky = house.bluesky()
    bluesky.check()
    bluesky.publish(bluesky.prepare(a_post()))
    payload = bluesky.prepare(a_post())
    bluesky.publish(payload)
    bluesky.publish(payload)
    assert [request.body for request in pds.store.asked("/xrpc/com.atproto.repo.putRecord")][1:] == [payload.body] * 2
    assert b'"swapRecord":null' in payload.body


def test_labels_are_frozen_with_the_post_and_stand_in_its_record(house: House, pds: Pds) -> None:
    bluesky = house.bluesky()
    payload = bluesky.prepare(a_post(a_share(labels=("graphic-media",))))
    bluesky.publish(payload)
    assert pds.records[payload.key] == json.loads(payload.body)["record"]
    assert pds.records[payload.key]["labels"]["values"] == [{"val": "graphic-media"}]


def test_a_key_that_holds_something_else_is_never_overwritten(house: House, pds: Pds) -> None:
    bluesky = house.bluesky()
    payload = bluesky.prepare(a_post())
    pds.records[payload.key] = {"$type": "app.bsky.feed.post", "text": "Somebody else's words"}
    with pytest.raises(
        Rejected, match=rf"another text stands at https://bsky\.app/profile/{HANDLE}/post/{payload.key}"
    ):
        bluesky.publish(payload)
    with pytest.raises(Rejected, match="another text"):
        bluesky.look_up(payload)
    assert pds.records[payload.key]["text"] == "Somebody else's words"


def test_a_server_that_refuses_even_the_same_again_is_read(house: House, pds: Pds) -> None:
    bluesky = house.bluesky()
    payload = bluesky.prepare(a_post())
    first = bluesky.publish(payload)
    pds.store.routes["/xrpc/com.atproto.repo.putRecord"] = refusal("InvalidSwap", "Record was at bafyreiaaaa")
    assert bluesky.publish(payload) == first
    pds.delete(payload.key)
    with pytest.raises(OutcomeUnknown, match="cannot be read"):
        bluesky.publish(payload)


ERRORS = {
    "hangs up": OutcomeUnknown,
    "unavailable": OutcomeUnknown,
    "throttled": Throttled,
    "rejected": Rejected,
    "deactivated": Locked,
    "lost": OutcomeUnknown,
    "failed late": OutcomeUnknown,
    "garbled": OutcomeUnknown,
}


@pytest.mark.parametrize(("fault", "error"), list(ERRORS.items()))
def test_what_each_answer_means_for_a_post(house: House, pds: Pds, fault: str, error: type[SendError]) -> None:
    bluesky = house.bluesky()
    payload = bluesky.prepare(a_post())
    pds.faults = [fault]
    with pytest.raises(SendError) as caught:
        bluesky.publish(payload)
    assert type(caught.value) is error
    assert str(caught.value).startswith("bluesky: ")
    assert "\n" not in str(caught.value)
    assert (bluesky.look_up(payload) is not None) == (fault in COMMITTED)


def test_the_server_says_when_it_wants_to_be_asked_again(house: House, pds: Pds) -> None:
    bluesky = house.bluesky()
    payload = bluesky.prepare(a_post())
    wanted = {
        timedelta(seconds=290): {"retry_after": "290", "ratelimit_reset": "1"},
        timedelta(minutes=5): {"ratelimit_reset": str(int(MONDAY.timestamp()) + 300)},
        timedelta(days=2): {"ratelimit_reset": "9" * 30},
    }
    for wait, headers in wanted.items():
        slow = refusal("RateLimitExceeded", "Rate Limit Exceeded", 429, **headers)
        pds.store.routes["/xrpc/com.atproto.repo.putRecord"] = slow
        with pytest.raises(Throttled) as caught:
            bluesky.publish(payload)
        assert caught.value.retry_at == MONDAY + wait


def test_a_server_that_is_not_there_was_sent_nothing(house: House, pds: Pds) -> None:
    bluesky = house.bluesky(URL="http://127.0.0.1:1")
    with pytest.raises(Unavailable, match="refuses connections"):
        bluesky.publish(bluesky.prepare(a_post()))


def test_a_server_that_is_no_bluesky_was_sent_nothing_and_is_named(house: House, pds: Pds) -> None:
    pds.door.routes["/xrpc/com.atproto.server.createSession"] = html("<h1>Welcome to my blog</h1>")
    bluesky = house.bluesky()
    with pytest.raises(Unavailable, match=r"does not answer as Bluesky does; check the address"):
        bluesky.publish(bluesky.prepare(a_post()))


# Pictures -------------------------------------------------------------------------------------------------------------


def test_a_picture_is_there_before_the_record_that_names_it(house: House, pds: Pds) -> None:
    bluesky = house.bluesky()
    payload = bluesky.prepare(a_post(), PIXEL)
    assert payload.media == PIXEL.data
    bluesky.publish(payload)
    bluesky.publish(payload)
    assert list(pds.blobs) == [cid_of(PIXEL.data)]
    assert len(pds.created) == 1


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (html("<h1>Bad Gateway</h1>", 502), Unavailable),
        (resetting(), Unavailable),
        (answer({"blob": 1}), Unavailable),
        (refusal("PayloadTooLarge", "request entity too large", 413), Rejected),
        (
            answer({"blob": {"$type": "blob", "ref": {"$link": "bafkrei"}, "mimeType": "image/png", "size": 14}}),
            Rejected,
        ),
    ],
)
def test_where_the_picture_did_not_arrive_as_it_was_no_record_is_sent(
    house: House, pds: Pds, reply: Any, error: type[SendError]
) -> None:
    bluesky = house.bluesky()
    pds.uploads = [reply]
    with pytest.raises(SendError) as caught:
        bluesky.publish(bluesky.prepare(a_post(), PIXEL))
    assert type(caught.value) is error
    assert pds.store.asked("/xrpc/com.atproto.repo.putRecord") == []


def test_a_picture_that_the_share_has_no_place_for_is_not_sent(house: House) -> None:
    assert house.bluesky().prepare(a_post(a_share(card=None)), PIXEL).media == b""


# Sessions -------------------------------------------------------------------------------------------------------------


def test_one_login_serves_many_posts(house: House, pds: Pds) -> None:
    bluesky = house.bluesky()
    for _ in range(5):
        bluesky.publish(bluesky.prepare(a_post()))
    assert pds.logins == 1
    assert len(pds.created) == 5


def test_a_token_that_expired_is_renewed_without_the_password(house: House, pds: Pds) -> None:
    bluesky = house.bluesky()
    bluesky.publish(bluesky.prepare(a_post()))
    pds.expire("access")
    bluesky.publish(bluesky.prepare(a_post()))
    assert pds.logins == 1
    assert len(pds.created) == 2


def test_a_login_that_expired_is_made_anew(house: House, pds: Pds) -> None:
    bluesky = house.bluesky()
    bluesky.publish(bluesky.prepare(a_post(), PIXEL))
    pds.expire("access", "refresh")
    bluesky.publish(bluesky.prepare(a_post(), PIXEL))
    assert pds.logins == 2
    assert len(pds.created) == 2


def test_many_who_find_the_token_expired_renew_it_once(house: House, pds: Pds) -> None:
    bluesky = house.bluesky()
    bluesky.check()
    pds.expire("access")
    askers = [Thread(target=bluesky.check) for _ in range(6)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    assert len(pds.door.asked("/xrpc/com.atproto.server.refreshSession")) == 1


def test_a_token_that_is_refused_again_and_again_is_a_matter_for_a_person(house: House, pds: Pds) -> None:
    bluesky = house.bluesky()
    pds.store.routes["/xrpc/com.atproto.repo.putRecord"] = refusal("InvalidToken", "Bad token scope")
    with pytest.raises(
        Locked,
        match="InvalidToken: Bad token scope; see to the account and its app password, restart the daemon, then sharebot resume bluesky",
    ):
        bluesky.publish(bluesky.prepare(a_post()))


def test_a_password_that_is_refused_names_its_settings_and_not_itself(house: House, pds: Pds) -> None:
    bluesky = house.bluesky()
    bluesky.publish(bluesky.prepare(a_post()))
    pds.password = "another"
    pds.expire("access", "refresh")
    with pytest.raises(Locked) as caught:
        bluesky.publish(bluesky.prepare(a_post()))
    assert str(caught.value) == (
        "bluesky: the login is refused (AuthenticationRequired: Invalid identifier or password); "
        "check SHAREBOT_BLUESKY_HANDLE and SHAREBOT_BLUESKY_APP_PASSWORD, restart the daemon, then sharebot resume bluesky"
    )


def test_too_many_logins_are_put_off_and_lock_nothing(house: House, pds: Pds) -> None:
    pds.logins = 30
    bluesky = house.bluesky()
    with pytest.raises(Throttled) as caught:
        bluesky.publish(bluesky.prepare(a_post()))
    assert caught.value.retry_at == MONDAY + timedelta(seconds=290)


def test_a_token_is_never_sent_in_the_open_when_the_password_was_not() -> None:
    from sharebot.platforms._bluesky_xrpc import _as_safe

    assert _as_safe("https://pds.example", "https://bsky.social")
    assert not _as_safe("http://pds.example", "https://bsky.social")
    assert not _as_safe("", "https://bsky.social")
    assert not _as_safe("ftp://pds.example", "https://bsky.social")


def test_an_error_of_the_server_itself_is_no_refusal_whatever_it_is_called(house: House, pds: Pds) -> None:
    bluesky = house.bluesky()
    for name in ("AuthenticationRequired", "ExpiredToken", "InvalidRequest", "RateLimitExceeded"):
        pds.store.routes["/xrpc/com.atproto.repo.putRecord"] = refusal(name, "Something broke", 500)
        with pytest.raises(OutcomeUnknown):
            bluesky.publish(bluesky.prepare(a_post()))


def test_no_error_and_no_value_shows_a_secret(house: House, pds: Pds) -> None:
    bluesky = house.bluesky()
    bluesky.check()
    session = bluesky._sessions.current()
    assert session.access not in repr(session)
    pds.store.routes["/xrpc/com.atproto.repo.putRecord"] = refusal("InvalidRequest", "no\nsuch\x1b[31m thing" * 50)
    with pytest.raises(Rejected) as caught:
        bluesky.publish(bluesky.prepare(a_post()))
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 250


# Whose the post is ----------------------------------------------------------------------------------------------------


def test_a_post_is_frozen_for_the_account_that_a_login_once_told(house: House) -> None:
    first = house.bluesky()
    assert json.loads(first.prepare(a_post()).body)["repo"] == ""
    first.check()
    assert json.loads(first.prepare(a_post()).body)["repo"] == DID
    assert json.loads(house.bluesky().prepare(a_post()).body)["repo"] == DID


@pytest.mark.parametrize("logged_in_before", [True, False])
def test_a_repeat_never_reaches_another_account_that_the_settings_name_by_now(
    house: House, pds: Pds, logged_in_before: bool
) -> None:
    if logged_in_before:
        house.bluesky().publish(house.bluesky().prepare(a_post()))
    bluesky = house.bluesky()
    payload = bluesky.prepare(a_post())
    pds.faults = ["lost"]
    with pytest.raises(OutcomeUnknown):
        bluesky.publish(payload)
    pds.did, pds.handle = "did:plc:bbbbbbbbbbbbbbbbbbbbbbbb", "another.test"
    pds.records.clear()
    with pytest.raises(Rejected, match=rf"the post was made for {DID}, and the account is did:plc:b+ by now"):
        house.bluesky(HANDLE="another.test").publish(payload)
    assert pds.records == {}


# Through the real deliverer -------------------------------------------------------------------------------------------


@dataclass
class Line:
    """A queue and the bluesky lane of it; each round is a process anew, as with cron."""

    house: House
    queue: Queue
    world: World

    def deliver(self, platform: Bluesky | None = None) -> None:
        worker = deliverer(self.queue, platform or self.house.bluesky(), self.world, "bluesky")
        worker.recover()
        worker.deliver("bluesky")

    def add(self) -> int:
        new = NewPost(account="bluesky", share=a_share(), state=State.QUEUED, due_at=self.world.now())
        (post,) = self.queue.add([new], entry_id=None, now=self.world.now(), who="test", why="test")
        return post.id

    def live(self, post_id: int) -> Post:
        """Until nothing is due any more."""
        for _ in range(60):
            self.deliver()
            if self.queue.account("bluesky").paused_at:
                self.queue.resume("bluesky", now=self.world.now(), who="staff")
            due_at = self.queue.next_due("bluesky")
            if due_at is None:
                break
            self.world.pass_time(max((due_at - self.world.now()).total_seconds(), 1.0))
        return self.queue.post(post_id)


@pytest.fixture
def line(house: House, tmp_path: Path) -> Iterator[Line]:
    queue = open_queue(f"sqlite:///{tmp_path / 'sharebot.db'}", home=tmp_path)
    world = World()
    house.clock = world
    yield Line(house, queue, world)
    queue.close()


def test_an_answer_lost_after_the_commit_leaves_one_copy_and_its_receipt(line: Line, pds: Pds) -> None:
    pds.faults = ["lost"]
    post = line.live(line.add())
    assert post.state is State.SENT
    assert post.receipt is not None
    assert [f"at://{DID}/app.bsky.feed.post/{rkey}" for rkey in pds.created] == [post.receipt.remote_id]


@pytest.mark.parametrize(("first", "second"), list(product([*NOTHING_COMMITTED, *COMMITTED], repeat=2)))
def test_every_pair_of_faults_leaves_at_most_one_copy_and_loses_nothing(
    line: Line, pds: Pds, first: str, second: str
) -> None:
    pds.faults = [first, second]
    post = line.live(line.add())
    assert len(pds.created) <= 1
    assert post.state in {State.SENT, State.FAILED}
    assert (post.state is State.SENT) == bool(pds.records)


def test_a_login_that_is_lost_pauses_the_account_and_fails_no_post(line: Line, pds: Pds) -> None:
    pds.password = "another"
    post_id = line.add()
    line.deliver()
    assert line.queue.post(post_id).state is State.QUEUED
    assert line.queue.account("bluesky").paused_at is not None
    pds.password = PASSWORD
    line.queue.resume("bluesky", now=line.world.now(), who="staff")
    assert line.live(post_id).state is State.SENT
    assert len(pds.created) == 1


def test_a_token_that_expires_between_the_try_and_its_repeat_makes_no_second_copy(line: Line, pds: Pds) -> None:
    bluesky = line.house.bluesky()
    post_id = line.add()
    pds.faults = ["lost"]
    line.deliver(bluesky)
    assert line.queue.post(post_id).state is State.UNSURE
    pds.expire("access", "refresh")
    line.world.pass_time(60)
    line.deliver(bluesky)
    assert line.queue.post(post_id).state is State.SENT
    assert len(pds.created) == 1


def test_a_person_deletes_a_sent_post_on_the_network_and_it_stays_deleted(line: Line, pds: Pds) -> None:
    post_id = line.add()
    assert line.live(post_id).state is State.SENT
    pds.delete(pds.created[0])
    line.world.pass_time(86_400)
    assert line.live(post_id).state is State.SENT
    assert pds.records == {}


def test_the_guarantee_rests_on_a_key_that_never_expires(house: House) -> None:
    guarantee = house.bluesky().guarantee
    assert guarantee.kind is GuaranteeKind.KEY
    assert guarantee.key_life is None


# Who is who -----------------------------------------------------------------------------------------------------------


def test_a_handle_belongs_to_whom_its_did_names_back(house: House, pds: Pds) -> None:
    pds.knows("ada.test", Member(ADA, ["ada.test"], "Ada Quill"))
    found = house.bluesky().identify("@Ada.test")
    assert found is not None
    assert (found.exists, found.platform, found.handle, found.id) == (True, "bluesky", "ada.test", ADA)
    assert (found.name, found.url, found.asked_at) == ("Ada Quill", "https://bsky.app/profile/ada.test", MONDAY)
    assert found.links == ("https://ada.test",)


def test_a_handle_that_points_at_a_stranger_who_does_not_know_it_belongs_to_nobody(house: House, pds: Pds) -> None:
    pds.knows("ada-fan.test", Member(ADA, ["ada.test"]))
    found = house.bluesky().identify("ada-fan.test")
    assert found is not None
    assert (found.exists, found.id) == (False, "")


@pytest.mark.parametrize("handle", ["nobody.test", "no handle", "ada", "a" * 250 + ".test", ""])
def test_what_the_server_does_not_know_or_is_no_handle_does_not_exist(house: House, handle: str) -> None:
    found = house.bluesky().identify(handle)
    assert found is not None
    assert not found.exists


def test_a_did_that_is_gone_makes_its_handle_nobodys(house: House, pds: Pds) -> None:
    pds.knows("ada.test", Member(ADA, ["ada.test"]))
    pds.door.routes[f"/{ADA}"] = answer({"message": f"DID not available: {ADA}"}, 410)
    found = house.bluesky().identify("ada.test")
    assert found is not None
    assert not found.exists


def test_a_did_of_another_kind_is_not_judged(house: House, pds: Pds) -> None:
    pds.members["ada.test"] = Member("did:key:zQ3shunBKsXixLxKtC5qeSG9E4J5RkGN57im31pcTzbNQnm5w", ["ada.test"])
    assert house.bluesky().identify("ada.test") is None


def trouble_at(where: str) -> Callable[[Pds], None]:
    def make(pds: Pds) -> None:
        pds.door.routes[where] = html("<h1>Bad Gateway</h1>", 502)

    return make


def slow_profiles(pds: Pds) -> None:
    pds.store.routes["/xrpc/app.bsky.actor.getProfile"] = refusal("UpstreamFailure", "Upstream Failure", 502)


@pytest.mark.parametrize(
    "trouble",
    [trouble_at("/xrpc/com.atproto.identity.resolveHandle"), trouble_at(f"/{ADA}"), slow_profiles],
)
def test_trouble_on_the_way_says_nothing_about_a_handle(house: House, pds: Pds, trouble: Callable[[Pds], None]) -> None:
    pds.knows("ada.test", Member(ADA, ["ada.test"]))
    trouble(pds)
    with pytest.raises(Unavailable):
        house.bluesky().identify("ada.test")


def test_a_directory_that_answers_for_another_did_says_nothing(house: House, pds: Pds) -> None:
    pds.knows("ada.test", Member(ADA, ["ada.test"]))
    pds.door.routes[f"/{ADA}"] = answer({"id": DID, "alsoKnownAs": ["at://ada.test"]})
    with pytest.raises(Unavailable, match="does not answer"):
        house.bluesky().identify("ada.test")


def test_a_server_without_profiles_still_knows_whose_a_handle_is(house: House, pds: Pds) -> None:
    pds.knows("ada.test", Member(ADA, ["ada.test"], "Ada Quill"))
    pds.profiles = False
    found = house.bluesky().identify("ada.test")
    assert found is not None
    assert (found.id, found.name) == (ADA, "")


def test_a_did_on_a_host_of_its_own_is_asked_there_and_nowhere_private(pds: Pds, tmp_path: Path) -> None:
    pds.members["ada.test"] = Member("did:web:ada.test", ["ada.test"])
    with (
        Http(
            private_hosts=frozenset({"127.0.0.1"}),
            resolve=lambda host, _: [host if host == "127.0.0.1" else "10.1.2.3"],
        ) as http,
        pytest.raises(Unavailable, match=r"https://ada\.test/\.well-known/did\.json: .* is at 10\.1\.2\.3"),
    ):
        House(tmp_path, http, pds).bluesky().identify("ada.test")


# Ourselves ------------------------------------------------------------------------------------------------------------


def test_the_account_says_who_it_is_and_what_it_may(house: House) -> None:
    check = house.bluesky().check()
    assert (check.handle, check.url) == (HANDLE, f"https://bsky.app/profile/{HANDLE}")
    assert check.rights == (f"write posts as {DID}",)
    assert check.faults == ()


def test_the_main_password_is_said_to_be_one(house: House) -> None:
    bluesky = house.bluesky()
    session = bluesky._sessions.current()
    main = replace(session, access="access.eyJzY29wZSI6ImNvbS5hdHByb3RvLmFjY2VzcyJ9.1")
    assert main.scope == "com.atproto.access"
    assert replace(session, access="opaque").scope == ""


def test_an_account_that_is_not_active_is_a_fault(house: House, pds: Pds) -> None:
    pds.status = "deactivated"
    assert house.bluesky().check().faults == ("the account is deactivated; sign in at bsky.app and see to it",)


def test_an_account_that_cannot_log_in_raises(house: House, pds: Pds) -> None:
    pds.password = "another"
    with pytest.raises(Locked, match="the login is refused"):
        house.bluesky().check()


def test_handles_need_their_id_here_and_not_where_an_outbox_stands_in() -> None:
    assert platforms.rules("bluesky").mention_needs_id
    outbox = Settings({}, name="outbox-bluesky", platform="outbox")
    assert not platforms.rules_of(outbox, ShortMemory).mention_needs_id


def test_a_payload_that_was_never_sent_is_not_found(house: House) -> None:
    bluesky = house.bluesky()
    assert bluesky.look_up(bluesky.prepare(a_post())) is None


# Taking back ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("whose", [HANDLE, DID, f"@{HANDLE}", HANDLE.upper()])
def test_a_post_is_named_by_its_page_under_the_accounts_handle_or_did(house: House, pds: Pds, whose: str) -> None:
    bluesky = house.bluesky()
    receipt = bluesky.publish(bluesky.prepare(a_post()))
    seen = Receipt(remote_id="", url=f"https://bsky.app/profile/{whose}/post/{receipt.remote_id.rpartition('/')[2]}")
    assert bluesky.remove(seen) is Removal.REMOVED
    assert pds.records == {}


@pytest.mark.parametrize(
    "receipt",
    [
        Receipt(remote_id="", url=f"https://bsky.app/profile/{ADA}/post/3laaaaaaaaa2a"),
        Receipt(remote_id=f"at://{ADA}/app.bsky.feed.post/3laaaaaaaaa2a", url="https://bsky.app/profile/ada.example"),
    ],
)
def test_somebody_elses_post_is_not_looked_for_in_our_own_repo(house: House, pds: Pds, receipt: Receipt) -> None:
    """Its key may be that of a post of ours."""
    bluesky = house.bluesky()
    pds.records["3laaaaaaaaa2a"] = {"text": "ours"}
    with pytest.raises(Rejected, match=f"is a post of {ADA}, and the account is {HANDLE}"):
        bluesky.remove(receipt)
    assert "3laaaaaaaaa2a" in pds.records


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ("hangs up", OutcomeUnknown),
        ("unavailable", OutcomeUnknown),
        ("lost", OutcomeUnknown),
        ("failed late", OutcomeUnknown),
        ("throttled", Throttled),
        ("rejected", Rejected),
        ("deactivated", Locked),
    ],
)
def test_refusals_to_remove_are_sorted_as_others_are(house: House, pds: Pds, fault: str, kind: type[SendError]) -> None:
    bluesky = house.bluesky()
    receipt = bluesky.publish(bluesky.prepare(a_post()))
    pds.faults = [fault]
    with pytest.raises(SendError) as caught:
        bluesky.remove(receipt)
    assert type(caught.value) is kind
