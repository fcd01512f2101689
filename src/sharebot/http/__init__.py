"""The one HTTP client: time-outs, size caps, address guard, redacted logs, errors sorted."""

from sharebot.http.client import MOST_BYTES, MOST_REDIRECTS, WITHIN, Answer, Http, retry_at
from sharebot.http.faults import (
    BadAddress,
    BrokenOff,
    HttpError,
    MaybeSent,
    NothingSent,
    PrivateAddress,
    TimedOut,
    TlsFailed,
    TooLarge,
    TooManyRedirects,
    UnknownHost,
    Unreachable,
    spoken,
)
from sharebot.http.guard import Resolve

__all__ = [
    "MOST_BYTES",
    "MOST_REDIRECTS",
    "WITHIN",
    "Answer",
    "BadAddress",
    "BrokenOff",
    "Http",
    "HttpError",
    "MaybeSent",
    "NothingSent",
    "PrivateAddress",
    "Resolve",
    "TimedOut",
    "TlsFailed",
    "TooLarge",
    "TooManyRedirects",
    "UnknownHost",
    "Unreachable",
    "retry_at",
    "spoken",
]
