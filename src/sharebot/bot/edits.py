"""An entry that was edited since we took it in → new words for its posts that have not gone out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sharebot.bot import fates
from sharebot.bot.crediting import Credited, Crediting
from sharebot.bot.wording import Wording
from sharebot.errors import QueueError, SharebotError
from sharebot.model import ALL, UNSENT, Author, Entry, EntryRecord, Fate, Intake, Post, PostFilter, Revision
from sharebot.ports import Queue, Tell


@dataclass(frozen=True, slots=True, kw_only=True)
class Edits:
    queue: Queue
    crediting: Crediting
    wording: Wording
    tell: Tell

    def decided(self, record: EntryRecord, entry: Entry) -> Intake:
        """An edit that nothing can be made of leaves the posts as they are."""
        try:
            return self._decided(record, entry)
        except QueueError:
            raise
        except Exception as error:  # noqa: BLE001  whatever it was, the posts stay and the reason is kept
            reason = fates.tell_fault(self.tell, entry, error)
            return Intake(entry=entry, fate=record.fate, reason=reason, authors=record.authors, record_id=record.id)

    def _decided(self, record: EntryRecord, entry: Entry) -> Intake:
        """An edited entry keeps its fate; its unsent posts get new texts unless a person wrote theirs."""
        if entry.protected:
            return self._closed(record, entry)
        posts = self.queue.posts(PostFilter(entry_id=record.id, limit=ALL))
        unsent = [post for post in posts if post.state in UNSENT and not post.edited_by]
        credited = self._credited_again(entry, record, pages=bool(unsent))
        if credited.entry.protected:
            return self._closed(record, credited.entry)
        revisions = (self._revised(post, credited.entry, credited.authors, posts) for post in unsent)
        return Intake(
            entry=credited.entry,
            fate=record.fate,
            reason=record.reason,
            authors=credited.authors,
            people=credited.people,
            revisions=tuple(revision for revision in revisions if revision),
            record_id=record.id,
        )

    def _credited_again(self, entry: Entry, record: EntryRecord, *, pages: bool) -> Credited:
        """The edit may be in the part of the text that the feed does not show; what cannot be read is as it was."""
        credited = self.crediting.of(entry, pages=pages, entry_id=record.id)
        if not entry.summary_only or credited.entry.page or credited.entry.protected:
            return credited
        if not (record.entry.page and record.entry.summary_only):
            return replace(credited, authors=record.authors, people=())
        return self.crediting.of(replace(entry, page=record.entry.page), pages=False, entry_id=record.id)

    def _closed(self, record: EntryRecord, entry: Entry) -> Intake:
        """A password was put on it after we saw it: what has not gone out must not."""
        unsent = self.queue.posts(PostFilter(entry_id=record.id, states=UNSENT, limit=ALL))
        return Intake(
            entry=entry,
            fate=Fate.SKIPPED if unsent else record.fate,
            reason=fates.PROTECTED if unsent else record.reason,
            authors=record.authors,
            cancels=tuple(post.id for post in unsent),
            record_id=record.id,
        )

    def _revised(self, post: Post, entry: Entry, authors: tuple[Author, ...], posts: Sequence[Post]) -> Revision | None:
        """None leaves its words: also where new ones would be those of an earlier share."""
        if post.account not in self.wording.rules:
            return None
        try:
            share = self.wording.anew(post, entry, authors, posts)
        except SharebotError as error:
            fates.tell_fault(self.tell, entry, error)
            return None
        return None if share is None or share == post.share else Revision(post_id=post.id, share=share)
