"""An article is shared again at its distances: other words each time, one ping, and after everything that is new."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servers.network import Network, World, deliverer
from servers.paper import MONDAY, PaperBlog, entry
from servers.year import ADDRESS, SLOTS, STORY, Year, credit, frozen
from sharebot import platforms
from sharebot.bot.customs import Approval
from sharebot.bot.preview import Previewer
from sharebot.bot.wording import Wording
from sharebot.compose import compose
from sharebot.errors import SharebotError
from sharebot.model import (
    Blog,
    Doubt,
    Origin,
    Post,
    Share,
    State,
    Verdict,
)
from sharebot.ports import Guarantee, GuaranteeKind, Page, PageState, Queue
from sharebot.queue import open_queue
from sharebot.schedule import Rounds
from sharebot.schedule.rounds import parse_categories, parse_rounds


def rounds(text: str = "3d 30d 180d", **more: object) -> Rounds:
    return replace(Rounds(distances=parse_rounds(text)), **more)  # type: ignore[arg-type]  # any field


@pytest.fixture
def queue(tmp_path: Path) -> Iterator[Queue]:
    opened = open_queue(f"sqlite:///{tmp_path / 'sharebot.db'}", home=tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def year(queue: Queue) -> Year:
    return Year(queue, rounds())


def days_after_first(posts: list[Post]) -> list[int]:
    return [round((post.updated_at - posts[0].updated_at) / timedelta(days=1)) for post in posts]


# A year ---------------------------------------------------------------------------------------------------------------


def test_in_a_year_an_article_is_shared_four_times_in_four_texts_and_its_author_is_pinged_once(year: Year) -> None:
    year.publish()
    year.pass_days(365)
    posts = year.posts()
    assert {post.state for post in posts} == {State.SENT}
    assert [post.round for post in posts] == [0, 1, 2, 3]
    assert days_after_first(posts) == [0, 3, 30, 180]
    assert len({post.share.text.replace(post.share.link, "") for post in posts}) == 4
    assert [post.share.mentions for post in posts] == [("GarrettReuscher",), (), (), ()]
    assert all("Garrett Reuscher" in post.share.text for post in posts[1:])


def test_what_try_shows_of_later_shares_is_what_is_sent_in_their_time(year: Year) -> None:
    year.publish()
    previewer = Previewer(
        source=PaperBlog(entries=year.blog.entries),
        crediting=year.poller.crediting,
        wording=year.wording,
        clock=year.clock,
        tell=lambda _event, **_fields: None,
    )
    (would,) = previewer.preview(ADDRESS, rounds=range(4)).entries
    year.pass_days(200)
    assert [post.share for post in would.posts] == [post.share for post in year.posts()]
    assert [post.round for post in would.posts] == [0, 1, 2, 3]


def test_nothing_is_shared_again_where_nobody_asked_for_it(queue: Queue) -> None:
    year = Year(queue, Rounds())
    year.publish()
    year.pass_days(60)
    assert len(year.posts()) == 1


def test_a_share_is_planned_a_day_ahead_and_only_once(year: Year) -> None:
    year.publish()
    planned = year.until_planned()
    assert planned.origin is Origin.RESHARE
    assert year.queue.history(planned.id)[0].why == "share 2 of the article, 3 days after the first (post 1)"
    assert year.resharing.plan() == []


def test_the_distances_of_the_first_category_that_fits_are_an_articles_own(queue: Queue) -> None:
    year = Year(queue, rounds(categories=parse_categories("News=none; Guides=7d 60d")))
    year.publish(1, categories=("guides", "Nets"))
    year.publish(2, categories=("Guides", "NEWS"), html=STORY.replace("clinic", "shelter"))
    year.pass_days(100)
    guides = [post for post in year.posts() if post.entry_id == 1]
    assert days_after_first(guides) == [0, 7, 60]
    assert len(year.posts()) == 4


def test_switching_it_on_floods_nobody_with_what_was_shared_long_ago(queue: Queue) -> None:
    year = Year(queue, Rounds())
    for number in range(1, 4):
        year.publish(number)
    year.pass_days(60)
    year.rounds = {"x": rounds()}
    year.pass_days(60)
    assert len(year.posts()) == 3
    year.pass_days(70)
    assert [post.round for post in year.posts(State.SENT)] == [0, 0, 0, 3, 3, 3]


def test_a_share_that_went_out_late_moves_the_next_one_away(year: Year) -> None:
    year.publish()
    year.send_due()
    year.pass_days(1)
    year.clock.pass_time(days=12)
    year.pass_days(60)
    assert [days - 13 for days in days_after_first(year.posts())[1:]] == pytest.approx([0, 27], abs=1)


# New posts go first ---------------------------------------------------------------------------------------------------


def test_a_share_leaves_the_next_slot_to_whatever_may_come(year: Year) -> None:
    year.publish()
    planned = year.until_planned()
    taken = year.queue.taken_slots("x", year.clock.at)
    assert taken == [planned.slot_at]
    assert planned.slot_at != min(slot for slot in _next_slots(year))


def _next_slots(year: Year) -> list[datetime]:
    from sharebot import schedule

    return schedule.slots(SLOTS, year.clock.at, year.clock.at + timedelta(days=2))


def test_a_share_in_a_new_posts_way_gives_its_slot_and_moves_on(year: Year) -> None:
    year.publish()
    planned = year.until_planned()
    assert planned.slot_at is not None
    year.clock.at = planned.slot_at - timedelta(minutes=30)
    new = year.publish(2)
    assert new.slot_at == planned.slot_at
    moved = year.queue.post(planned.id)
    assert moved.slot_at == planned.slot_at + timedelta(hours=16)  # tomorrow's first
    assert year.queue.history(moved.id)[-1].why == "gives its slot to a new post"


def test_a_share_makes_no_day_full_for_a_new_post(queue: Queue) -> None:
    year = Year(queue, rounds(), replace(SLOTS, most_per_day=1))
    year.publish()
    planned = year.until_planned()
    assert planned.slot_at is not None
    year.clock.at = planned.slot_at.replace(hour=8)
    new = year.publish(2)
    assert new.slot_at == planned.slot_at.replace(hour=10)
    assert year.queue.post(planned.id).slot_at == planned.slot_at.replace(hour=10) + timedelta(days=1)


def test_a_draft_that_a_person_approves_goes_before_a_share_too(year: Year) -> None:
    year.publish()
    planned = year.until_planned()
    assert planned.slot_at is not None
    year.clock.at = planned.slot_at - timedelta(minutes=30)
    old = year.publish(2, published_at=MONDAY - timedelta(days=30))
    assert old.state is State.DRAFT
    assert year.staff.approve(old.id).slot_at == planned.slot_at
    assert year.queue.post(planned.id).slot_at == planned.slot_at + timedelta(hours=16)  # tomorrow's first


# Ends -----------------------------------------------------------------------------------------------------------------


def test_a_share_that_a_person_cancels_is_the_last_of_its_article_there(year: Year) -> None:
    year.publish()
    planned = year.until_planned()
    year.staff.cancel(planned.id, "the event is over")
    year.pass_days(200)
    assert len(year.posts()) == 2
    assert year.resharing.outlook(year.record(), "x") == (
        "no further share of this article on x: post 2 was cancelled by dana (the event is over)"
    )


def delivering(year: Year, network: Network, days: float) -> None:
    """The daemon's own two verbs, every half hour."""
    lane = deliverer(year.queue, network, year.clock, "x", calendars=year.calendars, page=year.blog.page)
    for _ in range(round(days * 48)):
        year.clock.pass_time(minutes=30)
        lane.deliver("x")
        year.resharing.plan()


@pytest.fixture
def network() -> Network:
    return Network(World(), Guarantee(kind=GuaranteeKind.KEY))


@pytest.mark.parametrize("status", [404, 410])
def test_a_page_that_is_gone_at_the_second_share_ends_it_after_two_looks_and_no_third_is_planned(
    year: Year, network: Network, status: int
) -> None:
    link = year.publish().share.link
    delivering(year, network, 2.5)
    (second,) = year.posts(State.QUEUED)
    year.blog.pages[link] = Page(state=PageState.GONE, detail=f"the page is gone ({status})")
    year.blog.pages_read.clear()
    delivering(year, network, 60)
    assert year.blog.pages_read == [link, link]
    assert [(post.round, post.state) for post in year.posts()] == [(0, State.SENT), (1, State.CANCELLED)]
    assert [step.why for step in year.queue.history(second.id)][1:] == [
        f"the page is gone ({status}); looking again before it is cancelled",
        f"the page is gone ({status})",
    ]
    assert len(network.posts) == 1
    assert "the page is gone" in year.resharing.outlook(year.record(), "x")


def test_a_page_that_was_gone_for_a_moment_costs_a_share_its_time_and_not_its_life(
    year: Year, network: Network
) -> None:
    link = year.publish().share.link
    delivering(year, network, 2.5)
    (second,) = year.posts(State.QUEUED)
    assert second.due_at is not None
    delivering(year, network, (second.due_at - timedelta(minutes=30) - year.clock.at) / timedelta(days=1))
    year.blog.pages[link] = Page(state=PageState.GONE, detail="the page is gone (404)")
    delivering(year, network, 1 / 48)
    del year.blog.pages[link]
    delivering(year, network, 40)
    assert [(post.round, post.state) for post in year.posts()] == [(number, State.SENT) for number in range(3)]
    assert len(network.posts) == 3


def test_a_share_that_a_person_cancels_from_the_queue_is_followed_by_none(year: Year, network: Network) -> None:
    year.publish()
    delivering(year, network, 2.5)
    (second,) = year.posts(State.QUEUED)
    year.staff.cancel(second.id, "the event is over")
    delivering(year, network, 60)
    assert [(post.round, post.state) for post in year.posts()] == [(0, State.SENT), (1, State.CANCELLED)]
    assert len(network.posts) == 1


def test_nothing_is_shared_again_once_the_page_is_gone(year: Year) -> None:
    year.publish()
    planned = year.until_planned()
    gone = Verdict(kind="cancelled", state=State.CANCELLED, reason="the page is gone (410)")
    year.queue.move(planned, gone, now=year.clock.at, who="sharebot")
    year.pass_days(200)
    assert len(year.posts()) == 2
    assert "the page is gone (410)" in year.resharing.outlook(year.record(), "x")


def test_nothing_is_shared_again_while_the_article_asks_for_a_password(year: Year) -> None:
    year.publish()
    year.pass_days(1)
    year.blog.entries = [replace(year.blog.entries[0], protected=True)]
    year.poll()
    year.pass_days(60)
    assert len(year.posts()) == 1


def test_a_password_put_on_after_the_planning_stops_the_share(year: Year) -> None:
    year.publish()
    year.until_planned()
    year.blog.entries = [replace(year.blog.entries[0], protected=True)]
    year.poll()
    assert [post.state for post in year.posts()] == [State.SENT, State.CANCELLED]


def test_what_was_planned_is_taken_back_when_the_account_lost_its_reshare(year: Year) -> None:
    year.publish()
    year.until_planned()
    year.rounds = {"x": Rounds()}
    year.resharing.plan()
    post = year.posts()[-1]
    assert post.state is State.CANCELLED
    assert year.queue.history(post.id)[-1].why == "SHAREBOT_RESHARE no longer asks for another share of it"


def test_nothing_is_shared_again_after_the_last_day(queue: Queue) -> None:
    year = Year(queue, rounds(until=date(2026, 12, 1)))
    year.publish()
    year.pass_days(200)
    assert [post.round for post in year.posts()] == [0, 1]
    assert "SHAREBOT_RESHARE_UNTIL" in year.resharing.outlook(year.record(), "x")


def test_when_no_words_are_left_it_simply_ends_and_is_told_once(year: Year) -> None:
    year.publish(html="")
    year.pass_days(365)
    posts = year.posts()
    assert {post.state for post in posts} == {State.SENT}
    assert len({post.share.text.replace(post.share.link, "") for post in posts}) == len(posts) < 4
    assert year.told.count("reshare.ended") == 1
    assert "no words are left" in year.resharing.outlook(year.record(), "x")


def test_an_edit_that_makes_a_known_text_again_gets_yet_another(year: Year) -> None:
    year.publish()
    year.pass_days(1)
    first = year.posts()[0]
    authors_now = year.record().authors
    wording = year.wording
    texts = {first.share.text}
    posts = [first]
    for number in range(1, 4):
        share = wording.another(year.record().entry, authors_now, "x", posts)
        assert share.text not in texts
        texts.add(share.text)
        posts.append(replace(first, id=90 + number, round=0, share=share, state=State.CANCELLED))


def test_a_failed_share_waits_for_a_person_and_nothing_follows_it(year: Year) -> None:
    year.publish()
    planned = year.until_planned()
    assert planned.due_at is not None
    claim = year.queue.claim(
        "x",
        now=planned.due_at,
        lease=timedelta(minutes=5),
        worker="w",
        doubt=Doubt(at=planned.due_at, boot="boot", ticks=0, last_ticks=0),
        prepare=frozen,
    )
    assert claim is not None
    failed = Verdict(state=State.FAILED, reason="refused", kind="rejected")
    year.queue.settle(claim, failed, now=planned.due_at, who="sharebot")
    year.pass_days(60)
    assert [post.state for post in year.posts()] == [State.SENT, State.FAILED]


def test_where_every_post_waits_for_approval_a_share_does_too(year: Year) -> None:
    year.approval = Approval.ALL
    year.publish()
    year.pass_days(3)
    (draft,) = year.posts(State.DRAFT)
    assert draft.hold.startswith("SHAREBOT_APPROVAL is all")


def test_it_says_when_the_next_share_is_to_come(year: Year) -> None:
    year.publish()
    year.pass_days(1)
    assert year.resharing.outlook(year.record(), "x") == "share 2 of this article on x from 2026-11-26 on"


# Words ----------------------------------------------------------------------------------------------------------------


def test_an_edit_never_gives_a_planned_share_the_words_of_an_earlier_one(year: Year) -> None:
    """A sentence that is better than all others comes in at the top, so that every other one is a round later."""
    best, next_best, _, last, _ = STORY.split("</p>")
    rest = f"{next_best}</p>{last}</p>"
    year.publish(html=rest)
    while len(year.posts()) < 3:
        year.pass_days(1)
    planned = year.posts(State.QUEUED)[0]
    year.blog.entries = [replace(year.blog.entries[0], html=f"{best}</p>{rest}")]
    year.poll()
    texts = [post.share.text for post in year.posts()]
    assert len(set(texts)) == len(texts) == 3
    assert year.queue.post(planned.id).share == planned.share
    year.pass_days(200)
    texts = [post.share.text for post in year.posts()]
    assert len(set(texts)) == len(texts) == 4


@settings(deadline=None)  # it composes twenty shares
@given(order=st.permutations(range(8)), cut=st.integers(0, 7))
def test_however_often_it_is_shared_no_text_comes_twice_on_the_strictest_network(order: list[int], cut: int) -> None:
    """X refuses a text that it has from the same account, whatever link stands in it."""
    sentences = [
        "The clinic stays open until four in the morning.",
        "Nobody who was carried in that winter had been alone for long.",
        "We learned to ask for a name before we asked for anything else.",
        "A warm room costs less than one ride in an ambulance.",
        "The harbor sleeps when the last ferry has gone, and then our day begins.",
        "Title 1",
        "The clinic stays open until four in the morning.",
        "What do you do when the phone rings at three?",
    ]
    html = "".join(f"<p>{sentences[number]}</p>" for number in order[cut:])
    wording = Wording(compose=compose, rules={"x": platforms.rules("x")})
    article = entry(1, html=html)
    posts: list[Post] = []
    with contextlib.suppress(SharebotError):
        for number in range(20):
            share = wording.another(article, credit(article, Blog()), "x", posts)
            posts.append(_sent(number, share))
    assert 1 <= len(posts) < 20
    texts = [post.share.text.replace(post.share.link, "").casefold().split() for post in posts]
    assert all(text not in texts[:place] for place, text in enumerate(texts))
    assert [bool(post.share.mentions) for post in posts] == [True] + [False] * (len(posts) - 1)


def _sent(number: int, share: Share) -> Post:
    return Post(
        id=number + 1,
        entry_id=1,
        account="x",
        round=number,
        state=State.SENT,
        share=share,
        created_at=MONDAY,
        updated_at=MONDAY,
    )
