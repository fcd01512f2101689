"""A share's picture in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sharebot.cli.printing import one_line, safe

if TYPE_CHECKING:
    from sharebot.model import Image, Share


def picture_in_words(share: Share) -> str:
    """Which picture readers will see, and how those who do not see it are told of it."""
    if share.image is not None:
        return f"attaches the picture {_described(share.image)}"
    if share.card is not None:
        shown = f"with the picture {_described(share.card.image)}" if share.card.image else "without a picture"
        return f"its link preview comes from us, {shown}"
    return "no picture: its link preview, if there is one, is made by the network"


def _described(image: Image) -> str:
    from sharebot.compose.picture import description  # slow to import, and most posts have no picture of their own

    said = description(image.alt)
    return f"{safe(image.called)}, {f'described as “{one_line(said)}”' if said else 'which has no description'}"
