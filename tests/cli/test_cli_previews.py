"""What `sharebot try` shows, from values that were made by hand."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sharebot.bot.preview import Preview, WouldPost, WouldShare
from sharebot.cli import previews
from sharebot.model import Author, Entry, Evidence, Handle, Level, Share
from sharebot.ports import Limit, Rules, Unit

RULES = {
    "x": Rules(platform="x", limits=(Limit(unit=Unit.WEIGHTED, most=280),)),
    "mastodon": Rules(platform="mastodon", limits=(Limit(unit=Unit.CODE_POINTS, most=500),)),
}
QUOTE = "You can follow him on twitter @GarrettReuscher"
GUEST = Author(
    name="Garrett Reuscher",
    guest=True,
    handles=(
        Handle(
            platform="x",
            handle="GarrettReuscher",
            level=Level.STATED,
            evidence=(Evidence(source="content", quote=QUOTE),),
        ),
        Handle(platform="instagram", handle="garrett.tides", level=Level.SUPPORTING, note="a share bar's link"),
    ),
)
TEXT = "What the night shift taught me\n\nBy @GarrettReuscher  \nhttps://blog.harborlight.org/night-shift/"
NIGHT = WouldShare(
    entry=Entry(
        id="n1",
        url="https://blog.harborlight.org/night-shift/",
        title="What the night \x1b[31mshift taught me",
        published_at=datetime(2026, 11, 23, 9, 0, tzinfo=UTC),
    ),
    authors=(GUEST,),
    posts=(
        WouldPost(
            account="x",
            platform="x",
            share=Share(text=TEXT, length=92, limit=280, link="", mentions=("GarrettReuscher",)),
        ),
        WouldPost(account="mastodon", platform="mastodon", share=None, fault="its address alone is too long"),
    ),
)
CLOSED = WouldShare(entry=Entry(id="c1", url="https://blog.harborlight.org/c/", title=""), skipped="password-protected")
PREVIEW = Preview(address="feed.xml", title="Harborlight", entries=(NIGHT, CLOSED), notes=("one entry was unreadable",))


def test_the_document_keeps_the_keys_that_others_rely_on() -> None:
    document = json.loads(json.dumps(previews.document([PREVIEW], RULES)))
    night, closed = document["entries"]
    assert (night["id"], night["url"], night["published"]) == (
        "n1",
        "https://blog.harborlight.org/night-shift/",
        "2026-11-23T09:00:00Z",
    )
    (author,) = night["authors"]
    assert (author["name"], author["guest"]) == ("Garrett Reuscher", True)
    stated, supporting = author["handles"]
    assert {key: stated[key] for key in ("platform", "handle", "level", "tag")} == {
        "platform": "x",
        "handle": "GarrettReuscher",
        "level": "B",
        "tag": True,
    }
    assert (stated["evidence"][0]["source"], stated["evidence"][0]["quote"]) == ("content", QUOTE)
    assert (supporting["level"], supporting["tag"]) == ("C", False)
    post, impossible = night["posts"]
    assert post["text"] == TEXT
    assert (post["account"], post["platform"], post["length"], post["limit"]) == ("x", "x", 92, 280)
    assert post["mentions"] == ["GarrettReuscher"]
    assert (impossible["text"], impossible["limit"], impossible["error"]) == ("", 500, "its address alone is too long")
    assert (closed["published"], closed["posts"], closed["skipped"]) == (None, [], "password-protected")


def test_the_page_for_people_reads_like_this(capsys) -> None:
    previews.show([PREVIEW], ZoneInfo("Europe/Berlin"))
    assert capsys.readouterr().out == (
        "Harborlight: 2 entries, newest first\n"
        "note: one entry was unreadable\n"
        "\n"
        "What the night �[31mshift taught me\n"
        "  https://blog.harborlight.org/night-shift/\n"
        "  published Mon 2026-11-23 10:00 (Europe/Berlin)\n"
        "  by Garrett Reuscher (guest)\n"
        "     x GarrettReuscher: tagged, B (stated)\n"
        "        “You can follow him on twitter @GarrettReuscher” (content)\n"
        "     instagram garrett.tides: not tagged, C (supporting only): a share bar's link\n"
        "\n"
        "  x  92 of 280  tags @GarrettReuscher\n"
        "    What the night shift taught me\n"
        "    \n"
        "    By @GarrettReuscher  \n"
        "    https://blog.harborlight.org/night-shift/\n"
        "\n"
        "  mastodon: nothing would be posted: its address alone is too long\n"
        "\n"
        "(no title)\n"
        "  https://blog.harborlight.org/c/\n"
        "  published at an unknown time\n"
        "  nothing would be posted: password-protected\n"
    )


def test_a_feed_that_could_not_be_read_shows_no_empty_page(capsys) -> None:
    previews.show([Preview(address="gone.xml", title="", error="gone")], ZoneInfo("UTC"))
    assert capsys.readouterr().out == ""


def test_a_handle_of_another_network_than_the_posts_is_said_to_be_tagged_there_and_not_here(capsys) -> None:
    (would, *_) = PREVIEW.entries
    posts = tuple(replace(post, platform="mastodon") for post in would.posts)
    previews.show([replace(PREVIEW, entries=(replace(would, posts=posts),))], ZoneInfo("Europe/Berlin"))
    out = capsys.readouterr().out
    assert "     x GarrettReuscher: tagged on x, not here, B (stated)\n" in out
    assert "     instagram garrett.tides: not tagged, C (supporting only)" in out
