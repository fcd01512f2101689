"""scan: an archive's authors come into the register; nothing is sent, queued or seen by it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from servers.house import ADDRESS, House, article
from servers.stored import entries
from sharebot.bot.register import Register
from sharebot.model import Author, Blog, Byline, Entry, Fate, PostFilter, Standing
from sharebot.ports import Page, PageState, Queue
from sharebot.queue import open_queue

GARRETT = "Garrett Reuscher"
ON_X = "Garrett mends nets at night. You can follow him on twitter @GarrettReuscher"
TWO_ON_X = "Garrett mends nets at night. You can follow him on twitter @GarrettReuscher or @nightnets"


@pytest.fixture
def queue(tmp_path: Path) -> Iterator[Queue]:
    opened = open_queue(f"sqlite:///{tmp_path / 'sharebot.db'}", home=tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def house(queue: Queue) -> House:
    made = House(queue)
    made.paper.entries = [
        article(1, GARRETT, ON_X),
        article(2, "Ines Faro", "You can follow her on twitter @inesfaro"),
        article(3, GARRETT),
        article(4, "Tomas Berglind", "You can follow him on twitter @berglind or @tomas_b"),
        article(5, GARRETT, ON_X),
    ]
    return made


def test_a_scan_knows_the_authors_of_the_whole_archive(house: House) -> None:
    scanned = house.scanner.scan(ADDRESS)
    assert (scanned.entries, scanned.pages, scanned.error) == (5, 3, "")
    assert (scanned.people, scanned.new, scanned.handles, scanned.waiting) == (3, 3, 4, 2)
    assert [person.name for person in house.register.people()] == [GARRETT, "Ines Faro", "Tomas Berglind"]
    (known,) = house.person(GARRETT).handles
    assert (known.standing, known.url) == (Standing.IN_USE, "https://blog.harborlight.org/5/")


def test_a_scan_sends_queues_and_marks_nothing_so_that_the_next_poll_shares_what_is_new(house: House) -> None:
    before = house.queue.feed(ADDRESS)
    house.scanner.scan(ADDRESS)
    assert house.queue.posts(PostFilter()) == []
    assert entries(house.queue) == []
    assert house.queue.feed(ADDRESS) == before
    report = house.poller.poll(ADDRESS)
    assert [intake.fate for intake in report.intakes] == [Fate.SHARED] * 5
    assert len(report.posts) == 15
    assert len(house.register.people()) == 3


def test_a_second_scan_changes_nothing(house: House) -> None:
    house.paper.entries += [article(n, GARRETT, f"{ON_X} number {n}") for n in range(6, 15)]
    house.scanner.scan(ADDRESS)
    before = house.register.people()
    history = [house.queue.person_history(person.id) for person in before]
    house.clock.pass_time(days=1)
    again = house.scanner.scan(ADDRESS)
    assert (again.new, again.people, again.waiting) == (0, 3, 2)
    assert house.register.people() == before
    assert [house.queue.person_history(person.id) for person in before] == history


def test_a_scan_undoes_nobodys_word(house: House) -> None:
    house.register.forbid(GARRETT)
    house.register.set("Tomas Berglind", "x", "berglind")
    house.register.set("Ines Faro", "x", "ines_writes")
    house.scanner.scan(ADDRESS)
    posts = {
        post.share.link[-2]: house.tagged(post) for post in house.poller.poll(ADDRESS).posts if post.account == "x"
    }
    assert posts == {"1": (), "2": (), "3": (), "4": ("berglind",), "5": ()}
    (question,) = [each for each in house.register.review() if each.person.name == "Ines Faro"]
    assert "dana has confirmed ines_writes" in question.known.note


def test_a_doubt_that_an_old_article_raises_stands_after_newer_ones(house: House) -> None:
    house.paper.entries = [article(1, GARRETT, TWO_ON_X), article(2, GARRETT, ON_X)]
    house.scanner.scan(ADDRESS)
    assert house.person(GARRETT).handle("x", "GarrettReuscher").standing is Standing.CANDIDATE


def test_only_so_many_entries_are_read_as_are_wanted_the_newest_first(house: House) -> None:
    scanned = house.scanner.scan(ADDRESS, most=2)
    assert (scanned.entries, scanned.pages) == (2, 1)
    assert [person.name for person in house.register.people()] == [GARRETT, "Tomas Berglind"]


def test_an_archive_that_ends_early_says_so_and_what_was_read_counts(house: House) -> None:
    house.paper.error = "the blog's server is in trouble (500)"
    scanned = house.scanner.scan(ADDRESS)
    assert (scanned.error, scanned.entries, scanned.people) == (house.paper.error, 2, 2)


def test_pages_are_read_only_where_they_are_asked_for_and_one_after_the_other(house: House) -> None:
    summaries = [replace(each, summary_only=True, html="A summary.") for each in house.paper.entries[:2]]
    pages = [each.html for each in house.paper.entries[:2]]
    house.paper.entries = summaries
    for each, html in zip(summaries, pages, strict=True):
        page = f"<html><body><article><h1>{each.title}</h1>{html}</article></body></html>"
        house.paper.pages[each.url] = Page(state=PageState.READY, detail="200", html=page)
    assert house.scanner.scan(ADDRESS).handles == 0
    assert house.paper.pages_read == []
    assert house.scanner.scan(ADDRESS, pages=True).handles == 2
    assert house.paper.pages_read == [each.url for each in summaries]
    assert house.pauses == 1


def test_what_a_page_stated_is_not_doubted_by_a_scan_that_reads_no_page(house: House) -> None:
    (article_of_garrett, *_) = house.paper.entries
    byline = (Byline(name=GARRETT),)
    house.paper.entries = [replace(article_of_garrett, summary_only=True, html="A summary.", bylines=byline)]
    page = f"<html><body><article><h1>Title 1</h1>{article_of_garrett.html}</article></body></html>"
    house.paper.pages[article_of_garrett.url] = Page(state=PageState.READY, detail="200", html=page)
    house.scanner.scan(ADDRESS, pages=True)
    before = house.register.people()
    assert [known.standing for known in before[0].handles] == [Standing.IN_USE]
    house.scanner.scan(ADDRESS)
    assert house.register.people() == before


def test_a_handle_that_two_newcomers_claim_is_asked_about_by_a_name_that_can_be_shown(house: House) -> None:
    house.paper.entries = [
        article(1, GARRETT, ON_X),
        article(2, "Ines Faro", "You can follow her on twitter @GarrettReuscher"),
    ]
    house.scanner.scan(ADDRESS)
    (question,) = house.register.review()
    assert question.known.note == f"on record for {GARRETT} (sharebot authors show '{GARRETT}')"


def test_what_cannot_be_shared_is_passed_over(house: House) -> None:
    house.paper.entries = [
        article(1, GARRETT, ON_X, protected=True),
        article(2, "Ines Faro", url=""),
        article(3, "Tomas Berglind"),
    ]
    scanned = house.scanner.scan(ADDRESS)
    assert (scanned.entries, scanned.skipped, scanned.people) == (3, 2, 1)


def test_an_entry_that_cannot_be_read_keeps_no_other_from_being_read(house: House) -> None:
    told: list[str] = []
    scanner = house.scanner

    def credit(entry: Entry, blog: Blog) -> tuple[Author, ...]:
        if entry.title == "Title 3":
            raise ValueError("an entry like no other")
        return scanner.crediting.credit(entry, blog)

    broken = replace(
        scanner,
        crediting=replace(scanner.crediting, credit=credit),
        tell=lambda event, **fields: told.append(f"{event} {fields.get('reason', '')}"),
    )
    assert broken.scan(ADDRESS).people == 3
    assert "entry.failed ValueError: an entry like no other" in told


def test_a_decision_that_falls_while_an_archive_is_read_is_kept(house: House, queue: Queue) -> None:
    """Somebody says stop between the reading and the writing."""
    house.scanner.scan(ADDRESS, most=1)
    house.paper.entries.append(article(6, GARRETT, "Garrett mends nets. He is on Mastodon @garrett@social.example"))
    scanner = house.scanner
    staff: Register = house.register_of("tomas")
    said: list[object] = []

    def credit(entry: Entry, blog: Blog) -> tuple[Author, ...]:
        credited = scanner.crediting.credit(entry, blog)
        if entry.title == "Title 6" and not said:
            said.append(staff.forbid(GARRETT))
        return credited

    replace(scanner, crediting=replace(scanner.crediting, credit=credit)).scan(ADDRESS)
    garrett = house.person(GARRETT)
    assert garrett.forbidden == ("*",)
    assert {known.platform for known in garrett.handles} == {"x", "mastodon"}
