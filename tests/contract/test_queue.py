"""One suite for every database: feeds, entries, posts and accounts."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from threading import Barrier
from typing import Any

import pytest

from servers.stored import entries
from sharebot.errors import Changed, IllegalMove, LeaseLost, NotFound, Rejected, SlotTaken, StoreUnavailable
from sharebot.model import (
    MOVES,
    UNSENT,
    Author,
    Doubt,
    Entry,
    Evidence,
    Fate,
    FeedState,
    Handle,
    Image,
    Intake,
    Level,
    NewPost,
    Origin,
    Payload,
    Person,
    Post,
    PostFilter,
    Receipt,
    Revision,
    Share,
    Sort,
    Span,
    State,
    Verdict,
    Withdrawal,
)
from sharebot.ports import Claim, Fact, Queue
from sharebot.queue import open_queue, opening

NOW = datetime(2026, 11, 23, 9, 0, 0, 123456, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
LEASE = timedelta(minutes=5)
FEED = "https://blog.harborlight.org/feed/"
RECEIPT = Receipt(remote_id="109", url="https://social.test/@blog/109")
DOUBT = Doubt(at=NOW, boot="3c5a", ticks=81234.5, last_ticks=81234.75)


# Beginnings -----------------------------------------------------------------------------------------------------------


def a_share(text: str = "A new story", link: str = "https://blog.harborlight.org/1/") -> Share:
    return Share(text=text, length=len(text), limit=280, link=link)


def a_post(account: str = "x", **changes: Any) -> NewPost:
    return replace(NewPost(account=account, share=a_share(), state=State.QUEUED, due_at=NOW), **changes)


def an_entry(number: int = 1, **changes: Any) -> Entry:
    url = f"https://blog.harborlight.org/{number}/"
    return replace(Entry(id=f"https://blog.harborlight.org/?p={number}", url=url, title=f"Title {number}"), **changes)


def an_intake(number: int = 1, *posts: NewPost, **changes: Any) -> Intake:
    made = Intake(entry=an_entry(number), fate=Fate.SHARED, reason="new in the feed", posts=posts)
    return replace(made, **changes)


def take_in(queue: Queue, *intakes: Intake, feed: FeedState | None = None, now: datetime = NOW) -> list[Post]:
    return queue.take_in(feed or FeedState(address=FEED), intakes, now=now, who="sharebot")


def add(queue: Queue, *posts: NewPost, now: datetime = NOW) -> list[Post]:
    return queue.add(posts or (a_post(),), entry_id=None, now=now, who="dana", why="added by hand")


def freeze(post: Post) -> Payload:
    return Payload(key=f"key-{post.id}", body=post.share.text.encode() + b"\0\xff")


def claim(queue: Queue, account: str = "x", *, now: datetime = NOW, worker: str = "w1", **how: Any) -> Claim | None:
    how = {"lease": LEASE, "doubt": DOUBT, "prepare": freeze} | how
    return queue.claim(account, now=now, worker=worker, **how)


def claimed(queue: Queue, account: str = "x", **how: Any) -> Claim:
    made = claim(queue, account, **how)
    assert made is not None
    return made


def verdict(state: State, **changes: Any) -> Verdict:
    receipt = RECEIPT if state is State.SENT else None
    return replace(Verdict(state=state, reason=f"it is {state}", kind="test", receipt=receipt), **changes)


def settle(queue: Queue, claim: Claim, made: Verdict, now: datetime = NOW) -> Post:
    return queue.settle(claim, made, now=now, who="sharebot")


def move(queue: Queue, post: Post, made: Verdict, who: str = "dana", now: datetime = NOW) -> Post:
    return queue.move(post, made, now=now, who=who)


def change(queue: Queue, post: Post, who: str = "dana", why: str = "changed", **changes: Any) -> Post:
    return queue.change(post, now=NOW, who=who, why=why, **changes)


def a_post_in(queue: Queue, state: State, *, doubt: Doubt | None = None) -> Post:
    """A post that has come to that state by the allowed moves."""
    if state is State.DRAFT:
        return add(queue, a_post(state=State.DRAFT, hold="waits"))[0]
    post = add(queue, a_post())[0]
    if state is State.QUEUED:
        return post
    if state is State.CANCELLED:
        return move(queue, post, verdict(state))
    made = claimed(queue, only=post.id)
    return made.post if state is State.SENDING else settle(queue, made, verdict(state, doubt=doubt))


# Later shares ---------------------------------------------------------------------------------------------------------


def sent(queue: Queue, post: Post, now: datetime) -> Post:
    return settle(queue, claimed(queue, post.account, only=post.id, now=now), verdict(State.SENT), now=now)


def test_an_accounts_first_share_of_an_entry_is_found_by_when_it_was_sent(queue: Queue) -> None:
    one, other, elsewhere = take_in(
        queue, an_intake(1, a_post(round=1)), an_intake(2, a_post()), an_intake(3, a_post("mastodon"))
    )
    (by_hand,) = add(queue)
    sent(queue, one, NOW)
    sent(queue, other, NOW + MINUTE)
    sent(queue, elsewhere, NOW)
    sent(queue, by_hand, NOW)
    assert [post.id for post in queue.first_shares("x", since=NOW, until=NOW + MINUTE)] == [one.id]
    assert [post.id for post in queue.first_shares("x", since=NOW, until=NOW + 2 * MINUTE)] == [one.id, other.id]
    assert queue.first_shares("x", since=NOW + 2 * MINUTE, until=NOW + 9 * MINUTE) == []


def test_a_later_share_is_never_an_entrys_first(queue: Queue) -> None:
    (first,) = take_in(queue, an_intake(1, a_post()))
    sent(queue, first, NOW)
    again = a_post(round=1, origin=Origin.RESHARE)
    (later,) = queue.add([again], entry_id=first.entry_id, now=NOW, who="sharebot", why="again")
    sent(queue, later, NOW + MINUTE)
    assert [post.id for post in queue.first_shares("x", since=NOW, until=NOW + 9 * MINUTE)] == [first.id]


def test_what_gives_way_to_new_posts_is_listed_until_it_is_sent_or_cancelled(queue: Queue) -> None:
    add(queue)
    waiting, archived, gone = add(
        queue,
        a_post(origin=Origin.RESHARE, slot_at=NOW),
        a_post(origin=Origin.EVERGREEN, slot_at=NOW + MINUTE, state=State.DRAFT),
        a_post(origin=Origin.RESHARE),
    )
    add(queue, a_post("mastodon", origin=Origin.RESHARE))
    move(queue, gone, verdict(State.CANCELLED))
    assert queue.giving_way("x") == [waiting, archived]
    assert queue.post(archived.id).origin is Origin.EVERGREEN
    sent(queue, waiting, NOW)
    assert queue.giving_way("x") == [archived]


# Feeds and entries ----------------------------------------------------------------------------------------------------


def test_a_feed_that_was_never_polled_is_fresh(queue: Queue) -> None:
    assert queue.feed(FEED) == FeedState(address=FEED)
    assert queue.feeds() == []


def test_the_cursor_comes_back_as_it_was(queue: Queue) -> None:
    feed = FeedState(
        address=FEED, title="Harbor “Light”", etag='W/"1"', known=frozenset({"a", "b"}), polls=7, polled_at=NOW,
        baseline_at=NOW - MINUTE, complaint="500",
    )  # fmt: skip
    take_in(queue, feed=feed)
    assert queue.feed(FEED) == feed
    take_in(queue, feed=replace(feed, polls=8))
    assert [each.polls for each in queue.feeds()] == [8]


def test_an_entry_is_kept_whole_with_its_authors_and_evidence(queue: Queue) -> None:
    evidence = Evidence(source="content", quote="You can follow him on twitter @GarrettReuscher", place="p[9]")
    handle = Handle(platform="x", handle="GarrettReuscher", level=Level.STATED, evidence=(evidence,))
    author = Author(name="Garrett Reuscher", guest=True, handles=(handle,), evidence=(evidence,))
    entry = an_entry(1, html="<p>naïve 👩‍👩‍👧 \0 text</p>", published_at=NOW, categories=("Harm Reduction",))
    take_in(queue, an_intake(1, entry=entry, authors=(author,), fate=Fate.HELD, reason="a guest’s post waits"))
    record = entries(queue)[0]
    assert record == queue.entry(record.id)
    assert (record.entry, record.authors) == (entry, (author,))
    assert (record.feed, record.fate, record.reason) == (FEED, Fate.HELD, "a guest’s post waits")
    assert record.first_seen_at == record.changed_at == NOW


@pytest.mark.parametrize("fate", Fate)
def test_every_fate_is_kept_with_its_reason(queue: Queue, fate: Fate) -> None:
    take_in(queue, an_intake(1, fate=fate, reason=f"{fate} for a reason"))
    assert [(record.fate, record.reason) for record in entries(queue)] == [(fate, f"{fate} for a reason")]


def test_what_is_not_there_is_not_found(queue: Queue) -> None:
    assert queue.find_entry(["nowhere", ""]) is None
    for ask in (queue.entry, queue.post):
        with pytest.raises(NotFound, match=r"there is no \w+ 99"):
            ask(99)
    with pytest.raises(NotFound, match="there is no entry 99"):
        take_in(queue, an_intake(1, record_id=99))
    with pytest.raises(NotFound, match="there is no post 99"):
        change(queue, replace(add(queue)[0], id=99))


def test_an_entry_is_known_under_its_id_its_link_and_every_alias(queue: Queue) -> None:
    long = "https://blog.harborlight.org/" + "é" * 3000
    take_in(queue, an_intake(1, entry=an_entry(1, aliases=("https://old.test/1", long, "with \0 in it"))))
    for name in (an_entry(1).id, an_entry(1).url, "https://old.test/1", long, "with \0 in it"):
        found = queue.find_entry(["unknown", name])
        assert found is not None
        assert found.entry.id == an_entry(1).id


def test_the_first_name_that_is_known_decides(queue: Queue) -> None:
    take_in(queue, an_intake(1), an_intake(2))
    found = queue.find_entry([an_entry(2).url, an_entry(1).url])
    assert found is not None
    assert found.entry.title == "Title 2"


def test_an_entry_that_comes_back_under_another_guid_is_the_same_entry_and_known_under_both(queue: Queue) -> None:
    take_in(queue, an_intake(1, a_post()))
    renamed = an_entry(1, id="new guid")
    assert take_in(queue, an_intake(1, a_post(), entry=renamed)) == []
    assert len(entries(queue)) == 1
    moved = replace(renamed, url="https://new.test/1", aliases=("new guid",))
    assert take_in(queue, an_intake(1, a_post(), entry=moved)) == []
    assert len(entries(queue)) == len(queue.posts(PostFilter())) == 1
    assert queue.find_entry(["https://new.test/1"]) == queue.find_entry([an_entry(1).id])


def test_an_edit_replaces_the_entry_and_keeps_when_it_was_first_seen(queue: Queue) -> None:
    take_in(queue, an_intake(1))
    record = entries(queue)[0]
    edited = an_entry(1, title="A better title")
    take_in(
        queue, an_intake(1, entry=edited, fate=Fate.SKIPPED, reason="locked", record_id=record.id), now=NOW + MINUTE
    )
    after = queue.entry(record.id)
    assert (after.entry, after.fate, after.reason) == (edited, Fate.SKIPPED, "locked")
    assert (after.first_seen_at, after.changed_at) == (NOW, NOW + MINUTE)


def test_whoever_took_an_entry_in_first_has_decided_its_fate(queue: Queue) -> None:
    author = Author(name="Garrett Reuscher", guest=True)
    take_in(queue, an_intake(1, a_post(), authors=(author,)))
    before = entries(queue)
    take_in(queue, an_intake(1, fate=Fate.SEEN, reason="baseline"), feed=FeedState(address="other.xml"))
    assert entries(queue) == before
    assert (before[0].feed, before[0].fate, before[0].authors) == (FEED, Fate.SHARED, (author,))


def test_taking_the_same_in_twice_makes_no_second_post_whatever_became_of_the_first(queue: Queue) -> None:
    accounts = [state.value for state in State]
    intake = an_intake(1, *(a_post(account) for account in accounts))
    posts = take_in(queue, intake)
    assert [post.account for post in posts] == accounts
    for post in posts:
        if post.account == State.CANCELLED:
            move(queue, post, verdict(State.CANCELLED))
        elif post.account not in UNSENT:
            settle_or_leave = claimed(queue, post.account)
            if post.account != State.SENDING:
                settle(queue, settle_or_leave, verdict(State(post.account)))
    assert take_in(queue, intake) == []
    assert take_in(queue, an_intake(1, a_post("sent", round=1))) != []
    assert len(queue.posts(PostFilter())) == len(accounts) + 1


def test_an_entry_gets_the_post_that_it_lacks(queue: Queue) -> None:
    take_in(queue, an_intake(1, a_post("x")))
    assert [post.account for post in take_in(queue, an_intake(1, a_post("x"), a_post("mastodon")))] == ["mastodon"]


def test_two_polls_that_take_the_same_in_at_once_make_one_entry(queue: Queue) -> None:
    for number in range(10):
        intake = an_intake(number, a_post(), entry=an_entry(number, aliases=(f"alias {number}",)))
        inserted = at_once(3, lambda _, intake=intake: take_in(queue, intake))
        assert sorted(map(len, inserted)) == [0, 0, 1]
    assert len(entries(queue)) == len(queue.posts(PostFilter())) == 10


def test_a_slot_that_is_taken_undoes_the_whole_intake_and_the_cursor(queue: Queue) -> None:
    add(queue, a_post(slot_at=NOW))
    before = FeedState(address=FEED, polls=1)
    take_in(queue, feed=before)
    with pytest.raises(SlotTaken, match="x: another post took the slot of 2026-11-23 09:00 UTC first"):
        take_in(queue, an_intake(1, a_post("y")), an_intake(2, a_post(slot_at=NOW)), feed=replace(before, polls=2))
    assert queue.feed(FEED) == before
    assert entries(queue) == []
    assert len(queue.posts(PostFilter())) == 1


def test_an_insert_that_fails_half_way_undoes_the_whole_intake_and_the_cursor(queue: Queue) -> None:
    with pytest.raises(IllegalMove, match="cannot begin as sent"):
        take_in(queue, an_intake(1, a_post()), an_intake(2, a_post(state=State.SENT)))
    assert (queue.feeds(), entries(queue), queue.posts(PostFilter())) == ([], [], [])


# Revisions and cancels ------------------------------------------------------------------------------------------------


def revise(queue: Queue, post: Post) -> Post:
    record = entries(queue)[0]
    revision = Revision(post_id=post.id, share=a_share("An edited story"))
    take_in(queue, an_intake(1, record_id=record.id, revisions=(revision,)))
    return queue.post(post.id)


def cancel(queue: Queue, post: Post) -> Post:
    record = entries(queue)[0]
    take_in(queue, an_intake(1, record_id=record.id, reason="the page is gone", cancels=(post.id,)))
    return queue.post(post.id)


def take_by_hand(queue: Queue, intake: Intake) -> list[Post]:
    return queue.take_by_hand(intake, now=NOW, who="dana", why="added")


def test_what_a_person_adds_is_written_down_with_who_and_why_and_moves_no_feeds_cursor(queue: Queue) -> None:
    (post,) = take_by_hand(queue, an_intake(1, a_post(edited_by="dana"), names=("https://elsewhere.example/1",)))
    assert (post.edited_by, post.state) == ("dana", State.QUEUED)
    assert [(step.who, step.why) for step in queue.history(post.id)] == [("dana", "added")]
    assert queue.feeds() == []
    record = queue.find_entry(["https://elsewhere.example/1"])
    assert record is not None
    assert (record.id, record.feed, record.fate) == (post.entry_id, "", Fate.SHARED)


def test_an_added_entry_belongs_to_the_first_feed_that_shows_it(queue: Queue) -> None:
    (post,) = take_by_hand(queue, an_intake(1, a_post()))
    assert take_in(queue, an_intake(1, a_post(), record_id=post.entry_id)) == []
    assert queue.entry(post.entry_id or 0).feed == FEED
    take_in(queue, an_intake(1, record_id=post.entry_id), feed=FeedState(address="https://other.example/feed/"))
    assert queue.entry(post.entry_id or 0).feed == FEED


def test_an_added_entry_that_has_a_post_of_that_round_by_now_is_refused_whole(queue: Queue) -> None:
    take_in(queue, an_intake(1, a_post("x")))
    with pytest.raises(Changed):
        take_by_hand(queue, an_intake(1, a_post("mastodon"), a_post("x")))
    assert [post.account for post in queue.posts(PostFilter())] == ["x"]


def test_a_slot_that_is_taken_undoes_all_that_a_person_adds(queue: Queue) -> None:
    add(queue, a_post("x", slot_at=NOW))
    with pytest.raises(SlotTaken):
        take_by_hand(queue, an_intake(1, a_post("mastodon"), a_post("x", slot_at=NOW)))
    assert entries(queue) == []


KEPT_SHARE = replace(a_share(link=""), image=Image(url="kept:5f2a/harbor.png", alt="The harbor at night"))


def test_a_picture_that_a_person_gave_is_kept_until_its_post_is_sent(queue: Queue) -> None:
    add(queue, a_post(share=KEPT_SHARE, kept=b"pixels"), a_post("mastodon", share=KEPT_SHARE, kept=b"pixels"))
    for account in ("x", "mastodon"):
        assert queue.kept_picture("5f2a") == b"pixels"
        claim = claimed(queue, account)
        queue.settle(claim, Verdict(state=State.SENT, reason="sent", receipt=RECEIPT), now=NOW, who="this")
    with pytest.raises(NotFound, match="add the post anew"):
        queue.kept_picture("5f2a")


@pytest.mark.parametrize("end", [State.CANCELLED, State.FAILED])
def test_a_kept_picture_outlives_what_may_be_brought_back(queue: Queue, end: State) -> None:
    (post,) = add(queue, a_post(share=KEPT_SHARE, kept=b"pixels"))
    if end is State.FAILED:
        queue.settle(claimed(queue), Verdict(state=end, reason="refused"), now=NOW, who="this")
    else:
        queue.move(post, Verdict(state=end, reason="cancelled"), now=NOW, who="dana")
    assert queue.kept_picture("5f2a") == b"pixels"


def test_a_post_that_a_person_saw_in_public_lets_its_kept_picture_go(queue: Queue) -> None:
    add(queue, a_post(share=KEPT_SHARE, kept=b"pixels"))
    unsure = queue.settle(
        claimed(queue), Verdict(state=State.UNSURE, reason="lost", doubt=DOUBT, due_at=NOW), now=NOW, who="this"
    )
    assert queue.kept_picture("5f2a") == b"pixels"
    queue.move(unsure, Verdict(state=State.SENT, reason="seen", receipt=RECEIPT), now=NOW, who="dana")
    with pytest.raises(NotFound):
        queue.kept_picture("5f2a")


@pytest.mark.parametrize("state", sorted(UNSENT))
def test_a_revision_gives_an_unsent_post_another_share(queue: Queue, state: State) -> None:
    post = take_in(queue, an_intake(1, a_post(state=state)))[0]
    after = revise(queue, post)
    assert (after.share.text, after.version, after.edited_by) == ("An edited story", post.version + 1, "")
    assert queue.history(post.id)[-1].why == "the entry was edited"


def test_a_revision_thaws_a_payload(queue: Queue) -> None:
    take_in(queue, an_intake(1, a_post()))
    post = settle(queue, claimed(queue), verdict(State.QUEUED, due_at=NOW))
    assert post.payload
    assert revise(queue, post).payload is None


def test_a_cancel_ends_an_unsent_post_even_one_that_a_person_has_edited(queue: Queue) -> None:
    post = take_in(queue, an_intake(1, a_post()))[0]
    after = cancel(queue, change(queue, post, share=a_share("By hand")))
    assert after.state is State.CANCELLED
    step = queue.history(post.id)[-1]
    assert (step.before, step.after, step.who, step.why) == (
        State.QUEUED, State.CANCELLED, "sharebot", "the page is gone",
    )  # fmt: skip


def in_doubt_again(queue: Queue, post: Post) -> Post:
    unsure = settle(queue, claimed(queue, only=post.id), verdict(State.UNSURE, doubt=DOUBT))
    return move(queue, unsure, verdict(State.QUEUED, due_at=NOW, doubt=DOUBT), who="sharebot")


@pytest.mark.parametrize(
    "moved_on",
    [
        lambda queue, post: claimed(queue).post,
        lambda queue, post: settle(queue, claimed(queue), verdict(State.SENT)),
        lambda queue, post: settle(queue, claimed(queue), verdict(State.FAILED)),
        lambda queue, post: settle(queue, claimed(queue), verdict(State.UNSURE, doubt=DOUBT)),
        lambda queue, post: move(queue, post, verdict(State.CANCELLED)),
        in_doubt_again,
    ],
)
def test_a_post_that_has_moved_on_is_left_alone_silently(queue: Queue, moved_on: Callable[[Queue, Post], Post]) -> None:
    post = moved_on(queue, take_in(queue, an_intake(1, a_post()))[0])
    before = queue.post(post.id)
    assert revise(queue, before) == before
    assert cancel(queue, before) == before


def test_a_revision_reaches_a_post_that_was_given_another_time_meanwhile(queue: Queue) -> None:
    post = take_in(queue, an_intake(1, a_post()))[0]
    later = change(queue, post, due_at=NOW + MINUTE)
    revised = revise(queue, post)
    assert (revised.share.text, revised.due_at) == ("An edited story", later.due_at)


def test_a_revision_leaves_what_a_person_wrote(queue: Queue) -> None:
    post = take_in(queue, an_intake(1, a_post()))[0]
    by_hand = change(queue, post, share=a_share("By hand"))
    assert revise(queue, by_hand) == by_hand


def test_a_post_that_is_not_there_is_left_alone_silently(queue: Queue) -> None:
    post = take_in(queue, an_intake(1, a_post()))[0]
    take_in(queue, an_intake(1, revisions=(Revision(post_id=99, share=a_share()),), cancels=(99,), record_id=1))
    assert queue.post(post.id) == post


# Adding and reading ---------------------------------------------------------------------------------------------------


def test_a_post_comes_back_as_it_was_given(queue: Queue) -> None:
    text = 'naïve “quotes” 👩‍👩‍👧 Ελλάδα \0 %s :name {"a": 1} \\ \n end'
    share = Share(
        text=text, length=12, limit=280, link="https://blog.harborlight.org/1/", mentions=("GarrettReuscher",),
        spans=(Span(kind="mention", start=0, end=5, target="GarrettReuscher"),), notes=("shortened",), language="en",
    )  # fmt: skip
    post = add(queue, a_post(share=share, hold="wait’s", slot_at=NOW + MINUTE, round=3))[0]
    assert post == queue.post(post.id)
    assert (post.share, post.hold, post.due_at, post.slot_at, post.round) == (share, "wait’s", NOW, NOW + MINUTE, 3)
    assert (post.entry_id, post.state, post.version, post.created_at) == (None, State.QUEUED, 1, NOW)


@pytest.mark.parametrize("text", ["NUL \0 in it", "half a pair \ud83d", "' OR '1'='1", "%(x)s %s ? :x"])
def test_no_text_breaks_a_column(queue: Queue, text: str) -> None:
    post = add(queue, a_post(text, hold=text, share=a_share(text)))[0]
    whole = text.replace("\0", "\N{REPLACEMENT CHARACTER}").replace("\ud83d", "?")
    assert (post.account, post.hold) == (whole, whole)
    assert post.share.text == text.replace("\ud83d", "?")
    assert queue.posts(PostFilter(account=text)) == [post]
    queue.pause(text, reason=text, now=NOW, who=text)
    assert queue.account(text).reason == whole
    assert change(queue, post, who=text, why=text, hold="")
    assert queue.history(post.id)[-1].why == whole


def test_added_posts_say_who_added_them_and_why(queue: Queue) -> None:
    plain, held = add(queue, a_post("x"), a_post("y", state=State.DRAFT, hold="not yet"))
    step = queue.history(plain.id)[0]
    assert (step.before, step.after, step.who, step.why, step.at) == (None, State.QUEUED, "dana", "added by hand", NOW)
    assert queue.history(held.id)[0].why == "not yet"


@pytest.mark.parametrize("state", sorted(set(State) - UNSENT))
def test_a_new_post_begins_as_draft_or_queued(queue: Queue, state: State) -> None:
    with pytest.raises(IllegalMove, match=f"cannot begin as {state}"):
        add(queue, a_post(state=state))


def test_adding_a_second_post_of_a_round_is_refused(queue: Queue) -> None:
    take_in(queue, an_intake(1, a_post()))
    with pytest.raises(Changed, match="has a post for that account and round already"):
        queue.add([a_post("y"), a_post()], entry_id=1, now=NOW, who="dana", why="again")
    assert len(queue.posts(PostFilter())) == 1
    assert queue.add([a_post(round=1)], entry_id=1, now=NOW, who="dana", why="re-share")[0].round == 1


def test_posts_are_listed_in_order_of_due_time_the_undated_last(queue: Queue) -> None:
    undated, late, early, twin = add(
        queue, a_post(due_at=None), a_post(due_at=NOW + MINUTE), a_post(due_at=NOW), a_post(due_at=NOW)
    )
    assert queue.posts(PostFilter()) == [early, twin, late, undated]


def test_a_list_of_posts_is_filtered_by_everything_at_once(queue: Queue) -> None:
    wanted = take_in(queue, an_intake(1, a_post("x"), a_post("y"), a_post("x", round=1, due_at=NOW + 2 * MINUTE)))[0]
    add(queue, a_post("x", state=State.DRAFT), a_post("x"))
    everything = PostFilter(
        states=frozenset({State.QUEUED, State.SENT}), account="x", entry_id=wanted.entry_id, ids=(wanted.id, 2, 3),
        due_from=NOW - MINUTE, due_until=NOW + MINUTE,
    )  # fmt: skip
    assert queue.posts(everything) == [wanted]
    assert len(queue.posts(PostFilter(account="x"))) == 4
    assert len(queue.posts(PostFilter(states=frozenset({State.DRAFT})))) == 1
    assert len(queue.posts(PostFilter(due_from=NOW + MINUTE))) == 1


def test_ten_thousand_posts_are_paged_through_without_loss_or_repeat(queue: Queue) -> None:
    numbers = count()
    some = [
        a_post(due_at=None if number % 5 == 0 else NOW + timedelta(seconds=number * 7919 % 1000))
        for number in range(100)
    ]
    for _ in range(100):
        add(queue, *(replace(post, account=f"a{next(numbers) % 3}") for post in some))
    pages, after = [], 0
    while page := queue.posts(PostFilter(after_id=after, limit=999)):
        pages.append(page)
        after = page[-1].id
    listed = [post for page in pages for post in page]
    assert [len(page) for page in pages] == [999] * 10 + [10]
    assert len({post.id for post in listed}) == 10_000
    assert listed == sorted(listed, key=lambda post: (post.due_at is None, post.due_at or NOW, post.id))


def test_counts_are_by_account_and_state(queue: Queue) -> None:
    add(queue, a_post("x"), a_post("x"), a_post("y", state=State.DRAFT))
    claimed(queue, "x")
    assert queue.counts() == {("x", State.QUEUED): 1, ("x", State.SENDING): 1, ("y", State.DRAFT): 1}


# Slots ----------------------------------------------------------------------------------------------------------------


def test_a_slot_is_given_once_an_account(queue: Queue) -> None:
    add(queue, a_post("x", slot_at=NOW), a_post("y", slot_at=NOW), a_post("x"), a_post("x"))
    with pytest.raises(SlotTaken):
        add(queue, a_post("x", slot_at=NOW))
    assert queue.taken_slots("x", NOW) == [NOW]
    assert queue.taken_slots("x", NOW + MINUTE) == []


@pytest.mark.parametrize("state", State)
def test_a_slot_is_free_again_only_when_its_post_was_cancelled_or_failed(queue: Queue, state: State) -> None:
    post = add(queue, a_post(slot_at=NOW, state=state if state in UNSENT else State.QUEUED))[0]
    if state is State.CANCELLED:
        move(queue, post, verdict(state))
    elif state not in UNSENT:
        made = claimed(queue)
        if state is not State.SENDING:
            settle(queue, made, verdict(state))
    free = state in {State.CANCELLED, State.FAILED}
    assert queue.taken_slots("x", NOW) == ([] if free else [NOW])
    if free:
        assert add(queue, a_post(slot_at=NOW))
    else:
        with pytest.raises(SlotTaken):
            add(queue, a_post(slot_at=NOW))


def test_a_failed_post_that_is_queued_again_has_no_slot(queue: Queue) -> None:
    add(queue, a_post(slot_at=NOW))
    failed = settle(queue, claimed(queue), verdict(State.FAILED))
    add(queue, a_post(slot_at=NOW))
    assert move(queue, failed, verdict(State.QUEUED, due_at=NOW)).slot_at is None


def test_a_change_into_a_taken_slot_is_refused_and_changes_nothing(queue: Queue) -> None:
    _, post = add(queue, a_post(slot_at=NOW), a_post(slot_at=NOW + MINUTE))
    with pytest.raises(SlotTaken, match="2026-11-23 09:00"):
        change(queue, post, due_at=NOW, slot_at=NOW)
    assert queue.post(post.id) == post


def test_of_two_who_want_the_same_slot_at_once_one_gets_it(queue: Queue) -> None:
    outcomes = at_once(4, lambda number: attempt_to(lambda: add(queue, a_post(slot_at=NOW, round=number))))
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["SlotTaken"] * 3 + ["list"]


# Claiming -------------------------------------------------------------------------------------------------------------


def test_a_claim_is_on_disk_with_its_attempt_key_payload_and_doubt(queue: Queue) -> None:
    post = add(queue)[0]
    made = claimed(queue, now=NOW + MINUTE)
    assert made.post == queue.post(post.id)
    assert (made.payload, made.attempt, made.doubted) == (freeze(post), 1, False)
    assert made.lease_until == made.post.lease_until == NOW + MINUTE + LEASE
    assert (made.post.state, made.post.payload, made.post.doubt, made.post.tries, made.post.worker) == (
        State.SENDING, freeze(post), DOUBT, 1, "w1",
    )  # fmt: skip
    attempt = queue.attempts(post.id)[0]
    assert (attempt.number, attempt.worker, attempt.started_at, attempt.ended_at) == (1, "w1", NOW + MINUTE, None)
    assert [(step.before, step.after) for step in queue.history(post.id)] == [
        (None, State.QUEUED), (State.QUEUED, State.SENDING),
    ]  # fmt: skip


def test_posts_are_claimed_in_order_of_due_time(queue: Queue) -> None:
    third, first, second = add(queue, a_post(), a_post(due_at=NOW - MINUTE), a_post(due_at=NOW - MINUTE))
    assert [claimed(queue).post.id for _ in range(3)] == [first.id, second.id, third.id]
    assert claim(queue) is None


@pytest.mark.parametrize(
    "waiting",
    [
        a_post(due_at=NOW + timedelta(microseconds=1)),
        a_post(due_at=None),
        a_post(hold="waits for a person"),
        a_post(state=State.DRAFT),
        a_post("y"),
    ],
)
def test_a_post_that_must_wait_is_not_claimed(queue: Queue, waiting: NewPost) -> None:
    post = add(queue, waiting)[0]
    assert claim(queue) is None
    assert queue.peek("x", now=NOW) is None
    assert claim(queue, only=post.id) is None


def test_peek_shows_what_claim_would_take_and_changes_nothing(queue: Queue) -> None:
    posts = add(queue, a_post(), a_post())
    assert queue.peek("x", now=NOW) == posts[0] == queue.post(posts[0].id)


def test_only_that_post_is_claimed_or_none(queue: Queue) -> None:
    first, second = add(queue, a_post(), a_post())
    assert claimed(queue, only=second.id).post.id == second.id
    assert claim(queue, only=second.id) is None
    assert claimed(queue).post.id == first.id


def test_what_prepare_raises_undoes_the_claim_and_comes_through(queue: Queue) -> None:
    post = add(queue)[0]

    def impossible(post: Post) -> Payload:
        raise Rejected("too long for the network")

    with pytest.raises(Rejected, match="too long"):
        claim(queue, prepare=impossible)
    assert queue.post(post.id) == post
    assert queue.attempts(post.id) == []
    assert len(queue.history(post.id)) == 1


def test_a_frozen_payload_is_never_prepared_again(queue: Queue) -> None:
    add(queue)
    first = claimed(queue)
    settle(queue, first, verdict(State.QUEUED, due_at=NOW))
    second = claimed(queue, prepare=lambda post: pytest.fail("prepared twice"))
    assert second.payload == first.payload
    assert (second.attempt, second.post.tries) == (2, 2)


def test_a_doubt_that_looks_have_missed_leaves_its_mark_in_the_next_one(queue: Queue) -> None:
    unsure = settle(queue, claimed(queue, only=add(queue)[0].id), verdict(State.UNSURE, doubt=DOUBT))
    move(queue, unsure, verdict(State.QUEUED, due_at=NOW, doubt=replace(DOUBT, missed=True)), who="sharebot")
    newer = replace(DOUBT, ticks=90000.0, boot="another")
    made = claimed(queue, doubt=newer)
    assert (made.doubted, made.may_be_public) == (False, True)
    assert made.post.doubt == queue.post(made.post.id).doubt == replace(newer, missed=True)


def test_an_older_doubt_stands(queue: Queue) -> None:
    again = in_doubt_again(queue, add(queue)[0])
    assert again.doubt == DOUBT
    made = claimed(queue, doubt=replace(DOUBT, ticks=1.0, boot="another"))
    assert made.doubted
    assert made.post.doubt == queue.post(again.id).doubt == DOUBT


def at_once(how_many: int, what: Callable[[int], Any]) -> list[Any]:
    barrier = Barrier(how_many)

    def wait_then(number: int) -> Any:
        barrier.wait()
        return what(number)

    with ThreadPoolExecutor(how_many) as threads:
        return list(threads.map(wait_then, range(how_many)))


def attempt_to(what: Callable[[], Any]) -> Any:
    try:
        return what()
    except Exception as error:  # noqa: BLE001  the outcome is the test's to judge
        return error


def test_however_many_workers_claim_each_post_is_claimed_once(queue: Queue) -> None:
    posts = add(queue, *(a_post() for _ in range(60)))

    def work(number: int) -> list[int]:
        mine = []
        while made := claim(queue, worker=f"w{number}"):
            settle(queue, made, verdict(State.SENT))
            mine.append(made.post.id)
        return mine

    each = at_once(4, work)
    assert sorted(post_id for mine in each for post_id in mine) == [post.id for post in posts]
    assert all(len(queue.attempts(post.id)) == 1 for post in posts)


# Media ----------------------------------------------------------------------------------------------------------------

PICTURE = b"\x89PNG\0\xff" * 9


def with_picture(post: Post) -> Payload:
    return replace(freeze(post), media=PICTURE)


def stored_media(address: str) -> int:
    """How many pictures the database holds."""
    database = opening.named(address)
    with database.reading() as tx:
        found = tx.select("SELECT count(*) FROM media", {})
    database.close()
    return int(found[0][0])


def shown(queue: Queue, address: str) -> Post:
    """The post of a queue that holds one, with a frozen picture, after one attempt that surely sent nothing."""
    add(queue)
    post = settle(queue, claimed(queue, prepare=with_picture), verdict(State.QUEUED, due_at=NOW))
    assert stored_media(address) == 1
    return post


def test_a_claim_brings_the_picture_of_its_payload_at_the_first_try_and_at_every_repeat(
    queue: Queue, address: str
) -> None:
    add(queue)
    first = claimed(queue, prepare=with_picture)
    assert (first.payload.media, stored_media(address)) == (PICTURE, 1)
    for _ in range(2):
        settle(queue, first, verdict(State.QUEUED, due_at=NOW))
        first = claimed(queue, prepare=lambda post: pytest.fail("prepared twice"))
        assert first.payload == with_picture(first.post)
        assert first.post.payload == first.payload


def test_what_is_listed_comes_without_pictures(queue: Queue, address: str) -> None:
    add(queue)
    made = claimed(queue, prepare=with_picture)
    orphan = queue.orphans(now=NOW, all_workers=True)[0]
    unsure = settle(queue, orphan, verdict(State.UNSURE, due_at=NOW, doubt=DOUBT))
    bare = freeze(unsure)
    assert (orphan.payload, orphan.post.payload, unsure.payload) == (bare, bare, bare)
    assert [post.payload for post in (*queue.posts(PostFilter()), *queue.unsure("x", now=NOW))] == [bare, bare]
    move(queue, unsure, verdict(State.QUEUED, due_at=NOW, doubt=DOUBT))
    assert queue.peek("x", now=NOW) == queue.post(made.post.id)
    assert queue.post(made.post.id).payload == bare
    assert claimed(queue).payload.media == PICTURE
    assert stored_media(address) == 1


def test_a_claim_that_is_undone_leaves_no_picture(queue: Queue, address: str) -> None:
    add(queue)

    def late(post: Post) -> Payload:
        raise Rejected("too late")

    with pytest.raises(Rejected):
        claim(queue, prepare=late)
    assert stored_media(address) == 0


@pytest.mark.parametrize(
    "end",
    [
        lambda queue: settle(queue, claimed(queue), verdict(State.SENT)),
        lambda queue: settle(queue, overtaken(queue), verdict(State.SENT)),
        lambda queue: move(
            queue, settle(queue, claimed(queue), verdict(State.UNSURE, doubt=DOUBT)), verdict(State.SENT)
        ),
        lambda queue: move(queue, queue.post(1), verdict(State.CANCELLED)),
        lambda queue: change(queue, queue.post(1), share=a_share("Other words")),
    ],
    ids=["sent", "late receipt", "found", "cancelled", "thawed"],
)
def test_a_picture_that_nobody_will_send_again_is_let_go(
    queue: Queue, address: str, end: Callable[[Queue], Post]
) -> None:
    shown(queue, address)
    end(queue)
    assert stored_media(address) == 0


def overtaken(queue: Queue) -> Claim:
    """A claim that comes back late: its post is unsure by now."""
    made = claimed(queue)
    settle(queue, queue.orphans(now=NOW, all_workers=True)[0], verdict(State.UNSURE, doubt=DOUBT))
    return made


def test_a_post_that_is_thawed_gets_another_picture_or_none(queue: Queue, address: str) -> None:
    change(queue, shown(queue, address), share=a_share("Other words"))
    made = claimed(queue)
    assert (made.payload.media, stored_media(address)) == (b"", 0)
    thawed = change(queue, settle(queue, made, verdict(State.QUEUED, due_at=NOW)), share=a_share("Again"))
    again = claimed(queue, prepare=lambda post: replace(freeze(post), media=b"another"))
    assert (again.post.id, again.payload.media, stored_media(address)) == (thawed.id, b"another", 1)


@pytest.mark.parametrize("how", ["revised", "cancelled"])
def test_a_poll_that_thaws_or_cancels_a_post_lets_its_picture_go(queue: Queue, address: str, how: str) -> None:
    take_in(queue, an_intake(1, a_post()))
    post = settle(queue, claimed(queue, prepare=with_picture), verdict(State.QUEUED, due_at=NOW))
    assert stored_media(address) == 1
    assert (revise if how == "revised" else cancel)(queue, post)
    assert stored_media(address) == 0


@pytest.mark.parametrize("given_up", [False, True])
def test_what_failed_is_tried_again_with_the_picture_that_was_frozen(
    queue: Queue, address: str, given_up: bool
) -> None:
    shown(queue, address)
    failed = settle(queue, claimed(queue), verdict(State.UNSURE if given_up else State.FAILED))
    if given_up:
        failed = move(queue, failed, verdict(State.FAILED))
    assert stored_media(address) == 1
    move(queue, failed, verdict(State.QUEUED, due_at=NOW))
    assert claimed(queue, prepare=lambda post: pytest.fail("prepared twice")).payload.media == PICTURE


# Settling -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", State)
def test_a_settled_claim_goes_where_the_drawing_allows_and_nowhere_else(queue: Queue, state: State) -> None:
    add(queue)
    made = claimed(queue)
    if state not in MOVES[State.SENDING]:
        with pytest.raises(IllegalMove, match=f"is sending and cannot become {state}"):
            settle(queue, made, verdict(state))
        assert queue.post(made.post.id) == made.post
        return
    later = NOW + MINUTE
    after = settle(queue, made, verdict(state, due_at=later, rejected="said no", doubt=DOUBT), now=later)
    assert after == queue.post(made.post.id)
    assert (after.state, after.doubt, after.rejected, after.looks) == (state, DOUBT, "said no", 0)
    assert (after.lease_until, after.worker, after.tries, after.payload) == (None, "", 1, made.payload)
    assert after.receipt == (RECEIPT if state is State.SENT else None)
    attempt = queue.attempts(after.id)[0]
    assert (attempt.ended_at, attempt.verdict, attempt.detail) == (later, "test", f"it is {state}")
    step = queue.history(after.id)[-1]
    assert (step.before, step.after, step.who, step.why) == (State.SENDING, state, "sharebot", f"it is {state}")


@pytest.mark.parametrize(
    ("state", "due"), [(State.QUEUED, True), (State.UNSURE, True), (State.SENT, False), (State.FAILED, False)]
)
def test_a_post_at_its_end_keeps_the_time_it_was_planned_for(queue: Queue, state: State, due: bool) -> None:
    add(queue)
    after = settle(queue, claimed(queue), verdict(state, due_at=NOW + MINUTE if due else None))
    assert after.due_at == (NOW + MINUTE if due else NOW)


def test_no_doubt_in_the_verdict_takes_the_doubt_away(queue: Queue) -> None:
    add(queue)
    assert settle(queue, claimed(queue), verdict(State.QUEUED, due_at=NOW)).doubt is None


def test_sent_needs_a_receipt(queue: Queue) -> None:
    add(queue)
    with pytest.raises(IllegalMove, match="without a receipt"):
        settle(queue, claimed(queue), verdict(State.SENT, receipt=None))


def test_settling_can_pause_the_account_at_once(queue: Queue) -> None:
    add(queue)
    settle(queue, claimed(queue), verdict(State.QUEUED, due_at=NOW, pause=True, reason="401: token revoked"))
    paused = queue.account("x")
    assert (paused.paused_at, paused.reason, paused.by) == (NOW, "401: token revoked", "sharebot")
    assert claim(queue) is None


def test_what_was_attempted_in_a_time_is_told_by_account_and_without_what_surely_sent_nothing(queue: Queue) -> None:
    for number, kind in enumerate(["sent", "not sent", "unknown", "rejected"]):
        add(queue, a_post(share=a_share(kind), due_at=NOW), a_post("other", share=a_share(kind), due_at=NOW))
        made = claimed(queue, now=NOW + number * MINUTE)
        settle(queue, made, verdict(State.SENT if kind == "sent" else State.FAILED, kind=kind))
    add(queue, a_post(share=a_share("open")))
    claimed(queue, now=NOW + 9 * MINUTE)

    def told(since: datetime, until: datetime, account: str = "x") -> list[str]:
        return [share.text for share in queue.attempted(account, since=since, until=until)]

    assert told(NOW, NOW + 10 * MINUTE) == ["sent", "unknown", "open"]
    assert told(NOW, NOW + 9 * MINUTE) == ["sent", "unknown"]
    assert told(NOW + MINUTE, NOW + 2 * MINUTE) == []
    assert told(NOW, NOW + 10 * MINUTE, "other") == []


def test_an_attempt_whose_post_was_decided_elsewhere_has_lost_its_lease(queue: Queue) -> None:
    add(queue)
    first = claimed(queue)
    settle(queue, first, verdict(State.QUEUED, due_at=NOW))
    for state in MOVES[State.SENDING]:
        with pytest.raises(LeaseLost, match="post 1 is no longer in attempt 1"):
            settle(queue, first, verdict(state))
    second = claimed(queue)
    for state in MOVES[State.SENDING]:
        with pytest.raises(LeaseLost):
            settle(queue, first, verdict(state))
    assert queue.post(1) == second.post
    assert queue.attempts(1)[1].ended_at is None


def test_a_late_receipt_is_still_a_receipt(queue: Queue) -> None:
    add(queue)
    made = claimed(queue)
    orphan = queue.orphans(now=NOW + LEASE, all_workers=False)[0]
    settle(queue, orphan, verdict(State.UNSURE, doubt=DOUBT, due_at=NOW + LEASE))
    for state in (State.FAILED, State.QUEUED, State.UNSURE):
        with pytest.raises(LeaseLost):
            settle(queue, made, verdict(state))
    after = settle(queue, made, verdict(State.SENT), now=NOW + LEASE + MINUTE)
    assert (after.state, after.receipt, after.doubt) == (State.SENT, RECEIPT, None)
    step = queue.history(1)[-1]
    assert (step.before, step.after, step.why) == (State.UNSURE, State.SENT, "late receipt: it is sent")
    assert queue.attempts(1)[0].verdict == "test"


def test_a_late_receipt_of_an_earlier_attempt_ends_the_doubt_about_a_later_one(queue: Queue) -> None:
    post = add(queue)[0]
    first = claimed(queue)
    unsure = settle(queue, first, verdict(State.UNSURE, doubt=DOUBT))
    with pytest.raises(LeaseLost):
        settle(queue, replace(first, attempt=2), verdict(State.FAILED))
    move(queue, unsure, verdict(State.QUEUED, due_at=NOW, doubt=DOUBT))
    with pytest.raises(LeaseLost):
        settle(queue, first, verdict(State.SENT))
    settle(queue, claimed(queue), verdict(State.UNSURE, doubt=DOUBT))
    assert settle(queue, first, verdict(State.SENT)).state is State.SENT
    assert queue.post(post.id).receipt == RECEIPT


def test_of_a_worker_and_whoever_takes_back_its_lease_one_decides(queue: Queue) -> None:
    for number in range(10):
        post = add(queue)[0]
        made = claimed(queue)
        verdicts = (verdict(State.FAILED), verdict(State.QUEUED, due_at=None))
        outcomes = at_once(
            2, lambda n, made=made, verdicts=verdicts: attempt_to(lambda: settle(queue, made, verdicts[n]))
        )
        assert sorted(type(outcome).__name__ for outcome in outcomes) == ["LeaseLost", "Post"], number
        assert len(queue.history(post.id)) == 3


# Watching -------------------------------------------------------------------------------------------------------------


def test_a_claim_whose_lease_ran_out_is_an_orphan_in_doubt(queue: Queue) -> None:
    add(queue, a_post(), a_post())
    first, second = claimed(queue), claimed(queue, "x", now=NOW + MINUTE, worker="w2")
    assert queue.orphans(now=NOW + LEASE - timedelta(microseconds=1), all_workers=False) == []
    assert queue.orphans(now=NOW + LEASE, all_workers=False) == [replace(first, doubted=True)]
    both = [replace(first, doubted=True), replace(second, doubted=True)]
    assert queue.orphans(now=NOW, all_workers=True) == both
    settle(queue, first, verdict(State.SENT))
    assert queue.orphans(now=NOW, all_workers=True) == both[1:]


def test_unsure_posts_come_up_when_they_are_due(queue: Queue) -> None:
    add(queue, a_post(), a_post(), a_post(), a_post("y"))
    late = settle(queue, claimed(queue), verdict(State.UNSURE, due_at=NOW + MINUTE, doubt=DOUBT))
    early = settle(queue, claimed(queue), verdict(State.UNSURE, due_at=NOW, doubt=DOUBT))
    settle(queue, claimed(queue), verdict(State.UNSURE, due_at=None, doubt=DOUBT))
    settle(queue, claimed(queue, "y"), verdict(State.UNSURE, due_at=NOW, doubt=DOUBT))
    assert queue.unsure("x", now=NOW) == [early]
    assert queue.unsure("x", now=NOW + MINUTE) == [early, late]


def test_next_due_is_the_earliest_of_queued_unsure_and_leases(queue: Queue) -> None:
    assert queue.next_due("x") is None
    add(queue, a_post(due_at=NOW), a_post(due_at=NOW + 9 * MINUTE), a_post(hold="held"), a_post("y"))
    assert queue.next_due("x") == NOW
    made = claimed(queue)
    assert queue.next_due("x") == NOW + LEASE
    settle(queue, made, verdict(State.UNSURE, due_at=NOW + 7 * MINUTE, doubt=DOUBT))
    assert queue.next_due("x") == NOW + 7 * MINUTE
    unsure = queue.unsure("x", now=NOW + 7 * MINUTE)[0]
    change(queue, unsure, undated=True)
    assert queue.next_due("x") == NOW + 9 * MINUTE


def test_a_paused_account_has_nothing_to_wake_up_for(queue: Queue) -> None:
    add(queue)
    in_doubt = add(queue, a_post(due_at=NOW - MINUTE))[0]
    settle(queue, claimed(queue, only=in_doubt.id), verdict(State.UNSURE, due_at=NOW, doubt=DOUBT))
    queue.pause("x", reason="later", now=NOW, who="dana")
    assert queue.next_due("x") is None
    assert queue.unsure("x", now=NOW + MINUTE) == []


def test_overdue_posts_are_in_no_doubt_and_wait_for_nobody(queue: Queue) -> None:
    second, first, _, _, _, _ = add(
        queue, a_post(due_at=NOW - MINUTE), a_post(due_at=NOW - 2 * MINUTE), a_post(due_at=NOW), a_post("y"),
        a_post(due_at=NOW - MINUTE, hold="held"), a_post(due_at=NOW - MINUTE, state=State.DRAFT),
    )  # fmt: skip
    tried = add(queue, a_post(due_at=NOW - 3 * MINUTE))[0]
    settle(queue, claimed(queue, only=tried.id), verdict(State.QUEUED, due_at=NOW - 3 * MINUTE))
    assert queue.overdue("x", before=NOW) == [queue.post(tried.id), first, second]


# Moving ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("after", State)
@pytest.mark.parametrize("before", State)
def test_a_post_moves_as_the_drawing_allows_and_never_otherwise(queue: Queue, before: State, after: State) -> None:
    post = a_post_in(queue, before)
    allowed = after in MOVES[before] and State.SENDING not in {before, after}
    if not allowed:
        with pytest.raises(IllegalMove, match=rf"^post {post.id} is {before} and cannot become {after}"):
            move(queue, post, verdict(after))
        assert queue.post(post.id) == post
        return
    moved = move(queue, post, verdict(after, due_at=NOW + MINUTE), now=NOW + MINUTE)
    assert moved == queue.post(post.id)
    assert (moved.state, moved.version, moved.updated_at) == (after, post.version + 1, NOW + MINUTE)
    assert moved.receipt == (RECEIPT if after is State.SENT else None)
    assert moved.due_at == (NOW + MINUTE if after in UNSENT else post.due_at)
    step = queue.history(post.id)[-1]
    assert (step.before, step.after, step.who, step.why, step.at) == (
        before, after, "dana", f"it is {after}", NOW + MINUTE,
    )  # fmt: skip


def test_the_refusal_is_a_sentence(queue: Queue) -> None:
    post = a_post_in(queue, State.SENT)
    with pytest.raises(IllegalMove) as refused:
        move(queue, post, verdict(State.QUEUED))
    assert str(refused.value) == f"post {post.id} is sent and cannot become queued"


def test_an_approved_draft_is_held_no_longer(queue: Queue) -> None:
    assert move(queue, a_post_in(queue, State.DRAFT), verdict(State.QUEUED, due_at=NOW)).hold == ""


@pytest.mark.parametrize(
    ("before", "who", "tries"),
    [
        (State.FAILED, "dana", 0),
        (State.FAILED, "sharebot", 0),
        (State.UNSURE, "dana", 0),
        (State.UNSURE, "sharebot", 1),
    ],
)
def test_who_queues_a_post_again_decides_whether_its_tries_are_forgotten(
    queue: Queue, before: State, who: str, tries: int
) -> None:
    post = a_post_in(queue, before, doubt=DOUBT)
    again = move(queue, post, verdict(State.QUEUED, due_at=NOW), who=who)
    assert (again.tries, again.doubt, again.payload) == (tries, None, post.payload)
    assert claimed(queue).attempt == 2


def test_a_post_in_doubt_may_not_be_cancelled(queue: Queue) -> None:
    post = in_doubt_again(queue, add(queue)[0])
    with pytest.raises(IllegalMove, match="may be public already"):
        move(queue, post, verdict(State.CANCELLED))


def test_a_decision_about_an_older_version_is_refused(queue: Queue) -> None:
    seen = add(queue)[0]
    change(queue, seen, due_at=NOW + MINUTE)
    for decide in (lambda: move(queue, seen, verdict(State.CANCELLED)), lambda: change(queue, seen, hold="no")):
        with pytest.raises(Changed, match=f"post {seen.id} was changed meanwhile and is queued now"):
            decide()


def test_of_two_people_who_decide_at_once_one_wins(queue: Queue) -> None:
    for _ in range(10):
        post = add(queue)[0]
        outcomes = at_once(2, lambda n, post=post: attempt_to(lambda: move(queue, post, verdict(State.CANCELLED))))
        assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Changed", "Post"]


def test_of_a_worker_and_a_person_one_wins(queue: Queue) -> None:
    for _ in range(10):
        post = add(queue)[0]
        sent, stopped = at_once(
            2,
            lambda n, post=post: attempt_to(
                lambda: move(queue, post, verdict(State.CANCELLED)) if n else claim(queue, only=post.id)
            ),
        )
        assert isinstance(stopped, Changed) if isinstance(sent, Claim) else sent is None
        assert queue.post(post.id).state is (State.SENDING if sent else State.CANCELLED)


# Changing -------------------------------------------------------------------------------------------------------------


def test_what_is_not_given_stays(queue: Queue) -> None:
    post = add(queue, a_post(slot_at=NOW, hold="held"))[0]
    after = change(queue, post)
    assert after == replace(post, version=2)
    assert queue.history(post.id)[-1].why == "changed"


def test_without_a_reason_no_history_is_written(queue: Queue) -> None:
    post = add(queue)[0]
    change(queue, post, why="", due_at=NOW + MINUTE)
    assert len(queue.history(post.id)) == 1


def test_a_new_due_time_replaces_the_slot_too(queue: Queue) -> None:
    post = add(queue, a_post(slot_at=NOW))[0]
    moved = change(queue, post, due_at=NOW + MINUTE, slot_at=NOW + MINUTE)
    assert (moved.due_at, moved.slot_at) == (NOW + MINUTE, NOW + MINUTE)
    out = change(queue, moved, due_at=NOW + 2 * MINUTE)
    assert (out.due_at, out.slot_at) == (NOW + 2 * MINUTE, None)


def test_a_due_time_can_be_taken_away(queue: Queue) -> None:
    after = change(queue, add(queue, a_post(slot_at=NOW))[0], undated=True)
    assert (after.due_at, after.slot_at) == (None, None)
    assert claim(queue) is None


def test_a_hold_is_put_on_and_taken_off(queue: Queue) -> None:
    held = change(queue, add(queue)[0], hold="too late")
    assert held.hold == "too late"
    assert claim(queue) is None
    assert change(queue, held, hold="").hold == ""
    assert claim(queue)


@pytest.mark.parametrize(("who", "edited_by"), [("dana", "dana"), ("sharebot", "")])
def test_a_new_share_thaws_the_payload_and_names_the_person_who_wrote_it(
    queue: Queue, who: str, edited_by: str
) -> None:
    add(queue)
    post = settle(queue, claimed(queue), verdict(State.QUEUED, due_at=NOW))
    after = change(queue, post, who=who, share=a_share("Other words"))
    assert (after.share.text, after.payload, after.edited_by) == ("Other words", None, edited_by)
    assert claimed(queue).payload.body.startswith(b"Other words")


def test_looks_and_doubt_are_counted_on_an_unsure_post(queue: Queue) -> None:
    post = a_post_in(queue, State.UNSURE, doubt=DOUBT)
    later = replace(DOUBT, last_ticks=99999.0)
    after = change(queue, post, looks=2, doubt=later, due_at=NOW + MINUTE)
    assert (after.looks, after.doubt, after.due_at, after.state) == (2, later, NOW + MINUTE, State.UNSURE)


@pytest.mark.parametrize("changes", [{"share": a_share("new")}, {"hold": "stop"}, {"hold": ""}])
@pytest.mark.parametrize("state", sorted(set(State) - UNSENT))
def test_words_and_holds_are_only_for_unsent_posts(queue: Queue, state: State, changes: dict[str, Any]) -> None:
    post = a_post_in(queue, state)
    if state is State.FAILED and "share" in changes:
        changes |= {"hold": "stop"}
    with pytest.raises(IllegalMove, match=f"post {post.id} is {state} and cannot be changed"):
        change(queue, post, **changes)


def test_what_failed_is_surely_not_public_and_may_get_other_words_which_a_retry_sends(queue: Queue) -> None:
    failed = a_post_in(queue, State.FAILED)
    assert failed.payload is not None
    reworded = change(queue, failed, share=a_share("better words"))
    assert (reworded.state, reworded.share, reworded.payload) == (State.FAILED, a_share("better words"), None)
    assert reworded.edited_by == "dana"
    assert claim(queue) is None
    move(queue, reworded, verdict(State.QUEUED, due_at=NOW))
    assert claimed(queue).payload.body.startswith(b"better words")


def test_what_failed_in_doubt_keeps_its_words(queue: Queue) -> None:
    """It was given up: it may be public with the words that it has."""
    unsure = a_post_in(queue, State.UNSURE, doubt=DOUBT)
    given_up = move(queue, unsure, verdict(State.FAILED, doubt=DOUBT))
    with pytest.raises(IllegalMove, match="may be public already and cannot be changed"):
        change(queue, given_up, share=a_share("other words"))
    assert queue.post(given_up.id) == given_up


# Rewording several ----------------------------------------------------------------------------------------------------


def reword(queue: Queue, *changes: tuple[Post, str]) -> list[Post]:
    with queue.together():
        return [change(queue, post, why="edited", share=a_share(text)) for post, text in changes]


def test_several_posts_get_their_words_together(queue: Queue) -> None:
    one, other = add(queue, a_post(), a_post("y"))
    after = reword(queue, (one, "one"), (other, "other"))
    assert [post.share.text for post in after] == ["one", "other"]
    assert [post.edited_by for post in after] == ["dana", "dana"]
    assert after == [queue.post(one.id), queue.post(other.id)]
    assert [queue.history(post.id)[-1].why for post in after] == ["edited", "edited"]


def test_if_one_of_several_has_changed_meanwhile_none_gets_its_words(queue: Queue) -> None:
    one, other = add(queue, a_post(), a_post("y"))
    theirs = change(queue, other, who="tomas", share=a_share("theirs"))
    with pytest.raises(Changed, match=f"post {other.id} was changed meanwhile"):
        reword(queue, (one, "one"), (other, "mine"))
    assert (queue.post(one.id), queue.post(other.id)) == (one, theirs)


def test_if_one_of_several_is_sent_meanwhile_none_gets_its_words(queue: Queue) -> None:
    one, other = add(queue, a_post(), a_post("y"))
    claimed(queue, "y")
    with pytest.raises(Changed, match=f"post {other.id} was changed meanwhile and is sending"):
        reword(queue, (one, "one"), (other, "mine"))
    assert queue.post(one.id) == one


# Taking back ----------------------------------------------------------------------------------------------------------

WITHDRAWAL = Withdrawal(at=NOW + MINUTE, by="dana", said="x has removed it", reason="the name was wrong")


def test_what_is_taken_back_stays_sent_with_its_receipt_and_its_times(queue: Queue) -> None:
    post = a_post_in(queue, State.SENT)
    after = queue.withdraw(post.id, WITHDRAWAL)
    assert after == replace(post, receipt=replace(RECEIPT, withdrawn=WITHDRAWAL), version=post.version + 1)
    assert after == queue.post(post.id)
    step = queue.history(post.id)[-1]
    assert (step.who, step.before, step.after) == ("dana", State.SENT, State.SENT)
    assert step.why == "taken back (the name was wrong): x has removed it"


def test_the_first_withdrawal_stands(queue: Queue) -> None:
    post = a_post_in(queue, State.SENT)
    first = queue.withdraw(post.id, WITHDRAWAL)
    assert queue.withdraw(post.id, replace(WITHDRAWAL, by="tomas")) == first
    assert len(queue.history(post.id)) == 4


@pytest.mark.parametrize("state", sorted(set(State) - {State.SENT}))
def test_only_what_is_sent_can_be_taken_back(queue: Queue, state: State) -> None:
    post = a_post_in(queue, state)
    with pytest.raises(IllegalMove, match=f"post {post.id} is {state}; only a sent post"):
        queue.withdraw(post.id, WITHDRAWAL)
    assert queue.post(post.id) == post


def test_a_post_that_was_taken_back_is_not_made_again_by_its_entry(queue: Queue) -> None:
    (post,) = take_in(queue, an_intake(1, a_post()))
    sent(queue, post, NOW)
    queue.withdraw(post.id, WITHDRAWAL)
    assert take_in(queue, an_intake(1, a_post())) == []


def test_a_note_changes_nothing_of_the_post(queue: Queue) -> None:
    post = a_post_in(queue, State.SENT)
    queue.note(post.id, now=NOW + MINUTE, who="dana", why="x is asked to remove it")
    assert queue.post(post.id) == post
    step = queue.history(post.id)[-1]
    assert (step.at, step.who, step.after, step.why) == (NOW + MINUTE, "dana", State.SENT, "x is asked to remove it")


@pytest.mark.parametrize("changes", [{"share": a_share("new")}, {"hold": "stop"}])
def test_words_and_holds_are_not_for_posts_in_doubt(queue: Queue, changes: dict[str, Any]) -> None:
    with pytest.raises(IllegalMove, match="may be public already and cannot be changed"):
        change(queue, in_doubt_again(queue, add(queue)[0]), **changes)


@pytest.mark.parametrize("state", [State.SENT, State.FAILED, State.CANCELLED])
def test_a_post_at_its_end_has_no_new_due_time(queue: Queue, state: State) -> None:
    with pytest.raises(IllegalMove, match=f"is {state} and cannot be changed"):
        change(queue, a_post_in(queue, state), due_at=NOW + MINUTE)


# Accounts -------------------------------------------------------------------------------------------------------------


def test_a_paused_account_sends_nothing_until_it_is_resumed(queue: Queue) -> None:
    post = add(queue)[0]
    assert queue.account("x").paused_at is None
    assert queue.accounts() == []
    paused = queue.pause("x", reason="new password", now=NOW, who="dana")
    assert paused == queue.account("x")
    assert (paused.paused_at, paused.reason, paused.by) == (NOW, "new password", "dana")
    assert (claim(queue), queue.peek("x", now=NOW), claim(queue, only=post.id)) == (None, None, None)
    resumed = queue.resume("x", now=NOW + MINUTE, who="tomas")
    assert [resumed] == queue.accounts()
    assert (resumed.paused_at, resumed.reason) == (None, "")
    assert claimed(queue).post.id == post.id


def test_one_accounts_pause_is_not_anothers(queue: Queue) -> None:
    add(queue, a_post("y"))
    queue.pause("x", reason="", now=NOW, who="dana")
    assert claim(queue, "y")


# Resting --------------------------------------------------------------------------------------------------------------

LATER = NOW + 10 * MINUTE


def test_a_resting_account_gives_out_nothing_until_its_rest_is_over(queue: Queue) -> None:
    post, other = add(queue, a_post(), a_post())
    settle(queue, claimed(queue, only=other.id), verdict(State.UNSURE, due_at=NOW, doubt=DOUBT))
    resting = queue.rest("x", until=LATER, now=NOW)
    assert resting == queue.account("x") == queue.accounts()[0]
    assert (resting.rests_until, resting.paused_at, resting.reason, resting.by) == (LATER, None, "", "")
    before = LATER - timedelta(microseconds=1)
    assert (claim(queue, now=before), claim(queue, now=before, only=post.id)) == (None, None)
    assert (queue.peek("x", now=before), queue.unsure("x", now=before)) == (None, [])
    assert [each.id for each in queue.unsure("x", now=LATER)] == [other.id]
    assert queue.peek("x", now=LATER) == post
    assert claimed(queue, now=LATER).post.id == post.id


def test_one_accounts_rest_is_not_anothers(queue: Queue) -> None:
    add(queue, a_post("y"))
    queue.rest("x", until=LATER, now=NOW)
    assert queue.next_due("y") == NOW
    assert claim(queue, "y")


def test_the_later_end_of_two_rests_counts(queue: Queue) -> None:
    assert queue.rest("x", until=LATER, now=NOW).rests_until == LATER
    assert queue.rest("x", until=LATER - MINUTE, now=NOW).rests_until == LATER
    assert queue.rest("x", until=LATER + MINUTE, now=NOW).rests_until == LATER + MINUTE


def test_a_rest_that_is_over_already_changes_nothing(queue: Queue) -> None:
    queue.rest("x", until=NOW, now=NOW)
    assert (queue.account("x").rests_until, queue.accounts()) == (None, [])


def test_a_rest_and_a_pause_leave_each_other_alone(queue: Queue) -> None:
    queue.pause("x", reason="new password", now=NOW, who="dana")
    both = queue.rest("x", until=LATER, now=NOW)
    assert (both.paused_at, both.reason, both.by, both.rests_until) == (NOW, "new password", "dana", LATER)
    again = queue.pause("x", reason="again", now=NOW + MINUTE, who="tomas")
    assert (again.reason, again.by, again.rests_until) == ("again", "tomas", LATER)
    assert again == queue.account("x")


def test_a_person_who_resumes_an_account_ends_its_rest_too(queue: Queue) -> None:
    post = add(queue)[0]
    queue.rest("x", until=LATER, now=NOW)
    assert queue.resume("x", now=NOW, who="dana").rests_until is None
    assert queue.account("x").rests_until is None
    assert claimed(queue).post.id == post.id


def test_settling_lets_the_account_rest_in_the_same_breath(queue: Queue) -> None:
    post, _ = add(queue, a_post(), a_post())
    settle(queue, claimed(queue, only=post.id), verdict(State.QUEUED, due_at=NOW, rest_until=LATER))
    assert queue.account("x").rests_until == LATER
    assert claim(queue) is None
    made = claimed(queue, now=LATER)
    stopped = verdict(State.QUEUED, due_at=NOW, pause=True, reason="401", rest_until=LATER + MINUTE)
    settle(queue, made, stopped, now=LATER)
    account = queue.account("x")
    assert (account.paused_at, account.reason, account.rests_until) == (LATER, "401", LATER + MINUTE)


def test_a_settlement_that_came_too_late_lets_nobody_rest(queue: Queue) -> None:
    add(queue)
    made = claimed(queue)
    settle(queue, made, verdict(State.QUEUED, due_at=NOW))
    with pytest.raises(LeaseLost):
        settle(queue, made, verdict(State.QUEUED, due_at=NOW, rest_until=LATER, pause=True))
    assert queue.accounts() == []


def test_work_is_not_due_before_the_end_of_the_rest_but_leases_are(queue: Queue) -> None:
    post, other, third = add(queue, a_post(), a_post(), a_post(due_at=LATER + MINUTE))
    settle(queue, claimed(queue, only=other.id), verdict(State.UNSURE, due_at=NOW, doubt=DOUBT))
    queue.rest("x", until=LATER, now=NOW)
    assert queue.next_due("x") == LATER
    queue.resume("x", now=NOW, who="dana")
    claimed(queue, only=post.id)
    queue.rest("x", until=LATER, now=NOW)
    assert queue.next_due("x") == NOW + LEASE
    settle(queue, queue.orphans(now=NOW, all_workers=True)[0], verdict(State.SENT))
    move(queue, queue.post(other.id), verdict(State.SENT))
    assert queue.next_due("x") == third.due_at
    queue.pause("x", reason="", now=NOW, who="dana")
    assert queue.next_due("x") is None


def test_of_many_rests_at_once_the_longest_counts(queue: Queue) -> None:
    at_once(4, lambda number: queue.rest("x", until=NOW + (number + 1) * MINUTE, now=NOW))
    assert queue.account("x").rests_until == NOW + 4 * MINUTE


# What was learnt from outside -----------------------------------------------------------------------------------------


def test_what_is_remembered_comes_back_with_the_time_and_the_last_word_counts(queue: Queue) -> None:
    assert queue.recall("identity", "x:garrettreuscher") is None
    queue.remember("identity", "x:garrettreuscher", '{"id": "41"}', now=NOW)
    queue.remember("instance", "x:garrettreuscher", "another kind", now=NOW)
    assert queue.recall("identity", "x:garrettreuscher") == Fact(value='{"id": "41"}', learnt_at=NOW)
    queue.remember("identity", "x:garrettreuscher", "gone", now=NOW + MINUTE)
    assert queue.recall("identity", "x:garrettreuscher") == Fact(value="gone", learnt_at=NOW + MINUTE)
    assert queue.recall("instance", "x:garrettreuscher") == Fact(value="another kind", learnt_at=NOW)


def test_of_two_who_replace_what_both_have_read_one_succeeds(queue: Queue) -> None:
    assert queue.remember_instead("notice", "1 mailto", "mine", of=None, now=NOW)
    assert not queue.remember_instead("notice", "1 mailto", "yours", of=None, now=NOW)
    assert not queue.remember_instead("notice", "1 mailto", "yours", of="another", now=NOW)
    assert queue.recall("notice", "1 mailto") == Fact(value="mine", learnt_at=NOW)
    assert queue.remember_instead("notice", "1 mailto", "yours", of="mine", now=NOW + MINUTE)
    assert queue.recall("notice", "1 mailto") == Fact(value="yours", learnt_at=NOW + MINUTE)
    assert not queue.remember_instead("notice", "nobody's", "value", of="mine", now=NOW)
    assert queue.recall("notice", "nobody's") is None


@pytest.mark.parametrize("before", [None, "free"])
def test_of_many_who_claim_the_same_at_once_one_succeeds(queue: Queue, before: str | None) -> None:
    if before:
        queue.remember("notice", "1 mailto", before, now=NOW)
    won = at_once(
        8, lambda number: queue.remember_instead("notice", "1 mailto", f"worker {number}", of=before, now=NOW)
    )
    fact = queue.recall("notice", "1 mailto")
    assert won.count(True) == 1
    assert fact is not None
    assert fact.value == f"worker {won.index(True)}"


@pytest.mark.parametrize("name", ["é" * 3000, "NUL \0 in it", "half \ud83d", "' OR '1'='1", ""])
def test_no_name_is_too_long_or_too_strange_to_remember_by(queue: Queue, name: str) -> None:
    queue.remember("kind", name, "value \0", now=NOW)
    assert queue.recall("kind", name) == Fact(value="value \N{REPLACEMENT CHARACTER}", learnt_at=NOW)
    assert queue.recall("kind", f"{name}x") is None


# The store itself -----------------------------------------------------------------------------------------------------


def test_what_was_written_is_there_after_closing_and_opening_again(address: str) -> None:
    first = open_queue(address)
    post = add(first)[0]
    first.close()
    second = open_queue(address)
    assert second.post(post.id) == post
    second.close()


def test_a_closed_queue_says_so(queue: Queue) -> None:
    queue.close()
    with pytest.raises(StoreUnavailable, match="the queue is closed"):
        queue.counts()


def test_two_queues_on_one_database_see_each_other(queue: Queue, address: str) -> None:
    other = open_queue(address)
    post = add(queue)[0]
    assert claimed(other).post.id == post.id
    assert claim(queue) is None
    other.close()


def test_opening_a_new_database_from_many_sides_at_once_makes_it_once(address: str) -> None:
    queues = at_once(4, lambda _: open_queue(address))
    add(queues[0])
    assert all(len(queue.posts(PostFilter())) == 1 for queue in queues)
    for queue in queues:
        queue.close()


# Several calls as one -------------------------------------------------------------------------------------------------


def test_what_is_done_together_is_kept_whole(queue: Queue) -> None:
    with queue.together():
        post = add(queue)[0]
        changed = change(queue, queue.post(post.id), share=a_share("Another story"))
    assert queue.post(post.id) == changed
    assert len(queue.history(post.id)) == 2


def test_an_error_at_the_end_takes_everything_back_that_was_done_together(queue: Queue) -> None:
    before = add(queue)[0]

    def more_and_more_until_it_is_too_much() -> None:
        with queue.together():
            add(queue, a_post("mastodon"))
            change(queue, before, hold="wait")
            move(queue, queue.post(before.id), verdict(State.SENT))

    with pytest.raises(IllegalMove):
        more_and_more_until_it_is_too_much()
    assert queue.posts(PostFilter()) == [before]
    assert len(queue.history(before.id)) == 1


def test_a_refusal_that_is_met_takes_back_one_call_and_the_rest_goes_on(queue: Queue) -> None:
    slot = NOW + MINUTE
    with queue.together():
        add(queue, a_post(due_at=slot, slot_at=slot))
        with pytest.raises(SlotTaken):
            add(queue, a_post("mastodon"), a_post(due_at=slot, slot_at=slot))
        add(queue, a_post(due_at=slot + MINUTE, slot_at=slot + MINUTE))
    assert [post.slot_at for post in queue.posts(PostFilter())] == [slot, slot + MINUTE]


def test_nobody_else_sees_half_of_what_is_done_together(queue: Queue, address: str) -> None:
    other = open_queue(address)
    with ThreadPoolExecutor(1) as pool:
        with queue.together():
            add(queue)
            assert pool.submit(other.counts).result() == {}
            assert pool.submit(queue.counts).result() == {}
        assert pool.submit(other.counts).result() == {("x", State.QUEUED): 1}
    other.close()


def test_together_within_together_is_one(queue: Queue) -> None:
    def one_in_another() -> None:
        with queue.together():
            with queue.together():
                post = add(queue)[0]
            move(queue, post, verdict(State.SENT))

    with pytest.raises(IllegalMove):
        one_in_another()
    assert queue.counts() == {}


def test_open_posts_are_counted_by_what_they_wait_for(queue: Queue) -> None:
    for state in State:
        a_post_in(queue, state)
    add(queue, a_post(hold="stopped"))
    add(queue, a_post("mastodon", state=State.DRAFT, due_at=None), a_post("mastodon", state=State.DRAFT, due_at=None))
    found = {(each.account, each.state, each.held, each.dated): each.count for each in queue.open_tallies()}
    alone = queue.posts(PostFilter(account="x", states=frozenset(State) - {State.SENT, State.CANCELLED}))
    expected = [(post.account, post.state, bool(post.hold), post.due_at is not None) for post in alone]
    assert found == {key: expected.count(key) for key in expected} | {("mastodon", State.DRAFT, False, False): 2}


def test_a_tally_knows_its_first_post_and_its_oldest_moments(queue: Queue) -> None:
    first = add(queue, now=NOW + MINUTE)[0]
    second = add(queue, now=NOW)[0]
    change(queue, first, hold="")
    (tally,) = queue.open_tallies()
    assert (tally.first, tally.count) == (first.id, 2)
    assert tally.created_at == second.created_at == NOW
    assert tally.changed_at == NOW


def test_facts_of_a_kind_are_listed_by_name_and_let_go_when_they_are_old(queue: Queue) -> None:
    queue.remember("daemon", "quay:41", "one", now=NOW)
    queue.remember("daemon", "pier:7", "two", now=NOW + MINUTE)
    queue.remember("identity", "x:a", "other", now=NOW)
    assert queue.facts("daemon") == {
        "pier:7": Fact(value="two", learnt_at=NOW + MINUTE),
        "quay:41": Fact(value="one", learnt_at=NOW),
    }
    queue.forget("daemon", before=NOW + MINUTE)
    assert [*queue.facts("daemon")] == ["pier:7"]
    assert queue.recall("identity", "x:a") is not None
    assert queue.facts("nothing") == {}


# Filters and orders ---------------------------------------------------------------------------------------------------


@pytest.fixture
def many(queue: Queue) -> dict[str, int]:
    """Posts of every kind, by a name for each: of two authors' entries, and one by hand that credits nobody."""
    zora = Person(id=-1, names=("Zora Finch",))
    abel = Person(id=-2, names=("Abel Stone",))
    by_zora, by_both = take_in(
        queue,
        an_intake(1, a_post("x", due_at=NOW + 3 * MINUTE), people=(zora,)),
        an_intake(2, a_post("mastodon", due_at=NOW + MINUTE), people=(abel, zora)),
    )
    by_hand, held, draft = add(
        queue,
        a_post("x", due_at=NOW + 2 * MINUTE),
        a_post("x", due_at=NOW + 4 * MINUTE, hold="was due long ago"),
        a_post("bluesky", state=State.DRAFT, hold="waits", due_at=None),
    )
    made = {"zora": by_zora, "both": by_both, "hand": by_hand, "held": held, "draft": draft}
    doubtful = settle(queue, claimed(queue, now=NOW + MINUTE * 9, only=by_hand.id), verdict(State.UNSURE, doubt=DOUBT))
    assert doubtful.doubt
    return {name: post.id for name, post in made.items()}


def names(queue: Queue, many: dict[str, int], **wanted: Any) -> str:
    of = {number: name for name, number in many.items()}
    return " ".join(of[post.id] for post in queue.posts(PostFilter(**wanted)))


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        (Sort.DUE, "both zora held hand draft"),
        (Sort.ACCOUNT, "draft both zora held hand"),
        (Sort.AUTHOR, "both zora held hand draft"),
        (Sort.ENTRY, "zora both held hand draft"),
        (Sort.STATE, "draft both zora held hand"),
        (Sort.CREATED, "zora both hand held draft"),
    ],
)
def test_posts_are_listed_in_any_order_both_ways(queue: Queue, many: dict[str, int], sort: Sort, order: str) -> None:
    assert queue.post(many["hand"]).due_at is None
    assert names(queue, many, sort=sort) == order
    assert names(queue, many, sort=sort, reverse=True) == " ".join(reversed(order.split()))
    assert names(queue, many, sort=sort, limit=2) == " ".join(order.split()[:2])


def test_posts_are_found_by_author_by_what_waits_and_by_what_is_sure(queue: Queue, many: dict[str, int]) -> None:
    (zora,), (abel,) = queue.people_named(["zora finch"]), queue.people_named(["abel stone"])
    found = [
        ({"author": zora.id}, "both zora"),
        ({"author": zora.id, "account": "x"}, "zora"),
        ({"author": abel.id}, "both"),
        ({"awaiting": True}, "held draft"),
        ({"awaiting": True, "ids": (many["held"], many["zora"])}, "held"),
        ({"sure": True, "account": "x"}, "zora held"),
        ({"due_from": NOW + 2 * MINUTE, "due_until": NOW + 4 * MINUTE}, "zora held"),
        ({"states": frozenset({State.UNSURE, State.DRAFT})}, "hand draft"),
        ({"states": frozenset(State) - {State.SENT, State.CANCELLED}}, "both zora held hand draft"),
        ({"states": frozenset(State)}, "both zora held hand draft"),
    ]
    for wanted, those in found:
        assert names(queue, many, **wanted) == those, wanted
        assert queue.count(PostFilter(**wanted, limit=1)) == len(those.split()), wanted
