"""A post as Bluesky keeps it: its key, its record with facets and card, the name of its picture's bytes. No network."""

from __future__ import annotations

import hashlib
import re
import secrets
from base64 import b32encode
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import Any

from sharebot.errors import Rejected
from sharebot.model import Card, Picture, Share, Span
from sharebot.ports import PictureRules, Rules

COLLECTION = "app.bsky.feed.post"
_FACET = "app.bsky.richtext.facet"
_LABELS = "com.atproto.label.defs#selfLabels"

DID = re.compile(r"did:(?:plc:[a-z2-7]{24}|web:(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,62})")
"""The two kinds that the network knows (atproto.com/specs/did, read 2026-11-25)."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SORTED_32 = "234567abcdefghijklmnopqrstuvwxyz"
# Of a BCP 47 tag the language, its script and its region; @atproto/syntax 0.7.7 wants the language in lower case.
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})((?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|[0-9]{3}))?)(?=-|$)")
# Of what the server takes as a link only addresses of the web (@atproto/syntax, uri.js, read 2026-11-25).
_ADDRESS = re.compile(r"https?://[^\s/][^\s]*")
_LONGEST_TAG = 64  # graphemes, lexicons/app/bsky/richtext/facet.json of 2026-08-20; code points are never fewer


# The key --------------------------------------------------------------------------------------------------------------


class Keys:
    """Record keys that sort by time and never come twice from a process (TIDs, atproto.com/specs/tid, read 2026-11-25).

    Eleven characters are the microseconds, two a random number of the process, so that two processes hardly ever meet.
    Where they do all the same, a record that is there already is never overwritten.
    """

    def __init__(self, clock_id: int | None = None) -> None:
        self._clock_id = secrets.randbelow(1024) if clock_id is None else clock_id
        self._last = 0
        self._lock = Lock()

    def next(self, now: datetime) -> str:
        with self._lock:
            self._last = max((now - _EPOCH) // timedelta(microseconds=1), self._last + 1)
            number = self._last << 10 | self._clock_id
        return "".join(_SORTED_32[number >> shift & 31] for shift in range(60, -1, -5))


keys = Keys()
"""One for the process: two accounts in the settings may be one on the network."""


# The record -----------------------------------------------------------------------------------------------------------


def record_of(share: Share, picture: Picture | None, rules: Rules, now: datetime) -> dict[str, Any]:
    """Everything of it is decided here, also when it was written: a repeat must be the same to the byte."""
    record: dict[str, Any] = {"$type": COLLECTION, "text": share.text, "createdAt": _moment(now)}
    if language := _LANGUAGE.match(share.language.replace("_", "-")):
        record["langs"] = [language[1].lower() + language[2]]
    if share.labels:
        record["labels"] = {"$type": _LABELS, "values": [{"val": label} for label in share.labels]}
    if facets := list(_facets(share.text, share.spans)):
        record["facets"] = facets
    if embed := _embed(share, picture, rules):
        record["embed"] = embed
    return record


def _moment(now: datetime) -> str:
    return now.astimezone(UTC).isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"


def _facets(text: str, spans: Sequence[Span]) -> Iterator[dict[str, Any]]:
    """The server takes facets that lie outside the text, overlap or begin inside a letter; so we look ourselves."""
    end = 0
    for span in spans:
        if not end <= span.start < span.end <= len(text):
            raise Rejected(f"bluesky: the {span.kind} {span.target!r} lies askew in the text; sharebot edit mends that")
        end = span.end
        if feature := _feature(span):
            start = _bytes(text[: span.start])
            index = {"byteStart": start, "byteEnd": start + _bytes(text[span.start : span.end])}
            yield {"index": index, "features": [feature]}


def _bytes(text: str) -> int:
    return len(text.encode())


def _feature(span: Span) -> dict[str, str] | None:
    """None where it stays plain text, as a mention does of which nobody knows whom it names."""
    match span.kind:
        case "mention" if DID.fullmatch(span.id):
            return {"$type": f"{_FACET}#mention", "did": span.id}
        case "link" if _ADDRESS.fullmatch(span.target):
            return {"$type": f"{_FACET}#link", "uri": span.target}
        case "hashtag" if 0 < len(span.target) <= _LONGEST_TAG:
            return {"$type": f"{_FACET}#tag", "tag": span.target}
    return None


# What hangs on it -----------------------------------------------------------------------------------------------------


def _embed(share: Share, picture: Picture | None, rules: Rules) -> dict[str, Any] | None:
    """A post has room for one: the share's own picture, else its card."""
    if share.image and picture:
        return _images(picture, rules.picture)
    return _external(share.card, picture, rules.thumb) if share.card else None


def _images(picture: Picture, rules: PictureRules | None) -> dict[str, Any]:
    image = {
        "image": _blob(picture, rules),
        "alt": picture.alt,
        "aspectRatio": {"width": picture.width, "height": picture.height},
    }
    return {"$type": "app.bsky.embed.images", "images": [image]}


def _external(card: Card, picture: Picture | None, rules: PictureRules | None) -> dict[str, Any]:
    external: dict[str, Any] = {"uri": card.url, "title": card.title, "description": card.description}
    if picture:
        external["thumb"] = _blob(picture, rules)
    return {"$type": "app.bsky.embed.external", "external": external}


def _blob(picture: Picture, rules: PictureRules | None) -> dict[str, Any]:
    size = len(picture.data)
    if rules is None or size > rules.most_bytes:
        raise Rejected(f"bluesky: the picture has {size} bytes, more than bluesky takes; give the entry a smaller one")
    return {"$type": "blob", "ref": {"$link": cid_of(picture.data)}, "mimeType": picture.media_type, "size": size}


def cid_of(data: bytes) -> str:
    """The name that the server will give the bytes: CID version 1, raw, sha-256, in base32 (multiformats/cid)."""
    digest = b"\x01\x55\x12\x20" + hashlib.sha256(data).digest()
    return "b" + b32encode(digest).decode().rstrip("=").lower()


def blob_of(record: dict[str, Any]) -> dict[str, Any]:
    """What the record says of its picture; empty where it has none."""
    embed = record.get("embed", {})
    images = embed.get("images", [])
    found: dict[str, Any] = images[0]["image"] if images else embed.get("external", {}).get("thumb", {})
    return found
