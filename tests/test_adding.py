"""Adding, where the command line cannot reach it: whom a platform knows, the calendar's room, and the register's words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from servers.house import CALENDAR, House
from servers.paper import MONDAY, entry
from servers.stored import entries
from sharebot.bot.adding import Adding, Wish
from sharebot.bot.attaching import Attaching
from sharebot.bot.finding import Finder
from sharebot.bot.identities import Identities
from sharebot.bot.room import Room
from sharebot.compose import from_text, moves, picture, spans
from sharebot.compose.languages import detect
from sharebot.errors import SharebotError
from sharebot.model import Entry, Identity, NewPost, Origin, PostFilter, Share, State
from sharebot.ports import Article, Queue
from sharebot.queue import open_queue
from sharebot.schedule import Calendar, parse_slots

ADA = "did:plc:ada"


@dataclass
class People:
    """Bluesky knows Ada and nobody else."""

    asked: list[str] = field(default_factory=list)
    good_for = timedelta(days=1)

    def identify(self, handle: str) -> Identity:
        self.asked.append(handle)
        known = handle == "ada.example"
        return Identity(platform="bluesky", handle=handle, id=ADA if known else "", exists=known, asked_at=MONDAY)


class Shelf:
    """Pages on paper: an article at each address."""

    def __init__(self, house: House) -> None:
        self._house = house
        self.pages: dict[str, Entry] = {}
        self.asked: list[str] = []

    def __getattr__(self, name: str) -> object:
        return getattr(self._house.paper, name)

    def article(self, url: str) -> Article:
        self.asked.append(url)
        return Article(entry=self.pages[url]) if url in self.pages else Article(fault=f"{url}: there is no such page")


@dataclass
class Desk:
    house: House
    calendar: Calendar = CALENDAR

    def __post_init__(self) -> None:
        house = self.house
        self.people = People()
        self.shelf = Shelf(house)
        self.adding = Adding(
            queue=house.queue,
            finder=Finder(
                queue=house.queue,
                source=self.shelf,  # type: ignore[arg-type]  # a paper blog with pages
                crediting=house.crediting,
                authors=house.requeued.authors,
                feeds=(),
                clock=house.clock,
            ),
            wording=house.wording,
            attaching=Attaching(file=lambda _url: b"", fit=picture, moves=moves),
            from_text=from_text,
            spans=spans,
            language=detect,
            identities=Identities(directories={"bluesky": self.people}, memory=house.queue, clock=house.clock),
            mentions=house.mentions,
            room=Room(queue=house.queue, calendars=dict.fromkeys(house.rules, self.calendar), clock=house.clock),
            clock=house.clock,
            who="dana",
        )

    def stored(self) -> list[str]:
        return [post.share.text for post in self.house.queue.posts(PostFilter())]


@pytest.fixture
def queue(tmp_path: Path) -> Iterator[Queue]:
    opened = open_queue("", home=tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def desk(queue: Queue) -> Desk:
    return Desk(House(queue))


def test_a_mention_in_a_post_of_ones_own_tags_whom_the_platform_knows_and_a_note_says_whom_it_does_not(
    desk: Desk,
) -> None:
    text = "With thanks to @ada.example and @bo.example"
    (planned,) = desk.adding.free(Wish(accounts=("bluesky",), text=text)).planned
    assert planned.share.mentions == ("ada.example",)
    assert [span.id for span in planned.share.spans if span.target == "ada.example"] == [ADA]
    assert any("@bo.example tags nobody" in note for note in planned.share.notes)
    assert desk.people.asked == ["ada.example", "bo.example"]


def test_nobody_is_asked_where_a_text_alone_tags(desk: Desk) -> None:
    (planned,) = desk.adding.free(Wish(accounts=("x",), text="With thanks to @ada")).planned
    assert (planned.share.mentions, desk.people.asked) == (("ada",), [])


def test_a_post_of_ones_own_says_in_which_language_it_is(desk: Desk) -> None:
    text = "Die Ambulanz ist heute für alle offen, und das bis in den frühen Morgen."
    (planned,) = desk.adding.free(Wish(accounts=("mastodon",), text=text)).planned
    assert planned.share.language == "de"


def test_what_may_wait_gives_its_slot_to_what_a_person_adds(desk: Desk) -> None:
    queue, now = desk.house.queue, desk.house.clock.now()
    share = Share(text="An old one", length=10, limit=280, link="")
    slot = desk.adding.free(Wish(accounts=("x",), text="A look"), look_only=True).planned[0].due_at
    old = NewPost(
        account="x", share=share, state=State.QUEUED, due_at=slot, slot_at=slot, round=1, origin=Origin.EVERGREEN
    )
    (waits,) = queue.add([old], entry_id=None, now=now, who="sharebot", why="from the archive")
    (planned,) = desk.adding.free(Wish(accounts=("x",), text="We open at six")).planned
    assert planned.due_at == slot
    moved = queue.post(waits.id)
    assert moved.slot_at is not None
    assert slot is not None
    assert moved.slot_at > slot


def test_a_calendar_without_a_free_slot_refuses_all_accounts(queue: Queue) -> None:
    blacked_out = Calendar(
        zone="UTC", weekly=parse_slots("mon 10:00"), blackouts=((MONDAY.date(), MONDAY.date() + timedelta(days=900)),)
    )
    desk = Desk(House(queue), calendar=blacked_out)
    with pytest.raises(SharebotError, match="no free slot in a year; see SHAREBOT_SLOTS, or say --at WHEN"):
        desk.adding.free(Wish(accounts=("x", "mastodon"), text="We open at six"))
    assert desk.stored() == []
    assert desk.adding.free(Wish(accounts=("x",), text="We open at six", at=MONDAY)).planned[0].due_at == MONDAY


def test_a_page_is_read_once_though_others_are_faster_and_anew_for_the_next_person(desk: Desk) -> None:
    page = entry(7)
    desk.shelf.pages[page.url] = page
    desk.adding.page(page.url, Wish(accounts=("x",)))
    assert desk.shelf.asked == [page.url]
    desk.adding.page(page.url, Wish(accounts=("mastodon",)))
    assert desk.shelf.asked == [page.url, page.url]


def test_one_account_that_cannot_say_it_keeps_all_others_from_saying_it(desk: Desk) -> None:
    page = entry(7)
    desk.shelf.pages[page.url] = page
    with pytest.raises(SharebotError) as refused:
        desk.adding.page(page.url, Wish(accounts=("x", "mastodon"), text="long " * 70))
    assert str(refused.value).startswith("x: the text is too long for x")
    assert "mastodon:" not in str(refused.value)
    assert desk.stored() == []
    assert entries(desk.house.queue) == []


def test_a_page_that_asked_for_a_password_once_and_is_open_now_is_read_from_itself(desk: Desk) -> None:
    closed = entry(7, protected=True, html="<form class='post-password-form'></form>")
    desk.house.paper.entries.append(closed)
    desk.house.poller.poll("https://blog.harborlight.org/feed/")
    desk.shelf.pages[closed.url] = entry(7, title="Open at last", page="<article><p>Text.</p></article>")
    (planned,) = desk.adding.page(closed.url, Wish(accounts=("x",))).planned
    assert "Open at last" in planned.share.text
    assert planned.post is not None
    assert planned.post.entry_id == 1
