"""One suite for every database: feeds and entries, and what a poll decides of posts that are there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from servers.hands import (
    DOUBT,
    FEED,
    MINUTE,
    NOW,
    RECEIPT,
    a_post,
    a_share,
    add,
    an_entry,
    an_intake,
    at_once,
    cancel,
    change,
    claimed,
    in_doubt_again,
    move,
    revise,
    settle,
    take_in,
    verdict,
)
from servers.stored import entries
from sharebot.errors import Changed, IllegalMove, NotFound, SlotTaken
from sharebot.model import (
    UNSENT,
    Author,
    Evidence,
    Fate,
    FeedState,
    Handle,
    Image,
    Intake,
    Level,
    Post,
    PostFilter,
    Revision,
    State,
    Verdict,
)
from sharebot.ports import Queue

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
