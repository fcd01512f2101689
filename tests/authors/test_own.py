"""Which accounts a blog's own page says are the blog's."""

from __future__ import annotations

from sharebot.authors import own_handles, persons


def test_links_with_rel_me_and_at_the_foot_are_found_and_others_are_not() -> None:
    page = """<html><body><a href="https://x.com/somebody_else">a friend</a>
    <a rel="me" href="https://mastodon.social/@harborlight">Mastodon</a>
    <div class="social-links"><a href="https://www.instagram.com/harborlight.rex/">Instagram</a></div>
    <footer><a href="https://twitter.com/HarborlightREX">X</a><a href="https://twitter.com/intent/tweet?text=a">share</a>
    <a href="/imprint/">Imprint</a><a>nothing</a></footer></body></html>"""
    assert own_handles(page) == (
        ("mastodon", "harborlight@mastodon.social"),
        ("instagram", "harborlight.rex"),
        ("x", "HarborlightREX"),
    )


def test_a_page_without_any_and_what_is_no_page_offer_nothing() -> None:
    assert own_handles("<p>A blog</p>") == own_handles("") == own_handles("\0\x01<<<") == ()


def test_a_body_that_is_called_social_is_no_foot() -> None:
    assert own_handles('<body class="social"><a href="https://x.com/somebody_else">a friend</a></body>') == ()


def test_of_bylines_only_peoples_names_are_offered() -> None:
    names = ["Dana Quillfeather", "Guest Blogger", "admin", "Harborlight", "Editorial Team"]
    assert persons(names, "Harborlight") == ("Dana Quillfeather",)
