"""Taking a status back: which one it is, and what the server's answer says of it."""

from __future__ import annotations

import re
from http import HTTPStatus
from urllib.parse import urlsplit

from sharebot.errors import OutcomeUnknown, Rejected
from sharebot.model import Receipt
from sharebot.platforms._mastodon_api import Api, answered, told
from sharebot.ports import Removal

_GONE = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})

_STATUS = re.compile(r"/(?:@[^/]+|users/[^/]+/statuses|@[^/]+/statuses|web/statuses|notice)/([0-9A-Za-z]+)/?")
"""Paths of a status's page: Mastodon's of today and of before 4.0, GoToSocial's, Pleroma's (read 2026-11-25)."""


def remove(api: Api, receipt: Receipt) -> Removal:
    """DELETE /api/v1/statuses/:id (docs.joinmastodon.org/methods/statuses, mirror of 2026-07-02)."""
    path = f"/api/v1/statuses/{_id_of(api, receipt)}"
    answer = api.delete(path)
    if answered(answer):
        if isinstance(told(answer), dict):
            return Removal.REMOVED
        raise OutcomeUnknown(f"{api.host}: {answer.status}, and no status in the answer")
    if answer.status in _GONE:
        return _gone(api, path, receipt)
    raise api.refusal(answer, unknown=OutcomeUnknown)


def _gone(api: Api, path: str, receipt: Receipt) -> Removal:
    """The server says of somebody else's status, too, that it does not exist; so it is looked at."""
    seen = api.ask(path)
    if seen.status in _GONE:
        return Removal.GONE
    if answered(seen):
        raise Rejected(f"{api.host}: {receipt.url} is not a post of {api.account}; nothing was removed")
    raise api.refusal(seen, unknown=OutcomeUnknown)


def _id_of(api: Api, receipt: Receipt) -> str:
    """Raises Rejected where it cannot be told: a number of another server may name anything on ours."""
    if receipt.remote_id:
        return receipt.remote_id
    parts = urlsplit(receipt.url)
    found = _STATUS.fullmatch(parts.path)
    if parts.netloc.lower() != api.host or not found:
        raise Rejected(f"{api.account}: {receipt.url} is not the address of a post on {api.host}; delete it there")
    return found[1]
