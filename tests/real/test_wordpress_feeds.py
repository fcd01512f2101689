"""What a real WordPress' feeds hold, in each of its formats and settings, read by the feed source alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from servers.wordpress import WordPress
from sharebot.feed import Feeds
from sharebot.http import Http
from sharebot.model import Entry, FeedState, Image, Polled

pytestmark = [pytest.mark.real, pytest.mark.xdist_group("wordpress")]

URN = '<figure><img src="/wp-content/uploads/urn.jpg" alt="An urn"></figure>'
LONG = "<p>" + "The hall smelled of wax and oranges. " * 20 + "</p>"
FORMATS = ("/feed/", "/feed/atom/", "/feed/rdf/", "/feed/rss/")


@pytest.fixture(scope="module")
def wordpress() -> Iterator[WordPress]:
    """A blog with a long article, an untitled one and one behind a password, oldest first."""
    with WordPress() as running:
        running.empty()
        running.publish('Don\'t call it a "Gala" & <em>tea</em> -- again', URN + LONG)
        running.publish("", "<p>The ferry is running again.</p>")
        running.publish("Minutes", "<p>Secret.</p>", password="potato")
        yield running


class Reader:
    def __init__(self, wordpress: WordPress, feeds: Feeds) -> None:
        self._wordpress = wordpress
        self._feeds = feeds

    def poll(self, path: str) -> Polled:
        return self._feeds.poll(FeedState(address=self._wordpress.url + path), self._wordpress.clock.now())

    def entries(self, path: str) -> tuple[Entry, ...]:
        polled = self.poll(path)
        assert (polled.error, polled.notes) == ("", ())
        return polled.entries


@pytest.fixture
def reader(wordpress: WordPress) -> Iterator[Reader]:
    wordpress.show_summaries(False)
    with Http(private_hosts=frozenset({"127.0.0.1"})) as http:
        yield Reader(wordpress, Feeds(http))


@pytest.mark.parametrize("path", FORMATS)
def test_every_format_shows_the_same_articles(reader: Reader, wordpress: WordPress, path: str) -> None:
    gala, untitled, minutes = reader.entries(path)
    assert [gala.url, untitled.url, minutes.url] == [entry.url for entry in reader.entries("/feed/")]
    assert (gala.title, untitled.title) == ("Don’t call it a “Gala” & tea — again", "")
    assert untitled.summary == "The ferry is running again."
    assert [gala.protected, untitled.protected, minutes.protected] == [False, False, True]


@pytest.mark.parametrize("path", FORMATS[:3])
def test_full_formats_hold_text_author_date_and_picture(reader: Reader, wordpress: WordPress, path: str) -> None:
    gala = reader.entries(path)[0]
    assert not gala.summary_only
    assert gala.html.count("wax and oranges") == 20
    assert [byline.name for byline in gala.bylines] == ["Dana Quillfeather"]
    assert gala.published_at is not None
    assert gala.image == Image(url=f"{wordpress.url}/wp-content/uploads/urn.jpg", alt="An urn")


@pytest.mark.parametrize("path", FORMATS)
def test_where_feeds_show_summaries_each_is_known_as_one(reader: Reader, wordpress: WordPress, path: str) -> None:
    wordpress.show_summaries(True)
    gala, _, minutes = reader.entries(path)
    assert gala.summary_only
    assert len(gala.summary.split()) == 55, "WordPress' excerpt, without the […] at its end"
    assert minutes.protected


def test_rss_and_atom_name_an_article_alike(reader: Reader) -> None:
    assert [entry.id for entry in reader.entries("/feed/")] == [entry.id for entry in reader.entries("/feed/atom/")]


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/", "its feed is {}/feed/: name that instead"),
        ("/wp-json/", "this is JSON"),
        ("/feed/?paged=9", "nothing (404)"),
        ("/nope/feed/", "no entries"),
        ("/category/nope/feed/", "no entries"),
    ],
)
def test_a_mistyped_address_is_told_from_the_feed(reader: Reader, wordpress: WordPress, path: str, said: str) -> None:
    polled = reader.poll(path)
    assert said.format(wordpress.url) in " ".join((polled.error, *polled.notes))
    assert polled.entries == ()
