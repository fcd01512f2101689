"""Guides a person to an access token: by an application that we register and they allow, or by one of their own."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from sharebot.errors import Rejected, SharebotError, Unavailable
from sharebot.http import HttpError, spoken
from sharebot.platforms._mastodon_api import ME, Api, answered, told

if TYPE_CHECKING:
    from sharebot.http import Answer, Http
    from sharebot.ports import Conversation

OUT_OF_BAND = "urn:ietf:wg:oauth:2.0:oob"
"""The server then shows the code to the person (docs.joinmastodon.org/methods/oauth, mirror of 2026-07-02)."""

WAYS = {
    "allow": "sharebot registers itself there, and you allow it in your browser",
    "token": "you make an application in the server's settings, and paste its access token",
}
NAME = "sharebot"


def token(talk: Conversation, api: Callable[[str], Api], http: Http, url: str, scopes: tuple[str, ...]) -> str:
    """`api`: the way to the server with a token. Raises SharebotError where the server gives none."""
    if talk.choose("How do you want to let sharebot in?", WAYS) == "token":
        return _pasted(talk, api, url, scopes)
    return _allowed(talk, http, url, scopes)


def is_server(http: Http, url: str) -> None:
    """Raises SharebotError where nobody answers there, or something that is no such server."""
    for path in ("/api/v2/instance", "/api/v1/instance"):  # older servers and other software have only the second
        if answered(answer := _asked(http, url + path)) and isinstance(told(answer), dict):
            return
    raise Rejected(f"{url}: it does not answer as a Mastodon server does; write the address at which you log in")


def _asked(http: Http, address: str) -> Answer:
    try:
        return http.get(address, {"Accept": "application/json"})
    except HttpError as error:
        raise Unavailable(str(error)) from error


def _pasted(talk: Conversation, api: Callable[[str], Api], url: str, scopes: tuple[str, ...]) -> str:
    talk.say(f"Make an application at {url}/settings/applications/new")
    talk.say(f"  name: {NAME}; scopes: {', '.join(scopes)}, and no others")
    talk.say("Open the application once it is made: its page shows the access token.")
    return talk.ask("Your access token", secret=True, check=lambda given: _is_let_in(api(given)))


def _is_let_in(api: Api) -> None:
    """Raises Rejected where the token is refused; whatever else is wrong is found when the account is looked at."""
    with suppress(Unavailable):
        answer = api.ask(ME)
        if answer.status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
            raise Rejected(
                f"{api.host} refuses this token ({answer.status}, {api.words(answer)}); copy the whole of it"
            )


def _allowed(talk: Conversation, http: Http, url: str, scopes: tuple[str, ...]) -> str:
    app = _post(http, f"{url}/api/v1/apps", client_name=NAME, redirect_uris=OUT_OF_BAND, scopes=" ".join(scopes))
    asked = {"client_id": _text(app, "client_id", url), "redirect_uri": OUT_OF_BAND, "response_type": "code"}
    talk.say("Open this address in a browser in which you are logged in as the blog's account, and allow it:")
    talk.say(f"  {url}/oauth/authorize?{urlencode({**asked, 'scope': ' '.join(scopes)})}")
    answer = _post(
        http,
        f"{url}/oauth/token",
        grant_type="authorization_code",
        code=talk.ask("The code that the server shows you", secret=True),
        client_id=asked["client_id"],
        client_secret=_text(app, "client_secret", url),
        redirect_uri=OUT_OF_BAND,
        scope=" ".join(scopes),
    )
    return _text(answer, "access_token", url)


def _post(http: Http, address: str, **fields: str) -> dict[str, Any]:
    """The JSON object that a form is answered with."""
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
    try:
        answer = http.create(address, urlencode(fields).encode(), headers)
    except HttpError as error:
        raise Unavailable(str(error)) from error
    found = _object(answer.body)
    if not 200 <= answer.status < 300:  # noqa: PLR2004  the very meaning of 2xx
        reason = found.get("error_description") or found.get("error") or "no reason that can be read"
        line = "".join(sign for sign in " ".join(str(reason).split())[:200] if sign.isprintable())
        raise Rejected(f"{spoken(address)}: it answers {answer.status} ({line}); begin again")
    return found


def _object(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _text(found: dict[str, Any], name: str, url: str) -> str:
    value = found.get(name)
    if not isinstance(value, str) or not value:
        raise SharebotError(f"{url}: it gives no {name}; is it a Mastodon server? Then make an application by hand")
    return value
