"""How a blog wants its shares to read."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """What staff decided about the words of an account's shares.

    `blog` is the blog's name. `template` is a Jinja2 text, empty for the house's own form. `hashtags` are categories
    with the tags that stand for them, without #, none where the category is to be left out. `tracking` are parameters
    that are added to the link, with {platform}, {account} and {round} in their values. `warnings` are categories with
    the content warning that they ask for, `labels` those with labels that networks know; each network takes the ones
    that are its own. Categories are compared by letters and digits alone.
    """

    blog: str = ""
    template: str = ""
    hashtags: tuple[tuple[str, tuple[str, ...]], ...] = ()
    tracking: tuple[tuple[str, str], ...] = ()
    warnings: tuple[tuple[str, str], ...] = ()
    labels: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def of(self, account: str) -> Style:
        """With the account's name where its links tell it."""
        named = tuple((name, value.replace("{account}", account)) for name, value in self.tracking)
        return replace(self, tracking=named)


PLAIN_STYLE = Style()
"""Nothing decided: the house's own form."""
