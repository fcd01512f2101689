"""A share's picture on its way to the platform: made ready before the claim, and never a reason not to send."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from PIL import Image as Pillow

from servers.network import Network, World, deliverer
from sharebot import platforms
from sharebot.bot.pictures import Pictures
from sharebot.compose import picture
from sharebot.errors import FeedError
from sharebot.feed.page import card_of
from sharebot.model import Card, Entry, Image, NewPost, PageCard, Payload, Picture, Post, Share, State
from sharebot.ports import Guarantee, GuaranteeKind, PictureRules, Queue
from sharebot.queue import open_queue

SOCKS = Image(url="https://blog.harborlight.org/socks.png", alt="Three pairs of socks on a bench")


@dataclass
class Gallery(Network):
    """A network that takes pictures, and remembers with which one a post came."""

    shown: list[Picture | None] = field(default_factory=list)
    rules = replace(
        platforms.rules("mastodon"),
        picture=PictureRules(most_bytes=20_000, most_side=100),
        thumb=PictureRules(most_bytes=5_000, most_side=50),
    )

    def prepare(self, post: Post, picture: Picture | None = None) -> Payload:
        self.shown.append(picture)
        return super().prepare(post)


@pytest.fixture
def queue(tmp_path: Path) -> Iterator[Queue]:
    opened = open_queue("", home=tmp_path)
    yield opened
    opened.close()


def a_picture() -> bytes:
    file = io.BytesIO()
    Pillow.new("RGB", (400, 300), "teal").save(file, "PNG")
    return file.getvalue()


def sent(queue: Queue, share: Share, files: dict[str, bytes]) -> tuple[Gallery, Post]:
    network = Gallery(World(), Guarantee(kind=GuaranteeKind.ASK))

    def file(url: str) -> bytes:
        if url in files:
            return files[url]
        raise FeedError(f"{url}: it answers 404")

    lane = deliverer(queue, network, network.world, pictures=Pictures(file=file, fit=picture))
    new = NewPost(account="net", share=share, state=State.QUEUED, due_at=network.world.now())
    (post,) = queue.add([new], entry_id=None, now=network.world.now(), who="test", why="test")
    lane.deliver("net")
    return network, queue.post(post.id)


def share(**changes: object) -> Share:
    made = Share(text="Socks", length=5, limit=500, link="https://blog.harborlight.org/1/")
    return replace(made, **changes)  # type: ignore[arg-type]  # any field


def told(queue: Queue, post: Post) -> str:
    return " | ".join(step.why for step in queue.history(post.id))


def test_an_attached_picture_comes_with_the_blogs_own_words_and_within_the_platforms_limits(queue: Queue) -> None:
    network, post = sent(queue, share(image=SOCKS), {SOCKS.url: a_picture()})
    (shown,) = network.shown
    assert shown is not None
    assert (shown.width, shown.height, shown.alt) == (100, 75, SOCKS.alt)
    assert len(shown.data) <= 20_000
    assert post.state is State.SENT


def test_a_link_previews_picture_is_made_by_the_previews_limits(queue: Queue) -> None:
    card = Card(url="https://blog.harborlight.org/1/", title="Socks", image=SOCKS)
    network, _ = sent(queue, share(card=card), {SOCKS.url: a_picture()})
    assert [shown.width for shown in network.shown if shown] == [50]


def test_a_file_name_is_no_description_and_the_history_says_that_there_is_none(queue: Queue) -> None:
    network, post = sent(queue, share(image=replace(SOCKS, alt="IMG_4411.JPG")), {SOCKS.url: a_picture()})
    assert [shown.alt for shown in network.shown if shown] == [""]
    assert "its picture has no description: the blog gives none" in told(queue, post)


@pytest.mark.parametrize("files", [{}, {SOCKS.url: b"<html>gone</html>"}, {SOCKS.url: a_picture()[:200]}])
def test_a_picture_that_cannot_be_had_stops_nothing_and_the_history_says_why(
    queue: Queue, files: dict[str, bytes]
) -> None:
    network, post = sent(queue, share(image=SOCKS), files)
    assert network.shown == [None]
    assert post.state is State.SENT
    assert "sent without its picture: " in told(queue, post)


def test_a_share_without_a_picture_asks_for_none(queue: Queue) -> None:
    network, post = sent(queue, share(), {})
    assert network.shown == [None]
    assert "picture" not in told(queue, post)


# What a page says of itself -------------------------------------------------------------------------------------------


def test_a_pages_own_card_is_read_from_its_head() -> None:
    html = (
        '<html><head><meta property="og:title" content="Socks &amp; buses">'
        '<meta content="Half an hour outside." property="og:description">'
        '<meta property="og:image" content="/socks.png"><meta property="og:image:alt" content="Three pairs">'
        '</head><body><meta property="og:title" content="planted in a comment"></body></html>'
    )
    assert card_of(html, "https://blog.harborlight.org/1/") == PageCard(
        title="Socks & buses",
        description="Half an hour outside.",
        image=Image(url="https://blog.harborlight.org/socks.png", alt="Three pairs"),
    )


@pytest.mark.parametrize("html", ["", "og:", "<p>no head</p>", "<meta property='og:title' content=' '>", "\0<og:>"])
def test_a_page_that_says_nothing_of_itself_has_no_card(html: str) -> None:
    assert card_of(html, "https://blog.harborlight.org/1/") is None


def test_a_portrait_of_its_author_does_not_stand_for_an_article() -> None:
    portrait = Image(url="https://blog.harborlight.org/g-reuscher.jpg", alt=" garrett  Reuscher")
    article = Entry(id="1", url="https://blog.harborlight.org/1/", title="Socks", image=portrait)
    assert article.picture(["Garrett Reuscher"]) is None
    assert article.picture(["Somebody Else"]) == portrait
    shown = replace(article, page_card=PageCard(image=SOCKS))
    assert shown.picture(["Garrett Reuscher"]) == SOCKS
