"""What servers allow, asked when sharebot starts and about daily after that, and the rules that follow from it.

A server that does not answer changes nothing: what was learnt before stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

from sharebot.errors import QueueError, SharebotError
from sharebot.ports import Clock, Lane, Learner, Memory, Rules, Tell

EVERY = timedelta(days=1)
AGAIN_AFTER_FAILURE = timedelta(hours=1)

KIND = "learnt"
"""Under which is remembered when an account learnt last; the value is why it could not, empty if it could."""


class CurrentRules(Mapping[str, Rules]):
    """Of each account, as they are at this moment: what a server is learnt to allow counts without a restart."""

    def __init__(self, sources: Mapping[str, Callable[[], Rules]]) -> None:
        self._sources = sources

    def __getitem__(self, account: str) -> Rules:
        return self._sources[account]()

    def __contains__(self, account: object) -> bool:
        return account in self._sources

    def __iter__(self) -> Iterator[str]:
        return iter(self._sources)

    def __len__(self) -> int:
        return len(self._sources)


@dataclass(frozen=True, slots=True, kw_only=True)
class Learning:
    lanes: Mapping[str, Lane]
    memory: Memory
    clock: Clock
    tell: Tell

    def at_start(self, stopping: Callable[[], bool] = lambda: False) -> bool:
        """Every account that can learn does, until `stopping`. It queues nothing."""
        for account in self.lanes:
            if not stopping():
                self._learn(account)
        return False

    def when_due(self, stopping: Callable[[], bool] = lambda: False) -> bool:
        """The accounts that never learnt, or a day ago; those that could not, after an hour. It queues nothing."""
        for account in self.lanes:
            if not stopping() and self._is_due(account):
                self._learn(account)
        return False

    def _is_due(self, account: str) -> bool:
        last = self.memory.recall(KIND, account)
        wait = AGAIN_AFTER_FAILURE if last and last.value else EVERY
        return last is None or not last.learnt_at <= self.clock.now() < last.learnt_at + wait

    def _learn(self, account: str) -> None:
        platform = self.lanes[account].platform
        if not isinstance(platform, Learner):
            return
        fault = ""
        try:
            platform.learn()
        except QueueError:
            raise
        except Exception as error:  # noqa: BLE001  whatever a server said, it must not keep the feeds from being read
            fault = str(error) if isinstance(error, SharebotError) else f"{type(error).__name__}: {error}"
        self._remember(account, fault)

    def _remember(self, account: str, fault: str) -> None:
        """A failure is told once, not at every try."""
        before = self.memory.recall(KIND, account)
        self.memory.remember(KIND, account, fault, now=self.clock.now())
        if fault and (before is None or not before.value):
            reason = f"what its server allows could not be asked, and stays as it was known: {fault}"
            self.tell("account.not_learnt", level="warning", account=account, reason=reason)
