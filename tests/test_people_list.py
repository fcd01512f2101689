"""Lists of authors in spreadsheets: what an export says an import understands, and a list is taken whole or not at all."""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from servers.house import House
from sharebot.bot import people_list
from sharebot.bot.lists import Plan
from sharebot.bot.people_rows import COLUMNS
from sharebot.errors import Changed
from sharebot.model import EVERYWHERE, Evidence, KnownHandle, Level, Person, Standing
from sharebot.ports import Queue
from sharebot.queue import open_queue

GARRETT = "Garrett Reuscher"
ON_X = "Garrett mends nets at night. You can follow him on twitter @GarrettReuscher"
TWO_ON_X = "Garrett mends nets at night. You can follow him on twitter @GarrettReuscher or @nightnets"


@pytest.fixture
def queue(tmp_path: Path) -> Iterator[Queue]:
    opened = open_queue(f"sqlite:///{tmp_path / 'sharebot.db'}", home=tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def house(queue: Queue) -> House:
    return House(queue)


def bring(house: House, text: str) -> Plan:
    plan = house.lists.plan(text.encode())
    assert plan.faults == ()
    house.lists.carry_out(plan)
    return plan


def faults(house: House, text: str | bytes) -> list[str]:
    plan = house.lists.plan(text if isinstance(text, bytes) else text.encode())
    return [str(fault) for fault in plan.faults]


def export(house: House) -> str:
    return house.lists.export(house.register.people())


def handles(house: House, who: str) -> dict[str, str]:
    return {f"{known.platform} {known.handle}": str(known.standing) for known in house.person(who).handles}


# What a list says -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("bom", ["", "\ufeff"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_a_list_from_any_spreadsheet_is_read(house: House, bom: str, mark: str) -> None:
    text = f"{bom}Name,Platform,Handle,Guest\r\nInes Faro,Twitter,@InesFaro,no\r\n\r\nTomás Ærø,mastodon,t@social.example,\r\n"
    plan = bring(house, text.replace(",", mark))
    assert plan.rows == 2
    assert handles(house, "Ines Faro") == {"x InesFaro": "confirmed"}
    assert (house.person("Ines Faro").guest, house.person("tomas ærø").guest) == (False, True)
    known = house.person("Ines Faro").handles[0]
    assert (known.by, known.decided_at, known.level) == ("dana", house.clock.now(), Level.PROVEN)


def test_a_list_reaches_queued_posts(house: House) -> None:
    posts = house.publish(1, GARRETT, TWO_ON_X)
    plan = house.lists.plan(f"name,platform,handle\n{GARRETT},x,nightnets\n".encode())
    (decided,) = house.lists.carry_out(plan)
    assert [post.id for post in decided.posts] == [posts["x"].id]
    assert house.tagged(posts["x"]) == ("nightnets",)
    assert [words for change in plan.changes for words in change.words] == [(2, "x nightnets confirmed, was candidate")]


def test_rejected_and_opted_out_are_what_they_say(house: House) -> None:
    text = (
        "name,platform,handle,standing,decided_by,decided_on\n"
        "Ines Faro,x,inesfaro,rejected,Tomas,2026-11-01\n"
        "Ines Faro,mastodon,ines@social.example,,,\n"
        f"{GARRETT},*,,opted out,Tomas,\n"
        f"{GARRETT},x,GarrettReuscher,,,\n"
        "Dana Quillfeather,bluesky,,Opted-out,,\n"
    )
    bring(house, text)
    assert handles(house, "Ines Faro") == {"x inesfaro": "rejected", "mastodon ines@social.example": "confirmed"}
    rejected = house.person("Ines Faro").handles[0]
    assert (rejected.by, rejected.decided_at) == ("Tomas", datetime(2026, 11, 1, tzinfo=UTC))
    garrett, dana = house.person(GARRETT), house.person("Dana Quillfeather")
    assert (garrett.forbidden, garrett.forbidden_by) == ((EVERYWHERE,), "Tomas")
    assert (dana.forbidden, dana.guest) == (("bluesky",), False)
    assert house.tagged(house.publish(1, GARRETT, ON_X)["x"]) == ()


def test_a_stop_in_a_list_takes_every_handle_on_record_with_it(house: House) -> None:
    posts = house.publish(1, GARRETT, ON_X)
    bring(house, f"name,platform,standing\n{GARRETT},*,opted out\n")
    assert house.tagged(posts["x"]) == ()
    assert handles(house, GARRETT) == {"x GarrettReuscher": "opted out"}


def test_a_confirmed_handle_takes_the_place_of_another_that_the_list_does_not_name(house: House) -> None:
    house.register.set(GARRETT, "x", "old_nets")
    bring(house, f"name,platform,handle\n{GARRETT},x,nightnets\n")
    assert handles(house, GARRETT) == {"x old_nets": "rejected", "x nightnets": "confirmed"}


def test_a_machines_finding_in_a_list_undoes_nobodys_word(house: House) -> None:
    """An old export that is brought again after staff have decided."""
    house.publish(1, GARRETT, TWO_ON_X)
    before = export(house)
    house.register.confirm(GARRETT, "x", "nightnets")
    house.register.reject(GARRETT, "x", "GarrettReuscher")
    assert bring(house, before).changes == ()
    assert handles(house, GARRETT) == {"x nightnets": "confirmed", "x GarrettReuscher": "rejected"}


def test_a_second_import_changes_nothing(house: House) -> None:
    text = f"name,platform,handle,quote\n{GARRETT} | G. Reuscher,x,nightnets,he said so\nInes Faro,x,inesfaro,\nNobody Known,,,\n"
    bring(house, text)
    before = house.register.people()
    house.clock.pass_time(days=1)
    assert bring(house, text).changes == ()
    assert house.register.people() == before
    assert house.person("g reuscher").names == (GARRETT, "G. Reuscher")


def test_a_handle_that_the_register_has_for_another_is_told_of(house: House) -> None:
    house.publish(1, GARRETT, ON_X)
    plan = house.lists.plan(b"name,platform,handle\nGary Nets,x,garrettreuscher\n")
    (doubt,) = map(str, plan.doubts)
    number = house.person(GARRETT).id
    assert doubt.startswith(f"line 2: x garrettreuscher is on record for {GARRETT} ({number}) as well")
    assert f"sharebot authors merge {number} 'Gary Nets'" in doubt


def test_of_two_namesakes_the_handle_tells_which_is_meant_or_else_the_list_must(house: House) -> None:
    house.publish(1, GARRETT, ON_X)
    second = house.publish(2, GARRETT)
    house.register.split(GARRETT, [second["x"].entry_id])
    assert len(house.register.people()) == 2
    bring(house, f"name,platform,handle\n{GARRETT},x,GarrettReuscher\n")
    (fault,) = faults(house, f"name,platform,handle\n{GARRETT},x,nightnets\n")
    assert "2 people are called" in fault
    assert "say in the column namesake which: 1 (" in fault
    bring(house, f"name,platform,handle,namesake\n{GARRETT},x,nightnets,2\n")
    assert house.tagged(second["x"]) == ("nightnets",)


def test_what_changed_between_the_plan_and_the_deed_is_not_overwritten(house: House) -> None:
    house.register.set(GARRETT, "x", "nightnets")
    plan = house.lists.plan(f"name,platform,handle\nInes Faro,x,inesfaro\n{GARRETT},x,GarrettReuscher\n".encode())
    house.register.forbid(GARRETT)
    with pytest.raises(Changed):
        house.lists.carry_out(plan)
    assert [person.name for person in house.register.people()] == [GARRETT]


# Faults ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (",x,inesfaro,,,,,", "the name is missing"),
        ("...,x,inesfaro,,,,,", "the name is missing"),
        ("Ines Faro,x,,,,,,", "the handle is missing"),
        ("Ines Faro,,inesfaro,,,,,", "the platform of inesfaro is missing"),
        ("Ines Faro,x,https://x.com/inesfaro,,,,,", "is no handle that x could have"),
        ("Ines Faro,mastodon,ines,,,,,", "write user@host"),
        ("Ines Faro,mastadon,ines,,,,,", "there is no platform mastadon; did you mean mastodon?"),
        ("Ines Faro,mastadon,,opted out,,,,", "there is no platform mastadon; did you mean mastodon?"),
        ("Ines Faro,on x,,opted out,,,,", "the platform is 'on x'; write one word"),
        ("Ines Faro,x,inesfaro,perhaps,,,,", "the standing is 'perhaps'; it is one of candidate, in use, confirmed"),
        ("Ines Faro,x,inesfaro,,Z,,,", "the level is 'Z'; it is one of A, B, C, D"),
        ("Ines Faro,x,inesfaro,,,maybe,,", "guest is 'maybe'; it is yes, no or empty"),
        ("Ines Faro,x,inesfaro,,,,blog,", "the link is 'blog'; it begins with https://"),
        ("Ines Faro,x,inesfaro,,,,,yesterday", "decided_on is 'yesterday'; write a day as 2026-11-25"),
        ("Ines Faro,*,,,,,,", 'whose standing is "opted out"'),
        ("Ines Faro,*,ines,opted out,,,,", 'whose standing is "opted out" and that have no handle'),
        ("Ines Faro,,,opted out,,,,", "write * where somebody must not be tagged anywhere"),
        ("Ines Faro,x,inesfaro,,,,,,more", "more cells than the first line has columns"),
    ],
)
def test_each_fault_is_named_with_its_line_and_nothing_is_brought(house: House, row: str, says: str) -> None:
    text = f"name,platform,handle,standing,level,guest,link,decided_on\nTomas Berglind,x,tomas,,,,,\n{row}\n"
    (fault,) = faults(house, text)
    assert fault.startswith("line 3: ")
    assert says in fault


def test_all_faults_are_named_at_once_by_their_first_lines(house: House) -> None:
    text = 'name,platform,handle,quote\nInes Faro,x,a b,\n"Tomas Berglind",x,tomas,"two\nlines"\nInes Faro,y z,ines,\n,x,ines,\n'
    assert [fault.partition(":")[0] for fault in faults(house, text)] == ["line 2", "line 5", "line 6"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (b"", "line 1: there is nothing; the first line has the columns: name, platform"),
        (b"who,platform\nInes,x\n", "line 1: there is no column name"),
        (b"name,handel,platfrom\nInes,a,x\n", "line 1: no columns are called handel, platfrom; the columns are name,"),
        (b"name,name\nInes,Ines\n", "line 1: the column name is there twice"),
        ("name\nJos\u00e9\n".encode("latin-1"), "line 1: this is not UTF-8"),
        ("name\nInes\n".encode("utf-16"), "line 1: this is not UTF-8"),
        (b'name\n"Ines\n', "this is no CSV"),
    ],
)
def test_a_table_that_is_none_is_one_fault(house: House, text: bytes, says: str) -> None:
    (fault,) = faults(house, text)
    assert says in fault


def test_rows_that_contradict_each_other_are_faults(house: House) -> None:
    head = "name,platform,handle,standing\n"
    (fault,) = faults(house, f"{head}Ines Faro,x,ines,\nInes Faro,x,INES,rejected\n")
    assert fault == "line 3: x INES is confirmed in line 2"
    (fault,) = faults(house, f"{head}Ines Faro,x,ines,\nTomas Berglind,x,ines,\n")
    assert fault == "line 3: x ines is Ines Faro's in line 2; it can be one person's only"
    assert faults(house, f"{head}Ines Faro,x,ines,\nInes Faro,x,ines,\n") == []


# There and back -------------------------------------------------------------------------------------------------------


def test_what_a_spreadsheet_would_take_for_a_formula_is_guarded_and_comes_back(house: House) -> None:
    text = "name,platform,handle,note,quote\nInes Faro,x,ines,'=1+1,\"'-Ines Faro, Guest Blogger\"\n"
    bring(house, text)
    known = house.person("Ines Faro").handles[0]
    assert (known.note, known.evidence[0].quote) == ("=1+1", "-Ines Faro, Guest Blogger")
    cells = [cell for row in csv.reader(io.StringIO(export(house))) for cell in row]
    assert not [cell for cell in cells if cell[:1] in "=+-@" and cell]


def test_an_export_of_a_register_with_everything_in_it_comes_back_the_same(house: House, tmp_path: Path) -> None:
    house.publish(1, GARRETT, TWO_ON_X)
    house.register.confirm(GARRETT, "x", "nightnets")
    house.publish(2, "Ines Faro", "You can follow her on twitter @inesfaro")
    house.publish(3, "Tomas Berglind")
    house.register.forbid("Ines Faro", "x")
    house.register.forbid("Emil Sand")
    house.register.reject(GARRETT, "x", "GarrettReuscher")
    second = house.publish(4, GARRETT)
    house.register.split(GARRETT, [second["x"].entry_id])
    assert_comes_back(house, tmp_path)


def assert_comes_back(house: House, folder: Path) -> None:
    text = export(house)
    other = open_queue(f"sqlite:///{folder / 'other.db'}", home=folder)
    try:
        empty = House(other, who="tomas")
        bring(empty, text)
        assert export(empty) == text
    finally:
        other.close()


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=12)
QUOTES = st.builds(
    "".join, st.lists(st.sampled_from(["=", "'", "-", "@x", '"', ",", ";", "\n", "\r\n", "net", " "]), max_size=6)
)
NAMES = st.sampled_from(
    ["Ines Faro", "ines faro", "Tomás Ærø", "O'Neil, Pat", "=Sum Total", "-Dash", "Foo | Bar", "李雷"]
)
HANDLES = st.tuples(
    st.sampled_from([("x", "ines"), ("x", "nets"), ("mastodon", "a@social.example"), ("tiktok", "-a")]),
    st.sampled_from(Standing),
    st.sampled_from(Level),
    QUOTES,
    st.one_of(WORDS, QUOTES),
    st.sampled_from(["", "https://blog.harborlight.org/1/"]),
)


@st.composite
def people(draw: st.DrawFn) -> list[Person]:
    """A register as it may come to be: namesakes too, and handles that two people claim."""
    made = []
    confirmed: set[tuple[str, str]] = set()
    for number in range(1, draw(st.integers(1, 5)) + 1):
        found = {}
        for (platform, handle), standing, level, quote, note, url in draw(st.lists(HANDLES, max_size=4)):
            if standing is Standing.CONFIRMED and (platform, handle) in confirmed:
                continue
            confirmed |= {(platform, handle)} if standing is Standing.CONFIRMED else set()
            decided = standing in people_list.DECIDED
            found[platform, handle] = KnownHandle(
                platform=platform,
                handle=handle,
                level=level,
                standing=standing,
                evidence=(Evidence(source="content", quote=quote),) if quote.strip() else (),
                note=note.strip(),
                url=url,
                by="tomas" if decided else "",
                decided_at=datetime(2026, 11, number, 13, tzinfo=UTC) if decided else None,
            )
        opted_out = {known.platform for known in found.values() if known.standing is Standing.OPTED_OUT}
        forbidden = draw(st.sampled_from([(), ("*",), ("bluesky",), ("mastodon", "x")]))
        if "*" not in forbidden:
            forbidden = tuple(dict.fromkeys((*forbidden, *sorted(opted_out))))
        made.append(
            Person(
                names=(draw(NAMES),),
                guest=draw(st.booleans()),
                handles=tuple(found.values()),
                forbidden=forbidden,
                forbidden_by="tomas" if forbidden else "",
            )
        )
    return made


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(made=people())
def test_an_export_that_is_imported_into_an_empty_register_and_exported_again_is_the_same(
    tmp_path_factory: pytest.TempPathFactory, made: list[Person]
) -> None:
    folder = tmp_path_factory.mktemp("register")
    opened = open_queue(f"sqlite:///{folder / 'sharebot.db'}", home=folder)
    try:
        house = House(opened)
        house.register.put_all([(person, "made") for person in made])
        assert bring(house, export(house)).changes == ()
        assert_comes_back(house, folder)
    finally:
        opened.close()


def test_a_thousand_rows_take_seconds(house: House) -> None:
    rows = "".join(
        f"Author Number {n},x,author{n}\nAuthor Number {n},mastodon,a{n}@social.example\n" for n in range(500)
    )
    begun = time.process_time()
    bring(house, f"name,platform,handle\n{rows}")
    assert len(house.register.people()) == 500
    assert time.process_time() - begun < 10


def test_the_table_has_the_columns_that_the_reference_documents() -> None:
    reference = (Path(__file__).parent.parent / "docs" / "reference.md").read_text(encoding="utf-8")
    missing = [name for name in COLUMNS if f"| `{name}` |" not in reference]
    assert missing == []
