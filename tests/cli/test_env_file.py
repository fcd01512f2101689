"""The file of settings: whole, private, and read alike by whoever reads it."""

from __future__ import annotations

import errno
import os
import stat
from io import StringIO
from pathlib import Path

import pytest
from dotenv.parser import parse_stream
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sharebot.cli.env_file import changed, quoted, write

NAME = "SHAREBOT_BLOG_NAME"

lines = st.text(st.characters(exclude_categories=["C", "Zl", "Zp"])).map(lambda text: " ".join(text.split()))
values = lines | st.text("ab '\"\\$#`=;{}é漢 ").map(lambda text: " ".join(text.split()))


def by_dotenv(text: str) -> dict[str, str]:
    return {each.key: each.value or "" for each in parse_stream(StringIO(text)) if each.key}


def by_systemd(line: str) -> str:
    """A value as EnvironmentFile= takes it, by the rules of systemd's src/basic/env-file.c (read 2026-11-25)."""
    text = line.rstrip("\n").partition("=")[2].strip()
    if text.startswith("'"):
        inside, _, rest = text[1:].partition("'")
        assert rest == ""
        return inside
    if not text.startswith('"'):
        assert "\\" not in text
        return text
    taken, at = "", 1
    while text[at] != '"':
        escapes = text[at] == "\\" and text[at + 1] in '"\\`$'
        taken += text[at + 1] if escapes else text[at]
        at += 2 if escapes else 1
    assert at == len(text) - 1
    return taken


@settings(deadline=None)
@given(values)
@example("it's 5 o'clock #now")
@example('a "quoted" name')
@example("$HOME and `this` and ${that}")
@example("back\\slash\\")
@example("\\'")
@example("a # b")
def test_any_value_is_read_alike_by_dotenv_and_systemd(value: str) -> None:
    line = f"{NAME}={quoted(value)}\n"
    assert by_dotenv(line)[NAME] == value
    assert by_systemd(line) == value


@settings(deadline=None)
@given(values, values)
def test_a_changed_value_is_read_and_its_neighbours_stay(old: str, new: str) -> None:
    before = f"# ours\r\nA={quoted(old)}\n\n  export {NAME}={quoted(old)}\nB='x' # about b\n"
    after = changed(before, {NAME: new, "C": new})
    assert by_dotenv(after) == {"A": old, NAME: new, "B": "x"} | ({"C": new} if new else {})
    assert after.startswith(f"# ours\r\nA={quoted(old)}\n\n  export {NAME}=")
    assert "\nB='x' # about b\n" in after


@settings(deadline=None)
@given(values)
def test_what_is_answered_as_it_was_changes_nothing(value: str) -> None:
    text = f'A="1" # one\n{NAME}={quoted(value)}'
    assert changed(text + "\n", {NAME: value, "A": "1"}) == text + "\n"


def test_plain_values_stand_without_quotes_which_podman_would_keep() -> None:
    assert quoted("https://blog.example/feed/") == "https://blog.example/feed/"
    assert quoted("Europe/Berlin") == "Europe/Berlin"


def test_a_remark_behind_a_changed_value_goes_above_it() -> None:
    assert changed("A=1 # one\nB=2\n", {"A": "3"}) == "# one\nA=3\nB=2\n"


def test_the_file_is_private_whatever_the_umask_and_so_is_its_copy(tmp_path: Path) -> None:
    path = tmp_path / ".env"
    before = os.umask(0)
    try:
        assert write(path, {NAME: "One"}) is None
        path.chmod(0o644)
        kept = write(path, {NAME: "Two"})
    finally:
        os.umask(before)
    assert kept
    assert kept.read_text() == f"{NAME}=One\n"
    assert {stat.S_IMODE(each.stat().st_mode) for each in tmp_path.iterdir()} == {0o600}


def test_what_changes_nothing_makes_no_copy_but_shuts_the_file(tmp_path: Path) -> None:
    path = tmp_path / ".env"
    path.write_text(f"{NAME}=One\n")
    path.chmod(0o644)
    assert write(path, {NAME: "One"}) is None
    assert [each.name for each in tmp_path.iterdir()] == [".env"]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_write_that_fails_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / ".env"
    path.write_text(f"{NAME}=One\n")

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write(path, {NAME: "Two"})
    assert path.read_text() == f"{NAME}=One\n"
    assert not list(tmp_path.glob("*.tmp"))


def test_a_link_to_the_file_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real.env").write_text("A=1\n")
    (tmp_path / ".env").symlink_to("real.env")
    write(tmp_path / ".env", {"A": "2"})
    assert (tmp_path / ".env").is_symlink()
    assert (tmp_path / "real.env").read_text() == "A=2\n"


def test_the_last_three_copies_are_kept_and_what_somebody_laid_beside_them_is_not_touched(tmp_path: Path) -> None:
    file, mine = tmp_path / ".env", tmp_path / ".env.bak-mine"
    mine.write_text("kept by hand")
    file.write_text("SHAREBOT_BLOG_NAME=number-0\n")
    for number in range(1, 6):
        write(file, {"SHAREBOT_BLOG_NAME": f"number-{number}"})
    copies = sorted(set(tmp_path.glob(".env.bak-*")) - {mine})
    assert [copy.read_text() for copy in copies] == [f"SHAREBOT_BLOG_NAME=number-{number}\n" for number in (2, 3, 4)]
    assert mine.exists()


def test_what_cannot_be_written_is_told_by_the_files_own_name(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    path = tmp_path / "file" / ".env"
    with pytest.raises(OSError, match="Not a directory") as told:
        write(path, {"SHAREBOT_TIMEZONE": "UTC"})
    assert told.value.filename == str(path)


def test_a_copy_that_did_not_fit_on_the_disk_is_not_left_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / ".env"
    path.write_text("SHAREBOT_TIMEZONE=UTC\n")

    def full(_source: Path, _target: Path) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("shutil.copyfile", full)
    with pytest.raises(OSError, match="No space left"):
        write(path, {"SHAREBOT_TIMEZONE": "Europe/Berlin"})
    assert [each.name for each in tmp_path.iterdir()] == [".env"]
    assert path.read_text() == "SHAREBOT_TIMEZONE=UTC\n"
