"""Pages asked for once a minute: the accounts that share an entry ask for its page side by side."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from datetime import timedelta
from threading import Lock

from sharebot.ports import Clock, Page

KEPT = timedelta(minutes=1)


class KeptPages:
    """Call it with an address. One request at a time for an address, none that waits for another address."""

    def __init__(self, ask: Callable[[str], Page], clock: Clock) -> None:
        self._ask = ask
        self._clock = clock
        self._lock = Lock()
        self._asked: dict[str, tuple[float, Future[Page]]] = {}

    def __call__(self, url: str) -> Page:
        """Raises what asking raises."""
        answer, mine = self._answer(url)
        if mine:
            try:
                answer.set_result(self._ask(url))
            except BaseException as error:
                self._forget(url)
                answer.set_exception(error)
                raise
        return answer.result()

    def _answer(self, url: str) -> tuple[Future[Page], bool]:
        """The answer that is kept or on its way, or a new one that the caller has to fetch."""
        now = self._clock.steady()[1]
        with self._lock:
            self._asked = {each: kept for each, kept in self._asked.items() if now - kept[0] < KEPT.total_seconds()}
            if url in self._asked:
                return self._asked[url][1], False
            self._asked[url] = now, Future()
            return self._asked[url][1], True

    def _forget(self, url: str) -> None:
        with self._lock:
            self._asked.pop(url, None)
