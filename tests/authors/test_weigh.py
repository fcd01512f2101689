from sharebot.authors.weigh import weigh
from sharebot.model import Blog, Claim, Evidence, Level

_BLOG = Blog(name="Harbor Light", own_handles=(("x", "HarborREX"), ("mastodon", "harbor@toot.example")))


def claim(handle, platform="x", person="Jane Roe", level=Level.STATED, note="", quote="q"):
    return Claim(
        person=person,
        platform=platform,
        handle=handle,
        level=level,
        evidence=Evidence(source="content", quote=quote),
        note=note,
    )


def weighed(*claims):
    return {
        (who, one.platform, one.handle): (one.level, one.tag)
        for who, found in weigh(claims, _BLOG).items()
        for one in found
    }


def test_one_stated_handle_is_tagged_with_all_its_evidence():
    found = weigh([claim("jane", quote="a"), claim("JANE", quote="b")], _BLOG)["Jane Roe"]
    assert [(one.handle, one.level, len(one.evidence)) for one in found] == [("jane", Level.STATED, 2)]


def test_two_handles_on_one_platform_compete_and_neither_is_tagged():
    assert weighed(claim("jane"), claim("roe")) == {
        ("Jane Roe", "x", "jane"): (Level.CONFLICT, False),
        ("Jane Roe", "x", "roe"): (Level.CONFLICT, False),
    }


def test_handles_on_different_platforms_do_not_compete():
    assert all(tag for _, tag in weighed(claim("jane"), claim("jane", "github")).values())


def test_a_conflict_lowers_what_is_stated_on_the_same_platform_and_says_why():
    (one, _) = weigh([claim("jane"), claim("roe", level=Level.CONFLICT, note="text and link disagree")], _BLOG)[
        "Jane Roe"
    ]
    assert (one.level, one.tag, one.note) == (Level.CONFLICT, False, "text and link disagree")


def test_a_handle_claimed_for_two_people_is_neithers():
    assert not any(tag for _, tag in weighed(claim("duo"), claim("duo", person="Ana Poe")).values())


def test_a_supporting_claim_is_kept_but_not_tagged():
    assert weighed(claim("jane", level=Level.SUPPORTING)) == {("Jane Roe", "x", "jane"): (Level.SUPPORTING, False)}


def test_the_blogs_own_handles_are_nobodys_on_any_platform():
    assert (
        weighed(
            claim("harborrex"),
            claim("HarborREX", "instagram"),
            claim("harbor@toot.example", "mastodon"),
            claim("HarborLight"),
        )
        == {}
    )
