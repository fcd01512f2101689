"""A Mastodon server on loopback that remembers, that can be other software, and that can lose an answer after a commit.

It behaves as facts about 4.x say: keys live an hour, links count as 23, images are there at once, errors are localised.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email import message_from_bytes
from html import escape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import regex

from servers.web import Reply, Request, Web, cut_short, hanging_up, html, resetting

TOKEN = "t0ken-of-harborlight"
ACTIVITY = "application/activity+json"

_URL = re.compile(r"https?://[^\s<>]+")
_MENTION = re.compile(r"(?<![=/\w])@([A-Za-z0-9_]+)@([\w.:-]*\w)")
_HASHTAG = re.compile(r"(?<!\w)#(\w+)")


def answer(found: Any, status: int = 200, **headers: str) -> Reply:
    return Reply(status, json.dumps(found).encode(), {"Content-Type": "application/json", **headers})


def _fields(form: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(form).items()}


def error(status: int, words: str, **headers: str) -> Reply:
    return answer({"error": words}, status, **headers)


# How software writes a status down ------------------------------------------------------------------------------------


def as_mastodon(text: str) -> str:
    """Hides the ends of links, drops a mention's host."""
    shown = escape(text, quote=False)
    shown = _MENTION.sub(_mention, _HASHTAG.sub(_hashtag, _URL.sub(_link, shown)))
    paragraphs = [part.replace("\n", "<br />") for part in re.split(r"\n\n+", shown)]
    return "".join(f"<p>{part}</p>" for part in paragraphs)


def as_markdown(text: str) -> str:
    """Takes *stars* and _lines_ for emphasis, quotes for curly ones, and shows links whole."""
    shown = re.sub(r"[*_](\w+)[*_]", r"<em>\1</em>", escape(text, quote=False)).replace('"', "”")
    return _URL.sub(lambda url: f'<a href="{url[0]}">{url[0]}</a>', shown).replace("\n", "<br>")


def _link(found: re.Match[str]) -> str:
    scheme, _, rest = found[0].partition("://")
    return (
        f'<a href="{found[0]}" target="_blank" rel="nofollow noopener" translate="no"><span class="invisible">{scheme}://'
        f'</span><span class="ellipsis">{rest[:30]}</span><span class="invisible">{rest[30:]}</span></a>'
    )


def _mention(found: re.Match[str]) -> str:
    href = f"https://{found[2]}/@{found[1]}"
    return f'<span class="h-card" translate="no"><a href="{href}" class="u-url mention">@<span>{found[1]}</span></a></span>'


def _hashtag(found: re.Match[str]) -> str:
    return f'<a href="https://social.example/tags/{found[1]}" class="mention hashtag" rel="tag">#<span>{found[1]}</span></a>'


# What it remembers ----------------------------------------------------------------------------------------------------


@dataclass
class Status:
    id: str
    created_at: datetime
    fields: dict[str, str]
    media: list[str]
    content: str


@dataclass
class Medium:
    data: bytes
    content_type: str
    description: str
    ready_at: datetime
    attached: bool = False


@dataclass
class Person:
    """Somebody with an account here. `handle` as WebFinger's subject says it; `closed`: only servers may read it."""

    name: str = ""
    handle: str = ""
    attachment: list[dict[str, Any]] = field(default_factory=list)
    domains: list[str] = field(default_factory=list)
    closed: bool = False
    actor_status: int = 200
    changes: dict[str, Any] = field(default_factory=dict)


@dataclass
class MastodonServer:
    """`faults`: what happens to the next posts and deletions, in order; `media_faults` to the next uploads; then all
    goes well. `others`: ids of statuses of other people's accounts.
    """

    web: Web
    time: Callable[[], datetime]
    software: str | None = "mastodon"
    version: str = "4.5.3"
    characters: int = 500
    keeps_keys: bool = True
    key_life: timedelta = timedelta(hours=1)
    repeats_are_500: bool = False
    list_lag: timedelta = timedelta(0)
    knows_max_id: bool = True
    processing: timedelta = timedelta(0)
    scopes: tuple[str, ...] | None = ("read", "write")
    render: Callable[[str], str] = as_mastodon
    faults: list[str] = field(default_factory=list)
    media_faults: list[str] = field(default_factory=list)
    statuses: list[Status] = field(default_factory=list)
    media: dict[str, Medium] = field(default_factory=dict)
    keys: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    locked_out: bool = False
    me: dict[str, Any] = field(default_factory=dict)
    apps: dict[str, dict[str, str]] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    others: set[str] = field(default_factory=set)
    _kept: int = 0

    def __post_init__(self) -> None:
        self.web.routes |= {
            "/api/v1/statuses": self._guarded(self._post),
            "/api/v2/media": self._guarded(self._upload),
            "/api/v1/accounts/verify_credentials": self._guarded(self._me),
            "/api/v1/accounts/7/statuses": self._guarded(self._list),
            "/api/v1/accounts/lookup": self._look_up,
            "/api/v1/apps/verify_credentials": self._guarded(self._app),
            "/api/v1/apps": self._register,
            "/oauth/authorize": self._authorize,
            "/oauth/token": self._token,
            "/api/v2/instance": self._instance,
            "/.well-known/nodeinfo": self._nodeinfo_index,
            "/nodeinfo/2.0": self._nodeinfo,
            "/.well-known/webfinger": self._webfinger,
        }

    @property
    def posts(self) -> list[Request]:
        return self.web.asked("/api/v1/statuses")

    def _guarded(self, route: Callable[[Request], Reply]) -> Callable[[Request], Reply]:
        def guard(request: Request) -> Reply:
            if request.headers.get("authorization") != f"Bearer {TOKEN}":
                return error(401, "The access token is invalid")
            if self.locked_out:
                return error(403, "Dein Zugang ist derzeit gesperrt")
            return route(request)

        return guard

    # Statuses ---------------------------------------------------------------------------------------------------------

    def _post(self, request: Request) -> Reply:
        fault = self.faults.pop(0) if self.faults else "fine"
        if fault in BEFORE:
            return BEFORE[fault]()
        if fault == "throttled":
            return self._throttled()
        reply = self._commit(request)
        return AFTER[fault](reply) if fault in AFTER else reply

    def _throttled(self) -> Reply:
        reset = (self.time() + timedelta(hours=2)).isoformat().replace("+00:00", "Z")
        return error(429, "Zu viele Anfragen", **{"X-RateLimit-Limit": "300", "X-RateLimit-Reset": reset})

    def _commit(self, request: Request) -> Reply:
        key = request.headers.get("idempotency-key", "")
        if known := self._known(key):
            return error(500, "Interner Serverfehler") if self.repeats_are_500 else answer(self._shown(known))
        fields = {name: values[0] for name, values in parse_qs(request.body.decode()).items()}
        media = parse_qs(request.body.decode()).get("media_ids[]", [])
        if wrong := self._wrong(fields, media):
            return error(422, wrong)
        status = self._keep(fields, media)
        if key and self.keeps_keys:
            self.keys[key] = (status.id, self.time())
        return answer(self._shown(status))

    def _known(self, key: str) -> Status | None:
        number, at = self.keys.get(key, ("", self.time()))
        if self.time() - at >= self.key_life:
            return None
        return next((status for status in self.statuses if status.id == number), None)

    def _wrong(self, fields: dict[str, str], media: list[str]) -> str:
        """In the words of its language, as real servers do."""
        if not fields.get("status") and not media:
            return "Validierung fehlgeschlagen: Inhalt muss ausgefüllt werden"
        if self._length(fields) > self.characters:
            return f"Validierung fehlgeschlagen: Zeichenlimit von {self.characters} überschritten"
        usable = [one for one in media if one in self.media and not self.media[one].attached]
        if usable != media or any(self.media[one].ready_at > self.time() for one in media):
            return "Dateien konnten nicht angehängt werden"
        return ""

    def _length(self, fields: dict[str, str]) -> int:
        countable = _MENTION.sub(r"@\1", _URL.sub("x" * 23, fields.get("status", "")))
        return len(regex.findall(r"\X", fields.get("spoiler_text", "") + countable))

    def _keep(self, fields: dict[str, str], media: list[str]) -> Status:
        for one in media:
            self.media[one].attached = True
        number = str(117440000000000000 + self._kept)
        self._kept += 1
        status = Status(number, self.time(), fields, media, self.render(fields.get("status", "")))
        self.statuses.append(status)
        self.web.routes[f"/api/v1/statuses/{number}"] = self._guarded(lambda request: self._one(number, request))
        return status

    def somebody_elses(self, number: str = "117440000000099999") -> str:
        """The address of a status of another account here."""
        self.others.add(number)
        self.web.routes[f"/api/v1/statuses/{number}"] = self._guarded(lambda request: self._one(number, request))
        return f"{self.web.address}/@somebody/{number}"

    def _one(self, number: str, request: Request) -> Reply:
        """A deletion finds only the token's own statuses (statuses_controller.rb, mastodon/mastodon)."""
        own = next((status for status in self.statuses if status.id == number), None)
        if request.method == "GET":
            return answer({"id": number}) if own or number in self.others else error(404, "Eintrag nicht gefunden")
        fault = self.faults.pop(0) if self.faults else "fine"
        if fault in BEFORE:
            return BEFORE[fault]()
        if fault == "throttled":
            return self._throttled()
        if own is None:
            return error(404, "Eintrag nicht gefunden")
        self.statuses.remove(own)
        reply = answer({**self._shown(own), "text": own.fields.get("status", "")})
        return AFTER[fault](reply) if fault in AFTER else reply

    def _shown(self, status: Status) -> dict[str, Any]:
        return {
            "id": status.id,
            "created_at": status.created_at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "visibility": status.fields.get("visibility", "public"),
            "language": status.fields.get("language"),
            "spoiler_text": status.fields.get("spoiler_text", ""),
            "uri": f"{self.web.address}/ap/users/7/statuses/{status.id}",
            "url": f"{self.web.address}/@harborlight/{status.id}",
            "content": status.content,
            "account": {"id": "7", "acct": "harborlight"},
        }

    def _list(self, request: Request) -> Reply:
        query = parse_qs(urlsplit(request.path).query)
        listed = [status for status in reversed(self.statuses) if status.created_at + self.list_lag <= self.time()]
        if self.knows_max_id and "max_id" in query:
            listed = [status for status in listed if int(status.id) < int(query["max_id"][0])]
        return answer([self._shown(status) for status in listed[: int(query["limit"][0])]])

    # Pictures ---------------------------------------------------------------------------------------------------------

    def _upload(self, request: Request) -> Reply:
        fault = self.media_faults.pop(0) if self.media_faults else "fine"
        if fault in BEFORE:
            return BEFORE[fault]()
        header = f"Content-Type: {request.headers['content-type']}\r\n\r\n".encode()
        parts = {
            part.get_param("name", header="content-disposition"): part
            for part in message_from_bytes(header + request.body).get_payload()
        }
        number = str(900 + len(self.media))
        file = parts["file"]
        self.media[number] = Medium(
            file.get_payload(decode=True),
            file.get_content_type(),
            parts["description"].get_payload(decode=True).decode(),
            self.time() + self.processing,
        )
        self.web.routes[f"/api/v1/media/{number}"] = self._guarded(lambda _: self._medium(number))
        url = None if self.processing else f"{self.web.address}/media/{number}"
        return answer({"id": number, "type": "image", "url": url}, 202 if self.processing else 200)

    def _medium(self, number: str) -> Reply:
        if "processing failed" in self.media_faults:
            return error(422, "Verarbeitung fehlgeschlagen")
        ready = self.media[number].ready_at <= self.time()
        return answer({"id": number, "url": "ready" if ready else None}, 200 if ready else 206)

    # What it says of itself -------------------------------------------------------------------------------------------

    def _me(self, request: Request) -> Reply:
        return answer({"id": "7", "acct": "harborlight", "url": f"{self.web.address}/@harborlight", **self.me})

    def _app(self, request: Request) -> Reply:
        return error(404, "Not found") if self.scopes is None else answer({"name": "sharebot", "scopes": self.scopes})

    def _instance(self, request: Request) -> Reply:
        statuses = {"max_characters": self.characters, "characters_reserved_per_url": 23}
        media = {
            "description_limit": 10000,
            "image_matrix_limit": 33177600,
            "image_size_limit": 16777216,
            "supported_mime_types": ["image/jpeg", "image/png", "image/gif", "image/webp", "video/mp4"],
        }
        configuration = {"statuses": statuses, "media_attachments": media}
        return answer({"domain": "social.example", "version": self.version, "configuration": configuration})

    def _nodeinfo_index(self, request: Request) -> Reply:
        if self.software is None:
            return error(404, "Not found")
        schema = "http://nodeinfo.diaspora.software/ns/schema/2.0"
        return answer({"links": [{"rel": schema, "href": f"{self.web.address}/nodeinfo/2.0"}]})

    def _nodeinfo(self, request: Request) -> Reply:
        return answer({"version": "2.0", "software": {"name": self.software, "version": self.version}})

    # Letting an application in ----------------------------------------------------------------------------------------

    def _register(self, request: Request) -> Reply:
        asked = _fields(request.body.decode())
        if not asked.get("client_name") or not asked.get("redirect_uris"):
            return error(422, "Validierung fehlgeschlagen")
        number = str(len(self.apps) + 1)
        self.apps[f"client-{number}"] = {**asked, "secret": f"client-secret-{number}"}
        return answer({"id": number, "client_id": f"client-{number}", "client_secret": f"client-secret-{number}"})

    def _authorize(self, request: Request) -> Reply:
        """The page after the account's owner has allowed it: the code, shown because there is nowhere to lead to."""
        asked = _fields(urlsplit(request.path).query)
        app = self.apps.get(asked["client_id"])
        if app is None or app["redirect_uris"] != asked["redirect_uri"] or not self._within(asked["scope"], app):
            return error(400, "Die Anwendung ist unbekannt")
        code = f"code-{len(self.codes) + 1}"
        self.codes[code] = asked["client_id"]
        return html(f'<input class="oauth-code" value="{code}">')

    def _within(self, scope: str, app: dict[str, str]) -> bool:
        return set(scope.split()) <= set(app["scopes"].split())

    def _token(self, request: Request) -> Reply:
        asked = _fields(request.body.decode())
        app = self.apps.get(self.codes.pop(asked.get("code", ""), ""))
        if app is None or app["secret"] != asked["client_secret"] or app["redirect_uris"] != asked["redirect_uri"]:
            return answer({"error": "invalid_grant", "error_description": "Der Code ist ungültig"}, 400)
        self.scopes = tuple(asked["scope"].split())
        return answer({"access_token": TOKEN, "token_type": "Bearer", "scope": asked["scope"]})

    # People -----------------------------------------------------------------------------------------------------------

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.web.port}"

    def add(self, user: str, **fields: Any) -> str:
        """Somebody new, with their handle as the answer."""
        self.people[user] = Person(**{"handle": f"{user}@{self.host}", **fields})
        self.web.routes[f"/users/{user}"] = lambda request: self._actor(user, request)
        return f"{user}@{self.host}"

    def _webfinger(self, request: Request) -> Reply:
        resource = parse_qs(urlsplit(request.path).query)["resource"][0]
        user = resource.removeprefix("acct:").partition("@")[0].lower()
        if user not in self.people:
            return error(404, "Not found")
        person = self.people[user]
        links = [
            {
                "rel": "http://webfinger.net/rel/profile-page",
                "type": "text/html",
                "href": f"{self.web.address}/@{user}",
            },
            {"rel": "self", "type": ACTIVITY, "href": self._actor_id(user)},
        ]
        return answer({"subject": f"acct:{person.handle}", "links": person.changes.get("links", links)})

    def _actor_id(self, user: str) -> str:
        return str(self.people[user].changes.get("actor") or f"{self.web.address}/users/{user}")

    def _actor(self, user: str, request: Request) -> Reply:
        person = self.people[user]
        if ACTIVITY not in request.headers["accept"]:
            return html("<p>A profile page.</p>")
        if person.closed:
            return error(401, "Request not signed")
        actor = {
            "id": f"{self.web.address}/users/{user}",
            "type": "Person",
            "preferredUsername": user,
            "name": person.name,
            "url": f"{self.web.address}/@{user}",
            "attachment": person.attachment,
            "attributionDomains": person.domains,
            **person.changes,
        }
        return answer(actor, person.actor_status)

    def _look_up(self, request: Request) -> Reply:
        user = parse_qs(urlsplit(request.path).query)["acct"][0]
        if user not in self.people:
            return error(404, "Record not found")
        person = self.people[user]
        shown = {"id": "12", "acct": user, "display_name": person.name, "url": f"{self.web.address}/@{user}"}
        return answer({**shown, "fields": person.attachment})


BEFORE: dict[str, Callable[[], Reply]] = {
    "500 before": lambda: error(500, "Interner Serverfehler"),
    "unanswered": hanging_up,
    "401": lambda: error(401, "The access token was revoked"),
    "403 scope": lambda: error(403, "This action is outside the authorized scopes"),
    "403 scope, in German": lambda: error(
        403,
        "Diese Aktion ist nicht erlaubt",
        **{"WWW-Authenticate": 'Bearer realm="Doorkeeper", error="insufficient_scope"'},
    ),
    "403 suspended": lambda: error(403, "Your login is currently disabled"),
    "403": lambda: error(403, "This action is not allowed"),
    "404": lambda: error(404, "Record not found"),
    "413 page": lambda: html("<h1>Request Entity Too Large</h1>", 413),
    "422": lambda: error(422, "Validierung fehlgeschlagen"),
    "429 bare": lambda: html("<h1>Slow down</h1>", 429),
    "429 retry": lambda: Reply(429, b"<h1>Slow down</h1>", {"Retry-After": "120"}),
    "page": lambda: html("<h1>Welcome back</h1>"),
    "moved": lambda: Reply(301, b"", {"Location": "https://new.social.example/api/v1/statuses"}),
    "empty list": lambda: answer([]),
}
"""Nothing was committed."""

AFTER: dict[str, Callable[[Reply], Reply]] = {
    "lost": lambda _: resetting(),
    "cut": lambda reply: cut_short(reply.body),
    "503 after": lambda _: error(503, "Dienst nicht verfügbar"),
    "page after": lambda _: html("<h1>Welcome back</h1>"),
    "other json after": lambda _: answer({"ok": True}),
}
"""It was, and yet the answer does not say so."""
