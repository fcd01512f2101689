"""One account on one server: what it sends, how it looks a post up again, and what it learns of its server."""

from __future__ import annotations

import hashlib
import json
import re
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from sharebot.compose import fits
from sharebot.errors import OutcomeUnknown, Rejected, Unavailable
from sharebot.http import Answer
from sharebot.model import Identity, Payload, Picture, Post, Receipt
from sharebot.platforms import _mastodon_text as text
from sharebot.platforms._mastodon_api import ME, Api, answered, told
from sharebot.platforms._mastodon_check import account_check, grant
from sharebot.platforms._mastodon_instance import LOOKING, Instance
from sharebot.platforms._mastodon_people import identify
from sharebot.platforms._mastodon_removal import remove
from sharebot.ports import AccountCheck, Guarantee, Memory, Removal, Rules

PROCESSING_WAITS = (0.5, 1.0, 2.0, 4.0, 8.0, 15.0)
"""Seconds before each question whether a picture has been processed."""

MOST_PROCESSING = 20.0
"""Seconds after which no further wait begins: with all its time-outs a publish must end within two minutes."""

PAGE = 40
"""The longest list of statuses that is given (docs.joinmastodon.org/methods/accounts, mirror of 2026-07-02)."""

MOST_PAGES = 10

MARGIN = timedelta(hours=1)
"""By how much the server's clock may be behind ours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How the account's posts look: settings that count for all of them. `language` overrides the share's."""

    visibility: str = "public"
    language: str = ""
    warning: str = ""


class Mastodon:
    """A connected account. Also a Directory, a Learner and Checked, and it removes."""

    public = True
    good_for = timedelta(minutes=10)

    def __init__(
        self,
        *,
        api: Api,
        manner: Manner,
        rules: Rules,
        memory: Callable[[], Memory],
        relearn: Callable[[], Rules],
        sleep: Callable[[float], None],
    ) -> None:
        """`relearn` makes the rules anew from what is remembered."""
        self._api = api
        self._manner = manner
        self.rules = rules
        self._memory = memory
        self._relearn = relearn
        self._sleep = sleep

    @property
    def guarantee(self) -> Guarantee:
        """As the server's software allows by what is known of it now; the key goes out with every post anyway."""
        instance = self._instance()
        return instance.guarantee if instance else LOOKING

    def _instance(self) -> Instance | None:
        return Instance.recall(self._memory(), self._api.url)

    # Sending ----------------------------------------------------------------------------------------------------------

    def prepare(self, post: Post, picture: Picture | None = None) -> Payload:
        share, (boot, ticks) = post.share, self._api.clock.steady()
        if not fits(share.text, self.rules):
            raise Rejected(f"{self._api.host} takes {self.rules.limits[0].most} characters, and the text is longer")
        frozen = {
            "status": share.text,
            "link": share.link,
            "visibility": self._manner.visibility,
            "language": self._manner.language or _language(share.language),
            "spoiler_text": share.warning or self._manner.warning,
            "picture": {"alt": picture.alt, "type": picture.media_type} if picture else None,
            "frozen_at": self._api.clock.now().isoformat(),
            "boot": boot,
            "ticks": ticks,
        }
        body = json.dumps(frozen, ensure_ascii=False).encode()
        return Payload(key=str(uuid.uuid4()), body=body, media=picture.data if picture else b"")

    def publish(self, payload: Payload) -> Receipt:
        frozen = json.loads(payload.body)
        media = self._upload(payload.media, frozen["picture"]) if frozen["picture"] else ""
        answer = self._api.publish("/api/v1/statuses", _form(frozen, media), payload.key)
        receipt = _receipt(told(answer))
        if receipt is None:
            raise OutcomeUnknown(f"{self._api.host}: {answer.status}, and no status in the answer")
        return receipt

    def _upload(self, media: bytes, about: dict[str, str]) -> str:
        """The id of the picture, ready to be shown. Nothing is public yet, whatever goes wrong."""
        body, content_type = _multipart(media, about["type"], about["alt"])
        answer = self._api.upload("/api/v2/media", body, content_type)
        found = told(answer)
        if not isinstance(found, dict) or not _id(found):
            raise Unavailable(f"{self._api.host}: {answer.status}, and no picture in the answer; it is sent again")
        if answer.status == HTTPStatus.ACCEPTED:  # and still at work on it
            self._await_processing(_id(found))
        return _id(found)

    def _await_processing(self, media: str) -> None:
        _, began = self._api.clock.steady()
        for wait in PROCESSING_WAITS:
            self._sleep(wait)
            answer = self._api.ask(f"/api/v1/media/{media}")
            if answer.status == HTTPStatus.OK:
                return
            if not answered(answer):  # 206 says "not yet"
                raise self._api.refusal(answer, unknown=Unavailable)
            if self._api.clock.steady()[1] - began > MOST_PROCESSING:
                break
        raise Unavailable(f"{self._api.host} is still at work on the picture; the post is sent later")

    # Looking ----------------------------------------------------------------------------------------------------------

    def look_up(self, payload: Payload) -> Receipt | None:
        frozen = json.loads(payload.body)
        since = self._since(frozen)
        for status in self._statuses(since):
            if self._created_at(status) >= since and text.shows(
                str(status.get("content")), frozen["status"], frozen["link"]
            ):
                return self._surely(_receipt(status))
        return None

    def _since(self, frozen: dict[str, Any]) -> datetime:
        """The earliest moment at which it can have become public.

        The wall clock may have been wrong when it was frozen, and set right meanwhile; the steady clock knows better.
        """
        now, (boot, ticks) = self._api.clock.now(), self._api.clock.steady()
        ago = timedelta(seconds=ticks - frozen["ticks"]) if boot == frozen.get("boot") else timedelta(0)
        return min(datetime.fromisoformat(frozen["frozen_at"]), now - ago) - MARGIN

    def _statuses(self, since: datetime) -> Iterator[dict[str, Any]]:
        """Our own, newest first, until all are older; raises Unavailable where the list has no such end."""
        path, seen = f"/api/v1/accounts/{self._own_id()}/statuses", set[str]()
        query = {"limit": str(PAGE), "exclude_reblogs": "true"}
        for _ in range(MOST_PAGES):
            page = self._page(path, query)
            fresh = [status for status in page if _id(status) not in seen]
            yield from fresh
            if not fresh or self._created_at(fresh[-1]) < since:  # some servers know no max_id and begin anew
                return
            seen |= {_id(status) for status in fresh}
            query["max_id"] = _id(fresh[-1])
        raise Unavailable(f"{self._api.host}: more than {MOST_PAGES * PAGE} statuses since {since:%Y-%m-%d %H:%M}")

    def _page(self, path: str, query: dict[str, str]) -> list[dict[str, Any]]:
        page = self._api.read(path, **query)
        if not isinstance(page, list) or not all(isinstance(status, dict) and _id(status) for status in page):
            raise Unavailable(f"{self._api.host}: its list of our statuses cannot be read")
        return page

    def _created_at(self, status: dict[str, Any]) -> datetime:
        try:
            at = datetime.fromisoformat(status["created_at"])
        except (KeyError, TypeError, ValueError) as error:
            raise Unavailable(f"{self._api.host}: a status of ours has no readable date") from error
        return at.replace(tzinfo=at.tzinfo or UTC)

    def _surely(self, receipt: Receipt | None) -> Receipt:
        if receipt is None:
            raise Unavailable(f"{self._api.host}: a status of ours has no address")
        return receipt

    def _own_id(self) -> str:
        """Asked once: a token never changes its account. The memory's name for it holds a digest, not the token."""
        memory = self._memory()
        name = f"{self._api.url} {hashlib.sha256(self._api.token.encode()).hexdigest()[:16]}"
        if fact := memory.recall("own account", name):
            return fact.value
        own = _id(self._me())
        memory.remember("own account", name, own, now=self._api.clock.now())
        return own

    def _me(self) -> dict[str, Any]:
        me = self._api.read(ME)
        if not isinstance(me, dict) or not _id(me):
            raise Unavailable(f"{self._api.host}: it does not say who we are; is it a Mastodon server?")
        return me

    # Taking back ------------------------------------------------------------------------------------------------------

    def remove(self, receipt: Receipt) -> Removal:
        return remove(self._api, receipt)

    # Learning ---------------------------------------------------------------------------------------------------------

    def learn(self) -> None:
        learnt = Instance.told(self._limits(), self._software())
        learnt.remember(self._memory(), self._api.url, self._api.clock.now())
        self.rules = self._relearn()

    def _limits(self) -> dict[str, Any]:
        """Servers older than Mastodon 4.0, and some others, know the first form only."""
        answer = self._api.ask("/api/v2/instance")
        found = told(answer) if answered(answer) else self._api.read("/api/v1/instance")
        if not isinstance(found, dict):
            raise Unavailable(f"{self._api.host}: it says nothing of itself; is it a Mastodon server?")
        return found

    def _software(self) -> dict[str, Any]:
        """Empty where the server has no nodeinfo, or none for us; where it could not be asked, nothing is learnt."""
        index = self._api.ask("/.well-known/nodeinfo")
        if not answered(index):
            return self._no_software(index)
        answer = self._api.ask(self._nodeinfo(told(index)))
        if not answered(answer):
            return self._no_software(answer)
        found = told(answer)
        software = found.get("software") if isinstance(found, dict) else None
        return software if isinstance(software, dict) else {}

    def _nodeinfo(self, index: Any) -> str:
        """The document's path on the server that we were told to ask, so that nobody else gets our token."""
        links = index.get("links") if isinstance(index, dict) else None
        hrefs = [str(link.get("href")) for link in links or () if isinstance(link, dict)]
        ours = [href.removeprefix(self._api.url) for href in hrefs if href.startswith(f"{self._api.url}/")]
        return ours[0] if ours else "/nodeinfo/2.0"

    def _no_software(self, answer: Answer) -> dict[str, Any]:
        if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR or answer.status == HTTPStatus.TOO_MANY_REQUESTS:
            raise self._api.refusal(answer, unknown=Unavailable)
        return {}

    # Who --------------------------------------------------------------------------------------------------------------

    def identify(self, handle: str) -> Identity | None:
        return identify(handle, self._api.http(), self._api.clock.now())

    def check(self) -> AccountCheck:
        me = self._me()
        self.learn()
        return account_check(
            me, grant(self._api), self._instance() or Instance(), self._manner.visibility, self._api.host
        )


# Forms and answers ----------------------------------------------------------------------------------------------------


def _language(given: str) -> str:
    """ISO 639, no region (docs.joinmastodon.org/methods/statuses, mirror of 2026-07-02); GoToSocial refuses others."""
    found = re.match(r"[A-Za-z]{2,3}(?![A-Za-z])", given)
    return found[0].lower() if found else ""


def _form(frozen: dict[str, Any], media: str) -> bytes:
    fields = [(name, frozen[name]) for name in ("status", "visibility", "language", "spoiler_text") if frozen[name]]
    return urlencode([*fields, *([("media_ids[]", media)] if media else [])]).encode()


def _multipart(data: bytes, media_type: str, alt: str) -> tuple[bytes, str]:
    """A body of form fields, and its Content-Type (RFC 7578)."""
    mark = uuid.uuid4().hex
    name = f"picture.{media_type.rpartition('/')[2]}"
    body = (
        f'--{mark}\r\nContent-Disposition: form-data; name="description"\r\n\r\n{alt}\r\n'
        f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
        f"Content-Type: {media_type}\r\n\r\n"
    )
    return b"".join((body.encode(), data, f"\r\n--{mark}--\r\n".encode())), f"multipart/form-data; boundary={mark}"


def _id(found: dict[str, Any]) -> str:
    """Empty where there is none; ids are texts (docs.joinmastodon.org/entities/Status, mirror of 2026-07-02)."""
    given = found.get("id")
    return given if isinstance(given, str) else ""


def _receipt(status: Any) -> Receipt | None:
    """None where it is no status. A status that only followers see may have no url."""
    if not isinstance(status, dict) or not _id(status):
        return None
    url = status.get("url") or status.get("uri")
    return Receipt(remote_id=_id(status), url=url) if isinstance(url, str) and "content" in status else None
