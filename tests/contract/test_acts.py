"""One suite for every database: acts, who did what, and taking it back, all of it or nothing."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import Any

import pytest

from sharebot.errors import Changed, IllegalMove, NotFound, QueueError, SlotTaken
from sharebot.model import (
    UNDOES,
    Act,
    ActFilter,
    Doubt,
    Entry,
    Fate,
    FeedState,
    Intake,
    KnownHandle,
    Level,
    NewPost,
    Origin,
    Payload,
    Person,
    Post,
    Receipt,
    Share,
    Standing,
    State,
    Verdict,
)
from sharebot.ports import Claim, Queue

NOW = datetime(2026, 11, 23, 9, 0, 0, 123456, tzinfo=UTC)
HOUR = timedelta(hours=1)
LATER = NOW + HOUR
DOUBT = Doubt(at=NOW, boot="3c5a", ticks=81234.5, last_ticks=81234.75)
ME = "sharebot"


def a_share(text: str = "A new story") -> Share:
    return Share(text=text, length=len(text), limit=280, link="https://blog.harborlight.org/1/")


def add(queue: Queue, who: str = ME, **changes: Any) -> Post:
    new = replace(NewPost(account="x", share=a_share(), state=State.QUEUED, due_at=LATER), **changes)
    return queue.add([new], entry_id=None, now=NOW, who=who, why="new in the feed")[0]


def change(queue: Queue, post: Post, who: str = "dana", why: str = "changed", **changes: Any) -> Post:
    return queue.change(post, now=NOW, who=who, why=why, **changes)


def move(queue: Queue, post: Post, state: State, who: str = "dana", **changes: Any) -> Post:
    return queue.move(post, Verdict(kind="staff", state=state, reason=f"{state}", **changes), now=NOW, who=who)


def claim(queue: Queue, post: Post, media: bytes = b"") -> Claim:
    made = queue.claim(
        post.account, only=post.id, now=LATER, lease=HOUR, worker="w", doubt=DOUBT,
        prepare=lambda post: Payload(key=f"key of {post.version}", body=post.share.text.encode(), media=media),
    )  # fmt: skip
    assert made is not None
    return made


def unsure(queue: Queue, **changes: Any) -> Post:
    made = claim(queue, add(queue, **changes))
    verdict = Verdict(kind="unknown", state=State.UNSURE, reason="the answer was lost", doubt=DOUBT)
    return queue.settle(made, verdict, now=LATER, who=ME)


def failed(queue: Queue) -> Post:
    return queue.settle(claim(queue, add(queue)), Verdict(state=State.FAILED, reason="422"), now=LATER, who=ME)


def last(queue: Queue, who: str = "dana") -> Act:
    return queue.acts(ActFilter(who=who, limit=1))[0]


def undo(queue: Queue, who: str = "dana", **how: Any) -> Act:
    return queue.undo(last(queue, who).id, now=LATER, who=who, **how)


def decided(post: Post) -> Post:
    """All of the post but what every change moves on."""
    return replace(post, version=0, updated_at=NOW)


# Writing down ---------------------------------------------------------------------------------------------------------


def test_what_a_person_changes_is_an_act_with_how_it_was_and_what_the_machine_changes_is_none(queue: Queue) -> None:
    post = add(queue)
    change(queue, post, who=ME, due_at=LATER + HOUR)
    assert queue.acts(ActFilter()) == []
    moved = change(queue, queue.post(post.id), why="rescheduled", due_at=LATER)
    (act,) = queue.acts(ActFilter())
    (changed,) = act.posts
    assert (act.who, act.at, act.undoes, act.undone_by) == ("dana", NOW, None, None)
    assert (changed.post_id, changed.why, changed.follows) == (post.id, "rescheduled", False)
    assert changed.before
    assert (changed.before.due_at, changed.after) == (LATER + HOUR, moved)
    assert queue.act(act.id) == act


def test_all_that_one_command_writes_is_one_act_from_first_to_last(queue: Queue) -> None:
    one, other = add(queue, state=State.DRAFT), add(queue)
    with queue.acting("approve", who="dana"):
        change(queue, other, who=ME, why="gives way", due_at=LATER + HOUR)
        move(queue, change(queue, one, due_at=LATER, slot_at=LATER), State.QUEUED, due_at=LATER)
    (act,) = queue.acts(ActFilter())
    assert act.what == "approve"
    assert [(each.post_id, each.follows) for each in act.posts] == [(one.id, False), (other.id, True)]
    first = act.posts[0]
    assert first.before
    assert (first.before.state, first.after.state) == (State.DRAFT, State.QUEUED)


def test_a_change_that_was_refused_leaves_no_act(queue: Queue) -> None:
    post = add(queue)
    change(queue, post, who=ME, due_at=LATER)
    with queue.acting("reschedule", who="dana"):
        with pytest.raises(Changed):
            change(queue, post, due_at=LATER)
        assert queue.acts(ActFilter()) == []
        change(queue, queue.post(post.id), due_at=LATER + HOUR)
    assert len(queue.acts(ActFilter())) == 1


def test_acts_are_listed_newest_first_by_who_when_and_post(queue: Queue) -> None:
    one, other = add(queue), add(queue)
    change(queue, one, due_at=LATER)
    change(queue, other, who="tomas", due_at=LATER)
    queue.pause("x", reason="mourning", now=LATER, who="dana")
    acts = queue.acts(ActFilter())
    assert [act.who for act in acts] == ["dana", "tomas", "dana"]
    assert queue.acts(ActFilter(who="tomas")) == [acts[1]]
    assert queue.acts(ActFilter(since=LATER)) == [acts[0]]
    assert queue.acts(ActFilter(post_id=one.id)) == [acts[2]]
    assert queue.acts(ActFilter(limit=1, before_id=acts[0].id)) == [acts[1]]
    with pytest.raises(NotFound, match="there is no act 77"):
        queue.act(77)


def test_the_steps_of_the_machine_are_listed_newest_first_without_those_of_people(queue: Queue) -> None:
    post = add(queue)
    change(queue, post, due_at=LATER)
    claim(queue, post)
    steps = queue.machine_steps()
    assert [(step.who, step.after) for _, step in steps] == [("w", State.SENDING), (ME, State.QUEUED)]
    assert queue.machine_steps(before=steps[0][0]) == steps[1:]


# Taking back ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", [{"state": State.DRAFT, "hold": "waits", "due_at": None}, {"slot_at": LATER}])
def test_a_cancelled_post_is_as_it_was_and_its_undo_can_be_taken_back(queue: Queue, how: dict[str, Any]) -> None:
    post = add(queue, **how)
    cancelled = move(queue, post, State.CANCELLED)
    act = undo(queue)
    assert decided(queue.post(post.id)) == decided(post)
    assert act.undoes == queue.acts(ActFilter())[1].id
    assert queue.acts(ActFilter())[1].undone_by == act.id
    undo(queue)
    assert decided(queue.post(post.id)) == decided(cancelled)
    assert [each.undone_by for each in queue.acts(ActFilter())] == [None, act.id + 1, None]
    undo(queue)
    assert decided(queue.post(post.id)) == decided(post)
    assert [each.undone_by is None for each in queue.acts(ActFilter())] == [True, False, True, False]


def test_an_approved_draft_is_a_draft_again_without_its_slot(queue: Queue) -> None:
    draft = add(queue, state=State.DRAFT, hold="waits for approval", due_at=None)
    with queue.acting("approve", who="dana"):
        move(queue, change(queue, draft, due_at=LATER, slot_at=LATER, hold=""), State.QUEUED, due_at=LATER)
    undo(queue)
    assert decided(queue.post(draft.id)) == decided(draft)
    assert queue.taken_slots("x", NOW) == []
    assert queue.history(draft.id)[-1].who == "dana"


def test_words_and_whose_they_were_come_back_and_are_frozen_anew(queue: Queue) -> None:
    made = claim(queue, add(queue))
    post = queue.settle(made, Verdict(state=State.QUEUED, reason="refused", due_at=LATER), now=LATER, who=ME)
    assert post.payload
    change(queue, post, share=a_share("My own words"))
    undo(queue)
    again = queue.post(post.id)
    assert (again.share, again.edited_by, again.payload) == (post.share, "", None)


def test_acts_can_be_taken_back_one_after_the_other_from_the_last(queue: Queue) -> None:
    post = add(queue)
    change(queue, post, due_at=LATER + HOUR)
    first = last(queue).id
    change(queue, queue.post(post.id), share=a_share("Other words"))
    undo(queue)
    queue.undo(first, now=NOW, who="dana")
    assert decided(queue.post(post.id)) == decided(post)
    with pytest.raises(IllegalMove, match=f"act {first} was taken back already"):
        queue.undo(first, now=NOW, who="dana")


def test_a_cancelled_post_whose_picture_was_let_go_is_frozen_anew(queue: Queue) -> None:
    made = claim(queue, add(queue), media=b"picture")
    post = queue.settle(made, Verdict(state=State.QUEUED, reason="refused", due_at=LATER), now=LATER, who=ME)
    move(queue, post, State.CANCELLED)
    undo(queue)
    assert queue.post(post.id).payload is None
    assert claim(queue, post, media=b"picture").payload.media == b"picture"


def test_a_post_that_an_act_made_is_cancelled_by_its_undo(queue: Queue) -> None:
    post = add(queue, who="dana")
    undo(queue)
    assert queue.post(post.id).state is State.CANCELLED
    undo(queue)
    assert decided(queue.post(post.id)) == decided(post)


def test_a_post_whose_making_was_undone_leaves_its_round_and_comes_back_unless_it_is_taken(queue: Queue) -> None:
    entry_id = an_entry(queue)
    first = shared(queue, entry_id)
    undo(queue)
    undone = queue.post(first.id)
    assert (undone.undone, undone.round, undone.entry_id) == (True, -first.id, entry_id)
    second = shared(queue, entry_id)
    assert (second.round, second.undone) == (0, False)
    making = queue.acts(ActFilter(post_id=first.id, limit=1))[0]
    with pytest.raises(Changed, match=f"x has post {second.id} of its article by now"):
        queue.undo(making.id, now=LATER, who="dana")
    undo(queue)
    queue.undo(making.id, now=LATER, who="dana")
    assert decided(queue.post(first.id)) == decided(first)
    assert queue.post(second.id).round == -second.id


def an_entry(queue: Queue) -> int:
    entry = Entry(id="https://blog.harborlight.org/1/", url=a_share().link, title="A story")
    feed = FeedState(address="https://blog.harborlight.org/feed/")
    queue.take_in(feed, [Intake(entry=entry, fate=Fate.SEEN, reason="seen")], now=NOW, who=ME)
    record = queue.find_entry([entry.id])
    assert record
    return record.id


def shared(queue: Queue, entry_id: int) -> Post:
    """As a person adds it."""
    new = NewPost(account="x", share=a_share(), state=State.QUEUED, due_at=LATER)
    return queue.add([new], entry_id=entry_id, now=NOW, who="dana", why="added")[0]


def test_one_that_has_moved_on_stops_all_and_it_is_said_who_did_what(queue: Queue) -> None:
    one, other = add(queue), add(queue)
    with queue.acting("cancel", who="dana"):
        move(queue, one, State.CANCELLED)
        change(queue, other, due_at=LATER + HOUR)
    change(queue, queue.post(other.id), who="tomas", why="rescheduled to Friday", due_at=LATER + 2 * HOUR)
    before = queue.post(one.id), queue.post(other.id)
    with pytest.raises(Changed, match=rf"post {other.id} has moved on since .*\(tomas: rescheduled to Friday\)"):
        undo(queue)
    assert (queue.post(one.id), queue.post(other.id)) == before
    assert last(queue).undone_by is None


def test_what_sharebot_did_because_of_an_act_is_taken_back_where_it_still_can_be(queue: Queue) -> None:
    for moved_on in (False, True):
        draft = add(queue, account=f"x{moved_on}", state=State.DRAFT, due_at=None)
        waiting = add(queue, account=f"x{moved_on}", slot_at=LATER + HOUR, due_at=LATER + HOUR, origin=Origin.RESHARE)
        with queue.acting("approve", who="dana"):
            later = change(queue, waiting, who=ME, due_at=LATER + 2 * HOUR, slot_at=LATER + 2 * HOUR)
            change(queue, draft, due_at=LATER + HOUR, slot_at=LATER + HOUR)
        if moved_on:
            later = change(queue, later, who="tomas", share=a_share("Tomas's words"))
        undo(queue)
        assert queue.post(draft.id).slot_at is None
        assert queue.post(waiting.id).slot_at == (later if moved_on else waiting).slot_at


def test_two_posts_that_swapped_their_slots_swap_them_back(queue: Queue) -> None:
    one, other = (add(queue, due_at=at, slot_at=at) for at in (LATER, LATER + HOUR))
    with queue.acting("reschedule", who="dana"):
        change(queue, one, due_at=LATER + 2 * HOUR, slot_at=None)
        change(queue, other, due_at=LATER, slot_at=LATER)
        change(queue, queue.post(one.id), due_at=LATER + HOUR, slot_at=LATER + HOUR)
    undo(queue)
    assert [decided(queue.post(post.id)) for post in (one, other)] == [decided(one), decided(other)]


def test_a_slot_that_is_taken_meanwhile_refuses_all_until_another_is_named(queue: Queue) -> None:
    post = add(queue, slot_at=LATER)
    move(queue, post, State.CANCELLED)
    add(queue, slot_at=LATER)
    with pytest.raises(SlotTaken, match="x: another post took the slot of 2026-11-23 10:00 UTC"):
        undo(queue)
    assert queue.post(post.id).state is State.CANCELLED
    undo(queue, slots={post.id: LATER + HOUR})
    again = queue.post(post.id)
    assert (again.state, again.due_at, again.slot_at) == (State.QUEUED, LATER + HOUR, LATER + HOUR)


# The law --------------------------------------------------------------------------------------------------------------


def test_nothing_is_taken_back_into_or_out_of_what_is_public_or_being_sent() -> None:
    for gone in (State.SENT, State.SENDING):
        assert not UNDOES[gone]
        assert all(gone not in then for then in UNDOES.values())
    assert not UNDOES[State.UNSURE] & {State.DRAFT, State.QUEUED, State.CANCELLED}


@pytest.mark.parametrize("state", [State.SENDING, State.SENT])
def test_what_was_sent_meanwhile_is_not_taken_back(queue: Queue, state: State) -> None:
    post = add(queue)
    change(queue, post, due_at=LATER)
    made = claim(queue, queue.post(post.id))
    if state is State.SENT:
        queue.settle(
            made, Verdict(state=state, reason="public", receipt=Receipt(remote_id="1", url="u")), now=NOW, who=ME
        )
    with pytest.raises(IllegalMove, match=f"post {post.id} is {state}: what may be public is not taken back"):
        undo(queue)


def test_what_a_person_said_is_public_stays_sent(queue: Queue) -> None:
    post = unsure(queue)
    move(queue, post, State.SENT, receipt=Receipt(remote_id="", url="https://social.test/1"))
    with pytest.raises(IllegalMove, match="is sent: what may be public is not taken back"):
        undo(queue)


def test_send_it_again_is_taken_back_with_its_doubt_and_never_said_again_by_undo(queue: Queue) -> None:
    post = unsure(queue)
    move(queue, post, State.QUEUED, due_at=LATER)
    undo(queue)
    assert decided(queue.post(post.id)) == decided(post)
    with pytest.raises(IllegalMove, match=f"post {post.id} .*resolve {post.id}"):
        undo(queue)
    assert queue.post(post.id).doubt == DOUBT


def test_send_it_again_is_not_taken_back_once_it_was_given_other_bytes(queue: Queue) -> None:
    """The doubt would speak of a post that nobody could send under the same key any more."""
    post = unsure(queue)
    again = move(queue, post, State.QUEUED, due_at=LATER)
    act = last(queue).id
    change(queue, again, share=a_share("Other words"))
    undo(queue)
    with pytest.raises(IllegalMove, match="was given other words since"):
        queue.undo(act, now=NOW, who="dana")


def test_given_up_is_taken_back_with_its_doubt_and_a_retry_of_it_too(queue: Queue) -> None:
    post = unsure(queue)
    given_up = move(queue, post, State.FAILED, doubt=DOUBT)
    undo(queue)
    assert decided(queue.post(post.id)) == decided(post)
    undo(queue)
    assert decided(queue.post(post.id)) == decided(given_up)
    retried = move(queue, queue.post(post.id), State.QUEUED, due_at=LATER, doubt=DOUBT)
    undo(queue)
    assert decided(queue.post(post.id)) == decided(given_up)
    with pytest.raises(IllegalMove, match="may be public and cannot become queued again"):
        undo(queue)
    assert retried.doubt == queue.post(post.id).doubt == DOUBT


def test_a_retry_is_taken_back_unless_it_was_taken_up(queue: Queue) -> None:
    post = failed(queue)
    move(queue, post, State.QUEUED, due_at=LATER)
    undo(queue)
    assert decided(queue.post(post.id)) == decided(replace(post, slot_at=None))
    move(queue, queue.post(post.id), State.QUEUED, due_at=LATER)
    made = claim(queue, queue.post(post.id))
    queue.settle(made, Verdict(state=State.QUEUED, reason="refused", due_at=LATER), now=LATER, who=ME)
    with pytest.raises(Changed, match=f"post {post.id} has moved on since .*refused"):
        undo(queue)


# Many at once ---------------------------------------------------------------------------------------------------------


def at_once(*deeds: Callable[[], object]) -> list[object]:
    """What came of each, errors of the queue included."""
    barrier = Barrier(len(deeds))

    def one(deed: Callable[[], object]) -> object:
        barrier.wait()
        try:
            return deed()
        except QueueError as error:
            return error

    with ThreadPoolExecutor(len(deeds)) as threads:
        return list(threads.map(one, deeds))


@pytest.mark.parametrize("kind", ["posts", "account", "person"])
def test_of_two_who_take_the_same_act_back_at_once_one_does(queue: Queue, kind: str) -> None:
    match kind:
        case "posts":
            post = add(queue)
            move(queue, post, State.CANCELLED)
        case "account":
            queue.pause("x", reason="mourning", now=NOW, who="dana")
        case _:
            put(queue, replace(put(queue, a_person(), who=ME), forbidden=("*",)))
    number = last(queue).id
    done = at_once(*(lambda who=who: queue.undo(number, now=NOW, who=who) for who in ("dana", "tomas", "elif")))
    assert [isinstance(each, Act) for each in done].count(True) == 1, done
    assert len(queue.acts(ActFilter())) == 2


def test_acts_of_several_people_and_deliveries_at_once_lose_nothing(queue: Queue) -> None:
    posts = [add(queue, account=f"x{number}", due_at=NOW) for number in range(8)]

    def goes_and_comes(post: Post) -> None:
        with queue.acting("cancel", who=post.account):
            move(queue, post, State.CANCELLED, who=post.account)
        queue.undo(last(queue, post.account).id, now=NOW, who=post.account)

    at_once(
        *(lambda post=post: goes_and_comes(post) for post in posts[:4]),
        *(lambda post=post: claim(queue, post) for post in posts[4:]),
    )
    assert [queue.post(post.id).state for post in posts] == [State.QUEUED] * 4 + [State.SENDING] * 4
    assert {len(queue.acts(ActFilter(who=post.account))) for post in posts[:4]} == {2}


# Accounts -------------------------------------------------------------------------------------------------------------


def test_a_pause_and_its_end_are_taken_back_unless_the_account_was_decided_about_since(queue: Queue) -> None:
    paused = queue.pause("x", reason="mourning", now=NOW, who="dana")
    undo(queue)
    assert queue.account("x").paused_at is None
    undo(queue)
    assert queue.account("x") == paused
    queue.rest("x", until=LATER + HOUR, now=NOW)
    resting = queue.account("x")
    queue.resume("x", now=NOW, who="dana")
    undo(queue)
    assert queue.account("x") == resting
    queue.pause("x", reason="401: the token is not valid", now=LATER, who=ME)
    with pytest.raises(Changed, match=r"account x was paused by sharebot .*401"):
        undo(queue)
    assert queue.account("x").reason == "401: the token is not valid"


def test_a_rest_that_the_network_asked_for_meanwhile_stays(queue: Queue) -> None:
    queue.pause("x", reason="mourning", now=NOW, who="dana")
    queue.rest("x", until=LATER + HOUR, now=NOW)
    undo(queue)
    account = queue.account("x")
    assert (account.paused_at, account.rests_until) == (None, LATER + HOUR)


# People ---------------------------------------------------------------------------------------------------------------


def a_person(name: str = "Garrett Reuscher", **changes: Any) -> Person:
    return Person(names=(name,), **changes)


def put(queue: Queue, person: Person, who: str = "dana", what: str = "put") -> Person:
    return queue.put_person(person, now=NOW, who=who, what=what)


def test_a_record_of_the_register_is_as_it_was_and_found_as_it_was(queue: Queue) -> None:
    known = put(queue, a_person(), who=ME)
    on_x = KnownHandle(
        platform="x", handle="GarrettReuscher", level=Level.STATED, standing=Standing.CONFIRMED, by="dana"
    )
    put(queue, replace(known, handles=(on_x,)), what="set x to GarrettReuscher")
    undo(queue)
    again = queue.person(known.id)
    assert (again.handles, queue.people_with([("x", "garrettreuscher")])) == ((), [])
    assert queue.person_history(known.id)[-1].what == "took back act 1 of dana: set x to GarrettReuscher"
    undo(queue)
    assert [person.id for person in queue.people_with([("x", "garrettreuscher")])] == [known.id]


def test_a_record_that_was_changed_since_stays(queue: Queue) -> None:
    known = put(queue, a_person(), who=ME)
    forbidden = put(queue, replace(known, forbidden=("*",)), what="never to be tagged")
    put(queue, replace(forbidden, guest=False), who="tomas", what="staff now")
    with pytest.raises(Changed, match=r"Garrett Reuscher, was changed since \(tomas: staff now\)"):
        undo(queue)


def test_newcomers_merging_and_splitting_are_refused_with_what_to_do_instead(queue: Queue) -> None:
    one = put(queue, a_person())
    with pytest.raises(IllegalMove, match="new to the register"):
        undo(queue)
    other = put(queue, a_person("G. Reuscher"), who=ME)
    queue.merge_people(one, other, now=NOW, who="dana", what="merged")
    with pytest.raises(IllegalMove, match="authors split"):
        undo(queue)
    queue.split_person(queue.person(one.id), a_person(), [], now=NOW, who="dana", what="split")
    with pytest.raises(IllegalMove, match="authors merge"):
        undo(queue)


def test_what_people_wrote_comes_back_with_signs_that_a_database_does_not_keep(queue: Queue) -> None:
    post = add(queue, share=a_share("half a pair \ud83d and a \0"), hold="")
    change(queue, post, who="d\0na", why="why \0", due_at=LATER + HOUR)
    (act,) = queue.acts(ActFilter())
    queue.undo(act.id, now=NOW, who="d\0na")
    assert queue.post(post.id).due_at == LATER


def test_an_act_that_changes_a_post_several_times_tells_every_reason(queue: Queue) -> None:
    post = add(queue)
    with queue.acting("import", who="dana"):
        post = change(queue, post, why="edited", share=a_share("Mine"))
        post = change(queue, post, why="edited", share=a_share("Other words"))
        change(queue, post, why="rescheduled", due_at=LATER + HOUR)
    assert last(queue).posts[0].why == "edited; rescheduled"
