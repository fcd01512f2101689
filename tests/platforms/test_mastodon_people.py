"""Whom a handle of the fediverse belongs to, asked of its own host alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from platforms.test_mastodon import LOOPBACK, Stage
from servers.mastodon import ACTIVITY, TOKEN, MastodonServer, answer, error
from servers.web import Reply, Web, html, redirect, resetting
from sharebot.errors import Locked, Unavailable
from sharebot.http import Http
from sharebot.model import Identity

SITE = '<a href="https://garrett.example/" rel="me nofollow"><span class="invisible">https://</span>garrett.example</a>'
FIELDS = [
    {"type": "PropertyValue", "name": "Site", "value": SITE},
    {"type": "PropertyValue", "name": "Blog", "value": "https://words.example/garrett"},
    {"type": "PropertyValue", "name": "Pronouns", "value": "he/him"},
]


@pytest.fixture
def stage() -> Iterator[Stage]:
    with Web() as web, Http(private_hosts=LOOPBACK) as http:
        yield Stage(web, http)


@pytest.fixture
def elsewhere() -> Iterator[MastodonServer]:
    """Somebody else's server."""
    with Web() as web:
        yield MastodonServer(web, Stage(web, Http()).clock.now)


def identify(stage: Stage, handle: str) -> Identity | None:
    return stage.account(URL="http://127.0.0.1:1").identify(handle)


def test_a_handle_is_told_with_its_actor_name_links_and_domains(stage: Stage) -> None:
    handle = stage.server.add("garrett", name="Garrett R.", attachment=FIELDS, domains=["blog.harborlight.org"])
    assert identify(stage, handle) == Identity(
        platform="mastodon",
        handle=handle,
        id=f"{stage.web.address}/users/garrett",
        name="Garrett R.",
        url=f"{stage.web.address}/@garrett",
        links=("https://garrett.example/", "https://words.example/garrett"),
        domains=("blog.harborlight.org",),
        asked_at=stage.clock.now(),
    )


def test_only_the_handles_own_host_is_asked_and_without_our_token(stage: Stage) -> None:
    identify(stage, stage.server.add("garrett"))
    assert [request.path.partition("?")[0] for request in stage.web.requests] == [
        "/.well-known/webfinger",
        "/users/garrett",
    ]
    assert not any(TOKEN in str(request.headers) for request in stage.web.requests)


def test_an_answer_is_good_for_ten_minutes(stage: Stage) -> None:
    assert stage.account().good_for == timedelta(minutes=10)


def test_a_host_that_answers_and_knows_nobody_of_that_name_says_that_nobody_has_it(stage: Stage) -> None:
    found = identify(stage, f"nobody@{stage.server.host}")
    assert found is not None
    assert (found.exists, found.id) == (False, "")


def test_an_account_that_is_gone_or_suspended_does_not_exist(stage: Stage) -> None:
    handles = [
        stage.server.add("gone", actor_status=410),
        stage.server.add("suspended", changes={"suspended": True}),
        stage.server.add("buried", changes={"type": "Tombstone"}),
    ]
    assert [found.exists for handle in handles if (found := identify(stage, handle))] == [False] * 3
    stage.web.routes["/.well-known/webfinger"] = error(410, "Gone")
    found = identify(stage, handles[0])
    assert found is not None
    assert not found.exists


@pytest.mark.parametrize(
    "reply",
    [
        error(401, "no"), error(403, "no"), error(500, "no"), error(503, "no"), error(429, "no"), error(400, "no"),
        resetting(), html("<p>A page.</p>"), answer([]), answer({}), answer({"subject": "garrett"}),
        answer({"subject": 7}),
        Reply(200, b"[" * 100_000),
    ],
)  # fmt: skip
def test_a_host_that_does_not_tell_leaves_everything_open(stage: Stage, reply: Reply) -> None:
    handle = stage.server.add("garrett")
    stage.web.routes["/.well-known/webfinger"] = reply
    with pytest.raises(Unavailable) as caught:
        identify(stage, handle)
    assert not isinstance(caught.value, Locked)
    assert "\n" not in str(caught.value)


def test_a_host_that_cannot_be_reached_leaves_everything_open(stage: Stage) -> None:
    with pytest.raises(Unavailable, match="refuses connections"):
        identify(stage, "garrett@127.0.0.1:1")


@pytest.mark.parametrize("status", [404, 500, 503, 429])
def test_an_actor_that_cannot_be_read_leaves_everything_open(stage: Stage, status: int) -> None:
    with pytest.raises(Unavailable, match=f"{status} where an account is described"):
        identify(stage, stage.server.add("garrett", actor_status=status))


def test_a_server_that_shows_actors_to_servers_only_is_asked_by_its_public_look_up(stage: Stage) -> None:
    verified = {"name": "Blog", "value": "https://words.example/garrett", "verified_at": "2026-10-14T00:00:00.000Z"}
    site = {"name": "Site", "value": SITE, "verified_at": None}
    handle = stage.server.add("garrett", name="Garrett R.", closed=True, attachment=[site, verified])
    found = identify(stage, handle)
    assert found is not None
    assert (found.id, found.name) == (f"{stage.web.address}/users/garrett", "Garrett R.")
    assert found.links == ("https://words.example/garrett", "https://garrett.example/"), "the verified one first"
    stage.web.routes["/api/v1/accounts/lookup"] = error(401, "This method requires an authenticated user")
    with pytest.raises(Unavailable):
        identify(stage, handle)


def test_case_makes_no_other_handle(stage: Stage) -> None:
    handle = stage.server.add("garrett", handle=f"Garrett@{stage.server.host}")
    found = identify(stage, handle)
    assert found is not None
    assert found.handle == handle


def test_an_alias_is_told_under_the_handle_that_it_stands_for(stage: Stage, elsewhere: MastodonServer) -> None:
    true = elsewhere.add("garrett", name="Garrett R.")
    alias = stage.server.add("me", handle=true, changes={"actor": f"{elsewhere.web.address}/users/garrett"})
    found = identify(stage, alias)
    assert found is not None
    assert (found.handle, found.name, found.id) == (true, "Garrett R.", f"{elsewhere.web.address}/users/garrett")
    assert found.handle != alias


def test_a_handle_at_a_bare_domain_whose_server_lives_on_another_host_is_one_handle(
    stage: Stage, elsewhere: MastodonServer
) -> None:
    handle = stage.server.add("garrett", changes={"actor": f"{elsewhere.web.address}/users/garrett"})
    elsewhere.add("garrett", handle=handle, name="Garrett R.")
    found = identify(stage, handle)
    assert found is not None
    assert (found.handle, found.id) == (handle, f"{elsewhere.web.address}/users/garrett")


def test_nobody_can_take_somebody_elses_actor_for_their_own(stage: Stage, elsewhere: MastodonServer) -> None:
    elsewhere.add("victim", name="Somebody else")
    handle = stage.server.add("victim", changes={"actor": f"{elsewhere.web.address}/users/victim"})
    with pytest.raises(Unavailable, match="knows nothing of it"):
        identify(stage, handle)


def test_an_alias_of_an_alias_is_nobody(stage: Stage, elsewhere: MastodonServer) -> None:
    third = "third@127.0.0.1:9"
    second = elsewhere.add("second", handle=third)
    with pytest.raises(Unavailable, match="after others said otherwise"):
        identify(stage, stage.server.add("first", handle=second))


def test_an_actor_that_says_it_is_another_is_not_believed(stage: Stage) -> None:
    handle = stage.server.add("garrett", changes={"id": "https://other.example/users/garrett"})
    with pytest.raises(Unavailable, match="somebody else's"):
        identify(stage, handle)


def test_webfinger_may_be_kept_on_another_address_of_the_site(stage: Stage, elsewhere: MastodonServer) -> None:
    handle = stage.server.add("garrett", changes={"actor": f"{elsewhere.web.address}/users/garrett"})
    elsewhere.add("garrett", handle=handle)
    stage.web.routes["/.well-known/webfinger"] = lambda request: redirect(f"{elsewhere.web.address}{request.path}", 301)
    found = identify(stage, handle)
    assert found is not None
    assert found.exists


@pytest.mark.parametrize(
    "links",
    [
        [], "none", [1],
        [{"rel": "self", "type": "text/html", "href": "https://a.example/"}],
        [{"rel": "self", "type": ACTIVITY, "href": "javascript:alert(1)"}],
    ],
)  # fmt: skip
def test_whoever_has_no_actor_cannot_be_told(stage: Stage, links: Any) -> None:
    assert identify(stage, stage.server.add("garrett", changes={"links": links})) is None


@pytest.mark.parametrize(
    "handle", ["garrett", "@garrett@a.example", "a b@c.example", "a@b/c", "a@b.example:80", "", "a@b@c"]
)
def test_what_is_no_handle_of_the_fediverse_cannot_be_told(stage: Stage, handle: str) -> None:
    assert identify(stage, handle) is None


@pytest.mark.parametrize(
    "url", [{"type": "Link", "href": "https://a.example/@g"}, ["https://a.example/@g"], "https://a.example/@g"]
)
def test_a_profiles_address_may_be_written_in_three_ways(stage: Stage, url: Any) -> None:
    found = identify(stage, stage.server.add("garrett", changes={"url": url}))
    assert found is not None
    assert found.url == "https://a.example/@g"


def test_odd_profiles_are_read_as_far_as_they_make_sense(stage: Stage) -> None:
    odd = {"name": None, "url": 7, "attachment": {"value": SITE}, "attributionDomains": [1, "a.example"]}
    found = identify(stage, stage.server.add("garrett", changes=odd))
    assert found is not None
    assert (found.name, found.url, found.links, found.domains) == ("", found.id, (), ("a.example",))
