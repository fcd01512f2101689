"""A folder that stands in for a network: each post becomes one JSON file, shown on one HTML page.

`outbox-x` writes as X would take it, `outbox-mastodon` as Mastodon would; a bare `outbox` follows X, the strictest.
The file's name is the post's key, so a repeat finds its own file and writes no second one.
"""

from __future__ import annotations

import json
import os
import re
import uuid
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from sharebot.errors import OutcomeUnknown, Rejected, SettingsError, Unavailable
from sharebot.model import Payload, Picture, Post, Receipt, Share
from sharebot.platforms import Means
from sharebot.platforms.x import RULES
from sharebot.ports import AccountCheck, AccountSettings, Guarantee, GuaranteeKind, Removal, Rules

__all__ = ["RULES", "connect", "rules_of"]


def rules_of(account: AccountSettings, networks: Sequence[str]) -> str:
    """The network that this outbox stands in for: SHAREBOT_<ACCOUNT>_RULES, else the name's end, else X."""
    wanted = account.get("RULES") or account.name.partition("-")[2].partition("-")[0]
    if wanted in networks:
        return wanted
    if account.get("RULES"):
        raise SettingsError(
            f"the account {account.name}: RULES names {wanted!r}, which is no network; known are {', '.join(networks)}"
        )
    return RULES.platform


def connect(account: AccountSettings, rules: Rules, means: Means) -> Outbox:
    return Outbox(account.name, rules, means.home / "outbox")


class Outbox:
    """One account's folder below the outbox."""

    guarantee = Guarantee(kind=GuaranteeKind.KEY)
    public = False

    def __init__(self, account: str, rules: Rules, outbox: Path) -> None:
        from sharebot.platforms._outbox_page import page_of  # slow to import, and whoever asks for rules needs none

        self.rules = rules
        self._page = page_of(outbox)
        self._folder = outbox / account
        self._account = account

    def prepare(self, post: Post, picture: Picture | None = None) -> Payload:  # noqa: ARG002  its page shows no pictures
        share = post.share
        shown = {
            "account": self._account,
            "platform": self.rules.platform,
            "post": post.id,
            "text": share.text,
            "length": share.length,
            "limit": share.limit,
            "mentions": list(share.mentions),
            "warning": share.warning,
            "labels": list(share.labels),
            "link": share.link,
            "spans": [[span.kind, span.start, span.end, span.target] for span in share.spans],
            "card": None if share.card is None else {"title": share.card.title, "description": share.card.description},
            "image": _image(share),
            "due_at": post.due_at.isoformat() if post.due_at else None,
        }
        return Payload(key=uuid.uuid4().hex, body=json.dumps(shown, ensure_ascii=False, indent=1).encode())

    def publish(self, payload: Payload) -> Receipt:
        final = self._path(payload)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Unavailable(f"the outbox {self._folder} cannot be written: {error.strerror}; see to it") from error
        try:
            _write_once(final, payload.body)
        except OSError as error:
            raise OutcomeUnknown(f"the outbox {self._folder} could not be written: {error.strerror}") from error
        return self._shown(_receipt(final), final)

    def check(self) -> AccountCheck:
        """Whether posts can be written; nothing is, and nobody is anybody here."""
        folder = next(each for each in (self._folder, *self._folder.parents) if each.exists())
        if not folder.is_dir() or not os.access(folder, os.W_OK | os.X_OK):
            raise Unavailable(f"the outbox {self._folder} cannot be written; make {folder} writable for this user")
        return AccountCheck(handle="", rights=(f"writes to {self._folder}",))

    def _shown(self, receipt: Receipt, final: Path) -> Receipt:
        """The page is made from the files; whether it could be written decides nothing about the post."""
        try:
            self._page.add(final)
        except OSError as error:
            return replace(receipt, found=f"answered; but the outbox's page could not be written: {error.strerror}")
        return receipt

    def look_up(self, payload: Payload) -> Receipt | None:
        final = self._path(payload)
        return _receipt(final) if final.exists() else None

    def remove(self, receipt: Receipt) -> Removal:
        """The file goes; that its page could not be written anew decides nothing about the post."""
        path = self._file_of(receipt)
        try:
            path.unlink()
        except FileNotFoundError:
            return Removal.GONE
        except OSError as error:
            raise Unavailable(f"{path} cannot be removed: {error.strerror}; see to it") from error
        with suppress(OSError):
            self._page.remove(path)
        return Removal.REMOVED

    def _file_of(self, receipt: Receipt) -> Path:
        """Raises Rejected for what is no post of this folder."""
        name = receipt.remote_id or PurePosixPath(unquote(urlsplit(receipt.url).path)).stem
        path = self._folder / f"{name}.json"
        if not re.fullmatch(r"[0-9a-f]+", name) or receipt.url != path.resolve().as_uri():
            raise Rejected(f"{self._account}: {receipt.url} is no post in {self._folder}")
        return path

    def _path(self, payload: Payload) -> Path:
        return self._folder / f"{payload.key}.json"


def _image(share: Share) -> dict[str, str] | None:
    """The picture that the share shows, attached or on its card."""
    image = share.image or (share.card.image if share.card else None)
    return {"url": image.called, "alt": image.alt} if image else None


def _receipt(path: Path) -> Receipt:
    return Receipt(remote_id=path.stem, url=path.resolve().as_uri())


def _write_once(final: Path, body: bytes) -> None:
    """Put the whole file there under its final name, or leave the one that is there; it survives a power cut."""
    draft = final.with_suffix(f".{uuid.uuid4().hex}.tmp")
    try:
        with draft.open("xb") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        _link(draft, final, body)
    finally:
        draft.unlink(missing_ok=True)
    _sync_folder(final.parent)


def _link(draft: Path, final: Path, body: bytes) -> None:
    try:
        os.link(draft, final)
    except FileExistsError:
        if final.read_bytes() != body:
            raise Rejected(f"{final} holds another post under the same key; nothing was written") from None


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
