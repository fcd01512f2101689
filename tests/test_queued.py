"""A later share that waits, when staff decide about its author: it never gets words that readers have seen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from servers.year import STORY, Year, credit
from sharebot import authors, platforms
from sharebot.bot.identities import Identities
from sharebot.bot.mentions import Mentions
from sharebot.bot.queued import Requeued
from sharebot.bot.register import Register
from sharebot.bot.tagging import words
from sharebot.bot.wording import Wording
from sharebot.compose import compose, from_text, named_plainly
from sharebot.model import Blog, NewPost, Post, State
from sharebot.ports import Queue
from sharebot.queue import open_queue
from sharebot.schedule import Rounds
from sharebot.schedule.rounds import parse_rounds

X = platforms.rules("x")
GARRETT = "Garrett Reuscher"
BEST, SECOND, _, LAST, _ = STORY.split("</p>")


@pytest.fixture
def queue(tmp_path: Path) -> Iterator[Queue]:
    opened = open_queue(f"sqlite:///{tmp_path / 'sharebot.db'}", home=tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def year(queue: Queue) -> Year:
    """Two shares of an article were sent, the third one waits."""
    year = Year(queue, Rounds(distances=parse_rounds("3d 30d 180d")))
    year.publish(html=f"{SECOND}</p>{LAST}</p>")
    while len(year.posts()) < 3:
        year.pass_days(1)
    return year


@pytest.fixture
def register(year: Year) -> Register:
    mentions = Mentions(queue=year.queue, identities=Identities(memory=year.queue), plainly=named_plainly)
    requeued = Requeued(
        queue=year.queue,
        author_rules=authors,
        wording=Wording(compose=compose, rules={"x": X}),
        mentions=mentions,
        clock=year.clock,
    )
    return Register(queue=year.queue, rules=authors, requeued=requeued, blog=Blog(), clock=year.clock, who="dana")


def waiting(year: Year) -> Post:
    (post,) = year.posts(State.QUEUED)
    return post


def a_better_sentence_comes_in(year: Year) -> None:
    """Every other sentence is a round later now: by its number alone the waiting share would get the second's words."""
    year.blog.entries = [replace(year.blog.entries[0], html=f"{BEST}</p>{SECOND}</p>{LAST}</p>")]
    year.poll()
    entry = year.record().entry
    by_number = compose(entry, credit(entry, Blog()), X, round=2)
    seen = [post.share.text.splitlines()[0] for post in year.posts(State.SENT)]
    assert by_number.text.splitlines()[0] in seen


def test_a_decision_about_its_author_gives_a_waiting_share_no_words_that_were_sent_before(
    year: Year, register: Register
) -> None:
    before = waiting(year)
    a_better_sentence_comes_in(year)
    decided = register.forbid(GARRETT)
    assert decided.posts == ()
    assert waiting(year).share == before.share
    said = [words(post.share) for post in year.posts()]
    assert len(set(said)) == len(said) == 3


def test_what_must_go_goes_out_of_the_words_that_stay(year: Year, register: Register) -> None:
    before = waiting(year)
    tagging = from_text(f"{before.share.text} (@GarrettReuscher)", X, link=before.share.link, share=before.share)
    year.queue.change(before, now=year.clock.at, who="sharebot", why="a test", share=tagging)
    a_better_sentence_comes_in(year)
    (decided,) = register.forbid(GARRETT).posts
    assert decided.id == before.id
    assert waiting(year).share.mentions == ()
    assert words(waiting(year).share) == words(before.share)


def test_where_its_words_are_new_a_waiting_share_follows_the_register(year: Year, register: Register) -> None:
    """The same decision without an edit: the guard is all that held the words above."""
    before = waiting(year)
    other = from_text(f"Something else {before.share.link}", X, link=before.share.link, share=before.share)
    year.queue.change(before, now=year.clock.at, who="sharebot", why="a test", share=other)
    register.forbid(GARRETT)
    assert words(waiting(year).share) == words(before.share)


def test_a_share_behind_a_hundred_others_of_its_article_follows_the_register_too(
    year: Year, register: Register
) -> None:
    before = waiting(year)
    assert before.due_at
    tagging = from_text(f"{before.share.text} (@GarrettReuscher)", X, link=before.share.link, share=before.share)
    year.queue.change(before, now=year.clock.at, who="sharebot", why="a test", share=tagging)
    sooner = NewPost(account="x", share=before.share, state=State.QUEUED, due_at=before.due_at - timedelta(minutes=1))
    others = [replace(sooner, round=10 + number) for number in range(100)]
    year.queue.add(others, entry_id=before.entry_id, now=year.clock.at, who="sharebot", why="a test")
    register.forbid(GARRETT)
    assert year.queue.post(before.id).share.mentions == ()
