"""What can go wrong on the way to an answer, sorted by what it means for whoever asked.

NothingSent says that surely nothing was sent, MaybeSent that nobody knows.
"""

from __future__ import annotations

import re
import ssl
from urllib.parse import parse_qsl, urlsplit

import httpcore2
import httpx2

from sharebot.errors import SharebotError


class HttpError(SharebotError):
    """There is no usable answer; the message begins with the address, without its secrets."""


class NothingSent(HttpError):
    """Surely no byte of the request reached its server (of its last redirect, where it was redirected)."""


class BadAddress(NothingSent):
    """Not an http or https address, or not one that can be written on the wire."""


class UnknownHost(NothingSent):
    """DNS has no address for the host."""


class PrivateAddress(NothingSent):
    """The host lies on an address that is not public, and is not among the private hosts that may be asked."""


class Unreachable(NothingSent):
    """The connection was refused, or not taken in time."""


class TlsFailed(NothingSent):
    """The server could not prove that it is the host, or speaks no TLS that we do."""


class MaybeSent(HttpError):
    """The request may have arrived and been carried out."""


class TimedOut(MaybeSent):
    """The answer was not there, or not complete, in time."""


class BrokenOff(MaybeSent):
    """The connection broke, or what came was no HTTP."""


class TooLarge(MaybeSent):
    """The answer is longer than is read."""


class TooManyRedirects(MaybeSent):
    """Redirects in a circle, or in too long a row."""


class Trouble(httpcore2.ConnectError):
    """What went wrong, told from inside the exchange, before anybody says at which address."""

    def __init__(self, kind: type[HttpError], what: str) -> None:
        super().__init__(what)
        self.kind = kind


FAULTS = (
    httpcore2.NetworkError,
    httpcore2.TimeoutException,
    httpcore2.ProtocolError,
    httpcore2.UnsupportedProtocol,
    httpx2.HTTPError,
    httpx2.InvalidURL,
    UnicodeError,
)
"""All that an exchange raises; `sort` knows each."""


def sort(error: Exception, seconds: float) -> tuple[type[HttpError], str]:
    """What the error means, and in words; `seconds` is what the exchange was given.

    Source: httpcore2 2.16, _backends/sync.py and _sync/http11.py, read 2026-11-24: when it raises which.
    """
    match error:
        case Trouble():
            return error.kind, str(error)
        case httpcore2.UnsupportedProtocol() | httpcore2.LocalProtocolError() | httpx2.InvalidURL() | UnicodeError():
            return BadAddress, "this cannot be asked; an address begins with https:// or http://"
        case httpcore2.ConnectTimeout():
            return Unreachable, f"it did not take a connection within {seconds:g} seconds; try again later"
        case httpcore2.ConnectError():
            return _sort_connecting(error.args[0] if error.args else None)
        case httpcore2.TimeoutException():
            return TimedOut, f"the answer was not complete within {seconds:g} seconds; try again later"
        case _:
            return BrokenOff, f"the answer broke off or makes no sense ({str(error)[:100]!s}); try again later"


def _sort_connecting(cause: object) -> tuple[type[HttpError], str]:
    match cause:
        case ssl.SSLCertVerificationError():
            return TlsFailed, f"its certificate is not valid ({cause.verify_message}); its owner must mend that"
        case ssl.SSLError():
            return TlsFailed, f"it speaks no TLS that we understand ({cause.reason}); is it https at all?"
        case ConnectionRefusedError():
            return Unreachable, "it refuses connections; the server is down or the port is wrong"
        case _:
            return Unreachable, f"no connection ({getattr(cause, 'strerror', None) or cause}); try again later"


_SECRET_NAME = re.compile(r"token|key|secret|auth|pass|pw|sig|code|session|private", re.IGNORECASE)

_LONGEST_HARMLESS = 15
"""A page's number or a category's slug in a query is shorter than a key."""


def spoken(url: str) -> str:
    """The address as a person may read it: without a password, and without what looks like a key in its query."""
    try:
        parts = urlsplit(url)
        fields = parse_qsl(parts.query, keep_blank_values=True)
    except ValueError:
        return "the address"
    secret = any(_SECRET_NAME.search(name) or max(len(name), len(value)) > _LONGEST_HARMLESS for name, value in fields)
    host = parts.netloc.rpartition("@")[2]
    shown = parts._replace(netloc=host, query="…" if secret else parts.query, fragment="").geturl()
    return "".join(character for character in shown[:300] if character.isprintable())
