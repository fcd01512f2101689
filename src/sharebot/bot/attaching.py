"""A picture that a person gives to a post: read now, and checked against what every account takes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from sharebot.bot.pictures import Fit
from sharebot.errors import SharebotError
from sharebot.model import KEPT, Image
from sharebot.ports import Rules

MOST_BYTES = 20_000_000
"""Of a file; cameras' pictures are smaller, and what is larger is no picture for a post."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    """The picture as its post will know it, and its bytes as they came."""

    image: Image
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Attaching:
    """`file`: what lies at an address. `moves`: whether a picture does."""

    file: Callable[[str], bytes]
    fit: Fit
    moves: Callable[[bytes], bool]

    def attached(self, where: str, alt: str) -> Attached:
        """A file or an address → a picture. Raises SharebotError where there is none."""
        is_address = where.startswith(("http://", "https://"))
        data = self.file(where) if is_address else _read(Path(where).expanduser())
        name = where.partition("?")[0].rstrip("/").rpartition("/")[2] or "picture"
        if self.moves(data):
            raise SharebotError(f"{where}: the picture moves, and sharebot sends still ones; give a still picture")
        url = f"{KEPT}{sha256(data).hexdigest()}/{name[-80:]}"
        return Attached(image=Image(url=url, alt=" ".join(alt.split())), data=data)

    def fault(self, attached: Attached, rules: Rules) -> str:
        """Why a post there cannot show it as it is; empty where it can."""
        if rules.picture is None:
            return f"{rules.platform} takes no pictures"
        most, length = rules.picture.most_alt, len(attached.image.alt)
        if length > most:
            return f"the description is too long for {rules.platform}: {length} of {most}"
        try:
            made = self.fit(attached.data, attached.image.alt, rules.picture)
        except SharebotError as error:
            return str(error)
        if attached.image.alt and not made.alt:
            return f"“{attached.image.alt}” is a file's name and describes nothing; say what is on the picture"
        return ""


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        what = error.strerror if isinstance(error, OSError) else error
        raise SharebotError(f"{path}: the picture cannot be read ({what})") from None
    if len(data) > MOST_BYTES:
        raise SharebotError(f"{path}: the picture is larger than {MOST_BYTES // 1_000_000} MB; use a smaller one")
    return data
