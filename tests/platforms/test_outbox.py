"""What is special about the outbox: files, their page, and the network each account stands in for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread

import pytest

from contract.test_platforms import Troubles
from servers.means import ShortMemory, means
from sharebot import platforms
from sharebot.errors import OutcomeUnknown, Rejected, SettingsError, Unavailable
from sharebot.model import Payload, Post, Receipt, Share, Span, State
from sharebot.platforms import outbox
from sharebot.ports import Platform, Removes

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)


@dataclass(frozen=True)
class Settings:
    name: str
    platform: str = "outbox"
    fields: Mapping[str, str] = field(default_factory=dict)

    def get(self, name: str, default: str = "") -> str:
        return self.fields.get(name, default)

    def need(self, name: str) -> str:
        return self.fields[name]


def connect_for_contract(home: Path) -> Platform:
    return platforms.connect(Settings("outbox-x"), means(home))


def troubles_for_contract(home: Path) -> Troubles:
    return Troubles(connect_for_contract(home), None, "file:///outbox/outbox-mastodon/0123abcd.json", None)


def a_post(number: int = 1, text: str = "A title https://blog.example/1") -> Post:
    share = Share(text=text, length=len(text), limit=280, link="https://blog.example/1")
    return Post(
        id=number, entry_id=1, account="outbox-x", round=0, state=State.SENDING, share=share, due_at=AT,
        created_at=AT, updated_at=AT,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("account", "fields", "network"),
    [
        ("outbox", {}, "x"),
        ("outbox-x", {}, "x"),
        ("outbox-mastodon", {}, "mastodon"),
        ("outbox-bluesky-news", {}, "bluesky"),
        ("outbox-archive", {}, "x"),
        ("outbox-archive", {"RULES": "bluesky"}, "bluesky"),
    ],
)
def test_an_outbox_stands_in_for_the_network_that_it_is_named_after(
    account: str, fields: dict[str, str], network: str
) -> None:
    assert platforms.rules_of(Settings(account, fields=fields), ShortMemory).platform == network


def test_rules_that_name_no_network_are_refused_with_the_known_ones() -> None:
    with pytest.raises(SettingsError, match=r"friendfeed.*bluesky, mastodon, x"):
        platforms.rules_of(Settings("outbox", fields={"RULES": "friendfeed"}), ShortMemory)


def test_an_unknown_platform_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(SettingsError, match="did you mean mastodon"):
        platforms.connect(Settings("mastodont", platform="mastodont"), means(Path()))


def test_the_same_key_writes_one_file_and_gives_one_receipt(tmp_path: Path) -> None:
    platform = connect_for_contract(tmp_path)
    payload = platform.prepare(a_post())
    assert platform.publish(payload) == platform.publish(payload)
    assert len(list(tmp_path.glob("outbox/outbox-x/*"))) == 1


def test_the_same_key_with_other_bytes_is_refused_and_changes_nothing(tmp_path: Path) -> None:
    platform = connect_for_contract(tmp_path)
    payload = platform.prepare(a_post())
    receipt = platform.publish(payload)
    with pytest.raises(Rejected, match="another post under the same key"):
        platform.publish(Payload(key=payload.key, body=b"{}"))
    (file,) = tmp_path.glob("outbox/outbox-x/*.json")
    assert file.read_bytes() == payload.body
    assert receipt.url == file.as_uri()


def test_many_writers_of_one_key_leave_one_whole_file(tmp_path: Path) -> None:
    platform = connect_for_contract(tmp_path)
    payload = platform.prepare(a_post())
    writers = [Thread(target=platform.publish, args=[payload]) for _ in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    (file,) = tmp_path.glob("outbox/outbox-x/*")
    assert json.loads(file.read_bytes())["text"] == a_post().share.text


def test_a_folder_that_cannot_be_made_is_said_so_and_nothing_is_sent(tmp_path: Path) -> None:
    platform = connect_for_contract(tmp_path)
    (tmp_path / "outbox").write_text("a file where the folder should be")
    with pytest.raises((OutcomeUnknown, Exception), match="outbox") as caught:
        platform.publish(platform.prepare(a_post()))
    assert type(caught.value).__name__ == "Unavailable"


def test_the_page_shows_what_a_feed_said_as_text_and_never_as_markup(tmp_path: Path) -> None:
    platform = connect_for_contract(tmp_path)
    hostile = a_post(text="<script>alert(1)</script> & \"quotes\" 'too'")
    platform.publish(platform.prepare(hostile))
    page = (tmp_path / "outbox" / "index.html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_the_page_says_that_its_times_are_in_utc(tmp_path: Path) -> None:
    connected = connect_for_contract(tmp_path)
    connected.publish(connected.prepare(replace(a_post(), due_at=datetime(2026, 11, 25, 22, 13, tzinfo=UTC))))
    page = (tmp_path / "outbox" / "index.html").read_text(encoding="utf-8")
    assert "<time>2026-11-25 22:13 UTC</time>" in page


def test_the_page_marks_mentions_links_and_hashtags(tmp_path: Path) -> None:
    platform = outbox.connect(Settings("outbox-x"), outbox.RULES, means(tmp_path))
    text = "By @someone #Tag"
    spans = (
        Span(kind="mention", start=3, end=11, target="someone"),
        Span(kind="hashtag", start=12, end=16, target="Tag"),
    )
    share = Share(text=text, length=16, limit=280, link="", mentions=("someone",), spans=spans)
    post = Post(
        id=1, entry_id=None, account="outbox-x", round=0, state=State.SENDING, share=share, created_at=AT, updated_at=AT
    )
    platform.publish(platform.prepare(post))
    page = (tmp_path / "outbox" / "index.html").read_text(encoding="utf-8")
    assert '<span class="mention">@someone</span>' in page
    assert '<span class="hashtag">#Tag</span>' in page


def test_a_content_warning_stands_above_the_text_on_the_page(tmp_path: Path) -> None:
    connected = connect_for_contract(tmp_path)
    post = a_post()
    for each in (post, replace(post, id=2, share=replace(post.share, warning="drugs & <grief>"))):
        connected.publish(connected.prepare(each))
    page = (tmp_path / "outbox" / "index.html").read_text(encoding="utf-8")
    assert page.count('Behind the warning: drugs &amp; &lt;grief&gt;</p><p class="text"') == 1
    assert page.count("Behind the warning") == 1


def test_labels_stand_above_the_text_on_the_page_too(tmp_path: Path) -> None:
    connected = connect_for_contract(tmp_path)
    post = a_post()
    for each in (post, replace(post, id=2, share=replace(post.share, labels=("nudity", "graphic-media")))):
        connected.publish(connected.prepare(each))
    page = (tmp_path / "outbox" / "index.html").read_text(encoding="utf-8")
    assert page.count('<p class="warning">Labelled: nudity, graphic-media</p>') == 1
    assert page.count("Labelled") == 1


# Taking back ----------------------------------------------------------------------------------------------------------


def test_what_is_taken_back_is_gone_from_the_page_and_the_others_stay(tmp_path: Path) -> None:
    platform = connect_for_contract(tmp_path)
    assert isinstance(platform, Removes)
    receipts = [
        platform.publish(platform.prepare(a_post(number, f"Title {number} https://blog.example/1")))
        for number in (1, 2)
    ]
    platform.remove(receipts[0])
    page = (tmp_path / "outbox" / "index.html").read_text()
    assert ("Title 1" in page, "Title 2" in page) == (False, True)
    assert "1 post written" in page


@pytest.mark.parametrize("name", ["../outbox-mastodon/0123", "..", "", "index"])
def test_only_a_file_of_the_accounts_own_folder_is_removed(tmp_path: Path, name: str) -> None:
    platform = connect_for_contract(tmp_path)
    assert isinstance(platform, Removes)
    with pytest.raises(Rejected, match="is no post in"):
        platform.remove(Receipt(remote_id=name, url=f"file:///outbox/outbox-x/{name}.json"))


def test_an_outbox_that_cannot_be_written_says_so_before_anything_is_sent(tmp_path: Path) -> None:
    ours = outbox.Outbox("outbox-x", outbox.RULES, tmp_path / "outbox")
    assert str(tmp_path / "outbox" / "outbox-x") in " ".join(ours.check().rights)
    assert list(tmp_path.iterdir()) == [], "a look makes nothing"
    (tmp_path / "outbox").write_text("a file where the folder should be")
    with pytest.raises(Unavailable, match="cannot be written; make"):
        ours.check()
