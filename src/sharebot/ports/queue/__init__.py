"""The durable store and the only truth."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Protocol

from sharebot.ports.queue.acts import Acts
from sharebot.ports.queue.delivery import Deliveries
from sharebot.ports.queue.entries import Entries
from sharebot.ports.queue.keeping import Facts, Keeping
from sharebot.ports.queue.people import Register
from sharebot.ports.queue.posts import Posts


class Queue(Entries, Posts, Deliveries, Register, Facts, Keeping, Acts, Protocol):
    """The durable store and the only truth. Every method is one transaction unless it says otherwise.

    All raise StoreUnavailable when the database cannot be used.
    """

    def together(self) -> AbstractContextManager[None]:
        """All calls that this thread makes inside are one transaction, kept if the block ends without an error.

        A call that raises inside is taken back alone, if what it raises is caught there. Other threads and processes
        that want to write wait meanwhile, so nobody is asked for anything inside.
        """
        ...

    def close(self) -> None: ...
