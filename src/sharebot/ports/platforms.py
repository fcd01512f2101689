"""Platforms: the data by which they describe themselves, and what an account connected to one can do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Protocol, runtime_checkable

from sharebot.model import Identity, Payload, Picture, Post, Receipt, Share


class Unit(StrEnum):
    """What a platform counts when it measures a text."""

    WEIGHTED = "weighted"
    GRAPHEMES = "graphemes"
    UTF8 = "utf8"
    UTF16 = "utf16"
    CODE_POINTS = "code points"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """At most `most` of `unit`."""

    unit: Unit
    most: int


class LinkSyntax(StrEnum):
    """How a platform reads where a link in a text ends.

    LATIN: twitter-text's rules; a letter that is neither Latin nor Cyrillic ends the path. UNICODE: any letter may
    stand in the path.
    """

    LATIN = "latin"
    UNICODE = "unicode"


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureRules:
    """What a platform takes: at most `most_bytes`, no side longer than `most_side` pixels, one of `media_types`.

    The first media type is the one that others are turned into. `most_alt`: characters of a description.
    """

    most_bytes: int
    most_side: int
    media_types: tuple[str, ...] = ("image/jpeg", "image/png")
    most_alt: int = 1000


# Tag::HASHTAG_RE of mastodon/mastodon and validHashtag of twitter-text 3.1.0 (both read 2026-11-24) agree on this much.
HASHTAG = r"(?<![\p{L}\p{M}\p{N}_&/#＃])[#＃]([\p{M}\p{N}_\u200c·・]*+\p{L}[\p{L}\p{M}\p{N}_\u200c·・]*+)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """How a platform counts, what it allows and how it writes a mention. Composing knows platforms by this alone.

    `platform` names whose handles may be tagged. `limits` must all hold; the first is the one that is shown.
    `link_cost`: units that any link counts as, None where it counts as written. `bare_links`: whether the platform
    makes a link of a bare domain. `mention`: the form of a mention with `{handle}` in it. `mention_cost`: how much of
    a `user@host` mention counts ("whole", or "user" where the host is free). `opening_mention`: whether a text may
    begin with a mention. `hashtags`: the most that read well. `card`: whether the link preview must come from us.
    `handle`: pattern of the whole of a handle that may be tagged. `mention_in_text`: pattern of what the platform
    itself takes for a mention, its first group the handle; `hashtag_in_text` and `cashtag_in_text` likewise, "" where
    there are none (all three for the module regex). `mention_needs_id`: whether a text alone tags nobody, and the
    stable id behind the handle must be known. `cashtags`: how many $CASHTAGS a text may hold, None where they mean
    nothing. `warning_counts`: whether a content warning takes its length, as written, from the text. `labels`: words
    that a post may bear, by which readers choose what they do not want to see. `picture` and `thumb`: what an attached
    picture and a link preview's may be, None where there is none.
    """

    platform: str
    limits: tuple[Limit, ...]
    link_cost: int | None = None
    link_syntax: LinkSyntax = LinkSyntax.UNICODE
    bare_links: bool = False
    mention: str = "@{handle}"
    mention_cost: str = "whole"
    mention_in_text: str = r"(?<![\w@])@([A-Za-z0-9_]+)"
    handle: str = "[A-Za-z0-9_]+"
    opening_mention: bool = False
    hashtags: int = 2
    hashtag_in_text: str = HASHTAG
    mention_needs_id: bool = False
    cashtags: int | None = None
    cashtag_in_text: str = ""
    card: bool = False
    warning_counts: bool = False
    labels: tuple[str, ...] = ()
    picture: PictureRules | None = None
    thumb: PictureRules | None = None


class GuaranteeKind(StrEnum):
    """How a platform lets us keep "nothing is sent twice" after a lost answer."""

    KEY = "key"
    LOOK_UP = "look-up"
    TWO_PHASE = "two-phase"
    ASK = "ask"


@dataclass(frozen=True, slots=True, kw_only=True)
class Guarantee:
    """A platform's guarantee class.

    `key_life`: how long after the first attempt the key may be relied on (None: for ever). `rest`: the least time
    between an attempt in doubt and its repeat or first look, longer than the server may still work on the request.
    `looks`: the waits before each look-up; only when all of them found nothing is the post taken as absent. Empty
    where the platform cannot be read back. `one_repeat`: a repeat that was answered with doubt once more uses the key
    up; then only looking tells (some servers answer every repeat of what they carried out with an error). `sure_looks`:
    a look that finds nothing proves that nothing is there, because it reads the very place and not a list that may lag.
    """

    kind: GuaranteeKind
    key_life: timedelta | None = None
    one_repeat: bool = False
    rest: timedelta = timedelta(0)
    looks: tuple[timedelta, ...] = ()
    sure_looks: bool = False


PAID = "paid"
"""The kind of facts by which is known what a platform was paid besides posts, one a request that it may have charged.

The name begins with the account's and a blank; the value is the amount in US dollars, a blank, and what it was for.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tariff:
    """What a platform charges an account, in US dollars: for a post without and with a link.

    `alt`: for the words of a picture, on top. `removal`: for taking a post back. `cap`: the most that the account may
    cost in a calendar month, None for any amount; `cap_setting` names the setting that says so. `source`: where the
    prices are from, and of which day. A connected platform that costs money shows this as its attribute `tariff`; its
    module makes it of the account's settings (see sharebot.platforms).
    """

    post: Decimal
    link: Decimal
    alt: Decimal = Decimal(0)
    removal: Decimal = Decimal(0)
    cap: Decimal | None = None
    cap_setting: str = ""
    source: str = ""

    def price(self, share: Share) -> Decimal:
        """What sending the share once costs."""
        linked = share.link and share.link in share.text
        words = self.link if linked or any(span.kind == "link" for span in share.spans) else self.post
        return words + self.alt if share.image and share.image.alt else words


class Platform(Protocol):
    """One account on one network, connected. Blocking; called from the account's own lane only."""

    @property
    def rules(self) -> Rules: ...

    @property
    def guarantee(self) -> Guarantee: ...

    @property
    def public(self) -> bool:
        """Whether readers can follow the link at once, so that the page must answer before anything is sent."""
        ...

    def prepare(self, post: Post, picture: Picture | None = None) -> Payload:
        """The frozen request for a post. Pure but for choosing the key: no network. Raises Rejected if impossible.

        `picture` is the share's image, or its card's, made ready by `rules`; None where there is none to show.
        """
        ...

    def publish(self, payload: Payload) -> Receipt:
        """Send exactly these bytes under this key, once; raises a SendError, never retries by itself.

        A picture is uploaded first; that an upload failed means that nothing was sent.
        """
        ...

    def look_up(self, payload: Payload) -> Receipt | None:
        """Whether the network shows the post: None only after a good look; a failed look raises a SendError."""
        ...


class AccountSettings(Protocol):
    """An account's settings as a platform reads them to connect."""

    @property
    def name(self) -> str: ...

    @property
    def platform(self) -> str: ...

    def get(self, field: str, default: str = "") -> str:
        """The value of SHAREBOT_<ACCOUNT>_<FIELD>."""
        ...

    def need(self, field: str) -> str:
        """The same; raises SettingsError, naming the setting, where it is not set."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """An account with its connected platform, as the bot delivers to it."""

    account: str
    platform: Platform


@runtime_checkable
class Directory(Protocol):
    """A connected platform that can say whom a handle belongs to."""

    @property
    def good_for(self) -> timedelta:
        """How long an answer may be relied on before the platform is asked again: where asking costs money, long."""
        ...

    def identify(self, handle: str) -> Identity | None:
        """Whom the platform gives the handle to; `exists` is false where it surely has no such account.

        None where this account cannot tell. Raises SendError where the platform could not be asked: then nothing is
        known, least of all that there is no such account.
        """
        ...


class Removal(StrEnum):
    """What became of a post that was to be removed. GONE: nothing of ours stood there any more."""

    REMOVED = "removed"
    GONE = "gone already"


@runtime_checkable
class Removes(Protocol):
    """A connected platform that can take a public post of its account back."""

    def remove(self, receipt: Receipt) -> Removal:
        """Ask for it once; never retries by itself. Asking again for the same post does no harm.

        Raises Rejected where the receipt's post is not the account's, or cannot be told from its address;
        OutcomeUnknown where it may be gone or not; any other SendError where it surely still stands.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountCheck:
    """What a platform says of our own account: who we are, and what is the matter, one line each.

    `handle` is empty where nobody is anybody; `rights` are things that it may do, in words; `expires_at` is when its
    credentials end, None where they do not or nobody can tell. `faults`: what keeps it from posting, each with what to
    do.
    """

    handle: str
    url: str = ""
    rights: tuple[str, ...] = ()
    expires_at: datetime | None = None
    faults: tuple[str, ...] = ()


@runtime_checkable
class Checked(Protocol):
    """A connected platform that can be asked how our account stands."""

    def check(self) -> AccountCheck:
        """Ask the platform; nothing is changed there. Raises SendError where it could not be asked or refuses us.

        A Learner learns by this too.
        """
        ...


@runtime_checkable
class Learner(Protocol):
    """A connected platform whose server tells limits of its own."""

    def learn(self) -> None:
        """Ask the server what it allows and how it keeps keys, and remember it. Raises SendError: nothing has changed.

        What was learnt counts at once for this platform, and for whoever asks `rules_for` again. Raises SettingsError
        where the account's settings do not fit what the server allows.
        """
        ...


class Conversation(Protocol):
    """A person at a keyboard, or a script in their place, from whom a platform's guide gets an account's settings."""

    def say(self, text: str) -> None: ...

    def ask(
        self, question: str, *, default: str = "", secret: bool = False, check: Callable[[str], object] | None = None
    ) -> str:
        """One line, without blanks around it; asked again where it is empty or `check` raises SharebotError.

        `secret`: what is typed is not shown, nor ever printed afterwards.
        """
        ...

    def choose(self, question: str, choices: Mapping[str, str]) -> str:
        """One of the keys; the values say what each means. The first is the default."""
        ...


class Memory(Protocol):
    """What was learnt from outside and is worth keeping: who a handle is, what an instance allows."""

    def recall(self, kind: str, name: str) -> Fact | None: ...

    def remember(self, kind: str, name: str, value: str, *, now: datetime) -> None:
        """Keep a text under a kind and a name, in place of what was kept there before.

        Kinds: "identity", "instance", "own account", "learnt", "daemon", "credentials", "paid".
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A remembered text and when it was learnt."""

    value: str
    learnt_at: datetime
