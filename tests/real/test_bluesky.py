"""What the reference Bluesky server makes of our posts; what we believe of it, tests/servers/pds.py imitates."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import count
from pathlib import Path
from struct import pack

import httpx2
import pytest

from platforms.test_bluesky import House, Line, Settings, a_post, a_share, span
from servers.bluesky import Account, BlueskyServer, expired
from servers.means import means
from servers.network import World
from servers.paper import PaperClock
from servers.web import Reply, Request, Web, resetting
from sharebot import platforms
from sharebot.errors import Locked, Rejected, Throttled
from sharebot.http import Http
from sharebot.model import Card, Image, Picture, Share, State
from sharebot.platforms._bluesky_record import cid_of
from sharebot.platforms.bluesky import RULES, Bluesky
from sharebot.ports import Removal
from sharebot.queue import open_queue

pytestmark = [pytest.mark.real, pytest.mark.xdist_group("bluesky")]

_numbers = count(1)
LINK = "https://blog.example/winter/"


def png(width: int = 4, height: int = 3) -> Picture:
    """A white picture that any program can read."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data))

    head = pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pixels = zlib.compress((b"\0" + b"\xff" * width) * height)
    data = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    return Picture(data=data, media_type="image/png", width=width, height=height, alt="A white wall.")


@pytest.fixture(scope="module")
def server() -> Iterator[BlueskyServer]:
    with BlueskyServer() as running:
        yield running


@pytest.fixture(scope="module")
def http() -> Iterator[Http]:
    with Http(private_hosts=frozenset({"127.0.0.1", "localhost"})) as client:
        yield client


@pytest.fixture
def blog(server: BlueskyServer) -> Account:
    return server.sign_up(f"blog{next(_numbers)}.test")


def connected(server: BlueskyServer, http: Http, account: Account, home: Path, **changes: str) -> Bluesky:
    here = {
        "URL": server.url,
        "DIRECTORY": server.directory,
        "HANDLE": account.handle,
        "APP_PASSWORD": account.app_password,
    }
    platform = platforms.connect(Settings(here | changes), means(home, http=http))
    assert isinstance(platform, Bluesky)
    return platform


@pytest.fixture
def bluesky(server: BlueskyServer, http: Http, blog: Account, tmp_path: Path) -> Bluesky:
    return connected(server, http, blog, tmp_path)


# What readers see -----------------------------------------------------------------------------------------------------


def test_a_labelled_share_reads_back_with_its_labels(bluesky: Bluesky, server: BlueskyServer, blog: Account) -> None:
    payload = bluesky.prepare(a_post(a_share(labels=RULES.labels, spans=())))
    bluesky.publish(payload)
    kept = server.posts(blog)[payload.key]
    assert kept == json.loads(payload.body)["record"]
    assert kept["labels"] == {
        "$type": "com.atproto.label.defs#selfLabels",
        "values": [{"val": "sexual"}, {"val": "nudity"}, {"val": "porn"}, {"val": "graphic-media"}],
    }


def test_labels_of_another_form_than_the_networks_are_refused_by_it(bluesky: Bluesky) -> None:
    with pytest.raises(Rejected, match="labels"):
        bluesky.publish(bluesky.prepare(a_post(a_share(labels=("x" * 129,), spans=()))))


def test_a_share_reads_back_with_every_facet_on_its_own_letters(
    bluesky: Bluesky, server: BlueskyServer, blog: Account
) -> None:
    ada = server.sign_up(f"ada{next(_numbers)}.test")
    text = f"冬の夜 👩‍👩‍👧 é — by Ada (@{ada.handle})\n\n{LINK} #HarmReduction"
    spans = (
        span("mention", f"@{ada.handle}", ada.handle, text, id=ada.did),
        span("link", LINK, LINK, text),
        span("hashtag", "#HarmReduction", "HarmReduction", text),
    )
    share = Share(text=text, length=60, limit=300, link=LINK, spans=spans, language="ja")
    payload = bluesky.prepare(a_post(share))
    receipt = bluesky.publish(payload)
    assert receipt.remote_id == f"at://{blog.did}/app.bsky.feed.post/{payload.key}"
    kept = server.posts(blog)[payload.key]
    assert kept == json.loads(payload.body)["record"]
    assert kept["langs"] == ["ja"]
    shown = [
        (text.encode()[facet["index"]["byteStart"] : facet["index"]["byteEnd"]].decode(), facet["features"][0])
        for facet in kept["facets"]
    ]
    assert shown == [
        (f"@{ada.handle}", {"$type": "app.bsky.richtext.facet#mention", "did": ada.did}),
        (LINK, {"$type": "app.bsky.richtext.facet#link", "uri": LINK}),
        ("#HarmReduction", {"$type": "app.bsky.richtext.facet#tag", "tag": "HarmReduction"}),
    ]


def test_a_card_comes_with_its_picture_to_the_byte(bluesky: Bluesky, server: BlueskyServer, blog: Account) -> None:
    picture = png()
    card = Card(url=LINK, title="Winter", description="What it is about.", image=Image(url=f"{LINK}1.png"))
    payload = bluesky.prepare(a_post(a_share(spans=(), card=card)), picture)
    bluesky.publish(payload)
    external = server.posts(blog)[payload.key]["embed"]["external"]
    assert (external["uri"], external["title"], external["description"]) == (LINK, "Winter", "What it is about.")
    assert external["thumb"]["ref"]["$link"] == cid_of(picture.data)
    assert server.blob(blog, cid_of(picture.data)) == picture.data


def test_a_picture_comes_with_its_description_and_its_shape(
    bluesky: Bluesky, server: BlueskyServer, blog: Account
) -> None:
    payload = bluesky.prepare(a_post(a_share(spans=(), image=Image(url=f"{LINK}2.png"))), png(8, 6))
    bluesky.publish(payload)
    (image,) = server.posts(blog)[payload.key]["embed"]["images"]
    assert (image["alt"], image["aspectRatio"]) == ("A white wall.", {"width": 8, "height": 6})


def test_a_picture_of_another_kind_than_it_is_said_to_be_is_rejected_before_the_record(
    bluesky: Bluesky, server: BlueskyServer, blog: Account
) -> None:
    disguised = replace(png(), media_type="image/jpeg")
    with pytest.raises(Rejected, match="the server changed the picture's mimeType"):
        bluesky.publish(bluesky.prepare(a_post(a_share(spans=())), disguised))
    assert server.posts(blog) == {}


# Once, whatever happens -----------------------------------------------------------------------------------------------


def test_the_same_again_is_one_post_and_the_same_receipt(
    bluesky: Bluesky, server: BlueskyServer, blog: Account
) -> None:
    payload = bluesky.prepare(a_post(a_share(spans=())), png())
    assert bluesky.look_up(payload) is None
    first = bluesky.publish(payload)
    assert bluesky.publish(payload) == first == bluesky.look_up(payload)
    assert list(server.posts(blog)) == [payload.key]


def test_what_stands_under_a_key_already_is_never_overwritten(
    bluesky: Bluesky, server: BlueskyServer, blog: Account
) -> None:
    payload = bluesky.prepare(a_post(a_share(spans=())))
    bluesky.publish(payload)
    other = replace(payload, body=payload.body.replace(b"HarmReduction", b"Somethingelse"))
    with pytest.raises(Rejected, match="another text stands at"):
        bluesky.publish(other)
    assert "HarmReduction" in server.posts(blog)[payload.key]["text"]


class LosingProxy(Web):
    """Stands before the server; answers of the first writes are lost after the server has carried them out."""

    def __init__(self, server: BlueskyServer, losses: int) -> None:
        super().__init__()
        self._behind = server
        self.losses = losses
        self._client = httpx2.Client(trust_env=False, timeout=30.0)

    def __exit__(self, *how: object) -> None:
        super().__exit__(*how)
        self._client.close()

    def reply(self, request: Request) -> Reply:
        answered = self._client.request(
            request.method,
            self._behind.url + request.path,
            content=request.body,
            headers={
                name: request.headers[name] for name in ("authorization", "content-type") if name in request.headers
            },
        )
        if request.path.endswith("putRecord") and self.losses:
            self.losses -= 1
            return resetting()
        body = answered.content
        if request.path.endswith("Session"):  # or the account's document would lead past us
            body = json.dumps({name: value for name, value in answered.json().items() if name != "didDoc"}).encode()
        return Reply(answered.status_code, body, {"Content-Type": answered.headers.get("content-type", "")})


class RealHouse(House):
    """A machine with sharebot on it: each `bluesky` is a process anew. `door` is where it asks for the server."""

    def __init__(self, home: Path, http: Http, account: Account, server: BlueskyServer) -> None:
        self.home, self.http, self.account, self.server = home, http, account, server
        self.door = server.url

    def bluesky(self, **changes: str) -> Bluesky:
        return connected(self.server, self.http, self.account, self.home, URL=self.door, **changes)


@pytest.fixture
def house(server: BlueskyServer, http: Http, blog: Account, tmp_path: Path) -> RealHouse:
    return RealHouse(tmp_path, http, blog, server)


@pytest.fixture
def line(house: RealHouse, tmp_path: Path) -> Iterator[Line]:
    queue = open_queue(f"sqlite:///{tmp_path / 'sharebot.db'}", home=tmp_path)
    yield Line(house, queue, World())
    queue.close()


def test_answers_lost_after_the_commit_leave_one_post(
    line: Line, house: RealHouse, server: BlueskyServer, blog: Account
) -> None:
    with LosingProxy(server, losses=3) as proxy:
        house.door = proxy.address
        post = line.live(line.add())
        assert proxy.losses == 0
    assert post.state is State.SENT
    assert post.receipt is not None
    (rkey,) = server.posts(blog)
    assert post.receipt.remote_id.endswith(rkey)
    assert len(line.queue.attempts(post.id)) == 4


def test_a_post_that_was_deleted_on_the_network_stays_deleted(line: Line, server: BlueskyServer, blog: Account) -> None:
    post_id = line.add()
    assert line.live(post_id).state is State.SENT
    (rkey,) = server.posts(blog)
    server.delete(blog, rkey)
    line.world.pass_time(86_400)
    assert line.live(post_id).state is State.SENT
    assert server.posts(blog) == {}


# What it refuses ------------------------------------------------------------------------------------------------------


def test_a_text_that_is_too_long_is_rejected_in_the_servers_words(bluesky: Bluesky) -> None:
    with pytest.raises(Rejected, match=r"grapheme too big \(maximum 300, got 301\)"):
        bluesky.publish(bluesky.prepare(a_post(a_share(text="x" * 301, spans=()))))


def test_a_wrong_password_locks_the_account(server: BlueskyServer, http: Http, blog: Account, tmp_path: Path) -> None:
    bluesky = connected(server, http, blog, tmp_path, APP_PASSWORD="wrong-wrong-wrong")
    with pytest.raises(Locked, match=r"Invalid identifier or password.*SHAREBOT_BLUESKY_APP_PASSWORD"):
        bluesky.publish(bluesky.prepare(a_post(a_share(spans=()))))


def test_expired_tokens_are_renewed_and_only_a_revoked_password_locks(
    bluesky: Bluesky, server: BlueskyServer, blog: Account
) -> None:
    sessions = bluesky._sessions

    def age(**tokens: str) -> None:
        sessions._session = replace(sessions.current(), **tokens)

    bluesky.check()
    age(access=expired(sessions.current().access))
    assert bluesky.publish(bluesky.prepare(a_post(a_share(spans=()))))
    age(access=expired(sessions.current().access), refresh=expired(sessions.current().refresh))
    assert bluesky.publish(bluesky.prepare(a_post(a_share(spans=())), png()))
    server.revoke(blog)
    age(access=expired(sessions.current().access))
    with pytest.raises(Locked, match="the login is refused"):
        bluesky.publish(bluesky.prepare(a_post(a_share(spans=()))))
    assert len(server.posts(blog)) == 2


def test_a_deactivated_account_is_locked_and_says_so(bluesky: Bluesky, server: BlueskyServer, blog: Account) -> None:
    server.deactivate(blog)
    assert bluesky.check().faults == ("the account is deactivated; sign in at bsky.app and see to it",)
    with pytest.raises(Locked, match="AccountDeactivated"):
        bluesky.publish(bluesky.prepare(a_post(a_share(spans=()))))


def test_too_many_logins_are_throttled_until_the_server_says(http: Http, tmp_path: Path) -> None:
    with BlueskyServer(rate_limits=True) as strict:
        account = strict.sign_up(f"blog{next(_numbers)}.test")
        for _ in range(30):
            connected(strict, http, account, tmp_path).check()
        with pytest.raises(Throttled) as caught:
            connected(strict, http, account, tmp_path).check()
    assert caught.value.retry_at is not None
    assert timedelta(0) < caught.value.retry_at - PaperClock().at <= timedelta(minutes=5)


# Who is who -----------------------------------------------------------------------------------------------------------


def test_a_handle_leads_to_its_owner_and_an_unknown_one_to_nobody(bluesky: Bluesky, server: BlueskyServer) -> None:
    ada = server.sign_up(f"ada{next(_numbers)}.test")
    found = bluesky.identify(ada.handle)
    assert found is not None
    assert (found.exists, found.id, found.name) == (True, ada.did, "")
    nobody = bluesky.identify("nobody-at-all.test")
    assert nobody is not None
    assert (nobody.exists, nobody.id) == (False, "")


def test_a_handle_that_its_owner_left_is_nobodys_and_the_new_one_leads_to_the_same_id(
    bluesky: Bluesky, server: BlueskyServer
) -> None:
    ada = server.sign_up(f"ada{next(_numbers)}.test")
    server.rename(ada, new := f"quill{next(_numbers)}.test")
    old, now = bluesky.identify(ada.handle), bluesky.identify(new)
    assert old is not None
    assert now is not None
    assert (old.exists, now.exists, now.id) == (False, True, ada.did)


def test_the_account_says_who_it_is_and_which_password_it_was_given(
    bluesky: Bluesky, server: BlueskyServer, http: Http, blog: Account, tmp_path: Path
) -> None:
    check = bluesky.check()
    assert (check.handle, check.faults) == (blog.handle, ())
    assert check.rights == (f"write posts as {blog.did}", "no videos: its e-mail address is not confirmed")
    main = connected(server, http, blog, tmp_path, APP_PASSWORD=blog.password).check()
    assert "everything else: it is the main password; an app password could do less harm" in main.rights


# Taking back ----------------------------------------------------------------------------------------------------------


def test_a_post_is_taken_back_once_and_is_gone_already_after_that(
    bluesky: Bluesky, server: BlueskyServer, blog: Account
) -> None:
    one, other = bluesky.prepare(a_post()), bluesky.prepare(a_post())
    receipt = bluesky.publish(one)
    bluesky.publish(other)
    assert bluesky.remove(receipt) is Removal.REMOVED
    assert bluesky.remove(receipt) is Removal.GONE
    assert bluesky.look_up(one) is None
    assert set(server.posts(blog)) == {other.key}


def test_a_post_that_its_owner_deleted_by_hand_is_gone_already(
    bluesky: Bluesky, server: BlueskyServer, blog: Account
) -> None:
    payload = bluesky.prepare(a_post())
    receipt = bluesky.publish(payload)
    server.delete(blog, payload.key)
    assert bluesky.remove(receipt) is Removal.GONE


def test_somebody_elses_post_stays(bluesky: Bluesky, server: BlueskyServer, http: Http, tmp_path: Path) -> None:
    theirs = server.sign_up(f"other{next(_numbers)}.test")
    other = connected(server, http, theirs, tmp_path)
    payload = other.prepare(a_post())
    receipt = other.publish(payload)
    with pytest.raises(Rejected, match=f"is a post of {theirs.did}"):
        bluesky.remove(receipt)
    assert payload.key in server.posts(theirs)
