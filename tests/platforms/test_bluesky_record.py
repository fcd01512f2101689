"""Bluesky's posts as they are frozen: facets in bytes, cards, pictures, keys."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Thread
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from platforms.test_bluesky import ADA, LINK, PIXEL, TEXT, a_share, span
from servers.paper import MONDAY
from servers.pds import TID
from sharebot.errors import Rejected
from sharebot.model import Image, Picture, Share, Span
from sharebot.platforms._bluesky_record import Keys, cid_of, record_of
from sharebot.platforms.bluesky import RULES


def record(share: Share, picture: Picture | None = None) -> dict[str, Any]:
    return record_of(share, picture, RULES, MONDAY)


# What readers may not want to see


def test_labels_are_the_records_own_and_a_record_without_any_has_no_place_for_them() -> None:
    made = record(a_share(labels=("nudity", "graphic-media")))
    assert made["labels"] == {
        "$type": "com.atproto.label.defs#selfLabels",
        "values": [{"val": "nudity"}, {"val": "graphic-media"}],
    }
    assert "labels" not in record(a_share())


# The record -----------------------------------------------------------------------------------------------------------


def test_facets_are_counted_in_bytes_whatever_stands_before_them() -> None:
    made = record(a_share())
    shown = [
        TEXT.encode()[facet["index"]["byteStart"] : facet["index"]["byteEnd"]].decode() for facet in made["facets"]
    ]
    assert shown == ["@ada.example", LINK, "#HarmReduction"]
    assert [facet["features"] for facet in made["facets"]] == [
        [{"$type": "app.bsky.richtext.facet#mention", "did": ADA}],
        [{"$type": "app.bsky.richtext.facet#link", "uri": LINK}],
        [{"$type": "app.bsky.richtext.facet#tag", "tag": "HarmReduction"}],
    ]


@given(before=st.text(alphabet="aé冬👩\u200d🏽\n", max_size=20), after=st.text(alphabet="aé冬👩", max_size=5))
def test_a_facet_always_covers_its_very_letters(before: str, after: str) -> None:
    text = f"{before}#tag{after}"
    spans = (Span(kind="hashtag", start=len(before), end=len(before) + 4, target="tag"),)
    (facet,) = record(a_share(text=text, spans=spans))["facets"]
    index = facet["index"]
    assert text.encode()[index["byteStart"] : index["byteEnd"]].decode() == "#tag"


@pytest.mark.parametrize("edges", [[(5, 3)], [(2, 2)], [(0, 1000)], [(-2, 3)], [(0, 5), (4, 8)], [(6, 8), (0, 2)]])
def test_facets_that_the_server_would_take_although_they_lie_askew_are_refused(edges: list[tuple[int, int]]) -> None:
    spans = tuple(Span(kind="hashtag", start=start, end=end, target="tag") for start, end in edges)
    with pytest.raises(Rejected, match="lies askew in the text"):
        record(a_share(spans=spans))


@pytest.mark.parametrize(
    "plain",
    [
        span("mention", "@ada.example", "ada.example"),
        span("mention", "@ada.example", "ada.example", id="12345"),
        span("link", LINK, "https://blog.example/a b"),
        span("link", LINK, "not an address"),
        span("hashtag", "#HarmReduction", "x" * 65),
    ],
)
def test_what_names_nobody_or_leads_nowhere_stays_plain_text(plain: Span) -> None:
    assert "facets" not in record(a_share(spans=(plain,)))


@pytest.mark.parametrize(
    ("language", "langs"),
    [
        ("en", ["en"]),
        ("EN-us", ["en-us"]),
        ("de_DE", ["de-DE"]),
        ("de-DE-1996", ["de-DE"]),
        ("zh-Hant-TW", ["zh-Hant-TW"]),
        ("", None),
        ("English", None),
        ("x-none", None),
    ],
)
def test_only_a_language_that_is_one_is_told(language: str, langs: list[str] | None) -> None:
    assert record(a_share(language=language)).get("langs") == langs


def test_the_moment_of_writing_is_in_utc_with_a_z() -> None:
    assert record(a_share())["createdAt"] == "2026-11-23T09:00:00.000Z"


def test_a_card_is_told_with_its_picture() -> None:
    embed = record(a_share(), PIXEL)["embed"]
    assert embed["$type"] == "app.bsky.embed.external"
    assert embed["external"] == {
        "uri": LINK,
        "title": "A title",
        "description": "What it is about.",
        "thumb": {
            "$type": "blob",
            "ref": {"$link": cid_of(PIXEL.data)},
            "mimeType": "image/png",
            "size": len(PIXEL.data),
        },
    }
    assert "thumb" not in record(a_share())["embed"]["external"]


def test_a_picture_of_the_shares_own_comes_with_its_description_and_shape() -> None:
    embed = record(a_share(image=Image(url="https://blog.example/2.png")), PIXEL)["embed"]
    (image,) = embed["images"]
    assert (image["alt"], image["aspectRatio"]) == ("A lighthouse.", {"width": 4, "height": 3})


def test_a_picture_that_is_too_big_for_its_place_is_refused() -> None:
    large = replace(PIXEL, data=b"x" * 1_000_001)
    with pytest.raises(Rejected, match="1000001 bytes"):
        record(a_share(), large)
    assert record(a_share(image=Image(url="https://blog.example/2.png")), large)


def test_bytes_are_named_as_everywhere_on_the_network() -> None:
    """As npm's multiformats 13.4.2 names these two words (2026-11-25)."""
    assert cid_of(b"hello world") == "bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e"


# Keys -----------------------------------------------------------------------------------------------------------------


def test_keys_sort_by_time_and_are_what_the_server_takes() -> None:
    keys = Keys()
    made = [keys.next(MONDAY + timedelta(hours=hour)) for hour in range(48)]
    assert made == sorted(made)
    assert all(TID.fullmatch(key) for key in made)
    # TID.fromTime of npm's @atproto/common 0.8.3 makes the same of this moment (2026-11-25).
    assert Keys(clock_id=0).next(datetime(2026, 11, 23, 9, tzinfo=UTC)) == "3n2xrctel2222"


def test_no_key_comes_twice_from_a_process_even_if_its_clock_is_set_back() -> None:
    keys, made = Keys(), []
    makers = [
        Thread(target=lambda: made.extend(keys.next(MONDAY - timedelta(seconds=i)) for i in range(200)))
        for _ in range(4)
    ]
    for maker in makers:
        maker.start()
    for maker in makers:
        maker.join()
    assert len(set(made)) == 800


def test_two_processes_do_not_meet_in_the_same_microsecond() -> None:
    assert Keys(clock_id=1).next(MONDAY) != Keys(clock_id=2).next(MONDAY)
