"""What X's refusals mean: the account, the post, whom it mentions, or nobody knows.

Bodies as seen: docs.x.com (mirror of 2026-08-22) and public reports of 2026. Hosts in `type` are api.twitter.com or
api.x.com, so only the last part of its path counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sharebot.errors import Locked, MentionRefused, OutcomeUnknown, Rejected, SendError, Throttled
from sharebot.http import retry_at
from sharebot.platforms._x_wire import Reply, parsed

RESETS = ("x-rate-limit-reset", "x-app-limit-24hour-reset", "x-user-limit-24hour-reset")
"""Headers with the moment, in seconds since 1970, at which a limit begins anew (docs.x.com, mirror of 2026-08-22)."""

WINDOW = timedelta(minutes=15)
"""The length of X's shorter windows (same source): the wait where no header names one."""

RIGHTS = frozenset({"oauth1-permissions", "oauth2-permissions", "unsupported-authentication", "client-forbidden"})
"""Problem types that speak of the application or its token, never of the post."""

ACCOUNT = re.compile(r"\b(suspended|locked|permissions?|client-not-enrolled|spend(ing)? (cap|limit)|credits?)\b")
"""In a 403: the account, the application or the bill, never the post."""

VAGUE = "not permitted to perform this action"
"""What X says of all that it does not explain.

Which mentions it refuses to applications since February 2026 is published nowhere (changelog, mirror of 2026-08-22): a
post that mentions somebody may have been refused for that, and pass without.
"""

_GONE = frozenset({404, 410})

LATEST = timedelta(days=2)
"""No limit of X's lasts longer than a day: a reset after that is a mistake."""


class Duplicate(Rejected):
    """X has the same text already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusals:
    """How an account's refusals are told. `prefix` begins the names of its settings."""

    account: str
    prefix: str

    def sort(self, reply: Reply, now: datetime, *, mentions: bool = False) -> SendError:
        """What the answer means; `mentions`: whether the post that it answers mentions somebody."""
        said = parsed(reply.content)
        match reply.status_code:
            case 401:
                return Locked(f"{self.account}: X does not accept its keys ({_words(said)}); {self._mend_keys()}")
            case 402:
                return Locked(
                    f"{self.account}: its credit at X is used up; buy credits at console.x.com, "
                    f"then sharebot resume {self.account}"
                )
            case 429:
                return self._throttled(reply, now)
            case 408:
                return self._unknown(reply, said)
            case status if 400 <= status < 500 and said is not None:  # noqa: PLR2004  the very meaning of 4xx
                return self._forbidden(said, mentions) if status == 403 else self._rejected(status, said)  # noqa: PLR2004
            case _:
                return self._unknown(reply, said)

    def sort_removal(self, reply: Reply, now: datetime) -> SendError | None:
        """What a refusal to remove a post means; None where it says that there is no such post."""
        said = parsed(reply.content)
        if said is not None and (reply.status_code in _GONE or _kinds(said) & {"resource-not-found"}):
            return None
        about_us = said is None or _kinds(said) & RIGHTS or ACCOUNT.search(_words(said).lower())
        if reply.status_code == 403 and not about_us:  # noqa: PLR2004  the very meaning of 403
            return Rejected(
                f"{self.account}: X does not let it remove the post, which may be another's ({_words(said)})"
            )
        return self.sort(reply, now)

    def _forbidden(self, said: Mapping[str, Any], mentions: bool) -> SendError:
        words, kinds = _words(said), _kinds(said)
        lower = words.lower()
        if "duplicate content" in lower:
            return Duplicate(f"{self.account}: X has the same text already; change it")
        if mentions and "mention" in lower:
            return self._mention_refused(words)
        if kinds & RIGHTS or ACCOUNT.search(lower):
            return self._no_right(words)
        if VAGUE in lower:
            return self._mention_refused(words) if mentions else self._no_right(words)
        return self._rejected(403, said)

    def _mention_refused(self, words: str) -> MentionRefused:
        return MentionRefused(f"{self.account}: X refuses the post, perhaps for whom it mentions ({words})")

    def _no_right(self, words: str) -> Locked:
        return Locked(
            f"{self.account}: X does not let it post ({words}); see at console.x.com that the application may read and "
            f"write and has credit, make a new access token after a change, write it in {self.prefix}ACCESS_TOKEN and "
            f"{self.prefix}ACCESS_TOKEN_SECRET, restart the daemon, then sharebot resume {self.account}"
        )

    def _mend_keys(self) -> str:
        four = ", ".join(
            self.prefix + field for field in ("API_KEY", "API_SECRET", "ACCESS_TOKEN", "ACCESS_TOKEN_SECRET")
        )
        return f"check {four} and this machine's clock, restart the daemon, then sharebot resume {self.account}"

    def _throttled(self, reply: Reply, now: datetime) -> Throttled:
        until = max(_resets(reply.headers, now), default=now + WINDOW)
        return Throttled(
            f"{self.account}: X wants no more requests before {until:%Y-%m-%d %H:%M} UTC; nothing was sent",
            retry_at=until,
        )

    def _rejected(self, status: int, said: Mapping[str, Any]) -> Rejected:
        return Rejected(f"{self.account}: X refuses the request ({status}: {_words(said)})")

    def _unknown(self, reply: Reply, said: Mapping[str, Any] | None) -> OutcomeUnknown:
        return OutcomeUnknown(f"{self.account}: X answers {reply.status_code} ({_words(said)}), which says nothing")


def _resets(headers: Mapping[str, str], now: datetime) -> Iterator[datetime]:
    for name in RESETS:
        value = headers.get(name, "").strip()
        if value.isascii() and value.isdigit():
            reset = datetime.fromtimestamp(int(value[:10]), UTC)
            yield from [reset] if reset < now + LATEST else []
    if (after := retry_at(headers, now)) is not None:
        yield after


def problems(said: Mapping[str, Any] | None) -> Iterator[Mapping[str, Any]]:
    """The problem that an answer is, and those that it lists."""
    if said is None:
        return
    yield said
    listed = said.get("errors")
    yield from (each for each in listed if isinstance(each, dict)) if isinstance(listed, list) else ()


def kind(problem: Mapping[str, Any]) -> str:
    """The last part of the problem's type."""
    return str(problem.get("type") or "").rpartition("/")[2]


def _kinds(said: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(kind(problem) for problem in problems(said))


def _words(said: Mapping[str, Any] | None) -> str:
    """What X says, on one line of bounded length."""
    told = (
        str(problem.get(name) or "")
        for problem in problems(said)
        for name in ("detail", "message", "reason")
        if isinstance(problem.get(name), str)
    )
    line = " ".join("; ".join(dict.fromkeys(filter(None, told))).split())
    return "".join(sign for sign in line[:300] if sign.isprintable()) or "without a word"
