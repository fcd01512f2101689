"""The systemd unit of the daemon, as text. Pure.

systemd.service(5), systemd.exec(5) and systemd.syntax(7) of systemd 252, read 2026-11-25.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

STATE = Path("/var/lib")
"""Where systemd itself makes a folder for a service of the system (StateDirectory=)."""

HOMES = (Path("/home"), Path("/root"), Path("/run/user"))
"""What ProtectHome= hides."""

TEMPORARY = (Path("/tmp"), Path("/var/tmp"))  # noqa: S108  nothing is written there
"""What PrivateTmp= hides."""

SERVICE = """\
Restart=on-failure
# Wrong settings (exit status 2) do not become right by trying again; everything else may: a database, a full disk.
RestartPreventExitStatus=2
RestartSec=30s
# The daemon says that it is alive only while every lane, poll and alarm moves. Killed for its silence it leaves in the
# journal where it stood; nothing is lost by that, and nothing is sent twice.
WatchdogSec=2min
Environment=PYTHONFAULTHANDLER=1
# A new version may have to migrate the queue first; a send under way is finished before the stop.
TimeoutStartSec=10min
TimeoutStopSec=5min
KillMode=mixed
SyslogIdentifier=sharebot
UMask=0077
MemoryMax=1G
TasksMax=64
"""

EVERYWHERE = """\
NoNewPrivileges=yes
ProtectSystem=strict
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
MemoryDenyWriteExecute=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallFilter=~@privileged @resources
SystemCallErrorNumber=EPERM
"""

BY_THE_SYSTEM = """\
CapabilityBoundingSet=
AmbientCapabilities=
PrivateDevices=yes
PrivateUsers=yes
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectProc=invisible
RemoveIPC=yes
"""
"""What a user's own manager may not set: there the service would not start (218/CAPABILITIES).

Without ProcSubset=pid: the daemon tells boots apart by /proc/sys/kernel/random/boot_id.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """`command`: the program and what it is given. `folder`: where it stands. `writable`: what it may write to.

    `run_as`: the user of a service of the system; empty where the unit is for a user's own manager. `reads`: the other
    places that must be seen. `environment`: beside the settings' file.
    """

    command: Sequence[str]
    folder: Path
    env_file: Path
    writable: Sequence[Path]
    run_as: str = ""
    reads: Sequence[Path] = ()
    environment: Mapping[str, str] = field(default_factory=dict)

    def text(self) -> str:
        return "\n".join([*self._head(), *self._service(), "", *self._sandbox(), "", *self._install()]) + "\n"

    def _head(self) -> list[str]:
        lines = ["# Written by sharebot install-service, which keeps a copy of what it replaces.", "[Unit]"]
        lines += ["Description=sharebot, which shares what a blog publishes"]
        if self.run_as:
            lines += ["Wants=network-online.target", "After=network-online.target"]
        return [*lines, "# However often it has to start anew, it is not given up.", "StartLimitIntervalSec=0", ""]

    def _service(self) -> list[str]:
        environment = {"SHAREBOT_ENV_FILE": str(self.env_file), **self.environment}
        lines = ["[Service]", "Type=notify", "NotifyAccess=main"]
        lines += [f"ExecStart={' '.join(quoted(word).replace('$', '$$') for word in self.command)}"]
        lines += [f"WorkingDirectory={_plain(self.folder)}"]
        lines += [f"Environment={quoted(f'{name}={value}')}" for name, value in environment.items()]
        lines += ["# A secret may come from a file that systemd alone reads (systemd.exec(5), CREDENTIALS):"]
        lines += ["#LoadCredential=SHAREBOT_MASTODON_ACCESS_TOKEN:/etc/sharebot/mastodon-token"]
        lines += [f"User={self.run_as}"] if self.run_as else []
        return [*lines, *SERVICE.splitlines()]

    def _sandbox(self) -> list[str]:
        lines = [
            "# What it may do: read, write its own folder, and speak with the network.",
            *EVERYWHERE.splitlines(),
        ]
        lines += [f"ProtectHome={self._protect_home()}"]
        lines += ["PrivateTmp=yes"] if not self._any_in(TEMPORARY) else []
        lines += BY_THE_SYSTEM.splitlines() if self.run_as else []
        return [*lines, *(self._written(path) for path in self.writable)]

    def _written(self, path: Path) -> str:
        if self.run_as and path.parent == STATE:
            return f"StateDirectory={quoted(path.name)}\nStateDirectoryMode=0700"
        return f"ReadWritePaths={quoted(str(path))}"

    def _protect_home(self) -> str:
        """Homes are hidden, unless something of ours stands there."""
        return "yes" if self.run_as and not self._any_in(HOMES) else "read-only"

    def _any_in(self, places: Sequence[Path]) -> bool:
        ours = (Path(self.command[0]), self.folder, self.env_file, *self.writable, *self.reads)
        return any(path.is_relative_to(place) for path in ours for place in places)

    def _install(self) -> list[str]:
        return ["[Install]", f"WantedBy={'multi-user' if self.run_as else 'default'}.target"]


def made_by_systemd(path: Path) -> bool:
    """Whether a unit of the system names that folder as its state, so that nobody else has to make it."""
    return path.parent == STATE


def quoted(word: str) -> str:
    """One word as units write it (systemd.syntax(7), QUOTING); a percent sign would begin a specifier."""
    safe = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return f'"{safe}"' if safe != word or " " in word or "'" in word or ";" in word else word


def _plain(path: Path) -> str:
    """For settings that take the rest of the line as it is."""
    return str(path).replace("%", "%%")
