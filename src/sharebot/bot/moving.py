"""Moving and changing posts that others may be moving too: whoever is faster has decided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Unpack

from sharebot.bot.judge import Moment
from sharebot.errors import Changed, IllegalMove, NotFound, SlotTaken
from sharebot.model import Post, Verdict
from sharebot.ports import Change, Clock, Queue, Tell

ME = "sharebot"
"""Who the history names for what nobody of the staff did."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moving:
    queue: Queue
    clock: Clock
    tell: Tell

    def moved(self, post: Post, verdict: Verdict) -> Post | None:
        """Move it; None if somebody else was faster: then it is theirs."""
        try:
            return self.queue.move(post, verdict, now=self.clock.now(), who=ME)
        except (Changed, IllegalMove, NotFound, SlotTaken) as error:
            self.tell("post.changed_meanwhile", post=post.id, account=post.account, reason=str(error))
            return None

    def change(self, post: Post, *, why: str, **changes: Unpack[Change]) -> Post:
        """Change it, unless somebody else was faster; the post as it is now."""
        try:
            return self.queue.change(post, now=self.clock.now(), who=ME, why=why, **changes)
        except (Changed, IllegalMove, NotFound, SlotTaken) as error:
            self.tell("post.changed_meanwhile", post=post.id, account=post.account, reason=str(error))
            return self.queue.post(post.id)

    def moment(self) -> Moment:
        """Now, by both clocks."""
        boot, ticks = self.clock.steady()
        return Moment(at=self.clock.now(), boot=boot, ticks=ticks)
