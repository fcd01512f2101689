"""The queue in a spreadsheet: what is taken away comes back the same, and a table is taken whole or not at all."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from servers.staffroom import Staffroom
from servers.web import Web, html

Row = dict[str, str]


@pytest.fixture
def staff(staff: Staffroom) -> Staffroom:
    staff.open()
    staff.publish("A night at the harbor")
    staff.publish('=Nets, and "knots"', guest=False)
    staff.poll()
    return staff


def taken_away(staff: Staffroom, *how: str) -> list[Row]:
    done = staff("export", "-", *how)
    assert done.exit_code == 0, done.stderr
    return list(csv.DictReader(io.StringIO(done.stdout)))


def brought(staff: Staffroom, rows: list[Row], *how: str) -> tuple[int, str]:
    out = io.StringIO(newline="")
    table = csv.DictWriter(out, list(dict.fromkeys(name for row in rows for name in row)))
    table.writeheader()
    table.writerows(rows)
    (staff.folder / "posts.csv").write_text(out.getvalue(), encoding="utf-8")
    done = staff("import", "posts.csv", *how)
    assert "Traceback" not in done.output
    return done.exit_code, done.output


def queue(staff: Staffroom) -> list[dict[str, Any]]:
    return list(staff.json("queue", "--all")["posts"])


def test_what_is_taken_away_and_brought_back_changes_nothing(staff: Staffroom) -> None:
    before = queue(staff)
    assert staff("export", "posts.csv").output == "posts.csv: 4 posts\n"
    assert (staff.folder / "posts.csv").read_bytes().startswith(b"\xef\xbb\xbfid,")
    done = staff("import", "posts.csv")
    assert done.output == "4 lines read, 0 posts changed\n"
    assert queue(staff) == before


def test_a_row_shows_a_person_what_the_post_is_about(staff: Staffroom) -> None:
    row = taken_away(staff)[0]
    assert row["title"] == "A night at the harbor"
    assert row["authors"] == "Garrett Reuscher"
    assert row["state"] == "queued"
    assert row["due"].endswith(("09:00", "12:30"))


def test_no_cell_is_a_formula(staff: Staffroom) -> None:
    assert [row["title"][:2] for row in taken_away(staff) if "Nets" in row["title"]] == ["'=", "'="]


def test_texts_times_and_states_are_changed_by_their_cells(staff: Staffroom) -> None:
    first, second, third, fourth = taken_away(staff)
    first["text"] = "Other words\nin two lines"
    second["due"] = "2031-03-01 09:30"
    third["state"] = "cancelled"
    status, said = brought(staff, [first, second, third, fourth])
    assert status == 0, said
    assert "line 2: post 1 for outbox-x: text" in said
    assert "due 2031-03-01 09:30" in said
    after = {post["id"]: post for post in queue(staff)}
    assert after[1]["text"] == "Other words\nin two lines"
    assert after[int(second["id"])]["due"] == "2031-03-01T08:30:00Z"
    assert after[int(third["id"])]["state"] == "cancelled"


def test_a_draft_is_approved_by_the_word_queued(staff: Staffroom) -> None:
    staff.publish("Ropes")
    staff.env["SHAREBOT_APPROVAL"] = "all"
    staff.poll()
    drafts = taken_away(staff, "--state", "draft")
    assert len(drafts) == 2
    status, said = brought(staff, [{"id": row["id"], "state": "queued"} for row in drafts])
    assert status == 0, said
    assert {post["state"] for post in queue(staff)} == {"queued"}


def test_one_line_at_fault_leaves_everything_as_it_was_and_every_fault_is_named(staff: Staffroom) -> None:
    before = queue(staff)
    status, said = brought(
        staff,
        [
            {"id": "1", "text": "Other words"},
            {"id": "2", "text": "x" * 600},
            {"id": "3", "due": "noonish"},
            {"id": "99", "text": "Words"},
            {"id": "4", "state": "sent"},
            {"id": "four", "text": "Words"},
            {"id": "4", "account": "mastodon"},
            {"account": "outbox-x"},
            {"account": "nowhere", "text": "Words"},
        ],
    )
    assert status == 1
    for line in range(3, 11):
        assert f"posts.csv: line {line}: " in said
    assert "line 2:" not in said
    assert "nothing was changed; mend 8 lines" in said
    assert queue(staff) == before


def test_a_table_that_changes_too_many_posts_at_once_changes_none(
    staff: Staffroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sharebot.bot.sheet.MOST_CHANGED", 2)
    before = queue(staff)
    rows = [{"id": row["id"], "state": "cancelled"} for row in taken_away(staff)]
    status, said = brought(staff, rows)
    assert status == 1
    assert "line 4: a table can change at most 2 posts at once" in said
    assert queue(staff) == before
    assert brought(staff, rows[:2])[0] == 0


def test_a_dry_run_says_what_would_be_and_changes_nothing(staff: Staffroom) -> None:
    before = queue(staff)
    rows = [{"id": "1", "text": "Other words"}, {"id": "", "account": "outbox-x", "text": "A word of our own"}]
    status, said = brought(staff, rows, "--dry-run")
    assert status == 0, said
    assert "line 2: post 1 for outbox-x: text" in said
    assert "line 3: " in said
    assert "2 posts would change; nothing was changed" in said
    assert queue(staff) == before


def test_a_post_that_changed_since_the_table_was_written_stops_all_of_it(staff: Staffroom) -> None:
    first, second, *_ = taken_away(staff)
    assert staff("edit", "1", "--text", "Somebody else's words").exit_code == 0
    first["text"] = "My words"
    second["text"] = "My words too"
    status, said = brought(staff, [first, second])
    assert status == 1
    assert "post 1 has changed since the table was written (edited, by" in said
    assert "My words" not in " ".join(post["text"] for post in queue(staff))


def test_new_lines_are_new_posts_at_their_times_or_in_the_next_slots(staff: Staffroom) -> None:
    status, said = brought(
        staff,
        [
            {"account": "outbox-x", "text": "A word of our own", "due": "2031-03-01 09:30", "state": ""},
            {"account": "outbox-mastodon", "text": "Another word", "due": "", "state": "draft"},
        ],
    )
    assert status == 0, said
    mine = {post["text"]: post for post in queue(staff) if post["entry"] is None}
    assert mine["A word of our own"]["due"] == "2031-03-01T08:30:00Z"
    assert mine["Another word"]["state"] == "draft"


def test_the_same_words_twice_for_one_account_are_a_fault(staff: Staffroom) -> None:
    rows = [{"account": "outbox-x", "text": "A word", "due": f"2031-03-01 09:{minute}"} for minute in (30, 45)]
    status, said = brought(staff, rows)
    assert status == 1
    assert "line 3: " in said
    assert [post for post in queue(staff) if post["entry"] is None] == []


def test_a_new_line_with_a_link_shares_that_article(staff: Staffroom) -> None:
    article = (
        '<html><head><title>Ropes of the north</title><meta property="og:type" content="article">'
        "</head><body><article><h1>Ropes of the north</h1><p>The ropes of the north are long.</p></article></body></html>"
    )
    with Web({"/ropes/": html(article)}) as web:
        staff.env["SHAREBOT_PRIVATE_HOSTS"] = "127.0.0.1"
        rows = [{"account": "outbox-x", "link": f"{web.address}/ropes/"}]
        status, said = brought(staff, [*rows, {"account": "outbox-x", "link": f"{web.address}/gone/"}])
        assert status == 1
        assert "line 3: " in said
        status, said = brought(staff, rows)
    assert status == 0, said
    (post,) = (post for post in queue(staff) if "Ropes" in post["text"])
    assert web.address in post["text"]


def semicolons(table: str) -> str:
    return table.replace(",", ";")


def with_a_mark(table: str) -> str:
    return "\ufeff" + table


@pytest.mark.parametrize("written", [semicolons, with_a_mark, str.upper])
def test_tables_of_every_spreadsheet_are_understood(staff: Staffroom, written: Callable[[str], str]) -> None:
    (staff.folder / "posts.csv").write_text(written("id,state\n1,CANCELLED\n").replace("CANCELLED", "cancelled"))
    done = staff("import", "posts.csv")
    assert done.exit_code == 0, done.output
    assert queue(staff)[0]["state"] == "cancelled"


@pytest.mark.parametrize(
    ("table", "says"),
    [
        (b"", "there is nothing"),
        (b"text\nwords\n", "no column id or account"),
        (b"id,txt\n1,words\n", "no column is called txt"),
        (b"id,text\n1,a,b\n", "more cells than the first line"),
        (b'id,text\n1,"a\n', "this is no CSV"),
        ("id,text\n1,Ö\n".encode("latin-1"), "not UTF-8"),
        (b"account,text\n" + b"x,words\n" * 201, "at most 200 posts at once"),
    ],
)
def test_what_is_no_table_is_one_clear_line(staff: Staffroom, table: bytes, says: str) -> None:
    Path(staff.folder / "posts.csv").write_bytes(table)
    done = staff("import", "posts.csv")
    assert done.exit_code == 1
    assert says in done.output
    assert "nothing was changed" in done.output


# In the log -----------------------------------------------------------------------------------------------------------


def test_a_table_is_one_act_that_tells_all_it_did_and_is_taken_back_whole(staff: Staffroom) -> None:
    before = queue(staff)
    first = {"id": "1", "text": "Other words https://blog.harborlight.org/nets/", "due": "2031-07-01 09:30"}
    rows = [first, {"id": "2", "state": "cancelled"}, {"account": "outbox-x", "text": "A draft", "state": "draft"}]
    assert brought(staff, rows, "--dry-run")[0] == 0
    assert staff.json("log")["acts"] == []
    assert brought(staff, rows)[0] == 0
    (act,) = staff.json("log")["acts"]
    assert act["what"] == "import"
    assert "post 1 queued (edited; rescheduled to Tue 2031-07-01 09:30)" in staff("log").stdout
    undone = staff("undo")
    assert "  post 5 for outbox-x: cancelled\n" in undone.stdout
    changing = ("due", "slot", "text", "state", "hold", "edited_by")
    assert [[post[key] for key in changing] for post in queue(staff) if post["id"] <= 4] == [
        [post[key] for key in changing] for post in before
    ]


def test_a_table_leaves_no_act_where_it_changes_nothing_or_is_at_fault(staff: Staffroom) -> None:
    taken_away(staff)
    assert brought(staff, taken_away(staff))[0] == 0
    assert brought(staff, [{"id": "1", "state": "cancelled"}, {"id": "99", "state": "cancelled"}])[0] == 1
    assert staff.json("log")["acts"] == []


def test_a_post_that_stands_in_two_lines_is_a_fault_of_the_second(staff: Staffroom) -> None:
    days = {"1": ("01", "02"), "2": ("01",)}
    rows = [{"id": number, "due": f"2031-03-{day} 09:30"} for number, each in days.items() for day in each]
    before = queue(staff)
    status, said = brought(staff, rows)
    assert status == 1
    assert "line 3: post 1 stands in line 2 already; take one out" in said
    assert "mend 1 line" in said
    assert queue(staff) == before


def test_a_date_as_spreadsheets_in_half_of_europe_write_it_is_one(staff: Staffroom) -> None:
    (staff.folder / "posts.csv").write_bytes(b"\xef\xbb\xbfid;due\r\n1;1.3.2031 09:30\r\n2;01.03.2031 09:30\r\n")
    done = staff("import", "posts.csv")
    assert done.exit_code == 0, done.output
    assert {post["due"] for post in queue(staff) if post["id"] in {1, 2}} == {"2031-03-01T08:30:00Z"}
