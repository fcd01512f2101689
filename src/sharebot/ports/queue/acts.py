"""Acts: what a person decided, who it was, and taking it back."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from sharebot.model import Act, ActFilter, Step


class Acts(Protocol):
    def acting(self, what: str, *, who: str) -> AbstractContextManager[None]:
        """All that this thread writes inside is one act of `who`, also what sharebot does because of it.

        Counted are add, move, change, what is done to people, pause, resume and undo. Outside, each of these calls by
        anybody but sharebot is an act of its own; what sharebot decides by itself stands in the histories alone.
        """
        ...

    def act(self, number: int) -> Act:
        """Raises NotFound."""
        ...

    def acts(self, wanted: ActFilter) -> list[Act]:
        """Newest first."""
        ...

    def machine_steps(self, *, before: int | None = None, limit: int = 100) -> list[tuple[int, Step]]:
        """Rows of the posts' histories by nobody who ever acted, newest first, with their numbers; `before` one."""
        ...

    def undo(
        self, number: int, *, now: datetime, who: str, slots: Mapping[int, datetime] | None = None, dry: bool = False
    ) -> Act:
        """Take an act back, all of it or nothing: posts, accounts and people are as they were before it.

        It is an act itself. `slots`: other due times and slots than before for some of its posts. A post that the act
        made is cancelled. What sharebot did because of the act is taken back where it still can be. `dry`: change
        nothing, and return what would be the act.

        Raises Changed if anything has moved on since, SlotTaken, and IllegalMove for what the law forbids: see
        model.UNDOES.
        """
        ...
