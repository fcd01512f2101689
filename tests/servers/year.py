"""A sharebot on paper over many days: one account, whose network takes whatever is due."""

from __future__ import annotations

from datetime import timedelta

from servers.paper import PaperBlog, PaperClock, entry
from servers.stored import entries
from sharebot import authors, platforms
from sharebot.bot.crediting import Crediting
from sharebot.bot.customs import Approval, Customs
from sharebot.bot.poll import Poller
from sharebot.bot.reshare import Resharing
from sharebot.bot.room import Room
from sharebot.bot.staff import Staff
from sharebot.bot.wording import Wording
from sharebot.compose import compose
from sharebot.model import (
    Author,
    Blog,
    Doubt,
    Entry,
    EntryRecord,
    Evidence,
    Handle,
    Level,
    Payload,
    Post,
    PostFilter,
    Receipt,
    Share,
    State,
    Verdict,
)
from sharebot.ports import Queue
from sharebot.schedule import Calendar, Rounds, parse_slots

ADDRESS = "https://blog.harborlight.org/feed/"
SLOTS = Calendar(zone="UTC", weekly=parse_slots("daily 10:00 14:00 18:00"))
STORY = (
    "<p>The clinic stays open until four in the morning, because that is when people come.</p>"
    "<p>Nobody who was carried in that winter had been alone for more than ten minutes.</p>"
    "<p>We learned to ask for a name before we asked for anything else.</p>"
    "<p>A warm room costs less than one ride in an ambulance, and it saves more lives.</p>"
)


def credit(read: Entry, _blog: Blog) -> tuple[Author, ...]:
    """Everything on this blog is by a guest whose handle the text states."""
    handle = Handle(
        platform="x",
        handle="GarrettReuscher",
        level=Level.STATED,
        evidence=(Evidence(source="content", quote="twitter @GarrettReuscher"),),
    )
    return (Author(name="Garrett Reuscher", guest=True, handles=(handle,)),) if read.url else ()


class Year:
    """A sharebot on paper with one account, whose network takes whatever is due; and the days that pass."""

    def __init__(self, queue: Queue, rounds: Rounds, calendar: Calendar = SLOTS) -> None:
        self.queue = queue
        self.clock = PaperClock()
        self.blog = PaperBlog()
        self.rounds = {"x": rounds}
        self.calendars = {"x": calendar}
        self.wording = Wording(compose=compose, rules={"x": platforms.rules("x")})
        self.told: list[str] = []
        self.approval = Approval.AUTO
        self.poll()

    def _tell(self, event: str, **_fields: object) -> None:
        self.told.append(event)

    @property
    def poller(self) -> Poller:
        return Poller(
            queue=self.queue,
            source=self.blog,
            crediting=Crediting(
                credit=credit, rules=authors, source=self.blog, blog=Blog(), tell=self._tell, queue=self.queue
            ),
            wording=self.wording,
            calendars=self.calendars,
            customs=Customs(),
            clock=self.clock,
            tell=self._tell,
        )

    @property
    def room(self) -> Room:
        return Room(queue=self.queue, calendars=self.calendars, clock=self.clock)

    @property
    def resharing(self) -> Resharing:
        return Resharing(
            queue=self.queue,
            wording=self.wording,
            authors=_as_credited,
            rounds=self.rounds,
            room=self.room,
            clock=self.clock,
            tell=self._tell,
            approval=self.approval,
        )

    @property
    def staff(self) -> Staff:
        def from_text(_text: str, post: Post, _authors: tuple[Author, ...], _rules: object) -> Share:
            return post.share

        return Staff(
            queue=self.queue,
            calendars=self.calendars,
            rules={"x": platforms.rules("x")},
            from_text=from_text,
            clock=self.clock,
            who="dana",
        )

    def poll(self) -> list[Post]:
        return list(self.poller.poll(ADDRESS).posts)

    def publish(self, number: int = 1, **changes: object) -> Post:
        self.blog.entries = [
            *self.blog.entries,
            entry(number, **({"html": STORY, "published_at": self.clock.at} | changes)),
        ]
        (post,) = self.poll()
        return post

    def send_due(self) -> None:
        while claim := self.queue.claim(
            "x", now=self.clock.at, lease=timedelta(minutes=5), worker="w", doubt=self._doubt(), prepare=frozen
        ):
            receipt = Receipt(remote_id=str(claim.post.id), url=f"https://x.example/{claim.post.id}")
            sent = Verdict(state=State.SENT, reason="sent", kind="sent", receipt=receipt)
            self.queue.settle(claim, sent, now=self.clock.at, who="sharebot")

    def _doubt(self) -> Doubt:
        return Doubt(at=self.clock.at, boot="boot", ticks=0, last_ticks=0)

    def pass_days(self, days: int) -> None:
        for _ in range(days * 4):
            self.clock.pass_time(hours=6)
            self.send_due()
            self.resharing.plan()

    def until_planned(self) -> Post:
        """Until the next share of an article waits in the queue."""
        while not (waiting := [post for post in self.posts(State.QUEUED) if post.round]):
            self.clock.pass_time(hours=6)
            self.send_due()
            self.resharing.plan()
        return waiting[0]

    def posts(self, *states: State) -> list[Post]:
        return self.queue.posts(PostFilter(states=frozenset(states), account="x"))

    def record(self) -> EntryRecord:
        return entries(self.queue)[-1]


def _as_credited(record: EntryRecord) -> tuple[Author, ...]:
    return record.authors


def frozen(post: Post) -> Payload:
    return Payload(key=f"key-{post.id}", body=post.share.text.encode())
