"""The process that sends one notice through apprise: an order as JSON on stdin, {"why": …} on stdout, and it ends.

Nothing else of sharebot imports apprise.
"""

from __future__ import annotations

import json
import signal
import sys
from typing import Any

from sharebot.notify.veiled import kind_of, veiled

MOST_LOGS = 3
LONGEST_REASON = 300

LONGER_THAN_ITS_PARENT = 5
"""Seconds. Whoever started this ends it; if they were killed, it ends by itself."""


def main() -> None:
    said, sys.stdout = sys.stdout, sys.stderr  # what a library prints is no answer
    order = json.load(sys.stdin)
    signal.alarm(int(order["within"]) + LONGER_THAN_ITS_PARENT)
    try:
        why = _why_not(order)
    except Exception as error:  # noqa: BLE001  whatever apprise raises is only a reason
        why = f"{type(error).__name__}: {error}"
    said.write(json.dumps({"why": veiled(why, order["address"])[:LONGEST_REASON]}))


def _why_not(order: dict[str, Any]) -> str:
    """Why the notice was not taken, or why the address is none where there is no notice; empty if all is well."""
    import apprise

    address = order["address"]
    asset = apprise.AppriseAsset(app_id="sharebot", app_desc="sharebot", app_url="", image_url_mask="")
    service = apprise.Apprise.instantiate(address, asset=asset, suppress_exceptions=True)
    if service is None:
        known = kind_of(address) in apprise.NotificationManager()  # type: ignore[no-untyped-call]
        return _misunderstood(kind_of(address), known=known)
    if "subject" not in order:
        return ""
    if "overflow=" not in address:  # a text that is too long for the service goes out in parts
        service.overflow_mode = apprise.OverflowMode.SPLIT
    told = apprise.Apprise(asset=asset)
    told.add(service)
    return _refusal(told.notify(title=order["subject"], body=order["text"], body_format=apprise.NotifyFormat.TEXT))


def _misunderstood(kind: str, *, known: bool) -> str:
    if known:
        return f"apprise knows {kind}://, but the rest of the address is not as it wants it"
    return f"apprise knows no {kind}://"


def _refusal(result: Any) -> str:
    if result:
        return ""
    logs = [entry.message for service in result for entry in service.logs()]
    return "; ".join(logs[-MOST_LOGS:]) or "it was refused without a reason"


if __name__ == "__main__":
    main()
