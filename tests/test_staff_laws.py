"""Staff at work while posts are sent, in any order, over several posts and with answers that are lost.

The laws: never two copies of a post; what is public is known to be or in doubt; what is cancelled was never public and
what was taken back never is again; a verb is one act of the log that names what it changed, or it has changed nothing.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from servers.network import Network, World, mentions
from sharebot.bot.adding import Adding
from sharebot.bot.identities import Identities
from sharebot.bot.room import Room
from sharebot.bot.sheet import Sheet
from sharebot.bot.staff import Staff
from sharebot.bot.withdrawing import Withdrawing
from sharebot.bot.wording import Wording
from sharebot.compose import compose, from_text, spans
from sharebot.errors import SharebotError
from sharebot.model import Act, ActFilter, NewPost, Post, PostFilter, Share, State
from sharebot.ports import Queue
from sharebot.queue import open_queue
from sharebot.schedule import Calendar
from test_delivery_laws import CLASSES, FAULTS, MINUTE, one_round, worker

VERBS = (
    "approve",
    "cancel",
    "now",
    "later",
    "into slot",
    "edit",
    "retry",
    "again",
    "give up",
    "delete",
    "pause",
    "undo",
    "undo earlier",
    "undo earliest",
)
STATES = (State.QUEUED, State.DRAFT)
CELLS = {"due": ("", "", "2026-11-23 09:05"), "state": ("", "queued", "cancelled"), "text": ("", "Brought")}
NEW = {"due": ("", "2026-11-23 09:05"), "state": ("", "draft"), "text": ("New",)}


@pytest.fixture(scope="module")
def queue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Queue]:
    """One real queue for all lives; each has an account of its own in it."""
    opened = open_queue(f"sqlite:///{tmp_path_factory.mktemp('staff') / 'sharebot.db'}")
    yield opened
    opened.close()


@dataclass
class Person:
    """Somebody of the staff, who says that a post is surely not public only where that is so."""

    queue: Queue
    network: Network
    texts: int = 0

    @property
    def staff(self) -> Staff:
        account = self.network.account
        return Staff(
            queue=self.queue,
            calendars={account: Calendar()},
            rules={account: self.network.rules},
            from_text=lambda text, post, _authors, _rules: replace(post.share, text=text),
            clock=self.network.world,
            who=account,
        )

    @property
    def sheet(self) -> Sheet:
        return Sheet(staff=self.staff, adding=self._adding, zone="UTC")

    @property
    def _adding(self) -> Adding:
        """Of posts in their own words, which ask nobody."""
        nobody: Any = None
        staff = self.staff
        return Adding(
            queue=self.queue,
            finder=nobody,
            wording=Wording(compose=compose, rules=staff.rules),
            attaching=nobody,
            from_text=from_text,
            spans=spans,
            language=lambda _text: "en",
            identities=Identities(),
            mentions=mentions(self.queue),
            room=Room(queue=self.queue, calendars=staff.calendars, clock=self.network.world),
            clock=self.network.world,
            who=staff.who,
        )

    def posts(self) -> dict[int, Post]:
        found = self.queue.posts(PostFilter(account=self.network.account))
        return {post.id: post for post in found}

    def acts(self) -> list[Act]:
        return self.queue.acts(ActFilter(who=self.network.account, limit=1000))

    def does(self, verb: str, number: int, rows: Sequence[dict[str, str]]) -> None:
        """A verb that is refused has changed nothing; another is one act, which names all that it changed."""
        before, acts = self.posts(), self.acts()
        post_id = sorted(before)[number % len(before)]
        refused = False
        with self.queue.acting(verb, who=self.network.account):
            try:
                self._does(verb, post_id, rows)
            except SharebotError:
                refused = True
        after, new = self.posts(), self.acts()[: -len(acts) or None]
        changed = {each for each, post in after.items() if before.get(each) != post}
        assert not (refused and changed)
        assert len(new) <= 1
        assert changed == {change.post_id for act in new for change in act.posts}

    def _does(self, verb: str, post_id: int, rows: Sequence[dict[str, str]]) -> None:
        staff = self.staff
        match verb:
            case "approve":
                staff.approve(post_id)
            case "cancel":
                staff.cancel(post_id)
            case "now":
                staff.send_now(post_id)
            case "later":
                staff.reschedule(post_id, self.network.world.now() + 10 * MINUTE)
            case "into slot":
                staff.into_slot(post_id)
            case "edit":
                staff.edit(post_id, self._words("Other words"))
            case "retry":
                staff.retry(post_id)
            case "again" if not self.network.copies(post_id):
                staff.resolve_again(post_id)
            case "give up":
                staff.resolve_give_up(post_id)
            case _:
                self._does_more(verb, post_id, rows)

    def _does_more(self, verb: str, post_id: int, rows: Sequence[dict[str, str]]) -> None:
        network, now = self.network, self.network.world.now()
        match verb:
            case "delete":
                platform: Any = network
                removing = Withdrawing(
                    queue=self.queue, connect=lambda _: platform, clock=network.world, who=network.account
                )
                removing.withdraw(post_id)
            case "import":
                if faults := self.sheet.bring(self._table(rows)).faults:
                    raise SharebotError(str(faults[0]))
            case "pause":
                self.staff.pause(network.account)
            case "undo" | "undo earlier" | "undo earliest":
                back = ("undo", "undo earlier", "undo earliest").index(verb)
                if acts := self.acts()[: back + 1]:
                    self.queue.undo(acts[-1].id, now=now, who=network.account)

    def _words(self, words: str) -> str:
        """Never the same twice: looks know posts by their text."""
        self.texts += 1
        return f"{words} {self.texts}"

    def _table(self, rows: Sequence[dict[str, str]]) -> bytes:
        out = io.StringIO(newline="")
        table = csv.DictWriter(out, ["id", "account", "due", "state", "text"])
        table.writeheader()
        ids = sorted(self.posts())
        for row in rows:
            number = row["which"]
            text = self._words(row["text"]) if row["text"] else ""
            table.writerow(
                {
                    "id": ids[int(number) % len(ids)] if number else "",
                    "account": self.network.account,
                    "due": row["due"],
                    "state": row["state"],
                    "text": text,
                }
            )
        return out.getvalue().encode()


@dataclass
class Meddled:
    """A queue at which a person does something right after a post was claimed and before its fate is written down."""

    queue: Queue
    person: Person
    orders: list[tuple[str, int, list[dict[str, str]]]] = field(default_factory=list)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.queue, name)

    def claim(self, account: str, **how: Any) -> Any:
        claim = self.queue.claim(account, **how)
        if claim and self.orders:
            self.person.does(*self.orders.pop())
        return claim


def rows(which: st.SearchStrategy[str], cells: dict[str, tuple[str, ...]]) -> st.SearchStrategy[dict[str, str]]:
    return st.fixed_dictionaries({"which": which} | {name: st.sampled_from(said) for name, said in cells.items()})


ROWS = st.lists(rows(st.sampled_from("01"), CELLS) | rows(st.just(""), NEW), min_size=1, max_size=3)
ORDERS = st.tuples(st.sampled_from(VERBS), st.integers(0, 1), st.just([])) | st.tuples(
    st.just("import"), st.just(0), ROWS
)
IN_DOUBT = st.tuples(st.sampled_from(("give up", "retry", "cancel", "undo")), st.just(0), st.just([]))
"""What people say of a post whose answer was lost, often enough that every order of it is tried."""

ROUNDS = st.lists(st.lists(ORDERS, max_size=3) | st.lists(IN_DOUBT, min_size=2, max_size=4), max_size=8)


def queue_some(queue: Queue, network: Network) -> None:
    for number, state in enumerate(STATES):
        share = Share(text=f"Title {number}", length=7, limit=500, link="")
        hold = "waits for approval" if state is State.DRAFT else ""
        now = network.world.now()
        new = NewPost(account=network.account, share=share, state=state, hold=hold, due_at=now)
        queue.add([new], entry_id=None, now=now, who="sharebot", why="new in the feed")


def must_keep_the_laws(person: Person) -> None:
    for post in person.posts().values():
        ever, public = person.network.copies(post.id, ever=True), person.network.copies(post.id)
        assert len(ever) <= 1, "sent twice"
        assert not ever or post.state is State.SENT or post.doubt, f"{post.state} and nobody knows that it is public"
        assert not (ever and post.state in {State.CANCELLED, State.DRAFT})
        assert not (post.withdrawn and public), "taken back, and public"
        assert post.state is not State.SENT or ever


@given(
    kind=st.sampled_from(list(CLASSES)),
    faults=st.lists(st.sampled_from(FAULTS[1:]), min_size=1, max_size=5),
    removal_faults=st.lists(st.sampled_from(["fine", "refused", "lost", "unanswered"]), max_size=4),
    rounds=ROUNDS,
    meddling=st.lists(ORDERS, max_size=4),
    minutes=st.lists(st.sampled_from([0, 0, 1, 12]), min_size=8, max_size=8),
)
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_staff_do_while_posts_are_sent_no_post_is_public_twice_nor_against_their_word(
    kind: str,
    faults: list[str],
    removal_faults: list[str],
    rounds: list[list[tuple[str, int, list[dict[str, str]]]]],
    meddling: list[tuple[str, int, list[dict[str, str]]]],
    minutes: list[int],
    queue: Queue,
) -> None:
    network = Network(World(), CLASSES[kind], list(faults), removal_faults=list(removal_faults))
    queue_some(queue, network)
    person = Person(queue, network)
    meddled: Any = Meddled(queue, person, list(meddling))
    this = worker(meddled, network, "this")
    for orders, wait in zip(rounds, minutes, strict=False):
        for order in orders:
            person.does(*order)
            must_keep_the_laws(person)
        one_round(this)
        must_keep_the_laws(person)
        network.world.pass_time(60 * wait)
    to_its_end(person, this)


def to_its_end(person: Person, this: Any) -> None:
    """Until nothing is due any more: whoever is paused is let go, and nobody says anything else."""
    queue, network = person.queue, person.network
    for _ in range(200):
        one_round(this)
        must_keep_the_laws(person)
        if queue.account(network.account).paused_at:
            queue.resume(network.account, now=network.world.now(), who="sharebot")
        due_at = queue.next_due(network.account)
        if due_at is None:
            break
        network.world.pass_time(min(max((due_at - network.world.now()).total_seconds(), 1.0), 86400.0))
    assert all(post.state is not State.QUEUED or post.hold for post in person.posts().values()), "stuck"
