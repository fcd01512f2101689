"""When the accounts' credentials end, asked about daily, so that people can be told in time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sharebot.bot.checking import Checkup
from sharebot.bot.occasions import CREDENTIALS
from sharebot.ports import Clock, Memory

EVERY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """`accounts`: those that can be asked for nothing. `check` asks them."""

    accounts: Sequence[str]
    check: Callable[[Sequence[str]], list[Checkup]]
    memory: Memory
    clock: Clock

    def when_due(self, stopping: Callable[[], bool]) -> bool:
        """Ask those that were not asked for a day. It queues nothing.

        One that does not answer keeps what is known of it, and is asked again next time.
        """
        for account in self.accounts:
            if not stopping() and self._is_due(account):
                for checkup in self.check([account]):
                    self._remember(checkup)
        return False

    def _is_due(self, account: str) -> bool:
        last = self.memory.recall(CREDENTIALS, account)
        return last is None or not last.learnt_at <= self.clock.now() < last.learnt_at + EVERY

    def _remember(self, checkup: Checkup) -> None:
        if checkup.said is None and checkup.faults:
            return
        ends_at = checkup.said.expires_at if checkup.said else None
        value = ends_at.isoformat() if ends_at else ""
        self.memory.remember(CREDENTIALS, checkup.account, value, now=self.clock.now())
