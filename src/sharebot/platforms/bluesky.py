"""Bluesky: how it counts, what it allows, and sending to it.

A post's key is its record's own, chosen by us: writing it again finds it there and makes no second one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sharebot.errors import Locked, OutcomeUnknown, Rejected, SettingsError, Unavailable
from sharebot.model import Identity, Payload, Picture, Post, Receipt
from sharebot.platforms import Means
from sharebot.platforms._bluesky_directory import display_name, resolve
from sharebot.platforms._bluesky_record import blob_of, keys, record_of
from sharebot.platforms._bluesky_removal import removal_of
from sharebot.platforms._bluesky_xrpc import Said, Session, Sessions, Wire, nothing_public
from sharebot.ports import (
    AccountCheck,
    AccountSettings,
    Clock,
    Conversation,
    Guarantee,
    GuaranteeKind,
    Limit,
    Memory,
    PictureRules,
    Removal,
    Rules,
    Unit,
)

# atproto.com/specs/handle, mirror of 2026-08-20: a domain name, 253 characters at most.
_HANDLE = r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_LONGEST_HANDLE = 253

RULES = Rules(
    platform="bluesky",
    # lexicons/app/bsky/feed/post.json, bluesky-social/atproto of 2026-08-20: both must hold; links count as written.
    limits=(Limit(unit=Unit.GRAPHEMES, most=300), Limit(unit=Unit.UTF8, most=3000)),
    # A text alone tags nobody: a facet does, made where the official client would read a mention.
    handle=_HANDLE,
    mention_in_text=rf"(?<![^\s(])@({_HANDLE})",
    mention_needs_id=True,
    opening_mention=True,
    hashtags=2,
    card=True,
    # What its official client lets an author say of a post (social-app, src/lib/moderation.ts, SELF_LABELS, read
    # 2026-11-25). The server takes any word, and a word that no client knows hides nothing.
    labels=("sexual", "nudity", "porn", "graphic-media"),
    # Bytes: lexicons/app/bsky/embed/images.json and external.json of 2026-08-20. Sides and description are not limited
    # there; the official client keeps to 2000 of each (social-app, src/lib/constants.ts, read 2026-11-25).
    picture=PictureRules(most_bytes=2_000_000, most_side=2000, most_alt=2000),
    thumb=PictureRules(most_bytes=1_000_000, most_side=2000, most_alt=2000),
)

# The server keeps no key that could expire: a record stands under ours or it does not. It writes one request after the
# other, so a repeat need not rest; and the sooner it comes, the smaller is the one gap: whoever deletes a post whose
# answer was lost, before the repeat, gets it again, for a deletion leaves no trace that could be asked for.
# The looks are for a repeat that is refused: they read the account's own server, which does not lag.
GUARANTEE = Guarantee(kind=GuaranteeKind.KEY, looks=(timedelta(minutes=1), timedelta(minutes=5)), sure_looks=True)

SERVER = "https://bsky.social"
DIRECTORY = "https://plc.directory"
"""Where a did:plc is looked up unless one is told otherwise, as in @atproto/pds 0.5.35 (config.ts)."""

_PROFILES = "https://bsky.app/profile"

_MORE_RIGHTS = {
    "com.atproto.access": "everything else: it is the main password; an app password could do less harm",
    "com.atproto.appPassPrivileged": "read and write direct messages: the app password need not allow that",
}
"""By the scope of a login's token (@atproto/pds 0.5.35, auth-scope.ts); a plain app password may do no more."""

_REPO, _FIRST_SENT = "bluesky repo", "bluesky first sent to"
"""Kinds of remembered facts: the DID behind an account of ours, and behind a post that was prepared without it."""


def connect(account: AccountSettings, rules: Rules, means: Means) -> Bluesky:
    prefix = f"SHAREBOT_{account.name.upper().replace('-', '_')}"
    handle = _own_handle(account.need("HANDLE"), f"{prefix}_HANDLE")
    server = _server(account.get("URL") or SERVER, f"{prefix}_URL")
    directory = _server(account.get("DIRECTORY") or DIRECTORY, f"{prefix}_DIRECTORY")
    wire = Wire(account=account.name, http=means.http, clock=means.clock)
    sessions = Sessions(
        wire, server, handle, account.need("APP_PASSWORD"), f"{prefix}_HANDLE and {prefix}_APP_PASSWORD"
    )
    whose = _Whose(f"{account.name} {handle} {server}", means.memory(), means.clock)
    return Bluesky(account.name, rules, wire, sessions, server=server, directory=directory, whose=whose)


def guide(talk: Conversation, account: AccountSettings, means: Means) -> dict[str, str]:
    """An app password can be taken back alone, and can do less than the main one. It is tried at once."""
    prefix = f"SHAREBOT_{account.name.upper().replace('-', '_')}"
    handle = talk.ask(
        "The account's handle, such as harborlight.bsky.social",
        default=account.get("HANDLE"),
        check=lambda text: _own_handle(text, f"{prefix}_HANDLE"),
    )
    server = talk.ask(
        "The server that you log in to",
        default=account.get("URL") or SERVER,
        check=lambda text: _server(text, f"{prefix}_URL"),
    )
    url = _server(server, f"{prefix}_URL")
    wire = Wire(account=account.name, http=means.http, clock=means.clock)
    talk.say("Make a password for sharebot alone: Settings → Privacy and security → App passwords → Add App Password.")
    talk.say("It need not allow access to your direct messages.")
    password = talk.ask(
        "The app password",
        secret=True,
        check=lambda text: _is_let_in(Sessions(wire, url, _own_handle(handle, ""), text, "")),
    )
    fields = {"HANDLE": _own_handle(handle, f"{prefix}_HANDLE"), "APP_PASSWORD": password}
    return fields if url == SERVER and not account.get("URL") else {**fields, "URL": url}


def _is_let_in(sessions: Sessions) -> None:
    """Raises Rejected where the login is refused; whatever else is wrong is found when the account is looked at."""
    try:
        sessions.current()
    except Locked as error:
        refused = str(error).partition("; ")[0]
        raise Rejected(f"{refused}; give it again, or begin anew if the handle or the server is another") from error
    except Unavailable:
        return


def _own_handle(text: str, setting: str) -> str:
    handle = text.strip().removeprefix("@")
    if "@" in handle:
        raise SettingsError(f"{setting}: an e-mail address is no handle; write it as @name.example is shown")
    return handle


def _server(address: str, setting: str) -> str:
    found = re.fullmatch(r"(https?://[^\s/?#@]+)/*", address)
    if not found:
        raise SettingsError(f"{setting}: this is not the address of a server; write it like {SERVER}")
    return found[1]


class _Whose:
    """The DID of our own account, once a login told it; it outlives the process.

    Read when the account is connected and not when a post is prepared, which happens inside the queue's transaction.
    """

    def __init__(self, name: str, memory: Memory, clock: Clock) -> None:
        self._name, self._memory, self._clock = name, memory, clock
        known = memory.recall(_REPO, name)
        self.did = known.value if known else ""

    def learn(self, did: str) -> None:
        if did != self.did:
            self._memory.remember(_REPO, self._name, did, now=self._clock.now())
            self.did = did

    def first_sent_to(self, rkey: str, did: str) -> str:
        """Where a post went that was prepared while nobody knew the DID: at its first try to this one."""
        known = self._memory.recall(_FIRST_SENT, rkey)
        if known is None:
            self._memory.remember(_FIRST_SENT, rkey, did, now=self._clock.now())
        return known.value if known else did


@dataclass(frozen=True, slots=True)
class _Request:
    """A frozen payload, taken apart. `repo` is empty only in what was prepared before the first login ever."""

    repo: str
    rkey: str
    record: dict[str, Any]
    body: bytes

    def to(self, did: str) -> bytes:
        return self.body if self.repo else _request(did, self.rkey, self.record)

    def uri(self, did: str) -> str:
        return f"at://{did}/{self.record['$type']}/{self.rkey}"


def _request(repo: str, rkey: str, record: dict[str, Any]) -> bytes:
    """The record is written where nothing stands under its key (swapRecord null), never over another."""
    asked = {"repo": repo, "collection": record["$type"], "rkey": rkey, "swapRecord": None, "record": record}
    return json.dumps(asked, ensure_ascii=False, separators=(",", ":")).encode()


def _read(payload: Payload) -> _Request:
    asked = json.loads(payload.body)
    return _Request(asked["repo"], payload.key, asked["record"], payload.body)


class Bluesky:
    """One account. Also says whom a handle belongs to, and how the account itself stands."""

    guarantee = GUARANTEE
    public = True
    good_for = timedelta(minutes=10)

    def __init__(
        self,
        account: str,
        rules: Rules,
        wire: Wire,
        sessions: Sessions,
        *,
        server: str,
        directory: str,
        whose: _Whose,
    ) -> None:
        self.rules = rules
        self._account = account
        self._wire = wire
        self._sessions = sessions
        self._server = server
        self._directory = directory
        self._whose = whose

    # Sending ----------------------------------------------------------------------------------------------------------

    def prepare(self, post: Post, picture: Picture | None = None) -> Payload:
        """The bytes of the whole request, frozen together with whose repo it goes to.

        The repo is the DID and not the handle of the settings: a handle may be mistyped or change hands between two
        tries, and a repeat that reached another account would be a second post. Before the first login nobody knows
        the DID, and asking would be network; then publish puts in that of the login.
        """
        now = self._wire.clock.now()
        rkey, record = keys.next(now), record_of(post.share, picture, self.rules, now)
        media = picture.data if picture and blob_of(record) else b""
        return Payload(key=rkey, body=_request(self._whose.did, rkey, record), media=media)

    def publish(self, payload: Payload) -> Receipt:
        request = _read(payload)
        session = self._our_session(request)
        if payload.media:
            self._upload(request, payload.media)
        said = self._sessions.call(
            lambda session: self._wire.procedure(
                session.server, "com.atproto.repo.putRecord", request.to(session.did), session.access
            )
        )
        if said.error == "InvalidSwap":
            return self._there_already(request, session, said)
        if not said.fine:
            raise self._wire.error(said)
        if said.text("uri") != request.uri(session.did):
            raise OutcomeUnknown(f"{self._account}: the answer does not say where the post is ({said.words})")
        return self._receipt(request, session)

    def look_up(self, payload: Payload) -> Receipt | None:
        request = _read(payload)
        session = self._our_session(request)
        said = self._look(request, session)
        if said.error == "RecordNotFound":
            return None
        if not said.fine:
            raise self._wire.error(said)
        return self._ours(request, session, said)

    def _our_session(self, request: _Request) -> Session:
        session = self._sessions.current()
        self._whose.learn(session.did)
        repo = request.repo or self._whose.first_sent_to(request.rkey, session.did)
        if repo != session.did:
            raise Rejected(
                f"{self._account}: the post was made for {repo}, and the account is {session.did} by now; "
                "sharebot edit makes it anew"
            )
        return session

    def _upload(self, request: _Request, media: bytes) -> None:
        """The record names the picture's bytes already; an upload that came out otherwise would break it."""
        blob = blob_of(request.record)
        with nothing_public():
            said = self._sessions.call(
                lambda session: self._wire.procedure(
                    session.server, "com.atproto.repo.uploadBlob", media, session.access, blob["mimeType"]
                )
            )
            if not said.fine:
                raise self._wire.error(said)
        kept = said.body.get("blob")
        if not isinstance(kept, dict):
            raise Unavailable(f"{self._account}: the answer to the picture makes no sense; trying again later")
        if differing := sorted(name for name, value in blob.items() if kept.get(name) != value):
            raise Rejected(f"{self._account}: the server changed the picture's {', '.join(differing)}; try another one")

    def _there_already(self, request: _Request, session: Session, refusal: Said) -> Receipt:
        """Something stands under our key: the very same post, sent by an earlier try, or something else."""
        said = self._look(request, session)
        if not said.fine:
            raise OutcomeUnknown(f"{self._account}: {refusal.words}; and it cannot be read: {said.words}")
        return self._ours(request, session, said)

    def _look(self, request: _Request, session: Session) -> Said:
        where = {"repo": session.did, "collection": request.record["$type"], "rkey": request.rkey}
        return self._wire.query(session.server, "com.atproto.repo.getRecord", **where)

    def _ours(self, request: _Request, session: Session, said: Said) -> Receipt:
        receipt = self._receipt(request, session)
        if said.body.get("value") != request.record:
            raise Rejected(f"{self._account}: another text stands at {receipt.url} than was to be sent; look there")
        return receipt

    def _receipt(self, request: _Request, session: Session) -> Receipt:
        return Receipt(remote_id=request.uri(session.did), url=f"{_profile(session)}/post/{request.rkey}")

    # Taking back ------------------------------------------------------------------------------------------------------

    def remove(self, receipt: Receipt) -> Removal:
        """A `commit` in the answer says that something was there (measured of @atproto/pds 0.5.35)."""
        session = self._sessions.current()
        body = removal_of(receipt, session.did, session.handle, self._account)
        said = self._sessions.call(
            lambda session: self._wire.procedure(session.server, "com.atproto.repo.deleteRecord", body, session.access)
        )
        if not said.fine:
            raise self._wire.error(said)
        return Removal.REMOVED if said.body.get("commit") else Removal.GONE

    # Who is who -------------------------------------------------------------------------------------------------------

    def identify(self, handle: str) -> Identity | None:
        """Asks the account's server for the DID, and the DID's own document for the handle.

        `exists` is false where the server knows no such handle (of a handle on another host it says so too while it
        cannot reach that host), and also where the DID does not name it back: such a handle tags nobody. Handles are
        domains, so whoever holds one holds the site behind it: it stands among the links. None where the DID is of a
        kind that we cannot look up.
        """
        handle = handle.removeprefix("@").lower()
        if len(handle) > _LONGEST_HANDLE or not re.fullmatch(_HANDLE, handle):
            return self._nobody(handle)
        did = resolve(self._wire, handle, server=self._server, directory=self._directory)
        if not did:
            return None if did is None else self._nobody(handle)
        return Identity(
            platform=RULES.platform,
            handle=handle,
            id=did,
            name=display_name(self._wire, self._sessions, did),
            url=f"{_PROFILES}/{handle}",
            links=(f"https://{handle}",),
            asked_at=self._wire.clock.now(),
        )

    def _nobody(self, handle: str) -> Identity:
        return Identity(platform=RULES.platform, handle=handle, exists=False, asked_at=self._wire.clock.now())

    # Ourselves --------------------------------------------------------------------------------------------------------

    def check(self) -> AccountCheck:
        with nothing_public():
            said = self._sessions.call(
                lambda session: self._wire.query(session.server, "com.atproto.server.getSession", session.access)
            )
            if not said.fine:
                raise self._wire.error(said)
        session = self._sessions.current()
        self._whose.learn(session.did)
        status = "" if said.body.get("active", True) else said.text("status") or "not active"
        return AccountCheck(
            handle=said.text("handle"),
            url=_profile(session),
            rights=tuple(_rights(session, said)),
            faults=(f"the account is {status}; sign in at bsky.app and see to it",) if status else (),
        )


def _rights(session: Session, said: Said) -> Iterator[str]:
    yield f"write posts as {session.did}"
    if right := _MORE_RIGHTS.get(session.scope):
        yield right
    if said.body.get("emailConfirmed") is False:
        yield "no videos: its e-mail address is not confirmed"


def _profile(session: Session) -> str:
    """A handle that does not lead to its owner is shown by servers as handle.invalid."""
    handle = session.handle
    return f"{_PROFILES}/{session.did if handle in {'', 'handle.invalid'} else handle}"
