"""What a share says, what is left out when room is short, and whom it tags."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from sharebot import platforms
from sharebot.compose import compose
from sharebot.errors import SharebotError
from sharebot.model import Author, Entry, Handle, Image, Level
from sharebot.ports import Limit, Rules, Unit

X, MASTODON, BLUESKY = (platforms.rules(name) for name in ("x", "mastodon", "bluesky"))
LINK = "https://blog.harborlight.org/first/"
ENTRY = Entry(id="1", url=LINK, title="What a Counselor Hears First")
SHORT = Rules(platform="x", limits=(Limit(unit=Unit.CODE_POINTS, most=100),), link_cost=23)


def author(name: str = "Garrett Reuscher", level: Level = Level.STATED, **handles: str) -> Author:
    made = (Handle(platform=platform, handle=handle, level=level) for platform, handle in handles.items())
    return Author(name=name, guest=True, handles=tuple(made))


def first_line(*authors: Author, rules: Rules = X, **changes: Any) -> str:
    return compose(replace(ENTRY, **changes), authors, rules).text.partition("\n")[0]


# The credit


def test_a_share_has_title_credit_link_and_hashtags() -> None:
    share = compose(replace(ENTRY, categories=("Harm Reduction",)), (author(x="GarrettReuscher"),), X)
    assert share.text == (
        "What a Counselor Hears First — by Garrett Reuscher (@GarrettReuscher)\n\n"
        "https://blog.harborlight.org/first/\n\n#HarmReduction"
    )
    assert share.mentions == ("GarrettReuscher",)
    assert [(span.kind, span.target) for span in share.spans] == [
        ("mention", "GarrettReuscher"),
        ("link", LINK),
        ("hashtag", "HarmReduction"),
    ]


def test_a_handle_is_never_written_on_another_platform() -> None:
    by = author(x="GarrettReuscher", instagram="garrett.r")
    for rules in (MASTODON, BLUESKY):
        share = compose(ENTRY, (by,), rules)
        assert "GarrettReuscher" not in share.text
        assert share.mentions == ()
        assert share.notes == (f"Garrett Reuscher is named plainly: no handle for {rules.platform}",)


def test_where_a_mention_needs_the_stable_id_a_handle_without_one_is_named_plainly() -> None:
    share = compose(ENTRY, (author(bluesky="garrett.harborlight.org"),), BLUESKY)
    assert "@" not in share.text
    assert "Garrett Reuscher" in share.text
    assert share.notes == (
        "Garrett Reuscher is named plainly: bluesky has not said whose handle garrett.harborlight.org is",
    )


def test_a_mention_carries_the_stable_id_of_its_own_author() -> None:
    handles = (("Garrett Reuscher", "garrett.harborlight.org", "did:plc:g"), ("Ada Quill", "ada.harborlight.org", ""))
    by = [
        Author(name=name, guest=True, handles=(Handle(platform="bluesky", handle=of, level=Level.STATED, id=id_),))
        for name, of, id_ in handles
    ]
    share = compose(ENTRY, tuple(by), BLUESKY)
    mentions = [(span.target, span.id) for span in share.spans if span.kind == "mention"]
    assert mentions == [("garrett.harborlight.org", "did:plc:g")]
    assert share.mentions == ("garrett.harborlight.org",)
    unasked = compose(ENTRY, tuple(by), platforms.unasked(BLUESKY))
    assert unasked.mentions == ("garrett.harborlight.org", "ada.harborlight.org")


@pytest.mark.parametrize(("level", "tagged"), [*zip(Level, (True, True, False, False), strict=True)])
def test_only_a_proven_or_stated_handle_is_tagged(level: Level, tagged: bool) -> None:
    share = compose(ENTRY, (author(level=level, x="GarrettReuscher"),), X)
    assert ("@GarrettReuscher" in share.text) is tagged
    assert "Garrett Reuscher" in share.text
    assert tagged or share.notes == (
        f"Garrett Reuscher is named plainly: GarrettReuscher is not proven to be theirs (level {level})",
    )


@pytest.mark.parametrize(
    ("rules", "handle"),
    [
        *((X, bad) for bad in ("sixteen_letters_", "with space", "garrett@host.org", "gárrett", "", "@garrett")),
        *((MASTODON, bad) for bad in ("garrett", "garrett@host", "@garrett@host.org", "a b@host.org", "")),
        *((BLUESKY, bad) for bad in ("garrett", "garrett@host.org", "-garrett.host.org", "garrett..org", "")),
    ],
)
def test_what_is_no_handle_of_the_platform_is_not_tagged(rules: Rules, handle: str) -> None:
    share = compose(ENTRY, (author(**{rules.platform: handle}),), rules)
    assert share.mentions == ()
    assert share.text.startswith("What a Counselor Hears First — by Garrett Reuscher\n")
    assert share.notes == (f"Garrett Reuscher is named plainly: {handle!r} is no handle that {rules.platform} knows",)


def test_several_authors_are_all_named_and_each_handle_is_tagged_once() -> None:
    pair = author("Ines Okoro", x="shared"), author("Pell Marrow", x="Shared"), author("Ines Okoro")
    assert first_line(*pair) == "What a Counselor Hears First — by Ines Okoro (@shared) and Pell Marrow"
    three = (author("A. Okoro"), author("B. Marrow", x="marrow"), author("C. Lind"))
    assert first_line(*three) == "What a Counselor Hears First — by A. Okoro, B. Marrow (@marrow) and C. Lind"


def test_a_name_that_is_the_handle_stands_once() -> None:
    assert first_line(author("@garrett", x="garrett")) == "What a Counselor Hears First — by @garrett"
    assert first_line(author("", x="garrett")) == "What a Counselor Hears First — by @garrett"


def test_staff_are_credited_too() -> None:
    staff = replace(author("Dana Quillfeather", x="danaq"), guest=False)
    assert first_line(staff).endswith("by Dana Quillfeather (@danaq)")


def test_without_authors_there_is_no_credit() -> None:
    share = compose(ENTRY, (), X)
    assert share.text == f"What a Counselor Hears First\n\n{LINK}"
    assert share.notes == ("nobody is credited: the entry names no author",)


@pytest.mark.parametrize(
    ("title", "line"),
    [
        ("Who Gets to Say?", "Who Gets to Say? By Garrett Reuscher"),
        ("Come In!", "Come In! By Garrett Reuscher"),
        ("“Who Is It?”", "“Who Is It?” By Garrett Reuscher"),
        ("It Helps to Write.", "It Helps to Write — by Garrett Reuscher"),
        ("Home in the U.S.", "Home in the U.S. — by Garrett Reuscher"),
        ("First, then:", "First, then — by Garrett Reuscher"),
        ("Wait…", "Wait… — by Garrett Reuscher"),
        ("Tea — and Why", "Tea — and Why. By Garrett Reuscher"),
        ("Tea — and the U.S.", "Tea — and the U.S. By Garrett Reuscher"),
        ("Well-known", "Well-known — by Garrett Reuscher"),
        ('He Said "No"', "He Said “No” — by Garrett Reuscher"),
        ("冬の夜。", "冬の夜 — Garrett Reuscher"),
        (".NET 9 at the Counter", ".NET 9 at the Counter — by Garrett Reuscher"),
        ("—", "— — by Garrett Reuscher"),
        ("Wait. . .", "Wait. . . — by Garrett Reuscher"),
        ("Guest Post by Garrett Reuscher", "Guest Post — by Garrett Reuscher"),
        ("The Night Shift, by GARRETT REUSCHER", "The Night Shift — by Garrett Reuscher"),
        ("The Night Shift | By Garrett Reuscher", "The Night Shift — by Garrett Reuscher"),
        ("By Garrett Reuscher", "By Garrett Reuscher — by Garrett Reuscher"),
        ("Letters to Garrett Reuscher", "Letters to Garrett Reuscher — by Garrett Reuscher"),
    ],
)
def test_the_credit_follows_any_ending(title: str, line: str) -> None:
    assert first_line(author(), title=title) == line


def test_a_title_that_names_all_who_wrote_it_loses_them_to_the_credit_and_one_that_names_some_keeps_them() -> None:
    two = author("A. Okoro", x="okoro"), author("B. Marrow")
    for title in ("Nine Chairs by A. Okoro and B. Marrow", "Nine Chairs — by A. Okoro & B. Marrow"):
        assert first_line(*two, title=title) == "Nine Chairs — by A. Okoro (@okoro) and B. Marrow"
    assert (
        first_line(*two, title="Nine Chairs by B. Marrow")
        == "Nine Chairs by B. Marrow — by A. Okoro (@okoro) and B. Marrow"
    )
    assert (
        first_line(author("A. Okoro"), title="Neun Stühle – von A. Okoro", language="de")
        == "Neun Stühle – von A. Okoro"
    )


@pytest.mark.parametrize(
    ("language", "title", "credit"),
    [
        ("de-DE", "Ein Titel", "Ein Titel – von A. Okoro und B. Marrow"),
        ("fr", "Un titre", "Un titre — par A. Okoro et B. Marrow"),
        ("", "A title", "A title — by A. Okoro and B. Marrow"),
        ("ja", "A title in Japan", "A title in Japan — A. Okoro, B. Marrow"),
        ("en-US", "冬の夜", "冬の夜 — A. Okoro, B. Marrow"),  # many blogs never change the default
        ("ja", "冬の夜の記録", "冬の夜の記録 — A. Okoro、B. Marrow"),
        ("ru", "Зимняя ночь", "Зимняя ночь — A. Okoro и B. Marrow"),
        ("ar", "ليلة شتاء", "ليلة شتاء — بقلم A. Okoro وB. Marrow"),
        ("nl", "Een titel", "Een titel – door A. Okoro en B. Marrow"),
        ("en", "2026", "2026 — by A. Okoro and B. Marrow"),
    ],
)
def test_the_words_of_the_credit_are_of_the_texts_language(language: str, title: str, credit: str) -> None:
    assert first_line(author("A. Okoro"), author("B. Marrow"), title=title, language=language) == credit


# Room


def test_hashtags_go_first_and_say_so() -> None:
    entry = replace(ENTRY, title="A title of exactly so many letters that one tag fits", categories=("Alpha", "Beta"))
    assert len(entry.title) == 52
    one = compose(entry, (), SHORT)
    assert one.text.endswith("\n\n#Alpha #Beta")
    tight = replace(SHORT, limits=(Limit(unit=Unit.CODE_POINTS, most=86),))
    two = compose(entry, (), tight)
    assert two.text.endswith("\n\n#Alpha")
    assert two.notes[-1] == "1 hashtag left out: no room"


@pytest.mark.parametrize(
    ("title", "cut"),
    [
        ("It was late, and nobody had the key. " + "More words follow here " * 5, "It was late, and nobody had the key"),
        ("The words of this headline go on and on " * 4, "The words of this headline go on and on The words of this headline…"),
        ("冬の夜に" * 40, "冬の夜に" * 17 + "冬…"),
        ("A headline (with brackets that are far too long to be kept whole in here)", "A headline (with brackets that are far too long to be kept whole…)"),
        ("She said “we should have opened the door much earlier than we did and closed it later”", "She said “we should have opened the door much earlier than we did…”"),
    ],
)  # fmt: skip
def test_a_headline_is_cut_at_a_sentence_then_at_a_word(title: str, cut: str) -> None:
    shown = first_line(author("Al"), rules=SHORT, title=title, language="xx" if title[0] == "冬" else "en")
    assert shown.partition(" — ")[0] == cut


def test_a_family_is_never_cut_apart() -> None:
    family = "👨‍👩‍👧‍👦"
    shown = compose(replace(ENTRY, title=family * 60), (), SHORT).text.partition("\n")[0]
    assert shown == family * (len(shown) // 7) + "…"


def test_twenty_authors_become_three_and_a_number() -> None:
    many = [author(f"Person Number {number}", x=f"person_{number}") for number in range(20)]
    share = compose(ENTRY, tuple(many), X)
    assert (
        "— by Person Number 0 (@person_0), Person Number 1 (@person_1), Person Number 2 (@person_2) and 17 others\n"
        in (share.text)
    )
    assert share.mentions == ("person_0", "person_1", "person_2")
    assert "3 of 20 are tagged: no room for more" in share.notes
    assert "17 authors are counted, not named: no room" in share.notes


def test_a_title_that_is_cut_at_a_sentence_leaves_room_for_hashtags() -> None:
    title = (
        "We opened the door at six and the queue was past the bakery and almost at the old bridge. "
        + "By nine we had no tea, " * 30
    )
    share = compose(replace(ENTRY, title=title.strip(), categories=("Outreach", "Tea")), (), X)
    assert "the headline is cut: no room" in share.notes
    assert share.text.startswith(
        "We opened the door at six and the queue was past the bakery and almost at the old bridge.\n\n"
    )
    assert share.text.endswith("\n\n#Outreach #Tea")


def test_tags_go_before_names() -> None:
    two = author("Perpetua Abernathy-Fitzgerald", x="perpetua_15"), author("Wendeline Zimmermann-Oduya", x="wende_15")
    assert first_line(*two, rules=SHORT, title="A") == (
        "A — by Perpetua Abernathy-Fitzgerald and Wendeline Zimmermann-Oduya"
    )


def test_as_many_are_tagged_as_fit_and_never_at_the_cost_of_anothers_name() -> None:
    two = author("Perpetua Abernathy", x="perpetua_15"), author("Wendeline Zimmermann", x="wendeline_15")
    assert first_line(*two, rules=SHORT, title="A") == (
        "A — by Perpetua Abernathy (@perpetua_15) and Wendeline Zimmermann"
    )
    share = compose(replace(ENTRY, title="A"), two, SHORT)
    assert share.mentions == ("perpetua_15",)
    assert "1 of 2 are tagged: no room for more" in share.notes


def test_a_name_of_500_letters_is_cut_and_its_owner_tagged_and_the_link_stays() -> None:
    share = compose(ENTRY, (author("Perpetua " + "Abernathy" * 60, x="perpetua"),), X)
    assert share.mentions == ("perpetua",)
    assert share.text.startswith("What a Counselor Hears First — by Perpetua Abernathy")
    assert LINK in share.text
    assert "… (@perpetua)\n" in share.text


def test_a_link_that_leaves_no_room_for_the_credit_is_refused_in_one_line() -> None:
    entry = replace(ENTRY, url="https://blog.harborlight.org/" + "a" * 260)
    with pytest.raises(
        SharebotError,
        match=r"its link of 289 characters and the credit do not fit into the 300 \(graphemes\) of bluesky",
    ):
        compose(entry, (author(),), BLUESKY)
    assert compose(entry, (author("Al"),), BLUESKY).text.startswith("By Al\n")
    assert compose(entry, (author(),), X).length < 100


def test_an_entry_without_a_link_is_refused() -> None:
    with pytest.raises(SharebotError, match="What a Counselor Hears First: the entry has no link"):
        compose(replace(ENTRY, url=" "), (), X)


# Foreign words


@pytest.mark.parametrize(
    "word", ["@nobody", "＠nobody", "﹫nobody", "@user@other.host", "RT@nobody", "@9pm", "の@nobody"]
)
def test_a_headline_tags_nobody(word: str) -> None:
    for rules in (X, MASTODON, BLUESKY):
        share = compose(replace(ENTRY, title=f"Why {word} left"), (author(f"{word} Smith"),), rules)
        assert share.mentions == ()
        assert word not in share.text
        assert share.text.replace("\u200c", "").startswith(f"Why {word} left — by {word} Smith")


def test_only_where_they_would_do_something_are_domains_and_cashtags_disarmed() -> None:
    title = "Why README.md moved $PATH and $AAPL"
    assert first_line(title=title) == "Why README.\u200cmd moved $\u200cPATH and $\u200cAAPL"
    assert first_line(title=title, rules=MASTODON) == title


def test_a_domain_that_appears_only_when_its_dash_is_trimmed_is_disarmed() -> None:
    assert (
        first_line(author(), title="Goodbye, harborlight.org-")
        == "Goodbye, harborlight.\u200corg — by Garrett Reuscher"
    )


def test_no_share_begins_with_an_at_sign_where_that_hides_it() -> None:
    assert first_line(title="@media for Paper")[0] == "\u200c"
    assert first_line(title="@media for Paper", rules=MASTODON)[0] == "@"


def test_control_characters_and_overrides_are_cleaned() -> None:
    assert first_line(title="A\x00 b\x1b[31m\n\tc\u202e d\u2066\ufeff\ud800 e\u00ad") == "A b[31m c d e"


# Entries without a title


@pytest.mark.parametrize(
    ("summary", "line"),
    [
        ("Dr. Okoro opened the door at six. Nobody came.", "“Dr. Okoro opened the door at six.” — Garrett Reuscher"),
        ("It rained. It rained the whole of the night. Then not.", "“It rained. It rained the whole of the night.” — Garrett Reuscher"),
        ("Before anybody talks about change […]", "“Before anybody talks about change…” — Garrett Reuscher"),
        ("“No,” she said, and closed the door. Then.", "“No,” she said, and closed the door — by Garrett Reuscher"),
        ("", "New post — by Garrett Reuscher"),
        ("  \n ", "New post — by Garrett Reuscher"),
    ],
)  # fmt: skip
def test_an_untitled_entry_is_quoted(summary: str, line: str) -> None:
    assert first_line(author(), title=" ", summary=summary) == line


def test_an_untitled_entry_in_a_language_without_words_is_named_by_its_host() -> None:
    assert first_line(title="", language="hr", rules=MASTODON) == "blog.harborlight.org"


# Cards


def test_a_card_comes_with_the_platforms_that_want_it_from_us() -> None:
    entry = replace(
        ENTRY, summary="A place where small talk carries most […]", image=Image(url="https://h.example/a.jpg")
    )
    card = compose(entry, (), BLUESKY).card
    assert card is not None
    assert (card.url, card.title) == (LINK, "What a Counselor Hears First")
    assert card.description == "A place where small talk carries most…"
    assert card.image == entry.image
    assert compose(entry, (), X).card is None


def test_the_language_goes_with_the_share() -> None:
    assert compose(replace(ENTRY, language="hr"), (), X).language == "hr"
