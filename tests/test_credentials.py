"""Secrets come from the environment, systemd's credentials or .env; a file that others may read is warned about."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sharebot.errors import SettingsError
from sharebot.settings import Settings, load

NAME = "SHAREBOT_MASTODON_ACCESS_TOKEN"


def loaded(folder: Path, **environ: str) -> Settings:
    return load({"SHAREBOT_HOME": "/data", "SHAREBOT_ACCOUNTS": "mastodon"} | environ, cwd=folder)


def token(settings: Settings) -> str:
    return settings.accounts[0].get("ACCESS_TOKEN")


@pytest.fixture
def entrusted(tmp_path: Path) -> Path:
    folder = tmp_path / "credentials"
    folder.mkdir()
    return folder


def test_a_credential_is_the_setting_whose_name_it_has(tmp_path: Path, entrusted: Path) -> None:
    (entrusted / NAME).write_text("t0ken-of-systemd\n")
    (entrusted / "somebody-elses").write_bytes(b"\xff")
    found = loaded(tmp_path, CREDENTIALS_DIRECTORY=str(entrusted))
    assert token(found) == "t0ken-of-systemd"
    assert "t0ken" not in repr(found)
    assert found.warnings == ()


def test_the_environment_beats_credentials_which_beat_their_env_file_which_beats_dot_env(
    tmp_path: Path, entrusted: Path
) -> None:
    (tmp_path / ".env").write_text(f"{NAME}=d0t-env\n")
    (tmp_path / ".env").chmod(0o600)
    assert token(loaded(tmp_path)) == "d0t-env"
    (entrusted / "sharebot.env").write_text(f"{NAME}=their-env\nSHAREBOT_FLOOD=9\n")
    assert token(loaded(tmp_path, CREDENTIALS_DIRECTORY=str(entrusted))) == "their-env"
    assert loaded(tmp_path, CREDENTIALS_DIRECTORY=str(entrusted)).flood == 9
    (entrusted / NAME).write_text("own-file")
    assert token(loaded(tmp_path, CREDENTIALS_DIRECTORY=str(entrusted))) == "own-file"
    assert token(loaded(tmp_path, CREDENTIALS_DIRECTORY=str(entrusted), **{NAME: "env1ronment"})) == "env1ronment"


def test_a_credential_that_is_no_text_is_told_and_not_shown(tmp_path: Path, entrusted: Path) -> None:
    (entrusted / NAME).write_bytes(b"s3cret\xff")
    with pytest.raises(SettingsError, match=f"{NAME}: the credential is not UTF-8 text") as refused:
        loaded(tmp_path, CREDENTIALS_DIRECTORY=str(entrusted))
    assert "s3cret" not in str(refused.value)


def test_a_folder_of_credentials_that_is_not_there_is_an_empty_one(tmp_path: Path) -> None:
    assert token(loaded(tmp_path, CREDENTIALS_DIRECTORY=str(tmp_path / "gone"))) == ""


@pytest.mark.parametrize("line", [f"{NAME}=t0ken", "SHAREBOT_DATABASE_URL=postgresql://dana:s3cret@db.example/queue"])
@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604])
def test_a_file_with_secrets_that_others_may_read_is_warned_about_once(tmp_path: Path, line: str, mode: int) -> None:
    path = tmp_path / ".env"
    path.write_text(f"{line}\n")
    path.chmod(mode)
    assert loaded(tmp_path).warnings == (f"{path} holds secrets and can be read by others; run: chmod 600 {path}",)


@pytest.mark.parametrize(
    ("text", "mode"), [(f"{NAME}=t0ken", 0o600), ("SHAREBOT_FEEDS=feed.xml", 0o644), (f"{NAME}=", 0o644)]
)
def test_a_file_of_ones_own_or_without_secrets_is_not(tmp_path: Path, text: str, mode: int) -> None:
    path = tmp_path / ".env"
    path.write_text(f"{text}\n")
    path.chmod(mode)
    assert loaded(tmp_path).warnings == ()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_a_file_that_is_roots_may_be_read_by_the_group_of_the_service(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / ".env"
    path.write_text(f"{NAME}=t0ken\n")
    path.chmod(0o640)
    monkeypatch.setattr(os, "geteuid", lambda: 1234)
    assert loaded(tmp_path).warnings == ()
