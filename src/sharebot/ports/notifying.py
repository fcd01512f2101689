"""Telling people: what they are told, and who carries it to them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What people are told at once, as plain text. `subject` is one line."""

    subject: str
    text: str


class Notifier(Protocol):
    """One address at which people want to be told."""

    @property
    def name(self) -> str:
        """For people and logs: its place in the setting and its kind, such as "1 mailto"; never a secret."""
        ...

    def send(self, notice: Notice, stopping: Callable[[], bool]) -> str:
        """Why it was not taken, empty if it was; comes back in good time whatever happens. Nothing is raised.

        What was not taken may have arrived all the same. Once `stopping`, it is given up soon.
        """
        ...

    def fault(self, stopping: Callable[[], bool]) -> str:
        """What is wrong with the address itself, empty if nothing is. Nothing is sent."""
        ...
