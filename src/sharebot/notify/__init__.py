"""Notifiers over apprise, which runs in a process of its own for each sending: it costs 23 MB, and it may hang."""

from sharebot.notify.notifiers import Apprised
from sharebot.notify.veiled import kind_of, secrets_in, veiled

__all__ = ["Apprised", "kind_of", "secrets_in", "veiled"]
