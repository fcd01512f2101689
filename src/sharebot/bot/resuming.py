"""An account that its network refused is sent to again only once it is let in, and by whoever sends."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sharebot.bot.checking import Checkup
from sharebot.bot.heartbeat import OUTDATED, RESTART
from sharebot.bot.moving import ME
from sharebot.errors import SharebotError
from sharebot.model import AccountState
from sharebot.ports import Queue


class StillRefused(SharebotError):
    """It would be paused again at once; it stays paused."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resuming:
    """`known` raises NotFound where there is no such account. `outdated`: whether a daemon has settings of before.

    `check` asks networks with the settings of now.
    """

    queue: Queue
    known: Callable[[str], str]
    resume: Callable[[str], AccountState]
    check: Callable[[Sequence[str]], list[Checkup]]
    outdated: bool

    def __call__(self, account: str) -> AccountState:
        """Raises StillRefused. What a person has paused, and what rests, goes on unasked: nothing was refused."""
        state = self.queue.account(self.known(account))
        if state.paused_at and state.by == ME:
            self._is_let_in(account)
        return self.resume(account)

    def _is_let_in(self, account: str) -> None:
        """A network that cannot be asked now refuses nothing either."""
        (checkup,) = self.check([account])
        if checkup.refused:
            why = checkup.faults[0].removeprefix(f"{account}: ")
            raise StillRefused(f"{account} is still refused and stays paused: {why}")
        if self.outdated:
            raise StillRefused(f"{account} stays paused: {OUTDATED}; {RESTART}, then sharebot resume {account}")
