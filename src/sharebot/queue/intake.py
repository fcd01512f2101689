"""What a poll decided, written down: the feed's cursor, entries under all their names, and their posts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from sharebot.errors import IllegalMove, NotFound, SlotTaken
from sharebot.model import UNSENT, Entry, EntryRecord, FeedState, Intake, NewPost, Post, Revision, State
from sharebot.queue import acts, delivery, records, steps
from sharebot.queue.crediting import Crediting
from sharebot.queue.database import Transaction
from sharebot.queue.records import Row, as_json, clean, micros
from sharebot.queue.steps import Hand


def feed(tx: Transaction, address: str) -> FeedState:
    row = tx.row("feed", address=clean(address))
    return records.feed(row[0]) if row else FeedState(address=address)


def find_entry(tx: Transaction, names: Iterable[str]) -> EntryRecord | None:
    """By the first name that is known."""
    for name in names:
        if name and (row := tx.row("entry_named", name=records.alias(name))):
            return records.entry(row)
    return None


def entry(tx: Transaction, entry_id: int) -> EntryRecord:
    row = tx.row("entry", entry_id=entry_id)
    if row is None:
        raise NotFound(f"there is no entry {entry_id}")
    return records.entry(row)


def take_in(tx: Transaction, feed: FeedState, intakes: Sequence[Intake], hand: Hand) -> list[Post]:
    tx.lock_intake()
    tx.run("put_feed", address=clean(feed.address), state=as_json(feed))
    crediting = Crediting(tx, hand)
    return [post for intake in intakes for post in _take_in(tx, feed.address, intake, crediting, hand)]


def take_by_hand(tx: Transaction, intake: Intake, hand: Hand, *, why: str) -> list[Post]:
    """As a poll's, but of no feed; a post of that account and round that is there already undoes all of it."""
    tx.lock_intake()
    # People who are met on the way stay in the register, whatever becomes of the posts: they belong to no act.
    known, entry_id = _recorded(tx, "", intake, Crediting(tx, Hand(hand.who, hand.now)), hand)
    posts = add(tx, intake.posts, entry_id, hand, why=why)
    if known is not None:
        _update_entry(tx, known, "", intake, hand)
    return posts


def _take_in(tx: Transaction, feed: str, intake: Intake, crediting: Crediting, hand: Hand) -> list[Post]:
    known, entry_id = _recorded(tx, feed, intake, crediting, hand)
    rows = [_insert_post(tx, "add_post_once", post, entry_id, hand) for post in intake.posts]
    posts = [_begun(tx, row, hand, intake.reason) for row in rows if row]
    if known is not None and (posts or intake.record_id is not None):
        _update_entry(tx, known, feed, intake, hand)
    for revision in intake.revisions:
        _revise(tx, revision, hand)
    for post_id in intake.cancels:
        _cancel(tx, post_id, hand, intake.reason)
    return posts


# Entries --------------------------------------------------------------------------------------------------------------


def _recorded(
    tx: Transaction, feed: str, intake: Intake, crediting: Crediting, hand: Hand
) -> tuple[EntryRecord | None, int]:
    """The record that the entry had, and its number; from now on it has one, with its names and its people."""
    known = _known(tx, intake)
    entry_id = _insert_entry(tx, feed, intake, hand) if known is None else known.id
    for name in (*_names(intake.entry), *filter(None, intake.names)):
        tx.run("add_alias", name=records.alias(name), entry_id=entry_id)
    if intake.people:
        _credit(tx, known, entry_id, intake, crediting)
    return known, entry_id


def _known(tx: Transaction, intake: Intake) -> EntryRecord | None:
    """The entry's record. Another poll may have written one since this poll looked.

    Then that one has decided, and nothing but new names and missing posts is added.
    """
    if intake.record_id is not None:
        return entry(tx, intake.record_id)
    return find_entry(tx, _names(intake.entry))


def _names(entry: Entry) -> Iterator[str]:
    return (name for name in dict.fromkeys((entry.id, entry.url, *entry.aliases)) if name)


def _insert_entry(tx: Transaction, feed: str, intake: Intake, hand: Hand) -> int:
    rows = tx.rows(
        "add_entry",
        feed=clean(feed),
        entry=as_json(intake.entry),
        authors=as_json(intake.authors),
        fate=intake.fate.value,
        reason=clean(intake.reason),
        first_seen_at=micros(hand.now),
        changed_at=micros(hand.now),
    )
    entry_id: int = rows[0][0]
    return entry_id


def _credit(tx: Transaction, known: EntryRecord | None, entry_id: int, intake: Intake, crediting: Crediting) -> None:
    """An entry that another poll has credited since this poll looked keeps its credits."""
    if known is not None and intake.record_id is None and tx.rows("credits", entry_id=entry_id):
        crediting.check(intake.people)
    else:
        crediting.credit(entry_id, intake.people)


def _update_entry(tx: Transaction, known: EntryRecord, feed: str, intake: Intake, hand: Hand) -> None:
    """One that belonged to no feed belongs to the first that shows it."""
    same = intake.entry == known.entry and intake.authors == known.authors
    tx.run(
        "set_entry",
        entry_id=known.id,
        feed=clean(known.feed or feed),
        entry=as_json(intake.entry),
        authors=as_json(intake.authors),
        fate=intake.fate.value,
        reason=clean(intake.reason),
        changed_at=micros(known.changed_at if same else hand.now),
    )


# Posts ----------------------------------------------------------------------------------------------------------------


def add(tx: Transaction, posts: Sequence[NewPost], entry_id: int | None, hand: Hand, *, why: str) -> list[Post]:
    rows = [_insert_post(tx, "add_post", post, entry_id, hand) for post in posts]
    return [_begun(tx, row, hand, why) for row in rows if row]


def _insert_post(tx: Transaction, statement: str, post: NewPost, entry_id: int | None, hand: Hand) -> Row | None:
    """Its row; None if `statement` found one there already."""
    if post.state not in UNSENT:
        raise IllegalMove(f"a new post for {post.account} cannot begin as {post.state}; it begins as draft or queued")
    try:
        row = tx.row(
            statement,
            entry_id=entry_id,
            account=clean(post.account),
            round=post.round,
            state=post.state.value,
            hold=clean(post.hold),
            due_at=micros(post.due_at),
            slot_at=micros(post.slot_at),
            share=as_json(post.share),
            origin=post.origin.value,
            edited_by=clean(post.edited_by),
            now=micros(hand.now),
        )
    except SlotTaken as error:
        raise slot_taken(post.account, post.slot_at) from error
    if row and post.kept and post.share.image:
        tx.run("keep_picture", post_id=row[0], name=clean(post.share.image.kept), data=post.kept)
    return row


def slot_taken(account: str, slot_at: datetime | None) -> SlotTaken:
    when = f"{slot_at:%Y-%m-%d %H:%M} UTC" if slot_at else "that time"
    return SlotTaken(f"{account}: another post took the slot of {when} first; ask the calendar for the next one")


def _begun(tx: Transaction, row: Row, hand: Hand, why: str) -> Post:
    """The inserted post, with the first row of its history."""
    post = records.post(row)
    steps.write(tx, post.id, hand, before=None, after=post.state, why=post.hold or why)
    acts.note_post(tx, hand, None, post, why)
    return post


def _revise(tx: Transaction, revision: Revision, hand: Hand) -> None:
    if row := tx.row("revise", post_id=revision.post_id, share=as_json(revision.share), now=micros(hand.now)):
        state = State(row[0])
        if row[1]:
            delivery.drop_media(tx, revision.post_id)
        steps.write(tx, revision.post_id, hand, before=state, after=state, why="the entry was edited")


def _cancel(tx: Transaction, post_id: int, hand: Hand, why: str) -> None:
    row = tx.row("post_for_update", post_id=post_id)
    if row is None or not tx.run("cancel_unsent", post_id=post_id, now=micros(hand.now)):
        return
    if records.media_size(row):
        delivery.drop_media(tx, post_id)
    steps.write(tx, post_id, hand, before=records.post(row).state, after=State.CANCELLED, why=why)
