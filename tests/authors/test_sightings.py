import pytest

from sharebot.authors.markup import read_text
from sharebot.authors.platform import place
from sharebot.authors.sentences import sentences
from sharebot.authors.sightings import sightings


def placed(source):
    """(platforms, handle) of what may be used, (fault,) of what may not."""
    found = []
    for block in read_text(source).blocks:
        seen = sightings(block)
        for sentence in sentences(block, seen, []):
            found += place(sentence.tokens, seen, elsewhere=False).values()
    return [(one.fault,) if one.fault or not one.platforms else (*one.platforms, one.sighting.handle) for one in found]


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("<p>@jane</p>", [("x", "jane")]),
        ("<p>@jane on Instagram</p>", [("instagram", "jane")]),
        (
            "<p>on Instagram as @jane.roe and, less often, on Twitter (@jroe)</p>",
            [("instagram", "jane.roe"), ("x", "jroe")],
        ),
        ("<p>@a on X and @b on Instagram</p>", [("x", "a"), ("instagram", "b")]),
        ("<p>Twitter and Instagram: @jane</p>", [("x", "instagram", "jane")]),
        ("<p>@jane on both Twitter and GitHub</p>", [("x", "github", "jane")]),
        ("<p>Twitter:@jane).</p>", [("x", "jane")]),
        ("<p>X (formerly Twitter): @jane</p>", [("x", "jane")]),
        ("<p>tweets at @jane</p>", [("x", "jane")]),
        ("<p>see @jane’s feed</p>", [("x", "jane")]),
        ("<p>Twitter: jane_roe<br>GitHub: jane-roe</p>", [("x", "jane_roe"), ("github", "jane-roe")]),
        ("<p>Instagram – jane.roe</p>", [("instagram", "jane.roe")]),
        ("<p>Bluesky: jane.example</p>", [("bluesky", "jane.example")]),
        ("<p>@jane.bsky.social</p>", [("bluesky", "jane.bsky.social")]),
        (
            "<p>@jane on Bluesky under jane.bsky.social</p>",
            [("not a handle of that platform",), ("bluesky", "jane.bsky.social")],
        ),
        ("<p>@jane@toot.example</p>", [("mastodon", "jane@toot.example")]),
        ("<p>Fediverse: jane@toot.example</p>", [("mastodon", "jane@toot.example")]),
        ("<p>Mastodon at toot.example/@jane</p>", [("mastodon", "jane@toot.example")]),
        ("<p>http://www.twitter.com/#!/jane</p>", [("x", "jane")]),
        ('<p><a href="https://x.com/jane">Twitter</a></p>', [("x", "jane")]),
        ('<p><a href="https://x.com/jane"></a></p>', [("x", "jane")]),
        ('<p><a href="https://www.threads.net/@jane">@jane</a></p>', [("threads", "jane")]),
        (
            '<p><a href="https://bsky.app/profile/jane-maps.bsky.social">@jane-maps</a></p>',
            [("bluesky", "jane-maps.bsky.social")],
        ),
        (
            '<p>Bluesky: <a href="https://bsky.app/profile/did:plc:abc">jane.bsky.social</a></p>',
            [("bluesky", "jane.bsky.social")],
        ),
        ('<p><a rel="me" href="https://toot.example/@jane">me</a></p>', [("mastodon", "jane@toot.example")]),
        ('<p><a href="https://toot.example/@jane">Mastodon</a></p>', [("mastodon", "jane@toot.example")]),
        ('<p><a href="https://t.co/Ab">@jane</a></p>', [("x", "jane")]),
    ],
)
def test_a_handle_is_placed_on_the_platform_it_is_for(source, found):
    assert placed(source) == found


@pytest.mark.parametrize(
    "source",
    [
        "<p>on Mastodon as @jane</p>",
        "<p>toots as @jane</p>",
        "<p>on Bluesky as @jane</p>",
        "<p>on TikTok as @jane</p>",
        "<p>Medium: @jane</p>",
        "<p>@jane.roe</p>",
        "<p>@jаne</p>",
        "<p>@ja\u202ene</p>",
        "<p>@yourhandle</p>",
        "<p>jane@toot.example</p>",
        "<p>Email: jane@toot.example</p>",
        "<p>jane.example</p>",
        "<p>toot.example/@jane</p>",
        '<p><a href="mailto:jane@toot.example">jane@toot.example</a> on Mastodon</p>',
        '<p><a href="https://jane.example/">@jane</a></p>',
        '<p><a href="https://t.co/Ab">Twitter</a></p>',
        '<p><a href="https://x.com/other">@jane</a></p>',
        '<p><a href="https://x.com/other">twitter.com/jane</a></p>',
        '<p><a href="https://instagram.com/jane">Twitter</a></p>',
        '<p>on Bluesky: <a href="https://instagram.com/jane">@jane</a></p>',
        '<p><a href="https://twitter.com/jane/status/1">@jane</a></p>',
        '<p><a href="https://bsky.app/profile/did:plc:abc">Bluesky</a></p>',
        "<p>Tea @ 5pm</p>",
        "<p>npm i @scope/name is https://npm.example/@scope/name</p>",
    ],
)
def test_no_handle_is_usable_where_its_platform_or_name_is_in_doubt(source):
    assert all(len(one) == 1 for one in placed(source)), placed(source)
