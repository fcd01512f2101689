"""Guides a person to X's four keys: the application's two by hand, the account's two by a PIN (OAuth 1.0a).

docs.x.com "PIN-based OAuth", mirror of 2026-08-22. tweepy's own way asks fixed hosts, so only its signer is used.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlencode

from requests_oauthlib import OAuth1

from sharebot.errors import Locked, OutcomeUnknown, Rejected, SendError, Unavailable
from sharebot.http import HttpError
from sharebot.platforms._x_wire import HOST, Refused, Reply, Session

if TYPE_CHECKING:
    from sharebot.http import Http
    from sharebot.ports import Conversation

CONSOLE = "https://console.x.com"


def keys(talk: Conversation, http: Http, base: str) -> dict[str, str]:
    """Raises SendError where X gives none."""
    talk.say(f"1. At {CONSOLE} make a project and an application, and buy credit: X has no free plan any more.")
    talk.say("2. In the application's user authentication settings choose Read and write, BEFORE anything else:")
    talk.say("   an access token that was made before may only read, for good.")
    talk.say("3. Its page Keys and tokens shows the API key and the API key secret (once).")
    api_key = talk.ask("API key", secret=True)
    pin = _PinFlow(base, http, api_key, talk.ask("API key secret", secret=True))
    token, secret = pin.begun()
    talk.say("4. Open this address in a browser in which you are logged in as the blog's account, and allow it:")
    talk.say(f"  {base}/oauth/authorize?{urlencode({'oauth_token': token})}")
    access, access_secret, name = pin.ended(token, secret, talk.ask("The PIN that X shows you"))
    talk.say(f"X lets sharebot in as @{name}.")
    return {
        "API_KEY": pin.api_key,
        "API_SECRET": pin.api_secret,
        "ACCESS_TOKEN": access,
        "ACCESS_TOKEN_SECRET": access_secret,
    }


@dataclass(frozen=True, slots=True)
class _PinFlow:
    base: str
    http: Http
    api_key: str = field(repr=False)
    api_secret: str = field(repr=False)

    def begun(self) -> tuple[str, str]:
        """A request token and its secret."""
        auth = OAuth1(self.api_key, client_secret=self.api_secret, callback_uri="oob", decoding=None)
        found = self._asked("/oauth/request_token", auth)
        return _field(found, "oauth_token"), _field(found, "oauth_token_secret")

    def ended(self, token: str, secret: str, pin: str) -> tuple[str, str, str]:
        """An access token, its secret, and the name of the account that it is for."""
        auth = OAuth1(
            self.api_key,
            client_secret=self.api_secret,
            resource_owner_key=token,
            resource_owner_secret=secret,
            verifier=pin,
            decoding=None,
        )
        found = self._asked("/oauth/access_token", auth)
        name = "".join(sign for sign in found.get("screen_name", ["?"])[0] if sign.isalnum() or sign == "_")
        return _field(found, "oauth_token"), _field(found, "oauth_token_secret"), name

    def _asked(self, path: str, auth: OAuth1) -> dict[str, list[str]]:
        try:
            reply = Session(self.base, self.http).request("POST", HOST + path, auth=auth)
        except Refused as refused:
            raise _refusal(path, refused.reply) from None
        except HttpError as error:
            raise Unavailable(str(error)) from error
        return parse_qs(reply.content.decode("utf-8", "replace"))


def _refusal(path: str, reply: Reply) -> SendError:
    """X's words are not shown: at these two routes they say less than the step at which they come."""
    status = reply.status_code
    if status >= 500:  # noqa: PLR2004  the very meaning of 5xx
        return OutcomeUnknown(f"X answers {status}; try again later")
    if path.endswith("request_token"):
        return Locked(
            f"X does not accept the API key and its secret ({status}); copy both anew from {CONSOLE}, and see that "
            "this machine's clock is right and that user authentication is set up"
        )
    return Rejected(f"X does not accept the PIN ({status}); begin again: a PIN is good once, and for a few minutes")


def _field(found: dict[str, list[str]], name: str) -> str:
    value = found.get(name, [""])[0]
    if not value:
        raise OutcomeUnknown(f"X answers without {name}; is SHAREBOT_X_URL right?")
    return value
