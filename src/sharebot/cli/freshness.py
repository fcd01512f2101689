"""When the file of settings was written last, for whoever asks whether a daemon lives by older ones."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sharebot.cli.secrets import settings_file

if TYPE_CHECKING:
    from sharebot.app import App


def settings_at() -> datetime | None:
    """None where there is no such file: then the environment alone says all."""
    try:
        return datetime.fromtimestamp(settings_file().stat().st_mtime, UTC)
    except OSError:
        return None


def is_outdated(app: App) -> bool:
    """Whether a daemon lives that was started before the file was written last."""
    from sharebot.bot.heartbeat import Life, beats, life, outdated

    now, written_at = app.clock.now(), settings_at()
    alive = [beat for beat in beats(app.queue, now) if life(beat, now) is Life.ALIVE]
    return any(outdated(beat, written_at) for beat in alive)
