"""edit: a person's words for several posts are stored together or not at all, and what they leave alone stays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from servers.paper import MONDAY, PaperClock
from sharebot import platforms
from sharebot.bot.editing import Editing, Overtaken, Seen, Unfit, Words
from sharebot.bot.staff import Staff
from sharebot.compose import from_text
from sharebot.errors import IllegalMove
from sharebot.model import Doubt, Image, NewPost, Payload, Post, Share, State, Verdict
from sharebot.ports import Queue
from sharebot.queue import open_queue
from sharebot.schedule import Calendar

LINK = "https://blog.harborlight.org/1"
ACCOUNTS = ("x", "mastodon", "bluesky")


@pytest.fixture
def queue(tmp_path: Path) -> Iterator[Queue]:
    opened = open_queue(f"sqlite:///{tmp_path / 'sharebot.db'}", home=tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def editing(queue: Queue) -> Editing:
    return editing_of(queue, "dana")


def editing_of(queue: Queue, who: str) -> Editing:
    staff = Staff(
        queue=queue,
        calendars=dict.fromkeys(ACCOUNTS, Calendar()),
        rules={name: platforms.rules(name) for name in ACCOUNTS},
        from_text=lambda text, post, authors, rules: from_text(
            text, rules, link=post.share.link, authors=authors, share=post.share
        ),
        clock=PaperClock(),
        who=who,
    )
    return Editing(staff=staff)


def a_post(queue: Queue, account: str = "mastodon", **changes: Any) -> Post:
    share = replace(Share(text=f"A title {LINK}", length=31, limit=500, link=LINK), **changes)
    new = NewPost(account=account, share=share, state=State.QUEUED, due_at=MONDAY)
    return queue.add([new], entry_id=None, now=MONDAY, who="test", why="test")[0]


def wish(seen: Seen, **changes: Any) -> tuple[Seen, Words]:
    return seen, replace(seen.words, **changes)


def test_all_get_their_words_or_none_does(queue: Queue, editing: Editing) -> None:
    one, other = (editing.see(a_post(queue, account).id) for account in ("x", "mastodon"))
    with pytest.raises(Unfit) as caught:
        editing.edit([wish(one, text=f"Fits {LINK}"), wish(other, text="word " * 200)])
    assert list(caught.value.whys) == [other.post.id]
    assert (queue.post(one.post.id), queue.post(other.post.id)) == (one.post, other.post)
    edited = editing.edit([wish(one, text=f"Fits {LINK}"), wish(other, text=f"Too {LINK}")])
    assert [each.post for each in edited] == [queue.post(one.post.id), queue.post(other.post.id)]
    assert [each.post.share.text for each in edited] == [f"Fits {LINK}", f"Too {LINK}"]
    assert {each.post.edited_by for each in edited} == {"dana"}


def test_every_account_measures_by_its_own_rules(queue: Queue, editing: Editing) -> None:
    text = "word " * 70
    wishes = [wish(editing.see(a_post(queue, account).id), text=text) for account in ACCOUNTS]
    with pytest.raises(Unfit) as caught:
        editing.edit(wishes)
    assert {queue.post(number).account for number in caught.value.whys} == {"x", "bluesky"}


def test_what_a_person_leaves_alone_is_not_marked_as_theirs(queue: Queue, editing: Editing) -> None:
    one, other = (editing.see(a_post(queue, account).id) for account in ("x", "mastodon"))
    (edited,) = editing.edit([wish(one), wish(other, text=f"New {LINK}")])
    assert edited.post.id == other.post.id
    assert queue.post(one.post.id) == one.post


def test_whoever_looks_only_changes_nothing(queue: Queue, editing: Editing) -> None:
    seen = editing.see(a_post(queue).id)
    (looked,) = editing.edit([wish(seen, text=f"New {LINK}")], look_only=True)
    assert looked.share.text == f"New {LINK}"
    assert queue.post(seen.post.id) == seen.post


# Two at once ----------------------------------------------------------------------------------------------------------


def test_of_two_who_edit_at_once_the_second_is_told_what_the_first_has_done(queue: Queue, editing: Editing) -> None:
    one, other = (editing.see(a_post(queue, account).id) for account in ("x", "mastodon"))
    tomas = editing_of(queue, "tomas")
    tomas.edit([wish(tomas.see(other.post.id), text=f"Theirs {LINK}")])
    with pytest.raises(Overtaken, match=f"post {other.post.id} by tomas") as caught:
        editing.edit([wish(one, text=f"Mine {LINK}"), wish(other, text=f"Mine {LINK}")])
    (since,) = caught.value.since
    assert [(step.who, step.why) for step in since.steps] == [("tomas", "edited")]
    assert since.post.share.text == f"Theirs {LINK}"
    assert queue.post(one.post.id) == one.post


def test_a_change_in_the_very_moment_of_storing_is_seen_too(queue: Queue) -> None:
    post = a_post(queue)
    editing = editing_of(queue, "dana")
    seen = editing.see(post.id)
    sly = replace(editing, staff=replace(editing.staff, queue=_Sly(queue, post)))  # type: ignore[arg-type]  # wraps it
    with pytest.raises(Overtaken, match=f"post {post.id} by tomas"):
        sly.edit([wish(seen, text=f"Mine {LINK}")])
    assert queue.post(post.id).share == post.share


class _Sly:
    """A queue in which somebody moves the post between the last look and the storing."""

    def __init__(self, queue: Queue, post: Post) -> None:
        self._queue, self._post = queue, post

    def __getattr__(self, name: str) -> Any:
        return getattr(self._queue, name)

    def together(self) -> Any:
        self._queue.change(self._post, now=MONDAY, who="tomas", why="held", hold="wait")
        return self._queue.together()


# What may be edited ---------------------------------------------------------------------------------------------------


def failed(queue: Queue, doubt: Doubt | None = None) -> Post:
    post = a_post(queue)
    claim = queue.claim(
        "mastodon", now=MONDAY, lease=MONDAY.replace(hour=10) - MONDAY, worker="w",
        doubt=Doubt(at=MONDAY, boot="b", ticks=0, last_ticks=0), prepare=lambda _: Payload(key="k", body=b"old"),
    )  # fmt: skip
    assert claim is not None
    state = State.UNSURE if doubt else State.FAILED
    after = queue.settle(claim, Verdict(state=state, reason="so", doubt=doubt), now=MONDAY, who="sharebot")
    if doubt:
        given_up = Verdict(state=State.FAILED, reason="given up", doubt=doubt)
        after = queue.move(after, given_up, now=MONDAY, who="dana")
    assert after.id == post.id
    return after


def test_what_failed_may_get_other_words_which_are_frozen_anew(queue: Queue, editing: Editing) -> None:
    seen = editing.see(failed(queue).id)
    (edited,) = editing.edit([wish(seen, text=f"New {LINK}")])
    assert (edited.post.state, edited.post.payload) == (State.FAILED, None)


def test_what_was_given_up_in_doubt_may_not(queue: Queue, editing: Editing) -> None:
    post = failed(queue, Doubt(at=MONDAY, boot="b", ticks=0, last_ticks=0))
    with pytest.raises(IllegalMove, match="was given up and may be public already"):
        editing.see(post.id)


# Warnings and pictures ------------------------------------------------------------------------------------------------

PICTURE = Image(url="https://blog.harborlight.org/1.png", alt="A lamp\n on a pier")


def test_a_pictures_description_is_a_persons_to_change_and_stays_to_the_letter_if_they_do_not(
    queue: Queue, editing: Editing
) -> None:
    seen = editing.see(a_post(queue, image=PICTURE).id)
    assert seen.words.alt == "A lamp on a pier"
    (edited,) = editing.edit([wish(seen, text=f"New {LINK}")])
    assert edited.post.share.image == PICTURE
    (again,) = editing.edit([wish(editing.see(seen.post.id), alt="A lamp at dusk")])
    assert again.post.share.image == replace(PICTURE, alt="A lamp at dusk")


@pytest.mark.parametrize(
    ("alt", "why"),
    [
        ("a" * 1501, "too long for mastodon: 1501 of 1500; shorten it by 1"),
        ("IMG_2041.jpg", "reads like a file's name"),
    ],
)
def test_a_description_that_would_be_cut_or_left_out_is_refused(
    queue: Queue, editing: Editing, alt: str, why: str
) -> None:
    seen = editing.see(a_post(queue, image=PICTURE).id)
    with pytest.raises(Unfit, match=why):
        editing.edit([wish(seen, alt=alt)])


def test_a_post_without_a_picture_of_its_own_has_nothing_to_describe(queue: Queue, editing: Editing) -> None:
    seen = editing.see(a_post(queue).id)
    assert seen.words.alt is None
    with pytest.raises(Unfit, match="no picture is attached"):
        editing.edit([wish(seen, alt="A lamp")])


def test_a_warning_counts_and_may_be_taken_away(queue: Queue, editing: Editing) -> None:
    seen = editing.see(a_post(queue, warning="Storms").id)
    with pytest.raises(Unfit, match="too long for mastodon: 506 of 500"):
        editing.edit([wish(seen, text="a" * 500)])
    (edited,) = editing.edit([wish(seen, text="a" * 500, warning=None)])
    assert (edited.post.share.warning, edited.post.share.length) == ("", 500)
