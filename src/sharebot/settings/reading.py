"""From the environment and .env to Settings."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import time
from pathlib import Path
from typing import TypeVar

from sharebot.errors import SettingsError
from sharebot.model import Blog, Style
from sharebot.schedule import Calendar, Rounds, format_slots
from sharebot.settings import table
from sharebot.settings.credentials import SECRET_WORDS, credentials, open_to_others
from sharebot.settings.secret import Secret
from sharebot.settings.table import ACCOUNT_FIELDS, NAMES, OF_AN_ACCOUNT, PREFIX, Setting
from sharebot.settings.values import Account, Settings

T = TypeVar("T")

SLIP, GUESS = 0.85, 0.6
"""How alike (by difflib) a name must be to a right one to be a slip of the pen for it, and to be worth a guess."""


def load(environ: Mapping[str, str] | None = None, *, cwd: Path | None = None) -> Settings:
    """The settings of `environ` (default: this process's), then systemd's credentials, then .env in `cwd`.

    Raises SettingsError, with one line that names the setting, the value's fault and an example.
    """
    cwd = cwd or Path()
    given, complaints = _given(os.environ if environ is None else environ, cwd)
    settings = _settings(given, cwd)
    return replace(settings, warnings=(*complaints, *_warnings(given, settings.accounts)))


def _given(environ: Mapping[str, str], cwd: Path) -> tuple[_Given, list[str]]:
    """Every value of ours, and a complaint for each that cannot be read."""
    from_file, complaints = _env_file(environ, cwd)
    entrusted, more_complaints = credentials(environ, _values_in)
    sources = {**from_file, **entrusted, **environ}
    given = {name: value.strip() for name, value in sources.items() if name.startswith(PREFIX)}
    return _Given(given), [*complaints, *more_complaints]


def _settings(given: _Given, cwd: Path) -> Settings:
    home, blog = _home(given, cwd), _blog(given)
    return Settings(
        home=home,
        database=Secret(given.read(table.DATABASE_URL) if given.has(table.DATABASE_URL) else _sqlite(home)),
        feeds=given.read(table.FEEDS),
        timezone=given.read(table.TIMEZONE),
        blog=blog,
        accounts=_accounts(given, blog, cwd),
        accounts_named=given.has(table.ACCOUNTS),
        approval=given.read(table.APPROVAL),
        flood=given.read(table.FLOOD),
        old_after=given.read(table.OLD_AFTER),
        too_late=given.read(table.TOO_LATE),
        poll_every=given.read(table.POLL_EVERY),
        private_hosts=given.read(table.PRIVATE_HOSTS),
        log=given.read(table.LOG),
        notify=given.read(table.NOTIFY),
        notify_about=given.read(table.NOTIFY_ABOUT),
        digest=given.read(table.DIGEST),
        http=given.read(table.HTTP),
        keep=given.read(table.KEEP),
        style=_style(given, PREFIX, blog, cwd),
    )


def _warnings(given: _Given, accounts: tuple[Account, ...]) -> Iterator[str]:
    """What was given and counts for nothing, or makes shares less than they should be."""
    yield from _unused_slots(given, accounts)
    yield from _templates_that_leave_out(given, accounts)
    yield from _unknown_names(given, accounts)


@dataclass(frozen=True, slots=True)
class _Given:
    """The values that were given, by their full names; some are secrets."""

    values: Mapping[str, str] = field(repr=False)

    def has(self, setting: Setting[T], prefix: str = PREFIX) -> bool:
        """An empty value is none."""
        return bool(self.values.get(prefix + setting.name))

    def name(self, setting: Setting[T], prefix: str = PREFIX) -> str:
        """Which of the two names the value stands under."""
        return (prefix if self.has(setting, prefix) else PREFIX) + setting.name

    def read(self, setting: Setting[T], prefix: str = PREFIX) -> T:
        """The setting's value, under an account's prefix where it has one of its own."""
        name = self.name(setting, prefix)
        try:
            return setting.read(self.values.get(name) or setting.default)
        except ValueError as error:
            raise SettingsError(f"{name}: {error}") from None


# The file -------------------------------------------------------------------------------------------------------------


def _env_file(environ: Mapping[str, str], cwd: Path) -> tuple[dict[str, str], list[str]]:
    """The file's values, and a complaint for each line that cannot be read."""
    named = environ.get(PREFIX + table.ENV_FILE.name, "").strip()
    path = _path(table.ENV_FILE, named or ".env", cwd)
    if path.is_file():
        values, complaints = _values_in(path)
        return values, [*complaints, *open_to_others(path, values)]
    if named:
        raise SettingsError(f"{PREFIX}{table.ENV_FILE.name}: there is no file {path}; write one, or unset it")
    return {}, []


def _values_in(path: Path) -> tuple[dict[str, str], list[str]]:
    from dotenv.parser import parse_stream  # slow to import, and most containers have no such file

    try:
        with path.open(encoding="utf-8-sig") as file:
            bindings = [*parse_stream(file)]
    except UnicodeDecodeError:
        raise SettingsError(f"{path}: it is not UTF-8 text; save it as such") from None
    except OSError as error:
        raise SettingsError(f"{path}: it cannot be read ({error.strerror}); see to its permissions") from error
    broken = [binding for binding in bindings if binding.error or (binding.key and binding.value is None)]
    complaints = [
        f"{path}: line {_line(each.original.string, each.original.line)} is not NAME=value" for each in broken
    ]
    return {each.key: each.value for each in bindings if each.key and each.value is not None}, complaints


def _line(original: str, begin: int) -> int:
    """The number of the first line that is not empty."""
    return begin + len(original[: len(original) - len(original.lstrip())].splitlines())


# Groups of settings ---------------------------------------------------------------------------------------------------


def _home(given: _Given, cwd: Path) -> Path:
    if given.has(table.HOME):
        return _path(table.HOME, given.read(table.HOME), cwd).absolute()
    from platformdirs import user_data_path  # slow to import

    return user_data_path("sharebot", appauthor=False)


def _path(setting: Setting[str], text: str, cwd: Path) -> Path:
    try:
        return cwd / Path(text).expanduser()
    except RuntimeError:
        message = f"{PREFIX}{setting.name}: nobody's home is meant by {text!r}; write for example {setting.example}"
        raise SettingsError(message) from None


def _sqlite(home: Path) -> str:
    return f"sqlite:///{home / 'sharebot.db'}"


def _blog(given: _Given) -> Blog:
    return Blog(
        name=given.read(table.BLOG_NAME),
        staff=given.read(table.STAFF),
        own_handles=given.read(table.OWN_HANDLES),
    )


def _accounts(given: _Given, blog: Blog, cwd: Path) -> tuple[Account, ...]:
    names = given.read(table.ACCOUNTS)
    fields = _fields(given, names)
    return tuple(
        Account(
            name=name,
            platform=name.partition("-")[0],
            env_prefix=env_prefix(name),
            fields={each: _veiled(each, value) for each, value in fields[name].items()},
            calendar=_calendar(given, env_prefix(name)),
            tag=given.read(table.TAG, env_prefix(name)),
            style=_style(given, env_prefix(name), blog, cwd).of(name),
            picture=given.read(table.PICTURE, env_prefix(name)),
            rounds=_rounds(given, env_prefix(name)),
        )
        for name in names
    )


def env_prefix(account: str) -> str:
    return f"{PREFIX}{account.upper().replace('-', '_')}_"


def _fields(given: _Given, names: tuple[str, ...]) -> dict[str, dict[str, str]]:
    """Each account's own fields, without the common settings. Of two accounts that a name fits, the longer has it."""
    common = {setting.name for setting in OF_AN_ACCOUNT}
    fields: dict[str, dict[str, str]] = {name: {} for name in names}
    for full_name, value in given.values.items():
        owner = _owner(full_name, names)
        name = full_name.removeprefix(env_prefix(owner)) if owner else ""
        if name and value and name not in common:
            fields[owner][name] = value
    return fields


def _owner(full_name: str, names: tuple[str, ...]) -> str:
    """The account whose setting that is; "" if it is nobody's."""
    if full_name in NAMES:
        return ""
    return max((name for name in names if full_name.startswith(env_prefix(name))), key=len, default="")


def _veiled(name: str, value: str) -> Secret | str:
    return Secret(value) if any(word in name for word in SECRET_WORDS) else value


def _calendar(given: _Given, prefix: str) -> Calendar:
    return Calendar(
        zone=given.read(table.TIMEZONE, prefix),
        weekly=given.read(table.SLOTS, prefix),
        quiet=given.read(table.QUIET_HOURS, prefix),
        spacing=given.read(table.SPACING, prefix),
        most_per_day=given.read(table.MOST_PER_DAY, prefix),
        blackouts=given.read(table.BLACKOUT, prefix),
    )


def _rounds(given: _Given, prefix: str) -> Rounds:
    """An account's own "none" beats what all accounts do with some categories."""
    own_none = given.has(table.RESHARE, prefix) and not given.read(table.RESHARE, prefix)
    if own_none and not given.has(table.RESHARE_CATEGORIES, prefix):
        return Rounds()
    return Rounds(
        distances=given.read(table.RESHARE, prefix),
        categories=given.read(table.RESHARE_CATEGORIES, prefix),
        until=given.read(table.RESHARE_UNTIL, prefix),
    )


# How shares read ------------------------------------------------------------------------------------------------------


def _style(given: _Given, prefix: str, blog: Blog, cwd: Path) -> Style:
    return Style(
        blog=blog.name,
        template=_template(given, prefix, cwd),
        hashtags=given.read(table.HASHTAGS, prefix),
        tracking=given.read(table.UTM, prefix),
        warnings=given.read(table.WARNINGS, prefix),
        labels=given.read(table.LABELS, prefix),
    )


def _template(given: _Given, prefix: str, cwd: Path) -> str:
    """The template's text, checked before anything is made with it."""
    text, name = given.read(table.TEMPLATE, prefix), given.name(table.TEMPLATE, prefix)
    if not text:
        return ""
    from sharebot.compose.templates import TemplateError, template_of

    try:
        return template_of(text, cwd)
    except TemplateError as error:
        raise SettingsError(f"{name}: {error}") from None


def _templates_that_leave_out(given: _Given, accounts: tuple[Account, ...]) -> Iterator[str]:
    """A share without its link, or without those who wrote the article, is hardly meant."""
    complaints = {}
    for account in accounts:
        if account.style.template:
            from sharebot.compose.templates import form  # slow to import, and most blogs have no template

            uses = form(account.style.template).uses
            name = given.name(table.TEMPLATE, account.env_prefix)
            missing = [
                *(["{{ link }}"] if "link" not in uses else []),
                *(["{{ credit }}"] if not uses & {"credit", "authors", "line"} else []),
            ]
            complaints[name] = f"{name}: the template leaves out {' and '.join(missing)}" if missing else ""
    yield from filter(None, complaints.values())


# Warnings -------------------------------------------------------------------------------------------------------------


def _unused_slots(given: _Given, accounts: tuple[Account, ...]) -> Iterator[str]:
    """Slots in quiet hours are never used; a calendar that has no others is a mistake."""
    complaints = {}
    for account in accounts:
        weekly = account.calendar.weekly
        name = (account.env_prefix if given.has(table.SLOTS, account.env_prefix) else PREFIX) + table.SLOTS.name
        hidden = tuple(tuple(clock for clock in day if _is_quiet(clock, account.calendar)) for day in weekly)
        if weekly and hidden == weekly:
            raise SettingsError(f"{name}: every slot lies in quiet hours; write for example {table.SLOTS.default}")
        if any(hidden):
            complaints[name] = f"{name}: {format_slots(hidden)} lies in quiet hours and is never used"
    yield from complaints.values()


def _is_quiet(clock: time, calendar: Calendar) -> bool:
    if calendar.quiet is None:
        return False
    begin, end = calendar.quiet
    return begin <= clock < end if begin < end else not end <= clock < begin


def _unknown_names(given: _Given, accounts: tuple[Account, ...]) -> Iterator[str]:
    names = tuple(account.name for account in accounts)
    known = {*NAMES, *(account.env_prefix + field for account in accounts for field in _known_fields())}
    for name in sorted(set(given.values) - known):
        owner = _owner(name, names)
        hint = (_for_all(name, owner) if owner else "") or _near(name, known, SLIP)
        if hint or not owner:
            yield f"{name} is not a setting; {hint or _of_no_account(name, known)}"


def _near(name: str, known: Collection[str], likeness: float) -> str:
    from difflib import get_close_matches  # slow to import, and most people write no wrong names

    known_ends = [each.removeprefix(PREFIX) for each in sorted(known)]
    found = get_close_matches(name.removeprefix(PREFIX), known_ends, n=1, cutoff=likeness)
    return f"did you mean {PREFIX}{found[0]}?" if found else ""


def _for_all(name: str, owner: str) -> str:
    """Any field may be one that the account's network knows, unless it is a setting of all accounts."""
    common = PREFIX + name.removeprefix(env_prefix(owner))
    return f"{common} holds for all accounts" if common in NAMES else ""


def _of_no_account(name: str, known: Collection[str]) -> str:
    known_field = max((each for each in _known_fields() if name.endswith(f"_{each}")), key=len, default="")
    account = name.removeprefix(PREFIX).removesuffix(f"_{known_field}").lower().replace("_", "-")
    if known_field and account:
        return f"{PREFIX}ACCOUNTS names no account {account}"
    return _near(name, known, GUESS) or "see config.example.env"


def _known_fields() -> list[str]:
    return [*ACCOUNT_FIELDS, *(setting.name for setting in OF_AN_ACCOUNT)]
