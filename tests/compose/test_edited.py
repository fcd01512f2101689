"""A text that a person wrote: what the platform would refuse is refused here, in one line."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sharebot import platforms
from sharebot.compose import compose, from_text
from sharebot.errors import SharebotError
from sharebot.model import Author, Entry, Handle, Level

X, MASTODON, BLUESKY = (platforms.rules(name) for name in ("x", "mastodon", "bluesky"))
LINK = "https://blog.harborlight.org/first/"
BY = (Author(name="Garrett Reuscher", guest=True),)


def test_the_text_is_taken_as_it_is_and_measured_anew() -> None:
    share = from_text(f"Read Garrett Reuscher (@GarrettReuscher)!\r\n\r\n{LINK} #Harm\n", X, link=LINK, authors=BY)
    assert share.text == f"Read Garrett Reuscher (@GarrettReuscher)!\n\n{LINK} #Harm"
    assert (share.length, share.limit) == (41 + 2 + 23 + 6, 280)
    assert share.mentions == ("GarrettReuscher",)
    assert [(span.kind, share.text[span.start : span.end]) for span in share.spans] == [
        ("mention", "@GarrettReuscher"),
        ("link", LINK),
        ("hashtag", "#Harm"),
    ]
    assert share.notes == ()


def test_a_mention_that_a_person_writes_is_a_mention() -> None:
    assert from_text("Hello @ada@social.harborlight.org and @bob", MASTODON).mentions == (
        "ada@social.harborlight.org",
        "bob",
    )
    assert from_text("Hello @ada.harborlight.org", platforms.unasked(BLUESKY)).mentions == ("ada.harborlight.org",)
    assert from_text("See https://medium.com/@ada and ada@harborlight.org", X).mentions == ()


def test_a_mention_that_a_person_writes_tags_whom_the_platform_named_and_nobody_else() -> None:
    handle = Handle(platform="bluesky", handle="ada.harborlight.org", level=Level.STATED, id="did:plc:ada")
    by = (Author(name="Ada", guest=True, handles=(handle,)),)
    share = from_text("Ada is @Ada.harborlight.org, not @bob.harborlight.org", BLUESKY, authors=by)
    assert [span.id for span in share.spans] == ["did:plc:ada", ""]
    assert share.mentions == ("Ada.harborlight.org",)
    assert share.notes == ("@bob.harborlight.org tags nobody: bluesky has not said whose handle it is",)


def test_whom_the_share_named_before_is_known_still() -> None:
    handle = Handle(platform="bluesky", handle="ada.harborlight.org", level=Level.STATED, id="did:plc:ada")
    entry = Entry(id="1", url=LINK, title="A title")
    before = compose(entry, (Author(name="Ada", guest=True, handles=(handle,)),), BLUESKY)
    after = from_text("Other words by @ada.harborlight.org", BLUESKY, share=before)
    assert [span.id for span in after.spans] == ["did:plc:ada"]


def test_another_link_and_a_bare_domain_are_spans_too() -> None:
    share = from_text("See harborlight.org", X)
    assert [(span.kind, span.target) for span in share.spans] == [("link", "https://harborlight.org")]
    assert from_text("See harborlight.org", MASTODON).spans == ()


def test_what_the_share_had_besides_its_text_stays() -> None:
    entry = Entry(id="1", url=LINK, title="A title", summary="Words.", language="de")
    before = compose(entry, (), BLUESKY)
    after = from_text(f"Other words {LINK}", BLUESKY, link=before.link, share=before)
    assert (after.card, after.language) == (before.card, "de")


@pytest.mark.parametrize(
    ("text", "error"),
    [
        (" \n ", "the text is empty; write something"),
        ("a" * 300, r"the text is too long for x: 300 of 280 \(weighted\); shorten it by 20"),
        ("@bob see this", "the text begins with a mention, which x shows to few; put a word before it"),
        ("Buy $AAPL and $MSFT", r"the text has more than 1 \$CASHTAG, which x refuses"),
    ],
)
def test_what_could_not_be_sent_is_refused(text: str, error: str) -> None:
    with pytest.raises(SharebotError, match=error):
        from_text(text, X)


def test_the_second_limit_counts_as_well() -> None:
    with pytest.raises(SharebotError, match=r"3025 of 3000 \(utf8\); shorten it by 25"):
        from_text("👨‍👩‍👧‍👦" * 121, BLUESKY)


def test_what_is_missing_is_noted() -> None:
    share = from_text("Only words", replace(X), link=LINK, authors=BY)
    assert share.notes == ("Garrett Reuscher is not named in the text", "the link is not in the text")
