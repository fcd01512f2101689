"""An account's style, from the settings to what is queued, shown and sent: the same bytes everywhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from servers.network import PICTURES, Network, World
from servers.paper import MONDAY, PaperBlog, PaperClock, entry
from sharebot import authors, platforms
from sharebot.bot.crediting import Crediting
from sharebot.bot.customs import Customs
from sharebot.bot.deliver import Deliverer
from sharebot.bot.identities import Identities
from sharebot.bot.mentions import Mentions
from sharebot.bot.poll import Poller
from sharebot.bot.preview import Previewer
from sharebot.bot.wording import Wording
from sharebot.compose import compose, named_plainly
from sharebot.model import Blog, Entry, NewPost, Post, PostFilter, State, Style
from sharebot.ports import Guarantee, GuaranteeKind, Lane, Page, PageState, Queue
from sharebot.queue import open_queue
from sharebot.schedule import Calendar, parse_slots
from sharebot.settings import load

FEED = "https://blog.harborlight.org/feed/"
LATER = Calendar(zone="UTC", weekly=parse_slots("mon-fri 12:00 13:00"))
RULES = {"x": platforms.rules("x"), "mastodon": platforms.rules("mastodon")}
SETTINGS = {
    "SHAREBOT_ACCOUNTS": "x mastodon",
    "SHAREBOT_BLOG_NAME": "Harborlight",
    "SHAREBOT_TEMPLATE": r"{{ line }}\n\n{{ link }}\n\n{{ hashtags }}\n\n({{ blog }})",
    "SHAREBOT_MASTODON_TEMPLATE": r"{{ headline }}\n{{ credit }}\n{{ link }}",
    "SHAREBOT_HASHTAGS": "Drug policy=DrugPolicy",
    "SHAREBOT_UTM": "utm_source={platform}&utm_content={account}&round={round}",
    "SHAREBOT_X_UTM": "ref={account}",
    "SHAREBOT_WARNINGS": "Drug policy=drugs",
}
HTML = (
    "<p>We learned to leave the second chair empty on purpose.</p><p>Nobody owes you a name before you say yours.</p>"
)


def quiet(_event: str, **_fields: object) -> None:
    """Nobody listens."""


class House:
    """A poller, a previewer and lanes in one style over one queue."""

    def __init__(self, queue: Queue, **more: str) -> None:
        found = load(SETTINGS | more, cwd=Path("/nowhere"))
        self.styles = {account.name: account.style for account in found.accounts}
        self.queue, self.blog, self.clock = queue, PaperBlog(), PaperClock()
        crediting = Crediting(
            credit=lambda _entry, _blog: (), rules=authors, source=self.blog, blog=Blog(), tell=quiet, queue=queue
        )
        common = {
            "source": self.blog,
            "wording": Wording(compose=compose, rules=RULES, styles=self.styles),
            "clock": self.clock,
            "tell": quiet,
        }
        self.poller = Poller(
            queue=queue, crediting=crediting, calendars=dict.fromkeys(RULES, LATER), customs=Customs(),
            **common,
        )  # fmt: skip
        self.previewer = Previewer(crediting=crediting, **common)
        self.poller.poll(FEED)

    def publish(self, **changes: object) -> dict[str, Post]:
        self.blog.entries = [entry(1, html=HTML, categories=("Drug policy", "Misc stuff"), language="en", **changes)]
        self.poller.poll(FEED)
        return {post.account: post for post in self.posts()}

    def posts(self) -> list[Post]:
        return self.queue.posts(PostFilter(entry_id=1))

    def deliver(self, pages: dict[str, Page], asked: list[str]) -> list[str]:
        """At noon; what readers see then."""
        self.clock.at = MONDAY.replace(hour=12)
        network = Network(World(), Guarantee(kind=GuaranteeKind.ASK))

        def page(url: str) -> Page:
            asked.append(url)
            return pages.get(url, Page(state=PageState.READY, detail="200", url=url))

        lane = Lane(account="x", platform=network)
        Deliverer(
            queue=self.queue, lanes={"x": lane}, calendars={"x": LATER}, clock=self.clock, worker="this", page=page,
            tell=quiet, too_late=timedelta(days=2), pictures=PICTURES,
            mentions=Mentions(queue=self.queue, identities=Identities(memory=self.queue), plainly=named_plainly),
        ).deliver("x")  # fmt: skip
        return [remote.body.decode() for remote in network.posts]


@pytest.fixture
def queue(tmp_path: Path) -> Iterator[Queue]:
    opened = open_queue("", home=tmp_path)
    yield opened
    opened.close()


def test_each_account_queues_in_its_own_style(queue: Queue) -> None:
    shares = {name: post.share for name, post in House(queue).publish().items()}
    assert shares["x"].text == (
        "Title 1\n\nhttps://blog.harborlight.org/1/?ref=x\n\n#DrugPolicy #MiscStuff\n\n(Harborlight)"
    )
    assert shares["mastodon"].text == (
        "Title 1\n\nhttps://blog.harborlight.org/1/?utm_source=mastodon&utm_content=mastodon&round=0"
    )
    assert {name: share.warning for name, share in shares.items()} == {"x": "", "mastodon": "drugs"}


def test_a_preview_shows_the_bytes_that_a_poll_queues(queue: Queue) -> None:
    house = House(queue)
    shares = {name: post.share for name, post in house.publish().items()}
    house.blog._shown.clear()
    (shown,) = house.previewer.preview(FEED).entries
    assert {post.account: post.share for post in shown.posts} == shares


def test_an_edit_keeps_the_style_and_the_entrys_identity_knows_no_parameters(queue: Queue) -> None:
    house = House(queue)
    house.publish()
    posts = house.publish(title="A better title")
    assert posts["x"].share.text.startswith("A better title\n\nhttps://blog.harborlight.org/1/?ref=x\n")
    assert queue.entry(1).entry.url == "https://blog.harborlight.org/1/"
    assert queue.find_entry(["https://blog.harborlight.org/1/"]) is not None


def test_an_edit_leaves_a_person_s_text_in_whatever_style(queue: Queue) -> None:
    house = House(queue)
    post = house.publish()["x"]
    queue.change(post, now=MONDAY, who="dana", why="edited", share=replace(post.share, text="By hand"))
    assert house.publish(title="A better title")["x"].share.text == "By hand"


def test_a_second_share_that_waits_follows_an_edit_with_words_of_its_own(queue: Queue) -> None:
    house = House(queue)
    first = house.publish()["x"]
    read: Entry = queue.entry(1).entry
    again = compose(read, (), RULES["x"], house.styles["x"], round=1)
    queue.add(
        [NewPost(account="x", share=again, state=State.DRAFT, round=1)], entry_id=1, now=MONDAY, who="dana", why="again"
    )
    house.publish(title="A better title")
    texts = sorted(post.share.text for post in house.posts() if post.account == "x")
    assert texts[0].startswith("A better title\n")
    assert texts[1].startswith("“We learned to leave the second chair empty on purpose.”\n")
    assert first.share.text not in texts


def test_the_page_is_asked_for_by_the_link_that_is_sent(queue: Queue) -> None:
    house, asked = House(queue), list[str]()
    post = house.publish()["x"]
    assert house.deliver({}, asked) == [post.share.text]
    assert asked == [post.share.link] == ["https://blog.harborlight.org/1/?ref=x"]


def test_an_address_that_leads_to_another_article_stops_the_post_though_the_parameters_went_along(queue: Queue) -> None:
    house = House(queue)
    house.publish()
    house.blog.entries = [entry(2)]
    house.poller.poll(FEED)
    elsewhere = Page(state=PageState.READY, detail="200", url="https://blog.harborlight.org/2/?ref=x")
    seen = house.deliver({"https://blog.harborlight.org/1/?ref=x": elsewhere}, [])
    (post,) = [post for post in house.posts() if post.account == "x"]
    assert post.state is State.CANCELLED
    assert "leads to https://blog.harborlight.org/2/?ref=x by now" in queue.history(post.id)[-1].why
    assert not any(text.startswith("Title 1") for text in seen)


def test_nothing_is_decided_where_nothing_is_set() -> None:
    (account,) = load({}, cwd=Path("/nowhere")).accounts
    assert account.style == Style()
