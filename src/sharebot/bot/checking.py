"""How the accounts stand: each platform is asked, side by side, and every fault comes with what to do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta

from sharebot.errors import Locked, SharebotError
from sharebot.ports import AccountCheck, Checked, Clock, Guarantee, Memory, Platform

ENDS_SOON = timedelta(days=7)
"""Credentials that end within this are a fault already: somebody has to make new ones in time."""


KIND = "credentials"
"""Under which it is remembered when an account's credentials end."""


def credentials_end(memory: Memory, account: str) -> datetime | None:
    """When they end, as the network said when it was asked last; None where they do not or nobody knows."""
    fact = memory.recall(KIND, account)
    return datetime.fromisoformat(fact.value) if fact and fact.value else None


def connecting(account: str) -> str:
    """The command that gets an account's credentials."""
    network = account.partition("-")[0]
    return f"sharebot accounts connect {network}" + (f" --account {account}" if account != network else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkup:
    """How one account stands. `faults`: what keeps it from posting, or soon will.

    `guarantee`: None where a setting is missing or wrong. `said`: None where the platform could not be asked, or has
    nothing to say. `ending`: the one of the faults that says that its credentials end soon, or have ended. `refused`:
    the platform was asked, and refuses the credentials.
    """

    account: str
    guarantee: Guarantee | None = None
    said: AccountCheck | None = None
    faults: tuple[str, ...] = ()
    ending: str = ""
    refused: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Checker:
    """`connect` makes an account's platform anew of its settings; raises SharebotError.

    `memory`: where it is kept when credentials end; None for nowhere.
    """

    connect: Callable[[str], Platform]
    clock: Clock
    memory: Memory | None = None

    def check(self, accounts: Sequence[str], *, ask: bool = True) -> list[Checkup]:
        """In the order of the names; one that does not answer delays no other.

        Without `ask` no network is asked, and only settings can be found missing or wrong.
        """
        with ThreadPoolExecutor(max(1, len(accounts))) as pool:
            return list(pool.map(lambda account: self._checked(account, ask=ask), accounts))

    def _checked(self, account: str, *, ask: bool) -> Checkup:
        try:
            platform = self.connect(account)
        except SharebotError as error:
            return Checkup(account=account, faults=(str(error),))
        if not ask or not isinstance(platform, Checked):
            return Checkup(account=account, guarantee=platform.guarantee)
        try:
            said = platform.check()
        except SharebotError as error:
            refused = isinstance(error, Locked)
            return Checkup(account=account, guarantee=platform.guarantee, faults=(str(error),), refused=refused)
        self._keep(account, said.expires_at)
        # Asked again: what a platform guarantees may depend on what it has just said.
        ending = self._ending(account, said.expires_at)
        faults = (*said.faults, *filter(None, [ending]))
        return Checkup(account=account, guarantee=platform.guarantee, said=said, faults=faults, ending=ending)

    def _keep(self, account: str, ends_at: datetime | None) -> None:
        if self.memory is not None:
            said = ends_at.isoformat() if ends_at else ""
            self.memory.remember(KIND, account, said, now=self.clock.now())

    def _ending(self, account: str, at: datetime | None) -> str:
        now = self.clock.now()
        if at is None or at > now + ENDS_SOON:
            return ""
        verb = "ended" if at <= now else "end"
        return f"its credentials {verb} on {at:%Y-%m-%d %H:%M} UTC; make new ones: {connecting(account)}"
