"""A small X on loopback that remembers: it checks signatures, refuses what X refuses, and can lose an answer.

Its time is given to it, so that its timeline may lag and its uploads expire without anybody waiting.
"""

from __future__ import annotations

import hashlib
import hmac
import itertools
import json
import re
import time
from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from html import escape
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlencode

from servers.web import Reply, Request, Web, cut_short, hanging_up, html, resetting

KEYS = {
    "API_KEY": "an-api-key",
    "API_SECRET": "an-api-secret",
    "ACCESS_TOKEN": "4711-an-access-token",
    "ACCESS_TOKEN_SECRET": "an-access-token-secret",
}
PROBLEMS = "https://api.x.com/2/problems/"
PIN = "0123456"
MOST_BYTES = 5 * 1024 * 1024
MOST_IN_TEXT = 280
SKEW_ALLOWED = 300


@dataclass(frozen=True)
class User:
    id: str
    username: str
    name: str = "Somebody"
    url: str = ""
    description: str = ""
    suspended: bool = False


@dataclass(frozen=True)
class Tweet:
    """`text` as it was sent."""

    id: str
    text: str
    created_at: datetime
    media: tuple[str, ...] = ()


@dataclass
class Medium:
    """An upload. `asks_left`: how often X still says that it works on it."""

    id: str
    type: str
    size: int
    begun_at: datetime
    data: bytes = b""
    ready: bool = False
    alt: str = ""
    asks_left: int = 0


@dataclass(frozen=True)
class Exchange:
    """A request and its answer, by the path's pattern in X's API description."""

    method: str
    path: str
    asked: Any
    status: int
    said: bytes


def problem(status: int, detail: str, title: str = "Forbidden", kind: str = "about:blank", **headers: str) -> Reply:
    """A refusal, as X writes one."""
    said = {"title": title, "detail": detail, "type": kind, "status": status}
    return Reply(status, json.dumps(said).encode(), {"Content-Type": "application/json", **headers})


DUPLICATE = problem(403, "You are not allowed to create a Tweet with duplicate content.")
NOT_PERMITTED = problem(403, "You are not permitted to perform this action.")
NOT_MENTIONED = problem(
    403,
    "Reply to this conversation is not allowed because you have not been mentioned or otherwise engaged by the author "
    "of the post you are replying to.",
)
READ_ONLY = problem(
    403,
    "Your client app is not configured with the appropriate oauth1 app permissions for this endpoint.",
    kind=f"{PROBLEMS}oauth1-permissions",
)
NOT_YOURS = problem(403, "You are not authorized to delete this Tweet.")
NO_SUCH_POST = problem(404, "Could not find tweet with id: [1].", "Not Found Error", f"{PROBLEMS}resource-not-found")
UNAUTHORIZED = problem(401, "Unauthorized", "Unauthorized")
NO_CREDIT = problem(402, "credits depleted", "Payment Required", f"{PROBLEMS}credits-depleted")
OLD_NO_CREDIT = problem(
    402,
    "Your enrolled account [2051096097834344448] does not have any credits to fulfill this request.",
    "CreditsDepleted",
    "https://api.twitter.com/2/problems/credits",
)
BUSY = problem(503, "Service Unavailable", "Service Unavailable")


def too_many(**headers: int) -> Reply:
    """429; a header's underscores stand for dashes."""
    named = {name.replace("_", "-"): str(value) for name, value in headers.items()}
    return problem(429, "Too Many Requests", "Too Many Requests", **named)


class FakeX(Web):
    """`faults`: what happens to the next posts and deletions, in order: a Reply, or a word of `_misbehave`; then all goes well.

    `refused`: an answer for the next request to a path. `generation`: the name that it gives to posts' fields. `lag`:
    how long a post is public before the timeline lists it. `request_tokens`: with their secrets, and whether the owner
    of the account has allowed them in the browser; an access token is given once for each, against the PIN.
    """

    def __init__(self, now: Callable[[], datetime], *, generation: str = "post") -> None:
        super().__init__()
        self.now = now
        self.generation = generation
        self.lag = timedelta(0)
        self.gone_is_deleted = False
        self.others: set[str] = set()
        self.faults: list[Reply | str] = []
        self.refused: dict[str, Reply] = {}
        self.access_level = "read-write"
        self.page = 100
        self.asks_until_ready = 0
        self.me = User("4711", "HarborlightREX", "Harborlight")
        self.users: dict[str, User] = {}
        self.posts: list[Tweet] = []
        self.media: dict[str, Medium] = {}
        self.exchanges: list[Exchange] = []
        self._numbers = itertools.count(1346889436626259968)
        self.request_tokens: dict[str, str] = {}
        self.allowed: set[str] = set()
        self._nonces: set[str] = set()
        self._routes = [(re.compile(pattern), method, path, act) for method, path, pattern, act in self._table()]

    def _table(self) -> Iterator[tuple[str, str, str, Callable[..., Reply]]]:
        yield "POST", "/2/tweets", r"/2/tweets", self._create
        yield "DELETE", "/2/tweets/{id}", r"/2/tweets/([0-9]{1,19})", self._delete
        yield "GET", "/2/users/me", r"/2/users/me", self._who_am_i
        yield "GET", "/2/users/by/username/{username}", r"/2/users/by/username/([A-Za-z0-9_]{1,15})", self._by_name
        yield "GET", "/2/users/{id}", r"/2/users/([0-9]{1,19})", self._by_id
        yield "GET", "/2/users/{id}/tweets", r"/2/users/([0-9]{1,19})/tweets", self._timeline
        yield "POST", "/2/media/upload/initialize", r"/2/media/upload/initialize", self._initialize
        yield "POST", "/2/media/upload/{id}/append", r"/2/media/upload/([0-9]{1,19})/append", self._append
        yield "POST", "/2/media/upload/{id}/finalize", r"/2/media/upload/([0-9]{1,19})/finalize", self._finalize
        yield "GET", "/2/media/upload", r"/2/media/upload", self._status
        yield "POST", "/2/media/metadata", r"/2/media/metadata", self._metadata

    def add(self, username: str, **about: Any) -> User:
        user = User(str(next(self._numbers)), username, **about)
        self.users[username.lower()] = user
        return user

    def put(self, text: str, *, at: datetime | None = None, media: tuple[str, ...] = ()) -> Tweet:
        """Make a post public, by whatever hand."""
        tweet = Tweet(str(next(self._numbers)), text, at or self.now(), media)
        self.posts.append(tweet)
        return tweet

    @property
    def texts(self) -> list[str]:
        return [post.text for post in self.posts]

    # Every request ----------------------------------------------------------------------------------------------------

    def reply(self, request: Request) -> Reply:
        self.requests.append(request)
        path, _, query = request.path.partition("?")
        if path in self.refused:
            return self.refused.pop(path)
        if path.startswith("/oauth/"):
            return self._let_in(request, path, query)
        if not self._is_signed(request, path, query):
            return UNAUTHORIZED
        for pattern, method, described, act in self._routes:
            if request.method == method and (match := pattern.fullmatch(path)):
                asked = _asked(request, query)
                answer = act(asked, *match.groups())
                self.exchanges.append(Exchange(method, described, asked, answer.status, answer.body))
                return answer
        return problem(404, "Not Found", "Not Found")

    def _is_signed(self, request: Request, path: str, query: str) -> bool:
        """OAuth 1.0a, HMAC-SHA1 over method, address and parameters (RFC 5849, 3.4); no nonce twice, no old time."""
        given = _given(request)
        return given.get("oauth_token") == KEYS["ACCESS_TOKEN"] and self._is_signed_with(
            KEYS["ACCESS_TOKEN_SECRET"], given, request, path, query
        )

    def _is_signed_with(
        self, token_secret: str, given: dict[str, str], request: Request, path: str, query: str
    ) -> bool:
        given = dict(given)
        signature = given.pop("oauth_signature", "")
        if given.get("oauth_consumer_key") != KEYS["API_KEY"] or given["oauth_nonce"] in self._nonces:
            return False
        self._nonces.add(given["oauth_nonce"])
        pairs = [*parse_qsl(query, keep_blank_values=True), *given.items()]
        pairs += parse_qsl(request.body.decode()) if "x-www-form-urlencoded" in _content_type(request) else []
        listed = "&".join(
            f"{name}={value}" for name, value in sorted((_coded(name), _coded(val)) for name, val in pairs)
        )
        base = "&".join(_coded(part) for part in (request.method, f"{self.address}{path}", listed))
        secret = f"{_coded(KEYS['API_SECRET'])}&{_coded(token_secret)}"
        right = b64encode(hmac.digest(secret.encode(), base.encode(), hashlib.sha1)).decode()
        timely = abs(time.time() - int(given["oauth_timestamp"])) < SKEW_ALLOWED
        return hmac.compare_digest(signature, right) and timely

    # Letting in by a PIN ----------------------------------------------------------------------------------------------

    def _let_in(self, request: Request, path: str, query: str) -> Reply:
        routes = {"/oauth/request_token": self._request_token, "/oauth/access_token": self._access_token}
        if request.method == "GET" and path == "/oauth/authorize":
            return self._authorize(dict(parse_qsl(query)).get("oauth_token", ""))
        if request.method != "POST" or path not in routes:
            return problem(404, "Not Found", "Not Found")
        given = _given(request)
        secret = self.request_tokens.get(given.get("oauth_token", ""), "")
        if not self._is_signed_with(secret, given, request, path, query):
            return problem(401, "Could not authenticate you", "Unauthorized")
        return routes[path](given)

    def _request_token(self, given: dict[str, str]) -> Reply:
        if given.get("oauth_callback") != "oob":
            return problem(403, "Callback URL not approved for this client application")
        token = f"request-{next(self._numbers)}"
        self.request_tokens[token] = f"secret-of-{token}"
        return _form(oauth_token=token, oauth_token_secret=f"secret-of-{token}", oauth_callback_confirmed="true")

    def _authorize(self, token: str) -> Reply:
        """The page that the account's owner sees."""
        if token not in self.request_tokens:
            return html("<p>The request token for this page is invalid.</p>", 403)
        self.allowed.add(token)
        return html(f"<p>Enter this PIN to complete the authorization process: <code>{PIN}</code></p>")

    def _access_token(self, given: dict[str, str]) -> Reply:
        token = given.get("oauth_token", "")
        if token not in self.allowed or given.get("oauth_verifier") != PIN:
            return problem(401, "Error processing your OAuth request: Invalid oauth_verifier parameter", "Unauthorized")
        del self.request_tokens[token]
        self.allowed.discard(token)
        return _form(
            oauth_token=KEYS["ACCESS_TOKEN"],
            oauth_token_secret=KEYS["ACCESS_TOKEN_SECRET"],
            user_id=self.me.id,
            screen_name=self.me.username,
        )

    def _answer(self, said: Any, status: int = 200) -> Reply:
        headers = {"Content-Type": "application/json", "x-access-level": self.access_level}
        return Reply(status, json.dumps(said).encode(), headers)

    # Posts ------------------------------------------------------------------------------------------------------------

    def _create(self, asked: dict[str, Any]) -> Reply:
        if "write" not in self.access_level:
            return READ_ONLY
        fault = self.faults.pop(0) if self.faults else ""
        if isinstance(fault, Reply):
            return fault
        if fault == "503 before":
            return BUSY
        if fault == "reset before":
            return resetting()
        if refusal := self._refusal(asked):
            return refusal
        media = tuple(asked.get("media", {}).get("media_ids", ()))
        return self._misbehave(fault, self.put(asked["text"], media=media))

    def _delete(self, asked: dict[str, Any], number: str) -> Reply:
        """`gone_is_deleted`: how it answers for what is not there; X says nowhere which it is."""
        if "write" not in self.access_level:
            return READ_ONLY
        fault = self.faults.pop(0) if self.faults else ""
        if isinstance(fault, Reply):
            return fault
        if fault == "503 before":
            return BUSY
        if number in self.others:
            return NOT_YOURS
        there = [post for post in self.posts if post.id == number]
        self.posts = [post for post in self.posts if post.id != number]
        if not there and not self.gone_is_deleted:
            return NO_SUCH_POST
        said = self._answer({"data": {"deleted": True}})
        lost = {"lost": resetting, "503 after": lambda: BUSY, "half": lambda: Reply(200, said.body[:9])}
        return lost[fault]() if fault in lost else said

    def _refusal(self, asked: dict[str, Any]) -> Reply | None:
        if asked.get("text") in self.texts:
            return DUPLICATE
        for number in asked.get("media", {}).get("media_ids", ()):
            if number not in self.media or not self.media[number].ready or self._expired(self.media[number]):
                return _invalid("Your media IDs are invalid.", "media.media_ids")
        return None

    def _misbehave(self, fault: str, tweet: Tweet) -> Reply:
        """The post is public by now; whether its author hears of it is another matter."""
        text, _ = _wrapped(tweet)
        said = {"data": {"id": tweet.id, "text": text, "edit_history_post_ids": [tweet.id]}}
        replies = {
            "lost": resetting,
            "hung up": hanging_up,
            "cut": lambda: cut_short(json.dumps(said).encode()),
            "half": lambda: Reply(201, json.dumps(said).encode()[:20]),
            "empty": lambda: Reply(201, b""),
            "only errors": lambda: self._answer({"errors": [json.loads(BUSY.body)]}, 201),
            "503 after": lambda: BUSY,
            "": lambda: self._answer(said, 201),
        }
        return replies[fault]()

    def _timeline(self, asked: dict[str, str], number: str) -> Reply:
        allowed = {"max_results", "start_time", "pagination_token", f"{self.generation}.fields"}
        if unknown := set(asked) - allowed:
            (name, *_) = sorted(unknown)
            return _invalid(f"The query parameter [{name}] is not one of [{', '.join(sorted(allowed))}]", name)
        if number != self.me.id or ("start_time" in asked and _moment(asked["start_time"]) > self.now()):
            return _invalid("Invalid 'start_time'", "start_time")
        since = _moment(asked["start_time"]) if "start_time" in asked else None
        visible = [
            post
            for post in reversed(self.posts)
            if post.created_at + self.lag <= self.now() and (since is None or post.created_at >= since)
        ]
        begin, size = int(asked.get("pagination_token", "0")), min(int(asked["max_results"]), self.page)
        shown = visible[begin : begin + size]
        fields = asked.get(f"{self.generation}.fields", "").split(",")
        meta: dict[str, Any] = {"result_count": len(shown)}
        if begin + size < len(visible):
            meta["next_token"] = str(begin + size)
        if not shown:
            return self._answer({"meta": meta})
        return self._answer({"data": [self._shown(post, fields) for post in shown], "meta": meta})

    def _shown(self, tweet: Tweet, fields: list[str]) -> dict[str, Any]:
        text, links = _wrapped(tweet)
        note = f"note_{self.generation}"
        whole: dict[str, Any] = {"id": tweet.id, "text": text, f"edit_history_{self.generation}_ids": [tweet.id]}
        whole["created_at"] = f"{tweet.created_at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.000Z"
        if len(tweet.text) > MOST_IN_TEXT:
            whole["text"] = text[: MOST_IN_TEXT - 1] + "…"
            whole[note] = {"text": text, **({"entities": {"urls": links}} if links else {})}
        elif links:
            whole["entities"] = {"urls": links}
        always = {"id", "text", f"edit_history_{self.generation}_ids"}
        return {name: value for name, value in whole.items() if name in always | set(fields)}

    # Users ------------------------------------------------------------------------------------------------------------

    def _who_am_i(self, asked: dict[str, str]) -> Reply:
        return self._answer({"data": {"id": self.me.id, "name": self.me.name, "username": self.me.username}})

    def _by_name(self, asked: dict[str, str], username: str) -> Reply:
        return self._user(self.users.get(username.lower()), username, asked)

    def _by_id(self, asked: dict[str, str], number: str) -> Reply:
        return self._user(next((user for user in self.users.values() if user.id == number), None), number, asked)

    def _user(self, user: User | None, value: str, asked: dict[str, str]) -> Reply:
        if user is None:
            return self._no_user(value, "Not Found Error", f"Could not find user with username: [{value}].")
        if user.suspended:
            return self._no_user(value, "Forbidden", f"User has been suspended: [{value}].")
        fields = {"id", "name", "username", *asked.get("user.fields", "").split(",")}
        whole = {"id": user.id, "name": user.name, "username": user.username, "description": user.description}
        entities: dict[str, Any] = {}
        if user.url:
            whole["url"] = "https://t.co/profile"
            entities["url"] = {"urls": [_link("https://t.co/profile", user.url, 0)]}
        if listed := re.findall(r"https?://\S+", user.description):
            entities["description"] = {"urls": [_link("https://t.co/bio", address, 0) for address in listed]}
        shown: dict[str, Any] = {**whole, "entities": entities} if entities else whole
        return self._answer({"data": {name: shown[name] for name in shown if name in fields}})

    def _no_user(self, value: str, title: str, detail: str) -> Reply:
        about = {"value": value, "resource_id": value, "parameter": "username", "resource_type": "user"}
        return self._answer(
            {"errors": [{"detail": detail, "title": title, "type": f"{PROBLEMS}resource-not-found", **about}]}
        )

    # Media ------------------------------------------------------------------------------------------------------------

    def _expired(self, medium: Medium) -> bool:
        return self.now() - medium.begun_at > timedelta(days=1)

    def _initialize(self, asked: dict[str, Any]) -> Reply:
        if asked["total_bytes"] > MOST_BYTES:
            return _invalid("File size exceeds 5242880 bytes.", "total_bytes")
        number = str(next(self._numbers))
        self.media[number] = Medium(
            number, asked["media_type"], asked["total_bytes"], self.now(), asks_left=self.asks_until_ready
        )
        return self._answer({"data": {"id": number, "media_key": f"3_{number}", "expires_after_secs": 86400}})

    def _append(self, asked: dict[str, Any], number: str) -> Reply:
        medium = self.media.get(number)
        if medium is None or self._expired(medium):
            return _invalid("The media id is unknown or has expired.", "id")
        medium.data += asked["media"]
        return self._answer({"data": {"expires_at": int(medium.begun_at.timestamp()) + 86400}})

    def _finalize(self, asked: dict[str, Any], number: str) -> Reply:
        medium = self.media.get(number)
        if medium is None or self._expired(medium) or len(medium.data) != medium.size:
            return _invalid("Segments do not add up to provided total file size.", "id")
        return self._state(medium)

    def _status(self, asked: dict[str, Any]) -> Reply:
        medium = self.media.get(asked["media_id"])
        return self._state(medium) if medium else _invalid("The media id is unknown.", "media_id")

    def _state(self, medium: Medium) -> Reply:
        said: dict[str, Any] = {"id": medium.id, "media_key": f"3_{medium.id}", "size": medium.size}
        if b"broken" in medium.data:
            return self._answer({"data": {**said, "processing_info": {"state": "failed", "progress_percent": 0}}})
        if medium.asks_left:
            medium.asks_left -= 1
            processing = {"state": "in_progress", "check_after_secs": 2, "progress_percent": 10}
            return self._answer({"data": {**said, "processing_info": processing}})
        medium.ready = True
        return self._answer({"data": said})

    def _metadata(self, asked: dict[str, Any]) -> Reply:
        medium = self.media.get(asked["id"])
        if medium is None or not medium.ready:
            return _invalid("The media id is unknown.", "id")
        medium.alt = asked["metadata"]["alt_text"]["text"]
        return self._answer({"data": {"id": medium.id, "associated_metadata": asked["metadata"]}})


# Small parts ----------------------------------------------------------------------------------------------------------


def _authorization(request: Request) -> str:
    scheme, _, rest = request.headers.get("authorization", "").partition(" ")
    return rest if scheme == "OAuth" else ""


def _given(request: Request) -> dict[str, str]:
    """What the Authorization header says."""
    return {name: unquote(value) for name, value in re.findall(r'(\w+)="([^"]*)"', _authorization(request))}


def _form(**fields: str) -> Reply:
    return Reply(200, urlencode(fields).encode(), {"Content-Type": "text/html;charset=utf-8"})


def _content_type(request: Request) -> str:
    return request.headers.get("content-type", "")


def _coded(text: str) -> str:
    return quote(text, safe="-._~")


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _asked(request: Request, query: str) -> dict[str, Any]:
    """A body of JSON or a form, else the query."""
    if "json" in _content_type(request):
        return dict(json.loads(request.body))
    if "multipart" not in _content_type(request):
        return dict(parse_qsl(query))
    form = message_from_bytes(f"Content-Type: {_content_type(request)}\r\n\r\n".encode() + request.body)
    parts = {str(part.get_param("name", header="content-disposition")): part for part in form.get_payload()}
    fields: dict[str, Any] = {name: part.get_payload(decode=True) for name, part in parts.items()}
    return {**fields, "segment_index": int(fields["segment_index"])}


def _invalid(detail: str, parameter: str) -> Reply:
    said = {
        "errors": [{"parameters": {parameter: []}, "message": detail}],
        "title": "Invalid Request",
        "detail": "One or more parameters to your request was invalid.",
        "type": "https://api.twitter.com/2/problems/invalid-request",
    }
    return Reply(400, json.dumps(said).encode(), {"Content-Type": "application/json"})


def _link(short: str, address: str, start: int) -> dict[str, Any]:
    shown = address.partition("://")[2]
    return {"start": start, "end": start + len(short), "url": short, "expanded_url": address, "display_url": shown}


def _wrapped(tweet: Tweet) -> tuple[str, list[dict[str, Any]]]:
    """The text as X shows it, escaped and with its links and pictures behind t.co, and what is behind them."""
    links: list[dict[str, Any]] = []

    def wrap(match: re.Match[str]) -> str:
        short = f"https://t.co/{tweet.id[-6:]}{len(links)}"
        links.append(_link(short, match[0], match.start()))
        return short

    text = re.sub(r"https?://[^\s]+", wrap, tweet.text)
    for number in tweet.media:
        short = f"https://t.co/p{number[-8:]}"
        text += f" {short}"
        photo = f"https://x.com/HarborlightREX/status/{tweet.id}/photo/1"
        links.append({**_link(short, photo, len(text)), "media_key": f"3_{number}"})
    return escape(text, quote=False), links


@dataclass
class Shapes:
    """X's own API description: raises jsonschema.ValidationError for what does not fit it."""

    described: dict[str, Any] = field(repr=False)

    def check(self, exchange: Exchange) -> None:
        operation = self.described["paths"][exchange.path][exchange.method.lower()]
        if exchange.method == "POST" and "requestBody" in operation:
            content = operation["requestBody"]["content"]
            asked = {
                name: value.decode("latin-1") if isinstance(value, bytes) else value
                for name, value in exchange.asked.items()
            }
            self._fits(asked, next(iter(content.values()))["schema"])
        if exchange.method == "GET":
            known = {self._resolved(each)["name"] for each in operation["parameters"]}
            assert set(exchange.asked) <= known, exchange
        if exchange.status < 400:
            answers = operation["responses"][str(exchange.status)]["content"]["application/json"]["schema"]
            self._fits(json.loads(exchange.said), answers)

    def _resolved(self, parameter: dict[str, Any]) -> dict[str, Any]:
        if "$ref" not in parameter:
            return parameter
        return dict(self.described["components"]["parameters"][parameter["$ref"].rpartition("/")[2]])

    def _fits(self, value: Any, schema: dict[str, Any]) -> None:
        import jsonschema

        whole = {**schema, "components": self.described["components"]}
        jsonschema.Draft202012Validator(whole).validate(value)
