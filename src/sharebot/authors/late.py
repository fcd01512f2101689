"""The module regex, but for its patterns being compiled when they are first asked for anything.

Compiling all patterns of the rules takes 0.8 seconds, and an entry asks fewer than half of them (2026-11).
A module of rules imports it in regex's place: `from sharebot.authors import late as regex`.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any, cast

import regex
from regex import IGNORECASE, I, Match, Pattern, escape, fullmatch, match, search, split

__all__ = ["IGNORECASE", "I", "Late", "Match", "Pattern", "compile", "escape", "fullmatch", "match", "search", "split"]


class Late:
    """Becomes its pattern at the first question, and then answers from its own attributes."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._written = (pattern, flags)

    @cached_property
    def _compiled(self) -> regex.Pattern[str]:
        return regex.compile(*self._written)

    def __getattr__(self, name: str) -> Any:
        """What is no attribute yet: so each is asked for here once."""
        answer = getattr(self._compiled, name)
        setattr(self, name, answer)
        return answer


def compile(pattern: str, flags: int = 0) -> regex.Pattern[str]:  # noqa: A001  as regex calls it
    return cast("regex.Pattern[str]", Late(pattern, flags))
