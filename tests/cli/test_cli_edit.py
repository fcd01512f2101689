"""sharebot edit: a person's words are taken, or kept."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from servers.staffroom import Staffroom

GOOD = "Read what the night shift taught @GarrettReuscher https://blog.harborlight.org/night/"
LONG = f"{'Tides and nets and ropes. ' * 20}https://blog.harborlight.org/night/"


@pytest.fixture
def post(staff: Staffroom, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Staffroom:
    """A staffroom whose post 1 waits to be edited; refused texts are kept in a folder of the test's."""
    kept = tmp_path / "kept"
    kept.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(kept))
    staff.open()
    staff.publish("What the night shift taught me", slug="night")
    staff.poll()
    return staff


def editor(folder: Path, script: str) -> dict[str, str]:
    """An $EDITOR that does what the script does with the file "$1"."""
    program = folder / "editor.sh"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    return {"EDITOR": str(program), "VISUAL": ""}


def test_a_text_that_fits_is_taken_and_measured(post: Staffroom) -> None:
    done = post("edit", "1", "--text", GOOD)
    assert done.exit_code == 0
    shown = post.json("show", "1")
    assert shown["text"] == GOOD
    assert shown["edited_by"]
    assert f"{shown['length']} of 280" in done.stdout


def test_what_compose_thinks_of_the_text_is_shown(post: Staffroom) -> None:
    done = post("edit", "1", "--text", "Something else https://blog.harborlight.org/night/")
    assert done.exit_code == 0
    notes = post.json("show", "1")["notes"]
    assert notes
    assert [line for line in done.stdout.splitlines() if line.startswith("  note: ")] == [
        f"  note: {note}" for note in notes
    ]


def test_a_text_that_does_not_fit_is_refused_in_one_line_and_kept_in_a_file(post: Staffroom, tmp_path: Path) -> None:
    before = post.json("show", "1")
    done = post("edit", "1", "--text", LONG)
    assert done.exit_code == 1
    (line,) = done.stderr.splitlines()
    (kept,) = (tmp_path / "kept").iterdir()
    assert f"sharebot edit 1 --file {kept}" in line
    assert kept.read_text() == f"{LONG}\n"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert post.json("show", "1") == before


def test_a_kept_text_can_be_taken_up_again(post: Staffroom, tmp_path: Path) -> None:
    (tmp_path / "text.txt").write_text(f"{GOOD}\n")
    assert post("edit", "1", "--file", "text.txt").exit_code == 0
    assert post.json("show", "1")["text"] == GOOD


def test_a_text_may_come_from_standard_input(post: Staffroom) -> None:
    assert post("edit", "1", "--file", "-", input=f"{GOOD}\n").exit_code == 0
    assert post.json("show", "1")["text"] == GOOD


def test_the_editor_shows_the_text_and_the_limit_and_the_rest_is_cut(post: Staffroom, tmp_path: Path) -> None:
    before = post.json("show", "1")["text"]
    env = editor(tmp_path, f'cp "$1" {tmp_path}/seen; sed -i "s/What/See what/" "$1"')
    assert post("edit", "1", env=env).exit_code == 0
    seen = (tmp_path / "seen").read_text()
    assert seen.startswith(f"{before}\n")
    assert "of 280" in seen
    assert post.json("show", "1")["text"] == before.replace("What", "See what")


def test_an_editor_left_without_a_change_changes_nothing(post: Staffroom, tmp_path: Path) -> None:
    done = post("edit", "1", env=editor(tmp_path, "true"))
    assert (done.exit_code, done.stdout) == (0, "post 1: the text is unchanged\n")
    assert post.json("show", "1")["edited_by"] is None


def test_what_was_typed_into_the_editor_is_kept_if_it_is_refused(post: Staffroom, tmp_path: Path) -> None:
    done = post("edit", "1", env=editor(tmp_path, f"echo '{LONG}' > \"$1\""))
    assert done.exit_code == 1
    (kept,) = (tmp_path / "kept").glob("sharebot-post-1-*")
    assert kept.read_text() == f"{LONG}\n"


def test_a_post_that_cannot_be_edited_is_refused_before_anybody_types(post: Staffroom, tmp_path: Path) -> None:
    post("cancel", "1")
    done = post("edit", "1", env=editor(tmp_path, f"touch {tmp_path}/opened"))
    assert done.exit_code == 1
    assert done.stderr == "sharebot: post 1 is cancelled and cannot be edited\n"
    assert not (tmp_path / "opened").exists()


@pytest.mark.parametrize(
    ("named", "program"), [("/nowhere/editor -w", "/nowhere/editor"), ("nano'", "nano'"), (" ", "")]
)
def test_an_editor_that_is_not_there_is_one_line(post: Staffroom, named: str, program: str) -> None:
    done = post("edit", "1", env={"EDITOR": named, "VISUAL": ""})
    assert done.exit_code == 1
    assert done.stderr == (
        f"sharebot: there is no editor {program!r} on this machine; choose one: EDITOR=nano sharebot edit 1\n"
    )


def test_who_has_chosen_no_editor_is_told_which_one_opens_and_how_to_choose(
    post: Staffroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = Path(editor(tmp_path, f'echo "{GOOD}" > "$1"')["EDITOR"])
    (tmp_path / "bin").mkdir()
    program.rename(tmp_path / "bin" / "vim")
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/bin:/usr/bin")
    monkeypatch.setattr("sharebot.cli.editor.USUAL", ("vim",))
    done = post("edit", "1", env={"EDITOR": "", "VISUAL": ""})
    assert done.exit_code == 0
    assert done.stderr == "sharebot: opening vim; to choose another: EDITOR=nano sharebot edit 1\n"
    assert post.json("show", "1")["text"] == GOOD
    monkeypatch.setattr("sharebot.cli.editor.USUAL", ("editor-of-nobody",))
    assert "there is no editor 'editor-of-nobody'" in post("edit", "1", env={"EDITOR": "", "VISUAL": ""}).stderr


def test_text_and_file_together_are_wrong_use(post: Staffroom, tmp_path: Path) -> None:
    (tmp_path / "text.txt").write_text(GOOD)
    assert post("edit", "1", "--text", GOOD, "--file", "text.txt").exit_code == 2
