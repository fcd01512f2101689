"""config.example.env: the table of settings as a file for people to copy."""

from __future__ import annotations

from textwrap import wrap
from typing import Any

from sharebot.settings.table import ACCOUNT_FIELDS, GROUPS, OF_AN_ACCOUNT, PREFIX, Setting

_HEAD = """\
# The settings of sharebot. Copy this file to .env, take the # from the lines you need, and put your own values there.
# Settings in the environment beat systemd's credentials (files SHAREBOT_…, or sharebot.env), and those beat .env.
# Generated from the code by: make generate
"""


def example_env() -> str:
    """The text of config.example.env."""
    return "\n".join([_HEAD, *(_group(title, rows) for title, rows in GROUPS.items()), _account_fields()])


def _group(title: str, rows: tuple[Setting[Any], ...]) -> str:
    return "\n".join([_rule(title), *map(_row, rows)])


def _row(setting: Setting[Any]) -> str:
    usual = setting.usual or setting.default
    return f"{_comment(f'{setting.meaning} Default: {usual}')}\n#{PREFIX}{setting.name}={_quoted(setting.example)}\n"


def _account_fields() -> str:
    own = ", ".join(setting.name for setting in OF_AN_ACCOUNT)
    about = (
        f"An account's own settings are {PREFIX}<ACCOUNT>_<FIELD>, in capitals and with dashes as underscores, as "
        f"{PREFIX}OUTBOX_X_SLOTS. Each account may have its own {own}. Besides, networks ask for some of these; "
        "sharebot says which is missing:"
    )
    rows = [f"{_comment(meaning)}\n#{example}\n" for meaning, example in ACCOUNT_FIELDS.values()]
    return "\n".join([_rule("Accounts' own settings"), f"{_comment(about)}\n", *rows])


def _rule(title: str) -> str:
    return f"# --- {title} ".ljust(120, "-") + "\n"


def _comment(text: str) -> str:
    return "\n".join(wrap(text, 120, initial_indent="# ", subsequent_indent="# "))


def _quoted(value: str) -> str:
    return f'"{value}"' if set(value) & set(" ;#") else value
