"""sharebot install-service: the systemd unit that starts the daemon, written where systemd looks for it."""

from __future__ import annotations

import os
import pwd
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from sharebot.cli.command import command
from sharebot.cli.env_file import kept_copy
from sharebot.cli.printing import complain, say
from sharebot.cli.secrets import settings_file, settings_in
from sharebot.daemon.unit import Unit, made_by_systemd
from sharebot.errors import SettingsError, SharebotError
from sharebot.settings import Settings, load

BOOTED = Path("/run/systemd/system")
"""Is there where systemd runs the machine: sd_booted(3), read 2026-11-25."""

SYSTEM_UNITS = Path("/etc/systemd/system")
NAME = "sharebot.service"

CARRIED = {"SHAREBOT_HOME", "SHAREBOT_ENV_FILE", "SHAREBOT_DEBUG"}
"""Of the settings that stand in the shell alone, those that the unit takes along or that mean the shell."""


WITHOUT_SYSTEMD = (
    "systemd does not run this machine (sharebot install-service --print shows its unit all the same); take a "
    "container (docs/how-to.md, Run it as a service), or let it run in the background: "
    "nohup sharebot run > sharebot.log 2>&1 &"
)


class NotInstalled(SharebotError):
    """The unit was not written."""


@command(
    "install-service",
    ("sharebot install-service --user", "a service of yours, with the .env of this folder"),
    ("sharebot install-service --system --run-as sharebot", "with sudo: one of the machine, run by the user sharebot"),
    ("sharebot install-service --print", "shows the unit of a service of yours, and writes nothing"),
)
@click.option("--user", "for_user", is_flag=True, help="A service of yours: ~/.config/systemd/user.")
@click.option("--system", "for_system", is_flag=True, help="A service of the machine: /etc/systemd/system.")
@click.option("--run-as", metavar="NAME", help="With --system: the user who runs it (usually whoever called sudo).")
@click.option("--print", "show", is_flag=True, help="Print the unit (of yours, if not --system) and write nothing.")
def install_service_command(for_user: bool, for_system: bool, run_as: str | None, show: bool) -> None:
    """Write a systemd unit that keeps sharebot running: restarted when it hangs, and locked into its own folder.

    Call it where the settings are. A unit that is there already and says something else is kept as a copy.
    """
    if (for_user and for_system) or not (for_user or for_system or show):
        raise click.UsageError("say whose service it is: --user or --system")
    if run_as and not for_system:
        raise click.UsageError("--run-as is for --system; a service of yours runs as you")
    if not show and not BOOTED.is_dir():
        raise NotInstalled(WITHOUT_SYSTEMD)
    settings = _settings()
    account = _account(run_as) if for_system else None
    unit = _unit(settings, account)
    if show:
        say(unit.text().rstrip())
    else:
        _install(unit, settings.home, account)


def _install(unit: Unit, home: Path, account: pwd.struct_passwd | None) -> None:
    path = (SYSTEM_UNITS if account else _user_units()) / NAME
    if account:
        _check_way([Path(unit.command[0]), *unit.reads, unit.env_file, unit.folder / "any"], account)
        _check_readable(unit.env_file, account)
    _make_home(home, account)
    say(_written(path, unit.text(), account))
    _warn_of_the_shell()
    say(_next(user=account is None))


# What goes into the unit ----------------------------------------------------------------------------------------------


def _settings() -> Settings:
    """Raises SettingsError where they are wrong, or where no file has them."""
    path = settings_file()
    if not path.is_file():
        raise SettingsError(f"there are no settings in {path.absolute()}; sharebot init writes them")
    return load()


def _unit(settings: Settings, account: pwd.struct_passwd | None) -> Unit:
    return Unit(
        command=_program(),
        folder=Path.cwd(),
        env_file=settings_file().absolute(),
        writable=tuple(dict.fromkeys((settings.home, *_database_folder(settings)))),
        run_as=account.pw_name if account else "",
        reads=(Path(sys.prefix), Path(sys.base_prefix)),
        environment=_home_of_the_shell(settings) if account is None else _home_of_the_system(settings),
    )


def _program() -> tuple[str, ...]:
    """This very installation. Not resolved: an environment's python is known by the place of its link."""
    python = Path(sys.executable).absolute()
    script = python.with_name("sharebot")
    return (str(script), "run") if script.is_file() else (str(python), "-m", "sharebot", "run")


def _database_folder(settings: Settings) -> tuple[Path, ...]:
    from sharebot.queue import database_file

    file = database_file(settings.database_url, settings.home)
    return (file.absolute().parent,) if file else ()


def _home_of_the_shell(settings: Settings) -> dict[str, str]:
    """Where only this shell says where the data folder is, the unit must say it too."""
    by_shell = {"SHAREBOT_HOME", "XDG_DATA_HOME"} & os.environ.keys()
    return {"SHAREBOT_HOME": str(settings.home)} if by_shell and not _in_file("SHAREBOT_HOME") else {}


def _home_of_the_system(settings: Settings) -> dict[str, str]:
    """Raises SettingsError where root's data folder would be taken for the service's."""
    given = os.environ.get("SHAREBOT_HOME") or _in_file("SHAREBOT_HOME")
    if not given or given.startswith("~"):
        raise SettingsError(
            f"SHAREBOT_HOME must name a folder of the machine, for the service and for commands; write for example "
            f"SHAREBOT_HOME=/var/lib/sharebot into {settings_file().absolute()}"
        )
    return {} if _in_file("SHAREBOT_HOME") else {"SHAREBOT_HOME": str(settings.home)}


def _in_file(name: str) -> str:
    return settings_in(settings_file()).get(name) or ""


def _account(run_as: str | None) -> pwd.struct_passwd:
    """Who runs it. Raises NotInstalled for root: nothing that sharebot does needs such power."""
    name = run_as or os.environ.get("SUDO_USER") or pwd.getpwuid(os.getuid()).pw_name
    try:
        account = pwd.getpwnam(name)
    except KeyError:
        raise NotInstalled(f"there is no user {name}; make one: sudo useradd --system {name}") from None
    if account.pw_uid == 0:
        raise NotInstalled("sharebot needs no power of root; name another user by --run-as")
    return account


# What is there --------------------------------------------------------------------------------------------------------


def _check_way(paths: Sequence[Path], account: pwd.struct_passwd) -> None:
    """Raises NotInstalled where a folder on the way lets the service's user not through, as homes often do."""
    for path in paths:
        closed = next((each for each in path.resolve().parents if not _may(account, each, 0o1)), None)
        if closed:
            raise NotInstalled(f"{closed} lets {account.pw_name} not through to {path}; move that to /opt or /srv")


def _check_readable(path: Path, account: pwd.struct_passwd) -> None:
    """Raises NotInstalled where the service's user could not read it, as a .env with mode 600 of somebody else."""
    if not _may(account, path, 0o4):
        raise NotInstalled(f"{path} cannot be read by {account.pw_name}; sudo chown {account.pw_name} {path}")


def _may(account: pwd.struct_passwd, path: Path, right: int) -> bool:
    """By the first of owner, group and others that fits, as the kernel goes; other groups of the user do not count."""
    found = path.stat()
    if found.st_uid == account.pw_uid:
        return bool(found.st_mode >> 6 & right)
    return bool(found.st_mode >> (3 if found.st_gid == account.pw_gid else 0) & right)


def _make_home(home: Path, account: pwd.struct_passwd | None) -> None:
    """A folder that the unit names must be there, and be its user's."""
    if account and made_by_systemd(home) and not home.exists():
        return
    try:
        if not home.exists():
            home.mkdir(mode=0o700, parents=True)
            if account:
                os.chown(home, account.pw_uid, account.pw_gid)
    except OSError as error:
        raise NotInstalled(f"{home} cannot be made ({error.strerror}); {_as_root()}") from error
    if account and home.stat().st_uid != account.pw_uid:
        raise NotInstalled(f"{home} is not {account.pw_name}'s; sudo chown -R {account.pw_name} {home}")


def _user_units() -> Path:
    if os.environ.get("SUDO_USER"):
        raise NotInstalled("--user means whoever calls it; call it without sudo")
    configured = os.environ.get("XDG_CONFIG_HOME")
    return (Path(configured) if configured else Path.home() / ".config") / "systemd" / "user"


def _written(path: Path, text: str, account: pwd.struct_passwd | None) -> str:
    """Write the unit unless it is there as it should be; what was done, in words."""
    try:
        before = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else None
        if before == text:
            return f"{path} is as it should be already"
        kept = kept_copy(path) if before is not None else None
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        path.chmod(0o644)
    except OSError as error:
        way = _as_root() if account else "see to its permissions"
        raise NotInstalled(f"{path} cannot be written ({error.strerror}); {way}") from error
    return f"wrote {path}{f'; as it was before: {kept.name}' if kept else ''}"


def _as_root() -> str:
    return f"sudo {Path(sys.executable).with_name('sharebot')} {' '.join(sys.argv[1:])}"


def _warn_of_the_shell() -> None:
    """What stands in this shell's environment and not in the file is not there for a service."""
    file = settings_in(settings_file())
    names = sorted(
        name
        for name, value in os.environ.items()
        if name.startswith("SHAREBOT_") and name not in CARRIED and file.get(name) != value
    )
    if names:
        complain(f"{', '.join(names)}: set in this shell alone, which the service does not see; write it into the file")


def _next(*, user: bool) -> str:
    own = " --user" if user else ""
    sudo = "" if user else "sudo "
    lines = [f"now: {sudo}systemctl{own} daemon-reload && {sudo}systemctl{own} enable --now sharebot"]
    lines += ["     loginctl enable-linger   # so that it runs while you are logged out, too"] if user else []
    return "\n".join([*lines, f"then: systemctl{own} status sharebot; journalctl{own} -u sharebot"])
