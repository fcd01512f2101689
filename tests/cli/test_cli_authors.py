"""The register of authors from the command line: looking, deciding, and lists, on a real feed file and a real queue."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from servers.staffroom import RSS, Staffroom

GARRETT = "Garrett Reuscher"


def publish(staff: Staffroom, name: str, says: str, slug: str) -> None:
    """An article that ends with that signature and sentence."""
    staff.publish(f"A night with {name}", slug=slug, guest=False)
    end = f"<p>-{name}, Guest Blogger</p><p>{says}</p>]]>"
    staff.articles[0] = staff.articles[0].replace("]]>", end)
    staff.feed.write_text(RSS.format(articles="".join(staff.articles)), encoding="utf-8")


@pytest.fixture
def guests(staff: Staffroom) -> Staffroom:
    """Garrett Reuscher (1), whose handle is stated, and Ines Faro (2), of whom two compete; posts 1 to 4."""
    staff.open()
    staff.publish("What the night shift taught me", slug="night")
    publish(staff, "Ines Faro", "You can follow her on twitter @inesfaro or @faronets", "faro")
    staff.poll()
    return staff


def said(staff: Staffroom, *args: str, **extra: object) -> str:
    done = staff("authors", *args, **extra)
    assert done.exit_code == 0, done.stderr
    return done.stdout


def text_of(staff: Staffroom, post: int) -> str:
    return str(staff.json("show", str(post))["text"])


# Looking --------------------------------------------------------------------------------------------------------------


def test_alone_and_as_list_it_shows_everybody_with_every_handles_standing(guests: Staffroom) -> None:
    head, garrett, ines, waiting = said(guests).splitlines()
    assert head.split() == ["id", "name", "is", "handles"]
    assert garrett.split("  ")[0] == "1"
    assert garrett.endswith("x GarrettReuscher (in use)")
    assert ines.endswith("x inesfaro (waits), x faronets (waits)")
    assert waiting == "2 handles wait for a person: sharebot authors review"
    assert said(guests, "list") == said(guests)


def test_the_list_is_filtered(guests: Staffroom) -> None:
    names = [person["name"] for person in guests.json("authors")["authors"]]
    assert names == [GARRETT, "Ines Faro"]
    (waiting,) = guests.json("authors", "--waiting")["authors"]
    assert waiting["name"] == "Ines Faro"
    assert len(guests.json("authors", "list", "--guests", "--platform", "Twitter")["authors"]) == 2
    assert said(guests, "list", "--platform", "mastodon") == "none of the 2 authors is like that\n"


def test_nobody_yet_is_said_with_what_to_do(staff: Staffroom) -> None:
    assert said(staff).startswith("no authors yet: sharebot try shows")


def test_the_document_of_a_person_has_everything(guests: Staffroom) -> None:
    garrett = guests.json("authors", "show", "x:garrettreuscher")
    assert (garrett["id"], garrett["name"], garrett["names"], garrett["guest"]) == (1, GARRETT, [GARRETT], True)
    assert [entry["url"] for entry in garrett["entries"]] == ["https://blog.harborlight.org/night/"]
    (known,) = garrett["handles"]
    assert (known["platform"], known["handle"], known["level"], known["standing"]) == (
        "x",
        "GarrettReuscher",
        "B",
        "in use",
    )
    assert (known["tag"], known["by"], known["decided"], known["url"]) == (
        True,
        None,
        None,
        garrett["entries"][0]["url"],
    )
    assert known["evidence"][0]["quote"] == "You can follow him on twitter @GarrettReuscher"
    assert [step["who"] for step in garrett["history"]] == ["sharebot"]


def test_show_tells_where_each_handle_stands_and_who_decided(guests: Staffroom) -> None:
    said(guests, "confirm", "ines faro", "x", "faronets")
    page = said(guests, "show", "Ines Faro")
    assert page.startswith("Ines Faro (guest), number 2\n")
    assert "“You can follow her on twitter @inesfaro or @faronets”" in page
    assert "     in https://blog.harborlight.org/faro/\n" in page
    assert "  x faronets: tagged, confirmed by " in page
    assert "  x inesfaro: not tagged, candidate, D (in conflict): several handles compete" in page
    assert "confirmed x faronets (by " in page


def test_nobody_of_that_name_is_one_line(guests: Staffroom) -> None:
    done = guests("authors", "show", "Nobody Known")
    assert done.exit_code == 1
    assert (
        done.stderr
        == "sharebot: the register has nobody called 'Nobody Known'; sharebot authors list shows everybody\n"
    )


# Deciding -------------------------------------------------------------------------------------------------------------


def test_each_decision_is_one_line_with_the_posts_that_follow_it(guests: Staffroom) -> None:
    assert (
        said(guests, "confirm", "2", "x", "faronets") == "Ines Faro (2): confirmed x faronets; post 3 got other words\n"
    )
    assert "@faronets" in text_of(guests, 3)
    assert "faronets" not in text_of(guests, 4)
    assert (
        said(guests, "reject", "2", "x", "faronets") == "Ines Faro (2): rejected x faronets; post 3 got other words\n"
    )
    done = said(guests, "set", GARRETT, "mastodon", "@garrett@social.example")
    assert done == "Garrett Reuscher (1): confirmed mastodon garrett@social.example; post 2 got other words\n"
    assert said(guests, "set", GARRETT, "mastodon", "@garrett@social.example").endswith("; no queued post changes\n")


def test_an_author_says_stop_and_is_obeyed_in_queued_posts(guests: Staffroom) -> None:
    assert "@GarrettReuscher" in text_of(guests, 1)
    done = said(guests, "forbid", GARRETT)
    assert done == "Garrett Reuscher (1): never to be tagged; post 1 got other words\n"
    assert "@" not in text_of(guests, 1)
    assert "never to be tagged  x GarrettReuscher (never)" in said(guests)
    assert said(guests, "allow", "1") == "Garrett Reuscher (1): may be tagged; post 1 got other words\n"
    assert "@GarrettReuscher" in text_of(guests, 1)


def test_two_spellings_are_merged_and_two_people_are_split(guests: Staffroom) -> None:
    publish(guests, "Gary Nightnets", "He mends nets.", "nets")
    guests.poll()
    number = guests.json("authors", "show", "Gary Nightnets")["id"]
    done = said(guests, "merge", GARRETT, "Gary Nightnets")
    assert done.startswith(f"Garrett Reuscher (1): is one person with Gary Nightnets ({number})")
    entry = guests.json("authors", "show", "1")["entries"][0]["number"]
    left, apart = said(guests, "split", "1", "--entry", str(entry), "--name", "Gary Nightnets").splitlines()
    assert left.startswith(f"Garrett Reuscher (1): without entry {entry}")
    assert apart.startswith("Gary Nightnets (")
    refused = guests("authors", "split", "1", "--entry", "77")
    assert (refused.exit_code, refused.stderr) == (
        1,
        "sharebot: entry 77 does not credit Garrett Reuscher; sharebot authors show 1 lists\n",
    )


def test_why_and_show_tell_of_authors_as_the_register_knows_them_now(guests: Staffroom) -> None:
    assert "x GarrettReuscher: tagged, in use, B (stated)" in guests("why", "1").stdout
    on_mastodon = next(post["id"] for post in guests.json("queue")["posts"] if post["account"] == "outbox-mastodon")
    for command in ("why", "show"):
        page = guests(command, str(on_mastodon)).stdout
        assert "x GarrettReuscher: tagged on x, not here, in use, B (stated)" in page
    said(guests, "forbid", GARRETT)
    for command in ("why", "show"):
        page = guests(command, "1").stdout
        assert "x GarrettReuscher: not tagged, opted out by " in page
        assert "“You can follow him on twitter @GarrettReuscher”" in page
    (author,) = guests.json("why", "1")["entry"]["authors"]
    (handle,) = author["handles"]
    assert (author["person"], handle["standing"], handle["tag"]) == (1, "opted out", False)
    assert handle["by"]
    assert handle["note"].startswith("they do not want to be tagged: said by ")


def test_try_shows_a_stop_that_was_said_before_and_why(guests: Staffroom) -> None:
    said(guests, "forbid", GARRETT)
    (entry,) = [each for each in guests.json("try")["entries"] if each["url"].endswith("/night/")]
    (handle,) = entry["authors"][0]["handles"]
    assert (handle["tag"], handle["standing"], handle["level"]) == (False, "opted out", "B")
    assert handle["note"].startswith("they do not want to be tagged: said by ")
    assert "not tagged, opted out by " in guests("try").stdout


# review, where nobody can press a key ---------------------------------------------------------------------------------


def test_without_a_terminal_review_lists_each_question_with_the_lines_that_answer_it(guests: Staffroom) -> None:
    page = said(guests, "review")
    first, second = page.split("\n\n")
    assert first.startswith("Ines Faro (guest), number 2\n  Is x inesfaro theirs?\n  “You can follow her on twitter ")
    assert "  in https://blog.harborlight.org/faro/\n" in first
    assert "  it waits because: several handles compete: inesfaro, faronets\n" in first
    assert "  sharebot authors reject 2 x faronets\n" in second
    (question, _) = guests.json("authors", "review")["questions"]
    assert (question["person"], question["handle"], question["waits"]) == (2, "inesfaro", True)
    line = question["answers"][0].split()
    assert line[:2] == ["sharebot", "authors"]
    said(guests, *line[2:])
    assert said(guests, "review") == "nothing waits for a person\n"


# Lists ----------------------------------------------------------------------------------------------------------------


def test_an_export_is_a_file_that_an_import_understands(guests: Staffroom) -> None:
    said(guests, "forbid", "Ines Faro", "--platform", "bluesky")
    file = guests.folder / "authors.csv"
    assert said(guests, "export", str(file)) == f"{file}: 2 people\n"
    assert file.read_bytes().startswith("\ufeffname,platform,handle".encode())
    plain = said(guests, "export")
    assert file.read_text(encoding="utf-8-sig") == plain.replace("\r\n", "\n")
    rows = list(csv.DictReader(io.StringIO(plain)))
    assert [(row["name"], row["platform"], row["standing"]) for row in rows] == [
        (GARRETT, "x", "in use"),
        ("Ines Faro", "bluesky", "opted out"),
        ("Ines Faro", "x", "candidate"),
        ("Ines Faro", "x", "candidate"),
    ]
    other = {"SHAREBOT_HOME": str(guests.folder / "other")}
    assert said(guests, "import", str(file), env=other) == "4 rows: 2 people (2 new) changed; no queued post changes\n"
    assert said(guests, "export", env=other) == plain


def test_a_dry_run_says_what_would_change_and_changes_nothing(guests: Staffroom) -> None:
    file = guests.folder / "list.csv"
    file.write_text(f"name;platform;handle\n{GARRETT};mastodon;garrett@social.example\nMara Lind;x;maralind\n")
    before = said(guests, "export")
    assert said(guests, "import", str(file), "--dry-run").splitlines() == [
        "line 2: Garrett Reuscher (1): mastodon garrett@social.example confirmed",
        "line 3: Mara Lind (new): x maralind confirmed",
        "2 rows: 2 people (1 new) would change; nothing was changed",
    ]
    assert said(guests, "export") == before
    assert said(guests, "import", str(file)) == "2 rows: 2 people (1 new) changed; post 2 got other words\n"
    assert "@garrett@social.example" in text_of(guests, 2)
    assert said(guests, "import", str(file)) == "2 rows: 0 people changed; no queued post changes\n"


def test_a_list_with_a_fault_is_refused_whole(guests: Staffroom) -> None:
    before = said(guests, "export")
    text = "name,platform,handle\nMara Lind,x,maralind\nEmil Sand,x,emil sand\n,x,nobody\n"
    done = guests("authors", "import", "-", input=text)
    assert done.exit_code == 1
    assert done.stderr.splitlines() == [
        "sharebot: -: line 3: 'emil sand' is no handle that x could have; write it without address and @",
        "sharebot: -: line 4: the name is missing",
        "sharebot: -: nothing was changed; mend 2 lines and bring it again",
    ]
    assert said(guests, "export") == before


def test_a_list_that_is_not_there_is_one_line(guests: Staffroom) -> None:
    done = guests("authors", "import", "missing.csv")
    assert done.exit_code == 1
    assert done.stderr.startswith("sharebot: missing.csv: No such file or directory")


# scan -----------------------------------------------------------------------------------------------------------------


def test_a_scan_says_what_it_found_and_the_next_poll_shares_what_is_new(staff: Staffroom) -> None:
    staff.open()
    staff.publish("What the night shift taught me", slug="night")
    publish(staff, "Ines Faro", "You can follow her on twitter @inesfaro or @faronets", "faro")
    assert said(staff, "scan").splitlines() == [
        f"{staff.feed}: 3 entries; 2 authors, 2 of them new to the register; 3 handles",
        "2 handles wait for a person: sharebot authors review",
    ]
    assert staff("queue").stdout.startswith("nothing waits, ")
    before = said(staff, "export")
    assert "2 authors, 0 of them new" in said(staff, "scan")
    (report,) = staff.json("authors", "scan", "--most", "1")["feeds"]
    assert (report["entries"], report["authors"], report["new"], report["error"]) == (1, 1, 0, None)
    assert said(staff, "export") == before
    assert "2 new" in staff("poll").stdout
    assert len(staff.json("queue")["posts"]) == 4


def test_a_scan_of_nothing_is_exit_status_1(staff: Staffroom) -> None:
    done = staff("authors", "scan", "missing.xml")
    assert done.exit_code == 1
    assert done.stderr.startswith("sharebot: missing.xml: there is no such file")


# Help -----------------------------------------------------------------------------------------------------------------


def test_help_of_the_group_lists_its_commands(staff: Staffroom) -> None:
    page = said(staff, "--help")
    for name in ("list", "show", "review", "confirm", "forbid", "export", "scan"):
        assert f"\n  {name} " in page


@pytest.mark.parametrize(("typed", "offered"), [("authors re", ["review", "reject"]), ("authors ex", ["export"])])
def test_a_press_of_tab_completes_the_groups_commands(staff: Staffroom, typed: str, offered: list[str]) -> None:
    words = f"sharebot {typed}"
    env = {"_SHAREBOT_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": "2"}
    _, out, _ = staff.really(env=env)
    assert out.split() == [f"plain,{name}" for name in offered]


def test_a_lists_path_may_have_any_name(guests: Staffroom, tmp_path: Path) -> None:
    file = tmp_path / "Liste (März).csv"
    said(guests, "export", str(file))
    assert said(guests, "import", str(file)) == "3 rows: 0 people changed; no queued post changes\n"
