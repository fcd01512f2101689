"""Whom a handle of the fediverse belongs to: WebFinger on its host, then the actor that it names.

Nobody is asked but the handle's own host and the one that it points to; our own server's opinion does not count.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode, urlsplit

from sharebot.errors import Unavailable
from sharebot.http import Answer, Http, HttpError
from sharebot.model import Identity
from sharebot.platforms._mastodon_instance import is_loopback
from sharebot.platforms._mastodon_text import read

_HANDLE = re.compile(r"([A-Za-z0-9_]+(?:[.-]+[A-Za-z0-9_]+)*)@(\w+(?:[.-]+\w+)*)(:[0-9]{1,5})?")

_JRD = {"Accept": "application/jrd+json, application/json"}
_ACTOR = {"Accept": 'application/activity+json, application/ld+json; profile="https://www.w3.org/ns/activitystreams"'}
_JSON = {"Accept": "application/json"}

_ACTIVITY = frozenset(
    {"application/activity+json", 'application/ld+json; profile="https://www.w3.org/ns/activitystreams"'}
)
"""Types of a `self` link that leads to an actor (docs.joinmastodon.org/spec/webfinger, mirror of 2026-07-02)."""

_NOBODY = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})
_CLOSED = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN})
"""What servers that let only other servers read actors answer to us."""


@dataclass(frozen=True, slots=True)
class _Finger:
    """What WebFinger says: the handle as its host spells it, and the actor's address; empty where there is none."""

    handle: str
    actor: str


def identify(handle: str, http: Http, now: datetime) -> Identity | None:
    """The handle's owner, under their true handle. None where it is no handle of the fediverse or leads to no actor.

    Raises Unavailable where somebody could not be asked or contradicts himself: then nothing is known.
    """
    if not _host(handle):
        return None
    nobody = Identity(platform="mastodon", handle=handle, exists=False, asked_at=now)
    finger = _finger(handle, http)
    if finger is not None and not _same(finger.handle, handle):
        finger = _confirmed(finger.handle, http)
    if finger is None:
        return nobody
    if not finger.actor:
        return None
    true = handle if _same(finger.handle, handle) else finger.handle
    _vouch(finger, http)
    profile = _profile(finger, http)
    return _identity(profile, true, now) if profile else nobody


def _identity(profile: _Profile, handle: str, now: datetime) -> Identity:
    return Identity(
        platform="mastodon",
        handle=handle,
        id=profile.id,
        name=profile.name,
        url=profile.url,
        links=profile.links,
        domains=profile.domains,
        asked_at=now,
    )


# WebFinger ------------------------------------------------------------------------------------------------------------


def _finger(handle: str, http: Http) -> _Finger | None:
    """None where the host has no such account."""
    host = _host(handle)
    answer = _ask(http, f"{_base(host)}/.well-known/webfinger?{urlencode({'resource': f'acct:{handle}'})}", _JRD)
    if answer.status in _NOBODY:
        return None
    found = _document(answer)
    subject = str(found.get("subject", "")).removeprefix("acct:")
    if not _host(subject):
        raise Unavailable(f"{host}: its WebFinger names nobody for {handle}; try again later")
    return _Finger(subject, _actor(found.get("links")))


def _confirmed(handle: str, http: Http) -> _Finger | None:
    """An alias counts only if the host that it points to says so itself; anybody could point to anybody."""
    finger = _finger(handle, http)
    if finger is not None and not _same(finger.handle, handle):
        raise Unavailable(f"{handle}: its host says that it is {finger.handle}, after others said otherwise")
    return finger


def _vouch(finger: _Finger, http: Http) -> None:
    """An actor on another host than its handle (there are such set-ups) must be called by that handle there as well."""
    user, host = finger.handle.split("@")
    _, actors_host = _origin(finger.actor)
    if actors_host == host.lower():
        return
    found = _finger(f"{user}@{actors_host}", http)
    if found is None or not _same(found.handle, finger.handle):
        raise Unavailable(f"{finger.handle}: its host points to an actor on {actors_host}, which knows nothing of it")


def _actor(links: object) -> str:
    for link in _mappings(links):
        if link.get("rel") == "self" and link.get("type") in _ACTIVITY and _is_web(link.get("href")):
            return str(link["href"])
    return ""


def _host(handle: str) -> str:
    """Its host; empty where it is no handle of the fediverse. Ports are for loopback, where tests are."""
    found = _HANDLE.fullmatch(handle)
    if not found or (found[3] and not is_loopback(found[2])):
        return ""
    return found[2] + (found[3] or "")


def _same(one: str, other: str) -> bool:
    return _folded(one) == _folded(other)


def _folded(handle: str) -> str:
    """Without case, and with the host as DNS spells it."""
    user, _, host = handle.casefold().partition("@")
    try:
        return f"{user}@{host.encode('idna').decode('ascii')}"
    except UnicodeError:
        return f"{user}@{host}"


def _base(host: str) -> str:
    return f"{'http' if is_loopback(host.partition(':')[0]) else 'https'}://{host}"


# The profile ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _Profile:
    id: str
    name: str
    url: str
    links: tuple[str, ...]
    domains: tuple[str, ...] = ()


def _profile(finger: _Finger, http: Http) -> _Profile | None:
    """From the actor itself; where that is closed to us, from its server's public look-up. None if it is gone."""
    answer = _ask(http, finger.actor, _ACTOR)
    if answer.status == HTTPStatus.GONE:
        return None
    if answer.status in _CLOSED:
        return _looked_up(finger, http)
    return _of_actor(_document(answer), finger)


def _of_actor(actor: Mapping[str, Any], finger: _Finger) -> _Profile | None:
    stated = str(actor.get("id", ""))
    if _origin(stated) != _origin(finger.actor):
        raise Unavailable(f"{finger.handle}: the actor at {finger.actor[:200]} says that it is somebody else's")
    if actor.get("suspended") is True or actor.get("type") == "Tombstone":
        return None
    values = [str(field.get("value", "")) for field in _mappings(actor.get("attachment"))]
    domains = actor.get("attributionDomains")
    return _Profile(
        id=stated,
        name=str(actor.get("name") or ""),
        url=_address(actor.get("url")) or stated,
        links=_links(values),
        domains=tuple(each for each in domains if isinstance(each, str)) if isinstance(domains, list) else (),
    )


def _looked_up(finger: _Finger, http: Http) -> _Profile:
    """Its fields that the server has verified (a link back, rel=me) come first."""
    scheme, host = _origin(finger.actor)
    user = finger.handle.partition("@")[0]
    found = _document(_ask(http, f"{scheme}://{host}/api/v1/accounts/lookup?{urlencode({'acct': user})}", _JSON))
    listed = sorted(_mappings(found.get("fields")), key=lambda field: not field.get("verified_at"))
    return _Profile(
        id=finger.actor,
        name=str(found.get("display_name") or ""),
        url=_address(found.get("url")) or finger.actor,
        links=_links(str(field.get("value", "")) for field in listed),
    )


def _links(values: Iterable[str]) -> tuple[str, ...]:
    """The addresses in fields, which hold HTML or a bare address."""
    found: list[str] = []
    for value in values:
        shown, links = read(value)
        found += [link for link in (*links, shown.strip()) if _is_web(link)]
    return tuple(dict.fromkeys(found))


# Asking ---------------------------------------------------------------------------------------------------------------


def _ask(http: Http, url: str, headers: Mapping[str, str]) -> Answer:
    try:
        return http.get(url, headers)
    except HttpError as error:
        raise Unavailable(str(error)) from error


def _document(answer: Answer) -> Mapping[str, Any]:
    host = urlsplit(answer.url).netloc
    if answer.status != HTTPStatus.OK:
        raise Unavailable(f"{host}: {answer.status} where an account is described; try again later")
    try:
        found = json.loads(answer.body)
    except (ValueError, RecursionError) as error:  # RecursionError: nested too deeply
        raise Unavailable(f"{host}: what should describe an account is no JSON; try again later") from error
    if not isinstance(found, dict):
        raise Unavailable(f"{host}: what should describe an account does not; try again later")
    return found


def _mappings(value: object) -> list[Mapping[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _address(value: object) -> str:
    """An actor's url is an address, a link, or a list of them."""
    first = value[0] if isinstance(value, list) and value else value
    found = first.get("href") if isinstance(first, dict) else first
    return str(found) if _is_web(found) else ""


def _is_web(value: object) -> bool:
    return isinstance(value, str) and re.fullmatch(r"https?://[^\s<>\"]+", value) is not None


def _origin(url: str) -> tuple[str, str]:
    try:
        parts = urlsplit(url)
    except ValueError:
        return "", ""
    return parts.scheme, parts.netloc.lower()
