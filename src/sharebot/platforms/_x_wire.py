"""The way to X's API: tweepy forms and signs each request, sharebot.http carries it.

So time-outs, size caps, the address guard and the sorting of faults are those of every other request.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Self

from requests import Request, Response
from tweepy import Client, OAuth1UserHandler

from sharebot.errors import OutcomeUnknown, SendError, Unavailable
from sharebot.http import Answer, Http, HttpError, NothingSent, spoken

HOST = "https://api.twitter.com"
"""What tweepy 4.17.0 asks whatever it is told (Client.request, read 2026-11-25)."""

for _name in ("tweepy", "oauthlib", "requests_oauthlib"):  # they log bodies and what signatures are made of
    logging.getLogger(_name).setLevel(logging.WARNING)


@dataclass(frozen=True, slots=True, repr=False)
class Keys:
    """The four secrets of an OAuth 1.0a user context."""

    api_key: str
    api_secret: str
    access_token: str
    access_token_secret: str


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer, as tweepy wants to see one."""

    status_code: int
    headers: Mapping[str, str]
    content: bytes
    url: str
    reason: str = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing is held open."""

    def said(self) -> dict[str, Any]:
        """The object that was answered; raises OutcomeUnknown where it is none."""
        found = parsed(self.content)
        if found is None:
            raise OutcomeUnknown(f"{spoken(self.url)}: it answers {self.status_code} with no JSON object")
        return found

    def data(self) -> dict[str, Any]:
        """The object's `data`; raises OutcomeUnknown where it has none."""
        found = self.said().get("data")
        if not isinstance(found, dict):
            raise OutcomeUnknown(f"{spoken(self.url)}: it answers {self.status_code} without data")
        return found


def parsed(content: bytes) -> dict[str, Any] | None:
    """The JSON object that the bytes are; None if they are none."""
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


class NoSuchPost(Exception):
    """X says that what was to be removed is not there."""


class Refused(Exception):
    """X answered with another status than 2xx. Raised before tweepy reads the body, which may be anything."""

    def __init__(self, reply: Reply) -> None:
        super().__init__(str(reply.status_code))
        self.reply = reply


@dataclass(frozen=True, slots=True)
class Session:
    """In place of tweepy's requests.Session: one request, one fresh connection, no redirect, no proxy, no repeat."""

    base: str
    http: Http

    def request(self, method: str, url: str, *, headers: object = None, **parts: Any) -> Reply:  # noqa: ARG002  see below
        """The address becomes ours before it is signed. `headers` hold only tweepy's name for itself: we use ours."""
        signed = Request(method, self.base + url.removeprefix(HOST), **parts).prepare()
        answer = self.http.create(str(signed.url), _bytes(signed.body), _texts(signed.headers), method)
        reply = _reply(answer)
        if not 200 <= reply.status_code < 300:  # noqa: PLR2004  the very meaning of 2xx
            raise Refused(reply)
        return reply


def _bytes(body: object) -> bytes:
    """A prepared request's body: never a stream, because we give it none."""
    if body is None or isinstance(body, bytes):
        return body or b""
    if isinstance(body, str):
        return body.encode()
    raise TypeError(f"a body of {type(body).__name__} cannot be sent once")


def _texts(headers: Mapping[str, str | bytes]) -> dict[str, str]:
    """Without the length, which the connection knows itself."""
    return {
        name: value.decode("latin-1") if isinstance(value, bytes) else value
        for name, value in headers.items()
        if name.lower() != "content-length"
    }


def _reply(answer: Answer) -> Reply:
    return Reply(answer.status, answer.headers, answer.body, answer.url)


@dataclass(frozen=True)
class Api:
    """X's API for one account. `sort` says what a refusal means, of a post that mentions somebody or not.

    `sort_removal`: what a refusal to remove a post means, None where there is none. Everything raises SendError;
    Unavailable where surely nothing was sent.
    """

    keys: Keys = field(repr=False)
    base: str
    http: Callable[[], Http]
    sort: Callable[[Reply, bool], SendError]
    sort_removal: Callable[[Reply], SendError | None]

    def ask(self, how: Callable[[Client], Any], *, mentions: bool = False) -> Reply:
        """One request through tweepy."""
        try:
            return self._sent(how)
        except Refused as refused:
            raise self.sort(refused.reply, mentions) from None

    def remove(self, how: Callable[[Client], Any]) -> Reply:
        """The request that removes a post. Raises NoSuchPost."""
        try:
            return self._sent(how)
        except Refused as refused:
            raise (self.sort_removal(refused.reply) or NoSuchPost()) from None

    def _sent(self, how: Callable[[Client], Any]) -> Reply:
        try:
            reply: Reply = how(self._client)
        except NothingSent as error:
            raise Unavailable(str(error)) from error
        except HttpError as error:
            raise OutcomeUnknown(str(error)) from error
        return reply

    def get(self, route: str, params: Mapping[str, str]) -> Reply:
        return self.ask(lambda client: client.request("GET", route, params=params, user_auth=True))

    def post(self, route: str, body: object = None) -> Reply:
        return self.ask(lambda client: client.request("POST", route, json=body, user_auth=True))

    def form(self, route: str, fields: Mapping[str, str], files: Mapping[str, bytes]) -> Reply:
        """A form with files; tweepy signs it, but has no function for it."""
        auth = OAuth1UserHandler(*self._four).apply_auth()
        parts = {name: (name, content, "application/octet-stream") for name, content in files.items()}
        return self.ask(
            lambda client: client.session.request("POST", HOST + route, data=fields, files=parts, auth=auth)
        )

    @property
    def _four(self) -> tuple[str, str, str, str]:
        return self.keys.api_key, self.keys.api_secret, self.keys.access_token, self.keys.access_token_secret

    @cached_property
    def _client(self) -> Client:
        key, secret, token, token_secret = self._four
        client = Client(
            consumer_key=key,
            consumer_secret=secret,
            access_token=token,
            access_token_secret=token_secret,
            return_type=Response,  # the answer as it came: ours to read
            wait_on_rate_limit=False,  # else it would sleep in here, and then post again
        )
        client.session = Session(self.base, self.http())
        return client
