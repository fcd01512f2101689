"""What becomes of each entry: shared, held with a reason or skipped with a reason, and never twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from servers.paper import MONDAY, PaperBlog, PaperClock, entry
from servers.stored import entries
from sharebot import authors, platforms
from sharebot.bot.crediting import Crediting
from sharebot.bot.customs import Approval, Customs
from sharebot.bot.poll import Poller, Report
from sharebot.bot.wording import Wording
from sharebot.compose import compose
from sharebot.errors import StoreUnavailable
from sharebot.model import Author, Blog, Entry, Fate, PostFilter, State, Verdict
from sharebot.ports import Credit, Page, PageState, Queue
from sharebot.queue import open_queue
from sharebot.schedule import Calendar, parse_slots

ADDRESS = "https://blog.harborlight.org/feed/"
WEEKDAYS = Calendar(zone="UTC", weekly=parse_slots("mon-fri 10:00 14:00"))


@pytest.fixture
def queue(tmp_path: Path) -> Iterator[Queue]:
    opened = open_queue(f"sqlite:///{tmp_path / 'sharebot.db'}", home=tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def blog() -> PaperBlog:
    return PaperBlog()


def credit(read: Entry, _blog: Blog) -> tuple[Author, ...]:
    return tuple(Author(name=byline.name, guest="Guest" in byline.name) for byline in read.bylines)


def poller(queue: Queue, blog: PaperBlog, clock: PaperClock | None = None, **customs: Any) -> Poller:
    return Poller(
        queue=queue,
        source=blog,
        crediting=Crediting(
            credit=credit, rules=authors, source=blog, blog=Blog(), tell=lambda _event, **_fields: None, queue=queue
        ),
        wording=Wording(
            compose=compose, rules={"outbox-x": platforms.rules("x"), "outbox-bluesky": platforms.rules("bluesky")}
        ),
        calendars={"outbox-x": WEEKDAYS, "outbox-bluesky": WEEKDAYS},
        customs=Customs(**customs),
        clock=clock or PaperClock(),
        tell=lambda _event, **_fields: None,
    )


def crediting_by(made: Poller, other: Credit) -> Poller:
    return replace(made, crediting=replace(made.crediting, credit=other))


def after_baseline(queue: Queue, blog: PaperBlog, **customs: Any) -> Poller:
    """A poller whose first poll, of an empty blog, has been."""
    made = poller(queue, blog, **customs)
    made.poll(ADDRESS)
    return made


def fates(report: Report) -> list[Fate]:
    return [intake.fate for intake in report.intakes]


def test_the_first_poll_marks_what_is_there_and_shares_nothing(queue: Queue, blog: PaperBlog) -> None:
    blog.entries = [entry(1), entry(2)]
    report = poller(queue, blog).poll(ADDRESS)
    assert report.baseline == 2
    assert not report.posts
    assert {record.fate for record in entries(queue)} == {Fate.SEEN}


def test_backfill_shares_the_newest_of_the_first_poll(queue: Queue, blog: PaperBlog) -> None:
    blog.entries = [entry(number, published_at=MONDAY - timedelta(days=40 - number)) for number in range(1, 4)]
    report = poller(queue, blog).poll(ADDRESS, backfill=1)
    assert fates(report) == [Fate.SEEN, Fate.SEEN, Fate.SHARED]
    assert {post.share.link for post in report.posts} == {"https://blog.harborlight.org/3/"}


def test_a_new_entry_takes_the_next_free_slot_of_every_account(queue: Queue, blog: PaperBlog) -> None:
    this = after_baseline(queue, blog)
    blog.entries = [entry(1), entry(2)]
    posts = this.poll(ADDRESS).posts
    ten, two = MONDAY.replace(hour=10), MONDAY.replace(hour=14)
    assert {(post.account, post.due_at) for post in posts} == {
        ("outbox-x", ten), ("outbox-x", two), ("outbox-bluesky", ten), ("outbox-bluesky", two)
    }  # fmt: skip


def test_the_same_entry_is_never_queued_again(queue: Queue, blog: PaperBlog) -> None:
    this = after_baseline(queue, blog)
    blog.entries = [entry(1)]
    assert len(this.poll(ADDRESS).posts) == 2
    blog._shown.clear()
    assert not this.poll(ADDRESS).posts


def test_an_entry_that_comes_back_under_another_guid_or_link_is_the_same(queue: Queue, blog: PaperBlog) -> None:
    this = after_baseline(queue, blog)
    blog.entries = [entry(1)]
    this.poll(ADDRESS)
    blog.entries = [entry(1, id="https://blog.harborlight.org/?p=999")]
    assert not this.poll(ADDRESS).posts
    blog.entries = [entry(1, url="https://new.harborlight.org/1/", aliases=("https://new.harborlight.org/1/",))]
    assert not this.poll(ADDRESS).posts
    blog.entries = [
        entry(7, id="other", url="https://new.harborlight.org/1/", aliases=("https://new.harborlight.org/1/",))
    ]
    assert not this.poll(ADDRESS).posts


def test_a_bare_guid_names_an_entry_in_its_own_feed_only(queue: Queue, blog: PaperBlog) -> None:
    this = after_baseline(queue, blog)
    blog.entries = [entry(1, id="5")]
    assert len(this.poll(ADDRESS).posts) == 2
    other = PaperBlog()
    another = poller(queue, other)
    another.poll("https://other.harborlight.org/feed/")
    other.entries = [entry(2, id="5")]
    assert len(another.poll("https://other.harborlight.org/feed/").posts) == 2
    blog.entries = [entry(1, id="5", url="https://blog.harborlight.org/new-slug/", aliases=())]
    assert not this.poll(ADDRESS).posts


def test_an_edit_gives_unsent_posts_a_new_text_and_the_same_slot(queue: Queue, blog: PaperBlog) -> None:
    this = after_baseline(queue, blog)
    blog.entries = [entry(1)]
    before = this.poll(ADDRESS).posts
    blog.entries = [entry(1, title="A better title")]
    this.poll(ADDRESS)
    after = [queue.post(post.id) for post in before]
    assert all("A better title" in post.share.text for post in after)
    assert [post.due_at for post in after] == [post.due_at for post in before]


def test_an_edit_leaves_a_text_that_a_person_wrote(queue: Queue, blog: PaperBlog) -> None:
    this = after_baseline(queue, blog)
    blog.entries = [entry(1)]
    post = this.poll(ADDRESS).posts[0]
    own = replace(post.share, text="By hand https://blog.harborlight.org/1/")
    queue.change(post, now=MONDAY, who="dana", why="edited", share=own)
    blog.entries = [entry(1, title="A better title")]
    this.poll(ADDRESS)
    assert queue.post(post.id).share.text.startswith("By hand")


def test_more_than_a_handful_at_once_are_held_as_drafts_with_the_reason(queue: Queue, blog: PaperBlog) -> None:
    this = after_baseline(queue, blog)
    blog.entries = [entry(number) for number in range(6)]
    report = this.poll(ADDRESS)
    assert set(fates(report)) == {Fate.HELD}
    assert {post.state for post in report.posts} == {State.DRAFT}
    assert all("6 new entries at once" in post.hold for post in report.posts)


def test_an_entry_that_is_old_at_first_sight_is_held(queue: Queue, blog: PaperBlog) -> None:
    this = after_baseline(queue, blog)
    blog.entries = [entry(1, published_at=MONDAY - timedelta(days=3))]
    report = this.poll(ADDRESS)
    assert fates(report) == [Fate.HELD]
    assert "3 days before" in report.posts[0].hold


def test_a_protected_entry_is_skipped_until_it_opens(queue: Queue, blog: PaperBlog) -> None:
    this = after_baseline(queue, blog)
    blog.entries = [entry(1, protected=True)]
    assert fates(this.poll(ADDRESS)) == [Fate.SKIPPED]
    blog.entries = [entry(1)]
    report = this.poll(ADDRESS)
    assert fates(report) == [Fate.SHARED]
    assert len(report.posts) == 2


def test_a_password_put_on_later_cancels_what_has_not_gone_out(queue: Queue, blog: PaperBlog) -> None:
    this = after_baseline(queue, blog)
    blog.entries = [entry(1)]
    this.poll(ADDRESS)
    blog.entries = [entry(1, protected=True)]
    this.poll(ADDRESS)
    assert {post.state for post in queue.posts(PostFilter())} == {State.CANCELLED}


def test_a_post_that_a_password_stopped_goes_out_when_the_entry_opens_again(queue: Queue, blog: PaperBlog) -> None:
    this = after_baseline(queue, blog)
    blog.entries = [entry(1)]
    this.poll(ADDRESS)
    for _ in range(2):
        blog.entries = [entry(1, protected=True)]
        this.poll(ADDRESS)
        blog.entries = [entry(1)]
        report = this.poll(ADDRESS)
        assert fates(report) == [Fate.SHARED]
        assert {post.account for post in report.posts} == {"outbox-x", "outbox-bluesky"}
    blog.entries = [entry(1, title="A better title")]
    this.poll(ADDRESS)
    waiting = queue.posts(PostFilter(states=frozenset({State.QUEUED})))
    assert len(waiting) == 2
    assert all("A better title" in post.share.text for post in waiting)


def test_a_post_that_a_person_cancelled_stays_so_when_a_password_comes_and_goes(queue: Queue, blog: PaperBlog) -> None:
    this = after_baseline(queue, blog)
    blog.entries = [entry(1)]
    first, _ = this.poll(ADDRESS).posts
    queue.move(first, Verdict(kind="cancelled", state=State.CANCELLED, reason="no"), now=MONDAY, who="dana")
    blog.entries = [entry(1, protected=True)]
    this.poll(ADDRESS)
    blog.entries = [entry(1)]
    assert {post.account for post in this.poll(ADDRESS).posts} == {"outbox-x", "outbox-bluesky"} - {first.account}


def test_a_password_that_comes_and_goes_shares_nothing_of_the_first_poll(queue: Queue, blog: PaperBlog) -> None:
    this = poller(queue, blog)
    blog.entries = [entry(1)]
    this.poll(ADDRESS)
    for protected in (True, False):
        blog.entries = [entry(1, protected=protected)]
        assert not this.poll(ADDRESS).posts
    assert entries(queue)[0].fate is Fate.SEEN


def test_an_entry_without_a_link_is_skipped_with_the_reason(queue: Queue, blog: PaperBlog) -> None:
    this = after_baseline(queue, blog)
    blog.entries = [entry(1, url="", aliases=())]
    report = this.poll(ADDRESS)
    assert fates(report) == [Fate.SKIPPED]
    assert "no link" in entries(queue)[0].reason


@pytest.mark.parametrize(
    ("approval", "byline", "state"),
    [
        (Approval.AUTO, "A Guest", State.QUEUED),
        (Approval.GUESTS, "A Guest", State.DRAFT),
        (Approval.GUESTS, "Dana", State.QUEUED),
        (Approval.ALL, "Dana", State.DRAFT),
    ],
)
def test_who_waits_for_approval(queue: Queue, blog: PaperBlog, approval: Approval, byline: str, state: State) -> None:
    from sharebot.model import Byline

    this = after_baseline(queue, blog, approval=approval)
    blog.entries = [entry(1, bylines=(Byline(name=byline),))]
    assert {post.state for post in this.poll(ADDRESS).posts} == {state}


def test_an_entry_dated_ahead_waits_for_its_date(queue: Queue, blog: PaperBlog) -> None:
    this = after_baseline(queue, blog)
    blog.entries = [entry(1, published_at=MONDAY + timedelta(days=2))]
    assert {post.due_at for post in this.poll(ADDRESS).posts} == {MONDAY.replace(day=25, hour=10)}


def test_a_feed_that_has_only_summaries_is_read_from_its_pages(queue: Queue, blog: PaperBlog) -> None:
    this = after_baseline(queue, blog)
    blog.entries = [entry(1, summary_only=True)]
    this.poll(ADDRESS)
    assert blog.pages_read == ["https://blog.harborlight.org/1/"]
    assert entries(queue)[0].entry.page == "<p>The page.</p>"


def test_a_password_that_only_the_page_shows_is_seen_there(queue: Queue, blog: PaperBlog) -> None:
    this = after_baseline(queue, blog)
    blog.entries = [entry(1, summary_only=True)]
    blog.pages["https://blog.harborlight.org/1/"] = Page(state=PageState.READY, detail="200", protected=True)
    assert fates(this.poll(ADDRESS)) == [Fate.SKIPPED]
    blog.pages.clear()
    blog.entries = [entry(1, summary_only=True, title="Open now")]
    assert fates(this.poll(ADDRESS)) == [Fate.SHARED]


def test_a_summary_whose_page_does_not_answer_is_shared_all_the_same(queue: Queue, blog: PaperBlog) -> None:
    this = after_baseline(queue, blog)
    blog.entries = [entry(1, summary_only=True)]
    blog.pages["https://blog.harborlight.org/1/"] = Page(state=PageState.UNKNOWN, detail="503")
    assert fates(this.poll(ADDRESS)) == [Fate.SHARED]


def test_an_edit_reads_the_page_again_where_the_feed_has_only_a_summary(queue: Queue, blog: PaperBlog) -> None:
    this = after_baseline(queue, blog)
    blog.entries = [entry(1, summary_only=True)]
    this.poll(ADDRESS)
    blog.entries = [entry(1, summary_only=True, title="A better title")]
    blog.pages["https://blog.harborlight.org/1/"] = Page(state=PageState.READY, detail="200", html="<p>Better.</p>")
    this.poll(ADDRESS)
    assert entries(queue)[0].entry.page == "<p>Better.</p>"
    blog.entries = [entry(1, summary_only=True, title="The best title")]
    blog.pages["https://blog.harborlight.org/1/"] = Page(state=PageState.UNKNOWN, detail="503")
    this.poll(ADDRESS)
    assert entries(queue)[0].entry.page == "<p>Better.</p>"


@pytest.mark.parametrize("state", [PageState.READY, PageState.UNKNOWN])
def test_a_feed_that_turns_to_summaries_loses_nobodys_credit(queue: Queue, blog: PaperBlog, state: PageState) -> None:
    this = crediting_by(after_baseline(queue, blog), credit_of_the_text)
    blog.entries = [entry(1, html="by Ines")]
    before = this.poll(ADDRESS).posts
    page = "by Ines" if state is PageState.READY else ""
    blog.entries = [entry(1, html="", summary_only=True)]
    blog.pages["https://blog.harborlight.org/1/"] = Page(state=state, detail="in words", html=page)
    this.poll(ADDRESS)
    assert [queue.post(post.id).share for post in before] == [post.share for post in before]
    assert [author.name for author in entries(queue)[0].authors] == ["Ines"]
    assert [person.name for person in queue.people()] == ["Ines"]


def credit_of_the_text(read: Entry, _blog: Blog) -> tuple[Author, ...]:
    return (Author(name="Ines", guest=True),) if "by Ines" in read.html + read.page else ()


def test_an_entry_of_which_nothing_can_be_made_is_held_and_the_others_go_on(queue: Queue, blog: PaperBlog) -> None:
    def credit_or_fail(read: Entry, whose: Blog) -> tuple[Author, ...]:
        if "2" in read.title:
            raise RecursionError("too deep")
        return credit(read, whose)

    this = crediting_by(after_baseline(queue, blog), credit_or_fail)
    blog.entries = [entry(1), entry(2), entry(3)]
    report = this.poll(ADDRESS)
    assert fates(report) == [Fate.SHARED, Fate.HELD, Fate.SHARED]
    assert "RecursionError" in report.intakes[1].reason
    blog.entries = [entry(1), entry(2, title="Mended"), entry(3)]
    assert fates(this.poll(ADDRESS)) == [Fate.SHARED]


def test_an_edit_of_which_nothing_can_be_made_leaves_the_posts_as_they_are(queue: Queue, blog: PaperBlog) -> None:
    this = after_baseline(queue, blog)
    blog.entries = [entry(1)]
    before = this.poll(ADDRESS).posts
    blog.entries = [entry(1, url="https://blog.harborlight.org/" + "x" * 3000), entry(2)]
    assert len(this.poll(ADDRESS).posts) == 2
    (bluesky,) = (post for post in before if post.account == "outbox-bluesky")
    assert queue.post(bluesky.id).share == bluesky.share


@pytest.mark.parametrize("year", [2199, 9999])
def test_an_entry_dated_far_ahead_is_held(queue: Queue, blog: PaperBlog, year: int) -> None:
    this = after_baseline(queue, blog)
    blog.entries = [entry(1, published_at=MONDAY.replace(year=year)), entry(2)]
    report = this.poll(ADDRESS)
    assert fates(report) == [Fate.HELD, Fate.SHARED]
    assert "more than a year ahead" in report.intakes[0].reason


def test_a_feed_that_fails_moves_nothing_and_says_why(queue: Queue, blog: PaperBlog) -> None:
    this = after_baseline(queue, blog)
    blog.error = f"{ADDRESS}: answered 500; the next poll tries again"
    report = this.poll(ADDRESS)
    assert report.error == blog.error
    assert queue.feed(ADDRESS).complaint == blog.error


class FullDisk:
    """A queue that can be read, and that takes no more to be remembered."""

    def __init__(self, queue: Queue) -> None:
        self._queue = queue

    def __getattr__(self, name: str) -> Any:
        return getattr(self._queue, name)

    def remember(self, *_fact: object, **_now: object) -> None:
        raise StoreUnavailable("the disk is full")


def test_a_failure_counts_only_where_it_is_remembered_since_when_it_lasts(queue: Queue, blog: PaperBlog) -> None:
    made = after_baseline(queue, blog)
    before = queue.feed(ADDRESS)
    blog.error = f"{ADDRESS}: answered 500; the next poll tries again"
    with pytest.raises(StoreUnavailable):
        replace(made, queue=FullDisk(queue)).poll(ADDRESS)
    assert queue.feed(ADDRESS) == before


def test_a_failed_first_poll_is_no_baseline(queue: Queue, blog: PaperBlog) -> None:
    blog.error = "it answered 500"
    poller(queue, blog).poll(ADDRESS)
    assert queue.feed(ADDRESS).baseline_at is None


def test_a_gone_feed_is_not_asked_again(queue: Queue, blog: PaperBlog) -> None:
    this = after_baseline(queue, blog)
    queue.take_in(replace(queue.feed(ADDRESS), gone_at=MONDAY), [], now=MONDAY, who="test")
    polls = queue.feed(ADDRESS).polls
    assert "410" in this.poll(ADDRESS).error
    assert queue.feed(ADDRESS).polls == polls


def test_a_slot_that_another_process_took_first_is_chosen_anew(queue: Queue, blog: PaperBlog) -> None:
    class Racing:
        """Another process takes the slot between our look and our insert, once."""

        def __getattr__(self, name: str) -> Any:
            return getattr(queue, name)

        def take_in(self, *args: Any, **how: Any) -> Any:
            if rival.entries and not self.raced:
                self.raced = True
                poller(queue, rival).poll("https://other.example/feed/")
            return queue.take_in(*args, **how)

        raced = False

    rival = PaperBlog()
    poller(queue, rival).poll("https://other.example/feed/")
    this = after_baseline(Racing(), blog)  # type: ignore[arg-type]  # a queue with a rival
    rival.entries = [entry(50)]
    blog.entries = [entry(1)]
    slots = [post.due_at for post in this.poll(ADDRESS).posts if post.account == "outbox-x"]
    assert slots == [MONDAY.replace(hour=14)]


def test_what_watches_hears_how_long_a_poll_took_and_what_became_of_the_new_entries(
    queue: Queue, blog: PaperBlog
) -> None:
    told: list[tuple[str, dict[str, Any]]] = []

    def tell(event: str, **fields: Any) -> None:
        told.append((event, fields))

    this = replace(after_baseline(queue, blog, flood=2), tell=tell)
    blog.entries = [entry(1), entry(2), entry(3, protected=True)]
    this.poll(ADDRESS)
    events = dict(told)
    assert events["feed.polled"]["took"] == 0
    assert events["entries.taken_in"] == {"feed": ADDRESS, "shared": 2, "skipped": 1}
    told.clear()
    blog.entries[0] = entry(1, title="Another title")
    this.poll(ADDRESS)
    blog.error = "the blog answers 502"
    this.poll(ADDRESS)
    assert [event for event, _ in told if event == "entries.taken_in"] == []
    assert dict(told)["feed.failed"]["took"] == 0
