"""What keeps a due post from going out at this moment: its price, its page, and the mentions that it holds.

All of it is asked before the post is claimed: a crash here costs nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from sharebot.bot.mentions import Mentions
from sharebot.bot.moving import Moving
from sharebot.bot.spending import Postponed
from sharebot.model import Post, State, Verdict
from sharebot.ports import Lane, Page, PageState

PAGE_WAIT = timedelta(minutes=10)
"""When to ask again for a page that does not answer yet, or is gone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Readiness:
    moving: Moving
    page: Callable[[str], Page]
    mentions: Mentions
    postponed: Callable[[Post], Postponed | None]

    def stopped(self, lane: Lane, post: Post) -> Post | None:
        """The post as it is now if it may not go out as it was; None if it may.

        One that may be public already is past all that: it is repeated as it was, or not at all.
        """
        if post.doubt is not None:
            return None
        return (
            self._stopped_by_cap(post)
            or self._stopped_by_page(lane, post)
            or self._without_unwelcome_mentions(lane, post)
        )

    def _without_unwelcome_mentions(self, lane: Lane, post: Post) -> Post | None:
        """The post with plain names, if it mentions anybody whom it may not; it is taken up again from the start."""
        found = self.mentions.without_unwelcome(post, lane.platform.rules)
        if found is None:
            return None
        share, why = found
        self.moving.tell("post.named_plainly", level="warning", post=post.id, account=post.account, reason=why)
        return self.moving.change(post, why=why, share=share)

    def _stopped_by_cap(self, post: Post) -> Post | None:
        """The post in a later month, if this one has no money left; asked first, since its page need not be read."""
        until = self.postponed(post)
        if until is None:
            return None
        self.moving.tell("post.over_cap", level="warning", post=post.id, account=post.account, reason=until.why)
        if until.due_at is None:
            return self.moving.change(post, why=until.why, hold=until.why)
        return self.moving.change(post, why=until.why, due_at=until.due_at, slot_at=until.due_at)

    # The page ---------------------------------------------------------------------------------------------------------

    def _stopped_by_page(self, lane: Lane, post: Post) -> Post | None:
        """The post as it is now if its link may not be shared at this moment; None if it may."""
        if not post.share.link:
            return None
        page = self.page(post.share.link)
        if page.state is PageState.GONE:
            return self._gone(post, page.detail)
        if elsewhere := self._leads_elsewhere(post, page):
            return self._cancel(post, elsewhere)
        if page.protected:
            hold = f"the page asks for a password; sharebot approve {post.id} when it is open"
            return self.moving.change(post, why=hold, hold=hold)
        if page.state is PageState.READY or not lane.platform.public:
            return None
        return self._put_off(post, f"the page does not answer yet ({page.detail})")

    def _leads_elsewhere(self, post: Post, page: Page) -> str:
        """Whether the article's address redirects to another article that we know: in words, empty if not.

        WordPress sends a deleted article's visitors to the one whose slug begins alike (redirect_guess_404_permalink,
        wp-includes/canonical.php, 6.1).
        """
        if post.entry_id is None or page.url in {"", post.share.link}:
            return ""
        from sharebot.compose import untracked  # compose is heavy, and seldom does an article lead elsewhere

        other = self.moving.queue.find_entry([page.url, untracked(page.url, post.share.link)])
        if other is None or other.id == post.entry_id:
            return ""
        return f"{post.share.link}: the page is gone; the address leads to {page.url} by now"

    def _gone(self, post: Post, detail: str) -> Post:
        """A page may be missing for a moment (a cache, a deployment): what is gone twice is gone."""
        if not post.looks:
            return self._put_off(post, f"{detail}; looking again before it is cancelled", looks=1)
        return self._cancel(post, detail)

    def _cancel(self, post: Post, reason: str) -> Post:
        self.moving.tell("post.page_gone", level="warning", post=post.id, account=post.account, reason=reason)
        moved = self.moving.moved(post, Verdict(kind="cancelled", state=State.CANCELLED, reason=reason))
        return moved or self.moving.queue.post(post.id)

    def _put_off(self, post: Post, why: str, *, looks: int | None = None) -> Post:
        due_at = self.moving.clock.now() + PAGE_WAIT
        self.moving.tell("delivery.put_off", level="warning", post=post.id, account=post.account, reason=why)
        return self.moving.change(post, why=why, due_at=due_at, slot_at=post.slot_at, looks=looks)
