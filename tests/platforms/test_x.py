"""What is special about X: signed requests through tweepy, its refusals, its timeline, its pictures and its prices."""

from __future__ import annotations

import json
import weakref
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contract.test_platforms import Troubles
from servers.hurry import time_runs_out
from servers.means import ShortMemory, means
from servers.network import World, deliverer
from servers.paper import PaperClock
from servers.ports import nobody
from servers.web import Reply, dripping, gibberish, redirect, silent
from servers.x_api import (
    DUPLICATE,
    KEYS,
    NO_CREDIT,
    NOT_MENTIONED,
    NOT_PERMITTED,
    OLD_NO_CREDIT,
    READ_ONLY,
    UNAUTHORIZED,
    FakeX,
    Shapes,
    problem,
    too_many,
)
from sharebot import platforms
from sharebot.errors import (
    Locked,
    MentionRefused,
    OutcomeUnknown,
    Rejected,
    SendError,
    SettingsError,
    Throttled,
    Unavailable,
)
from sharebot.http import Http
from sharebot.model import NewPost, Picture, Post, Receipt, Share, Span, State
from sharebot.platforms.x import LOOKS, RULES, X
from sharebot.ports import GuaranteeKind, Platform, Queue, Removal
from sharebot.queue import open_queue

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
LINK = "https://blog.harborlight.org/one"
MINUTE = timedelta(minutes=1)
DESCRIBED = Path(__file__).parents[2].parent / "shared" / "facts" / "x-openapi.json"


@dataclass(frozen=True)
class Settings:
    name: str = "x"
    platform: str = "x"
    fields: Mapping[str, str] = field(default_factory=dict)

    def get(self, name: str, default: str = "") -> str:
        return self.fields.get(name, default)

    def need(self, name: str) -> str:
        if name not in self.fields:
            raise SettingsError(f"SHAREBOT_X_{name} is not set; the account {self.name} needs it")
        return self.fields[name]


@dataclass
class Waiting:
    """A clock that a sleep moves."""

    clock: Any

    def sleep(self, seconds: float) -> None:
        if isinstance(self.clock, World):
            self.clock.pass_time(seconds)
        else:
            self.clock.at += timedelta(seconds=seconds)


def loopback_only(host: str, _port: int) -> list[str]:
    if host == "127.0.0.1":
        return [host]
    raise OSError(f"a test asks for {host}")


def connect(fake: FakeX, home: Path, clock: Any, *, memory: ShortMemory | None = None, **fields: str) -> X:
    http = Http(private_hosts=frozenset({"127.0.0.1"}), resolve=loopback_only)
    account = Settings(fields={**KEYS, "URL": fake.address, **fields})
    platform = platforms.connect(account, means(home, http=http, memory=memory, clock=clock))
    assert isinstance(platform, X)
    platform._sleep = Waiting(clock).sleep
    weakref.finalize(platform, http.close)
    return platform


def troubles_for_contract(home: Path) -> Troubles:
    clock = PaperClock()
    fake = FakeX(clock.now).__enter__()
    platform = connect(fake, home, clock)
    weakref.finalize(platform, fake.__exit__)
    fake.others.add("42")
    return Troubles(
        platform,
        lambda: fake.faults.append("lost"),
        "https://x.com/somebody/status/42",
        lambda: fake.faults.append(UNAUTHORIZED),
    )


def connect_for_contract(home: Path) -> Platform:
    clock = PaperClock()
    fake = FakeX(clock.now).__enter__()
    platform = connect(fake, home, clock)
    weakref.finalize(platform, fake.__exit__)
    return platform


@pytest.fixture
def clock() -> PaperClock:
    return PaperClock()


@pytest.fixture
def fake(clock: PaperClock) -> Iterator[FakeX]:
    with FakeX(clock.now) as started:
        yield started


@pytest.fixture
def x(fake: FakeX, clock: PaperClock, tmp_path: Path) -> X:
    return connect(fake, tmp_path, clock)


def a_post(text: str = f"A title {LINK}", link: str = LINK, mentions: tuple[str, ...] = ()) -> Post:
    share = Share(text=text, length=len(text), limit=280, link=link, mentions=mentions)
    return Post(
        id=1, entry_id=1, account="x", round=0, state=State.SENDING, share=share, due_at=AT, created_at=AT, updated_at=AT
    )  # fmt: skip


def a_picture(data: bytes = b"\xff\xd8 a picture", alt: str = "", media_type: str = "image/jpeg") -> Picture:
    return Picture(data=data, media_type=media_type, width=4, height=4, alt=alt)


def error_of(call: Callable[[], object]) -> SendError:
    with pytest.raises(SendError) as caught:
        call()
    assert "\n" not in str(caught.value)
    assert not any(secret in str(caught.value) for secret in KEYS.values())
    return caught.value


# Connecting -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("missing", KEYS)
def test_each_key_is_needed_and_named(missing: str, tmp_path: Path) -> None:
    fields = {name: value for name, value in KEYS.items() if name != missing}
    with pytest.raises(SettingsError, match=f"SHAREBOT_X_{missing} is not set"):
        platforms.connect(Settings(fields=fields), means(tmp_path))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("URL", "api.x.com"),
        ("URL", "https://"),
        ("URL", "https://user@api.x.com"),
        ("URL", "https://api.x.com/2"),
        ("PRICE_POST", "cheap"),
        ("PRICE_LINK", "-1"),
        ("MONTHLY_CAP", "NaN"),
    ],
)
def test_a_value_that_makes_no_sense_is_refused_with_an_example(name: str, value: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=rf"SHAREBOT_X_NEWS_{name}: .* is no .*; write for example"):
        platforms.connect(Settings("x-news", fields={**KEYS, name: value}), means(tmp_path))


def test_connecting_asks_nobody_and_imports_no_tweepy(tmp_path: Path) -> None:
    import subprocess
    import sys

    code = "import sys; import sharebot.platforms.x, sharebot.platforms.outbox; sys.exit('tweepy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_private_address_is_refused_unless_it_is_allowed(fake: FakeX, tmp_path: Path) -> None:
    with Http(resolve=loopback_only) as http:
        x = platforms.connect(Settings(fields={**KEYS, "URL": fake.address}), means(tmp_path, http=http))
        error = error_of(lambda: x.publish(x.prepare(a_post())))
    assert isinstance(error, Unavailable)
    assert "SHAREBOT_PRIVATE_HOSTS" in str(error)
    assert not fake.requests


# Posting --------------------------------------------------------------------------------------------------------------


def test_a_post_goes_out_signed_once_on_a_connection_of_its_own(x: X, fake: FakeX) -> None:
    receipts = [x.publish(x.prepare(a_post(f"Title {number} {LINK}"))) for number in range(3)]
    assert fake.texts == [f"Title {number} {LINK}" for number in range(3)]
    assert [receipt.url for receipt in receipts] == [f"https://x.com/i/status/{post.id}" for post in fake.posts]
    assert len({request.peer for request in fake.requests}) == len(fake.requests) == 3


@settings(deadline=None)  # a signed request over loopback takes as long as a busy machine lets it
@given(text=st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60))
def test_any_text_arrives_as_it_was_frozen_and_is_found_again(text: str) -> None:
    clock = PaperClock()
    with FakeX(clock.now) as fake:
        x = connect(fake, Path(), clock)
        payload = x.prepare(a_post(text, link=""))
        receipt = x.publish(payload)
        assert fake.texts == [text]
        found = connect(fake, Path(), clock).look_up(payload)
        assert found is not None
        assert found.remote_id == receipt.remote_id


def test_the_frozen_body_holds_the_words_and_no_secret(x: X) -> None:
    payload = x.prepare(a_post(mentions=("someone",)), a_picture(alt="A lamp"))
    told = json.loads(payload.body)
    assert told["text"] == f"A title {LINK}"
    assert (told["link"], told["mentions"]) == (LINK, ["someone"])
    assert (told["media_type"], told["alt"]) == ("image/jpeg", "A lamp")
    assert payload.media == a_picture().data
    assert x.prepare(a_post()).key != payload.key


def test_the_address_names_the_user_once_it_is_known(x: X, fake: FakeX) -> None:
    x.check()
    assert x.publish(x.prepare(a_post())).url == f"https://x.com/HarborlightREX/status/{fake.posts[0].id}"


# Refusals -------------------------------------------------------------------------------------------------------------

TABLE: dict[str, tuple[Reply, bool, type[SendError], str]] = {
    "keys": (UNAUTHORIZED, False, Locked, "SHAREBOT_X_ACCESS_TOKEN_SECRET"),
    "credit": (NO_CREDIT, False, Locked, "buy credits"),
    "credit, older words": (OLD_NO_CREDIT, True, Locked, "buy credits"),
    "rights": (READ_ONLY, False, Locked, "SHAREBOT_X_ACCESS_TOKEN"),
    "rights, with a mention": (READ_ONLY, True, Locked, "new access token"),
    "not permitted": (NOT_PERMITTED, False, Locked, "not permitted"),
    "not permitted, with a mention": (NOT_PERMITTED, True, MentionRefused, "whom it mentions"),
    "not mentioned": (NOT_MENTIONED, True, MentionRefused, "whom it mentions"),
    "not mentioned, by a text that mentions nobody": (NOT_MENTIONED, False, Rejected, "not allowed"),
    "suspended": (problem(403, "Your account is suspended."), True, Locked, "suspended"),
    "spend cap": (problem(403, "Your spend cap is reached."), True, Locked, "spend cap"),
    "not enrolled": (problem(403, "…", kind="https://api.twitter.com/2/problems/client-forbidden"), True, Locked, "x"),
    "blocked by one of them": (problem(403, "You are blocked from mentioning her."), True, MentionRefused, "blocked"),
    "no permission to mention": (problem(403, "No permission to mention."), True, MentionRefused, "permission"),
    "blocked link": (problem(403, "This link is blocked."), False, Rejected, "blocked"),
    "forbidden otherwise": (problem(403, "This link is harmful."), False, Rejected, "harmful"),
    "duplicate": (DUPLICATE, True, Rejected, "same text already"),
    "invalid": (problem(400, "Tweet needs to be a bit shorter."), False, Rejected, "shorter"),
    "too large": (problem(413, "Too large"), False, Rejected, "413"),
    "busy": (problem(503, "Service Unavailable"), False, OutcomeUnknown, "503"),
    "a proxy's page": (Reply(403, b"<html>Blocked</html>"), True, OutcomeUnknown, "403"),
    "null": (Reply(403, b"null"), False, OutcomeUnknown, "403"),
    "a list": (Reply(400, b"[1]"), False, OutcomeUnknown, "400"),
    "errors null": (Reply(400, b'{"errors": null}'), False, Rejected, "without a word"),
    "request time-out": (problem(408, "Slow"), False, OutcomeUnknown, "408"),
    "redirect": (redirect("https://elsewhere.example/"), False, OutcomeUnknown, "302"),
    "nested without end": (Reply(400, b"[" * 100_000), False, OutcomeUnknown, "400"),
}


@pytest.mark.parametrize("case", TABLE)
def test_a_refusal_is_told_apart_by_what_it_is_about(case: str, x: X, fake: FakeX) -> None:
    reply, mentions, kind, words = TABLE[case]
    fake.faults = [reply]
    error = error_of(lambda: x.publish(x.prepare(a_post(mentions=("someone",) if mentions else ()))))
    assert type(error) is kind or (case == "duplicate" and isinstance(error, kind))
    assert words in str(error)
    assert not fake.posts
    assert len([request for request in fake.requests if request.path == "/2/tweets"]) == 1


def test_a_mention_that_staff_wrote_into_the_text_counts_as_one(x: X, fake: FakeX) -> None:
    fake.faults = [NOT_PERMITTED]
    error = error_of(lambda: x.publish(x.prepare(a_post(f"With thanks to @someone {LINK}"))))
    assert type(error) is MentionRefused


@pytest.mark.parametrize("fault", ["lost", "hung up", "cut", "half", "empty", "only errors", "503 after"])
def test_an_answer_that_is_lost_or_broken_after_the_post_leaves_its_outcome_unknown(
    fault: str, x: X, fake: FakeX
) -> None:
    fake.faults = [fault]
    payload = x.prepare(a_post())
    assert type(error_of(lambda: x.publish(payload))) is OutcomeUnknown
    assert len(fake.posts) == 1
    found = x.look_up(payload)
    assert found is not None
    assert found.url == f"https://x.com/HarborlightREX/status/{fake.posts[0].id}"


def test_a_server_that_is_slow_or_speaks_no_http_leaves_the_outcome_unknown(x: X, fake: FakeX) -> None:
    for reply in (silent(fake.stopping), dripping(b"{" * 10_000, stop=fake.stopping), gibberish()):
        fake.faults = [reply]
        with time_runs_out(lambda: not fake.faults):
            assert type(error_of(lambda: x.publish(x.prepare(a_post())))) is OutcomeUnknown


def test_a_server_that_is_not_there_got_nothing(fake: FakeX, clock: PaperClock, tmp_path: Path) -> None:
    with nobody() as port:
        x = connect(fake, tmp_path, clock, URL=f"http://127.0.0.1:{port}")
        assert type(error_of(lambda: x.publish(x.prepare(a_post())))) is Unavailable


def test_a_host_that_dns_does_not_know_and_a_server_without_tls_got_nothing(
    fake: FakeX, clock: PaperClock, tmp_path: Path
) -> None:
    for url in ("https://api.nowhere.example", fake.address.replace("http://", "https://")):
        x = connect(fake, tmp_path, clock, URL=url)
        assert type(error_of(lambda x=x: x.publish(x.prepare(a_post())))) is Unavailable
    assert not fake.requests


@pytest.mark.parametrize(
    ("headers", "minutes"),
    [
        ({}, 15),
        ({"x_rate_limit_reset": 3}, 3),
        ({"x_rate_limit_reset": 3, "x_user_limit_24hour_reset": 700}, 700),
        ({"x_rate_limit_reset": 3, "x_app_limit_24hour_reset": 900, "x_user_limit_24hour_reset": 700}, 900),
    ],
)
def test_too_many_requests_rest_until_the_latest_of_xs_resets(
    headers: dict[str, int], minutes: int, x: X, fake: FakeX
) -> None:
    resets = {name: int((AT + timedelta(minutes=value)).timestamp()) for name, value in headers.items()}
    fake.faults = [too_many(**resets)]
    error = error_of(lambda: x.publish(x.prepare(a_post())))
    assert isinstance(error, Throttled)
    assert error.retry_at == AT + timedelta(minutes=minutes)
    assert len(fake.requests) == 1


@pytest.mark.parametrize("reset", ["soon", "", "-1", "9999999999", "٣"])
def test_a_reset_that_is_no_moment_of_the_next_days_is_not_believed(reset: str, x: X, fake: FakeX) -> None:
    fake.faults = [problem(429, "Too Many Requests", **{"x-rate-limit-reset": reset.encode().decode("latin-1")})]
    error = error_of(lambda: x.publish(x.prepare(a_post())))
    assert isinstance(error, Throttled)
    assert error.retry_at == AT + timedelta(minutes=15)


def test_wrong_secrets_are_refused_and_paused(fake: FakeX, clock: PaperClock, tmp_path: Path) -> None:
    x = connect(fake, tmp_path, clock, API_SECRET="another")
    assert isinstance(error_of(lambda: x.publish(x.prepare(a_post()))), Locked)


def test_neither_tweepy_nor_its_signer_logs_bodies_or_signatures(
    x: X, fake: FakeX, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("DEBUG"):
        x.publish(x.prepare(a_post()))
    assert "oauth_signature" not in caplog.text
    assert "A title" not in caplog.text


# The timeline ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("generation", ["post", "tweet"])
@pytest.mark.parametrize(
    "text",
    [
        f"Fish & chips <cheap> “now” {LINK}",
        f"Zwölf Boxkämpfer 👩‍👩‍👧 #Tag {LINK}?a=1&b=2",
        f"{LINK} first, and once more {LINK}",
        "No link at all & nothing else",
        "word " * 80 + LINK,
        f"Ein Wort\nzwei  Worte \u2060ohne Sinn {LINK}/",
    ],
)
def test_a_post_is_found_by_its_words_and_its_link(
    text: str, generation: str, clock: PaperClock, tmp_path: Path
) -> None:
    link = next((word for word in text.split() if word.startswith("https://")), "")
    with FakeX(clock.now, generation=generation) as fake:
        x = connect(fake, tmp_path, clock)
        fake.put("Something else altogether")
        payload = x.prepare(a_post(text, link))
        assert x.look_up(payload) is None
        fake.put(text)
        found = x.look_up(payload)
    assert found is not None
    assert found.remote_id == fake.posts[-1].id


def test_a_post_with_a_picture_is_found_although_x_adds_its_address(x: X, fake: FakeX) -> None:
    fake.faults = ["lost"]
    payload = x.prepare(a_post(), a_picture())
    error_of(lambda: x.publish(payload))
    found = x.look_up(payload)
    assert found is not None
    assert found.remote_id == fake.posts[0].id


def test_other_words_with_the_same_link_and_other_links_with_the_same_words_are_not_it(x: X, fake: FakeX) -> None:
    payload = x.prepare(a_post())
    fake.put(f"Once again: a title {LINK}")
    fake.put(f"A title {LINK}-and-two")
    fake.put("A title")
    assert x.look_up(payload) is None


def test_an_older_post_of_the_same_text_is_not_it(x: X, fake: FakeX) -> None:
    fake.put(f"A title {LINK}", at=AT - timedelta(days=3))
    assert x.look_up(x.prepare(a_post())) is None


def test_a_clock_that_is_a_little_ahead_of_xs_still_finds_the_post(x: X, fake: FakeX) -> None:
    payload = x.prepare(a_post())
    fake.put(f"A title {LINK}", at=AT - timedelta(minutes=4))
    assert x.look_up(payload) is not None


def test_a_clock_that_was_far_ahead_while_the_post_was_frozen_still_finds_it(life: Life) -> None:
    life.world.wall_offset = 40 * 60
    payload = life.platform.prepare(a_post())
    life.world.wall_offset = 0
    life.world.pass_time(5 * 60)
    receipt = life.platform.publish(payload)
    life.world.pass_time(15 * 60)
    assert life.platform.publish(payload).remote_id == receipt.remote_id
    found = life.platform.look_up(payload)
    assert found is not None
    assert found.remote_id == receipt.remote_id


def test_many_links_in_a_row_are_compared_quickly(x: X, fake: FakeX) -> None:
    row = ",".join(f"https://a{number}.example/" for number in range(12))
    fake.put(f"{row} ending")
    assert x.look_up(x.prepare(a_post(f"{row} ended", ""))) is None
    assert x.look_up(x.prepare(a_post(f"{row} ending", ""))) is not None


def test_all_pages_of_the_timeline_are_looked_at(x: X, fake: FakeX) -> None:
    fake.page = 5
    payload = x.prepare(a_post())
    fake.put(f"A title {LINK}")
    for number in range(12):
        fake.put(f"Number {number}")
    assert x.look_up(payload) is not None


def test_more_pages_than_are_looked_at_are_no_absence(x: X, fake: FakeX) -> None:
    fake.page = 1
    payload = x.prepare(a_post())
    for number in range(12):
        fake.put(f"Number {number}")
    assert isinstance(error_of(lambda: x.look_up(payload)), OutcomeUnknown)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b'{"errors":[{"title":"Service Unavailable","detail":"no","type":"about:blank"}]}', OutcomeUnknown),
        (b'{"meta":{"result_count":2}}', OutcomeUnknown),
        (b'{"data":[{"id":"1","text":"A"}],"meta":{"result_count":1}}', OutcomeUnknown),
        (b'{"data":[7],"meta":{"result_count":1}}', OutcomeUnknown),
        (b'{"data":{},"meta":{"result_count":1}}', OutcomeUnknown),
        (b"<html>", OutcomeUnknown),
        (b"", OutcomeUnknown),
    ],
)
def test_a_list_that_cannot_be_understood_is_no_absence(body: bytes, kind: type[SendError], x: X, fake: FakeX) -> None:
    payload = x.prepare(a_post())
    fake.refused["/2/users/4711/tweets"] = Reply(200, body)
    fake.generation = "post"
    assert isinstance(error_of(lambda: x.look_up(payload)), kind)


def test_whose_token_it_is_is_asked_once_and_anew_for_another_token(
    fake: FakeX, clock: PaperClock, tmp_path: Path
) -> None:
    memory = ShortMemory()
    for _ in range(2):
        x = connect(fake, tmp_path, clock, memory=memory)
        x.look_up(x.prepare(a_post()))
        x.look_up(x.prepare(a_post()))
    assert len(fake.asked("/2/users/me")) == 1
    other = connect(fake, tmp_path, clock, memory=memory, ACCESS_TOKEN="0815-another")
    assert isinstance(error_of(lambda: other.look_up(other.prepare(a_post()))), Locked)
    assert len(fake.asked("/2/users/me")) == 2
    assert "an-access-token" not in repr(memory)


# Duplicates -----------------------------------------------------------------------------------------------------------


def test_a_text_that_x_has_from_another_post_is_refused_with_its_address(x: X, fake: FakeX) -> None:
    other = fake.put(f"A title {LINK}", at=AT - timedelta(days=1))
    error = error_of(lambda: x.publish(x.prepare(a_post())))
    assert isinstance(error, Rejected)
    assert f"https://x.com/HarborlightREX/status/{other.id}" in str(error)


def test_a_text_that_x_has_from_this_very_post_is_the_receipt(x: X, fake: FakeX, clock: PaperClock) -> None:
    fake.faults = ["lost"]
    payload = x.prepare(a_post())
    error_of(lambda: x.publish(payload))
    clock.at += timedelta(minutes=20)
    receipt = x.publish(payload)
    assert receipt.remote_id == fake.posts[0].id
    assert receipt.found == "answered: X had it already"
    assert len(fake.posts) == 1


def test_a_repeat_that_x_has_but_does_not_show_is_never_taken_as_refused(x: X, fake: FakeX, clock: PaperClock) -> None:
    fake.faults = ["lost"]
    fake.lag = timedelta(hours=1)
    payload = x.prepare(a_post())
    error_of(lambda: x.publish(payload))
    clock.at += timedelta(minutes=20)
    assert type(error_of(lambda: x.publish(payload))) is OutcomeUnknown


def test_a_duplicate_whose_reason_cannot_be_looked_up_is_not_taken_as_refused(x: X, fake: FakeX) -> None:
    fake.put(f"A title {LINK}")
    fake.refused["/2/users/me"] = problem(503, "Service Unavailable")
    assert type(error_of(lambda: x.publish(x.prepare(a_post())))) is OutcomeUnknown


# Pictures -------------------------------------------------------------------------------------------------------------


def test_a_picture_is_uploaded_described_and_shown(x: X, fake: FakeX) -> None:
    x.publish(x.prepare(a_post(), a_picture(b"\x00\r\n--\xff" * 1000, alt="A lamp")))
    (medium,) = fake.media.values()
    assert medium.data == b"\x00\r\n--\xff" * 1000
    assert (medium.type, medium.alt) == ("image/jpeg", "A lamp")
    assert fake.posts[0].media == (medium.id,)


def test_a_picture_without_words_costs_no_description(x: X, fake: FakeX) -> None:
    x.publish(x.prepare(a_post(), a_picture()))
    assert not fake.asked("/2/media/metadata")
    assert fake.posts[0].media


def test_a_picture_that_x_works_on_is_waited_for(x: X, fake: FakeX, clock: PaperClock) -> None:
    fake.asks_until_ready = 3
    x.publish(x.prepare(a_post(), a_picture(media_type="image/gif")))
    assert fake.posts
    assert clock.at == AT + timedelta(seconds=6)


def test_a_picture_that_never_gets_ready_is_not_waited_for_for_ever(x: X, fake: FakeX, clock: PaperClock) -> None:
    fake.asks_until_ready = 10_000
    error = error_of(lambda: x.publish(x.prepare(a_post(), a_picture())))
    assert type(error) is Unavailable
    assert clock.at < AT + MINUTE
    assert not fake.posts


def test_a_picture_that_x_cannot_use_is_refused(x: X, fake: FakeX) -> None:
    assert type(error_of(lambda: x.publish(x.prepare(a_post(), a_picture(b"broken"))))) is Rejected
    large = a_picture(bytes(6_000_000))
    assert type(error_of(lambda: x.publish(x.prepare(a_post(), large)))) is Rejected
    assert not fake.posts


PLACES = ("initialize", "append", "finalize", "metadata")


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (problem(503, "Service Unavailable"), Unavailable),
        (Reply(200, b"cut"), Unavailable),
        (Reply(200, b'{"errors":[]}'), Unavailable),
        (gibberish(), Unavailable),
        (too_many(), Throttled),
        (UNAUTHORIZED, Locked),
        (NO_CREDIT, Locked),
        (NOT_PERMITTED, Locked),
        (problem(400, "Bad picture"), Rejected),
    ],
)
def test_an_upload_that_fails_in_any_way_posts_nothing(
    place: str, reply: Reply, kind: type[SendError], x: X, fake: FakeX
) -> None:
    number = 1346889436626259968
    path = {"metadata": "/2/media/metadata", "initialize": "/2/media/upload/initialize"}.get(
        place, f"/2/media/upload/{number}/{place}"
    )
    fake.refused[path] = reply
    publish = lambda: x.publish(x.prepare(a_post(mentions=("someone",)), a_picture(alt="A lamp")))  # noqa: E731
    if place == "append" and reply.status == 200 and not reply.act:
        return_of_finalize = error_of(publish)  # nothing arrived, so it does not add up
        assert type(return_of_finalize) is Rejected
    else:
        assert type(error_of(publish)) is kind
    assert not fake.posts
    assert not fake.asked("/2/tweets")


def test_an_upload_that_has_expired_is_refused_by_x_and_the_next_try_uploads_anew(
    x: X, fake: FakeX, clock: PaperClock
) -> None:
    payload = x.prepare(a_post(), a_picture())
    fake.faults = [problem(503, "Service Unavailable")]
    error_of(lambda: x.publish(payload))
    clock.at += timedelta(days=2)
    x.publish(payload)
    assert len(fake.media) == 2
    assert fake.posts[0].media == (list(fake.media)[1],)


# Who others are, and who we are ---------------------------------------------------------------------------------------


def test_a_handle_is_told_with_its_id_name_and_the_addresses_behind_the_short_ones(x: X, fake: FakeX) -> None:
    user = fake.add(
        "QuillAndInk", name="Dana Quillfeather", url="https://dana.example/", description="Writes https://ink.example/d"
    )
    found = x.identify("quillandink")
    assert found is not None
    assert (found.id, found.handle, found.name) == (user.id, "QuillAndInk", "Dana Quillfeather")
    assert found.links == ("https://dana.example/", "https://ink.example/d")
    assert (found.exists, found.asked_at, found.url) == (True, AT, "https://x.com/QuillAndInk")
    assert x.good_for >= timedelta(days=7)


def test_a_handle_that_nobody_has_does_not_exist(x: X) -> None:
    found = x.identify("nobody_there")
    assert found is not None
    assert not found.exists
    assert found.id == ""


def test_a_suspended_user_and_an_answer_about_something_else_are_not_known(x: X, fake: FakeX) -> None:
    fake.add("gone_for_now", suspended=True)
    assert x.identify("gone_for_now") is None
    fake.refused["/2/users/by/username/someone"] = Reply(200, b'{"errors":[{"title":"Field","type":"x/other"}]}')
    assert x.identify("someone") is None


def test_what_can_be_no_handle_is_not_asked_for(x: X, fake: FakeX) -> None:
    assert x.identify("much_too_long_for_a_handle") is None
    assert x.identify("a/../me") is None
    assert not fake.requests


@pytest.mark.parametrize("reply", [UNAUTHORIZED, NO_CREDIT, too_many(), problem(503, "…"), Reply(200, b"no")])
def test_a_question_that_was_not_answered_says_nothing_about_a_handle(reply: Reply, x: X, fake: FakeX) -> None:
    fake.refused["/2/users/by/username/someone"] = reply
    assert isinstance(error_of(lambda: x.identify("someone")), SendError)


@pytest.mark.parametrize(
    ("level", "rights", "faults"),
    [
        ("read-write", ("may read", "may write"), 0),
        ("read-write-directmessages", ("may read", "may write"), 0),
        ("read", ("may read",), 1),
    ],
)
def test_the_check_says_who_we_are_and_what_keeps_us_from_posting(
    level: str, rights: tuple[str, ...], faults: int, x: X, fake: FakeX
) -> None:
    fake.access_level = level
    found = x.check()
    assert (found.handle, found.url) == ("HarborlightREX", "https://x.com/HarborlightREX")
    assert found.rights == rights
    assert len(found.faults) == faults
    assert all("SHAREBOT_X_ACCESS_TOKEN" in fault for fault in found.faults)


def test_a_check_without_the_header_claims_no_rights_and_no_faults(x: X, fake: FakeX) -> None:
    fake.refused["/2/users/me"] = Reply(200, b'{"data":{"id":"4711","name":"H","username":"HarborlightREX"}}')
    found = x.check()
    assert (found.rights, found.faults) == ((), ())


# Prices ---------------------------------------------------------------------------------------------------------------


def test_a_post_with_a_link_costs_more_and_staff_may_say_how_much(
    fake: FakeX, clock: PaperClock, tmp_path: Path
) -> None:
    usual = connect(fake, tmp_path, clock).tariff
    linked, plain = a_post().share, a_post("No link", "").share
    span = Span(kind="link", start=0, end=4, target="https://a.example")
    assert (usual.price(linked), usual.price(plain), usual.cap) == (Decimal("0.20"), Decimal("0.015"), None)
    assert usual.price(a_post("No link", LINK).share) == Decimal("0.015")
    assert usual.price(replace(plain, spans=(span,))) == Decimal("0.20")
    own = connect(fake, tmp_path, clock, PRICE_POST="0", PRICE_LINK="0.5", MONTHLY_CAP="10").tariff
    assert (own.price(linked), own.price(plain), own.cap) == (Decimal("0.5"), Decimal(0), Decimal(10))


def test_a_month_of_three_links_a_week_costs_what_x_says(fake: FakeX, clock: PaperClock, tmp_path: Path) -> None:
    tariff = connect(fake, tmp_path, clock).tariff
    assert 13 * tariff.price(a_post().share) == Decimal("2.60")


def test_pictures_may_be_what_x_takes() -> None:
    assert RULES.picture is not None
    assert (RULES.picture.most_bytes, RULES.picture.most_alt) == (5_000_000, 1000)
    assert set(RULES.picture.media_types) == {"image/jpeg", "image/png", "image/gif", "image/webp"}


# Through a real queue -------------------------------------------------------------------------------------------------


@pytest.fixture
def queue(tmp_path: Path) -> Iterator[Queue]:
    opened = open_queue(f"sqlite:///{tmp_path / 'sharebot.db'}")
    yield opened
    opened.close()


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def network(world: World) -> Iterator[FakeX]:
    with FakeX(world.now) as started:
        yield started


@dataclass
class Life:
    """A post's life, as the daemon would live it."""

    queue: Queue
    world: World
    fake: FakeX
    platform: X

    def post(self, text: str = f"A title {LINK}", mentions: tuple[str, ...] = ()) -> int:
        share = a_post(text, mentions=mentions).share
        new = NewPost(account="x", share=share, state=State.QUEUED, due_at=self.world.now())
        (post,) = self.queue.add([new], entry_id=None, now=self.world.now(), who="test", why="test")
        return post.id

    def round(self) -> None:
        deliverer(self.queue, self.platform, self.world, "x").deliver("x")

    def live(self, post_id: int, rounds: int = 60) -> Post:
        for _ in range(rounds):
            self.round()
            due_at = self.queue.next_due("x")
            if due_at is None:
                break
            self.world.pass_time(max((due_at - self.world.now()).total_seconds(), 1.0))
        return self.queue.post(post_id)

    def states(self, post_id: int) -> list[State]:
        return [step.after for step in self.queue.history(post_id)]


@pytest.fixture
def life(queue: Queue, world: World, network: FakeX, tmp_path: Path) -> Life:
    return Life(queue, world, network, connect(network, tmp_path, world))


def test_an_answer_lost_after_the_post_is_found_and_leaves_one_copy(life: Life) -> None:
    life.fake.faults = ["lost"]
    number = life.post()
    life.round()
    assert life.queue.post(number).state is State.UNSURE
    post = life.live(number)
    assert post.state is State.SENT
    assert post.receipt is not None
    assert post.receipt.remote_id == life.fake.posts[0].id
    assert len(life.fake.posts) == len(life.fake.asked("/2/tweets")) == 1


@pytest.mark.parametrize("fault", ["503 before", "reset before"])
def test_a_request_that_x_lost_is_not_found_in_all_looks_and_sent_again(fault: str, life: Life) -> None:
    life.fake.faults = [fault]
    number = life.post()
    post = life.live(number)
    assert post.state is State.SENT
    assert len(life.fake.posts) == 1
    assert len(life.fake.asked("/2/tweets")) == 2
    looks = [request for request in life.fake.requests if request.path.startswith("/2/users/4711/tweets")]
    assert len(looks) == len(LOOKS)


def test_a_post_that_shows_only_after_all_looks_is_refused_as_a_duplicate_and_then_found(life: Life) -> None:
    life.fake.faults = ["503 after"]
    life.fake.lag = sum(LOOKS, 5 * MINUTE)
    number = life.post()
    post = life.live(number)
    assert post.state is State.SENT
    assert post.receipt is not None
    assert post.receipt.remote_id == life.fake.posts[0].id
    assert len(life.fake.posts) == 1
    assert State.FAILED not in life.states(number)


def test_a_post_that_x_never_shows_ends_with_a_person_and_never_as_failed(life: Life) -> None:
    life.fake.faults = ["lost"]
    life.fake.lag = timedelta(days=1000)
    number = life.post()
    post = life.live(number, rounds=400)
    assert post.state is State.UNSURE
    assert post.due_at is None
    assert len(life.fake.posts) == 1


def test_a_repeat_that_x_refuses_for_another_reason_while_its_timeline_lags_never_ends_as_failed(life: Life) -> None:
    life.fake.faults = ["lost", problem(400, "No")]
    life.fake.lag = timedelta(hours=2)
    post = life.live(life.post(), rounds=200)
    assert (post.state, post.due_at, len(life.fake.posts)) == (State.UNSURE, None, 1)
    assert "a person must decide: sharebot resolve" in life.queue.history(post.id)[-1].why
    assert "400" in life.queue.history(post.id)[-1].why


def test_a_text_that_x_has_from_long_ago_fails_at_the_first_try(life: Life) -> None:
    other = life.fake.put(f"A title {LINK}", at=life.world.now() - timedelta(days=30))
    post = life.live(life.post())
    assert post.state is State.FAILED
    assert other.id in life.queue.history(post.id)[-1].why
    assert len(life.fake.posts) == 1


def test_a_text_that_x_has_from_long_ago_fails_also_after_a_refused_connection(life: Life) -> None:
    life.fake.put(f"A title {LINK}", at=life.world.now() - timedelta(days=30))
    life.fake.faults = [too_many()]
    post = life.live(life.post())
    assert post.state is State.FAILED
    assert len(life.fake.posts) == 1


@pytest.mark.parametrize("reply", [UNAUTHORIZED, NO_CREDIT, READ_ONLY, NOT_PERMITTED])
def test_keys_credit_and_rights_pause_the_account_and_fail_no_post(reply: Reply, life: Life) -> None:
    life.fake.faults = [reply]
    number = life.post()
    life.round()
    assert life.queue.post(number).state is State.QUEUED
    assert life.queue.account("x").paused_at is not None
    life.queue.resume("x", now=life.world.now(), who="staff")
    assert life.live(number).state is State.SENT


LAG = st.sampled_from([timedelta(0), MINUTE, 20 * MINUTE, timedelta(hours=2)])
FAULTS = {
    **{word: word for word in ("503 before", "reset before", "lost", "hung up", "cut", "empty", "503 after")},
    "keys": UNAUTHORIZED,
    "credit": NO_CREDIT,
    "throttled": too_many(),
    "invalid": problem(400, "No"),
    "fine": "",
}


@given(faults=st.lists(st.sampled_from(list(FAULTS)), max_size=4), lag=LAG, older=st.booleans())
@settings(max_examples=60, deadline=None)
def test_any_order_of_faults_leaves_one_copy_at_most_and_no_public_post_failed(
    faults: list[str], lag: timedelta, older: bool
) -> None:
    world = World()
    with TemporaryDirectory() as folder, FakeX(world.now) as fake:
        home = Path(folder)
        opened = open_queue(f"sqlite:///{home / 'sharebot.db'}")
        life = Life(opened, world, fake, connect(fake, home, world))
        before = [fake.put(f"A title {LINK}", at=world.now() - timedelta(days=3))] if older else []
        fake.faults, fake.lag = [FAULTS[each] for each in faults], lag
        number = life.post()
        for _ in range(len(faults) + 1):
            post = life.live(number, rounds=200)
            if opened.account("x").paused_at:
                opened.resume("x", now=world.now(), who="staff")
        copies = fake.posts[len(before) :]
        opened.close()
    assert len(copies) <= 1
    match post.state:
        case State.SENT:
            assert post.receipt is not None
            assert [post.receipt.remote_id] == [copy.id for copy in copies]
        case State.FAILED:
            assert not copies
        case other:
            assert other is State.UNSURE
            assert post.due_at is None


# The fake itself ------------------------------------------------------------------------------------------------------


def test_requests_and_answers_have_the_shapes_of_xs_own_description(clock: PaperClock, tmp_path: Path) -> None:
    if not DESCRIBED.exists():
        pytest.skip("NOT CHECKED: x-openapi.json is not beside this folder, so nobody compared the fake with X")
    shapes = Shapes(json.loads(DESCRIBED.read_text(encoding="utf-8")))
    with FakeX(clock.now) as fake:
        x = connect(fake, tmp_path, clock)
        fake.asks_until_ready = 1
        someone = fake.add("someone", url="https://a.example/", description="I am https://b.example/")
        payload = x.prepare(a_post("word " * 80 + LINK), a_picture(alt="A lamp"))
        x.look_up(payload)
        receipt = x.publish(payload)
        assert x.look_up(payload) is not None
        x.remove(receipt)
        x.check()
        x.identify("someone")
        x.identify("nobody")
        x._api.get(f"/2/users/{someone.id}", {"user.fields": "url,entities"})
    assert {exchange.path for exchange in fake.exchanges} == {path for _, _, path, _ in fake._routes}
    for exchange in fake.exchanges:
        shapes.check(exchange)
    assert x.guarantee.kind is GuaranteeKind.LOOK_UP


def test_the_fake_refuses_a_signature_for_another_address_and_one_that_it_has_seen(x: X, fake: FakeX) -> None:
    x.check()
    (request,) = fake.requests
    assert fake.reply(request).status == 401
    moved = replace(request, path="/2/users/me?user.fields=url")
    assert fake.reply(moved).status == 401


# Taking back ----------------------------------------------------------------------------------------------------------


def receipt_of(address: str, remote_id: str = "") -> Receipt:
    return Receipt(remote_id=remote_id, url=address)


def test_what_is_gone_already_is_understood_however_x_says_so(fake: FakeX, x: X) -> None:
    receipt = x.publish(x.prepare(a_post()))
    assert x.remove(receipt) is Removal.REMOVED
    assert x.remove(receipt) is Removal.GONE
    fake.gone_is_deleted = True
    assert x.remove(receipt) is Removal.REMOVED


@pytest.mark.parametrize(
    "address",
    [
        "https://x.com/HarborlightREX/status/{id}",
        "https://x.com/HarborlightREX/status/{id}?s=20",
        "https://x.com/HarborlightREX/status/{id}/photo/1",
        "https://x.com/i/web/status/{id}",
        "https://x.com/i/status/{id}",
        "http://www.twitter.com/HarborlightREX/statuses/{id}",
        "https://mobile.twitter.com/HarborlightREX/status/{id}",
    ],
)
def test_every_address_under_which_x_shows_a_post_names_it(fake: FakeX, x: X, address: str) -> None:
    tweet = fake.put("Seen by a person")
    assert x.remove(receipt_of(address.format(id=tweet.id))) is Removal.REMOVED
    assert fake.posts == []


@pytest.mark.parametrize(
    "address",
    [
        "https://x.com/HarborlightREX",
        "https://x.com.evil.example/HarborlightREX/status/1",
        "https://notx.com/HarborlightREX/status/1",
        "https://x.com/HarborlightREX/status/one",
    ],
)
def test_other_addresses_name_none_and_x_is_not_asked(fake: FakeX, x: X, address: str) -> None:
    assert "delete it there" in str(error_of(lambda: x.remove(receipt_of(address))))
    assert fake.requests == []


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (READ_ONLY, Locked),
        (UNAUTHORIZED, Locked),
        (NO_CREDIT, Locked),
        (too_many(), Throttled),
        (NOT_PERMITTED, Rejected),
        (problem(400, "The `id` query parameter value is not valid"), Rejected),
        ("503 before", OutcomeUnknown),
        ("lost", OutcomeUnknown),
        ("half", OutcomeUnknown),
        (Reply(200, b'{"data": {"deleted": false}}'), OutcomeUnknown),
    ],
)
def test_refusals_to_remove_are_sorted_as_others_are(
    fake: FakeX, x: X, fault: Reply | str, kind: type[SendError]
) -> None:
    receipt = x.publish(x.prepare(a_post()))
    fake.faults = [fault]
    assert type(error_of(lambda: x.remove(receipt))) is kind
