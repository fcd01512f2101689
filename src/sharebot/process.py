"""Processes of this machine: whether one runs, and within which numbering."""

from __future__ import annotations

import os
from pathlib import Path


def runs(pid: int) -> bool:
    """Whether there is a process of that number here."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:  # somebody else's
        return True
    return True


def numbers() -> str:
    """Linux's name for the space in which processes are numbered; empty where there is but one.

    https://man7.org/linux/man-pages/man7/pid_namespaces.7.html, read 2026-11-25.
    """
    try:
        return Path("/proc/self/ns/pid").readlink().name
    except OSError:
        return ""
