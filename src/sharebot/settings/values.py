"""What the settings come to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sharebot.errors import SettingsError
from sharebot.model import PLAIN_STYLE, Blog, Style
from sharebot.schedule import ONE_SHARE, Calendar, Rounds
from sharebot.settings.address import Address
from sharebot.settings.secret import Secret


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What sharebot posts as. `fields` are the settings SHAREBOT_<ACCOUNT>_<FIELD> that only its platform knows."""

    name: str
    platform: str
    env_prefix: str
    fields: Mapping[str, Secret | str]
    calendar: Calendar
    tag: str = "stated"
    style: Style = PLAIN_STYLE
    picture: str = "card"
    rounds: Rounds = ONE_SHARE

    def get(self, field: str, default: str = "") -> str:
        """The field's value in plain text, secrets too."""
        value = self.fields.get(field, default)
        return value.reveal() if isinstance(value, Secret) else value

    def need(self, field: str) -> str:
        """The same; raises SettingsError where it is not set."""
        if value := self.get(field):
            return value
        raise SettingsError(f"{self.env_prefix}{field} is not set; the account {self.name} needs it")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that staff decide; the table in sharebot.settings.table says what each means.

    `accounts_named`: whether staff named the accounts. `style`: how shares read where no account has its own.
    `database`: the address, which may hold a password. `http`: where the daemon can be watched, None for nowhere.
    `warnings`: one line for each setting that will not do what its name promises.
    """

    home: Path
    database: Secret
    feeds: tuple[str, ...]
    timezone: str
    blog: Blog
    accounts: tuple[Account, ...]
    accounts_named: bool
    approval: str
    flood: int
    old_after: timedelta
    too_late: timedelta
    poll_every: timedelta
    private_hosts: tuple[str, ...]
    log: str
    http: Address | None = None
    style: Style = PLAIN_STYLE
    warnings: tuple[str, ...] = ()

    @property
    def database_url(self) -> str:
        """In plain text; not to be printed."""
        return self.database.reveal()
