"""What a platform's answer proves about a handle, and what it disproves."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from sharebot.authors import proof
from sharebot.model import Author, Entry, Evidence, Handle, Identity, Level

AT = datetime(2026, 11, 23, tzinfo=UTC)
ENTRY = Entry(id="1", url="https://blog.harborlight.org/1/", title="A title")
PAGE = "https://blog.harborlight.org/author/ines/"
SITE = "https://www.ines-valdecaballo.org/"
CREATOR = Evidence(source="page", quote="@ines@social.example", place="head", rule="fediverse:creator")
BIO = Evidence(source="content", quote="Find her on Mastodon: @ines@social.example", rule="bio")


def stated(level: Level = Level.STATED, evidence: Evidence = BIO, **changes: object) -> Handle:
    made = Handle(platform="mastodon", handle="ines@social.example", level=level, evidence=(evidence,))
    return replace(made, **changes)  # type: ignore[arg-type]  # any field


def ines(**changes: object) -> Author:
    return replace(Author(name="Ines Valdecaballo", guest=True), **changes)  # type: ignore[arg-type]  # any field


def identity(**changes: object) -> Identity:
    made = Identity(
        platform="mastodon",
        handle="ines@social.example",
        id="https://social.example/users/ines",
        url="https://social.example/@ines",
        name="Ines V.",
        asked_at=AT,
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # any field


def test_an_answer_pins_the_id_and_leaves_the_level() -> None:
    checked = proof.proven(stated(), ines(), ENTRY, identity())
    assert (checked.level, checked.id, checked.tag) == (Level.STATED, "https://social.example/users/ines", True)


def test_an_account_that_does_not_exist_is_not_tagged() -> None:
    checked = proof.proven(stated(), ines(), ENTRY, identity(exists=False, id=""))
    assert not checked.tag
    assert checked.note == "mastodon has no account ines@social.example"


def test_a_handle_that_passed_to_another_account_is_not_tagged() -> None:
    checked = proof.proven(stated(), ines(), ENTRY, identity(), pinned="https://social.example/users/ines-of-old")
    assert not checked.tag
    assert "belongs to another account" in checked.note


def test_the_page_names_the_account_and_the_account_the_pages_site() -> None:
    checked = proof.proven(stated(evidence=CREATOR), ines(), ENTRY, identity(domains=("harborlight.org",)))
    assert checked.level is Level.PROVEN
    assert checked.evidence[-1].rule == "attribution domain"


@pytest.mark.parametrize("domain", ["", "light.org", "blog.harborlight.org.evil.example", "org.", "other.example"])
def test_another_domain_proves_nothing(domain: str) -> None:
    checked = proof.proven(stated(Level.SUPPORTING, CREATOR), ines(), ENTRY, identity(domains=(domain,)))
    assert checked.level is Level.SUPPORTING


def test_the_blogs_own_account_in_the_head_is_not_proven_to_be_the_guests() -> None:
    blog = identity(name="Harborlight", domains=("blog.harborlight.org",))
    assert proof.proven(stated(Level.SUPPORTING, CREATOR), ines(), ENTRY, blog).level is Level.SUPPORTING


def test_rel_me_must_lead_both_ways() -> None:
    author = ines(pages=(PAGE,))
    shown = identity(links=(PAGE,))
    there = '<a rel="nofollow me" href="https://social.example/@ines">Mastodon</a>'
    for html, level in ((there, Level.PROVEN), (there.replace("@ines", "@ida"), Level.STATED), ("", Level.STATED)):
        entry = replace(ENTRY, author_pages=((PAGE, html),))
        assert proof.proven(stated(), author, entry, shown).level is level
    assert proof.proven(stated(), author, replace(ENTRY, author_pages=((PAGE, there),)), identity()).level is (
        Level.STATED
    )


def test_the_authors_own_site_may_name_the_profile_back() -> None:
    shown = identity(links=("http://ines-valdecaballo.org",))
    assert proof.sites_wanted(ines(sites=(SITE,)), shown) == (SITE,)
    pages = {SITE: '<link rel="me" href="https://social.example/@ines">'}
    assert proof.proven(stated(), ines(sites=(SITE,)), ENTRY, shown, pages=pages).level is Level.PROVEN


def test_a_domain_handle_that_is_the_authors_own_site_is_proven() -> None:
    handle = Handle(platform="bluesky", handle="ines-valdecaballo.org", level=Level.STATED)
    answer = identity(platform="bluesky", handle=handle.handle, id="did:plc:abc")
    assert proof.proven(handle, ines(sites=(SITE,)), ENTRY, answer).level is Level.PROVEN
    assert proof.proven(handle, ines(sites=("https://other.example/",)), ENTRY, answer).level is Level.STATED


def test_a_conflict_is_not_mended_by_a_platform() -> None:
    checked = proof.proven(
        stated(Level.CONFLICT, CREATOR), ines(), ENTRY, identity(domains=("blog.harborlight.org",), name="Ines V.")
    )
    assert checked.level is Level.CONFLICT


@pytest.mark.parametrize(
    ("shown", "anothers"),
    [
        ("Tomas Berglind", True),
        ("Ines Valdecaballo", False),
        ("Dr Ines V. Ruiz", False),
        ("I. Valdecaballo", False),
        ("tea and trains", False),
        ("Inés", False),
        ("Ínes Ruiz", False),
        ("イネス・バルデカバリョ", False),
        ("", False),
    ],
)
def test_only_a_name_that_is_clearly_anothers_raises_doubt(shown: str, anothers: bool) -> None:
    handle = Handle(platform="x", handle="tomb", level=Level.STATED)
    checked = proof.proven(handle, ines(), ENTRY, identity(platform="x", handle="tomb", id="7", name=shown))
    assert checked.tag is not anothers
    assert ("is it theirs" in checked.note) is anothers


def test_a_pen_name_on_the_profile_is_no_doubt_where_the_handle_has_the_name() -> None:
    handle = Handle(platform="x", handle="inesvaldecaballo", level=Level.STATED)
    assert proof.proven(handle, ines(), ENTRY, identity(platform="x", id="7", name="Anna Karenina")).tag
