"""A blog's house with the register of authors in it: real reading, composing and queue; the blog and the clock on paper."""

from __future__ import annotations

from dataclasses import dataclass, field

from servers.paper import PaperBlog, PaperClock, entry
from sharebot import authors, platforms
from sharebot.bot.crediting import Crediting
from sharebot.bot.customs import Customs
from sharebot.bot.identities import Identities
from sharebot.bot.lists import Lists
from sharebot.bot.mentions import Mentions
from sharebot.bot.poll import Poller
from sharebot.bot.queued import Requeued
from sharebot.bot.register import Register
from sharebot.bot.scan import Scanner
from sharebot.bot.staff import Staff
from sharebot.bot.tagging import Tag
from sharebot.bot.wording import Wording
from sharebot.compose import compose, from_text, named_plainly
from sharebot.model import Author, Blog, Byline, Person, Post
from sharebot.ports import Queue
from sharebot.schedule import Calendar, parse_slots

ADDRESS = "https://blog.harborlight.org/feed/"
NETWORKS = ("x", "mastodon", "bluesky")
CALENDAR = Calendar(zone="UTC", weekly=parse_slots("mon-sun 10:00 14:00"))


@dataclass
class House:
    """Accounts are called as their networks. Every article is typed in by Dana Quillfeather of the staff."""

    queue: Queue
    who: str = "dana"
    tags: dict[str, Tag] = field(default_factory=dict)
    staff_names: tuple[str, ...] = ("Dana Quillfeather",)
    paper: PaperBlog = field(default_factory=PaperBlog)
    clock: PaperClock = field(default_factory=PaperClock)
    pauses: int = 0

    def __post_init__(self) -> None:
        self.rules = {name: platforms.rules(name) for name in NETWORKS}
        self.blog = Blog(name="Harborlight", staff=self.staff_names)
        self.crediting = Crediting(
            credit=authors.credit,
            rules=authors,
            source=self.paper,
            blog=self.blog,
            tell=lambda _event, **_fields: None,
            queue=self.queue,
        )
        self.mentions = Mentions(queue=self.queue, identities=Identities(memory=self.queue), plainly=named_plainly)
        self.wording = Wording(compose=compose, rules=self.rules, tags=self.tags)
        self.requeued = Requeued(
            queue=self.queue,
            author_rules=authors,
            wording=self.wording,
            mentions=self.mentions,
            clock=self.clock,
        )
        self.register = self.register_of(self.who)
        self.lists = Lists(register=self.register)
        self.poller.poll(ADDRESS)

    def register_of(self, who: str) -> Register:
        return Register(
            queue=self.queue, rules=authors, requeued=self.requeued, blog=self.blog, clock=self.clock, who=who
        )

    @property
    def poller(self) -> Poller:
        return Poller(
            queue=self.queue,
            source=self.paper,
            crediting=self.crediting,
            wording=self.wording,
            calendars=dict.fromkeys(NETWORKS, CALENDAR),
            customs=Customs(flood=100),
            clock=self.clock,
            tell=lambda _event, **_fields: None,
        )

    @property
    def scanner(self) -> Scanner:
        return Scanner(
            queue=self.queue,
            source=self.paper,
            crediting=self.crediting,
            clock=self.clock,
            tell=lambda _event, **_fields: None,
            pause=self._pause,
        )

    def _pause(self) -> None:
        self.pauses += 1

    @property
    def staff(self) -> Staff:
        return Staff(
            queue=self.queue,
            calendars=dict.fromkeys(NETWORKS, CALENDAR),
            rules=self.rules,
            from_text=_from_text,
            clock=self.clock,
            who=self.who,
        )

    def publish(self, number: int, name: str, *says: str) -> dict[str, Post]:
        """An article that ends with a signature and these sentences, polled: its post by network."""
        self.paper.entries.append(article(number, name, *says))
        return {post.account: post for post in self.poller.poll(ADDRESS).posts}

    def text(self, post: Post) -> str:
        return self.queue.post(post.id).share.text

    def tagged(self, post: Post) -> tuple[str, ...]:
        return self.queue.post(post.id).share.mentions

    def person(self, wanted: str) -> Person:
        return self.register.find(wanted)


def article(number: int, name: str, *says: str, **fields: object) -> object:
    end = f"<p>-{name}, Guest Blogger</p>" + (f"<p>{' '.join(says)}</p>" if says else "")
    byline = Byline(name="Dana Quillfeather")
    return entry(number, html=f"<p>A night at the harbor, told at length.</p>{end}", bylines=(byline,), **fields)


def _from_text(text: str, post: Post, credited: tuple[Author, ...], rules: object) -> object:
    return from_text(text, rules, link=post.share.link, authors=credited, share=post.share)  # type: ignore[arg-type]
