"""sharebot accounts …: what is posted to, how it stands, and how one more is connected."""

from __future__ import annotations

from sharebot.cli.command import Group

ACCOUNTS = {
    "list": ("listing", "List the accounts: what waits, whether they rest, what the month costs."),
    "check": ("checking", "Ask the networks who we are, what we may do, and for how long."),
    "connect": ("connecting", "Get an account's credentials, step by step, and write them to .env."),
    "pause": ("pausing", "Stop sending to accounts."),
    "resume": ("pausing", "Send to paused accounts again."),
}

accounts_command = Group(
    "accounts",
    "The accounts that are posted to: SHAREBOT_ACCOUNTS. Alone it lists them.",
    ACCOUNTS,
    package=__name__,
    examples=(
        ("sharebot accounts", "each with its network, what waits for it, and whether it is paused"),
        ("sharebot accounts check", "whether their credentials are good, and for how long"),
        ("sharebot accounts connect", "which networks one can be guided to"),
    ),
)
