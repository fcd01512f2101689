"""What a look at an installation finds: one thing, how it stands, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Mark(StrEnum):
    """OK: nothing to do. WARNING: it works, but somebody should look. WRONG: something does not work, or soon will not.

    Only what is WRONG makes an installation unwell.
    """

    OK = "ok"
    WARNING = "warning"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at. `do`: what to do about it, empty where there is nothing to do."""

    what: str
    mark: Mark = Mark.OK
    detail: str
    do: str = ""

    @property
    def well(self) -> bool:
        return self.mark is not Mark.WRONG


def complaint(what: str, error: object, mark: Mark = Mark.WRONG) -> Finding:
    """Of an error's line: what happened; what to do."""
    happened, _, do = str(error).rpartition("; ")
    return Finding(what=what, mark=mark, detail=happened or do, do=do if happened else "")
