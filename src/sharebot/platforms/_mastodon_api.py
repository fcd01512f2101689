"""Mastodon's API as this program speaks it: requests, and what each refusal means."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode, urlsplit

from sharebot.errors import Locked, OutcomeUnknown, Rejected, SendError, Throttled, Unavailable
from sharebot.http import Answer, Http, HttpError, NothingSent, retry_at, spoken
from sharebot.platforms._mastodon_instance import setting
from sharebot.ports import Clock

FORM = "application/x-www-form-urlencoded"

_THROTTLED_FOR = timedelta(minutes=5)
"""The window of most limits (docs.joinmastodon.org/api/rate-limits, mirror of 2026-07-02); where none is told."""

_LONGEST_THROTTLING = timedelta(hours=24)

_SCOPE = "insufficient_scope"
"""The error in WWW-Authenticate (RFC 6750, 3.1), in every language of the server."""

_ABOUT_THE_ACCOUNT = re.compile(r"scope|suspend|disabled|pending|confirm|login|moved", re.IGNORECASE)
"""In English words of a 403: lib of app/controllers/api/base_controller.rb, mastodon/mastodon, read 2026-11-24."""

ME = "/api/v1/accounts/verify_credentials"


@dataclass(frozen=True, slots=True, kw_only=True)
class Api:
    """One account's way to its server."""

    account: str
    url: str
    token: str = field(repr=False)
    http: Callable[[], Http]
    clock: Clock

    @property
    def host(self) -> str:
        return urlsplit(self.url).netloc

    # Requests ---------------------------------------------------------------------------------------------------------

    def ask(self, path: str, **query: str) -> Answer:
        """Any answer to a GET. Raises Unavailable where there is none: reading makes nothing public."""
        address = f"{self.url}{path}" + (f"?{urlencode(query)}" if query else "")
        try:
            return self.http().get(address, self._headers())
        except HttpError as error:
            raise Unavailable(str(error)) from error

    def read(self, path: str, **query: str) -> Any:
        """The JSON of a GET; raises a SendError for every refusal."""
        answer = self.ask(path, **query)
        if not answered(answer):
            raise self.refusal(answer, unknown=Unavailable)
        return told(answer)

    def upload(self, path: str, body: bytes, content_type: str) -> Answer:
        """A POST that makes nothing public; raises a SendError for every refusal."""
        return self._post(path, body, {"Content-Type": content_type}, unknown=Unavailable)

    def publish(self, path: str, body: bytes, key: str) -> Answer:
        """The POST that does. Where nobody knows what became of it, raises OutcomeUnknown."""
        return self._post(path, body, {"Content-Type": FORM, "Idempotency-Key": key}, unknown=OutcomeUnknown)

    def _post(self, path: str, body: bytes, headers: Mapping[str, str], *, unknown: type[SendError]) -> Answer:
        answer = self._sent("POST", path, body, headers, unknown=unknown)
        if not answered(answer):
            raise self.refusal(answer, unknown=unknown)
        return answer

    def delete(self, path: str) -> Answer:
        """Any answer to a DELETE, sent once. Raises OutcomeUnknown where nobody knows what became of it."""
        return self._sent("DELETE", path, b"", {}, unknown=OutcomeUnknown)

    def _sent(
        self, method: str, path: str, body: bytes, headers: Mapping[str, str], *, unknown: type[SendError]
    ) -> Answer:
        try:
            return self.http().create(f"{self.url}{path}", body, {**self._headers(), **headers}, method)
        except NothingSent as error:
            raise Unavailable(str(error)) from error
        except HttpError as error:
            raise unknown(str(error)) from error

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}", "Accept": "application/json", "Accept-Language": "en"}

    # Refusals ---------------------------------------------------------------------------------------------------------

    def refusal(self, answer: Answer, *, unknown: type[SendError]) -> SendError:
        """What an answer that is no success means; `unknown` for those after which nobody knows."""
        what = f"{self.host}: {answer.status}, {self.words(answer)}"
        match answer.status:
            case HTTPStatus.TOO_MANY_REQUESTS:
                return Throttled(f"{what}; it is tried again later", retry_at=self._retry_at(answer))
            case HTTPStatus.UNAUTHORIZED:
                return Locked(f"{what}; put a new one into {setting(self.account, 'ACCESS_TOKEN')}, {self._resume}")
            case HTTPStatus.FORBIDDEN:
                return self._forbidden(answer, what)
            case status if status == HTTPStatus.REQUEST_TIMEOUT or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
                return unknown(what)
            case status if status < HTTPStatus.BAD_REQUEST:  # redirects, which no create follows
                to = spoken(answer.headers.get("location", "")) or "nowhere"
                return Locked(f"{what}; it leads to {to}: correct {setting(self.account, 'URL')}, {self._resume}")
            case _:
                return Rejected(what)

    @property
    def _resume(self) -> str:
        return f"restart the daemon, then sharebot resume {self.account}"

    def _forbidden(self, answer: Answer, what: str) -> SendError:
        """About the account, or about the post? The server's words may be in any language; who we are is in none."""
        name = setting(self.account, "ACCESS_TOKEN")
        if _SCOPE in answer.headers.get("www-authenticate", ""):
            return Locked(f"{what}; make a token that allows more, put it into {name}, {self._resume}")
        if _ABOUT_THE_ACCOUNT.search(self.words(answer)) or self._is_locked_out():
            return Locked(f"{what}; see to the account and its token on {self.host}, {self._resume}")
        return Rejected(what)

    def _is_locked_out(self) -> bool:
        try:
            return self.ask(ME).status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}
        except Unavailable:
            return False

    def words(self, answer: Answer) -> str:
        """What the server says, on one line, without our token."""
        found = told(answer)
        said = found.get("error") if isinstance(found, dict) else None
        if not isinstance(said, str) or not said:
            return "and no reason that can be read"
        line = " ".join("".join(sign if sign.isprintable() else " " for sign in said).split())
        return repr(line.replace(self.token, "…")[:300])

    def _retry_at(self, answer: Answer) -> datetime:
        now = self.clock.now()
        wanted = _reset(answer.headers.get("x-ratelimit-reset", "")) or retry_at(answer.headers, now)
        return min(max(wanted or now + _THROTTLED_FOR, now), now + _LONGEST_THROTTLING)


def told(answer: Answer) -> Any:
    """The answer's JSON; None for what is none."""
    try:
        return json.loads(answer.body)
    except (ValueError, RecursionError):  # RecursionError: nested too deeply
        return None


def answered(answer: Answer) -> bool:
    return HTTPStatus.OK <= answer.status < HTTPStatus.MULTIPLE_CHOICES


def _reset(value: str) -> datetime | None:
    """ISO 8601 from Mastodon (recorded of 4.7.3, 2026-10-17); some servers write seconds since 1970."""
    try:
        at = datetime.fromtimestamp(int(value), UTC) if value.isdecimal() else datetime.fromisoformat(value)
    except (ValueError, OverflowError, OSError):
        return None
    return at.replace(tzinfo=at.tzinfo or UTC).astimezone(UTC)
