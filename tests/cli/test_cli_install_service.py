"""sharebot install-service: what it writes, what it keeps, and what it refuses in one line."""

from __future__ import annotations

import os
import pwd
import sys
from pathlib import Path

import pytest

from servers.staffroom import Staffroom
from sharebot.cli import installing

NOBODY = pwd.getpwnam("nobody")
CHECK_WAY = installing._check_way


@pytest.fixture(autouse=True)
def _machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that systemd runs, with places of the test's own; nobody used sudo."""
    for name, place in (("BOOTED", "run"), ("SYSTEM_UNITS", "etc")):
        (tmp_path / place).mkdir()
        monkeypatch.setattr(installing, name, tmp_path / place)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    for name in ("SUDO_USER", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    # The tests' Python may stand in somebody's home, and their folders are nobody else's.
    monkeypatch.setattr(installing, "_check_way", lambda *_: None)


@pytest.fixture
def staff(tmp_path: Path) -> Staffroom:
    """Whose settings stand in the file alone."""
    made = Staffroom(tmp_path)
    (tmp_path / ".env").write_text("".join(f"{name}='{value}'\n" for name, value in made.env.items()))
    made.env.clear()
    return made


def unit_of(staff: Staffroom) -> Path:
    return staff.folder / "config" / "systemd" / "user" / "sharebot.service"


def refused(staff: Staffroom, *args: str, status: int = 1) -> str:
    """The one line of the refusal."""
    done = staff("install-service", *args)
    assert done.exit_code == status
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()[-1:]
    assert "Traceback" not in done.stderr
    return line


def test_a_users_unit_is_written_and_the_commands_that_start_it_are_said(staff: Staffroom) -> None:
    done = staff("install-service", "--user")
    assert (done.exit_code, done.stderr) == (0, "")
    assert f"wrote {unit_of(staff)}\n" in done.stdout
    assert "now: systemctl --user daemon-reload && systemctl --user enable --now sharebot\n" in done.stdout
    assert "loginctl enable-linger" in done.stdout
    text = unit_of(staff).read_text()
    assert f"ExecStart={Path(sys.executable).with_name('sharebot')} run\n" in text
    assert f"WorkingDirectory={staff.folder}\n" in text
    assert f"Environment=SHAREBOT_ENV_FILE={staff.folder / '.env'}\n" in text
    assert f"ReadWritePaths={staff.home}\n" in text
    assert staff.home.stat().st_mode & 0o777 == 0o700
    assert unit_of(staff).stat().st_mode & 0o777 == 0o644


def test_print_shows_the_same_unit_and_writes_nothing_even_where_there_is_no_systemd(
    staff: Staffroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(installing, "BOOTED", staff.folder / "nowhere")
    shown = staff("install-service", "--user", "--print").stdout
    assert not unit_of(staff).exists()
    assert not staff.home.exists()
    (staff.folder / "nowhere").mkdir()
    staff("install-service", "--user")
    assert unit_of(staff).read_text() == shown


def test_the_same_unit_is_left_alone_and_another_content_is_kept_as_a_copy(staff: Staffroom) -> None:
    staff("install-service", "--user")
    assert "is as it should be already" in staff("install-service", "--user").stdout
    assert [*unit_of(staff).parent.iterdir()] == [unit_of(staff)]
    unit_of(staff).write_text("[Service]\nExecStart=/opt/mine\n")
    said = staff("install-service", "--user").stdout
    (copy,) = unit_of(staff).parent.glob("*.bak-*")
    assert copy.name in said
    assert copy.read_text() == "[Service]\nExecStart=/opt/mine\n"
    assert "Type=notify" in unit_of(staff).read_text()


def test_a_database_elsewhere_may_be_written_too(staff: Staffroom) -> None:
    with (staff.folder / ".env").open("a") as file:
        file.write(f"SHAREBOT_DATABASE_URL=sqlite:///{staff.folder}/other/queue.db\n")
    shown = staff("install-service", "--user", "--print").stdout
    assert f"ReadWritePaths={staff.home}\nReadWritePaths={staff.folder}/other\n" in shown


def test_what_only_the_shell_knows_is_taken_along_or_told(staff: Staffroom) -> None:
    elsewhere = str(staff.folder / "elsewhere")
    text = (staff.folder / ".env").read_text()
    (staff.folder / ".env").write_text("".join(line for line in text.splitlines(keepends=True) if "_HOME=" not in line))
    done = staff("install-service", "--user", env={"SHAREBOT_HOME": elsewhere, "SHAREBOT_FLOOD": "9"})
    assert done.exit_code == 0
    assert done.stderr.startswith("sharebot: SHAREBOT_FLOOD: set in this shell alone")
    assert f"Environment=SHAREBOT_HOME={elsewhere}\n" in unit_of(staff).read_text()
    assert "FLOOD" not in unit_of(staff).read_text()


def test_one_of_the_machines_own_runs_as_the_user_that_was_named(staff: Staffroom) -> None:
    (staff.folder / ".env").chmod(0o644)
    if os.getuid() == 0:
        staff.home.mkdir()
        os.chown(staff.home, NOBODY.pw_uid, NOBODY.pw_gid)
        done = staff("install-service", "--system", "--run-as", "nobody")
        assert (done.exit_code, done.stderr) == (0, "")
        text = (staff.folder / "etc" / "sharebot.service").read_text()
        assert "now: sudo systemctl daemon-reload && sudo systemctl enable --now sharebot\n" in done.stdout
    else:
        text = staff("install-service", "--system", "--run-as", "nobody", "--print").stdout
    assert "User=nobody\n" in text
    assert "WantedBy=multi-user.target\n" in text


# What is refused ------------------------------------------------------------------------------------------------------


def test_whose_service_it_is_must_be_said(staff: Staffroom) -> None:
    assert "--user or --system" in refused(staff, status=2)
    assert "--user or --system" in refused(staff, "--user", "--system", status=2)
    assert "--user or --system" in refused(staff, "--user", "--system", "--print", status=2)
    for mine in ("--user", "--print"):
        assert "--run-as is for --system" in refused(staff, mine, "--run-as", "nobody", status=2)


def test_a_machine_without_systemd_is_told_what_else_there_is(
    staff: Staffroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(installing, "BOOTED", staff.folder / "nowhere")
    line = refused(staff, "--user")
    assert "systemd does not run this machine" in line
    assert "take a container" in line
    assert "nohup sharebot run > sharebot.log 2>&1 &" in line
    assert "sharebot install-service --print shows its unit" in line
    shown = staff("install-service", "--print")
    assert (shown.exit_code, shown.stderr) == (0, "")


def test_printed_alone_it_is_the_users_own_unit(staff: Staffroom) -> None:
    assert staff("install-service", "--print").stdout == staff("install-service", "--user", "--print").stdout
    assert not unit_of(staff).exists()


def test_without_settings_there_is_no_service(staff: Staffroom) -> None:
    (staff.folder / ".env").unlink()
    assert "sharebot init writes them" in refused(staff, "--user", status=2)


def test_root_and_strangers_run_no_service(staff: Staffroom) -> None:
    assert "no power of root" in refused(staff, "--system", "--run-as", "root")
    assert "sudo useradd --system harborlight" in refused(staff, "--system", "--run-as", "harborlight")


def test_a_file_of_secrets_that_the_services_user_cannot_read_is_named(staff: Staffroom) -> None:
    (staff.folder / ".env").chmod(0o600)
    assert f"sudo chown nobody {staff.folder / '.env'}" in refused(staff, "--system", "--run-as", "nobody")


@pytest.mark.parametrize("mode", [0o700, 0o750])
def test_a_home_that_lets_the_services_user_not_through_is_named(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "home" / "dana" / "bin" / "sharebot"
    path.parent.mkdir(parents=True)
    (tmp_path / "home" / "dana").chmod(mode)
    with pytest.raises(installing.NotInstalled, match=r"lets nobody not through to .*; move that to /opt or /srv"):
        CHECK_WAY([path], NOBODY)
    CHECK_WAY([path], pwd.getpwuid(os.getuid()))


def test_a_folder_that_is_not_the_services_users_is_named(staff: Staffroom) -> None:
    (staff.folder / ".env").chmod(0o644)
    staff.home.mkdir()
    assert f"sudo chown -R nobody {staff.home}" in refused(staff, "--system", "--run-as", "nobody")


def test_the_systems_service_needs_a_folder_that_commands_find_too(staff: Staffroom) -> None:
    for line in ("", "SHAREBOT_HOME=~/sharebot\n"):
        (staff.folder / ".env").write_text(line + "SHAREBOT_FEEDS=feed.xml\n")
        assert "SHAREBOT_HOME=/var/lib/sharebot" in refused(staff, "--system", "--run-as", "nobody", status=2)


def test_who_calls_sudo_for_a_service_of_ones_own_is_sent_back(
    staff: Staffroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SUDO_USER", "dana")
    assert "without sudo" in refused(staff, "--user")


def test_a_place_that_cannot_be_written_is_named_with_the_way_out(
    staff: Staffroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    (staff.folder / "file").write_text("no folder")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(staff.folder / "file"))
    assert f"{staff.folder / 'file'}" in refused(staff, "--user")
    (staff.folder / ".env").chmod(0o644)
    monkeypatch.setattr(installing, "SYSTEM_UNITS", staff.folder / "file")
    monkeypatch.setattr(installing, "_make_home", lambda *_: None)
    assert "; sudo " in refused(staff, "--system", "--run-as", "nobody")
