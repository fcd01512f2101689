"""uv's audit of uv.lock against a database of known faults."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
UV = Path(sys.executable).with_name("uv")
SERVICE = "https://api.osv.dev"
"""Answers of https://osv.dev, which has PyPI's advisories too; read 2026-11-25."""


class NoAnswer(Exception):
    """The dependencies could not be audited; that says nothing about them."""


def findings(service: str, *, within: float = 60) -> list[str]:
    """A line for each known fault: package, version, the fault, and the version without it. Raises NoAnswer."""
    if not UV.exists():
        raise NoAnswer(f"{UV} is not there")
    command = [
        str(UV),
        "audit",
        "--frozen",
        "--no-cache",
        "--service-url",
        service,
        "--output-format",
        "json",
        "--quiet",
    ]
    environ = os.environ | {"UV_HTTP_RETRIES": "0", "UV_HTTP_TIMEOUT": "10"}
    try:
        done = subprocess.run(
            command, cwd=ROOT, env=environ, capture_output=True, text=True, check=False, timeout=within
        )
    except subprocess.TimeoutExpired:
        raise NoAnswer(f"{service} did not answer within {within:.0f} seconds") from None
    try:
        report = json.loads(done.stdout)
        summary = report["summary"]["audited_packages"]
    except (ValueError, KeyError, TypeError):
        said = (done.stderr.strip().splitlines() or ["nothing"])[-1].strip()
        raise NoAnswer(f"{service} could not be asked, or uv audit is another one than 0.13's: {said}") from None
    if not summary:
        raise NoAnswer("uv audited no package at all")
    return [_line(each) for each in report["vulnerabilities"]]


def _line(found: dict[str, object]) -> str:
    dependency, versions = found["dependency"], found["fix_versions"]
    assert isinstance(dependency, dict)
    assert isinstance(versions, list)
    remedy = f"fixed in {', '.join(map(str, versions))}" if versions else "not fixed in any version yet"
    return f"{dependency['name']} {dependency['version']}: {found['id']} ({found['summary']}); {remedy}"
