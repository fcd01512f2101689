"""sharebot edit of several posts: one file in $EDITOR, all of it stored or none, and no word of a person's lost."""

from __future__ import annotations

import json
import os
import pty
import select
import sqlite3
import stat
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from servers.staffroom import Staffroom

LONG = "Tides and nets and ropes. " * 25
PATIENCE = 120


@pytest.fixture
def post(staff: Staffroom, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Staffroom:
    """Posts 1 and 2 are those of an article for two accounts; kept texts are in a folder of the test's."""
    kept = tmp_path / "kept"
    kept.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(kept))
    staff.env |= {"TMPDIR": str(kept)}
    staff.open()
    staff.publish("What the night shift taught me", slug="night")
    staff.poll()
    return staff


def editor(folder: Path, script: str) -> dict[str, str]:
    """An $EDITOR that does what the Python script does with the text of the file `text`; it counts its openings."""
    program = folder / "editor.py"
    program.write_text(
        "#!/usr/bin/env python3\nimport sys, pathlib\npath = pathlib.Path(sys.argv[1])\n"
        f"opened = pathlib.Path({str(folder / 'opened')!r})\nnumber = len(list(opened.parent.glob('opened.*'))) + 1\n"
        "text = path.read_bytes().decode()\nopened.with_suffix(f'.{number}').write_text(text)\n"
        f"{script}\npath.write_bytes(text.encode())\n"
    )
    program.chmod(0o755)
    return {"EDITOR": str(program), "VISUAL": ""}


def opened(folder: Path, number: int) -> str:
    return (folder / f"opened.{number}").read_text()


def kept(folder: Path) -> list[Path]:
    return sorted((folder / "kept").iterdir())


def both(post: Staffroom) -> list[dict[str, Any]]:
    return [post.json("show", str(number)) for number in (1, 2)]


def test_each_post_has_a_section_with_its_account_its_length_and_its_time(post: Staffroom, tmp_path: Path) -> None:
    done = post("edit", "1-2", env=editor(tmp_path, ""))
    assert done.exit_code == 0, done.stderr
    shown = opened(tmp_path, 1)
    for each in both(post):
        assert f"=== post {each['id']} · {each['account']} · {each['length']} of {each['limit']} · due " in shown
        assert f"\n{each['text']}\n" in shown
    assert "(Europe/Berlin) ===" in shown
    assert kept(tmp_path) == []


def test_both_are_changed_together_and_what_was_seen_is_what_is_stored(post: Staffroom, tmp_path: Path) -> None:
    done = post("edit", "1", "2", env=editor(tmp_path, "text = text.replace('night shift', 'long night')"))
    assert done.exit_code == 0, done.stderr
    after = both(post)
    assert all("long night" in each["text"] for each in after)
    assert all(each["edited_by"] for each in after)
    assert [f"post {each['id']} for {each['account']}" in done.stdout for each in after] == [True, True]
    assert kept(tmp_path) == []
    post("edit", "1-2", env=editor(tmp_path, ""))
    assert all(f"\n{each['text']}\n" in opened(tmp_path, 2) for each in after)


@pytest.mark.parametrize("wanted", ["https://blog.harborlight.org/night/", "https://blog.harborlight.org/night", "2"])
def test_an_article_names_its_posts_on_all_accounts(post: Staffroom, tmp_path: Path, wanted: str) -> None:
    assert post("edit", "--entry", wanted, env=editor(tmp_path, "")).exit_code == 0
    assert [f"=== post {number} ·" in opened(tmp_path, 1) for number in (1, 2)] == [True, True]


def test_an_articles_posts_that_cannot_be_edited_are_left_out_and_named(post: Staffroom, tmp_path: Path) -> None:
    post("cancel", "2")
    done = post("edit", "--entry", "2", env=editor(tmp_path, "text = text.replace('What', 'See what')"))
    assert done.exit_code == 0, done.stderr
    assert "post 2 for outbox-mastodon is cancelled and left out\n" in done.stdout
    assert "=== post 2" not in opened(tmp_path, 1)
    assert "See what" in post.json("show", "1")["text"]


def test_an_article_that_nobody_knows_is_one_line(post: Staffroom) -> None:
    for wanted in ("https://blog.harborlight.org/unknown/", "99"):
        done = post("edit", "--entry", wanted)
        assert done.exit_code == 1
        assert len(done.stderr.splitlines()) == 1


def test_left_without_a_change_or_emptied_nothing_happens(post: Staffroom, tmp_path: Path) -> None:
    before = both(post)
    left = post("edit", "1-2", env=editor(tmp_path, ""))
    assert left.stdout == "post 1: the text is unchanged\npost 2: the text is unchanged\n"
    for script in ("text = ''", "text = '\\n;; only a note\\n'"):
        emptied = post("edit", "1-2", env=editor(tmp_path, script))
        assert (emptied.exit_code, emptied.stdout) == (0, "the file was emptied: nothing is changed\n")
    assert both(post) == before
    assert kept(tmp_path) == []


def test_a_section_that_is_taken_out_leaves_its_post_as_it_was(post: Staffroom, tmp_path: Path) -> None:
    before = both(post)
    script = "text = text[:text.index('=== post 2')].replace('What', 'See what')"
    done = post("edit", "1-2", env=editor(tmp_path, script))
    assert done.stdout.splitlines()[-1] == "post 2: stays as it was"
    assert post.json("show", "2") == before[1]
    assert "See what" in post.json("show", "1")["text"]


def test_if_one_does_not_fit_none_is_stored_and_the_file_is_kept(post: Staffroom, tmp_path: Path) -> None:
    """Nobody sits there to whom it could be shown once more."""
    before = both(post)
    done = post("edit", "1-2", env=editor(tmp_path, f"text = text.replace('What', {LONG!r} + 'What')"))
    assert done.exit_code == 1
    (line,) = done.stderr.splitlines()
    (path,) = kept(tmp_path)
    assert f"sharebot edit --file {path}" in line
    assert "post 1: the text is too long for x: " in line
    assert "post 2: the text is too long for mastodon: " in line
    assert LONG in path.read_text()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert both(post) == before


def test_a_kept_file_is_taken_up_again_whole(post: Staffroom, tmp_path: Path) -> None:
    post("edit", "1-2", env=editor(tmp_path, f"text = text.replace('What', {LONG!r} + 'What')"))
    (path,) = kept(tmp_path)
    path.write_text(path.read_text().replace(LONG, "So: "))
    assert post("edit", "--file", str(path)).exit_code == 0
    assert all("So: What" in each["text"] for each in both(post))


def test_an_emptied_section_is_refused_like_a_text_that_does_not_fit(post: Staffroom, tmp_path: Path) -> None:
    script = "head = text.index('===', text.index('=== post 2') + 3) + 3\ntext = text[:head] + '\\n'"
    done = post("edit", "1-2", env=editor(tmp_path, script))
    assert done.exit_code == 1
    assert "post 2: the text is empty; write something" in done.stderr


def test_a_file_that_does_not_say_whose_words_are_whose_is_refused_and_kept(post: Staffroom, tmp_path: Path) -> None:
    before = both(post)
    done = post("edit", "1-2", env=editor(tmp_path, "text = text.replace('=== post 2', '=== post 1')"))
    assert done.exit_code == 1
    assert "post 1 has two sections" in done.stderr
    assert both(post) == before
    assert len(kept(tmp_path)) == 1


def test_an_editor_that_fails_after_it_has_saved_loses_nothing(post: Staffroom, tmp_path: Path) -> None:
    before = both(post)
    script = "path.write_text(text.replace('What', 'See what'))\nsys.exit(1)"
    done = post("edit", "1-2", env=editor(tmp_path, script))
    assert done.exit_code == 1
    (path,) = kept(tmp_path)
    assert str(path) in done.stderr
    assert "See what" in path.read_text()
    assert both(post) == before


def test_an_editor_that_fails_before_leaves_no_file(post: Staffroom, tmp_path: Path) -> None:
    assert post("edit", "1-2", env=editor(tmp_path, "sys.exit(1)")).exit_code == 1
    assert kept(tmp_path) == []


def test_an_editor_that_saves_other_letters_than_utf_8_loses_nothing(post: Staffroom, tmp_path: Path) -> None:
    done = post("edit", "1-2", env=editor(tmp_path, "path.write_bytes(b'caf\\xe9')\nsys.exit(0)"))
    assert done.exit_code == 1
    assert "the editor has not saved it as UTF-8" in done.stderr
    assert kept(tmp_path)[0].read_bytes() == b"caf\xe9"


def test_what_is_taken_away_from_the_words_is_said(post: Staffroom) -> None:
    done = post("edit", "1", "--text", "  A\tnight\u200e\x07 by Garrett Reuscher https://blog.harborlight.org/night/")
    assert done.exit_code == 0
    assert [line for line in done.stdout.splitlines() if line.startswith("  note: ")] == [
        "  note: tabs became blanks",
        "  note: the blanks around the text were taken away",
        "  note: signs that nobody sees were taken away, or letters put together with their marks",
    ]


def test_a_dry_run_measures_and_stores_nothing(post: Staffroom, tmp_path: Path) -> None:
    before = both(post)
    done = post("edit", "1-2", "--dry-run", env=editor(tmp_path, "text = text.replace('What', 'See what')"))
    assert done.exit_code == 0
    lengths = [before[0]["length"] + 4, before[1]["length"] + 4]
    assert [line for line in done.stdout.splitlines() if line.startswith("post")] == [
        f"post 1 for outbox-x: would fit; nothing is stored; {lengths[0]} of 280",
        f"post 2 for outbox-mastodon: would fit; nothing is stored; {lengths[1]} of 500",
    ]
    assert both(post) == before


# Warnings -------------------------------------------------------------------------------------------------------------


def test_a_warning_is_a_line_where_the_network_knows_one_and_counts(post: Staffroom, tmp_path: Path) -> None:
    done = post("edit", "1-2", env=editor(tmp_path, "text = text.replace('warning:', 'warning: Night work')"))
    assert done.exit_code == 0, done.stderr
    assert opened(tmp_path, 1).count("\nwarning:\n") == 1
    one, other = both(post)
    assert (one["warning"], other["warning"]) == (None, "Night work")
    post("edit", "1-2", env=editor(tmp_path, "text = text.replace('warning: Night work\\n', '')"))
    assert post.json("show", "2")["warning"] is None
    assert post.json("show", "2")["length"] == other["length"] - len("Night work")


def test_a_warning_is_refused_where_it_would_hide_nothing(post: Staffroom, tmp_path: Path) -> None:
    script = "text = text.replace('\\n\\nWhat', '\\nwarning: Night work\\n\\nWhat', 1)"
    done = post("edit", "1-2", env=editor(tmp_path, script))
    assert done.exit_code == 1
    assert "post 1: x hides nothing behind a warning" in done.stderr


# Two at once ----------------------------------------------------------------------------------------------------------


def rival(post: Staffroom, *words: str) -> str:
    """A line of an editor's script by which somebody else uses sharebot meanwhile."""
    env = {**post.env, "SUDO_USER": "tomas", "PATH": os.environ["PATH"]}
    return (
        f"import subprocess\nsubprocess.run([{sys.executable!r}, '-m', 'sharebot', *{list(words)!r}], "
        f"env={env!r}, check=True, capture_output=True)"
    )


def test_a_post_that_somebody_changed_meanwhile_is_refused_and_shown_and_the_words_are_kept(
    post: Staffroom, tmp_path: Path
) -> None:
    theirs = "Theirs, by Garrett Reuscher https://blog.harborlight.org/night/"
    script = f"{rival(post, 'edit', '2', '--text', theirs)}\ntext = text.replace('What', 'See what')"
    done = post("edit", "1-2", env=editor(tmp_path, script))
    assert done.exit_code == 1
    lines = done.stderr.splitlines()
    (path,) = kept(tmp_path)
    assert lines[0] == (
        "sharebot: changed meanwhile: post 2 by tomas; nothing of yours was stored; "
        f"your text is kept: sharebot edit --file {path}"
    )
    assert lines[1] == "post 2 for outbox-mastodon is queued now:"
    assert lines[2].endswith("edited (by tomas)")
    assert lines[3] == f"    {theirs}"
    assert "See what" in path.read_text()
    one, other = both(post)
    assert (one["edited_by"], other["text"]) == (None, theirs)


def test_one_posts_words_are_refused_too_if_it_changed_meanwhile(post: Staffroom, tmp_path: Path) -> None:
    script = f"{rival(post, 'cancel', '1', '--reason', 'the event is off')}\ntext = text.replace('What', 'See what')"
    done = post("edit", "1", env=editor(tmp_path, script))
    assert done.exit_code == 1
    assert "post 1 for outbox-x is cancelled now:" in done.stderr
    assert "the event is off (by tomas)" in done.stderr
    (path,) = kept(tmp_path)
    assert path.read_text().startswith("See what")
    assert "-- >8 --" not in path.read_text()


# For programs ---------------------------------------------------------------------------------------------------------


def test_programs_get_the_sections_and_give_them_back(post: Staffroom, tmp_path: Path) -> None:
    printed = post.json("edit", "1-2")
    assert [each["post"] for each in printed["sections"]] == [1, 2]
    assert [each["text"] for each in printed["sections"]] == [each["text"] for each in both(post)]
    assert "=== post 2 · outbox-mastodon" in printed["file"]
    for each in printed["sections"]:
        each["text"] = each["text"].replace("What", "See what")
    (tmp_path / "posts.json").write_text(json.dumps(printed))
    looked = post.json("edit", "--file", "posts.json", "--dry-run")
    assert (looked["dry_run"], len(looked["posts"])) == (True, 2)
    stored = post.json("edit", "--file", "posts.json")
    assert not stored["dry_run"]
    assert [each["text"] for each in stored["posts"]] == [each["text"] for each in both(post)]
    assert all("See what" in each["text"] for each in both(post))


def test_a_document_that_was_printed_before_a_change_is_refused(post: Staffroom, tmp_path: Path) -> None:
    printed = post.json("edit", "1-2")
    post("edit", "2", "--text", "Theirs https://blog.harborlight.org/night/")
    printed["sections"][0]["text"] += "!"
    (tmp_path / "posts.json").write_text(json.dumps(printed))
    done = post("edit", "--file", "posts.json")
    assert done.exit_code == 1
    assert "post 2 was changed since the file was printed" in done.stderr
    assert post.json("show", "1")["edited_by"] is None


@pytest.mark.parametrize("text", ["{", '{"sections": [{"post": "x"}]}', '{"sections": 1}', "{}"])
def test_what_is_no_such_document_is_one_line(post: Staffroom, tmp_path: Path, text: str) -> None:
    (tmp_path / "posts.json").write_text(text)
    for words in (("--file", "posts.json"), ("1-2", "--file", "posts.json")):
        done = post("edit", *words)
        assert done.exit_code == 1
        assert len(done.stderr.splitlines()) == 1


def test_a_file_with_sections_says_itself_whose_they_are(post: Staffroom, tmp_path: Path) -> None:
    (tmp_path / "posts.txt").write_text("=== post 2 · mine ===\nMine https://blog.harborlight.org/night/\n")
    assert post("edit", "--file", "posts.txt").exit_code == 0
    assert post.json("show", "2")["text"] == "Mine https://blog.harborlight.org/night/"
    refused = post("edit", "1", "--file", "posts.txt")
    assert "post 2 is not among those that are edited" in refused.stderr


@pytest.mark.parametrize(
    "words", [(), ("1", "2", "--text", "a"), ("1", "--entry", "2"), ("--entry", "2", "--text", "a"), ("--text", "a")]
)
def test_what_makes_no_sense_is_wrong_use(post: Staffroom, words: tuple[str, ...]) -> None:
    assert post("edit", *words).exit_code == 2


def test_a_bare_text_without_a_post_is_one_line(post: Staffroom, tmp_path: Path) -> None:
    (tmp_path / "text.txt").write_text("Just words\n")
    done = post("edit", "--file", "text.txt")
    assert done.exit_code == 1
    assert len(done.stderr.splitlines()) == 1


# What failed ----------------------------------------------------------------------------------------------------------


def make_failed(post: Staffroom, doubt: str | None) -> None:
    with sqlite3.connect(post.home / "sharebot.db") as database:
        database.execute("UPDATE posts SET state = 'failed', doubt = ? WHERE id = 1", (doubt,))
    database.close()


def test_what_failed_gets_other_words_and_waits_for_a_retry(post: Staffroom) -> None:
    make_failed(post, None)
    done = post("edit", "1", "--text", "Better, by Garrett Reuscher https://blog.harborlight.org/night/")
    assert done.exit_code == 0, done.stderr
    assert "it goes out when you say so: sharebot retry 1" in done.stdout
    assert post.json("show", "1")["state"] == "failed"
    assert post("retry", "1").exit_code == 0
    assert post("deliver").exit_code == 0
    assert post.json("show", "1")["text"].startswith("Better")


def test_what_was_given_up_in_doubt_keeps_its_words(post: Staffroom) -> None:
    make_failed(post, '{"at":"2026-11-23T09:00:00Z","boot":"b","ticks":0,"last_ticks":0}')
    done = post("edit", "1", "--text", "Better")
    assert done.exit_code == 1
    assert done.stderr == "sharebot: post 1 was given up and may be public already; it cannot be edited\n"


# At a terminal --------------------------------------------------------------------------------------------------------


def at_a_terminal(post: Staffroom, env: dict[str, str], *words: str) -> tuple[int, str]:
    """The command's exit status and all that it shows."""
    ours, theirs = pty.openpty()
    process = post.start("edit", *words, stdin=theirs, stdout=theirs, stderr=theirs, env=env)
    os.close(theirs)
    shown, ends = b"", time.monotonic() + PATIENCE
    while select.select([ours], [], [], max(0, ends - time.monotonic()))[0]:
        try:
            shown += os.read(ours, 65536)
        except OSError:  # the other side has closed it
            break
    os.close(ours)
    return process.wait(PATIENCE), shown.decode().replace("\r\n", "\n")


BREAK_THEN_MEND = (
    f"long = {LONG!r}\n"
    "text = text.replace('What the', long + 'What the', 1) if number == 1 else text.replace(long, 'Mended: ')"
)


def test_what_does_not_fit_comes_back_with_the_reason_above_its_section_and_the_words_in_it(
    post: Staffroom, tmp_path: Path
) -> None:
    status, shown = at_a_terminal(post, editor(tmp_path, BREAK_THEN_MEND), "1-2")
    assert status == 0, shown
    again = opened(tmp_path, 2).split("\n")
    (complaint,) = [number for number, line in enumerate(again) if line.startswith(";; REFUSED: ")]
    assert "the text is too long for x: " in again[complaint]
    assert "of 280 (weighted); shorten it by " in again[complaint]
    assert again[complaint + 1].startswith("=== post 1 · outbox-x · ")
    assert int(again[complaint + 1].split(" · ")[2].split()[0]) > 280
    assert LONG in opened(tmp_path, 2)
    assert "Mended: What" in post.json("show", "1")["text"]
    assert kept(tmp_path) == []


def test_one_posts_text_comes_back_too(post: Staffroom, tmp_path: Path) -> None:
    status, shown = at_a_terminal(post, editor(tmp_path, BREAK_THEN_MEND), "1")
    assert status == 0, shown
    text, _, below = opened(tmp_path, 2).partition("------------------------ >8")
    assert text.startswith(LONG)
    assert "REFUSED: the text is too long for x: " in below
    assert post.json("show", "1")["text"].startswith("Mended: What")


def test_whoever_gives_up_finds_the_words_in_a_file(post: Staffroom, tmp_path: Path) -> None:
    before = both(post)
    script = f"text = text.replace('What the', {LONG!r} + 'What the', 1) if number == 1 else text"
    status, shown = at_a_terminal(post, editor(tmp_path, script), "1-2")
    assert status == 1
    (path,) = kept(tmp_path)
    assert f"nothing is stored; your text is kept: sharebot edit --file {path}" in shown
    assert LONG in path.read_text()
    assert both(post) == before


def test_a_broken_header_comes_back_with_the_reason(post: Staffroom, tmp_path: Path) -> None:
    script = "text = text.replace('=== post 2', '=== pst 2') if number == 1 else text.replace('=== pst', '=== post')"
    status, shown = at_a_terminal(post, editor(tmp_path, script), "1-2")
    assert status == 0, shown
    assert ";; REFUSED: this is no section's first line" in opened(tmp_path, 2)
    assert "post 1: the text is unchanged" in shown


@pytest.mark.parametrize("edit", ["", ".replace('night shift', 'long night')"], ids=["as it was", "and edited"])
def test_a_section_whose_heading_was_lost_is_not_sent_as_part_of_the_one_above_it(
    post: Staffroom, tmp_path: Path, edit: str
) -> None:
    before = both(post)
    script = f"head, rest = text.split('=== post 2 '); text = (head + rest.split(chr(10), 1)[1]){edit}"
    done = post("edit", "1-2", env=editor(tmp_path, script))
    assert done.exit_code == 1
    assert len(done.stderr.splitlines()) == 1
    assert "heading" in done.stderr
    assert "your text is kept: sharebot edit --file " in done.stderr
    assert both(post) == before


def test_a_section_that_is_taken_out_whole_stays_as_it_was(post: Staffroom, tmp_path: Path) -> None:
    before = both(post)
    script = "text = text.split('=== post 2 ')[0].replace('night shift', 'long night')"
    done = post("edit", "1-2", env=editor(tmp_path, script))
    assert done.exit_code == 0, done.stderr
    after = both(post)
    assert "long night" in after[0]["text"]
    assert after[1] == before[1]
