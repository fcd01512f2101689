"""The picture of a share: which it shows, and how it is made ready before the post is claimed.

A picture that is merely slow to come must not delay the post, and one that is broken must not stop it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from sharebot.errors import Rejected, SharebotError, StoreUnavailable
from sharebot.model import Author, Entry, Image, Picture, Share
from sharebot.ports import PictureRules, Rules

Fit = Callable[[bytes, str, PictureRules], Picture]
"""compose.picture: bytes, the blog's description, and what the platform takes; raises SharebotError."""


class Shown(StrEnum):
    """Where an account shows an article's picture: in the link preview, attached to the post, or nowhere."""

    CARD = "card"
    ATTACH = "attach"
    NONE = "none"


def illustrated(share: Share, entry: Entry, authors: Sequence[Author], shown: Shown, rules: Rules) -> Share:
    """The share with the entry's picture where the account wants it.

    A preview that the network makes of the page itself shows what it likes: there is nothing to take away.
    """
    match shown:
        case Shown.ATTACH if rules.picture:
            return replace(share, image=entry.picture(author.name for author in authors))
        case Shown.NONE if share.card:
            return replace(share, card=replace(share.card, image=None))
        case _:
            return share


@dataclass(frozen=True, slots=True, kw_only=True)
class Pictures:
    file: Callable[[str], bytes]
    fit: Fit

    def of(self, share: Share, rules: Rules) -> tuple[Picture | None, str]:
        """The picture, and in words why there is none, or what it lacks; both empty where the share has none.

        Raises Rejected where there is none of a post to which a person gave one: without it, it is another post.
        """
        image, limits = _wanted(share, rules)
        if image is None or limits is None:
            return None, ""
        try:
            made = self.fit(self.file(image.url), image.alt, limits)
        except StoreUnavailable:
            raise
        except SharebotError as error:
            if image.kept:
                raise Rejected(f"its picture cannot be shown: {error}") from error
            return None, f"sent without its picture: {error}"
        return (
            made,
            ""
            if made.alt or image.kept or share.image is None
            else "its picture has no description: the blog gives none",
        )


def _wanted(share: Share, rules: Rules) -> tuple[Image | None, PictureRules | None]:
    """An attached picture goes before the link preview's."""
    if share.image is not None:
        return share.image, rules.picture
    return (share.card.image if share.card else None), rules.thumb
