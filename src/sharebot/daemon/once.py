"""One round of deliveries, for cron and for staff."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from sharebot.app import App
from sharebot.daemon.lock import alone
from sharebot.model import Post


def deliver_once(app: App, stopping: Callable[[], bool]) -> dict[str, list[Post] | Exception]:
    """One round for every account, side by side; what changed for each, or what kept its lane from working.

    Once `stopping`, only the sends under way are finished. Raises AlreadyRunning.
    """
    with alone(app.database_file) as sole:
        deliverer = app.deliverer(alone=sole, stopping=stopping)
        recovered = deliverer.recover()
        with ThreadPoolExecutor(max(1, len(app.lanes))) as pool:
            begun = {account: pool.submit(deliverer.deliver, account) for account in app.lanes}
            return {account: _outcome(future, account, recovered) for account, future in begun.items()}


def _outcome(future: Future[list[Post]], account: str, recovered: list[Post]) -> list[Post] | Exception:
    """What one lane did, recovered posts that it did not take further included."""
    error = future.exception()
    if isinstance(error, Exception):
        return error
    done = future.result()
    moved = {post.id for post in done}
    return [post for post in recovered if post.account == account and post.id not in moved] + done
