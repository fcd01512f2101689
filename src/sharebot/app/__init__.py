"""The composition root: settings become a working sharebot here and nowhere else.

Everything is built when it is first asked for, so that a command pays only for the rooms it enters.
"""

from sharebot.app.desk import App
from sharebot.app.rooms import quiet

__all__ = ["App", "quiet"]
