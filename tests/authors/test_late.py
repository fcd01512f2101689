"""Patterns that are compiled when they are first asked."""

from __future__ import annotations

import importlib
import pkgutil

import pytest
import regex

from sharebot import authors
from sharebot.authors import late, people
from sharebot.authors.rule import Rule

MODULES = [f"sharebot.authors.{found.name}" for found in pkgutil.iter_modules(authors.__path__)]


def test_a_late_pattern_answers_as_regex_does() -> None:
    asked, usual = late.compile(r"(?P<word>o\w*)", late.IGNORECASE), regex.compile(r"(?P<word>o\w*)", regex.IGNORECASE)
    for text in ("", "One of us", "none"):
        assert [found["word"] for found in asked.finditer(text)] == [found["word"] for found in usual.finditer(text)]
        assert bool(asked.match(text)) == bool(usual.match(text))
        assert asked.sub("-", text) == usual.sub("-", text)
    assert asked.flags == usual.flags


def test_a_faulty_pattern_is_told_when_it_is_asked() -> None:
    faulty = late.compile("(")
    for _ in range(2):
        with pytest.raises(regex.error):
            faulty.search("")


@pytest.mark.parametrize("name", MODULES)
def test_no_module_hides_a_faulty_pattern(name: str) -> None:
    """What is compiled late fails late: so all are compiled here."""
    patterns = [one for one in vars(importlib.import_module(name)).values() if isinstance(one, late.Late)]
    assert all(one.groups >= 0 for one in patterns)


@pytest.mark.parametrize("rule", people.RULES, ids=lambda rule: rule.name)
def test_no_rule_hides_a_faulty_pattern(rule: Rule) -> None:
    assert rule.find("nobody") == []
