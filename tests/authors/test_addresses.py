import pytest

from sharebot.authors.addresses import is_short, profile, valid

PROFILES = [
    ("https://twitter.com/jane_roe", "x", "jane_roe"),
    ("http://www.twitter.com/#!/jane_roe", "x", "jane_roe"),
    ("https://mobile.twitter.com/jane_roe?s=21", "x", "jane_roe"),
    ("https://x.com/@jane_roe/", "x", "jane_roe"),
    ("x.com/jane_roe", "x", "jane_roe"),
    ("//x.com/jane_roe", "x", "jane_roe"),
    ("https://twitter.com/%40jane_roe", "x", "jane_roe"),
    ("https://twitter.com/jane_roe/with_replies", "x", "jane_roe"),
    ("https://twitter.com/intent/user?screen_name=jane_roe", "x", "jane_roe"),
    ("https://twitter.com/intent/follow?screen_name=jane_roe", "x", "jane_roe"),
    ("https://www.google.com/url?q=https%3A%2F%2Fx.com%2Fjane_roe&sa=D", "x", "jane_roe"),
    ("https://bsky.app/profile/jane.example", "bluesky", "jane.example"),
    ("https://bsky.app/profile/Jane.bsky.social/", "bluesky", "jane.bsky.social"),
    ("https://uk.linkedin.com/in/jane-roe?trk=x", "linkedin", "in/jane-roe"),
    ("https://www.threads.net/@jane.roe", "threads", "jane.roe"),
    ("https://www.instagram.com/jane.roe/?hl=en", "instagram", "jane.roe"),
    ("https://www.facebook.com/jane.roe", "facebook", "jane.roe"),
    ("https://github.com/jane-roe", "github", "jane-roe"),
    ("https://www.youtube.com/@JaneRoe/videos", "youtube", "JaneRoe"),
    ("https://t.me/jane_roe", "telegram", "jane_roe"),
    ("https://mastodon.social/@jane", "mastodon", "jane@mastodon.social"),
    ("https://mastodon.social/@jane@toot.example", "mastodon", "jane@toot.example"),
    ("https://toot.example/users/Jane", "mastodon", "Jane@toot.example"),
    ("https://toot.example/web/@jane", "mastodon", "jane@toot.example"),
]


@pytest.mark.parametrize(("address", "platform", "handle"), PROFILES)
def test_a_profile_is_known_by_its_address(address, platform, handle):
    found = profile(address)
    assert found is not None
    assert (found.platform, found.handle) == (platform, handle)


@pytest.mark.parametrize(
    "address",
    [
        "https://twitter.com/jane/status/123",
        "https://twitter.com/jane/lists/people",
        "https://twitter.com/hashtag/jane",
        "https://twitter.com/search?q=jane",
        "https://twitter.com/intent/tweet?via=jane",
        "https://twitter.com/share?via=jane",
        "https://x.com/i/lists/9",
        "https://x.com/home",
        "https://twitter.com/",
        "https://twitter.com.evil.example/jane",
        "https://twitter.com@evil.example/jane",
        "https://tẉitter.com/jane",
        "https://www.linkedin.com/company/acme",
        "https://www.linkedin.com/shareArticle?url=x",
        "https://www.instagram.com/p/Cabc/",
        "https://www.facebook.com/groups/people",
        "https://www.facebook.com/profile.php?id=1",
        "https://www.facebook.com/share.php?u=x",
        "https://github.com/acme/tool",
        "https://bsky.app/profile/did:plc:abc",
        "https://bsky.app/profile/jane.example/post/3k",
        "https://medium.com/@jane",
        "https://www.tiktok.com/@jane",
        "https://jane.substack.com/@jane",
        "https://flipboard.com/@jane",
        "https://toot.example/@jane/109",
        "https://toot.example/tags/jane",
        "https://t.co/AbCdEf",
        "mailto:jane@toot.example",
        "http://[broken/jane",
        "javascript:alert(1)",
        "",
    ],
)
def test_what_is_no_profile_gives_no_handle(address):
    assert profile(address) is None


def test_an_at_name_on_an_unknown_host_is_only_perhaps_mastodon():
    assert not profile("https://notes.example/@jane").sure
    assert profile("https://mastodon.social/@jane").sure


@pytest.mark.parametrize(
    "handle", ["yourhandle", "your_username", "username", "author", "twitterhandle", "tbd", "xxxx"]
)
def test_placeholders_are_nobodys(handle):
    assert not valid("x", handle)


@pytest.mark.parametrize("handle", ["anna", "ana", "namechecked", "handley", "guestlist_amy", "janeroe", "hereford"])
def test_names_that_resemble_placeholders_are_names(handle):
    assert valid("x", handle)


@pytest.mark.parametrize("handle", ["rhоswen", "jane-roe", "a" * 16, "jane.roe", "", "jane roe"])
def test_an_x_handle_has_at_most_fifteen_ascii_letters_digits_and_underscores(handle):
    assert not valid("x", handle)


def test_a_mastodon_handle_needs_a_host_and_a_bluesky_handle_a_domain():
    assert valid("mastodon", "jane@toot.example")
    assert not valid("mastodon", "jane")
    assert not valid("mastodon", "jane@yourinstance")
    assert valid("bluesky", "jane.example")
    assert not valid("bluesky", "jane")


def test_shorteners_are_known():
    assert is_short("https://t.co/Ab3")
    assert not is_short("https://t.example/Ab3")
