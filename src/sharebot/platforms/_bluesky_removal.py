"""The request that takes a post back, made of its receipt. No network."""

from __future__ import annotations

import json
import re
from urllib.parse import unquote, urlsplit

from sharebot.errors import Rejected
from sharebot.model import Receipt
from sharebot.platforms._bluesky_record import COLLECTION

_URI = re.compile(rf"at://([^/]+)/{re.escape(COLLECTION)}/([^/]+)")
_PAGE = re.compile(r"/profile/([^/]+)/post/([^/]+)/?")


def removal_of(receipt: Receipt, did: str, handle: str, account: str) -> bytes:
    """Raises Rejected for a post that is not our own: the server would look for its key in our repo."""
    found = _URI.fullmatch(receipt.remote_id) or _page(receipt.url)
    if not found:
        raise Rejected(f"{account}: {receipt.url} is not the address of a post on Bluesky; delete it there")
    whose = found[1].removeprefix("@")
    if whose.casefold() not in {did.casefold(), handle.casefold()}:
        raise Rejected(f"{account}: {receipt.url} is a post of {whose}, and the account is {handle} ({did})")
    return json.dumps({"repo": did, "collection": COLLECTION, "rkey": found[2]}).encode()


def _page(url: str) -> re.Match[str] | None:
    """Other programs show posts under the same paths; whose key it is stands in the path, not in the host."""
    return _PAGE.fullmatch(unquote(urlsplit(url).path))
