"""A post of one's own with a picture goes out once, with its picture, on every network and whatever becomes of answers."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PIL import Image as Pillow

from servers import mastodon, pds, x_api
from servers.mastodon import MastodonServer
from servers.network import Network as PlainNetwork
from servers.network import World, deliverer
from servers.pds import Pds
from servers.trouble import Behind, Streets
from sharebot import platforms
from sharebot.bot.attaching import Attached, Attaching
from sharebot.bot.deliver import Deliverer
from sharebot.bot.pictures import Pictures
from sharebot.compose import from_text, moves, picture
from sharebot.errors import SharebotError
from sharebot.model import Image, NewPost, PostFilter, Share, State
from sharebot.platforms import Means
from sharebot.ports import Guarantee, GuaranteeKind, PictureRules, Queue
from sharebot.queue import open_queue
from test_guarantees import Account, Life, Network, Troubled, XBehind, begin, platforms_that_learn, true_time

TEXT = "We open at six today. #Nets"


def a_picture(kind: str = "PNG", size: tuple[int, int] = (400, 300)) -> bytes:
    file = io.BytesIO()
    Pillow.new("RGB", size, "teal").save(file, kind)
    return file.getvalue()


def attaching(**files: bytes) -> Attaching:
    return Attaching(file=lambda url: files[url], fit=picture, moves=moves)


@dataclass
class Shop(Life):
    """A life whose post is a text and a picture that a person has given."""

    def process(self) -> Deliverer:
        means = Means(home=self.home, http=self.streets.http, memory=lambda: self.queue, clock=self.world)
        platform = platforms.connect(self.network.account, means)
        if isinstance(platform, platforms_that_learn()):
            platform.learn()
        troubled: Any = Troubled(platform, self.streets.trouble, self.faults, self.dies, self.meanwhile)
        kept = Pictures(file=lambda url: self.queue.kept_picture(Image(url=url).kept), fit=picture)
        return deliverer(
            self.queue, troubled, self.world, self.account, tell=self._tell, alone=True, pictures=kept, page=_no_page
        )

    def add(self) -> int:
        attached = given(self.home)
        blank = Share(text="", length=0, limit=0, link="", image=attached.image)
        share = from_text(TEXT, platforms.rules(self.network.account.platform), share=blank)
        new = NewPost(
            account=self.account, share=share, state=State.QUEUED, due_at=self.world.now(), kept=attached.data
        )
        (post,) = self.queue.add([new], entry_id=None, now=self.world.now(), who="dana", why="added")
        return post.id


def _no_page(url: str) -> Any:
    pytest.fail(f"a post of one's own has no page, and {url} was asked for")


def given(folder: Path) -> Attached:
    path = folder / "boat.png"
    path.write_bytes(a_picture())
    attached = attaching().attached(str(path), "A red boat")
    path.unlink()
    return attached


Shown = Callable[[], list[int]]


def on_x(streets: Streets, world: World) -> tuple[Network, Shown]:
    fake = XBehind(streets.gateway, world)
    account = Account("x", {**x_api.KEYS, "URL": streets.gateway.address})
    return Network(account, lambda: [each.id for each in fake.posts], fake.posts.clear), lambda: [
        len(each.media) for each in fake.posts
    ]


def on_mastodon(streets: Streets, world: World) -> tuple[Network, Shown]:
    server = MastodonServer(Behind(streets.gateway), true_time(world))
    account = Account("mastodon", {"URL": streets.gateway.address, "ACCESS_TOKEN": mastodon.TOKEN})
    return Network(account, lambda: [each.id for each in server.statuses], server.statuses.clear), lambda: [
        len(each.media) for each in server.statuses
    ]


def on_bluesky(streets: Streets, world: World) -> tuple[Network, Shown]:
    server, behind = Pds(), Behind(streets.gateway)
    server.answer_at(behind, behind)
    address = streets.gateway.address
    fields = {"URL": address, "DIRECTORY": address, "HANDLE": pds.HANDLE, "APP_PASSWORD": pds.PASSWORD}
    network = Network(Account("bluesky", fields), lambda: list(server.records), server.records.clear)
    return network, lambda: [len(each["embed"]["images"]) for each in server.records.values()]


BUILD = {"x": on_x, "mastodon": on_mastodon, "bluesky": on_bluesky}


@pytest.fixture(scope="module")
def streets() -> Iterator[Streets]:
    with Streets() as built:
        yield built


@pytest.fixture(scope="module")
def queue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Queue]:
    opened = open_queue(f"sqlite:///{tmp_path_factory.mktemp('added') / 'sharebot.db'}")
    yield opened
    opened.close()


@pytest.mark.parametrize("network", BUILD)
@pytest.mark.parametrize(
    "fault", ["", "reset after sending", "503 after it is kept", "502", "connection refused", "429"]
)
@pytest.mark.parametrize("dies", [False, True])
def test_a_post_of_ones_own_with_a_picture_is_public_once_whatever_becomes_of_answers(
    network: str, fault: str, dies: bool, streets: Streets, queue: Queue, tmp_path: Path
) -> None:  # fmt: skip
    world = World()
    streets.gateway.words = network
    there, shown = BUILD[network](streets, world)
    life = Shop(streets, queue, tmp_path, there, world, [fault], dies)
    post_id = life.add()
    name = queue.post(post_id).share.image
    worker, _, _ = begin(life, post_id)
    post = life.live(worker, post_id)
    assert post.state is State.SENT
    assert shown() == [1]
    others = [each for each in queue.posts(PostFilter(account=life.account)) if each.state is not State.SENT]
    assert others == []
    assert name
    with pytest.raises(SharebotError):
        queue.kept_picture(name.kept)


# Never without its picture --------------------------------------------------------------------------------------------


def test_a_picture_that_is_not_there_holds_the_post_instead_of_sending_half_of_it(queue: Queue) -> None:
    class Gallery(PlainNetwork):
        rules = replace(PlainNetwork.rules, picture=PictureRules(most_bytes=20_000, most_side=100))

    network = Gallery(World(), Guarantee(kind=GuaranteeKind.ASK))
    share = Share(text=TEXT, length=27, limit=500, link="", image=Image(url="kept:0000/boat.png", alt="A red boat"))
    kept = Pictures(file=lambda url: queue.kept_picture(Image(url=url).kept), fit=picture)
    lane = deliverer(queue, network, network.world, network.account, pictures=kept)
    now = network.world.now()
    (post,) = queue.add(
        [NewPost(account=network.account, share=share, state=State.QUEUED, due_at=now)],
        entry_id=None, now=now, who="dana", why="added",
    )  # fmt: skip
    lane.deliver(network.account)
    held = queue.post(post.id)
    assert (held.state, network.posts) == (State.QUEUED, [])
    assert "its picture cannot be shown: the picture that was given to the post is not kept any more" in held.hold
    network.world.pass_time(timedelta(days=1).total_seconds())
    assert lane.deliver(network.account) == []
    queue.move(held, _cancelled(), now=now, who="dana")


def _cancelled() -> Any:
    from sharebot.model import Verdict

    return Verdict(state=State.CANCELLED, reason="cancelled")


# What is attached -----------------------------------------------------------------------------------------------------


def test_the_same_picture_goes_by_the_same_name_and_is_shown_by_its_files(tmp_path: Path) -> None:
    first, second = given(tmp_path), given(tmp_path)
    assert first.image == second.image
    assert (first.image.called, len(first.image.kept)) == ("boat.png", 64)
    assert Image(url="https://blog.example/boat.png").kept == ""


def test_a_file_that_is_too_large_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "huge.png"
    with path.open("wb") as file:
        file.truncate(20_000_001)
    with pytest.raises(SharebotError, match="larger than 20 MB"):
        attaching().attached(str(path), "A boat")


def test_a_picture_with_too_many_pixels_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "wide.png"
    path.write_bytes(a_picture(size=(10_000, 7_000)))
    attached = attaching().attached(str(path), "A boat")
    assert "70,000,000 pixels" in attaching().fault(attached, platforms.rules("mastodon"))


def test_a_network_without_pictures_says_so(tmp_path: Path) -> None:
    rules = replace(platforms.rules("mastodon"), picture=None)
    assert attaching().fault(given(tmp_path), rules) == "mastodon takes no pictures"


def test_a_picture_without_a_description_is_taken_where_a_person_says_so(tmp_path: Path) -> None:
    path = tmp_path / "line.png"
    path.write_bytes(a_picture())
    assert attaching().fault(attaching().attached(str(path), ""), platforms.rules("bluesky")) == ""


def test_a_picture_that_moves_is_refused_since_it_would_stand_still(tmp_path: Path) -> None:
    path = tmp_path / "boat.gif"
    frames = [Pillow.new("RGB", (20, 20), colour) for colour in ("teal", "navy")]
    frames[0].save(path, "GIF", save_all=True, append_images=frames[1:])
    with pytest.raises(SharebotError, match="the picture moves, and sharebot sends still ones"):
        attaching().attached(str(path), "A boat")
    frames[0].save(path, "GIF")
    assert attaching().attached(str(path), "A boat").image.called == "boat.gif"
