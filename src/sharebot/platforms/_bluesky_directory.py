"""Whom a Bluesky handle belongs to: from the handle to its DID, and back from the DID's own document.

A handle counts only if both ways agree (atproto.com/specs/handle, mirror of 2026-08-20): anybody can point a domain of
theirs at a stranger's DID.
"""

from __future__ import annotations

from http import HTTPStatus

from sharebot.errors import OutcomeUnknown
from sharebot.platforms._bluesky_record import DID
from sharebot.platforms._bluesky_xrpc import Said, Sessions, Wire, nothing_public

_NOT_FOUND = frozenset({"HandleNotFound", "InvalidRequest"})
"""What @atproto/pds 0.5.35 answers for a handle of its own domain and of another's (measured 2026-11)."""


def resolve(wire: Wire, handle: str, *, server: str, directory: str) -> str | None:
    """The DID; empty where the handle surely belongs to nobody, None where its DID cannot be looked up by us.

    Raises SendError where nobody answered.
    """
    with nothing_public():
        said = wire.query(server, "com.atproto.identity.resolveHandle", handle=handle)
        if said.refused and said.error in _NOT_FOUND:
            return ""
        if not said.fine:
            raise wire.error(said)
        did = said.text("did")
        if not DID.fullmatch(did):
            return None
        return did if f"at://{handle}" in _names(wire, did, directory) else ""


def _names(wire: Wire, did: str, directory: str) -> frozenset[str]:
    """What the DID's document gives as its names, in lower case; none where the DID is gone."""
    said = wire.document(_address(did, directory))
    if said.status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
        return frozenset()
    if not said.fine or said.text("id") != did:
        raise OutcomeUnknown(f"{wire.account}: the directory of {did} does not answer ({said.words}); try again later")
    names = said.body.get("alsoKnownAs")
    return (
        frozenset(name.lower() for name in names if isinstance(name, str)) if isinstance(names, list) else frozenset()
    )


def _address(did: str, directory: str) -> str:
    """did:plc stands in the directory, did:web on its own host (atproto.com/specs/did)."""
    method, name = did.removeprefix("did:").split(":", 1)
    return f"{directory}/{did}" if method == "plc" else f"https://{name}/.well-known/did.json"


def display_name(wire: Wire, sessions: Sessions, did: str) -> str:
    """The name that the profile shows; empty where it shows none, or the server has nobody to ask for profiles."""
    with nothing_public():
        said = sessions.call(
            lambda session: wire.query(session.server, "app.bsky.actor.getProfile", session.access, actor=did)
        )
        if _is_untold(said):
            return ""
        if not said.fine:
            raise wire.error(said)
        return said.text("displayName")


def _is_untold(said: Said) -> bool:
    """No profile, or no server that could show it: its refusal is about the one asked for, not about us."""
    refused = said.refused and not said.throttled and not said.stale
    return refused or said.error == "MethodNotImplemented"
