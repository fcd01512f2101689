"""X: how it counts and what it allows, and an account on it.

X has no idempotency key. After a lost answer our own timeline is looked at; X's refusal of a text that it has already
is the net below: it says that the text is there, and then it is looked for (see `_twin`).
"""

from __future__ import annotations

import hashlib
import json
import re
import time
import uuid
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import TYPE_CHECKING

from sharebot.errors import OutcomeUnknown, Rejected, SendError, SettingsError
from sharebot.model import Identity, Payload, Picture, Post, Receipt
from sharebot.platforms import _x_text
from sharebot.platforms._x_bill import PRICE_ALT, PRICE_LINK, PRICE_POST, PRICE_REMOVAL, PRICE_USER, PRICED, Bill
from sharebot.platforms._x_frozen import Frozen
from sharebot.ports import (
    AccountCheck,
    AccountSettings,
    Conversation,
    Guarantee,
    GuaranteeKind,
    Limit,
    LinkSyntax,
    PictureRules,
    Removal,
    Rules,
    Tariff,
    Unit,
)

if TYPE_CHECKING:  # tweepy, and all that speaks of requests, is imported when a post is sent
    from sharebot.platforms import Means
    from sharebot.platforms._x_refusals import Refusals
    from sharebot.platforms._x_timeline import Shown
    from sharebot.platforms._x_wire import Api, Keys, Reply

RULES = Rules(
    platform="x",
    # docs.x.com "Counting characters", mirror of 2026-08-22. The 25,000 of Premium accounts are not assumed.
    limits=(Limit(unit=Unit.WEIGHTED, most=280),),
    link_cost=23,
    link_syntax=LinkSyntax.LATIN,
    bare_links=True,
    # Handles have 1 to 15 of these; twitter-text reads up to 20 as a mention (see _x_text).
    handle=r"[A-Za-z0-9_]{1,15}",
    mention_in_text=_x_text.MENTION,
    hashtag_in_text=_x_text.HASHTAG,
    cashtag_in_text=_x_text.CASHTAG,
    # A text that begins with a mention is shown only to those who follow both (docs.x.com, mirror of 2026-08-22).
    opening_mention=False,
    hashtags=2,
    # At most one since 2026 (docs.x.com changelog, mirror of 2026-08-22).
    cashtags=1,
    # docs.x.com "Media", mirror of 2026-08-22: 5 MB, alt text of 1,000. Sides by X's own refusal, "Image dimensions
    # must be >= 4x4 and <= 8192x8192" (github.com/DocNow/diffengine/issues/18, read 2026-11-25).
    picture=PictureRules(
        most_bytes=5_000_000,
        most_side=8192,
        media_types=("image/jpeg", "image/png", "image/gif", "image/webp"),
        most_alt=1000,
    ),
)

URL = "https://api.x.com"

LOOKS = (timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=10))
"""X tells nowhere how far its timeline lags."""

REST = timedelta(seconds=30)
"""Longer than a request may take us (20 seconds)."""

MARGIN = timedelta(minutes=5)
"""How far this machine's clock may be ahead of X's: X refuses a signature whose time is further off."""

REMEMBERED_RECEIPTS = 1000
SELF = "x-self"
"""The kind under which is remembered whose access token it is."""


def connect(account: AccountSettings, rules: Rules, means: Means) -> X:
    """Raises SettingsError for a key that is missing and a value that makes no sense."""
    from sharebot.platforms._x_wire import Keys

    keys = Keys(*(account.need(name) for name in ("API_KEY", "API_SECRET", "ACCESS_TOKEN", "ACCESS_TOKEN_SECRET")))
    return X(account.name, rules, means, keys, base=base_of(account), tariff=tariff_for(account))


def base_of(account: AccountSettings) -> str:
    base = account.get("URL", URL).rstrip("/")
    if not re.fullmatch(r"https?://[^/?#@\s]+", base):
        name = f"{_prefix(account.name)}URL"  # its value is not quoted: it may hold a password
        raise SettingsError(f"{name}: that is no server's address; write for example {URL}, or unset it")
    return base


def tariff_for(account: AccountSettings) -> Tariff:
    cap, prefix = account.get("MONTHLY_CAP", "none"), _prefix(account.name)
    own = [f"{prefix}{field}" for field in ("PRICE_POST", "PRICE_LINK") if account.get(field)]
    return Tariff(
        post=_dollars(account, "PRICE_POST", account.get("PRICE_POST", PRICE_POST)),
        link=_dollars(account, "PRICE_LINK", account.get("PRICE_LINK", PRICE_LINK)),
        alt=PRICE_ALT,
        removal=PRICE_REMOVAL,
        cap=None if cap.lower() == "none" else _dollars(account, "MONTHLY_CAP", cap),
        cap_setting=f"{prefix}MONTHLY_CAP",
        source=" and ".join(own) or PRICED,
    )


def _dollars(account: AccountSettings, field: str, text: str) -> Decimal:
    try:
        amount = Decimal(text)
    except InvalidOperation:
        amount = Decimal(-1)
    if not amount.is_finite() or amount < 0:
        raise SettingsError(
            f"{_prefix(account.name)}{field}: {text!r} is no amount of US dollars; write for example 0.20"
        )
    return amount


def _prefix(account: str) -> str:
    """What the names of the account's settings begin with."""
    return f"SHAREBOT_{account.upper().replace('-', '_')}_"


def guide(talk: Conversation, account: AccountSettings, means: Means) -> dict[str, str]:
    from sharebot.platforms._x_guide import keys

    return keys(talk, means.http(), base_of(account))


# An account -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Me:
    """Whose access token it is."""

    id: str
    username: str


class X:
    """One account on X, connected."""

    guarantee = Guarantee(kind=GuaranteeKind.LOOK_UP, rest=REST, looks=LOOKS)
    public = True
    good_for = timedelta(days=30)
    """An answer about a handle costs $0.010 (docs.x.com "Pricing", mirror of 2026-08-22)."""

    def __init__(
        self,
        account: str,
        rules: Rules,
        means: Means,
        keys: Keys,
        *,
        base: str = URL,
        tariff: Tariff,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """`sleep` waits while X works on a picture."""
        self.rules = rules
        self.tariff = tariff
        self._account = account
        self._means = means
        self._keys = keys
        self._base = base
        self._sleep = sleep
        self._bill = Bill(account, means)
        self._given: OrderedDict[str, str] = OrderedDict()

    @cached_property
    def _refusals(self) -> Refusals:
        from sharebot.platforms._x_refusals import Refusals

        return Refusals(account=self._account, prefix=_prefix(self._account))

    @cached_property
    def _api(self) -> Api:
        from sharebot.platforms._x_wire import Api

        return Api(self._keys, self._base, self._means.http, self._sort, self._sort_removal)

    def _sort(self, reply: Reply, mentions: bool) -> SendError:
        return self._refusals.sort(reply, self._means.clock.now(), mentions=mentions)

    def _sort_removal(self, reply: Reply) -> SendError | None:
        return self._refusals.sort_removal(reply, self._means.clock.now())

    # Sending ----------------------------------------------------------------------------------------------------------

    def prepare(self, post: Post, picture: Picture | None = None) -> Payload:
        share, clock = post.share, self._means.clock
        boot, ticks = clock.steady()
        frozen = Frozen(
            text=share.text,
            link=share.link if share.link in share.text else "",
            mentions=share.mentions,
            frozen_at=clock.now(),
            boot=boot,
            ticks=ticks,
        )
        if picture:
            frozen = replace(frozen, media_type=picture.media_type, alt=picture.alt)
        return Payload(key=uuid.uuid4().hex, body=frozen.written(), media=picture.data if picture else b"")

    def publish(self, payload: Payload) -> Receipt:
        import regex  # the pattern looks behind further than re can

        from sharebot.platforms._x_people import id_of
        from sharebot.platforms._x_refusals import Duplicate

        frozen = Frozen.read(payload.body)
        me, first = (
            self._remembered(),
            self._is_first(frozen),
        )  # asked now: after the post nothing may go wrong any more
        shown = {"media_ids": [self._upload(payload.media, frozen)]} if payload.media else {}
        try:
            reply = self._api.ask(
                lambda client: client.create_tweet(text=frozen.text, user_auth=True, **shown),
                mentions=bool(frozen.mentions or regex.search(self.rules.mention_in_text, frozen.text)),
            )
        except Duplicate as refusal:
            return self._twin(payload, frozen, refusal, first=first)
        return self._receipt(payload, id_of(reply.data()), me)

    def _upload(self, media: bytes, frozen: Frozen) -> str:
        from sharebot.platforms._x_pictures import Uploader

        clock = self._means.clock
        uploader = Uploader(api=self._api, ticks=lambda: clock.steady()[1], sleep=self._sleep)
        return uploader.upload(media, frozen.media_type, frozen.alt)

    def _is_first(self, frozen: Frozen) -> bool:
        """Whether it was frozen just now, so that no earlier attempt can have made it public.

        A repeat comes after a rest at least. Over a reboot nobody can tell.
        """
        boot, ticks = self._means.clock.steady()
        return boot == frozen.boot and 0 <= ticks - frozen.ticks < REST.total_seconds()

    def _receipt(self, payload: Payload, remote_id: str, me: Me | None) -> Receipt:
        self._given[remote_id] = payload.key
        while len(self._given) > REMEMBERED_RECEIPTS:
            self._given.popitem(last=False)
        user = me.username if me else "i"  # X leads on from /i/ by the id alone
        return Receipt(remote_id=remote_id, url=f"https://x.com/{user}/status/{remote_id}")

    def _twin(self, payload: Payload, frozen: Frozen, refusal: Rejected, *, first: bool) -> Receipt:
        """X has the text already: as this very post, if an earlier attempt reached it, or as another one.

        Three empty looks have ended the doubt about an earlier attempt (see bot.judge), so it is decided here. A
        refusal is for good only if the other post is seen, or if this was the first attempt.
        """
        try:
            me, newest = self._own_posts(None)
        except SendError as error:
            raise OutcomeUnknown(f"{refusal}; whether as this post was not to be seen: {error}") from error
        same = [post for post in newest if post.says(frozen.text, frozen.link)]
        if ours := self._ours(payload, frozen, same):
            return replace(self._receipt(payload, ours.id, me), found="answered: X had it already")
        if same:
            raise Rejected(f"{refusal}: https://x.com/{me.username}/status/{same[0].id}")
        if first:
            raise refusal
        raise OutcomeUnknown(f"{refusal}, but shows it nowhere; it may be this post, of an earlier attempt")

    # Looking ----------------------------------------------------------------------------------------------------------

    def look_up(self, payload: Payload) -> Receipt | None:
        frozen = Frozen.read(payload.body)
        me, posts = self._own_posts(self._since(frozen))
        same = [post for post in posts if post.says(frozen.text, frozen.link)]
        ours = self._ours(payload, frozen, same)
        return self._receipt(payload, ours.id, me) if ours else None

    def _ours(self, payload: Payload, frozen: Frozen, same: list[Shown]) -> Shown | None:
        """Of posts with the text, the one that this payload made: not older than it, and no other payload's."""
        since = self._since(frozen)
        fitting = [post for post in same if post.created_at >= since]
        return next((post for post in fitting if self._given.get(post.id, payload.key) == payload.key), None)

    def _since(self, frozen: Frozen) -> datetime:
        """The earliest moment at which it can have become public.

        The wall clock may have been wrong when it was frozen, and set right meanwhile; the steady clock knows better.
        """
        now, (boot, ticks) = self._means.clock.now(), self._means.clock.steady()
        ago = timedelta(seconds=ticks - frozen.ticks) if boot == frozen.boot else timedelta(0)
        return min(frozen.frozen_at, now - ago) - MARGIN

    def _own_posts(self, since: datetime | None) -> tuple[Me, list[Shown]]:
        from sharebot.platforms import _x_timeline

        me = self._remembered() or self._ask_who_we_are()[0]
        return me, _x_timeline.read(self._api, me.id, since, self._bill.listed)

    # Taking back ------------------------------------------------------------------------------------------------------

    def remove(self, receipt: Receipt) -> Removal:
        from sharebot.platforms._x_removal import remove

        with self._bill.request(PRICE_REMOVAL, "taking a post back") as costs:
            removal = remove(self._api, self._account, receipt)
            costs(removal is Removal.REMOVED)
        return removal

    # Who we are -------------------------------------------------------------------------------------------------------

    def _remembered(self) -> Me | None:
        fact = self._means.memory().recall(SELF, self._own_name)
        return Me(**json.loads(fact.value)) if fact else None

    @cached_property
    def _own_name(self) -> str:
        """Of the access token: another one may be another user's."""
        return hashlib.sha256(self._keys.access_token.encode()).hexdigest()[:16]

    def _ask_who_we_are(self) -> tuple[Me, Reply]:
        """It costs $0.010, so it is remembered."""
        from sharebot.platforms._x_people import id_of

        with self._bill.request(PRICE_USER, "whose account it is"):
            reply = self._api.ask(lambda client: client.get_me(user_auth=True))
        me = Me(id=id_of(reply.data()), username=str(reply.data().get("username") or "i"))
        known = json.dumps({"id": me.id, "username": me.username})
        self._means.memory().remember(SELF, self._own_name, known, now=self._means.clock.now())
        return me, reply

    def check(self) -> AccountCheck:
        me, reply = self._ask_who_we_are()
        level = reply.headers.get("x-access-level", "")
        fault = (
            f"its access token may only read; at console.x.com give the application the right to read and write, make "
            f"a new access token, and write it in {self._refusals.prefix}ACCESS_TOKEN and "
            f"{self._refusals.prefix}ACCESS_TOKEN_SECRET"
        )
        return AccountCheck(
            handle=me.username,
            url=f"https://x.com/{me.username}",
            rights=tuple(f"may {word}" for word in ("read", "write") if word in level),
            faults=(fault,) if level and "write" not in level else (),
        )

    # Who others are ---------------------------------------------------------------------------------------------------

    def identify(self, handle: str) -> Identity | None:
        from sharebot.platforms._x_people import identity, is_nobody

        if not re.fullmatch(self.rules.handle, handle):
            return None
        fields = ["name", "url", "entities", "description"]
        with self._bill.request(PRICE_USER, "whose handle it is"):
            reply = self._api.ask(lambda client: client.get_user(username=handle, user_fields=fields, user_auth=True))
        found, asked_at = reply.said(), self._means.clock.now()
        if isinstance(user := found.get("data"), dict):
            return identity(user, asked_at)
        return Identity(platform="x", handle=handle, exists=False, asked_at=asked_at) if is_nobody(found) else None
