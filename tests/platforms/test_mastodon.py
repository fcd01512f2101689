"""What is special about Mastodon: its settings, what goes out, what a refusal means, and how a lost answer is found."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract.test_platforms import Troubles
from servers.mastodon import TOKEN, MastodonServer, answer, as_markdown, as_mastodon, error
from servers.means import ShortMemory, means
from servers.paper import PaperClock
from servers.web import Web, html, redirect
from sharebot import platforms
from sharebot.errors import (
    Locked,
    OutcomeUnknown,
    Rejected,
    SendError,
    SettingsError,
    Throttled,
    Unavailable,
)
from sharebot.http import Http
from sharebot.model import Payload, Picture, Post, Receipt, Share, State
from sharebot.platforms import mastodon
from sharebot.platforms._mastodon_account import Mastodon
from sharebot.platforms._mastodon_text import shows
from sharebot.ports import GuaranteeKind, Limit, Platform, Removal, Unit

LOOPBACK = frozenset({"127.0.0.1"})
LINK = "https://blog.harborlight.org/2026/11/night-shift?ref=1&x=ä"
TEXT = f'Night shift: "what it takes"\n\nBy @garrett@people.example #HarmReduction\n{LINK}'
PICTURE = Picture(
    data=b"\xff\xd8 a picture \x00", media_type="image/jpeg", width=8, height=6, alt='A lamp, "lit" — für dich'
)


@dataclass(frozen=True)
class Settings:
    fields: Mapping[str, str] = field(default_factory=dict)
    name: str = "mastodon-news"
    platform: str = "mastodon"

    def get(self, name: str, default: str = "") -> str:
        return self.fields.get(name, default)

    def need(self, name: str) -> str:
        if value := self.get(name):
            return value
        raise SettingsError(f"SHAREBOT_MASTODON_NEWS_{name} is not set; the account {self.name} needs it")


@dataclass
class Passing(PaperClock):
    """Sleeping makes the time pass that it would take."""

    def sleep(self, seconds: float) -> None:
        self.pass_time(seconds=seconds)


@dataclass
class Stage:
    """A server, an account on it, and the time that both go by."""

    web: Web
    http: Http
    clock: Passing = field(default_factory=Passing)
    memory: ShortMemory = field(default_factory=ShortMemory)

    def __post_init__(self) -> None:
        self.server = MastodonServer(self.web, self.clock.now)

    def account(self, **fields: str) -> Mastodon:
        settings = Settings({"URL": self.web.address, "ACCESS_TOKEN": TOKEN, **fields})
        used = means(Path(), http=self.http, memory=self.memory, clock=self.clock)
        rules = platforms.rules_of(settings, lambda: self.memory)
        return mastodon.connect(settings, rules, used, sleep=self.clock.sleep)


@pytest.fixture
def stage() -> Iterator[Stage]:
    with Web() as web, Http(private_hosts=LOOPBACK) as http:
        yield Stage(web, http)


@cache
def contract_peers() -> tuple[Web, Http]:
    """One server for all of the contract; nobody is there to stop it, so no thread of it may outlive the tests."""
    web = Web().__enter__()
    web._server.daemon_threads = True
    return web, Http(private_hosts=LOOPBACK)


def troubles_for_contract(home: Path) -> Troubles:
    stage = Stage(*contract_peers())
    account = stage.account()
    account.learn()

    def lock() -> None:
        stage.server.locked_out = True

    return Troubles(account, lambda: stage.server.faults.append("lost"), stage.server.somebody_elses(), lock)


def connect_for_contract(home: Path) -> Platform:
    stage = Stage(*contract_peers())
    account = stage.account()
    account.learn()
    return account


def a_post(text: str = TEXT, link: str = LINK, language: str = "en") -> Post:
    at = PaperClock().at
    share = Share(text=text, length=len(text), limit=500, link=link, language=language)
    return Post(
        id=1, entry_id=1, account="mastodon-news", round=0, state=State.SENDING, share=share, due_at=at,
        created_at=at, updated_at=at,
    )  # fmt: skip


# Settings -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"URL": ""}, r"SHAREBOT_MASTODON_NEWS_URL is not set"),
        ({"URL": "social.example"}, r"SHAREBOT_MASTODON_NEWS_URL: .*https://social\.example"),
        ({"URL": "http://social.example"}, r"SHAREBOT_MASTODON_NEWS_URL: .*https://social\.example"),
        ({"URL": "https://social.example/@harborlight"}, r"SHAREBOT_MASTODON_NEWS_URL: "),
        ({"URL": "https://user:pass@social.example"}, r"SHAREBOT_MASTODON_NEWS_URL: "),
        ({"URL": "https://[bad"}, r"SHAREBOT_MASTODON_NEWS_URL: "),
        ({"URL": "https://social.example:port"}, r"SHAREBOT_MASTODON_NEWS_URL: "),
        ({"ACCESS_TOKEN": ""}, r"SHAREBOT_MASTODON_NEWS_ACCESS_TOKEN is not set"),
        ({"ACCESS_TOKEN": "two words"}, r"SHAREBOT_MASTODON_NEWS_ACCESS_TOKEN: it is no access token"),
        ({"VISIBILITY": "direct"}, r"SHAREBOT_MASTODON_NEWS_VISIBILITY: 'direct' is not one of public, unlisted, private"),
        ({"LANGUAGE": "English, please"}, r"SHAREBOT_MASTODON_NEWS_LANGUAGE: 'English, please' is no code"),
        ({"SPOILER_TEXT": "w" * 450}, r"SHAREBOT_MASTODON_NEWS_SPOILER_TEXT leaves 50 of 500 characters"),
    ],
)  # fmt: skip
def test_a_bad_setting_is_one_line_that_names_it(fields: dict[str, str], complaint: str) -> None:
    fields = {"URL": "https://social.example", "ACCESS_TOKEN": "s3cret", **fields}
    with pytest.raises(SettingsError, match=complaint) as caught:
        platforms.connect(Settings(fields), means(Path()))
    said = str(caught.value)
    assert "\n" not in said
    assert "s3cret" not in said
    assert "two words" not in said
    assert "pass@" not in said


def test_a_slash_at_an_address_s_end_and_capitals_in_it_are_no_fault(stage: Stage) -> None:
    account = stage.account(URL=f"{stage.web.address.upper()}/")
    account.learn()
    assert account.publish(account.prepare(a_post())).url.startswith(stage.web.address)


def test_every_post_bears_the_accounts_own_visibility_language_and_warning(stage: Stage) -> None:
    account = stage.account(VISIBILITY="Unlisted", LANGUAGE="de", SPOILER_TEXT="Harm reduction")
    account.publish(account.prepare(a_post()))
    assert stage.server.statuses[0].fields == {
        "status": TEXT, "visibility": "unlisted", "language": "de", "spoiler_text": "Harm reduction",
    }  # fmt: skip


def test_the_warning_of_an_article_s_category_stands_in_place_of_the_accounts_own(stage: Stage) -> None:
    account = stage.account(SPOILER_TEXT="Harm reduction")
    post = a_post()
    account.publish(account.prepare(replace(post, share=replace(post.share, warning="drugs"))))
    assert stage.server.statuses[0].fields["spoiler_text"] == "drugs"


def test_without_them_a_post_is_public_and_in_the_shares_language(stage: Stage) -> None:
    account = stage.account()
    account.publish(account.prepare(a_post(language="hr")))
    account.publish(account.prepare(a_post(text=f"Two {LINK}", language="")))
    first, second = stage.server.statuses
    assert first.fields == {"status": TEXT, "visibility": "public", "language": "hr"}
    assert "language" not in second.fields


@pytest.mark.parametrize(
    ("given", "sent"), [("en-US", "en"), ("pt_BR", "pt"), ("DE", "de"), ("ast", "ast"), ("English", None), ("", None)]
)
def test_a_language_goes_out_without_its_region_and_only_if_it_is_one(
    stage: Stage, given: str, sent: str | None
) -> None:
    account = stage.account()
    account.publish(account.prepare(a_post(language=given)))
    assert stage.server.statuses[0].fields.get("language") == sent


def test_a_content_warning_takes_its_length_from_the_texts_as_the_server_counts_it(stage: Stage) -> None:
    warning = "Drugs, see https://blog.harborlight.org/why-we-warn and @us@social.example"
    account = stage.account(SPOILER_TEXT=warning)
    room = account.rules.limits[0].most
    assert room == 500 - len(warning)
    account.publish(account.prepare(a_post(text="a" * (room - 24) + f" {LINK}")))
    with pytest.raises(Rejected, match=f"takes {room} characters"):
        account.prepare(a_post(text="a" * (room - 23) + f" {LINK}"))


# Learning -------------------------------------------------------------------------------------------------------------


def test_limits_come_from_the_instance_and_need_no_network_afterwards(stage: Stage) -> None:
    stage.server.characters = 5000
    account = stage.account()
    assert account.rules == mastodon.RULES
    account.learn()
    asked = len(stage.web.requests)
    later = stage.account()
    assert later.rules == account.rules
    assert later.rules.limits == (Limit(unit=Unit.GRAPHEMES, most=5000),)
    picture = later.rules.picture
    assert picture is not None
    assert (picture.most_bytes, picture.most_side, picture.most_alt) == (16777216, 5760, 10000)
    assert picture.media_types == ("image/jpeg", "image/png", "image/webp")
    assert len(stage.web.requests) == asked


def test_an_old_instance_that_knows_only_the_first_form_is_asked_in_it(stage: Stage) -> None:
    del stage.web.routes["/api/v2/instance"]
    stage.web.routes["/api/v1/instance"] = answer({"uri": "old.example", "version": "3.3.0", "max_toot_chars": 1312})
    account = stage.account()
    account.learn()
    assert account.rules.limits[0].most == 1312
    assert account.check().handle == "harborlight@old.example"


@pytest.mark.parametrize("nonsense", ["lots", -1, True, None, 10**12, {"most": 1}])
def test_limits_that_make_no_sense_are_not_taken_over(stage: Stage, nonsense: Any) -> None:
    stage.server.characters = nonsense
    account = stage.account()
    account.learn()
    assert account.rules.limits == mastodon.RULES.limits


def test_a_server_that_cannot_be_asked_leaves_what_was_known(stage: Stage) -> None:
    stage.server.characters = 800
    account = stage.account()
    account.learn()
    for path in ("/api/v2/instance", "/nodeinfo/2.0", "/.well-known/nodeinfo"):
        kept, stage.web.routes[path] = stage.web.routes[path], error(503, "down")
        stage.web.routes["/api/v1/instance"] = error(503, "down")
        with pytest.raises(Unavailable, match=r"127\.0\.0\.1:\d+: 503"):
            account.learn()
        stage.web.routes[path] = kept
    assert stage.account().rules.limits[0].most == 800
    assert stage.account().guarantee.kind is GuaranteeKind.KEY


def test_a_warning_that_no_longer_fits_what_the_server_allows_is_told(stage: Stage) -> None:
    stage.server.characters = 110
    with pytest.raises(SettingsError, match="SPOILER_TEXT leaves 90 of 110 characters"):
        stage.account(SPOILER_TEXT="w" * 20).learn()


def test_a_server_that_shows_its_nodeinfo_to_nobody_still_tells_its_limits(stage: Stage) -> None:
    stage.server.characters = 800
    stage.web.routes["/.well-known/nodeinfo"] = error(403, "no")
    account = stage.account()
    account.learn()
    assert account.rules.limits[0].most == 800
    assert account.guarantee.kind is GuaranteeKind.LOOK_UP


def test_what_was_remembered_in_another_form_counts_as_not_learnt(stage: Stage) -> None:
    for value in ("", "no json", "[]", "{}", '{"software": "mastodon"}', "null"):
        stage.memory.remember("instance", stage.web.address, value, now=stage.clock.now())
        assert stage.account().rules == mastodon.RULES
        assert stage.account().guarantee.kind is GuaranteeKind.LOOK_UP


@pytest.mark.parametrize(
    ("software", "version", "kind"),
    [
        ("mastodon", "4.5.3", GuaranteeKind.KEY),
        ("mastodon", "4.6.1+glitch", GuaranteeKind.KEY),
        ("Hometown", "4.2.17+hometown-1.1.2", GuaranteeKind.KEY),
        ("somefork", "4.3.0+glitch.bees", GuaranteeKind.KEY),
        ("hollo", "0.6.0", GuaranteeKind.KEY),
        ("gotosocial", "0.19.1", GuaranteeKind.LOOK_UP),
        ("takahe", "0.11.0", GuaranteeKind.LOOK_UP),
        ("pixelfed", "0.12.4", GuaranteeKind.LOOK_UP),
        ("snac", "2.75", GuaranteeKind.LOOK_UP),
        ("pleroma", "2.7.2 (compatible; Mastodon 4.5.3)", GuaranteeKind.LOOK_UP),
        ("brandnew", "1.0", GuaranteeKind.LOOK_UP),
        (None, "4.5.3", GuaranteeKind.LOOK_UP),
        (7, "4.5.3", GuaranteeKind.LOOK_UP),
    ],
)
def test_only_software_that_is_known_to_keep_keys_is_trusted_with_one(
    stage: Stage, software: Any, version: str, kind: GuaranteeKind
) -> None:
    stage.server.software, stage.server.version = software, version
    account = stage.account()
    assert account.guarantee.kind is GuaranteeKind.LOOK_UP, "nothing was learnt yet"
    account.learn()
    assert account.guarantee.kind is kind
    assert account.guarantee.rest >= timedelta(seconds=60)
    assert account.guarantee.looks == (timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=10))


def test_our_token_goes_to_no_other_server(stage: Stage) -> None:
    with Web() as other:
        there = MastodonServer(other, stage.clock.now, software="gotosocial")
        stage.web.routes["/.well-known/nodeinfo"] = answer({"links": [{"href": f"{other.address}/nodeinfo/2.0"}, 7]})
        account = stage.account()
        account.learn()
        assert account.guarantee.kind is GuaranteeKind.KEY, "its own word counts"
        assert other.requests == []
        stage.web.routes["/api/v1/accounts/verify_credentials"] = redirect(
            f"{other.address}/api/v1/accounts/verify_credentials"
        )
        with pytest.raises(Locked):
            account.check()
        assert [request.headers.get("authorization") for request in there.web.requests] == [None]


def test_software_that_counts_otherwise_is_measured_by_the_largest_count(stage: Stage) -> None:
    stage.server.software = "gotosocial"
    account = stage.account()
    account.learn()
    assert account.rules.limits == (Limit(unit=Unit.UTF16, most=500),)
    assert account.rules.link_cost is None
    assert account.rules.mention_cost == "whole"


# Sending --------------------------------------------------------------------------------------------------------------


def test_a_receipt_names_the_status_and_its_page(stage: Stage) -> None:
    account = stage.account()
    payload = account.prepare(a_post())
    receipt = account.publish(payload)
    assert receipt.remote_id == stage.server.statuses[0].id
    assert receipt.url == f"{stage.web.address}/@harborlight/{receipt.remote_id}"
    assert stage.server.posts[0].headers["idempotency-key"] == payload.key


def test_a_post_that_only_followers_see_may_have_no_page_of_its_own(stage: Stage) -> None:
    account = stage.account()
    shown = stage.server._shown
    stage.server._shown = lambda status: {**shown(status), "url": None}  # type: ignore[method-assign]  # another answer
    assert account.publish(account.prepare(a_post())).url.startswith(f"{stage.web.address}/ap/users/7/statuses/")


def test_nothing_is_asked_while_a_post_is_prepared(stage: Stage) -> None:
    account = stage.account()
    frozen = json.loads(account.prepare(a_post(), PICTURE).body)
    assert stage.web.requests == []
    assert frozen["picture"] == {"alt": PICTURE.alt, "type": "image/jpeg"}


def test_a_picture_goes_first_with_its_description_and_is_attached(stage: Stage) -> None:
    account = stage.account()
    account.publish(account.prepare(a_post(), PICTURE))
    (number,) = stage.server.statuses[0].media
    medium = stage.server.media[number]
    assert (medium.data, medium.content_type, medium.description) == (PICTURE.data, "image/jpeg", PICTURE.alt)


def test_a_picture_that_is_still_processed_is_waited_for(stage: Stage) -> None:
    stage.server.processing = timedelta(seconds=6)
    account = stage.account()
    account.publish(account.prepare(a_post(), PICTURE))
    assert len(stage.server.statuses) == 1
    assert stage.web.asked("/api/v1/media/900")


def test_but_not_for_ever_and_then_nothing_was_sent(stage: Stage) -> None:
    stage.server.processing = timedelta(hours=1)
    account = stage.account()
    began = stage.clock.now()
    with pytest.raises(Unavailable, match="still at work on the picture"):
        account.publish(account.prepare(a_post(), PICTURE))
    assert stage.clock.now() - began < timedelta(minutes=1)
    assert stage.server.posts == []


@pytest.mark.parametrize(
    ("fault", "means_this"),
    [
        ("500 before", Unavailable),
        ("unanswered", Unavailable),
        ("page", Unavailable),
        ("empty list", Unavailable),
        ("422", Rejected),
        ("413 page", Rejected),
        ("401", Locked),
        ("403 scope", Locked),
        ("429 bare", Throttled),
    ],
)
def test_a_picture_that_could_not_be_uploaded_means_that_nothing_was_sent(
    stage: Stage, fault: str, means_this: type[SendError]
) -> None:
    stage.server.media_faults = [fault]
    account = stage.account()
    with pytest.raises(means_this) as caught:
        account.publish(account.prepare(a_post(), PICTURE))
    assert not isinstance(caught.value, OutcomeUnknown)
    assert stage.server.posts == []


def test_a_picture_whose_processing_failed_is_refused_in_the_servers_words(stage: Stage) -> None:
    stage.server.processing = timedelta(seconds=6)
    stage.server.media_faults = ["fine", "processing failed"]
    account = stage.account()
    with pytest.raises(Rejected, match="Verarbeitung fehlgeschlagen"):
        account.publish(account.prepare(a_post(), PICTURE))


# Refusals and lost answers --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fault", "means_this", "words"),
    [
        (
            "401",
            Locked,
            r"The access token was revoked.*SHAREBOT_MASTODON_NEWS_ACCESS_TOKEN, restart the daemon, then sharebot resume mastodon-news",
        ),
        ("403 scope", Locked, "outside the authorized scopes"),
        ("403 scope, in German", Locked, "make a token that allows more"),
        ("403 suspended", Locked, "Your login is currently disabled"),
        ("403", Rejected, "This action is not allowed"),
        ("404", Rejected, "Record not found"),
        ("422", Rejected, "422, 'Validierung fehlgeschlagen'"),
        ("413 page", Rejected, "413, and no reason that can be read"),
        ("moved", Locked, r"https://new\.social\.example/api/v1/statuses.*correct SHAREBOT_MASTODON_NEWS_URL"),
        ("500 before", OutcomeUnknown, "Interner Serverfehler"),
        ("unanswered", OutcomeUnknown, "broke off"),
        ("page", OutcomeUnknown, "no status in the answer"),
        ("empty list", OutcomeUnknown, "no status in the answer"),
        ("lost", OutcomeUnknown, "broke off"),
        ("cut", OutcomeUnknown, "broke off"),
        ("503 after", OutcomeUnknown, "503, 'Dienst nicht verfügbar'"),
        ("page after", OutcomeUnknown, "no status in the answer"),
        ("other json after", OutcomeUnknown, "no status in the answer"),
    ],
)
def test_what_each_answer_means(stage: Stage, fault: str, means_this: type[SendError], words: str) -> None:
    stage.server.faults = [fault]
    account = stage.account()
    with pytest.raises(means_this, match=words) as caught:
        account.publish(account.prepare(a_post()))
    assert type(caught.value) is means_this
    assert "\n" not in str(caught.value)
    assert len(stage.server.posts) == 1, "sent once, whatever happens"


def test_an_account_that_is_locked_out_is_known_in_every_language(stage: Stage) -> None:
    stage.server.locked_out = True
    account = stage.account()
    with pytest.raises(Locked, match="Dein Zugang ist derzeit gesperrt"):
        account.publish(account.prepare(a_post()))


def test_where_nobody_listens_surely_nothing_was_sent(stage: Stage) -> None:
    account = stage.account(URL="http://127.0.0.1:1")
    with pytest.raises(Unavailable, match="refuses connections"):
        account.publish(account.prepare(a_post()))


@pytest.mark.parametrize(
    ("fault", "wait"),
    [
        ("throttled", timedelta(hours=2)),
        ("429 retry", timedelta(minutes=2)),
        ("429 bare", timedelta(minutes=5)),
        ("429 past", timedelta(0)),
        ("429 epoch", timedelta(hours=1)),
        ("429 absurd", timedelta(hours=24)),
        ("429 nonsense", timedelta(minutes=5)),
    ],
)
def test_a_throttled_account_waits_until_the_server_wants_it_again(
    stage: Stage, fault: str, wait: timedelta, monkeypatch: pytest.MonkeyPatch
) -> None:
    from servers import mastodon as fake

    now = stage.clock.now()
    resets = {
        "429 past": (now - timedelta(hours=1)).isoformat(),
        "429 epoch": str(int((now + timedelta(hours=1)).timestamp())),
        "429 absurd": "9999-12-31T23:59:59Z",
        "429 nonsense": "soon",
    }
    for name, reset in resets.items():
        reply = fake.error(429, "later", **{"X-RateLimit-Reset": reset})
        monkeypatch.setitem(fake.BEFORE, name, lambda reply=reply: reply)
    stage.server.faults = [fault]
    account = stage.account()
    with pytest.raises(Throttled) as caught:
        account.publish(account.prepare(a_post()))
    assert caught.value.retry_at == now + wait


def test_no_complaint_shows_the_token(stage: Stage) -> None:
    stage.web.routes["/api/v1/statuses"] = error(422, f"Unprocessable: Bearer {TOKEN}\nand more")
    account = stage.account()
    with pytest.raises(Rejected) as caught:
        account.publish(account.prepare(a_post()))
    assert TOKEN not in str(caught.value)
    assert "\n" not in str(caught.value)
    assert TOKEN not in repr(account._api)


# Looking up -----------------------------------------------------------------------------------------------------------


def lost(stage: Stage, account: Mastodon, post: Post | None = None) -> Payload:
    """A post that is public although its answer never came."""
    stage.server.faults = ["lost"]
    payload = account.prepare(post or a_post())
    with pytest.raises(OutcomeUnknown):
        account.publish(payload)
    return payload


@pytest.mark.parametrize("render", ["mastodon", "markdown", "bare"])
def test_a_lost_post_is_found_however_its_server_writes_it_down(stage: Stage, render: str) -> None:
    if render == "markdown":
        stage.server.render = as_markdown
    if render == "bare":
        stage.server.render = escape
    account = stage.account()
    for text in (
        TEXT,
        f"With *stars*, _lines_ & <angles>: 日本語 👩‍🚒 {LINK}",
        f"{LINK}.",
        f"({LINK}) e-mail: us@blog.example",
    ):
        payload = lost(stage, account, a_post(text))
        found = account.look_up(payload)
        assert found is not None
        assert found.remote_id == stage.server.statuses[-1].id


PIECES = st.one_of(
    st.sampled_from(
        [
            "*",
            "_",
            "&amp;",
            "&lt;",
            "<b>",
            "%41",
            "%",
            "\n",
            "\n\n",
            " ",
            "#Tag",
            "@a@b.example",
            LINK,
            "…",
            "“",
            "👩‍🚒",
        ]
    ),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=8),
)


@given(pieces=st.lists(PIECES, max_size=12), render=st.sampled_from([as_mastodon, as_markdown, escape]))
def test_every_text_is_recognised_in_what_a_server_makes_of_it(pieces: list[str], render: Callable[[str], str]) -> None:
    text = " ".join(pieces)
    assert shows(render(text), text, LINK if LINK in pieces else "")
    assert not shows(render(f"{text} more"), text, "")


RECORDED = [
    (
        "https://www.youtube.com/watch?v=FAEKjYroiME",
        (
            '<p><a href="https://www.youtube.com/watch?v=FAEKjYroiME" target="_blank" rel="nofollow noopener" translate="no">'
            '<span class="invisible">https://www.</span><span class="">youtube.com/watch?v=FAEKjYroiME</span>'
            '<span class="invisible"></span></a></p>'
        ),
    ),
    (
        "@mastodonpy_test@social.example yoooo check this out",
        (
            '<p><span class="h-card" translate="no"><a href="http://localhost:3000/@mastodonpy_test" class="u-url mention">@'
            "<span>mastodonpy_test</span></a></span> yoooo check this out</p>"
        ),
    ),
]
"""Mastodon 4.7.3, from the cassettes of Mastodon.py 2.3.3."""


@pytest.mark.parametrize(("text", "content"), RECORDED)
def test_what_a_real_mastodon_made_of_a_text_is_recognised(text: str, content: str) -> None:
    assert shows(content, text, text if text.startswith("https") else "")


def test_another_post_with_the_same_link_is_not_this_one(stage: Stage) -> None:
    account = stage.account()
    account.publish(account.prepare(a_post(f"Once more: night shift {LINK}")))
    account.publish(account.prepare(a_post(TEXT.replace(LINK, "https://blog.harborlight.org/other"))))
    assert account.look_up(account.prepare(a_post())) is None


def test_the_same_text_of_an_earlier_day_is_not_this_one(stage: Stage) -> None:
    account = stage.account()
    account.publish(account.prepare(a_post()))
    stage.clock.pass_time(hours=2)
    assert account.look_up(account.prepare(a_post())) is None


def test_a_server_whose_clock_is_behind_is_still_believed(stage: Stage) -> None:
    account = stage.account()
    stage.server.time = lambda: stage.clock.now() - timedelta(minutes=20)
    assert account.look_up(lost(stage, account)) is not None


def busy(stage: Stage, account: Mastodon, posts: int) -> None:
    for number in range(posts):
        stage.clock.pass_time(seconds=1)
        account.publish(account.prepare(a_post(f"Other {number} {LINK}")))


def test_a_post_is_found_behind_many_newer_ones(stage: Stage) -> None:
    account = stage.account()
    payload = lost(stage, account)
    busy(stage, account, 90)
    assert account.look_up(payload) is not None


def test_a_server_that_always_gives_the_same_page_ends_the_look(stage: Stage) -> None:
    stage.server.knows_max_id = False
    account = stage.account()
    busy(stage, account, 3)
    assert account.look_up(account.prepare(a_post())) is None


def test_a_list_without_an_end_is_no_proof_of_absence(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sharebot.platforms._mastodon_account.MOST_PAGES", 2)
    account = stage.account()
    payload = account.prepare(a_post())
    busy(stage, account, 81)
    with pytest.raises(Unavailable, match="more than 80 statuses"):
        account.look_up(payload)


@pytest.mark.parametrize(
    "page", ["no json", {"error": "x"}, [1], [{"id": 7}], [{"id": "7"}], [{"id": "7", "created_at": "yesterday"}]]
)
def test_a_list_that_cannot_be_read_is_no_proof_of_absence(stage: Stage, page: Any) -> None:
    account = stage.account()
    payload = account.prepare(a_post())
    stage.web.routes["/api/v1/accounts/7/statuses"] = answer(page)
    with pytest.raises(Unavailable):
        account.look_up(payload)


@pytest.mark.parametrize("path", ["/api/v1/accounts/7/statuses", "/api/v1/accounts/verify_credentials"])
def test_a_look_that_fails_says_so(stage: Stage, path: str) -> None:
    account = stage.account()
    payload = account.prepare(a_post())
    for status, means_this in ((503, Unavailable), (429, Throttled), (401, Locked), (404, Rejected)):
        stage.web.routes[path] = error(status, "no")
        with pytest.raises(means_this):
            account.look_up(payload)


def test_who_we_are_is_asked_once_a_token_and_the_token_is_not_remembered(stage: Stage) -> None:
    account = stage.account()
    payload = account.prepare(a_post())
    account.look_up(payload)
    stage.account().look_up(payload)
    assert len(stage.web.asked("/api/v1/accounts/verify_credentials")) == 1
    assert TOKEN not in str(stage.memory.facts)


# How the account stands -----------------------------------------------------------------------------------------------


def test_a_check_says_who_we_are_what_we_may_and_what_follows_for_a_lost_answer(stage: Stage) -> None:
    found = stage.account(VISIBILITY="unlisted").check()
    assert found.handle == "harborlight@social.example"
    assert found.url == f"{stage.web.address}/@harborlight"
    assert found.rights == (
        "may post", "may attach pictures", "may ask who we are", "may look our own posts up", "posts are unlisted",
        "mastodon 4.5.3: a post whose answer was lost is sent again under its key, and looked up after half an hour",
    )  # fmt: skip
    assert (found.faults, found.expires_at) == ((), None)


def test_a_check_names_the_scopes_that_are_lacking(stage: Stage) -> None:
    stage.server.scopes = ("read", "write:statuses")
    (fault,) = stage.account().check().faults
    assert fault.startswith("the access token does not allow write:media, so we cannot attach pictures; make a new one")


def test_the_tokens_own_scopes_and_end_count_where_the_server_tells_them(stage: Stage) -> None:
    stage.web.routes["/oauth/token/info"] = answer({"scope": ["read"], "expires_in": 3600})
    found = stage.account().check()
    assert len(found.faults) == 2
    assert found.expires_at == stage.clock.now() + timedelta(hours=1)


def test_a_server_that_tells_no_scopes_is_no_fault_of_ours(stage: Stage) -> None:
    stage.server.scopes, stage.server.software = None, "gotosocial"
    found = stage.account().check()
    assert found.faults == ()
    assert "the server does not say what the token allows" in found.rights
    assert found.rights[-1] == "gotosocial 4.5.3: a post whose answer was lost is looked up before it is sent again"


def test_an_account_in_trouble_is_told_so(stage: Stage) -> None:
    stage.server.me = {"suspended": True, "limited": True, "moved": {"acct": "new@social.example"}}
    assert [fault.split(";")[0] for fault in stage.account().check().faults] == [
        f"the account is suspended on {stage.server.host}",
        "the account has moved",
        f"the moderators of {stage.server.host} have limited the account: few will see its posts",
    ]


def test_bad_credentials_are_told_by_a_check(stage: Stage) -> None:
    with pytest.raises(Locked, match="The access token is invalid"):
        stage.account(ACCESS_TOKEN="wrong").check()


def test_a_page_in_place_of_the_api_is_not_taken_for_a_server(stage: Stage) -> None:
    stage.web.routes["/api/v1/accounts/verify_credentials"] = html("<h1>Hello</h1>")
    with pytest.raises(Unavailable, match="is it a Mastodon server"):
        stage.account().check()
    stage.web.routes["/api/v2/instance"] = html("<h1>Hello</h1>")
    with pytest.raises(Unavailable, match="is it a Mastodon server"):
        stage.account().learn()


def test_times_are_frozen_with_the_post(stage: Stage) -> None:
    frozen = json.loads(stage.account().prepare(a_post()).body)
    assert datetime.fromisoformat(frozen["frozen_at"]) == stage.clock.now()


# Taking back ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path", ["/@harborlight/{id}", "/users/harborlight/statuses/{id}", "/web/statuses/{id}", "/notice/{id}"]
)
def test_every_address_under_which_servers_show_a_status_names_it(stage: Stage, path: str) -> None:
    account = stage.account()
    receipt = account.publish(account.prepare(a_post()))
    seen = Receipt(remote_id="", url=stage.web.address + path.format(id=receipt.remote_id))
    assert account.remove(seen) is Removal.REMOVED
    assert stage.server.statuses == []


def test_the_number_of_another_servers_status_means_nothing_here(stage: Stage) -> None:
    account = stage.account()
    receipt = account.publish(account.prepare(a_post()))
    seen = Receipt(remote_id="", url=f"https://else.example/@harborlight/{receipt.remote_id}")
    with pytest.raises(Rejected, match="is not the address of a post on 127"):
        account.remove(seen)
    assert len(stage.server.statuses) == 1


def test_somebody_elses_status_is_told_from_one_that_is_gone(stage: Stage) -> None:
    """The server says of both that it does not find them."""
    account = stage.account()
    with pytest.raises(Rejected, match="is not a post of mastodon-news; nothing was removed"):
        account.remove(Receipt(remote_id="", url=stage.server.somebody_elses()))
    assert account.remove(Receipt(remote_id="5", url=f"{stage.web.address}/@harborlight/5")) is Removal.GONE


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ("401", Locked),
        ("403 scope, in German", Locked),
        ("moved", Locked),
        ("403", Rejected),
        ("422", Rejected),
        ("throttled", Throttled),
        ("500 before", OutcomeUnknown),
        ("unanswered", OutcomeUnknown),
        ("lost", OutcomeUnknown),
        ("cut", OutcomeUnknown),
        ("page", OutcomeUnknown),
        ("503 after", OutcomeUnknown),
    ],
)
def test_refusals_to_remove_are_sorted_as_others_are(stage: Stage, fault: str, kind: type[SendError]) -> None:
    account = stage.account()
    receipt = account.publish(account.prepare(a_post()))
    stage.server.faults = [fault]
    with pytest.raises(SendError) as caught:
        account.remove(receipt)
    assert type(caught.value) is kind
    assert TOKEN not in str(caught.value)
