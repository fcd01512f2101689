"""A Bluesky server that remembers, and that can lose an answer after it has committed.

It answers as @atproto/pds 0.5.35 did when it was measured; tests/real asks the real one. Two doors, as on the network: one
takes passwords and knows handles and their documents, the other keeps the records.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from servers.web import Reply, Request, Route, Web, hanging_up, html, resetting
from sharebot.platforms._bluesky_record import cid_of

TID = re.compile(r"[234567abcdefghij][234567a-z]{12}")
DID = "did:plc:aaaaaaaaaaaaaaaaaaaaaaaa"
HANDLE, PASSWORD = "harborlight.test", "abcd-efgh-ijkl-mnop"
MOST_LOGINS = 30
_SCOPE = "eyJzY29wZSI6ImNvbS5hdHByb3RvLmFwcFBhc3MifQ"  # {"scope":"com.atproto.appPass"}


def answer(body: dict[str, Any], status: int = 200, **headers: str) -> Reply:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(status, json.dumps(body).encode(), {"Content-Type": "application/json", **named})


def refusal(error: str, message: str, status: int = 400, **headers: str) -> Reply:
    return answer({"error": error, "message": message}, status, **headers)


NOTHING_COMMITTED: dict[str, Reply] = {
    "hangs up": hanging_up(),
    "unavailable": html("<h1>502 Bad Gateway</h1>", 502),
    "throttled": refusal("RateLimitExceeded", "Rate Limit Exceeded", 429, retry_after="290"),
    "rejected": refusal("InvalidRequest", "Invalid app.bsky.feed.post record: grapheme too big (maximum 300, got 301)"),
    "deactivated": refusal("AccountDeactivated", "Account is deactivated", 401),
}
COMMITTED: dict[str, Reply] = {
    "lost": resetting(),
    "failed late": refusal("InternalServerError", "Internal Server Error", 500),
    "garbled": html("<p>Welcome!</p>"),
}


@dataclass
class Member:
    """Somebody else whom the directory knows. `names`: what their document says that they are called."""

    did: str
    names: list[str]
    display_name: str = ""


@dataclass
class Pds:
    """Use as a context manager. `faults`: what happens to the next writes, in order; then all goes well."""

    did: str = DID
    handle: str = HANDLE
    password: str = PASSWORD
    faults: list[str] = field(default_factory=list)
    records: dict[str, Any] = field(default_factory=dict)
    created: list[str] = field(default_factory=list)
    blobs: dict[str, dict[str, Any]] = field(default_factory=dict)
    uploads: list[Reply] = field(default_factory=list)
    members: dict[str, Member] = field(default_factory=dict)
    status: str = ""
    logins: int = 0
    profiles: bool = True
    _tokens: dict[str, str] = field(default_factory=dict)
    _numbers: count[int] = field(default_factory=lambda: count(1))

    def __enter__(self) -> Self:
        self.answer_at(Web().__enter__(), Web().__enter__())
        return self

    def __exit__(self, *_: object) -> None:
        self.door.__exit__()
        self.store.__exit__()

    def answer_at(self, door: Web, store: Web) -> None:
        self.door, self.store = door, store
        for web, methods in ((door, self._door_methods()), (store, self._store_methods())):
            web.routes |= {f"/xrpc/{name}": method for name, method in methods.items()}

    # For the test -----------------------------------------------------------------------------------------------------

    def expire(self, *kinds: str) -> None:
        """Tokens of these kinds are too old by now."""
        self._tokens = {token: "expired" if kind in kinds else kind for token, kind in self._tokens.items()}

    def delete(self, rkey: str) -> None:
        del self.records[rkey]

    def knows(self, handle: str, member: Member) -> None:
        """The handle leads to the member; whether the member's document leads back is theirs."""
        self.members[handle] = member
        self.door.routes[f"/{member.did}"] = lambda _: answer(_document(member.did, member.names, "https://else.test"))

    # Methods ----------------------------------------------------------------------------------------------------------

    def _door_methods(self) -> dict[str, Route]:
        return {
            "com.atproto.server.createSession": self._create_session,
            "com.atproto.server.refreshSession": self._refresh_session,
            "com.atproto.identity.resolveHandle": self._resolve,
        }

    def _store_methods(self) -> dict[str, Route]:
        return {
            "com.atproto.server.getSession": self._with_token(self._get_session),
            "com.atproto.repo.uploadBlob": self._with_token(self._upload),
            "com.atproto.repo.putRecord": self._with_token(self._put),
            "com.atproto.repo.getRecord": self._get,
            "com.atproto.repo.deleteRecord": self._with_token(self._delete),
            "app.bsky.actor.getProfile": self._with_token(self._profile),
        }

    def _with_token(self, method: Callable[[Request], Reply]) -> Callable[[Request], Reply]:
        return lambda request: self._refused_token(request, "access") or method(request)

    def _refused_token(self, request: Request, wanted: str) -> Reply | None:
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        kind = self._tokens.get(token)
        if not token:
            return refusal("AuthMissing", "Authentication Required", 401)
        if kind == "expired":
            return refusal("ExpiredToken", "Token has expired")
        return None if kind == wanted else refusal("InvalidToken", "Token could not be verified")

    def _create_session(self, request: Request) -> Reply:
        self.logins += 1
        if self.logins > MOST_LOGINS:
            return refusal("RateLimitExceeded", "Rate Limit Exceeded", 429, retry_after="290")
        asked = json.loads(request.body)
        if (asked["identifier"], asked["password"]) != (self.handle, self.password):
            return refusal("AuthenticationRequired", "Invalid identifier or password", 401)
        return self._session()

    def _refresh_session(self, request: Request) -> Reply:
        return self._refused_token(request, "refresh") or self._session()

    def _session(self) -> Reply:
        tokens = {kind: f"{kind}.{_SCOPE}.{next(self._numbers)}" for kind in ("access", "refresh")}
        self._tokens |= {token: kind for kind, token in tokens.items()}
        return answer(
            {
                "did": self.did,
                "handle": self.handle,
                "accessJwt": tokens["access"],
                "refreshJwt": tokens["refresh"],
                "didDoc": _document(self.did, [self.handle], self.store.address),
            }
        )

    def _get_session(self, _: Request) -> Reply:
        state = {"active": False, "status": self.status} if self.status else {"active": True}
        return answer({"did": self.did, "handle": self.handle, "emailConfirmed": True, **state})

    def _resolve(self, request: Request) -> Reply:
        member = self.members.get(_fields(request)["handle"])
        return answer({"did": member.did}) if member else refusal("InvalidRequest", "Unable to resolve handle")

    def _profile(self, request: Request) -> Reply:
        if not self.profiles:
            return refusal("InvalidRequest", "No service configured for app.bsky.actor.getProfile")
        names = {member.did: member.display_name for member in self.members.values()}
        return answer({"did": (did := _fields(request)["actor"]), "displayName": names[did]})

    def _upload(self, request: Request) -> Reply:
        if self.uploads:
            return self.uploads.pop(0)
        cid = cid_of(request.body)
        blob = {
            "$type": "blob",
            "ref": {"$link": cid},
            "mimeType": request.headers["content-type"],
            "size": len(request.body),
        }
        self.blobs[cid] = blob
        return answer({"blob": blob})

    def _put(self, request: Request) -> Reply:
        fault = self.faults.pop(0) if self.faults else "fine"
        if fault in NOTHING_COMMITTED:
            return NOTHING_COMMITTED[fault]
        written = self._write(json.loads(request.body))
        return COMMITTED.get(fault, written)

    def _write(self, asked: dict[str, Any]) -> Reply:
        """Like the real one it overwrites, unless it is told (swapRecord null) that nothing may stand there."""
        if asked["repo"] != self.did:
            return refusal("AuthenticationRequired", "Authentication Required", 401)
        if not TID.fullmatch(asked["rkey"]):
            return refusal("InvalidRequest", "Invalid record key for app.bsky.feed.post: Invalid TID string")
        if missing := [cid for cid in _links(asked["record"]) if cid not in self.blobs]:
            return refusal("BlobNotFound", f"Could not find blob: {missing[0]}")
        rkey, record = asked["rkey"], asked["record"]
        if rkey in self.records and self.records[rkey] != record and "swapRecord" in asked:
            return refusal("InvalidSwap", "Record was at bafyreiaaaa")
        if rkey not in self.records:
            self.created.append(rkey)
        self.records[rkey] = record
        return answer({"uri": f"at://{self.did}/{asked['collection']}/{rkey}", "cid": "bafyreiaaaa"})

    def _delete(self, request: Request) -> Reply:
        fault = self.faults.pop(0) if self.faults else "fine"
        if fault in NOTHING_COMMITTED:
            return NOTHING_COMMITTED[fault]
        asked = json.loads(request.body)
        if asked["repo"] != self.did:
            return refusal("AuthenticationRequired", "Authentication Required", 401)
        there = self.records.pop(asked["rkey"], None) is not None
        said = answer({"commit": {"cid": "bafyreiaaaa", "rev": "3laaaaaaaaa2a"}} if there else {})
        return COMMITTED.get(fault, said)

    def _get(self, request: Request) -> Reply:
        asked = _fields(request)
        uri = f"at://{asked['repo']}/{asked['collection']}/{asked['rkey']}"
        if asked["repo"] != self.did or asked["rkey"] not in self.records:
            return refusal("RecordNotFound", f"Could not locate record: {uri}")
        return answer({"uri": uri, "cid": "bafyreiaaaa", "value": self.records[asked["rkey"]]})


def _fields(request: Request) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(request.path).query).items()}


def _document(did: str, names: list[str], endpoint: str) -> dict[str, Any]:
    service = {"id": "#atproto_pds", "type": "AtprotoPersonalDataServer", "serviceEndpoint": endpoint}
    return {"id": did, "alsoKnownAs": [f"at://{name}" for name in names], "service": [service]}


def _links(part: Any) -> list[str]:
    """The pictures that a record names, wherever."""
    if isinstance(part, dict):
        own = [part["$link"]] if "$link" in part else []
        return own + [link for value in part.values() for link in _links(value)]
    return [link for value in part for link in _links(value)] if isinstance(part, list) else []
