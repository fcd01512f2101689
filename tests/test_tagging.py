"""Whom an account tags, and when it tags nobody."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from sharebot.bot.tagging import Tag, for_account, may_have_been_public
from sharebot.compose import compose, named_plainly
from sharebot.model import Author, Doubt, Entry, Handle, Level, Post, Share, State
from sharebot.platforms import rules

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
X = rules("x")
INES = Author(
    name="Ines Valdecaballo", guest=True, handles=(Handle(platform="x", handle="ines_v", level=Level.STATED),)
)
TOMAS = Author(
    name="Tomas Berglind",
    guest=False,
    handles=(Handle(platform="x", handle="tomasb", level=Level.PROVEN, by="dana"),),
)
ENTRY = Entry(id="1", url="https://blog.harborlight.org/1/", title="Three Nights on the Van")


def mentions(tag: Tag, *, again: bool = False) -> tuple[str, ...]:
    return compose(ENTRY, for_account((INES, TOMAS), tag, again=again), X).mentions


def test_each_choice_tags_its_own_people_and_names_all() -> None:
    assert mentions(Tag.STATED) == ("ines_v", "tomasb")
    assert mentions(Tag.CONFIRMED) == ("tomasb",)
    assert mentions(Tag.OFF) == ()
    text = compose(ENTRY, for_account((INES, TOMAS), Tag.OFF), X).text
    assert "Ines Valdecaballo and Tomas Berglind" in text


def test_a_re_share_pings_nobody_and_names_all() -> None:
    share = compose(ENTRY, for_account((INES, TOMAS), Tag.STATED, again=True), X)
    assert share.mentions == ()
    assert "Ines Valdecaballo and Tomas Berglind" in share.text
    assert "Ines Valdecaballo is named plainly: tagged once already: a re-share pings nobody" in share.notes


def test_a_handle_that_is_not_good_enough_keeps_its_own_reason() -> None:
    doubtful = replace(INES, handles=(Handle(platform="x", handle="ines_v", level=Level.CONFLICT, note="two compete"),))
    assert for_account((doubtful,), Tag.OFF) == (doubtful,)


def a_post(state: State, *, account: str = "x", doubt: bool = False) -> Post:
    share = Share(text="A title", length=7, limit=280, link=ENTRY.url)
    uncertain = Doubt(at=AT, boot="boot", ticks=0.0, last_ticks=0.0) if doubt else None
    return Post(
        id=1, entry_id=1, account=account, round=0, state=state, share=share, doubt=uncertain, created_at=AT,
        updated_at=AT,
    )  # fmt: skip


@pytest.mark.parametrize("state", State)
def test_only_what_readers_may_have_seen_counts_as_a_first_share(state: State) -> None:
    seen = state in (State.SENT, State.SENDING, State.UNSURE)
    assert may_have_been_public([a_post(state)], "x") is seen
    assert may_have_been_public([a_post(state, doubt=True)], "x")
    assert not may_have_been_public([a_post(state, account="mastodon")], "x")


# Taking mentions out of a text ----------------------------------------------------------------------------------------


def plainly(share: Share, **names: str) -> Share:
    return named_plainly(share, names, X, "they said stop")


def test_a_mention_in_brackets_goes_and_the_name_before_it_stays() -> None:
    share = compose(ENTRY, (INES, TOMAS), X)
    plain = plainly(share, ines_v="Ines Valdecaballo")
    assert plain.text.startswith("Three Nights on the Van — by Ines Valdecaballo and Tomas Berglind (@tomasb)\n")
    assert plain.mentions == ("tomasb",)
    assert plain.length == share.length - len(" (@ines_v)")
    assert plain.notes[-1] == "Ines Valdecaballo is named plainly: they said stop"
    assert all(plain.text[span.start : span.end] in ("@tomasb", ENTRY.url) for span in plain.spans)


def written(text: str) -> Share:
    from sharebot.compose import from_text

    return from_text(text, X, link=ENTRY.url)


def test_a_mention_that_stands_alone_becomes_the_name() -> None:
    assert plainly(written("Read @ines_v on vans"), ines_v="Ines Valdecaballo").text == "Read Ines Valdecaballo on vans"


def test_where_there_is_no_room_for_the_name_the_mention_is_disarmed() -> None:
    full = written("Read @ines_v " + "a" * 267)
    plain = plainly(full, ines_v="Ines Valdecaballo")
    assert plain.mentions == ()
    assert plain.text.startswith("Read @\u200cines_v ")


def test_a_mention_of_nobody_known_is_disarmed() -> None:
    plain = plainly(written("Read @Ines_V on vans"), ines_v="")
    assert (plain.text, plain.mentions) == ("Read @\u200cInes_V on vans", ())


def test_every_mention_of_a_handle_goes() -> None:
    plain = plainly(written("By @ines_v (@ines_v), ask @tomasb"), ines_v="Ines")
    assert plain.mentions == ("tomasb",)
    assert "@ines_v" not in plain.text
