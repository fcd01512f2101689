"""Talking to Bluesky's servers: calls, sessions, and what their errors mean.

An error is told by its name, not by its status: a token that has expired answers 400.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from threading import Lock
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from sharebot.errors import Locked, OutcomeUnknown, Rejected, SendError, Throttled, Unavailable
from sharebot.ports import Clock

if TYPE_CHECKING:  # whoever only asks for the rules needs no HTTP client
    from sharebot.http import Answer, Http

# Measured against @atproto/pds 0.5.35, 2026-11; the names stand in lexicons/com/atproto/ (atproto of 2026-08-20).
_STALE = frozenset({"ExpiredToken", "InvalidToken"})
_LOCKED = _STALE | {
    *("AuthenticationRequired", "AuthMissing", "AuthFactorTokenRequired", "AccountTakedown", "AccountDeactivated"),
    *("AccountSuspended", "AccountNotFound"),
}
_NOT_ALLOWED = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN})
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LONGEST_REASON = 200
_LONGEST_REST = timedelta(days=2)  # the longest bucket is a day; a wrong clock must not silence us for years


@dataclass(frozen=True, slots=True, repr=False)
class Said:
    """What a method answered: `body` is its JSON object; `error` the name of an error, empty where there is none."""

    status: int
    body: Mapping[str, Any]
    headers: Mapping[str, str]

    @property
    def fine(self) -> bool:
        return self.status == HTTPStatus.OK

    @property
    def refused(self) -> bool:
        """Whether the server read the call and said no to it, by name."""
        return bool(self.error) and HTTPStatus.BAD_REQUEST <= self.status < HTTPStatus.INTERNAL_SERVER_ERROR

    @property
    def error(self) -> str:
        return "" if self.fine else _text(self.body, "error")

    @property
    def throttled(self) -> bool:
        return self.status == HTTPStatus.TOO_MANY_REQUESTS or (self.refused and self.error == "RateLimitExceeded")

    @property
    def stale(self) -> bool:
        """Whether the token is at fault, and another one may do."""
        return self.refused and self.error in _STALE

    @property
    def words(self) -> str:
        """The error as a person may read it, in one line."""
        said = ": ".join(filter(None, (self.error, "" if self.fine else self.text("message"))))[:_LONGEST_REASON]
        plain = " ".join("".join(sign if sign.isprintable() else " " for sign in said).split())
        return plain or f"status {self.status}, and no reason given"

    def text(self, name: str) -> str:
        """A field of the answer; empty where it is missing or no text."""
        return _text(self.body, name)


def _text(body: Mapping[str, Any], name: str) -> str:
    value = body.get(name, "")
    return value if isinstance(value, str) else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wire:
    """Calls of methods, for one account. Any answer is a value; raises Unavailable or OutcomeUnknown without one."""

    account: str
    http: Callable[[], Http]
    clock: Clock

    def query(self, server: str, method: str, token: str = "", **fields: str) -> Said:
        with self._faults():
            return _said(self.http().get(f"{server}/xrpc/{method}?{urlencode(fields)}", _bearer(token)))

    def procedure(
        self, server: str, method: str, body: bytes, token: str = "", media_type: str = "application/json"
    ) -> Said:
        headers = _bearer(token) | ({"Content-Type": media_type} if body else {})
        with self._faults():
            return _said(self.http().create(f"{server}/xrpc/{method}", body, headers))

    def document(self, address: str) -> Said:
        """A JSON document at any address."""
        with self._faults():
            return _said(self.http().get(address, {"Accept": "application/json"}))

    def error(self, said: Said) -> SendError:
        """What an answer that is not the wished-for one means for a post."""
        what = f"{self.account}: {said.words}"
        if said.throttled:
            return Throttled(what, retry_at=self._retry_at(said.headers))
        if said.refused and (said.error in _LOCKED or said.status in _NOT_ALLOWED):
            mend = "see to the account and its app password, restart the daemon"
            return Locked(f"{what}; {mend}, then sharebot resume {self.account}")
        if said.refused and said.status != HTTPStatus.REQUEST_TIMEOUT:
            return Rejected(what)
        return OutcomeUnknown(what)

    def _retry_at(self, headers: Mapping[str, str]) -> datetime | None:
        """By the wait that is asked for, else by the moment, which another clock told."""
        from sharebot.http import retry_at

        now, reset = self.clock.now(), headers.get("ratelimit-reset", "")
        at = retry_at(headers, now)
        if at is None and reset.isascii() and reset.isdigit():
            at = _EPOCH + timedelta(seconds=int(reset[:11]))
        return min(at, now + _LONGEST_REST) if at else None

    @contextmanager
    def _faults(self) -> Iterator[None]:
        from sharebot.http import MaybeSent, NothingSent

        try:
            yield
        except NothingSent as error:
            raise Unavailable(f"{self.account}: {error}") from error
        except MaybeSent as error:
            raise OutcomeUnknown(f"{self.account}: {error}") from error


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"} if token else {}


def _said(answer: Answer) -> Said:
    try:
        body = json.loads(answer.body)
    except (ValueError, RecursionError):
        body = {}
    return Said(answer.status, body if isinstance(body, dict) else {}, answer.headers)


@contextmanager
def nothing_public() -> Iterator[None]:
    """In here nothing becomes public, whatever was carried out: an outcome that is not known is none."""
    try:
        yield
    except OutcomeUnknown as error:
        raise Unavailable(str(error)) from error


# Sessions -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, repr=False)
class Session:
    """A login. `server` is the one that keeps the account's records, not always the one that took the password."""

    did: str
    handle: str
    server: str
    access: str = field(default="")
    refresh: str = field(default="")

    @property
    def scope(self) -> str:
        """What the token may do, as it says itself; empty where it does not. Nothing rests on it but words."""
        try:
            claims = json.loads(urlsafe_b64decode(self.access.split(".")[1] + "=="))
            return str(claims["scope"])
        except (ValueError, IndexError, KeyError, TypeError):
            return ""


class Sessions:
    """One login for the life of the process: a server takes 30 in five minutes and 300 a day (createSession.ts)."""

    def __init__(self, wire: Wire, server: str, identifier: str, password: str, settings: str) -> None:
        """`settings`: the names of the settings that hold the login, for a person to read."""
        self._wire = wire
        self._server = server
        self._identifier = identifier
        self._password = password
        self._settings = settings
        self._lock = Lock()
        self._session: Session | None = None

    def current(self) -> Session:
        """Raises Unavailable or Locked."""
        with self._lock, nothing_public():
            self._session = self._session or self._log_in()
            return self._session

    def call(self, method: Callable[[Session], Said]) -> Said:
        """The method's answer, once more with a new token where the old one is refused: then nothing was done."""
        session = self.current()
        said = method(session)
        if said.stale:
            said = method(self._renewed(session))
        return said

    def _renewed(self, stale: Session) -> Session:
        with self._lock, nothing_public():
            if self._session is stale:
                self._session = None
                self._session = self._refreshed(stale)
            return self._session or self._log_in()

    def _refreshed(self, stale: Session) -> Session:
        said = self._wire.procedure(self._server, "com.atproto.server.refreshSession", b"", stale.refresh)
        if said.stale:
            return self._log_in()
        return self._session_of(said)

    def _log_in(self) -> Session:
        body = json.dumps({"identifier": self._identifier, "password": self._password}).encode()
        return self._session_of(self._wire.procedure(self._server, "com.atproto.server.createSession", body))

    def _session_of(self, said: Said) -> Session:
        if not said.fine:
            raise self._refusal(said)
        did, access, refresh = (said.text(name) for name in ("did", "accessJwt", "refreshJwt"))
        if not (did and access and refresh):
            raise Unavailable(
                f"{self._wire.account}: {self._server} does not answer as Bluesky does; check the address"
            )
        return Session(did, said.text("handle"), self._records_at(said.body.get("didDoc")), access, refresh)

    def _refusal(self, said: Said) -> SendError:
        """A login that is refused in whatever words is a matter of the credentials."""
        error = self._wire.error(said)
        if not isinstance(error, Locked | Rejected):
            return error
        hint = "make an app password: " if said.error == "AuthFactorTokenRequired" else ""
        account = self._wire.account
        return Locked(
            f"{account}: the login is refused ({said.words}); {hint}check {self._settings}, restart the daemon, then "
            f"sharebot resume {account}"
        )

    def _records_at(self, document: object) -> str:
        """The server that the account's own document names; a password's server may only be the door to many."""
        services = document.get("service") if isinstance(document, dict) else None
        for service in services if isinstance(services, list) else []:
            if isinstance(service, dict) and str(service.get("id", "")).endswith("#atproto_pds"):
                endpoint = str(service.get("serviceEndpoint", "")).rstrip("/")
                if _as_safe(endpoint, self._server):
                    return endpoint
        return self._server


def _as_safe(endpoint: str, server: str) -> bool:
    """A token goes out unencrypted only where the password did."""
    parts = urlsplit(endpoint)
    return bool(parts.hostname) and parts.scheme in {"https", urlsplit(server).scheme}
