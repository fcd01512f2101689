"""Old articles go into free slots at a set pace: never shared ones first, each once, and nothing at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from servers.paper import MONDAY, entry
from servers.stored import entries
from servers.year import ADDRESS, STORY, Year, credit
from sharebot import authors
from sharebot.bot.crediting import Crediting
from sharebot.bot.customs import Approval
from sharebot.bot.evergreen import Evergreen, Filled, Wish
from sharebot.model import Blog, Entry, Fate, Origin, PostFilter, State, Withdrawal
from sharebot.ports import Queue
from sharebot.queue import open_queue
from sharebot.schedule import Rounds

WISH = Wish(accounts=("x",), pace=timedelta(days=3, hours=12), ahead=timedelta(weeks=4))


@pytest.fixture
def queue(tmp_path: Path) -> Iterator[Queue]:
    opened = open_queue(f"sqlite:///{tmp_path / 'sharebot.db'}", home=tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def year(queue: Queue) -> Year:
    """A blog of twelve old articles, of which the feed showed the newest two at its first poll."""
    made = Year(queue, Rounds())
    made.blog.entries = [old(number) for number in range(1, 13)]
    return made


def old(number: int, **changes: object) -> Entry:
    published_at = MONDAY - timedelta(days=1300 - 100 * number)
    return entry(number, **({"html": STORY, "published_at": published_at} | changes))


def fill(year: Year, wish: Wish = WISH, *, look_only: bool = False, approval: Approval = Approval.AUTO) -> Filled:
    crediting = Crediting(
        credit=credit, rules=authors, source=year.blog, blog=Blog(), tell=year._tell, queue=year.queue
    )
    evergreen = Evergreen(
        queue=year.queue,
        source=year.blog,
        crediting=crediting,
        wording=year.wording,
        room=year.room,
        clock=year.clock,
        who="dana",
        approval=approval,
    )
    return evergreen.fill(ADDRESS, wish, look_only=look_only)


def titles(filled: Filled) -> list[str]:
    return [each.entry.title for each in filled.old]


def test_the_oldest_articles_wait_in_free_slots_at_the_pace(year: Year) -> None:
    filled = fill(year)
    assert titles(filled) == [f"Title {number}" for number in range(1, 9)]
    due = [each.due_at for each in filled.old]
    assert due[0] == MONDAY.replace(hour=14)  # the account's next slot is left to what may come
    assert all(timedelta(days=3) <= later - earlier <= timedelta(days=4) for earlier, later in pairwise(due))
    posts = year.posts()
    assert {(post.state, post.origin, post.round) for post in posts} == {(State.QUEUED, Origin.EVERGREEN, 0)}


def test_a_dry_run_shows_exactly_what_a_run_does_and_stores_nothing(year: Year) -> None:
    shown = fill(year, look_only=True)
    assert year.queue.posts(PostFilter()) == []
    assert entries(year.queue) == []
    done = fill(year)
    assert [(each.share, each.due_at) for each in shown.old] == [(each.share, each.due_at) for each in done.old]


def test_a_second_run_goes_on_where_the_first_ended_and_takes_no_article_twice(year: Year) -> None:
    fill(year)
    assert fill(year).old == ()
    further = fill(year, replace(WISH, ahead=timedelta(weeks=9)))
    assert titles(further) == ["Title 9", "Title 10", "Title 11", "Title 12"]


def test_an_article_that_was_shared_or_published_lately_is_left_out(year: Year) -> None:
    fill(year, replace(WISH, ahead=timedelta(days=3)))
    year.pass_days(10)
    year.blog.entries.append(old(13, published_at=year.clock.at - timedelta(days=89)))
    assert titles(fill(year, replace(WISH, ahead=timedelta(days=90)))) == [f"Title {n}" for n in range(2, 13)]


def test_an_article_that_was_shared_long_ago_comes_after_those_that_never_were_in_other_words(year: Year) -> None:
    fill(year, replace(WISH, ahead=timedelta(days=3)))
    year.pass_days(100)
    filled = fill(year, replace(WISH, ahead=timedelta(days=90)))
    assert titles(filled) == [*(f"Title {number}" for number in range(2, 13)), "Title 1"]
    again = filled.old[-1]
    assert again.post is not None
    assert again.post.round == 1
    assert again.share.mentions == ()
    assert again.share.text != year.posts(State.SENT)[0].share.text


def test_what_a_person_cancelled_is_not_put_there_again(year: Year) -> None:
    filled = fill(year, replace(WISH, ahead=timedelta(days=3)))
    assert filled.old[0].post is not None
    year.staff.cancel(filled.old[0].post.id)
    assert titles(fill(year, replace(WISH, ahead=timedelta(days=3)))) == ["Title 2"]


def test_a_new_article_takes_the_slot_of_an_old_one(year: Year) -> None:
    first = fill(year).old[0]
    assert first.post is not None
    year.clock.at = first.due_at - timedelta(minutes=30)
    year.blog.entries = []
    new = year.publish(99)
    assert new.slot_at == first.due_at
    assert year.queue.post(first.post.id).slot_at == first.due_at + timedelta(hours=4)


def test_a_category_and_a_date_choose_among_the_articles(year: Year) -> None:
    year.blog.entries = [old(number, categories=("Guides",) if number % 2 else ("News",)) for number in range(1, 13)]
    since = date.fromordinal((MONDAY - timedelta(days=900)).toordinal())
    assert titles(fill(year, replace(WISH, category="guides", since=since))) == [
        "Title 5",
        "Title 7",
        "Title 9",
        "Title 11",
    ]


def test_an_entry_of_the_first_poll_is_shared_from_then_on(year: Year) -> None:
    year.poll()
    before = {record.id for record in entries(year.queue)}
    fill(year, replace(WISH, ahead=timedelta(days=3)))
    assert {record.id for record in entries(year.queue)} >= before
    assert {post.state for post in year.posts()} <= {State.QUEUED, State.DRAFT}


def test_an_entry_that_waits_for_a_person_is_left_to_that_person(year: Year) -> None:
    year.poll()  # all of these are old at first sight, and more than a handful: they are held
    assert {record.fate for record in entries(year.queue)} == {Fate.HELD}
    assert fill(year).old == ()


def test_what_waits_for_approval_keeps_its_slot_when_it_is_approved(year: Year) -> None:
    first = fill(year, approval=Approval.GUESTS).old[0]
    assert first.post is not None
    assert first.post.state is State.DRAFT
    approved = year.staff.approve(first.post.id)
    assert (approved.state, approved.slot_at, approved.due_at) == (State.QUEUED, first.due_at, first.due_at)


def test_a_feed_that_was_never_read_is_refused_with_the_way_out(queue: Queue, year: Year) -> None:
    filled = fill(year)
    assert filled.error == ""
    other = Evergreen(
        queue=queue,
        source=year.blog,
        crediting=Crediting(credit=credit, rules=authors, source=year.blog, blog=Blog(), tell=year._tell),
        wording=year.wording,
        room=year.room,
        clock=year.clock,
        who="dana",
    )
    unread = other.fill("https://other.example/feed/", WISH)
    assert unread.error == (
        "https://other.example/feed/: it was never read; sharebot poll https://other.example/feed/ comes first"
    )


def test_an_article_that_was_taken_back_from_the_account_is_not_brought_back_there(year: Year) -> None:
    fill(year, replace(WISH, ahead=timedelta(days=3)))
    year.pass_days(100)
    (sent,) = year.posts(State.SENT)
    year.queue.withdraw(sent.id, Withdrawal(at=year.clock.at, by="dana", said="x has removed it"))
    filled = fill(year, replace(WISH, ahead=timedelta(days=90)))
    assert titles(filled) == [f"Title {number}" for number in range(2, 13)]
