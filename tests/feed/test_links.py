"""Addresses of articles: two spellings of one article compare equal, two articles never do."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sharebot.feed.links import absolute, canonical, moved, untracked, without_login

SAME = [
    ("https://Blog.Example/a/", "http://blog.example/a"),
    ("https://blog.example:443/a", "http://blog.example:80/a/"),
    ("https://blog.example/a#more-12", "https://blog.example/a"),
    ("https://blog.example/a?utm_source=rss&utm_medium=rss", "https://blog.example/a"),
    ("https://blog.example/a?p=3&fbclid=x&gclid=y", "https://blog.example/a?p=3"),
    ("https://medium.com/p/1?source=rss-1a2b------2", "https://medium.com/p/1"),
    ("https://blog.example/sm%c3%b8r", "https://blog.example/sm%C3%B8r/"),
    ("https://blog.example", "https://blog.example/"),
]
OTHERS = [
    ("https://blog.example/a", "https://blog.example/A"),
    ("https://blog.example/?p=1", "https://blog.example/?p=2"),
    ("https://blog.example/a", "https://other.example/a"),
    ("https://blog.example:8080/a", "https://blog.example/a"),
    ("https://blog.example/#!/a", "https://blog.example/#!/b"),
    ("https://blog.example/a?source=harbour", "https://blog.example/a"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_spellings_of_one_article_fold_together(one: str, other: str) -> None:
    assert canonical(one) == canonical(other) != ""


@pytest.mark.parametrize(("one", "other"), OTHERS)
def test_different_articles_stay_apart(one: str, other: str) -> None:
    assert canonical(one) != canonical(other)


@pytest.mark.parametrize("link", ["", "mailto:a@b.example", "javascript:alert(1)", "abc", "http://", "http://[x/", "http://h:99999/"])  # fmt: skip
def test_what_leads_nowhere_has_no_spelling(link: str) -> None:
    assert canonical(link) == ""
    assert absolute(link, "") == ""


@settings(deadline=None)
@given(st.text() | st.text().map("http://h.example/{}".format) | st.text().map("http://{}".format))
def test_folding_twice_changes_nothing_and_nothing_is_raised(link: str) -> None:
    assert canonical(canonical(link)) == canonical(link)
    absolute(link, "https://h.example/a/")
    without_login(link)


def test_only_trackers_leave_a_link() -> None:
    assert untracked("https://h.example/a/?b=1&utm_source=x&c=%20#d") == "https://h.example/a/?b=1&c=%20#d"
    assert untracked("https://h.example/a/?source=rss") == "https://h.example/a/"
    assert untracked("https://h.example/a/") == "https://h.example/a/"


def test_a_link_of_a_moved_site_has_its_old_name_too() -> None:
    old, new = "http://old.example/feed/", "https://new.example/feed/"
    assert moved("https://new.example/a/", old, new) == "https://old.example/a"
    assert moved("https://elsewhere.example/a/", old, new) == ""
    assert moved("https://new.example/a/", new, new) == ""
    assert moved("tag:x", old, new) == ""


def test_a_login_does_not_slip_into_links() -> None:
    base = without_login("https://user:pw@h.example:8443/feed/")
    assert absolute("/a", base) == "https://h.example:8443/a"
