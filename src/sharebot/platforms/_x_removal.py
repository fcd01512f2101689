"""Taking a post back from X.

docs.x.com (mirror of 2026-08-22) says that a post of one's own is deleted and answered with `deleted`; how X answers
for what is gone already, it does not say. Both that may be expected are understood: no such resource, and `deleted`.
"""

from __future__ import annotations

import re

from sharebot.errors import OutcomeUnknown, Rejected
from sharebot.model import Receipt
from sharebot.platforms._x_wire import Api, NoSuchPost
from sharebot.ports import Removal

_POST = re.compile(
    r"https?://(?:www\.|mobile\.)?(?:x|twitter)\.com/(?:i(?:/web)?|\w{1,20})/status(?:es)?/([0-9]{1,19})\b.*"
)
_ID = re.compile(r"[0-9]{1,19}")


def remove(api: Api, account: str, receipt: Receipt) -> Removal:
    remote_id = _id_of(account, receipt)
    try:
        reply = api.remove(lambda client: client.delete_tweet(remote_id, user_auth=True))
    except NoSuchPost:
        return Removal.GONE
    if reply.data().get("deleted") is not True:
        raise OutcomeUnknown(f"{account}: X answers {reply.status_code} and does not say that the post is deleted")
    return Removal.REMOVED


def _id_of(account: str, receipt: Receipt) -> str:
    found = _POST.fullmatch(receipt.url)
    remote_id = receipt.remote_id or (found[1] if found else "")
    if not _ID.fullmatch(remote_id):
        raise Rejected(f"{account}: {receipt.url} is not the address of a post on X; delete it there")
    return remote_id
